/* POST /v1/push: a batch of sealed changes, stored whole and durably, or not at all.
 *
 * The order of the checks is the protocol's. All that costs (parsing, opening, hashing, the
 * signature) is done here on the pool's thread, against the chain as it stands now; the writer only
 * looks whether the chain still stands there. If the same tablet pushed twice at once, it does not,
 * and the batch is judged again inside the transaction: the second then finds its lines stored and
 * is told so, as any retry is.
 *
 * A server at the end of a wire stores rows on a processor of its own, and it would stand still
 * until the last box is open. So a large batch that follows its chain is given to a writer that has
 * nothing else to do as it is: he opens it piece by piece, while the server stores what is open. A
 * batch that is refused in the end is undone with its transaction.
 */
#include "hub_call.h"
#include "hub_opening.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD_LEAST 256 /* lines: what is worth being stored while it is opened */
#define AHEAD_PIECE 16  /* of them */

struct push {
    struct hub_call *call;
    struct sync_batch batch;
    struct hub_opening opening;
    bool is_judged;
    struct arena arena;
    struct sync_chain chain;
    struct signature signature;
    bool has_signature;
    struct sync_judgement judgement;
    bool is_out;       /* since it was let in: revoked, of another epoch, or unknown */
    bool is_unknown;   /* and that one is it */
    struct hub_db *db; /* whose log is asked for stored hashes */
    struct sync_held *held;
    size_t held_count;
};

static void push_finish(struct push *p)
{
    hub_opening_finish(&p->opening);
    sync_batch_finish(&p->batch);
    arena_finish(&p->arena);
}

static void refuse_with_chain(struct push *p, int status, const char *code, const char *message)
{
    struct hub_extra extra = {.has_chain = true, .acked = p->chain.acked, .hash = &p->chain.hash};

    hub_refuse(p->call->reply, status, code, message, &extra);
}

/* ---- checks --------------------------------------------------------------------------------- */

static bool read_body(struct push *p)
{
    const struct buf *body = &p->call->req->body;
    struct hub_extra extra = {0};

    if (sync_read_push(body->data, body->size, &p->batch, &extra.line) == STATUS_OK) {
        return true;
    }
    hub_refuse(p->call->reply, 400, "malformed", status_message(), &extra);
    return false;
}

static void read_signature(struct push *p)
{
    const char *text = http_header(p->call->req, "Cairn-Signature");
    struct buf bytes = {0};

    if (text != NULL && http_header_count(p->call->req, "Cairn-Signature") == 1 &&
        base64_decode(text, strlen(text), &bytes) == STATUS_OK &&
        bytes.size == sizeof p->signature.bytes) {
        memcpy(p->signature.bytes, bytes.data, bytes.size);
        p->has_signature = true;
    }
    buf_finish(&bytes);
}

static enum status stored_hash(void *ctx, int64_t seq, struct hash *out)
{
    const struct push *p = ctx;

    return hub_log_hash(p->db, &p->call->device.school, &p->call->device.id, seq, out);
}

/* Once all is open. */
static enum status judge(struct push *p, struct hub_db *db)
{
    struct sync_stored stored = {.hash = stored_hash, .ctx = p};

    p->db = db;
    p->is_judged = true;
    return sync_judge(&p->chain, &p->batch, p->opening.digests,
                      p->has_signature ? &p->signature : NULL, &stored, &p->judgement);
}

static enum status judge_outside(struct push *p)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    TRY(hub_reader(p->call->hub, &db));
    TRY(judge(p, db));

done:
    hub_reader_back(p->call->hub, db);
    return st;
}

/* True when the verdict is to take it, else the refusal is written. */
static bool verdict_is_good(struct push *p)
{
    switch (p->judgement.verdict) {
    case SYNC_TAKE:
        return true;
    case SYNC_GAP:
        refuse_with_chain(p, 409, "gap", "Changes before these are missing: send from acked + 1.");
        return false;
    case SYNC_FORK:
        refuse_with_chain(p, 409, "fork",
                          "Other changes are stored under these numbers: enrol this tablet anew.");
        return false;
    case SYNC_SIGNATURE:
        refuse_with_chain(p, 403, "signature", "The signature does not match the last change.");
        return false;
    }
    return false;
}

