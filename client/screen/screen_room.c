/* The pupil room: one question, its pictures, and nothing else of the tablet.
 *
 * Looks like   dots for how far it goes; the question with its picture and the voice; the answers,
 *              all alike; below them I don't know, Not now and Next. Then what was said, read
 *              back. Then thanks. A small door for staff (screen_room_door.c).
 * Reads        view->room; form->passphrase while someone leaves.
 * Says         ROOM_… only.
 */
#include "screen_private.h"

static bool wants_large(const struct ui *ui)
{
    return ui_text_size(ui) > 1.2F;
}

static bool is_board_alone(const struct screen_room *r)
{
    return r->back_count == 1 && r->backs[0].column_count > 0;
}

/* Large words in a wide window: the question stands in the bar itself, between the ways out. */
static bool has_tall_top(const struct ui *ui, const struct screen_room *r)
{
    return wants_large(ui) && !is_upright(ui) &&
           (r->phase == ROOM_ASK ||
            (r->phase == ROOM_READ_BACK && (r->back_count > 1 || is_board_alone(r))));
}

/* So much was put into one column that the cards want all of the width. */
static float margin(const struct ui *ui, const struct screen_room *r)
{
    const struct screen_answer *columns = is_board_alone(r) ? r->backs[0].columns : r->answers;
    size_t count = is_board_alone(r) ? r->backs[0].column_count : r->answer_count;
    bool is_sorted = is_board_alone(r) || (r->way == INSTRUMENT_BOARD && !r->has_card);
    bool is_wide = is_sorted && room_board_is_wide(columns, count);

    return is_upright(ui) || wants_large(ui) || is_wide ? 24 : 96;
}

static void way_back(struct ui *ui, const struct screen_view *view, struct said *said)
{
    if (view->room.can_go_back) {
        say(said, ui_icon_button(ui, "arrow-left", word(view, WORD_ROOM_BACK)), INTENT_ROOM_BACK);
    }
}

static void door_of_staff(struct ui *ui, const struct screen_view *view, struct said *said)
{
    bool is_trial = view->room.is_trial;

    say(said,
        ui_button(ui, UI_QUIET, is_trial ? "x" : "lock",
                  word(view, is_trial ? WORD_ROOM_TRIAL_END : WORD_ROOM_STAFF)),
        INTENT_ROOM_LEAVE);
}

static void how_far(struct ui *ui, const struct screen_view *view)
{
    if (view->room.is_trial) {
        ui_pill(ui, UI_WAIT, "eye", word(view, WORD_ROOM_TRIAL));
    } else {
        ui_dots(ui, view->room.step, view->room.steps);
    }
}

static void top(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .pad_x = 24, .pad_y = 8});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .grow = 1});
    way_back(ui, view, said);
    ui_close(ui);
    how_far(ui, view);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .grow = 1, .along = UI_END});
    door_of_staff(ui, view, said);
    ui_close(ui);
    ui_close(ui);
}

/* Where there is much to choose from, or to sort, the question makes room: all of it shall be seen
 * at once, for who scans or cannot read will not look for what lies below. */
static bool is_full(const struct ui *ui, const struct screen_room *r)
{
    return !is_upright(ui) && r->phase == ROOM_ASK &&
           (r->answer_count > 5 || r->way == INSTRUMENT_BOARD);
}

static void card_open(struct ui *ui, bool full)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = wants_large(ui) ? 16 : 32,
                                .pad_x = wants_large(ui) ? 16 : 24,
                                .pad_y = full ? 12 : 24,
                                .radius = 32,
                                .shadow = 1,
                                .fill = UI_SURFACE,
                                .narrow = wants_large(ui) ? 0 : 560});
}

static void speaker(struct ui *ui, const struct screen_view *view, struct said *said)
{
    say(said, ui_speaker(ui, word(view, WORD_ROOM_SAY), view->room.is_speaking), INTENT_ROOM_SAY);
}

static float question_picture(const struct ui *ui, const struct screen_room *r)
{
    if (has_tall_top(ui, r)) {
        return 72;
    }
    return is_full(ui, r) || wants_large(ui) ? 88 : 128;
}

static void question(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    if (r->picture[0] != '\0') {
        ui_open_row(ui, 0); /* above the words, too, it is no wider than it is */
        ui_open(ui, (struct ui_box){.pad = 12, .radius = 24, .fill = UI_AMBER_TINT});
        ui_picture(ui, r->picture, question_picture(ui, r));
        ui_close(ui);
        ui_close(ui);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    if (r->is_practice) {
        ui_text(ui, UI_HEADING, word(view, r->tries_again ? WORD_ROOM_AGAIN : WORD_ROOM_PRACTISE));
    }
    ui_question(ui, r->question, r->mark_from, r->mark_size);
    if (r->way == INSTRUMENT_SEVERAL || r->way == INSTRUMENT_JOURNAL) {
        ui_text(ui, UI_HEADING, word(view, WORD_ROOM_SEVERAL));
    }
    ui_close(ui);
    speaker(ui, view, said);
}

static void you_said(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HUGE, word(view, WORD_ROOM_YOU_SAID));
    speaker(ui, view, said);
}

