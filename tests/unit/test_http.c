/* Requests, forms and replies as values: what is read, and what is refused. */
#include "http.h"
#include "cases.h"

#include <stdio.h>
#include <string.h>

/* ---- targets ------------------------------------------------------------------------------- */

static const struct target_row {
    const char *name;
    const char *target;
    const char *path;  /* NULL: the target is refused */
    const char *after; /* the first "after" of the query, NULL when absent */
    size_t count;      /* how often "after" occurs */
} target_rows[] = {
    {"a bare path",                     "/v1/hub",              "/v1/hub",  NULL,       0},
    {"the root",                        "/",                    "/",        NULL,       0},
    {"one value",                       "/v1/pull?after=7",     "/v1/pull", "7",        1},
    {"a value without text",            "/p?after=&x=1",        "/p",       "",         1},
    {"a name alone has an empty value", "/p?after",             "/p",       "",         1},
    {"another name is not it",          "/p?After=7",           "/p",       NULL,       0},
    {"doubled is told",                 "/p?after=1&after=2",   "/p",       "1",        2},
    {"an escaped name counts too",      "/p?after=1&%61fter=2", "/p",       "1",        2},
    {"escapes and plus in a value",     "/p?after=a+b%26c",     "/p",       "a b&c",    1},
    {"an escape in the path",           "/a%20b",               "/a b",     NULL,       0},
    {"plus in a path is plus",          "/a+b",                 "/a+b",     NULL,       0},
    {"UTF-8 by escapes",                "/p?after=%C3%A9",      "/p",       "\xc3\xa9", 1},
    {"stray ampersands",                "/p?&&after=1&",        "/p",       "1",        1},
    {"no slash in front",               "v1/hub",               NULL,       NULL,       0},
    {"nothing at all",                  "",                     NULL,       NULL,       0},
    {"a full address",                  "http://x/y",           NULL,       NULL,       0},
    {"a hidden slash",                  "/a%2Fb",               NULL,       NULL,       0},
    {"a hidden slash, small",           "/a%2fb",               NULL,       NULL,       0},
    {"a NUL in the path",               "/a%00b",               NULL,       NULL,       0},
    {"a NUL in the query",              "/p?after=1%00",        NULL,       NULL,       0},
    {"climbing",                        "/a/../b",              NULL,       NULL,       0},
    {"climbing in disguise",            "/a/%2e%2E/b",          NULL,       NULL,       0},
    {"climbing at the end",             "/a/..",                NULL,       NULL,       0},
    {"a dot segment",                   "/./a",                 NULL,       NULL,       0},
    {"three dots are a name",           "/...",                 "/...",     NULL,       0},
    {"half an escape",                  "/a%4",                 NULL,       NULL,       0},
    {"an escape that is none",          "/p?after=%zz",         NULL,       NULL,       0},
    {"broken UTF-8",                    "/p?after=%ff",         NULL,       NULL,       0},
    {"a fragment",                      "/a#b",                 NULL,       NULL,       0},
    {"a space",                         "/a b",                 NULL,       NULL,       0},
};

static void check_target(void **state)
{
    const struct target_row *row = *state;
    struct http_request req;
    enum status st = http_request_init(&req, "GET", row->target);

    if (row->path == NULL) {
        assert_int_equal(st, STATUS_BAD_INPUT);
        assert_null(req.path);
        return;
    }
    assert_int_equal(st, STATUS_OK);
    assert_string_equal(req.path, row->path);
    assert_int_equal(http_query_count(&req, "after"), row->count);
    if (row->after == NULL) {
        assert_null(http_query(&req, "after"));
    } else {
        assert_string_equal(http_query(&req, "after"), row->after);
    }
    http_request_finish(&req);
}

/* ---- numbers in the query ------------------------------------------------------------------ */

static const struct number_row {
    const char *name;
    const char *target;
    enum status want;
    int64_t value; /* 42 stands there before */
} number_rows[] = {
    {"absent leaves it alone", "/p",                            STATUS_OK,        42  },
    {"the least",              "/p?limit=1",                    STATUS_OK,        1   },
    {"the most",               "/p?limit=5000",                 STATUS_OK,        5000},
    {"too small",              "/p?limit=0",                    STATUS_BAD_INPUT, 42  },
    {"too large",              "/p?limit=5001",                 STATUS_BAD_INPUT, 42  },
    {"doubled",                "/p?limit=2&limit=2",            STATUS_BAD_INPUT, 42  },
    {"empty",                  "/p?limit=",                     STATUS_BAD_INPUT, 42  },
    {"no number",              "/p?limit=12a",                  STATUS_BAD_INPUT, 42  },
    {"past 64 bits",           "/p?limit=99999999999999999999", STATUS_BAD_INPUT, 42  },
};

