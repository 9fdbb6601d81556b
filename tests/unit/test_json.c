/* Reading JSON: what is let in, what is refused and by which sentence, and what values say. */
#include "json.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* printed NULL: as it was written. */
static struct reading {
    const char *name;
    const char *text;
    const char *printed;
} readings[] = {
    {"an object",            " {\"a\":1} ",                        "{\"a\":1}"                  },
    {"a bare text",          "\"a\"",                              NULL                         },
    {"a bare null",          "null",                               NULL                         },
    {"a list of all kinds",  "[null,true,false,1,1.5,\"\",[],{}]", NULL                         },
    {"keys are sorted",      "{\"b\":1,\"B\":2,\"\":3}",           "{\"\":3,\"B\":2,\"b\":1}"   },
    {"inner keys too",       "[{\"z\":{\"y\":1,\"x\":2}}]",        "[{\"z\":{\"x\":2,\"y\":1}}]"},
    {"the greatest integer", "9223372036854775807",                NULL                         },
    {"the least integer",    "-9223372036854775808",               NULL                         },
    {"2^63 as a real",       "9223372036854775808.0",              "9.223372036854776e+18"      },
    {"1e308 will do",        "1e308",                              "1e+308"                     },
    {"1e-400 is nought",     "1e-400",                             "0.0"                        },
    {"1 is an integer",      "1",                                  NULL                         },
    {"1.0 stays a real",     "1.0",                                NULL                         },
    {"1e0 is a real",        "1e0",                                "1.0"                        },
    {"a tenth",              "0.1",                                NULL                         },
    {"digits that count",    "0.30000000000000004",                NULL                         },
    {"minus nought",         "[-0,-0.0]",                          "[0,0.0]"                    },
    {"a key in two objects", "[{\"a\":1},{\"a\":1}]",              NULL                         },
    {"a pair of surrogates", "\"\\ud83d\\ude00\"",                 "\"\xF0\x9F\x98\x80\""       },
    {"escapes",              "\"\\/\\n\\u001f\\u00e9\"",           "\"/\\n\\u001f\xC3\xA9\""    },
};

static void reading_holds(void **state)
{
    const struct reading *row = *state;
    struct json_value *value = NULL;
    struct buf out = {0};
    enum status st = json_parse(row->text, strlen(row->text), &value);

    assert_string_equal(status_text(st), status_text(STATUS_OK));
    json_print(value, &out);
    assert_string_equal(buf_cstr(&out), row->printed == NULL ? row->text : row->printed);
    buf_finish(&out);
    json_free(value);
}

/* The sentence must hold says. */
static struct refusal {
    const char *name;
    const char *text;
    const char *says;
} refusals[] = {
    {"2^63 is refused",                "9223372036854775808",                 "too large"     },
    {"less than the least is refused", "-9223372036854775809",                "too large"     },
    {"2^64 is refused inside",         "{\"a\":[18446744073709551616]}",      "too large"     },
    {"1e400 is refused",               "1e400",                               "too large"     },
    {"-1e400 is refused",              "[-1e400]",                            "too large"     },
    {"a key twice is refused",         "{\"a\":1,\"a\":1}",                   "stands twice"  },
    {"a key twice by its escape",      "{\"a\":1,\"\\u0061\":2}",             "stands twice"  },
    {"a key twice, deep",              "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]", "stands twice"  },
    {"an escaped NUL in a text",       "\"a\\u0000b\"",                       "NUL"           },
    {"an escaped NUL in a key",        "{\"\\u0000\":1}",                     "NUL"           },
    {"a lone high surrogate",          "\"\\ud83d\"",                         "surrogate"     },
    {"a lone low surrogate",           "\"\\ude00\"",                         "surrogate"     },
    {"a high one, then a letter",      "\"\\ud83dx\"",                        "surrogate"     },
    {"two high ones",                  "\"\\ud83d\\ud83d\"",                  "surrogate"     },
    {"a lone surrogate in a key",      "{\"\\udfff\":1}",                     "surrogate"     },
    {"a surrogate as bytes",           "\"\xED\xA0\x80\"",                    "UTF-8"         },
    {"a byte that is no UTF-8",        "\"\xFF\"",                            "UTF-8"         },
    {"an overlong form",               "\"\xC0\xAF\"",                        "UTF-8"         },
    {"a raw newline in a text",        "\"a\nb\"",                            "not JSON"      },
    {"a comma too many",               "[1,]",                                "not JSON"      },
    {"a leading nought",               "01",                                  "it "           },
    {"NaN",                            "NaN",                                 "not JSON"      },
    {"a comment",                      "/* */ 1",                             "not JSON"      },
    {"single quotes",                  "{'a':1}",                             "not JSON"      },
    {"two values",                     "1 2",                                 "follows"       },
    {"an object cut off",              "{\"a\":",                             "too early"     },
    {"nothing at all",                 "",                                    "cannot be read"},
};

