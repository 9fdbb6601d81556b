/* What was done is undone: by one more change, so that history shows that, too.
 *
 * Undo after a save makes the new records void, or brings the values before back; what was written
 * is on the screen again as a draft, for nothing is lost by it. Taking out says why, and can be
 * undone like the rest; whatever was taken out can be put back later from the pupil's page.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const char back_again[] = "{\"" RECORD_VOID "\":null}";

void undo_forget(struct app *a)
{
    for (size_t i = 0; i < APP_GROUP_CHANGES_MAX; i++) {
        if (a->undo.sets[i] != NULL) {
            key_wipe(a->undo.sets[i], strlen(a->undo.sets[i]));
        }
        free(a->undo.sets[i]);
    }
    if (a->undo.kind == UNDO_INTERVAL || a->undo.kind == UNDO_DROPPED) {
        key_wipe(&a->interval, sizeof(a->interval)); /* it was kept for this alone */
    }
    if (a->undo.parked != NULL) {
        key_wipe(a->undo.parked, strlen(a->undo.parked));
    }
    free(a->undo.parked);
    key_wipe(&a->undo, sizeof(a->undo));
}

void undo_begin(struct app *a, enum app_undo_kind kind, const char *type)
{
    undo_forget(a);
    a->undo.kind = kind;
    text_copy(a->undo.type, sizeof(a->undo.type), type);
}

void undo_note(struct app *a, const struct id *rec, const struct id *pupil, const char *set)
{
    struct app_undo *u = &a->undo;

    CHECK(u->count < APP_GROUP_CHANGES_MAX);
    u->recs[u->count] = *rec;
    u->pupils[u->count] = *pupil;
    u->sets[u->count] = set != NULL ? mem_text(set) : NULL;
    u->count++;
}

/* All that the undo notes, in one commit. */
static enum status make_void(struct app *a, const char *reason, const char *draft)
{
    enum status st = STATUS_OK;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false, NULL}
    };
    struct buf set = {0};
    struct json_writer w = {0};

    json_begin(&w, &set);
    json_open_object(&w, NULL);
    draft_put_words(&w, RECORD_VOID, reason);
    json_close_object(&w);
    for (size_t i = 0; i < a->undo.count; i++) {
        changes[i].rec = a->undo.recs[i];
        changes[i].pupil = a->undo.pupils[i];
        changes[i].type = a->undo.type;
        changes[i].set = buf_cstr(&set);
    }
    st = capture_commit(a, changes, a->undo.count, draft);
    buf_finish(&set);
    return st;
}

/* ---- undo ------------------------------------------------------------------------------------ */

static enum status take_back(struct app *a)
{
    switch (a->undo.kind) {
    case UNDO_NEW:
    case UNDO_PICTURE:
    case UNDO_INTERVAL:
        return make_void(a, word_of(a, WORD_VOID_UNDONE), NULL);
    case UNDO_EDIT:
    case UNDO_PLAIN:
        return edit_put_back(a);
    case UNDO_TWIN:
        return twin_put_back(a);
    case UNDO_NONE:
    case UNDO_CLEAR:
    case UNDO_DROPPED:
    case UNDO_STOPPED:
        break;
    }
    return STATUS_OK;
}

/* What was undone comes back as a draft. */
static enum status draft_again(struct app *a)
{
    enum status st = STATUS_OK;

    a->form.draft = a->undo.draft;
    scale_forget_parked(a);
    a->parked = a->undo.parked;
    a->undo.parked = NULL;
    a->form.draft.id = app_new_id(a);
    undo_forget(a);
    a->draft_dirty = true;
    TRY(draft_flush(a));
    a->place.pupil = a->form.draft.pupils[0];
    place_go(a, SCREEN_OBSERVE);
    app_toast(a, WORD_UNDONE, false);
done:
    return st;
}

enum status undo_last(struct app *a)
{
    enum status st = STATUS_OK;
    enum app_undo_kind kind = a->undo.kind;

