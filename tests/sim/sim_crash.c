/* The power goes at a point of a commit, and the program starts again.
 *
 * Who dies, of which commit from now on, and at which of its four points is drawn; what was under
 * way is whatever the story was doing then. From that instant nothing the program does happens: no
 * answer is heard, no request is sent. So what it had said before must be there when it is back,
 * and what it had only begun is there as a whole or not at all.
 */
#include "sim_story.h"

#include "disk.h"

#include <stdio.h>
#include <string.h>

#define TABLET_COMMITS 7 /* of a round, or of an enrolment: the one that is struck is drawn */
#define SAVE_COMMITS   2 /* a draft, and the tap that ends it */
#define HUB_COMMITS    3

static const char *const point_names[FAULT_DISK_POINTS] = {
    [FAULT_DISK_BEFORE] = "before its first write",
    [FAULT_DISK_AMID] = "amid its writes",
    [FAULT_DISK_UNSYNCED] = "before its sync",
    [FAULT_DISK_AFTER] = "after it, untold",
};

static const char *const deed_names[DEED_COUNT] = {
    [DEED_NOTHING] = "nothing",
#define DEED(name, words) [DEED_##name] = words,
#include "deed.def"
};

/* ---- who is dead ----------------------------------------------------------------------------- */

bool tablet_is_dead(const struct tablet *t)
{
    return t->is_faulty && fault_disk_has_crashed(NULL);
}

bool hub_is_dead(const struct world *w)
{
    return w->is_hub_faulty && fault_disk_has_crashed(NULL);
}

/* Another deed begins: a doom that waited for the commit of the last one goes on waiting. */
static bool doom_rests(struct doom *doom, enum deed deed)
{
    bool rests = doom->is_armed && doom->deed != deed;

    if (rests) {
        doom->is_armed = false;
        fault_disk_disarm();
    }
    return rests;
}

static bool doom_comes(struct world *w, struct doom *doom, enum deed deed, const char *path)
{
    if (deed == DEED_NOTHING || doom->deed != deed || fault_disk_is_armed()) {
        return false;
    }
    doom->is_armed = true;
    fault_disk_crash(path, doom->point, 1, &w->rng);
    return true;
}

void tablet_does(struct tablet *t, enum deed deed)
{
    if (tablet_is_dead(t)) {
        return;
    }
    t->deed = deed;
    if (doom_rests(&t->doom, deed)) {
        t->is_faulty = false;
    }
    if (doom_comes(t->world, &t->doom, deed, t->path)) {
        t->is_faulty = true;
    }
}

static const char *hub_file(const struct world *w)
{
    return strchr(buf_cstr(&w->hub_path), ':') + 1;
}

void hub_does(struct world *w, enum deed deed)
{
    if (hub_is_dead(w)) {
        return;
    }
    w->deed = deed;
    if (doom_rests(&w->doom, deed)) {
        w->is_hub_faulty = false;
    }
    if (doom_comes(w, &w->doom, deed, hub_file(w))) {
        w->is_hub_faulty = true;
    }
}

static void arm(struct world *w, const char *path, uint32_t commits)
{
    enum fault_disk_point point = (enum fault_disk_point)rng_below(&w->rng, FAULT_DISK_POINTS);

    fault_disk_crash(path, point, 1 + (int)rng_below(&w->rng, commits), &w->rng);
}

/* Of deeds from one to before another, each as likely, however rare it is. */
static void draw_doom(struct world *w, struct doom *doom, enum deed from, enum deed before,
                      const char *whose)
{
    doom->deed =
        (enum deed)((uint32_t)from + rng_below(&w->rng, (uint32_t)before - (uint32_t)from));
    doom->point = (enum fault_disk_point)rng_below(&w->rng, FAULT_DISK_POINTS);
    world_tell(w, "%s will lose its power %s (%s)", whose, point_names[doom->point],
               deed_names[doom->deed]);
}

