/* Rows put, kept, and sent as one.
 *
 * A row that is sent by itself waits for the server's answer, and a tablet's batch has some
 * thousand rows. So rows are kept column by column, and go out together: those that stand in
 * nobody's way by COPY, those that may meet another by one INSERT … SELECT FROM unnest (see
 * sql_pg_plan.c).
 *
 * The server works on one processor while more rows are made on another, and neither is to wait
 * for the other. It takes rows in at once, but begins to store them when it has a thousand, or when
 * it hears that there are no more. So a COPY never stays open for rows to come: whenever the server
 * has done with one, the next takes all rows that are kept by then, and its end goes with them. The
 * answers are looked for between rows, and waited for when something else is asked.
 *
 * What is kept must never be forgotten: whatever asks the server anything sends it first (see
 * sql_pg_ready), and a transaction that is undone throws it away. Values are those of the columns'
 * own types, in binary. A row that cannot be so (a text for a number's column) is sent by itself,
 * and the server says what it thinks of it.
 */
#include "sql_pg.h"

#include <stdlib.h>
#include <string.h>

#define COPY_LEAST  32                 /* rows that are worth a COPY, which costs two answers */
#define PIECE_LEAST 128                /* rows that are worth one while more are being made */
#define CHUNK_SIZE  ((size_t)64 << 10) /* of rows, as libpq is given them */
#define KEEP_SIZE   ((size_t)2 << 20)  /* of a statement's rows */
#define LOOK_ROWS   16                 /* rows between two looks at what the server says */

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
        many->size += column->values.size;
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

static void take_out(struct sql_pg *db, const struct sql_pg_many *many)
{
    struct sql_pg_many *before = NULL;

    for (struct sql_pg_many *m = db->kept; m != many; m = m->next) {
        CHECK(m != NULL);
        before = m;
    }
    *(before == NULL ? &db->kept : &before->next) = many->next;
    db->kept_last = db->kept_last == many ? before : db->kept_last;
}

