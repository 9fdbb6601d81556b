/* Planted faults: the store port with one verb that lies. */
#include "sim.h"

static enum status take_without_last(void *ctx, const struct sync_page *page)
{
    struct tablet *t = ctx;
    struct sync_page less = *page;

    if (less.count > 0) {
        less.count--;
    }
    return t->port.take(t->port.ctx, &less);
}

static enum status take_owed_without_last(void *ctx, const struct sync_owed *owed,
                                          const struct sync_page *page)
{
    struct tablet *t = ctx;
    struct sync_page less = *page;

    if (less.count > 0) {
        less.count--;
    }
    return t->port.take_owed(t->port.ctx, owed, &less);
}

static enum status ack_one_more(void *ctx, int64_t acked, const struct sync_held *held,
                                size_t held_count)
{
    struct tablet *t = ctx;

    return t->port.set_acked(t->port.ctx, acked + 1, held, held_count);
}

/* The other verbs, so that ctx can be the tablet in a port whose one verb lies. */
#define PASS(verb, args, call)          \
    static enum status pass_##verb args \
    {                                   \
        struct tablet *t = ctx;         \
        return t->port.verb call;       \
    }
PASS(load, (void *ctx, struct arena *arena, struct sync_state *out), (t->port.ctx, arena, out))
PASS(own_after,
     (void *ctx, int64_t seq, int64_t rows, int64_t bytes, struct arena *arena,
      struct sync_own *out),
     (t->port.ctx, seq, rows, bytes, arena, out))
PASS(own_hash, (void *ctx, int64_t seq, struct hash *out), (t->port.ctx, seq, out))
PASS(set_acked, (void *ctx, int64_t acked, const struct sync_held *held, size_t count),
     (t->port.ctx, acked, held, count))
PASS(take, (void *ctx, const struct sync_page *page), (t->port.ctx, page))
PASS(owed, (void *ctx, struct sync_owed *out), (t->port.ctx, out))
PASS(take_owed, (void *ctx, const struct sync_owed *owed, const struct sync_page *page),
     (t->port.ctx, owed, page))
PASS(drop_left, (void *ctx, int64_t now_ms), (t->port.ctx, now_ms))
PASS(sums,
     (void *ctx, int64_t upto, struct arena *arena, struct sync_pupil_check **out, size_t *count),
     (t->port.ctx, upto, arena, out, count))
PASS(owe, (void *ctx, const struct id *pupils, size_t count, int64_t upto),
     (t->port.ctx, pupils, count, upto))
PASS(set_parted, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(wipe, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(set_epoch, (void *ctx, const char *epoch, int64_t acked), (t->port.ctx, epoch, acked))
PASS(set_keys, (void *ctx, const char *box, const char *sign, const char *epoch),
     (t->port.ctx, box, sign, epoch))
PASS(set_enrolled, (void *ctx, const char *device, const char *school, const char *token),
     (t->port.ctx, device, school, token))
PASS(set_refused, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(note, (void *ctx, const struct sync_note *note), (t->port.ctx, note))

struct sync_store tablet_planted_port(struct tablet *t)
{
    struct sync_store port = {
        .ctx = t,
        .load = pass_load,
        .own_after = pass_own_after,
        .own_hash = pass_own_hash,
        .set_acked = pass_set_acked,
        .take = pass_take,
        .owed = pass_owed,
        .take_owed = pass_take_owed,
        .drop_left = pass_drop_left,
        .sums = pass_sums,
        .owe = pass_owe,
        .set_parted = pass_set_parted,
        .wipe = pass_wipe,
        .set_epoch = pass_set_epoch,
        .set_keys = pass_set_keys,
        .set_enrolled = pass_set_enrolled,
        .set_refused = pass_set_refused,
        .note = pass_note,
    };

    if (t->plant == PLANT_CURSOR_PASSES_A_ROW) {
        port.take = take_without_last; /* the check sums would mend that alone */
        port.take_owed = take_owed_without_last;
    } else if (t->plant == PLANT_ACK_BEFORE_THE_HUB) {
        port.set_acked = ack_one_more;
    }
    return port;
}
