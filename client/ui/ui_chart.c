/* Charts, as drawing: strips of an area, lines of measurements, the matrix of a skill.
 *
 * A strip is no curve: between two sightings nobody looked, and an area is not climbed, so its bars
 * stand apart and are as high as what was seen that day and no higher for what came before. The
 * lowest level is a ring and no missing bar, for looking and not seeing is worth as much as seeing.
 * Kinds of cell differ by shape and sign, and in colour only besides.
 */
#include "ui_private.h"

#include <math.h>

static const float strip_h = 56;
static const float bar_w = 9;
static const float ring_r = 5;

/* ---- strips --------------------------------------------------------------------------------- */

void ui_strip(struct ui *ui, const struct ui_strip *strip)
{
    struct ui_strip *kept = arena_alloc(ui->arena, sizeof(*kept));
    struct ui_sighting *seen =
        arena_alloc(ui->arena, sizeof(*seen) * (size_t)(strip->count > 0 ? strip->count : 1));
    struct ui_node *node = NULL;

    CHECK(strip->count >= 0 && strip->levels > 0);
    *kept = *strip;
    for (int i = 0; i < strip->count; i++) {
        seen[i] = strip->seen[i];
    }
    kept->seen = seen;
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 420});
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 12,
                                .width = 200 * ui->frame.text,
                                .max_width = 200 * ui->frame.text});
    ui_icon_tile(ui, strip->icon, strip->hue);
    ui_next_grow(ui, 1);
    ui_text(ui, UI_STRONG, strip->name);
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    node = ui_add(ui, (struct ui_box){.height = strip_h, .width = 160});
    node->content = CONTENT_STRIP;
    node->extra = kept;
    node->text = strip->words == NULL ? "" : strip->words;
    if (strip->contexts != NULL && strip->contexts[0] != '\0') {
        ui_text(ui, UI_SMALL, strip->contexts);
    }
    ui_close(ui);
    ui_close(ui);
}

static void paint_sighting(struct ui *ui, const struct ui_strip *strip, float x, float foot,
                           const struct ui_sighting *seen)
{
    float s = ui->frame.scale;
    float room = (strip_h - 18) * s;
    int level = seen->level > strip->levels ? strip->levels : seen->level;
    float h = room * (float)level / (float)strip->levels;
    float head = foot - (level > 0 ? h : 2 * ring_r * s);
    struct draw_command *c = NULL;

    if (level <= 0) {
        c = ui_draw(
            ui, DRAW_EDGE,
            (struct ui_span){x - ring_r * s, foot - 2 * ring_r * s, 2 * ring_r * s, 2 * ring_r * s},
            strip->hue);
        c->radius = ring_r * s;
        c->line = fmaxf(1, roundf(2 * s));
    } else {
        c = ui_draw(ui, DRAW_FILL, (struct ui_span){x - bar_w / 2 * s, foot - h, bar_w * s, h},
                    strip->hue);
        c->radius = 3 * s;
    }
    if (seen->is_new) {
        ui_draw(ui, DRAW_FILL, (struct ui_span){x - 3 * s, head - 10 * s, 6 * s, 6 * s}, UI_INK)
            ->radius = 3 * s;
    }
}

