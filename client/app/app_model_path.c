/* Five strips and where a skill has held: what the observations of one pupil say together.
 *
 * The areas of the engagement model are never added up or averaged, and no line is drawn through
 * them: a strip shows each answer as it was given, beside the circumstances it was given under, and
 * breaks where the instrument's version changes. Whether something has become established is seen
 * from the matrix: the same response in another place, with other people, with less prompting. A
 * combination that nobody has tried is shown as such, for it is the next step and no failure.
 */
#include "app_private.h"

#include <string.h>

enum { LOOK_BACK = 300, TICKS_MAX = 24, WORDS_MAX = 6, HELD_FROM = 2 };

/* One answer of an area, under its circumstances. */
struct answer {
    const struct view_context *context;
    int level; /* of the item's choices */
};
struct answers {
    struct answer *rows; /* newest first */
    size_t count;
};

static int level_of(const struct instrument_item *item, const char *engagement)
{
    struct json_value *map = NULL;
    const struct instrument_choice *choice = NULL;
    int level = -1;

    if (json_parse(engagement, strlen(engagement), &map) == STATUS_OK) {
        choice = instrument_choice_find(item, json_member_text(map, item->id));
        level = choice != NULL ? (int)(choice - item->choices) : -1;
    }
    json_free(map);
    return level;
}

/* Only what was answered by this instrument: two are never mixed. */
static struct answers answers_of(struct app *a, const struct view_context_rows *all,
                                 const struct instrument *in, const struct instrument_item *item)
{
    struct answers out = {arena_alloc(&a->model, (all->count + 1) * sizeof(struct answer)), 0};

    for (size_t i = 0; i < all->count; i++) {
        const struct view_context *c = &all->rows[i];
        bool same = c->instrument[0] == '\0' || strcmp(c->instrument, in->id) == 0;
        int level = same ? level_of(item, c->engagement) : -1;
        if (level >= 0) {
            out.rows[out.count++] = (struct answer){c, level};
        }
    }
    return out;
}

/* ---- words, the most used first -------------------------------------------------------------- */

struct words_used {
    const char *rows[WORDS_MAX];
    size_t count;
};

static const char *word_in(const struct view_context *c, enum screen_context which)
{
    switch (which) {
    case CONTEXT_DOING:
        return c->doing;
    case CONTEXT_PLACE:
        return c->place;
    case CONTEXT_WITH:
        return c->with;
    case CONTEXT_PROMPT:
        return c->prompt;
    case CONTEXT_COUNT:
        break;
    }
    return "";
}

static size_t index_of(const struct words_used *words, const char *text)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->rows[i], text) == 0) {
            return i;
        }
    }
    return words->count;
}

static struct words_used words_in(const struct answers *answers, enum screen_context which)
{
    struct words_used out = {.count = 0};

    for (size_t i = 0; i < answers->count; i++) {
        const char *text = word_in(answers->rows[i].context, which);
        if (text[0] != '\0' && out.count < WORDS_MAX && index_of(&out, text) == out.count) {
            out.rows[out.count++] = text;
        }
    }
    return out;
}

static const char *shown_word(struct app *a, enum screen_context which, const char *text)
{
    const struct instrument_choice *prompt =
        which == CONTEXT_PROMPT ? instrument_choice_find(&scale_prompts(a)->items[0], text) : NULL;

    return prompt != NULL ? prompt->label : text;
}

static const char *context_line(struct app *a, const struct answers *answers)
{
    const char *out = "";

    for (int which = CONTEXT_PLACE; which < CONTEXT_COUNT; which++) {
        struct words_used words = words_in(answers, (enum screen_context)which);
        for (size_t i = 0; i < words.count; i++) {
            out = arena_printf(&a->model, "%s%s%s", out,
                               out[0] == '\0' ? ""
                               : i == 0       ? " · "
                                              : ", ",
                               shown_word(a, (enum screen_context)which, words.rows[i]));
        }
    }
    return out;
}

/* ---- strips ---------------------------------------------------------------------------------- */

