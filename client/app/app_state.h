/* app_state — what the program knows: the one struct that the files of app share. */
#ifndef INSIDE_APP
#error "app_state.h is app's own"
#endif
#ifndef APP_STATE_H
#define APP_STATE_H

#include "app.h"
#include "app_cards.h"
#include "app_parts.h"
#include "app_session.h"
#include "merge.h"
#include "screen.h"
#include "store.h"

#define APP_IDLE_LOCK_MS     (5LL * 60 * 1000) /* untouched for so long, the tablet locks itself */
#define APP_IDLE_AGAIN_MS    3000              /* until it tries again, where work was under way */
#define APP_WATCH_MS         1000              /* how often the file is asked for others' commits */
#define APP_WATCH_ENROL_MS   250
#define APP_DRAFT_PAUSE_MS   400 /* a pause in typing that counts as the end of a word */
#define APP_TOAST_MS         8000
#define APP_TOAST_UNDO_MS    20000
#define APP_FOLD_SLICE       200 /* boxes folded between two frames, while nothing else is shown */
#define APP_FOLD_BYTES       (1LL << 20) /* as few of them as hold so much: pictures are large */
#define APP_FOLD_BESIDE      40          /* the same beside a person's work */
#define APP_FOLD_SHOWN_MS    500         /* how often the screen shows what came of it */
#define APP_FETCH_SLICE      16          /* pieces of the view read between two frames */
#define APP_KEEP_SLICE       16          /* pieces sealed and written between two frames */
#define APP_KEEP_AT_LOCK     32          /* so many at once when the tablet locks, or else none */
#define APP_SNAPSHOT_AFTER   1000
#define APP_PASSPHRASE_LEAST 8
#define APP_NEVER            INT64_MAX

enum app_timer {
    TIMER_FOLD,     /* more of the log is to be folded */
    TIMER_WATCH,    /* look for commits of the daemon */
    TIMER_IDLE,     /* lock */
    TIMER_DRAFT,    /* seal what was typed */
    TIMER_TOAST,    /* take the toast away */
    TIMER_MINUTE,   /* the time on the screen turns */
    TIMER_WAIT,     /* count down to the next try of a passphrase */
    TIMER_LEARN,    /* read more of what was written, for the words that are offered */
    TIMER_INTERVAL, /* the second of an interval observation turns */
    TIMER_CLIP,     /* how loud it is, while a phrase is recorded */
    TIMER_DOOR,     /* of the pupil room: nobody has gone through */
    TIMER_CARDS,    /* more is to be asked of the pupils that a card shows */
    TIMER_COUNT
};

/* Own pictures that could not be drawn, by name. */
enum { ALBUM_LOST_MOST = 32, ALBUM_NAME_ROOM = 80 };

/* Where a person is: sealed beside the drafts, so that a killed program comes back here. */
struct app_place {
    enum screen_name on;
    enum screen_name from; /* where Back leads: the class, or the pupil's page it was opened on */
    struct id pupil;
    struct id group;
    bool by_name;
    bool says_names;      /* aloud: whoever is unlocked has said that they use headphones */
    char instrument[101]; /* what the person observed by last; "" the one that ships first */
};

struct app_draft_row { /* a draft that lies in the store */
    struct id id;
    struct id by;
    struct id rec;
    struct id pupils[SCREEN_PUPILS_MAX];
    size_t pupil_count;
    bool is_room, is_interval, is_picture, is_clip;
    struct id take; /* of a clip: whose phrase, as record_take says it */
};

/* What the view said about the pupil who is open. */
struct app_known {
    struct arena arena;
    bool is_fresh;
    struct id pupil; /* none: the school, for a group observation */
    bool has_row;
    struct view_pupil row;
    bool has_words[CONTEXT_COUNT];
    struct view_word_rows words[CONTEXT_COUNT];
};

/* The words that names are made of: what the voice leaves out. */
struct app_names {
    struct arena arena;
    bool is_fresh;
    const char **words; /* each once, where its hash says; room is a power of two */
    size_t room;
    size_t count;
};

struct app {
    struct app_host host;
    char *demo;
    struct store *store;
    struct words words;
    struct arena kept; /* words and instruments: as long as app */
    struct app_scales scales;
    const char **plain; /* pictures that there are in one colour, sorted */
    size_t plain_count;

    int64_t now_ms;
    int64_t due[TIMER_COUNT];
    int64_t wait_from_ms; /* the last try at a passphrase, else the start; APP_NEVER before it */
    bool wants_frame;
    bool is_full;          /* the disk was, when the file was opened: it is read */
    int64_t full_since_ms; /* by the wall */
    struct {
        int64_t slot, count, ms; /* tries of a passphrase that could not be counted in the file */
    } tries;
    bool has_touch;
    bool has_forgotten;
    bool has_let_go;
    enum word wants_focus; /* the field that is to have the focus; WORD_COUNT: none */

    struct app_session session;
    struct app_job job;
    struct app_look look;
    int64_t store_version;

    float frame_scale; /* of the last frame, pixels a dp */
    struct app_place place;
    struct id chosen[SCREEN_PUPILS_MAX];
    size_t chosen_count;
    bool is_selecting;
    int licence, licence_page; /* that are read */
    bool is_changing;          /* the passphrase of whoever is unlocked */
    int64_t picked_slot;
    struct id colleague;
    enum screen_pupil_tab pupil_tab;
    size_t pupil_area; /* whose matrix is shown */
    int pupil_kind, pupil_page;
    struct id reviewed;   /* the target that is open for its review */
    struct id history;    /* the record whose changes are shown */
    struct id taking;     /* the one that is to be taken out, once there is a reason */
    struct id clash;      /* the record whose conflict is open */
    char clash_field[64]; /* whose third text is written; "" none */
    bool third_dirty;     /* it is not sealed yet */
    bool code_dirty;      /* nor is what was typed at joining, which is kept as it is */
    bool reason_dirty;    /* nor is the reason, in form.own_word */
    int64_t sync_asked_ms;
    struct app_draft_row *drafts;
    size_t draft_count;
    bool draft_dirty;
    int draft_words;     /* when it was sealed last */
    char *parked;        /* JSON: the draft's answers by instruments that it was changed from */
    bool is_scale_fixed; /* the record that is changed has answers: they keep their instrument */
    struct app_undo undo;
    struct app_room room;
    enum ui_means means; /* of what was said last */
    struct app_interval interval;
    struct app_pictures pictures;
    struct app_recording recording;
    char lost[ALBUM_LOST_MOST][ALBUM_NAME_ROOM];
    size_t lost_count;

    struct app_known known;
    struct app_cards cards;
    struct app_cards coming; /* the same, while the log is asked for them */
    struct app_twins twins;
    struct app_names spoken;
    struct app_learned learned;
    struct ui_names names;
    struct arena model; /* what the view points to; emptied when it is filled anew */
    bool is_stale;
    bool is_filling; /* it is being filled: what is told meanwhile is shown with it */
    struct screen_view view;
    struct screen_form form;
    uint32_t told[4]; /* which sentences the voice told last, by their hashes */
    char fault[300];
    char toast[160];
    char lock_fault[200];
    char enrol_fault[300];
    char code_fault[300];   /* why no code came out of a picture: it is said beside the field */
    char code_picture[120]; /* out of which the code on the form was read; "" none */
};

#endif
