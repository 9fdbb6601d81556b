/* Rows put, kept, and sent as one.
 *
 * A row that is sent by itself waits for the server's answer, and a tablet's batch has some
 * thousand rows. So rows are kept column by column, and go out together: those that stand in
 * nobody's way by COPY, which the server takes in while the rest is still being made, those that
 * may meet another by one INSERT … SELECT FROM unnest. Both are made from the text of the one-row
 * INSERT, which is the same for both engines.
 *
 * What is kept must never be forgotten: whatever asks the server anything sends it first (see
 * sql_pg_ready), and a transaction that is undone throws it away. Values are those of the columns'
 * own types, in binary. A row that cannot be so (a text for a number's column) is sent by itself,
 * and the server says what it thinks of it.
 */
#define _POSIX_C_SOURCE 200809L

#include "sql_pg.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define COPY_LEAST 32                 /* rows that are worth a COPY, which costs two answers */
#define CHUNK_SIZE ((size_t)64 << 10) /* of rows on their way */
#define KEEP_SIZE  ((size_t)2 << 20)  /* of a statement's rows */
/* Bytes that libpq may hold before somebody waits for the wire; and how often it is looked at. */
#define UNSENT_SIZE ((size_t)4 << 20)
#define FLUSH_ROWS  32

#define IS_BYTEA 17
#define IS_INT8  20
#define IS_TEXT  25

static const char copy_head[] =
    "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* flags, and no more of a head */
#define COPY_HEAD_SIZE 19
static const char copy_end[] = {(char)0xff, (char)0xff};

struct column {
    Oid type;
    struct buf values; /* each its size in 4 bytes, highest first, then its bytes; -1 for null */
    size_t sent;       /* bytes of it that are on their way */
    bool has_null;
};
struct sql_pg_many {
    bool is_known;
    int count; /* of columns, as many as there are parameters */
    struct column *columns;
    char *copy; /* NULL: the text says what is to be done with those in the way */
    int order[SQL_PARAMETERS_MAX]; /* which parameter is COPY's first, second … */
    char *text;                    /* with unnest */
    struct sql_stmt *unnest;       /* of it; NULL until it is first wanted */
    int64_t rows;                  /* that are kept */
    int64_t rows_sent;
    size_t size;
    bool is_orphan; /* its statement is gone */
    struct sql_pg_many *next;
};

