/* The sheet on which an adult chooses what the pupil will be asked.
 *
 * Looks like   a row each, with its picture and what it is about; above them whether to practise.
 * Reads        view->offers, view->skips_practice.
 * Says         ROOM_OPEN, PRACTISE, OPEN_PROFILE, OPEN_CLIPS.
 */
#include "screen_private.h"

static void offer(struct ui *ui, const struct screen_offer *one, struct said *said)
{
    bool pressed = false;

    ui_push_id(ui, one->key);
    pressed = ui_open_press(ui, one->sub[0] != '\0' ? one->sub : one->label,
                            (struct ui_box){.flow = UI_ROW,
                                            .gap = 16,
                                            .pad_x = 16,
                                            .pad_y = 12,
                                            .height = 88,
                                            .radius = 20,
                                            .fill = UI_SURFACE,
                                            .edge = UI_EDGE});
    if (one->picture[0] != '\0') {
        ui_picture(ui, one->picture, 56);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, one->label);
    if (one->sub[0] != '\0') {
        ui_text(ui, UI_SMALL, one->sub);
    }
    if (one->note[0] != '\0') {
        ui_text(ui, UI_SMALL, one->note);
    }
    ui_close(ui);
    ui_close(ui);
    if (pressed) {
        say_id(said, true, INTENT_ROOM_OPEN, &one->about);
        said->number = one->number;
    }
    ui_pop_id(ui);
}

void hand_over_sheet(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const char *ways[] = {word(view, WORD_HAND_OVER_PRACTISE), word(view, WORD_HAND_OVER_STRAIGHT)};
    const char *title = word_with(ui, view, WORD_HAND_OVER_TITLE, view->pupil.first, NULL);
    int chosen = -1;

    say_number(said, ui_open_sheet(ui, title, 860), INTENT_SHEET, SHEET_NONE);
    chosen = ui_tabs(ui, ways, 2, view->skips_practice ? 1 : 0);
    say_number(said, chosen >= 0, INTENT_PRACTISE, chosen == 0 ? 1 : 0);
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    say(said,
        ui_button(ui, UI_QUIET, "sliders-horizontal",
                  word_with(ui, view, WORD_PROFILE_TITLE, view->pupil.first, NULL)),
        INTENT_OPEN_PROFILE);
    say(said, ui_button(ui, UI_QUIET, "mic", word(view, WORD_CLIPS)), INTENT_OPEN_CLIPS);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 12, .cell = 320});
    for (size_t i = 0; i < view->offer_count; i++) {
        offer(ui, &view->offers[i], said);
    }
    ui_close(ui);
    ui_close(ui);
}
