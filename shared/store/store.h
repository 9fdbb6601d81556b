/* store — the durable memory of one tablet: its change log as sealed boxes, and what stands beside.
 *
 * Shape    One SQLite file (WAL, synchronous=FULL, mode 0600) that the client and the daemon have
 *          open at the same time; struct store is one connection. It moves boxes and knows no key.
 * Units    A place numbers the boxes as they came, from 1, own and fetched alike. Times are ms.
 * Errors   STATUS_FULL, STATUS_DISK, STATUS_BUSY, STATUS_DAMAGED as sql.h. A call that fails has
 *          changed nothing: each is one transaction.
 * Owns     store_open/store_close. Rows are copied in, and given out in the caller's arena or buf.
 * Needs    base, change, sql. Nothing in here knows of the network or the screen.
 */
#ifndef STORE_H
#define STORE_H

#include "base.h"
#include "change.h"
#include "store_snapshot.h"

struct store;

MUST_USE enum status store_open(const char *path, struct store **out);
void store_close(struct store *s); /* accepts NULL */
/* After STATUS_FULL: a file that is there is opened to be read, by this program alone, until
 * store_open_again finds room. */
MUST_USE enum status store_open_full(const char *path, struct store **out);
/* Lets others in again, where there is room by now. False: there is none. */
bool store_open_again(struct store *s);
/* Changes whenever another program commits to the file: cheap enough to ask each second. */
MUST_USE enum status store_version(struct store *s, int64_t *out);

/* ---- settings ------------------------------------------------------------------------------ */

enum store_setting {
#define SETTING(name) STORE_##name,
#include "store.def"
    STORE_SETTING_COUNT
};
/* A setting that was never written is "" and 0. */
MUST_USE enum status store_get(struct store *s, enum store_setting which, struct buf *out);
MUST_USE enum status store_get_int(struct store *s, enum store_setting which, int64_t *out);
/* Four numbers, as they are at one instant. */
MUST_USE enum status store_get_4(struct store *s, const enum store_setting of[4], int64_t out[4]);
/* All of them, as they are at one instant: cheaper than a few, one by one. */
MUST_USE enum status store_get_all(struct store *s, struct arena *arena,
                                   const char *out[STORE_SETTING_COUNT]);
struct store_value {
    enum store_setting which;
    const char *text;
};
/* All of them or none. */
MUST_USE enum status store_set(struct store *s, const struct store_value *values, size_t count);

/* ---- key slots ------------------------------------------------------------------------------ */

struct store_slot {
    int64_t number;
    struct id staff; /* none until the first pull brought the staff list */
    char name[128];  /* shown on the unlock screen */
    struct key_slot slot;
    int64_t wrong_count; /* wrong passphrases since the last right one */
    int64_t wrong_ms;    /* when the last wrong one was tried */
};
struct store_slot_rows {
    struct store_slot *rows;
    size_t count;
};
MUST_USE enum status store_slots(struct store *s, struct arena *arena, struct store_slot_rows *out);
/* number 0 adds a slot and sets it; else that slot is replaced. */
MUST_USE enum status store_slot_put(struct store *s, struct store_slot *slot);
MUST_USE enum status store_slot_drop(struct store *s, int64_t number);

/* ---- the log --------------------------------------------------------------------------------- */

struct store_box {
    int64_t place; /* set by the store */
    struct id dev;
    int64_t seq;
    struct id pupil; /* none: school-wide */
    const void *box; /* NULL where the line is gone for good */
    size_t size;
    int64_t lsn;        /* 0 for own changes */
    struct hash digest; /* own changes only, as the next two */
    struct hash hash;
    struct signature signature;
};
struct store_box_rows {
    struct store_box *rows;
    size_t count;
};
/* A sealed draft or other small blob of its own, replaced as it grows. */
struct store_draft {
    const char *name;
    const void *box;
    size_t size;
};
/* The end of the own chain: seq 0 and a zero hash when nothing was written yet. */
MUST_USE enum status store_own_end(struct store *s, int64_t *seq, struct hash *hash);
/* Own changes, all durable or none, seqs following the own end; the draft named (or NULL) goes in
 * the same commit. STATUS_EXISTS when the own end or the device is another meanwhile. */
