/* Typing: every row plays keys into a field and looks at the text; then the own keyboard, secrets
 * and taps that place the caret. In the rows a letter stands for itself and a sign for a key:
 * < > left and right, { } the same with the selection, ^ home, $ end, # Backspace, ~ Delete,
 * @ all, | Enter, _ a space. */
#include "letters.h"
#include "ui.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 24 };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    char text[ROOM];
    int lines;
    bool secret;
    int changes, dones;
};

static void settle(struct stage *s)
{
    for (int i = 0; i < 64; i++) {
        enum ui_field_act act = UI_FIELD_NONE;

        ui_begin(s->ui, &s->frame);
        act = ui_field(s->ui, &(struct ui_field){.label = "Note",
                                                 .text = s->text,
                                                 .room = sizeof(s->text),
                                                 .lines = s->lines,
                                                 .secret = s->secret});
        s->changes += act == UI_FIELD_CHANGED;
        s->dones += act == UI_FIELD_DONE;
        (void)ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static void stage_open(struct stage *s, const char *text, int lines)
{
    *s = (struct stage){
        .frame = {.width = 1000, .height = 800, .scale = 1, .text = 1},
          .lines = lines
    };
    s->ui = ui_create(letters_port());
    s->frame.keyboard = true;
    s->frame.now_ms = 1000;
    text_copy(s->text, sizeof(s->text), text);
    settle(s);
    ui_focus(s->ui, ui_find(s->ui, "Note")->id);
    settle(s);
}

static void key(struct stage *s, enum ui_key k, bool shift)
{
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = k, .shift = shift});
}

static void type(struct stage *s, const char *text)
{
    struct ui_event event = {.kind = UI_TEXT};

    text_copy(event.text, sizeof(event.text), text);
    ui_feed(s->ui, &event);
}

static const struct sign {
    char sign;
    enum ui_key key;
    bool shift;
} signs[] = {
    {'<', UI_KEY_LEFT,      false},
    {'>', UI_KEY_RIGHT,     false},
    {'{', UI_KEY_LEFT,      true },
    {'}', UI_KEY_RIGHT,     true },
    {'^', UI_KEY_HOME,      false},
    {'$', UI_KEY_END,       false},
    {'#', UI_KEY_BACKSPACE, false},
    {'~', UI_KEY_DELETE,    false},
    {'@', UI_KEY_ALL,       false},
    {'|', UI_KEY_ENTER,     false},
    {'8', UI_KEY_UP,        false},
    {'2', UI_KEY_DOWN,      false},
};

static void play(struct stage *s, const char *acts)
{
    const char *at = acts;

    while (*at != '\0') {
        const char *from = at;
        const struct sign *sign = NULL;

        (void)text_next(&at);
        for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
            sign = signs[i].sign == *from ? &signs[i] : sign;
        }
        if (sign != NULL) {
            key(s, sign->key, sign->shift);
        } else {
            char letter[8] = {0};

            memcpy(letter, *from == '_' ? " " : from, (size_t)(at - from));
            type(s, letter);
        }
    }
    settle(s);
}

