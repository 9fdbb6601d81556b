/* Where a tablet and the hub parted.
 *
 * What was never acknowledged is written anew under the tablet's next name. A copy of the tablet
 * may have sent some of it meanwhile, and a restored hub may have lost some that it acknowledged:
 * then the tablet's own count of what is there is too low or too high, and it would write changes
 * twice, or lose them. Whether they came with a pull does not tell either, since a pull brings only
 * pupils in scope.
 *
 * But a push of one change that the hub has already is harmless, and its answer says whether both
 * mean the same by that number. A hash stands for all before it, so the last such change is found
 * by halving, while the tablet still goes by its old name. By the last that the hub holds they do
 * not mean the same, or this would be no fork: an answer to the contrary acknowledges nothing.
 */
#include "sync_private.h"

static enum status step(struct sync *s)
{
    enum status st = STATUS_OK;

    if (s->fork_high - s->fork_low > 1) {
        s->phase = PHASE_FORK;
        return STATUS_OK;
    }
    if (s->fork_low != s->state.acked) {
        TRY(s->ports.store->set_acked(s->ports.store->ctx, s->fork_low, NULL, 0));
    }
    st = sync_round_failed(s, sync_fork_sentence(), 0);
done:
    return st;
}

enum status sync_forked(struct sync *s, int64_t acked)
{
    enum status st = STATUS_OK;
    TRY(s->ports.store->set_parted(s->ports.store->ctx, sync_fork_sentence()));
    s->fork_low = 0;
    s->fork_high = acked > s->state.own_end ? s->state.own_end + 1 : acked;
    s->fork_high = s->fork_high > 0 ? s->fork_high : 1;
    st = step(s);
done:
    return st;
}

enum status sync_take_fork(struct sync *s, const struct sync_answer *answer)
{
    enum status st = STATUS_OK;
    struct json_value *body = NULL;
    int64_t asked = (s->fork_low + s->fork_high) / 2;

    if (json_parse(answer->body, answer->size, &body) != STATUS_OK) {
        st = sync_round_failed(s, sync_fork_sentence(), 0);
    } else if (answer->status == 200 && json_int(json_member(body, "acked"), -1) >= asked) {
        s->fork_low = asked;
        st = step(s);
    } else if (answer->status == 409 && text_equal(json_member_text(body, "error"), "fork")) {
        s->fork_high = asked;
        st = step(s);
    } else {
        st = sync_round_failed(s, sync_fork_sentence(), 0); /* the next round finds it again */
    }
    json_free(body);
    return st;
}
