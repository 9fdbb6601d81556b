/* The scanner: from bytes to values, in two blocks of memory.
 *
 * A hub takes in tens of thousands of changes a second, and each is JSON inside JSON. A tree of
 * values, each with an allocation and a hash table of its own, costs ten times what all the
 * cryptography does. So a document is two blocks: a copy of its bytes, where texts are unescaped in
 * place (never longer than before) and ended by a NUL over their closing quote; and its values,
 * where the members of one object lie side by side.
 *
 * A value's members are known only when it closes, and by then its neighbours may have been read.
 * So values wait on a stack, and what closes moves its members to the document, in one piece. There
 * is no recursion: what is sent from outside decides how deep a text is.
 *
 * A key that stands twice is looked for when the object closes. Few keys are compared each with
 * each; of many an order is made, which finds two neighbours alike and later serves to search. A
 * hash would be as quick until somebody sends keys that all have the same one.
 */
#include "json_private.h"

#include <stdlib.h>
#include <string.h>

#define STACK_FIRST  64
#define VALUES_LEAST 8
#define VALUE_BYTES  16 /* of text a value: what a document's room is guessed from */
#define NOBODY       UINT32_MAX

struct scan {
    struct json_document *doc;
    struct json_cursor in; /* doc->text */
    struct json_value *stack;
    uint32_t top;
    uint32_t room;
    uint32_t open; /* where on the stack the innermost open value lies; NOBODY: none is open */
    uint32_t depth;
    uint32_t key; /* of the member that comes next */
    uint32_t key_size;
    struct json_value first[STACK_FIRST]; /* the stack, until it must grow */
};

static uint32_t offset(const struct scan *s, const char *at)
{
    return (uint32_t)(at - s->doc->text);
}

static void skip_space(struct scan *s)
{
    while (*s->in.at == ' ' || *s->in.at == '\n' || *s->in.at == '\t' || *s->in.at == '\r') {
        s->in.at++;
    }
}

static struct json_value *push(struct scan *s, enum json_kind kind)
{
    struct json_value *value = NULL;

    if (s->top == s->room) {
        struct json_value *larger = mem_alloc((size_t)s->room * 2 * sizeof *larger);
        memcpy(larger, s->stack, s->room * sizeof *larger);
        if (s->stack != s->first) {
            free(s->stack);
        }
        s->stack = larger;
        s->room *= 2;
    }
    value = &s->stack[s->top++];
    *value = (struct json_value){.kind = (uint8_t)kind, .key = s->key, .key_size = s->key_size};
    return value;
}

/* ---- objects and lists ---------------------------------------------------------------------- */

int json_key_order(const char *a, uint32_t a_size, const char *b, uint32_t b_size)
{
    if (a_size != b_size) {
        return a_size < b_size ? -1 : 1;
    }
    return memcmp(a, b, a_size);
}

struct sorting {
    const char *key;
    uint32_t size;
    uint32_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct sorting *left = a;
    const struct sorting *right = b;

    return json_key_order(left->key, left->size, right->key, right->size);
}

/* Notes the order of the keys in the members; false when one stands twice. */
static bool sort_members(const char *text, struct json_value *members, uint32_t count)
{
    struct sorting *order = mem_alloc(count * sizeof *order);
    bool differ = true;

    for (uint32_t i = 0; i < count; i++) {
        order[i] = (struct sorting){text + members[i].key, members[i].key_size, i};
    }
    qsort(order, count, sizeof *order, by_key);
    for (uint32_t i = 0; i < count; i++) {
        members[i].sorted = order[i].index;
        differ = differ && (i == 0 || by_key(&order[i - 1], &order[i]) != 0);
    }
    free(order);
    return differ;
}

static bool keys_differ(const char *text, struct json_value *members, uint32_t count)
{
    if (count > JSON_FEW_MEMBERS) {
        return sort_members(text, members, count);
    }
    for (uint32_t i = 1; i < count; i++) {
        const struct json_value *late = &members[i];
        for (uint32_t j = 0; j < i; j++) {
            if (members[j].key_size == late->key_size &&
                memcmp(text + members[j].key, text + late->key, late->key_size) == 0) {
                return false;
            }
        }
    }
    return true;
}

static void make_room(struct scan *s, uint32_t more)
{
    struct json_document *doc = s->doc;

    if (doc->room - doc->count < more) {
        doc->room = doc->room * 2 > doc->count + more ? doc->room * 2 : doc->count + more;
        s->doc = mem_grow(doc, sizeof *doc + doc->room * sizeof doc->values[0]);
    }
}

/* Moves the topmost count values from the stack into the document. */
static uint32_t settle(struct scan *s, uint32_t count)
{
    uint32_t first = 0;

    make_room(s, count);
    first = s->doc->count;
    s->top -= count;
    if (count > 0) {
        memcpy(&s->doc->values[first], &s->stack[s->top], count * sizeof s->stack[0]);
    }
    for (uint32_t i = 0; i < count; i++) {
        s->doc->values[first + i].place = first + i;
    }
    s->doc->count += count;
    return first;
}

