/* Room for what is long: who gets it, who gives way, and who gets through all the same.
 *
 * A server here has room for one long body, or for few long answers, and peers that stand still or
 * do not read. Nothing sleeps: who was refused asks again until the server says otherwise. Where
 * the fair pace is huge, nobody has anything to go within its grace, and so nobody gives way.
 * Planted faults seen to be caught: room that is never given back; a body that takes all of its
 * room at its head; nobody gives way, or whoever is asked does; a newcomer for whom nobody does;
 * whoever has the least to go gives way; a grace that is none, or without end; a reader's time that
 * is bought by the size of its page; pages that are as long as ever; a page's room that the slow
 * keep; usual ones that are refused, or never; room that is given up in vain; a length past all
 * numbers that counts as none.
 */
#define _POSIX_C_SOURCE 200809L
#include "http.h"
#include "cases.h"
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS    ((int64_t)4000) /* and so a grace of half a second */
#define LONG_GRACE_MS  480000          /* as patience: a grace of a minute */
#define HUGE_PACE      ((int64_t)1 << 40)
#define LARGE_SIZE_MAX 300000
#define SMALL_SIZE_MAX 1000
#define LONG_SIZE      ((size_t)12 * 1024 * 1024) /* more than the kernel takes in for a reader */
#define LARGE_LINE     "POST /large HTTP/1.1\r\nHost: x\r\n"
#define EXPECT         "Expect: 100-continue\r\n"
#define LARGE_HEAD     LARGE_LINE "Content-Length: 200000\r\n\r\n"
#define USUAL_HEAD     LARGE_LINE "Content-Length: 60000\r\n\r\n"
#define LONG_HEAD      "GET /long HTTP/1.1\r\nHost: x\r\n\r\n"

/* ---- the handler ----------------------------------------------------------------------------- */

static size_t size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return strcmp(head->path, "/large") == 0 ? LARGE_SIZE_MAX : SMALL_SIZE_MAX;
}

/* /long is as long as it says, /page as long as there is room for, /usual in between. */
static void say_much(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    size_t size = strcmp(req->path, "/page") == 0    ? http_reply_room(reply, 4 * LONG_SIZE)
                  : strcmp(req->path, "/long") == 0  ? LONG_SIZE
                  : strcmp(req->path, "/usual") == 0 ? 65536
                                                     : 0;

    (void)ctx;
    buf_reserve(&reply->body, size);
    memset(reply->body.data, 'a', size);
    reply->body.size = size;
    reply->body.data[size] = '\0';
}

static struct http_server *serve(struct http_server_options options)
{
    options.handler.body_size_max = size_max;
    options.handler.handle = say_much;
    options.threads = options.threads > 0 ? options.threads : 2;
    options.bodies_size_max = LARGE_SIZE_MAX;
    return peer_serve(options);
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

/* Says the head and, once the server has seen it, so much of a body, and then nothing. */
static CURL *begin_with(const struct http_server *server, const char *head, size_t size,
                        curl_socket_t *fd)
{
    static const char body[LARGE_SIZE_MAX];
    CURL *curl = peer_open(server, fd);
    struct buf heard = {0};

    peer_ask(curl, *fd, head, 0, &heard);
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 100", 12);
    assert_true(peer_say(curl, body, size));
    buf_finish(&heard);
    return curl;
}

static CURL *begin(const struct http_server *server, size_t size, curl_socket_t *fd)
{
    return begin_with(server, LARGE_LINE EXPECT "Content-Length: 200000\r\n\r\n", size, fd);
}

/* The same, until its room is taken: another finds none. */
static CURL *begin_and_hold(const struct http_server *server, size_t size, curl_socket_t *fd)
{
    CURL *curl = begin(server, size, fd);

    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 503", PEER_WAIT_MS));
    return curl;
}

/* Says the rest, and hears the answer. */
static void end(CURL *curl, curl_socket_t fd, size_t rest, const char *want)
{
    struct buf heard = {0};

    peer_ask(curl, fd, "", rest, &heard);
    assert_memory_equal(buf_cstr(&heard), want, strlen(want));
    buf_finish(&heard);
}

static void drop_all(CURL *const peers[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        curl_easy_cleanup(peers[i]);
    }
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
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = LONG_GRACE_MS, .bytes_a_second_fair = HUGE_PACE});
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *first = begin_and_hold(server, 150000, &fd);

    (void)state;
    assert_true(is_answered(server, "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n",
                            2, "HTTP/1.1 200", PEER_WAIT_MS)); /* a small one does not */
    curl_easy_cleanup(first);
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PEER_WAIT_MS));
    http_server_stop(server);
}

