/* A tablet with an almost empty battery: what it still sends and fetches, and when it goes on.
 *
 * Planted faults, each built once and seen to fail here: a push that goes on after its first batch;
 * a page of the usual size; a backfill and a repair that are fetched all the same; a charger that
 * is not noticed; a person's wish that is put off; a round that is called up to date; a picture
 * that is last and goes; one that keeps the others waiting for ever; two of them in one quarter of
 * an hour; a page that may grow to 4 MiB.
 */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE_MS 60000LL
#define OTHER     "00000000-0000-7000-8000-00000000000b"

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

/* ---- what is large by itself ----------------------------------------------------------------- */

#define QUARTER_MS (15 * MINUTE_MS)

static void acknowledge(struct desk *desk, int acked)
{
    desk_answer_acked(desk, 200, "", acked, &desk->hashes[acked]);
}

/* The rest of a round after its push. */
static void end_round(struct desk *desk, int acked, int64_t count)
{
    expect_pull(desk, "limit=20&");
    answer_page(desk, false, acked, count);
}

static void a_picture_that_is_last_waits(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol_mixed(desk, "nnP");
    expect_push(desk, 1, 1000);
    acknowledge(desk, 2);
    end_round(desk, 2, 0);
    expect_saved(desk);
    desk->clock.now_ms += QUARTER_MS;
    end_round(desk, 2, 0); /* nothing waits behind it, so it goes on waiting */
    expect_saved(desk);
    desk->power_is_low = false;
    desk->clock.now_ms += MINUTE_MS;
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
    acknowledge(desk, 3);
    expect_pull(desk, "limit=5000&");
}

static void a_picture_keeps_nothing_waiting(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol_mixed(desk, "P");
    end_round(desk, 0, 0);
    expect_saved(desk);
    desk_write(desk, 2, 100);
    sync_poke(desk->sync);
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
    acknowledge(desk, 1);
    expect_push(desk, 1, 1000); /* what waited goes with it */
    acknowledge(desk, 2);
    end_round(desk, 2, 0);
    assert_true(desk_rest(desk) > MINUTE_MS);
    assert_true(sync_report(desk->sync).up_to_date);
}

static void pictures_in_front_go_one_each_quarter_of_an_hour(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol_mixed(desk, "PPnP");
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
    acknowledge(desk, 1);
    end_round(desk, 1, 0);
    expect_saved(desk);
    for (int taps = 0; taps < 3; taps++) {
        desk->clock.now_ms += MINUTE_MS;
        sync_poke(desk->sync);
        end_round(desk, 1, 0);
        expect_saved(desk);
    }
    desk->clock.now_ms += QUARTER_MS;
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
    acknowledge(desk, 2);
    expect_push(desk, 1, 1000);
    acknowledge(desk, 3);
    end_round(desk, 3, 0);
    expect_saved(desk); /* the last one is a picture */
    desk_expect(desk, STORE_acked, "3");
}

static void one_that_breaks_off_waits_for_its_next_turn(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol_mixed(desk, "Pn");
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
    desk_no_answer(desk, SYNC_BROKEN_OFF);
    expect_pull(desk, "limit=5&"); /* less on a line that breaks */
    answer_page(desk, false, 0, 0);
    expect_saved(desk);
    desk->clock.now_ms -= 400LL * 24 * 60 * MINUTE_MS; /* and a clock that is put back */
    expect_push(desk, DESK_PICTURE, 2 * DESK_PICTURE);
}

static void answer_large_page(struct desk *desk)
{
    static const uint8_t box[DESK_PICTURE];
    struct buf body = {0};
    struct sync_head head = {.next = 20, .more = true, .etag = "e1", .epoch = EPOCH};
    struct sync_row row = {.lsn = 20, .seq = 1, .box = box, .size = sizeof(box)};

    assert_int_equal(id_parse(OTHER, &row.dev), STATUS_OK);
    head.time_ms = NOW_MS;
    sync_write_head(&head, &body);
    sync_write_row(&row, &body);
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

static void a_page_that_grows_is_asked_for_with_less(void **state)
{
    struct desk *desk = *state;

    desk->power_is_low = true;
    desk_enrol(desk, 0);
    assert_in_range(desk_ask(desk).most, 1, 128 * 1024);
    desk_no_answer(desk, SYNC_TOO_LONG);
    expect_pull(desk, "limit=5&");
    desk_no_answer(desk, SYNC_TOO_LONG);
    assert_int_equal(desk_ask(desk).most, 0); /* one change is taken as it is */
    answer_large_page(desk);
    expect_saved(desk);
    sync_poke(desk->sync);
    expect_saved(desk); /* another as large may come, so nothing is asked for */
    desk->clock.now_ms += QUARTER_MS;
    expect_pull(desk, "limit=1&");
    answer_page(desk, true, 0, 0);
    expect_saved(desk);
    sync_poke(desk->sync);
    expect_pull(desk, "limit=5&"); /* that was small again */
    answer_page(desk, true, 0, 0);
    expect_saved(desk);
    sync_urge(desk->sync);
    assert_int_equal(desk_ask(desk).most, 0);
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
        CASE(a_picture_that_is_last_waits),
        CASE(a_picture_keeps_nothing_waiting),
        CASE(pictures_in_front_go_one_each_quarter_of_an_hour),
        CASE(one_that_breaks_off_waits_for_its_next_turn),
        CASE(a_page_that_grows_is_asked_for_with_less),
        CASE(a_charger_is_noticed_within_a_minute),
        CASE(fresh_changes_go_though_it_saves),
        CASE(a_person_who_asks_gets_all_of_it),
        CASE(a_charged_tablet_saves_nothing),
    };

    return change_setup() != STATUS_OK ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
