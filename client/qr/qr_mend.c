/* Mending bytes by Reed and Solomon's code.
 *
 * What the check bytes say is wrong (the syndromes), where (Berlekamp and Massey, then every place
 * is tried), and by how much (Forney): up to half as many errors as there are check bytes. The
 * syndromes are asked again at the end, so what was mended wrongly is not believed. Numbers are
 * those of the field of 256 over x^8 + x^4 + x^3 + x^2 + 1.
 */
#include "qr_private.h"

#include <string.h>

enum { FIELD = 255, CHECKS_MOST = 30 };

struct field {
    uint8_t power[2 * FIELD]; /* of 2 */
    uint8_t log[FIELD + 1];
};

static void field_make(struct field *f)
{
    unsigned x = 1;

    memset(f, 0, sizeof(*f));
    for (int i = 0; i < FIELD; i++) {
        f->power[i] = (uint8_t)x;
        f->power[i + FIELD] = (uint8_t)x;
        f->log[x] = (uint8_t)i;
        x = (x << 1) ^ ((x >> 7) * 0x11dU);
    }
}

static uint8_t times(const struct field *f, uint8_t a, uint8_t b)
{
    return a == 0 || b == 0 ? 0 : f->power[f->log[a] + f->log[b]];
}

static uint8_t over(const struct field *f, uint8_t a, uint8_t b)
{
    return a == 0 ? 0 : f->power[f->log[a] + FIELD - f->log[b]];
}

/* True when all are 0: nothing is wrong. */
static bool syndromes(const struct field *f, const uint8_t *bytes, int size, int count,
                      uint8_t *out)
{
    bool clean = true;

    for (int i = 0; i < count; i++) {
        out[i] = 0;
        for (int at = 0; at < size; at++) {
            out[i] = (uint8_t)(times(f, out[i], f->power[i]) ^ bytes[at]);
        }
        clean = clean && out[i] == 0;
    }
    return clean;
}

/* The polynomial whose roots say where; its degree. */
static int locate(const struct field *f, const uint8_t *s, int count,
                  uint8_t where[CHECKS_MOST + 1])
{
    uint8_t last[CHECKS_MOST + 1] = {1};
    uint8_t kept[CHECKS_MOST + 1];
    uint8_t last_off = 1;
    int degree = 0;
    int gap = 1;

    memset(where, 0, CHECKS_MOST + 1);
    where[0] = 1;
    for (int n = 0; n < count; n++, gap++) {
        uint8_t off = s[n];
        uint8_t scale = 0;
        for (int i = 1; i <= degree; i++) {
            off ^= times(f, where[i], s[n - i]);
        }
        if (off == 0) {
            continue;
        }
        memcpy(kept, where, sizeof(kept));
        scale = over(f, off, last_off);
        for (int i = gap; i <= count; i++) {
            where[i] ^= times(f, scale, last[i - gap]);
        }
        if (2 * degree <= n) {
            degree = n + 1 - degree;
            memcpy(last, kept, sizeof(last));
            last_off = off;
            gap = 0;
        }
    }
    return degree;
}

static uint8_t value_at(const struct field *f, const uint8_t *poly, int count, uint8_t x)
{
    uint8_t out = 0;

    for (int i = count - 1; i >= 0; i--) {
        out = (uint8_t)(times(f, out, x) ^ poly[i]);
    }
    return out;
}

/* By how much the byte of this power is wrong. */
static uint8_t how_much(const struct field *f, const uint8_t *s, int count, const uint8_t *where,
                        int power)
{
    uint8_t back = f->power[(FIELD - power) % FIELD];
    uint8_t size[CHECKS_MOST] = {0};
    uint8_t slope = 0;

    for (int i = 0; i < count; i++) {
        for (int j = 0; j <= i; j++) {
            size[i] ^= times(f, s[j], where[i - j]);
        }
    }
    for (int i = 1; i <= count; i += 2) {
        uint8_t term = where[i];
        for (int j = 1; j < i; j++) {
            term = times(f, term, back);
        }
        slope ^= term;
    }
    return slope == 0 ? 0
                      : over(f, times(f, f->power[power], value_at(f, size, count, back)), slope);
}

bool qr_mend(uint8_t *bytes, int size, int check_count)
{
    struct field f;
    uint8_t s[CHECKS_MOST];
    uint8_t where[CHECKS_MOST + 1];
    int degree = 0;
    int found = 0;

    CHECK(size > 0 && size <= FIELD && check_count <= CHECKS_MOST);
    field_make(&f);
    if (syndromes(&f, bytes, size, check_count, s)) {
        return true;
    }
    degree = locate(&f, s, check_count, where);
    if (degree * 2 > check_count) {
        return false;
    }
    for (int at = 0; at < size; at++) {
        int power = size - 1 - at;
        if (value_at(&f, where, degree + 1, f.power[(FIELD - power) % FIELD]) == 0) {
            bytes[at] ^= how_much(&f, s, check_count, where, power);
            found++;
        }
    }
    return found == degree && syndromes(&f, bytes, size, check_count, s);
}
