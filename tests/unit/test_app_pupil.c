/* The pupil's page: a path page by page, targets half term by half term, the pupil's own words; and
 * what can be taken back: a sitting, any record, a correction of a whole group.
 *
 * Planted faults, each built once and seen to fail here: a sister's own correction overwritten; a
 * page that forgets what it skips; kappa told where chance gives everything.
 */
#include "hand.h"
#include "hand_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY_MS 86400000LL

/* One record of a pupil, written by a colleague on another tablet; its rec is its name's. */
static struct id bring(struct hand *h, int pupil, const char *type, const char *name,
                       const char *set)
{
    struct classroom_change change = {.by = h->room.staff[1],
                                      .pupil = h->room.pupils[pupil],
                                      .rec = id_derived(name),
                                      .type = type,
                                      .set = set};

    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    return change.rec;
}

static void open_page(struct hand *h, const char *card)
{
    hand_wait(h, 2000);
    hand_tap(h, card);
    hand_tap(h, "Path so far");
}

/* ---- the path -------------------------------------------------------------------------------- */

static void a_long_path_is_read_page_by_page(void **state)
{
    struct hand *h = *state;
    struct buf set = {0};

    for (int i = 0; i < 45; i++) {
        struct buf name = {0};
        buf_clear(&set);
        buf_printf(&set, "{\"when\":%lld,\"outcome\":\"Note %d.\"}",
                   (long long)(HAND_NOW_MS - (i + 1) * DAY_MS), i);
        buf_printf(&name, "page|%d", i);
        (void)bring(h, 7, "observation", buf_cstr(&name), buf_cstr(&set));
        buf_finish(&name);
    }
    buf_finish(&set);
    open_page(h, "Haris M.");
    hand_expect(h, "October 2026");
    hand_expect(h, "Note 0.");
    hand_tap(h, "Earlier");
    hand_expect(h, "Note 20.");
    hand_tap(h, "Earlier");
    hand_expect(h, "Note 40.");
    assert_null(ui_find(h->ui, "Earlier"));
    hand_tap(h, "Later");
    hand_expect(h, "Note 39."); /* where one had been on it */
    hand_tap(h, "Intervals");
    hand_expect(h, "Nothing of this kind is written yet.");
    hand_tap(h, "Observations");
    hand_expect(h, "Note 0.");
}

/* ---- targets --------------------------------------------------------------------------------- */

static void bring_judgement(struct hand *h, const char *type, int year, int half_term,
                            const char *level)
{
    struct buf set = {0};
    struct buf name = {0};
    bool is_own = strcmp(type, "target_judgement") == 0;

    buf_printf(&set, "{\"target\":\"%s\",\"year\":%d,\"half_term\":%d,\"level\":\"%s\"",
               h->room.targets[0].text, year, half_term, level);
    if (is_own) {
        buf_printf(&set, ",\"staff\":\"%s\"", h->room.staff[1].text);
    }
    buf_text(&set, "}");
    buf_printf(&name, "%s|%s|%d|%d%s%s", type, h->room.targets[0].text, year, half_term,
               is_own ? "|" : "", is_own ? h->room.staff[1].text : "");
    (void)bring(h, 0, type, buf_cstr(&name), buf_cstr(&set));
    buf_finish(&set);
    buf_finish(&name);
}

