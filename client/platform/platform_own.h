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
/* What passed photo_check_claim, decoded; *out is NULL otherwise. */
MUST_USE enum status photo_decode(const void *bytes, size_t size, struct photo_claim *claim,
                                  SDL_Surface **out);
void photo_drop(SDL_Surface *decoded); /* overwrites it; accepts NULL */
/* Small and upright. */
MUST_USE enum status photo_make_small(const void *bytes, size_t size, int side_most,
                                      struct photo_shrink *out);

#endif
