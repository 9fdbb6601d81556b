/* Statements with their arguments, in one call.
 *
 * Every query of the hub names its school first and binds a handful of values. Bound one call a
 * value, the values drown the query; so they are given as a list, in the order of $1, $2 …, each
 * made by the function of its kind, and the compiler still looks at every one.
 */
#include "hub_private.h"

#include <string.h>

struct hub_arg arg_int(int64_t number)
{
    return (struct hub_arg){.kind = ARG_INT, .number = number};
}

struct hub_arg arg_text(const char *text)
{
    return (struct hub_arg){.kind = ARG_TEXT, .text = text};
}

struct hub_arg arg_id(const struct id *id)
{
    return arg_text(id == NULL || id_is_none(id) ? NULL : id->text);
}

struct hub_arg arg_bytes(const void *bytes, size_t size)
{
    return (struct hub_arg){.kind = ARG_BYTES, .bytes = bytes, .size = size};
}

struct hub_arg arg_hash(const struct hash *h)
{
    return arg_bytes(h->bytes, sizeof h->bytes);
}

static void bind(struct sql_stmt *stmt, int number, const struct hub_arg *arg)
{
    switch (arg->kind) {
    case ARG_INT:
        sql_bind_int(stmt, number, arg->number);
        return;
    case ARG_TEXT:
        sql_bind_text(stmt, number, arg->text);
        return;
    case ARG_BYTES:
        if (arg->bytes == NULL) {
            sql_bind_null(stmt, number);
        } else {
            sql_bind_bytes(stmt, number, arg->bytes, arg->size);
        }
        return;
    }
}

bool hub_page_is_full(const struct hub_page *page, int rows_max)
{
    return page->rows == rows_max || page->bytes >= HUB_PAGE_BYTES;
}

const char *hub_page_text(const struct hub_db *db, const char *one_by_one, const char *whole)
{
    return sql_is_far(db->sql) ? whole : one_by_one;
}

enum status hub_ask(struct hub_db *db, const char *text, const struct hub_arg *args, size_t count,
                    struct sql_stmt **out)
{
    enum status st = STATUS_OK;

    TRY(sql_prepare(db->sql, text, out));
    for (size_t i = 0; i < count; i++) {
        bind(*out, (int)i + 1, &args[i]);
    }

done:
    return st;
}

enum status hub_ask_one(struct hub_db *db, const char *text, const struct hub_arg *args,
                        size_t count, struct sql_stmt **out)
{
    enum status st = STATUS_OK;

    TRY(hub_ask(db, text, args, count, out));
    st = sql_step(*out);
    if (st == STATUS_END) {
        st = STATUS_NOT_FOUND;
    }

done:
    if (st != STATUS_OK) {
        sql_finish(*out);
        *out = NULL;
    }
    return st;
}

enum status hub_run(struct hub_db *db, const char *text, const struct hub_arg *args, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(hub_ask(db, text, args, count, &stmt));
    TRY(sql_finish_run(stmt));

done:
    sql_finish(stmt);
    return st;
}

enum status hub_ask_rows(struct hub_db *db, const struct hub_question *q, struct arena *arena,
                         struct hub_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf rows = {0};
    void *row = arena_alloc(arena, q->row_size);

    *out = (struct hub_rows){0};
    TRY(hub_ask(db, q->text, q->args, q->arg_count, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        memset(row, 0, q->row_size);
        q->read(stmt, arena, row);
        buf_add(&rows, row, q->row_size);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    *out = (struct hub_rows){arena_copy(arena, rows.data, rows.size), rows.size / q->row_size};

done:
    sql_finish(stmt);
    buf_finish(&rows);
    return st;
}

enum status hub_read_rows(struct hub *hub, const struct hub_question *q, struct arena *arena,
                          struct hub_rows *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    *out = (struct hub_rows){0};
    TRY(hub_reader(hub, &db));
    TRY(hub_ask_rows(db, q, arena, out));

done:
    hub_reader_back(hub, db);
    return st;
}

char hub_lower(char c)
{
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";

    if (c >= 'A' && c <= 'Z') {
        return lower[c - 'A'];
    }
    return c;
}

char hub_upper(char c)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    if (c >= 'a' && c <= 'z') {
        return upper[c - 'a'];
    }
    return c;
}
