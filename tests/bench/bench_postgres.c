/* How fast changes reach a hub on PostgreSQL, beside raw multi-row inserts of the same run.
 *
 * 20,000 observations of one tablet are pushed, opened, judged, stored, numbered, folded and
 * committed. The floor is what any program does that is told to be quick: one INSERT … SELECT FROM
 * unnest a batch, its arrays written as PostgreSQL reads them in text, into one table with the
 * columns that a log must be found by, of the hub's own types: its key, which is how a line that
 * comes twice is known, and the number that a reader's cursor goes by. It opens no box, checks no
 * chain, folds nothing. Barer still, and only told, is a table of texts with the key alone, which
 * nobody could read from a cursor. All commit every 2,000, and take turns batch by batch.
 *
 * Then eight tablets push as much together, to two hubs on one database, and the store is counted:
 * each line is there once and has its number, no number is left out, and the view has them all.
 */
#include "bench_school.h"
#include "bench_tablet.h"
#include "postgres.h"
#include "sql.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHANGES = 20000, PUPILS = 96, BATCH = 2000, BATCHES = CHANGES / BATCH };
enum { WRITERS = 8, SHARE = 500, SHARES = CHANGES / WRITERS / SHARE };

/* ---- what it costs -------------------------------------------------------------------------- */

/* Seconds of the wall, and of processor, here and in the server. */
struct cost {
    double wall;
    double here;
    double server;
};

/* Of all who are connected: the server reads its own processes' figures, in nanoseconds. */
static double server_seconds(struct sql *db)
{
    static const char text[] =
        "SELECT coalesce(sum(split_part(pg_read_file('/proc/' || pid || '/schedstat'), ' ', 1)"
        "::bigint), 0)::bigint FROM pg_stat_activity WHERE application_name='cairn'";
    struct sql_stmt *stmt = NULL;
    double seconds = 0;

    bench_must(sql_prepare(db, text, &stmt));
    bench_must(sql_step(stmt));
    seconds = (double)sql_int(stmt, 0) / 1e9;
    sql_finish(stmt);
    return seconds;
}

static struct cost cost_now(struct sql *db)
{
    double server = server_seconds(db); /* first: asking takes time */

    return (struct cost){(double)bench_now_ns() / 1e9, (double)bench_cpu_ns() / 1e9, server};
}

static void add_since(struct sql *db, const struct cost *before, struct cost *sum)
{
    double wall = (double)bench_now_ns() / 1e9;
    double here = (double)bench_cpu_ns() / 1e9;

    sum->wall += wall - before->wall;
    sum->here += here - before->here;
    sum->server += server_seconds(db) - before->server;
}

/* ---- both ways in --------------------------------------------------------------------------- */

static void run_floor(struct sql *db, struct sql_stmt *stmt, int64_t rows)
{
    bench_must(sql_begin(db));
    bench_must(sql_finish_run(stmt));
    CHECK(sql_changed(db) == rows);
    bench_must(sql_commit(db));
}

static void add_numbers(int64_t first, int64_t count, struct buf *out)
{
    for (int64_t i = 0; i < count; i++) {
        buf_printf(out, "%c%" PRId64, i == 0 ? '{' : ',', first + i);
    }
    buf_byte(out, '}');
}

static void floor_batch(struct sql *db, const struct tablet *t, const struct bench_batch *batch)
{
    static const char text[] =
        "INSERT INTO line(school, dev, seq, lsn, bytes) SELECT CAST($1 AS ID_TEXT),"
        " CAST($2 AS ID_TEXT), s, n, b FROM unnest($3::bigint[], $4::bigint[], $5::text[])"
        " AS u(s, n, b) ON CONFLICT(school, dev, seq) DO NOTHING";
    struct sql_stmt *stmt = NULL;
    struct buf seqs = {0};

    add_numbers(batch->first, batch->count, &seqs);
    bench_must(sql_prepare(db, text, &stmt));
    sql_bind_id(stmt, 1, &t->school);
    sql_bind_id(stmt, 2, &t->dev);
    sql_bind_text(stmt, 3, buf_cstr(&seqs));
    sql_bind_text(stmt, 4, buf_cstr(&seqs)); /* one tablet: its numbers are as good as a school's */
    sql_bind_text(stmt, 5, buf_cstr(&batch->lines));
    run_floor(db, stmt, batch->count);
    sql_finish(stmt);
    buf_finish(&seqs);
}

