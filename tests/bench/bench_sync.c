/* How fast changes reach the hub and another tablet, beside the bare floor of the same run.
 *
 * 20,000 observations of one tablet are pushed in the daemon's batches over TLS by the daemon's own
 * transport; a second tablet pulls and stores them. The floor is sent the very same bodies, and
 * what it gives back is parsed and stored by one insert a line. The same push is also timed without
 * any socket, which says what the network costs.
 */
#define _POSIX_C_SOURCE 200809L

#include "agent.h"
#include "bench.h"
#include "bench_floor.h"
#include "bench_tablet.h"
#include "sql.h"
#include "tablet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 20000, PUPILS = 96, BATCH = 2000, BATCHES = CHANGES / BATCH, MORE = 1000 };

struct batch {
    struct buf body;
    struct buf signature;
};
struct bench_sync {
    struct support_folder folder;
    struct rng chance;
    int64_t now_ms;
    struct hub *hub;
    struct id school;
    struct bench_server server;
    struct transport *transport;
    struct tablet writer;
    struct tablet reader;
    struct batch batches[BATCHES + 1]; /* the last one is sent after the first pull */
    struct store *store;               /* the reader's */
    int64_t cursor;
    struct sql *bare; /* what a reader of the floor keeps */
    int64_t bare_count;
};

static int64_t wall(void *ctx)
{
    const int64_t *now_ms = ctx;

    return *now_ms;
}

/* ---- the world of one run ------------------------------------------------------------------- */

