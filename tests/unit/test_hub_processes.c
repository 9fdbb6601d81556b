/* Eight tablets push to two hub processes on one database. One hub is killed under them, and a
 * third takes its tablets over from what they know to be acknowledged. Every id that any of them
 * said was acknowledged is there at the end, once, under the hash that was told.
 *
 * Planted faults, each built once and seen to fail here: a commit left out when several pushes wait
 * for it; a school's number read and written in two statements, without its lock.
 */
#define _POSIX_C_SOURCE 200809L

#include "hub.h"
#include "json.h"
#include "postgres.h"
#include "tablet.h"

#include <inttypes.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW_MS     1789000000000LL
#define TABLETS    8
#define BATCHES    15
#define LINES      40
#define ROWS       (2 + TABLETS * BATCHES * LINES) /* with the school's and the pupil's */
#define KILL_AFTER 20                              /* answers of the first hub */
#define LINE_ROOM  128

struct batch {
    struct buf body;
    struct buf signature;
    int64_t last; /* seq */
    struct hash hash;
};
struct pusher {
    struct tablet tablet;
    struct batch batches[BATCHES];
    int64_t acked; /* the highest that any hub said */
    int next;      /* the batch to begin with */
    int to;        /* where answers are told */
    pthread_t thread;
};
struct world {
    struct tablet_world world;
    struct hub_options options;
    struct pusher pushers[TABLETS];
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

/* ---- before any process starts -------------------------------------------------------------- */

static void write_batches(struct pusher *p, const struct id *pupil)
{
    struct tablet_draft note = {.type = "observation", .set = "{\"when\":1789000000000}"};

    for (int i = 0; i < BATCHES; i++) {
        struct batch *b = &p->batches[i];
        for (int line = 0; line < LINES; line++) {
            note.rec = tablet_new_id(&p->tablet);
            note.pupil = *pupil;
            tablet_write(&p->tablet, &note);
        }
        b->body = p->tablet.body;
        p->tablet.body = (struct buf){0};
        b->last = p->tablet.seq;
        b->hash = p->tablet.hash;
        tablet_sign(&p->tablet, &p->tablet.hash, &b->signature);
    }
}

static void begin(struct world *w)
{
    struct random_port random = change_system_random();
    struct id pupil;

    memset(w, 0, sizeof *w);
    w->world.chance.state = 21;
    w->world.now_ms = NOW_MS;
    w->options.clock.now_ms = now;
    w->options.random = random;
    ok(change_setup());
    ok(postgres_fresh(&w->options.store));
    box_pair_make(&random, &w->options.keys.box);
    sign_pair_make(&random, &w->options.keys.sign);
    ok(hub_create(&w->options, &w->world.hub));
    ok(hub_school_add(w->world.hub, "{\"name\":\"Hill\",\"urn\":\"100001\"}", &w->world.school));
    for (int i = 0; i < TABLETS; i++) {
        tablet_join(&w->world, &w->pushers[i].tablet, NULL);
    }
    pupil = tablet_write_pupil(&w->pushers[0].tablet);
    tablet_expect_push(&w->pushers[0].tablet, 200, "\"acked\":1");
    w->pushers[0].acked = 1;
    for (int i = 0; i < TABLETS; i++) {
        write_batches(&w->pushers[i], &pupil);
    }
}

/* ---- a hub's process ------------------------------------------------------------------------ */

/* One line an answer, small enough to be written whole: the device, and what it was told. */
static void tell_answer(const struct pusher *p, const struct http_reply *reply)
{
    struct json_value *root = NULL;
    char line[LINE_ROOM];
    int size = 0;

    CHECK(json_parse(buf_cstr(&reply->body), reply->body.size, &root) == STATUS_OK);
    size = snprintf(line, sizeof line, "%s %" PRId64 " %s\n", p->tablet.dev.text,
                    json_int(json_member(root, "acked"), 0), json_member_text(root, "hash"));
    CHECK(size > 0 && (size_t)size < sizeof line);
    CHECK(write(p->to, line, (size_t)size) == size);
    json_free(root);
}

static void *push_on(void *ctx)
{
    struct pusher *p = ctx;

    for (int i = p->next; i < BATCHES; i++) {
        const struct batch *b = &p->batches[i];
        struct http_reply reply;
        tablet_push_body(&p->tablet, b->body.data, b->body.size, buf_cstr(&b->signature), &reply);
        if (reply.status != 200) {
            (void)fprintf(stderr, "%d %s\n", reply.status, buf_cstr(&reply.body));
        }
        CHECK(reply.status == 200);
        tell_answer(p, &reply);
        http_reply_finish(&reply);
    }
    return NULL;
}

/* Its own hub, connections and threads; nothing of the parent's is used but memory. */
static void be_a_hub(struct world *w, int first, int to)
{
    struct hub *hub = NULL;

    CHECK(hub_create(&w->options, &hub) == STATUS_OK && hub_threads_start(hub) == STATUS_OK);
    for (int i = first; i < first + TABLETS / 2; i++) {
        struct pusher *p = &w->pushers[i];
        p->tablet.hub = hub;
        p->to = to;
        CHECK(pthread_create(&p->thread, NULL, push_on, p) == 0);
    }
    for (int i = first; i < first + TABLETS / 2; i++) {
        pthread_join(w->pushers[i].thread, NULL);
    }
    hub_destroy(hub);
    _exit(0);
}

struct process {
    pid_t pid;
    FILE *said;
};

static struct process start(struct world *w, int first)
{
    struct process p = {.pid = 0};
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    p.pid = fork();
    if (p.pid == 0) {
        (void)close(ends[0]);
        be_a_hub(w, first, ends[1]);
    }
    assert_true(p.pid > 0);
    (void)close(ends[1]);
    p.said = fdopen(ends[0], "r");
    assert_non_null(p.said);
    return p;
}

/* Takes note of one answer; false when the process has no more to say. */
static bool hear(struct world *w, struct process *p)
{
    char line[LINE_ROOM];
    char *end = NULL;

    if (fgets(line, sizeof line, p->said) == NULL || strlen(line) < ID_ROOM) {
        return false;
    }
    line[ID_ROOM - 1] = '\0';
    for (int i = 0; i < TABLETS; i++) {
        struct pusher *pusher = &w->pushers[i];
        if (strcmp(pusher->tablet.dev.text, line) == 0) {
            char hex[65];
            int64_t acked = strtoll(line + ID_ROOM, &end, 10);
            while (pusher->next < BATCHES && pusher->batches[pusher->next].last <= acked) {
                pusher->next++;
            }
            assert_true(pusher->next > 0 && pusher->batches[pusher->next - 1].last == acked);
            hash_text(&pusher->batches[pusher->next - 1].hash, hex);
            assert_memory_equal(end + 1, hex, 64);
            pusher->acked = acked;
        }
    }
    return true;
}

static int finish(struct world *w, struct process *p)
{
    int how = 0;

    while (hear(w, p)) {
    }
    (void)fclose(p->said);
    assert_int_equal(waitpid(p->pid, &how, 0), p->pid);
    return how;
}

/* ---- what is there -------------------------------------------------------------------------- */

struct found {
    struct world *w;
    int64_t rows;
    bool numbers[ROWS + 1]; /* by lsn */
    int64_t of[TABLETS];
    char hashes[TABLETS][65]; /* at the last of each */
};

/* By device and seq. */
static enum status take_line(void *ctx, const char *line, size_t size)
{
    struct found *f = ctx;
    struct json_value *root = NULL;
    int64_t lsn = 0;

