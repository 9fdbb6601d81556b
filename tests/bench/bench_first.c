/* The first class after an unlock, on the tablet of a leader who has 5,000 pupils, at 1920 × 1200.
 *
 * From the moment the key is derived to the painted cards the client takes some turns: the sealed
 * view is opened, the log's end is folded, the pupils are asked for and the screen is drawn. None
 * of them may take longer than a frame, whatever it does; so the slowest counts, in time of the
 * processor, and all of it together is told. Then a pupil is opened, and Save tapped. The end of
 * the log that is folded between is what the run before saved.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>

enum { PUPILS = 5000, HELD = 10000, WIDTH = 1920, HEIGHT = 1200, TURNS = 2000, FRAME_MS = 16 };

struct first {
    double slowest, all, card, save; /* ms */
    int turns;
};

static double turn_ms(struct bench_hand *h)
{
    int64_t since = bench_cpu_ns();

    bench_hand_turn(h);
    return (double)(bench_cpu_ns() - since) / 1e6;
}

/* Until the cards are there and nothing is due. */
static void watch(struct bench_hand *h, struct first *out)
{
    do {
        double ms = turn_ms(h);
        CHECK(out->turns++ < TURNS);
        out->all += ms;
        out->slowest = ms > out->slowest ? ms : out->slowest;
    } while (!app_is(h->app, APP_IS_UNLOCKED) || ui_find(h->ui, "Groups") == NULL ||
             app_wake_ms(h->app) <= platform_ticks_ms());
}

/* The turn that takes the finger in carries out what was asked; the next one shows it. */
static double tap_ms(struct bench_hand *h, const char *label)
{
    double ms = 0;

    bench_hand_down(h, label);
    bench_hand_turn(h);
    bench_hand_up(h, label);
    ms = turn_ms(h) + turn_ms(h);
    bench_hand_settle(h);
    return ms;
}

static struct first unlock(struct bench_tablet *t, const char *pupil)
{
    struct bench_hand hand;
    struct first took = {0};
    int64_t since = 0;

    bench_hand_open(&hand, t);
    platform_resize(hand.platform, WIDTH, HEIGHT);
    bench_hand_settle(&hand);
    bench_hand_tap(&hand, "Unlock"); /* the demo's passphrase stands there already */
    CHECK(hand.work != NULL);
    hand.work(hand.work_arg);
    since = bench_cpu_ns();
    app_work_done(hand.app, hand.work_arg);
    took.all = (double)(bench_cpu_ns() - since) / 1e6;
    took.slowest = took.all;
    watch(&hand, &took);
    bench_hand_tap(&hand, "Groups");
    bench_hand_tap(&hand, "Everyone");
    took.card = tap_ms(&hand, pupil);
    (void)tap_ms(&hand, "Exploration/Sustained");
    took.save = tap_ms(&hand, "Save");
    bench_hand_close(&hand); /* locks, and writes the snapshot */
    return took;
}

/* Who is observed goes to the end of the list: so each run takes who is first then. */
int main(void)
{
    static struct bench_tablet tablet;
    static const char *const pupils[BENCH_RUNS + 1] = {"Amira Abbury 0",    "Amira Abbury 1020",
                                                       "Amira Abbury 1080", "Amira Abbury 1140",
                                                       "Amira Abbury 120",  "Amira Abbury 1200"};
    double slowest[BENCH_RUNS];
    double all[BENCH_RUNS];
    double card[BENCH_RUNS];
    double save[BENCH_RUNS];

    bench_tablet_make(&tablet);
    bench_tablet_pull_pupils(&tablet, PUPILS, NULL);
    bench_tablet_pull(&tablet, HELD, tablet.at_ms);
    (void)unlock(&tablet, pupils[BENCH_RUNS]); /* leaves a snapshot, and the place: everyone */
    for (int run = 0; run < BENCH_RUNS; run++) {
        struct first took = unlock(&tablet, pupils[run]);
        slowest[run] = took.slowest;
        all[run] = took.all;
        card[run] = took.card;
        save[run] = took.save;
    }
    bench_say("5,000 pupils: the slowest turn from the key to the class", bench_median(slowest),
              FRAME_MS, "ms of processor");
    printf("    from the key until nothing is due %.1f ms\n", bench_median(all));
    bench_say("5,000 pupils: Save to its painted frame", bench_median(save), FRAME_MS,
              "ms of processor");
    printf("    a pupil opened for the first time %.1f ms\n", bench_median(card));
    bench_tablet_finish(&tablet);
    return 0;
}
