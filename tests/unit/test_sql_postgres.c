/* The second engine: what the hub relies on holds on PostgreSQL too, and a lost server is met
 * again. Planted faults, each built once and seen to fail here: a COMMIT after a fault taken for
 * one, a TEXT left to sort by the database's language, a statement of a connection that is gone.
 */
#include "postgres.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static int open_fresh(void **state)
{
    struct sql *db = NULL;
    const char *url = NULL;

    ok(postgres_fresh(&url));
    ok(sql_open_any(url, &db));
    ok(sql_run(db, "CREATE TABLE pet(name TEXT NOT NULL, age BIGINT, picture BYTEA,"
                   " PRIMARY KEY(name)); CREATE UNIQUE INDEX pet_age ON pet(age);"));
    *state = db;
    return 0;
}

static int close_it(void **state)
{
    sql_close(*state);
    return 0;
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

static enum status put(struct sql *db, const char *name, int64_t age)
{
    static const char text[] = "INSERT INTO pet(age, name) VALUES($2, $1)";
    struct sql_stmt *stmt = NULL;
    enum status st = sql_prepare(db, text, &stmt);

    if (st == STATUS_OK) {
        sql_bind_text(stmt, 1, name);
        sql_bind_int(stmt, 2, age);
        st = sql_finish_run(stmt);
    }
    sql_finish(stmt);
    return st;
}

/* ---- values and rows ------------------------------------------------------------------------ */

static void every_kind_comes_back(void **state)
{
    static const char bytes[] = {'a', 0, (char)0xff};
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;
    size_t size = 9;

    ok(sql_prepare(db, "INSERT INTO pet(picture, name, age) VALUES($3, $1, $2)", &stmt));
    sql_bind_text(stmt, 1, "it's \xC3\xA9");
    sql_bind_int(stmt, 2, INT64_MIN);
    sql_bind_bytes(stmt, 3, bytes, sizeof bytes);
    ok(sql_finish_run(stmt));
    assert_int_equal(sql_changed(db), 1);
    sql_bind_text(stmt, 1, "none");
    sql_bind_null(stmt, 2);
    sql_bind_bytes(stmt, 3, NULL, 0);
    ok(sql_finish_run(stmt));
    sql_finish(stmt);

    ok(sql_prepare(db,
                   "SELECT age, name, picture, count(*) OVER (), age IS NULL FROM pet"
                   " ORDER BY name",
                   &stmt));
    ok(sql_step(stmt));
    assert_true(sql_int(stmt, 0) == INT64_MIN);
    assert_string_equal(sql_text(stmt, 1), "it's \xC3\xA9");
    assert_memory_equal(sql_bytes(stmt, 2, &size), bytes, sizeof bytes);
    assert_int_equal(size, sizeof bytes);
    assert_int_equal(sql_int(stmt, 3), 2);
    ok(sql_step(stmt));
    assert_true(sql_is_null(stmt, 0));
    assert_int_equal(sql_int(stmt, 0), 0);
    assert_int_equal(sql_int(stmt, 4), 1);
    (void)sql_bytes(stmt, 2, &size);
    assert_false(sql_is_null(stmt, 2)); /* no bytes are not null */
    assert_int_equal(size, 0);
    assert_int_equal(sql_step(stmt), STATUS_END);
    assert_int_equal(sql_step(stmt), STATUS_END);
    sql_finish(stmt);
}

/* Rows of one statement, while others run and while the same text is in use. */
static void statements_do_not_disturb_each_other(void **state)
{
    static const char text[] = "SELECT name FROM pet WHERE age<$1 ORDER BY age";
    struct sql *db = *state;
    struct sql_stmt *outer = NULL;
    struct sql_stmt *inner = NULL;

    ok(put(db, "Rex", 1));
    ok(put(db, "Tom", 2));
    ok(sql_prepare(db, text, &outer));
    sql_bind_int(outer, 1, 9);
    ok(sql_step(outer));
    ok(sql_prepare(db, text, &inner));
    sql_bind_int(inner, 1, 2);
    ok(sql_step(inner));
    ok(put(db, "Jo", 3));
    assert_int_equal(sql_step(inner), STATUS_END);
    sql_finish(inner);
    ok(sql_step(outer));
    assert_string_equal(sql_text(outer, 0), "Tom");
    assert_int_equal(sql_step(outer), STATUS_END);
    sql_finish(outer);
    ok(sql_prepare(db, text, &outer)); /* handed back unbound: null is less than nothing */
    assert_int_equal(sql_step(outer), STATUS_END);
    sql_finish(outer);
    for (int i = 0; i < 5; i++) { /* and one that is dropped leaves room for the next */
        assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 3);
    }
    assert_in_range(ask(db, "SELECT count(*) FROM pg_prepared_statements"), 1, 4);
}

