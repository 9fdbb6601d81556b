/* A pupil's own words over time, and beside them what adults saw of the same activity or agreed of
 * the same target: by version, mirrored order undone, never a number, and nothing of anybody else.
 *
 * Planted faults, each built once and seen to fail here: another pupil's observation beside; what
 * to bear in mind worked out from one page alone; a page of the journal that does not say that it
 * was left before the end.
 */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOUR_MS 3600000LL
#define DAY_MS  (24 * HOUR_MS)

enum { HARIS = 7, ISLA = 6 };

static struct id bring(struct hand *h, int pupil, const char *type, const char *name,
                       const char *fmt, ...) PRINTF_LIKE(5, 6);

static struct id bring(struct hand *h, int pupil, const char *type, const char *name,
                       const char *fmt, ...)
{
    struct classroom_change change = {.by = h->room.staff[1],
                                      .pupil = h->room.pupils[pupil],
                                      .rec = id_derived(name),
                                      .type = type};
    struct buf set = {0};
    va_list args;

    va_start(args, fmt);
    buf_vprintf(&set, fmt, args);
    va_end(args);
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&set);
    return change.rec;
}

static void open_words(struct hand *h)
{
    hand_wait(h, 2000);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Own words");
}

static int open_tall(void **state)
{
    (void)hand_at_unlocked(state);
    ((struct hand *)*state)->height = 6000; /* all of a page is in sight */
    return 0;
}

/* ---- beside it ------------------------------------------------------------------------------- */

static struct id seen(struct hand *h, int pupil, const char *name, const char *doing,
                      int64_t hours_ago)
{
    return bring(h, pupil, "observation", name,
                 "{\"when\":%lld,\"doing\":\"%s\",\"engagement\":{\"exploration\":\"sustained\"},"
                 "\"outcome\":\"%s.\"}",
                 (long long)(HAND_NOW_MS - hours_ago * HOUR_MS), doing, name);
}

static void say_how_it_went(struct hand *h, const struct id *about)
{
    (void)bring(h, HARIS, "self_assessment", "went",
                "{\"when\":%lld,\"instrument\":\"how-it-went\",\"about\":\"%s\",\"help\":\"none\","
                "\"answers\":{\"feel\":{\"choice\":\"unhappy\",\"ms\":4000},"
                "\"again\":{\"choice\":\"no\",\"ms\":4000}}}",
                (long long)(HAND_NOW_MS - HOUR_MS), about->text);
    open_words(h);
}

/* What a colleague saw of the same activity on that day counts, too; nothing else does. */
static void the_same_activity_of_that_day_stands_beside(void **state)
{
    struct hand *h = *state;
    struct id about = seen(h, HARIS, "Dug deep", "Sand tray", 3);

    (void)seen(h, HARIS, "Looked up", "Sand tray", 2);
    (void)seen(h, HARIS, "Sang along", "Music", 2);
    (void)seen(h, HARIS, "The day before", "Sand tray", 27);
    (void)seen(h, ISLA, "Of another pupil", "Sand tray", 2);
    say_how_it_went(h, &about);
    hand_expect(h, "What adults saw");
    hand_expect(h, "About: Sand tray");
    hand_expect(h, "Unhappy");
    hand_expect(h, "Dug deep.");
    hand_expect(h, "Looked up.");
    hand_expect(h, "Exploration: Sustained");
    hand_expect_not(h, "Sang along.");
    hand_expect_not(h, "The day before.");
    hand_expect_not(h, "Of another pupil.");
}

static void anothers_observation_is_never_beside(void **state)
{
    struct hand *h = *state;
    struct id about = seen(h, ISLA, "Of another pupil", "Sand tray", 2);

    say_how_it_went(h, &about);
    hand_expect(h, "No observation of it that day");
    hand_expect_not(h, "Of another pupil.");
    hand_expect_not(h, "About: Sand tray");
}

