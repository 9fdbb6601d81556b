/* SQLite's verbs: statements, rows and transactions.
 *
 * To SQLite $1 is a name that takes the next free number where it first appears, so a text with $2
 * before $1 bound by position swaps the two, and a query then quietly finds nothing. So every
 * parameter is found by its name when the text is parsed, and a text may use $1 to $n only, without
 * gaps, which PostgreSQL wants too.
 *
 * Nearly all that is bound is short, an id mostly. SQLite's own copy of each would be a piece of
 * memory taken and given back every time; so a statement keeps room for one a parameter.
 */
#include "sql_sqlite.h"

#include <stdlib.h>
#include <string.h>

static struct sql_sqlite_stmt *own(struct sql_stmt *stmt)
{
    return (struct sql_sqlite_stmt *)stmt;
}

static sqlite3_stmt *handle_of(const struct sql_stmt *stmt)
{
    return ((const struct sql_sqlite_stmt *)stmt)->handle;
}

struct sql_sqlite *sql_sqlite_own(struct sql *db)
{
    CHECK(db->engine == &sql_sqlite);
    return (struct sql_sqlite *)db;
}

sqlite3 *sql_sqlite_handle(const struct sql *db)
{
    CHECK(db->engine == &sql_sqlite);
    return ((const struct sql_sqlite *)db)->handle;
}

/* ---- statements ----------------------------------------------------------------------------- */

static void find_parameters(struct sql_sqlite_stmt *stmt)
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
    stmt->base.parameter_count = count;
}

static enum status parse(struct sql *db, const char *text, bool lasts, struct sql_stmt **out)
{
    enum status st = STATUS_OK;
    struct sql_sqlite_stmt *stmt = NULL;
    sqlite3_stmt *handle = NULL;

    TRY(sql_sqlite_fault(db,
                         sqlite3_prepare_v3(sql_sqlite_handle(db), text, -1,
                                            lasts ? SQLITE_PREPARE_PERSISTENT : 0, &handle, NULL)));
    CHECK(handle != NULL);
    stmt = mem_zero(1, sizeof *stmt);
    stmt->handle = handle;
    find_parameters(stmt);
    *out = &stmt->base;

done:
    return st;
}

static const char *text_of(const struct sql_stmt *stmt)
{
    return sqlite3_sql(handle_of(stmt));
}

static void drop(struct sql_stmt *stmt)
{
    (void)sqlite3_finalize(handle_of(stmt));
    free(own(stmt)->shorts);
    sql_sqlite_drop_kept(own(stmt));
    sql_sqlite_many_drop(own(stmt)->many);
    free(stmt);
}

/* Rows that were put come first, and what the statement keeps is handed over. */
static enum status begin_step(struct sql_stmt *stmt)
{
    enum status st = sql_sqlite_send(sql_sqlite_own(stmt->db));

    if (st == STATUS_OK) {
        sql_sqlite_bind_kept(own(stmt));
    }
    own(stmt)->is_running = st == STATUS_OK;
    return st;
}

static enum status step(struct sql_stmt *stmt)
{
    enum status st = own(stmt)->is_running ? STATUS_OK : begin_step(stmt);
    int code = SQLITE_OK;

    if (st != STATUS_OK) {
        return st;
    }
    code = sqlite3_step(handle_of(stmt));
    if (code == SQLITE_ROW) {
        return STATUS_OK;
    }
    return code == SQLITE_DONE ? STATUS_END : sql_sqlite_fault(stmt->db, code);
}

/* Whoever ends a loop, a run or a loan resets: what has not been stepped since has nothing to put
 * back. */
static void reset(struct sql_stmt *stmt)
{
    if (stmt->is_begun) {
        own(stmt)->is_running = false;
        (void)sqlite3_reset(handle_of(stmt)); /* repeats the fault of the step, told already */
    }
}

static void unbind(struct sql_stmt *stmt)
{
    if (stmt->parameter_count > 0) {
        (void)sqlite3_clear_bindings(handle_of(stmt));
    }
    sql_sqlite_unbind_kept(own(stmt));
}

/* ---- values --------------------------------------------------------------------------------- */

static void bind_int(struct sql_stmt *stmt, int number, int64_t value)
{
    if (sql_sqlite_keep(own(stmt), number, SQLITE_INTEGER, value)) {
        return;
    }
    CHECK(sqlite3_bind_int64(handle_of(stmt), own(stmt)->place[number], value) == SQLITE_OK);
}

/* A copy that lasts until the parameter is bound again; NULL for what is too long. */
static const char *keep_short(struct sql_sqlite_stmt *stmt, int at, const void *bytes, size_t size)
{
    if (size > SQL_SHORT_ROOM) {
        return NULL;
    }
    if (stmt->shorts == NULL) {
        stmt->shorts = mem_zero((size_t)stmt->base.parameter_count, sizeof *stmt->shorts);
    }
    memcpy(stmt->shorts[at - 1], bytes, size);
    return stmt->shorts[at - 1];
}

/* SQLITE_TRANSIENT, which asks SQLite to copy, is a number dressed as a function. */
static void bind_text(struct sql_stmt *stmt, int number, const char *text, size_t size)
{
    int at = own(stmt)->place[number];
    const char *kept = NULL;

    if (sql_sqlite_keep_bytes(own(stmt), number, SQLITE_TEXT, text, size)) {
        return;
    }
    kept = keep_short(own(stmt), at, text, size);
    CHECK(sqlite3_bind_text64(handle_of(stmt), at, kept != NULL ? kept : text, size,
                              kept != NULL
                                  ? SQLITE_STATIC
                                  : SQLITE_TRANSIENT, /* NOLINT(performance-no-int-to-ptr) */
                              SQLITE_UTF8) == SQLITE_OK);
}

