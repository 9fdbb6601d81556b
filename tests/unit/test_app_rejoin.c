/* A tablet that must be enrolled anew, one that was withdrawn, a box that rotted, and words that
 * others took the place of.
 *
 * Planted faults, each built once and seen to fail here: words brought back as the settler's own;
 * brought back over nothing; what came in anew and still waits.
 */
#include "hand.h"

#include "store_twin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEV_NEW "0192f3a0-0000-7000-8000-0000000000f1"

static struct store *file_of(const struct hand *h)
{
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    return store;
}

static void set(const struct hand *h, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};
    struct store *store = file_of(h);

    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

static void expect(const struct hand *h, enum store_setting which, const char *want)
{
    struct store *store = file_of(h);
    struct buf text = {0};

    assert_int_equal(store_get(store, which, &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), want);
    buf_finish(&text);
    store_close(store);
}

static struct store_counts counts(const struct hand *h)
{
    struct store *store = file_of(h);
    struct store_counts out;

    assert_int_equal(store_count(store, &out), STATUS_OK);
    store_close(store);
    return out;
}

static void save_for_haris(struct hand *h, const char *words)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, words);
    hand_tap(h, "Save");
}

static void part(struct hand *h)
{
    set(h, STORE_parted, "The hub no longer knows this tablet.");
    hand_wait(h, 1500);
}

static void type_code(struct hand *h)
{
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Code");
    hand_type(h, h->room.code);
    hand_tap(h, "Join the school again");
}

/* What the daemon and the hub do then. */
static void bring_name(struct hand *h)
{
    struct store_joined joined = {DEV_NEW, "", "token"};
    struct store *store = NULL;

    assert_int_equal(classroom_bring_keys(&h->room, h->file, false), STATUS_OK);
    hand_wait(h, 1500);
    expect(h, STORE_enrol_step, "sealed");
    joined.school = h->room.school.text;
    store = file_of(h);
    assert_int_equal(store_join(store, &joined), STATUS_OK);
    store_close(store);
    hand_wait(h, 1500);
}

static void a_parted_tablet_says_what_to_do(void **state)
{
    struct hand *h = *state;

    part(h);
    hand_tap(h, "Needs a look");
    hand_expect(h, "This tablet needs a new code");
    hand_tap(h, "Back");
    hand_tap(h, "Sync and tablet");
    hand_expect(h, "Everything on this tablet is kept");
    hand_tap(h, "Code");
    hand_type(h, "cairn:nonsense");
    hand_tap(h, "Join the school again");
    hand_expect(h, "The enrolment code is not whole");
}

static void what_was_not_sent_is_written_anew(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_box box;

    save_for_haris(h, "Held the cup alone.");
    save_for_haris(h, "Waved at the door.");
    part(h);
    type_code(h);
    hand_expect(h, "Joining the school again");
    bring_name(h);
    assert_int_equal(counts(h).parted, 2); /* the first pull may bring them back */
    assert_int_equal(counts(h).own, 0);
    set(h, STORE_settling, "");
    hand_wait(h, 1500);
    assert_int_equal(counts(h).parted, 0);
    assert_int_equal(counts(h).own, 2);
    store = file_of(h);
    assert_int_equal(store_own_at(store, 2, &arena, &box), STATUS_OK);
    assert_string_equal(box.dev.text, DEV_NEW);
    store_close(store);
    arena_finish(&arena);
    hand_tap(h, "Back");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Held the cup alone.");
    hand_expect(h, "Waved at the door.");
}

static void a_crash_in_between_writes_none_twice(void **state)
{
    struct hand *h = *state;

    save_for_haris(h, "Held the cup alone.");
    part(h);
    type_code(h);
    bring_name(h);
    hand_crash(h);
    set(h, STORE_settling, "");
    hand_unlock(h, "Ros Hartley");
    hand_wait(h, 1500);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_wait(h, 1500);
    assert_int_equal(counts(h).parted, 0);
    assert_int_equal(counts(h).own, 1);
}

static void a_withdrawn_tablet_keeps_nothing_back(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Half a sentence");
    store = file_of(h);
    assert_int_equal(store_wipe(store, "It was withdrawn at the hub."), STATUS_OK);
    store_close(store);
    hand_wait(h, 1500);
    hand_expect(h, "It was withdrawn at the hub.");
    hand_expect(h, "Welcome to Cairn");
    assert_int_equal(counts(h).drafts, 0);
    assert_int_equal(counts(h).last_place, 0);
    hand_crash(h);
    hand_expect(h, "It was withdrawn at the hub.");
}

static void a_box_that_rotted_goes_as_its_digest(void **state)
{
    struct hand *h = *state;
    struct store *store = file_of(h);
    struct arena arena = {0};
    struct store_box left;
    struct store_box box = {.dev = h->room.device, .box = "rotten", .size = 6};
    struct hash end;

    assert_int_equal(store_own_end(store, &box.seq, &end), STATUS_OK);
    box.seq++;
    box.digest = change_digest("line", 4);
    box.hash = chain_hash(&end, &box.digest);
    assert_int_equal(store_append(store, &box, 1, NULL), STATUS_OK);
    hand_wait(h, 1500);
    assert_int_equal(store_own_at(store, box.seq, &arena, &left), STATUS_OK);
    assert_null(left.box);
    assert_memory_equal(left.digest.bytes, box.digest.bytes, sizeof(box.digest.bytes));
    arena_finish(&arena);
    store_close(store);
}

/* ---- after a restore ------------------------------------------------------------------------ */

/* The next change of the other tablet, about one of the pupils. */
static void bring_note(struct hand *h, int pupil, const char *rec, const char *set)
{
    struct classroom_change note = {
        .by = h->room.staff[1], .pupil = h->room.pupils[pupil], .type = "observation", .set = set};

    assert_int_equal(id_parse(rec, &note.rec), STATUS_OK);
    assert_int_equal(classroom_bring(&h->room, h->file, &note, 1), STATUS_OK);
    hand_wait(h, 1500);
}

static void restore_hub(struct hand *h)
{
    struct store *store = file_of(h);

    assert_int_equal(store_set_epoch(store, "another", 0), STATUS_OK);
    store_close(store);
    h->room.seq[1]--; /* it gives out the same number once more */
}

#define REC_ONE "0192f3a0-0000-7000-8000-0000000000e1"
#define REC_TWO "0192f3a0-0000-7000-8000-0000000000e2"

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

static void brought_back_over_other_words_history_shows_both(void **state)
{
    struct hand *h = *state;

    replace(h, 0, REC_ONE, "{" WHEN "\"outcome\":\"Looked at the cup.\"}");
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
        UNLOCKED(a_parted_tablet_says_what_to_do),
        UNLOCKED(what_was_not_sent_is_written_anew),
        UNLOCKED(a_crash_in_between_writes_none_twice),
        UNLOCKED(a_withdrawn_tablet_keeps_nothing_back),
        UNLOCKED(a_box_that_rotted_goes_as_its_digest),
        UNLOCKED(what_a_restored_hub_holds_under_a_name_counts),
        UNLOCKED(what_was_replaced_needs_a_look),
        UNLOCKED(the_path_says_whose_words_were_replaced),
        UNLOCKED(words_are_brought_back_as_their_authors),
        UNLOCKED(brought_back_over_other_words_history_shows_both),
        UNLOCKED(left_as_it_is_can_be_undone),
        UNLOCKED(it_waits_through_a_crash_and_a_lock),
        UNLOCKED(what_comes_in_anew_is_no_matter),
        UNLOCKED(the_words_of_an_erased_pupil_go),
        UNLOCKED(what_comes_again_as_it_was_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
