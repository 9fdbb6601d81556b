/* Several hubs on one database, as several processes over PostgreSQL are: each with connections and
 * a writer of its own. While all of them take changes in, a tablet reads on by its cursor. Nothing
 * may be lost, numbered twice or left out, and nothing may come to light behind the cursor. Seen to
 * catch: a school that is not locked before it is read, numbers handed out in a transaction of
 * their own.
 */
#include "hub.h"
#include "postgres.h"
#include "support.h"
#include "sync.h"
#include "tablet.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <cmocka.h>

#define NOW_MS      1789000000000LL
#define HUB_COUNT   8
#define BATCH_COUNT 10
#define BATCH_LINES 6

struct world {
    struct support_clock clock;
    struct rng chances[HUB_COUNT];
    struct hub *hubs[HUB_COUNT];
    struct id school;
    struct id pupil; /* known to all from the start */
    atomic_int writing;
};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

/* What a thread opens its hub with. */
struct opening {
    struct hub_options options;
    struct hub **out;
    enum status st;
    char message[512];
    pthread_t thread;
};

static void *open_hub(void *ctx)
{
    struct opening *o = ctx;

    o->st = hub_create(&o->options, o->out);
    text_copy(o->message, sizeof o->message, status_message());
    return NULL;
}

/* All at once, on an empty database: each would make the tables. */
static int world_make(void **state)
{
    static struct world w;
    struct opening openings[HUB_COUNT];
    struct rng keys = {4};
    struct random_port random = rng_port(&keys);
    struct hub_options options = {.store = NULL};

    memset(&w, 0, sizeof w);
    w.clock.now_ms = NOW_MS;
    ok(change_setup());
    ok(postgres_fresh(&options.store));
    options.clock = support_clock_port(&w.clock);
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    for (size_t i = 0; i < HUB_COUNT; i++) {
        w.chances[i].state = 900 + i;
        openings[i] = (struct opening){.options = options, .out = &w.hubs[i]};
        openings[i].options.random = rng_port(&w.chances[i]);
        assert_int_equal(pthread_create(&openings[i].thread, NULL, open_hub, &openings[i]), 0);
    }
    for (size_t i = 0; i < HUB_COUNT; i++) {
        pthread_join(openings[i].thread, NULL);
        if (openings[i].st != STATUS_OK) {
            fail_msg("%s", openings[i].message);
        }
        ok(hub_threads_start(w.hubs[i]));
    }
    ok(hub_school_add(w.hubs[0], "{\"name\":\"Hill\",\"urn\":\"100001\"}", &w.school));
    *state = &w;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < HUB_COUNT; i++) {
        hub_destroy(w->hubs[i]);
        w->hubs[i] = NULL;
    }
    return 0;
}

struct player {
    struct world *world;
    struct tablet tablet;
    struct rng chance;
    struct id pupil;  /* makes it known itself, among the first to do so */
    struct id shared; /* a record that all of them edit */
    pthread_t thread;
    int fault_count; /* cmocka's asserts belong to the main thread */
    char fault[200];
};

