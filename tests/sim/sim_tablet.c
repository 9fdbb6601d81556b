/* A simulated tablet: the real file, machine, cryptography and view, and what a client does. */
#include "sim_tablet.h"

#include "agent.h"
#include "disk.h"
#include "store_twin.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS     (24LL * 3600 * 1000)
#define LSN_UNSEEN 9007199254740991LL /* as store_private.h has it */

static struct random_port chance(struct world *w)
{
    return rng_port(&w->rng);
}

/* ---- the view's log is the file -------------------------------------------------------------- */

enum status tablet_open_box(struct tablet *t, const struct store_box *box, struct buf *line)
{
    const struct change_place place = {box->dev, box->seq, box->pupil};

    return change_open(&t->keys.data, &place, box->box, box->size, line);
}

static int by_place(const void *a, const void *b)
{
    const struct store_box *x = a;
    const struct store_box *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

static const struct store_box *box_among(const struct store_box_rows *boxes, int64_t place)
{
    const struct store_box key = {.place = place};

    return boxes == NULL || boxes->count == 0
               ? NULL
               : bsearch(&key, boxes->rows, boxes->count, sizeof(key), by_place);
}

static enum status line_at(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    enum status st = STATUS_OK;
    struct tablet *t = ctx;
    struct arena arena = {0};
    struct store_box box;
    const struct store_box *among = box_among(t->lines, place);

    (void)school;
    if (among != NULL) {
        return tablet_open_box(t, among, out);
    }
    TRY(store_box_at(t->store, place, &arena, &box));
    TRY(tablet_open_box(t, &box, out));
done:
    arena_finish(&arena);
    return st;
}

/* ---- life ------------------------------------------------------------------------------------ */

static bool is_low(void *ctx)
{
    return ((struct tablet *)ctx)->is_low;
}

void tablet_wire(struct world *w, struct tablet *t)
{
    struct sync_ports ports = {.store = &t->planted, .clock = support_clock_port(&t->clock)};

    t->world = w;
    ports.random = chance(w);
    ports.power = (struct sync_power){is_low, t};
    t->port = agent_store_port(t->store);
    t->planted = tablet_planted_port(t);
    t->sync = sync_create(&ports);
}

bool tablet_reopen(struct world *w, struct tablet *t)
{
    if (store_open(t->path, &t->store) != STATUS_OK) {
        return world_blame(w, "a tablet's file does not open: %s", status_message());
    }
    tablet_wire(w, t);
    return true;
}

void tablet_kill(struct tablet *t)
{
    sync_destroy(t->sync);
    t->sync = NULL;
    fault_disk_kill(t->path);
    store_close(t->store);
    t->store = NULL;
    fault_disk_disarm();
}

bool tablet_open_view(struct world *w, struct tablet *t)
{
    bool stale = false;

    t->log = (struct view_log){line_at, t};
    return (sql_open("sqlite::memory:", &t->memory) == STATUS_OK &&
            view_open(t->memory, VIEW_ON_TABLET, &t->log, &t->view, &stale) == STATUS_OK &&
            sql_begin(t->memory) == STATUS_OK) ||
           world_blame(w, "there is no view: %s", status_message());
}

bool tablet_open(struct world *w, struct tablet *t, const char *name)
{
    struct random_port random = chance(w);

    t->path = support_folder_path(&w->folder, name);
    t->plant = w->plant;
    t->clock.now_ms = w->now_ms;
    data_key_make(&random, &t->keys.data);
    sign_pair_make(&random, &t->keys.sign);
    return tablet_open_view(w, t) && tablet_reopen(w, t);
}

void tablet_close(struct tablet *t)
{
    sync_destroy(t->sync);
    view_close(t->view);
    sql_close(t->memory);
    store_close(t->store);
    free(t->path);
    *t = (struct tablet){.path = NULL};
}

bool tablet_fold_anew(struct world *w, struct tablet *t)
{
    t->has_base = false;
    t->folded = 0;
    t->last = (struct stamp){0, 0};
    t->forgotten = 0;
    return view_clear(t->view) == STATUS_OK ||
           world_blame(w, "a view cannot be emptied: %s", status_message());
}

/* The view that it had at its start is a snapshot: good while nothing in it was taken back. */
bool tablet_load(struct world *w, struct tablet *t)
{
    if (!t->has_base) {
        return tablet_fold_anew(w, t);
    }
    t->folded = t->base;
    t->last = t->base_last;
    t->forgotten = 0;
    sql_undo(t->memory);
    return sql_begin(t->memory) == STATUS_OK ||
           world_blame(w, "a view cannot be kept: %s", status_message());
}

bool tablet_start_anew(struct world *w, struct tablet *t)
{
    sync_destroy(t->sync);
    t->checked = (struct tablet_mark){.own = -1};
    tablet_wire(w, t);
    return tablet_load(w, t) && tablet_fold(w, t);
}

bool tablet_restart(struct world *w, struct tablet *t)
{
    tablet_kill(t);
    t->checked = (struct tablet_mark){.own = -1}; /* its view is another */
    return tablet_load(w, t) && tablet_reopen(w, t) && tablet_fold(w, t);
}

/* ---- folding --------------------------------------------------------------------------------- */

static enum status fold_one(struct tablet *t, const struct store_box *box)
{
    enum status st = STATUS_OK;
    struct buf line = {0};
    struct change change = {0};

    TRY(tablet_open_box(t, box, &line));
    TRY(change_decode(line.data, line.size, &change));
    if (t->plant == PLANT_EDIT_NOT_FOLDED && change.over != NULL) {
        goto done;
    }
    if (t->plant == PLANT_CLOCK_POISONED && change.dot.stamp.at > t->last.at) {
        t->last = change.dot.stamp;
    }
    stamp_observe(&t->last, change.dot.stamp, t->clock.now_ms);
    TRY(view_apply(t->view, &t->school, &change, box->place));
done:
    change_finish(&change);
    buf_finish(&line);
    return st;
}

/* For 14 days after a restore nobody goes for scope alone; where the hub's clock leaps, and the
 * tablet's may with it, a leap stands for one of them at most. */
static void check_forgotten(struct tablet *t, const struct store_forgotten *gone)
{
    struct world *w = t->world;
    int64_t sure_ms = (14 - w->leap_count) * DAY_MS;
    bool is_soon = w->restore_count > 0 && w->now_ms - w->restored_ms < sure_ms;

    if (gone->number <= t->forgotten_most) {
        return; /* seen before a crash */
    }
    t->forgotten_most = gone->number;
    if (is_soon && !world_is_erased(w, &gone->pupil)) {
        (void)world_blame(w, "tablet %d dropped a pupil for scope %lld hours after a restore",
                          (int)(t - w->tablets),
                          (long long)((w->now_ms - w->restored_ms) / 3600000));
    }
}

static enum status fold_tail(struct tablet *t, struct arena *arena)
{
    enum status st = STATUS_OK;
    struct store_forgotten_rows gone;
    struct store_box_rows boxes;

    TRY(store_forgotten(t->store, t->forgotten, arena, &gone));
    for (size_t i = 0; i < gone.count; i++) {
        t->has_base = false;
        check_forgotten(t, &gone.rows[i]);
        TRY(view_forget_pupil(t->view, &t->school, &gone.rows[i].pupil));
        t->forgotten = gone.rows[i].number;
    }
    TRY(store_boxes(t->store, t->folded, 1000000, arena, &boxes));
    for (size_t i = 0; i < boxes.count; i++) {
        if (boxes.rows[i].box != NULL) {
            TRY(fold_one(t, &boxes.rows[i]));
        }
        t->folded = boxes.rows[i].place;
    }
done:
    return st;
}

static bool is_other(struct tablet *t, const struct store_twin *twin)
{
    struct buf held = {0};
    struct buf came = {0};
    bool other = tablet_open_box(t, &twin->came, &came) == STATUS_OK &&
                 (tablet_open_box(t, &twin->held, &held) != STATUS_OK || !buf_equal(&held, &came));

    buf_finish(&held);
    buf_finish(&came);
    return other;
}

/* The hub's is the change that counts, where it holds another under a name that is held here. */
static enum status settle_twins(struct tablet *t, struct arena *arena, bool *is_any_other)
{
    enum status st = STATUS_OK;
    struct store_twin_rows twins;

    *is_any_other = false;
    TRY(store_twins(t->store, 1000000, arena, &twins));
    for (size_t i = 0; i < twins.count; i++) {
        twins.rows[i].is_other = is_other(t, &twins.rows[i]);
        *is_any_other = *is_any_other || twins.rows[i].is_other;
    }
    if (twins.count > 0) {
        tablet_does(t, DEED_TWINS);
        TRY(store_twins_settle(t->store, &twins));
    }
done:
    return st;
}

bool tablet_fold(struct world *w, struct tablet *t)
{
    struct arena arena = {0};
    bool is_any_other = false;
    enum status st = settle_twins(t, &arena, &is_any_other);

    if (st == STATUS_OK && is_any_other && !tablet_fold_anew(w, t)) {
        st = STATUS_DISK;
    }
    st = st == STATUS_OK ? fold_tail(t, &arena) : st;
    arena_finish(&arena);
    return st == STATUS_OK || t->is_faulty || world_blame(w, "a fold failed: %s", status_message());
}

/* ---- saving ---------------------------------------------------------------------------------- */

void tablet_seal(struct world *w, struct tablet *t, const struct buf *line,
                 const struct hash *previous, struct buf *sealed, struct store_box *box)
{
    const struct change_place place = {box->dev, box->seq, box->pupil};
    struct random_port random = chance(w);

    change_seal(&t->keys.data, &random, &place, line->data, line->size, sealed);
    box->box = sealed->data;
    box->size = sealed->size;
    box->digest = change_digest(line->data, line->size);
    box->hash = chain_hash(previous, &box->digest);
    box->signature = change_sign(&t->keys.sign, &box->hash);
}

/* As the client's form does: what was typed is on the disk before it is saved. */
static enum status keep_draft(struct tablet *t)
{
    const struct store_draft draft = {SIM_DRAFT, SIM_DRAFT, sizeof(SIM_DRAFT)};
    enum status st = STATUS_OK;

    tablet_does(t, DEED_DRAFT);
    t->draft = DRAFT_ASKED;
    TRY(store_draft_put(t->store, &draft));
    t->draft = tablet_is_dead(t) ? DRAFT_ASKED : DRAFT_KEPT;
done:
    return st;
}

/* The tap and the end of its draft are one commit. */
static enum status append(struct tablet *t, struct store_box *box, bool has_draft)
{
    enum status st = STATUS_OK;
    bool is_apart = t->plant == PLANT_DRAFT_APART;

    tablet_does(t, DEED_SAVE);
    TRY(store_append(t->store, box, 1, has_draft && !is_apart ? SIM_DRAFT : NULL));
    if (has_draft && is_apart) {
        TRY(store_draft_drop(t->store, SIM_DRAFT));
    }
    t->draft = DRAFT_NONE;
done:
    return st;
}

static struct stamp next_stamp(struct tablet *t)
{
    if (t->plant == PLANT_CLOCK_POISONED && t->last.at > t->clock.now_ms) {
        t->last.n++;
        return t->last;
    }
    return stamp_next(&t->last, t->clock.now_ms);
}

static enum status save(struct world *w, struct tablet *t, const struct tablet_write *write)
{
    enum status st = STATUS_OK;
    struct change_draft draft = {
        .rec = write->rec, .pupil = write->pupil, .by = write->by, .type = write->type};
    struct store_box box = {.dev = t->dev, .pupil = write->pupil};
    struct buf line = {0};
    struct buf sealed = {0};
    struct hash end;

    TRY(write->has_draft ? keep_draft(t) : STATUS_OK);
    TRY(store_own_end(t->store, &box.seq, &end));
    box.seq++;
    draft.dot = (struct dot){next_stamp(t), t->dev, box.seq};
    (void)world_check_stamp(w, &draft.dot, t->clock.now_ms);
    draft.set = write->set;
    draft.over = write->over;
    TRY(change_encode(&draft, &line));
    tablet_seal(w, t, &line, &end, &sealed, &box);
    TRY(append(t, &box, write->has_draft));
    t->own_count++;
done:
    buf_finish(&sealed);
    buf_finish(&line);
    return st;
}

bool tablet_save(struct world *w, struct tablet *t, const struct tablet_write *write)
{
    enum status st = save(w, t, write);

    if (st != STATUS_OK && t->is_faulty && t->plant == PLANT_SAVED_TOO_SOON) {
        t->own_count++;
    }
    t->was_saved = st == STATUS_OK;
    if (st != STATUS_OK) {
        return t->is_faulty || world_blame(w, "a tap was not saved: %s", status_message());
    }
    sync_poke(t->sync);
    return t->is_faulty || tablet_fold(w, t);
}

bool tablet_recount(struct world *w, struct tablet *t)
{
    struct store_counts counts;

    if (store_count(t->store, &counts) != STATUS_OK) {
        return world_blame(w, "a count failed: %s", status_message());
    }
    /* A commit whose last sync failed may be there all the same: one more, never one less. */
    if (counts.own < (int64_t)t->own_count || counts.own > (int64_t)t->own_count + 1) {
        return world_blame(w, "a disk that failed left %lld of %zu changes", (long long)counts.own,
                           t->own_count);
    }
    t->own_count = (size_t)counts.own;
    return true;
}

/* ---- exports --------------------------------------------------------------------------------- */

static enum status add_line(void *ctx, const struct merge_record *r)
{
    struct buf *out = ctx;

    merge_export(r, "", out);
    buf_byte(out, '\n');
    return STATUS_OK;
}

bool tablet_boxes(struct world *w, struct tablet *t, struct arena *arena,
                  struct store_box_rows *out)
{
    return store_boxes(t->store, 0, INT64_MAX, arena, out) == STATUS_OK ||
           world_blame(w, "a file cannot be read: %s", status_message());
}

bool tablet_export(struct world *w, struct tablet *t, const struct store_box_rows *boxes,
                   struct buf *out)
{
    bool holds = true;

    t->lines = boxes;
    holds = view_each(t->view, &t->school, add_line, out) == STATUS_OK ||
            world_blame(w, "a view cannot be read: %s", status_message());
    t->lines = NULL;
    return holds;
}

struct fold {
    struct merge_record *records;
    size_t count;
};

static struct merge_record *record_of(struct fold *fold, const struct id *rec)
{
    for (size_t i = 0; i < fold->count; i++) {
        if (id_equal(&fold->records[i].rec, rec)) {
            return &fold->records[i];
        }
    }
    fold->records = mem_grow(fold->records, (fold->count + 1) * sizeof(*fold->records));
    merge_init(&fold->records[fold->count]);
    fold->count++;
    return &fold->records[fold->count - 1];
}

static enum status refold_one(struct tablet *t, const struct store_box *box, struct fold *fold)
{
    enum status st = STATUS_OK;
    struct buf line = {0};
    struct change change = {0};

    TRY(tablet_open_box(t, box, &line));
    TRY(change_decode(line.data, line.size, &change));
    merge_apply(record_of(fold, &change.rec), &change, box->place);
done:
    change_finish(&change);
    buf_finish(&line);
    return st;
}

static int by_rec(const void *a, const void *b)
{
    const struct merge_record *x = a;
    const struct merge_record *y = b;

    return strcmp(x->rec.text, y->rec.text);
}

/* Their order, by chance. The caller frees it. */
static size_t *shuffled(struct world *w, size_t count)
{
    size_t *order = mem_alloc((count + 1) * sizeof(*order));

    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count; i > 1; i--) {
        size_t j = rng_below(&w->rng, (uint32_t)i);
        size_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
    return order;
}

bool tablet_refold(struct world *w, struct tablet *t, const struct store_box_rows *boxes,
                   bool is_all, struct buf *out)
{
    enum status st = STATUS_OK;
    struct fold fold = {0};
    size_t *order = shuffled(w, boxes->count);

    for (size_t i = 0; i < boxes->count; i++) {
        const struct store_box *box = &boxes->rows[order[i]];
        if (box->box != NULL && (is_all || box->lsn < LSN_UNSEEN)) {
            TRY(refold_one(t, box, &fold));
        }
    }
    if (fold.count > 0) {
        qsort(fold.records, fold.count, sizeof(*fold.records), by_rec);
    }
    for (size_t i = 0; i < fold.count; i++) {
        merge_export(&fold.records[i], "", out);
        buf_byte(out, '\n');
    }
done:
    for (size_t i = 0; i < fold.count; i++) {
        merge_finish(&fold.records[i]);
    }
    free(fold.records);
    free(order);
    return st == STATUS_OK || world_blame(w, "a file cannot be folded: %s", status_message());
}
