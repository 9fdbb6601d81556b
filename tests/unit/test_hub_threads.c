/* The hub under several threads at once, on a file: one writer, many pushes, no number lost or
 * given twice. Seen to catch: a chain that is judged outside the transaction only, a number off by
 * one, a helper that leaves out a line, and one whose bad box is not told; a job that fails and
 * takes with it what shared its transaction.
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
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW_MS       1789000000000LL
#define TABLET_COUNT 6
#define BATCH_COUNT  12
#define BATCH_LINES  5
#define SHARED_LINES 60 /* a batch of so many is opened by two threads */
#define LARGE_LINES  200

struct world {
    struct support_folder folder;
    struct support_clock clock;
    struct rng chance;
    struct hub *hub;
    struct id school;
};

static int world_make(void **state)
{
    static struct world w;
    struct hub_options options = {.store = NULL};
    struct random_port random = rng_port(&w.chance);
    char *path = NULL;
    struct buf store = {0};

    w = (struct world){.clock = {NOW_MS}, .chance = {11}};
    assert_int_equal(change_setup(), STATUS_OK);
    assert_int_equal(support_folder_make(&w.folder), STATUS_OK);
    path = support_folder_path(&w.folder, "cairn.db");
    buf_printf(&store, "sqlite:%s", path);
    if (postgres_store(buf_cstr(&store), &options.store) != STATUS_OK) {
        fail_msg("%s", status_message());
    }
    options.clock = support_clock_port(&w.clock);
    options.random = random;
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    assert_int_equal(hub_create(&options, &w.hub), STATUS_OK);
    assert_int_equal(hub_school_add(w.hub, "{\"name\":\"Hill\",\"urn\":\"100001\"}", &w.school),
                     STATUS_OK);
    buf_finish(&store);
    free(path);
    *state = &w;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    hub_destroy(w->hub);
    support_folder_remove(&w->folder);
    return 0;
}

struct player {
    struct tablet tablet;
    struct rng chance;
    struct id pupil;
    int batch_lines;
    pthread_t thread;
    int fault_count; /* cmocka's asserts belong to the main thread */
    int64_t last_seen;
};

static void enrol(struct world *w, struct player *p, uint64_t seed)
{
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct http_reply reply;

    p->chance.state = seed;
    p->batch_lines = BATCH_LINES;
    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    tablet_init(&p->tablet, w->hub, &p->chance, &w->clock.now_ms);
    tablet_enrol(&p->tablet, buf_cstr(&secret), &reply);
    assert_int_equal(reply.status, 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void write_some(struct player *p)
{
    struct tablet_draft d = {.type = "observation", .set = "{\"when\":1789000000000}"};

    d.pupil = p->pupil;
    for (int i = 0; i < p->batch_lines; i++) {
        d.rec = tablet_new_id(&p->tablet);
        tablet_write(&p->tablet, &d);
    }
}

/* A cursor must never pass a number that a later page shows. */
static void pull(struct player *p)
{
    struct http_reply reply;
    struct sync_page page;

    tablet_get(&p->tablet, "/v1/pull?limit=5000&epoch=", &reply);
    if (reply.status != 200 ||
        sync_read_page(reply.body.data, reply.body.size, &page) != STATUS_OK) {
        p->fault_count++;
    } else {
        p->fault_count += page.head.next < p->last_seen ? 1 : 0;
        p->last_seen = page.head.next;
        sync_page_finish(&page);
    }
    http_reply_finish(&reply);
}

static void *play(void *ctx)
{
    struct player *p = ctx;
    struct http_reply reply;

    for (int i = 0; i < BATCH_COUNT; i++) {
        write_some(p);
        tablet_push(&p->tablet, &reply);
        p->fault_count += reply.status == 200 ? 0 : 1;
        http_reply_finish(&reply);
        pull(p);
    }
    return NULL;
}

static enum status ignore_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)line;
    (void)size;
    return STATUS_OK;
}

/* Who keeps asking for what fails, on a thread of its own. */
struct failing {
    struct hub *hub;
    pthread_t thread;
    atomic_bool is_over;
    int count;
    int fault_count;
};

static void *write_to_nobody(void *ctx)
{
    struct failing *f = ctx;
    struct id nowhere = {"01900000-0000-7000-8000-000000000000"};
    struct hub_draft draft = {.type = "group", .set = "{\"name\":\"Oak\"}", .is_new = true};

    while (!atomic_load(&f->is_over)) {
        f->fault_count += hub_write(f->hub, &nowhere, &draft, 1) == STATUS_NOT_FOUND ? 0 : 1;
        f->count++;
    }
    return NULL;
}

