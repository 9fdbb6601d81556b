/* What waits for a person: two texts for one thing, what the hub set aside, a clock that is wrong.
 *
 * Each matter is a row in words that a teaching assistant understands, and stays until it is
 * settled.
 */
#include "app_private.h"

#include <string.h>

#define MATTERS_MAX 200

/* ---- counting -------------------------------------------------------------------------------- */

static struct json_value *held_list(struct app *a)
{
    struct buf text = {0};
    struct json_value *json = NULL;

    if (store_get(a->store, STORE_held, &text) != STATUS_OK || text.size == 0 ||
        json_parse(text.data, text.size, &json) != STATUS_OK) {
        json = NULL;
    }
    buf_finish(&text);
    return json;
}

struct others { /* matters beside the conflicts */
    size_t held;
    bool clock;
    bool unsent;
    bool unreadable;
    bool parted;
};

static struct others find_others(struct app *a)
{
    struct others out = {0};
    struct json_value *held = held_list(a);
    struct store_counts counts = {0};
    int64_t contact = app_number(a, STORE_contact_ms);
    int64_t skew = app_number(a, STORE_skew_ms);

    out.held = json_count(held);
    json_free(held);
    out.clock = skew > 5LL * 60 * 1000 || skew < -5LL * 60 * 1000;
    if (store_count(a->store, &counts) == STATUS_OK) {
        out.unsent =
            contact > 0 && counts.waiting > 0 && app_wall(a) - contact > APP_UNSENT_LONG_MS;
    }
    out.unreadable = a->session.unreadable > 0;
    out.parted = model_setting(a, STORE_parted)[0] != '\0';
    return out;
}

size_t look_count(struct app *a)
{
    struct view_conflict_rows rows = {0};
    struct others others = find_others(a);

    if (view_conflicts(a->session.view, &a->session.school, &a->model, &rows) != STATUS_OK) {
        rows.count = 0;
    }
    return rows.count + others.held + (others.clock ? 1 : 0) + (others.unsent ? 1 : 0) +
           (others.unreadable ? 1 : 0) + (others.parted ? 1 : 0);
}

/* ---- the list -------------------------------------------------------------------------------- */

struct matters {
    struct screen_matter *rows;
    size_t count;
};

static void add_matter(struct matters *m, const struct screen_matter *matter)
{
    if (m->count < MATTERS_MAX) {
        m->rows[m->count++] = *matter;
    }
}

static const char *type_label(const char *name)
{
    const struct record_type *type = record_type_find(name);

    return type != NULL ? type->label : name;
}