    if (kind == UNDO_NONE) {
        return STATUS_OK;
    }
    TRY(draft_flush(a));
    TRY(take_back(a));
    if (kind == UNDO_INTERVAL || kind == UNDO_DROPPED) {
        return interval_undo(a);
    }
    if (kind == UNDO_STOPPED) {
        undo_forget(a);
        return interval_go_on(a);
    }
    if (kind == UNDO_PICTURE) {
        undo_forget(a);
        app_toast(a, WORD_PICTURE_DROPPED, false);
        return STATUS_OK;
    }
    if (kind == UNDO_TWIN) {
        undo_forget(a);
        app_toast(a, WORD_VOID_UNDONE, false);
        return STATUS_OK;
    }
    if (kind == UNDO_PLAIN) {
        bool was_taken = a->undo.count > 0 && strcmp(a->undo.sets[0], back_again) == 0;
        undo_forget(a);
        app_toast(a, was_taken ? WORD_PUT_BACK : WORD_VOID_UNDONE, false);
        return STATUS_OK;
    }
    TRY(draft_again(a));
done:
    return st;
}

/* ---- taking out ------------------------------------------------------------------------------ */

/* The record, and where the correction is for all of its group, its sisters. */
static enum status note_taken(struct app *a, const struct id *rec, bool for_all)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct arena arena = {0};
    struct view_sister_rows sisters = {0};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, rec, &r));
    text_copy(a->undo.type, sizeof(a->undo.type), r.type);
    undo_note(a, rec, &r.pupil, back_again);
    if (for_all) {
        (void)edit_sisters(a, &r, &arena, &sisters);
    }
    for (size_t i = 0; i < sisters.count && a->undo.count < APP_GROUP_CHANGES_MAX; i++) {
        if (!id_equal(&sisters.rows[i].rec, rec)) {
            undo_note(a, &sisters.rows[i].rec, &sisters.rows[i].pupil, back_again);
        }
    }
done:
    arena_finish(&arena);
    merge_finish(&r);
    return st;
}

/* The observation that is being changed goes, with its draft. */
static enum status take_out_edited(struct app *a, const char *reason)
{
    enum status st = STATUS_OK;
    const struct screen_draft *was = &a->form.draft;
    struct id pupil = was->pupils[0];
    char name[64] = "";

    undo_begin(a, UNDO_EDIT, "observation");
    TRY(note_taken(a, &was->rec, was->for_all));
    draft_name(&was->id, name);
    TRY(make_void(a, reason, id_is_none(&was->id) ? NULL : name));
    a->undo.draft = *was;
    draft_close(a);
    a->draft_dirty = false;
    TRY(draft_list(a));
    a->place.pupil = pupil;
    place_go(a, SCREEN_PUPIL);
done:
    return st;
}

enum status undo_take_out(struct app *a, const struct id *rec, const char *reason)
{
    enum status st = STATUS_OK;
    bool is_edited = a->place.on == SCREEN_OBSERVE && !id_is_none(&a->form.draft.rec);
    struct id taken = is_edited ? a->form.draft.rec : *rec;

    if (!draft_says_something(reason) || (!is_edited && id_is_none(rec))) {
        return STATUS_OK;
    }
    if (is_edited) {
        TRY(take_out_edited(a, reason));
    } else {
        undo_begin(a, UNDO_PLAIN, "");
        TRY(note_taken(a, rec, false));
        TRY(make_void(a, reason, NULL));
        a->view.sheet = SHEET_NONE;
    }
    TRY(reason_given(a, &taken));
    app_toast(a, WORD_TAKEN_OUT, true);
done:
    return st;
}

enum status undo_put_back(struct app *a, const struct id *rec)
{
    static const char null[] = "null";
    enum status st = STATUS_OK;
    struct json_value *value = NULL;

    TRY(json_parse(null, sizeof(null) - 1, &value));
    TRY(edit_settle(a, rec, RECORD_VOID, value, NULL));
    app_toast(a, WORD_PUT_BACK, false);
done:
    json_free(value);
    return st;
}
