/* A tablet with an almost empty battery: what it still sends and fetches, and when it goes on.
 *
 * Planted faults, each built once and seen to fail here: a push that goes on after its first batch;
 * a page of the usual size; a backfill and a repair that are fetched all the same; a charger that
 * is not noticed; a person's wish that is put off; a round that is called up to date.
 */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE_MS 60000LL

static void expect_pull(struct desk *desk, const char *limit)
{
    struct sync_ask ask = desk_ask(desk);

    assert_int_equal(strncmp(ask.path, "/v1/pull?", 9), 0);
    assert_non_null(strstr(ask.path, limit));
}

static void expect_push(struct desk *desk, size_t least, size_t most)
{
    struct sync_ask ask = desk_ask(desk);

    assert_int_equal(strncmp(ask.path, "/v1/push?", 9), 0);
    assert_in_range(ask.size, least, most);
}

static void answer_page(struct desk *desk, bool more, int acked, int64_t count)
{
    struct buf body = {0};
    struct sync_head head = {.etag = "e1", .epoch = EPOCH, .time_ms = NOW_MS, .acked = acked};

    assert_int_equal(store_get_int(desk->store, STORE_cursor, &head.next), STATUS_OK);
    head.next += 20;
    head.more = more;
    head.has_check = !more;
    head.check.count = count;
    head.hash = desk->hashes[acked];
    sync_write_head(&head, &body);
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

static void expect_saved(struct desk *desk)
{
    struct sync_report report;

    assert_in_range(desk_rest(desk), MINUTE_MS, 15 * MINUTE_MS);
    report = sync_report(desk->sync);
    assert_true(report.saves);
    assert_false(report.failed);
    assert_false(report.up_to_date);
    assert_non_null(strstr(report.sentence, "battery is low"));
    desk_expect(desk, STORE_sync_fault, report.sentence);
    desk_expect(desk, STORE_up_to_date, "0");
}

/* ---- what still goes ------------------------------------------------------------------------- */

static void what_was_just_written_goes_and_little_is_fetched(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol(desk, 2);
    expect_push(desk, 1, 1000);
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    expect_pull(desk, "limit=20&");
    desk_answer_empty_pull(desk, 2, NOW_MS);
    assert_true(desk_rest(desk) > MINUTE_MS);
    assert_true(sync_report(desk->sync).up_to_date); /* that was all */
    assert_false(sync_report(desk->sync).saves);
}

static void a_large_push_stops_after_its_first_part(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol_large(desk, 3);
    expect_push(desk, DESK_LARGE, 2 * DESK_LARGE);
    desk_answer_acked(desk, 200, "", 1, &desk->hashes[1]);
    expect_pull(desk, "limit=20&");
    answer_page(desk, false, 1, 0);
    expect_saved(desk);
    desk_expect(desk, STORE_acked, "1");
}

static void a_large_pull_stops_after_its_first_page(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol(desk, 0);
    expect_pull(desk, "limit=20&");
    answer_page(desk, true, 0, 0);
    expect_saved(desk);
    desk_expect(desk, STORE_cursor, "20"); /* and goes on from there */
}

static void a_backfill_waits(void **state)
{
    struct desk *desk = *state;
    const struct id none = {""};

    desk->power_is_low = true;
    desk_enrol(desk, 0);
    assert_int_equal(store_owe(desk->store, &none, 1, 5), STATUS_OK);
    expect_pull(desk, "limit=20&");
    answer_page(desk, false, 0, 0);
    expect_saved(desk);
}

static void a_repair_waits(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol(desk, 0);
    expect_pull(desk, "limit=20&");
    answer_page(desk, false, 0, 7);
    expect_saved(desk);
}

/* ---- when it goes on ------------------------------------------------------------------------- */

static void a_charger_is_noticed_within_a_minute(void **state)
{
    struct desk *desk = *state;

    a_large_pull_stops_after_its_first_page(state);
    desk->clock.now_ms += MINUTE_MS;
    expect_saved(desk);
    desk->power_is_low = false;
    assert_true(desk_rest(desk) > MINUTE_MS); /* it does not look at every step */
    desk->clock.now_ms += MINUTE_MS;
    expect_pull(desk, "after=20&limit=5000&");
    desk_answer_empty_pull(desk, 0, NOW_MS);
}

static void fresh_changes_go_though_it_saves(void **state)
{
    struct desk *desk = *state;

    a_large_push_stops_after_its_first_part(state);
    sync_poke(desk->sync);
    expect_push(desk, DESK_LARGE, 2 * DESK_LARGE);
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    expect_pull(desk, "limit=20&");
}

static void a_person_who_asks_gets_all_of_it(void **state)
{
    struct desk *desk = *state;

    a_large_pull_stops_after_its_first_page(state);
    sync_urge(desk->sync);
    expect_pull(desk, "after=20&limit=5000&");
    answer_page(desk, true, 0, 0);
    assert_int_equal(strncmp(desk_ask(desk).path, "/v1/pull?", 9), 0);
}

static void a_charged_tablet_saves_nothing(void **state)
{
    struct desk *desk = *state;

    desk_enrol_large(desk, 3);
    expect_push(desk, 3 * DESK_LARGE, 5 * DESK_LARGE);
    desk_answer_acked(desk, 200, "", 3, &desk->hashes[3]);
    expect_pull(desk, "limit=5000&");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)
    const struct CMUnitTest tests[] = {
        CASE(what_was_just_written_goes_and_little_is_fetched),
        CASE(a_large_push_stops_after_its_first_part),
        CASE(a_large_pull_stops_after_its_first_page),
        CASE(a_backfill_waits),
        CASE(a_repair_waits),
        CASE(a_charger_is_noticed_within_a_minute),
        CASE(fresh_changes_go_though_it_saves),
        CASE(a_person_who_asks_gets_all_of_it),
        CASE(a_charged_tablet_saves_nothing),
    };

    return change_setup() != STATUS_OK ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
