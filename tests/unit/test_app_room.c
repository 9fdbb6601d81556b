/* The pupil's own screen: asked aloud, answered by pictures, left only by a passphrase. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int open_room(void **state)
{
    (void)hand_at_unlocked(state);
    hand_tap(*state, "Amira K.");
    hand_tap(*state, "Path so far");
    hand_tap(*state, "Hand over to Amira");
    hand_tap(*state, "How I feel today");
    return 0;
}

static void answer(struct hand *h)
{
    hand_tap(h, "Dog");
    hand_tap(h, "Next");
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
}

static void leave_by_passphrase(struct hand *h)
{
    hand_tap(h, "Staff");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
}

static void an_answer_is_asked_read_back_and_saved(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    hand_expect(h, "Which one is the dog?");
    assert_non_null(strstr(h->said, "Which one is the dog?"));
    hand_tap(h, "Dog");
    assert_string_equal(h->said, "Dog");
    hand_tap(h, "Next");
    assert_non_null(strstr(h->said, "How do you feel today?"));
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
    assert_string_equal(h->said, "You said: Okay.");
    assert_int_equal(h->saved_count, 0);
    hand_tap(h, "Change it");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    assert_int_equal(h->saved_count, 1);
    assert_string_equal(h->saved[0].type, "self_assessment");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"choice\":\"happy\""));
    assert_non_null(strstr(buf_cstr(&all), "\"changes\":1"));
    assert_null(strstr(buf_cstr(&all), "practice-dog")); /* practice is no data */
    assert_non_null(strstr(buf_cstr(&all), "\"practised\":\"known\""));
    buf_finish(&all);
}

static void a_wrong_practice_answer_is_asked_once_more(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    hand_tap(h, "Apple");
    hand_tap(h, "Next");
    hand_expect(h, "Let's look once more");
    hand_tap(h, "Apple");
    hand_tap(h, "Next");
    hand_expect(h, "How do you feel today?");
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"practised\":\"otherwise\""));
    hand_tap(h, "Staff");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    hand_expect(h, "the practice was answered otherwise");
    buf_finish(&all);
}

static void not_knowing_and_not_now_are_answers(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    hand_tap(h, "I don't know");
    hand_tap(h, "Next");
    hand_tap(h, "Not now");
    hand_tap(h, "Next");
    hand_expect(h, "You said: Not now");
    hand_tap(h, "Yes");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"choice\":\"not-now\""));
    buf_finish(&all);
}

static void only_a_passphrase_leads_out(void **state)
{
    struct hand *h = *state;

    hand_expect_not(h, "Needs a look");
    hand_expect_not(h, "Sync");
    hand_key(h, UI_KEY_ESCAPE);
    hand_expect(h, "Which one is the dog?");
    hand_tap(h, "Staff");
    hand_type(h, "let me out");
    hand_tap(h, "Leave");
    hand_expect(h, "That passphrase does not open this name");
    hand_tap(h, "Stay here");
    hand_expect(h, "Which one is the dog?");
    hand_tap(h, "Staff");
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    hand_expect(h, "The path so far");
    assert_int_equal(h->saved_count, 0);
}

static void a_closed_window_opens_the_door_alone(void **state)
{
    struct hand *h = *state;

    assert_true(app_is_handed_over(h->app));
    assert_false(app_may_close(h->app));
    hand_settle(h);
    hand_expect(h, "Back to staff");
    assert_false(app_may_close(h->app)); /* however often */
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    assert_false(app_is_handed_over(h->app));
    assert_true(app_may_close(h->app));
}

static void help_is_marked_by_the_adult(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    answer(h);
    hand_tap(h, "Yes");
    hand_tap(h, "Staff");
    hand_tap(h, "A little");
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    hand_expect(h, "How do you feel today? Okay");
    assert_int_equal(h->saved_count, 2);
    assert_true(id_equal(&h->saved[0].rec, &h->saved[1].rec));
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"help\":\"a little\""));
    hand_expect(h, "a little help was given");
    buf_finish(&all);
}

/* It is a tap like any other: kept before the door opens, and when the battery dies there. */
static void help_that_was_marked_outlives_the_battery(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    answer(h);
    hand_tap(h, "Yes");
    hand_tap(h, "Staff");
    hand_tap(h, "A lot");
    hand_tap(h, "A little");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Thank you. Give the tablet back now.");
    hand_tap(h, "Staff");
    assert_true(hand_is_chosen(h, "A little"));
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"help\":\"a little\""));
    buf_finish(&all);
}

static void a_touch_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Dog");
    hand_tap(h, "Next");
    hand_tap(h, "Happy");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "How do you feel today?");
    assert_true(hand_is_chosen(h, "Happy"));
    hand_tap(h, "Next");
    hand_expect(h, "You said: Happy");
}

