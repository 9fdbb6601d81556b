/* Nothing that was written is lost: each tap and each word of a draft is sealed as it is made.
 *
 * A draft is a row of its own in the tablet's file, replaced as it grows, never a change. It is one
 * person's for one set of pupils, so that two colleagues who share the tablet do not write into
 * each other's. Typing is sealed at the end of each word and at each pause: a commit a letter
 * would wear out a tablet's flash and make the keyboard stutter.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const char *const context_fields[CONTEXT_COUNT] = {"doing", "place", "with", "prompt"};
static const char *const note_fields[NOTE_COUNT] = {"objective", "activity", "outcome"};

void draft_blank(struct screen_draft *d)
{
    key_wipe(d, sizeof(*d));
    for (int i = 0; i < SCREEN_ITEMS_MAX; i++) {
        d->choices[i] = -1;
    }
}

void draft_close(struct app *a)
{
    scale_forget_parked(a);
    draft_blank(&a->form.draft);
}

bool draft_says_something(const char *text)
{
    return text[strspn(text, " \n\t")] != '\0';
}

/* The blank behind the last word was for a next one. */
void draft_put_words(struct json_writer *w, const char *name, const char *text)
{
    struct buf words = {0};
    size_t size = strlen(text);

    while (size > 0 && strchr(" \n\t", text[size - 1]) != NULL) {
        size--;
    }
    buf_add(&words, text, size);
    json_put_text(w, name, buf_cstr(&words));
    key_wipe(words.data, words.size);
    buf_finish(&words);
}

bool draft_has_some(const struct app *a, const struct screen_draft *d)
{
    const struct instrument *in = scale_of_draft(a, d);
    bool some = in != NULL && scale_has_answers(in, d);

    for (int i = 0; i < NOTE_COUNT; i++) {
        some = some || draft_says_something(d->note[i]);
    }
    return some && d->pupil_count > 0;
}

static bool is_begun(const struct app *a, const struct screen_draft *d)
{
    bool some =
        draft_has_some(a, d) || a->parked != NULL || d->target_count > 0 || !id_is_none(&d->rec);

    for (int i = 0; i < CONTEXT_COUNT; i++) {
        some = some || d->context[i][0] != '\0' || draft_says_something(d->begun[i]);
    }
    return some;
}

static int words_of(const char *text)
{
    int count = 0;

    for (const char *at = text; at[0] != '\0'; at++) {
        count += strchr(" \n.,;", at[0]) != NULL ? 1 : 0;
    }
    return count;
}

static int count_words(const struct screen_draft *d)
{
    int count = 0;

    for (int i = 0; i < NOTE_COUNT; i++) {
        count += words_of(d->note[i]);
    }
    for (int i = 0; i < SCREEN_TEXTS_MAX; i++) {
        count += words_of(d->texts[i]);
    }
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        count += words_of(d->begun[i]);
    }
    return count;
}

void draft_name(const struct id *id, char out[64])
{
    text_copy(out, 64, "draft:");
    text_copy(out + 6, 64 - 6, id->text);
}

/* ---- as JSON --------------------------------------------------------------------------------- */

void draft_write_set(const struct app *a, const struct screen_draft *d, struct buf *out)
{
    struct json_writer w = {0};
    const struct instrument *in = scale_of_draft(a, d);

    json_begin(&w, out);
    json_open_object(&w, NULL);
    if (in != NULL) {
        scale_write(in, d, &w);
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        if (draft_says_something(d->note[i])) {
            draft_put_words(&w, note_fields[i], d->note[i]);
        }
    }
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (d->context[i][0] != '\0') {
            json_put_text(&w, context_fields[i], d->context[i]);
        }
    }
    if (d->target_count > 0) {
        json_open_list(&w, "targets");
        for (size_t i = 0; i < d->target_count; i++) {
            json_put_id(&w, NULL, &d->targets[i]);
        }
        json_close_list(&w);
    }
    json_close_object(&w);
}

static void read_scale_names(const struct json_value *json, struct screen_draft *d)
{
    text_copy(d->instrument, sizeof(d->instrument), json_member_text(json, "instrument"));
    text_copy(d->version, sizeof(d->version), json_member_text(json, "version"));
}

