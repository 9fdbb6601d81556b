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
};

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
    w->acts[number].ms[run] = ms > w->acts[number].ms[run] ? ms : w->acts[number].ms[run];
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

/* ---- memory ---------------------------------------------------------------------------------- */

/* The walk, but for what wants a microphone that hears somebody. */
static void write_walk(const char *path)
{
    struct buf all = {0};
    const char *from = NULL;
    const char *to = NULL;

    bench_must(support_file_read(BENCH_WALK, &all));
    from = strstr(buf_cstr(&all), "tap \"Record\"");
    to = strstr(buf_cstr(&all), "# recorded");
    CHECK(from != NULL && to != NULL);
    (void)memmove(all.data + (from - all.data), to, strlen(to) + 1);
    bench_must(support_file_write(path, all.data, strlen(all.data)));
    buf_finish(&all);
}

/* MB (10^6 bytes) by a line of the process's status; 0: it has ended. */
static double memory_of(pid_t pid, const char *name)
{
    char path[64];
    struct buf text = {0};
    const char *line = NULL;
    double mb = 0;

    (void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    if (support_file_read(path, &text) == STATUS_OK) {
        line = strstr(buf_cstr(&text), name);
        mb = line != NULL ? strtod(line + strlen(name), NULL) * 1024 / 1e6 : 0;
    }
    buf_finish(&text);
    return mb;
}

struct memory {
    double most;
    char on[40];
    double size; /* of what it has asked for */
    bool is_open;
};

/* The program is at rest, and says on which screen: "rest" and nine words. While a passphrase is
 * tried, Argon2id has asked for 67 MB, which are no part of the figure. */
static void look(struct memory *m, pid_t pid, const char *line)
{
    char on[40] = "";
    double size = memory_of(pid, "VmSize:");
    double mb = memory_of(pid, "VmRSS:");
    bool is_trying = m->is_open && size > m->size + 60;

    if (sscanf(line, "rest %*s %*s %*s %*s %*s %*s %*s %39s", on) != 1) {
        return;
    }
    m->is_open = m->is_open || strcmp(on, "class") == 0;
    m->size = is_trying ? m->size : size;
    if (m->is_open && !is_trying && mb > m->most) {
        m->most = mb;
        text_copy(m->on, sizeof(m->on), on);
    }
}

static void measure_memory(const struct bench_tablet *t)
{
    char *program = support_program("cairn");
    char *assets = support_program("assets");
    char *script = support_folder_path(&t->folder, "walk.acts");
    char *places = support_folder_path(&t->folder, "places");
    struct support_child client = {0};
    struct buf line = {0};
    struct memory m = {.most = 0};

    write_walk(script);
    bench_must(support_child_start(
        (const char *const[]){program, "--data", t->folder.path, "--size", "1920x1200", "--assets",
                              assets, "--demo-passphrase", BENCH_PASSPHRASE, "--script", script,
                              "--places", places, NULL},
        &client));
    while (support_child_line(&client, 60000, &line) == STATUS_OK) {
        look(&m, client.pid, buf_cstr(&line));
    }
    CHECK(support_child_end(&client, 5000) == 0);
    bench_say("resident memory, wherever the walk leads", m.most, 80, "MB");
    printf("    on %s\n", m.on);
    buf_finish(&line);
    free(places);
    free(script);
    free(assets);
    free(program);
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
    measure_memory(&w.tablet);
    for (int i = 0; i < w.act_count; i++) {
        free(w.acts[i].words);
    }
    bench_tablet_finish(&w.tablet);
    return 0;
}
