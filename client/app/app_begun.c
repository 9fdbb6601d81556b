/* Words that a person has begun and that belong to no draft: a third text for a conflict, a reason
 * for taking something out. Each is sealed in a row of its own at the end of every word and at each
 * pause, and is there again after a kill, a lock or a look elsewhere. What becomes of it, its
 * callers say.
 */
#include "app_private.h"

#include <string.h>

enum { REASON_NAME_ROOM = 128 };

bool begun_open(struct app *a, const struct store_draft *row, struct buf *text)
{
    struct buf opened = {0};
    struct json_value *json = NULL;
    bool is_read =
        blob_open(&a->session.keys.data, row->name, row->box, row->size, &opened) == STATUS_OK &&
        json_parse(opened.data, opened.size, &json) == STATUS_OK;

    buf_clear(text);
    if (is_read) {
        buf_text(text, json_member_text(json, "text"));
    }
    json_free(json);
    key_wipe(opened.data, opened.size);
    buf_finish(&opened);
    return is_read;
}

bool begun_read(struct app *a, const char *name, char *text, size_t room)
{
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    struct buf opened = {0};
    bool found = false;

    if (store_drafts(a->store, &arena, &rows) != STATUS_OK) {
        rows.count = 0;
    }
    for (size_t i = 0; i < rows.count && !found; i++) {
        found = strcmp(rows.rows[i].name, name) == 0 && begun_open(a, &rows.rows[i], &opened);
    }
    if (found) {
        text_copy(text, room, buf_cstr(&opened));
    }
    key_wipe(opened.data, opened.size);
    buf_finish(&opened);
    arena_finish(&arena);
    return found;
}

enum status begun_put(struct app *a, const char *name, const struct id *pupil, const char *text)
{
    enum status st = STATUS_OK;
    struct buf sealed = {0};
    struct json_writer w = {0};

    if (!draft_says_something(text)) {
        TRY(store_draft_drop(a->store, name));
        goto done;
    }
    json_begin(&w, &sealed);
    json_open_object(&w, NULL);
    json_open_list(&w, "pupils"); /* by which it goes when the pupil is erased */
    if (!id_is_none(pupil)) {
        json_put_id(&w, NULL, pupil);
    }
    json_close_list(&w);
    json_put_text(&w, "text", text);
    json_close_object(&w);
    TRY(draft_seal(a, name, &sealed));
done:
    key_wipe(sealed.data, sealed.size);
    buf_finish(&sealed);
    return st;
}

/* ---- a reason -------------------------------------------------------------------------------- */

static const struct id *reasoned(const struct app *a)
{
    bool is_edited = a->place.on == SCREEN_OBSERVE && !id_is_none(&a->form.draft.rec);

    return is_edited ? &a->form.draft.rec : &a->taking;
}

static void reason_name(const struct app *a, const struct id *rec, char out[REASON_NAME_ROOM])
{
    struct buf name = {0};

    buf_printf(&name, "reason:%s:%s", a->session.slot.staff.text, rec->text);
    text_copy(out, REASON_NAME_ROOM, buf_cstr(&name));
    buf_finish(&name);
}

void reason_open(struct app *a)
{
    char name[REASON_NAME_ROOM] = "";

    reason_name(a, reasoned(a), name);
    a->reason_dirty = false;
    if (!begun_read(a, name, a->form.own_word, sizeof(a->form.own_word))) {
        a->form.own_word[0] = '\0';
    }
}

enum status reason_flush(struct app *a)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    char name[REASON_NAME_ROOM] = "";

    merge_init(&r);
    if (!a->reason_dirty || !session_is_open(a)) {
        goto done;
    }
    reason_name(a, reasoned(a), name);
    TRY(view_load(a->session.view, &a->session.school, reasoned(a), &r));
    TRY(begun_put(a, name, &r.pupil, a->form.own_word));
    a->reason_dirty = false;
done:
    merge_finish(&r);
    return st;
}

void reason_typed(struct app *a)
{
    size_t size = strlen(a->form.own_word);

    a->reason_dirty = true;
    if (size > 0 && strchr(" \n.,;", a->form.own_word[size - 1]) != NULL) {
        app_tell(a, reason_flush(a));
    } else {
        app_timer(a, TIMER_DRAFT, APP_DRAFT_PAUSE_MS);
    }
}

enum status reason_given(struct app *a, const struct id *rec)
{
    char name[REASON_NAME_ROOM] = "";

    reason_name(a, rec, name);
    a->reason_dirty = false;
    a->form.own_word[0] = '\0';
    return store_draft_drop(a->store, name);
}
