/* What a picture claims, and a picture made smaller and upright: rows of bytes and of pixels.
 *
 * Planted faults, each built once and seen to fail here: the turn read as if every file were
 * little-endian; an average that rounds down; the sixth turn taken for the eighth.
 */
#include "cases.h"
#include "photo.h"

#include <stdlib.h>
#include <string.h>

#define BYTES(text)    (text), sizeof(text) - 1
#define LITTLE         "II*\0\x08\0\0\0"
#define BIG            "MM\0*\0\0\0\x08"
#define TURN_LITTLE(n) "\x12\1\3\0\1\0\0\0" n "\0\0\0"
#define TURN_BIG(n)    "\1\x12\0\3\0\0\0\1\0" n "\0\0"
#define OTHER          "\x0f\1\2\0\4\0\0\0abc\0"
#define FRAME          "\xff\xc0\0\x11\x08\0\x30\0\x40\3\1\x22\0\2\x11\1\3\x11\1"

/* ---- how the camera was held ----------------------------------------------------------------- */

static struct turn {
    const char *name;
    const char *tiff;
    size_t size;
    int turn;
} turns[] = {
    {"little-endian",                      BYTES(LITTLE "\1\0" TURN_LITTLE("\6")),         6},
    {"big-endian",                         BYTES(BIG "\0\1" TURN_BIG("\x08")),             8},
    {"behind another fact",                BYTES(LITTLE "\2\0" OTHER TURN_LITTLE("\3")),   3},
    {"none among the facts",               BYTES(LITTLE "\1\0" OTHER),                     1},
    {"of no way that there is",            BYTES(LITTLE "\1\0" TURN_LITTLE("\x09")),       1},
    {"nought",                             BYTES(LITTLE "\1\0" TURN_LITTLE("\0")),         1},
    {"of another kind",                    BYTES(LITTLE "\1\0\x12\1\4\0\1\0\0\0\6\0\0\0"), 1},
    {"more facts promised than there are", BYTES(LITTLE "\xff\xff" OTHER),                 1},
    {"the list lies behind the end",       BYTES("II*\0\xff\xff\xff\xff\1\0"),             1},
    {"the fact is cut off",                BYTES(LITTLE "\1\0\x12\1\3\0\1\0\0"),           1},
    {"nothing behind the head",            BYTES(LITTLE),                                  1},
};

static struct photo_claim claim_with(const char *tiff, size_t size)
{
    struct buf file = {0};
    struct photo_claim claim;
    const char length[2] = {0, (char)(uint8_t)(size + 8)};

    buf_add(&file, BYTES("\xff\xd8\xff\xe1"));
    buf_add(&file, length, 2);
    buf_add(&file, BYTES("Exif\0\0"));
    buf_add(&file, tiff, size);
    buf_add(&file, BYTES(FRAME "\xff\xda and then the pixels"));
    claim = photo_read_claim(file.data, file.size);
    buf_finish(&file);
    return claim;
}

static void check_turn(void **state)
{
    const struct turn *row = *state;
    struct photo_claim claim = claim_with(row->tiff, row->size);

    assert_int_equal(claim.kind, PHOTO_JPEG);
    assert_int_equal(claim.turn, row->turn);
    assert_int_equal(claim.width, 64);
    assert_int_equal(claim.height, 48);
    assert_int_equal(claim.scans, 1);
    assert_int_equal(photo_check_claim(&claim), STATUS_OK);
}

static void a_jpeg_of_many_scans_is_not_decoded(void **state)
{
    struct buf file = {0};
    struct photo_claim claim;

    (void)state;
    buf_add(&file, BYTES("\xff\xd8" FRAME "and so on"));
    for (int i = 0; i <= PHOTO_SCANS_MOST; i++) {
        claim = photo_read_claim(file.data, file.size);
        assert_int_equal(photo_check_claim(&claim), STATUS_OK);
        buf_add(&file, BYTES("\xff\xda\0\x08\1\1\0\0\x3f\0."));
    }
    claim = photo_read_claim(file.data, file.size);
    assert_int_equal(photo_check_claim(&claim), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "ordinary JPEG"));
    buf_finish(&file);
}

static void a_jpeg_in_four_inks_is_not_decoded(void **state)
{
    struct photo_claim claim = photo_read_claim(BYTES(
        "\xff\xd8\xff\xc0\0\x14\x08\0\x30\0\x40\4\1\x22\0\2\x11\1\3\x11\1\4\x11\1 and so on"));

    (void)state;
    assert_true(claim.is_ink);
    assert_int_equal(photo_check_claim(&claim), STATUS_BAD_INPUT);
}

/* ---- fewer pixels ---------------------------------------------------------------------------- */

