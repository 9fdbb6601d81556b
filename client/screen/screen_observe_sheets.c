/* The sheet behind More: every word of one context, and a field for another. */
#include "screen_private.h"

#include <string.h>

static const enum word titles[CONTEXT_COUNT] = {WORD_OBSERVE_DOING, WORD_OBSERVE_PLACE,
                                                WORD_OBSERVE_WITH, WORD_OBSERVE_PROMPT};

static void own_word(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                     enum screen_context which, struct said *said)
{
    struct ui_field field = {.label = word(view, WORD_OBSERVE_OWN),
                             .hint = word(view, WORD_OBSERVE_OWN),
                             .text = form->own_word,
                             .room = sizeof(form->own_word),
                             .prose = true,
                             .bare = true};
    bool is_done = false;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
    ui_next_grow(ui, 1);
    is_done = ui_field(ui, &field) == UI_FIELD_DONE;
    ui_next_disabled(ui, form->own_word[0] == '\0');
    is_done = ui_button(ui, UI_PRIMARY, "plus", word(view, WORD_OBSERVE_ADD)) || is_done;
    ui_close(ui);
    if (is_done && form->own_word[0] != '\0') {
        text_copy(form->draft.context[which], SCREEN_CONTEXT_ROOM, form->own_word);
        say(said, true, INTENT_DRAFT);
    }
}

void observe_sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                    struct said *said)
{
    int which = view->sheet - SHEET_CONTEXT;
    const struct screen_chips *chips = NULL;

    scale_sheets(ui, view, form, said);
    if (view->sheet == SHEET_REASONS) {
        reasons_sheet(ui, view, form, said);
    }
    if (which < 0 || which >= CONTEXT_COUNT) {
        return;
    }
    chips = &view->observe.context[which];
    say_number(said, ui_open_sheet(ui, word(view, titles[which]), 720), INTENT_SHEET, SHEET_NONE);
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (size_t i = 0; i < chips->count; i++) {
        bool chosen = strcmp(form->draft.context[which], chips->rows[i].value) == 0;
        if (ui_chip(ui, chips->rows[i].shown, chosen)) {
            context_toggle(&form->draft, (enum screen_context)which, chips->rows[i].value);
            say(said, true, INTENT_DRAFT);
        }
    }
    ui_close(ui);
    if (which != CONTEXT_PROMPT) {
        own_word(ui, view, form, (enum screen_context)which, said);
    }
    ui_close(ui);
}
