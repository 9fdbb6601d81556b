/* Fingers and keys: what is a press, what is taken back, what scrolls, where the focus goes. */
#include "letters.h"
#include "ui.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A screen of three buttons above a list that scrolls, and a sheet when asked for. */
struct stage {
    struct ui *ui;
    struct ui_frame frame;
    bool sheet, disabled;
    bool writes; /* a note stands first in the list */
    char words[16];
    char said[256]; /* labels in the order answered */
};

static void note(struct stage *s, bool said, const char *label)
{
    size_t used = strlen(s->said);

    if (said) {
        (void)snprintf(s->said + used, sizeof(s->said) - used, "%s ", label);
    }
}

static void screen(struct stage *s)
{
    static const char *const names[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"};
    struct ui *ui = s->ui;

    ui_open_row(ui, 8);
    note(s, ui_button(ui, UI_PRIMARY, NULL, "Save"), "Save");
    ui_next_disabled(ui, s->disabled);
    note(s, ui_button(ui, UI_SECONDARY, NULL, "Back"), "Back");
    ui_open_row(ui, 8);
    note(s, ui_chip(ui, "More", true), "More");
    ui_close(ui);
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_scroll(ui, "list", (struct ui_box){0});
    if (s->writes) { /* all its lines are seen: a drag on it is the page's */
        (void)ui_field(ui,
                       &(struct ui_field){"Note", NULL, s->words, 16, .lines = 3, .bare = true});
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        note(s, ui_open_press(ui, names[i], (struct ui_box){.height = 100}), names[i]);
        ui_close(ui);
    }
    ui_close(ui);
    if (s->sheet) {
        note(s, ui_open_sheet(ui, "Choose", 300), "dismissed");
        note(s, ui_button(ui, UI_PRIMARY, NULL, "Done"), "Done");
        ui_close(ui);
    }
}

static void frame_at(struct stage *s, int64_t now_ms)
{
    s->frame.now_ms = now_ms;
    ui_begin(s->ui, &s->frame);
    screen(s);
    (void)ui_end(s->ui);
}

/* Frames until the ui wants none at once. */
static void settle(struct stage *s)
{
    for (int i = 0; i < 32; i++) {
        frame_at(s, s->frame.now_ms);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void stage_open(struct stage *s)
{
    *s = (struct stage){
        .frame = {.width = 600, .height = 400, .scale = 1, .text = 1, .now_ms = 1000}
    };
    s->ui = ui_create(letters_port());
    settle(s);
}

static void finger(struct stage *s, enum ui_event_kind kind, float x, float y)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind, .x = x, .y = y});
}

static void key(struct stage *s, enum ui_key k, bool shift)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = k, .shift = shift});
    settle(s);
}

static void centre(struct stage *s, const char *label, float *x, float *y)
{
    const struct ui_place *p = ui_find(s->ui, label);

    assert_non_null(p);
    *x = (float)p->at.x + (float)p->at.w / 2;
    *y = (float)p->at.y + (float)p->at.h / 2;
}

static void press(struct stage *s, enum ui_event_kind kind, const char *label)
{
    float x = 0;
    float y = 0;

    centre(s, label, &x, &y);
    finger(s, kind, x, y);
}

static void tap(struct stage *s, const char *label)
{
    press(s, UI_DOWN, label);
    press(s, UI_UP, label);
    settle(s);
}

static void expect(struct stage *s, const char *said)
{
    assert_string_equal(s->said, said);
    ui_destroy(s->ui);
}

/* ---- pressing ------------------------------------------------------------------------------- */

static void acts_on_release(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    settle(&s);
    assert_string_equal(s.said, "");
    press(&s, UI_UP, "Save");
    settle(&s);
    expect(&s, "Save ");
}

static void sliding_off_takes_it_back(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    press(&s, UI_MOVE, "More");
    press(&s, UI_UP, "More");
    settle(&s);
    expect(&s, "");
}

static void sliding_off_and_back_counts(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    press(&s, UI_MOVE, "More");
    press(&s, UI_MOVE, "Save");
    press(&s, UI_UP, "Save");
    settle(&s);
    expect(&s, "Save ");
}

