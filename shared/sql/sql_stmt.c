/* Statements: parsed once, bound by name.
 *
 * The cache knows a text by its address: texts are constants of the program, and comparing one
 * pointer beats hashing a hundred letters on every save. The letters are still compared once found,
 * because a text built in a reused buffer would get another's statement.
 */
#include "sql_private.h"

#include <string.h>

static enum status parse(struct sql *db, const char *text, bool lasts, struct sql_stmt **out)
{
    enum status st = STATUS_OK;

    TRY(db->engine->parse(db, text, lasts, out));
    (*out)->db = db;
    (*out)->is_lent = true;

done:
    return st;
}

enum status sql_prepare(struct sql *db, const char *text, struct sql_stmt **out)
{
    enum status st = STATUS_OK;
    struct sql_stmt **bucket = NULL;

    CHECK(db != NULL && text != NULL && out != NULL);
    *out = NULL;
    bucket = &db->cached[((uintptr_t)text >> 3) % SQL_CACHE_BUCKETS];
    for (struct sql_stmt *s = *bucket; s != NULL; s = s->next) {
        if (s->text != text) {
            continue;
        }
        CHECK(strcmp(db->engine->text_of(s), text) == 0);
        if (s->is_lent) {
            /* Asked for again while in use: the second caller gets one of its own. */
            return sql_prepare_once(db, text, out);
        }
        s->is_lent = true;
        *out = s;
        return STATUS_OK;
    }
    TRY(parse(db, text, true, out));
    (*out)->text = text;
    (*out)->is_cached = true;
    (*out)->next = *bucket;
    *bucket = *out;

done:
    return st;
}

enum status sql_prepare_once(struct sql *db, const char *text, struct sql_stmt **out)
{
    enum status st = STATUS_OK;

    CHECK(db != NULL && text != NULL && out != NULL);
    *out = NULL;
    TRY(parse(db, text, false, out)); /* keeps no text, which may be gone before the statement is */
    (*out)->next = db->once;
    db->once = *out;

done:
    return st;
}

void sql_finish(struct sql_stmt *stmt)
{
    struct sql_stmt **link = NULL;

    if (stmt == NULL) {
        return;
    }
    if (stmt->is_cached) {
        sql_reset(stmt);
        stmt->db->engine->unbind(stmt);
        stmt->is_lent = false;
        return;
    }
    link = &stmt->db->once;
    while (*link != stmt) {
        CHECK(*link != NULL);
        link = &(*link)->next;
    }
    *link = stmt->next;
    stmt->db->engine->drop(stmt);
}

void sql_reset(struct sql_stmt *stmt)
{
    stmt->db->engine->reset(stmt);
    stmt->is_begun = false;
    stmt->is_ended = false;
}

/* A statement that is ready to be bound. */
static const struct sql_engine *ready(struct sql_stmt *stmt, int number)
{
    CHECK(stmt != NULL && stmt->is_lent);
    CHECK(number >= 1 && number <= stmt->parameter_count);
    if (stmt->is_begun) {
        sql_reset(stmt);
    }
    return stmt->db->engine;
}

void sql_bind_int(struct sql_stmt *stmt, int number, int64_t value)
{
    ready(stmt, number)->bind_int(stmt, number, value);
}

void sql_bind_text(struct sql_stmt *stmt, int number, const char *text)
{
    if (text == NULL) {
        sql_bind_null(stmt, number);
        return;
    }
    ready(stmt, number)->bind_text(stmt, number, text, strlen(text));
}

void sql_bind_id(struct sql_stmt *stmt, int number, const struct id *id)
{
    sql_bind_text(stmt, number, id == NULL || id_is_none(id) ? NULL : id->text);
}

void sql_bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size)
{
    CHECK(bytes != NULL || size == 0);
    ready(stmt, number)->bind_bytes(stmt, number, bytes, size);
}

void sql_bind_null(struct sql_stmt *stmt, int number)
{
    ready(stmt, number)->bind_null(stmt, number);
}
