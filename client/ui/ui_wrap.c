/* How a paragraph becomes lines.
 *
 * Lines break after spaces and hyphens and at line ends; a word wider than the line breaks where
 * it must, between characters and never inside one with its marks. Words are measured one by one
 * and added up, because the measuring port remembers words: a paragraph redrawn after a tap costs
 * lookups only. Spaces at the end of a line hang over and count for nothing.
 */
#include "ui_private.h"

#include <string.h>

float ui_measure(const struct ui *ui, enum draw_font font, int size, const char *text, size_t bytes)
{
    return bytes == 0 ? 0 : ui->port.width(ui->port.ctx, font, size, text, bytes);
}

static bool runs_from_right(uint32_t c)
{
    return (c >= 0x0590 && c <= 0x08ff && !(c >= 0x0660 && c <= 0x0669) &&
            !(c >= 0x06f0 && c <= 0x06f9)) ||
           c == 0x200f || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff);
}

/* Neither dashes and quotation marks nor arrows and pictures say which way a text runs. */
static bool runs_from_left(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f) ||
           (c >= 0x0370 && c <= 0x058f) || (c >= 0x0900 && c <= 0x1fff) || c == 0x200e ||
           (c >= 0x2c00 && c <= 0x2dff) || (c >= 0x3040 && c <= 0xd7ff);
}

bool ui_paragraph_is_rtl(const char *text, size_t at)
{
    const char *from = text + at;
    uint32_t c = 0;

    while (from > text && from[-1] != '\n') {
        from--;
    }
    while ((c = text_next(&from)) != 0 && c != '\n') {
        if (runs_from_right(c) || runs_from_left(c)) {
            return runs_from_right(c);
        }
    }
    return false;
}

/* The end of the word that starts at from: behind its letters or its hyphen, before spaces. */
static size_t word_end(const char *text, size_t from)
{
    size_t at = from;

    while (text[at] != '\0' && text[at] != ' ' && text[at] != '\n') {
        at++;
        if (text[at - 1] == '-') {
            break;
        }
    }
    return at;
}

static void add_line(struct ui *ui, struct ui_lines *lines, struct ui_line line)
{
    if (lines->count == lines->room) {
        int room = lines->room == 0 ? 4 : lines->room * 2;
        struct ui_line *more = arena_alloc(ui->arena, sizeof(*more) * (size_t)room);

        if (lines->count > 0) {
            memcpy(more, lines->line, sizeof(*more) * (size_t)lines->count);
        }
        lines->line = more;
        lines->room = room;
    }
    lines->line[lines->count++] = line;
}

struct wrapping {
    struct ui *ui;
    const struct ui_type *type;
    int size;
    const char *text;
    float limit;
    struct ui_lines lines;
    struct ui_line line;
    float spaces; /* width of the spaces after the last word */
};

static float width_of(const struct wrapping *w, size_t from, size_t to)
{
    return ui_measure(w->ui, w->type->font, w->size, w->text + from, to - from);
}

static void end_line(struct wrapping *w, size_t next)
{
    w->line.next = next;
    add_line(w->ui, &w->lines, w->line);
    w->line = (struct ui_line){.from = next, .to = next, .next = next};
    w->spaces = 0;
}

/* Puts a word wider than a line into as many lines as it takes. */
static void break_word(struct wrapping *w, size_t from, size_t to)
{
    size_t at = from;

    while (at < to) {
        size_t next = ui_edit_step(w->text, at, 1);
        float width = width_of(w, w->line.from, next);

        if (width > w->limit && at > w->line.from) {
            end_line(w, at);
            width = width_of(w, at, next);
        }
        w->line.to = next;
        w->line.width = width;
        at = next;
    }
}

static void add_word(struct wrapping *w, size_t from, size_t to)
{
    float width = width_of(w, from, to);

    if (w->line.to > w->line.from && w->line.width + w->spaces + width > w->limit) {
        end_line(w, from);
    }
    if (width > w->limit) {
        break_word(w, from, to);
    } else {
        w->line.width += w->spaces + width;
        w->line.to = to;
    }
    w->spaces = 0;
}

struct ui_lines ui_wrap(struct ui *ui, const struct ui_type *type, const char *text, float width)
{
    struct wrapping w = {
        .ui = ui, .type = type, .size = ui_type_px(ui, type), .text = text, .limit = width + 0.75f};
    float space = ui_measure(ui, type->font, w.size, " ", 1);
    size_t at = 0;

    while (text[at] != '\0') {
        if (text[at] == '\n') {
            end_line(&w, at + 1);
            at++;
        } else if (text[at] == ' ') {
            w.spaces += space;
            at++;
        } else {
            size_t end = word_end(text, at);

            add_word(&w, at, end);
            at = end;
        }
    }
    end_line(&w, at);
    return w.lines;
}

void ui_wrap_bounds(const struct ui *ui, const struct ui_type *type, const char *text, float *word,
                    float *line)
{
    int size = ui_type_px(ui, type);
    float space = ui_measure(ui, type->font, size, " ", 1);
    float so_far = 0;
    size_t at = 0;

    *word = 0;
    *line = 0;
    while (text[at] != '\0') {
        if (text[at] == '\n' || text[at] == ' ') {
            so_far = text[at] == '\n' ? 0 : so_far + space;
            at++;
        } else {
            size_t end = word_end(text, at);
            float width = ui_measure(ui, type->font, size, text + at, end - at);

            so_far += width;
            *word = width > *word ? width : *word;
            *line = so_far > *line ? so_far : *line;
            at = end;
        }
    }
}
