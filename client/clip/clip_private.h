/* clip_private — a page of an Ogg file, as it is written and read (RFC 3533, RFC 7845). */
#ifndef INSIDE_CLIP
#error "clip_private.h is clip's own"
#endif
#ifndef CLIP_PRIVATE_H
#define CLIP_PRIVATE_H

#include "clip.h"

enum {
    PAGE_HEAD = 27, /* bytes before the list of sizes */
    PAGE_FLAGS = 5,
    PAGE_GRANULE = 6, /* samples at 48,000 a second, up to the end of the page */
    PAGE_SERIAL = 14,
    PAGE_NUMBER = 18,
    PAGE_SUM = 22,
    PAGE_COUNT = 26,
    PAGE_FIRST = 2, /* flags */
    PAGE_LAST = 4,
    OPUS_HEAD = 19, /* bytes */
    OPUS_FRAME = 960,
    OPUS_SKIP_MOST = 3840 /* what a decoder needs to settle: 80 ms */
};
/* The sum over a whole page, its own place taken for noughts. */
uint32_t page_sum(const uint8_t *page, size_t size);

#endif
