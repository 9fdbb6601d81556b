/* Statements: bound by name, cached, their rows and faults; transactions. All in memory. */
#include "sql.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static int open_memory(void **state)
{
    struct sql *db = NULL;

    ok(sql_open("sqlite::memory:", &db));
    ok(sql_run(db, "CREATE TABLE pet(name TEXT PRIMARY KEY, age INTEGER NOT NULL CHECK(age >= 0),"
                   " tag TEXT UNIQUE, blob BLOB);"
                   "CREATE TABLE toy(pet TEXT NOT NULL REFERENCES pet(name))"));
    *state = db;
    return 0;
}

static int close_memory(void **state)
{
    sql_close(*state);
    return 0;
}

static void parameters_go_by_name(void **state)
{
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;

    ok(sql_prepare(db, "SELECT $2 || '-' || $1 || '-' || $3 || '-' || $2", &stmt));
    sql_bind_text(stmt, 1, "first");
    sql_bind_text(stmt, 2, "second");
    sql_bind_text(stmt, 3, "third");
    ok(sql_step(stmt));
    assert_string_equal(sql_text(stmt, 0), "second-first-third-second");
    sql_finish(stmt);
}

static void every_kind_comes_back(void **state)
{
    static const char bytes[] = {'a', 0, (char)0xff};
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;
    struct id id = {"0192f3a0-0000-7000-8000-000000000001"};
    struct id none = {""};
    struct id back = {""};
    size_t size = 9;

    ok(sql_prepare(db, "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'not an id'", &stmt));
    sql_bind_int(stmt, 1, INT64_MIN);
    sql_bind_text(stmt, 2, "it's \xC3\xA9");
    sql_bind_text(stmt, 3, NULL);
    sql_bind_id(stmt, 4, &id);
    sql_bind_id(stmt, 5, &none);
    sql_bind_bytes(stmt, 6, bytes, sizeof bytes);
    sql_bind_bytes(stmt, 7, NULL, 0);
    sql_bind_null(stmt, 8);
    ok(sql_step(stmt));
    assert_true(sql_int(stmt, 0) == INT64_MIN);
    assert_string_equal(sql_text(stmt, 1), "it's \xC3\xA9");
    assert_true(sql_is_null(stmt, 2));
    assert_string_equal(sql_text(stmt, 2), "");
    back = sql_id(stmt, 3);
    assert_true(id_equal(&back, &id));
    back = sql_id(stmt, 4);
    assert_true(sql_is_null(stmt, 4) && id_is_none(&back));
    assert_memory_equal(sql_bytes(stmt, 5, &size), bytes, sizeof bytes);
    assert_int_equal(size, sizeof bytes);
    (void)sql_bytes(stmt, 6, &size);
    assert_false(sql_is_null(stmt, 6)); /* no bytes are not null */
    assert_int_equal(size, 0);
    assert_true(sql_is_null(stmt, 7));
    assert_true(sql_is_null(stmt, 8)); /* never bound */
    back = sql_id(stmt, 9);
    assert_true(id_is_none(&back));
    sql_finish(stmt);
}

static void binding_copies(void **state)
{
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;
    char text[] = "before";

    ok(sql_prepare(db, "SELECT $1", &stmt));
    sql_bind_text(stmt, 1, text);
    memcpy(text, "after!", sizeof text);
    ok(sql_step(stmt));
    assert_string_equal(sql_text(stmt, 0), "before");
    sql_finish(stmt);
}

/* What is short lies in the statement, what is long does not: neither shows the other's end. */
static void short_and_long_take_turns(void **state)
{
    static const char long_text[] = "0123456789012345678901234567890123456789-";
    const size_t sizes[] = {41, 2, 40, 41, 39, 1, 40};
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;
    char text[sizeof long_text];
    size_t size = 0;

    ok(sql_prepare(db, "SELECT $2, $1", &stmt));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        text_copy(text, sizes[i] + 1, long_text);
        sql_bind_text(stmt, 1, text);
        sql_bind_bytes(stmt, 2, long_text + 1, sizes[i] - 1);
        memset(text, 'x', sizes[i]);
        ok(sql_step(stmt));
        assert_memory_equal(sql_text(stmt, 1), long_text, sizes[i]);
        assert_int_equal(strlen(sql_text(stmt, 1)), sizes[i]);
        if (sizes[i] > 1) {
            assert_memory_equal(sql_bytes(stmt, 0, &size), long_text + 1, sizes[i] - 1);
            assert_int_equal(size, sizes[i] - 1);
        }
    }
    sql_finish(stmt);
}

