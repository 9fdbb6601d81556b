/* How the tree becomes drawing commands, and where things lie becomes known.
 *
 * Layers are painted from the base up: the screen, a sheet over a veil, a toast, the keyboard. All
 * edges are rounded to whole pixels here and nowhere else, from the dp places and not from sizes,
 * so that neighbours meet without a seam at any scale. What a finger could reach is noted with the
 * clip it is seen through; the next frame's input is tested against these notes.
 */
#include "ui_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOAST_LIFT = 16, /* dp between a toast and what it stands on */
    TOAST_ASIDE = 8,
    TOAST_LEAST = 240 /* narrower its words would stand in a column */
};

enum { FIELD_ROOM = 48 }; /* dp above and below a field that is written in */

/* ---- commands ------------------------------------------------------------------------------- */

static struct draw_rect rect_of(struct ui_span s)
{
    int x = (int)lroundf(s.x);
    int y = (int)lroundf(s.y);

    return (struct draw_rect){x, y, (int)lroundf(s.x + s.w) - x, (int)lroundf(s.y + s.h) - y};
}

static bool is_out_of_sight(const struct ui *ui, struct ui_span at)
{
    float margin = 48 * ui->frame.scale;
    const struct ui_span *clip = &ui->clip;

    return at.x > clip->x + clip->w + margin || at.x + at.w < clip->x - margin ||
           at.y > clip->y + clip->h + margin || at.y + at.h < clip->y - margin;
}

struct draw_command *ui_draw(struct ui *ui, enum draw_kind kind, struct ui_span at,
                             enum ui_colour colour)
{
    struct draw_list *list = &ui->list;
    struct draw_command *command = &ui->spare;

    if (!is_out_of_sight(ui, at)) {
        if (list->count == list->room) {
            list->room = list->room == 0 ? 256 : list->room * 2;
            list->commands = mem_grow(list->commands, (size_t)list->room * sizeof(*list->commands));
        }
        command = &list->commands[list->count++];
    }
    *command = (struct draw_command){.kind = kind,
                                     .at = rect_of(at),
                                     .clip = rect_of(ui->clip),
                                     .colour = ui_theme_colour(ui->frame.theme, colour),
                                     .text = ""};
    return command;
}

static struct ui_span ui_span_px(const struct ui *ui, const struct ui_node *node)
{
    float s = ui->frame.scale;
    float x = roundf(node->x * s);
    float y = roundf(node->y * s) - ui->pan;
    float right = roundf((node->x + node->w) * s);
    float foot = roundf((node->y + node->h) * s) - ui->pan;

    return (struct ui_span){x, y, right - x, foot - y};
}

static float radius_px(const struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float half = (at.w < at.h ? at.w : at.h) / 2;
    float radius = node->box.radius * ui->frame.scale;

    return radius < half ? radius : half;
}

/* ---- boxes ---------------------------------------------------------------------------------- */

static void paint_shadow(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    static const float blur[] = {0, 10, 14};
    static const float drop[] = {0, 3, 5};
    struct draw_command *c = NULL;

    if (node->box.shadow == 0 || ui_theme_is_stark(ui->frame.theme)) {
        return;
    }
    c = ui_draw(ui, DRAW_SHADOW, at, UI_SHADE);
    c->colour = (c->colour & 0xffffffU) | (ui->frame.theme == UI_DARK ? 0x70000000U : 0x29000000U);
    c->radius = radius_px(ui, node, at);
    c->blur = blur[node->box.shadow] * ui->frame.scale;
    c->drop = drop[node->box.shadow] * ui->frame.scale;
}

static void paint_edge(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float line = node->box.line > 0 ? node->box.line : 2;
    enum ui_colour colour = node->box.edge;
    struct draw_command *c = NULL;

    if (colour == UI_NO_COLOUR && ui_theme_is_stark(ui->frame.theme) &&
        node->box.fill != UI_NO_COLOUR && node->box.radius > 0) {
        colour = UI_EDGE; /* where there are no shadows and tints, cards have borders */
    }
    if (colour == UI_NO_COLOUR) {
        return;
    }
    c = ui_draw(ui, DRAW_EDGE, at, colour);
    c->radius = radius_px(ui, node, at);
    c->line = fmaxf(1, roundf(line * ui->frame.scale));
}

/* Where a press has to be held a ring grows inwards, and has a second one around it once the press
 * counts. */