static void tall_top(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .pad_x = 24, .pad_y = 8});
    way_back(ui, view, said);
    ui_next_grow(ui, 1);
    if (view->room.phase == ROOM_ASK) {
        ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                    .gap = 20,
                                    .pad_x = 20,
                                    .pad_y = 4,
                                    .radius = 32,
                                    .shadow = 1,
                                    .fill = UI_SURFACE});
        question(ui, view, said);
    } else {
        ui_open_row(ui, 20);
        you_said(ui, view, said);
    }
    ui_close(ui);
    ui_open(ui, (struct ui_box){.gap = 8, .across = UI_CENTRE});
    door_of_staff(ui, view, said);
    how_far(ui, view);
    ui_close(ui);
    ui_close(ui);
}

/* On a tablet held upright four or five stand under one another, and in large words even two: side
 * by side the last would be cut off, or their words would be. */
static bool is_list(const struct ui *ui, const struct screen_room *r)
{
    return is_upright(ui) && r->answer_count > (wants_large(ui) ? 1 : 3) && r->answer_count <= 5;
}

/* Between which sizes the pictures may be: the fewer there are, the less they give way to words. */
static struct ui_answer picture_bounds(const struct ui *ui, const struct screen_room *r)
{
    struct ui_answer bounds = {.least = 136, .most = 176};

    if (r->answer_count > 5) {
        bounds.least = 56;
        bounds.most = 144;
    } else if (is_list(ui, r) || r->answer_count > 3) {
        bounds.least = r->answer_count > 3 ? 96 : 112;
        bounds.most = r->answer_count > 3 ? 136 : 176;
    }
    return bounds;
}

static struct ui_box answers_box(const struct ui *ui, const struct screen_room *r)
{
    struct ui_box box = {.flow = UI_ROW,
                         .gap = wants_large(ui) ? 12 : 24,
                         .grow = is_upright(ui) ? 0 : 1,
                         .height = is_upright(ui) ? 320 : 0,
                         .across = UI_STRETCH,
                         .narrow = 520};

    if (r->answer_count > 5) { /* lines of the same height, whatever the words */
        box.flow = UI_GRID;
        box.gap = wants_large(ui) ? 12 : 16;
        box.cell = wants_large(ui) ? 180 : 200;
        box.columns = is_upright(ui) ? 2 : 0; /* of eight none stands in a shorter line */
        box.height = 0;
    } else if (is_list(ui, r)) {
        box = (struct ui_box){.gap = 12};
    }
    return box;
}

static void answers(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    if (is_upright(ui)) {
        ui_spacer(ui);
    }
    ui_open(ui, answers_box(ui, r));
    for (size_t i = 0; i < r->answer_count; i++) {
        struct ui_answer answer = picture_bounds(ui, r);
        answer.words = r->answers[i].words;
        answer.picture = r->answers[i].picture;
        answer.chosen = r->answers[i].chosen;
        answer.snug = r->answer_count > 5;
        answer.wide = is_list(ui, r) || (answer.snug && is_upright(ui));
        ui_next_grow(ui, is_list(ui, r) ? 0 : 1);
        say_number(said, ui_answer(ui, &answer), INTENT_ROOM_ANSWER, (int64_t)i);
    }
    ui_close(ui);
    if (is_upright(ui)) {
        ui_spacer(ui);
    }
}

/* The words of a page stand in the foot, where the pictures above it need all the room. */
static bool has_foot_words(const struct ui *ui, const struct screen_room *r)
{
    return r->way == INSTRUMENT_JOURNAL && (wants_large(ui) || !is_upright(ui));
}

/* Of a page of the journal: for whoever has them. */
static void words(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    struct ui_field field = {
        .label = word(view, WORD_ROOM_PAGE),
        .hint = word(view, has_foot_words(ui, &view->room) ? WORD_ROOM_PAGE : WORD_ROOM_PAGE_HINT),
        .text = form->page,
        .room = sizeof(form->page),
        .bare = true,
        .prose = true};

    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_ROOM_WORDS);
}

