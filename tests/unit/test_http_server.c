/* The HTTPS server and decent clients, over loopback: what arrives, what is too large, whose it is.
 */
#include "http.h"
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#define NOW_MS         1790000000000
#define WAIT_MS        8000
#define LARGE_SIZE_MAX 300000
#define SMALL_SIZE_MAX 1000

static struct buf cert;
static struct buf key;
static struct http_server *server;
static char pin_text[64];

/* ---- the handler: says back what it heard --------------------------------------------------- */

static size_t size_max(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return strcmp(head->path, "/large") == 0 ? LARGE_SIZE_MAX : SMALL_SIZE_MAX;
}

static void echo(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    (void)ctx;
    if (strcmp(req->path, "/none") == 0) {
        http_reply_redirect(reply, "/there");
        return;
    }
    reply->content_type = "text/plain";
    http_reply_add_header(reply, "X-Peer", req->peer);
    buf_printf(&reply->body, "%s %s q=%s h=%s b=%zu", req->method, req->path,
               http_query(req, "q") == NULL ? "-" : http_query(req, "q"),
               http_header(req, "X-Said") == NULL ? "-" : http_header(req, "X-Said"),
               req->body.size);
    if (strcmp(req->path, "/big") == 0) {
        for (int i = 0; i < 300000; i++) {
            buf_text(&reply->body, "0123456789");
        }
    }
}

static void make_pin_text(void)
{
    uint8_t pin[HTTP_PIN_SIZE];
    struct buf text = {0};

    assert_int_equal(http_identity_pin(buf_cstr(&cert), pin), STATUS_OK);
    buf_base64(&text, pin, sizeof pin);
    (void)snprintf(pin_text, sizeof pin_text, "sha256//%s", buf_cstr(&text));
    buf_finish(&text);
}

static int start(void **state)
{
    struct http_server_options options = {
        .listen = "127.0.0.1:0",
        .threads = 2,
        .handler = {.body_size_max = size_max, .handle = echo},
    };

    (void)state;
    assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    assert_int_equal(http_identity_create("127.0.0.1,localhost", NOW_MS, &cert, &key), STATUS_OK);
    make_pin_text();
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    assert_int_equal(http_server_start(&options, &server), STATUS_OK);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    http_server_stop(server);
    buf_finish(&cert);
    buf_finish(&key);
    curl_global_cleanup();
    return 0;
}

/* ---- a decent client ------------------------------------------------------------------------ */

static size_t take(char *bytes, size_t size, size_t count, void *ctx)
{
    buf_add(ctx, bytes, size * count);
    return size * count;
}

/* Trusts the pin and nothing else, as a tablet does. */
static CURL *open_curl(const char *path, struct buf *body)
{
    CURL *curl = curl_easy_init();
    char url[256];

    assert_non_null(curl);
    (void)snprintf(url, sizeof url, "%s%s", http_server_url(server), path);
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, pin_text);
    (void)curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WAIT_MS);
    return curl;
}

static long status_of(CURL *curl)
{
    long status = 0;

    assert_int_equal(curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
    return status;
}

static void get_and_post_come_and_go_over_tls_13(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/a%20b?q=1%262", &body);
    struct curl_slist *headers = curl_slist_append(NULL, "X-Said: hello");
    struct curl_header *peer = NULL;

    (void)state;
    assert_true(http_server_port(server) > 0);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    assert_int_equal(status_of(curl), 200);
    assert_string_equal(buf_cstr(&body), "GET /a b q=1&2 h=hello b=0");
    assert_int_equal(curl_easy_header(curl, "X-Peer", 0, CURLH_HEADER, -1, &peer), CURLHE_OK);
    assert_string_equal(peer->value, "127.0.0.1");

    buf_clear(&body);
    (void)curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, "0123456789");
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    assert_string_equal(buf_cstr(&body), "POST /a b q=1&2 h=hello b=10");
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    buf_finish(&body);
}

static void a_reply_of_three_million_bytes_arrives_whole(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/big", &body);

    (void)state;
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    assert_true(body.size > 3000000);
    curl_easy_cleanup(curl);
    buf_finish(&body);
}

static void a_redirect_travels_without_a_body(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/none", &body);
    struct curl_header *to = NULL;

    (void)state;
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    assert_int_equal(status_of(curl), 303);
    assert_int_equal(curl_easy_header(curl, "Location", 0, CURLH_HEADER, -1, &to), CURLHE_OK);
    assert_string_equal(to->value, "/there");
    assert_int_equal(body.size, 0);
    curl_easy_cleanup(curl);
}

static void tls_12_serves_and_tls_11_does_not(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/", &body);

    (void)state;
    (void)curl_easy_setopt(curl, CURLOPT_SSLVERSION,
                           (long)CURL_SSLVERSION_TLSv1_2 | (long)CURL_SSLVERSION_MAX_TLSv1_2);
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    curl_easy_cleanup(curl);
    curl = open_curl("/", &body);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "ALL:@SECLEVEL=0");
    (void)curl_easy_setopt(curl, CURLOPT_SSLVERSION,
                           (long)CURL_SSLVERSION_TLSv1_0 | (long)CURL_SSLVERSION_MAX_TLSv1_1);
    assert_int_equal(curl_easy_perform(curl), CURLE_SSL_CONNECT_ERROR);
    curl_easy_cleanup(curl);
    buf_finish(&body);
}

/* libcurl works the pin out by another TLS library than the one that made it. */
static void another_pin_is_another_hub(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/", &body);

    (void)state;
    pin_text[10] = pin_text[10] == 'A' ? 'B' : 'A';
    (void)curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, pin_text);
    assert_int_equal(curl_easy_perform(curl), CURLE_SSL_PINNEDPUBKEYNOTMATCH);
    curl_easy_cleanup(curl);
    make_pin_text();
    buf_finish(&body);
}

