/* Seeded chance: the same seed, the same story.
 *
 * A simulation that fails is only worth something when it fails again, so tests and demos draw
 * from this and from nothing else. Splitmix64 has one word of state, takes any seed (0 too), and
 * is no secret keeper: keys come from the platform's port.
 */
#include "base.h"

uint64_t rng_next(struct rng *r)
{
    r->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t word = r->state;

    word = (word ^ word >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    word = (word ^ word >> 27) * UINT64_C(0x94d049bb133111eb);
    return word ^ word >> 31;
}

uint32_t rng_below(struct rng *r, uint32_t limit)
{
    CHECK(limit > 0);
    /* The top half of the word, scaled: uneven by one part in four thousand million at most. */
    return (uint32_t)((rng_next(r) >> 32) * limit >> 32);
}

double rng_unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

static void fill_from_rng(void *ctx, void *bytes, size_t size)
{
    struct rng *r = ctx;
    uint8_t *at = bytes;

    for (size_t i = 0; i < size; i++) {
        at[i] = (uint8_t)(rng_next(r) >> 56);
    }
}

struct random_port rng_port(struct rng *r)
{
    return (struct random_port){.fill = fill_from_rng, .ctx = r};
}
