/* The dashboard without a socket: what is asked, what is counted, what is kept from whom.
 *
 * Planted fault, built once and seen to fail here: a school taken from the query unseen.
 */
#include "dashboard.h"
#include "cases.h"
#include "stand.h"

#include <string.h>

#define HEAD  "head", "three calm stones", ""
#define SENCO "senco", "four calm stones", "123456"
#define GUEST "guest", "five calm stones", ""

/* ---- what is asked ------------------------------------------------------------------------ */

static const struct ask_row {
    const char *name;
    const char *user;
    const char *passphrase;
    const char *code;
    const char *target;
    int want;
    const char *there;
} ask_rows[] = {
  /* Aligned by columns, the rows would be too wide to read. */
  /* clang-format off */
    {"the first school, today", HEAD, "/today", 200, "Today, Tuesday 14 October 2025"},
    {"another school", HEAD, "/today?school=" STAND_SCHOOL_OTHER, 200,
     "<bdi>Quillstone House School</bdi>"},
    {"another day", HEAD, "/today?day=2025-10-13", 200, "<h1>Monday 13 October 2025</h1>"},
    {"no such day", HEAD, "/today?day=2025-02-30", 400, "not a day of the calendar"},
    {"two days", HEAD, "/today?day=2025-10-01&day=2025-10-02", 400, "not a day of the calendar"},
    {"a day to come", HEAD, "/today?day=2025-10-15", 400, "has not come yet"},
    {"a school of somebody else's", SENCO, "/today?school=" STAND_SCHOOL, 404,
     "There is no such school among yours."},
    {"a school that is none", SENCO, "/today?school=%3Cb%3E", 404,
     "There is no such school among yours."},
    {"two schools at once", HEAD,
     "/today?school=" STAND_SCHOOL "&school=" STAND_SCHOOL_OTHER, 404, "no such school"},
    {"an account without a school", GUEST, "/today", 403, "has no school yet"},
    {"the front door", HEAD, "/", 303, ""},
  /* clang-format on */
};

static void check_ask(void **state)
{
    const struct ask_row *row = *state;
    void *made = NULL;

    visitor_arrives(&made);
    struct visitor *v = made;
    assert_int_equal(visitor_sign_in(v, row->user, row->passphrase, row->code), 303);
    assert_int_equal(visitor_ask(v, row->target, NULL), row->want);
    assert_true(visitor_sees(v, row->there));
    assert_false(visitor_sees(v, "<b>"));
    visitor_leaves(&made);
}

/* ---- what is counted ---------------------------------------------------------------------- */

#define PUPIL_A "0199d000-0000-7000-8000-00000000000a"
#define PUPIL_B "0199d000-0000-7000-8000-00000000000b"
#define GROUP_1 "0199d000-0000-7000-8000-000000000101"
#define GROUP_2 "0199d000-0000-7000-8000-000000000102"
#define ID(end) "0199d000-0000-7000-8000-000000000" end

