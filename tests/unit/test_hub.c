/* The hub by PROTOCOL section 4, without a socket: enrolment, push with its order of checks and its
 * holds, pull, scope, backfill, sums. Each test has a hub of its own, in memory.
 */
#include "hub.h"
#include "sync.h"
#include "tablet.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- the outside ---------------------------------------------------------------------------- */

static struct outside_row {
    const char *name;
    const char *method;
    const char *target;
    int status;
    const char *part;
} outside_rows[] = {
    {"the hub says who it is",      "GET",  "/v1/hub",          200, "\"protocol\":1"},
    {"an unknown address",          "GET",  "/v1/nothing",      404, "\"not_found\"" },
    {"another method",              "POST", "/v1/hub",          405, "\"method\""    },
    {"a push without a token",      "POST", "/v1/push",         401, "\"token\""     },
    {"a pull without a token",      "GET",  "/v1/pull?limit=0", 401, "\"token\""     },
    {"an enrolment without a body", "POST", "/v1/enrol",        400, "\"malformed\"" },
};

static void check_outside(void **state)
{
    const struct outside_row *row = *state;
    void *made = NULL;
    struct tablet_world *w = NULL;
    struct http_request req;
    struct http_reply reply;

    assert_int_equal(tablet_world_make(&made), 0);
    w = made;
    assert_int_equal(http_request_init(&req, row->method, row->target), STATUS_OK);
    http_reply_init(&reply);
    hub_handle(w->hub, &req, &reply);
    tablet_assert_reply(&reply, row->status, row->part);
    http_request_finish(&req);
    assert_int_equal(tablet_world_end(&made), 0);
}

/* ---- enrolment ------------------------------------------------------------------------------ */

static void a_code_serves_one_key(void **state)
{
    struct tablet_world *w = *state;
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct tablet t;
    struct tablet other;
    struct http_reply reply;
    struct id first;
    char old_token[128];

    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    tablet_init(&t, w->hub, &w->chance, &w->now_ms);
    tablet_init(&other, w->hub, &w->chance, &w->now_ms);
    tablet_enrol(&t, "wrong", &reply);
    tablet_assert_reply(&reply, 403, "\"code\"");
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 201, "\"device\"");
    first = t.dev;
    text_copy(old_token, sizeof old_token, t.token);
    tablet_enrol(&t, buf_cstr(&secret), &reply); /* the answer was lost */
    tablet_assert_reply(&reply, 201, "\"device\"");
    assert_true(id_equal(&first, &t.dev));
    tablet_expect_get(&t, "/v1/pull?epoch=", 200, "\"next\"");
    text_copy(t.token, sizeof t.token, old_token);
    tablet_expect_get(&t, "/v1/pull?epoch=", 401, "\"token\"");
    tablet_enrol(&other, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 403, "\"code\"");
    w->now_ms += HUB_CODE_LIFE_MS;
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 403, "\"code\"");
    tablet_finish(&t);
    tablet_finish(&other);
    buf_finish(&secret);
}

/* Ten years on, by a clock that is wrong; then somebody puts it right. */
static void a_code_of_years_to_come_does_not_live_until_then(void **state)
{
    static const int64_t years_ms = 3650LL * 24 * 3600 * 1000;
    struct tablet_world *w = *state;
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct tablet t;
    struct http_reply reply;

    tablet_init(&t, w->hub, &w->chance, &w->now_ms);
    w->now_ms += years_ms;
    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    w->now_ms -= HUB_CLOCK_STEP_MS; /* a right clock is put back by a little, too */
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 201, "\"device\"");
    w->now_ms -= years_ms;
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 403, "\"code\"");
    tablet_finish(&t);
    buf_finish(&secret);
}

static void expect_enrol(struct tablet *t, const char *secret, int status, const char *wait)
{
    struct http_reply reply;
    const char *said = NULL;

    tablet_enrol(t, secret, &reply);
    said = http_reply_header(&reply, "Retry-After");
    assert_string_equal(said == NULL ? "" : said, wait);
    tablet_assert_reply(&reply, status, "");
}

static void codes_tried_in_vain_run_out(void **state)
{
    struct tablet_world *w = *state;
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct tablet t;

    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    tablet_init(&t, w->hub, &w->chance, &w->now_ms);
    for (int i = 0; i < 30; i++) {
        expect_enrol(&t, buf_cstr(&secret), 201, ""); /* good ones are free */
        expect_enrol(&t, "wrong", 403, "");
    }
    expect_enrol(&t, "wrong", 429, "10");
    w->now_ms += 8500;
    expect_enrol(&t, buf_cstr(&secret), 429, "2");
    w->now_ms += 1500;
    expect_enrol(&t, buf_cstr(&secret), 201, "");
    expect_enrol(&t, "wrong", 403, "");
    expect_enrol(&t, "wrong", 429, "10");
    w->now_ms -= 365LL * 24 * 3600 * 1000; /* a clock set back locks nobody out */
    expect_enrol(&t, "wrong", 403, "");
    tablet_finish(&t);
    buf_finish(&secret);
}

