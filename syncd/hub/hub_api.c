/* The hub's API, version 1: which call a request is, and what every call begins with.
 *
 * PROTOCOL section 4 sets the order of the checks (size, token, revocation, form, epoch, and then
 * each call's own), because a client that hears of two faults in another order would do the wrong
 * thing first: one whose token is dead must not be told of an epoch, or it would pull for ever. A
 * refused request stores nothing.
 */
#include "hub_call.h"

#include <string.h>

#define SMALL_BODY_MAX (64 * 1024)
#define RETRY_AFTER_S  "5"

struct route {
    const char *method;
    const char *path;
    bool is_prefix;
    bool has_body;
    void (*answer)(struct hub_call *call);
};
static const struct route routes[] = {
    {"GET",  "/v1/hub",     false, false, hub_api_hub  },
    {"POST", "/v1/enrol",   false, true,  hub_api_enrol},
    {"POST", "/v1/push",    false, true,  hub_api_push },
    {"GET",  "/v1/pull",    false, false, hub_api_pull },
    {"GET",  "/v1/pupils/", true,  false, hub_api_pupil},
    {"GET",  "/v1/check",   false, false, hub_api_check},
};

static const struct route *find_route(const char *path)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        const struct route *r = &routes[i];
        if (r->is_prefix ? strncmp(path, r->path, strlen(r->path)) == 0
                         : strcmp(path, r->path) == 0) {
            return r;
        }
    }
    return NULL;
}

size_t hub_body_size_max(const struct http_request *head)
{
    const struct route *r = find_route(head->path);

    return r != NULL && r->answer == hub_api_push ? SYNC_BODY_MAX : SMALL_BODY_MAX;
}

void hub_refuse(struct http_reply *reply, int status, const char *code, const char *message,
                const struct hub_extra *extra)
{
    struct json_writer w;
    char hex[65];

    reply->status = status;
    reply->content_type = "application/json";
    buf_clear(&reply->body);
    json_begin(&w, &reply->body);
    json_open_object(&w, NULL);
    json_put_text(&w, "error", code);
    json_put_text(&w, "message", message);
    if (extra != NULL && extra->epoch != NULL) {
        json_put_text(&w, "epoch", extra->epoch);
    }
    if (extra != NULL && extra->has_chain) {
        hash_text(extra->hash, hex);
        json_put_int(&w, "acked", extra->acked);
        json_put_text(&w, "hash", hex);
    }
    if (extra != NULL && extra->line > 0) {
        json_put_int(&w, "line", (int64_t)extra->line);
    }
    if (extra != NULL && extra->mode != NULL) {
        json_put_text(&w, "mode", extra->mode);
        json_put_base64(&w, "wipe", extra->wipe->bytes, sizeof extra->wipe->bytes);
    }
    json_close_object(&w);
}

void hub_refuse_fault(struct http_reply *reply, enum status st)
{
    switch (st) {
    case STATUS_BUSY:
    case STATUS_FULL:
    case STATUS_DISK:
    case STATUS_NO_MEMORY:
    case STATUS_NETWORK: /* to a database on another machine */
        http_reply_add_header(reply, "Retry-After", RETRY_AFTER_S);
        hub_refuse(reply, 503, "busy", "The hub cannot store anything just now: try again later.",
                   NULL);
        return;
    case STATUS_OK:
    case STATUS_END:
    case STATUS_BAD_INPUT:
    case STATUS_NOT_FOUND:
    case STATUS_EXISTS:
    case STATUS_DAMAGED:
    case STATUS_LOCKED:
    case STATUS_REFUSED:
    case STATUS_UNSUPPORTED:
        hub_refuse(reply, 500, "fault", "The hub met a fault of its own; nothing was stored.",
                   NULL);
        return;
    }
}

static void refuse_revoked(struct hub_call *call)
{
    struct signature wipe = wipe_sign(&call->hub->keys.sign, &call->device.id);
    struct hub_extra extra = {.mode = call->device.revoked, .wipe = &wipe};

    hub_refuse(call->reply, 410, "revoked", "This tablet has been revoked by the hub.", &extra);
}

