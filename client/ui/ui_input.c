/* How a finger becomes an activation.
 *
 * One finger at a time: what a second one does is nobody's wish on a tablet held by a child. But a
 * palm or a drop of water that lies there and does nothing must not keep the fingers out, nor one
 * whose lifting was never told: after a while the next finger takes its place. A
 * press belongs to what lay under it when it came down; it counts when the finger is lifted while
 * still there, so sliding off takes it back. A finger that moves further than the slop inside a
 * box that scrolls was scrolling, and presses nothing. Things smaller than a target are reached
 * from a little beside them, when nothing else lies there.
 */
#include "ui_private.h"

#include <math.h>
#include <string.h>

static const float slop = 10;
static const int64_t repeat_first_ms = 450;
static const int64_t repeat_next_ms = 70;
static const int64_t double_tap_ms = 400;
static const int64_t long_ms = 500;
static const int64_t resting_ms = 1500;
static const float caret_step = 14; /* dp along the space bar for one letter */

/* ---- what lies under a finger --------------------------------------------------------------- */

static bool span_has(struct ui_span s, float x, float y)
{
    return x >= s.x && x < s.x + s.w && y >= s.y && y < s.y + s.h;
}

int ui_top_layer(const struct ui *ui)
{
    int layer = 0;

    for (int i = 0; i < ui->area_count; i++) {
        if ((ui->areas[i].flags & FLAG_DISMISS) != 0) {
            layer = ui->areas[i].layer;
        }
    }
    return layer;
}

const struct ui_area *ui_area_of(const struct ui *ui, uint32_t id)
{
    for (int i = 0; i < ui->area_count; i++) {
        if (ui->areas[i].id == id) {
            return &ui->areas[i];
        }
    }
    return NULL;
}

static struct ui_span widened(const struct ui *ui, struct ui_span s, float to)
{
    float w = fmaxf(0, to * ui->frame.scale - s.w) / 2;
    float h = fmaxf(0, to * ui->frame.scale - s.h) / 2;

    return (struct ui_span){s.x - w, s.y - h, s.w + 2 * w, s.h + 2 * h};
}

/* The topmost area with one of the flags at x, y; widely: as if it were as wide as a target. */
static const struct ui_area *area_at(const struct ui *ui, unsigned flags, float x, float y,
                                     bool widely)
{
    int top = ui_top_layer(ui);

    for (int i = ui->area_count - 1; i >= 0; i--) {
        const struct ui_area *a = &ui->areas[i];

        float target = (a->flags & FLAG_PUPIL) != 0 ? UI_TARGET_PUPIL : UI_TARGET;

        if (a->layer >= top && (a->flags & flags) != 0 && span_has(a->clip, x, y) &&
            span_has(widely ? widened(ui, a->at, target) : a->at, x, y)) {
            return a;
        }
    }
    return NULL;
}

/* What a drag from x, y on scrolls: a note that shows all its lines leaves it to the page. */
static const struct ui_area *scroll_at(struct ui *ui, float x, float y)
{
    int top = ui_top_layer(ui);

    for (int i = ui->area_count - 1; i >= 0; i--) {
        const struct ui_area *a = &ui->areas[i];

        if (a->layer >= top && (a->flags & FLAG_SCROLL) != 0 && span_has(a->clip, x, y) &&
            span_has(a->at, x, y) && ui_scrolls(ui, a->id)) {
            return a;
        }
    }
    return NULL;
}

static const struct ui_area *press_at(const struct ui *ui, float x, float y)
{
    unsigned any = FLAG_PRESS | FLAG_FIELD;
    const struct ui_area *exact =
        area_at(ui, any | FLAG_SOLID | FLAG_DISMISS | FLAG_SCROLL, x, y, false);
    const struct ui_area *near = NULL;

    if (exact != NULL && (exact->flags & any) != 0) {
        return exact;
    }
    near = area_at(ui, any, x, y, true);
    return near != NULL && (exact == NULL || near->layer >= exact->layer) ? near : exact;
}

/* ---- what an activation does ---------------------------------------------------------------- */

