/* Who is unlocked: from a passphrase to the keys, and back to nothing.
 *
 * Argon2id takes a good part of a second, so it is a job for the worker, and the screen goes on.
 * Each try is counted in the file before it is made: were it counted after, whoever pulls the
 * battery out in between would have as many tries as they like. The waits grow with the count. They
 * run by the monotonic clock, since whoever holds the tablet can set its wall clock; that clock
 * does not outlive the program, so a tablet that is started again waits the whole of it once more.
 * At lock all that was readable is closed and the keys are overwritten.
 */
#include "app_room.h"

#include <string.h>

#define FREE_TRIES   3
#define TRIES_MOST   1000 /* no wait grows any more; a spoiled count must not overflow */
#define WAIT_FIRST_S 5
#define WAIT_MOST_S  900

bool session_is_open(const struct app *a)
{
    return a->session.state == SESSION_OPEN;
}

/* A disk that is full counts no tries: they are counted in memory, and so that nobody gains by a
 * restart, each start begins with a wait. */
static void count_in_memory(const struct app *a, struct store_slot *slot)
{
    if (a->tries.slot == slot->number) {
        slot->wrong_count = a->tries.count;
        slot->wrong_ms = a->tries.ms;
    } else if (a->is_full && slot->wrong_ms < a->full_since_ms) {
        slot->wrong_count = slot->wrong_count > FREE_TRIES ? slot->wrong_count : FREE_TRIES;
        slot->wrong_ms = a->full_since_ms;
    }
}

static enum status put_slot(struct app *a, struct store_slot *slot)
{
    enum status st = store_slot_put(a->store, slot);

    a->tries.slot = 0;
    if (st == STATUS_FULL) {
        a->tries.slot = slot->number;
        a->tries.count = slot->wrong_count;
        a->tries.ms = slot->wrong_ms;
        st = STATUS_OK;
    }
    return st;
}

enum status session_find_slot(struct app *a, int64_t number, struct store_slot *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};
    bool found = false;

    TRY(store_slots(a->store, &arena, &slots));
    for (size_t i = 0; i < slots.count && !found; i++) {
        found = slots.rows[i].number == number;
        if (found) {
            *out = slots.rows[i];
        }
    }
    if (!found) {
        st = FAIL(STATUS_NOT_FOUND, "This name is not on the tablet any more");
        goto done;
    }
    count_in_memory(a, out);
done:
    arena_finish(&arena);
    return st;
}

int session_wait_s(const struct app *a, const struct store_slot *slot)
{
    int64_t wait = WAIT_FIRST_S;
    int64_t since = a->wait_from_ms == APP_NEVER ? 0 : (a->now_ms - a->wait_from_ms) / 1000;

    if (slot->wrong_count < FREE_TRIES) {
        return 0;
    }
    for (int64_t i = FREE_TRIES; i < slot->wrong_count && wait < WAIT_MOST_S; i++) {
        wait *= 2;
    }
    wait = wait > WAIT_MOST_S ? WAIT_MOST_S : wait;
    return since >= wait ? 0 : (int)(wait - since);
}

enum status session_pick(struct app *a, int64_t number)
{
    enum status st = STATUS_OK;
    struct store_slot slot = {0};

    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    a->lock_fault[0] = '\0';
    a->picked_slot = number;
    app_changed(a);
    if (number == 0) {
        return STATUS_OK;
    }
    TRY(session_find_slot(a, number, &slot));
    a->wants_focus = WORD_UNLOCK_PASSPHRASE;
done:
    return st;
}

/* ---- the job --------------------------------------------------------------------------------- */

static bool makes_slot(enum app_job_kind kind)
{
    return kind == JOB_ENROL || kind == JOB_COLLEAGUE;
}

/* Runs on the worker: touches the job alone. */
static void run_job(void *arg)
{
    struct app_job *job = arg;

    if (job->kind == JOB_CODE) {
        enrol_read_picture(job);
    } else if (job->kind == JOB_FILES || job->kind == JOB_PICTURE) {
        album_run(job);
    } else if (job->kind == JOB_CLIP) {
        record_run(job);
    } else if (job->kind == JOB_CHANGE) {
        staff_run_change(job);
    } else if (makes_slot(job->kind)) {
        job->st = slot_make(job->passphrase, &job->keys, &job->random, &job->slot.slot);
    } else {
        job->st = slot_open(&job->slot.slot, job->passphrase, &job->keys);
    }
    text_copy(job->sentence, sizeof(job->sentence), job->st == STATUS_OK ? "" : status_message());
}

