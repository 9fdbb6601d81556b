/* http_private — what the files of this folder share: lookups, the reaper and the exchange.
 *
 * Shape    struct http_reaper and its lines are opaque; the rest are helpers over open values.
 * Units    *_ms is milliseconds on the monotonic clock.
 * Errors   As in http.h.
 * Owns     http_reaper_start hands you a reaper; http_reaper_stop takes it back, lines first.
 * Needs    base.
 */
#ifndef INSIDE_HTTP
#error "http_private.h belongs to syncd/http: include http.h"
#endif
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http.h"

#include <stdlib.h>

/* ---- values ------------------------------------------------------------------------------- */

MUST_USE enum status http_fields_add(struct http_fields *fields, const char *name,
                                     const char *value);
/* The first value of that name and how often the name occurs. */
const char *http_fields_find(const struct http_fields *fields, const char *name, bool any_case,
                             size_t *count);
/* name=value&name=value, percent-decoded into the arena. */
MUST_USE enum status http_fields_parse(struct http_fields *fields, struct arena *arena,
                                       const char *text, size_t size);
/* Text with its %xx taken back, and + as a space when plus is set. NULL for a broken escape, a NUL
 * or broken UTF-8. */
char *http_decode(struct arena *arena, const char *text, size_t size, bool plus);
void http_wipe(char *bytes, size_t size);

/* ---- the reaper: cuts whoever is slower than a slow but honest line ------------------------- */

enum http_phase {
    HTTP_PHASE_REST,  /* handshake, or silence between two requests */
    HTTP_PHASE_HEAD,  /* a request has begun; its body counts as it comes */
    HTTP_PHASE_WORK,  /* the handler has it: no deadline */
    HTTP_PHASE_REPLY, /* the peer is reading */
};

struct http_reaper;
struct http_line; /* one connection */

/* line_count_max: how many connections the library keeps at most. */
MUST_USE enum status http_reaper_start(int64_t patience_ms, int64_t bytes_a_second_min,
                                       unsigned line_count_max, struct http_reaper **out);
void http_reaper_stop(struct http_reaper *reaper); /* accepts NULL */
/* With few places left, ends another that only holds one. */
struct http_line *http_reaper_add(struct http_reaper *reaper, int fd);
void http_reaper_remove(struct http_reaper *reaper, struct http_line *line);
/* Starts a phase in which size bytes are known to travel. */
void http_reaper_phase(struct http_reaper *reaper, struct http_line *line, enum http_phase phase,
                       size_t size);
/* Size bytes more have come in this phase. */
void http_reaper_bytes(struct http_reaper *reaper, struct http_line *line, size_t size);
/* Waits until no request is under way, for at most patience_ms. */
void http_reaper_wait_rest(struct http_reaper *reaper);

/* ---- large bodies: so many bytes of them may be in memory ----------------------------------- */

struct http_bodies;
struct http_bodies *http_bodies_create(size_t size_max);
void http_bodies_destroy(struct http_bodies *bodies); /* accepts NULL */
/* False when there is no room for size more; else give them back. */
MUST_USE bool http_bodies_take(struct http_bodies *bodies, size_t size);
void http_bodies_give_back(struct http_bodies *bodies, size_t size);
/* Around the work on one of them: waits while as many as may be are worked on. */
void http_bodies_begin(struct http_bodies *bodies);
void http_bodies_end(struct http_bodies *bodies);

/* ---- the exchange: one request on its way through the server library ----------------------- */

/* What the callbacks of every connection are handed. */
struct http_desk {
    struct http_handler handler;
    struct http_reaper *reaper;
    struct http_bodies *bodies;
};

#endif
