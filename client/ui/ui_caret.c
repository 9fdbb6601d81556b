/* Where the caret stands in a line, and where an arrow takes it.
 *
 * In an English note with an Arabic name the order of writing and the order on the glass part. The
 * arrows go by the glass: Right is always to the right, over one letter, and no press does nothing.
 * Words and the text's ends go by the order of writing. A line is seen as n cells with n + 1 slots
 * between and around them; each slot is reached as the edge of the cell that was crossed, and that
 * gives byte and side: two bytes may share a slot, and what is typed goes where the last crossed
 * letter says. Spaces at which a line was broken hang over its end, where the paragraph runs to.
 */
#include "ui_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- cells ---------------------------------------------------------------------------------- */

/* Without a port that knows better: one behind the other. */
static void lay_cells(const struct ui *ui, const struct text_line *line, struct text_cell *cell,
                      int count)
{
    float whole = ui_measure(ui, line);
    struct text_line part = *line;

    for (int i = 0; i < count; i++) {
        float left = 0;
        float right = 0;

        part.bytes = cell[i].from;
        left = ui_measure(ui, &part);
        part.bytes = cell[i].to;
        right = ui_measure(ui, &part);
        cell[i].rtl = line->rtl;
        cell[i].left = line->rtl ? whole - right : left;
        cell[i].right = line->rtl ? whole - left : right;
    }
}

/* As seen; of two in one place, as they are read. */
static int compare_cells(const void *a, const void *b)
{
    const struct text_cell *x = a;
    const struct text_cell *y = b;
    float by = x->left + x->right - y->left - y->right;

    if (by < 0 || by > 0) {
        return by < 0 ? -1 : 1;
    }
    return (x->from < y->from) != x->rtl ? -1 : 1;
}

struct ui_cells ui_cells_of(struct ui *ui, const struct ui_type *type, const char *text,
                            const struct ui_line *line, float left)
{
    size_t bytes = line->to - line->from;
    struct ui_cells cells = {.from = line->from, .to = line->to, .next = line->next, .left = left};
    struct text_line drawn = {.text = arena_span(ui->arena, text + line->from, bytes),
                              .bytes = bytes,
                              .font = type->font,
                              .size = ui_type_px(ui, type),
                              .rtl = line->way.rtl,
                              .urdu = line->way.urdu};

    cells.rtl = drawn.rtl;
    cells.space = ui_space(ui, type);
    cells.cell = arena_alloc(ui->arena, sizeof(*cells.cell) * (bytes + 1));
    for (size_t at = 0; at < bytes;) {
        size_t next = ui_edit_step(drawn.text, at, 1);

        cells.cell[cells.count++] = (struct text_cell){.from = at, .to = next};
        at = next;
    }
    if (cells.count > 0 && ui->port.cells != NULL) {
        ui->port.cells(ui->port.ctx, &drawn, cells.cell, cells.count);
    } else {
        lay_cells(ui, &drawn, cells.cell, cells.count);
    }
    for (int i = 0; i < cells.count; i++) {
        cells.cell[i].from += line->from;
        cells.cell[i].to += line->from;
    }
    qsort(cells.cell, (size_t)cells.count, sizeof(*cells.cell), compare_cells);
    return cells;
}

/* ---- slots ---------------------------------------------------------------------------------- */

static int start_slot(const struct ui_cells *c)
{
    return c->rtl ? c->count : 0;
}

static int end_slot(const struct ui_cells *c)
{
    return c->rtl ? 0 : c->count;
}

/* The cell that ends at this byte, or that holds it; -1 for none. */
static int cell_at(const struct ui_cells *c, size_t at, bool ends)
{
    for (int i = 0; i < c->count; i++) {
        const struct text_cell *cell = &c->cell[i];

        if (ends ? cell->to == at : cell->from <= at && at < cell->to) {
            return i;
        }
    }
    return -1;
}

