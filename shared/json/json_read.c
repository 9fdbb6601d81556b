/* Reading JSON, strictly.
 *
 * What comes in here was written by another program, and two programs must never see two different
 * things in the same bytes. So everything on which readers are known to differ is refused at the
 * door: a key that stands twice, a NUL inside a text, half a surrogate pair, an integer that would
 * be rounded, a number that would become infinite. The library has a switch or an error for each
 * of these; this file turns its errors into sentences for people.
 *
 * struct json_value is never defined: a pointer to one is a pointer to the library's own value.
 */
#include "json.h"

#include <jansson.h>
#include <string.h>

#undef json_is_true /* the library's macro, which would swallow our function */

/* The library counts owners inside a value, so it wants a writable pointer even to read. */
static json_t *inside(const struct json_value *value)
{
    union {
        const struct json_value *ours;
        json_t *theirs;
    } same = {.ours = value};

    return same.theirs;
}

static struct json_value *outside(json_t *value)
{
    union {
        json_t *theirs;
        struct json_value *ours;
    } same = {.theirs = value};

    return same.ours;
}

static const char *complaint(const json_error_t *error)
{
    int code = (int)json_error_code(error);

    if (strncmp(error->text, "invalid Unicode", strlen("invalid Unicode")) == 0) {
        return "half of a surrogate pair stands alone";
    }
    switch (code) {
    case json_error_duplicate_key:
        return "a key stands twice in one object";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a text holds a NUL character";
    case json_error_numeric_overflow:
        return "a number is too large";
    case json_error_invalid_utf8:
        return "the bytes are not UTF-8";
    case json_error_premature_end_of_input:
        return "it ends too early";
    case json_error_end_of_input_expected:
        return "something follows after its end";
    case json_error_stack_overflow:
        return "it is nested too deeply";
    default:
        return "it is not JSON";
    }
}

enum status json_parse(const char *text, size_t size, struct json_value **out)
{
    json_error_t error;
    json_t *root = NULL;

    CHECK(out != NULL && (text != NULL || size == 0));
    *out = NULL;
    if (size > 0 && memchr(text, '\0', size) != NULL) {
        /* The library takes a NUL after a bare number for the end. */
        return FAIL(STATUS_BAD_INPUT, "the JSON cannot be read: it holds a NUL character");
    }
    root =
        json_loadb(size == 0 ? "" : text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root == NULL) {
        CHECK(json_error_code(&error) != json_error_out_of_memory);
        return FAIL(STATUS_BAD_INPUT, "the JSON cannot be read: %s (line %d, character %d)",
                    complaint(&error), error.line, error.column);
    }
    *out = outside(root);
    return STATUS_OK;
}

void json_free(struct json_value *value)
{
    json_decref(inside(value));
}

struct json_value *json_keep(const struct json_value *value)
{
    return outside(json_incref(inside(value)));
}

enum json_kind json_kind(const struct json_value *value)
{
    if (value == NULL) {
        return JSON_IS_NULL;
    }
    switch (json_typeof(inside(value))) {
    case JSON_OBJECT:
        return JSON_IS_OBJECT;
    case JSON_ARRAY:
        return JSON_IS_LIST;
    case JSON_STRING:
        return JSON_IS_TEXT;
    case JSON_INTEGER:
        return JSON_IS_INT;
    case JSON_REAL:
        return JSON_IS_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return JSON_IS_BOOL;
    case JSON_NULL:
        break;
    }
    return JSON_IS_NULL;
}

const struct json_value *json_member(const struct json_value *value, const char *key)
{
    return outside(json_object_get(inside(value), key));
}

size_t json_count(const struct json_value *value)
{
    json_t *it = inside(value);

    return json_is_object(it) ? json_object_size(it) : json_array_size(it);
}

const struct json_value *json_item(const struct json_value *list, size_t index)
{
    return outside(json_array_get(inside(list), index));
}

const char *json_text(const struct json_value *value)
{
    return json_string_value(inside(value));
}

const char *json_member_text(const struct json_value *value, const char *key)
{
    const char *text = json_text(json_member(value, key));

    return text == NULL ? "" : text;
}

int64_t json_int(const struct json_value *value, int64_t otherwise)
{
    json_t *it = inside(value);

    return json_is_integer(it) ? (int64_t)json_integer_value(it) : otherwise;
}

double json_number(const struct json_value *value, double otherwise)
{
    json_t *it = inside(value);

    return json_is_number(it) ? json_number_value(it) : otherwise;
}

bool json_is_true(const struct json_value *value)
{
    return value != NULL && json_typeof(inside(value)) == JSON_TRUE;
}

bool json_same(const struct json_value *a, const struct json_value *b)
{
    if (json_kind(a) == JSON_IS_NULL || json_kind(b) == JSON_IS_NULL) {
        return json_kind(a) == json_kind(b);
    }
    return json_equal(inside(a), inside(b)) == 1;
}

bool json_next(const struct json_value *object, struct json_walk *walk)
{
    json_t *it = inside(object);

    CHECK(walk != NULL);
    walk->at = walk->at == NULL ? json_object_iter(it) : json_object_iter_next(it, walk->at);
    walk->key = walk->at == NULL ? NULL : json_object_iter_key(walk->at);
    walk->value = walk->at == NULL ? NULL : outside(json_object_iter_value(walk->at));
    return walk->at != NULL;
}
