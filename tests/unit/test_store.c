/* The tablet's file: what one commit holds together, and what comes and goes with a scope. */
#include "store.h"
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEV_OWN   "00000000-0000-7000-8000-00000000000a"
#define DEV_OTHER "00000000-0000-7000-8000-00000000000b"
#define PUPIL_A   "00000000-0000-7000-8000-0000000000a1"
#define PUPIL_B   "00000000-0000-7000-8000-0000000000b1"

struct desk {
    struct support_folder folder;
    char *path;
    struct store *store;
    struct arena arena;
};

static struct id id_of(const char *text)
{
    struct id id;

    assert_int_equal(id_parse(text, &id), STATUS_OK);
    return id;
}

static int desk_open(void **state)
{
    static struct desk desk;
    const struct store_value device = {STORE_device, DEV_OWN};

    desk = (struct desk){0};
    assert_int_equal(support_folder_make(&desk.folder), STATUS_OK);
    desk.path = support_folder_path(&desk.folder, "tablet.db");
    assert_int_equal(store_open(desk.path, &desk.store), STATUS_OK);
    assert_int_equal(store_set(desk.store, &device, 1), STATUS_OK);
    *state = &desk;
    return 0;
}

static int desk_close(void **state)
{
    struct desk *desk = *state;

    store_close(desk->store);
    support_folder_remove(&desk->folder);
    free(desk->path);
    arena_finish(&desk->arena);
    return 0;
}

static struct store_box own_box(int64_t seq, const char *pupil, const char *bytes)
{
    struct store_box box = {.dev = id_of(DEV_OWN), .seq = seq, .pupil = id_of(pupil)};

    box.box = bytes;
    box.size = strlen(bytes);
    box.digest = change_digest(bytes, box.size);
    box.hash = change_digest(&seq, sizeof(seq));
    return box;
}

static struct store_box fetched_box(int64_t lsn, const char *pupil, const char *bytes)
{
    struct store_box box = {.dev = id_of(DEV_OTHER), .seq = lsn, .lsn = lsn};

    box.pupil = id_of(pupil);
    box.box = bytes;
    box.size = strlen(bytes);
    return box;
}

static size_t count_readable(struct desk *desk)
{
    struct store_box_rows rows;

    assert_int_equal(store_boxes(desk->store, 0, 1000, &desk->arena, &rows), STATUS_OK);
    return rows.count;
}

static void take(struct desk *desk, const struct store_page *page)
{
    assert_int_equal(store_take(desk->store, page), STATUS_OK);
}

/* ---- own changes ----------------------------------------------------------------------------- */

static void append_ends_the_draft_in_the_same_commit(void **state)
{
    struct desk *desk = *state;
    const struct store_draft draft = {"note", "words", 5};
    struct store_box box = own_box(1, PUPIL_A, "sealed one");
    struct store_counts counts;

    assert_int_equal(store_draft_put(desk->store, &draft), STATUS_OK);
    assert_int_equal(store_append(desk->store, &box, 1, "note"), STATUS_OK);
    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(box.place, 1);
    assert_int_equal(counts.own, 1);
    assert_int_equal(counts.waiting, 1);
    assert_int_equal(counts.last_place, 1);
    assert_int_equal(counts.drafts, 0);
}

static void a_seq_that_does_not_follow_is_refused_whole(void **state)
{
    struct desk *desk = *state;
    const struct store_draft draft = {"note", "words", 5};
    struct store_box boxes[] = {own_box(1, PUPIL_A, "one"), own_box(1, PUPIL_A, "one again")};
    struct store_counts counts;

    assert_int_equal(store_draft_put(desk->store, &draft), STATUS_OK);
    assert_int_equal(store_append(desk->store, boxes, 2, "note"), STATUS_EXISTS);
    assert_int_equal(store_append(desk->store, &(struct store_box){.seq = 3}, 1, NULL),
                     STATUS_EXISTS);
    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(counts.own, 0);
    assert_int_equal(counts.drafts, 1);
}

