/* app_session — who is unlocked, and the view that is folded for them. */
#ifndef INSIDE_APP
#error "app_session.h is app's own"
#endif
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app_parts.h"
#include "change.h"
#include "screen.h"
#include "sql.h"
#include "store.h"

struct app;

/* Argon2id on the worker: a value that is alone with it until app_work_done. */
enum app_job_kind {
    JOB_NONE,
    JOB_UNLOCK,
    JOB_ENROL,
    JOB_COLLEAGUE,
    JOB_LEAVE_ROOM,
    JOB_CODE,
    JOB_CHANGE,
    JOB_FILES,
    JOB_PICTURE,
    JOB_CLIP
};
struct app_job {
    enum app_job_kind kind;
    struct app *app;
    char passphrase[SCREEN_SECRET_ROOM];
    char old[SCREEN_SECRET_ROOM]; /* of a passphrase that is changed */
    struct store_slot slot;
    struct slot_keys keys;
    struct random_port random;
    char code[SCREEN_CODE_ROOM]; /* as it stands in the picture of that name */
    char picture[120];
    struct app_files files; /* found, or the one that is made small; given on or freed */
    struct buf jpeg, pcm;   /* jpeg: or the clip that is made of pcm */
    int length_ms;
    struct app_phrase phrase; /* that pcm is of */
    enum status st;
    char sentence[300];
};

enum app_session_state {
    SESSION_LOCKED,
    SESSION_KEYS,    /* the keys are here; the tablet is not enrolled yet */
    SESSION_OPENING, /* the log is being folded */
    SESSION_OPEN
};
/* The view as it was kept: which sealed pieces are of it. */
#define IMAGE_MARK 16
struct app_image_piece {
    uint8_t mark[IMAGE_MARK]; /* the end of the piece as it was sealed last */
    uint8_t side;             /* where that lies */
    uint8_t head_side;        /* where the head's own lies; IMAGE_NO_SIDE when it has none */
};
enum { IMAGE_NO_SIDE = 2 };
struct app_image {
    struct app_image_piece *pieces;
    int64_t count;
    bool is_keeping; /* some of it is written, under no head yet */
    struct buf head; /* as it lies in the file; empty: what is there is not of this view */
    struct buf box;
    struct buf piece;
    bool is_fetching; /* pieces may be left that were not read yet */
};

struct app_session {
    enum app_session_state state;
    struct store_slot slot;
    struct slot_keys keys;
    struct id dev;
    struct id school;
    struct sql *db;
    struct app_image image;
    struct view *view;
    int64_t place; /* the log is folded up to here */
    int64_t forgotten;
    int64_t unreadable;   /* boxes that did not open or were no change */
    bool folds_singly;    /* the last slice failed: the next one sees at which box */
    int64_t failed_place; /* of the box that stopped the last slice */
    int64_t skip_place;   /* it stopped two: it is counted and passed over */
    int64_t snapshot_place;
    int64_t first_place; /* where the fold of this unlock began */
    struct stamp last;
    int64_t day;             /* that the view was told is today's; 0 none */
    int64_t shown_ms;        /* when the screen was last told of what was folded beside it */
    bool is_behind, is_near; /* more may be to fold; enough is, to ask what is shown first */
};

/* ---- session --------------------------------------------------------------------------------- */
MUST_USE enum status session_pick(struct app *a, int64_t number);
MUST_USE enum status session_unlock(struct app *a, enum app_job_kind kind);
void session_lock(struct app *a);
/* The same, and nothing is kept: what it was to be sealed with is gone. */
void session_forget(struct app *a);
/* The keys are known: go on with enrolling, or fold. */
MUST_USE enum status session_begin(struct app *a, const struct store_slot *slot,
                                   const struct slot_keys *keys);
/* The log is folded: the place where the person was. */
void session_ready(struct app *a);
bool session_is_open(const struct app *a);
int session_wait_s(const struct app *a, const struct store_slot *slot);
/* One try more at a passphrase, counted before it is made. */
MUST_USE enum status session_count_try(struct app *a, struct store_slot *slot);
MUST_USE enum status session_find_slot(struct app *a, int64_t number, struct store_slot *out);
MUST_USE enum status app_job_start(struct app *a);
void app_job_wipe(struct app *a);

/* ---- fold ------------------------------------------------------------------------------------ */
MUST_USE enum status fold_open(struct app *a);
/* The line in a sealed box. STATUS_DAMAGED when it does not open. */
MUST_USE enum status fold_open_box(const struct app *a, const struct store_box *box,
                                   struct buf *line);
/* Whoever left a group before today is not in it any more: at each unlock, and as days begin. */
void fold_new_day(struct app *a);
MUST_USE enum status fold_slice(struct app *a, int64_t most, bool *more);
/* Something in the log is another than was folded: all of it is folded once more. */
MUST_USE enum status fold_again(struct app *a);
MUST_USE enum status fold_own(struct app *a, const struct change *c, int64_t place);
/* Own changes further on are folded before the rest: whoever edits must see their own words. */
MUST_USE enum status fold_own_first(struct app *a);
MUST_USE enum status fold_keep_all(struct app *a); /* what is not kept yet, in one go */
void fold_close(struct app *a);
/* The kept view turned out broken: it goes, and the log is folded from its start. */
MUST_USE enum status fold_mend(struct app *a);

/* ---- the kept view --------------------------------------------------------------------------- */
/* Opens a->session.db on what was kept; on nothing where that is not to be used. */
MUST_USE enum status image_open(struct app *a, bool use_kept);
MUST_USE enum status image_fetch(struct app *a);
/* Some pieces, and at last the head. None, and no fault, when the log has moved away. */
MUST_USE enum status image_keep(struct app *a, int64_t most, bool *more);
bool image_is_small(const struct app *a); /* it can be kept in one go */
void image_close(struct app *a);

#endif