static void want_profile(struct hand *h, const char *set)
{
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true, .pupil = h->room.pupils[0], .type = "access_profile", .set = set};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    buf_finish(&name);
}

/* For 1.6 s. */
static void hold(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);
    struct ui_event event = {.kind = UI_DOWN};

    assert_non_null(place);
    event.x = (float)place->at.x + (float)place->at.w / 2;
    event.y = (float)place->at.y + (float)place->at.h / 2;
    ui_feed(h->ui, &event);
    hand_settle(h);
    hand_wait(h, 1600);
    event.kind = UI_UP;
    ui_feed(h->ui, &event);
    hand_settle(h);
}

static void press_switch(struct hand *h, enum ui_key key)
{
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = key});
    hand_settle(h);
    hand_wait(h, 510);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY_LIFTED, .key = key});
    hand_settle(h);
    hand_wait(h, 1000);
}

/* Space moves the light, Enter takes what is lit: first the line, then what stands in it. */
static void two_switches(struct hand *h, const char *label)
{
    for (int i = 0; i < 40 && !hand_is_chosen(h, label); i++) {
        bool is_lit = ui_is_lit(h->ui, ui_find(h->ui, label));
        press_switch(h, is_lit ? UI_KEY_ENTER : UI_KEY_SPACE);
    }
    assert_true(hand_is_chosen(h, label));
}

/* A finger that answers for a pupil who has a switch is no secret. */
static void how_it_was_answered_stands_beside_it(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    want_profile(h, "{\"scanning\":{\"way\":\"step\"}}");
    answer(h);
    hand_tap(h, "Change it");
    two_switches(h, "Unhappy");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&all), "\"ways\":[\"touch\",\"switch-step\"]"));
    assert_non_null(strstr(buf_cstr(&all), "\"access\":{\"hold_ms\":0"));
    hand_tap(h, "Staff");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    hand_expect(h, "Answered by touch · two switches");
    buf_finish(&all);
}

/* The second that a touch must last is no time to think. */
static void how_fast_is_less_what_a_touch_must_last(void **state)
{
    struct hand *h = *state;

    want_profile(h, "{\"hold_ms\":1500}");
    hold(h, "Dog");
    hold(h, "Next");
    hold(h, "Okay");
    hold(h, "Next");
    hold(h, "Yes");
    hold(h, "Staff");
    hand_type(h, HAND_PASSPHRASE);
    hold(h, "Leave");
    hand_expect(h, "very fast");
    hand_expect(h, "Answered by touch, held");
}

/* An adult at the door takes none of the pupil's time. */
static void the_time_at_the_door_is_nobodys_answer(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};
    const char *ms = NULL;

    hand_tap(h, "Dog");
    hand_tap(h, "Next");
    hand_wait(h, 2000);
    hand_tap(h, "Staff");
    hand_wait(h, 20000);
    hand_tap(h, "Stay here");
    hand_wait(h, 1000);
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    ms = strstr(buf_cstr(&all), "\"ms\":");
    assert_non_null(ms);
    assert_in_range(strtoll(ms + strlen("\"ms\":"), NULL, 10), 3000, 5000);
    buf_finish(&all);
}

/* A child who scans is not scanned for at the door, and a press of theirs is a blank there. */
static void a_door_that_nobody_goes_through_closes(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Dog");
    hand_tap(h, "Staff");
    hand_type(h, "  ");
    hand_wait(h, 20000);
    hand_expect(h, "Back to staff");
    hand_type(h, " ");
    hand_wait(h, 20000);
    hand_expect(h, "Which one is the dog?");
    assert_true(hand_is_chosen(h, "Dog"));
}

/* As long as letters come it stays open; what was left half written is gone with it. */
static void a_passphrase_left_half_written_is_forgotten(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Staff");
    for (int i = 0; i < 4; i++) {
        hand_wait(h, 20000);
        hand_type(h, "abc");
        hand_expect(h, "Back to staff");
    }
    hand_wait(h, 30000);
    hand_wait(h, 30000);
    hand_expect(h, "Which one is the dog?");
    hand_tap(h, "Staff");
    hand_tap(h, "Show");
    hand_expect_not(h, "abc");
    hand_tap(h, "Leave");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
    assert_false(app_is_handed_over(h->app));
}