/* Two pupils; A is in both groups. The day starts at 23:00 UTC of the day before (summer time). */
static void tell_a_day(struct visitor *v)
{
    static const struct {
        const char *type;
        const char *rec;
        const char *pupil;
        const char *set;
    } told[] = {
        {"staff",           ID("201"), "",      "{\"name\":\"Tamsin <Pye>\"}"                      },
        {"group",           GROUP_1,   "",      "{\"name\":\"Willow\"}"                            },
        {"group",           GROUP_2,   "",      "{\"name\":\"Swimmers & divers\"}"                 },
        {"pupil",           PUPIL_A,   PUPIL_A, "{\"given\":\"Amira\",\"family\":\"O'Hara\"}"      },
        {"pupil",           PUPIL_B,   PUPIL_B, "{\"given\":\"Benjamin\",\"preferred\":\"Ben\"}"   },
        {"membership",      ID("301"), PUPIL_A, "{\"group\":\"" GROUP_1 "\"}"                      },
        {"membership",      ID("302"), PUPIL_A, "{\"group\":\"" GROUP_2 "\"}"                      },
        {"membership",      ID("303"), PUPIL_B, "{\"group\":\"" GROUP_1 "\"}"                      },
        {"observation",     ID("401"), PUPIL_A,
         "{\"when\":1760396400000,\"instrument\":\"engagement-model\","
         "\"engagement\":{\"persistence\":\"established\",\"exploration\":\"not-seen\"},"
         "\"doing\":\"Sand tray\",\"with\":\"With Ola\",\"prompt\":\"verbal\"}"                    },
        {"observation",     ID("402"), PUPIL_A,
         "{\"when\":1760434800000,\"outcome\":\"<script>dig</script>\"}"                           },
        {"observation",     ID("403"), PUPIL_B,
         "{\"when\":1760434000000,\"instrument\":\"zest\",\"engagement\":{\"verve\":\"4\"}}"       },
        {"observation",     ID("404"), PUPIL_B, "{\"when\":1760396399999}"                         }, /* a moment before */
        {"observation",     ID("405"), PUPIL_B, "{\"when\":1760434000001,\"void\":\"wrong pupil\"}"},
        {"self_assessment", ID("501"), PUPIL_B,
         "{\"when\":1760434100000,\"instrument\":\"how-it-went\",\"answers\":{}}"                  },
        {"self_assessment", ID("502"), PUPIL_B,
         "{\"when\":1760434100001,\"instrument\":\"how-it-went\",\"answers\":{},\"practice\":"
         "true}"                                                                                   },
    };

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        stand_tell(v->stand, STAND_SCHOOL, told[i].type, told[i].rec, told[i].pupil, told[i].set);
    }
}

static void a_day_is_counted_once_in_the_school_and_in_each_group(void **state)
{
    static const char *const there[] = {
        "<dt>Observations</dt>\n<dd>3</dd>",
        "<dt>Pupils observed</dt>\n<dd>2<span class=\"of\"> of 2</span>",
        "own answers</dt>\n<dd>1</dd>",
        "<th scope=\"row\"><bdi>Willow</bdi></th>\n<td class=\"number\">3</td>\n"
        "<td class=\"number\">2 of 2</td>",
        "<th scope=\"row\"><bdi>Swimmers &amp; divers</bdi></th>\n<td class=\"number\">2</td>\n"
        "<td class=\"number\">1 of 1</td>",
        "<bdi>Amira O&#39;Hara</bdi>",
        "<bdi>Ben</bdi>",
        "&lt;script&gt;dig&lt;/script&gt;",
        /* in the order of the instrument, whatever the order written */
        "<li class=\"area area-1\"><span class=\"area-name\">Exploration</span> "
        "<span class=\"area-choice\">Not seen</span></li>\n"
        "<li class=\"area area-4\"><span class=\"area-name\">Persistence</span>",
        "<bdi>Sand tray, With Ola, prompt: Verbal</bdi>",
        "<span class=\"area-name\">verve</span> <span class=\"area-choice\">4</span>",
    };
    struct visitor *v = *state;

    tell_a_day(v);
    assert_int_equal(visitor_sign_in(v, HEAD), 303);
    assert_int_equal(visitor_ask(v, "/today", NULL), 200);
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++) {
        if (!visitor_sees(v, there[i])) {
            fail_msg("not on the page: %s", there[i]);
        }
    }
    assert_int_equal(visitor_ask(v, "/today?day=2025-10-13", NULL), 200);
    assert_true(visitor_sees(v, "<dt>Observations</dt>\n<dd>1</dd>"));
    assert_int_equal(visitor_ask(v, "/today?school=" STAND_SCHOOL_OTHER, NULL), 200);
    assert_true(visitor_sees(v, "<dt>Observations</dt>\n<dd>0</dd>"));
    assert_false(visitor_sees(v, "Amira"));
}

static void a_broken_store_is_a_page_too(void **state)
{
    struct visitor *v = *state;

    assert_int_equal(visitor_sign_in(v, HEAD), 303);
    stand_break(v->stand, STATUS_BUSY);
    assert_int_equal(visitor_ask(v, "/today", NULL), 503);
    assert_true(visitor_sees(v, "could not read its records just now"));
    v->cookie[0] = '\0';
    assert_int_equal(visitor_sign_in(v, HEAD), 503);
    stand_break(v->stand, STATUS_OK);
    assert_int_equal(visitor_sign_in(v, HEAD), 303);
}

/* ---- paths, headers, assets --------------------------------------------------------------- */

