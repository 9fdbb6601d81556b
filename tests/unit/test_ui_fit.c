/* Words as large as the screen holds: they shrink together until nothing need be scrolled, no word
 * is broken and equal shares stay equal, and never below 100 %. A letter is half its size wide.
 *
 * Planted fault, built once and seen to fail here: unequal shares let pass. */
#include "letters.h"
#include "ui.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const few[] = {"Yes", "No"};
static const char *const tall[] = {"one", "two", "three", "four", "five", "six", "seven", "eight"};
static const char *const wide[] = {"Unquestionably", "Inconsiderately", "Notwithstanding"};
static const char *const uneven[] = {"I", "We", "Throughout", "Us", "Me"};

struct things {
    const char *const *words;
    int count;
};

static void column(struct ui *ui, const struct things *t)
{
    for (int i = 0; i < t->count; i++) {
        ui_text(ui, UI_TITLE, t->words[i]);
    }
}

static void row(struct ui *ui, const struct things *t)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
    for (int i = 0; i < t->count; i++) {
        ui_next_grow(ui, 1);
        ui_open_column(ui, 0);
        ui_text(ui, UI_TITLE, t->words[i]);
        ui_close(ui);
    }
    ui_close(ui);
}

/* UI_TITLE is 31 dp. */
static struct row {
    const char *name;
    void (*draw)(struct ui *ui, const struct things *t);
    struct things things;
    bool fits;
    float text;
    int width, height;
    int want; /* pixels of the em */
} rows[] = {
    {"room enough: as large as wanted",    column, {few, 2},    true,  2,    800, 400, 62},
    {"too high: as large as it holds",     column, {tall, 8},   true,  2,    800, 400, 37},
    {"too high, and not asked to fit",     column, {tall, 8},   false, 2,    800, 400, 62},
    {"never below the usual size",         column, {tall, 8},   true,  2,    800, 200, 31},
    {"the usual size is left alone",       column, {tall, 8},   true,  1,    800, 200, 31},
    {"no word is broken",                  row,    {wide, 3},   true,  2,    800, 800, 34},
    {"equal shares stay equal",            row,    {uneven, 5}, true,  2,    900, 800, 34},
    {"a little larger is still too large", row,    {wide, 3},   true,  1.1F, 800, 800, 34},
};

static void check_row(void **state)
{
    const struct row *at = *state;
    struct ui *ui = ui_create(letters_port());
    struct ui_frame frame = {
        .width = at->width, .height = at->height, .scale = 1, .text = at->text, .now_ms = 1};
    const struct draw_list *list = NULL;
    int texts = 0;

    ui_begin(ui, &frame);
    ui_open_scroll(ui, "all", (struct ui_box){.grow = 1, .fits = at->fits});
    at->draw(ui, &at->things);
    ui_close(ui);
    list = ui_end(ui);
    for (int i = 0; i < list->count; i++) {
        if (list->commands[i].kind == DRAW_TEXT) {
            assert_int_equal(list->commands[i].size, at->want);
            texts++;
        }
    }
    assert_true(texts > 0);
    ui_destroy(ui);
}

int main(void)
{
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    struct CMUnitTest tests[ROWS];

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
