/* The client from unlock to a saved observation, by a person's acts alone. */
#include "hand.h"
#include "hand_records.h"

#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct store_counts counts_of(const struct hand *h)
{
    struct store *store = NULL;
    struct store_counts counts = {0};

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_count(store, &counts), STATUS_OK);
    store_close(store);
    return counts;
}

/* ---- unlocking ------------------------------------------------------------------------------- */

static void the_right_passphrase_opens(void **state)
{
    struct hand *h = *state;

    hand_expect(h, "Who is this?");
    hand_expect_not(h, "Amira");
    hand_unlock(h, "Imran Sadiq");
    hand_expect(h, "Imran Sadiq");
    assert_true(app_has_forgotten(h->app)); /* the passphrase */
    assert_false(app_has_forgotten(h->app));
    hand_tap(h, "Lock");
    assert_true(app_has_forgotten(h->app));
}

static void a_wrong_one_does_not(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Ros Hartley");
    hand_type(h, "green door");
    hand_tap(h, "Unlock");
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect(h, "That passphrase does not open this name. Try again.");
    hand_unlock(h, "Ros Hartley");
}

static void waits_grow_and_outlive_a_restart(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Ros Hartley");
    for (int i = 0; i < 3; i++) {
        hand_tap(h, "Passphrase");
        hand_type(h, "not this one");
        hand_tap(h, "Unlock");
    }
    hand_expect(h, "Wait 5 seconds, then try again.");
    hand_crash(h);
    hand_tap(h, "Ros Hartley");
    hand_expect(h, "seconds, then try again.");
    hand_wait(h, 6000);
    hand_expect_not(h, "seconds, then try again.");
    hand_type(h, "not this one");
    hand_tap(h, "Unlock");
    hand_expect(h, "Wait 10 seconds");
    h->clock.now_ms -= 3600000; /* putting the clock back is no way round, and no trap either */
    hand_tap(h, "Someone else");
    hand_tap(h, "Ros Hartley");
    hand_expect(h, "Wait 10 seconds");
    hand_wait(h, 11000);
    hand_unlock(h, "Ros Hartley");
}

static void idle_tablets_lock(void **state)
{
    struct hand *h = *state;

    hand_wait(h, 4LL * 60000);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    hand_tap(h, "By name");
    hand_wait(h, 4LL * 60000);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    hand_wait(h, 2LL * 60000);
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect_not(h, "Amira");
}

/* Put into a bag as it was: what wakes it is a touch, and does not keep it open. */
static void a_tablet_that_slept_is_locked(void **state)
{
    struct hand *h = *state;

    h->ticks_ms += 6LL * 60000;
    app_touched(h->app);
    hand_settle(h);
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect_not(h, "Amira");
}

/* ---- saving ---------------------------------------------------------------------------------- */

static void save_one(struct hand *h)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
}

/* The form is open with what was saved. */
static void change_one(struct hand *h)
{
    save_one(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
}

static void three_taps_save(void **state)
{
    struct hand *h = *state;

    save_one(h);
    hand_expect(h, "Saved on this tablet");
    assert_int_equal(h->saved_count, 1);
    assert_string_equal(h->saved[0].type, "observation");
    assert_int_equal(counts_of(h).waiting, 1);
    assert_int_equal(counts_of(h).drafts, 1); /* the place alone */
    hand_assert_says(h, &h->saved[0].rec, "\"engagement\":{\"exploration\":\"fleeting\"}");
}

/* What is known of a pupil is kept from tap to tap, but not past a save. */
static void a_save_is_known_at_the_next_visit(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_expect(h, "not observed yet");
    hand_tap(h, "Exploration/Fleeting");
    hand_expect(h, "not observed yet");
    hand_tap(h, "Save");
    hand_tap(h, "Haris M.");
    hand_expect(h, " · today");
    hand_expect_not(h, "not observed yet");
}

static void nothing_chosen_saves_nothing(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    assert_true(ui_find(h->ui, "Save")->disabled);
    hand_tap(h, "Place/Classroom");
    assert_true(ui_find(h->ui, "Save")->disabled);
    hand_tap(h, "Exploration/Fleeting");
    assert_false(ui_find(h->ui, "Save")->disabled);
    hand_tap(h, "Exploration/Fleeting");
    assert_true(ui_find(h->ui, "Save")->disabled);
    assert_int_equal(h->saved_count, 0);
}

static void a_group_is_one_record_each(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Daisy F.");
    hand_tap(h, "Farah A.");
    hand_tap(h, "Daisy F.");
    hand_tap(h, "Isla Q.");
    hand_tap(h, "Observe together");
    hand_tap(h, "Anticipation/Sustained");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 3);
    for (size_t i = 0; i < 3; i++) {
        hand_assert_says(h, &h->saved[i].rec, "\"together\"");
        hand_assert_says(h, &h->saved[i].rec, "{\"anticipation\":\"sustained\"}");
    }
    assert_false(id_equal(&h->saved[0].rec, &h->saved[1].rec));
}