static void tap_field(struct ui *ui, const struct ui_area *area, float x, float y)
{
    int64_t now = ui->frame.now_ms;

    ui->reveal = ui->focus == area->id ? ui->reveal : area->id;
    ui->tap_word = ui->focus == area->id && now - ui->tapped_at_ms < double_tap_ms;
    ui->popup = ui->tap_word ? POPUP_EDIT : POPUP_NONE;
    ui->spaced = false;
    ui->no_capital = false;
    ui->tapped_at_ms = now;
    ui->tapped = true;
    ui->tap_x = x;
    ui->tap_y = y;
    ui->focus = area->id;
    ui_focus_been(ui, area->id);
    ui->focus_is_field = true;
    ui->focus_seen = false;
    ui->hard_typing = false;
    ui->again = true;
}

void ui_activate(struct ui *ui, const struct ui_area *area, float x, float y)
{
    bool too_soon = ui->frame.again_ms > 0 && ui->activated_at_ms != 0 &&
                    ui->frame.now_ms - ui->activated_at_ms < ui->frame.again_ms;

    if ((area->flags & FLAG_DISABLED) != 0) {
        return;
    }
    if (area->cap != NULL && !too_soon) { /* a key that is held repeats no sooner, either */
        ui->activated_at_ms = ui->frame.now_ms;
        ui_keyboard_press(ui, area->cap);
    }
    if (area->cap != NULL) {
        return;
    }
    if ((area->flags & FLAG_FIELD) != 0) {
        tap_field(ui, area, x, y);
        return;
    }
    if (too_soon || (area->flags & (FLAG_PRESS | FLAG_DISMISS)) == 0) {
        return;
    }
    ui->activated = area->id;
    ui->activated_at_ms = ui->frame.now_ms;
}

enum ui_means ui_means(const struct ui *ui)
{
    return ui->means;
}

/* ---- fingers -------------------------------------------------------------------------------- */

static enum ui_means by_finger(const struct ui_press *p)
{
    return p->mouse ? UI_BY_MOUSE : UI_BY_FINGER;
}

static void note_trail(struct ui *ui)
{
    struct ui_press *p = &ui->press;

    if (p->trail_count == TRAIL_MAX) {
        memmove(&p->trail[0], &p->trail[1], sizeof(p->trail[0]) * (TRAIL_MAX - 1));
        p->trail_count--;
    }
    p->trail[p->trail_count].at_ms = ui->frame.now_ms;
    p->trail[p->trail_count].y = p->y;
    p->trail_count++;
}

/* A letter with accents, and the words of a field, have something to say when held. */
static bool has_long(const struct ui_area *area)
{
    return area != NULL && ((area->flags & FLAG_FIELD) != 0 || ui_cap_has_more(area->cap));
}

/* Whose every press is a long one means the letter by it, and something else by twice as long. */
static int64_t long_after(const struct ui *ui)
{
    int64_t hold = ui->frame.hold_ms;

    return hold + (hold > long_ms ? hold : long_ms);
}

static void press_long(struct ui *ui)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = NULL;

    if (!p->down || p->long_at_ms == 0 || ui->frame.now_ms < p->long_at_ms) {
        return;
    }
    p->long_at_ms = 0;
    area = ui_area_of(ui, p->id);
    if (area == NULL || !p->inside || p->scrolling) {
        return;
    }
    p->is_long = true;
    if (area->cap != NULL) {
        ui_popup_accents(ui, area);
    } else {
        tap_field(ui, area, p->x, p->y);
        ui->tap_word = true;
        ui->popup = POPUP_EDIT;
    }
}

static bool is_beyond_slop(const struct ui *ui)
{
    const struct ui_press *p = &ui->press;

    return fabsf(p->x - p->x0) + fabsf(p->y - p->y0) > slop * ui->frame.scale;
}

/* What a finger that was held does when it moves on: to an accent, or over more words. */
static void move_long(struct ui *ui)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = area_at(ui, FLAG_PRESS, p->x, p->y, false);

    if (ui->popup == POPUP_ACCENTS) {
        p->inside = area != NULL && ui_cap_pops(area->cap);
        p->id = p->inside ? area->id : p->id;
        ui->again = true;
    } else if (ui_wants_text(ui) && is_beyond_slop(ui)) {
        ui->tapped = true;
        ui->tap_select = true;
        ui->tap_word = false;
        ui->tap_x = p->x;
        ui->tap_y = p->y;
    }
}

