/* ui_keyboard_private — what the own keyboard and what pops up beside it share.
 *
 * Shape    A cap is one key: what it does, and with what.
 * Units    None.
 * Errors   None.
 * Owns     Caps and their texts live in the arena of their frame.
 * Needs    ui's other private headers.
 */
#ifndef INSIDE_UI
#error "ui_keyboard_private.h is for the sources of ui alone"
#endif
#ifndef UI_KEYBOARD_PRIVATE_H
#define UI_KEYBOARD_PRIVATE_H

#include "ui_private.h"

enum cap_act {
    CAP_TEXT,
    CAP_SHIFT,
    CAP_PAGE,
    CAP_KEY, /* sends key */
    CAP_DONE,
    CAP_ACCENT, /* text, from what popped up over a letter */
    CAP_WORD    /* word stands in for the last `replaces` characters */
};
struct ui_keycap {
    enum cap_act act;
    enum keyboard_page page; /* of CAP_PAGE */
    enum ui_key key;
    char text[8];
    const char *word;
    int replaces;
};

struct ui_type keyboard_type(const struct ui *ui, float size);
/* Opens a key, closed by ui_close. */
struct ui_node *keyboard_cap(struct ui *ui, struct ui_keycap cap, const char *label, float grow);

/* ---- ui_suggest.c ---- */
struct ui_suggestion {
    const char *word; /* as it is to be written, in the frame's arena */
    int replaces;     /* characters before the caret */
};
enum { SUGGESTIONS_MAX = 4 };
/* What may come next, best first; returns how many. */
int ui_suggest(struct ui *ui, const struct ui_typing *typing,
               struct ui_suggestion out[SUGGESTIONS_MAX]);
bool ui_sentence_starts(const char *text, size_t caret);

/* ---- ui_popup.c ---- */
/* The accents of a letter, spaces between; "" when there are none. */
const char *ui_accents_of(const char *letter);
void ui_popup_build(struct ui *ui);

#endif
