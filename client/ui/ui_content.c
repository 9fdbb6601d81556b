/* How what stands inside a box is drawn: lines of text, a question with its marked word, icons,
 * the small bars of a scale, dots and charts. */
#include "ui_private.h"

#include <math.h>
#include <string.h>

/* Where the baseline lies under the middle of a line, in parts of the em: half of Andika's
 * capitals, so that words look centred in buttons. */
static const float baseline_ratio = 0.36f;

/* A paragraph begins where it runs from; but a name of one line stands where its fellows do, beside
 * its picture and over its own second line. */
float ui_line_x(const struct ui_node *node, const struct ui_line *line, struct ui_span row)
{
    bool turned = line->way.rtl && (node->content == CONTENT_FIELD || node->lines.count > 1);
    float x = row.x;

    if (node->align == UI_CENTRE) {
        x += (row.w - line->width) / 2;
    } else if ((node->align == UI_END) != turned) {
        x += row.w - line->width;
    }
    return roundf(x);
}

void ui_paint_line(struct ui *ui, const struct ui_node *node, const struct ui_line *line,
                   struct ui_span row)
{
    int size = ui_type_px(ui, &node->type);
    float x = ui_line_x(node, line, row);
    struct draw_command *c = NULL;

    if (line->to == line->from) {
        return;
    }
    c = ui_draw(ui, DRAW_TEXT, (struct ui_span){x, row.y, ceilf(line->width), row.h},
                node->type.colour);
    c->text = arena_span(ui->arena, node->text + line->from, line->to - line->from);
    c->font = node->type.font;
    c->size = size;
    c->rtl = line->way.rtl;
    c->urdu = line->way.urdu;
    c->baseline = (int)lroundf(row.y + row.h / 2 + (float)size * baseline_ratio);
}

static bool is_in_sight(const struct ui *ui, struct ui_span at)
{
    return at.x + at.w > ui->clip.x && at.x < ui->clip.x + ui->clip.w && at.y + at.h > ui->clip.y &&
           at.y < ui->clip.y + ui->clip.h;
}

static void say(struct ui *ui, const char *text, struct ui_span at)
{
    if (text[0] != '\0' && is_in_sight(ui, at)) {
        buf_text(&ui->words, text);
        buf_byte(&ui->words, '\n');
    }
}

/* The mark lies behind the spoken word, a little wider than it. */
static void paint_mark(struct ui *ui, const struct ui_node *node, const struct ui_line *line,
                       struct ui_span row)
{
    size_t from = (size_t)node->mark_from;
    size_t to = from + (size_t)node->mark_size;
    float s = ui->frame.scale;
    struct ui_cells cells = {0};
    float left = 0;
    float right = 0;

    if (node->mark_size <= 0 || from >= line->to || to <= line->from) {
        return;
    }
    cells = ui_cells_of(ui, &node->type, node->text, line, ui_line_x(node, line, row));
    if (ui_cells_marked(&cells, 0, from, to, &left, &right) >= 0) {
        ui_draw(ui, DRAW_FILL,
                (struct ui_span){left - 8 * s, row.y - 2 * s, right - left + 16 * s, row.h + 4 * s},
                UI_MARK)
            ->radius = 12 * s;
    }
}

static void paint_text(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float row_h = ui_type_line(ui, &node->type) * ui->frame.scale;
    float y = at.y + fmaxf(0, (at.h - row_h * (float)node->lines.count) / 2);

    for (int pass = node->content == CONTENT_QUESTION ? 0 : 1; pass < 2; pass++) {
        for (int i = 0; i < node->lines.count; i++) {
            struct ui_span row = {at.x, y + row_h * (float)i, at.w, row_h};

            if (pass == 0) {
                paint_mark(ui, node, &node->lines.line[i], row);
            } else {
                ui_paint_line(ui, node, &node->lines.line[i], row);
            }
        }
    }
    say(ui, node->text, at);
}

/* As many bars as there are steps above the first; those not reached are only hinted at. */
static void paint_bars(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    int level = node->mark_from;
    int count = node->mark_size;
    float s = ui->frame.scale;
    float pitch = 14 * s;
    float x = at.x + (at.w - pitch * (float)count + 2 * s) / 2;

    for (int i = 0; i < count; i++) {
        bool reached = i < level;
        float rise = count > 1 ? (float)i / (float)(count - 1) : 1;
        float h = reached ? roundf((10 + 18 * rise) * s) : roundf(4 * s);
        struct draw_command *c = ui_draw(
            ui, DRAW_FILL, (struct ui_span){x + pitch * (float)i, at.y + at.h - h, 12 * s, h},
            node->colour);

        c->radius = reached ? 3.5f * s : 2 * s;
        if (!reached) {
            c->colour = (c->colour & 0xffffffU) | 0x70000000U;
        }
    }
}