static void paint_hold(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float done = ui->frame.hold_ms <= 0
                     ? 0
                     : (float)(ui->frame.now_ms - ui->press.at_ms) / (float)ui->frame.hold_ms;
    float s = ui->frame.scale;
    struct draw_command *c = NULL;

    if (ui->frame.hold_ms <= 0) {
        return;
    }
    done = fminf(1, done);
    if (done < 1 && ui->frame.still) {
        return;
    }
    c = ui_draw(ui, DRAW_EDGE, at, UI_FOCUS);
    c->radius = radius_px(ui, node, at);
    c->line = fmaxf(2, roundf((2 + 10 * done) * s));
    if (done >= 1) {
        c = ui_draw(ui, DRAW_EDGE,
                    (struct ui_span){at.x - 8 * s, at.y - 8 * s, at.w + 16 * s, at.h + 16 * s},
                    UI_FOCUS);
        c->radius = radius_px(ui, node, at) + 8 * s;
        c->line = fmaxf(2, roundf(3 * s));
    }
}

static void paint_box(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    paint_shadow(ui, node, at);
    if (node->box.fill != UI_NO_COLOUR) {
        ui_draw(ui, DRAW_FILL, at, node->box.fill)->radius = radius_px(ui, node, at);
    }
    if ((node->flags & FLAG_PRESS) != 0 && ui_is_pressed(ui, node->id)) {
        struct draw_command *c = ui_draw(ui, DRAW_FILL, at, UI_INK);

        c->colour = (c->colour & 0xffffffU) | 0x1c000000U;
        c->radius = radius_px(ui, node, at);
        paint_hold(ui, node, at);
    }
    paint_edge(ui, node, at);
}

/* On a toast, which is dark where the screen is light, the ring has the colour of its words. */
static enum ui_colour focus_colour(const struct ui_node *node)
{
    while (node->parent != NULL) {
        node = node->parent;
    }
    return node->box.fill == UI_TOAST ? UI_TOAST_ACT : UI_FOCUS;
}

/* The ring lies outside the box, so that it is seen on any fill. */
static void paint_focus(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    float out = 5 * ui->frame.scale;
    struct draw_command *c = NULL;

    if (node->id == 0 || ui_ring_id(ui) != node->id || !ui->focus_seen ||
        (node->flags & FLAG_FIELD) != 0) {
        return;
    }
    c = ui_draw(ui, DRAW_EDGE,
                (struct ui_span){at.x - out, at.y - out, at.w + 2 * out, at.h + 2 * out},
                focus_colour(node));
    c->radius = radius_px(ui, node, at) + out;
    c->line = fmaxf(2, roundf(3 * ui->frame.scale));
}

/* A thumb beside what scrolls: it shows that there is more, and does nothing else. */
static void paint_thumb(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    const struct ui_memory *m = ui_recall(ui, node->id);
    float s = ui->frame.scale;
    float whole = m != NULL ? m->limit + node->h : 0; /* what a toast lies over is counted in */
    float height = 0;
    float x = 0;
    float y = 0;
    bool pads = node->box.pad > 0 || node->box.pad_x > 0 || node->content == CONTENT_FIELD;
    struct draw_command *c = NULL;

    if (m == NULL || m->limit < 1 || whole < 1) {
        return;
    }
    height = fmaxf(32 * s, at.h * node->h / whole);
    y = at.y + (at.h - height) * fminf(1, fmaxf(0, m->offset / m->limit));
    x = pads ? at.x + at.w - 8 * s : at.x + at.w + 4 * s;
    c = ui_draw(ui, DRAW_FILL, (struct ui_span){x, y, 5 * s, height}, UI_EDGE);
    c->radius = 2.5f * s;
    c->colour = (c->colour & 0xffffffU) | 0xb0000000U;
}

/* ---- what can be reached -------------------------------------------------------------------- */

static void note_area(struct ui *ui, const struct ui_node *node, struct ui_span at)
{
    if (node->id == 0 || ui->fresh_count == AREAS_MAX) {
        return;
    }
    ui->fresh[ui->fresh_count++] = (struct ui_area){.id = node->id,
                                                    .label = node->label,
                                                    .at = at,
                                                    .clip = ui->clip,
                                                    .layer = ui->layer,
                                                    .scope = node->scope,
                                                    .flags = node->flags,
                                                    .scroll_id = ui->scroll_id,
                                                    .group = ui->group,
                                                    .in_head = ui->in_head,
                                                    .cap = node->cap};
}

