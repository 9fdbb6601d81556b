/* The acts that part tablets and hub: copies, restored backups, withdrawals, erasures, dead
 * batteries.
 *
 * They are rare and heavy, so each happens a few times a history at most; what follows from them is
 * left to the ordinary acts, which come in between in every order.
 */
#include "sim_story.h"

#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MS (14LL * 24 * 3600 * 1000) /* so long a tablet keeps what it wrote of who left */

/* ---- a copy ---------------------------------------------------------------------------------- */

bool act_clone(struct world *w, struct tablet *t)
{
    struct tablet *copy = &w->tablets[w->tablet_count];
    struct sql *db = NULL;
    struct buf url = {0};
    char name[32];
    bool holds = true;

    if (w->clone_count == CLONES_MAX || w->tablet_count == TABLETS_MAX || t->is_wiped) {
        return true;
    }
    (void)snprintf(name, sizeof(name), "copy-%zu.db", w->tablet_count);
    world_tell(w, "tablet %d is copied as tablet %zu", (int)(t - w->tablets), w->tablet_count);
    *copy = (struct tablet){.keys = t->keys,
                            .dev = t->dev,
                            .school = t->school,
                            .is_scoped = t->is_scoped,
                            .is_revoked_now = t->is_revoked_now,
                            .plant = w->plant,
                            .own_count = t->own_count,
                            .forgotten_most = t->forgotten_most,
                            .clock = t->clock,
                            .clock_error_ms = t->clock_error_ms};
    copy->path = support_folder_path(&w->folder, name);
    (void)remove(copy->path);
    buf_printf(&url, "sqlite:%s", t->path);
    holds = sql_open(buf_cstr(&url), &db) == STATUS_OK && sql_copy_to(db, copy->path) == STATUS_OK;
    sql_close(db);
    buf_finish(&url);
    w->clone_count++;
    w->tablet_count++;
    return (holds && tablet_open_view(w, copy) && tablet_reopen(w, copy) && tablet_fold(w, copy)) ||
           world_blame(w, "a tablet could not be copied: %s", status_message());
}

bool act_rejoin(struct world *w, struct tablet *t)
{
    struct buf parted = {0};
    bool holds = t->is_wiped || store_get(t->store, STORE_parted, &parted) == STATUS_OK;

    /* Until a person comes with a code, the daemon has long looked where the two parted. */
    if (holds && parted.size > 0) {
        bool was_cut_off = t->is_cut_off;
        t->is_cut_off = false;
        holds = tablet_sync(w, t, 0);
        t->is_cut_off = was_cut_off;
    }
    holds = holds && (t->is_wiped || store_get(t->store, STORE_parted, &parted) == STATUS_OK);
    if (holds && parted.size > 0 && !t->is_wiped) {
        world_tell(w, "tablet %d is enrolled anew: %s", (int)(t - w->tablets), buf_cstr(&parted));
        holds = tablet_enrol(w, t);
    }
    buf_finish(&parted);
    return holds;
}

/* ---- backups --------------------------------------------------------------------------------- */

bool act_backup(struct world *w, struct tablet *t)
{
    char name[32];

    (void)t;
    if (w->backup_count == BACKUPS_MAX) {
        return true;
    }
    free(w->backup);
    (void)snprintf(name, sizeof(name), "backup-%d.db", w->backup_count++);
    w->backup = support_folder_path(&w->folder, name);
    (void)remove(w->backup); /* another history's: gone from the memory disk, but its name is not */
    w->backup_ms = w->now_ms;
    world_tell(w, "the hub is backed up");
    return hub_backup(w->hub, w->backup) == STATUS_OK ||
           world_blame(w, "no backup: %s", status_message());
}

/* Nobody may be left who could send again what the backup has not got: a tablet that was wiped, or
 * one whose pupils left its scope so long ago that their boxes are gone. */
static bool may_be_gone(const struct world *w, const struct tablet *t)
{
    return t->is_wiped || (t->is_scoped && w->now_ms - w->backup_ms > KEPT_MS);
}

/* What was done since the backup is known by the lists alone. */
static bool lose_disk(struct world *w)
{
    char name[32];
    char *path = NULL;

    world_tell(w, "the disk of the hub is lost");
    hub_destroy(w->hub);
    w->hub = NULL;
    (void)snprintf(name, sizeof(name), "hub-%d.db", w->restore_count);
    path = support_folder_path(&w->folder, name);
    (void)remove(path);
    buf_clear(&w->hub_path);
    buf_printf(&w->hub_path, "sqlite:%s", path);
    w->has_moved_hub = true;
    free(path);
    return world_restart_hub(w);
}

bool world_restore(struct world *w)
{
    const struct hub_lasting lasting = {
        .erasures = w->erasures,
        .erasure_count = w->erasure_count,
        .revocations = w->revocations,
        .revocation_count = w->plant == PLANT_WITHDRAWN_FORGOTTEN ? 0 : (size_t)w->revoke_count};

    if (!w->is_hub_faulty && rng_below(&w->rng, 2) == 0 && !lose_disk(w)) {
        return false;
    }
    w->restore_count++;
    w->restored_ms = w->now_ms;
    w->leap_count = 0;
    for (size_t i = 0; i < w->saved_count; i++) {
        struct saved *s = &w->saved[i];
        s->is_lost = s->is_lost || may_be_gone(w, &w->tablets[s->tablet]);
    }
    hub_does(w, DEED_RESTORED);
    return (hub_restore(w->hub, w->backup, &lasting) == STATUS_OK && world_reread_log(w)) ||
           w->is_hub_faulty || world_blame(w, "not restored: %s", status_message());
}

