/* Scanning, on a real screen: what is offered to the machine of ui_scan.c, how its light looks, and
 * which events are switches.
 *
 * Groups come from the layout: what lies on one line, in reading order, is one group, and rows of
 * a long list are taken a handful at a time; of a list that is gone through by pages (ui_list.c),
 * what is in sight. While the own keyboard is up its keys alone are walked over, for Done leads out
 * of it. The light is two rings, one light and one dark, and a sign: so it is seen on any ground
 * and in any theme, and not by its colour alone.
 */
#include "ui_private.h"

#include <math.h>

enum { HANDFUL = 6 };

bool ui_scan_is_on(const struct ui *ui)
{
    return ui->frame.scan.way != UI_SCAN_OFF;
}

const struct ui_scan *ui_scan_state(const struct ui *ui)
{
    return &ui->scan;
}

/* ---- what is offered ------------------------------------------------------------------------ */

static bool is_beyond_page(struct ui *ui, const struct ui_area *a)
{
    const struct ui_memory *m = a->scroll_id != 0 ? ui_recall(ui, a->scroll_id) : NULL;
    const struct ui_area *page = m != NULL && m->paged ? ui_area_of(ui, a->scroll_id) : NULL;
    float middle = a->at.y + a->at.h / 2;

    return page != NULL && (middle < page->at.y || middle >= page->at.y + page->at.h);
}

static bool can_scan(struct ui *ui, const struct ui_area *a)
{
    return !is_beyond_page(ui, a) && a->layer >= ui_top_layer(ui) &&
           (a->flags & (FLAG_PRESS | FLAG_FIELD)) != 0 &&
           (a->flags & (FLAG_DISABLED | FLAG_FINGERS)) == 0 && a->at.w >= 1 && a->at.h >= 1 &&
           (a->cap != NULL) == (ui->keyboard_h > 0);
}

static bool is_on_line(const struct ui_area *first, const struct ui_area *before,
                       const struct ui_area *a)
{
    float middle = a->at.y + a->at.h / 2;
    float first_middle = first->at.y + first->at.h / 2;
    bool level = (middle >= first->at.y && middle < first->at.y + first->at.h) ||
                 (first_middle >= a->at.y && first_middle < a->at.y + a->at.h);

    return first->layer == a->layer && first->scroll_id == a->scroll_id && level &&
           a->at.x >= before->at.x + before->at.w - 1;
}

/* Puts items that stand alone, one under the other, together by handfuls. */
static void gather(const struct ui *ui, struct ui_scan_item *items, const int *places, int count)
{
    int group = 0;
    int in_hand = 0;
    int was = -1;

    for (int i = 0; i < count; i++) {
        bool starts = items[i].group != was;
        bool alone = starts && (i + 1 == count || items[i + 1].group != items[i].group);
        const struct ui_area *a = &ui->areas[places[i]];
        const struct ui_area *before = i > 0 ? &ui->areas[places[i - 1]] : a;
        bool joins = alone && in_hand > 0 && in_hand < HANDFUL && a->scroll_id != 0 &&
                     a->scroll_id == before->scroll_id && a->layer == before->layer;

        was = items[i].group;
        group += i > 0 && starts && !joins ? 1 : 0;
        in_hand = !alone ? 0 : (joins ? in_hand + 1 : 1);
        items[i].group = group;
    }
}

