/* platform_own — pictures that are no assets: decoding them, and drawing them once they are ready.
 *
 * Shape    struct own is what the platform knows of pictures that are still to be made.
 * Units    Window pixels; bytes of files.
 * Errors   As platform_photo.h.
 * Owns     own_close forgets what is kept; a decoded surface is its caller's.
 * Needs    SDL, SDL_image, photo.
 */
#ifndef INSIDE_PLATFORM
#error "platform_own.h is for the sources of platform alone"
#endif
#ifndef PLATFORM_OWN_H
#define PLATFORM_OWN_H

#include "photo.h"
#include "platform_private.h"

MUST_USE enum status photo_read_file(const char *path, struct buf *out);
/* A picture that is read: a file, or bytes that stay their owner's. What it claims is known once it
 * is open, and is not checked yet. */
struct photo_reading {
    SDL_RWops *from;
    struct buf bytes; /* all of it; empty while no more than its rows are wanted */
    struct photo_claim claim;
};
MUST_USE enum status photo_open_file(const char *path, struct photo_reading *out);
MUST_USE enum status photo_open_bytes(const struct buf *bytes, struct photo_reading *out);
MUST_USE enum status photo_reading_all(struct photo_reading *r); /* into bytes */
void photo_reading_finish(struct photo_reading *r);              /* accepts empty */
/* What passed photo_check_claim, decoded; *out is NULL otherwise. */
MUST_USE enum status photo_decode(const void *bytes, size_t size, struct photo_claim *claim,
                                  SDL_Surface **out);
void photo_drop(SDL_Surface *decoded); /* overwrites it; accepts NULL */
/* Small and upright, without all of it being in memory; once a reading. */
MUST_USE enum status photo_make_small(struct photo_reading *from, int side_most,
                                      struct photo_shrink *out);

#endif
