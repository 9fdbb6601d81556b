/* view_observed — who was observed when, asked apart from the names; and whether there are many.
 * Reached beside view.h.
 *
 * Shape    Adds to rows that view_pupils has filled.
 * Units    As view.h.
 * Errors   As view.h; the rows are as they were then.
 * Owns     What it needs lives in the caller's arena.
 * Needs    view.
 */
#ifndef VIEW_OBSERVED_H
#define VIEW_OBSERVED_H

#include "view.h"

/* Adds to rows of VIEW_NAMES_ONLY, of the same group, when and how often each was observed: the
 * second half of VIEW_BY_NAME, for a caller that must draw a frame between the two. */
MUST_USE enum status view_observed(struct view *v, const struct id *school, const struct id *group,
                                   struct arena *arena, struct view_pupil_rows *rows);
/* Whether the school has more pupils than that; those who were taken out are counted, too. */
MUST_USE enum status view_has_more_pupils(struct view *v, const struct id *school, int64_t than,
                                          bool *out);

#endif
