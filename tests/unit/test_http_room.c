/* Room for what is long: who gets it, who waits, and who must give it back.
 *
 * A server here has room for one long body, or for few long answers, and peers that stand still or
 * do not read. Nothing sleeps: who was refused asks again until the server says otherwise. Planted
 * faults seen to be caught: room that is never given back, nobody is slow, everybody is slow, a
 * reader's time that is bought by the size of its page, pages that are as long as ever.
 */
#define _POSIX_C_SOURCE 200809L
#include "http.h"
#include "cases.h"
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_MS         1790000000000
#define PATIENCE_MS    4000 /* and so a grace of half a second */
#define LARGE_SIZE_MAX 300000
#define SMALL_SIZE_MAX 1000
#define LONG_SIZE      ((size_t)12 * 1024 * 1024) /* more than the kernel takes in for a reader */
#define LARGE_LINE     "POST /large HTTP/1.1\r\nHost: x\r\n"
#define LARGE_HEAD     LARGE_LINE "Content-Length: 200000\r\n\r\n"
#define LONG_HEAD      "GET /long HTTP/1.1\r\nHost: x\r\n\r\n"

static struct buf cert;
static struct buf key;

/* ---- the handler ----------------------------------------------------------------------------- */

static size_t size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return strcmp(head->path, "/large") == 0 ? LARGE_SIZE_MAX : SMALL_SIZE_MAX;
}

/* /long is as long as it says, /page as long as there is room for. */
static void say_much(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    size_t size = strcmp(req->path, "/page") == 0   ? http_reply_room(reply, 4 * LONG_SIZE)
                  : strcmp(req->path, "/long") == 0 ? LONG_SIZE
                                                    : 0;

    (void)ctx;
    buf_reserve(&reply->body, size);
    memset(reply->body.data, 'a', size);
    reply->body.size = size;
    reply->body.data[size] = '\0';
}

static int start(void **state)
{
    (void)state;
    assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    assert_int_equal(http_identity_create("127.0.0.1", NOW_MS, &cert, &key), STATUS_OK);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    buf_finish(&cert);
    buf_finish(&key);
    curl_global_cleanup();
    return 0;
}

static struct http_server *serve(struct http_server_options options)
{
    struct http_server *server = NULL;

    options.listen = "127.0.0.1:0";
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    options.handler.body_size_max = size_max;
    options.handler.handle = say_much;
    options.threads = 2;
    options.bodies_size_max = LARGE_SIZE_MAX;
    assert_int_equal(http_server_start(&options, &server), STATUS_OK);
    return server;
}

/* ---- peers ----------------------------------------------------------------------------------- */

/* Over connections of its own, until it is answered so, or for so long. */
static bool is_answered(const struct http_server *server, const char *head, size_t body_size,
                        const char *want, int64_t most_ms)
{
    int64_t end_ms = peer_now_ms() + most_ms;
    struct buf heard = {0};
    bool is_so = false;

    while (!is_so && peer_now_ms() < end_ms) {
        curl_socket_t fd = CURL_SOCKET_BAD;
        CURL *curl = peer_open(server, &fd);
        peer_ask(curl, fd, head, body_size, &heard);
        is_so = strncmp(buf_cstr(&heard), want, strlen(want)) == 0;
        assert_true(strstr(buf_cstr(&heard), "HTTP/1.1 503") == NULL ||
                    strstr(buf_cstr(&heard), "Retry-After: 5") != NULL);
        curl_easy_cleanup(curl);
    }
    buf_finish(&heard);
    return is_so;
}

/* Says the head and so much of a body, and then nothing. */
static CURL *begin(const struct http_server *server, size_t size, curl_socket_t *fd)
{
    static const char body[LARGE_SIZE_MAX];
    CURL *curl = peer_open(server, fd);

    assert_true(peer_say(curl, LARGE_HEAD, strlen(LARGE_HEAD)) && peer_say(curl, body, size));
    /* Its room is taken once another finds none. */
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 503", PEER_WAIT_MS));
    return curl;
}

/* A reader who hears the head, and then does not read. */
static CURL *begin_reading(const struct http_server *server, const char *head, struct buf *heard)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *curl = peer_open_narrow(server, &fd);
    char bytes[512];
    int64_t end_ms = peer_now_ms() + PEER_WAIT_MS;

    assert_true(peer_say(curl, head, strlen(head)));
    buf_clear(heard);
    while (heard->size == 0 && peer_now_ms() < end_ms) {
        size_t got = 0;
        if (curl_easy_recv(curl, bytes, sizeof bytes, &got) == CURLE_OK) {
            buf_add(heard, bytes, got);
        }
    }
    return curl;
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static void a_large_body_needs_room(void **state)
{
    struct http_server *server = serve((struct http_server_options){0});
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *first = begin(server, 1, &fd);

    (void)state;
    assert_true(is_answered(server, "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n",
                            2, "HTTP/1.1 200", PEER_WAIT_MS)); /* a small one does not */
    curl_easy_cleanup(first);
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PEER_WAIT_MS));
    http_server_stop(server);
}

/* It is not cut: it says the rest, and is told to come again. */
static void a_slow_body_gives_its_room_to_a_fast_one(void **state)
{
    static const char rest[LARGE_SIZE_MAX];
    struct http_server *server =
        serve((struct http_server_options){.patience_ms = 2 * PATIENCE_MS});
    struct buf heard = {0};
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *slow = begin(server, 1000, &fd);

    (void)state;
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PEER_WAIT_MS));
    assert_true(peer_say(slow, rest, 200000 - 1000));
    peer_ask(slow, fd, "", 0, &heard);
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 503", 12);
    assert_non_null(strstr(buf_cstr(&heard), "Retry-After: 5"));
    peer_ask(slow, fd, LARGE_HEAD, 200000, &heard); /* and so it does, over the same connection */
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 200", 12);
    curl_easy_cleanup(slow);
    buf_finish(&heard);
    http_server_stop(server);
}

