/* The life of the HTTPS server: listen, serve, stop.
 *
 * It takes a socket of our own rather than the library's, so that an address in use is one clear
 * sentence and port 0 can be asked back. http_door.c lets in, http_pool.c serves.
 *
 * Stopping is gentle: no new connections, requests under way end, then all is closed.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Most of them wait, for one commit that all of them share: more threads, fewer waits for the disk.
 */
#define THREADS_USUAL           12
#define CONNECTIONS_USUAL       1000
#define CONNECTIONS_AN_IP_USUAL 250
#define PATIENCE_MS_USUAL       15000
#define BYTES_A_SECOND_USUAL    4096
#define BODIES_SIZE_USUAL       ((size_t)10 * 1024 * 1024)
#define PAGES_SIZE_USUAL        ((size_t)16 * 1024 * 1024)
#define FAIR_PACE_USUAL         (128 * 1024)
#define GRACE_OF_PATIENCE       8
#define BACKLOG                 1024 /* a herd that knocks at once waits, and knocks once */
#define HOST_ROOM               64
#define URL_ROOM                96
struct http_server {
    struct http_desk desk;
    struct http_pool *pool;
    int fd;
    int port;
    char url[URL_ROOM];
};

static enum status fail_errno(enum status st, const char *what, int number)
{
    char why[128] = "";

    (void)strerror_r(number, why, sizeof why);
    return FAIL(st, "%s: %s", what, why);
}

/* ---- the address --------------------------------------------------------------------------- */

/* "127.0.0.1:0" or "[::1]:0" into host and port. */
static enum status split_address(const char *listen_text, char host[HOST_ROOM], int *port)
{
    const char *colon = strrchr(listen_text, ':');
    size_t size = colon == NULL ? 0 : (size_t)(colon - listen_text);
    int64_t number = -1;

    if (size > 2 && listen_text[0] == '[' && listen_text[size - 1] == ']') {
        listen_text++;
        size -= 2;
    }
    if (size == 0 || size >= HOST_ROOM || text_to_int64(colon + 1, &number) != STATUS_OK ||
        number < 0 || number > 65535) {
        return FAIL(STATUS_BAD_INPUT, "the address to listen on must look like 127.0.0.1:8443");
    }
    memcpy(host, listen_text, size);
    host[size] = '\0';
    *port = (int)number;
    return STATUS_OK;
}

static enum status open_socket(const struct addrinfo *at, int *out)
{
    static const int on = 1;
    int fd = socket(at->ai_family, SOCK_STREAM, 0);

    if (fd < 0) {
        return fail_errno(STATUS_NETWORK, "the hub cannot listen at that address", errno);
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || bind(fd, at->ai_addr, at->ai_addrlen) != 0 ||
        listen(fd, BACKLOG) != 0) {
        int why = errno;
        (void)close(fd);
        return fail_errno(STATUS_NETWORK, "the hub cannot listen at that address", why);
    }
    *out = fd;
    return STATUS_OK;
}

static void note_url(struct http_server *server, const char *host)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    struct sockaddr_in six_or_four = {0}; /* the port lies in the same place in both */

    CHECK(getsockname(server->fd, (struct sockaddr *)&bound, &size) == 0);
    memcpy(&six_or_four, &bound, sizeof six_or_four);
    server->port = (int)ntohs(six_or_four.sin_port);
    (void)snprintf(server->url, sizeof server->url,
                   strchr(host, ':') == NULL ? "https://%s:%d" : "https://[%s]:%d", host,
                   server->port);
}

static enum status take_address(struct http_server *server, const char *listen_text)
{
    enum status st = STATUS_OK;
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *at = NULL;
    char host[HOST_ROOM];
    char port_text[8];
    int port = 0;

    TRY(split_address(listen_text, host, &port));
    (void)snprintf(port_text, sizeof port_text, "%d", port);
    if (getaddrinfo(host, port_text, &hints, &at) != 0) {
        st = FAIL(STATUS_BAD_INPUT, "\"%s\" is no address of this machine to listen on", host);
        goto done;
    }
    TRY(open_socket(at, &server->fd));
    note_url(server, host);

done:
    if (at != NULL) {
        freeaddrinfo(at);
    }
    return st;
}

/* ---- key and certificate ------------------------------------------------------------------- */

