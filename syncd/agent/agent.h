/* agent — the tablet's daemon: moves sealed boxes between the tablet's file and the hub.
 *
 * Shape    struct agent binds the machine of shared/sync to shared/store and to HTTPS; struct
 *          notify is a value of the caller.
 * Units    Times are ms.
 * Errors   What the network does wrong is in the report's sentence; a status is about the file.
 * Owns     agent_open/agent_close, notify_open/notify_close.
 * Needs    base, change, store, sync, libcurl. It has no key that opens a box.
 */
#ifndef AGENT_H
#define AGENT_H

#include "base.h"
#include "store.h"
#include "sync_agent.h"

struct agent;

/* What the daemon is handed; clock, chance and power go to the machine. */
struct agent_ports {
    struct clock_port clock;
    struct random_port random;
    struct sync_power power;
    /* Called about once a second of a transfer; false ends it, and the agent rests for good. NULL:
     * it always goes on. */
    bool (*goes_on)(void *ctx);
    void *ctx;
};
/* path is the tablet's file. */
MUST_USE enum status agent_open(const char *path, const struct agent_ports *ports,
                                struct agent **out);
void agent_close(struct agent *a); /* accepts NULL */

/* One step: sends a request and takes its answer, or says until when there is nothing to do. */
MUST_USE enum status agent_step(struct agent *a, bool *is_resting, int64_t *until_ms);
/* Looks whether the client has committed something, and pokes or urges the machine if so. */
MUST_USE enum status agent_look(struct agent *a);
struct sync_report agent_report(const struct agent *a);
/* Whether a night has anything to do: a code to use, changes to send, something owed, or a last
 * contact that did not go well or lies longer back than fresh_ms. */
MUST_USE enum status agent_is_due(struct agent *a, int64_t fresh_ms, bool *out);
/* One daemon at a time works in a tablet's folder: *out is false while another does. Kept until the
 * program ends. */
MUST_USE enum status agent_is_alone(const char *folder, bool *out);

/* ---- the machine's power --------------------------------------------------------------------- */

/* Below 30 per cent and not charging; folder is /sys/class/power_supply. */
bool power_is_low(const char *folder);

/* ---- the service manager --------------------------------------------------------------------- */

/* Where NOTIFY_SOCKET says, else nowhere: then all of this does nothing. */
struct notify {
    int socket;
    char path[108];
    int64_t every_ms; /* how often the watchdog is to be fed; 0: there is none */
    int64_t fed_ms;
};
void notify_open(struct notify *n);
void notify_close(struct notify *n);
/* Lines such as "READY=1\nSTATUS=…". */
void notify_say(const struct notify *n, const char *lines);
/* Feeds the watchdog when it is time; ticks_ms is of a monotonic clock. */
void notify_alive(struct notify *n, int64_t ticks_ms);

/* ---- the two ports, for tests ---------------------------------------------------------------- */

/* The verbs of the machine over a store; ctx is the store. */
struct sync_store agent_store_port(struct store *s);

struct transport;
MUST_USE enum status transport_open(struct transport **out);
void transport_close(struct transport *t); /* accepts NULL */
/* From here on goes_on is asked about once a second of a transfer; false cuts it off. */
void transport_watch(struct transport *t, bool (*goes_on)(void *ctx), void *ctx);
/* Sends ask to url (https://host:port) and trusts the key with this pin (base64url, unpadded)
 * alone: no authority, no dates, so that a wrong tablet clock cannot stop it. The answer's body
 * lives until the next call. */
void transport_send(struct transport *t, const char *url, const char *pin,
                    const struct sync_ask *ask, struct sync_answer *answer);

#endif
