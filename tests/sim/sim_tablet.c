/* A simulated tablet: the real file, machine, cryptography and view, and what a client does. */
#include "sim.h"

#include "agent.h"
#include "store_twin.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX  400
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

static enum status line_at(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    enum status st = STATUS_OK;
    struct tablet *t = ctx;
    struct arena arena = {0};
    struct store_box box;

    (void)school;
    TRY(store_box_at(t->store, place, &arena, &box));
    TRY(tablet_open_box(t, &box, out));
done:
    arena_finish(&arena);
    return st;
}

/* ---- life ------------------------------------------------------------------------------------ */

bool tablet_reopen(struct world *w, struct tablet *t)
{
    bool stale = false;
    struct sync_ports ports = {.store = &t->planted, .clock = support_clock_port(&t->clock)};

    ports.random = chance(w);
    t->log = (struct view_log){line_at, t};
    t->folded = 0;
    t->forgotten = 0;
    if (store_open(t->path, &t->store) != STATUS_OK ||
        sql_open("sqlite::memory:", &t->memory) != STATUS_OK ||
        view_open(t->memory, &t->log, &t->view, &stale) != STATUS_OK) {
        return world_blame(w, "a tablet's file does not open: %s", status_message());
    }
    t->port = agent_store_port(t->store);
    t->planted = tablet_planted_port(t);
    t->sync = sync_create(&ports);
    return true;
}

void tablet_shut(struct tablet *t)
{
    sync_destroy(t->sync);
    view_close(t->view);
    sql_close(t->memory);
    store_close(t->store);
    t->sync = NULL;
    t->view = NULL;
    t->memory = NULL;
    t->store = NULL;
}

bool tablet_open(struct world *w, struct tablet *t, const char *name)
{
    struct random_port random = chance(w);

    t->path = support_folder_path(&w->folder, name);
    t->plant = w->plant;
    t->clock.now_ms = w->now_ms;
    data_key_make(&random, &t->keys.data);
    sign_pair_make(&random, &t->keys.sign);
    return tablet_reopen(w, t);
}

void tablet_close(struct tablet *t)
{
    tablet_shut(t);
    free(t->path);
}

bool tablet_restart(struct world *w, struct tablet *t)
{
    tablet_shut(t);
    return tablet_reopen(w, t) && tablet_fold(w, t);
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
    stamp_observe(&t->last, change.dot.stamp, t->clock.now_ms);
    TRY(view_apply(t->view, &t->school, &change, box->place));
done:
    change_finish(&change);
    buf_finish(&line);
    return st;
}

static enum status fold_tail(struct tablet *t, struct arena *arena)
{
    enum status st = STATUS_OK;
    struct store_forgotten_rows gone;
    struct store_box_rows boxes;