static void what_was_taken_out_is_not_beside(void **state)
{
    struct hand *h = *state;
    struct id about = bring(h, HARIS, "observation", "gone",
                            "{\"when\":%lld,\"doing\":\"Sand tray\",\"outcome\":\"Was wrong.\","
                            "\"void\":\"Entered in error\"}",
                            (long long)(HAND_NOW_MS - 2 * HOUR_MS));

    say_how_it_went(h, &about);
    hand_expect(h, "No observation of it that day");
    hand_expect_not(h, "Was wrong.");
}

static void what_was_agreed_of_a_target_stands_beside(void **state)
{
    struct hand *h = *state;
    struct id target =
        bring(h, HARIS, "target", "target", "{\"title\":\"%s\"}", "Waits for a turn");

    (void)bring(h, HARIS, "target_review", "now",
                "{\"target\":\"%s\",\"year\":2026,\"half_term\":1,\"level\":\"developing\"}",
                target.text);
    (void)bring(h, HARIS, "target_review", "before",
                "{\"target\":\"%s\",\"year\":2025,\"half_term\":6,\"level\":\"emerging\"}",
                target.text);
    (void)bring(
        h, HARIS, "self_assessment", "target|said",
        "{\"when\":%lld,\"instrument\":\"my-target\",\"about\":\"%s\",\"answers\":{\"going\":"
        "{\"choice\":\"happy\",\"ms\":4000}}}",
        (long long)(HAND_NOW_MS - HOUR_MS), target.text);
    open_words(h);
    hand_expect(h, "What adults agreed");
    hand_expect(h, "About: Waits for a turn");
    hand_expect(h, "Agreed: Developing · Autumn 1, 2026/27");
    hand_expect_not(h, "Emerging");
}

/* ---- as it was answered ---------------------------------------------------------------------- */

static int drawn(const struct hand *h, const char *picture)
{
    int count = 0;

    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        count += c->kind == DRAW_PICTURE && strcmp(c->text, picture) == 0 ? 1 : 0;
    }
    return count;
}

static void a_mirrored_order_is_undone(void **state)
{
    struct hand *h = *state;
    struct buf texts = {0};

    (void)bring(h, HARIS, "self_assessment", "plain order",
                "{\"when\":%lld,\"instrument\":\"how-i-feel-today\",\"answers\":{\"feel\":{"
                "\"choice\":\"happy\",\"shown\":[\"happy\",\"okay\",\"unhappy\"],\"ms\":4000}}}",
                (long long)(HAND_NOW_MS - 2 * HOUR_MS));
    (void)bring(h, HARIS, "self_assessment", "mirrored",
                "{\"when\":%lld,\"instrument\":\"how-i-feel-today\",\"answers\":{\"feel\":{"
                "\"choice\":\"happy\",\"shown\":[\"unhappy\",\"okay\",\"happy\"],\"ms\":4000}}}",
                (long long)(HAND_NOW_MS - HOUR_MS));
    (void)bring(h, HARIS, "self_assessment", "board",
                "{\"when\":%lld,\"instrument\":\"what-i-like\",\"answers\":{\"board\":{\"board\":{"
                "\"music\":\"dislike\",\"story\":\"like\"},\"shown\":[\"dislike\",\"not-sure\","
                "\"like\"],\"ms\":9000}}}",
                (long long)(HAND_NOW_MS - HOUR_MS));
    open_words(h);
    assert_int_equal(drawn(h, "face-happy"), 2);
    assert_int_equal(drawn(h, "face-unhappy"), 0);
    ui_print_texts(h->ui, &texts);
    assert_non_null(strstr(buf_cstr(&texts), "I like it: Story"));
    assert_true(strstr(buf_cstr(&texts), "I like it: Story") <
                strstr(buf_cstr(&texts), "I don't like it: Music"));
    buf_finish(&texts);
}