static void refusal_holds(void **state)
{
    const struct refusal *row = *state;
    struct json_value *value = NULL;
    enum status st = json_parse(row->text, strlen(row->text), &value);

    assert_string_equal(status_text(st), status_text(STATUS_BAD_INPUT));
    assert_null(value);
    if (strstr(status_message(), row->says) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", status_message(), row->says);
    }
}

static struct pair {
    const char *name;
    const char *a;
    const char *b;
    bool same;
} pairs[] = {
    {"1 and 1",                     "1",                    "1",                   true },
    {"1 and 1.0 differ",            "1",                    "1.0",                 false},
    {"1.0 and 1e0",                 "1.0",                  "1e0",                 true },
    {"0.0 and -0.0",                "0.0",                  "-0.0",                true },
    {"1 and a text of it",          "1",                    "\"1\"",               false},
    {"true and false",              "true",                 "false",               false},
    {"null and null",               "null",                 "null",                true },
    {"null and nought",             "null",                 "0",                   false},
    {"keys in another order",       "{\"a\":1,\"b\":[2]}",  "{\"b\":[2],\"a\":1}", true },
    {"a key more",                  "{\"a\":1,\"b\":null}", "{\"a\":1}",           false},
    {"another key",                 "{\"a\":1}",            "{\"b\":1}",           false},
    {"a list in another order",     "[1,2]",                "[2,1]",               false},
    {"an escape and its letter",    "\"\\u00e9\"",          "\"\xC3\xA9\"",        true },
    {"two ways to write one sound", "\"e\xCC\x81\"",        "\"\xC3\xA9\"",        false},
    {"a real deep inside",          "[[{\"a\":1}]]",        "[[{\"a\":1.0}]]",     false},
};

static void pair_holds(void **state)
{
    const struct pair *row = *state;
    struct json_value *a = NULL;
    struct json_value *b = NULL;
    struct buf left = {0};
    struct buf right = {0};

    assert_int_equal(json_parse(row->a, strlen(row->a), &a), STATUS_OK);
    assert_int_equal(json_parse(row->b, strlen(row->b), &b), STATUS_OK);
    assert_int_equal(json_same(a, b), row->same);
    assert_int_equal(json_same(b, a), row->same);
    json_print(a, &left);
    json_print(b, &right);
    assert_int_equal(text_equal(buf_cstr(&left), buf_cstr(&right)), row->same);
    buf_finish(&left);
    buf_finish(&right);
    json_free(a);
    json_free(b);
}

static void a_raw_nul_is_refused(void **state)
{
    static const struct {
        const char *text;
        size_t size;
    } rows[] = {
        {"\"a\0b\"",    5},
        {"1\0",         2},
        {"\0",          1},
        {"[1,\0]",      5},
        {"{\"a\0\":1}", 8},
    };
    struct json_value *value = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(json_parse(rows[i].text, rows[i].size, &value), STATUS_BAD_INPUT);
        assert_null(value);
    }
}

static void only_size_bytes_are_read(void **state)
{
    struct json_value *value = NULL;

    (void)state;
    assert_int_equal(json_parse("12345", 2, &value), STATUS_OK);
    assert_int_equal(json_int(value, 0), 12);
    json_free(value);
}

static void depth_has_an_end(void **state)
{
    struct buf text = {0};
    struct json_value *value = NULL;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        buf_byte(&text, '[');
    }
    assert_int_equal(json_parse(text.data, text.size, &value), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "nested too deeply"));
    buf_finish(&text);
}

