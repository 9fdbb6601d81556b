/* What a person asked for is carried out, one function an intent.
 *
 * The table is indexed by the intent; one without a function is a bug that the first use stops at.
 * A fault is told to the person by the sentence that was born with it, and changes nothing else.
 */
#include "app_room.h"

#include <string.h>

static const struct id no_id = {""};

/* ---- enrolling, unlocking -------------------------------------------------------------------- */

static enum status on_enrol(struct app *a, const struct said *said)
{
    (void)said;
    return enrol_ask(a);
}

static enum status on_rejoin(struct app *a, const struct said *said)
{
    (void)said;
    return rejoin_ask(a);
}

static enum status on_read_code(struct app *a, const struct said *said)
{
    (void)said;
    return enrol_from_picture(a);
}

static enum status on_enrol_again(struct app *a, const struct said *said)
{
    (void)said;
    return enrol_again(a);
}

static enum status on_choose_name(struct app *a, const struct said *said)
{
    return enrol_name(a, &said->id);
}

static enum status on_pick_slot(struct app *a, const struct said *said)
{
    return session_pick(a, said->number);
}

static enum status on_unlock(struct app *a, const struct said *said)
{
    (void)said;
    return session_unlock(a, JOB_UNLOCK);
}

static enum status on_lock(struct app *a, const struct said *said)
{
    (void)said;
    session_lock(a);
    return STATUS_OK;
}

/* ---- going about ----------------------------------------------------------------------------- */

static enum status go(struct app *a, enum screen_name on)
{
    enum status st = STATUS_OK;

    if (!session_is_open(a)) {
        return STATUS_OK;
    }
    TRY(draft_flush(a));
    app_toast_drop(a);
    if (a->place.on == SCREEN_OBSERVE) {
        draft_close(a);
    }
    clash_close(a);
    staff_change_begin(a, false);
    a->colleague = no_id;
    a->code_fault[0] = '\0';
    a->enrol_fault[0] = '\0';
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    place_go(a, on);
done:
    return st;
}

static enum status on_home(struct app *a, const struct said *said)
{
    (void)said;
    return go(a, SCREEN_CLASS);
}

static enum status on_back(struct app *a, const struct said *said)
{
    (void)said;
    if ((a->place.on == SCREEN_PICTURES && album_back(a)) ||
        (a->place.on == SCREEN_CLIPS && record_back(a))) {
        return STATUS_OK;
    }
    return go(a, place_back(a));
}

static enum status observe(struct app *a, const struct id *pupils, size_t count,
                           const struct id *rec)
{
    enum status st = STATUS_OK;

    TRY(go(a, SCREEN_OBSERVE));
    if (a->form.search[0] != '\0') {
        a->form.search[0] = '\0'; /* whoever comes back sees the whole group */
        a->view.listing++;
    }
    TRY(draft_open(a, pupils, count, rec));
    a->place.pupil = pupils[0];
    place_go(a, SCREEN_OBSERVE);
done:
    return st;
}

static enum status on_open_observe(struct app *a, const struct said *said)
{
    const struct app_draft_row *row = draft_of_pupil(a, &said->id);
    struct id pupils[SCREEN_PUPILS_MAX] = {said->id};
    struct id rec = no_id;
    size_t count = 1;

    if (row != NULL) { /* the card says Draft: that is what opens */
        count = row->pupil_count;
        memcpy(pupils, row->pupils, count * sizeof(*pupils));
        rec = row->rec;
    }
    return observe(a, pupils, count, &rec);
}

static enum status on_open_pupil(struct app *a, const struct said *said)
{
    a->place.pupil = said->id;
    pupil_begin(a);
    return go(a, SCREEN_PUPIL);
}

static enum status on_open_look(struct app *a, const struct said *said)
{
    (void)said;
    return go(a, SCREEN_LOOK);
}