static void a_lost_finger_presses_nothing(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    press(&s, UI_LOST, "Save");
    press(&s, UI_UP, "Save");
    settle(&s);
    expect(&s, "");
}

static void a_second_finger_is_nobody(void **state)
{
    struct stage s;
    float x = 0;
    float y = 0;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    centre(&s, "More", &x, &y);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_DOWN, .finger = 2, .x = x, .y = y});
    ui_feed(s.ui, &(struct ui_event){.kind = UI_UP, .finger = 2, .x = x, .y = y});
    press(&s, UI_UP, "Save");
    settle(&s);
    expect(&s, "Save ");
}

static void each_frame_answers_once(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    press(&s, UI_DOWN, "Save");
    press(&s, UI_UP, "Save");
    press(&s, UI_DOWN, "More");
    press(&s, UI_UP, "More");
    frame_at(&s, 1001);
    assert_string_equal(s.said, "Save ");
    settle(&s);
    expect(&s, "Save More ");
}

static void the_disabled_stay_silent(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.disabled = true;
    settle(&s);
    assert_true(ui_find(s.ui, "Back")->disabled);
    tap(&s, "Back");
    expect(&s, "");
}

static void beside_a_small_target_counts(void **state)
{
    struct stage s;
    struct draw_rect at;

    (void)state;
    stage_open(&s);
    at = ui_find(s.ui, "More")->at; /* a chip: 56 high, reached from 64 */
    finger(&s, UI_DOWN, (float)at.x + 10, (float)at.y - 2);
    finger(&s, UI_UP, (float)at.x + 10, (float)at.y - 2);
    settle(&s);
    expect(&s, "More ");
}

static void a_press_must_be_held_when_asked(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.frame.hold_ms = 300;
    tap(&s, "Save");
    assert_string_equal(s.said, "");
    press(&s, UI_DOWN, "Save");
    settle(&s);
    s.frame.now_ms += 301;
    press(&s, UI_UP, "Save");
    settle(&s);
    expect(&s, "Save ");
}

static void a_second_press_may_be_ignored(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.frame.again_ms = 500;
    tap(&s, "Save");
    s.frame.now_ms += 100;
    tap(&s, "Save");
    s.frame.now_ms += 500;
    tap(&s, "More");
    expect(&s, "Save More ");
}

/* ---- sheets --------------------------------------------------------------------------------- */

static void a_sheet_keeps_taps_from_the_screen(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.sheet = true;
    settle(&s);
    tap(&s, "Done");
    tap(&s, "Save"); /* on the veil: the person goes away from the sheet */
    s.sheet = false;
    settle(&s);
    tap(&s, "Save");
    expect(&s, "Done dismissed Save ");
}

static void a_tap_on_the_sheet_itself_does_nothing(void **state)
{
    struct stage s;
    struct draw_rect at;

    (void)state;
    stage_open(&s);
    s.sheet = true;
    settle(&s);
    at = ui_find(s.ui, "Done")->at;
    finger(&s, UI_DOWN, (float)at.x + 220, (float)at.y + 10);
    finger(&s, UI_UP, (float)at.x + 220, (float)at.y + 10);
    settle(&s);
    expect(&s, "");
}

static void escape_dismisses_a_sheet(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.sheet = true;
    settle(&s);
    key(&s, UI_KEY_ESCAPE, false);
    expect(&s, "dismissed ");
}

/* ---- scrolling ------------------------------------------------------------------------------ */

static void dragging_scrolls_and_presses_nothing(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.frame.still = true;
    finger(&s, UI_DOWN, 300, 300);
    finger(&s, UI_MOVE, 300, 285);
    finger(&s, UI_MOVE, 300, 185);
    finger(&s, UI_UP, 300, 185);
    settle(&s);
    assert_int_equal(ui_find(s.ui, "r0")->at.y, 64 - 100);
    expect(&s, "");
}

static void dragging_over_a_note_scrolls_the_page(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.writes = true;
    s.frame.still = true;
    settle(&s);
    finger(&s, UI_DOWN, 300, 120);
    finger(&s, UI_MOVE, 300, 105);
    finger(&s, UI_MOVE, 300, 75);
    finger(&s, UI_UP, 300, 75);
    settle(&s);
    assert_int_equal(ui_find(s.ui, "Note")->at.y, 64 - 30);
    expect(&s, "");
}

