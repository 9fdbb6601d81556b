/* Transactions that clash are done once more: a tablet hears of it only when there is no end to it,
 * and whatever happens each change is there once. The clashes are PostgreSQL's own sentences, said
 * by a trigger a number of times, and one true deadlock.
 *
 * Planted faults, each built once and seen to fail here: a clash that is no reason to try again;
 * one at the commit that is none; the jobs of a group that clashed answered all the same.
 */
#define _POSIX_C_SOURCE 200809L

#include "hub.h"
#include "postgres.h"
#include "sql.h"
#include "support.h"
#include "tablet.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define NOW_MS      1789000000000LL
#define WRITERS     4
#define NOTES       20

struct world {
    struct tablet_world world;
    struct sql *beside; /* a connection of the test's own */
};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

static int64_t now(void *ctx)
{
    (void)ctx;
    return NOW_MS;
}

static int world_make(void **state)
{
    static struct world w;
    struct random_port random = rng_port(&w.world.chance);
    struct hub_options options = {
        .clock = {now, NULL},
          .random = random
    };

    memset(&w, 0, sizeof w);
    w.world.chance.state = 11;
    w.world.now_ms = NOW_MS;
    ok(change_setup());
    ok(postgres_fresh(&options.store));
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    ok(hub_create(&options, &w.world.hub));
    ok(hub_school_add(w.world.hub, "{\"name\":\"Hill\",\"urn\":\"100001\"}", &w.world.school));
    ok(sql_open_any(options.store, &w.beside));
    *state = &w;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    sql_close(w->beside);
    hub_destroy(w->world.hub);
    return 0;
}

static int64_t ask(struct world *w, const char *text)
{
    struct sql_stmt *stmt = NULL;
    int64_t got = -1;

    ok(sql_prepare_once(w->beside, text, &stmt));
    ok(sql_step(stmt));
    got = sql_int(stmt, 0);
    sql_finish(stmt);
    return got;
}

static enum status ignore_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)line;
    (void)size;
    return STATUS_OK;
}

/* Numbers without a gap, each change once, every chain whole. */
static void assert_sound(struct world *w, int64_t want)
{
    struct hub_sink none = {ignore_line, NULL};
    int64_t changes = 0;
    int64_t faults = 9;

    ok(hub_verify(w->world.hub, &none, &changes, &faults));
    assert_int_equal(faults, 0);
    assert_int_equal(changes, want);
    assert_int_equal(ask(w, "SELECT max(lsn) FROM log"), want);
    assert_int_equal(ask(w, "SELECT last FROM school"), want);
    assert_int_equal(ask(w, "SELECT count(*) FROM record"), want);
}

/* ---- clashes said by a trigger -------------------------------------------------------------- */

/* A sequence forgets nothing when its transaction is undone, so it counts the tries. */
#define CLASHES(state, count, when)                                                             \
    "CREATE SEQUENCE clashes; CREATE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql AS $do$" \
    " BEGIN IF nextval('clashes') <= " count " THEN RAISE EXCEPTION USING ERRCODE='" state      \
    "'; END IF; RETURN NULL; END $do$;" when " EXECUTE FUNCTION clash()"
#define WRITING "CREATE TRIGGER clash AFTER UPDATE OF acked ON device FOR EACH ROW"
#define ROWS    "CREATE TRIGGER clash AFTER INSERT ON log FOR EACH STATEMENT"
#define COMMITTING                                                                          \
    "CREATE CONSTRAINT TRIGGER clash AFTER UPDATE OF acked ON device DEFERRABLE INITIALLY " \
    "DEFERRED"                                                                              \
    " FOR EACH ROW"

static struct clash_row {
    const char *name;
    const char *trigger;
    int64_t tries;
    bool is_taken;
} clashes[] = {
    {"a clash as the chain moves",       CLASHES("40001", "1", WRITING),    2, true },
    {"four deadlocks one after another", CLASHES("40P01", "4", WRITING),    5, true },
    {"a clash as rows are sent",         CLASHES("40001", "2", ROWS),       3, true },
    {"a clash at the commit",            CLASHES("40001", "3", COMMITTING), 4, true },
    {"no end to it",                     CLASHES("40001", "5", WRITING),    5, false},
    {"no end to it at the commit",       CLASHES("40P01", "5", COMMITTING), 5, false},
};

