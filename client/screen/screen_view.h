/* screen_view — what is true, as the screens read it. Reached through screen.h.
 *
 * Shape    One struct a screen, filled by app before the frame; texts are ready to be shown.
 * Units    Numbers are counts; a number below 0 means that there is none.
 * Errors   None; fault is a sentence for a person, "" when all is well.
 * Owns     Texts live in app's memory until after the frame. A text is never NULL.
 * Needs    base, record, ui.
 */
#ifndef SCREEN_VIEW_H
#define SCREEN_VIEW_H

#include "base.h"
#include "record.h"
#include "screen_form.h"
#include "screen_clips.h"
#include "screen_pupil.h"
#include "screen_room.h"
#include "screen_words.h"
#include "ui.h"

enum screen_name {
#define SCREEN(name, function) SCREEN_##name,
#include "screen.def"
    SCREEN_COUNT
};

/* Sheets over a screen. SHEET_CONTEXT + n shows all words of the context n, SHEET_PHRASES + n the
 * quick phrases for a part of the note, SHEET_TEXTS + n the texts of the n-th item. */
enum screen_sheet {
    SHEET_NONE,
    SHEET_GROUPS,
    SHEET_CONTEXT,
    SHEET_SCALES = SHEET_CONTEXT + CONTEXT_COUNT,
    SHEET_PHRASES,
    SHEET_TEXTS = SHEET_PHRASES + NOTE_COUNT,
    SHEET_REASONS = SHEET_TEXTS + SCREEN_ITEMS_MAX,
    SHEET_HISTORY,
    SHEET_TAKEN_OUT,
    SHEET_REVIEW,
    SHEET_HAND_OVER,
    SHEET_PROFILE,
    SHEET_LICENCES,
    SHEET_ACCESS,
    SHEET_TARGETS,
    SHEET_COUNT
};

struct screen_bar { /* what stands on every staff screen */
    const char *staff;
    const char *sync;                    /* "3 waiting · last sent 21:40" */
    const char *sync_short, *sync_least; /* "3 waiting", "3": where there is no room */
    enum ui_mood sync_mood;
    const char *sync_icon;
    int64_t look_count;
    const char *date, *time;
};

struct screen_person {
    struct id id;
    int64_t slot;
    const char *key, *name, *role, *initials;
};
struct screen_people {
    const struct screen_person *rows;
    size_t count;
};

enum screen_start_step { START_CODE, START_WAITING, START_REFUSED, START_NAME, START_NOBODY };
struct screen_code { /* beside the field for it */
    bool can_read;   /* out of a picture */
    bool is_reading;
    const char *picture; /* the one that it was read from; "" none */
    const char *fault;   /* why none was read from a picture; "" */
};
struct screen_start {
    enum screen_start_step step;
    struct screen_code code;
    int done;      /* of the four lines of progress */
    bool is_asked; /* and the hub has not answered yet: another code can be asked with */
    bool busy;
    const char *fault;
    struct screen_people people;
};

struct screen_unlock {
    struct screen_people people;
    int chosen; /* -1: the tiles */
    bool busy;
    int per_cent; /* of the fold, while it opens */
    int wait_s;   /* until the next try */
    const char *fault;
    const char *demo; /* the passphrase of the demo; "" outside it */
};

struct screen_card {
    struct id id;
    const char *key;
    const char *name;
    const char *initials;
    const char *picture; /* "" none */
    const char *since;
    bool has_draft;
    bool chosen;
};
struct screen_group {
    struct id id;
    const char *key;
    const char *name;
    const char *sub;
    bool chosen; /* its pupils are shown */
};
struct screen_class {
    const char *group;
    bool is_everyone; /* no group: all of them are shown */
    const struct screen_group *groups;
    size_t group_count;
    const struct screen_card *cards;
    size_t card_count;
    int order;
    bool is_coming; /* who is in it is not known yet */
    bool is_selecting;
    size_t chosen_count;
};

