/* What must hold: after every act, and when all is quiet.
 *
 * Later acts heal what earlier ones broke (a lost row comes with the next backfill), so the cheap
 * checks run after each act and the dear one, fold against fold, on one tablet a time.
 */
#include "sim.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROUNDS_MAX 8
#define DAY_MS     (24LL * 3600 * 1000)

/* ---- after every act ------------------------------------------------------------------------- */

static enum status read_log(struct hub_reading *reading, const struct id *school,
                            const struct id *dev, int64_t figures[3], struct buf *epoch)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(reading->sql,
                    "SELECT (SELECT count(*) FROM log WHERE school = $1 AND dev = $2),"
                    " (SELECT coalesce(max(seq), 0) FROM log WHERE school = $1 AND dev = $2),"
                    " (SELECT coalesce(max(lsn), 0) - count(lsn) FROM log WHERE school = $1),"
                    " (SELECT value FROM hub_meta WHERE name = 'epoch')",
                    &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, dev);
    TRY(sql_step(stmt));
    for (int i = 0; i < 3; i++) {
        figures[i] = sql_int(stmt, i);
    }
    buf_text(epoch, sql_text(stmt, 3));
done:
    sql_finish(stmt);
    return st;
}

static bool compare_counts(struct world *w, struct tablet *t, const int64_t figures[3],
                           const char *hub_epoch)
{
    int number = (int)(t - w->tablets);
    int64_t acked = 0;
    struct store_counts counts;
    struct buf epoch = {0};
    bool knows_epoch = false;

    if (store_get_int(t->store, STORE_acked, &acked) != STATUS_OK ||
        store_get(t->store, STORE_epoch, &epoch) != STATUS_OK ||
        store_count(t->store, &counts) != STATUS_OK) {
        return world_blame(w, "a count failed: %s", status_message());
    }
    knows_epoch = text_equal(buf_cstr(&epoch), hub_epoch);
    buf_finish(&epoch);
    if (figures[0] != figures[1]) {
        return world_blame(w, "tablet %d: the hub has %" PRId64 " changes up to seq %" PRId64,
                           number, figures[0], figures[1]);
    }
    if (knows_epoch && acked > figures[1]) {
        return world_blame(w, "tablet %d counts %" PRId64 " acknowledged, the hub has %" PRId64,
                           number, acked, figures[1]);
    }
    if (w->erasure_count == 0 && figures[2] != 0) {
        return world_blame(w, "the school's lsn has a gap of %" PRId64, figures[2]);
    }
    if (counts.own != (int64_t)t->own_count) {
        return world_blame(w, "tablet %d shows %zu saved and holds %" PRId64, number, t->own_count,
                           counts.own);
    }
    return true;
}

static bool check_kept(struct world *w, struct tablet *t)
{
    struct hub_reading reading = {0};
    int64_t figures[3] = {0};
    struct buf epoch = {0};
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
                 read_log(&reading, &w->school, &t->dev, figures, &epoch) == STATUS_OK;

    hub_read_end(w->hub, &reading);
    if (!holds) {
        (void)world_blame(w, "a count failed: %s", status_message());
    } else {
        holds = compare_counts(w, t, figures, buf_cstr(&epoch));
    }
    buf_finish(&epoch);
    return holds;
}

static bool check_fold(struct world *w, struct tablet *t)
{
    struct buf view = {0};
    struct buf refold = {0};
    bool holds = tablet_export(w, t, &view) && tablet_refold(w, t, true, &refold);

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
    struct tablet *any = &w->tablets[rng_below(&w->rng, (uint32_t)w->tablet_count)];

    for (size_t i = 0; i < w->tablet_count; i++) {
        if (!w->tablets[i].is_wiped && !check_kept(w, &w->tablets[i])) {
            return false;
        }
    }
    return any->is_wiped || check_fold(w, any);
}

/* ---- what was saved -------------------------------------------------------------------------- */

static bool is_erased(const struct world *w, const struct id *pupil)
{
    for (size_t i = 0; i < w->erasure_count; i++) {
        if (id_equal(&w->erasures[i].pupil, pupil)) {
            return true;
        }
    }
    return false;
}

/* How often the hub has what was said once: by different changes that say it. */
static int times_at_hub(struct hub_reading *reading, const struct world *w, const struct id *rec)
{
    struct merge_record record;
    const struct merge_field *field = NULL;
    int times = 0;

    merge_init(&record);
    if (view_load(reading->view, &w->school, rec, &record) == STATUS_OK) {
        field = merge_find(&record, "outcome");
        times = field == NULL ? 0 : (int)field->head_count;
    }
    merge_finish(&record);
    return times;
}

