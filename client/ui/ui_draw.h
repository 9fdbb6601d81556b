/* ui_draw — a picture of one frame as a list of drawing commands. Reached through ui.h.
 *
 * Shape    Plain values. Every command stands alone: it carries its own clip, so that any subset
 *          may be drawn, in order, inside any rectangle, and gives the same pixels.
 * Units    Whole pixels of the window for boxes; float pixels for radii and lines.
 *          Colours are 0xAARRGGBB, straight alpha.
 * Errors   None: drawing cannot fail.
 * Owns     A list and its texts belong to the ui and live until its next ui_begin.
 * Needs    base.
 */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#include "base.h"

struct draw_rect {
    int x, y, w, h;
};

enum draw_font { DRAW_REGULAR, DRAW_BOLD };

enum draw_kind {
    DRAW_CLEAR,  /* fills at with colour, no blending                                       */
    DRAW_FILL,   /* a filled box with round corners                                         */
    DRAW_EDGE,   /* its border, line wide, drawn inside at                                  */
    DRAW_SHADOW, /* the soft shadow of the box at: blur, dropped by drop; nothing inside at  */
    DRAW_TEXT,   /* one line of text from at.x on the baseline; at bounds it for the diff   */
    DRAW_ICON,   /* text names assets/icons/NAME.svg, drawn in colour                       */
    DRAW_LINE,   /* a straight line from corner to corner of at, line wide; see rises         */
    /* text names assets/pictures/NAME.svg, in its own colours, kept in shape; "plain/NAME" is
     * assets/plain/NAME.svg, in colour; or, with a colon in it, a photograph, of which with a
     * radius the middle is shown */
    DRAW_PICTURE
};
#define DRAW_PLAIN "plain/"

struct draw_command {
    enum draw_kind kind;
    struct draw_rect at;
    struct draw_rect clip;
    uint32_t colour;
    float radius;
    float line;
    float blur;
    float drop;
    int size;     /* TEXT: pixels of the em */
    int baseline; /* TEXT: y of it */
    enum draw_font font;
    bool rises; /* LINE: from the lower left to the upper right, else down */
    bool rtl;   /* TEXT: the paragraph runs from right to left */
    bool urdu;  /* TEXT: the paragraph is written in Urdu */
    const char *text;
};

struct draw_list {
    struct draw_command *commands;
    int count;
    int room;
    int width;
    int height;
};

/* One letter with its marks, or a conjunct, in a line as it is drawn. */
struct text_cell {
    size_t from, to;   /* bytes of the line */
    float left, right; /* pixels from where the line starts at its left */
    bool rtl;          /* it is read from right to left */
};
/* A line, or some words of one, as it is drawn and measured. */
struct text_line {
    const char *text;
    size_t bytes;
    enum draw_font font;
    int size;
    bool rtl, urdu; /* its paragraph, whichever words of it these are */
};
/* How text is measured: a port, so that this folder knows of no font. Pixels; size is the em. */
struct text_port {
    float (*width)(void *ctx, const struct text_line *line);
    /* Fills left, right and rtl of the cells, which stand in the order of their bytes and leave
     * none out. NULL: they are measured one by one, from left to right. */
    void (*cells)(void *ctx, const struct text_line *line, struct text_cell *cells, int count);
    void *ctx;
};

/* A change to more places than this repaints their bounding boxes, merged. */
enum { DRAW_RECTS_MAX = 16 };

/* What is on the window, as one hash for each square of it. The zero value knows nothing. */
struct draw_grid {
    uint64_t *cells;
    int width;
    int height;
};
/* Finds where the list differs from the grid and notes it as shown: out gets at most
 * DRAW_RECTS_MAX rectangles that cover every pixel that may differ and do not overlap. 0 means
 * that nothing is to be drawn. An empty or differently sized grid gives the whole window. */
int draw_grid_take(struct draw_grid *shown, const struct draw_list *now,
                   struct draw_rect out[DRAW_RECTS_MAX]);
void draw_grid_finish(struct draw_grid *shown); /* accepts empty */
/* One line a command, for golden tests. */
void draw_list_print(const struct draw_list *list, struct buf *out);

/* All that a command may colour: more than at, for letters and shadows. */
struct draw_rect draw_command_bounds(const struct draw_command *c);
struct draw_rect draw_rect_meet(struct draw_rect a, struct draw_rect b); /* may be empty */

#endif
