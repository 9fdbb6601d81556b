/* The pupil's targets, with what was judged of each, half term by half term.
 *
 * A level is shown by the word of the version that it was given by. Half terms in which nobody
 * judged stay out, but for the one that it is: there the next judgement goes.
 */
#include "app_private.h"

#include <string.h>

enum { TERMS_MAX = 8 };

const char *model_term(struct app *a, int64_t year, int64_t number)
{
    enum word name = (enum word)(WORD_TERM_1 + (number >= 1 && number <= 6 ? number - 1 : 0));

    return words_fill(
        &a->words, WORD_TERM_OF_YEAR, &a->model, word_of(a, name),
        arena_printf(&a->model, "%lld/%02lld", (long long)year, (long long)(year + 1) % 100));
}

/* By its own version; as it is written where that is not known here. */
static const char *level_word(struct app *a, const struct view_review *row)
{
    const struct app_instrument *scale = scale_of(a, scale_levels(a)->in.id, row->version);
    const struct instrument_choice *choice =
        scale != NULL ? instrument_choice_find(&scale->in.items[0], row->level) : NULL;

    return choice != NULL ? choice->label : row->level;
}

/* Its place among the levels as they are now, -1 none. */
static int level_at(const struct app *a, const struct view_review *row)
{
    const struct instrument_item *item = &scale_levels(a)->in.items[0];
    const struct instrument_choice *choice = instrument_choice_find(item, row->level);

    return choice != NULL ? (int)(choice - item->choices) : -1;
}

static bool is_of(const struct view_review *row, const struct id *target, int64_t year,
                  int64_t number)
{
    return id_equal(&row->target, target) && row->year == year && row->half_term == number;
}

static size_t fill_own(struct app *a, const struct view_review_rows *all, const struct id *target,
                       const struct record_half_term *term, const struct id *but,
                       const struct screen_judged **out)
{
    struct screen_judged *rows = arena_alloc(&a->model, (all->count + 1) * sizeof(*rows));
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct view_review *row = &all->rows[i];
        if (!id_is_none(&row->staff) && row->level[0] != '\0' &&
            is_of(row, target, term->year, term->number) &&
            (but == NULL || !id_equal(&row->staff, but))) {
            rows[count++] =
                (struct screen_judged){model_staff_name(a, &row->staff), level_word(a, row)};
        }
    }
    *out = rows;
    return count;
}

static void fill_term(struct app *a, const struct view_review_rows *all, const struct id *target,
                      const struct record_half_term *term, struct screen_term *out)
{
    *out = (struct screen_term){.level = "", .at = -1};
    out->key = arena_printf(&a->model, "%d-%d", term->year, term->number);
    out->name = model_term(a, term->year, term->number);
    for (size_t i = 0; i < all->count; i++) {
        const struct view_review *row = &all->rows[i];
        if (is_of(row, target, term->year, term->number)) {
            out->rec = row->in_conflict ? row->rec : out->rec;
            out->level = id_is_none(&row->staff) ? level_word(a, row) : out->level;
            out->at = id_is_none(&row->staff) ? level_at(a, row) : out->at;
        }
    }
    out->own_count = fill_own(a, all, target, term, NULL, &out->own);
}

/* The half terms of a target, latest first: this one, and those in which somebody judged. */
static size_t terms_of(const struct view_review_rows *all, const struct id *target,
                       const struct record_half_term *now, struct record_half_term out[TERMS_MAX])
{
    size_t count = 1;

    out[0] = *now;
    for (size_t i = 0; i < all->count && count < TERMS_MAX; i++) {
        const struct view_review *row = &all->rows[i];
        bool is_known = !id_equal(&row->target, target) || row->level[0] == '\0';
        for (size_t t = 0; t < count && !is_known; t++) {
            is_known = row->year == out[t].year && row->half_term == out[t].number;
        }
        if (!is_known) {
            out[count++] = (struct record_half_term){(int)row->year, (int)row->half_term};
        }
    }
    return count;
}

static void fill_words(struct app *a, const struct id *target, struct screen_aim *out)
{
    struct merge_record r = {0};
    struct date due = {0, 0, 0};
    const char *text = NULL;

    out->area = "";
    out->criteria = "";
    out->strategies = "";
    out->due = "";
    merge_init(&r);
    if (view_load(a->session.view, &a->session.school, target, &r) == STATUS_OK) {
        text = json_text(model_field(&r, "area"));
        out->area = text != NULL ? arena_text(&a->model, text) : "";
        text = json_text(model_field(&r, "criteria"));
        out->criteria = text != NULL ? arena_text(&a->model, text) : "";
        text = json_text(model_field(&r, "strategies"));
        out->strategies = text != NULL ? arena_text(&a->model, text) : "";
        text = json_text(model_field(&r, "due"));
        out->due =
            text != NULL && date_parse(text, &due) ? model_date(a, moment_uk_start_ms(due)) : "";
    }
    merge_finish(&r);
}

