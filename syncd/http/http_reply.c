/* A reply as a value, and the one shape in which every refusal is told.
 *
 * A tablet's daemon acts on the code and a person reads the sentence, so both are always there.
 * The sentence may quote what a peer sent: it is escaped here and nowhere else.
 */
#include "http_private.h"

#include <stdio.h>
#include <string.h>

void http_reply_init(struct http_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    reply->status = 200;
}

void http_reply_finish(struct http_reply *reply)
{
    buf_finish(&reply->body);
    arena_finish(&reply->arena);
    http_parcel_finish(reply->parcel);
    memset(reply, 0, sizeof *reply);
}

void http_reply_add_header(struct http_reply *reply, const char *name, const char *value)
{
    enum status st = STATUS_OK;

    CHECK(strpbrk(name, "\r\n:") == NULL && strpbrk(value, "\r\n") == NULL);
    st = http_fields_add(&reply->headers, arena_text(&reply->arena, name),
                         arena_text(&reply->arena, value));
    CHECK(st == STATUS_OK);
}

const char *http_reply_header(const struct http_reply *reply, const char *name)
{
    size_t count = 0;

    return http_fields_find(&reply->headers, name, true, &count);
}

static void add_json_text(struct buf *b, const char *text)
{
    buf_byte(b, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            buf_byte(b, '\\');
            buf_byte(b, *text);
        } else if ((unsigned char)*text < ' ') {
            buf_printf(b, "\\u%04x", (unsigned)(unsigned char)*text);
        } else {
            buf_byte(b, *text);
        }
    }
    buf_byte(b, '"');
}

void http_reply_json_error(struct http_reply *reply, int status, const char *code,
                           const char *message)
{
    reply->status = status;
    reply->content_type = "application/json";
    buf_clear(&reply->body);
    buf_text(&reply->body, "{\"error\": ");
    add_json_text(&reply->body, code);
    buf_text(&reply->body, ", \"message\": ");
    add_json_text(&reply->body, message);
    buf_text(&reply->body, "}");
}

void http_reply_redirect(struct http_reply *reply, const char *to)
{
    CHECK(to[0] == '/' && to[1] != '/');
    reply->status = 303;
    reply->content_type = NULL;
    buf_clear(&reply->body);
    http_reply_add_header(reply, "Location", to);
}
