/* A picture as it may be kept: small in pixels and bytes, upright, with nothing in it but what is
 * seen; and whatever cannot be made so is refused by one sentence.
 *
 * Planted faults, each built once and seen to fail here: the turn left out; the limit of bytes not
 * looked at.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "paper.h"
#include "platform_photo.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTES(text) (text), sizeof(text) - 1

static struct support_folder folder;

/* ---- pictures -------------------------------------------------------------------------------- */

static char *path_of(const char *name)
{
    return support_folder_path(&folder, name);
}

static void write_file(const char *name, const struct buf *file)
{
    char *path = path_of(name);

    assert_int_equal(support_file_write(path, file->data, file->size), STATUS_OK);
    free(path);
}

static void put_png(const char *name, const struct paper *paper)
{
    struct buf file = {0};

    paper_png(paper, &file);
    write_file(name, &file);
    buf_finish(&file);
}

static enum status shrink(const char *name, struct buf *jpeg)
{
    char *path = path_of(name);
    enum status st = platform_shrink_photo(path, jpeg);

    free(path);
    return st;
}

/* What the JPEG shows, in grey. */
static struct platform_grey see(const struct buf *jpeg)
{
    struct platform_grey grey = {0};
    char *path = path_of("seen.jpg");

    write_file("seen.jpg", jpeg);
    assert_int_equal(platform_read_photo(path, 4000, &grey), STATUS_OK);
    free(path);
    return grey;
}

