/* A database as bytes, a copy of it beside its writers, and a look whether others wrote.
 *
 * The tablet's view lives in memory and rests on the disk as a sealed snapshot, so it has to become
 * bytes and come back. Bytes that came back are not trusted further than their header: they are
 * read once, and what is no database leaves an empty one. A file in WAL mode carries that in bytes
 * 18 and 19, where a database in memory must say "no log", or it cannot be opened.
 */
#define _POSIX_C_SOURCE 200809L
#include "sql_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_SIZE     100
#define HEADER_MAGIC    "SQLite format 3"
#define HEADER_PAGE     16 /* two bytes, where 1 means 65,536 */
#define HEADER_WRITE_AS 18
#define HEADER_READ_AS  19
#define NO_LOG          1
#define HAS_LOG         2

enum status sql_image_take(struct sql *db, struct buf *out)
{
    enum status st = STATUS_OK;
    sqlite3_int64 size = 0;
    unsigned char *copy = NULL;
    const unsigned char *bytes = NULL;

    CHECK(db != NULL && out != NULL);
    buf_clear(out);
    bytes = sqlite3_serialize(sql_sqlite_handle(db), "main", &size, SQLITE_SERIALIZE_NOCOPY);
    if (bytes == NULL) {
        copy = sqlite3_serialize(sql_sqlite_handle(db), "main", &size, 0);
        bytes = copy;
    }
    if (bytes == NULL && size > 0) {
        TRY(sql_sqlite_fault(db, SQLITE_NOMEM));
    }
    buf_add(out, bytes, bytes == NULL ? 0 : (size_t)size);

done:
    sqlite3_free(copy);
    return st;
}

static bool looks_whole(const uint8_t *bytes, size_t size)
{
    size_t page = 0;

    if (size < HEADER_SIZE || memcmp(bytes, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0) {
        return false;
    }
    page = (size_t)bytes[HEADER_PAGE] << 8 | bytes[HEADER_PAGE + 1];
    page = page == 1 ? 65536 : page;
    return page >= 512 && (page & (page - 1)) == 0 && size % page == 0;
}

/* SQLite takes the bytes over, whether it succeeds or not. */
static enum status put_in_place(struct sql *db, const void *bytes, size_t size)
{
    unsigned flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
    unsigned char *copy = sqlite3_malloc64(size + 1);

    if (copy == NULL) {
        return sql_sqlite_fault(db, SQLITE_NOMEM);
    }
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    if (size > HEADER_READ_AS && copy[HEADER_READ_AS] == HAS_LOG) {
        copy[HEADER_WRITE_AS] = NO_LOG;
        copy[HEADER_READ_AS] = NO_LOG;
    }
    return sql_sqlite_fault(db, sqlite3_deserialize(sql_sqlite_handle(db), "main", copy,
                                                    (sqlite3_int64)size, (sqlite3_int64)size + 1,
                                                    flags));
}

enum status sql_image_load(struct sql *db, const void *bytes, size_t size)
{
    enum status st = STATUS_OK;

    CHECK(db != NULL && (bytes != NULL || size == 0));
    if (size > 0 && !looks_whole(bytes, size)) {
        return FAIL(STATUS_DAMAGED, "these bytes are no database");
    }
    TRY(put_in_place(db, bytes, size));
    st = sql_run(db, "SELECT count(*) FROM sqlite_schema");
    if (st != STATUS_OK) {
        enum status emptied = put_in_place(db, NULL, 0);
        CHECK(emptied == STATUS_OK);
    }

done:
    return st;
}

static enum status copy_fault(const char *path, int cause)
{
    char why[96] = "";

    if (cause == EEXIST) {
        return FAIL(STATUS_EXISTS, "%s is there already: give a new name for the copy", path);
    }
    if (cause == ENOSPC || cause == EDQUOT) {
        return FAIL(STATUS_FULL, "%s cannot be made because the disk is full: make room", path);
    }
    (void)strerror_r(cause, why, sizeof why);
    return FAIL(STATUS_DISK, "%s cannot be made: %s", path, why);
}

/* A copy counts as made when the disk has it: its bytes, then its name in the folder. */
static enum status settle(const char *path)
{
    enum status st = STATUS_OK;
    struct buf folder = {0};
    const char *slash = strrchr(path, '/');
    const char *names[2] = {path, NULL};

    buf_add(&folder, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
    buf_byte(&folder, '.');
    names[1] = buf_cstr(&folder);
    for (size_t i = 0; i < 2 && st == STATUS_OK; i++) {
        int fd = open(names[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fsync(fd) != 0) {
            st = copy_fault(path, errno);
        }
        if (fd >= 0) {
            (void)close(fd);
        }
    }
    buf_finish(&folder);
    return st;
}

enum status sql_copy_to(struct sql *db, const char *path)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int fd = -1;

    CHECK(db != NULL && path != NULL);
    if (db->engine != &sql_sqlite) {
        return FAIL(STATUS_UNSUPPORTED, "%s is not a file that can be copied", db->name);
    }
    CHECK(sqlite3_get_autocommit(sql_sqlite_handle(db)) != 0);
    /* SQLite fills an empty file and refuses any other, so ours decides who may read it. */
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return copy_fault(path, errno);
    }
    (void)close(fd);
    TRY(sql_prepare(db, "VACUUM INTO $1", &stmt));
    sql_bind_text(stmt, 1, path);
    TRY(sql_finish_run(stmt));
    TRY(settle(path));

done:
    sql_finish(stmt);
    if (st != STATUS_OK) {
        (void)unlink(path);
    }
    return st;
}

enum status sql_version(struct sql *db, int64_t *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    CHECK(db != NULL && out != NULL);
    TRY(sql_prepare(db, "PRAGMA data_version", &stmt));
    TRY(sql_step(stmt));
    *out = sql_int(stmt, 0);

done:
    sql_finish(stmt);
    return st;
}