    ok(json_parse(line, size, &root));
    f->rows++;
    lsn = json_int(json_member(root, "lsn"), 0);
    assert_in_range(lsn, 1, ROWS);
    assert_false(f->numbers[lsn]); /* as many as there are, and none twice: no gap */
    f->numbers[lsn] = true;
    for (int i = 0; i < TABLETS; i++) {
        if (strcmp(json_member_text(root, "dev"), f->w->pushers[i].tablet.dev.text) == 0) {
            f->of[i]++;
            assert_int_equal(json_int(json_member(root, "seq"), 0), f->of[i]);
            text_copy(f->hashes[i], sizeof f->hashes[i], json_member_text(root, "hash"));
        }
    }
    json_free(root);
    return STATUS_OK;
}

static void assert_all_there(struct world *w)
{
    static struct found f;
    struct hub_sink sink = {take_line, &f};
    char hex[65];

    f = (struct found){.w = w};
    ok(hub_export_changes(w->world.hub, NULL, &sink));
    for (int i = 0; i < TABLETS; i++) {
        const struct batch *last = &w->pushers[i].batches[BATCHES - 1];
        assert_int_equal(w->pushers[i].acked, last->last);
        assert_int_equal(f.of[i], last->last);
        hash_text(&last->hash, hex); /* stands for every change before it */
        assert_string_equal(f.hashes[i], hex);
    }
    assert_int_equal(f.rows, ROWS);
}

static void nothing_acknowledged_is_lost(void **state)
{
    static struct world w;
    struct process doomed;
    struct process other;
    struct process heir;
    int told = 0;
    int64_t acked = 0;

    (void)state;
    begin(&w);
    doomed = start(&w, 0);
    other = start(&w, TABLETS / 2);
    while (told < KILL_AFTER && hear(&w, &doomed)) {
        told++;
    }
    assert_int_equal(told, KILL_AFTER);
    assert_int_equal(kill(doomed.pid, SIGKILL), 0);
    assert_true(WIFSIGNALED(finish(&w, &doomed)));
    for (int i = 0; i < TABLETS / 2; i++) {
        acked += w.pushers[i].acked;
    }
    assert_true(acked < ROWS / 2); /* it was killed in the middle */
    heir = start(&w, 0);
    assert_int_equal(finish(&w, &heir), 0);
    assert_int_equal(finish(&w, &other), 0);
    assert_all_there(&w);
    for (int i = 0; i < TABLETS; i++) {
        for (int n = 0; n < BATCHES; n++) {
            buf_finish(&w.pushers[i].batches[n].body);
            buf_finish(&w.pushers[i].batches[n].signature);
        }
        tablet_finish(&w.pushers[i].tablet);
    }
    hub_destroy(w.world.hub);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost),
    };

    return cmocka_run_group_tests_name("hub processes on one database", tests, NULL, NULL);
}
