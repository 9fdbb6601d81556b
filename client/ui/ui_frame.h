/* ui_frame — the life of a ui: events in, frames out, and what a script or a scan finds there.
 * Reached through ui.h.
 *
 * Shape    struct ui is opaque.
 * Units    Events and places are window pixels; times are milliseconds of one monotonic clock.
 * Errors   None.
 * Owns     ui_create hands it out, ui_destroy takes it back. Lists and places live until
 *          the next ui_begin.
 * Needs    base.
 */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "ui_draw.h"
#include "ui_scan.h"

struct ui;

/* Targets: at least 10 mm for staff, 20 mm for pupils. */
enum { UI_TARGET = 64, UI_TARGET_PUPIL = 128 };
enum ui_colour {
    UI_NO_COLOUR, /* nothing is drawn, or the widget's own default */
#define COLOUR(name, light, dark, contrast, calm, yellow) UI_##name,
#include "theme.def"
    UI_COLOUR_COUNT
};
/* The scripts of the own keyboard, each with a page of letters. */
enum ui_script {
#define SCRIPT(name, own, first, carrier, comma, stop, ask, capitals, a, b, c, d, e, f) UI_##name,
#include "scripts.def"
    UI_SCRIPT_COUNT
};
/* Those that a name is written in, a bit each: 1U << UI_ARABIC. Nothing for Latin. */
unsigned ui_scripts_in(const char *name);
enum ui_theme { UI_LIGHT, UI_DARK, UI_CONTRAST, UI_CALM, UI_YELLOW, UI_THEME_COUNT };
bool ui_theme_is_dark(enum ui_theme theme); /* light words on dark cards */
uint32_t ui_theme_colour(enum ui_theme theme, enum ui_colour colour); /* 0xFFRRGGBB */
/* The paper on which a hue stands: UI_BLUE to UI_ROSE, or UI_ACCENT. */
enum ui_colour ui_tint(enum ui_colour hue);
/* A hue for a person: one key has the same hue on every screen and every tablet. */
enum ui_colour ui_hue_of(const char *key);

/* ---- one frame ---------------------------------------------------------------------------- */

enum ui_event_kind {
    UI_DOWN, /* a finger, a mouse or a pen */
    UI_MOVE,
    UI_UP,
    UI_LOST,  /* taken by the system: counts as slid off */
    UI_WHEEL, /* at x, y by lines, up is positive */
    UI_TEXT,  /* typed text */
    UI_KEY,
    UI_KEY_LIFTED,  /* of interest to scanning alone, where keys are switches */
    UI_SWITCH_DOWN, /* a button of a joystick, by which: 1 or 2 */
    UI_SWITCH_UP
};
enum ui_key {
    UI_KEY_NONE,
    UI_KEY_TAB,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_HOME,
    UI_KEY_END,
    UI_KEY_PAGE_UP,
    UI_KEY_PAGE_DOWN,
    UI_KEY_ENTER,
    UI_KEY_SPACE,
    UI_KEY_ESCAPE,
    UI_KEY_BACKSPACE,
    UI_KEY_DELETE,
    UI_KEY_ALL, /* select all */
    UI_KEY_CUT,
    UI_KEY_COPY,
    UI_KEY_PASTE
};
struct ui_event {
    enum ui_event_kind kind;
    int64_t finger;
    float x, y; /* window pixels */
    float lines;
    enum ui_key key;
    bool shift;
    bool word;  /* with Control: by words, to the text's ends */
    bool mouse; /* DOWN: a mouse, which selects by dragging */
    int which;  /* switch */
    char text[40];
    int bytes; /* BACKSPACE: so many before the caret; 0: what a typist expects */
};
/* What the toolkit's own keys and buttons are called. */
struct ui_names {
    const char *close, *show, *hide;
    const char *done, *new_line, *space, *backspace, *shift;
    const char *cut, *copy, *paste, *all;
    const char *further_up, *further_down; /* of a long list */
    const char *letters;                   /* the key that shows the scripts */
    const char *scripts[UI_SCRIPT_COUNT];
};
struct ui_frame {
    int width, height; /* window pixels */
    float scale;       /* pixels a dp */
    float text;        /* 1 to 2 */
    enum ui_theme theme;
    int64_t now_ms;
    bool voiced;                  /* keys come to what is only drawn, too, for the voice to read */
    bool still;                   /* no motion at all: scrolling stops with the finger */
    bool keyboard;                /* show the own keyboard while a field has the focus */
    unsigned scripts;             /* that it has besides Latin, a bit each */
    int hold_ms;                  /* a press counts only when held this long; 0 at once */
    bool last_touch;              /* what a finger lifts from counts, not what it came down on */
    int again_ms;                 /* a second press within this time does not count */
    const struct ui_names *names; /* NULL: in English */
    struct ui_scan_settings scan; /* 0: off. Space and Enter are then the first and second switch */
};

