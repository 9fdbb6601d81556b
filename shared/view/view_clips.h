/* view_clips — phrases that members of staff have recorded. Reached beside view.h.
 *
 * Shape    A list of rows; the sound itself stays in the log: view_load.
 * Units    *_ms is milliseconds since 1970 UTC, length_ms plain milliseconds.
 * Errors   As view.h.
 * Owns     Texts live in the caller's arena.
 * Needs    view.
 */
#ifndef VIEW_CLIPS_H
#define VIEW_CLIPS_H

#include "view.h"

struct view_clip {
    struct id rec, pupil; /* pupil none: the school's */
    struct id speaker;
    const char *phrase;
    const char *name; /* of the speaker, "" unknown */
    bool is_known;    /* the speaker is of the school's staff, and has not left */
    int64_t spoken_ms, length_ms;
};
VIEW_ROWS(view_clip);

/* The pupil's own and the school's together, the latest first. */
MUST_USE enum status view_clips(struct view *v, const struct id *school, const struct id *pupil,
                                struct arena *arena, struct view_clip_rows *out);

#endif
