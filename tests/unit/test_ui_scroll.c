/* Lists that move: what a tap on them does, what stays still where nothing may move, and how the
 * light of scanning comes round a list that is too long to be made whole. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdio.h>

enum { ROWS = 300, ROW = 100, TOP = 64 };

/* A button above a long list, and a short list beside the window's foot. */
struct stage {
    struct ui *ui;
    struct ui_frame frame;
    int said; /* the row that was pressed; -1 for none */
    int other;
    bool saved;
    bool has_sheet, has_toast;
};
static struct stage stage;

static void list(struct stage *s)
{
    struct ui_range range =
        ui_open_list(s->ui, &(struct ui_list){.key = "all", .count = ROWS, .row = ROW});

    for (int i = range.from; i < range.to; i++) {
        const char *name = ui_format(s->ui, "Row %d", i);
        s->said = ui_open_press(s->ui, name, (struct ui_box){.height = ROW}) ? i : s->said;
        ui_close(s->ui);
    }
    ui_close_list(s->ui);
}

static void short_list(struct stage *s)
{
    ui_next(s->ui, (struct ui_box){.height = 100, .fixed = true});
    ui_open_scroll(s->ui, "short", (struct ui_box){0});
    for (int i = 0; i < 3; i++) {
        const char *name = ui_format(s->ui, "Other %d", i);
        s->other = ui_open_press(s->ui, name, (struct ui_box){.height = ROW}) ? i : s->other;
        ui_close(s->ui);
    }
    ui_close(s->ui);
}

static void frame_at(struct stage *s, int64_t now_ms)
{
    s->frame.now_ms = now_ms;
    ui_begin(s->ui, &s->frame);
    s->saved = ui_button(s->ui, UI_PRIMARY, NULL, "Save") || s->saved;
    list(s);
    if (!s->has_toast) {
        short_list(s);
    }
    if (s->has_sheet) {
        (void)ui_open_sheet(s->ui, "Why?", 300);
        (void)ui_button(s->ui, UI_PRIMARY, NULL, "Because");
        ui_close(s->ui);
    }
    if (s->has_toast) {
        (void)ui_toast(s->ui, "Saved", "Undo");
    }
    (void)ui_end(s->ui);
}

static void settle(struct stage *s)
{
    for (int i = 0; i < 40; i++) {
        frame_at(s, s->frame.now_ms);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static int open_stage(void **state)
{
    stage = (struct stage){
        .frame = {.width = 600, .height = 700, .scale = 1, .text = 1, .now_ms = 1000},
        .said = -1,
        .other = -1
    };
    stage.ui = ui_create(letters_port());
    settle(&stage);
    *state = &stage;
    return 0;
}

static int close_stage(void **state)
{
    ui_destroy(((struct stage *)*state)->ui);
    return 0;
}

static void finger(struct stage *s, enum ui_event_kind kind, float y)
{
    ui_feed(s->ui, &(struct ui_event){.kind = kind, .x = 300, .y = y});
    frame_at(s, s->frame.now_ms);
}

/* From y by so much, in six frames. */
static void drag(struct stage *s, float y, float by)
{
    finger(s, UI_DOWN, y);
    for (int i = 1; i <= 6; i++) {
        s->frame.now_ms += 16;
        finger(s, UI_MOVE, y + by * (float)i / 6);
    }
}

static void flick(struct stage *s, float y, float by)
{
    drag(s, y, by);
    s->frame.now_ms += 8;
    finger(s, UI_UP, y + by);
}

static void tap(struct stage *s, float y)
{
    finger(s, UI_DOWN, y);
    s->frame.now_ms += 80;
    frame_at(s, s->frame.now_ms);
    finger(s, UI_UP, y);
    frame_at(s, s->frame.now_ms);
}

static void pass(struct stage *s, int64_t ms)
{
    for (int64_t until = s->frame.now_ms + ms; s->frame.now_ms < until;) {
        frame_at(s, s->frame.now_ms + 16);
    }
}

static int y_of(const struct stage *s, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);

    assert_non_null(p);
    return p->at.y;
}

static void a_tap_on_a_gliding_list_stops_it(void **state)
{
    struct stage *s = *state;
    int before = 0;

    flick(s, 500, -300);
    pass(s, 64);
    tap(s, 300);
    assert_int_equal(s->said, -1);
    pass(s, 32);
    before = y_of(s, "Row 5");
    pass(s, 500);
    assert_int_equal(y_of(s, "Row 5"), before);
    tap(s, 300); /* now it stands */
    assert_true(s->said >= 0);
}

static void a_tap_while_it_springs_back_acts(void **state)
{
    struct stage *s = *state;

    drag(s, 200, 300); /* 120 beyond its start */
    s->frame.now_ms += 300;
    finger(s, UI_UP, 500);
    pass(s, 64);
    assert_in_range(y_of(s, "Row 0"), TOP + 20, TOP + 110);
    tap(s, (float)y_of(s, "Row 1") + 85); /* it waits: else this would be the next row */
    assert_int_equal(s->said, 1);
    pass(s, 800); /* and it goes on to its place */
    assert_int_equal(y_of(s, "Row 0"), TOP);
    assert_true(ui_wake_ms(s->ui) == INT64_MAX);
}

static void a_tap_on_what_looks_still_acts(void **state)
{
    struct stage *s = *state;
    int before = 0;
    int now = 0;

    flick(s, 500, -300);
    pass(s, 800);
    do { /* until it glides by less than a pixel in two frames */
        before = y_of(s, "Row 12");
        pass(s, 32);
        now = y_of(s, "Row 12");
    } while (before - now > 0);
    assert_true(ui_is_moving(s->ui));
    tap(s, 300);
    assert_int_equal(s->said, 12 + (300 - now) / ROW);
}

static void a_list_that_glides_keeps_no_tap_from_another(void **state)
{
    struct stage *s = *state;

    flick(s, 500, -300);
    pass(s, 32);
    tap(s, 610);
    assert_int_equal(s->other, 0);
}

static void nothing_moves_by_itself_where_that_is_asked(void **state)
{
    struct stage *s = *state;
    int before = 0;

    s->frame.still = true;
    flick(s, 500, -300);
    before = y_of(s, "Row 4");
    assert_int_equal(before, TOP + 4 * ROW - 250); /* the first of six steps was the slop */
    settle(s);
    assert_true(ui_wake_ms(s->ui) == INT64_MAX);
    pass(s, 500);
    assert_int_equal(y_of(s, "Row 4"), before);
    tap(s, (float)before + 50);
    assert_int_equal(s->said, 4);
    drag(s, 100, 500); /* nor does it give way at its start */
    assert_int_equal(y_of(s, "Row 0"), TOP);
}

/* However fast a finger left it, a person can follow where it goes. */
static void no_list_flies(void **state)
{
    struct stage *s = *state;

    flick(s, 500, -6000);
    pass(s, 4000);
    assert_true(ui_wake_ms(s->ui) == INT64_MAX);
    tap(s, TOP + 10);
    assert_in_range(s->said, 55, 80);
}

static void wheel(struct stage *s, float y)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_WHEEL, .x = 20, .y = y, .lines = -3});
    settle(s);
}

