/* Signing in to the dashboard, without a socket: who gets in, how often they may try, until when.
 *
 * Planted faults, each built once and seen to fail here: a guess counted after it is checked and
 * not before; a session that outlives its account.
 */
#include "dashboard.h"
#include "cases.h"
#include "stand.h"

#include <stdio.h>
#include <string.h>

#define HEAD_PASSPHRASE "three calm stones"
#define MINUTE_MS       60000LL

/* ---- the way in --------------------------------------------------------------------------- */

static const struct login_row {
    const char *name;
    const char *user;
    const char *passphrase;
    const char *code;
    int want;
} login_rows[] = {
    {"the right words",           "head",   HEAD_PASSPHRASE,    "",                        303},
    {"a wrong passphrase",        "head",   "three calm stone", "",                        403},
    {"no passphrase",             "head",   "",                 "",                        400},
    {"nobody",                    "nobody", HEAD_PASSPHRASE,    "",                        403},
    {"no name",                   "",       HEAD_PASSPHRASE,    "",                        400},
    {"with a code",               "senco",  "four calm stones", "123456",                  303},
    {"with a code in two halves", "senco",  "four calm stones", "123 456",                 303},
    {"with a wrong code",         "senco",  "four calm stones", "123457",                  403},
    {"without the code it needs", "senco",  "four calm stones", "",                        403},
    {"a code far too long",       "senco",  "four calm stones", "12345600000000000000000", 403},
};

static void check_login(void **state)
{
    const struct login_row *row = *state;
    void *made = NULL;

    visitor_arrives(&made);
    struct visitor *v = made;
    assert_int_equal(visitor_sign_in(v, row->user, row->passphrase, row->code), row->want);
    if (row->want == 303) {
        assert_string_equal(http_reply_header(&v->reply, "Location"), "/today");
        assert_non_null(strstr(v->cookie, "__Host-cairn="));
        assert_null(strstr(v->cookie, "__Host-cairn-form="));
        assert_int_equal(visitor_ask(v, "/today", NULL), 200);
        assert_int_equal(visitor_ask(v, "/login", NULL), 303);
    } else {
        assert_null(strstr(v->cookie, "__Host-cairn="));
        assert_true(visitor_sees(v, "role=\"alert\""));
        assert_int_equal(visitor_ask(v, "/today", NULL), 303);
        assert_string_equal(http_reply_header(&v->reply, "Location"), "/login");
    }
    visitor_leaves(&made);
}

static void wrong_name_and_wrong_words_look_the_same(void **state)
{
    struct visitor *v = *state;
    struct buf one = {0};

    assert_int_equal(visitor_sign_in(v, "head", "x", ""), 403);
    const char *alert = strstr(buf_cstr(&v->reply.body), "role=\"alert\"");
    buf_add(&one, alert, strcspn(alert, "/"));
    assert_int_equal(visitor_sign_in(v, "nobody", "x", ""), 403);
    assert_true(visitor_sees(v, buf_cstr(&one)));
    buf_finish(&one);
}

static void the_cookie_is_kept_from_scripts_and_other_sites(void **state)
{
    struct visitor *v = *state;
    const char *cookie = NULL;

    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
    cookie = http_reply_header(&v->reply, "Set-Cookie");
    assert_non_null(strstr(cookie, "__Host-cairn="));
    assert_non_null(strstr(cookie, "; Path=/; Secure; HttpOnly; SameSite=Strict"));
}

static void a_form_from_elsewhere_signs_nobody_in(void **state)
{
    struct visitor *v = *state;
    struct buf body = {0};
    char csrf[64];

    assert_int_equal(visitor_ask(v, "/login", NULL), 200);
    visitor_csrf(v, csrf);
    buf_printf(&body, "csrf=%s&user=head&passphrase=three+calm+stones&code=", csrf);
    assert_int_equal(visitor_ask_from(v, "/login", buf_cstr(&body), "https://elsewhere.test"), 400);
    assert_int_equal(visitor_ask_from(v, "/login", buf_cstr(&body), "null"), 400);
    assert_int_equal(stand_checks(v->stand), 0);
    buf_finish(&body);

    assert_int_equal(visitor_ask(v, "/login", "user=head&passphrase=three+calm+stones"), 403);
    v->cookie[0] = '\0';
    buf_printf(&body, "csrf=%s&user=head&passphrase=three+calm+stones&code=", csrf);
    assert_int_equal(visitor_ask(v, "/login", buf_cstr(&body)), 403);
    assert_int_equal(stand_checks(v->stand), 0);
    buf_finish(&body);
}

/* ---- guessing ----------------------------------------------------------------------------- */

