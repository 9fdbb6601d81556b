/* What may be wrong with a tablet, and what a person then meets: one clear sentence, and their
 * work. */
#define _POSIX_C_SOURCE 200809L
#include "hand.h"
#include "hand_records.h"

#include "sql.h"
#include "store.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

static struct store *open_file(const struct hand *h)
{
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    return store;
}

static void set(const struct hand *h, enum store_setting which, const char *text)
{
    struct store *store = open_file(h);
    const struct store_value value = {which, text};

    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

static int64_t count_drafts(const struct hand *h)
{
    struct store *store = open_file(h);
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    int64_t count = 0;

    assert_int_equal(store_drafts(store, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        count += strncmp(rows.rows[i].name, "draft:", 6) == 0 ? 1 : 0;
    }
    arena_finish(&arena);
    store_close(store);
    return count;
}

static void a_setting_that_is_no_number_blocks_nothing(void **state)
{
    struct hand *h = *state;

    set(h, STORE_contact_ms, "junk");
    set(h, STORE_skew_ms, "1e9");
    set(h, STORE_sync_now, "-");
    hand_wait(h, 1500);
    hand_expect(h, "All sent · not sent yet");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
    hand_expect(h, "Saved on this tablet");
    assert_int_equal(h->saved_count, 1);
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Sync now");
    hand_expect_not(h, "number");
}

/* The first that ever came: the school itself. */
static void spoil_first_box(const struct hand *h)
{
    struct buf url = {0};
    struct sql *db = NULL;

    buf_printf(&url, "sqlite:%s", h->file);
    assert_int_equal(sql_open(buf_cstr(&url), &db), STATUS_OK);
    assert_int_equal(sql_run(db, "UPDATE box SET box=zeroblob(80)"
                                 " WHERE place=(SELECT min(place) FROM box)"),
                     STATUS_OK);
    sql_close(db);
    buf_finish(&url);
}

/* A school whose holidays cannot be read has none that could be left out of the figure. Drawing it
 * all the same, and saying nothing, was seen to fail here. */
static void weeks_without_holidays_are_not_counted(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Ben A.");
    hand_tap(h, "Path so far");
    hand_expect(h, "This week: 2");
    hand_tap(h, "Back");
    spoil_first_box(h);
    hand_tap(h, "Ben A.");
    hand_expect_not(h, "does not open");
    hand_tap(h, "Path so far");
    hand_expect_not(h, "This week: 2");
    hand_expect(h, "does not open");
    hand_expect(h, "The path so far");
}

static void an_empty_passphrase_is_asked_for(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Ros Hartley");
    hand_tap(h, "Unlock");
    hand_expect(h, "Type your passphrase first.");
    hand_type(h, HAND_PASSPHRASE); /* the field has the focus */
    hand_key(h, UI_KEY_ENTER);
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    hand_expect_not(h, "Type your passphrase first.");
}

/* ---- erased ---------------------------------------------------------------------------------- */

/* As the hub does it: the rows go, and a change says so to everybody. */
static void erase(struct hand *h, const struct id *pupil)
{
    struct buf text = {0};
    struct classroom_change change = {
        .from_hub = true, .rec = id_derived("test|erasure"), .type = "erasure"};

    buf_printf(&text, "{\"erased\":\"%s\"}", pupil->text);
    change.set = buf_cstr(&text);
    assert_int_equal(classroom_erase(&h->room, h->file, pupil), STATUS_OK);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&text);
}

static void begin_note(struct hand *h, const char *card, const char *words)
{
    hand_tap(h, card);
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, words);
    hand_tap(h, "Back");
}

static void no_draft_is_left_of_who_was_erased(void **state)
{
    struct hand *h = *state;
    int64_t before = 0;

    begin_note(h, "Amira K.", "of Amira ");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq"); /* a colleague has begun one too */
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "Choose several");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Observe together");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "of two ");
    hand_tap(h, "Back");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley");
    before = count_drafts(h);
    begin_note(h, "Haris M.", "of Haris ");
    assert_true(count_drafts(h) == before + 1);
    hand_tap(h, "Haris M.");
    hand_expect(h, "of Haris");
    erase(h, &h->room.pupils[7]);
    hand_wait(h, 1500);
    hand_expect_not(h, "of Haris");
    hand_expect(h, "Choose several"); /* the class, without them */
    hand_expect_not(h, "Haris M.");
    assert_int_equal(count_drafts(h), before);
    hand_tap(h, "Amira K.");
    hand_expect(h, "of Amira");
    hand_tap(h, "Back");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_tap(h, "Ben A.");
    hand_expect(h, "of two"); /* it goes on about the one who is left */
}

static void a_locked_tablet_forgets_them_at_the_next_unlock(void **state)
{
    struct hand *h = *state;
    int64_t before = count_drafts(h);

    begin_note(h, "Haris M.", "of Haris ");
    hand_tap(h, "Lock");
    assert_true(count_drafts(h) > before);
    before = count_drafts(h);
    erase(h, &h->room.pupils[7]);
    hand_unlock(h, "Imran Sadiq"); /* whoever it is */
    assert_true(count_drafts(h) < before);
}

static void expect_of_haris(struct hand *h)
{
    assert_false(hand_sees(h, "Ben Attwood"));
    assert_true(hand_is_chosen(h, "Haris Malik/Not engaged"));
}

/* Of two who are watched the first is erased: the looks of the second stay the second's, on the
 * screen and on the disk, and the sitting goes on. */