static struct ui_span meet(struct ui_span a, struct ui_span b)
{
    float x = fmaxf(a.x, b.x);
    float y = fmaxf(a.y, b.y);

    return (struct ui_span){x, y, fmaxf(0, fminf(a.x + a.w, b.x + b.w) - x),
                            fmaxf(0, fminf(a.y + a.h, b.y + b.h) - y)};
}

/* The tree is at most DEPTH_MAX boxes deep. NOLINTBEGIN(misc-no-recursion) */
static void paint_node(struct ui *ui, struct ui_node *node);

static void paint_children(struct ui *ui, struct ui_node *node, struct ui_span at)
{
    struct ui_span clip = ui->clip;
    uint32_t scroll_id = ui->scroll_id;
    int group = ui->group;
    bool in_head = ui->in_head;
    bool scrolls = (node->flags & FLAG_SCROLL) != 0;
    float aside = 16 * ui->frame.scale; /* shadows and badges reach over the sides */

    if (scrolls) {
        ui->clip = meet(clip, (struct ui_span){at.x - aside, at.y, at.w + 2 * aside, at.h});
        ui->scroll_id = node->id;
    }
    if (node->roves || node->box.roves) {
        ui->group = ++ui->group_count;
    } else if (node->parent != NULL && node->parent->roves) {
        ui->group = 0; /* a group of what stands in the box itself ends here */
    }
    ui->in_head = ui->in_head || node->box.head;
    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        paint_node(ui, c);
    }
    ui->group = group;
    ui->in_head = in_head;
    ui->clip = clip;
    ui->scroll_id = scroll_id;
    if (scrolls) {
        paint_thumb(ui, node, at);
    }
}

static void paint_node(struct ui *ui, struct ui_node *node)
{
    struct ui_span at = ui_span_px(ui, node);

    note_area(ui, node, at);
    paint_box(ui, node, at);
    if (node->content == CONTENT_FIELD) {
        ui_field_paint(ui, node, at);
    } else if (node->content != CONTENT_NONE && node->content != CONTENT_BADGE) {
        ui_paint_content(ui, node, at);
    }
    paint_children(ui, node, at);
    if (node->content == CONTENT_BADGE) {
        ui_paint_content(ui, node, at); /* over its children */
    }
    paint_focus(ui, node, at);
}

/* ---- layers --------------------------------------------------------------------------------- */

