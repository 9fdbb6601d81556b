/* What an observation is answered by: the instruments that ship, and a school's own.
 *
 * An answer means nothing without the very version that it was given by, so a draft and a record
 * name both, and a version that was replaced can still be found. What is offered is the latest of
 * each id; a school's own takes the place of the one that ships under the same id. Changing the
 * instrument puts the answers by, beside the draft: whoever changes back finds them, and only those
 * of the instrument that stands on the screen are saved.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const char *const note_fields[NOTE_COUNT] = {"objective", "activity", "outcome"};

const char *scale_note_field(enum screen_note part)
{
    return note_fields[part];
}

enum status scale_read_asset(struct app *a, const char *name, struct app_instrument *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct json_value *json = NULL;

    TRY(a->host.asset(a->host.ctx, name, &text));
    TRY(instrument_read(buf_cstr(&text), text.size, &a->kept, &out->in));
    TRY(json_parse(buf_cstr(&text), text.size, &json));
    hash_json(json, out->version);
done:
    json_free(json);
    buf_finish(&text);
    return st;
}

enum status scale_open(struct app *a)
{
    static const char *const names[SCALE_SHIPPED] = {
#define SHIPPED(name, file) "instruments/" file ".json",
#include "app_shipped.def"
    };
    enum status st = STATUS_OK;

    for (int i = 0; i < SCALE_SHIPPED; i++) {
        TRY(scale_read_asset(a, names[i], &a->scales.shipped[i]));
    }
done:
    return st;
}

void scale_close(struct app *a)
{
    arena_finish(&a->scales.arena);
    a->scales.own = NULL;
    a->scales.own_count = 0;
}

/* ---- a school's own -------------------------------------------------------------------------- */

/* False when it is broken, or is not the one that its version names. */
static bool read_content(struct app *a, const struct id *rec, struct arena *arena,
                         struct app_instrument *out)
{
    struct merge_record r = {0};
    struct buf text = {0};
    const struct json_value *content = NULL;
    bool is_good = false;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, rec, &r) == STATUS_OK) {
        content = model_field(&r, "content");
    }
    if (content != NULL) {
        hash_json(content, out->version);
        json_print(content, &text);
        is_good = text_equal(json_text(model_field(&r, "version")), out->version) &&
                  instrument_read(buf_cstr(&text), text.size, arena, &out->in) == STATUS_OK;
    }
    buf_finish(&text);
    merge_finish(&r);
    return is_good;
}

/* A broken one is kept out of sight. */
static void read_own(struct app *a, const struct view_instrument *row, struct app_own *out)
{
    *out = (struct app_own){.rec = row->rec, .is_retired = row->is_retired};
    out->is_broken = !read_content(a, &row->rec, &a->scales.arena, &out->one);
}

static bool is_known(const struct app *a, const struct view_instrument_rows *rows)
{
    bool same = rows->count == a->scales.own_count;

    for (size_t i = 0; i < rows->count && same; i++) {
        same = id_equal(&rows->rows[i].rec, &a->scales.own[i].rec) &&
               rows->rows[i].is_retired == a->scales.own[i].is_retired;
    }
    return same;
}

/* Their contents are read only when one came, went or was retired. */
void scale_refresh(struct app *a)
{
    struct app_scales *s = &a->scales;
    struct arena arena = {0};
    struct view_instrument_rows rows = {0};
    enum status st = STATUS_OK;

    if (s->is_fresh || a->session.view == NULL) {
        return;
    }
    TRY(view_instruments(a->session.view, &a->session.school, &arena, &rows));
    s->is_fresh = true;
    if (!is_known(a, &rows)) {
        scale_close(a);
        s->own = arena_alloc(&s->arena, (rows.count + 1) * sizeof(*s->own));
        for (size_t i = 0; i < rows.count; i++) {
            read_own(a, &rows.rows[i], &s->own[i]);
        }
        s->own_count = rows.count;
        a->is_stale = true; /* what the model points to has gone */
    }
done:
    app_tell(a, st);
    arena_finish(&arena);
}

/* ---- finding one ----------------------------------------------------------------------------- */

static const struct app_instrument *of_version(const struct app *a, const char *version)
{
    for (int i = 0; i < SCALE_SHIPPED; i++) {
        if (strcmp(a->scales.shipped[i].version, version) == 0) {
            return &a->scales.shipped[i];
        }
    }
    for (size_t i = 0; i < a->scales.own_count; i++) {
        const struct app_own *own = &a->scales.own[i];
        if (!own->is_broken && strcmp(own->one.version, version) == 0) {
            return &own->one;
        }
    }
    return NULL;
}

/* The latest of a school's own; they stand in that order. */
static const struct app_instrument *own_of_id(const struct app *a, const char *id)
{
    for (size_t i = 0; i < a->scales.own_count; i++) {
        const struct app_own *own = &a->scales.own[i];
        if (!own->is_broken && !own->is_retired && strcmp(own->one.in.id, id) == 0) {
            return &own->one;
        }
    }
    return NULL;
}

