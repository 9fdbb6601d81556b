/* One conflict, as a person is to settle it: each text with who wrote it and when.
 *
 * What stands beside a button must be what it keeps, so a version is known by its change and not by
 * its place, which moves when the daemon brings another one. Values that are no words are told in
 * words: yes and no, a day, a name, and whether the record counts.
 */
#include "app_private.h"

#include <string.h>

#define YEAR_2000_MS 946684800000LL
#define DAY_MS       (24LL * 3600 * 1000)

/* ---- values ---------------------------------------------------------------------------------- */

/* What a record of the school is called. */
static const char *name_of_record(struct app *a, const char *id_text)
{
    static const char *const fields[] = {"name", "title", "label"};
    struct merge_record r = {0};
    struct id id = {""};
    const char *out = id_text;

    merge_init(&r);
    if (id_parse(id_text, &id) == STATUS_OK &&
        view_load(a->session.view, &a->session.school, &id, &r) == STATUS_OK) {
        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
            const char *text = json_text(model_field(&r, fields[i]));
            out = text != NULL ? arena_text(&a->model, text) : out;
        }
        out = strcmp(r.type, "pupil") == 0 ? model_pupil_name(a, &id, NULL) : out;
    }
    merge_finish(&r);
    return out;
}

/* What is seen and not read. */
static bool is_image(const struct merge_record *r, const struct record_field *known)
{
    return known != NULL && strcmp(r->type, "picture") == 0 &&
           (strcmp(known->name, "mark") == 0 || strcmp(known->name, "image") == 0);
}

const char *clash_value(struct app *a, const struct merge_record *r,
                        const struct record_field *known, const struct json_value *value)
{
    const char *text = json_text(value);
    struct date date = {0};

    if (is_image(r, known)) {
        return "";
    }
    if (known != NULL && strcmp(known->name, RECORD_VOID) == 0) {
        return text != NULL && text[0] != '\0'
                   ? words_fill(&a->words, WORD_PUPIL_TAKEN_OUT, &a->model, text, NULL)
                   : word_of(a, WORD_LOOK_COUNTS);
    }
    if (profile_label(a, r->type, known != NULL ? known->name : "") != NULL) {
        return profile_value(a, r->type, known->name, value);
    }
    if (known != NULL && known->kind == FIELD_BOOL && json_kind(value) == JSON_IS_BOOL) {
        return word_of(a, json_is_true(value) ? WORD_LOOK_YES : WORD_LOOK_NO);
    }
    if (known != NULL && known->kind == FIELD_DATE && text != NULL && date_parse(text, &date)) {
        return arena_printf(&a->model, "%d %s %d", date.day,
                            word_of(a, (enum word)(WORD_MONTH_1 + date.month - 1)), date.year);
    }
    if (known != NULL && known->kind == FIELD_ID && text != NULL) {
        return arena_text(&a->model, name_of_record(a, text));
    }
    return model_value(a, r, known != NULL ? known->name : "", value);
}

/* ---- who and when ---------------------------------------------------------------------------- */

/* A time that a wrong clock gave says nothing to anybody. */
const char *clash_when(struct app *a, int64_t at_ms)
{
    bool is_odd =
        at_ms < YEAR_2000_MS || (model_clock_off_ms(a) == 0 && at_ms > app_wall(a) + DAY_MS);

    return is_odd ? word_of(a, WORD_LOOK_WHEN_UNSURE) : model_when(a, at_ms);
}

static bool is_me(const struct app *a, const struct id *by)
{
    return !id_is_none(by) && id_equal(by, &a->session.slot.staff);
}

static bool is_mine(const struct app *a, const struct merge_head *head)
{
    return is_me(a, &head->by);
}

const char *clash_who(struct app *a, const struct id *by)
{
    const char *name = model_staff_name(a, by);

    return is_me(a, by) ? words_fill(&a->words, WORD_LOOK_YOU, &a->model, name, NULL) : name;
}

static size_t count_mine(const struct app *a, const struct merge_field *f)
{
    size_t count = 0;

    for (size_t i = 0; i < f->head_count; i++) {
        count += is_mine(a, &f->heads[i]) ? 1 : 0;
    }
    return count;
}

static enum word keep_word(const struct app *a, const struct merge_field *f, size_t i)
{
    bool plain = count_mine(a, f) != 1;

    if (plain || (f->head_count > 2 && !is_mine(a, &f->heads[i]))) {
        return WORD_LOOK_KEEP;
    }
    return is_mine(a, &f->heads[i]) ? WORD_LOOK_KEEP_MINE : WORD_LOOK_KEEP_THEIRS;
}

static void fill_versions(struct app *a, const struct merge_record *r, const struct merge_field *f,
                          struct screen_clash *out)
{
    const struct record_type *type = record_type_find(r->type);
    const struct record_field *known = type != NULL ? record_field_find(type, f->name) : NULL;
    struct screen_version *rows = arena_alloc(&a->model, f->head_count * sizeof(*rows));

