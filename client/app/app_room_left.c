/* The pupil room, left before the end.
 *
 * A bell rings, a child is tired or upset: staff take the tablet back in the middle of a question.
 * What the pupil has said by then is theirs, and a room that threw it away would teach staff to
 * press a child for the last answer. So it is saved at once, and says of itself that it was left
 * before the end: the pupil has not heard it read back, nor agreed to it. Until something else is
 * asked, and on the same day, it can be gone on with where it was left; then the same record is
 * finished, and there are not two of one sitting.
 */
#include "app_room.h"

static const int64_t same_day_ms = 12 * INT64_C(3600000);

bool room_has_said(const struct app *a)
{
    const struct instrument *in = &a->room.asks.in;

    for (size_t i = 0; i < in->item_count; i++) {
        if (!in->items[i].practice &&
            answer_has_some(&in->items[i], &a->room.answers[i], a->form.page)) {
            return true;
        }
    }
    return false;
}

/* ---- saved ----------------------------------------------------------------------------------- */

/* Its name is kept before it is saved: a tablet that is killed in between knows the name of a
 * record that is not there, and must not take another for the same sitting. */
bool room_is_saved(const struct app *a, const struct id *rec)
{
    struct merge_record r = {0};
    bool is_there = false;

    merge_init(&r);
    is_there =
        !id_is_none(rec) && view_load(a->session.view, &a->session.school, rec, &r) == STATUS_OK;
    merge_finish(&r);
    return is_there;
}

enum status room_put_help(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct json_writer w = {0};
    struct app_change change = {
        .rec = a->room.rec, .pupil = a->room.pupil, .type = "self_assessment"};

    if (a->room.help == 0 || !room_is_saved(a, &a->room.rec)) {
        return STATUS_OK;
    }
    json_begin(&w, &set);
    json_open_object(&w, NULL);
    room_write_help(a, &w);
    json_close_object(&w);
    change.set = buf_cstr(&set);
    st = capture_commit(a, &change, 1, NULL);
    buf_finish(&set);
    return st;
}

enum status room_put_by(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct app_change change = {.pupil = a->room.pupil, .type = "self_assessment"};

    if (id_is_none(&a->room.rec)) {
        a->room.rec = app_new_id(a);
    }
    TRY(room_keep(a)); /* which record it goes on with */
    room_write_set(a, true, &set);
    change.rec = a->room.rec;
    change.set = buf_cstr(&set);
    change.is_new = !room_is_saved(a, &change.rec);
    TRY(capture_commit(a, &change, 1, NULL));
done:
    buf_finish(&set);
    return st;
}

/* ---- gone on with ---------------------------------------------------------------------------- */

struct put_by {
    const struct app_draft_row *row;
    struct id rec; /* none: nothing of it was put by */
    const struct app_instrument *one;
    int64_t when_ms;
};

/* False where somebody has taken out what was saved of it, or it is of another day. */
static bool is_to_go_on(struct app *a, struct put_by *p)
{
    struct merge_record r = {0};
    enum status st = STATUS_NOT_FOUND;
    bool is_there = false;

    merge_init(&r);
    if (!id_is_none(&p->rec)) {
        st = view_load(a->session.view, &a->session.school, &p->rec, &r);
    }
    if (st == STATUS_OK) {
        const char *reason = json_text(model_field(&r, RECORD_VOID));
        p->when_ms = json_int(model_field(&r, "when"), 0);
        is_there = (reason == NULL || reason[0] == '\0') && app_wall(a) - p->when_ms < same_day_ms;
    }
    merge_finish(&r);
    return is_there || st == STATUS_NOT_FOUND; /* nothing of it was saved */
}

static bool read_put_by(struct app *a, const struct app_draft_row *row, struct put_by *out)
{
    struct json_value *json = NULL;
    const struct json_value *room = NULL;

    *out = (struct put_by){.row = row};
    if (!row->is_room || !id_equal(&row->pupils[0], &a->place.pupil) ||
        draft_read(a, &row->id, &json) != STATUS_OK) {
        return false;
    }
    room = json_member(json, "room");
    if (id_parse(json_member_text(room, "rec"), &out->rec) != STATUS_OK) {
        out->rec = (struct id){""};
    }
    out->one = scale_of(a, json_member_text(room, "instrument"), json_member_text(room, "version"));
    json_free(json);
    return out->one != NULL;
}

static bool find(struct app *a, struct put_by *out)
{
    for (size_t i = a->draft_count; i > 0; i--) {
        if (read_put_by(a, &a->drafts[i - 1], out) && is_to_go_on(a, out)) {
            return true;
        }
    }
    return false;
}

bool room_find_put_by(struct app *a, struct screen_offer *out)
{
    struct put_by found;

    if (!find(a, &found)) {
        return false;
    }
    *out = (struct screen_offer){
        .key = "go-on",
        .label = words_fill(&a->words, WORD_HAND_OVER_GO_ON, &a->model, found.one->in.label, NULL),
        .sub = "",
        .picture = found.one->in.picture,
        .note = found.when_ms == 0 ? ""
                                   : words_fill(&a->words, WORD_HAND_OVER_LEFT, &a->model,
                                                model_when(a, found.when_ms), NULL),
        .number = -1};
    return true;
}

enum status room_go_on(struct app *a)
{
    enum status st = STATUS_OK;
    struct put_by found;

    scale_refresh(a);
    if (!find(a, &found)) {
        return STATUS_OK;
    }
    TRY(room_read(a, found.row));
    room_enter(a);
done:
    return st;
}

/* What was never saved stays, to be gone on with. */
enum status room_drop_put_by(struct app *a)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < a->draft_count; i++) {
        struct put_by one;
        char name[64] = "";
        if (read_put_by(a, &a->drafts[i], &one) && room_is_saved(a, &one.rec)) {
            draft_name(&one.row->id, name);
            TRY(store_draft_drop(a->store, name));
        }
    }
done:
    return st;
}
