/* Any bytes as a recording: it is looked at without a step beyond its end, and what is taken for a
 * clip is decoded to just as many samples as it says, no more than a clip may last.
 *
 * Few bytes have the right sums by chance, so they are looked at once more with them made right, as
 * somebody would who means harm. Seen to catch: a page that is believed to lie within the file.
 */
#include "fuzz.h"

#include "clip.h"
#include "platform_clip.h"

#include <stdlib.h>
#include <string.h>

static uint32_t sum_of(const uint8_t *page, size_t size)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < size; i++) {
        uint32_t byte = i >= 22 && i < 26 ? 0 : page[i];
        for (int bit = 7; bit >= 0; bit--) {
            uint32_t one = (sum >> 31 ^ (byte >> bit & 1U)) & 1U;
            sum = sum << 1 ^ (one != 0 ? 0x04c11db7U : 0U);
        }
    }
    return sum;
}

static void make_right(uint8_t *file, size_t size)
{
    size_t at = 0;

    while (at + 27 <= size && at + 27U + file[at + 26] <= size) {
        size_t page = 27U + file[at + 26];
        uint32_t sum = 0;
        for (int i = 0; i < file[at + 26]; i++) {
            page += file[at + 27 + (size_t)i];
        }
        if (page > size - at) {
            return;
        }
        sum = sum_of(file + at, page);
        for (int i = 0; i < 4; i++) {
            file[at + 22 + (size_t)i] = (uint8_t)(sum >> (8 * i) & 255U);
        }
        at += page;
    }
}

static void look(const uint8_t *data, size_t size)
{
    struct clip_file f;
    struct clip_walk walk = {0};
    const uint8_t *packet = NULL;
    size_t packet_size = 0;
    int packets = 0;
    struct buf pcm = {0};

    if (clip_read(data, size, &f) != STATUS_OK) {
        CHECK(status_message()[0] != '\0' && f.bytes == NULL);
        return;
    }
    while (clip_next(&f, &walk, &packet, &packet_size)) {
        CHECK(packet >= data && packet_size > 0 && packet + packet_size <= data + size);
        packets++;
    }
    CHECK(packets == f.packets && packets <= CLIP_PACKETS_MOST);
    CHECK(f.samples > 0 && f.samples <= CLIP_SAMPLES_MOST);
    CHECK(platform_clip_decode(data, size, &pcm) == STATUS_OK);
    CHECK(pcm.size == (size_t)f.samples * sizeof(int16_t));
    buf_finish(&pcm);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    uint8_t *exact = mem_zero(size + (size == 0 ? 1 : 0), 1); /* a step too far is seen */

    if (size > 0) {
        memcpy(exact, data, size);
    }
    look(exact, size);
    make_right(exact, size);
    look(exact, size);
    free(exact);
    return 0;
}
