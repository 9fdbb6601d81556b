/* Words that others took the place of, as a person is to settle it: what stands there now beside
 * what stood there before, each with who wrote it and when.
 *
 * The two share a name and may share nothing else: they can be about different pupils, or be two
 * edits of one record. So each is told by itself, field by field, and whom it is about is said
 * where that differs.
 */
#include "app_private.h"

#include <string.h>

enum { NOW, WAS, SIDES };

/* ---- in the list ----------------------------------------------------------------------------- */

const char *model_twin_title(struct app *a, const struct app_twin *twin)
{
    const char *name = model_pupil_name(a, &twin->pupil, NULL);

    return words_fill(&a->words, WORD_TWIN_TITLE, &a->model,
                      name[0] != '\0' ? name : model_type_label(twin->type), NULL);
}

const char *model_twin_sub(struct app *a, const struct app_twin *twin)
{
    return arena_printf(&a->model, "%s · %s · %s", model_type_label(twin->type),
                        clash_who(a, &twin->by), clash_when(a, twin->at_ms));
}

/* ---- both, side by side ---------------------------------------------------------------------- */

static bool is_told(const struct merge_record *r, const struct record_field *known)
{
    bool is_image = strcmp(r->type, "picture") == 0 && known != NULL &&
                    (strcmp(known->name, "mark") == 0 || strcmp(known->name, "image") == 0);

    return !is_image &&
           (known == NULL || known->label[0] != '\0' || strcmp(known->name, RECORD_VOID) == 0);
}

struct saying {
    const struct merge_record *r;
    const struct merge_record *by; /* whose instrument reads the answers */
    struct screen_said *said;
    size_t count;
};

static void say_field(struct app *a, struct saying *says, const struct merge_field *f,
                      const struct record_field *known)
{
    if (is_told(says->r, known)) {
        says->said[says->count++] =
            (struct screen_said){"", clash_label(a, says->r, known, f->name),
                                 clash_value(a, says->by, known, f->heads[0].value)};
    }
}

/* In the order of the record's kind, and what this version does not know last. */
static void say_fields(struct app *a, struct saying *says)
{
    const struct record_type *type = record_type_find(says->r->type);

    for (size_t i = 0; type != NULL && i < type->field_count; i++) {
        const struct merge_field *f = merge_find(says->r, type->fields[i].name);
        if (f != NULL) {
            say_field(a, says, f, &type->fields[i]);
        }
    }
    for (size_t i = 0; i < says->r->field_count; i++) {
        const struct merge_field *f = &says->r->fields[i];
        const struct record_field *known = type != NULL ? record_field_find(type, f->name) : NULL;
        if (known == NULL || strcmp(f->name, RECORD_VOID) == 0) {
            say_field(a, says, f, known);
        }
    }
}

/* An edit does not name the instrument: its record does. */
static void fill_said(struct app *a, const struct merge_record *r, struct screen_version *out)
{
    struct merge_record whole = {0};
    struct saying says = {
        .r = r, .by = r, .said = arena_alloc(&a->model, (r->field_count + 1) * sizeof(*says.said))};

    merge_init(&whole);
    if (model_field(r, "instrument") == NULL &&
        view_load(a->session.view, &a->session.school, &r->rec, &whole) == STATUS_OK) {
        says.by = &whole;
    }
    say_fields(a, &says);
    merge_finish(&whole);
    out->said = says.said;
    out->said_count = says.count;
    out->text = says.count == 0 ? word_of(a, WORD_TWIN_NO_WORDS) : "";
}

static void fill_side(struct app *a, const struct change *c, struct screen_version *out)
{
    struct merge_record r = {0};

    out->who = clash_who(a, &c->by);
    out->when = clash_when(a, c->dot.stamp.at);
    merge_init(&r);
    merge_apply(&r, c, 1);
    fill_said(a, &r, out);
    merge_finish(&r);
}

/* Whom or what it is about. */
static const char *about(struct app *a, const struct change *c)
{
    const char *name = model_pupil_name(a, &c->pupil, NULL);

    return words_fill(&a->words, WORD_TWIN_ABOUT, &a->model,
                      name[0] != '\0' ? name : model_type_label(c->type), NULL);
}

static void fill_sides(struct app *a, const struct app_twin *twin, struct screen_version *sides,
                       struct screen_look *out)
{
    struct change now = {0};
    struct change was = {0};
    bool is_there = twin_read_now(a, twin, &now);
    bool is_kept = twin_read_was(a, twin->name, &was);

    if (is_there) {
        fill_side(a, &now, &sides[NOW]);
    }
    if (is_kept) {
        fill_side(a, &was, &sides[WAS]);
    }
    if (is_there && is_kept && !id_equal(&now.pupil, &was.pupil)) {
        sides[NOW].about = about(a, &now);
        sides[WAS].about = about(a, &was);
    }
    out->lead =
        arena_printf(&a->model, "%s %s", word_of(a, WORD_TWIN_WHY),
                     word_of(a, is_there && id_equal(&now.rec, &twin->rec) ? WORD_TWIN_LEAD_SAME
                                                                           : WORD_TWIN_LEAD));
    change_finish(&now);
    change_finish(&was);
}

void model_fill_twin(struct app *a, struct screen_look *out)
{
    const struct app_twin *twin = twin_find(a, a->twins.open);
    struct screen_clash *clash = arena_alloc(&a->model, sizeof(*clash));
    struct screen_version *sides = arena_alloc(&a->model, SIDES * sizeof(*sides));

    if (twin == NULL) {
        return;
    }
    for (int i = 0; i < SIDES; i++) {
        sides[i] = (struct screen_version){
            .text = word_of(a, WORD_TWIN_GONE), .picture = "", .who = "", .when = "", .about = ""};
    }
    sides[NOW].key = "now";
    sides[NOW].keep = word_of(a, WORD_TWIN_LEAVE);
    sides[NOW].is_shown = true;
    sides[WAS].key = "was";
    sides[WAS].keep = word_of(a, WORD_TWIN_BRING);
    sides[WAS].is_kept = true;
    fill_sides(a, twin, sides, out);
    *clash = (struct screen_clash){
        .key = twin->name, .label = "", .versions = sides, .version_count = SIDES};
    out->key = twin->name;
    out->title = model_twin_title(a, twin);
    out->sub = model_type_label(twin->type);
    out->clashes = clash;
    out->clash_count = 1;
    out->is_open = true;
}

/* ---- on the pupil's path --------------------------------------------------------------------- */

static const char *who_and_when(struct app *a, const struct id *by, int64_t at_ms)
{
    return words_fill(&a->words, WORD_PUPIL_REPLACED_BY, &a->model, clash_who(a, by),
                      clash_when(a, at_ms));
}

void model_fill_replaced(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    struct screen_replaced *rows = arena_alloc(&a->model, (a->twins.count + 1) * sizeof(*rows));

    out->replaced = rows;
    for (size_t i = 0; i < a->twins.count; i++) {
        const struct app_twin *twin = &a->twins.rows[i];
        struct change now = {0};
        if (!id_equal(&twin->pupil, &a->place.pupil)) {
            continue;
        }
        (void)twin_read_now(a, twin, &now);
        rows[out->replaced_count++] = (struct screen_replaced){
            .key = twin->name,
            .number = (int64_t)i,
            .words = words_fill(&a->words, WORD_PUPIL_REPLACED, &a->model,
                                who_and_when(a, &twin->by, twin->at_ms),
                                who_and_when(a, &now.by, now.dot.stamp.at))};
        change_finish(&now);
    }
}
