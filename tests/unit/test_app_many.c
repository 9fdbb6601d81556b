/* The class of a school of many: its cards are asked for between frames, and no frame waits for
 * them. Asking for all of them at once (cards_known without its timer) was seen to fail here, and
 * so was keeping those of an erased pupil until others are known. */
#define _POSIX_C_SOURCE 200809L

#include "hand.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

enum { MANY = 600 };

static void bring_many(struct hand *h)
{
    static struct classroom_change changes[MANY];
    static char sets[MANY][80];

    for (int i = 0; i < MANY; i++) {
        struct id pupil =
            id_v7(h->clock.now_ms, (const uint8_t[10]){(uint8_t)(i / 256), (uint8_t)(i % 256)});
        (void)snprintf(sets[i], sizeof(sets[i]), "{\"given\":\"Wren\",\"family\":\"Zephyr %03d\"}",
                       i);
        changes[i] = (struct classroom_change){
            .from_hub = true, .pupil = pupil, .rec = pupil, .type = "pupil", .set = sets[i]};
    }
    assert_int_equal(classroom_bring(&h->room, h->file, changes, MANY), STATUS_OK);
    hand_wait(h, 2000);
}

static void draw(struct hand *h)
{
    struct ui_frame frame = {.width = h->width,
                             .height = h->height,
                             .scale = h->scale,
                             .text = 1,
                             .now_ms = h->ticks_ms,
                             .still = true};

    h->list = app_frame(h->app, h->ui, &frame);
}

/* A finger, and the two frames that it takes: one that heard it, one that shows what came of it. */
static void tap_at_once(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);
    struct ui_event event = {.kind = UI_DOWN};

    assert_non_null(place);
    event.x = (float)place->at.x + (float)place->at.w / 2;
    event.y = (float)place->at.y + (float)place->at.h / 2;
    ui_feed(h->ui, &event);
    event.kind = UI_UP;
    ui_feed(h->ui, &event);
    draw(h);
    draw(h);
}

static void a_tap_does_not_wait_for_thousands(void **state)
{
    struct hand *h = *state;

    bring_many(h);
    hand_tap(h, "By name");
    hand_tap(h, "Groups");
    hand_expect(h, "Willow class");
    tap_at_once(h, "Everyone");
    hand_expect_not(h, "Close");    /* the sheet is gone at once */
    hand_expect(h, "Willow class"); /* and who was known is shown until the others are */
    hand_expect(h, "Haris M.");
    hand_settle(h);
    hand_expect(h, "Everyone");
    hand_expect_not(h, "Willow class");
    hand_tap(h, "Find a pupil");
    hand_type(h, "zephyr 599");
    hand_expect(h, "Wren Zephyr 599");
    hand_expect_not(h, "Haris M.");
    hand_type(h, "9");
    hand_expect(h, "No pupil has that name.");
    hand_expect_not(h, "choose Everyone"); /* which was done */
}

static void nobody_is_shown_who_is_erased(void **state)
{
    struct hand *h = *state;

    bring_many(h);
    hand_expect(h, "Haris M.");
    for (int i = 0; i < CLASSROOM_PUPILS; i++) {
        assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[i]), STATUS_OK);
    }
    h->ticks_ms += 2000;
    for (int turns = 0; !app_has_let_go(h->app); turns++) {
        assert_true(turns < 100);
        (void)app_advance(h->app, h->ticks_ms);
    }
    draw(h);
    hand_expect_not(h, "Haris M.");
    hand_expect_not(h, "There are no pupils in this group yet.");
    hand_settle(h);
    hand_expect(h, "There are no pupils in this group yet.");
}

static void whoever_comes_back_finds_the_class(void **state)
{
    struct hand *h = *state;

    bring_many(h);
    hand_tap(h, "Haris M.");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "How engaged was Haris?");
    tap_at_once(h, "Back");
    hand_expect_not(h, "There are no pupils in this group yet.");
    hand_settle(h);
    hand_expect(h, "Haris M.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tap_does_not_wait_for_thousands, hand_at_unlocked,
                                        hand_leaves),
        cmocka_unit_test_setup_teardown(nobody_is_shown_who_is_erased, hand_at_unlocked,
                                        hand_leaves),
        cmocka_unit_test_setup_teardown(whoever_comes_back_finds_the_class, hand_at_unlocked,
                                        hand_leaves),
    };

    return cmocka_run_group_tests_name("a school of many", tests, NULL, NULL);
}