/* And back; the draft names its instrument by now. */
static void draft_read_set(const struct app *a, const struct json_value *set,
                           struct screen_draft *d)
{
    const struct json_value *targets = json_member(set, "targets");
    const struct instrument *in = scale_of_draft(a, d);

    if (in != NULL) {
        scale_read(in, set, d);
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        text_copy(d->note[i], sizeof(d->note[i]), json_member_text(set, note_fields[i]));
    }
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        text_copy(d->context[i], sizeof(d->context[i]), json_member_text(set, context_fields[i]));
    }
    for (size_t i = 0; i < json_count(targets) && d->target_count < SCREEN_TARGETS_MAX; i++) {
        const char *text = json_text(json_item(targets, i));
        if (text != NULL && id_parse(text, &d->targets[d->target_count]) == STATUS_OK) {
            d->target_count++;
        }
    }
}

/* Of a draft alone: what was not added yet is nobody's context. */
static void write_begun(const struct screen_draft *d, struct json_writer *w)
{
    json_open_object(w, "begun");
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (draft_says_something(d->begun[i])) {
            json_put_text(w, context_fields[i], d->begun[i]);
        }
    }
    json_close_object(w);
}

static void read_begun(const struct json_value *begun, struct screen_draft *d)
{
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        text_copy(d->begun[i], sizeof(d->begun[i]), json_member_text(begun, context_fields[i]));
    }
}

static void write_draft(const struct app *a, const struct screen_draft *d, struct buf *out)
{
    struct json_writer w = {0};
    struct buf set = {0};

    draft_write_set(a, d, &set);
    json_begin(&w, out);
    json_open_object(&w, NULL);
    json_put_id(&w, "by", &a->session.slot.staff);
    json_put_id(&w, "rec", &d->rec);
    json_put_int(&w, "when", d->when_ms);
    json_put_text(&w, "instrument", d->instrument);
    json_put_text(&w, "version", d->version);
    json_put_bool(&w, "for_all", d->for_all);
    write_begun(d, &w);
    if (a->parked != NULL) {
        json_put_raw(&w, "parked", a->parked, strlen(a->parked));
    }
    json_open_list(&w, "pupils");
    for (size_t i = 0; i < d->pupil_count; i++) {
        json_put_id(&w, NULL, &d->pupils[i]);
    }
    json_close_list(&w);
    json_put_raw(&w, "set", buf_cstr(&set), set.size);
    json_close_object(&w);
    key_wipe(set.data, set.size);
    buf_finish(&set);
}

/* ---- the row in the file --------------------------------------------------------------------- */

enum status draft_seal(struct app *a, const char *name, const struct buf *text)
{
    enum status st = STATUS_OK;
    struct buf box = {0};
    struct store_draft row = {.name = name};

    blob_seal(&a->session.keys.data, &a->host.random, name, text->data, text->size, &box);
    row.box = box.data;
    row.size = box.size;
    st = store_draft_put(a->store, &row);
    buf_finish(&box);
    if (st == STATUS_FULL || st == STATUS_DISK) {
        app_tell(a, st); /* the store has it in memory, and the person goes on */
        app_tell_full(a);
        st = STATUS_OK;
    }
    return st;
}

static enum status flush_own(struct app *a)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    struct buf text = {0};
    char name[64] = "";

    if (!a->draft_dirty || !session_is_open(a)) {
        goto done;
    }
    app_timer(a, TIMER_DRAFT, APP_NEVER);
    if (!is_begun(a, d)) {
        st = draft_drop(a);
        goto done;
    }
    if (id_is_none(&d->id)) {
        d->id = app_new_id(a);
        d->when_ms = d->when_ms == 0 ? app_wall(a) : d->when_ms;
    }
    draft_name(&d->id, name);
    write_draft(a, d, &text);
    TRY(draft_seal(a, name, &text));
    a->draft_dirty = false;
    a->draft_words = count_words(d);
    TRY(draft_list(a));
    app_changed(a);
done:
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

/* A code can be typed again: whatever becomes of it, a person's words are sealed by then. */
enum status draft_flush(struct app *a)
{
    enum status st = STATUS_OK;

    TRY(clash_flush(a));
    TRY(album_flush(a));
    TRY(reason_flush(a));
    TRY(flush_own(a));
    TRY(enrol_flush(a));
done:
    return st;
}

