/* The sheets behind the names of rows: every word of one context, and a field for another; and all
 * of the targets. */
#include "screen_private.h"

#include <string.h>

static const enum word titles[CONTEXT_COUNT] = {WORD_OBSERVE_DOING, WORD_OBSERVE_PLACE,
                                                WORD_OBSERVE_WITH, WORD_OBSERVE_PROMPT};

/* Without the blanks around it, or the same word would be two chips. */
static void add_word(char *begun, char *out)
{
    size_t from = strspn(begun, " ");
    size_t size = strlen(begun);

    while (size > from && begun[size - 1] == ' ') {
        size--;
    }
    begun[size] = '\0';
    text_copy(out, SCREEN_CONTEXT_ROOM, begun + from);
    begun[0] = '\0';
}

static void own_word(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                     enum screen_context which, struct said *said)
{
    char *begun = form->draft.begun[which];
    struct ui_field field = {.label = word(view, WORD_OBSERVE_OWN),
                             .hint = word(view, WORD_OBSERVE_OWN),
                             .text = begun,
                             .room = SCREEN_CONTEXT_ROOM,
                             .prose = true,
                             .bare = true};
    enum ui_field_act act = UI_FIELD_NONE;
    bool is_blank = true;
    bool is_done = false;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
    ui_next_grow(ui, 1);
    act = ui_field(ui, &field);
    say(said, act == UI_FIELD_CHANGED, INTENT_TYPED);
    is_blank = begun[strspn(begun, " ")] == '\0';
    ui_next_disabled(ui, is_blank);
    is_done = ui_button(ui, UI_PRIMARY, "plus", word(view, WORD_OBSERVE_ADD));
    ui_close(ui);
    if ((is_done || act == UI_FIELD_DONE) && !is_blank) {
        add_word(begun, form->draft.context[which]);
        say(said, true, INTENT_DRAFT);
    }
}

static void targets_sheet(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                          struct said *said)
{
    const struct screen_observe *o = &view->observe;

    say_number(said, ui_open_sheet(ui, word(view, WORD_OBSERVE_TARGETS), 720), INTENT_SHEET,
               SHEET_NONE);
    ui_push_id(ui, word(view, WORD_OBSERVE_TARGETS));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (size_t i = 0; i < o->target_count; i++) {
        target_chip(ui, &o->targets[i], draft, said);
    }
    ui_close(ui);
    ui_pop_id(ui);
    ui_close(ui);
}

void observe_sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                    struct said *said)
{
    int which = view->sheet - SHEET_CONTEXT;
    const struct screen_chips *chips = NULL;

    scale_sheets(ui, view, form, said);
    if (view->sheet == SHEET_REASONS) {
        reasons_sheet(ui, view, form, said);
    } else if (view->sheet == SHEET_TARGETS) {
        targets_sheet(ui, view, &form->draft, said);
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
