/* Five strips and where a skill has held: what the observations of one pupil say together.
 *
 * The areas of the engagement model are never added up or averaged, and no line is drawn through
 * them: a strip shows each answer as it was given, beside the circumstances it was given under, and
 * breaks where the instrument's version changes. Whether something has become established is seen
 * from the matrix: the same response in another place, with other people, with less prompting. A
 * combination that nobody has tried is shown as such, for it is the next step and no failure.
 * Only an instrument with a total of its own has one here, version by version.
 */
#include "app_private.h"

#include <inttypes.h>
#include <string.h>

enum { LOOK_BACK = 300, COLUMNS_MAX = 24, WORDS_MAX = 6, SHOWN_MAX = 2, NEW_WORDS_MAX = 64 };

/* One observation and what was chosen in it, an item each; -1 none. */
struct sight {
    const struct view_context *context;
    const struct app_instrument *by;
    int levels[INSTRUMENT_ITEMS_MOST];
};
struct sights {
    struct sight *rows; /* newest first */
    size_t count;
};
/* One answer of an area, under its circumstances. */
struct answer {
    const struct view_context *context;
    int level;
};
struct answers {
    struct answer *rows; /* newest first */
    size_t count;
};

static bool read_levels(const struct instrument *in, const char *engagement, int *levels)
{
    struct json_value *map = NULL;
    bool some = false;

    if (json_parse(engagement, strlen(engagement), &map) == STATUS_OK) {
        for (size_t i = 0; i < in->item_count; i++) {
            const struct instrument_choice *choice =
                instrument_choice_find(&in->items[i], json_member_text(map, in->items[i].id));
            levels[i] = choice != NULL ? (int)(choice - in->items[i].choices) : -1;
            some = some || choice != NULL;
        }
    }
    json_free(map);
    return some;
}

/* Only what was answered by this instrument: two are never mixed. */
static struct sights sights_of(struct app *a, const struct view_context_rows *all,
                               const struct instrument *in)
{
    struct sights out = {arena_alloc(&a->model, (all->count + 1) * sizeof(struct sight)), 0};

    for (size_t i = 0; i < all->count; i++) {
        const struct view_context *c = &all->rows[i];
        const struct app_instrument *by = scale_of(a, c->instrument, c->version);
        struct sight *row = &out.rows[out.count];
        if (by == NULL || strcmp(by->in.id, in->id) != 0) {
            continue;
        }
        *row = (struct sight){.context = c, .by = by};
        out.count += read_levels(&by->in, c->engagement, row->levels) ? 1 : 0;
    }
    return out;
}

/* An item of this version, as it was answered in any. */
static int level_in(const struct sight *s, const struct instrument_item *item)
{
    const struct instrument_item *was = instrument_item_find(&s->by->in, item->id);
    int level = was != NULL ? s->levels[was - s->by->in.items] : -1;
    const struct instrument_choice *now =
        level >= 0 ? instrument_choice_find(item, was->choices[level].id) : NULL;

    return now != NULL ? (int)(now - item->choices) : -1;
}

static struct answers answers_of(struct app *a, const struct sights *all,
                                 const struct instrument_item *item)
{
    struct answers out = {arena_alloc(&a->model, (all->count + 1) * sizeof(struct answer)), 0};

    for (size_t i = 0; i < all->count; i++) {
        int level = level_in(&all->rows[i], item);
        if (level >= 0) {
            out.rows[out.count++] = (struct answer){all->rows[i].context, level};
        }
    }
    return out;
}

/* The upper half of the choices: sustained and established, of the engagement model. */
static bool has_held(const struct instrument_item *item, int level)
{
    return (size_t)level * 2 >= item->choice_count;
}

/* ---- words, the latest first ----------------------------------------------------------------- */

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

static size_t index_of(const char *const *words, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], text) == 0) {
            return i;
        }
    }
    return count;
}

/* In answers of this level at least; with beside not CONTEXT_COUNT, where that is said, too. */
static struct words_used words_in(const struct answers *answers, enum screen_context which,
                                  enum screen_context beside, int least)
{
    struct words_used out = {.count = 0};