static int slot_of(const struct ui_cells *c, size_t at, enum ui_side side)
{
    int before = side != SIDE_NEXT && at > c->from ? cell_at(c, at, true) : -1;
    int behind = cell_at(c, at, false);

    if (at <= c->from && (side == SIDE_START || side == SIDE_LAST)) {
        return start_slot(c);
    }
    if (side == SIDE_END && at >= c->to) {
        return end_slot(c);
    }
    if (before >= 0) {
        return c->cell[before].rtl ? before : before + 1;
    }
    if (behind >= 0) {
        return c->cell[behind].rtl ? behind + 1 : behind;
    }
    return end_slot(c);
}

static float slot_x(const struct ui_cells *c, int slot)
{
    if (c->count == 0) {
        return c->left;
    }
    return c->left + (slot == 0 ? c->cell[0].left : c->cell[slot - 1].right);
}

int ui_caret_line(const struct ui_lines *lines, size_t at, enum ui_side side)
{
    int line = 0;

    while (line + 1 < lines->count && at >= lines->line[line].next) {
        line++;
    }
    if (line > 0 && at == lines->line[line].from && at == lines->line[line - 1].to &&
        (side == SIDE_LAST || side == SIDE_END)) {
        line--; /* a word that was broken: the caret stays behind its first piece */
    }
    return line;
}

float ui_caret_x(const struct ui_cells *cells, size_t at, enum ui_side side)
{
    float hangs = at > cells->to ? (float)(at - cells->to) * cells->space : 0;

    return at > cells->to ? slot_x(cells, end_slot(cells)) + (cells->rtl ? -hangs : hangs)
                          : slot_x(cells, slot_of(cells, at, side));
}

/* The edge of a cell on which a caret stands that came over it, or was put there. */
static void edge_of(const struct text_cell *cell, bool right, size_t *at, enum ui_side *side)
{
    bool behind = right != cell->rtl;

    *at = behind ? cell->to : cell->from;
    *side = behind ? SIDE_LAST : SIDE_NEXT;
}

void ui_caret_near(const struct ui_cells *cells, float x, size_t *at, enum ui_side *side)
{
    float in = x - cells->left;
    int i = 0;

    if (cells->count == 0 || in <= cells->cell[0].left ||
        in >= cells->cell[cells->count - 1].right) {
        bool right = cells->count > 0 && in > cells->cell[0].left;
        bool end = cells->count > 0 && right != cells->rtl;

        *at = end ? cells->to : cells->from;
        *side = end ? SIDE_END : SIDE_START;
        return;
    }
    while (i + 1 < cells->count && in >= cells->cell[i].right) {
        i++;
    }
    edge_of(&cells->cell[i], 2 * in >= cells->cell[i].left + cells->cell[i].right, at, side);
}

int ui_cells_marked(const struct ui_cells *cells, int first, size_t from, size_t to, float *left,
                    float *right)
{
    int i = first;

    while (i < cells->count && (cells->cell[i].to <= from || cells->cell[i].from >= to)) {
        i++;
    }
    if (i >= cells->count) {
        return -1;
    }
    *left = cells->left + cells->cell[i].left;
    while (i < cells->count && cells->cell[i].to > from && cells->cell[i].from < to) {
        *right = cells->left + cells->cell[i].right;
        i++;
    }
    return i;
}

/* ---- keys ----------------------------------------------------------------------------------- */

struct rows {
    struct ui *ui;
    const struct ui_type *type;
    const char *text;
    struct ui_lines lines;
};

static struct ui_cells cells_in(const struct rows *r, int line)
{
    return ui_cells_of(r->ui, r->type, r->text, &r->lines.line[line], 0);
}

/* On from the end of a line: over a space that hangs there, or to where the next one starts. */
static void go_forward(const struct rows *r, int line, size_t at, struct ui_edit *edit, bool select)
{
    const struct ui_line *here = &r->lines.line[line];
    bool is_last = line + 1 == r->lines.count;
    size_t next = at < here->to ? here->to : at;

    if (next < here->next && r->text[next] == ' ') {
        next++;
    } else {
        next = here->next;
    }
    ui_edit_move(edit, next,
                 next == here->next && !is_last ? SIDE_START
                                                : (next == here->to ? SIDE_END : SIDE_LAST),
                 select);
}

