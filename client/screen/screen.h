/* screen — what the person sees: each screen a function of what is true, answering what was asked.
 *
 * Shape    screen_show draws the screen that the view is on. struct screen_view is what is true,
 *          struct screen_form what the person is writing, struct said what was asked for.
 * Units    *_ms is milliseconds since 1970 UTC; bytes of a text count its NUL.
 * Errors   None: a screen cannot fail. words_read says what is wrong with a file of words.
 * Owns     Nothing is kept between frames. The view and the form are the caller's.
 * Needs    base, ui, record (instruments). It knows of no store, key, clock or window.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include "screen_words.h"
#include "screen_form.h"
#include "screen_view.h"

enum intent {
#define INTENT(name) INTENT_##name,
#include "screen_intent.def"
    INTENT_COUNT
};
struct said {
    enum intent intent;
    struct id id;
    int64_t number;
};

/* Call it between ui_begin and ui_end. */
struct said screen_show(struct ui *ui, const struct screen_view *view, struct screen_form *form);
/* The screen's word in scripts and in the sealed place, such as "observe". */
const char *screen_word(enum screen_name name);
/* False when there is no such screen. */
bool screen_from_word(const char *word, enum screen_name *out);

#endif
