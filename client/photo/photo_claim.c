/* What a picture says of itself, read before a decoder is.
 *
 * A decoder is the widest door of the program, and what comes through it may have been made to do
 * harm: a few bytes that claim a picture of gigabytes, or a JPEG of a thousand scans, each of which
 * goes over all of it. So what it claims is read here first, by looking alone; a decoder sees what
 * passed. How the camera was held stands among much else that cameras write (where, when, which
 * camera): it is the only thing of it that is looked for, and none of it is kept.
 */
#include "photo.h"

#include <string.h>

struct span {
    const uint8_t *at;
    size_t size;
};

/* Beyond the end there are noughts. */
static uint32_t number(struct span s, size_t at, size_t bytes, bool is_little)
{
    uint32_t value = 0;

    for (size_t i = 0; i < bytes; i++) {
        size_t place = is_little ? at + bytes - 1 - i : at + i;
        value = value << 8 | (place < s.size ? s.at[place] : 0U);
    }
    return value;
}

static int side(uint32_t value)
{
    return value > PHOTO_SIDE_MOST ? PHOTO_SIDE_MOST + 1 : (int)value;
}

static struct photo_claim read_png(struct span s)
{
    return (struct photo_claim){.kind = PHOTO_PNG,
                                .width = side(number(s, 16, 4, false)),
                                .height = side(number(s, 20, 4, false)),
                                .turn = PHOTO_UPRIGHT};
}

/* ---- how the camera was held ----------------------------------------------------------------- */

/* The head of a TIFF file, and its first list of facts. */
static int read_turn(struct span tiff)
{
    enum { ENTRY = 12, TURN = 0x0112, SHORT = 3 };
    bool is_little = tiff.size > 8 && tiff.at[0] == 'I';
    uint32_t list = number(tiff, 4, 4, is_little);
    uint32_t count = 0;

    if (list >= tiff.size) {
        return PHOTO_UPRIGHT;
    }
    count = number(tiff, list, 2, is_little);
    for (uint32_t i = 0; i < count; i++) {
        size_t at = (size_t)list + 2 + (size_t)i * ENTRY;
        if (at + ENTRY > tiff.size) {
            break;
        }
        if (number(tiff, at, 2, is_little) == TURN && number(tiff, at + 2, 2, is_little) == SHORT) {
            uint32_t turn = number(tiff, at + 8, 2, is_little);
            return turn >= 1 && turn <= PHOTO_TURNS ? (int)turn : PHOTO_UPRIGHT;
        }
    }
    return PHOTO_UPRIGHT;
}

static const uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};

static int turn_in(struct span segment)
{
    if (segment.size <= sizeof(exif) || memcmp(segment.at, exif, sizeof(exif)) != 0) {
        return PHOTO_UPRIGHT;
    }
    return read_turn((struct span){segment.at + sizeof(exif), segment.size - sizeof(exif)});
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

static bool is_frame(unsigned mark)
{
    return mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc;
}

/* Within the data of a scan no such mark can stand: a 0xff there is followed by a nought. */
static int count_scans(struct span s)
{
    int count = 0;

    for (size_t i = 0; i + 1 < s.size && count <= PHOTO_SCANS_MOST; i++) {
        count += s.at[i] == 0xff && s.at[i + 1] == 0xda ? 1 : 0;
    }
    return count;
}

/* From mark to mark up to the frame's; each says how long it is. */
static struct photo_claim read_jpeg(struct span s)
{
    struct photo_claim out = {.kind = PHOTO_JPEG, .turn = PHOTO_UPRIGHT};
    size_t at = 2;

    while (at + 9 < s.size && s.at[at] == 0xff) {
        unsigned mark = s.at[at + 1];
        size_t size = number(s, at + 2, 2, false);
        if (is_frame(mark)) {
            out.height = side(number(s, at + 5, 2, false));
            out.width = side(number(s, at + 7, 2, false));
            out.is_ink = number(s, at + 9, 1, false) == 4;
            break;
        }
        if (mark == 0xe1 && size > 2 && at + 2 + size <= s.size && out.turn == PHOTO_UPRIGHT) {
            out.turn = turn_in((struct span){s.at + at + 4, size - 2});
        }
        at += mark == 0xff ? 1 : 2 + size;
    }
    out.scans = count_scans(s);
    return out;
}

struct photo_claim photo_read_claim(const void *bytes, size_t size)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const uint8_t jpeg[] = {0xff, 0xd8, 0xff};
    struct span s = {bytes, size};

    if (size > 24 && memcmp(bytes, png, sizeof(png)) == 0) {
        return read_png(s);
    }
    if (size > 24 && memcmp(bytes, jpeg, sizeof(jpeg)) == 0) {
        return read_jpeg(s);
    }
    return (struct photo_claim){.kind = PHOTO_NONE, .turn = PHOTO_UPRIGHT};
}

enum status photo_check_claim(const struct photo_claim *c)
{
    if (c->kind == PHOTO_NONE) {
        return FAIL(STATUS_BAD_INPUT, "This is no PNG or JPEG picture: use one that is");
    }
    if (c->width < 1 || c->height < 1 || c->width > PHOTO_SIDE_MOST ||
        c->height > PHOTO_SIDE_MOST || c->width > PHOTO_PIXELS_MOST / c->height) {
        return FAIL(STATUS_BAD_INPUT, "This picture is too large to be looked at, or damaged: "
                                      "make it smaller first, or use another");
    }
    if (c->scans > PHOTO_SCANS_MOST || c->is_ink) {
        return FAIL(STATUS_BAD_INPUT, "This picture is saved in an unusual way: save it as an "
                                      "ordinary JPEG or PNG first, or use another");
    }
    return STATUS_OK;
}
