/* The three corners of a code: a dark spot in a light ring in a dark one, so that every line
 * through the middle crosses 1, 1, 3, 1, 1 squares however the code is turned.
 *
 * Texts and hair give such lines by chance. So a crossing counts only when the column through its
 * middle says the same, the row once more, and at least one of the diagonals; and a spot that was
 * crossed often stands before one that was crossed once.
 */
#include "qr_private.h"

#include <math.h>
#include <stdlib.h>

enum { RUNS = 5, MIDDLE = 2 };

static bool fits(const int runs[RUNS])
{
    int total = 0;

    for (int i = 0; i < RUNS; i++) {
        if (runs[i] == 0) {
            return false;
        }
        total += runs[i];
    }
    for (int i = 0; i < RUNS; i++) { /* in sevenths of the total */
        int want = i == MIDDLE ? 3 : 1;
        int off = runs[i] * 7 - want * total;
        if (abs(off) * 2 > want * total + total / 4) {
            return false;
        }
    }
    return total >= 7;
}

struct way {
    int x, y;
};

/* The runs on one side of the middle, which lies in the dark: dark, light, dark. */
static bool run_out(const struct qr_bits *b, struct way from, struct way step, int most,
                    int out[MIDDLE + 1])
{
    bool dark = true;

    for (int i = 0; i <= MIDDLE; i++) {
        out[i] = 0;
        while (out[i] <= most && from.x >= 0 && from.y >= 0 && from.x < b->width &&
               from.y < b->height && qr_is_dark(b, from.x, from.y) == dark) {
            out[i]++;
            from.x += step.x;
            from.y += step.y;
        }
        if (out[i] == 0 || out[i] > most) {
            return false;
        }
        dark = !dark;
    }
    return true;
}

/* The line through (x, y); how far the middle lies along it, and its length in all. */
static bool cross(const struct qr_bits *b, struct way at, struct way step, float *off, int *total)
{
    int back[MIDDLE + 1];
    int on[MIDDLE + 1];
    int runs[RUNS];
    int most = (b->width > b->height ? b->width : b->height) / 2;

    if (!qr_is_dark(b, at.x, at.y) || !run_out(b, at, (struct way){-step.x, -step.y}, most, back) ||
        !run_out(b, at, step, most, on)) {
        return false;
    }
    runs[0] = back[2];
    runs[1] = back[1];
    runs[2] = back[0] + on[0] - 1;
    runs[3] = on[1];
    runs[4] = on[2];
    *off = (float)(on[0] - back[0]) / 2;
    *total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    return fits(runs);
}

static bool look_again(const struct qr_bits *b, struct way at, struct qr_spot *out)
{
    const struct way across = {1, 0};
    const struct way down = {0, 1};
    const struct way falls = {1, 1};
    const struct way climbs = {1, -1};
    float off = 0;
    int high = 0;
    int wide = 0;
    int slant = 0;

    if (!cross(b, at, down, &off, &high)) {
        return false;
    }
    out->y = (float)at.y + off + 0.5F;
    at.y = (int)floorf(out->y);
    if (!cross(b, at, across, &off, &wide) || wide > high * 2 || high > wide * 2) {
        return false;
    }
    out->x = (float)at.x + off + 0.5F;
    at.x = (int)floorf(out->x);
    if (!cross(b, at, falls, &off, &slant) && !cross(b, at, climbs, &off, &slant)) {
        return false;
    }
    out->square = (float)(wide + high) / 14;
    out->hits = 1;
    return true;
}

static int add(struct qr_spot *spots, int count, const struct qr_spot *one)
{
    for (int i = 0; i < count; i++) {
        struct qr_spot *s = &spots[i];
        float near = s->square * 2;
        if (fabsf(s->x - one->x) < near && fabsf(s->y - one->y) < near) {
            float part = 1.0F / (float)(s->hits + 1);
            s->x += (one->x - s->x) * part;
            s->y += (one->y - s->y) * part;
            s->square += (one->square - s->square) * part;
            s->hits++;
            return count;
        }
    }
    if (count < QR_SPOTS_MOST) {
        spots[count++] = *one;
    }
    return count;
}

static int by_hits(const void *a, const void *b)
{
    const struct qr_spot *left = a;
    const struct qr_spot *right = b;

    return right->hits - left->hits;
}

static int find_in_row(const struct qr_bits *b, int y, struct qr_spot *spots, int count)
{
    int runs[RUNS] = {0};
    int x = 0;

    while (x < b->width) {
        bool dark = qr_is_dark(b, x, y);
        int from = x;
        while (x < b->width && qr_is_dark(b, x, y) == dark) {
            x++;
        }
        for (int i = 0; i + 1 < RUNS; i++) {
            runs[i] = runs[i + 1];
        }
        runs[RUNS - 1] = x - from;
        if (dark && fits(runs)) {
            struct qr_spot one;
            int middle = x - runs[4] - runs[3] - runs[2] / 2 - 1;
            if (look_again(b, (struct way){middle, y}, &one)) {
                count = add(spots, count, &one);
            }
        }
    }
    return count;
}

int qr_find(const struct qr_bits *bits, struct qr_spot spots[QR_SPOTS_MOST])
{
    int count = 0;

    for (int y = 0; y < bits->height; y++) {
        count = find_in_row(bits, y, spots, count);
    }
    qsort(spots, (size_t)count, sizeof(*spots), by_hits);
    return count;
}
