/* Who folds the log back into the file.
 *
 * SQLite lets the commit that makes the log too long do it, and whoever waits for that commit waits
 * for the disk twice more. A second connection can fold what is committed while the first goes on
 * writing. But a log starts again from its beginning only when a writer finds all of it folded, and
 * beside one that never pauses that moment may not come: so past a length of its own choice the
 * writer does it after all, and finds most of it done.
 */
#include "sql_sqlite.h"

static int after_commit(void *ctx, sqlite3 *handle, const char *name, int pages)
{
    struct sql_sqlite *db = ctx;

    db->log_pages = pages;
    if (pages >= db->log_pages_max) {
        /* It is committed, whatever comes of this: what is not folded now is folded later. */
        (void)sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    return SQLITE_OK;
}

void sql_log_leave(struct sql *db, int pages_max)
{
    struct sql_sqlite *own = (struct sql_sqlite *)db;

    CHECK(pages_max > 0);
    own->log_pages_max = pages_max;
    (void)sqlite3_wal_hook(sql_sqlite_handle(db), after_commit, own);
}

int sql_log_pages(const struct sql *db)
{
    CHECK(db->engine == &sql_sqlite);
    return ((const struct sql_sqlite *)db)->log_pages;
}

enum status sql_log_fold(struct sql *db)
{
    CHECK(db->engine == &sql_sqlite);
    return sql_run(db, "PRAGMA wal_checkpoint(PASSIVE)");
}
