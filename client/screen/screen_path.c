/* The pupil's areas as strips, and the matrix of where a skill has held.
 *
 * A mark says by its height and by its fill what was seen, with the word of the latest beside the
 * strip; colour alone says nothing. Cells are words. Nothing is added up over areas.
 */
#include "screen_private.h"

#include <string.h>

static enum ui_colour hue_at(size_t i)
{
    static const enum ui_colour hues[] = {UI_BLUE, UI_AMBER, UI_VIOLET, UI_GREEN, UI_ROSE};

    return i < sizeof(hues) / sizeof(hues[0]) ? hues[i] : UI_ACCENT;
}

static void card_open(struct ui *ui)
{
    ui_open(ui,
            (struct ui_box){.gap = 10, .pad = 20, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
}

/* ---- strips ---------------------------------------------------------------------------------- */

static void tick(struct ui *ui, const struct screen_tick *t, enum ui_colour hue)
{
    float height = 10 + 12 * (float)t->level;

    if (t->is_break) {
        ui_gap(ui, 16);
    }
    ui_open(ui, (struct ui_box){.width = 16,
                                .height = height,
                                .fixed = true,
                                .radius = 4,
                                .fill = t->level > 0 ? hue : UI_SURFACE,
                                .edge = hue});
    ui_close(ui);
}

static void strip(struct ui *ui, const struct screen_view *view, size_t number)
{
    const struct screen_strip *s = &view->pupil.strips[number];
    enum ui_colour hue = hue_at(number);

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 560});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .width = 208 * ui_text_size(ui)});
    ui_icon_tile(ui, s->item->icon, hue);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, s->item->label);
    ui_text_colour(ui, UI_SMALL, hue,
                   s->latest[0] != '\0' ? s->latest : word(view, WORD_PUPIL_NO_MARKS));
    ui_close(ui);
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 4, .height = 48, .across = UI_END});
    for (size_t i = 0; i < s->tick_count; i++) {
        tick(ui, &s->ticks[i], hue);
    }
    ui_close(ui);
    if (s->tick_count > 0) {
        ui_text(ui, UI_SMALL,
                strcmp(s->from, s->until) == 0
                    ? s->from
                    : word_with(ui, view, WORD_PUPIL_SPAN, s->from, s->until));
    }
    if (s->contexts[0] != '\0') {
        ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_SEEN_IN, s->contexts, NULL));
    }
    ui_close(ui);
    ui_close(ui);
}

void path_areas(struct ui *ui, const struct screen_view *view)
{
    card_open(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_AREAS_LEAD));
    for (size_t i = 0; i < view->pupil.strip_count; i++) {
        ui_divider(ui);
        strip(ui, view, i);
    }
    ui_close(ui);
}

/* ---- where it has held ----------------------------------------------------------------------- */

static const char *cell_words(struct ui *ui, const struct screen_view *view,
                              const struct screen_cell *cell)
{
    return cell->tried == 0
               ? word(view, WORD_PUPIL_NOT_TRIED)
               : word_with(ui, view, WORD_PUPIL_HELD_OF, ui_format(ui, "%d", cell->held),
                           ui_format(ui, "%d", cell->tried));
}

static void cell(struct ui *ui, const struct screen_view *view, const struct screen_cell *c)
{
    bool has_held = c->held > 0;

    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 6,
                                .pad_x = 10,
                                .height = 56,
                                .grow = 1,
                                .radius = 12,
                                .fill = has_held       ? UI_ACCENT_TINT
                                        : c->tried > 0 ? UI_SUNK
                                                       : UI_NO_COLOUR,
                                .edge = c->tried > 0 ? UI_NO_COLOUR : UI_LINE});
    if (has_held) {
        ui_icon(ui, "check", 22, UI_ACCENT_INK);
    }
    ui_next_grow(ui, 1);
    ui_text(ui, has_held ? UI_SMALL_STRONG : UI_SMALL, cell_words(ui, view, c));
    ui_close(ui);
}

static void row_open(struct ui *ui, const char *name)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
    ui_open(ui,
            (struct ui_box){
                .width = 150 * ui_text_size(ui), .fixed = true, .height = 40, .along = UI_CENTRE});
    ui_text(ui, UI_SMALL_STRONG, name);
    ui_close(ui);
}

/* Narrow: a row is its name and a line a cell. */
static void row_narrow(struct ui *ui, const struct screen_view *view, const struct screen_matrix *m,
                       size_t row)
{
    ui_text(ui, UI_STRONG, m->rows[row]);
    for (size_t i = 0; i < m->column_count; i++) {
        row_open(ui, m->columns[i]);
        cell(ui, view, &m->cells[row * m->column_count + i]);
        ui_close(ui);
    }
}

static void matrix(struct ui *ui, const struct screen_view *view, const struct screen_matrix *m)
{
    ui_text(ui, UI_STRONG,
            word(view, m->down == CONTEXT_PLACE ? WORD_PUPIL_MATRIX_1 : WORD_PUPIL_MATRIX_2));
    if (m->row_count == 0 || m->column_count == 0) {
        ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_NO_MATRIX));
        return;
    }
    if (!is_narrow(ui)) {
        row_open(ui, "");
        for (size_t i = 0; i < m->column_count; i++) {
            ui_open(ui, (struct ui_box){.grow = 1, .pad_x = 10});
            ui_text(ui, UI_SMALL_STRONG, m->columns[i]);
            ui_close(ui);
        }
        ui_close(ui);
    }
    for (size_t row = 0; row < m->row_count; row++) {
        if (is_narrow(ui)) {
            row_narrow(ui, view, m, row);
            continue;
        }
        row_open(ui, m->rows[row]);
        for (size_t i = 0; i < m->column_count; i++) {
            cell(ui, view, &m->cells[row * m->column_count + i]);
        }
        ui_close(ui);
    }
}

void path_held(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    card_open(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_HELD_LEAD));
    ui_push_id(ui, word(view, WORD_PUPIL_AREAS));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    for (size_t i = 0; i < p->strip_count; i++) {
        say_number(said, ui_chip(ui, p->strips[i].item->label, i == p->area), INTENT_PUPIL_AREA,
                   (int64_t)i);
    }
    ui_close(ui);
    ui_pop_id(ui);
    matrix(ui, view, &p->matrices[0]);
    ui_divider(ui);
    matrix(ui, view, &p->matrices[1]);
    ui_close(ui);
}
