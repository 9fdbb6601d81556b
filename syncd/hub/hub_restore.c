/* Restoring: a backup takes the store's place, in one transaction, even beside a running serve.
 *
 * A cursor means nothing in another history, so the store gets a new epoch: every tablet pulls
 * again from 0 and pushes what the backup has not got. The hub's own chains may have gone on after
 * the backup, and their numbers must never be used twice, so each school gets a new device of the
 * hub's. Erasures and revocations made since the backup are made again before anyone can ask, or
 * whoever found a tablet would be let in: see hub_lasting.c.
 */
#include "hub_reach.h"

#include <string.h>

struct restore_job {
    struct sql *from;                  /* has the backup attached as `old` */
    bool is_own;                       /* from is the store's own connection */
    const struct hub_lasting *lasting; /* as its lists say */
};

/* A fault of the given file would be told of the store that it is read beside. */
static enum status blame_file(enum status st, const char *path)
{
    if (st == STATUS_DAMAGED) {
        return FAIL(st, "%s is damaged or no backup: the hub stays as it is.", path);
    }
    if (st == STATUS_DISK) {
        return FAIL(st, "%s cannot be opened or read: check it and its folder.", path);
    }
    return st;
}

static enum status attach(struct sql *from, const char *path)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(from, "ATTACH DATABASE $1 AS old", &stmt));
    sql_bind_text(stmt, 1, path);
    TRY(sql_finish_run(stmt));

done:
    sql_finish(stmt);
    return blame_file(st, path);
}

/* Every page of the file, so that what fails afterwards is the store. */
static enum status check_pages(struct sql *from, const char *path)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare_once(from, "PRAGMA old.quick_check(1)", &stmt));
    TRY(sql_step(stmt));
    if (!text_equal(sql_text(stmt, 0), "ok")) {
        TRY(STATUS_DAMAGED);
    }

done:
    sql_finish(stmt);
    return blame_file(st, path);
}

/* A backup of a hub of this version, and of this hub: else no tablet's key would open. */
static enum status check_backup(const struct hub *hub, struct sql *from, const char *path)
{
    enum status st = STATUS_OK;
    struct sql_stmt *old = NULL;

    st = sql_prepare_once(from,
                          "SELECT value, (SELECT count(*) FROM old.device WHERE is_hub=1"
                          " AND sign_key<>$1) FROM old.hub_meta WHERE name='schema'",
                          &old);
    if (st == STATUS_OK) {
        sql_bind_bytes(old, 1, hub->keys.sign.public_key, sizeof hub->keys.sign.public_key);
        st = sql_step(old);
    }
    if (st != STATUS_OK || !text_equal(sql_text(old, 0), HUB_FILE_VERSION)) {
        TRY(FAIL(STATUS_BAD_INPUT, "%s is no backup of a hub of this version.", path));
    }
    if (sql_int(old, 1) > 0) {
        TRY(FAIL(STATUS_BAD_INPUT, "%s is of a hub with other keys: put its keys.json here first.",
                 path));
    }

done:
    sql_finish(old);
    return st;
}

static enum status take_tables(struct hub_db *db, const struct restore_job *job)
{
    enum status st = STATUS_OK;

    if (job->is_own) {
        TRY(sql_run(db->sql, "DELETE FROM school; INSERT INTO school SELECT * FROM old.school;"
                             "DELETE FROM device; INSERT INTO device SELECT * FROM old.device;"
                             "DELETE FROM device_group;"
                             "INSERT INTO device_group SELECT * FROM old.device_group;"
                             "DELETE FROM log; INSERT INTO log SELECT * FROM old.log;"
                             "DELETE FROM erased; INSERT INTO erased SELECT * FROM old.erased;"
                             "DELETE FROM account; INSERT INTO account SELECT * FROM old.account"));
    } else {
        TRY(hub_copy(job->from, "old.", db->sql));
    }

done:
    return st;
}

/* What the replaced store knows is the latest: it comes last. */
static enum status restore(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct restore_job *job = ctx;
    struct arena arena = {0};
    struct hub_lasting known;
    int64_t changes = 0;

    TRY(hub_lock_all(db));
    TRY(hub_lasting_in(db, &arena, &known));
    TRY(take_tables(db, job));
    TRY(hub_new_life(db));
    TRY(hub_fold_all(db, &changes));
    TRY(hub_lasting_apply(db, job->lasting));
    TRY(hub_lasting_apply(db, &known));

done:
    arena_finish(&arena);
    return st;
}

enum status hub_restore(struct hub *hub, const char *path, const struct hub_lasting *lasting)
{
    enum status st = STATUS_OK;
    struct hub_db *db = hub->write_db;
    struct restore_job job = {.lasting = lasting};
    struct sql *beside = NULL;
    bool is_attached = false;

    CHECK(!hub->writer.is_running);
    job.is_own = !sql_locks_rows(db->sql);
    if (!job.is_own) {
        TRY(sql_open("sqlite::memory:", &beside));
    }
    job.from = job.is_own ? db->sql : beside;
    TRY(attach(job.from, path));
    is_attached = true;
    TRY(check_pages(job.from, path));
    TRY(check_backup(db->hub, job.from, path));
    TRY(hub_submit(hub, NULL, restore, &job));
    hub_sweep(hub);

done:
    if (is_attached) {
        enum status detached = sql_run(job.from, "DETACH DATABASE old");
        st = st == STATUS_OK ? detached : st;
    }
    sql_close(beside);
    return st;
}