/* True while the finger moves the caret. */
static bool move_caret(struct ui *ui)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = ui_area_of(ui, p->id);
    float step = caret_step * ui->frame.scale;
    int steps = 0;

    if (!p->drags_caret) {
        p->drags_caret = area != NULL && ui_cap_is_space(area->cap) && fabsf(p->x - p->x0) > step;
        p->stepped_x = p->x0;
    }
    if (p->drags_caret) {
        steps = (int)((p->x - p->stepped_x) / step);
        p->stepped_x += (float)steps * step;
        ui_keyboard_drag(ui, steps);
        ui->again = ui->again || steps != 0;
    }
    return p->drags_caret;
}

/* It lies there longer than any press is meant to, and has not stirred. */
static bool is_resting(const struct ui *ui)
{
    const struct ui_press *p = &ui->press;
    int64_t long_enough = ui->frame.hold_ms + resting_ms;

    return !p->scrolling && !p->is_long && !p->drags_caret && p->repeat_at_ms == 0 &&
           ui->frame.now_ms - p->trail[p->trail_count - 1].at_ms >= long_enough;
}

/* A mouse has no need to scroll a field by dragging: it selects, as on any desk. */
static void press_words(struct ui *ui, const struct ui_area *area, bool grow)
{
    struct ui_press *p = &ui->press;

    tap_field(ui, area, p->x, p->y);
    ui->tap_select = grow && !ui->tap_word;
    p->selects = true;
    p->is_long = true;
    p->long_at_ms = 0;
}

static void finger_down(struct ui *ui, const struct ui_event *event)
{
    const struct ui_area *area = NULL;
    const struct ui_area *scroll = NULL;
    struct ui_press *p = &ui->press;

    if (p->down && p->finger != event->finger && !is_resting(ui)) {
        return;
    }
    ui->ring.by_key = false;
    ui->ring.cap = 0;
    area = press_at(ui, event->x, event->y);
    scroll = scroll_at(ui, event->x, event->y);
    *p = (struct ui_press){.down = true,
                           .inside = true,
                           .mouse = event->mouse,
                           .finger = event->finger,
                           .x0 = event->x,
                           .y0 = event->y,
                           .x = event->x,
                           .y = event->y,
                           .at_ms = ui->frame.now_ms,
                           .id = area != NULL ? area->id : 0,
                           .scroll_id = scroll != NULL ? scroll->id : 0};
    note_trail(ui);
    p->long_at_ms = has_long(area) ? p->at_ms + long_after(ui) : 0;
    if (event->mouse && area != NULL && area->id == ui->focus && ui->focus_is_field) {
        press_words(ui, area, event->shift);
    }
    if (ui->popup == POPUP_ACCENTS && (area == NULL || !ui_cap_pops(area->cap))) {
        ui->popup = POPUP_NONE;
        ui->again = true;
    }
    if (ui_scroll_touch(ui, p->scroll_id)) {
        p->id = 0; /* a finger on a list that glides stops it, and presses nothing */
        p->stopped = true;
        ui_scroll_start(ui);
    }
    if (area != NULL && (area->flags & FLAG_REPEAT) != 0) {
        p->repeated = true;
        p->repeat_at_ms = ui->frame.now_ms + repeat_first_ms;
        ui->means = by_finger(p);
        ui_activate(ui, area, event->x, event->y);
    }
}

/* Where the last touch counts: the finger may come down anywhere, and slide; it presses what it
 * is over, and is held from when it came there. */
static void touch_what_is_under(struct ui *ui)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = press_at(ui, p->x, p->y);
    uint32_t id = area != NULL ? area->id : 0;

    if (id != p->id) {
        p->id = id;
        p->at_ms = ui->frame.now_ms;
        ui->again = true;
    }
    p->inside = area != NULL;
}

static void finger_move(struct ui *ui, const struct ui_event *event)
{
    struct ui_press *p = &ui->press;
    float reach = slop * ui->frame.scale;
    const struct ui_area *area = NULL;

    p->x = event->x;
    p->y = event->y;
    note_trail(ui);
    if (p->is_long) {
        move_long(ui);
        return;
    }
    if (move_caret(ui)) {
        return;
    }
    if (p->scrolling) {
        ui_scroll_drag(ui);
        return;
    }
    if (p->scroll_id != 0 && fabsf(p->y - p->y0) > reach) {
        ui_scroll_start(ui);
        if (p->scrolling) {
            ui_scroll_drag(ui);
            return;
        }
    }
    if (ui->frame.last_touch) {
        touch_what_is_under(ui);
        return;
    }
    area = ui_area_of(ui, p->id);
    p->inside =
        area != NULL && span_has((struct ui_span){area->at.x - reach, area->at.y - reach,
                                                  area->at.w + 2 * reach, area->at.h + 2 * reach},
                                 p->x, p->y);
}

