/* Many tablets at once, beside the bare floor of the same run.
 *
 * A school's tablets come home at the same hour. Each has a thread here, its own connection and its
 * own boxes; all begin at one instant. The hub is a process of its own, this program started once
 * more, so that its memory can be read and no client's is counted with it; so is the floor. Both
 * begin each run with the same files. A client that is told to wait, or finds no room, comes again
 * after a while, as a tablet does.
 */
#define _POSIX_C_SOURCE 200809L

#include "bench_herd.h"

#include "agent.h"
#include "bench.h"
#include "bench_tablet.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STACK_SIZE    ((size_t)512 * 1024)
#define AGAIN_MS      100
#define TRIES_MAX     200
#define SERVER_MS_MAX 30000

struct sending {
    const char *url;
    const char *pin;
    pthread_barrier_t gate;
    int64_t since_ns; /* set by whoever comes last through the gate */
    int again_count;
    pthread_mutex_t lock;
};
struct sender {
    struct sending *all;
    const struct herd_tablet *tablet;
    struct transport *transport;
    struct rng chance;
    double done_s;
    pthread_t thread;
};

static double seconds_since(int64_t ns)
{
    return (double)(bench_now_ns() - ns) / 1e9;
}

/* ---- one tablet ----------------------------------------------------------------------------- */

static void wait_ms(int64_t ms)
{
    struct timespec span = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

    (void)nanosleep(&span, NULL);
}

static bool try_batch(struct sender *s, const struct herd_batch *batch)
{
    struct sync_answer answer;
    struct sync_ask ask = {.method = "POST",
                           .path = s->tablet->path,
                           .token = s->tablet->token,
                           .signature = buf_cstr(&batch->signature),
                           .type = "application/x-ndjson",
                           .body = batch->body.data,
                           .size = batch->body.size};
    int64_t wait = 0;

    transport_send(s->transport, s->all->url, s->all->pin, &ask, &answer);
    if (answer.way == SYNC_ANSWERED && answer.status == 200) {
        return true;
    }
    if (answer.way == SYNC_ANSWERED && answer.status != 503 && answer.status != 429) {
        (void)fprintf(stderr, "bench: answered %d %s\n", answer.status, answer.body);
        CHECK(false);
    }
    wait = answer.retry_after_s > 0 ? answer.retry_after_s * 1000 : AGAIN_MS;
    pthread_mutex_lock(&s->all->lock);
    s->all->again_count++;
    pthread_mutex_unlock(&s->all->lock);
    wait_ms(wait / 2 + rng_below(&s->chance, (uint32_t)wait));
    return false;
}

static void *send_all(void *ctx)
{
    struct sender *s = ctx;
    int tries = 0;

    if (pthread_barrier_wait(&s->all->gate) == PTHREAD_BARRIER_SERIAL_THREAD) {
        s->all->since_ns = bench_now_ns();
    }
    (void)pthread_barrier_wait(&s->all->gate);
    for (int i = 0; i < s->tablet->count; i++) {
        while (!try_batch(s, &s->tablet->batches[i])) {
            tries++;
            CHECK(tries < TRIES_MAX);
        }
    }
    s->done_s = seconds_since(s->all->since_ns);
    transport_close(s->transport);
    return NULL;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void start(struct sender *senders, const struct herd_load *load, struct sending *all)
{
    pthread_attr_t attr;

    CHECK(pthread_attr_init(&attr) == 0);
    CHECK(pthread_attr_setstacksize(&attr, STACK_SIZE) == 0);
    for (int i = 0; i < load->tablet_count; i++) {
        struct sender *s = &senders[i];
        *s = (struct sender){.all = all, .tablet = &load->tablets[i], .chance = {(uint64_t)i + 1}};
        bench_must(transport_open(&s->transport));
        CHECK(pthread_create(&s->thread, &attr, send_all, s) == 0);
    }
    CHECK(pthread_attr_destroy(&attr) == 0);
}

static void read_figures(const struct sender *senders, int count, struct herd_figures *out)
{
    double *done = mem_zero((size_t)count, sizeof *done);

    for (int i = 0; i < count; i++) {
        done[i] = senders[i].done_s;
    }
    out->median_s = bench_middle(done, (size_t)count); /* sorts */
    out->last_s = done[count - 1];
    free(done);
}

static void send_load(const struct herd_load *load, const char *url, const char *pin,
                      struct herd_figures *out)
{
    struct sending all = {.url = url, .pin = pin};
    struct sender *senders = mem_zero((size_t)load->tablet_count, sizeof *senders);

    CHECK(pthread_barrier_init(&all.gate, NULL, (unsigned)load->tablet_count) == 0);
    CHECK(pthread_mutex_init(&all.lock, NULL) == 0);
    start(senders, load, &all);
    for (int i = 0; i < load->tablet_count; i++) {
        CHECK(pthread_join(senders[i].thread, NULL) == 0);
    }
    read_figures(senders, load->tablet_count, out);
    out->again_count = all.again_count;
    CHECK(pthread_mutex_destroy(&all.lock) == 0);
    CHECK(pthread_barrier_destroy(&all.gate) == 0);
    free(senders);
}

/* VmHWM is the most memory that the process ever had, VmRSS what it has. */
static double memory_mb(pid_t pid, const char *which)
{
    char path[64];
    char line[256];
    double kb = 0;
    FILE *file = NULL;

    (void)snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    file = fopen(path, "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, which, strlen(which)) == 0) {
            kb = strtod(line + strlen(which), NULL);
        }
    }
    (void)fclose(file);
    return kb / 1024;
}

void herd_run(const struct herd *h, const char *kind, const struct herd_load *load,
              struct herd_figures *out)
{
    struct support_folder folder;
    struct support_child server = {0};
    struct buf url = {0};
    struct buf pin = {0};
    char *self = support_program("tests/bench/bench_herd");
    const char *const argv[] = {self, "--serve", kind, folder.path, NULL};

    bench_must(support_folder_make(&folder));
    herd_copy(h, &folder);
    bench_must(support_child_start(argv, &server));
    bench_must(support_child_line(&server, SERVER_MS_MAX, &url));
    bench_must(support_child_line(&server, SERVER_MS_MAX, &pin));
    send_load(load, buf_cstr(&url), buf_cstr(&pin), out);
    out->peak_mb = memory_mb(server.pid, "VmHWM:");
    out->rest_mb = memory_mb(server.pid, "VmRSS:");
    (void)support_child_end(&server, SERVER_MS_MAX);
    support_folder_remove(&folder);
    buf_finish(&url);
    buf_finish(&pin);
    free(self);
}