static struct row {
    const char *name;
    const char *given;
    int lines;
    const char *acts;
    const char *want;
} rows[] = {
    {"letters go to the end",             "Elm",                     1, "s",         "Elms"                   },
    {"in the middle",                     "Em",                      1, "<l",        "Elm"                    },
    {"at the start",                      "lm",                      1, "^E",        "Elm"                    },
    {"home, end",                         "lm",                      1, "^E$s",      "Elms"                   },
    {"Backspace",                         "Elms",                    1, "#",         "Elm"                    },
    {"Backspace at the start",            "Elm",                     1, "^#",        "Elm"                    },
    {"Delete",                            "Elms",                    1, "^~",        "lms"                    },
    {"Delete at the end",                 "Elm",                     1, "~",         "Elm"                    },
    {"the selection is typed over",       "Elms",                    1, "{{x",       "Elx"                    },
    {"the selection is deleted",          "Elms",                    1, "{{#",       "El"                     },
    {"an arrow lets go of the selection", "Elms",                    1, "^}}<x",     "xElms"                  },
    {"all",                               "Elms",                    1, "@b",        "b"                      },
    {"two bytes are one letter",          "tŷ",                     1, "#",         "t"                      },
    {"left over two bytes",               "tŷ",                     1, "<x",        "txŷ"                   },
    {"a letter and its marks are one",    "ty\xcc\x82",              1, "#",         "t"                      },
    {"left over a letter and its marks",  "ty\xcc\x82",              1, "<x",        "txy\xcc\x82"            },
    {"a hand and its skin are one",       "a👍🏽",               1, "#",         "a"                      },
    {"a family is one",                   "a👩‍👧",            1, "#",         "a"                      },
    {"Welsh, Polish",                     "",                        1, "ŵł",      "ŵł"                   },
    {"Arabic",                            "",                        1, "سلام#", "سلا"                 },
    {"a space",                           "a",                       1, "_b",        "a b"                    },
    {"Enter does not break one line",     "a",                       1, "|b",        "ab"                     },
    {"Enter breaks a line of many",       "a",                       3, "|b",        "a\nb"                   },
    {"home stays in its line",            "a\nb",                    3, "^x",        "a\nxb"                  },
    {"up keeps the column",               "abc\ndef",                3, "8x",        "abcx\ndef"              },
    {"up to a shorter line",              "a\ndef",                  3, "8x",        "ax\ndef"                },
    {"down",                              "abc\nd",                  3, "8^2x",      "abc\nxd"                },
    {"a full field takes no more",        "12345678901234567890123", 1, "x",         "12345678901234567890123"},
    {"and never half a letter",           "1234567890123456789012",  1, "ŵ",        "1234567890123456789012" },
};

static void check_row(void **state)
{
    const struct row *row = *state;
    struct stage s;

    stage_open(&s, row->given, row->lines);
    play(&s, row->acts);
    assert_string_equal(s.text, row->want);
    ui_destroy(s.ui);
}

static void tap(struct stage *s, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);
    struct ui_event event = {.kind = UI_DOWN};

    assert_non_null(p);
    event.x = (float)p->at.x + (float)p->at.w / 2;
    event.y = (float)p->at.y + (float)p->at.h / 2;
    ui_feed(s->ui, &event);
    event.kind = UI_UP;
    ui_feed(s->ui, &event);
    settle(s);
}

static void tap_at(struct stage *s, float dx, float dy)
{
    const struct ui_place *p = ui_find(s->ui, "Note");
    struct ui_event event = {.kind = UI_DOWN, .x = (float)p->at.x + dx, .y = (float)p->at.y + dy};

    ui_feed(s->ui, &event);
    event.kind = UI_UP;
    ui_feed(s->ui, &event);
    settle(s);
}

static void a_tap_places_the_caret(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "abcdef", 1);
    tap_at(&s, 16 + 31, 32); /* 10 a letter, 16 before the first */
    type(&s, "x");
    settle(&s);
    assert_string_equal(s.text, "abcxdef");
    s.frame.now_ms += 1000;
    tap_at(&s, 900, 32);
    type(&s, "y");
    settle(&s);
    assert_string_equal(s.text, "abcxdefy");
    ui_destroy(s.ui);
}

static void two_taps_select_a_word(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "one two six", 1);
    tap_at(&s, 16 + 52, 32);
    s.frame.now_ms += 200;
    tap_at(&s, 16 + 52, 32);
    type(&s, "2");
    settle(&s);
    assert_string_equal(s.text, "one 2 six");
    ui_destroy(s.ui);
}

static void a_tap_in_the_second_line(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "abc\ndef", 3);
    tap_at(&s, 16 + 11, 14 + 27 + 10);
    type(&s, "x");
    settle(&s);
    assert_string_equal(s.text, "abc\ndxef");
    ui_destroy(s.ui);
}

static void the_own_keyboard_types(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "", 1);
    assert_true(ui_wants_text(s.ui));
    tap(&s, "shift");
    tap(&s, "T");
    tap(&s, "o");
    tap(&s, "space");
    tap(&s, "123");
    tap(&s, "7");
    tap(&s, "abc");
    tap(&s, "âéł");
    tap(&s, "ŷ");
    tap(&s, "a"); /* an accent goes back to the letters by itself */
    tap(&s, "backspace");
    assert_string_equal(s.text, "To 7ŷ");
    tap(&s, "Done");
    assert_int_equal(s.dones, 1);
    assert_false(ui_wants_text(s.ui));
    assert_null(ui_find(s.ui, "space"));
    ui_destroy(s.ui);
}

