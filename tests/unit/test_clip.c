/* Recorded phrases: how loud they are made, which bytes are one, and which a question is asked by.
 *
 * Planted faults, each built once and seen to fail here: a voice that says some of the answers and
 * not the others; a sum that is not looked at; a gain that is believed; a peak that is cut off.
 */
#include "cases.h"
#include "clip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- which are played ------------------------------------------------------------------------ */

/* A row is told as its phrase and its speaker: yA is “y” by A; an own one ends in *, one that is no
 * clip in !. What is wanted: the rows' places, or "" none. */
static const struct choice {
    const char *name, *rows, *phrases, *want;
} choices[] = {
    {"nobody recorded any",               "",             "yn",  ""   },
    {"a question without answers",        "yA nA",        "",    ""   },
    {"one voice for all",                 "yA nA",        "yn",  "01" },
    {"some are none",                     "yA",           "yn",  ""   },
    {"two voices are none",               "yA nB",        "yn",  ""   },
    {"the voice that has them all",       "yA nB yB",     "yn",  "21" },
    {"who spoke last of two",             "nB yA nA yB",  "yn",  "30" },
    {"the latest of one phrase",          "yA nA yA",     "yn",  "01" },
    {"the pupil's own goes before",       "nB yB yA* nA", "yn",  "23" },
    {"but not alone",                     "nB yB yA*",    "yn",  "10" },
    {"the pupil's own of the same voice", "yA nA yA*",    "yn",  "21" },
    {"what is no clip is not there",      "yA! nA yB nB", "yn",  "23" },
    {"nor does it stand in the way",      "yA! nA yA",    "yn",  "21" },
    {"a phrase that comes twice",         "yA nA",        "yny", "010"},
    {"exactly the words",                 "YA nA",        "yn",  ""   },
};

struct told {
    struct clip_row rows[12];
    char texts[12][2][2];
    size_t count;
};

static void tell_rows(const char *text, struct told *t)
{
    *t = (struct told){.count = 0};
    for (; *text != '\0'; text += strcspn(text, " "), text += *text == ' ') {
        struct clip_row *row = &t->rows[t->count];
        t->texts[t->count][0][0] = text[0];
        t->texts[t->count][1][0] = text[1];
        row->phrase = t->texts[t->count][0];
        row->speaker = t->texts[t->count][1];
        row->is_own = text[2] == '*';
        row->is_bad = text[2] == '!';
        t->count++;
    }
}

static void all_or_none(void **state)
{
    const struct choice *c = *state;
    char texts[8][2] = {""};
    const char *phrases[8];
    int chosen[8];
    size_t count = strlen(c->phrases);
    struct told t;

    tell_rows(c->rows, &t);
    for (size_t i = 0; i < count; i++) {
        texts[i][0] = c->phrases[i];
        phrases[i] = texts[i];
    }
    assert_int_equal(clip_choose_all(t.rows, t.count, phrases, count, chosen), c->want[0] != '\0');
    for (size_t i = 0; c->want[i] != '\0'; i++) {
        assert_int_equal(chosen[i], c->want[i] - '0');
    }
}

static const struct single {
    const char *name, *rows, *speaker;
    int want;
} singles[] = {
    {"none",                         "nA",         NULL, -1},
    {"the latest",                   "yB yA",      NULL, 0 },
    {"the voice of the answers",     "yB yA",      "A",  1 },
    {"the pupil's own before that",  "yB* yA",     "A",  0 },
    {"and the latest of those",      "yA yB* yC*", NULL, 1 },
    {"what is no clip is not there", "yA! yB",     "A",  1 },
};

static void one_by_itself(void **state)
{
    const struct single *s = *state;
    struct told t;

    tell_rows(s->rows, &t);
    assert_int_equal(clip_choose_one(t.rows, t.count, "y", s->speaker), s->want);
}

/* ---- sound ----------------------------------------------------------------------------------- */

