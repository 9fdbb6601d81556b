/* The view that is kept beside the log: it spares the fold, and nobody may notice when it is lost,
 * broken, mixed up, taken away half way, or long out of date.
 *
 * Seen to catch: a piece opened without a look at the head's mark (an old piece among new ones), a
 * fault of the view that is told instead of mended, and a tail that holds the first screen up. */
#include "hand.h"

#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TAIL = 650, TERM = 1500, CUTS = 5, STEPS_MAX = 2000, IDLE_MS = 6 * 60000 };

/* ---- the file ------------------------------------------------------------------------------ */

static struct store *open_file(const struct hand *h)
{
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    return store;
}

static bool read_side(const struct hand *h, int64_t number, int side, struct buf *out)
{
    struct store *store = open_file(h);
    bool found = store_snapshot_read(store, number, side, out) == STATUS_OK;

    store_close(store);
    return found;
}

static int64_t count_pieces(const struct hand *h)
{
    struct buf box = {0};
    int64_t count = 0;

    while (read_side(h, count, 0, &box) || read_side(h, count, 1, &box)) {
        count++;
    }
    buf_finish(&box);
    return count;
}

/* One of its two sides: the head's, or an older one. */
static void read_piece(const struct hand *h, int64_t number, struct buf *out)
{
    assert_true(read_side(h, number, 0, out) || read_side(h, number, 1, out));
}

/* Both sides, one behind the other. */
static void read_both(const struct hand *h, int64_t number, struct buf *out)
{
    struct buf side = {0};

    buf_clear(out);
    for (int i = 0; i < 2; i++) {
        buf_clear(&side);
        (void)read_side(h, number, i, &side);
        buf_add(out, side.data, side.size);
        buf_byte(out, '|');
    }
    buf_finish(&side);
}

/* Puts another box in the place of both sides of a piece, under the head that is there. */
static void swap_piece(const struct hand *h, int64_t number, const struct buf *box)
{
    struct store *store = open_file(h);
    struct arena arena = {0};
    struct store_snapshot snapshot = {0};
    int64_t count = count_pieces(h);
    bool may = false;

    assert_int_equal(store_snapshot_get(store, &arena, &snapshot), STATUS_OK);
    assert_int_equal(store_snapshot_begin(store, &snapshot, NULL, &may), STATUS_OK);
    assert_true(may);
    for (int side = 0; side < 2; side++) {
        assert_int_equal(store_snapshot_piece(store, number, side, box->data, box->size),
                         STATUS_OK);
    }
    assert_int_equal(store_snapshot_end(store, &snapshot, count), STATUS_OK);
    arena_finish(&arena);
    store_close(store);
}

static void export_all(struct hand *h, struct buf *out)
{
    buf_clear(out);
    assert_int_equal(app_export(h->app, out), STATUS_OK);
}

static void save_for_haris(struct hand *h, const char *area)
{
    hand_tap(h, "Haris M.");
    hand_tap(h, area);
    hand_tap(h, "Save");
}

/* What a colleague wrote in a week away from this tablet. */
static void bring_many(struct hand *h, int count)
{
    struct classroom_change *changes = mem_zero((size_t)count, sizeof(*changes));
    char name[64] = "";

    for (int i = 0; i < count; i++) {
        text_copy(name, sizeof(name), "test|tail ");
        name[10] = (char)('a' + i % 26);
        name[11] = (char)('a' + i / 26 % 26);
        name[12] = (char)(i < 26 * 26 ? 0 : 'a' + i / (26 * 26));
        name[13] = '\0';
        changes[i] = (struct classroom_change){.by = h->room.staff[2],
                                               .pupil = h->room.pupils[7],
                                               .rec = id_derived(name),
                                               .type = "observation",
                                               .set = "{\"when\":1791000000000}"};
    }
    assert_int_equal(classroom_bring(&h->room, h->file, changes, (size_t)count), STATUS_OK);
    free(changes);
}

/* ---- step by step -------------------------------------------------------------------------- */

static void step(struct hand *h)
{
    struct ui_frame frame = {.width = 1280,
                             .height = 800,
                             .scale = 1,
                             .text = 1,
                             .theme = UI_LIGHT,
                             .now_ms = h->ticks_ms,
                             .still = true,
                             .keyboard = true};

    (void)app_advance(h->app, h->ticks_ms);
    if (h->work != NULL) {
        void (*work)(void *arg) = h->work;
        h->work = NULL;
        work(h->arg);
        app_work_done(h->app, h->arg);
    }
    h->list = app_frame(h->app, h->ui, &frame);
    h->ticks_ms++;
    h->clock.now_ms++;
}

