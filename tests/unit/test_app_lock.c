/* The lock: what it keeps, what it leaves, and how long whoever guesses must wait.
 *
 * Planted faults, each built once and seen to fail here: a try that is not held back while the wait
 * runs; a wait by the wall clock; a lock without draft_flush; a lock without key_wipe of the
 * session; one without that of the form.
 */
#include "hand.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* ---- waits ----------------------------------------------------------------------------------- */

static void guess(struct hand *h, const char *passphrase)
{
    hand_tap(h, "Passphrase");
    hand_type(h, passphrase);
    hand_tap(h, "Unlock");
}

static void guess_until_it_waits(struct hand *h)
{
    hand_tap(h, "Ros Hartley");
    for (int i = 0; i < 3; i++) {
        guess(h, "not this one");
    }
    hand_expect(h, "Wait 5 seconds, then try again.");
}

/* The button cannot be pressed then, but a keyboard's Enter says the same. */
static void while_it_waits_not_even_the_right_one_opens(void **state)
{
    struct hand *h = *state;

    guess_until_it_waits(h);
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_key(h, UI_KEY_ENTER);
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect(h, "seconds, then try again.");
    hand_wait(h, 6000);
    hand_key(h, UI_KEY_ENTER);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
}

static void no_wall_clock_ends_a_wait(void **state)
{
    struct hand *h = *state;

    guess_until_it_waits(h);
    h->clock.now_ms += 24LL * 3600 * 1000;
    hand_tap(h, "Someone else");
    hand_tap(h, "Ros Hartley");
    hand_expect(h, "seconds, then try again.");
    h->clock.now_ms -= 48LL * 3600 * 1000;
    hand_wait(h, 6000);
    hand_expect_not(h, "seconds, then try again.");
    hand_unlock(h, "Ros Hartley");
}

/* ---- what a lock keeps and leaves ------------------------------------------------------------ */

static void the_words_typed_last_outlive_the_lock(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Held it sti");
    app_lock(h->app); /* within the pause after which they would be kept anyway */
    hand_settle(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Held it sti");
}

/* Looks at the app's own memory, as a dump of it would show it. */
static bool app_holds(const struct hand *h, const void *bytes, size_t size)
{
    const char *at = (const char *)h->app;
    size_t room = malloc_usable_size(h->app);

    for (size_t i = 0; i + size <= room; i++) {
        if (memcmp(at + i, bytes, size) == 0) {
            return true;
        }
    }
    return false;
}

static void after_a_lock_no_key_and_no_word_is_in_memory(void **state)
{
    struct hand *h = *state;
    const struct data_key key = h->room.data;
    static const char words[] = "Quillbracken came";

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, words);
    assert_true(app_holds(h, key.bytes, sizeof key.bytes)); /* the search finds */
    assert_true(app_holds(h, words, sizeof words - 1));
    app_lock(h->app);
    assert_false(app_holds(h, key.bytes, sizeof key.bytes));
    assert_false(app_holds(h, words, sizeof words - 1));
}

static void after_a_lock_nobody_sees_whom_one_looked_for(void **state)
{
    struct hand *h = *state;
    static const char name[] = "Wrenthistle";

    hand_tap(h, "Find a pupil");
    hand_type(h, name);
    assert_true(app_holds(h, name, sizeof name - 1));
    app_lock(h->app);
    assert_false(app_holds(h, name, sizeof name - 1));
}

int main(void)
{
#define LOCKED(name)   cmocka_unit_test_setup_teardown(name, hand_at_locked, hand_leaves)
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        LOCKED(while_it_waits_not_even_the_right_one_opens),
        LOCKED(no_wall_clock_ends_a_wait),
        UNLOCKED(the_words_typed_last_outlive_the_lock),
        UNLOCKED(after_a_lock_no_key_and_no_word_is_in_memory),
        UNLOCKED(after_a_lock_nobody_sees_whom_one_looked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