static void clash_holds(void **state)
{
    const struct clash_row *row = *state;
    void *made = NULL;
    struct world *w = NULL;
    struct tablet t;
    struct id pupil;
    struct http_reply reply;

    assert_int_equal(world_make(&made), 0);
    w = made;
    tablet_join(&w->world, &t, NULL);
    ok(sql_run(w->beside, row->trigger));
    pupil = tablet_write_pupil(&t);
    for (int i = 0; i < NOTES; i++) {
        tablet_write_note(&t, &pupil);
    }
    tablet_push(&t, &reply);
    tablet_assert_reply(&reply, row->is_taken ? 200 : 503, row->is_taken ? "\"acked\":21" : "");
    assert_int_equal(ask(w, "SELECT last_value FROM clashes"), row->tries);
    if (!row->is_taken) {
        assert_sound(w, 1);                          /* nothing of it is there */
        tablet_expect_push(&t, 200, "\"acked\":21"); /* and the tablet asks again */
    }
    assert_sound(w, 1 + 1 + NOTES);
    tablet_finish(&t);
    assert_int_equal(world_end(&made), 0);
}

/* ---- many jobs in one group ----------------------------------------------------------------- */

struct writer {
    struct tablet tablet;
    pthread_t thread;
    struct rng chance;
    int refused;
};

static void *write_on(void *ctx)
{
    struct writer *writer = ctx;

    for (int i = 0; i < NOTES; i++) {
        struct tablet_draft note = {.type = "observation", .set = "{\"when\":1789000000000}"};
        struct http_reply reply;
        note.rec = tablet_new_id(&writer->tablet);
        tablet_write(&writer->tablet, &note);
        tablet_push(&writer->tablet, &reply);
        writer->refused += reply.status == 200 ? 0 : 1;
        http_reply_finish(&reply);
    }
    return NULL;
}

/* Every third write clashes while there are writers; who was refused pushes it with the next, and
 * the last of it once the clashes are over. */
static void a_group_that_clashes_is_done_again(void **state)
{
    struct world *w = *state;
    struct writer writers[WRITERS];
    struct http_reply reply;

    ok(sql_run(w->beside,
               "CREATE SEQUENCE clashes; CREATE FUNCTION clash() RETURNS trigger"
               " LANGUAGE plpgsql AS $do$ BEGIN IF nextval('clashes') % 3 = 0 THEN"
               " RAISE EXCEPTION USING ERRCODE='40001'; END IF; RETURN NULL; END $do$;" WRITING
               " EXECUTE FUNCTION clash()"));
    for (size_t i = 0; i < WRITERS; i++) {
        tablet_join(&w->world, &writers[i].tablet, NULL);
        writers[i].chance.state = 50 + i;
        writers[i].tablet.chance = &writers[i].chance;
        writers[i].refused = 0;
    }
    ok(hub_threads_start(w->world.hub));
    for (size_t i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_on, &writers[i]), 0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
    }
    ok(sql_run(w->beside, "CREATE OR REPLACE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql"
                          " AS $do$ BEGIN RETURN NULL; END $do$"));
    for (size_t i = 0; i < WRITERS; i++) {
        if (writers[i].tablet.body.size > 0) {
            tablet_push(&writers[i].tablet, &reply);
            tablet_assert_reply(&reply, 200, "\"acked\":20");
        }
        tablet_finish(&writers[i].tablet);
    }
    assert_true(ask(w, "SELECT last_value FROM clashes") > WRITERS * NOTES / 64);
    assert_sound(w, 1 + WRITERS * NOTES);
}

/* ---- a true deadlock ------------------------------------------------------------------------ */

static void *push_one(void *ctx)
{
    struct writer *writer = ctx;
    struct http_reply reply;

    tablet_push(&writer->tablet, &reply);
    writer->refused = reply.status == 200 ? 0 : 1;
    http_reply_finish(&reply);
    return NULL;
}

#define WAITING                                   \
    "SELECT count(*) FROM pg_stat_activity WHERE" \
    " datname=current_database() AND wait_event_type='Lock'"

/* The hub holds the school and waits for its device, which the other holds and waits for the
 * school. The hub alone looks for deadlocks so soon, so it is the one that is thrown out; its
 * second try (or its third, should it be quicker to the school again) waits until the other has
 * gone. That the other got the school at all shows that the hub let go of it. */
static void a_true_deadlock_ends(void **state)
{
    struct world *w = *state;
    struct writer writer = {.refused = 1};

    tablet_join(&w->world, &writer.tablet, NULL);
    (void)tablet_write_pupil(&writer.tablet);
    ok(sql_run(w->beside, "SET deadlock_timeout='60s'"));
    ok(sql_begin(w->beside));
    ok(sql_run(w->beside, "UPDATE device SET label='held' WHERE is_hub=0"));
    assert_int_equal(pthread_create(&writer.thread, NULL, push_one, &writer), 0);
    while (ask(w, WAITING) == 0) {
        (void)sched_yield();
    }
    ok(sql_run(w->beside, "SELECT id FROM school FOR UPDATE")); /* once it is thrown out */
    ok(sql_commit(w->beside));
    pthread_join(writer.thread, NULL);
    assert_int_equal(writer.refused, 0);
    assert_sound(w, 2);
    tablet_finish(&writer.tablet);
}