static void changes_are_counted_and_returned(void **state)
{
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;

    ok(put(db, "Rex", 1));
    ok(put(db, "Tom", 2));
    ok(sql_prepare(db, "UPDATE pet SET age=age+$1 RETURNING age", &stmt));
    sql_bind_int(stmt, 1, 10);
    ok(sql_step(stmt));
    assert_in_range(sql_int(stmt, 0), 11, 12);
    sql_finish(stmt);
    assert_int_equal(sql_changed(db), 2);
    assert_int_equal(ask(db, "SELECT max(age) FROM pet"), 12);
    assert_int_equal(sql_changed(db), 2); /* reading changes nothing */
}

static void texts_sort_by_their_bytes(void **state)
{
    static const char *const names[] = {"B", "a", "-b", "\xC3\xA9", "Z-a"};
    static const char *const want[] = {"-b", "B", "Z-a", "a", "\xC3\xA9"};
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;

    for (size_t i = 0; i < COUNT(names); i++) {
        ok(put(db, names[i], (int64_t)i));
    }
    ok(sql_prepare(db, "SELECT name FROM pet ORDER BY name", &stmt));
    for (size_t i = 0; i < COUNT(want); i++) {
        ok(sql_step(stmt));
        assert_string_equal(sql_text(stmt, 0), want[i]);
    }
    sql_finish(stmt);
    assert_int_equal(ask(db, "SELECT count(*) FROM information_schema.columns"
                             " WHERE table_name='pet' AND collation_name='C'"),
                     1);
}

static void what_is_there_is_known(void **state)
{
    struct sql *db = *state;
    bool is_there = false;

    ok(sql_has_table(db, "pet", &is_there));
    assert_true(is_there);
    ok(sql_has_table(db, "dragon", &is_there));
    assert_false(is_there);
    assert_true(sql_locks_rows(db));
    ok(sql_sweep(db));
    assert_int_equal(sql_copy_to(db, "x"), STATUS_UNSUPPORTED);
}

/* ---- faults --------------------------------------------------------------------------------- */

#define RAISE(state) "DO $do$ BEGIN RAISE EXCEPTION USING ERRCODE='" state "'; END $do$"

static struct fault_row {
    const char *name;
    const char *text;
    enum status want;
    bool may_retry;
} faults[] = {
    {"a key twice",                "INSERT INTO pet VALUES('Rex', 2)", STATUS_EXISTS,    false},
    {"a table twice",              "CREATE TABLE pet(name TEXT)",      STATUS_EXISTS,    false},
    {"a null where none may",      "INSERT INTO pet VALUES(NULL, 2)",  STATUS_BAD_INPUT, false},
    {"a word for a number",        "INSERT INTO pet VALUES('x', 'y')", STATUS_BAD_INPUT, false},
    {"a table that is not there",  "SELECT * FROM nowhere",            STATUS_DAMAGED,   false},
    {"no SQL at all",              "make me a sandwich",               STATUS_DAMAGED,   false},
    {"a full disk",                RAISE("53100"),                     STATUS_FULL,      false},
    {"a disk that fails",          RAISE("58030"),                     STATUS_DISK,      false},
    {"a broken page",              RAISE("XX001"),                     STATUS_DAMAGED,   false},
    {"too many connections",       RAISE("53300"),                     STATUS_BUSY,      false},
    {"a lock waited for too long", RAISE("55P03"),                     STATUS_BUSY,      false},
    {"a clash of transactions",    RAISE("40001"),                     STATUS_BUSY,      true },
    {"a deadlock",                 RAISE("40P01"),                     STATUS_BUSY,      true },
};

static void fault_holds(void **state)
{
    const struct fault_row *row = *state;
    struct sql *db = NULL;
    void *opened = NULL;

    assert_int_equal(open_fresh(&opened), 0);
    db = opened;
    ok(put(db, "Rex", 1));
    assert_string_equal(status_text(sql_run(db, row->text)), status_text(row->want));
    assert_non_null(strstr(status_message(), "the database cairn"));
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 1);

    ok(sql_begin(db));
    ok(put(db, "Tom", 7));
    assert_string_equal(status_text(sql_run(db, row->text)), status_text(row->want));
    assert_string_equal(status_text(put(db, "Jo", 8)), status_text(row->want)); /* told again */
    assert_string_equal(status_text(sql_commit(db)), status_text(row->want));
    assert_int_equal(sql_may_retry(db), row->may_retry);
    sql_undo(db);
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 1);
    sql_close(db);
}