static void note_crash(struct world *w, const char *whose, enum deed deed)
{
    enum fault_disk_point at = FAULT_DISK_BEFORE;

    if (fault_disk_has_crashed(&at)) {
        w->struck[deed][at]++;
        world_tell(w, "%s lost its power %s (%s)", whose, point_names[at], deed_names[deed]);
    } else {
        world_tell(w, "%s lost its power between two commits", whose);
    }
}

/* ---- a tablet -------------------------------------------------------------------------------- */

/* What was typed is there once: as a draft or as saved, whichever the person saw last. */
static bool check_draft(struct world *w, struct tablet *t, size_t own_before)
{
    const struct store_counts none = {0};
    struct store_counts counts = none;
    bool is_saved = t->own_count > own_before;
    bool holds = store_count(t->store, &counts) == STATUS_OK;

    if (holds && t->draft != DRAFT_ASKED) {
        holds = counts.drafts == (t->draft == DRAFT_KEPT && !is_saved ? 1 : 0) ||
                world_blame(w, "tablet %d came back with %lld drafts of what was %s",
                            (int)(t - w->tablets), (long long)counts.drafts,
                            is_saved ? "saved" : "typed");
    }
    t->draft = DRAFT_NONE;
    return (holds && store_draft_drop(t->store, SIM_DRAFT) == STATUS_OK) ||
           world_blame(w, "a draft cannot be dropped: %s", status_message());
}

bool tablet_come_back(struct world *w, struct tablet *t)
{
    size_t own_before = t->own_count;
    struct buf withdrawn = {0};
    bool holds = true;

    tablet_kill(t);
    t->is_faulty = false;
    t->checked = (struct tablet_mark){.own = -1};
    holds = tablet_load(w, t) && tablet_reopen(w, t) &&
            store_get(t->store, STORE_withdrawn, &withdrawn) == STATUS_OK;
    if (holds && withdrawn.size > 0) {
        holds = world_see_wiped(w, t);
    } else if (holds && tablet_see_name(w, t)) {
        own_before = t->own_count < own_before ? t->own_count : own_before;
        holds = tablet_recount(w, t) && check_draft(w, t, own_before) && tablet_fold(w, t);
    }
    buf_finish(&withdrawn);
    return holds && w->blame[0] == '\0';
}

static bool revive_hub(struct world *w)
{
    bool has_crashed = fault_disk_has_crashed(NULL);

    w->doom.is_armed = false;
    w->is_hub_faulty = false;
    if (!has_crashed) {
        fault_disk_disarm();
        return true;
    }
    note_crash(w, "the hub", w->deed);
    w->doom = (struct doom){.deed = DEED_NOTHING};
    fault_disk_kill(hub_file(w));
    return world_restart_hub(w);
}

bool world_revive(struct world *w, struct tablet *t)
{
    if (w->doom.is_armed) {
        return revive_hub(w);
    }
    if (!t->doom.is_armed) {
        return true;
    }
    t->doom.is_armed = false;
    if (fault_disk_has_crashed(NULL)) {
        note_crash(w, "a tablet", t->deed);
        t->doom = (struct doom){.deed = DEED_NOTHING};
    }
    return tablet_come_back(w, t);
}

static bool do_something(struct world *w, struct tablet *t, uint32_t what)
{
    switch (what) {
    case 0:
    case 1:
        return act_write(w, t);
    case 2:
        return act_edit(w, t);
    case 3:
        return act_rejoin(w, t);
    default:
        return tablet_sync(w, t, what % 2 == 0 ? 0 : 40);
    }
}

bool act_crash(struct world *w, struct tablet *t)
{
    uint32_t what = rng_below(&w->rng, 9);
    char whose[32];
    bool holds = true;

    if (t->is_wiped) {
        return true;
    }
    (void)snprintf(whose, sizeof(whose), "tablet %d", (int)(t - w->tablets));
    if (rng_below(&w->rng, 2) == 0) {
        draw_doom(w, &t->doom, DEED_NOTHING + 1, DEED_PUSH, whose);
        return true;
    }
    t->is_faulty = true;
    t->deed = DEED_NOTHING;
    fault_disk_lie(w->plant == PLANT_TABLET_FORGETS);
    arm(w, t->path, what < 3 ? SAVE_COMMITS : TABLET_COMMITS);
    holds = do_something(w, t, what);
    note_crash(w, whose, t->deed);
    holds = tablet_come_back(w, t) && holds;
    fault_disk_lie(false);
    return holds;
}

