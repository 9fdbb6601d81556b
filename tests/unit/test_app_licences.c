/* The licences of what others made: listed under About, and read page by page by keys alone. */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int open_list(void **state)
{
    (void)hand_at_unlocked(state);
    hand_tap(*state, "Sync and tablet");
    hand_tap(*state, "Licences");
    return 0;
}

static void what_others_made_is_listed(void **state)
{
    struct hand *h = *state;

    hand_expect(h, "Pictures");
    hand_expect(h, "Some drawings");
    hand_expect(h, "MIT · some-drawings 1.2");
    hand_expect(h, "Libraries");
    hand_expect(h, "LGPL-2.1+ · libsome 3");
}

/* Tab until the ring is there, then Enter. */
static void press_by_keys(struct hand *h, const char *label)
{
    for (int i = 0; i < 40; i++) {
        const struct ui_place *place = ui_find(h->ui, label);
        if (place != NULL && ui_is_ringed(h->ui, place)) {
            hand_key(h, UI_KEY_ENTER);
            return;
        }
        hand_key(h, UI_KEY_TAB);
    }
    fail_msg("no key leads to %s", label);
}

/* Each line stands on one page, in the size of words that the tablet has. */
static void read_through(struct hand *h)
{
    int line = 1;

    press_by_keys(h, "Some drawings");
    for (int page = 0; page < 30 && line <= 60; page++) {
        char words[40] = "";
        (void)snprintf(words, sizeof(words), "This is line %d of it.", line);
        hand_expect(h, words);
        while (line <= 60 && hand_sees(h, words)) {
            line++;
            (void)snprintf(words, sizeof(words), "This is line %d of it.", line);
        }
        if (line <= 60) {
            press_by_keys(h, "Next page");
        }
    }
    assert_int_equal(line, 61);
    assert_true(ui_find(h->ui, "Next page")->disabled);
    press_by_keys(h, "Page before");
    hand_expect_not(h, "This is line 60 of it.");
    press_by_keys(h, "All licences");
    hand_expect(h, "Some library");
}

static void words_are_read_by_keys_alone(void **state)
{
    read_through(*state);
}

static void words_are_read_at_twice_the_size(void **state)
{
    struct hand *h = *state;

    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "200 %");
    hand_tap(h, "Licences");
    read_through(h);
}

int main(void)
{
#define LIST(name) cmocka_unit_test_setup_teardown(name, open_list, hand_leaves)
    const struct CMUnitTest tests[] = {
        LIST(what_others_made_is_listed),
        LIST(words_are_read_by_keys_alone),
        LIST(words_are_read_at_twice_the_size),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
