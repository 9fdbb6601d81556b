/* The machine's answers: what each one changes in the tablet's file.
 *
 * The hub is trusted to keep, not to be right: its acknowledgement counts only when its hash agrees
 * with the tablet's own at that seq. Up to date is said only when the check sums agree as well.
 */
#include "sync_private.h"

#include <string.h>

enum fault_act { STOP, REFUSE, SMALLER, LATER };
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
    fault = find_fault(answer->status, code);
    switch (fault->act) {
    case REFUSE:
        TRY(s->ports.store->set_refused(s->ports.store->ctx, fault->sentence));
        st = sync_round_failed(s, fault->sentence, 0);
        break;
    case SMALLER:
        st = take_smaller(s, fault);
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

bool sync_own_agrees(struct sync *s, int64_t seq, const char *hash_hex)
{
    struct hash own;
    struct hash theirs;

    if (!hash_parse(hash_hex, &theirs)) {
        return false;
    }
    if (s->ports.store->own_hash(s->ports.store->ctx, seq, &own) != STATUS_OK) {
        return false;
    }
    return hash_equal(&own, &theirs);
}

enum status sync_take_epoch(struct sync *s, const struct json_value *body)
{
    enum status st = STATUS_OK;
    int64_t acked = json_int(json_member(body, "acked"), -1);
    const char *epoch = json_member_text(body, "epoch");

    if (acked < 0 || !id_is_valid(epoch) ||
        !sync_own_agrees(s, acked, json_member_text(body, "hash"))) {
        st = sync_round_failed(s, find_fault(409, "fork")->sentence, 0);
        goto done;
    }
    TRY(s->ports.store->set_epoch(s->ports.store->ctx, epoch, acked));
    TRY(sync_reload(s));
    s->phase = s->state.own_end > s->state.acked ? PHASE_PUSH : PHASE_PULL;
done:
    return st;
}

/* ---- enrolling ------------------------------------------------------------------------------ */

enum status sync_take_hub_keys(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;

    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    TRY(json_parse(answer->body, answer->size, &body));
    sync_see_time(s, json_int(json_member(body, "time"), 0));
    TRY(s->ports.store->set_keys(s->ports.store->ctx, json_member_text(body, "box_key"),
                                 json_member_text(body, "sign_key"),
                                 json_member_text(body, "epoch")));
    st = sync_round_done(s, false); /* the client seals its key now, and its commit pokes */
done:
    json_free(body);
    if (st == STATUS_BAD_INPUT) {
        st = sync_round_failed(s, faults[sizeof(faults) / sizeof(faults[0]) - 1].sentence, 0);
    }
    return st;
}

enum status sync_take_enrol(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;

    if (answer->status != 201) {
        return sync_answer_fault(s, answer);
    }
    TRY(json_parse(answer->body, answer->size, &body));
    if (!id_is_valid(json_member_text(body, "device")) ||
        !id_is_valid(json_member_text(body, "school"))) {
        st = STATUS_BAD_INPUT;
        goto done;
    }
    TRY(s->ports.store->set_enrolled(s->ports.store->ctx, json_member_text(body, "device"),
                                     json_member_text(body, "school"),
                                     json_member_text(body, "token")));
    TRY(sync_reload(s));
    s->phase = PHASE_PULL;
done:
    json_free(body);
    if (st == STATUS_BAD_INPUT) {
        st = sync_round_failed(s, faults[sizeof(faults) / sizeof(faults[0]) - 1].sentence, 0);
    }
    return st;
}

/* ---- push ----------------------------------------------------------------------------------- */

static enum status keep_acked(struct sync *s, const struct json_value *body, int64_t acked)
{
    const struct json_value *list = json_member(body, "held");
    size_t count = json_count(list);
    struct sync_held *held = arena_alloc(&s->task, (count + 1) * sizeof(*held));

    for (size_t i = 0; i < count; i++) {
        held[i].seq = json_int(json_member(json_item(list, i), "seq"), 0);
        held[i].reason = json_member_text(json_item(list, i), "reason");
    }
    return s->ports.store->set_acked(s->ports.store->ctx, acked, held, count);
}

enum status sync_take_push(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;
    int64_t acked = 0;
    int64_t before = s->state.acked;
    bool is_gap = false;

    if (json_parse(answer->body, answer->size, &body) == STATUS_OK) {
        acked = json_int(json_member(body, "acked"), -1);
        is_gap = answer->status == 409 && text_equal(json_member_text(body, "error"), "gap");
    }
    if (answer->status != 200 && !is_gap) {
        st = sync_answer_fault(s, answer);
        goto done;
    }
    if (acked < 0 || !sync_own_agrees(s, acked, json_member_text(body, "hash"))) {
        st = sync_round_failed(s, find_fault(409, "fork")->sentence, 0);
        goto done;
    }
    TRY(keep_acked(s, body, acked));
    TRY(sync_reload(s));
    s->report.pushed += acked > before ? acked - before : 0;
    if (is_gap && acked >= before) {
        st = sync_round_failed(s, find_fault(0, "")->sentence, 0); /* a gap must lead back */
        goto done;
    }
    s->phase = s->state.own_end > s->state.acked ? PHASE_PUSH : PHASE_PULL;
done:
    json_free(body);
    return st;
}

/* ---- pull ----------------------------------------------------------------------------------- */

static enum status end_of_pull(struct sync *s, const struct sync_head *head)
{
    enum status st = STATUS_OK;
    struct sync_check own = {0};
    bool agrees = false;

    TRY(s->ports.store->sum(s->ports.store->ctx, head->next, &own));
    agrees = head->has_check && own.count == head->check.count &&
             memcmp(own.sum, head->check.sum, sizeof(own.sum)) == 0;
    TRY(s->ports.store->drop_left(s->ports.store->ctx, s->last_contact_ms));
    st = s->ports.store->owed(s->ports.store->ctx, &s->owed);
    if (st == STATUS_OK) {
        s->phase = PHASE_BACKFILL;
        goto done;
    }
    if (st == STATUS_NOT_FOUND) {
        st = sync_round_done(s, agrees);
    }
done:
    return st;
}

enum status sync_take_pull(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct sync_page page = {0};
    char hex[65];

    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    st = sync_read_page(answer->body, answer->size, &page);
    if (st != STATUS_OK || page.head.next < s->state.cursor) {
        st = sync_round_failed(s, find_fault(0, "")->sentence, 0);
        goto done;
    }
    sync_see_time(s, page.head.time_ms);
    hash_text(&page.head.hash, hex);
    if (!sync_own_agrees(s, page.head.acked, hex)) {
        st = sync_round_failed(s, find_fault(409, "fork")->sentence, 0);
        goto done;
    }
    TRY(s->ports.store->take(s->ports.store->ctx, &page, s->last_contact_ms));
    s->report.pulled += (int64_t)page.count;
    TRY(sync_reload(s));
    if (!page.head.more) {
        TRY(end_of_pull(s, &page.head));
    }
done:
    sync_page_finish(&page);
    return st;
}

enum status sync_take_backfill(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct sync_page page = {0};

    if (answer->status == 404) {
        /* Out of scope again: the next pull says so; nothing of this pupil is owed any more. */
        TRY(s->ports.store->take_owed(s->ports.store->ctx, &s->owed, &page));
        s->phase = PHASE_PULL;
        goto done;
    }
    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    st = sync_read_page(answer->body, answer->size, &page);
    if (st != STATUS_OK || (page.head.more && page.head.next <= s->owed.after)) {
        st = sync_round_failed(s, find_fault(0, "")->sentence, 0);
        goto done;
    }
    TRY(s->ports.store->take_owed(s->ports.store->ctx, &s->owed, &page));
    s->report.pulled += (int64_t)page.count;
    st = s->ports.store->owed(s->ports.store->ctx, &s->owed);
    if (st == STATUS_NOT_FOUND) {
        s->phase = PHASE_PULL; /* once more: the check sums are compared at its end */
        st = STATUS_OK;
    }
done:
    sync_page_finish(&page);
    return st;
}