static void undo_makes_void_and_keeps_the_words(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Waited for the drum.");
    hand_tap(h, "Save");
    hand_tap(h, "Undo");
    assert_int_equal(h->saved_count, 2);
    assert_true(id_equal(&h->saved[0].rec, &h->saved[1].rec));
    hand_assert_says(h, &h->saved[0].rec, "\"void\":\"Undone\"");
    hand_expect(h, "Waited for the drum.");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 3);
    assert_false(id_equal(&h->saved[0].rec, &h->saved[2].rec));
}

static void an_edit_replaces_what_was_read(void **state)
{
    struct hand *h = *state;

    save_one(h);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Fleeting");
    hand_tap(h, "Change");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save the change");
    assert_int_equal(h->saved_count, 2);
    hand_assert_says(h, &h->saved[0].rec, "{\"exploration\":\"sustained\"}");
    hand_assert_says(h, &h->saved[0].rec, "\"conflicts\":[]");
    hand_tap(h, "Undo");
    hand_assert_says(h, &h->saved[0].rec, "{\"exploration\":\"fleeting\"}");
}

/* The card says Draft, and that is what opens: no second observation of the same thing. */
static void a_correction_that_was_begun_opens_from_the_card(void **state)
{
    struct hand *h = *state;

    change_one(h);
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_expect(h, "Draft");
    hand_tap(h, "Haris M.");
    hand_expect(h, "Changing an observation");
    assert_true(hand_is_chosen(h, "Exploration/Sustained"));
    hand_tap(h, "Save the change");
    assert_string_equal(h->saved[1].rec.text, h->saved[0].rec.text);
    hand_expect_not(h, "Draft");
}

static void what_was_wrong_is_taken_out_and_comes_back(void **state)
{
    struct hand *h = *state;

    change_one(h);
    hand_tap(h, "Take it out");
    hand_tap(h, "Entered in error");
    hand_expect(h, "Nothing is written yet");
    hand_assert_says(h, &h->saved[0].rec, "\"void\":\"Entered in error\"");
    hand_tap(h, "Undo");
    hand_tap(h, "Back");
    hand_expect(h, "Fleeting");
}

static void history_shows_both(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held the drum.");
    hand_tap(h, "Save");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect_not(h, "Changed since");
    hand_tap(h, "Change");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save the change");
    hand_tap(h, "Changed since");
    hand_expect(h, "Exploration: Sustained");
    hand_expect(h, "Exploration: Fleeting");
    hand_expect(h, "Imran Sadiq");
    hand_expect(h, "Written first");
    hand_crash(h); /* and it is on the disk, for whoever comes next */
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Changed since");
    hand_expect(h, "Exploration: Fleeting");
}

static void what_was_taken_out_is_listed_with_its_reason(void **state)
{
    struct hand *h = *state;

    change_one(h);
    hand_tap(h, "Take it out");
    assert_true(ui_find(h->ui, "Another reason/Take it out")->disabled);
    hand_tap(h, "Another reason");
    hand_type(h, "He was not there");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Another reason/Take it out");
    hand_assert_says(h, &h->saved[0].rec, "\"void\":\"He was not there\"");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Taken out: 1");
    hand_expect(h, "He was not there");
    hand_tap(h, "Put it back");
    hand_expect(h, "Fleeting");
    hand_expect_not(h, "Taken out: 1");
    hand_assert_says(h, &h->saved[0].rec, "\"void\":null");
    hand_tap(h, "Changed since");
    hand_expect(h, "put back");
}