enum { INTERVAL_METHOD_COUNT = 3 };
enum screen_interval_phase { INTERVAL_SETUP, INTERVAL_RUNNING, INTERVAL_RESULT };
struct screen_watched {
    const char *key, *name, *initials;
    int chosen; /* at the look that is due: 0 engaged, 1 not, -1 not looked yet */
    const char *samples, *result;
};
struct screen_interval {
    enum screen_interval_phase phase;
    int method;
    int64_t every_s, length_s;
    int looks, look; /* in all; the one that is due, 0 before the first */
    int next_s;
    const char *bias, *margin;
    const struct screen_watched *pupils;
    size_t pupil_count;
    bool can_save;
};

struct screen_version { /* what one person wrote in a field */
    const char *key;    /* of the change */
    const char *text;
    const char *picture; /* "" it is a text */
    const char *who;
    const char *when;
    const char *keep;               /* what the button says that keeps it */
    bool is_shown;                  /* it is the one that screens show meanwhile */
    bool is_kept;                   /* it is on this tablet alone */
    const char *about;              /* whom, where that is another than the first; "" */
    const struct screen_said *said; /* several fields, in the text's place; item: "" */
    size_t said_count;
};
struct screen_clash {
    const char *key;
    const char *label;
    const struct screen_version *versions;
    size_t version_count;
    bool can_write;
};
enum screen_matter_way { MATTER_STAYS, MATTER_CLASH, MATTER_TWIN, MATTER_PUPIL, MATTER_TABLET };
struct screen_matter { /* a row of Needs a look */
    enum screen_matter_way way;
    struct id id; /* of the record or the pupil that it opens */
    int64_t number;
    const char *key;
    const char *title, *sub, *icon;
    enum ui_colour hue;
};
struct screen_look {
    const struct screen_matter *matters;
    size_t matter_count;
    size_t more;     /* matters for which there is no row */
    bool is_open;    /* one conflict is being settled */
    const char *key; /* of it among all; "" for none */
    const char *title, *sub, *lead;
    const struct screen_clash *clashes;
    size_t clash_count;
    int writing; /* the field whose third text is written, -1 */
};

struct screen_licence {
    const char *key, *name, *sub;
    const char *group; /* a heading above it; "" the group of the one before */
};
struct screen_tablet {
    const char *label;
    const char *version;                   /* "" when not known */
    const struct screen_licence *licences; /* while their sheet is open */
    size_t licence_count;
    int licence; /* the one whose words are read, a page of them; -1: the list */
    const char *licence_words;
    int licence_page, licence_pages;
    const char *contact;
    const char *waiting;
    const char *fault;
    const char *parted;       /* why it must be enrolled anew; "" it need not */
    const char *rejoin_fault; /* what was wrong with the code for that */
    struct screen_code code;
    bool is_rejoining;                  /* a code was given, and the daemon is at it */
    const char *clock;                  /* a sentence when the clocks are far apart */
    bool is_asking;                     /* a sync was asked for and has not been seen yet */
    struct screen_people people;        /* who can unlock */
    struct screen_people colleagues;    /* who could be added */
    const struct screen_person *adding; /* NULL: none */
    bool is_changing;                   /* whoever is unlocked chooses another passphrase */
    const char *add_fault;
    bool busy;
    bool silent;
    int text_size; /* per cent */
    enum ui_theme theme;
    bool keyboard;
    unsigned scripts; /* that its keys were given, a bit for each */
};

struct screen_view {
    enum screen_name on;
    int sheet;
    int visit;   /* grows with each screen that is gone to: where scrolling starts anew */
    int listing; /* and with each other group, order or search: cards begin at the first */
    const struct words *words;
    struct screen_bar bar;
    const char *fault; /* a sentence over the screen; "" when all is well */
    const char *toast; /* "" for none */
    bool toast_undo;
    struct screen_start start;
    struct screen_unlock unlock;
    struct screen_class class;
    struct screen_observe observe;
    struct screen_interval interval;
    struct screen_pupil pupil;
    struct screen_pictures pictures;
    struct screen_clips clips;
    struct screen_look look;
    struct screen_tablet tablet;
    const struct screen_offer *offers; /* while the sheet to hand over is open */
    size_t offer_count;
    bool skips_practice;
    struct screen_room room;
};

#endif
