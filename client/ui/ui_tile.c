/* Bigger things to touch: a row of a scale, a pupil's tile, a row of a list, a picture answer. */
#include "ui_private.h"

/* ---- a row of a scale ----------------------------------------------------------------------- */

static enum ui_colour bars_colour(const struct ui_choices *row, bool chosen)
{
    if (chosen) {
        return UI_ON_HUE;
    }
    return row->todo ? row->hue : UI_INK_SOFT;
}

static bool choice(struct ui *ui, const struct ui_choices *row, int i)
{
    bool chosen = i == row->chosen;
    struct ui_type type = ui_type_of(chosen ? UI_SMALL_STRONG : UI_SMALL);
    struct ui_node *node = ui_node_open(ui, (struct ui_box){.gap = 6,
                                                            .pad_x = 3,
                                                            .pad_y = 8,
                                                            .height = row->bars ? 80 : UI_TARGET,
                                                            .radius = 16,
                                                            .along = row->bars ? UI_END : UI_CENTRE,
                                                            .across = UI_CENTRE});
    bool said = ui_touch(ui, node, row->words[i], ui_id(ui, row->words[i]));
    struct ui_node *bars = NULL;

    node->flags |= chosen ? (unsigned)FLAG_CHOSEN : 0U;
    node->box.fill = chosen ? row->hue : (row->todo ? UI_SURFACE : UI_SUNK);
    node->box.edge = chosen || row->todo ? row->hue : UI_EDGE;
    node->box.shadow = chosen ? 1 : 0;
    type.colour = chosen ? UI_ON_HUE : UI_INK;
    if (row->bars) {
        bars = ui_add(ui, (struct ui_box){
                              .width = 14 * (float)(row->count - 1), .height = 28, .fixed = true});
        bars->content = CONTENT_BARS;
        bars->flags |= FLAG_HUG;
        bars->mark_from = i;
        bars->mark_size = row->count - 1;
        bars->colour = bars_colour(row, chosen);
    }
    ui_words_fit(ui_words(ui, type, row->words[i], UI_CENTRE));
    ui_close(ui);
    return said;
}

static void choices_name(struct ui *ui, const struct ui_choices *row)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 12,
                                .width = 208 * ui->frame.text,
                                .max_width = 208 * ui->frame.text});
    if (row->icon != NULL) {
        ui_icon_tile(ui, row->icon, row->hue);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, row->name);
    if (row->help != NULL) {
        ui_text(ui, UI_SMALL, row->help);
    }
    ui_close(ui);
    ui_close(ui);
}

int ui_choices(struct ui *ui, const struct ui_choices *row)
{
    int said = -1;

    ui_push_id(ui, row->name);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8, .narrow = 216 + 104 * (float)row->count});
    choices_name(ui, row);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 8, .cell = 92, .grow = 1});
    for (int i = 0; i < row->count; i++) {
        if (choice(ui, row, i)) {
            said = i;
        }
    }
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    return said;
}

/* ---- tiles ---------------------------------------------------------------------------------- */

bool ui_tile(struct ui *ui, const struct ui_tile *tile)
{
    bool chosen = tile->chosen;
    struct ui_node *node = NULL;
    bool said = false;

    ui_push_id(ui, tile->key);
    node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                            .gap = 16,
                                            .pad_x = 20,
                                            .pad_y = 16,
                                            .height = 104,
                                            .radius = 20,
                                            .shadow = 1,
                                            .fill = chosen ? UI_ACCENT_TINT : UI_SURFACE});
    node->box.edge = chosen ? UI_ACCENT : UI_NO_COLOUR;
    node->box.line = 3;
    said = ui_touch(ui, node, tile->name, ui_id(ui, tile->key));
    node->flags |= chosen ? (unsigned)FLAG_CHOSEN : 0U;
    ui_avatar(ui, tile->picture, tile->initials, 64);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 2);
    ui_text(ui, UI_STRONG, tile->name);
    if (tile->sub != NULL) {
        ui_text(ui, UI_SMALL, tile->sub);
    }
    if (tile->badge != NULL) {
        ui_gap(ui, 4);
        ui_badge(ui, tile->mood, tile->badge);
    }
    ui_close(ui);
    if (chosen) {
        ui_icon(ui, "check", 28, UI_ACCENT_INK);
    }
    ui_close(ui);
    ui_pop_id(ui);
    return said;
}

bool ui_item(struct ui *ui, const struct ui_item *item)
{
    struct ui_node *node = ui_node_open(
        ui, (struct ui_box){
                .flow = UI_ROW, .gap = 16, .pad_x = 12, .pad_y = 8, .height = 72, .radius = 16});
    bool said = ui_touch(ui, node, item->title, ui_id(ui, item->key));

    if (item->icon != NULL) {
        ui_icon_tile(ui, item->icon, item->hue == UI_NO_COLOUR ? UI_ACCENT : item->hue);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, item->title);
    if (item->sub != NULL) {
        ui_text(ui, UI_SMALL, item->sub);
    }
    ui_close(ui);
    if (item->value != NULL) {
        ui_text(ui, UI_SMALL, item->value);
    }
    if (item->leads) {
        ui_icon(ui, "chevron-right", 26, UI_INK_SOFT);
    }
    ui_close(ui);
    return said;
}

bool ui_answer(struct ui *ui, const struct ui_answer *answer)
{
    struct ui_type type = ui_type_of(UI_TITLE);
    bool chosen = answer->chosen;
    struct ui_node *node = ui_node_open(ui, (struct ui_box){.gap = 8,
                                                            .pad = 16,
                                                            .width = UI_TARGET_PUPIL,
                                                            .height = UI_TARGET_PUPIL,
                                                            .radius = 32,
                                                            .shadow = chosen ? 2 : 1,
                                                            .along = UI_CENTRE,
                                                            .across = UI_CENTRE});
    bool said = ui_touch(ui, node, answer->words, ui_id(ui, answer->words));

    node->box.fill = chosen ? UI_BLUE_TINT : UI_SURFACE;
    node->box.edge = chosen ? UI_BLUE : UI_EDGE;
    node->box.line = chosen ? 6 : 2;
    node->content = chosen ? CONTENT_BADGE : CONTENT_NONE;
    node->colour = UI_BLUE;
    node->flags |= FLAG_PUPIL;
    node->flags |= chosen ? (unsigned)FLAG_CHOSEN : 0U;
    type.colour = chosen ? UI_BLUE : UI_INK;
    if (answer->picture != NULL) {
        ui_picture(ui, answer->picture, answer->size > 0 ? answer->size : 176);
    }
    (void)ui_words(ui, type, answer->words, UI_CENTRE);
    ui_close(ui);
    return said;
}
