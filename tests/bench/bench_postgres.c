/* How fast changes reach a hub on PostgreSQL, beside raw multi-row inserts of the same run.
 *
 * 20,000 observations of one tablet are pushed, opened, judged, stored, numbered, folded and
 * committed. The floor is what any program does that is told to be quick: one INSERT … SELECT FROM
 * unnest a batch, its arrays written as PostgreSQL reads them in text, into a table with one key.
 * It opens no box, checks no chain, keeps no index for those who read. Both commit every 2,000,
 * and take turns batch by batch.
 */
#include "bench_school.h"
#include "bench_tablet.h"
#include "postgres.h"
#include "sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHANGES = 20000, PUPILS = 96, BATCH = 2000, BATCHES = CHANGES / BATCH };

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

static void floor_batch(struct sql *db, const struct tablet *t, const struct bench_batch *batch)
{
    static const char text[] =
        "INSERT INTO line(dev, seq, bytes) SELECT d, s, b FROM"
        " unnest($1::text[], $2::bigint[], $3::text[]) AS u(d, s, b) ON CONFLICT(dev, seq)"
        " DO NOTHING";
    struct sql_stmt *stmt = NULL;
    struct buf devs = {0};
    struct buf seqs = {0};

    for (int64_t i = 0; i < batch->count; i++) {
        buf_printf(&devs, "%c%s", i == 0 ? '{' : ',', t->dev.text);
        buf_printf(&seqs, "%c%" PRId64, i == 0 ? '{' : ',', batch->first + i);
    }
    buf_byte(&devs, '}');
    buf_byte(&seqs, '}');
    bench_must(sql_begin(db));
    bench_must(sql_prepare(db, text, &stmt));
    sql_bind_text(stmt, 1, buf_cstr(&devs));
    sql_bind_text(stmt, 2, buf_cstr(&seqs));
    sql_bind_text(stmt, 3, buf_cstr(&batch->lines));
    bench_must(sql_finish_run(stmt));
    CHECK(sql_changed(db) == batch->count);
    sql_finish(stmt);
    bench_must(sql_commit(db));
    buf_finish(&devs);
    buf_finish(&seqs);
}

static void make_table(struct sql *db)
{
    bench_must(sql_run(db, "CREATE TABLE line(dev TEXT NOT NULL, seq BIGINT NOT NULL,"
                           " bytes TEXT NOT NULL, PRIMARY KEY(dev, seq))"));
}

enum figure { PUSH, PUSH_HERE, PUSH_SERVER, FLOOR, FLOOR_HERE, FLOOR_SERVER, FIGURE_COUNT };

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
    struct cost hub = {0};
    struct sql *db = NULL;
    const char *url = NULL;

    bench_must(postgres_fresh(&url));
    bench_school_make(b, url, 1, PUPILS);
    bench_must(sql_open_any(url, &db));
    make_table(db);
    for (int i = 0; i < BATCHES; i++) {
        bench_school_write(b, &b->tablets[0], BATCH, &batches[i]);
    }
    for (int i = 0; i < BATCHES; i++) {
        struct cost before = cost_now(db);
        floor_batch(db, &b->tablets[0], &batches[i]);
        add_since(db, &before, &floor);
        before = cost_now(db);
        bench_school_push(&b->tablets[0], &batches[i]);
        add_since(db, &before, &hub);
        bench_batch_finish(&batches[i]);
    }
    take(figures, FLOOR, run, floor);
    take(figures, PUSH, run, hub);
    sql_close(db);
    bench_school_finish(b);
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