static void other_paths_are_not_its_own(void **state)
{
    static const char *const targets[] = {"/v1/hub", "/today/", "/asset", "/Today", "/login/x"};
    struct visitor *v = *state;

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct http_request req;
        struct http_reply reply;
        assert_int_equal(http_request_init(&req, "GET", targets[i]), STATUS_OK);
        http_reply_init(&reply);
        assert_false(dashboard_handle(v->dashboard, &req, &reply));
        assert_int_equal(reply.headers.count, 0);
        http_request_finish(&req);
        http_reply_finish(&reply);
    }
}

static const struct header_row {
    const char *name;
    const char *target;
    const char *header;
    const char *part;
} header_rows[] = {
    {"no scripts",                 "/login",            "Content-Security-Policy", "default-src 'none'; style-src 'self'"},
    {"no frames",                  "/login",            "Content-Security-Policy", "frame-ancestors 'none'"              },
    {"no guessing of types",       "/assets/cairn.css", "X-Content-Type-Options",  "nosniff"                             },
    {"pages are not kept",         "/login",            "Cache-Control",           "no-store"                            },
    {"nor is the way to them",     "/today",            "Cache-Control",           "no-store"                            },
    {"assets are asked for again", "/assets/cairn.css", "Cache-Control",           "no-cache"                            },
    {"addresses are not told",     "/login",            "Referrer-Policy",         "same-origin"                         },
};

static void check_header(void **state)
{
    const struct header_row *row = *state;
    void *made = NULL;

    visitor_arrives(&made);
    struct visitor *v = made;
    (void)visitor_ask(v, row->target, NULL);
    assert_non_null(http_reply_header(&v->reply, row->header));
    assert_non_null(strstr(http_reply_header(&v->reply, row->header), row->part));
    assert_null(http_reply_header(&v->reply, "Strict-Transport-Security"));
    visitor_leaves(&made);
}

static void assets_come_once_and_then_by_tag(void **state)
{
    struct visitor *v = *state;
    struct http_request req;
    struct http_reply reply;

    assert_int_equal(visitor_ask(v, "/assets/favicon.svg", NULL), 200);
    assert_string_equal(v->reply.content_type, "image/svg+xml");
    assert_int_equal(visitor_ask(v, "/assets/none.css", NULL), 404);
    assert_int_equal(visitor_ask(v, "/assets/cairn.css", NULL), 200);
    assert_true(v->reply.body.size > 1000);
    assert_int_equal(http_request_init(&req, "GET", "/assets/cairn.css"), STATUS_OK);
    assert_int_equal(
        http_request_add_header(&req, "If-None-Match", http_reply_header(&v->reply, "ETag")),
        STATUS_OK);
    http_reply_init(&reply);
    assert_true(dashboard_handle(v->dashboard, &req, &reply));
    assert_int_equal(reply.status, 304);
    assert_int_equal(reply.body.size, 0);
    http_reply_finish(&reply);
    http_request_finish(&req);
}

static void without_its_assets_it_does_not_open(void **state)
{
    struct visitor *v = *state;
    struct dashboard_options options = stand_options(v->stand, "no-such-folder");
    struct dashboard *d = NULL;

    assert_int_equal(dashboard_open(&options, &d), STATUS_NOT_FOUND);
    assert_null(d);
    assert_non_null(strstr(status_message(), "no-such-folder/dashboard/cairn.css"));
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_ask, ask_rows, COUNT(ask_rows), sizeof ask_rows[0]);
    cases_add_rows(check_header, header_rows, COUNT(header_rows), sizeof header_rows[0]);
    cases_add_placed("a day is counted", a_day_is_counted_once_in_the_school_and_in_each_group,
                     visitor_arrives, visitor_leaves);
    cases_add_placed("a broken store is a page too", a_broken_store_is_a_page_too, visitor_arrives,
                     visitor_leaves);
    cases_add_placed("other paths", other_paths_are_not_its_own, visitor_arrives, visitor_leaves);
    cases_add_placed("assets by tag", assets_come_once_and_then_by_tag, visitor_arrives,
                     visitor_leaves);
    cases_add_placed("no assets", without_its_assets_it_does_not_open, visitor_arrives,
                     visitor_leaves);
    return cases_run("dashboard", NULL, NULL);
}
