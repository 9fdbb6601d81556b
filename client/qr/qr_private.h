/* qr_private — the steps from pixels to text, as the files of qr hand them on. */
#ifndef INSIDE_QR
#error "qr_private.h is qr's own"
#endif
#ifndef QR_PRIVATE_H
#define QR_PRIVATE_H

#include "qr.h"

enum { QR_SQUARES_MOST = 4 * QR_VERSION_MOST + 17, QR_SPOTS_MOST = 64 };

/* ---- dark and light -------------------------------------------------------------------------- */
struct qr_bits {
    uint8_t *dark; /* 1 a dark pixel */
    int width, height;
};
static inline bool qr_is_dark(const struct qr_bits *b, int x, int y)
{
    return x >= 0 && y >= 0 && x < b->width && y < b->height &&
           b->dark[(size_t)y * (size_t)b->width + (size_t)x] != 0;
}
/* Sums of all pixels above and left of each, for qr_darken: (width + 1) * (height + 1). */
void qr_sum(const struct qr_picture *p, uint32_t *sums);
/* Dark is what is darker than per_cent of the mean of a window around it. */
void qr_darken(const struct qr_picture *p, const uint32_t *sums, int window, int per_cent,
               struct qr_bits *out);

/* ---- the three corners ----------------------------------------------------------------------- */
struct qr_spot {
    float x, y;
    float square; /* the side of one square, along rows and columns of pixels */
    int hits;
};
/* Corners of codes, those seen most often first; how many. */
int qr_find(const struct qr_bits *bits, struct qr_spot spots[QR_SPOTS_MOST]);

/* ---- squares --------------------------------------------------------------------------------- */
enum qr_kind { QR_DATA, QR_LIGHT, QR_DARK, QR_RESERVED };
struct qr_plan { /* what each square of a version is for */
    int version;
    int side;
    uint8_t kind[QR_SQUARES_MOST * QR_SQUARES_MOST];
};
void qr_plan_make(struct qr_plan *plan, int version);
struct qr_point {
    float x, y;
};
/* Corner, its neighbours to the right and below, as spots stand in the picture. */
struct qr_corners {
    struct qr_point corner, right, below;
    float square;
};
/* Looks at every square: 1 dark. False when what must be there is not. */
bool qr_sample(const struct qr_bits *bits, const struct qr_plan *plan, const struct qr_corners *at,
               uint8_t *squares);

/* ---- text ------------------------------------------------------------------------------------ */
/* False when there are more errors than can be mended, or it is no text in bytes. */
bool qr_text(const struct qr_plan *plan, const uint8_t *squares, struct buf *out);
/* Reed and Solomon's code: the last check_count of size bytes are the check. */
bool qr_mend(uint8_t *bytes, int size, int check_count);

#endif