static void own_boxes_come_back_byte_for_byte(void **state)
{
    struct desk *desk = *state;
    struct store_box boxes[] = {own_box(1, PUPIL_A, "one"), own_box(2, PUPIL_B, "two")};
    struct store_box_rows rows;
    struct store_box box;
    struct hash hash;
    int64_t end = 0;

    assert_int_equal(store_append(desk->store, boxes, 2, NULL), STATUS_OK);
    store_close(desk->store);
    assert_int_equal(store_open(desk->path, &desk->store), STATUS_OK);
    assert_int_equal(store_own_end(desk->store, &end, &hash), STATUS_OK);
    assert_int_equal(end, 2);
    assert_memory_equal(hash.bytes, boxes[1].hash.bytes, sizeof(hash.bytes));
    assert_int_equal(store_own_after(desk->store, 0, 10, 1 << 20, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 2);
    assert_memory_equal(rows.rows[0].box, "one", 3);
    assert_string_equal(rows.rows[1].pupil.text, PUPIL_B);
    assert_int_equal(store_own_at(desk->store, 2, &desk->arena, &box), STATUS_OK);
    assert_memory_equal(box.digest.bytes, boxes[1].digest.bytes, sizeof(box.digest.bytes));
    assert_int_equal(store_own_at(desk->store, 3, &desk->arena, &box), STATUS_NOT_FOUND);
}

static void a_batch_is_cut_by_bytes_but_never_empty(void **state)
{
    struct desk *desk = *state;
    struct store_box boxes[] = {own_box(1, PUPIL_A, "12345678"), own_box(2, PUPIL_A, "12345678")};
    struct store_box_rows rows;

    assert_int_equal(store_append(desk->store, boxes, 2, NULL), STATUS_OK);
    assert_int_equal(store_own_after(desk->store, 0, 10, 10, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
    assert_int_equal(store_own_after(desk->store, 0, 10, 1, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
}

/* ---- pages, scope, backfill ------------------------------------------------------------------ */

static void a_page_twice_is_a_page_once(void **state)
{
    struct desk *desk = *state;
    const struct store_box rows[] = {fetched_box(1, PUPIL_A, "a"), fetched_box(2, PUPIL_A, "b")};
    const struct store_value cursor = {STORE_cursor, "2"};
    const struct store_page page = {.rows = rows, .count = 2, .values = &cursor, .value_count = 1};
    int64_t number = 0;

    take(desk, &page);
    take(desk, &page);
    assert_int_equal(count_readable(desk), 2);
    assert_int_equal(store_get_int(desk->store, STORE_cursor, &number), STATUS_OK);
    assert_int_equal(number, 2);
}

static struct store_page scope_page(const struct id *pupils, size_t count)
{
    return (struct store_page){.scope = pupils, .scope_count = count, .has_scope = true};
}

static void a_pupil_new_to_the_scope_is_owed_up_to_the_old_cursor(void **state)
{
    struct desk *desk = *state;
    const struct id both[] = {id_of(PUPIL_A), id_of(PUPIL_B)};
    const struct store_value cursor = {STORE_cursor, "7"};
    struct store_page page = scope_page(both, 1);
    struct store_owed owed;

    page.values = &cursor;
    page.value_count = 1;
    take(desk, &page); /* the first pull begins at 0: nothing lies before it */
    assert_int_equal(store_owed(desk->store, &owed), STATUS_NOT_FOUND);
    page = scope_page(both, 2);
    take(desk, &page);
    assert_int_equal(store_owed(desk->store, &owed), STATUS_OK);
    assert_string_equal(owed.pupil.text, PUPIL_B);
    assert_int_equal(owed.upto, 7);
    owed.after = 7;
    assert_int_equal(store_take_owed(desk->store, &owed, NULL, 0, true), STATUS_OK);
    assert_int_equal(store_owed(desk->store, &owed), STATUS_NOT_FOUND);
}

static void who_left_is_dropped_only_when_nothing_waits(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_A);
    const struct store_box rows[] = {fetched_box(1, PUPIL_A, "fetched")};
    struct store_page page = scope_page(&pupil, 1);
    struct store_box own = own_box(1, PUPIL_A, "own");
    const struct store_value acked = {STORE_acked, "1"};
    struct store_forgotten_rows forgotten;

    page.rows = rows;
    page.count = 1;
    take(desk, &page);
    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    page = scope_page(NULL, 0);
    take(desk, &page);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(count_readable(desk), 2); /* one still waits to be sent */
    assert_int_equal(store_set(desk->store, &acked, 1), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(count_readable(desk), 0);
    assert_int_equal(store_forgotten(desk->store, 0, &desk->arena, &forgotten), STATUS_OK);
    assert_int_equal(forgotten.count, 1);
    assert_string_equal(forgotten.rows[0].pupil.text, PUPIL_A);
}

/* Written anew after a restore, or from a draft: the pupil had left before. */
static void what_is_written_of_who_left_leaves_once_it_is_sent(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_B);
    struct store_page page = scope_page(&pupil, 1);
    struct store_box own[] = {own_box(1, PUPIL_A, "of who left"), own_box(2, PUPIL_B, "own")};
    const struct store_value acked = {STORE_acked, "2"};

    take(desk, &page);
    assert_int_equal(store_append(desk->store, own, 2, NULL), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(count_readable(desk), 2);
    assert_int_equal(store_set(desk->store, &acked, 1), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(count_readable(desk), 1);
}

static void own_changes_come_back_with_the_backfill(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_A);
    struct store_page page = scope_page(&pupil, 1);
    struct store_box own = own_box(1, PUPIL_A, "own");
    struct store_box again = own;
    const struct store_box later = fetched_box(3, PUPIL_A, "later");
    const struct store_value values[] = {
        {STORE_acked,  "1"},
        {STORE_cursor, "5"},
    };
    struct store_counts counts;
    struct store_owed owed;

    take(desk, &page);
    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    assert_int_equal(store_set(desk->store, values, 2), STATUS_OK);
    page = scope_page(NULL, 0);
    page.rows = &later; /* the last place of all: its reader is past it when it goes */
    page.count = 1;
    take(desk, &page);
    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 1000 + 15LL * 24 * 3600 * 1000), STATUS_OK);
    page = scope_page(&pupil, 1);
    take(desk, &page);
    assert_int_equal(store_owed(desk->store, &owed), STATUS_OK);
    again.lsn = 4;
    owed.after = 5;
    assert_int_equal(store_take_owed(desk->store, &owed, &again, 1, true), STATUS_OK);
    assert_int_equal(count_readable(desk), 1);
    assert_int_equal(store_own_at(desk->store, 1, &desk->arena, &again), STATUS_OK);
    assert_memory_equal(again.box, "own", 3);
    assert_memory_equal(again.hash.bytes, own.hash.bytes, sizeof(own.hash.bytes));
    assert_true(again.place > counts.last_place);
}

/* Left before the hub was restored, and back with the first page after it. */
static void own_changes_come_back_after_a_restore_too(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_A);
    struct store_page page = scope_page(&pupil, 1);
    struct store_box own = own_box(1, PUPIL_A, "own");
    const struct store_value acked = {STORE_acked, "1"};
    struct store_owed owed;

    take(desk, &page);
    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    assert_int_equal(store_set(desk->store, &acked, 1), STATUS_OK);
    page = scope_page(NULL, 0);
    take(desk, &page);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    assert_int_equal(count_readable(desk), 0);
    assert_int_equal(store_set_epoch(desk->store, "epoch", 1), STATUS_OK);
    page = scope_page(&pupil, 1);
    take(desk, &page);
    assert_int_equal(store_owed(desk->store, &owed), STATUS_OK);
    own.lsn = 4;
    assert_int_equal(store_take_owed(desk->store, &owed, &own, 1, true), STATUS_OK);
    assert_int_equal(count_readable(desk), 1);
}

/* The backfill had not come when the hub was restored once more. */
static void what_a_restore_owes_the_next_one_owes_too(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_A);
    struct store_page page = scope_page(&pupil, 1);
    struct store_box own = own_box(1, PUPIL_A, "own");
    const struct store_value acked = {STORE_acked, "1"};
    struct store_owed owed;

    take(desk, &page);
    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    assert_int_equal(store_set(desk->store, &acked, 1), STATUS_OK);
    page = scope_page(NULL, 0);
    take(desk, &page);
    assert_int_equal(store_drop_left(desk->store, 1000), STATUS_OK);
    for (int restore = 0; restore < 2; restore++) {
        assert_int_equal(store_set_epoch(desk->store, "epoch", 1), STATUS_OK);
        page = scope_page(&pupil, 1);
        take(desk, &page);
        assert_int_equal(store_owed(desk->store, &owed), STATUS_OK);
    }
}

static void erased_pupils_leave_their_digests_only(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL_A);
    const struct store_box rows[] = {fetched_box(1, PUPIL_A, "fetched")};
    struct store_page page = {.rows = rows, .count = 1};
    struct store_box own = own_box(1, PUPIL_A, "own");
    struct store_box left;

    take(desk, &page);
    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    page = (struct store_page){.erased = &pupil, .erased_count = 1};
    take(desk, &page);
    assert_int_equal(store_own_at(desk->store, 1, &desk->arena, &left), STATUS_OK);
    assert_null(left.box);
    assert_memory_equal(left.digest.bytes, own.digest.bytes, sizeof(own.digest.bytes));
    assert_int_equal(count_readable(desk), 1);
}

