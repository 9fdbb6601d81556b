/* Pictures from outside: the code is read out of a photograph (taken at an angle, in uneven light,
 * soft and noisy), and no picture that is cut off, spoiled or lying does any harm.
 *
 * Planted faults, each built once and seen to fail here: the size a picture claims not looked at;
 * the oldest of a folder taken for the newest.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "platform_photo.h"
#include "qr.h"
#include "support.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CODE                                                                 \
    "cairn:https://127.0.0.1:8443#AaICqwBTcwSmlXM_d1MiaQ2DsLbGOlx--g0VNSoa-" \
    "JGAhj.kQtSWNXiClQlZ8U-vu9oiV5vgq5S_Rhjop4Re_SJZW8.KjsVg42zjdJj8NeyX8-5" \
    "0gvyqcnaQfSyc9PuEhkn9uM"

#define BYTES(text) (text), sizeof(text) - 1
#define NO_PICTURE  "This is no PNG or JPEG picture: use one that is"
#define TOO_LARGE                                                                              \
    "This picture is too large to be looked at, or damaged: make it smaller first, or use " \
    "another"
#define DAMAGED "This picture is damaged: use another one"

static struct support_folder folder;

static void put(const char *name, const void *bytes, size_t size, int64_t at_s)
{
    char *path = support_folder_path(&folder, name);
    const struct timespec times[] = {{.tv_sec = at_s}, {.tv_sec = at_s}};

    assert_int_equal(support_file_write(path, bytes, size), STATUS_OK);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

static void read_photograph(struct buf *out)
{
    char *path = support_source("tests/unit/pictures/photograph.jpg");

    assert_int_equal(support_file_read(path, out), STATUS_OK);
    free(path);
}

/* What is at name, or the sentence. */
static enum status read_at(const char *name, struct buf *text)
{
    enum status st = STATUS_OK;
    char *path = support_folder_path(&folder, name);
    struct platform_grey grey = {0};
    struct qr_picture picture = {0};

    TRY(platform_read_photo(path, QR_SIDE_MOST, &grey));
    picture = (struct qr_picture){grey.pixels, grey.width, grey.height};
    TRY(qr_read(&picture, "cairn:", text));
done:
    platform_photo_finish(&grey);
    free(path);
    return st;
}

static void the_code_is_read_out_of_a_photograph(void **state)
{
    struct buf file = {0};
    struct buf text = {0};

    (void)state;
    read_photograph(&file);
    put("one.jpg", file.data, file.size, 1);
    assert_int_equal(read_at("one.jpg", &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), CODE);
    buf_finish(&file);
    buf_finish(&text);
}

static struct bad {
    const char *name;
    const char *bytes;
    size_t size;
    const char *sentence;
} bads[] = {
    {"empty",                         BYTES(""),                                                              NO_PICTURE},
    {"a text",                        BYTES("This is a letter and no picture at all."),                       NO_PICTURE},
    {"a GIF",                         BYTES("GIF89a\x10\0\x10\0\0\0\0 and so on and so on"),                  NO_PICTURE},
    {"a PNG that claims to be huge",
     BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\6\0\0\0...."),                                  TOO_LARGE },
    {"a PNG of nothing",              BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\6\0\0\0...."),
     TOO_LARGE                                                                                                          },
    {"a PNG without an end",
     BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\6\0\0\0...."),                              DAMAGED   },
    {"a JPEG that claims to be huge",
     BYTES("\xff\xd8\xff\xe0\0\4..\xff\xc0\0\x11\x08\x60\0\x60\0\3\1\x22\0\2\x11\1\3\x11\1"),
     TOO_LARGE                                                                                                          },
    {"a JPEG that runs in circles",
     BYTES("\xff\xd8\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0"),
     TOO_LARGE                                                                                                          },
};

static void check_bad(void **state)
{
    const struct bad *row = *state;
    struct buf text = {0};

    put("bad.png", row->bytes, row->size, 1);
    assert_int_not_equal(read_at("bad.png", &text), STATUS_OK);
    assert_string_equal(status_message(), row->sentence);
    assert_int_equal(text.size, 0);
}

/* Cut off anywhere, or spoiled by chance: read or refused by a sentence, and never another code. */
static void what_is_spoiled_does_no_harm(void **state)
{
    struct rng rng = {20261014};
    struct buf file = {0};
    struct buf text = {0};
    int refused = 0;

    (void)state;
    read_photograph(&file);
    for (int i = 0; i < 40; i++) {
        struct buf spoiled = {0};
        size_t size = i < 20 ? file.size * (size_t)i / 20 : file.size;
        buf_add(&spoiled, file.data, size);
        for (int n = 0; i >= 20 && n < i * 2; n++) {
            spoiled.data[rng_below(&rng, (uint32_t)(i % 2 == 0 ? 700 : size))] =
                (char)(uint8_t)rng_below(&rng, 256);
        }
        put("spoiled.jpg", spoiled.data, spoiled.size, 1);
        buf_clear(&text);
        if (read_at("spoiled.jpg", &text) == STATUS_OK) {
            assert_string_equal(buf_cstr(&text), CODE);
        } else {
            assert_int_not_equal(strlen(status_message()), 0);
            refused++;
        }
        buf_finish(&spoiled);
    }
    assert_true(refused > 10);
    buf_finish(&file);
    buf_finish(&text);
}

static void the_newest_of_a_folder_come_first(void **state)
{
    struct platform_photos photos;
    char *inner = support_folder_path(&folder, "inner");
    char *place = support_folder_path(&folder, "inner/Camera");

    (void)state;
    assert_int_equal(mkdir(inner, 0700), 0);
    assert_int_equal(mkdir(place, 0700), 0);
    put("inner/older.PNG", "x", 1, 100);
    put("inner/Camera/newest.jpeg", "x", 1, 400);
    put("inner/Camera/new.jpg", "x", 1, 300);
    put("inner/notes.txt", "x", 1, 900);
    put("inner/.hidden.png", "x", 1, 900);
    put("inner/oldest.jpg", "x", 1, 50);
    platform_newest_photos(inner, 3, &photos);
    assert_int_equal(photos.count, 3);
    assert_non_null(strstr(photos.rows[0].path, "/Camera/newest.jpeg"));
    assert_non_null(strstr(photos.rows[1].path, "/Camera/new.jpg"));
    assert_non_null(strstr(photos.rows[2].path, "/older.PNG"));
    platform_photos_finish(&photos);
    platform_newest_photos("/nowhere/at/all", 3, &photos);
    assert_int_equal(photos.count, 0);
    platform_photos_finish(&photos);
    free(place);
    free(inner);
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
    cases_add("the code is read out of a photograph", the_code_is_read_out_of_a_photograph);
    cases_add_rows(check_bad, bads, COUNT(bads), sizeof(bads[0]));
    cases_add("what is spoiled does no harm", what_is_spoiled_does_no_harm);
    cases_add("the newest of a folder come first", the_newest_of_a_folder_come_first);
    return cases_run("platform_photo", make_folder, drop_folder);
}
