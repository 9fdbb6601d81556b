/* A pupil's access profile: what each field of it does in the room, what staff choose on its sheet,
 * undone and tried out, and what another tablet brings while the room is open.
 *
 * Planted faults, each built once and seen to fail here: a change from elsewhere not followed; a
 * trial that wants a passphrase; a set looked up for one picture alone; an undo that notes nothing.
 */
#include "change.h"
#include "hand.h"
#include "json.h"
#include "record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void bring(struct hand *h, const char *set)
{
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true, .pupil = h->room.pupils[0], .type = "access_profile", .set = set};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    assert_int_equal(classroom_bring(&h->room, h->file, &profile, 1), STATUS_OK);
    buf_finish(&name);
}

static int open_path(void **state)
{
    (void)hand_at_unlocked(state);
    hand_tap(*state, "Amira K.");
    hand_tap(*state, "Path so far");
    return 0;
}

static void into_room(struct hand *h)
{
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How I feel today");
}

static bool is_drawn(const struct hand *h, const char *picture)
{
    for (int i = 0; i < h->list->count; i++) {
        if (h->list->commands[i].kind == DRAW_PICTURE &&
            strcmp(h->list->commands[i].text, picture) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- what each field does -------------------------------------------------------------------- */

/* The rest stays as is usual. */
static struct row {
    const char *field; /* of access_profile.def */
    const char *set, *want;
} rows[] = {
    {"pictures",  "{\"pictures\":\"plain\"}",          "plain"              },
    {"pictures",  "{\"pictures\":\"oil\"}",            "in colour"          },
    {"muted",     "{\"muted\":true}",                  "silent"             },
    {"voice",     "{\"voice\":\"en+f2\"}",             "voice en+f2 at 140" },
    {"voice",     "{\"voice\":\"cy\"}",                "voice cy at 140"    },
    {"rate",      "{\"rate\":90}",                     "voice en at 90"     },
    {"rate",      "{\"rate\":1}",                      "voice en at 80"     },
    {"rate",      "{\"muted\":false}",                 "voice en at 140"    },
    {"hold_ms",   "{\"hold_ms\":300}",                 "hold 300"           },
    {"repeat_ms", "{\"repeat_ms\":700}",               "again 700"          },
    {"touch",     "{\"touch\":\"last\"}",              "last touch"         },
    {"colours",   "{\"colours\":\"dark\"}",            "colours of dark"    },
    {"colours",   "{\"colours\":\"contrast\"}",        "colours of contrast"},
    {"colours",   "{\"colours\":\"yellow\"}",          "colours of yellow"  },
    {"colours",   "{\"colours\":\"puce\"}",            "colours of calm"    },
    {"text",      "{\"text\":150}",                    "text 150"           },
    {"text",      "{\"text\":20}",                     "text 100"           },
    {"motion",    "{\"motion\":\"none\"}",             "still"              },
    {"motion",    "{\"motion\":\"calm\"}",             "moves"              },
    {"scanning",  "{\"scanning\":{\"way\":\"step\"}}", "scan 2"             },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void look_words(struct hand *h, struct buf *out)
{
    static const char *const themes[] = {"light", "dark", "contrast", "calm", "yellow"};
    struct app_look look = app_look(h->app);

    h->voice[0] = '\0';
    hand_tap(h, "Say it again");
    buf_printf(out, "colours of %s, text %d, %s, hold %d, again %d, %s touch, scan %d, ",
               themes[look.theme], (int)(look.text * 100 + 0.5F), look.still ? "still" : "moves",
               look.hold_ms, look.again_ms, look.last_touch ? "last" : "first", (int)look.scan.way);
    buf_text(out, is_drawn(h, "dog") ? "in colour, " : is_drawn(h, "plain/dog") ? "plain, " : "");
    if (h->voice[0] == '\0') {
        buf_text(out, "silent");
    } else {
        buf_printf(out, "voice %s at %d", h->voice, h->rate);
    }
}

/* Row after row in one room, for each change holds at once; then nobody has chosen it any more. */
static void each_field_does_what_it_says(void **state)
{
    struct hand *h = *state;

    into_room(h);
    for (size_t i = 0; i < ROWS; i++) {
        struct buf words = {0};
        bring(h, rows[i].set);
        hand_wait(h, 1500);
        look_words(h, &words);
        if (strstr(buf_cstr(&words), rows[i].want) == NULL) {
            fail_msg("%s: wanted %s, is %s", rows[i].set, rows[i].want, buf_cstr(&words));
        }
        buf_clear(&words);
        buf_printf(&words, "{\"%s\":null}", rows[i].field);
        bring(h, buf_cstr(&words));
        hand_wait(h, 1500);
        buf_finish(&words);
    }
}

/* A field that nobody heeds would be chosen in vain. */
static void every_field_has_a_row(void **state)
{
    const struct record_type *type = record_type_find("access_profile");

    (void)state;
    for (size_t f = 0; f < type->field_count; f++) {
        bool found = strcmp(type->fields[f].name, "scale") == 0; /* test_app_asked.c */
        for (size_t i = 0; i < ROWS; i++) {
            found = found || strcmp(rows[i].field, type->fields[f].name) == 0;
        }
        if (!found) {
            fail_msg("no row says what %s does", type->fields[f].name);
        }
    }
}

/* ---- the sheet ------------------------------------------------------------------------------- */

static void open_sheet(struct hand *h)
{
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "How Amira answers");
}

static void expect_fields(struct hand *h, const char *fields, bool there)
{
    struct buf all = {0};

    assert_int_equal(app_export(h->app, &all), STATUS_OK);
    if ((strstr(buf_cstr(&all), fields) != NULL) != there) {
        fail_msg("%s is %s", fields, there ? "not there" : "there");
    }
    buf_finish(&all);
}

static void each_choice_is_saved_alone(void **state)
{
    static const char *const taps[][2] = {
        {"Faces to choose from/Five",            "\"scale\":5"             },
        {"Pictures/In one colour",               "\"pictures\":\"plain\""  },
        {"Colours/White on black",               "\"colours\":\"contrast\""},
        {"Size of the words/150 %",              "\"text\":150"            },
        {"Motion/Nothing moves by itself",       "\"motion\":\"none\""     },
        {"Questions/Silent",                     "\"muted\":true"          },
        {"What a finger chooses/Where it lifts", "\"touch\":\"last\""      },
    };
    struct hand *h = *state;

    open_sheet(h);
    for (size_t i = 0; i < sizeof(taps) / sizeof(taps[0]); i++) {
        expect_fields(h, taps[i][1], false);
        hand_tap(h, taps[i][0]);
        expect_fields(h, taps[i][1], true);
        assert_int_equal(h->saved_count, i + 1);
    }
}

/* Undo puts back what was there, and the sheet shows it. */
static void a_choice_is_undone(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_tap(h, "Colours/Dark");
    hand_tap(h, "Colours/Yellow on black");
    assert_true(hand_is_chosen(h, "Colours/Yellow on black"));
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "Colours/Dark"));
    expect_fields(h, "\"colours\":\"dark\"", true);
    hand_tap(h, "Size of the words/200 %");
    hand_tap(h, "Undo");
    assert_true(hand_is_chosen(h, "Size of the words/100 %"));
    assert_true(hand_is_chosen(h, "Colours/Dark"));
    expect_fields(h, "\"text\":200", false);
}

/* What a colleague chose on another tablet is not lost by what is chosen here. */
static void another_tablets_choice_stays(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    bring(h, "{\"colours\":\"dark\"}");
    hand_wait(h, 1500);
    assert_true(hand_is_chosen(h, "Colours/Dark"));
    hand_tap(h, "Motion/Nothing moves by itself");
    expect_fields(h, "\"colours\":\"dark\"", true);
    expect_fields(h, "\"motion\":\"none\"", true);
}

static void the_voice_is_heard(void **state)
{
    struct hand *h = *state;

    bring(h, "{\"rate\":110,\"voice\":\"en+f2\"}");
    hand_wait(h, 1500);
    open_sheet(h);
    hand_tap(h, "Listen");
    hand_expect(h, "110");
    assert_string_equal(h->said, "This is how I ask. What do you think?");
    assert_string_equal(h->voice, "en+f2");
    assert_int_equal(h->rate, 110);
}

/* ---- trying it out --------------------------------------------------------------------------- */

static void it_is_tried_and_nothing_is_kept(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_tap(h, "Colours/Yellow on black");
    hand_tap(h, "Try it with a practice question");
    hand_expect(h, "Trying it out: nothing is kept");
    hand_expect(h, "Which one is the dog?");
    assert_int_equal(app_look(h->app).theme, UI_YELLOW);
    assert_false(app_is_handed_over(h->app)); /* it is in the hands of staff */
    assert_true(app_may_close(h->app));
    hand_tap(h, "Apple");
    hand_tap(h, "Next");
    hand_expect(h, "Let's look once more");
    hand_tap(h, "Dog");
    hand_tap(h, "Next"); /* no question follows that is not practice */
    hand_expect(h, "How Amira answers");
    assert_true(hand_is_chosen(h, "Colours/Yellow on black"));
    assert_int_equal(h->saved_count, 1);
    assert_int_not_equal(app_look(h->app).theme, UI_YELLOW);
}

static void a_trial_is_left_at_once(void **state)
{
    struct hand *h = *state;

    open_sheet(h);
    hand_tap(h, "Try it with a practice question");
    hand_tap(h, "Back to the settings");
    hand_expect(h, "How Amira answers");
    hand_tap(h, "Try it with a practice question");
    hand_tap(h, "Dog");
    hand_crash(h);
    hand_unlock(h, "Ros Hartley");
    hand_expect(h, "The path so far"); /* and not the room, from which only a passphrase leads */
    assert_false(app_is_handed_over(h->app));
}

/* ---- in the room ----------------------------------------------------------------------------- */

static void a_change_from_elsewhere_holds_at_once(void **state)
{
    struct hand *h = *state;

    into_room(h);
    assert_int_equal(app_look(h->app).theme, UI_CALM);
    bring(h, "{\"colours\":\"yellow\",\"text\":125,\"pictures\":\"plain\"}");
    hand_wait(h, 1500);
    assert_int_equal(app_look(h->app).theme, UI_YELLOW);
    assert_true(is_drawn(h, "plain/dog"));
    assert_true(is_drawn(h, "plain/unsure"));
    assert_false(is_drawn(h, "dog"));
}

/* At the door staff read and type in their own way. */
static void the_door_is_in_the_staffs_own_size(void **state)
{
    struct hand *h = *state;

    bring(h, "{\"text\":200,\"hold_ms\":0}");
    hand_wait(h, 1500);
    into_room(h);
    assert_true(app_look(h->app).text > 1.9F);
    hand_tap(h, "Staff");
    assert_true(app_look(h->app).text < 1.3F);
}

static void which_pictures_were_shown_is_recorded(void **state)
{
    struct hand *h = *state;

    bring(h, "{\"pictures\":\"plain\"}");
    hand_wait(h, 1500);
    into_room(h);
    hand_tap(h, "Not now");
    hand_tap(h, "Next");
    hand_tap(h, "Happy");
    hand_tap(h, "Next");
    assert_true(is_drawn(h, "plain/face-happy"));
    hand_tap(h, "Yes");
    expect_fields(h, "\"pictures\":\"plain\",\"version\"", true);
}

/* One answer in colour among others that are not would draw the eye. */
static void a_question_that_lacks_a_drawing_stays_in_colour(void **state)
{
    static const char content[] =
        "{\"id\":\"our-bus\",\"items\":[{\"choices\":[{\"id\":\"yes\",\"label\":\"Yes\","
        "\"picture\":\"our-minibus\"},{\"id\":\"no\",\"label\":\"No\",\"picture\":\"no\"},"
        "{\"apart\":true,\"id\":\"unsure\",\"label\":\"I don't know\"},{\"apart\":true,"
        "\"id\":\"not-now\",\"label\":\"Not now\"}],\"id\":\"bus\",\"kind\":\"yes-no\","
        "\"label\":\"Did you like the minibus?\"}],\"kind\":\"self-assessment\",\"label\":"
        "\"Our minibus\"}";
    struct hand *h = *state;
    struct buf set = {0};
    struct json_value *json = NULL;
    char version[65] = "";
    struct classroom_change own = {
        .from_hub = true, .rec = id_derived("our-bus"), .type = "instrument"};

    assert_int_equal(json_parse(content, strlen(content), &json), STATUS_OK);
    hash_json(json, version);
    json_free(json);
    buf_printf(&set,
               "{\"instrument\":\"our-bus\",\"version\":\"%s\",\"label\":\"Our minibus\","
               "\"kind\":\"self-assessment\",\"added\":1760000000000,\"content\":%s}",
               version, content);
    own.set = buf_cstr(&set);
    assert_int_equal(classroom_bring(&h->room, h->file, &own, 1), STATUS_OK);
    bring(h, "{\"pictures\":\"plain\"}");
    hand_wait(h, 1500);
    hand_tap(h, "Hand over to Amira");
    hand_tap(h, "Our minibus");
    hand_expect(h, "Did you like the minibus?");
    assert_true(is_drawn(h, "our-minibus"));
    assert_true(is_drawn(h, "no"));
    assert_true(is_drawn(h, "unsure"));
    buf_finish(&set);
}

int main(void)
{
#define PATH(name) cmocka_unit_test_setup_teardown(name, open_path, hand_leaves)
    const struct CMUnitTest tests[] = {
        PATH(each_field_does_what_it_says),
        cmocka_unit_test(every_field_has_a_row),
        PATH(each_choice_is_saved_alone),
        PATH(a_choice_is_undone),
        PATH(another_tablets_choice_stays),
        PATH(the_voice_is_heard),
        PATH(it_is_tried_and_nothing_is_kept),
        PATH(a_trial_is_left_at_once),
        PATH(a_change_from_elsewhere_holds_at_once),
        PATH(the_door_is_in_the_staffs_own_size),
        PATH(which_pictures_were_shown_is_recorded),
        PATH(a_question_that_lacks_a_drawing_stays_in_colour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
