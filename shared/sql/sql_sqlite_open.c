/* Opening a database: who may read it, and what a commit promises.
 *
 * The file may hold a child's records, so nobody but its owner may read it from its first instant:
 * we make it ourselves with mode 0600, because SQLite would follow the umask; the log and the
 * shared memory file beside it take their mode from it. We never open a file that is there already:
 * closing any handle on a file drops all of this process's locks on it, those of another thread's
 * connection too, and then two writers would meet.
 *
 * A commit is on the disk when it returns (WAL with synchronous=FULL). What is deleted is
 * overwritten. A text in double quotes is an error, not a silent literal, and a schema that
 * somebody else wrote can call nothing.
 */
#define _POSIX_C_SOURCE 200809L
#include "sql_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_NAME   ":memory:"
#define TAKEOVERS_MAX 50
#define OPEN_FLAGS \
    (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE)

static enum status close_to_others(const char *path)
{
    struct stat info;
    char why[96] = "";

    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) ||
        (info.st_mode & (S_IRWXG | S_IRWXO)) == 0) {
        return STATUS_OK;
    }
    if (chmod(path, S_IRUSR | S_IWUSR) != 0) {
        (void)strerror_r(errno, why, sizeof why);
        return FAIL(STATUS_DISK, "others can read %s, and that cannot be changed: %s", path, why);
    }
    return STATUS_OK;
}

static enum status make_private(const char *path)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    enum status st = STATUS_OK;
    struct buf name = {0};
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (fd >= 0) {
        (void)close(fd);
        return STATUS_OK;
    }
    /* A failure other than EEXIST will meet SQLite too, which names it. */
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        buf_clear(&name);
        buf_printf(&name, "%s%s", path, tails[i]);
        TRY(close_to_others(buf_cstr(&name)));
    }

done:
    buf_finish(&name);
    return st;
}

static void set_switch(sqlite3 *handle, int which, int to)
{
    CHECK(sqlite3_db_config(handle, which, to, NULL) == SQLITE_OK);
}

/* Turning a new file to WAL wants it alone for an instant, and SQLite does not wait for that: of
 * two programs that open a new file together one is told BUSY at once. Taking the write lock does
 * wait, until the other is through. */
static enum status turn_to_wal(struct sql *db)
{
    int code = SQLITE_BUSY;
    sqlite3 *handle = sql_sqlite_handle(db);

    for (int i = 0; i < TAKEOVERS_MAX && (code & 0xff) == SQLITE_BUSY; i++) {
        code = sqlite3_exec(handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
        if ((code & 0xff) == SQLITE_BUSY) {
            (void)sqlite3_exec(handle, "BEGIN IMMEDIATE; COMMIT", NULL, NULL, NULL);
        }
    }
    return sql_sqlite_fault(db, code);
}

static enum status set_up(struct sql *db, bool is_file, int page_size)
{
    enum status st = STATUS_OK;
    sqlite3 *handle = sql_sqlite_handle(db);
    struct buf pages = {0};

    CHECK(sqlite3_busy_timeout(handle, SQL_BUSY_WAIT_MS) == SQLITE_OK);
    set_switch(handle, SQLITE_DBCONFIG_DQS_DML, 0);
    set_switch(handle, SQLITE_DBCONFIG_DQS_DDL, 0);
    set_switch(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    set_switch(handle, SQLITE_DBCONFIG_DEFENSIVE, 1);
    set_switch(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
    TRY(sql_run(db, "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
                    "PRAGMA synchronous=FULL"));
    TRY(sql_sqlite_put_open(sql_sqlite_own(db)));
    buf_printf(&pages, "PRAGMA page_size=%d", page_size); /* of a file that is there: as it is */
    TRY(sql_run(db, buf_cstr(&pages)));
    if (is_file) {
        TRY(turn_to_wal(db));
    }
    /* The first look at the pages: a file that is no database says so here. */
    TRY(sql_run(db, "SELECT count(*) FROM sqlite_schema"));

done:
    buf_finish(&pages);
    return st;
}

/* SQLite is built here to read names such as file:x?mode=… as more than names. */
static void plain_path(const char *path, struct buf *out)
{
    if (path[0] != '/') {
        buf_text(out, "./");
    }
    buf_text(out, path);
}

/* SQLite counts every piece of memory for a statistic that nobody reads, under a lock that all
 * threads share. It can be told not to before it has begun, and says so when it is too late. */
void sql_sqlite_config(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum status sql_sqlite_open(const char *path, int page_size, bool alone, struct sql **out)
{
    enum status st = STATUS_OK;
    struct sql_sqlite *made = mem_zero(1, sizeof *made);
    struct sql *db = &made->base;
    struct buf full = {0};
    bool is_file = !text_equal(path, MEMORY_NAME);

    sql_sqlite_config();
    db->engine = &sql_sqlite;
    db->name = mem_text(is_file ? path : "the database in memory");
    if (is_file) {
        plain_path(path, &full);
        TRY(make_private(buf_cstr(&full)));
    } else {
        buf_text(&full, path);
    }
    TRY(sql_sqlite_fault(db, sqlite3_open_v2(buf_cstr(&full), &made->handle, OPEN_FLAGS, NULL)));
    if (alone) {
        TRY(sql_run(db, "PRAGMA locking_mode=EXCLUSIVE"));
    }
    TRY(set_up(db, is_file, page_size));
    *out = db;
    db = NULL;

done:
    buf_finish(&full);
    sql_close(db);
    return st;
}

/* A rollback finds its way back in memory, and there is no disk to wait for. */
enum status sql_sqlite_open_image(struct sql_image *image, const char *vfs, struct sql **out)
{
    enum status st = STATUS_OK;
    struct sql_sqlite *made = mem_zero(1, sizeof *made);
    struct sql *db = &made->base;

    db->engine = &sql_sqlite;
    db->name = mem_text("the view in memory");
    made->image = image;
    TRY(sql_sqlite_fault(db, sqlite3_open_v2("image", &made->handle, OPEN_FLAGS, vfs)));
    TRY(sql_sqlite_fault(db, sqlite3_exec(made->handle,
                                          "PRAGMA locking_mode=EXCLUSIVE;"
                                          "PRAGMA journal_mode=MEMORY;"
                                          "PRAGMA cache_size=-512",
                                          NULL, NULL, NULL)));
    TRY(set_up(db, false, SQL_PAGE_SIZE));
    TRY(sql_run(db, "PRAGMA synchronous=OFF"));
    *out = db;
    db = NULL;

done:
    sql_close(db);
    return st;
}
