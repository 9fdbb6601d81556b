/* The hub over time: scopes that open and close, a log folded again, a tablet revoked, a pupil
 * erased.
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

/* ---- scope ---------------------------------------------------------------------------------- */

static void place_pupil(struct tablet *t, const struct id *rec, const struct id *pupil,
                        const char *set)
{
    struct tablet_draft d = {.type = "membership", .rec = *rec, .pupil = *pupil, .set = set};

    tablet_write(t, &d);
    tablet_expect_push(t, 200, "\"held\":[]");
}

static size_t seen(struct tablet *t, char etag[40])
{
    struct sync_page page;
    size_t count = 0;

    tablet_page(t, "/v1/pull?epoch=", &page);
    assert_true(page.head.has_pupils);
    count = page.head.pupil_count;
    text_copy(etag, 40, page.head.etag);
    sync_page_finish(&page);
    return count;
}

static void a_place_in_a_group_opens_the_scope(void **state)
{
    struct tablet_world *w = *state;
    struct tablet all;
    struct tablet some;
    struct id group;
    struct id rec;
    struct id pupil;
    struct buf set = {0};
    struct sync_page page;
    char before[40];
    char after[40];
    char target[128];

    tablet_join(w, &all, NULL);
    group = tablet_new_id(&all);
    rec = tablet_new_id(&all);
    tablet_join(w, &some, &group);
    pupil = tablet_write_pupil(&all);
    tablet_write_note(&all, &pupil);
    tablet_expect_push(&all, 200, "\"acked\":2");
    assert_int_equal(seen(&some, before), 0);
    assert_int_equal(seen(&all, after), 1);
    buf_printf(&set, "{\"group\":\"%s\",\"until\":\"2026-09-30\"}", group.text);
    place_pupil(&all, &rec, &pupil, buf_cstr(&set));
    assert_int_equal(seen(&some, after), 1);
    assert_string_not_equal(before, after);
    assert_true(snprintf(target, sizeof target, "/v1/pull?scope=%s&epoch=", after) > 0);
    tablet_page(&some, target, &page);
    assert_false(page.head.has_pupils);
    sync_page_finish(&page);
    assert_true(snprintf(target, sizeof target, "/v1/pupils/%s?epoch=", pupil.text) > 0);
    tablet_page(&some, target, &page);
    assert_int_equal(page.count, 3);
    sync_page_finish(&page);

    w->now_ms += 60LL * 24 * 3600 * 1000; /* the last day has passed */
    assert_int_equal(seen(&some, after), 0);
    assert_string_equal(before, after);
    tablet_expect_get(&some, target, 404, "\"scope\"");
    place_pupil(&all, &rec, &pupil, "{\"until\":null}");
    buf_finish(&set);
    tablet_finish(&all);
    tablet_finish(&some);
}

/* Ten years on, every place with a last day is over: until somebody puts the clock right. */
static void a_wrong_clock_ends_places_for_as_long_as_it_is_wrong(void **state)
{
    static const int64_t years_ms = 3650LL * 24 * 3600 * 1000;
    struct tablet_world *w = *state;
    struct tablet all;
    struct tablet some;
    struct tablet late;
    struct id group;
    struct id recs[2];
    struct id pupils[2];
    struct buf set = {0};
    char etag[40];

    tablet_join(w, &all, NULL);
    group = tablet_new_id(&all);
    tablet_join(w, &some, &group);
    buf_printf(&set, "{\"group\":\"%s\",\"until\":\"2026-09-30\"}", group.text);
    for (size_t i = 0; i < 2; i++) {
        recs[i] = tablet_new_id(&all);
        pupils[i] = tablet_write_pupil(&all);
    }
    tablet_expect_push(&all, 200, "\"acked\":2");
    place_pupil(&all, &recs[0], &pupils[0], buf_cstr(&set));
    assert_int_equal(seen(&some, etag), 1);
    w->now_ms += years_ms; /* and a pull looks at the scopes */
    assert_int_equal(seen(&some, etag), 0);
    w->now_ms -= years_ms;
    assert_int_equal(seen(&some, etag), 1);
    w->now_ms += years_ms; /* and a push, and an enrolment */
    place_pupil(&all, &recs[1], &pupils[1], buf_cstr(&set));
    tablet_join(w, &late, &group);
    w->now_ms -= years_ms;
    assert_int_equal(seen(&some, etag), 2);
    assert_int_equal(seen(&late, etag), 2);
    buf_finish(&set);
    tablet_finish(&all);
    tablet_finish(&some);
    tablet_finish(&late);
}

