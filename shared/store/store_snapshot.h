/* store_snapshot — the sealed image of the view, beside the log that it was folded from. Reached
 * through store.h.
 *
 * Shape    A head, and pieces that count from 0, each with two sides, 0 and 1; what is in them is
 *          the caller's business.
 * Units    Sizes are bytes.
 * Errors   As store.h. STATUS_NOT_FOUND, without a sentence, for what is not there.
 * Owns     What is read is copied out.
 * Needs    base.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "base.h"

struct store;

/* Folded up to a place and a forgotten number. */
struct store_snapshot {
    int64_t place;
    int64_t forgotten;
    const void *box; /* the head */
    size_t size;
    struct id dev; /* whom it was folded as; none: whoever */
};
/* Before many pieces: brings what waits in the log of commits into the file, so that none of the
 * parts has to. */
MUST_USE enum status store_snapshot_ready(struct store *s);
/* Keeps a snapshot: begin, some pieces, then part, and again; at last begin, pieces, end. Nothing
 * counts before the end, and until then what was kept before is whole: each piece has two sides,
 * and the caller writes to the one that its head does not speak of. since is the head of which the
 * other pieces are (NULL: all of them follow). *may is false, and there is nothing to end, when
 * that head is not here any more, when the tablet changed its name since, or a pupil was forgotten:
 * then it must not be kept. A power cut may take what was not followed by another commit. */
MUST_USE enum status store_snapshot_begin(struct store *s, const struct store_snapshot *snapshot,
                                          const struct buf *since, bool *may);
MUST_USE enum status store_snapshot_piece(struct store *s, int64_t number, int side,
                                          const void *box, size_t size);
MUST_USE enum status store_snapshot_part(struct store *s);
/* count: of all its pieces. */
MUST_USE enum status store_snapshot_end(struct store *s, const struct store_snapshot *snapshot,
                                        int64_t count);
void store_snapshot_undo(struct store *s); /* harmless after an end */
/* STATUS_NOT_FOUND when there is none, or no such piece: without a sentence. */
MUST_USE enum status store_snapshot_get(struct store *s, struct arena *arena,
                                        struct store_snapshot *out);
MUST_USE enum status store_snapshot_read(struct store *s, int64_t number, int side,
                                         struct buf *box);
MUST_USE enum status store_snapshot_drop(struct store *s);

#endif
