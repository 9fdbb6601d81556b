/* Text as tables: UTF-8, whole numbers, hex, base64 and the cut of a copy. */
#include "base.h"
#include "cases.h"

#include <string.h>

/* bytes is what the text is made of, walk the characters that text_next gives: a dot for a
 * broken one, the character itself below U+0080, else a letter u. */
static struct utf8_row {
    const char *name;
    const char *bytes;
    const char *walk;
} utf8_rows[] = {
    {"utf8: nothing",                  "",                                 ""     },
    {"utf8: plain letters",            "Elm",                              "Elm"  },
    {"utf8: two bytes",                "\xc3\xa9t\xc3\xa9",                "utu"  },
    {"utf8: least and greatest two",   "\xc2\x80\xdf\xbf",                 "uu"   },
    {"utf8: least and greatest three", "\xe0\xa0\x80\xef\xbf\xbf",         "uu"   },
    {"utf8: around the surrogates",    "\xed\x9f\xbf\xee\x80\x80",         "uu"   },
    {"utf8: least and greatest four",  "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", "uu"   },
    {"utf8: a tail alone",             "a\x80z",                           "a.z"  },
    {"utf8: overlong two",             "\xc0\xaf",                         ".."   },
    {"utf8: overlong two, c1",         "\xc1\xbf",                         ".."   },
    {"utf8: overlong three",           "\xe0\x9f\xbf",                     "..."  },
    {"utf8: overlong four",            "\xf0\x8f\xbf\xbf",                 "...." },
    {"utf8: a surrogate",              "\xed\xa0\x80",                     "..."  },
    {"utf8: past the last character",  "\xf4\x90\x80\x80",                 "...." },
    {"utf8: five bytes never were",    "\xf8\x88\x80\x80\x80",             "....."},
    {"utf8: fe and ff",                "\xfe\xff",                         ".."   },
    {"utf8: cut short",                "a\xe2\x82",                        "a.."  },
    {"utf8: cut short, then a letter", "\xe2\x82z",                        "..z"  },
};

static char shown(uint32_t character)
{
    if (character == 0xFFFD) {
        return '.';
    }
    if (character >= 0x80) {
        return 'u';
    }
    return (char)character;
}

static void check_utf8(void **state)
{
    const struct utf8_row *row = *state;
    const char *at = row->bytes;
    char walk[16] = "";
    size_t steps = 0;

    for (uint32_t c = text_next(&at); c != 0; c = text_next(&at)) {
        assert_true(steps + 1 < sizeof walk);
        walk[steps++] = shown(c);
    }
    assert_string_equal(walk, row->walk);
    assert_ptr_equal(at, row->bytes + strlen(row->bytes));
    assert_int_equal(text_next(&at), 0);
    assert_int_equal(text_is_utf8(row->bytes, strlen(row->bytes)), strchr(walk, '.') == NULL);
}

static void utf8_has_its_values(void **state)
{
    const char *at = "\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82";

    (void)state;
    assert_int_equal(text_next(&at), 0xE9);
    assert_int_equal(text_next(&at), 0x20AC);
    assert_int_equal(text_next(&at), 0x1F642);
    /* A NUL is a character like others where the size is known, and a size may cut one. */
    assert_true(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8("\xe2\x82\xac", 3));
    assert_false(text_is_utf8("\xe2\x82\xac", 2));
    assert_true(text_is_utf8(NULL, 0));
}

/* name is what somebody wrote, sought what somebody else types for it: letter for letter alike. */
static struct alike_row {
    const char *name;
    const char *sought;
} alike_rows[] = {
    {"Łukasz Żółć",                     "lukasz zolc"                 },
    {"Siân Tŷ-Gŵyn",                      "sian ty-gwyn"                },
    {"ty\xcc\x82",                           "tŷ"                         }, /* the accent by itself */
    {"Ștefan Ửng",                        "stefan ung"                  },
    {"O’Neill",                            "o'neill"                     },
    {"Олена Їжак",                  "олена їжак"         },
    {"Άννα",                             "αννα"                    },
    {"أحمد إيمان آمنة",         "احمد ايمان امنه"},
    {"سَارَة",                         "ساره"                    },
    {"علي",                               "علی"                      }, /* the yeh of Arabic, of Urdu */
    {"هدى كريم",                      "ھدی کریم"             },
    {"محـــمد",                       "محمد"                    },
    {"نورؤ",                             "نورو"                    },
    {"جہاں",                             "جهان"                    },
    {"١٢ ۳৪ ੫",                       "12 34 5"                     },
    {"\xe0\xa6\xa1\xe0\xa6\xbc",             "\xe0\xa7\x9c"                }, /* rra in two characters, in one */
    {"\xe0\xa8\xb8\xe0\xa8\xbc",             "\xe0\xa8\xb6"                }, /* sha */
    {"\xe0\xa6\x95\xe0\xa7\x87\xe0\xa6\xbe", "\xe0\xa6\x95\xe0\xa7\x8b"    }, /* ko */
    {"می\xe2\x80\x8cرود",               "میرود"                  }, /* a joiner */
};