/* A smaller answer, apart from the scale, as alike as the others. */
static bool apart(struct ui *ui, const char *picture, const char *words, bool chosen)
{
    bool pressed = ui_open_press(ui, words,
                                 (struct ui_box){.flow = UI_ROW,
                                                 .gap = 16,
                                                 .pad_x = 24,
                                                 .height = 128,
                                                 .radius = 28,
                                                 .shadow = 1,
                                                 .line = chosen ? 6 : 2,
                                                 .along = UI_CENTRE,
                                                 .fill = chosen ? UI_BLUE_TINT : UI_SURFACE,
                                                 .edge = chosen ? UI_BLUE : UI_EDGE});
    ui_picture(ui, picture, 72);
    ui_text_colour(ui, UI_HEADING, chosen ? UI_BLUE : UI_INK, words);
    if (chosen) {
        ui_icon(ui, "check", 32, UI_BLUE);
    }
    ui_close(ui);
    return pressed;
}

static void both_apart(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;
    bool fills = is_upright(ui) && wants_large(ui);

    ui_next_grow(ui, fills ? 1 : 0);
    say(said,
        apart(ui, r->is_plain ? DRAW_PLAIN "unsure" : "unsure", word(view, WORD_ROOM_UNSURE),
              r->unsure),
        INTENT_ROOM_UNSURE);
    ui_next_grow(ui, fills ? 1 : 0);
    say(said,
        apart(ui, r->is_plain ? DRAW_PLAIN "not-now" : "not-now", word(view, WORD_ROOM_NOT_NOW),
              r->not_now),
        INTENT_ROOM_NOT_NOW);
}

/* Next, behind the words of a page or alone. */
static void onward(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    if (has_foot_words(ui, &view->room)) {
        ui_next_grow(ui, 1);
        ui_open_column(ui, 0);
        words(ui, view, form, said);
        ui_close(ui);
    } else {
        ui_spacer(ui);
    }
    ui_next_disabled(ui, !view->room.is_answered);
    say(said, ui_button(ui, UI_PUPIL, "arrow-right", word(view, WORD_ROOM_NEXT)), INTENT_ROOM_NEXT);
}

/* Large words on a tablet held upright take two rows. */
static void below(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    const struct screen_room *r = &view->room;
    bool in_two = is_upright(ui) && wants_large(ui);

    ui_open(ui, (struct ui_box){.flow = in_two ? UI_COLUMN : UI_ROW,
                                .gap = in_two            ? 12
                                       : wants_large(ui) ? 16
                                                         : 24,
                                .pad_x = margin(ui, r),
                                .pad_y = 12,
                                .narrow = in_two ? 0 : 520,
                                .foot = true});
    if (in_two) {
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .across = UI_STRETCH});
        both_apart(ui, view, said);
        ui_close(ui);
        ui_open_row(ui, 16);
        onward(ui, view, form, said);
        ui_close(ui);
    } else {
        both_apart(ui, view, said);
        onward(ui, view, form, said);
    }
    ui_close(ui);
}

/* What was chosen, where it was more than one. */
static void pictures(struct ui *ui, const struct screen_back *back)
{
    if (back->column_count > 0) {
        room_board_back(ui, back);
    }
    if (back->picture_count < 2) {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (size_t i = 0; i < back->picture_count; i++) {
        ui_picture_between(ui, back->pictures[i], 56, 112);
    }
    ui_close(ui);
}

/* One answer alone: large, as it was when it was chosen. */
static void back_alone(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_back *back = &view->room.backs[0];

    ui_spacer(ui);
    card_open(ui, false);
    if (back->picture_count == 1) {
        ui_picture_between(ui, back->pictures[0], 136, 176);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 8);
    ui_text(ui, UI_HEADING, back->question);
    ui_text(ui, UI_HUGE, ui_format(ui, "%s %s", word(view, WORD_ROOM_YOU_SAID), back->said));
    pictures(ui, back);
    ui_close(ui);
    speaker(ui, view, said);
    ui_close(ui);
    ui_spacer(ui);
}

/* Several: a card each, and each is changed by a touch of it. */
static void back_card(struct ui *ui, const struct screen_view *view, const struct screen_back *back,
                      struct said *said)
{
    bool pressed = false;

    ui_push_name(ui, back->question);
    pressed = ui_open_press(ui, word(view, WORD_ROOM_CHANGE),
                            (struct ui_box){.flow = UI_ROW,
                                            .gap = 20,
                                            .pad_x = 20,
                                            .pad_y = 12,
                                            .height = UI_TARGET_PUPIL,
                                            .radius = 28,
                                            .shadow = 1,
                                            .fill = UI_SURFACE,
                                            .edge = UI_EDGE});
    say_number(said, pressed, INTENT_ROOM_CHANGE, back->number);
    if (back->picture_count == 1) {
        ui_picture_between(ui, back->pictures[0], 80, 128);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    ui_text(ui, UI_BODY, back->question);
    if (back->column_count == 0) {
        ui_text(ui, UI_TITLE, back->said);
    }
    pictures(ui, back);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.gap = 4, .across = UI_CENTRE});
    ui_icon(ui, "undo-2", 36, UI_INK);
    ui_text_centred(ui, UI_STRONG, word(view, WORD_ROOM_CHANGE));
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
}

