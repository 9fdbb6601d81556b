/* app_private — what the files of app share. */
#ifndef INSIDE_APP
#error "app_private.h is app's own"
#endif
#ifndef APP_PRIVATE_H
#define APP_PRIVATE_H

#include "app.h"
#include "change.h"
#include "merge.h"
#include "screen.h"
#include "sql.h"
#include "store.h"
#include "view.h"

#define APP_IDLE_LOCK_MS      (5LL * 60 * 1000) /* untouched for so long, the tablet locks itself */
#define APP_WATCH_MS          1000 /* how often the file is asked for others' commits */
#define APP_WATCH_ENROL_MS    250
#define APP_DRAFT_PAUSE_MS    400 /* a pause in typing that counts as the end of a word */
#define APP_TOAST_MS          8000
#define APP_TOAST_UNDO_MS     20000
#define APP_FOLD_SLICE        200 /* boxes folded between two frames */
#define APP_SNAPSHOT_AFTER    1000
#define APP_UNSENT_LONG_MS    (3LL * 24 * 3600 * 1000)
#define APP_PASSPHRASE_LEAST  8
#define APP_GROUP_CHANGES_MAX SCREEN_PUPILS_MAX
#define APP_NEVER             INT64_MAX

enum app_timer {
    TIMER_FOLD,   /* more of the log is to be folded */
    TIMER_WATCH,  /* look for commits of the daemon */
    TIMER_IDLE,   /* lock */
    TIMER_DRAFT,  /* seal what was typed */
    TIMER_TOAST,  /* take the toast away */
    TIMER_MINUTE, /* the time on the screen turns */
    TIMER_WAIT,   /* count down to the next try of a passphrase */
    TIMER_COUNT
};

/* Argon2id on the worker: a value that is alone with it until app_work_done. */
enum app_job_kind { JOB_NONE, JOB_UNLOCK, JOB_ENROL, JOB_COLLEAGUE, JOB_LEAVE_ROOM };
struct app_job {
    enum app_job_kind kind;
    struct app *app;
    char passphrase[SCREEN_SECRET_ROOM];
    struct store_slot slot;
    struct slot_keys keys;
    struct random_port random;
    enum status st;
    char sentence[240];
};

enum app_session_state {
    SESSION_LOCKED,
    SESSION_KEYS,    /* the keys are here; the tablet is not enrolled yet */
    SESSION_OPENING, /* the log is being folded */
    SESSION_OPEN
};
struct app_session {
    enum app_session_state state;
    struct store_slot slot;
    struct slot_keys keys;
    struct id dev;
    struct id school;
    struct sql *db;
    struct view *view;
    int64_t place; /* the log is folded up to here */
    int64_t forgotten;
    int64_t unreadable; /* boxes that did not open or were no change */
    int64_t snapshot_place;
    int64_t first_place; /* where the fold of this unlock began */
    struct stamp last;
    bool is_behind; /* there may be more to fold */
};

/* Where a person is: sealed beside the drafts, so that a killed program comes back here. */
struct app_place {
    enum screen_name on;
    struct id pupil;
    struct id group;
    bool by_name;
};

struct app_draft_row { /* a draft that lies in the store */
    struct id id;
    struct id by;
    struct id rec;
    struct id pupils[SCREEN_PUPILS_MAX];
    size_t pupil_count;
    bool is_room;
};

/* What the last Save can be undone with. */
struct app_undo {
    bool is_there;
    bool is_clear; /* nothing was saved: a draft was emptied */
    size_t count;
    struct id recs[APP_GROUP_CHANGES_MAX];
    struct id pupils[APP_GROUP_CHANGES_MAX];
    char *set; /* of an edit: the values before; NULL: the records are made void */
    struct screen_draft draft;
};

