/* Rows put, kept, and sent as one.
 *
 * A row that is sent by itself waits for the server's answer, and a tablet's batch has some
 * thousand rows. So rows are kept column by column, and go out together: those that stand in
 * nobody's way by COPY, which the server takes in while the rest is still being made, those that
 * may meet another by one INSERT … SELECT FROM unnest (see sql_pg_plan.c).
 *
 * What is kept must never be forgotten: whatever asks the server anything sends it first (see
 * sql_pg_ready), and a transaction that is undone throws it away. Values are those of the columns'
 * own types, in binary. A row that cannot be so (a text for a number's column) is sent by itself,
 * and the server says what it thinks of it.
 */
#include "sql_pg.h"

#include <stdlib.h>
#include <string.h>

#define COPY_LEAST 32                 /* rows that are worth a COPY, which costs two answers */
#define CHUNK_SIZE ((size_t)64 << 10) /* of rows on their way */
#define KEEP_SIZE  ((size_t)2 << 20)  /* of a statement's rows */
/* Bytes that libpq may hold before somebody waits for the wire; and how often it is looked at. */
#define UNSENT_SIZE ((size_t)4 << 20)
#define FLUSH_ROWS  32

static const char copy_head[] =
    "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* flags, and no more of a head */
#define COPY_HEAD_SIZE 19
static const char copy_end[] = {(char)0xff, (char)0xff};

static uint32_t value_size(const char *at)
{
    uint32_t size = 0;

    for (int i = 0; i < 4; i++) {
        size = size << 8 | (unsigned char)at[i];
    }
    return size == UINT32_MAX ? 0 : size;
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
    sql_pg_plan_copy(many, stmt->text);
    sql_pg_plan_unnest(many, stmt->text);
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

/* Read once for as many rows as it stays bound. */
static bool is_id(struct sql_pg_value *v)
{
    if (!v->is_id && !v->is_number && !v->is_binary) {
        v->is_id = sql_pg_read_id(buf_cstr(&v->bytes), v->id);
    }
    return v->is_id;
}

static bool value_fits(struct sql_pg_value *v, Oid type)
{
    switch (type) {
    case SQL_PG_INT8:
        return v->is_null || v->is_number;
    case SQL_PG_BYTEA:
        return v->is_null || v->is_binary;
    case SQL_PG_TEXT:
        return v->is_null || (!v->is_number && !v->is_binary);
    case SQL_PG_UUID:
        return v->is_null || is_id(v);
    default:
        return false;
    }
}

static bool row_fits(struct sql_pg_stmt *stmt)
{
    for (int i = 0; i < stmt->many->count; i++) {
        if (!value_fits(&stmt->values[i], stmt->many->columns[i].type)) {
            return false;
        }
    }
    return true;
}

static void keep_value(struct sql_pg_column *column, const struct sql_pg_value *v)
{
    if (v->is_null) {
        add_u32(&column->values, UINT32_MAX);
        column->has_null = true;
    } else if (column->type == SQL_PG_UUID) {
        add_u32(&column->values, sizeof v->id);
        buf_add(&column->values, v->id, sizeof v->id);
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
        struct sql_pg_column *column = &many->columns[i];
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
        struct sql_pg_column *column = &many->columns[i];
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
    return STATUS_OK;
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
            struct sql_pg_column *column = &many->columns[many->order[i]];
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
    db->copying = NULL;
    db->unsent = 0;
    if (PQputCopyEnd(db->conn, NULL) != 1) {
        TRY(sql_pg_judge(db, NULL));
    }
    TRY(copy_result(db)); /* waits until all is sent, and answered */
    TRY(set_waiting(db, true));

done:
    buf_finish(&end);
    return st;
}

/* ---- unnest --------------------------------------------------------------------------------- */

/* PostgreSQL's form of an array: dimensions, whether it has nulls, the type, rows, the first's
 * number, then the values as they are kept. */
static void write_array(const struct sql_pg_column *column, int64_t rows, struct buf *out)
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
        TRY(db->unsent >= UNSENT_SIZE ? copy_finish(db) : STATUS_OK);
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
