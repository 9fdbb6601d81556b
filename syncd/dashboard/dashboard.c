/* Which page answers which path, and what every answer carries.
 *
 * The table below is the whole map. Whatever a page forgets cannot be forgotten here: who is signed
 * in is settled before a page is called, and each answer leaves with the headers that keep a
 * browser from running, framing, guessing or keeping anything. Strict-Transport-Security is left
 * out on purpose: with the hub's own certificate it would lock people out of the one way that they
 * have.
 */
#include "dashboard_private.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *value;
} headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"                                                  },
    {"X-Content-Type-Options",       "nosniff"                                 },
    {"X-Frame-Options",              "DENY"                                    },
    {"Referrer-Policy",              "same-origin"                             },
    {"Permissions-Policy",           "camera=(), microphone=(), geolocation=()"},
    {"Cross-Origin-Opener-Policy",   "same-origin"                             },
    {"Cross-Origin-Resource-Policy", "same-origin"                             },
};

static void go_to_today(struct dashboard_visit *v)
{
    http_reply_redirect(v->reply, "/today");
}

static void go_to_icon(struct dashboard_visit *v)
{
    http_reply_redirect(v->reply, "/assets/favicon.svg");
}

static const struct route {
    const char *method; /* a HEAD is answered as a GET, without its body */
    const char *path;
    bool is_open; /* to anyone; else only to who is signed in */
    void (*answer)(struct dashboard_visit *v);
} routes[] = {
    {"GET",  "/",            false, go_to_today          },
    {"GET",  "/today",       false, dashboard_show_today },
    {"GET",  "/login",       true,  dashboard_show_login },
    {"POST", "/login",       true,  dashboard_take_login },
    {"POST", "/logout",      false, dashboard_take_logout},
    {"GET",  "/favicon.ico", true,  go_to_icon           },
};
#define ROUTE_COUNT (sizeof routes / sizeof routes[0])

/* ---- life --------------------------------------------------------------------------------- */

enum status dashboard_open(const struct dashboard_options *options, struct dashboard **out)
{
    enum status st = STATUS_OK;
    struct dashboard *d = mem_zero(1, sizeof *d);

    *out = NULL;
    d->accounts = options->accounts;
    d->views = options->views;
    d->clock = options->clock;
    d->random = options->random;
    dashboard_guesses_open(&d->guesses);
    dashboard_sessions_open(&d->sessions);
    TRY(dashboard_assets_open(&d->assets, options->assets));
    TRY(dashboard_words_open(&d->words, options->assets));
    *out = d;

done:
    if (st != STATUS_OK) {
        dashboard_close(d);
    }
    return st;
}

void dashboard_close(struct dashboard *d)
{
    if (d == NULL) {
        return;
    }
    dashboard_words_close(&d->words);
    dashboard_assets_close(&d->assets);
    dashboard_sessions_close(&d->sessions);
    dashboard_guesses_close(&d->guesses);
    free(d);
}

/* ---- what pages share --------------------------------------------------------------------- */

struct page_frame dashboard_frame(const struct dashboard_visit *v)
{
    struct page_frame frame = {0};

    if (v->who != NULL) {
        frame.person = v->who->person.name;
        frame.csrf = v->who->csrf;
    }
    return frame;
}

void dashboard_is_html(struct dashboard_visit *v, int status)
{
    v->reply->status = status;
    v->reply->content_type = "text/html; charset=utf-8";
}

void dashboard_say(struct dashboard_visit *v, int status, const char *title, const char *sentence)
{
    struct page_note page = {.frame = dashboard_frame(v), .title = title, .sentence = sentence};

    buf_clear(&v->reply->body);
    page_write_note(&page, &v->reply->body);
    dashboard_is_html(v, status);
}

bool dashboard_is_own_form(const struct dashboard_visit *v)
{
    static const char scheme[] = "https://";
    const char *origin = http_header(v->req, "Origin");
    const char *site = http_header(v->req, "Sec-Fetch-Site");
    const char *host = http_header(v->req, "Host");

    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        return false;
    }
    if (origin == NULL) {
        return true; /* the token decides */
    }
    return host != NULL && strncmp(origin, scheme, sizeof scheme - 1) == 0 &&
           strcmp(origin + sizeof scheme - 1, host) == 0;
}

/* ---- routing ------------------------------------------------------------------------------ */

static bool is_method(const struct http_request *req, const char *method)
{
    return strcmp(req->method, method) == 0 ||
           (strcmp(req->method, "HEAD") == 0 && strcmp(method, "GET") == 0);
}

static bool is_own_path(const char *path)
{
    if (strncmp(path, "/assets/", 8) == 0) {
        return true;
    }
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (strcmp(routes[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

static void add_headers(struct http_reply *reply)
{
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        http_reply_add_header(reply, headers[i].name, headers[i].value);
    }
    if (http_reply_header(reply, "Cache-Control") == NULL) {
        http_reply_add_header(reply, "Cache-Control", "no-store");
    }
}

static void answer_route(struct dashboard_visit *v)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        const struct route *r = &routes[i];
        if (strcmp(r->path, v->req->path) != 0 || !is_method(v->req, r->method)) {
            continue;
        }
        if (v->who == NULL && !r->is_open) {
            http_reply_redirect(v->reply, "/login");
        } else {
            r->answer(v);
        }
        return;
    }
    http_reply_add_header(v->reply, "Allow", "GET, HEAD, POST");
    dashboard_say(v, 405, "Not that way", "This page cannot be asked for in that way.");
}

bool dashboard_handle(struct dashboard *d, const struct http_request *req, struct http_reply *reply)
{
    struct dashboard_session session;
    struct arena arena = {0};
    struct dashboard_visit v = {.d = d, .req = req, .reply = reply, .arena = &arena};

    if (!is_own_path(req->path)) {
        return false;
    }
    if (strncmp(req->path, "/assets/", 8) == 0) {
        dashboard_assets_answer(&d->assets, req, reply);
    } else {
        v.now_ms = d->clock.now_ms(d->clock.ctx);
        if (dashboard_sessions_find(&d->sessions, http_cookie(req, DASHBOARD_COOKIE), v.now_ms,
                                    &session)) {
            v.who = &session;
        }
        answer_route(&v);
    }
    add_headers(reply);
    arena_finish(&arena);
    return true;
}
