/* How long a frame takes, in the real client at 1280 × 800, drawn by the processor alone.
 *
 * A full frame is what a new screen costs: the model as it stands is built into a tree, laid out,
 * compared with what is shown, and all of it painted. A dirty row is what a finger on one choice
 * costs: the same, but only what changed is painted. The driver is SDL_VIDEODRIVER's.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>
#include <stdlib.h>

enum { FRAMES = 15, HELD = 20000, OF_ONE = 2000 };

/* Microseconds of the parts of one frame. */
enum part { BUILD, DIFF, PAINT, ALL, PART_COUNT };
struct parts {
    double us[PART_COUNT][FRAMES];
    double runs[PART_COUNT][BENCH_RUNS];
    int rects;
    int64_t pixels;
};

static double lap(int64_t *since)
{
    int64_t now = bench_now_ns();
    double us = (double)(now - *since) / 1000;

    *since = now;
    return us;
}

/* What changed is painted: nothing counts as changed unless somebody changed it before. */
static void frame(struct bench_hand *h, struct parts *p, int turn)
{
    struct draw_rect rects[DRAW_RECTS_MAX];
    const struct draw_list *list = NULL;
    int64_t since = bench_now_ns();

    list = bench_hand_frame(h);
    p->us[BUILD][turn] = lap(&since);
    p->rects = ui_take_dirty(h->ui, rects);
    p->us[DIFF][turn] = lap(&since);
    platform_paint(h->platform, list, rects, p->rects);
    p->us[PAINT][turn] = lap(&since);
    p->us[ALL][turn] = p->us[BUILD][turn] + p->us[DIFF][turn] + p->us[PAINT][turn];
    p->pixels = 0;
    for (int i = 0; i < p->rects; i++) {
        p->pixels += (int64_t)rects[i].w * rects[i].h;
    }
}

static void say(const char *what, struct parts *p, double most_ms)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    struct buf name = {0};
    double medians[PART_COUNT];

    for (int i = 0; i < PART_COUNT; i++) {
        medians[i] = bench_median(p->runs[i]);
    }
    buf_printf(&name, "%s, %s", what, driver != NULL ? driver : "default");
    bench_say(buf_cstr(&name), medians[ALL] / 1000, most_ms, "ms");
    printf("    build and layout %.2f ms, diff %.2f ms, paint %.2f ms: %d rects, %lld pixels\n",
           medians[BUILD] / 1000, medians[DIFF] / 1000, medians[PAINT] / 1000, p->rects,
           (long long)p->pixels);
    buf_finish(&name);
}

static void keep_run(struct parts *p, int run)
{
    for (int i = 0; i < PART_COUNT; i++) {
        p->runs[i][run] = bench_middle(p->us[i], FRAMES);
    }
}

static void full_frame(struct bench_hand *h, const char *what)
{
    struct parts parts = {0};

    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < FRAMES; i++) {
            ui_forget_drawn(h->ui);
            frame(h, &parts, i);
        }
        keep_run(&parts, run);
    }
    say(what, &parts, 8);
}

static void feed(struct bench_hand *h, enum ui_event_kind kind, float x, float y)
{
    struct ui_event event = {.kind = kind, .finger = 1, .x = x, .y = y};

    ui_feed(h->ui, &event);
}

/* A finger comes down on a choice, which shows it, and slides off, which chooses nothing. */
static void dirty_row(struct bench_hand *h, const char *what, const char *label)
{
    const struct ui_place *place = bench_hand_place(h, label);
    struct parts parts = {0};
    float x = 0;
    float y = 0;

    x = (float)place->at.x + (float)place->at.w / 2;
    y = (float)place->at.y + (float)place->at.h / 2;
    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < FRAMES; i++) {
            feed(h, UI_DOWN, x, y);
            frame(h, &parts, i);
            CHECK(parts.rects > 0);
            feed(h, UI_LOST, x, y);
            bench_hand_settle(h);
        }
        keep_run(&parts, run);
    }
    say(what, &parts, 2);
}

