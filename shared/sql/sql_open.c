/* Opening by address, and closing: whose database it is, is decided by what the address begins
 * with.
 *
 * Only sql_open_any, in a file of its own, knows of PostgreSQL. So a program that calls sql_open
 * alone, as the tablet's do, never loads libpq and all that it brings.
 */
#include "sql_sqlite.h"

#include <stdlib.h>
#include <string.h>

#define SQLITE_PREFIX   "sqlite:"
#define POSTGRES_PREFIX "postgresql:"

enum status sql_open(const char *url, struct sql **out)
{
    return sql_open_file(url, SQL_PAGE_SIZE, out);
}

enum status sql_open_file(const char *url, int page_size, struct sql **out)
{
    CHECK(url != NULL && out != NULL);
    *out = NULL;
    if (strncmp(url, POSTGRES_PREFIX, strlen(POSTGRES_PREFIX)) == 0) {
        return FAIL(STATUS_UNSUPPORTED, "this program keeps its store in a file: give a store of "
                                        "the form sqlite:PATH");
    }
    if (strncmp(url, SQLITE_PREFIX, strlen(SQLITE_PREFIX)) != 0 ||
        url[strlen(SQLITE_PREFIX)] == '\0') {
        return FAIL(STATUS_BAD_INPUT, "that names no store: give one of the form sqlite:PATH");
    }
    return sql_sqlite_open(url + strlen(SQLITE_PREFIX), page_size, false, out);
}

enum status sql_open_alone(const char *url, struct sql **out)
{
    CHECK(url != NULL && out != NULL && strncmp(url, SQLITE_PREFIX, strlen(SQLITE_PREFIX)) == 0);
    *out = NULL;
    return sql_sqlite_open(url + strlen(SQLITE_PREFIX), SQL_PAGE_SIZE, true, out);
}

static void drop_all(const struct sql *db, struct sql_stmt *list)
{
    while (list != NULL) {
        struct sql_stmt *next = list->next;
        db->engine->drop(list);
        list = next;
    }
}

void sql_close(struct sql *db)
{
    char *name = NULL;

    if (db == NULL) {
        return;
    }
    for (size_t i = 0; i < SQL_CACHE_BUCKETS; i++) {
        drop_all(db, db->cached[i]);
    }
    drop_all(db, db->once);
    name = db->name;
    db->engine->close(db);
    free(name);
}

bool sql_locks_rows(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->locks_rows;
}

enum status sql_has_table(struct sql *db, const char *name, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    CHECK(db != NULL && name != NULL && out != NULL);
    TRY(sql_prepare(db, db->engine->has_table, &stmt));
    sql_bind_text(stmt, 1, name);
    st = sql_step(stmt);
    *out = st == STATUS_OK;
    st = st == STATUS_END ? STATUS_OK : st;

done:
    sql_finish(stmt);
    return st;
}

const char *sql_keyed(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->keyed;
}

bool sql_packs_ids(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->packs_ids;
}

bool sql_inherits(const struct sql *db)
{
    CHECK(db != NULL);
    return db->engine->inherits;
}

enum status sql_sweep(struct sql *db)
{
    CHECK(db != NULL);
    return sql_run(db, db->engine->sweep);
}