const struct app_instrument *scale_of(const struct app *a, const char *id, const char *version)
{
    const struct app_instrument *found = version[0] != '\0' ? of_version(a, version) : NULL;

    if (id[0] == '\0' && found == NULL) {
        id = a->scales.shipped[SCALE_ENGAGEMENT].in.id; /* as records of old were */
    }
    if (found == NULL) {
        found = own_of_id(a, id);
    }
    for (int i = 0; i < SCALE_SHIPPED && found == NULL; i++) {
        found = strcmp(a->scales.shipped[i].in.id, id) == 0 ? &a->scales.shipped[i] : NULL;
    }
    return found;
}

const struct instrument *scale_of_draft(const struct app *a, const struct screen_draft *d)
{
    const struct app_instrument *found = scale_of(a, d->instrument, d->version);

    return found != NULL ? &found->in : NULL;
}

const struct instrument *scale_prompts(const struct app *a)
{
    return &scale_of(a, a->scales.shipped[SCALE_PROMPTS].in.id, "")->in;
}

const struct app_instrument *scale_levels(const struct app *a)
{
    return scale_of(a, a->scales.shipped[SCALE_LEVELS].in.id, "");
}

const struct instrument *scale_note(const struct app *a)
{
    return &scale_of(a, a->scales.shipped[SCALE_NOTE].in.id, "")->in;
}

int scale_note_part(const char *item)
{
    for (int i = 0; i < NOTE_COUNT; i++) {
        if (strcmp(note_fields[i], item) == 0) {
            return i;
        }
    }
    return -1;
}

bool scale_is_note(const struct instrument *in)
{
    bool all = true;

    for (size_t i = 0; i < in->item_count; i++) {
        all = all && scale_note_part(in->items[i].id) >= 0;
    }
    return all;
}

static bool can_be_offered(const struct instrument *in)
{
    return strcmp(in->kind, "engagement") == 0 || strcmp(in->kind, "note") == 0;
}

static size_t offer(const struct app_instrument **out, size_t count,
                    const struct app_instrument *one)
{
    if (one == NULL || !can_be_offered(&one->in) || count == SCALE_OFFERED_MAX) {
        return count;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(out[i]->in.id, one->in.id) == 0) {
            return count;
        }
    }
    out[count] = one;
    return count + 1;
}

size_t scale_offered(const struct app *a, const struct app_instrument *out[SCALE_OFFERED_MAX])
{
    size_t count = 0;

    for (int i = 0; i < SCALE_SHIPPED; i++) {
        count = offer(out, count, scale_of(a, a->scales.shipped[i].in.id, ""));
    }
    for (size_t i = 0; i < a->scales.own_count; i++) {
        count = offer(
            out, count,
            own_of_id(a, a->scales.own[i].one.in.id != NULL ? a->scales.own[i].one.in.id : ""));
    }
    return count;
}

/* A school's own is read anew into the arena: what is in a->scales goes when another comes in. */
enum status scale_copy(struct app *a, const struct app_instrument *one, struct arena *arena,
                       struct app_instrument *out)
{
    *out = *one;
    for (size_t i = 0; i < a->scales.own_count; i++) {
        const struct app_own *own = &a->scales.own[i];
        if (&own->one == one) {
            return read_content(a, &own->rec, arena, out) ? STATUS_OK
                                                          : FAIL(STATUS_DAMAGED,
                                                                 "“%.60s” cannot be "
                                                                 "read.",
                                                                 one->in.label);
        }
    }
    return STATUS_OK;
}

/* ---- answers as JSON ------------------------------------------------------------------------- */

static bool has_choice(const struct instrument *in, const struct screen_draft *d)
{
    bool some = false;

    for (size_t i = 0; i < in->item_count; i++) {
        some = some || d->choices[i] >= 0;
    }
    return some;
}

/* The item's texts that say something. */
static size_t count_texts(const struct instrument_item *item, const struct screen_draft *d)
{
    size_t count = 0;

    if (scale_note_part(item->id) >= 0) {
        return 0; /* its words are the note's */
    }
    for (size_t i = 0; i < item->text_count; i++) {
        count += draft_says_something(d->texts[item->first_text + i]) ? 1 : 0;
    }
    return count;
}

bool scale_has_answers(const struct instrument *in, const struct screen_draft *d)
{
    bool some = has_choice(in, d);

    for (size_t i = 0; i < in->item_count; i++) {
        some = some || count_texts(&in->items[i], d) > 0;
    }
    return some;
}

static void write_choices(const struct instrument *in, const struct screen_draft *d,
                          struct json_writer *w)
{
    json_open_object(w, "engagement");
    for (size_t i = 0; i < in->item_count; i++) {
        int choice = d->choices[i];
        if (choice >= 0 && (size_t)choice < in->items[i].choice_count) {
            json_put_text(w, in->items[i].id, in->items[i].choices[choice].id);
        }
    }
    json_close_object(w);
}

