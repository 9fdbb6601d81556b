/* Everything that a pupil can be asked, by touch: each kind of question, and all that ships. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int open_sheet(void **state)
{
    (void)hand_at_unlocked(state);
    hand_tap(*state, "Amira K.");
    hand_tap(*state, "Path so far");
    hand_tap(*state, "Hand over to Amira");
    return 0;
}

static void expect_saved(struct hand *h, const char *json)
{
    struct buf all = {0};

    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    if (strstr(buf_cstr(&all), json) == NULL) {
        fail_msg("%s is not in\n%s", json, buf_cstr(&all));
    }
    buf_finish(&all);
}

static void straight_to(struct hand *h, const char *what)
{
    hand_tap(h, "No practice");
    hand_tap(h, what);
}

/* ---- all that ships -------------------------------------------------------------------------- */

/* A script: taps, with "/" between them. */
/* clang-format off */
static struct row {
    const char *what;
    const char *taps;
    const char *saved; /* of the answers, as JSON */
} rows[] = {
    {"How I feel today",
     "Dog/Next/Happy/Next/Yes",
     "\"choice\":\"happy\""},
    {"My feelings",
     "Cat/Duck/Next/Calm/Tired/Next/No/Next/Yes",
     "\"choices\":[\"calm\",\"tired\"]"},
    {"How it went",
     "Ball/Next/Okay/Next/No/Next/Yes",
     "\"choice\":\"no\""},
    {"Takes turns",
     "Star/Next/Happy/Next/A friend/Next/Yes/Next/Yes",
     "\"choices\":[\"friends\"]"},
    {"What I like at school",
     "Animals/Food/Animals/Next/I like it/I like it/Not sure/I like it/I don't like it/Not sure/"
     "I like it/I like it/Next/Yes",
     "\"board\":{\"circle-time\":\"like\",\"lunch\":\"like\",\"maths\":\"dislike\",\"music\":"
     "\"not-sure\",\"painting\":\"like\",\"pe\":\"not-sure\",\"playtime\":\"like\",\"story\":"
     "\"like\"}"},
    {"What helps me",
     "Cat/Duck/Next/Quiet/Next/A hug/Next/Yes",
     "\"choices\":[\"hug\"]"},
    {"Working with others",
     "Yes/Next/Yes/Next/A group/Next/Okay/Next/I don't know/Next/Yes",
     "\"choice\":\"unsure\""},
    {"Trying hard things",
     "Train/Next/Unhappy/Next/Ask for help/Next/Yes/Next/Yes",
     "\"choice\":\"ask\""},
    {"About my day",
     "Horse/Bee/Next/Happy/Next/Music/A walk/Next/Yes",
     "\"choices\":[\"music\",\"walk\"]"},
};
/* clang-format on */

static void tap_each(struct hand *h, const char *taps)
{
    char word[60] = "";

    while (*taps != '\0') {
        size_t size = strcspn(taps, "/");
        assert_true(size < sizeof(word));
        memcpy(word, taps, size);
        word[size] = '\0';
        hand_tap(h, word);
        taps += size + (taps[size] == '/' ? 1 : 0);
    }
}

static void check_row(void **state)
{
    const struct row *row = *state;
    void *at = NULL;
    struct hand *h = NULL;

    (void)open_sheet(&at);
    h = at;
    hand_tap(h, row->what);
    tap_each(h, row->taps);
    hand_expect(h, "Thank you. Give the tablet back now.");
    assert_int_equal(h->saved_count, 1);
    assert_string_equal(h->saved[0].type, "self_assessment");
    expect_saved(h, row->saved);
    expect_saved(h, "\"shown\":[");
    (void)hand_leaves(&at);
}

/* ---- kinds ----------------------------------------------------------------------------------- */

/* What was skipped for one time, or one pupil, is practised the next. */
static void practice_comes_first_unless_it_is_said_anew(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "No practice");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
    hand_expect(h, "Which one is the dog?");
}

static void one_of_several_can_be_given_back(void **state)
{
    struct hand *h = *state;

    straight_to(h, "What helps me");
    hand_expect(h, "What helps you to learn?");
    hand_tap(h, "Pictures");
    hand_tap(h, "Quiet");
    hand_tap(h, "Pictures");
    assert_false(hand_is_chosen(h, "Pictures"));
    assert_true(hand_is_chosen(h, "Quiet"));
    hand_tap(h, "Not now"); /* it takes the place of what was chosen */
    assert_false(hand_is_chosen(h, "Quiet"));
    hand_tap(h, "A break");
    hand_tap(h, "Next");
    hand_tap(h, "Not now");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    expect_saved(h, "\"changes\":3,\"choices\":[\"break\"]");
}

