/* Rows that are put: on both engines they are there when asked for, gone when undone, and a fault
 * of theirs is never lost. Planted faults, each built once and seen to fail here: rows forgotten
 * before a question, a COPY whose result nobody looks at, rows of an undone part sent all the same,
 * where a column goes on left behind from what was sent before, an id bound anew but sent as the
 * one before it.
 */
#include "postgres.h"
#include "sql.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define FEW  5
#define MANY 9000 /* more than one chunk, and more than is kept at once */
/* The last three letters are its number. */
#define OWNER "0f9e8d7c-6b5a-7843-92a1-0fedcba98"

static const char *const engines[] = {"sqlite::memory:", "postgresql:"};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static struct sql *open_one(const char *engine)
{
    struct sql *db = NULL;
    const char *url = engine;

    if (strcmp(engine, "postgresql:") == 0) {
        ok(postgres_fresh(&url));
    }
    ok(sql_open_any(url, &db));
    ok(sql_run(db, "CREATE TABLE pet(name TEXT NOT NULL, age BIGINT, picture BYTEA,"
                   " owner ID_TEXT, PRIMARY KEY(name));"
                   "CREATE TABLE sum(name TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY(name));"));
    return db;
}

static int64_t ask(struct sql *db, const char *text)
{
    struct sql_stmt *stmt = NULL;
    int64_t got = -1;

    ok(sql_prepare_once(db, text, &stmt));
    ok(sql_step(stmt));
    got = sql_int(stmt, 0);
    sql_finish(stmt);
    return got;
}

/* The columns are not in the order of the parameters; every third has no picture. */
static enum status put_pet(struct sql *db, int64_t number)
{
    static const char text[] = "INSERT INTO pet(age, picture, owner, name) VALUES($2, $3, $4, $1)";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf name = {0};
    struct buf owner = {0};
    char picture[600];

    buf_printf(&name, "pet \"%" PRId64 "\" \xC3\xA9\\", number);
    memset(picture, (int)(number % 256), sizeof picture);
    TRY(sql_prepare(db, text, &stmt));
    sql_bind_text(stmt, 1, buf_cstr(&name));
    sql_bind_int(stmt, 2, -number);
    if (number % 3 == 0) {
        sql_bind_null(stmt, 3);
    } else {
        sql_bind_bytes(stmt, 3, picture, (size_t)(number % 600));
    }
    buf_printf(&owner, OWNER "%03" PRId64, number % 100);
    sql_bind_text(stmt, 4, number % 100 == 99 ? NULL : buf_cstr(&owner));
    TRY(sql_put(stmt));

done:
    sql_finish(stmt);
    buf_finish(&name);
    buf_finish(&owner);
    return st;
}

static enum status put_sum(struct sql *db, const char *name, int64_t n)
{
    static const char text[] = "INSERT INTO sum(name, n) VALUES($1, $2) ON CONFLICT(name)"
                               " DO UPDATE SET n=sum.n+excluded.n";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(db, text, &stmt));
    sql_bind_text(stmt, 1, name);
    sql_bind_int(stmt, 2, n);
    TRY(sql_put(stmt));

done:
    sql_finish(stmt);
    return st;
}

/* ---- there -------------------------------------------------------------------------------- */

static void assert_pets(struct sql *db, int64_t count)
{
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), count);
    assert_int_equal(ask(db, "SELECT CAST(sum(age) AS BIGINT) FROM pet"), -count * (count - 1) / 2);
    assert_int_equal(ask(db, "SELECT count(*) FROM pet WHERE picture IS NULL"), (count + 2) / 3);
}

static void assert_picture(struct sql *db)
{
    struct sql_stmt *stmt = NULL;
    size_t size = 0;
    const char *bytes = NULL;

    ok(sql_prepare(db, "SELECT picture, age, owner FROM pet WHERE name=$1", &stmt));
    sql_bind_text(stmt, 1, "pet \"4\" \xC3\xA9\\");
    ok(sql_step(stmt));
    bytes = sql_bytes(stmt, 0, &size);
    assert_int_equal(size, 4);
    assert_memory_equal(bytes, "\4\4\4\4", 4);
    assert_int_equal(sql_int(stmt, 1), -4);
    assert_string_equal(sql_text(stmt, 2), OWNER "004");
    sql_finish(stmt);
    ok(sql_prepare(db, "SELECT min(age), count(*) FROM pet WHERE owner=$1", &stmt));
    sql_bind_text(stmt, 1, OWNER "003");
    ok(sql_step(stmt));
    assert_int_equal(sql_int(stmt, 0) % 100, -3);
    assert_int_equal(sql_int(stmt, 1), (-sql_int(stmt, 0) + 97) / 100);
    sql_finish(stmt);
}

