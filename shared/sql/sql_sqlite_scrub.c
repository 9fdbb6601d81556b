/* Leaving no byte of what was deleted.
 *
 * Deleted cells are overwritten as they go (secure_delete), but only in the log: until a checkpoint
 * the file itself still has the old page, and until the log is cut short it may still hold the
 * write that brought it. So the file is packed, written through, and the log truncated to nothing.
 */
#include "sql_private.h"

enum status sql_scrub(struct sql *db)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_run(db, "VACUUM"));
    TRY(sql_prepare_once(db, "PRAGMA wal_checkpoint(TRUNCATE)", &stmt));
    TRY(sql_step(stmt));
    if (sql_int(stmt, 0) != 0) {
        st = FAIL(STATUS_BUSY, "another program kept %s busy for too long: try again", db->name);
    }

done:
    sql_finish(stmt);
    return st;
}
