/* How long a person waits once the passphrase is right, and what the client then holds in memory.
 *
 * The budgets are of a tablet with 20,000 and with 100,000 changes, opened from its sealed snapshot
 * and the 200 changes that came since: a night's sync. A long tail (a tablet that was away for a
 * term) must not hold the screen up: the class stands there as fast, and no turn of the loop takes
 * longer than a frame while the rest is folded. The curve says what the same unlock costs as the
 * log grows, and what it costs when there is no snapshot and all of the log is folded. Every frame
 * that the client would show meanwhile is painted. Memory is that of the program itself, a process
 * of its own, once it has nothing left to do.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TAIL      200LL
#define LONG_TAIL 10000LL
#define PICTURES  300
#define TURNS_MAX 20000

struct unlock {
    double open_ms; /* until the tablet is open */
    double seen_ms; /* until the class is on the screen */
};

static struct unlock unlock(struct bench_tablet *t)
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
    bench_hand_settle(&hand);
    bench_hand_close(&hand); /* locks, and writes the snapshot */
    return took;
}

static double snapshot_mib(struct bench_tablet *t)
{
    struct buf box = {0};
    double mib = 0;
    bool more = true;

    for (int64_t i = 0; more; i++) { /* both sides of each piece lie on the disk */
        more = false;
        for (int side = 0; side < 2; side++) {
            if (store_snapshot_read(t->store, i, side, &box) == STATUS_OK) {
                mib += (double)box.size / (1024.0 * 1024.0);
                more = true;
            }
        }
    }
    buf_finish(&box);
    return mib;
}

static void tell(const char *what, int64_t changes, struct unlock took)
{
    printf("    %7lld changes, %-14s open in %8.1f ms, seen in %8.1f ms\n", (long long)changes,
           what, took.open_ms, took.seen_ms);
    (void)fflush(stdout);
}

/* One point of the curve; leaves a snapshot behind. */
static void point(struct bench_tablet *t, int64_t changes)
{
    bench_tablet_pull(t, changes - t->lsn, t->at_ms + (changes - t->lsn) * 60000);
    bench_must(store_snapshot_drop(t->store));
    tell("no snapshot", changes, unlock(t));
    tell("snapshot", changes, unlock(t));
}

static void budget(struct bench_tablet *t, const char *name)
{
    double open[BENCH_RUNS];
    double seen[BENCH_RUNS];

    for (int run = 0; run < BENCH_RUNS; run++) {
        struct unlock took = {0};
        bench_tablet_pull(t, TAIL, t->at_ms + TAIL * 60000);
        took = unlock(t);
        open[run] = took.open_ms;
        seen[run] = took.seen_ms;
    }
    bench_say(name, bench_median(seen), 300, "ms");
    printf("    open in %.1f ms; snapshot %.1f MiB\n", bench_median(open), snapshot_mib(t));
}

/* ---- a long tail ----------------------------------------------------------------------------- */

/* Milliseconds of each turn until nothing is due; how many. */
static size_t watch_turns(struct bench_hand *hand, double *ms)
{
    size_t count = 0;

    do {
        int64_t since = bench_now_ns();
        bench_hand_turn(hand);
        CHECK(count < TURNS_MAX);
        ms[count++] = (double)(bench_now_ns() - since) / 1e6;
    } while (app_is_busy(hand->app));
    return count;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x > *y) - (*x < *y);
}

