/* The pupil room: one question, its pictures, and nothing else of the tablet.
 *
 * Looks like   dots for how far it goes; the question with its picture and the voice; the answers,
 *              all alike; below them I don't know, Not now and Next. Then what was said, read
 *              back. Then thanks. A small door for staff, which asks for the passphrase.
 * Reads        view->room; form->passphrase while someone leaves.
 * Says         ROOM_… only.
 */
#include "screen_private.h"

static void top(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .pad_x = 24, .pad_y = 16});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .grow = 1});
    if (r->step > 0 && r->phase != ROOM_THANKS) {
        say(said, ui_icon_button(ui, "arrow-left", word(view, WORD_ROOM_BACK)), INTENT_ROOM_BACK);
    }
    ui_close(ui);
    ui_dots(ui, r->step, r->steps);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .grow = 1, .along = UI_END});
    say(said, ui_button(ui, UI_QUIET, "lock", word(view, WORD_ROOM_STAFF)), INTENT_ROOM_LEAVE);
    ui_close(ui);
    ui_close(ui);
}

static void card_open(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 32,
                                .pad = 24,
                                .radius = 32,
                                .shadow = 1,
                                .fill = UI_SURFACE,
                                .narrow = 560});
}

static void question(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    card_open(ui);
    if (r->picture[0] != '\0') {
        ui_open(ui, (struct ui_box){.pad = 12, .radius = 24, .fill = UI_AMBER_TINT});
        ui_picture(ui, r->picture, 128);
        ui_close(ui);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    if (r->is_practice) {
        ui_text(ui, UI_HEADING, word(view, r->tries_again ? WORD_ROOM_AGAIN : WORD_ROOM_PRACTISE));
    }
    ui_question(ui, r->question, r->mark_from, r->mark_size);
    ui_close(ui);
    say(said, ui_speaker(ui, word(view, WORD_ROOM_SAY), r->is_speaking), INTENT_ROOM_SAY);
    ui_close(ui);
}

static void answers(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    if (is_narrow(ui)) {
        ui_spacer(ui);
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 24,
                                .grow = is_narrow(ui) ? 0 : 1,
                                .height = is_narrow(ui) ? 320 : 0,
                                .across = UI_STRETCH,
                                .narrow = 520});
    for (size_t i = 0; i < r->answer_count; i++) {
        struct ui_answer answer = {.words = r->answers[i].words,
                                   .picture = r->answers[i].picture,
                                   .chosen = r->answers[i].chosen,
                                   .size = r->answer_count > 3 ? 136 : 0};
        ui_next_grow(ui, 1);
        say_number(said, ui_answer(ui, &answer), INTENT_ROOM_ANSWER, (int64_t)i);
    }
    ui_close(ui);
    if (is_narrow(ui)) {
        ui_spacer(ui);
    }
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

static void below(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 24, .narrow = 700});
    say(said, apart(ui, "unsure", word(view, WORD_ROOM_UNSURE), r->unsure), INTENT_ROOM_UNSURE);
    say(said, apart(ui, "not-now", word(view, WORD_ROOM_NOT_NOW), r->not_now), INTENT_ROOM_NOT_NOW);
    ui_spacer(ui);
    ui_next_disabled(ui, r->chosen < 0);
    say(said, ui_button(ui, UI_PUPIL, "arrow-right", word(view, WORD_ROOM_NEXT)), INTENT_ROOM_NEXT);
    ui_close(ui);
}

static void read_back(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    card_open(ui);
    if (r->said_picture[0] != '\0') {
        ui_picture(ui, r->said_picture, 176);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 8);
    ui_text(ui, UI_HEADING, r->question);
    ui_text(ui, UI_HUGE, ui_format(ui, "%s %s", word(view, WORD_ROOM_YOU_SAID), r->said));
    ui_close(ui);
    say(said, ui_speaker(ui, word(view, WORD_ROOM_SAY), r->is_speaking), INTENT_ROOM_SAY);
    ui_close(ui);
    ui_spacer(ui);
    ui_text_centred(ui, UI_TITLE, word(view, WORD_ROOM_RIGHT));
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 32, .along = UI_CENTRE, .narrow = 560});
    say(said, ui_button(ui, UI_PUPIL, "undo-2", word(view, WORD_ROOM_CHANGE)), INTENT_ROOM_BACK);
    say(said, ui_button(ui, UI_PUPIL, "check", word(view, WORD_ROOM_YES)), INTENT_ROOM_DONE);
    ui_close(ui);
    ui_spacer(ui);
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

