/* http — requests and replies as plain values, and the one HTTPS server that carries them.
 *
 * Shape    struct http_request and struct http_reply are open values, made and read without any
 *          socket, so a test or a simulation calls a handler directly. struct http_server is
 *          opaque; it calls its handler on several threads at once.
 * Units    *_ms is milliseconds, *_size bytes, *_count things. Text is NUL-ended UTF-8.
 * Errors   STATUS_BAD_INPUT for what a peer or an operator wrote wrongly, STATUS_NETWORK for an
 *          address that cannot be had, STATUS_UNSUPPORTED when TLS refuses key or certificate.
 * Owns     _init fills and _finish empties a request, a reply and a form: all text in them lives
 *          until then. http_server_start hands you a server; http_server_stop takes it back.
 * Needs    base. Nothing in here knows of schools, pupils or the protocol above HTTP.
 */
#ifndef HTTP_H
#define HTTP_H

#include "base.h"

/* ---- names and values --------------------------------------------------------------------- */

#define HTTP_FIELDS_MAX 64

struct http_field {
    const char *name;
    const char *value;
};
struct http_fields {
    size_t count;
    struct http_field items[HTTP_FIELDS_MAX];
};

/* ---- a request ---------------------------------------------------------------------------- */

struct http_request {
    const char *method;         /* "GET", "POST", … as sent */
    const char *path;           /* percent-decoded, starts with "/", never holds a NUL */
    const char *peer;           /* the other end's address as text, without its port; "" in tests */
    struct http_fields query;   /* percent-decoded, in the order sent */
    struct http_fields headers; /* names as sent: look them up by http_header */
    struct http_fields cookies;
    struct buf body;
    struct arena arena; /* all text above */
};

/* Makes a request of a method and a target such as "/v1/pull?after=7". STATUS_BAD_INPUT when the
 * target is not a clean path and query: req is then empty. Add to req->body with buf_add. */
MUST_USE enum status http_request_init(struct http_request *req, const char *method,
                                       const char *target);
void http_request_finish(struct http_request *req); /* accepts empty */
/* Copies both; a Cookie header is also taken apart. STATUS_BAD_INPUT past HTTP_FIELDS_MAX. */
MUST_USE enum status http_request_add_header(struct http_request *req, const char *name,
                                             const char *value);

/* The first value of that name, "" for a name without a value; NULL when absent. Names of the
 * query are matched exactly, names of headers whatever their case. */
const char *http_query(const struct http_request *req, const char *name);
const char *http_header(const struct http_request *req, const char *name);
/* How often the name occurs: 2 or more is a request that says two things. */
size_t http_query_count(const struct http_request *req, const char *name);
size_t http_header_count(const struct http_request *req, const char *name);
/* NULL when absent, and when doubled: two cookies of one name are nobody's word. */
const char *http_cookie(const struct http_request *req, const char *name);
bool http_is(const struct http_request *req, const char *method, const char *path);
/* Reads one whole number within [least, most] from the query. *out stays as it is when the name
 * is absent; STATUS_BAD_INPUT when it is doubled, no number, or out of range. */
MUST_USE enum status http_query_int64(const struct http_request *req, const char *name,
                                      int64_t least, int64_t most, int64_t *out);
/* The token after "Authorization: Bearer "; NULL when there is none, or more than one header. */
const char *http_bearer(const struct http_request *req);

/* ---- forms -------------------------------------------------------------------------------- */

struct http_form {
    struct http_fields fields;
    struct arena arena;
};
/* Reads a body of application/x-www-form-urlencoded. STATUS_BAD_INPUT, and an empty form, for
 * another content type, a broken escape, a NUL, broken UTF-8, or too many fields. */
MUST_USE enum status http_form_init(struct http_form *form, const struct http_request *req);
void http_form_finish(struct http_form *form); /* accepts empty; passphrases in it are wiped */
/* NULL when absent, and when doubled. */
const char *http_form_value(const struct http_form *form, const char *name);

/* Appends text with all but letters, digits and -._~ written as %XX. */
void http_percent_encode(struct buf *out, const char *text);

/* ---- a reply ------------------------------------------------------------------------------ */

