/* Class, the home screen: who is here, and how long since each was last observed.
 *
 * Looks like   the group, sync and lock at the top; search and order; the pupils' cards; a bar at
 *              the foot while several are being chosen.
 * Reads        view->class, view->bar; form->search.
 * Says         OPEN_OBSERVE, SHEET, PICK_GROUP, ORDER, SELECT_MODE, SELECT, OBSERVE_CHOSEN, and
 *              what the bar says.
 */
#include "screen_private.h"

static void bar(struct ui *ui, const struct screen_view *view, struct said *said)
{
    bool pressed = false;

    top_open(ui);
    pressed = ui_open_press(
        ui, word(view, WORD_CLASS_GROUPS),
        (struct ui_box){.flow = UI_ROW, .gap = 12, .height = 64, .radius = 16, .grow = 1});
    ui_open_column(ui, -3);
    ui_text_title(ui, is_tight(ui) ? UI_HEADING : UI_TITLE, view->class.group);
    ui_text(ui, UI_SMALL, view->bar.staff);
    ui_close(ui);
    ui_icon(ui, "chevron-down", 28 * ui_text_size(ui), UI_ACCENT_INK);
    ui_close(ui);
    say_number(said, pressed, INTENT_SHEET, SHEET_GROUPS);
    top_state(ui, view, said);
    ui_close(ui);
}

static void tools(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    const struct screen_class *c = &view->class;
    const char *orders[] = {word(view, WORD_CLASS_LEAST), word(view, WORD_CLASS_BY_NAME)};
    struct ui_field search = {.label = word(view, WORD_CLASS_SEARCH),
                              .hint = word(view, WORD_CLASS_SEARCH),
                              .text = form->search,
                              .room = sizeof(form->search),
                              .bare = true};
    int order = 0;

    ui_open(ui,
            (struct ui_box){
                .flow = is_narrow(ui) ? UI_COLUMN : UI_ROW, .gap = 12, .pad_x = 24, .pad_y = 16});
    ui_next(ui,
            (struct ui_box){.grow = is_narrow(ui) ? 0 : 1, .max_width = is_narrow(ui) ? 0 : 296});
    say(said, ui_field(ui, &search) == UI_FIELD_CHANGED, INTENT_TYPED);
    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_WRAP : UI_ROW,
                                .gap = 12,
                                .grow = is_narrow(ui) ? 0 : 2});
    order = ui_tabs(ui, orders, 2, c->order);
    say_number(said, order >= 0, INTENT_ORDER, order);
    if (!is_narrow(ui)) {
        ui_spacer(ui);
    }
    if (!c->is_selecting) {
        say_number(said, ui_button(ui, UI_SECONDARY, "users", word(view, WORD_CLASS_SEVERAL)),
                   INTENT_SELECT_MODE, 1);
    }
    ui_close(ui);
    ui_close(ui);
}

/* Few pupils have large cards: all the room that the window has, up to a limit. The foot's room
 * stays free at all times: no card moves when several are chosen, and a toast covers none. */
static const float card_cell = 280, card_gap = 16;

static float card_height(const struct ui *ui, size_t count)
{
    float text = ui_text_size(ui);
    float columns = (ui_width(ui) - 48 + card_gap) / (card_cell * text + card_gap);
    size_t a_line = columns < 1 ? 1 : (size_t)columns;
    size_t line_count = count == 0 ? 1 : (count + a_line - 1) / a_line;
    float lines = (float)line_count;
    float bars = 88 + 96 + 32 + (is_narrow(ui) ? 76 * text : 0) + 88;
    float height = (ui_height(ui) - bars - card_gap * (lines - 1)) / lines;

    return height < (float)UI_TILE_MOST ? height : (float)UI_TILE_MOST;
}

static void nobody(struct ui *ui, const struct screen_view *view, const struct screen_form *form)
{
    static const enum word says[2][2] = {
        {WORD_CLASS_EMPTY,  WORD_CLASS_NOBODY },
        {WORD_CLASS_NO_ONE, WORD_CLASS_NO_SUCH}
    };
    static const enum word why[2][2] = {
        {WORD_CLASS_EMPTY_WHY,  WORD_CLASS_NOBODY_WHY },
        {WORD_CLASS_NO_ONE_WHY, WORD_CLASS_NO_SUCH_WHY}
    };
    bool is_searched = form->search[0] != '\0';
    bool is_everyone = view->class.is_everyone;

    ui_open_scroll(ui, "cards", (struct ui_box){.grow = 1, .pad_x = 24, .pad_y = 8});
    if (!view->class.is_coming) {
        empty_note(ui, is_searched ? "search" : "users", word(view, says[is_everyone][is_searched]),
                   word(view, why[is_everyone][is_searched]));
    }
    ui_close(ui);
}

