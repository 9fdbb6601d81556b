/* Reading JSON, strictly.
 *
 * What comes in here was written by another program, and two programs must never see two different
 * things in the same bytes. So everything on which readers are known to differ is refused at the
 * door: a key that stands twice, a NUL inside a text, half a surrogate pair, an integer that would
 * be rounded, a number that would become infinite. The scanner finds these; this file turns what it
 * found into a sentence for people, and answers questions about what it let in.
 *
 * A value knows its place in its document, so that whoever keeps one value keeps the document: that
 * is one count and no copy.
 */
#include "json_private.h"

#include <string.h>

#define TEXT_MAX ((size_t)1 << 30) /* places are 32 bits */

/* Owners are counted inside the document, so even a reader wants it writable. */
static struct json_document *document_of(const struct json_value *value)
{
    union {
        const struct json_value *first;
        unsigned char *bytes;
    } same = {.first = value - value->place};
    void *document = same.bytes - offsetof(struct json_document, values);

    return document;
}

/* The members of an object, the items of a list; size says how many. */
static struct json_value *inside(const struct json_value *value)
{
    return document_of(value)->values + value->is.first;
}

static bool is_kind(const struct json_value *value, enum json_kind kind)
{
    return value != NULL && value->kind == kind;
}

/* ---- reading -------------------------------------------------------------------------------- */

static enum status complain(const char *text, size_t where, const char *why)
{
    int line = 1;
    int character = 1;

    for (size_t i = 0; i < where; i++) {
        if (text[i] == '\n') {
            line++;
            character = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            character++;
        }
    }
    return FAIL(STATUS_BAD_INPUT, "the JSON cannot be read: %s (line %d, character %d)", why, line,
                character);
}

enum status json_parse(const char *text, size_t size, struct json_value **out)
{
    struct json_document *document = NULL;
    const char *why = NULL;
    uint32_t where = 0;

    CHECK(out != NULL && (text != NULL || size == 0));
    *out = NULL;
    if (size > TEXT_MAX) {
        return FAIL(STATUS_BAD_INPUT, "the JSON cannot be read: it is longer than 1 GiB");
    }
    if (size > 0 && memchr(text, '\0', size) != NULL) {
        /* A NUL ends the scanner's own copy. */
        return FAIL(STATUS_BAD_INPUT, "the JSON cannot be read: it holds a NUL character");
    }
    document = json_scan(text, (uint32_t)size, &why, &where);
    if (document == NULL) {
        return complain(text, where, why);
    }
    *out = &document->values[document->count - 1];
    return STATUS_OK;
}

void json_free(struct json_value *value)
{
    struct json_document *document = value == NULL ? NULL : document_of(value);

    if (document != NULL && atomic_fetch_sub(&document->owners, 1) == 1) {
        json_document_free(document);
    }
}

struct json_value *json_keep(const struct json_value *value)
{
    struct json_document *document = value == NULL ? NULL : document_of(value);

    if (document == NULL) {
        return NULL;
    }
    (void)atomic_fetch_add(&document->owners, 1);
    return &document->values[value->place];
}

/* ---- questions ------------------------------------------------------------------------------ */

enum json_kind json_kind(const struct json_value *value)
{
    return value == NULL ? JSON_IS_NULL : (enum json_kind)value->kind;
}

