/* Statements: parsed once, bound by name.
 *
 * To SQLite $1 is a name that takes the next free number where it first appears, so a text with $2
 * before $1 bound by position swaps the two, and a query then quietly finds nothing. So every
 * parameter is found by its name when the text is parsed, and a text may use $1 to $n only, without
 * gaps, which PostgreSQL wants too.
 *
 * The cache knows a text by its address: texts are constants of the program, and comparing one
 * pointer beats hashing a hundred letters on every save. The letters are still compared once found,
 * because a text built in a reused buffer would get another's statement.
 */
#include "sql_private.h"

#include <stdlib.h>
#include <string.h>

static void find_parameters(struct sql_stmt *stmt)
{
    int count = sqlite3_bind_parameter_count(stmt->handle);

    CHECK(count <= SQL_PARAMETERS_MAX);
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(stmt->handle, i);
        int64_t number = 0;
        CHECK(name != NULL && name[0] == '$');
        CHECK(text_to_int64(name + 1, &number) == STATUS_OK);
        /* Names differ and fill 1 to count, so each number is taken once and none is left out. */
        CHECK(number >= 1 && number <= count && stmt->place[number] == 0);
        stmt->place[number] = (uint8_t)i;
    }
    stmt->parameter_count = count;
}

static enum status parse(struct sql *db, const char *text, unsigned flags, struct sql_stmt **out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    sqlite3_stmt *handle = NULL;

    TRY(sql_fault(db, sqlite3_prepare_v3(db->handle, text, -1, flags, &handle, NULL)));
    CHECK(handle != NULL);
    stmt = mem_zero(1, sizeof *stmt);
    stmt->db = db;
    stmt->handle = handle;
    stmt->text = text;
    stmt->is_lent = true;
    find_parameters(stmt);

done:
    *out = stmt;
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
        CHECK(strcmp(sqlite3_sql(s->handle), text) == 0);
        if (s->is_lent) {
            /* Asked for again while in use: the second caller gets one of its own. */
            return sql_prepare_once(db, text, out);
        }
        s->is_lent = true;
        *out = s;
        return STATUS_OK;
    }
    TRY(parse(db, text, SQLITE_PREPARE_PERSISTENT, out));
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
    TRY(parse(db, text, 0, out));
    (*out)->text = NULL; /* it may be gone before the statement is */
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
        (void)sqlite3_clear_bindings(stmt->handle);
        stmt->is_lent = false;
        return;
    }
    link = &stmt->db->once;
    while (*link != stmt) {
        CHECK(*link != NULL);
        link = &(*link)->next;
    }
    *link = stmt->next;
    (void)sqlite3_finalize(stmt->handle);
    free(stmt);
}

void sql_reset(struct sql_stmt *stmt)
{
    (void)sqlite3_reset(stmt->handle); /* repeats the fault of the step, told already */
    stmt->is_begun = false;
    stmt->is_ended = false;
}

/* SQLite's number of $number, in a statement that is ready to be bound. */
static int place(struct sql_stmt *stmt, int number)
{
    CHECK(stmt != NULL && stmt->is_lent);
    CHECK(number >= 1 && number <= stmt->parameter_count);
    if (stmt->is_begun) {
        sql_reset(stmt);
    }
    return stmt->place[number];
}

void sql_bind_int(struct sql_stmt *stmt, int number, int64_t value)
{
    CHECK(sqlite3_bind_int64(stmt->handle, place(stmt, number), value) == SQLITE_OK);
}

/* SQLITE_TRANSIENT, which asks SQLite to copy, is a number dressed as a function. */
void sql_bind_text(struct sql_stmt *stmt, int number, const char *text)
{
    if (text == NULL) {
        sql_bind_null(stmt, number);
        return;
    }
    CHECK(sqlite3_bind_text64(stmt->handle, place(stmt, number), text, strlen(text),
                              SQLITE_TRANSIENT, /* NOLINT(performance-no-int-to-ptr) */
                              SQLITE_UTF8) == SQLITE_OK);
}

void sql_bind_id(struct sql_stmt *stmt, int number, const struct id *id)
{
    sql_bind_text(stmt, number, id == NULL || id_is_none(id) ? NULL : id->text);
}

void sql_bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size)
{
    int at = place(stmt, number);

    CHECK(bytes != NULL || size == 0);
    if (size == 0) {
        CHECK(sqlite3_bind_zeroblob(stmt->handle, at, 0) == SQLITE_OK);
        return;
    }
    CHECK(sqlite3_bind_blob64(stmt->handle, at, bytes, size,
                              SQLITE_TRANSIENT) == /* NOLINT(performance-no-int-to-ptr) */
          SQLITE_OK);
}

void sql_bind_null(struct sql_stmt *stmt, int number)
{
    CHECK(sqlite3_bind_null(stmt->handle, place(stmt, number)) == SQLITE_OK);
}
