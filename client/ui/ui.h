/* ui — touch widgets: fingers and keys go in, a list of drawing commands comes out.
 *
 * Shape    struct ui is opaque. A screen is a function that calls widgets between ui_begin and
 *          ui_end, each frame anew; they build a tree that ui_end lays out and draws. A widget
 *          answers whether it was activated this frame, by where it lay in the frame before.
 * Units    Sizes and gaps are dp (1/160 inch at the set scale), floats. Events and drawing
 *          commands are window pixels. Times are milliseconds of one monotonic clock.
 * Errors   None. Text too long for its buffer stays as it was.
 * Owns     Texts handed to a widget must live until ui_end; keys and labels are copied.
 * Needs    base. No clock, font, file or window: measuring is a port, time is handed in.
 *
 * A frame      ui_begin(ui, &frame); said = screen_class(ui, view, draft); list = ui_end(ui);
 *              n = ui_take_dirty(ui, rects); platform_paint(platform, list, rects, n);
 *              carry out what was said; again at once while ui_wake_ms(ui) <= now.
 */
#ifndef UI_H
#define UI_H

#include "ui_chart.h"
#include "ui_draw.h"
#include "ui_frame.h"

/* ---- boxes -------------------------------------------------------------------------------- */

enum ui_flow {
    UI_COLUMN,
    UI_ROW,
    UI_WRAP, /* a row that goes on in the next line */
    UI_GRID  /* equal columns, each at least .cell wide */
};
enum ui_align { UI_AUTO, UI_START, UI_CENTRE, UI_END, UI_STRETCH, UI_SPREAD };
struct ui_box {
    enum ui_flow flow;
    float gap, pad, pad_x, pad_y; /* pad_x, pad_y stand in for pad when not 0 */
    float grow;                   /* share of the room left over; equal shares give equal widths */
    float width, height;          /* width: wished at least; height: at least; with fixed exactly */
    float max_width;
    float cell;   /* UI_GRID; grows with the text size */
    float line_h; /* UI_GRID: its lines are at least so high */
    int columns;  /* UI_GRID: exactly so many; 0: as many as fit, evenly filled */
    float narrow; /* a row becomes a column where it gets less than this (grows with the text) */
    bool fixed;
    bool by_line;   /* UI_GRID: each line as high as its own tallest cell, not as that of all */
    bool even;      /* UI_WRAP: in lines about as wide as each other */
    bool keeps_end; /* of a box that scrolls: who was at its end stays, when it shrinks */
    bool roves;     /* whatever it holds: one stop of the Tab key, where arrows go on */
    bool fits;      /* of a box that scrolls: larger text shrinks to 100 %, and pictures do
                       until it need not; what room is left, pictures take */
    bool head;      /* the bar at the window's top */
    bool foot;      /* the buttons at its foot: a toast stands between or above them */
    enum ui_align along, across; /* auto: start; rows centre, columns stretch all but buttons */
    enum ui_colour fill, edge;
    float radius, line; /* line 0 is 2 where there is an edge */
    int shadow;         /* 0 none, 1 card, 2 raised */
};
/* Opens a box, closed by ui_close. Boxes that scroll need a key. */
void ui_open(struct ui *ui, struct ui_box box);
void ui_open_scroll(struct ui *ui, const char *key, struct ui_box box);
/* A box that can be pressed as one, whatever it holds. */
bool ui_open_press(struct ui *ui, const char *label, struct ui_box box);
void ui_open_row(struct ui *ui, float gap);
void ui_open_column(struct ui *ui, float gap);
void ui_close(struct ui *ui);
/* A modal sheet over everything, closed by ui_close. True when the person dismissed it. */
bool ui_open_sheet(struct ui *ui, const char *title, float width);
/* Sizes and place of the next box or widget: grow, width, height, fixed, max_width, across. */
void ui_next(struct ui *ui, struct ui_box size);
void ui_next_grow(struct ui *ui, float grow);
void ui_next_disabled(struct ui *ui, bool disabled);
/* The widgets that follow, down to ui_pop_id, are this one's: hashed into their ids. */
void ui_push_id(struct ui *ui, const char *key);
void ui_push_name(struct ui *ui, const char *name); /* the same; the voice says it, too */
void ui_pop_id(struct ui *ui);
float ui_width(const struct ui *ui); /* of the window, in dp */
float ui_height(const struct ui *ui);
float ui_text_size(const struct ui *ui); /* 1 to 2 */
/* Text made for this frame. */
const char *ui_format(struct ui *ui, const char *fmt, ...) PRINTF_LIKE(2, 3);
void *ui_room(struct ui *ui, size_t bytes); /* memory for this frame, all zero */

