/* What an observation is answered by: the four kinds of instrument, changed with the draft kept. */
#include "hand.h"

#include "hand_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* As a school would write it; its version is the hash of exactly this. */
#define OWN_TEXT                                                                        \
    "{\"id\":\"water\",\"label\":\"Water play\",\"kind\":\"engagement\",\"items\":["    \
    "{\"id\":\"splash\",\"label\":\"Splashing\",\"icon\":\"hand\",\"kind\":\"choice\"," \
    "\"choices\":[{\"id\":\"no\",\"label\":\"Not today\"},"                             \
    "{\"id\":\"yes\",\"label\":\"Gladly\"}]},"                                          \
    "{\"id\":\"words\",\"label\":\"In words\",\"kind\":\"text\"}]}"

static void pick(struct hand *h, const char *from, const char *to)
{
    hand_tap(h, from);
    hand_tap(h, to);
}

static void the_profile_is_seven_indicators_and_a_total(void **state)
{
    static const char *const names[] = {"Awareness", "Curiosity",    "Investigation",
                                        "Discovery", "Anticipation", "Persistence"};
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    pick(h, "Engagement model", "Engagement Profile and Scale");
    hand_expect(h, "7 still to do for a total");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char label[60] = "";
        text_copy(label, sizeof(label), names[i]);
        text_copy(label + strlen(label), sizeof(label) - strlen(label), "/Mostly");
        hand_tap(h, label);
    }
    hand_expect(h, "1 still to do for a total");
    hand_tap(h, "Initiation/No focus");
    hand_expect(h, "Total 18 of 28: Mostly sustained");
    hand_tap(h, "Awareness: What happened");
    hand_tap(h, "Next action");
    hand_type(h, "Bring the tray nearer. ");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Done");
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"instrument\":\"engagement-scale\"");
    hand_assert_says(h, &h->saved[0].rec, "\"initiation\":\"0\"");
    hand_assert_says(h, &h->saved[0].rec,
                     "\"texts\":{\"awareness\":{\"next\":\"Bring the tray nearer.\"}}");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Engagement Profile and Scale · Total 18 of 28: Mostly sustained");
    hand_expect(h, "Bring the tray nearer.");
}

/* Whoever changes the instrument keeps the note, and finds the answers again when changing back. */
static void changing_keeps_the_draft(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held the drum. ");
    hand_key(h, UI_KEY_ESCAPE);
    pick(h, "Engagement model", "Engagement Profile and Scale");
    hand_tap(h, "Curiosity/Partly");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "Curiosity/Partly"));
    assert_true(hand_is_chosen(h, "Place/Classroom"));
    hand_expect(h, "Held the drum.");
    pick(h, "Engagement Profile and Scale", "Engagement model");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    hand_assert_says(h, &h->saved[0].rec, "{\"exploration\":\"fleeting\"}");
    hand_assert_says_not(h, &h->saved[0].rec, "curiosity");
    hand_assert_says(h, &h->saved[0].rec, "\"instrument\":\"engagement-model\"");
}

static void a_plain_note_takes_phrases(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    pick(h, "Engagement model", "Note");
    hand_expect(h, "A note about Haris");
    assert_true(ui_find(h->ui, "Save")->disabled);
    hand_tap(h, "Phrases");
    hand_tap(h, "Reached out");
    hand_tap(h, "Tried again");
    hand_tap(h, "Used a sign");
    hand_tap(h, "Tried again");
    hand_tap(h, "Quick phrases/What was done");
    hand_tap(h, "On the carpet");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Reached out. Used a sign");
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"instrument\":\"note\"");
    hand_assert_says(h, &h->saved[0].rec, "\"outcome\":\"Reached out. Used a sign\"");
    hand_assert_says(h, &h->saved[0].rec, "\"activity\":\"On the carpet\"");
    hand_tap(h, "Ben A."); /* what was chosen stays chosen */
    hand_expect(h, "A note about Ben");
}

/* A tap that can do nothing says why. */
static void what_has_no_room_is_said(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Thirty-one letters, and no more");
    for (int i = 0; i < 7; i++) { /* 3,968 of 4,000 */
        hand_key(h, UI_KEY_ALL);
        hand_key(h, UI_KEY_COPY);
        hand_key(h, UI_KEY_END);
        hand_key(h, UI_KEY_PASTE);
    }
    hand_type(h, ", but for these twenty-odd");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Phrases");
    hand_tap(h, "Tried again");
    hand_expect(h, "This part of the note is full");
    assert_false(hand_is_chosen(h, "Tried again"));
}

/* ---- a school's own -------------------------------------------------------------------------- */

static void bring_own(struct hand *h, const char *content, const char *version, bool retired)
{
    struct buf set = {0};
    struct json_value *json = NULL;
    char hash[65] = "";
    struct classroom_change change = {.from_hub = true,
                                      .rec = id_derived(version != NULL ? version : content),
                                      .type = "instrument"};

    assert_int_equal(json_parse(content, strlen(content), &json), STATUS_OK);
    hash_json(json, hash);
    buf_printf(&set,
               "{\"instrument\":\"%s\",\"version\":\"%s\",\"label\":\"Water play\","
               "\"added\":1791960000000,\"retired\":%s,\"content\":%s}",
               json_member_text(json, "id"), version != NULL ? version : hash,
               retired ? "true" : "false", content);
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 2000);
    json_free(json);
    buf_finish(&set);
}

/* What a person wrote is theirs: a phrase is taken out where it stands for itself, and is not cut
 * out of a sentence that happens to hold its words. */