/* Once. But of several copies of a tablet none may know that another writes anew what all of them
 * hold: all but the one that the hub believed, or all of them when a restored hub knows none. */
static int times_allowed(const struct world *w)
{
    int times = w->clone_count + (w->restore_count > 0 ? 1 : 0);

    return times > 1 ? times : 1;
}

static bool check_saved(struct world *w)
{
    struct hub_reading reading = {0};
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK;

    for (size_t i = 0; holds && i < w->saved_count; i++) {
        const struct saved *s = &w->saved[i];
        int times = times_at_hub(&reading, w, &s->rec);
        if (is_erased(w, &s->pupil)) {
            holds = times == 0 || world_blame(w, "an erased pupil's %s is there", s->rec.text);
        } else if (times == 0) {
            holds = s->is_lost || world_blame(w, "tablet %zu saved %s, and the hub has it not",
                                              s->tablet, s->rec.text);
        } else if (times > times_allowed(w)) {
            holds = world_blame(w, "%s is there %d times", s->rec.text, times);
        }
    }
    hub_read_end(w->hub, &reading);
    return holds;
}

bool world_see_wiped(struct world *w, struct tablet *t)
{
    struct store_counts counts;
    struct hub_reading reading = {0};
    bool holds =
        store_count(t->store, &counts) == STATUS_OK && counts.last_place == 0 && counts.parted == 0;

    t->is_wiped = true;
    if (!holds) {
        return world_blame(w, "a withdrawn tablet is not empty");
    }
    holds = hub_read_begin(w->hub, &reading) == STATUS_OK;
    for (size_t i = 0; holds && i < w->saved_count; i++) {
        struct saved *s = &w->saved[i];
        if (&w->tablets[s->tablet] != t || is_erased(w, &s->pupil) || s->is_lost) {
            continue;
        }
        s->is_lost = times_at_hub(&reading, w, &s->rec) == 0;
        if (s->is_lost && !t->is_revoked_now) {
            holds =
                world_blame(w, "tablet %zu was wiped before it sent %s", s->tablet, s->rec.text);
        }
    }
    hub_read_end(w->hub, &reading);
    return holds;
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
    /* After a restore others may hold what the hub has lost for good: that is kept, uncounted. */
    bool holds =
        (w->restore_count == 0 ? tablet_export(w, t, &ours) : tablet_refold(w, t, false, &ours)) &&
        hub_export(w, !t->is_scoped, &theirs);

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
    for (size_t i = 0; i < w->tablet_count; i++) {
        if (!act_rejoin(w, &w->tablets[i]) || !tablet_sync(w, &w->tablets[i], 0)) {
            return false;
        }
    }
    return true;
}

static bool check_erased(struct world *w, struct tablet *t)
{
    struct arena arena = {0};
    struct store_box_rows lists[2] = {{0}};
    bool holds = store_boxes(t->store, 0, INT64_MAX, &arena, &lists[0]) == STATUS_OK &&
                 store_own_after(t->store, 0, INT64_MAX, INT64_MAX, &arena, &lists[1]) == STATUS_OK;

    for (size_t i = 0; holds && i < lists[0].count + lists[1].count; i++) {
        const struct store_box *box =
            i < lists[0].count ? &lists[0].rows[i] : &lists[1].rows[i - lists[0].count];
        holds = box->box == NULL || !is_erased(w, &box->pupil) ||
                world_blame(w, "tablet %d holds a box of an erased pupil", (int)(t - w->tablets));
    }
    arena_finish(&arena);
    return holds;
}

/* Before the 14 days are over that would take them away for scope alone. */
static bool check_all_erased(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        if (!w->tablets[i].is_wiped && !check_erased(w, &w->tablets[i])) {
            return false;
        }
    }
    return true;
}

static bool check_quiet(struct world *w, size_t i)
{
    struct tablet *t = &w->tablets[i];
    struct sync_report report = sync_report(t->sync);

    if (!report.up_to_date) {
        return world_blame(w, "tablet %zu is not up to date when all is quiet: %s", i,
                           report.sentence);
    }
    return check_same(w, t);
}

bool world_settle(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        w->tablets[i].is_cut_off = false;
    }
    for (int round = 0; round < ROUNDS_MAX; round++) {
        if (round == ROUNDS_MAX / 2) {
            if (!check_all_erased(w)) {
                return false;
            }
            world_pass(w, 15 * DAY_MS); /* from here on pupils leave for scope alone again */
        }
        if (!sync_all(w)) {
            return false;
        }
    }
    if (!world_check(w) || !check_chains(w) || !check_saved(w)) {
        return false;
    }
    for (size_t i = 0; i < w->tablet_count; i++) {
        if (!w->tablets[i].is_wiped && !check_quiet(w, i)) {
            return false;
        }
    }
    return true;
}
