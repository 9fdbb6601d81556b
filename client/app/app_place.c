/* Where the person is, kept sealed: whoever comes back after a crash finds the same screen.
 *
 * The place is one small blob a person, beside the drafts. It names the screen and what it is
 * about; the draft itself is found by its pupils. A place that cannot be read, or whose pupil has
 * left the tablet meanwhile, is the class screen: the one that is always right. But a draft about
 * them is there again: it may be all that there is.
 */
#include "app_private.h"

#include <string.h>

static void where_name(const struct app *a, char out[64])
{
    text_copy(out, 64, "where:");
    text_copy(out + 6, 64 - 6, a->session.slot.staff.text);
}

static void write_ids(struct json_writer *w, const char *name, const struct id *ids, size_t count)
{
    json_open_list(w, name);
    for (size_t i = 0; i < count; i++) {
        json_put_id(w, NULL, &ids[i]);
    }
    json_close_list(w);
}

enum status draft_keep_where(struct app *a)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_writer w = {0};
    const struct screen_draft *d = &a->form.draft;
    char name[64] = "";

    if (!session_is_open(a) || id_is_none(&a->session.slot.staff)) {
        return STATUS_OK;
    }
    where_name(a, name);
    json_begin(&w, &text);
    json_open_object(&w, NULL);
    json_put_text(&w, "on", screen_word(a->room.is_trial ? SCREEN_PUPIL : a->place.on));
    json_put_text(&w, "from", screen_word(a->place.from));
    json_put_id(&w, "pupil", &a->place.pupil);
    json_put_id(&w, "group", &a->place.group);
    json_put_id(&w, "clash", &a->clash);
    json_put_text(&w, "twin", a->twins.open);
    json_put_bool(&w, "by_name", a->place.by_name);
    json_put_bool(&w, "says_names", a->place.says_names);
    json_put_text(&w, "instrument", a->place.instrument);
    json_put_id(&w, "rec", &d->rec);
    write_ids(&w, "pupils", d->pupils, d->pupil_count);
    json_put_bool(&w, "selecting", a->is_selecting);
    write_ids(&w, "chosen", a->chosen, a->chosen_count);
    json_close_object(&w);
    st = draft_seal(a, name, &text);
    buf_finish(&text);
    return st;
}

static void read_id(const struct json_value *json, const char *key, struct id *out)
{
    *out = (struct id){""};
    if (id_parse(json_member_text(json, key), out) != STATUS_OK) {
        *out = (struct id){""};
    }
}

static enum status open_where(struct app *a, struct json_value **out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    struct buf text = {0};
    char name[64] = "";

    *out = NULL;
    where_name(a, name);
    TRY(store_drafts(a->store, &arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct store_draft *row = &rows.rows[i];
        if (strcmp(row->name, name) == 0) {
            TRY(blob_open(&a->session.keys.data, name, row->box, row->size, &text));
            TRY(json_parse(text.data, text.size, out));
        }
    }
done:
    buf_finish(&text);
    arena_finish(&arena);
    return st;
}

static size_t read_pupils(const struct json_value *list, struct id *out)
{
    size_t count = 0;

    for (size_t i = 0; i < json_count(list) && count < SCREEN_PUPILS_MAX; i++) {
        const char *text = json_text(json_item(list, i));
        count += text != NULL && id_parse(text, &out[count]) == STATUS_OK ? 1 : 0;
    }
    return count;
}

/* Those that are on this tablet still. */
static size_t keep_known(struct app *a, struct id *pupils, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (model_pupil_name(a, &pupils[i], NULL)[0] != '\0') {
            pupils[kept++] = pupils[i];
        }
    }
    return kept;
}

/* The draft that was open. What was begun about somebody who has left the tablet meanwhile is there
 * as it was, for it was seen of them; nothing new is begun about them. */
static enum status reopen_draft(struct app *a, const struct json_value *where)
{
    const struct json_value *list = json_member(where, "pupils");
    struct id pupils[SCREEN_PUPILS_MAX] = {{""}};
    struct id known[SCREEN_PUPILS_MAX] = {{""}};
    struct id rec = {""};
    size_t count = read_pupils(list, pupils);

    memcpy(known, pupils, sizeof(known));
    read_id(where, "rec", &rec);
    if (count == 0 ||
        (keep_known(a, known, count) != count && draft_of_pupils(a, pupils, count, &rec) == NULL)) {
        return STATUS_NOT_FOUND;
    }
    return draft_open(a, pupils, count, &rec);
}

static bool has_staff(struct app *a, const struct id *group)
{
    struct merge_record r = {0};
    const struct merge_field *f = NULL;
    const struct json_value *staff = NULL;
    bool found = false;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, group, &r) == STATUS_OK) {
        f = merge_find(&r, "staff");
        staff = f != NULL && merge_value(f) != NULL ? merge_value(f)->value : NULL;
    }
    for (size_t i = 0; i < json_count(staff) && !found; i++) {
        found = text_equal(json_text(json_item(staff, i)), a->session.slot.staff.text);
    }
    merge_finish(&r);
    return found;
}

