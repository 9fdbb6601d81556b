/* The other end of a connection, byte by byte. Nothing sleeps: it polls its socket. */
#define _POSIX_C_SOURCE 200809L
#include "peer.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define NARROW_SIZE 4096
#define PIECE_SIZE  65536
#define NOW_MS      1790000000000

static struct buf cert;
static struct buf key;

/* ---- the server ------------------------------------------------------------------------------ */

int peer_set_up(void **state)
{
    (void)state;
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    CHECK(http_identity_create("127.0.0.1,localhost", NOW_MS, &cert, &key) == STATUS_OK);
    return 0;
}

int peer_tear_down(void **state)
{
    (void)state;
    buf_finish(&cert);
    buf_finish(&key);
    curl_global_cleanup();
    return 0;
}

struct http_server *peer_serve(struct http_server_options options)
{
    struct http_server *server = NULL;

    options.listen = "127.0.0.1:0";
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    CHECK(http_server_start(&options, &server) == STATUS_OK);
    return server;
}

/* ---- the peer -------------------------------------------------------------------------------- */

int64_t peer_now_ms(void)
{
    struct timespec t = {0};

    CHECK(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

CURL *peer_make(const struct http_server *server)
{
    CURL *curl = curl_easy_init();

    CHECK(curl != NULL);
    (void)curl_easy_setopt(curl, CURLOPT_URL, http_server_url(server));
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)PEER_WAIT_MS);
    (void)curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    return curl;
}

static CURL *connect_it(CURL *curl, curl_socket_t *fd)
{
    CHECK(curl_easy_perform(curl) == CURLE_OK);
    CHECK(curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, fd) == CURLE_OK);
    return curl;
}

CURL *peer_open(const struct http_server *server, curl_socket_t *fd)
{
    return connect_it(peer_make(server), fd);
}

static int narrow(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
    static const int size = NARROW_SIZE;

    (void)ctx;
    (void)purpose;
    return setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) == 0 ? CURL_SOCKOPT_OK
                                                                          : CURL_SOCKOPT_ERROR;
}

CURL *peer_open_narrow(const struct http_server *server, curl_socket_t *fd)
{
    CURL *curl = peer_make(server);

    (void)curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, narrow);
    return connect_it(curl, fd);
}

bool peer_say(CURL *curl, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t sent = 0;
        CURLcode rc = curl_easy_send(curl, bytes, size, &sent);
        if (rc != CURLE_OK && rc != CURLE_AGAIN) {
            return false;
        }
        bytes += sent;
        size -= sent;
    }
    return true;
}

bool peer_hear(CURL *curl, curl_socket_t fd, int wait_ms, struct buf *heard)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char bytes[4096];

    (void)poll(&p, 1, wait_ms);
    for (;;) {
        size_t got = 0;
        CURLcode rc = curl_easy_recv(curl, bytes, sizeof bytes, &got);
        if (rc == CURLE_AGAIN) {
            return true;
        }
        if (rc != CURLE_OK || got == 0) {
            return false;
        }
        buf_add(heard, bytes, got);
    }
}

void peer_ask(CURL *curl, curl_socket_t fd, const char *head, size_t body_size, struct buf *heard)
{
    static const char piece[PIECE_SIZE];
    int64_t end_ms = peer_now_ms() + PEER_WAIT_MS;
    bool is_open = peer_say(curl, head, strlen(head));

    for (size_t size = 0; is_open && body_size > 0; body_size -= size) {
        size = body_size < PIECE_SIZE ? body_size : PIECE_SIZE;
        is_open = peer_say(curl, piece, size);
    }
    buf_clear(heard);
    while (is_open && strstr(buf_cstr(heard), "\r\n\r\n") == NULL && peer_now_ms() < end_ms) {
        is_open = peer_hear(curl, fd, 50, heard);
    }
}