static void pictures_are_those_that_were_shown(void **state)
{
    struct hand *h = *state;

    (void)bring(h, HARIS, "self_assessment", "plain",
                "{\"when\":%lld,\"instrument\":\"how-i-feel-today\",\"pictures\":\"plain\","
                "\"answers\":{\"feel\":{\"choice\":\"happy\",\"ms\":4000}}}",
                (long long)(HAND_NOW_MS - HOUR_MS));
    open_words(h);
    assert_int_equal(drawn(h, "plain/face-happy"), 1);
    assert_int_equal(drawn(h, "face-happy"), 0);
}

/* ---- many of them ---------------------------------------------------------------------------- */

static size_t times(const struct hand *h, const char *text)
{
    struct buf texts = {0};
    size_t count = 0;

    ui_print_texts(h->ui, &texts);
    for (const char *at = strstr(buf_cstr(&texts), text); at != NULL; at = strstr(at + 1, text)) {
        count++;
    }
    buf_finish(&texts);
    return count;
}

/* What is to be borne in mind is worked out from earlier answers that stand on the next page. */
static void many_are_read_page_by_page(void **state)
{
    struct hand *h = *state;

    for (int i = 0; i < 45; i++) {
        struct buf name = {0};
        buf_printf(&name, "many|%d", i);
        (void)bring(
            h, HARIS, "self_assessment", buf_cstr(&name),
            "{\"when\":%lld,\"instrument\":\"how-i-feel-today\",\"answers\":{\"feel\":{"
            "\"choice\":\"happy\",\"shown\":[\"happy\",\"okay\",\"unhappy\"],\"ms\":4000}}}",
            (long long)(HAND_NOW_MS - (i + 1) * DAY_MS));
        buf_finish(&name);
    }
    open_words(h);
    assert_int_equal(drawn(h, "face-happy"), 20);
    assert_int_equal(times(h, "always an end of the scale"), 20);
    hand_tap(h, "Earlier");
    assert_int_equal(drawn(h, "face-happy"), 20);
    hand_tap(h, "Earlier");
    assert_int_equal(drawn(h, "face-happy"), 5);
    assert_int_equal(times(h, "always an end of the scale"), 2);
    assert_null(ui_find(h->ui, "Earlier"));
    hand_tap(h, "The latest");
    assert_int_equal(drawn(h, "face-happy"), 20);
    assert_null(ui_find(h->ui, "Later"));
}

/* That nobody agreed to it is told of a page, too, and where the questions are not known here. */
static void what_was_left_says_so_everywhere(void **state)
{
    static const char *const instruments[] = {"about-my-day", "of-another-school"};
    static const char *const answers[] = {"\"words\":\"I dug a hole\"",
                                          "\"choice\":\"blue\",\"ms\":4000"};
    struct hand *h = *state;

    for (size_t i = 0; i < 2; i++) {
        (void)bring(h, HARIS, "self_assessment", instruments[i],
                    "{\"when\":%lld,\"instrument\":\"%s\",\"unfinished\":true,\"help\":\"a lot\","
                    "\"answers\":{\"page\":{%s}}}",
                    (long long)(HAND_NOW_MS - DAY_MS * (int64_t)(i + 1)), instruments[i],
                    answers[i]);
    }
    hand_wait(h, 2000);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    assert_int_equal(times(h, "left before the end"), 2);
    hand_tap(h, "Own words");
    hand_expect(h, "I dug a hole");
    hand_expect(h, "blue");
    assert_int_equal(times(h, "left before the end"), 2);
    assert_int_equal(times(h, "a lot of help"), 2);
}

int main(void)
{
#define TALL(name) cmocka_unit_test_setup_teardown(name, open_tall, hand_leaves)
    const struct CMUnitTest tests[] = {
        TALL(the_same_activity_of_that_day_stands_beside),
        TALL(anothers_observation_is_never_beside),
        TALL(what_was_taken_out_is_not_beside),
        TALL(what_was_agreed_of_a_target_stands_beside),
        TALL(a_mirrored_order_is_undone),
        TALL(pictures_are_those_that_were_shown),
        TALL(many_are_read_page_by_page),
        TALL(what_was_left_says_so_everywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
