/* From a wish to a durable change: validated, encoded, chained, signed, sealed, appended.
 *
 * All changes of one Save, and the end of its draft, are one commit of the tablet's file: with
 * two, a battery that dies in between would leave a draft of what is saved already, or half a
 * group. Only after that commit does the view learn of them, and only then does anyone hear the
 * word "saved". Should the view fail to take them, the log has them, and the fold comes by again.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

struct made { /* one change on its way */
    struct buf line;
    struct buf box;
    struct change change;
};

void capture_skew(struct app *a, struct change_draft *draft)
{
    draft->skew_ms = app_number(a, STORE_skew_ms);
    draft->has_skew = app_number(a, STORE_contact_ms) > 0;
}

static enum status encode(struct app *a, const struct app_change *c, const struct dot *dot,
                          struct made *made)
{
    enum status st = STATUS_OK;
    struct change_draft draft = {.dot = *dot,
                                 .by = a->session.slot.staff,
                                 .pupil = c->pupil,
                                 .rec = c->rec,
                                 .type = c->type,
                                 .set = c->set,
                                 .over = c->over};
    const struct record_type *type = record_type_find(c->type);

    CHECK(type != NULL);
    capture_skew(a, &draft);
    TRY(change_encode_read(&draft, &made->line, &made->change));
    TRY(record_validate(type, made->change.set, c->is_new));
done:
    return st;
}

void capture_seal(struct app *a, const struct buf *line, const struct hash *previous,
                  struct buf *sealed, struct store_box *box)
{
    const struct change_place place = {box->dev, box->seq, box->pupil};

    change_seal(&a->session.keys.data, &a->host.random, &place, line->data, line->size, sealed);
    box->box = sealed->data;
    box->size = sealed->size;
    box->digest = change_digest(line->data, line->size);
    box->hash = chain_hash(previous, &box->digest);
    box->signature = change_sign(&a->session.keys.sign, &box->hash);
}

static void seal(struct app *a, struct made *made, const struct hash *previous,
                 struct store_box *box)
{
    const struct change *c = &made->change;

    *box = (struct store_box){.dev = c->dot.dev, .seq = c->dot.seq, .pupil = c->pupil};
    capture_seal(a, &made->line, previous, &made->box, box);
}

static enum status show_in_view(struct app *a, const struct made *made,
                                const struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    int64_t place = a->session.place;

    TRY(sql_begin(a->session.db));
    for (size_t i = 0; i < count; i++) {
        TRY(fold_own(a, &made[i].change, boxes[i].place));
    }
    TRY(sql_commit(a->session.db));
done:
    if (st != STATUS_OK) {
        sql_undo(a->session.db);
        a->session.place = place;
        a->session.is_behind = true;
        app_timer(a, TIMER_FOLD, 0);
    }
    return st;
}

static enum status append(struct app *a, const struct app_change *changes, size_t count,
                          const char *draft, struct made *made)
{
    enum status st = STATUS_OK;
    struct store_box boxes[APP_GROUP_CHANGES_MAX] = {{0}};
    struct stamp last = a->session.last;
    struct hash end = {{0}};
    int64_t seq = 0;

    TRY(store_own_end(a->store, &seq, &end));
    for (size_t i = 0; i < count; i++) {
        struct dot dot = {stamp_next(&last, app_wall(a)), a->session.dev, seq + 1 + (int64_t)i};
        TRY(encode(a, &changes[i], &dot, &made[i]));
        seal(a, &made[i], &end, &boxes[i]);
        end = boxes[i].hash;
    }
    TRY(store_append(a->store, boxes, count, draft));
    a->session.last = last;
    for (size_t i = 0; i < count && a->host.saved != NULL; i++) {
        a->host.saved(a->host.ctx, changes[i].type, &changes[i].rec);
    }
    TRY(show_in_view(a, made, boxes, count));
done:
    return st;
}

enum status capture_commit(struct app *a, const struct app_change *changes, size_t count,
                           const char *draft)
{
    enum status st = STATUS_OK;
    struct made made[APP_GROUP_CHANGES_MAX] = {0};

    CHECK(session_is_open(a) && count > 0 && count <= APP_GROUP_CHANGES_MAX);
    st = append(a, changes, count, draft, made);
    for (size_t i = 0; i < count; i++) {
        change_finish(&made[i].change);
        key_wipe(made[i].line.data, made[i].line.size);
        buf_finish(&made[i].line);
        buf_finish(&made[i].box);
    }
    app_changed(a);
    return st;
}