static void barest_batch(struct sql *db, const struct tablet *t, const struct bench_batch *batch)
{
    static const char text[] =
        "INSERT INTO bare_line(dev, seq, bytes) SELECT d, s, b FROM"
        " unnest($1::text[], $2::bigint[], $3::text[]) AS u(d, s, b) ON CONFLICT(dev, seq)"
        " DO NOTHING";
    struct sql_stmt *stmt = NULL;
    struct buf devs = {0};
    struct buf seqs = {0};

    for (int64_t i = 0; i < batch->count; i++) {
        buf_printf(&devs, "%c%s", i == 0 ? '{' : ',', t->dev.text);
    }
    buf_byte(&devs, '}');
    add_numbers(batch->first, batch->count, &seqs);
    bench_must(sql_prepare(db, text, &stmt));
    sql_bind_text(stmt, 1, buf_cstr(&devs));
    sql_bind_text(stmt, 2, buf_cstr(&seqs));
    sql_bind_text(stmt, 3, buf_cstr(&batch->lines));
    run_floor(db, stmt, batch->count);
    sql_finish(stmt);
    buf_finish(&devs);
    buf_finish(&seqs);
}

static void make_tables(struct sql *db)
{
    bench_must(sql_run(db, "CREATE TABLE line(school ID_TEXT NOT NULL, dev ID_TEXT NOT NULL,"
                           " seq BIGINT NOT NULL, lsn BIGINT NOT NULL, bytes TEXT NOT NULL,"
                           " PRIMARY KEY(school, dev, seq));"
                           "CREATE UNIQUE INDEX line_lsn ON line(school, lsn);"
                           "CREATE TABLE bare_line(dev TEXT NOT NULL, seq BIGINT NOT NULL,"
                           " bytes TEXT NOT NULL, PRIMARY KEY(dev, seq))"));
}

enum figure {
    PUSH,
    PUSH_HERE,
    PUSH_SERVER,
    FLOOR,
    FLOOR_HERE,
    FLOOR_SERVER,
    BAREST,
    BAREST_HERE,
    BAREST_SERVER,
    MANY,
    FIGURE_COUNT
};

static void take(double figures[][BENCH_RUNS], enum figure first, int run, struct cost c)
{
    figures[first][run] = CHANGES / c.wall;
    figures[first + 1][run] = c.here * 1e6 / CHANGES;
    figures[first + 2][run] = c.server * 1e6 / CHANGES;
}

static void one_run(int run, double figures[FIGURE_COUNT][BENCH_RUNS])
{
    struct bench_school *b = mem_zero(1, sizeof *b);
    struct bench_batch batches[BATCHES];
    struct cost floor = {0};
    struct cost barest = {0};
    struct cost hub = {0};
    struct sql *db = NULL;
    const char *url = NULL;

    bench_must(postgres_fresh(&url));
    bench_school_make(b, url, 1, PUPILS);
    bench_must(hub_threads_start(b->hub)); /* as `serve` does */
    bench_must(sql_open_any(url, &db));
    make_tables(db);
    for (int i = 0; i < BATCHES; i++) {
        bench_school_write(b, &b->tablets[0], BATCH, &batches[i]);
    }
    for (int i = 0; i < BATCHES; i++) {
        struct cost before = cost_now(db);
        floor_batch(db, &b->tablets[0], &batches[i]);
        add_since(db, &before, &floor);
        before = cost_now(db);
        barest_batch(db, &b->tablets[0], &batches[i]);
        add_since(db, &before, &barest);
        before = cost_now(db);
        bench_school_push(&b->tablets[0], &batches[i]);
        add_since(db, &before, &hub);
        bench_batch_finish(&batches[i]);
    }
    take(figures, FLOOR, run, floor);
    take(figures, BAREST, run, barest);
    take(figures, PUSH, run, hub);
    sql_close(db);
    bench_school_finish(b);
    free(b);
}

/* ---- eight writers -------------------------------------------------------------------------- */

struct writer {
    struct tablet *tablet;
    struct bench_batch shares[SHARES];
    pthread_t thread;
};

static void *write_all(void *ctx)
{
    struct writer *w = ctx;

    for (int i = 0; i < SHARES; i++) {
        bench_school_push(w->tablet, &w->shares[i]);
    }
    return NULL;
}