static void a_fair_pace_keeps_its_room(void **state)
{
    static const char rest[LARGE_SIZE_MAX];
    struct http_server *server = serve(
        (struct http_server_options){.patience_ms = PATIENCE_MS, .bytes_a_second_fair = 1000});
    struct buf heard = {0};
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *fair = begin(server, 100000, &fd); /* that is fair for a hundred seconds */

    (void)state;
    assert_false(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PATIENCE_MS / 4));
    assert_true(peer_say(fair, rest, 100000));
    peer_ask(fair, fd, "", 0, &heard);
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 200", 12);
    curl_easy_cleanup(fair);
    buf_finish(&heard);
    http_server_stop(server);
}

static bool only_friends(void *ctx, const struct http_request *head, struct http_reply *reply)
{
    (void)ctx;
    if (http_bearer(head) == NULL) {
        http_reply_json_error(reply, 401, "token", "Who are you?");
    }
    return http_bearer(head) != NULL;
}

static void a_strangers_large_body_is_not_kept(void **state)
{
    static const struct {
        const char *headers;
        size_t body_size;
        const char *want;
    } rows[] = {
        {"Content-Length: 200000\r\n\r\n",                           200000, "HTTP/1.1 401"},
        {"Expect: 100-continue\r\nContent-Length: 90000\r\n\r\n",    0,      "HTTP/1.1 401"},
        {"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",    0,      "HTTP/1.1 401"},
        {"Authorization: Bearer b\r\nContent-Length: 90000\r\n\r\n", 90000,  "HTTP/1.1 200"},
        {"Content-Length: 2\r\n\r\nab",                              0,      "HTTP/1.1 200"},
    };
    struct buf heard = {0};
    struct http_server *server =
        serve((struct http_server_options){.handler = {.admit = only_friends}});

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        curl_socket_t fd = CURL_SOCKET_BAD;
        CURL *curl = peer_open(server, &fd);
        assert_true(peer_say(curl, LARGE_LINE, sizeof LARGE_LINE - 1));
        peer_ask(curl, fd, rows[i].headers, rows[i].body_size, &heard);
        assert_memory_equal(buf_cstr(&heard), rows[i].want, strlen(rows[i].want));
        curl_easy_cleanup(curl);
    }
    buf_finish(&heard);
    http_server_stop(server);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void who_does_not_read_gives_its_room(void **state)
{
    struct http_server *server = serve(
        (struct http_server_options){.pages_size_max = LONG_SIZE, .bytes_a_second_fair = 100});
    struct buf heard = {0};

    (void)state;
    /* Where nobody is slow by so little, the next one waits. */
    CURL *deaf = begin_reading(server, LONG_HEAD, &heard);
    assert_true(is_answered(server, LONG_HEAD, 0, "HTTP/1.1 503", PEER_WAIT_MS));
    curl_easy_cleanup(deaf);
    assert_true(is_answered(server, LONG_HEAD, 0, "HTTP/1.1 200", PEER_WAIT_MS));
    http_server_stop(server);
    server = serve((struct http_server_options){.pages_size_max = LONG_SIZE,
                                                .bytes_a_second_fair = 100000000});
    deaf = begin_reading(server, LONG_HEAD, &heard);
    assert_true(is_answered(server, LONG_HEAD, 0, "HTTP/1.1 200", PEER_WAIT_MS));
    curl_easy_cleanup(deaf);
    buf_finish(&heard);
    http_server_stop(server);
}

/* By its page alone it would have two minutes. */
static void a_page_buys_its_reader_no_rest(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .pages_size_max = LONG_SIZE,
        .patience_ms = 400,
        .bytes_a_second_min = 100000,
        .bytes_a_second_fair = 1,
    });
    struct buf heard = {0};
    CURL *deaf = begin_reading(server, LONG_HEAD, &heard);

    (void)state;
    assert_true(is_answered(server, LONG_HEAD, 0, "HTTP/1.1 200", PEER_WAIT_MS));
    curl_easy_cleanup(deaf);
    buf_finish(&heard);
    http_server_stop(server);
}

static void pages_are_shorter_where_room_is_short(void **state)
{
    static const char page[] = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";
    struct http_server *server =
        serve((struct http_server_options){.pages_size_max = 4 * LONG_SIZE});
    struct buf heard = {0};
    size_t rest = 4 * LONG_SIZE;
    CURL *deaf[2] = {NULL, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(deaf); i++) {
        char want[64];
        (void)snprintf(want, sizeof want, "Content-Length: %zu\r\n", rest / 4);
        deaf[i] = begin_reading(server, page, &heard);
        assert_non_null(strstr(buf_cstr(&heard), want));
        rest -= rest / 4;
    }
    for (size_t i = 0; i < COUNT(deaf); i++) {
        curl_easy_cleanup(deaf[i]);
    }
    buf_finish(&heard);
    http_server_stop(server);
}

int main(void)
{
    cases_add("a large body needs room", a_large_body_needs_room);
    cases_add("a slow body gives its room to a fast one", a_slow_body_gives_its_room_to_a_fast_one);
    cases_add("a fair pace keeps its room", a_fair_pace_keeps_its_room);
    cases_add("a stranger's large body is not kept", a_strangers_large_body_is_not_kept);
    cases_add("who does not read gives its room", who_does_not_read_gives_its_room);
    cases_add("a page buys its reader no rest", a_page_buys_its_reader_no_rest);
    cases_add("pages are shorter where room is short", pages_are_shorter_where_room_is_short);
    return cases_run("http_room", start, stop);
}
