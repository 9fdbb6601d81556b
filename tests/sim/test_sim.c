/* Do tablets and hub agree after any weather? Seeded acts, many runs, the shortest story that
 * fails.
 *
 * SIM_SEED=n repeats one run; SIM_RUNS=n sets how many, SIM_TABLETS=n how many tablets each has;
 * SIM_PLANT=n plants a fault, to read its story.
 * The planted faults of sim_plant.c are each seen to be caught (on a seed that holds without them),
 * every time this runs: a simulation that would not notice them proves nothing.
 */
#include "sim.h"

#include "disk.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ACTS       60
#define RUNS       15
#define PLANT_RUNS 80

static size_t tablet_count = TABLET_COUNT;

/* True when all holds after the first `acts` acts of this seed, and after all is quiet. */
static bool agrees_after(int acts, uint64_t seed, enum plant plant, bool is_telling)
{
    static struct world world;
    bool holds = world_open(&world, seed, plant, tablet_count);

    world.is_telling = is_telling;
    for (int i = 0; holds && i < acts; i++) {
        holds = world_act(&world) && world_check(&world);
    }
    holds = holds && world_settle(&world);
    if (is_telling && !holds) {
        print_message("%s\n", world.blame);
    }
    world_close(&world);
    return holds;
}

static int fewest_acts(uint64_t seed, enum plant plant)
{
    int fewest = 0;

    while (fewest < ACTS && agrees_after(fewest, seed, plant, false)) {
        fewest++;
    }
    return fewest;
}

static int count_from(const char *name, int otherwise)
{
    const char *given = getenv(name);
    int64_t count = otherwise;

    return given != NULL && text_to_int64(given, &count) == STATUS_OK ? (int)count : otherwise;
}

static void devices_agree(void **state)
{
    const char *given = getenv("SIM_SEED");
    struct rng seeds = {given != NULL ? strtoull(given, NULL, 0) : 20260901};
    enum plant plant = (enum plant)count_from("SIM_PLANT", PLANT_NOTHING);
    int runs = given != NULL ? 1 : count_from("SIM_RUNS", RUNS);

    (void)state;
    tablet_count = (size_t)count_from("SIM_TABLETS", TABLET_COUNT);
    print_message("SIM_SEED=%" PRIu64 ", %d runs of %d acts\n", seeds.state, runs, ACTS);
    for (int run = 0; run < runs; run++) {
        uint64_t seed = seeds.state;
        if (!agrees_after(ACTS, seed, plant, false)) {
            int fewest = fewest_acts(seed, plant);
            (void)agrees_after(fewest, seed, plant, true);
            fail_msg("SIM_SEED=%" PRIu64 " fails after %d acts", seed, fewest);
        }
        (void)rng_next(&seeds);
    }
}

static void planted_faults_are_caught(void **state)
{
    (void)state;
    if (getenv("SIM_SEED") != NULL) {
        return; /* one run is asked for */
    }
    for (int plant = PLANT_NOTHING + 1; plant < PLANT_COUNT; plant++) {
        struct rng seeds = {77};
        bool is_caught = false;
        for (int run = 0; run < PLANT_RUNS && !is_caught; run++) {
            uint64_t seed = rng_next(&seeds);
            is_caught = !agrees_after(ACTS, seed, (enum plant)plant, false) &&
                        agrees_after(ACTS, seed, PLANT_NOTHING, false);
        }
        if (!is_caught) {
            fail_msg("planted fault %d was not caught in %d runs", plant, PLANT_RUNS);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_agree),
        cmocka_unit_test(planted_faults_are_caught),
    };

    if (change_setup() != STATUS_OK || fault_disk_setup() != STATUS_OK) {
        print_message("%s\n", status_message());
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
