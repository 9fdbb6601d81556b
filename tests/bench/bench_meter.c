/* A byte is counted before it is passed on: whoever has an answer finds all of it counted. */
#define _POSIX_C_SOURCE 200809L

#include "bench_meter.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct meter {
    int listener;
    int port;
    int to_port;
    int stop[2]; /* a pipe: written to when the thread is to end */
    atomic_llong bytes;
    atomic_int connections;
    pthread_t thread;
};

static struct sockaddr_in here(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

static void pass_on(struct meter *w, int to, const char *bytes, ssize_t size)
{
    atomic_fetch_add(&w->bytes, (long long)size);
    for (ssize_t at = 0; at < size;) {
        ssize_t sent = send(to, bytes + at, (size_t)(size - at), MSG_NOSIGNAL);
        if (sent <= 0) {
            return; /* the other side has gone; its end comes next */
        }
        at += sent;
    }
}

/* Until either side ends. */
static void carry(struct meter *w, const int sides[2])
{
    char bytes[4096];

    for (;;) {
        struct pollfd ready[2] = {
            {.fd = sides[0], .events = POLLIN},
            {.fd = sides[1], .events = POLLIN}
        };
        CHECK(poll(ready, 2, -1) > 0);
        for (int i = 0; i < 2; i++) {
            if (ready[i].revents == 0) {
                continue;
            }
            ssize_t size = recv(sides[i], bytes, sizeof bytes, 0);
            if (size <= 0) {
                return;
            }
            pass_on(w, sides[1 - i], bytes, size);
        }
    }
}

static void *pass(void *ctx)
{
    struct meter *w = ctx;

    for (;;) {
        struct pollfd ready[2] = {
            {.fd = w->listener, .events = POLLIN},
            {.fd = w->stop[0],  .events = POLLIN}
        };
        struct sockaddr_in at = here(w->to_port);
        CHECK(poll(ready, 2, -1) > 0);
        if (ready[1].revents != 0) {
            return NULL;
        }
        int sides[2] = {accept(w->listener, NULL, NULL), socket(AF_INET, SOCK_STREAM, 0)};
        CHECK(sides[0] >= 0 && sides[1] >= 0);
        CHECK(connect(sides[1], (const struct sockaddr *)&at, sizeof at) == 0);
        atomic_fetch_add(&w->connections, 1);
        carry(w, sides);
        (void)close(sides[0]);
        (void)close(sides[1]);
    }
}

void meter_open(int to_port, struct meter **out)
{
    struct meter *w = mem_zero(1, sizeof *w);
    struct sockaddr_in at = here(0);
    socklen_t size = sizeof at;

    w->to_port = to_port;
    atomic_init(&w->bytes, 0);
    atomic_init(&w->connections, 0);
    w->listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(w->listener >= 0 && pipe(w->stop) == 0);
    CHECK(bind(w->listener, (const struct sockaddr *)&at, sizeof at) == 0);
    CHECK(listen(w->listener, 8) == 0);
    CHECK(getsockname(w->listener, (struct sockaddr *)&at, &size) == 0);
    w->port = ntohs(at.sin_port);
    CHECK(pthread_create(&w->thread, NULL, pass, w) == 0);
    *out = w;
}

void meter_close(struct meter *w)
{
    CHECK(write(w->stop[1], "", 1) == 1);
    CHECK(pthread_join(w->thread, NULL) == 0);
    (void)close(w->listener);
    (void)close(w->stop[0]);
    (void)close(w->stop[1]);
    free(w);
}

int meter_port(const struct meter *w)
{
    return w->port;
}

int64_t meter_bytes(const struct meter *w)
{
    return atomic_load(&w->bytes);
}

int meter_connections(const struct meter *w)
{
    return atomic_load(&w->connections);
}
