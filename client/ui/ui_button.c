/* Widgets to touch that are made of a box, an icon and words: buttons, chips, tabs, a toast.
 *
 * What is chosen is never told by colour alone: it is filled, bold and ticked. A chip keeps the
 * width it will have when chosen, so that its neighbours do not move away under the finger.
 */
#include "ui_private.h"

#include <math.h>

struct button_look {
    enum ui_colour fill, edge, ink;
    enum ui_style style;
    float height, pad, icon, radius;
    int shadow;
};

static const struct button_look looks[] = {
    [UI_SECONDARY] = {UI_SURFACE,   UI_EDGE,      UI_INK,        UI_STRONG,  64, 24, 26, 20, 0},
    [UI_PRIMARY] = {UI_ACCENT,    UI_NO_COLOUR, UI_ON_ACCENT,  UI_STRONG,  64, 28, 26, 20, 1},
    [UI_QUIET] = {UI_NO_COLOUR, UI_NO_COLOUR, UI_ACCENT_INK, UI_STRONG,  56, 16, 24, 16, 0},
    [UI_PRIMARY_LARGE] = {UI_ACCENT,    UI_NO_COLOUR, UI_ON_ACCENT,  UI_HEADING, 64, 40, 30, 20, 1},
    [UI_SECONDARY_LARGE] = {UI_SURFACE,   UI_EDGE,      UI_INK,        UI_HEADING, 64, 40, 30, 20, 0},
    [UI_PUPIL] = {UI_SURFACE,   UI_EDGE,      UI_INK,        UI_TITLE,   96, 36, 44, 28, 1},
    [UI_PUPIL_PRIMARY] = {UI_ACCENT,    UI_NO_COLOUR, UI_ON_ACCENT,  UI_TITLE,   96, 48, 44, 28, 2},
};

static struct button_look look_of(enum ui_tone tone, bool disabled)
{
    struct button_look look = {0};

    CHECK((size_t)tone < sizeof(looks) / sizeof(looks[0]));
    look = looks[tone];
    if (disabled) {
        look.ink = UI_INK_SOFT;
        look.fill = look.fill == UI_NO_COLOUR ? UI_NO_COLOUR : UI_GROUND;
        look.edge = look.fill == UI_NO_COLOUR ? UI_NO_COLOUR : UI_LINE;
        look.shadow = 0;
    }
    return look;
}

static struct ui_box button_box(const struct button_look *look)
{
    return (struct ui_box){.flow = UI_ROW,
                           .gap = 12,
                           .pad_x = look->pad,
                           .pad_y = 8,
                           .height = look->height,
                           .radius = look->radius,
                           .fill = look->fill,
                           .edge = look->edge,
                           .shadow = look->shadow,
                           .along = UI_CENTRE};
}

static bool is_for_pupil(enum ui_tone tone)
{
    return tone == UI_PUPIL || tone == UI_PUPIL_PRIMARY;
}

/* What leads on stands behind the words. */
static bool points_right(const char *icon)
{
    return text_equal(icon, "arrow-right") || text_equal(icon, "chevron-right") ||
           text_equal(icon, "skip-forward");
}

bool ui_button(struct ui *ui, enum ui_tone tone, const char *icon, const char *words)
{
    struct button_look look = look_of(tone, ui->next_disabled);
    struct ui_type type = ui_type_of(look.style);
    struct ui_node *node = ui_node_open(ui, button_box(&look));
    bool said = ui_touch(ui, node, words, ui_id(ui, words));

    node->flags |= FLAG_HUG | (is_for_pupil(tone) ? (unsigned)FLAG_PUPIL : 0U);
    type.colour = look.ink;
    if (icon != NULL && !points_right(icon)) {
        ui_icon_growing(ui, icon, look.icon, look.ink);
    }
    (void)ui_words(ui, type, words, UI_CENTRE);
    if (icon != NULL && points_right(icon)) {
        ui_icon_growing(ui, icon, look.icon, look.ink);
    }
    ui_close(ui);
    return said;
}

bool ui_icon_button(struct ui *ui, const char *icon, const char *words)
{
    struct button_look look = look_of(UI_SECONDARY, ui->next_disabled);
    struct ui_box box = button_box(&look);
    struct ui_node *node = NULL;
    bool said = false;

    box.pad_x = 8;
    box.width = look.height;
    box.fixed = true;
    node = ui_node_open(ui, box);
    node->flags |= FLAG_HUG;
    said = ui_touch(ui, node, words, ui_id(ui, words));
    ui_icon(ui, icon, 28 * fminf(ui->frame.text, UI_ICON_GROWTH), look.ink);
    ui_close(ui);
    return said;
}

