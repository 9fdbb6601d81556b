/* Printing JSON so that equal values are equal bytes.
 *
 * Exports are compared, and a view that is built twice must come out the same, so nothing may
 * depend on the order in which keys arrived or on how a number was first written. Keys are sorted
 * by their bytes, there is no white space, and a double is printed with 15 to 17 digits, as few as
 * read back as itself. Minus zero equals zero, so it prints as zero.
 */
#include "json_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_escaped(struct buf *to, const char *text, size_t size)
{
    size_t start = 0;

    for (size_t i = json_plain_run(text, size); i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buf_add(to, text + start, i - start);
        start = i + 1;
        if (c == '\n') {
            buf_text(to, "\\n");
        } else if (c < 0x20) {
            buf_printf(to, "\\u%04x", (unsigned)c);
        } else {
            buf_byte(to, '\\');
            buf_byte(to, (char)c);
        }
    }
    buf_add(to, text + start, size - start);
}

/* Character by character, so that a broken one is replaced and its neighbours stay. */
static void add_mended(struct buf *to, const char *text)
{
    const char *at = text;
    const char *start = text;
    uint32_t c = text_next(&at);

    while (c != 0) {
        if (c == 0xFFFD) {
            buf_text(to, "\xEF\xBF\xBD");
        } else {
            add_escaped(to, start, (size_t)(at - start));
        }
        start = at;
        c = text_next(&at);
    }
}

void json_add_text(struct buf *to, const char *text)
{
    size_t size = strlen(text);

    buf_byte(to, '"');
    if (json_plain_run(text, size) == size) {
        buf_add(to, text, size);
    } else if (text_is_utf8(text, size)) {
        add_escaped(to, text, size);
    } else {
        add_mended(to, text);
    }
    buf_byte(to, '"');
}

/* From the last digit to the first; a negative one as unsigned, where the least has room. */
void json_add_int(struct buf *to, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    buf_add(to, digits + at, sizeof digits - at);
}

void json_add_double(struct buf *to, double value)
{
    char digits[40];
    bool is_plain = true;

    if (!(value < 0) && !(value > 0)) {
        buf_text(to, "0.0");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        double back = 0;
        (void)snprintf(digits, sizeof digits, "%.*g", precision, value);
        back = strtod(digits, NULL);
        if (!(back < value) && !(back > value)) {
            break;
        }
    }
    for (const char *p = digits; *p != '\0'; p++) {
        /* The C library writes the point of the locale; JSON knows only one. */
        bool is_point = strchr("0123456789+-e", *p) == NULL;
        is_plain = is_plain && !is_point && *p != 'e';
        buf_add(to, is_point ? "." : p, 1);
    }
    if (is_plain) {
        buf_text(to, ".0");
    }
}

static int by_key(const void *a, const void *b)
{
    const struct json_walk *left = a;
    const struct json_walk *right = b;

    return strcmp(left->key, right->key);
}

/* The members sorted; the caller frees them. */
static struct json_walk *sorted_members(const struct json_value *object, size_t count)
{
    struct json_walk *members = mem_zero(count + 1, sizeof *members);
    struct json_walk walk = {0};

    for (size_t i = 0; i < count && json_next(object, &walk); i++) {
        members[i] = walk;
    }
    qsort(members, count, sizeof *members, by_key);
    return members;
}

/* Goes as deep as the value does, which the scanner holds to JSON_NESTED_MAX levels. */
void json_print(const struct json_value *value, struct buf *to) /* NOLINT(misc-no-recursion) */
{
    size_t count = json_count(value);
    struct json_walk *members = NULL;

    switch (json_kind(value)) {
    case JSON_IS_NULL:
        buf_text(to, "null");
        break;
    case JSON_IS_BOOL:
        buf_text(to, json_is_true(value) ? "true" : "false");
        break;
    case JSON_IS_INT:
        json_add_int(to, json_int(value, 0));
        break;
    case JSON_IS_REAL:
        json_add_double(to, json_number(value, 0));
        break;
    case JSON_IS_TEXT:
        json_add_text(to, json_text(value));
        break;
    case JSON_IS_LIST:
        buf_byte(to, '[');
        for (size_t i = 0; i < count; i++) {
            buf_text(to, i > 0 ? "," : "");
            json_print(json_item(value, i), to);
        }
        buf_byte(to, ']');
        break;
    case JSON_IS_OBJECT:
        members = sorted_members(value, count);
        buf_byte(to, '{');
        for (size_t i = 0; i < count; i++) {
            buf_text(to, i > 0 ? "," : "");
            json_add_text(to, members[i].key);
            buf_byte(to, ':');
            json_print(members[i].value, to);
        }
        buf_byte(to, '}');
        break;
    }
    free(members);
}
