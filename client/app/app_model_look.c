/* What waits for a person: two texts for one thing, what the hub set aside, a clock that is wrong.
 *
 * Each matter is a row in words that a teaching assistant understands, and stays until it is
 * settled.
 */
#include "app_private.h"

#include <string.h>

#define UNSENT_LONG_MS (3LL * 24 * 3600 * 1000)

#define MATTERS_MAX   200
#define CLOCK_FAR_MS  (5LL * 60 * 1000)
#define CLOCK_LONG_MS (3LL * 3600 * 1000) /* from here on the date is told, not the minutes */
#define CLOCK_DAY_MS  (24LL * 3600 * 1000)

/* ---- the clock ------------------------------------------------------------------------------- */

/* The hub's time at the last contact cannot lie ahead of now: a tablet whose battery was empty says
 * 1970 and is found out by that, though the clocks agreed when they last spoke. Once it has been
 * set right the old difference says nothing any more; where that cannot be told (it is small) the
 * next contact will. */
int64_t model_clock_off_ms(const struct app *a)
{
    int64_t contact = app_number(a, STORE_contact_ms);
    int64_t skew = app_number(a, STORE_skew_ms);
    int64_t behind = contact + skew - app_wall(a);

    if (contact <= 0) {
        return 0;
    }
    if (behind > CLOCK_FAR_MS) {
        return skew > behind ? skew : behind;
    }
    if (skew > CLOCK_FAR_MS) {
        return skew > CLOCK_DAY_MS ? 0 : skew;
    }
    return skew < -CLOCK_FAR_MS && app_wall(a) > contact - CLOCK_FAR_MS ? skew : 0;
}

int64_t model_contact_ms(const struct app *a)
{
    int64_t contact = app_number(a, STORE_contact_ms);
    bool is_right = contact > 0 && model_clock_off_ms(a) == 0;

    return contact + (is_right ? app_number(a, STORE_skew_ms) : 0);
}

static const char *whole_moment(struct app *a, int64_t at_ms)
{
    struct moment m = moment_uk(at_ms);

    return arena_printf(&a->model, "%s %d, %02d:%02d", model_day(a, at_ms), m.date.year, m.hour,
                        m.minute);
}

const char *model_clock_words(struct app *a)
{
    int64_t off = model_clock_off_ms(a);
    int64_t size = off < 0 ? -off : off;
    const char *how = NULL;

    if (off == 0) {
        return "";
    }
    if (size < CLOCK_LONG_MS) {
        how = words_count(&a->words, off > 0 ? WORD_CLOCK_SLOW_BY : WORD_CLOCK_FAST_BY, &a->model,
                          size / 60000);
    } else {
        how = words_fill(&a->words, WORD_CLOCK_SAYS, &a->model, whole_moment(a, app_wall(a)),
                         whole_moment(a, app_wall(a) + off));
    }
    return words_fill(&a->words, WORD_CLOCK_DO, &a->model, how, NULL);
}

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
    int64_t unsent;
    bool unreadable;
    bool parted;
};

static struct others find_others(struct app *a)
{
    struct others out = {0};
    struct json_value *held = held_list(a);
    struct store_counts counts = {0};
    int64_t contact = model_contact_ms(a);

    out.held = json_count(held);
    json_free(held);
    out.clock = model_clock_off_ms(a) != 0;
    if (store_count(a->store, &counts) == STATUS_OK) {
        bool is_long = contact > 0 && app_wall(a) - contact > UNSENT_LONG_MS;
        out.unsent = is_long ? counts.waiting : 0;
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
    return rows.count + a->twins.count + others.held + (others.clock ? 1 : 0) +
           (others.unsent > 0 ? 1 : 0) + (others.unreadable ? 1 : 0) + (others.parted ? 1 : 0);
}

/* ---- the list -------------------------------------------------------------------------------- */

struct matters {
    struct screen_matter *rows;
    size_t count;
    size_t more;
};

static void add_matter(struct matters *m, const struct screen_matter *matter)
{
    if (m->count < MATTERS_MAX) {
        m->rows[m->count++] = *matter;
    } else {
        m->more++;
    }
}

const char *model_type_label(const char *name)
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
        struct screen_matter matter = {.way = MATTER_CLASH,
                                       .id = c->rec,
                                       .key = arena_text(&a->model, c->rec.text),
                                       .icon = "git-compare",
                                       .hue = UI_VIOLET};
        matter.title = words_fill(&a->words, WORD_LOOK_TWO, &a->model,
                                  c->shown[0] != '\0' ? c->shown : model_type_label(c->type), NULL);
        matter.sub =
            arena_printf(&a->model, "%s · %s", model_type_label(c->type), model_when(a, c->at_ms));
        add_matter(m, &matter);
    }
}