struct http_reply {
    int status;               /* 200 at first */
    const char *content_type; /* a constant; NULL sends none */
    struct http_fields headers;
    struct buf body;
    struct arena arena;
    struct http_room *pages;    /* the server's; NULL in tests */
    struct http_parcel *parcel; /* the room that it asked for */
};

void http_reply_init(struct http_reply *reply);
void http_reply_finish(struct http_reply *reply); /* accepts empty */
/* Copies both. A value with a line break is a bug of the caller's. */
void http_reply_add_header(struct http_reply *reply, const char *name, const char *value);
/* The value of a header already added; NULL when absent. */
const char *http_reply_header(const struct http_reply *reply, const char *name);
/* Replaces the body by {"error": code, "message": message}; headers stay. */
void http_reply_json_error(struct http_reply *reply, int status, const char *code,
                           const char *message);
/* How long its body may be just now, when it may be cut anywhere: at most `most`, and less, down to
 * 16 KiB, where many long answers are on their way. Asked once a reply, before the work. */
size_t http_reply_room(struct http_reply *reply, size_t most);
/* 303 See Other to a path of this server. */
void http_reply_redirect(struct http_reply *reply, const char *to);

/* ---- the server --------------------------------------------------------------------------- */

/* Called on the server's threads, several at once: what ctx points to guards itself. */
struct http_handler {
    /* The largest body taken for this request, whose body is still empty. NULL: 64 KiB for all.
     * A larger one is read off, then answered 413 too_large, without a call of handle. */
    size_t (*body_size_max)(void *ctx, const struct http_request *head);
    /* Asked before a body larger than 64 KiB, or in pieces that may become so, is taken: false
     * answers with *reply once that body is read off. NULL: all are taken. */
    bool (*admit)(void *ctx, const struct http_request *head, struct http_reply *reply);
    void (*handle)(void *ctx, const struct http_request *req, struct http_reply *reply);
    void *ctx;
};

struct http_server_options {
    const char *listen;   /* "127.0.0.1:0", "[::1]:8443", "0.0.0.0:8443"; port 0 takes any */
    const char *cert_pem; /* with any chain behind it */
    const char *key_pem;
    struct http_handler handler;
    /* 0 in what follows means the value in brackets. */
    unsigned threads;               /* (12) */
    unsigned connection_count_max;  /* (1000) */
    unsigned connections_an_ip_max; /* (250): a whole school may share one address */
    /* A peer may take patience_ms (15000) for a handshake and a head, for rest between two
     * requests, and beyond that only as long as bytes_a_second_min (4096) would need. Where places
     * are short, whoever only holds one loses it earlier. */
    int64_t patience_ms;
    int64_t bytes_a_second_min;
    /* (10 and 16 MiB) Of bodies and of answers over 16 KiB, so much in memory at once; twice as
     * much for those of up to 64 KiB. Where it is short, whoever has the longest to go gives up
     * its own: a body is answered 503 busy with Retry-After in its turn, an answer is broken
     * off. */
    size_t bodies_size_max;
    size_t pages_size_max;
    /* (131072) So quick a newcomer is taken to be, until it has shown its pace. */
    int64_t bytes_a_second_fair;
};

struct http_server;
/* Serves until stopped. On failure *out is NULL and nothing listens. */
MUST_USE enum status http_server_start(const struct http_server_options *options,
                                       struct http_server **out);
int http_server_port(const struct http_server *server);
/* "https://127.0.0.1:41234": the address listened on, with the real port. */
const char *http_server_url(const struct http_server *server);
/* Takes no more connections, lets requests in flight end (for at most patience_ms), closes. */
void http_server_stop(struct http_server *server); /* accepts NULL */

/* ---- who the server is -------------------------------------------------------------------- */

#define HTTP_PIN_SIZE 32

/* Makes a P-256 key and a certificate signed by itself for names, a list parted by commas of
 * host names and addresses, good from a year before now_ms to thirty years after. */
MUST_USE enum status http_identity_create(const char *names, int64_t now_ms, struct buf *cert_pem,
                                          struct buf *key_pem);
/* SHA-256 of the certificate's public key (SPKI, DER): what a tablet pins. */
MUST_USE enum status http_identity_pin(const char *cert_pem, uint8_t pin[HTTP_PIN_SIZE]);

#endif
