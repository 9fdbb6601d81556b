/* Two changes under one name, after the hub was put back to an earlier copy: the hub's counts, and
 * what was on the tablet waits for a person.
 *
 * Planted faults, each built once and seen to fail here: words brought back as the settler's own;
 * brought back over nothing; what came in anew and still waits; an edit that came back without its
 * record, or before it, or as another's than who wrote both.
 */
#include "hand.h"

#include "store_twin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct store *file_of(const struct hand *h)
{
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    return store;
}

static struct store_counts counts(const struct hand *h)
{
    struct store *store = file_of(h);
    struct store_counts out;

    assert_int_equal(store_count(store, &out), STATUS_OK);
    store_close(store);
    return out;
}

/* The next change of the other tablet, about one of the pupils. */
static void bring_note_by(struct hand *h, int staff, int pupil, const char *rec, const char *set)
{
    struct classroom_change note = {.by = h->room.staff[staff],
                                    .pupil = h->room.pupils[pupil],
                                    .type = "observation",
                                    .set = set};

    assert_int_equal(id_parse(rec, &note.rec), STATUS_OK);
    assert_int_equal(classroom_bring(&h->room, h->file, &note, 1), STATUS_OK);
    hand_wait(h, 1500);
}

static void bring_note(struct hand *h, int pupil, const char *rec, const char *set)
{
    bring_note_by(h, 1, pupil, rec, set);
}

static void restore_hub_by(struct hand *h, int64_t lost)
{
    struct store *store = file_of(h);

    assert_int_equal(store_set_epoch(store, "another", 0), STATUS_OK);
    store_close(store);
    h->room.seq[1] -= lost; /* it gives out the same numbers once more */
}

static void restore_hub(struct hand *h)
{
    restore_hub_by(h, 1);
}

#define REC_ONE   "0192f3a0-0000-7000-8000-0000000000e1"
#define REC_TWO   "0192f3a0-0000-7000-8000-0000000000e2"
#define REC_THREE "0192f3a0-0000-7000-8000-0000000000e3"

static int64_t count_twins(struct hand *h)
{
    struct store *store = file_of(h);
    struct arena arena = {0};
    struct store_twin_rows twins;

    assert_int_equal(store_twins(store, 10, &arena, &twins), STATUS_OK);
    store_close(store);
    arena_finish(&arena);
    return (int64_t)twins.count;
}

static void look_at(struct hand *h, const char *pupil)
{
    hand_tap(h, pupil);
    hand_tap(h, "Path so far");
}

/* A copy of the other tablet wrote it: of another pupil, and as long as the first. */
static void what_a_restored_hub_holds_under_a_name_counts(void **state)
{
    struct hand *h = *state;

    bring_note(h, 0, REC_ONE, "{\"when\":1791970000000,\"outcome\":\"Held the cup.\"}");
    restore_hub(h);
    bring_note(h, 1, REC_TWO, "{\"when\":1791970000000,\"outcome\":\"Rang the bell\"}");
    assert_int_equal(count_twins(h), 0);
    look_at(h, "Ben A.");
    hand_expect(h, "Rang the bell");
    hand_tap(h, "Back");
    look_at(h, "Amira K.");
    hand_expect_not(h, "Held the cup.");
}

/* ---- what was replaced waits for a person --------------------------------------------------- */

#define WHEN    "\"when\":1791970000000,"
#define MATTER  "Amira: words were replaced"
#define ABOUT_1 "{" WHEN "\"outcome\":\"Held the cup.\"}"

/* What Amira's colleague wrote is under another's name now: of Ben, or of the same record. */
static void replace(struct hand *h, int pupil, const char *rec, const char *set)
{
    bring_note(h, 0, REC_ONE, ABOUT_1);
    restore_hub(h);
    bring_note(h, pupil, rec, set);
}

static void open_matter(struct hand *h)
{
    hand_tap(h, "Needs a look");
    hand_tap(h, MATTER);
}

