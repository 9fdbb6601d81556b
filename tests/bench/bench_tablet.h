/* bench_tablet — a tablet with a school on it: the same file that the client and the daemon write.
 *
 * Shape    struct bench_tablet is the caller's; its file lies in a new folder of TMPDIR, else /tmp.
 * Units    Times are ms since 1970 UTC; counts count changes.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     bench_tablet_make fills, bench_tablet_finish removes the folder.
 * Needs    base, change, sql, store, support.
 */
#ifndef BENCH_TABLET_H
#define BENCH_TABLET_H

#include "base.h"
#include "change.h"
#include "sql.h"
#include "store.h"
#include "support.h"

enum { BENCH_GROUPS = 12, BENCH_PUPILS = 96 };
#define BENCH_PASSPHRASE "three small steps home"

struct bench_tablet {
    struct support_folder folder;
    struct store *store;
    struct slot_keys keys;
    struct rng rng;
    struct id school;
    struct id dev;   /* this tablet */
    struct id hub;   /* who wrote the roster */
    struct id other; /* the colleague's tablet that wrote the observations */
    struct id staff;
    struct id groups[BENCH_GROUPS];
    struct id pupils[BENCH_PUPILS];
    const struct id *only; /* whom all pulled observations are about; NULL: everyone in turn */
    int64_t at_ms;
    int64_t lsn;
    int64_t hub_seq;
    int64_t other_seq;
    struct arena page; /* boxes on their way into the store */
    struct store_box *rows;
    size_t row_count;
};

/* Stops, with the sentence of the fault, unless st is STATUS_OK. */
void bench_must(enum status st);
/* Enrolled, with one key slot, and the roster of the school pulled. */
void bench_tablet_make(struct bench_tablet *t);
void bench_tablet_finish(struct bench_tablet *t); /* accepts the zero value */
/* Pulls count observations of a colleague, as the daemon does; minute by minute to until_ms. */
void bench_tablet_pull(struct bench_tablet *t, int64_t count, int64_t until_ms);
/* Pulls count more pupils, in the same groups, and nothing is known of them; out may be NULL. */
void bench_tablet_pull_pupils(struct bench_tablet *t, size_t count, struct id *out);
/* Pulls count pictures of the school's own, as large as one may be. */
void bench_tablet_pull_pictures(struct bench_tablet *t, int64_t count);
/* Pulls a recording of each of these words for every pupil, all with that sound (base64). */
void bench_tablet_pull_clips(struct bench_tablet *t, const char *const *words, size_t count,
                             const char *sound);
/* One change as a page of the daemon brings it: of the colleague's tablet or, elsewhere, of the
 * hub's, which knows nothing of the colleague's. It is there after the next bench_tablet_take. */
struct bench_change {
    const char *type;
    struct id rec;
    struct id pupil; /* none: the school's */
    const char *set;
    bool elsewhere;
};
void bench_tablet_pull_change(struct bench_tablet *t, const struct bench_change *change);
void bench_tablet_take(struct bench_tablet *t);
/* The fields of one observation, as JSON: about 450 bytes as a line. */
void bench_observation(struct rng *rng, int64_t when_ms, struct buf *set);
/* A bare database in the same folder, its log warm: table bare(id, bytes). The caller closes it. */
struct sql *bench_bare(const struct bench_tablet *t);
struct id bench_id(struct bench_tablet *t);
/* "tablet.db" in the folder; the caller frees it. */
char *bench_tablet_path(const struct bench_tablet *t);

#endif
