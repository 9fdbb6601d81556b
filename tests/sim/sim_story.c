/* A story: its steps, and the shortest one that fails.
 *
 * Each step draws its chance from the seed and its own number. So a step that is left out changes
 * nothing in what the others draw, and a story that fails can be cut down: first to its fewest
 * steps, then by leaving out long stretches, shorter ones, and single steps, while it fails still.
 */
#include "sim_story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS (60LL * 1000)
#define DAY_MS    (24 * 60 * MINUTE_MS)

#define PLAIN_ACTS 8

static const struct {
    uint32_t weight;
    bool (*act)(struct world *w, struct tablet *t);
} acts[] = {
    {25, act_write    },
    {25, act_edit     },
    {14, act_sync     },
    {5,  act_cut      },
    {5,  act_restart  },
    {4,  act_clock    },
    {2,  act_wait     },
    {4,  act_move     },
    {1,  act_clone    },
    {4,  act_rejoin   },
    {2,  act_backup   },
    {1,  act_restore  },
    {1,  act_revoke   },
    {1,  act_erase    },
    {4,  act_fault    },
    {2,  act_hub_fault},
    {2,  act_rot      },
    {4,  act_hub_clock},
    {8,  act_crash    },
    {5,  act_hub_crash},
};

static bool act(struct world *w, size_t count)
{
    struct tablet *t = &w->tablets[rng_below(&w->rng, (uint32_t)w->tablet_count)];
    uint32_t total = 0;
    uint32_t drawn = 0;
    size_t i = 0;

    for (size_t k = 0; k < count; k++) {
        total += acts[k].weight;
    }
    drawn = rng_below(&w->rng, total);
    while (drawn >= acts[i].weight) {
        drawn -= acts[i].weight;
        i++;
    }
    return acts[i].act(w, t) && world_revive(w, t) && world_check(w, t);
}

/* A tablet's own hour, over a network as it is at night. */
static bool night(struct world *w, size_t tablet)
{
    struct tablet *t = &w->tablets[tablet];

    world_tell(w, "night: tablet %zu syncs%s", tablet, t->is_cut_off ? ", cut off" : "");
    return tablet_sync(w, t, 20) && world_revive(w, t) && world_check(w, t);
}

static int steps_a_day(const struct world *w)
{
    return ACTS_A_DAY + (int)w->start_count;
}

int story_steps(const struct world *w, const struct story *story)
{
    return story->weeks > 0 ? story->weeks * DAYS_A_WEEK * steps_a_day(w) : story->acts;
}

/* The time of a step: from nine in the morning on, an act an hour, and the nights after them. */
static int64_t step_ms(const struct world *w, const struct story *story, int step)
{
    int day = 0;
    int in_day = 0;

    if (story->weeks == 0) {
        return step * MINUTE_MS;
    }
    day = step / steps_a_day(w);
    in_day = step % steps_a_day(w);
    return ((day / DAYS_A_WEEK) * 7 + day % DAYS_A_WEEK) * DAY_MS +
           (in_day < ACTS_A_DAY ? in_day * 60 : 15 * 60 + in_day) * MINUTE_MS;
}

static bool take_step(struct world *w, const struct story *story, int step)
{
    int in_day = story->weeks > 0 ? step % steps_a_day(w) : 0;
    struct rng mixed = {story->seed ^ ((uint64_t)step + 1) * UINT64_C(0xd1342543de82ef95)};
    size_t count = story->is_plain ? PLAIN_ACTS : sizeof(acts) / sizeof(acts[0]);

    w->rng = (struct rng){rng_next(&mixed)};
    w->was_hub_asked = w->is_thorough;
    return in_day < ACTS_A_DAY ? act(w, count) : night(w, (size_t)(in_day - ACTS_A_DAY));
}

bool story_holds(struct world *w, const struct story *story, bool is_telling)
{
    bool holds = world_begin(w, story->seed, story->plant);

    w->is_telling = is_telling;
    for (int i = 0; holds && i < story->steps; i++) {
        if (i > 0) {
            world_pass(w, step_ms(w, story, i) - step_ms(w, story, i - 1));
        }
        if (story->is_left == NULL || !story->is_left[i]) {
            holds = take_step(w, story, i);
        }
    }
    holds = holds && world_settle(w);
    if (is_telling && !holds) {
        (void)printf("%s\n", w->blame);
    }
    w->is_telling = false;
    return holds;
}

/* ---- shrinking ------------------------------------------------------------------------------- */

/* The fewest first steps that fail: halved for, since most later steps change nothing in that. */
static int fewest_steps(struct world *w, const struct story *story)
{
    struct story part = *story;
    int holds = -1;
    int fails = story->steps;

    while (fails - holds > 1) {
        part.steps = holds + (fails - holds) / 2;
        if (story_holds(w, &part, false)) {
            holds = part.steps;
        } else {
            fails = part.steps;
        }
    }
    return fails;
}

/* Leaves out a stretch; put back when the story holds without it. */
static void try_without(struct world *w, const struct story *story, bool *is_left, int from,
                        int count)
{
    bool *before = mem_zero((size_t)story->steps + 1, sizeof(*before));

    memcpy(before, is_left, (size_t)story->steps);
    for (int i = from; i < from + count && i < story->steps; i++) {
        is_left[i] = true;
    }
    if (memcmp(before, is_left, (size_t)story->steps) != 0 && story_holds(w, story, false)) {
        memcpy(is_left, before, (size_t)story->steps);
    }
    free(before);
}

void story_shrink(struct world *w, const struct story *story)
{
    struct story part = *story;
    bool *is_left = mem_zero((size_t)story->steps + 1, sizeof(*is_left));
    int left = 0;

    part.steps = fewest_steps(w, story);
    part.is_left = is_left;
    for (int count = part.steps / 2; count > 0; count /= 2) {
        for (int from = part.steps - count; from > -count; from -= count) {
            try_without(w, &part, is_left, from < 0 ? 0 : from, count);
        }
    }
    for (int i = 0; i < part.steps; i++) {
        left += is_left[i] ? 0 : 1;
    }
    (void)printf("the shortest story that fails has %d steps:\n", left);
    (void)story_holds(w, &part, true);
    free(is_left);
}
