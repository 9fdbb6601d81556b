/* peer — raw bytes over TLS, so that a test can say what no decent client would.
 *
 * Shape    A CURL in CONNECT_ONLY mode is the connection.
 * Units    *_ms is milliseconds of a clock that never jumps.
 * Errors   What must work, and does not, ends the program; the rest are claims.
 * Owns     curl_easy_cleanup takes a peer back.
 * Needs    http, base, libcurl.
 */
#ifndef PEER_H
#define PEER_H

#include "http.h"

#include <curl/curl.h>

#define PEER_WAIT_MS 8000

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