bool act_restore(struct world *w, struct tablet *t)
{
    (void)t;
    if (w->backup == NULL || w->restore_count >= RESTORES_MAX) {
        return true;
    }
    world_tell(w, "the hub is restored from its backup");
    return world_restore(w);
}

/* ---- withdrawn, erased ----------------------------------------------------------------------- */

bool act_revoke(struct world *w, struct tablet *t)
{
    const char *mode = rng_below(&w->rng, 2) == 0 ? "now" : "send";

    if (w->revoke_count == REVOKES_MAX || t->is_wiped) {
        return true;
    }
    w->revoke_count++;
    for (size_t i = 0; i < w->tablet_count; i++) { /* copies too */
        struct tablet *same = &w->tablets[i];
        same->is_revoked_now =
            same->is_revoked_now || (strcmp(mode, "now") == 0 && id_equal(&same->dev, &t->dev));
    }
    world_tell(w, "tablet %d is withdrawn (%s)", (int)(t - w->tablets), mode);
    w->revocations[0].dev = t->dev;
    text_copy(w->revocations[0].mode, sizeof(w->revocations[0].mode), mode);
    hub_does(w, DEED_WITHDRAWN);
    w->is_withdrawn = hub_device_revoke(w->hub, &t->dev, mode) == STATUS_OK && !w->is_hub_faulty;
    /* A restored hub may know nothing of this device. */
    if (!w->is_withdrawn && w->restore_count == 0 && !w->is_hub_faulty) {
        return world_blame(w, "not withdrawn: %s", status_message());
    }
    return w->is_hub_faulty || rng_below(&w->rng, 4) != 0 || act_restore(w, t);
}

bool act_erase(struct world *w, struct tablet *t)
{
    struct hub_erasure *erasure = &w->erasures[w->erasure_count];

    (void)t;
    if (w->erasure_count == ERASURES_MAX) {
        return true;
    }
    *erasure = (struct hub_erasure){w->school, w->pupils[w->erasure_count]};
    world_tell(w, "pupil %zu is erased", w->erasure_count);
    w->erasure_count++;
    hub_does(w, DEED_ERASED);
    return hub_erase(w->hub, erasure) == STATUS_OK || w->is_hub_faulty ||
           world_blame(w, "not erased: %s", status_message());
}

/* ---- batteries and disks --------------------------------------------------------------------- */

static void arm(struct world *w, const char *path, const char *whose)
{
    static const char *const names[] = {"is full", "fails", "loses its power"};
    enum fault_disk_kind kind = (enum fault_disk_kind)rng_below(&w->rng, FAULT_DISK_KINDS);
    int countdown = 1 + (int)rng_below(&w->rng, 40);

    world_tell(w, "the disk of %s %s after %d writes", whose, names[kind], countdown);
    fault_disk_arm(path, kind, countdown, &w->rng);
}

/* A row that was fetched is gone: the next check sums must miss it, and fetch it again. */
bool act_rot(struct world *w, struct tablet *t)
{
    struct sql *db = NULL;
    struct buf url = {0};
    struct buf text = {0};
    bool holds = true;

    if (t->is_wiped) {
        return true;
    }
    world_tell(w, "a row of tablet %d rots", (int)(t - w->tablets));
    buf_printf(&url, "sqlite:%s", t->path);
    buf_printf(&text,
               "DELETE FROM box WHERE place = (SELECT place FROM box WHERE lsn < 9007199254740991"
               " AND digest IS NULL ORDER BY place LIMIT 1 OFFSET %u)",
               rng_below(&w->rng, 40));
    holds = sql_open(buf_cstr(&url), &db) == STATUS_OK && sql_run(db, buf_cstr(&text)) == STATUS_OK;
    sql_close(db);
    buf_finish(&url);
    buf_finish(&text);
    return (holds && tablet_fold_anew(w, t) && tablet_fold(w, t)) ||
           world_blame(w, "no row could rot: %s", status_message());
}

/* The disk fails at some write to come, while the tablet saves or syncs; then it is started again,
 * with what the disk holds. */
bool act_fault(struct world *w, struct tablet *t)
{
    char whose[32];
    bool holds = true;

    if (t->is_wiped) {
        return true;
    }
    (void)snprintf(whose, sizeof(whose), "tablet %d", (int)(t - w->tablets));
    t->is_faulty = true;
    arm(w, t->path, whose);
    holds = rng_below(&w->rng, 2) == 0 ? act_write(w, t) : tablet_sync(w, t, 0);
    return tablet_come_back(w, t) && holds;
}

/* The same at the hub, while a tablet syncs: what it has acknowledged must be there afterwards. */
bool act_hub_fault(struct world *w, struct tablet *t)
{
    const char *path = strchr(buf_cstr(&w->hub_path), ':') + 1;
    bool holds = true;

    w->is_hub_faulty = true;
    fault_disk_lie(w->plant == PLANT_HUB_FORGETS);
    arm(w, path, "the hub");
    holds = rng_below(&w->rng, 4) == 0 ? act_move(w, t) : tablet_sync(w, t, 0);
    fault_disk_kill(path);
    fault_disk_lie(false);
    w->is_hub_faulty = false;
    return world_restart_hub(w) && holds;
}