bool hub_api_may_go_on(struct hub_call *call, enum status st, bool is_push)
{
    if (st == STATUS_NOT_FOUND) {
        http_reply_add_header(call->reply, "WWW-Authenticate", "Bearer");
        hub_refuse(call->reply, 401, "token", "The hub does not know this token.", NULL);
        return false;
    }
    if (st != STATUS_OK) {
        hub_refuse_fault(call->reply, st);
        return false;
    }
    if (call->device.revoked[0] != '\0' &&
        !(is_push && strcmp(call->device.revoked, "send") == 0)) {
        refuse_revoked(call);
        return false;
    }
    return true;
}

bool hub_api_enter(struct hub_call *call, bool is_push)
{
    const char *token = http_bearer(call->req);
    struct hub_db *db = NULL;
    enum status st = STATUS_NOT_FOUND;

    if (token != NULL) {
        st = hub_reader(call->hub, &db);
        if (st == STATUS_OK) {
            st = hub_device_by_token(db, token, &call->device);
        }
        hub_reader_back(call->hub, db);
    }
    return hub_api_may_go_on(call, st, is_push);
}

bool hub_api_epoch_holds(struct hub_call *call)
{
    const char *epoch = http_query(call->req, "epoch");
    struct hub_extra extra = {.has_chain = true,
                              .acked = call->device.acked,
                              .hash = &call->device.hash,
                              .epoch = call->device.epoch};

    if (epoch != NULL && strcmp(epoch, call->device.epoch) == 0) {
        return true;
    }
    hub_refuse(call->reply, 409, "epoch",
               "The hub's store has been made anew: take its epoch and pull again from 0.", &extra);
    return false;
}

static void write_hub(struct hub_call *call, const char *epoch)
{
    const struct hub *hub = call->hub;
    struct json_writer w;

    call->reply->content_type = "application/json";
    json_begin(&w, &call->reply->body);
    json_open_object(&w, NULL);
    json_put_base64(&w, "box_key", hub->keys.box.public_key, sizeof hub->keys.box.public_key);
    json_put_base64(&w, "sign_key", hub->keys.sign.public_key, sizeof hub->keys.sign.public_key);
    json_put_int(&w, "protocol", 1);
    json_put_text(&w, "epoch", epoch);
    json_put_int(&w, "time", hub_now_ms(hub));
    json_close_object(&w);
}

void hub_api_hub(struct hub_call *call)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    char epoch[ID_ROOM];

    TRY(hub_reader(call->hub, &db));
    TRY(hub_epoch(db, epoch));
    write_hub(call, epoch);

done:
    hub_reader_back(call->hub, db);
    if (st != STATUS_OK) {
        hub_refuse_fault(call->reply, st);
    }
}

/* Only a push may be large. Its own checks come once it is whole; this one keeps what no tablet has
 * sent out of memory. */
bool hub_admit(struct hub *hub, const struct http_request *head, struct http_reply *reply)
{
    struct hub_call call = {.hub = hub, .req = head, .reply = reply};
    bool may = hub_api_enter(&call, true);

    http_reply_add_header(reply, "Cache-Control", "no-store");
    key_wipe(&call.device.data_key, sizeof call.device.data_key);
    return may;
}

void hub_handle(struct hub *hub, const struct http_request *req, struct http_reply *reply)
{
    const struct route *r = find_route(req->path);
    struct hub_call call = {.hub = hub, .req = req, .reply = reply};

    http_reply_add_header(reply, "Cache-Control", "no-store");
    if (r == NULL) {
        hub_refuse(reply, 404, "not_found", "The hub has no such address.", NULL);
        return;
    }
    if (strcmp(req->method, r->method) != 0) {
        http_reply_add_header(reply, "Allow", r->method);
        hub_refuse(reply, 405, "method", "The hub does not take this method here.", NULL);
        return;
    }
    if (req->body.size > hub_body_size_max(req)) {
        hub_refuse(reply, 413, "too_large", "The body is larger than the hub takes.", NULL);
        return;
    }
    r->answer(&call);
    key_wipe(&call.device.data_key, sizeof call.device.data_key);
}
