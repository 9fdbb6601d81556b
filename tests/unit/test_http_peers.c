/* What hostile, slow and interrupted peers of the HTTPS server get.
 *
 * Raw bytes travel through libcurl in CONNECT_ONLY mode, so a test can say what no decent client
 * would. Nothing sleeps: a test polls its socket and goes on when the server has spoken. Planted
 * faults seen to be caught: the library's epoll mode, a reaper that cuts nothing, a stop that does
 * not wait, newcomers that wait for a place, bytes that buy time.
 */
#define _POSIX_C_SOURCE 200809L
#include "http.h"
#include "cases.h"
#include "peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#define PATIENCE_MS    400
#define LARGE_SIZE_MAX 300000
#define SMALL_SIZE_MAX 1000

static struct http_server *patient; /* for whoever is decent, however busy the machine */
static struct http_server *hurried; /* for the slow */

/* ---- the handler: says back what it heard --------------------------------------------------- */

static size_t size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return strcmp(head->path, "/large") == 0 ? LARGE_SIZE_MAX : SMALL_SIZE_MAX;
}

static void echo(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    (void)ctx;
    buf_printf(&reply->body, "%s b=%zu", req->path, req->body.size);
}

static int start(void **state)
{
    struct http_server_options options = {
        .threads = 2,
        .handler = {.body_size_max = size_max, .handle = echo},
        .bytes_a_second_min = 100000,
    };

    assert_int_equal(peer_set_up(state), 0);
    patient = peer_serve(options);
    options.patience_ms = PATIENCE_MS;
    hurried = peer_serve(options);
    return 0;
}

static int stop(void **state)
{
    http_server_stop(patient);
    http_server_stop(hurried);
    return peer_tear_down(state);
}

/* ---- bytes that no decent client sends ---------------------------------------------------- */

#define HEAD "POST /small HTTP/1.1\r\nHost: x\r\n"

