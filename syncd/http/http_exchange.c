/* One request: its head, its body, the handler, the answer.
 *
 * The library calls http_mhd_step once with the head, once for each piece of the body, and once
 * at the end. Three things would go wrong if that were done the obvious way. A body that is too
 * large, answered at once, leaves bytes unread, so the kernel resets the connection and the answer
 * is lost on the way: such a body is read off first. A head that says its length twice, or in two
 * ways, means one thing to us and another to a proxy before us: it is refused before a byte of the
 * body counts, and the connection ends there. And a peer that asks before it sends ("Expect") is
 * refused before it has sent anything.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_mhd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Past this we stop reading off what we refused: whoever sends so much does not read answers. */
#define READ_OFF_SIZE_MAX ((size_t)64 * 1024 * 1024)

struct http_exchange {
    char *target;
    struct http_request req;
    struct http_line *line;
    size_t body_size_max;
    size_t body_size; /* what has come of it */
    size_t read_off_size;
    struct http_parcel
        *parcel;          /* where a body that needs room is until it is whole; NULL: in req */
    const char *line_end; /* of the last header taken, in the library's memory; only in the head */
    /* Set once the request is refused: what follows is read off, then this is said. */
    int refused;
    const char *refused_code;
    const char *refused_message;
    struct http_reply *refusal; /* the handler's own words; NULL: those above */
    bool has_head;
    bool has_reply;
    bool must_close;
};

/* ---- what a connection tells --------------------------------------------------------------- */

static struct http_line *line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    CHECK(info != NULL && info->socket_context != NULL);
    return info->socket_context;
}

static void peer_text(struct MHD_Connection *connection, char *out, size_t room)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_in6 six = {0};
    struct sockaddr_in four = {0};

    out[0] = '\0';
    if (info == NULL || info->client_addr == NULL) {
        return;
    }
    if (info->client_addr->sa_family == AF_INET) {
        memcpy(&four, info->client_addr, sizeof four);
        (void)inet_ntop(AF_INET, &four.sin_addr, out, (socklen_t)room);
    } else if (info->client_addr->sa_family == AF_INET6) {
        memcpy(&six, info->client_addr, sizeof six);
        (void)inet_ntop(AF_INET6, &six.sin6_addr, out, (socklen_t)room);
    }
}

/* ---- refusing ------------------------------------------------------------------------------ */

/* No byte of it is needed any more, and its room is another's. */
static void drop_body(struct http_exchange *ex)
{
    http_wipe(ex->req.body.data, ex->req.body.size);
    buf_finish(&ex->req.body);
    http_parcel_finish(ex->parcel);
    ex->parcel = NULL;
}

static void refuse(struct http_exchange *ex, int status, const char *code, const char *message)
{
    if (ex->refused == 0) {
        ex->refused = status;
        ex->refused_code = code;
        ex->refused_message = message;
    }
    drop_body(ex);
}

static void refuse_large(struct http_exchange *ex)
{
    refuse(ex, 413, "too_large", "The request is larger than the hub takes.");
}

/* Its room went to one who has less to go. */
static void refuse_overtaken(struct http_exchange *ex)
{
    refuse(ex, 503, "busy",
           "The hub has its hands full, and others came quicker: try again later, or send less at "
           "once.");
}

/* A head whose end cannot be told the same way by everyone: nothing after it can be trusted. */
static void refuse_frame(struct http_exchange *ex, const char *message)
{
    refuse(ex, 400, "malformed", message);
    ex->must_close = true;
}

/* ---- the head ------------------------------------------------------------------------------ */

/* The library ends a header's value at its first NUL, so "a<NUL>b" would pass as "a", and it takes
 * a bare LF for the end of a line. It works on the head in place and writes NUL over each CR and
 * each LF, so a clean line is followed by exactly as many NULs as its end had bytes: the place
 * where the next line begins tells. (Later releases of the library refuse both by themselves.) */
static bool is_clean_end(const char *end, const char *next, size_t want)
{
    uintptr_t from = (uintptr_t)end;
    uintptr_t to = (uintptr_t)next;

    if (to < from || to - from != want) {
        return false;
    }
    for (size_t i = 0; i < want; i++) {
        if (end[i] != '\0') {
            return false;
        }
    }
    return true;
}

