/* How much of a school's life the simulation plays in a second.
 *
 * A short history is a hub, three tablets and 30 acts (writing, editing, syncing, partitions,
 * crashes, wrong clocks, pupils who move), then all of them sync until it is quiet and what they
 * show is compared. Store, machine, merge and hub are the real ones; seals and signatures are the
 * quick ones of tests/support/quick. What grew in the hub's log and what the acting tablet holds
 * are checked after every act. School-weeks are those of test_sim, with every fault and check.
 *
 * Processor time is what counts: it is one core's, whatever else the machine does.
 */
#include "bench.h"
#include "disk.h"
#include "sim_story.h"

#include <inttypes.h>
#include <stdio.h>

#define HISTORIES      400
#define ACTS           30
#define WEEKS          4
#define WEEK_RUNS      20
#define LEAST_A_SECOND 300

static struct world world;

static void must(bool holds, uint64_t seed)
{
    if (!holds) {
        (void)printf("  SIM_SEED=%" PRIu64 " fails: %s\n", seed, world.blame);
        (void)fflush(stdout);
    }
    CHECK(holds);
}

static double play(struct story story, int runs, struct rng *seeds)
{
    int64_t begun = bench_cpu_ns();

    story.steps = story_steps(&world, &story);
    for (int i = 0; i < runs; i++) {
        story.seed = rng_next(seeds);
        must(story_holds(&world, &story, false), story.seed);
    }
    return (double)(bench_cpu_ns() - begun) / 1e9;
}

int main(void)
{
    const struct story history = {.acts = ACTS, .is_plain = true};
    const struct story weeks = {.weeks = WEEKS};
    struct rng seeds = {20260901};
    double times[BENCH_RUNS];
    double a_second[BENCH_RUNS];

    CHECK(change_setup() == STATUS_OK && memory_disk_setup() == STATUS_OK &&
          fault_disk_setup() == STATUS_OK);
    must(world_create(&world, 3), 0);
    for (int run = 0; run < BENCH_RUNS; run++) {
        world.is_thorough = false;
        times[run] = play(history, HISTORIES, &seeds) / HISTORIES;
        world.is_thorough = true;
        a_second[run] = WEEKS * WEEK_RUNS / play(weeks, WEEK_RUNS, &seeds);
    }
    double middle = bench_median(times);
    bench_say("simulation: a short history, on one core", middle * 1e3, 1e3 / LEAST_A_SECOND, "ms");
    (void)printf("  %.0f short histories a second: %.2f of %d\n", 1 / middle,
                 1 / middle / LEAST_A_SECOND, LEAST_A_SECOND);
    (void)printf("  %.0f school-weeks a second, every fault and every check\n",
                 bench_median(a_second));
    world_destroy(&world);
    return 0;
}
