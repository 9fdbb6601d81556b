/* app_parts — parts of what the program knows: instruments, what Undo undoes, and a sitting of
 * interval observation.
 * Reached through app_state.h. */
#ifndef INSIDE_APP
#error "app_parts.h is app's own"
#endif
#ifndef APP_PARTS_H
#define APP_PARTS_H

#include "app_learn.h"
#include "base.h"
#include "record.h"
#include "screen.h"

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
    UNDO_INTERVAL, /* the records of a sitting are made void, and it is there again */
    UNDO_DROPPED   /* a sitting was thrown away */
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
    struct id pupils[SCREEN_WATCHED_MAX];
    char samples[SCREEN_WATCHED_MAX][INTERVAL_LOOKS_ROOM]; /* 1, 0, - a look */
    size_t pupil_count;
};

#endif
