/* Rows put, kept, and inserted by one statement.
 *
 * A statement that is run for every row begins and ends as often: its cursors are opened, each
 * finds its way down its tree anew, and each value is copied twice. So rows that are put are kept,
 * and one INSERT … SELECT takes many of them from a table that is no table: its rows are those that
 * are kept, read where they lie. It costs the writer a third less.
 *
 * What is kept must never be forgotten: whatever asks the file anything sends it first (see
 * sql_sqlite_send), and what is undone throws it away. INSERT OR FAIL leaves the rows before the
 * one that failed, which saves a copy of every page; so a fault is remembered, and no commit
 * succeeds until all is undone.
 */
#include "sql_sqlite.h"

#include <stdlib.h>
#include <string.h>

#define KEEP_SIZE   ((size_t)256 << 10) /* of a statement's rows */
#define TABLE_NAME  "kept_rows"
#define COLUMNS_MAX 64

/* A value of a row; a text's or blob's bytes lie beside. */
struct cell {
    int64_t number; /* or where its bytes begin */
    uint32_t size;
    int type;
};
/* The rows of one statement. */
struct sql_sqlite_many {
    struct sql_sqlite_many *next; /* kept, too */
    sqlite3_stmt *insert;         /* NULL until the first are sent */
    char *text;
    struct buf cells;
    struct buf bytes;
    size_t columns;
    size_t rows;
    bool is_orphan; /* its statement is gone */
};

/* ---- the table that is none ----------------------------------------------------------------- */

struct kept_table {
    sqlite3_vtab base;
    struct sql_sqlite *db;
};
struct kept_cursor {
    sqlite3_vtab_cursor base;
    const struct sql_sqlite_many *many;
    size_t row;
};

static int join_table(sqlite3 *handle, void *ctx, int argc, const char *const *argv,
                      sqlite3_vtab **out, char **message)
{
    struct kept_table *table = NULL;
    struct buf text = {0};
    int code = SQLITE_OK;

    (void)argc;
    (void)argv;
    (void)message;
    buf_text(&text, "CREATE TABLE x(p1");
    for (int i = 2; i <= COLUMNS_MAX; i++) {
        buf_printf(&text, ", p%d", i);
    }
    buf_text(&text, ")");
    code = sqlite3_declare_vtab(handle, buf_cstr(&text));
    buf_finish(&text);
    if (code == SQLITE_OK) {
        code = sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);
    }
    if (code == SQLITE_OK) {
        table = mem_zero(1, sizeof *table);
        table->db = ctx;
        *out = &table->base;
    }
    return code;
}