/* ---- storing -------------------------------------------------------------------------------- */

/* What the tablet was let in for may not hold any more: it may have been revoked meanwhile, or the
 * hub restored. What a refusal then says of its chain must be of the store as it is. */
static enum status look_again(struct push *p, struct hub_db *db)
{
    struct hub_device *device = &p->call->device;
    struct hub_device now;
    enum status st = hub_device_by_token(db, http_bearer(p->call->req), &now);

    p->is_unknown = st == STATUS_NOT_FOUND;
    p->is_out = p->is_unknown;
    if (st == STATUS_OK) {
        device->acked = now.acked;
        device->hash = now.hash;
        text_copy(device->revoked, sizeof device->revoked, now.revoked);
        text_copy(device->epoch, sizeof device->epoch, now.epoch);
        p->is_out = (now.revoked[0] != '\0' && !text_equal(now.revoked, "send")) ||
                    !text_equal(now.epoch, http_query(p->call->req, "epoch"));
    }
    return p->is_unknown ? STATUS_OK : st;
}

/* As more of struct hub_intake: opens more. */
static enum status open_more(void *ctx, size_t least, size_t *ready)
{
    enum status st = STATUS_OK;
    struct push *p = ctx;
    const size_t count = p->batch.count;

    while (p->opening.ready < least) {
        size_t left = count - p->opening.ready;
        if (!hub_opening_run(&p->opening, NULL,
                             p->opening.ready + (left < AHEAD_PIECE ? left : AHEAD_PIECE))) {
            return STATUS_REFUSED;
        }
    }
    *ready = p->opening.ready;
    if (*ready == count && !p->is_judged) {
        p->judgement.hashed = count;
        TRY(judge(p, p->db));
    }
    st = p->is_judged && p->judgement.verdict != SYNC_TAKE ? STATUS_REFUSED : STATUS_OK;

done:
    return st;
}

static enum status judge_again(struct push *p, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct hub_device *device = &p->call->device;
    size_t ready = 0;

    TRY(look_again(p, db));
    if (p->is_out ||
        (device->acked == p->chain.acked && hash_equal(&device->hash, &p->chain.hash))) {
        return STATUS_OK;
    }
    TRY(open_more(p, p->batch.count, &ready));
    p->chain.acked = device->acked;
    p->chain.hash = device->hash;
    p->judgement.hashed = 0;
    TRY(judge(p, db));

done:
    return st;
}

/* The refusal that look_again found. */
static void refuse_out(struct push *p)
{
    if (hub_api_may_go_on(p->call, p->is_unknown ? STATUS_NOT_FOUND : STATUS_OK, true)) {
        (void)hub_api_epoch_holds(p->call);
    }
}

/* Of a batch that is new all through, hub_take has just said what is held: a batch is thousands of
 * rows, and nearly always none. */
static enum status list_held(struct push *p, struct hub_db *db)
{
    const int64_t span[2] = {p->batch.lines[0].seq, p->batch.lines[p->batch.count - 1].seq};
    struct buf rows = {0};

    if (p->judgement.fresh > 0) {
        return hub_device_held(db, &p->call->device, span, &p->arena, &p->held, &p->held_count);
    }
    for (size_t i = 0; i < p->batch.count; i++) {
        if (p->opening.items[i].held != NULL) {
            struct sync_held held = {.seq = p->opening.items[i].seq,
                                     .reason = p->opening.items[i].held};
            buf_add(&rows, &held, sizeof held);
        }
    }
    p->held_count = rows.size / sizeof *p->held;
    p->held = arena_copy(&p->arena, rows.data, rows.size);
    buf_finish(&rows);
    return STATUS_OK;
}

