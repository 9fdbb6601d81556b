/* The tablet's file: its tables, and the few statements that every part needs.
 *
 * The client and the daemon both open the file, in either order and at the same time. So the tables
 * are made in one write transaction, and whoever comes second finds them there. Nothing is migrated
 * by guessing: a file of a later version is refused in words, because an older program that writes
 * to it could lose what it does not know.
 */
#include "store_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STORE_VERSION 1
#define REOPEN_TRIES  20

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS slot("
    " number INTEGER PRIMARY KEY, staff TEXT, name TEXT NOT NULL, salt BLOB NOT NULL,"
    " memory_kib INTEGER NOT NULL, passes INTEGER NOT NULL, commitment BLOB NOT NULL,"
    " sealed BLOB NOT NULL, wrong_count INTEGER NOT NULL, wrong_ms INTEGER NOT NULL);"
    /* AUTOINCREMENT: a place is never given twice, though rows at the end may be dropped. */
    "CREATE TABLE IF NOT EXISTS box("
    " place INTEGER PRIMARY KEY AUTOINCREMENT, dev TEXT NOT NULL, seq INTEGER NOT NULL,"
    " pupil TEXT, box BLOB, lsn INTEGER, digest BLOB, hash BLOB, signature BLOB, left_ms INTEGER);"
    "CREATE UNIQUE INDEX IF NOT EXISTS box_change ON box(dev, seq);"
    "CREATE INDEX IF NOT EXISTS box_lsn ON box(lsn) WHERE lsn IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS box_pupil ON box(pupil) WHERE lsn IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS box_left ON box(left_ms) WHERE left_ms IS NOT NULL;"
    /* What came under the name of a box that is held, until both have been opened. */
    "CREATE TABLE IF NOT EXISTS twin(place INTEGER PRIMARY KEY, pupil TEXT, box BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS draft(name TEXT PRIMARY KEY, box BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS snapshot("
    " one INTEGER PRIMARY KEY CHECK(one = 1), place INTEGER NOT NULL, forgotten INTEGER NOT NULL,"
    " box BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS piece(number INTEGER PRIMARY KEY, box BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS scope(pupil TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS leaving(pupil TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS owed("
    " pupil TEXT PRIMARY KEY, after INTEGER NOT NULL, upto INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS forgotten("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, pupil TEXT NOT NULL);"
    /* Own changes of an earlier enrolment, until what was written anew in their place is safe. */
    "CREATE TABLE IF NOT EXISTS reissue("
    " place INTEGER PRIMARY KEY, dev TEXT NOT NULL, seq INTEGER NOT NULL, pupil TEXT, box BLOB,"
    " digest BLOB, again_dev TEXT, again_seq INTEGER);"
    "CREATE UNIQUE INDEX IF NOT EXISTS reissue_change ON reissue(dev, seq);"
    "CREATE TABLE IF NOT EXISTS form(version INTEGER NOT NULL);";

static enum status read_form(struct store *s, int64_t *version)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *version = 0;
    TRY(sql_prepare(s->db, "SELECT version FROM form", &stmt));
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        *version = sql_int(stmt, 0);
    } else if (st == STATUS_END) {
        st = STATUS_OK;
    }
done:
    sql_finish(stmt);
    return st;
}

static enum status make_tables(struct store *s)
{
    enum status st = STATUS_OK;
    int64_t version = 0;

    TRY(sql_begin(s->db));
    TRY(sql_run(s->db, schema));
    TRY(read_form(s, &version));
    if (version == 0) {
        TRY(sql_run(s->db, "INSERT INTO form(version) VALUES(1)"));
    } else if (version != STORE_VERSION) {
        st =
            FAIL(STATUS_UNSUPPORTED,
                 "this tablet's file was written by a later version of Cairn; update this program");
        goto done;
    }
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

static struct store *new_store(const char *path)
{
    struct store *s = mem_zero(1, sizeof(*s));
    struct buf url = {0};

    CHECK(path != NULL);
    buf_printf(&url, "sqlite:%s", path);
    s->url = mem_text(buf_cstr(&url));
    buf_finish(&url);
    return s;
}

enum status store_open(const char *path, struct store **out)
{
    enum status st = STATUS_OK;
    struct store *s = new_store(path);

    *out = NULL;
    TRY(sql_open(s->url, &s->db));
    TRY(make_tables(s));
    *out = s;
    s = NULL;
done:
    store_close(s);
    return st;
}

enum status store_open_full(const char *path, struct store **out)
{
    enum status st = STATUS_OK;
    struct store *s = new_store(path);
    int64_t version = 0;

    *out = NULL;
    s->is_alone = true;
    TRY(sql_open_alone(s->url, &s->db));
    TRY(read_form(s, &version)); /* a file that nothing was ever written to has none */
    if (version != STORE_VERSION) {
        st = FAIL(STATUS_FULL, "the tablet's file cannot be made because the disk is full: make "
                               "room");
        goto done;
    }
    *out = s;
    s = NULL;
done:
    store_close(s);
    return st;
}

/* Only one of the two can have the file, so the old way in is closed before the new one is tried;
 * it stays open to us, for the disk has no less room than before. */
bool store_open_again(struct store *s)
{
    struct sql *db = NULL;

    if (!s->is_alone) {
        return true;
    }
    sql_close(s->db);
    s->db = NULL;
    s->is_alone = sql_open(s->url, &db) != STATUS_OK;
    for (int i = 0; s->is_alone && db == NULL && i < REOPEN_TRIES; i++) {
        (void)(sql_open_alone(s->url, &db) == STATUS_OK);
    }
    CHECK(db != NULL);
    s->db = db;
    return !s->is_alone;
}

void store_close(struct store *s)
{
    if (s != NULL) {
        store_forget_unkept(s, NULL);
        free(s->unkept);
        sql_close(s->db);
        free(s->url);
        free(s);
    }
}

enum status store_version(struct store *s, int64_t *out)
{
    return sql_version(s->db, out);
}

enum status store_run_one(struct store *s, const struct store_run *run)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, run->text, &stmt));
    if (run->bind != NULL) {
        run->bind(stmt, run->with);
    }
    TRY(sql_finish_run(stmt));
done:
    sql_finish(stmt);
    return st;
}

enum status store_run_plain(struct store *s, const char *text)
{
    const struct store_run run = {text, NULL, NULL};

    return store_run_one(s, &run);
}

void *store_more(struct arena *arena, const void *rows, size_t count, size_t size)
{
    bool is_full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8 …: the array is as long as that */
    char *more = NULL;

    if (!is_full) {
        return NULL;
    }
    more = arena_alloc(arena, (count == 0 ? 1 : count * 2) * size);
    if (count > 0) {
        memcpy(more, rows, count * size);
    }
    return more;
}
