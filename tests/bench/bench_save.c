/* What a Save costs beside the least that a durable row can cost.
 *
 * A save does what client/app does for one: checks the fields, writes the line, seals and signs it,
 * and commits the box together with the end of its draft. Beside it, turn by turn, the same box
 * goes into a bare table of the same folder by one insert. Both wait for the same disk, so a busy
 * moment of the machine falls on both; the middle of each run counts. The view learns of a change
 * only after it is durable, so that part is told but not counted.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"
#include "bench_tablet.h"
#include "record.h"
#include "sql.h"
#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS = 60, WARM = 20, HELD = 2000 };
#define DRAFT_NAME "draft:bench"

enum step { LOOK, ENCODE, SEAL, SIGN, APPEND, SHOW, STEP_COUNT };
static const char *const step_names[STEP_COUNT] = {
    "find the own end",    "encode, read back, validate", "seal",
    "digest, chain, sign", "append and drop the draft",   "show in the view (after durable)"};

struct bench_save {
    struct bench_tablet tablet;
    struct sql *db; /* of the view */
    struct view *view;
    struct sql *bare;
    struct stamp last;
    struct buf box; /* of the last save: what the bare side writes */
    double steps[STEP_COUNT][PAIRS];
};

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    (void)ctx;
    (void)school;
    (void)place;
    (void)out;
    return FAIL(STATUS_NOT_FOUND, "a new record needs no line of the log");
}

static void keep_draft(struct bench_save *b, const struct buf *set)
{
    struct random_port random = rng_port(&b->tablet.rng);
    struct buf box = {0};
    struct store_draft draft = {.name = DRAFT_NAME};

    blob_seal(&b->tablet.keys.data, &random, DRAFT_NAME, set->data, set->size, &box);
    draft.box = box.data;
    draft.size = box.size;
    bench_must(store_draft_put(b->tablet.store, &draft));
    buf_finish(&box);
}

static void write_line(struct bench_save *b, const struct buf *set, int64_t seq, struct buf *line,
                       struct change *change)
{
    struct bench_tablet *t = &b->tablet;
    struct change_draft draft = {.by = t->staff, .type = "observation", .set = buf_cstr(set)};
    int64_t contact = 0;

    bench_must(store_get_int(t->store, STORE_contact_ms, &contact));
    bench_must(store_get_int(t->store, STORE_skew_ms, &draft.skew_ms));
    draft.has_skew = contact > 0;
    draft.dot = (struct dot){stamp_next(&b->last, t->at_ms), t->dev, seq};
    draft.pupil = t->pupils[rng_below(&t->rng, BENCH_PUPILS)];
    draft.rec = bench_id(t);
    bench_must(change_encode_read(&draft, line, change));
    bench_must(record_validate(record_type_find("observation"), change->set, true));
}

static void seal(struct bench_save *b, const struct change *c, const struct buf *line)
{
    struct random_port random = rng_port(&b->tablet.rng);
    struct change_place place = {c->dot.dev, c->dot.seq, c->pupil};

    change_seal(&b->tablet.keys.data, &random, &place, line->data, line->size, &b->box);
}

static void sign(struct bench_save *b, const struct change *c, const struct buf *line,
                 const struct hash *end, struct store_box *box)
{
    *box = (struct store_box){.dev = c->dot.dev, .seq = c->dot.seq, .pupil = c->pupil};
    box->box = b->box.data;
    box->size = b->box.size;
    box->digest = change_digest(line->data, line->size);
    box->hash = chain_hash(end, &box->digest);
    box->signature = change_sign(&b->tablet.keys.sign, &box->hash);
}

static void show(struct bench_save *b, const struct change *c, int64_t place)
{
    bench_must(sql_begin(b->db));
    bench_must(view_apply(b->view, &b->tablet.school, c, place));
    bench_must(sql_commit(b->db));
}