static void offer(struct ui *ui)
{
    struct ui_scan_item *items = NULL;
    int *places = NULL; /* of the items among the areas */
    int first = 0;
    int count = 0;

    if (ui_scan_is_on(ui)) {
        items = arena_alloc(ui->arena, sizeof(*items) * AREAS_MAX);
        places = arena_alloc(ui->arena, sizeof(*places) * AREAS_MAX);
        for (int i = 0; i < ui->area_count; i++) {
            const struct ui_area *a = &ui->areas[i];
            if (!can_scan(ui, a)) {
                continue;
            }
            if (count > 0 &&
                !is_on_line(&ui->areas[places[first]], &ui->areas[places[count - 1]], a)) {
                first = count;
            }
            items[count].id = a->id;
            items[count].group = count == 0 ? 0 : items[count - 1].group + (first == count ? 1 : 0);
            places[count++] = i;
        }
        gather(ui, items, places, count);
    }
    if (ui->keyboard_h > 0) {
        ui->scan_from = ui->focus != 0 ? ui->focus : ui->scan_from; /* Done took it away */
    } else if (ui->scan_from != 0) {
        ui->scan.id = ui->scan_from; /* on from the field that was typed into */
        ui->scan_from = 0;
    }
    ui_scan_offer(&ui->scan, ui->frame.scan, items, count, ui->frame.now_ms);
}

/* ---- the light ------------------------------------------------------------------------------ */

static struct ui_span join(struct ui_span a, struct ui_span b)
{
    float x = fminf(a.x, b.x);
    float y = fminf(a.y, b.y);

    return (struct ui_span){x, y, fmaxf(a.x + a.w, b.x + b.w) - x, fmaxf(a.y + a.h, b.y + b.h) - y};
}

static struct ui_span lit_span(const struct ui *ui)
{
    const struct ui_scan *scan = &ui->scan;
    const struct ui_area *a = ui_area_of(ui, scan->id);
    struct ui_span lit = a != NULL ? a->at : (struct ui_span){0, 0, 0, 0};

    for (int i = 0; i < scan->count && scan->light != UI_SCAN_ITEM; i++) {
        a = ui_area_of(ui, scan->items[i].id);
        if (a != NULL && scan->items[i].group == scan->items[scan->at].group) {
            lit = join(lit, a->at);
        }
    }
    return lit;
}

static void ring(struct ui *ui, struct ui_span at, float out, float line, enum ui_colour colour)
{
    float s = ui->frame.scale;
    float edge = 2 * s;
    float x = fmaxf(edge, at.x - out * s);
    float y = fmaxf(edge, at.y - out * s);
    float right = fminf((float)ui->frame.width - edge, at.x + at.w + out * s);
    float foot = fminf((float)ui->frame.height - edge, at.y + at.h + out * s);
    struct draw_command *c = ui_draw(
        ui, DRAW_EDGE, (struct ui_span){x, y, fmaxf(0, right - x), fmaxf(0, foot - y)}, colour);

    c->radius = (12 + out) * s;
    c->line = fmaxf(1, roundf(line * s));
}

/* A disc with a sign, kept inside the window. */
static void sign(struct ui *ui, float x, float y, const char *icon)
{
    float s = ui->frame.scale;
    float r = 22 * s;
    float half = 14 * s;

    x = fmaxf(r + 2 * s, fminf((float)ui->frame.width - r - 2 * s, x));
    y = fmaxf(r + 2 * s, fminf((float)ui->frame.height - r - 2 * s, y));
    ui_draw(ui, DRAW_FILL,
            (struct ui_span){x - r - 3 * s, y - r - 3 * s, 2 * r + 6 * s, 2 * r + 6 * s},
            UI_SURFACE)
        ->radius = r + 3 * s;
    ui_draw(ui, DRAW_FILL, (struct ui_span){x - r, y - r, 2 * r, 2 * r}, UI_FOCUS)->radius = r;
    ui_draw(ui, DRAW_ICON, (struct ui_span){x - half, y - half, 2 * half, 2 * half}, UI_ON_HUE)
        ->text = icon;
}

static void paint_light(struct ui *ui)
{
    struct ui_span at = lit_span(ui);
    bool item = ui->scan.light == UI_SCAN_ITEM;

    if (ui->scan.light == UI_SCAN_DARK || at.w < 1) {
        return;
    }
    ring(ui, at, 4, 4, UI_SURFACE);
    ring(ui, at, item ? 10 : 8, item ? 7 : 4, UI_FOCUS);
    if (ui->scan.light == UI_SCAN_BACK) {
        sign(ui, at.x + at.w, at.y + at.h / 2, "undo-2");
    } else {
        sign(ui, at.x, at.y, item ? "pointer" : "layers");
    }
}