/* Two statements in turn; the second adds to what is there. */
static void put_all(struct sql *db, int64_t count)
{
    char name[] = "sum ?";

    ok(sql_begin(db));
    ok(put_sum(db, "sum a", 100));
    ok(sql_commit(db));
    ok(sql_begin(db));
    for (int64_t i = 0; i < count; i++) {
        ok(put_pet(db, i));
        if (i < FEW) {
            name[4] = (char)('a' + i);
            ok(put_sum(db, name, i + 1));
        }
    }
    assert_pets(db, count);
    assert_picture(db);
    assert_int_equal(ask(db, "SELECT n FROM sum WHERE name='sum a'"), 101);
    assert_int_equal(ask(db, "SELECT count(*) FROM sum"), FEW);
    ok(put_pet(db, count)); /* and on, after a question */
    ok(sql_commit(db));
    assert_pets(db, count + 1);
}

static void what_was_put_is_there(void **state)
{
    static const int64_t counts[] = {FEW, 40, MANY};

    (void)state;
    for (size_t e = 0; e < 2; e++) {
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            struct sql *db = open_one(engines[e]);
            ok(sql_begin(db));
            ok(sql_run(db, "SELECT 1"));
            sql_undo(db);
            put_all(db, counts[i]);
            sql_close(db);
        }
    }
}

/* A statement that is finished for good takes nothing with it. */
static void a_statement_may_go_first(void **state)
{
    (void)state;
    for (size_t e = 0; e < 2; e++) {
        struct sql *db = open_one(engines[e]);
        struct sql_stmt *stmt = NULL;
        ok(sql_begin(db));
        ok(sql_prepare_once(db, "INSERT INTO pet(name, age) VALUES($1, 3)", &stmt));
        sql_bind_text(stmt, 1, "Rex");
        ok(sql_put(stmt));
        sql_finish(stmt);
        ok(sql_commit(db));
        assert_int_equal(ask(db, "SELECT age FROM pet"), 3);
        sql_close(db);
    }
}

/* ---- undone --------------------------------------------------------------------------------- */

static void what_is_undone_is_gone(void **state)
{
    static const int64_t counts[] = {FEW, MANY};

    (void)state;
    for (size_t e = 0; e < 2; e++) {
        for (size_t i = 0; i < 2; i++) {
            struct sql *db = open_one(engines[e]);
            ok(sql_begin(db));
            for (int64_t n = 0; n < counts[i]; n++) {
                ok(put_pet(db, n));
            }
            sql_undo(db);
            assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 0);
            ok(sql_begin(db));
            ok(put_pet(db, 1));
            ok(sql_run(db, "SAVEPOINT job"));
            for (int64_t n = 2; n < counts[i]; n++) {
                ok(put_pet(db, n));
            }
            ok(sql_run(db, "ROLLBACK TO job; RELEASE job"));
            ok(put_pet(db, 2));
            ok(sql_commit(db));
            assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 2);
            sql_close(db);
        }
    }
}

/* ---- faults --------------------------------------------------------------------------------- */

/* The first fault of what follows; the engines differ in when they notice. */
static enum status put_until_commit(struct sql *db, int64_t count)
{
    enum status st = STATUS_OK;

    TRY(sql_begin(db));
    for (int64_t n = 0; n < count; n++) {
        TRY(put_pet(db, n));
    }
    TRY(put_pet(db, 0)); /* the name is taken */
    for (int64_t n = count; n < count + FEW; n++) {
        TRY(put_pet(db, n));
    }
    TRY(sql_commit(db));

done:
    sql_undo(db);
    return st;
}