static void a_target_is_judged_alone_and_together(void **state)
{
    struct hand *h = *state;

    bring_judgement(h, "target_review", 2025, 6, "emerging");
    bring_judgement(h, "target_judgement", 2026, 1, "secure");
    open_page(h, "Amira K.");
    hand_expect(h, "Emerging · Summer 2, 2025/26");
    hand_tap(h, "Targets");
    hand_expect(h, "Summer 2, 2025/26");
    hand_expect(h, "Autumn 1, 2026/27");
    hand_expect(h, "Not agreed yet");
    hand_tap(h, "Reaches for an object/Review");
    hand_expect(h, "Agreed last: Emerging · Summer 2, 2025/26");
    hand_expect(h, "Imran Sadiq: Secure");
    hand_tap(h, "My own judgement/Developing");
    assert_string_equal(h->saved[0].type, "target_judgement");
    hand_assert_says(h, &h->saved[0].rec, "\"level\":\"developing\"");
    assert_true(hand_is_chosen(h, "My own judgement/Developing"));
    hand_tap(h, "What we agreed/Secure");
    assert_string_equal(h->saved[1].type, "target_review");
    hand_tap(h, "What we agreed/Developing"); /* the same record, once more */
    assert_string_equal(h->saved[2].rec.text, h->saved[1].rec.text);
    hand_assert_says(h, &h->saved[1].rec, "\"level\":\"developing\"");
    hand_assert_says(h, &h->saved[1].rec, "\"conflicts\":[]");
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "What we agreed/Secure"));
    hand_tap(h, "What we agreed/Secure"); /* a second tap takes it back */
    assert_false(hand_is_chosen(h, "What we agreed/Secure"));
    hand_tap(h, "Close");
    hand_expect(h, "Ros Hartley: Developing");
    hand_expect(h, "Not agreed yet");
}

/* ---- own words ------------------------------------------------------------------------------- */

static void answers_stand_by_version_and_say_how_they_were_given(void **state)
{
    struct hand *h = *state;

    (void)bring(h, 7, "self_assessment", "voice|1",
                "{\"when\":1791700000000,\"instrument\":\"how-i-feel-today\",\"help\":\"a lot\","
                "\"answers\":{\"feel\":{\"choice\":\"happy\",\"shown\":[\"happy\",\"okay\","
                "\"unhappy\"],\"ms\":400,\"changes\":0}}}");
    (void)bring(h, 7, "self_assessment", "voice|2",
                "{\"when\":1791600000000,\"instrument\":\"how-i-feel-today\",\"version\":\"gone\","
                "\"answers\":{\"feel\":{\"choice\":\"okay\",\"ms\":5000}}}");
    (void)bring(h, 7, "self_assessment", "voice|3",
                "{\"when\":1791500000000,\"instrument\":\"what-i-like\",\"answers\":{"
                "\"not-here\":{\"choices\":[\"one\",\"two\"]}}}");
    (void)bring(h, 7, "self_assessment", "voice|4",
                "{\"when\":1791400000000,\"instrument\":\"about-my-day\",\"answers\":{\"page\":{"
                "\"choices\":[\"painting\",\"walk\"],\"words\":\"We saw ducks.\"}}}");
    h->height = 3000; /* all of it in sight */
    open_page(h, "Haris M.");
    hand_expect(h, "Read with care: very fast, a lot of help was given");
    hand_tap(h, "Own words");
    hand_expect(h, "How I feel today");
    hand_expect(h, "Happy");
    hand_expect(h, "Picture journal");
    hand_expect(h, "We saw ducks.");
    hand_expect(h, "Painting, A walk");
}

static void an_earlier_version_is_another_row(void **state)
{
    struct hand *h = *state;

    (void)bring(h, 7, "self_assessment", "voice|1",
                "{\"when\":1791700000000,\"instrument\":\"how-i-feel-today\","
                "\"answers\":{\"feel\":{\"choice\":\"happy\",\"ms\":4000}}}");
    (void)bring(h, 7, "self_assessment", "voice|2",
                "{\"when\":1791600000000,\"instrument\":\"how-i-feel-today\",\"version\":\"old\","
                "\"answers\":{\"feel\":{\"choice\":\"okay\",\"ms\":5000}}}");
    open_page(h, "Haris M.");
    hand_tap(h, "Own words");
    hand_expect(h, "An earlier version: not to be read as one row with the later one.");
    hand_expect_not(h, "Read with care:");
}

/* ---- intervals ------------------------------------------------------------------------------- */

static struct id bring_watch(struct hand *h, const char *name, int staff, int64_t when_ms,
                             const char *samples)
{
    struct buf set = {0};
    struct classroom_change change = {.by = h->room.staff[staff],
                                      .pupil = h->room.pupils[7],
                                      .rec = id_derived(name),
                                      .type = "interval_observation"};

    buf_printf(&set,
               "{\"when\":%lld,\"method\":\"momentary\",\"interval_s\":10,\"length_s\":60,"
               "\"samples\":\"%s\"}",
               (long long)when_ms, samples);
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&set);
    return change.rec;
}