static void make_hub(struct bench_sync *b)
{
    struct random_port random = change_system_random();
    struct hub_options options = {
        .clock = {wall, &b->now_ms},
          .random = random
    };
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/cairn.db", b->folder.path);
    options.store = buf_cstr(&url);
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    bench_must(hub_create(&options, &b->hub));
    bench_must(
        hub_school_add(b->hub, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}", &b->school));
    bench_must(hub_threads_start(b->hub));
    buf_finish(&url);
}

static void expect(const struct http_reply *reply, int status)
{
    if (reply->status != status) {
        (void)fprintf(stderr, "bench: the hub answered %d %s\n", reply->status,
                      buf_cstr(&reply->body));
    }
    CHECK(reply->status == status);
}

static void join(struct bench_sync *b, struct tablet *t)
{
    struct hub_code code = {.school = b->school, .label = "Bench"};
    struct buf secret = {0};
    struct http_reply reply;

    bench_must(hub_code_make(b->hub, &code, &secret));
    tablet_init(t, b->hub, &b->chance, &b->now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    expect(&reply, 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void write_roster(struct bench_sync *b, struct id pupils[PUPILS])
{
    struct http_reply reply;

    for (int i = 0; i < PUPILS; i++) {
        pupils[i] = tablet_write_pupil(&b->writer);
    }
    tablet_push(&b->writer, &reply);
    expect(&reply, 200);
    http_reply_finish(&reply);
}

/* What one tablet has to send, in batches, each signed over its last change. */
static void write_batch(struct bench_sync *b, const struct id pupils[PUPILS], int count,
                        struct batch *batch)
{
    struct tablet *t = &b->writer;
    struct buf set = {0};

    for (int i = 0; i < count; i++) {
        struct tablet_draft draft = {.type = "observation"};
        b->now_ms += 60000;
        draft.rec = tablet_new_id(t);
        draft.pupil = pupils[rng_below(&b->chance, PUPILS)];
        bench_observation(&b->chance, b->now_ms, &set);
        draft.set = buf_cstr(&set);
        tablet_write(t, &draft);
    }
    batch->body = t->body;
    t->body = (struct buf){0};
    tablet_sign(t, &t->hash, &batch->signature);
    buf_finish(&set);
}

static void write_batches(struct bench_sync *b, const struct id pupils[PUPILS])
{
    for (int i = 0; i < BATCHES; i++) {
        write_batch(b, pupils, BATCH, &b->batches[i]);
    }
    write_batch(b, pupils, MORE, &b->batches[BATCHES]);
}

/* The files that are read into. */
static void open_readers(struct bench_sync *b)
{
    char *path = support_folder_path(&b->folder, "reader.db");
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/bare.db", b->folder.path);
    bench_must(store_open(path, &b->store));
    bench_must(sql_open(buf_cstr(&url), &b->bare));
    bench_must(sql_run(b->bare, "CREATE TABLE bare(id INTEGER PRIMARY KEY, bytes BLOB)"));
    buf_finish(&url);
    free(path);
}

static void handle(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    hub_handle(ctx, req, reply);
}

static size_t body_size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return hub_body_size_max(head);
}

static bool admit(void *ctx, const struct http_request *head, struct http_reply *reply)
{
    return hub_admit(ctx, head, reply);
}

static void make(struct bench_sync *b, int run)
{
    struct http_handler handler = {
        .body_size_max = body_size_max, .admit = admit, .handle = handle, .ctx = NULL};
    struct id pupils[PUPILS];

    *b = (struct bench_sync){.chance = {(uint64_t)run + 5}, .now_ms = 1789000000000LL};
    bench_must(change_setup());
    bench_must(support_folder_make(&b->folder));
    make_hub(b);
    join(b, &b->writer);
    join(b, &b->reader);
    write_roster(b, pupils);
    write_batches(b, pupils);
    handler.ctx = b->hub;
    bench_serve(&handler, &b->server);
    bench_must(transport_open(&b->transport));
    open_readers(b);
}

static void finish(struct bench_sync *b)
{
    transport_close(b->transport);
    bench_serve_end(&b->server);
    store_close(b->store);
    sql_close(b->bare);
    for (int i = 0; i <= BATCHES; i++) {
        buf_finish(&b->batches[i].body);
        buf_finish(&b->batches[i].signature);
    }
    tablet_finish(&b->writer);
    tablet_finish(&b->reader);
    hub_destroy(b->hub);
    support_folder_remove(&b->folder);
}

/* ---- push ----------------------------------------------------------------------------------- */

static void send(struct bench_sync *b, const struct bench_server *to, const struct sync_ask *ask,
                 struct sync_answer *answer)
{
    transport_send(b->transport, http_server_url(to->server), buf_cstr(&to->pin), ask, answer);
    if (answer->way != SYNC_ANSWERED || answer->status != 200) {
        (void)fprintf(stderr, "bench: %s was answered %d %s\n", ask->path, answer->status,
                      answer->body);
    }
    CHECK(answer->way == SYNC_ANSWERED && answer->status == 200);
}

static int64_t push_batch(struct bench_sync *b, const struct bench_server *to, int index)
{
    const struct batch *batch = &b->batches[index];
    struct buf path = {0};
    struct sync_answer answer;
    struct sync_ask ask = {.method = "POST",
                           .token = b->writer.token,
                           .signature = buf_cstr(&batch->signature),
                           .type = "application/x-ndjson",
                           .body = batch->body.data,
                           .size = batch->body.size};
    int64_t since = bench_now_ns();

    buf_printf(&path, "/v1/push?epoch=%s", b->writer.epoch);
    ask.path = buf_cstr(&path);
    send(b, to, &ask, &answer);
    buf_finish(&path);
    return bench_now_ns() - since;
}

/* Four batches to the one, four to the other, so that what else the machine does slows both alike,
 * and what the hub still does behind an answer slows mostly the hub. */
static void push_both(struct bench_sync *b, const struct floor *floor, double rates[2])
{
    const struct bench_server *to[2] = {floor_server(floor), &b->server};
    int64_t spent[2] = {0, 0};
    int sent[2] = {0, 0};

    for (int i = 0; i < 2 * BATCHES; i++) {
        int who = (i + 2) / 4 % 2; /* the floor begins with two, the hub ends with two */
        spent[who] += push_batch(b, to[who], sent[who]++);
    }
    for (int i = 0; i < 2; i++) {
        CHECK(sent[i] == BATCHES);
        rates[i] = CHANGES * 1e9 / (double)spent[i];
    }
}

static double push_inside(struct bench_sync *b)
{
    int64_t since = bench_now_ns();

    for (int i = 0; i < BATCHES; i++) {
        const struct batch *batch = &b->batches[i];
        struct http_reply reply;
        tablet_push_body(&b->writer, batch->body.data, batch->body.size,
                         buf_cstr(&batch->signature), &reply);
        expect(&reply, 200);
        http_reply_finish(&reply);
    }
    return (double)(bench_now_ns() - since) / 1e9;
}

/* ---- pull ----------------------------------------------------------------------------------- */

static void take_page(struct store *store, const struct sync_answer *answer, int64_t *cursor,
                      bool *more, int64_t *count)
{
    struct sync_store port = agent_store_port(store);
    struct sync_page page = {0};

    bench_must(sync_read_page(answer->body, answer->size, &page));
    bench_must(port.take(port.ctx, &page));
    *cursor = page.head.next;
    *more = page.head.more;
    *count += (int64_t)page.count;
    sync_page_finish(&page);
}

static double pull(struct bench_sync *b)
{
    struct buf target = {0};
    int64_t count = 0;
    bool more = true;
    int64_t since = bench_now_ns();

    while (more) {
        struct sync_answer answer;
        struct sync_ask ask = {
            .method = "GET", .token = b->reader.token, .signature = "", .type = ""};
        buf_clear(&target);
        buf_printf(&target, "/v1/pull?after=%" PRId64 "&limit=%d&scope=&epoch=%s", b->cursor,
                   (int)BATCH, b->reader.epoch);
        ask.path = buf_cstr(&target);
        send(b, &b->server, &ask, &answer);
        take_page(b->store, &answer, &b->cursor, &more, &count);
    }
    since = bench_now_ns() - since;
    CHECK(count >= MORE);
    buf_finish(&target);
    return (double)since / 1e9;
}

static int64_t keep_lines(struct sql *db, const struct sync_answer *answer)
{
    struct sql_stmt *stmt = NULL;
    const char *at = answer->body;
    const char *end = answer->body + answer->size;
    int64_t count = 0;

    bench_must(sql_begin(db));
    bench_must(sql_prepare(db, "INSERT INTO bare(bytes) VALUES($1)", &stmt));
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        CHECK(stop != NULL);
        (void)floor_parse(at, (size_t)(stop - at), "seq");
        sql_bind_bytes(stmt, 1, at, (size_t)(stop - at));
        bench_must(sql_finish_run(stmt));
        at = stop + 1;
        count++;
    }
    sql_finish(stmt);
    bench_must(sql_commit(db));
    return count;
}

static double pull_floor(struct bench_sync *b, const struct floor *floor, int64_t until)
{
    struct buf target = {0};
    int64_t since = bench_now_ns();

    while (b->bare_count < until) {
        struct sync_answer answer;
        struct sync_ask ask = {.method = "GET", .token = "", .signature = "", .type = ""};
        buf_clear(&target);
        buf_printf(&target, "/v1/pull?after=%" PRId64 "&limit=%d", b->bare_count, (int)BATCH);
        ask.path = buf_cstr(&target);
        send(b, floor_server(floor), &ask, &answer);
        b->bare_count += keep_lines(b->bare, &answer);
    }
    since = bench_now_ns() - since;
    buf_finish(&target);
    return (double)since / 1e9;
}

/* ---- all of it ------------------------------------------------------------------------------ */

enum figure { PUSH, PUSH_FLOOR, PUSH_INSIDE, PULL, PULL_FLOOR, MORE_MS, MORE_FLOOR, FIGURE_COUNT };

/* A thousand more go out and come in at the reader's: milliseconds of both together. */
static void time_more(struct bench_sync *b, const struct floor *floor, int run,
                      double figures[FIGURE_COUNT][BENCH_RUNS])
{
    double out_s = (double)push_batch(b, floor_server(floor), BATCHES) / 1e9;

    figures[MORE_FLOOR][run] = 1000 * (out_s + pull_floor(b, floor, CHANGES + MORE));
    out_s = (double)push_batch(b, &b->server, BATCHES) / 1e9;
    figures[MORE_MS][run] = 1000 * (out_s + pull(b));
}

static void one_run(int run, double figures[FIGURE_COUNT][BENCH_RUNS])
{
    struct bench_sync *b = mem_zero(1, sizeof(*b));
    struct floor *floor = NULL;
    double rates[2];

    make(b, run);
    floor = floor_start(b->folder.path);
    push_both(b, floor, rates);
    figures[PUSH][run] = rates[1];
    figures[PUSH_FLOOR][run] = rates[0];
    figures[PULL_FLOOR][run] = CHANGES / pull_floor(b, floor, CHANGES);
    figures[PULL][run] = CHANGES / pull(b);
    time_more(b, floor, run, figures);
    floor_stop(floor);
    finish(b);

    make(b, run);
    figures[PUSH_INSIDE][run] = CHANGES / push_inside(b);
    finish(b);
    free(b);
}

/* More is better here: the floor's share is what counts, and of the shares of each run the median.
 */
static void say(const char *name, double rates[BENCH_RUNS], double floors[BENCH_RUNS], double least)
{
    double ratios[BENCH_RUNS];
    double ratio = 0;

    for (int run = 0; run < BENCH_RUNS; run++) {
        ratios[run] = rates[run] / floors[run];
    }
    ratio = bench_median(ratios);
    printf("%-44s %10.0f /s     beside %9.0f  ratio %5.2f  least %4.2f  %s\n", name,
           bench_median(rates), bench_median(floors), ratio, least,
           ratio >= least ? "within" : "OVER");
    printf("    ratios %.2f to %.2f\n", ratios[0], ratios[BENCH_RUNS - 1]);
    (void)fflush(stdout);
}

int main(void)
{
    double figures[FIGURE_COUNT][BENCH_RUNS];

    for (int run = 0; run < BENCH_RUNS; run++) {
        one_run(run, figures);
    }
    say("push of 20,000 changes, TLS", figures[PUSH], figures[PUSH_FLOOR], 0.6);
    printf("    without a socket %.0f /s\n", bench_median(figures[PUSH_INSIDE]));
    say("pull of 20,000 changes, TLS, stored", figures[PULL], figures[PULL_FLOOR], 0.6);
    bench_say_ratio("1,000 more, pushed and pulled", bench_median(figures[MORE_MS]),
                    bench_median(figures[MORE_FLOOR]), 2.0, "ms");
    return 0;
}
