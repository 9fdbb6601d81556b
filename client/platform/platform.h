/* platform — window, fingers, fonts, pictures, sound, speech and waiting: alone includes SDL.
 *
 * Shape    struct platform is opaque; there is one in a program.
 * Units    Window pixels. *_at_ms and platform_clock are milliseconds since 1970 UTC;
 *          platform_ticks_ms is monotonic, from any start, and goes on while the tablet sleeps.
 * Errors   Opening fails with STATUS_UNSUPPORTED (no window) or STATUS_NOT_FOUND (no fonts) and one
 *          sentence. A missing picture or icon draws nothing; missing sound or voice is silence.
 * Owns     platform_open hands it out, platform_close takes it back.
 * Needs    base, ui (events and drawing commands). It knows of no screen and no record.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include "ui.h"

struct platform;

struct platform_options {
    const char *title;
    const char
        *assets; /* folder that holds fonts/, icons/ and pictures/; NULL: beside the program */
    int width, height; /* pixels; 0: the whole screen */
};

MUST_USE enum status platform_open(const struct platform_options *options, struct platform **out);
void platform_close(struct platform *p); /* accepts NULL */

/* ---- window and drawing -------------------------------------------------------------------- */

void platform_size(const struct platform *p, int *width, int *height);
/* Pixels a dp as the screen reports it, 1 where it does not: a starting value to calibrate. */
float platform_scale(const struct platform *p);
struct text_port platform_text(struct platform *p);
/* Draws the commands inside the rectangles and shows them. */
void platform_paint(struct platform *p, const struct draw_list *list, const struct draw_rect *rects,
                    int count);
/* Lets go of drawn texts and photographs and of typed texts that wait: nothing of them may be found
 * after a lock. platform_forget_drawn leaves what is being typed. What the window shows stays until
 * it is drawn over. */
void platform_forget(struct platform *p);
void platform_forget_drawn(struct platform *p);
/* Writes what the window shows as PNG. */
MUST_USE enum status platform_shot(struct platform *p, const char *path);
void platform_resize(struct platform *p, int width, int height); /* comes back as a REDRAW event */
void platform_press_close(struct platform *p); /* as by the window's own button: a CLOSE event */
void platform_text_entry(struct platform *p, bool on); /* tells the system to send text */
/* Listens to joysticks, whose buttons are then switches; SDL asks them again and again, so only
 * while somebody scans. */
void platform_joysticks(struct platform *p, bool on);

/* Takes the keys that the desktop would act on (another window, another program) while on. */
void platform_keep_keys(struct platform *p, bool on);

/* Pictures that are no assets: those with a colon in their name. They are drawn once they are
 * ready, and until then as an empty place. find is asked outside of any frame, and says the file's
 * bytes or, where they are not read yet, its path; the worker decodes them. */
struct platform_pictures {
    enum status (*find)(void *ctx, const char *name, struct buf *bytes, struct buf *path);
    /* It cannot be found, or not be drawn: its place stays empty. NULL: nobody wants to know. */
    void (*lost)(void *ctx, const char *name);
    void *ctx;
};
void platform_set_pictures(struct platform *p, const struct platform_pictures *port);
/* Has the next one that is wanting made. False: none is, nor is any being made. */
bool platform_fetch_pictures(struct platform *p);

/* ---- events -------------------------------------------------------------------------------- */

enum platform_event_kind {
    PLATFORM_INPUT,     /* feed .input to the ui */
    PLATFORM_REDRAW,    /* new size or lost picture: ui_forget_drawn, then a frame */
    PLATFORM_WORK_DONE, /* .ctx is the one given to platform_work */
    PLATFORM_PICTURE,   /* a picture is ready that was wanting: as REDRAW */
    PLATFORM_SPEECH,    /* the spoken word moved or the voice ended: see platform_speech_mark */
    PLATFORM_WAKE,      /* platform_wake was called */
    PLATFORM_HIDDEN,    /* sent to the background */
    PLATFORM_SHOWN,
    PLATFORM_CLOSE, /* the window was asked to close: its own button, or a key of the desktop */
    PLATFORM_QUIT   /* the program was asked to end: by a signal */
};
struct platform_event {
    enum platform_event_kind kind;
    struct ui_event input;
    void *ctx;
};
/* Takes the next event without waiting; false when there is none. */
bool platform_poll(struct platform *p, struct platform_event *out);
/* For the native shell alone: sleeps until there is an event or until ticks reach until_ms
 * (INT64_MAX: for ever). */
void platform_wait(struct platform *p, int64_t until_ms);
/* Safe from any thread. */
void platform_wake(struct platform *p);

/* For scripts: real events through the same queue. kind is UI_DOWN, UI_MOVE or UI_UP. */
void platform_push_finger(struct platform *p, enum ui_event_kind kind, float x, float y);
void platform_push_text(struct platform *p, const char *text);
void platform_push_key(struct platform *p, enum ui_key key, bool shift);
void platform_push_switch(struct platform *p, int which, bool down); /* 1 or 2 */

/* ---- slow work ----------------------------------------------------------------------------- */

/* Runs work(ctx) on the worker thread, one after the other; then PLATFORM_WORK_DONE arrives.
 * False when PLATFORM_JOBS_MAX already wait. ctx must live until then. */
enum { PLATFORM_JOBS_MAX = 16 };
bool platform_work(struct platform *p, void (*work)(void *ctx), void *ctx);

/* ---- speech -------------------------------------------------------------------------------- */

/* Says text (at most 2000 bytes), stopping what was being said. voice is an espeak-ng language such
 * as "en", "cy", "pl", or NULL: nothing is heard then, and the marks move all the same; rate is
 * words a minute, 80 to 300. Silent without a voice or a sound
 * device, but the marks still move, at the pace of the words. */
void platform_say(struct platform *p, const char *text, const char *voice, int rate);
/* The same, with parts that a person has recorded: they are heard in that voice. */
struct platform_clip {
    size_t from, size; /* of the text; the parts in order, none over another */
    const void *bytes; /* platform_clip.h; copied */
    size_t byte_count;
};
struct platform_words {
    const char *text, *voice;
    int rate;
    const struct platform_clip *clips;
    size_t clip_count;
};
void platform_say_with(struct platform *p, const struct platform_words *words);
void platform_hush(struct platform *p);
/* The bytes of the text being said that sound now; false when nothing is being said. */
bool platform_speech_mark(struct platform *p, int *from, int *size);

/* ---- ports and files ----------------------------------------------------------------------- */

int64_t platform_ticks_ms(void);
struct clock_port platform_clock(void);
struct random_port platform_random(void);
/* Reads a whole asset, such as "instruments/engagement.json". */
MUST_USE enum status platform_read_asset(const struct platform *p, const char *name,
                                         struct buf *out);
/* The folder where this person's programs keep data, ends in a slash; "" when there is none. */
const char *platform_data_folder(struct platform *p);

#endif
