/* view_weeks — in which weeks staff wrote something about a pupil. Reached beside view.h.
 *
 * Shape    struct view_weeks is a value: a count a week, the oldest first, the last is now's.
 * Units    A week is Monday to Sunday by the UK calendar; now_ms is milliseconds since 1970 UTC.
 * Errors   As view.h.
 * Owns     Nothing.
 * Needs    view, json.
 */
#ifndef VIEW_WEEKS_H
#define VIEW_WEEKS_H

#include "json.h"
#include "view.h"

enum { VIEW_WEEKS = 12 };
struct view_weeks {
    int written[VIEW_WEEKS]; /* -1: nobody could, for the pupil was not here or it was a holiday */
};

/* Observations and interval observations by when they were seen; what pupils say themselves is not
 * staff's, and what lies after now was dated by a wrong clock: neither counts. half_terms is the
 * school's field of that name; NULL where it has said none. A pupil was here from the day that they
 * were on roll and known to this view, or from the first record, whichever came first. */
MUST_USE enum status view_weeks(struct view *v, const struct id *school, const struct id *pupil,
                                const struct json_value *half_terms, int64_t now_ms,
                                struct view_weeks *out);

#endif
