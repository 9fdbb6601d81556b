/* store_twin — two boxes under one name, after the hub was restored.
 *
 * Shape    A twin is what the tablet held under a name (`dev:seq`), and what came under it since.
 * Units    A place is that of the box which is held.
 * Errors   As store.h.
 * Owns     Rows are given out in the caller's arena.
 * Needs    store.h.
 *
 * In another epoch the hub may hold another change under a name that it gave out before: a copied
 * tablet wrote it, and the restored hub had forgotten the first. A box does not say what is in it.
 * So what comes under the name of a box not seen yet in this epoch is kept beside that one, until
 * somebody with the key has opened both.
 */
#ifndef STORE_TWIN_H
#define STORE_TWIN_H

#include "store.h"

struct store_twin {
    struct store_box held;
    struct store_box came; /* its place is that of held */
    bool is_other;         /* set by the caller: they are not the same change */
};
struct store_twin_rows {
    struct store_twin *rows;
    size_t count;
};
MUST_USE enum status store_twins(struct store *s, int64_t limit, struct arena *arena,
                                 struct store_twin_rows *out);
/* Where they are another, what came takes a new place in the log and what was held goes, and the
 * snapshot: the log must be folded from its start. Else only what came goes. */
MUST_USE enum status store_twins_settle(struct store *s, const struct store_twin_rows *twins);

#endif
