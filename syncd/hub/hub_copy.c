/* Carrying a store from one engine to another, row by row: a backup of PostgreSQL is a file as one
 * of SQLite is, and comes back the same way.
 *
 * Only what cannot be worked out again is carried; the rest is folded from the log. Rows go in
 * pages, each from where the last ended by its key, because a log may be larger than memory. The
 * reader's side is one snapshot, so the copy is of one instant beside whoever writes.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_private.h"

#include <string.h>
#include <unistd.h>

#define PAGE_ROWS 500
#define KEY_MAX   3

/* kinds has a letter a column: d id, t text, i integer, b bytes. The key's columns come first. */
static const struct table {
    const char *name;
    const char *columns;
    const char *kinds;
    size_t key_count;
} tables[] = {
    {"school",       "id, urn, name, last, clock_at, clock_n, scope_day",                         "dttiiii",        1},
    {"device",
     "school, id, label, token, sign_key, data_key, acked, hash, revoked, is_hub, has_groups,"
     " etag, enrolled_ms, seen_ms",                                                               "ddttbbibtiitii", 2},
    {"device_group", "school, dev, grp",                                                          "ddt",            3},
    {"log",
     "school, dev, seq, lsn, pupil, digest, hash, line, held, set_aside, signature, received_ms", "ddiidbbbtibi",   3},
    {"erased",       "school, pupil, lsn",                                                        "ddi",            2},
    {"account",      "name, role, school, verifier, totp, totp_last",                             "ttttti",         1},
};
#define TABLE_COUNT (sizeof tables / sizeof tables[0])

/* The key of the last row that was carried. */
struct mark {
    struct buf texts[KEY_MAX];
    int64_t numbers[KEY_MAX];
};
struct carrying {
    const struct table *table;
    struct sql_stmt *from;
    struct sql_stmt *to;
    struct mark mark;
};

/* ---- texts ---------------------------------------------------------------------------------- */

/* The first names of a list, as many as the key has. */
static size_t key_size(const struct table *t)
{
    const char *at = t->columns;

    for (size_t i = 0; i < t->key_count; i++) {
        at += strcspn(at, ",") + (i + 1 < t->key_count ? 1 : 0);
    }
    return (size_t)(at - t->columns);
}

static void numbers_text(size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s$%zu", i > 0 ? ", " : "", i + 1);
    }
}

/* As HUB_SOME_OF, around a text that is made here. */
static void bound_bytes(const struct table *t, struct buf *read)
{
    struct buf rows = {0};
    int size = (int)key_size(t);

    buf_text(&rows, buf_cstr(read));
    buf_clear(read);
    buf_printf(read,
               "SELECT * FROM (SELECT p.*, sum(coalesce(length(p.line), 0)) OVER (ORDER BY %.*s"
               " ROWS UNBOUNDED PRECEDING) - coalesce(length(p.line), 0) AS before FROM (%s) p) q"
               " WHERE before < %d ORDER BY %.*s",
               size, t->columns, buf_cstr(&rows), HUB_PAGE_BYTES, size, t->columns);
    buf_finish(&rows);
}

static enum status prepare(struct carrying *c, struct sql *from, const char *place, struct sql *to)
{
    enum status st = STATUS_OK;
    const struct table *t = c->table;
    struct buf read = {0};
    struct buf write = {0};
    int size = (int)key_size(t);