static void fill_ticks(struct app *a, const struct answers *answers, struct screen_strip *out)
{
    size_t count = answers->count < TICKS_MAX ? answers->count : TICKS_MAX;
    struct screen_tick *ticks = arena_alloc(&a->model, (count + 1) * sizeof(*ticks));

    for (size_t i = 0; i < count; i++) { /* oldest first */
        const struct answer *now = &answers->rows[count - 1 - i];
        const struct answer *before = i > 0 ? &answers->rows[count - i] : now;
        ticks[i].level = now->level;
        ticks[i].is_break = strcmp(now->context->version, before->context->version) != 0;
    }
    out->ticks = ticks;
    out->tick_count = count;
    out->from = count > 0 ? model_day(a, answers->rows[count - 1].context->when_ms) : "";
    out->until = count > 0 ? model_day(a, answers->rows[0].context->when_ms) : "";
}

static void fill_strips(struct app *a, const struct view_context_rows *all,
                        const struct instrument *in, struct screen_pupil *out)
{
    struct screen_strip *strips = arena_alloc(&a->model, (in->item_count + 1) * sizeof(*strips));

    for (size_t i = 0; i < in->item_count; i++) {
        struct answers answers = answers_of(a, all, in, &in->items[i]);
        strips[i] = (struct screen_strip){.item = &in->items[i]};
        fill_ticks(a, &answers, &strips[i]);
        strips[i].contexts = context_line(a, &answers);
        strips[i].latest =
            answers.count > 0 ? in->items[i].choices[answers.rows[0].level].label : "";
    }
    out->strips = strips;
    out->strip_count = in->item_count;
}

/* ---- where it has held ----------------------------------------------------------------------- */

static void fill_matrix(struct app *a, const struct answers *answers, enum screen_context down,
                        enum screen_context across, struct screen_matrix *out)
{
    struct words_used rows = words_in(answers, down);
    struct words_used columns = words_in(answers, across);
    const char **names = arena_alloc(&a->model, (rows.count + columns.count + 1) * sizeof(*names));
    struct screen_cell *cells =
        arena_alloc(&a->model, (rows.count * columns.count + 1) * sizeof(*cells));

    for (size_t i = 0; i < answers->count; i++) {
        size_t row = index_of(&rows, word_in(answers->rows[i].context, down));
        size_t column = index_of(&columns, word_in(answers->rows[i].context, across));
        if (row < rows.count && column < columns.count) {
            struct screen_cell *cell = &cells[row * columns.count + column];
            cell->tried++;
            cell->held += answers->rows[i].level >= HELD_FROM ? 1 : 0;
        }
    }
    for (size_t i = 0; i < rows.count; i++) {
        names[i] = shown_word(a, down, rows.rows[i]);
    }
    for (size_t i = 0; i < columns.count; i++) {
        names[rows.count + i] = shown_word(a, across, columns.rows[i]);
    }
    *out = (struct screen_matrix){.down = down,
                                  .across = across,
                                  .rows = names,
                                  .row_count = rows.count,
                                  .columns = names + rows.count,
                                  .column_count = columns.count,
                                  .cells = cells};
}

void model_fill_path(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    const struct instrument *in = &scale_of(a, "", "")->in;
    struct view_context_rows all = {0};
    struct answers answers = {NULL, 0};
    size_t area = a->pupil_area < in->item_count ? a->pupil_area : 0;

    out->tab = a->pupil_tab;
    out->area = area;
    if (out->tab == PUPIL_PATH) {
        return;
    }
    app_tell(a, view_contexts(a->session.view, &a->session.school, &a->place.pupil, LOOK_BACK,
                              &a->model, &all));
    fill_strips(a, &all, in, out);
    answers = answers_of(a, &all, in, &in->items[area]);
    fill_matrix(a, &answers, CONTEXT_PLACE, CONTEXT_WITH, &out->matrices[0]);
    fill_matrix(a, &answers, CONTEXT_DOING, CONTEXT_PROMPT, &out->matrices[1]);
}