/* ---- push ----------------------------------------------------------------------------------- */

static void a_batch_is_taken_once(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct buf body = {0};
    struct buf signature = {0};
    struct http_reply reply;
    struct id pupil;

    tablet_join(w, &t, NULL);
    pupil = tablet_write_pupil(&t);
    tablet_write_note(&t, &pupil);
    buf_add(&body, t.body.data, t.body.size);
    tablet_sign(&t, &t.hash, &signature);
    tablet_expect_push(&t, 200, "\"acked\":2");
    tablet_push_body(&t, body.data, body.size, buf_cstr(&signature), &reply);
    tablet_assert_reply(&reply, 200, "\"acked\":2");
    tablet_write_note(&t, &pupil);
    buf_add(&body, t.body.data, t.body.size); /* a retry that goes on */
    tablet_sign(&t, &t.hash, &signature);
    tablet_push_body(&t, body.data, body.size, buf_cstr(&signature), &reply);
    tablet_assert_reply(&reply, 200, "\"acked\":3");
    buf_finish(&signature);
    buf_finish(&body);
    tablet_finish(&t);
}

static void refusals_store_nothing(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct tablet clone;
    struct buf signature = {0};
    struct http_reply reply;
    struct id pupil;
    char epoch[ID_ROOM];

    tablet_join(w, &t, NULL);
    pupil = tablet_write_pupil(&t);
    tablet_expect_push(&t, 200, "\"acked\":1");
    clone = t;
    clone.body = (struct buf){0};

    tablet_push_body(&t, "", 0, "x", &reply);
    tablet_assert_reply(&reply, 400, "\"line\":1");
    tablet_write_note(&t, &pupil);
    tablet_push_body(&t, t.body.data, t.body.size, NULL, &reply);
    tablet_assert_reply(&reply, 403, "\"signature\"");
    tablet_push_body(&t, t.body.data, t.body.size, "garbled", &reply);
    tablet_assert_reply(&reply, 403, "\"acked\":1");
    text_copy(epoch, sizeof epoch, t.epoch);
    t.epoch[0] = t.epoch[0] == 'a' ? 'b' : 'a';
    tablet_expect_push(&t, 409, "\"epoch\"");
    tablet_push_body(&t, "x\n", 2, NULL, &reply); /* form comes before epoch */
    tablet_assert_reply(&reply, 400, "\"malformed\"");
    text_copy(t.epoch, sizeof t.epoch, epoch);
    tablet_expect_push(&t, 200, "\"acked\":2");

    tablet_write_note(&clone, &pupil); /* another change under seq 2 */
    tablet_expect_push(&clone, 409, "\"fork\"");
    buf_clear(&clone.body);
    clone.seq = 7;
    tablet_write_note(&clone, &pupil);
    tablet_expect_push(&clone, 409, "\"gap\"");
    buf_clear(&t.body);
    t.data_key.bytes[0] ^= 1;
    tablet_write_note(&t, &pupil);
    tablet_expect_push(&t, 403, "\"seal\"");
    tablet_expect_get(&clone, "/v1/pull?epoch=", 200, "\"acked\":2");
    buf_finish(&signature);
    tablet_finish(&clone);
    tablet_finish(&t);
}

static void bad_content_is_held_and_not_refused(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct tablet_draft d = {.type = "observation", .set = "{\"when\":\"noon\"}"};
    struct id pupil;
    struct id stranger;
    struct sync_page page;
    struct http_reply reply;

    tablet_join(w, &t, NULL);
    pupil = tablet_write_pupil(&t);
    stranger = tablet_new_id(&t);
    tablet_write_note(&t, &stranger);
    d.rec = tablet_new_id(&t);
    d.pupil = pupil;
    tablet_write(&t, &d);
    tablet_write_raw(&t, &pupil, "no line\0at all", 14);
    tablet_write_gone(&t, &pupil, "gone", 4);
    tablet_push(&t, &reply);
    tablet_assert_reply(
        &reply, 200,
        "\"held\":[{\"seq\":2,\"reason\":\"school\"},{\"seq\":3,\"reason\":\"shape\"},"
        "{\"seq\":4,\"reason\":\"form\"}]");
    tablet_page(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 3);
    assert_int_equal(page.head.acked, 5);
    assert_true(hash_equal(&page.head.hash, &t.hash));
    sync_page_finish(&page);

    d = (struct tablet_draft){.type = "pupil", .set = "{\"given\":\"Wren\"}"};
    d.rec = stranger;
    d.pupil = stranger;
    tablet_write(&t, &d); /* now the stranger is known, and seq 2 is free */
    tablet_expect_push(&t, 200, "\"held\":[]");
    tablet_page(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 2);
    sync_page_finish(&page);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 4), STATUS_REFUSED);
    assert_int_equal(hub_held_set_aside(w->hub, &t.dev, 4), STATUS_OK);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 3), STATUS_OK);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 2), STATUS_NOT_FOUND);
    tablet_page(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 0);
    sync_page_finish(&page);
    tablet_finish(&t);
}