static void cards(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_class *c = &view->class;
    float height = card_height(ui, c->card_count);
    struct ui_list list = {.key = ui_format(ui, "cards-%d", view->listing),
                           .count = (int)c->card_count,
                           .cell = card_cell,
                           .row = height > 104 ? height : 104,
                           .gap = card_gap,
                           .pad_x = 24,
                           .pad_y = 8,
                           .foot = 16,
                           .max_width = (float)c->card_count * 420};
    struct ui_range range = ui_open_list(ui, &list);

    for (int i = range.from; i < range.to; i++) {
        const struct screen_card *card = &c->cards[i];
        struct ui_tile tile = {.key = card->key,
                               .name = card->name,
                               .sub = card->since,
                               .picture = card->picture,
                               .initials = card->initials,
                               .badge = card->has_draft ? word(view, WORD_CLASS_DRAFT) : NULL,
                               .mood = UI_WAIT,
                               .chosen = card->chosen,
                               .height = height};
        say_id(said, ui_tile(ui, &tile), c->is_selecting ? INTENT_SELECT : INTENT_OPEN_OBSERVE,
               &card->id);
    }
    ui_close_list(ui);
}

/* Where there is little room a button is its icon; one name serves both. */
static bool foot_button(struct ui *ui, bool is_small, const char *icon, const char *words)
{
    return is_small ? ui_icon_button(ui, icon, words) : ui_button(ui, UI_SECONDARY, icon, words);
}

static void foot(struct ui *ui, const struct screen_view *view, struct said *said)
{
    size_t count = view->class.chosen_count;
    bool is_small = ui_width(ui) < 700 * ui_text_size(ui);

    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_WRAP : UI_ROW,
                                .gap = is_narrow(ui) ? 8 : 16,
                                .pad_x = 24,
                                .pad_y = 12,
                                .fill = UI_SURFACE,
                                .shadow = 2,
                                .foot = true});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HEADING,
            count == 0 ? word(view, WORD_CLASS_CHOOSE)
                       : word_with(ui, view, WORD_CLASS_CHOSEN, ui_format(ui, "%zu", count), NULL));
    say_number(said, foot_button(ui, is_narrow(ui), "x", word(view, WORD_CLASS_STOP)),
               INTENT_SELECT_MODE, 0);
    ui_next_disabled(ui, count == 0); /* one too many is said, not greyed out */
    say(said, foot_button(ui, is_small, "timer", word(view, WORD_INTERVAL_COUNT)),
        INTENT_OPEN_INTERVAL);
    ui_next_grow(ui, is_narrow(ui) ? 1 : 0);
    ui_next_disabled(ui, count == 0);
    say(said, ui_button(ui, UI_PRIMARY, "pencil", word(view, WORD_CLASS_TOGETHER)),
        INTENT_OBSERVE_CHOSEN);
    ui_close(ui);
}

static void groups(struct ui *ui, const struct screen_view *view, struct said *said)
{
    static const struct id everyone = {""};
    const struct screen_class *c = &view->class;
    struct ui_item all = {.key = "everyone",
                          .title = word(view, WORD_CLASS_EVERYONE),
                          .icon = "school",
                          .leads = true,
                          .chosen = c->is_everyone};

    say_number(said, ui_open_sheet(ui, word(view, WORD_CLASS_GROUPS), 760), INTENT_SHEET,
               SHEET_NONE);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 8, .cell = 300});
    say_id(said, ui_item(ui, &all), INTENT_PICK_GROUP, &everyone);
    for (size_t i = 0; i < c->group_count; i++) {
        struct ui_item item = {.key = c->groups[i].key,
                               .title = c->groups[i].name,
                               .sub = c->groups[i].sub,
                               .icon = "users",
                               .leads = true,
                               .chosen = c->groups[i].chosen};
        say_id(said, ui_item(ui, &item), INTENT_PICK_GROUP, &c->groups[i].id);
    }
    ui_close(ui);
    ui_close(ui);
}

struct said screen_class(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();

    page_open(ui);
    bar(ui, view, &said);
    tools(ui, view, form, &said);
    if (view->class.card_count == 0) {
        nobody(ui, view, form);
    } else {
        cards(ui, view, &said);
    }
    if (view->class.is_selecting) {
        foot(ui, view, &said);
    }
    page_close(ui, view, &said);
    if (view->sheet == SHEET_GROUPS) {
        groups(ui, view, &said);
    }
    return said;
}
