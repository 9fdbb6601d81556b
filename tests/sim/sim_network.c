/* The network: what a tablet asks is lost, doubled, cut short, or comes late.
 *
 * The hub answers a request that comes whole as its server would hand it over; one that was cut
 * short on the way is handed over too, for a body may be cut where it still looks whole. An answer
 * cut short reaches the machine as if it were all. What broke off is another way of being lost.
 * Letters kept by the network come once more, later and out of their order.
 */
#include "sim_tablet.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 400

/* ---- carrying -------------------------------------------------------------------------------- */

static enum deed deed_of(const char *path)
{
    return strncmp(path, "/v1/push", 8) == 0    ? DEED_PUSH
           : strncmp(path, "/v1/enrol", 9) == 0 ? DEED_ENROL
                                                : DEED_PULL;
}

static bool carry(struct world *w, const struct sync_ask *ask, size_t size,
                  struct http_reply *reply)
{
    struct http_request req;
    struct buf bearer = {0};
    bool is_clean = true;

    if (hub_is_dead(w)) {
        return true;
    }
    hub_does(w, deed_of(ask->path));
    is_clean = http_request_init(&req, ask->method, ask->path) == STATUS_OK;

    buf_printf(&bearer, "Bearer %s", ask->token);
    if (is_clean && ask->token[0] != '\0') {
        is_clean = http_request_add_header(&req, "Authorization", buf_cstr(&bearer)) == STATUS_OK;
    }
    if (is_clean && ask->signature[0] != '\0') {
        is_clean = http_request_add_header(&req, "Cairn-Signature", ask->signature) == STATUS_OK;
    }
    if (is_clean) {
        buf_add(&req.body, ask->body, size);
        w->was_hub_asked = true;
        hub_handle(w->hub, &req, reply);
    }
    buf_finish(&bearer);
    http_request_finish(&req);
    return is_clean || world_blame(w, "the machine asked for what is no path: %s", ask->path);
}

/* Whatever the hub says to it, nobody hears. */
static bool carry_unheard(struct world *w, const struct sync_ask *ask, size_t size)
{
    struct http_reply reply;
    bool holds = true;

    http_reply_init(&reply);
    holds = carry(w, ask, size, &reply);
    http_reply_finish(&reply);
    return holds;
}

/* ---- letters --------------------------------------------------------------------------------- */

static void letter_finish(struct letter *letter)
{
    free(letter->method);
    free(letter->path);
    free(letter->token);
    free(letter->signature);
    buf_finish(&letter->body);
    *letter = (struct letter){.method = NULL};
}

void letters_finish(struct world *w)
{
    for (size_t i = 0; i < w->letter_count; i++) {
        letter_finish(&w->letters[i]);
    }
    w->letter_count = 0;
}

/* Enrolling is not kept: its answer is the tablet's name, and a code serves one key. */
static void keep_letter(struct world *w, const struct sync_ask *ask)
{
    struct letter *letter = &w->letters[w->letter_count];

    if (w->letter_count == LETTERS_MAX || ask->token[0] == '\0') {
        return;
    }
    letter->method = mem_text(ask->method);
    letter->path = mem_text(ask->path);
    letter->token = mem_text(ask->token);
    letter->signature = mem_text(ask->signature);
    buf_add(&letter->body, ask->body, ask->size);
    w->letter_count++;
}

static bool bring_letter(struct world *w)
{
    struct letter *letter = NULL;
    struct sync_ask ask = {.type = ""};
    size_t which = 0;
    bool holds = true;

    if (w->letter_count == 0) {
        return true;
    }
    which = rng_below(&w->rng, (uint32_t)w->letter_count);
    letter = &w->letters[which];
    ask.method = letter->method;
    ask.path = letter->path;
    ask.token = letter->token;
    ask.signature = letter->signature;
    ask.body = buf_cstr(&letter->body);
    holds = carry_unheard(w, &ask, letter->body.size);
    letter_finish(letter);
    w->letter_count--;
    w->letters[which] = w->letters[w->letter_count];
    w->letters[w->letter_count] = (struct letter){.method = NULL};
    return holds;
}

