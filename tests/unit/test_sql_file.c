/* Databases as files: who may read them, full disks, damage, other writers, copies and images. */
#define _XOPEN_SOURCE 700
#include "sql.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PATH_ROOM 256

struct place {
    char folder[64];
    char file[PATH_ROOM - 8];
    char url[PATH_ROOM];
};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static int make_place(void **state)
{
    struct place *p = mem_zero(1, sizeof *p);

    text_copy(p->folder, sizeof p->folder, "/tmp/cairn-sql-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->file, sizeof p->file, "%s/store.db", p->folder);
    (void)snprintf(p->url, sizeof p->url, "sqlite:%s", p->file);
    *state = p;
    return 0;
}

static int drop_place(void **state)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "copy.db"};
    struct place *p = *state;
    char path[PATH_ROOM];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", p->folder, names[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(p->folder), 0); /* nothing else was left lying about */
    free(p);
    return 0;
}

static struct sql *open_place(const struct place *p)
{
    struct sql *db = NULL;

    ok(sql_open(p->url, &db));
    return db;
}

static int64_t ask(struct sql *db, const char *text)
{
    struct sql_stmt *stmt = NULL;
    int64_t answer = -1;

    ok(sql_prepare_once(db, text, &stmt));
    ok(sql_step(stmt));
    answer = sql_int(stmt, 0);
    sql_finish(stmt);
    return answer;
}

static void expect_private(const char *path)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void only_the_owner_reads(void **state)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    struct place *p = *state;
    char path[PATH_ROOM + 8];
    mode_t before = umask(0);
    struct sql *db = open_place(p);

    ok(sql_run(db, "CREATE TABLE t(x)"));
    (void)umask(before);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s%s", p->file, tails[i]);
        expect_private(path);
    }
    /* One that somebody opened up is closed again. */
    assert_int_equal(chmod(p->file, 0644), 0);
    sql_close(db);
    db = open_place(p);
    expect_private(p->file);
    sql_close(db);
}