static struct agree_row {
    const char *name;
    const char *one, *two;
    int64_t later_ms;
    const char *want;
} agrees[] = {
    {"as chance has it",      "110010", "011011", 0,     "the same at 3 of 6 looks, kappa 0.00"},
    {"all the same",          "110010", "110010", 2000,  "the same at 6 of 6 looks, kappa 1.00"},
    {"one began a cue later", "110010", "10010-", 10000, "the same at 5 of 5 looks, kappa 1.00"},
    {"one word",              "1111--", "1111--", 0,     "the same one answer at all 4 looks"  },
    {"no look of both",       "11----", "--11--", 0,     "no look that both made"              },
    {"between the cues",      "110010", "110010", 5000,  "not at the same moments"             },
};

static void two_observers_agree_in_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(agrees) / sizeof(agrees[0]); i++) {
        const struct agree_row *row = &agrees[i];
        struct hand h;
        hand_open_enrolled(&h, 1);
        hand_unlock(&h, "Ros Hartley");
        (void)bring_watch(&h, "watch|1", 1, HAND_NOW_MS - DAY_MS, row->one);
        (void)bring_watch(&h, "watch|2", 2, HAND_NOW_MS - DAY_MS + row->later_ms, row->two);
        open_page(&h, "Haris M.");
        hand_expect(&h, "Watched with ");
        if (!hand_sees(&h, row->want)) {
            fail_msg("%s: not told that \"%s\"", row->name, row->want);
        }
        hand_close(&h);
    }
}

/* Two who answered the same scale of one lesson, area by area: Not seen, Fleeting, Sustained,
 * Established, or - for not looked for. Of the first 1 - 1 x 4 / 22. */
static struct scale_agree_row {
    const char *name;
    const char *one, *two;
    int64_t later_ms;
    const char *want; /* NULL: nothing is said of it */
} scale_agrees[] = {
    {"one step off, of four", "NFSE-", "NFEE-", 300000,
     "the same in 3 of 4 answers, weighted kappa 0.82"                                 },
    {"one word",              "F----", "F----", 0,       "the same one answer in all 1"},
    {"nothing in common",     "F----", "---F-", 0,       "nothing that both answered"  },
    {"another lesson",        "F----", "F----", 1200000, NULL                          },
};

static void put_areas(const char *letters, struct buf *out)
{
    static const char *const areas[] = {"exploration", "realisation", "anticipation", "persistence",
                                        "initiation"};
    static const char *const choices[] = {"not-seen", "fleeting", "sustained", "established"};
    static const char letters_of_choices[] = "NFSE";
    const char *comma = "";

    for (int i = 0; i < 5; i++) {
        const char *at = strchr(letters_of_choices, letters[i]);
        if (at != NULL) {
            buf_printf(out, "%s\"%s\":\"%s\"", comma, areas[i], choices[at - letters_of_choices]);
            comma = ",";
        }
    }
}

static void two_who_answer_a_scale_agree_in_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(scale_agrees) / sizeof(scale_agrees[0]); i++) {
        const struct scale_agree_row *row = &scale_agrees[i];
        struct hand h;
        struct classroom_change changes[2];
        struct buf sets[2] = {{0}, {0}};

        hand_open_enrolled(&h, 1);
        hand_unlock(&h, "Ros Hartley");
        for (int k = 0; k < 2; k++) {
            buf_printf(&sets[k], "{\"when\":%lld,\"engagement\":{",
                       (long long)(HAND_NOW_MS - DAY_MS + (k == 1 ? row->later_ms : 0)));
            put_areas(k == 0 ? row->one : row->two, &sets[k]);
            buf_printf(&sets[k], "}}");
            changes[k] =
                (struct classroom_change){.by = h.room.staff[k + 1],
                                          .pupil = h.room.pupils[7],
                                          .rec = id_derived(k == 0 ? "scale|1" : "scale|2"),
                                          .type = "observation",
                                          .set = buf_cstr(&sets[k])};
        }
        assert_int_equal(classroom_bring(&h.room, h.file, changes, 2), STATUS_OK);
        open_page(&h, "Haris M.");
        if (hand_sees(&h, row->want != NULL ? row->want : "Also seen by") != (row->want != NULL)) {
            fail_msg("%s: not as it should be told", row->name);
        }
        buf_finish(&sets[0]);
        buf_finish(&sets[1]);
        hand_close(&h);
    }
}