/* By halves, in the order that the scanner noted. */
static const struct json_value *search(const struct json_value *object, const char *key,
                                       uint32_t size)
{
    const char *text = document_of(object)->text;
    const struct json_value *members = inside(object);
    uint32_t low = 0;
    uint32_t high = object->size;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct json_value *member = &members[members[middle].sorted];
        int order = json_key_order(text + member->key, member->key_size, key, size);
        if (order == 0) {
            return member;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const struct json_value *json_member(const struct json_value *value, const char *key)
{
    size_t size = key == NULL ? 0 : strlen(key);
    const struct json_value *members = NULL;
    const char *text = NULL;

    if (!is_kind(value, JSON_IS_OBJECT) || key == NULL || size > UINT32_MAX) {
        return NULL;
    }
    if (value->size > JSON_FEW_MEMBERS) {
        return search(value, key, (uint32_t)size);
    }
    members = inside(value);
    text = document_of(value)->text;
    for (uint32_t i = 0; i < value->size; i++) {
        const char *own = text + members[i].key; /* it ends with a NUL: the first letter is there */
        if (members[i].key_size == size && own[0] == key[0] && memcmp(own, key, size) == 0) {
            return &members[i];
        }
    }
    return NULL;
}

size_t json_count(const struct json_value *value)
{
    return is_kind(value, JSON_IS_OBJECT) || is_kind(value, JSON_IS_LIST) ? value->size : 0;
}

const struct json_value *json_item(const struct json_value *list, size_t index)
{
    return is_kind(list, JSON_IS_LIST) && index < list->size ? inside(list) + index : NULL;
}

const char *json_text(const struct json_value *value)
{
    return is_kind(value, JSON_IS_TEXT) ? document_of(value)->text + value->is.start : NULL;
}

const char *json_member_text(const struct json_value *value, const char *key)
{
    const char *text = json_text(json_member(value, key));

    return text == NULL ? "" : text;
}

int64_t json_int(const struct json_value *value, int64_t otherwise)
{
    return is_kind(value, JSON_IS_INT) ? value->is.whole : otherwise;
}

double json_number(const struct json_value *value, double otherwise)
{
    if (is_kind(value, JSON_IS_INT)) {
        return (double)value->is.whole;
    }
    return is_kind(value, JSON_IS_REAL) ? value->is.real : otherwise;
}

bool json_is_true(const struct json_value *value)
{
    return is_kind(value, JSON_IS_BOOL) && value->is_true;
}

bool json_next(const struct json_value *object, struct json_walk *walk)
{
    const struct json_value *at = NULL;

    CHECK(walk != NULL);
    if (is_kind(object, JSON_IS_OBJECT)) {
        struct json_value *members = inside(object);
        struct json_value *next = walk->at == NULL ? members : (struct json_value *)walk->at + 1;
        walk->at = next < members + object->size ? next : NULL;
        at = walk->at;
    } else {
        walk->at = NULL;
    }
    walk->key = at == NULL ? NULL : document_of(object)->text + at->key;
    walk->value = at;
    return at != NULL;
}

/* ---- comparing ------------------------------------------------------------------------------ */

/* Goes as deep as the values do, which the scanner holds to JSON_NESTED_MAX levels. */
static bool same_inside(const struct json_value *a, /* NOLINT(misc-no-recursion) */
                        const struct json_value *b)
{
    struct json_walk walk = {0};
    bool same = json_count(a) == json_count(b);

    for (size_t i = 0; same && is_kind(a, JSON_IS_LIST) && i < a->size; i++) {
        same = json_same(json_item(a, i), json_item(b, i));
    }
    while (same && json_next(a, &walk)) {
        const struct json_value *other = json_member(b, walk.key);
        same = other != NULL && json_same(walk.value, other);
    }
    return same;
}

bool json_same(const struct json_value *a, /* NOLINT(misc-no-recursion) */
               const struct json_value *b)
{
    if (json_kind(a) != json_kind(b)) {
        return false;
    }
    switch (json_kind(a)) {
    case JSON_IS_NULL:
        return true;
    case JSON_IS_BOOL:
        return json_is_true(a) == json_is_true(b);
    case JSON_IS_INT:
        return json_int(a, 0) == json_int(b, 0);
    case JSON_IS_REAL:
        return !(json_number(a, 0) < json_number(b, 0)) && !(json_number(a, 0) > json_number(b, 0));
    case JSON_IS_TEXT:
        return a->size == b->size && memcmp(json_text(a), json_text(b), a->size) == 0;
    case JSON_IS_LIST:
    case JSON_IS_OBJECT:
        return same_inside(a, b);
    }
    return false;
}
