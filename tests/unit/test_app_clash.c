/* Needs a look: what disagrees is settled by a person, and the rest is told so that they know what
 * to do.
 *
 * Planted faults, each built once and seen to fail here: a third text that is not sealed; one that
 * is found by whoever unlocks next; one that stays when it was settled; "Keep mine" that keeps the
 * one shown; a clock judged by the difference alone.
 */
#include "cases.h"
#include "hand.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY_MS (24LL * 3600 * 1000)

static void set(struct hand *h, enum store_setting which, const char *text)
{
    struct store *store = NULL;
    const struct store_value value = {which, text};

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
    hand_wait(h, 1500);
}

static void set_number(struct hand *h, enum store_setting which, int64_t number)
{
    struct buf text = {0};

    buf_printf(&text, "%lld", (long long)number);
    set(h, which, buf_cstr(&text));
    buf_finish(&text);
}

/* The same fields, written anew by a colleague who has not seen the edit of this tablet. */
static void colleague_sets(struct hand *h, int staff, const char *fields)
{
    struct classroom_change change = {.by = h->room.staff[staff],
                                      .pupil = h->room.pupils[7],
                                      .rec = h->saved[0].rec,
                                      .type = "observation",
                                      .set = fields};

    h->room.now_ms = h->clock.now_ms + 1000;
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 1500);
}

static void save_for_haris(struct hand *h, const char *words)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, words);
    hand_tap(h, "Save");
}

static void open_clash(struct hand *h)
{
    save_for_haris(h, "Pointed at the bus.");
    colleague_sets(h, 2, "{\"outcome\":\"Looked at the bus.\"}");
    hand_expect(h, "Needs a look · 1");
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
}

static void expect_on_path(struct hand *h, const char *words, const char *not_words)
{
    hand_tap(h, "Back");
    hand_expect_not(h, "Needs a look · 1");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, words);
    hand_expect_not(h, not_words);
}

/* ---- settling -------------------------------------------------------------------------------- */

static void both_texts_are_shown_with_who_and_when(void **state)
{
    struct hand *h = *state;

    open_clash(h);
    hand_expect(h, "What the pupil learned or did");
    hand_expect(h, "Pointed at the bus.");
    hand_expect(h, "Looked at the bus.");
    hand_expect(h, "Ros Hartley (you)");
    hand_expect(h, "Gwen Pritchard");
    hand_expect(h, "Today 10:43");
}

static void mine_is_kept(void **state)
{
    struct hand *h = *state;

    open_clash(h);
    hand_tap(h, "Ros Hartley (you)/Keep mine");
    hand_expect(h, "Settled and saved");
    expect_on_path(h, "Pointed at the bus.", "Looked at the bus.");
}

static void theirs_is_kept(void **state)
{
    struct hand *h = *state;

    open_clash(h);
    hand_tap(h, "Gwen Pritchard/Keep theirs");
    hand_expect(h, "Settled and saved");
    expect_on_path(h, "Looked at the bus.", "Pointed at the bus.");
}

/* Else it would be offered as a text of now, whenever the same field is in conflict once more. */
static void no_third_text_is_left(const struct hand *h)
{
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_drafts(store, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        assert_true(strncmp(rows.rows[i].name, "third:", 6) != 0);
    }
    arena_finish(&arena);
    store_close(store);
}

static void a_new_text_is_written(void **state)
{
    struct hand *h = *state;

    open_clash(h);
    hand_tap(h, "Write a new text");
    assert_true(ui_find(h->ui, "Save this text")->disabled);
    hand_type(h, "  "); /* blanks say nothing */
    assert_true(ui_find(h->ui, "Save this text")->disabled);
    hand_type(h, "Looked and then pointed at the bus.");
    hand_tap(h, "Save this text");
    hand_expect(h, "Nothing needs a look");
    assert_int_equal(h->saved_count, 2);
    no_third_text_is_left(h);
    expect_on_path(h, "Looked and then pointed at the bus.", "Looked at the bus.");
}

/* Nothing has to be typed twice: what both said is there to be made into one. */
static void a_new_text_begins_with_what_is_there(void **state)
{
    struct hand *h = *state;

    open_clash(h);
    hand_tap(h, "Write a new text");
    hand_tap(h, "Put all the texts in");
    hand_tap(h, "Put all the texts in"); /* once is enough */
    hand_tap(h, "Save this text");
    expect_on_path(h, "Looked at the bus.\nPointed at the bus.", "nothing written");
}