static void finger_up(struct ui *ui, const struct ui_event *event)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = NULL;
    bool held = ui->frame.now_ms - p->at_ms >= ui->frame.hold_ms;
    bool is_tap = false;

    if (!p->scrolling) {
        finger_move(ui, event);
    }
    p->down = false;
    if (p->scrolling) {
        ui_scroll_release(ui);
        return;
    }
    area = p->id != 0 ? ui_area_of(ui, p->id) : NULL;
    is_tap = !p->repeated && !p->stopped && p->inside && held && !p->drags_caret;
    if (p->selects && is_beyond_slop(ui)) {
        ui->popup = POPUP_EDIT;
        ui->again = true;
    }
    if (p->is_long) {
        is_tap = is_tap && area != NULL && ui_cap_pops(area->cap);
        if (!is_tap) {
            return; /* the letter itself is not typed, and the words stay selected */
        }
    }
    if (is_tap && (area == NULL || area->cap == NULL) &&
        (area == NULL || (area->flags & FLAG_FIELD) == 0)) {
        ui->again = ui->again || ui_wants_text(ui);
        ui_blur(ui);
        ui->focus = area != NULL ? area->id : 0; /* Tab goes on from here, though no ring shows */
        ui_focus_been(ui, ui->focus);
    }
    if (is_tap && area != NULL) {
        ui->activated_x = p->x;
        ui->means = by_finger(p);
        ui_activate(ui, area, ui->frame.last_touch ? p->x : p->x0,
                    ui->frame.last_touch ? p->y : p->y0);
    }
}

static void repeat_key(struct ui *ui)
{
    struct ui_press *p = &ui->press;
    const struct ui_area *area = NULL;

    if (!p->down || p->repeat_at_ms == 0 || ui->frame.now_ms < p->repeat_at_ms) {
        return;
    }
    area = ui_area_of(ui, p->id);
    p->repeat_at_ms = ui->frame.now_ms + repeat_next_ms;
    if (area != NULL && p->inside) {
        ui_activate(ui, area, p->x, p->y);
    }
}

/* ---- events --------------------------------------------------------------------------------- */

void ui_add_edit(struct ui *ui, const struct ui_event *event)
{
    if (event->kind == UI_KEY && event->key == UI_KEY_ALL) {
        ui->popup = ui->popup == POPUP_EDIT ? POPUP_EDIT : POPUP_NONE;
    } else {
        ui->popup = POPUP_NONE;
    }
    if (ui->edit_count < EDITS_MAX) {
        ui->edits[ui->edit_count++] = *event;
    }
}

static void take_event(struct ui *ui, const struct ui_event *event)
{
    bool mine = ui->press.down && ui->press.finger == event->finger;

    switch (event->kind) {
    case UI_DOWN:
        finger_down(ui, event);
        break;
    case UI_MOVE:
        if (mine) {
            finger_move(ui, event);
        }
        break;
    case UI_UP:
        if (mine) {
            finger_up(ui, event);
        }
        break;
    case UI_LOST:
        if (mine) {
            ui->press = (struct ui_press){0};
        }
        break;
    case UI_WHEEL:
        ui->ring.by_key = false; /* or the ring would hold fast what is wheeled away */
        ui_scroll_by(ui, event->x, event->y, -event->lines * 60);
        break;
    case UI_TEXT:
        if (ui_wants_text(ui)) {
            ui->again = ui->again || !ui->hard_typing;
            ui->hard_typing = true;
            ui_add_edit(ui, event);
        }
        break;
    case UI_KEY:
        ui_key_event(ui, event);
        break;
    case UI_KEY_LIFTED:
    case UI_SWITCH_DOWN:
    case UI_SWITCH_UP:
        break;
    }
}

void ui_input_run(struct ui *ui)
{
    repeat_key(ui);
    press_long(ui);
    ui_scan_run(ui);
    while (ui->event_count > 0 && ui->activated == 0 && !ui->focus_moved && !ui->tapped &&
           ui->rows_moved == 0 && ui->edit_count < EDITS_MAX) {
        struct ui_event event = ui->events[ui->event_from];

        ui->event_from = (ui->event_from + 1) % EVENTS_MAX;
        ui->event_count--;
        if (!ui_scan_event(ui, &event)) {
            take_event(ui, &event);
        }
    }
}