/* ---- widgets to look at ------------------------------------------------------------------- */

enum ui_style {
    UI_BODY,
    UI_STRONG,
    UI_SMALL,
    UI_SMALL_STRONG,
    UI_HEADING,
    UI_TITLE,
    UI_BIG,
    UI_HUGE
};
/* Words that wrap. UI_SMALL is in soft ink, the rest in ink. */
void ui_text(struct ui *ui, enum ui_style style, const char *words);
void ui_text_colour(struct ui *ui, enum ui_style style, enum ui_colour colour, const char *words);
void ui_text_centred(struct ui *ui, enum ui_style style, const char *words);
/* Words whose letters grow smaller, by a fifth at most, before one of them is broken. */
void ui_text_fit(struct ui *ui, enum ui_style style, enum ui_align align, const char *words);
/* The same for a title: they grow smaller, as far, where that keeps them in one line. */
void ui_text_title(struct ui *ui, enum ui_style style, const char *words);
/* A question in big words; bytes [from, from + size) carry the mark of the spoken word. */
void ui_question(struct ui *ui, const char *words, int from, int size);
void ui_icon(struct ui *ui, const char *icon, float size, enum ui_colour colour);
void ui_icon_tile(struct ui *ui, const char *icon, enum ui_colour hue); /* on the hue's tint */
void ui_picture(struct ui *ui, const char *picture, float size);
/* In a box that fits: as large as lets all of it be seen, and as large as its sisters are. */
void ui_picture_between(struct ui *ui, const char *picture, float least, float most);
struct ui_person {
    const char *key;     /* such as an id: gives the tint; NULL for a group */
    const char *picture; /* NULL or "": then the initials */
    const char *initials;
};
void ui_avatar(struct ui *ui, const struct ui_person *person, float size);
enum ui_mood { UI_PLAIN, UI_GOOD, UI_WAIT, UI_CARE };
void ui_pill(struct ui *ui, enum ui_mood mood, const char *icon, const char *words);
void ui_dots(struct ui *ui, int current, int count); /* which of several steps */
void ui_spacer(struct ui *ui);                       /* takes the room that is left */
void ui_gap(struct ui *ui, float size);
void ui_divider(struct ui *ui);

/* ---- widgets to touch: each answers whether it was activated ------------------------------- */

enum ui_tone {
    UI_SECONDARY,
    UI_PRIMARY,
    UI_QUIET,
    UI_PRIMARY_LARGE,
    UI_SECONDARY_LARGE,
    UI_PUPIL,
    UI_PUPIL_PRIMARY
};
/* icon may be NULL; one that points right stands behind the words. */
bool ui_button(struct ui *ui, enum ui_tone tone, const char *icon, const char *words);
bool ui_icon_button(struct ui *ui, const char *icon, const char *words); /* words: its name */
bool ui_chip(struct ui *ui, const char *words, bool chosen);
float ui_chip_width(const struct ui *ui, const char *words);      /* dp, chosen or not */
bool ui_speaker(struct ui *ui, const char *words, bool speaking); /* round, for pupils */
bool ui_banner(struct ui *ui, enum ui_mood mood, const char *words, const char *action);
/* Floats above the foot, however high, until no longer called. True: the action was taken. */
bool ui_toast(struct ui *ui, const char *words, const char *action);
/* -1 or the one just chosen. */
int ui_tabs(struct ui *ui, const char *const *words, int count, int chosen);

