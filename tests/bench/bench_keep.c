/* Keeping the view beside a person's work: after a term's changes came, 20 MB of it are sealed and
 * written, and no step of that may hold a frame up. Every step of the program is timed, from the
 * moment the class stands there until there is nothing left to do; those that fold are among them.
 */
#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>
#include <stdlib.h>

#define BEFORE    20000LL
#define NEW       10000LL
#define STEPS_MAX 20000
#define RUNS      3

static void prepare(struct bench_tablet *t)
{
    struct bench_hand hand;

    bench_tablet_pull(t, BEFORE, t->at_ms + BEFORE * 60000);
    bench_hand_open(&hand, t);
    (void)bench_hand_unlock(&hand);
    bench_hand_settle(&hand);
    bench_hand_close(&hand);
}

/* ms of the longest step; what is drawn between two is not in it. */
static double longest_step(struct bench_tablet *t, int *steps)
{
    struct bench_hand hand;
    double longest = 0;

    bench_tablet_pull(t, NEW, t->at_ms + NEW * 60000);
    bench_hand_open(&hand, t);
    (void)bench_hand_unlock(&hand);
    for (*steps = 0; *steps < STEPS_MAX; (*steps)++) {
        int64_t since = bench_now_ns();
        double took = 0;

        (void)app_advance(hand.app, platform_ticks_ms());
        took = (double)(bench_now_ns() - since) / 1e6;
        longest = took > longest ? took : longest;
        (void)bench_hand_frame(&hand);
        if (app_wake_ms(hand.app) > platform_ticks_ms() && !app_is_busy(hand.app)) {
            break;
        }
    }
    CHECK(*steps < STEPS_MAX);
    bench_hand_close(&hand);
    return longest;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

int main(void)
{
    struct bench_tablet tablet;
    double longest[RUNS];
    int steps = 0;

    bench_tablet_make(&tablet);
    prepare(&tablet);
    for (int run = 0; run < RUNS; run++) {
        longest[run] = longest_step(&tablet, &steps);
        printf("    run %d: %d steps, the longest %.1f ms\n", run + 1, steps, longest[run]);
    }
    qsort(longest, RUNS, sizeof(longest[0]), by_size);
    bench_say("keeping the view of 30,000 changes, longest step", longest[RUNS / 2], 8, "ms");
    bench_tablet_finish(&tablet);
    return 0;
}