static void a_wheel_beside_a_sheet_moves_nothing_below_it(void **state)
{
    struct stage *s = *state;

    s->has_sheet = true;
    settle(s);
    wheel(s, 300);
    assert_int_equal(y_of(s, "Row 0"), TOP);
    s->has_sheet = false;
    settle(s);
    wheel(s, 300);
    assert_true(y_of(s, "Row 1") < TOP + ROW);
}

/* Whoever goes down by keys sees where they are, with what was just saved told at the foot. */
static void what_has_the_ring_does_not_lie_under_a_toast(void **state)
{
    struct stage *s = *state;
    int furthest = 0;

    s->has_toast = true;
    settle(s);
    for (int i = 0; i < 14; i++) {
        ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = i < 2 ? UI_KEY_TAB : UI_KEY_DOWN});
        settle(s);
        for (int k = 0; k < 14; k++) {
            char row[16] = "";
            const struct ui_place *p = NULL;
            (void)snprintf(row, sizeof(row), "Row %d", k);
            p = ui_find(s->ui, row);
            if (p != NULL && ui_is_ringed(s->ui, p)) {
                furthest = k;
                assert_true(p->at.y + p->at.h <= y_of(s, "Undo"));
            }
        }
    }
    assert_true(furthest > 7); /* more than stand in the window */
}

/* One press of a switch: the first moves the light, the second takes what is lit. */
static void press(struct stage *s, int which)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_SWITCH_DOWN, .which = which});
    settle(s);
    ui_feed(s->ui, &(struct ui_event){.kind = UI_SWITCH_UP, .which = which});
    settle(s);
}

static bool is_lit(struct stage *s, const char *label)
{
    const struct ui_place *place = ui_find(s->ui, label);

    return place != NULL && ui_is_lit(s->ui, place);
}

/* Page by page to its end, over the rows of each; and the page stays when the light goes on. */
static void the_light_goes_through_a_long_list(void **state)
{
    struct stage *s = *state;
    int steps = 0;

    s->frame.scan =
        (struct ui_scan_settings){.way = UI_SCAN_STEP, .order = UI_SCAN_LINEAR, .loops = 3};
    settle(s);
    while (!is_lit(s, "Row 299")) {
        press(s, is_lit(s, "Further down") ? 2 : 1);
        assert_true(++steps < ROWS);
    }
    for (steps = 0; !is_lit(s, "Save"); steps++) {
        press(s, 1);
        assert_true(steps < 8);
    }
    press(s, 1);
    assert_true(is_lit(s, "Further up"));
    assert_null(ui_find(s->ui, "Row 0"));
    for (steps = 0; !is_lit(s, "Row 299"); steps++) {
        press(s, 1);
        assert_true(steps < 12);
    }
}

int main(void)
{
#define SCROLL(test) cases_add_placed(#test, test, open_stage, close_stage)
    SCROLL(a_tap_on_a_gliding_list_stops_it);
    SCROLL(a_tap_while_it_springs_back_acts);
    SCROLL(a_tap_on_what_looks_still_acts);
    SCROLL(a_list_that_glides_keeps_no_tap_from_another);
    SCROLL(nothing_moves_by_itself_where_that_is_asked);
    SCROLL(no_list_flies);
    SCROLL(a_wheel_beside_a_sheet_moves_nothing_below_it);
    SCROLL(what_has_the_ring_does_not_lie_under_a_toast);
    SCROLL(the_light_goes_through_a_long_list);
    return cases_run("scroll", NULL, NULL);
}