static void check_alike(void **state)
{
    const struct alike_row *row = *state;
    const char *name = row->name;
    const char *sought = row->sought;
    uint32_t letter = 0;

    do {
        letter = text_next_plain(&name);
        assert_int_equal(letter, text_next_plain(&sought));
    } while (letter != 0);
}

/* What is told apart by a reader stays apart. */
static void letters_that_differ_stay_apart(void **state)
{
    static const char *const pairs[][2] = {
        {"ب",     "پ"    },
        {"کি",  "কা"},
        {"কি", "ক"   },
        {"ਸ",    "ਹ"   },
        {"ą",     "b"     },
        {"د",     "ڈ"    },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const char *a = pairs[i][0];
        const char *b = pairs[i][1];
        uint32_t letter = 0;
        while ((letter = text_next_plain(&a)) != 0 && letter == text_next_plain(&b)) {
        }
        assert_true(letter != 0);
    }
}

static struct copy_row {
    const char *name;
    const char *from;
    size_t room;
    const char *want;
} copy_rows[] = {
    {"copy: it fits",                    "Elm",                      4, "Elm"      },
    {"copy: one byte short",             "Elm",                      3, "El"       },
    {"copy: room for the end only",      "Elm",                      1, ""         },
    {"copy: no half of two",             "a\xc3\xa9",                3, "a"        },
    {"copy: the whole of two",           "a\xc3\xa9",                4, "a\xc3\xa9"},
    {"copy: no third of three",          "\xe2\x82\xac",             3, ""         },
    {"copy: no part of four",            "b\xf0\x9f\x99\x82",        5, "b"        },
    {"copy: cut between two",            "\xc3\xa9\xc3\xa9",         3, "\xc3\xa9" },
    {"copy: broken text still moves on", "\x80\x80\x80\x80\x80\x80", 6, "\x80\x80" },
};

static void check_copy(void **state)
{
    const struct copy_row *row = *state;
    char to[16];

    memset(to, '#', sizeof to);
    text_copy(to, row->room, row->from);
    assert_string_equal(to, row->want);
    assert_int_equal(to[row->room], '#');
}

static struct number_row {
    const char *name;
    const char *text;
    enum status want;
    int64_t value;
} number_rows[] = {
    {"number: nought",          "0",                    STATUS_OK,        0            },
    {"number: minus nought",    "-0",                   STATUS_OK,        0            },
    {"number: leading noughts", "0042",                 STATUS_OK,        42           },
    {"number: plus",            "+7",                   STATUS_OK,        7            },
    {"number: minus",           "-7",                   STATUS_OK,        -7           },
    {"number: greatest",        "9223372036854775807",  STATUS_OK,        INT64_MAX    },
    {"number: least",           "-9223372036854775808", STATUS_OK,        INT64_MIN    },
    {"number: next to least",   "-9223372036854775807", STATUS_OK,        INT64_MIN + 1},
    {"number: one too great",   "9223372036854775808",  STATUS_BAD_INPUT, 0            },
    {"number: one too small",   "-9223372036854775809", STATUS_BAD_INPUT, 0            },
    {"number: twenty digits",   "10000000000000000000", STATUS_BAD_INPUT, 0            },
    {"number: past 64 bits",    "18446744073709551617", STATUS_BAD_INPUT, 0            },
    {"number: nothing",         "",                     STATUS_BAD_INPUT, 0            },
    {"number: a sign alone",    "-",                    STATUS_BAD_INPUT, 0            },
    {"number: two signs",       "+-1",                  STATUS_BAD_INPUT, 0            },
    {"number: space before",    " 1",                   STATUS_BAD_INPUT, 0            },
    {"number: space after",     "1 ",                   STATUS_BAD_INPUT, 0            },
    {"number: a fraction",      "1.0",                  STATUS_BAD_INPUT, 0            },
    {"number: hex",             "0x1",                  STATUS_BAD_INPUT, 0            },
    {"number: a power",         "1e3",                  STATUS_BAD_INPUT, 0            },
};

