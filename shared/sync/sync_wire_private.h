/* sync_wire_private — what the readers and writers of the wire share.
 *
 * Shape    A walk over the lines of an NDJSON body, and readers of single members.
 * Units    Sizes count bytes.
 * Errors   STATUS_BAD_INPUT with a sentence that names the member.
 * Owns     Nothing: spans point into the body.
 * Needs    base, change, json.
 */
#ifndef SYNC_WIRE_PRIVATE_H
#define SYNC_WIRE_PRIVATE_H
#ifndef INSIDE_SYNC
#error "sync_wire_private.h belongs to shared/sync"
#endif

#include "sync.h"

struct wire_walk {
    const char *at;
    const char *end;
    const char *line;
    size_t size;
    size_t number; /* of the line, from 1 */
};
/* The next line, without its newline; false at the end. A last line may lack its newline. */
bool wire_next(struct wire_walk *walk);

/* A member that must be there: an integer of least or more, an id or null. */
MUST_USE enum status wire_int(const struct json_value *from, const char *key, int64_t least,
                              int64_t *out);
MUST_USE enum status wire_id(const struct json_value *from, const char *key, struct id *out);
MUST_USE enum status wire_id_or_null(const struct json_value *from, const char *key,
                                     struct id *out);
MUST_USE enum status wire_hash(const struct json_value *from, const char *key, struct hash *out);
/* Base64 into the arena. */
MUST_USE enum status wire_bytes(const struct json_value *from, const char *key, struct arena *arena,
                                const uint8_t **out, size_t *size);
#endif
