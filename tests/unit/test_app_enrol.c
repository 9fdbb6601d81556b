/* Joining a school, step by step, with the battery pulled out at each. */
#include "hand.h"

#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ask(struct hand *h, const char *code, const char *passphrase)
{
    hand_tap(h, "Code");
    hand_type(h, code);
    hand_tap(h, "Choose a passphrase");
    hand_type(h, passphrase);
    hand_tap(h, "Join the school");
}

/* After a crash the passphrase opens the tablet again, and it goes on where it stopped. */
static void crash_and_open(struct hand *h)
{
    hand_crash(h);
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Unlock");
}

static void join(struct hand *h, bool crashes)
{
    ask(h, h->room.code, HAND_PASSPHRASE);
    hand_expect(h, "Joining the school");
    if (crashes) {
        crash_and_open(h);
    }
    assert_int_equal(classroom_bring_keys(&h->room, h->file, false), STATUS_OK);
    if (crashes) {
        crash_and_open(h);
    }
    hand_wait(h, 1000);
    if (crashes) {
        crash_and_open(h);
    }
    assert_int_equal(classroom_finish_enrolment(&h->room, h->file), STATUS_OK);
    if (crashes) {
        crash_and_open(h);
    }
    hand_wait(h, 1000);
    hand_expect(h, "Tablet joined");
    assert_int_equal(classroom_bring_school(&h->room, h->file), STATUS_OK);
    if (crashes) {
        crash_and_open(h);
    }
    hand_wait(h, 2000);
    hand_expect(h, "Which name is yours?");
    if (crashes) {
        crash_and_open(h);
    }
    hand_tap(h, "Ros Hartley");
    hand_expect(h, "Willow class");
}

/* ---- what was typed so far ------------------------------------------------------------------- */

static bool file_has(const struct hand *h, const char *text)
{
    struct buf file = {0};
    struct buf path = {0};
    bool found = false;

    buf_printf(&path, "%s-wal", h->file);
    for (int i = 0; i < 2 && !found; i++) {
        buf_clear(&file);
        if (support_file_read(i == 0 ? h->file : buf_cstr(&path), &file) == STATUS_OK) {
            for (size_t at = 0; at + strlen(text) <= file.size && !found; at++) {
                found = memcmp(file.data + at, text, strlen(text)) == 0;
            }
        }
    }
    buf_finish(&path);
    buf_finish(&file);
    return found;
}

/* A letter at a time, as fingers do; the last one is told by a pause. */
static void a_code_half_typed_outlives_a_kill(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Code");
    hand_type(h, "cairn:https://hub.school.example#half");
    hand_tap(h, "Name of this tablet");
    hand_type(h, "Willow window");
    hand_tap(h, "Choose a passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_wait(h, 500);
    hand_crash(h);
    hand_expect(h, "Welcome to Cairn");
    hand_expect(h, "cairn:https://hub.school.example#half");
    hand_expect(h, "Willow window");
    assert_false(file_has(h, HAND_PASSPHRASE));
    hand_tap(h, "Code");
    hand_key(h, UI_KEY_END);
    hand_type(h, "-way");
    hand_wait(h, 500);
    hand_crash(h);
    hand_expect(h, "cairn:https://hub.school.example#half-way");
}

static void what_was_typed_goes_with_the_request(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;
    struct buf text = {0};

    ask(h, h->room.code, HAND_PASSPHRASE);
    hand_expect(h, "Joining the school");
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_get(store, STORE_enrol_begun, &text), STATUS_OK);
    assert_int_equal(text.size, 0);
    buf_finish(&text);
    store_close(store);
}