static void a_commit_is_durable_by_its_settings(void **state)
{
    struct place *p = *state;
    struct sql *db = open_place(p);
    struct sql_stmt *stmt = NULL;

    ok(sql_prepare(db, "PRAGMA journal_mode", &stmt));
    ok(sql_step(stmt));
    assert_string_equal(sql_text(stmt, 0), "wal");
    sql_finish(stmt);
    assert_int_equal(ask(db, "PRAGMA synchronous"), 2);
    assert_int_equal(ask(db, "PRAGMA secure_delete"), 1);
    assert_int_equal(ask(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(ask(db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(ask(db, "PRAGMA temp_store"), 2);
    assert_int_equal(ask(db, "PRAGMA busy_timeout"), 5000);
    sql_close(db);
}

/* What was deleted must not be left in the file for whoever finds the tablet. */
static void what_is_deleted_is_overwritten(void **state)
{
    static char whole[1 << 16];
    struct place *p = *state;
    struct sql *db = open_place(p);
    FILE *file = NULL;
    size_t size = 0;

    ok(sql_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES('a canary word'),('another')"));
    ok(sql_run(db, "DELETE FROM t WHERE x LIKE 'a canary%'"));
    sql_close(db); /* the last one out empties the log into the file */
    file = fopen(p->file, "rb");
    assert_non_null(file);
    size = fread(whole, 1, sizeof whole, file);
    assert_int_equal(fclose(file), 0);
    assert_true(size >= 4096 && size < sizeof whole);
    for (size_t i = 0; i + 6 <= size; i++) {
        assert_memory_not_equal(whole + i, "canary", 6);
    }
}

static void a_full_disk_changes_nothing(void **state)
{
    struct place *p = *state;
    struct sql *db = open_place(p);
    struct sql_stmt *stmt = NULL;

    ok(sql_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES('first')"));
    ok(sql_run(db, "PRAGMA max_page_count=3"));
    ok(sql_begin(db));
    ok(sql_run(db, "INSERT INTO t VALUES('second')"));
    ok(sql_prepare(db, "INSERT INTO t VALUES(zeroblob($1))", &stmt));
    sql_bind_int(stmt, 1, 100000);
    assert_string_equal(status_text(sql_step(stmt)), status_text(STATUS_FULL));
    assert_non_null(strstr(status_message(), p->file));
    assert_non_null(strstr(status_message(), "disk is full"));
    sql_finish(stmt);
    sql_undo(db);
    assert_int_equal(ask(db, "SELECT count(*) FROM t"), 1);
    ok(sql_run(db, "PRAGMA max_page_count=100000"));
    ok(sql_run(db, "INSERT INTO t VALUES(zeroblob(100000))"));
    sql_close(db);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void what_is_no_database_says_so(void **state)
{
    struct place *p = *state;
    struct sql *db = NULL;
    char junk[2000];

    memset(junk, 'x', sizeof junk);
    write_file(p->file, junk, sizeof junk);
    assert_string_equal(status_text(sql_open(p->url, &db)), status_text(STATUS_DAMAGED));
    assert_null(db);
    assert_non_null(strstr(status_message(), p->file));
}

static void a_page_of_noise_is_damage(void **state)
{
    struct place *p = *state;
    struct sql *db = open_place(p);
    char noise[4096];
    FILE *file = NULL;

    ok(sql_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES('a'),('b')"));
    sql_close(db);
    memset(noise, 0x5a, sizeof noise);
    file = fopen(p->file, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(noise, 1, sizeof noise, file), sizeof noise);
    assert_int_equal(fclose(file), 0);
    db = open_place(p);
    assert_string_equal(status_text(sql_run(db, "SELECT * FROM t")), status_text(STATUS_DAMAGED));
    sql_close(db);
}

static void a_second_writer_is_told_to_wait(void **state)
{
    struct place *p = *state;
    struct sql *one = open_place(p);
    struct sql *two = open_place(p);

    ok(sql_run(one, "CREATE TABLE t(x)"));
    ok(sql_run(two, "PRAGMA busy_timeout=0"));
    ok(sql_begin(one));
    ok(sql_run(one, "INSERT INTO t VALUES(1)"));
    assert_int_equal(sql_begin(two), STATUS_BUSY);
    assert_int_equal(ask(two, "SELECT count(*) FROM t"), 0); /* readers are not held up */
    ok(sql_commit(one));
    ok(sql_begin(two));
    sql_undo(two);
    sql_close(one);
    sql_close(two);
}

static void a_reader_sees_one_instant(void **state)
{
    struct place *p = *state;
    struct sql *one = open_place(p);
    struct sql *two = open_place(p);

    ok(sql_run(one, "CREATE TABLE t(x)"));
    ok(sql_begin_read(two));
    ok(sql_run(one, "INSERT INTO t VALUES(1)"));
    assert_int_equal(ask(two, "SELECT count(*) FROM t"), 0);
    ok(sql_commit(two));
    assert_int_equal(ask(two, "SELECT count(*) FROM t"), 1);
    sql_close(one);
    sql_close(two);
}

static void the_version_tells_of_others(void **state)
{
    struct place *p = *state;
    struct sql *one = open_place(p);
    struct sql *two = open_place(p);
    int64_t before = 0;
    int64_t after = 0;

    ok(sql_run(one, "CREATE TABLE t(x)"));
    ok(sql_version(one, &before));
    ok(sql_run(one, "INSERT INTO t VALUES(1)"));
    ok(sql_version(one, &after));
    assert_int_equal(before, after); /* our own commits are no news */
    ok(sql_run(two, "INSERT INTO t VALUES(2)"));
    ok(sql_version(one, &after));
    assert_int_not_equal(before, after);
    sql_close(one);
    sql_close(two);
}

static void write_pages(struct sql *db, int count)
{
    struct sql_stmt *stmt = NULL;

    ok(sql_prepare(db, "INSERT INTO t VALUES(zeroblob($1))", &stmt));
    sql_bind_int(stmt, 1, 4000);
    for (int i = 0; i < count; i++) {
        ok(sql_finish_run(stmt));
    }
    sql_finish(stmt);
}

/* Seen to catch: the hook that SQLite begins with left in its place. */
static void another_connection_folds_the_log(void **state)
{
    struct place *p = *state;
    struct sql *one = open_place(p);
    struct sql *two = open_place(p);

    ok(sql_run(one, "CREATE TABLE t(x)"));
    sql_log_leave(one, 1000000);
    ok(sql_begin(one));
    write_pages(one, 1200);
    ok(sql_commit(one)); /* left to itself, SQLite folds the log after 1,000 pages */
    write_pages(one, 1);
    assert_true(sql_log_pages(one) > 1200);
    ok(sql_log_fold(two));
    write_pages(one, 1); /* all is folded: the log begins anew */
    assert_true(sql_log_pages(one) < 10);
    assert_int_equal(ask(two, "SELECT count(*) FROM t"), 1202);
    sql_close(one);
    sql_close(two);
}

static void a_log_that_nobody_folds_ends(void **state)
{
    struct place *p = *state;
    struct sql *db = open_place(p);
    int most = 0;

    ok(sql_run(db, "CREATE TABLE t(x)"));
    sql_log_leave(db, 50);
    for (int i = 0; i < 100; i++) {
        write_pages(db, 1);
        most = sql_log_pages(db) > most ? sql_log_pages(db) : most;
    }
    assert_in_range(most, 50, 60);
    sql_close(db);
}

/* The client and the daemon may both be the first to open the file. */
static void many_may_open_a_new_file_at_once(void **state)
{
    enum { OPENERS = 6 };
    struct place *p = *state;
    int gate[2];
    pid_t openers[OPENERS];
    char byte = 0;

    assert_int_equal(pipe(gate), 0);
    for (int i = 0; i < OPENERS; i++) {
        openers[i] = fork();
        assert_true(openers[i] >= 0);
        if (openers[i] == 0) {
            struct sql *db = NULL;
            enum status st = STATUS_OK;
            (void)close(gate[1]);
            (void)!read(gate[0], &byte, 1); /* comes back when the parent lets go of the gate */
            st = sql_open(p->url, &db);
            sql_close(db);
            _exit((int)st);
        }
    }
    (void)close(gate[0]);
    (void)close(gate[1]);
    for (int i = 0; i < OPENERS; i++) {
        int ended = 0;
        assert_int_equal(waitpid(openers[i], &ended, 0), openers[i]);
        assert_true(WIFEXITED(ended));
        assert_string_equal(status_text((enum status)WEXITSTATUS(ended)), status_text(STATUS_OK));
    }
}

static void a_copy_is_whole_and_overwrites_nothing(void **state)
{
    struct place *p = *state;
    struct sql *db = open_place(p);
    struct sql *copy = NULL;
    char path[PATH_ROOM];
    char url[PATH_ROOM + 8];

    (void)snprintf(path, sizeof path, "%s/copy.db", p->folder);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    ok(sql_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES('in the log still')"));
    ok(sql_copy_to(db, path));
    expect_private(path);
    assert_int_equal(sql_copy_to(db, path), STATUS_EXISTS);
    assert_non_null(strstr(status_message(), path));
    ok(sql_open(url, &copy));
    assert_int_equal(ask(copy, "SELECT count(*) FROM t"), 1);
    sql_close(copy);
    assert_int_equal(sql_copy_to(db, "/no/where/copy.db"), STATUS_DISK);
    sql_close(db);
}

/* ---- images --------------------------------------------------------------------------------- */

enum { PIECES_MAX = 64 };
struct shelf { /* where pieces lie while their database is closed */
    unsigned char pieces[PIECES_MAX][SQL_PIECE];
    int fetched;
    int64_t missing; /* this one cannot be had; -1: all can */
};

static enum status fetch(void *ctx, int64_t number, void *piece)
{
    struct shelf *shelf = ctx;

    assert_in_range(number, 0, PIECES_MAX - 1);
    if (number == shelf->missing) {
        return FAIL(STATUS_DAMAGED, "it is gone");
    }
    memcpy(piece, shelf->pieces[number], SQL_PIECE);
    shelf->fetched++;
    return STATUS_OK;
}

/* Puts what has changed on the shelf; how many pieces that were. */
static int put_away(struct sql *db, struct shelf *shelf)
{
    int count = 0;

    assert_in_range(sql_image_pieces(db), 0, PIECES_MAX);
    for (int64_t i = 0; i < sql_image_pieces(db); i++) {
        const void *changed = sql_image_changed(db, i);
        if (changed != NULL) {
            memcpy(shelf->pieces[i], changed, SQL_PIECE);
            count++;
        }
    }
    sql_image_mark(db, true);
    return count;
}

static struct sql *open_shelf(struct shelf *shelf, int64_t size)
{
    struct sql *db = NULL;

    shelf->fetched = 0;
    ok(sql_image_open(&(struct sql_piece_port){fetch, shelf}, size, &db));
    return db;
}

/* A megabyte of rows; *size is that of the image on the shelf. */
static struct shelf *full_shelf(int64_t *size)
{
    struct shelf *shelf = mem_zero(1, sizeof *shelf);
    struct sql *db = NULL;

    shelf->missing = -1;
    ok(sql_image_open(NULL, 0, &db));
    ok(sql_run(db, "CREATE TABLE t(x, y); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1"
                   " FROM n WHERE i<1000) INSERT INTO t SELECT i, zeroblob(1000) FROM n"));
    assert_true(put_away(db, shelf) == sql_image_pieces(db));
    assert_int_equal(put_away(db, shelf), 0);
    *size = sql_image_size(db);
    sql_close(db);
    return shelf;
}

static void an_image_is_read_as_it_is_asked_for(void **state)
{
    int64_t size = 0;
    struct shelf *shelf = full_shelf(&size);
    struct sql *db = open_shelf(shelf, size);
    bool more = true;

    (void)state;
    assert_int_equal(ask(db, "SELECT x FROM t WHERE rowid=500"), 500);
    assert_in_range(shelf->fetched, 1, 6);
    while (more) {
        ok(sql_image_fetch(db, 5, &more));
    }
    assert_true(shelf->fetched == sql_image_pieces(db));
    assert_int_equal(ask(db, "SELECT count(*) FROM t"), 1000);
    assert_true(shelf->fetched == sql_image_pieces(db));
    sql_close(db);
    free(shelf);
}

static void only_what_changed_is_put_away(void **state)
{
    int64_t size = 0;
    struct shelf *shelf = full_shelf(&size);
    struct sql *db = open_shelf(shelf, size);

    (void)state;
    assert_int_equal(ask(db, "SELECT count(*) FROM t"), 1000);
    assert_int_equal(put_away(db, shelf), 0);
    ok(sql_run(db, "UPDATE t SET x=0 WHERE rowid=500; INSERT INTO t VALUES(7, zeroblob(90000))"));
    assert_in_range(put_away(db, shelf), 2, 8);
    size = sql_image_size(db);
    sql_close(db);

    db = open_shelf(shelf, size);
    assert_int_equal(ask(db, "SELECT x FROM t WHERE rowid=500"), 0);
    ok(sql_begin(db));
    ok(sql_run(db, "DELETE FROM t"));
    sql_undo(db);
    assert_int_equal(ask(db, "SELECT count(*) FROM t"), 1001);
    ok(sql_run(db, "DELETE FROM t WHERE rowid>10; VACUUM")); /* most of its pieces go */
    (void)put_away(db, shelf);
    size = sql_image_size(db);
    assert_in_range(size, 1, SQL_PIECE * 2);
    sql_close(db);
    db = open_shelf(shelf, size);
    assert_int_equal(ask(db, "SELECT count(*) FROM t"), 10);
    ok(sql_run(db, "INSERT INTO t SELECT a.x, zeroblob(30000) FROM t a, t b")); /* and grow again */
    assert_int_equal(ask(db, "SELECT sum(length(y)) FROM t"), 3010000);
    sql_close(db);
    free(shelf);
}

static void a_piece_that_is_gone_is_said(void **state)
{
    int64_t size = 0;
    struct shelf *shelf = full_shelf(&size);
    struct sql *db = NULL;
    bool more = true;

    (void)state;
    shelf->missing = 20;
    db = open_shelf(shelf, size);
    assert_int_equal(ask(db, "SELECT x FROM t WHERE rowid=1"), 1);
    assert_false(sql_image_is_broken(db));
    assert_int_equal(sql_run(db, "DELETE FROM t WHERE y IS NULL"), STATUS_DISK);
    assert_true(sql_image_is_broken(db));
    sql_close(db);
    db = open_shelf(shelf, size);
    assert_int_equal(sql_image_fetch(db, 1000, &more), STATUS_DAMAGED);
    assert_true(sql_image_is_broken(db));
    sql_close(db);
    shelf->missing = 0;
    assert_int_equal(sql_image_open(&(struct sql_piece_port){fetch, shelf}, size, &db),
                     STATUS_DISK);
    assert_null(db);
    free(shelf);
}

int main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        IN_PLACE(only_the_owner_reads),
        IN_PLACE(a_commit_is_durable_by_its_settings),
        IN_PLACE(what_is_deleted_is_overwritten),
        IN_PLACE(a_full_disk_changes_nothing),
        IN_PLACE(what_is_no_database_says_so),
        IN_PLACE(a_page_of_noise_is_damage),
        IN_PLACE(a_second_writer_is_told_to_wait),
        IN_PLACE(a_reader_sees_one_instant),
        IN_PLACE(the_version_tells_of_others),
        IN_PLACE(another_connection_folds_the_log),
        IN_PLACE(a_log_that_nobody_folds_ends),
        IN_PLACE(many_may_open_a_new_file_at_once),
        IN_PLACE(a_copy_is_whole_and_overwrites_nothing),
        cmocka_unit_test(an_image_is_read_as_it_is_asked_for),
        cmocka_unit_test(only_what_changed_is_put_away),
        cmocka_unit_test(a_piece_that_is_gone_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
