/* A tablet that must be enrolled anew, one that was withdrawn, and a box that rotted. */
#define _POSIX_C_SOURCE 200809L
#include "hand.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

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

/* Half a code was a screen that nobody could leave. */
static void a_full_disk_holds_nobody_at_the_code(void **state)
{
    struct hand *h = *state;
    struct rlimit before = {0};

    part(h);
    hand_tap(h, "Sync and tablet");
    fill_disk(&before);
    hand_tap(h, "Code");
    hand_type(h, "q");
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Back");
    hand_expect(h, "cannot be saved");
    assert_string_equal(app_screen(h->app), "class");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    hand_tap(h, "Sync and tablet");
    expect(h, STORE_enrol_begun, "{\"code\":\"q\",\"label\":\"\"}");
}

/* What the lock took from the form was written over what had been kept. */
static void half_a_code_is_kept_through_a_lock(void **state)
{
    struct hand *h = *state;
    struct rlimit before = {0};

    part(h);
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Code");
    hand_type(h, "cairn:");
    fill_disk(&before);
    hand_type(h, "q");
    app_lock(h->app);
    hand_settle(h);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    app_hidden(h->app);
    hand_settle(h);
    expect(h, STORE_enrol_begun, "{\"code\":\"cairn:\",\"label\":\"\"}");
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

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(a_parted_tablet_says_what_to_do),
        UNLOCKED(a_full_disk_holds_nobody_at_the_code),
        UNLOCKED(half_a_code_is_kept_through_a_lock),
        UNLOCKED(what_was_not_sent_is_written_anew),
        UNLOCKED(a_crash_in_between_writes_none_twice),
        UNLOCKED(a_withdrawn_tablet_keeps_nothing_back),
        UNLOCKED(a_box_that_rotted_goes_as_its_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
