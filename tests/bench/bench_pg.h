/* bench_pg — tablets with batches ready to be pushed to hubs on one PostgreSQL, and the raw floor.
 *
 * Shape    struct bench_pg is one school on a fresh database, with its tablets.
 * Units    Rates are changes a second; counts count changes.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     bench_pg_make fills, bench_pg_finish ends the hub and frees; the database stays until
 *          the program ends.
 * Needs    base, hub, postgres, tablet, bench_tablet.
 */
#ifndef BENCH_PG_H
#define BENCH_PG_H

#include "bench.h"
#include "hub.h"
#include "tablet.h"

enum { PG_TABLETS_MOST = 8, PG_PUPILS = 96, PG_BATCH = 2000 };

struct bench_pg_batch {
    struct buf body;
    struct buf signature;
    struct buf lines; /* as the floor takes them: an array of PostgreSQL's, in words */
    int64_t first;    /* seq */
    int64_t count;
};
struct bench_pg_tablet {
    struct tablet tablet;
    struct bench_pg_batch *batches;
    size_t batch_count;
};
struct bench_pg {
    struct rng chance;
    int64_t now_ms;
    const char *url;
    struct hub_options options; /* a second hub of the same centre is opened with these */
    struct hub *hub;
    struct id school;
    struct bench_pg_tablet tablets[PG_TABLETS_MOST];
    size_t tablet_count;
};

/* Each tablet has each observations to push, batch of them a request. */
void bench_pg_make(struct bench_pg *b, int run, size_t tablets, int64_t each, int64_t batch);
void bench_pg_finish(struct bench_pg *b);
/* All of one tablet's batches, without a socket. Stops unless each is stored. */
void bench_pg_push(struct bench_pg_tablet *t);
/* What both did: seconds of the wall, and seconds of processor, here and in the server. */
struct bench_pg_cost {
    double wall;
    double here;
    double server;
};
/* bench_pg_push of the first tablet, measured. */
struct bench_pg_cost bench_pg_hub(struct bench_pg *b);
/* The same lines into a bare table by unnest, one statement and one commit a batch. */
struct bench_pg_cost bench_pg_floor(const struct bench_pg *b);

#endif