static int64_t count_kept(const struct hand *h)
{
    struct store *store = file_of(h);
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    int64_t count = 0;

    assert_int_equal(store_drafts(store, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        count += strncmp(rows.rows[i].name, "twin:", 5) == 0 ? 1 : 0;
    }
    arena_finish(&arena);
    store_close(store);
    return count;
}

static void what_was_replaced_needs_a_look(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    hand_expect(h, "Needs a look · 1");
    open_matter(h);
    hand_expect(h, "What the pupil learned or did");
    hand_expect(h, "Held the cup.");
    hand_expect(h, "About Amira");
    hand_expect(h, "Rang the bell");
    hand_expect(h, "About Ben");
    hand_expect(h, "Kept on this tablet");
    assert_int_equal(count_kept(h), 1);
}

static void the_path_says_whose_words_were_replaced(void **state)
{
    struct hand *h = *state;

    replace(h, 0, REC_ONE, "{" WHEN "\"outcome\":\"Looked at the cup.\"}");
    look_at(h, "Amira K.");
    hand_expect(h, "Looked at the cup.");
    hand_expect_not(h, "Held the cup.");
    hand_expect(h, "Words were replaced. Before: ");
    hand_tap(h, "See both");
    hand_expect(h, "Held the cup.");
    hand_expect(h, "Looked at the cup.");
}

/* Its author is who wrote it, though another brought it back. */
static void words_are_brought_back_as_their_authors(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    open_matter(h);
    hand_tap(h, "Bring these words back");
    hand_expect(h, "The words are back");
    hand_expect(h, "Nothing needs a look");
    assert_int_equal(count_kept(h), 0);
    assert_int_equal(counts(h).own, 1);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Back");
    look_at(h, "Amira K.");
    hand_expect(h, "Held the cup.");
    hand_expect(h, classroom_staff_name(1));
    hand_tap(h, "Back");
    look_at(h, "Ben A.");
    hand_expect(h, "Rang the bell");
}

/* By another: what is decided over their words is decided by whoever settles it. */
static void brought_back_over_other_words_history_shows_both(void **state)
{
    struct hand *h = *state;

    bring_note(h, 0, REC_ONE, ABOUT_1);
    restore_hub(h);
    bring_note_by(h, 2, 0, REC_ONE, "{" WHEN "\"outcome\":\"Looked at the cup.\"}");
    open_matter(h);
    hand_tap(h, "Bring these words back");
    hand_tap(h, "Back");
    look_at(h, "Amira K.");
    hand_expect(h, "Held the cup.");
    hand_expect_not(h, "Two versions: needs a look");
    hand_tap(h, "Changed since");
    hand_expect(h, "Looked at the cup.");
    hand_expect(h, "Ros Hartley");
}

/* ---- a record and its edit ------------------------------------------------------------------- */

#define OTHER "{" WHEN "\"outcome\":\"Rang the bell\"}"

/* A record and what its author made of it later: two of Ben's stand under their names now. */
static void replace_both(struct hand *h)
{
    bring_note(h, 0, REC_ONE, ABOUT_1);
    h->room.now_ms += 60000;
    bring_note(h, 0, REC_ONE, "{\"activity\":\"Snack time.\"}");
    restore_hub_by(h, 2);
    bring_note(h, 1, REC_TWO, OTHER);
    bring_note(h, 1, REC_THREE, OTHER);
    hand_expect(h, "Needs a look · 2");
    assert_int_equal(count_kept(h), 2);
}

/* The matters have one name: the first is the oldest, the last the newest. */
static void open_one(struct hand *h, bool newest)
{
    const struct ui_place *places = NULL;
    struct ui_event event = {.kind = UI_DOWN};
    bool found = false;
    int count = 0;

    hand_tap(h, "Needs a look");
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count; i++) {
        if (strcmp(places[i].label, MATTER) == 0 && (!found || newest)) {
            event.x = (float)places[i].at.x + (float)places[i].at.w / 2;
            event.y = (float)places[i].at.y + (float)places[i].at.h / 2;
            found = !places[i].covered;
        }
    }
    assert_true(found);
    ui_feed(h->ui, &event);
    event.kind = UI_UP;
    ui_feed(h->ui, &event);
    hand_settle(h);
}

/* With neither kind of record nor day, it was a change that no screen ever showed. */
static void an_edit_without_its_record_stays(void **state)
{
    struct hand *h = *state;

    replace_both(h);
    open_one(h, false);
    hand_expect(h, "Held the cup.");
    hand_tap(h, "Leave it as it is");
    hand_tap(h, MATTER);
    hand_expect(h, "Snack time.");
    hand_tap(h, "Bring these words back");
    hand_expect(h, "These words change a record that is not on this tablet");
    assert_int_equal(count_kept(h), 1);
    assert_int_equal(counts(h).own, 0);
}

