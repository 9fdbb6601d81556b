/* hub_opening — the boxes of a batch: opened, decoded, hashed, as many at a time as are wanted.
 *
 * Shape    struct hub_opening lies with its caller, from hub_opening_start to hub_opening_finish.
 * Units    Lines are counted from 0, as in the batch.
 * Errors   hub_opening_run is false when a box does not open, and stays so.
 * Owns     Items, their lines, digests and hashes are the opening's; device and batch are lent.
 * Needs    What hub_helper.h needs. One thread at a time, but for the helper.
 */
#ifndef HUB_OPENING_H
#define HUB_OPENING_H
#ifndef INSIDE_HUB
#error "hub_opening.h belongs to syncd/hub"
#endif

#include "hub_helper.h"

#include <stdatomic.h>

/* What one thread works with while lines are opened. */
struct hub_opening_hand {
    struct arena arena;
    struct buf line;
};
struct hub_opening {
    const struct hub_device *device;
    const struct sync_batch *batch;
    const struct hash *before; /* what the chain has before the batch; NULL: nothing is hashed */
    struct hub_item *items;    /* one a line; seq and pupil are there from the start */
    struct hash *digests;
    struct hash *hashes;
    struct hub_opening_hand hands[HUB_HANDS];
    size_t ready; /* so many of the first lines are open */
    atomic_bool has_sealed;
};
void hub_opening_start(struct hub_opening *o, const struct hub_device *device,
                       const struct sync_batch *batch, const struct hash *before);
/* Opens what is not yet, up to (not with) a line. helper may be NULL. */
bool hub_opening_run(struct hub_opening *o, struct hub_helper *helper, size_t until);
void hub_opening_finish(struct hub_opening *o); /* accepts one that was never started */

#endif