    for (size_t i = 0; i < f->head_count; i++) {
        const struct merge_head *head = &f->heads[i];
        rows[i] = (struct screen_version){.about = ""};
        rows[i].key =
            arena_printf(&a->model, "%s:%lld", head->dot.dev.text, (long long)head->dot.seq);
        rows[i].text = clash_value(a, r, known, head->value);
        rows[i].picture =
            is_image(r, known) && json_text(head->value) != NULL && strcmp(known->name, "mark") == 0
                ? picture_name(&a->model, &r->rec, json_text(head->value))
                : "";
        rows[i].who = clash_who(a, &head->by);
        rows[i].when = clash_when(a, head->dot.stamp.at);
        rows[i].keep = word_of(a, keep_word(a, f, i));
        rows[i].is_shown = i == 0;
    }
    out->versions = rows;
    out->version_count = f->head_count;
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* A field is called here as it is on the screen where it was written. */
const char *clash_label(struct app *a, const struct merge_record *r,
                        const struct record_field *known, const char *name)
{
    static const struct {
        const char *field;
        enum word label;
    } observed[] = {
        {"objective", WORD_OBSERVE_OBJECTIVE},
        {"activity",  WORD_OBSERVE_ACTIVITY },
        {"outcome",   WORD_OBSERVE_OUTCOME  },
        {"doing",     WORD_OBSERVE_DOING    },
        {"place",     WORD_OBSERVE_PLACE    },
        {"with",      WORD_OBSERVE_WITH     },
        {"prompt",    WORD_OBSERVE_PROMPT   },
        {"targets",   WORD_OBSERVE_TARGETS  },
    };

    if (strcmp(name, RECORD_VOID) == 0) {
        return word_of(a, WORD_LOOK_DOES_IT_COUNT);
    }
    for (size_t i = 0; i < sizeof(observed) / sizeof(observed[0]); i++) {
        if (strcmp(r->type, "observation") == 0 && strcmp(name, observed[i].field) == 0) {
            return word_of(a, observed[i].label);
        }
    }
    if (profile_label(a, r->type, name) != NULL) {
        return profile_label(a, r->type, name);
    }
    return known != NULL && known->label[0] != '\0' ? known->label : arena_text(&a->model, name);
}

static void fill_clashes(struct app *a, const struct merge_record *r, struct screen_look *out)
{
    const struct record_type *type = record_type_find(r->type);
    struct screen_clash *rows = arena_alloc(&a->model, (r->field_count + 1) * sizeof(*rows));
    const struct merge_field *f = NULL;

    for (int64_t i = 0; (f = clash_field(r, i)) != NULL; i++) {
        const struct record_field *known = type != NULL ? record_field_find(type, f->name) : NULL;
        struct screen_clash *clash = &rows[out->clash_count];
        clash->key = arena_text(&a->model, f->name);
        clash->label = clash_label(a, r, known, f->name);
        clash->can_write = known != NULL && known->kind == FIELD_TEXT &&
                           strcmp(f->name, RECORD_VOID) != 0 && !is_image(r, known) &&
                           profile_label(a, r->type, f->name) == NULL; /* it is one of a few */
        fill_versions(a, r, f, clash);
        out->writing = strcmp(a->clash_field, f->name) == 0 ? (int)i : out->writing;
        out->clash_count++;
    }
    out->clashes = rows;
}

/* Two people, one person at two tablets, or more. */
static enum word title_word(const struct merge_record *r)
{
    const struct merge_field *f = NULL;
    bool differ = false;
    bool several = false;

    for (int64_t i = 0; (f = clash_field(r, i)) != NULL; i++) {
        several = several || f->head_count > 2;
        for (size_t h = 1; h < f->head_count; h++) {
            differ = differ || !id_equal(&f->heads[h].by, &f->heads[0].by);
        }
    }
    if (!differ) {
        return WORD_LOOK_SAME;
    }
    return several ? WORD_LOOK_SEVERAL : WORD_LOOK_TWO;
}

/* What is one of a few, or a picture, has no text of its own to write. */
static enum word lead_word(const struct screen_look *l)
{
    for (size_t i = 0; i < l->clash_count; i++) {
        if (l->clashes[i].can_write) {
            return WORD_LOOK_LEAD;
        }
    }
    return WORD_LOOK_LEAD_KEEP;
}

void model_fill_clash(struct app *a, struct screen_look *out)
{
    struct merge_record r = {0};

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &a->clash, &r) == STATUS_OK) {
        const char *name = model_pupil_name(a, &r.pupil, NULL);
        const struct json_value *when = model_field(&r, "when");
        const char *type = model_type_label(r.type);
        out->title =
            words_fill(&a->words, title_word(&r), &a->model, name[0] != '\0' ? name : type, NULL);
        out->sub = json_kind(when) == JSON_IS_INT
                       ? arena_printf(&a->model, "%s · %s", type, clash_when(a, json_int(when, 0)))
                       : type;
        fill_clashes(a, &r, out);
    }
    merge_finish(&r);
    out->key = arena_text(&a->model, a->clash.text);
    out->lead = word_of(a, lead_word(out));
    out->is_open = out->clash_count > 0;
}
