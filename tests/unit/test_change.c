/* A line: each rule of its form, what is read from it, and how one is written. */
#include "change.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#define DEV   "\"0192f3a0-0000-7000-8000-00000000000a\""
#define PUPIL "\"0192f3a0-0000-7000-8000-0000000000b1\""
#define REC   "\"0192f3a0-0000-7000-8000-0000000000c1\""
#define UUID  "0192f3a0-0000-7000-8000-00000000000d"
#define DOT   UUID ":7"
#define MOST  "9223372036854775807"

/* A whole line is put together from these parts; a row changes some of them. NULL: as it should
 * be. "": the key is left out. */
struct parts {
    const char *dev;
    const char *seq;
    const char *at;
    const char *n;
    const char *by;
    const char *pupil;
    const char *type;
    const char *rec;
    const char *set;
    const char *over; /* left out unless given */
    const char *skew; /* left out unless given */
    const char *more; /* anything, with its comma */
};

static void put_part(struct buf *line, const char *key, const char *given, const char *usual)
{
    const char *value = given == NULL ? usual : given;

    if (value[0] != '\0') {
        buf_printf(line, "%s\"%s\":%s", line->size > 1 ? "," : "", key, value);
    }
}

static void put_line(struct buf *line, const struct parts *p)
{
    buf_text(line, "{");
    put_part(line, "dev", p->dev, DEV);
    put_part(line, "seq", p->seq, "7");
    put_part(line, "at", p->at, "1790000000000");
    put_part(line, "n", p->n, "0");
    put_part(line, "by", p->by, "null");
    put_part(line, "pupil", p->pupil, PUPIL);
    put_part(line, "type", p->type, "\"observation\"");
    put_part(line, "rec", p->rec, REC);
    put_part(line, "set", p->set, "{\"a\":1}");
    put_part(line, "over", p->over, "");
    put_part(line, "skew", p->skew, "");
    buf_text(line, p->more == NULL ? "" : p->more);
    buf_text(line, "}");
}

