/* What must hold: after every act, and when all is quiet.
 *
 * Later acts heal what earlier ones broke (a lost row comes with the next backfill), so the cheap
 * checks run after each act and the dear one, fold against fold, on one tablet a time.
 */
#include "sim_story.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 8
#define DAY_MS     (24LL * 3600 * 1000)

/* ---- after every act ------------------------------------------------------------------------- */

/* The hash that the hub keeps for a change of this tablet; zero for none. */
static bool hub_hash(struct world *w, const struct id *dev, int64_t seq, struct hash *out,
                     struct buf *epoch)
{
    struct hub_reading reading = {0};
    struct sql_stmt *stmt = NULL;
    size_t size = 0;
    const void *bytes = NULL;
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK &&
                 sql_prepare(reading.sql,
                             "SELECT (SELECT value FROM hub_meta WHERE name = 'epoch'),"
                             " (SELECT hash FROM log WHERE school = $1 AND dev = $2 AND seq = $3)",
                             &stmt) == STATUS_OK;

    memset(out, 0, sizeof(*out));
    if (holds) {
        sql_bind_id(stmt, 1, &w->school);
        sql_bind_id(stmt, 2, dev);
        sql_bind_int(stmt, 3, seq);
        holds = sql_step(stmt) == STATUS_OK;
    }
    if (holds) {
        buf_text(epoch, sql_text(stmt, 0));
        bytes = sql_bytes(stmt, 1, &size);
        if (size == sizeof(out->bytes)) {
            memcpy(out->bytes, bytes, size);
        }
    }
    sql_finish(stmt);
    hub_read_end(w->hub, &reading);
    return holds || world_blame(w, "the hub cannot be read: %s", status_message());
}

/* What a tablet counts as acknowledged is there, by its own hash; of another epoch it knows
 * nothing yet. */
static bool check_acked(struct world *w, struct tablet *t)
{
    int number = (int)(t - w->tablets);
    struct buf epoch = {0};
    struct buf hub_epoch = {0};
    struct hash hash;
    struct hash own;
    int64_t acked = 0;
    bool holds = store_get_int(t->store, STORE_acked, &acked) == STATUS_OK &&
                 store_get(t->store, STORE_epoch, &epoch) == STATUS_OK;

    if (!holds) {
        (void)world_blame(w, "a count failed: %s", status_message());
    } else if (acked > 0 && hub_hash(w, &t->dev, acked, &hash, &hub_epoch) &&
               buf_equal(&epoch, &hub_epoch)) {
        holds = t->port.own_hash(t->port.ctx, acked, &own) == STATUS_OK && hash_equal(&own, &hash);
        holds =
            holds || world_blame(w, "tablet %d counts %" PRId64 " acknowledged, the hub has not",
                                 number, acked);
    }
    buf_finish(&epoch);
    buf_finish(&hub_epoch);
    return holds && w->blame[0] == '\0';
}

static bool check_kept(struct world *w, struct tablet *t)
{
    int64_t own = 0;
    struct hash end;

    if (store_own_end(t->store, &own, &end) != STATUS_OK) {
        return world_blame(w, "a count failed: %s", status_message());
    }
    if (own != (int64_t)t->own_count) {
        return world_blame(w, "tablet %d shows %zu saved and holds %" PRId64, (int)(t - w->tablets),
                           t->own_count, own);
    }
    return !w->was_hub_asked || check_acked(w, t);
}

/* ---- scope ----------------------------------------------------------------------------------- */

static bool is_listed(const struct store_scope *scope, const struct id *pupil)
{
    for (size_t i = 0; i < scope->count; i++) {
        if (id_equal(&scope->pupils[i], pupil)) {
            return true;
        }
    }
    return false;
}

/* Who left may stay while something waits to be sent, or did when the last round ended, and for 14
 * days of a new epoch. */
static bool may_keep_more(struct tablet *t)
{
    struct store_counts counts = {0};
    int64_t epoch_ms = 0;
    int64_t steady_ms = 0;

    return t->is_due || store_count(t->store, &counts) != STATUS_OK || counts.waiting > 0 ||
           store_get_int(t->store, STORE_epoch_ms, &epoch_ms) != STATUS_OK || epoch_ms < 0 ||
           store_get_int(t->store, STORE_steady_ms, &steady_ms) != STATUS_OK ||
           (epoch_ms > 0 && steady_ms - epoch_ms < 14 * DAY_MS);
}