    buf_printf(&read, "SELECT %s FROM %s%s WHERE (%.*s)>(", t->columns, place, t->name, size,
               t->columns);
    numbers_text(t->key_count, &read);
    buf_printf(&read, ") ORDER BY %.*s LIMIT %d", size, t->columns, PAGE_ROWS);
    if (strstr(t->columns, " line,") != NULL && sql_is_far(from)) {
        bound_bytes(t, &read);
    }
    buf_printf(&write, "INSERT INTO %s(%s) VALUES(", t->name, t->columns);
    numbers_text(strlen(t->kinds), &write);
    buf_text(&write, ")");
    TRY(sql_prepare_once(from, buf_cstr(&read), &c->from));
    TRY(sql_prepare_once(to, buf_cstr(&write), &c->to));

done:
    buf_finish(&read);
    buf_finish(&write);
    return st;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Says how many bytes it is, where they are bytes. */
static int64_t carry_value(struct carrying *c, int column)
{
    size_t size = 0;
    const void *bytes = NULL;
    int number = column + 1;

    if (sql_is_null(c->from, column)) {
        sql_bind_null(c->to, number);
        return 0;
    }
    switch (c->table->kinds[column]) {
    case 'd':
    case 't':
        sql_bind_text(c->to, number, sql_text(c->from, column));
        return 0;
    case 'i':
        sql_bind_int(c->to, number, sql_int(c->from, column));
        return 0;
    default:
        bytes = sql_bytes(c->from, column, &size);
        sql_bind_bytes(c->to, number, bytes, size);
        return (int64_t)size;
    }
}

static void keep_mark(struct carrying *c)
{
    for (size_t i = 0; i < c->table->key_count; i++) {
        buf_clear(&c->mark.texts[i]);
        if (c->table->kinds[i] != 'i') {
            buf_text(&c->mark.texts[i], sql_text(c->from, (int)i));
        } else {
            c->mark.numbers[i] = sql_int(c->from, (int)i);
        }
    }
}

static void bind_mark(struct carrying *c)
{
    for (size_t i = 0; i < c->table->key_count; i++) {
        if (c->table->kinds[i] != 'i') {
            sql_bind_text(c->from, (int)i + 1, buf_cstr(&c->mark.texts[i]));
        } else {
            sql_bind_int(c->from, (int)i + 1, c->mark.numbers[i]);
        }
    }
}

static enum status carry_page(struct carrying *c, struct hub_page *page)
{
    enum status st = STATUS_OK;

    *page = (struct hub_page){0};
    bind_mark(c);
    while ((st = sql_step(c->from)) == STATUS_OK) {
        for (int column = 0; c->table->kinds[column] != '\0'; column++) {
            page->bytes += carry_value(c, column);
        }
        TRY(sql_finish_run(c->to));
        keep_mark(c);
        page->rows++;
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_reset(c->from);
    return st;
}

static enum status carry_table(const struct table *table, struct sql *from, const char *place,
                               struct sql *to)
{
    enum status st = STATUS_OK;
    struct carrying c = {.table = table};
    struct hub_page page = {0};

    for (size_t i = 0; i < table->key_count; i++) {
        buf_text(&c.mark.texts[i], table->kinds[i] == 'd' ? ID_LEAST : "");
    }
    TRY(prepare(&c, from, place, to));
    do {
        TRY(carry_page(&c, &page));
    } while (hub_page_is_full(&page, PAGE_ROWS));

done:
    sql_finish(c.from);
    sql_finish(c.to);
    for (size_t i = 0; i < KEY_MAX; i++) {
        buf_finish(&c.mark.texts[i]);
    }
    return st;
}

enum status hub_copy(struct sql *from, const char *place, struct sql *to)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        buf_clear(&text);
        buf_printf(&text, "DELETE FROM %s", tables[i].name);
        TRY(sql_run(to, buf_cstr(&text)));
        TRY(carry_table(&tables[i], from, place, to));
    }

done:
    buf_finish(&text);
    return st;
}

/* ---- a file --------------------------------------------------------------------------------- */

static enum status fill_file(struct hub_db *db, const char *url)
{
    enum status st = STATUS_OK;
    struct sql *file = NULL;

    TRY(sql_open(url, &file));
    TRY(sql_begin(file));
    TRY(hub_tables_make(file));
    TRY(hub_copy(db->sql, "", file));
    TRY(sql_commit(file));

done:
    sql_close(file);
    return st;
}

enum status hub_copy_to_file(struct hub_db *db, const char *path)
{
    enum status st = STATUS_OK;
    struct buf url = {0};

    if (access(path, F_OK) == 0) {
        return STATUS_EXISTS;
    }
    buf_printf(&url, "sqlite:%s", path);
    TRY(sql_begin_read(db->sql));
    st = fill_file(db, buf_cstr(&url));
    if (st != STATUS_OK) {
        (void)unlink(path);
    }

done:
    buf_finish(&url);
    return st;
}