/* By their heads alone they would need two and a half times as much as there is. */
static void a_body_takes_room_as_it_comes(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = LONG_GRACE_MS, .bytes_a_second_fair = HUGE_PACE});
    curl_socket_t fds[3] = {CURL_SOCKET_BAD, CURL_SOCKET_BAD, CURL_SOCKET_BAD};
    CURL *slow[3] = {NULL, NULL, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(slow); i++) {
        slow[i] = begin(server, 1000, &fds[i]);
    }
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PEER_WAIT_MS));
    for (size_t i = 0; i < COUNT(slow); i++) {
        end(slow[i], fds[i], 200000 - 1000, "HTTP/1.1 200");
        curl_easy_cleanup(slow[i]);
    }
    http_server_stop(server);
}

/* It is not cut: it says the rest, and is told to come again. */
static void a_slow_body_gives_its_room_to_a_fast_one(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = 2 * PATIENCE_MS, .bytes_a_second_fair = HUGE_PACE});
    struct buf heard = {0};
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *slow =
        begin_and_hold(server, 150000, &fd); /* in its grace; then it has to show its pace */

    (void)state;
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PEER_WAIT_MS));
    peer_ask(slow, fd, "", 50000, &heard);
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 503", 12);
    assert_non_null(strstr(buf_cstr(&heard), "Retry-After: 5"));
    peer_ask(slow, fd, LARGE_HEAD, 200000, &heard); /* and so it does, over the same connection */
    assert_memory_equal(buf_cstr(&heard), "HTTP/1.1 200", 12);
    curl_easy_cleanup(slow);
    buf_finish(&heard);
    http_server_stop(server);
}

/* Who came first and lacks less is not overtaken by as quick a one. */
static void whoever_lacks_less_keeps_its_room(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = LONG_GRACE_MS, .bytes_a_second_fair = HUGE_PACE});
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *first = begin_and_hold(server, 150000, &fd);

    (void)state;
    assert_false(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 200", PATIENCE_MS / 8));
    end(first, fd, 50000, "HTTP/1.1 200");
    curl_easy_cleanup(first);
    http_server_stop(server);
}

/* All of the room is theirs, a step each, and they are in their grace. */
static void a_crowd_that_stands_still_keeps_nobody_out(void **state)
{
    struct http_server *server = serve((struct http_server_options){.patience_ms = LONG_GRACE_MS});
    CURL *crowd[2 * LARGE_SIZE_MAX / 16384];

    (void)state;
    for (size_t i = 0; i < COUNT(crowd); i++) {
        curl_socket_t fd = CURL_SOCKET_BAD;
        crowd[i] = begin(server, 1000, &fd);
    }
    assert_true(is_answered(server, LARGE_LINE "Content-Length: 90000\r\n\r\n", 90000,
                            "HTTP/1.1 200", PEER_WAIT_MS));
    drop_all(crowd, COUNT(crowd));
    http_server_stop(server);
}

/* Says that its body is of usual length, and all of it but the end. */
static CURL *begin_usual(const struct http_server *server)
{
    curl_socket_t fd = CURL_SOCKET_BAD;

    return begin_with(server, LARGE_LINE EXPECT "Content-Length: 60000\r\n\r\n", 59999, &fd);
}

/* Once the room is full of what is long, there is as much again for the others. */
static void the_usual_finds_room_beside_the_long(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = LONG_GRACE_MS, .bytes_a_second_fair = HUGE_PACE});
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *first = begin_and_hold(server, 199999, &fd);
    CURL *others[2 * LARGE_SIZE_MAX / 60000];

    (void)state;
    assert_true(is_answered(server, USUAL_HEAD, 60000, "HTTP/1.1 200", PEER_WAIT_MS));
    for (size_t i = 0; i < COUNT(others); i++) {
        others[i] = begin_usual(server);
    }
    assert_true(is_answered(server, USUAL_HEAD, 60000, "HTTP/1.1 503", PEER_WAIT_MS));
    drop_all(others, COUNT(others));
    end(first, fd, 1, "HTTP/1.1 200");
    curl_easy_cleanup(first);
    http_server_stop(server);
}

/* A slow one would give its own, but that is not enough for whoever asks: it keeps it. One thread
 * hears them all in the order in which they speak. */