static void add_tone(struct buf *pcm, int ms, double high, double hertz)
{
    for (int i = 0; i < CLIP_RATE / 1000 * ms; i++) {
        double at = i * hertz * 2 * 3.14159265358979 / CLIP_RATE;
        int16_t sample = (int16_t)lrint(high * sin(at));
        buf_add(pcm, &sample, sizeof(sample));
    }
}

static int16_t sample(const struct buf *pcm, size_t at)
{
    int16_t value = 0;

    memcpy(&value, pcm->data + at * sizeof(value), sizeof(value));
    return value;
}

static double power(const struct buf *pcm, size_t from, size_t to)
{
    double sum = 0;

    for (size_t i = from; i < to; i++) {
        sum += (double)sample(pcm, i) * sample(pcm, i);
    }
    return sqrt(sum / (double)(to - from));
}

/* However far from the microphone: the same power, within a twentieth. */
static void every_voice_is_as_loud(void **state)
{
    static const double highs[] = {300, 1000, 5000, 14000, 32000};
    struct buf pcm = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(highs); i++) {
        size_t count = 0;
        buf_clear(&pcm);
        add_tone(&pcm, 700, 0, 440);
        add_tone(&pcm, 600, highs[i], 440);
        add_tone(&pcm, 900, 0, 440);
        assert_int_equal(clip_tidy(&pcm), STATUS_OK);
        count = pcm.size / sizeof(int16_t);
        assert_in_range(count, CLIP_RATE * 6 / 10, CLIP_RATE * 9 / 10); /* what is around is cut */
        assert_in_range(power(&pcm, CLIP_RATE / 5, CLIP_RATE / 2), 3515, 3885);
    }
    buf_finish(&pcm);
}

/* One knock does not make the word beside it quiet. */
static void a_peak_is_bent_down(void **state)
{
    struct buf pcm = {0};
    double knock = 0;

    (void)state;
    add_tone(&pcm, 500, 1500, 300);
    add_tone(&pcm, 12, 32000, 1000);
    add_tone(&pcm, 500, 1500, 300);
    clip_level(&pcm);
    for (size_t i = 0; i < pcm.size / sizeof(int16_t); i++) {
        assert_in_range(abs(sample(&pcm, i)), 0, 29000);
    }
    knock = power(&pcm, CLIP_RATE / 2 + CLIP_RATE / 250, CLIP_RATE / 2 + CLIP_RATE / 100);
    assert_in_range(knock, 15000, 21500); /* still a wave: cut off it would have more power */
    assert_in_range(power(&pcm, 0, CLIP_RATE / 4), 3200, 4000);
    buf_finish(&pcm);
}

static const struct quiet {
    const char *name;
    int ms;
    double high, hertz;
} quiets[] = {
    {"nothing at all", 2000, 0,     440},
    {"a faint hiss",   2000, 60,    440},
    {"a hum",          2000, 300,   20 },
    {"a click",        40,   20000, 440},
    {"no sound yet",   0,    0,     440},
};

static void nobody_spoke(void **state)
{
    const struct quiet *q = *state;
    struct buf pcm = {0};

    buf_byte(&pcm, '\0');
    buf_clear(&pcm);
    add_tone(&pcm, q->ms, q->high, q->hertz);
    assert_int_equal(clip_tidy(&pcm), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "Nothing was heard"));
    buf_finish(&pcm);
}

static void what_is_too_long_is_cut(void **state)
{
    struct buf pcm = {0};

    (void)state;
    add_tone(&pcm, 21500, 8000, 200);
    assert_int_equal(clip_tidy(&pcm), STATUS_OK);
    assert_int_equal(pcm.size, CLIP_SAMPLES_MOST * sizeof(int16_t));
    buf_finish(&pcm);
}

