/* Scanning on a screen: which groups the layout makes, which events are switches, and that all a
 * finger can do can be done by one switch, typing included. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdio.h>
#include <string.h>

enum { STEP_MS = 1000 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    char said[32];
    char note[64];
    bool long_list;
};

static void screen(struct stage *s)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    struct ui *ui = s->ui;
    const char *said = "";

    ui_open_row(ui, 8);
    said = ui_button(ui, UI_SECONDARY, NULL, "Back") ? "Back" : said;
    ui_spacer(ui);
    said = ui_button(ui, UI_SECONDARY, NULL, "Lock") ? "Lock" : said;
    ui_close(ui);
    ui_next_disabled(ui, true);
    said = ui_button(ui, UI_PRIMARY, NULL, "Never") ? "Never" : said;
    (void)ui_field(ui,
                   &(struct ui_field){.label = "Note", .text = s->note, .room = sizeof(s->note)});
    ui_next_grow(ui, 1);
    ui_open_scroll(ui, "list", (struct ui_box){.gap = 8});
    for (size_t i = 0; s->long_list && i < COUNT(days); i++) {
        said = ui_button(ui, UI_SECONDARY, NULL, days[i]) ? days[i] : said;
    }
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 8, .cell = 240});
    said = ui_button(ui, UI_SECONDARY, NULL, "One") ? "One" : said;
    said = ui_button(ui, UI_SECONDARY, NULL, "Two") ? "Two" : said;
    said = ui_button(ui, UI_SECONDARY, NULL, "Three") ? "Three" : said;
    ui_close(ui);
    ui_close(ui);
    if (said[0] != '\0') {
        text_copy(s->said, sizeof(s->said), said);
    }
}

static void settle(struct stage *s)
{
    for (int i = 0; i < 40; i++) {
        ui_begin(s->ui, &s->frame);
        screen(s);
        (void)ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void stage_open(struct stage *s, enum ui_scan_way way)
{
    struct ui_scan_settings with = ui_scan_usual();

    with.way = way;
    with.accept_ms = 0;
    with.release_ms = 0;
    *s = (struct stage){
        .frame = {
                  .width = 600, .height = 700, .scale = 1, .text = 1, .now_ms = 1000, .scan = with}
    };
    s->ui = ui_create(letters_port());
    settle(s);
}

static void wait(struct stage *s, int64_t ms)
{
    int64_t until = s->frame.now_ms + ms;

    while (ui_wake_ms(s->ui) <= until) {
        s->frame.now_ms = ui_wake_ms(s->ui) > s->frame.now_ms ? ui_wake_ms(s->ui) : s->frame.now_ms;
        settle(s);
    }
    s->frame.now_ms = until;
    settle(s);
}

static void key(struct stage *s, enum ui_key k)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = k});
    settle(s);
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY_LIFTED, .key = k});
    settle(s);
}

/* The label of what is lit: of a group's first, with the group's size behind it. */
static const char *lit(struct stage *s)
{
    static char out[64];
    const struct ui_scan *scan = ui_scan_state(s->ui);
    int count = 0;
    const struct ui_place *places = ui_places(s->ui, &count);
    int size = 0;

    out[0] = '\0';
    for (int i = 0; i < scan->count; i++) {
        size += scan->items[i].group == scan->items[scan->at].group ? 1 : 0;
    }
    for (int i = 0; i < count && scan->light != UI_SCAN_DARK; i++) {
        if (places[i].id == scan->items[scan->at].id) {
            (void)snprintf(out, sizeof(out), scan->light == UI_SCAN_GROUP ? "%s +%d" : "%s",
                           places[i].label, size - 1);
        }
    }
    return out;
}

static void what_lies_on_one_line_is_a_group(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    assert_string_equal(lit(&s), "Back +1");
    wait(&s, STEP_MS);
    assert_string_equal(lit(&s), "Note +0"); /* what is disabled is passed over */
    wait(&s, STEP_MS);
    assert_string_equal(lit(&s), "One +1");
    wait(&s, STEP_MS);
    assert_string_equal(lit(&s), "Three +0");
    wait(&s, STEP_MS);
    assert_string_equal(lit(&s), "Back +1");
    ui_destroy(s.ui);
}

static void rows_of_a_list_come_by_the_handful(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_STEP);
    s.long_list = true;
    settle(&s);
    key(&s, UI_KEY_SPACE);
    key(&s, UI_KEY_SPACE);
    assert_string_equal(lit(&s), "Mon +5");
    key(&s, UI_KEY_SPACE);
    assert_string_equal(lit(&s), "Sun +0");
    ui_destroy(s.ui);
}

static void space_moves_and_enter_takes(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_STEP);
    key(&s, UI_KEY_SPACE);
    key(&s, UI_KEY_SPACE);
    key(&s, UI_KEY_ENTER);
    assert_string_equal(lit(&s), "One");
    key(&s, UI_KEY_SPACE);
    key(&s, UI_KEY_ENTER);
    assert_string_equal(s.said, "Two");
    assert_string_equal(lit(&s), "One +1");
    ui_destroy(s.ui);
}

static void a_joystick_is_a_switch(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_SWITCH_DOWN, .which = 1});
    ui_feed(s.ui, &(struct ui_event){.kind = UI_SWITCH_UP, .which = 1});
    settle(&s);
    assert_string_equal(lit(&s), "Back");
    ui_destroy(s.ui);
}

