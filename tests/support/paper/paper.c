/* PNG files, written by hand. No block of them is made smaller. */
#include "paper.h"

static void put_pixel(struct buf *row, const struct paper *p, struct rng *rng, bool is_corner)
{
    static const int parts[] = {1, 0, 3, 1, 0, 0, 4};
    uint8_t value = is_corner ? 255 : 0;

    for (int i = 0; i < parts[p->colours]; i++) {
        if (p->pattern == PAPER_NOISE) {
            value = (uint8_t)rng_below(rng, 256);
        } else if (p->pattern == PAPER_ODD) {
            value = (uint8_t)(PAPER_ODD_COLOUR >> (16 - 8 * i) & 255);
        }
        buf_byte(row, (char)(p->colours == PAPER_LIST ? is_corner : value));
    }
}

static void put_number(struct buf *out, uint32_t number)
{
    for (int i = 24; i >= 0; i -= 8) {
        buf_byte(out, (char)(uint8_t)(number >> i & 255));
    }
}

static uint32_t crc_of(const char *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
        }
    }
    return ~crc;
}

static void put_chunk(struct buf *out, const char *kind, const struct buf *data)
{
    size_t from = 0;

    put_number(out, (uint32_t)data->size);
    from = out->size;
    buf_text(out, kind);
    buf_add(out, data->data, data->size);
    put_number(out, crc_of(out->data + from, out->size - from));
}

/* As the format wants it, and not made smaller: blocks of bytes as they are. */
static void put_stored(struct buf *out, const struct buf *rows)
{
    uint32_t low = 1;
    uint32_t high = 0;

    buf_add(out, "\x78\x01", 2);
    for (size_t at = 0; at < rows->size; at += 60000) {
        size_t size = rows->size - at < 60000 ? rows->size - at : 60000;
        const char head[] = {(char)(at + size == rows->size), (char)(uint8_t)(size & 255),
                             (char)(uint8_t)(size >> 8), (char)(uint8_t)(~size & 255),
                             (char)(uint8_t)(~size >> 8 & 255)};
        buf_add(out, head, sizeof(head));
        buf_add(out, rows->data + at, size);
    }
    for (size_t i = 0; i < rows->size; i++) {
        low = (low + (uint8_t)rows->data[i]) % 65521;
        high = (high + low) % 65521;
    }
    put_number(out, high << 16 | low);
}

void paper_png(const struct paper *p, struct buf *out)
{
    struct rng rng = {20261122};
    struct buf chunk = {0};
    struct buf rows = {0};
    struct buf list = {0};

    put_number(&chunk, (uint32_t)p->width);
    put_number(&chunk, (uint32_t)p->height);
    buf_byte(&chunk, 8);
    buf_byte(&chunk, (char)p->colours);
    buf_add(&chunk, "\0\0\0", 3);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(out, "IHDR", &chunk);
    buf_add(&list, "\0\0\0\xff\xff\xff", 6);
    if (p->colours == PAPER_LIST) {
        put_chunk(out, "PLTE", &list);
    }
    for (int y = 0; y < p->height; y++) {
        buf_byte(&rows, 0);
        for (int x = 0; x < p->width; x++) {
            put_pixel(&rows, p, &rng, x < p->width / 4 && y < p->height / 4);
        }
    }
    buf_clear(&chunk);
    put_stored(&chunk, &rows);
    put_chunk(out, "IDAT", &chunk);
    buf_clear(&chunk);
    put_chunk(out, "IEND", &chunk);
    buf_finish(&chunk);
    buf_finish(&rows);
    buf_finish(&list);
}
