/* Every tap that a person may make, on every screen, at 1920 × 1200 and drawn by the processor
 * alone: walk.acts is played in a school of 5,000 pupils with 20,000 changes, about a pupil of whom
 * four years are known, and what each act costs is measured until nothing is due any more.
 *
 * A tap is the turn that takes the finger in and carries out what was asked, and the turn that
 * shows it; each later turn is a frame of its own. The dearest of these counts for the act, in time
 * that the screen's thread had of the processor; of the runs, each in a client that was started
 * anew and has no letter and no picture ready, the middle counts; and of the acts the slowest of
 * each screen. What a worker does is not in it, nor is waiting: the clock goes on by itself when
 * nothing is due.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"
#include "bench_years.h"
#include "screen.h"
#include "script.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PUPILS = 5000,
    HELD = 20000,
    RUNS = 3,
    WIDTH = 1920,
    HEIGHT = 1200,
    ACTS_MOST = 512,
    TURNS_MOST = 100000,
    LIMIT_MS = 16
};

struct act {
    char *words;
    const char *screen; /* on which it was done */
    double ms[RUNS];
};
struct walk {
    struct bench_tablet tablet;
    struct bench_hand hand;
    struct script *script;
    struct act acts[ACTS_MOST];
    int act_count;
    double memory_mb; /* at most, resident */
    const char *memory_on;
};

