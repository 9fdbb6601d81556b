/* Where boxes go: rows, columns, wraps, grids, growth, scrolling and sheets, read off the places of
 * things that can be pressed. A letter is measured as half its size, so every number is exact. */
#include "letters.h"
#include "ui.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put(struct ui *ui, const char *label, struct ui_box box)
{
    (void)ui_open_press(ui, label, box);
    ui_close(ui);
}

static struct ui_box sized(float width, float height)
{
    return (struct ui_box){.width = width, .height = height, .fixed = true};
}

static struct ui_box growing(float grow, float height)
{
    return (struct ui_box){.grow = grow, .height = height};
}

static void row_of_three(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 10, .pad = 20});
    put(ui, "a", sized(100, 50));
    put(ui, "b", growing(1, 50));
    put(ui, "c", growing(2, 30));
    ui_close(ui);
}

static void row_ends(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .height = 100, .across = UI_END});
    put(ui, "a", sized(100, 50));
    ui_spacer(ui);
    put(ui, "b", sized(100, 20));
    ui_close(ui);
}

static void row_stretched(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .height = 100, .across = UI_STRETCH});
    put(ui, "a", (struct ui_box){.grow = 1});
    put(ui, "b", (struct ui_box){.grow = 1});
    ui_close(ui);
}

static void row_narrow(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 10, .narrow = 1001});
    put(ui, "a", sized(100, 50));
    put(ui, "b", sized(100, 50));
    ui_close(ui);
}

static void column_grows(struct ui *ui)
{
    put(ui, "a", sized(100, 100));
    put(ui, "b", growing(1, 50));
    put(ui, "c", growing(3, 50));
}

static void column_centred(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.grow = 1, .along = UI_CENTRE, .across = UI_CENTRE});
    put(ui, "a", sized(200, 100));
    ui_close(ui);
}

static void max_width(struct ui *ui)
{
    put(ui, "a", (struct ui_box){.max_width = 300, .height = 40});
}

static void wraps(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 10});
    put(ui, "a", sized(400, 40));
    put(ui, "b", sized(400, 60));
    put(ui, "c", sized(400, 40));
    put(ui, "d", growing(1, 40));
    ui_close(ui);
}

static void grid(struct ui *ui)
{
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 10, .cell = 300});
    put(ui, "a", growing(0, 40));
    put(ui, "b", growing(0, 60));
    put(ui, "c", growing(0, 40));
    put(ui, "d", growing(0, 40));
    ui_close(ui);
}

static void words_wrap(struct ui *ui)
{
    ui_next(ui, (struct ui_box){.max_width = 95});
    ui_text(ui, UI_BODY, "one two three four"); /* 10 a letter: "one two" is 70, "three" 50 */
    put(ui, "below", sized(10, 10));
}

static void word_breaks(struct ui *ui)
{
    ui_next(ui, (struct ui_box){.max_width = 100});
    ui_text(ui, UI_BODY, "abcdefghijklmnopqrstuvwxy");
    put(ui, "below", sized(10, 10));
}

static void scroll_gives_way(struct ui *ui)
{
    ui_next_grow(ui, 1);
    ui_open_scroll(ui, "list", (struct ui_box){.gap = 0});
    put(ui, "a", sized(100, 600));
    put(ui, "b", sized(100, 600));
    ui_close(ui);
    put(ui, "foot", sized(100, 100));
}

static void sheet_in_the_middle(struct ui *ui)
{
    put(ui, "a", sized(100, 100));
    (void)ui_open_sheet(ui, "Choose", 400);
    put(ui, "b", sized(100, 100));
    ui_close(ui);
    put(ui, "c", sized(100, 100));
}

static void word_fits(struct ui *ui)
{
    ui_next(ui, (struct ui_box){.max_width = 170});
    ui_text_fit(ui, UI_BODY, UI_START, "abcdefghijklmnopqr");
    put(ui, "below", sized(10, 10));
}

static void toast_alone(struct ui *ui)
{
    (void)ui_toast(ui, "ok", "Undo");
}

static void toast_on_foot(struct ui *ui)
{
    ui_spacer(ui);
    ui_open(ui, (struct ui_box){.height = 150, .foot = true});
    ui_close(ui);
    (void)ui_toast(ui, "ok", "Undo");
}

/* A name that ends early leaves the bar room; a long one does not. */
static void bar_and_foot(struct ui *ui, const char *name)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .height = 88, .head = true});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_BODY, name);
    put(ui, "lock", sized(100, 64));
    ui_close(ui);
    toast_on_foot(ui);
}

static void toast_in_bar(struct ui *ui)
{
    bar_and_foot(ui, "ab");
}

static void toast_under_bar(struct ui *ui)
{
    bar_and_foot(ui,
                 "a name of eighty letters, with which hardly any room is left for another word");
}

