/* Recorded phrases in the pupil room: which are heard in place of the tablet's own voice, and that
 * every answer of a question sounds the same.
 *
 * Planted faults, each built once and seen to fail here: the answers that have a recording heard by
 * it, and the others not; a recording heard where it is of another pupil; one of somebody who has
 * left; bytes that are no clip handed on; the old voice over new words; a recording heard although
 * the pupil is muted.
 */
#include "hand.h"
#include "hand_clips.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASE(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)

enum { ROS, IMRAN };
enum { AMIRA, BEN };
static const char question[] = "How do you feel today?";
static const char *const answers[] = {"Happy", "Okay", "Unhappy", "I don't know", "Not now"};
enum { ANSWERS = sizeof(answers) / sizeof(answers[0]) };

/* ---- recordings from another tablet ---------------------------------------------------------- */

static void bring(struct hand *h, struct hand_clip clip)
{
    hand_bring_clip(h, &clip);
}

static void bring_answers(struct hand *h, struct hand_clip s)
{
    for (int i = 0; i < ANSWERS; i++) {
        s.words = answers[i];
        bring(h, s);
    }
}

/* ---- in the room ----------------------------------------------------------------------------- */

static void ask_who(struct hand *h, const char *card, const char *hand_over, const char *what)
{
    hand_wait(h, 2000); /* it looks for what has come */
    hand_tap(h, card);
    hand_tap(h, "Path so far");
    hand_tap(h, hand_over);
    hand_tap(h, "No practice");
    hand_tap(h, what);
}

static void ask(struct hand *h)
{
    ask_who(h, "Amira K.", "Hand over to Amira", "How I feel today");
}

/* The order of the faces is mirrored at random. */
static void expect_answers(struct hand *h, const char *before)
{
    struct buf one = {0};
    struct buf two = {0};

    buf_printf(&one, "%sHappy|Okay|Unhappy|", before);
    buf_printf(&two, "%sUnhappy|Okay|Happy|", before);
    if (strcmp(h->heard, buf_cstr(&one)) != 0) {
        assert_string_equal(h->heard, buf_cstr(&two));
    }
    buf_finish(&one);
    buf_finish(&two);
}

static void the_question_and_its_answers_are_heard(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring(h, (struct hand_clip){.words = question, .speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring(h, (struct hand_clip){.words = "You said:", .speaker = IMRAN, .pupil = HAND_SCHOOL});
    ask(h);
    expect_answers(h, "How do you feel today?|");
    assert_int_equal(strncmp(h->said, question, sizeof(question) - 1), 0); /* the same words */
    hand_tap(h, "Okay");
    assert_string_equal(h->said, "Okay");
    assert_string_equal(h->heard, "Okay|");
    hand_tap(h, "Next");
    assert_string_equal(h->said, "You said: Okay.");
    assert_string_equal(h->heard, "You said:|Okay|");
    hand_tap(h, "Yes");
    assert_string_equal(h->heard, ""); /* thanks were not recorded */
    assert_non_null(strstr(h->said, "Thank you"));
}

static void the_question_alone(void **state)
{
    struct hand *h = *state;

    bring(h, (struct hand_clip){.words = question, .speaker = IMRAN, .pupil = HAND_SCHOOL});
    ask(h);
    assert_string_equal(h->heard, "How do you feel today?|");
    hand_tap(h, "Okay");
    assert_string_equal(h->heard, "");
}

/* A recording of all answers but one: all of them are the tablet's. */
static void all_answers_or_none(void **state)
{
    struct hand *h = *state;

    for (int i = 0; i < ANSWERS - 1; i++) {
        bring(h, (struct hand_clip){.words = answers[i], .speaker = IMRAN, .pupil = HAND_SCHOOL});
    }
    bring(h,
          (struct hand_clip){.words = answers[ANSWERS - 1], .speaker = ROS, .pupil = HAND_SCHOOL});
    ask(h);
    assert_string_equal(h->heard, "");
    hand_tap(h, "Okay");
    assert_string_equal(h->heard, "");
    bring(h, (struct hand_clip){
                 .words = answers[ANSWERS - 1], .speaker = IMRAN, .pupil = HAND_SCHOOL});
    hand_wait(h, 2000); /* it comes while the pupil is asked */
    hand_tap(h, "Say it again");
    expect_answers(h, "");
}

static void another_pupils_is_not_heard(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = BEN});
    ask(h);
    assert_string_equal(h->heard, "");
}