/* ---- one request ----------------------------------------------------------------------------- */

enum hit {
    HIT_NOTHING,
    HIT_LOST,        /* the request */
    HIT_DOUBLED,     /* the request comes twice; the second answer is heard */
    HIT_UNHEARD,     /* the answer is lost */
    HIT_ANSWER_CUT,  /* and is taken for all of it */
    HIT_REQUEST_CUT, /* and nobody hears what the hub says to it */
    HIT_LATE,        /* the request is lost, and comes later */
    HIT_OVERTAKEN,   /* an earlier one comes first */
    HIT_COUNT
};

static size_t cut(struct world *w, size_t size)
{
    return size == 0 ? 0 : rng_below(&w->rng, (uint32_t)size);
}

static bool send(struct world *w, const struct sync_ask *ask, enum hit hit,
                 struct http_reply *reply)
{
    if (hit == HIT_REQUEST_CUT) {
        return carry_unheard(w, ask, cut(w, ask->size));
    }
    if (hit == HIT_DOUBLED && !carry_unheard(w, ask, ask->size)) {
        return false;
    }
    if (hit == HIT_OVERTAKEN && !bring_letter(w)) {
        return false;
    }
    return carry(w, ask, ask->size, reply);
}

/* A withdrawn tablet is told so, and nothing else; one that is to send first may push. */
static bool check_withdrawn(struct world *w, struct tablet *t, const struct sync_ask *ask)
{
    struct buf dev = {0};
    const struct hub_revocation *order = &w->revocations[0];
    bool may = !w->is_withdrawn || ask->token[0] == '\0' ||
               store_get(t->store, STORE_device, &dev) != STATUS_OK ||
               !text_equal(buf_cstr(&dev), order->dev.text) ||
               (text_equal(order->mode, "send") && deed_of(ask->path) == DEED_PUSH);

    buf_finish(&dev);
    return may || world_blame(w, "tablet %d is withdrawn, and the hub answers %.20s",
                              (int)(t - w->tablets), ask->path);
}

/* weather in 100 requests are hit. */
static bool exchange(struct world *w, struct tablet *t, const struct sync_ask *ask,
                     uint32_t weather)
{
    struct http_reply reply;
    struct sync_answer answer = {.way = SYNC_UNREACHABLE, .body = ""};
    bool is_hit = rng_below(&w->rng, 100) < weather;
    enum hit hit = is_hit ? (enum hit)(1 + rng_below(&w->rng, HIT_COUNT - 1)) : HIT_NOTHING;
    bool holds = true;

    http_reply_init(&reply);
    if (hit == HIT_LATE) {
        keep_letter(w, ask);
    } else if (!t->is_cut_off && hit != HIT_LOST) {
        holds = send(w, ask, hit, &reply);
        answer.way = hit == HIT_UNHEARD || hit == HIT_REQUEST_CUT || hub_is_dead(w)
                         ? SYNC_BROKEN_OFF
                         : SYNC_ANSWERED;
        if (answer.way == SYNC_ANSWERED && ask->most > 0 && reply.body.size > (size_t)ask->most) {
            answer.way = SYNC_TOO_LONG;
        }
        answer.status = reply.status;
        answer.body = buf_cstr(&reply.body);
        answer.size = hit == HIT_ANSWER_CUT ? cut(w, reply.body.size) : reply.body.size;
        holds =
            holds && (reply.status != 200 || reply.body.size == 0 || check_withdrawn(w, t, ask));
    }
    t->has_failed = sync_take(t->sync, &answer) != STATUS_OK;
    if (t->has_failed && !t->is_faulty) {
        holds = world_blame(w, "the machine could not take an answer: %s", status_message());
    }
    http_reply_finish(&reply);
    return holds;
}