static void help(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const char *words[] = {word(view, WORD_ROOM_HELP_1), word(view, WORD_ROOM_HELP_2),
                           word(view, WORD_ROOM_HELP_3)};
    int chosen = -1;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 480});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_STRONG, word(view, WORD_ROOM_HELP));
    chosen = ui_tabs(ui, words, 3, view->room.help - 1);
    say_number(said, chosen >= 0, INTENT_ROOM_HELP, (int64_t)chosen + 1);
    ui_close(ui);
}

static void door(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 480});
    say(said, ui_button(ui, UI_SECONDARY, "arrow-left", word(view, WORD_ROOM_STAY)),
        INTENT_ROOM_STAY);
    say(said, ui_button(ui, UI_SECONDARY, "lock", word(view, WORD_LOCK)), INTENT_LOCK);
    ui_next_grow(ui, 1);
    ui_next_disabled(ui, r->busy || r->wait_s > 0);
    say(said,
        ui_button(ui, UI_PRIMARY, "lock-open",
                  word(view, r->busy ? WORD_UNLOCK_WORKING : WORD_ROOM_LEAVE_GO)),
        INTENT_ROOM_UNLOCK);
    ui_close(ui);
}

static void leaving(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                    struct said *said)
{
    const struct screen_room *r = &view->room;
    const char *wait = word_with(ui, view, WORD_UNLOCK_WAIT, ui_format(ui, "%d", r->wait_s), NULL);

    ui_open(ui, (struct ui_box){.gap = 12,
                                .pad_x = 32,
                                .pad_y = 24,
                                .width = 620,
                                .max_width = 720,
                                .radius = 28,
                                .shadow = 1,
                                .fill = UI_SURFACE});
    ui_text(ui, UI_TITLE, word(view, WORD_ROOM_LEAVE));
    ui_text(ui, UI_BODY, word_with(ui, view, WORD_ROOM_LEAVE_LEAD, r->staff, NULL));
    if (r->is_saved) {
        help(ui, view, said);
    }
    say(said, secret_field(ui, word(view, WORD_UNLOCK_PASSPHRASE), form), INTENT_ROOM_UNLOCK);
    if (r->wait_s > 0 && !r->busy) {
        (void)ui_banner(ui, UI_CARE, wait, NULL);
    } else if (r->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, r->fault, NULL);
    }
    door(ui, view, said);
    ui_close(ui);
}

struct said screen_room(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    enum screen_room_phase phase = view->room.phase;

    page_open(ui);
    if (phase != ROOM_LEAVING) {
        top(ui, view, &said);
    }
    /* Each question starts at its top, wherever the last one was left. */
    ui_open_scroll(ui, ui_format(ui, "room-%d-%s", (int)phase, view->room.question),
                   (struct ui_box){.grow = 1,
                                   .gap = 24,
                                   .pad_x = is_narrow(ui) ? 24 : 96,
                                   .pad_y = 8,
                                   .across = phase == ROOM_LEAVING ? UI_CENTRE : UI_AUTO});
    if (phase == ROOM_ASK) {
        question(ui, view, &said);
        answers(ui, view, &said);
        below(ui, view, &said);
        ui_gap(ui, 8);
    } else if (phase == ROOM_READ_BACK) {
        read_back(ui, view, &said);
    } else if (phase == ROOM_THANKS) {
        thanks(ui, view);
    } else {
        leaving(ui, view, form, &said);
    }
    ui_close(ui);
    page_close(ui, view, &said);
    return said;
}