static enum status on_open_tablet(struct app *a, const struct said *said)
{
    (void)said;
    return go(a, SCREEN_TABLET);
}

static enum status on_look_open(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;

    TRY(clash_flush(a));
    TRY(go(a, SCREEN_LOOK));
    TRY(clash_open(a, &said->id));
    TRY(draft_keep_where(a));
done:
    return st;
}

static enum status on_look_twin(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    size_t number = (size_t)said->number;

    TRY(clash_flush(a));
    TRY(go(a, SCREEN_LOOK));
    twin_open(a, number < a->twins.count ? a->twins.rows[number].name : "");
    TRY(draft_keep_where(a));
done:
    return st;
}

static enum status on_look_keep(struct app *a, const struct said *said)
{
    return a->twins.open[0] != '\0' ? twin_settle(a, said->number != 0) : clash_said(a, said);
}

static enum status on_sheet(struct app *a, const struct said *said)
{
    enum status st = reason_flush(a);

    a->view.sheet = (int)said->number;
    a->form.own_word[0] = '\0';
    if (a->view.sheet == SHEET_REASONS) {
        reason_open(a);
    } else if (a->view.sheet == SHEET_ACCESS && a->means == UI_BY_KEY) {
        a->wants_focus = WORD_ACCESS_AUTO; /* who has one switch and no more turns it on by that */
    }
    return st;
}

/* ---- class ----------------------------------------------------------------------------------- */

/* Who is chosen stays so: pupils of two groups may be observed together. */
static enum status on_pick_group(struct app *a, const struct said *said)
{
    a->place.group = said->id;
    a->view.listing++;
    place_go(a, SCREEN_CLASS);
    return STATUS_OK;
}

static enum status on_order(struct app *a, const struct said *said)
{
    a->place.by_name = said->number != 0;
    a->view.listing++;
    return draft_keep_where(a);
}

static enum status on_select_mode(struct app *a, const struct said *said)
{
    app_toast_drop(a); /* it would lie over the bar at the foot */
    a->is_selecting = said->number != 0;
    a->chosen_count = 0;
    return draft_keep_where(a);
}

static enum status on_select(struct app *a, const struct said *said)
{
    for (size_t i = 0; i < a->chosen_count; i++) {
        if (id_equal(&a->chosen[i], &said->id)) {
            a->chosen[i] = a->chosen[--a->chosen_count];
            return draft_keep_where(a);
        }
    }
    if (a->chosen_count == SCREEN_PUPILS_MAX) {
        return FAIL(STATUS_BAD_INPUT, "A group observation takes up to %d pupils",
                    SCREEN_PUPILS_MAX);
    }
    a->chosen[a->chosen_count++] = said->id;
    return draft_keep_where(a);
}

static enum status on_observe_chosen(struct app *a, const struct said *said)
{
    struct id pupils[SCREEN_PUPILS_MAX] = {{""}};
    size_t count = a->chosen_count;

    (void)said;
    if (count == 0) {
        return STATUS_OK;
    }
    memcpy(pupils, a->chosen, sizeof(pupils));
    a->is_selecting = false;
    a->chosen_count = 0;
    return observe(a, pupils, count, &no_id);
}

static enum status on_open_interval(struct app *a, const struct said *said)
{
    struct id pupils[SCREEN_PUPILS_MAX] = {said->id};
    size_t count = 1;

    if (id_is_none(&said->id)) {
        memcpy(pupils, a->chosen, sizeof(pupils));
        count = a->chosen_count;
    }
    app_toast_drop(a);
    return interval_open(a, pupils, count);
}

/* ---- observe --------------------------------------------------------------------------------- */

static enum status on_typed(struct app *a, const struct said *said)
{
    (void)said;
    if (a->view.sheet == SHEET_REASONS) {
        reason_typed(a);
    } else if (a->place.on == SCREEN_OBSERVE) {
        draft_typed(a);
    } else if (a->place.on == SCREEN_PICTURES) {
        album_typed(a);
    } else if (a->place.on == SCREEN_LOOK) {
        clash_typed(a);
    } else if (a->place.on == SCREEN_START || a->place.on == SCREEN_TABLET) {
        enrol_typed(a);
    }
    return STATUS_OK;
}