static void lap(double *step, int64_t *since)
{
    int64_t now = bench_now_ns();

    *step = (double)(now - *since) / 1000;
    *since = now;
}

/* Microseconds until durable. */
static double save(struct bench_save *b, int turn)
{
    struct buf set = {0};
    struct buf line = {0};
    struct change change = {0};
    struct store_box box;
    struct hash end;
    int64_t seq = 0;
    int64_t since = 0;
    double total = 0;

    b->tablet.at_ms += 60000;
    bench_observation(&b->tablet.rng, b->tablet.at_ms, &set);
    keep_draft(b, &set);
    since = bench_now_ns();
    bench_must(store_own_end(b->tablet.store, &seq, &end));
    lap(&b->steps[LOOK][turn], &since);
    write_line(b, &set, seq + 1, &line, &change);
    lap(&b->steps[ENCODE][turn], &since);
    seal(b, &change, &line);
    lap(&b->steps[SEAL][turn], &since);
    sign(b, &change, &line, &end, &box);
    lap(&b->steps[SIGN][turn], &since);
    bench_must(store_append(b->tablet.store, &box, 1, DRAFT_NAME));
    lap(&b->steps[APPEND][turn], &since);
    show(b, &change, box.place);
    lap(&b->steps[SHOW][turn], &since);
    for (int i = 0; i < SHOW; i++) {
        total += b->steps[i][turn];
    }
    change_finish(&change);
    buf_finish(&line);
    buf_finish(&set);
    return total;
}

/* Microseconds of the bare commit of the same bytes. */
static double save_bare(struct bench_save *b)
{
    struct sql_stmt *stmt = NULL;
    int64_t since = bench_now_ns();

    bench_must(sql_prepare(b->bare, "INSERT INTO bare(bytes) VALUES($1)", &stmt));
    sql_bind_bytes(stmt, 1, b->box.data, b->box.size);
    bench_must(sql_finish_run(stmt));
    sql_finish(stmt);
    return (double)(bench_now_ns() - since) / 1000;
}

static void make(struct bench_save *b)
{
    struct view_log log = {read_line, b};
    bool is_stale = false;

    bench_tablet_make(&b->tablet);
    bench_tablet_pull(&b->tablet, HELD, b->tablet.at_ms);
    bench_must(sql_open("sqlite::memory:", &b->db));
    bench_must(view_open(b->db, VIEW_ON_TABLET, &log, &b->view, &is_stale));
    b->bare = bench_bare(&b->tablet);
    for (int i = 0; i < WARM; i++) {
        (void)save(b, i);
        (void)save_bare(b);
    }
}

static void finish(struct bench_save *b)
{
    buf_finish(&b->box);
    sql_close(b->bare);
    view_close(b->view);
    sql_close(b->db);
    bench_tablet_finish(&b->tablet);
}

int main(void)
{
    struct bench_save *b = mem_zero(1, sizeof(*b));
    double saves[BENCH_RUNS];
    double bares[BENCH_RUNS];
    double steps[STEP_COUNT][BENCH_RUNS];
    double turns[2][PAIRS];

    make(b);
    for (int run = 0; run < BENCH_RUNS; run++) {
        for (int i = 0; i < PAIRS; i++) {
            turns[0][i] = save(b, i);
            turns[1][i] = save_bare(b);
        }
        saves[run] = bench_middle(turns[0], PAIRS);
        bares[run] = bench_middle(turns[1], PAIRS);
        for (int i = 0; i < STEP_COUNT; i++) {
            steps[i][run] = bench_middle(b->steps[i], PAIRS);
        }
    }
    bench_say_ratio("save of an observation, until durable", bench_median(saves),
                    bench_median(bares), 2, "µs");
    for (int i = 0; i < STEP_COUNT; i++) {
        printf("    %-40s %10.1f µs\n", step_names[i], bench_median(steps[i]));
    }
    finish(b);
    free(b);
    return 0;
}