#define LARGE 600

/* A change of the last box's letters: it opens no more. */
static void break_last_box(const struct buf *body, struct buf *out)
{
    buf_clear(out);
    buf_add(out, body->data, body->size);
    char *letter = out->data + out->size - 40;
    *letter = *letter == 'A' ? 'B' : 'A';
}

/* The lines that another tablet is given; their numbers have no gap. */
static size_t count_pulled(struct tablet_world *w)
{
    struct tablet other;
    struct sync_page page;
    size_t count = 0;

    tablet_join(w, &other, NULL);
    tablet_page(&other, "/v1/pull?limit=5000&epoch=", &page);
    for (size_t i = 1; i < page.count; i++) {
        assert_int_equal(page.rows[i].lsn, page.rows[i - 1].lsn + 1);
    }
    count = page.count;
    sync_page_finish(&page);
    tablet_finish(&other);
    return count;
}

/* A server has most of it before the end is looked at. Planted, and seen to fail here: a verdict
 * that the job does not ask for. */
static void a_large_batch_is_stored_whole_or_not_at_all(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct buf broken = {0};
    struct buf signature = {0};
    struct http_reply reply;
    struct id pupil;
    size_t before = 0;

    tablet_join(w, &t, NULL);
    pupil = tablet_write_pupil(&t);
    tablet_expect_push(&t, 200, "\"acked\":1");
    before = count_pulled(w);
    for (int i = 0; i < LARGE; i++) {
        if (i == LARGE / 2) {
            tablet_write_raw(&t, &pupil, "no line", 7);
        } else if (i == LARGE / 2 + 1) {
            tablet_write_gone(&t, &pupil, "gone", 4);
        } else {
            tablet_write_note(&t, &pupil);
        }
    }
    tablet_sign(&t, &t.hash, &signature);
    break_last_box(&t.body, &broken);
    tablet_push_body(&t, t.body.data, t.body.size, "garbled", &reply);
    tablet_assert_reply(&reply, 403, "\"signature\"");
    tablet_push_body(&t, broken.data, broken.size, buf_cstr(&signature), &reply);
    tablet_assert_reply(&reply, 403, "\"seal\"");
    tablet_expect_get(&t, "/v1/pull?epoch=", 200, "\"acked\":1,");
    assert_int_equal(count_pulled(w), before);
    for (int i = 0; i < 2; i++) { /* and once more, as after a lost answer */
        tablet_push_body(&t, t.body.data, t.body.size, buf_cstr(&signature), &reply);
        tablet_assert_reply(&reply, 200, "\"held\":[{\"seq\":302,\"reason\":\"form\"}]");
        assert_int_equal(count_pulled(w), before + LARGE - 2);
    }
    buf_finish(&broken);
    buf_finish(&signature);
    tablet_finish(&t);
}

/* ---- pull ----------------------------------------------------------------------------------- */

