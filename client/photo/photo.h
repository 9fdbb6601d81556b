/* photo — what the bytes of a picture claim to be, and pixels made fewer and upright.
 *
 * Shape    struct photo_claim is read from the head of a file; struct photo_shrink is fed the rows
 *          of a decoded picture from the top, and gives a small one.
 * Units    Pixels of four bytes: blue, green, red, and how little is seen through (255: nothing).
 * Errors   STATUS_BAD_INPUT with a sentence that says what to do, where a picture is not to be
 *          decoded.
 * Owns     photo_shrink_begin/photo_shrink_finish; the pixels live until then.
 * Needs    base. No file, no decoder: the pictures are strangers', so this is pure and bounded.
 */
#ifndef PHOTO_H
#define PHOTO_H

#include "base.h"

enum photo_kind { PHOTO_NONE, PHOTO_PNG, PHOTO_JPEG };
/* How the pixels lie, as cameras write it: 1 upright … 8 (Exif, tag 0x0112). */
enum { PHOTO_UPRIGHT = 1, PHOTO_TURNS = 8 };
enum {
    PHOTO_SIDE_MOST = 12000,
    PHOTO_PIXELS_MOST = 24 * 1024 * 1024,
    PHOTO_SCANS_MOST = 64 /* each goes over the whole of a JPEG once more */
};
struct photo_claim {
    enum photo_kind kind;
    int width, height; /* 0 where it does not say */
    int turn;
    int scans;   /* of a JPEG, in the whole file */
    bool is_ink; /* for printing, in four inks: screens show it in wrong colours */
};
/* Told by the bytes and never by a name. */
struct photo_claim photo_read_claim(const void *bytes, size_t size);
/* May it be given to a decoder? */
MUST_USE enum status photo_check_claim(const struct photo_claim *claim);

/* Each pixel that comes out is the average of all that lie under it, parts of pixels as parts, on
 * white paper where it can be seen through: nothing shimmers, and no thin line is lost. */
struct photo_shrink {
    int in_width, in_height;
    int width, height;
    int rows_in, rows_out;
    uint64_t *sums; /* of the row of pixels that is being filled */
    uint32_t *line; /* one row, made narrow */
    uint8_t *pixels;
};
/* No side of what comes out is longer than side_most; a smaller picture stays as it is. */
void photo_shrink_begin(struct photo_shrink *s, int in_width, int in_height, int side_most);
/* The next row, of in_width pixels. */
void photo_shrink_row(struct photo_shrink *s, const uint8_t *row);
/* After the last row: the pixels as the camera was held. Width and height may change places. */
void photo_shrink_turn(struct photo_shrink *s, int turn);
void photo_shrink_finish(struct photo_shrink *s); /* accepts empty */

#endif
