/* Interval observation: a look at each cue, kept through a crash, one record a pupil. */
#include "hand.h"
#include "hand_records.h"

#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two pupils, a minute, a look every ten seconds: six looks. */
static void begin(struct hand *h)
{
    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Watch in intervals");
    hand_tap(h, "A cue every/10 s");
    hand_tap(h, "For/1 min");
    hand_expect(h, "6 looks a pupil");
    hand_tap(h, "Start");
}

static void each_look_is_a_tap(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_expect(h, "First look in 10 s");
    hand_wait(h, 10000);
    hand_expect(h, "Look 1 of 6");
    hand_tap(h, "Ben Attwood/Engaged");
    hand_tap(h, "Haris Malik/Not engaged");
    hand_wait(h, 10000);
    hand_expect(h, "Look 2 of 6");
    assert_false(hand_is_chosen(h, "Ben Attwood/Engaged")); /* the cue empties the answers */
    hand_tap(h, "Ben Attwood/Engaged");
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Haris Malik/Engaged"); /* taken back */
    hand_wait(h, 60000);
    hand_expect(h, "What was seen");
    hand_expect(h, "Engaged at 2 of 2 looks: 100 % (34 to 100 %)");
    hand_expect(h, "Engaged at 0 of 1 looks: 0 % (0 to 79 %)");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 2);
    assert_string_equal(h->saved[0].type, "interval_observation");
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"11----\"");
    hand_assert_says(h, &h->saved[0].rec, "\"method\":\"momentary\"");
    hand_assert_says(h, &h->saved[0].rec, "\"together\"");
    hand_assert_says(h, &h->saved[1].rec, "\"samples\":\"0-----\"");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Engaged at 2 of 2 looks");
    hand_expect(h, "a fair share of the time");
}

/* Killed in the middle: the looks made are there, the one that is due can be made, and those that
 * went by while the tablet was off count as not looked. */
static void a_crash_costs_the_looks_that_went_by(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Ben Attwood/Engaged");
    hand_crash(h);
    hand_wait(h, 20000);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Look 3 of 6");
    hand_expect(h, "Those that nobody made are left out.");
    hand_tap(h, "Ben Attwood/Not engaged");
    hand_tap(h, "Stop here");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Engaged at 1 of 2 looks");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1); /* nobody looked at the other */
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"1-0---\"");
}

/* The first of the two was never looked at: what was seen is the second's, and nobody else's. */
static void what_was_seen_is_of_whom_it_was_seen(void **state)
{
    struct hand *h = *state;
    char whose[64] = "\"pupil\":\"";

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Stop here");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    text_copy(whose + strlen(whose), sizeof(whose) - strlen(whose), h->room.pupils[7].text);
    hand_assert_says(h, &h->saved[0].rec, whose);
}

/* Whoever comes anew sees who is watched, however far down it was left. */
static void it_begins_at_its_top(void **state)
{
    struct hand *h = *state;
    int top = 0;

    hand_tap(h, "Sync and tablet");
    hand_tap(h, "200 %");
    hand_tap(h, "Back");
    for (int i = 0; i < 2; i++) {
        hand_tap(h, "Haris M.");
        hand_tap(h, "Path so far");
        hand_tap(h, "Watch in intervals");
        if (i > 0) {
            assert_int_equal((int)ui_find(h->ui, "All of the time")->at.y, top);
            return;
        }
        top = (int)ui_find(h->ui, "All of the time")->at.y;
        hand_tap(h, "For/1 min");
        assert_true((int)ui_find(h->ui, "All of the time")->at.y < top);
        hand_tap(h, "Back");
        hand_tap(h, "Back");
    }
}

/* Before the first look there is something to lose, too: who, how, how often and for how long. */
static void what_is_set_up_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Watch in intervals");
    hand_tap(h, "All of the time");
    hand_tap(h, "A cue every/10 s");
    hand_tap(h, "For/1 min");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Haris Malik");
    hand_expect(h, "6 looks a pupil");
    assert_true(hand_is_chosen(h, "All of the time"));
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "All of the time"));
    hand_tap(h, "Back");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Watch in intervals"); /* who went back left nothing behind */
    hand_expect(h, "20 looks a pupil");
}

/* A look that was made does not come round again and is not written over. */
static void a_clock_set_back_costs_no_look(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Ben Attwood/Engaged");
    hand_wait(h, 10000);
    h->clock.now_ms -= 3600000;
    hand_wait(h, 2000);
    hand_expect(h, "Look 2 of 6");
    hand_expect(h, "The clock of this tablet was set.");
    hand_crash(h); /* nothing was tapped since, and yet it is kept */
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Look 2 of 6");
    hand_tap(h, "Ben Attwood/Not engaged");
    hand_wait(h, 8000);
    hand_expect(h, "Look 3 of 6");
    hand_tap(h, "Ben Attwood/Engaged");
    hand_crash(h);
    h->clock.now_ms -= 3600000;
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Look 4 of 6");
    hand_tap(h, "Ben Attwood/Engaged");
    hand_wait(h, 40000);
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"1011--\"");
}