static void their_own_goes_before_the_schools(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = AMIRA});
    bring_answers(h, (struct hand_clip){.speaker = ROS, .pupil = HAND_SCHOOL, .spoken = 9});
    bring(h,
          (struct hand_clip){.words = question, .speaker = ROS, .pupil = HAND_SCHOOL, .spoken = 9});
    ask(h);
    expect_answers(h, "How do you feel today?|");
}

static void who_has_left_is_not_heard(void **state)
{
    struct hand *h = *state;
    struct classroom_change gone = {
        .from_hub = true, .rec = h->room.staff[IMRAN], .type = "staff", .set = "{\"left\":true}"};

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    assert_int_equal(classroom_bring(&h->room, h->file, &gone, 1), STATUS_OK);
    ask(h);
    assert_string_equal(h->heard, "");
}

/* Staff are told why, may listen to it and take it out; who comes back is heard again. */
static void what_who_left_has_spoken_is_shown_as_such(void **state)
{
    struct hand *h = *state;
    struct classroom_change gone = {
        .from_hub = true, .rec = h->room.staff[IMRAN], .type = "staff", .set = "{\"left\":true}"};
    struct classroom_change back = gone;

    back.set = "{\"left\":false}";
    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    assert_int_equal(classroom_bring(&h->room, h->file, &gone, 1), STATUS_OK);
    hand_wait(h, 2000);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Recorded voices");
    hand_tap(h, "How I feel today");
    hand_expect(h, "By Imran Sadiq, who has left: the tablet says it");
    hand_tap(h, "Okay");
    hand_expect(h, "Has left, so no pupil hears it.");
    hand_tap(h, "Hear it");
    assert_string_equal(h->heard, "Okay|");
    hand_tap(h, "Take it out");
    hand_expect_not(h, "Has left, so no pupil hears it.");
    hand_tap(h, "Undo");
    hand_expect(h, "Has left, so no pupil hears it.");
    assert_int_equal(classroom_bring(&h->room, h->file, &back, 1), STATUS_OK);
    hand_wait(h, 2000);
    hand_expect_not(h, "Has left, so no pupil hears it.");
    hand_tap(h, "Back");
    hand_expect(h, "Answers in the voice of Imran Sadiq");
}

/* From a tablet that somebody got hold of: it is as if it had not been recorded. */
static void what_is_no_clip_is_not_played(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring(h,
          (struct hand_clip){
              .words = "Okay", .speaker = IMRAN, .pupil = AMIRA, .spoken = 9, .is_broken = true});
    bring(h, (struct hand_clip){
                 .words = question, .speaker = IMRAN, .pupil = HAND_SCHOOL, .is_broken = true});
    ask(h);
    expect_answers(h, "");
}

static void one_broken_answer_silences_all(void **state)
{
    struct hand *h = *state;

    for (int i = 0; i < ANSWERS; i++) {
        bring(h, (struct hand_clip){.words = answers[i],
                                    .speaker = IMRAN,
                                    .pupil = HAND_SCHOOL,
                                    .is_broken = i == 2});
    }
    ask(h);
    assert_string_equal(h->heard, "");
    hand_tap(h, "Happy");
    assert_string_equal(h->heard, "");
}

static void taken_out_it_is_not_heard(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL, .is_void = true});
    ask(h);
    assert_string_equal(h->heard, "");
}

static void words_that_changed_have_none(void **state)
{
    struct hand *h = *state;

    bring(h, (struct hand_clip){
                 .words = "How do you feel today", .speaker = ROS, .pupil = HAND_SCHOOL});
    bring(h, (struct hand_clip){
                 .words = "how do you feel today?", .speaker = ROS, .pupil = HAND_SCHOOL});
    bring(h, (struct hand_clip){
                 .words = question, .speaker = ROS, .pupil = HAND_SCHOOL, .language = "cy"});
    ask(h);
    assert_string_equal(h->heard, "");
}

