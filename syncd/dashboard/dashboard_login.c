/* Signing in and out.
 *
 * A wrong name, a wrong passphrase and a wrong code get one and the same sentence: anything finer
 * tells a stranger which half was right. The form carries a token that must agree with a cookie, so
 * that no other site can sign a person in as somebody else. A new session token is made at each
 * sign-in, so a token planted before is worth nothing after it.
 */
#include "dashboard_private.h"

#include <stdio.h>
#include <string.h>

#define FORM_COOKIE   "__Host-cairn-form"
#define COOKIE_ROOM   192
#define CODE_ROOM     16
#define USER_SIZE_MAX 200

static void set_cookie(struct dashboard_visit *v, const char *name, const char *value,
                       const char *life)
{
    char text[COOKIE_ROOM];

    (void)snprintf(text, sizeof text, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s", name,
                   value, life);
    http_reply_add_header(v->reply, "Set-Cookie", text);
}

static void show_form(struct dashboard_visit *v, int status, const char *problem, const char *user)
{
    char token[DASHBOARD_TOKEN_ROOM];
    struct page_login page = {.csrf = token, .problem = problem, .user = user};

    dashboard_token(&v->d->random, token);
    set_cookie(v, FORM_COOKIE, token, "");
    page_write_login(&page, &v->reply->body);
    dashboard_is_html(v, status);
}

void dashboard_show_login(struct dashboard_visit *v)
{
    if (v->who != NULL) {
        http_reply_redirect(v->reply, "/today");
        return;
    }
    show_form(v, 200, NULL, "");
}

/* Some people write 123 456. What is longer than any code stays wrong. */
static void take_code(const char *typed, char out[CODE_ROOM])
{
    size_t size = 0;

    for (; *typed != '\0' && size + 1 < CODE_ROOM; typed++) {
        if (*typed != ' ') {
            out[size++] = *typed;
        }
    }
    out[size] = '\0';
}

static void welcome(struct dashboard_visit *v, const struct dashboard_person *person)
{
    struct dashboard_session session;

    dashboard_sessions_begin(&v->d->sessions, &v->d->random, person, v->now_ms, &session);
    set_cookie(v, DASHBOARD_COOKIE, session.token, "");
    set_cookie(v, FORM_COOKIE, "", "; Max-Age=0");
    http_reply_redirect(v->reply, "/today");
}

static void check_guess(struct dashboard_visit *v, const char *user, const char *passphrase,
                        const char *code)
{
    struct dashboard_person person = {0};
    enum status st = STATUS_OK;

    if (!dashboard_guesses_take(&v->d->guesses, user, v->req->peer, v->now_ms)) {
        http_reply_add_header(v->reply, "Retry-After", "300");
        show_form(v, 429, "There were too many tries. Please wait five minutes, then try again.",
                  user);
        return;
    }
    st = v->d->accounts.check(v->d->accounts.ctx, user, passphrase, code, &person);
    if (st == STATUS_OK) {
        dashboard_guesses_right(&v->d->guesses, user, v->req->peer);
        welcome(v, &person);
    } else if (st == STATUS_LOCKED || st == STATUS_NOT_FOUND) {
        show_form(v, 403,
                  "The user name, the passphrase or the sign-in code is not right. Please try "
                  "again.",
                  user);
    } else {
        show_form(v, 503, "The hub could not check this just now. Please try again in a moment.",
                  user);
    }
}

void dashboard_take_login(struct dashboard_visit *v)
{
    struct http_form form;
    char code[CODE_ROOM];

    if (!dashboard_is_own_form(v) || http_form_init(&form, v->req) != STATUS_OK) {
        show_form(v, 400, "The form did not arrive whole. Please try again.", "");
        return;
    }
    const char *user = http_form_value(&form, "user");
    const char *passphrase = http_form_value(&form, "passphrase");
    const char *typed = http_form_value(&form, "code");
    if (!dashboard_token_equal(http_form_value(&form, "csrf"), http_cookie(v->req, FORM_COOKIE))) {
        show_form(v, 403, "This form had waited too long. Please try again.", "");
    } else if (user == NULL || user[0] == '\0' || passphrase == NULL || passphrase[0] == '\0') {
        show_form(v, 400, "Please give both the user name and the passphrase.",
                  user == NULL ? "" : user);
    } else if (strlen(user) > USER_SIZE_MAX) {
        show_form(v, 400, "That user name is too long.", "");
    } else {
        take_code(typed == NULL ? "" : typed, code);
        check_guess(v, user, passphrase, code);
    }
    http_form_finish(&form);
}

void dashboard_take_logout(struct dashboard_visit *v)
{
    struct http_form form;
    bool ours = false;

    if (dashboard_is_own_form(v) && http_form_init(&form, v->req) == STATUS_OK) {
        ours = dashboard_token_equal(http_form_value(&form, "csrf"), v->who->csrf);
        http_form_finish(&form);
    }
    if (!ours) {
        dashboard_say(v, 403, "Still signed in",
                      "The form did not come from this page, so nothing was done. Please use Sign "
                      "out on any page.");
        return;
    }
    dashboard_sessions_end(&v->d->sessions, v->who->token);
    set_cookie(v, DASHBOARD_COOKIE, "", "; Max-Age=0");
    http_reply_redirect(v->reply, "/login");
}
