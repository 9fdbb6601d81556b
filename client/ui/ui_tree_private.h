/* ui_tree_private — the tree of one frame, and where its parts lay.
 *
 * Shape    A frame is a tree of struct ui_node in the frame's arena, one root a layer. What the
 *          next frame needs of it is kept as struct ui_area; what a widget remembers from frame to
 *          frame, as struct ui_memory.
 * Units    dp as floats in nodes, window pixels in areas.
 * Errors   None.
 * Owns     Nodes and areas live in the arena of their frame.
 * Needs    base.
 */
#ifndef INSIDE_UI
#error "ui_tree_private.h is for the sources of ui alone"
#endif
#ifndef UI_TREE_PRIVATE_H
#define UI_TREE_PRIVATE_H

#include "ui_caret_private.h"

enum {
    EVENTS_MAX = 512,
    EDITS_MAX = 64,
    MEMORY_MAX = 128,
    SCOPES_MAX = 1024,
    AREAS_MAX = 1024,
    DEPTH_MAX = 48,
    LAYERS_MAX = 6,
    TRAIL_MAX = 16,
    CAP_ROOM = 16 /* of what a key types: a conjunct of three letters */
};

enum ui_flag {
    FLAG_PRESS = 1,
    FLAG_FIELD = 2,
    FLAG_SCROLL = 4,
    FLAG_DISABLED = 8,
    FLAG_CHOSEN = 16,
    FLAG_HUG = 32,       /* keeps its own width in a column */
    FLAG_REPEAT = 64,    /* acts on touch, and again while held */
    FLAG_SOLID = 128,    /* takes taps, so that they reach nothing below */
    FLAG_DISMISS = 256,  /* Escape and a tap beside a sheet come here */
    FLAG_PUPIL = 512,    /* a target for pupils: reached from as far as 20 mm across */
    FLAG_FINGERS = 1024, /* where it is touched matters: keys and switches have other ways */
    FLAG_READ = 2048,    /* nothing to press: the voice reads what is drawn there */
    FLAG_EVEN = 4096     /* begins as high as its sisters in the line, however long its words */
};

enum ui_content {
    CONTENT_NONE,
    CONTENT_TEXT,
    CONTENT_QUESTION,
    CONTENT_ICON,
    CONTENT_PICTURE,
    CONTENT_BARS,
    CONTENT_DOTS,
    CONTENT_FIELD,
    CONTENT_TRACK,
    CONTENT_STRIP,
    CONTENT_STRIP_KEY,
    CONTENT_LINES,
    CONTENT_SPARKLINE,
    CONTENT_TICK,
    CONTENT_BADGE
};

/* What a paragraph says of all of its words. */
struct ui_way {
    bool rtl;   /* it runs from right to left */
    bool urdu;  /* it is written in Urdu */
    bool plain; /* nothing but Latin: as wide as its words and spaces are together */
};
/* Of the paragraph that the byte at stands in: ui_paragraph.c. */
struct ui_way ui_paragraph(const char *text, size_t at);
bool ui_holds_urdu(const char *text);
/* One line of wrapped text: bytes [from, to) are drawn, the next line starts at next. */
struct ui_line {
    size_t from, to, next;
    float width; /* pixels */
    struct ui_way way;
};
struct ui_lines {
    struct ui_line *line;
    int count;
    int room;
};

struct ui_type {
    float size; /* dp at text 1 */
    enum draw_font font;
    enum ui_colour colour;
    bool slow; /* large as it is: it grows by less than other words */
    bool tall; /* it holds Urdu, whose letters climb and fall */
    bool even; /* letters of keys: each by itself, in the plain hand, not Urdu's */
};

/* ---- the own keyboard ------------------------------------------------------------------------ */

struct ui_keycap;
enum keyboard_page {
    PAGE_LETTERS,
    PAGE_SHIFT,
    PAGE_SYMBOLS,
    PAGE_ACCENTS,
    PAGE_ACCENTS_SHIFT,
    PAGE_SCRIPTS
};
enum popup_kind { POPUP_NONE, POPUP_ACCENTS, POPUP_EDIT };