/* ---- chosen or not -------------------------------------------------------------------------- */

static const float tick_size = 20; /* grows with the text */
static const float tick_gap = 4;
static const float chip_pad = 14;

float ui_chip_width(const struct ui *ui, const char *words)
{
    return ui_words_width(ui, ui_type_of(UI_STRONG), words) + tick_size * ui->frame.text +
           tick_gap + 2 * chip_pad;
}

/* A box whose words may be ticked; room for the tick is kept on both sides. */
static bool tickable(struct ui *ui, const char *words, bool chosen, struct ui_box box)
{
    struct ui_type type = ui_type_of(chosen ? UI_STRONG : UI_BODY);
    struct ui_node *node = NULL;
    bool said = false;

    box.flow = UI_ROW;
    box.along = UI_CENTRE;
    box.gap = tick_gap;
    box.pad_x = chip_pad;
    box.width = ui_chip_width(ui, words);
    box.width = box.width > ui_width(ui) ? 0 : box.width;
    box.fill = chosen ? UI_ACCENT_TINT : box.fill;
    box.edge = chosen ? UI_ACCENT : box.edge;
    ui_rove(ui);
    node = ui_node_open(ui, box);
    said = ui_touch(ui, node, words, ui_id(ui, words));
    node->flags |= FLAG_HUG | (chosen ? (unsigned)FLAG_CHOSEN : 0U);
    type.colour = chosen ? UI_ACCENT_INK : UI_INK;
    if (chosen) {
        ui_icon_growing(ui, "check", tick_size, UI_ACCENT_INK);
    }
    (void)ui_words(ui, type, words, UI_CENTRE);
    ui_close(ui);
    return said;
}

bool ui_chip(struct ui *ui, const char *words, bool chosen)
{
    return tickable(
        ui, words, chosen,
        (struct ui_box){
            .height = 56, .pad_y = 6, .radius = 28, .fill = UI_SURFACE, .edge = UI_EDGE});
}

int ui_tabs(struct ui *ui, const char *const *words, int count, int chosen)
{
    int said = -1;

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .even = true});
    for (int i = 0; i < count; i++) {
        if (tickable(ui, words[i], i == chosen,
                     (struct ui_box){.height = UI_TARGET,
                                     .pad_y = 6,
                                     .radius = 16,
                                     .fill = UI_SURFACE,
                                     .edge = UI_EDGE})) {
            said = i;
        }
    }
    ui_close(ui);
    return said;
}

/* ---- special ones --------------------------------------------------------------------------- */

bool ui_speaker(struct ui *ui, const char *words, bool speaking)
{
    struct ui_node *node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                                            .width = UI_TARGET_PUPIL,
                                                            .height = UI_TARGET_PUPIL,
                                                            .fixed = true,
                                                            .radius = UI_TARGET_PUPIL / 2.0f,
                                                            .fill = UI_ACCENT,
                                                            .shadow = 2,
                                                            .along = UI_CENTRE});
    bool said = ui_touch(ui, node, words, ui_id(ui, words));

    node->flags |= FLAG_HUG | FLAG_PUPIL;
    node->box.edge = speaking ? UI_MARK : UI_NO_COLOUR;
    node->box.line = 6;
    ui_icon(ui, "volume-2", 64, UI_ON_ACCENT);
    ui_close(ui);
    return said;
}

bool ui_toast(struct ui *ui, const char *words, const char *action)
{
    struct ui_type type = ui_type_of(UI_BODY);
    struct ui_node *root = ui_layer_open(ui, LAYER_TOAST,
                                         (struct ui_box){.flow = UI_ROW,
                                                         .gap = 24,
                                                         .pad_x = 24,
                                                         .pad_y = 4,
                                                         .height = 72,
                                                         .radius = 20,
                                                         .fill = UI_TOAST,
                                                         .shadow = 2});
    bool said = false;

    root->flags |= FLAG_SOLID;
    root->id = ui_id(ui, "toast");
    type.colour = UI_ON_TOAST;
    (void)ui_words(ui, type, words, UI_START);
    if (action != NULL) {
        struct ui_node *node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                                                .height = UI_TARGET,
                                                                .pad_x = 20,
                                                                .radius = 16,
                                                                .along = UI_CENTRE});

        said = ui_touch(ui, node, action, ui_id(ui, action));
        type.font = DRAW_BOLD;
        type.colour = UI_TOAST_ACT;
        (void)ui_words(ui, type, action, UI_CENTRE);
        ui_close(ui);
    }
    ui->depth--;
    return said;
}