static void a_card_is_moved_by_tap_and_tap(void **state)
{
    struct hand *h = *state;

    straight_to(h, "What I like at school");
    hand_expect(h, "Do you like it? Circle time");
    assert_non_null(strstr(h->said, "Do you like it? Circle time."));
    hand_tap(h, "I like it");
    assert_string_equal(h->said, "I like it. Painting.");
    for (int i = 0; i < 7; i++) {
        hand_tap(h, "Not sure");
    }
    hand_tap(h, "Maths"); /* all lie somewhere: one is taken up again */
    hand_expect(h, "Do you like it? Maths");
    hand_tap(h, "I don't like it");
    hand_tap(h, "Next");
    hand_expect(h, "You said:");
    assert_string_equal(h->said, "You said: I like it: Circle time; Not sure: Painting, Music, "
                                 "Story, PE, Playtime, Lunch; I don't like it: Maths.");
    hand_tap(h, "Yes");
    expect_saved(h, "\"maths\":\"dislike\"");
    expect_saved(h, "\"changes\":1");
}

/* "I don't know" takes the place of a board, and gives it back to whoever goes on sorting. */
static void a_board_waits_behind_i_dont_know(void **state)
{
    struct hand *h = *state;

    straight_to(h, "What I like at school");
    hand_tap(h, "I like it");
    hand_tap(h, "Not sure");
    hand_tap(h, "I don't know");
    hand_expect(h, "Do you like it? Music"); /* the same card is in the hand still */
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Do you like it? Music");
    hand_tap(h, "Next");
    assert_string_equal(h->said, "You said: I don't know.");
    hand_tap(h, "Change it");
    hand_expect(h, "Do you like it? Music");
    for (int i = 0; i < 6; i++) {
        hand_tap(h, "I don't like it");
    }
    hand_tap(h, "Next");
    assert_string_equal(h->said, "You said: I like it: Circle time; Not sure: Painting; "
                                 "I don't like it: Music, Story, Maths, PE, Playtime, Lunch.");
    hand_tap(h, "Yes");
    expect_saved(h, "\"painting\":\"not-sure\"");
    expect_saved(h, "\"changes\":2"); /* to not knowing, and from it */
}

/* And all of it, once every card lies somewhere; but what is said is one or the other. */
static void a_full_board_waits_too(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    straight_to(h, "What I like at school");
    for (int i = 0; i < 8; i++) {
        hand_tap(h, "I like it");
    }
    hand_tap(h, "Not now");
    hand_tap(h, "Maths");
    hand_tap(h, "I don't like it");
    hand_tap(h, "Next");
    assert_non_null(strstr(h->said, "I don't like it: Maths."));
    hand_tap(h, "Change it");
    hand_tap(h, "I don't know");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    expect_saved(h, "\"choice\":\"unsure\"");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    assert_null(strstr(buf_cstr(&all), "\"maths\""));
    buf_finish(&all);
}

static void a_board_half_full_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    straight_to(h, "What I like at school");
    hand_tap(h, "I like it");
    hand_tap(h, "Not sure");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Do you like it? Music");
}

static void a_page_takes_words(void **state)
{
    struct hand *h = *state;

    straight_to(h, "About my day");
    hand_tap(h, "I don't know");
    hand_tap(h, "Next");
    hand_tap(h, "A few words");
    hand_type(h, "I fed the hens");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "I fed the hens");
    hand_tap(h, "Next");
    hand_expect(h, "I fed the hens");
    hand_tap(h, "Yes");
    expect_saved(h, "\"words\":\"I fed the hens\"");
}

static void each_answer_can_be_changed_when_it_is_read_back(void **state)
{
    struct hand *h = *state;

    straight_to(h, "Trying hard things");
    hand_tap(h, "Okay");
    hand_tap(h, "Next");
    hand_tap(h, "Stop");
    hand_tap(h, "Next");
    hand_tap(h, "No");
    hand_tap(h, "Next");
    hand_tap(h, "What do you do first?/Change it");
    hand_tap(h, "Try again");
    hand_tap(h, "Next"); /* not through the rest once more */
    hand_expect(h, "Is that what you want to say?");
    hand_tap(h, "Yes");
    expect_saved(h, "\"choice\":\"again\"");
}

static void a_wrong_practice_is_asked_once_more_in_each_kind(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "What I like at school");
    hand_tap(h, "Food");
    hand_tap(h, "Food");
    hand_tap(h, "Food");
    hand_tap(h, "Next");
    hand_expect(h, "Let's look once more");
    hand_expect(h, "Where does it go? Cow");
    hand_tap(h, "Animals");
    hand_tap(h, "Food");
    hand_tap(h, "Animals");
    hand_tap(h, "Next");
    hand_expect(h, "Do you like it? Circle time");
}

/* ---- what is offered ------------------------------------------------------------------------- */

static void a_target_is_asked_about_by_its_words(void **state)
{
    struct hand *h = *state;

    straight_to(h, "Takes turns");
    hand_expect(h, "How is this going: Takes turns?");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    hand_tap(h, "Not now");
    hand_tap(h, "Next");
    hand_tap(h, "Not now");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    expect_saved(h, "\"about\":\"");
}

