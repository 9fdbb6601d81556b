/* Recording a phrase: listened to, heard, kept or done again, undone, taken out, and gone with the
 * lock and the pupil; and nothing of it saved before somebody said to keep it.
 *
 * Planted faults, each built once and seen to fail here: a recording that is kept beside the one it
 * stands in for; the microphone left open when another screen is gone to; what was begun not
 * sealed; what is kept a draft still; from the last phrase no way to a gap before it; one take for
 * all phrases of a pupil.
 */
#include "hand.h"
#include "hand_clips.h"
#include "hand_records.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASE(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
#define QUESTION   "How do you feel today?"

static void go_clips_from_path(struct hand *h)
{
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Recorded voices");
}

static void go_clips(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    go_clips_from_path(h);
}

static void go_question(struct hand *h)
{
    go_clips(h);
    hand_tap(h, "How I feel today");
    hand_tap(h, QUESTION);
}

static void record(struct hand *h, int ms)
{
    hand_tap(h, "Record");
    hand_wait(h, ms);
    hand_tap(h, "Stop");
}

static void a_phrase_is_recorded_and_kept(void **state)
{
    struct hand *h = *state;

    go_clips(h);
    hand_expect(h, "0 of 12 recorded");
    hand_tap(h, "How I feel today");
    hand_expect(h, "Answers in the tablet's voice");
    hand_tap(h, QUESTION);
    hand_expect(h, "Say no name, and");
    hand_tap(h, "Record");
    hand_wait(h, 2500);
    hand_expect(h, "Listening: 2 of 20 seconds");
    hand_tap(h, "Stop");
    assert_false(h->microphone.listens);
    hand_expect(h, "2.5 seconds. Hear it before you keep it.");
    assert_int_equal(h->saved_count, 0); /* nobody said yet to keep it */
    hand_tap(h, "Hear it");
    assert_string_equal(h->said, QUESTION);
    assert_string_equal(h->heard, QUESTION "|");
    hand_tap(h, "Keep it and go on");
    assert_int_equal(h->saved_count, 1);
    assert_string_equal(h->saved[0].type, "clip");
    hand_assert_says(h, &h->saved[0].rec, QUESTION);
    hand_assert_says(h, &h->saved[0].rec, h->room.staff[0].text);
    hand_assert_says(h, &h->saved[0].rec, h->room.pupils[0].text);
    hand_expect(h, "Happy"); /* the next one */
    hand_tap(h, "Back");
    hand_expect(h, "Ros Hartley");
    hand_tap(h, "Back");
    hand_expect(h, "1 of 12 recorded");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley"); /* and what is kept is no draft any more */
    hand_expect(h, "1 of 12 recorded");
    hand_expect_not(h, "is not kept yet");
}

static void keep_answers(struct hand *h)
{
    for (int i = 0; i < 5; i++) {
        record(h, 900);
        hand_tap(h, "Keep it and go on");
    }
}

static void it_is_heard_by_the_pupil(void **state)
{
    struct hand *h = *state;

    go_question(h);
    record(h, 1500);
    hand_tap(h, "Keep it and go on");
    keep_answers(h);
    hand_expect(h, "Which one is the dog?"); /* the first of what is not recorded yet */
    hand_tap(h, "Back");
    hand_expect(h, "Answers in the voice of Ros Hartley");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "No practice");
    hand_tap(h, "How I feel today");
    assert_int_equal(strncmp(h->heard, QUESTION "|", sizeof(QUESTION)), 0);
    hand_tap(h, "Okay");
    assert_string_equal(h->heard, "Okay|");
}

static void the_schools_bears_no_pupil(void **state)
{
    struct hand *h = *state;

    go_clips(h);
    hand_tap(h, "For every pupil");
    hand_tap(h, "Said in all of them");
    hand_tap(h, "You said:");
    record(h, 700);
    hand_tap(h, "Keep it and go on");
    hand_assert_says(h, &h->saved[0].rec, "\"pupil\":null");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_expect(h, "1 of 3 recorded");
    hand_tap(h, "For Amira");
    hand_tap(h, "Said in all of them");
    hand_expect(h, "Ros Hartley, for every pupil");
}

/* From the middle on, round, and no phrase twice. */
static void it_goes_round_to_the_first_gap(void **state)
{
    struct hand *h = *state;

    go_clips(h);
    hand_tap(h, "For every pupil");
    hand_tap(h, "Said in all of them");
    hand_expect_not(h, "All of these are recorded");
    hand_tap(h, "You said:");
    for (int i = 0; i < 3; i++) {
        hand_expect_not(h, "you have recorded all of these");
        record(h, 700);
        hand_tap(h, "Keep it and go on");
        assert_int_equal(h->saved_count, i + 1);
    }
    hand_assert_says(h, &h->saved[0].rec, "You said:");
    hand_assert_says(h, &h->saved[1].rec, "Thank you. Give the tablet back now.");
    hand_expect(h, "Recording kept: you have recorded all of these");
    hand_expect(h, "All of these are recorded");
    hand_tap(h, "Undo");
    hand_expect_not(h, "All of these are recorded");
}

