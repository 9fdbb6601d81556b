/* script — plays a text file of acts through the real screens, for tests, demos and pictures.
 *
 * Shape    One act a line; # begins a comment; texts stand in "quotes" with \" \\ \n inside.
 *            tap "label"              a finger on what has this label, scrolled to when need be
 *            press "label"            puts a finger down; lift "label" takes it up there
 *            tap-in "group" "label"   the same, inside a row or card, such as an area
 *            type "text"              into the field that has the focus
 *            clear                    empties the field that has the focus
 *            key NAME                 enter tab escape backspace space up down left right
 *            switch 1|2               pressed and let go, where scanning is on
 *            swipe up|down|left|right
 *            wait-for "text"|unlocked|locked|saved|synced [SECONDS]
 *            expect "text"            it is on the screen now, or soon
 *            expect-not "text"
 *            shot NAME                NAME.png into the folder of --shots
 *            export FILE              every merged record of the tablet, one a line
 *            resize WxH · close · lock · quit
 * Units    Times are milliseconds of the same clock as the frames.
 * Errors   STATUS_BAD_INPUT with the number of the line that is no act; an act that cannot be done
 *          in its time fails the script with one sentence.
 * Owns     script_open/script_close. It borrows the world for each step.
 * Needs    base, ui, app, platform.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "app.h"
#include "base.h"
#include "platform.h"
#include "ui.h"

struct script;
struct script_world {
    struct ui *ui;
    struct app *app;
    struct platform *platform;
    const char *shots; /* a folder; NULL: shot does nothing */
};

MUST_USE enum status script_open(const char *path, struct script **out);
void script_close(struct script *s); /* accepts NULL */

/* Reads 1280x800; false when it is no size of a window. */
bool script_read_size(const char *text, int *width, int *height);

enum script_state {
    SCRIPT_GOES_ON, /* an act was done: draw, then come again */
    SCRIPT_WAITS,   /* come again at script_wake_ms or when something happened */
    SCRIPT_ENDED,
    SCRIPT_FAILED /* status_message says why */
};
/* Call it when the ui is at rest: one act at most. */
enum script_state script_step(struct script *s, const struct script_world *world, int64_t now_ms);
int64_t script_wake_ms(const struct script *s);
/* The act that is next, as "line 12: tap Save"; "" after the last. Appends. */
void script_next(const struct script *s, struct buf *out);

#endif