/* What is open keeps, until it closes, in size who was open before it. */
static bool go_in(struct scan *s, enum json_kind kind)
{
    struct json_value *value = push(s, kind);

    value->size = s->open;
    s->open = s->top - 1;
    s->depth++;
    s->in.at++;
    s->key = 0;
    s->key_size = 0;
    return true;
}

static bool go_out(struct scan *s)
{
    uint32_t count = s->top - s->open - 1;
    uint32_t outer = s->stack[s->open].size;
    uint32_t first = settle(s, count);
    struct json_value *value = &s->stack[s->open];

    s->in.at++;
    value->is.first = first;
    value->size = count;
    s->open = outer;
    s->depth--;
    return value->kind == JSON_IS_LIST ||
           keys_differ(s->doc->text, &s->doc->values[first], count) ||
           json_refuse(&s->in, "a key stands twice in one object");
}

static char closing(const struct scan *s)
{
    return s->stack[s->open].kind == JSON_IS_OBJECT ? '}' : ']';
}

/* Before a value: inside an object its key and a colon. */
static bool take_key(struct scan *s)
{
    char *start = NULL;

    if (s->open == NOBODY || s->stack[s->open].kind == JSON_IS_LIST) {
        s->key_size = 0;
        return true;
    }
    skip_space(s);
    if (*s->in.at != '"') {
        return json_refuse_here(&s->in);
    }
    if (!json_take_text(&s->in, &start, &s->key_size)) {
        return false;
    }
    s->key = offset(s, start);
    skip_space(s);
    if (*s->in.at != ':') {
        return json_refuse_here(&s->in);
    }
    s->in.at++;
    return true;
}

/* ---- the document --------------------------------------------------------------------------- */

static bool take_word(struct scan *s, const char *word, enum json_kind kind)
{
    size_t size = strlen(word);

    if (strncmp(s->in.at, word, size) != 0) {
        return json_refuse(&s->in, strlen(s->in.at) < size ? JSON_TOO_EARLY : JSON_NOT_JSON);
    }
    s->in.at += size;
    push(s, kind)->is_true = word[0] == 't';
    return true;
}

static bool take_string(struct scan *s)
{
    struct json_value *value = push(s, JSON_IS_TEXT);
    char *start = NULL;

    if (!json_take_text(&s->in, &start, &value->size)) {
        return false;
    }
    value->is.start = offset(s, start);
    return true;
}

/* A value with its key. Leaves an object or a list open, with nothing in it yet. */
static bool take_value(struct scan *s)
{
    if (!take_key(s)) {
        return false;
    }
    if (s->depth >= JSON_NESTED_MAX) {
        return json_refuse(&s->in, "it is nested too deeply");
    }
    skip_space(s);
    switch (*s->in.at) {
    case '{':
        return go_in(s, JSON_IS_OBJECT);
    case '[':
        return go_in(s, JSON_IS_LIST);
    case '"':
        return take_string(s);
    case 't':
        return take_word(s, "true", JSON_IS_BOOL);
    case 'f':
        return take_word(s, "false", JSON_IS_BOOL);
    case 'n':
        return take_word(s, "null", JSON_IS_NULL);
    default:
        return json_take_number(&s->in, push(s, JSON_IS_INT));
    }
}

/* After a value: closes what ends here, and stands where the next value begins. */
static bool go_on(struct scan *s)
{
    while (s->open != NOBODY) {
        bool is_empty = s->open == s->top - 1;
        skip_space(s);
        if (*s->in.at == closing(s)) {
            if (!go_out(s)) {
                return false;
            }
        } else if (is_empty) {
            return true;
        } else if (*s->in.at == ',') {
            s->in.at++;
            return true;
        } else {
            return json_refuse_here(&s->in);
        }
    }
    return true;
}

static bool scan_all(struct scan *s)
{
    do {
        if (!take_value(s) || !go_on(s)) {
            return false;
        }
    } while (s->open != NOBODY);
    skip_space(s);
    if (s->in.at != s->in.end) {
        return json_refuse(&s->in, "something follows after its end");
    }
    (void)settle(s, 1);
    return true;
}

struct json_document *json_scan(const char *text, uint32_t size, const char **why, uint32_t *where)
{
    struct scan s;
    uint32_t room = size / VALUE_BYTES + VALUES_LEAST;

    /* Field by field: the stack need not be cleared. */
    s.doc = mem_alloc(sizeof *s.doc + room * sizeof s.doc->values[0]);
    atomic_init(&s.doc->owners, 1);
    s.doc->count = 0;
    s.doc->room = room;
    s.doc->text = mem_alloc((size_t)size + 1);
    if (size > 0) {
        memcpy(s.doc->text, text, size);
    }
    s.doc->text[size] = '\0';
    s.in.at = s.doc->text;
    s.in.end = s.in.at + size;
    s.in.why = NULL;
    s.stack = s.first;
    s.top = 0;
    s.room = STACK_FIRST;
    s.open = NOBODY;
    s.depth = 0;
    s.key = 0;
    s.key_size = 0;
    if (!scan_all(&s)) {
        *why = s.in.why;
        *where = offset(&s, s.in.at);
        json_document_free(s.doc);
        s.doc = NULL;
    }
    if (s.stack != s.first) {
        free(s.stack);
    }
    return s.doc;
}

void json_document_free(struct json_document *doc)
{
    free(doc->text);
    free(doc);
}
