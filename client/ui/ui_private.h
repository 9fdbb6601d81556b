/* ui_private — what the sources of ui share: struct ui, and what each source does for the others.
 *
 * Shape    struct ui holds the tree being built, the places of the last frame, and the input.
 * Units    dp as floats in nodes, window pixels in areas.
 * Errors   Named limits; what does not fit is left out.
 * Owns     Two arenas take turns, so the frame before the last one is gone.
 * Needs    base.
 */
#ifndef INSIDE_UI
#error "ui_private.h is for the sources of ui alone"
#endif
#ifndef UI_PRIVATE_H
#define UI_PRIVATE_H

#include "ui_caret_private.h"
#include "ui_focus_private.h"
#include "ui_tree_private.h"

struct ui_scope {
    const char *key;
    int parent;
    bool is_name; /* said by the voice */
};
enum layer_kind { LAYER_BASE, LAYER_SHEET, LAYER_TOAST, LAYER_KEYBOARD, LAYER_POPUP };
struct ui_layer {
    enum layer_kind kind;
    struct ui_node *root;
};

struct ui {
    struct text_port port;
    struct ui_frame frame;
    uint32_t frame_number;
    struct arena arenas[2];
    struct arena *arena; /* this frame's */
    /* the tree under construction */
    struct ui_layer layers[LAYERS_MAX];
    int layer_count;
    struct ui_node *open[DEPTH_MAX];
    int depth;
    const struct ui_node *head;
    const struct ui_node *foot;
    const struct ui_node *fits;     /* the box whose words shrink until it need not scroll */
    float picture;                  /* dp: of those in it that have no size of their own */
    const struct ui_node *foot_gap; /* the room between its buttons; NULL for none */
    struct ui_listing listing;
    int sheet_depth; /* of the open boxes when a sheet opened over them; 0 for none */
    uint32_t ids[DEPTH_MAX];
    int id_depth;
    int scope;
    int scope_at[DEPTH_MAX];
    struct ui_scope scopes[SCOPES_MAX];
    int scope_count;
    struct ui_box next;
    bool next_disabled;
    uint32_t touched[AREAS_MAX];
    int touched_count;
    /* where the painter is */
    struct ui_span clip;
    int layer;
    uint32_t scroll_id;
    int group, group_count;
    bool in_head;
    /* the last frame */
    struct ui_area *areas; /* in the arena of the last frame */
    int area_count;
    struct ui_area *fresh; /* of the frame being painted */
    int fresh_count;
    struct ui_place *places;
    int *place_scopes;
    int place_count;
    struct draw_list list;
    struct draw_command spare;
    struct draw_grid shown;
    struct buf words;
    /* input */
    struct ui_event events[EVENTS_MAX];
    int event_from, event_count;
    struct ui_event edits[EDITS_MAX];
    int edit_count;
    struct ui_press press;
    uint32_t activated, reveal;
    float activated_x; /* where the finger lifted */
    int64_t activated_at_ms;
    enum ui_means means;
    bool settle; /* the frame after an activation takes no events: the screen may be another */
    uint32_t focus;
    bool focus_seen, focus_is_field, focus_moved;
    struct ui_ring ring;
    bool tapped; /* a field was tapped: put the caret there */
    float tap_x, tap_y;
    bool tap_select; /* what was selected grows to the tap */
    bool tap_word;   /* tapped twice: select the word */
    int64_t tapped_at_ms;
    bool caret_to_end; /* the focus came by key: the caret goes behind the text */
    bool blur_after;   /* the focus goes once the field has heard */
    int rows_moved;    /* the caret goes up or down so many lines */
    bool rows_select;
    bool hard_typing; /* a real keyboard is in use: the own one stays away */
    enum keyboard_page page;
    enum ui_script script; /* of its letters */
    uint32_t script_in;    /* the field that it was for */
    bool capitals;         /* Shift was pressed twice: they stay */
    bool no_capital;       /* none by itself at this start of a sentence */
    int64_t shifted_at_ms;
    bool spaced; /* the last act was a word with the space behind it */
    struct ui_typing typing;
    enum popup_kind popup;
    char popup_letter[CAP_ROOM];
    struct ui_span popup_at, caret_at; /* pixels */
    struct buf copied;                 /* what was cut or copied */
    float keyboard_h;                  /* dp; 0 while it is away */
    float base_h, base_pan;            /* how high the screen was laid out (dp), and its pan */
    struct ui_span toast_at;           /* dp, of the frame before; high 0: none */
    float pan;                         /* pixels that the painted layer is pushed up by */
    bool moving;                       /* something scrolls by itself */
    struct ui_scan scan;
    uint64_t caret_seen; /* where the caret was when it was last brought into view */
    struct ui_span caret;
    uint32_t caret_scroll; /* what it is to be scrolled in; 0: it is in view, or there is none */
    uint32_t spoken;       /* what the voice was last told of */
    enum ui_scan_light spoken_light;
    uint32_t scan_from;  /* the field whose keyboard is walked over */
    uint32_t scan_list;  /* that the light is in */
    uint32_t scan_shown; /* what the light was on when it was last brought into view */
    bool again;          /* the frame found out something that the next one must show */
    int64_t moved_at_ms;
    struct ui_memory memory[MEMORY_MAX];
};

