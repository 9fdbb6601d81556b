/* hub_call — one request to the API, and what every answer shares.
 *
 * Shape    struct hub_call is a request under way with the device that speaks; refusals are written
 *          into its reply.
 * Units    As hub.h.
 * Errors   Nothing is returned: a call answers, whatever happens.
 * Owns     Request and reply are the caller's.
 * Needs    hub_private.h.
 */
#ifndef HUB_CALL_H
#define HUB_CALL_H
#ifndef INSIDE_HUB
#error "hub_call.h belongs to syncd/hub"
#endif

#include "hub_private.h"

struct hub_call {
    struct hub *hub;
    const struct http_request *req;
    struct http_reply *reply;
    struct hub_device device;
};
void hub_api_hub(struct hub_call *call);
void hub_api_enrol(struct hub_call *call);
void hub_api_push(struct hub_call *call);
void hub_api_pull(struct hub_call *call);
void hub_api_pupil(struct hub_call *call);
void hub_api_check(struct hub_call *call);
/* Token, then revocation; true when the call may go on. */
bool hub_api_enter(struct hub_call *call, bool is_push);
/* The same, where the device was looked up already, with that outcome. */
bool hub_api_may_go_on(struct hub_call *call, enum status st, bool is_push);
/* True when the query's epoch is this hub's, else the refusal is written. */
bool hub_api_epoch_holds(struct hub_call *call);
/* {"error","message"} and what extra adds. */
struct hub_extra {
    bool has_chain;
    int64_t acked;
    const struct hash *hash;
    const char *epoch;
    size_t line;
    const char *mode;
    const struct signature *wipe;
};
void hub_refuse(struct http_reply *reply, int status, const char *code, const char *message,
                const struct hub_extra *extra);
/* What a fault of the hub's own becomes: 503 with Retry-After, or 500. */
void hub_refuse_fault(struct http_reply *reply, enum status st);
/* The trail, as near to the end as a question needs it: see hub_trail.c. Submits a write. */
MUST_USE enum status hub_trail_follow(struct hub *hub, const struct id *school);

#endif
