/* The keyboard's way through a screen: a focus with a visible ring.
 *
 * Tab goes on in reading order, arrows go to what lies nearest in their direction, Enter and Space
 * press. In a field the arrows move the caret instead, and a line with one row lets the up and
 * down arrows out. A scan with a switch is the same walk: next, and press.
 */
#include "ui_private.h"

#include <math.h>

static bool can_focus(const struct ui *ui, const struct ui_area *a)
{
    return a->layer >= ui_top_layer(ui) && (a->flags & (FLAG_PRESS | FLAG_FIELD)) != 0 &&
           (a->flags & FLAG_DISABLED) == 0 && a->cap == NULL;
}

static int focus_index(const struct ui *ui)
{
    for (int i = 0; i < ui->area_count; i++) {
        if (ui->areas[i].id == ui->focus && can_focus(ui, &ui->areas[i])) {
            return i;
        }
    }
    return -1;
}

static void set_focus(struct ui *ui, const struct ui_area *area)
{
    ui->focus = area->id;
    ui->focus_is_field = (area->flags & FLAG_FIELD) != 0;
    ui->focus_seen = true;
    ui->focus_moved = true;
    ui->caret_to_end = ui->focus_is_field;
    ui->reveal = area->id;
    ui->again = true;
}

static void focus_next(struct ui *ui, int by)
{
    int count = ui->area_count;
    int at = focus_index(ui);

    if (at < 0) {
        at = by > 0 ? -1 : count;
    }
    for (int i = 0; i < count; i++) {
        at = (at + by + count) % count;
        if (can_focus(ui, &ui->areas[at])) {
            set_focus(ui, &ui->areas[at]);
            return;
        }
    }
}

/* How far b lies from a in a direction; what lies aside counts double. Below 0: not there. */
static float distance(const struct ui_span *a, const struct ui_span *b, float dx, float dy)
{
    float x = b->x + b->w / 2 - (a->x + a->w / 2);
    float y = b->y + b->h / 2 - (a->y + a->h / 2);
    float along = x * dx + y * dy;
    float aside = fabsf(x * dy) + fabsf(y * dx);

    return along < 2 ? -1 : along + 2 * aside;
}

static void focus_towards(struct ui *ui, float dx, float dy)
{
    int at = focus_index(ui);
    const struct ui_area *best = NULL;
    float best_far = 0;

    if (at < 0) {
        focus_next(ui, 1);
        return;
    }
    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *a = &ui->areas[i];
        float far = distance(&ui->areas[at].at, &a->at, dx, dy);

        if (i != at && can_focus(ui, a) && far > 0 && (best == NULL || far < best_far)) {
            best = a;
            best_far = far;
        }
    }
    if (best != NULL) {
        set_focus(ui, best);
    }
}

static void press_focus(struct ui *ui)
{
    int at = focus_index(ui);

    if (at >= 0) {
        const struct ui_area *a = &ui->areas[at];

        ui_activate(ui, a, a->at.x + a->at.w / 2, a->at.y + a->at.h / 2);
        ui->focus_seen = true;
    }
}

static void dismiss(struct ui *ui)
{
    for (int i = ui->area_count - 1; i >= 0; i--) {
        if ((ui->areas[i].flags & FLAG_DISMISS) != 0) {
            ui_activate(ui, &ui->areas[i], 0, 0);
            return;
        }
    }
}

/* True when the field in focus takes the key. */
static bool field_key(struct ui *ui, const struct ui_event *event)
{
    const struct ui_area *area = ui_area_of(ui, ui->focus);
    bool many = area != NULL && (area->flags & FLAG_SCROLL) != 0;

    switch (event->key) {
    case UI_KEY_UP:
    case UI_KEY_DOWN:
        if (many) {
            ui->rows_moved = event->key == UI_KEY_UP ? -1 : 1;
            ui->rows_select = event->shift;
        }
        return many;
    case UI_KEY_ESCAPE:
        ui_blur(ui);
        ui->again = true;
        return true;
    case UI_KEY_SPACE:
        return true; /* it comes as text too */
    case UI_KEY_TAB:
    case UI_KEY_NONE:
        return false;
    case UI_KEY_LEFT:
    case UI_KEY_RIGHT:
    case UI_KEY_HOME:
    case UI_KEY_END:
    case UI_KEY_ENTER:
    case UI_KEY_BACKSPACE:
    case UI_KEY_DELETE:
    case UI_KEY_ALL:
    case UI_KEY_CUT:
    case UI_KEY_COPY:
    case UI_KEY_PASTE:
        ui_add_edit(ui, event);
        return true;
    }
    return false;
}

void ui_key_event(struct ui *ui, const struct ui_event *event)
{
    if (ui_wants_text(ui) && field_key(ui, event)) {
        return;
    }
    switch (event->key) {
    case UI_KEY_TAB:
        focus_next(ui, event->shift ? -1 : 1);
        break;
    case UI_KEY_LEFT:
        focus_towards(ui, -1, 0);
        break;
    case UI_KEY_RIGHT:
        focus_towards(ui, 1, 0);
        break;
    case UI_KEY_UP:
        focus_towards(ui, 0, -1);
        break;
    case UI_KEY_DOWN:
        focus_towards(ui, 0, 1);
        break;
    case UI_KEY_ENTER:
    case UI_KEY_SPACE:
        press_focus(ui);
        break;
    case UI_KEY_ESCAPE:
        dismiss(ui);
        break;
    case UI_KEY_NONE:
    case UI_KEY_HOME:
    case UI_KEY_END:
    case UI_KEY_BACKSPACE:
    case UI_KEY_DELETE:
    case UI_KEY_ALL:
    case UI_KEY_CUT:
    case UI_KEY_COPY:
    case UI_KEY_PASTE:
        break;
    }
}

void ui_focus(struct ui *ui, uint32_t id)
{
    const struct ui_area *area = ui_area_of(ui, id);

    if (area != NULL && can_focus(ui, area)) {
        bool seen = ui->focus_seen;

        set_focus(ui, area);
        ui->focus_seen = seen;
        ui->hard_typing = false;
    }
}