/* The hub of a mistyped code never answers. */
static void a_hub_that_is_not_there_is_not_waited_for(void **state)
{
    struct hand *h = *state;
    const struct store_value value = {STORE_sync_fault, "The hub cannot be reached."};
    struct store *store = NULL;

    ask(h, h->room.code, HAND_PASSPHRASE);
    hand_expect_not(h, "Use another code");
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
    hand_wait(h, 1500);
    hand_tap(h, "Use another code");
    hand_expect(h, "Welcome to Cairn");
    hand_expect_not(h, "The hub cannot be reached.");
    join(h, false);
}

/* ---- by one switch --------------------------------------------------------------------------- */

/* A new tablet and a switch that says Space, and nothing else: it opens the way to the switches,
 * and turns them on. They are kept with the tablet. */
static void one_switch_begins_by_itself(void **state)
{
    struct hand *h = *state;

    hand_key(h, UI_KEY_SPACE);
    hand_expect(h, "Scanning with switches");
    hand_wait(h, 1000);
    hand_key(h, UI_KEY_SPACE);
    assert_int_equal(app_look(h->app).scan.way, UI_SCAN_AUTO);
    hand_crash(h);
    assert_int_equal(app_look(h->app).scan.way, UI_SCAN_AUTO);
    hand_expect(h, "Welcome to Cairn");
}

/* Whoever reads large words reads them before they are known. */
static void large_words_before_anybody_is_known(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Text, colours and switches");
    hand_tap(h, "200 %");
    hand_tap(h, "High contrast");
    hand_expect_not(h, "Names and notes, aloud"); /* it is a person's own choice */
    hand_tap(h, "Close");
    assert_true(app_look(h->app).text > 1.9F);
    hand_crash(h);
    assert_true(app_look(h->app).text > 1.9F);
    assert_int_equal(app_look(h->app).theme, UI_CONTRAST);
}

/* The newest picture is read, and what is wrong with it is said where the code is asked for. */
static void a_code_comes_out_of_a_picture(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Read it from a picture");
    hand_expect(h, "No code can be read in this picture (IMG_0042.jpg)");
    h->picture = h->room.code;
    hand_tap(h, "Read it from a picture");
    hand_expect(h, "Read from IMG_0042.jpg.");
    hand_expect_not(h, "No code can be read");
    hand_tap(h, "Choose a passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Join the school");
    hand_expect(h, "Joining the school");
    assert_int_equal(classroom_bring_keys(&h->room, h->file, false), STATUS_OK);
}

/* The hub has given all that it has, and nobody is among it. */
static void bring_nobody(struct hand *h)
{
    struct store *store = NULL;
    const struct store_value values[] = {
        {STORE_up_to_date, "1"            },
        {STORE_contact_ms, "1791971000000"},
    };

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, values, 2), STATUS_OK);
    store_close(store);
}

static void a_school_without_staff_says_so(void **state)
{
    struct hand *h = *state;

    ask(h, h->room.code, HAND_PASSPHRASE);
    assert_int_equal(classroom_bring_keys(&h->room, h->file, false), STATUS_OK);
    hand_wait(h, 1000);
    assert_int_equal(classroom_finish_enrolment(&h->room, h->file), STATUS_OK);
    hand_wait(h, 1000);
    hand_expect(h, "Pupils and staff fetched");
    bring_nobody(h);
    hand_wait(h, 2000);
    hand_expect(h, "The school has no staff yet");
    hand_tap(h, "Look again");
    assert_int_equal(classroom_bring_school(&h->room, h->file), STATUS_OK);
    hand_wait(h, 2000);
    hand_expect(h, "Which name is yours?");
}

static void a_code_joins(void **state)
{
    struct hand *h = *state;

    join(h, false);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Initiation/Established");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 1);
    hand_tap(h, "Lock");
    hand_expect(h, "Ros Hartley");
    hand_unlock(h, "Ros Hartley");
}

static void it_goes_on_after_any_crash(void **state)
{
    struct hand *h = *state;

    join(h, true);
}

static void lose_setting(const struct hand *h, enum store_setting which)
{
    const struct store_value value = {which, ""};
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
}

