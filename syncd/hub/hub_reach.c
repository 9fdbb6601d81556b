/* A store whose numbers went back: a copy of it was put into its place by hand, or its machine lost
 * what its disk had promised.
 *
 * Nothing in such a store says so. It would give numbers a second time: those of a school's log,
 * which tablets find out by their cursors and sums; and those of the hub's own chains, which they
 * cannot, for what they hold under such a name they take for what it is now. So a life that goes on
 * from an older state is another life, as after restore: another epoch, other devices of the hub's
 * own.
 */
#include "hub_reach.h"

static enum status new_epoch(struct hub_db *db)
{
    struct id epoch = id_new(&db->hub->clock, &db->hub->random);
    static const char text[] = "UPDATE hub_meta SET value=$1 WHERE name='epoch'";

    return hub_run(db, text, (struct hub_arg[]){arg_id(&epoch)}, 1);
}

static enum status new_devices(struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(hub_ask(db, "SELECT id FROM school ORDER BY id", NULL, 0, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id school = sql_id(stmt, 0);
        TRY(hub_add_own_device(db, &school));
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

enum status hub_new_life(struct hub_db *db)
{
    enum status st = STATUS_OK;

    TRY(new_epoch(db));
    TRY(new_devices(db));
    TRY(sql_run(db->sql, "DELETE FROM code")); /* those that were used since are used */

done:
    return st;
}

static enum status begin_life(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;

    (void)ctx;
    TRY(hub_lock_all(db));
    TRY(hub_new_life(db));

done:
    return st;
}

enum status hub_begin_life(struct hub *hub)
{
    return hub_submit(hub, NULL, begin_life, NULL);
}

/* ---- how far it is -------------------------------------------------------------------------- */

static void read_reach(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    (void)arena;
    *(struct hub_reach *)row = (struct hub_reach){sql_id(stmt, 0), sql_int(stmt, 1)};
}

static enum status read_epoch(struct hub_db *db, struct id *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(hub_ask_one(db, "SELECT value FROM hub_meta WHERE name='epoch'", NULL, 0, &stmt));
    text_copy(out->text, sizeof out->text, sql_text(stmt, 0));

done:
    sql_finish(stmt);
    return st;
}

enum status hub_reach(struct hub *hub, struct arena *arena, struct hub_reach_rows *out)
{
    static const struct hub_question question = {.text = "SELECT id, last FROM school ORDER BY id",
                                                 .row_size = sizeof(struct hub_reach),
                                                 .read = read_reach};
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    struct hub_rows rows = {0};

    *out = (struct hub_reach_rows){0};
    TRY(hub_reader(hub, &db));
    TRY(sql_begin_read(db->sql));
    TRY(read_epoch(db, &out->epoch));
    TRY(hub_ask_rows(db, &question, arena, &rows));
    out->rows = rows.rows;
    out->count = rows.count;
    out->is_shared = sql_locks_rows(db->sql);

done:
    hub_reader_back(hub, db);
    return st;
}