/* ---- while a request waits for its turn ----------------------------------------------------- */

#define RESTORED                                                               \
    "UPDATE hub_meta SET value='0190aaaa-0000-7000-8000-000000000001'"         \
    " WHERE name='epoch'; DELETE FROM log WHERE dev IN (SELECT id FROM device" \
    " WHERE is_hub=0); UPDATE device SET acked=0, hash=decode(repeat('00', 32), 'hex')"
#define OF_TABLET " WHERE is_hub=0"

static struct between {
    const char *name;
    bool is_pull;
    const char *happens;
    int status;
    const char *part;
} betweens[] = {
    {"a push, and its tablet is revoked",             false, "UPDATE device SET revoked='now'" OF_TABLET,  410,
     "\"mode\":\"now\""                                                                                                      },
    {"a push, and its tablet is to send first",       false, "UPDATE device SET revoked='send'" OF_TABLET,
     200,                                                                                                       "\"acked\":2"},
    {"a push, and its token is another's",            false, "UPDATE device SET token='dead'" OF_TABLET,   401,
     "token"                                                                                                                 },
    {"a push, and the hub is restored",               false, RESTORED OF_TABLET,                           409, "\"acked\":0"},
    {"a push, and it is restored without the tablet", false, RESTORED ", token='dead'" OF_TABLET,
     401,                                                                                                       "token"      },
    {"a pull, and its tablet is revoked",             true,  "UPDATE device SET revoked='now'" OF_TABLET,  410,
     "\"mode\":\"now\""                                                                                                      },
    {"a pull, and its tablet is to send first",       true,  "UPDATE device SET revoked='send'" OF_TABLET,
     410,                                                                                                       "\"send\""   },
    {"a pull, and the hub is restored",               true,  RESTORED OF_TABLET,                           409, "\"acked\":0"},
};

struct asking {
    struct tablet tablet;
    bool is_pull;
    pthread_t thread;
    struct http_reply reply;
};

static void *ask_once(void *ctx)
{
    struct asking *a = ctx;

    if (a->is_pull) {
        tablet_get(&a->tablet, "/v1/pull?after=0&limit=9&epoch=", &a->reply);
    } else {
        tablet_push(&a->tablet, &a->reply);
    }
    return NULL;
}

/* What a request was let in for may not hold any more when it gets its turn. */
static void what_comes_between_counts(void **state)
{
    const struct between *row = *state;
    void *made = NULL;
    struct world *w = NULL;
    struct asking asking = {.is_pull = row->is_pull};

    assert_int_equal(world_make(&made), 0);
    w = made;
    tablet_join(&w->world, &asking.tablet, NULL);
    (void)tablet_write_pupil(&asking.tablet);
    tablet_expect_push(&asking.tablet, 200, "\"acked\":1");
    (void)tablet_write_pupil(&asking.tablet);
    ok(sql_run(w->beside, "UPDATE school SET scope_day=0")); /* a pull turns the day first */
    ok(sql_begin(w->beside));
    ok(sql_run(w->beside, "SELECT id FROM school FOR UPDATE"));
    assert_int_equal(pthread_create(&asking.thread, NULL, ask_once, &asking), 0);
    while (ask(w, WAITING) == 0) {
        (void)sched_yield();
    }
    ok(sql_run(w->beside, row->happens));
    ok(sql_commit(w->beside));
    pthread_join(asking.thread, NULL);
    tablet_assert_reply(&asking.reply, row->status, row->part);
    tablet_finish(&asking.tablet);
    assert_int_equal(world_end(&made), 0);
}

int main(void)
{
    struct CMUnitTest rows[COUNT(clashes)];
    struct CMUnitTest waits[COUNT(betweens)];
    const struct CMUnitTest stories[] = {
        cmocka_unit_test_setup_teardown(a_group_that_clashes_is_done_again, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_true_deadlock_ends, world_make, world_end),
    };

    for (size_t i = 0; i < COUNT(clashes); i++) {
        rows[i] = (struct CMUnitTest){
            .name = clashes[i].name, .test_func = clash_holds, .initial_state = &clashes[i]};
    }
    for (size_t i = 0; i < COUNT(betweens); i++) {
        waits[i] = (struct CMUnitTest){.name = betweens[i].name,
                                       .test_func = what_comes_between_counts,
                                       .initial_state = &betweens[i]};
    }
    return cmocka_run_group_tests_name("clashes, one by one", rows, NULL, NULL) +
           cmocka_run_group_tests_name("what comes between", waits, NULL, NULL) +
           cmocka_run_group_tests_name("clashes under way", stories, NULL, NULL);
}