static const struct raw_row {
    const char *name;
    const char *bytes;
    size_t size;
    const char *want; /* how the answer begins, "" for none */
    bool closes;
} raw_rows[] = {
#define ROW(name, bytes, want, closes)               \
    {                                                \
        name, bytes, sizeof(bytes) - 1, want, closes \
    }
    ROW("a plain request", HEAD "Content-Length: 2\r\n\r\nab", "HTTP/1.1 200", false),
    ROW("two requests in one breath",
        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200",
        false),
    ROW("a length and a coding",
        HEAD "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 400",
        true),
    ROW("a coding and a length",
        HEAD "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", "HTTP/1.1 400",
        true),
    ROW("two lengths that differ", HEAD "Content-Length: 2\r\nContent-Length: 9\r\n\r\nab",
        "HTTP/1.1 400", true),
    ROW("two lengths that agree", HEAD "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 400", true),
    ROW("two codings",
        HEAD "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 400", true),
    ROW("two hosts", HEAD "Host: y\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400", true),
    ROW("no host", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400", true),
    ROW("a negative length", HEAD "Content-Length: -1\r\n\r\n", "HTTP/1.1 400", true),
    ROW("a NUL in a header's value", HEAD "X-Said: a\0b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 400", true),
    ROW("a NUL that ends the last header", HEAD "Content-Length: 0\r\nX-Said: a\0\r\n\r\n",
        "HTTP/1.1 400", true),
    ROW("two NULs in a row", HEAD "X-Said: a\0\0b\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400",
        true),
    ROW("a line that ends in LF alone", HEAD "X-Said: a\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400",
        true),
    ROW("a head that ends in LF alone", HEAD "Content-Length: 0\r\n\n", "HTTP/1.1 400", true),
    ROW("a header folded over two lines", HEAD "X-Said: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 400", true),
    ROW("a header without a value", HEAD "X-Said:\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200",
        false),
    ROW("a header without a space", HEAD "X-Said:a\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200",
        false),
    ROW("spaces behind a value", HEAD "X-Said: a  \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200",
        false),
    ROW("a NUL in a header's name", HEAD "X-S\0aid: ab\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 400", true),
    ROW("a NUL in the path", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", false),
    ROW("climbing out", "GET /../etc HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", false),
    ROW("broken UTF-8 in a header", "GET / HTTP/1.1\r\nHost: x\r\nX-Said: \xff\r\n\r\n",
        "HTTP/1.1 400", false),
    ROW("nothing that is HTTP", "\x16\x03\x01 hello\r\n\r\n", "", true),
#undef ROW
};

static void check_raw(void **state)
{
    const struct raw_row *row = *state;
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *curl = peer_open(patient, &fd);
    struct buf heard = {0};
    bool is_open = true;
    int64_t end_ms = peer_now_ms() + PEER_WAIT_MS;

    assert_true(peer_say(curl, row->bytes, row->size));
    while (is_open && strstr(buf_cstr(&heard), "\r\n\r\n") == NULL && peer_now_ms() < end_ms) {
        is_open = peer_hear(curl, fd, 100, &heard);
    }
    assert_memory_equal(buf_cstr(&heard), row->want, strlen(row->want));
    if (row->closes) {
        assert_true(row->want[0] == '\0' || strstr(buf_cstr(&heard), "lose") != NULL || !is_open);
        while (is_open && peer_now_ms() < end_ms) {
            is_open = peer_hear(curl, fd, 100, &heard);
        }
        assert_false(is_open);
    } else {
        assert_true(is_open);
    }
    curl_easy_cleanup(curl);
    buf_finish(&heard);
}

/* ---- the slow ----------------------------------------------------------------------------- */

static const struct drip_row {
    const char *name;
    const char *first; /* said at once */
    const char *drip;  /* then said a byte at a time, for ever */
} drip_rows[] = {
    {"a head that drips",           "GET / HTTP/1.1\r\nHost: x\r\nX-Said: ",          "a"},
    {"a request line that drips",   "GET /",                                          "a"},
    {"a body that drips",           HEAD "Content-Length: 900\r\n\r\n",               "a"},
    {"a body in pieces that drips", HEAD "Transfer-Encoding: chunked\r\n\r\n900\r\n", "a"},
    {"a refused body that drips",   HEAD "Content-Length: 90000\r\n\r\n",             "a"},
    {"silence after the handshake", "",                                               "" },
    {"silence after an answer",     "GET / HTTP/1.1\r\nHost: x\r\n\r\n",              "" },
};

static void check_drip(void **state)
{
    const struct drip_row *row = *state;
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *curl = peer_open(hurried, &fd);
    struct buf heard = {0};
    int64_t start_ms = peer_now_ms();
    bool is_open = peer_say(curl, row->first, strlen(row->first));

    while (is_open && peer_now_ms() < start_ms + PEER_WAIT_MS) {
        is_open = peer_hear(curl, fd, 20, &heard) && peer_say(curl, row->drip, strlen(row->drip));
    }
    assert_false(is_open);
    assert_true(peer_now_ms() - start_ms > PATIENCE_MS / 2);
    assert_true(peer_now_ms() - start_ms < PEER_WAIT_MS / 2);
    curl_easy_cleanup(curl);
    buf_finish(&heard);
}

/* An honest slow line moves more than bytes_a_second_min and lives past the patience. */
static void an_honest_slow_body_is_not_cut(void **state)
{
    static char piece[20000];
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *curl = peer_open(hurried, &fd);
    struct buf heard = {0};
    int64_t start_ms = peer_now_ms();
    static const char head[] = "POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n";
    bool is_open = peer_say(curl, head, sizeof head - 1);

    (void)state;
    for (int i = 0; i < 10 && is_open; i++) {
        is_open = peer_hear(curl, fd, 90, &heard) && peer_say(curl, piece, sizeof piece);
    }
    assert_true(is_open);
    assert_true(peer_now_ms() - start_ms > (int64_t)2 * PATIENCE_MS);
    while (is_open && strstr(buf_cstr(&heard), "b=200000") == NULL &&
           peer_now_ms() < start_ms + PEER_WAIT_MS) {
        is_open = peer_hear(curl, fd, 50, &heard);
    }
    assert_non_null(strstr(buf_cstr(&heard), "b=200000"));
    curl_easy_cleanup(curl);
    buf_finish(&heard);
}

#define HELLOS 5

static int64_t processor_ms(void)
{
    struct timespec t = {0};

    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The library's epoll mode spins here: 100 % of a core for five silent strangers. */
static void half_a_hello_costs_nothing(void **state)
{
    static const char half[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
    struct sockaddr_in at = {.sin_family = AF_INET};
    struct pollfd p[HELLOS];
    int64_t before_ms = 0;
    int64_t start_ms = 0;

    (void)state;
    at.sin_port = htons((uint16_t)http_server_port(hurried));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < HELLOS; i++) {
        p[i].fd = socket(AF_INET, SOCK_STREAM, 0);
        p[i].events = POLLIN;
        assert_true(p[i].fd >= 0);
        assert_int_equal(connect(p[i].fd, (struct sockaddr *)&at, sizeof at), 0);
        assert_int_equal(send(p[i].fd, half, sizeof half - 1, MSG_NOSIGNAL), sizeof half - 1);
    }
    before_ms = processor_ms();
    start_ms = peer_now_ms();
    (void)poll(p, HELLOS, PATIENCE_MS - 100);
    int64_t waited_ms = peer_now_ms() - start_ms;
    assert_true(waited_ms > PATIENCE_MS / 2);
    assert_true(processor_ms() - before_ms < waited_ms / 3);
    for (int i = 0; i < HELLOS; i++) {
        struct pollfd one = {.fd = p[i].fd, .events = POLLIN};
        char byte = 0;
        assert_int_equal(poll(&one, 1, PEER_WAIT_MS), 1); /* cut by the reaper, too */
        assert_true(recv(p[i].fd, &byte, 1, 0) <= 0);
        (void)close(p[i].fd);
    }
}

/* Without the wait in http_server_stop the answer is cut off on its way. */
struct lull {
    int entered[2];
    int released[2];
};

static void wait_then_answer(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    struct lull *lull = ctx;
    char byte = 'x';

    (void)req;
    CHECK(write(lull->entered[1], &byte, 1) == 1);
    CHECK(read(lull->released[0], &byte, 1) == 1);
    buf_text(&reply->body, "at last");
}

static void *stop_it(void *arg)
{
    http_server_stop(arg);
    return NULL;
}

static void a_request_under_way_is_answered_before_the_end(void **state)
{
    struct lull lull;
    struct http_server *second = NULL;
    struct http_server_options options = {
        .handler = {.handle = wait_then_answer, .ctx = &lull},
    };
    curl_socket_t fd = CURL_SOCKET_BAD;
    struct buf heard = {0};
    pthread_t thread;
    char byte = 'x';

    (void)state;
    assert_int_equal(pipe(lull.entered), 0);
    assert_int_equal(pipe(lull.released), 0);
    second = peer_serve(options);
    CURL *curl = peer_open(second, &fd);
    assert_true(peer_say(curl, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27));
    assert_int_equal(read(lull.entered[0], &byte, 1), 1);
    assert_int_equal(pthread_create(&thread, NULL, stop_it, second), 0);
    assert_int_equal(write(lull.released[1], &byte, 1), 1);
    while (peer_hear(curl, fd, 100, &heard)) {
    }
    assert_non_null(strstr(buf_cstr(&heard), "at last"));
    assert_int_equal(pthread_join(thread, NULL), 0);
    curl_easy_cleanup(curl);
    buf_finish(&heard);
    for (int i = 0; i < 2; i++) {
        (void)close(lull.entered[i]);
        (void)close(lull.released[i]);
    }
}

static void one_address_may_not_hold_every_place(void **state)
{
    struct http_server *second = NULL;
    struct http_server_options options = {
        .handler = {.handle = echo},
        .threads = 1,
        .connections_an_ip_max = 2,
    };
    curl_socket_t fd = CURL_SOCKET_BAD;

    (void)state;
    second = peer_serve(options);
    CURL *one = peer_open(second, &fd);
    CURL *two = peer_open(second, &fd);
    CURL *three = peer_make(second);
    assert_int_not_equal(curl_easy_perform(three), CURLE_OK);
    curl_easy_cleanup(three);
    curl_easy_cleanup(two);
    curl_easy_cleanup(one);
    http_server_stop(second);
}

/* ---- places ------------------------------------------------------------------------- */

#define PLACES 16

static struct http_server *start_small(void)
{
    struct http_server_options options = {
        .handler = {.body_size_max = size_max, .handle = echo},
        .threads = 2,
        .connection_count_max = PLACES,
    };

    return peer_serve(options);
}

/* Three times as many as there are places hold their peace; the next who asks is served at once,
 * not when the patience with the others ends. */
static void who_only_holds_a_place_loses_it(void **state)
{
    CURL *idle[3 * PLACES];
    curl_socket_t fd = CURL_SOCKET_BAD;
    struct buf heard = {0};
    int64_t start_ms = peer_now_ms();

    (void)state;
    struct http_server *small = start_small();
    for (int i = 0; i < 3 * PLACES; i++) {
        idle[i] = peer_open(small, &fd);
    }
    CURL *good = peer_open(small, &fd);
    peer_ask(good, fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0, &heard);
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 200", 12);
    assert_true(peer_now_ms() - start_ms < PEER_WAIT_MS);
    for (int i = 0; i < 3 * PLACES; i++) {
        curl_easy_cleanup(idle[i]);
    }
    curl_easy_cleanup(good);
    buf_finish(&heard);
    http_server_stop(small);
}

/* What was sent in a rush is no credit to stand still on. */
static void a_rush_buys_no_rest(void **state)
{
    static const char rush[250000];
    static const char head[] = "POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n";
    curl_socket_t fd = CURL_SOCKET_BAD;
    struct buf heard = {0};

    (void)state;
    CURL *curl = peer_open(hurried, &fd);
    assert_true(peer_say(curl, head, sizeof head - 1) && peer_say(curl, rush, sizeof rush));
    int64_t start_ms = peer_now_ms();
    while (peer_hear(curl, fd, 50, &heard) && peer_now_ms() < start_ms + PEER_WAIT_MS) {
    }
    assert_true(peer_now_ms() - start_ms < (int64_t)4 * PATIENCE_MS); /* by credit: 2,900 ms */
    curl_easy_cleanup(curl);
    buf_finish(&heard);
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_raw, raw_rows, COUNT(raw_rows), sizeof raw_rows[0]);
    cases_add_rows(check_drip, drip_rows, COUNT(drip_rows), sizeof drip_rows[0]);
    cases_add("an honest slow body is not cut", an_honest_slow_body_is_not_cut);
    cases_add("half a hello costs nothing", half_a_hello_costs_nothing);
    cases_add("a request under way is answered", a_request_under_way_is_answered_before_the_end);
    cases_add("one address may not hold every place", one_address_may_not_hold_every_place);
    cases_add("who only holds a place loses it", who_only_holds_a_place_loses_it);
    cases_add("a rush buys no rest", a_rush_buys_no_rest);
    return cases_run("http_peers", start, stop);
}
