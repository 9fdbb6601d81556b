/* platform_photo — pictures that people took. Reached beside platform.h.
 *
 * Shape    The newest of a folder by path; one of them as grey pixels, or as it may be kept.
 * Units    Pixels, 0 black to 255 white, row by row; seconds since 1970.
 * Errors   STATUS_NOT_FOUND, STATUS_BAD_INPUT (no PNG or JPEG, or too large), STATUS_DAMAGED,
 *          each with a sentence about “this picture”.
 * Owns     platform_photo_finish frees what platform_read_photo gave, platform_photos_finish the
 *          list.
 * Needs    base. No window is wanted: it may run on the worker.
 */
#ifndef PLATFORM_PHOTO_H
#define PLATFORM_PHOTO_H

#include "base.h"

enum { PLATFORM_PATH_ROOM = 512 };
struct platform_photo {
    char path[PLATFORM_PATH_ROOM];
    int64_t at_s;
};
struct platform_photos {
    struct platform_photo *rows; /* the newest first */
    int count, most;
};
/* place is a folder, looked through with the folders in it, or one picture. */
void platform_newest_photos(const char *place, int most, struct platform_photos *out);
void platform_photos_finish(struct platform_photos *photos); /* accepts empty */
/* Where this person's pictures are by custom; "" when nobody knows. */
void platform_photos_folder(struct buf *out);

struct platform_grey {
    uint8_t *pixels;
    int width, height;
};
/* Made smaller by whole steps until no side is longer than side_most. */
MUST_USE enum status platform_read_photo(const char *path, int side_most,
                                         struct platform_grey *out);
void platform_photo_finish(struct platform_grey *grey); /* accepts empty */

/* The picture as it may be kept and sent: upright, in colour, no side longer than
 * PLATFORM_KEPT_SIDE, and as a JPEG of at most PLATFORM_KEPT_BYTES with nothing in it but pixels:
 * not where, when or by whom it was taken. */
enum { PLATFORM_KEPT_SIDE = 640, PLATFORM_KEPT_BYTES = 180000 };
MUST_USE enum status platform_shrink_photo(const char *path, struct buf *jpeg);

#endif
