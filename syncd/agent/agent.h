/* agent — the tablet's daemon: moves sealed boxes between the tablet's file and the hub.
 *
 * Shape    struct agent binds the machine of shared/sync to shared/store and to HTTPS.
 * Units    Times are ms.
 * Errors   What the network does wrong is in the report's sentence; a status is about the file.
 * Owns     agent_open/agent_close.
 * Needs    base, change, store, sync, libcurl. It has no key that opens a box.
 */
#ifndef AGENT_H
#define AGENT_H

#include "base.h"
#include "store.h"
#include "sync_agent.h"

struct agent;

/* path is the tablet's file; clock and random go to the machine. */
MUST_USE enum status agent_open(const char *path, const struct clock_port *clock,
                                const struct random_port *random, struct agent **out);
void agent_close(struct agent *a); /* accepts NULL */

/* One step: sends a request and takes its answer, or says until when there is nothing to do. */
MUST_USE enum status agent_step(struct agent *a, bool *is_resting, int64_t *until_ms);
/* Looks whether the client has committed something, and pokes or urges the machine if so. */
MUST_USE enum status agent_look(struct agent *a);
struct sync_report agent_report(const struct agent *a);

/* ---- the two ports, for tests ---------------------------------------------------------------- */

/* The verbs of the machine over a store; ctx is the store. */
struct sync_store agent_store_port(struct store *s);

struct transport;
MUST_USE enum status transport_open(struct transport **out);
void transport_close(struct transport *t); /* accepts NULL */
/* Sends ask to url (https://host:port) and trusts the key with this pin (base64url, unpadded)
 * alone: no authority, no dates, so that a wrong tablet clock cannot stop it. The answer's body
 * lives until the next call. */
void transport_send(struct transport *t, const char *url, const char *pin,
                    const struct sync_ask *ask, struct sync_answer *answer);

#endif