/* says NULL: it is a valid line. */
static struct row {
    const char *name;
    struct parts given;
    const char *says;
} rows[] = {
    {"the usual line",        {0},                                                 NULL          },
    {"unknown keys",          {.more = ",\"later\":[1,{\"x\":null}]"},             NULL          },
    {"no pupil",              {.pupil = "null"},                                   NULL          },
    {"somebody wrote it",     {.by = PUPIL},                                       NULL          },
    {"an unknown type",       {.type = "\"from the future\""},                     NULL          },
    {"values of all kinds",   {.set = "{\"a\":[null,1.5,{\"d\":true}]}"},          NULL          },
    {"the greatest numbers",  {.seq = MOST, .n = MOST},                            NULL          },
    {"the epoch itself",      {.at = "0"},                                         NULL          },
    {"a value replaced",      {.over = "{\"a\":[\"" DOT "\"]}"},                   NULL          },
    {"two values replaced",   {.over = "{\"a\":[\"" DOT "\",\"" DOT "1\"]}"},      NULL          },
    {"an empty over",         {.over = "{}"},                                      NULL          },
    {"an empty list in over", {.over = "{\"a\":[]}"},                              NULL          },
    {"a skew",                {.skew = "-86400000"},                               NULL          },
    {"white space around",    {.more = " "},                                       NULL          },

    {"dev missing",           {.dev = ""},                                         "no \"dev\""  },
    {"dev null",              {.dev = "null"},                                     "\"dev\""     },
    {"dev a number",          {.dev = "5"},                                        "\"dev\""     },
    {"dev no UUID",           {.dev = "\"tablet-1\""},                             "\"dev\""     },
    {"dev in upper case",     {.dev = "\"A192f3a0-0000-7000-8000-00000000000d\""}, "lower case"  },
    {"dev empty",             {.dev = "\"\""},                                     "\"dev\""     },
    {"dev in braces",         {.dev = "\"{" UUID "}\""},                           "\"dev\""     },
    {"seq missing",           {.seq = ""},                                         "no \"seq\""  },
    {"seq 0",                 {.seq = "0"},                                        "\"seq\""     },
    {"seq -1",                {.seq = "-1"},                                       "\"seq\""     },
    {"seq a real",            {.seq = "7.0"},                                      "\"seq\""     },
    {"seq a text",            {.seq = "\"7\""},                                    "\"seq\""     },
    {"seq null",              {.seq = "null"},                                     "\"seq\""     },
    {"seq beyond 64 bits",    {.seq = "9223372036854775808"},                      "too large"   },
    {"at missing",            {.at = ""},                                          "no \"at\""   },
    {"at negative",           {.at = "-1"},                                        "\"at\""      },
    {"at a real",             {.at = "1.5e12"},                                    "\"at\""      },
    {"n missing",             {.n = ""},                                           "no \"n\""    },
    {"n negative",            {.n = "-1"},                                         "\"n\""       },
    {"n true",                {.n = "true"},                                       "\"n\""       },
    {"by missing",            {.by = ""},                                          "no \"by\""   },
    {"by no UUID",            {.by = "\"Ms Okafor\""},                             "\"by\""      },
    {"by false",              {.by = "false"},                                     "\"by\""      },
    {"pupil missing",         {.pupil = ""},                                       "no \"pupil\""},
    {"pupil no UUID",         {.pupil = "\"-\""},                                  "\"pupil\""   },
    {"pupil a list",          {.pupil = "[" PUPIL "]"},                            "\"pupil\""   },
    {"type missing",          {.type = ""},                                        "\"type\""    },
    {"type null",             {.type = "null"},                                    "\"type\""    },
    {"type a number",         {.type = "3"},                                       "\"type\""    },
    {"rec missing",           {.rec = ""},                                         "no \"rec\""  },
    {"rec null",              {.rec = "null"},                                     "\"rec\""     },
    {"rec no UUID",           {.rec = "\"r1\""},                                   "\"rec\""     },
    {"set missing",           {.set = ""},                                         "\"set\""     },
    {"set empty",             {.set = "{}"},                                       "\"set\""     },
    {"set null",              {.set = "null"},                                     "\"set\""     },
    {"set a list",            {.set = "[1]"},                                      "\"set\""     },
    {"set, a key twice",      {.set = "{\"a\":1,\"a\":2}"},                        "stands twice"},
    {"set with a NUL",        {.set = "{\"a\":\"\\u0000\"}"},                      "NUL"         },
    {"set, half a pair",      {.set = "{\"a\":\"\\ud800\"}"},                      "surrogate"   },
    {"set, huge real",        {.set = "{\"a\":1e400}"},                            "too large"   },
    {"set, huge integer",     {.set = "{\"a\":-9223372036854775809}"},             "too large"   },
    {"over null",             {.over = "null"},                                    "\"over\""    },
    {"over a list",           {.over = "[]"},                                      "\"over\""    },
    {"over, field not set",   {.over = "{\"b\":[\"" DOT "\"]}"},                   "\"b\""       },
    {"over, bare text",       {.over = "{\"a\":\"" DOT "\"}"},                     "no list"     },
    {"over with a number",    {.over = "{\"a\":[7]}"},                             "no device"   },
    {"over with no number",   {.over = "{\"a\":[\"" UUID "\"]}"},                  "no device"   },
    {"over with seq 0",       {.over = "{\"a\":[\"" UUID ":0\"]}"},                "no device"   },
    {"over, one bad of two",  {.over = "{\"a\":[\"" DOT "\",\"x\"]}"},             "no device"   },
    {"skew a real",           {.skew = "1.5"},                                     "\"skew\""    },
    {"skew null",             {.skew = "null"},                                    "\"skew\""    },
    {"our key twice",         {.more = ",\"seq\":7"},                              "stands twice"},
    {"an unknown key twice",  {.more = ",\"x\":1,\"x\":1"},                        "stands twice"},
    {"a newline inside",      {.more = "\n"},                                      "one line"    },
    {"more after the end",    {.more = "}{"},                                      "follows"     },
    {"not UTF-8",             {.type = "\"\xFF\""},                                "UTF-8"       },
};

static void row_holds(void **state)
{
    const struct row *row = *state;
    struct buf line = {0};
    struct change c;
    enum status st = STATUS_OK;

    put_line(&line, &row->given);
    st = change_decode(line.data, line.size, &c);
    if (row->says == NULL) {
        assert_string_equal(st == STATUS_OK ? "" : status_message(), "");
        assert_int_equal(st, STATUS_OK);
    } else {
        assert_string_equal(status_text(st), status_text(STATUS_BAD_INPUT));
        assert_null(c.root);
        if (strstr(status_message(), row->says) == NULL) {
            fail_msg("\"%s\" does not say %s", status_message(), row->says);
        }
    }
    change_finish(&c);
    buf_finish(&line);
}

static void what_is_no_object_is_refused(void **state)
{
    static const char *const texts[] = {"", " ", "null", "[]", "7", "\"x\"", "{", "nonsense"};
    struct change c;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(change_decode(texts[i], strlen(texts[i]), &c), STATUS_BAD_INPUT);
        assert_null(c.root);
    }
}

