/* The sorting board: a picture in the hand, and the columns that take it.
 *
 * Looks like   while a card is in the hand, each column is one large thing to touch, with what lies
 *              in it drawn small; once all lie somewhere, each card can be taken up again. By tap
 *              and tap: nothing is ever dragged. On a tablet held upright the columns are bands,
 *              one below the other, for three side by side would leave no room for words.
 *              Whatever was put where, all cards are of one size: a column that holds more of them
 *              is wider, so that none lies out of sight below the others.
 * Reads        view->room.
 * Says         ROOM_ANSWER, ROOM_CARD.
 */
#include "screen_private.h"

enum {
    CARDS_APART = 12,
    ROW_MOST = 6,      /* cards side by side in all columns together, before there are two rows */
    BAND_MOST = 3,     /* cards side by side in a band */
    BAND_MANY_MOST = 4 /* where there are more than MANY_CARDS */
};
enum { MANY_CARDS = 9 };

/* One that is not there leaves no empty place: its words stand alone. */
static void show_picture(struct ui *ui, const char *picture, float least, float most)
{
    if (picture[0] != '\0') {
        ui_picture_between(ui, picture, least, most);
    }
}

static void small_cards(struct ui *ui, const struct screen_answer *column)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8, .along = UI_CENTRE});
    for (size_t i = 0; i < column->card_count; i++) {
        show_picture(ui, column->cards[i].picture, 48, 64);
        if (column->cards[i].picture[0] == '\0') {
            ui_text_centred(ui, UI_STRONG, column->cards[i].words);
        }
    }
    ui_close(ui);
}

/* Filled from its top down, or from its left, so that what a pupil aims at does not move as cards
 * are put into it. */
static bool open_column(struct ui *ui, const struct screen_answer *column)
{
    bool upright = is_upright(ui);
    bool pressed = ui_open_press(ui, column->words,
                                 (struct ui_box){.flow = upright ? UI_ROW : UI_COLUMN,
                                                 .gap = upright ? 24 : 12,
                                                 .pad = upright ? 20 : 24,
                                                 .height = upright ? 184 : 264,
                                                 .radius = 28,
                                                 .shadow = 1,
                                                 .across = UI_CENTRE,
                                                 .fill = UI_SURFACE,
                                                 .edge = UI_EDGE});
    show_picture(ui, column->picture, 72, 120);
    ui_next_grow(ui, upright ? 1 : 0);
    if (upright) {
        ui_text(ui, UI_TITLE, column->words);
    } else {
        ui_text_centred(ui, UI_TITLE, column->words);
    }
    ui_next_grow(ui, upright ? 1 : 0);
    small_cards(ui, column);
    ui_close(ui);
    return pressed;
}

/* A card that can be taken up again, or that is only read back. */
static bool placed(struct ui *ui, const struct screen_sorted *card, bool can_move)
{
    struct ui_box box = {.gap = 4,
                         .pad = 8,
                         .width = UI_TARGET_PUPIL,
                         .height = UI_TARGET_PUPIL,
                         .radius = 20,
                         .along = UI_CENTRE,
                         .across = UI_CENTRE,
                         .fill = UI_SURFACE};
    bool pressed = false;

    if (can_move) {
        box.shadow = 1;
        box.edge = UI_EDGE;
        pressed = ui_open_press(ui, card->words, box);
    } else {
        ui_open(ui, box);
    }
    show_picture(ui, card->picture, 48, 112);
    ui_text_centred(ui, UI_STRONG, card->words);
    ui_close(ui);
    return pressed;
}

static int columns_for(size_t cards, int rows)
{
    int count = ((int)cards + rows - 1) / rows;

    return count > 1 ? count : 1;
}

/* How many cards lie side by side in each column, where these stand side by side: as many as in
 * the others, unless there would be no room for it. */
static void count_columns(const struct screen_answer *columns, size_t count, int out[])
{
    int rows = 0;
    int sum = 0;
    int most = 0;

    do {
        rows++;
        sum = 0;
        most = 0;
        for (size_t i = 0; i < count; i++) {
            out[i] = columns_for(columns[i].card_count, rows);
            sum += out[i];
            most = out[i] > most ? out[i] : most;
        }
    } while (sum > ROW_MOST && rows < 2);
    for (size_t i = 0; i < count && most * (int)count <= ROW_MOST; i++) {
        out[i] = most;
    }
}

bool room_board_is_wide(const struct screen_answer *columns, size_t count)
{
    int wide[INSTRUMENT_CHOICES_MOST] = {0};
    int sum = 0;

    CHECK(count <= INSTRUMENT_CHOICES_MOST);
    count_columns(columns, count, wide);
    for (size_t i = 0; i < count; i++) {
        sum += wide[i];
    }
    return sum > ROW_MOST;
}