/* A reader that asks for many gets as few as hold so many bytes, and goes on behind them. */
static void boxes_are_read_some_bytes_at_a_time(void **state)
{
    struct desk *desk = *state;
    struct store_box boxes[] = {own_box(1, PUPIL_A, "twelve bytes"),
                                own_box(2, PUPIL_A, "twelve bytes"),
                                own_box(3, PUPIL_A, "twelve bytes")};
    struct store_box_rows rows;

    assert_int_equal(store_append(desk->store, boxes, 3, NULL), STATUS_OK);
    assert_int_equal(store_some_boxes(desk->store, 0, 9, 30, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 2);
    assert_int_equal(store_some_boxes(desk->store, 0, 9, 36, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 3);
    assert_int_equal(store_some_boxes(desk->store, 2, 9, 1, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1); /* one at least */
    assert_int_equal(rows.rows[0].seq, 3);
    assert_int_equal(store_some_boxes(desk->store, 0, 1, 99, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
}

/* ---- settings -------------------------------------------------------------------------------- */

static void numbers_are_read_together(void **state)
{
    static const enum store_setting four[4] = {STORE_skew_ms, STORE_cursor, STORE_acked,
                                               STORE_steady_ms};
    struct desk *desk = *state;
    const struct store_value values[] = {
        {STORE_skew_ms,   "-7"},
        {STORE_cursor,    ""  },
        {STORE_steady_ms, "12"},
    };
    const struct store_value no_number = {STORE_cursor, "x"};
    int64_t out[4] = {9, 9, 9, 9};

    assert_int_equal(store_set(desk->store, values, 3), STATUS_OK);
    assert_int_equal(store_get_4(desk->store, four, out), STATUS_OK);
    assert_true(out[0] == -7 && out[1] == 0 && out[2] == 0 && out[3] == 12);
    assert_int_equal(store_set(desk->store, &no_number, 1), STATUS_OK);
    assert_int_equal(store_get_4(desk->store, four, out), STATUS_BAD_INPUT);
}

/* A tablet without its hub notes the same fault again and again: that must not wake the disk. */
static void what_stays_is_not_written(void **state)
{
    struct desk *desk = *state;
    struct store *beside = NULL;
    struct store_value value = {STORE_sync_fault, "The hub cannot be reached."};
    int64_t before = 0;
    int64_t after = 0;

    assert_int_equal(store_open(desk->path, &beside), STATUS_OK);
    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
    assert_int_equal(store_version(beside, &before), STATUS_OK);
    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
    assert_int_equal(store_version(beside, &after), STATUS_OK);
    assert_int_equal(after, before);
    value.text = "";
    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
    assert_int_equal(store_version(beside, &after), STATUS_OK);
    assert_int_not_equal(after, before);
    store_close(beside);
}

/* ---- slots ----------------------------------------------------------------------------------- */

static void slots_are_kept_and_replaced(void **state)
{
    struct desk *desk = *state;
    struct store_slot slot = {
        .name = "Sam Okoro", .slot = {.memory_kib = 65536, .passes = 3}
    };
    struct store_slot_rows rows;

    slot.slot.salt[0] = 7;
    assert_int_equal(store_slot_put(desk->store, &slot), STATUS_OK);
    assert_int_equal(slot.number, 1);
    slot.wrong_count = 2;
    slot.staff = id_of(PUPIL_B);
    assert_int_equal(store_slot_put(desk->store, &slot), STATUS_OK);
    assert_int_equal(store_slots(desk->store, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].wrong_count, 2);
    assert_int_equal(rows.rows[0].slot.salt[0], 7);
    assert_string_equal(rows.rows[0].staff.text, PUPIL_B);
    assert_int_equal(store_slot_drop(desk->store, 1), STATUS_OK);
    assert_int_equal(store_slots(desk->store, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(append_ends_the_draft_in_the_same_commit),
        CASE(a_seq_that_does_not_follow_is_refused_whole),
        CASE(own_boxes_come_back_byte_for_byte),
        CASE(a_batch_is_cut_by_bytes_but_never_empty),
        CASE(a_page_twice_is_a_page_once),
        CASE(a_pupil_new_to_the_scope_is_owed_up_to_the_old_cursor),
        CASE(who_left_is_dropped_only_when_nothing_waits),
        CASE(what_is_written_of_who_left_leaves_once_it_is_sent),
        CASE(own_changes_come_back_with_the_backfill),
        CASE(own_changes_come_back_after_a_restore_too),
        CASE(what_a_restore_owes_the_next_one_owes_too),
        CASE(erased_pupils_leave_their_digests_only),
        CASE(boxes_are_read_some_bytes_at_a_time),
        CASE(numbers_are_read_together),
        CASE(what_stays_is_not_written),
        CASE(slots_are_kept_and_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