static void accessors_answer_for_what_is_missing(void **state)
{
    static const char text[] = "{\"n\":7,\"r\":1.5,\"t\":\"x\",\"y\":true,\"l\":[1,2],\"z\":null}";
    struct json_value *v = NULL;

    (void)state;
    assert_int_equal(json_parse(text, strlen(text), &v), STATUS_OK);
    assert_int_equal(json_count(v), 6);
    assert_int_equal(json_int(json_member(v, "n"), -1), 7);
    assert_int_equal(json_int(json_member(v, "r"), -1), -1);
    assert_int_equal(json_int(json_member(v, "none"), -1), -1);
    assert_true(json_number(json_member(v, "n"), 0) > 6.9);
    assert_true(json_number(json_member(v, "r"), 0) > 1.4);
    assert_true(json_number(json_member(v, "t"), 3) > 2.9);
    assert_string_equal(json_member_text(v, "t"), "x");
    assert_string_equal(json_member_text(v, "n"), "");
    assert_null(json_text(json_member(v, "n")));
    assert_true(json_is_true(json_member(v, "y")));
    assert_false(json_is_true(json_member(v, "n")));
    assert_int_equal(json_count(json_member(v, "l")), 2);
    assert_int_equal(json_int(json_item(json_member(v, "l"), 1), 0), 2);
    assert_null(json_item(json_member(v, "l"), 2));
    assert_null(json_item(v, 0));
    assert_null(json_member(json_member(v, "l"), "a"));
    assert_int_equal(json_kind(json_member(v, "z")), JSON_IS_NULL);
    assert_non_null(json_member(v, "z"));

    assert_int_equal(json_kind(NULL), JSON_IS_NULL);
    assert_int_equal(json_count(NULL), 0);
    assert_null(json_member(NULL, "a"));
    assert_null(json_item(NULL, 0));
    assert_null(json_text(NULL));
    assert_false(json_is_true(NULL));
    assert_true(json_same(NULL, json_member(v, "z")));
    assert_true(json_same(NULL, NULL));
    assert_false(json_same(NULL, v));
    json_free(v);
    json_free(NULL);
}

static void a_walk_follows_the_text(void **state)
{
    static const char text[] = "{\"b\":1,\"a\":2,\"c\":3}";
    struct json_value *v = NULL;
    struct json_walk walk = {0};
    struct json_walk none = {0};

    (void)state;
    assert_int_equal(json_parse(text, strlen(text), &v), STATUS_OK);
    assert_true(json_next(v, &walk));
    assert_string_equal(walk.key, "b");
    assert_true(json_next(v, &walk));
    assert_string_equal(walk.key, "a");
    assert_int_equal(json_int(walk.value, 0), 2);
    assert_true(json_next(v, &walk));
    assert_string_equal(walk.key, "c");
    assert_false(json_next(v, &walk));
    assert_false(json_next(NULL, &none));
    json_free(v);
}

static void what_is_kept_outlives_its_document(void **state)
{
    struct json_value *root = NULL;
    struct json_value *kept = NULL;

    (void)state;
    assert_int_equal(json_parse("{\"a\":[1,\"x\"]}", 13, &root), STATUS_OK);
    kept = json_keep(json_member(root, "a"));
    json_free(root);
    assert_string_equal(json_text(json_item(kept, 1)), "x");
    json_free(kept);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(readings) + COUNT(refusals) + COUNT(pairs)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(a_raw_nul_is_refused),
        cmocka_unit_test(only_size_bytes_are_read),
        cmocka_unit_test(depth_has_an_end),
        cmocka_unit_test(accessors_answer_for_what_is_missing),
        cmocka_unit_test(a_walk_follows_the_text),
        cmocka_unit_test(what_is_kept_outlives_its_document),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(readings); i++, n++) {
        tests[n].name = readings[i].name;
        tests[n].test_func = reading_holds;
        tests[n].initial_state = &readings[i];
    }
    for (size_t i = 0; i < COUNT(refusals); i++, n++) {
        tests[n].name = refusals[i].name;
        tests[n].test_func = refusal_holds;
        tests[n].initial_state = &refusals[i];
    }
    for (size_t i = 0; i < COUNT(pairs); i++, n++) {
        tests[n].name = pairs[i].name;
        tests[n].test_func = pair_holds;
        tests[n].initial_state = &pairs[i];
    }
    return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(rest, NULL, NULL);
}
