/* Own pictures in the questions of a school's own: those of the school that a question names, the
 * words alone where one is not there, no pupil's by that way, and afterwards what the pupil saw.
 *
 * Planted faults, each built once and seen to fail here: a name that is looked up among a pupil's
 * pictures; what was replaced since shown by its new image; the other pictures of a question drawn
 * plain afterwards that were in colour; one that was taken out shown all the same; a lost picture
 * drawn again; an erasure after which nothing is forgotten.
 */
#include "hand.h"
#include "hand_records.h"
#include "json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct id id_of(const char *name)
{
    return id_derived(name);
}

/* ---- the school ------------------------------------------------------------------------------ */

/* bytes stand for an image; pupil NULL: the school's. over NULL: it is new. */
static void bring_picture(struct hand *h, const char *name, const struct id *pupil,
                          const char *bytes, const char *over)
{
    struct classroom_change change = {
        .by = h->room.staff[1], .rec = id_of(name), .type = "picture", .over = over};
    struct buf set = {0};
    struct buf image = {0};
    struct hash digest = change_digest(bytes, strlen(bytes));
    char mark[65];

    hash_text(&digest, mark);
    buf_base64(&image, bytes, strlen(bytes));
    buf_printf(&set, "{\"label\":\"%s\",\"mark\":\"%.32s\",\"added\":5,\"image\":\"%s\"}", name,
               mark, buf_cstr(&image));
    change.set = buf_cstr(&set);
    change.pupil = pupil != NULL ? *pupil : change.pupil;
    assert_int_equal(classroom_bring(&h->room, h->file, &change, 1), STATUS_OK);
    buf_finish(&set);
    buf_finish(&image);
}

/* A name in it by which a record is named stands for "school:" and the record's id. */
static void bring_questions(struct hand *h, const char *hall, const char *pond)
{
    static const char apart[] =
        "{\"id\":\"unsure\",\"label\":\"I don't know\",\"picture\":\"unsure\",\"apart\":true},"
        "{\"id\":\"not-now\",\"label\":\"Not now\",\"picture\":\"not-now\",\"apart\":true}";
    struct classroom_change own = {
        .from_hub = true, .rec = id_of("our-trip"), .type = "instrument"};
    struct buf content = {0};
    struct buf set = {0};
    struct json_value *json = NULL;
    char version[65] = "";

    buf_printf(&content,
               "{\"id\":\"our-trip\",\"label\":\"Our trip\",\"kind\":\"self-assessment\","
               "\"picture\":\"%s\",\"items\":[{\"id\":\"where\",\"label\":\"Where do you like to "
               "be?\",\"kind\":\"pictures\",\"picture\":\"school\",\"choices\":[{\"id\":\"hall\","
               "\"label\":\"Hall\",\"picture\":\"%s\"},{\"id\":\"pond\",\"label\":\"Pond\","
               "\"picture\":\"%s\"},{\"id\":\"music\",\"label\":\"Music\",\"picture\":\"music\"},"
               "%s]},{\"id\":\"mood\",\"label\":\"How was it?\",\"kind\":\"faces\",\"choices\":["
               "{\"id\":\"happy\",\"label\":\"Happy\",\"picture\":\"face-happy\"},{\"id\":\"okay\","
               "\"label\":\"Okay\",\"picture\":\"face-okay\"},{\"id\":\"sad\",\"label\":\"Sad\","
               "\"picture\":\"face-unhappy\"},%s]}]}",
               hall, hall, pond, apart, apart);
    assert_int_equal(json_parse(content.data, content.size, &json), STATUS_OK);
    hash_json(json, version);
    json_free(json);
    buf_printf(&set,
               "{\"instrument\":\"our-trip\",\"version\":\"%s\",\"label\":\"Our trip\","
               "\"kind\":\"self-assessment\",\"added\":1760000000000,\"content\":%s}",
               version, buf_cstr(&content));
    own.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &own, 1), STATUS_OK);
    hand_wait(h, 2000);
    buf_finish(&content);
    buf_finish(&set);
}

static const char *schools(const char *name, char out[64])
{
    text_copy(out, 64, "school:");
    text_copy(out + 7, 64 - 7, id_of(name).text);
    return out;
}

/* The hall's picture is there, the pond's is named and is not. */
static int open_school(void **state)
{
    struct hand *h = NULL;
    char hall[64];
    char pond[64];

    (void)hand_at_unlocked(state);
    h = *state;
    bring_picture(h, "Hall", NULL, "first hall", NULL);
    bring_questions(h, schools("Hall", hall), schools("Pond", pond));
    return 0;
}

/* ---- looking --------------------------------------------------------------------------------- */

static int count_drawn(const struct hand *h, const char *name)
{
    int count = 0;

    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        count += c->kind == DRAW_PICTURE && strcmp(c->text, name) == 0 ? 1 : 0;
    }
    return count;
}

