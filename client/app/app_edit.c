/* A record is corrected: a new change that names what it replaces, so that history shows both.
 *
 * Only what a person touched is set. A record may say more than the form can hold, and others may
 * have written meanwhile. One correction may be for a whole group observation: it is then made in
 * each pupil's record, in one commit; but where a pupil's record says something else than the one
 * that is being corrected, someone has corrected it for that pupil alone: it is kept, and said so.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* The first two are the answers, by item. */
static const char *const draft_fields[] = {"engagement", "texts",  "objective", "activity",
                                           "outcome",    "doing",  "place",     "with",
                                           "prompt",     "targets"};
enum { ANSWER_FIELDS = 2 };
#define DRAFT_FIELD_COUNT (sizeof(draft_fields) / sizeof(draft_fields[0]))

struct edit {
    struct merge_record r;
    const char *fields[DRAFT_FIELD_COUNT + 2];
    size_t count;
    struct buf set;
    struct buf back; /* the values before */
    struct json_writer set_w, back_w;
    bool has_kept; /* a correction of this record alone was left as it is */
};
struct edits {
    struct edit rows[APP_GROUP_CHANGES_MAX];
    size_t count;
};

static struct edits *edits_make(void)
{
    return mem_zero(1, sizeof(struct edits));
}

static void edits_finish(struct edits *edits)
{
    for (size_t i = 0; i < APP_GROUP_CHANGES_MAX; i++) {
        merge_finish(&edits->rows[i].r);
        buf_finish(&edits->rows[i].set);
        buf_finish(&edits->rows[i].back);
    }
    free(edits);
}

/* The next of them, with its record as it stands; it counts once it sets something. */
static enum status edit_begin(struct app *a, struct edits *edits, const struct id *rec,
                              struct edit **out)
{
    enum status st = STATUS_OK;
    struct edit *e = &edits->rows[edits->count];

    CHECK(edits->count < APP_GROUP_CHANGES_MAX);
    merge_finish(&e->r);
    buf_clear(&e->set);
    buf_clear(&e->back);
    e->count = 0;
    e->has_kept = false;
    merge_init(&e->r);
    TRY(view_load(a->session.view, &a->session.school, rec, &e->r));
    json_begin(&e->set_w, &e->set);
    json_begin(&e->back_w, &e->back);
    json_open_object(&e->set_w, NULL);
    json_open_object(&e->back_w, NULL);
    *out = e;
done:
    return st;
}

static void edit_end(struct edits *edits, struct edit *e)
{
    json_close_object(&e->set_w);
    json_close_object(&e->back_w);
    edits->count += e->count > 0 ? 1 : 0;
}

static void put_or_null(struct json_writer *w, const char *key, const struct json_value *value)
{
    if (value == NULL) {
        json_put_null(w, key);
    } else {
        json_put_value(w, key, value);
    }
}

static const struct json_value *value_now(const struct merge_record *r, const char *field)
{
    const struct json_value *value = model_field(r, field);

    return value != NULL && json_kind(value) != JSON_IS_NULL ? value : NULL;
}

/* The field is set by the caller, or here to a value; what it said before is noted. */
static void note_field(struct edit *e, const char *field)
{
    put_or_null(&e->back_w, field, value_now(&e->r, field));
    e->fields[e->count++] = field;
}

static void set_field(struct edit *e, const char *field, const struct json_value *value)
{
    put_or_null(&e->set_w, field, value);
    note_field(e, field);
}

/* All in one commit; the draft named (or NULL) goes with it. */
static enum status commit_edits(struct app *a, const struct edits *edits, const char *draft)
{
    enum status st = STATUS_OK;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false, NULL}
    };
    struct buf overs[APP_GROUP_CHANGES_MAX] = {{0}};

    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *e = &edits->rows[i];
        bool has_over = merge_over(&e->r, e->fields, e->count, &overs[i]);
        changes[i] = (struct app_change){e->r.rec,
                                         e->r.pupil,
                                         e->r.type,
                                         buf_cstr(&e->set),
                                         has_over ? buf_cstr(&overs[i]) : NULL,
                                         false,
                                         NULL};
    }
    if (edits->count > 0) {
        st = capture_commit(a, changes, edits->count, draft);
    }
    for (size_t i = 0; i < APP_GROUP_CHANGES_MAX; i++) {
        buf_finish(&overs[i]);
    }
    return st;
}

static void note_undo(struct app *a, const struct edits *edits)
{
    undo_begin(a, UNDO_EDIT, "observation");
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *e = &edits->rows[i];
        undo_note(a, &e->r.rec, &e->r.pupil, buf_cstr(&e->back));
    }
}

/* ---- the form's ------------------------------------------------------------------------------ */

