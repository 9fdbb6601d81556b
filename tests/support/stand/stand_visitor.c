/* Somebody in front of the dashboard: a browser of a few lines. It keeps cookies and fills in
 * forms. */
#include "stand.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST "hub.test:8443"

int visitor_arrives(void **state)
{
    struct visitor *v = mem_zero(1, sizeof *v);
    char *assets = support_source("assets");
    struct dashboard_options options;

    v->now_ms = VISITOR_NOW_MS;
    v->stand = stand_make_empty(v->now_ms);
    options = stand_options(v->stand, assets);
    CHECK(dashboard_open(&options, &v->dashboard) == STATUS_OK);
    http_reply_init(&v->reply);
    free(assets);
    *state = v;
    return 0;
}

int visitor_leaves(void **state)
{
    struct visitor *v = *state;

    http_reply_finish(&v->reply);
    dashboard_close(v->dashboard);
    stand_end(v->stand);
    free(v);
    return 0;
}

static void add_cookie(char *kept, size_t room, const char *text, size_t size)
{
    size_t at = strlen(kept);

    (void)snprintf(kept + at, room - at, "%s%.*s", at == 0 ? "" : "; ", (int)size, text);
}

/* Takes name=value of a Set-Cookie in; an empty value takes the name out. */
static void keep_cookie(struct visitor *v, const char *set)
{
    size_t name = strcspn(set, "=") + 1;
    size_t whole = strcspn(set, ";");
    char kept[VISITOR_COOKIE_ROOM] = "";
    const char *at = v->cookie;

    while (*at != '\0') {
        size_t size = strcspn(at, ";");
        if (strncmp(at, set, name) != 0) {
            add_cookie(kept, sizeof kept, at, size);
        }
        at += size;
        at += strspn(at, "; ");
    }
    if (whole > name) {
        add_cookie(kept, sizeof kept, set, whole);
    }
    text_copy(v->cookie, sizeof v->cookie, kept);
}

static void add_header(struct http_request *req, const char *name, const char *value)
{
    CHECK(http_request_add_header(req, name, value) == STATUS_OK);
}

int visitor_ask_from(struct visitor *v, const char *target, const char *body, const char *origin)
{
    struct http_request req;

    http_reply_finish(&v->reply);
    http_reply_init(&v->reply);
    CHECK(http_request_init(&req, body == NULL ? "GET" : "POST", target) == STATUS_OK);
    add_header(&req, "Host", HOST);
    if (v->cookie[0] != '\0') {
        add_header(&req, "Cookie", v->cookie);
    }
    if (origin != NULL) {
        add_header(&req, "Origin", origin);
    }
    if (body != NULL) {
        add_header(&req, "Content-Type", "application/x-www-form-urlencoded");
        buf_text(&req.body, body);
    }
    if (!dashboard_handle(v->dashboard, &req, &v->reply)) {
        v->reply.status = 404; /* as the hub would say of a path that is nobody's */
    }
    http_request_finish(&req);
    for (size_t i = 0; i < v->reply.headers.count; i++) {
        if (strcmp(v->reply.headers.items[i].name, "Set-Cookie") == 0) {
            keep_cookie(v, v->reply.headers.items[i].value);
        }
    }
    return v->reply.status;
}

int visitor_ask(struct visitor *v, const char *target, const char *body)
{
    return visitor_ask_from(v, target, body, "https://" HOST);
}

bool visitor_sees(const struct visitor *v, const char *text)
{
    return strstr(buf_cstr(&v->reply.body), text) != NULL;
}

void visitor_csrf(const struct visitor *v, char out[64])
{
    static const char mark[] = "name=\"csrf\" value=\"";
    const char *at = strstr(buf_cstr(&v->reply.body), mark);

    out[0] = '\0';
    if (at != NULL) {
        at += sizeof mark - 1;
        (void)snprintf(out, 64, "%.*s", (int)strcspn(at, "\""), at);
    }
}

int visitor_sign_in(struct visitor *v, const char *user, const char *passphrase, const char *code)
{
    struct buf body = {0};
    char csrf[64];
    int status = visitor_ask(v, "/login", NULL);

    if (status == 200) {
        visitor_csrf(v, csrf);
        buf_printf(&body, "csrf=%s&user=", csrf);
        http_percent_encode(&body, user);
        buf_text(&body, "&passphrase=");
        http_percent_encode(&body, passphrase);
        buf_text(&body, "&code=");
        http_percent_encode(&body, code);
        status = visitor_ask(v, "/login", buf_cstr(&body));
        buf_finish(&body);
    }
    return status;
}

void visitor_wait(struct visitor *v, int64_t ms)
{
    v->now_ms += ms;
    stand_set_now(v->stand, v->now_ms);
}