    for (size_t i = 0; i < answers->count; i++) {
        const char *text = word_in(answers->rows[i].context, which);
        bool counts =
            answers->rows[i].level >= least && text[0] != '\0' &&
            (beside == CONTEXT_COUNT || word_in(answers->rows[i].context, beside)[0] != '\0');
        if (counts && out.count < WORDS_MAX && index_of(out.rows, out.count, text) == out.count) {
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

/* Where it was seen at all; where it was offered and not seen is in the matrix. */
static const char *context_line(struct app *a, const struct answers *answers)
{
    const char *out = "";

    for (int which = CONTEXT_PLACE; which < CONTEXT_COUNT; which++) {
        struct words_used words = words_in(answers, (enum screen_context)which, CONTEXT_COUNT, 1);
        for (size_t i = 0; i < words.count; i++) {
            const char *shown = shown_word(a, (enum screen_context)which, words.rows[i]);
            if (i == SHOWN_MAX) {
                out = words_fill(&a->words, WORD_PUPIL_AND_MORE, &a->model, out,
                                 arena_printf(&a->model, "%zu", words.count - i));
                break;
            }
            out = arena_printf(&a->model, "%s%s%s", out,
                               out[0] == '\0' ? ""
                               : i == 0       ? " · "
                                              : ", ",
                               shown);
        }
    }
    return out;
}

/* ---- days -------------------------------------------------------------------------------------*/

/* By the day, but apart enough to be told from each other, and within 0 and 1. */
static void spread(const int64_t *when_ms, size_t count, float *at)
{
    const float step = 1.0F / COLUMNS_MAX;
    int64_t all = count > 1 ? when_ms[count - 1] - when_ms[0] : 0;

    for (size_t i = 0; i < count; i++) {
        float own = all > 0 ? (float)(when_ms[i] - when_ms[0]) / (float)all : 1;
        at[i] = i > 0 && own < at[i - 1] + step ? at[i - 1] + step : own;
    }
    for (size_t i = count; i > 0; i--) {
        float most = i == count ? 1 : at[i] - step;
        at[i - 1] = at[i - 1] > most ? most : at[i - 1];
    }
}

struct columns {
    int64_t when_ms[COLUMNS_MAX]; /* oldest first */
    float at[COLUMNS_MAX];
    size_t count;
};

static struct columns columns_of(const struct sights *all)
{
    struct columns out = {.count = all->count < COLUMNS_MAX ? all->count : COLUMNS_MAX};

    for (size_t i = 0; i < out.count; i++) {
        out.when_ms[i] = all->rows[out.count - 1 - i].context->when_ms;
    }
    spread(out.when_ms, out.count, out.at);
    return out;
}

/* ---- strips ---------------------------------------------------------------------------------- */

struct words_met {
    const char *rows[NEW_WORDS_MAX];
    size_t count;
};

static bool meet(struct words_met *met, const char *text)
{
    if (text[0] == '\0' || met->count == NEW_WORDS_MAX ||
        index_of(met->rows, met->count, text) < met->count) {
        return false;
    }
    met->rows[met->count++] = text;
    return true;
}

static void fill_ticks(struct app *a, const struct sights *all, const struct columns *columns,
                       struct screen_strip *out)
{
    struct screen_tick *ticks = arena_alloc(&a->model, (columns->count + 1) * sizeof(*ticks));
    struct words_met places = {.count = 0};
    struct words_met people = {.count = 0};
    const char *version = NULL;

    for (size_t i = all->count; i > 0; i--) { /* oldest first */
        const struct sight *s = &all->rows[i - 1];
        int level = level_in(s, out->item);
        bool is_new = level > 0 && meet(&places, s->context->place);
        is_new = (level > 0 && meet(&people, s->context->with)) || is_new;
        if (level < 0) {
            continue;
        }
        if (i <= columns->count) {
            ticks[out->tick_count++] =
                (struct screen_tick){columns->at[columns->count - i], level, is_new,
                                     version != NULL && strcmp(version, s->context->version) != 0};
        }
        version = s->context->version;
    }
    out->ticks = ticks;
}

static void fill_strips(struct app *a, const struct sights *all, const struct instrument *in,
                        struct screen_pupil *out)
{
    struct screen_strip *strips = arena_alloc(&a->model, (in->item_count + 1) * sizeof(*strips));
    struct columns columns = columns_of(all);

    for (size_t i = 0; i < in->item_count; i++) {
        struct answers answers = answers_of(a, all, &in->items[i]);
        struct screen_strip *strip = &strips[i];
        *strip = (struct screen_strip){.item = &in->items[i], .latest = ""};
        fill_ticks(a, all, &columns, strip);
        strip->contexts = context_line(a, &answers);
        if (strip->tick_count > 0) {
            strip->latest = in->items[i].choices[answers.rows[0].level].label;
        }
        strip->words = words_fill(&a->words, WORD_PUPIL_STRIP_SAYS, &a->model, strip->latest,
                                  arena_printf(&a->model, "%zu", strip->tick_count));
    }
    out->strips = strips;
    out->strip_count = in->item_count;
    out->from = columns.count > 0 ? model_span_day(a, columns.when_ms[0]) : "";
    out->until = columns.count > 0 ? model_span_day(a, columns.when_ms[columns.count - 1]) : "";
}

/* ---- totals ---------------------------------------------------------------------------------- */

/* Those of the latest observations that have one, each by its own version. */
static void fill_totals(struct app *a, const struct sights *all, struct screen_totals *out)
{
    struct columns columns = {.count = 0};
    struct ui_point *points = arena_alloc(&a->model, COLUMNS_MAX * sizeof(*points));
    const struct sight *last = NULL;
    size_t count = all->count < COLUMNS_MAX ? all->count : COLUMNS_MAX;

    for (size_t i = count; i > 0; i--) {
        const struct sight *s = &all->rows[i - 1];
        const struct instrument *in = &s->by->in;
        const struct instrument_band *band = NULL;
        int64_t sum = 0;
        int64_t most = in->band_count > 0 ? in->bands[in->band_count - 1].to : 0;
        if (most <= 0 || !instrument_total(in, s->levels, &sum, &band)) {
            continue;
        }
        points[columns.count] =
            (struct ui_point){0, (float)sum / (float)most, last != NULL && last->by != s->by};
        columns.when_ms[columns.count++] = s->context->when_ms;
        out->latest = words_fill(&a->words, WORD_OBSERVE_TOTAL, &a->model,
                                 arena_printf(&a->model, "%" PRId64, sum),
                                 arena_printf(&a->model, "%" PRId64 ": %s", most, band->label));
        last = s;
    }
    spread(columns.when_ms, columns.count, columns.at);
    for (size_t i = 0; i < columns.count; i++) {
        points[i].at = columns.at[i];
    }
    out->points = points;
    out->count = (int)columns.count;
    if (columns.count > 0) {
        out->words = words_fill(&a->words, WORD_PUPIL_TOTAL_SAYS, &a->model,
                                model_span_day(a, columns.when_ms[0]),
                                model_span_day(a, columns.when_ms[columns.count - 1]));
    }
}

static void fill_all_totals(struct app *a, const struct view_context_rows *all,
                            struct screen_pupil *out)
{
    const struct app_instrument *offered[SCALE_OFFERED_MAX] = {NULL};
    size_t count = scale_offered(a, offered);
    struct screen_totals *rows = arena_alloc(&a->model, (count + 1) * sizeof(*rows));

    out->totals = rows;
    for (size_t i = 0; i < count; i++) {
        struct screen_totals *one = &rows[out->totals_count];
        struct sights sights = {NULL, 0};
        if (offered[i]->in.band_count == 0) {
            continue;
        }
        *one = (struct screen_totals){.name = offered[i]->in.label, .latest = "", .words = ""};
        sights = sights_of(a, all, &offered[i]->in);
        fill_totals(a, &sights, one);
        out->totals_count += one->count > 0 ? 1 : 0;
    }
}

/* ---- where it has held ----------------------------------------------------------------------- */

static const char **names_of(struct app *a, enum screen_context which,
                             const struct words_used *words)
{
    const char **names = arena_alloc(&a->model, (words->count + 1) * sizeof(*names));

    for (size_t i = 0; i < words->count; i++) {
        names[i] = shown_word(a, which, words->rows[i]);
    }
    return names;
}

static void fill_matrix(struct app *a, const struct answers *answers,
                        const struct instrument_item *item, struct screen_matrix *out)
{
    struct words_used rows = words_in(answers, out->down, out->across, 0);
    struct words_used columns = words_in(answers, out->across, out->down, 0);
    struct screen_cell *cells =
        arena_alloc(&a->model, (rows.count * columns.count + 1) * sizeof(*cells));

    for (size_t i = 0; i < rows.count * columns.count; i++) {
        cells[i].last = "";
    }
    for (size_t i = 0; i < answers->count; i++) { /* newest first */
        const struct view_context *c = answers->rows[i].context;
        size_t row = index_of(rows.rows, rows.count, word_in(c, out->down));
        size_t column = index_of(columns.rows, columns.count, word_in(c, out->across));
        if (row == rows.count || column == columns.count) {
            continue;
        }
        struct screen_cell *cell = &cells[row * columns.count + column];
        cell->tried++;
        if (has_held(item, answers->rows[i].level)) {
            cell->last = cell->held == 0 ? model_date(a, c->when_ms) : cell->last;
            cell->held++;
        }
    }
    out->rows = names_of(a, out->down, &rows);
    out->row_count = rows.count;
    out->columns = names_of(a, out->across, &columns);
    out->column_count = columns.count;
    out->cells = cells;
}

void model_fill_path(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    const struct instrument *in = &scale_of(a, "", "")->in;
    struct view_context_rows all = {0};
    struct sights sights = {NULL, 0};
    struct answers answers = {NULL, 0};
    size_t area = a->pupil_area < in->item_count ? a->pupil_area : 0;

    out->area = area;
    app_tell(a, view_contexts(a->session.view, &a->session.school, &a->place.pupil, LOOK_BACK,
                              &a->model, &all));
    sights = sights_of(a, &all, in);
    fill_strips(a, &sights, in, out);
    fill_all_totals(a, &all, out);
    answers = answers_of(a, &sights, &in->items[area]);
    out->matrices[0] = (struct screen_matrix){.down = CONTEXT_PLACE, .across = CONTEXT_WITH};
    out->matrices[1] = (struct screen_matrix){.down = CONTEXT_DOING, .across = CONTEXT_PROMPT};
    fill_matrix(a, &answers, &in->items[area], &out->matrices[0]);
    fill_matrix(a, &answers, &in->items[area], &out->matrices[1]);
}