static uint32_t value_size(const char *at)
{
    uint32_t size = 0;

    for (int i = 0; i < 4; i++) {
        size = size << 8 | (unsigned char)at[i];
    }
    return size == UINT32_MAX ? 0 : size;
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* The list in VALUES(…); no text of ours has a bracket in it. */
static const char *values_of(const char *text, size_t *size)
{
    const char *begin = strstr(text, "VALUES(");
    const char *end = begin == NULL ? NULL : strchr(begin, ')');

    CHECK(strncmp(text, "INSERT INTO ", strlen("INSERT INTO ")) == 0 && end != NULL);
    begin += strlen("VALUES(");
    *size = (size_t)(end - begin);
    return begin;
}

/* COPY takes what is given, so each value must be a parameter and nothing may follow. */
static void plan_copy(struct sql_pg_many *many, const char *text)
{
    size_t size = 0;
    const char *at = values_of(text, &size);
    const char *end = at + size;
    const char *table = text + strlen("INSERT INTO ");
    struct buf out = {0};
    int columns = 0;

    if (end[1] != '\0') {
        return;
    }
    while (at < end && columns < many->count && *at == '$') {
        many->order[columns++] = (int)strtol(at + 1, NULL, 10) - 1;
        at += 1 + strspn(at + 1, "0123456789");
        at += strspn(at, ", ");
    }
    if (at < end || columns != many->count) {
        return;
    }
    buf_text(&out, "COPY ");
    buf_add(&out, table, (size_t)(strstr(table, ") VALUES(") + 1 - table));
    buf_text(&out, " FROM STDIN WITH (FORMAT binary)");
    many->copy = mem_text(buf_cstr(&out));
    buf_finish(&out);
}

static const char *array_name(Oid type)
{
    return type == IS_INT8 ? "int8[]" : type == IS_BYTEA ? "bytea[]" : "text[]";
}

/* INSERT INTO t(a, b) SELECT u.p1, u.p2 FROM unnest($1::text[], …) AS u(p1, p2) ON CONFLICT … */
static void plan_unnest(struct sql_pg_many *many, const char *text)
{
    struct buf words = {0};
    struct buf *out = &words;
    size_t size = 0;
    const char *values = values_of(text, &size);

    buf_add(out, text, (size_t)(values - text) - strlen("VALUES("));
    buf_text(out, "SELECT ");
    for (size_t i = 0; i < size; i++) {
        if (values[i] == '$') {
            buf_text(out, "u.p");
        } else {
            buf_byte(out, values[i]);
        }
    }
    buf_text(out, " FROM unnest(");
    for (int i = 0; i < many->count; i++) {
        buf_printf(out, "%s$%d::%s", i == 0 ? "" : ", ", i + 1, array_name(many->columns[i].type));
    }
    buf_text(out, ") AS u(");
    for (int i = 0; i < many->count; i++) {
        buf_printf(out, "%sp%d", i == 0 ? "" : ", ", i + 1);
    }
    buf_text(out, ")");
    buf_text(out, values + size + 1);
    many->text = mem_text(buf_cstr(out));
    buf_finish(out);
}

/* ---- what the server knows of it ------------------------------------------------------------ */

static enum status take_types(struct sql_pg *db, const struct sql_pg_stmt *stmt)
{
    enum status st = STATUS_OK;
    struct sql_pg_many *many = stmt->many;
    PGresult *result = NULL;
    char name[SQL_PG_NAME_ROOM];

    sql_pg_name(stmt->number, name);
    result = PQdescribePrepared(db->conn, name);
    TRY(sql_pg_judge(db, result));
    CHECK(PQnparams(result) == many->count);
    for (int i = 0; i < many->count; i++) {
        many->columns[i].type = PQparamtype(result, i);
    }

done:
    PQclear(result);
    return st;
}

/* Asked once: the columns of a table do not change while a program runs. */
static enum status know(struct sql_pg *db, struct sql_pg_stmt *stmt)
{
    enum status st = STATUS_OK;
    struct sql_pg_many *many = stmt->many;

    if (many == NULL) {
        many = mem_zero(1, sizeof *many);
        many->count = stmt->base.parameter_count;
        many->columns = mem_zero((size_t)many->count, sizeof *many->columns);
        stmt->many = many;
    }
    if (many->is_known) {
        return STATUS_OK;
    }
    TRY(sql_pg_prepare(db, stmt));
    TRY(take_types(db, stmt));
    plan_copy(many, stmt->text);
    plan_unnest(many, stmt->text);
    many->is_known = true;

done:
    return st;
}

/* ---- keeping -------------------------------------------------------------------------------- */

static void add_u32(struct buf *out, uint32_t number)
{
    const char bytes[] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8),
                          (char)number};

    buf_add(out, bytes, sizeof bytes);
}

static bool value_fits(const struct sql_pg_value *v, Oid type)
{
    if (v->is_null) {
        return type == IS_INT8 || type == IS_BYTEA || type == IS_TEXT;
    }
    if (v->is_number) {
        return type == IS_INT8;
    }
    return type == (v->is_binary ? IS_BYTEA : IS_TEXT);
}

static bool row_fits(const struct sql_pg_stmt *stmt)
{
    for (int i = 0; i < stmt->many->count; i++) {
        if (!value_fits(&stmt->values[i], stmt->many->columns[i].type)) {
            return false;
        }
    }
    return true;
}

static void keep_value(struct column *column, const struct sql_pg_value *v)
{
    if (v->is_null) {
        add_u32(&column->values, UINT32_MAX);
        column->has_null = true;
    } else if (v->is_number) {
        add_u32(&column->values, 8);
        add_u32(&column->values, (uint32_t)((uint64_t)v->number >> 32));
        add_u32(&column->values, (uint32_t)v->number);
    } else {
        CHECK(v->bytes.size <= INT32_MAX);
        add_u32(&column->values, (uint32_t)v->bytes.size);
        buf_add(&column->values, v->bytes.data, v->bytes.size);
    }
}

static void keep_row(struct sql_pg *db, const struct sql_pg_stmt *stmt)
{
    struct sql_pg_many *many = stmt->many;

    if (many->rows == 0) {
        *(db->kept == NULL ? &db->kept : &db->kept_last->next) = many;
        db->kept_last = many;
        many->next = NULL;
    }
    many->size = 0;
    for (int i = 0; i < many->count; i++) {
        struct column *column = &many->columns[i];
        keep_value(column, &stmt->values[i]);
        many->size += column->values.size - column->sent;
    }
    many->rows++;
}

static void free_many(struct sql_pg_many *many)
{
    for (int i = 0; i < many->count; i++) {
        buf_finish(&many->columns[i].values);
    }
    if (many->unnest != NULL) {
        sql_pg.drop(many->unnest);
    }
    free(many->columns);
    free(many->copy);
    free(many->text);
    free(many);
}