static void a_fault_is_told_and_leaves_nothing(void **state)
{
    static const int64_t counts[] = {1, FEW, 40, MANY};

    (void)state;
    for (size_t e = 0; e < 2; e++) {
        struct sql *db = open_one(engines[e]);
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            assert_string_equal(status_text(put_until_commit(db, counts[i])),
                                status_text(STATUS_EXISTS));
            assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 0);
        }
        put_all(db, FEW); /* the connection goes on */
        sql_close(db);
    }
}

/* A question between the fault and the commit hears of it too. */
static void a_question_hears_of_a_fault(void **state)
{
    (void)state;
    for (size_t e = 0; e < 2; e++) {
        struct sql *db = open_one(engines[e]);
        ok(sql_begin(db));
        ok(put_pet(db, 1));
        ok(put_pet(db, 1));
        assert_int_equal(sql_run(db, "SELECT 1"), STATUS_EXISTS);
        assert_int_equal(sql_commit(db), STATUS_EXISTS);
        sql_undo(db);
        assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 0);
        sql_close(db);
    }
}

/* Undone up to a savepoint, a fault and its rows are gone, and what came before is not. */
static void a_fault_is_undone_with_its_part(void **state)
{
    (void)state;
    for (size_t e = 0; e < 2; e++) {
        struct sql *db = open_one(engines[e]);
        ok(sql_begin(db));
        ok(put_pet(db, 0));
        ok(sql_run(db, "SAVEPOINT job"));
        ok(put_pet(db, 1));
        ok(put_pet(db, 1));
        assert_int_equal(sql_run(db, "RELEASE job"), STATUS_EXISTS);
        ok(sql_run(db, "ROLLBACK TO job; RELEASE job"));
        ok(put_pet(db, 1));
        ok(sql_commit(db));
        assert_pets(db, 2);
        sql_close(db);
    }
}

/* What does not fit its column goes by itself, after what came before it. */
static void what_does_not_fit_is_refused(void **state)
{
    struct sql *db = open_one("postgresql:");
    struct sql_stmt *stmt = NULL;

    (void)state;
    ok(sql_begin(db));
    ok(put_pet(db, 1));
    ok(sql_prepare_once(db, "INSERT INTO pet(name, age) VALUES($1, $2)", &stmt));
    sql_bind_int(stmt, 1, 7); /* a number can be a name */
    sql_bind_text(stmt, 2, "8");
    ok(sql_put(stmt));
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 2);
    sql_bind_text(stmt, 1, "Rex");
    sql_bind_text(stmt, 2, "old");
    assert_int_equal(sql_put(stmt), STATUS_BAD_INPUT);
    sql_finish(stmt);
    assert_int_equal(sql_commit(db), STATUS_BAD_INPUT);
    sql_undo(db);
    ok(sql_begin(db));
    ok(sql_prepare_once(db, "INSERT INTO pet(name, owner) VALUES($1, $2)", &stmt));
    sql_bind_text(stmt, 1, "Rex");
    sql_bind_text(stmt, 2, "nobody");
    assert_int_equal(sql_put(stmt), STATUS_BAD_INPUT);
    sql_finish(stmt);
    sql_undo(db);
    sql_close(db);
}

static void a_lost_server_takes_what_was_kept(void **state)
{
    static const int64_t counts[] = {FEW, 40};
    struct sql *db = open_one("postgresql:");

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ok(sql_begin(db));
        for (int64_t n = 0; n < counts[i]; n++) {
            ok(put_pet(db, n));
        }
        ok(postgres_restart());
        assert_int_equal(sql_run(db, "SELECT 1"), STATUS_NETWORK);
        assert_int_equal(sql_commit(db), STATUS_NETWORK);
        assert_true(sql_may_retry(db));
        sql_undo(db);
        assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 0);
    }
    put_all(db, FEW); /* types and texts are as they were */
    sql_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_there),
        cmocka_unit_test(a_statement_may_go_first),
        cmocka_unit_test(what_is_undone_is_gone),
        cmocka_unit_test(a_fault_is_told_and_leaves_nothing),
        cmocka_unit_test(a_question_hears_of_a_fault),
        cmocka_unit_test(a_fault_is_undone_with_its_part),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(a_lost_server_takes_what_was_kept),
    };

    return cmocka_run_group_tests_name("rows put", tests, NULL, NULL);
}