static void one_observer_agrees_with_nobody(void **state)
{
    struct hand *h = *state;

    (void)bring_watch(h, "watch|1", 1, HAND_NOW_MS - DAY_MS, "110010");
    (void)bring_watch(h, "watch|2", 1, HAND_NOW_MS - DAY_MS, "110010"); /* the same person */
    (void)bring_watch(h, "watch|3", 2, HAND_NOW_MS - DAY_MS / 2, "110010");
    open_page(h, "Haris M.");
    hand_expect_not(h, "Watched with");
}

static void a_sitting_is_taken_out_with_a_reason(void **state)
{
    struct hand *h = *state;
    struct id rec = bring_watch(h, "watch|1", 1, HAND_NOW_MS - DAY_MS, "110010");

    open_page(h, "Haris M.");
    hand_tap(h, "Take out");
    hand_tap(h, "About another pupil");
    hand_assert_says(h, &rec, "\"void\":\"About another pupil\"");
    hand_expect_not(h, "Engaged at 3 of 6");
    hand_tap(h, "Undo");
    hand_expect(h, "Engaged at 3 of 6");
    hand_tap(h, "Take out");
    hand_tap(h, "Written down twice");
    hand_expect_not(h, "Needs a look · 1"); /* the second time is no conflict with the first */
    hand_tap(h, "Taken out: 1");
    hand_expect(h, "Written down twice");
    hand_tap(h, "Put it back");
    hand_expect(h, "Engaged at 3 of 6");
    hand_assert_says(h, &rec, "\"void\":null");
    hand_tap(h, "Changed since"); /* history shows each of it */
    hand_wait(h, 21000);          /* until the toast leaves it all the room */
    hand_expect(h, "About another pupil");
}

/* As any other words: a word is there again after a kill, and gone once it is given. */
static void a_reason_that_was_begun_is_kept(void **state)
{
    struct hand *h = *state;
    struct id rec = bring_watch(h, "watch|1", 1, HAND_NOW_MS - DAY_MS, "110010");

    open_page(h, "Haris M.");
    hand_tap(h, "Take out");
    hand_tap(h, "Another reason");
    hand_type(h, "The fire ");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq"); /* it is nobody else's */
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    open_page(h, "Haris M.");
    hand_tap(h, "Take out");
    hand_expect_not(h, "The fire");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Take out");
    hand_expect(h, "The fire");
    hand_tap(h, "Another reason");
    hand_type(h, "bell");
    hand_wait(h, 500); /* a pause */
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Take out");
    hand_expect(h, "The fire bell");
    hand_tap(h, "Another reason/Take it out");
    hand_assert_says(h, &rec, "\"void\":\"The fire bell");
    hand_tap(h, "Undo");
    hand_tap(h, "Take out");
    hand_expect_not(h, "The fire bell");
}

static void a_saved_sitting_is_undone(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Watch in intervals");
    hand_tap(h, "Start");
    hand_wait(h, 16000);
    hand_tap(h, "Haris Malik/Engaged");
    hand_tap(h, "Stop here");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    hand_tap(h, "Undo");
    hand_assert_says(h, &h->saved[0].rec, "\"void\":\"Undone\"");
    hand_expect(h, "Engaged at 1 of 1 looks");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 3);
    hand_assert_says_not(h, &h->saved[2].rec, "\"void\"");
}

/* ---- a group observation --------------------------------------------------------------------- */

#define GROUP "018f0000-0000-7000-8000-0000000000aa"