struct ui *ui_create(struct text_port text);
void ui_destroy(struct ui *ui); /* accepts NULL */
/* Takes one event in; it takes effect in a coming frame. */
void ui_feed(struct ui *ui, const struct ui_event *event);
/* Each frame carries out at most one activation, so a screen never sees two at once. */
void ui_begin(struct ui *ui, const struct ui_frame *frame);
/* Lays out and draws; what it gives lives until the next ui_begin. */
const struct draw_list *ui_end(struct ui *ui);
/* Where the last frame differs from what was taken last: what is to be painted now. Call it once
 * before each painting. 0: nothing. */
int ui_take_dirty(struct ui *ui, struct draw_rect out[DRAW_RECTS_MAX]);
/* The window lost its picture: the next ui_take_dirty gives all of it. */
void ui_forget_drawn(struct ui *ui);
/* Overwrites all that was drawn, typed and pressed: nothing of it may be found after a lock. The
 * list of the last frame is gone; the next frame begins like the first. */
void ui_forget(struct ui *ui);
/* When the next frame is wanted: <= now for at once (events wait, something moved or was just
 * activated), INT64_MAX for not before something happens. */
int64_t ui_wake_ms(const struct ui *ui);
bool ui_wants_text(const struct ui *ui); /* a field has the focus */
void ui_blur(struct ui *ui);             /* takes the focus away */
void ui_leave(struct ui *ui); /* the next frame is another screen: the focus begins anew there */

/* By what the last thing that was activated was. */
enum ui_means { UI_BY_FINGER, UI_BY_MOUSE, UI_BY_KEY, UI_BY_SWITCH };
enum ui_means ui_means(const struct ui *ui);

/* What can be activated in the last frame, in reading order: for scripts and scanning. */
struct ui_place {
    uint32_t id;
    const char *label;
    struct draw_rect at;
    bool disabled, chosen, field, covered; /* covered: scrolled away or under a sheet */
};
const struct ui_place *ui_places(const struct ui *ui, int *count);
/* The first with this label, NULL when there is none. "Row/Label" looks inside the id pushed as
 * Row (a choice row, a tile or any ui_push_id). */
const struct ui_place *ui_find(const struct ui *ui, const char *label);
/* For a test outside: the keyboard's ring is on it; the light of scanning is, or is on its group;
 * the ids pushed around it, the innermost first, as in "Exploration/observe". */
bool ui_is_ringed(const struct ui *ui, const struct ui_place *place);
/* It stands in the group of what has the ring: arrows lead there, and Tab does not. */
bool ui_is_in_reach(const struct ui *ui, const struct ui_place *place);
bool ui_is_lit(const struct ui *ui, const struct ui_place *place);
void ui_print_rows(const struct ui *ui, const struct ui_place *place, struct buf *out);
bool ui_is_moving(const struct ui *ui); /* something glides by itself: a finger would stop it */
/* Scrolls it into view from the next frame on. */
void ui_reveal(struct ui *ui, uint32_t id);
void ui_focus(struct ui *ui, uint32_t id);
/* Until something has it, Enter and Space press this; Tab and arrows know nothing of it. */
void ui_focus_unseen(struct ui *ui, uint32_t id);
/* What the focus, or the light of scanning, has come to. */
struct ui_spoken {
    const char *name;  /* of what it stands in, such as a row of a scale; NULL for none */
    const char *label; /* of a group: its members' */
    const char *text;  /* of a field; NULL where there is none, and of a secret */
    bool is_chosen, is_disabled, is_field;
    bool leads_back; /* the way out of the group that it stands in */
};
/* True once after each move; what it gives lives until the next frame. */
bool ui_spoken(struct ui *ui, struct ui_spoken *out);
/* Where scanning is now. */
const struct ui_scan *ui_scan_state(const struct ui *ui);
/* The texts of the last frame in reading order, one a line: what a script may wait for. */
void ui_print_texts(const struct ui *ui, struct buf *out);

#endif