static void check_line_end(struct http_exchange *ex, const char *next, size_t want)
{
    if (MHD_VERSION < 0x01000000 && ex->line_end != NULL &&
        !is_clean_end(ex->line_end, next, want)) {
        refuse_frame(ex, "A header of the request holds a NUL byte or a broken line.");
    }
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                   size_t name_size, const char *value, size_t value_size)
{
    struct http_exchange *ex = cls;

    (void)kind;
    check_line_end(ex, name, 2);
    if (value == NULL || strlen(name) != name_size || strlen(value) != value_size) {
        refuse_frame(ex, "A header of the request holds a NUL byte or a broken line.");
        return MHD_NO;
    }
    ex->line_end = value + value_size;
    if (!text_is_utf8(value, value_size)) {
        refuse(ex, 400, "malformed", "A header of the request is not clean text.");
        return MHD_YES;
    }
    if (http_request_add_header(&ex->req, name, value) != STATUS_OK) {
        refuse(ex, 431, "malformed", "The request has too many headers.");
    }
    return MHD_YES;
}

/* What is no number to us would be one to the library, which counts further: it is too large. */
static size_t declared_size(const struct http_request *req)
{
    const char *text = http_header(req, "Content-Length");
    int64_t size = 0;

    if (text == NULL) {
        return 0;
    }
    return text_to_int64(text, &size) == STATUS_OK && size >= 0 ? (size_t)size : SIZE_MAX;
}

static void check_frame(struct http_exchange *ex)
{
    size_t lengths = http_header_count(&ex->req, "Content-Length");
    size_t codings = http_header_count(&ex->req, "Transfer-Encoding");

    if (lengths > 0 && codings > 0) {
        refuse_frame(ex, "The request says in two ways where its body ends.");
    } else if (lengths > 1 || codings > 1) {
        refuse_frame(ex, "The request says twice where its body ends.");
    } else if (http_header_count(&ex->req, "Host") > 1) {
        refuse_frame(ex, "The request names two hosts.");
    }
}

static void expect(struct http_desk *desk, struct http_exchange *ex, size_t size)
{
    ex->parcel = http_parcel_expect(desk->bodies, size);
    if (ex->parcel == NULL) {
        refuse(ex, 503, "busy", "The hub has its hands full just now: try again later.");
    }
}

/* Whether whoever sends so much may, and then whether there is room for it. */
static void check_large(struct http_desk *desk, struct http_exchange *ex, size_t size)
{
    const struct http_handler *handler = &desk->handler;
    struct http_reply *refusal = mem_zero(1, sizeof *refusal);

    http_reply_init(refusal);
    if (handler->admit != NULL && !handler->admit(handler->ctx, &ex->req, refusal)) {
        ex->refused = refusal->status;
        ex->refusal = refusal;
        return;
    }
    http_reply_finish(refusal);
    free(refusal);
    expect(desk, ex, size);
}

static void check_size(struct http_desk *desk, struct http_exchange *ex)
{
    const struct http_handler *handler = &desk->handler;
    size_t declared = declared_size(&ex->req);
    bool in_pieces = http_header(&ex->req, "Transfer-Encoding") != NULL;

    ex->body_size_max = handler->body_size_max == NULL
                            ? HTTP_SIZE_USUAL
                            : handler->body_size_max(handler->ctx, &ex->req);
    size_t expected = in_pieces ? ex->body_size_max : declared;
    if (declared > ex->body_size_max) {
        refuse_large(ex);
    } else if (expected > HTTP_SIZE_USUAL) {
        check_large(desk, ex, expected);
    } else if (expected > HTTP_SIZE_SHORT) {
        expect(desk, ex, expected);
    }
    if (ex->refused == 0 && ex->parcel == NULL) {
        buf_reserve(&ex->req.body, declared); /* in one piece: no half-wiped copies behind it */
    }
}

static void take_head(struct http_desk *desk, struct http_exchange *ex,
                      struct MHD_Connection *connection, const char *method)
{
    char peer[INET6_ADDRSTRLEN];

    ex->has_head = true;
    if (http_request_init(&ex->req, method, ex->target) != STATUS_OK) {
        refuse(ex, 400, "malformed", "The address asked for is not a clean path.");
        CHECK(http_request_init(&ex->req, method, "/") == STATUS_OK);
    }
    peer_text(connection, peer, sizeof peer);
    ex->req.peer = arena_text(&ex->req.arena, peer);
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, take_header, ex);
    const union MHD_ConnectionInfo *head =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    check_line_end(ex, method + (head == NULL ? 0 : head->header_size), 4);
    check_frame(ex);
    if (ex->refused == 0) {
        check_size(desk, ex);
    }
}

/* ---- the answer ---------------------------------------------------------------------------- */

