/* Devices, for the person in charge: listed, and revoked when one is lost.
 *
 * Revoking is a mark that the tablet is told of when it next speaks, with the hub's signature over
 * its name: in mode `now` it destroys what it holds, in mode `send` it first pushes what the hub
 * has not got. A tablet that was revoked stays listed; its changes are the school's.
 */
#include "hub_private.h"

#include <string.h>

static void read_device(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    *(struct hub_device_row *)row =
        (struct hub_device_row){.school = sql_id(stmt, 0),
                                .id = sql_id(stmt, 1),
                                .label = arena_text(arena, sql_text(stmt, 2)),
                                .acked = sql_int(stmt, 3),
                                .seen_ms = sql_int(stmt, 4),
                                .revoked = arena_text(arena, sql_text(stmt, 5)),
                                .is_hub = sql_int(stmt, 6) != 0};
}

enum status hub_devices(struct hub *hub, struct arena *arena, struct hub_device_rows *out)
{
    static const struct hub_question all = {
        .text = "SELECT school, id, label, acked, seen_ms, revoked, is_hub"
                " FROM device ORDER BY school, enrolled_ms, id",
        .row_size = sizeof *out->rows,
        .read = read_device};
    struct hub_rows found = {0};
    enum status st = hub_read_rows(hub, &all, arena, &found);

    *out = (struct hub_device_rows){found.rows, found.count};
    return st;
}

struct revoke_job {
    const struct id *dev;
    const char *mode;
};

static enum status revoke(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct revoke_job *job = ctx;
    static const char text[] = "UPDATE device SET revoked=$2 WHERE id=$1 AND is_hub=0";

    TRY(hub_run(db, text, (struct hub_arg[]){arg_id(job->dev), arg_text(job->mode)}, 2));
    if (sql_changed(db->sql) == 0) {
        TRY(FAIL(STATUS_NOT_FOUND, "The hub has no tablet with that id."));
    }

done:
    return st;
}

enum status hub_device_revoke(struct hub *hub, const struct id *dev, const char *mode)
{
    struct revoke_job job = {.dev = dev, .mode = mode};

    CHECK(strcmp(mode, "now") == 0 || strcmp(mode, "send") == 0);
    return hub_submit(hub, NULL, revoke, &job);
}
