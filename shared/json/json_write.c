/* Writing JSON piece by piece.
 *
 * Commas and keys are the writer's business, because a comma forgotten in one of forty places is
 * found only by the reader on the other side. Inside an object every piece has a key; in a list and
 * at the top none has.
 */
#include "json_private.h"

#include <math.h>
#include <string.h>

void json_begin(struct json_writer *w, struct buf *to)
{
    CHECK(w != NULL && to != NULL);
    *w = (struct json_writer){.to = to};
}

static void lead(struct json_writer *w, const char *key)
{
    if (w->has_some[w->depth]) {
        buf_byte(w->to, ',');
    }
    w->has_some[w->depth] = true;
    if (key != NULL) {
        json_add_text(w->to, key);
        buf_byte(w->to, ':');
    }
}

static void go_in(struct json_writer *w, const char *key, char bracket)
{
    lead(w, key);
    CHECK(w->depth < JSON_DEPTH_MAX);
    w->depth++;
    w->has_some[w->depth] = false;
    buf_byte(w->to, bracket);
}

static void go_out(struct json_writer *w, char bracket)
{
    CHECK(w->depth > 0);
    w->depth--;
    buf_byte(w->to, bracket);
}

void json_open_object(struct json_writer *w, const char *key)
{
    go_in(w, key, '{');
}

void json_close_object(struct json_writer *w)
{
    go_out(w, '}');
}

void json_open_list(struct json_writer *w, const char *key)
{
    go_in(w, key, '[');
}

void json_close_list(struct json_writer *w)
{
    go_out(w, ']');
}

void json_put_text(struct json_writer *w, const char *key, const char *text)
{
    if (text == NULL) {
        json_put_null(w, key);
        return;
    }
    lead(w, key);
    json_add_text(w->to, text);
}

/* An id has nothing to escape; what only calls itself one may have. */
void json_put_id(struct json_writer *w, const char *key, const struct id *id)
{
    char quoted[ID_ROOM + 1] = "\"";

    if (id == NULL || !id_is_valid(id->text)) {
        json_put_text(w, key, id == NULL || id_is_none(id) ? NULL : id->text);
        return;
    }
    lead(w, key);
    memcpy(quoted + 1, id->text, ID_ROOM - 1);
    quoted[ID_ROOM] = '"';
    buf_add(w->to, quoted, sizeof quoted);
}

void json_put_int(struct json_writer *w, const char *key, int64_t value)
{
    lead(w, key);
    json_add_int(w->to, value);
}

void json_put_real(struct json_writer *w, const char *key, double value)
{
    CHECK(isfinite(value));
    lead(w, key);
    json_add_double(w->to, value);
}

void json_put_bool(struct json_writer *w, const char *key, bool value)
{
    lead(w, key);
    buf_text(w->to, value ? "true" : "false");
}

void json_put_null(struct json_writer *w, const char *key)
{
    lead(w, key);
    buf_text(w->to, "null");
}

void json_put_value(struct json_writer *w, const char *key, const struct json_value *value)
{
    lead(w, key);
    json_print(value, w->to);
}

void json_put_base64(struct json_writer *w, const char *key, const void *bytes, size_t size)
{
    lead(w, key);
    buf_byte(w->to, '"');
    buf_base64(w->to, bytes, size);
    buf_byte(w->to, '"');
}

void json_put_raw(struct json_writer *w, const char *key, const char *json, size_t size)
{
    lead(w, key);
    buf_add(w->to, json, size);
}