/* ---- nothing is lost ------------------------------------------------------------------------- */

static void a_draft_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held the drum still ");
    hand_crash(h);
    hand_expect_not(h, "Haris");
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "How engaged was Haris?");
    hand_expect(h, "Held the drum still");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    assert_true(hand_is_chosen(h, "Place/Classroom"));
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Willow class");
    hand_expect_not(h, "Draft");
}

/* A chip's own word is typed letter by letter, too; nobody's context until it was added. */
static void a_word_that_was_begun_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Activity");
    hand_tap(h, "Another word");
    hand_type(h, "Clay pots ");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "How engaged was Haris?");
    hand_tap(h, "Activity");
    hand_expect(h, "Clay pots");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Place");
    hand_expect_not(h, "Clay pots");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Activity");
    hand_tap(h, "Add");
    assert_true(hand_is_chosen(h, "Activity/Clay pots"));
    hand_tap(h, "Place");
    hand_tap(h, "Another word");
    hand_type(h, "Not add ");
    hand_key(h, UI_KEY_ESCAPE);
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"doing\":\"Clay pots\"");
    hand_tap(h, "Undo");
    hand_tap(h, "Place");
    hand_expect(h, "Not add");
}

static void a_pause_in_typing_is_kept(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held");
    hand_wait(h, 500);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Held");
}

/* Swiped away, it may never come back. */
static void what_is_put_out_of_sight_is_kept(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held");
    app_hidden(h->app);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Held");
}

static void drafts_are_each_persons_own(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Back");
    hand_expect(h, "Draft");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_expect_not(h, "Draft");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Haris M.");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Clear");
    assert_false(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
}

static void what_is_saved_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    save_one(h);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_assert_says(h, &h->saved[0].rec, "fleeting");
    hand_tap(h, "Lock"); /* the snapshot is written, and read again */
    hand_unlock(h, "Ros Hartley");
    hand_assert_says(h, &h->saved[0].rec, "fleeting");
}

static void nothing_can_be_read_in_the_file(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Xylophone canary ");
    assert_false(support_folder_holds(&h->folder, "Xylophone", 9));
    hand_tap(h, "Save");
    hand_tap(h, "Lock");
    assert_false(support_folder_holds(&h->folder, "Xylophone", 9));
    assert_true(support_folder_holds(&h->folder, "Imran Sadiq", 11)); /* the search can find */
    assert_false(support_folder_holds(&h->folder, "Haris", 5));
    assert_false(support_folder_holds(&h->folder, "fleeting", 8));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_right_passphrase_opens, hand_at_locked, hand_leaves),
        cmocka_unit_test_setup_teardown(a_wrong_one_does_not, hand_at_locked, hand_leaves),
        cmocka_unit_test_setup_teardown(waits_grow_and_outlive_a_restart, hand_at_locked,
                                        hand_leaves),
        UNLOCKED(idle_tablets_lock),
        UNLOCKED(a_tablet_that_slept_is_locked),
        UNLOCKED(three_taps_save),
        UNLOCKED(a_save_is_known_at_the_next_visit),
        UNLOCKED(nothing_chosen_saves_nothing),
        UNLOCKED(a_group_is_one_record_each),
        UNLOCKED(undo_makes_void_and_keeps_the_words),
        UNLOCKED(an_edit_replaces_what_was_read),
        UNLOCKED(a_correction_that_was_begun_opens_from_the_card),
        UNLOCKED(what_was_wrong_is_taken_out_and_comes_back),
        UNLOCKED(history_shows_both),
        UNLOCKED(what_was_taken_out_is_listed_with_its_reason),
        UNLOCKED(a_draft_outlives_the_battery),
        UNLOCKED(a_word_that_was_begun_outlives_the_battery),
        UNLOCKED(a_pause_in_typing_is_kept),
        UNLOCKED(what_is_put_out_of_sight_is_kept),
        UNLOCKED(drafts_are_each_persons_own),
        UNLOCKED(what_is_saved_outlives_the_battery),
        UNLOCKED(nothing_can_be_read_in_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