/* A list that makes only what is in sight goes back to its start when the light leaves it, or the
 * light would come back to its end and never to its first rows again. */
static void rewind_list(struct ui *ui)
{
    const struct ui_area *now = ui_area_of(ui, ui->scan.id);
    struct ui_memory *m = ui_recall(ui, ui->scan_list);
    uint32_t list = now != NULL ? now->scroll_id : 0;

    if (m != NULL && m->row_used > 0 && !m->paged && list != ui->scan_list) {
        m->offset = 0;
        m->velocity = 0;
        ui->again = true;
    }
    ui->scan_list = list;
}

void ui_scan_show(struct ui *ui)
{
    offer(ui);
    paint_light(ui);
    if (ui->scan.id != ui->scan_shown && ui->scan.light != UI_SCAN_DARK) {
        ui->reveal = ui->scan.id;
        rewind_list(ui);
    }
    ui->scan_shown = ui->scan.light == UI_SCAN_DARK ? 0 : ui->scan.id;
}

/* ---- switches ------------------------------------------------------------------------------- */

void ui_scan_run(struct ui *ui)
{
    uint32_t id = ui_scan_advance(&ui->scan, ui->frame.now_ms);
    const struct ui_area *area = id != 0 ? ui_area_of(ui, id) : NULL;

    if (area == NULL) {
        return;
    }
    if ((area->flags & FLAG_FIELD) != 0) {
        ui_focus(ui, id);
        return;
    }
    if (area->cap == NULL) {
        ui->again = ui->again || ui_wants_text(ui);
        ui_blur(ui);
    }
    ui->means = UI_BY_SWITCH;
    ui_activate(ui, area, area->at.x + area->at.w / 2, area->at.y + area->at.h / 2);
}

static int switch_of(enum ui_key key)
{
    return key == UI_KEY_SPACE ? 1 : (key == UI_KEY_ENTER ? 2 : 0);
}

/* One that slides over the middle is still the switch that it came down as, and so is one under
 * which the tablet is turned: lifted as the other it would never be let go of. */
static int switch_touched(struct ui *ui, const struct ui_event *event)
{
    bool has_halves = ui->scan.with.way == UI_SCAN_STEP;

    if (event->kind == UI_DOWN && ui->scan.down == 0) {
        ui->scan.touch = has_halves && event->x * 2 >= (float)ui->frame.width ? 2 : 1;
    }
    return ui->scan.touch != 0 ? ui->scan.touch : 1;
}

bool ui_scan_event(struct ui *ui, const struct ui_event *event)
{
    const struct ui_scan_settings *with = &ui->scan.with;
    bool down = event->kind == UI_DOWN || event->kind == UI_KEY || event->kind == UI_SWITCH_DOWN;
    int which = 0;

    if (with->way == UI_SCAN_OFF) {
        return false;
    }
    switch (event->kind) {
    case UI_DOWN:
    case UI_UP:
    case UI_MOVE:
    case UI_LOST:
        which = with->whole ? switch_touched(ui, event) : 0;
        break;
    case UI_KEY:
    case UI_KEY_LIFTED:
        which = switch_of(event->key);
        break;
    case UI_SWITCH_DOWN:
    case UI_SWITCH_UP:
        which = event->which == 2 ? 2 : 1;
        break;
    case UI_TEXT: /* the space of a switch that is Space */
        return text_equal(event->text, " ");
    case UI_WHEEL:
        break;
    }
    if (which != 0 && event->kind != UI_MOVE) {
        if (!down) {
            ui_scan_run(ui); /* a frame that comes late costs nobody a press that was long enough */
        }
        ui_scan_switch(&ui->scan, which, down, ui->frame.now_ms);
        ui_scan_run(ui);
    }
    return which != 0;
}
