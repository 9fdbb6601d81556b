/* PostgreSQL's statements: prepared on the server, run whole, their rows read from one result.
 *
 * A program here often runs other statements while it goes through the rows of one, which a
 * connection that streams rows cannot do. So a result comes whole, and whoever asks for very much
 * asks for it in pages. A statement belongs to the connection that it was prepared on; after that
 * was lost it is prepared again when next it runs. One that only reads, outside a transaction, is
 * run again by itself then: nobody can tell the difference.
 *
 * Values go as text, so that the server reads a number as whatever its column is, and bytes as
 * bytes. Results come in binary: a line is what was stored, not twice its size in hex.
 */
#include "sql_pg.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNDOES "ROLLBACK"

static struct sql_pg_stmt *own(struct sql_stmt *stmt)
{
    return (struct sql_pg_stmt *)stmt;
}

static const struct sql_pg_stmt *seen(const struct sql_stmt *stmt)
{
    return (const struct sql_pg_stmt *)stmt;
}

void sql_pg_name(uint32_t number, char out[SQL_PG_NAME_ROOM])
{
    (void)snprintf(out, SQL_PG_NAME_ROOM, "s%" PRIu32, number);
}

/* ---- parsing -------------------------------------------------------------------------------- */

/* $1 to $n, without gaps; no text of ours has a $ inside quotes. */
static int count_parameters(const char *text)
{
    bool is_named[SQL_PARAMETERS_MAX + 1] = {false};
    int count = 0;

    for (const char *at = strchr(text, '$'); at != NULL; at = strchr(at, '$')) {
        int number = 0;
        for (at++; *at >= '0' && *at <= '9' && number <= SQL_PARAMETERS_MAX; at++) {
            number = number * 10 + (*at - '0');
        }
        CHECK(number >= 1 && number <= SQL_PARAMETERS_MAX);
        is_named[number] = true;
        count = number > count ? number : count;
    }
    for (int i = 1; i <= count; i++) {
        CHECK(is_named[i]);
    }
    return count;
}

/* Dropped statements go in one round trip with the next that is made. */
static enum status bury_dead(struct sql_pg *db)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    char name[SQL_PG_NAME_ROOM];
    uint32_t number = 0;

    if (db->dead.size == 0 || PQtransactionStatus(db->conn) == PQTRANS_INERROR) {
        return STATUS_OK;
    }
    for (size_t at = 0; at < db->dead.size; at += sizeof number) {
        memcpy(&number, db->dead.data + at, sizeof number);
        sql_pg_name(number, name);
        buf_printf(&text, "DEALLOCATE %s;", name);
    }
    buf_clear(&db->dead);
    st = sql_pg_run(db, buf_cstr(&text));
    buf_finish(&text);
    return st;
}

enum status sql_pg_prepare(struct sql_pg *db, struct sql_pg_stmt *stmt)
{
    enum status st = STATUS_OK;
    PGresult *result = NULL;
    struct buf own_words = {0};
    char name[SQL_PG_NAME_ROOM];

    TRY(sql_pg_ready(db));
    if (stmt->life == db->life) {
        return STATUS_OK;
    }
    TRY(bury_dead(db));
    stmt->number = ++db->last_number;
    sql_pg_name(stmt->number, name);
    sql_pg_types(stmt->text, &own_words);
    result = PQprepare(db->conn, name, buf_cstr(&own_words), 0, NULL);
    TRY(sql_pg_judge(db, result));
    stmt->life = db->life;

done:
    buf_finish(&own_words);
    PQclear(result);
    return st;
}

static void clear_result(struct sql_stmt *stmt)
{
    PQclear(own(stmt)->result);
    free(own(stmt)->ids);
    own(stmt)->result = NULL;
    own(stmt)->ids = NULL;
    own(stmt)->row = -1;
}

static void drop(struct sql_stmt *base)
{
    struct sql_pg_stmt *stmt = own(base);
    struct sql_pg *db = sql_pg_own(base->db);

    clear_result(base);
    if (stmt->life == db->life) {
        buf_add(&db->dead, &stmt->number, sizeof stmt->number);
    }
    for (int i = 0; i < base->parameter_count; i++) {
        buf_finish(&stmt->values[i].bytes);
    }
    sql_pg_many_drop(stmt->many);
    free(stmt->text);
    free(stmt);
}

static void unbind(struct sql_stmt *base)
{
    for (int i = 0; i < base->parameter_count; i++) {
        own(base)->values[i].is_null = true;
    }
}

/* Loses the connection and makes it anew at most once. */
static bool may_ask_again(const struct sql_pg *db, const struct sql_pg_stmt *stmt, int tries)
{
    return tries == 0 && sql_pg_is_lost(db) && !db->is_open && stmt->is_query;
}

