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

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STACK_FIRST  64
#define VALUES_LEAST 8
#define VALUE_BYTES  16 /* of text a value: what a document's room is guessed from */
#define NOBODY       UINT32_MAX
#define EXACT_DIGITS 18 /* any so many digits fit 64 bits */

static const char not_json[] = "it is not JSON";
static const char too_early[] = "it ends too early";

struct scan {
    struct json_document *doc;
    char *at; /* in doc->text, which a NUL ends */
    char *end;
    const char *why;
    struct json_value *stack;
    uint32_t top;
    uint32_t room;
    uint32_t open; /* where on the stack the innermost open value lies; NOBODY: none is open */
    uint32_t depth;
    uint32_t key; /* of the member that comes next */
    uint32_t key_size;
    struct json_value first[STACK_FIRST]; /* the stack, until it must grow */
};

static bool refuse(struct scan *s, const char *why)
{
    s->why = why;
    return false;
}

static bool refuse_here(struct scan *s)
{
    return refuse(s, s->at == s->end ? too_early : not_json);
}

static uint32_t offset(const struct scan *s, const char *at)
{
    return (uint32_t)(at - s->doc->text);
}

static void skip_space(struct scan *s)
{
    while (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r') {
        s->at++;
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

/* ---- texts ---------------------------------------------------------------------------------- */

/* Bytes are looked at eight at a time: a borrow may mark a byte after the first that counts, never
 * before it. */
size_t json_plain_run(const char *text, size_t size)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = ones << 7;
    size_t at = 0;

    for (; size - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t eight = 0;
        memcpy(&eight, text + at, sizeof eight);
        uint64_t quote = eight ^ (ones * '"');
        uint64_t backslash = eight ^ (ones * '\\');
        if (((eight | (eight - ones * ' ') | (quote - ones) | (backslash - ones)) & highs) != 0) {
            break;
        }
    }
    while (at < size && (unsigned char)text[at] >= ' ' && (unsigned char)text[at] < 0x80 &&
           text[at] != '"' && text[at] != '\\') {
        at++;
    }
    return at;
}

static bool take_hex(struct scan *s, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        char c = *s->at;
        uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)(c - '0');
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            digit = (uint32_t)((c | 0x20) - 'a') + 10;
        } else {
            return refuse_here(s);
        }
        *out = *out << 4 | digit;
    }
    return true;
}

/* The four digits after \u, or the eight of a pair. */
static bool take_code(struct scan *s, uint32_t *out)
{
    static const char alone[] = "half of a surrogate pair stands alone";
    uint32_t low = 0;

    if (!take_hex(s, out)) {
        return false;
    }
    if (*out == 0) {
        return refuse(s, "a text holds a NUL character");
    }
    if (*out < 0xD800 || *out > 0xDFFF) {
        return true;
    }
    if (*out > 0xDBFF || s->at[0] != '\\' || s->at[1] != 'u') {
        return refuse(s, alone);
    }
    s->at += 2;
    if (!take_hex(s, &low)) {
        return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
        return refuse(s, alone);
    }
    *out = 0x10000 + ((*out - 0xD800) << 10 | (low - 0xDC00));
    return true;
}

static char *put_code(char *to, uint32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(uint8_t)(0xC0 | code >> 6);
        *to++ = (char)(uint8_t)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(uint8_t)(0xE0 | code >> 12);
        *to++ = (char)(uint8_t)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(uint8_t)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(uint8_t)(0xF0 | code >> 18);
        *to++ = (char)(uint8_t)(0x80 | (code >> 12 & 0x3F));
        *to++ = (char)(uint8_t)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(uint8_t)(0x80 | (code & 0x3F));
    }
    return to;
}

/* At a backslash. NULL when it is refused. */
static char *take_escape(struct scan *s, char *to)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = NULL;
    uint32_t code = 0;

    s->at++;
    if (*s->at == 'u') {
        s->at++;
        return take_code(s, &code) ? put_code(to, code) : NULL;
    }
    letter = *s->at == '\0' ? NULL : strchr(letters, *s->at);
    if (letter == NULL) {
        (void)refuse_here(s);
        return NULL;
    }
    s->at++;
    *to = meanings[letter - letters];
    return to + 1;
}

/* At an opening quote; moves past the closing one and ends the text with a NUL. */
static bool take_text(struct scan *s, uint32_t *start, uint32_t *size)
{
    char *from = s->at + 1;
    char *to = from;
    bool is_ascii = true;

    s->at = from;
    for (;;) {
        size_t run = json_plain_run(s->at, (size_t)(s->end - s->at));
        if (to != s->at) {
            memmove(to, s->at, run);
        }
        to += run;
        s->at += run;
        if (*s->at == '"') {
            break;
        }
        if (*s->at == '\\') {
            to = take_escape(s, to);
            if (to == NULL) {
                return false;
            }
        } else if ((unsigned char)*s->at >= 0x80) {
            is_ascii = false;
            do {
                *to++ = *s->at++;
            } while ((unsigned char)*s->at >= 0x80);
        } else {
            return refuse_here(s);
        }
    }
    /* What an escape makes is whole characters, so the rest is as valid after it as before. */
    if (!is_ascii && !text_is_utf8(from, (size_t)(to - from))) {
        return refuse(s, "the bytes are not UTF-8");
    }
    s->at++;
    *to = '\0';
    *start = offset(s, from);
    *size = (uint32_t)(to - from);
    return true;
}

/* ---- numbers -------------------------------------------------------------------------------- */

static size_t count_digits(const char *at)
{
    size_t count = 0;

    while (at[count] >= '0' && at[count] <= '9') {
        count++;
    }
    return count;
}

