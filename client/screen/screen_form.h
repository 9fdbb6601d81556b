/* screen_form — what the person is writing: the screens write into it in place. Reached through
 * screen.h.
 *
 * Shape    Plain values. struct screen_draft is one observation before it is saved.
 * Units    choices count from 0, -1 is none; *_ms is milliseconds since 1970 UTC.
 * Errors   None.
 * Owns     The form belongs to app, which seals the draft as it grows and empties the secrets.
 * Needs    base, ui.
 */
#ifndef SCREEN_FORM_H
#define SCREEN_FORM_H

#include "base.h"
#include "screen_pictures.h"
#include "ui.h"

enum {
    SCREEN_PUPILS_MAX = 12, /* of one group observation */
    SCREEN_WATCHED_MAX = 6, /* of one interval observation */
    SCREEN_ITEMS_MAX = 24,  /* of an instrument, as record.h reads them */
    SCREEN_TEXTS_MAX = 24,
    SCREEN_TEXT_ROOM = 1001,
    SCREEN_WORD_ROOM = 101,
    SCREEN_SCALES_MAX = 16,
    SCREEN_TARGETS_MAX = 12,
    SCREEN_CONTEXT_ROOM = 101,
    SCREEN_NOTE_ROOM = 4001, /* the longest that observation.def takes, and its end */
    SCREEN_SECRET_ROOM = 128,
    SCREEN_CODE_ROOM = 512
};

/* The rows of chips, and the three parts of a note: order of the fields in observation.def. */
enum screen_context { CONTEXT_DOING, CONTEXT_PLACE, CONTEXT_WITH, CONTEXT_PROMPT, CONTEXT_COUNT };
enum screen_note { NOTE_OBJECTIVE, NOTE_ACTIVITY, NOTE_OUTCOME, NOTE_COUNT };

struct screen_draft {
    struct id id;  /* of the draft; none: there is no draft */
    struct id rec; /* the observation that is changed; none for a new one */
    struct id pupils[SCREEN_PUPILS_MAX];
    size_t pupil_count;
    char instrument[SCREEN_WORD_ROOM]; /* what it is answered by; "" the engagement model */
    char version[65];
    int choices[SCREEN_ITEMS_MAX];                  /* one an item of the instrument */
    char texts[SCREEN_TEXTS_MAX][SCREEN_TEXT_ROOM]; /* counted through its items */
    char context[CONTEXT_COUNT][SCREEN_CONTEXT_ROOM];
    char begun[CONTEXT_COUNT][SCREEN_CONTEXT_ROOM]; /* a word of one's own, not added yet */
    struct id targets[SCREEN_TARGETS_MAX];
    size_t target_count;
    char note[NOTE_COUNT][SCREEN_NOTE_ROOM];
    int64_t when_ms;
    bool for_all; /* of a group observation: the change is for each of its pupils */
};

/* How the tablet is worked by whoever cannot tap it with ease. */
struct screen_access {
    struct ui_scan_settings scan;
    bool still;  /* no motion */
    bool voiced; /* what has the focus is said aloud */
    bool names;  /* names and notes too: the choice of whoever is unlocked, not the tablet's */
};

/* How one pupil is asked and touches: their access profile. Numbers all, for one table reads and
 * writes them (app_profile.c); of what is one of a few, its place among them. */
struct screen_profile {
    int scale;    /* faces */
    int pictures; /* in colour, or plain: in the colour of the words */
    int muted;
    int voice;              /* -1: one that is not offered here */
    int rate;               /* words a minute */
    int hold_ms, repeat_ms; /* how long a touch must last; what comes sooner is not heard */
    int last_touch;         /* where the finger leaves counts, not where it came down */
    int colours;            /* calm, dark, white on black, yellow on black */
    int text;               /* per cent */
    int still;              /* nothing moves by itself */
    struct ui_scan_settings scan;
};

struct screen_form {
    char code[SCREEN_CODE_ROOM];
    char label[100];
    char passphrase[SCREEN_SECRET_ROOM];
    char old_passphrase[SCREEN_SECRET_ROOM]; /* while it is changed */
    char search[60];
    char own_word[SCREEN_CONTEXT_ROOM]; /* a reason that is being written */
    char third[SCREEN_NOTE_ROOM];       /* the third text of a conflict */
    char page[SCREEN_TEXT_ROOM];        /* the words of a journal page */
    char picture[SCREEN_LABEL_ROOM];    /* the words of an own picture */
    struct screen_access access;
    struct screen_profile profile;
    struct screen_draft draft;
};

#endif
