/* Long lists: only what is in sight is made, nothing jumps, and every row can be come to. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 5000, SETTLE_MAX = 40 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    int count, made, said;
    int tall; /* this row has words for two lines more */
    float cell;
};
static struct stage stage;

static void screen(struct stage *s)
{
    struct ui *ui = s->ui;
    struct ui_range range = ui_open_list(
        ui,
        &(struct ui_list){
            .key = "all", .count = s->count, .cell = s->cell, .row = 60, .gap = 10, .pad_y = 8});

    s->made = range.to - range.from;
    for (int i = range.from; i < range.to; i++) {
        const char *name = ui_format(ui, "Row %d", i);
        if (ui_open_press(ui, name, (struct ui_box){.height = i == s->tall ? 90 : 60})) {
            s->said = i;
        }
        ui_text(ui, UI_BODY, name);
        ui_close(ui);
    }
    ui_close_list(ui);
}

static void settle(struct stage *s)
{
    for (int i = 0; i < SETTLE_MAX; i++) {
        ui_begin(s->ui, &s->frame);
        screen(s);
        (void)ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static int open_stage(void **state)
{
    stage = (struct stage){
        .frame = {.width = 800, .height = 600, .scale = 1, .text = 1, .now_ms = 1000},
        .count = ROWS,
        .said = -1,
        .tall = -1
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

static void wheel(struct stage *s, float lines)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_WHEEL, .x = 400, .y = 300, .lines = lines});
    settle(s);
}

/* The y of a row, as it lies in the window. */
static int y_of(struct stage *s, int row)
{
    char name[32];
    const struct ui_place *p = NULL;

    (void)snprintf(name, sizeof(name), "Row %d", row);
    p = ui_find(s->ui, name);
    if (p == NULL) {
        fail_msg("%s is not made", name);
        return 0;
    }
    return p->at.y;
}

static void only_what_is_in_sight_is_made(void **state)
{
    struct stage *s = *state;

    assert_in_range(s->made, 8, 16);
    wheel(s, -1000);
    assert_in_range(s->made, 8, 16);
}

static void rows_lie_where_they_would_in_the_whole_list(void **state)
{
    struct stage *s = *state;

    for (int turn = 0; turn < 50; turn++) {
        int first = 7 * turn * 60 / 70; /* a wheel's line is 60 dp, a row 70 */
        assert_int_equal(y_of(s, first + 3), 8 + 70 * (first + 3) - 7 * turn * 60);
        wheel(s, -7);
    }
}

static void the_last_row_is_at_the_end(void **state)
{
    struct stage *s = *state;

    wheel(s, -1e6f);
    assert_int_equal(y_of(s, ROWS - 1) + 60 + 8, 600);
    wheel(s, 1e6f);
    assert_int_equal(y_of(s, 0), 8);
}

static void columns_make_rows(void **state)
{
    struct stage *s = *state;

    s->cell = 180; /* four of them */
    settle(s);
    wheel(s, -1e6f);
    assert_int_equal(y_of(s, ROWS - 1), y_of(s, ROWS - 4));
    assert_int_equal(y_of(s, ROWS - 1) + 60 + 8, 600);
}

static void a_tall_row_keeps_the_place(void **state)
{
    struct stage *s = *state;
    int before = 0;

    s->tall = 2000;
    wheel(s, -(1990.0f * 70) / 60);
    before = y_of(s, 1992);
    wheel(s, -1);
    assert_in_range(abs(y_of(s, 1992) - before), 0, 60 + 4 * 30 + 30);
    wheel(s, -1e6f);
    assert_int_equal(y_of(s, ROWS - 1) + 60 + 8 + 30, 600); /* all rows are as tall now */
}

static void a_row_far_down_is_tapped(void **state)
{
    struct stage *s = *state;

    wheel(s, -(3000.0f * 70) / 60);
    ui_feed(s->ui, &(struct ui_event){.kind = UI_DOWN, .x = 100, .y = 200});
    ui_feed(s->ui, &(struct ui_event){.kind = UI_UP, .x = 100, .y = 200});
    settle(s);
    assert_in_range(s->said, 3001, 3003);
}

static void key(struct stage *s, enum ui_key k)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = k});
    settle(s);
}