static void join(struct world *w, size_t index, struct player *p)
{
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct http_reply reply;

    memset(p, 0, sizeof *p);
    p->world = w;
    p->chance.state = 100 + index;
    ok(hub_code_make(w->hubs[(index + 1) % HUB_COUNT], &code, &secret)); /* another's code */
    tablet_init(&p->tablet, w->hubs[index % HUB_COUNT], &p->chance, &w->clock.now_ms);
    tablet_enrol(&p->tablet, buf_cstr(&secret), &reply);
    assert_int_equal(reply.status, 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void write_some(struct player *p)
{
    struct tablet_draft note = {.type = "observation", .set = "{\"when\":1789000000000}"};
    struct tablet_draft edit = {.type = "observation", .set = "{\"what\":\"again\"}"};

    note.pupil = p->pupil;
    for (int i = 0; i < BATCH_LINES - 1; i++) {
        note.rec = tablet_new_id(&p->tablet);
        tablet_write(&p->tablet, &note);
    }
    edit.rec = p->shared;
    edit.pupil = p->world->pupil;
    tablet_write(&p->tablet, &edit);
}

static void *play(void *ctx)
{
    struct player *p = ctx;
    struct tablet_draft pupil = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};
    struct http_reply reply;

    pupil.rec = p->pupil;
    pupil.pupil = p->pupil;
    tablet_write(&p->tablet, &pupil);
    for (int i = 0; i < BATCH_COUNT; i++) {
        write_some(p);
        tablet_push(&p->tablet, &reply);
        if (reply.status != 200 || strstr(buf_cstr(&reply.body), "\"held\":[]") == NULL) {
            p->fault_count++;
            text_copy(p->fault, sizeof p->fault, buf_cstr(&reply.body));
        }
        http_reply_finish(&reply);
    }
    atomic_fetch_sub(&p->world->writing, 1);
    return NULL;
}

/* Goes on from the cursor; false when the answer is none, or has a number that does not follow. */
static bool read_on(struct tablet *reader, int64_t *cursor, int64_t *seen)
{
    struct http_reply reply;
    struct sync_page page;
    struct buf target = {0};
    bool good = false;

    buf_printf(&target, "/v1/pull?limit=50&after=%lld&epoch=", (long long)*cursor);
    tablet_get(reader, buf_cstr(&target), &reply);
    if (reply.status == 200 &&
        sync_read_page(reply.body.data, reply.body.size, &page) == STATUS_OK) {
        good = true;
        for (size_t i = 0; i < page.count; i++) {
            good = good && page.rows[i].lsn == *seen + 1; /* the reader wrote none itself */
            *seen = page.rows[i].lsn;
        }
        good = good && page.head.next >= *cursor && page.head.next == *seen;
        *cursor = page.head.next;
        sync_page_finish(&page);
    }
    http_reply_finish(&reply);
    buf_finish(&target);
    return good;
}

static enum status ignore_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)line;
    (void)size;
    return STATUS_OK;
}

static enum status keep_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

/* Every chain holds, and the view is the one that the log folds to. */
static void assert_sound(struct world *w, int64_t want)
{
    struct hub_sink none = {ignore_line, NULL};
    struct buf before = {0};
    struct buf after = {0};
    int64_t changes = 0;
    int64_t faults = 9;

    ok(hub_verify(w->hubs[1], &none, &changes, &faults));
    assert_int_equal(faults, 0);
    assert_int_equal(changes, want);
    ok(hub_export_records(w->hubs[2], NULL, &(struct hub_sink){keep_line, &before}));
    ok(hub_rebuild(w->hubs[3], &changes));
    assert_int_equal(changes, want);
    ok(hub_export_records(w->hubs[4], NULL, &(struct hub_sink){keep_line, &after}));
    assert_string_equal(buf_cstr(&before), buf_cstr(&after));
    buf_finish(&before);
    buf_finish(&after);
}

