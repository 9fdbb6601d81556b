/* What a tablet with an almost empty battery puts off.
 *
 * What a lesson writes is little, and goes at once. A picture is as much as hundreds of notes, and
 * waits for the charger; but a chain is sent in its order, so what was written after a picture
 * cannot go before it, and must not wait for a charger that nobody brings. So a picture that keeps
 * others waiting goes after all, one each quarter of an hour, and one that is last waits. Fetching
 * is the same: how large the next changes are is only seen as they come, so a page that grows too
 * large is broken off and asked for with fewer changes, down to one; and one that is large by
 * itself takes its turn.
 */
#include "sync_private.h"

static bool large_has_turn(const struct sync *s)
{
    int64_t now = s->ports.clock.now_ms(s->ports.clock.ctx);

    /* A clock that was put back must not keep it waiting. */
    return now < s->large_ms || now - s->large_ms >= POLL_MS;
}

bool sync_push_waits(struct sync *s, const struct sync_own *own)
{
    bool is_large = own->lines[0].size > SAVING_BYTES;
    bool is_last = own->lines[0].seq == s->state.own_end;

    s->is_large = false;
    if (!s->saves || !is_large) {
        return false;
    }
    if (is_last || !large_has_turn(s)) {
        return true;
    }
    s->is_large = true;
    s->large_ms = s->ports.clock.now_ms(s->ports.clock.ctx);
    return false;
}

bool sync_page_waits(const struct sync *s)
{
    return s->saves && s->page_shift == PAGE_SHIFT_MAX && !large_has_turn(s);
}

int64_t sync_page_most(const struct sync *s)
{
    return s->saves && s->page_shift < PAGE_SHIFT_MAX ? (int64_t)SAVING_BYTES : 0;
}

void sync_page_broke(struct sync *s)
{
    s->page_shift++;
}

void sync_page_came(struct sync *s, size_t size)
{
    if (s->saves && size > SAVING_BYTES) {
        s->large_ms = s->ports.clock.now_ms(s->ports.clock.ctx);
    } else if (s->page_shift > 0) {
        s->page_shift--; /* what was large lies behind */
    }
}