static void the_focus_goes_on_beyond_the_window(void **state)
{
    struct stage *s = *state;

    key(s, UI_KEY_TAB);
    for (int i = 0; i < 59; i++) {
        key(s, UI_KEY_DOWN);
    }
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->said, 59);
}

static void the_ends_are_one_key_away(void **state)
{
    struct stage *s = *state;

    s->tall = ROWS - 3; /* how high the rows are is found out on the way */
    key(s, UI_KEY_TAB);
    key(s, UI_KEY_END);
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->said, ROWS - 1);
    assert_in_range(y_of(s, ROWS - 1) + 60, 500, 600);
    key(s, UI_KEY_UP);
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->said, ROWS - 2);
    key(s, UI_KEY_HOME);
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->said, 0);
    assert_in_range(y_of(s, 0), 0, 100);
}

/* Eight rows and a little are in sight: a page is less than that, so that one finds one's place. */
static void a_page_is_one_key(void **state)
{
    struct stage *s = *state;
    int was = 0;

    key(s, UI_KEY_TAB);
    for (int page = 0; page < 5; page++) {
        key(s, UI_KEY_PAGE_DOWN);
        key(s, UI_KEY_ENTER);
        assert_in_range(s->said - was, 5, 8);
        was = s->said;
        assert_in_range(y_of(s, was), 0, 540);
    }
    key(s, UI_KEY_PAGE_UP);
    key(s, UI_KEY_ENTER);
    assert_in_range(was - s->said, 5, 8);
    key(s, UI_KEY_END);
    key(s, UI_KEY_PAGE_DOWN);
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->said, ROWS - 1);
}

/* With one switch: nobody waits until a light has walked over thousands of rows. */
static void a_scanned_list_is_turned_by_pages(void **state)
{
    struct stage *s = *state;
    int lit = 0;

    s->frame.scan = ui_scan_usual();
    settle(s);
    assert_non_null(ui_find(s->ui, "Further down"));
    lit = ui_scan_state(s->ui)->count;
    assert_in_range(lit, 6, 10);
    for (int page = 0; page < 3; page++) {
        const struct ui_place *down = ui_find(s->ui, "Further down");
        float x = (float)(down->at.x + down->at.w / 2);
        float y = (float)(down->at.y + down->at.h / 2);

        ui_feed(s->ui, &(struct ui_event){.kind = UI_DOWN, .x = x, .y = y});
        ui_feed(s->ui, &(struct ui_event){.kind = UI_UP, .x = x, .y = y});
        settle(s);
        assert_in_range(ui_scan_state(s->ui)->count, 6, 11);
    }
    assert_in_range(y_of(s, 18), 0, 600); /* three pages of six */
    s->frame.scan = (struct ui_scan_settings){.way = UI_SCAN_OFF};
    settle(s);
    assert_null(ui_find(s->ui, "Further down"));
}

static void a_short_list_is_made_whole(void **state)
{
    struct stage *s = *state;

    s->count = UI_LIST_WHOLE;
    settle(s);
    assert_int_equal(s->made, UI_LIST_WHOLE);
}

int main(void)
{
#define LIST(name, test) cases_add_placed(name, test, open_stage, close_stage)
    LIST("only what is in sight is made", only_what_is_in_sight_is_made);
    LIST("rows lie where they would in the whole list",
         rows_lie_where_they_would_in_the_whole_list);
    LIST("the last row is at the end", the_last_row_is_at_the_end);
    LIST("columns make rows", columns_make_rows);
    LIST("a tall row keeps the place", a_tall_row_keeps_the_place);
    LIST("a row far down is tapped", a_row_far_down_is_tapped);
    LIST("the focus goes on beyond the window", the_focus_goes_on_beyond_the_window);
    LIST("the ends are one key away", the_ends_are_one_key_away);
    LIST("a page is one key", a_page_is_one_key);
    LIST("a scanned list is turned by pages", a_scanned_list_is_turned_by_pages);
    LIST("a short list is made whole", a_short_list_is_made_whole);
    return cases_run("list", NULL, NULL);
}
