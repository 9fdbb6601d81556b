/* The machine's answers that are no success: what follows from each, by fault.def.
 *
 * Three of them last beyond the round. The hub and the tablet may have parted: then a person must
 * enrol it anew, and until then all is kept. The hub may be another incarnation: then the cursor
 * starts anew. And the hub may have withdrawn the tablet: then all is destroyed, but only by an
 * order that the hub has signed for this device, because whoever could fake it could empty every
 * tablet of a school.
 */
#include "sync_private.h"

#include <string.h>

enum fault_act { STOP, REFUSE, SMALLER, LATER, CROWDED, PART };
struct fault {
    int status;
    const char *code;
    enum fault_act act;
    const char *sentence;
};
static const struct fault faults[] = {
#define FAULT(status, code, act, sentence) {status, code, act, sentence},
#include "fault.def"
};

static const struct fault *find_fault(int status, const char *code)
{
    size_t count = sizeof(faults) / sizeof(faults[0]);

    for (size_t i = 0; i + 1 < count; i++) {
        bool fits = faults[i].code[0] == '\0' || text_equal(faults[i].code, code);
        if (faults[i].status == status && fits) {
            return &faults[i];
        }
    }
    return &faults[count - 1];
}

/* What was written stays, and more can be written; only a person with a code can end this. */
static enum status part(struct sync *s, const char *sentence)
{
    enum status st = STATUS_OK;

    TRY(s->ports.store->set_parted(s->ports.store->ctx, sentence));
    st = sync_round_failed(s, sentence, 0);
done:
    return st;
}

const char *sync_fork_sentence(void)
{
    return find_fault(409, "fork")->sentence;
}

enum status sync_answer_strange(struct sync *s)
{
    return sync_round_failed(s, find_fault(0, "")->sentence, 0);
}

static enum status take_smaller(struct sync *s, const struct fault *fault)
{
    if (s->batch_rows == 1) {
        return sync_round_failed(s, fault->sentence, 0);
    }
    s->batch_rows = s->batch_rows > 1 ? s->batch_rows / 2 : 1;
    s->batch_bytes = s->batch_bytes / 2 + 1;
    return STATUS_OK; /* the same phase asks again */
}

enum status sync_answer_fault(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;
    const char *code = "";
    const struct fault *fault = NULL;

    if (json_parse(answer->body, answer->size, &body) == STATUS_OK) {
        code = json_member_text(body, "error");
    }
    if (answer->status == 409 && text_equal(code, "epoch")) {
        st = sync_take_epoch(s, body);
        goto done;
    }
    if (answer->status == 410 && text_equal(code, "revoked")) {
        st = sync_take_withdrawn(s, body);
        goto done;
    }
    if (answer->status == 409 && text_equal(code, "fork")) {
        st = sync_forked(s, json_int(json_member(body, "acked"), s->state.own_end));
        goto done;
    }
    fault = find_fault(answer->status, code);
    switch (fault->act) {
    case REFUSE:
        TRY(s->ports.store->set_refused(s->ports.store->ctx, fault->sentence));
        st = sync_round_failed(s, fault->sentence, 0);
        break;
    case SMALLER:
        st = take_smaller(s, fault);
        break;
    case PART:
        st = part(s, fault->sentence);
        break;
    case CROWDED:
        sync_see_crowd(s);
        st = sync_round_failed(s, fault->sentence, answer->retry_after_s);
        break;
    case STOP:
    case LATER:
        st = sync_round_failed(s, fault->sentence, answer->retry_after_s);
        break;
    }
done:
    json_free(body);
    return st;
}

/* ---- withdrawn ------------------------------------------------------------------------------- */

static const char unsigned_order[] =
    "The hub says that this tablet is withdrawn, but the order to wipe it is not signed; nothing "
    "was wiped. Tell whoever looks after the hub.";
static const char unlock_first[] = "This tablet was withdrawn at the hub. Unlock it once, so that "
                                   "it can send what it still holds.";
static const char wiped[] = "This tablet was withdrawn at the hub, and everything on it has been "
                            "wiped. Hand it to whoever looks after your tablets.";

static bool read_sized(const char *text, void *out, size_t size)
{
    struct buf bytes = {0};
    bool fits = base64_decode(text, strlen(text), &bytes) == STATUS_OK && bytes.size == size;

    if (fits) {
        memcpy(out, bytes.data, size);
    }
    buf_finish(&bytes);
    return fits;
}

static bool wipe_is_signed(const struct sync *s, const struct json_value *body)
{
    struct signature signature;
    uint8_t key[32];

    return read_sized(s->state.hub_sign_key, key, sizeof(key)) &&
           read_sized(json_member_text(body, "wipe"), signature.bytes, sizeof(signature.bytes)) &&
           wipe_signature_holds(key, &s->state.device, &signature);
}

enum status sync_take_withdrawn(struct sync *s, const struct json_value *body)
{
    enum status st = STATUS_OK;
    const char *mode = json_member_text(body, "mode");
    bool sends_first = text_equal(mode, "send");

    if (!wipe_is_signed(s, body)) {
        return sync_round_failed(s, unsigned_order, 0);
    }
    if (!sends_first && !text_equal(mode, "now")) {
        return sync_answer_strange(s);
    }
    TRY(sync_reload(s));
    /* A hub that was restored meanwhile may have lost what it acknowledged, and this answer comes
     * before it would say so: it is asked by a push. */
    if (sends_first &&
        (s->state.own_end > s->state.acked || (s->state.own_end > 0 && !s->has_pushed))) {
        if (s->phase == PHASE_PUSH) { /* that is what it was doing */
            return sync_answer_strange(s);
        }
        s->phase = PHASE_PUSH;
        s->saves = false; /* it may be the last that is heard of it */
        goto done;
    }
    if (sends_first && s->state.owes_anew) {
        /* No pull will say what the hub has of it: better twice than never. */
        TRY(s->ports.store->end_settling(s->ports.store->ctx));
        return sync_round_failed(s, unlock_first, 0);
    }
    TRY(s->ports.store->wipe(s->ports.store->ctx, wiped));
    st = sync_round_failed(s, wiped, 0);
done:
    return st;
}