    TRY(sql_begin(t->memory));
    TRY(store_forgotten(t->store, t->forgotten, arena, &gone));
    for (size_t i = 0; i < gone.count; i++) {
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
    TRY(sql_commit(t->memory));
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
static enum status settle_twins(struct tablet *t, struct arena *arena)
{
    enum status st = STATUS_OK;
    struct store_twin_rows twins;

    TRY(store_twins(t->store, 1000000, arena, &twins));
    for (size_t i = 0; i < twins.count; i++) {
        twins.rows[i].is_other = is_other(t, &twins.rows[i]);
        if (twins.rows[i].is_other) {
            t->folded = 0;
        }
    }
    TRY(store_twins_settle(t->store, &twins));
    if (t->folded == 0) {
        TRY(sql_begin(t->memory));
        TRY(view_clear(t->view));
        TRY(sql_commit(t->memory));
    }
done:
    return st;
}

bool tablet_fold(struct world *w, struct tablet *t)
{
    struct arena arena = {0};
    enum status st = settle_twins(t, &arena);

    st = st == STATUS_OK ? fold_tail(t, &arena) : st;

    arena_finish(&arena);
    return st == STATUS_OK || world_blame(w, "a fold failed: %s", status_message());
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

static enum status save(struct world *w, struct tablet *t, const struct tablet_write *write)
{
    enum status st = STATUS_OK;
    struct change_draft draft = {
        .rec = write->rec, .pupil = write->pupil, .by = write->by, .type = write->type};
    struct store_box box = {.dev = t->dev, .pupil = write->pupil};
    struct buf line = {0};
    struct buf sealed = {0};
    struct hash end;

    TRY(store_own_end(t->store, &box.seq, &end));
    box.seq++;
    draft.dot = (struct dot){stamp_next(&t->last, t->clock.now_ms), t->dev, box.seq};
    draft.set = write->set;
    draft.over = write->over;
    TRY(change_encode(&draft, &line));
    tablet_seal(w, t, &line, &end, &sealed, &box);
    TRY(store_append(t->store, &box, 1, NULL));
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

/* ---- the network ----------------------------------------------------------------------------- */

static bool carry(struct world *w, const struct sync_ask *ask, struct http_reply *reply)
{
    struct http_request req;
    struct buf bearer = {0};
    bool is_clean = http_request_init(&req, ask->method, ask->path) == STATUS_OK;

    buf_printf(&bearer, "Bearer %s", ask->token);
    if (is_clean && ask->token[0] != '\0') {
        is_clean = http_request_add_header(&req, "Authorization", buf_cstr(&bearer)) == STATUS_OK;
    }
    if (is_clean && ask->signature[0] != '\0') {
        is_clean = http_request_add_header(&req, "Cairn-Signature", ask->signature) == STATUS_OK;
    }
    if (is_clean) {
        buf_add(&req.body, ask->body, ask->size);
        hub_handle(w->hub, &req, reply);
    }
    buf_finish(&bearer);
    http_request_finish(&req);
    return is_clean || world_blame(w, "the machine asked for what is no path: %s", ask->path);
}

/* weather in 100: the request is lost, comes twice, or the answer is lost. */
static bool exchange(struct world *w, struct tablet *t, const struct sync_ask *ask,
                     uint32_t weather)
{
    struct http_reply reply;
    struct sync_answer answer = {.way = SYNC_UNREACHABLE, .body = ""};
    bool is_hit = rng_below(&w->rng, 100) < weather;
    uint32_t what = rng_below(&w->rng, 3);
    bool holds = true;

    http_reply_init(&reply);
    if (!t->is_cut_off && !(is_hit && what == 0)) {
        holds = carry(w, ask, &reply);
        if (is_hit && what == 1) {
            http_reply_finish(&reply);
            http_reply_init(&reply);
            holds = holds && carry(w, ask, &reply);
        }
        answer.way = is_hit && what == 2 ? SYNC_BROKEN_OFF : SYNC_ANSWERED;
        answer.status = reply.status;
        answer.body = buf_cstr(&reply.body);
        answer.size = reply.body.size;
    }
    t->has_failed = sync_take(t->sync, &answer) != STATUS_OK;
    if (t->has_failed && !t->is_faulty) {
        holds = world_blame(w, "the machine could not take an answer: %s", status_message());
    }
    http_reply_finish(&reply);
    return holds;
}

/* Another name: all that was folded is folded anew. */
static bool see_name(struct world *w, struct tablet *t)
{
    struct buf device = {0};
    bool holds = store_get(t->store, STORE_device, &device) == STATUS_OK;

    if (holds && device.size > 0 && !text_equal(buf_cstr(&device), t->dev.text)) {
        t->own_count = 0;
        holds = id_parse(buf_cstr(&device), &t->dev) == STATUS_OK && tablet_restart(w, t);
    }
    buf_finish(&device);
    return holds;
}

/* What a client does when the daemon has committed: it writes anew what lies put by. */
static bool see_commits(struct world *w, struct tablet *t)
{
    struct buf withdrawn = {0};
    bool holds = store_get(t->store, STORE_withdrawn, &withdrawn) == STATUS_OK;

    if (holds && withdrawn.size > 0) {
        holds = world_see_wiped(w, t);
    } else if (holds) {
        holds = see_name(w, t) && tablet_write_anew(w, t) == STATUS_OK && tablet_fold(w, t);
    }
    buf_finish(&withdrawn);
    return holds || t->is_faulty || world_blame(w, "not written anew: %s", status_message());
}

bool tablet_sync(struct world *w, struct tablet *t, uint32_t weather)
{
    if (t->is_wiped) {
        return true;
    }
    sync_urge(t->sync);
    for (int step = 0; step < STEPS_MAX; step++) {
        struct sync_ask ask;
        enum sync_step next = SYNC_REST;
        int64_t until = 0;
        if (sync_next(t->sync, &ask, &next, &until) != STATUS_OK) {
            return t->is_faulty || world_blame(w, "the machine stopped: %s", status_message());
        }
        if (next == SYNC_REST) {
            return see_commits(w, t);
        }
        if (!exchange(w, t, &ask, weather)) {
            return false;
        }
        if (t->has_failed) {
            return true; /* the daemon waits now, and begins again */
        }
    }
    return world_blame(w, "a round did not end within %d requests", STEPS_MAX);
}

/* ---- exports --------------------------------------------------------------------------------- */

static enum status add_line(void *ctx, const struct merge_record *r)
{
    struct buf *out = ctx;

    merge_export(r, "", out);
    buf_byte(out, '\n');
    return STATUS_OK;
}

bool tablet_export(struct world *w, struct tablet *t, struct buf *out)
{
    return view_each(t->view, &t->school, add_line, out) == STATUS_OK ||
           world_blame(w, "a view cannot be read: %s", status_message());
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

static void shuffle(struct world *w, struct store_box_rows *boxes)
{
    for (size_t i = boxes->count; i > 1; i--) {
        size_t j = rng_below(&w->rng, (uint32_t)i);
        struct store_box swap = boxes->rows[i - 1];
        boxes->rows[i - 1] = boxes->rows[j];
        boxes->rows[j] = swap;
    }
}

bool tablet_refold(struct world *w, struct tablet *t, bool is_all, struct buf *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box_rows boxes = {0};
    struct fold fold = {0};

    TRY(store_boxes(t->store, 0, 1000000, &arena, &boxes));
    shuffle(w, &boxes);
    for (size_t i = 0; i < boxes.count; i++) {
        bool is_known = boxes.rows[i].lsn < LSN_UNSEEN;
        if (boxes.rows[i].box != NULL && (is_all || is_known)) {
            TRY(refold_one(t, &boxes.rows[i], &fold));
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
    arena_finish(&arena);
    return st == STATUS_OK || world_blame(w, "a file cannot be folded: %s", status_message());
}
