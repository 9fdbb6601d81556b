/* Any bytes as a picture: what it claims is read without a step beyond its end, and whatever may be
 * decoded keeps its bounds; any pixels made smaller and turned stay within theirs.
 *
 * Seen to catch: an Exif list that is believed to lie within the file.
 */
#include "fuzz.h"

#include "photo.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 4 };

static void claim(const uint8_t *data, size_t size)
{
    uint8_t *exact = mem_zero(size + (size == 0 ? 1 : 0), 1); /* a step too far is seen */
    struct photo_claim c;

    if (size > 0) {
        memcpy(exact, data, size);
    }
    c = photo_read_claim(exact, size);
    CHECK(c.turn >= PHOTO_UPRIGHT && c.turn <= PHOTO_TURNS);
    if (photo_check_claim(&c) == STATUS_OK) {
        CHECK(c.kind != PHOTO_NONE && c.width > 0 && c.height > 0);
        CHECK((int64_t)c.width * c.height <= PHOTO_PIXELS_MOST && c.scans <= PHOTO_SCANS_MOST);
    } else {
        CHECK(status_message()[0] != '\0');
    }
    free(exact);
}

/* The bytes again and again, as pixels of a picture of that size. */
static void shrink(const uint8_t *data, size_t size)
{
    struct photo_shrink s = {0};
    int width = data[0] + 1;
    int height = data[1] % 64 + 1;
    uint8_t *row = mem_zero((size_t)width, 4);

    photo_shrink_begin(&s, width, height, data[2] % 128 + 1);
    for (int y = 0; y < height; y++) {
        for (int i = 0; i < width * 4; i++) {
            row[i] = data[HEAD + (size_t)(y * 3 + i) % (size - HEAD)];
        }
        photo_shrink_row(&s, row);
    }
    photo_shrink_turn(&s, data[3] % PHOTO_TURNS + 1);
    CHECK(s.rows_out == (data[3] % PHOTO_TURNS < 4 ? s.height : s.width));
    for (int i = 3; i < s.width * s.height * 4; i += 4) {
        CHECK(s.pixels[i] == 255);
    }
    photo_shrink_finish(&s);
    free(row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    claim(data, size);
    if (size > HEAD) {
        shrink(data, size);
    }
    return 0;
}