/* ---- a round --------------------------------------------------------------------------------- */

bool tablet_see_name(struct world *w, struct tablet *t)
{
    struct buf device = {0};
    bool holds = store_get(t->store, STORE_device, &device) == STATUS_OK;

    if (holds && device.size > 0 && !text_equal(buf_cstr(&device), t->dev.text)) {
        t->own_count = 0;
        holds = id_parse(buf_cstr(&device), &t->dev) == STATUS_OK && tablet_fold_anew(w, t);
    }
    buf_finish(&device);
    return holds;
}

/* What a client does when the daemon has committed: it seals its key to a hub that it knows now,
 * and writes anew what lies put by. */
static bool see_step(struct world *w, struct tablet *t)
{
    struct buf step = {0};
    bool holds = store_get(t->store, STORE_enrol_step, &step) == STATUS_OK &&
                 (!text_equal(buf_cstr(&step), "keys") || tablet_seal_key(w, t));

    buf_finish(&step);
    return holds;
}

static bool see_news(struct world *w, struct tablet *t)
{
    struct buf withdrawn = {0};
    bool holds = store_get(t->store, STORE_withdrawn, &withdrawn) == STATUS_OK;

    if (holds) {
        holds =
            withdrawn.size > 0 ? world_see_wiped(w, t) : tablet_see_name(w, t) && see_step(w, t);
    }
    buf_finish(&withdrawn);
    return holds;
}

/* The daemon may have had news while the client wrote. */
static bool see_commits(struct world *w, struct tablet *t)
{
    bool holds = see_news(w, t);

    if (holds && !t->is_wiped) {
        holds = tablet_write_anew(w, t) == STATUS_OK && see_news(w, t);
    }
    if (holds && !t->is_wiped) {
        holds = tablet_fold(w, t);
    }
    return holds || t->is_faulty || world_blame(w, "not written anew: %s", status_message());
}

/* Until the machine rests, or a disk fails it: *rests says which. */
static bool run_round(struct world *w, struct tablet *t, uint32_t weather, bool *rests)
{
    *rests = false;
    if (t->is_low) {
        sync_poke(t->sync); /* what a person asks for goes whatever the battery says */
    } else {
        sync_urge(t->sync);
    }
    for (int step = 0; step < STEPS_MAX; step++) {
        struct sync_ask ask;
        enum sync_step next = SYNC_REST;
        int64_t until = 0;
        if (sync_next(t->sync, &ask, &next, &until) != STATUS_OK) {
            return t->is_faulty || world_blame(w, "the machine stopped: %s", status_message());
        }
        if (next == SYNC_REST) {
            *rests = true;
            return true;
        }
        if (!exchange(w, t, &ask, weather)) {
            return false;
        }
        if (t->has_failed || tablet_is_dead(t)) {
            return true; /* the daemon waits now, and begins again */
        }
    }
    return world_blame(w, "a round did not end within %d requests", STEPS_MAX);
}

bool tablet_daemon_round(struct world *w, struct tablet *t)
{
    bool rests = false;

    return tablet_is_dead(t) || run_round(w, t, 0, &rests);
}

bool tablet_sync(struct world *w, struct tablet *t, uint32_t weather)
{
    struct store_counts counts = {0};
    bool rests = false;
    bool holds = true;

    if (t->is_wiped || tablet_is_dead(t)) {
        return true;
    }
    holds = run_round(w, t, weather, &rests);
    if (!holds || !rests) {
        return holds;
    }
    /* Then who left its scope has stayed, and goes with the next round at the earliest: also when
     * the client finds now that what was put by is at the hub already. */
    t->is_due = t->is_scoped && (store_count(t->store, &counts) != STATUS_OK || counts.waiting > 0);
    t->is_due = t->is_due || sync_report(t->sync).saves; /* the round was not at its end */
    return tablet_is_dead(t) || see_commits(w, t);
}
