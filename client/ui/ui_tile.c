/* Bigger things to touch: a row of a scale, a pupil's tile, a row of a list, a picture answer. */
#include "ui_private.h"

#include <math.h>

/* ---- a row of a scale ----------------------------------------------------------------------- */

static enum ui_colour bars_colour(const struct ui_choices *row, bool chosen)
{
    if (chosen) {
        return UI_ON_HUE;
    }
    return row->todo ? row->hue : UI_INK_SOFT;
}

enum { ROW_GAP = 4 }; /* between dense rows, at least */

static bool choice(struct ui *ui, const struct ui_choices *row, int i)
{
    bool chosen = i == row->chosen;
    float least = row->bars ? 72 : row->dense ? UI_TARGET - ROW_GAP : UI_TARGET;
    enum ui_style plain = row->height > 0 ? UI_HEADING : UI_SMALL;
    struct ui_type type = ui_type_of(chosen && plain == UI_SMALL ? UI_SMALL_STRONG : plain);
    struct ui_node *node =
        ui_node_open(ui, (struct ui_box){.gap = 4,
                                         .pad_x = 6,
                                         .pad_y = 8,
                                         .height = row->height > least ? row->height : least,
                                         .radius = 16,
                                         .along = row->bars ? UI_END : UI_CENTRE,
                                         .across = UI_CENTRE});
    bool said = ui_touch(ui, node, row->words[i], ui_id(ui, row->words[i]));
    struct ui_node *bars = NULL;

    node->flags |= chosen ? (unsigned)FLAG_CHOSEN : 0U;
    node->content = chosen ? CONTENT_TICK : CONTENT_NONE;
    node->colour = UI_ON_HUE;
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

    ui_push_name(ui, row->name);
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 8,
                                .narrow = row->bare ? 0 : 216 + 104 * (float)row->count});
    if (!row->bare) {
        choices_name(ui, row);
    }
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 8, .cell = row->bare ? 84 : 92, .grow = 1});
    ui_rove(ui);
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

/* Three sizes of one tile: with the avatar above the name, with both large, and the least. */
static const float avatar_growth = 1.3f; /* beside large words, which have more need of the room */
struct tile_look {
    bool stands;
    float avatar;
    enum ui_style name, sub;
};

static struct tile_look tile_look(const struct ui *ui, float height)
{
    float extra = 76 * (ui->frame.text - 1); /* what larger words need */

    if (height >= (float)UI_TILE_HIGH + extra) {
        return (struct tile_look){true, 104, UI_TITLE, UI_BODY};
    }
    if (height >= 144 + extra) {
        return (struct tile_look){false, 88, UI_HEADING, UI_SMALL};
    }
    return (struct tile_look){false, 64, UI_STRONG, UI_SMALL};
}

static void tile_words(struct ui *ui, const struct ui_tile *tile, const struct tile_look *look)
{
    enum ui_align align = look->stands ? UI_CENTRE : UI_START;
    struct ui_type soft = ui_type_of(look->sub);

    soft.colour = UI_INK_SOFT;
    ui_text_fit(ui, look->name, align, tile->name);
    if (tile->sub != NULL) {
        (void)ui_words(ui, soft, tile->sub, align);
    }
    if (tile->badge != NULL) {
        ui_gap(ui, 4);
        ui_next(ui, (struct ui_box){.across = align});
        ui_badge(ui, tile->mood, tile->badge);
    }
}

/* A tick for what is chosen: in the corner of a standing tile, where it moves nothing. */
static void tile_tick(struct ui *ui, const struct tile_look *look, struct ui_node *tile)
{
    if (look->stands) {
        tile->content = CONTENT_BADGE;
        tile->colour = UI_ACCENT;
        tile->mark_from = 20;
    } else {
        ui_icon_growing(ui, "check", 28, UI_ACCENT_INK);
    }
}

