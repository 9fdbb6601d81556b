/* What befalls a pupil, a clock or a profile while the tablet is in the pupil's hands.
 *
 * Planted faults, each built once and seen to fail here: an erased pupil's room left open while a
 * passphrase is checked; the touch of a pupil who has moved forgotten in mid-question; an answer's
 * time told by the wall's clock; what two profiles differ in as a program writes it.
 */
#include "hand.h"
#include "hand_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void go_room(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
}

static int open_room(void **state)
{
    (void)hand_at_unlocked(state);
    go_room(*state);
    return 0;
}

static void answer(struct hand *h)
{
    hand_tap(h, "Dog");
    hand_tap(h, "Next");
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
}

static void try_to_leave(struct hand *h, const char *passphrase)
{
    hand_tap(h, "Staff");
    hand_type(h, passphrase);
    hand_tap(h, "Leave");
}

/* ---- erased ---------------------------------------------------------------------------------- */

static void erase(struct hand *h)
{
    struct classroom_change erasure = {
        .from_hub = true, .rec = id_derived("test|erasure"), .type = "erasure"};
    struct buf set = {0};

    buf_printf(&set, "{\"erased\":\"%s\"}", h->room.pupils[0].text);
    erasure.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &erasure, 1), STATUS_OK);
    assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[0]), STATUS_OK);
    hand_wait(h, 2000);
    buf_finish(&set);
}

static void expect_nothing_of_them(struct hand *h)
{
    struct buf all = {0};

    hand_expect(h, "Who is this?");
    hand_expect_not(h, "That passphrase does not open this name");
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Willow class");
    hand_expect_not(h, "Amira");
    assert_int_equal(h->saved_count, 0);
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_null(strstr(buf_cstr(&all), "Amira"));
    assert_null(strstr(buf_cstr(&all), "self_assessment"));
    buf_finish(&all);
}

static void an_erased_pupils_room_is_closed(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Dog");
    erase(h);
    expect_nothing_of_them(h);
}

/* Argon2id takes its time, and the answer finds nobody there any more. */
static void and_while_a_passphrase_is_checked(void **state)
{
    struct hand *h = *state;

    answer(h);
    h->work_waits = true;
    try_to_leave(h, HAND_PASSPHRASE);
    erase(h);
    hand_expect(h, "Who is this?");
    hand_expect_not(h, "Back to staff");
    h->work_waits = false;
    hand_settle(h);
    expect_nothing_of_them(h);
}

static void and_while_a_wrong_one_is(void **state)
{
    struct hand *h = *state;

    answer(h);
    h->work_waits = true;
    try_to_leave(h, "let me out");
    erase(h);
    h->work_waits = false;
    hand_settle(h);
    expect_nothing_of_them(h);
}

/* Who is at the lock by then has typed nothing wrong. */
static void a_late_answer_is_nobodys_at_the_lock(void **state)
{
    struct hand *h = *state;

    h->work_waits = true;
    try_to_leave(h, "let me out");
    hand_wait(h, 301000);
    hand_tap(h, "Ros Hartley");
    hand_type(h, HAND_PASSPHRASE);
    h->work_waits = false;
    hand_settle(h);
    hand_expect_not(h, "That passphrase does not open this name");
    hand_tap(h, "Unlock");
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
}

/* ---- moved ----------------------------------------------------------------------------------- */

static void bring(struct hand *h, bool from_hub, const char *set)
{
    struct buf name = {0};
    struct classroom_change profile = {.from_hub = from_hub,
                                       .by = h->room.staff[from_hub ? 1 : 0],
                                       .pupil = h->room.pupils[0],
                                       .type = "access_profile",
                                       .set = set,
                                       .at_ms = h->clock.now_ms};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    buf_finish(&name);
}

