/* The storms, and what is said of them.
 *
 * The hub and its floor are held against each other fairly: the same bodies come from the same
 * client, over the same HTTPS server with the same threads and heaps, into files of the same disk
 * with synchronous=FULL; the client does the same work for both. Each run begins once the disk has
 * taken all that the run before it left, for otherwise the floor pays for the hub's files and the
 * hub for the floor's. The floor has no key, no chain, no merge and no view: what it does not do is
 * the difference.
 *
 * A rush of large pushes has no floor: it is there for the hub's memory, while it lasts and after.
 */
#define _XOPEN_SOURCE 700

#include "bench_herd.h"

#include "bench.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ONE, CLASS, TOWN, RUSH, LOAD_COUNT };
#define FILES_MAX 4096

struct figures {
    double rate_ratio[BENCH_RUNS]; /* the hub's rate beside the floor's */
    double hub_s[BENCH_RUNS];
    double floor_s[BENCH_RUNS];
    double slowest[BENCH_RUNS]; /* beside the median */
    double peak_mb[BENCH_RUNS];
    double rest_mb[BENCH_RUNS];
    int again_count;
};

/* A thousand connections need as many files; the usual limit is 1,024. */
static void allow_files(void)
{
    struct rlimit limit;

    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    if (limit.rlim_cur < FILES_MAX) {
        limit.rlim_cur = limit.rlim_max < FILES_MAX ? limit.rlim_max : FILES_MAX;
        CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    }
}

static void measure(const struct herd *h, const struct herd_load *load, int run, struct figures *f)
{
    struct herd_figures hub;
    struct herd_figures floor;

    sync();
    herd_run(h, "floor", load, &floor);
    sync();
    herd_run(h, "hub", load, &hub);
    f->hub_s[run] = hub.last_s;
    f->floor_s[run] = floor.last_s;
    f->rate_ratio[run] = floor.last_s / hub.last_s;
    f->slowest[run] = hub.last_s / hub.median_s;
    f->peak_mb[run] = hub.peak_mb;
    f->again_count += hub.again_count;
}

static void measure_memory(const struct herd *h, const struct herd_load *load, int run,
                           struct figures *f)
{
    struct herd_figures hub;

    herd_run(h, "hub", load, &hub);
    f->peak_mb[run] = hub.peak_mb;
    f->rest_mb[run] = hub.rest_mb;
}

/* More is better: the floor's share is what counts, and of the shares of each run the median. */
static void say_rate(const char *name, struct figures *f, int changes, double least)
{
    double ratio = bench_median(f->rate_ratio);

    (void)printf("%-44s %10.0f /s     beside %9.0f  ratio %5.2f  least %4.2f  %s\n", name,
                 changes / bench_median(f->hub_s), changes / bench_median(f->floor_s), ratio, least,
                 ratio >= least ? "within" : "OVER");
    (void)printf("    ratios %.2f to %.2f\n", f->rate_ratio[0], f->rate_ratio[BENCH_RUNS - 1]);
    (void)fflush(stdout);
}

static void say_all(struct figures figures[LOAD_COUNT])
{
    struct figures *town = &figures[TOWN];

    bench_say("hub's memory, one tablet sends 20,000", bench_median(figures[ONE].peak_mb), 48,
              "MiB");
    say_rate("storm of 50 tablets, 200 changes each", &figures[CLASS], 10000, 0.8);
    bench_say("hub's memory in it", bench_median(figures[CLASS].peak_mb), 48, "MiB");
    bench_say_ratio("storm of 1,000 tablets, 20 each: the last", bench_median(town->hub_s),
                    bench_median(town->floor_s), 1.5, "s");
    (void)printf("    came again %d times in %d runs\n", town->again_count, BENCH_RUNS);
    bench_say("    the last beside the median", bench_median(town->slowest), 2.0, "x");
    bench_say("hub's memory in it", bench_median(town->peak_mb), 96, "MiB");
    bench_say("rush of 12 pushes of 2 MB: hub's memory", bench_median(figures[RUSH].peak_mb), 48,
              "MiB");
    bench_say("    once all have gone", bench_median(figures[RUSH].rest_mb), 48, "MiB");
}

int main(int argc, char **argv)
{
    struct herd_load loads[LOAD_COUNT] = {
        [ONE] = {1,    20000, 2000, NULL},
        [CLASS] = {50,   200,   200,  NULL},
        [TOWN] = {1000, 20,    20,   NULL},
        [RUSH] = {12,   2800,  2800, NULL}
    };
    struct figures figures[LOAD_COUNT] = {0};
    struct herd h;

    allow_files();
    if (argc == 4 && text_equal(argv[1], "--serve")) {
        mem_share(); /* as the hub's program does */
        herd_serve(argv[2], argv[3]);
    }
    herd_make(&h, loads, LOAD_COUNT);
    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = ONE; i <= TOWN; i++) {
            measure(&h, &loads[i], run, &figures[i]);
        }
        measure_memory(&h, &loads[RUSH], run, &figures[RUSH]);
    }
    say_all(figures);
    herd_finish(&h);
    return 0;
}