static void add_conflicts(struct app *a, struct matters *m)
{
    struct view_conflict_rows rows = {0};

    app_tell(a, view_conflicts(a->session.view, &a->session.school, &a->model, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct view_conflict *c = &rows.rows[i];
        struct screen_matter matter = {.rec = c->rec,
                                       .key = arena_text(&a->model, c->rec.text),
                                       .icon = "git-compare",
                                       .hue = UI_VIOLET};
        matter.title = words_fill(&a->words, WORD_LOOK_TWO, &a->model,
                                  c->shown[0] != '\0' ? c->shown : type_label(c->type), NULL);
        matter.sub =
            arena_printf(&a->model, "%s · %s", type_label(c->type), model_when(a, c->at_ms));
        add_matter(m, &matter);
    }
}

static const char *held_reason(const struct app *a, const char *reason)
{
    if (strcmp(reason, "school") == 0) {
        return word_of(a, WORD_HELD_SCHOOL);
    }
    return word_of(a, strcmp(reason, "shape") == 0 ? WORD_HELD_SHAPE : WORD_HELD_FORM);
}

static void add_held(struct app *a, struct matters *m)
{
    struct json_value *held = held_list(a);

    for (size_t i = 0; i < json_count(held); i++) {
        const struct json_value *one = json_item(held, i);
        int64_t seq = json_int(json_member(one, "seq"), 0);
        struct screen_matter matter = {.icon = "clock", .hue = UI_AMBER};
        matter.key = arena_printf(&a->model, "held-%lld", (long long)seq);
        matter.title = word_of(a, WORD_LOOK_HELD);
        matter.sub = held_reason(a, json_member_text(one, "reason"));
        add_matter(m, &matter);
    }
    json_free(held);
}

static void add_tablet_matters(struct app *a, struct matters *m)
{
    struct others others = find_others(a);
    int64_t skew = app_number(a, STORE_skew_ms);

    if (others.clock) {
        struct screen_matter matter = {.key = "clock", .icon = "clock", .hue = UI_AMBER};
        matter.title = word_of(a, WORD_LOOK_CLOCK);
        matter.sub = words_count(&a->words, skew > 0 ? WORD_CLOCK_SLOW : WORD_CLOCK_FAST, &a->model,
                                 (skew > 0 ? skew : -skew) / 60000);
        add_matter(m, &matter);
    }
    if (others.parted) {
        struct screen_matter matter = {.key = "parted", .icon = "cloud-off", .hue = UI_ROSE};
        matter.title = word_of(a, WORD_LOOK_PARTED);
        matter.sub = word_of(a, WORD_LOOK_PARTED_SUB);
        add_matter(m, &matter);
    }
    if (others.unsent) {
        struct screen_matter matter = {.key = "unsent", .icon = "cloud-off", .hue = UI_AMBER};
        matter.title = word_of(a, WORD_LOOK_UNSENT);
        matter.sub = words_fill(&a->words, WORD_LOOK_UNSENT_SUB, &a->model,
                                model_when(a, app_number(a, STORE_contact_ms)), NULL);
        add_matter(m, &matter);
    }
    if (others.unreadable) {
        struct screen_matter matter = {
            .key = "unreadable", .icon = "triangle-alert", .hue = UI_ROSE};
        matter.title =
            words_count(&a->words, WORD_LOOK_UNREADABLE, &a->model, a->session.unreadable);
        matter.sub = word_of(a, WORD_LOOK_UNREADABLE_SUB);
        add_matter(m, &matter);
    }
}

/* ---- one conflict ---------------------------------------------------------------------------- */

static void fill_versions(struct app *a, const struct merge_record *r, const struct merge_field *f,
                          struct screen_clash *out)
{
    struct screen_version *rows = arena_alloc(&a->model, f->head_count * sizeof(*rows));

    for (size_t i = 0; i < f->head_count; i++) {
        rows[i].text = model_value(a, r, f->name, f->heads[i].value);
        rows[i].who = model_staff_name(a, &f->heads[i].by);
        rows[i].when = model_when(a, f->heads[i].dot.stamp.at);
        rows[i].is_shown = i == 0;
    }
    out->versions = rows;
    out->version_count = f->head_count;
}

/* A field is called here as it is on the screen where it was written. */
static const char *label_of(const struct app *a, const struct merge_record *r,
                            const struct record_field *known)
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

    for (size_t i = 0; i < sizeof(observed) / sizeof(observed[0]); i++) {
        if (strcmp(r->type, "observation") == 0 && strcmp(known->name, observed[i].field) == 0) {
            return word_of(a, observed[i].label);
        }
    }
    return known->label;
}

static void fill_clashes(struct app *a, const struct merge_record *r, struct screen_look *out)
{
    const struct record_type *type = record_type_find(r->type);
    struct screen_clash *rows = arena_alloc(&a->model, (r->field_count + 1) * sizeof(*rows));

    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        const struct record_field *known = type != NULL ? record_field_find(type, f->name) : NULL;
        struct screen_clash *clash = &rows[out->clash_count];
        if (!merge_in_conflict(f)) {
            continue;
        }
        clash->key = arena_text(&a->model, f->name);
        clash->label =
            known != NULL && known->label[0] != '\0' ? label_of(a, r, known) : clash->key;
        clash->can_write = known != NULL && known->kind == FIELD_TEXT;
        fill_versions(a, r, f, clash);
        out->clash_count++;
    }
    out->clashes = rows;
}

static void fill_open(struct app *a, struct screen_look *out)
{
    struct merge_record r = {0};

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &a->clash, &r) == STATUS_OK) {
        out->is_open = true;
        out->title = words_fill(
            &a->words, WORD_LOOK_TWO, &a->model,
            id_is_none(&r.pupil) ? type_label(r.type) : model_pupil_name(a, &r.pupil, NULL), NULL);
        out->sub = type_label(r.type);
        out->writing = a->clash_writing;
        fill_clashes(a, &r, out);
    }
    merge_finish(&r);
    out->is_open = out->clash_count > 0;
}

void model_fill_look(struct app *a)
{
    struct screen_look *out = &a->view.look;
    struct matters m = {arena_alloc(&a->model, MATTERS_MAX * sizeof(struct screen_matter)), 0};

    *out = (struct screen_look){.writing = -1, .title = "", .sub = ""};
    if (!id_is_none(&a->clash)) {
        fill_open(a, out);
    }
    add_conflicts(a, &m);
    add_held(a, &m);
    add_tablet_matters(a, &m);
    out->matters = m.rows;
    out->matter_count = m.count;
}