/* A browser is told to trust the certificate itself: its names and dates must serve then. */
static void the_certificate_names_its_hosts(void **state)
{
    struct buf body = {0};
    CURL *curl = open_curl("/", &body);
    struct curl_blob blob = {cert.data, cert.size, CURL_BLOB_COPY};

    (void)state;
    (void)curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    curl_easy_cleanup(curl);
    buf_finish(&body);
}

/* ---- bodies too large --------------------------------------------------------------------- */

static const struct size_row {
    const char *name;
    const char *path;
    size_t size;
    const char *header;
    long want;
} size_rows[] = {
    {"as large as may be",            "/large", LARGE_SIZE_MAX,     NULL,                         200},
    {"one byte more",                 "/large", LARGE_SIZE_MAX + 1, NULL,                         413},
    {"five million bytes",            "/large", 5000000,            NULL,                         413},
    {"another path, another size",    "/small", SMALL_SIZE_MAX + 1, NULL,                         413},
    {"in pieces, as large as may be", "/large", LARGE_SIZE_MAX,     "Transfer-Encoding: chunked", 200},
    {"in pieces, one byte more",      "/large", LARGE_SIZE_MAX + 1, "Transfer-Encoding: chunked", 413},
    {"in pieces, five million",       "/large", 5000000,            "Transfer-Encoding: chunked", 413},
    {"asked before it is sent",       "/large", 5000000,            "Expect: 100-continue",       413},
};

static void check_size(void **state)
{
    const struct size_row *row = *state;
    struct buf body = {0};
    char *sent = mem_zero(1, row->size);
    CURL *curl = open_curl(row->path, &body);
    struct curl_slist *headers =
        curl_slist_append(NULL, row->header == NULL ? "Expect:" : row->header);
    char want[64];

    if (row->header != NULL && strstr(row->header, "Expect") == NULL) {
        headers = curl_slist_append(headers, "Expect:");
    }
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)row->size);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sent);
    assert_int_equal(curl_easy_perform(curl), CURLE_OK);
    assert_int_equal(status_of(curl), row->want);
    (void)snprintf(want, sizeof want, row->want == 200 ? "b=%zu" : "\"too_large\"", row->size);
    assert_non_null(strstr(buf_cstr(&body), want));
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    buf_finish(&body);
    free(sent);
}

/* ---- starting and stopping ---------------------------------------------------------------- */

static const struct start_row {
    const char *name;
    const char *listen; /* NULL: the port that the first server holds */
    const char *cert_pem;
    enum status want;
} start_rows[] = {
    {"no port",                    "127.0.0.1",       NULL,   STATUS_BAD_INPUT  },
    {"no host",                    ":8443",           NULL,   STATUS_BAD_INPUT  },
    {"a port too high",            "127.0.0.1:65536", NULL,   STATUS_BAD_INPUT  },
    {"a name, not an address",     "hub.test:0",      NULL,   STATUS_BAD_INPUT  },
    {"an address in use",          NULL,              NULL,   STATUS_NETWORK    },
    {"a certificate that is none", "127.0.0.1:0",     "none", STATUS_UNSUPPORTED},
    {"version six",                "[::1]:0",         NULL,   STATUS_OK         },
};

static void check_start(void **state)
{
    const struct start_row *row = *state;
    struct http_server *second = NULL;
    struct http_server_options options = {
        .listen = row->listen == NULL ? http_server_url(server) + strlen("https://") : row->listen,
        .cert_pem = row->cert_pem == NULL ? buf_cstr(&cert) : row->cert_pem,
        .key_pem = buf_cstr(&key),
        .handler = {.handle = echo},
    };

    assert_int_equal(http_server_start(&options, &second), row->want);
    assert_true((second != NULL) == (row->want == STATUS_OK));
    if (second != NULL) {
        assert_memory_equal(http_server_url(second), "https://[::1]:", 14);
    } else {
        assert_true(strlen(status_message()) > 10);
    }
    http_server_stop(second);
}

static const struct names_row {
    const char *name;
    const char *names;
    enum status want;
} names_rows[] = {
    {"one name",          "hub.test",               STATUS_OK       },
    {"several",           "hub.test,127.0.0.1,::1", STATUS_OK       },
    {"none",              "",                       STATUS_BAD_INPUT},
    {"an empty one",      "hub.test,",              STATUS_BAD_INPUT},
    {"a space in a name", "hub test",               STATUS_BAD_INPUT},
};

static void check_names(void **state)
{
    const struct names_row *row = *state;
    struct buf c = {0};
    struct buf k = {0};

    assert_int_equal(http_identity_create(row->names, NOW_MS, &c, &k), row->want);
    assert_true((c.size > 0) == (row->want == STATUS_OK));
    assert_true((k.size > 0) == (row->want == STATUS_OK));
    buf_finish(&c);
    buf_finish(&k);
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add("get and post over TLS 1.3", get_and_post_come_and_go_over_tls_13);
    cases_add("three million bytes arrive", a_reply_of_three_million_bytes_arrives_whole);
    cases_add("a redirect", a_redirect_travels_without_a_body);
    cases_add("TLS 1.2 serves, TLS 1.1 does not", tls_12_serves_and_tls_11_does_not);
    cases_add("another pin is another hub", another_pin_is_another_hub);
    cases_add("the certificate names its hosts", the_certificate_names_its_hosts);
    cases_add_rows(check_size, size_rows, COUNT(size_rows), sizeof size_rows[0]);
    cases_add_rows(check_start, start_rows, COUNT(start_rows), sizeof start_rows[0]);
    cases_add_rows(check_names, names_rows, COUNT(names_rows), sizeof names_rows[0]);
    return cases_run("http_server", start, stop);
}
