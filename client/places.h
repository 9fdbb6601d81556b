/* places — tells a test outside where the widgets are, so that real fingers can touch them.
 *
 * Shape    A file of one frame: a line "X Y W H FLAGS LABEL" for each thing that can be touched,
 *          then an empty line, then the texts of the screen. FLAGS is - or some of the letters c
 *          (chosen), d (disabled), f (a field), v (covered: scrolled away or under a sheet), r (the
 *          keyboard's ring is on it), l (the light of scanning is on it or its group). Behind the
 *          label, after a tab, stands what it lies in, such as the row of a scale.
 *          And a line "rest FINGERS KEYS LIFTS LETTERS MS W H SCREEN SLOWEST" on stdout when the
 *          client comes to rest: how often a finger came or went, a key was pressed and lifted, and
 *          a letter was typed until then, its clock, the window's size, and how long the slowest
 *          frame took since it last said so. Who has counted what they did knows by it that the
 *          file shows what came of that.
 * Units    Window pixels; ms of the frames' clock; SLOWEST in microseconds of the processor's time,
 *          from the first event to the painted frame: what other programs took does not count.
 * Errors   STATUS_DISK when the file cannot be written; the file before is left whole.
 * Owns     places_init/places_finish. It borrows the ui for each call.
 * Needs    base, ui.
 */
#ifndef PLACES_H
#define PLACES_H

#include "base.h"
#include "ui.h"

struct places_now {
    int64_t ms;
    int width, height;
    const char *screen;
};
struct places {
    const char *path; /* NULL: nobody asks */
    struct buf kept;  /* what the file says */
    int64_t fingers, keys, lifts, letters;
    int64_t told;                /* their sum, when last at rest */
    struct places_now told_then; /* and what was so then */
    int64_t slowest_us;          /* frame since then */
};
void places_init(struct places *p, const char *path);
void places_forget(struct places *p); /* what was shown */
void places_finish(struct places *p); /* accepts empty */
void places_heard(struct places *p, const struct ui_event *event);
void places_drew(struct places *p, int64_t frame_us);
void places_rest(struct places *p, const struct places_now *now);
/* Call it after a frame was drawn: the file is replaced by one rename, and only when it would say
 * something else than before. */
MUST_USE enum status places_write(struct places *p, const struct ui *ui);

#endif