/* ---- a new observation ----------------------------------------------------------------------- */

static void write_new(const struct app *a, const struct screen_draft *d, struct buf *set)
{
    struct buf plain = {0};
    struct json_value *some = NULL;
    struct json_writer w = {0};
    struct json_walk walk = {0};
    const struct app_instrument *scale = scale_of(a, d->instrument, d->version);

    draft_write_set(a, d, &plain);
    CHECK(json_parse(plain.data, plain.size, &some) == STATUS_OK);
    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_int(&w, "when", d->when_ms);
    if (scale != NULL) {
        json_put_text(&w, "instrument", scale->in.id);
        json_put_text(&w, "version", scale->version);
    }
    while (json_next(some, &walk)) {
        json_put_value(&w, walk.key, walk.value);
    }
    if (d->pupil_count > 1) {
        json_put_id(&w, "together", &d->id);
    }
    json_close_object(&w);
    json_free(some);
    buf_finish(&plain);
}

static enum status save_new(struct app *a)
{
    enum status st = STATUS_OK;
    const struct screen_draft *d = &a->form.draft;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false}
    };
    struct buf set = {0};
    char name[64] = "";

    write_new(a, d, &set);
    draft_name(&d->id, name);
    for (size_t i = 0; i < d->pupil_count; i++) {
        changes[i].rec = app_new_id(a);
        changes[i].pupil = d->pupils[i];
        changes[i].type = "observation";
        changes[i].set = buf_cstr(&set);
        changes[i].is_new = true;
    }
    TRY(capture_commit(a, changes, d->pupil_count, name));
    undo_forget(a);
    for (size_t i = 0; i < d->pupil_count; i++) {
        a->undo.recs[i] = changes[i].rec;
        a->undo.pupils[i] = changes[i].pupil;
    }
    a->undo.count = d->pupil_count;
done:
    buf_finish(&set);
    return st;
}

/* ---- an edit --------------------------------------------------------------------------------- */

/* The first two are the answers, by item. */
static const char *const draft_fields[] = {"engagement", "texts",  "objective", "activity",
                                           "outcome",    "doing",  "place",     "with",
                                           "prompt",     "targets"};
enum { ANSWER_FIELDS = 2 };
#define DRAFT_FIELD_COUNT (sizeof(draft_fields) / sizeof(draft_fields[0]))

static const struct json_value *value_now(const struct merge_record *r, const char *field)
{
    const struct json_value *value = model_field(r, field);

    return value != NULL && json_kind(value) != JSON_IS_NULL ? value : NULL;
}

struct edit {
    const char *fields[DRAFT_FIELD_COUNT + 2];
    size_t count;
    struct buf set;
    struct buf back; /* the values before */
    struct buf over;
};

static void put_or_null(struct json_writer *w, const char *key, const struct json_value *value)
{
    if (value == NULL) {
        json_put_null(w, key);
    } else {
        json_put_value(w, key, value);
    }
}

/* The items that the instrument of the form does not have stay as they are. */
static void put_answers(const struct instrument *in, struct json_writer *w, const char *field,
                        const struct json_value *now, const struct json_value *next)
{
    struct json_walk walk = {0};

    json_open_object(w, field);
    while (now != NULL && json_next(now, &walk)) {
        if (in == NULL || instrument_item_find(in, walk.key) == NULL) {
            json_put_value(w, walk.key, walk.value);
        }
    }
    walk = (struct json_walk){0};
    while (next != NULL && json_next(next, &walk)) {
        json_put_value(w, walk.key, walk.value);
    }
    json_close_object(w);
}

static bool is_same(const struct json_value *a, const struct json_value *b)
{
    return (a == NULL && b == NULL) || (a != NULL && b != NULL && json_same(a, b));
}

/* What the draft says otherwise than it did when the edit began. The record itself may say more
 * than a form can hold (a longer text, an area of a later instrument): what nobody touched is not
 * set. */
static void find_edit(const struct app_instrument *scale, const struct merge_record *r,
                      const struct json_value *began, const struct json_value *wanted,
                      struct edit *e)
{
    struct json_writer set = {0};
    struct json_writer back = {0};
    bool scale_too = false;

