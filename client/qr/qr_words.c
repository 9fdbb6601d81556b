/* From squares to text: how it is masked, the bytes in their order, errors mended, the text read.
 *
 * How the rest is written stands in the code twice, in fifteen squares of which three may be wrong:
 * the nearest of the 32 that there are is meant. The bytes lie in blocks, dealt out like cards, so
 * that a scratch hurts each block a little. A block that cannot be mended is the end of it: a code
 * half guessed could be another school's.
 */
#include "qr_private.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS = 4, FORMATS = 32, FORMAT_BITS = 15, BYTES_MODE = 4, BYTES_MOST = 1156 };

/* By level (low, medium, quartile, high) and version. */
static const uint8_t check_bytes[LEVELS][QR_VERSION_MOST] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28},
};
static const uint8_t block_count[LEVELS][QR_VERSION_MOST] = {
    {1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4,  4,  4,  4,  6,  6,  6,  6,  7,  8 },
    {1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5,  8,  9,  9,  10, 10, 11, 13, 14, 16},
    {1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8,  10, 12, 16, 12, 17, 16, 18, 21, 20},
    {1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25},
};

/* ---- how it is written ----------------------------------------------------------------------- */

static unsigned format_word(unsigned data)
{
    unsigned rest = data;

    for (int i = 0; i < 10; i++) {
        rest = (rest << 1) ^ ((rest >> 9) * 0x537U);
    }
    return ((data << 10) | rest) ^ 0x5412U;
}

static int bits_that_differ(unsigned a, unsigned b)
{
    int count = 0;

    for (unsigned x = a ^ b; x != 0; x &= x - 1) {
        count++;
    }
    return count;
}

static unsigned format_seen(const struct qr_plan *p, const uint8_t *squares, bool second)
{
    unsigned seen = 0;

    for (int i = 0; i < FORMAT_BITS; i++) {
        int x = 8;
        int y = i;
        if (second) {
            x = i < 8 ? p->side - 1 - i : 8;
            y = i < 8 ? 8 : p->side - FORMAT_BITS + i;
        } else if (i >= 6) {
            x = i < 8 ? 8 : (i == 8 ? 7 : 14 - i);
            y = i == 6 ? 7 : 8;
        }
        seen |= (unsigned)squares[y * p->side + x] << i;
    }
    return seen;
}

/* Level and mask; false when neither of the two is near any. */
static bool read_format(const struct qr_plan *p, const uint8_t *squares, int *level, int *mask)
{
    static const int levels[LEVELS] = {1, 0, 3, 2}; /* as the two bits say it */
    unsigned best = 0;
    int least = FORMAT_BITS;

    for (unsigned data = 0; data < FORMATS; data++) {
        for (int second = 0; second < 2; second++) {
            int off = bits_that_differ(format_word(data), format_seen(p, squares, second != 0));
            best = off < least ? data : best;
            least = off < least ? off : least;
        }
    }
    *level = levels[best >> 3];
    *mask = (int)(best & 7);
    return least <= 3;
}

static bool is_masked(int mask, int x, int y)
{
    switch (mask) {
    case 0:
        return (x + y) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (x + y) % 3 == 0;
    case 4:
        return (x / 3 + y / 2) % 2 == 0;
    case 5:
        return x * y % 2 + x * y % 3 == 0;
    case 6:
        return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
        return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* Two columns at a time from the right, up and down in turn; how many bytes. */
static int read_bytes(const struct qr_plan *p, const uint8_t *squares, int mask, uint8_t *out)
{
    int bits = 0;

    memset(out, 0, BYTES_MOST);
    for (int right = p->side - 1; right >= 1; right -= 2) {
        right = right == 6 ? 5 : right; /* the line of dark and light */
        for (int i = 0; i < p->side * 2; i++) {
            bool climbs = ((right + 1) & 2) == 0;
            int x = right - i % 2;
            int y = climbs ? p->side - 1 - i / 2 : i / 2;
            int at = y * p->side + x;
            if (p->kind[at] != QR_DATA) {
                continue;
            }
            if ((squares[at] != 0) != is_masked(mask, x, y) && bits / 8 < BYTES_MOST) {
                out[bits / 8] |= (uint8_t)(0x80U >> (bits % 8));
            }
            bits++;
        }
    }
    return bits / 8;
}

/* One block is gathered from the deal and mended; its data bytes are appended. */
struct deal {
    const uint8_t *bytes;
    int count; /* of all bytes */
    int blocks;
    int checks;      /* of each block */
    int short_data;  /* data bytes of a short block; the last blocks have one more */
    int short_count; /* how many are short */
};

static bool read_block(const struct deal *d, int block, uint8_t *out, int *size)
{
    uint8_t bytes[256] = {0};
    int data = d->short_data + (block >= d->short_count ? 1 : 0);
    int all_data = d->count - d->blocks * d->checks;

    if (data + d->checks > 255) {
        return false;
    }
    for (int i = 0; i < data; i++) {
        int at = i < d->short_data ? i * d->blocks + block
                                   : d->short_data * d->blocks + block - d->short_count;
        bytes[i] = d->bytes[at];
    }
    for (int i = 0; i < d->checks; i++) {
        bytes[data + i] = d->bytes[all_data + i * d->blocks + block];
    }
    if (!qr_mend(bytes, data + d->checks, d->checks)) {
        return false;
    }
    memcpy(out + *size, bytes, (size_t)data);
    *size += data;
    return true;
}

/* ---- text ------------------------------------------------------------------------------------ */

static unsigned take(const uint8_t *bytes, int size, int *at, int bits)
{
    unsigned value = 0;

    for (int i = 0; i < bits; i++, (*at)++) {
        unsigned byte = *at / 8 < size ? bytes[*at / 8] : 0;
        value = (value << 1) | ((byte >> (7 - *at % 8)) & 1U);
    }
    return value;
}

static bool read_text(const uint8_t *bytes, int size, int version, struct buf *out)
{
    int at = 0;
    size_t before = out->size;

    while (size * 8 - at >= 12) {
        unsigned mode = take(bytes, size, &at, 4);
        unsigned count = 0;
        if (mode == 0) {
            break;
        }
        if (mode != BYTES_MODE) {
            return false;
        }
        count = take(bytes, size, &at, version < 10 ? 8 : 16);
        if (count > QR_TEXT_MOST || (int)count * 8 > size * 8 - at) {
            return false;
        }
        for (unsigned i = 0; i < count; i++) {
            buf_byte(out, (char)(uint8_t)take(bytes, size, &at, 8));
        }
    }
    return out->size > before;
}

bool qr_text(const struct qr_plan *plan, const uint8_t *squares, struct buf *out)
{
    uint8_t *bytes = mem_zero(2, BYTES_MOST);
    uint8_t *data = bytes + BYTES_MOST;
    struct deal d = {.bytes = bytes};
    int level = 0;
    int mask = 0;
    int size = 0;
    bool good = read_format(plan, squares, &level, &mask);

    if (good) {
        d.count = read_bytes(plan, squares, mask, bytes);
        d.blocks = block_count[level][plan->version - 1];
        d.checks = check_bytes[level][plan->version - 1];
        d.short_count = d.blocks - d.count % d.blocks;
        d.short_data = d.count / d.blocks - d.checks;
    }
    for (int i = 0; good && i < d.blocks; i++) {
        good = read_block(&d, i, data, &size);
    }
    good = good && read_text(data, size, plan->version, out);
    free(bytes);
    return good;
}