static enum status on_draft(struct app *a, const struct said *said)
{
    a->view.sheet = SHEET_NONE;
    if (said->number != 0) {
        return FAIL(STATUS_BAD_INPUT, "An observation takes up to %d targets", SCREEN_TARGETS_MAX);
    }
    draft_tapped(a);
    return STATUS_OK;
}

static enum status on_pick_scale(struct app *a, const struct said *said)
{
    return scale_pick(a, said->number);
}

static enum status on_phrase(struct app *a, const struct said *said)
{
    if (said->number != 0) {
        return FAIL(STATUS_BAD_INPUT, "This part of the note is full: shorten it, then tap again");
    }
    draft_tapped(a);
    return STATUS_OK;
}

static enum status on_save(struct app *a, const struct said *said)
{
    (void)said;
    return capture_save(a);
}

static enum status on_clear(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    struct id pupils[SCREEN_PUPILS_MAX];
    struct id rec = d->rec;
    size_t count = d->pupil_count;

    (void)said;
    memcpy(pupils, d->pupils, sizeof(pupils));
    undo_begin(a, UNDO_CLEAR, "observation");
    a->undo.draft = *d;
    a->undo.parked = a->parked;
    a->parked = NULL;
    TRY(draft_drop(a));
    TRY(draft_open(a, pupils, count, &rec));
    app_toast(a, WORD_CLEARED, true);
done:
    return st;
}

static enum status on_undo(struct app *a, const struct said *said)
{
    (void)said;
    return undo_last(a);
}

static enum status on_edit(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &said->id, &r));
    TRY(observe(a, &r.pupil, 1, &said->id));
done:
    merge_finish(&r);
    return st;
}

static enum status on_hand_over(struct app *a, const struct said *said)
{
    (void)said;
    a->view.sheet = SHEET_HAND_OVER;
    a->view.skips_practice = false; /* what suited one pupil is not yet true of the next */
    app_changed(a);
    return STATUS_OK;
}

static enum status on_practise(struct app *a, const struct said *said)
{
    a->view.skips_practice = said->number == 0;
    app_changed(a);
    return STATUS_OK;
}

static enum status on_room_unlock(struct app *a, const struct said *said)
{
    (void)said;
    return session_unlock(a, JOB_LEAVE_ROOM);
}

/* ---- tablet ---------------------------------------------------------------------------------- */

static enum status on_sync_now(struct app *a, const struct said *said)
{
    (void)said;
    return sync_ask_now(a);
}

static enum status on_text_size(struct app *a, const struct said *said)
{
    a->look.text = (float)said->number / 100.0F;
    return look_keep(a);
}

static enum status on_theme(struct app *a, const struct said *said)
{
    a->look.theme = (enum ui_theme)said->number;
    return look_keep(a);
}

static enum status on_ruler(struct app *a, const struct said *said)
{
    return look_measure(a, said->number);
}

static enum status on_sound(struct app *a, const struct said *said)
{
    a->look.silent = said->number == 0;
    a->look.voiced = a->look.voiced && !a->look.silent;
    return look_keep(a);
}

static enum status on_keyboard(struct app *a, const struct said *said)
{
    a->look.keyboard = said->number != 0;
    return look_keep(a);
}

static enum status on_script(struct app *a, const struct said *said)
{
    CHECK(said->number > UI_LATIN && said->number < UI_SCRIPT_COUNT);
    a->look.scripts ^= 1U << said->number;
    return look_keep(a);
}

static enum status on_access(struct app *a, const struct said *said)
{
    (void)said;
    return look_from_form(a);
}

