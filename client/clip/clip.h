/* clip — a phrase that somebody recorded: its sound, its bytes, and when it is played.
 *
 * Shape    Sound is samples of 16 bits at CLIP_RATE, one channel, in a struct buf. The bytes are
 *          Ogg Opus of one form alone (clip_read.c), which any player of Ogg Opus plays.
 * Units    Counts are samples or packets; *_ms milliseconds. Loudness is 0 to 100.
 * Errors   STATUS_BAD_INPUT where nothing was heard, STATUS_DAMAGED for bytes that are no clip,
 *          each with a sentence.
 * Owns     A struct clip_file points into the caller's bytes.
 * Needs    base. No codec, no device: the bytes may be a stranger's, so this is pure and bounded.
 */
#ifndef CLIP_H
#define CLIP_H

#include "base.h"

enum {
    CLIP_RATE = 24000,
    CLIP_SECONDS_MOST = 20,
    CLIP_SAMPLES_MOST = CLIP_RATE * CLIP_SECONDS_MOST,
    CLIP_FRAME = CLIP_RATE / 50,      /* samples of a packet: 20 ms */
    CLIP_PACKETS_MOST = 50 * 20 + 10, /* what the codec needs before and behind */
    CLIP_PACKET_MOST = 84,            /* bytes: so no clip is more than … */
    CLIP_BYTES_MOST = 90000,          /* … which clip.def has room for */
    CLIP_BITS_A_SECOND = 24000
};

/* ---- sound ----------------------------------------------------------------------------------- */

/* How loud it is, on the scale of a level meter. */
int clip_loudness(const int16_t *samples, size_t count);
/* As it is recorded: without hum and the silence around it, and as loud as every other. */
MUST_USE enum status clip_tidy(struct buf *pcm);
/* As loud as every other: whoever made it, no answer sounds better than the next. */
void clip_level(struct buf *pcm);

/* ---- bytes ----------------------------------------------------------------------------------- */

struct clip_file {
    const uint8_t *bytes;
    size_t size;
    size_t first; /* where the first page of sound begins */
    int packets;
    int skip;    /* samples to be left out at the start */
    int samples; /* of the sound, without those */
};
/* Looks at all of it: what is accepted is walked and decoded without a surprise. */
MUST_USE enum status clip_read(const void *bytes, size_t size, struct clip_file *out);
struct clip_walk {
    size_t page, at; /* of the page; of the next packet */
    int number;      /* of that packet in its page */
};
/* The next packet; false after the last. Starts with an empty walk. */
bool clip_next(const struct clip_file *file, struct clip_walk *walk, const uint8_t **packet,
               size_t *size);

/* Writes such a file: begin, each packet, end. */
struct clip_writer {
    struct buf *out;
    uint8_t sizes[50];
    struct buf body; /* of the page that is being filled */
    int in_page, pages, packets, skip;
};
void clip_write_begin(struct clip_writer *w, int skip, struct buf *out);
/* size is 1 to CLIP_PACKET_MOST. */
void clip_write_packet(struct clip_writer *w, const void *packet, size_t size);
/* samples: of the sound; what the codec put behind it is left out by players. */
void clip_write_end(struct clip_writer *w, int samples);

/* ---- which are played ------------------------------------------------------------------------ */

/* A recording that could be played. Texts are compared as they are. */
struct clip_row {
    const char *phrase;
    const char *speaker;
    bool is_own; /* made for this pupil, not for all of the school */
    bool is_bad; /* it turned out to be no clip */
};
/* For the answers of one question, all or none: chosen gets a row for each phrase, all by one
 * speaker, or this is false. Rows come the latest first. Of several speakers who said them all it
 * is one who recorded for this pupil, else who spoke last. */
bool clip_choose_all(const struct clip_row *rows, size_t count, const char *const *phrases,
                     size_t phrase_count, int *chosen);
/* For a phrase by itself: the pupil's own, then by that speaker (NULL: any), then the latest. -1:
 * there is none. */
int clip_choose_one(const struct clip_row *rows, size_t count, const char *phrase,
                    const char *speaker);

#endif
