/* bench_school — a hub's school whose tablets seal what they will push before the time is taken.
 *
 * Shape    struct bench_school is one hub on a store, with its tablets; all in this process.
 * Units    Counts count changes; a batch is one push.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     bench_school_make fills, bench_school_finish ends the hub and frees; the store stays.
 * Needs    base, hub, tablet, bench_tablet.
 */
#ifndef BENCH_SCHOOL_H
#define BENCH_SCHOOL_H

#include "bench.h"
#include "hub.h"
#include "tablet.h"

#define SCHOOL_TABLETS_MOST 8

struct bench_batch {
    struct buf body;
    struct buf signature;
    struct buf lines; /* the plain lines, as an array of PostgreSQL's in words */
    int64_t first;    /* seq */
    int64_t count;
};
struct bench_school {
    struct rng chance;
    int64_t now_ms;
    struct hub_options options; /* a second hub of the same centre is opened with these */
    struct hub *hub;
    struct id school;
    struct id *pupils;
    size_t pupil_count;
    struct tablet tablets[SCHOOL_TABLETS_MOST];
    size_t tablet_count;
};

/* A new school on an empty store, all pupils known. b stays where it is until the end. */
void bench_school_make(struct bench_school *b, const char *url, size_t tablets, size_t pupils);
void bench_school_finish(struct bench_school *b);
/* Observations of a tablet, sealed and signed, minute by minute, each of any pupil. */
void bench_school_write(struct bench_school *b, struct tablet *t, int64_t count,
                        struct bench_batch *out);
void bench_batch_finish(struct bench_batch *batch);
/* Without a socket. Stops unless it is stored. */
void bench_school_push(struct tablet *t, const struct bench_batch *batch);

#endif
