/* Charts, as drawing: strips of an area, lines of measurements, a sparkline.
 *
 * A strip is no curve: between two sightings nobody looked, and an area is not climbed, so its bars
 * stand apart and are as high as what was seen that day and no higher for what came before. The
 * lowest level is a ring and no missing bar, for looking and not seeing is worth as much as seeing.
 */
#include "ui_private.h"

#include <math.h>

static const float strip_h = 48;
static const float bar_w = 12;
static const float ring_r = 6;
static const float key_h = 24;

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
    node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 420});
    ui_read(ui, node, strip->name,
            ui_format(ui, "%s. %s%s%s", strip->name, strip->words == NULL ? "" : strip->words,
                      strip->contexts != NULL ? " " : "",
                      strip->contexts != NULL ? strip->contexts : ""));
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 12,
                                .width = 200 * ui->frame.text,
                                .max_width = 200 * ui->frame.text});
    ui_icon_tile(ui, strip->icon, strip->hue);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, strip->name);
    ui_text_colour(ui, UI_SMALL, strip->hue, strip->latest);
    ui_close(ui);
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

static void paint_ring(struct ui *ui, enum ui_colour hue, float x, float foot)
{
    float r = ring_r * ui->frame.scale;
    struct draw_command *c =
        ui_draw(ui, DRAW_EDGE, (struct ui_span){x - r, foot - 2 * r, 2 * r, 2 * r}, hue);

    c->radius = r;
    c->line = fmaxf(1, roundf(2 * ui->frame.scale));
}

/* The mark of a level, and where its head is. */
static float paint_level(struct ui *ui, enum ui_colour hue, struct ui_span room, float part)
{
    float s = ui->frame.scale;
    float h = room.h * fminf(1, part);

    if (part <= 0) {
        paint_ring(ui, hue, room.x, room.y + room.h);
        return room.y + room.h - 2 * ring_r * s;
    }
    ui_draw(ui, DRAW_FILL,
            (struct ui_span){room.x - bar_w / 2 * s, room.y + room.h - h, bar_w * s, h}, hue)
        ->radius = 3 * s;
    return room.y + room.h - h;
}

static void paint_dot(struct ui *ui, float x, float head)
{
    float s = ui->frame.scale;

    ui_draw(ui, DRAW_FILL, (struct ui_span){x - 3 * s, head - 9 * s, 6 * s, 6 * s}, UI_INK)
        ->radius = 3 * s;
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
        const struct ui_sighting *seen = &strip->seen[i];
        float x = roundf(at.x + edge + (at.w - 2 * edge) * fmaxf(0, fminf(1, seen->at)));
        struct ui_span room = {x, at.y + 13 * s, 0, foot - at.y - 13 * s};
        float head = 0;

        if (seen->breaks) {
            ui_draw(ui, DRAW_FILL, (struct ui_span){x - (bar_w / 2 + 5) * s, at.y, 2 * s, at.h},
                    UI_INK_SOFT);
        }
        head = paint_level(ui, strip->hue, room, (float)seen->level / (float)strip->levels);
        if (seen->is_new) {
            paint_dot(ui, x, head);
        }
    }
}

/* ---- what the marks mean --------------------------------------------------------------------- */

/* One mark as wide as a bar, and its word. mark_from: the level, -1 the dot, -2 the break. */
static void key_mark(struct ui *ui, int which, int most, const char *words)
{
    struct ui_node *node = NULL;

    ui_open_row(ui, 8);
    node = ui_add(ui, (struct ui_box){.width = 2 * ring_r, .height = key_h, .fixed = true});
    node->content = CONTENT_STRIP_KEY;
    node->flags |= FLAG_HUG;
    node->mark_from = which;
    node->mark_size = most;
    ui_text(ui, UI_SMALL, words);
    ui_close(ui);
}

void ui_strip_key(struct ui *ui, const struct ui_strip_key *key)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 24});
    for (int i = 0; i < key->level_count; i++) {
        key_mark(ui, i, key->level_count - 1, key->levels[i]);
    }
    if (key->is_new != NULL) {
        key_mark(ui, -1, 1, key->is_new);
    }
    if (key->breaks != NULL) {
        key_mark(ui, -2, 1, key->breaks);
    }
    ui_close(ui);
}