void draft_tapped(struct app *a)
{
    a->draft_dirty = true;
    app_tell(a, draft_flush(a));
}

void draft_typed(struct app *a)
{
    a->draft_dirty = true;
    if (count_words(&a->form.draft) != a->draft_words) {
        app_tell(a, draft_flush(a));
    } else {
        app_timer(a, TIMER_DRAFT, APP_DRAFT_PAUSE_MS);
    }
}

/* The draft goes, its pupils stay on the screen. */
enum status draft_drop(struct app *a)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    char name[64] = "";

    a->draft_dirty = false;
    if (!id_is_none(&d->id)) {
        draft_name(&d->id, name);
        TRY(store_draft_drop(a->store, name));
        d->id = (struct id){""};
        TRY(draft_list(a));
    }
done:
    return st;
}

/* ---- finding them again ---------------------------------------------------------------------- */

static enum status open_row(struct app *a, const struct store_draft *row, struct json_value **out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    *out = NULL;
    TRY(blob_open(&a->session.keys.data, row->name, row->box, row->size, &text));
    TRY(json_parse(text.data, text.size, out));
done:
    key_wipe(text.data, text.size);
    buf_finish(&text);
    return st;
}

static void note_row(struct app *a, const char *id, const struct json_value *json)
{
    struct app_draft_row *row = NULL;
    const struct json_value *pupils = json_member(json, "pupils");

    a->drafts = mem_grow(a->drafts, (a->draft_count + 1) * sizeof(*a->drafts));
    row = &a->drafts[a->draft_count];
    *row = (struct app_draft_row){.is_room = json_member(json, "room") != NULL,
                                  .is_interval = json_member(json, "interval") != NULL,
                                  .is_picture = json_member(json, "picture") != NULL,
                                  .is_clip = json_member(json, "clip") != NULL};
    text_copy(row->id.text, sizeof(row->id.text), id);
    text_copy(row->by.text, sizeof(row->by.text), json_member_text(json, "by"));
    text_copy(row->rec.text, sizeof(row->rec.text), json_member_text(json, "rec"));
    for (size_t i = 0; i < json_count(pupils) && i < SCREEN_PUPILS_MAX; i++) {
        const char *pupil = json_text(json_item(pupils, i));
        text_copy(row->pupils[i].text, ID_ROOM, pupil != NULL ? pupil : "");
        row->pupil_count++;
    }
    if (row->is_clip && row->pupil_count > 0) {
        const struct json_value *clip = json_member(json, "clip");
        row->take =
            record_take(&row->pupils[0], json_is_true(json_member(clip, "schools")),
                        json_member_text(clip, "instrument"), json_member_text(clip, "words"));
    }
    a->draft_count++;
}

/* Every draft of the person who is unlocked. One that does not open is left where it is. */
enum status draft_list(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};

    a->draft_count = 0;
    TRY(store_drafts(a->store, &arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct json_value *json = NULL;
        if (strncmp(rows.rows[i].name, "draft:", 6) != 0 ||
            open_row(a, &rows.rows[i], &json) != STATUS_OK) {
            continue;
        }
        if (strcmp(json_member_text(json, "by"), a->session.slot.staff.text) == 0) {
            note_row(a, rows.rows[i].name + 6, json);
        }
        json_free(json);
    }
done:
    arena_finish(&arena);
    return st;
}

enum status draft_read(struct app *a, const struct id *id, struct json_value **out)
{
    enum status st = STATUS_NOT_FOUND;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    char name[64] = "";

    *out = NULL;
    draft_name(id, name);
    TRY(store_drafts(a->store, &arena, &rows));
    st = STATUS_NOT_FOUND;
    for (size_t i = 0; i < rows.count && st == STATUS_NOT_FOUND; i++) {
        if (strcmp(rows.rows[i].name, name) == 0) {
            st = open_row(a, &rows.rows[i], out);
        }
    }
done:
    arena_finish(&arena);
    return st;
}

static bool is_observation(const struct app_draft_row *row)
{
    return !row->is_room && !row->is_interval && !row->is_picture && !row->is_clip;
}

