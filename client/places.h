/* places — tells a test outside where the widgets are, so that real fingers can touch them.
 *
 * Shape    A file of one frame: a line "X Y W H FLAGS LABEL" for each thing that can be touched,
 *          then an empty line, then the texts of the screen. FLAGS is - or some of the letters c
 *          (chosen), d (disabled), f (a field), v (covered: scrolled away or under a sheet).
 * Units    Window pixels.
 * Errors   STATUS_DISK when the file cannot be written; the file before is left whole.
 * Owns     places_init/places_finish. It borrows the ui for each call.
 * Needs    base, ui.
 */
#ifndef PLACES_H
#define PLACES_H

#include "base.h"
#include "ui.h"

struct places {
    const char *path;
    struct buf kept; /* what the file says */
};
void places_init(struct places *p, const char *path);
void places_forget(struct places *p); /* what was shown */
void places_finish(struct places *p); /* accepts empty */
/* Call it after a frame was drawn: the file is replaced by one rename, and only when it would say
 * something else than before. */
MUST_USE enum status places_write(struct places *p, const struct ui *ui);

#endif