static void count_bands(const struct screen_answer *columns, size_t count, int out[])
{
    size_t all = 0;

    for (size_t i = 0; i < count; i++) {
        all += columns[i].card_count;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = all > MANY_CARDS ? BAND_MANY_MOST : BAND_MOST;
    }
}

static void column_name(struct ui *ui, const struct screen_answer *column, int columns)
{
    bool upright = is_upright(ui);

    ui_open(ui, (struct ui_box){.flow = upright ? UI_COLUMN : UI_ROW,
                                .gap = upright || columns == 1 ? 4 : 12,
                                .pad = upright ? 4 : 0,
                                .width = upright ? 176 : 0,
                                .max_width = upright ? 176 : 0,
                                .narrow = upright ? 0 : 240,
                                .along = UI_CENTRE,
                                .across = UI_CENTRE});
    show_picture(ui, column->picture, 48, 56);
    if (upright) {
        ui_text_centred(ui, UI_STRONG, column->words);
    } else {
        ui_text(ui, UI_STRONG, column->words);
    }
    ui_close(ui);
}

/* Its room around the cards is half of what lies between them: so all cards come out alike. said
 * NULL: it is only read back. */
static void full_column(struct ui *ui, const struct screen_answer *column, int columns,
                        struct said *said)
{
    bool upright = is_upright(ui);

    ui_next_grow(ui, upright ? 0 : (float)columns);
    ui_open(ui, (struct ui_box){.flow = upright ? UI_ROW : UI_COLUMN,
                                .gap = upright ? CARDS_APART : 8,
                                .pad = (float)CARDS_APART / 2,
                                .radius = 28,
                                .fill = UI_SUNK});
    column_name(ui, column, columns);
    ui_next_grow(ui, upright ? 1 : 0);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = CARDS_APART, .columns = columns});
    for (size_t i = 0; i < column->card_count; i++) {
        if (placed(ui, &column->cards[i], said != NULL)) {
            say_number(said, true, INTENT_ROOM_CARD, column->cards[i].number);
        }
    }
    ui_close(ui);
    ui_close(ui);
}

/* What takes the card in the hand: each is as large as the others. */
static void open_columns(struct ui *ui, const struct screen_room *r, struct said *said)
{
    bool upright = is_upright(ui);

    ui_open(ui, (struct ui_box){.flow = upright ? UI_GRID : UI_ROW,
                                .columns = 1,
                                .gap = upright ? 16 : 24,
                                .grow = upright ? 0 : 1,
                                .across = UI_STRETCH});
    for (size_t i = 0; i < r->answer_count; i++) {
        ui_next_grow(ui, 1);
        say_number(said, open_column(ui, &r->answers[i]), INTENT_ROOM_ANSWER, (int64_t)i);
    }
    ui_close(ui);
}

static void full_columns(struct ui *ui, const struct screen_answer *columns, size_t count,
                         struct said *said)
{
    bool upright = is_upright(ui);
    int wide[INSTRUMENT_CHOICES_MOST] = {0};

    CHECK(count <= INSTRUMENT_CHOICES_MOST);
    if (upright) {
        count_bands(columns, count, wide);
    } else {
        count_columns(columns, count, wide);
    }
    ui_open(ui, (struct ui_box){.flow = upright ? UI_COLUMN : UI_ROW,
                                .gap = 16,
                                .grow = upright ? 0 : 1,
                                .across = UI_STRETCH});
    for (size_t i = 0; i < count; i++) {
        full_column(ui, &columns[i], wide[i], said);
    }
    ui_close(ui);
}

void room_board(struct ui *ui, const struct screen_view *view, struct said *said)
{
    if (view->room.has_card) {
        open_columns(ui, &view->room, said);
    } else {
        full_columns(ui, view->room.answers, view->room.answer_count, said);
    }
}

/* It alone was answered: as it was when the last card was put down. */
void room_board_alone(struct ui *ui, const struct screen_back *back)
{
    full_columns(ui, back->columns, back->column_count, NULL);
}

void room_board_back(struct ui *ui, const struct screen_back *back)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 24, .across = UI_START, .narrow = 400});
    for (size_t i = 0; i < back->column_count; i++) {
        const struct screen_answer *column = &back->columns[i];
        ui_next_grow(ui, 1);
        ui_open_column(ui, 12);
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
        show_picture(ui, column->picture, 48, 56);
        ui_text(ui, UI_HEADING, column->words);
        ui_close(ui);
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
        for (size_t c = 0; c < column->card_count; c++) {
            ui_open(ui, (struct ui_box){.gap = 4, .width = 96, .across = UI_CENTRE});
            show_picture(ui, column->cards[c].picture, 56, 72);
            ui_text_centred(ui, UI_SMALL_STRONG, column->cards[c].words);
            ui_close(ui);
        }
        ui_close(ui);
        ui_close(ui);
    }
    ui_close(ui);
}