/* ---- ui_tree.c ---- */
struct ui_node *ui_add(struct ui *ui, struct ui_box box);
struct ui_node *ui_node_open(struct ui *ui, struct ui_box box);
struct ui_node *ui_layer_open(struct ui *ui, enum layer_kind kind, struct ui_box box);
uint32_t ui_id(const struct ui *ui, const char *key);
/* What lies under a sheet: a tap there dismisses it. */
uint32_t ui_veil_id(uint32_t sheet);
/* Makes node something that can be touched; true when it was activated in this frame. */
bool ui_touch(struct ui *ui, struct ui_node *node, const char *label, uint32_t id);
/* What stands in the box that is open is a group: one stop of the Tab key, with arrows inside. */
void ui_rove(struct ui *ui);
/* Where keys are voiced they come to node, and words is what is said of it. */
void ui_read(struct ui *ui, struct ui_node *node, const char *key, const char *words);
bool ui_is_pressed(const struct ui *ui, uint32_t id);
struct ui_memory *ui_remember(struct ui *ui, uint32_t id);
struct ui_memory *ui_recall(struct ui *ui, uint32_t id); /* NULL when nothing is known */

/* ---- ui_words.c ---- */
/* An icon in a place of its own grows with the text so far: then it fills a button. */
#define UI_ICON_GROWTH 1.5f
struct ui_type ui_type_of(enum ui_style style);
int ui_type_px(const struct ui *ui, const struct ui_type *type);
float ui_type_line(const struct ui *ui, const struct ui_type *type); /* dp between baselines */
struct ui_node *ui_words(struct ui *ui, struct ui_type type, const char *words,
                         enum ui_align align);
void ui_icon_growing(struct ui *ui, const char *icon, float size, enum ui_colour colour);
void ui_badge(struct ui *ui, enum ui_mood mood, const char *words);
/* Lets the letters of words grow smaller before a word is broken. */
void ui_words_fit(struct ui_node *words);
float ui_words_width(const struct ui *ui, struct ui_type type, const char *words); /* dp */

/* ---- ui_wrap.c ---- */
float ui_measure(const struct ui *ui, const struct text_line *line);
float ui_space(const struct ui *ui, const struct ui_type *type); /* pixels of a space */
/* Breaks text into lines no wider than width pixels. At least one line. */
struct ui_lines ui_wrap(struct ui *ui, const struct ui_type *type, const char *text, float width);
/* Pixels of the widest word and of the widest line that was not wrapped. */
void ui_wrap_bounds(const struct ui *ui, const struct ui_type *type, const char *text, float *word,
                    float *line);
/* ---- ui_layout.c ---- */
void ui_layout(struct ui *ui, struct ui_node *root, struct ui_span at);
/* The same, in letters as large as lets all of ui->fits be seen; and of one box of words. */
void ui_layout_fit(struct ui *ui, struct ui_node *root, struct ui_span at);
void ui_fit_words(struct ui *ui, struct ui_node *node);
void ui_layout_height(struct ui *ui, struct ui_node *root, float width); /* fills pref_h */
void ui_even_line(struct ui_node *from, const struct ui_node *end);      /* fills even_h */
void ui_fit_square(const struct ui *ui, struct ui_node *node);           /* of no size of its own */
float ui_even_room(const struct ui_node *node, float room); /* what lines of an even wrap take */
/* ---- ui_paint.c ---- */
void ui_paint(struct ui *ui);
float ui_toast_over(const struct ui *ui, const struct ui_span *box); /* of its end; all dp */
/* Adds a command, clipped as the painter is; pixels. What cannot be seen goes to a spare one. */
struct draw_command *ui_draw(struct ui *ui, enum draw_kind kind, struct ui_span at,
                             enum ui_colour colour);