static double memory_mb(void)
{
    struct buf status = {0};
    const char *line = NULL;
    double mb = 0;

    bench_must(support_file_read("/proc/self/status", &status));
    line = strstr(buf_cstr(&status), "VmRSS:");
    CHECK(line != NULL);
    mb = strtod(line + 6, NULL) / 1024;
    buf_finish(&status);
    return mb;
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* What a worker was given is done at once, and not counted. */
static void do_work(struct bench_hand *h)
{
    if (h->work != NULL) {
        void (*work)(void *arg) = h->work;
        h->work = NULL;
        work(h->work_arg);
    }
}

static double turn_ms(struct walk *w, void *done)
{
    int64_t since = bench_thread_ns();

    if (done != NULL) {
        app_work_done(w->hand.app, done);
    }
    bench_hand_turn(&w->hand);
    return (double)(bench_thread_ns() - since) / 1e6;
}

static double turn(struct walk *w)
{
    struct bench_hand *h = &w->hand;
    void *done = h->work != NULL ? h->work_arg : NULL;

    do_work(h);
    return turn_ms(w, done);
}

/* Until nothing is due; the pictures that are made meanwhile are waited for. The dearest turn. */
static double settle(struct walk *w)
{
    struct bench_hand *h = &w->hand;
    double most = 0;
    int turns = 0;
    bool is_making = platform_fetch_pictures(h->platform);

    while (is_making || h->work != NULL || bench_hand_is_due(h)) {
        double ms = 0;
        if (is_making && h->work == NULL && !bench_hand_is_due(h)) {
            platform_wait(h->platform, platform_ticks_ms() + 50);
        }
        ms = turn(w);
        most = ms > most ? ms : most;
        is_making = platform_fetch_pictures(h->platform);
        CHECK(++turns < TURNS_MOST);
    }
    return most;
}

/* Nothing is due: the clock goes on to when something will be. */
static void wait(struct walk *w)
{
    struct bench_hand *h = &w->hand;
    int64_t until = ui_wake_ms(h->ui);
    int64_t ms = 0;

    until = app_wake_ms(h->app) < until ? app_wake_ms(h->app) : until;
    until = script_wake_ms(w->script) < until ? script_wake_ms(w->script) : until;
    ms = until - bench_hand_now(h);
    if (ms > 0) {
        h->ahead_ms += ms;
        w->tablet.at_ms += ms;
    }
}

/* ---- acts ------------------------------------------------------------------------------------ */

static void note(struct walk *w, int number, int run, double ms)
{
    double mb = memory_mb();

    w->acts[number].ms[run] = ms > w->acts[number].ms[run] ? ms : w->acts[number].ms[run];
    if (mb > w->memory_mb) {
        w->memory_mb = mb;
        w->memory_on = w->acts[number].words;
    }
}

static void begin_act(struct walk *w, int number)
{
    struct buf words = {0};

    CHECK(number < ACTS_MOST);
    if (number == w->act_count) {
        script_next(w->script, &words);
        w->acts[number].words = mem_text(buf_cstr(&words));
        w->acts[number].screen = app_screen(w->hand.app);
        w->act_count++;
        buf_finish(&words);
    }
}

/* False: that was the last. */
static bool step(struct walk *w, int *number, int run)
{
    struct bench_hand *h = &w->hand;
    struct script_world world = {h->ui, h->app, h->platform, NULL};
    double ms = 0;
    double later = 0;

    begin_act(w, *number);
    switch (script_step(w->script, &world, bench_hand_now(h))) {
    case SCRIPT_GOES_ON:
        ms = turn(w) + turn(w);
        later = settle(w);
        note(w, (*number)++, run, later > ms ? later : ms);
        return true;
    case SCRIPT_WAITS:
        wait(w);
        ms = turn(w);
        later = settle(w);
        note(w, *number, run, later > ms ? later : ms);
        return true;
    case SCRIPT_ENDED:
        return false;
    case SCRIPT_FAILED:
        break;
    }
    (void)fprintf(stderr, "bench: %s\n", status_message());
    (void)bench_hand_place(h, "what the walk was to find");
    return false;
}

static void play(struct walk *w, int run)
{
    int number = 0;

    bench_hand_open(&w->hand, &w->tablet);
    w->hand.scale = (float)HEIGHT / 800; /* as the client takes it for granted */
    platform_resize(w->hand.platform, WIDTH, HEIGHT);
    bench_must(script_open(BENCH_WALK, &w->script));
    (void)turn(w);
    (void)settle(w);
    while (step(w, &number, run)) {
    }
    script_close(w->script);
    bench_hand_close(&w->hand);
}

/* ---- what it came to ------------------------------------------------------------------------- */

static const char *const screens[] = {
#define SCREEN(name, function) #function,
#include "screen.def"
};

static void say_screen(struct walk *w, const char *screen)
{
    const struct act *slowest = NULL;
    struct buf name = {0};

    for (int i = 0; i < w->act_count; i++) {
        const struct act *act = &w->acts[i];
        bool is_here = strcmp(act->screen, screen) == 0;
        if (is_here && (slowest == NULL || act->ms[0] > slowest->ms[0])) {
            slowest = act;
        }
    }
    CHECK(slowest != NULL); /* a screen that the walk leaves out */
    buf_printf(&name, "%s: the slowest of its taps, 1920 x 1200", screen);
    bench_say(buf_cstr(&name), slowest->ms[0], LIMIT_MS, "ms of processor");
    printf("    %s\n", slowest->words);
    buf_finish(&name);
}

static void tell_slow(const struct walk *w)
{
    for (int i = 0; i < w->act_count; i++) {
        if (w->acts[i].ms[0] > LIMIT_MS / 2.0) {
            printf("    %6.1f ms  %s, %s\n", w->acts[i].ms[0], w->acts[i].screen, w->acts[i].words);
        }
    }
}

int main(void)
{
    static struct walk w;

    bench_tablet_make(&w.tablet);
    bench_years_pull(&w.tablet, PUPILS, HELD);
    bench_hand_open(&w.hand, &w.tablet);
    (void)bench_hand_unlock(&w.hand);
    bench_hand_settle(&w.hand);
    bench_hand_close(&w.hand); /* leaves a snapshot */
    for (int run = 0; run < RUNS; run++) {
        play(&w, run);
    }
    for (int i = 0; i < w.act_count; i++) {
        w.acts[i].ms[0] = bench_middle(w.acts[i].ms, RUNS);
    }
    for (size_t i = 1; i < sizeof(screens) / sizeof(screens[0]); i++) {
        say_screen(&w, screens[i]);
    }
    tell_slow(&w);
    bench_say("resident memory, whatever was open", w.memory_mb, 80, "MB");
    printf("    %s\n", w.memory_on);
    for (int i = 0; i < w.act_count; i++) {
        free(w.acts[i].words);
    }
    bench_tablet_finish(&w.tablet);
    return 0;
}
