/* peer — raw bytes over TLS, so that a test can say what no decent client would.
 *
 * Shape    A CURL in CONNECT_ONLY mode is the connection.
 * Units    *_ms is milliseconds of a clock that never jumps.
 * Errors   What must work, and does not, ends the program; the rest are claims.
 * Owns     curl_easy_cleanup takes a peer back, peer_tear_down what peer_set_up made.
 * Needs    http, base, libcurl.
 */
#ifndef PEER_H
#define PEER_H

#include "http.h"

#include <curl/curl.h>

#define PEER_WAIT_MS 8000

/* What cases_run is handed: libcurl, and a certificate, made once for all of the cases. */
int peer_set_up(void **state);
int peer_tear_down(void **state);
/* On a free port, with that certificate. http_server_stop takes it back. */
struct http_server *peer_serve(struct http_server_options options);

int64_t peer_now_ms(void);
/* Not connected yet. */
CURL *peer_make(const struct http_server *server);
CURL *peer_open(const struct http_server *server, curl_socket_t *fd);
/* One whose own buffer is small: what it does not read stays at the server. */
CURL *peer_open_narrow(const struct http_server *server, curl_socket_t *fd);
/* False when the server has closed. */
bool peer_say(CURL *curl, const char *bytes, size_t size);
/* Adds what has come within wait_ms to heard; false when the server has closed. */
bool peer_hear(CURL *curl, curl_socket_t fd, int wait_ms, struct buf *heard);
/* Says a head and a body of NULs, and hears until the head of an answer is there, or the end. */
void peer_ask(CURL *curl, curl_socket_t fd, const char *head, size_t body_size, struct buf *heard);

#endif
