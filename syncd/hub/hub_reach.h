/* hub_reach — how far the numbers of a store have come, and what follows when they go back.
 *
 * Shape    struct hub_reach is a school.
 * Units    last counts from 1; 0 is none yet.
 * Errors   As sql.h.
 * Owns     Rows are the arena's.
 * Needs    What hub_private.h needs.
 */
#ifndef HUB_REACH_H
#define HUB_REACH_H
#ifndef INSIDE_HUB
#error "hub_reach.h belongs to syncd/hub"
#endif

#include "hub_private.h"

struct hub_reach {
    struct id school;
    int64_t last; /* number of the school's log */
};
struct hub_reach_rows {
    struct hub_reach *rows;
    size_t count;
    struct id epoch;
    bool is_shared; /* by hubs with other folders: an epoch may be new here, and old there */
};
MUST_USE enum status hub_reach(struct hub *hub, struct arena *arena, struct hub_reach_rows *out);
/* Another epoch, and another device of the hub's own in each school. */
MUST_USE enum status hub_new_life(struct hub_db *db);
/* The same as one act, for a store that is not what it was. */
MUST_USE enum status hub_begin_life(struct hub *hub);

#endif
