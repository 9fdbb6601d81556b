/* app_parts — parts of what the program knows: instruments, what Undo undoes, and a sitting of
 * interval observation.
 * Reached through app_state.h. */
#ifndef INSIDE_APP
#error "app_parts.h is app's own"
#endif
#ifndef APP_PARTS_H
#define APP_PARTS_H

#include "app.h"
#include "app_begun.h"
#include "app_learn.h"
#include "app_twin.h"
#include "base.h"
#include "record.h"
#include "screen.h"
#include "view_clips.h"

struct app_instrument {
    struct instrument in;
    char version[65]; /* hash of the content */
};

/* What staff and pupils answer by: what ships, and what the school added. */
enum app_shipped {
#define SHIPPED(name, file) SCALE_##name,
#include "app_shipped.def"
    SCALE_SHIPPED
};
enum { SCALE_OFFERED_MAX = SCREEN_SCALES_MAX };
struct app_own {
    struct id rec;
    bool is_retired;
    bool is_broken;
    struct app_instrument one;
};
struct app_scales {
    struct app_instrument shipped[SCALE_SHIPPED];
    struct arena arena; /* of own */
    struct app_own *own;
    size_t own_count;
    bool is_fresh;
};

#define APP_GROUP_CHANGES_MAX SCREEN_PUPILS_MAX

/* What the last Save can be undone with. */
enum app_undo_kind {
    UNDO_NONE,
    UNDO_NEW,      /* the records are made void, and the draft is there again */
    UNDO_EDIT,     /* the values before come back, and so does the draft */
    UNDO_CLEAR,    /* nothing was saved: a draft was emptied */
    UNDO_PLAIN,    /* the values before come back; there was no draft */
    UNDO_PICTURE,  /* the record is made void, and there was no draft of an observation */
    UNDO_INTERVAL, /* the records of a sitting are made void, and it is there again */
    UNDO_DROPPED,  /* a sitting was thrown away */
    UNDO_STOPPED,  /* one was ended before its time, and goes on */
    UNDO_TWIN      /* words that another took the place of were let go: they wait again */
};
struct app_undo {
    enum app_undo_kind kind;
    char type[40];
    size_t count;
    struct id recs[APP_GROUP_CHANGES_MAX];
    struct id pupils[APP_GROUP_CHANGES_MAX];
    char *sets[APP_GROUP_CHANGES_MAX]; /* the values before, one a record */
    char *parked;
    struct screen_draft draft;
};

/* A sitting of interval observation. */
enum { INTERVAL_LOOKS_ROOM = 64 };
struct app_interval {
    enum screen_interval_phase phase;
    struct id draft;
    int method;
    int64_t every_s, length_s, start_ms;
    int64_t wall_ms, now_ms; /* both clocks as they were when it last minded them; 0 not yet */
    struct id pupils[SCREEN_WATCHED_MAX];
    char samples[SCREEN_WATCHED_MAX][INTERVAL_LOOKS_ROOM]; /* 1, 0, - a look */
    size_t pupil_count;
};
/* They were erased. True when the sitting on the screen goes on about others. */
bool interval_forget(struct app *a, const struct id *pupil);

/* A pupil's access profile, as it is now. */
struct app_profile {
    struct screen_profile is;
    char voice[64]; /* the one that speaks, whether it is offered or not */
};

/* The screen of own pictures: the pupil is the one whose page is open. */
struct app_pictures {
    enum screen_pictures_phase phase;
    bool is_schools;
    struct app_files files;
    int looks;       /* how often files were looked for: two lists share no names */
    struct id draft; /* of the one that is being made; none: it is not sealed yet */
    struct id rec;   /* that it changes; none: it is new */
    char rec_mark[33];
    struct buf jpeg; /* empty: the image stays as it is */
    char mark[33];
    bool is_portrait;
    bool is_dirty;
    char fault[200];
};

/* Recorded phrases: those that there are for one pupil, and the bytes of those that were read. */
struct app_sound {
    struct id rec;
    struct buf bytes; /* empty: it is no clip */
};
struct app_clips {
    struct id pupil;
    char voice[64]; /* in whose language */
    struct arena arena;
    bool is_fresh;
    int64_t round; /* counts how often they were asked for */
    struct view_clip_rows rows;
    struct app_sound **sounds;
    size_t sound_count;
};

/* A phrase, where it stands: of a pupil's self-assessment, or of the school's. */
struct app_phrase {
    struct id by, pupil; /* by: whoever is unlocked */
    bool is_schools;
    char instrument[101];
    char words[SCREEN_TEXT_ROOM];
};

/* The screen of recorded phrases: the pupil is the one whose page is open. */
struct app_recording {
    enum screen_clips_phase phase;
    bool is_schools;
    char instrument[101]; /* whose phrases are shown; "" what is said in all */
    char words[SCREEN_TEXT_ROOM];
    struct app_clips clips;
    bool is_listening;
    int heard_ms, loudness;
    struct buf take; /* that is not kept yet */
    int length_ms;
    char fault[200];
    struct arena known; /* what is shown of them, until others are there or another set is open */
    int64_t known_round;
    char known_set[101];
    struct record_phrases *phrases; /* NULL: not worked out yet */
    const struct screen_clip_set *sets;
    size_t set_count;
};

/* The pupil's answers, item by item. */
struct app_room_answer {
    int choice;      /* of the item's choices, -1 none; where several may be: only what is apart */
    unsigned chosen; /* a bit a choice, where several may be */
    int columns[INSTRUMENT_CARDS_MOST]; /* where each card lies, -1 nowhere yet */
    int changes;
    int64_t ms;    /* from the first sight of the question to the last touch */
    unsigned ways; /* a bit each, as app_room_way.c names them */
};
struct app_room {
    struct id pupil;
    struct id draft;
    struct arena arena;         /* of asks, when it is a school's own */
    struct app_instrument asks; /* of its own: a new version may come in meanwhile */
    struct id about;            /* the observation or target that is asked about; none */
    char about_words[SCREEN_TEXT_ROOM];
    bool skips_practice;
    bool is_trial; /* by staff: practice alone, and nothing is kept */
    enum screen_room_phase phase;
    enum screen_room_phase before; /* the phase that a person wanted to leave */
    size_t at;
    int picked;       /* the card that was taken up again; -1 none */
    bool is_changing; /* the answers were read back: Next leads there */
    bool is_mirrored;
    struct id rec; /* once it is saved */
    int help;      /* 0 not marked, then as ROOM_HELP counts */
    int64_t shown_ms;
    int64_t left_ms; /* when somebody went to the door */
    size_t written;  /* at the door, letters when it was looked at last */
    struct app_profile profile;
    struct app_clips clips;
    bool asks_aloud; /* the question itself is being said: its words can be marked */
    bool wrong;      /* the practice answer was another one */
    struct app_room_answer answers[INSTRUMENT_ASKED_MOST];
};

#endif