/* The n-th picture that is drawn and is no asset; "" there are fewer. */
static const char *own_drawn(const struct hand *h, int n)
{
    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        if (c->kind == DRAW_PICTURE && strchr(c->text, ':') != NULL && n-- == 0) {
            return c->text;
        }
    }
    return "";
}

static void assert_image(struct hand *h, int n, const char *want)
{
    struct buf bytes = {0};
    struct buf path = {0};

    assert_int_equal(app_picture(h->app, own_drawn(h, n), &bytes, &path), STATUS_OK);
    assert_string_equal(buf_cstr(&bytes), want);
    buf_finish(&bytes);
    buf_finish(&path);
}

static void open_sheet(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Hand over to Amira");
}

static void leave(struct hand *h)
{
    hand_tap(h, "Staff");
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Leave");
}

static void answer(struct hand *h)
{
    open_sheet(h);
    hand_tap(h, "Our trip");
    hand_tap(h, "Hall");
    hand_tap(h, "Next");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    leave(h);
    h->height = 3000;
    hand_tap(h, "Own words");
    hand_settle(h);
}

/* ---- in the room ----------------------------------------------------------------------------- */

static void a_question_shows_the_schools_picture(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_tap(h, "Our trip");
    hand_expect(h, "Where do you like to be?");
    assert_image(h, 0, "first hall");
    assert_string_equal(own_drawn(h, 1), "");
    hand_tap(h, "Hall");
    hand_crash(h); /* the same question, with its picture */
    hand_unlock(h, "Ros Hartley");
    assert_true(hand_is_chosen(h, "Hall"));
    assert_image(h, 0, "first hall");
}

/* Before it is taken out, staff read which questions will be without it. */
static void where_it_is_asked_is_told(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_key(h, UI_KEY_ESCAPE);
    hand_tap(h, "Pictures");
    hand_tap(h, "The school's");
    hand_tap(h, "Hall");
    hand_expect(h, "It is shown in: Our trip. Once it is taken out, its words stand there alone.");
}

/* Its word stands alone, on a card as large as the others, and staff were told before. */
static void one_that_is_not_there_is_a_word(void **state)
{
    struct hand *h = *state;
    const struct ui_place *hall = NULL;
    const struct ui_place *pond = NULL;

    h->height = 1600; /* so that nothing lies below */
    open_sheet(h);
    hand_expect(h, "A picture of it is not on this tablet. Its word is shown alone.");
    hand_tap(h, "Our trip");
    hall = ui_find(h->ui, "Hall");
    pond = ui_find(h->ui, "Pond");
    assert_non_null(hall);
    assert_non_null(pond);
    assert_true(abs(hall->at.w - pond->at.w) <= 1); /* they lie on whole pixels */
    assert_int_equal(hall->at.h, pond->at.h);
    assert_int_equal(count_drawn(h, ""), 0); /* no empty place either */
    hand_tap(h, "Pond");
    assert_true(hand_is_chosen(h, "Pond"));
}

static void once_it_comes_it_is_there(void **state)
{
    struct hand *h = *state;

    bring_picture(h, "Pond", NULL, "the pond", NULL);
    hand_wait(h, 2000);
    h->height = 1600;
    open_sheet(h);
    hand_expect_not(h, "A picture of it is not on this tablet.");
    hand_tap(h, "Our trip");
    assert_image(h, 1, "the pond");
}

/* By its id, and by the very name of its image: no pupil's picture comes to others this way. */
static void a_pupils_is_not_shown_by_its_name(void **state)
{
    struct hand *h = *state;
    struct buf name = {0};
    char swing[64];

    bring_picture(h, "Swing", &h->room.pupils[0], "a pupil", NULL);
    buf_printf(&name, "own:%s:a pupil", id_of("Swing").text);
    bring_questions(h, schools("Swing", swing), buf_cstr(&name));
    open_sheet(h);
    assert_string_equal(own_drawn(h, 0), "");
    hand_tap(h, "Our trip");
    hand_expect(h, "Where do you like to be?");
    assert_string_equal(own_drawn(h, 0), "");
    buf_finish(&name);
}

