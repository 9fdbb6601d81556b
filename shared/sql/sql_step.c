/* Running statements and reading their rows.
 *
 * SQLite starts a statement that has ended from the beginning when it is stepped again, which turns
 * a loop with one step too many into a second insert. Here the end stays the end until the
 * statement is reset or bound anew. A statement that fails is reset at once, so that it holds no
 * lock while its caller decides what to do.
 */
#include "sql_private.h"

#include <string.h>

enum status sql_run(struct sql *db, const char *text)
{
    CHECK(db != NULL && text != NULL);
    return sql_fault(db, sqlite3_exec(db->handle, text, NULL, NULL, NULL));
}

enum status sql_step(struct sql_stmt *stmt)
{
    enum status st = STATUS_OK;
    int code = SQLITE_OK;

    CHECK(stmt != NULL && stmt->is_lent);
    if (stmt->is_ended) {
        return STATUS_END;
    }
    stmt->is_begun = true;
    code = sqlite3_step(stmt->handle);
    if (code == SQLITE_ROW) {
        return STATUS_OK;
    }
    if (code == SQLITE_DONE) {
        stmt->is_ended = true;
        return STATUS_END;
    }
    st = sql_fault(stmt->db, code);
    sql_reset(stmt);
    return st;
}

enum status sql_finish_run(struct sql_stmt *stmt)
{
    enum status st = STATUS_OK;

    while (st == STATUS_OK) {
        st = sql_step(stmt);
    }
    sql_reset(stmt);
    return st == STATUS_END ? STATUS_OK : st;
}

bool sql_is_null(const struct sql_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t sql_int(const struct sql_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

const char *sql_text(const struct sql_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->handle, column);

    return text == NULL ? "" : (const char *)text;
}

struct id sql_id(const struct sql_stmt *stmt, int column)
{
    struct id id = {""};
    const char *text = sql_text(stmt, column);

    if (id_is_valid(text)) {
        text_copy(id.text, sizeof id.text, text);
    }
    return id;
}

const void *sql_bytes(const struct sql_stmt *stmt, int column, size_t *size)
{
    const void *bytes = sqlite3_column_blob(stmt->handle, column);

    CHECK(size != NULL);
    *size = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return bytes;
}

int64_t sql_changed(const struct sql *db)
{
    return sqlite3_changes64(db->handle);
}

enum status sql_begin(struct sql *db)
{
    return sql_run(db, "BEGIN IMMEDIATE");
}

enum status sql_begin_read(struct sql *db)
{
    enum status st = STATUS_OK;

    TRY(sql_run(db, "BEGIN"));
    /* The instant is that of the first read, so read something now. */
    st = sql_run(db, "SELECT count(*) FROM sqlite_schema");
    if (st != STATUS_OK) {
        sql_undo(db);
    }

done:
    return st;
}

enum status sql_commit(struct sql *db)
{
    return sql_run(db, "COMMIT");
}

void sql_undo(struct sql *db)
{
    CHECK(db != NULL);
    if (sqlite3_get_autocommit(db->handle) == 0) {
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}
