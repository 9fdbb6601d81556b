/* What is written is of whom it was seen, of the moment when it was, and by the scale that stood on
 * the screen.
 *
 * Planted faults, each built once and seen to fail here: a card that was sought
 * opens who stands at its place; a group is written, or made void, as if all of it were of its
 * first pupil; a draft from the morning is dated when it is saved; a draft goes on by a scale that
 * came since; what was put by for another scale does not come back when a clearing is undone; a
 * picture goes on as the one that was begun last, whosever it is.
 */
#include "hand.h"
#include "hand_records.h"
#include "json.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { BEN = 1, FARAH = 5, HARIS = 7 };

static void is_of(struct hand *h, size_t saved, int pupil)
{
    char whose[64] = "\"pupil\":\"";

    text_copy(whose + strlen(whose), sizeof(whose) - strlen(whose), h->room.pupils[pupil].text);
    hand_assert_says(h, &h->saved[saved].rec, whose);
}

/* By the letters on the boxes, which is by what the hub sorts them. */
static int boxes_of(const struct hand *h, int pupil)
{
    struct store *store = NULL;
    struct arena arena = {0};
    struct store_box_rows rows = {0};
    int count = 0;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_own_boxes(store, 0, 100, &arena, &rows), STATUS_OK);
    for (size_t i = 0; i < rows.count; i++) {
        count += id_equal(&rows.rows[i].pupil, &h->room.pupils[pupil]) ? 1 : 0;
    }
    arena_finish(&arena);
    store_close(store);
    return count;
}

static void each_of_a_group_has_their_own(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Choose several");
    hand_tap(h, "Ben A.");
    hand_tap(h, "Farah A.");
    hand_tap(h, "Observe together");
    hand_tap(h, "Anticipation/Sustained");
    hand_tap(h, "Save");
    assert_int_equal(h->saved_count, 2);
    is_of(h, 0, BEN);
    is_of(h, 1, FARAH);
    hand_tap(h, "Undo");
    assert_int_equal(h->saved_count, 4);
    for (size_t i = 0; i < 2; i++) {
        hand_assert_says(h, &h->saved[i].rec, "\"void\":\"Undone\"");
    }
    is_of(h, 0, BEN);
    is_of(h, 1, FARAH);
    assert_int_equal(boxes_of(h, BEN), 2);
    assert_int_equal(boxes_of(h, FARAH), 2);
}

static void who_was_sought_is_who_opens(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "By name");
    hand_tap(h, "Find a pupil");
    hand_type(h, "har");
    hand_tap(h, "Haris M.");
    hand_expect(h, "How engaged was Haris?");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
    is_of(h, 0, HARIS);
}

static void it_was_seen_when_it_was_begun(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_crash(h);
    hand_wait(h, 2 * 3600 * 1000);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Save");
    hand_assert_says(h, &h->saved[0].rec, "\"when\":1791971"); /* to a quarter of an hour */
}

static void go_pictures(struct hand *h, const char *card)
{
    hand_tap(h, card);
    hand_tap(h, "Path so far");
    hand_tap(h, "Pictures");
}

static void begin_picture(struct hand *h, const char *card, const char *words)
{
    go_pictures(h, card);
    hand_tap(h, "Add a picture");
    hand_tap(h, "swing.jpg");
    hand_type(h, words);
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
}

/* Two are begun: each waits on the page of its own pupil. */
static void a_picture_is_of_whom_it_was_begun(void **state)
{
    struct hand *h = *state;

    begin_picture(h, "Ben A.", "Ben swings");
    begin_picture(h, "Haris M.", "Haris swings");
    go_pictures(h, "Farah A.");
    hand_expect_not(h, "A picture is begun");
    hand_tap(h, "Back");
    hand_tap(h, "Back");
    go_pictures(h, "Ben A.");
    hand_tap(h, "Go on with it");
    hand_expect(h, "Ben swings");
    hand_tap(h, "Save the picture");
    is_of(h, 0, BEN);
}

/* ---- by what --------------------------------------------------------------------------------- */

static void bring_water(struct hand *h, const char *word, int64_t added_ms)
{
    struct buf content = {0};
    struct buf set = {0};
    struct json_value *json = NULL;
    char hash[65] = "";
    struct classroom_change change = {
        .from_hub = true, .rec = id_derived(word), .type = "instrument"};

    buf_printf(&content,
               "{\"id\":\"water\",\"label\":\"Water play\",\"kind\":\"engagement\",\"items\":[{"
               "\"id\":\"splash\",\"label\":\"Splashing\",\"icon\":\"hand\",\"kind\":\"choice\","
               "\"choices\":[{\"id\":\"no\",\"label\":\"Not today\"},{\"id\":\"yes\",\"label\":"
               "\"%s\"}]}]}",
               word);
    assert_int_equal(json_parse(content.data, content.size, &json), STATUS_OK);
    hash_json(json, hash);
    buf_printf(&set,
               "{\"instrument\":\"water\",\"version\":\"%s\",\"label\":\"Water play\",\"added\":"
               "%lld,\"content\":%s}",
               hash, (long long)added_ms, buf_cstr(&content));
    change.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    hand_wait(h, 2000);
    json_free(json);
    buf_finish(&content);
    buf_finish(&set);
}

/* The school writes its scale anew while a draft lies there: the draft ends as it began. */
static void a_draft_ends_by_the_scale_that_it_began_with(void **state)
{
    struct hand *h = *state;

    bring_water(h, "Gladly", 1791960000000);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Engagement model");
    hand_tap(h, "Water play");
    hand_tap(h, "Splashing/Gladly");
    hand_tap(h, "Back");
    bring_water(h, "With both hands", 1791961000000);
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Ben A."); /* a new one is by the new scale */
    hand_expect(h, "With both hands");
    hand_tap(h, "Back");
    hand_tap(h, "Haris M.");
    hand_expect(h, "Gladly");
    hand_expect_not(h, "With both hands");
    hand_tap(h, "Save");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Path so far");
    hand_expect(h, "Gladly");
}

static void a_clearing_gives_back_what_was_put_by(void **state)
{
    struct hand *h = *state;

    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Engagement model");
    hand_tap(h, "Engagement Profile and Scale");
    hand_tap(h, "Curiosity/Partly");
    hand_tap(h, "Clear");
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "Curiosity/Partly"));
    hand_tap(h, "Engagement Profile and Scale");
    hand_tap(h, "Engagement model");
    assert_true(hand_is_chosen(h, "Exploration/Fleeting"));
}

int main(void)
{
#define UNLOCKED(name) cmocka_unit_test_setup_teardown(name, hand_at_unlocked, hand_leaves)
    const struct CMUnitTest tests[] = {
        UNLOCKED(each_of_a_group_has_their_own),
        UNLOCKED(who_was_sought_is_who_opens),
        UNLOCKED(it_was_seen_when_it_was_begun),
        UNLOCKED(a_picture_is_of_whom_it_was_begun),
        UNLOCKED(a_draft_ends_by_the_scale_that_it_began_with),
        UNLOCKED(a_clearing_gives_back_what_was_put_by),
    };

    return cmocka_run_group_tests_name("whose", tests, NULL, NULL);
}
