/* The acts that part tablets and hub: copies, restored backups, withdrawals, erasures, dead
 * batteries.
 *
 * They are rare and heavy, so each happens a few times a history at most; what follows from them is
 * left to the ordinary acts, which come in between in every order.
 */
#include "sim.h"

#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
                            .clock = t->clock,
                            .clock_error_ms = t->clock_error_ms};
    copy->path = support_folder_path(&w->folder, name);
    buf_printf(&url, "sqlite:%s", t->path);
    holds = sql_open(buf_cstr(&url), &db) == STATUS_OK && sql_copy_to(db, copy->path) == STATUS_OK;
    sql_close(db);
    buf_finish(&url);
    w->clone_count++;
    w->tablet_count++;
    return (holds && tablet_reopen(w, copy) && tablet_fold(w, copy)) ||
           world_blame(w, "a tablet could not be copied: %s", status_message());
}

bool act_rejoin(struct world *w, struct tablet *t)
{
    struct buf parted = {0};
    bool holds = store_get(t->store, STORE_parted, &parted) == STATUS_OK;

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
    free(w->backup);
    (void)snprintf(name, sizeof(name), "backup-%d.db", w->backup_count++);
    w->backup = support_folder_path(&w->folder, name);
    world_tell(w, "the hub is backed up");
    return hub_backup(w->hub, w->backup) == STATUS_OK ||
           world_blame(w, "no backup: %s", status_message());
}

bool act_restore(struct world *w, struct tablet *t)
{
    (void)t;
    if (w->backup == NULL || w->restore_count == RESTORES_MAX) {
        return true;
    }
    world_tell(w, "the hub is restored from its backup");
    w->restore_count++;
    for (size_t i = 0; i < w->saved_count; i++) {
        struct saved *s = &w->saved[i]; /* nobody is left who could send it again */
        s->is_lost = s->is_lost || w->tablets[s->tablet].is_wiped;
    }
    return hub_restore(w->hub, w->backup, w->erasures, w->erasure_count) == STATUS_OK ||
           world_blame(w, "not restored: %s", status_message());
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
    /* A restored hub may know nothing of this device. */
    return hub_device_revoke(w->hub, &t->dev, mode) == STATUS_OK || w->restore_count > 0 ||
           world_blame(w, "not withdrawn: %s", status_message());
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
    return hub_erase(w->hub, erasure) == STATUS_OK ||
           world_blame(w, "not erased: %s", status_message());
}

/* ---- the battery and the disk ---------------------------------------------------------------- */

/* The disk fails at some write to come, while the tablet saves or syncs; then it is started again,
 * with what the disk holds. */
bool act_fault(struct world *w, struct tablet *t)
{
    static const char *const names[] = {"is full", "fails", "loses its power"};
    enum fault_disk_kind kind = (enum fault_disk_kind)rng_below(&w->rng, FAULT_DISK_KINDS);
    int countdown = 1 + (int)rng_below(&w->rng, 40);
    bool holds = true;

    if (t->is_wiped) {
        return true;
    }
    world_tell(w, "the disk of tablet %d %s after %d writes", (int)(t - w->tablets), names[kind],
               countdown);
    t->is_faulty = true;
    fault_disk_arm(t->path, kind, countdown);
    holds = rng_below(&w->rng, 2) == 0 ? act_write(w, t) : tablet_sync(w, t, 0);
    if (kind == FAULT_DISK_POWER) {
        tablet_shut(t);
        fault_disk_disarm();
    } else {
        fault_disk_disarm();
        tablet_shut(t);
    }
    t->is_faulty = false;
    return holds && tablet_reopen(w, t) && tablet_recount(w, t) && tablet_fold(w, t);
}
