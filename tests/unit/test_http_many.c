/* Many who come to the HTTPS server at once: how many are worked on together, and who waits.
 *
 * The handler waits until as many are in it as the row expects, or for a while, and says how many
 * it saw. Planted faults seen to be caught: every newcomer to the first thread, or to the one that
 * is not at work, large bodies counted and not measured, newcomers who wait until another has
 * spoken.
 */
#define _POSIX_C_SOURCE 200809L
#include "http.h"
#include "cases.h"
#include "peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#define WAIT_MS    8000
#define BRIEFLY_MS 200
#define THREADS    6
#define MIB        ((size_t)1024 * 1024)

/* ---- the handler: meets the others ---------------------------------------------------------- */

struct meeting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int inside;
    int most;
    int wanted;
    int wait_ms;
    pthread_t served[2 * THREADS]; /* by whom, in order */
    int served_count;
};

static size_t size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    (void)head;
    return 4 * MIB;
}

static struct timespec after_ms(int ms)
{
    struct timespec t = {0};

    assert_int_equal(clock_gettime(CLOCK_REALTIME, &t), 0);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void meet(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    struct meeting *m = ctx;
    struct timespec end = after_ms(m->wait_ms);
    int rc = 0;

    (void)pthread_mutex_lock(&m->lock);
    m->inside++;
    if (m->served_count < 2 * THREADS) {
        m->served[m->served_count++] = pthread_self();
    }
    m->most = m->inside > m->most ? m->inside : m->most;
    (void)pthread_cond_broadcast(&m->changed);
    while (m->most < m->wanted && rc == 0) {
        rc = pthread_cond_timedwait(&m->changed, &m->lock, &end);
    }
    m->inside--;
    (void)pthread_mutex_unlock(&m->lock);
    buf_printf(&reply->body, "%zu", req->body.size);
}

static struct http_server *start_server(struct meeting *m)
{
    (void)pthread_mutex_init(&m->lock, NULL);
    (void)pthread_cond_init(&m->changed, NULL);
    return peer_serve((struct http_server_options){
        .handler = {.body_size_max = size_max, .handle = meet, .ctx = m},
        .threads = THREADS,
        .connections_an_ip_max = 1000,
    });
}

/* ---- decent clients ------------------------------------------------------------------------- */

/* NOLINTNEXTLINE(readability-non-const-parameter): as libcurl wants it */
static size_t take(char *bytes, size_t size, size_t count, void *ctx)
{
    (void)bytes;
    (void)ctx;
    return size * count;
}

static CURL *make_client(const struct http_server *server, const char *body, size_t size)
{
    CURL *curl = curl_easy_init();

    assert_non_null(curl);
    (void)curl_easy_setopt(curl, CURLOPT_URL, http_server_url(server));
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(2 * WAIT_MS));
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    if (size > 0) {
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)size);
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    }
    return curl;
}

