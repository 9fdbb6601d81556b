/* What the PostgreSQL figures are made of: a school whose tablets have sealed all that they will
 * push, and a floor that knows nothing of it.
 *
 * The floor is what any program does that is told to be quick: one INSERT … SELECT FROM unnest a
 * batch, its arrays written as PostgreSQL reads them in text, into a table with one key and nothing
 * else. It opens no box, checks no chain, keeps no index for those who read.
 */
#include "bench_pg.h"

#include "bench_tablet.h"
#include "postgres.h"
#include "sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t wall(void *ctx)
{
    const int64_t *now_ms = ctx;

    return *now_ms;
}

/* ---- the school ----------------------------------------------------------------------------- */

static void make_hub(struct bench_pg *b)
{
    struct random_port random = change_system_random();

    bench_must(postgres_fresh(&b->url));
    b->options = (struct hub_options){
        .store = b->url, .clock = {wall, &b->now_ms},
             .random = random
    };
    box_pair_make(&random, &b->options.keys.box);
    sign_pair_make(&random, &b->options.keys.sign);
    bench_must(hub_create(&b->options, &b->hub));
    bench_must(
        hub_school_add(b->hub, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}", &b->school));
}

static void expect(struct http_reply *reply, int status)
{
    if (reply->status != status) {
        (void)fprintf(stderr, "bench: the hub answered %d %s\n", reply->status,
                      buf_cstr(&reply->body));
    }
    CHECK(reply->status == status);
    http_reply_finish(reply);
}

static void join(struct bench_pg *b, struct tablet *t)
{
    struct hub_code code = {.school = b->school, .label = "Bench"};
    struct buf secret = {0};
    struct http_reply reply;

    bench_must(hub_code_make(b->hub, &code, &secret));
    tablet_init(t, b->hub, &b->chance, &b->now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    expect(&reply, 201);
    buf_finish(&secret);
}

/* ---- what will be pushed -------------------------------------------------------------------- */

/* One element of an array in words: quoted, with quotes and backslashes escaped. */
static void add_element(struct buf *out, const char *line, size_t size)
{
    buf_byte(out, out->size == 0 ? '{' : ',');
    buf_byte(out, '"');
    for (size_t i = 0; i < size; i++) {
        if (line[i] == '"' || line[i] == '\\') {
            buf_byte(out, '\\');
        }
        buf_byte(out, line[i]);
    }
    buf_byte(out, '"');
}

/* What the floor takes: the line itself, as the tablet wrote it before it was sealed. */
static void add_line(const struct bench_pg_tablet *t, const struct tablet_draft *draft,
                     struct buf *lines)
{
    struct change_draft d = {
        .dot = {t->tablet.clock, t->tablet.dev, t->tablet.seq},
        .rec = draft->rec,
        .pupil = draft->pupil,
        .type = draft->type,
        .set = draft->set
    };
    struct buf line = {0};

    bench_must(change_encode(&d, &line));
    add_element(lines, line.data, line.size);
    buf_finish(&line);
}

static void end_batch(struct bench_pg_tablet *t)
{
    struct bench_pg_batch *batch = &t->batches[t->batch_count++];

    batch->body = t->tablet.body;
    t->tablet.body = (struct buf){0};
    batch->count = t->tablet.seq - batch->first + 1;
    buf_byte(&batch->lines, '}');
    tablet_sign(&t->tablet, &t->tablet.hash, &batch->signature);
}

static void write_batches(struct bench_pg *b, struct bench_pg_tablet *t,
                          const struct id pupils[PG_PUPILS], const int64_t sizes[2])
{
    struct buf set = {0};

    t->batches = mem_zero((size_t)((sizes[0] + sizes[1] - 1) / sizes[1]), sizeof *t->batches);
    for (int64_t i = 0; i < sizes[0]; i++) {
        struct bench_pg_batch *batch = &t->batches[t->batch_count];
        struct tablet_draft draft = {.type = "observation"};
        b->now_ms += 60000;
        draft.rec = tablet_new_id(&t->tablet);
        draft.pupil = pupils[rng_below(&b->chance, PG_PUPILS)];
        bench_observation(&b->chance, b->now_ms, &set);
        draft.set = buf_cstr(&set);
        tablet_write(&t->tablet, &draft);
        add_line(t, &draft, &batch->lines);
        if (i % sizes[1] == 0) {
            batch->first = t->tablet.seq;
        }
        if (i % sizes[1] == sizes[1] - 1 || i == sizes[0] - 1) {
            end_batch(t);
        }
    }
    buf_finish(&set);
}

void bench_pg_make(struct bench_pg *b, int run, size_t tablets, int64_t each, int64_t batch)
{
    const int64_t sizes[2] = {each, batch};
    struct id pupils[PG_PUPILS];
    struct http_reply reply;

    CHECK(tablets >= 1 && tablets <= PG_TABLETS_MOST);
    *b = (struct bench_pg){.chance = {(uint64_t)run + 5}, .now_ms = 1789000000000LL};
    bench_must(change_setup());
    make_hub(b);
    for (size_t i = 0; i < tablets; i++) {
        join(b, &b->tablets[i].tablet);
    }
    b->tablet_count = tablets;
    for (size_t i = 0; i < PG_PUPILS; i++) {
        pupils[i] = tablet_write_pupil(&b->tablets[0].tablet);
    }
    tablet_push(&b->tablets[0].tablet, &reply);
    expect(&reply, 200);
    for (size_t i = 0; i < tablets; i++) {
        write_batches(b, &b->tablets[i], pupils, sizes);
    }
}

void bench_pg_finish(struct bench_pg *b)
{
    for (size_t i = 0; i < b->tablet_count; i++) {
        struct bench_pg_tablet *t = &b->tablets[i];
        for (size_t at = 0; at < t->batch_count; at++) {
            buf_finish(&t->batches[at].body);
            buf_finish(&t->batches[at].signature);
            buf_finish(&t->batches[at].lines);
        }
        free(t->batches);
        tablet_finish(&t->tablet);
    }
    hub_destroy(b->hub);
}

/* ---- both ways in --------------------------------------------------------------------------- */

void bench_pg_push(struct bench_pg_tablet *t)
{
    for (size_t i = 0; i < t->batch_count; i++) {
        const struct bench_pg_batch *batch = &t->batches[i];
        struct http_reply reply;
        tablet_push_body(&t->tablet, batch->body.data, batch->body.size,
                         buf_cstr(&batch->signature), &reply);
        expect(&reply, 200);
    }
}

static void floor_batch(struct sql *db, const struct bench_pg_tablet *t,
                        const struct bench_pg_batch *batch)
{
    static const char text[] =
        "INSERT INTO line(dev, seq, bytes) SELECT d, s, b FROM"
        " unnest($1::text[], $2::bigint[], $3::text[]) AS u(d, s, b) ON CONFLICT(dev, seq)"
        " DO NOTHING";
    struct sql_stmt *stmt = NULL;
    struct buf devs = {0};
    struct buf seqs = {0};

    for (int64_t i = 0; i < batch->count; i++) {
        buf_printf(&devs, "%c%s", i == 0 ? '{' : ',', t->tablet.dev.text);
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

/* Of all who are connected: the server reads its own processes' figures, in hundredths. */
static double server_seconds(struct sql *db)
{
    static const char text[] =
        "SELECT coalesce(sum(split_part(said, ' ', 14)::bigint"
        " + split_part(said, ' ', 15)::bigint), 0)::bigint FROM (SELECT"
        " pg_read_file('/proc/' || pid || '/stat') AS said FROM pg_stat_activity"
        " WHERE application_name='cairn') s";
    struct sql_stmt *stmt = NULL;
    double seconds = 0;

    bench_must(sql_prepare(db, text, &stmt));
    bench_must(sql_step(stmt));
    seconds = (double)sql_int(stmt, 0) / 100;
    sql_finish(stmt);
    return seconds;
}

struct bench_pg_cost bench_pg_hub(struct bench_pg *b)
{
    struct bench_pg_cost cost = {0};
    struct sql *db = NULL;
    int64_t since = 0;
    int64_t here = 0;

    bench_must(sql_open_any(b->url, &db));
    cost.server = -server_seconds(db);
    since = bench_now_ns();
    here = bench_cpu_ns();
    bench_pg_push(&b->tablets[0]);
    cost.wall = (double)(bench_now_ns() - since) / 1e9;
    cost.here = (double)(bench_cpu_ns() - here) / 1e9;
    cost.server += server_seconds(db);
    sql_close(db);
    return cost;
}

struct bench_pg_cost bench_pg_floor(const struct bench_pg *b)
{
    const struct bench_pg_tablet *t = &b->tablets[0];
    struct bench_pg_cost cost = {0};
    struct sql *db = NULL;
    int64_t since = 0;
    int64_t here = 0;

    bench_must(sql_open_any(b->url, &db));
    bench_must(sql_run(db, "CREATE TABLE line(dev TEXT NOT NULL, seq BIGINT NOT NULL,"
                           " bytes TEXT NOT NULL, PRIMARY KEY(dev, seq))"));
    cost.server = -server_seconds(db);
    since = bench_now_ns();
    here = bench_cpu_ns();
    for (size_t i = 0; i < t->batch_count; i++) {
        floor_batch(db, t, &t->batches[i]);
    }
    cost.wall = (double)(bench_now_ns() - since) / 1e9;
    cost.here = (double)(bench_cpu_ns() - here) / 1e9;
    cost.server += server_seconds(db);
    sql_close(db);
    return cost;
}
