/* How the tablet is worked: what is set holds at once, is kept, and never locks a person out. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void open_settings(struct hand *h)
{
    hand_tap(h, "Sync and tablet");
}

static void switches_are_set_and_kept(void **state)
{
    struct hand *h = *state;
    struct app_look look = app_look(h->app);

    assert_int_equal(look.scan.way, UI_SCAN_OFF);
    open_settings(h);
    hand_expect_not(h, "Each is lit for");
    hand_tap(h, "Two switches");
    look = app_look(h->app);
    assert_int_equal(look.scan.way, UI_SCAN_STEP);
    assert_int_equal(look.scan.step_ms, 1000);
    hand_tap(h, "Each is lit for/More");
    hand_tap(h, "A press counts after/Less");
    hand_tap(h, "One by one");
    hand_tap(h, "Left half moves on, right half takes");
    hand_crash(h);
    look = app_look(h->app);
    assert_int_equal(look.scan.way, UI_SCAN_STEP);
    assert_int_equal(look.scan.order, UI_SCAN_LINEAR);
    assert_int_equal(look.scan.step_ms, 1200);
    assert_int_equal(look.scan.accept_ms, 300);
    assert_true(look.scan.whole);
}

static void motion_is_taken_away(void **state)
{
    struct hand *h = *state;
    struct app_look look = app_look(h->app);

    assert_false(look.still);
    open_settings(h);
    hand_tap(h, "Nothing moves by itself");
    look = app_look(h->app);
    assert_true(look.still);
    hand_crash(h);
    look = app_look(h->app);
    assert_true(look.still);
}

/* The letters that its keys have besides a to z. */
static void letters_are_set_and_kept(void **state)
{
    struct hand *h = *state;

    assert_int_equal(app_look(h->app).scripts, 0);
    open_settings(h);
    hand_tap(h, "Bengali");
    hand_tap(h, "Urdu");
    hand_tap(h, "Bengali");
    hand_tap(h, "Punjabi");
    assert_int_equal(app_look(h->app).scripts, 1U << UI_URDU | 1U << UI_GURMUKHI);
    hand_crash(h);
    assert_int_equal(app_look(h->app).scripts, 1U << UI_URDU | 1U << UI_GURMUKHI);
}

static void it_begins_at_its_top(void **state)
{
    struct hand *h = *state;
    int top = 0;

    open_settings(h);
    top = (int)ui_find(h->ui, "Two switches")->at.y;
    hand_tap(h, "Licences");
    hand_tap(h, "Close");
    hand_tap(h, "Punjabi");
    assert_true((int)ui_find(h->ui, "Two switches")->at.y != top);
    hand_tap(h, "Back");
    open_settings(h);
    assert_int_equal((int)ui_find(h->ui, "Two switches")->at.y, top);
}

/* Whoever was shown can be called by their name, in whichever group they are looked for. */
static void letters_of_those_who_were_shown_stay(void **state)
{
    struct hand *h = *state;
    struct classroom_change named = {.from_hub = true,
                                     .rec = h->room.pupils[0],
                                     .pupil = h->room.pupils[0],
                                     .type = "pupil",
                                     .set = "{\"preferred\":\"আমিরা\"}"};

    assert_int_equal(classroom_bring(&h->room, h->file, &named, 1), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, "আমিরা");
    assert_int_equal(app_look(h->app).scripts, 1U << UI_BENGALI);
    hand_tap(h, "Groups");
    hand_tap(h, "Oak class");
    hand_expect_not(h, "আমিরা");
    assert_int_equal(app_look(h->app).scripts, 1U << UI_BENGALI);
}

/* A full stop of Bengali ends a phrase as well, and forty of its letters are 120 bytes. */
static void words_of_any_script_are_offered(void **state)
{
    static const char *const notes[] = {"আমার পালা। সে জল ঢেলে দিল", "میری باری۔ اُس نے پانی ڈالا"};
    static const char *const offered[] = {"আমার পালা", "میری باری"};
    struct hand *h = *state;

    for (size_t i = 0; i < 2; i++) {
        hand_tap(h, "Haris M.");
        hand_tap(h, "What the pupil learned or did");
        hand_type(h, notes[i]);
        hand_tap(h, "Save");
        hand_tap(h, "Haris M.");
        hand_tap(h, "What the pupil learned or did");
        hand_expect(h, offered[i]);
        hand_tap(h, offered[i]);
        hand_tap(h, "Clear");
        hand_tap(h, "Back");
    }
}