/* As hand_sees, and time stands still. */
static bool shows(const struct hand *h, const char *text)
{
    struct buf texts = {0};
    bool found = false;

    ui_print_texts(h->ui, &texts);
    found = strstr(buf_cstr(&texts), text) != NULL;
    buf_finish(&texts);
    return found;
}

/* Until the class stands there, and not a step longer. */
static void unlock_only(struct hand *h, const char *name)
{
    hand_tap(h, name);
    hand_type(h, HAND_PASSPHRASE);
    ui_feed(h->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_ENTER});
    for (int i = 0; i < STEPS_MAX && !app_is(h->app, APP_IS_UNLOCKED); i++) {
        step(h);
    }
    assert_true(app_is(h->app, APP_IS_UNLOCKED));
    step(h);
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void a_long_tail_is_folded_beside_the_person(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    hand_tap(h, "Lock");
    bring_many(h, TAIL);
    hand_unlock(h, "Ros Hartley");
    save_for_haris(h, "Exploration/Fleeting");
    hand_crash(h); /* the view that was kept knows nothing of it all */
    unlock_only(h, "Ros Hartley");
    assert_true(app_is_busy(h->app));
    assert_non_null(ui_find(h->ui, "Haris M."));
    assert_true(shows(h, "Opening the records, "));
    export_all(h, &all);
    assert_non_null(strstr(buf_cstr(&all), h->saved[0].rec.text)); /* their own words come first */
    assert_null(strstr(buf_cstr(&all), id_derived("test|tail yy").text));
    save_for_haris(h, "Persistence/Sustained");
    hand_expect_not(h, "Opening the records, ");
    export_all(h, &all);
    assert_non_null(strstr(buf_cstr(&all), id_derived("test|tail yy").text));
    assert_non_null(strstr(buf_cstr(&all), h->saved[1].rec.text));
    buf_finish(&all);
}

static void a_lock_writes_what_has_changed(void **state)
{
    struct hand *h = *state;
    struct buf now = {0};
    int64_t count = 0;
    int64_t same = 0;
    struct buf *kept = NULL;

    bring_many(h, TAIL);
    hand_wait(h, 1500);
    hand_tap(h, "Lock");
    count = count_pieces(h);
    kept = mem_zero((size_t)count, sizeof(*kept));
    for (int64_t i = 0; i < count; i++) {
        read_both(h, i, &kept[i]);
    }
    hand_unlock(h, "Ros Hartley");
    save_for_haris(h, "Exploration/Fleeting");
    hand_tap(h, "Lock");
    for (int64_t i = 0; i < count; i++) {
        read_both(h, i, &now);
        same += now.size == kept[i].size && memcmp(now.data, kept[i].data, now.size) == 0 ? 1 : 0;
        buf_finish(&kept[i]);
    }
    free(kept);
    assert_true(count > 8);
    assert_in_range(same, count / 3, count - 1);
    buf_finish(&now);
}

static void assert_all_is_there(struct hand *h, struct buf *before)
{
    struct buf after = {0};

    hand_unlock(h, "Ros Hartley");
    export_all(h, &after);
    assert_string_equal(buf_cstr(&after), buf_cstr(before));
    hand_expect(h, "Haris M.");
    hand_expect_not(h, "cannot");
    hand_tap(h, "Lock");
    hand_unlock(h, "Ros Hartley"); /* what was kept instead is whole */
    export_all(h, &after);
    assert_string_equal(buf_cstr(&after), buf_cstr(before));
    buf_finish(&after);
}

static void a_broken_piece_is_mended(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};
    struct buf box = {0};

    export_all(h, &all);
    hand_tap(h, "Lock");
    for (int64_t i = 0; i < 4; i += 2) {
        read_piece(h, i, &box);
        if (i == 0) {
            box.data[box.size / 2] ^= 1;
        } else {
            buf_clear(&box); /* nothing at all */
        }
        swap_piece(h, i, &box);
        assert_all_is_there(h, &all);
        hand_tap(h, "Lock");
    }
    buf_finish(&all);
    buf_finish(&box);
}

static void an_old_piece_among_new_ones_is_no_view(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};
    struct buf old = {0};
    int64_t count = 0;

    hand_tap(h, "Lock");
    count = count_pieces(h);
    for (int64_t i = 0; i < count; i += count - 1) {
        read_piece(h, i, &old);
        hand_unlock(h, "Ros Hartley");
        save_for_haris(h, "Exploration/Fleeting");
        export_all(h, &all);
        hand_tap(h, "Lock");
        swap_piece(h, i, &old);
        assert_all_is_there(h, &all);
        hand_tap(h, "Lock");
    }
    buf_finish(&all);
    buf_finish(&old);
}