/* No frame came between: the machine was busy, and the press was long enough all the same. */
static void a_press_counts_though_frames_come_late(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    s.frame.scan.accept_ms = 500;
    settle(&s);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_SPACE});
    settle(&s);
    s.frame.now_ms += 660;
    ui_feed(s.ui, &(struct ui_event){.kind = UI_KEY_LIFTED, .key = UI_KEY_SPACE});
    settle(&s);
    assert_string_equal(lit(&s), "Back");
    ui_destroy(s.ui);
}

static void the_whole_screen_is_one_switch(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    s.frame.scan.whole = true;
    settle(&s);
    for (int i = 0; i < 2; i++) { /* in the middle of nothing: what is lit counts alone */
        ui_feed(s.ui, &(struct ui_event){.kind = UI_DOWN, .x = 590, .y = 690});
        ui_feed(s.ui, &(struct ui_event){.kind = UI_UP, .x = 590, .y = 690});
        settle(&s);
    }
    assert_string_equal(s.said, "Back");
    ui_destroy(s.ui);
}

static void touch_at(struct stage *s, float x, float lifted_x)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_DOWN, .x = x, .y = 690});
    ui_feed(s->ui, &(struct ui_event){.kind = UI_UP, .x = lifted_x, .y = 690});
    settle(s);
}

/* With no switch box there, the screen alone must do: or whoever chose it could never leave. A
 * finger that slides over the middle is still the switch that it came down as. */
static void the_halves_of_the_screen_are_two_switches(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_STEP);
    s.frame.scan.whole = true;
    s.frame.scan.order = UI_SCAN_LINEAR;
    settle(&s);
    assert_string_equal(lit(&s), "Back");
    touch_at(&s, 10, (float)s.frame.width - 10);
    assert_string_equal(lit(&s), "Lock");
    touch_at(&s, (float)s.frame.width - 10, 10);
    assert_string_equal(s.said, "Lock");
    ui_destroy(s.ui);
}

/* Or the lift would be the other switch's, and no touch would be heard ever after. */
static void a_finger_is_the_same_switch_when_the_tablet_turns(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_STEP);
    s.frame.scan.whole = true;
    s.frame.scan.order = UI_SCAN_LINEAR;
    settle(&s);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_DOWN, .x = 590, .y = 690});
    settle(&s);
    assert_int_equal(ui_scan_state(s.ui)->down, 2);
    s.frame.width = 700;
    s.frame.height = 600;
    settle(&s);
    ui_feed(s.ui, &(struct ui_event){.kind = UI_UP, .x = 590, .y = 590});
    settle(&s);
    assert_int_equal(ui_scan_state(s.ui)->down, 0);
    touch_at(&s, 10, 10);
    assert_string_equal(lit(&s), "Lock");
    ui_destroy(s.ui);
}

static void fingers_still_tap_beside_switches(void **state)
{
    struct stage s;
    const struct ui_place *two = NULL;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    two = ui_find(s.ui, "Two");
    ui_feed(s.ui, &(struct ui_event){
                      .kind = UI_DOWN, .x = (float)two->at.x + 9, .y = (float)two->at.y + 9});
    ui_feed(s.ui, &(struct ui_event){
                      .kind = UI_UP, .x = (float)two->at.x + 9, .y = (float)two->at.y + 9});
    settle(&s);
    assert_string_equal(s.said, "Two");
    ui_destroy(s.ui);
}

/* Steps until the label is lit, and takes it. */
static void take(struct stage *s, const char *label)
{
    for (int i = 0; i < 60 && strcmp(lit(s), label) != 0; i++) {
        key(s, UI_KEY_SPACE);
    }
    assert_string_equal(lit(s), label);
    key(s, UI_KEY_ENTER);
}

static void words_are_typed_by_switches(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_STEP);
    take(&s, "Note +0"); /* the keyboard comes, though the setting says none */
    assert_non_null(ui_find(s.ui, "backspace"));
    take(&s, "a +9");
    take(&s, "s");
    ui_feed(s.ui, &(struct ui_event){.kind = UI_TEXT, .text = " "}); /* the Space of the switch */
    settle(&s);
    assert_int_equal(strlen(s.note), 1);
    take(&s, "123 +6");
    take(&s, "Done");
    assert_null(ui_find(s.ui, "backspace"));
    assert_string_equal(lit(&s), "Note +0");
    ui_destroy(s.ui);
}

static void a_screen_left_alone_comes_to_rest(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, UI_SCAN_AUTO);
    wait(&s, 3600000);
    assert_string_equal(lit(&s), "");
    assert_true(ui_wake_ms(s.ui) == INT64_MAX);
    ui_destroy(s.ui);
}

int main(void)
{
    cases_add("what lies on one line is a group", what_lies_on_one_line_is_a_group);
    cases_add("rows of a list come by the handful", rows_of_a_list_come_by_the_handful);
    cases_add("Space moves and Enter takes", space_moves_and_enter_takes);
    cases_add("a joystick is a switch", a_joystick_is_a_switch);
    cases_add("a press counts though frames come late", a_press_counts_though_frames_come_late);
    cases_add("the whole screen is one switch", the_whole_screen_is_one_switch);
    cases_add("its halves are two", the_halves_of_the_screen_are_two_switches);
    cases_add("a finger is the same switch when the tablet turns",
              a_finger_is_the_same_switch_when_the_tablet_turns);
    cases_add("fingers still tap beside switches", fingers_still_tap_beside_switches);
    cases_add("words are typed by switches", words_are_typed_by_switches);
    cases_add("a screen left alone comes to rest", a_screen_left_alone_comes_to_rest);
    return cases_run("scanning a screen", NULL, NULL);
}