static void check_number(void **state)
{
    const struct number_row *row = *state;
    struct http_request req;
    int64_t value = 42;

    assert_int_equal(http_request_init(&req, "GET", row->target), STATUS_OK);
    assert_int_equal(http_query_int64(&req, "limit", 1, 5000, &value), row->want);
    assert_int_equal(value, row->value);
    http_request_finish(&req);
}

/* ---- headers and cookies ------------------------------------------------------------------- */

static void headers_are_found_whatever_their_case(void **state)
{
    struct http_request req;

    (void)state;
    assert_int_equal(http_request_init(&req, "POST", "/v1/push"), STATUS_OK);
    assert_int_equal(http_request_add_header(&req, "Cairn-Signature", "abc"), STATUS_OK);
    assert_string_equal(http_header(&req, "cairn-signature"), "abc");
    assert_int_equal(http_header_count(&req, "CAIRN-SIGNATURE"), 1);
    assert_null(http_header(&req, "Cairn"));
    assert_null(http_header(&req, "Cairn-Signature-2"));
    assert_true(http_is(&req, "POST", "/v1/push"));
    assert_false(http_is(&req, "GET", "/v1/push"));
    http_request_finish(&req);
}

static const struct bearer_row {
    const char *name;
    const char *first;
    const char *second;
    const char *want;
} bearer_rows[] = {
    {"a token",              "Bearer abc", NULL,         "abc"},
    {"small letters",        "bearer abc", NULL,         "abc"},
    {"another scheme",       "Basic abc",  NULL,         NULL },
    {"no token",             "Bearer ",    NULL,         NULL },
    {"no space",             "Bearerabc",  NULL,         NULL },
    {"no header",            NULL,         NULL,         NULL },
    {"two headers are none", "Bearer abc", "Bearer def", NULL },
};

static void check_bearer(void **state)
{
    const struct bearer_row *row = *state;
    struct http_request req;

    assert_int_equal(http_request_init(&req, "GET", "/"), STATUS_OK);
    if (row->first != NULL) {
        assert_int_equal(http_request_add_header(&req, "Authorization", row->first), STATUS_OK);
    }
    if (row->second != NULL) {
        assert_int_equal(http_request_add_header(&req, "authorization", row->second), STATUS_OK);
    }
    if (row->want == NULL) {
        assert_null(http_bearer(&req));
    } else {
        assert_string_equal(http_bearer(&req), row->want);
    }
    http_request_finish(&req);
}

static const struct cookie_row {
    const char *name;
    const char *header;
    const char *want; /* of the cookie "s" */
} cookie_rows[] = {
    {"alone",                    "s=1",           "1"  },
    {"among others",             "a=2; s=1; b=3", "1"  },
    {"without spaces",           "a=2;s=1;b=3",   "1"  },
    {"empty",                    "s=",            ""   },
    {"an equals sign inside",    "s=a=b",         "a=b"},
    {"another name ends in s",   "as=1",          NULL },
    {"doubled is nobody's word", "s=1; s=2",      NULL },
    {"no equals sign",           "s",             NULL },
    {"nothing",                  "",              NULL },
};

static void check_cookie(void **state)
{
    const struct cookie_row *row = *state;
    struct http_request req;

    assert_int_equal(http_request_init(&req, "GET", "/"), STATUS_OK);
    assert_int_equal(http_request_add_header(&req, "Cookie", row->header), STATUS_OK);
    if (row->want == NULL) {
        assert_null(http_cookie(&req, "s"));
    } else {
        assert_string_equal(http_cookie(&req, "s"), row->want);
    }
    http_request_finish(&req);
}

static void too_many_headers_are_refused(void **state)
{
    struct http_request req;

    (void)state;
    assert_int_equal(http_request_init(&req, "GET", "/"), STATUS_OK);
    for (int i = 0; i < HTTP_FIELDS_MAX; i++) {
        assert_int_equal(http_request_add_header(&req, "X", "1"), STATUS_OK);
    }
    assert_int_equal(http_request_add_header(&req, "X", "1"), STATUS_BAD_INPUT);
    http_request_finish(&req);
}

/* ---- forms --------------------------------------------------------------------------------- */

static const char form_type[] = "application/x-www-form-urlencoded";

static const struct form_row {
    const char *name;
    const char *type;
    const char *body;
    enum status want;
    const char *user; /* NULL: absent or doubled */
} form_rows[] = {
    {"one field",            form_type,                                          "user=amal",         STATUS_OK,        "amal" },
    {"with a charset",       "application/x-www-form-urlencoded; charset=utf-8", "user=a",            STATUS_OK,
     "a"                                                                                                                       },
    {"spaces and signs",     form_type,                                          "user=a+b%2B%3d&x=", STATUS_OK,        "a b+="},
    {"empty body",           form_type,                                          "",                  STATUS_OK,        NULL   },
    {"doubled",              form_type,                                          "user=a&user=b",     STATUS_OK,        NULL   },
    {"a broken escape",      form_type,                                          "user=%4",           STATUS_BAD_INPUT, NULL   },
    {"a NUL",                form_type,                                          "user=a%00b",        STATUS_BAD_INPUT, NULL   },
    {"half a character",     form_type,                                          "user=%C3",          STATUS_BAD_INPUT, NULL   },
    {"no content type",      NULL,                                               "user=a",            STATUS_BAD_INPUT, NULL   },
    {"another content type", "application/json",                                 "user=a",            STATUS_BAD_INPUT, NULL   },
    {"a longer type",        "application/x-www-form-urlencodedx",               "user=a",            STATUS_BAD_INPUT, NULL   },
};