/* One press of a switch, as long as it takes to count. */
static void press(struct hand *h, int which)
{
    ui_feed(h->ui, &(struct ui_event){.kind = UI_SWITCH_DOWN, .which = which});
    hand_settle(h);
    hand_wait(h, 510);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_SWITCH_UP, .which = which});
    hand_settle(h);
    hand_wait(h, 1010);
}

/* Scanning can be turned off by scanning alone. */
static void whoever_scans_gets_out_again(void **state)
{
    struct hand *h = *state;
    struct app_look look;

    open_settings(h);
    hand_tap(h, "Two switches");
    hand_tap(h, "One by one");
    hand_tap(h, "Left half moves on, right half takes");
    for (int i = 0; i < 60; i++) {
        const struct ui_scan *scan = ui_scan_state(h->ui);
        const struct ui_place *off = ui_find(h->ui, "Off");

        assert_non_null(off);
        if (scan->light == UI_SCAN_ITEM && scan->items[scan->at].id == off->id) {
            press(h, 2);
            break;
        }
        press(h, 1);
    }
    look = app_look(h->app);
    assert_int_equal(look.scan.way, UI_SCAN_OFF);
}

static void save_outcome(struct hand *h, const char *pupil, const char *outcome)
{
    hand_tap(h, pupil);
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, outcome);
    hand_tap(h, "Save");
}

/* Where a word is offered after "tre" in a part of the pupil's note; -1: it is not. */
static int offered_at(struct hand *h, const char *pupil, const char *part, const char *word)
{
    const struct ui_place *place = NULL;
    int at = -1;

    hand_tap(h, pupil);
    hand_wait(h, 100); /* the notes are read beside the screen */
    hand_tap(h, part);
    hand_tap(h, "T");
    hand_tap(h, "r");
    hand_tap(h, "e");
    place = ui_find(h->ui, word);
    at = place == NULL ? -1 : place->at.x;
    hand_tap(h, "Done");
    hand_wait(h, 500); /* a pause, and the draft is kept */
    hand_tap(h, "Clear");
    hand_tap(h, "Back");
    return at;
}

/* Each part has its own words: the pupil's own first, then the school's, from before a lock too. */
static void words_of_notes_are_offered_in_their_part(void **state)
{
    static const char outcome[] = "What the pupil learned or did";
    struct hand *h = *state;

    save_outcome(h, "Amira K.", "Found the treasure. ");
    save_outcome(h, "Ben A.", "Began trembling. Trembling stopped. ");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(offered_at(h, "Ben A.", "Learning objective", "Treasure"), -1);
        assert_int_equal(offered_at(h, "Ben A.", "What was done", "Treasure"), -1);
        assert_in_range(offered_at(h, "Ben A.", outcome, "Treasure"), 1, 1280);
        assert_true(offered_at(h, "Ben A.", outcome, "Trembling") <
                    offered_at(h, "Ben A.", outcome, "Treasure"));
        assert_true(offered_at(h, "Amira K.", outcome, "Treasure") <
                    offered_at(h, "Amira K.", outcome, "Trembling"));
        hand_tap(h, "Lock");
        hand_unlock(h, "Ros Hartley");
    }
}

/* The pupil who is open again: no note is read anew, so nothing but the saving brings the word. */
static void what_was_just_saved_is_offered_at_once(void **state)
{
    static const char outcome[] = "What the pupil learned or did";
    struct hand *h = *state;

    assert_int_equal(offered_at(h, "Ben A.", outcome, "Treasure"), -1);
    save_outcome(h, "Ben A.", "Found the treasure. ");
    assert_in_range(offered_at(h, "Ben A.", outcome, "Treasure"), 1, 1280);
}

static void a_card_sets_the_size(void **state)
{
    struct hand *h = *state;
    struct app_look look = app_look(h->app);

    assert_true(look.scale <= 0);
    open_settings(h);
    hand_tap(h, "Longer");
    hand_tap(h, "Longer");
    hand_crash(h);
    look = app_look(h->app);
    assert_true(look.scale > 1.03F && look.scale < 1.05F);
    hand_unlock(h, "Ros Hartley");
    for (int i = 0; i < 60; i++) { /* there is an end to it, where the buttons are still reached */
        hand_tap(h, "Shorter");
    }
    look = app_look(h->app);
    assert_true(look.scale >= 0.5F && look.scale < 0.52F);
    hand_tap(h, "As the screen reports it");
    look = app_look(h->app);
    assert_true(look.scale <= 0);
}

