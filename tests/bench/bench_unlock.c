/* How long a person waits once the passphrase is right, in the real client.
 *
 * The budget is a tablet with 20,000 changes, opened from its sealed snapshot and the 200 changes
 * that came since: a night's sync. The curve says what the same unlock costs as the log grows, and
 * what it costs when there is no snapshot and all of the log is folded. Every frame that the client
 * would show meanwhile is painted.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TAIL 200LL

struct unlock {
    double open_ms; /* until the tablet is open */
    double seen_ms; /* until the class is on the screen */
};

/* MiB that this process holds in memory. */
static double resident(void)
{
    struct buf text = {0};
    const char *pages = NULL;
    double mib = 0;

    bench_must(support_file_read("/proc/self/statm", &text));
    pages = strchr(buf_cstr(&text), ' ');
    CHECK(pages != NULL);
    mib = strtod(pages, NULL) * (double)sysconf(_SC_PAGESIZE) / (1024.0 * 1024.0);
    buf_finish(&text);
    return mib;
}

static struct unlock unlock(struct bench_tablet *t, double *mib)
{
    struct bench_hand hand;
    struct unlock took = {0};
    int64_t since = 0;

    bench_hand_open(&hand, t);
    took.open_ms = (double)bench_hand_unlock(&hand) / 1e6;
    since = bench_now_ns();
    bench_hand_turn(&hand);
    took.seen_ms = took.open_ms + (double)(bench_now_ns() - since) / 1e6;
    CHECK(ui_find(hand.ui, "Groups") != NULL);
    *mib = resident();
    bench_hand_settle(&hand);
    bench_hand_close(&hand); /* locks, and writes the snapshot */
    return took;
}

static double snapshot_mib(struct bench_tablet *t)
{
    struct store_snapshot snapshot = {0};
    struct arena arena = {0};
    double mib = 0;

    bench_must(store_snapshot_get(t->store, &arena, &snapshot));
    mib = (double)snapshot.size / (1024.0 * 1024.0);
    arena_finish(&arena);
    return mib;
}

static void tell(const char *what, int64_t changes, struct unlock took, double mib)
{
    printf("    %7lld changes, %-14s open in %8.1f ms, seen in %8.1f ms, %6.1f MiB resident\n",
           (long long)changes, what, took.open_ms, took.seen_ms, mib);
    (void)fflush(stdout);
}

/* One point of the curve; leaves a snapshot behind. */
static void point(struct bench_tablet *t, int64_t changes)
{
    struct unlock took = {0};
    double mib = 0;

    bench_tablet_pull(t, changes - t->lsn, t->at_ms + (changes - t->lsn) * 60000);
    bench_must(store_snapshot_put(t->store, &(struct store_snapshot){.box = "", .size = 0}));
    took = unlock(t, &mib);
    tell("no snapshot", changes, took, mib);
    took = unlock(t, &mib);
    tell("snapshot", changes, took, mib);
}

static void budget(struct bench_tablet *t)
{
    double open[BENCH_RUNS];
    double seen[BENCH_RUNS];
    double mib[BENCH_RUNS];

    for (int run = 0; run < BENCH_RUNS; run++) {
        struct unlock took = {0};
        bench_tablet_pull(t, TAIL, t->at_ms + TAIL * 60000);
        took = unlock(t, &mib[run]);
        open[run] = took.open_ms;
        seen[run] = took.seen_ms;
    }
    bench_say("unlock with 20,000 changes, 200 of them new", bench_median(seen), 300, "ms");
    printf("    open in %.1f ms; snapshot %.1f MiB; %.1f MiB resident\n", bench_median(open),
           snapshot_mib(t), bench_median(mib));
}

int main(void)
{
    struct bench_tablet tablet;

    bench_tablet_make(&tablet);
    point(&tablet, 1000);
    point(&tablet, 5000);
    point(&tablet, 20000 - BENCH_RUNS * TAIL);
    budget(&tablet);
    point(&tablet, 100000);
    bench_tablet_finish(&tablet);
    return 0;
}