struct ui_slider {
    const char *name, *value; /* the value in words, such as "1.5 s" */
    const char *less, *more;  /* names of the buttons at its ends */
    int count, at;            /* of its places */
};
/* Touched, or dragged to its place: where a finger lifts is what counts. -1 or the place. */
int ui_slider(struct ui *ui, const struct ui_slider *slider);

struct ui_choices {
    const char *name, *help, *icon; /* help and icon may be NULL */
    enum ui_colour hue;             /* UI_BLUE to UI_ROSE, or UI_ACCENT */
    const char *const *words;
    int count;
    int chosen;   /* -1 for none */
    bool bars;    /* a small bar icon grows from choice to choice */
    bool todo;    /* still to do: outlined in its hue */
    bool bare;    /* the name is only its id, not shown */
    bool dense;   /* as low as a finger allows that has the room between the rows, too */
    float height; /* of a choice, at least, in large words; 0: as high as it must be */
};
/* One row of a scale. -1 or the one just touched. Its id is name. */
int ui_choices(struct ui *ui, const struct ui_choices *row);

struct ui_tile {
    const char *key; /* unique among its sisters, such as an id; tints the initials */
    const char *name, *sub;
    const char *picture, *initials;
    const char *badge; /* NULL, or a word in the corner such as Draft */
    enum ui_mood mood; /* of the badge */
    bool chosen;
    float height; /* at least; the taller, the larger the avatar and the name */
};
enum { UI_TILE_HIGH = 236, UI_TILE_MOST = 296 }; /* from here on the avatar stands above the name */
bool ui_tile(struct ui *ui, const struct ui_tile *tile); /* label: its name */

struct ui_item {
    const char *key, *title, *sub, *value; /* sub, value and icon may be NULL */
    const char *icon;
    enum ui_colour hue;
    bool leads;  /* a chevron: it opens something */
    bool chosen; /* it is the one that is open: filled and ticked, without a chevron */
};
bool ui_item(struct ui *ui, const struct ui_item *item); /* a row of a list */

/* A list that scrolls, however long: of more than UI_LIST_WHOLE things only those in sight are
 * made, and a little above and below. */
enum { UI_LIST_WHOLE = 200 };
struct ui_list {
    const char *key;
    int count;
    float cell; /* the least width of a column (grows with the text); 0: one column */
    float row;  /* the height of a thing, at least */
    float gap, pad_x, pad_y;
    float foot; /* room behind the last */
    float max_width;
};
struct ui_range {
    int from, to; /* make these: from <= i < to */
};
/* Between the two, the things of the range, in order and nothing else. */
struct ui_range ui_open_list(struct ui *ui, const struct ui_list *list);
void ui_close_list(struct ui *ui);

struct ui_answer {
    const char *words, *picture;
    bool chosen;
    bool wide;         /* the words stand beside the picture, not under it */
    bool snug;         /* it is one of many, which have little room */
    float least, most; /* of the picture; 0 for 176 */
};
bool ui_answer(struct ui *ui, const struct ui_answer *answer); /* for pupils */

/* Words that are offered while typing, the most used first; a phrase may hold spaces. */
struct ui_lexicon {
    const char *const *words;
    size_t count;
};
struct ui_field {
    const char *label; /* shown above */
    const char *hint;  /* shown while empty; may be NULL */
    char *text;
    size_t room; /* bytes, NUL included */
    int lines;   /* 0 or 1: one line, Enter is UI_FIELD_DONE; more: at least so many */
    bool secret; /* dots, and a Show button */
    bool bare;   /* the label is only its name, not shown */
    bool prose;  /* sentences: each starts with a capital. So is what has several lines */
    const struct ui_lexicon *lexicon; /* NULL: no words are offered */
};
enum ui_field_act { UI_FIELD_NONE, UI_FIELD_CHANGED, UI_FIELD_DONE };
/* Edits field->text in place. */
enum ui_field_act ui_field(struct ui *ui, const struct ui_field *field);

#endif