static void sound_is_taken_away(void **state)
{
    struct hand *h = *state;

    open_settings(h);
    hand_tap(h, "Say nothing");
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
    assert_string_equal(h->said, "");
    hand_tap(h, "Say it again");
    assert_string_equal(h->said, "");
}

/* The keys that one person has are not everybody's, and may lie at home: whoever is to type a
 * passphrase is shown some, or a tablet that is locked would stay so. */
static void no_lock_wants_keys_that_are_not_there(void **state)
{
    struct hand *h = *state;

    open_settings(h);
    hand_tap(h, "I have a keyboard");
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "What was done");
    assert_null(ui_find(h->ui, "space"));
    hand_tap(h, "Lock");
    hand_tap(h, "Ros Hartley");
    assert_non_null(ui_find(h->ui, "space"));
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
    hand_tap(h, "Staff");
    hand_tap(h, "Passphrase");
    assert_non_null(ui_find(h->ui, "space"));
}

/* The last word counts: a voice that is asked for is heard, and "say nothing" is obeyed. */
static void voice_and_silence_end_each_other(void **state)
{
    struct hand *h = *state;

    open_settings(h);
    hand_tap(h, "Say nothing");
    hand_tap(h, "Says what has the focus");
    assert_true(hand_is_chosen(h, "Say questions aloud"));
    hand_key(h, UI_KEY_TAB);
    assert_string_not_equal(h->said, "");
    hand_tap(h, "Say nothing");
    assert_true(hand_is_chosen(h, "Silent"));
}

static void what_has_the_focus_is_said(void **state)
{
    struct hand *h = *state;

    h->said[0] = '\0';
    hand_key(h, UI_KEY_TAB);
    assert_string_equal(h->said, ""); /* only where it is wanted */
    open_settings(h);
    hand_tap(h, "Says what has the focus");
    assert_string_equal(h->said, "");
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Sustained");
    hand_key(h, UI_KEY_LEFT);
    assert_string_equal(h->said, "Exploration, Fleeting.");
    hand_key(h, UI_KEY_RIGHT);
    assert_string_equal(h->said, "Exploration, Sustained, chosen.");
    ui_focus(h->ui, ui_find(h->ui, "What was done")->id);
    hand_settle(h);
    hand_type(h, "Sand play");
    hand_key(h, UI_KEY_TAB);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_TAB, .shift = true});
    hand_settle(h);
    assert_string_equal(h->said, "What was done, writing: 2 words.");
}

static bool says(const struct hand *h, const char *start)
{
    return strncmp(h->said, start, strlen(start)) == 0;
}

static bool is_in_group(const struct hand *h)
{
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);
    bool found = false;

    for (int i = 0; i < count; i++) {
        found = found || ui_is_in_reach(h->ui, &places[i]);
    }
    return found;
}

/* Goes on with Tab, and with the arrows through what Tab goes past, until the voice said what
 * begins so; the label may be said with a name in it. */
static bool comes_to(struct hand *h, const char *start)
{
    for (int i = 0; i < 40; i++) {
        hand_key(h, UI_KEY_TAB);
        for (int k = 0; k < 40 && is_in_group(h) && !says(h, start); k++) {
            hand_key(h, k == 0 ? UI_KEY_HOME : UI_KEY_RIGHT);
        }
        if (says(h, start)) {
            return true;
        }
    }
    return false;
}

static void set_names(struct hand *h, const char *choice)
{
    open_settings(h);
    hand_tap(h, "Says what has the focus");
    hand_tap(h, choice);
    hand_tap(h, "Back");
}

/* A classroom hears the tablet: until someone says that they use headphones, nobody is named. */
static void nobody_is_named_aloud(void **state)
{
    struct hand *h = *state;

    set_names(h, "Initials only");
    assert_true(comes_to(h, "A K"));
    assert_null(strstr(h->said, "Amira"));
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    assert_true(comes_to(h, "Hand over to A."));
    app_lock(h->app);
    hand_settle(h);
    assert_true(comes_to(h, "R H."));
}

