/* screen_pupil — what is true of the pupil who is open: to observe, and the path so far. Reached
 * through screen.h.
 *
 * Shape    One struct a screen, filled by app before the frame; texts are ready to be shown.
 * Units    Numbers are counts.
 * Errors   None.
 * Owns     Texts live in app's memory until after the frame. A text is never NULL.
 * Needs    base, record, ui.
 */
#ifndef SCREEN_PUPIL_H
#define SCREEN_PUPIL_H

#include "base.h"
#include "record.h"
#include "screen_form.h"
#include "ui.h"

struct screen_word { /* a chip: what is kept, and what is shown */
    const char *value;
    const char *shown;
};
struct screen_chips {
    const struct screen_word *rows;
    size_t count;
};
struct screen_target {
    struct id id;
    const char *key;
    const char *title;
};
/* ---- targets and their half terms ---- */
struct screen_judged { /* one reviewer's own judgement */
    const char *who, *level;
};
struct screen_term { /* a target in one half term */
    const char *key, *name;
    const char *level; /* the agreed one; "" none */
    int at;            /* of the instrument's levels, -1 none */
    const struct screen_judged *own;
    size_t own_count;
    struct id rec; /* in conflict: to be settled; else none */
    bool is_now;
};
struct screen_aim { /* a target, with what was judged of it, oldest half term first */
    struct screen_target target;
    const char *area, *criteria, *strategies, *due;
    const char *level; /* the latest agreed one and its half term; "" none */
    const struct screen_term *terms;
    size_t term_count;
};
struct screen_review { /* of one target, in the half term that it is */
    const char *title, *term, *before;
    const struct instrument_item *item; /* its levels */
    int own, agreed;                    /* -1 none */
    const struct screen_judged *others;
    size_t other_count;
};
/* ---- in the pupil's own words ---- */
struct screen_reply {     /* to one question */
    const char *question; /* "": there is but one */
    const char *words;
    const char *const *pictures; /* that were touched */
    size_t picture_count;
    int column; /* which of the set's questions */
};
struct screen_told { /* one self-assessment */
    struct id rec;
    const char *key, *when, *care; /* care: what to bear in mind; "" nothing */
    const char *ways;              /* how it was answered; "" nobody knows */
    const char *about;             /* the activity, or the target; "" neither */
    const struct screen_reply *replies;
    size_t reply_count;
    const struct screen_entry *beside; /* what adults wrote of the same activity that day */
    size_t beside_count;
    bool is_of_target;
    const char *agreed; /* of the target, in that half term; "" nothing */
};
struct screen_asked { /* those of one version of an instrument, the latest first */
    const char *key, *name, *span;
    bool is_earlier;              /* there is a later version of it */
    const char *const *questions; /* none where the version is not on this tablet */
    size_t question_count;
    const char *adults; /* what stands beside: of an activity, or of a target; "" nothing */
    const struct screen_told *rows;
    size_t count;
};
struct screen_page {                        /* of the picture journal */
    const char *key, *when, *labels, *text; /* labels: of the pictures */
    const char *care;                       /* as of screen_told */
    const char *const *pictures;
    size_t picture_count;
};
struct screen_observe {
    const char *who;   /* shown names */
    const char *first; /* one given name, for "How engaged was Amira?"; "" for a group */
    const char *initials;
    const char *picture; /* that shows the pupil; "" none */
    const char *sub;
    struct id pupil;                /* none for a group */
    const struct instrument *scale; /* NULL: it is not on this tablet */
    bool is_note;                   /* the parts of the note are all that it asks */
    bool is_scale_fixed;
    const struct instrument *scales[SCREEN_SCALES_MAX]; /* that can be changed to */
    size_t scale_count;
    const char *total; /* of a scale that has one; "" */
    struct screen_chips phrases[NOTE_COUNT];
    struct screen_chips context[CONTEXT_COUNT];
    const struct screen_target *targets;
    size_t target_count;
    struct ui_lexicon lexicon[NOTE_COUNT]; /* offered while that part is written */
    bool is_edit;
    const char *only, *all, *sisters; /* of a group observation that is changed; "" else */
    bool can_save;
    const char *draft; /* "Draft kept"; "" before the first tap */
};