static void two_fields_are_settled_one_by_one(void **state)
{
    struct hand *h = *state;

    save_for_haris(h, "Pointed at the bus.");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "Place/Hall");
    hand_tap(h, "Save the change");
    colleague_sets(h, 2, "{\"outcome\":\"Looked at the bus.\",\"place\":\"Playground\"}");
    hand_tap(h, "Back");
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
    hand_tap(h, "Gwen Pritchard/Keep theirs"); /* the outcome, which stands first */
    hand_expect_not(h, "Looked at the bus.");
    hand_expect(h, "Playground");
    hand_tap(h, "Ros Hartley (you)/Keep mine");
    hand_expect(h, "Nothing needs a look");
}

/* Two of them, each longer than the window. */
static void bring_long_clashes(struct hand *h)
{
    static const char *const names[] = {"Haris M.", "Ben A."};
    struct buf fields = {0};

    for (int i = 0; i < 2; i++) {
        hand_tap(h, names[i]);
        hand_tap(h, "What the pupil learned or did");
        hand_type(h, "Pointed at the bus.");
        hand_tap(h, "Save");
    }
    buf_printf(&fields, "{\"outcome\":\"");
    for (int i = 0; i < 40; i++) {
        buf_printf(&fields, "Looked at bus %d.\\n", i);
    }
    buf_printf(&fields, "The end.\"}");
    h->room.now_ms = h->clock.now_ms + 1000;
    for (int i = 0; i < 2; i++) {
        struct classroom_change change = {.by = h->room.staff[2],
                                          .pupil = h->room.pupils[i == 0 ? 7 : 1],
                                          .rec = h->saved[i].rec,
                                          .type = "observation",
                                          .set = buf_cstr(&fields)};
        assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    }
    hand_wait(h, 1500);
    buf_finish(&fields);
}

/* However far down the one before was left. */
static void another_matter_begins_at_its_top(void **state)
{
    struct hand *h = *state;
    double top = 0;

    bring_long_clashes(h);
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
    top = (double)ui_find(h->ui, "Write a new text")->at.y;
    hand_tap(h, "Write a new text"); /* at the foot, which is gone to */
    hand_tap(h, "Not now");
    assert_true((double)ui_find(h->ui, "Write a new text")->at.y < top);
    hand_tap(h, "Back");
    hand_tap(h, "Ben: two people wrote different things");
    assert_int_equal((int)ui_find(h->ui, "Write a new text")->at.y, (int)top);
}

/* One took it out while another went on writing. */
static void whether_it_counts_is_asked_in_words(void **state)
{
    struct hand *h = *state;

    save_for_haris(h, "Pointed at the bus.");
    colleague_sets(h, 2, "{\"void\":\"Written down twice\"}");
    colleague_sets(h, 3, "{\"void\":null}");
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
    hand_expect(h, "Does it count?");
    hand_expect(h, "Taken out: Written down twice");
    hand_expect(h, "It counts");
    hand_expect_not(h, "Write a new text");
}

/* ---- a new text that is begun ---------------------------------------------------------------- */

static void begin_text(struct hand *h)
{
    open_clash(h);
    hand_tap(h, "Write a new text");
    hand_type(h, "Looked, then ");
    hand_type(h, "poin");
}

static void a_new_text_outlives_the_battery(void **state)
{
    struct hand *h = *state;

    begin_text(h);
    hand_crash(h); /* within the pause after which the last letters would be kept, too */
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Haris: two people wrote different things");
    hand_expect(h, "Looked, then ");
    hand_tap(h, "Save this text");
    hand_expect(h, "Nothing needs a look");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect_not(h, "Looked, then ");
}

static void a_new_text_outlives_a_lock_and_is_nobody_elses(void **state)
{
    struct hand *h = *state;

    begin_text(h);
    app_lock(h->app);
    hand_settle(h);
    hand_unlock(h, classroom_staff_name(1));
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
    hand_expect_not(h, "Looked, then poin");
    app_lock(h->app);
    hand_settle(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Looked, then poin");
    hand_tap(h, "Not now");
    hand_expect_not(h, "Looked, then poin");
    hand_tap(h, "Write a new text");
    hand_expect(h, "Looked, then poin"); /* put by, not thrown away */
}

static void a_new_text_goes_with_an_erased_pupil(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    struct buf set_text = {0};
    struct classroom_change erasure = {
        .from_hub = true, .rec = id_derived("test|erasure"), .type = "erasure"};

    begin_text(h);
    hand_tap(h, "Back");
    buf_printf(&set_text, "{\"erased\":\"%s\"}", h->room.pupils[7].text);
    erasure.set = buf_cstr(&set_text);
    assert_int_equal(classroom_bring(&h->room, h->file, &erasure, 1), STATUS_OK);
    assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[7]), STATUS_OK);
    hand_wait(h, 1500);
    buf_finish(&set_text);
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_drafts(store, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        assert_int_not_equal(strncmp(rows.rows[i].name, "third:", 6), 0);
    }
    store_close(store);
    arena_finish(&arena);
}