/* The choice is a person's own: it comes back with them, and is not a colleague's. */
static void whoever_has_headphones_hears_names_and_notes(void **state)
{
    struct hand *h = *state;

    set_names(h, "In full: I use headphones");
    assert_true(comes_to(h, "Amira K"));
    hand_tap(h, "Amira K.");
    hand_tap(h, "What was done");
    hand_type(h, "Sand play");
    hand_key(h, UI_KEY_TAB);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_TAB, .shift = true});
    hand_settle(h);
    assert_string_equal(h->said, "What was done, writing: Sand play.");
    hand_tap(h, "Back");
    app_lock(h->app);
    hand_settle(h);
    assert_true(comes_to(h, "R H.")); /* nobody is unlocked: nobody has said it */
    hand_unlock(h, classroom_staff_name(1));
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    assert_true(comes_to(h, "A K"));
    app_lock(h->app);
    hand_settle(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(comes_to(h, "Amira K"));
}

/* What a sighted person sees in a strip and in a row of the matrix, in a sentence each. */
static void drawings_are_read_where_keys_are_voiced(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "Save");
    open_settings(h);
    hand_tap(h, "Says what has the focus");
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Five areas");
    assert_true(comes_to(h, "Exploration. Latest: Sustained. Observations shown: 3. Seen: C"));
    hand_key(h, UI_KEY_ENTER); /* there is nothing to press */
    hand_expect(h, "Five areas");
    hand_tap(h, "Where it has held");
    assert_true(comes_to(h, "Classroom. "));
    assert_non_null(strstr(h->said, ": Has held "));
}

static void a_passphrase_is_never_said(void **state)
{
    struct hand *h = *state;

    open_settings(h);
    hand_tap(h, "Says what has the focus");
    hand_tap(h, "Lock");
    hand_tap(h, "Ros Hartley");
    hand_tap(h, "Passphrase");
    hand_type(h, "river");
    hand_key(h, UI_KEY_TAB);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_TAB, .shift = true});
    hand_settle(h);
    assert_string_equal(h->said, "Passphrase, writing.");
}

/* What went wrong and what was done come without a focus that could come to them: on the lock, on a
 * sheet's screen, as a toast. Each once. */
static void what_comes_by_itself_is_said(void **state)
{
    struct hand *h = *state;

    open_settings(h);
    hand_tap(h, "Says what has the focus");
    hand_tap(h, "Lock");
    hand_tap(h, "Ros Hartley");
    hand_tap(h, "Passphrase");
    hand_type(h, "not this one");
    hand_key(h, UI_KEY_ENTER);
    assert_non_null(strstr(h->said, "That passphrase does not open this name. Try again. "));
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Add a colleague");
    hand_tap(h, "Tom Okafor");
    hand_type(h, "short");
    hand_tap(h, "Add to this tablet");
    assert_non_null(strstr(h->said, "A passphrase needs at least 8 letters. "));
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save");
    assert_non_null(strstr(h->said, "Saved on this tablet. "));
    hand_key(h, UI_KEY_TAB);
    assert_null(strstr(h->said, "Saved"));
    hand_tap(h, "Undo");
    assert_non_null(strstr(h->said, "Undone"));
}

int main(void)
{
#define LOOK(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        LOOK(switches_are_set_and_kept),
        LOOK(motion_is_taken_away),
        LOOK(a_card_sets_the_size),
        LOOK(letters_are_set_and_kept),
        LOOK(letters_of_those_who_were_shown_stay),
        LOOK(it_begins_at_its_top),
        LOOK(words_of_any_script_are_offered),
        LOOK(sound_is_taken_away),
        LOOK(whoever_scans_gets_out_again),
        LOOK(no_lock_wants_keys_that_are_not_there),
        LOOK(voice_and_silence_end_each_other),
        LOOK(words_of_notes_are_offered_in_their_part),
        LOOK(what_was_just_saved_is_offered_at_once),
        LOOK(what_has_the_focus_is_said),
        LOOK(a_passphrase_is_never_said),
        LOOK(what_comes_by_itself_is_said),
        LOOK(drawings_are_read_where_keys_are_voiced),
        LOOK(nobody_is_named_aloud),
        LOOK(whoever_has_headphones_hears_names_and_notes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