static void paint_dots(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float s = ui->frame.scale;
    float r = 8 * s;
    float x = at.x;

    for (int i = 0; i < node->mark_size; i++) {
        float wide = i == node->mark_from ? node->fit * s : 2 * r;
        struct ui_span dot = {x, at.y, wide, 2 * r};
        bool ahead = i > node->mark_from;
        struct draw_command *c =
            ui_draw(ui, ahead ? DRAW_EDGE : DRAW_FILL, dot, ahead ? UI_EDGE : UI_ACCENT);

        c->radius = r;
        c->line = fmaxf(2, roundf(3 * s));
        x += wide + node->round * s;
    }
    say(ui, node->text, at);
}

/* The tick of what is chosen: in the corner that bars and words leave free. */
static void paint_tick(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float size = roundf(16 * ui->frame.scale * fminf(ui->frame.text, 1.5f));
    float in = roundf(5 * ui->frame.scale);

    ui_draw(ui, DRAW_ICON, (struct ui_span){at.x + at.w - in - size, at.y + in, size, size},
            node->colour)
        ->text = "check";
}

/* The badge of what is chosen: a tick in a circle, on the upper right corner or inside it. */
static void paint_badge(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float s = ui->frame.scale;
    float in = (float)node->mark_from * s;
    float r = (node->mark_from > 0 ? 20.0f : 28.0f) * s;
    float x = at.x + at.w - 14 * s - in;
    float y = at.y + 14 * s + in;
    float half = r * 0.64f;

    if (node->mark_from == 0) {
        ui_draw(ui, DRAW_FILL,
                (struct ui_span){x - r - 4 * s, y - r - 4 * s, 2 * r + 8 * s, 2 * r + 8 * s},
                UI_GROUND)
            ->radius = r + 4 * s;
    }
    ui_draw(ui, DRAW_FILL, (struct ui_span){x - r, y - r, 2 * r, 2 * r}, node->colour)->radius = r;
    ui_draw(ui, DRAW_ICON, (struct ui_span){x - half, y - half, 2 * half, 2 * half}, UI_ON_HUE)
        ->text = "check";
}

/* A picture in its own colours was made for a light card: where cards are dark it keeps a paper of
 * its own, so that none of its edges is lost. A plain one is drawn in ink and needs none, nor
 * does a portrait, which fills its round place. */
static void paint_picture(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    bool is_plain = strncmp(node->text, DRAW_PLAIN, sizeof(DRAW_PLAIN) - 1) == 0;
    float in = roundf(at.h * 0.08f);
    struct draw_command *c = NULL;

    if (!is_plain && node->round <= 0 && ui_theme_is_dark(ui->frame.theme)) {
        ui_draw(ui, DRAW_FILL, at, UI_PAPER)->radius = at.h * 0.18f;
        at = (struct ui_span){at.x + in, at.y + in, at.w - 2 * in, at.h - 2 * in};
    }
    c = ui_draw(ui, DRAW_PICTURE, at, UI_INK);
    c->text = arena_text(ui->arena, node->text);
    c->radius = node->round * ui->frame.scale;
}

void ui_paint_content(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    switch (node->content) {
    case CONTENT_TEXT:
    case CONTENT_QUESTION:
        paint_text(ui, node, at);
        break;
    case CONTENT_ICON:
        ui_draw(ui, DRAW_ICON, at, node->colour)->text = arena_text(ui->arena, node->text);
        break;
    case CONTENT_PICTURE:
        paint_picture(ui, node, at);
        break;
    case CONTENT_BARS:
        paint_bars(ui, node, at);
        break;
    case CONTENT_DOTS:
        paint_dots(ui, node, at);
        break;
    case CONTENT_TICK:
        paint_tick(ui, node, at);
        break;
    case CONTENT_BADGE:
        paint_badge(ui, node, at);
        break;
    case CONTENT_TRACK:
        ui_track_paint(ui, node, at);
        break;
    case CONTENT_STRIP:
        ui_strip_paint(ui, node, at);
        say(ui, node->text, at);
        break;
    case CONTENT_STRIP_KEY:
        ui_strip_key_paint(ui, node, at);
        break;
    case CONTENT_LINES:
        ui_lines_paint(ui, node, at);
        say(ui, node->text, at);
        break;
    case CONTENT_SPARKLINE:
        ui_sparkline_paint(ui, node, at);
        say(ui, node->text, at);
        break;
    case CONTENT_NONE:
    case CONTENT_FIELD:
        break;
    }
}