enum status app_job_start(struct app *a)
{
    struct app_job *job = &a->job;

    job->app = a;
    job->random = a->host.random;
    text_copy(job->passphrase, sizeof(job->passphrase), a->form.passphrase);
    if (!a->host.work(a->host.ctx, run_job, job)) {
        app_job_wipe(a);
        return FAIL(STATUS_BUSY, "The tablet is busy: try again in a moment");
    }
    app_changed(a);
    return STATUS_OK;
}

void app_job_wipe(struct app *a)
{
    key_wipe(&a->job, sizeof(a->job));
}

enum status session_count_try(struct app *a, struct store_slot *slot)
{
    slot->wrong_count += slot->wrong_count < TRIES_MOST ? 1 : 0;
    slot->wrong_ms = app_wall(a);
    a->wait_from_ms = a->now_ms;
    return put_slot(a, slot);
}

enum status session_unlock(struct app *a, enum app_job_kind kind)
{
    enum status st = STATUS_OK;
    struct store_slot slot = {0};
    int64_t number = kind == JOB_LEAVE_ROOM ? a->session.slot.number : a->picked_slot;

    if (a->form.passphrase[0] == '\0' && a->demo != NULL) {
        text_copy(a->form.passphrase, sizeof(a->form.passphrase), a->demo);
    }
    if (a->job.kind != JOB_NONE) {
        return STATUS_OK;
    }
    if (a->form.passphrase[0] == '\0') {
        text_copy(a->lock_fault, sizeof(a->lock_fault), word_of(a, WORD_UNLOCK_EMPTY));
        a->wants_focus = WORD_UNLOCK_PASSPHRASE;
        app_changed(a);
        return STATUS_OK;
    }
    TRY(session_find_slot(a, number, &slot));
    if (session_wait_s(a, &slot) > 0) {
        return STATUS_OK;
    }
    TRY(session_count_try(a, &slot));
    a->job.kind = kind;
    a->job.slot = slot;
    a->lock_fault[0] = '\0';
    TRY(app_job_start(a));
done:
    return st;
}

/* A tablet that has locked itself meanwhile asks for another passphrase. */
static void tell_wrong(struct app *a, const struct app_job *job)
{
    bool is_wrong = job->st == STATUS_LOCKED;

    if (job->kind == JOB_LEAVE_ROOM && a->session.state == SESSION_LOCKED) {
        return;
    }
    if (is_wrong) {
        text_copy(a->lock_fault, sizeof(a->lock_fault), word_of(a, WORD_UNLOCK_WRONG));
    } else {
        app_put_sentence(a, a->lock_fault, sizeof(a->lock_fault), job->sentence);
    }
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    a->wants_focus = WORD_UNLOCK_PASSPHRASE;
    app_timer(a, TIMER_WAIT, 1000);
}

static enum status forgive(struct app *a, struct store_slot *slot)
{
    slot->wrong_count = 0;
    slot->wrong_ms = 0;
    return put_slot(a, slot);
}

static void unlock_answered(struct app *a, struct app_job *job)
{
    if (job->st != STATUS_OK) {
        tell_wrong(a, job);
        return;
    }
    app_tell(a, forgive(a, &job->slot));
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    if (job->kind == JOB_LEAVE_ROOM) {
        room_left(a);
    } else {
        app_tell(a, session_begin(a, &job->slot, &job->keys));
    }
}

void app_work_done(struct app *a, void *arg)
{
    struct app_job job = a->job;

    CHECK(arg == &a->job);
    app_job_wipe(a);
    if (job.kind == JOB_FILES || job.kind == JOB_PICTURE) {
        album_worked(a, &job);
        app_changed(a);
        return; /* no passphrase was there: nothing is to be forgotten */
    }
    if (job.kind == JOB_CLIP) {
        record_worked(a, &job);
        app_changed(a);
        return;
    }
    if (job.kind == JOB_CODE) {
        enrol_pictured(a, &job);
    } else if (job.kind == JOB_CHANGE) {
        staff_changed(a, &job);
    } else if (makes_slot(job.kind)) {
        enrol_made(a, &job);
    } else {
        unlock_answered(a, &job);
    }
    key_wipe(&job, sizeof(job));
    a->has_forgotten = true;
    a->has_touch = true;
    app_changed(a);
}

