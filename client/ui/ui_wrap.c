/* How a paragraph becomes lines.
 *
 * Lines break after spaces and hyphens and at line ends; a word wider than the line breaks where
 * it must, between characters and never inside one with its marks. Words are measured one by one
 * and added up, because the measuring port remembers words: a paragraph redrawn after a tap costs
 * lookups only. Spaces at the end of a line hang over and count for nothing.
 */
#include "ui_private.h"

#include <string.h>

/* Words added up say how wide a line of other scripts is, give or take less than this. */
static const float surely_fits = 0.7f;

float ui_measure(const struct ui *ui, const struct text_line *line)
{
    return line->bytes == 0 ? 0 : ui->port.width(ui->port.ctx, line);
}

float ui_space(const struct ui *ui, const struct ui_type *type)
{
    return ui_measure(
        ui, &(struct text_line){
                .text = " ", .bytes = 1, .font = type->font, .size = ui_type_px(ui, type)});
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
    const struct ui *ui;
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
    return ui_measure(w->ui, &(struct text_line){.text = w->text + from,
                                                 .bytes = to - from,
                                                 .font = w->type->font,
                                                 .size = w->size,
                                                 .rtl = w->line.way.rtl,
                                                 .urdu = w->line.way.urdu});
}

/* Of a line that words were added up for, where those say too little: see below. */
static float line_width(const struct wrapping *w)
{
    return w->line.way.plain ? w->line.width : width_of(w, w->line.from, w->line.to);
}

static void begin_line(struct wrapping *w, size_t from)
{
    struct ui_way way = w->line.way;

    if (from == 0 || w->text[from - 1] == '\n') {
        way = ui_paragraph(w->text, from);
        way.urdu = way.urdu && !w->type->even;
    }
    w->line = (struct ui_line){.from = from, .to = from, .next = from, .way = way};
    w->spaces = 0;
}

static void end_line(struct ui *ui, struct wrapping *w, size_t next)
{
    w->line.next = next;
    w->line.width = line_width(w);
    add_line(ui, &w->lines, w->line);
    begin_line(w, next);
}

/* Puts a word wider than a line into as many lines as it takes. */
static void break_word(struct ui *ui, struct wrapping *w, size_t from, size_t to)
{
    size_t at = from;

    while (at < to) {
        size_t next = ui_edit_step(w->text, at, 1);
        float width = width_of(w, w->line.from, next);

        if (width > w->limit && at > w->line.from) {
            end_line(ui, w, at);
            width = width_of(w, at, next);
        }
        w->line.to = next;
        w->line.width = width;
        at = next;
    }
}

/* The line with one word more. Words of other scripts lean over their neighbours, and a space
 * among them is another than in English: near the end of the line they are measured as drawn. */
static float with_word(const struct wrapping *w, size_t to, float width)
{
    float sum = w->line.width + (w->spaces + width);

    return w->line.way.plain || sum < w->limit * surely_fits ? sum : width_of(w, w->line.from, to);
}

static void add_word(struct ui *ui, struct wrapping *w, size_t from, size_t to)
{
    float width = width_of(w, from, to);
    float all = with_word(w, to, width);

    if (w->line.to > w->line.from && all > w->limit) {
        end_line(ui, w, from);
        all = width;
    }
    if (all > w->limit) {
        break_word(ui, w, from, to);
    } else {
        w->line.width = all;
        w->line.to = to;
    }
    w->spaces = 0;
}

struct ui_lines ui_wrap(struct ui *ui, const struct ui_type *type, const char *text, float width)
{
    struct wrapping w = {
        .ui = ui, .type = type, .size = ui_type_px(ui, type), .text = text, .limit = width + 0.75f};
    float space = ui_space(ui, type);
    size_t at = 0;

    begin_line(&w, 0);
    while (text[at] != '\0') {
        if (text[at] == '\n') {
            end_line(ui, &w, at + 1);
            at++;
        } else if (text[at] == ' ') {
            w.spaces += space;
            at++;
        } else {
            size_t end = word_end(text, at);

            add_word(ui, &w, at, end);
            at = end;
        }
    }
    end_line(ui, &w, at);
    return w.lines;
}

static float wider(float a, float b)
{
    return a > b ? a : b;
}

void ui_wrap_bounds(const struct ui *ui, const struct ui_type *type, const char *text, float *word,
                    float *line)
{
    struct wrapping w = {.ui = ui, .type = type, .size = ui_type_px(ui, type), .text = text};
    float space = ui_space(ui, type);
    size_t at = 0;

    *word = 0;
    *line = 0;
    begin_line(&w, 0);
    while (text[at] != '\0') {
        if (text[at] == '\n') {
            *line = wider(*line, line_width(&w));
            at++;
            begin_line(&w, at);
        } else if (text[at] == ' ') {
            w.spaces += space;
            at++;
        } else {
            size_t end = word_end(text, at);
            float width = width_of(&w, at, end);

            w.line.width = w.line.width + w.spaces + width;
            w.line.to = end;
            w.spaces = 0;
            *word = wider(*word, width);
            at = end;
        }
    }
    *line = wider(*line, line_width(&w));
}
