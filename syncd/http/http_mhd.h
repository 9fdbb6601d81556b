/* http_mhd — the callbacks that the server library makes; only http_pool.c hangs them up.
 *
 * Shape    Functions of the library's own types; cls is always a struct http_desk.
 * Units    As the library's.
 * Errors   MHD_NO drops the connection.
 * Owns     An exchange lives from http_mhd_begin to http_mhd_end.
 * Needs    libmicrohttpd.
 */
#ifndef INSIDE_HTTP
#error "http_mhd.h belongs to syncd/http: include http.h"
#endif
#ifndef HTTP_MHD_H
#define HTTP_MHD_H

#include "http_private.h"

#include <microhttpd.h>

void *http_mhd_begin(void *cls, const char *target, struct MHD_Connection *connection);
enum MHD_Result http_mhd_step(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *size, void **exchange);
void http_mhd_end(void *cls, struct MHD_Connection *connection, void **exchange,
                  enum MHD_RequestTerminationCode why);
/* Queues the reply on its connection; what is in it is taken. */
enum MHD_Result http_mhd_send(struct http_desk *desk, struct http_line *line,
                              struct MHD_Connection *connection, struct http_reply *reply,
                              bool must_close);

#endif
