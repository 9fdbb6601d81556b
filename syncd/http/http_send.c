/* How an answer leaves.
 *
 * A short one is handed to the library whole. A long one would stay in memory for as long as its
 * reader likes, and a thousand readers of one byte a second would hold a thousand pages: so it
 * takes room like a long body, in a parcel that the library asks for a block at a time. Each block
 * that was asked for shows that the reader has moved on. Where room is short, whoever reads slowest
 * loses its page, and its connection ends in the middle: it asks again from the same cursor.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_mhd.h"

#include <string.h>

/* The library has a block of this for each long answer: as much as TLS seals at once. */
#define BLOCK_SIZE 16384
/* So much may lie in the kernel before we see that a reader has moved on. */
#define SEEN_LATE_SIZE 65536

struct journey {
    struct http_desk *desk;
    struct http_line *line;
    struct http_parcel *parcel;
    size_t size;
};

static ssize_t next_block(void *cls, uint64_t from, char *out, size_t room)
{
    struct journey *j = cls;
    size_t left = j->size - (size_t)from;
    size_t size = left < room ? left : room;

    if (size == 0 || !http_parcel_read(j->parcel, (size_t)from, out, size)) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    http_reaper_bytes(j->desk->reaper, j->line, size);
    return (ssize_t)size;
}

static void end_journey(void *cls)
{
    struct journey *j = cls;

    http_parcel_finish(j->parcel);
    free(j);
}

/* ---- room ---------------------------------------------------------------------------------- */

size_t http_reply_room(struct http_reply *reply, size_t most)
{
    size_t size = most;

    CHECK(reply->parcel == NULL);
    if (reply->pages != NULL) {
        reply->parcel = http_parcel_take_part(reply->pages, HTTP_SIZE_SHORT, &size);
    }
    return size;
}

/* Into its parcel, or out of it when it is short after all. False: there is no room for it. */
static bool pack(struct http_desk *desk, struct http_reply *reply)
{
    if (reply->body.size <= HTTP_SIZE_SHORT) {
        http_parcel_finish(reply->parcel);
        reply->parcel = NULL;
        return true;
    }
    return http_parcel_pack(desk->pages, &reply->parcel, &reply->body);
}

static void refuse(struct http_reply *reply)
{
    http_reply_finish(reply);
    http_reply_init(reply);
    http_reply_json_error(reply, 503, "busy",
                          "The hub has its hands full just now: try again later.");
    http_reply_add_header(reply, "Retry-After", HTTP_RETRY_AFTER_S);
}

/* ---- sending ------------------------------------------------------------------------------- */

static struct MHD_Response *make_long(struct http_desk *desk, struct http_line *line,
                                      struct http_reply *reply, size_t size)
{
    struct journey *j = mem_zero(1, sizeof *j);
    struct MHD_Response *response = NULL;

    *j = (struct journey){.desk = desk, .line = line, .parcel = reply->parcel, .size = size};
    response = MHD_create_response_from_callback(size, BLOCK_SIZE, next_block, j, end_journey);
    if (response == NULL) {
        free(j); /* the parcel stays the reply's */
    } else {
        reply->parcel = NULL;
    }
    return response;
}

/* The library takes over the body's memory. */
static struct MHD_Response *make_short(struct http_reply *reply)
{
    static char nothing[] = "";
    struct MHD_Response *response = NULL;

    if (reply->body.size == 0) {
        return MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    }
    response =
        MHD_create_response_from_buffer(reply->body.size, reply->body.data, MHD_RESPMEM_MUST_FREE);
    if (response != NULL) {
        memset(&reply->body, 0, sizeof reply->body);
    }
    return response;
}

enum MHD_Result http_mhd_send(struct http_desk *desk, struct http_line *line,
                              struct MHD_Connection *connection, struct http_reply *reply,
                              bool must_close)
{
    struct MHD_Response *response = NULL;
    enum MHD_Result rc = MHD_NO;
    size_t size = reply->body.size;

    CHECK(reply->status >= 200 && reply->status <= 599);
    if (!pack(desk, reply)) {
        refuse(reply);
        size = reply->body.size;
    }
    bool is_long = reply->parcel != NULL;
    response = is_long ? make_long(desk, line, reply, size) : make_short(reply);
    if (response == NULL) {
        return MHD_NO;
    }
    if (reply->content_type != NULL) {
        (void)MHD_add_response_header(response, "Content-Type", reply->content_type);
    }
    for (size_t i = 0; i < reply->headers.count; i++) {
        const struct http_field *f = &reply->headers.items[i];
        (void)MHD_add_response_header(response, f->name, f->value);
    }
    if (must_close) {
        (void)MHD_add_response_header(response, "Connection", "close");
    }
    http_reaper_phase(desk->reaper, line, HTTP_PHASE_REPLY, is_long ? SEEN_LATE_SIZE : size);
    rc = MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return rc;
}