bool ui_tile(struct ui *ui, const struct ui_tile *tile)
{
    struct tile_look look = tile_look(ui, tile->height);
    struct ui_person person = {tile->key, tile->picture, tile->initials};
    struct ui_node *node = NULL;
    bool said = false;

    ui_push_id(ui, tile->key);
    ui_rove(ui);
    node = ui_node_open(ui, (struct ui_box){.flow = look.stands ? UI_COLUMN : UI_ROW,
                                            .gap = look.stands ? 12 : 16,
                                            .pad_x = 20,
                                            .pad_y = 16,
                                            .height = tile->height > 104 ? tile->height : 104,
                                            .radius = 20,
                                            .shadow = 1,
                                            .along = look.stands ? UI_CENTRE : UI_START,
                                            .fill = tile->chosen ? UI_ACCENT_TINT : UI_SURFACE});
    node->box.edge = tile->chosen ? UI_ACCENT : UI_NO_COLOUR;
    node->box.line = 3;
    said = ui_touch(ui, node, tile->name, ui_id(ui, tile->key));
    node->flags |= tile->chosen ? (unsigned)FLAG_CHOSEN : 0U;
    ui_next(ui, (struct ui_box){.across = UI_CENTRE});
    ui_avatar(ui, &person, look.avatar * (look.stands ? 1 : fminf(ui->frame.text, avatar_growth)));
    ui_next_grow(ui, look.stands ? 0 : 1);
    ui_open_column(ui, 2);
    tile_words(ui, tile, &look);
    ui_close(ui);
    if (tile->chosen) {
        tile_tick(ui, &look, node);
    }
    ui_close(ui);
    ui_pop_id(ui);
    return said;
}

bool ui_item(struct ui *ui, const struct ui_item *item)
{
    struct ui_node *node = NULL;
    bool said = false;

    ui_rove(ui);
    node = ui_node_open(
        ui, (struct ui_box){
                .flow = UI_ROW, .gap = 16, .pad_x = 12, .pad_y = 8, .height = 72, .radius = 16});
    node->box.fill = item->chosen ? UI_ACCENT_TINT : UI_NO_COLOUR;
    node->box.edge = item->chosen ? UI_ACCENT : UI_NO_COLOUR;
    said = ui_touch(ui, node, item->title, ui_id(ui, item->key));
    node->flags |= item->chosen ? (unsigned)FLAG_CHOSEN : 0U;
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
    if (item->chosen) {
        ui_icon_growing(ui, "check", 26, UI_ACCENT_INK);
    } else if (item->leads) {
        ui_icon_growing(ui, "chevron-right", 26, UI_INK_SOFT);
    }
    ui_close(ui);
    return said;
}

/* Words that stand alone have a card as large as those beside it. */
bool ui_answer(struct ui *ui, const struct ui_answer *answer)
{
    struct ui_type type = ui_type_of(UI_TITLE);
    bool chosen = answer->chosen;
    float pad = answer->snug || ui->frame.text > 1.2F ? 8 : 16; /* large words want the room */
    bool has_picture = answer->picture != NULL && answer->picture[0] != '\0';
    float most = answer->most > 0 ? answer->most : 176;
    struct ui_node *node =
        ui_node_open(ui, (struct ui_box){.flow = answer->wide ? UI_ROW : UI_COLUMN,
                                         .gap = answer->snug   ? 12
                                                : answer->wide ? 32
                                                               : 8,
                                         .pad = pad,
                                         .pad_x = answer->wide && !answer->snug ? 40 : pad,
                                         .width = UI_TARGET_PUPIL,
                                         .height = UI_TARGET_PUPIL,
                                         .radius = 32,
                                         .shadow = chosen ? 2 : 1,
                                         .along = answer->wide ? UI_START : UI_CENTRE,
                                         .across = UI_CENTRE});
    bool said = ui_touch(ui, node, answer->words, ui_id(ui, answer->words));

    node->box.fill = chosen ? UI_BLUE_TINT : UI_SURFACE;
    node->box.edge = chosen ? UI_BLUE : UI_EDGE;
    node->box.line = chosen ? 6 : 2;
    node->content = chosen ? CONTENT_BADGE : CONTENT_NONE;
    node->colour = UI_BLUE;
    node->flags |= FLAG_PUPIL | (answer->wide || !has_picture ? 0U : (unsigned)FLAG_EVEN);
    node->flags |= chosen ? (unsigned)FLAG_CHOSEN : 0U;
    type.colour = chosen ? UI_BLUE : UI_INK;
    if (has_picture) {
        ui_picture_between(ui, answer->picture, answer->least > 0 ? answer->least : most, most);
    }
    (void)ui_words(ui, type, answer->words, answer->wide ? UI_START : UI_CENTRE);
    ui_close(ui);
    return said;
}