/* When it has just said that it is up to date. */
static bool check_scope(struct world *w, struct tablet *t, const struct store_box_rows *boxes)
{
    struct arena arena = {0};
    struct store_scope scope = {0};
    bool holds = store_scope(t->store, &arena, &scope) == STATUS_OK ||
                 world_blame(w, "a scope cannot be read: %s", status_message());

    for (size_t i = 0; holds && i < boxes->count; i++) {
        const struct id *pupil = &boxes->rows[i].pupil;
        holds = id_is_none(pupil) || boxes->rows[i].box == NULL || is_listed(&scope, pupil) ||
                world_blame(w, "tablet %d holds a pupil out of its scope: %s",
                            (int)(t - w->tablets), pupil->text);
    }
    arena_finish(&arena);
    return holds;
}

/* ---- folds ----------------------------------------------------------------------------------- */

static bool check_fold(struct world *w, struct tablet *t, const struct store_box_rows *boxes)
{
    struct buf view = {0};
    struct buf refold = {0};
    bool holds = tablet_export(w, t, boxes, &view) && tablet_refold(w, t, boxes, true, &refold);

    if (holds && !buf_equal(&view, &refold)) {
        holds = world_blame(w, "tablet %d shows other than its changes say", (int)(t - w->tablets));
        world_tell(w, "view:\n%s\nfold:\n%s", buf_cstr(&view), buf_cstr(&refold));
    }
    buf_finish(&view);
    buf_finish(&refold);
    return holds;
}

/* Whatever comes or goes in the file has a place, a forgotten number, or an own number. */
static bool has_changed(struct tablet *t)
{
    struct store_counts counts = {0};
    struct tablet_mark mark = {.dev = t->dev, .forgotten = t->forgotten};
    bool is_same = store_count(t->store, &counts) == STATUS_OK;

    mark.last_place = counts.last_place;
    mark.own = counts.own;
    is_same = is_same && id_equal(&mark.dev, &t->checked.dev) &&
              mark.forgotten == t->checked.forgotten && mark.last_place == t->checked.last_place &&
              mark.own == t->checked.own;
    t->checked = mark;
    return !is_same;
}

static bool check_thoroughly(struct world *w, struct tablet *t)
{
    struct arena arena = {0};
    struct store_box_rows boxes = {0};
    bool for_scope = w->was_hub_asked && sync_report(t->sync).up_to_date && !may_keep_more(t);
    bool for_fold = has_changed(t);
    bool holds = !(for_scope || for_fold) || tablet_boxes(w, t, &arena, &boxes);

    holds = holds && (!for_scope || check_scope(w, t, &boxes)) &&
            (!for_fold || check_fold(w, t, &boxes));
    arena_finish(&arena);
    return holds;
}

bool world_check(struct world *w, struct tablet *t)
{
    if (w->was_hub_asked && !world_check_log(w)) {
        return false;
    }
    return t->is_wiped || (check_kept(w, t) && (!w->is_thorough || check_thoroughly(w, t)));
}

/* ---- what was saved -------------------------------------------------------------------------- */

bool world_is_erased(const struct world *w, const struct id *pupil)
{
    for (size_t i = 0; i < w->erasure_count; i++) {
        if (id_equal(&w->erasures[i].pupil, pupil)) {
            return true;
        }
    }
    return false;
}

/* How often what was said once is there: by different changes that say it. */
static int times_said(const struct merge_record *r)
{
    const struct merge_field *field = merge_find(r, "outcome");

    return field == NULL ? 0 : (int)field->head_count;
}