/* Nobody could have made those looks: they are still to come. */
static void a_clock_set_forward_skips_no_look(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Ben Attwood/Engaged");
    hand_expect_not(h, "The clock of this tablet was set.");
    h->clock.now_ms += 3600000;
    hand_tap(h, "Haris Malik/Engaged"); /* before the second has turned */
    hand_wait(h, 2000);
    hand_expect(h, "Look 1 of 6");
    hand_expect(h, "The clock of this tablet was set.");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Look 1 of 6");
    hand_expect_not(h, "Those that nobody made are left out.");
    hand_wait(h, 8000);
    hand_expect(h, "Look 2 of 6");
    hand_tap(h, "Ben Attwood/Not engaged");
    hand_wait(h, 60000);
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"10----\"");
    hand_assert_says(h, &h->saved[1].rec, "\"samples\":\"1-----\"");
}

static void what_is_thrown_away_comes_back(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Stop here");
    hand_tap(h, "Throw away");
    hand_tap(h, "Undo");
    hand_expect(h, "Engaged at 1 of 1 looks");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
}

/* A hand that brushed the button at the first minute of five must not cost the other four. */
static void a_sitting_that_was_stopped_goes_on(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Stop here");
    hand_expect(h, "Engaged at 1 of 1 looks");
    hand_wait(h, 3000);
    hand_tap(h, "Undo");
    hand_expect(h, "Look 1 of 6");
    assert_true(hand_is_chosen(h, "Haris Malik/Engaged"));
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Look 1 of 6");
    hand_wait(h, 7000);
    hand_expect(h, "Look 2 of 6");
    hand_tap(h, "Haris Malik/Not engaged");
    hand_wait(h, 60000);
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"10----\"");
}

/* A grey button would leave a person to guess why. */
static void one_too_many_is_said(void **state)
{
    static const char *const names[] = {"Amira K.", "Ben A.",     "Callum R.", "Daisy F.",
                                        "Ewan M.",  "Georgia L.", "Haris M."};
    struct hand *h = *state;

    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "Choose several");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        hand_tap(h, names[i]);
    }
    hand_tap(h, "Watch in intervals");
    hand_expect(h, "An interval observation takes up to 6 pupils");
    hand_expect(h, "7 chosen"); /* nobody has to be chosen again */
    hand_tap(h, "Haris M.");
    hand_tap(h, "Watch in intervals");
    assert_string_equal(app_screen(h->app), "interval");
    hand_expect(h, "All sent"); /* what waits is told here, too */
}

static void the_method_says_what_it_does(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Watch in intervals");
    hand_expect(h, "20 looks a pupil: the true share may be about 20 points more or less.");
    hand_tap(h, "Any of the time");
    hand_expect(h, "look greater than it is");
    hand_tap(h, "All of the time");
    hand_expect(h, "look smaller than it is");
    hand_tap(h, "Start");
    hand_wait(h, 15000);
    hand_expect(h, "Engaged all the time since the last cue?");
    hand_tap(h, "Stop here");
    hand_expect(h, "Nobody looked");
    assert_true(ui_find(h->ui, "Save")->disabled);
}

static void on_file(const struct hand *h, const char *statement)
{
    struct buf url = {0};
    struct sql *db = NULL;

    buf_printf(&url, "sqlite:%s", h->file);
    assert_int_equal(sql_open(buf_cstr(&url), &db), STATUS_OK);
    assert_int_equal(sql_run(db, statement), STATUS_OK);
    sql_close(db);
    buf_finish(&url);
}

/* A clock that was set is sealed, and what cannot be is no reason to stop. */
static void a_file_that_takes_nothing_stops_no_cue(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_expect(h, "Look 1 of 6");
    on_file(h, "ALTER TABLE draft RENAME TO away");
    h->clock.now_ms += 3600000;
    hand_wait(h, 1000);
    on_file(h, "ALTER TABLE away RENAME TO draft");
    for (int i = 0; i < 9; i++) {
        hand_wait(h, 1000);
    }
    hand_expect(h, "Look 2 of 6");
}

/* Another person finds nothing of it. */
static void it_is_whose_it_is(void **state)
{
    struct hand *h = *state;

    begin(h);
    hand_wait(h, 10000);
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_expect_not(h, "Look ");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "Haris Malik/Engaged"));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(each_look_is_a_tap),
        UNLOCKED(a_crash_costs_the_looks_that_went_by),
        UNLOCKED(what_was_seen_is_of_whom_it_was_seen),
        UNLOCKED(it_begins_at_its_top),
        UNLOCKED(what_is_set_up_outlives_the_battery),
        UNLOCKED(a_file_that_takes_nothing_stops_no_cue),
        UNLOCKED(a_clock_set_back_costs_no_look),
        UNLOCKED(a_clock_set_forward_skips_no_look),
        UNLOCKED(what_is_thrown_away_comes_back),
        UNLOCKED(a_sitting_that_was_stopped_goes_on),
        UNLOCKED(one_too_many_is_said),
        UNLOCKED(the_method_says_what_it_does),
        UNLOCKED(it_is_whose_it_is),
    };

    return cmocka_run_group_tests_name("intervals", tests, NULL, NULL);
}
