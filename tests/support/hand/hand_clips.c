/* A phrase that another tablet recorded, as the hub brings it. */
#include "hand_clips.h"

#include "change.h"
#include "clip.h"

#include <string.h>

static const long long spoken_ms =
    HAND_NOW_MS - 2LL * 86400000; /* before all that a test records */

/* Half a second. */
void hand_make_sound(struct buf *clip)
{
    struct clip_writer w;
    uint8_t packet[20] = {0x48, 1, 2, 3};

    clip_write_begin(&w, 312, clip);
    for (int i = 0; i < 30; i++) {
        clip_write_packet(&w, packet, sizeof(packet));
    }
    clip_write_end(&w, 29 * CLIP_FRAME);
}

static void write_sound(const struct hand_clip *c, struct buf *out)
{
    struct buf file = {0};

    if (c->sound != NULL) {
        buf_base64(out, c->sound->data, c->sound->size);
        return;
    }
    hand_make_sound(&file);
    file.data[c->is_broken ? 200 : 0] = c->is_broken ? 'x' : 'O';
    buf_base64(out, file.data, file.size);
    buf_finish(&file);
}

/* As clip.def says: the hash of the language, an end of line and the words. */
static void write_phrase(const struct hand_clip *c, const char *language, char key[65])
{
    struct buf text = {0};
    struct hash digest;

    buf_printf(&text, "%s\n%s", language, c->words);
    digest = change_digest(text.data, text.size);
    hash_text(&digest, key);
    buf_finish(&text);
}

void hand_bring_clip(struct hand *h, const struct hand_clip *c)
{
    struct classroom_change change = {.from_hub = true, .type = "clip"};
    struct clock_port clock = support_clock_port(&h->clock);
    struct random_port chance = rng_port(&h->rng);
    const char *language = c->language != NULL ? c->language : "en";
    struct buf set = {0};
    struct buf sound = {0};
    char key[65];

    write_sound(c, &sound);
    write_phrase(c, language, key);
    buf_printf(&set,
               "{\"phrase\":\"%s\",\"language\":\"%s\",\"words\":\"%s\",\"speaker\":\"%s\","
               "\"spoken\":%lld,\"ms\":600,\"sound\":\"%s\"%s}",
               key, language, c->words, h->room.staff[c->speaker].text, spoken_ms + c->spoken,
               buf_cstr(&sound), c->is_void ? ",\"void\":\"not wanted\"" : "");
    change.rec = id_new(&clock, &chance);
    if (c->pupil != HAND_SCHOOL) {
        change.pupil = h->room.pupils[c->pupil];
    }
    change.set = buf_cstr(&set);
    CHECK(classroom_bring(&h->room, h->file, &change, 1) == STATUS_OK);
    buf_finish(&set);
    buf_finish(&sound);
}
