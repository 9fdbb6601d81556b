/* The texts that send many rows as one, made from the text of the one-row INSERT, which is the same
 * for both engines. A COPY costs the server least, but takes only what is given: each value must be
 * a parameter, and nothing may be said of rows that are in the way. Everything else is an INSERT of
 * arrays.
 */
#include "sql_pg.h"

#include <stdlib.h>
#include <string.h>

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
void sql_pg_plan_copy(struct sql_pg_many *many, const char *text)
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
    switch (type) {
    case SQL_PG_INT8:
        return "int8[]";
    case SQL_PG_BYTEA:
        return "bytea[]";
    case SQL_PG_UUID:
        return "uuid[]";
    default:
        return "text[]";
    }
}

/* INSERT INTO t(a, b) SELECT u.p1, u.p2 FROM unnest($1::text[], …) AS u(p1, p2) ON CONFLICT … */
void sql_pg_plan_unnest(struct sql_pg_many *many, const char *text)
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
