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

enum { LETTER_ROWS = 3 };
/* The letters of one script: scripts.def. */
struct ui_letters {
    const char *own, *first; /* its name and first letters, as its readers write them */
    const char *carrier;     /* what a sign stands on that needs a letter */
    const char *comma, *stop, *ask;
    bool capitals;
    const char *rows[2 * LETTER_ROWS]; /* then those behind Shift */
};
extern const struct ui_letters ui_letters[UI_SCRIPT_COUNT];

enum cap_act {
    CAP_TEXT,
    CAP_SHIFT,
    CAP_PAGE,
    CAP_SCRIPT,
    CAP_KEY, /* sends key */
    CAP_DONE,
    CAP_ACCENT, /* text, from what popped up over a letter */
    CAP_WORD    /* word stands in for the last `replaces` bytes */
};
struct ui_keycap {
    enum cap_act act;
    enum keyboard_page page; /* of CAP_PAGE */
    enum ui_script script;   /* of CAP_SCRIPT */
    enum ui_key key;
    char text[CAP_ROOM];
    const char *name; /* what the voice calls it; NULL: by its label */
    const char *more; /* what is offered while it is held; NULL or "": nothing */
    const char *word;
    int replaces;
};

/* ---- ui_letters.c ---- */
/* A key of letters as the tables have it: shown is what stands on it. */
struct ui_keycap keyboard_letter(enum ui_script script, enum cap_act act, const char *shown);

struct ui_type keyboard_type(const struct ui *ui, float size);
/* Opens a key, closed by ui_close. */
struct ui_node *keyboard_cap(struct ui *ui, struct ui_keycap cap, const char *label, float grow);

/* ---- ui_suggest.c ---- */
struct ui_suggestion {
    const char *word; /* as it is to be written, in the frame's arena */
    int replaces;     /* bytes before the caret */
};
enum { SUGGESTIONS_MAX = 4 };
/* What may come next, best first; returns how many. */
int ui_suggest(struct ui *ui, const struct ui_typing *typing,
               struct ui_suggestion out[SUGGESTIONS_MAX]);
bool ui_sentence_starts(const char *text, size_t caret);

/* ---- ui_popup.c ---- */
void ui_popup_build(struct ui *ui);

#endif
