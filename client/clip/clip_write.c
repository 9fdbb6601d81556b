/* A clip's bytes: packets of Opus in pages of Ogg, so that what a school exports can be heard with
 * any player.
 *
 * Two pages of a head and a name, then a page for each second. Nothing else is put in: not who
 * spoke, on which device, or when. A packet is smaller than 255 bytes, so its size is one byte and
 * none goes over the end of a page, which keeps the reader small.
 */
#include "clip_private.h"

#include <string.h>

/* What a byte adds, with 0 to 3 bytes behind it: byte by byte the sums of long recordings were most
 * of what a question's voices cost the screen. Clips are made on the worker and read beside it. */
static _Thread_local uint32_t table[4][256];

static void fill_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i << 24;
        for (int bit = 0; bit < 8; bit++) {
            value = value << 1 ^ ((value >> 31) != 0 ? 0x04c11db7U : 0U);
        }
        table[0][i] = value;
    }
    for (int behind = 1; behind < 4; behind++) {
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t before = table[behind - 1][i];
            table[behind][i] = before << 8 ^ table[0][before >> 24];
        }
    }
}

static uint32_t add_byte(uint32_t sum, uint8_t byte)
{
    return sum << 8 ^ table[0][(sum >> 24 ^ byte) & 255U];
}

static uint32_t add_four(uint32_t sum, const uint8_t *at)
{
    sum ^= (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    return table[3][sum >> 24] ^ table[2][sum >> 16 & 255U] ^ table[1][sum >> 8 & 255U] ^
           table[0][sum & 255U];
}

uint32_t page_sum(const uint8_t *page, size_t size)
{
    uint32_t sum = 0;
    size_t at = 0;

    if (table[3][255] == 0) {
        fill_table();
    }
    for (; at < size && at < PAGE_HEAD; at++) {
        sum = add_byte(sum, at >= PAGE_SUM && at < PAGE_SUM + 4 ? 0 : page[at]);
    }
    for (; at + 4 <= size; at += 4) {
        sum = add_four(sum, page + at);
    }
    for (; at < size; at++) {
        sum = add_byte(sum, page[at]);
    }
    return sum;
}

static void put(uint8_t *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * i) & 255U);
    }
}

static void write_page(struct clip_writer *w, uint8_t flags, uint64_t granule)
{
    uint8_t head[PAGE_HEAD] = "OggS";
    size_t from = w->out->size;
    uint8_t *page = NULL;

    head[PAGE_FLAGS] = flags;
    put(head + PAGE_GRANULE, granule, 8);
    put(head + PAGE_SERIAL, 1, 4);
    put(head + PAGE_NUMBER, (uint64_t)w->pages, 4);
    head[PAGE_COUNT] = (uint8_t)w->in_page;
    buf_add(w->out, head, sizeof(head));
    buf_add(w->out, w->sizes, (size_t)w->in_page);
    buf_add(w->out, w->body.data, w->body.size);
    page = (uint8_t *)w->out->data + from;
    put(page + PAGE_SUM, page_sum(page, w->out->size - from), 4);
    w->pages++;
    w->in_page = 0;
    buf_wipe(&w->body);
}

static void add(struct clip_writer *w, const void *packet, size_t size)
{
    w->sizes[w->in_page++] = (uint8_t)size;
    buf_add(&w->body, packet, size);
}

void clip_write_begin(struct clip_writer *w, int skip, struct buf *out)
{
    static const char tags[] = "OpusTags\5\0\0\0cairn\0\0\0";
    uint8_t head[OPUS_HEAD] = "OpusHead\1\1";

    *w = (struct clip_writer){.out = out, .skip = skip};
    put(head + 10, (uint64_t)skip, 2);
    put(head + 12, CLIP_RATE, 4);
    add(w, head, sizeof(head));
    write_page(w, PAGE_FIRST, 0);
    add(w, tags, sizeof(tags)); /* its end is the last byte of the count */
    write_page(w, 0, 0);
}

void clip_write_packet(struct clip_writer *w, const void *packet, size_t size)
{
    CHECK(size > 0 && size <= CLIP_PACKET_MOST && w->packets < CLIP_PACKETS_MOST);
    if (w->in_page == (int)sizeof(w->sizes)) {
        write_page(w, 0, (uint64_t)w->packets * OPUS_FRAME);
    }
    add(w, packet, size);
    w->packets++;
}

void clip_write_end(struct clip_writer *w, int samples)
{
    write_page(w, PAGE_LAST, (uint64_t)w->skip + (uint64_t)samples * (48000 / CLIP_RATE));
    buf_finish(&w->body);
}
