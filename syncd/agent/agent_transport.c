/* HTTPS by libcurl, trusting one key.
 *
 * A school's network may hold a box that opens TLS and signs with an authority that every machine
 * there trusts; and a tablet whose clock says 2001 finds every certificate unborn. So neither
 * authorities nor dates count here: the connection is good when the hub's public key is the one
 * whose pin came with the enrolment code, and otherwise nothing is sent.
 */
#include "agent.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MAX      (8UL * 1024 * 1024)
#define CONNECT_SECONDS 10L
#define STALL_SECONDS   60L
#define STALL_BYTES     64L

struct transport {
    CURL *curl;
    struct buf answer;
    size_t most; /* that the answer may be long */
    bool is_too_long;
    bool (*goes_on)(void *ctx);
    void *ctx;
};

enum status transport_open(struct transport **out)
{
    struct transport *t = mem_zero(1, sizeof(*t));

    *out = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
        t->curl = curl_easy_init();
    }
    if (t->curl == NULL) {
        free(t);
        return FAIL(STATUS_UNSUPPORTED, "the network library cannot be started on this machine");
    }
    *out = t;
    return STATUS_OK;
}

void transport_close(struct transport *t)
{
    if (t != NULL) {
        curl_easy_cleanup(t->curl);
        buf_finish(&t->answer);
        free(t);
    }
}

void transport_watch(struct transport *t, bool (*goes_on)(void *ctx), void *ctx)
{
    t->goes_on = goes_on;
    t->ctx = ctx;
}

/* libcurl comes here about once a second, even when nothing moves; other than 0 ends it. */
static int see_watch(void *ctx, curl_off_t down, curl_off_t down_now, curl_off_t up,
                     curl_off_t up_now)
{
    const struct transport *t = ctx;

    (void)down;
    (void)down_now;
    (void)up;
    (void)up_now;
    return t->goes_on == NULL || t->goes_on(t->ctx) ? 0 : 1;
}

static size_t take_bytes(char *bytes, size_t one, size_t count, void *ctx)
{
    struct transport *t = ctx;

    t->is_too_long = t->answer.size + one * count > t->most;
    if (t->is_too_long) {
        return 0; /* curl ends the transfer with an error */
    }
    buf_add(&t->answer, bytes, one * count);
    return one * count;
}

/* curl wants sha256// and padded base64; the code carries base64url without padding. */
static bool write_pin(const char *pin, struct buf *out)
{
    struct buf raw = {0};
    bool fits = base64url_decode(pin, strlen(pin), &raw) == STATUS_OK && raw.size == 32;

    if (fits) {
        buf_text(out, "sha256//");
        buf_base64(out, raw.data, raw.size);
    }
    buf_finish(&raw);
    return fits;
}

static struct curl_slist *write_headers(const struct sync_ask *ask)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    struct buf line = {0};
    const char *const rows[][2] = {
        {"Authorization: Bearer ", ask->token    },
        {"Cairn-Signature: ",      ask->signature},
        {"Content-Type: ",         ask->type     },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i][1][0] != '\0') {
            buf_clear(&line);
            buf_text(&line, rows[i][0]);
            buf_text(&line, rows[i][1]);
            list = curl_slist_append(list, buf_cstr(&line));
        }
    }
    buf_finish(&line);
    return list;
}

static void set_options(struct transport *t, const char *url, const char *pin)
{
    CURL *c = t->curl;

    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L); /* the pin below is what is trusted */
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(c, CURLOPT_PINNEDPUBLICKEY, pin);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, STALL_SECONDS);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, see_watch);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
}

static enum sync_way way_of(CURLcode code)
{
    bool broke = code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR ||
                 code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_WRITE_ERROR;

    if (code == CURLE_OK) {
        return SYNC_ANSWERED;
    }
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
        return SYNC_WRONG_PIN;
    }
    return broke ? SYNC_BROKEN_OFF : SYNC_UNREACHABLE;
}

void transport_send(struct transport *t, const char *url, const char *pin,
                    const struct sync_ask *ask, struct sync_answer *answer)
{
    struct buf whole = {0};
    struct buf pinned = {0};
    struct curl_slist *headers = NULL;
    long status = 0;
    curl_off_t retry_after = 0;

    *answer = (struct sync_answer){.way = SYNC_WRONG_PIN, .body = ""};
    buf_clear(&t->answer);
    t->is_too_long = false;
    t->most = ask->most > 0 ? (size_t)ask->most : ANSWER_MAX;
    if (!write_pin(pin, &pinned)) {
        goto done; /* without a key to trust there is nothing to talk to */
    }
    buf_printf(&whole, "%s%s", url, ask->path);
    curl_easy_reset(t->curl); /* keeps the connection */
    set_options(t, buf_cstr(&whole), buf_cstr(&pinned));
    headers = write_headers(ask);
    curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, headers);
    if (text_equal(ask->method, "POST")) {
        curl_easy_setopt(t->curl, CURLOPT_POST, 1L);
        curl_easy_setopt(t->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->size);
        curl_easy_setopt(t->curl, CURLOPT_POSTFIELDS, ask->body);
    }
    answer->way = way_of(curl_easy_perform(t->curl));
    answer->way = t->is_too_long && ask->most > 0 ? SYNC_TOO_LONG : answer->way;
    (void)curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &retry_after);
    answer->status = (int)status;
    answer->retry_after_s = (int64_t)retry_after;
    answer->body = buf_cstr(&t->answer);
    answer->size = t->answer.size;
done:
    curl_slist_free_all(headers);
    buf_finish(&pinned);
    buf_finish(&whole);
}