/* Found by fuzz_tablet_store: the session began again and again, without end. */
static void a_tablet_that_lost_its_name_asks_for_a_code(void **state)
{
    struct hand *h = *state;

    lose_setting(h, STORE_device);
    hand_tap(h, "Ros Hartley");
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Unlock");
    hand_expect(h, "This tablet has lost its name: ask for a new enrolment code");
}

static void a_mistyped_code_is_one_sentence(void **state)
{
    struct hand *h = *state;

    ask(h, "cairn:http://somewhere", HAND_PASSPHRASE);
    hand_expect(h, "Welcome to Cairn");
    hand_expect(h, "code");
    assert_int_equal(h->saved_count, 0);
}

static void a_short_passphrase_is_one_sentence(void **state)
{
    struct hand *h = *state;

    ask(h, h->room.code, "short");
    hand_expect(h, "A passphrase needs at least 8 letters");
}

static void another_hub_is_not_believed(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;
    struct buf key = {0};

    ask(h, h->room.code, HAND_PASSPHRASE);
    assert_int_equal(classroom_bring_keys(&h->room, h->file, true), STATUS_OK);
    hand_wait(h, 1000);
    hand_expect(h, "The tablet could not join");
    hand_expect(h, "is not the one that made this code");
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_get(store, STORE_enrol_data_key, &key), STATUS_OK);
    assert_int_equal(key.size, 0); /* no key left the tablet */
    buf_finish(&key);
    store_close(store);
}

static void a_refusal_is_told_and_another_code_works(void **state)
{
    struct hand *h = *state;

    ask(h, h->room.code, HAND_PASSPHRASE);
    assert_int_equal(classroom_refuse(h->file, "This code has ended: ask for a new one"),
                     STATUS_OK);
    hand_wait(h, 1000);
    hand_expect(h, "This code has ended: ask for a new one");
    hand_tap(h, "Use another code");
    hand_expect(h, "Welcome to Cairn");
    join(h, false);
}

static void a_colleague_is_let_in(void **state)
{
    struct hand *h = *state;

    join(h, false);
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Add a colleague");
    hand_expect_not(h, "Ros Hartley\nClass"); /* who is on the tablet already is not offered */
    hand_tap(h, "Imran Sadiq");
    hand_type(h, "short");
    hand_tap(h, "Add to this tablet");
    hand_expect(h, "A passphrase needs at least 8 letters");
    hand_tap(h, "Choose a passphrase");
    hand_key(h, UI_KEY_ALL);
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Add to this tablet");
    hand_expect(h, "They can unlock this tablet now");
    hand_tap(h, "Lock");
    hand_unlock(h, "Imran Sadiq");
    hand_tap(h, "Leo T.");
    hand_tap(h, "Initiation/Fleeting");
    hand_tap(h, "Save");
    hand_tap(h, "Leo T.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Imran Sadiq");
}

int main(void)
{
#define NEW(name) cmocka_unit_test_setup_teardown(name, hand_at_empty, hand_leaves)
    const struct CMUnitTest tests[] = {
        NEW(a_code_joins),
        NEW(a_code_comes_out_of_a_picture),
        NEW(a_school_without_staff_says_so),
        NEW(it_goes_on_after_any_crash),
        NEW(a_code_half_typed_outlives_a_kill),
        NEW(what_was_typed_goes_with_the_request),
        NEW(a_hub_that_is_not_there_is_not_waited_for),
        NEW(one_switch_begins_by_itself),
        NEW(large_words_before_anybody_is_known),
        cmocka_unit_test_setup_teardown(a_tablet_that_lost_its_name_asks_for_a_code, hand_at_locked,
                                        hand_leaves),
        NEW(a_mistyped_code_is_one_sentence),
        NEW(a_short_passphrase_is_one_sentence),
        NEW(another_hub_is_not_believed),
        NEW(a_refusal_is_told_and_another_code_works),
        NEW(a_colleague_is_let_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
