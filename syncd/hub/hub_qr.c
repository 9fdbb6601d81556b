/* The picture of an enrolment code: blocks of text for a terminal, SVG or PNG for a sheet of paper.
 *
 * A code is dark squares on light with four light squares around, and readers want it so: a
 * terminal is often light on dark, so the light squares are what is drawn there. A picture of two
 * colours needs no compression, so the PNG is written with stored blocks and no library.
 */
#include "hub_admin.h"

#include <qrencode.h>
#include <string.h>

#define QUIET       4 /* light squares around */
#define PNG_SCALE   8 /* pixels a square */
#define STORED_MAX  65535
#define SVG_OPENING "<svg xmlns=\"http://www.w3.org/2000/svg\""

static enum status make(const char *text, QRcode **out)
{
    *out = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (*out == NULL) {
        return FAIL(STATUS_NO_MEMORY, "The picture of the code could not be made.");
    }
    return STATUS_OK;
}

static bool is_dark(const QRcode *qr, int x, int y)
{
    bool inside = x >= 0 && y >= 0 && x < qr->width && y < qr->width;

    return inside && (qr->data[(size_t)y * (size_t)qr->width + (size_t)x] & 1) != 0;
}

enum status admin_qr_text(const char *text, struct buf *out)
{
    enum status st = STATUS_OK;
    QRcode *qr = NULL;
    static const char *const blocks[] = {" ", "▄", "▀", "█"};

    TRY(make(text, &qr));
    for (int y = -QUIET; y < qr->width + QUIET; y += 2) {
        for (int x = -QUIET; x < qr->width + QUIET; x++) {
            int light = (is_dark(qr, x, y) ? 0 : 2) + (is_dark(qr, x, y + 1) ? 0 : 1);
            buf_text(out, blocks[light]);
        }
        buf_byte(out, '\n');
    }

done:
    QRcode_free(qr);
    return st;
}

static void write_svg(const QRcode *qr, struct buf *out)
{
    int side = qr->width + 2 * QUIET;

    buf_printf(out, SVG_OPENING " viewBox=\"0 0 %d %d\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>",
               side, side, side, side);
    buf_text(out, "<path fill=\"#000\" d=\"");
    for (int y = 0; y < qr->width; y++) {
        for (int x = 0; x < qr->width; x++) {
            if (is_dark(qr, x, y)) {
                buf_printf(out, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    buf_text(out, "\"/></svg>\n");
}

/* ---- PNG: three chunks, one stored stream --------------------------------------------------- */

static void add_be32(struct buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_byte(out, (char)(uint8_t)(value >> shift));
    }
}

static uint32_t crc32_of(const char *bytes, size_t size)
{
    uint32_t crc = 0xffffffffU;

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
        }
    }
    return ~crc;
}

static uint32_t adler32_of(const char *bytes, size_t size)
{
    uint32_t a = 1;
    uint32_t b = 0;

    for (size_t i = 0; i < size; i++) {
        a = (a + (uint8_t)bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return (b << 16) | a;
}

static void add_chunk(struct buf *out, const char *kind, const struct buf *body)
{
    size_t start = 0;

    add_be32(out, (uint32_t)body->size);
    start = out->size;
    buf_add(out, kind, 4);
    buf_add(out, buf_cstr(body), body->size);
    add_be32(out, crc32_of(out->data + start, out->size - start));
}

static void add_stored(struct buf *out, const struct buf *raw)
{
    buf_add(out, "\x78\x01", 2);
    for (size_t at = 0; at < raw->size; at += STORED_MAX) {
        size_t left = raw->size - at;
        size_t size = left < STORED_MAX ? left : STORED_MAX;
        buf_byte(out, size == left ? 1 : 0);
        buf_byte(out, (char)(uint8_t)(size & 0xff));
        buf_byte(out, (char)(uint8_t)(size >> 8));
        buf_byte(out, (char)(uint8_t)(~size & 0xff));
        buf_byte(out, (char)(uint8_t)((~size >> 8) & 0xff));
        buf_add(out, raw->data + at, size);
    }
    add_be32(out, adler32_of(raw->data, raw->size));
}

/* One bit a pixel, 1 is light. */
static void write_png(const QRcode *qr, struct buf *out)
{
    uint32_t side = (uint32_t)(qr->width + 2 * QUIET) * PNG_SCALE;
    struct buf head = {0};
    struct buf raw = {0};
    struct buf stream = {0};

    add_be32(&head, side);
    add_be32(&head, side);
    buf_add(&head, "\x01\x00\x00\x00\x00", 5);
    for (int y = 0; y < (int)side; y++) {
        buf_byte(&raw, 0);
        for (int x = 0; x < (int)side; x += 8) { /* PNG_SCALE pixels are one square, and one byte */
            bool dark = is_dark(qr, x / PNG_SCALE - QUIET, y / PNG_SCALE - QUIET);
            buf_byte(&raw, (char)(dark ? 0x00 : 0xff));
        }
    }
    add_stored(&stream, &raw);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(out, "IHDR", &head);
    add_chunk(out, "IDAT", &stream);
    buf_clear(&head);
    add_chunk(out, "IEND", &head);
    buf_finish(&head);
    buf_finish(&raw);
    buf_finish(&stream);
}

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text);

    return size >= strlen(end) && strcmp(text + size - strlen(end), end) == 0;
}

enum status admin_qr_file(const char *text, const char *path)
{
    enum status st = STATUS_OK;
    QRcode *qr = NULL;
    struct buf picture = {0};

    TRY(make(text, &qr));
    if (ends_in(path, ".svg")) {
        write_svg(qr, &picture);
    } else if (ends_in(path, ".png")) {
        write_png(qr, &picture);
    } else {
        TRY(FAIL(STATUS_BAD_INPUT, "--qr takes a file that ends in .svg or .png."));
    }
    TRY(admin_write_file(path, picture.data, picture.size));

done:
    QRcode_free(qr);
    buf_finish(&picture);
    return st;
}
