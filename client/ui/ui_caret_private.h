/* ui_caret_private — where a caret may stand, and what keys do to a text.
 *
 * Shape    A caret is a byte and a side: where directions meet, one byte has two places, and the
 *          side says which. Cells are the letters of one line, from left to right as seen.
 * Units    Bytes of the text; pixels from the left of the field's lines.
 * Errors   None. A text that would not fit stays as it was.
 * Owns     Cells live in the frame's arena.
 * Needs    base.
 */
#ifndef INSIDE_UI
#error "ui_caret_private.h is for the sources of ui alone"
#endif
#ifndef UI_CARET_PRIVATE_H
#define UI_CARET_PRIVATE_H

#include "ui.h"

struct ui_line;
struct ui_lines;
struct ui_type;

enum ui_side {
    SIDE_LAST,  /* behind the letter before it: as after typing */
    SIDE_NEXT,  /* before the letter behind it */
    SIDE_START, /* at the edge where its line starts */
    SIDE_END    /* at the edge where it ends */
};
struct ui_edit {
    char *text;
    size_t room;
    int caret, anchor;
    enum ui_side side; /* of the caret */
    bool many_lines;
};

/* ---- ui_cluster.c ---- */
/* The next caret place before (-1) or after (1) at. */
size_t ui_edit_step(const char *text, size_t at, int by);
/* The end of the word behind at, or the start of the one before it. */
size_t ui_edit_word(const char *text, size_t at, int by);
void ui_edit_word_around(const char *text, size_t at, size_t *from, size_t *to);

/* ---- ui_edit.c ---- */
/* Puts text in the place of what is selected; true when the text changed. */
bool ui_edit_paste(struct ui_edit *edit, const char *text);
/* True when the text changed. */
bool ui_edit_event(struct ui_edit *edit, const struct ui_event *event);
void ui_edit_move(struct ui_edit *edit, size_t caret, enum ui_side side, bool select);
void ui_edit_order(const struct ui_edit *edit, size_t *from, size_t *to);

/* ---- ui_caret.c ---- */
struct ui_cells {
    struct text_cell *cell; /* from left to right */
    int count;
    size_t from, to, next; /* bytes of the text, as the line's */
    bool rtl;              /* the paragraph */
    float left;            /* where the line starts, from the left of the field's lines */
    float space;           /* the width of one */
};
struct ui_cells ui_cells_of(struct ui *ui, const struct ui_type *type, const char *text,
                            const struct ui_line *line, float left);
/* The line that a caret stands in. */
int ui_caret_line(const struct ui_lines *lines, size_t at, enum ui_side side);
float ui_caret_x(const struct ui_cells *cells, size_t at, enum ui_side side);
/* The place in the line that is nearest to x. */
void ui_caret_near(const struct ui_cells *cells, float x, size_t *at, enum ui_side *side);
/* What is selected of the cells from `first` on, as one stretch; the cell behind it, or -1 when
 * there is no more. */
int ui_cells_marked(const struct ui_cells *cells, int first, size_t from, size_t to, float *left,
                    float *right);
/* An arrow, Home or End in text as it lies in lines of this width; true when the key was one. */
bool ui_caret_key(struct ui *ui, const struct ui_type *type, float width, struct ui_edit *edit,
                  const struct ui_event *event);

#endif
