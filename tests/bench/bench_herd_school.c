/* The school that the storms are played in: a hub's files, and all that its tablets will send.
 *
 * Sealing takes longer than sending, so everything is sealed before the first storm, and each storm
 * begins with a copy of the same files. The hub's keys lie beside them for the process that serves.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench_floor.h"
#include "bench_herd.h"
#include "bench_tablet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PUPILS 32
#define NOW_MS INT64_C(1789000000000)

struct making {
    struct hub *hub;
    struct id school;
    struct id pupils[PUPILS];
    struct rng chance;
    int64_t now_ms;
};

static int64_t still(void *ctx)
{
    (void)ctx;
    return NOW_MS;
}

static void open_hub(const char *folder, const struct hub_keys *keys, struct hub **out)
{
    struct hub_options options = {
        .clock = {still, NULL},
          .random = change_system_random(), .keys = *keys
    };
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/cairn.db", folder);
    options.store = buf_cstr(&url);
    bench_must(hub_create(&options, out));
    buf_finish(&url);
}

/* ---- what is sent --------------------------------------------------------------------------- */

static void join(struct making *m, struct tablet *t)
{
    struct hub_code code = {.school = m->school, .label = "Bench"};
    struct buf secret = {0};
    struct http_reply reply;

    bench_must(hub_code_make(m->hub, &code, &secret));
    tablet_init(t, m->hub, &m->chance, &m->now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    CHECK(reply.status == 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void write_pupils(struct making *m)
{
    struct tablet t;
    struct http_reply reply;

    join(m, &t);
    for (int i = 0; i < PUPILS; i++) {
        m->pupils[i] = tablet_write_pupil(&t);
    }
    tablet_push(&t, &reply);
    CHECK(reply.status == 200);
    http_reply_finish(&reply);
    tablet_finish(&t);
}

static void end_batch(struct tablet *t, struct herd_batch *batch)
{
    batch->body = t->body;
    t->body = (struct buf){0};
    tablet_sign(t, &t->hash, &batch->signature);
}

static void write_tablet(struct making *m, const struct herd_load *load, struct herd_tablet *out)
{
    struct tablet t;
    struct buf set = {0};

    join(m, &t);
    out->count = load->change_count / load->batch_rows;
    out->batches = mem_zero((size_t)out->count, sizeof *out->batches);
    text_copy(out->token, sizeof out->token, t.token);
    (void)snprintf(out->path, sizeof out->path, "/v1/push?epoch=%s", t.epoch);
    for (int i = 0; i < load->change_count; i++) {
        struct tablet_draft draft = {.type = "observation"};
        m->now_ms++;
        draft.rec = tablet_new_id(&t);
        draft.pupil = m->pupils[rng_below(&m->chance, PUPILS)];
        bench_observation(&m->chance, m->now_ms, &set);
        draft.set = buf_cstr(&set);
        tablet_write(&t, &draft);
        if ((i + 1) % load->batch_rows == 0) {
            end_batch(&t, &out->batches[i / load->batch_rows]);
        }
    }
    tablet_finish(&t);
    buf_finish(&set);
}

/* ---- its files ------------------------------------------------------------------------------ */

static void keep_keys(const struct herd *h, const struct hub_keys *keys)
{
    char *path = support_folder_path(&h->folder, "keys");

    bench_must(support_file_write(path, keys, sizeof *keys));
    free(path);
}

void herd_make(struct herd *h, struct herd_load *loads, int count)
{
    struct making m = {.chance = {3}, .now_ms = NOW_MS};
    struct random_port random = change_system_random();
    struct hub_keys keys;

    *h = (struct herd){.loads = loads, .load_count = count};
    bench_must(change_setup());
    bench_must(support_folder_make(&h->folder));
    box_pair_make(&random, &keys.box);
    sign_pair_make(&random, &keys.sign);
    keep_keys(h, &keys);
    open_hub(h->folder.path, &keys, &m.hub);
    bench_must(
        hub_school_add(m.hub, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}", &m.school));
    write_pupils(&m);
    for (int i = 0; i < count; i++) {
        struct herd_load *load = &loads[i];
        load->tablets = mem_zero((size_t)load->tablet_count, sizeof *load->tablets);
        for (int j = 0; j < load->tablet_count; j++) {
            write_tablet(&m, load, &load->tablets[j]);
        }
    }
    hub_destroy(m.hub);
}

static void finish_tablet(struct herd_tablet *t)
{
    for (int i = 0; i < t->count; i++) {
        buf_finish(&t->batches[i].body);
        buf_finish(&t->batches[i].signature);
    }
    free(t->batches);
}

void herd_finish(struct herd *h)
{
    for (int i = 0; i < h->load_count; i++) {
        for (int j = 0; j < h->loads[i].tablet_count; j++) {
            finish_tablet(&h->loads[i].tablets[j]);
        }
        free(h->loads[i].tablets);
    }
    support_folder_remove(&h->folder);
}

void herd_copy(const struct herd *h, const struct support_folder *to)
{
    static const char *const names[] = {"keys", "cairn.db"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *from = support_folder_path(&h->folder, names[i]);
        char *path = support_folder_path(to, names[i]);
        struct buf bytes = {0};
        bench_must(support_file_read(from, &bytes));
        bench_must(support_file_write(path, bytes.data, bytes.size));
        buf_finish(&bytes);
        free(path);
        free(from);
    }
}

/* ---- serving it ----------------------------------------------------------------------------- */

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

static void serve_hub(const char *folder, struct bench_server *out)
{
    struct http_handler handler = {
        .body_size_max = body_size_max, .admit = admit, .handle = handle, .ctx = NULL};
    struct buf path = {0};
    struct buf bytes = {0};
    struct hub_keys keys;
    struct hub *hub = NULL;

    buf_printf(&path, "%s/keys", folder);
    bench_must(support_file_read(buf_cstr(&path), &bytes));
    CHECK(bytes.size == sizeof keys);
    memcpy(&keys, bytes.data, sizeof keys);
    open_hub(folder, &keys, &hub);
    bench_must(hub_threads_start(hub));
    handler.ctx = hub;
    bench_serve(&handler, out);
    buf_finish(&bytes);
    buf_finish(&path);
}

void herd_serve(const char *kind, const char *folder)
{
    struct bench_server made = {0};
    const struct bench_server *server = &made;

    bench_must(change_setup());
    if (text_equal(kind, "hub")) {
        serve_hub(folder, &made);
    } else {
        server = floor_server(floor_start(folder));
    }
    (void)printf("%s\n%s\n", http_server_url(server->server), buf_cstr(&server->pin));
    (void)fflush(stdout);
    for (;;) {
        (void)pause(); /* SIGTERM ends it: its files are a copy that nobody reads again */
    }
}