static void nobody_gives_way_in_vain(void **state)
{
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = 2 * PATIENCE_MS, .bytes_a_second_fair = HUGE_PACE, .threads = 1});
    int64_t grace_end_ms = peer_now_ms() + PATIENCE_MS / 4 + 100;
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *slow = begin_and_hold(server, 150000, &fd);
    CURL *others[LARGE_SIZE_MAX / 60000 + 1];

    (void)state;
    while (peer_now_ms() < grace_end_ms) {
        assert_true(is_answered(server, USUAL_HEAD, 60000, "HTTP/1.1 200", PEER_WAIT_MS));
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        others[i] = begin_usual(server);
    }
    assert_true(is_answered(server, LARGE_HEAD, 200000, "HTTP/1.1 503", PEER_WAIT_MS));
    end(slow, fd, 50000, "HTTP/1.1 200");
    drop_all(others, COUNT(others));
    curl_easy_cleanup(slow);
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
        {EXPECT "Content-Length: 90000\r\n\r\n",                     0,      "HTTP/1.1 401"},
        {"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",    0,      "HTTP/1.1 401"},
        {"Authorization: Bearer b\r\nContent-Length: 90000\r\n\r\n", 90000,  "HTTP/1.1 200"},
        {"Content-Length: 2\r\n\r\nab",                              0,      "HTTP/1.1 200"},
        {EXPECT "Content-Length: 9999999999999999999\r\n\r\n",       0,      "HTTP/1.1 413"},
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
    struct http_server *server = serve((struct http_server_options){
        .patience_ms = LONG_GRACE_MS, .pages_size_max = 4 * LONG_SIZE});
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

/* However short room is, there is a least page; and what is not long is never refused. */
static void some_answers_always_have_room(void **state)
{
    struct http_server *server =
        serve((struct http_server_options){.patience_ms = LONG_GRACE_MS,
                                           .pages_size_max = LONG_SIZE,
                                           .bytes_a_second_fair = HUGE_PACE});
    struct buf heard = {0};
    CURL *deaf = begin_reading(server, LONG_HEAD, &heard);
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURL *good = peer_open(server, &fd);

    (void)state;
    assert_true(is_answered(server, LONG_HEAD, 0, "HTTP/1.1 503", PEER_WAIT_MS));
    peer_ask(good, fd, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n", 0, &heard);
    assert_non_null(strstr(buf_cstr(&heard), "Content-Length: 16384\r\n"));
    curl_easy_cleanup(good);
    assert_true(is_answered(server, "GET /usual HTTP/1.1\r\nHost: x\r\n\r\n", 0, "HTTP/1.1 200",
                            PEER_WAIT_MS));
    curl_easy_cleanup(deaf);
    buf_finish(&heard);
    http_server_stop(server);
}

/* One who does not read has half of it: once its grace is over, a page is cut as if it had none. */
static void the_slow_keep_no_pages_short(void **state)
{
    static const char page[] = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";
    struct http_server *server =
        serve((struct http_server_options){.patience_ms = 2 * PATIENCE_MS,
                                           .pages_size_max = 2 * LONG_SIZE,
                                           .bytes_a_second_fair = 100000000});
    struct buf heard = {0};
    CURL *deaf = begin_reading(server, LONG_HEAD, &heard);
    int64_t end_ms = peer_now_ms() + PEER_WAIT_MS;
    bool is_whole = false;
    char want[64];

    (void)state;
    (void)snprintf(want, sizeof want, "Content-Length: %zu\r\n", 2 * LONG_SIZE / 4);
    while (!is_whole && peer_now_ms() < end_ms) {
        CURL *good = begin_reading(server, page, &heard);
        is_whole = strstr(buf_cstr(&heard), want) != NULL;
        curl_easy_cleanup(good);
    }
    assert_true(is_whole);
    curl_easy_cleanup(deaf);
    buf_finish(&heard);
    http_server_stop(server);
}

int main(void)
{
    cases_add("a large body needs room", a_large_body_needs_room);
    cases_add("a slow body gives its room to a fast one", a_slow_body_gives_its_room_to_a_fast_one);
    cases_add("a body takes room as it comes", a_body_takes_room_as_it_comes);
    cases_add("whoever lacks less keeps its room", whoever_lacks_less_keeps_its_room);
    cases_add("a crowd that stands still keeps nobody out",
              a_crowd_that_stands_still_keeps_nobody_out);
    cases_add("the usual finds room beside the long", the_usual_finds_room_beside_the_long);
    cases_add("nobody gives way in vain", nobody_gives_way_in_vain);
    cases_add("a stranger's large body is not kept", a_strangers_large_body_is_not_kept);
    cases_add("who does not read gives its room", who_does_not_read_gives_its_room);
    cases_add("a page buys its reader no rest", a_page_buys_its_reader_no_rest);
    cases_add("pages are shorter where room is short", pages_are_shorter_where_room_is_short);
    cases_add("some answers always have room", some_answers_always_have_room);
    cases_add("the slow keep no pages short", the_slow_keep_no_pages_short);
    return cases_run("http_room", peer_set_up, peer_tear_down);
}
