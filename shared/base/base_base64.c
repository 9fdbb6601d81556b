/* Base64, in its two alphabets.
 *
 * Boxes, keys and signatures travel as base64, and some of that text is compared or hashed as
 * text. So reading is strict: each value has exactly one spelling that is accepted, which rules
 * out spaces, missing or surplus padding, and bits left over in the last letter.
 */
#include "base.h"

#include <string.h>

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Writes the letters of up to three bytes: two, three or four of them. */
static void add_group(struct buf *b, const char *alphabet, const uint8_t *bytes, size_t count)
{
    uint32_t bits = 0;
    char letters[4];

    for (size_t i = 0; i < 3; i++) {
        bits = bits << 8 | (i < count ? bytes[i] : 0U);
    }
    for (size_t i = 0; i < 4; i++) {
        letters[i] = alphabet[bits >> (18 - 6 * i) & 63];
    }
    buf_add(b, letters, count + 1);
}

static void add_all(struct buf *b, const char *alphabet, const uint8_t *bytes, size_t size)
{
    buf_reserve(b, (size / 3 + 1) * 4);
    for (size_t at = 0; at < size; at += 3) {
        add_group(b, alphabet, bytes + at, size - at < 3 ? size - at : 3);
    }
}

void buf_base64(struct buf *b, const void *bytes, size_t size)
{
    add_all(b, plain, bytes, size);
    for (size_t odd = size % 3; odd > 0 && odd < 3; odd++) {
        buf_byte(b, '=');
    }
}

void buf_base64url(struct buf *b, const void *bytes, size_t size)
{
    add_all(b, url, bytes, size);
}

/* Turns an alphabet round: the value of each byte, 64 for what is no letter of it. */
static void turn_alphabet(const char *alphabet, uint8_t values[256])
{
    memset(values, 64, 256);
    for (uint8_t i = 0; i < 64; i++) {
        values[(uint8_t)alphabet[i]] = i;
    }
}

/* Reads letters without padding. out may have grown by part of the value when this is false. */
static bool read_letters(const char *alphabet, const char *text, size_t size, struct buf *out)
{
    uint8_t values[256];
    uint32_t bits = 0;
    unsigned held = 0;

    turn_alphabet(alphabet, values);
    buf_reserve(out, size / 4 * 3 + 3);
    for (size_t i = 0; i < size; i++) {
        uint8_t value = values[(uint8_t)text[i]];
        if (value > 63) {
            return false;
        }
        bits = bits << 6 | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            buf_byte(out, (char)(uint8_t)(bits >> held));
            bits &= (1U << held) - 1;
        }
    }
    /* Six bits over is a letter that no byte begins with; set bits over are a second spelling. */
    return held < 6 && bits == 0;
}

static enum status decode(const char *alphabet, const char *text, size_t size, struct buf *out)
{
    size_t before = out->size;

    if (!read_letters(alphabet, text, size, out)) {
        out->size = before;
        buf_reserve(out, 0);
        out->data[before] = '\0';
        return FAIL(STATUS_BAD_INPUT, "This is not base64 text in the form that Cairn reads.");
    }
    return STATUS_OK;
}

enum status base64_decode(const char *text, size_t size, struct buf *out)
{
    size_t letters = size;

    if (size % 4 != 0) {
        return FAIL(STATUS_BAD_INPUT, "This base64 text is cut short: its length is no multiple "
                                      "of four.");
    }
    while (letters > 0 && size - letters < 2 && text[letters - 1] == '=') {
        letters--;
    }
    return decode(plain, text, letters, out);
}

enum status base64url_decode(const char *text, size_t size, struct buf *out)
{
    return decode(url, text, size, out);
}