    json_begin(&set, &e->set);
    json_begin(&back, &e->back);
    json_open_object(&set, NULL);
    json_open_object(&back, NULL);
    for (size_t i = 0; i < DRAFT_FIELD_COUNT; i++) {
        const struct json_value *now = value_now(r, draft_fields[i]);
        const struct json_value *next = json_member(wanted, draft_fields[i]);
        if (is_same(json_member(began, draft_fields[i]), next) || is_same(now, next)) {
            continue;
        }
        if (i < ANSWER_FIELDS && scale != NULL) {
            put_answers(&scale->in, &set, draft_fields[i], now, next);
        } else {
            put_or_null(&set, draft_fields[i], next);
        }
        put_or_null(&back, draft_fields[i], now);
        e->fields[e->count++] = draft_fields[i];
        scale_too = scale_too || i < ANSWER_FIELDS;
    }
    if (scale_too && scale != NULL &&
        !text_equal(json_text(value_now(r, "version")), scale->version)) {
        json_put_text(&set, "instrument", scale->in.id);
        json_put_text(&set, "version", scale->version);
        put_or_null(&back, "instrument", value_now(r, "instrument"));
        put_or_null(&back, "version", value_now(r, "version"));
        e->fields[e->count++] = "instrument";
        e->fields[e->count++] = "version";
    }
    json_close_object(&set);
    json_close_object(&back);
}

static enum status commit_edit(struct app *a, const struct merge_record *r, const struct edit *e,
                               const char *set, const char *draft)
{
    struct buf over = {0};
    enum status st = STATUS_OK;
    bool has_over = merge_over(r, e->fields, e->count, &over);
    struct app_change change = {r->rec, r->pupil, r->type, set, has_over ? buf_cstr(&over) : NULL,
                                false};

    st = capture_commit(a, &change, 1, draft);
    buf_finish(&over);
    return st;
}

/* What the form showed when the edit began, as the draft's own fields. */
static enum status began_with(struct app *a, const struct id *rec, struct json_value **out)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = mem_zero(1, sizeof(*d));
    struct buf plain = {0};

    draft_blank(d);
    d->rec = *rec;
    TRY(draft_from_record(a, d));
    draft_write_set(a, d, &plain);
    TRY(json_parse(plain.data, plain.size, out));
done:
    key_wipe(d, sizeof(*d));
    free(d);
    buf_finish(&plain);
    return st;
}

static enum status save_edit(struct app *a)
{
    enum status st = STATUS_OK;
    const struct screen_draft *d = &a->form.draft;
    struct merge_record r = {0};
    struct json_value *began = NULL;
    struct json_value *wanted = NULL;
    struct buf plain = {0};
    struct edit e = {0};
    char name[64] = "";

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &d->rec, &r));
    draft_write_set(a, d, &plain);
    TRY(json_parse(plain.data, plain.size, &wanted));
    TRY(began_with(a, &d->rec, &began));
    find_edit(scale_of(a, d->instrument, d->version), &r, began, wanted, &e);
    undo_forget(a);
    if (e.count == 0) {
        TRY(draft_drop(a));
        goto done;
    }
    draft_name(&d->id, name);
    TRY(commit_edit(a, &r, &e, buf_cstr(&e.set), name));
    a->undo.count = 1;
    a->undo.recs[0] = d->rec;
    a->undo.pupils[0] = r.pupil;
    a->undo.set = mem_text(buf_cstr(&e.back));
done:
    buf_finish(&e.set);
    buf_finish(&e.back);
    buf_finish(&plain);
    json_free(began);
    json_free(wanted);
    merge_finish(&r);
    return st;
}

enum status capture_save(struct app *a)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    bool is_edit = !id_is_none(&d->rec);
    struct id pupil = d->pupils[0];

    if (!draft_has_some(a, d)) {
        return STATUS_OK;
    }
    if (id_is_none(&d->id)) {
        d->id = app_new_id(a);
    }
    d->when_ms = d->when_ms == 0 ? app_wall(a) : d->when_ms;
    TRY(is_edit ? save_edit(a) : save_new(a));
    a->undo.is_there = a->undo.count > 0;
    a->undo.draft = *d;
    learn_saved(a, d);
    draft_close(a);
    a->draft_dirty = false;
    app_timer(a, TIMER_DRAFT, APP_NEVER);
    TRY(draft_list(a));
    a->chosen_count = 0;
    a->is_selecting = false;
    if (a->undo.is_there) {
        app_toast(a, a->undo.count > 1 ? WORD_SAVED_GROUP : WORD_SAVED, true);
    }
    a->place.pupil = pupil;
    place_go(a, is_edit ? SCREEN_PUPIL : SCREEN_CLASS);
