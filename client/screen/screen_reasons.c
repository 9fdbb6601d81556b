/* Why a record is taken out: a sheet. It stays in the history with the reason. */
#include "screen_private.h"

void reasons_sheet(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    struct ui_field field = {.label = word(view, WORD_REASON_OWN),
                             .text = form->own_word,
                             .room = sizeof(form->own_word)};

    say_number(said, ui_open_sheet(ui, word(view, WORD_REASON_TITLE), 720), INTENT_SHEET,
               SHEET_NONE);
    sheet_fault(ui, view);
    ui_text(ui, UI_BODY, word(view, WORD_REASON_LEAD));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (int i = 0; i < 3; i++) {
        say_number(said, ui_chip(ui, word(view, (enum word)(WORD_REASON_1 + i)), false),
                   INTENT_TAKE_OUT, i);
    }
    ui_close(ui);
    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
    ui_next(ui, (struct ui_box){.across = UI_END});
    ui_next_disabled(ui, form->own_word[0] == '\0');
    ui_push_id(ui, word(view, WORD_REASON_OWN));
    say_number(said, ui_button(ui, UI_PRIMARY, "trash-2", word(view, WORD_REASON_GO)),
               INTENT_TAKE_OUT, -1);
    ui_pop_id(ui);
    ui_close(ui);
}
