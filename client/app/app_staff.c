/* Who may unlock this tablet, as people come and go.
 *
 * Nobody can reach into a tablet that is offline, but the staff list comes with each sync, and it
 * says who has left. Their slot goes as soon as anybody has the list folded; if it is they
 * themselves who unlock, what they had begun is kept, and the tablet locks. The last slot stays
 * whatever the list says, for without one nobody could ever send what is still on the tablet.
 *
 * A passphrase is changed by whoever knows it: an unlocked tablet that was left on a table must not
 * be made somebody else's. So the old one is asked for, and a wrong one counts and waits as at the
 * lock.
 */
#include "app_private.h"

#include <string.h>

/* ---- who has left ---------------------------------------------------------------------------- */

/* Of whom the list says nothing may not have come yet. */
static bool has_left(struct app *a, const struct store_slot *slot)
{
    struct merge_record r = {0};
    bool gone = false;

    merge_init(&r);
    if (!id_is_none(&slot->staff) &&
        view_load(a->session.view, &a->session.school, &slot->staff, &r) == STATUS_OK) {
        gone = json_is_true(model_field(&r, "left")) || merge_void_reason(&r) != NULL;
    }
    merge_finish(&r);
    return gone;
}

enum status staff_heed_list(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};
    int64_t own = a->session.slot.number;
    bool own_gone = false;
    size_t gone = 0;

    TRY(store_slots(a->store, &arena, &slots));
    for (size_t i = 0; i < slots.count; i++) {
        gone += has_left(a, &slots.rows[i]) ? 1 : 0;
    }
    if (gone == 0 || gone == slots.count) {
        goto done;
    }
    for (size_t i = 0; i < slots.count; i++) {
        bool goes = has_left(a, &slots.rows[i]);
        own_gone = own_gone || (goes && slots.rows[i].number == own);
        if (goes && slots.rows[i].number != own) {
            TRY(store_slot_drop(a->store, slots.rows[i].number));
            app_changed(a);
        }
    }
    if (own_gone) {
        session_lock(a); /* what they had begun is sealed first */
        TRY(store_slot_drop(a->store, own));
        text_copy(a->fault, sizeof(a->fault), word_of(a, WORD_UNLOCK_LEFT));
    }
done:
    arena_finish(&arena);
    return st;
}

/* ---- another passphrase ---------------------------------------------------------------------- */

static void forget_typed(struct app *a)
{
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    key_wipe(a->form.old_passphrase, sizeof(a->form.old_passphrase));
}

void staff_change_begin(struct app *a, bool on)
{
    forget_typed(a);
    a->is_changing = on;
    a->enrol_fault[0] = '\0';
    a->wants_focus = on ? WORD_CHANGE_OLD : WORD_COUNT;
}

static enum status wait_is_over(struct app *a, const struct store_slot *slot)
{
    int wait_s = session_wait_s(a, slot);

    if (wait_s > 0) {
        return FAIL(STATUS_BUSY, "Wait %d seconds, then try again", wait_s);
    }
    return STATUS_OK;
}

enum status staff_change(struct app *a)
{
    enum status st = STATUS_OK;
    struct store_slot slot = {0};

    if (a->job.kind != JOB_NONE || !a->is_changing) {
        return STATUS_OK;
    }
    a->enrol_fault[0] = '\0';
    TRY(enrol_check_passphrase(a->form.passphrase));
    TRY(session_find_slot(a, a->session.slot.number, &slot));
    TRY(wait_is_over(a, &slot));
    TRY(session_count_try(a, &slot));
    a->job.kind = JOB_CHANGE;
    a->job.slot = slot;
    a->job.keys = a->session.keys;
    text_copy(a->job.old, sizeof(a->job.old), a->form.old_passphrase);
    TRY(app_job_start(a));
done:
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
    }
    app_changed(a);
    return STATUS_OK;
}

/* On the worker. The old passphrase must open the slot that the new one is put on. */
void staff_run_change(struct app_job *job)
{
    struct slot_keys opened = {0};

    job->st = slot_open(&job->slot.slot, job->old, &opened);
    if (job->st == STATUS_OK) {
        job->st = slot_make(job->passphrase, &job->keys, &job->random, &job->slot.slot);
    }
    key_wipe(&opened, sizeof(opened));
}

void staff_changed(struct app *a, struct app_job *job)
{
    enum status st = job->st;

    if (st == STATUS_LOCKED) {
        key_wipe(a->form.old_passphrase, sizeof(a->form.old_passphrase));
        text_copy(a->enrol_fault, sizeof(a->enrol_fault), word_of(a, WORD_CHANGE_WRONG));
        a->wants_focus = WORD_CHANGE_OLD;
        return;
    }
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), job->sentence);
        return;
    }
    job->slot.wrong_count = 0;
    job->slot.wrong_ms = 0;
    st = store_slot_put(a->store, &job->slot);
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
        return;
    }
    if (a->session.state != SESSION_LOCKED) {
        a->session.slot = job->slot;
        staff_change_begin(a, false);
        app_toast(a, WORD_CHANGED, false);
    }
}
