/* The sorting board: a picture in the hand, and the columns that take it.
 *
 * Looks like   while a card is in the hand, each column is one large thing to touch, with what lies
 *              in it drawn small; once all lie somewhere, each card can be taken up again. By tap
 *              and tap: nothing is ever dragged.
 * Reads        view->room.
 * Says         ROOM_ANSWER, ROOM_CARD.
 */
#include "screen_private.h"

/* One that is not there leaves no empty place: its words stand alone. */
static void show_picture(struct ui *ui, const char *picture, float size)
{
    if (picture[0] != '\0') {
        ui_picture(ui, picture, size);
    }
}

static void small_cards(struct ui *ui, const struct screen_answer *column)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .along = UI_CENTRE});
    for (size_t i = 0; i < column->card_count; i++) {
        show_picture(ui, column->cards[i].picture, 56);
        if (column->cards[i].picture[0] == '\0') {
            ui_text_centred(ui, UI_STRONG, column->cards[i].words);
        }
    }
    ui_close(ui);
}

/* Filled from its top down, so that what a pupil aims at does not move as cards are put into it. */
static bool open_column(struct ui *ui, const struct screen_answer *column)
{
    bool pressed = ui_open_press(ui, column->words,
                                 (struct ui_box){.gap = 12,
                                                 .pad = 24,
                                                 .height = is_upright(ui) ? 420 : 264,
                                                 .radius = 28,
                                                 .shadow = 1,
                                                 .across = UI_CENTRE,
                                                 .fill = UI_SURFACE,
                                                 .edge = UI_EDGE});
    show_picture(ui, column->picture, 96);
    ui_text_centred(ui, UI_TITLE, column->words);
    small_cards(ui, column);
    ui_close(ui);
    return pressed;
}

/* A card that can be taken up again. */
static bool placed(struct ui *ui, const struct screen_sorted *card)
{
    bool pressed = ui_open_press(ui, card->words,
                                 (struct ui_box){.gap = 4,
                                                 .pad = 8,
                                                 .width = UI_TARGET_PUPIL,
                                                 .height = UI_TARGET_PUPIL,
                                                 .radius = 20,
                                                 .shadow = 1,
                                                 .along = UI_CENTRE,
                                                 .across = UI_CENTRE,
                                                 .fill = UI_SURFACE,
                                                 .edge = UI_EDGE});
    show_picture(ui, card->picture, 64);
    ui_text_centred(ui, UI_STRONG, card->words);
    ui_close(ui);
    return pressed;
}

static void full_column(struct ui *ui, const struct screen_answer *column, struct said *said)
{
    ui_open(ui, (struct ui_box){.gap = 12, .pad = 12, .radius = 28, .fill = UI_SUNK});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .along = UI_CENTRE});
    show_picture(ui, column->picture, 48);
    ui_text(ui, UI_HEADING, column->words);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 12, .cell = UI_TARGET_PUPIL});
    for (size_t i = 0; i < column->card_count; i++) {
        say_number(said, placed(ui, &column->cards[i]), INTENT_ROOM_CARD, column->cards[i].number);
    }
    ui_close(ui);
    ui_close(ui);
}

void room_board(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 24,
                                .grow = is_upright(ui) ? 0 : 1,
                                .across = UI_STRETCH,
                                .narrow = 520});
    for (size_t i = 0; i < r->answer_count; i++) {
        ui_next_grow(ui, 1);
        if (r->has_card) {
            say_number(said, open_column(ui, &r->answers[i]), INTENT_ROOM_ANSWER, (int64_t)i);
        } else {
            full_column(ui, &r->answers[i], said);
        }
    }
    ui_close(ui);
}

void room_board_back(struct ui *ui, const struct screen_back *back)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 24, .across = UI_START, .narrow = 400});
    for (size_t i = 0; i < back->column_count; i++) {
        const struct screen_answer *column = &back->columns[i];
        ui_next_grow(ui, 1);
        ui_open_column(ui, 12);
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
        show_picture(ui, column->picture, 48);
        ui_text(ui, UI_HEADING, column->words);
        ui_close(ui);
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
        for (size_t c = 0; c < column->card_count; c++) {
            ui_open(ui, (struct ui_box){.gap = 4, .width = 96, .across = UI_CENTRE});
            show_picture(ui, column->cards[c].picture, 64);
            ui_text_centred(ui, UI_SMALL_STRONG, column->cards[c].words);
            ui_close(ui);
        }
        ui_close(ui);
        ui_close(ui);
    }
    ui_close(ui);
}