/* ---- the hub --------------------------------------------------------------------------------- */

/* Whoever typed a command that was not answered types it again. */
static bool repeat_command(struct world *w, struct tablet *t, uint32_t what)
{
    switch (what) {
    case 0:
        return act_move(w, t);
    case 1:
        return w->erasure_count == 0 ||
               hub_erase(w->hub, &w->erasures[w->erasure_count - 1]) == STATUS_OK ||
               world_blame(w, "not erased: %s", status_message());
    case 2:
        w->is_withdrawn =
            w->revoke_count > 0 &&
            hub_device_revoke(w->hub, &w->revocations[0].dev, w->revocations[0].mode) == STATUS_OK;
        return w->is_withdrawn || w->revoke_count == 0 || w->restore_count > 0 ||
               world_blame(w, "not withdrawn: %s", status_message());
    case 3:
        return w->restore_count == 0 || world_restore(w);
    default:
        return true;
    }
}

static bool command(struct world *w, struct tablet *t, uint32_t what)
{
    switch (what) {
    case 0:
        return act_move(w, t);
    case 1:
        return act_erase(w, t);
    case 2:
        return act_revoke(w, t);
    case 3:
        return act_restore(w, t);
    case 4:
        return act_rejoin(w, t);
    default:
        return tablet_sync(w, t, what % 2 == 0 ? 0 : 40);
    }
}

bool act_hub_crash(struct world *w, struct tablet *t)
{
    const char *path = hub_file(w);
    uint32_t what = rng_below(&w->rng, 10);
    bool holds = true;

    if (what >= 5 && rng_below(&w->rng, 2) == 0) {
        draw_doom(w, &w->doom, DEED_PUSH, DEED_MOVE, "the hub");
        return true;
    }
    w->is_hub_faulty = true;
    w->deed = DEED_NOTHING;
    fault_disk_lie(w->plant == PLANT_HUB_FORGETS);
    arm(w, path, HUB_COMMITS);
    holds = command(w, t, what);
    note_crash(w, "the hub", w->deed);
    fault_disk_kill(path);
    fault_disk_lie(false);
    w->is_hub_faulty = false;
    holds = world_restart_hub(w) && holds;
    return holds && repeat_command(w, t, what);
}

/* ---- the tally ------------------------------------------------------------------------------- */

static long struck_at(const struct world *w, enum fault_disk_point point, enum deed from,
                      enum deed to)
{
    long count = 0;

    for (enum deed deed = from; deed < to; deed++) {
        count += w->struck[deed][point];
    }
    return count;
}

const char *world_never_struck(const struct world *w)
{
    for (enum deed deed = DEED_NOTHING + 1; deed < DEED_COUNT; deed++) {
        long count = 0;
        for (int point = 0; point < FAULT_DISK_POINTS; point++) {
            count += w->struck[deed][point];
        }
        /* Only for who is withdrawn (send) on the day of another name: not in every run. */
        if (count == 0 && deed != DEED_SETTLED) {
            return deed_names[deed];
        }
    }
    for (int point = 0; point < FAULT_DISK_POINTS; point++) {
        if (struck_at(w, (enum fault_disk_point)point, DEED_NOTHING + 1, DEED_PUSH) == 0 ||
            struck_at(w, (enum fault_disk_point)point, DEED_PUSH, DEED_COUNT) == 0) {
            return point_names[point];
        }
    }
    return NULL;
}

void world_print_struck(const struct world *w)
{
    (void)printf("crashes at a commit:            before    amid  unsynced  after\n");
    for (enum deed deed = DEED_NOTHING + 1; deed < DEED_COUNT; deed++) {
        (void)printf("  %-29s", deed_names[deed]);
        for (int point = 0; point < FAULT_DISK_POINTS; point++) {
            (void)printf("%8ld", w->struck[deed][point]);
        }
        (void)printf("\n");
    }
}