static enum status on_pick_colleague(struct app *a, const struct said *said)
{
    staff_change_begin(a, false);
    a->colleague = said->id;
    a->view.sheet = SHEET_NONE;
    a->wants_focus = id_is_none(&said->id) ? WORD_COUNT : WORD_START_PASSPHRASE;
    a->enrol_fault[0] = '\0';
    key_wipe(a->form.passphrase, sizeof(a->form.passphrase));
    return STATUS_OK;
}

static enum status on_change_passphrase(struct app *a, const struct said *said)
{
    if (said->number == 2) {
        return staff_change(a);
    }
    a->colleague = no_id;
    staff_change_begin(a, said->number != 0);
    return STATUS_OK;
}

static enum status on_add_colleague(struct app *a, const struct said *said)
{
    (void)said;
    return enrol_colleague(a);
}

static enum status on_nothing(struct app *a, const struct said *said)
{
    (void)a;
    (void)said;
    return STATUS_OK;
}

static enum status (*const handlers[INTENT_COUNT])(struct app *, const struct said *) = {
    [INTENT_NONE] = on_nothing,
    [INTENT_ENROL] = on_enrol,
    [INTENT_ENROL_AGAIN] = on_enrol_again,
    [INTENT_READ_CODE] = on_read_code,
    [INTENT_REJOIN] = on_rejoin,
    [INTENT_CHOOSE_NAME] = on_choose_name,
    [INTENT_PICK_SLOT] = on_pick_slot,
    [INTENT_UNLOCK] = on_unlock,
    [INTENT_LOCK] = on_lock,
    [INTENT_HOME] = on_home,
    [INTENT_BACK] = on_back,
    [INTENT_OPEN_OBSERVE] = on_open_observe,
    [INTENT_OPEN_PUPIL] = on_open_pupil,
    [INTENT_OPEN_LOOK] = on_open_look,
    [INTENT_OPEN_TABLET] = on_open_tablet,
    [INTENT_SHEET] = on_sheet,
    [INTENT_PICK_GROUP] = on_pick_group,
    [INTENT_ORDER] = on_order,
    [INTENT_SELECT_MODE] = on_select_mode,
    [INTENT_SELECT] = on_select,
    [INTENT_OBSERVE_CHOSEN] = on_observe_chosen,
    [INTENT_OPEN_INTERVAL] = on_open_interval,
    [INTENT_INTERVAL_METHOD] = interval_said,
    [INTENT_INTERVAL_EVERY] = interval_said,
    [INTENT_INTERVAL_LENGTH] = interval_said,
    [INTENT_INTERVAL_START] = interval_said,
    [INTENT_INTERVAL_SEEN] = interval_said,
    [INTENT_INTERVAL_STOP] = interval_said,
    [INTENT_INTERVAL_SAVE] = interval_said,
    [INTENT_INTERVAL_DROP] = interval_said,
    [INTENT_TYPED] = on_typed,
    [INTENT_DRAFT] = on_draft,
    [INTENT_PICK_SCALE] = on_pick_scale,
    [INTENT_PHRASE] = on_phrase,
    [INTENT_SAVE] = on_save,
    [INTENT_CLEAR] = on_clear,
    [INTENT_TAKE_OUT] = pupil_said,
    [INTENT_PUPIL_TAB] = pupil_said,
    [INTENT_PUPIL_AREA] = pupil_said,
    [INTENT_PUPIL_KIND] = pupil_said,
    [INTENT_PUPIL_PAGE] = pupil_said,
    [INTENT_ASK_TAKE_OUT] = pupil_said,
    [INTENT_REVIEW_OPEN] = pupil_said,
    [INTENT_REVIEW_OWN] = pupil_said,
    [INTENT_REVIEW_AGREED] = pupil_said,
    [INTENT_PUT_BACK] = pupil_said,
    [INTENT_HISTORY] = pupil_said,
    [INTENT_UNDO] = on_undo,
    [INTENT_EDIT] = on_edit,
    [INTENT_OPEN_PICTURES] = album_open,
    [INTENT_PICTURES_WHOSE] = album_said,
    [INTENT_PICTURE_LOOK] = album_said,
    [INTENT_PICTURE_TAKE] = album_said,
    [INTENT_PICTURE_OPEN] = album_said,
    [INTENT_PICTURE_FACE] = album_said,
    [INTENT_PICTURE_SAVE] = album_said,
    [INTENT_PICTURE_OUT] = album_said,
    [INTENT_OPEN_CLIPS] = record_open,
    [INTENT_CLIPS_WHOSE] = record_said,
    [INTENT_CLIPS_SET] = record_said,
    [INTENT_CLIP_OPEN] = record_said,
    [INTENT_CLIP_RECORD] = record_said,
    [INTENT_CLIP_STOP] = record_said,
    [INTENT_CLIP_HEAR] = record_said,
    [INTENT_CLIP_KEEP] = record_said,
    [INTENT_CLIP_DROP] = record_said,
    [INTENT_CLIP_OUT] = record_said,
    [INTENT_HAND_OVER] = on_hand_over,
    [INTENT_PRACTISE] = on_practise,
    [INTENT_OPEN_PROFILE] = profile_open,
    [INTENT_PROFILE] = profile_said,
    [INTENT_PROFILE_LISTEN] = trial_listen,
    [INTENT_PROFILE_TRY] = trial_open,
    [INTENT_ROOM_OPEN] = room_open,
    [INTENT_ROOM_ANSWER] = room_said,
    [INTENT_ROOM_CARD] = room_said,
    [INTENT_ROOM_WORDS] = room_said,
    [INTENT_ROOM_CHANGE] = room_said,
    [INTENT_ROOM_UNSURE] = room_said,
    [INTENT_ROOM_NOT_NOW] = room_said,
    [INTENT_ROOM_NEXT] = room_said,
    [INTENT_ROOM_BACK] = room_said,
    [INTENT_ROOM_SAY] = room_said,
    [INTENT_ROOM_DONE] = room_said,
    [INTENT_ROOM_HELP] = room_said,
    [INTENT_ROOM_LEAVE] = room_said,
    [INTENT_ROOM_STAY] = room_said,
    [INTENT_ROOM_UNLOCK] = on_room_unlock,
    [INTENT_LOOK_OPEN] = on_look_open,
    [INTENT_LOOK_TWIN] = on_look_twin,
    [INTENT_LOOK_KEEP] = on_look_keep,
    [INTENT_LOOK_WRITE] = clash_said,
    [INTENT_LOOK_BOTH] = clash_said,
    [INTENT_LOOK_THIRD] = clash_said,
    [INTENT_SYNC_NOW] = on_sync_now,
    [INTENT_TEXT_SIZE] = on_text_size,
    [INTENT_THEME] = on_theme,
    [INTENT_RULER] = on_ruler,
    [INTENT_SOUND] = on_sound,
    [INTENT_LICENCE] = licence_said,
    [INTENT_LICENCE_PAGE] = licence_said,
    [INTENT_KEYBOARD] = on_keyboard,
    [INTENT_SCRIPT] = on_script,
    [INTENT_ACCESS] = on_access,
    [INTENT_PICK_COLLEAGUE] = on_pick_colleague,
    [INTENT_ADD_COLLEAGUE] = on_add_colleague,
    [INTENT_CHANGE_PASSPHRASE] = on_change_passphrase,
};

void intent_carry_out(struct app *a, const struct said *said)
{
    CHECK(said->intent < INTENT_COUNT && handlers[said->intent] != NULL);
    if (said->intent != INTENT_TYPED) {
        a->fault[0] = '\0';
        app_tell_full(a);
    }
    app_tell(a, handlers[said->intent](a, said));
    app_changed(a);
}
