/* tablet — a tablet written from PROTOCOL.md alone, that speaks to a hub in the same process.
 *
 * Shape    struct tablet is open: a test spoils what it wants to see refused.
 * Units    As change.h.
 * Errors   What only a bug in a test can cause stops in a CHECK; what the hub answers is the
 * test's.
 * Owns     tablet_init/tablet_finish; a reply is finished by whoever asked for it.
 * Needs    base, change, json, sync, http, hub.
 */
#ifndef TABLET_H
#define TABLET_H

#include "base.h"
#include "change.h"
#include "http.h"
#include "hub.h"
#include "sync.h"

struct tablet {
    struct hub *hub;
    struct rng *chance;
    const int64_t *now_ms;
    struct id school;
    struct id dev;
    char token[128];
    struct data_key data_key;
    struct sign_pair sign;
    struct stamp clock;
    int64_t seq;      /* of the last change written */
    struct hash hash; /* at seq */
    struct buf body;  /* what waits to be pushed */
    char epoch[ID_ROOM];
};

/* Makes keys; the epoch is asked of the hub. */
void tablet_init(struct tablet *t, struct hub *hub, struct rng *chance, const int64_t *now_ms);
void tablet_finish(struct tablet *t);
/* POST /v1/enrol; a 201 fills device, school and token. */
void tablet_enrol(struct tablet *t, const char *secret, struct http_reply *reply);

struct tablet_draft {
    const char *type;
    struct id rec;
    struct id pupil;
    const char *set;
    const char *over;
};
/* The next change, added to what waits. */
void tablet_write(struct tablet *t, const struct tablet_draft *draft);
/* Any bytes in place of a line, under seq + 1. */
void tablet_write_raw(struct tablet *t, const struct id *pupil, const void *line, size_t size);
/* Only its digest. */
void tablet_write_gone(struct tablet *t, const struct id *pupil, const void *line, size_t size);

/* POST /v1/push of body, signed over the end of the chain. */
void tablet_push(struct tablet *t, struct http_reply *reply);
void tablet_push_body(struct tablet *t, const void *body, size_t size, const char *signature,
                      struct http_reply *reply);
/* The header for a hash. */
void tablet_sign(const struct tablet *t, const struct hash *hash, struct buf *out);
/* GET of a target, with the token; epoch is added when the target ends in "epoch=". */
void tablet_get(struct tablet *t, const char *target, struct http_reply *reply);
struct id tablet_new_id(struct tablet *t);

/* ---- a hub to speak to, for cmocka ---------------------------------------------------------- */

struct tablet_world {
    struct hub *hub;
    struct rng chance;
    int64_t now_ms;
    struct id school;
};
/* Setup and teardown of a test: *state is a struct tablet_world. */
int tablet_world_make(void **state);
int tablet_world_end(void **state);
/* A tablet for all pupils, or for one group. */
void tablet_join(struct tablet_world *w, struct tablet *t, const struct id *group);
/* Fails the test unless the status is that and the body has part in it; finishes the reply. */
void tablet_assert_reply(struct http_reply *reply, int status, const char *part);
void tablet_expect_push(struct tablet *t, int status, const char *part);
void tablet_expect_get(struct tablet *t, const char *target, int status, const char *part);
void tablet_page(struct tablet *t, const char *target, struct sync_page *page);
struct id tablet_write_pupil(struct tablet *t);
void tablet_write_note(struct tablet *t, const struct id *pupil);
#endif
