/* json_private — what reader, printer and writer share: a value in memory, a text in bytes. */
#ifndef INSIDE_JSON
#error "json_private.h is for shared/json only"
#endif
#ifndef JSON_PRIVATE_H
#define JSON_PRIVATE_H

#include "json.h"

#include <stdatomic.h>

/* Lists in lists, the innermost value counted too. */
#define JSON_NESTED_MAX 2048
/* Objects with more members are searched by their order of keys, the others from end to end. */
#define JSON_FEW_MEMBERS 16

struct json_value {
    union {
        int64_t whole;
        double real;
        uint32_t start; /* a text's first byte in the document's text */
        uint32_t first; /* the place of the first member or item; the others follow it */
    } is;
    uint32_t size;     /* bytes of a text, members, items */
    uint32_t key;      /* of a member: where its key starts in the document's text */
    uint32_t key_size; /* bytes */
    uint32_t place;    /* its own index in the document */
    uint32_t sorted;   /* the nth member of a large object: which of them has the nth key */
    uint8_t kind;      /* enum json_kind */
    bool is_true;
};
/* All of a parsed text: its values in one block, its bytes unescaped in place in another. */
struct json_document {
    _Atomic size_t owners;
    char *text;
    uint32_t count;
    uint32_t room;
    struct json_value values[];
};

/* The whole text as a document, its root the last value. NULL when it is refused: *why says so, and
 * *where is the byte it was found at. */
struct json_document *json_scan(const char *text, uint32_t size, const char **why, uint32_t *where);
void json_document_free(struct json_document *doc);
/* < 0, 0, > 0: the order in which a large object's keys are searched. */
int json_key_order(const char *a, uint32_t a_size, const char *b, uint32_t b_size);

#define JSON_NOT_JSON  "it is not JSON"
#define JSON_TOO_EARLY "it ends too early"
/* Where a scan stands in a copy of the text, which a NUL ends. */
struct json_cursor {
    char *at;
    char *end;
    const char *why; /* it was refused; NULL: it was not */
};
/* Both are false, so that a caller can return them. */
bool json_refuse(struct json_cursor *c, const char *why);
bool json_refuse_here(struct json_cursor *c);
/* At an opening quote: moves past the closing one, unescapes, ends the text with a NUL. */
bool json_take_text(struct json_cursor *c, char **start, uint32_t *size);
/* Sets kind and value. */
bool json_take_number(struct json_cursor *c, struct json_value *out);
/* How many bytes from the start are ASCII that stands for itself inside quotes. */
size_t json_plain_run(const char *text, size_t size);
/* Quoted and escaped; bytes that are no UTF-8 become U+FFFD, so that the result is always JSON. */
void json_add_text(struct buf *to, const char *text);
void json_add_int(struct buf *to, int64_t value);
/* 15 to 17 digits, as few as read back as the same double; always with a point or an exponent. */
void json_add_double(struct buf *to, double value);

#endif