static void a_void_place_closes_it(void **state)
{
    struct tablet_world *w = *state;
    struct tablet all;
    struct tablet some;
    struct id group;
    struct id rec;
    struct id pupil;
    struct buf set = {0};
    char etag[40];

    tablet_join(w, &all, NULL);
    group = tablet_new_id(&all);
    rec = tablet_new_id(&all);
    tablet_join(w, &some, &group);
    pupil = tablet_write_pupil(&all);
    buf_printf(&set, "{\"group\":\"%s\"}", group.text);
    place_pupil(&all, &rec, &pupil, buf_cstr(&set));
    assert_int_equal(seen(&some, etag), 1);
    place_pupil(&all, &rec, &pupil, "{\"void\":\"entered in error\"}");
    assert_int_equal(seen(&some, etag), 0);
    buf_finish(&set);
    tablet_finish(&all);
    tablet_finish(&some);
}

/* ---- mending -------------------------------------------------------------------------------- */

static enum status count_line(void *ctx, const char *line, size_t size)
{
    int *count = ctx;

    assert_int_equal(line[size - 1], '\n');
    *count += 1;
    return STATUS_OK;
}

static void what_is_stored_verifies_and_folds_again(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct id pupil;
    struct sync_page before;
    struct sync_page after;
    int lines = 0;
    int64_t changes = 0;
    int64_t faults = 9;
    struct hub_sink sink = {count_line, &lines};

    tablet_join(w, &t, NULL);
    pupil = tablet_write_pupil(&t);
    tablet_write_note(&t, &pupil);
    tablet_expect_push(&t, 200, "\"acked\":2");
    assert_int_equal(hub_verify(w->hub, &sink, &changes, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(changes, 3);
    assert_int_equal(hub_export_changes(w->hub, NULL, &sink), STATUS_OK);
    assert_int_equal(lines, 3);
    lines = 0;
    assert_int_equal(hub_export_records(w->hub, NULL, &sink), STATUS_OK);
    assert_int_equal(lines, 3);
    tablet_page(&t, "/v1/pull?epoch=", &before);
    assert_int_equal(hub_rebuild(w->hub, &changes), STATUS_OK);
    assert_int_equal(changes, 3);
    tablet_page(&t, "/v1/pull?epoch=", &after);
    assert_string_equal(before.head.etag, after.head.etag);
    assert_memory_equal(&before.head.check, &after.head.check, sizeof before.head.check);
    sync_page_finish(&before);
    sync_page_finish(&after);
    tablet_finish(&t);
}

static void a_revoked_tablet_is_told(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;

    tablet_join(w, &t, NULL);
    (void)tablet_write_pupil(&t);
    assert_int_equal(hub_device_revoke(w->hub, &t.dev, "send"), STATUS_OK);
    tablet_expect_get(&t, "/v1/pull?limit=0", 410, "\"mode\":\"send\"");
    tablet_expect_push(&t, 200, "\"acked\":1");
    assert_int_equal(hub_device_revoke(w->hub, &t.dev, "now"), STATUS_OK);
    tablet_write_note(&t, &t.school);
    tablet_expect_push(&t, 410, "\"wipe\"");
    tablet_finish(&t);
}

static void an_erased_pupil_is_gone(void **state)
{
    struct tablet_world *w = *state;
    struct tablet a;
    struct tablet b;
    struct hub_erasure erasure;
    struct buf schools = {0};
    struct sync_page page;
    struct sync_check before;
    struct hub_sink sink = {count_line, &(int){0}};
    int64_t changes = 0;
    int64_t faults = 9;

    tablet_join(w, &a, NULL);
    tablet_join(w, &b, NULL);
    tablet_page(&b, "/v1/pull?epoch=", &page);
    before = page.head.check;
    sync_page_finish(&page);
    erasure.pupil = tablet_write_pupil(&a);
    tablet_write_note(&a, &erasure.pupil);
    tablet_expect_push(&a, 200, "\"acked\":2");
    assert_int_equal(hub_pupil_schools(w->hub, &erasure.pupil, &schools), STATUS_OK);
    assert_int_equal(schools.size, sizeof w->school);
    memcpy(&erasure.school, schools.data, sizeof erasure.school);
    assert_true(id_equal(&erasure.school, &w->school));
    assert_int_equal(hub_erase(w->hub, &erasure), STATUS_OK);
    tablet_page(&b, "/v1/pull?after=1&epoch=", &page);
    assert_int_equal(page.head.erased_count, 1);
    assert_true(id_equal(&page.head.erased[0], &erasure.pupil));
    assert_int_equal(page.head.pupil_count, 0);
    assert_int_equal(page.count, 1); /* the erasure itself */
    assert_int_equal(page.head.check.count, before.count + 1);
    sync_page_finish(&page);
    tablet_write_note(&a, &erasure.pupil);
    tablet_expect_push(&a, 200, "\"held\":[]");
    tablet_page(&b, "/v1/pull?after=1&epoch=", &page);
    assert_int_equal(page.count, 1);
    sync_page_finish(&page);
    assert_int_equal(hub_verify(w->hub, &sink, &changes, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(changes, 5);
    buf_finish(&schools);
    tablet_finish(&a);
    tablet_finish(&b);
}

static void letting_a_pupil_go_frees_what_waited(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":7}"};
    struct sync_page page;

    tablet_join(w, &t, NULL);
    d.rec = tablet_new_id(&t);
    d.pupil = d.rec;
    tablet_write(&t, &d); /* of the wrong shape, so nobody knows the pupil */
    tablet_write_note(&t, &d.pupil);
    tablet_expect_push(&t, 200, "{\"seq\":2,\"reason\":\"school\"}");
    assert_int_equal(hub_held_release(w->hub, &t.dev, 1), STATUS_OK);
    tablet_page(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 0);
    assert_int_equal(page.head.next, 3);
    assert_int_equal(page.head.pupil_count, 1);
    sync_page_finish(&page);
    tablet_finish(&t);
}

static enum status keep_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

/* A person let go what was written of somebody whom the school has no record of. */
static void who_was_never_known_can_be_erased(void **state)
{
    struct tablet_world *w = *state;
    struct tablet t;
    struct tablet_draft d = {.type = "observation", .set = "{\"outcome\":\"canary\"}"};
    struct hub_erasure erasure = {.school = w->school};
    struct buf schools = {0};
    struct buf all = {0};
    const struct hub_sink sink = {keep_line, &all};

    tablet_join(w, &t, NULL);
    d.rec = tablet_new_id(&t);
    d.pupil = tablet_new_id(&t);
    erasure.pupil = d.pupil;
    tablet_write(&t, &d);
    tablet_expect_push(&t, 200, "{\"seq\":1,\"reason\":\"school\"}");
    assert_int_equal(hub_held_release(w->hub, &t.dev, 1), STATUS_OK);
    assert_int_equal(hub_pupil_schools(w->hub, &erasure.pupil, &schools), STATUS_OK);
    assert_int_equal(schools.size, sizeof w->school);
    assert_int_equal(hub_erase(w->hub, &erasure), STATUS_OK);
    assert_int_equal(hub_export_changes(w->hub, NULL, &sink), STATUS_OK);
    assert_int_equal(hub_export_records(w->hub, NULL, &sink), STATUS_OK);
    assert_null(strstr(buf_cstr(&all), "canary"));
    buf_finish(&schools);
    buf_finish(&all);
    tablet_finish(&t);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, tablet_world_make, tablet_world_end)

int main(void)
{
    const struct CMUnitTest stories[] = {
        WITH_WORLD(a_place_in_a_group_opens_the_scope),
        WITH_WORLD(a_wrong_clock_ends_places_for_as_long_as_it_is_wrong),
        WITH_WORLD(a_void_place_closes_it),
        WITH_WORLD(what_is_stored_verifies_and_folds_again),
        WITH_WORLD(a_revoked_tablet_is_told),
        WITH_WORLD(an_erased_pupil_is_gone),
        WITH_WORLD(letting_a_pupil_go_frees_what_waited),
        WITH_WORLD(who_was_never_known_can_be_erased),
    };

    return cmocka_run_group_tests_name("the hub over time", stories, NULL, NULL);
}