static void a_text_is_parsed_once(void **state)
{
    static const char text[] = "SELECT $1";
    struct sql *db = *state;
    struct sql_stmt *first = NULL;
    struct sql_stmt *again = NULL;
    struct sql_stmt *beside = NULL;

    ok(sql_prepare(db, text, &first));
    sql_bind_int(first, 1, 7);
    ok(sql_step(first));
    ok(sql_prepare(db, text, &beside));
    assert_ptr_not_equal(beside, first); /* in use: the second caller gets its own */
    ok(sql_step(beside));
    assert_true(sql_is_null(beside, 0));
    assert_int_equal(sql_int(first, 0), 7);
    sql_finish(beside);
    sql_finish(first);

    ok(sql_prepare(db, text, &again));
    assert_ptr_equal(again, first);
    ok(sql_step(again));
    assert_true(sql_is_null(again, 0)); /* handed back unbound and at its start */
    sql_finish(again);
    sql_finish(NULL);
}

static void a_generated_text_may_vanish(void **state)
{
    struct sql *db = *state;
    struct sql_stmt *stmt = NULL;
    struct buf text = {0};

    for (int i = 0; i < 3; i++) {
        buf_clear(&text);
        buf_printf(&text, "SELECT $1 + %d", i);
        ok(sql_prepare_once(db, buf_cstr(&text), &stmt));
        buf_clear(&text);
        buf_text(&text, "SELECT gone");
        sql_bind_int(stmt, 1, 40);
        ok(sql_step(stmt));
        assert_int_equal(sql_int(stmt, 0), 40 + i);
        sql_finish(stmt);
    }
    buf_finish(&text);
    /* One that is never finished goes with its connection. */
    ok(sql_prepare_once(db, "SELECT 1", &stmt));
    ok(sql_step(stmt));
}

static void the_end_stays_the_end(void **state)
{
    struct sql *db = *state;
    struct sql_stmt *put = NULL;
    struct sql_stmt *count = NULL;

    ok(sql_prepare(db, "INSERT INTO pet(name, age) VALUES($1, 1)", &put));
    sql_bind_text(put, 1, "Rex");
    assert_int_equal(sql_step(put), STATUS_END);
    assert_int_equal(sql_step(put), STATUS_END);
    assert_int_equal(sql_changed(db), 1);
    sql_bind_text(put, 1, "Tom"); /* binding anew starts anew */
    assert_int_equal(sql_step(put), STATUS_END);
    sql_finish(put);

    ok(sql_prepare(db, "SELECT count(*) FROM pet", &count));
    ok(sql_step(count));
    assert_int_equal(sql_int(count, 0), 2);
    sql_reset(count);
    ok(sql_step(count));
    assert_int_equal(sql_int(count, 0), 2);
    ok(sql_finish_run(count));
    ok(sql_step(count));
    assert_int_equal(sql_int(count, 0), 2);
    sql_finish(count);
}

static struct fault_row {
    const char *name;
    const char *text;
    enum status want;
} faults[] = {
    {"a primary key twice",       "INSERT INTO pet VALUES('Rex',2,'u',0)",    STATUS_EXISTS   },
    {"a unique column twice",     "INSERT INTO pet VALUES('Tom',2,'t',0)",    STATUS_EXISTS   },
    {"a null where none may",     "INSERT INTO pet VALUES('Tom',NULL,'u',1)", STATUS_BAD_INPUT},
    {"a value against its check", "INSERT INTO pet VALUES('Tom',-1,'u',0)",   STATUS_BAD_INPUT},
    {"a reference to nothing",    "INSERT INTO toy VALUES('nobody')",         STATUS_BAD_INPUT},
    {"a table that is not there", "SELECT * FROM nowhere",                    STATUS_DAMAGED  },
    {"a text in double quotes",   "SELECT \"nosuch\"",                        STATUS_DAMAGED  },
    {"no SQL at all",             "make me a sandwich",                       STATUS_DAMAGED  },
};