static void it_is_done_again(void **state)
{
    struct hand *h = *state;

    go_question(h);
    record(h, 3000);
    hand_tap(h, "Record again");
    hand_wait(h, 1000);
    hand_tap(h, "Stop");
    hand_expect(h, "1.0 seconds");
    hand_tap(h, "Keep it and go on");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_expect(h, "1.0 seconds");
    record(h, 2000);
    hand_tap(h, "Keep it and go on"); /* it stands in for the first */
    assert_int_equal(h->saved_count, 3);
    assert_string_equal(h->saved[2].rec.text, h->saved[0].rec.text);
    hand_assert_says(h, &h->saved[0].rec, "the recording is not wanted any more");
    hand_tap(h, "Undo");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_expect(h, "1.0 seconds"); /* the first again, and no other */
    hand_expect_not(h, "2.0 seconds");
    record(h, 3000);
    hand_tap(h, "Keep it and go on");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_expect(h, "Haris M.");
    hand_expect_not(h, "Needs a look · 1"); /* it ended twice, and agrees with itself */
}

static void it_is_taken_out(void **state)
{
    struct hand *h = *state;

    go_question(h);
    record(h, 3000);
    hand_tap(h, "Keep it and go on");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_expect(h, "Recorded so far");
    hand_tap(h, "Ros Hartley/Hear it");
    assert_string_equal(h->heard, QUESTION "|");
    hand_tap(h, "Ros Hartley/Take it out");
    hand_expect_not(h, "Recorded so far");
    hand_tap(h, "Undo");
    hand_expect(h, "Recorded so far");
}

static void a_killed_tablet_comes_back_to_it(void **state)
{
    struct hand *h = *state;

    go_question(h);
    record(h, 3000);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, QUESTION);
    hand_expect(h, "3.0 seconds. Hear it before you keep it.");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_expect(h, "A recording is not kept yet.");
    hand_tap(h, "Go on with it");
    hand_tap(h, "Do not keep it");
    hand_expect_not(h, "3.0 seconds");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_expect_not(h, "A recording is not kept yet.");
    assert_int_equal(h->saved_count, 0);
    hand_tap(h, "Back");
    hand_expect_not(h, "Draft"); /* it is none of an observation */
}

static void each_phrase_has_a_take_of_its_own(void **state)
{
    struct hand *h = *state;

    go_question(h);
    record(h, 3000);
    hand_tap(h, "Back");
    hand_tap(h, "Happy");
    hand_expect_not(h, "3.0 seconds");
    record(h, 1000);
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_expect(h, "3.0 seconds. Hear it before you keep it."); /* it waited for its phrase */
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Hear it before you keep it.");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_tap(h, "Keep it and go on");
    assert_int_equal(h->saved_count, 1);
    hand_assert_says(h, &h->saved[0].rec, QUESTION);
    hand_tap(h, "Back");
    hand_tap(h, "Happy");
    hand_expect(h, "1.0 seconds. Hear it before you keep it.");
    hand_tap(h, "Keep it and go on");
    assert_int_equal(h->saved_count, 2);
    hand_assert_says(h, &h->saved[1].rec, "Happy");
}

static void what_went_wrong_is_said(void **state)
{
    struct hand *h = *state;

    go_question(h);
    h->microphone.is_missing = true;
    hand_tap(h, "Record");
    hand_expect(h, "No microphone was found.");
    h->microphone.is_missing = false;
    h->microphone.is_deaf = true;
    record(h, 1000);
    hand_expect(h, "Nothing was heard.");
    hand_expect_not(h, "Keep it and go on");
    h->microphone.is_deaf = false;
    record(h, 1000);
    hand_expect_not(h, "Nothing was heard.");
    hand_expect(h, "Keep it and go on");
}

static void it_stops_when_it_is_full(void **state)
{
    struct hand *h = *state;

    go_question(h);
    hand_tap(h, "Record");
    for (int i = 0; i < 30; i++) {
        hand_wait(h, 1000);
    }
    assert_false(h->microphone.listens);
    hand_expect(h, "Hear it before you keep it.");
}

static void the_microphone_is_shut(void **state)
{
    static const char *const ways[] = {"Back", "Lock", "Sync and tablet"};
    struct hand *h = *state;

    for (int i = 0; i < 3; i++) {
        go_question(h);
        hand_tap(h, "Record");
        hand_wait(h, 500);
        assert_true(h->microphone.listens);
        hand_tap(h, ways[i]);
        assert_false(h->microphone.listens);
        hand_crash(h);
        hand_unlock(h, "Ros Hartley");
        while (!hand_sees(h, "Amira K.")) {
            hand_tap(h, "Back");
        }
    }
}