static void add_twins(struct app *a, struct matters *m)
{
    for (size_t i = 0; i < a->twins.count; i++) {
        const struct app_twin *twin = &a->twins.rows[i];
        struct screen_matter matter = {.way = MATTER_TWIN,
                                       .number = (int64_t)i,
                                       .key = twin->name,
                                       .icon = "history",
                                       .hue = UI_VIOLET};
        matter.title = model_twin_title(a, twin);
        matter.sub = model_twin_sub(a, twin);
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

/* The hub names a number; what it stands for is known here alone. */
static void tell_held(struct app *a, int64_t seq, struct screen_matter *matter)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct buf line = {0};
    struct change c = {0};

    matter->title = word_of(a, WORD_LOOK_HELD);
    if (store_own_at(a->store, seq, &arena, &box) == STATUS_OK && box.box != NULL &&
        fold_open_box(a, &box, &line) == STATUS_OK &&
        change_decode(line.data, line.size, &c) == STATUS_OK) {
        const char *name = model_pupil_name(a, &c.pupil, NULL);
        const char *what = arena_printf(&a->model, "%s%s%s, %s", name, name[0] != '\0' ? " · " : "",
                                        model_type_label(c.type), model_when(a, c.dot.stamp.at));
        matter->title = words_fill(&a->words, WORD_LOOK_HELD_ABOUT, &a->model, what, NULL);
        matter->way = name[0] != '\0' ? MATTER_PUPIL : MATTER_STAYS;
        matter->id = c.pupil;
    }
    change_finish(&c);
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
}

static void add_held(struct app *a, struct matters *m)
{
    struct json_value *held = held_list(a);

    for (size_t i = 0; i < json_count(held); i++) {
        const struct json_value *one = json_item(held, i);
        int64_t seq = json_int(json_member(one, "seq"), 0);
        struct screen_matter matter = {.icon = "clock", .hue = UI_AMBER};
        matter.key = arena_printf(&a->model, "held-%lld", (long long)seq);
        tell_held(a, seq, &matter);
        matter.sub = held_reason(a, json_member_text(one, "reason"));
        add_matter(m, &matter);
    }
    json_free(held);
}

static struct screen_matter matter_of(const struct app *a, enum word title, enum word sub)
{
    return (struct screen_matter){.title = word_of(a, title), .sub = word_of(a, sub)};
}

static void add_tablet_matters(struct app *a, struct matters *m)
{
    struct others others = find_others(a);
    struct screen_matter matter;

    if (others.clock) {
        matter = matter_of(a, WORD_LOOK_CLOCK, WORD_LOOK_CLOCK);
        matter.key = "clock";
        matter.icon = "clock";
        matter.hue = UI_AMBER;
        matter.sub = model_clock_words(a);
        add_matter(m, &matter);
    }
    if (others.parted) {
        matter = matter_of(a, WORD_LOOK_PARTED, WORD_LOOK_PARTED_SUB);
        matter.key = "parted";
        matter.icon = "cloud-off";
        matter.hue = UI_ROSE;
        matter.way = MATTER_TABLET;
        add_matter(m, &matter);
    }
    if (others.unsent > 0) {
        matter = matter_of(a, WORD_LOOK_UNSENT, WORD_LOOK_UNSENT_SUB);
        matter.key = "unsent";
        matter.icon = "cloud-off";
        matter.hue = UI_AMBER;
        matter.way = MATTER_TABLET;
        matter.title =
            words_count(&a->words, others.unsent == 1 ? WORD_LOOK_UNSENT_1 : WORD_LOOK_UNSENT,
                        &a->model, others.unsent);
        matter.sub = words_fill(&a->words, WORD_LOOK_UNSENT_SUB, &a->model,
                                model_when(a, model_contact_ms(a)), NULL);
        add_matter(m, &matter);
    }
    if (others.unreadable) {
        matter = matter_of(a, WORD_LOOK_UNREADABLE, WORD_LOOK_UNREADABLE_SUB);
        matter.key = "unreadable";
        matter.icon = "triangle-alert";
        matter.hue = UI_ROSE;
        matter.title =
            words_count(&a->words, WORD_LOOK_UNREADABLE, &a->model, a->session.unreadable);
        add_matter(m, &matter);
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

void model_fill_look(struct app *a)
{
    struct screen_look *out = &a->view.look;
    struct matters m = {arena_alloc(&a->model, MATTERS_MAX * sizeof(struct screen_matter)), 0, 0};

    *out = (struct screen_look){.writing = -1, .key = "", .title = "", .sub = "", .lead = ""};
    if (a->twins.open[0] != '\0') {
        model_fill_twin(a, out);
    } else if (!id_is_none(&a->clash)) {
        model_fill_clash(a, out);
    }
    add_conflicts(a, &m);
    add_twins(a, &m);
    add_held(a, &m);
    add_tablet_matters(a, &m);
    out->matters = m.rows;
    out->matter_count = m.count;
    out->more = m.more;
}
