/* Any bytes as a picture out of a change or a folder, through the decoders: nothing crashes, what
 * is not refused is small, upright and within its limits, and what is refused is so by a sentence.
 *
 * Seen to catch: a decoder that is lost and has nowhere to jump back to.
 */
#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"

#include "platform_photo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/cairn-fuzz-picture-XXXXXX";

static void drop_file(void)
{
    (void)unlink(path);
}

static int open_file(void)
{
    static int file = -1;

    if (file < 0) {
        file = mkstemp(path);
        CHECK(file >= 0 && atexit(drop_file) == 0);
    }
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct buf jpeg = {0};
    int file = open_file();

    CHECK(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    if (platform_shrink_photo(path, &jpeg) == STATUS_OK) {
        CHECK(jpeg.size > 0 && jpeg.size <= PLATFORM_KEPT_BYTES);
    } else {
        CHECK(status_message()[0] != '\0');
    }
    buf_finish(&jpeg);
    return 0;
}