static void feed(struct photo_shrink *s, const uint8_t *pixels)
{
    for (int y = 0; y < s->in_height; y++) {
        photo_shrink_row(s, pixels + (size_t)y * (size_t)s->in_width * 4);
    }
}

static struct size {
    const char *name;
    int in_width, in_height, side, width, height;
} sizes[] = {
    {"half",               8,    6,    4,   4,   3  },
    {"no whole step",      7,    5,    4,   4,   3  },
    {"high",               300,  401,  250, 187, 250},
    {"small stays",        3,    2,    640, 3,   2  },
    {"a line",             2000, 1,    640, 640, 1  },
    {"a line that stands", 1,    2000, 640, 1,   640},
    {"one pixel",          1,    1,    1,   1,   1  },
    {"by one alone",       641,  641,  640, 640, 640},
};

/* A grey that goes in is the grey that comes out, in every pixel. */
static void check_size(void **state)
{
    const struct size *row = *state;
    size_t count = (size_t)row->in_width * (size_t)row->in_height;
    uint8_t *grey = mem_zero(count, 4);
    struct photo_shrink s = {0};

    for (size_t i = 0; i < count; i++) {
        memcpy(grey + i * 4, "\x11\x80\xfe\xff", 4);
    }
    photo_shrink_begin(&s, row->in_width, row->in_height, row->side);
    feed(&s, grey);
    photo_shrink_turn(&s, PHOTO_UPRIGHT);
    assert_int_equal(s.width, row->width);
    assert_int_equal(s.height, row->height);
    for (int i = 0; i < s.width * s.height; i++) {
        assert_memory_equal(s.pixels + (size_t)i * 4, "\x11\x80\xfe\xff", 4);
    }
    photo_shrink_finish(&s);
    free(grey);
}

/* Three pixels become two: each is one and a half of them. */
static void parts_of_pixels_count_as_parts(void **state)
{
    static const uint8_t in[] = {0, 0, 0, 255, 62, 62, 62, 255, 255, 255, 255, 255};
    struct photo_shrink s = {0};

    (void)state;
    photo_shrink_begin(&s, 3, 1, 2);
    feed(&s, in);
    assert_int_equal(s.pixels[0], 21);
    assert_int_equal(s.pixels[4], 191);
    photo_shrink_finish(&s);
}

static void what_is_seen_through_lies_on_white_paper(void **state)
{
    static const uint8_t in[] = {0, 0, 0, 0, 0, 0, 200, 51};
    struct photo_shrink s = {0};

    (void)state;
    photo_shrink_begin(&s, 2, 1, 2);
    feed(&s, in);
    assert_memory_equal(s.pixels, "\xff\xff\xff\xff\xcc\xcc\xf4\xff", 8);
    photo_shrink_finish(&s);
}

/* ---- upright --------------------------------------------------------------------------------- */

/* abc over def, as eight cameras would have it stand. */
static struct upright {
    const char *name;
    int turn, width;
    const char *stands;
} uprights[] = {
    {"upright",             1, 3, "abcdef"},
    {"in a mirror",         2, 3, "cbafed"},
    {"on its head",         3, 3, "fedcba"},
    {"head down, mirrored", 4, 3, "defabc"},
    {"left, mirrored",      5, 2, "adbecf"},
    {"to the right",        6, 2, "daebfc"},
    {"right, mirrored",     7, 2, "fcebda"},
    {"to the left",         8, 2, "cfbead"},
};

static void check_upright(void **state)
{
    const struct upright *row = *state;
    static const char letters[] = "abcdef";
    uint8_t in[24];
    struct photo_shrink s = {0};

    for (size_t i = 0; i < 6; i++) {
        memset(in + i * 4, letters[i], 3);
        in[i * 4 + 3] = 255;
    }
    photo_shrink_begin(&s, 3, 2, 640);
    feed(&s, in);
    photo_shrink_turn(&s, row->turn);
    assert_int_equal(s.width, row->width);
    assert_int_equal(s.height, 6 / row->width);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(s.pixels[i * 4], row->stands[i]);
    }
    photo_shrink_finish(&s);
}

int main(void)
{
    cases_add_rows(check_turn, turns, COUNT(turns), sizeof(turns[0]));
    cases_add("a JPEG of many scans is not decoded", a_jpeg_of_many_scans_is_not_decoded);
    cases_add("a JPEG in four inks is not decoded", a_jpeg_in_four_inks_is_not_decoded);
    cases_add_rows(check_size, sizes, COUNT(sizes), sizeof(sizes[0]));
    cases_add("parts of pixels count as parts", parts_of_pixels_count_as_parts);
    cases_add("what is seen through lies on white paper", what_is_seen_through_lies_on_white_paper);
    cases_add_rows(check_upright, uprights, COUNT(uprights), sizeof(uprights[0]));
    return cases_run("photo", NULL, NULL);
}