/* The pupil's answers, item by item. */
enum { ROOM_ITEMS_MAX = 12, ROOM_CHOICES_MAX = 12 };
struct app_room_answer {
    int choice; /* of the item's choices, -1 none */
    int changes;
    int64_t ms; /* from the first sight of the question to the last touch */
};
struct app_room {
    struct id pupil;
    struct id draft;
    enum screen_room_phase phase;
    enum screen_room_phase before; /* the phase that a person wanted to leave */
    size_t at;
    bool is_mirrored;
    struct id rec; /* once it is saved */
    int help;      /* 0 not marked, then as ROOM_HELP counts */
    int64_t shown_ms;
    const struct app_instrument *asks;
    char voice[64];
    int rate;
    bool is_muted;
    bool wrong; /* the practice answer was another one */
    struct app_room_answer answers[ROOM_ITEMS_MAX];
};

struct app_instrument {
    struct instrument in;
    char version[65]; /* hash of the content */
};

struct app {
    struct app_host host;
    char *demo;
    struct store *store;
    struct words words;
    struct arena kept; /* words and instruments: as long as app */
    struct app_instrument engagement;
    struct app_instrument prompts;
    struct app_instrument feelings;      /* three faces */
    struct app_instrument feelings_five; /* for pupils whose profile says so */

    int64_t now_ms;
    int64_t due[TIMER_COUNT];
    bool wants_frame;
    bool has_touch;

    struct app_session session;
    struct app_job job;
    struct app_look look;
    int64_t store_version;

    struct app_place place;
    struct id chosen[SCREEN_PUPILS_MAX];
    size_t chosen_count;
    bool is_selecting;
    int64_t picked_slot;
    struct id colleague;
    struct id clash; /* the record whose conflict is open */
    int clash_writing;
    int64_t sync_asked_ms;
    struct app_draft_row *drafts;
    size_t draft_count;
    bool draft_dirty;
    int draft_words; /* when it was sealed last */
    struct app_undo undo;
    struct app_room room;

    struct arena model; /* what the view points to; emptied when it is filled anew */
    bool is_stale;
    struct screen_view view;
    struct screen_form form;
    char fault[300];
    char toast[160];
    char lock_fault[200];
    char enrol_fault[300];
};

/* ---- life ---------------------------------------------------------------------------------- */
void app_timer(struct app *a, enum app_timer which, int64_t in_ms); /* APP_NEVER stops it */
void app_changed(struct app *a);                                    /* the model is stale */
void app_toast(struct app *a, enum word words, bool can_undo);
int64_t app_wall(const struct app *a);
struct id app_new_id(struct app *a);
/* Notes the sentence of the last fault for the person. */
void app_tell(struct app *a, enum status st);
MUST_USE enum status app_setting(struct app *a, enum store_setting which, char *out, size_t room);

/* ---- session ------------------------------------------------------------------------------- */
MUST_USE enum status session_pick(struct app *a, int64_t number);
MUST_USE enum status session_unlock(struct app *a, enum app_job_kind kind);
void session_lock(struct app *a);
/* The keys are known: go on with enrolling, or fold. */
MUST_USE enum status session_begin(struct app *a, const struct store_slot *slot,
                                   const struct slot_keys *keys);
/* The log is folded: the place where the person was. */
void session_ready(struct app *a);
bool session_is_open(const struct app *a);
int session_wait_s(const struct app *a, const struct store_slot *slot);
MUST_USE enum status session_find_slot(struct app *a, int64_t number, struct store_slot *out);
/* One job at a time. */
MUST_USE enum status app_job_start(struct app *a);
void app_job_wipe(struct app *a);

/* ---- fold ---------------------------------------------------------------------------------- */
MUST_USE enum status fold_open(struct app *a);
MUST_USE enum status fold_slice(struct app *a, bool *more);
MUST_USE enum status fold_own(struct app *a, const struct change *c, int64_t place);
MUST_USE enum status fold_snapshot(struct app *a);
void fold_close(struct app *a);

/* ---- capture ------------------------------------------------------------------------------- */
struct app_change {
    struct id rec;
    struct id pupil;
    const char *type;
    const char *set;
    const char *over; /* NULL: none */
    bool is_new;
};
/* All or none, durable, then in the view; the draft named (or NULL) goes with them. */
MUST_USE enum status capture_commit(struct app *a, const struct app_change *changes, size_t count,
                                    const char *draft);
