/* The tablet's machine: when a round begins, which request is next, and how a round ends.
 *
 * A round is: enrol if that is still to do, push until nothing waits, pull until there is no more,
 * fetch what is owed. Every answer is made durable by the store before the next request is made,
 * and nothing that matters is kept here: a machine made anew from the same file goes on in the same
 * place. That is what lets a daemon be killed at any point.
 *
 * Failing rounds wait by full jitter (a random part of a doubling limit), so that a school whose
 * tablets all lost the hub at once does not come back all at once.
 */
#include "sync_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct sync *sync_create(const struct sync_ports *ports)
{
    struct sync *s = mem_zero(1, sizeof(*s));

    CHECK(ports->store != NULL);
    s->ports = *ports;
    s->batch_rows = BATCH_ROWS_MAX;
    s->batch_bytes = BATCH_BYTES_MAX;
    s->is_poked = true; /* the first round begins at once */
    s->report.sentence = s->sentence;
    return s;
}

void sync_destroy(struct sync *s)
{
    if (s == NULL) {
        return;
    }
    arena_finish(&s->task);
    arena_finish(&s->memo);
    buf_finish(&s->path);
    buf_finish(&s->body);
    buf_finish(&s->signature);
    free(s);
}

void sync_poke(struct sync *s)
{
    s->is_poked = true;
}

void sync_urge(struct sync *s)
{
    s->is_poked = true;
    s->is_urged = true;
    s->failure_count = 0;
}

struct sync_report sync_report(const struct sync *s)
{
    return s->report;
}

static int64_t now_ms(const struct sync *s)
{
    return s->ports.clock.now_ms(s->ports.clock.ctx);
}

enum status sync_reload(struct sync *s)
{
    s->is_behind = false;
    arena_reset(&s->memo);
    return s->ports.store->load(s->ports.store->ctx, &s->memo, &s->state);
}

void sync_see_time(struct sync *s, int64_t hub_ms)
{
    s->last_contact_ms = now_ms(s);
    s->skew_ms = hub_ms - s->last_contact_ms;
    s->has_contact = true;
    s->report.clock_is_far = s->skew_ms > SYNC_CLOCK_FAR_MS || s->skew_ms < -SYNC_CLOCK_FAR_MS;
}

static enum status write_note(struct sync *s, const char *fault, bool up_to_date)
{
    const struct sync_note note = {
        .contact_ms = s->has_contact ? s->last_contact_ms : 0,
        .skew_ms = s->skew_ms,
        .up_to_date = up_to_date,
        .fault = fault,
    };

    return s->ports.store->note(s->ports.store->ctx, &note);
}

static enum status end_well(struct sync *s, const char *sentence, bool up_to_date)
{
    s->phase = PHASE_REST;
    s->failure_count = 0;
    s->crowd_shift = 0;
    s->rest_until_ms = now_ms(s) + POLL_MS;
    s->report.failed = false;
    s->report.up_to_date = up_to_date;
    text_copy(s->sentence, sizeof(s->sentence), sentence);
    return write_note(s, s->sentence, up_to_date);
}

enum status sync_round_done(struct sync *s, bool up_to_date)
{
    s->report.saves = false;
    return end_well(s, "", up_to_date);
}

enum status sync_round_saved(struct sync *s)
{
    s->report.saves = true;
    s->power_look_ms = now_ms(s) + POWER_LOOK_MS;
    return end_well(
        s,
        "The battery is low: a little is sent and fetched at a time, and the rest waits "
        "for the charger.",
        false);
}

/* A random part of a limit that doubles with each failure, one second at least. */
static int64_t backoff_ms(struct sync *s)
{
    int doublings = s->failure_count < 10 ? s->failure_count : 10;
    int64_t limit = (int64_t)BACKOFF_FIRST_MS << doublings;
    uint64_t chance = 0;

    limit = limit < BACKOFF_MOST_MS ? limit : BACKOFF_MOST_MS;
    s->ports.random.fill(s->ports.random.ctx, &chance, sizeof(chance));
    return 1000 + (int64_t)(chance % (uint64_t)limit);
}

enum status sync_round_failed(struct sync *s, const char *sentence, int64_t retry_after_s)
{
    int64_t wait = backoff_ms(s);

    if (retry_after_s > 0) {
        wait += (retry_after_s < RETRY_AFTER_MOST_S ? retry_after_s : RETRY_AFTER_MOST_S) * 1000;
    }
    s->phase = PHASE_REST;
    s->failure_count++;
    s->rest_until_ms = now_ms(s) + wait;
    s->is_poked = false;
    s->report.failed = true;
    s->report.saves = false;
    s->report.up_to_date = false;
    text_copy(s->sentence, sizeof(s->sentence), sentence);
    return write_note(s, s->sentence, false);
}

/* A failing hub is not asked more often because someone taps a lot: pokes wait for the back-off,
 * but the first. */
static bool round_is_due(const struct sync *s)
{
    int64_t now = now_ms(s);
    /* A clock that jumped back must not leave the machine at rest for years. */
    bool has_jumped = s->rest_until_ms > now + 2 * BACKOFF_MOST_MS + 24LL * 3600 * 1000;

    return now >= s->rest_until_ms || has_jumped || (s->is_poked && s->failure_count == 0);
}

static bool must_save(const struct sync *s)
{
    return s->ports.power.is_low != NULL && s->ports.power.is_low(s->ports.power.ctx);
}

/* What was put off goes on once the charger is there. */
static void see_power(struct sync *s)
{
    if (s->phase == PHASE_REST && s->report.saves && now_ms(s) >= s->power_look_ms) {
        s->power_look_ms = now_ms(s) + POWER_LOOK_MS;
        s->is_poked = s->is_poked || !must_save(s);
    }
}