static int times_at_hub(struct hub_reading *reading, const struct world *w, const struct id *rec)
{
    struct merge_record record;
    int times = 0;

    merge_init(&record);
    if (view_load(reading->view, &w->school, rec, &record) == STATUS_OK) {
        times = times_said(&record);
    }
    merge_finish(&record);
    return times;
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
        if (&w->tablets[s->tablet] != t || world_is_erased(w, &s->pupil) || s->is_lost) {
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

/* All that the hub shows: as a tablet with every pupil should, and one of the first group; and how
 * often it has what was said once. */
struct shown {
    struct view_pupil_rows pupils;
    struct buf whole;
    struct buf scoped;
    struct buf times; /* struct said, by rec */
};
struct said {
    struct id rec;
    int times;
};

static bool is_in_scope(const struct shown *shown, const struct id *pupil)
{
    if (id_is_none(pupil)) {
        return true;
    }
    for (size_t i = 0; i < shown->pupils.count; i++) {
        if (id_equal(&shown->pupils.rows[i].id, pupil)) {
            return true;
        }
    }
    return false;
}

static enum status add_record(void *ctx, const struct merge_record *r)
{
    struct shown *shown = ctx;
    const struct said said = {r->rec, times_said(r)};
    size_t before = shown->whole.size;

    merge_export(r, "", &shown->whole);
    buf_byte(&shown->whole, '\n');
    if (is_in_scope(shown, &r->pupil)) {
        buf_add(&shown->scoped, buf_cstr(&shown->whole) + before, shown->whole.size - before);
    }
    buf_add(&shown->times, &said, sizeof(said));
    return STATUS_OK;
}

static bool hub_show(struct world *w, struct shown *shown)
{
    struct hub_reading reading = {0};
    struct arena arena = {0};
    const struct date today = moment_uk(w->now_ms).date;
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK;

    if (holds) {
        view_set_today(reading.view, &today);
    }
    holds = holds &&
            view_pupils(reading.view, &w->school, &w->groups[0], VIEW_BY_NAME, &arena,
                        &shown->pupils) == STATUS_OK &&
            view_each(reading.view, &w->school, add_record, shown) == STATUS_OK;
    if (reading.view != NULL) {
        view_set_today(reading.view, NULL);
    }
    hub_read_end(w->hub, &reading);
    shown->pupils = (struct view_pupil_rows){0};
    arena_finish(&arena);
    return holds || world_blame(w, "the hub's view cannot be read: %s", status_message());
}

static int by_rec(const void *a, const void *b)
{
    const struct said *x = a;
    const struct said *y = b;

    return strcmp(x->rec.text, y->rec.text);
}

static bool check_saved(struct world *w, const struct shown *shown)
{
    size_t count = shown->times.size / sizeof(struct said);
    bool holds = true;

    for (size_t i = 0; holds && i < w->saved_count; i++) {
        const struct saved *s = &w->saved[i];
        const struct said key = {.rec = s->rec};
        const struct said *said =
            count == 0 ? NULL : bsearch(&key, shown->times.data, count, sizeof(key), by_rec);
        int times = said == NULL ? 0 : said->times;
        if (world_is_erased(w, &s->pupil)) {
            holds = times == 0 || world_blame(w, "an erased pupil's %s is there", s->rec.text);
        } else {
            holds = times > 0 || s->is_lost ||
                    world_blame(w, "tablet %zu saved %s, and the hub has it not", s->tablet,
                                s->rec.text);
        }
    }
    return holds;
}

/* What it shows, what its file says, and what the hub shows. */
static bool check_same(struct world *w, struct tablet *t, const struct store_box_rows *boxes,
                       const struct buf *theirs)
{
    struct buf view = {0};
    struct buf fold = {0};
    struct buf known = {0};
    int number = (int)(t - w->tablets);
    bool holds = tablet_export(w, t, boxes, &view) &&
                 (!w->is_thorough || tablet_refold(w, t, boxes, true, &fold));

    if (holds && w->is_thorough && !buf_equal(&view, &fold)) {
        holds = world_blame(w, "tablet %d shows other than its changes say", number);
        world_tell(w, "view:\n%s\nfold:\n%s", buf_cstr(&view), buf_cstr(&fold));
    }
    /* After a restore others may hold what the hub has lost for good: that is kept, uncounted. */
    if (holds && w->restore_count > 0) {
        holds = tablet_refold(w, t, boxes, false, &known);
    }
    if (holds && !buf_equal(w->restore_count > 0 ? &known : &view, theirs)) {
        holds = world_blame(w, "tablet %d and the hub show different records", number);
        world_tell(w, "tablet:\n%s\nhub:\n%s", buf_cstr(&view), buf_cstr(theirs));
    }
    buf_finish(&view);
    buf_finish(&fold);
    buf_finish(&known);
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

/* Nothing more to say, nothing more to hear, and nobody kept for what waited. */
static bool is_at_end(struct world *w, struct tablet *t)
{
    struct store_counts counts = {0};
    int64_t cursor = 0;

    return !t->is_due && sync_report(t->sync).up_to_date &&
           store_count(t->store, &counts) == STATUS_OK && counts.waiting == 0 &&
           store_get_int(t->store, STORE_cursor, &cursor) == STATUS_OK &&
           cursor == w->ledger.last_lsn;
}

static bool has_nothing_to_say(struct tablet *t)
{
    struct store_counts counts = {0};

    return store_count(t->store, &counts) == STATUS_OK && counts.waiting == 0;
}

/* First those who have something to say, then whoever is not at the end. */
static bool sync_all(struct world *w, bool is_first, bool *quiet)
{
    *quiet = true;
    for (size_t i = 0; i < w->tablet_count; i++) {
        struct tablet *t = &w->tablets[i];
        if (t->is_wiped || (is_first ? has_nothing_to_say(t) : is_at_end(w, t))) {
            continue;
        }
        if (!act_rejoin(w, t) || !tablet_sync(w, t, 0) || !world_revive(w, t) ||
            !world_check_log(w)) {
            return false;
        }
    }
    for (size_t i = 0; i < w->tablet_count; i++) {
        *quiet = *quiet && (w->tablets[i].is_wiped || is_at_end(w, &w->tablets[i]));
    }
    return true;
}

static bool sync_until_quiet(struct world *w)
{
    bool quiet = false;

    for (int round = 0; round < ROUNDS_MAX && !quiet; round++) {
        if (!sync_all(w, round == 0, &quiet)) {
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
        holds = box->box == NULL || !world_is_erased(w, &box->pupil) ||
                world_blame(w, "tablet %d holds a box of an erased pupil", (int)(t - w->tablets));
    }
    arena_finish(&arena);
    return holds;
}

/* Before the 14 days are over that would take them away for scope alone. */
static bool check_all_erased(struct world *w)
{
    for (size_t i = 0; w->erasure_count > 0 && i < w->tablet_count; i++) {
        if (!w->tablets[i].is_wiped && !check_erased(w, &w->tablets[i])) {
            return false;
        }
    }
    return true;
}

static bool check_quiet(struct world *w, size_t i, const struct buf *theirs)
{
    struct tablet *t = &w->tablets[i];
    struct sync_report report = sync_report(t->sync);
    struct arena arena = {0};
    struct store_box_rows boxes = {0};
    bool holds = true;

    if (!report.up_to_date) {
        return world_blame(w, "tablet %zu is not up to date when all is quiet: %s", i,
                           report.sentence);
    }
    holds = check_kept(w, t) && tablet_boxes(w, t, &arena, &boxes) && check_scope(w, t, &boxes) &&
            check_same(w, t, &boxes, theirs);
    arena_finish(&arena);
    return holds;
}

static bool check_all_quiet(struct world *w)
{
    struct shown shown = {.pupils = {0}};
    bool holds = hub_show(w, &shown) && check_saved(w, &shown);

    for (size_t i = 0; holds && i < w->tablet_count; i++) {
        holds = w->tablets[i].is_wiped ||
                check_quiet(w, i, w->tablets[i].is_scoped ? &shown.scoped : &shown.whole);
    }
    buf_finish(&shown.whole);
    buf_finish(&shown.scoped);
    buf_finish(&shown.times);
    return holds;
}

bool world_settle(struct world *w)
{
    for (size_t i = 0; i < w->tablet_count; i++) {
        w->tablets[i].is_cut_off = false;
        w->tablets[i].clock_error_ms = 0;
        w->tablets[i].is_due = true;
    }
    world_set_hub_clock(w, 0);
    w->was_hub_asked = true;
    if (!sync_until_quiet(w) || !check_all_erased(w)) {
        return false;
    }
    /* After 14 days pupils leave for scope alone again; one contact counts as a day at most. */
    for (int day = 0; w->restore_count > 0 && day < 15; day++) {
        world_pass(w, DAY_MS);
        for (size_t i = 0; i < w->tablet_count; i++) {
            w->tablets[i].is_due = true;
        }
        if (!sync_until_quiet(w)) {
            return false;
        }
    }
    return check_all_quiet(w) && (!w->is_thorough || check_chains(w));
}