static void what_was_kept_in_another_way_is_not_used(void **state)
{
    struct hand *h = *state;
    struct store *store = NULL;
    struct store_snapshot old = {.place = 3, .box = "another way", .size = 11};
    struct buf all = {0};
    bool may = false;

    export_all(h, &all);
    hand_tap(h, "Lock");
    store = open_file(h);
    assert_int_equal(store_snapshot_begin(store, &old, NULL, &may), STATUS_OK);
    assert_int_equal(store_snapshot_end(store, &old, 0), STATUS_OK);
    store_close(store);
    assert_all_is_there(h, &all);
    buf_finish(&all);
}

/* The daemon takes the kept view away while the first screen stands on a part of it. */
static void it_may_be_taken_away_half_way(void **state)
{
    struct hand *h = *state;
    struct buf all = {0};

    bring_many(h, TAIL);
    hand_wait(h, 1500);
    hand_tap(h, "Haris M.");
    hand_tap(h, "What the pupil learned or did");
    hand_type(h, "half a note ");
    hand_wait(h, IDLE_MS); /* it locks by itself */
    unlock_only(h, "Ros Hartley");
    assert_true(app_is_busy(h->app));
    assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[3]), STATUS_OK);
    hand_wait(h, 1500);
    hand_expect(h, "half a note");
    export_all(h, &all);
    assert_null(strstr(buf_cstr(&all), classroom_pupil_name(3)));
    assert_non_null(strstr(buf_cstr(&all), id_derived("test|tail yy").text));
    hand_wait(h, IDLE_MS);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "half a note");
    buf_finish(&all);
}

/* The head, and all sides of all pieces. */
static void read_kept(const struct hand *h, struct buf *head, struct buf *pieces)
{
    struct store *store = open_file(h);
    struct arena arena = {0};
    struct store_snapshot snapshot = {0};
    struct buf box = {0};

    buf_clear(head);
    buf_clear(pieces);
    if (store_snapshot_get(store, &arena, &snapshot) == STATUS_OK) {
        buf_add(head, snapshot.box, snapshot.size);
    }
    for (int64_t row = 0; row < 200; row++) {
        if (store_snapshot_read(store, row / 2, (int)(row % 2), &box) == STATUS_OK) {
            buf_add(pieces, box.data, box.size);
        }
    }
    buf_finish(&box);
    arena_finish(&arena);
    store_close(store);
}

static bool same(const struct buf *a, const struct buf *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* Steps until so many parts of the new view are written, or until its head is: then true. */
static bool keep_parts(struct hand *h, int parts, const struct buf *head)
{
    struct buf now_head = {0};
    struct buf now = {0};
    struct buf before = {0};
    bool done = false;

    read_kept(h, &now_head, &before);
    for (int i = 0; i < STEPS_MAX && parts > 0 && !done; i++) {
        step(h);
        read_kept(h, &now_head, &now);
        parts -= same(&now, &before) ? 0 : 1;
        done = !same(&now_head, head);
        buf_clear(&before);
        buf_add(&before, now.data, now.size);
    }
    buf_finish(&now_head);
    buf_finish(&now);
    buf_finish(&before);
    return done;
}

/* The plug is pulled after each part of a view in the making: the old one is there, whole, and what
 * it does not know is folded anew. Seen to catch: pieces written over those of the head. */
static void a_view_in_the_making_may_be_cut(void **state)
{
    struct hand *h = *state;
    struct buf head = {0};
    struct buf pieces = {0};
    struct buf all = {0};
    struct buf after = {0};
    bool done = false;

    hand_tap(h, "Lock");
    read_kept(h, &head, &pieces);
    assert_true(head.size > 0);
    bring_many(h, TERM);
    for (int cut = 1; !done; cut++) {
        assert_true(cut < CUTS);
        unlock_only(h, "Ros Hartley");
        done = keep_parts(h, cut, &head);
        hand_crash(h);
        read_kept(h, &after, &pieces);
        assert_true(done != same(&after, &head));
        unlock_only(h, "Ros Hartley");
        read_kept(h, &all, &pieces);
        assert_true(same(&after, &all)); /* nothing of it was found broken */
        if (!done) {
            hand_crash(h);
        }
    }
    hand_wait(h, 1500);
    export_all(h, &all);
    assert_non_null(strstr(buf_cstr(&all), id_derived("test|tail rfc").text));
    buf_finish(&head);
    buf_finish(&pieces);
    buf_finish(&all);
    buf_finish(&after);
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(a_long_tail_is_folded_beside_the_person),
        UNLOCKED(a_lock_writes_what_has_changed),
        UNLOCKED(a_broken_piece_is_mended),
        UNLOCKED(an_old_piece_among_new_ones_is_no_view),
        UNLOCKED(what_was_kept_in_another_way_is_not_used),
        UNLOCKED(it_may_be_taken_away_half_way),
        UNLOCKED(a_view_in_the_making_may_be_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
