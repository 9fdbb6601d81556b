/* bench_floor — the least that a hub could do: what every figure of the sync is held against.
 *
 * Shape    struct floor is an HTTPS server that parses each line of a push with jansson and inserts
 *          it into one table, one durable transaction a request, and reads it back for a pull.
 *          No key, no chain, no merge, no view.
 * Units    Rows count from 1.
 * Errors   None: what fails stops in a CHECK, after saying why.
 * Owns     floor_start hands it out, floor_stop takes it back.
 * Needs    bench_tablet, http, sql.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "http.h"

struct floor;

/* A handler served over TLS on a free port; pin is what a tablet trusts it by. */
struct bench_server {
    struct http_server *server;
    struct buf pin;
};
void bench_serve(const struct http_handler *handler, struct bench_server *out);
void bench_serve_end(struct bench_server *s); /* accepts the zero value */

/* Its table lies in floor.db of the folder. POST /v1/push, GET /v1/pull?after=N&limit=N. */
struct floor *floor_start(const char *folder);
void floor_stop(struct floor *f); /* accepts NULL */
const struct bench_server *floor_server(const struct floor *f);
/* A line read by jansson, as the floor reads it: the integer under key. */
int64_t floor_parse(const char *line, size_t size, const char *key);

#endif
