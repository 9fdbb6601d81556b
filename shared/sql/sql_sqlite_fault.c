/* What SQLite's errors mean to the people and programs above.
 *
 * SQLite has some eighty codes; seven things can be done about them. A full disk comes under two
 * names: SQLite says FULL when a page could not be written, but IOERR when the shared memory file
 * beside the log could not grow, so the system's own number is asked as well.
 */
#include "sql_sqlite.h"

#include <errno.h>

static bool is_full(const struct sql *db, int code)
{
    sqlite3 *handle = sql_sqlite_handle(db);
    int cause = handle == NULL ? 0 : sqlite3_system_errno(handle);

    return (code & 0xff) == SQLITE_FULL ||
           ((code & 0xff) == SQLITE_IOERR && (cause == ENOSPC || cause == EDQUOT));
}

static bool is_taken(int code)
{
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
           code == SQLITE_CONSTRAINT_ROWID;
}

enum status sql_sqlite_fault(const struct sql *db, int code)
{
    sqlite3 *handle = sql_sqlite_handle(db);
    const char *why = handle == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
    const char *name = db->name;

    CHECK(code != SQLITE_MISUSE);
    if (is_full(db, code)) {
        return FAIL(STATUS_FULL, "%s cannot be saved because the disk is full: make room", name);
    }
    if (is_taken(code)) {
        return FAIL(STATUS_EXISTS, "%s holds such a row already (%s)", name, why);
    }
    switch (code & 0xff) {
    case SQLITE_OK:
        return STATUS_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_SCHEMA:
        return FAIL(STATUS_BUSY, "another program kept %s busy for too long: try again", name);
    case SQLITE_NOMEM:
        return FAIL(STATUS_NO_MEMORY, "there is not enough memory to work with %s", name);
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_CONSTRAINT:
        return FAIL(STATUS_BAD_INPUT, "%s cannot take that row (%s)", name, why);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOLFS:
        return FAIL(STATUS_DISK, "%s cannot be opened, read or written (%s): check its folder",
                    name, why);
    default:
        /* CORRUPT and NOTADB; ERROR too, which tables that are not ours give. */
        return FAIL(STATUS_DAMAGED, "%s is damaged or no database of this program (%s)", name, why);
    }
}