static int leave_table(sqlite3_vtab *table)
{
    free(table);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct kept_cursor *cursor = mem_zero(1, sizeof *cursor);

    (void)table;
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static int go_first(sqlite3_vtab_cursor *base, int number, const char *name, int argc,
                    sqlite3_value **argv)
{
    struct kept_cursor *cursor = (struct kept_cursor *)base;

    (void)number;
    (void)name;
    (void)argc;
    (void)argv;
    cursor->many = ((const struct kept_table *)base->pVtab)->db->sending;
    cursor->row = 0;
    return SQLITE_OK;
}

static int go_next(sqlite3_vtab_cursor *cursor)
{
    ((struct kept_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int is_past_end(sqlite3_vtab_cursor *base)
{
    const struct kept_cursor *cursor = (const struct kept_cursor *)base;

    return cursor->many == NULL || cursor->row >= cursor->many->rows ? 1 : 0;
}

static int give_value(sqlite3_vtab_cursor *base, sqlite3_context *to, int column)
{
    const struct kept_cursor *cursor = (const struct kept_cursor *)base;
    const struct sql_sqlite_many *many = cursor->many;
    const struct cell *cell = NULL;

    CHECK(column >= 0 && (size_t)column < many->columns);
    cell = (const struct cell *)(const void *)many->cells.data + cursor->row * many->columns;
    cell += column;
    if (cell->type == SQLITE_INTEGER) {
        sqlite3_result_int64(to, cell->number);
    } else if (cell->type == SQLITE_TEXT) {
        sqlite3_result_text(to, many->bytes.data + cell->number, (int)cell->size, SQLITE_STATIC);
    } else if (cell->type == SQLITE_BLOB) {
        sqlite3_result_blob(to, many->bytes.data + cell->number, (int)cell->size, SQLITE_STATIC);
    }
    return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct kept_cursor *)cursor)->row;
    return SQLITE_OK;
}

enum status sql_sqlite_put_open(struct sql_sqlite *db)
{
    static const sqlite3_module module = {
        .xConnect = join_table,
        .xDisconnect = leave_table,
        .xBestIndex = best_index,
        .xOpen = open_cursor,
        .xClose = close_cursor,
        .xFilter = go_first,
        .xNext = go_next,
        .xEof = is_past_end,
        .xColumn = give_value,
        .xRowid = give_rowid,
    };

    return sql_sqlite_fault(&db->base, sqlite3_create_module(db->handle, TABLE_NAME, &module, db));
}

/* ---- values that are bound ------------------------------------------------------------------ */

/* From the first time that it is put on. What was bound before that is known to SQLite alone, so
 * until each value is bound anew, or none is, a row goes by itself. */
static void begin_to_keep(struct sql_sqlite_stmt *stmt)
{
    stmt->unknown_count = stmt->base.parameter_count;
    stmt->values = mem_zero((size_t)stmt->unknown_count, sizeof *stmt->values);
}

static bool knows_all(const struct sql_sqlite_stmt *stmt)
{
    return stmt->values != NULL && stmt->unknown_count == 0;
}

bool sql_sqlite_keep(struct sql_sqlite_stmt *stmt, int number, int type, int64_t value)
{
    struct sql_sqlite_value *v = stmt->values == NULL ? NULL : &stmt->values[number - 1];

    if (v == NULL) {
        return false;
    }
    stmt->unknown_count -= v->type == 0 ? 1 : 0;
    v->type = type;
    v->number = value;
    return stmt->unknown_count == 0;
}

bool sql_sqlite_keep_bytes(struct sql_sqlite_stmt *stmt, int number, int type, const void *bytes,
                           size_t size)
{
    if (stmt->values != NULL) {
        struct buf *kept = &stmt->values[number - 1].bytes;
        buf_clear(kept);
        buf_add(kept, bytes, size);
    }
    return sql_sqlite_keep(stmt, number, type, 0);
}

/* They stay where they are until the statement is bound anew. */
void sql_sqlite_bind_kept(const struct sql_sqlite_stmt *stmt)
{
    for (int i = 1; knows_all(stmt) && i <= stmt->base.parameter_count; i++) {
        const struct sql_sqlite_value *v = &stmt->values[i - 1];
        int code = SQLITE_OK;
        int at = stmt->place[i];
        if (v->type == SQLITE_INTEGER) {
            code = sqlite3_bind_int64(stmt->handle, at, v->number);
        } else if (v->type == SQLITE_TEXT) {
            code = sqlite3_bind_text64(stmt->handle, at, buf_cstr(&v->bytes), v->bytes.size,
                                       SQLITE_STATIC, SQLITE_UTF8);
        } else if (v->type == SQLITE_BLOB) {
            code = sqlite3_bind_blob64(stmt->handle, at, buf_cstr(&v->bytes), v->bytes.size,
                                       SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(stmt->handle, at);
        }
        CHECK(code == SQLITE_OK);
    }
}

void sql_sqlite_unbind_kept(struct sql_sqlite_stmt *stmt)
{
    for (int i = 0; stmt->values != NULL && i < stmt->base.parameter_count; i++) {
        buf_wipe(&stmt->values[i].bytes);
        stmt->values[i].type = SQLITE_NULL;
    }
    stmt->unknown_count = 0;
}

void sql_sqlite_drop_kept(struct sql_sqlite_stmt *stmt)
{
    for (int i = 0; stmt->values != NULL && i < stmt->base.parameter_count; i++) {
        buf_finish(&stmt->values[i].bytes);
    }
    free(stmt->values);
}

/* ---- keeping -------------------------------------------------------------------------------- */

/* INSERT INTO t(a, b) VALUES($2, $1)…: INSERT OR FAIL INTO t(a, b) SELECT p2, p1 FROM … WHERE
 * true…; without the WHERE, ON CONFLICT would be read as part of a join. */
static char *text_of_many(const char *text)
{
    const char *table = text + strlen("INSERT INTO ");
    const char *values = strstr(text, "VALUES(");
    const char *end = values == NULL ? NULL : strchr(values, ')');
    struct buf out = {0};

    CHECK(strncmp(text, "INSERT INTO ", strlen("INSERT INTO ")) == 0 && end != NULL);
    buf_text(&out, "INSERT OR FAIL INTO ");
    buf_add(&out, table, (size_t)(values - table));
    buf_text(&out, "SELECT ");
    for (const char *at = values + strlen("VALUES("); at < end; at++) {
        if (*at == '$') {
            buf_byte(&out, 'p');
        } else {
            buf_byte(&out, *at);
        }
    }
    buf_printf(&out, " FROM " TABLE_NAME " WHERE true%s", end + 1);
    return out.data;
}

static struct sql_sqlite_many *many_of(struct sql_sqlite_stmt *stmt)
{
    if (stmt->many == NULL) {
        struct sql_sqlite_many *many = mem_zero(1, sizeof *many);
        CHECK(stmt->base.parameter_count <= COLUMNS_MAX);
        many->columns = (size_t)stmt->base.parameter_count;
        many->text = text_of_many(sqlite3_sql(stmt->handle));
        stmt->many = many;
    }
    return stmt->many;
}

static void free_many(struct sql_sqlite_many *many)
{
    (void)sqlite3_finalize(many->insert);
    buf_finish(&many->cells);
    buf_finish(&many->bytes);
    free(many->text);
    free(many);
}

void sql_sqlite_many_drop(struct sql_sqlite_many *many)
{
    if (many == NULL) {
        return;
    }
    many->is_orphan = true;
    if (many->rows == 0) {
        free_many(many);
    }
}

static void keep_row(struct sql_sqlite *db, const struct sql_sqlite_stmt *stmt,
                     struct sql_sqlite_many *many)
{
    if (many->rows == 0) {
        *(db->kept == NULL ? &db->kept : &db->kept_last->next) = many;
        db->kept_last = many;
        many->next = NULL;
    }
    for (size_t i = 0; i < many->columns; i++) {
        const struct sql_sqlite_value *v = &stmt->values[i];
        struct cell cell = {.type = v->type, .number = v->number};
        if (v->type == SQLITE_TEXT || v->type == SQLITE_BLOB) {
            CHECK(v->bytes.size <= INT32_MAX);
            cell.number = (int64_t)many->bytes.size;
            cell.size = (uint32_t)v->bytes.size;
            buf_add(&many->bytes, v->bytes.data, v->bytes.size);
        }
        buf_add(&many->cells, &cell, sizeof cell);
    }
    many->rows++;
}

/* ---- sending -------------------------------------------------------------------------------- */

static void empty_all(struct sql_sqlite *db)
{
    struct sql_sqlite_many *many = db->kept;

    db->kept = NULL;
    while (many != NULL) {
        struct sql_sqlite_many *next = many->next;
        buf_clear(&many->cells);
        buf_clear(&many->bytes);
        many->rows = 0;
        if (many->is_orphan) {
            free_many(many);
        }
        many = next;
    }
}

static enum status insert_many(struct sql_sqlite *db, struct sql_sqlite_many *many)
{
    int code = SQLITE_OK;

    if (many->insert == NULL) {
        code = sqlite3_prepare_v3(db->handle, many->text, -1, SQLITE_PREPARE_PERSISTENT,
                                  &many->insert, NULL);
    }
    if (code == SQLITE_OK) {
        db->sending = many;
        code = sqlite3_step(many->insert);
        db->sending = NULL;
    }
    if (code == SQLITE_DONE) {
        (void)sqlite3_reset(many->insert);
        return STATUS_OK;
    }
    enum status st = sql_sqlite_fault(&db->base, code); /* before the reset, which says it again */
    (void)sqlite3_reset(many->insert);
    return st;
}

enum status sql_sqlite_send(struct sql_sqlite *db)
{
    enum status st = STATUS_OK;

    if (db->kept == NULL || db->sending != NULL) {
        return STATUS_OK;
    }
    for (struct sql_sqlite_many *many = db->kept; many != NULL; many = many->next) {
        TRY(insert_many(db, many));
    }

done:
    db->put_fault = st;
    empty_all(db);
    return st;
}

void sql_sqlite_forget(struct sql_sqlite *db)
{
    db->put_fault = STATUS_OK;
    empty_all(db);
}

enum status sql_sqlite_put(struct sql_stmt *base)
{
    struct sql_sqlite *db = sql_sqlite_own(base->db);
    struct sql_sqlite_stmt *stmt = (struct sql_sqlite_stmt *)base;
    struct sql_sqlite_many *many = NULL;
    enum status st = STATUS_OK;

    CHECK(!base->is_begun);
    /* Outside a transaction nothing would send it. */
    if (!knows_all(stmt) || sqlite3_get_autocommit(db->handle) != 0) {
        st = sql_finish_run(base);
        if (stmt->values == NULL) {
            begin_to_keep(stmt);
        }
        return st;
    }
    many = many_of(stmt);
    keep_row(db, stmt, many);
    return many->bytes.size + many->cells.size < KEEP_SIZE ? STATUS_OK : sql_sqlite_send(db);
}
