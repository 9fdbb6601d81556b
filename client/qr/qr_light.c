/* Which pixels are dark: by the mean around each, for a photograph of a screen is lighter on one
 * side than on the other, and one limit for all of it would lose a corner. Sums over rectangles
 * make each mean four look-ups, whatever the window. */
#include "qr_private.h"

void qr_sum(const struct qr_picture *p, uint32_t *sums)
{
    size_t line = (size_t)p->width + 1;

    for (size_t x = 0; x < line; x++) {
        sums[x] = 0;
    }
    for (size_t y = 0; y < (size_t)p->height; y++) {
        const uint8_t *row = p->grey + y * (size_t)p->width;
        uint32_t sum = 0;
        sums[(y + 1) * line] = 0;
        for (size_t x = 0; x < (size_t)p->width; x++) {
            sum += row[x];
            sums[(y + 1) * line + x + 1] = sums[y * line + x + 1] + sum;
        }
    }
}

void qr_darken(const struct qr_picture *p, const uint32_t *sums, int window, int per_cent,
               struct qr_bits *out)
{
    size_t line = (size_t)p->width + 1;
    int half = window / 2 > 1 ? window / 2 : 1;

    for (int y = 0; y < p->height; y++) {
        size_t top = (size_t)(y > half ? y - half : 0);
        size_t end = (size_t)(y + half < p->height ? y + half + 1 : p->height);
        for (int x = 0; x < p->width; x++) {
            size_t left = (size_t)(x > half ? x - half : 0);
            size_t right = (size_t)(x + half < p->width ? x + half + 1 : p->width);
            uint32_t sum = sums[end * line + right] - sums[top * line + right] -
                           sums[end * line + left] + sums[top * line + left];
            uint64_t count = (uint64_t)((end - top) * (right - left));
            size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            out->dark[at] = p->grey[at] * count * 100 < (uint64_t)sum * (unsigned)per_cent;
        }
    }
}
