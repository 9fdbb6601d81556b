/* A pupil was erased: what somebody had begun to write about them goes too.
 *
 * The daemon takes the pupil's boxes away, but it cannot open a draft to see whom it is about. So
 * that is done here, when the hub's change that says so is folded, for everybody's drafts: all of
 * them are sealed under the tablet's one key. A draft about several pupils goes on without this
 * one. A pupil who has only left the tablet's scope keeps theirs: nobody asked for it to be
 * forgotten, and it may be all that there is.
 */
#include "app_room.h"

#include <string.h>

/* Where they stand among the draft's pupils; -1: not at all. */
static int find_pupil(const struct json_value *pupils, const struct id *pupil)
{
    for (size_t i = 0; i < json_count(pupils); i++) {
        const char *one = json_text(json_item(pupils, i));
        if (one != NULL && strcmp(one, pupil->text) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* What stands beside the pupils, one for each, goes with its pupil: else all that is behind would
 * be of another, such as the looks of a sitting. */
static bool goes_by_pupils(const char *key)
{
    return strcmp(key, "pupils") == 0 || strcmp(key, "samples") == 0;
}

static enum status seal_without(struct app *a, const char *name, const struct json_value *draft,
                                int gone)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w = {0};
    struct json_walk walk = {0};

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    while (json_next(draft, &walk)) {
        if (!goes_by_pupils(walk.key)) {
            json_put_value(&w, walk.key, walk.value);
            continue;
        }
        json_open_list(&w, walk.key);
        for (size_t i = 0; i < json_count(walk.value); i++) {
            if ((int)i != gone) {
                json_put_value(&w, NULL, json_item(walk.value, i));
            }
        }
        json_close_list(&w);
    }
    json_close_object(&w);
    st = draft_seal(a, name, &text);
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

static enum status forget_row(struct app *a, const struct store_draft *row, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *draft = NULL;
    const struct json_value *pupils = NULL;
    int gone = -1;

    if (blob_open(&a->session.keys.data, row->name, row->box, row->size, &text) != STATUS_OK ||
        json_parse(text.data, text.size, &draft) != STATUS_OK) {
        goto done; /* what cannot be read says nothing about anybody */
    }
    pupils = json_member(draft, "pupils");
    gone = find_pupil(pupils, pupil);
    if (gone >= 0) {
        st = json_count(pupils) == 1 ? store_draft_drop(a->store, row->name)
                                     : seal_without(a, row->name, draft, gone);
    }
done:
    json_free(draft);
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

static void forget_chosen(struct app *a, const struct id *pupil)
{
    size_t kept = 0;

    for (size_t i = 0; i < a->chosen_count; i++) {
        if (!id_equal(&a->chosen[i], pupil)) {
            a->chosen[kept++] = a->chosen[i];
        }
    }
    a->chosen_count = kept;
}

/* What stands on the screen, or was just undone, is about them too. */
static void forget_open(struct app *a, const struct id *pupil)
{
    struct screen_draft *d = &a->form.draft;
    size_t kept = 0;

    undo_forget(a);
    a->has_let_go = true;
    forget_chosen(a, pupil);
    if (interval_forget(a, pupil)) {
        a->place.pupil = a->interval.pupils[0]; /* it goes on about the others */
    }
    if (id_equal(&a->place.pupil, pupil)) {
        album_close(a);
        record_close(a);
    }
    if (id_equal(&a->job.phrase.pupil, pupil)) {
        key_wipe(&a->job.phrase, sizeof(a->job.phrase)); /* what was said of it has no place */
    }
    for (size_t i = 0; i < d->pupil_count; i++) {
        if (!id_equal(&d->pupils[i], pupil)) {
            d->pupils[kept++] = d->pupils[i];
        }
    }
    if (kept == d->pupil_count && !id_equal(&a->place.pupil, pupil)) {
        return;
    }
    d->pupil_count = kept;
    if (app_is_handed_over(a)) {
        app_timer(a, TIMER_IDLE, 0); /* out of the pupil's hands, the way is by a passphrase */
    } else if (kept == 0) {
        draft_blank(d);
        a->draft_dirty = false;
        room_close(a); /* of a trial */
        a->place.on = SCREEN_CLASS;
        a->place.pupil = (struct id){""};
    }
}

enum status draft_forget_pupil(struct app *a, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};

    TRY(store_drafts(a->store, &arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        TRY(forget_row(a, &rows.rows[i], pupil));
    }
    forget_open(a, pupil);
    if (session_is_open(a)) {
        TRY(draft_list(a));
        TRY(twin_list(a));
    }
done:
    arena_finish(&arena);
    return st;
}
