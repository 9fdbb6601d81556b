/* A clip's bytes, looked at before any decoder is.
 *
 * A change may come from a tablet that somebody got hold of, and a decoder is a wide door. Ogg and
 * Opus allow much that nobody here writes: streams in streams, pages lost, packets over many pages,
 * a gain of a hundred decibels, hours in a few bytes. So one form alone is a clip, and all of it is
 * checked here: one stream of one channel without a gain, whole pages with right sums, packets of
 * one frame of 20 ms, none longer than a size of one byte says, and no more than CLIP_SECONDS_MOST.
 */
#include "clip_private.h"

#include <string.h>

static uint32_t number(const uint8_t *at, int bytes)
{
    uint32_t value = 0;

    for (int i = bytes; i > 0; i--) {
        value = value << 8 | at[i - 1];
    }
    return value;
}

struct page {
    size_t size, body; /* of all of it; where its packets begin */
    int packets;
    uint8_t flags;
    int64_t granule;
};

/* The page that begins there; false: there is no whole one. */
static bool read_page(const struct clip_file *f, size_t at, uint32_t which, struct page *out)
{
    const uint8_t *page = f->bytes + at;
    size_t left = f->size - at;

    *out = (struct page){.size = 0};
    if (left < PAGE_HEAD || memcmp(page, "OggS", 5) != 0) {
        return false;
    }
    out->packets = page[PAGE_COUNT];
    out->flags = page[PAGE_FLAGS];
    out->granule = (int64_t)number(page + PAGE_GRANULE, 4);
    out->body = PAGE_HEAD + (size_t)out->packets;
    out->size = out->body;
    if (left < out->body) {
        return false;
    }
    for (int i = 0; i < out->packets; i++) {
        out->size += page[PAGE_HEAD + i];
    }
    return out->size <= left && number(page + PAGE_NUMBER, 4) == which &&
           number(page + PAGE_GRANULE + 4, 4) == 0 &&
           number(page + PAGE_SERIAL, 4) == number(f->bytes + PAGE_SERIAL, 4) &&
           number(page + PAGE_SUM, 4) == page_sum(page, out->size);
}

/* Both heads, a page each; the second only has a name in it. */
static bool read_heads(struct clip_file *f)
{
    const uint8_t *head = NULL;
    struct page page;

    if (!read_page(f, 0, 0, &page) || page.flags != PAGE_FIRST || page.packets != 1 ||
        page.size != page.body + OPUS_HEAD) {
        return false;
    }
    head = f->bytes + page.body;
    f->skip = (int)number(head + 10, 2);
    if (memcmp(head, "OpusHead\1\1", 10) != 0 || number(head + 16, 2) != 0 || head[18] != 0 ||
        f->skip > OPUS_SKIP_MOST) {
        return false;
    }
    f->first = page.size;
    if (!read_page(f, f->first, 1, &page) || page.flags != 0 || page.packets != 1 ||
        page.size < page.body + 16 || f->bytes[f->first + PAGE_HEAD] == 255 ||
        memcmp(f->bytes + f->first + page.body, "OpusTags", 8) != 0) {
        return false;
    }
    f->first += page.size;
    return true;
}

/* One frame of 20 ms, one channel (RFC 6716, section 3.1). */
static bool is_packet(const uint8_t *packet, size_t size)
{
    unsigned config = size > 0 ? packet[0] >> 3 : 0;
    bool is_20_ms = config < 12 ? config % 4 == 1 : config < 16 ? config % 2 == 1 : config % 4 == 3;

    return size > 1 && size < 255 && is_20_ms && (packet[0] & 7U) == 0;
}

static bool are_packets(const uint8_t *page, const struct page *is)
{
    size_t at = is->body;

    for (int i = 0; i < is->packets; i++) {
        size_t size = page[PAGE_HEAD + i];
        if (!is_packet(page + at, size)) {
            return false;
        }
        at += size;
    }
    return is->packets > 0;
}

static bool read_sound(struct clip_file *f)
{
    struct page page = {.flags = 0};
    size_t at = f->first;

    for (uint32_t which = 2; at < f->size && page.flags != PAGE_LAST; which++) {
        if (!read_page(f, at, which, &page) || (page.flags != 0 && page.flags != PAGE_LAST) ||
            !are_packets(f->bytes + at, &page)) {
            return false;
        }
        f->packets += page.packets;
        at += page.size;
        if (f->packets > CLIP_PACKETS_MOST ||
            (page.flags == 0 && page.granule != (int64_t)f->packets * OPUS_FRAME)) {
            return false;
        }
    }
    f->samples = (int)(page.granule - f->skip) / (48000 / CLIP_RATE);
    return at == f->size && page.flags == PAGE_LAST && page.granule > f->skip &&
           page.granule <= (int64_t)f->packets * OPUS_FRAME && f->samples <= CLIP_SAMPLES_MOST &&
           f->samples > 0;
}

enum status clip_read(const void *bytes, size_t size, struct clip_file *out)
{
    *out = (struct clip_file){.bytes = bytes, .size = size};
    if (size > CLIP_BYTES_MOST || !read_heads(out) || !read_sound(out)) {
        *out = (struct clip_file){.bytes = NULL};
        return FAIL(STATUS_DAMAGED, "This recording cannot be played: record it again");
    }
    out->skip /= 48000 / CLIP_RATE;
    return STATUS_OK;
}

bool clip_next(const struct clip_file *file, struct clip_walk *walk, const uint8_t **packet,
               size_t *size)
{
    const uint8_t *page = NULL;

    if (walk->page == 0) {
        walk->page = file->first;
        walk->number = 0;
        walk->at = 0;
    }
    if (file->bytes == NULL || walk->page >= file->size) {
        return false;
    }
    page = file->bytes + walk->page;
    if (walk->number == 0) {
        walk->at = walk->page + PAGE_HEAD + page[PAGE_COUNT];
    }
    *packet = file->bytes + walk->at;
    *size = page[PAGE_HEAD + walk->number];
    walk->at += *size;
    walk->number++;
    if (walk->number == page[PAGE_COUNT]) {
        walk->page = walk->at;
        walk->number = 0;
    }
    return true;
}