struct screen_mark { /* an area and what was chosen in it */
    const char *area;
    const char *choice;
    const char *icon;
    enum ui_colour hue;
};
struct screen_said { /* words that go with an item */
    const char *item, *label, *text;
};
struct screen_entry { /* one line of the timeline */
    struct id rec;
    const char *key;
    const char *month; /* a heading above it; "" the month of the one before */
    const char *when;
    const char *who;
    const char *together; /* with whom it was written down; "" alone */
    const char *agreed;   /* how another observer agrees; "" */
    const char *care;     /* what to bear in mind beside it; "" */
    const char *ways;     /* of a self-assessment: how it was answered; "" */
    const char *context;
    const char *note[NOTE_COUNT];
    const char *picture; /* of a self-assessment's answer */
    const struct screen_mark *marks;
    size_t mark_count;
    const struct screen_said *said;
    size_t said_count;
    const char *scale; /* its name, where it is not the engagement model; and its total, or "" */
    bool is_observation;
    bool is_interval; /* the result stands in the outcome's place */
    bool in_conflict;
    bool is_changed;    /* since it was written */
    const char *reason; /* why it was taken out; "" it counts */
};
struct screen_step { /* what one person set at one time */
    const char *key, *when, *who;
    const struct screen_said *said; /* item: "", label: the field */
    size_t said_count;
    bool is_first;
};
struct screen_tick {
    float at;      /* 0 to 1 of the days shown; the same for all areas of one observation */
    int level;     /* of the item's choices, 0 the least */
    bool is_new;   /* seen in a place, or with people, where it was not seen before */
    bool is_break; /* answered by another version than the one before */
};
struct screen_strip { /* one area, answer by answer, oldest first */
    const struct instrument_item *item;
    const struct screen_tick *ticks;
    size_t tick_count;
    const char *latest;
    const char *contexts; /* where it was seen: places, with whom, prompts */
    const char *words;    /* all of it in a sentence */
};
struct screen_totals { /* of an instrument that adds its answers up, oldest first */
    const char *name, *latest, *words;
    const struct ui_point *points;
    int count;
};
struct screen_cell {
    int held, tried;
    const char *last; /* when it held last; "" */
};
struct screen_matrix {
    enum screen_context down, across;
    const char *const *rows;
    size_t row_count;
    const char *const *columns;
    size_t column_count;
    const struct screen_cell *cells; /* row by row */
};
enum screen_pupil_tab {
    PUPIL_PATH,
    PUPIL_AREAS,
    PUPIL_HELD,
    PUPIL_TARGETS,
    PUPIL_VOICE,
    PUPIL_TAB_COUNT
};
struct screen_weeks { /* how often staff wrote something, oldest first; title "": not known */
    const char *title, *now, *words;
    const int *counts; /* below 0: nobody could */
    int count;
    bool has_gap;
};
struct screen_replaced { /* words that others took the place of, until it is settled */
    const char *key, *words;
    int64_t number; /* among those that wait */
};
enum { PUPIL_KINDS = 4 }; /* of the timeline: all, observations, intervals, own words */
struct screen_pupil {
    enum screen_pupil_tab tab;
    const struct screen_strip *strips;
    size_t strip_count;
    const char *from, *until; /* of the days that the strips show; "" none */
    const struct screen_totals *totals;
    size_t totals_count;
    size_t area; /* of the matrices */
    struct screen_matrix matrices[2];
    struct id id;
    const char *name;
    const char *first;
    const char *initials;
    const char *picture; /* that shows the pupil; "" none */
    const char *sub;
    const struct screen_entry *entries; /* of one page */
    size_t entry_count;
    struct screen_weeks weeks;
    int kind, page; /* of the timeline, and of the pupil's words; page 0: the latest */
    bool has_earlier;
    const struct screen_replaced *replaced;
    size_t replaced_count;
    const struct screen_entry *gone; /* what was taken out */
    size_t gone_count;
    const struct screen_step *steps; /* the history of one record, the latest first */
    size_t step_count;
    const struct screen_aim *aims;
    size_t aim_count;
    struct screen_review review;
    const struct screen_asked *asked;
    size_t asked_count;
    const struct screen_page *pages;
    size_t page_count;
    bool has_draft;
};

#endif