void ui_strip_paint(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    const struct ui_strip *strip = node->extra;
    float s = ui->frame.scale;
    float foot = at.y + at.h - 2 * s;
    float edge = bar_w * s;

    ui_draw(ui, DRAW_FILL, at, UI_SUNK)->radius = 10 * s;
    ui_draw(ui, DRAW_FILL, (struct ui_span){at.x, foot, at.w, 2 * s}, UI_EDGE);
    for (int i = 0; i < strip->count; i++) {
        float part = fmaxf(0, fminf(1, strip->seen[i].at));

        paint_sighting(ui, strip, roundf(at.x + edge + (at.w - 2 * edge) * part), foot,
                       &strip->seen[i]);
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

void ui_line_chart(struct ui *ui, const struct ui_line_chart *chart)
{
    struct ui_line_chart *kept = arena_alloc(ui->arena, sizeof(*kept));
    struct ui_point *points =
        arena_alloc(ui->arena, sizeof(*points) * (size_t)(chart->count > 0 ? chart->count : 1));
    struct ui_node *node = NULL;

    CHECK(chart->count >= 0);
    *kept = *chart;
    for (int i = 0; i < chart->count; i++) {
        points[i] = chart->points[i];
    }
    kept->points = points;
    ui_open_column(ui, 4);
    if (chart->title != NULL) {
        ui_open_row(ui, 12);
        ui_next_grow(ui, 1);
        ui_text(ui, UI_SMALL_STRONG, chart->title);
        if (chart->value != NULL) {
            ui_text(ui, UI_SMALL, chart->value);
        }
        ui_close(ui);
    }
    node =
        ui_add(ui, (struct ui_box){.height = chart->height > 0 ? chart->height : 32, .width = 96});
    node->content = CONTENT_LINES;
    node->extra = kept;
    node->text = chart->words == NULL ? "" : chart->words;
    ui_close(ui);
}

struct spot {
    float x, y;
};

static struct spot spot_of(const struct ui *ui, const struct ui_point *p, struct ui_span at)
{
    float pad = 5 * ui->frame.scale;
    float x = fmaxf(0, fminf(1, p->at));
    float y = fmaxf(0, fminf(1, p->value));

    return (struct spot){roundf(at.x + pad + (at.w - 2 * pad) * x),
                         roundf(at.y + at.h - pad - (at.h - 2 * pad) * y)};
}

static void paint_segment(struct ui *ui, struct spot a, struct spot b, enum ui_colour hue)
{
    float top = fminf(a.y, b.y);
    struct draw_command *c =
        ui_draw(ui, DRAW_LINE, (struct ui_span){a.x, top, b.x - a.x, fmaxf(a.y, b.y) - top}, hue);

    c->line = fmaxf(1, roundf(2.5f * ui->frame.scale));
    c->rises = b.y < a.y;
}

void ui_lines_paint(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    const struct ui_line_chart *chart = node->extra;
    float s = ui->frame.scale;
    float r = 3.5f * s;

    ui_draw(ui, DRAW_FILL, (struct ui_span){at.x, at.y + at.h - s, at.w, s}, UI_EDGE);
    if (chart->high > chart->low) {
        float top = spot_of(ui, &(struct ui_point){.value = chart->high}, at).y;
        float foot = spot_of(ui, &(struct ui_point){.value = chart->low}, at).y;

        ui_draw(ui, DRAW_FILL, (struct ui_span){at.x, top, at.w, foot - top}, UI_LINE);
    }
    for (int i = 0; i < chart->count; i++) {
        struct spot here = spot_of(ui, &chart->points[i], at);

        if (i > 0 && !chart->points[i].breaks) {
            paint_segment(ui, spot_of(ui, &chart->points[i - 1], at), here, chart->hue);
        }
    }
    for (int i = 0; i < chart->count; i++) {
        struct spot here = spot_of(ui, &chart->points[i], at);

        ui_draw(ui, DRAW_FILL, (struct ui_span){here.x - r, here.y - r, 2 * r, 2 * r}, chart->hue)
            ->radius = r;
    }
}

/* ---- the matrix ----------------------------------------------------------------------------- */

static const float cell_size = 44;

static void cell(struct ui *ui, enum ui_cell kind)
{
    struct ui_box box = {.width = cell_size,
                         .height = cell_size,
                         .fixed = true,
                         .radius = 12,
                         .pad = 10,
                         .line = 1,
                         .edge = UI_EDGE};

    if (kind == UI_HELD) {
        box.fill = UI_GREEN;
        box.edge = UI_GREEN;
    } else if (kind == UI_TRIED) {
        box.line = 2;
    }
    (void)ui_node_open(ui, box);
    if (kind != UI_NOT_TRIED) {
        ui_icon(ui, kind == UI_HELD ? "check" : "circle-dot", cell_size - 20,
                kind == UI_HELD ? UI_ON_HUE : UI_INK_SOFT);
    }
    ui_close(ui);
}

static void matrix_line_open(struct ui *ui, const char *name, enum ui_style style)
{
    float width = 180 * ui->frame.text;

    ui_open_row(ui, 8);
    ui_next(ui, (struct ui_box){.width = width, .max_width = width, .fixed = true});
    ui_text(ui, style, name);
}

static void matrix_column_open(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.width = 88 * ui->frame.text, .fixed = true, .across = UI_CENTRE});
}

static void legend(struct ui *ui, const struct ui_matrix *matrix)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    for (int kind = UI_HELD; kind >= UI_NOT_TRIED; kind--) {
        if (matrix->words[kind] != NULL) {
            ui_open_row(ui, 8);
            cell(ui, (enum ui_cell)kind);
            ui_text(ui, UI_SMALL, matrix->words[kind]);
            ui_close(ui);
        }
    }
    ui_close(ui);
}

void ui_matrix(struct ui *ui, const struct ui_matrix *matrix)
{
    ui_open_column(ui, 8);
    matrix_line_open(ui, "", UI_SMALL);
    for (int i = 0; i < matrix->column_count; i++) {
        matrix_column_open(ui);
        ui_text_fit(ui, UI_SMALL_STRONG, UI_CENTRE, matrix->columns[i]);
        ui_close(ui);
    }
    ui_close(ui);
    for (int r = 0; r < matrix->row_count; r++) {
        matrix_line_open(ui, matrix->rows[r].name, UI_BODY);
        for (int i = 0; i < matrix->column_count; i++) {
            matrix_column_open(ui);
            cell(ui, matrix->rows[r].cells[i]);
            ui_close(ui);
        }
        ui_close(ui);
    }
    legend(ui, matrix);
    ui_close(ui);
}
