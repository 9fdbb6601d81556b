/* A spoken phrase becomes a clip and sound again; and the microphone, which SDL's disk driver plays
 * from a file.
 *
 * libopusfile, which knows every form of Ogg Opus, is the judge of what is written. Planted faults,
 * each built once and seen to fail here: what the encoder holds back is not put behind; the start
 * that a player leaves out is played.
 */
#define _POSIX_C_SOURCE 200809L
#include "cases.h"
#include "clip.h"
#include "platform.h"
#include "platform_clip.h"
#include "support.h"

#include <math.h>
#include <opus/opusfile.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 20000 };

static uint32_t chance = 20261014;

static int16_t next_noise(void)
{
    chance = chance * 1664525U + 1013904223U;
    return (int16_t)((int)(chance >> 16) - 32768);
}

static void add_tone(struct buf *pcm, int ms, double high, double hertz)
{
    for (int i = 0; i < CLIP_RATE / 1000 * ms; i++) {
        double at = i * hertz * 2 * 3.14159265358979 / CLIP_RATE;
        int16_t sample = (int16_t)lrint(high * sin(at));
        buf_add(pcm, &sample, sizeof(sample));
    }
}

static double power(const struct buf *pcm, int from_ms, int to_ms)
{
    const int16_t *samples = (const void *)pcm->data;
    double sum = 0;
    int from = from_ms * (CLIP_RATE / 1000);
    int to = to_ms * (CLIP_RATE / 1000);

    for (int i = from; i < to; i++) {
        sum += (double)samples[i] * samples[i];
    }
    return sqrt(sum / (to - from));
}

/* 1: the same wave at the same time, however loud; -1: turned over. */
static double likeness(const struct buf *a, const struct buf *b)
{
    const int16_t *one = (const void *)a->data;
    const int16_t *two = (const void *)b->data;
    double sum = 0;
    int ms = (int)(a->size / sizeof(int16_t) * 1000 / CLIP_RATE);

    for (size_t i = 0; i < a->size / sizeof(int16_t); i++) {
        sum += (double)one[i] * two[i];
    }
    return sum / (double)(a->size / sizeof(int16_t)) / power(a, 0, ms) / power(b, 0, ms);
}

static void it_becomes_a_clip_and_sound_again(void **state)
{
    struct buf said = {0};
    struct buf pcm = {0};
    struct buf clip = {0};
    struct buf back = {0};
    int ms = 0;

    (void)state;
    add_tone(&said, 1000, 6000, 231); /* what players leave out is one and a half of its waves */
    buf_add(&pcm, said.data, said.size);
    assert_int_equal(platform_clip_make(&pcm, &clip, &ms), STATUS_OK);
    assert_int_equal(pcm.size, 0);
    assert_int_equal(ms, 1000);
    assert_in_range(clip.size, 1000, 5000);
    assert_int_equal(platform_clip_decode(clip.data, clip.size, &back), STATUS_OK);
    assert_int_equal(back.size, CLIP_RATE * sizeof(int16_t));
    assert_in_range(power(&back, 5, 20), 3000, 4400); /* from its very start … */
    assert_in_range(power(&back, 100, 900), 3500, 3900);
    assert_in_range(power(&back, 980, 995), 3000, 4400); /* … to its end */
    assert_true(likeness(&said, &back) > 0.9);
    buf_finish(&said);
    buf_finish(&pcm);
    buf_finish(&clip);
    buf_finish(&back);
}

static void the_judge_plays_it(void **state)
{
    struct buf pcm = {0};
    struct buf clip = {0};
    OggOpusFile *file = NULL;
    opus_int16 part[4096];
    int fault = 0;
    int ms = 0;
    int total = 0;
    int count = 0;

    (void)state;
    add_tone(&pcm, 2500, 6000, 300);
    assert_int_equal(platform_clip_make(&pcm, &clip, &ms), STATUS_OK);
    file = op_open_memory((const unsigned char *)clip.data, clip.size, &fault);
    assert_non_null(file);
    assert_int_equal(op_channel_count(file, -1), 1);
    assert_int_equal(op_link_count(file), 1);
    assert_int_equal(op_pcm_total(file, -1), 48000 * 5 / 2);
    assert_in_range(op_bitrate(file, -1), 12000, 34000);
    assert_string_equal(op_tags(file, -1)->vendor, "cairn");
    while ((count = op_read(file, part, 4096, NULL)) > 0) {
        total += count;
    }
    assert_int_equal(count, 0); /* no hole, no damage */
    assert_int_equal(total, 48000 * 5 / 2);
    op_free(file);
    buf_finish(&pcm);
    buf_finish(&clip);
}

/* Noise is what takes the most room. */
static void the_longest_and_loudest_fits(void **state)
{
    struct buf pcm = {0};
    struct buf clip = {0};
    struct buf back = {0};
    int ms = 0;

    (void)state;
    for (int i = 0; i < CLIP_SAMPLES_MOST + 999; i++) {
        int16_t sample = next_noise();
        buf_add(&pcm, &sample, sizeof(sample));
    }
    assert_int_equal(platform_clip_make(&pcm, &clip, &ms), STATUS_OK);
    assert_int_equal(ms, CLIP_SECONDS_MOST * 1000);
    assert_in_range(clip.size, CLIP_BYTES_MOST / 3, CLIP_BYTES_MOST);
    assert_int_equal(platform_clip_decode(clip.data, clip.size, &back), STATUS_OK);
    assert_int_equal(back.size, CLIP_SAMPLES_MOST * sizeof(int16_t));
    buf_finish(&pcm);
    buf_finish(&clip);
    buf_finish(&back);
}