static void empty(struct sql_pg_many *many)
{
    for (int i = 0; i < many->count; i++) {
        struct column *column = &many->columns[i];
        buf_clear(&column->values);
        column->sent = 0;
        column->has_null = false;
    }
    many->rows = 0;
    many->rows_sent = 0;
    many->size = 0;
    if (many->is_orphan) {
        free_many(many);
    }
}

void sql_pg_many_drop(struct sql_pg_many *many)
{
    if (many == NULL) {
        return;
    }
    many->is_orphan = true;
    if (many->rows == 0) {
        free_many(many);
    }
}

/* ---- COPY ----------------------------------------------------------------------------------- */

/* Waits until all that libpq holds is with the server. */
static enum status copy_drain(struct sql_pg *db)
{
    int left = 0;

    while ((left = PQflush(db->conn)) == 1) {
        struct pollfd wire = {.fd = PQsocket(db->conn), .events = POLLIN | POLLOUT};
        (void)poll(&wire, 1, -1); /* what went wrong, the next flush tells */
        if ((wire.revents & POLLIN) != 0 && PQconsumeInput(db->conn) == 0) {
            break;
        }
    }
    db->unsent = 0;
    return left == 0 ? STATUS_OK : sql_pg_judge(db, NULL);
}

/* Whether a call waits until the server has taken what it is given. */
static enum status set_waiting(struct sql_pg *db, bool waits)
{
    return PQsetnonblocking(db->conn, waits ? 0 : 1) == 0 ? STATUS_OK : sql_pg_judge(db, NULL);
}

/* The wire takes less at once than a batch is. Whoever waited for it would stand still while the
 * server works; so libpq keeps the rest, and sends it bit by bit while other rows are made. */
static enum status copy_bytes(struct sql_pg *db, const struct buf *bytes)
{
    if (PQputCopyData(db->conn, bytes->data, (int)bytes->size) != 1) {
        return sql_pg_judge(db, NULL);
    }
    db->unsent += bytes->size;
    return db->unsent >= UNSENT_SIZE ? copy_drain(db) : STATUS_OK;
}

/* Rows that are kept by columns go out by rows. */
static enum status copy_rows(struct sql_pg *db, struct sql_pg_many *many)
{
    enum status st = STATUS_OK;
    struct buf out = {0};

    for (; many->rows_sent < many->rows; many->rows_sent++) {
        buf_byte(&out, (char)(many->count >> 8));
        buf_byte(&out, (char)many->count);
        for (int i = 0; i < many->count; i++) {
            struct column *column = &many->columns[many->order[i]];
            const char *at = column->values.data + column->sent;
            size_t size = 4 + value_size(at);
            buf_add(&out, at, size);
            column->sent += size;
        }
        if (out.size >= CHUNK_SIZE) {
            TRY(copy_bytes(db, &out));
            buf_clear(&out);
        }
    }
    if (out.size > 0) {
        TRY(copy_bytes(db, &out));
    }
    for (int i = 0; i < many->count; i++) {
        buf_clear(&many->columns[i].values);
        many->columns[i].sent = 0;
    }
    many->size = 0;

done:
    buf_finish(&out);
    return st;
}

static enum status copy_begin(struct sql_pg *db, struct sql_pg_many *many)
{
    enum status st = STATUS_OK;
    PGresult *result = PQexec(db->conn, many->copy);
    struct buf head = {0};

    if (PQresultStatus(result) != PGRES_COPY_IN) {
        TRY(sql_pg_judge(db, result));
    }
    db->copying = many;
    db->unsent = 0;
    TRY(set_waiting(db, false));
    buf_add(&head, copy_head, COPY_HEAD_SIZE);
    TRY(copy_bytes(db, &head));

done:
    buf_finish(&head);
    PQclear(result);
    return st;
}

/* After the last result comes none; whatever follows the fault is passed over. */
static enum status copy_result(struct sql_pg *db)
{
    PGresult *result = PQgetResult(db->conn);
    enum status st = sql_pg_judge(db, result);

    while (result != NULL) {
        PQclear(result);
        result = PQgetResult(db->conn);
    }
    return st;
}

static enum status copy_finish(struct sql_pg *db)
{
    enum status st = STATUS_OK;
    struct sql_pg_many *many = db->copying;
    struct buf end = {0};

    TRY(copy_rows(db, many));
    buf_add(&end, copy_end, sizeof copy_end);
    TRY(copy_bytes(db, &end));
    TRY(copy_drain(db));
    db->copying = NULL;
    TRY(set_waiting(db, true));
    if (PQputCopyEnd(db->conn, NULL) != 1) {
        TRY(sql_pg_judge(db, NULL));
    }
    TRY(copy_result(db));

done:
    buf_finish(&end);
    return st;
}

/* ---- unnest --------------------------------------------------------------------------------- */

