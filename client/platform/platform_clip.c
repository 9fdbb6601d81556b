/* Speech as Opus, and back.
 *
 * A phrase of three seconds is 9,000 bytes so, where it would be 144,000 as it was heard: a whole
 * self-assessment in a voice that a pupil knows weighs no more than a photograph. The bit rate may
 * vary a little around CLIP_BITS_A_SECOND, but no packet grows past CLIP_PACKET_MOST, so the
 * longest phrase fits into a change whatever is said. Bytes from elsewhere come here only after
 * clip_read has looked at all of them.
 */
#include "platform_clip.h"

#include "clip.h"

#include <opus/opus.h>
#include <string.h>

static const char no_codec[] = "The sound could not be worked on: there is too little memory";

/* ---- to a clip ------------------------------------------------------------------------------- */

static enum status open_encoder(OpusEncoder **out, int *skip)
{
    int fault = OPUS_OK;

    *out = opus_encoder_create(CLIP_RATE, 1, OPUS_APPLICATION_AUDIO, &fault);
    if (fault != OPUS_OK ||
        opus_encoder_ctl(*out, OPUS_SET_BITRATE(CLIP_BITS_A_SECOND)) != OPUS_OK ||
        opus_encoder_ctl(*out, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE)) != OPUS_OK ||
        opus_encoder_ctl(*out, OPUS_GET_LOOKAHEAD(skip)) != OPUS_OK) {
        return FAIL(STATUS_NO_MEMORY, "%s", no_codec);
    }
    return STATUS_OK;
}

/* Frame by frame, and behind the end as many as the encoder holds back. */
static enum status encode(OpusEncoder *encoder, const struct buf *pcm, int skip, struct buf *clip)
{
    enum status st = STATUS_OK;
    const int16_t *samples = (const void *)pcm->data;
    int count = (int)(pcm->size / sizeof(int16_t));
    struct clip_writer w;
    int16_t frame[CLIP_FRAME];
    uint8_t packet[CLIP_PACKET_MOST];

    clip_write_begin(&w, skip * (48000 / CLIP_RATE), clip);
    for (int at = 0; at < count + skip && st == STATUS_OK; at += CLIP_FRAME) {
        int size = 0;
        for (int i = 0; i < CLIP_FRAME; i++) {
            frame[i] = at + i < count ? samples[at + i] : 0;
        }
        size = opus_encode(encoder, frame, CLIP_FRAME, packet, sizeof(packet));
        if (size > 1) {
            clip_write_packet(&w, packet, (size_t)size);
        } else {
            st = FAIL(STATUS_NO_MEMORY, "%s", no_codec);
        }
    }
    clip_write_end(&w, count);
    mem_wipe(frame, sizeof(frame));
    return st;
}

enum status platform_clip_make(struct buf *pcm, struct buf *clip, int *length_ms)
{
    enum status st = STATUS_OK;
    OpusEncoder *encoder = NULL;
    int skip = 0;

    TRY(clip_tidy(pcm));
    TRY(open_encoder(&encoder, &skip));
    TRY(encode(encoder, pcm, skip, clip));
    *length_ms = (int)(pcm->size / sizeof(int16_t) * 1000 / CLIP_RATE);
done:
    opus_encoder_destroy(encoder);
    buf_wipe(pcm);
    return st;
}

/* ---- from a clip ----------------------------------------------------------------------------- */

static enum status decode(OpusDecoder *decoder, const struct clip_file *file, struct buf *pcm)
{
    struct clip_walk walk = {0};
    const uint8_t *packet = NULL;
    size_t size = 0;
    int16_t frame[CLIP_FRAME];
    int skip = file->skip;
    int left = file->samples;

    while (clip_next(file, &walk, &packet, &size)) {
        int count = opus_decode(decoder, packet, (opus_int32)size, frame, CLIP_FRAME, 0);
        int from = skip < count ? skip : count;
        if (count != CLIP_FRAME) {
            return FAIL(STATUS_DAMAGED, "This recording cannot be played: record it again");
        }
        skip -= from;
        count = count - from < left ? count - from : left;
        buf_add(pcm, frame + from, (size_t)count * sizeof(*frame));
        left -= count;
    }
    mem_wipe(frame, sizeof(frame));
    return STATUS_OK;
}

enum status platform_clip_decode(const void *bytes, size_t size, struct buf *pcm)
{
    enum status st = STATUS_OK;
    struct clip_file file;
    OpusDecoder *decoder = NULL;
    int fault = OPUS_OK;

    TRY(clip_read(bytes, size, &file));
    decoder = opus_decoder_create(CLIP_RATE, 1, &fault);
    if (decoder == NULL) {
        st = FAIL(STATUS_NO_MEMORY, "%s", no_codec);
        goto done;
    }
    buf_reserve(pcm, (size_t)file.samples * sizeof(int16_t) + 1);
    TRY(decode(decoder, &file, pcm));
    clip_level(pcm);
done:
    opus_decoder_destroy(decoder);
    return st;
}
