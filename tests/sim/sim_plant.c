/* Planted faults: the store port with one verb that lies. */
#include "sim_tablet.h"

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

static enum status take_owed_without_rows(void *ctx, const struct sync_owed *owed,
                                          const struct sync_page *page)
{
    struct tablet *t = ctx;
    struct sync_page none = *page;

    none.count = 0;
    return t->port.take_owed(t->port.ctx, owed, &none);
}

static enum status take_without_erased(void *ctx, const struct sync_page *page)
{
    struct tablet *t = ctx;
    struct sync_page less = *page;

    less.head.erased_count = 0;
    return t->port.take(t->port.ctx, &less);
}

static enum status set_parted_nowhere(void *ctx, const char *sentence)
{
    (void)ctx;
    (void)sentence;
    return STATUS_OK;
}

static enum status set_epoch_as_if_sent(void *ctx, const char *epoch, int64_t acked)
{
    struct tablet *t = ctx;
    struct store_counts counts;
    enum status st = store_count(t->store, &counts);

    return st != STATUS_OK ? st : t->port.set_epoch(t->port.ctx, epoch, acked > 0 ? counts.own : 0);
}

static enum status ack_never_back(void *ctx, int64_t acked, const struct sync_held *held,
                                  size_t held_count)
{
    struct tablet *t = ctx;
    int64_t before = 0;
    enum status st = store_get_int(t->store, STORE_acked, &before);

    acked = acked > before ? acked : before;
    return st != STATUS_OK ? st : t->port.set_acked(t->port.ctx, acked, held, held_count);
}

static enum status wipe_in_words(void *ctx, const char *sentence)
{
    struct tablet *t = ctx;
    const struct store_value value = {STORE_withdrawn, sentence};

    return store_set(t->store, &value, 1);
}

static enum status drop_nobody(void *ctx, int64_t here_ms, int64_t hub_ms)
{
    (void)here_ms;
    (void)ctx;
    (void)hub_ms;
    return STATUS_OK;
}

static enum status owe_nobody(void *ctx, const struct id *pupils, size_t count, int64_t upto)
{
    (void)ctx;
    (void)pupils;
    (void)count;
    (void)upto;
    return STATUS_OK;
}

static enum status drop_left_by_the_hub(void *ctx, int64_t here_ms, int64_t hub_ms)
{
    struct tablet *t = ctx;

    (void)here_ms;
    return store_drop_left(t->store, hub_ms);
}

/* The other verbs, so that ctx can be the tablet in a port whose one verb lies. */
#define PASS(verb, deed, args, call)    \
    static enum status pass_##verb args \
    {                                   \
        struct tablet *t = ctx;         \
        tablet_does(t, deed);           \
        return t->port.verb call;       \
    }
PASS(load, DEED_LOADED, (void *ctx, struct arena *arena, struct sync_state *out),
     (t->port.ctx, arena, out))
PASS(own_after, DEED_NOTHING,
     (void *ctx, int64_t seq, int64_t rows, int64_t bytes, struct arena *arena,
      struct sync_own *out),
     (t->port.ctx, seq, rows, bytes, arena, out))
PASS(own_hash, DEED_NOTHING, (void *ctx, int64_t seq, struct hash *out), (t->port.ctx, seq, out))
PASS(set_acked, DEED_ACKED, (void *ctx, int64_t acked, const struct sync_held *held, size_t count),
     (t->port.ctx, acked, held, count))
PASS(take, DEED_PAGE, (void *ctx, const struct sync_page *page), (t->port.ctx, page))
PASS(owed, DEED_NOTHING, (void *ctx, struct sync_owed *out), (t->port.ctx, out))
PASS(take_owed, DEED_BACKFILL,
     (void *ctx, const struct sync_owed *owed, const struct sync_page *page),
     (t->port.ctx, owed, page))
PASS(drop_left, DEED_LEFT, (void *ctx, int64_t here_ms, int64_t hub_ms),
     (t->port.ctx, here_ms, hub_ms))
PASS(sums, DEED_NOTHING,
     (void *ctx, int64_t upto, struct arena *arena, struct sync_pupil_check **out, size_t *count),
     (t->port.ctx, upto, arena, out, count))
PASS(owe, DEED_OWING, (void *ctx, const struct id *pupils, size_t count, int64_t upto),
     (t->port.ctx, pupils, count, upto))
PASS(set_parted, DEED_PARTED, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(end_settling, DEED_SETTLED, (void *ctx), (t->port.ctx))
PASS(wipe, DEED_WIPED, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(set_epoch, DEED_EPOCH, (void *ctx, const char *epoch, int64_t acked),
     (t->port.ctx, epoch, acked))
PASS(set_keys, DEED_KEYS, (void *ctx, const char *box, const char *sign, const char *epoch),
     (t->port.ctx, box, sign, epoch))
PASS(set_enrolled, DEED_ENROLLED,
     (void *ctx, const char *device, const char *school, const char *token),
     (t->port.ctx, device, school, token))
PASS(set_refused, DEED_TYPED, (void *ctx, const char *sentence), (t->port.ctx, sentence))
PASS(note, DEED_NOTED, (void *ctx, const struct sync_note *note), (t->port.ctx, note))

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
        .end_settling = pass_end_settling,
        .wipe = pass_wipe,
        .set_epoch = pass_set_epoch,
        .set_keys = pass_set_keys,
        .set_enrolled = pass_set_enrolled,
        .set_refused = pass_set_refused,
        .note = pass_note,
    };

    switch (t->plant) {
    case PLANT_CURSOR_PASSES_A_ROW:
        port.take = take_without_last; /* the check sums would mend that alone */
        port.take_owed = take_owed_without_last;
        break;
    case PLANT_ACK_BEFORE_THE_HUB:
        port.set_acked = ack_one_more;
        break;
    case PLANT_PARTING_NOT_KEPT:
        port.set_parted = set_parted_nowhere;
        break;
    case PLANT_EPOCH_KEEPS_ACKED:
        port.set_epoch = set_epoch_as_if_sent;
        port.set_acked = ack_never_back; /* a pull would mend that alone */
        break;
    case PLANT_WIPE_KEEPS_ROWS:
        port.wipe = wipe_in_words;
        break;
    case PLANT_ERASED_KEPT:
        port.take = take_without_erased;
        break;
    case PLANT_WHO_LEFT_STAYS:
        port.drop_left = drop_nobody;
        break;
    case PLANT_BACKFILL_EMPTY:
        port.take_owed = take_owed_without_rows;
        break;
    case PLANT_NOT_REPAIRED:
        port.owe = owe_nobody;
        break;
    case PLANT_DAYS_BY_ONE_CLOCK:
        port.drop_left = drop_left_by_the_hub;
        break;
    case PLANT_NOTHING:
    case PLANT_EDIT_NOT_FOLDED:
    case PLANT_NOT_WRITTEN_ANEW:
    case PLANT_WRITTEN_TWICE:
    case PLANT_ERASED_ANEW:
    case PLANT_SAVED_TOO_SOON:
    case PLANT_HUB_FORGETS:
    case PLANT_TABLET_FORGETS:
    case PLANT_DRAFT_APART:
    case PLANT_CLOCK_POISONED:
    case PLANT_WITHDRAWN_FORGOTTEN:
    case PLANT_HUB_DAY_ONE_WAY:
    case PLANT_COUNT:
        break; /* these lie elsewhere */
    }
    return port;
}