static void fill_aim(struct app *a, const struct view_review_rows *all,
                     const struct record_half_term *now, struct screen_aim *out)
{
    struct record_half_term terms[TERMS_MAX] = {
        {0, 0}
    };
    size_t count = terms_of(all, &out->target.id, now, terms);
    struct screen_term *rows = arena_alloc(&a->model, count * sizeof(*rows));

    out->level = "";
    for (size_t i = 0; i < count; i++) { /* oldest first */
        struct screen_term *row = &rows[i];
        fill_term(a, all, &out->target.id, &terms[count - 1 - i], row);
        row->is_now = i + 1 == count;
        if (row->level[0] != '\0') {
            out->level = arena_printf(
                &a->model, "%s · %s", row->level,
                terms[count - 1 - i].year == now->year
                    ? word_of(a, (enum word)(WORD_TERM_1 + (terms[count - 1 - i].number - 1) % 6))
                    : row->name);
        }
    }
    out->terms = rows;
    out->term_count = count;
    if (a->pupil_tab == PUPIL_TARGETS) {
        fill_words(a, &out->target.id, out);
    }
}

void model_fill_aims(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    const struct screen_target *targets = NULL;
    struct record_half_term now = pupil_half_term(a, app_wall(a));
    struct view_review_rows all = {0};
    struct screen_aim *aims = NULL;

    out->aim_count = model_targets(a, &a->place.pupil, &targets);
    app_tell(a,
             view_reviews(a->session.view, &a->session.school, &a->place.pupil, &a->model, &all));
    aims = arena_alloc(&a->model, (out->aim_count + 1) * sizeof(*aims));
    for (size_t i = 0; i < out->aim_count; i++) {
        aims[i] = (struct screen_aim){
            .target = targets[i], .area = "", .criteria = "", .strategies = "", .due = ""};
        fill_aim(a, &all, &now, &aims[i]);
    }
    out->aims = aims;
}

const char *model_agreed(struct app *a, const struct id *target, int64_t at_ms)
{
    struct record_half_term term = pupil_half_term(a, at_ms);
    struct view_review_rows all = {0};

    app_tell(a,
             view_reviews(a->session.view, &a->session.school, &a->place.pupil, &a->model, &all));
    for (size_t i = 0; i < all.count; i++) {
        const struct view_review *row = &all.rows[i];
        if (is_of(row, target, term.year, term.number) && id_is_none(&row->staff) &&
            row->level[0] != '\0') {
            return arena_printf(&a->model, "%s · %s", level_word(a, row),
                                model_term(a, row->year, row->half_term));
        }
    }
    return "";
}

/* ---- the review of one ----------------------------------------------------------------------- */

void model_fill_review(struct app *a)
{
    struct screen_pupil *p = &a->view.pupil;
    struct screen_review *out = &p->review;
    struct record_half_term now = pupil_half_term(a, app_wall(a));
    struct view_review_rows all = {0};

    *out = (struct screen_review){.title = "", .before = "", .own = -1, .agreed = -1};
    out->term = model_term(a, now.year, now.number);
    out->item = &scale_levels(a)->in.items[0];
    app_tell(a,
             view_reviews(a->session.view, &a->session.school, &a->place.pupil, &a->model, &all));
    for (size_t i = 0; i < p->aim_count; i++) {
        out->title =
            id_equal(&p->aims[i].target.id, &a->reviewed) ? p->aims[i].target.title : out->title;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct view_review *row = &all.rows[i];
        bool is_agreed = id_is_none(&row->staff);
        if (!id_equal(&row->target, &a->reviewed)) {
            continue;
        }
        if (!is_of(row, &a->reviewed, now.year, now.number)) {
            if (is_agreed && row->level[0] != '\0' && out->before[0] == '\0') {
                out->before = arena_printf(&a->model, "%s · %s", level_word(a, row),
                                           model_term(a, row->year, row->half_term));
            }
        } else if (is_agreed) {
            out->agreed = level_at(a, row);
        } else if (id_equal(&row->staff, &a->session.slot.staff)) {
            out->own = level_at(a, row);
        }
    }
    out->other_count = fill_own(a, &all, &a->reviewed, &now, &a->session.slot.staff, &out->others);
}