static int64_t count(struct sql *db, const char *text)
{
    struct sql_stmt *stmt = NULL;
    int64_t number = 0;

    bench_must(sql_prepare_once(db, text, &stmt));
    bench_must(sql_step(stmt));
    number = sql_int(stmt, 0);
    sql_finish(stmt);
    return number;
}

static enum status pass_over(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)line;
    (void)size;
    return STATUS_OK;
}

/* Changes that are not where they must be: all were acknowledged. */
static int64_t count_lost(struct bench_school *b, struct sql *db)
{
    struct hub_sink sink = {pass_over, NULL};
    int64_t written = 0;
    int64_t changes = 0;
    int64_t faults = 0;

    for (size_t i = 0; i < b->tablet_count; i++) {
        written += b->tablets[i].seq;
    }
    bench_must(hub_verify(b->hub, &sink, &changes, &faults));
    return llabs(written - count(db, "SELECT count(*) FROM log l JOIN device d ON"
                                     " d.school=l.school AND d.id=l.dev AND d.is_hub=0"
                                     " AND l.seq<=d.acked AND l.line IS NOT NULL")) +
           count(db, "SELECT last-(SELECT count(DISTINCT lsn) FROM log) FROM school") +
           llabs(CHANGES - count(db, "SELECT count(*) FROM v_observation")) + faults;
}

static int64_t many_writers(int run, double figures[FIGURE_COUNT][BENCH_RUNS])
{
    struct bench_school *b = mem_zero(1, sizeof *b);
    struct writer *writers = mem_zero(WRITERS, sizeof *writers);
    struct hub *second = NULL;
    struct sql *db = NULL;
    const char *url = NULL;
    int64_t since = 0;
    int64_t lost = 0;

    bench_must(postgres_fresh(&url));
    bench_school_make(b, url, WRITERS, PUPILS);
    bench_must(hub_create(&b->options, &second));
    bench_must(hub_threads_start(b->hub));
    bench_must(hub_threads_start(second));
    for (int i = 0; i < WRITERS; i++) {
        writers[i].tablet = &b->tablets[i];
        writers[i].tablet->hub = i % 2 == 0 ? b->hub : second;
        for (int n = 0; n < SHARES; n++) {
            bench_school_write(b, writers[i].tablet, SHARE, &writers[i].shares[n]);
        }
    }
    since = bench_now_ns();
    for (int i = 0; i < WRITERS; i++) {
        CHECK(pthread_create(&writers[i].thread, NULL, write_all, &writers[i]) == 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        CHECK(pthread_join(writers[i].thread, NULL) == 0);
    }
    figures[MANY][run] = CHANGES / ((double)(bench_now_ns() - since) / 1e9);
    bench_must(sql_open_any(url, &db));
    lost = count_lost(b, db);
    sql_close(db);
    for (int i = 0; i < WRITERS * SHARES; i++) {
        bench_batch_finish(&writers[i / SHARES].shares[i % SHARES]);
    }
    hub_destroy(second);
    bench_school_finish(b);
    free(writers);
    free(b);
    return lost;
}

/* ---- saying it ------------------------------------------------------------------------------ */

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
    int64_t lost = 0;

    for (int run = 0; run < BENCH_RUNS; run++) {
        one_run(run, figures);
        lost += many_writers(run, figures);
    }
    for (int i = 0; i < FIGURE_COUNT; i++) {
        medians[i] = bench_median(figures[i]);
    }
    say("PostgreSQL, push of 20,000 changes", medians[PUSH], medians[FLOOR], 0.6);
    printf("    processor a change: hub %.1f us and its server %.1f us, floor %.1f and %.1f\n",
           medians[PUSH_HERE], medians[PUSH_SERVER], medians[FLOOR_HERE], medians[FLOOR_SERVER]);
    printf("    the barest table, of texts with one key: %.0f /s, ratio %.2f\n", medians[BAREST],
           medians[PUSH] / medians[BAREST]);
    printf("%-44s %10" PRId64 " lost   limit          0  %s\n", "PostgreSQL, 8 writers on two hubs",
           lost, lost == 0 ? "within" : "OVER");
    printf("    together %.0f changes a second, commits of %d\n", medians[MANY], SHARE);
    return 0;
}