static void watch_tail(struct bench_tablet *t, const char *name)
{
    struct bench_hand hand;
    double *turns = mem_zero(TURNS_MAX, sizeof *turns);
    double open_ms = 0;
    double all_ms = 0;
    size_t count = 0;

    bench_hand_open(&hand, t);
    open_ms = (double)bench_hand_unlock(&hand) / 1e6;
    count = watch_turns(&hand, turns);
    bench_hand_close(&hand);
    for (size_t i = 0; i < count; i++) {
        all_ms += turns[i];
    }
    qsort(turns, count, sizeof *turns, by_size);
    bench_say(name, open_ms, 300, "ms");
    bench_say("  99 of 100 turns meanwhile", turns[count * 99 / 100], 16, "ms");
    printf("    %zu turns, %.1f ms in all, the longest %.1f ms\n", count, all_ms, turns[count - 1]);
    free(turns);
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* MB (10^6 bytes) by a line of the process's status, such as "VmRSS:". */
static double memory_of(pid_t pid, const char *line)
{
    char path[64];
    struct buf text = {0};
    const char *at = NULL;
    double mb = 0;

    (void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    bench_must(support_file_read(path, &text));
    at = strstr(buf_cstr(&text), line);
    CHECK(at != NULL);
    mb = strtod(at + strlen(line), NULL) * 1024 / 1e6;
    buf_finish(&text);
    return mb;
}

/* The client says so by a picture; then it waits for words that never come. */
static void wait_until_done(struct support_child *client, const char *picture)
{
    struct buf line = {0};

    for (int tries = 0; access(picture, F_OK) != 0; tries++) {
        CHECK(tries < 300);
        CHECK(support_child_line(client, 100, &line) == STATUS_BUSY);
    }
    buf_finish(&line);
}

static void resident(struct bench_tablet *t, const char *name, double limit)
{
    static const char acts[] = "tap \"Unlock\"\nwait-for unlocked 60\nshot done\n"
                               "wait-for \"words that never come\" 600\n";
    char *program = support_program("cairn");
    char *assets = support_program("assets");
    char *script = support_folder_path(&t->folder, "unlock.acts");
    char *picture = support_folder_path(&t->folder, "done.png");
    struct support_child client = {0};

    bench_must(support_file_write(script, acts, sizeof(acts) - 1));
    (void)unlink(picture);
    bench_must(support_child_start(
        (const char *const[]){program, "--data", t->folder.path, "--size", "1280x800", "--assets",
                              assets, "--demo-passphrase", BENCH_PASSPHRASE, "--script", script,
                              "--shots", t->folder.path, NULL},
        &client));
    wait_until_done(&client, picture);
    bench_say(name, memory_of(client.pid, "VmRSS:"), limit, "MB");
    printf("    at most %.1f MB, of which Argon2id takes 67\n", memory_of(client.pid, "VmHWM:"));
    support_child_kill(&client);
    free(picture);
    free(script);
    free(assets);
    free(program);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static void pictures(void)
{
    struct bench_tablet t;

    bench_tablet_make(&t);
    bench_tablet_pull(&t, 20000 - BENCH_RUNS * TAIL, t.at_ms + 20000 * 60000);
    tell("no snapshot", t.lsn, unlock(&t));
    bench_tablet_pull_pictures(&t, PICTURES);
    watch_tail(&t, "usable with 300 pictures still to fold");
    budget(&t, "unlock with 20,000 changes and 300 pictures");
    resident(&t, "resident with 20,000 changes and 300 pictures", 80);
    bench_must(store_snapshot_drop(t.store));
    tell("no snapshot", t.lsn, unlock(&t));
    bench_tablet_finish(&t);
}

int main(void)
{
    struct bench_tablet tablet;

    bench_tablet_make(&tablet);
    point(&tablet, 1000);
    point(&tablet, 5000);
    point(&tablet, 20000 - BENCH_RUNS * TAIL);
    budget(&tablet, "unlock with 20,000 changes, 200 of them new");
    resident(&tablet, "resident with 20,000 changes", 80);
    point(&tablet, 100000 - BENCH_RUNS * TAIL);
    budget(&tablet, "unlock with 100,000 changes, 200 of them new");
    bench_tablet_pull(&tablet, LONG_TAIL, tablet.at_ms + LONG_TAIL * 60000);
    watch_tail(&tablet, "usable with 10,000 changes still to fold");
    tell("snapshot", tablet.lsn, unlock(&tablet));
    resident(&tablet, "resident with 110,000 changes", 150);
    bench_tablet_finish(&tablet);
    pictures();
    return 0;
}