static void backspace_repeats_while_held(void **state)
{
    struct stage s;
    const struct ui_place *p = NULL;
    struct ui_event event = {.kind = UI_DOWN};

    (void)state;
    stage_open(&s, "abcdef", 1);
    p = ui_find(s.ui, "backspace");
    event.x = (float)p->at.x + 5;
    event.y = (float)p->at.y + 5;
    ui_feed(s.ui, &event);
    settle(&s);
    assert_string_equal(s.text, "abcde"); /* at once, on touch */
    for (int i = 0; i < 3; i++) {
        assert_true(ui_wake_ms(s.ui) != INT64_MAX);
        s.frame.now_ms = ui_wake_ms(s.ui);
        settle(&s);
    }
    assert_string_equal(s.text, "ab");
    event.kind = UI_UP;
    ui_feed(s.ui, &event);
    settle(&s);
    assert_string_equal(s.text, "ab");
    assert_true(ui_wake_ms(s.ui) == INT64_MAX);
    ui_destroy(s.ui);
}

static void real_keys_put_the_own_keyboard_away(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "", 1);
    assert_non_null(ui_find(s.ui, "space"));
    type(&s, "a");
    settle(&s);
    assert_null(ui_find(s.ui, "space"));
    s.frame.now_ms += 1000;
    tap(&s, "Note");
    assert_non_null(ui_find(s.ui, "space"));
    ui_destroy(s.ui);
}

static bool draws(struct stage *s, const char *text)
{
    struct buf b = {0};
    bool found = false;

    ui_print_texts(s->ui, &b);
    found = strstr(buf_cstr(&b), text) != NULL;
    buf_finish(&b);
    return found;
}

static void a_secret_is_dots_until_shown(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "tŷ", 1);
    s.secret = true;
    settle(&s);
    assert_false(draws(&s, "tŷ"));
    assert_true(draws(&s, "••\n"));
    type(&s, "x");
    settle(&s);
    assert_string_equal(s.text, "tŷx");
    tap(&s, "Note/Show");
    assert_true(draws(&s, "tŷx"));
    tap(&s, "Note/Hide");
    assert_false(draws(&s, "tŷx"));
    ui_destroy(s.ui);
}

/* Its dots run one way, so it is edited by the order of writing and not by how it lies. */
static void a_secret_is_edited_by_its_letters(void **state)
{
    static const struct {
        const char *acts, *want;
    } secrets[] = {
        {"<<x",   "ab xcd"},
        {"{{<x",  "ab xcd"},
        {"{{>x",  "ab cdx"},
        {"^}}<x", "xab cd"},
        {"^}}>x", "abx cd"},
        {"{{#",   "ab "   },
        {"@x",    "x"     },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
        struct stage s;
        stage_open(&s, "ab cd", 1);
        s.secret = true;
        settle(&s);
        play(&s, secrets[i].acts);
        assert_string_equal(s.text, secrets[i].want);
        ui_destroy(s.ui);
    }
}

static void text_from_elsewhere_moves_the_caret_on(void **state)
{
    struct stage s;

    (void)state;
    stage_open(&s, "one", 1);
    text_copy(s.text, sizeof(s.text), "one two"); /* a quick phrase was added */
    settle(&s);
    type(&s, "!");
    settle(&s);
    assert_string_equal(s.text, "one two!");
    assert_int_equal(s.changes, 1);
    ui_destroy(s.ui);
}

int main(void)
{
    enum { ROWS = sizeof(rows) / sizeof(rows[0]), OTHERS = 9 };
    const struct CMUnitTest others[OTHERS] = {
        cmocka_unit_test(a_tap_places_the_caret),
        cmocka_unit_test(two_taps_select_a_word),
        cmocka_unit_test(a_tap_in_the_second_line),
        cmocka_unit_test(the_own_keyboard_types),
        cmocka_unit_test(backspace_repeats_while_held),
        cmocka_unit_test(real_keys_put_the_own_keyboard_away),
        cmocka_unit_test(a_secret_is_dots_until_shown),
        cmocka_unit_test(a_secret_is_edited_by_its_letters),
        cmocka_unit_test(text_from_elsewhere_moves_the_caret_on),
    };
    struct CMUnitTest tests[ROWS + OTHERS];

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    memcpy(&tests[ROWS], others, sizeof(others));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
