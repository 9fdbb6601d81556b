/* The client beside the daemon: what others wrote appears, and how far sending is. */
#define _POSIX_C_SOURCE 200809L
#include "hand.h"

#include "store.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

static void set(const struct hand *h, enum store_setting which, const char *text)
{
    struct store *store = NULL;
    const struct store_value value = {which, text};

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

static void save_for_haris(struct hand *h, const char *words)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, words);
    hand_tap(h, "Save");
}

static void what_the_daemon_brings_appears(void **state)
{
    struct hand *h = *state;
    struct id rec = id_derived("test|new pupil");
    struct id place = id_derived("test|place");
    struct buf member = {0};
    struct classroom_change changes[] = {
        {.from_hub = true,
         .pupil = rec,
         .rec = rec,
         .type = "pupil",
         .set = "{\"given\":\"Zofia\",\"family\":\"Wren\"}"},
        {.from_hub = true,                .pupil = rec, .rec = place, .type = "membership"},
    };

    buf_printf(&member, "{\"group\":\"%s\"}", h->room.groups[0].text);
    changes[1].set = buf_cstr(&member);
    hand_expect_not(h, "Zofia W.");
    assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, "Zofia W.");
    assert_int_equal(classroom_erase(&h->room, h->file, &rec), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect_not(h, "Zofia W.");
    buf_finish(&member);
}

/* A record may say more than a form holds: what nobody touched is not set by an edit. */
static void an_edit_sets_only_what_was_touched(void **state)
{
    struct hand *h = *state;
    struct id rec = id_derived("test|long note");
    struct buf set = {0};
    struct buf line = {0};
    struct buf all = {0};
    struct classroom_change change = {
        .by = h->room.staff[2], .pupil = h->room.pupils[7], .rec = rec, .type = "observation"};

    for (int i = 0; i < 1500; i++) {
        buf_text(&line, "wor ");
    }
    buf_printf(&set,
               "{\"when\":%lld,\"instrument\":\"engagement-model\",\"outcome\":\"%send\","
               "\"engagement\":{\"exploration\":\"fleeting\",\"of a later program\":\"kept\"}}",
               (long long)h->clock.now_ms, buf_cstr(&line));
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 1500);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save the change");
    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    buf_text(&line, "end\"");
    assert_non_null(strstr(buf_cstr(&all), buf_cstr(&line)));
    assert_non_null(strstr(buf_cstr(&all), "\"of a later program\":\"kept\""));
    assert_non_null(strstr(buf_cstr(&all), "\"exploration\":\"sustained\",\"of a later"));
    buf_finish(&set);
    buf_finish(&line);
    buf_finish(&all);
}

/* A flat battery sets the clock back to before anybody was in a group. */
static void a_clock_in_the_past_hides_no_pupil(void **state)
{
    struct hand *h = *state;
    struct id rec = id_derived("test|new pupil");
    struct buf member = {0};
    struct classroom_change changes[] = {
        {.from_hub = true,
         .pupil = rec,
         .rec = rec,
         .type = "pupil",
         .set = "{\"given\":\"Zofia\",\"family\":\"Wren\"}"},
        {.from_hub = true,                .pupil = rec, .rec = id_derived("test|place"), .type = "membership"},
    };
    char from[16];

    date_text(moment_uk(h->clock.now_ms).date, from);
    buf_printf(&member, "{\"group\":\"%s\",\"from\":\"%s\"}", h->room.groups[0].text, from);
    changes[1].set = buf_cstr(&member);
    assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, "Zofia W.");
    h->clock.now_ms = 86400000;
    hand_wait(h, 120000);
    hand_expect(h, "Zofia W.");
    buf_finish(&member);
}

/* What the daemon brings is known at once, on the screen that is open. */
static void a_colleagues_note_is_known_at_once(void **state)
{
    struct hand *h = *state;
    struct buf set_text = {0};
    struct classroom_change change = {.by = h->room.staff[2],
                                      .pupil = h->room.pupils[7],
                                      .rec = id_derived("test|note"),
                                      .type = "observation"};

    hand_tap(h, "Haris M.");
    hand_expect(h, "not observed yet");
    buf_printf(&set_text, "{\"when\":%lld,\"outcome\":\"Waved.\"}", (long long)h->clock.now_ms);
    change.set = buf_cstr(&set_text);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, " · today");
    buf_finish(&set_text);
}

static void own_changes_fold_once_beside_fetched_ones(void **state)
{
    struct hand *h = *state;
    struct classroom_change change = {.from_hub = true,
                                      .rec = h->room.staff[3],
                                      .type = "staff",
                                      .set = "{\"role\":\"Physiotherapist\"}"};

    /* The daemon's row comes first and is not folded yet when the own one is written. */
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    save_for_haris(h, "Pointed at the bus.");
    hand_wait(h, 1500);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Pointed at the bus.");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Pointed at the bus.");
    hand_expect_not(h, "Two versions");
}

static void sync_state_is_said(void **state)
{
    struct hand *h = *state;

    hand_expect(h, "All sent");
    save_for_haris(h, "Pointed at the bus.");
    hand_expect(h, "1 waiting · last sent 10:43");
    assert_false(app_is(h->app, APP_IS_SYNCED));
    assert_int_equal(classroom_acknowledge(&h->room, h->file), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, "All sent");
    assert_true(app_is(h->app, APP_IS_SYNCED));
    hand_tap(h, "Sync and tablet");
    set(h, STORE_sync_fault, "The hub cannot be reached");
    hand_wait(h, 1500);
    hand_expect(h, "The hub cannot be reached");
}

/* A disk that is full says so in one sentence, and neither the draft nor the tablet is lost. */
static void a_full_disk_loses_nothing(void **state)
{
    struct hand *h = *state;
    struct rlimit before = {0};
    struct rlimit none = {0};

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = before;
    none.rlim_cur = 4096;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    hand_tap(h, "Save");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(h->saved_count, 0);
    hand_expect_not(h, "Saved on this tablet");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Save");
    hand_expect(h, "Saved on this tablet");
    assert_int_equal(h->saved_count, 1);
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(what_the_daemon_brings_appears),
        UNLOCKED(an_edit_sets_only_what_was_touched),
        UNLOCKED(a_clock_in_the_past_hides_no_pupil),
        UNLOCKED(a_colleagues_note_is_known_at_once),
        UNLOCKED(own_changes_fold_once_beside_fetched_ones),
        UNLOCKED(sync_state_is_said),
        UNLOCKED(a_full_disk_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