/* Of the seventh, eighth and ninth pupil, yesterday. */
static void bring_group(struct hand *h, struct id recs[3])
{
    static const char *const names[] = {"group|1", "group|2", "group|3"};
    struct buf set = {0};

    buf_printf(&set,
               "{\"when\":%lld,\"instrument\":\"engagement-model\",\"place\":\"Hall\","
               "\"engagement\":{\"exploration\":\"fleeting\",\"persistence\":\"fleeting\"},"
               "\"outcome\":\"Watched the band.\",\"together\":\"" GROUP "\"}",
               (long long)(HAND_NOW_MS - DAY_MS));
    for (int i = 0; i < 3; i++) {
        recs[i] = bring(h, 6 + i, "observation", names[i], buf_cstr(&set));
    }
    buf_finish(&set);
    hand_wait(h, 2000);
}

static void edit_haris(struct hand *h)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
}

static void one_act_corrects_the_whole_group(void **state)
{
    struct hand *h = *state;
    struct id recs[3];

    bring_group(h, recs);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Together with");
    hand_tap(h, "Change");
    hand_tap(h, "All 3 pupils");
    hand_tap(h, "Exploration/Established");
    hand_tap(h, "Save the change");
    for (int i = 0; i < 3; i++) {
        hand_assert_says(h, &recs[i], "\"exploration\":\"established\"");
        hand_assert_says(h, &recs[i], "\"persistence\":\"fleeting\"");
        hand_assert_says(h, &recs[i], "\"conflicts\":[]");
    }
    hand_expect(h, "one note a pupil");
    hand_expect(h, "Changed since");
    hand_tap(h, "Undo");
    for (int i = 0; i < 3; i++) {
        hand_assert_says(h, &recs[i], "\"exploration\":\"fleeting\"");
    }
    hand_expect(h, "Changing an observation");
    assert_true(hand_is_chosen(h, "All 3 pupils")); /* the draft is as it was */
}

static void one_pupil_alone_is_what_is_meant_first(void **state)
{
    struct hand *h = *state;
    struct id recs[3];

    bring_group(h, recs);
    edit_haris(h);
    assert_true(hand_is_chosen(h, "Haris alone"));
    hand_tap(h, "Exploration/Established");
    hand_tap(h, "Save the change");
    hand_assert_says(h, &recs[1], "\"exploration\":\"established\"");
    hand_assert_says(h, &recs[0], "\"exploration\":\"fleeting\"");
}

/* Of one the outcome was corrected, and one of the two areas of another. */
static void what_was_corrected_alone_is_kept_and_said(void **state)
{
    struct hand *h = *state;
    struct id recs[3];

    bring_group(h, recs);
    (void)bring(h, 6, "observation", "group|1", "{\"outcome\":\"Watched the drummer.\"}");
    (void)bring(h, 8, "observation", "group|3",
                "{\"engagement\":{\"exploration\":\"sustained\",\"persistence\":\"fleeting\"}}");
    hand_wait(h, 2000);
    edit_haris(h);
    hand_tap(h, "All 3 pupils");
    hand_tap(h, "Exploration/Established");
    hand_tap(h, "Persistence/Sustained");
    hand_tap(h, "What the pupil learned or did");
    hand_key(h, UI_KEY_ALL);
    hand_type(h, "Watched the brass band.");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Save the change");
    hand_assert_says(h, &recs[0], "Watched the drummer.");
    hand_assert_says(h, &recs[0], "\"exploration\":\"established\"");
    hand_assert_says(h, &recs[1], "Watched the brass band.");
    hand_assert_says(h, &recs[2], "Watched the brass band.");
    hand_assert_says(h, &recs[2], "\"exploration\":\"sustained\"");
    hand_assert_says(h, &recs[2], "\"persistence\":\"sustained\"");
    hand_expect(h, "What was corrected for one alone is kept:");
}