static void a_little_wobble_is_still_a_tap(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    finger(&s, UI_DOWN, 300, 300);
    finger(&s, UI_MOVE, 303, 309);
    finger(&s, UI_UP, 303, 309);
    settle(&s);
    expect(&s, "r2 ");
}

static void the_ends_hold(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.frame.still = true;
    finger(&s, UI_DOWN, 300, 100);
    finger(&s, UI_MOVE, 300, 120);
    finger(&s, UI_MOVE, 300, 300);
    finger(&s, UI_UP, 300, 300);
    settle(&s);
    assert_int_equal(ui_find(s.ui, "r0")->at.y, 64);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_WHEEL, .x = 300, .y = 300, .lines = -1000});
    settle(&s);
    assert_int_equal(ui_find(s.ui, "r9")->at.y + 100, 400);
    expect(&s, "");
}

/* A flick of 200 in 82 ms goes on by itself, slows down, and rests after less than two seconds. */
static void a_flick_goes_on_and_rests(void **state)
{
    struct stage s;
    int before = 0;
    int64_t wake = 0;

    (void)state;
    stage_open(&s);
    finger(&s, UI_DOWN, 300, 390);
    frame_at(&s, 1000);
    for (int i = 1; i <= 5; i++) {
        finger(&s, UI_MOVE, 300, 390 - (float)i * 40);
        frame_at(&s, 1000 + i * 16);
    }
    finger(&s, UI_UP, 300, 190);
    frame_at(&s, 1082);
    before = ui_find(s.ui, "r0")->at.y;
    assert_true(ui_wake_ms(s.ui) > 1082 && ui_wake_ms(s.ui) < 1200);
    for (int64_t now = 1098; now < 4000; now += 16) {
        frame_at(&s, now);
        wake = ui_wake_ms(s.ui);
        if (wake == INT64_MAX) {
            break;
        }
    }
    assert_true(wake == INT64_MAX);
    assert_true(s.frame.now_ms < 3000);
    assert_true(ui_find(s.ui, "r0")->at.y < before - 100);
    expect(&s, "");
}

static void a_script_brings_things_into_view(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    assert_true(ui_find(s.ui, "r8")->covered);
    ui_reveal(s.ui, ui_find(s.ui, "r8")->id);
    settle(&s);
    assert_false(ui_find(s.ui, "r8")->covered);
    tap(&s, "r8");
    expect(&s, "r8 ");
}

/* ---- the keyboard's focus ------------------------------------------------------------------- */

static void tab_goes_in_reading_order(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.disabled = true;
    settle(&s);
    key(&s, UI_KEY_TAB, false);
    key(&s, UI_KEY_ENTER, false);
    key(&s, UI_KEY_TAB, false); /* Back is disabled: on to More */
    key(&s, UI_KEY_SPACE, false);
    key(&s, UI_KEY_TAB, false);
    key(&s, UI_KEY_ENTER, false);
    key(&s, UI_KEY_TAB, true);
    key(&s, UI_KEY_ENTER, false);
    expect(&s, "Save More r0 More ");
}

static void arrows_go_to_what_is_nearest(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    key(&s, UI_KEY_TAB, false);
    key(&s, UI_KEY_RIGHT, false);
    key(&s, UI_KEY_ENTER, false);
    key(&s, UI_KEY_DOWN, false);
    key(&s, UI_KEY_DOWN, false);
    key(&s, UI_KEY_ENTER, false);
    expect(&s, "Back r1 ");
}

static void the_focus_is_brought_into_view(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    for (int i = 0; i < 12; i++) {
        key(&s, UI_KEY_TAB, false);
    }
    assert_false(ui_find(s.ui, "r8")->covered);
    key(&s, UI_KEY_ENTER, false);
    expect(&s, "r8 ");
}

static void the_focus_stays_on_a_sheet(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s);
    s.sheet = true;
    settle(&s);
    key(&s, UI_KEY_TAB, false); /* the cross */
    key(&s, UI_KEY_TAB, false);
    key(&s, UI_KEY_ENTER, false);
    key(&s, UI_KEY_TAB, false);
    key(&s, UI_KEY_ENTER, false);
    expect(&s, "Done dismissed ");
}