/* The library would only say that it did not start: so ask before it does. */
static enum status check_identity(const char *cert_pem, const char *key_pem)
{
    struct buf cert = {0};
    struct buf key = {0};
    gnutls_certificate_credentials_t credentials = NULL;
    int rc = gnutls_certificate_allocate_credentials(&credentials);

    buf_text(&cert, cert_pem);
    buf_text(&key, key_pem);
    if (rc >= 0) {
        gnutls_datum_t c = {(unsigned char *)cert.data, (unsigned)cert.size};
        gnutls_datum_t k = {(unsigned char *)key.data, (unsigned)key.size};
        rc = gnutls_certificate_set_x509_key_mem(credentials, &c, &k, GNUTLS_X509_FMT_PEM);
        gnutls_certificate_free_credentials(credentials);
    }
    http_wipe(key.data, key.size);
    buf_finish(&key);
    buf_finish(&cert);
    if (rc < 0) {
        return FAIL(STATUS_UNSUPPORTED, "the hub's certificate and key do not serve: %s",
                    gnutls_strerror(rc));
    }
    return STATUS_OK;
}

static unsigned usual(unsigned given, unsigned otherwise)
{
    return given == 0 ? otherwise : given;
}

static bool come_in(void *ctx, int fd, const struct sockaddr *address, unsigned size)
{
    const struct http_server *server = ctx;

    return http_pool_take(server->pool, fd, address, size);
}

/* ---- life ---------------------------------------------------------------------------------- */

static void make_room(struct http_server *server, const struct http_server_options *o,
                      int64_t patience_ms)
{
    const struct http_pace pace = {
        .grace_ms = patience_ms / GRACE_OF_PATIENCE + 1,
        .bytes_a_second = o->bytes_a_second_fair > 0 ? o->bytes_a_second_fair : FAIR_PACE_USUAL,
    };
    size_t bodies = o->bodies_size_max > 0 ? o->bodies_size_max : BODIES_SIZE_USUAL;
    size_t pages = o->pages_size_max > 0 ? o->pages_size_max : PAGES_SIZE_USUAL;

    server->desk.bodies = http_room_create(bodies, &pace);
    server->desk.pages = http_room_create(pages, &pace);
}

enum status http_server_start(const struct http_server_options *options, struct http_server **out)
{
    enum status st = STATUS_OK;
    struct http_server *server = mem_zero(1, sizeof *server);
    int64_t patience_ms = options->patience_ms > 0 ? options->patience_ms : PATIENCE_MS_USUAL;
    int64_t speed =
        options->bytes_a_second_min > 0 ? options->bytes_a_second_min : BYTES_A_SECOND_USUAL;
    unsigned places = usual(options->connection_count_max, CONNECTIONS_USUAL);
    struct http_guests guests = {.come_in = come_in, .ctx = server};

    CHECK(options->handler.handle != NULL);
    *out = NULL;
    server->fd = -1;
    server->desk.handler = options->handler;
    TRY(check_identity(options->cert_pem, options->key_pem));
    TRY(take_address(server, options->listen));
    make_room(server, options, patience_ms);
    TRY(http_reaper_start(patience_ms, speed, places, &server->desk.reaper));
    server->desk.door = http_door_create(
        server->fd, places, usual(options->connections_an_ip_max, CONNECTIONS_AN_IP_USUAL));
    TRY(http_pool_start(options, &server->desk, usual(options->threads, THREADS_USUAL),
                        &server->pool));
    TRY(http_door_open(server->desk.door, &guests));
    *out = server;

done:
    if (st != STATUS_OK) {
        http_server_stop(server);
    }
    return st;
}

int http_server_port(const struct http_server *server)
{
    return server->port;
}

const char *http_server_url(const struct http_server *server)
{
    return server->url;
}

void http_server_stop(struct http_server *server)
{
    if (server == NULL) {
        return;
    }
    http_door_close(server->desk.door);
    if (server->pool != NULL) {
        http_reaper_wait_rest(server->desk.reaper);
        http_pool_stop(server->pool);
    }
    http_door_destroy(server->desk.door);
    http_reaper_stop(server->desk.reaper);
    http_room_destroy(server->desk.bodies);
    http_room_destroy(server->desk.pages);
    if (server->fd >= 0) {
        (void)close(server->fd);
    }
    free(server);
}