/* It has no rows any more. */
static void empty(struct sql_pg *db, struct sql_pg_many *many)
{
    take_out(db, many);
    for (int i = 0; i < many->count; i++) {
        buf_clear(&many->columns[i].values);
        many->columns[i].has_null = false;
    }
    many->rows = 0;
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

static bool is_busy(const struct sql_pg *db)
{
    return db->copying != NULL || db->is_copied;
}

/* libpq keeps what the wire does not take at once, and sends it whenever it is called. */
static enum status give(struct sql_pg *db, const struct buf *bytes)
{
    return PQputCopyData(db->conn, bytes->data, (int)bytes->size) == 1 ? STATUS_OK
                                                                       : sql_pg_judge(db, NULL);
}

/* Rows that are kept by columns go out by rows. */
static enum status give_rows(struct sql_pg *db, const struct sql_pg_many *many)
{
    enum status st = STATUS_OK;
    size_t at[SQL_PARAMETERS_MAX] = {0};
    struct buf out = {0};

    buf_add(&out, copy_head, COPY_HEAD_SIZE);
    for (int64_t row = 0; row < many->rows; row++) {
        buf_byte(&out, (char)(many->count >> 8));
        buf_byte(&out, (char)many->count);
        for (int i = 0; i < many->count; i++) {
            const char *value = many->columns[many->order[i]].values.data + at[i];
            size_t size = 4 + value_size(value);
            buf_add(&out, value, size);
            at[i] += size;
        }
        if (out.size >= CHUNK_SIZE) {
            TRY(give(db, &out));
            buf_clear(&out);
        }
    }
    buf_add(&out, copy_end, sizeof copy_end);
    TRY(give(db, &out));

done:
    buf_finish(&out);
    return st;
}

static enum status copy_begin(struct sql_pg *db, struct sql_pg_many *many)
{
    if (PQsetnonblocking(db->conn, 1) != 0 || PQsendQuery(db->conn, many->copy) != 1) {
        return sql_pg_judge(db, NULL);
    }
    db->copying = many;
    return STATUS_OK;
}

/* The server wants the rows. */
static enum status copy_fill(struct sql_pg *db)
{
    enum status st = STATUS_OK;
    struct sql_pg_many *many = db->copying;
    PGresult *result = PQgetResult(db->conn);

    if (PQresultStatus(result) != PGRES_COPY_IN) {
        TRY(sql_pg_judge(db, result));
    }
    TRY(give_rows(db, many));
    if (PQputCopyEnd(db->conn, NULL) != 1) {
        TRY(sql_pg_judge(db, NULL));
    }
    db->copying = NULL;
    db->is_copied = true;
    empty(db, many);

done:
    PQclear(result);
    return st;
}

/* The server has stored them. After the last result comes none; what follows a fault is passed
 * over. */
static enum status copy_end_take(struct sql_pg *db)
{
    PGresult *result = PQgetResult(db->conn);
    enum status st = sql_pg_judge(db, result);

    while (result != NULL) {
        PQclear(result);
        result = PQgetResult(db->conn);
    }
    db->is_copied = false;
    return st == STATUS_OK && PQsetnonblocking(db->conn, 0) != 0 ? sql_pg_judge(db, NULL) : st;
}

static bool has_answered(struct sql_pg *db)
{
    return PQconsumeInput(db->conn) != 1 || PQisBusy(db->conn) == 0; /* a fault is an answer too */
}

/* Goes on with what is on its way, as far as the server is; to its end when `waits`. */
static enum status go_on(struct sql_pg *db, bool waits)
{
    enum status st = STATUS_OK;

    if (db->copying != NULL && (waits || has_answered(db))) {
        TRY(copy_fill(db));
    }
    if (db->is_copied && (waits || has_answered(db))) {
        TRY(copy_end_take(db));
    }

done:
    return st;
}

/* A COPY of the first that has so many rows, if the server has nothing else to do. */
static enum status begin_some(struct sql_pg *db, int64_t least)
{
    if (is_busy(db)) {
        return STATUS_OK;
    }
    for (struct sql_pg_many *many = db->kept; many != NULL; many = many->next) {
        if (many->copy != NULL && many->rows >= least) {
            return copy_begin(db, many);
        }
    }
    return STATUS_OK;
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

    if (many->copy != NULL && many->rows >= COPY_LEAST) {
        TRY(copy_begin(db, many));
        return go_on(db, true);
    }
    TRY(send_unnest(db, many));
    empty(db, many);

done:
    return st;
}

static enum status send_all(struct sql_pg *db)
{
    enum status st = STATUS_OK;

    TRY(go_on(db, true));
    while (db->kept != NULL) {
        TRY(send_one(db, db->kept));
    }

done:
    return st;
}

enum status sql_pg_send(struct sql_pg *db)
{
    enum status st = STATUS_OK;

    if ((db->kept == NULL && !is_busy(db)) || db->is_sending) {
        return STATUS_OK;
    }
    db->is_sending = true;
    st = send_all(db);
    db->is_sending = false;
    if (st != STATUS_OK) {
        sql_pg_forget(db);
    }
    return st;
}

void sql_pg_forget(struct sql_pg *db)
{
    if (is_busy(db) && !sql_pg_is_lost(db)) {
        PGresult *result = NULL;
        while ((result = PQgetResult(db->conn)) != NULL) {
            if (PQresultStatus(result) == PGRES_COPY_IN && PQputCopyEnd(db->conn, "undone") != 1) {
                PQclear(result);
                break; /* it is lost */
            }
            PQclear(result);
        }
        (void)PQsetnonblocking(db->conn, 0); /* all is sent, or the connection is lost */
    }
    db->copying = NULL;
    db->is_copied = false;
    while (db->kept != NULL) {
        empty(db, db->kept);
    }
}

static enum status send_some(struct sql_pg *db, const struct sql_pg_many *many)
{
    enum status st = STATUS_OK;

    if (many->size >= KEEP_SIZE) {
        return sql_pg_send(db);
    }
    if (many->rows % LOOK_ROWS == 0) {
        TRY(go_on(db, false));
        TRY(begin_some(db, PIECE_LEAST));
    }

done:
    return st;
}

/* A server that has nothing else to do asks for the rows at once, so that is waited for. */
enum status sql_pg_put_on(struct sql *base)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = sql_pg_own(base);

    if (sql_pg_is_lost(db)) {
        return sql_pg_ready(db);
    }
    TRY(go_on(db, false));
    TRY(begin_some(db, COPY_LEAST));
    TRY(db->copying != NULL ? copy_fill(db) : STATUS_OK);

done:
    if (st != STATUS_OK) {
        sql_pg_forget(db);
    }
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