/* The C library reads the point of the locale, which need not be JSON's: then it is put there. */
static double read_real(const char *from, size_t size)
{
    struct buf text = {0};
    char sample[16];
    char *stop = NULL;
    double value = strtod(from, &stop);
    const char *point = NULL;

    if (stop == from + size) {
        return value;
    }
    point = memchr(from, '.', size);
    CHECK(point != NULL);
    (void)snprintf(sample, sizeof sample, "%.1f", 0.5); /* 0, the point, 5 */
    buf_add(&text, from, (size_t)(point - from));
    buf_add(&text, sample + 1, strlen(sample) - 2);
    buf_add(&text, point + 1, size - (size_t)(point + 1 - from));
    value = strtod(buf_cstr(&text), &stop);
    CHECK(stop == text.data + text.size);
    buf_finish(&text);
    return value;
}

static bool take_whole(struct scan *s, const char *digits, size_t count, bool is_negative)
{
    const uint64_t limit = (uint64_t)INT64_MAX + (is_negative ? 1 : 0);
    uint64_t number = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t digit = (uint64_t)(digits[i] - '0');
        if (i >= EXACT_DIGITS && number > (limit - digit) / 10) {
            return refuse(s, "a number is too large");
        }
        number = number * 10 + digit;
    }
    /* Negated as unsigned, where the least integer has its place. */
    push(s, JSON_IS_INT)->is.whole = (int64_t)(is_negative ? 0 - number : number);
    return true;
}

static bool take_number(struct scan *s)
{
    const char *from = s->at;
    bool is_negative = *from == '-';
    const char *digits = from + (is_negative ? 1 : 0);
    size_t count = count_digits(digits);
    size_t more = 0;
    double value = 0;

    s->at += count + (is_negative ? 1 : 0);
    if (count == 0 || (digits[0] == '0' && count > 1)) {
        return refuse_here(s);
    }
    if (*s->at != '.' && *s->at != 'e' && *s->at != 'E') {
        return take_whole(s, digits, count, is_negative);
    }
    if (*s->at == '.') {
        more = count_digits(s->at + 1);
        s->at += more + 1;
        if (more == 0) {
            return refuse_here(s);
        }
    }
    if (*s->at == 'e' || *s->at == 'E') {
        s->at += s->at[1] == '+' || s->at[1] == '-' ? 2 : 1;
        more = count_digits(s->at);
        s->at += more;
        if (more == 0) {
            return refuse_here(s);
        }
    }
    value = read_real(from, (size_t)(s->at - from));
    if (!isfinite(value)) {
        return refuse(s, "a number is too large");
    }
    push(s, JSON_IS_REAL)->is.real = value;
    return true;
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
    s->at++;
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

    s->at++;
    value->is.first = first;
    value->size = count;
    s->open = outer;
    s->depth--;
    return value->kind == JSON_IS_LIST ||
           keys_differ(s->doc->text, &s->doc->values[first], count) ||
           refuse(s, "a key stands twice in one object");
}

static char closing(const struct scan *s)
{
    return s->stack[s->open].kind == JSON_IS_OBJECT ? '}' : ']';
}

/* Before a value: inside an object its key and a colon. */
static bool take_key(struct scan *s)
{
    if (s->open == NOBODY || s->stack[s->open].kind == JSON_IS_LIST) {
        s->key_size = 0;
        return true;
    }
    skip_space(s);
    if (*s->at != '"') {
        return refuse_here(s);
    }
    if (!take_text(s, &s->key, &s->key_size)) {
        return false;
    }
    skip_space(s);
    if (*s->at != ':') {
        return refuse_here(s);
    }
    s->at++;
    return true;
}

/* ---- the document --------------------------------------------------------------------------- */

static bool take_word(struct scan *s, const char *word, enum json_kind kind)
{
    size_t size = strlen(word);

    if (strncmp(s->at, word, size) != 0) {
        return refuse(s, strlen(s->at) < size ? too_early : not_json);
    }
    s->at += size;
    push(s, kind)->is_true = word[0] == 't';
    return true;
}

static bool take_string(struct scan *s)
{
    /* The key's place is the scan's until the value is on the stack. */
    struct json_value *value = push(s, JSON_IS_TEXT);

    return take_text(s, &value->is.start, &value->size);
}

/* A value with its key. Leaves an object or a list open, with nothing in it yet. */
static bool take_value(struct scan *s)
{
    if (!take_key(s)) {
        return false;
    }
    if (s->depth >= JSON_NESTED_MAX) {
        return refuse(s, "it is nested too deeply");
    }
    skip_space(s);
    switch (*s->at) {
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
        return take_number(s);
    }
}

/* After a value: closes what ends here, and stands where the next value begins. */
static bool go_on(struct scan *s)
{
    while (s->open != NOBODY) {
        bool is_empty = s->open == s->top - 1;
        skip_space(s);
        if (*s->at == closing(s)) {
            if (!go_out(s)) {
                return false;
            }
        } else if (is_empty) {
            return true;
        } else if (*s->at == ',') {
            s->at++;
            return true;
        } else {
            return refuse_here(s);
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
    if (s->at != s->end) {
        return refuse(s, "something follows after its end");
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
    s.at = s.doc->text;
    s.end = s.at + size;
    s.why = NULL;
    s.stack = s.first;
    s.top = 0;
    s.room = STACK_FIRST;
    s.open = NOBODY;
    s.depth = 0;
    s.key = 0;
    s.key_size = 0;
    if (!scan_all(&s)) {
        *why = s.why;
        *where = offset(&s, s.at);
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
