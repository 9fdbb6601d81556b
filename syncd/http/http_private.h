/* http_private — what the files of this folder share: lookups, the reaper, room, the exchange.
 *
 * Shape    struct http_reaper and its lines, struct http_room and its parcels are opaque; the rest
 *          are helpers over open values.
 * Units    *_ms is milliseconds on the monotonic clock.
 * Errors   As in http.h.
 * Owns     http_reaper_start hands you a reaper; http_reaper_stop takes it back, lines first. A
 *          room outlives its parcels.
 * Needs    base.
 */
#ifndef INSIDE_HTTP
#error "http_private.h belongs to syncd/http: include http.h"
#endif
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http.h"

#include <stdatomic.h>
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

int64_t http_now_ms(void);

/* line_count_max: how many connections the library keeps at most. */
MUST_USE enum status http_reaper_start(int64_t patience_ms, int64_t bytes_a_second_min,
                                       unsigned line_count_max, struct http_reaper **out);
void http_reaper_stop(struct http_reaper *reaper); /* accepts NULL */
/* With few places left, ends another that only holds one. */
struct http_line *http_reaper_add(struct http_reaper *reaper, int fd);
void http_reaper_remove(struct http_reaper *reaper, struct http_line *line);
/* True the first time. */
bool http_line_settles(struct http_line *line);
/* Starts a phase in which size bytes are known to travel. */
void http_reaper_phase(struct http_reaper *reaper, struct http_line *line, enum http_phase phase,
                       size_t size);
/* Size bytes more have come in this phase. */
void http_reaper_bytes(struct http_reaper *reaper, struct http_line *line, size_t size);
/* Waits until no request is under way, for at most patience_ms. */
void http_reaper_wait_rest(struct http_reaper *reaper);

/* ---- the door: lets in as many as there are places ------------------------------------------ */

struct sockaddr;
/* Takes over a connection; false when it could not be taken, and is closed. */
struct http_guests {
    bool (*come_in)(void *ctx, int fd, const struct sockaddr *address, unsigned size);
    void *ctx;
};
struct http_door;
/* fd listens without blocking, and stays the caller's. */
struct http_door *http_door_create(int fd, unsigned places, unsigned places_an_ip);
void http_door_destroy(struct http_door *door); /* closed, with nobody inside; accepts NULL */
unsigned http_door_places(const struct http_door *door);
MUST_USE enum status http_door_open(struct http_door *door, const struct http_guests *guests);
/* Lets nobody in any more. Accepts NULL, and one that is not open. */
void http_door_close(struct http_door *door);
/* A newcomer asks for something, or leaves without: once for each. */
void http_door_settle(struct http_door *door);
/* A connection that was taken has ended. */
void http_door_leave(struct http_door *door, const struct sockaddr *address);

/* ---- room: so many bytes of what is long may be in memory ---------------------------------- */

#define HTTP_SIZE_SHORT    16384 /* what is longer needs room */
#define HTTP_SIZE_USUAL    65536 /* what is longer is long: it has its room less easily */
#define HTTP_RETRY_AFTER_S "5"

/* Where room is short, a newcomer is taken to be so quick until it has shown its pace. */
struct http_pace {
    int64_t grace_ms; /* 1 or more */
    int64_t bytes_a_second;
};

struct http_room;
struct http_parcel; /* a long body or answer on its way, with the room that it takes */

struct http_room *http_room_create(size_t size_max, const struct http_pace *pace);
void http_room_destroy(struct http_room *room); /* accepts NULL */
/* Around the work on a long body: waits while as much as may be is worked on. */
void http_room_begin_work(struct http_room *room, size_t size);
void http_room_end_work(struct http_room *room, size_t size);

/* For a body of so many bytes, at most. NULL when there is no room to begin with, and none that
 * those could give who have longer to go. */
MUST_USE struct http_parcel *http_parcel_expect(struct http_room *room, size_t size);
/* For an answer of at most *size, a part of what is left, or would be given: *size says how much.
 * No more than least needs no room: it is given without, as NULL. */
MUST_USE struct http_parcel *http_parcel_take_part(struct http_room *room, size_t least,
                                                   size_t *size);
void http_parcel_finish(struct http_parcel *p); /* accepts NULL; gives its room back */
/* False, in what follows: its room is another's now, and so its bytes are gone. */
MUST_USE bool http_parcel_add(struct http_parcel *p, const char *bytes, size_t size);
/* Moves what has come into *out; the room stays taken, and nobody takes it from now on. */
MUST_USE bool http_parcel_unpack(struct http_parcel *p, struct buf *out);
MUST_USE bool http_parcel_read(struct http_parcel *p, size_t from, char *out, size_t size);
/* Moves an answer into its parcel, or NULL: into a new one, with just the room that it needs. False
 * when there is not so much: nothing is moved then. */
MUST_USE bool http_parcel_pack(struct http_room *room, struct http_parcel **p, struct buf *bytes);

/* ---- the exchange: one request on its way through the server library ----------------------- */

/* What the callbacks of every connection are handed: a thread's own, with what all share. */
struct http_desk {
    struct http_handler handler;
    struct http_door *door;
    struct http_reaper *reaper;
    struct http_room *bodies;
    struct http_room *pages; /* long answers */
    atomic_uint due_count;   /* who waits for its thread: newcomers, and requests under way */
};

/* ---- the pool: threads that serve ----------------------------------------------------------- */

struct http_pool;
/* The desk's parts are shared by all threads. */
MUST_USE enum status http_pool_start(const struct http_server_options *options,
                                     const struct http_desk *desk, unsigned threads,
                                     struct http_pool **out);
/* Closes what is open. Accepts NULL. */
void http_pool_stop(struct http_pool *pool);
/* Takes over a connection, as http_guests wants it. */
bool http_pool_take(struct http_pool *pool, int fd, const struct sockaddr *address, unsigned size);

#endif
