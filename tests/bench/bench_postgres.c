/* How fast changes reach a hub on PostgreSQL, beside raw multi-row inserts of the same run.
 *
 * 20,000 observations of one tablet are pushed, opened, judged, stored, numbered, folded and
 * committed; the floor only inserts their lines. Both commit every 2,000.
 */
#include "bench_pg.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHANGES = 20000 };

enum figure { PUSH, PUSH_HERE, PUSH_SERVER, FLOOR, FLOOR_HERE, FLOOR_SERVER, FIGURE_COUNT };

static void take(double figures[][BENCH_RUNS], enum figure first, int run, struct bench_pg_cost c)
{
    figures[first][run] = CHANGES / c.wall;
    figures[first + 1][run] = c.here * 1e6 / CHANGES;
    figures[first + 2][run] = c.server * 1e6 / CHANGES;
}

static void one_run(int run, double figures[FIGURE_COUNT][BENCH_RUNS])
{
    struct bench_pg *b = mem_zero(1, sizeof *b);

    bench_pg_make(b, run, 1, CHANGES, PG_BATCH);
    take(figures, FLOOR, run, bench_pg_floor(b));
    take(figures, PUSH, run, bench_pg_hub(b));
    bench_pg_finish(b);
    free(b);
}

/* More is better here: the floor's share is what counts. */
static void say(const char *name, double rate, double floor, double least)
{
    printf("%-44s %10.0f /s     beside %9.0f  ratio %5.2f  least %4.2f  %s\n", name, rate, floor,
           rate / floor, least, rate >= least * floor ? "within" : "OVER");
    (void)fflush(stdout);
}

int main(void)
{
    double figures[FIGURE_COUNT][BENCH_RUNS];
    double medians[FIGURE_COUNT];

    for (int run = 0; run < BENCH_RUNS; run++) {
        one_run(run, figures);
    }
    for (int i = 0; i < FIGURE_COUNT; i++) {
        medians[i] = bench_median(figures[i]);
    }
    say("PostgreSQL, push of 20,000 changes", medians[PUSH], medians[FLOOR], 0.6);
    printf("    processor a change: hub %.1f us and its server %.1f us, floor %.1f and %.1f\n",
           medians[PUSH_HERE], medians[PUSH_SERVER], medians[FLOOR_HERE], medians[FLOOR_SERVER]);
    return 0;
}