static const struct ui_node *find_node(const struct ui_node *from, uint32_t id)
{
    for (const struct ui_node *c = from->first; c != NULL; c = c->next) {
        const struct ui_node *found = c->id == id ? c : find_node(c, id);

        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* NOLINTEND(misc-no-recursion) */

/* Where nothing scrolls, the base moves up when the keyboard would lie over the field in use. */
static float pan_for_keyboard(const struct ui *ui, const struct ui_node *field)
{
    float room = ui_height(ui) - ui->keyboard_h;
    float pan = fmaxf(0, field->y + field->h + 16 - room);

    if (field->h < room - 16) {
        pan = fminf(pan, fmaxf(0, field->y - 8));
    }
    return pan;
}

/* What stands above and below the box that scrolls around the field; false where none does. It is
 * known from the frame before. */
static bool stands_around(const struct ui *ui, const struct ui_area *field, float *above,
                          float *both)
{
    const struct ui_area *box = NULL;
    float s = ui->frame.scale;

    if (ui->keyboard_h <= 0 || ui->base_h <= 0 || field == NULL || field->layer > 0 ||
        field->scroll_id == 0) {
        return false;
    }
    box = ui_area_of(ui, field->scroll_id);
    if (box == NULL) {
        return false;
    }
    *above = roundf(box->at.y + ui->base_pan) / s;
    *both = ui->base_h - box->at.h / s;
    return true;
}

/* The keyboard takes its room from the box that scrolls around the field, so that all of the screen
 * can still be reached. Where that would leave no room for the field, what stands above the box
 * goes out at the top and what stands below it goes behind the keyboard. */
static void lay_base(struct ui *ui, struct ui_node *root)
{
    const struct ui_area *area = ui_area_of(ui, ui->focus);
    float room = ui_height(ui) - ui->keyboard_h;
    float height = ui_height(ui);
    float above = 0;
    float both = 0;
    float pan = 0;
    bool scrolls = stands_around(ui, area, &above, &both);

    if (scrolls && room - both >= area->at.h / ui->frame.scale + FIELD_ROOM) {
        height = room;
    } else if (scrolls) {
        height = room + both;
        pan = above;
    }
    ui_layout_fit(ui, root, (struct ui_span){0, 0, ui_width(ui), height});
    if (!scrolls && ui->keyboard_h > 0) {
        const struct ui_node *field = find_node(root, ui->focus);

        pan = field != NULL ? pan_for_keyboard(ui, field) : 0;
    }
    ui->pan = roundf(pan * ui->frame.scale);
    ui->again =
        ui->again || fabsf(height - ui->base_h) > 0.1f || fabsf(ui->pan - ui->base_pan) > 0.1f;
    ui->base_h = height;
    ui->base_pan = ui->pan;
}

static void paint_veil(struct ui *ui, const struct ui_node *root)
{
    struct draw_command *veil = ui_draw(ui, DRAW_FILL, ui->clip, UI_SHADE);

    veil->colour = (veil->colour & 0xffffffU) | 0x80000000U;
    if (ui->fresh_count < AREAS_MAX) {
        ui->fresh[ui->fresh_count++] = (struct ui_area){.id = ui_veil_id(root->id),
                                                        .label = "",
                                                        .at = ui->clip,
                                                        .clip = ui->clip,
                                                        .layer = ui->layer,
                                                        .scope = -1,
                                                        .flags = FLAG_DISMISS};
    }
}

static struct ui_node *layer_of(const struct ui *ui, enum layer_kind kind)
{
    for (int i = 0; i < ui->layer_count; i++) {
        if (ui->layers[i].kind == kind) {
            return ui->layers[i].root;
        }
    }
    return NULL;
}

/* The widest stretch of the bar that nothing stands in: words end where they end. dp. */
static struct ui_span gap_in_bar(const struct ui_node *bar)
{
    struct ui_span widest = {0};

    for (const struct ui_node *c = bar->first; c != NULL && c->next != NULL; c = c->next) {
        float end = c->x + fminf(c->w, c->pref_w);

        if (c->next->x - end > widest.w) {
            widest = (struct ui_span){end, bar->y, c->next->x - end, bar->h};
        }
    }
    return widest;
}

static bool is_in_gap(struct ui *ui, struct ui_node *root, const struct ui_span *gap, float w)
{
    float least = fminf(w, TOAST_LEAST);

    w = fminf(w, gap->w - 2 * TOAST_ASIDE);
    ui_layout_height(ui, root, fmaxf(w, 1));
    return w >= least && root->pref_h <= gap->h;
}

/* Where there are buttons at the foot it stands between them, else in the bar, in two lines when
 * need be; and where neither has room, above them. Under a sheet it has the foot for itself. What
 * it then lies over scrolls so much further that all of it comes out (ui_toast_over): nothing moves
 * when it comes or goes. */
static struct ui_span toast_span(struct ui *ui, struct ui_node *root)
{
    const struct ui_node *foot = ui->foot;
    float room = ui_height(ui) - ui->keyboard_h;
    bool has_foot =
        layer_of(ui, LAYER_SHEET) == NULL && foot != NULL && foot->y + foot->h <= room + 1;
    struct ui_span bar = ui->head != NULL ? gap_in_bar(ui->head) : (struct ui_span){0};
    float w = 0;

    ui_layout_height(ui, root, ui_width(ui) - 48);
    w = fminf(ui_width(ui) - 48, root->pref_w);
    ui_layout_height(ui, root, w);
    if (has_foot && ui->foot_gap != NULL && ui->foot_gap->w >= w) {
        return (struct ui_span){ui->foot_gap->x + (ui->foot_gap->w - w) / 2,
                                foot->y + (foot->h - root->pref_h) / 2, w, root->pref_h};
    }
    if (has_foot && is_in_gap(ui, root, &bar, w)) {
        w = fminf(w, bar.w - 2 * TOAST_ASIDE);
        return (struct ui_span){bar.x + (bar.w - w) / 2, bar.y + (bar.h - root->pref_h) / 2, w,
                                root->pref_h};
    }
    ui_layout_height(ui, root, w);
    return (struct ui_span){(ui_width(ui) - w) / 2,
                            (has_foot ? foot->y : room) - TOAST_LIFT - root->pref_h, w,
                            root->pref_h};
}

float ui_toast_over(const struct ui *ui, const struct ui_span *box)
{
    const struct ui_span *t = &ui->toast_at;
    bool meets = t->h > 0 && t->x < box->x + box->w && t->x + t->w > box->x && t->y > box->y &&
                 t->y < box->y + box->h;

    return meets ? box->y + box->h - t->y + TOAST_ASIDE : 0;
}

/* What lies under it is laid out before it is: in the next frame, where it came, went or moved. */
static void lay_toast(struct ui *ui, struct ui_node *root)
{
    struct ui_span at = toast_span(ui, root);

    ui->again = ui->again || fabsf(at.y - ui->toast_at.y) > 0.5f ||
                fabsf(at.h - ui->toast_at.h) > 0.5f || fabsf(at.w - ui->toast_at.w) > 0.5f;
    ui->toast_at = at;
    ui_layout(ui, root, at);
}

static void forget_toast(struct ui *ui)
{
    if (layer_of(ui, LAYER_TOAST) == NULL && ui->toast_at.h > 0) {
        ui->toast_at = (struct ui_span){0, 0, 0, 0};
        ui->again = true;
    }
}

/* In the middle, as high as it wants to be: but a long one leaves room for a toast, or each change
 * that says that it is saved would lie over the next. */
static struct ui_span sheet_span(struct ui *ui, struct ui_node *root)
{
    struct ui_node *toast = layer_of(ui, LAYER_TOAST);
    float room = ui_height(ui) - ui->keyboard_h;
    float w = fminf(ui_width(ui) - 48, root->box.width);
    float least = room;
    float h = 0;

    ui_layout_height(ui, root, w);
    h = fminf(root->pref_h, room - 32);
    if (toast != NULL && ui->keyboard_h <= 0) {
        ui_layout_height(ui, toast, ui_width(ui) - 48);
        least = room - TOAST_LIFT - toast->pref_h;
    }
    return (struct ui_span){(ui_width(ui) - w) / 2, (room - h) / 2, w,
                            fminf(h, least - TOAST_LIFT - (room - h) / 2)};
}

static void paint_layer(struct ui *ui, const struct ui_layer *layer)
{
    struct ui_node *root = layer->root;
    float width = ui_width(ui);
    float height = ui_height(ui);
    float room = height - ui->keyboard_h;
    float text = ui->frame.text;
    float w = 0;

    ui->pan = 0;
    if (layer->kind == LAYER_BASE) {
        lay_base(ui, root);
    } else if (layer->kind == LAYER_KEYBOARD) {
        ui_layout(ui, root, (struct ui_span){0, room, width, ui->keyboard_h});
    } else if (layer->kind == LAYER_POPUP) {
        ui_layout_height(ui, root, width - 16);
        w = fminf(width - 16, root->pref_w);
        ui_layout_height(ui, root, w);
        ui_layout(ui, root, ui_popup_place(ui, w, root->pref_h));
    } else if (layer->kind == LAYER_TOAST) {
        lay_toast(ui, root);
    } else {
        paint_veil(ui, root);
        ui_layout(ui, root, sheet_span(ui, root));
    }
    paint_node(ui, root);
    ui->frame.text = text; /* what lies over a screen does not shrink with it */
}

void ui_paint(struct ui *ui)
{
    struct ui_span window = {0, 0, (float)ui->frame.width, (float)ui->frame.height};

    forget_toast(ui);
    ui->list.count = 0;
    ui->list.width = ui->frame.width;
    ui->list.height = ui->frame.height;
    ui->fresh = arena_alloc(ui->arena, sizeof(*ui->fresh) * AREAS_MAX);
    ui->fresh_count = 0;
    ui->clip = window;
    ui->scroll_id = 0;
    ui->group = 0;
    ui->group_count = 0;
    ui->in_head = false;
    ui->layer = 0;
    buf_clear(&ui->words);
    ui_draw(ui, DRAW_CLEAR, window, UI_GROUND);
    ui->layers[0].root->box.fill = UI_NO_COLOUR;
    for (enum layer_kind kind = LAYER_BASE; kind <= LAYER_POPUP; kind++) {
        for (int i = 0; i < ui->layer_count; i++) {
            if (ui->layers[i].kind == kind) {
                paint_layer(ui, &ui->layers[i]);
                ui->layer++;
            }
        }
    }
    ui->areas = ui->fresh;
    ui->area_count = ui->fresh_count;
    ui_focus_keep(ui);
    ui->clip = window;
    ui_scan_show(ui);
}