MUST_USE enum status store_append(struct store *s, struct store_box *boxes, size_t count,
                                  const char *draft);
/* Boxes with a place greater than after, in order, at most limit; of the second, no more than hold
 * so many bytes, one at least. */
MUST_USE enum status store_boxes(struct store *s, int64_t after, int64_t limit, struct arena *arena,
                                 struct store_box_rows *out);
MUST_USE enum status store_some_boxes(struct store *s, int64_t after, int64_t limit, int64_t bytes,
                                      struct arena *arena, struct store_box_rows *out);
/* Own boxes among these, at most limit. */
MUST_USE enum status store_own_boxes(struct store *s, int64_t after, int64_t limit,
                                     struct arena *arena, struct store_box_rows *out);
/* One box by place, and one own box by seq. STATUS_NOT_FOUND. */
MUST_USE enum status store_box_at(struct store *s, int64_t place, struct arena *arena,
                                  struct store_box *out);
MUST_USE enum status store_own_at(struct store *s, int64_t seq, struct arena *arena,
                                  struct store_box *out);
/* Any box by its change, own or seen in this epoch. STATUS_NOT_FOUND, without a sentence. */
MUST_USE enum status store_box_of(struct store *s, const struct id *dev, int64_t seq,
                                  struct arena *arena, struct store_box *out);
/* An own box that does not open any more: from now on only its digest is there. */
MUST_USE enum status store_mark_rotten(struct store *s, int64_t place);
/* Own boxes with a seq greater than after, at most rows and bytes (one at least). */
MUST_USE enum status store_own_after(struct store *s, int64_t after, int64_t rows, int64_t bytes,
                                     struct arena *arena, struct store_box_rows *out);
struct store_counts {
    int64_t own;
    int64_t waiting;    /* own, not yet acknowledged; with the next */
    int64_t parted;     /* of an earlier enrolment, still to be written anew */
    int64_t last_place; /* of the newest box, own or fetched; 0 when there is none */
    int64_t drafts;
};
MUST_USE enum status store_count(struct store *s, struct store_counts *out); /* walks no log */

/* ---- drafts ---------------------------------------------------------------------------------- */

/* STATUS_FULL, STATUS_DISK: it is kept in memory, and given out as if it were there, until
 * store_keep_drafts has found room for it. */
MUST_USE enum status store_draft_put(struct store *s, const struct store_draft *draft);
size_t store_unkept_drafts(const struct store *s);
MUST_USE enum status store_keep_drafts(struct store *s);
MUST_USE enum status store_draft_drop(struct store *s, const char *name);
struct store_draft_rows {
    struct store_draft *rows;
    size_t count;
};
MUST_USE enum status store_drafts(struct store *s, struct arena *arena,
                                  struct store_draft_rows *out);

/* ---- what the daemon fetched ----------------------------------------------------------------- */

/* A page of a pull, with the settings that go with it (cursor, etag …): one commit. Rows already
 * held (by dev, seq) are passed over. With has_scope, scope is the new list of pupils: those
 * not in it any more are put up for dropping, those new to it are owed up to the old cursor. erased
 * pupils are forgotten at once: fetched rows go, own rows keep their digests only. */
struct store_page {
    const struct store_box *rows;
    size_t count;
    const struct store_value *values;
    size_t value_count;
    const struct id *scope;
    size_t scope_count;
    bool has_scope;
    const struct id *erased;
    size_t erased_count;
    int64_t now_ms;
};
MUST_USE enum status store_take(struct store *s, const struct store_page *page);
/* The hub is another incarnation: its numbers start anew, so the cursor and the scope's etag go
 * back to the start and no fetched change counts as held until it was seen again. Nothing is
 * dropped, and for 14 days from the first page on no pupil is for scope alone. What the tablet
 * wrote under an earlier name is put by, for nobody else would send it. */