/* What a question is about is a person's words: they were never recorded, nor are they played. */
static void what_it_is_about_is_never_recorded(void **state)
{
    struct hand *h = *state;

    bring(h, (struct hand_clip){
                 .words = "How is your target going?", .speaker = ROS, .pupil = HAND_SCHOOL});
    ask_who(h, "Amira K.", "Hand over to Amira", "Takes turns");
    hand_expect(h, "How is this going: Takes turns?");
    assert_string_equal(h->heard, "");
}

static void bring_profile(struct hand *h, const char *set)
{
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true, .pupil = h->room.pupils[AMIRA], .type = "access_profile", .set = set};

    buf_printf(&name, "access_profile|%s", h->room.pupils[AMIRA].text);
    profile.rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
}

static void muted_nothing_is_heard(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring_profile(h, "{\"muted\":true}");
    ask(h);
    assert_string_equal(h->said, "");
    assert_string_equal(h->heard, "");
    hand_tap(h, "Okay");
    assert_string_equal(h->heard, "");
}

/* Another voice of the same language is the same phrase. */
static void the_voices_accent_is_no_language(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring_profile(h, "{\"voice\":\"en-gb-scotland\"}");
    ask(h);
    expect_answers(h, "");
    assert_string_equal(h->voice, "en-gb-scotland");
}

/* Whoever scans hears each answer by the voice that they know it by. */
static void the_light_speaks_by_it(void **state)
{
    struct hand *h = *state;

    bring_answers(h, (struct hand_clip){.speaker = IMRAN, .pupil = HAND_SCHOOL});
    bring_profile(h, "{\"scanning\":{\"way\":\"auto\",\"order\":\"linear\"}}");
    ask(h);
    for (int i = 0; i < 40 && strcmp(h->said, "Okay.") != 0; i++) {
        hand_wait(h, 500);
    }
    assert_string_equal(h->said, "Okay.");
    assert_string_equal(h->heard, "Okay|");
}

static void cards_of_a_board_are_answers(void **state)
{
    struct hand *h = *state;
    static const char *const columns[] = {"I like it", "Not sure", "I don't like it",
                                          "I don't know", "Not now"};
    static const char *const cards[] = {"Circle time", "Painting", "Music",    "Story",
                                        "Maths",       "PE",       "Playtime", "Lunch"};

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        bring(h, (struct hand_clip){.words = columns[i], .speaker = ROS, .pupil = HAND_SCHOOL});
    }
    for (size_t i = 0; i + 1 < sizeof(cards) / sizeof(cards[0]); i++) {
        bring(h, (struct hand_clip){.words = cards[i], .speaker = ROS, .pupil = HAND_SCHOOL});
    }
    ask_who(h, "Amira K.", "Hand over to Amira", "What I like at school");
    assert_string_equal(h->heard, "");
    bring(h, (struct hand_clip){.words = "Lunch", .speaker = ROS, .pupil = HAND_SCHOOL});
    hand_wait(h, 2000);
    hand_tap(h, "Not sure");
    assert_string_equal(h->said, "Not sure. Painting.");
    assert_string_equal(h->heard, "Not sure|Painting|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_question_and_its_answers_are_heard),
        CASE(the_question_alone),
        CASE(all_answers_or_none),
        CASE(another_pupils_is_not_heard),
        CASE(their_own_goes_before_the_schools),
        CASE(who_has_left_is_not_heard),
        CASE(what_who_left_has_spoken_is_shown_as_such),
        CASE(what_is_no_clip_is_not_played),
        CASE(one_broken_answer_silences_all),
        CASE(taken_out_it_is_not_heard),
        CASE(words_that_changed_have_none),
        CASE(what_it_is_about_is_never_recorded),
        CASE(muted_nothing_is_heard),
        CASE(the_voices_accent_is_no_language),
        CASE(the_light_speaks_by_it),
        CASE(cards_of_a_board_are_answers),
    };

    return cmocka_run_group_tests_name("recorded phrases", tests, NULL, NULL);
}