static void go_back(const struct rows *r, int line, size_t at, struct ui_edit *edit, bool select)
{
    const struct ui_line *here = &r->lines.line[line];
    const struct ui_line *before = line > 0 ? &r->lines.line[line - 1] : NULL;
    size_t next = here->from;

    if (at > here->to) {
        next = at - 1;
        ui_edit_move(edit, next, next == here->to ? SIDE_END : SIDE_LAST, select);
    } else if (before == NULL) {
        ui_edit_move(edit, next, SIDE_START, select);
    } else {
        next = before->to == here->from ? before->to : here->from - 1;
        ui_edit_move(edit, next, next == before->to ? SIDE_END : SIDE_LAST, select);
    }
}

static void go_aside(const struct rows *r, struct ui_edit *edit, int by, bool select)
{
    size_t at = (size_t)edit->caret;
    enum ui_side side = edit->side;
    int line = ui_caret_line(&r->lines, at, side);
    struct ui_cells c = cells_in(r, line);
    int slot = slot_of(&c, at, side);
    bool forward = (by > 0) != c.rtl;

    if (at <= c.to && slot + by >= 0 && slot + by <= c.count) {
        edge_of(&c.cell[by > 0 ? slot : slot - 1], by > 0, &at, &side);
        ui_edit_move(edit, at, side, select);
    } else if (forward) {
        go_forward(r, line, at, edit, select);
    } else {
        go_back(r, line, at, edit, select);
    }
}

/* To the end of what is selected that lies where the arrow points. */
static void let_go(const struct rows *r, struct ui_edit *edit, int by)
{
    size_t from = 0;
    size_t to = 0;
    int first = 0;
    int last = 0;
    bool turned = false;
    struct ui_cells c = {0};

    ui_edit_order(edit, &from, &to);
    first = ui_caret_line(&r->lines, from, SIDE_NEXT);
    last = ui_caret_line(&r->lines, to, SIDE_LAST);
    c = cells_in(r, first);
    turned =
        first == last ? ui_caret_x(&c, from, SIDE_NEXT) > ui_caret_x(&c, to, SIDE_LAST) : c.rtl;
    if ((by < 0) != turned) {
        ui_edit_move(edit, from, SIDE_NEXT, false);
    } else {
        ui_edit_move(edit, to, SIDE_LAST, false);
    }
}

static void go_word(struct ui_edit *edit, bool right, bool select)
{
    size_t at = (size_t)edit->caret;
    bool forward = right != ui_paragraph(edit->text, at).rtl;

    ui_edit_move(edit, ui_edit_word(edit->text, at, forward ? 1 : -1),
                 forward ? SIDE_LAST : SIDE_NEXT, select);
}

static void go_edge(const struct rows *r, struct ui_edit *edit, bool end, bool all, bool select)
{
    size_t at = (size_t)edit->caret;
    const struct ui_line *line = &r->lines.line[ui_caret_line(&r->lines, at, edit->side)];
    size_t start = all ? 0 : line->from;
    size_t stop = all ? strlen(edit->text) : line->to;

    ui_edit_move(edit, end ? stop : start, end ? SIDE_END : SIDE_START, select);
}

bool ui_caret_key(struct ui *ui, const struct ui_type *type, float width, struct ui_edit *edit,
                  const struct ui_event *event)
{
    bool aside = event->key == UI_KEY_LEFT || event->key == UI_KEY_RIGHT;
    bool edge = event->key == UI_KEY_HOME || event->key == UI_KEY_END;
    int by = event->key == UI_KEY_RIGHT ? 1 : -1;
    struct rows r = {.ui = ui, .type = type, .text = edit->text};

    if (event->kind != UI_KEY || (!aside && !edge)) {
        return false;
    }
    r.lines = ui_wrap(ui, type, edit->text, width > 0 && edit->many_lines ? width : 1e9f);
    if (edge) {
        go_edge(&r, edit, event->key == UI_KEY_END, event->word, event->shift);
    } else if (event->word) {
        go_word(edit, by > 0, event->shift);
    } else if (edit->caret != edit->anchor && !event->shift) {
        let_go(&r, edit, by);
    } else {
        go_aside(&r, edit, by, event->shift);
    }
    return true;
}