static void check_number(void **state)
{
    const struct number_row *row = *state;
    int64_t value = 4711;

    assert_int_equal(text_to_int64(row->text, &value), row->want);
    assert_true(value == (row->want == STATUS_OK ? row->value : 4711));
}

static struct digits_row {
    const char *name;
    int64_t value;
    const char *want;
} digits_rows[] = {
    {"digits: nought",       0,         "0"                   },
    {"digits: one",          1,         "1"                   },
    {"digits: ten",          10,        "10"                  },
    {"digits: minus one",    -1,        "-1"                  },
    {"digits: the greatest", INT64_MAX, "9223372036854775807" },
    {"digits: the least",    INT64_MIN, "-9223372036854775808"},
};

static void check_digits(void **state)
{
    const struct digits_row *row = *state;
    char text[TEXT_INT64_ROOM];

    assert_int_equal(text_int64(row->value, text), strlen(row->want));
    assert_string_equal(text, row->want);
}

static struct hex_row {
    const char *name;
    const char *text;
    bool want;
} hex_rows[] = {
    {"hex: three bytes",      "00ff1a",  true },
    {"hex: upper case",       "00FF1A",  false},
    {"hex: too short",        "00ff1",   false},
    {"hex: too long",         "00ff1a0", false},
    {"hex: a foreign letter", "00fg1a",  false},
    {"hex: a space",          "00 f1a",  false},
    {"hex: nothing",          "",        false},
    {"hex: no text at all",   NULL,      false},
};

static void check_hex(void **state)
{
    const struct hex_row *row = *state;
    uint8_t bytes[3] = {1, 2, 3};
    static const uint8_t want[] = {0x00, 0xff, 0x1a};
    static const uint8_t untouched[] = {1, 2, 3};
    char text[7];

    assert_int_equal(text_unhex(row->text, bytes, sizeof bytes), row->want);
    assert_memory_equal(bytes, row->want ? want : untouched, sizeof bytes);
    text_hex(bytes, sizeof bytes, text);
    assert_string_equal(text, row->want ? "00ff1a" : "010203");
}

/* bytes NULL: the text is to be refused. Both alphabets share the rows where they agree. */
static struct base64_row {
    const char *name;
    bool is_url;
    const char *text;
    const char *bytes;
    size_t size;
} base64_rows[] = {
    {"base64: nothing",                   false, "",           "",             0},
    {"base64: one byte",                  false, "Zg==",       "f",            1},
    {"base64: two bytes",                 false, "Zm8=",       "fo",           2},
    {"base64: three bytes",               false, "Zm9v",       "foo",          3},
    {"base64: six bytes",                 false, "Zm9vYmFy",   "foobar",       6},
    {"base64: the last two letters",      false, "+/+/",       "\xfb\xff\xbf", 3},
    {"base64: a NUL is a byte",           false, "AAA=",       "\0\0",         2},
    {"base64: letters of the other",      false, "-_-_",       NULL,           0},
    {"base64: padding left out",          false, "Zg",         NULL,           0},
    {"base64: padding cut",               false, "Zg=",        NULL,           0},
    {"base64: padding alone",             false, "====",       NULL,           0},
    {"base64: three of padding",          false, "Z===",       NULL,           0},
    {"base64: padding too much",          false, "Zm9v====",   NULL,           0},
    {"base64: padding in the middle",     false, "Zg==Zm9v",   NULL,           0},
    {"base64: padding before the end",    false, "Zm=v",       NULL,           0},
    {"base64: four bits left over",       false, "Zh==",       NULL,           0},
    {"base64: two bits left over",        false, "Zm9=",       NULL,           0},
    {"base64: a space",                   false, "Zm9 ",       NULL,           0},
    {"base64: a line end",                false, "Zm9v\n",     NULL,           0},
    {"base64: a letter past ASCII",       false, "Zm\xc3\xa9", NULL,           0},
    {"base64url: nothing",                true,  "",           "",             0},
    {"base64url: one byte",               true,  "Zg",         "f",            1},
    {"base64url: two bytes",              true,  "Zm8",        "fo",           2},
    {"base64url: three bytes",            true,  "Zm9v",       "foo",          3},
    {"base64url: the last two letters",   true,  "-_-_",       "\xfb\xff\xbf", 3},
    {"base64url: letters of the other",   true,  "+/+/",       NULL,           0},
    {"base64url: padding",                true,  "Zg==",       NULL,           0},
    {"base64url: a letter alone",         true,  "Z",          NULL,           0},
    {"base64url: a letter alone, nought", true,  "Zm9vA",      NULL,           0},
    {"base64url: four bits left over",    true,  "Zh",         NULL,           0},
    {"base64url: two bits left over",     true,  "Zm9",        NULL,           0},
};

