/* SHA-1 as FIPS 180-4 tells it, for version 5 ids.
 *
 * SHA-1 is broken for signatures, and nothing here trusts it: a derived id only has to be the same
 * on every tablet, and RFC 9562 fixes this hash for it. The whole message is at hand, so there is
 * no state to carry between calls: full blocks come straight from it, and the padding makes one or
 * two more.
 */
#include "base.h"

#include <string.h>

#define BLOCK 64

static uint32_t turn_left(uint32_t word, unsigned by)
{
    return word << by | word >> (32 - by);
}

static void spread_block(const uint8_t *block, uint32_t words[80])
{
    for (size_t t = 0; t < 16; t++) {
        const uint8_t *four = block + 4 * t;
        words[t] = (uint32_t)four[0] << 24 | (uint32_t)four[1] << 16 | (uint32_t)four[2] << 8 |
                   (uint32_t)four[3];
    }
    for (size_t t = 16; t < 80; t++) {
        words[t] = turn_left(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
    }
}

/* The function and the constant of round t (sections 4.1.1 and 4.2.1), added up. */
static uint32_t mix_round(size_t t, uint32_t b, uint32_t c, uint32_t d)
{
    if (t < 20) {
        return ((b & c) ^ (~b & d)) + 0x5a827999U;
    }
    if (t < 40) {
        return (b ^ c ^ d) + 0x6ed9eba1U;
    }
    if (t < 60) {
        return ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdcU;
    }
    return (b ^ c ^ d) + 0xca62c1d6U;
}

static void take_block(uint32_t hash[5], const uint8_t *block)
{
    uint32_t words[80];
    uint32_t a = hash[0];
    uint32_t b = hash[1];
    uint32_t c = hash[2];
    uint32_t d = hash[3];
    uint32_t e = hash[4];

    spread_block(block, words);
    for (size_t t = 0; t < 80; t++) {
        uint32_t next = turn_left(a, 5) + mix_round(t, b, c, d) + e + words[t];
        e = d;
        d = c;
        c = turn_left(b, 30);
        b = a;
        a = next;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
}

void sha1(const void *bytes, size_t size, uint8_t out[20])
{
    uint32_t hash[5] = {0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U, 0xc3d2e1f0U};
    uint8_t last[2 * BLOCK] = {0};
    const uint8_t *at = bytes;
    size_t left = size;

    for (; left >= BLOCK; left -= BLOCK) {
        take_block(hash, at);
        at += BLOCK;
    }
    if (left > 0) {
        memcpy(last, at, left);
    }
    last[left] = 0x80;
    /* The length in bits fills the last eight bytes, in a second block when the first is full. */
    size_t end = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t)size * 8;
    for (size_t i = 0; i < 8; i++) {
        last[end - 1 - i] = (uint8_t)(bits >> (8 * i));
    }
    for (size_t done = 0; done < end; done += BLOCK) {
        take_block(hash, last + done);
    }
    for (size_t i = 0; i < 20; i++) {
        out[i] = (uint8_t)(hash[i / 4] >> (24 - 8 * (i % 4)));
    }
}