static void nothing_is_lost_or_skipped(void **state)
{
    struct world *w = *state;
    struct player players[HUB_COUNT];
    struct player reader;
    struct tablet_draft first = {.type = "pupil", .set = "{\"given\":\"Wren\"}"};
    const int64_t want = 2 + HUB_COUNT * (1 + BATCH_COUNT * BATCH_LINES);
    int64_t cursor = 0;
    int64_t seen = 0;
    int skips = 0;
    struct id shared;

    join(w, 0, &reader);
    for (size_t i = 0; i < HUB_COUNT; i++) {
        join(w, i, &players[i]);
        players[i].pupil = tablet_new_id(&players[i].tablet);
    }
    shared = tablet_new_id(&reader.tablet);
    first.rec = tablet_new_id(&reader.tablet);
    first.pupil = first.rec;
    w->pupil = first.rec;
    tablet_write(&players[0].tablet, &first);
    tablet_expect_push(&players[0].tablet, 200, "\"held\":[]");
    atomic_store(&w->writing, HUB_COUNT);
    for (size_t i = 0; i < HUB_COUNT; i++) {
        players[i].shared = shared;
        assert_int_equal(pthread_create(&players[i].thread, NULL, play, &players[i]), 0);
    }
    while (atomic_load(&w->writing) > 0) {
        skips += read_on(&reader.tablet, &cursor, &seen) ? 0 : 1; /* told once the threads ended */
    }
    for (size_t i = 0; i < HUB_COUNT; i++) {
        pthread_join(players[i].thread, NULL);
        if (players[i].fault_count > 0) {
            fail_msg("%d faults: %s", players[i].fault_count, players[i].fault);
        }
        tablet_finish(&players[i].tablet);
    }
    assert_int_equal(skips, 0);
    while (cursor < want) {
        int64_t before = cursor;
        assert_true(read_on(&reader.tablet, &cursor, &seen));
        assert_true(cursor > before);
    }
    assert_int_equal(cursor, want);
    assert_int_equal(seen, want);
    tablet_finish(&reader.tablet);
    assert_sound(w, want);
}

struct twin {
    struct tablet tablet; /* shares the body of the first */
    const struct buf *body;
    const char *signature;
    pthread_t thread;
    int status;
};

static void *send_twin(void *ctx)
{
    struct twin *twin = ctx;
    struct http_reply reply;

    tablet_push_body(&twin->tablet, twin->body->data, twin->body->size, twin->signature, &reply);
    twin->status = reply.status;
    http_reply_finish(&reply);
    return NULL;
}

/* A tablet whose answer was lost asks another hub, while the first still works. */
static void the_same_batch_to_all_is_taken_once(void **state)
{
    struct world *w = *state;
    struct player p;
    struct buf signature = {0};
    struct twin twins[HUB_COUNT];
    int64_t cursor = 1; /* after the school's own record */
    int64_t seen = 1;
    struct player reader;

    join(w, 0, &p);
    join(w, 1, &reader);
    (void)tablet_write_pupil(&p.tablet);
    tablet_write_note(&p.tablet, &w->school);
    tablet_sign(&p.tablet, &p.tablet.hash, &signature);
    for (size_t i = 0; i < HUB_COUNT; i++) {
        twins[i] = (struct twin){p.tablet, &p.tablet.body, buf_cstr(&signature), 0, 0};
        twins[i].tablet.hub = w->hubs[i];
        assert_int_equal(pthread_create(&twins[i].thread, NULL, send_twin, &twins[i]), 0);
    }
    for (size_t i = 0; i < HUB_COUNT; i++) {
        pthread_join(twins[i].thread, NULL);
        assert_int_equal(twins[i].status, 200);
    }
    assert_true(read_on(&reader.tablet, &cursor, &seen));
    assert_int_equal(seen, 2); /* the note's pupil is unknown, so it is held, once */
    buf_finish(&signature);
    tablet_finish(&p.tablet);
    tablet_finish(&reader.tablet);
}

/* The server is gone for a moment: what was acknowledged is there, and the next push is taken. */
static void a_server_that_comes_back_goes_on(void **state)
{
    struct world *w = *state;
    struct player p;
    struct id pupil;

    join(w, 0, &p);
    pupil = tablet_write_pupil(&p.tablet);
    tablet_expect_push(&p.tablet, 200, "\"acked\":1");
    ok(postgres_restart());
    tablet_write_note(&p.tablet, &pupil);
    tablet_expect_push(&p.tablet, 200, "\"acked\":2");
    tablet_expect_get(&p.tablet, "/v1/pull?epoch=", 200, "\"acked\":2");
    tablet_finish(&p.tablet);
    assert_sound(w, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_lost_or_skipped, world_make, world_end),
        cmocka_unit_test_setup_teardown(the_same_batch_to_all_is_taken_once, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_server_that_comes_back_goes_on, world_make, world_end),
    };

    return cmocka_run_group_tests_name("several hubs, one database", tests, NULL, NULL);
}
