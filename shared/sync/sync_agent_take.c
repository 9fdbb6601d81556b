/* The machine's answers that succeed: what each one changes in the tablet's file.
 *
 * The hub is trusted to keep, not to be right: its acknowledgement counts only when its hash agrees
 * with the tablet's own at that seq. Up to date is said only when the check sums agree as well.
 */
#include "sync_private.h"

/* Whether the tablet's own hash at seq is this one. A disk that fails says neither. */
static enum status own_agrees(struct sync *s, int64_t seq, const char *hash_hex, bool *out)
{
    enum status st = STATUS_OK;
    struct hash own;
    struct hash theirs;

    *out = false;
    if (!hash_parse(hash_hex, &theirs)) {
        return STATUS_OK;
    }
    st = s->ports.store->own_hash(s->ports.store->ctx, seq, &own);
    *out = st == STATUS_OK && hash_equal(&own, &theirs);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static bool is_hash(const char *hex)
{
    struct hash hash;

    return hash_parse(hex, &hash);
}

/* The hub lives on from other than what this tablet last heard: its numbers mean nothing any more,
 * and it has of this tablet what it says now. Once a round: a hub has one life at a time. */
static enum status begin_life(struct sync *s, const char *epoch, int64_t acked, const char *hash)
{
    enum status st = STATUS_OK;
    bool agrees = false;

    if (s->took_epoch) {
        return sync_answer_strange(s);
    }
    TRY(own_agrees(s, acked, hash, &agrees));
    s->took_epoch = true;
    TRY(s->ports.store->set_epoch(s->ports.store->ctx, epoch, agrees ? acked : 0));
    TRY(sync_reload(s));
    if (!agrees) {
        return sync_forked(s, acked);
    }
    s->phase = s->state.own_end > s->state.acked ? PHASE_PUSH : PHASE_PULL;
done:
    return st;
}

enum status sync_take_epoch(struct sync *s, const struct json_value *body)
{
    int64_t acked = json_int(json_member(body, "acked"), -1);
    const char *epoch = json_member_text(body, "epoch");
    const char *hash = json_member_text(body, "hash");

    if (acked < 0 || !id_is_valid(epoch) || !is_hash(hash)) {
        return sync_answer_strange(s);
    }
    return begin_life(s, epoch, acked, hash);
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
    bool has_new = s->state.own_end > before;
    bool is_gap = false;
    bool agrees = false;
    bool goes_on = false;

    if (json_parse(answer->body, answer->size, &body) == STATUS_OK) {
        acked = json_int(json_member(body, "acked"), -1);
        is_gap = answer->status == 409 && text_equal(json_member_text(body, "error"), "gap");
    }
    if (answer->status != 200 && !is_gap) {
        st = sync_answer_fault(s, answer);
        goto done;
    }
    /* What is new lies after `before`: an answer that does not lead on would be sent for ever. */
    if (acked < 0 || !is_hash(json_member_text(body, "hash")) ||
        (!is_gap && acked < (has_new ? before + 1 : before))) {
        st = sync_answer_strange(s);
        goto done;
    }
    TRY(own_agrees(s, acked, json_member_text(body, "hash"), &agrees));
    if (!agrees) {
        st = sync_forked(s, acked);
        goto done;
    }
    s->has_pushed = !is_gap;
    TRY(keep_acked(s, body, acked));
    TRY(sync_reload(s));
    s->report.pushed += acked > before ? acked - before : 0;
    if (is_gap && acked >= before) {
        st = sync_answer_strange(s); /* a gap must lead back */
        goto done;
    }
    /* What waited behind something large goes with it. */
    goes_on = is_gap || !s->saves || s->is_large;
    s->phase = s->state.own_end > s->state.acked && goes_on ? PHASE_PUSH : PHASE_PULL;
done:
    json_free(body);
    return st;
}

/* ---- pull ----------------------------------------------------------------------------------- */

static enum status end_of_pull(struct sync *s, const struct sync_head *head)
{
    enum status st = STATUS_OK;
    bool agrees = false;

    TRY(s->ports.store->drop_left(s->ports.store->ctx, s->last_contact_ms, s->hub_ms));
    st = s->ports.store->owed(s->ports.store->ctx, &s->owed);
    if (st == STATUS_OK && !s->saves) {
        s->phase = PHASE_BACKFILL;
        goto done;
    }
    if (s->saves && (st == STATUS_OK || s->state.own_end > s->state.acked)) {
        st = sync_round_saved(s);
        goto done;
    }
    TRY(st == STATUS_NOT_FOUND ? STATUS_OK : st);
    if (head->has_check) {
        TRY(sync_sums_agree(s, head->next, &head->check, &agrees));
    }
    if (head->has_check && !agrees && s->saves) {
        st = sync_round_saved(s); /* the repair may be large */
    } else if (head->has_check && !agrees && !s->has_repaired) {
        s->check_upto = head->next;
        s->phase = PHASE_CHECK;
    } else {
        st = sync_round_done(s, agrees);
    }
done:
    return st;
}

/* Fewer of this tablet's changes than it acknowledged, or numbers that end before the cursor: the
 * hub's machine lost commits that its disk had promised, or its file was put back by hand. What it
 * numbers from there on is not what the cursor speaks of, so this is another life under the same
 * name. One that denies what it has acknowledged in this very round is not to be followed. */
static bool has_lost_its_end(const struct sync *s, const struct sync_head *head)
{
    return head->next < s->state.cursor || (head->acked < s->state.acked && !s->has_pushed);
}

/* What no hub says. */
static bool is_strange(const struct sync *s, const struct sync_head *head)
{
    return (head->more && head->next == s->state.cursor) ||
           (head->acked < s->state.acked && s->has_pushed);
}

enum status sync_take_pull(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct sync_page page = {0};
    bool agrees = false;
    char hex[65];

    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    st = sync_read_page(answer->body, answer->size, &page);
    if (st != STATUS_OK || is_strange(s, &page.head)) {
        st = sync_answer_strange(s);
        goto done;
    }
    sync_see_time(s, page.head.time_ms);
    s->hub_ms = page.head.time_ms;
    hash_text(&page.head.hash, hex);
    TRY(own_agrees(s, page.head.acked, hex, &agrees));
    if (!agrees) {
        st = sync_forked(s, page.head.acked);
        goto done;
    }
    if (has_lost_its_end(s, &page.head)) {
        st = begin_life(s, s->state.epoch, page.head.acked, hex);
        goto done;
    }
    if (s->state.is_parted) {
        TRY(s->ports.store->set_parted(s->ports.store->ctx, ""));
    }
    TRY(s->ports.store->take(s->ports.store->ctx, &page));
    s->report.pulled += (int64_t)page.count;
    sync_page_came(s, answer->size);
    s->is_behind = true; /* mostly the round ends here, and the next one looks for itself */
    TRY(s->saves ? sync_reload(s) : STATUS_OK);
    if (!page.head.more) {
        TRY(end_of_pull(s, &page.head));
    } else if (s->saves) {
        TRY(sync_round_saved(s));
    }
done:
    sync_page_finish(&page);
    return st;
}

/* The hub's own word; a 404 alone is what anything says that does not know the address. */
static bool is_out_of_scope(const struct sync_answer *answer)
{
    struct json_value *body = NULL;
    bool is_out = answer->status == 404 &&
                  json_parse(answer->body, answer->size, &body) == STATUS_OK &&
                  text_equal(json_member_text(body, "error"), "scope");

    json_free(body);
    return is_out;
}

enum status sync_take_backfill(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct sync_page page = {0};

    if (is_out_of_scope(answer)) {
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
        st = sync_answer_strange(s);
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
