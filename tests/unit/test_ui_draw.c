/* Dirty rectangles: nothing for the same frame, all for a lost window, and for a change no more
 * than what lies around it; and the drawing as text. */
#include "ui.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 640, HEIGHT = 320, BOXES = 40 };

static struct draw_command box(int x, int y, int w, int h)
{
    return (struct draw_command){
        .kind = DRAW_FILL,
        .at = {x, y, w,     h     },
        .clip = {0, 0, WIDTH, HEIGHT},
        .colour = 0xff112233U,
        .text = ""
    };
}

static struct draw_list listed(struct draw_command *commands, int count)
{
    return (struct draw_list){
        .commands = commands, .count = count, .width = WIDTH, .height = HEIGHT};
}

static bool covered(const struct draw_rect *rects, int count, int x, int y)
{
    for (int i = 0; i < count; i++) {
        if (draw_rect_meet(rects[i], (struct draw_rect){x, y, 1, 1}).w > 0) {
            return true;
        }
    }
    return false;
}

static void the_same_frame_costs_nothing(void **state)
{
    struct draw_command commands[] = {box(0, 0, WIDTH, HEIGHT), box(100, 100, 50, 50)};
    struct draw_list list = listed(commands, 2);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];

    (void)state;
    assert_int_equal(draw_grid_take(&grid, &list, out), 1);
    assert_int_equal(out[0].w, WIDTH);
    assert_int_equal(out[0].h, HEIGHT);
    assert_int_equal(draw_grid_take(&grid, &list, out), 0);
    list.width = WIDTH - 1;
    assert_int_equal(draw_grid_take(&grid, &list, out), 1);
    draw_grid_finish(&grid);
}

/* Each of what a command says, made another: none may be left on the screen as it was. */
static const struct draw_command others[] = {
    {.kind = DRAW_EDGE},
    {.at = {101, 100, 50, 50}},
    {.at = {100, 101, 50, 50}},
    {.at = {100, 100, 51, 50}},
    {.at = {100, 100, 50, 51}},
    {.clip = {0, 0, 140, HEIGHT}},
    {.clip = {0, 0, WIDTH, 140}},
    {.colour = 0xff112234U},
    {.radius = 4},
    {.line = 2},
    {.blur = 3},
    {.drop = 5},
    {.size = 12},
    {.baseline = 7},
    {.font = DRAW_BOLD},
    {.rises = true},
    {.rtl = true},
    {.urdu = true},
    {.text = "a"},
};

static struct draw_command changed(struct draw_command c, const struct draw_command *by)
{
    c.kind = by->kind != c.kind && by->kind == DRAW_EDGE ? by->kind : c.kind;
    c.at = by->at.w > 0 ? by->at : c.at;
    c.clip = by->clip.w > 0 ? by->clip : c.clip;
    c.colour = by->colour != 0 ? by->colour : c.colour;
    c.radius = by->radius;
    c.line = by->line;
    c.blur = by->blur;
    c.drop = by->drop;
    c.size = by->size;
    c.baseline = by->baseline;
    c.font = by->font;
    c.rises = by->rises;
    c.rtl = by->rtl;
    c.urdu = by->urdu;
    c.text = by->text != NULL ? by->text : c.text;
    return c;
}

static void whatever_a_command_says_is_looked_at(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct draw_command commands[] = {box(0, 0, WIDTH, HEIGHT), box(100, 100, 50, 50)};
        struct draw_list list = listed(commands, 2);
        struct draw_grid grid = {0};
        struct draw_rect out[DRAW_RECTS_MAX];
        int count = 0;

        (void)draw_grid_take(&grid, &list, out);
        commands[1] = changed(commands[1], &others[i]);
        count = draw_grid_take(&grid, &list, out);
        if (count == 0 || !covered(out, count, 120, 120)) {
            fail_msg("what was changed in row %zu is not painted again", i);
        }
        draw_grid_finish(&grid);
    }
}

static void a_change_repaints_what_lies_around_it(void **state)
{
    struct draw_command commands[] = {box(0, 0, WIDTH, HEIGHT), box(100, 100, 50, 50),
                                      box(400, 200, 50, 50)};
    struct draw_list list = listed(commands, 3);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];
    int count = 0;

    (void)state;
    (void)draw_grid_take(&grid, &list, out);
    commands[1].colour = 0xff445566U;
    count = draw_grid_take(&grid, &list, out);
    assert_int_equal(count, 1);
    assert_true(covered(out, count, 100, 100) && covered(out, count, 149, 149));
    assert_true(out[0].w <= 96 && out[0].h <= 96);
    commands[1].at.x = 300; /* moved: both places */
    count = draw_grid_take(&grid, &list, out);
    assert_true(covered(out, count, 120, 120) && covered(out, count, 320, 120));
    assert_false(covered(out, count, 230, 120));
    draw_grid_finish(&grid);
}