/* A picture that is none: its word stays, and staff see why. */
static void one_that_cannot_be_drawn_is_a_word(void **state)
{
    struct hand *h = *state;
    char name[160] = "";

    open_sheet(h);
    hand_tap(h, "Our trip");
    text_copy(name, sizeof(name), own_drawn(h, 0));
    app_picture_lost(h->app, name);
    hand_settle(h);
    assert_string_equal(own_drawn(h, 0), "");
    assert_int_equal(count_drawn(h, ""), 0);
    hand_tap(h, "Hall");
    leave(h);
    hand_tap(h, "Pictures");
    hand_tap(h, "The school's");
    hand_tap(h, "Hall");
    hand_expect(h, "This picture is damaged and cannot be shown. Choose another picture in its "
                   "place.");
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static void replace_hall(struct hand *h)
{
    struct buf over = {0};

    buf_printf(&over, "{\"mark\":[\"%s:%d\"],\"image\":[\"%s:%d\"]}", h->room.other.text,
               (int)h->room.seq[1], h->room.other.text, (int)h->room.seq[1]);
    bring_picture(h, "Hall", NULL, "second hall", buf_cstr(&over));
    hand_wait(h, 2000);
    buf_finish(&over);
}

static void the_answer_shows_what_was_seen(void **state)
{
    struct hand *h = *state;
    struct classroom_change out = {.by = h->room.staff[1],
                                   .rec = id_of("Hall"),
                                   .type = "picture",
                                   .set = "{\"void\":\"not wanted\"}"};

    answer(h);
    assert_image(h, 0, "first hall");
    replace_hall(h);
    assert_image(h, 0, "first hall");
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Our trip"); /* who is asked now sees the new one */
    assert_image(h, 0, "second hall");
    leave(h);
    hand_tap(h, "Own words");
    assert_int_equal(classroom_bring(&h->room, h->file, &out, 1), STATUS_OK);
    hand_wait(h, 2000);
    assert_string_equal(own_drawn(h, 0), "");
    hand_expect(h, "Hall");
}

/* The pupil's pictures are plain; a photograph is not, and so was all of its question. */
static void colours_are_those_that_were_seen(void **state)
{
    struct hand *h = *state;
    struct buf name = {0};
    struct classroom_change profile = {.from_hub = true,
                                       .pupil = h->room.pupils[0],
                                       .type = "access_profile",
                                       .set = "{\"pictures\":\"plain\"}"};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    hand_wait(h, 2000);
    open_sheet(h);
    hand_tap(h, "Our trip");
    assert_int_equal(count_drawn(h, "music"), 1);
    hand_tap(h, "Music");
    hand_tap(h, "Next");
    assert_int_equal(count_drawn(h, "plain/face-happy"), 1);
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    hand_tap(h, "Yes");
    hand_assert_says(h, &h->saved[0].rec, "\"coloured\":true");
    leave(h);
    h->height = 3000;
    hand_tap(h, "Own words");
    hand_settle(h);
    assert_int_equal(count_drawn(h, "music"), 1);
    assert_int_equal(count_drawn(h, "plain/face-happy"), 1);
    assert_int_equal(count_drawn(h, "plain/music"), 0);
    buf_finish(&name);
}

/* ---- erased ---------------------------------------------------------------------------------- */

static void erase(struct hand *h)
{
    struct buf set = {0};
    struct classroom_change erasure = {
        .from_hub = true, .rec = id_of("test|erasure"), .type = "erasure"};

    buf_printf(&set, "{\"erased\":\"%s\"}", h->room.pupils[0].text);
    erasure.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &erasure, 1), STATUS_OK);
    assert_int_equal(classroom_erase(&h->room, h->file, &h->room.pupils[0]), STATUS_OK);
    buf_finish(&set);
}

/* What was drawn of a pupil is forgotten as soon as they are, and not before. */
static void an_erasure_is_heeded_at_once(void **state)
{
    struct hand *h = *state;

    bring_picture(h, "Swing", &h->room.pupils[0], "a pupil", NULL);
    hand_wait(h, 2000);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Pictures");
    assert_image(h, 0, "a pupil");
    assert_false(app_has_let_go(h->app));
    erase(h);
    hand_wait(h, 2000);
    assert_true(app_has_let_go(h->app));
    assert_false(app_has_let_go(h->app));
    hand_expect(h, "Willow class");
}

/* Nobody comes out of the pupil's screen without a passphrase, this way neither. */
static void the_tablet_locks_where_it_was_handed_over(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_tap(h, "Our trip");
    hand_tap(h, "Hall");
    erase(h);
    hand_wait(h, 2000);
    assert_false(app_is(h->app, APP_IS_UNLOCKED));
    assert_true(app_has_forgotten(h->app));
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "Willow class");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_school, hand_leaves)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_question_shows_the_schools_picture),
        CASE(where_it_is_asked_is_told),
        CASE(one_that_is_not_there_is_a_word),
        CASE(once_it_comes_it_is_there),
        CASE(a_pupils_is_not_shown_by_its_name),
        CASE(one_that_cannot_be_drawn_is_a_word),
        CASE(the_answer_shows_what_was_seen),
        CASE(colours_are_those_that_were_seen),
        CASE(an_erasure_is_heeded_at_once),
        CASE(the_tablet_locks_where_it_was_handed_over),
    };

    return cmocka_run_group_tests_name("own pictures in questions", tests, NULL, NULL);
}
