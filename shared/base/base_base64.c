/* Base64, in its two alphabets.
 *
 * Boxes, keys and signatures travel as base64, and some of that text is compared or hashed as
 * text. So reading is strict: each value has exactly one spelling that is accepted, which rules
 * out spaces, missing or surplus padding, and bits left over in the last letter.
 */
#include "base.h"

#include <string.h>

#define NO_LETTER 64 /* a bit that no value has */

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Writes the letters of up to three bytes: two, three or four of them. */
static void put_group(char *to, const char *alphabet, const uint8_t *bytes, size_t count)
{
    uint32_t bits = (uint32_t)bytes[0] << 16;

    bits |= count > 1 ? (uint32_t)bytes[1] << 8 : 0U;
    bits |= count > 2 ? bytes[2] : 0U;
    to[0] = alphabet[bits >> 18];
    to[1] = alphabet[bits >> 12 & 63];
    if (count > 1) {
        to[2] = alphabet[bits >> 6 & 63];
    }
    if (count > 2) {
        to[3] = alphabet[bits & 63];
    }
}

static void add_all(struct buf *b, const char *alphabet, const uint8_t *bytes, size_t size)
{
    char *to = NULL;
    size_t left = size;

    buf_reserve(b, (size / 3 + 1) * 4);
    to = b->data + b->size;
    for (; left >= 3; left -= 3, to += 4) {
        put_group(to, alphabet, bytes + (size - left), 3);
    }
    if (left > 0) {
        put_group(to, alphabet, bytes + (size - left), left);
        to += left + 1;
    }
    *to = '\0';
    b->size = (size_t)(to - b->data);
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

/* Turns an alphabet round: the value of each byte, NO_LETTER for what is none of it. */
static void turn_alphabet(const char *alphabet, uint8_t values[256])
{
    memset(values, NO_LETTER, 256);
    for (uint8_t i = 0; i < 64; i++) {
        values[(uint8_t)alphabet[i]] = i;
    }
}

/* Reads letters without padding, four to three bytes, then those left over. out may have grown by
 * part of the value when this is false. */
static bool read_letters(const char *alphabet, const char *text, size_t size, struct buf *out)
{
    const uint8_t *at = (const uint8_t *)text;
    const uint8_t *end = at + size;
    uint8_t values[256];
    unsigned wrong = 0;
    uint8_t *to = NULL;
    uint32_t bits = 0;

    turn_alphabet(alphabet, values);
    buf_reserve(out, size / 4 * 3 + 3);
    to = (uint8_t *)out->data + out->size;
    for (; end - at >= 4; at += 4, to += 3) {
        uint8_t a = values[at[0]];
        uint8_t b = values[at[1]];
        uint8_t c = values[at[2]];
        uint8_t d = values[at[3]];
        wrong |= a | b | c | d;
        bits = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | d;
        to[0] = (uint8_t)(bits >> 16);
        to[1] = (uint8_t)(bits >> 8);
        to[2] = (uint8_t)bits;
    }
    bits = 0;
    for (size_t i = 0; i < size % 4; i++) {
        wrong |= values[at[i]];
        bits = bits << 6 | values[at[i]];
    }
    /* Six bits over is a letter that no byte begins with; set bits over are a second spelling. */
    if ((wrong & NO_LETTER) != 0 || size % 4 == 1 || (size % 4 == 2 && (bits & 15) != 0) ||
        (size % 4 == 3 && (bits & 3) != 0)) {
        return false;
    }
    if (size % 4 == 2) {
        *to++ = (uint8_t)(bits >> 4);
    } else if (size % 4 == 3) {
        *to++ = (uint8_t)(bits >> 10);
        *to++ = (uint8_t)(bits >> 2);
    }
    out->size = (size_t)(to - (uint8_t *)out->data);
    out->data[out->size] = '\0';
    return true;
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