static void an_edit_comes_back_after_its_record(void **state)
{
    struct hand *h = *state;

    replace_both(h);
    open_one(h, true);
    hand_expect(h, "Snack time.");
    hand_tap(h, "Bring these words back");
    hand_expect(h, "Older words of this record wait here too");
    assert_int_equal(count_kept(h), 2);
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    open_one(h, false);
    hand_expect(h, "Held the cup.");
    hand_tap(h, "Bring these words back");
    hand_tap(h, MATTER);
    hand_tap(h, "Bring these words back");
    hand_expect(h, "Nothing needs a look");
    assert_int_equal(counts(h).own, 2);
}

/* Who wrote both wrote the edit, whoever brings it back. */
static void an_edit_is_brought_back_as_its_authors(void **state)
{
    struct hand *h = *state;
    struct buf texts = {0};
    const char *history = NULL;

    replace_both(h);
    open_one(h, false);
    hand_tap(h, "Bring these words back");
    hand_tap(h, MATTER);
    hand_tap(h, "Bring these words back");
    hand_tap(h, "Back");
    look_at(h, "Amira K.");
    hand_tap(h, "Changed since");
    ui_print_texts(h->ui, &texts);
    history = strstr(buf_cstr(&texts), "What was changed");
    assert_non_null(history);
    assert_non_null(strstr(history, "Snack time."));
    assert_non_null(strstr(history, classroom_staff_name(1)));
    assert_null(strstr(history, "Ros Hartley"));
    buf_finish(&texts);
}

/* By Tab, and by arrows once it stands in the group that has the ring. */
static void keys_to(struct hand *h, const char *label)
{
    for (int i = 0; i < 60; i++) {
        const struct ui_place *place = ui_find(h->ui, label);

        if (place != NULL && ui_is_ringed(h->ui, place)) {
            hand_wait(h, 500); /* what is pressed at once on a new screen is not meant */
            hand_key(h, UI_KEY_ENTER);
            return;
        }
        if (place != NULL && ui_is_in_reach(h->ui, place)) {
            hand_key(h, i % 2 == 0 ? UI_KEY_RIGHT : UI_KEY_DOWN);
        } else {
            hand_key(h, UI_KEY_TAB);
        }
    }
    fail_msg("no key leads to %s", label);
}

static void press_switch(struct hand *h)
{
    ui_feed(h->ui, &(struct ui_event){.kind = UI_SWITCH_DOWN, .which = 1});
    hand_settle(h);
    hand_wait(h, 510);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_SWITCH_UP, .which = 1});
    hand_settle(h);
    hand_wait(h, 1010);
}

/* A group of one is taken with it. */
static bool is_lit_alone(const struct hand *h, uint32_t id)
{
    const struct ui_scan *scan = ui_scan_state(h->ui);
    int count = 0;

    for (int i = 0; i < scan->count; i++) {
        count += scan->items[i].group == scan->items[scan->at].group ? 1 : 0;
    }
    return scan->items[scan->at].id == id && (scan->light == UI_SCAN_ITEM || count == 1);
}

/* The light is waited for, or taken on its group, until it is there. */
static void switch_to(struct hand *h, const char *label)
{
    for (int i = 0; i < 200; i++) {
        const struct ui_place *place = ui_find(h->ui, label);
        bool is_lit = place != NULL && ui_is_lit(h->ui, place);

        if (is_lit && is_lit_alone(h, place->id)) {
            press_switch(h);
            return;
        }
        if (is_lit) {
            press_switch(h);
        } else {
            hand_wait(h, 1000);
        }
    }
    fail_msg("the light does not come to %s", label);
}

static void it_is_settled_by_keys_alone(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    keys_to(h, "Needs a look");
    keys_to(h, MATTER);
    keys_to(h, "Leave it as it is");
    hand_expect(h, "Nothing needs a look");
    keys_to(h, "Undo");
    keys_to(h, "Bring these words back");
    hand_expect(h, "The words are back");
    assert_int_equal(counts(h).own, 1);
}