static void check_base64(void **state)
{
    const struct base64_row *row = *state;
    struct buf read = {0};
    struct buf wrote = {0};

    /* Reading appends, and a failure takes back whatever it had appended. */
    buf_text(&read, "ab");
    enum status st = row->is_url ? base64url_decode(row->text, strlen(row->text), &read)
                                 : base64_decode(row->text, strlen(row->text), &read);
    assert_int_equal(st, row->bytes != NULL ? STATUS_OK : STATUS_BAD_INPUT);
    assert_int_equal(read.size, 2 + row->size);
    assert_memory_equal(read.data, "ab", 2);
    assert_int_equal(read.data[read.size], '\0');
    if (row->bytes != NULL) {
        assert_memory_equal(read.data + 2, row->bytes, row->size);
        if (row->is_url) {
            buf_base64url(&wrote, row->bytes, row->size);
        } else {
            buf_base64(&wrote, row->bytes, row->size);
        }
        assert_string_equal(buf_cstr(&wrote), row->text);
    }
    buf_finish(&wrote);
    buf_finish(&read);
}

static void base64_comes_back_at_every_size(void **state)
{
    struct rng r = {11};
    struct random_port chance = rng_port(&r);
    uint8_t bytes[200];

    (void)state;
    for (size_t size = 0; size <= sizeof bytes; size++) {
        struct buf text = {0};
        struct buf back = {0};
        chance.fill(chance.ctx, bytes, size);
        buf_base64(&text, bytes, size);
        assert_int_equal(text.size, (size + 2) / 3 * 4);
        assert_int_equal(base64_decode(buf_cstr(&text), text.size, &back), STATUS_OK);
        assert_int_equal(back.size, size);
        assert_memory_equal(buf_cstr(&back), bytes, size);
        buf_clear(&text);
        buf_clear(&back);
        buf_base64url(&text, bytes, size);
        assert_int_equal(text.size, (size * 4 + 2) / 3);
        assert_int_equal(base64url_decode(buf_cstr(&text), text.size, &back), STATUS_OK);
        assert_int_equal(back.size, size);
        assert_memory_equal(buf_cstr(&back), bytes, size);
        buf_finish(&back);
        buf_finish(&text);
    }
}

static void equal_text_knows_null(void **state)
{
    (void)state;
    assert_true(text_equal("Elm", "Elm"));
    assert_false(text_equal("Elm", "elm"));
    assert_false(text_equal("", NULL));
    assert_false(text_equal(NULL, ""));
    assert_true(text_equal(NULL, NULL));
}

int main(void)
{
    cases_add_rows(check_utf8, utf8_rows, COUNT(utf8_rows), sizeof utf8_rows[0]);
    cases_add_rows(check_alike, alike_rows, COUNT(alike_rows), sizeof alike_rows[0]);
    cases_add("letters that differ stay apart", letters_that_differ_stay_apart);
    cases_add_rows(check_copy, copy_rows, COUNT(copy_rows), sizeof copy_rows[0]);
    cases_add_rows(check_number, number_rows, COUNT(number_rows), sizeof number_rows[0]);
    cases_add_rows(check_digits, digits_rows, COUNT(digits_rows), sizeof digits_rows[0]);
    cases_add_rows(check_hex, hex_rows, COUNT(hex_rows), sizeof hex_rows[0]);
    cases_add_rows(check_base64, base64_rows, COUNT(base64_rows), sizeof base64_rows[0]);
    cases_add("utf8 has its values", utf8_has_its_values);
    cases_add("base64 comes back at every size", base64_comes_back_at_every_size);
    cases_add("equal text knows null", equal_text_knows_null);
    return cases_run("base text", NULL, NULL);
}