/* ---- what the hub holds, and what waits ------------------------------------------------------ */

static void a_held_record_is_told_by_what_it_is(void **state)
{
    struct hand *h = *state;

    save_for_haris(h, "Pointed at the bus.");
    set(h, STORE_held, "[{\"seq\":1,\"reason\":\"shape\"},{\"seq\":77,\"reason\":\"form\"}]");
    hand_expect(h, "Needs a look · 2");
    hand_tap(h, "Needs a look");
    hand_expect(h, "The hub is not counting a record yet");
    hand_expect(h, "Please write it down again");
    hand_expect(h, "Ask the office to let it in, or to set it aside.");
    hand_tap(h, "Haris · Observation, Today 10:43: the hub is not counting this yet");
    hand_expect(h, "Pointed at the bus.");
    set(h, STORE_held, "[]");
    hand_tap(h, "Back");
    hand_expect_not(h, "Needs a look");
}

static void what_waits_for_days_is_told_with_the_way_out(void **state)
{
    struct hand *h = *state;

    save_for_haris(h, "Pointed at the bus.");
    set_number(h, STORE_contact_ms, h->clock.now_ms - 4 * DAY_MS);
    hand_tap(h, "Needs a look");
    hand_expect(h, "1 record has been waiting for days");
    hand_tap(h, "1 record has been waiting for days");
    hand_expect(h, "Sync now");
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static struct clock_row {
    const char *name;
    int64_t contact_ms; /* beside the test's now */
    int64_t skew_ms;
    int64_t now_ms;   /* 0: as it is */
    const char *says; /* NULL: nothing */
} clock_rows[] = {
    {"a minute is nothing",                     -DAY_MS,              60000,               0,      NULL                     },
    {"two hours fast",                          -1000,                -7200000,            0,      "It is 120 minutes fast."},
    {"half an hour slow",                       -1000,                1800000,             0,      "It is 30 minutes slow." },
    {"an empty battery since the hub answered", -1000,                0,                   180000,
     "It says Thu 1 Jan 1970, 00:04, but it is about Wed 14 Oct 2026, 10:4"                                                 },
    {"the hub was asked in 1970",               -HAND_NOW_MS + 60000, HAND_NOW_MS - 60000, 180000,
     "It says Thu 1 Jan 1970, 00:04, but it is about Wed 14 Oct 2026, 10:4"                                                 },
    {"set right since",                         -HAND_NOW_MS + 60000, HAND_NOW_MS - 60000, 0,      NULL                     },
    {"years ahead",                             -1000,                -1461 * DAY_MS,      0,
     "It says Wed 14 Oct 2026, 10:44, but it is about Fri 14 Oct 2022, 10:44."                                              },
    {"years ahead, set right since",            1461 * DAY_MS,        -1461 * DAY_MS,      0,      NULL                     },
};

static void check_clock(void **state)
{
    const struct clock_row *row = *state;
    void *fixture = NULL;
    struct hand *h = NULL;

    assert_int_equal(hand_at_unlocked(&fixture), 0);
    h = fixture;
    set_number(h, STORE_contact_ms, HAND_NOW_MS + row->contact_ms);
    set_number(h, STORE_skew_ms, row->skew_ms);
    if (row->now_ms > 0) {
        h->clock.now_ms = row->now_ms;
    }
    hand_wait(h, 61000);
    if (row->says == NULL) {
        hand_expect_not(h, "Needs a look");
    } else {
        hand_tap(h, "Needs a look");
        hand_expect(h, "The date or time on this tablet is wrong");
        hand_expect(h, row->says);
        hand_expect(h, "Set it in the tablet's own settings");
        hand_tap(h, "Back");
        hand_tap(h, "Sync and tablet");
        hand_expect(h, row->says);
    }
    hand_leaves(&fixture);
}

int main(void)
{
#define LOOK(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        LOOK(both_texts_are_shown_with_who_and_when),
        LOOK(mine_is_kept),
        LOOK(theirs_is_kept),
        LOOK(a_new_text_is_written),
        LOOK(a_new_text_begins_with_what_is_there),
        LOOK(two_fields_are_settled_one_by_one),
        LOOK(another_matter_begins_at_its_top),
        LOOK(whether_it_counts_is_asked_in_words),
        LOOK(a_new_text_outlives_the_battery),
        LOOK(a_new_text_outlives_a_lock_and_is_nobody_elses),
        LOOK(a_new_text_goes_with_an_erased_pupil),
        LOOK(a_held_record_is_told_by_what_it_is),
        LOOK(what_waits_for_days_is_told_with_the_way_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    cases_add_rows(check_clock, clock_rows, COUNT(clock_rows), sizeof(clock_rows[0]));
    return failed + cases_run("clocks", NULL, NULL);
}
