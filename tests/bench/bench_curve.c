/* Whether the two-millionth change costs what the ten-thousandth did.
 *
 * One school on SQLite takes in two million observations of eight tablets. At each mark some
 * batches are timed, turn by turn with a store that holds ten thousand: the machine's own moods are
 * then in both figures. Between the marks nothing is timed. Sealing is not timed either.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench_school.h"
#include "bench_tablet.h"
#include "support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BATCH = 2000, TURNS = 9, PUPILS = 96, SMALL = 10000 };

static const int64_t marks[] = {10000, 50000, 200000, 500000, 1000000, 2000000};

struct store {
    struct bench_school school;
    struct support_folder folder;
    struct buf url;
    int64_t changes;
    size_t turn;
};

static void store_make(struct store *s)
{
    *s = (struct store){.changes = 0};
    bench_must(support_folder_make(&s->folder));
    buf_printf(&s->url, "sqlite:%s/cairn.db", s->folder.path);
    bench_school_make(&s->school, buf_cstr(&s->url), SCHOOL_TABLETS_MOST, PUPILS);
    bench_must(hub_threads_start(s->school.hub));
}

static void store_finish(struct store *s)
{
    bench_school_finish(&s->school);
    buf_finish(&s->url);
    support_folder_remove(&s->folder);
}

/* What a batch cost, a change: microseconds of the wall and of processor, and bytes written. */
struct cost {
    double wall;
    double cpu;
    double bytes;
};

/* What this process has written so far, the store's own log and its folding included. */
static double bytes_written(void)
{
    struct buf said = {0};
    const char *at = NULL;
    double bytes = 0;

    bench_must(support_file_read("/proc/self/io", &said));
    at = strstr(buf_cstr(&said), "wchar: ");
    CHECK(at != NULL);
    bytes = strtod(at + strlen("wchar: "), NULL);
    buf_finish(&said);
    return bytes;
}

/* A batch of the next tablet. */
static struct cost push(struct store *s)
{
    struct tablet *t = &s->school.tablets[s->turn++ % SCHOOL_TABLETS_MOST];
    struct bench_batch batch;
    struct cost cost;
    int64_t since = 0;
    int64_t used = 0;

    bench_school_write(&s->school, t, BATCH, &batch);
    cost.bytes = -bytes_written();
    since = bench_now_ns();
    used = bench_cpu_ns();
    bench_school_push(t, &batch);
    cost.wall = (double)(bench_now_ns() - since) / 1e3 / BATCH;
    cost.cpu = (double)(bench_cpu_ns() - used) / 1e3 / BATCH;
    cost.bytes = (cost.bytes + bytes_written()) / BATCH;
    bench_batch_finish(&batch);
    s->changes += BATCH;
    return cost;
}

static void fill(struct store *s, int64_t changes)
{
    while (s->changes < changes) {
        (void)push(s);
    }
}

static double megabytes(const struct store *s)
{
    char *path = support_folder_path(&s->folder, "cairn.db");
    struct stat st;
    double size = 0;

    if (stat(path, &st) == 0) {
        size = (double)st.st_size / 1e6;
    }
    free(path);
    return size;
}

struct costs {
    double wall[TURNS];
    double cpu[TURNS];
    double bytes[TURNS];
};

static void keep(struct costs *costs, int turn, struct cost cost)
{
    costs->wall[turn] = cost.wall;
    costs->cpu[turn] = cost.cpu;
    costs->bytes[turn] = cost.bytes;
}

static struct cost middle(struct costs *costs)
{
    return (struct cost){bench_middle(costs->wall, TURNS), bench_middle(costs->cpu, TURNS),
                         bench_middle(costs->bytes, TURNS)};
}

/* At a mark: the large store and a small one, turn by turn. The ratio of their times. */
static double measure(struct store *large, int64_t mark)
{
    struct store *small = mem_zero(1, sizeof *small);
    struct costs big;
    struct costs little;
    struct cost here;
    struct cost beside;

    fill(large, mark);
    store_make(small);
    fill(small, SMALL);
    for (int i = 0; i < TURNS; i++) {
        keep(&big, i, push(large));
        keep(&little, i, push(small));
    }
    store_finish(small);
    free(small);
    here = middle(&big);
    beside = middle(&little);
    printf("    %7" PRId64 " changes, %5.0f MB: a 1,000 %6.1f ms, processor %5.1f ms, written"
           " %4.1f MB; beside %6.1f, %5.1f, %4.1f: %4.2f, %4.2f, %4.2f\n",
           mark, megabytes(large), here.wall, here.cpu, here.bytes / 1e3, beside.wall, beside.cpu,
           beside.bytes / 1e3, here.wall / beside.wall, here.cpu / beside.cpu,
           here.bytes / beside.bytes);
    (void)fflush(stdout);
    return here.wall / beside.wall;
}

int main(void)
{
    struct store *large = mem_zero(1, sizeof *large);
    double ratio = 0;

    store_make(large);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        ratio = measure(large, marks[i]);
    }
    bench_say("a change among 2,000,000, beside 10,000", ratio, 1.25, "times");
    store_finish(large);
    free(large);
    return 0;
}
