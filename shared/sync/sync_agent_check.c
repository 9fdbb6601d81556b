/* What is held against what the hub says: sums over all, then a pupil at a time.
 *
 * A row that was lost on the way, or on this disk, would stay unseen for ever, because the cursor
 * has passed it. So the sums of a last page are compared, and where they differ the hub is asked
 * for them a pupil at a time; whatever differs is owed again from the start. That is done once a
 * round: should the hub be the one that lacks something, the tablet keeps it, uncounted.
 */
#include "sync_private.h"

#include <string.h>

static bool is_same(const struct sync_check *a, const struct sync_check *b)
{
    return a->count == b->count && memcmp(a->sum, b->sum, sizeof(a->sum)) == 0;
}

enum status sync_sums_agree(struct sync *s, int64_t upto, const struct sync_check *theirs,
                            bool *agrees)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct sync_pupil_check *ours = NULL;
    struct sync_check total = {0};
    size_t count = 0;

    TRY(s->ports.store->sums(s->ports.store->ctx, upto, &arena, &ours, &count));
    for (size_t i = 0; i < count; i++) {
        total.count += ours[i].check.count;
        for (size_t k = 0; k < sizeof(total.sum); k++) {
            total.sum[k] ^= ours[i].check.sum[k];
        }
    }
    *agrees = is_same(&total, theirs);
done:
    arena_finish(&arena);
    return st;
}

struct checks {
    struct sync_pupil_check *rows;
    size_t count;
};

/* A pupil whom the tablet does not know in its scope is none: the next pull brings the scope. */
static bool differs(const struct sync_pupil_check *theirs, const struct checks *ours)
{
    for (size_t i = 0; i < ours->count; i++) {
        if (id_equal(&ours->rows[i].pupil, &theirs->pupil)) {
            return !is_same(&ours->rows[i].check, &theirs->check);
        }
    }
    return false;
}

static enum status owe_what_differs(struct sync *s, const struct checks *theirs)
{
    enum status st = STATUS_OK;
    struct checks ours = {0};
    struct id *pupils = arena_alloc(&s->task, (theirs->count + 1) * sizeof(*pupils));
    size_t count = 0;

    TRY(s->ports.store->sums(s->ports.store->ctx, s->check_upto, &s->task, &ours.rows,
                             &ours.count));
    for (size_t i = 0; i < theirs->count; i++) {
        if (differs(&theirs->rows[i], &ours)) {
            pupils[count] = theirs->rows[i].pupil;
            count++;
        }
    }
    if (count == 0) {
        st = sync_round_done(s, false);
        goto done;
    }
    TRY(s->ports.store->owe(s->ports.store->ctx, pupils, count, s->check_upto));
    TRY(s->ports.store->owed(s->ports.store->ctx, &s->owed));
    s->has_repaired = true;
    s->phase = PHASE_BACKFILL;
done:
    return st;
}

enum status sync_take_check(struct sync *s, const struct sync_answer *answer)
{
    struct checks theirs = {0};

    if (answer->status != 200) {
        return sync_answer_fault(s, answer);
    }
    if (sync_read_pupil_checks(answer->body, answer->size, &s->task, &theirs.rows, &theirs.count) !=
        STATUS_OK) {
        return sync_answer_strange(s);
    }
    return owe_what_differs(s, &theirs);
}