/* ---- open and lock --------------------------------------------------------------------------- */

enum status session_begin(struct app *a, const struct store_slot *slot,
                          const struct slot_keys *keys)
{
    enum status st = STATUS_OK;
    char dev[64] = "";
    char school[64] = "";

    a->session.slot = *slot;
    a->session.keys = *keys;
    a->session.state = SESSION_KEYS;
    a->fault[0] = '\0';
    TRY(app_setting(a, STORE_device, dev, sizeof(dev)));
    TRY(app_setting(a, STORE_school, school, sizeof(school)));
    app_timer(a, TIMER_WATCH, 0);
    if (dev[0] == '\0' || school[0] == '\0') {
        a->place.on = SCREEN_START;
        return enrol_goes_on(a);
    }
    TRY(id_parse(dev, &a->session.dev));
    TRY(id_parse(school, &a->session.school));
    TRY(fold_open(a));
    a->session.state = SESSION_OPENING;
    app_timer(a, TIMER_FOLD, 0);
done:
    if (st != STATUS_OK) {
        session_lock(a);
    }
    return st;
}

void session_ready(struct app *a)
{
    a->session.state = SESSION_OPEN;
    voice_names_forget(a);
    app_tell(a, draft_list(a));
    app_tell(a, twin_list(a));
    enrol_find_typed(a);
    a->view.sheet = SHEET_NONE;
    app_tell_full(a);
    if (id_is_none(&a->session.slot.staff)) {
        a->place.on = SCREEN_START;
    } else {
        draft_find_where(a);
    }
    app_changed(a);
}

static void forget_person(struct app *a)
{
    a->place = (struct app_place){.on = SCREEN_UNLOCK};
    a->picked_slot = 0;
    a->chosen_count = 0;
    a->is_selecting = false;
    a->is_changing = false;
    a->draft_count = 0;
    twin_forget(a);
    a->clash = (struct id){""};
    a->clash_field[0] = '\0';
    a->third_dirty = false;
    a->code_dirty = false;
    a->reason_dirty = false;
    a->wants_focus = WORD_ACCESS_OPEN;
    a->colleague = (struct id){""};
    a->view.sheet = SHEET_NONE;
    a->toast[0] = '\0';
    a->fault[0] = '\0';
    a->lock_fault[0] = '\0';
    undo_forget(a);
    room_close(a);
    album_close(a);
    record_close(a);
    a->lost_count = 0;
    key_wipe(&a->interval, sizeof(a->interval));
    app_timer(a, TIMER_INTERVAL, APP_NEVER);
    key_wipe(&a->form, sizeof(a->form));
    draft_close(a);
    known_close(a);
    learn_forget(a);
    voice_names_forget(a);
    arena_wipe(&a->model);
    app_timer(a, TIMER_FOLD, APP_NEVER);
    app_timer(a, TIMER_IDLE, APP_NEVER);
    app_timer(a, TIMER_DRAFT, APP_NEVER);
    app_timer(a, TIMER_TOAST, APP_NEVER);
}

void session_forget(struct app *a)
{
    if ((a->place.on == SCREEN_ROOM || a->place.on == SCREEN_CLIPS) && a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
    fold_close(a);
    key_wipe(&a->session, sizeof(a->session));
    forget_person(a);
    a->has_forgotten = true;
    app_changed(a);
}

void session_lock(struct app *a)
{
    enum status st = STATUS_OK;

    if (a->session.state == SESSION_LOCKED) {
        return;
    }
    if (session_is_open(a)) {
        st = draft_flush(a);
        st = st == STATUS_OK ? draft_keep_where(a) : st;
        /* A person has asked for a lock, and sees one at once: what is much is left to the log. */
        st = st == STATUS_OK && image_is_small(a) ? fold_keep_all(a) : st;
    }
    session_forget(a);
    app_tell(a, st);
}

void app_lock(struct app *a)
{
    session_lock(a);
}

bool app_has_let_go(struct app *a)
{
    bool has = a->has_let_go;

    a->has_let_go = false;
    return has;
}

bool app_has_forgotten(struct app *a)
{
    bool has = a->has_forgotten;

    a->has_forgotten = false;
    return has;
}