static void silence_is_refused(void **state)
{
    struct buf pcm = {0};
    struct buf clip = {0};
    int ms = 0;

    (void)state;
    add_tone(&pcm, 1000, 0, 300);
    assert_int_equal(platform_clip_make(&pcm, &clip, &ms), STATUS_BAD_INPUT);
    assert_int_equal(clip.size, 0);
    buf_finish(&pcm);
    buf_finish(&clip);
}

/* Any packets that have the form of a clip are decoded: there is no way to the device around it. */
static void what_has_the_form_is_sound(void **state)
{
    (void)state;
    for (int round = 0; round < 60; round++) {
        struct buf clip = {0};
        struct buf back = {0};
        struct clip_writer w;
        clip_write_begin(&w, 312, &clip);
        for (int i = 0; i < 50; i++) {
            uint8_t packet[CLIP_PACKET_MOST];
            for (size_t b = 0; b < sizeof(packet); b++) {
                packet[b] = (uint8_t)next_noise();
            }
            packet[0] = (uint8_t)((round % 2 == 0 ? 0x48 : 0xd8) | (packet[1] & 0x20));
            clip_write_packet(&w, packet, 2 + packet[2] % (sizeof(packet) - 1));
        }
        clip_write_end(&w, 40 * CLIP_FRAME);
        assert_int_equal(platform_clip_decode(clip.data, clip.size, &back), STATUS_OK);
        assert_int_equal(back.size, 40 * CLIP_FRAME * sizeof(int16_t));
        buf_finish(&clip);
        buf_finish(&back);
    }
}

/* ---- the microphone -------------------------------------------------------------------------- */

static void let_pass(struct platform *p, int ms)
{
    struct platform_event event;
    int64_t until = platform_ticks_ms() + ms;

    while (platform_ticks_ms() < until) {
        while (platform_poll(p, &event)) {
        }
        platform_wait(p, until);
    }
}

static struct platform *open_window(const char *heard)
{
    struct platform_options options = {"microphone", ASSETS_FOLDER, 320, 200};
    struct platform *p = NULL;

    assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "disk", 1), 0);
    assert_int_equal(setenv("SDL_DISKAUDIODELAY", "1", 1), 0);
    assert_int_equal(setenv("SDL_DISKAUDIOFILEIN", heard, 1), 0);
    assert_int_equal(platform_open(&options, &p), STATUS_OK);
    return p;
}

static void what_is_said_is_heard(void **state)
{
    struct support_folder folder;
    char *path = NULL;
    struct buf said = {0};
    struct buf heard = {0};
    struct platform *p = NULL;
    int64_t until = platform_ticks_ms() + PATIENCE_MS;
    int loudness = 0;
    int ms = 0;

    (void)state;
    assert_int_equal(support_folder_make(&folder), STATUS_OK);
    path = support_folder_path(&folder, "heard.raw");
    add_tone(&said, 3000, 8000, 300);
    assert_int_equal(support_file_write(path, said.data, said.size), STATUS_OK);
    p = open_window(path);
    assert_int_equal(platform_recorded_ms(p, &loudness), -1);
    assert_int_equal(platform_record(p), STATUS_OK);
    while ((ms = platform_recorded_ms(p, &loudness)) < 1500) {
        assert_true(ms >= 0 && platform_ticks_ms() < until);
        let_pass(p, 10);
    }
    assert_in_range(loudness, 60, 99);
    platform_record_end(p, &heard);
    assert_int_equal(platform_recorded_ms(p, &loudness), -1);
    assert_true(heard.size >= 1500 * 48);
    assert_memory_equal(heard.data, said.data, 1500 * 48);

    assert_int_equal(platform_record(p), STATUS_OK); /* from its start once more, and to the end */
    while ((ms = platform_recorded_ms(p, &loudness)) < CLIP_SECONDS_MOST * 1000) {
        assert_true(ms >= 0 && platform_ticks_ms() < until);
        let_pass(p, 20);
    }
    let_pass(p, 50);
    assert_int_equal(platform_recorded_ms(p, &loudness), CLIP_SECONDS_MOST * 1000);
    buf_clear(&heard);
    platform_record_end(p, &heard);
    assert_int_equal(heard.size, CLIP_SAMPLES_MOST * sizeof(int16_t));
    platform_record_end(p, &heard); /* nothing listens */
    assert_int_equal(heard.size, CLIP_SAMPLES_MOST * sizeof(int16_t));
    platform_close(p);
    support_folder_remove(&folder);
    free(path);
    buf_finish(&said);
    buf_finish(&heard);
}

static void without_a_microphone_it_is_said(void **state)
{
    struct platform *p = open_window("/nowhere/there.raw");
    int loudness = 0;

    (void)state;
    assert_int_equal(platform_record(p), STATUS_UNSUPPORTED);
    assert_non_null(strstr(status_message(), "No microphone was found"));
    assert_int_equal(platform_recorded_ms(p, &loudness), -1);
    platform_close(p);
}

int main(void)
{
    cases_add("it becomes a clip and sound again", it_becomes_a_clip_and_sound_again);
    cases_add("the judge plays it", the_judge_plays_it);
    cases_add("the longest and loudest fits", the_longest_and_loudest_fits);
    cases_add("silence is refused", silence_is_refused);
    cases_add("what has the form is sound", what_has_the_form_is_sound);
    cases_add("what is said is heard", what_is_said_is_heard);
    cases_add("without a microphone it is said", without_a_microphone_it_is_said);
    return cases_run("platform_clip", NULL, NULL);
}