static void ten_guesses_then_a_rest(void **state)
{
    struct visitor *v = *state;

    for (int i = 0; i < 10; i++) {
        assert_int_equal(visitor_sign_in(v, i % 2 == 0 ? "head" : "HEAD", "x", ""), 403);
    }
    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 429);
    assert_string_equal(http_reply_header(&v->reply, "Retry-After"), "300");
    assert_int_equal(stand_checks(v->stand), 10);
    visitor_wait(v, 4 * MINUTE_MS);
    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 429);
    assert_int_equal(visitor_sign_in(v, "senco", "four calm stones", "123456"), 303);
    v->cookie[0] = '\0';
    visitor_wait(v, 2 * MINUTE_MS);
    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
}

static void one_address_may_not_try_everybody(void **state)
{
    struct visitor *v = *state;
    char user[32];

    for (int i = 0; i < 50; i++) {
        (void)snprintf(user, sizeof user, "user-%d", i);
        assert_int_equal(visitor_sign_in(v, user, "x", ""), 403);
    }
    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 429);
    assert_int_equal(stand_checks(v->stand), 50);
}

static void a_right_guess_costs_nothing(void **state)
{
    struct visitor *v = *state;

    for (int i = 0; i < 60; i++) {
        assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
        v->cookie[0] = '\0';
    }
}

/* ---- sessions ----------------------------------------------------------------------------- */

static const struct age_row {
    const char *name;
    int64_t step_ms; /* between two looks */
    int steps;
    int want;
} age_rows[] = {
    {"seen often, kept",                     40 * MINUTE_MS,             10, 200},
    {"unseen for an hour, ended",            60 * MINUTE_MS,             1,  303},
    {"seen often for thirteen hours, ended", 30 * MINUTE_MS,             26, 303},
    {"a clock set back does no harm",        -60 * MINUTE_MS,            2,  200},
    {"a clock set back by a year, ended",    -365 * 24 * 60 * MINUTE_MS, 1,  303},
};

static void check_age(void **state)
{
    const struct age_row *row = *state;
    void *made = NULL;
    int status = 0;

    visitor_arrives(&made);
    struct visitor *v = made;
    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
    for (int i = 0; i < row->steps; i++) {
        visitor_wait(v, row->step_ms);
        status = visitor_ask(v, "/today", NULL);
    }
    assert_int_equal(status, row->want);
    visitor_leaves(&made);
}

static void signing_out_needs_the_pages_own_form(void **state)
{
    struct visitor *v = *state;
    struct buf body = {0};
    char csrf[64];
    char cookie[VISITOR_COOKIE_ROOM];

    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
    assert_int_equal(visitor_ask(v, "/today", NULL), 200);
    visitor_csrf(v, csrf);
    assert_int_equal(visitor_ask(v, "/logout", NULL), 405);
    assert_int_equal(visitor_ask(v, "/logout", "csrf=x"), 403);
    buf_printf(&body, "csrf=%s", csrf);
    assert_int_equal(visitor_ask_from(v, "/logout", buf_cstr(&body), "https://elsewhere.test"),
                     403);
    text_copy(cookie, sizeof cookie, v->cookie);
    assert_int_equal(visitor_ask(v, "/logout", buf_cstr(&body)), 303);
    assert_null(strstr(v->cookie, "__Host-cairn="));
    text_copy(v->cookie, sizeof v->cookie, cookie); /* a copy of the cookie is worth nothing now */
    assert_int_equal(visitor_ask(v, "/today", NULL), 303);
    buf_finish(&body);
}

static void a_session_ends_with_its_account(void **state)
{
    struct visitor *v = *state;

    assert_int_equal(visitor_sign_in(v, "head", HEAD_PASSPHRASE, ""), 303);
    assert_int_equal(visitor_ask(v, "/today", NULL), 200);
    stand_forget_head(v->stand);
    assert_int_equal(visitor_ask(v, "/today", NULL), 303);
    assert_string_equal(http_reply_header(&v->reply, "Location"), "/login");
    assert_int_equal(visitor_ask(v, "/login", NULL), 200);
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_login, login_rows, COUNT(login_rows), sizeof login_rows[0]);
    cases_add_rows(check_age, age_rows, COUNT(age_rows), sizeof age_rows[0]);
    cases_add_placed("wrong name and words look the same", wrong_name_and_wrong_words_look_the_same,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("the cookie is kept close", the_cookie_is_kept_from_scripts_and_other_sites,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("a form from elsewhere", a_form_from_elsewhere_signs_nobody_in,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("ten guesses, then a rest", ten_guesses_then_a_rest, visitor_arrives,
                     visitor_leaves);
    cases_add_placed("one address may not try everybody", one_address_may_not_try_everybody,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("a right guess costs nothing", a_right_guess_costs_nothing, visitor_arrives,
                     visitor_leaves);
    cases_add_placed("signing out needs the form", signing_out_needs_the_pages_own_form,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("a session ends with its account", a_session_ends_with_its_account,
                     visitor_arrives, visitor_leaves);
    return cases_run("dashboard_login", NULL, NULL);
}
