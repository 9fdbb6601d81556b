/* Any bytes as a picture that should hold a code, and as bytes to be mended by their check bytes.
 *
 * The pictures are strangers': whatever is in them, reading ends, stays within the picture, and
 * what is said to be a code's text begins as was wanted and is text.
 *
 * Seen to catch: a code that begins otherwise and is believed.
 */
#include "fuzz.h"

#include "qr.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    static const char start[] = "cairn:";
    struct qr_picture picture = {0};
    struct buf text = {0};
    uint8_t *grey = NULL;
    int scale = 0;

    if (size <= HEAD) {
        return 0;
    }
    /* Bits, each as so many pixels, so that few bytes make a whole code. */
    scale = data[1] % 4 + 1;
    picture.width = (data[0] + 1) * scale;
    picture.height = (int)((size - HEAD) * 8 / ((size_t)data[0] + 1)) * scale;
    if (picture.height == 0 || picture.height > QR_SIDE_MOST) {
        return 0;
    }
    grey = mem_zero((size_t)picture.width * (size_t)picture.height, 1);
    for (int y = 0; y < picture.height; y++) {
        for (int x = 0; x < picture.width; x++) {
            size_t bit = (size_t)(y / scale) * ((size_t)data[0] + 1) + (size_t)(x / scale);
            bool dark = (data[HEAD + bit / 8] & (0x80U >> (bit % 8))) != 0;
            grey[(size_t)y * (size_t)picture.width + (size_t)x] = dark ? data[2] / 4 : 200;
        }
    }
    picture.grey = grey;
    if (qr_read(&picture, start, &text) == STATUS_OK) {
        CHECK(text.size >= sizeof(start) - 1 && text.size <= QR_TEXT_MOST);
        CHECK(memcmp(text.data, start, sizeof(start) - 1) == 0);
        CHECK(text_is_utf8(text.data, text.size));
    } else {
        CHECK(text.size == 0 && status_message()[0] != '\0');
    }
    buf_finish(&text);
    free(grey);
    return 0;
}