static bool is_same(const struct json_value *a, const struct json_value *b)
{
    return (a == NULL && b == NULL) || (a != NULL && b != NULL && json_same(a, b));
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

static void set_version(const struct app_instrument *scale, struct edit *e)
{
    if (text_equal(json_text(value_now(&e->r, "version")), scale->version)) {
        return;
    }
    json_put_text(&e->set_w, "instrument", scale->in.id);
    json_put_text(&e->set_w, "version", scale->version);
    note_field(e, "instrument");
    note_field(e, "version");
}

/* What the draft says otherwise than it did when the edit began: what nobody touched is not set. */
static void find_edit(const struct app_instrument *scale, const struct json_value *began,
                      const struct json_value *wanted, struct edit *e)
{
    bool scale_too = false;

    for (size_t i = 0; i < DRAFT_FIELD_COUNT; i++) {
        const char *field = draft_fields[i];
        const struct json_value *now = value_now(&e->r, field);
        const struct json_value *next = json_member(wanted, field);
        if (is_same(json_member(began, field), next) || is_same(now, next)) {
            continue;
        }
        if (i >= ANSWER_FIELDS || scale == NULL) {
            set_field(e, field, next);
            continue;
        }
        put_answers(&scale->in, &e->set_w, field, now, next);
        note_field(e, field);
        scale_too = true;
    }
    if (scale_too) {
        set_version(scale, e);
    }
}

/* ---- the same for a whole group -------------------------------------------------------------- */

size_t edit_sisters(struct app *a, const struct merge_record *r, struct arena *arena,
                    struct view_sister_rows *out)
{
    struct id together = {""};
    const char *text = json_text(model_field(r, "together"));
    int64_t when = json_int(model_field(r, "when"), 0);

    *out = (struct view_sister_rows){0};
    if (text != NULL && id_parse(text, &together) == STATUS_OK) {
        app_tell(a, view_sisters(a->session.view, &a->session.school, when, &together, arena, out));
    }
    out->count = out->count > APP_GROUP_CHANGES_MAX ? APP_GROUP_CHANGES_MAX : out->count;
    return out->count;
}

/* The draft in one's hand, the form as it was, and the same of a sister: what it said before. */
struct three {
    const struct json_value *began, *wanted, *hers;
};

/* An item that the sister answers otherwise than the draft's record did is her own. */
static void sister_item(const struct three *t, const char *item, struct json_writer *w,
                        struct edit *e, bool *some)
{
    const struct json_value *before = json_member(t->began, item);
    const struct json_value *next = json_member(t->wanted, item);
    const struct json_value *hers = json_member(t->hers, item);
    bool touched = !is_same(before, next) && !is_same(hers, next);
    bool is_own = touched && !is_same(hers, before);
    const struct json_value *put = touched && !is_own ? next : hers;

    e->has_kept = e->has_kept || is_own;
    *some = *some || (touched && !is_own);
    if (put != NULL) {
        json_put_value(w, item, put);
    }
}

static void sister_answers(const struct instrument *in, const struct three *t, const char *field,
                           struct edit *e)
{
    struct buf text = {0};
    struct json_writer w = {0};
    struct json_value *next = NULL;
    bool some = false;

    json_begin(&w, &text);
    json_open_object(&w, NULL);
    for (size_t i = 0; i < in->item_count; i++) {
        sister_item(t, in->items[i].id, &w, e, &some);
    }
    json_close_object(&w);
    if (some && json_parse(text.data, text.size, &next) == STATUS_OK) {
        put_answers(in, &e->set_w, field, value_now(&e->r, field), next);
        note_field(e, field);
    }
    json_free(next);
    buf_finish(&text);
}

static void find_sister_edit(struct app *a, const struct app_instrument *scale,
                             const struct three *t, struct edit *e)
{
    bool same_scale = scale != NULL && model_scale(a, &e->r) == &scale->in;
    bool scale_too = false;

    for (size_t i = 0; i < DRAFT_FIELD_COUNT; i++) {
        const char *field = draft_fields[i];
        struct three one = {json_member(t->began, field), json_member(t->wanted, field),
                            json_member(t->hers, field)};
        if (is_same(one.began, one.wanted) || is_same(one.hers, one.wanted) ||
            strcmp(field, "targets") == 0) { /* each pupil has targets of their own */
            continue;
        }
        if (i >= ANSWER_FIELDS && is_same(one.hers, one.began)) {
            set_field(e, field, one.wanted);
        } else if (i < ANSWER_FIELDS && same_scale) {
            sister_answers(&scale->in, &one, field, e);
            scale_too = e->count > 0;
        } else {
            e->has_kept = true;
        }
    }
    if (scale_too) {
        set_version(scale, e);
    }
}

static void add_name(struct app *a, const struct id *pupil, char kept[SCREEN_CONTEXT_ROOM])
{
    struct buf names = {0};

    buf_printf(&names, "%s%s%s", kept, kept[0] != '\0' ? ", " : "",
               model_pupil_name(a, pupil, NULL));
    text_copy(kept, SCREEN_CONTEXT_ROOM, buf_cstr(&names));
    buf_finish(&names);
}

/* began and wanted are those of the draft's own record, the first of the edits. */
static enum status edit_all_sisters(struct app *a, struct edits *edits, const struct three *t,
                                    const struct merge_record *own, char kept[SCREEN_CONTEXT_ROOM])
{
    enum status st = STATUS_OK;
    const struct screen_draft *d = &a->form.draft;
    struct arena arena = {0};
    struct view_sister_rows sisters = {0};
    struct json_value *hers = NULL;

    (void)edit_sisters(a, own, &arena, &sisters);
    for (size_t i = 0; i < sisters.count && edits->count < APP_GROUP_CHANGES_MAX; i++) {
        struct edit *e = NULL;
        struct three with = {t->began, t->wanted, NULL};
        if (id_equal(&sisters.rows[i].rec, &own->rec)) {
            continue;
        }
        TRY(began_with(a, &sisters.rows[i].rec, &hers));
        with.hers = hers;
        TRY(edit_begin(a, edits, &sisters.rows[i].rec, &e));
        find_sister_edit(a, scale_of(a, d->instrument, d->version), &with, e);
        if (e->has_kept) {
            add_name(a, &sisters.rows[i].pupil, kept);
        }
        edit_end(edits, e);
        json_free(hers);
        hers = NULL;
    }
done:
    json_free(hers);
    arena_finish(&arena);
    return st;
}

enum status edit_save(struct app *a, char kept[SCREEN_CONTEXT_ROOM])
{
    enum status st = STATUS_OK;
    const struct screen_draft *d = &a->form.draft;
    struct edits *edits = edits_make();
    struct edit *own = NULL;
    struct merge_record r = {0};
    struct json_value *began = NULL;
    struct json_value *wanted = NULL;
    struct buf plain = {0};
    char name[64] = "";

    merge_init(&r);
    TRY(view_load(a->session.view, &a->session.school, &d->rec, &r));
    draft_write_set(a, d, &plain);
    TRY(json_parse(plain.data, plain.size, &wanted));
    TRY(began_with(a, &d->rec, &began));
    TRY(edit_begin(a, edits, &d->rec, &own));
    find_edit(scale_of(a, d->instrument, d->version), began, wanted, own);
    edit_end(edits, own);
    if (d->for_all) {
        struct three t = {began, wanted, NULL};
        TRY(edit_all_sisters(a, edits, &t, &r, kept));
    }
    undo_forget(a);
    if (edits->count == 0) {
        TRY(draft_drop(a));
        goto done;
    }
    draft_name(&d->id, name);
    TRY(commit_edits(a, edits, name));
    note_undo(a, edits);
done:
    edits_finish(edits);
    merge_finish(&r);
    buf_finish(&plain);
    json_free(began);
    json_free(wanted);
    return st;
}

/* ---- others ---------------------------------------------------------------------------------- */

enum status edit_put_back(struct app *a)
{
    enum status st = STATUS_OK;
    struct edits *edits = edits_make();
    struct json_value *sets[APP_GROUP_CHANGES_MAX] = {NULL};

    for (size_t i = 0; i < a->undo.count; i++) {
        struct edit *e = NULL;
        struct json_walk walk = {0};
        TRY(json_parse(a->undo.sets[i], strlen(a->undo.sets[i]), &sets[i]));
        TRY(edit_begin(a, edits, &a->undo.recs[i], &e));
        while (json_next(sets[i], &walk) && e->count < DRAFT_FIELD_COUNT + 2) {
            set_field(e, walk.key, walk.value); /* the key lives as long as sets */
        }
        edit_end(edits, e);
    }
    TRY(commit_edits(a, edits, NULL));
done:
    edits_finish(edits);
    for (size_t i = 0; i < APP_GROUP_CHANGES_MAX; i++) {
        json_free(sets[i]);
    }
    return st;
}

enum status edit_settle(struct app *a, const struct id *rec, const char *field,
                        const struct json_value *value, const char *draft)
{
    enum status st = STATUS_OK;
    struct edits *edits = edits_make();
    struct edit *e = NULL;

    TRY(edit_begin(a, edits, rec, &e));
    set_field(e, field, value);
    edit_end(edits, e);
    TRY(commit_edits(a, edits, draft));
done:
    edits_finish(edits);
    return st;
}

static const struct json_value *value_from(const struct merge_record *r, const char *field,
                                           const struct dot *dot)
{
    const struct merge_field *f = merge_find(r, field);

    for (size_t i = 0; f != NULL && i < f->head_count; i++) {
        const struct dot *one = &f->heads[i].dot;
        if (one->seq == dot->seq && id_equal(&one->dev, &dot->dev)) {
            return f->heads[i].value;
        }
    }
    return value_now(r, field);
}

enum status edit_settle_image(struct app *a, const struct id *rec, const struct dot *dot)
{
    static const char *const fields[] = {"mark", "image"};
    enum status st = STATUS_OK;
    struct edits *edits = edits_make();
    struct edit *e = NULL;

    TRY(edit_begin(a, edits, rec, &e));
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        set_field(e, fields[i], value_from(&e->r, fields[i], dot));
    }
    edit_end(edits, e);
    TRY(commit_edits(a, edits, NULL));
done:
    edits_finish(edits);
    return st;
}
