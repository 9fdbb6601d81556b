/* bench_hand — the real client, held by a hand that taps: app, screens, ui and platform.
 *
 * Shape    struct bench_hand is the caller's. A turn is one step of the client's loop.
 * Units    Times are monotonic ns; the wall clock is the tablet's at_ms.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     bench_hand_open fills, bench_hand_close empties. The tablet is lent and outlives it.
 * Needs    bench_tablet, app, ui, platform.
 */
#ifndef BENCH_HAND_H
#define BENCH_HAND_H

#include "app.h"
#include "bench_tablet.h"
#include "platform.h"

struct bench_hand {
    struct bench_tablet *tablet;
    struct platform *platform;
    struct ui *ui;
    struct app *app;
    void (*work)(void *arg); /* what the app gave to its worker */
    void *work_arg;
    bool is_blind;    /* frames are made, not painted */
    float scale;      /* pixels a dp; 0: 1 */
    int64_t ahead_ms; /* of the clock: waiting that nobody waited */
    int64_t heard_ms; /* since when the microphone listens */
    int clips_said;   /* recordings in what was said last */
    int64_t saved_ns; /* when the app said "saved" last */
};

/* Opens a window of 1280 × 800 (of the driver that SDL_VIDEODRIVER names) with the assets of the
 * build. */
void bench_hand_open(struct bench_hand *h, struct bench_tablet *tablet);
void bench_hand_close(struct bench_hand *h); /* accepts the zero value */
/* Takes in what is there, lets the app do what is due, and draws. */
void bench_hand_turn(struct bench_hand *h);
/* The clock of the frames. */
int64_t bench_hand_now(const struct bench_hand *h);
bool bench_hand_is_due(const struct bench_hand *h);
/* Turns until nothing is due any more. */
void bench_hand_settle(struct bench_hand *h);
/* The frame as app_frame makes it, without painting. */
const struct draw_list *bench_hand_frame(struct bench_hand *h);
/* What has this label (as ui_find), scrolled to when need be. */
const struct ui_place *bench_hand_place(struct bench_hand *h, const char *label);
/* A finger on what has this label; the turns after it are the caller's. */
void bench_hand_down(struct bench_hand *h, const char *label);
void bench_hand_up(struct bench_hand *h, const char *label);
/* Down, up, and settled. */
void bench_hand_tap(struct bench_hand *h, const char *label);
/* Types the passphrase, derives the key, and opens the tablet. Returns ns from the key to the open
 * tablet. */
int64_t bench_hand_unlock(struct bench_hand *h);

#endif
