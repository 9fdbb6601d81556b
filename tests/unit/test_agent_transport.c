/* The daemon's HTTPS at a real server: how long an answer may be, and whom it trusts.
 *
 * Planted faults, each built once and seen to fail here: an answer of any length is taken; one that
 * was broken off spoils the next; a limit that is off by one.
 */
#include "agent.h"
#include "cases.h"
#include "http.h"

#include <stdio.h>
#include <string.h>

#define NOW_MS 1790000000000LL
#define LENGTH 200000

static struct buf cert;
static struct buf key;
static struct http_server *server;
static struct transport *transport;
static char pin[64];

static void answer_at_length(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    (void)ctx;
    (void)req;
    reply->content_type = "text/plain";
    for (int i = 0; i < LENGTH / 10; i++) {
        buf_text(&reply->body, "0123456789");
    }
}

static int start(void **state)
{
    struct http_server_options options = {
        .listen = "127.0.0.1:0", .threads = 1, .handler = {.handle = answer_at_length}};
    uint8_t raw[HTTP_PIN_SIZE];
    struct buf text = {0};

    (void)state;
    assert_int_equal(http_identity_create("127.0.0.1", NOW_MS, &cert, &key), STATUS_OK);
    assert_int_equal(http_identity_pin(buf_cstr(&cert), raw), STATUS_OK);
    buf_base64url(&text, raw, sizeof(raw));
    text_copy(pin, sizeof(pin), buf_cstr(&text));
    buf_finish(&text);
    options.cert_pem = buf_cstr(&cert);
    options.key_pem = buf_cstr(&key);
    assert_int_equal(http_server_start(&options, &server), STATUS_OK);
    assert_int_equal(transport_open(&transport), STATUS_OK);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    transport_close(transport);
    http_server_stop(server);
    buf_finish(&cert);
    buf_finish(&key);
    return 0;
}

static const struct row {
    const char *name;
    int64_t most;
    const char *pin; /* NULL: the server's */
    enum sync_way want;
} rows[] = {
    {"as long as it is",         0,          NULL,                                          SYNC_ANSWERED },
    {"longer than may be",       131072,     NULL,                                          SYNC_TOO_LONG },
    {"the next one is whole",    0,          NULL,                                          SYNC_ANSWERED },
    {"as long as may be",        LENGTH,     NULL,                                          SYNC_ANSWERED },
    {"longer by a byte",         LENGTH - 1, NULL,                                          SYNC_TOO_LONG },
    {"the key of somebody else", 0,          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", SYNC_WRONG_PIN},
    {"no key",                   0,          "A",                                           SYNC_WRONG_PIN},
};

static void check_row(void **state)
{
    const struct row *row = *state;
    const struct sync_ask ask = {.method = "GET",
                                 .path = "/",
                                 .token = "",
                                 .signature = "",
                                 .type = "",
                                 .body = "",
                                 .most = row->most};
    struct sync_answer answer;

    transport_send(transport, http_server_url(server), row->pin != NULL ? row->pin : pin, &ask,
                   &answer);
    assert_int_equal(answer.way, row->want);
    if (row->want == SYNC_ANSWERED) {
        assert_int_equal(answer.status, 200);
        assert_int_equal(answer.size, LENGTH);
    }
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("agent_transport", start, stop);
}