static void play_beside(struct world *w, int batch_lines, struct failing *failing)
{
    struct player players[TABLET_COUNT];
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};
    struct hub_sink sink = {ignore_line, NULL};
    int64_t changes = 0;
    int64_t faults = 9;
    int fault_count = 0;
    const int64_t want = 1 + TABLET_COUNT * (1 + BATCH_COUNT * batch_lines);

    memset(players, 0, sizeof players);
    for (int i = 0; i < TABLET_COUNT; i++) {
        enrol(w, &players[i], (uint64_t)i + 100);
        d.rec = tablet_new_id(&players[i].tablet);
        d.pupil = d.rec;
        players[i].pupil = d.rec;
        players[i].batch_lines = batch_lines;
        tablet_write(&players[i].tablet, &d);
    }
    assert_int_equal(hub_threads_start(w->hub), STATUS_OK);
    assert_int_equal(pthread_create(&failing->thread, NULL, write_to_nobody, failing), 0);
    for (int i = 0; i < TABLET_COUNT; i++) {
        assert_int_equal(pthread_create(&players[i].thread, NULL, play, &players[i]), 0);
    }
    for (int i = 0; i < TABLET_COUNT; i++) {
        pthread_join(players[i].thread, NULL);
        fault_count += players[i].fault_count;
    }
    atomic_store(&failing->is_over, true);
    pthread_join(failing->thread, NULL);
    assert_int_equal(fault_count, 0);
    pull(&players[0]);
    assert_int_equal(players[0].last_seen, want); /* gapless, and none twice */
    assert_int_equal(hub_verify(w->hub, &sink, &changes, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(changes, want);
    for (int i = 0; i < TABLET_COUNT; i++) {
        tablet_finish(&players[i].tablet);
    }
}

static void play_all(struct world *w, int batch_lines)
{
    struct failing none = {.hub = w->hub};

    atomic_init(&none.is_over, true);
    play_beside(w, batch_lines, &none);
}

static void many_tablets_at_once(void **state)
{
    play_all(*state, BATCH_LINES);
}

static void many_shared_batches_at_once(void **state)
{
    play_all(*state, SHARED_LINES);
}

static void one_that_fails_takes_none_with_it(void **state)
{
    struct world *w = *state;
    struct failing f = {.hub = w->hub};

    atomic_init(&f.is_over, false);
    play_beside(w, BATCH_LINES, &f);
    assert_true(f.count > BATCH_COUNT);
    assert_int_equal(f.fault_count, 0);
}

/* The body, with one letter of the nth line's box another. */
static void spoil(const struct buf *body, int nth, struct buf *out)
{
    char *at = NULL;

    buf_clear(out);
    buf_add(out, body->data, body->size);
    at = out->data;
    for (int i = 0; i < nth; i++) {
        at = strchr(at, '\n') + 1;
    }
    at = strstr(at, "\"box\":\"") + 60;
    *at = *at == 'A' ? 'B' : 'A';
}

static void one_bad_box_refuses_a_large_batch(void **state)
{
    static const int places[] = {0, 31, 32, 64, 101, LARGE_LINES};
    struct world *w = *state;
    struct player p;
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};
    struct buf signature = {0};
    struct buf spoiled = {0};
    struct http_reply reply;

    memset(&p, 0, sizeof p);
    enrol(w, &p, 5);
    p.batch_lines = LARGE_LINES;
    d.rec = tablet_new_id(&p.tablet);
    d.pupil = d.rec;
    p.pupil = d.rec;
    tablet_write(&p.tablet, &d);
    write_some(&p);
    tablet_sign(&p.tablet, &p.tablet.hash, &signature);
    assert_int_equal(hub_threads_start(w->hub), STATUS_OK);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        spoil(&p.tablet.body, places[i], &spoiled);
        tablet_push_body(&p.tablet, spoiled.data, spoiled.size, buf_cstr(&signature), &reply);
        tablet_assert_reply(&reply, 403, "\"seal\"");
    }
    pull(&p);
    assert_int_equal(p.last_seen, 1); /* the school's own record: nothing was stored */
    tablet_expect_push(&p.tablet, 200, "\"acked\":201");
    buf_finish(&spoiled);
    buf_finish(&signature);
    tablet_finish(&p.tablet);
}

struct twin {
    struct player *player;
    const struct buf *body;
    const char *signature;
    pthread_t thread;
    int status;
};

static void *send_twin(void *ctx)
{
    struct twin *twin = ctx;
    struct http_reply reply;

    tablet_push_body(&twin->player->tablet, twin->body->data, twin->body->size, twin->signature,
                     &reply);
    twin->status = reply.status;
    http_reply_finish(&reply);
    return NULL;
}

static void the_same_batch_twice_at_once(void **state)
{
    struct world *w = *state;
    struct player p;
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};
    struct buf signature = {0};
    struct twin twins[4];

    memset(&p, 0, sizeof p);
    enrol(w, &p, 5);
    d.rec = tablet_new_id(&p.tablet);
    d.pupil = d.rec;
    p.pupil = d.rec;
    tablet_write(&p.tablet, &d);
    write_some(&p);
    tablet_sign(&p.tablet, &p.tablet.hash, &signature);
    assert_int_equal(hub_threads_start(w->hub), STATUS_OK);
    for (int i = 0; i < 4; i++) {
        twins[i] = (struct twin){&p, &p.tablet.body, buf_cstr(&signature), 0, 0};
        assert_int_equal(pthread_create(&twins[i].thread, NULL, send_twin, &twins[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(twins[i].thread, NULL);
        assert_int_equal(twins[i].status, 200);
    }
    pull(&p);
    assert_int_equal(p.last_seen, 2 + BATCH_LINES);
    buf_finish(&signature);
    tablet_finish(&p.tablet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_tablets_at_once, world_make, world_end),
        cmocka_unit_test_setup_teardown(many_shared_batches_at_once, world_make, world_end),
        cmocka_unit_test_setup_teardown(one_that_fails_takes_none_with_it, world_make, world_end),
        cmocka_unit_test_setup_teardown(one_bad_box_refuses_a_large_batch, world_make, world_end),
        cmocka_unit_test_setup_teardown(the_same_batch_twice_at_once, world_make, world_end),
    };

    return cmocka_run_group_tests_name("the hub under threads", tests, NULL, NULL);
}
