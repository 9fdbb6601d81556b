/* app_parts — parts of what the program knows: instruments, and a sitting of interval observation.
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
