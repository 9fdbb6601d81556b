/* Two boxes under one name: kept both until somebody with the key has looked. */
#include "store_twin.h"
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEV     "00000000-0000-7000-8000-00000000000a"
#define OTHER   "00000000-0000-7000-8000-00000000000b"
#define NEW     "00000000-0000-7000-8000-00000000000d"
#define PUPIL   "00000000-0000-7000-8000-0000000000a1"
#define PUPIL_2 "00000000-0000-7000-8000-0000000000a2"
#define SCHOOL  "00000000-0000-7000-8000-0000000000c1"

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

static void take(struct desk *desk, const char *pupil, int64_t lsn, const char *bytes)
{
    struct store_box box = {.dev = id_of(OTHER), .seq = 1, .pupil = id_of(pupil), .lsn = lsn};
    const struct store_page page = {.rows = &box, .count = 1};

    box.box = bytes;
    box.size = strlen(bytes);
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
}

static struct store_twin_rows twins(struct desk *desk)
{
    struct store_twin_rows rows;

    assert_int_equal(store_twins(desk->store, 10, &desk->arena, &rows), STATUS_OK);
    return rows;
}

static struct store_box_rows boxes(struct desk *desk)
{
    struct store_box_rows rows;

    assert_int_equal(store_boxes(desk->store, 0, 10, &desk->arena, &rows), STATUS_OK);
    return rows;
}

static void settle(struct desk *desk, bool is_other)
{
    struct store_twin_rows rows = twins(desk);

    for (size_t i = 0; i < rows.count; i++) {
        rows.rows[i].is_other = is_other;
    }
    assert_int_equal(store_twins_settle(desk->store, &rows), STATUS_OK);
}

static void expect_box(const struct store_box *box, const char *bytes)
{
    assert_int_equal(box->size, strlen(bytes));
    assert_memory_equal(box->box, bytes, box->size);
}

/* A change of a pupil, fetched before the hub was restored; then the same name comes again. */
static int desk_open(void **state)
{
    static struct desk desk;
    const struct store_joined joined = {DEV, SCHOOL, "token"};

    desk = (struct desk){0};
    assert_int_equal(support_folder_make(&desk.folder), STATUS_OK);
    desk.path = support_folder_path(&desk.folder, "tablet.db");
    assert_int_equal(store_open(desk.path, &desk.store), STATUS_OK);
    assert_int_equal(store_join(desk.store, &joined), STATUS_OK);
    take(&desk, PUPIL, 5, "before");
    assert_int_equal(store_set_epoch(desk.store, "another", 0), STATUS_OK);
    take(&desk, PUPIL_2, 3, "came-7f3a91");
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

static void both_are_kept_side_by_side(void **state)
{
    struct store_twin_rows rows = twins(*state);
    struct store_box_rows held = boxes(*state);

    assert_int_equal(rows.count, 1);
    expect_box(&rows.rows[0].held, "before");
    assert_string_equal(rows.rows[0].held.pupil.text, PUPIL);
    expect_box(&rows.rows[0].came, "came-7f3a91");
    assert_string_equal(rows.rows[0].came.pupil.text, PUPIL_2);
    assert_int_equal(rows.rows[0].came.place, rows.rows[0].held.place);
    assert_int_equal(held.count, 1);
    expect_box(&held.rows[0], "before"); /* until somebody has looked */
}

static void another_change_takes_a_new_place(void **state)
{
    struct desk *desk = *state;
    int64_t before = boxes(desk).rows[0].place;
    struct store_box_rows held;
    struct store_snapshot snapshot = {.place = before, .box = "image", .size = 5};
    bool may = false;

    assert_int_equal(store_snapshot_begin(desk->store, &snapshot, NULL, &may), STATUS_OK);
    assert_int_equal(store_snapshot_end(desk->store, &snapshot, 0), STATUS_OK);
    settle(desk, true);
    held = boxes(desk);
    assert_int_equal(held.count, 1);
    expect_box(&held.rows[0], "came-7f3a91");
    assert_string_equal(held.rows[0].pupil.text, PUPIL_2);
    assert_true(held.rows[0].place > before);
    assert_int_equal(held.rows[0].lsn, 3);
    assert_int_equal(twins(desk).count, 0);
    assert_int_equal(store_snapshot_get(desk->store, &desk->arena, &snapshot), STATUS_NOT_FOUND);
}

static void the_same_change_stays_where_it_is(void **state)
{
    struct desk *desk = *state;
    int64_t before = boxes(desk).rows[0].place;

    settle(desk, false);
    expect_box(&boxes(desk).rows[0], "before");
    assert_int_equal(boxes(desk).rows[0].place, before);
    assert_int_equal(twins(desk).count, 0);
}

static void what_was_looked_at_before_one_more_restore_settles_nothing(void **state)
{
    struct desk *desk = *state;
    struct store_twin_rows seen = twins(desk);

    assert_int_equal(store_set_epoch(desk->store, "a third", 0), STATUS_OK);
    assert_int_equal(twins(desk).count, 0);
    take(desk, PUPIL, 2, "third");
    seen.rows[0].is_other = true;
    assert_int_equal(store_twins_settle(desk->store, &seen), STATUS_OK);
    expect_box(&boxes(desk).rows[0], "before");
    assert_int_equal(twins(desk).count, 1);
}

static void erase(struct desk *desk, const char *pupil)
{
    const struct id id = id_of(pupil);
    const struct store_page page = {.erased = &id, .erased_count = 1};

    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
}

static void who_is_erased_is_in_neither(void **state)
{
    struct desk *desk = *state;

    erase(desk, PUPIL_2);
    assert_int_equal(twins(desk).count, 0);
    assert_int_equal(boxes(desk).count, 1);
    erase(desk, PUPIL);
    assert_int_equal(boxes(desk).count, 0);
    assert_int_equal(store_scrub(desk->store), STATUS_OK);
    assert_false(support_folder_holds(&desk->folder, "came-7f3a91", 5));
}

/* The hub may have the change of the copy: what this tablet wrote is not there for that. */
static void nothing_is_written_anew_before_they_are_settled(void **state)
{
    struct desk *desk = *state;
    struct store_box own = {.dev = id_of(DEV), .seq = 1, .box = "own", .size = 3};
    const struct store_joined joined = {NEW, SCHOOL, "token"};
    const struct store_value settled = {STORE_settling, ""};
    struct store_box_rows rows;

    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    assert_int_equal(store_join(desk->store, &joined), STATUS_OK);
    assert_int_equal(twins(desk).count, 0); /* all of them come again */
    take(desk, PUPIL, 4, "again");
    assert_int_equal(store_set(desk->store, &settled, 1), STATUS_OK);
    assert_int_equal(store_parted(desk->store, 10, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 0);
    settle(desk, false);
    assert_int_equal(store_parted(desk->store, 10, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(both_are_kept_side_by_side),
        CASE(another_change_takes_a_new_place),
        CASE(the_same_change_stays_where_it_is),
        CASE(what_was_looked_at_before_one_more_restore_settles_nothing),
        CASE(who_is_erased_is_in_neither),
        CASE(nothing_is_written_anew_before_they_are_settled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