/* Who takes up the first question again can let it be, and nobody says nothing. */
static void a_change_has_a_way_back_and_leaves_no_gap(void **state)
{
    struct hand *h = *state;

    leave_by_passphrase(h);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "No practice");
    hand_tap(h, "My feelings");
    hand_tap(h, "Calm");
    hand_tap(h, "Next");
    hand_tap(h, "No");
    hand_tap(h, "Next");
    hand_tap(h, "What do you feel now?/Change it");
    hand_tap(h, "Back");
    hand_expect(h, "Is that what you want to say?");
    hand_tap(h, "Would you like a grown-up to help?/Change it");
    hand_tap(h, "Back");
    hand_tap(h, "What do you feel now?/Change it");
    hand_tap(h, "Calm");
    hand_expect_not(h, "Back");
    hand_tap(h, "Proud");
    hand_tap(h, "Back");
    hand_expect(h, "Is that what you want to say?");
    hand_expect(h, "Proud");
}

/* What a wrong passphrase was told is not told to whoever comes to the door next. */
static void a_wrong_passphrase_is_told_once(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Staff");
    hand_type(h, "let me out");
    hand_tap(h, "Leave");
    hand_expect(h, "That passphrase does not open this name");
    hand_tap(h, "Stay here");
    hand_tap(h, "Staff");
    hand_expect_not(h, "That passphrase does not open this name");
}

static void locking_leads_to_the_names_alone(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Staff");
    hand_tap(h, "Lock");
    hand_expect(h, "Who is this?");
    hand_unlock(h, "Imran Sadiq");
    hand_expect(h, "Least recent first");
}

/* The pupil's own way of touching comes with the pupil, and goes with the room. */
static void the_profile_of_the_pupil_holds_in_the_room(void **state)
{
    struct hand *h = *state;
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true,
        .pupil = h->room.pupils[0],
        .type = "access_profile",
        .set = "{\"hold_ms\":400,\"repeat_ms\":900,\"scanning\":{\"way\":\"auto\",\"order\":"
               "\"linear\",\"step_ms\":60000,\"loops\":2,\"whole\":true}}"};
    struct app_look look = app_look(h->app);

    assert_int_equal(look.scan.way, UI_SCAN_OFF);
    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Which one is the dog?");
    look = app_look(h->app);
    assert_int_equal(look.hold_ms, 400);
    assert_int_equal(look.again_ms, 900);
    assert_int_equal(look.scan.way, UI_SCAN_AUTO);
    assert_int_equal(look.scan.order, UI_SCAN_LINEAR);
    assert_int_equal(look.scan.step_ms, 10000); /* drawn into its range */
    assert_int_equal(look.scan.accept_ms, 500); /* as is usual */
    assert_true(look.scan.whole);
    buf_finish(&name);
}

/* By one switch, of which there is nothing but Space. */
static void a_pupil_answers_by_one_switch(void **state)
{
    bool heard = false;
    struct hand *h = *state;
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true,
        .pupil = h->room.pupils[0],
        .type = "access_profile",
        .set = "{\"scanning\":{\"way\":\"auto\",\"order\":\"linear\"}}"};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_settle(h);
    for (int i = 0; i < 40 && !hand_is_chosen(h, "Dog"); i++) {
        heard = heard || strcmp(h->said, "Say it again.") == 0;
        const struct ui_scan *scan = ui_scan_state(h->ui);
        const struct ui_place *dog = ui_find(h->ui, "Dog");
        if (scan->light == UI_SCAN_ITEM && scan->items[scan->at].id == dog->id) {
            ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_SPACE});
            hand_settle(h);
            hand_wait(h, 510);
            ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY_LIFTED, .key = UI_KEY_SPACE});
        }
        hand_wait(h, 500);
    }
    assert_true(hand_is_chosen(h, "Dog"));
    assert_true(heard); /* what is lit is said, for the light tells little to who cannot read */
    buf_finish(&name);
}

int main(void)
{
#define ROOM(name) cmocka_unit_test_setup_teardown(name, open_room, hand_leaves)
    const struct CMUnitTest tests[] = {
        ROOM(an_answer_is_asked_read_back_and_saved),
        ROOM(a_wrong_practice_answer_is_asked_once_more),
        ROOM(not_knowing_and_not_now_are_answers),
        ROOM(only_a_passphrase_leads_out),
        ROOM(a_closed_window_opens_the_door_alone),
        ROOM(help_is_marked_by_the_adult),
        ROOM(help_that_was_marked_outlives_the_battery),
        ROOM(a_touch_outlives_the_battery),
        ROOM(how_it_was_answered_stands_beside_it),
        ROOM(how_fast_is_less_what_a_touch_must_last),
        ROOM(the_time_at_the_door_is_nobodys_answer),
        ROOM(a_door_that_nobody_goes_through_closes),
        ROOM(a_passphrase_left_half_written_is_forgotten),
        ROOM(a_change_has_a_way_back_and_leaves_no_gap),
        ROOM(a_wrong_passphrase_is_told_once),
        ROOM(locking_leads_to_the_names_alone),
        ROOM(the_profile_of_the_pupil_holds_in_the_room),
        ROOM(a_pupil_answers_by_one_switch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
