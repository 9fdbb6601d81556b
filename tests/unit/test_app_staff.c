/* Several staff on one tablet: who may unlock as people come and go, what each of them sees.
 *
 * Planted faults, each built once and seen to fail here: a passphrase changed without the old one;
 * the last slot dropped.
 */
#include "hand.h"

#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NEW_PASSPHRASE "seven quiet herons"

static void bring_staff(struct hand *h, int number, const char *set)
{
    struct classroom_change change = {
        .from_hub = true, .rec = h->room.staff[number], .type = "staff", .set = set};

    h->room.now_ms = h->clock.now_ms + 1000;
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 1500);
}

static void lock(struct hand *h)
{
    app_lock(h->app);
    hand_settle(h);
}

static void guess(struct hand *h, const char *name, const char *passphrase)
{
    hand_tap(h, name);
    hand_tap(h, "Passphrase");
    hand_type(h, passphrase);
    hand_tap(h, "Unlock");
}

/* ---- a colleague ----------------------------------------------------------------------------- */

static int at_all_added(void **state)
{
    static struct hand h;

    hand_open_enrolled(&h, CLASSROOM_STAFF);
    hand_unlock(&h, classroom_staff_name(0));
    *state = &h;
    return 0;
}

/* An empty sheet would look like a fault of the program. */
static void nobody_left_to_add_is_said(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Add a colleague");
    hand_expect(h, "Everyone who works here can unlock this tablet already.");
    hand_expect_not(h, "Let them choose");
    hand_tap(h, "Close");
}

/* ---- another passphrase ---------------------------------------------------------------------- */

static void change(struct hand *h, const char *old, const char *passphrase)
{
    hand_tap(h, "Your passphrase until now");
    hand_key(h, UI_KEY_ALL);
    hand_type(h, old);
    hand_tap(h, "Your new passphrase");
    hand_key(h, UI_KEY_ALL);
    hand_type(h, passphrase);
    hand_tap(h, "Change it");
}

static void a_passphrase_is_changed_by_who_knows_it(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Change my passphrase");
    change(h, HAND_PASSPHRASE, "short");
    hand_expect(h, "A passphrase needs at least 8 letters");
    change(h, "not the old one", NEW_PASSPHRASE);
    hand_expect(h, "That is not your passphrase until now. Try again.");
    change(h, HAND_PASSPHRASE, NEW_PASSPHRASE);
    hand_expect(h, "Your new passphrase opens this tablet now");
    hand_crash(h);
    guess(h, "Ros Hartley", HAND_PASSPHRASE);
    hand_expect(h, "That passphrase does not open this name. Try again.");
    hand_tap(h, "Passphrase");
    hand_type(h, NEW_PASSPHRASE);
    hand_tap(h, "Unlock");
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    lock(h);
    hand_unlock(h, "Imran Sadiq"); /* a colleague's is as it was */
}

/* Whoever finds it unlocked has no more tries than at the lock. */
static void guesses_at_the_old_one_wait_too(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Change my passphrase");
    for (int i = 0; i < 3; i++) {
        change(h, "not the old one", NEW_PASSPHRASE);
    }
    change(h, HAND_PASSPHRASE, NEW_PASSPHRASE);
    hand_expect(h, "Wait 5 seconds, then try again");
    hand_wait(h, 6000);
    hand_tap(h, "Change it");
    hand_expect(h, "Your new passphrase opens this tablet now");
}

/* ---- coming and going ------------------------------------------------------------------------ */

static void who_is_new_can_be_added(void **state)
{
    struct hand *h = *state;
    struct classroom_change person = {.from_hub = true,
                                      .rec = id_derived("test|new colleague"),
                                      .type = "staff",
                                      .set = "{\"name\":\"Nia Bevan\"}"};

    lock(h);
    assert_int_equal(classroom_bring(&h->room, h->file, &person, 1), STATUS_OK);
    hand_unlock(h, "Ros Hartley"); /* what came while it was locked is there at once */
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Add a colleague");
    hand_tap(h, "Nia Bevan");
    hand_type(h, NEW_PASSPHRASE);
    hand_tap(h, "Add to this tablet");
    hand_expect(h, "They can unlock this tablet now");
    lock(h);
    guess(h, "Nia Bevan", NEW_PASSPHRASE);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
}

static void who_has_left_unlocks_no_more(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Sync and tablet");
    hand_expect(h, "Imran Sadiq");
    bring_staff(h, 1, "{\"left\":true}");
    hand_expect_not(h, "Imran Sadiq");
    hand_tap(h, "Add a colleague");
    hand_expect_not(h, "Imran Sadiq"); /* nor is offered */
    lock(h);
    hand_expect_not(h, "Imran Sadiq");
    hand_expect(h, "Ros Hartley");
}

/* The news may have come while it was locked, and they be the first to unlock. */
static void who_has_left_is_told_and_locked_out(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held it still. ");
    bring_staff(h, 0, "{\"left\":true}");
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect(h, "The school says that this person has left.");
    hand_expect_not(h, "Ros Hartley");
    hand_unlock(h, "Imran Sadiq");
    hand_expect_not(h, "Held it still.");
}

/* Without a slot nobody could ever send what is still here. */
static void the_last_slot_stays(void **state)
{
    struct hand *h = *state;

    bring_staff(h, 1, "{\"left\":true}");
    bring_staff(h, 0, "{\"left\":true}");
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    lock(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
}

/* ---- each their own -------------------------------------------------------------------------- */

static void a_draft_is_its_writers(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held it still. ");
    hand_tap(h, "Back");
    hand_expect(h, "Draft");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_expect_not(h, "Draft");
    hand_tap(h, "Haris M.");
    hand_expect_not(h, "Held it still.");
    hand_tap(h, "Exploration/Fleeting"); /* a draft of their own for the same pupil */
    lock(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Draft");
    hand_tap(h, "Haris M.");
    hand_expect(h, "Held it still.");
    assert_false(hand_is_chosen(h, "Exploration/Fleeting"));
}

int main(void)
{
#define STAFF(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        STAFF(a_passphrase_is_changed_by_who_knows_it),
        STAFF(guesses_at_the_old_one_wait_too),
        STAFF(who_is_new_can_be_added),
        cmocka_unit_test_setup_teardown(nobody_left_to_add_is_said, at_all_added, hand_leaves),
        STAFF(who_has_left_unlocks_no_more),
        STAFF(who_has_left_is_told_and_locked_out),
        STAFF(the_last_slot_stays),
        STAFF(a_draft_is_its_writers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
