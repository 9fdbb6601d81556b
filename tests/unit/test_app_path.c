/* The pupil's page: five strips that are never added up, and where a skill has held. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY_MS 86400000LL

/* Fields of an observation of the eighth pupil, so many days ago. */
static void bring(struct hand *h, int days, const char *fields)
{
    struct buf set = {0};
    struct classroom_change change = {.by = h->room.staff[1], .pupil = h->room.pupils[7]};

    buf_printf(&set, "{\"when\":%lld,%s}", (long long)(HAND_NOW_MS - days * DAY_MS), fields);
    change.rec = id_derived(buf_cstr(&set));
    change.type = "observation";
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&set);
}

static void open_path(struct hand *h)
{
    hand_wait(h, 2000);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
}

static void a_strip_says_the_latest_and_where(void **state)
{
    struct hand *h = *state;

    bring(h, 20, "\"engagement\":{\"exploration\":\"fleeting\"},\"place\":\"Hall\"");
    bring(h, 3,
          "\"engagement\":{\"exploration\":\"established\"},\"place\":\"Garden\","
          "\"with\":\"Pair\",\"prompt\":\"gesture\"");
    /* another instrument has an item of the same name: the two are never mixed */
    bring(h, 1, "\"instrument\":\"engagement-scale\",\"engagement\":{\"anticipation\":\"4\"}");
    open_path(h);
    hand_tap(h, "Five areas");
    hand_expect(h, "Established");
    hand_expect(h, "Thu 24 Sep to Sun 11 Oct");
    hand_expect(h, "Seen: Garden, Hall · Pair · Gesture");
    hand_expect_not(h, "Fully");
}

static void the_matrix_says_what_held_and_what_was_not_tried(void **state)
{
    struct hand *h = *state;

    bring(h, 9,
          "\"engagement\":{\"initiation\":\"sustained\"},\"place\":\"Hall\",\"with\":\"Pair\"");
    bring(h, 8,
          "\"engagement\":{\"initiation\":\"fleeting\"},\"place\":\"Hall\",\"with\":\"Pair\"");
    bring(h, 7,
          "\"engagement\":{\"initiation\":\"not-seen\"},\"place\":\"Garden\",\"with\":\"Class\"");
    open_path(h);
    hand_tap(h, "Where it has held");
    hand_expect(h, "Say the place and with whom");
    hand_tap(h, "Five areas/Initiation");
    hand_expect(h, "0 of 1");
    hand_expect(h, "1 of 2");
    hand_expect(h, "Not tried yet");
    hand_expect_not(h, "1 of 1");
    hand_tap(h, "Back"); /* whoever opens a pupil sees the path first */
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    assert_true(hand_is_chosen(h, "The path so far"));
}

static void a_pupil_without_any_says_so(void **state)
{
    struct hand *h = *state;

    open_path(h);
    hand_expect(h, "Nothing is written yet");
    hand_tap(h, "Five areas");
    hand_expect(h, "Not looked for yet");
    hand_tap(h, "Where it has held");
    hand_expect(h, "Say the place and with whom");
}

#define SCALE(level)                                                                          \
    "\"instrument\":\"engagement-scale\",\"engagement\":{\"awareness\":\"" level              \
    "\",\"curiosity\":\"" level "\",\"investigation\":\"" level "\",\"discovery\":\"" level   \
    "\",\"anticipation\":\"" level "\",\"persistence\":\"" level "\",\"initiation\":\"" level \
    "\"}"

/* Its own rules add it up; what was answered in part has no total, and no area is in it. */
static void a_scale_with_a_total_has_a_line_of_its_own(void **state)
{
    struct hand *h = *state;

    bring(h, 20, SCALE("1"));
    bring(h, 9, SCALE("3"));
    bring(h, 3, "\"instrument\":\"engagement-scale\",\"engagement\":{\"curiosity\":\"4\"}");
    bring(h, 1, "\"engagement\":{\"exploration\":\"fleeting\"}");
    h->width = 800;
    h->height = 2000;
    open_path(h);
    hand_tap(h, "Five areas");
    hand_expect(h, "Total 21 of 28: Mostly sustained");
    hand_expect(h, "Totals from Thu 24 Sep to Mon 5 Oct");
    hand_expect(h, "Fleeting");
}

/* Without its year a span over New Year would run backwards. */
static void a_span_says_another_year(void **state)
{
    struct hand *h = *state;

    bring(h, 400, "\"engagement\":{\"initiation\":\"sustained\"}");
    bring(h, 8, "\"engagement\":{\"initiation\":\"fleeting\"}");
    open_path(h);
    hand_tap(h, "Five areas");
    hand_expect(h, "Tue 9 Sep 2025 to Tue 6 Oct");
}

/* Whoever asks for another part of the path sees where it begins, however far down a page of the
 * part before was left: on a short one nothing at all would be in sight. */
static void another_part_begins_at_its_top(void **state)
{
    struct hand *h = *state;

    for (int days = 1; days <= 24; days++) {
        bring(h, days, "\"engagement\":{\"initiation\":\"fleeting\"}");
    }
    open_path(h);
    hand_tap(h, "Earlier"); /* at the foot of the first page, which stays there */
    hand_tap(h, "Show/Intervals");
    assert_false(ui_find(h->ui, "Show/Intervals")->covered);
    hand_tap(h, "Show/Everything");
    hand_tap(h, "Earlier");
    hand_tap(h, "Five areas");
    hand_tap(h, "The path so far");
    assert_false(ui_find(h->ui, "Show/Everything")->covered);
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(a_strip_says_the_latest_and_where),
        UNLOCKED(the_matrix_says_what_held_and_what_was_not_tried),
        UNLOCKED(a_scale_with_a_total_has_a_line_of_its_own),
        UNLOCKED(a_span_says_another_year),
        UNLOCKED(another_part_begins_at_its_top),
        UNLOCKED(a_pupil_without_any_says_so),
    };

    return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
