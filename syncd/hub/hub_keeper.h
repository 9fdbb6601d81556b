/* hub_keeper — folds SQLite's log into the store, beside the writer.
 *
 * Shape    struct hub_keeper is opaque: a thread with a connection of its own.
 * Units    None.
 * Errors   Starting only; a fold that fails is done by the next one.
 * Owns     hub_keeper_start hands one over, hub_keeper_stop takes it back.
 * Needs    What hub_private.h needs. A store on a server has no keeper: *out is NULL.
 */
#ifndef HUB_KEEPER_H
#define HUB_KEEPER_H
#ifndef INSIDE_HUB
#error "hub_keeper.h belongs to syncd/hub"
#endif

#include "hub_private.h"

MUST_USE enum status hub_keeper_start(struct hub *hub, struct hub_keeper **out);
void hub_keeper_stop(struct hub_keeper *k); /* accepts NULL */
/* The writer has committed, and its log has so many pages. */
void hub_keeper_tell(struct hub_keeper *k, int pages);

#endif