const struct app_draft_row *draft_of_pupil(const struct app *a, const struct id *pupil)
{
    for (size_t i = 0; i < a->draft_count; i++) {
        const struct app_draft_row *row = &a->drafts[i];
        for (size_t p = 0; p < row->pupil_count && is_observation(row); p++) {
            if (id_equal(&row->pupils[p], pupil)) {
                return row;
            }
        }
    }
    return NULL;
}

static bool is_for(const struct app_draft_row *row, const struct id *pupils, size_t count,
                   const struct id *rec)
{
    bool same =
        is_observation(row) && row->pupil_count == count && strcmp(row->rec.text, rec->text) == 0;

    for (size_t i = 0; i < count && same; i++) {
        same = id_equal(&row->pupils[i], &pupils[i]);
    }
    return same;
}

const struct app_draft_row *draft_of_pupils(const struct app *a, const struct id *pupils,
                                            size_t count, const struct id *rec)
{
    for (size_t i = 0; i < a->draft_count; i++) {
        if (is_for(&a->drafts[i], pupils, count, rec)) {
            return &a->drafts[i];
        }
    }
    return NULL;
}

/* The draft as the record stands now: what an edit begins with. */
enum status draft_from_record(struct app *a, struct screen_draft *d)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct json_value *set = NULL;
    struct buf text = {0};
    struct json_writer w = {0};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &d->rec, &r));
    json_begin(&w, &text);
    json_open_object(&w, NULL);
    for (size_t i = 0; i < r.field_count; i++) {
        const struct merge_head *head = merge_value(&r.fields[i]);
        if (head != NULL) {
            json_put_value(&w, r.fields[i].name, head->value);
        }
    }
    json_close_object(&w);
    TRY(json_parse(text.data, text.size, &set));
    read_scale_names(set, d);
    draft_read_set(a, set, d);
    d->when_ms = json_int(json_member(set, "when"), 0);
done:
    json_free(set);
    key_wipe(text.data, text.size);
    buf_finish(&text);
    merge_finish(&r);
    return st;
}

static enum status draft_from_row(struct app *a, const struct app_draft_row *row,
                                  struct screen_draft *d)
{
    enum status st = STATUS_OK;
    struct json_value *json = NULL;
    struct buf parked = {0};

    TRY(draft_read(a, &row->id, &json));
    read_scale_names(json, d);
    if (json_member(json, "parked") != NULL) {
        json_print(json_member(json, "parked"), &parked);
        a->parked = mem_text(buf_cstr(&parked));
    }
    draft_read_set(a, json_member(json, "set"), d);
    read_begun(json_member(json, "begun"), d);
    d->when_ms = json_int(json_member(json, "when"), 0);
    d->for_all = json_is_true(json_member(json, "for_all"));
    d->id = row->id;
done:
    key_wipe(parked.data, parked.size);
    buf_finish(&parked);
    json_free(json);
    return st;
}

static bool record_has_answers(struct app *a, const struct id *rec)
{
    struct merge_record r = {0};
    bool some = true;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, rec, &r) == STATUS_OK) {
        some = json_count(model_field(&r, "engagement")) > 0 ||
               json_count(model_field(&r, "texts")) > 0;
    }
    merge_finish(&r);
    return some;
}

enum status draft_open(struct app *a, const struct id *pupils, size_t count, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    const struct app_draft_row *row = NULL;

    CHECK(count > 0 && count <= SCREEN_PUPILS_MAX);
    TRY(draft_flush(a));
    row = draft_of_pupils(a, pupils, count, rec);
    scale_refresh(a);
    scale_forget_parked(a);
    draft_blank(d);
    if (scale_of(a, a->place.instrument, "") != NULL) { /* a retired one is not begun with */
        text_copy(d->instrument, sizeof(d->instrument), a->place.instrument);
    }
    d->rec = *rec;
    d->pupil_count = count;
    memcpy(d->pupils, pupils, count * sizeof(*pupils));
    if (row != NULL) {
        TRY(draft_from_row(a, row, d));
    } else if (!id_is_none(rec)) {
        TRY(draft_from_record(a, d));
    }
    a->is_scale_fixed = !id_is_none(rec) && record_has_answers(a, rec);
    a->draft_dirty = false;
    a->draft_words = count_words(d);
done:
    return st;
}