static void bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size)
{
    int at = own(stmt)->place[number];
    const char *kept = NULL;

    if (sql_sqlite_keep_bytes(own(stmt), number, SQLITE_BLOB, bytes, size)) {
        return;
    }
    if (size == 0) {
        CHECK(sqlite3_bind_zeroblob(handle_of(stmt), at, 0) == SQLITE_OK);
        return;
    }
    kept = keep_short(own(stmt), at, bytes, size);
    CHECK(sqlite3_bind_blob64(handle_of(stmt), at, kept != NULL ? kept : bytes, size,
                              kept != NULL
                                  ? SQLITE_STATIC
                                  : SQLITE_TRANSIENT /* NOLINT(performance-no-int-to-ptr) */
                              ) == SQLITE_OK);
}

static void bind_null(struct sql_stmt *stmt, int number)
{
    if (sql_sqlite_keep(own(stmt), number, SQLITE_NULL, 0)) {
        return;
    }
    CHECK(sqlite3_bind_null(handle_of(stmt), own(stmt)->place[number]) == SQLITE_OK);
}

static bool is_null(const struct sql_stmt *stmt, int column)
{
    return sqlite3_column_type(handle_of(stmt), column) == SQLITE_NULL;
}

static int64_t int_at(const struct sql_stmt *stmt, int column)
{
    return sqlite3_column_int64(handle_of(stmt), column);
}

static const char *text_at(const struct sql_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(handle_of(stmt), column);
}

static const void *bytes_at(const struct sql_stmt *stmt, int column, size_t *size)
{
    const void *bytes = sqlite3_column_blob(handle_of(stmt), column);

    *size = (size_t)sqlite3_column_bytes(handle_of(stmt), column);
    return bytes;
}

/* ---- the connection ------------------------------------------------------------------------- */

struct sql_image *sql_sqlite_image(const struct sql *db)
{
    CHECK(db->engine == &sql_sqlite);
    return ((const struct sql_sqlite *)db)->image;
}

static void close_handle(struct sql *db)
{
    sql_sqlite_forget(sql_sqlite_own(db));
    CHECK(sqlite3_close(sql_sqlite_handle(db)) == SQLITE_OK);
    sql_sqlite_image_free(sql_sqlite_image(db));
    free(db);
}

/* What a rollback would undo need not be inserted first, and its fault is undone with it. */
static enum status run(struct sql *db, const char *text)
{
    struct sql_sqlite *own_db = sql_sqlite_own(db);
    enum status st = STATUS_OK;

    if (strncmp(text, "ROLLBACK", strlen("ROLLBACK")) == 0) {
        sql_sqlite_forget(own_db);
    } else {
        st = sql_sqlite_send(own_db);
    }
    if (st != STATUS_OK) {
        return st;
    }
    return sql_sqlite_fault(db, sqlite3_exec(sql_sqlite_handle(db), text, NULL, NULL, NULL));
}

/* What every transaction says is parsed once: a round of sync says it a dozen times. */
static enum status run_kept(struct sql *db, const char *text)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int code = SQLITE_OK;

    TRY(sql_prepare(db, text, &stmt));
    stmt->is_begun = true;
    code = sqlite3_step(handle_of(stmt));
    st = sql_sqlite_fault(db, code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code);
done:
    sql_finish(stmt);
    return st;
}

static enum status begin(struct sql *db)
{
    return run_kept(db, "BEGIN IMMEDIATE");
}

static void undo(struct sql *db)
{
    sql_sqlite_forget(sql_sqlite_own(db));
    if (sqlite3_get_autocommit(sql_sqlite_handle(db)) == 0 &&
        run_kept(db, "ROLLBACK") != STATUS_OK) {
        (void)sqlite3_exec(sql_sqlite_handle(db), "ROLLBACK", NULL, NULL, NULL);
    }
}

static enum status begin_read(struct sql *db)
{
    enum status st = STATUS_OK;

    TRY(run_kept(db, "BEGIN"));
    /* The instant is that of the first read, so read something now. */
    st = run_kept(db, "PRAGMA schema_version");
    if (st != STATUS_OK) {
        undo(db);
    }

done:
    return st;
}

static enum status commit(struct sql *db)
{
    struct sql_sqlite *own_db = sql_sqlite_own(db);
    enum status st = STATUS_OK;

    TRY(sql_sqlite_send(own_db));
    if (own_db->put_fault != STATUS_OK) {
        TRY(FAIL(own_db->put_fault, "%s could not take all rows: undo them", db->name));
    }
    TRY(run_kept(db, "COMMIT"));

done:
    return st;
}

/* Whoever has the write lock meets no other writer. */
static bool may_retry(const struct sql *db)
{
    (void)db;
    return false;
}

static int64_t changed(const struct sql *db)
{
    return sqlite3_changes64(sql_sqlite_handle(db));
}

const struct sql_engine sql_sqlite = {
    .locks_rows = false,
    .close = close_handle,
    .run = run,
    .begin = begin,
    .begin_read = begin_read,
    .commit = commit,
    .undo = undo,
    .may_retry = may_retry,
    .changed = changed,
    .has_table = "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=$1",
    .sweep = "PRAGMA wal_checkpoint(TRUNCATE)",
    .keyed = " WITHOUT ROWID",
    .parse = parse,
    .text_of = text_of,
    .drop = drop,
    .step = step,
    .put = sql_sqlite_put,
    .reset = reset,
    .unbind = unbind,
    .bind_int = bind_int,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .bind_null = bind_null,
    .is_null = is_null,
    .int_at = int_at,
    .text_at = text_at,
    .bytes_at = bytes_at,
};