/* ---- ui_content.c ---- */
void ui_paint_content(struct ui *ui, const struct ui_node *node, struct ui_span at);
/* Where a line starts at its left, in whole pixels. */
float ui_line_x(const struct ui_node *node, const struct ui_line *line, struct ui_span row);
void ui_paint_line(struct ui *ui, const struct ui_node *node, const struct ui_line *line,
                   struct ui_span row);
/* ---- ui_chart.c ---- */
void ui_strip_paint(struct ui *ui, const struct ui_node *node, struct ui_span at);
void ui_strip_key_paint(struct ui *ui, const struct ui_node *node, struct ui_span at);
void ui_lines_paint(struct ui *ui, const struct ui_node *node, struct ui_span at);
void ui_sparkline_paint(struct ui *ui, const struct ui_node *node, struct ui_span at);

/* ---- ui_slider.c ---- */
void ui_track_paint(struct ui *ui, const struct ui_node *node, struct ui_span at);

/* ---- ui_field.c ---- */
void ui_field_measure(struct ui *ui, struct ui_node *node);
void ui_field_wrap(struct ui *ui, struct ui_node *node);
void ui_field_paint(struct ui *ui, struct ui_node *node, struct ui_span at);

/* ---- ui_input.c, ui_scroll.c, ui_focus.c ---- */
void ui_input_run(struct ui *ui);
void ui_activate(struct ui *ui, const struct ui_area *area, float x, float y);
const struct ui_area *ui_area_of(const struct ui *ui, uint32_t id);
int ui_top_layer(const struct ui *ui); /* the lowest layer that may be touched */
void ui_key_event(struct ui *ui, const struct ui_event *event);
void ui_add_edit(struct ui *ui, const struct ui_event *event);
bool ui_scrolls(struct ui *ui, uint32_t id); /* it holds more than it shows */
void ui_scroll_start(struct ui *ui);
bool ui_scroll_touch(struct ui *ui, uint32_t id); /* stops it; true when it was seen to glide */
void ui_scroll_drag(struct ui *ui);
void ui_scroll_release(struct ui *ui);
void ui_scroll_by(struct ui *ui, float x, float y, float amount);
void ui_scroll_advance(struct ui *ui);
/* After what was typed: the line of the caret is not left under the buttons at the foot. */
void ui_scroll_to_caret(struct ui *ui);
void ui_scroll_reveal(struct ui *ui);

/* ---- ui_scan_screen.c ---- */
bool ui_scan_is_on(const struct ui *ui);
/* True when the event was a switch's, and is done with. */
bool ui_scan_event(struct ui *ui, const struct ui_event *event);
void ui_scan_run(struct ui *ui);
void ui_scan_show(struct ui *ui);

/* ---- ui_places.c ---- */
void ui_note_places(struct ui *ui);

/* ---- ui_keyboard.c ---- */
void ui_keyboard_build(struct ui *ui);
void ui_keyboard_press(struct ui *ui, const struct ui_keycap *cap);
void ui_keyboard_drag(struct ui *ui, int steps);
bool ui_cap_is_space(const struct ui_keycap *cap);

/* ---- ui_popup.c ---- */
bool ui_cap_has_more(const struct ui_keycap *cap); /* it has accents */
bool ui_cap_pops(const struct ui_keycap *cap);     /* it is one */
void ui_popup_accents(struct ui *ui, const struct ui_area *area);
struct ui_span ui_popup_place(const struct ui *ui, float w, float h); /* dp */
const struct ui_names *ui_names(const struct ui *ui);

/* Black, and nothing is told by a tint or a shadow. */
bool ui_theme_is_stark(enum ui_theme theme);

#endif
