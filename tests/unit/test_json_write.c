/* Writing JSON: commas, escapes, numbers, and texts that are not what they should be. */
#include "json.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static struct text_row {
    const char *name;
    const char *given;
    const char *want;
} texts[] = {
    {"plain",                     "plain",                                "\"plain\""             },
    {"nothing",                   "",                                     "\"\""                  },
    {"quotes and backslashes",    "a\"b\\c",                              "\"a\\\"b\\\\c\""       },
    {"a newline and a bell",      "a\nb\a",                               "\"a\\nb\\u0007\""      },
    {"letters of many lands",     "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80",
     "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""                                                   },
    {"a broken byte is replaced", "a\xFF\"b",                             "\"a\xEF\xBF\xBD\\\"b\""},
    {"a character cut off",       "ab\xE2\x82",                           NULL                    },
    {"delete is left alone",      "\x7f",                                 "\"\x7f\""              },
};

/* Whatever comes in, what goes out can be read again; want NULL asks for no more. */
static void text_holds(void **state)
{
    const struct text_row *row = *state;
    struct buf out = {0};
    struct json_writer w;
    struct json_value *back = NULL;

    json_begin(&w, &out);
    json_put_text(&w, NULL, row->given);
    if (row->want != NULL) {
        assert_string_equal(buf_cstr(&out), row->want);
    }
    assert_int_equal(json_parse(out.data, out.size, &back), STATUS_OK);
    if (text_is_utf8(row->given, strlen(row->given))) {
        assert_string_equal(json_text(back), row->given);
    }
    json_free(back);
    buf_finish(&out);
}

static struct real_row {
    const char *name;
    double given;
    const char *want;
} reals[] = {
    {"a half",            0.5,                    "0.5"                    },
    {"a tenth",           0.1,                    "0.1"                    },
    {"three",             3.0,                    "3.0"                    },
    {"a third",           1.0 / 3.0,              "0.3333333333333333"     },
    {"minus nought",      -0.0,                   "0.0"                    },
    {"very large",        1.7976931348623157e308, "1.7976931348623157e+308"},
    {"very small",        5e-324,                 "4.94065645841247e-324"  },
    {"a million million", 1e15,                   "1e+15"                  },
};

static void real_holds(void **state)
{
    const struct real_row *row = *state;
    struct buf out = {0};
    struct json_writer w;
    struct json_value *back = NULL;
    double read = 0;

    json_begin(&w, &out);
    json_put_real(&w, NULL, row->given);
    assert_int_equal(json_parse(out.data, out.size, &back), STATUS_OK);
    assert_int_equal(json_kind(back), JSON_IS_REAL);
    read = json_number(back, 9);
    assert_false(read < row->given || read > row->given);
    assert_string_equal(buf_cstr(&out), row->want);
    json_free(back);
    buf_finish(&out);
}

static void commas_come_by_themselves(void **state)
{
    struct buf out = {0};
    struct json_writer w;
    struct id none = {""};
    struct id some = {"0192f3a0-0000-7000-8000-000000000001"};
    struct json_value *value = NULL;

    (void)state;
    assert_int_equal(json_parse("{\"y\":1,\"x\":[true]}", 18, &value), STATUS_OK);
    json_begin(&w, &out);
    json_open_object(&w, NULL);
    json_put_int(&w, "i", INT64_MIN);
    json_put_id(&w, "none", &none);
    json_put_id(&w, "missing", NULL);
    json_put_id(&w, "id", &some);
    json_open_list(&w, "l");
    json_put_bool(&w, NULL, true);
    json_open_object(&w, NULL);
    json_close_object(&w);
    json_put_null(&w, NULL);
    json_open_list(&w, NULL);
    json_close_list(&w);
    json_close_list(&w);
    json_put_value(&w, "v", value);
    json_put_base64(&w, "b", "\x00\xff\x10", 3);
    json_put_base64(&w, "e", NULL, 0);
    json_put_raw(&w, "r", "{ }", 3);
    json_put_text(&w, "t", NULL);
    json_put_text(&w, "a\"key", "");
    json_close_object(&w);
    assert_string_equal(buf_cstr(&out),
                        "{\"i\":-9223372036854775808,\"none\":null,\"missing\":null,"
                        "\"id\":\"0192f3a0-0000-7000-8000-000000000001\","
                        "\"l\":[true,{},null,[]],\"v\":{\"x\":[true],\"y\":1},\"b\":\"AP8Q\","
                        "\"e\":\"\",\"r\":{ },\"t\":null,\"a\\\"key\":\"\"}");
    json_free(value);
    buf_finish(&out);
}

static void it_goes_as_deep_as_it_says(void **state)
{
    struct buf out = {0};
    struct json_writer w;

    (void)state;
    json_begin(&w, &out);
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_open_list(&w, NULL);
    }
    json_put_int(&w, NULL, 1);
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_close_list(&w);
    }
    assert_string_equal(buf_cstr(&out), "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]");
    buf_finish(&out);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(texts) + COUNT(reals)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(commas_come_by_themselves),
        cmocka_unit_test(it_goes_as_deep_as_it_says),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(texts); i++, n++) {
        tests[n].name = texts[i].name;
        tests[n].test_func = text_holds;
        tests[n].initial_state = &texts[i];
    }
    for (size_t i = 0; i < COUNT(reals); i++, n++) {
        tests[n].name = reals[i].name;
        tests[n].test_func = real_holds;
        tests[n].initial_state = &reals[i];
    }
    return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(rest, NULL, NULL);
}
