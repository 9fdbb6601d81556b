/* One loudness for all.
 *
 * A recording that is louder than the next sounds like the better answer, and a quiet one like a
 * secret. So every recording is brought to one level: the power of what is speech in it, not of the
 * pauses, for a word that was waited for would be made louder else. Peaks that would not fit are
 * bent down where they stand, a little before and after, so that one loud letter does not make the
 * whole word quiet. It is done as a phrase is recorded and again as it is played, for it may have
 * been recorded by another program.
 */
#include "clip.h"

#include <math.h>
#include <stdlib.h>

enum {
    BLOCK = CLIP_RATE / 100, /* samples: 10 ms, by which loudness is told */
    LEVEL = 3700,            /* of speech; the tablet's own voice has 3,200 to 4,600 */
    PEAK_MOST = 29000,
    GAIN_MOST = 32,
    FAINT = 110,         /* nothing louder: nobody spoke */
    LASTS = 5,           /* blocks: longer than a knock */
    BLOCKS_LEAST = 8,    /* of speech: less is a click */
    BLOCKS_BEFORE = 8,   /* that stay before the first speech, */
    BLOCKS_BEHIND = 15,  /* and behind the last: words end softly */
    SOFTER = 20,         /* by how much speech may be softer than its loudest, for its level */
    SOFTER_AT_ENDS = 40, /* and for where it begins and ends */
};

/* ---- loudness -------------------------------------------------------------------------------- */

static double power_of(const int16_t *samples, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += (double)samples[i] * samples[i];
    }
    return count > 0 ? sqrt(sum / (double)count) : 0;
}

/* A meter goes by what ears tell apart: 50 dB from its one end to the other. */
int clip_loudness(const int16_t *samples, size_t count)
{
    double power = power_of(samples, count);
    double level = power < 1 ? 0 : 100 + 2 * 20 * log10(power / 16384);

    return level < 0 ? 0 : level > 100 ? 100 : (int)level;
}

struct blocks {
    double *power;
    size_t count;
    double most; /* that lasted */
};

/* A knock on the table is louder than any word, and shorter. */
static double most_that_lasts(const struct blocks *b)
{
    double most = 0;

    for (size_t i = 0; i + LASTS <= b->count; i++) {
        double least = b->power[i];
        for (size_t j = 1; j < LASTS; j++) {
            least = b->power[i + j] < least ? b->power[i + j] : least;
        }
        most = least > most ? least : most;
    }
    return most;
}

static struct blocks blocks_of(const struct buf *pcm)
{
    const int16_t *samples = (const void *)pcm->data;
    struct blocks b = {.count = pcm->size / sizeof(int16_t) / BLOCK};

    b.power = mem_zero(b.count + 1, sizeof(*b.power));
    for (size_t i = 0; i < b.count; i++) {
        b.power[i] = power_of(samples + i * BLOCK, BLOCK);
    }
    b.most = most_that_lasts(&b);
    return b;
}

/* ---- the level ------------------------------------------------------------------------------- */

/* Of what is speech; a knock counts as no louder than that. */
static double level_of(const struct blocks *b)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < b->count; i++) {
        double power = b->power[i] < b->most ? b->power[i] : b->most;
        if (power * SOFTER >= b->most) {
            sum += power * power;
            count++;
        }
    }
    return count > 0 ? sqrt(sum / (double)count) : 0;
}

/* By what the block is to be multiplied so that its peak, and its neighbours', fit. */
static double fit(const int16_t *samples, size_t count, size_t block, double gain)
{
    size_t from = block > 0 ? (block - 1) * BLOCK : 0;
    size_t to = (block + 2) * BLOCK < count ? (block + 2) * BLOCK : count;
    double peak = 1;

    for (size_t i = from; i < to; i++) {
        double high = abs(samples[i]);
        peak = high > peak ? high : peak;
    }
    return peak * gain > PEAK_MOST ? PEAK_MOST / peak : gain;
}

static int16_t bounded(double value)
{
    double most = PEAK_MOST;

    return (int16_t)lrint(value > most ? most : value < -most ? -most : value);
}

static void amplify(struct buf *pcm, double gain)
{
    int16_t *samples = (void *)pcm->data;
    size_t count = pcm->size / sizeof(int16_t);
    size_t blocks = (count + BLOCK - 1) / BLOCK;
    double *gains = mem_zero(blocks + 2, sizeof(*gains));

    for (size_t i = 0; i < blocks; i++) {
        gains[i] = fit(samples, count, i, gain);
    }
    gains[blocks] = blocks > 0 ? gains[blocks - 1] : gain;
    for (size_t i = 0; i < count; i++) {
        double along = (double)(i % BLOCK) / BLOCK;
        double g = gains[i / BLOCK] * (1 - along) + gains[i / BLOCK + 1] * along;
        samples[i] = bounded(samples[i] * g);
    }
    free(gains);
}

void clip_level(struct buf *pcm)
{
    struct blocks b = blocks_of(pcm);
    double level = level_of(&b);
    double gain = level > 1 ? LEVEL / level : 1;

    amplify(pcm, gain < GAIN_MOST ? gain : GAIN_MOST);
    free(b.power);
}

/* ---- recording ------------------------------------------------------------------------------- */

/* What is below speech: the hum of a cable, a hand on the tablet. */
static void take_out_hum(struct buf *pcm)
{
    int16_t *samples = (void *)pcm->data;
    double last = 0;
    double out = 0;

    for (size_t i = 0; i < pcm->size / sizeof(int16_t); i++) {
        double in = samples[i];
        out = in - last + 0.98 * out;
        last = in;
        samples[i] = (int16_t)lrint(out > INT16_MAX   ? INT16_MAX
                                    : out < INT16_MIN ? INT16_MIN
                                                      : out);
    }
}

static void cut(struct buf *pcm, size_t from, size_t to)
{
    int16_t *samples = (void *)pcm->data;
    size_t count = pcm->size / sizeof(int16_t);

    from = from < BLOCKS_BEFORE ? 0 : (from - BLOCKS_BEFORE) * BLOCK;
    to = (to + 1 + BLOCKS_BEHIND) * BLOCK;
    to = to < count ? to : count;
    for (size_t i = from; i < to; i++) {
        samples[i - from] = samples[i];
    }
    mem_wipe(samples + (to - from), (count - (to - from)) * sizeof(*samples));
    pcm->size = (to - from) * sizeof(*samples);
}

enum status clip_tidy(struct buf *pcm)
{
    enum status st = STATUS_OK;
    struct blocks b = {0};
    size_t heard = 0;
    size_t from = 0;
    size_t to = 0;

    pcm->size -= pcm->size % sizeof(int16_t);
    if (pcm->size > CLIP_SAMPLES_MOST * sizeof(int16_t)) {
        pcm->size = CLIP_SAMPLES_MOST * sizeof(int16_t);
    }
    take_out_hum(pcm);
    b = blocks_of(pcm);
    for (size_t i = 0; i < b.count; i++) {
        if (b.power[i] >= FAINT && b.power[i] * SOFTER_AT_ENDS >= b.most) {
            from = heard == 0 ? i : from;
            to = i;
            heard++;
        }
    }
    if (heard < BLOCKS_LEAST) {
        st = FAIL(STATUS_BAD_INPUT,
                  "Nothing was heard. Speak a little closer to the tablet, and try again");
        goto done;
    }
    cut(pcm, from, to);
    clip_level(pcm);
done:
    free(b.power);
    return st;
}