/* What a person waits for who taps: what it means is done and durable (a draft, the place), the
 * model is filled anew from the view, and the screen shows it. The taps go to two labels in turn;
 * back undoes each by a tap, NULL where the next may follow. */
static void tapped(struct bench_hand *h, const char *what, const char *const labels[2],
                   const char *back)
{
    struct parts parts = {0};
    double wholes[FRAMES];
    double runs[BENCH_RUNS];

    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < FRAMES; i++) {
            const char *label = labels[(run * FRAMES + i) % 2];
            int64_t since = 0;
            bench_hand_down(h, label);
            bench_hand_turn(h);
            bench_hand_up(h, label);
            since = bench_now_ns();
            bench_hand_turn(h);
            frame(h, &parts, i);
            wholes[i] = (double)(bench_now_ns() - since) / 1e6;
            CHECK(parts.rects > 0);
            bench_hand_settle(h);
            if (back != NULL) {
                bench_hand_tap(h, back);
            }
        }
        runs[run] = bench_middle(wholes, FRAMES);
        keep_run(&parts, run);
    }
    printf("    %s: durable and shown in %.2f ms; model and tree %.2f ms, diff and paint %.2f ms\n",
           what, bench_median(runs), bench_median(parts.runs[BUILD]) / 1000,
           (bench_median(parts.runs[DIFF]) + bench_median(parts.runs[PAINT])) / 1000);
}

/* The page of a pupil with OF_ONE observations, and each tap that shows another part of it. */
static void pupil_page(struct bench_hand *h)
{
    full_frame(h, "the path so far: a full frame");
    tapped(h, "the path: by kind", (const char *const[2]){"Observations", "Everything"}, NULL);
    tapped(h, "the path: a page back and forth", (const char *const[2]){"Earlier", "Later"}, NULL);
    tapped(h, "five areas, where it has held",
           (const char *const[2]){"Five areas", "Where it has held"}, NULL);
    full_frame(h, "where it has held: a full frame");
    tapped(h, "targets, own words", (const char *const[2]){"Targets", "Own words"}, NULL);
    bench_hand_tap(h, "Five areas");
    full_frame(h, "five areas: a full frame");
}

int main(void)
{
    struct bench_tablet tablet;
    struct bench_hand hand;

    bench_tablet_make(&tablet);
    bench_tablet_pull(&tablet, HELD, tablet.at_ms);
    tablet.only = &tablet.pupils[0];
    bench_tablet_pull(&tablet, OF_ONE, tablet.at_ms);
    bench_hand_open(&hand, &tablet);
    (void)bench_hand_unlock(&hand);
    bench_hand_settle(&hand);
    full_frame(&hand, "class: a full frame");
    dirty_row(&hand, "class: a touched card", "Amira H.");
    bench_hand_tap(&hand, "Groups");
    bench_hand_tap(&hand, "Everyone");
    full_frame(&hand, "96 pupils: a full frame");
    dirty_row(&hand, "96 pupils: a touched card", "Amira Hill 0");
    tapped(&hand, "observe: a pupil opened", (const char *const[2]){"Amira Hill 0", "Ben Hill 12"},
           "Back");
    bench_hand_tap(&hand, "Amira Hill 0");
    bench_hand_tap(&hand, "Exploration/Sustained");
    full_frame(&hand, "observe: a full frame");
    dirty_row(&hand, "observe: a touched choice", "Persistence/Fleeting");
    tapped(&hand, "observe: a tapped choice",
           (const char *const[2]){"Persistence/Fleeting", "Persistence/Sustained"}, NULL);
    bench_hand_tap(&hand, "Path so far");
    pupil_page(&hand);
    bench_hand_close(&hand);
    bench_tablet_finish(&tablet);
    return 0;
}
