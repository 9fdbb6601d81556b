/* A slider: a name, its value in words, and a track between two buttons.
 *
 * Nobody has to drag: a tap on the track or on a button does as much. While a finger lies on the
 * track the thumb follows it, but the value changes only when the finger lifts there, so that
 * sliding off takes it back, as everywhere.
 */
#include "ui_private.h"

#include <math.h>

static const float track_h = 8;
static const float thumb_w = 28;

/* The place of the track under x. */
static int place_at(const struct ui *ui, const struct ui_area *area, int count, float x)
{
    float half = thumb_w / 2 * ui->frame.scale;
    float length = fmaxf(1, area->at.w - 2 * half);
    int at = (int)lroundf((x - area->at.x - half) / length * (float)(count - 1));

    return at < 0 ? 0 : (at >= count ? count - 1 : at);
}

static int track(struct ui *ui, const struct ui_slider *slider)
{
    uint32_t id = ui_id(ui, slider->name);
    const struct ui_area *area = ui_area_of(ui, id);
    struct ui_node *node = ui_add(ui, (struct ui_box){.grow = 1, .height = UI_TARGET});
    int held = slider->at;
    bool said = ui_touch(ui, node, slider->name, id);

    if (area != NULL && (said || ui_is_pressed(ui, id))) {
        held = place_at(ui, area, slider->count, said ? ui->activated_x : ui->press.x);
    }
    node->flags |= FLAG_FINGERS;
    node->content = CONTENT_TRACK;
    node->mark_from = held;
    node->mark_size = slider->count;
    return said && held != slider->at ? held : -1;
}

int ui_slider(struct ui *ui, const struct ui_slider *slider)
{
    int said = -1;

    CHECK(slider->count > 1 && slider->at >= 0 && slider->at < slider->count);
    ui_push_name(ui, slider->name);
    ui_open_column(ui, 4);
    ui_open_row(ui, 12);
    ui_next_grow(ui, 1);
    ui_text(ui, UI_STRONG, slider->name);
    ui_text(ui, UI_STRONG, slider->value);
    ui_close(ui);
    ui_open_row(ui, 12);
    ui_rove(ui);
    ui_next_disabled(ui, slider->at == 0);
    said = ui_icon_button(ui, "minus", slider->less) ? slider->at - 1 : said;
    {
        int moved = track(ui, slider);
        said = moved >= 0 ? moved : said;
    }
    ui_next_disabled(ui, slider->at == slider->count - 1);
    said = ui_icon_button(ui, "plus", slider->more) ? slider->at + 1 : said;
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    return said;
}

void ui_track_paint(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float s = ui->frame.scale;
    float half = thumb_w / 2 * s;
    float length = fmaxf(0, at.w - 2 * half);
    float step = length / (float)(node->mark_size - 1);
    float x = at.x + half + step * (float)node->mark_from;
    float middle = at.y + at.h / 2;
    float line = track_h * s;
    struct ui_span bar = {at.x + half, middle - line / 2, length, line};

    ui_draw(ui, DRAW_FILL, bar, UI_EDGE)->radius = line / 2;
    bar.w = x - bar.x;
    ui_draw(ui, DRAW_FILL, bar, UI_ACCENT)->radius = line / 2;
    for (int i = 0; i < node->mark_size && step > 3 * line; i++) {
        float tick = bar.x + step * (float)i;
        ui_draw(ui, DRAW_FILL, (struct ui_span){tick - s, middle + line, 2 * s, 6 * s}, UI_EDGE);
    }
    ui_draw(ui, DRAW_FILL, (struct ui_span){x - half, middle - half, 2 * half, 2 * half}, UI_ACCENT)
        ->radius = half;
    ui_draw(ui, DRAW_FILL, (struct ui_span){x - half / 2, middle - half / 2, half, half},
            UI_ON_ACCENT)
        ->radius = half / 2;
}