/* Whoever comes back to the window reads that it has stopped, and why there is nothing to keep. */
static void a_hidden_window_ends_it_in_words(void **state)
{
    struct hand *h = *state;

    go_question(h);
    app_hidden(h->app);
    hand_settle(h);
    hand_expect_not(h, "because the window was hidden"); /* nothing was being recorded */
    hand_tap(h, "Record");
    hand_wait(h, 1500);
    hand_expect(h, "Listening");
    app_hidden(h->app);
    assert_false(h->microphone.listens);
    hand_settle(h);
    hand_expect_not(h, "Listening");
    hand_expect(h, "The recording stopped because the window was hidden");
    record(h, 1000);
    hand_expect_not(h, "because the window was hidden");
    hand_expect(h, "1.0 seconds. Hear it before you keep it.");
    hand_tap(h, "Back");
    hand_expect_not(h, "because the window was hidden");
}

/* The worker is slow, and whoever spoke has gone on to another phrase by another screen. */
static void a_late_take_waits_at_its_own_phrase(void **state)
{
    struct hand *h = *state;

    go_question(h);
    h->work_waits = true;
    record(h, 3000);
    hand_expect(h, "Making it as loud as the others");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Back");
    go_clips_from_path(h);
    hand_tap(h, "How I feel today");
    hand_tap(h, "Happy");
    h->work_waits = false;
    hand_settle(h);
    hand_expect_not(h, "3.0 seconds"); /* never the words of another phrase */
    hand_expect_not(h, "Keep it and go on");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    hand_expect(h, "3.0 seconds. Hear it before you keep it."); /* and not lost */
    hand_tap(h, "Keep it and go on");
    assert_int_equal(h->saved_count, 1);
    hand_assert_says(h, &h->saved[0].rec, QUESTION);
}

/* Nobody may touch the tablet again: it locks once the work is done. */
static void a_slow_worker_puts_the_lock_off_and_no_more(void **state)
{
    struct hand *h = *state;

    go_question(h);
    h->work_waits = true;
    record(h, 3000);
    hand_wait(h, 301000);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    h->work_waits = false;
    hand_settle(h);
    hand_wait(h, 3000);
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
}

static void a_late_take_is_nobody_elses(void **state)
{
    struct hand *h = *state;

    go_question(h);
    h->work_waits = true;
    record(h, 3000);
    app_lock(h->app);
    h->work_waits = false;
    hand_settle(h);
    hand_unlock(h, "Imran Sadiq");
    hand_expect_not(h, "3.0 seconds");
}

static void in_silence_it_is_not_heard(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Say nothing");
    hand_tap(h, "Back");
    go_question(h);
    record(h, 1000);
    hand_tap(h, "Hear it");
    assert_string_equal(h->heard, "");
    hand_expect(h, "Sound is off on this tablet.");
}

static void erase(struct hand *h, const struct id *pupil)
{
    struct classroom_change erasure = {
        .from_hub = true, .rec = id_derived("test|erasure"), .type = "erasure"};
    struct buf set = {0};

    buf_printf(&set, "{\"erased\":\"%s\"}", pupil->text);
    erasure.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &erasure, 1), STATUS_OK);
    assert_int_equal(classroom_erase(&h->room, h->file, pupil), STATUS_OK);
    hand_wait(h, 2000);
    buf_finish(&set);
}

static size_t drafts_of(struct hand *h)
{
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    size_t count = 0;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_drafts(store, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        count += strncmp(rows.rows[i].name, "draft:", 6) == 0 ? 1 : 0;
    }
    arena_finish(&arena);
    store_close(store);
    return count;
}

static void a_late_take_goes_with_the_pupil(void **state)
{
    struct hand *h = *state;
    struct id pupil = h->room.pupils[0];

    go_question(h);
    h->work_waits = true;
    record(h, 3000);
    erase(h, &pupil);
    h->work_waits = false;
    hand_settle(h);
    assert_int_equal(drafts_of(h), 0);
}

static void it_goes_with_the_pupil(void **state)
{
    struct hand *h = *state;
    struct id pupil = h->room.pupils[0];
    struct buf all = {0};

    go_question(h);
    record(h, 1000);
    hand_tap(h, "Keep it and go on");
    hand_tap(h, "Back");
    hand_tap(h, QUESTION);
    record(h, 1000);
    erase(h, &pupil);
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_null(strstr(buf_cstr(&all), "\"clip\""));
    hand_expect(h, "Willow class");
    buf_finish(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_phrase_is_recorded_and_kept),
        CASE(it_is_heard_by_the_pupil),
        CASE(the_schools_bears_no_pupil),
        CASE(it_goes_round_to_the_first_gap),
        CASE(it_is_done_again),
        CASE(it_is_taken_out),
        CASE(a_killed_tablet_comes_back_to_it),
        CASE(each_phrase_has_a_take_of_its_own),
        CASE(what_went_wrong_is_said),
        CASE(it_stops_when_it_is_full),
        CASE(the_microphone_is_shut),
        CASE(in_silence_it_is_not_heard),
        CASE(a_hidden_window_ends_it_in_words),
        CASE(a_late_take_waits_at_its_own_phrase),
        CASE(a_slow_worker_puts_the_lock_off_and_no_more),
        CASE(a_late_take_is_nobody_elses),
        CASE(a_late_take_goes_with_the_pupil),
        CASE(it_goes_with_the_pupil),
    };

    return cmocka_run_group_tests_name("recording phrases", tests, NULL, NULL);
}