static void a_part_can_be_undone(void **state)
{
    struct sql *db = *state;

    sql_undo(db); /* harmless outside */
    ok(sql_begin(db));
    ok(put(db, "Rex", 1));
    ok(sql_run(db, "SAVEPOINT job"));
    assert_int_equal(put(db, "Rex", 2), STATUS_EXISTS);
    ok(sql_run(db, "ROLLBACK TO job; RELEASE job"));
    ok(put(db, "Tom", 3));
    ok(sql_commit(db));
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 2);
    ok(sql_begin(db));
    ok(put(db, "Jo", 4));
    sql_undo(db);
    sql_undo(db);
    assert_int_equal(ask(db, "SELECT count(*) FROM pet"), 2);
}

static void a_reading_sees_one_instant(void **state)
{
    struct sql *db = *state;
    struct sql *other = NULL;
    const char *url = NULL;

    ok(postgres_again(&url));
    ok(sql_open_any(url, &other));
    ok(sql_begin_read(other));
    ok(put(db, "Rex", 1));
    assert_int_equal(ask(other, "SELECT count(*) FROM pet"), 0);
    assert_int_not_equal(sql_run(other, "DELETE FROM pet"), STATUS_OK);
    sql_undo(other);
    assert_int_equal(ask(other, "SELECT count(*) FROM pet"), 1);
    sql_close(other);
}

/* ---- a server that goes away ---------------------------------------------------------------- */

static void a_lost_server_is_met_again(void **state)
{
    static const char text[] = "SELECT count(*) FROM pet";
    struct sql *db = *state;
    struct sql_stmt *held = NULL;

    ok(put(db, "Rex", 1));
    ok(sql_prepare(db, text, &held));
    ok(sql_step(held));
    sql_reset(held);
    ok(postgres_restart());
    ok(sql_step(held)); /* reading: nobody notices */
    assert_int_equal(sql_int(held, 0), 1);
    sql_finish(held);

    ok(postgres_restart());
    assert_int_equal(put(db, "Tom", 2), STATUS_NETWORK); /* who knows */
    assert_non_null(strstr(status_message(), "cannot be reached"));
    ok(put(db, "Tom", 2)); /* and the next use tries anew */

    ok(postgres_restart());
    ok(sql_begin(db)); /* beginning again loses nothing */
    ok(put(db, "Jo", 3));
    ok(postgres_restart());
    assert_int_equal(put(db, "Al", 4), STATUS_NETWORK);
    assert_int_equal(put(db, "Al", 4), STATUS_NETWORK); /* not half of it */
    assert_int_equal(sql_commit(db), STATUS_NETWORK);
    assert_true(sql_may_retry(db));
    sql_undo(db);
    assert_int_equal(ask(db, text), 2);
    ok(sql_begin(db));
    ok(put(db, "Jo", 3));
    ok(sql_commit(db));
}

static struct url_row {
    const char *name;
    const char *url;
    enum status want;
} urls[] = {
    {"no address",              "postgresql://%zz:secret@h/x",         STATUS_BAD_INPUT},
    {"an unknown option",       "postgresql:///x?secret=1",            STATUS_BAD_INPUT},
    {"nobody there",            "postgresql://u:secret@127.0.0.1:1/x", STATUS_NETWORK  },
    {"no socket there",         "postgresql:///x?host=/no/where",      STATUS_NETWORK  },
    {"a file is SQLite's",      "sqlite::memory:",                     STATUS_OK       },
    {"another kind of address", "mysql://u:secret@h/x",                STATUS_BAD_INPUT},
};

static void url_holds(void **state)
{
    const struct url_row *row = *state;
    struct sql *db = NULL;

    assert_string_equal(status_text(sql_open_any(row->url, &db)), status_text(row->want));
    assert_int_equal(db != NULL, row->want == STATUS_OK);
    if (row->want != STATUS_OK) {
        assert_null(strstr(status_message(), "secret")); /* no password in any sentence */
    }
    sql_close(db);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(faults) + COUNT(urls)];
#define ON_FRESH(test) cmocka_unit_test_setup_teardown(test, open_fresh, close_it)
    const struct CMUnitTest rest[] = {
        ON_FRESH(every_kind_comes_back),
        ON_FRESH(statements_do_not_disturb_each_other),
        ON_FRESH(changes_are_counted_and_returned),
        ON_FRESH(texts_sort_by_their_bytes),
        ON_FRESH(what_is_there_is_known),
        ON_FRESH(a_part_can_be_undone),
        ON_FRESH(a_reading_sees_one_instant),
        ON_FRESH(a_lost_server_is_met_again),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(faults); i++, n++) {
        tests[n] = (struct CMUnitTest){faults[i].name, fault_holds, NULL, NULL, &faults[i]};
    }
    for (size_t i = 0; i < COUNT(urls); i++, n++) {
        tests[n] = (struct CMUnitTest){urls[i].name, url_holds, NULL, NULL, &urls[i]};
    }
    return cmocka_run_group_tests_name("faults and addresses", tests, NULL, NULL) +
           cmocka_run_group_tests_name("PostgreSQL", rest, NULL, NULL);
}
