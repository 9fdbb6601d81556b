/* app — what the program knows and does; the screens draw it, the shell runs it.
 *
 * Shape    struct app is opaque; there is one in a program. It is handed what it needs of the
 *          machine as struct app_host.
 * Units    now_ms and app_wake_ms are of one monotonic clock; the host's clock port is the wall's.
 * Errors   app_open fails with a sentence when the tablet's file cannot be opened or an asset is
 *          missing. Later faults are shown to the person.
 * Owns     app_open/app_close. Work given to the host's worker uses app's memory: the worker has to
 *          be at rest before app_close.
 * Needs    base, ui. No thread, no wait, no window, no socket.
 */
#ifndef APP_H
#define APP_H

#include "base.h"
#include "ui.h"

struct app;

/* Pictures of this tablet that could be added. */
struct app_file {
    char path[512];
};
struct app_files {
    struct app_file *rows;
    size_t count;
};

/* What is said aloud; of some parts there are recordings (clip.h), which are heard instead. */
struct app_clip {
    size_t from, size; /* of the text; in order */
    const struct buf *bytes;
};
struct app_words {
    const char *text, *voice;
    int rate; /* words a minute */
    const struct app_clip *clips;
    size_t clip_count;
};

struct app_host {
    void *ctx; /* handed to all of these */
    struct clock_port clock;
    struct random_port random;
    /* Runs work(arg) aside, then app_work_done(app, arg) on this thread. False: too much waits. */
    bool (*work)(void *ctx, void (*work)(void *arg), void *arg);
    /* Reads an asset such as "words/cy.json". STATUS_NOT_FOUND when there is none. */
    enum status (*asset)(void *ctx, const char *name, struct buf *out);
    /* The voice; mark gives the bytes that sound now, and is false in silence. voice NULL: nothing
     * is heard, and the mark moves all the same. */
    void (*say)(void *ctx, const char *text, const char *voice, int rate);
    void (*say_with)(void *ctx, const struct app_words *words); /* NULL: nothing is played */
    void (*hush)(void *ctx);
    bool (*mark)(void *ctx, int *from, int *size);
    /* A change is durable: called once for each, after its commit. May be NULL. */
    void (*saved)(void *ctx, const char *type, const struct id *rec);
    /* Runs on the worker: the code for joining out of the newest pictures, and which picture it
     * was. NULL where there are none. */
    enum status (*code)(void *ctx, struct buf *code, struct buf *name);
    /* Both run on the worker: the newest pictures of this tablet by their paths, into rows that app
     * frees; and one of them made fit to be kept, as a JPEG. NULL where there are none. */
    enum status (*files)(void *ctx, struct app_files *out);
    enum status (*shrink)(void *ctx, const char *path, struct buf *jpeg);
    /* The microphone. record begins, with a sentence where there is none; recorded says for how
     * many ms it listens (-1: not) and how loud it is (0 to 100); record_end ends it, and gives
     * what was heard, or with NULL lets it go. make_clip runs on the worker. NULL: there is none.
     */
    enum status (*record)(void *ctx);
    int (*recorded)(void *ctx, int *loudness);
    void (*record_end)(void *ctx, struct buf *pcm);
    enum status (*make_clip)(void *ctx, struct buf *pcm, struct buf *clip, int *length_ms);
    const char *version; /* of the program, shown under About; may be NULL */
};
struct app_options {
    const char *data;            /* the folder of the tablet's file; it must exist */
    const char *demo_passphrase; /* shown on the unlock screen; NULL outside the demo */
    const char *language;        /* of words/<language>.json; NULL for English */
};
MUST_USE enum status app_open(const struct app_options *options, const struct app_host *host,
                              struct app **out);
/* Locks first, as app_lock does. Accepts NULL. */
void app_close(struct app *a);

/* ---- one turn -------------------------------------------------------------------------------- */

/* Does what is due. True when what the screen shows may have changed. */
bool app_advance(struct app *a, int64_t now_ms);
/* Draws the screen and carries out what the person asked. The list lives until the next frame. */
const struct draw_list *app_frame(struct app *a, struct ui *ui, const struct ui_frame *frame);
/* When app_advance wants to be called again. */
int64_t app_wake_ms(const struct app *a);
void app_work_done(struct app *a, void *arg);
/* A finger or a key was there: the tablet does not lock itself for a while. */
void app_touched(struct app *a);
/* Sent to the background: whatever is being written is made durable. */
void app_hidden(struct app *a);
/* The window was asked to close. Not from the pupil room: there the door for staff opens. */
bool app_may_close(struct app *a);
/* The tablet is in a pupil's hands: only a member of staff's passphrase leads out. */
bool app_is_handed_over(const struct app *a);
/* Writes the draft and the snapshot, closes the view, forgets the keys. */
void app_lock(struct app *a);
/* True once after a lock, and after a passphrase was tried: what was drawn and typed until then is
 * to be forgotten too (ui_forget). */
bool app_has_forgotten(struct app *a);
/* True once after a pupil has gone from this tablet: what was drawn of them is to be forgotten and
 * drawn over at once. What is being typed stays. */
bool app_has_let_go(struct app *a);

/* How this tablet wants to be drawn. */
struct app_look {
    float text;
    float scale; /* 0: as the screen reports it */
    enum ui_theme theme;
    bool keyboard;
    unsigned scripts;             /* that its keys have besides Latin, a bit for each */
    bool silent;                  /* nothing is said aloud */
    bool still;                   /* no motion but the finger's own */
    bool voiced;                  /* what has the focus is said aloud */
    struct ui_scan_settings scan; /* switches */
    int hold_ms, again_ms;        /* as ui_frame has them */
    bool last_touch;
};
struct app_look app_look(const struct app *a);
/* All of it that a frame wants; still stays when it is set already. */
void app_look_frame(const struct app_look *look, struct ui_frame *frame);

/* A picture that is no asset, by the name that the app gave it in what is drawn: its bytes or the
 * path of its file. STATUS_NOT_FOUND, also while locked. */
MUST_USE enum status app_picture(struct app *a, const char *name, struct buf *bytes,
                                 struct buf *path);
/* It is no picture that can be drawn: its words stand alone from the next frame on. */
void app_picture_lost(struct app *a, const char *name);

/* ---- for scripts and tests ------------------------------------------------------------------- */

enum app_claim {
    APP_IS_UNLOCKED,
    APP_IS_SAVED, /* nothing is being written, or all of it is durable */
    APP_IS_SYNCED /* nothing waits, and the hub has answered since the last change */
};
bool app_is(const struct app *a, enum app_claim claim);
/* The screen that is shown, by its word, such as "observe". */
const char *app_screen(const struct app *a);
/* Work is under way that will change the screen by itself. */
bool app_is_busy(const struct app *a);
/* Every merged record of the view, one line each, as the hub's `export records`. STATUS_LOCKED. */
MUST_USE enum status app_export(struct app *a, struct buf *out);

#endif