done:
    return st;
}

/* ---- undo, settling -------------------------------------------------------------------------- */

void undo_forget(struct app *a)
{
    free(a->undo.set);
    if (a->undo.parked != NULL) {
        key_wipe(a->undo.parked, strlen(a->undo.parked));
    }
    free(a->undo.parked);
    key_wipe(&a->undo, sizeof(a->undo));
}

static enum status make_void(struct app *a, const char *reason, const char *draft)
{
    enum status st = STATUS_OK;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false}
    };
    struct buf set = {0};
    struct json_writer w = {0};

    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_text(&w, RECORD_VOID, reason);
    json_close_object(&w);
    for (size_t i = 0; i < a->undo.count; i++) {
        changes[i].rec = a->undo.recs[i];
        changes[i].pupil = a->undo.pupils[i];
        changes[i].type = "observation";
        changes[i].set = buf_cstr(&set);
    }
    st = capture_commit(a, changes, a->undo.count, draft);
    buf_finish(&set);
    return st;
}

static enum status put_back(struct app *a)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct json_value *set = NULL;
    struct json_walk walk = {0};
    struct edit e = {0};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &a->undo.recs[0], &r));
    TRY(json_parse(a->undo.set, strlen(a->undo.set), &set));
    while (json_next(set, &walk) && e.count < DRAFT_FIELD_COUNT + 2) {
        e.fields[e.count++] = walk.key;
    }
    TRY(commit_edit(a, &r, &e, a->undo.set, NULL));
done:
    json_free(set);
    merge_finish(&r);
    return st;
}

/* What was undone comes back as a draft: nothing that was written is lost by it. */
enum status capture_undo(struct app *a)
{
    enum status st = STATUS_OK;

    if (a->undo.is_interval) {
        return interval_undo(a);
    }
    if (!a->undo.is_there && !a->undo.is_clear) {
        return STATUS_OK;
    }
    TRY(draft_flush(a));
    if (!a->undo.is_clear) {
        TRY(a->undo.set != NULL ? put_back(a) : make_void(a, word_of(a, WORD_VOID_UNDONE), NULL));
    }
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

enum status capture_take_out(struct app *a, const char *reason)
{
    enum status st = STATUS_OK;
    const struct screen_draft *was = &a->form.draft;
    struct id pupil = was->pupils[0];
    char name[64] = "";

    if (id_is_none(&was->rec) || !draft_says_something(reason)) {
        return STATUS_OK;
    }
    undo_forget(a);
    a->undo.count = 1;
    a->undo.recs[0] = was->rec;
    a->undo.pupils[0] = pupil;
    draft_name(&was->id, name);
    TRY(make_void(a, reason, id_is_none(&was->id) ? NULL : name));
    a->undo.is_there = true;
    a->undo.set = mem_text("{\"" RECORD_VOID "\":null}");
    a->undo.draft = *was;
    draft_close(a);
    a->draft_dirty = false;
    TRY(draft_list(a));
    a->place.pupil = pupil;
    place_go(a, SCREEN_PUPIL);
    app_toast(a, WORD_TAKEN_OUT, true);
done:
    return st;
}

enum status capture_put_back(struct app *a, const struct id *rec)
{
    static const char null[] = "null";
    enum status st = STATUS_OK;
    struct json_value *value = NULL;

    TRY(json_parse(null, sizeof(null) - 1, &value));
    TRY(capture_settle(a, rec, RECORD_VOID, value, NULL));
    app_toast(a, WORD_PUT_BACK, false);
done:
    json_free(value);
    return st;
}

enum status capture_settle(struct app *a, const struct id *rec, const char *field,
                           const struct json_value *value, const char *draft)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct json_writer w = {0};
    struct edit e = {.fields = {field}, .count = 1};

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, rec, &r));
    json_begin(&w, &e.set);
    json_open_object(&w, NULL);
    put_or_null(&w, field, value);
    json_close_object(&w);
    TRY(commit_edit(a, &r, &e, buf_cstr(&e.set), draft));
done:
    buf_finish(&e.set);
    merge_finish(&r);
    return st;
}
