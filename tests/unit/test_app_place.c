/* Where the person is, and where Back leads: to the page that a thing was begun on. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void open_targets(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Five areas");
}

static void expect_targets(struct hand *h)
{
    assert_string_equal(app_screen(h->app), "pupil");
    assert_true(hand_is_chosen(h, "Five areas")); /* the tab that it was left at */
}

/* What is opened from a pupil's page leads back to it, to the tab that was open, by its Back. */
static void back_leads_to_the_page_it_was_opened_on(void **state)
{
    static const char *const opens[] = {"New observation", "Watch in intervals", "Sync and tablet"};
    struct hand *h = *state;

    open_targets(h);
    for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
        hand_tap(h, opens[i]);
        assert_string_not_equal(app_screen(h->app), "pupil");
        hand_tap(h, "Back");
        expect_targets(h);
    }
    hand_tap(h, "Back");
    assert_string_equal(app_screen(h->app), "class");
}

static void a_crash_does_not_change_the_way_back(void **state)
{
    struct hand *h = *state;

    open_targets(h);
    hand_tap(h, "New observation");
    hand_tap(h, "Exploration/Sustained");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_string_equal(app_screen(h->app), "observe");
    hand_tap(h, "Back");
    assert_string_equal(app_screen(h->app), "pupil");
}

/* From the class on it is the class, whatever was opened on the way. */
static void what_was_opened_in_the_class_leads_back_to_it(void **state)
{
    struct hand *h = *state;

    open_targets(h);
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Back");
    assert_string_equal(app_screen(h->app), "class");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Back");
    assert_string_equal(app_screen(h->app), "class");
}

static bool is_in_sight(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);

    return place != NULL && !place->covered;
}

/* Whoever asks for the least recent wants to see them, not the middle of the list where the order
 * before was left. */
static void another_order_begins_at_its_first(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    h->height = 440;
    hand_tap(h, "By name");
    hand_tap(h, "Choose several");
    hand_tap(h, "Noah E."); /* the last by name: it is scrolled to */
    assert_false(is_in_sight(h, "Callum R."));
    hand_tap(h, "Least recent first");
    hand_tap(h, "By name");
    assert_true(is_in_sight(h, "Callum R."));
    hand_tap(h, "Noah E.");
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    assert_true(is_in_sight(h, "Callum R."));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(back_leads_to_the_page_it_was_opened_on),
        UNLOCKED(a_crash_does_not_change_the_way_back),
        UNLOCKED(what_was_opened_in_the_class_leads_back_to_it),
        UNLOCKED(another_order_begins_at_its_first),
    };

    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