void ui_strip_key_paint(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float s = ui->frame.scale;
    float x = roundf(at.x + at.w / 2);

    if (node->mark_from == -1) {
        paint_dot(ui, x, at.y + at.h / 2 + 6 * s);
    } else if (node->mark_from == -2) {
        ui_draw(ui, DRAW_FILL, (struct ui_span){x - s, at.y, 2 * s, at.h}, UI_INK_SOFT);
    } else {
        (void)paint_level(ui, UI_INK_SOFT, (struct ui_span){x, at.y, 0, at.h},
                          (float)node->mark_from / (float)node->mark_size);
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
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 420});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_STRONG, chart->title);
    ui_text(ui, UI_SMALL, chart->value);
    ui_close(ui);
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

/* ---- sparklines ----------------------------------------------------------------------------- */

static const float spark_h = 36;
static const float spark_w = 120;
enum { SPARK_TOP_LEAST = 4 }; /* so that one in a week does not reach as high as any can */

void ui_sparkline(struct ui *ui, const struct ui_sparkline *line)
{
    struct ui_sparkline *kept = arena_alloc(ui->arena, sizeof(*kept));
    int *counts = arena_alloc(ui->arena, sizeof(*counts) * (size_t)(line->count + 1));
    struct ui_node *node = NULL;

    CHECK(line->count >= 0);
    *kept = *line;
    for (int i = 0; i < line->count; i++) {
        counts[i] = line->counts[i];
    }
    kept->counts = counts;
    node = ui_node_open(ui, (struct ui_box){.gap = 4});
    ui_read(ui, node, line->title,
            ui_format(ui, "%s. %s%s%s", line->title, line->value,
                      line->value[0] != '\0' ? ". " : "", line->words));
    ui_text(ui, UI_STRONG, line->title);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 200});
    node = ui_add(ui,
                  (struct ui_box){.height = spark_h * ui->frame.text, .width = spark_w, .grow = 1});
    node->content = CONTENT_SPARKLINE;
    node->extra = kept;
    node->text = line->words;
    if (line->value[0] != '\0') {
        ui_text(ui, UI_SMALL_STRONG, line->value);
    }
    ui_close(ui);
    ui_close(ui);
}

static bool spark_has(const struct ui_sparkline *line, int i)
{
    return i >= 0 && i < line->count && line->counts[i] >= 0;
}

static struct spot spark_spot(const struct ui *ui, const struct ui_sparkline *line, int i,
                              struct ui_span at)
{
    int most = SPARK_TOP_LEAST;

    for (int k = 0; k < line->count; k++) {
        most = line->counts[k] > most ? line->counts[k] : most;
    }
    return spot_of(ui,
                   &(struct ui_point){line->count > 1 ? (float)i / (float)(line->count - 1) : 1,
                                      (float)line->counts[i] / (float)most, false},
                   at);
}

/* Under spans without a gap between them. */
static void paint_foot(struct ui *ui, struct spot from, struct spot to, struct ui_span at)
{
    float s = ui->frame.scale;
    float left = fmaxf(at.x, from.x - 5 * s);
    float right = fminf(at.x + at.w, to.x + 5 * s);

    ui_draw(ui, DRAW_FILL, (struct ui_span){left, at.y + at.h - s, right - left, s}, UI_EDGE);
}

/* A span that stands alone, and the last one. */
static void paint_end(struct ui *ui, const struct ui_sparkline *line, int i, struct spot here)
{
    float s = ui->frame.scale;
    bool is_last = i == line->count - 1;
    float r = (is_last ? 5 : 3) * s;
    struct ui_span round = {here.x - r, here.y - r, 2 * r, 2 * r};

    if (is_last && line->is_open) {
        ui_draw(ui, DRAW_FILL, round, UI_SURFACE)->radius = r;
        struct draw_command *c = ui_draw(ui, DRAW_EDGE, round, line->hue);
        c->radius = r;
        c->line = fmaxf(1, roundf(2 * s));
    } else {
        ui_draw(ui, DRAW_FILL, round, line->hue)->radius = r;
    }
}

void ui_sparkline_paint(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    const struct ui_sparkline *line = node->extra;
    int first = 0;

    for (int i = 0; i < line->count; i++) {
        if (!spark_has(line, i)) {
            continue;
        }
        struct spot here = spark_spot(ui, line, i, at);
        first = spark_has(line, i - 1) ? first : i;
        if (i > first) {
            paint_segment(ui, spark_spot(ui, line, i - 1, at), here, line->hue);
        }
        if (!spark_has(line, i + 1)) {
            paint_foot(ui, spark_spot(ui, line, first, at), here, at);
            if (i == first || i == line->count - 1) {
                paint_end(ui, line, i, here);
            }
        }
    }
}