static void check_form(void **state)
{
    const struct form_row *row = *state;
    struct http_request req;
    struct http_form form;

    assert_int_equal(http_request_init(&req, "POST", "/login"), STATUS_OK);
    if (row->type != NULL) {
        assert_int_equal(http_request_add_header(&req, "Content-Type", row->type), STATUS_OK);
    }
    buf_text(&req.body, row->body);
    assert_int_equal(http_form_init(&form, &req), row->want);
    if (row->user == NULL) {
        assert_null(http_form_value(&form, "user"));
    } else {
        assert_string_equal(http_form_value(&form, "user"), row->user);
    }
    http_form_finish(&form);
    http_request_finish(&req);
}

static void a_form_of_too_many_fields_is_refused(void **state)
{
    struct http_request req;
    struct http_form form;

    (void)state;
    assert_int_equal(http_request_init(&req, "POST", "/login"), STATUS_OK);
    assert_int_equal(http_request_add_header(&req, "Content-Type", form_type), STATUS_OK);
    for (int i = 0; i <= HTTP_FIELDS_MAX; i++) {
        buf_printf(&req.body, "f%d=1&", i);
    }
    assert_int_equal(http_form_init(&form, &req), STATUS_BAD_INPUT);
    assert_int_equal(form.fields.count, 0);
    http_request_finish(&req);
}

static void what_is_encoded_decodes_to_itself(void **state)
{
    static const char text[] = "Zo\xc3\xab & co: 50% +/?=#~";
    static const char path[] = "/p?text=";
    struct http_request req;
    struct buf target = {0};

    (void)state;
    buf_text(&target, path);
    http_percent_encode(&target, text);
    assert_null(strpbrk(target.data + strlen(path), " &+/?=#:"));
    assert_int_equal(http_request_init(&req, "GET", buf_cstr(&target)), STATUS_OK);
    assert_string_equal(http_query(&req, "text"), text);
    http_request_finish(&req);
    buf_finish(&target);
}

/* ---- replies ------------------------------------------------------------------------------- */

static void a_refusal_is_one_shape_and_escapes_what_it_quotes(void **state)
{
    struct http_reply reply;

    (void)state;
    http_reply_init(&reply);
    assert_int_equal(reply.status, 200);
    buf_text(&reply.body, "half an answer");
    http_reply_json_error(&reply, 409, "gap", "He said \"no\\\n\".");
    assert_int_equal(reply.status, 409);
    assert_string_equal(reply.content_type, "application/json");
    assert_string_equal(buf_cstr(&reply.body),
                        "{\"error\": \"gap\", \"message\": \"He said \\\"no\\\\\\u000a\\\".\"}");
    http_reply_add_header(&reply, "Retry-After", "30");
    assert_string_equal(http_reply_header(&reply, "retry-after"), "30");
    assert_null(http_reply_header(&reply, "Location"));
    http_reply_finish(&reply);
}

static void a_redirect_names_a_path(void **state)
{
    struct http_reply reply;

    (void)state;
    http_reply_init(&reply);
    buf_text(&reply.body, "x");
    http_reply_redirect(&reply, "/login");
    assert_int_equal(reply.status, 303);
    assert_int_equal(reply.body.size, 0);
    assert_string_equal(http_reply_header(&reply, "Location"), "/login");
    http_reply_finish(&reply);
}

/* ---- all of it ----------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_target, target_rows, COUNT(target_rows), sizeof target_rows[0]);
    cases_add_rows(check_number, number_rows, COUNT(number_rows), sizeof number_rows[0]);
    cases_add_rows(check_bearer, bearer_rows, COUNT(bearer_rows), sizeof bearer_rows[0]);
    cases_add_rows(check_cookie, cookie_rows, COUNT(cookie_rows), sizeof cookie_rows[0]);
    cases_add_rows(check_form, form_rows, COUNT(form_rows), sizeof form_rows[0]);
    cases_add("headers are found whatever their case", headers_are_found_whatever_their_case);
    cases_add("too many headers are refused", too_many_headers_are_refused);
    cases_add("a form of too many fields is refused", a_form_of_too_many_fields_is_refused);
    cases_add("what is encoded decodes to itself", what_is_encoded_decodes_to_itself);
    cases_add("a refusal is one shape", a_refusal_is_one_shape_and_escapes_what_it_quotes);
    cases_add("a redirect names a path", a_redirect_names_a_path);
    return cases_run("http", NULL, NULL);
}
