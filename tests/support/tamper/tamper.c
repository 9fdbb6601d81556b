/* What somebody with the file in hand can do to it.
 *
 * A store's own statements never write a NULL where a number belongs, so a test that only wrote
 * through them would prove nothing. Here any column of any row takes any kind of value that SQLite
 * lets in; what it refuses (a key that is taken) is passed over, so that every list of bytes means
 * something and a fuzzer's small change stays a small change.
 */
#include "tamper.h"

#include "sql.h"
#include "support.h"

#include <string.h>

#define NAMES_MAX 48
#define FILE_ACTS 32
#define ACT_SIZE  5
#define CARRY_MAX 80

struct names {
    char text[NAMES_MAX][48];
    size_t count;
    char keys[240]; /* the columns of the primary key, with commas; "" without one */
};
struct act {
    uint8_t table, column, row;
    enum tamper_act act;
    const uint8_t *carried;
    size_t size;
};

static const int64_t great[] = {
    INT64_MAX,       INT64_MIN, INT64_MAX - 1, -1, 0, 1, INT32_MAX, (int64_t)INT32_MAX + 1,
    -INT64_C(86400), 1LL << 53,
};

static struct sql_stmt *ask(struct sql *db, const char *text)
{
    struct sql_stmt *stmt = NULL;

    return sql_prepare_once(db, text, &stmt) == STATUS_OK ? stmt : NULL;
}

