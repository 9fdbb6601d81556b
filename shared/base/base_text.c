/* Text: UTF-8, numbers and hex, read strictly.
 *
 * One reader of characters serves both the check and the walk, so that what text_is_utf8 accepts
 * is exactly what text_next reads without a 0xFFFD. It follows the table of well-formed sequences
 * of the Unicode standard (table 3-7): no overlong forms, no surrogates, nothing past U+10FFFF.
 */
#include "base.h"

#include <string.h>

#define BROKEN_CHARACTER 0xFFFDU

/* How many bytes follow a lead byte; -1 for what can be no lead. */
static int tail_count(uint8_t lead)
{
    if (lead < 0x80) {
        return 0;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 2;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
}

/* The size of the character at the start of bytes; 0 when it is broken. It stops at the first
 * byte that does not belong, so a NUL ends it even where left says that there is more. */
static size_t read_character(const uint8_t *bytes, size_t left, uint32_t *out)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    int tail = left > 0 ? tail_count(bytes[0]) : -1;

    if (tail < 0 || (size_t)tail >= left) {
        return 0;
    }
    uint32_t value = tail == 0 ? bytes[0] : bytes[0] & (0x3FU >> tail);
    for (int i = 1; i <= tail; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    if (value < least[tail] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *out = value;
    return (size_t)tail + 1;
}

bool text_is_utf8(const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t at = 0;

    while (at < size) {
        uint32_t ignored = 0;
        size_t step = read_character(bytes + at, size - at, &ignored);
        if (step == 0) {
            return false;
        }
        at += step;
    }
    return true;
}

uint32_t text_next(const char **at)
{
    uint32_t value = 0;

    if (**at == '\0') {
        return 0;
    }
    size_t step = read_character((const uint8_t *)*at, 4, &value);
    *at += step > 0 ? step : 1;
    return step > 0 ? value : BROKEN_CHARACTER;
}

void text_copy(char *to, size_t room, const char *from)
{
    CHECK(room > 0 && from != NULL);
    size_t size = strlen(from);

    if (size >= room) {
        size = room - 1;
        /* A character has at most three bytes after its lead; more would be no text anyway. */
        for (int back = 0; back < 3 && size > 0; back++) {
            if (((uint8_t)from[size] & 0xC0) != 0x80) {
                break;
            }
            size--;
        }
    }
    memmove(to, from, size);
    to[size] = '\0';
}

bool text_equal(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return strcmp(a, b) == 0;
}

enum status text_to_int64(const char *text, int64_t *out)
{
    CHECK(text != NULL);
    bool negative = text[0] == '-';
    const char *digit = text + (negative || text[0] == '+' ? 1 : 0);
    /* The range of int64 reaches one further below nought than above it. */
    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;

    if (*digit == '\0') {
        return FAIL(STATUS_BAD_INPUT, "“%.40s” is not a whole number.", text);
    }
    for (; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9') {
            return FAIL(STATUS_BAD_INPUT, "“%.40s” is not a whole number.", text);
        }
        uint64_t add = (uint64_t)(*digit - '0');
        if (value > (limit - add) / 10) {
            return FAIL(STATUS_BAD_INPUT, "The number %.40s is too large.", text);
        }
        value = value * 10 + add;
    }
    if (!negative) {
        *out = (int64_t)value;
    } else {
        *out = value == limit ? INT64_MIN : -(int64_t)value;
    }
    return STATUS_OK;
}

size_t text_int64(int64_t value, char out[TEXT_INT64_ROOM])
{
    char digits[TEXT_INT64_ROOM];
    size_t at = sizeof digits;
    size_t sign = value < 0 ? 1 : 0;
    uint64_t left = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    out[0] = '-';
    memcpy(out + sign, digits + at, sizeof digits - at);
    out[sign + sizeof digits - at] = '\0';
    return sign + sizeof digits - at;
}

void text_hex(const uint8_t *bytes, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * size] = '\0';
}

/* 16 for what is no digit. */
static unsigned hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return (unsigned)(digit - '0');
    }
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

bool text_unhex(const char *text, uint8_t *bytes, size_t size)
{
    if (text == NULL) {
        return false;
    }
    for (size_t i = 0; i < 2 * size; i++) {
        if (hex_value(text[i]) > 15) {
            return false;
        }
    }
    if (text[2 * size] != '\0') {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(hex_value(text[2 * i]) << 4 | hex_value(text[2 * i + 1]));
    }
    return true;
}