static enum status parse(struct sql *base, const char *text, bool lasts, struct sql_stmt **out)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base);
    struct sql_pg_stmt *stmt = mem_zero(1, sizeof *stmt);

    (void)lasts;
    stmt->base.db = base;
    stmt->base.parameter_count = count_parameters(text);
    stmt->text = mem_text(text);
    stmt->is_query = strncmp(text, "SELECT", strlen("SELECT")) == 0;
    stmt->row = -1;
    unbind(&stmt->base);
    for (int tries = 0;; tries++) {
        st = sql_pg_prepare(db, stmt);
        if (st == STATUS_OK || tries > 0 || !sql_pg_is_lost(db) || db->is_open) {
            break; /* preparing changes nothing, so a new connection may do it */
        }
    }
    TRY(st);
    *out = &stmt->base;
    stmt = NULL;

done:
    if (stmt != NULL) {
        drop(&stmt->base);
    }
    return st;
}

static const char *text_of(const struct sql_stmt *stmt)
{
    return seen(stmt)->text;
}

/* ---- running -------------------------------------------------------------------------------- */

static enum status ask_server(struct sql_pg *db, struct sql_pg_stmt *stmt)
{
    enum status st = STATUS_OK;
    const char *values[SQL_PARAMETERS_MAX];
    int sizes[SQL_PARAMETERS_MAX];
    int are_binary[SQL_PARAMETERS_MAX];
    char name[SQL_PG_NAME_ROOM];

    TRY(sql_pg_prepare(db, stmt));
    for (int i = 0; i < stmt->base.parameter_count; i++) {
        struct sql_pg_value *v = &stmt->values[i];
        if (v->is_number && v->bytes.size == 0) {
            buf_printf(&v->bytes, "%" PRId64, v->number);
        }
        CHECK(v->bytes.size <= INT32_MAX);
        values[i] = v->is_null ? NULL : buf_cstr(&v->bytes);
        sizes[i] = (int)v->bytes.size;
        are_binary[i] = v->is_binary ? 1 : 0;
    }
    sql_pg_name(stmt->number, name);
    stmt->result =
        PQexecPrepared(db->conn, name, stmt->base.parameter_count, values, sizes, are_binary, 1);
    TRY(sql_pg_judge(db, stmt->result));
    if (!stmt->is_query) {
        int64_t changed = 0;
        db->changed = text_to_int64(PQcmdTuples(stmt->result), &changed) == STATUS_OK ? changed : 0;
    }

done:
    return st;
}

static void make_room_for_ids(struct sql_pg_stmt *stmt)
{
    int columns = PQnfields(stmt->result);

    for (int i = 0; i < columns; i++) {
        if (PQftype(stmt->result, i) == SQL_PG_UUID) {
            stmt->ids = mem_zero((size_t)columns, sizeof *stmt->ids);
            return;
        }
    }
}

static enum status step(struct sql_stmt *base)
{
    enum status st = STATUS_OK;
    struct sql_pg_stmt *stmt = own(base);
    struct sql_pg *db = sql_pg_own(base->db);

    if (stmt->result == NULL) {
        for (int tries = 0;; tries++) {
            st = ask_server(db, stmt);
            if (st == STATUS_OK || !may_ask_again(db, stmt, tries)) {
                break;
            }
            clear_result(base);
        }
        TRY(st);
        make_room_for_ids(stmt);
    }
    stmt->row++;
    st = stmt->row < PQntuples(stmt->result) ? STATUS_OK : STATUS_END;

done:
    return st;
}

/* ---- values --------------------------------------------------------------------------------- */

static struct sql_pg_value *value_of(struct sql_stmt *stmt, int number)
{
    struct sql_pg_value *v = &own(stmt)->values[number - 1];

    buf_clear(&v->bytes);
    v->is_null = false;
    v->is_binary = false;
    v->is_number = false;
    v->is_id = false;
    return v;
}

static void bind_int(struct sql_stmt *stmt, int number, int64_t value)
{
    struct sql_pg_value *v = value_of(stmt, number);

    v->number = value;
    v->is_number = true;
}

static void bind_text(struct sql_stmt *stmt, int number, const char *text, size_t size)
{
    buf_add(&value_of(stmt, number)->bytes, text, size);
}

static void bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size)
{
    struct sql_pg_value *v = value_of(stmt, number);

    buf_add(&v->bytes, bytes, size);
    v->is_binary = true;
}

static void bind_null(struct sql_stmt *stmt, int number)
{
    value_of(stmt, number)->is_null = true;
}

static bool is_null(const struct sql_stmt *stmt, int column)
{
    return PQgetisnull(seen(stmt)->result, seen(stmt)->row, column) != 0;
}