/* The field in focus, as the keyboard needs to know it. */
struct ui_typing {
    const char *text; /* NULL: there is none */
    size_t caret, selected;
    bool prose, secret;
    const struct ui_lexicon *lexicon;
};

struct ui_node {
    struct ui_node *parent, *first, *last, *next;
    struct ui_box box;
    enum ui_flow flow; /* of box, or a column when a row is too narrow */
    enum ui_content content;
    unsigned flags;
    uint32_t id;
    const char *label;
    int scope;
    const struct ui_keycap *cap;
    /* content */
    const char *text;
    struct ui_type type;
    float round;         /* dp: a picture fills its place, cut so round; 0: all of it is seen.
                          Of dots: between one and the next */
    bool fits_line;      /* with fit: where that keeps all of them in one line, too */
    float fit;           /* its letters may shrink to this size; 0: not at all. Of dots: how wide
                          the one is that it is at */
    float grows;         /* dp at text 1: a square as large as the words are; 0: it is not */
    float least, most;   /* dp: a square as large as there is room for; 0: it is not */
    enum ui_align align; /* of text */
    enum ui_align self;  /* stands in for the box around it */
    enum ui_colour colour;
    int mark_from, mark_size; /* of a question; level and levels of bars, current and count of dots,
                          how far inside its corner a badge lies */
    const void *extra;        /* struct field_look */
    struct ui_lines lines;
    /* layout, dp */
    float min_w, pref_w, min_h, pref_h;
    float x, y, w, h;
    float even_h;    /* of what FLAG_EVEN holds: as high as the highest sister holds */
    int columns;     /* of a grid */
    bool line_start; /* first in a line of a wrap */
    bool roves;      /* what stands in it, though not deeper, is one group to the keyboard */
};

/* What a field needs to be laid out and drawn. */
struct field_look {
    uint32_t id;
    const char *text;  /* what is seen: dots when secret */
    const char *plain; /* what is edited */
    const char *hint;
    int lines;
    bool dots;
};

/* Where something lay in the last frame, pixels. */
struct ui_span {
    float x, y, w, h;
};
struct ui_area {
    uint32_t id;
    const char *label;
    struct ui_span at, clip;
    int layer;
    int scope;
    unsigned flags;
    uint32_t scroll_id; /* the scroll area it lies in, 0 for none */
    int group;          /* one stop of the Tab key, counted in its frame; 0: it is one by itself */
    bool in_head;       /* in the bar at the window's top */
    const struct ui_keycap *cap;
};

/* The list that is open. */
struct ui_listing {
    struct ui_node *grid; /* NULL for none */
    float rest;           /* the height of what comes after it */
    uint32_t paged;       /* 0: it is not gone through by pages */
    struct ui_list list;
};
/* What one widget remembers from frame to frame. */
struct ui_memory {
    uint32_t id;
    uint32_t seen; /* the frame that last asked */
    float offset, limit, velocity;
    float view_w, view_h; /* of a box that scrolls: what can be seen */
    float lines_w;        /* of a field, which may scroll: its lines, in pixels */
    float row, row_used;  /* of a list: how high its rows came out, and were taken to be */
    float row_w;          /* in this width */
    bool paged;           /* of a list: it is gone through by pages, for a light walks over it */
    int caret, anchor;
    enum ui_side side; /* of the caret */
    int length;        /* of the text, or of the view, when it was last seen */
    bool shown;
};

/* The finger that is down. */
struct ui_press {
    bool down, inside, scrolling, repeated, mouse;
    bool stopped; /* it came down on something that moved */
    int64_t finger;
    float x0, y0, x, y;
    int64_t at_ms, repeat_at_ms;
    int64_t long_at_ms; /* a press as long as this is another act; 0 for none */
    bool is_long;       /* it was */
    bool selects;       /* a mouse, over the words of the field in focus */
    bool drags_caret;   /* along the space bar */
    float stepped_x;    /* where the caret last stepped */
    uint32_t id;
    uint32_t scroll_id;
    float offset0;
    struct {
        int64_t at_ms;
        float y;
    } trail[TRAIL_MAX];
    int trail_count;
};

#endif