/* To a group that is not on this tablet. The child is in the middle of a question all the same. */
static void a_moved_pupil_answers_to_the_end(void **state)
{
    struct hand *h = *state;

    bring(h, true, "{\"pictures\":\"plain\",\"colours\":\"dark\",\"text\":125}");
    hand_wait(h, 2000);
    assert_int_equal(app_look(h->app).theme, UI_DARK);
    answer(h);
    assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[0]), STATUS_OK);
    hand_wait(h, 2000);
    hand_expect(h, "You said: Okay");
    assert_int_equal(app_look(h->app).theme, UI_DARK);
    hand_tap(h, "Yes");
    hand_expect(h, "Thank you");
    assert_int_equal(h->saved_count, 1);
    hand_assert_says(h, &h->saved[0].rec, "\"choice\":\"okay\"");
    hand_assert_says(h, &h->saved[0].rec, "\"pictures\":\"plain\"");
    try_to_leave(h, HAND_PASSPHRASE);
    assert_false(app_is_handed_over(h->app));
    hand_expect(h, "Willow class");
}

/* ---- the clock ------------------------------------------------------------------------------- */

static int64_t ms_of(struct hand *h)
{
    struct buf all = {0};
    const char *ms = NULL;
    int64_t out = 0;

    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    ms = strstr(buf_cstr(&all), "\"ms\":");
    assert_non_null(ms);
    out = strtoll(ms + strlen("\"ms\":"), NULL, 10);
    buf_finish(&all);
    return out;
}

static void set_clock(struct hand *h, int64_t by_ms)
{
    h->clock.now_ms += by_ms;
    hand_wait(h, 3000);
}

/* A person sets it, or a network: how long a pupil thought is no business of either. */
static void a_clock_that_is_set_takes_no_time(void **state)
{
    static const int64_t by_ms[] = {-3 * 3600 * INT64_C(1000), 26 * 3600 * INT64_C(1000),
                                    -400 * 24 * 3600 * INT64_C(1000)};
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(by_ms) / sizeof(by_ms[0]); i++) {
        if (i > 0) {
            hand_crash(h);
            hand_unlock(h, "Ros Hartley");
            hand_tap(h, "Hand over to Amira");
            hand_tap(h, "How I feel today");
        }
        hand_tap(h, "Dog");
        hand_tap(h, "Next");
        set_clock(h, by_ms[i]);
        hand_expect(h, "How do you feel today?");
        hand_tap(h, "Happy");
        set_clock(h, -by_ms[i] / 2);
        hand_tap(h, "Okay");
        hand_tap(h, "Next");
        hand_tap(h, "Yes");
        assert_int_equal(h->saved_count, i + 1);
        assert_in_range(ms_of(h), 6000, 6500);
        try_to_leave(h, HAND_PASSPHRASE);
        assert_false(app_is_handed_over(h->app));
    }
}

/* Nor does it open the door, close it, or lock the tablet. */
static void a_clock_that_is_set_leads_nowhere(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Staff");
    for (int i = 0; i < 3; i++) {
        hand_type(h, "let me out");
        hand_tap(h, "Leave");
    }
    hand_expect(h, "Wait 5 seconds, then try again.");
    set_clock(h, 24 * 3600 * INT64_C(1000));
    hand_expect(h, "Back to staff");
    hand_expect(h, "Wait 2 seconds"); /* it is by the other clock */
    set_clock(h, -48 * 3600 * INT64_C(1000));
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    assert_false(app_is_handed_over(h->app));
}

/* ---- the profile ----------------------------------------------------------------------------- */

/* Two tablets changed the same setting while neither had a network: the room is one of the two, and
 * no third; a person is asked, and what they say holds. */
