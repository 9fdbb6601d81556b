/* A copy of a database beside its writers, and a look whether others wrote. */
#define _POSIX_C_SOURCE 200809L
#include "sql_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
