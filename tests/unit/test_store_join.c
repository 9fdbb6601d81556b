/* The tablet's file when its name changes, and when what went must leave no byte. */
#include "store.h"
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEV_OLD "00000000-0000-7000-8000-00000000000a"
#define DEV_NEW "00000000-0000-7000-8000-00000000000b"
#define DEV_OFF "00000000-0000-7000-8000-00000000000c"
#define PUPIL   "00000000-0000-7000-8000-0000000000a1"
#define OTHER   "00000000-0000-7000-8000-0000000000a2"
#define SCHOOL  "00000000-0000-7000-8000-0000000000c1"
#define CANARY  "canary-7f3a91"
#define DAY_MS  (24LL * 3600 * 1000)

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

static void set(struct desk *desk, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};

    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
}

static void join(struct desk *desk, const char *device)
{
    const struct store_joined joined = {device, SCHOOL, "token"};

    assert_int_equal(store_join(desk->store, &joined), STATUS_OK);
}

static int desk_open(void **state)
{
    static struct desk desk;

    desk = (struct desk){0};
    assert_int_equal(support_folder_make(&desk.folder), STATUS_OK);
    desk.path = support_folder_path(&desk.folder, "tablet.db");
    assert_int_equal(store_open(desk.path, &desk.store), STATUS_OK);
    join(&desk, DEV_OLD);
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

static struct store_box box_of(const char *dev, int64_t seq, const char *bytes)
{
    struct store_box box = {.dev = id_of(dev), .seq = seq, .pupil = id_of(PUPIL)};

    box.box = bytes;
    box.size = strlen(bytes);
    box.digest = change_digest(bytes, box.size);
    box.hash = change_digest(&seq, sizeof(seq));
    return box;
}

static void write_own(struct desk *desk, const char *dev, int64_t count)
{
    for (int64_t seq = 1; seq <= count; seq++) {
        struct store_box box = box_of(dev, seq, CANARY);
        assert_int_equal(store_append(desk->store, &box, 1, NULL), STATUS_OK);
    }
}

static struct store_counts counts(struct desk *desk)
{
    struct store_counts out;

    assert_int_equal(store_count(desk->store, &out), STATUS_OK);
    return out;
}

static size_t count_parted(struct desk *desk)
{
    struct store_box_rows rows;

    assert_int_equal(store_parted(desk->store, 100, &desk->arena, &rows), STATUS_OK);
    return rows.count;
}

/* ---- a new name ----------------------------------------------------------------------------- */

static void what_was_never_acknowledged_is_put_by(void **state)
{
    struct desk *desk = *state;
    struct store_box_rows rows;

    write_own(desk, DEV_OLD, 3);
    set(desk, STORE_acked, "2");
    join(desk, DEV_NEW);
    assert_int_equal(counts(desk).own, 0);
    assert_int_equal(counts(desk).parted, 1);
    assert_int_equal(counts(desk).waiting, 1);
    assert_int_equal(count_parted(desk), 0); /* the first pull may bring it back */
    set(desk, STORE_settling, "");
    assert_int_equal(store_parted(desk->store, 100, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].seq, 3);
    assert_string_equal(rows.rows[0].dev.text, DEV_OLD);
    assert_int_equal(store_boxes(desk->store, 0, 100, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 2); /* what was acknowledged is still read */
}

static void the_same_name_again_changes_the_token_only(void **state)
{
    struct desk *desk = *state;

    write_own(desk, DEV_OLD, 3);
    set(desk, STORE_acked, "1");
    join(desk, DEV_OLD);
    assert_int_equal(counts(desk).own, 3);
    assert_int_equal(counts(desk).waiting, 2);
    assert_int_equal(counts(desk).parted, 0);
}

static void a_writer_that_has_not_heard_of_it_is_refused(void **state)
{
    struct desk *desk = *state;
    struct store_box box = box_of(DEV_OLD, 1, "late");

    join(desk, DEV_NEW);
    assert_int_equal(store_append(desk->store, &box, 1, NULL), STATUS_EXISTS);
}

static void another_changes_come_beside_what_was_put_by(void **state)
{
    struct desk *desk = *state;
    struct store_box theirs = box_of(DEV_OLD, 2, "of the copy");
    const struct store_page page = {.rows = &theirs, .count = 1};
    struct store_box back;

    write_own(desk, DEV_OLD, 2);
    set(desk, STORE_acked, "1");
    join(desk, DEV_NEW);
    theirs.lsn = 9;
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_int_equal(store_box_of(desk->store, &theirs.dev, 2, &desk->arena, &back), STATUS_OK);
    assert_memory_equal(back.box, "of the copy", back.size);
    assert_int_equal(counts(desk).parted, 1);
}

static void write_again(struct desk *desk, const char *dev, int64_t seq)
{
    struct store_box_rows rows;
    struct store_again again;
    struct store_box box = box_of(dev, seq, "anew");

    set(desk, STORE_settling, "");
    assert_int_equal(store_parted(desk->store, 1, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
    again = (struct store_again){rows.rows[0].place, seq};
    assert_int_equal(store_append_again(desk->store, &box, 1, &again, 1), STATUS_OK);
}

static void old_rows_stay_until_the_new_are_acknowledged(void **state)
{
    struct desk *desk = *state;
    struct id old = id_of(DEV_OLD);
    struct id dev;
    int64_t seq = 0;

    write_own(desk, DEV_OLD, 2);
    join(desk, DEV_NEW);
    write_again(desk, DEV_NEW, 1);
    assert_int_equal(store_again_of(desk->store, &old, 1, &dev, &seq), STATUS_OK);
    assert_string_equal(dev.text, DEV_NEW);
    assert_int_equal(seq, 1);
    assert_int_equal(store_again_of(desk->store, &old, 2, &dev, &seq), STATUS_NOT_FOUND);
    assert_int_equal(store_set_acked(desk->store, 1, NULL), STATUS_OK);
    assert_int_equal(count_parted(desk), 1); /* one is still to be written: the names are needed */
    write_again(desk, DEV_NEW, 2);
    assert_int_equal(store_set_acked(desk->store, 1, NULL), STATUS_OK);
    assert_int_equal(store_again_of(desk->store, &old, 2, &dev, &seq), STATUS_OK);
    assert_int_equal(store_set_acked(desk->store, 2, NULL), STATUS_OK);
    assert_int_equal(store_again_of(desk->store, &old, 2, &dev, &seq), STATUS_NOT_FOUND);
    assert_int_equal(counts(desk).waiting, 0);
}

static void a_second_parting_follows_the_names_on(void **state)
{
    struct desk *desk = *state;
    struct id old = id_of(DEV_OLD);
    struct id dev;
    int64_t seq = 0;

    write_own(desk, DEV_OLD, 1);
    join(desk, DEV_NEW);
    write_again(desk, DEV_NEW, 1);
    join(desk, DEV_OFF); /* what was written anew was not acknowledged either */
    assert_int_equal(counts(desk).parted, 1);
    write_again(desk, DEV_OFF, 1);
    assert_int_equal(store_again_of(desk->store, &old, 1, &dev, &seq), STATUS_OK);
    assert_string_equal(dev.text, DEV_OFF);
    assert_int_equal(store_set_acked(desk->store, 1, NULL), STATUS_OK);
    assert_int_equal(counts(desk).waiting, 0);
    assert_int_equal(store_again_of(desk->store, &old, 1, &dev, &seq), STATUS_NOT_FOUND);
}

/* One piece on the head since; false where that must not be. */
static bool keep(struct desk *desk, const struct store_snapshot *snapshot, const struct buf *since)
{
    bool may = false;

    assert_int_equal(store_snapshot_begin(desk->store, snapshot, since, &may), STATUS_OK);
    if (may) {
        assert_int_equal(store_snapshot_piece(desk->store, 0, 0, snapshot->box, snapshot->size),
                         STATUS_OK);
        assert_int_equal(store_snapshot_end(desk->store, snapshot, 1), STATUS_OK);
    }
    store_snapshot_undo(desk->store);
    return may;
}

static bool is_kept(struct desk *desk)
{
    struct store_snapshot snapshot = {0};
    struct buf piece = {0};
    enum status head = store_snapshot_get(desk->store, &desk->arena, &snapshot);

    assert_int_equal(store_snapshot_read(desk->store, 0, 0, &piece), head); /* both or neither */
    buf_finish(&piece);
    return head == STATUS_OK;
}

static void a_snapshot_of_the_old_name_is_not_kept(void **state)
{
    struct desk *desk = *state;
    struct store_snapshot snapshot = {.box = "old", .size = 3, .dev = id_of(DEV_OLD)};

    assert_true(keep(desk, &snapshot, NULL));
    assert_true(is_kept(desk));
    join(desk, DEV_NEW);
    assert_false(is_kept(desk));
    assert_false(keep(desk, &snapshot, NULL));
    assert_false(is_kept(desk));
}

static void pieces_are_put_only_on_the_head_that_they_are_of(void **state)
{
    struct desk *desk = *state;
    struct store_snapshot snapshot = {.box = "one", .size = 3};
    struct buf since = {0};

    buf_text(&since, "one");
    assert_false(keep(desk, &snapshot, &since)); /* there is none yet */
    assert_true(keep(desk, &snapshot, NULL));
    snapshot.box = "two";
    assert_true(keep(desk, &snapshot, &since));
    assert_false(keep(desk, &snapshot, &since)); /* it is another meanwhile */
    assert_int_equal(store_snapshot_drop(desk->store), STATUS_OK);
    assert_false(is_kept(desk));
    buf_finish(&since);
}

static void a_restored_hub_gets_back_what_was_written_under_an_earlier_name(void **state)
{
    struct desk *desk = *state;

    write_own(desk, DEV_OLD, 2);
    set(desk, STORE_acked, "2");
    join(desk, DEV_NEW);
    assert_int_equal(counts(desk).parted, 0);
    assert_int_equal(store_set_epoch(desk->store, "epoch", 0), STATUS_OK);
    assert_int_equal(counts(desk).parted, 2);
    assert_int_equal(count_parted(desk), 0); /* until a pull has said what the hub has */
}

static void a_copys_change_is_never_taken_for_an_own_one(void **state)
{
    struct desk *desk = *state;
    struct store_box theirs = box_of(DEV_OLD, 1, "of the copy");
    const struct store_page page = {.rows = &theirs, .count = 1};

    theirs.lsn = 4;
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_int_equal(counts(desk).own, 0);
}

/* ---- scope after a restore ------------------------------------------------------------------ */

static void nobody_is_dropped_for_scope_in_the_first_14_days_of_an_epoch(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL);
    struct store_box row = box_of(DEV_NEW, 1, "fetched");
    struct store_page page = {
        .rows = &row, .count = 1, .scope = &pupil, .scope_count = 1, .has_scope = true};
    struct store_box_rows rows;

    row.lsn = 1;
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_int_equal(store_set_epoch(desk->store, "epoch", 0), STATUS_OK);
    page = (struct store_page){.has_scope = true};
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_int_equal(store_drop_left(desk->store, 100 * DAY_MS), STATUS_OK); /* no page yet */
    set(desk, STORE_epoch_ms, "1000");
    assert_int_equal(store_drop_left(desk->store, 14 * DAY_MS), STATUS_OK);
    assert_int_equal(store_boxes(desk->store, 0, 9, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 1);
    assert_int_equal(store_drop_left(desk->store, 14 * DAY_MS + 1000), STATUS_OK);
    assert_int_equal(store_boxes(desk->store, 0, 9, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 0);
}

/* ---- no byte left --------------------------------------------------------------------------- */

static bool is_on_disk(struct desk *desk)
{
    return support_folder_holds(&desk->folder, CANARY, strlen(CANARY));
}

static void an_erased_pupil_leaves_no_byte(void **state)
{
    struct desk *desk = *state;
    const struct id pupil = id_of(PUPIL);
    struct store_snapshot snapshot = {.place = 1, .box = CANARY, .size = sizeof(CANARY)};
    struct store_box row = box_of(DEV_OFF, 1, CANARY);
    struct store_page page = {.rows = &row, .count = 1};
    struct store_box own;

    row.lsn = 1;
    write_own(desk, DEV_OLD, 1);
    join(desk, DEV_NEW);
    write_own(desk, DEV_NEW, 1);
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_true(keep(desk, &snapshot, NULL));
    page = (struct store_page){.erased = &pupil, .erased_count = 1};
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    assert_false(is_kept(desk));
    assert_false(keep(desk, &snapshot, NULL)); /* folded before it */
    assert_true(is_on_disk(desk));
    assert_int_equal(store_scrub(desk->store), STATUS_OK);
    assert_false(is_on_disk(desk));
    assert_int_equal(store_own_at(desk->store, 1, &desk->arena, &own), STATUS_OK);
    assert_null(own.box);
    row = box_of(DEV_NEW, 1, CANARY);
    assert_memory_equal(own.digest.bytes, row.digest.bytes, sizeof(row.digest.bytes));
}

static void erase_pupil(struct desk *desk)
{
    const struct id erased = id_of(PUPIL);
    const struct store_page page = {.has_scope = true, .erased = &erased, .erased_count = 1};

    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
}

static void what_was_put_by_of_an_erased_pupil_keeps_nobody(void **state)
{
    struct desk *desk = *state;
    const struct id other = id_of(OTHER);
    struct store_box row = box_of(DEV_OFF, 1, "theirs");
    const struct store_page page = {
        .rows = &row, .count = 1, .scope = &other, .scope_count = 1, .has_scope = true};
    struct store_box_rows rows;

    row.pupil = other;
    row.lsn = 1;
    write_own(desk, DEV_OLD, 2);
    assert_int_equal(store_take(desk->store, &page), STATUS_OK);
    join(desk, DEV_NEW);
    assert_int_equal(counts(desk).waiting, 2);
    erase_pupil(desk); /* and the other one leaves */
    assert_int_equal(counts(desk).waiting, 0);
    assert_int_equal(store_drop_left(desk->store, DAY_MS), STATUS_OK);
    assert_int_equal(store_boxes(desk->store, 0, 100, &desk->arena, &rows), STATUS_OK);
    assert_int_equal(rows.count, 0);
}

static void what_is_gone_is_not_put_by_to_be_written(void **state)
{
    struct desk *desk = *state;

    write_own(desk, DEV_OLD, 2);
    erase_pupil(desk);
    assert_int_equal(counts(desk).waiting, 2); /* the chain wants their digests */
    join(desk, DEV_NEW);
    assert_int_equal(counts(desk).waiting, 0);
    set(desk, STORE_settling, "");
    assert_int_equal(count_parted(desk), 0);
}

/* What the client has in hand while the daemon does its own: tried afterwards. */
static enum status write_late(struct desk *desk, const struct store_box_rows *looked)
{
    struct store_box box = box_of(DEV_NEW, 1, CANARY);
    const struct store_again again = {looked->rows[0].place, 1};

    return store_append_again(desk->store, &box, 1, &again, 1);
}

static void an_erasure_comes_between_looking_and_writing_anew(void **state)
{
    struct desk *desk = *state;
    struct store_box_rows looked;
    struct store_again nothing;

    write_own(desk, DEV_OLD, 1);
    join(desk, DEV_NEW);
    set(desk, STORE_settling, "");
    assert_int_equal(store_parted(desk->store, 9, &desk->arena, &looked), STATUS_OK);
    erase_pupil(desk);
    assert_int_equal(store_scrub(desk->store), STATUS_OK);
    assert_int_equal(write_late(desk, &looked), STATUS_EXISTS);
    assert_int_equal(counts(desk).own, 0);
    assert_int_equal(counts(desk).waiting, 0);
    assert_false(is_on_disk(desk));
    nothing = (struct store_again){.place = looked.rows[0].place};
    assert_int_equal(store_append_again(desk->store, NULL, 0, &nothing, 1), STATUS_EXISTS);
}

static void a_restore_comes_between_looking_and_writing_anew(void **state)
{
    struct desk *desk = *state;
    struct store_box_rows looked;

    write_own(desk, DEV_OLD, 1);
    join(desk, DEV_NEW);
    set(desk, STORE_settling, "");
    assert_int_equal(store_parted(desk->store, 9, &desk->arena, &looked), STATUS_OK);
    assert_int_equal(store_set_epoch(desk->store, "epoch", 0), STATUS_OK);
    assert_int_equal(write_late(desk, &looked), STATUS_EXISTS); /* a pull may bring it */
    assert_int_equal(counts(desk).own, 0);
    assert_int_equal(counts(desk).parted, 1);
    set(desk, STORE_settling, "");
    assert_int_equal(write_late(desk, &looked), STATUS_OK);
    assert_int_equal(write_late(desk, &looked), STATUS_EXISTS); /* once */
    assert_int_equal(counts(desk).own, 1);
}

static void a_wiped_tablet_has_its_sentence_and_nothing_else(void **state)
{
    struct desk *desk = *state;
    const struct store_draft draft = {"note", CANARY, sizeof(CANARY)};
    struct buf text = {0};

    write_own(desk, DEV_OLD, 5);
    set(desk, STORE_look, "{}");
    assert_int_equal(store_draft_put(desk->store, &draft), STATUS_OK);
    assert_int_equal(store_wipe(desk->store, "It is over."), STATUS_OK);
    assert_int_equal(store_scrub(desk->store), STATUS_OK);
    assert_false(is_on_disk(desk));
    assert_false(support_folder_holds(&desk->folder, DEV_OLD, strlen(DEV_OLD)));
    assert_int_equal(store_get(desk->store, STORE_withdrawn, &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), "It is over.");
    assert_int_equal(store_get(desk->store, STORE_look, &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), "{}");
    buf_finish(&text);
}

static void a_box_that_rotted_keeps_its_digest(void **state)
{
    struct desk *desk = *state;
    struct store_box own = box_of(DEV_OLD, 1, "one");
    struct store_box left;

    assert_int_equal(store_append(desk->store, &own, 1, NULL), STATUS_OK);
    assert_int_equal(store_mark_rotten(desk->store, own.place), STATUS_OK);
    assert_int_equal(store_own_at(desk->store, 1, &desk->arena, &left), STATUS_OK);
    assert_null(left.box);
    assert_memory_equal(left.digest.bytes, own.digest.bytes, sizeof(own.digest.bytes));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_was_never_acknowledged_is_put_by),
        CASE(the_same_name_again_changes_the_token_only),
        CASE(a_writer_that_has_not_heard_of_it_is_refused),
        CASE(another_changes_come_beside_what_was_put_by),
        CASE(old_rows_stay_until_the_new_are_acknowledged),
        CASE(a_second_parting_follows_the_names_on),
        CASE(a_snapshot_of_the_old_name_is_not_kept),
        CASE(pieces_are_put_only_on_the_head_that_they_are_of),
        CASE(a_restored_hub_gets_back_what_was_written_under_an_earlier_name),
        CASE(a_copys_change_is_never_taken_for_an_own_one),
        CASE(nobody_is_dropped_for_scope_in_the_first_14_days_of_an_epoch),
        CASE(an_erased_pupil_leaves_no_byte),
        CASE(what_was_put_by_of_an_erased_pupil_keeps_nobody),
        CASE(what_is_gone_is_not_put_by_to_be_written),
        CASE(an_erasure_comes_between_looking_and_writing_anew),
        CASE(a_restore_comes_between_looking_and_writing_anew),
        CASE(a_wiped_tablet_has_its_sentence_and_nothing_else),
        CASE(a_box_that_rotted_keeps_its_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
