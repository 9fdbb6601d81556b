/* Do tablets and hub agree after any weather? School-weeks from a seed, and the shortest story that
 * fails.
 *
 * SIM_SEED=n repeats one history; SIM_RUNS=n sets how many, SIM_WEEKS=n how many weeks each has,
 * SIM_TABLETS=n how many tablets; SIM_PLANT=n plants a fault, to read its story.
 * The planted faults of sim_plant.c are each seen to be caught (on a seed that holds without them),
 * every time this runs: a simulation that would not notice them proves nothing.
 */
#include "disk.h"
#include "sim_story.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A twelfth where every access is watched. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RUNS(count) (1 + (count) / 12)
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define RUNS(count) (1 + (count) / 12)
#endif
#if !defined(RUNS)
#define RUNS(count) (count)
#endif

#define SEED       20260901
#define GATE_WEEKS 2000
#if defined(SIM_SEALED)
#define PLANT_RUNS 0
#else
#define PLANT_RUNS 1000 /* the rarest is caught once in some two hundred */
#endif

/* The gate's 2,000 school-weeks, and a few by the real cryptography. */
static const struct plan {
    size_t tablets;
    int weeks; /* of a history */
    int runs;
} plans[] = {
#if defined(SIM_SEALED)
    {3, 4, RUNS(25)},
#else
    {3, 4, RUNS(460)},
    {8, 2, RUNS(76)},
    {50, 2, RUNS(4)},
#endif
};

static struct world world;
static long struck[DEED_COUNT][FAULT_DISK_POINTS]; /* in all plans */

static int count_from(const char *name, int otherwise)
{
    const char *given = getenv(name);
    int64_t count = otherwise;

    return given != NULL && text_to_int64(given, &count) == STATUS_OK ? (int)count : otherwise;
}

static void make_world(size_t tablets)
{
    if (!world_create(&world, tablets)) {
        fail_msg("%s", world.blame);
    }
    world.is_thorough = true;
}

static struct story story_of(int weeks, uint64_t seed, enum plant plant)
{
    struct story story = {.seed = seed, .plant = plant, .weeks = weeks};

    story.steps = story_steps(&world, &story);
    return story;
}

static void keep_struck(void)
{
    for (int deed = 0; deed < DEED_COUNT; deed++) {
        for (int point = 0; point < FAULT_DISK_POINTS; point++) {
            struck[deed][point] += world.struck[deed][point];
        }
    }
}

static void play(const struct plan *plan, struct rng *seeds, enum plant plant)
{
    make_world(plan->tablets);
    for (int run = 0; run < plan->runs; run++) {
        uint64_t seed = seeds->state;
        const struct story story = story_of(plan->weeks, seed, plant);
        if (!story_holds(&world, &story, false)) {
            story_shrink(&world, &story);
            world_destroy(&world);
            fail_msg("SIM_SEED=%" PRIu64 " SIM_WEEKS=%d SIM_TABLETS=%zu fails", seed, plan->weeks,
                     plan->tablets);
        }
        (void)rng_next(seeds);
    }
    keep_struck();
    world_destroy(&world);
}

/* A crash that was never drawn proves nothing; fewer weeks may well miss the rarest. */
static void check_struck(int weeks)
{
    const char *missed = NULL;

    memcpy(world.struck, struck, sizeof(struck));
    world_print_struck(&world);
    missed = world_never_struck(&world);
    if (missed != NULL && weeks >= GATE_WEEKS) {
        fail_msg("in %d school-weeks no crash struck this: %s", weeks, missed);
    }
}

static void devices_agree(void **state)
{
    const char *given = getenv("SIM_SEED");
    struct rng seeds = {given != NULL ? strtoull(given, NULL, 0) : SEED};
    enum plant plant = (enum plant)count_from("SIM_PLANT", PLANT_NOTHING);
    struct plan asked = {
        .tablets = (size_t)count_from("SIM_TABLETS", 3),
        .weeks = count_from("SIM_WEEKS", 4),
        .runs = count_from("SIM_RUNS", given != NULL ? 1 : 0),
    };
    int weeks = 0;

    (void)state;
    if (asked.runs > 0) {
        print_message("SIM_SEED=%" PRIu64 "\n", seeds.state);
        play(&asked, &seeds, plant);
        check_struck(0);
        return;
    }
    for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
        print_message("SIM_SEED=%" PRIu64 ", %d histories of %d weeks, %zu tablets\n", seeds.state,
                      plans[i].runs, plans[i].weeks, plans[i].tablets);
        play(&plans[i], &seeds, plant);
        weeks += plans[i].weeks * plans[i].runs;
    }
    print_message("%d school-weeks\n", weeks);
    check_struck(weeks);
}

static void planted_faults_are_caught(void **state)
{
    (void)state;
    if (PLANT_RUNS == 0 || getenv("SIM_SEED") != NULL) {
        return; /* one history is asked for, or the other program does it */
    }
    make_world(3);
    for (int plant = PLANT_NOTHING + 1; plant < PLANT_COUNT; plant++) {
        struct rng seeds = {77};
        bool is_caught = false;
        for (int run = 0; run < PLANT_RUNS && !is_caught; run++) {
            uint64_t seed = rng_next(&seeds);
            const struct story faulty = story_of(2, seed, (enum plant)plant);
            const struct story sound = story_of(2, seed, PLANT_NOTHING);
            is_caught = !story_holds(&world, &faulty, false) && story_holds(&world, &sound, false);
        }
        if (!is_caught) {
            world_destroy(&world);
            fail_msg("planted fault %d was not caught in %d histories", plant, PLANT_RUNS);
        }
    }
    world_destroy(&world);
}

/* A history that is begun again is the same history, whatever was played before it: else no seed
 * could be repeated. */
static void a_world_begins_as_it_was_made(void **state)
{
    static struct ledger first;
    struct rng seeds = {99};

    (void)state;
    make_world(3);
    for (int run = 0; run < 10; run++) {
        const struct story story = story_of(1, rng_next(&seeds), PLANT_NOTHING);
        const struct story other = story_of(1, rng_next(&seeds), PLANT_NOTHING);
        assert_true(story_holds(&world, &story, false));
        first = world.ledger;
        assert_true(story_holds(&world, &other, false));
        assert_true(story_holds(&world, &story, false));
        assert_memory_equal(&first, &world.ledger, sizeof(first));
    }
    world_destroy(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_agree),
        cmocka_unit_test(a_world_begins_as_it_was_made),
        cmocka_unit_test(planted_faults_are_caught),
    };

    if (change_setup() != STATUS_OK || memory_disk_setup() != STATUS_OK ||
        fault_disk_setup() != STATUS_OK) {
        print_message("%s\n", status_message());
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
