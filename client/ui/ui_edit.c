/* Editing a text in place: typed words, words erased, the selection.
 *
 * The caret counts bytes but may only stand where a letter with all its marks ends (ui_cluster.c).
 * What does not fit the buffer is not typed at all, never in part. Where the caret goes by an
 * arrow depends on how the text lies in its lines, so in a field ui_caret.c answers those first;
 * here they go by the order of writing, as in a secret, whose dots run one way.
 */
#include "ui_private.h"

#include <string.h>

void ui_edit_order(const struct ui_edit *edit, size_t *from, size_t *to)
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

    ui_edit_order(edit, &from, &to);
    if (size - (to - from) + adds >= edit->room || (adds == 0 && to == from)) {
        return false;
    }
    memmove(edit->text + from + adds, edit->text + to, size - to + 1);
    memcpy(edit->text + from, more, adds);
    ui_edit_move(edit, from + adds, SIDE_LAST, false);
    return true;
}

/* What one press writes, one press takes back: in the scripts whose letters are put together sign
 * by sign (Hebrew to the last of India's), the last sign and not all that was put together. An
 * accent of Latin, a flag and a family go as they came, in one. */
static size_t before_caret(const char *text, size_t caret)
{
    size_t start = ui_edit_step(text, caret, -1);
    size_t at = caret;
    const char *last = NULL;
    uint32_t c = 0;

    while (at > start && ((unsigned char)text[at - 1] & 0xc0) == 0x80) {
        at--;
    }
    at -= at > start ? 1 : 0;
    last = text + at;
    c = text_next(&last);
    return (c >= 0x0590 && c < 0x0e00) || c == 0x200c || c == 0x200d ? at : start;
}

static bool erase(struct ui_edit *edit, int by, const struct ui_event *event)
{
    size_t caret = (size_t)edit->caret;

    if (edit->caret == edit->anchor) {
        size_t to = event->word ? ui_edit_word(edit->text, caret, by)
                    : by < 0    ? before_caret(edit->text, caret)
                                : ui_edit_step(edit->text, caret, by);

        if (by < 0 && event->bytes > 0) {
            to = caret > (size_t)event->bytes ? caret - (size_t)event->bytes : 0;
            while (to > 0 && ((unsigned char)edit->text[to] & 0xc0) == 0x80) {
                to--; /* no letter is cut in two, whatever the text has become */
            }
        }
        edit->caret = (int)to;
    }
    return replace(edit, "");
}

void ui_edit_move(struct ui_edit *edit, size_t caret, enum ui_side side, bool select)
{
    edit->caret = (int)caret;
    edit->side = side;
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
    enum ui_side side = by < 0 ? SIDE_NEXT : SIDE_LAST;

    ui_edit_order(edit, &from, &to);
    if (from != to && !select) {
        ui_edit_move(edit, by < 0 ? from : to, side, false); /* the arrow only lets go of it */
    } else {
        ui_edit_move(edit, ui_edit_step(edit->text, (size_t)edit->caret, by), side, select);
    }
}

static bool key_event(struct ui_edit *edit, const struct ui_event *event)
{
    switch (event->key) {
    case UI_KEY_BACKSPACE:
        return erase(edit, -1, event);
    case UI_KEY_DELETE:
        return erase(edit, 1, event);
    case UI_KEY_LEFT:
        step(edit, -1, event->shift);
        return false;
    case UI_KEY_RIGHT:
        step(edit, 1, event->shift);
        return false;
    case UI_KEY_HOME:
        ui_edit_move(edit, line_edge(edit, -1), SIDE_START, event->shift);
        return false;
    case UI_KEY_END:
        ui_edit_move(edit, line_edge(edit, 1), SIDE_END, event->shift);
        return false;
    case UI_KEY_ALL:
        edit->anchor = 0;
        ui_edit_move(edit, strlen(edit->text), SIDE_LAST, true);
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
    case UI_KEY_PAGE_UP:
    case UI_KEY_PAGE_DOWN:
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