/* PostgreSQL's form of an array: dimensions, whether it has nulls, the type, rows, the first's
 * number, then the values as they are kept. */
static void write_array(const struct column *column, int64_t rows, struct buf *out)
{
    buf_clear(out);
    add_u32(out, 1);
    add_u32(out, column->has_null ? 1 : 0);
    add_u32(out, column->type);
    add_u32(out, (uint32_t)rows);
    add_u32(out, 1);
    buf_add(out, column->values.data, column->values.size);
}

static enum status send_unnest(struct sql_pg *db, struct sql_pg_many *many)
{
    enum status st = STATUS_OK;
    struct sql_pg_stmt *stmt = NULL;

    if (many->unnest == NULL) {
        TRY(sql_pg.parse(&db->base, many->text, true, &many->unnest));
    }
    stmt = (struct sql_pg_stmt *)many->unnest;
    for (int i = 0; i < many->count; i++) {
        struct sql_pg_value *v = &stmt->values[i];
        v->is_null = false;
        v->is_binary = true;
        write_array(&many->columns[i], many->rows, &v->bytes);
    }
    st = sql_pg.step(many->unnest);
    sql_pg.reset(many->unnest);
    st = st == STATUS_END ? STATUS_OK : st;

done:
    return st;
}

/* ---- sending -------------------------------------------------------------------------------- */

static enum status send_one(struct sql_pg *db, struct sql_pg_many *many)
{
    enum status st = STATUS_OK;

    if (many != db->copying && (many->copy == NULL || many->rows < COPY_LEAST)) {
        return send_unnest(db, many);
    }
    if (many != db->copying) {
        TRY(copy_begin(db, many));
    }
    TRY(copy_finish(db));

done:
    return st;
}

/* The one that is being copied is first, or nothing else could be asked. */
static enum status send_all(struct sql_pg *db)
{
    enum status st = STATUS_OK;

    if (db->copying != NULL) {
        TRY(send_one(db, db->copying));
    }
    for (struct sql_pg_many *many = db->kept; many != NULL; many = many->next) {
        if (many->rows_sent < many->rows) {
            TRY(send_one(db, many));
        }
    }

done:
    return st;
}

static void empty_all(struct sql_pg *db)
{
    struct sql_pg_many *many = db->kept;

    while (many != NULL) {
        struct sql_pg_many *next = many->next;
        empty(many);
        many = next;
    }
    db->kept = NULL;
}

enum status sql_pg_send(struct sql_pg *db)
{
    enum status st = STATUS_OK;

    if (db->kept == NULL || db->is_sending) {
        return STATUS_OK;
    }
    db->is_sending = true;
    st = send_all(db);
    db->is_sending = false;
    if (st == STATUS_OK) {
        empty_all(db);
    } else {
        sql_pg_forget(db);
    }
    return st;
}

void sql_pg_forget(struct sql_pg *db)
{
    if (db->copying != NULL && !sql_pg_is_lost(db)) {
        PGresult *result = NULL;
        (void)PQputCopyEnd(db->conn, "undone");
        while ((result = PQgetResult(db->conn)) != NULL) {
            PQclear(result);
        }
        (void)PQsetnonblocking(db->conn, 0); /* all is sent, or the connection is lost */
    }
    db->copying = NULL;
    empty_all(db);
}

/* The server takes in what is copied while the caller makes more. */
static enum status send_some(struct sql_pg *db, struct sql_pg_many *many)
{
    enum status st = STATUS_OK;

    if (db->copying == NULL && many->copy != NULL && many->rows >= COPY_LEAST) {
        TRY(copy_begin(db, many));
    }
    if (db->copying == many && many->size >= CHUNK_SIZE) {
        TRY(copy_rows(db, many));
    } else if (many->size >= KEEP_SIZE) {
        TRY(sql_pg_send(db));
    } else if (db->unsent > 0 && many->rows % FLUSH_ROWS == 0) {
        db->unsent = PQflush(db->conn) == 1 ? db->unsent : 0; /* a fault is told at the end */
    }

done:
    return st;
}

enum status sql_pg_put(struct sql_stmt *base)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base->db);
    struct sql_pg_stmt *stmt = (struct sql_pg_stmt *)base;

    CHECK(db->is_open && !base->is_begun);
    if (sql_pg_is_lost(db)) {
        return sql_pg_ready(db);
    }
    TRY(know(db, stmt));
    if (!row_fits(stmt)) {
        return sql_finish_run(base);
    }
    keep_row(db, stmt);
    TRY(send_some(db, stmt->many));

done:
    if (st != STATUS_OK) {
        sql_pg_forget(db);
    }
    return st;
}