/* The group of whoever has just unlocked: the first that names them among its staff. */
static struct id own_group(struct app *a)
{
    struct arena arena = {0};
    struct view_group_rows groups = {0};
    struct id found = {""};

    if (view_groups(a->session.view, &a->session.school, &arena, &groups) != STATUS_OK) {
        groups.count = 0;
    }
    for (size_t i = 0; i < groups.count && id_is_none(&found); i++) {
        if (has_staff(a, &groups.rows[i].id)) {
            found = groups.rows[i].id;
        }
    }
    arena_finish(&arena);
    return found;
}

static bool needs_pupil(enum screen_name on)
{
    return on == SCREEN_PUPIL || on == SCREEN_ROOM || on == SCREEN_PICTURES || on == SCREEN_CLIPS;
}

static enum screen_name read_from(const struct json_value *where)
{
    enum screen_name from = SCREEN_CLASS;

    return screen_from_word(json_member_text(where, "from"), &from) && from == SCREEN_PUPIL
               ? SCREEN_PUPIL
               : SCREEN_CLASS;
}

static enum status go_where(struct app *a, const struct json_value *where)
{
    enum screen_name on = SCREEN_CLASS;

    if (!screen_from_word(json_member_text(where, "on"), &on) || on < SCREEN_CLASS) {
        return STATUS_NOT_FOUND;
    }
    a->place.from = read_from(where);
    read_id(where, "pupil", &a->place.pupil);
    read_id(where, "group", &a->place.group);
    a->place.by_name = json_is_true(json_member(where, "by_name"));
    text_copy(a->place.instrument, sizeof(a->place.instrument),
              json_member_text(where, "instrument"));
    a->is_selecting = json_is_true(json_member(where, "selecting"));
    a->chosen_count = read_pupils(json_member(where, "chosen"), a->chosen);
    a->chosen_count = keep_known(a, a->chosen, a->chosen_count);
    if (needs_pupil(on) && model_pupil_name(a, &a->place.pupil, NULL)[0] == '\0') {
        return STATUS_NOT_FOUND;
    }
    if (on == SCREEN_OBSERVE && reopen_draft(a, where) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    if (on == SCREEN_LOOK) {
        struct id clash = {""};
        read_id(where, "clash", &clash);
        app_tell(a, clash_open(a, &clash));
        twin_open(a, json_member_text(where, "twin"));
    }
    if (on == SCREEN_ROOM && room_resume(a) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    if (on == SCREEN_PICTURES && album_resume(a) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    if (on == SCREEN_CLIPS && record_resume(a) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    if (on == SCREEN_INTERVAL && interval_resume(a) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    a->place.on = on;
    return STATUS_OK;
}

/* The group and the order are told, and nothing else of the place: it is not gone to yet. */
bool place_shows_class(struct app *a)
{
    struct json_value *where = NULL;
    bool is_class = true;

    if (id_is_none(&a->session.slot.staff)) {
        return false;
    }
    if (open_where(a, &where) != STATUS_OK || where == NULL) {
        a->place.group = own_group(a);
    } else {
        is_class = text_equal(json_member_text(where, "on"), "class");
        read_id(where, "group", &a->place.group);
        a->place.by_name = json_is_true(json_member(where, "by_name"));
    }
    json_free(where);
    return is_class;
}

void draft_find_where(struct app *a)
{
    struct json_value *where = NULL;

    a->place.on = SCREEN_CLASS;
    a->place.from = SCREEN_CLASS;
    a->is_selecting = false;
    a->chosen_count = 0;
    if (open_where(a, &where) != STATUS_OK || where == NULL) {
        a->place.group = own_group(a);
    } else {
        a->place.says_names = json_is_true(json_member(where, "says_names"));
        if (go_where(a, where) != STATUS_OK) {
            draft_close(a);
            a->place.on = SCREEN_CLASS;
        }
    }
    json_free(where);
    app_changed(a);
}

enum screen_name place_back(struct app *a)
{
    bool is_of_pupil = a->place.on == SCREEN_PICTURES || a->place.on == SCREEN_CLIPS ||
                       (a->place.on == SCREEN_OBSERVE && !id_is_none(&a->form.draft.rec)) ||
                       (a->place.on != SCREEN_PUPIL && a->place.from == SCREEN_PUPIL);

    return is_of_pupil && model_pupil_name(a, &a->place.pupil, NULL)[0] != '\0' ? SCREEN_PUPIL
                                                                                : SCREEN_CLASS;
}

void place_go(struct app *a, enum screen_name on)
{
    if (a->place.on == SCREEN_PUPIL || a->place.on == SCREEN_CLASS) {
        a->place.from = a->place.on;
    }
    if (on != SCREEN_CLIPS) {
        record_close(a); /* the microphone, whatever leads away from it */
    }
    a->place.on = on;
    a->view.sheet = SHEET_NONE;
    a->view.visit++;
    a->fault[0] = '\0';
    app_tell_full(a);
    app_tell(a, draft_keep_where(a));
    app_changed(a);
}
