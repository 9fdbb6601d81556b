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
    return db->engine->run(db, text);
}

enum status sql_step(struct sql_stmt *stmt)
{
    enum status st = STATUS_OK;

    CHECK(stmt != NULL && stmt->is_lent);
    if (stmt->is_ended) {
        return STATUS_END;
    }
    stmt->is_begun = true;
    st = stmt->db->engine->step(stmt);
    if (st == STATUS_END) {
        stmt->is_ended = true;
    } else if (st != STATUS_OK) {
        sql_reset(stmt);
    }
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

enum status sql_put(struct sql_stmt *stmt)
{
    CHECK(stmt != NULL && stmt->is_lent);
    return stmt->db->engine->put(stmt);
}

enum status sql_put_on(struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->put_on != NULL ? db->engine->put_on(db) : STATUS_OK;
}

bool sql_is_far(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->is_far;
}

bool sql_is_null(const struct sql_stmt *stmt, int column)
{
    return stmt->db->engine->is_null(stmt, column);
}

int64_t sql_int(const struct sql_stmt *stmt, int column)
{
    return stmt->db->engine->int_at(stmt, column);
}

const char *sql_text(const struct sql_stmt *stmt, int column)
{
    const char *text = stmt->db->engine->text_at(stmt, column);

    return text == NULL ? "" : text;
}

struct id sql_id(const struct sql_stmt *stmt, int column)
{
    struct id id = {""};
    const char *text = sql_text(stmt, column);

    if (id_is_valid(text)) {
        memcpy(id.text, text, sizeof id.text);
    }
    return id;
}

const void *sql_bytes(const struct sql_stmt *stmt, int column, size_t *size)
{
    CHECK(size != NULL);
    return stmt->db->engine->bytes_at(stmt, column, size);
}

int64_t sql_changed(const struct sql *db)
{
    return db->engine->changed(db);
}

enum status sql_begin(struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->begin(db);
}

enum status sql_begin_read(struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->begin_read(db);
}

enum status sql_commit(struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->commit(db);
}

void sql_undo(struct sql *db)
{
    CHECK(db != NULL);
    db->engine->undo(db);
}

bool sql_may_retry(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->may_retry(db);
}