/* ---- names ---------------------------------------------------------------------------------- */

static void scopes_tell_same_words_apart(void **state)
{
    static const char *const words[] = {"A little", "A lot"};
    struct ui *ui = ui_create(letters_port());
    struct ui_frame frame = {.width = 1000, .height = 400, .scale = 1, .text = 1};
    int said[2] = {-1, -1};
    struct draw_rect at;

    (void)state;
    for (int i = 0; i < 4; i++) {
        ui_begin(ui, &frame);
        for (int row = 0; row < 2; row++) {
            int now = ui_choices(ui, &(struct ui_choices){.name = row == 0 ? "Joy" : "Calm",
                                                          .hue = UI_BLUE,
                                                          .words = words,
                                                          .count = 2,
                                                          .chosen = -1});

            said[row] = now >= 0 ? now : said[row];
        }
        (void)ui_end(ui);
        if (i == 0) {
            at = ui_find(ui, "Calm/A lot")->at;
            assert_true(at.y > ui_find(ui, "Joy/A lot")->at.y);
            assert_null(ui_find(ui, "Calm/Nothing"));
            ui_feed(ui, &(struct ui_event){
                            .kind = UI_DOWN, .x = (float)at.x + 9, .y = (float)at.y + 9});
            ui_feed(ui,
                    &(struct ui_event){.kind = UI_UP, .x = (float)at.x + 9, .y = (float)at.y + 9});
        }
    }
    assert_int_equal(said[0], -1);
    assert_int_equal(said[1], 1);
    ui_destroy(ui);
}

static void what_is_forgotten_was_never_there(void **state)
{
    struct stage s;
    struct draw_rect rects[DRAW_RECTS_MAX];
    struct buf texts = {0};
    int count = -1;

    (void)state;
    stage_open(&s);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_TEXT, .text = "half a word"});
    ui_forget(s.ui);
    (void)ui_places(s.ui, &count);
    assert_int_equal(count, 0);
    ui_print_texts(s.ui, &texts);
    assert_string_equal(buf_cstr(&texts), "");
    assert_null(ui_find(s.ui, "Save"));
    settle(&s); /* and the next frame draws all of the window */
    assert_int_equal(ui_take_dirty(s.ui, rects), 1);
    assert_int_equal(rects[0].w, 600);
    assert_non_null(ui_find(s.ui, "Save"));
    buf_finish(&texts);
    ui_destroy(s.ui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forgotten_was_never_there),
        cmocka_unit_test(acts_on_release),
        cmocka_unit_test(sliding_off_takes_it_back),
        cmocka_unit_test(sliding_off_and_back_counts),
        cmocka_unit_test(a_lost_finger_presses_nothing),
        cmocka_unit_test(a_second_finger_is_nobody),
        cmocka_unit_test(each_frame_answers_once),
        cmocka_unit_test(the_disabled_stay_silent),
        cmocka_unit_test(beside_a_small_target_counts),
        cmocka_unit_test(a_press_must_be_held_when_asked),
        cmocka_unit_test(a_second_press_may_be_ignored),
        cmocka_unit_test(a_sheet_keeps_taps_from_the_screen),
        cmocka_unit_test(a_tap_on_the_sheet_itself_does_nothing),
        cmocka_unit_test(escape_dismisses_a_sheet),
        cmocka_unit_test(dragging_scrolls_and_presses_nothing),
        cmocka_unit_test(dragging_over_a_note_scrolls_the_page),
        cmocka_unit_test(a_little_wobble_is_still_a_tap),
        cmocka_unit_test(the_ends_hold),
        cmocka_unit_test(a_flick_goes_on_and_rests),
        cmocka_unit_test(a_script_brings_things_into_view),
        cmocka_unit_test(tab_goes_in_reading_order),
        cmocka_unit_test(arrows_go_to_what_is_nearest),
        cmocka_unit_test(the_focus_is_brought_into_view),
        cmocka_unit_test(the_focus_stays_on_a_sheet),
        cmocka_unit_test(scopes_tell_same_words_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