/* A line of exactly size bytes, by the length of its one text. */
static void put_long_line(struct buf *line, size_t size)
{
    struct buf set = {0};
    struct parts p = {.set = NULL};

    for (size_t text = size - 400;; text++) {
        buf_clear(&set);
        buf_text(&set, "{\"a\":\"");
        buf_reserve(&set, text);
        for (size_t i = 0; i < text; i++) {
            buf_byte(&set, 'x');
        }
        buf_text(&set, "\"}");
        p.set = buf_cstr(&set);
        buf_clear(line);
        put_line(line, &p);
        if (line->size >= size) {
            break;
        }
        text += size - line->size - 1;
    }
    assert_int_equal(line->size, size);
    buf_finish(&set);
}

static void the_size_has_an_edge(void **state)
{
    struct buf line = {0};
    struct change c;

    (void)state;
    put_long_line(&line, CHANGE_LINE_MAX);
    assert_int_equal(change_decode(line.data, line.size, &c), STATUS_OK);
    change_finish(&c);
    put_long_line(&line, CHANGE_LINE_MAX + 1);
    assert_int_equal(change_decode(line.data, line.size, &c), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "262144"));
    buf_finish(&line);
}

static void a_line_says_what_was_written(void **state)
{
    static const char text[] =
        "{\"skew\":-5,\"x\":1,\"set\":{\"b\":2,\"a\":\"\xC3\xA9\"},\"over\":{\"a\":[\"" DOT "\"]},"
        "\"rec\":" REC ",\"type\":\"note\",\"pupil\":null,\"by\":" PUPIL ",\"n\":3,\"at\":12,"
        "\"seq\":9,\"dev\":" DEV "}";
    struct change c;

    (void)state;
    assert_int_equal(change_decode(text, strlen(text), &c), STATUS_OK);
    assert_string_equal(c.dot.dev.text, "0192f3a0-0000-7000-8000-00000000000a");
    assert_int_equal(c.dot.seq, 9);
    assert_int_equal(c.dot.stamp.at, 12);
    assert_int_equal(c.dot.stamp.n, 3);
    assert_string_equal(c.by.text, "0192f3a0-0000-7000-8000-0000000000b1");
    assert_true(id_is_none(&c.pupil));
    assert_string_equal(c.rec.text, "0192f3a0-0000-7000-8000-0000000000c1");
    assert_string_equal(c.type, "note");
    assert_int_equal(json_count(c.set), 2);
    assert_string_equal(json_member_text(c.set, "a"), "\xC3\xA9");
    assert_int_equal(json_count(json_member(c.over, "a")), 1);
    assert_true(c.has_skew);
    assert_int_equal(c.skew_ms, -5);
    change_finish(&c);
    change_finish(&c); /* empty is allowed */
    change_finish(NULL);
}

static struct change_draft usual_draft(void)
{
    return (struct change_draft){
        .dot.stamp = {1790000000000, 2},
        .dot.dev = {"0192f3a0-0000-7000-8000-00000000000a"            },
        .dot.seq = 3,
        .pupil = {"0192f3a0-0000-7000-8000-0000000000b1"},
        .rec = {"0192f3a0-0000-7000-8000-0000000000c1"            },
        .type = "observation",
        .set = "{\"note\":\"three\"}",
    };
}

static void writing_keeps_the_order_of_the_table(void **state)
{
    struct change_draft d = usual_draft();
    struct buf line = {0};

    (void)state;
    buf_text(&line, "what was here before");
    assert_int_equal(change_encode(&d, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line),
                        "{\"dev\":" DEV ",\"seq\":3,\"at\":1790000000000,\"n\":2,\"by\":null,"
                        "\"pupil\":" PUPIL ",\"type\":\"observation\",\"rec\":" REC ","
                        "\"set\":{\"note\":\"three\"}}");
    text_copy(d.by.text, sizeof d.by.text, d.pupil.text);
    d.pupil = (struct id){""};
    d.over = "{\"note\":[\"" DOT "\"]}";
    d.has_skew = true;
    d.skew_ms = -60000;
    assert_int_equal(change_encode(&d, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line),
                        "{\"dev\":" DEV ",\"seq\":3,\"at\":1790000000000,\"n\":2,\"by\":" PUPIL ","
                        "\"pupil\":null,\"type\":\"observation\",\"rec\":" REC ","
                        "\"set\":{\"note\":\"three\"},\"over\":{\"note\":[\"" DOT "\"]},"
                        "\"skew\":-60000}");
    buf_finish(&line);
}

static void rename_own(void *ctx, struct id *dev, int64_t *seq)
{
    const struct id *old = ctx;

    if (id_equal(dev, old) && *seq == 7) {
        assert_int_equal(id_parse("0192f3a0-0000-7000-8000-0000000000f1", dev), STATUS_OK);
        *seq = 1;
    }
}

