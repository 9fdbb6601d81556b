/* The microphone.
 *
 * What a classroom says while a phrase is recorded is nobody's business once it is cut to that
 * phrase. So the microphone is open only while a person records, what is heard goes into one piece
 * of memory of a fixed size, never to the disk, and is overwritten as soon as it is given on or let
 * go. The device's own thread fills it; all else waits for that thread to be between two pieces.
 */
#include "platform_private.h"

#include "clip.h"
#include "platform_clip.h"

enum { ROOM = CLIP_SAMPLES_MOST * 2, LATEST = CLIP_RATE / 10 }; /* bytes; samples */

static void take_heard(void *ctx, Uint8 *stream, int size)
{
    struct microphone *m = ctx;
    size_t left = ROOM - m->heard.size;

    buf_add(&m->heard, stream, (size_t)size < left ? (size_t)size : left);
}

enum status platform_record(struct platform *p)
{
    struct microphone *m = &p->microphone;
    SDL_AudioSpec wish = {.freq = CLIP_RATE,
                          .format = AUDIO_S16SYS,
                          .channels = 1,
                          .samples = 512,
                          .callback = take_heard,
                          .userdata = m};

    platform_record_end(p, NULL);
    platform_hush(p);
    buf_reserve(&m->heard, ROOM + 1); /* it never moves, so no part of it is left behind */
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        m->device = SDL_OpenAudioDevice(NULL, 1, &wish, NULL, 0);
    }
    if (m->device == 0) {
        buf_finish(&m->heard);
        return FAIL(STATUS_UNSUPPORTED, "No microphone was found. Plug one in, or switch it on in "
                                        "the settings of this tablet, and try again");
    }
    SDL_PauseAudioDevice(m->device, 0);
    return STATUS_OK;
}

int platform_recorded_ms(struct platform *p, int *loudness)
{
    struct microphone *m = &p->microphone;
    size_t count = 0;
    size_t latest = 0;

    *loudness = 0;
    if (m->device == 0) {
        return -1;
    }
    SDL_LockAudioDevice(m->device);
    count = m->heard.size / sizeof(int16_t);
    latest = count < LATEST ? count : LATEST;
    *loudness =
        clip_loudness((const int16_t *)(const void *)m->heard.data + (count - latest), latest);
    SDL_UnlockAudioDevice(m->device);
    return (int)(count * 1000 / CLIP_RATE);
}

void platform_record_end(struct platform *p, struct buf *pcm)
{
    struct microphone *m = &p->microphone;

    if (m->device == 0) {
        return;
    }
    SDL_CloseAudioDevice(m->device); /* its thread is at its end then */
    m->device = 0;
    if (pcm != NULL) {
        buf_add(pcm, m->heard.data, m->heard.size);
    }
    mem_wipe(m->heard.data, ROOM);
    buf_finish(&m->heard);
}