static enum status store(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct push *p = ctx;
    struct hub_device *device = &p->call->device;
    struct hub_intake in = {.school = device->school, .dev = device->id};
    size_t fresh = 0;

    p->db = db;
    TRY(judge_again(p, db));
    if (p->is_out || (p->is_judged && p->judgement.verdict != SYNC_TAKE)) {
        return STATUS_OK;
    }
    if (p->is_judged) {
        fresh = p->judgement.fresh;
        for (size_t i = fresh; i < p->batch.count; i++) {
            p->opening.items[i].hash = p->judgement.hashes[i];
        }
    } else {
        in.more = open_more;
        in.ctx = p;
    }
    in.items = p->opening.items + fresh;
    in.count = p->batch.count - fresh;
    in.signature = &p->signature;
    TRY(hub_take(db, &in));
    TRY(list_held(p, db));
    if (in.count > 0) {
        p->chain.acked = in.items[in.count - 1].seq;
        p->chain.hash = in.items[in.count - 1].hash;
    }

done:
    return st;
}

static void answer(struct push *p)
{
    struct json_writer w;
    char hex[65];

    hash_text(&p->chain.hash, hex);
    p->call->reply->content_type = "application/json";
    json_begin(&w, &p->call->reply->body);
    json_open_object(&w, NULL);
    json_put_int(&w, "acked", p->chain.acked);
    json_put_text(&w, "hash", hex);
    sync_put_held(&w, p->held, p->held_count);
    json_close_object(&w);
}

/* True when it may be stored. */
static bool open_and_judge(struct push *p, enum status *st)
{
    if (!hub_opening_run(&p->opening, p->call->hub->helper, p->batch.count)) {
        return false;
    }
    p->judgement.hashed = p->opening.before != NULL ? p->batch.count : 0;
    *st = judge_outside(p);
    return *st == STATUS_OK && p->judgement.verdict == SYNC_TAKE;
}

static bool goes_ahead(const struct push *p)
{
    return p->opening.before != NULL && p->batch.count >= AHEAD_LEAST &&
           hub_writer_is_ahead(p->call->hub);
}

/* st is why it was not stored, where neither the boxes nor the verdict say it. */
static void refuse_or_answer(struct push *p, enum status st)
{
    if (atomic_load(&p->opening.has_sealed)) {
        hub_refuse(p->call->reply, 403, "seal", "A box does not open with this tablet's key.",
                   NULL);
    } else if (!verdict_is_good(p)) {
        return;
    } else if (st != STATUS_OK) {
        hub_refuse_fault(p->call->reply, st);
    } else if (p->is_out) {
        refuse_out(p);
    } else {
        answer(p);
    }
}

static void take(struct push *p)
{
    enum status st = STATUS_OK;
    struct hub *hub = p->call->hub;
    const struct hub_device *device = &p->call->device;
    const int64_t first = p->batch.lines[0].seq;
    const bool follows = first == device->acked + 1;

    p->chain.acked = device->acked;
    p->chain.hash = device->hash;
    memcpy(p->chain.sign_key, device->sign_key, sizeof p->chain.sign_key);
    if (first > device->acked + 1) {
        p->judgement.verdict = SYNC_GAP;
        (void)verdict_is_good(p);
        return;
    }
    hub_opening_start(&p->opening, device, &p->batch, follows ? &p->chain.hash : NULL);
    p->judgement.hashes = p->opening.hashes;
    read_signature(p);
    st = hub_device_open_key(hub, &p->call->device);
    if (st == STATUS_OK && (goes_ahead(p) || open_and_judge(p, &st))) {
        st = hub_submit(hub, &device->school, store, p);
    }
    refuse_or_answer(p, st);
}

void hub_api_push(struct hub_call *call)
{
    struct push p = {.call = call};

    if (hub_api_enter(call, true) && read_body(&p) && hub_api_epoch_holds(call)) {
        take(&p);
    }
    push_finish(&p);
}
