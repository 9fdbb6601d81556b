/* platform_clip — a phrase that somebody speaks: heard by the microphone, made a clip, and decoded.
 * Reached beside platform.h.
 *
 * Shape    One recording at a time. What is heard is in memory alone, and overwritten when it goes.
 * Units    *_ms is milliseconds; loudness 0 to 100; sound as clip.h has it.
 * Errors   STATUS_UNSUPPORTED without a microphone, STATUS_BAD_INPUT where nothing was heard,
 *          STATUS_DAMAGED for bytes that are no clip, each with a sentence.
 * Owns     The bufs are the caller's.
 * Needs    platform, base. platform_clip_make and platform_clip_decode may run on the worker.
 */
#ifndef PLATFORM_CLIP_H
#define PLATFORM_CLIP_H

#include "base.h"

struct platform;

/* Listens from now on, and stops by itself when a clip is full. What was being said is hushed. */
MUST_USE enum status platform_record(struct platform *p);
/* How long it has listened, and how loud it was just now; -1: it does not listen. */
int platform_recorded_ms(struct platform *p, int *loudness);
/* Listens no more. pcm gets what was heard; NULL: it is let go. Accepts that nothing listens. */
void platform_record_end(struct platform *p, struct buf *pcm);

/* A clip out of what was heard; pcm is overwritten. */
MUST_USE enum status platform_clip_make(struct buf *pcm, struct buf *clip, int *length_ms);
/* Its sound, as loud as every other. */
MUST_USE enum status platform_clip_decode(const void *bytes, size_t size, struct buf *pcm);

#endif
