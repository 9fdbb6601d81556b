/* What must hold: after every act, and when all is quiet.
 *
 * Later acts heal what earlier ones broke (a lost row comes with the next backfill), so the cheap
 * checks run after each act and the dear one, fold against fold, on one tablet a time.
 */
#include "sim.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROUNDS_MAX 6

/* ---- after every act ------------------------------------------------------------------------- */

static enum status read_log(struct hub_reading *reading, const struct id *school,
                            const struct id *dev, int64_t figures[3])
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(reading->sql,
                    "SELECT (SELECT count(*) FROM log WHERE school = $1 AND dev = $2),"
                    " (SELECT coalesce(max(seq), 0) FROM log WHERE school = $1 AND dev = $2),"
                    " (SELECT coalesce(max(lsn), 0) - count(lsn) FROM log WHERE school = $1)",
                    &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, dev);
    TRY(sql_step(stmt));
    for (int i = 0; i < 3; i++) {
        figures[i] = sql_int(stmt, i);
    }
done:
    sql_finish(stmt);
    return st;
}

static bool check_kept(struct world *w, struct tablet *t)
{
    struct hub_reading reading = {0};
    int64_t figures[3] = {0};
    int64_t acked = 0;
    struct store_counts counts;
    int number = (int)(t - w->tablets);
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
                 read_log(&reading, &w->school, &t->dev, figures) == STATUS_OK;

    hub_read_end(w->hub, &reading);
    if (!holds || store_get_int(t->store, STORE_acked, &acked) != STATUS_OK ||
        store_count(t->store, &counts) != STATUS_OK) {
        return world_blame(w, "a count failed: %s", status_message());
    }
    if (figures[0] != figures[1]) {
        return world_blame(w, "tablet %d: the hub has %" PRId64 " changes up to seq %" PRId64,
                           number, figures[0], figures[1]);
    }
    if (acked > figures[1]) {
        return world_blame(w, "tablet %d counts %" PRId64 " acknowledged, the hub has %" PRId64,
                           number, acked, figures[1]);
    }
    if (figures[2] != 0) {
        return world_blame(w, "the school's lsn has a gap of %" PRId64, figures[2]);
    }
    if (counts.own != (int64_t)t->own_count) {
        return world_blame(w, "tablet %d shows %zu saved and holds %" PRId64, number, t->own_count,
                           counts.own);
    }
    return true;
}

static bool check_fold(struct world *w, struct tablet *t)
{
    struct buf view = {0};
    struct buf refold = {0};
    bool holds = tablet_export(w, t, &view) && tablet_refold(w, t, &refold);

    if (holds && !buf_equal(&view, &refold)) {
        holds = world_blame(w, "tablet %d shows other than its changes say", (int)(t - w->tablets));
        world_tell(w, "view:\n%s\nfold:\n%s", buf_cstr(&view), buf_cstr(&refold));
    }
    buf_finish(&view);
    buf_finish(&refold);
    return holds;
}

bool world_check(struct world *w)
{
    for (int i = 0; i < TABLET_COUNT; i++) {
        if (!check_kept(w, &w->tablets[i])) {
            return false;
        }
    }
    return check_fold(w, &w->tablets[rng_below(&w->rng, TABLET_COUNT)]);
}

/* ---- when all is quiet ----------------------------------------------------------------------- */

struct scope {
    struct view_pupil_rows pupils;
    bool is_whole;
    struct buf *out;
};

static bool is_in_scope(const struct scope *scope, const struct id *pupil)
{
    if (scope->is_whole || id_is_none(pupil)) {
        return true;
    }
    for (size_t i = 0; i < scope->pupils.count; i++) {
        if (id_equal(&scope->pupils.rows[i].id, pupil)) {
            return true;
        }
    }
    return false;
}

static enum status add_if_in_scope(void *ctx, const struct merge_record *r)
{
    struct scope *scope = ctx;

    if (is_in_scope(scope, &r->pupil)) {
        merge_export(r, "", scope->out);
        buf_byte(scope->out, '\n');
    }
    return STATUS_OK;
}

static bool hub_export(struct world *w, bool is_whole, struct buf *out)
{
    struct hub_reading reading = {0};
    struct arena arena = {0};
    struct scope scope = {.is_whole = is_whole, .out = out};
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
                 view_pupils(reading.view, &w->school, &w->groups[0], VIEW_BY_NAME, &arena,
                             &scope.pupils) == STATUS_OK &&
                 view_each(reading.view, &w->school, add_if_in_scope, &scope) == STATUS_OK;

    hub_read_end(w->hub, &reading);
    arena_finish(&arena);
    return holds || world_blame(w, "the hub's view cannot be read: %s", status_message());
}

static bool check_same(struct world *w, struct tablet *t)
{
    struct buf ours = {0};
    struct buf theirs = {0};
    int number = (int)(t - w->tablets);
    bool holds = tablet_export(w, t, &ours) && hub_export(w, number != TABLET_COUNT - 1, &theirs);

    if (holds && !buf_equal(&ours, &theirs)) {
        holds = world_blame(w, "tablet %d and the hub show different records", number);
        world_tell(w, "tablet:\n%s\nhub:\n%s", buf_cstr(&ours), buf_cstr(&theirs));
    }
    buf_finish(&ours);
    buf_finish(&theirs);
    return holds;
}

static enum status ignore_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)line;
    (void)size;
    return STATUS_OK;
}

static bool check_chains(struct world *w)
{
    const struct hub_sink sink = {ignore_line, NULL};
    int64_t changes = 0;
    int64_t faults = 0;

    if (hub_verify(w->hub, &sink, &changes, &faults) != STATUS_OK) {
        return world_blame(w, "the hub cannot be verified: %s", status_message());
    }
    return faults == 0 ||
           world_blame(w, "%" PRId64 " of %" PRId64 " changes do not verify", faults, changes);
}

static bool sync_all(struct world *w)
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        for (int i = 0; i < TABLET_COUNT; i++) {
            if (!tablet_sync(w, &w->tablets[i], 0)) {
                return false;
            }
        }
    }
    return true;
}

bool world_settle(struct world *w)
{
    for (int i = 0; i < TABLET_COUNT; i++) {
        w->tablets[i].is_cut_off = false;
    }
    if (!sync_all(w) || !world_check(w) || !check_chains(w)) {
        return false;
    }
    for (int i = 0; i < TABLET_COUNT; i++) {
        struct sync_report report = sync_report(w->tablets[i].sync);
        if (!report.up_to_date) {
            return world_blame(w, "tablet %d is not up to date when all is quiet: %s", i,
                               report.sentence);
        }
        if (!check_same(w, &w->tablets[i])) {
            return false;
        }
    }
    return true;
}