static void write_texts(const struct instrument_item *item, const struct screen_draft *d,
                        struct json_writer *w)
{
    json_open_object(w, item->id);
    for (size_t i = 0; i < item->text_count; i++) {
        const char *text = d->texts[item->first_text + i];
        if (draft_says_something(text)) {
            draft_put_words(w, item->texts[i].id, text);
        }
    }
    json_close_object(w);
}

void scale_write(const struct instrument *in, const struct screen_draft *d, struct json_writer *w)
{
    bool is_open = false;

    if (has_choice(in, d)) {
        write_choices(in, d, w);
    }
    for (size_t i = 0; i < in->item_count; i++) {
        if (count_texts(&in->items[i], d) == 0) {
            continue;
        }
        if (!is_open) {
            json_open_object(w, "texts");
            is_open = true;
        }
        write_texts(&in->items[i], d, w);
    }
    if (is_open) {
        json_close_object(w);
    }
}

static int choice_of(const struct instrument_item *item, const char *id)
{
    const struct instrument_choice *choice = instrument_choice_find(item, id);

    return choice != NULL ? (int)(choice - item->choices) : -1;
}

void scale_read(const struct instrument *in, const struct json_value *set, struct screen_draft *d)
{
    const struct json_value *map = json_member(set, "engagement");
    const struct json_value *texts = json_member(set, "texts");

    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        const struct json_value *words = json_member(texts, item->id);
        d->choices[i] = choice_of(item, json_member_text(map, item->id));
        for (size_t t = 0; t < item->text_count; t++) {
            text_copy(d->texts[item->first_text + t], SCREEN_TEXT_ROOM,
                      json_member_text(words, item->texts[t].id));
        }
    }
}

/* ---- changing it ----------------------------------------------------------------------------- */

void scale_forget_parked(struct app *a)
{
    if (a->parked != NULL) {
        key_wipe(a->parked, strlen(a->parked));
    }
    free(a->parked);
    a->parked = NULL;
}

/* The answers go beside the draft, under the id of their instrument; those of others stay there. */
static void park(struct app *a, const struct instrument *in)
{
    struct screen_draft *d = &a->form.draft;
    struct json_value *before = NULL;
    struct json_walk walk = {0};
    struct json_writer w = {0};
    struct buf text = {0};
    bool some = false;

    if (a->parked != NULL && json_parse(a->parked, strlen(a->parked), &before) != STATUS_OK) {
        before = NULL;
    }
    json_begin(&w, &text);
    json_open_object(&w, NULL);
    while (before != NULL && json_next(before, &walk)) {
        if (in == NULL || strcmp(walk.key, in->id) != 0) {
            json_put_value(&w, walk.key, walk.value);
            some = true;
        }
    }
    if (in != NULL && scale_has_answers(in, d)) {
        json_open_object(&w, in->id);
        scale_write(in, d, &w);
        json_close_object(&w);
        some = true;
    }
    json_close_object(&w);
    scale_forget_parked(a);
    a->parked = some ? mem_text(buf_cstr(&text)) : NULL;
    key_wipe(text.data, text.size);
    buf_finish(&text);
    json_free(before);
}

static void blank_answers(struct screen_draft *d)
{
    for (int i = 0; i < SCREEN_ITEMS_MAX; i++) {
        d->choices[i] = -1;
    }
    key_wipe(d->texts, sizeof(d->texts));
}

/* What was put by for it comes back, and is not put by any more. */
static void unpark(struct app *a, const struct instrument *in)
{
    struct json_value *all = NULL;

    if (a->parked != NULL && json_parse(a->parked, strlen(a->parked), &all) == STATUS_OK) {
        const struct json_value *set = json_member(all, in->id);
        if (set != NULL) {
            scale_read(in, set, &a->form.draft);
        }
    }
    json_free(all);
}

enum status scale_pick(struct app *a, int64_t number)
{
    const struct app_instrument *offered[SCALE_OFFERED_MAX] = {NULL};
    size_t count = scale_offered(a, offered);
    struct screen_draft *d = &a->form.draft;
    const struct instrument *now = scale_of_draft(a, d);
    const struct app_instrument *next = NULL;

    a->view.sheet = SHEET_NONE;
    if (number < 0 || (size_t)number >= count || a->is_scale_fixed) {
        return STATUS_OK;
    }
    next = offered[number];
    if (now == &next->in) {
        return STATUS_OK;
    }
    park(a, now);
    blank_answers(d);
    text_copy(d->instrument, sizeof(d->instrument), next->in.id);
    text_copy(d->version, sizeof(d->version), next->version);
    unpark(a, &next->in);
    text_copy(a->place.instrument, sizeof(a->place.instrument), next->in.id);
    draft_tapped(a);
    return draft_keep_where(a);
}
