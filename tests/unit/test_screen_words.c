/* The table of words: its tone, its marks, and a language laid over it. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_calm(const char *text)
{
    static const char *const never[] = {"!", "failing", "behind", "please wait", "rror"};

    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
        if (strstr(text, never[i]) != NULL && strcmp(text, "Entered in error") != 0) {
            fail_msg("\"%s\" says %s", text, never[i]);
        }
    }
}

static void every_word_is_calm(void **state)
{
    struct words words;

    (void)state;
    words_english(&words);
    for (int i = 0; i < WORD_COUNT; i++) {
        assert_true(words.text[i] != NULL && words.text[i][0] != '\0');
        assert_calm(words.text[i]);
    }
}

static struct fill_row {
    const char *name;
    const char *text;
    const char *first;
    const char *second;
    const char *want;
} fill_rows[] = {
    {"fill: one",               "{\"SAVE\":\"Keep {1} now\"}", "this",  NULL, "Keep this now"},
    {"fill: both, turned",      "{\"SAVE\":\"{2} then {1}\"}", "a",     "b",  "b then a"     },
    {"fill: nothing given",     "{\"SAVE\":\"Keep {1}.\"}",    NULL,    NULL, "Keep ."       },
    {"fill: no format",         "{\"SAVE\":\"%s %n {3} {1\"}", "x",     NULL, "%s %n {3} {1" },
    {"fill: words with braces", "{\"SAVE\":\"{1}{1}\"}",       "{2}",   "no", "{2}{2}"       },
    {"fill: another language",  "{\"SAVE\":\"Zapisz: {1}\"}",  "ślad", NULL, "Zapisz: ślad"},
};

static void check_fill(void **state)
{
    const struct fill_row *row = *state;
    struct words words;
    struct arena arena = {0};

    words_english(&words);
    assert_int_equal(words_read(row->text, strlen(row->text), &arena, &words), STATUS_OK);
    assert_string_equal(words_fill(&words, WORD_SAVE, &arena, row->first, row->second), row->want);
    assert_string_equal(words.text[WORD_UNDO], "Undo"); /* what it lacks stays English */
    arena_finish(&arena);
}

#define SAYS(english, text) "{\"" english "\":\"" text "\",\"The {1} is {2}.\":\"{2}: {1}\"}"
static struct say_row {
    const char *name;
    const char *text;
    const char *said;
    const char *want;
} say_rows[] = {
    {"say: as it is",           SAYS("Not so",       "Nie tak"),  "Not so",            "Nie tak"       },
    {"say: not known there",    SAYS("Not so",       "Nie tak"),  "Not so much",       "Not so much"   },
    {"say: only its beginning", SAYS("Not so",       "Nie tak"),  "Not",               "Not"           },
    {"say: what is quoted",     SAYS("No {1} here",  "Ni {1}"),   "No pupil P 7 here", "Ni pupil P 7"  },
    {"say: quoted at the end",  SAYS("Wait for {1}", "Na {1}"),   "Wait for a while",  "Na a while"    },
    {"say: quoted first",       SAYS("{1} is gone",  "Nie: {1}"), "A is gone is gone", "Nie: A is gone"},
    {"say: turned",             SAYS("Not so",       "Nie tak"),  "The dog is big.",   "big: dog"      },
    {"say: nothing is quoted",  SAYS("Not {1}so",    "Tak {1}"),  "Not so",            "Tak "          },
    {"say: what is no mark",    SAYS("{ {7} is",     "x"),        "{ {7} is",          "x"             },
    {"say: quoted twice there", SAYS("Go {1}!",      "{1}, {1}"), "Go on!",            "on, on"        },
    {"say: a word is no key",   SAYS("Not",          "Nie"),      "Not",               "Not"           },
};

static void check_say(void **state)
{
    const struct say_row *row = *state;
    struct words words;
    struct arena arena = {0};
    struct buf out = {0};

    words_english(&words);
    assert_int_equal(words_read(row->text, strlen(row->text), &arena, &words), STATUS_OK);
    words_say(&words, row->said, &out);
    assert_string_equal(buf_cstr(&out), row->want);
    buf_finish(&out);
    arena_finish(&arena);
}

static struct read_row {
    const char *name;
    const char *text;
    enum status want;
} read_rows[] = {
    {"read: a newer file's word", "{\"NOT_KNOWN_YET\":\"x\"}", STATUS_OK       },
    {"read: no text",             "{\"SAVE\":7}",              STATUS_BAD_INPUT},
    {"read: a list",              "[\"Save\"]",                STATUS_BAD_INPUT},
    {"read: cut short",           "{\"SAVE\":",                STATUS_BAD_INPUT},
};

static void check_read(void **state)
{
    const struct read_row *row = *state;
    struct words words;
    struct arena arena = {0};

    words_english(&words);
    assert_int_equal(words_read(row->text, strlen(row->text), &arena, &words), row->want);
    assert_string_equal(words.text[WORD_SAVE], "Save");
    arena_finish(&arena);
}

static void screens_have_words(void **state)
{
    enum screen_name name = SCREEN_COUNT;

    (void)state;
    for (int i = 0; i < SCREEN_COUNT; i++) {
        assert_true(screen_from_word(screen_word((enum screen_name)i), &name));
        assert_int_equal(name, i);
    }
    assert_false(screen_from_word("nowhere", &name));
}

enum {
    FILLS = sizeof(fill_rows) / sizeof(fill_rows[0]),
    READS = sizeof(read_rows) / sizeof(read_rows[0]),
    SAYINGS = sizeof(say_rows) / sizeof(say_rows[0])
};

int main(void)
{
    struct CMUnitTest tests[FILLS + READS + SAYINGS + 2] = {cmocka_unit_test(every_word_is_calm),
                                                            cmocka_unit_test(screens_have_words)};

    for (size_t i = 0; i < FILLS; i++) {
        tests[2 + i] =
            (struct CMUnitTest){fill_rows[i].name, check_fill, NULL, NULL, &fill_rows[i]};
    }
    for (size_t i = 0; i < READS; i++) {
        tests[2 + FILLS + i] =
            (struct CMUnitTest){read_rows[i].name, check_read, NULL, NULL, &read_rows[i]};
    }
    for (size_t i = 0; i < SAYINGS; i++) {
        tests[2 + FILLS + READS + i] =
            (struct CMUnitTest){say_rows[i].name, check_say, NULL, NULL, &say_rows[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
