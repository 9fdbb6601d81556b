/* Changes as large as pictures: how many go in a batch and come in a page, and what a line that
 * breaks amid them costs.
 *
 * Planted faults, each built once and seen to fail here: a batch bounded by rows alone; a part of a
 * batch that may be none; a daemon that begins again with the first picture; a page that is stored
 * as far as it came.
 */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define OTHER "00000000-0000-7000-8000-00000000000b"
enum { A_BATCH = 10 }; /* pictures */

/* The next request is a push of so many, the first of which is seq. */
static void expect_pictures(struct desk *desk, int64_t seq, size_t count)
{
    struct sync_ask ask = desk_ask(desk);
    struct sync_batch batch = {0};
    size_t bad = 0;

    assert_int_equal(strncmp(ask.path, "/v1/push?", 9), 0);
    assert_in_range(ask.size, 1, SYNC_BODY_MAX);
    assert_int_equal(sync_read_push(ask.body, ask.size, &batch, &bad), STATUS_OK);
    assert_int_equal(batch.lines[0].seq, seq);
    assert_int_equal(batch.count, count);
    sync_batch_finish(&batch);
}

static void acknowledge(struct desk *desk, int acked)
{
    desk_answer_acked(desk, 200, "", acked, &desk->hashes[acked]);
}

/* ---- push ------------------------------------------------------------------------------------ */

static void a_batch_is_bounded_by_bytes(void **state)
{
    struct desk *desk = *state;

    desk_enrol_mixed(desk, "PPPPPPPPPPPPP");
    expect_pictures(desk, 1, A_BATCH);
    acknowledge(desk, A_BATCH);
    expect_pictures(desk, A_BATCH + 1, 3);
    acknowledge(desk, 13);
    (void)desk_ask(desk);
    desk_answer_empty_pull(desk, 13, NOW_MS);
    desk_expect(desk, STORE_acked, "13");
}

static void a_daemon_that_is_killed_goes_on_behind_them(void **state)
{
    struct desk *desk = *state;

    desk_enrol_mixed(desk, "PPPPPPPPPPPPP");
    expect_pictures(desk, 1, A_BATCH);
    desk_restart(desk); /* before it heard anything */
    expect_pictures(desk, 1, A_BATCH);
    acknowledge(desk, A_BATCH);
    desk_restart(desk);
    expect_pictures(desk, A_BATCH + 1, 3);
}

static void a_line_that_breaks_carries_them_one_by_one(void **state)
{
    struct desk *desk = *state;

    desk_enrol_mixed(desk, "PPPPPPPPPPPPP");
    expect_pictures(desk, 1, A_BATCH);
    desk_no_answer(desk, SYNC_BROKEN_OFF);
    expect_pictures(desk, 1, 2);
    desk_no_answer(desk, SYNC_BROKEN_OFF);
    expect_pictures(desk, 1, 1);
    desk_no_answer(desk, SYNC_BROKEN_OFF);
    expect_pictures(desk, 1, 1); /* never none */
    acknowledge(desk, 1);
    expect_pictures(desk, 2, 1);
}

static void a_hub_that_takes_less_is_sent_less(void **state)
{
    struct desk *desk = *state;
    const size_t parts[] = {A_BATCH, 5, 2, 1};

    desk_enrol_mixed(desk, "PPPPPPPPPPPPP");
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        expect_pictures(desk, 1, parts[i]);
        desk_answer(desk, 413, "{\"error\":\"too_large\",\"message\":\"m\"}");
    }
    expect_pictures(desk, 1, 1); /* what can be no smaller goes until it is taken */
}

/* ---- pull ------------------------------------------------------------------------------------ */

static void write_page(struct buf *body, int64_t from, int64_t to)
{
    static const uint8_t box[DESK_PICTURE];
    struct sync_head head = {.next = to, .etag = "e1", .epoch = EPOCH, .time_ms = NOW_MS};
    struct sync_row row = {.box = box, .size = sizeof(box)};

    head.more = true;
    assert_int_equal(id_parse(OTHER, &row.dev), STATUS_OK);
    sync_write_head(&head, body);
    for (row.lsn = from; row.lsn <= to; row.lsn++) {
        row.seq = row.lsn;
        sync_write_row(&row, body);
    }
    assert_in_range(body->size, 1, SYNC_BODY_MAX);
}

static void a_page_of_them_is_taken_whole_or_not_at_all(void **state)
{
    struct desk *desk = *state;
    struct buf body = {0};
    struct store_counts counts;

    desk_enrol(desk, 0);
    write_page(&body, 1, 12);
    for (size_t part = body.size - 2; part > 200; part /= 3) {
        struct sync_answer answer = {.way = SYNC_ANSWERED, .status = 200, .size = part};
        answer.body = buf_cstr(&body); /* it was cut off, and looks like all of it */
        (void)desk_ask(desk);
        assert_int_equal(sync_take(desk->sync, &answer), STATUS_OK);
        desk_expect(desk, STORE_cursor, "");
        assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
        assert_int_equal(counts.last_place, 0);
        sync_urge(desk->sync);
    }
    (void)desk_ask(desk);
    desk_answer(desk, 200, buf_cstr(&body));
    desk_expect(desk, STORE_cursor, "12");
    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(counts.last_place, 12);
    buf_finish(&body);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)
    const struct CMUnitTest tests[] = {
        CASE(a_batch_is_bounded_by_bytes),
        CASE(a_daemon_that_is_killed_goes_on_behind_them),
        CASE(a_line_that_breaks_carries_them_one_by_one),
        CASE(a_hub_that_takes_less_is_sent_less),
        CASE(a_page_of_them_is_taken_whole_or_not_at_all),
    };

    return change_setup() != STATUS_OK ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