static void the_meter_goes_up(void **state)
{
    int last = -1;
    struct buf pcm = {0};

    (void)state;
    for (int high = 0; high < 32000; high = high * 4 + 10) {
        int now = 0;
        buf_clear(&pcm);
        add_tone(&pcm, 100, high, 440);
        now = clip_loudness((const int16_t *)(const void *)pcm.data, pcm.size / sizeof(int16_t));
        assert_in_range(now, last < 0 ? 0 : last, 100);
        last = now;
    }
    assert_true(last > 80);
    assert_int_equal(clip_loudness(NULL, 0), 0);
    buf_finish(&pcm);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

enum { PACKETS = 120, SKIP = 312 };
#define TOC 0x08 /* speech, narrow, 20 ms, one channel, one frame */

static void write_file(struct buf *out, int packets, uint8_t toc)
{
    struct clip_writer w;
    uint8_t packet[CLIP_PACKET_MOST];

    clip_write_begin(&w, SKIP, out);
    for (int i = 0; i < packets; i++) {
        memset(packet, i, sizeof(packet));
        packet[0] = toc;
        clip_write_packet(&w, packet, (size_t)(2 + i % (CLIP_PACKET_MOST - 1)));
    }
    clip_write_end(&w, (packets * 960 - SKIP) / 2);
}

static void what_is_written_is_read(void **state)
{
    struct buf out = {0};
    struct clip_file f;
    struct clip_walk walk = {0};
    const uint8_t *packet = NULL;
    size_t size = 0;

    (void)state;
    write_file(&out, PACKETS, TOC);
    assert_int_equal(clip_read(out.data, out.size, &f), STATUS_OK);
    assert_int_equal(f.packets, PACKETS);
    assert_int_equal(f.skip, SKIP / 2);
    assert_int_equal(f.samples, PACKETS * CLIP_FRAME - SKIP / 2);
    for (int i = 0; i < PACKETS; i++) {
        assert_true(clip_next(&f, &walk, &packet, &size));
        assert_int_equal(size, 2 + i % (CLIP_PACKET_MOST - 1));
        assert_int_equal(packet[0], TOC);
        assert_int_equal(packet[1], i);
    }
    assert_false(clip_next(&f, &walk, &packet, &size));
    buf_finish(&out);
}

static void the_longest_fits(void **state)
{
    struct buf out = {0};
    struct clip_writer w;
    struct clip_file f;
    uint8_t packet[CLIP_PACKET_MOST] = {TOC};

    (void)state;
    clip_write_begin(&w, SKIP, &out);
    for (int i = 0; i < CLIP_PACKETS_MOST; i++) {
        clip_write_packet(&w, packet, sizeof(packet));
    }
    clip_write_end(&w, CLIP_SAMPLES_MOST);
    assert_int_equal(clip_read(out.data, out.size, &f), STATUS_OK);
    assert_true(out.size <= CLIP_BYTES_MOST);
    assert_true((out.size + 2) / 3 * 4 <= 120000); /* as clip.def has it */
    buf_finish(&out);
}

/* As somebody would who means harm: the sum is made right again. */
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

static size_t page_size(const uint8_t *page)
{
    size_t size = 27U + page[26];

    for (int i = 0; i < page[26]; i++) {
        size += page[27 + i];
    }
    return size;
}

/* Where the n-th page begins. */
static uint8_t *page_of(struct buf *file, int n)
{
    uint8_t *page = (uint8_t *)file->data;

    while (n-- > 0) {
        page += page_size(page);
    }
    return page;
}

static void make_right(uint8_t *page)
{
    uint32_t sum = sum_of(page, page_size(page));

    for (int i = 0; i < 4; i++) {
        page[22 + i] = (uint8_t)(sum >> (8 * i) & 255U);
    }
}

static const struct forged {
    const char *name;
    int page; /* whose byte at `at` becomes `byte` */
    size_t at;
    uint8_t byte;
    bool is_taken;
} forgeries[] = {
    {"nothing is changed",           0, 0,       'O',  true },
    {"another rate before it",       0, 28 + 13, 0x11, true },
    {"a stream goes on from before", 2, 5,       1,    false},
    {"another version of pages",     2, 4,       1,    false},
    {"two channels",                 0, 28 + 9,  2,    false},
    {"a gain",                       0, 28 + 17, 0x40, false},
    {"another order of channels",    0, 28 + 18, 1,    false},
    {"a long wait before",           0, 28 + 11, 0x40, false},
    {"another stream",               3, 14,      2,    false},
    {"a page that is missing",       3, 18,      4,    false},
    {"no name",                      1, 28,      'o',  false},
    {"two channels in a packet",     2, 27 + 50, 0x0c, false},
    {"two frames in a packet",       2, 27 + 50, 0x09, false},
    {"any number of frames",         2, 27 + 50, 0x0b, false},
    {"a frame of 60 ms",             2, 27 + 50, 0x18, false},
    {"a frame of 10 ms",             2, 27 + 50, 0x00, false},
    {"wide speech is one too",       2, 27 + 50, 0x48, true },
    {"music of 20 ms as well",       2, 27 + 50, 0xf8, true },
    {"music of 10 ms is not",        2, 27 + 50, 0xf0, false},
    {"a time that is not so",        2, 6,       1,    false},
    {"hours",                        4, 13,      1,    false},
    {"a little more than it holds",  4, 8,       9,    false},
    {"an end before the end",        3, 5,       4,    false},
    {"no end",                       4, 5,       0,    false},
};

static void what_is_forged(void **state)
{
    const struct forged *f = *state;
    struct buf out = {0};
    struct clip_file file;
    uint8_t *page = NULL;

    write_file(&out, PACKETS, TOC);
    page = page_of(&out, f->page);
    page[f->at] = f->byte;
    make_right(page);
    assert_int_equal(clip_read(out.data, out.size, &file),
                     f->is_taken ? STATUS_OK : STATUS_DAMAGED);
    assert_int_equal(file.bytes != NULL, f->is_taken);
    buf_finish(&out);
}

/* Cut off anywhere, with any byte turned, or with anything behind it, it is none. */
static void what_is_damaged_is_none(void **state)
{
    struct buf out = {0};
    struct clip_file f;

    (void)state;
    write_file(&out, 60, TOC);
    for (size_t size = 0; size < out.size; size++) {
        char *exact = mem_alloc(size + 1);
        memcpy(exact, out.data, size);
        exact = mem_grow(exact, size + (size == 0 ? 1 : 0)); /* a step too far is seen */
        assert_int_equal(clip_read(exact, size, &f), STATUS_DAMAGED);
        free(exact);
    }
    for (size_t at = 0; at < out.size; at++) {
        out.data[at] = (char)(out.data[at] ^ 0x10);
        assert_int_equal(clip_read(out.data, out.size, &f), STATUS_DAMAGED);
        out.data[at] = (char)(out.data[at] ^ 0x10);
    }
    write_file(&out, 60, TOC); /* a stream behind the stream */
    assert_int_equal(clip_read(out.data, out.size, &f), STATUS_DAMAGED);
    buf_finish(&out);
}

int main(void)
{
    cases_add_rows(all_or_none, choices, COUNT(choices), sizeof(choices[0]));
    cases_add_rows(one_by_itself, singles, COUNT(singles), sizeof(singles[0]));
    cases_add("every voice is as loud", every_voice_is_as_loud);
    cases_add("a peak is bent down", a_peak_is_bent_down);
    cases_add_rows(nobody_spoke, quiets, COUNT(quiets), sizeof(quiets[0]));
    cases_add("what is too long is cut", what_is_too_long_is_cut);
    cases_add("the meter goes up", the_meter_goes_up);
    cases_add("what is written is read", what_is_written_is_read);
    cases_add("the longest fits", the_longest_fits);
    cases_add_rows(what_is_forged, forgeries, COUNT(forgeries), sizeof(forgeries[0]));
    cases_add("what is damaged is none", what_is_damaged_is_none);
    return cases_run("clip", NULL, NULL);
}