static struct row {
    const char *name;
    void (*screen)(struct ui *ui);
    const char *label;
    struct draw_rect want;
} rows[] = {
    {"a row leaves out its padding",             row_of_three,        "a",     {20, 20, 100, 50}   },
    {"one share of what is left",                row_of_three,        "b",     {130, 20, 280, 50}  },
    {"two shares, centred across",               row_of_three,        "c",     {420, 30, 560, 30}  },
    {"across at the end",                        row_ends,            "a",     {0, 50, 100, 50}    },
    {"a spacer pushes to the end",               row_ends,            "b",     {900, 80, 100, 20}  },
    {"a stretched row",                          row_stretched,       "b",     {500, 0, 500, 100}  },
    {"too narrow a row is a column",             row_narrow,          "b",     {0, 60, 100, 50}    },
    {"a column gives one share",                 column_grows,        "b",     {0, 100, 1000, 150} },
    {"a column gives three shares",              column_grows,        "c",     {0, 250, 1000, 350} },
    {"centred both ways",                        column_centred,      "a",     {400, 250, 200, 100}},
    {"no wider than asked",                      max_width,           "a",     {0, 0, 300, 40}     },
    {"a wrap goes on in the next line",          wraps,               "c",     {0, 70, 400, 40}    },
    {"a wrap's line is as high as its tallest",  wraps,               "a",     {0, 10, 400, 40}    },
    {"what grows takes the rest of its line",    wraps,               "d",     {410, 70, 590, 40}  },
    {"a grid's columns are even: 2 and 2",       grid,                "b",     {505, 0, 495, 60}   },
    {"a grid's lines are equally high",          grid,                "c",     {0, 70, 495, 60}    },
    {"three lines of words",                     words_wrap,          "below", {0, 81, 10, 10}     },
    {"a long word breaks where it must",         word_breaks,         "below", {0, 81, 10, 10}     },
    {"a long word grows smaller to fit",         word_fits,           "below", {0, 24, 10, 10}     },
    {"a toast stands over the window's end",     toast_alone,         "Undo",  {482, 516, 80, 64}  },
    {"a toast stands on a high foot",            toast_on_foot,       "Undo",  {482, 366, 80, 64}  },
    {"a toast stands in a bar with room",        toast_in_bar,        "Undo",  {442, 12, 80, 64}   },
    {"a toast stands on a foot, the bar full",   toast_under_bar,     "Undo",  {482, 366, 80, 64}  },
    {"what scrolls gives way to the rest",       scroll_gives_way,    "foot",  {0, 500, 100, 100}  },
    {"the content of a scroll keeps its height", scroll_gives_way,    "b",     {0, 600, 100, 600}  },
    {"a sheet's content lies inside it",         sheet_in_the_middle, "b",     {324, 290, 100, 100}},
    {"after a sheet the screen goes on",         sheet_in_the_middle, "c",     {0, 100, 100, 100}  },
};

static struct ui *drawn(void (*screen)(struct ui *ui), float scale, float text)
{
    struct ui *ui = ui_create(letters_port());

    for (int i = 0; i < 2; i++) {
        ui_begin(ui, &(struct ui_frame){.width = (int)(1000 * scale),
                                        .height = (int)(600 * scale),
                                        .scale = scale,
                                        .text = text});
        screen(ui);
        (void)ui_end(ui);
    }
    return ui;
}

static void print_rect(char *out, size_t room, struct draw_rect r)
{
    (void)snprintf(out, room, "%d,%d %dx%d", r.x, r.y, r.w, r.h);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct ui *ui = drawn(row->screen, 1, 1);
    const struct ui_place *place = ui_find(ui, row->label);
    char got[64];
    char want[64];

    assert_non_null(place);
    print_rect(got, sizeof(got), place->at);
    print_rect(want, sizeof(want), row->want);
    assert_string_equal(got, want);
    ui_destroy(ui);
}

/* At any scale neighbours meet: no pixel between them, none shared. */
static void seams(void **state)
{
    static const float scales[] = {1, 1.25f, 1.37f, 2, 0.93f};

    (void)state;
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        struct ui *ui = drawn(column_grows, scales[i], 1);
        struct draw_rect b = ui_find(ui, "b")->at;
        struct draw_rect c = ui_find(ui, "c")->at;

        assert_int_equal(b.y + b.h, c.y);
        ui_destroy(ui);
    }
}

/* Larger text makes a narrow row of what was a row, and a grid of two columns one. */
static void text_size_moves_boxes(void **state)
{
    struct ui *ui = drawn(grid, 1, 2);

    (void)state;
    assert_int_equal(ui_find(ui, "b")->at.x, 0);
    assert_int_equal(ui_find(ui, "b")->at.w, 1000);
    ui_destroy(ui);
}

static void what_is_scrolled_away_is_covered(void **state)
{
    struct ui *ui = drawn(scroll_gives_way, 1, 1);

    (void)state;
    assert_false(ui_find(ui, "a")->covered);
    assert_true(ui_find(ui, "b")->covered);
    ui_destroy(ui);
    ui = drawn(sheet_in_the_middle, 1, 1);
    assert_true(ui_find(ui, "a")->covered);
    assert_false(ui_find(ui, "b")->covered);
    ui_destroy(ui);
}

int main(void)
{
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    struct CMUnitTest tests[ROWS + 3];

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    tests[ROWS] = (struct CMUnitTest)cmocka_unit_test(seams);
    tests[ROWS + 1] = (struct CMUnitTest)cmocka_unit_test(text_size_moves_boxes);
    tests[ROWS + 2] = (struct CMUnitTest)cmocka_unit_test(what_is_scrolled_away_is_covered);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
