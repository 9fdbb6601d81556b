/* The matrix of a skill: where it has held, where it was tried, and where nobody has tried it.
 *
 * Kinds of cell differ by shape and sign, and in colour only besides. A cell that nobody has tried
 * stays an empty frame: it is a place to go to next, and no gap in the pupil.
 */
#include "ui_private.h"

static const float cell_h = 56;
static const float name_w = 150;

static void sign(struct ui *ui, enum ui_cell_kind kind)
{
    if (kind != UI_NOT_TRIED) {
        ui_icon(ui, kind == UI_HELD ? "check" : "circle-dot", 22,
                kind == UI_HELD ? UI_ON_HUE : UI_INK_SOFT);
    }
}

static struct ui_box frame_of(enum ui_cell_kind kind)
{
    struct ui_box box = {.flow = UI_ROW,
                         .gap = 6,
                         .pad_x = 10,
                         .pad_y = 4,
                         .height = cell_h,
                         .radius = 12,
                         .line = 1};

    box.fill = kind == UI_HELD ? UI_GREEN : kind == UI_TRIED ? UI_SURFACE : UI_GROUND;
    box.edge = kind == UI_HELD ? UI_GREEN : kind == UI_TRIED ? UI_EDGE : UI_LINE;
    box.line = kind == UI_TRIED ? 2 : 1;
    return box;
}

static void words_in(struct ui *ui, enum ui_style style, const struct ui_cell *cell,
                     const char *words)
{
    struct ui_type type = ui_type_of(style);

    type.colour = cell->kind == UI_HELD ? UI_ON_HUE : type.colour;
    ui_words_fit(ui_words(ui, type, words, UI_START));
}

static void cell(struct ui *ui, const struct ui_cell *cell)
{
    struct ui_box box = frame_of(cell->kind);

    box.grow = 1;
    (void)ui_node_open(ui, box);
    sign(ui, cell->kind);
    if (cell->words[0] != '\0') {
        ui_next_grow(ui, 1);
        ui_open_column(ui, 0);
        words_in(ui, UI_SMALL_STRONG, cell, cell->words);
        if (cell->sub[0] != '\0') {
            words_in(ui, UI_SMALL, cell, cell->sub);
        }
        ui_close(ui);
    }
    ui_close(ui);
}

static void line_open(struct ui *ui, const char *name)
{
    float width = name_w * ui->frame.text;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8, .across = UI_STRETCH});
    ui_open(ui,
            (struct ui_box){.width = width, .max_width = width, .fixed = true, .along = UI_CENTRE});
    ui_text(ui, UI_SMALL_STRONG, name);
    ui_close(ui);
}

/* What is said of one cell. */
static const char *said_of(struct ui *ui, const struct ui_matrix *matrix, const struct ui_cell *c)
{
    const char *kind = matrix->kinds != NULL ? matrix->kinds[c->kind] : "";

    return c->words[0] == '\0'
               ? kind
               : ui_format(ui, "%s %s%s%s", kind, c->words, c->sub[0] != '\0' ? ", " : "", c->sub);
}

/* The line that is open, as a sentence: its name, and each column with what it shows. */
static void read_line(struct ui *ui, const struct ui_matrix *matrix,
                      const struct ui_matrix_row *row)
{
    const char *words = row->name;

    for (int i = 0; i < matrix->column_count && ui->frame.voiced; i++) {
        words = ui_format(ui, "%s. %s: %s", words, matrix->columns[i],
                          said_of(ui, matrix, &row->cells[i]));
    }
    ui_read(ui, ui->open[ui->depth - 1], row->name, words);
}

static void heads(struct ui *ui, const struct ui_matrix *matrix)
{
    line_open(ui, "");
    for (int i = 0; i < matrix->column_count; i++) {
        ui_open(ui, (struct ui_box){.grow = 1, .pad_x = 10, .along = UI_END});
        ui_text_fit(ui, UI_SMALL_STRONG, UI_START, matrix->columns[i]);
        ui_close(ui);
    }
    ui_close(ui);
}

/* A row is its name, and a line a cell. */
static void stacked(struct ui *ui, const struct ui_matrix *matrix, const struct ui_matrix_row *row)
{
    ui_open_column(ui, 8);
    read_line(ui, matrix, row);
    ui_text(ui, UI_STRONG, row->name);
    for (int i = 0; i < matrix->column_count; i++) {
        line_open(ui, matrix->columns[i]);
        cell(ui, &row->cells[i]);
        ui_close(ui);
    }
    ui_close(ui);
}

void ui_matrix(struct ui *ui, const struct ui_matrix *matrix)
{
    ui_open_column(ui, 8);
    if (!matrix->stacked) {
        heads(ui, matrix);
    }
    for (int r = 0; r < matrix->row_count; r++) {
        if (matrix->stacked) {
            stacked(ui, matrix, &matrix->rows[r]);
            continue;
        }
        line_open(ui, matrix->rows[r].name);
        read_line(ui, matrix, &matrix->rows[r]);
        for (int i = 0; i < matrix->column_count; i++) {
            cell(ui, &matrix->rows[r].cells[i]);
        }
        ui_close(ui);
    }
    ui_close(ui);
}

void ui_matrix_key(struct ui *ui, const char *const words[UI_HELD + 1])
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 24});
    for (int kind = UI_HELD; kind >= UI_NOT_TRIED; kind--) {
        struct ui_box box = frame_of((enum ui_cell_kind)kind);

        box.height = 36;
        box.width = 44;
        box.pad_y = 0;
        box.fixed = true;
        ui_open_row(ui, 8);
        (void)ui_node_open(ui, box);
        sign(ui, (enum ui_cell_kind)kind);
        ui_close(ui);
        ui_text(ui, UI_SMALL, words[kind]);
        ui_close(ui);
    }
    ui_close(ui);
}
