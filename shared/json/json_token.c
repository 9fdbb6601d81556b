/* Texts and numbers: what in JSON has letters.
 *
 * A text is unescaped where it lies, for no escape is shorter than what it stands for; then it is
 * ended by a NUL, at the latest over its closing quote. Nearly all texts are plain ASCII, so eight
 * bytes are looked at in one step until something else turns up.
 *
 * The grammar of numbers is JSON's and is held here; the C library, which would take more, only
 * reads what has passed.
 */
#include "json_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DIGITS 18 /* any so many digits fit 64 bits */

bool json_refuse(struct json_cursor *c, const char *why)
{
    c->why = why;
    return false;
}

bool json_refuse_here(struct json_cursor *c)
{
    return json_refuse(c, c->at == c->end ? JSON_TOO_EARLY : JSON_NOT_JSON);
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* ASCII that stands for itself inside quotes, each letter in its own place. */
static const char plain[256] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               " !\0#$%&'()*+,-./0123456789:;<=>?"
                               "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\0]^_"
                               "`abcdefghijklmnopqrstuvwxyz{|}~\x7f";

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
    while (at < size && plain[(unsigned char)text[at]] != '\0') {
        at++;
    }
    return at;
}

static bool take_hex(struct json_cursor *c, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, c->at++) {
        char letter = *c->at;
        uint32_t digit = 0;
        if (letter >= '0' && letter <= '9') {
            digit = (uint32_t)(letter - '0');
        } else if ((letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F')) {
            digit = (uint32_t)((letter | 0x20) - 'a') + 10;
        } else {
            return json_refuse_here(c);
        }
        *out = *out << 4 | digit;
    }
    return true;
}

/* The four digits after \u, or the eight of a pair. */
static bool take_code(struct json_cursor *c, uint32_t *out)
{
    static const char alone[] = "half of a surrogate pair stands alone";
    uint32_t low = 0;

    if (!take_hex(c, out)) {
        return false;
    }
    if (*out == 0) {
        return json_refuse(c, "a text holds a NUL character");
    }
    if (*out < 0xD800 || *out > 0xDFFF) {
        return true;
    }
    if (*out > 0xDBFF || c->at[0] != '\\' || c->at[1] != 'u') {
        return json_refuse(c, alone);
    }
    c->at += 2;
    if (!take_hex(c, &low)) {
        return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
        return json_refuse(c, alone);
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
static char *take_escape(struct json_cursor *c, char *to)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = NULL;
    uint32_t code = 0;

    c->at++;
    if (*c->at == 'u') {
        c->at++;
        return take_code(c, &code) ? put_code(to, code) : NULL;
    }
    letter = *c->at == '\0' ? NULL : strchr(letters, *c->at);
    if (letter == NULL) {
        (void)json_refuse_here(c);
        return NULL;
    }
    c->at++;
    *to = meanings[letter - letters];
    return to + 1;
}

bool json_take_text(struct json_cursor *c, char **start, uint32_t *size)
{
    char *from = c->at + 1;
    char *to = from;
    bool is_ascii = true;

    c->at = from;
    for (;;) {
        size_t run = json_plain_run(c->at, (size_t)(c->end - c->at));
        if (to != c->at) {
            memmove(to, c->at, run);
        }
        to += run;
        c->at += run;
        if (*c->at == '"') {
            break;
        }
        if (*c->at == '\\') {
            to = take_escape(c, to);
            if (to == NULL) {
                return false;
            }
        } else if ((unsigned char)*c->at >= 0x80) {
            is_ascii = false;
            do {
                *to++ = *c->at++;
            } while ((unsigned char)*c->at >= 0x80);
        } else {
            return json_refuse_here(c);
        }
    }
    /* What an escape makes is whole characters, so the rest is as valid after it as before. */
    if (!is_ascii && !text_is_utf8(from, (size_t)(to - from))) {
        return json_refuse(c, "the bytes are not UTF-8");
    }
    c->at++;
    *to = '\0';
    *start = from;
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

static bool take_whole(struct json_cursor *c, const char *digits, bool is_negative, int64_t *out)
{
    const uint64_t limit = (uint64_t)INT64_MAX + (is_negative ? 1 : 0);
    uint64_t number = 0;

    for (size_t i = 0; digits + i < c->at; i++) {
        uint64_t digit = (uint64_t)(digits[i] - '0');
        if (i >= EXACT_DIGITS && number > (limit - digit) / 10) {
            return json_refuse(c, "a number is too large");
        }
        number = number * 10 + digit;
    }
    /* Negated as unsigned, where the least integer has its place. */
    *out = (int64_t)(is_negative ? 0 - number : number);
    return true;
}

bool json_take_number(struct json_cursor *c, struct json_value *out)
{
    const char *from = c->at;
    bool is_negative = *from == '-';
    const char *digits = from + (is_negative ? 1 : 0);
    size_t count = count_digits(digits);
    size_t more = 0;
    double value = 0;

    c->at += count + (is_negative ? 1 : 0);
    if (count == 0 || (digits[0] == '0' && count > 1)) {
        return json_refuse_here(c);
    }
    if (*c->at != '.' && *c->at != 'e' && *c->at != 'E') {
        out->kind = JSON_IS_INT;
        return take_whole(c, digits, is_negative, &out->is.whole);
    }
    if (*c->at == '.') {
        more = count_digits(c->at + 1);
        c->at += more + 1;
        if (more == 0) {
            return json_refuse_here(c);
        }
    }
    if (*c->at == 'e' || *c->at == 'E') {
        c->at += c->at[1] == '+' || c->at[1] == '-' ? 2 : 1;
        more = count_digits(c->at);
        c->at += more;
        if (more == 0) {
            return json_refuse_here(c);
        }
    }
    value = read_real(from, (size_t)(c->at - from));
    if (!isfinite(value)) {
        return json_refuse(c, "a number is too large");
    }
    out->kind = JSON_IS_REAL;
    out->is.real = value;
    return true;
}