static void looks_stay_with_whom_they_were_of(void **state)
{
    struct hand *h = *state;
    char whose[64] = "\"pupil\":\"";

    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Watch in intervals");
    hand_tap(h, "A cue every/30 s");
    hand_tap(h, "Start");
    hand_wait(h, 30000);
    hand_tap(h, "Ben Attwood/Engaged");
    hand_tap(h, "Haris Malik/Not engaged");
    erase(h, &h->room.pupils[1]);
    hand_wait(h, 1500);
    expect_of_haris(h);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    expect_of_haris(h);
    hand_tap(h, "Stop here");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    text_copy(whose + strlen(whose), sizeof(whose) - strlen(whose), h->room.pupils[7].text);
    hand_assert_says(h, &h->saved[0].rec, whose);
    hand_assert_says(h, &h->saved[0].rec, "\"samples\":\"0---------\"");
}

/* ---- two versions ---------------------------------------------------------------------------- */

static void a_field_has_one_name(void **state)
{
    struct hand *h = *state;
    struct classroom_change change = {.by = h->room.staff[2],
                                      .pupil = h->room.pupils[7],
                                      .type = "observation",
                                      .set = "{\"outcome\":\"Looked.\",\"activity\":\"Bus\"}"};

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "Pointed. ");
    hand_tap(h, "What was done");
    hand_type(h, "Song. ");
    hand_tap(h, "Save");
    change.rec = h->saved[0].rec;
    h->room.now_ms = h->clock.now_ms + 1000;
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 1500);
    hand_tap(h, "Needs a look");
    hand_tap(h, "Haris: two people wrote different things");
    hand_expect(h, "What the pupil learned or did");
    hand_expect(h, "What was done");
    hand_expect_not(h, "Outcome");
    hand_expect_not(h, "Activity");
}

/* ---- notes that can be seen ------------------------------------------------------------------ */

static const char *const note_labels[] = {"Learning objective", "What was done",
                                          "What the pupil learned or did"};

/* All of a line with this word in it is drawn. */
static bool is_drawn(const struct hand *h, const char *word)
{
    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        if (c->kind == DRAW_TEXT && strstr(c->text, word) != NULL) {
            return draw_command_bounds(c).h >= c->at.h;
        }
    }
    return false;
}

static void long_notes_stay_above_the_buttons(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    for (int i = 0; i < 12; i++) {
        hand_type(h, "Dug in the wet sand, then looked up and waited for it. ");
        hand_type(h, i == 11 ? "zebra" : "");
        assert_true(i < 11 || is_drawn(h, "zebra"));
    }
    hand_key(h, UI_KEY_ENTER);
    hand_type(h, "quagga");
    assert_true(is_drawn(h, "quagga"));
    hand_key(h, UI_KEY_UP);
    hand_key(h, UI_KEY_UP);
    hand_type(h, "okapi");
    assert_true(is_drawn(h, "okapi"));
}

static bool overlap(const struct ui_place *a, const struct ui_place *b)
{
    struct draw_rect both = draw_rect_meet(a->at, b->at);

    return both.w > 0 && both.h > 0;
}

static void a_toast_covers_no_note(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Clear");
    for (size_t i = 0; i < 3; i++) {
        const struct ui_place *note = ui_find(h->ui, note_labels[i]);
        const struct ui_place *undo = ui_find(h->ui, "Undo");
        assert_true(note != NULL && undo != NULL);
        assert_false(overlap(note, undo));
    }
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
}

/* The kernel lets no file grow: to the program, a full disk. */
static void fill_disk(struct rlimit *before)
{
    struct rlimit none = {0};

    assert_int_equal(getrlimit(RLIMIT_FSIZE, before), 0);
    none = *before;
    none.rlim_cur = 4096;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
}

static void a_fault_hides_no_note(void **state)
{
    struct hand *h = *state;
    struct rlimit before = {0};

    hand_tap(h, "Haris M.");
    hand_tap(h, "What was done");
    hand_type(h, "Sand tray. ");
    hand_key(h, UI_KEY_ESCAPE);
    fill_disk(&before);
    hand_tap(h, "Save");
    hand_expect(h, "cannot be saved");
    for (size_t i = 0; i < 3; i++) {
        const struct ui_place *note = ui_find(h->ui, note_labels[i]);
        const struct ui_place *save = ui_find(h->ui, "Save");
        assert_true(note != NULL && !note->covered && save != NULL);
        assert_true(note->at.y + note->at.h <= save->at.y);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    hand_tap(h, "Save");
    hand_expect(h, "Saved on this tablet");
}

static void drafts_wait_in_memory_while_the_disk_is_full(void **state)
{
    struct hand *h = *state;
    struct rlimit before = {0};

    fill_disk(&before);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_expect(h, "Not on the disk yet");
    hand_expect(h, "cannot be saved");
    hand_tap(h, "Back");
    hand_tap(h, "Amira K.");
    assert_false(hand_is_chosen(h, "Exploration/Fleeting"));
    hand_tap(h, "Back");
    hand_tap(h, "Haris M.");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
    assert_int_equal(count_drafts(h), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    hand_wait(h, 1500);
    hand_expect(h, "Draft kept");
    hand_expect_not(h, "cannot be saved");
    assert_int_equal(count_drafts(h), 1);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(a_setting_that_is_no_number_blocks_nothing),
        UNLOCKED(weeks_without_holidays_are_not_counted),
        cmocka_unit_test_setup_teardown(an_empty_passphrase_is_asked_for, hand_at_locked,
                                        hand_leaves),
        UNLOCKED(no_draft_is_left_of_who_was_erased),
        UNLOCKED(looks_stay_with_whom_they_were_of),
        UNLOCKED(a_locked_tablet_forgets_them_at_the_next_unlock),
        UNLOCKED(a_field_has_one_name),
        UNLOCKED(long_notes_stay_above_the_buttons),
        UNLOCKED(a_toast_covers_no_note),
        UNLOCKED(a_fault_hides_no_note),
        UNLOCKED(drafts_wait_in_memory_while_the_disk_is_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
