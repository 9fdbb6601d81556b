/* What every reader of the wire does: walk lines, and take one member of the right kind.
 *
 * Bytes from outside are believed only member by member. A reader that took a missing member for
 * null, or 7.0 for 7, would accept what another program reads otherwise, and the two would drift
 * apart without either saying so. So each member is asked for by its kind, and a body counts whole
 * or not at all.
 */
#include "sync_wire_private.h"

#include <string.h>

bool wire_next(struct wire_walk *walk)
{
    const char *newline = NULL;

    if (walk->at == NULL || walk->at >= walk->end) {
        return false;
    }
    newline = memchr(walk->at, '\n', (size_t)(walk->end - walk->at));
    walk->line = walk->at;
    walk->size = (size_t)((newline != NULL ? newline : walk->end) - walk->at);
    walk->at = newline != NULL ? newline + 1 : walk->end;
    walk->number++;
    return true;
}

enum status wire_int(const struct json_value *from, const char *key, int64_t least, int64_t *out)
{
    const struct json_value *value = json_member(from, key);

    if (value == NULL || json_kind(value) != JSON_IS_INT || json_int(value, least) < least) {
        return FAIL(STATUS_BAD_INPUT, "%s must be a whole number", key);
    }
    *out = json_int(value, least);
    return STATUS_OK;
}

enum status wire_id(const struct json_value *from, const char *key, struct id *out)
{
    const char *text = json_text(json_member(from, key));

    if (text == NULL || id_parse(text, out) != STATUS_OK) {
        return FAIL(STATUS_BAD_INPUT, "%s must be an id", key);
    }
    return STATUS_OK;
}

enum status wire_id_or_null(const struct json_value *from, const char *key, struct id *out)
{
    const struct json_value *value = json_member(from, key);

    if (value != NULL && json_kind(value) == JSON_IS_NULL) {
        *out = (struct id){.text = ""};
        return STATUS_OK;
    }
    if (wire_id(from, key, out) != STATUS_OK) {
        return FAIL(STATUS_BAD_INPUT, "%s must be an id or null", key);
    }
    return STATUS_OK;
}

enum status wire_hash(const struct json_value *from, const char *key, struct hash *out)
{
    const char *text = json_text(json_member(from, key));

    if (text == NULL || !hash_parse(text, out)) {
        return FAIL(STATUS_BAD_INPUT, "%s must be a hash in lower-case hex", key);
    }
    return STATUS_OK;
}

enum status wire_bytes(const struct json_value *from, const char *key, struct arena *arena,
                       const uint8_t **out, size_t *size)
{
    const char *text = json_text(json_member(from, key));
    struct buf bytes = {0};
    enum status st = STATUS_OK;

    if (text == NULL || base64_decode(text, strlen(text), &bytes) != STATUS_OK) {
        st = FAIL(STATUS_BAD_INPUT, "%s must be base64", key);
        goto done;
    }
    *out = arena_copy(arena, bytes.data, bytes.size);
    *size = bytes.size;

done:
    buf_finish(&bytes);
    return st;
}
