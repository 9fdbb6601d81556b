/* desk — a tablet's file, its machine and a scripted hub, for tests of the machine.
 *
 * Shape    struct desk is open to read; a test says each answer of the hub itself.
 * Units    As sync_agent.h.
 * Errors   None: what does not hold stops the test.
 * Owns     desk_open/desk_close, as setup and teardown of a test. One desk at a time.
 * Needs    agent, store, sync, change, json, base, support.
 */
#ifndef DESK_H
#define DESK_H

#include "agent.h"
#include "support.h"

#define DEV       "00000000-0000-7000-8000-00000000000a"
#define SCHOOL    "00000000-0000-7000-8000-00000000000c"
#define EPOCH     "00000000-0000-7000-8000-0000000000e1"
#define EPOCH_NEW "00000000-0000-7000-8000-0000000000e2"
#define NOW_MS    1790000000000LL
enum { DESK_CHANGES_MAX = 16 };

struct desk {
    struct support_folder folder;
    char *path;
    struct support_clock clock;
    struct rng rng;
    struct store *store;
    struct sync_store port;
    struct sync *sync;
    struct hash hashes[DESK_CHANGES_MAX + 1]; /* of own changes 1, 2, 3 … */
    bool power_is_low;
};
#define DESK_LARGE   ((size_t)100 * 1024)
#define DESK_PICTURE ((size_t)240 * 1024) /* the box of a picture of 180,000 bytes */

int desk_open(void **state);
int desk_close(void **state);
/* The daemon is killed, and comes back over the same port. */
void desk_restart(struct desk *desk);
void desk_set(struct desk *desk, enum store_setting which, const char *text);
void desk_expect(struct desk *desk, enum store_setting which, const char *want);
void desk_enrol(struct desk *desk, int changes);
/* The same, with boxes of DESK_LARGE bytes. */
void desk_enrol_large(struct desk *desk, int changes);
/* The same, a change a letter: P has a box of DESK_PICTURE bytes, any other a small one. */
void desk_enrol_mixed(struct desk *desk, const char *changes);
void desk_write(struct desk *desk, int seq, size_t size); /* one change more */
struct sync_ask desk_ask(struct desk *desk);
int64_t desk_rest(struct desk *desk);
void desk_answer(struct desk *desk, int status, const char *body);
void desk_no_answer(struct desk *desk, enum sync_way way);
/* An acknowledgement or a gap that speaks of this own change's hash. */
void desk_answer_acked(struct desk *desk, int status, const char *error, int acked,
                       const struct hash *hash);
/* The hub parts from the tablet after so many of its changes; until the machine rests. */
void desk_answer_fork(struct desk *desk, int both);
void desk_answer_empty_pull(struct desk *desk, int acked, int64_t time_ms);

#endif
