/* qr — reads a QR code out of a picture: pixels in, text out.
 *
 * Shape    One call. It finds codes that are turned, tilted, unevenly lit or partly spoiled.
 * Units    Pixels; 0 is black, 255 white. Sizes of texts are bytes.
 * Errors   STATUS_NOT_FOUND when no code can be read, STATUS_BAD_INPUT when the one that can be
 *          does not begin as wanted or the picture is larger than QR_SIDE_MOST. One sentence each.
 * Owns     The picture is the caller's and is not changed; the text is added to the caller's
 *          buffer.
 * Needs    base. Pure: no file, no clock, no chance; time and memory are bounded by the size.
 */
#ifndef QR_H
#define QR_H

#include "base.h"

enum { QR_SIDE_MOST = 4096, QR_VERSION_MOST = 20, QR_TEXT_MOST = 700 };

struct qr_picture {
    const uint8_t *grey; /* width * height, row by row */
    int width, height;
};
/* The text of the first code that begins with start; only bytes as they are (no numbers mode). */
MUST_USE enum status qr_read(const struct qr_picture *picture, const char *start, struct buf *out);

#endif
