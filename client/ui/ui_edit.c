/* Editing a line of text in place: typed words, the caret, the selection.
 *
 * The caret counts bytes but may only stand where a character with all its marks ends: a letter
 * and its accent, or a family of joined emoji, is one thing to a person, so one Backspace takes
 * all of it. What does not fit the buffer is not typed at all, never in part.
 */
#include "ui_private.h"

#include <string.h>

/* Characters that belong to the one before them. */
static bool is_joined(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || (c >= 0x064b && c <= 0x065f) || c == 0x0670 ||
           (c >= 0x0981 && c <= 0x0983) || (c >= 0x09bc && c <= 0x09cd) ||
           (c >= 0x0a01 && c <= 0x0a03) || (c >= 0x0a3c && c <= 0x0a4d) ||
           (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff) || c == 0x200d ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f3fb && c <= 0x1f3ff);
}

static size_t next_character(const char *text, size_t at)
{
    const char *p = text + at;
    uint32_t c = text_next(&p);

    if (c == 0) {
        return at;
    }
    for (;;) {
        const char *ahead = p;
        uint32_t joined = text_next(&ahead);

        if (joined == 0 || (!is_joined(joined) && c != 0x200d)) {
            return (size_t)(p - text);
        }
        c = joined;
        p = ahead;
    }
}

size_t ui_edit_step(const char *text, size_t at, int by)
{
    size_t before = 0;
    size_t here = 0;

    if (by > 0) {
        return next_character(text, at);
    }
    while (here < at) {
        size_t next = next_character(text, here);

        if (next == here) {
            break;
        }
        before = here;
        here = next;
    }
    return before;
}

static void order(const struct ui_edit *edit, size_t *from, size_t *to)
{
    bool forward = edit->anchor <= edit->caret;

    *from = (size_t)(forward ? edit->anchor : edit->caret);
    *to = (size_t)(forward ? edit->caret : edit->anchor);
}

/* Puts more in the place of what is selected; false when it does not fit. */
static bool replace(struct ui_edit *edit, const char *more)
{
    size_t from = 0;
    size_t to = 0;
    size_t size = strlen(edit->text);
    size_t adds = strlen(more);

    order(edit, &from, &to);
    if (size - (to - from) + adds >= edit->room || (adds == 0 && to == from)) {
        return false;
    }
    memmove(edit->text + from + adds, edit->text + to, size - to + 1);
    memcpy(edit->text + from, more, adds);
    edit->caret = (int)(from + adds);
    edit->anchor = edit->caret;
    return true;
}

static bool erase(struct ui_edit *edit, int by)
{
    if (edit->caret == edit->anchor) {
        edit->caret = (int)ui_edit_step(edit->text, (size_t)edit->caret, by);
    }
    return replace(edit, "");
}

static void move_to(struct ui_edit *edit, size_t caret, bool select)
{
    edit->caret = (int)caret;
    if (!select) {
        edit->anchor = edit->caret;
    }
}

/* The line that the caret stands in, between line ends. */
static size_t line_edge(const struct ui_edit *edit, int by)
{
    size_t at = (size_t)edit->caret;

    if (by < 0) {
        while (at > 0 && edit->text[at - 1] != '\n') {
            at--;
        }
    } else {
        while (edit->text[at] != '\0' && edit->text[at] != '\n') {
            at++;
        }
    }
    return at;
}

static void step(struct ui_edit *edit, int by, bool select)
{
    size_t from = 0;
    size_t to = 0;

    order(edit, &from, &to);
    if (from != to && !select) {
        move_to(edit, by < 0 ? from : to, false); /* the arrow only lets go of what is selected */
    } else {
        move_to(edit, ui_edit_step(edit->text, (size_t)edit->caret, by), select);
    }
}

static bool key_event(struct ui_edit *edit, const struct ui_event *event)
{
    switch (event->key) {
    case UI_KEY_BACKSPACE:
        return erase(edit, -1);
    case UI_KEY_DELETE:
        return erase(edit, 1);
    case UI_KEY_LEFT:
        step(edit, -1, event->shift);
        return false;
    case UI_KEY_RIGHT:
        step(edit, 1, event->shift);
        return false;
    case UI_KEY_HOME:
        move_to(edit, line_edge(edit, -1), event->shift);
        return false;
    case UI_KEY_END:
        move_to(edit, line_edge(edit, 1), event->shift);
        return false;
    case UI_KEY_ALL:
        edit->anchor = 0;
        edit->caret = (int)strlen(edit->text);
        return false;
    case UI_KEY_ENTER:
        return edit->many_lines && replace(edit, "\n");
    case UI_KEY_CUT:
    case UI_KEY_COPY:
    case UI_KEY_PASTE: /* the field's, which knows what was copied */
    case UI_KEY_NONE:
    case UI_KEY_TAB:
    case UI_KEY_UP:
    case UI_KEY_DOWN:
    case UI_KEY_SPACE:
    case UI_KEY_ESCAPE:
        return false;
    }
    return false;
}

bool ui_edit_event(struct ui_edit *edit, const struct ui_event *event)
{
    CHECK(edit->room > 0 && edit->caret >= 0 && edit->anchor >= 0);
    if (event->kind == UI_KEY) {
        return key_event(edit, event);
    }
    if (event->kind != UI_TEXT || event->text[0] == '\0' ||
        !text_is_utf8(event->text, strlen(event->text)) ||
        (!edit->many_lines && strchr(event->text, '\n') != NULL)) {
        return false;
    }
    return replace(edit, event->text);
}

bool ui_edit_paste(struct ui_edit *edit, const char *text)
{
    return text_is_utf8(text, strlen(text)) && replace(edit, text);
}