static void tables_of(struct sql *db, struct names *out)
{
    struct sql_stmt *stmt = ask(db, "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                    " AND name NOT LIKE 'sqlite%' ORDER BY name");

    *out = (struct names){.count = 0};
    while (stmt != NULL && out->count < NAMES_MAX && sql_step(stmt) == STATUS_OK) {
        text_copy(out->text[out->count++], sizeof out->text[0], sql_text(stmt, 0));
    }
    sql_finish(stmt);
}

static void columns_of(struct sql *db, const char *table, struct names *out)
{
    struct buf text = {0};
    struct buf keys = {0};
    struct sql_stmt *stmt = NULL;

    *out = (struct names){.count = 0};
    buf_printf(&text, "SELECT name, pk FROM pragma_table_info('%s')", table);
    stmt = ask(db, buf_cstr(&text));
    while (stmt != NULL && out->count < NAMES_MAX && sql_step(stmt) == STATUS_OK) {
        text_copy(out->text[out->count++], sizeof out->text[0], sql_text(stmt, 0));
        if (sql_int(stmt, 1) > 0) {
            buf_printf(&keys, "%s%s", keys.size > 0 ? ", " : "", sql_text(stmt, 0));
        }
    }
    text_copy(out->keys, sizeof out->keys, buf_cstr(&keys));
    sql_finish(stmt);
    buf_finish(&keys);
    buf_finish(&text);
}

static void write_value(const struct act *a, const char *table, const char *column,
                        struct buf *text)
{
    switch (a->act) {
    case TAMPER_COPY:
        buf_printf(text, "(SELECT %s FROM %s LIMIT 1 OFFSET %d)", column, table,
                   a->size > 0 ? a->carried[0] : 0);
        break;
    case TAMPER_CUT:
        buf_printf(text, "substr(%s, 1, %d)", column, a->size > 0 ? a->carried[0] : 0);
        break;
    case TAMPER_NULL:
    case TAMPER_SMALL:
    case TAMPER_GREAT:
    case TAMPER_TEXT:
    case TAMPER_BYTES:
    case TAMPER_DELETE:
    case TAMPER_DROP:
    case TAMPER_FILE:
    case TAMPER_ACTS:
        buf_text(text, "$1");
        break;
    }
}

static void bind_value(const struct act *a, struct sql_stmt *stmt)
{
    char words[CARRY_MAX + 1] = "";
    uint8_t first = a->size > 0 ? a->carried[0] : 0;

    if (a->act == TAMPER_SMALL) {
        sql_bind_int(stmt, 1, (int64_t)first - 128);
    } else if (a->act == TAMPER_GREAT) {
        sql_bind_int(stmt, 1, great[first % (sizeof great / sizeof great[0])]);
    } else if (a->act == TAMPER_TEXT) {
        memcpy(words, a->carried, a->size);
        sql_bind_text(stmt, 1, words);
    } else if (a->act == TAMPER_BYTES) {
        sql_bind_bytes(stmt, 1, a->carried, a->size);
    } else if (a->act == TAMPER_NULL) {
        sql_bind_null(stmt, 1);
    }
}

static void spoil_row(struct sql *db, const struct act *a, const char *table)
{
    struct names columns;
    struct buf text = {0};
    struct sql_stmt *stmt = NULL;
    const char *column = NULL;

    columns_of(db, table, &columns);
    if (columns.count == 0) {
        return;
    }
    column = columns.text[a->column % columns.count];
    if (a->act == TAMPER_DELETE) {
        buf_printf(&text, "DELETE FROM %s", table);
    } else {
        buf_printf(&text, "UPDATE %s SET %s = ", table, column);
        write_value(a, table, column, &text);
    }
    if (columns.keys[0] != '\0') {
        buf_printf(&text,
                   " WHERE (%s) IN (SELECT %s FROM %s LIMIT 1 OFFSET"
                   " %d %% max(1, (SELECT count(*) FROM %s)))",
                   columns.keys, columns.keys, table, a->row, table);
    }
    stmt = ask(db, buf_cstr(&text));
    if (stmt != NULL) {
        if (a->act <= TAMPER_BYTES) {
            bind_value(a, stmt);
        }
        (void)!sql_finish_run(stmt);
    }
    sql_finish(stmt);
    buf_finish(&text);
}

static void spoil_table(struct sql *db, const struct act *a)
{
    struct names tables;
    struct buf text = {0};
    const char *table = NULL;

    tables_of(db, &tables);
    if (tables.count == 0) {
        return;
    }
    table = tables.text[a->table % tables.count];
    if (a->act == TAMPER_DROP) {
        buf_printf(&text, "DROP TABLE %s", table);
        (void)!sql_run(db, buf_cstr(&text));
    } else {
        spoil_row(db, a, table);
    }
    buf_finish(&text);
}

static bool next_act(const uint8_t **at, const uint8_t *end, struct act *out)
{
    size_t left = (size_t)(end - *at);

    if (left < ACT_SIZE) {
        return false;
    }
    *out = (struct act){.table = (*at)[0],
                        .column = (*at)[1],
                        .row = (*at)[2],
                        .act = (enum tamper_act)((*at)[3] % TAMPER_ACTS),
                        .carried = *at + ACT_SIZE,
                        .size = (*at)[4] % (CARRY_MAX + 1U)};
    left -= ACT_SIZE;
    out->size = out->size < left ? out->size : left;
    *at += ACT_SIZE + out->size;
    return true;
}

/* table, column and row are the place then, the first carried byte is what stands there. */
static void spoil_byte(struct buf *file, const struct act *a)
{
    size_t place = ((size_t)a->table << 16) | ((size_t)a->column << 8) | a->row;

    if (file->size > 0) {
        file->data[place % file->size] = (char)(a->size > 0 ? a->carried[0] : 0);
    }
}

void tamper_file(const char *path, const uint8_t *data, size_t size)
{
    const uint8_t *at = data;
    struct sql *db = NULL;
    struct act act;
    struct act late[FILE_ACTS];
    size_t late_count = 0;
    struct buf url = {0};
    struct buf file = {0};

    buf_printf(&url, "sqlite:%s", path);
    CHECK(sql_open(buf_cstr(&url), &db) == STATUS_OK);
    (void)!sql_run(db, "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; BEGIN");
    while (next_act(&at, data + size, &act)) {
        if (act.act != TAMPER_FILE) {
            spoil_table(db, &act);
        } else if (late_count < FILE_ACTS) {
            late[late_count++] = act;
        }
    }
    (void)!sql_run(db, "COMMIT");
    sql_close(db);
    if (late_count > 0) {
        CHECK(support_file_read(path, &file) == STATUS_OK);
        for (size_t i = 0; i < late_count; i++) {
            spoil_byte(&file, &late[i]);
        }
        CHECK(support_file_write(path, file.data, file.size) == STATUS_OK);
    }
    buf_finish(&file);
    buf_finish(&url);
}