/* One command more at the front leaves the others where they were. */
static void a_new_command_moves_none_of_the_others(void **state)
{
    struct draw_command commands[] = {box(0, 0, 20, 20), box(100, 100, 50, 50),
                                      box(400, 200, 50, 50)};
    struct draw_list with = listed(commands, 3);
    struct draw_list without = listed(commands + 1, 2);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];
    int count = 0;

    (void)state;
    (void)draw_grid_take(&grid, &without, out);
    count = draw_grid_take(&grid, &with, out);
    assert_int_equal(count, 1);
    assert_true(covered(out, count, 5, 5));
    assert_false(covered(out, count, 120, 120));
    draw_grid_finish(&grid);
}

static void order_matters_where_things_overlap(void **state)
{
    struct draw_command commands[] = {box(0, 0, 50, 50), box(20, 20, 50, 50)};
    struct draw_command turned[2];
    struct draw_list list = listed(commands, 2);
    struct draw_list other = listed(turned, 2);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];

    (void)state;
    turned[0] = commands[1];
    turned[1] = commands[0];
    (void)draw_grid_take(&grid, &list, out);
    assert_true(covered(out, draw_grid_take(&grid, &other, out), 30, 30));
    draw_grid_finish(&grid);
}

/* More changes than rectangles: all are covered, none overlap. */
static void many_changes_are_joined(void **state)
{
    struct draw_command commands[BOXES];
    struct draw_list list = listed(commands, BOXES);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];
    int count = 0;

    (void)state;
    for (int i = 0; i < BOXES; i++) {
        commands[i] = box((i * 149) % WIDTH, (i * 67) % HEIGHT, 5, 5);
    }
    (void)draw_grid_take(&grid, &list, out);
    for (int i = 0; i < BOXES; i++) {
        commands[i].colour = 0xffffffffU;
    }
    count = draw_grid_take(&grid, &list, out);
    assert_in_range(count, 1, DRAW_RECTS_MAX);
    for (int i = 0; i < BOXES; i++) {
        assert_true(covered(out, count, commands[i].at.x, commands[i].at.y));
    }
    for (int a = 0; a < count; a++) {
        for (int b = a + 1; b < count; b++) {
            struct draw_rect both = draw_rect_meet(out[a], out[b]);

            assert_true(both.w == 0 || both.h == 0);
        }
    }
    draw_grid_finish(&grid);
}

static void text_is_compared_by_its_words(void **state)
{
    char first[] = "Some";
    char second[] = "Some";
    struct draw_command commands[] = {box(0, 0, 100, 30)};
    struct draw_list list = listed(commands, 1);
    struct draw_grid grid = {0};
    struct draw_rect out[DRAW_RECTS_MAX];

    (void)state;
    commands[0].kind = DRAW_TEXT;
    commands[0].size = 20;
    commands[0].text = first;
    (void)draw_grid_take(&grid, &list, out);
    commands[0].text = second;
    assert_int_equal(draw_grid_take(&grid, &list, out), 0);
    second[0] = 's';
    assert_int_equal(draw_grid_take(&grid, &list, out), 1);
    draw_grid_finish(&grid);
}

static void a_drawing_as_text(void **state)
{
    struct draw_command commands[] = {box(1, 2, 3, 4), box(5, 6, 7, 8)};
    struct draw_list list = listed(commands, 2);
    struct buf b = {0};

    (void)state;
    commands[0].radius = 2.5f;
    commands[1].kind = DRAW_TEXT;
    commands[1].text = "Save";
    commands[1].size = 20;
    commands[1].baseline = 12;
    commands[1].font = DRAW_BOLD;
    draw_list_print(&list, &b);
    assert_string_equal(buf_cstr(&b), "fill 1,2 3x4 #ff112233 radius 2.5\n"
                                      "text 5,6 7x8 #ff112233 bold 20 at 12 \"Save\"\n");
    buf_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_frame_costs_nothing),
        cmocka_unit_test(whatever_a_command_says_is_looked_at),
        cmocka_unit_test(a_change_repaints_what_lies_around_it),
        cmocka_unit_test(a_new_command_moves_none_of_the_others),
        cmocka_unit_test(order_matters_where_things_overlap),
        cmocka_unit_test(many_changes_are_joined),
        cmocka_unit_test(text_is_compared_by_its_words),
        cmocka_unit_test(a_drawing_as_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