static void the_profile_picks_how_many_faces(void **state)
{
    struct hand *h = *state;
    struct buf name = {0};
    struct classroom_change profile = {.from_hub = true,
                                       .pupil = h->room.pupils[0],
                                       .type = "access_profile",
                                       .set = "{\"scale\":5}"};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Hand over to Amira");
    straight_to(h, "How I feel today");
    hand_expect(h, "Very happy");
    hand_expect(h, "Very unhappy");
    buf_finish(&name);
}

/* What staff choose for a pupil is saved as it is chosen, and holds in the room. */
static void the_way_a_pupil_answers_is_chosen_by_staff(void **state)
{
    struct hand *h = *state;
    struct app_look look;

    hand_tap(h, "How Amira answers");
    hand_tap(h, "Faces to choose from/Five");
    hand_tap(h, "Faces to choose from/Three"); /* another mind, and no conflict with oneself */
    hand_tap(h, "Faces to choose from/Five");
    hand_tap(h, "Voice/Higher");
    hand_tap(h, "What a finger chooses/Where it lifts");
    hand_tap(h, "A touch counts after/More");
    hand_tap(h, "Scanning with switches/Moves by itself");
    assert_int_equal(h->saved_count, 7);
    assert_string_equal(h->saved[0].type, "access_profile");
    assert_true(id_equal(&h->saved[0].rec, &h->saved[6].rec));
    expect_saved(h, "\"voice\":\"en+f2\"");
    hand_key(h, UI_KEY_ESCAPE);
    hand_expect_not(h, "Needs a look · 1");
    hand_tap(h, "Hand over to Amira");
    straight_to(h, "How I feel today");
    hand_expect(h, "Very happy");
    look = app_look(h->app);
    assert_int_equal(look.hold_ms, 200);
    assert_true(look.last_touch);
    assert_int_equal(look.scan.way, UI_SCAN_AUTO);
}

static void a_schools_own_is_asked(void **state)
{
    struct hand *h = *state;
    struct buf set = {0};
    struct json_value *json = NULL;
    char version[65] = "";
    static const char content[] =
        "{\"about\":\"\",\"id\":\"our-minibus\",\"items\":[{\"choices\":[{\"id\":\"yes\",\"label\":"
        "\"Yes\"},{\"id\":\"no\",\"label\":\"No\"},{\"apart\":true,\"id\":\"unsure\",\"label\":"
        "\"I don't know\"},{\"apart\":true,\"id\":\"not-now\",\"label\":\"Not "
        "now\"}],\"id\":\"bus\","
        "\"kind\":\"yes-no\",\"label\":\"Did you like the "
        "minibus?\"}],\"kind\":\"self-assessment\","
        "\"label\":\"Our minibus\"}";
    struct classroom_change own = {
        .from_hub = true, .rec = id_derived("our-minibus"), .type = "instrument"};

    assert_int_equal(json_parse(content, strlen(content), &json), STATUS_OK);
    hash_json(json, version);
    json_free(json);
    buf_printf(&set,
               "{\"instrument\":\"our-minibus\",\"version\":\"%s\",\"label\":\"Our minibus\","
               "\"kind\":\"self-assessment\",\"added\":1760000000000,\"content\":%s}",
               version, content);
    own.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &own, 1), STATUS_OK);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Our minibus");
    hand_expect(h, "Did you like the minibus?");
    hand_tap(h, "No");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "No"));
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    expect_saved(h, "\"instrument\":\"our-minibus\"");
    buf_finish(&set);
}

int main(void)
{
#define SHEET(name) cmocka_unit_test_setup_teardown(name, open_sheet, hand_leaves)
    struct CMUnitTest shipped[sizeof rows / sizeof rows[0]];
    const struct CMUnitTest tests[] = {
        SHEET(practice_comes_first_unless_it_is_said_anew),
        SHEET(one_of_several_can_be_given_back),
        SHEET(a_card_is_moved_by_tap_and_tap),
        SHEET(a_board_waits_behind_i_dont_know),
        SHEET(a_full_board_waits_too),
        SHEET(a_board_half_full_outlives_the_battery),
        SHEET(a_page_takes_words),
        SHEET(each_answer_can_be_changed_when_it_is_read_back),
        SHEET(a_wrong_practice_is_asked_once_more_in_each_kind),
        SHEET(a_target_is_asked_about_by_its_words),
        SHEET(the_profile_picks_how_many_faces),
        SHEET(the_way_a_pupil_answers_is_chosen_by_staff),
        SHEET(a_schools_own_is_asked),
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        shipped[i] = (struct CMUnitTest){
            .name = rows[i].what, .test_func = check_row, .initial_state = &rows[i]};
    }
    return cmocka_run_group_tests_name("shipped", shipped, NULL, NULL) +
           cmocka_run_group_tests_name("kinds", tests, NULL, NULL);
}