static bool is_white(const struct platform_grey *grey, int x, int y)
{
    return grey->pixels[(size_t)y * (size_t)grey->width + (size_t)x] > 200;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

static struct kept {
    const char *name;
    struct paper from;
    int width, height; /* 0: as it turns out */
} kepts[] = {
    {"a camera's",            {1200, 900, PAPER_COLOUR, PAPER_CORNER}, 640, 480},
    {"high",                  {300, 900, PAPER_COLOUR, PAPER_CORNER},  213, 640},
    {"small stays as it is",  {50, 40, PAPER_COLOUR, PAPER_CORNER},    50,  40 },
    {"one pixel",             {1, 1, PAPER_COLOUR, PAPER_CORNER},      1,   1  },
    {"as long as it may be",  {12000, 4, PAPER_GREY, PAPER_CORNER},    640, 1  },
    {"grey",                  {90, 30, PAPER_GREY, PAPER_CORNER},      90,  30 },
    {"of few colours",        {90, 30, PAPER_LIST, PAPER_CORNER},      90,  30 },
    {"all noise",             {700, 700, PAPER_COLOUR, PAPER_NOISE},   0,   0  },
    {"noise to look through", {700, 700, PAPER_CLEAR, PAPER_NOISE},    0,   0  },
};

static void check_kept(void **state)
{
    const struct kept *row = *state;
    struct buf jpeg = {0};
    struct platform_grey seen = {0};

    put_png("kept.png", &row->from);
    assert_int_equal(shrink("kept.png", &jpeg), STATUS_OK);
    assert_in_range(jpeg.size, 100, PLATFORM_KEPT_BYTES);
    assert_memory_equal(jpeg.data, "\xff\xd8\xff", 3);
    seen = see(&jpeg);
    assert_in_range(seen.width, 1, PLATFORM_KEPT_SIDE);
    if (row->width > 0) {
        assert_int_equal(seen.width, row->width);
        assert_int_equal(seen.height, row->height);
    }
    if (row->width > 30 && row->height > 20) {
        assert_true(is_white(&seen, 4, 2));
        assert_false(is_white(&seen, row->width - 4, 2));
    }
    platform_photo_finish(&seen);
    buf_finish(&jpeg);
}

#define SECRET "51.5N 0.1W, Mrs Smith's camera"

/* A JPEG with a head such as cameras write: it was held on its side, there and then. */
static void put_turned(const char *name, char turn)
{
    const struct paper from = {800, 600, PAPER_COLOUR, PAPER_CORNER};
    struct buf jpeg = {0};
    struct buf file = {0};
    char head[] = "\xff\xe1\0\0Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0"
                  "T\0\0\0\0\0\0\0" SECRET;

    head[3] = (char)(sizeof(head) - 1 - 2);
    head[28] = turn;
    put_png("from.png", &from);
    assert_int_equal(shrink("from.png", &jpeg), STATUS_OK);
    buf_add(&file, jpeg.data, 2);
    buf_add(&file, head, sizeof(head) - 1);
    buf_add(&file, jpeg.data + 2, jpeg.size - 2);
    write_file(name, &file);
    buf_finish(&file);
    buf_finish(&jpeg);
}

static void it_stands_upright_and_tells_no_place(void **state)
{
    struct buf jpeg = {0};
    struct platform_grey seen = {0};

    (void)state;
    put_turned("turned.jpg", 6);
    assert_int_equal(shrink("turned.jpg", &jpeg), STATUS_OK);
    seen = see(&jpeg);
    assert_int_equal(seen.width, 480);
    assert_int_equal(seen.height, 640);
    assert_true(is_white(&seen, 460, 20)); /* what was at the upper left is at the upper right */
    assert_false(is_white(&seen, 20, 20));
    for (size_t i = 0; i + 6 < jpeg.size; i++) {
        assert_memory_not_equal(jpeg.data + i, "Exif", 4);
        assert_memory_not_equal(jpeg.data + i, "51.5N", 5);
    }
    platform_photo_finish(&seen);
    buf_finish(&jpeg);
}

static void what_is_seen_through_is_white(void **state)
{
    const struct paper from = {64, 64, PAPER_CLEAR, PAPER_CORNER};
    struct buf jpeg = {0};
    struct platform_grey seen = {0};

    (void)state;
    put_png("clear.png", &from); /* all but the corner is nothing */
    assert_int_equal(shrink("clear.png", &jpeg), STATUS_OK);
    seen = see(&jpeg);
    assert_true(is_white(&seen, 60, 60));
    platform_photo_finish(&seen);
    buf_finish(&jpeg);
}

/* ---- what is refused ------------------------------------------------------------------------- */

static struct bad {
    const char *name;
    const char *bytes;
    size_t size;
    const char *sentence;
} bads[] = {
    {"a text",    BYTES("This is a letter and no picture at all."),                           "use one that is"},
    {"a film",
     BYTES("\0\0\0\x20"
           "ftypmp42\0\0\0\0mp42isom and so on and on"),
     "use one that is"                                                                                         },
    {"huge",      BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\6\0\0\0...."),     "too large"      },
    {"cut off",   BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\6\0\0\0...."),
     "is damaged: use"                                                                                         },
    {"four inks",
     BYTES("\xff\xd8\xff\xc0\0\x14\x08\0\x30\0\x40\4\1\x22\0\2\x11\1\3\x11\1\4\x11\1.."),
     "save it as"                                                                                              },
};

static void check_bad(void **state)
{
    const struct bad *row = *state;
    char *path = path_of("bad.jpg");
    struct buf jpeg = {0};

    assert_int_equal(support_file_write(path, row->bytes, row->size), STATUS_OK);
    assert_int_not_equal(shrink("bad.jpg", &jpeg), STATUS_OK);
    assert_non_null(strstr(status_message(), row->sentence));
    assert_int_equal(jpeg.size, 0);
    free(path);
}

static void a_file_that_is_too_large_is_not_read(void **state)
{
    char *path = path_of("large.jpg");
    struct buf jpeg = {0};

    (void)state;
    put_turned("large.jpg", 1);
    assert_int_equal(truncate(path, 33L * 1024 * 1024), 0);
    assert_int_equal(shrink("large.jpg", &jpeg), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "make it smaller"));
    assert_int_equal(shrink("nowhere.jpg", &jpeg), STATUS_NOT_FOUND);
    free(path);
}

/* Cut off anywhere, or spoiled by chance: kept small, or refused by a sentence. */
static void what_is_spoiled_does_no_harm(void **state)
{
    struct buf file = {0};
    struct buf jpeg = {0};
    char *path = path_of("spoiled.jpg");
    struct rng rng = {20261122};

    (void)state;
    put_turned("spoiled.jpg", 3);
    assert_int_equal(support_file_read(path, &file), STATUS_OK);
    for (int i = 0; i < 60; i++) {
        struct buf spoiled = {0};
        buf_add(&spoiled, file.data, i < 20 ? file.size * (size_t)i / 20 : file.size);
        for (int n = 0; i >= 20 && n < i; n++) {
            spoiled.data[rng_below(&rng, (uint32_t)(i % 2 == 0 ? 700 : file.size))] =
                (char)(uint8_t)rng_below(&rng, 256);
        }
        assert_int_equal(support_file_write(path, spoiled.data, spoiled.size), STATUS_OK);
        if (shrink("spoiled.jpg", &jpeg) == STATUS_OK) {
            assert_in_range(jpeg.size, 1, PLATFORM_KEPT_BYTES);
        } else {
            assert_int_not_equal(strlen(status_message()), 0);
        }
        buf_finish(&spoiled);
    }
    buf_finish(&file);
    buf_finish(&jpeg);
    free(path);
}

static int make_folder(void **state)
{
    (void)state;
    return support_folder_make(&folder) == STATUS_OK ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    support_folder_remove(&folder);
    return 0;
}

int main(void)
{
    cases_add_rows(check_kept, kepts, COUNT(kepts), sizeof(kepts[0]));
    cases_add("it stands upright and tells no place", it_stands_upright_and_tells_no_place);
    cases_add("what is seen through is white", what_is_seen_through_is_white);
    cases_add_rows(check_bad, bads, COUNT(bads), sizeof(bads[0]));
    cases_add("a file that is too large is not read", a_file_that_is_too_large_is_not_read);
    cases_add("what is spoiled does no harm", what_is_spoiled_does_no_harm);
    return cases_run("platform_shrink", make_folder, drop_folder);
}
