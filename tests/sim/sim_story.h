/* sim_story — what happens in a world: acts drawn from a seed, and the shortest story that fails.
 *
 * Shape    struct story is a value of the caller.
 * Units    Steps, acts, days and weeks are counts; weather is per cent of requests that it hits.
 * Errors   As sim.h: false, and the world says why.
 * Owns     Nothing.
 * Needs    sim.h.
 */
#ifndef SIM_STORY_H
#define SIM_STORY_H

#include "sim_tablet.h"

#define DAYS_A_WEEK 5
#define ACTS_A_DAY  6

/* Weeks of school days, each with acts and a night in which every tablet syncs; or, with no week,
 * so many acts. A step draws its chance from the seed and its number alone: so one may be left out,
 * and the others stay what they are. */
struct story {
    uint64_t seed;
    enum plant plant;
    int weeks;
    int acts;
    bool is_plain; /* writing, syncing, partitions, crashes, clocks and moves; nothing rarer */
    int steps;     /* only the first so many */
    const bool *is_left; /* by step: left out; NULL: none */
};
int story_steps(const struct world *w, const struct story *story);
/* True when all holds after every step, and after all is quiet. */
bool story_holds(struct world *w, const struct story *story, bool is_telling);
/* The shortest story that fails still, printed; w->blame says why. */
void story_shrink(struct world *w, const struct story *story);

/* The acts, in the order of their table. */
bool act_clone(struct world *w, struct tablet *t);
bool act_rejoin(struct world *w, struct tablet *t);
bool act_backup(struct world *w, struct tablet *t);
bool act_restore(struct world *w, struct tablet *t);
bool act_revoke(struct world *w, struct tablet *t);
bool act_erase(struct world *w, struct tablet *t);
bool act_fault(struct world *w, struct tablet *t);
bool act_hub_fault(struct world *w, struct tablet *t);
bool act_rot(struct world *w, struct tablet *t);
bool act_crash(struct world *w, struct tablet *t);
bool act_hub_crash(struct world *w, struct tablet *t);
bool act_write(struct world *w, struct tablet *t);
bool act_edit(struct world *w, struct tablet *t);
bool act_sync(struct world *w, struct tablet *t);
bool act_cut(struct world *w, struct tablet *t);
bool act_restart(struct world *w, struct tablet *t);
bool act_clock(struct world *w, struct tablet *t);
bool act_hub_clock(struct world *w, struct tablet *t);
bool act_wait(struct world *w, struct tablet *t);
bool act_move(struct world *w, struct tablet *t);

#endif
