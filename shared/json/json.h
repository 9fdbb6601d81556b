/* json — reading, comparing and writing JSON, strictly and at the speed of a sync.
 *
 * Shape    struct json_value is opaque: a value inside a parsed document. struct json_writer
 *          appends compact JSON to a buffer, commas by itself. jansson, the tests' judge, has
 *          symbols that start with json_ too: a new name here must not be one of them.
 * Units    Sizes count bytes of UTF-8. Integers are 64 bits signed; 1 and 1.0 differ.
 * Errors   STATUS_BAD_INPUT with a sentence that says where: not JSON, duplicate keys, a NUL or a
 *          lone surrogate in a string, an integer beyond 64 bits, a number beyond a double, more
 *          than 2,048 levels, more than 1 GiB.
 * Owns     json_parse hands you a document, json_free takes it back; what is reached from it lives
 *          as long as it does, or longer after json_keep, which keeps all of it. Accessors accept
 *          NULL and answer as for null, so a missing member needs no test of its own.
 * Needs    base.
 */
#ifndef JSON_H
#define JSON_H

#include "base.h"

struct json_value;

enum json_kind {
    JSON_IS_NULL,
    JSON_IS_BOOL,
    JSON_IS_INT,
    JSON_IS_REAL,
    JSON_IS_TEXT,
    JSON_IS_LIST,
    JSON_IS_OBJECT
};

/* One value and nothing after it but white space. On failure *out is NULL. */
MUST_USE enum status json_parse(const char *text, size_t size, struct json_value **out);
void json_free(struct json_value *value); /* accepts NULL */
/* One more owner: give it back with json_free. Returns value. */
struct json_value *json_keep(const struct json_value *value);

enum json_kind json_kind(const struct json_value *value);
/* NULL when value is no object or has no such member. */
const struct json_value *json_member(const struct json_value *value, const char *key);
/* Members of an object, items of a list, else 0. */
size_t json_count(const struct json_value *value);
const struct json_value *json_item(const struct json_value *list, size_t index);
/* NULL unless a text. */
const char *json_text(const struct json_value *value);
/* The member's text, or "" when it is missing or no text. */
const char *json_member_text(const struct json_value *value, const char *key);
/* otherwise when it is no integer. */
int64_t json_int(const struct json_value *value, int64_t otherwise);
double json_number(const struct json_value *value, double otherwise); /* takes integers too */
bool json_is_true(const struct json_value *value);
/* Equal as JSON values: kinds matter, the order of an object's keys does not. */
bool json_same(const struct json_value *a, const struct json_value *b);

/* Walks an object in the order of its text: start with *at NULL, stop when false. */
struct json_walk {
    void *at;
    const char *key;
    const struct json_value *value;
};
bool json_next(const struct json_value *object, struct json_walk *walk);

/* Compact, keys sorted: equal values print as equal bytes. */
void json_print(const struct json_value *value, struct buf *to);

/* ---- writing ------------------------------------------------------------------------------ */

#define JSON_DEPTH_MAX 16
struct json_writer {
    struct buf *to;
    int depth;
    bool has_some[JSON_DEPTH_MAX + 1];
};
void json_begin(struct json_writer *w, struct buf *to);
void json_open_object(struct json_writer *w, const char *key); /* key NULL inside a list, at top */
void json_close_object(struct json_writer *w);
void json_open_list(struct json_writer *w, const char *key);
void json_close_list(struct json_writer *w);
void json_put_text(struct json_writer *w, const char *key, const char *text);  /* NULL: null */
void json_put_id(struct json_writer *w, const char *key, const struct id *id); /* none: null */
void json_put_int(struct json_writer *w, const char *key, int64_t value);
void json_put_real(struct json_writer *w, const char *key, double value); /* finite */
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);
void json_put_value(struct json_writer *w, const char *key, const struct json_value *value);
void json_put_base64(struct json_writer *w, const char *key, const void *bytes, size_t size);
/* Bytes that are JSON already. */
void json_put_raw(struct json_writer *w, const char *key, const char *json, size_t size);

#endif
