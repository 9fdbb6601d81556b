/* What was written before a change: who set what, and when.
 *
 * A correction replaces nothing in the log, so the history needs no book of its own: a record
 * remembers the names of the changes that others replaced, and each is still a sealed box. One that
 * is not on this tablet any more (or never came) is passed over: what is shown is true, and may be
 * less than all.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 40, DOTS_MAX = 200 };

struct dots {
    struct merge_gone rows[DOTS_MAX];
    size_t count;
};

static void add_dot(struct dots *dots, const struct id *dev, int64_t seq)
{
    for (size_t i = 0; i < dots->count; i++) {
        if (dots->rows[i].seq == seq && id_equal(&dots->rows[i].dev, dev)) {
            return;
        }
    }
    if (dots->count < DOTS_MAX) {
        dots->rows[dots->count++] = (struct merge_gone){*dev, seq};
    }
}

static void collect(const struct merge_record *r, struct dots *out)
{
    add_dot(out, &r->first.dev, r->first.seq);
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        for (size_t h = 0; h < f->head_count; h++) {
            add_dot(out, &f->heads[h].dot.dev, f->heads[h].dot.seq);
        }
        for (size_t g = 0; g < f->gone_count; g++) {
            add_dot(out, &f->gone[g].dev, f->gone[g].seq);
        }
    }
}

bool history_has_some(const struct merge_record *r)
{
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        for (size_t h = 0; h < f->head_count; h++) {
            if (f->heads[h].dot.seq != r->first.seq ||
                !id_equal(&f->heads[h].dot.dev, &r->first.dev)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- one step -------------------------------------------------------------------------------- */

struct step {
    struct stamp stamp;
    struct screen_step shown;
};

static const char *label_of(const struct app *a, const struct record_type *type, const char *field)
{
    const struct record_field *known = type != NULL ? record_field_find(type, field) : NULL;

    if (strcmp(field, RECORD_VOID) == 0) {
        return word_of(a, WORD_PUPIL_REASON);
    }
    return known != NULL ? known->label : "";
}

static const char *value_text(struct app *a, const struct merge_record *r, const char *field,
                              const struct json_value *value)
{
    if (strcmp(field, RECORD_VOID) == 0 && json_kind(value) == JSON_IS_NULL) {
        return word_of(a, WORD_PUPIL_BACK_AGAIN);
    }
    return model_value(a, r, field, value);
}

static void fill_step(struct app *a, const struct merge_record *r, const struct change *c,
                      struct step *out)
{
    const struct record_type *type = record_type_find(c->type);
    struct screen_said *said =
        arena_alloc(&a->model, (json_count(c->set) + 1) * sizeof(struct screen_said));
    struct json_walk walk = {0};

    out->stamp = c->dot.stamp;
    out->shown = (struct screen_step){
        .key = arena_printf(&a->model, "%s-%lld", c->dot.dev.text, (long long)c->dot.seq),
        .when = model_when(a, c->dot.stamp.at),
        .who = model_staff_name(a, &c->by),
        .said = said,
        .is_first = c->dot.seq == r->first.seq && id_equal(&c->dot.dev, &r->first.dev)};
    while (json_next(c->set, &walk)) {
        const char *label = label_of(a, type, walk.key);
        if (label[0] != '\0') {
            said[out->shown.said_count++] =
                (struct screen_said){"", label, value_text(a, r, walk.key, walk.value)};
        }
    }
}

static bool read_step(struct app *a, const struct merge_record *r, const struct merge_gone *dot,
                      struct step *out)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct buf line = {0};
    struct change change = {0};
    bool is_there = store_box_of(a->store, &dot->dev, dot->seq, &arena, &box) == STATUS_OK &&
                    box.box != NULL && fold_open_box(a, &box, &line) == STATUS_OK &&
                    change_decode(line.data, line.size, &change) == STATUS_OK &&
                    id_equal(&change.rec, &r->rec);

    if (is_there) {
        fill_step(a, r, &change, out);
    }
    change_finish(&change);
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return is_there;
}

static int latest_first(const void *a, const void *b)
{
    const struct step *left = a;
    const struct step *right = b;

    if (left->stamp.at != right->stamp.at) {
        return left->stamp.at < right->stamp.at ? 1 : -1;
    }
    return left->stamp.n < right->stamp.n ? 1 : left->stamp.n > right->stamp.n ? -1 : 0;
}

/* Under this name the record was told the same. */
static bool says_same(const struct app *a, const struct merge_gone *dot, const struct change *was)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct buf line = {0};
    struct change now = {0};
    bool same = store_box_of(a->store, &dot->dev, dot->seq, &arena, &box) == STATUS_OK &&
                box.box != NULL && fold_open_box(a, &box, &line) == STATUS_OK &&
                change_decode(line.data, line.size, &now) == STATUS_OK;

    same = same && id_equal(&now.rec, &was->rec) && dot_order(&now.dot, &was->dot) > 0 &&
           json_same(now.set, was->set);
    change_finish(&now);
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return same;
}

bool history_repeats(struct app *a, const struct change *was)
{
    struct merge_record r = {0};
    struct arena arena = {0};
    struct dots *dots = arena_alloc(&arena, sizeof(*dots));
    bool found = false;

    merge_init(&r);
    dots->count = 0;
    if (view_load(a->session.view, &a->session.school, &was->rec, &r) == STATUS_OK) {
        collect(&r, dots);
    }
    for (size_t i = 0; i < dots->count && !found; i++) {
        found = says_same(a, &dots->rows[i], was);
    }
    merge_finish(&r);
    arena_finish(&arena);
    return found;
}

void model_fill_history(struct app *a)
{
    struct merge_record r = {0};
    struct dots *dots = arena_alloc(&a->model, sizeof(*dots));
    struct step *steps = arena_alloc(&a->model, STEPS_MAX * sizeof(*steps));
    struct screen_step *shown = arena_alloc(&a->model, STEPS_MAX * sizeof(*shown));
    size_t count = 0;

    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, &a->history, &r) == STATUS_OK) {
        collect(&r, dots);
    }
    for (size_t i = 0; i < dots->count && count < STEPS_MAX; i++) {
        count += read_step(a, &r, &dots->rows[i], &steps[count]) ? 1 : 0;
    }
    qsort(steps, count, sizeof(*steps), latest_first);
    for (size_t i = 0; i < count; i++) {
        shown[i] = steps[i].shown;
    }
    a->view.pupil.steps = shown;
    a->view.pupil.step_count = count;
    merge_finish(&r);
}