static void two_profiles_are_a_persons_choice(void **state)
{
    struct hand *h = *state;

    bring(h, true, "{\"text\":125,\"motion\":\"none\"}");
    h->clock.now_ms += 60000;
    bring(h, false, "{\"text\":150,\"colours\":\"dark\"}");
    hand_wait(h, 2000);
    assert_true(app_look(h->app).text > 1.4F); /* what was set last */
    assert_true(app_look(h->app).still);       /* what only one of them set is both's */
    assert_int_equal(app_look(h->app).theme, UI_DARK);
    answer(h);
    hand_tap(h, "Yes");
    try_to_leave(h, HAND_PASSPHRASE);
    hand_tap(h, "Back");
    hand_expect(h, "Needs a look");
    hand_tap(h, "Needs a look");
    hand_tap(h, "Amira: two people wrote different things");
    hand_expect(h, "Size of the words");
    hand_expect(h, "125 %");
    hand_expect_not(h, "Write a new text"); /* a size is one of a few */
    hand_tap(h, "Imran Sadiq/Keep theirs");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Back");
    hand_expect_not(h, "Needs a look");
    go_room(h);
    assert_true(app_look(h->app).text < 1.3F);
}

/* In the words of the sheet where it was chosen, and never as a program writes it. */
static void a_conflict_of_profiles_is_in_plain_words(void **state)
{
    static const char *const words[] = {"What a finger chooses",
                                        "Where it lifts",
                                        "Where it comes down",
                                        "A touch counts after",
                                        "0.7 s",
                                        "0.0 s",
                                        "Colours",
                                        "White on black",
                                        "Calm and light",
                                        "Faces to choose from",
                                        "Three",
                                        "Five",
                                        "Questions",
                                        "Silent",
                                        "Read aloud",
                                        "Moves by itself",
                                        "Each is lit for: 2.5 s",
                                        "Off"};
    static const char *const raw[] = {"contrast", "true", "700", "{", "auto"};
    struct hand *h = *state;

    bring(h, true,
          "{\"touch\":\"last\",\"hold_ms\":700,\"colours\":\"contrast\",\"scale\":5,\"muted\":true,"
          "\"scanning\":{\"way\":\"auto\",\"step_ms\":2500}}");
    h->clock.now_ms += 60000;
    bring(h, false,
          "{\"touch\":\"first\",\"hold_ms\":0,\"colours\":\"\",\"scale\":3,\"muted\":false,"
          "\"scanning\":null}");
    hand_wait(h, 2000);
    try_to_leave(h, HAND_PASSPHRASE);
    h->height = 3000; /* all of it is in sight */
    hand_tap(h, "Back");
    hand_tap(h, "Needs a look");
    hand_tap(h, "Amira: two people wrote different things");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        hand_expect(h, words[i]);
    }
    for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++) {
        hand_expect_not(h, raw[i]);
    }
}

/* The daemon brought it while the client was not running. */
static void a_profile_from_the_night_holds_in_the_morning(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Dog");
    hand_stop(h);
    bring(h, true, "{\"repeat_ms\":800,\"text\":150,\"scanning\":{\"way\":\"step\"}}");
    hand_start(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Which one is the dog?");
    assert_true(hand_is_chosen(h, "Dog"));
    assert_int_equal(app_look(h->app).again_ms, 800);
    assert_int_equal(app_look(h->app).scan.way, UI_SCAN_STEP);
}

int main(void)
{
#define ROOM(name) cmocka_unit_test_setup_teardown(name, open_room, hand_leaves)
    const struct CMUnitTest tests[] = {
        ROOM(an_erased_pupils_room_is_closed),
        ROOM(and_while_a_passphrase_is_checked),
        ROOM(and_while_a_wrong_one_is),
        ROOM(a_late_answer_is_nobodys_at_the_lock),
        ROOM(a_moved_pupil_answers_to_the_end),
        ROOM(a_clock_that_is_set_takes_no_time),
        ROOM(a_clock_that_is_set_leads_nowhere),
        ROOM(two_profiles_are_a_persons_choice),
        ROOM(a_conflict_of_profiles_is_in_plain_words),
        ROOM(a_profile_from_the_night_holds_in_the_morning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