static void handle(struct http_desk *desk, struct http_exchange *ex, struct http_reply *reply)
{
    size_t size = ex->req.body.size;
    bool is_long = size > HTTP_SIZE_USUAL;

    http_reaper_phase(desk->reaper, ex->line, HTTP_PHASE_WORK, 0);
    if (is_long) {
        http_room_begin_work(desk->bodies, size);
    }
    desk->handler.handle(desk->handler.ctx, &ex->req, reply);
    if (is_long) {
        http_room_end_work(desk->bodies, size);
    }
    drop_body(ex); /* or whoever does not read its answer would hold it */
}

static enum MHD_Result answer(struct http_desk *desk, struct http_exchange *ex,
                              struct MHD_Connection *connection)
{
    struct http_reply reply;
    enum MHD_Result rc = MHD_NO;

    if (ex->refused == 0 && ex->parcel != NULL && !http_parcel_unpack(ex->parcel, &ex->req.body)) {
        refuse_overtaken(ex);
    }
    ex->has_reply = true;
    if (ex->refusal != NULL) {
        return http_mhd_send(desk, ex->line, connection, ex->refusal, ex->must_close);
    }
    http_reply_init(&reply);
    if (ex->refused != 0) {
        http_reply_json_error(&reply, ex->refused, ex->refused_code, ex->refused_message);
        if (ex->refused == 503) {
            http_reply_add_header(&reply, "Retry-After", HTTP_RETRY_AFTER_S);
        }
    } else {
        reply.pages = desk->pages;
        handle(desk, ex, &reply);
    }
    rc = http_mhd_send(desk, ex->line, connection, &reply, ex->must_close);
    http_reply_finish(&reply);
    return rc;
}

/* ---- the body ------------------------------------------------------------------------------ */

static void keep_body(struct http_exchange *ex, const char *bytes, size_t size)
{
    ex->body_size += size;
    if (ex->parcel == NULL) {
        buf_add(&ex->req.body, bytes, size);
    } else if (!http_parcel_add(ex->parcel, bytes, size)) {
        refuse_overtaken(ex);
    }
}

static enum MHD_Result take_body(struct http_desk *desk, struct http_exchange *ex,
                                 const char *bytes, size_t size)
{
    http_reaper_bytes(desk->reaper, ex->line, size);
    if (ex->refused == 0 && size > ex->body_size_max - ex->body_size) {
        refuse_large(ex);
    }
    if (ex->refused == 0) {
        keep_body(ex, bytes, size);
        return MHD_YES;
    }
    ex->read_off_size += size;
    return ex->read_off_size > READ_OFF_SIZE_MAX ? MHD_NO : MHD_YES;
}

/* ---- what the library calls ---------------------------------------------------------------- */

void *http_mhd_begin(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct http_desk *desk = cls;
    struct http_exchange *ex = mem_zero(1, sizeof *ex);

    ex->target = mem_text(target);
    ex->line = line_of(connection);
    if (http_line_settles(ex->line)) {
        http_door_settle(desk->door); /* due since it came in */
    } else {
        atomic_fetch_add(&desk->due_count, 1);
    }
    http_reaper_phase(desk->reaper, ex->line, HTTP_PHASE_HEAD, 0);
    return ex;
}

/* NOLINTNEXTLINE(readability-function-size): the library decides how many parameters */
enum MHD_Result http_mhd_step(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *size, void **exchange)
{
    struct http_desk *desk = cls;
    struct http_exchange *ex = *exchange;
    bool is_first = !ex->has_head;

    (void)url;
    (void)version;
    if (is_first) {
        take_head(desk, ex, connection, method);
        bool waits = http_header(&ex->req, "Expect") != NULL;
        if (ex->must_close || (ex->refused != 0 && waits)) {
            return answer(desk, ex, connection);
        }
        return MHD_YES;
    }
    if (*size > 0) {
        enum MHD_Result rc = take_body(desk, ex, bytes, *size);
        *size = 0;
        return rc;
    }
    return ex->has_reply ? MHD_YES : answer(desk, ex, connection);
}

void http_mhd_end(void *cls, struct MHD_Connection *connection, void **exchange,
                  enum MHD_RequestTerminationCode why)
{
    struct http_desk *desk = cls;
    struct http_exchange *ex = *exchange;

    (void)connection;
    (void)why;
    if (ex == NULL) {
        return;
    }
    atomic_fetch_sub(&desk->due_count, 1);
    http_reaper_phase(desk->reaper, ex->line, HTTP_PHASE_REST, 0);
    drop_body(ex);
    http_request_finish(&ex->req);
    if (ex->refusal != NULL) {
        http_reply_finish(ex->refusal);
        free(ex->refusal);
    }
    free(ex->target);
    free(ex);
    *exchange = NULL;
}
