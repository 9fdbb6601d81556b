/* What a sync costs when there is nothing to sync, as on most nights.
 *
 * The daemon's own steps over a tablet's file that is up to date, against a hub over TLS. The first
 * round fetches all there is; the second is asked for by a person, finds nothing, and is counted:
 * how many requests the hub was asked, and how many bytes passed on the kept connection.
 */
#define _POSIX_C_SOURCE 200809L

#include "agent.h"
#include "bench.h"
#include "bench_floor.h"
#include "bench_tablet.h"
#include "bench_meter.h"
#include "support.h"
#include "tablet.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { NOTES = 500 };
#define NOW_MS INT64_C(1789000000000)

struct quiet {
    struct support_folder folder;
    struct support_clock clock;
    struct rng chance;
    struct hub_keys keys;
    struct hub *hub;
    struct id school;
    struct tablet writer;
    struct tablet reader;
    struct bench_server server;
    struct meter *meter;
    char *path; /* of the reader's file */
    atomic_int request_count;
};

/* ---- the hub -------------------------------------------------------------------------------- */

static void handle(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    struct quiet *q = ctx;

    atomic_fetch_add(&q->request_count, 1);
    hub_handle(q->hub, req, reply);
}

static size_t body_size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return hub_body_size_max(head);
}

static void make_hub(struct quiet *q)
{
    struct random_port random = change_system_random();
    struct hub_options options = {.clock = support_clock_port(&q->clock), .random = random};
    struct buf url = {0};

    buf_printf(&url, "sqlite:%s/cairn.db", q->folder.path);
    options.store = buf_cstr(&url);
    box_pair_make(&random, &q->keys.box);
    sign_pair_make(&random, &q->keys.sign);
    options.keys = q->keys;
    bench_must(hub_create(&options, &q->hub));
    bench_must(
        hub_school_add(q->hub, "{\"name\":\"Cairn Hill School\",\"urn\":\"900001\"}", &q->school));
    bench_must(hub_threads_start(q->hub));
    buf_finish(&url);
}

/* ---- the tablets ---------------------------------------------------------------------------- */

static void join(struct quiet *q, struct tablet *t)
{
    struct hub_code code = {.school = q->school, .label = "Bench"};
    struct buf secret = {0};
    struct http_reply reply;

    bench_must(hub_code_make(q->hub, &code, &secret));
    tablet_init(t, q->hub, &q->chance, &q->clock.now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    CHECK(reply.status == 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void write_notes(struct quiet *q)
{
    struct tablet *t = &q->writer;
    struct id pupil = tablet_write_pupil(t);
    struct http_reply reply;

    for (int i = 0; i < NOTES; i++) {
        tablet_write_note(t, &pupil);
    }
    tablet_push(t, &reply);
    CHECK(reply.status == 200);
    http_reply_finish(&reply);
}

/* The reader's file as enrolment leaves it, with the meter in the hub's place. */
static void write_reader(struct quiet *q)
{
    struct store *store = NULL;
    struct buf url = {0};
    struct buf key = {0};

    buf_printf(&url, "https://127.0.0.1:%d", meter_port(q->meter));
    buf_base64(&key, q->keys.sign.public_key, sizeof q->keys.sign.public_key);
    const struct store_value values[] = {
        {STORE_enrol_step,   "done"                  },
        {STORE_hub_url,      buf_cstr(&url)          },
        {STORE_hub_pin,      buf_cstr(&q->server.pin)},
        {STORE_hub_sign_key, buf_cstr(&key)          },
        {STORE_device,       q->reader.dev.text      },
        {STORE_school,       q->school.text          },
        {STORE_token,        q->reader.token         },
        {STORE_epoch,        q->reader.epoch         },
    };
    bench_must(store_open(q->path, &store));
    bench_must(store_set(store, values, sizeof values / sizeof values[0]));
    store_close(store);
    buf_finish(&key);
    buf_finish(&url);
}

/* A person asks for a sync. */
static void ask_for_sync(struct quiet *q, const char *wish)
{
    struct store *store = NULL;
    const struct store_value value = {STORE_sync_now, wish};

    bench_must(store_open(q->path, &store));
    bench_must(store_set(store, &value, 1));
    store_close(store);
}

static void sync_round(struct agent *agent)
{
    bool is_resting = false;
    int64_t until_ms = 0;

    bench_must(agent_look(agent));
    while (!is_resting) {
        bench_must(agent_step(agent, &is_resting, &until_ms));
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void make(struct quiet *q)
{
    struct http_handler handler = {.body_size_max = body_size_max, .handle = handle, .ctx = q};

    *q = (struct quiet){.clock = {NOW_MS}, .chance = {9}};
    atomic_init(&q->request_count, 0);
    bench_must(change_setup());
    bench_must(support_folder_make(&q->folder));
    q->path = support_folder_path(&q->folder, "tablet.db");
    make_hub(q);
    join(q, &q->writer);
    join(q, &q->reader);
    write_notes(q);
    bench_serve(&handler, &q->server);
    meter_open(http_server_port(q->server.server), &q->meter);
    write_reader(q);
}

static void finish(struct quiet *q)
{
    bench_serve_end(&q->server);
    meter_close(q->meter);
    tablet_finish(&q->writer);
    tablet_finish(&q->reader);
    hub_destroy(q->hub);
    support_folder_remove(&q->folder);
    free(q->path);
}

int main(void)
{
    struct quiet *q = mem_zero(1, sizeof *q);
    struct agent *agent = NULL;
    struct agent_ports ports = {0};
    int requests = 0;
    int64_t bytes = 0;

    make(q);
    ports.clock = support_clock_port(&q->clock);
    ports.random = rng_port(&q->chance);
    bench_must(agent_open(q->path, &ports, &agent));
    sync_round(agent);
    CHECK(agent_report(agent).up_to_date && agent_report(agent).pulled >= NOTES);
    requests = atomic_load(&q->request_count);
    bytes = meter_bytes(q->meter);
    ask_for_sync(q, "1");
    sync_round(agent);
    CHECK(agent_report(agent).up_to_date && meter_connections(q->meter) == 1);
    bench_say("nothing to sync: requests", atomic_load(&q->request_count) - requests, 1, "");
    bench_say("nothing to sync: bytes, both ways, with TLS",
              (double)(meter_bytes(q->meter) - bytes), 1000, "B");
    agent_close(agent);
    finish(q);
    free(q);
    return 0;
}