static enum status begin_round(struct sync *s)
{
    enum status st = STATUS_OK;

    s->saves = !s->is_urged && must_save(s);
    s->is_poked = false;
    s->is_urged = false;
    s->has_contact = false;
    s->has_repaired = false;
    s->has_pushed = false;
    s->took_epoch = false;
    s->line_breaks = 0;
    s->line_shift = s->crowd_shift;
    s->line_carried = false;
    TRY(sync_reload(s));
    switch (s->state.standing) {
    case SYNC_NOT_ENROLLED:
        s->rest_until_ms = now_ms(s) + POLL_MS;
        break;
    case SYNC_CODE_GIVEN:
        s->phase = PHASE_HUB_KEYS;
        break;
    case SYNC_KEY_SEALED:
        s->phase = PHASE_ENROL;
        break;
    case SYNC_ENROLLED:
        s->phase = s->state.own_end > s->state.acked ? PHASE_PUSH : PHASE_PULL;
        break;
    }
done:
    return st;
}

enum status sync_next(struct sync *s, struct sync_ask *ask, enum sync_step *step, int64_t *until_ms)
{
    enum status st = STATUS_OK;

    CHECK(!s->is_asked);
    *ask = (struct sync_ask){.token = "", .signature = "", .type = ""};
    see_power(s);
    if (s->phase == PHASE_REST && round_is_due(s)) {
        TRY(begin_round(s));
    }
    if (s->phase != PHASE_REST) {
        arena_reset(&s->task);
        buf_clear(&s->path);
        buf_clear(&s->body);
        buf_clear(&s->signature);
        TRY(s->is_behind ? sync_reload(s) : STATUS_OK);
        TRY(sync_ask_phase(s, ask));
    }
    s->is_asked = s->phase != PHASE_REST;
    *step = s->is_asked ? SYNC_ASK : SYNC_REST;
    *until_ms = s->rest_until_ms;
done:
    return st;
}

/* A line that breaks after a megabyte breaks every large batch in the same place, and a tablet
 * behind it would never get through. So what broke off is asked for again at once, a quarter as
 * large: while it was large enough for that to help, and whenever the line has carried an answer
 * since it last broke, for then the round does get on. The next round begins with all of it again.
 */
static bool asks_for_less(struct sync *s, const struct sync_answer *answer)
{
    bool was_large = s->phase == PHASE_PUSH ? s->body.size > SMALL_BODY_SIZE : answer->size > 0;
    bool is_transfer =
        s->phase == PHASE_PUSH || s->phase == PHASE_PULL || s->phase == PHASE_BACKFILL;

    if (answer->way != SYNC_BROKEN_OFF || !is_transfer) {
        return false;
    }
    s->line_breaks = s->line_carried ? 0 : s->line_breaks;
    if (s->line_breaks == LINE_BREAKS_MAX || (!was_large && !s->line_carried)) {
        return false;
    }
    s->line_breaks++;
    s->line_carried = false;
    s->line_shift += s->line_shift < LINE_BREAKS_MAX ? 1 : 0;
    return true;
}

/* A hub has room for few large pushes at once, and gives it to those that come quickly. Behind a
 * slow line the same large push could be refused all night: so each time that one is, the next
 * round begins with a quarter, down to what has room beside all that is large. */
void sync_see_crowd(struct sync *s)
{
    if (s->phase == PHASE_PUSH && s->body.size > SMALL_BODY_SIZE) {
        s->crowd_shift += s->crowd_shift < CROWD_SHIFT_MAX ? 1 : 0;
    }
}

/* Sentences for when there was no answer at all. */
static const char *way_sentence(enum sync_way way)
{
    switch (way) {
    case SYNC_WRONG_PIN:
        return "Something between this tablet and the hub is not the hub; nothing was sent. Tell "
               "whoever looks after your network.";
    case SYNC_BROKEN_OFF:
        return "The connection to the hub broke off; this tablet tries again soon.";
    case SYNC_UNREACHABLE:
    case SYNC_TOO_LONG:
    case SYNC_ANSWERED:
        break;
    }
    return "The hub cannot be reached; this tablet tries again soon.";
}

enum status sync_take(struct sync *s, const struct sync_answer *answer)
{
    CHECK(s->is_asked);
    s->is_asked = false;
    if (s->phase == PHASE_PULL && answer->way == SYNC_TOO_LONG && sync_page_most(s) > 0) {
        sync_page_broke(s);
        return STATUS_OK; /* the same phase asks again */
    }
    if (asks_for_less(s, answer)) {
        return STATUS_OK;
    }
    s->line_carried = answer->way == SYNC_ANSWERED;
    if (answer->way != SYNC_ANSWERED) {
        return sync_round_failed(s, way_sentence(answer->way), 0);
    }
    switch (s->phase) {
    case PHASE_HUB_KEYS:
        return sync_take_hub_keys(s, answer);
    case PHASE_ENROL:
        return sync_take_enrol(s, answer);
    case PHASE_PUSH:
        return sync_take_push(s, answer);
    case PHASE_PULL:
        return sync_take_pull(s, answer);
    case PHASE_BACKFILL:
        return sync_take_backfill(s, answer);
    case PHASE_CHECK:
        return sync_take_check(s, answer);
    case PHASE_FORK:
        return sync_take_fork(s, answer);
    case PHASE_REST:
        break;
    }
    CHECK(s->phase != PHASE_REST); /* an answer while nothing was asked */
    return STATUS_OK;
}