/* All at once, to the end of the last. */
static void perform_all(CURL *const clients[], int count)
{
    CURLM *all = curl_multi_init();
    int running = count;

    assert_non_null(all);
    for (int i = 0; i < count; i++) {
        assert_int_equal(curl_multi_add_handle(all, clients[i]), CURLM_OK);
    }
    while (running > 0) {
        assert_int_equal(curl_multi_perform(all, &running), CURLM_OK);
        if (running > 0) {
            assert_int_equal(curl_multi_poll(all, NULL, 0, 100, NULL), CURLM_OK);
        }
    }
    for (int i = 0; i < count; i++) {
        long status = 0;
        assert_int_equal(curl_easy_getinfo(clients[i], CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
        assert_int_equal(status, 200);
        assert_int_equal(curl_multi_remove_handle(all, clients[i]), CURLM_OK);
    }
    assert_int_equal(curl_multi_cleanup(all), CURLM_OK);
}

static struct meeting_row {
    const char *name;
    size_t size; /* of each body; 0: none */
    int clients;
    int wanted;  /* who comes in waits until so many have met … */
    int wait_ms; /* … but no longer */
    int most;
} meeting_rows[] = {
    {"each thread has one of six",          0,       6, 6, WAIT_MS,    6},
    {"tablets' days are worked on at once", 150000,  6, 6, WAIT_MS,    6},
    {"two of two MiB are, too",             2 * MIB, 2, 2, WAIT_MS,    2},
    {"two of three MiB are not",            3 * MIB, 2, 2, BRIEFLY_MS, 1},
};

static void check_meeting(void **state)
{
    const struct meeting_row *row = *state;
    struct meeting m = {.wanted = row->wanted, .wait_ms = row->wait_ms};
    struct http_server *server = start_server(&m);
    char *body = mem_zero(1, row->size + 1);
    CURL *clients[THREADS];

    for (int i = 0; i < row->clients; i++) {
        clients[i] = make_client(server, body, row->size);
    }
    perform_all(clients, row->clients);
    assert_int_equal(m.most, row->most);
    for (int i = 0; i < row->clients; i++) {
        curl_easy_cleanup(clients[i]);
    }
    free(body);
    http_server_stop(server);
}

/* ---- who comes while others are served ------------------------------------------------------ */

#define AT_WORK (THREADS - 1)

static void *perform_some(void *ctx)
{
    perform_all(ctx, AT_WORK);
    return NULL;
}

static void make_clients(const struct http_server *server, CURL *clients[], int count)
{
    for (int i = 0; i < count; i++) {
        clients[i] = make_client(server, NULL, 0);
    }
}

static void drop_clients(CURL *const clients[], int count)
{
    for (int i = 0; i < count; i++) {
        curl_easy_cleanup(clients[i]);
    }
}

static int most_of_one_thread(const struct meeting *m, int from)
{
    int most = 0;

    for (int i = from; i < m->served_count; i++) {
        int count = 0;
        for (int k = from; k < m->served_count; k++) {
            count += pthread_equal(m->served[i], m->served[k]) != 0 ? 1 : 0;
        }
        most = count > most ? count : most;
    }
    return most;
}

/* All threads but one are at work until somebody comes to that one. */
static void newcomers_are_shared_out(void **state)
{
    struct meeting m = {.wanted = THREADS, .wait_ms = WAIT_MS};
    struct http_server *server = start_server(&m);
    CURL *first[AT_WORK];
    CURL *then[THREADS];
    pthread_t thread;

    (void)state;
    make_clients(server, first, AT_WORK);
    make_clients(server, then, THREADS);
    assert_int_equal(pthread_create(&thread, NULL, perform_some, first), 0);
    (void)pthread_mutex_lock(&m.lock);
    while (m.inside < AT_WORK) {
        (void)pthread_cond_wait(&m.changed, &m.lock);
    }
    (void)pthread_mutex_unlock(&m.lock);
    perform_all(then, THREADS);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(m.served_count, AT_WORK + THREADS);
    assert_in_range(most_of_one_thread(&m, AT_WORK), 1, THREADS / 2);
    drop_clients(first, AT_WORK);
    drop_clients(then, THREADS);
    http_server_stop(server);
}

/* ---- those who say nothing ------------------------------------------------------------------ */

#define SILENT 300

static void silent_newcomers_keep_nobody_out(void **state)
{
    struct meeting m = {.wanted = 1};
    struct http_server *server = start_server(&m);
    struct sockaddr_in at = {.sin_family = AF_INET};
    CURL *client = make_client(server, NULL, 0);
    int fds[SILENT];

    (void)state;
    at.sin_port = htons((uint16_t)http_server_port(server));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < SILENT; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
        assert_true(fds[i] >= 0);
        assert_int_equal(connect(fds[i], (struct sockaddr *)&at, sizeof at), 0);
    }
    perform_all(&client, 1);
    for (int i = 0; i < SILENT; i++) {
        (void)close(fds[i]);
    }
    curl_easy_cleanup(client);
    http_server_stop(server);
}

int main(void)
{
    cases_add_rows(check_meeting, meeting_rows, COUNT(meeting_rows), sizeof meeting_rows[0]);
    cases_add("newcomers are shared out", newcomers_are_shared_out);
    cases_add("silent newcomers keep nobody out", silent_newcomers_keep_nobody_out);
    return cases_run("http_many", peer_set_up, peer_tear_down);
}