/* Whole numbers come with their highest byte first. */
static int64_t whole_number(const char *bytes, size_t size)
{
    uint64_t number = (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;

    for (size_t i = 0; i < size; i++) {
        number = number << 8 | (unsigned char)bytes[i];
    }
    return (int64_t)number;
}

static int64_t int_at(const struct sql_stmt *base, int column)
{
    const struct sql_pg_stmt *stmt = seen(base);
    const char *bytes = PQgetvalue(stmt->result, stmt->row, column);
    int64_t number = 0;

    if (is_null(base, column)) {
        return 0;
    }
    switch (PQftype(stmt->result, column)) {
    case SQL_PG_INT8:
    case SQL_PG_INT4:
    case SQL_PG_INT2:
        return whole_number(bytes, (size_t)PQgetlength(stmt->result, stmt->row, column));
    case SQL_PG_BOOL:
        return bytes[0];
    default:
        return text_to_int64(bytes, &number) == STATUS_OK ? number : 0;
    }
}

/* libpq ends every value with a zero of its own. An id is spelled when somebody asks. */
static const char *text_at(const struct sql_stmt *base, int column)
{
    const struct sql_pg_stmt *stmt = seen(base);
    const char *value = PQgetvalue(stmt->result, stmt->row, column);

    if (is_null(base, column)) {
        return NULL;
    }
    if (PQftype(stmt->result, column) != SQL_PG_UUID) {
        return value;
    }
    sql_pg_spell_id(value, &stmt->ids[column]);
    return stmt->ids[column].text;
}

static const void *bytes_at(const struct sql_stmt *stmt, int column, size_t *size)
{
    *size = (size_t)PQgetlength(seen(stmt)->result, seen(stmt)->row, column);
    return text_at(stmt, column);
}

/* ---- the connection ------------------------------------------------------------------------- */

struct sql_pg *sql_pg_own(struct sql *db)
{
    CHECK(db->engine == &sql_pg);
    return (struct sql_pg *)db;
}

enum status sql_pg_run(struct sql_pg *db, const char *text)
{
    PGresult *result = PQexec(db->conn, text);
    enum status st = sql_pg_judge(db, result);

    PQclear(result);
    return st;
}

static enum status run(struct sql *base, const char *text)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base);
    struct buf own_words = {0};

    if (strncmp(text, UNDOES, strlen(UNDOES)) == 0) {
        sql_pg_forget(db); /* it would be undone at once */
    }
    TRY(sql_pg_ready(db));
    sql_pg_types(text, &own_words);
    TRY(sql_pg_run(db, buf_cstr(&own_words)));

done:
    buf_finish(&own_words);
    return st;
}

/* Nothing is lost by beginning again on a new connection. */
static enum status begin_with(struct sql *base, const char *text)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base);

    CHECK(!db->is_open);
    db->doom = STATUS_OK;
    db->may_retry = false;
    for (int tries = 0; tries < 2; tries++) {
        TRY(sql_pg_ready(db));
        st = sql_pg_run(db, text);
        if (st == STATUS_OK || !sql_pg_is_lost(db)) {
            break;
        }
    }
    TRY(st);
    db->is_open = true;

done:
    return st;
}

static enum status begin(struct sql *db)
{
    return begin_with(db, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
                          "SET LOCAL idle_in_transaction_session_timeout='60s'");
}

/* The instant is that of the first read, so read something now. */
static enum status begin_read(struct sql *db)
{
    return begin_with(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
}

static enum status commit(struct sql *base)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base);
    PGresult *result = NULL;

    TRY(sql_pg_ready(db));
    CHECK(db->is_open);
    result = PQexec(db->conn, "COMMIT");
    st = sql_pg_judge(db, result);
    if (sql_pg_is_lost(db)) {
        db->may_retry = false; /* nobody knows whether it was kept */
    }
    if (st == STATUS_OK && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        CHECK(db->doom != STATUS_OK);
        st = FAIL(db->doom, "%s", db->message);
    }

done:
    PQclear(result);
    db->is_open = false;
    return st;
}

static void undo(struct sql *base)
{
    struct sql_pg *db = sql_pg_own(base);

    sql_pg_forget(db);
    db->is_open = false;
    if (!sql_pg_is_lost(db) && PQtransactionStatus(db->conn) != PQTRANS_IDLE) {
        PQclear(PQexec(db->conn, "ROLLBACK"));
    }
}

static bool may_retry(const struct sql *db)
{
    return ((const struct sql_pg *)db)->may_retry;
}

static int64_t changed(const struct sql *db)
{
    return ((const struct sql_pg *)db)->changed;
}

static void close_connection(struct sql *base)
{
    struct sql_pg *db = sql_pg_own(base);

    sql_pg_forget(db);
    PQfinish(db->conn);
    buf_finish(&db->dead);
    free(db->url);
    free(db);
}

const struct sql_engine sql_pg = {
    .locks_rows = true,
    .packs_ids = true,
    .is_far = true,
    .inherits = true,
    .close = close_connection,
    .run = run,
    .begin = begin,
    .begin_read = begin_read,
    .commit = commit,
    .undo = undo,
    .may_retry = may_retry,
    .changed = changed,
    .has_table = "SELECT 1 FROM pg_catalog.pg_class WHERE oid=to_regclass($1)",
    .sweep = "VACUUM",
    .keyed = "",
    .parse = parse,
    .text_of = text_of,
    .drop = drop,
    .step = step,
    .put = sql_pg_put,
    .put_on = sql_pg_put_on,
    .reset = clear_result,
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