static void a_group_is_taken_out_together(void **state)
{
    struct hand *h = *state;
    struct id recs[3];

    bring_group(h, recs);
    edit_haris(h);
    hand_tap(h, "All 3 pupils");
    hand_tap(h, "Take it out");
    hand_tap(h, "Entered in error");
    for (int i = 0; i < 3; i++) {
        hand_assert_says(h, &recs[i], "\"void\":\"Entered in error\"");
    }
    hand_tap(h, "Undo");
    for (int i = 0; i < 3; i++) {
        hand_assert_says(h, &recs[i], "\"void\":null");
    }
}

/* ---- who is who ------------------------------------------------------------------------------ */

static void bring_pupil(struct hand *h, const char *name, const char *set)
{
    struct classroom_change change = {.from_hub = true, .type = "pupil", .set = set};

    change.rec = id_derived(name);
    change.pupil = change.rec;
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
}

/* Haris M. is there already; a second one has both shown by their whole names. */
static void no_two_cards_look_the_same(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_expect(h, "Haris M.");
    bring_pupil(h, "pupil|1", "{\"given\":\"Haris\",\"family\":\"Moorley\"}");
    bring_pupil(h, "pupil|2", "{\"given\":\"Haris\",\"family\":\"Norley\"}");
    bring_pupil(h, "pupil|3", "{\"given\":\"Łucja\",\"family\":\"Ąbley\"}");
    hand_wait(h, 2000);
    hand_expect(h, "Haris Moorley");
    hand_expect_not(h, "Haris M.");
    hand_expect(h, "Haris N.");
    hand_tap(h, "Find a pupil");
    hand_type(h, "lucja a"); /* nobody has to find an accent first */
    hand_expect(h, "Łucja Ą.");
    hand_expect_not(h, "Haris N.");
}

/* A target is one pupil's own: it does not go to the others with the correction. */
static void targets_stay_with_their_pupil(void **state)
{
    struct hand *h = *state;
    const char *set = "{\"when\":1791884600000,\"outcome\":\"Sang.\",\"together\":\"" GROUP "\"}";
    struct id amira = bring(h, 0, "observation", "sang|1", set);
    struct id ben = bring(h, 1, "observation", "sang|2", set);

    open_page(h, "Amira K.");
    hand_tap(h, "Yesterday 10:43/Change"); /* the first of them */
    hand_tap(h, "All 2 pupils");
    hand_tap(h, "Targets/Takes turns");
    hand_tap(h, "Place/Hall");
    hand_tap(h, "Save the change");
    hand_assert_says(h, &amira, "\"targets\"");
    hand_assert_says(h, &ben, "\"place\":\"Hall\"");
    hand_assert_says_not(h, &ben, "\"targets\"");
}

/* The choice is part of the draft: a crash keeps it. */
static void for_whom_it_is_outlives_a_crash(void **state)
{
    struct hand *h = *state;
    struct id recs[3];

    bring_group(h, recs);
    edit_haris(h);
    hand_tap(h, "All 3 pupils");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "All 3 pupils"));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(a_long_path_is_read_page_by_page),
        UNLOCKED(a_target_is_judged_alone_and_together),
        UNLOCKED(answers_stand_by_version_and_say_how_they_were_given),
        UNLOCKED(an_earlier_version_is_another_row),
        cmocka_unit_test(two_observers_agree_in_words),
        cmocka_unit_test(two_who_answer_a_scale_agree_in_words),
        UNLOCKED(one_observer_agrees_with_nobody),
        UNLOCKED(a_sitting_is_taken_out_with_a_reason),
        UNLOCKED(a_reason_that_was_begun_is_kept),
        UNLOCKED(a_saved_sitting_is_undone),
        UNLOCKED(one_act_corrects_the_whole_group),
        UNLOCKED(one_pupil_alone_is_what_is_meant_first),
        UNLOCKED(what_was_corrected_alone_is_kept_and_said),
        UNLOCKED(a_group_is_taken_out_together),
        UNLOCKED(no_two_cards_look_the_same),
        UNLOCKED(targets_stay_with_their_pupil),
        UNLOCKED(for_whom_it_is_outlives_a_crash),
    };

    return cmocka_run_group_tests_name("the pupil's page", tests, NULL, NULL);
}