static void a_page_opens_and_sums_agree(void **state)
{
    struct tablet_world *w = *state;
    struct tablet a;
    struct tablet b;
    struct id pupil;
    struct sync_page page;
    struct sync_check sum = {0};
    struct buf line = {0};

    tablet_join(w, &a, NULL);
    tablet_join(w, &b, NULL);
    pupil = tablet_write_pupil(&a);
    for (int i = 0; i < 5; i++) {
        tablet_write_note(&a, &pupil);
    }
    tablet_expect_push(&a, 200, "\"acked\":6");
    tablet_page(&b, "/v1/pull?limit=4&epoch=", &page);
    assert_int_equal(page.count, 4); /* the school's own record is the first of all */
    assert_true(page.head.more);
    assert_false(page.head.has_check);
    assert_int_equal(page.head.next, page.rows[3].lsn);
    assert_int_equal(page.head.pupil_count, 1);
    sync_page_finish(&page);
    tablet_page(&b, "/v1/pull?after=0&limit=5000&epoch=", &page);
    assert_int_equal(page.count, 7);
    assert_false(page.head.more);
    for (size_t i = 0; i < page.count; i++) {
        const struct sync_row *row = &page.rows[i];
        struct change_place place = {.dev = row->dev, .seq = row->seq, .pupil = row->pupil};
        assert_int_equal(change_open(&b.data_key, &place, row->box, row->size, &line), STATUS_OK);
        sync_check_mix(&sum, &row->dev, row->seq);
        sum.count++;
        assert_int_equal(row->lsn, (int64_t)i + 1);
    }
    assert_true(page.head.has_check);
    assert_int_equal(page.head.check.count, sum.count);
    assert_memory_equal(page.head.check.sum, sum.sum, sizeof sum.sum);
    sync_page_finish(&page);
    tablet_page(&a, "/v1/pull?epoch=", &page); /* never its own */
    assert_int_equal(page.count, 1);
    assert_int_equal(page.head.next, 7);
    sync_page_finish(&page);
    buf_finish(&line);
    tablet_finish(&a);
    tablet_finish(&b);
}

static struct query_row {
    const char *name;
    const char *target;
    int status;
    const char *part;
} query_rows[] = {
    {"limit 0",                           "/v1/pull?limit=0&epoch=",                                400, "\"malformed\""},
    {"limit 5001",                        "/v1/pull?limit=5001&epoch=",                             400, "\"malformed\""},
    {"after -1",                          "/v1/pull?after=-1&epoch=",                               400, "\"malformed\""},
    {"after in words",                    "/v1/pull?after=all&epoch=",                              400, "\"malformed\""},
    {"form before epoch",                 "/v1/pull?limit=0",                                       400, "\"malformed\""},
    {"no epoch is another",               "/v1/pull",                                               409, "\"acked\":0"  },
    {"another epoch",                     "/v1/pull?epoch=0190aaaa-0000-7000-8000-000000000001",    409, "\"epoch\""    },
    {"a pupil out of scope",              "/v1/pupils/0190aaaa-0000-7000-8000-000000000001?epoch=", 404,
     "\"scope\""                                                                                                        },
    {"the pupil's epoch comes first",     "/v1/pupils/x",                                           409, "\"epoch\""    },
    {"what is school-wide",               "/v1/pupils/-?epoch=",                                    200, "\"next\":1"   },
    {"upto -1",                           "/v1/check?upto=-1&epoch=",                               400, "\"malformed\""},
    {"a check of nothing but the school", "/v1/check?upto=9&epoch=",                                200,
     "{\"pupil\":null,\"n\":1,"                                                                                         },
};

static void check_query(void **state)
{
    const struct query_row *row = *state;
    void *made = NULL;
    struct tablet t;

    assert_int_equal(tablet_world_make(&made), 0);
    tablet_join(made, &t, NULL);
    tablet_expect_get(&t, row->target, row->status, row->part);
    tablet_finish(&t);
    assert_int_equal(tablet_world_end(&made), 0);
}

#define COUNT(rows)      (sizeof(rows) / sizeof((rows)[0]))
#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, tablet_world_make, tablet_world_end)

int main(void)
{
    const struct CMUnitTest stories[] = {
        WITH_WORLD(a_code_serves_one_key),
        WITH_WORLD(a_code_of_years_to_come_does_not_live_until_then),
        WITH_WORLD(codes_tried_in_vain_run_out),
        WITH_WORLD(a_batch_is_taken_once),
        WITH_WORLD(refusals_store_nothing),
        WITH_WORLD(bad_content_is_held_and_not_refused),
        WITH_WORLD(a_large_batch_is_stored_whole_or_not_at_all),
        WITH_WORLD(a_page_opens_and_sums_agree),
    };
    struct CMUnitTest rows[COUNT(outside_rows) + COUNT(query_rows)];
    size_t n = 0;

    for (size_t i = 0; i < COUNT(outside_rows); i++) {
        rows[n++] =
            (struct CMUnitTest){outside_rows[i].name, check_outside, NULL, NULL, &outside_rows[i]};
    }
    for (size_t i = 0; i < COUNT(query_rows); i++) {
        rows[n++] =
            (struct CMUnitTest){query_rows[i].name, check_query, NULL, NULL, &query_rows[i]};
    }
    return cmocka_run_group_tests_name("the hub from outside", rows, NULL, NULL) +
           cmocka_run_group_tests_name("the hub's stories", stories, NULL, NULL);
}