/* What a person said stays, unknown keys included; place, stamp, skew and own numbers are new. */
static void a_change_is_written_anew(void **state)
{
    static const char old_line[] =
        "{\"dev\":" DEV ",\"seq\":8,\"at\":5,\"n\":1,\"by\":null,\"pupil\":" PUPIL
        ",\"type\":\"observation\",\"rec\":" REC
        ",\"set\":{\"outcome\":\"x\",\"y\":1.0},\"later\":[1],"
        "\"over\":{\"outcome\":[\"" DOT "\",\"" UUID ":6\"]},\"skew\":-4}";
    static const char want[] =
        "{\"dev\":\"0192f3a0-0000-7000-8000-0000000000f1\",\"seq\":2,\"at\":9,\"n\":0,\"by\":null,"
        "\"pupil\":" PUPIL ",\"type\":\"observation\",\"rec\":" REC
        ",\"set\":{\"outcome\":\"x\",\"y\":1.0},\"later\":[1],"
        "\"over\":{\"outcome\":[\"0192f3a0-0000-7000-8000-0000000000f1:1\",\"" UUID
        ":6\"]},\"skew\":3}";
    struct id renamed;
    struct change_names names = {rename_own, &renamed};
    struct change_draft draft = {.has_skew = true, .skew_ms = 3};
    struct change old = {0};
    struct buf line = {0};

    (void)state;
    assert_int_equal(id_parse(UUID, &renamed), STATUS_OK);
    assert_int_equal(id_parse("0192f3a0-0000-7000-8000-0000000000f1", &draft.dot.dev), STATUS_OK);
    draft.dot.seq = 2;
    draft.dot.stamp.at = 9;
    assert_int_equal(change_decode(old_line, strlen(old_line), &old), STATUS_OK);
    assert_int_equal(change_encode_again(&old, &draft, &names, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), want);
    change_finish(&old);
    buf_finish(&line);
}

static void nothing_unreadable_is_written(void **state)
{
    struct change_draft d = usual_draft();
    struct buf line = {0};
    struct buf big = {0};

    (void)state;
    d.set = "{}";
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    assert_int_equal(line.size, 0);
    d.set = "{\"a\":1,\"a\":2}";
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    d.set = "{\"a\":\n1}";
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    buf_text(&big, "{\"a\":\"");
    for (int i = 0; i < CHANGE_LINE_MAX; i++) {
        buf_byte(&big, 'x');
    }
    buf_text(&big, "\"}");
    d.set = buf_cstr(&big);
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "longer than"));
    d = usual_draft();
    d.over = "{\"other\":[]}";
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    d = usual_draft();
    d.dot.seq = 0;
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    d = usual_draft();
    d.rec = (struct id){""};
    assert_int_equal(change_encode(&d, &line), STATUS_BAD_INPUT);
    buf_finish(&big);
    buf_finish(&line);
}

static struct dot_row {
    const char *name;
    const char *text;
    int64_t want; /* 0: no dot */
} dots[] = {
    {"a dot",             UUID ":7",                                7        },
    {"the greatest dot",  UUID ":" MOST,                            INT64_MAX},
    {"a dot too great",   UUID ":9223372036854775808",              0        },
    {"no number",         UUID ":",                                 0        },
    {"no colon",          UUID "7",                                 0        },
    {"nought",            UUID ":0",                                0        },
    {"a nought in front", UUID ":07",                               0        },
    {"a minus",           UUID ":-7",                               0        },
    {"a plus",            UUID ":+7",                               0        },
    {"a space",           UUID ": 7",                               0        },
    {"a letter after",    UUID ":7x",                               0        },
    {"a real",            UUID ":7.0",                              0        },
    {"a space before",    " " UUID ":7",                            0        },
    {"no UUID",           "hub:7",                                  0        },
    {"a broken UUID",     "0192f3a0-0000-7000-8000-00000000000g:7", 0        },
    {"nothing",           "",                                       0        },
    {"not even a text",   NULL,                                     0        },
};

static void dot_holds(void **state)
{
    const struct dot_row *row = *state;
    struct id dev = {""};
    int64_t seq = 0;

    assert_int_equal(change_parse_dot(row->text, &dev, &seq), row->want != 0);
    assert_true(seq == row->want);
    assert_string_equal(dev.text, row->want == 0 ? "" : UUID);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(dots)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(the_size_has_an_edge),
        cmocka_unit_test(a_line_says_what_was_written),
        cmocka_unit_test(writing_keeps_the_order_of_the_table),
        cmocka_unit_test(a_change_is_written_anew),
        cmocka_unit_test(nothing_unreadable_is_written),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(rows); i++, n++) {
        tests[n].name = rows[i].name;
        tests[n].test_func = row_holds;
        tests[n].initial_state = &rows[i];
    }
    for (size_t i = 0; i < COUNT(dots); i++, n++) {
        tests[n].name = dots[i].name;
        tests[n].test_func = dot_holds;
        tests[n].initial_state = &dots[i];
    }
    return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(rest, NULL, NULL);
}
