/* hand — a person at the tablet, for tests of app and screens: no window, no font, no waiting.
 *
 * Shape    struct hand is the tablet and who sits at it; open to read.
 * Units    Sizes are window pixels, times milliseconds.
 * Errors   None: what cannot be done stops the test with one sentence and what the screen said.
 * Owns     hand_open/hand_close; the list lives until the next frame.
 * Needs    app, ui, classroom, support.
 */
#ifndef HAND_H
#define HAND_H

#include "app.h"
#include "base.h"
#include "classroom.h"
#include "support.h"
#include "ui.h"

#define HAND_PASSPHRASE "green door river"
#define HAND_NOW_MS     1791971000000LL /* Wed 14 Oct 2026 10:43 in the United Kingdom */

enum { HAND_SAVED_MAX = 64, HAND_LARGE = 180000 /* bytes of the picture large.jpg */ };
struct hand_saved {
    char type[40];
    struct id rec;
};
/* A voice of the test's own, beside what the hand notes of it. NULL: none. */
struct hand_speaker {
    void *ctx;
    void (*say)(void *ctx, const char *text, const char *voice, int rate);
    void (*say_with)(void *ctx, const struct app_words *words); /* NULL: say it instead */
    void (*hush)(void *ctx);
    bool (*mark)(void *ctx, int *from, int *size);
};
struct hand {
    struct support_folder folder;
    char *file;
    struct classroom room;
    struct support_clock clock;
    struct rng rng;
    struct app *app;
    struct ui *ui;
    const struct draw_list *list;
    int64_t ticks_ms;
    int width, height;
    float scale;
    float words; /* the text size, 1 to 2; 0: as the tablet is set. Not in the pupil room */
    void (*work)(void *arg);
    void *arg;
    bool work_waits; /* the worker does not come to it */
    struct hand_saved saved[HAND_SAVED_MAX];
    size_t saved_count;
    bool dies_at_save; /* the next save is all that hand_crash leaves */
    struct support_folder at_save;
    char said[300];  /* by the voice, last */
    char heard[300]; /* of that: the parts that were recorded, a | behind each */
    char voice[64];  /* of it */
    int rate;
    struct {
        bool is_missing, is_deaf; /* there is none; it hears nobody */
        bool listens;
        int64_t since_ms;
    } microphone;
    bool moves;          /* the screen: nobody asked for stillness */
    const char *picture; /* the code in the newest picture; NULL: there is none to read */
    /* Set between hand_open and hand_start. */
    struct text_port text; /* width NULL: every letter is as wide as every other */
    struct hand_speaker speaker;
};

/* An empty tablet. */
void hand_open(struct hand *h);
void hand_close(struct hand *h); /* accepts a closed one */
/* A tablet that is enrolled, with slots for so many of the staff; started. */
void hand_open_enrolled(struct hand *h, int staff_count);
void hand_start(struct hand *h);
/* The same for a tablet that may not start; hand_stop it in either case. */
MUST_USE enum status hand_try(struct hand *h);
void hand_stop(struct hand *h);
/* Fixtures for cmocka: *state is a hand of the program's own, at an empty tablet, at one that two
 * of the staff may unlock, or unlocked by the first of them. */
int hand_at_empty(void **state);
int hand_at_locked(void **state);
int hand_at_unlocked(void **state);
int hand_leaves(void **state);
/* The battery goes: what was durable at this moment is all that is left. Started again. */
void hand_crash(struct hand *h);

/* The tablet's file as it was read once, on a tablet that is stopped. */
void hand_put_back(struct hand *h, const struct buf *file);

/* Frames until nothing more happens by itself. */
void hand_settle(struct hand *h);
void hand_wait(struct hand *h, int64_t ms);
/* What is shown, once more in these colours, whatever the tablet is set to. */
void hand_draw_in(struct hand *h, enum ui_theme theme);
/* label may be "group/label". */
void hand_tap(struct hand *h, const char *label);
void hand_type(struct hand *h, const char *text);
void hand_key(struct hand *h, enum ui_key key);
/* The first of the staff, unlocked, on the class screen. */
void hand_unlock(struct hand *h, const char *name);

bool hand_sees(struct hand *h, const char *text);
/* Stop the test when it is not so. */
void hand_expect(struct hand *h, const char *text);
void hand_expect_not(struct hand *h, const char *text);
bool hand_is_chosen(struct hand *h, const char *label);

#endif