static void fault_holds(void **state)
{
    const struct fault_row *row = *state;
    struct sql *db = NULL;
    struct sql_stmt *stmt = NULL;
    enum status st = STATUS_OK;
    void *opened = NULL;

    assert_int_equal(open_memory(&opened), 0);
    db = opened;
    ok(sql_run(db, "INSERT INTO pet VALUES('Rex',1,'t',NULL)"));
    assert_string_equal(status_text(sql_run(db, row->text)), status_text(row->want));
    assert_non_null(strstr(status_message(), "the database in memory"));
    st = sql_prepare_once(db, row->text, &stmt);
    if (st == STATUS_OK) {
        st = sql_step(stmt);
    }
    assert_string_equal(status_text(st), status_text(row->want));
    sql_finish(stmt);
    ok(sql_prepare(db, "SELECT count(*), max(age) FROM pet", &stmt));
    ok(sql_step(stmt));
    assert_int_equal(sql_int(stmt, 0), 1);
    sql_close(db);
}

static int64_t pets(struct sql *db)
{
    struct sql_stmt *stmt = NULL;
    int64_t count = -1;

    ok(sql_prepare(db, "SELECT count(*) FROM pet", &stmt));
    ok(sql_step(stmt));
    count = sql_int(stmt, 0);
    sql_finish(stmt);
    return count;
}

static void transactions_keep_or_undo(void **state)
{
    struct sql *db = *state;

    sql_undo(db); /* harmless outside */
    ok(sql_begin(db));
    ok(sql_run(db, "INSERT INTO pet(name, age) VALUES('Rex', 1)"));
    sql_undo(db);
    sql_undo(db);
    assert_int_equal(pets(db), 0);

    ok(sql_begin(db));
    ok(sql_run(db, "INSERT INTO pet(name, age) VALUES('Rex', 1)"));
    assert_int_equal(sql_run(db, "INSERT INTO pet(name, age) VALUES('Rex', 1)"), STATUS_EXISTS);
    ok(sql_commit(db)); /* a statement that failed took nothing else with it */
    assert_int_equal(pets(db), 1);

    ok(sql_begin_read(db));
    assert_int_equal(pets(db), 1);
    ok(sql_commit(db));

    ok(sql_begin_read(db));
    assert_int_equal(pets(db), 1);
    sql_undo(db);
    sql_undo(db);
    ok(sql_begin(db)); /* it is over */
    sql_undo(db);
}

static struct url_row {
    const char *name;
    const char *url;
    enum status want;
} urls[] = {
    {"no scheme is refused",       "/tmp/x.db",          STATUS_BAD_INPUT  },
    {"nothing is refused",         "",                   STATUS_BAD_INPUT  },
    {"no path is refused",         "sqlite:",            STATUS_BAD_INPUT  },
    {"PostgreSQL is for others",   "postgresql://h/d",   STATUS_UNSUPPORTED},
    {"a folder that is not there", "sqlite:/no/where/x", STATUS_DISK       },
    {"a folder is no file",        "sqlite:/",           STATUS_DISK       },
    {"memory will do",             "sqlite::memory:",    STATUS_OK         },
};

static void url_holds(void **state)
{
    const struct url_row *row = *state;
    struct sql *db = NULL;

    assert_string_equal(status_text(sql_open(row->url, &db)), status_text(row->want));
    assert_int_equal(db != NULL, row->want == STATUS_OK);
    sql_close(db);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(faults) + COUNT(urls)];
#define ON_MEMORY(test) cmocka_unit_test_setup_teardown(test, open_memory, close_memory)
    const struct CMUnitTest rest[] = {
        ON_MEMORY(parameters_go_by_name),
        ON_MEMORY(every_kind_comes_back),
        ON_MEMORY(binding_copies),
        ON_MEMORY(short_and_long_take_turns),
        ON_MEMORY(a_text_is_parsed_once),
        ON_MEMORY(a_generated_text_may_vanish),
        ON_MEMORY(the_end_stays_the_end),
        ON_MEMORY(transactions_keep_or_undo),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(faults); i++, n++) {
        tests[n].name = faults[i].name;
        tests[n].test_func = fault_holds;
        tests[n].initial_state = &faults[i];
    }
    for (size_t i = 0; i < COUNT(urls); i++, n++) {
        tests[n].name = urls[i].name;
        tests[n].test_func = url_holds;
        tests[n].initial_state = &urls[i];
    }
    return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(rest, NULL, NULL);
}