static void a_phrase_is_not_cut_out_of_a_sentence(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Finished it with help");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Phrases");
    assert_false(hand_is_chosen(h, "Finished it"));
    hand_tap(h, "Finished it");
    hand_expect(h, "Finished it with help. Finished it");
    assert_true(hand_is_chosen(h, "Finished it"));
    hand_tap(h, "Tried again");
    hand_tap(h, "Finished it");
    hand_expect(h, "Finished it with help. Tried again");
}

/* The keyboard writes a blank behind a word that it offered, and each script has stops. */
static void a_phrase_is_known_with_what_stands_behind_it(void **state)
{
    static const char *const notes[] = {"Tried again ", "Tried again   ", "Tried again . Sat",
                                        "\xd8\x9b Tried again\xdb\x94 Sat",
                                        "\xe0\xa5\xa4 Tried again\xe0\xa5\xa4"};
    static const char *const left[] = {"", "", "Sat", "\xd8\x9b Sat", "\xe0\xa5\xa4"};
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
        hand_tap(h, "Haris M.");
        hand_tap(h, "What the pupil learned or did");
        hand_type(h, notes[i]);
        hand_key(h, UI_KEY_ESCAPE);
        hand_tap(h, "Phrases");
        assert_true(hand_is_chosen(h, "Tried again"));
        hand_tap(h, "Tried again");
        assert_false(hand_is_chosen(h, "Tried again"));
        hand_expect(h, left[i][0] != '\0' ? left[i] : "Tap a phrase: it goes into the note.");
        hand_tap(h, "Close");
        if (left[i][0] != '\0') {
            hand_tap(h, "Clear");
        }
        hand_tap(h, "Back");
    }
}

static void a_school_adds_its_own(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    bring_own(h, OWN_TEXT, NULL, false);
    pick(h, "Engagement model", "Water play");
    hand_tap(h, "Splashing/Gladly");
    hand_tap(h, "In words");
    hand_type(h, "Laughed at the wave. ");
    hand_key(h, UI_KEY_ESCAPE);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "Splashing/Gladly"));
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"instrument\":\"water\"");
    hand_assert_says(h, &h->saved[0].rec, "{\"splash\":\"yes\"}");
    hand_assert_says(h, &h->saved[0].rec, "{\"words\":{\"text\":\"Laughed at the wave.\"}}");
    /* retired: no longer offered, but what was answered by it can still be read */
    bring_own(h, OWN_TEXT, NULL, true);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Water play");
    hand_expect(h, "Gladly");
    hand_tap(h, "New observation");
    hand_tap(h, "Engagement model");
    hand_expect_not(h, "Water play");
}

/* A version names its content: another content under the same name is not shown. */
static void a_false_version_is_not_offered(void **state)
{
    struct hand *h = *state;

    bring_own(h, OWN_TEXT, "0000000000000000000000000000000000000000000000000000000000000000",
              false);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Engagement model");
    hand_expect_not(h, "Water play");
}

/* An observation whose answers this tablet cannot read is changed without touching them. */
static void an_unknown_instrument_is_left_alone(void **state)
{
    struct hand *h = *state;
    struct id rec = id_derived("unknown instrument");
    struct classroom_change change = {
        .by = h->room.staff[0],
        .pupil = h->room.pupils[7],
        .rec = rec,
        .type = "observation",
        .set = "{\"when\":1791960000000,\"instrument\":\"rain\",\"version\":\"ab\","
               "\"engagement\":{\"drops\":\"many\"},\"outcome\":\"Looked up.\"}"};

    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 2000);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_expect(h, "an instrument that is not on this tablet");
    hand_tap(h, "Place/Classroom");
    hand_tap(h, "Save the change");
    hand_assert_says(h, &rec, "{\"drops\":\"many\"}");
    hand_assert_says(h, &rec, "\"instrument\":\"rain\"");
    hand_assert_says(h, &rec, "\"place\":\"Classroom\"");
}

/* A name that stands within another's is a name of its own. */
static void each_that_shows_a_picture_is_told(void **state)
{
    struct hand *h = *state;

    bring_own(h,
              "{\"id\":\"my-day\",\"label\":\"my day\",\"kind\":\"self-assessment\",\"items\":["
              "{\"id\":\"day\",\"label\":\"What was it?\",\"kind\":\"several\",\"picture\":\"day\","
              "\"practice\":false,\"own\":true,\"choices\":["
              "{\"id\":\"music\",\"label\":\"Music\",\"picture\":\"music\"},"
              "{\"id\":\"story\",\"label\":\"Story\",\"picture\":\"story\"},"
              "{\"id\":\"unsure\",\"label\":\"I don't know\",\"apart\":true},"
              "{\"id\":\"not-now\",\"label\":\"Not now\",\"apart\":true}]}]}",
              NULL, false);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Pictures");
    hand_tap(h, "Add a picture");
    hand_tap(h, "swing.jpg");
    hand_type(h, "Swing");
    hand_tap(h, "Save the picture");
    hand_tap(h, "Swing");
    hand_expect(h, "About my day, my day.");
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(the_profile_is_seven_indicators_and_a_total),
        UNLOCKED(changing_keeps_the_draft),
        UNLOCKED(a_plain_note_takes_phrases),
        UNLOCKED(a_phrase_is_not_cut_out_of_a_sentence),
        UNLOCKED(a_phrase_is_known_with_what_stands_behind_it),
        UNLOCKED(what_has_no_room_is_said),
        UNLOCKED(a_school_adds_its_own),
        UNLOCKED(a_false_version_is_not_offered),
        UNLOCKED(an_unknown_instrument_is_left_alone),
        UNLOCKED(each_that_shows_a_picture_is_told),
    };

    return cmocka_run_group_tests_name("scales", tests, NULL, NULL);
}
