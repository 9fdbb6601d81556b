/* hub_helper — a second pair of hands for work that falls into pieces.
 *
 * Shape    struct hub_helper is opaque: one thread, lent to one caller at a time.
 * Units    Pieces are numbered from 0.
 * Errors   Starting only. A piece tells of its faults by what ctx points to.
 * Owns     hub_helper_start hands one over, hub_helper_stop takes it back.
 * Needs    What hub_private.h needs. Pieces write to different places, and touch no database.
 */
#ifndef HUB_HELPER_H
#define HUB_HELPER_H
#ifndef INSIDE_HUB
#error "hub_helper.h belongs to syncd/hub"
#endif

#include "hub_private.h"

/* As many may work at once: the caller is hand 0, the helper hand 1. */
#define HUB_HANDS 2

struct hub_work {
    void (*piece)(void *ctx, int hand, size_t index);
    void *ctx;
    size_t count;
};
MUST_USE enum status hub_helper_start(struct hub_helper **out);
void hub_helper_stop(struct hub_helper *h); /* accepts NULL */
/* Every piece is done when it returns. The caller does all of them when h is NULL or busy. */
void hub_helper_do(struct hub_helper *h, const struct hub_work *work);

#endif