static bool stands_in_twos(const struct ui *ui, const struct screen_room *r)
{
    for (size_t i = 0; i < r->back_count; i++) {
        if (r->backs[i].column_count > 0) {
            return false;
        }
    }
    return !is_upright(ui) && r->back_count > 2;
}

static void back_cards(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    if (!has_tall_top(ui, r)) {
        ui_open_row(ui, 24);
        you_said(ui, view, said);
        ui_close(ui);
    }
    if (is_board_alone(r)) {
        room_board_alone(ui, &r->backs[0]);
        return;
    }
    ui_open(ui,
            (struct ui_box){
                .flow = UI_GRID, .gap = 20, .cell = 200, .columns = stands_in_twos(ui, r) ? 2 : 1});
    for (size_t i = 0; i < r->back_count; i++) {
        back_card(ui, view, &r->backs[i], said);
    }
    ui_close(ui);
}

static void read_back(struct ui *ui, const struct screen_view *view, struct said *said)
{
    if (view->room.back_count == 1 && !is_board_alone(&view->room)) {
        back_alone(ui, view, said);
    } else {
        back_cards(ui, view, said);
    }
}

/* It stands at the foot, in reach however much was said. */
static void agree(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;
    bool upright = is_upright(ui);

    ui_open(ui, (struct ui_box){.flow = upright ? UI_COLUMN : UI_ROW,
                                .gap = upright ? 12 : 24,
                                .pad_x = margin(ui, r),
                                .pad_y = 12,
                                .foot = true});
    ui_next_grow(ui, upright ? 0 : 1);
    ui_text(ui, UI_TITLE, word(view, WORD_ROOM_RIGHT));
    ui_open_row(ui, 24);
    if (r->back_count == 1) {
        say_number(said, ui_button(ui, UI_PUPIL, "undo-2", word(view, WORD_ROOM_CHANGE)),
                   INTENT_ROOM_CHANGE, r->backs[0].number);
    }
    say(said, ui_button(ui, UI_PUPIL, "check", word(view, WORD_ROOM_YES)), INTENT_ROOM_DONE);
    ui_close(ui);
    ui_close(ui);
}

static void thanks(struct ui *ui, const struct screen_view *view)
{
    ui_spacer(ui);
    ui_open(ui, (struct ui_box){.gap = 32, .across = UI_CENTRE});
    ui_icon(ui, "circle-check", 128, UI_ACCENT);
    ui_text_centred(ui, UI_HUGE, word(view, WORD_ROOM_THANKS));
    ui_close(ui);
    ui_spacer(ui);
}

static void ask(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                struct said *said)
{
    if (view->room.way == INSTRUMENT_BOARD) {
        room_board(ui, view, said);
    } else {
        answers(ui, view, said);
    }
    if (view->room.way == INSTRUMENT_JOURNAL && !has_foot_words(ui, &view->room)) {
        words(ui, view, form, said);
    }
}

static float room_gap(const struct ui *ui, const struct screen_room *r)
{
    return r->phase != ROOM_ASK || is_full(ui, r) || wants_large(ui) ? 16 : 24;
}

struct said screen_room(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    enum screen_room_phase phase = view->room.phase;

    page_open(ui);
    if (has_tall_top(ui, &view->room)) {
        tall_top(ui, view, &said);
    } else if (phase != ROOM_LEAVING) {
        top(ui, view, &said);
    }
    /* Each question starts at its top, wherever the last one was left. */
    ui_open_scroll(ui, ui_format(ui, "room-%d-%d", (int)phase, view->room.step),
                   (struct ui_box){.grow = 1,
                                   .gap = room_gap(ui, &view->room),
                                   .pad_x = margin(ui, &view->room),
                                   .pad_y = has_tall_top(ui, &view->room) ? 16 : 8,
                                   .fits = true,
                                   .across = phase == ROOM_LEAVING ? UI_CENTRE : UI_AUTO});
    if (phase == ROOM_ASK) {
        if (!has_tall_top(ui, &view->room)) {
            card_open(ui, is_full(ui, &view->room) || wants_large(ui));
            question(ui, view, &said);
            ui_close(ui);
        }
        ask(ui, view, form, &said);
    } else if (phase == ROOM_READ_BACK) {
        read_back(ui, view, &said);
    } else if (phase == ROOM_THANKS) {
        thanks(ui, view);
    } else {
        room_door(ui, view, form, &said);
    }
    ui_close(ui);
    if (phase == ROOM_ASK) {
        below(ui, view, form, &said);
    } else if (phase == ROOM_READ_BACK) {
        agree(ui, view, &said);
    }
    page_close(ui, view, &said);
    return said;
}