MUST_USE enum status store_set_epoch(struct store *s, const char *epoch, int64_t acked);
/* The next backfill still owed. */
struct store_owed {
    struct id pupil;     /* none: what is school-wide */
    int64_t after, upto; /* the lsn that its backfill has reached; the cursor when it came */
};
MUST_USE enum status store_owed(struct store *s, struct store_owed *out); /* STATUS_NOT_FOUND */
/* A page of one pupil's backfill: rows, and how far it is (owed->after); done_all drops it from the
 * list. Own changes among the rows are read again by their readers: they get new places. */
MUST_USE enum status store_take_owed(struct store *s, const struct store_owed *owed,
                                     const struct store_box *rows, size_t count, bool done_all);
/* Whose sums do not agree up to this lsn: each is owed from the start, and what is held of them
 * counts as not seen until it came again. */
MUST_USE enum status store_owe(struct store *s, const struct id *pupils, size_t count,
                               int64_t upto);
/* Pupils who left the scope: their fetched rows go, when nothing of the tablet's own is waiting;
 * own acknowledged boxes stay sealed until 14 days after. */
MUST_USE enum status store_drop_left(struct store *s, int64_t now_ms);
MUST_USE enum status store_any_left(struct store *s, bool *out); /* for that to do */
/* What a reader of boxes must forget: pupils forgotten since a number; numbers grow. */
struct store_forgotten {
    int64_t number;
    struct id pupil;
};
struct store_forgotten_rows {
    struct store_forgotten *rows;
    size_t count;
};
MUST_USE enum status store_forgotten(struct store *s, int64_t after, struct arena *arena,
                                     struct store_forgotten_rows *out);
/* Every fetched change up to this lsn whose box is held, in no order. Those of nobody or of a pupil
 * in scope are what the check sums of PROTOCOL section 4 run over. */
struct store_visit {
    void (*change)(void *ctx, const struct id *pupil, const struct id *dev, int64_t seq);
    void *ctx;
};
MUST_USE enum status store_each_fetched(struct store *s, int64_t upto_lsn,
                                        const struct store_visit *visit);
struct store_scope {
    struct id *pupils; /* in order of their text */
    size_t count;
};
MUST_USE enum status store_scope(struct store *s, struct arena *arena, struct store_scope *out);
/* After an erasure or a wipe, until it has succeeded once: no byte of what went is left.
 * STATUS_BUSY while another program reads: to be tried again. */
MUST_USE enum status store_scrub(struct store *s);

/* ---- enrolled, enrolled anew, withdrawn ------------------------------------------------------ */

struct store_joined {
    const char *device;
    const char *school;
    const char *token;
};
/* The hub gave the tablet this name. Had it another before, it starts anew as that device: what the
 * hub acknowledged is as if fetched, what it did not is put by to be written anew, the snapshot
 * goes. STATUS_REFUSED, and nothing changed, when the school is another. */
MUST_USE enum status store_join(struct store *s, const struct store_joined *joined);
/* What was put by and still is to be written anew, in the order it was written, at most limit; none
 * while the first pull since has not reached its end, or twins (store_twin.h) are not settled.
 * place names the row, not a place in the log; box is NULL where the line is gone. */
MUST_USE enum status store_parted(struct store *s, int64_t limit, struct arena *arena,
                                  struct store_box_rows *out);
/* What was written for the row named place: seq of the box in the same commit, 0 for nothing. */
struct store_again {
    int64_t place, seq;
};
/* STATUS_EXISTS as store_append, or when a row is not given out any more: look again. */
MUST_USE enum status store_append_again(struct store *s, struct store_box *boxes, size_t count,
                                        const struct store_again *agains, size_t again_count);
/* What an own change of an earlier enrolment is called now. STATUS_NOT_FOUND, without a sentence,
 * when it still goes by that number. */
MUST_USE enum status store_again_of(struct store *s, const struct id *dev, int64_t seq,
                                    struct id *now_dev, int64_t *now_seq);
/* The hub holds own changes up to here; held is the list of those it holds out of its view (NULL:
 * as before). What was put by goes once all that was written for it is acknowledged. */
MUST_USE enum status store_set_acked(struct store *s, int64_t acked, const char *held);
/* All goes: keys, log, settings … Only the sentence is left, and how the tablet is drawn. */
MUST_USE enum status store_wipe(struct store *s, const char *sentence);

#endif