MUST_USE enum status capture_save(struct app *a);
MUST_USE enum status capture_undo(struct app *a);
/* Settles one field of a record by a value that replaces all its heads. */
MUST_USE enum status capture_settle(struct app *a, const struct id *rec, const char *field,
                                    const struct json_value *value);
void undo_forget(struct app *a);

/* ---- draft --------------------------------------------------------------------------------- */
void draft_blank(struct screen_draft *d);
bool draft_has_some(const struct screen_draft *d);
/* Opens the one that waits for these pupils, or a blank one. */
MUST_USE enum status draft_open(struct app *a, const struct id *pupils, size_t count,
                                const struct id *rec);
MUST_USE enum status draft_flush(struct app *a);
MUST_USE enum status draft_drop(struct app *a);
/* The words of `set` for the draft, and back. */
void draft_write_set(const struct app *a, const struct screen_draft *d, struct buf *out);
void draft_read_set(const struct app *a, const struct json_value *set, struct screen_draft *d);
void draft_name(const struct id *id, char out[64]);
MUST_USE enum status draft_list(struct app *a);
const struct app_draft_row *draft_of_pupil(const struct app *a, const struct id *pupil);
MUST_USE enum status draft_read(struct app *a, const struct id *id, struct json_value **out);
void draft_typed(struct app *a);
void draft_tapped(struct app *a);
MUST_USE enum status draft_keep_where(struct app *a);
void draft_find_where(struct app *a);
MUST_USE enum status draft_seal(struct app *a, const char *name, const struct buf *text);

/* ---- enrolling, sync ------------------------------------------------------------------------- */
MUST_USE enum status enrol_ask(struct app *a);
MUST_USE enum status enrol_again(struct app *a);
MUST_USE enum status enrol_goes_on(struct app *a);
MUST_USE enum status enrol_name(struct app *a, const struct id *staff);
MUST_USE enum status enrol_colleague(struct app *a);
void enrol_made(struct app *a, struct app_job *job);
MUST_USE enum status sync_watch(struct app *a);
MUST_USE enum status sync_ask_now(struct app *a);
void look_read(struct app *a);
MUST_USE enum status look_keep(struct app *a);

/* ---- pupil room ------------------------------------------------------------------------------ */
MUST_USE enum status room_open(struct app *a, const struct id *pupil);
MUST_USE enum status room_resume(struct app *a);
MUST_USE enum status room_said(struct app *a, const struct said *said);
void room_left(struct app *a);
void room_fill(struct app *a);
void room_set(const struct app *a, struct buf *set);

/* ---- intents and model ----------------------------------------------------------------------- */
void intent_carry_out(struct app *a, const struct said *said);
void place_go(struct app *a, enum screen_name on);
void model_fill(struct app *a);
void model_fill_unlock(struct app *a);
void model_fill_start(struct app *a);
void model_fill_class(struct app *a);
void model_fill_observe(struct app *a);
void model_fill_pupil(struct app *a);
void model_fill_look(struct app *a);
void model_fill_tablet(struct app *a);
const char *model_initials(struct app *a, const char *name);
const char *model_when(struct app *a, int64_t at_ms);  /* "Today 10:42", "Tue 14 Oct" */
const char *model_since(struct app *a, int64_t at_ms); /* "3 days ago" */
const char *model_staff_name(struct app *a, const struct id *staff);
/* The shown text of a field's value. */
const char *model_value(struct app *a, const char *field, const struct json_value *value);
const char *model_setting(struct app *a, enum store_setting which);
const char *word_of(const struct app *a, enum word which);
/* A pupil's shown name; "" when the view does not know them. */
const char *model_pupil_name(struct app *a, const struct id *pupil, const char **family);
/* What waits for a person, beside the conflicts that the view counts. */
size_t look_count(struct app *a);

#endif
