/* The pupil's areas as strips, and the matrix of where a skill has held.
 *
 * What the observations say together, without a sum over areas: the strips share their days, so
 * that a column is one observation, and each says beside it where the area was seen. An instrument
 * that has a total by its own rules stands in a card of its own, and its line breaks where the
 * version changes. Cells of the matrix are words.
 */
#include "screen_private.h"

#include <string.h>

static enum ui_colour hue_at(size_t i)
{
    static const enum ui_colour hues[] = {UI_BLUE, UI_AMBER, UI_VIOLET, UI_GREEN, UI_ROSE};

    return i < sizeof(hues) / sizeof(hues[0]) ? hues[i] : UI_ACCENT;
}

static const char *span_words(struct ui *ui, const struct screen_view *view)
{
    const struct screen_pupil *p = &view->pupil;

    return strcmp(p->from, p->until) == 0 ? p->from
                                          : word_with(ui, view, WORD_PUPIL_SPAN, p->from, p->until);
}

/* ---- strips ---------------------------------------------------------------------------------- */

static void strip(struct ui *ui, const struct screen_view *view, size_t number)
{
    const struct screen_strip *s = &view->pupil.strips[number];
    struct ui_sighting *seen = ui_room(ui, (s->tick_count + 1) * sizeof(*seen));

    for (size_t i = 0; i < s->tick_count; i++) {
        const struct screen_tick *t = &s->ticks[i];
        seen[i] = (struct ui_sighting){t->at, t->level, t->is_new, t->is_break};
    }
    ui_strip(ui, &(struct ui_strip){
                     .name = s->item->label,
                     .icon = s->item->icon,
                     .latest = s->tick_count > 0 ? s->latest : word(view, WORD_PUPIL_NO_MARKS),
                     .hue = hue_at(number),
                     .seen = seen,
                     .count = (int)s->tick_count,
                     .levels = s->item->choice_count > 1 ? (int)s->item->choice_count - 1 : 1,
                     .contexts = s->contexts[0] != '\0'
                                     ? word_with(ui, view, WORD_PUPIL_SEEN_IN, s->contexts, NULL)
                                     : NULL,
                     .words = s->tick_count > 0 ? s->words : word(view, WORD_PUPIL_NO_MARKS)});
}

static void strips_key(struct ui *ui, const struct screen_view *view)
{
    const struct instrument_item *item = view->pupil.strips[0].item;
    const char **levels = ui_room(ui, (item->choice_count + 1) * sizeof(*levels));
    bool breaks = false;

    for (size_t i = 0; i < item->choice_count; i++) {
        levels[i] = item->choices[i].label;
    }
    for (size_t i = 0; i < view->pupil.strip_count; i++) {
        const struct screen_strip *s = &view->pupil.strips[i];
        for (size_t t = 0; t < s->tick_count; t++) {
            breaks = breaks || s->ticks[t].is_break;
        }
    }
    ui_strip_key(
        ui, &(struct ui_strip_key){.levels = levels,
                                   .level_count = (int)item->choice_count,
                                   .is_new = word(view, WORD_PUPIL_KEY_NEW),
                                   .breaks = breaks ? word(view, WORD_PUPIL_KEY_BREAK) : NULL});
}

static void totals(struct ui *ui, const struct screen_view *view, const struct screen_totals *t)
{
    panel_open(ui);
    ui_line_chart(ui, &(struct ui_line_chart){.title = t->name,
                                              .value = t->latest,
                                              .hue = UI_ACCENT,
                                              .points = t->points,
                                              .count = t->count,
                                              .height = 96,
                                              .words = ""});
    ui_text(ui, UI_SMALL_STRONG, t->words);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_TOTALS_LEAD));
    ui_close(ui);
}

void path_areas(struct ui *ui, const struct screen_view *view)
{
    const struct screen_pupil *p = &view->pupil;

    ui_open(ui,
            (struct ui_box){.gap = 8, .pad = 20, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 640});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_AREAS_LEAD));
    if (p->from[0] != '\0') {
        ui_text(ui, UI_SMALL_STRONG, span_words(ui, view));
    }
    ui_close(ui);
    for (size_t i = 0; i < p->strip_count; i++) {
        ui_divider(ui);
        strip(ui, view, i);
    }
    if (p->from[0] != '\0') {
        ui_divider(ui);
        strips_key(ui, view);
    }
    ui_close(ui);
    for (size_t i = 0; i < p->totals_count; i++) {
        totals(ui, view, &p->totals[i]);
    }
}

/* ---- where it has held ----------------------------------------------------------------------- */

static struct ui_cell cell_of(struct ui *ui, const struct screen_view *view,
                              const struct screen_cell *c)
{
    if (c->tried == 0) {
        return (struct ui_cell){UI_NOT_TRIED, "", ""};
    }
    return (struct ui_cell){.kind = c->held > 0 ? UI_HELD : UI_TRIED,
                            .words = word_with(ui, view, WORD_PUPIL_HELD_OF,
                                               ui_format(ui, "%d", c->held),
                                               ui_format(ui, "%d", c->tried)),
                            .sub = c->last};
}

/* Columns beside each other want room for a few words each. */
static bool is_stacked(const struct ui *ui, size_t columns)
{
    return path_room(ui) < 150 + 128 * (float)columns;
}

static void matrix(struct ui *ui, const struct screen_view *view, const struct screen_matrix *m,
                   const char *const key[UI_HELD + 1])
{
    struct ui_matrix_row *rows = ui_room(ui, (m->row_count + 1) * sizeof(*rows));
    struct ui_cell *cells = ui_room(ui, (m->row_count * m->column_count + 1) * sizeof(*cells));

    ui_text(ui, UI_STRONG,
            word(view, m->down == CONTEXT_PLACE ? WORD_PUPIL_MATRIX_1 : WORD_PUPIL_MATRIX_2));
    if (m->row_count == 0 || m->column_count == 0) {
        ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_NO_MATRIX));
        return;
    }
    for (size_t i = 0; i < m->row_count * m->column_count; i++) {
        cells[i] = cell_of(ui, view, &m->cells[i]);
    }
    for (size_t i = 0; i < m->row_count; i++) {
        rows[i] = (struct ui_matrix_row){m->rows[i], &cells[i * m->column_count]};
    }
    ui_matrix(ui, &(struct ui_matrix){m->columns, (int)m->column_count, rows, (int)m->row_count,
                                      is_stacked(ui, m->column_count), key});
}

void path_held(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;
    const char *const key[] = {word(view, WORD_PUPIL_NOT_TRIED), word(view, WORD_PUPIL_TRIED),
                               word(view, WORD_PUPIL_HAS_HELD)};

    panel_open(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_HELD_LEAD));
    ui_push_id(ui, word(view, WORD_PUPIL_AREAS));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .even = true});
    for (size_t i = 0; i < p->strip_count; i++) {
        say_number(said, ui_chip(ui, p->strips[i].item->label, i == p->area), INTENT_PUPIL_AREA,
                   (int64_t)i);
    }
    ui_close(ui);
    ui_pop_id(ui);
    ui_matrix_key(ui, key);
    ui_divider(ui);
    matrix(ui, view, &p->matrices[0], key);
    ui_divider(ui);
    matrix(ui, view, &p->matrices[1], key);
    ui_close(ui);
}