static void it_is_settled_by_one_switch(void **state)
{
    struct hand *h = *state;

    replace(h, 0, REC_ONE, "{" WHEN "\"outcome\":\"Looked at the cup.\"}");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Moves by itself");
    switch_to(h, "Back");
    switch_to(h, "Amira K.");
    switch_to(h, "Path so far");
    switch_to(h, "See both");
    switch_to(h, "Bring these words back");
    hand_expect(h, "The words are back");
    assert_int_equal(counts(h).own, 1);
}

static void left_as_it_is_can_be_undone(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    open_matter(h);
    hand_tap(h, "Leave it as it is");
    hand_expect(h, "Nothing needs a look");
    assert_int_equal(count_kept(h), 0);
    hand_tap(h, "Undo");
    hand_expect(h, "Held the cup.");
    assert_int_equal(count_kept(h), 1);
    hand_tap(h, "Leave it as it is");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect_not(h, MATTER);
    assert_int_equal(counts(h).own, 0);
}

static void it_waits_through_a_crash_and_a_lock(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    open_matter(h);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Bring these words back");
    hand_expect(h, "Held the cup.");
    app_lock(h->app);
    hand_settle(h);
    hand_expect_not(h, "Held the cup.");
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Bring these words back");
}

/* The tablet that wrote it has a new name, and has sent it again. */
static void what_comes_in_anew_is_no_matter(void **state)
{
    struct hand *h = *state;

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    hand_expect(h, "Needs a look · 1");
    bring_note(h, 0, REC_ONE, ABOUT_1);
    hand_expect_not(h, "Needs a look · 1");
    assert_int_equal(count_kept(h), 0);
    look_at(h, "Amira K.");
    hand_expect(h, "Held the cup.");
    hand_expect_not(h, "Words were replaced. Before: ");
}

static void the_words_of_an_erased_pupil_go(void **state)
{
    struct hand *h = *state;
    struct classroom_change gone = {.type = "erasure"};
    struct buf set = {0};

    replace(h, 1, REC_TWO, "{" WHEN "\"outcome\":\"Rang the bell\"}");
    assert_int_equal(count_kept(h), 1);
    buf_printf(&set, "{\"erased\":\"%s\"}", h->room.pupils[0].text);
    gone.rec = id_derived("twin|erasure");
    gone.set = buf_cstr(&set);
    gone.from_hub = true;
    assert_int_equal(classroom_bring(&h->room, h->file, &gone, 1), STATUS_OK);
    hand_wait(h, 1500);
    assert_int_equal(count_kept(h), 0);
    hand_expect_not(h, "Needs a look · 1");
    buf_finish(&set);
}

static void what_comes_again_as_it_was_stays(void **state)
{
    struct hand *h = *state;

    bring_note(h, 0, REC_ONE, "{\"when\":1791970000000,\"outcome\":\"Held the cup.\"}");
    restore_hub(h);
    bring_note(h, 0, REC_ONE, "{\"when\":1791970000000,\"outcome\":\"Held the cup.\"}");
    assert_int_equal(count_twins(h), 0);
    assert_int_equal(count_kept(h), 0);
    look_at(h, "Amira K.");
    hand_expect(h, "Held the cup.");
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(what_a_restored_hub_holds_under_a_name_counts),
        UNLOCKED(what_was_replaced_needs_a_look),
        UNLOCKED(the_path_says_whose_words_were_replaced),
        UNLOCKED(words_are_brought_back_as_their_authors),
        UNLOCKED(brought_back_over_other_words_history_shows_both),
        UNLOCKED(an_edit_without_its_record_stays),
        UNLOCKED(an_edit_comes_back_after_its_record),
        UNLOCKED(an_edit_is_brought_back_as_its_authors),
        UNLOCKED(it_is_settled_by_keys_alone),
        UNLOCKED(it_is_settled_by_one_switch),
        UNLOCKED(left_as_it_is_can_be_undone),
        UNLOCKED(it_waits_through_a_crash_and_a_lock),
        UNLOCKED(what_comes_in_anew_is_no_matter),
        UNLOCKED(the_words_of_an_erased_pupil_go),
        UNLOCKED(what_comes_again_as_it_was_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
