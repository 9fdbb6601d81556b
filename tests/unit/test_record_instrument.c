/* Every shipped instrument can be read; a wrong one is told where it is wrong. */
#include "record.h"
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ITEM "{\"id\":\"feel\",\"kind\":\"faces\",\"choices\":[{\"id\":\"happy\"},{\"id\":\"sad\"}]"

#define APART                                             \
    "{\"id\":\"unsure\",\"label\":\"?\",\"apart\":true}," \
    "{\"id\":\"not-now\",\"label\":\"-\",\"apart\":true}]"
#define C(id) "{\"id\":\"" id "\",\"label\":\"" id "\"},"
#define ASKED(kind, choices, more)                                                         \
    "{\"id\":\"x\",\"kind\":\"self-assessment\",\"items\":[{\"id\":\"q\",\"label\":\"q\"," \
    "\"kind\":\"" kind "\",\"choices\":[" choices APART more "}]}"
#define CARD(more) ",\"cards\":[{\"id\":\"k\",\"label\":\"k\"" more "}]"

/* The formatter would line the columns up far past the limit of a line. */
/* clang-format off */
static struct row {
    const char *name;
    const char *text;
    const char *want_in_sentence; /* NULL: it can be read */
} rows[] = {
    {"the least instrument",
     "{\"id\":\"x\",\"items\":[{\"id\":\"a\",\"kind\":\"text\"}]}", NULL},
    {"unknown keys are passed over",
     "{\"id\":\"x\",\"moon\":1,\"items\":[" ITEM ",\"sun\":[]}]}", NULL},
    {"not JSON",
     "{\"id\":", "JSON"},
    {"a list is none",
     "[]", "object"},
    {"no id",
     "{\"items\":[" ITEM "}]}", "“id”"},
    {"an empty id",
     "{\"id\":\"\",\"items\":[" ITEM "}]}", "“id”"},
    {"no items",
     "{\"id\":\"x\"}", "“items”"},
    {"items that are no list",
     "{\"id\":\"x\",\"items\":{}}", "must be a list"},
    {"a label that is a number",
     "{\"id\":\"x\",\"label\":1,\"items\":[" ITEM "}]}", "“label”"},
    {"an item without choices",
     "{\"id\":\"x\",\"items\":[{\"id\":\"a\",\"kind\":\"choice\"}]}", "item a"},
    {"the same item twice",
     "{\"id\":\"x\",\"items\":[" ITEM "}," ITEM "}]}", "twice"},
    {"the same choice twice",
     "{\"id\":\"x\",\"items\":[{\"id\":\"a\",\"choices\":[{\"id\":\"b\"},{\"id\":\"b\"}]}]}",
     "twice"},
    {"practice without a right choice",
     "{\"id\":\"x\",\"items\":[" ITEM ",\"practice\":true}]}", "“right”"},
    {"practice with one",
     "{\"id\":\"x\",\"items\":[" ITEM ",\"practice\":true,\"right\":\"sad\"}]}", NULL},
    {"practice that is no truth",
     "{\"id\":\"x\",\"items\":[" ITEM ",\"practice\":\"yes\"}]}", "true or false"},
    {"a phrase that is a number",
     "{\"id\":\"x\",\"items\":[" ITEM ",\"phrases\":[1]}]}", "“phrases”"},
    {"bands with a gap",
     "{\"id\":\"x\",\"items\":[" ITEM "}],\"total\":{\"least\":0,\"most\":4,\"bands\":["
     "{\"from\":0,\"to\":1},{\"from\":3,\"to\":4}]}}", "without a gap"},
    {"bands that end early",
     "{\"id\":\"x\",\"items\":[" ITEM "}],\"total\":{\"least\":0,\"most\":4,\"bands\":["
     "{\"from\":0,\"to\":3}]}}", "without a gap"},
    {"bands from least to most",
     "{\"id\":\"x\",\"items\":[" ITEM "}],\"total\":{\"least\":0,\"most\":4,\"bands\":["
     "{\"from\":0,\"to\":0},{\"from\":1,\"to\":4}]}}", NULL},
    {"asked with three faces",     ASKED("faces", C("a") C("b") C("c"), ""), NULL},
    {"asked with four faces",      ASKED("faces", C("a") C("b") C("c") C("d"), ""), "not 4"},
    {"asked with one picture",     ASKED("pictures", C("a"), ""), "2 to 8"},
    {"asked by what staff fill in", ASKED("choice", C("a") C("b"), ""), "“kind” must be faces"},
    {"asked without a label",      ASKED("yes-no", C("a") "{\"id\":\"b\"},", ""), "said aloud"},
    {"a board",                    ASKED("board", C("a") C("b"), CARD("")), NULL},
    {"a board with nothing on it", ASKED("board", C("a") C("b"), ""), "“cards”"},
    {"cards and no board",         ASKED("several", C("a") C("b"), CARD("")), "“cards”"},
    {"a practice board",           ASKED("board", C("a") C("b"),
                                         CARD(",\"right\":\"a\"") ",\"practice\":true"),
     "no practice"},
    {"a practice board that knows nothing",
     ASKED("board", C("a") C("b"), CARD("") ",\"practice\":true"), "“right”"},
    {"the same card twice",
     ASKED("board", C("a") C("b"), ",\"cards\":[{\"id\":\"k\"},{\"id\":\"k\"}]"), "twice"},
    {"nothing to decline with",
     "{\"id\":\"x\",\"kind\":\"self-assessment\",\"items\":[{\"id\":\"q\",\"label\":\"q\",\"kind\":"
     "\"yes-no\",\"choices\":[{\"id\":\"yes\",\"label\":\"y\"},{\"id\":\"no\",\"label\":\"n\"}]}]}",
     "may always decline"},
    {"asked about the weather",
     "{\"id\":\"x\",\"kind\":\"self-assessment\",\"asks_about\":\"weather\",\"items\":[" ITEM "}]}",
     "“asks_about”"},
};
/* clang-format on */

static void check_row(void **state)
{
    const struct row *row = *state;
    struct arena arena = {0};
    struct instrument in;
    enum status st = instrument_read(row->text, strlen(row->text), &arena, &in);

    if (row->want_in_sentence == NULL) {
        assert_int_equal(st, STATUS_OK);
        assert_string_equal(in.id, "x");
        assert_string_equal(in.label, "");
    } else {
        assert_int_equal(st, STATUS_BAD_INPUT);
        if (strstr(status_message(), row->want_in_sentence) == NULL) {
            fail_msg("%s", status_message());
        }
        assert_int_equal(in.item_count, 0);
        assert_null(in.id);
    }
    arena_finish(&arena);
}

static const char *const shipped[] = {
    "about-my-day",     "engagement-model",   "engagement-scale", "hard-things",
    "how-i-feel-today", "how-i-feel-today-5", "how-it-went",      "how-it-went-5",
    "my-feelings",      "my-target",          "my-target-5",      "note",
    "prompt-levels",    "target-progress",    "what-helps-me",    "what-i-like",
    "with-others",
};

static void read_shipped(const char *name, struct arena *arena, struct instrument *out)
{
    struct buf text = {0};
    char *path = support_source(arena_printf(arena, "assets/instruments/%s.json", name));

    assert_int_equal(support_file_read(path, &text), STATUS_OK);
    if (instrument_read(text.data, text.size, arena, out) != STATUS_OK) {
        fail_msg("%s", status_message());
    }
    free(path);
    buf_finish(&text);
}

static void every_shipped_one_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        struct arena arena = {0};
        struct instrument in;
        read_shipped(shipped[i], &arena, &in);
        assert_string_equal(in.id, shipped[i]);
        assert_true(in.item_count > 0);
        assert_true(in.label[0] != '\0' && in.kind[0] != '\0');
        arena_finish(&arena);
    }
}

static void the_engagement_model_is_five_areas_and_no_total(void **state)
{
    struct arena arena = {0};
    struct instrument in;
    const struct instrument_item *area = NULL;

    (void)state;
    read_shipped("engagement-model", &arena, &in);
    assert_int_equal(in.item_count, 5);
    assert_int_equal(in.band_count, 0);
    area = instrument_item_find(&in, "persistence");
    assert_non_null(area);
    assert_string_equal(area->colour, "area-4");
    assert_int_equal(area->choice_count, 4);
    assert_string_equal(instrument_choice_find(area, "fleeting")->label, "Fleeting");
    assert_null(instrument_choice_find(area, "happy"));
    assert_null(instrument_item_find(&in, "happy"));
    read_shipped("engagement-scale", &arena, &in);
    assert_int_equal(in.item_count, 7);
    assert_int_equal(in.bands[in.band_count - 1].to, 28);
    assert_true(in.items[0].choices[4].has_value);
    assert_int_equal(in.items[0].choices[4].value, 4);
    assert_int_equal(in.items[0].text_count, 2);
    arena_finish(&arena);
}

static void the_pupil_room_has_practice_and_a_way_out(void **state)
{
    struct arena arena = {0};
    struct instrument in;

    (void)state;
    read_shipped("how-it-went", &arena, &in);
    assert_int_equal(in.length, 3);
    assert_true(in.items[0].practice);
    for (size_t i = 0; i < in.item_count; i++) {
        const struct instrument_choice *way_out = instrument_choice_find(&in.items[i], "not-now");
        assert_non_null(way_out);
        assert_true(way_out->apart);
        assert_string_equal(way_out->picture, "not-now");
    }
    assert_non_null(strstr(instrument_item_find(&in, "feel")->label_with, "{about}"));
    read_shipped("note", &arena, &in);
    assert_true(in.items[0].phrase_count > 3);
    arena_finish(&arena);
}

/* ---- totals --------------------------------------------------------------------------------- */

static struct total_row {
    const char *name;
    int chosen[7];
    int64_t sum;
    const char *band; /* NULL: there is no total */
} totals[] = {
    {"nothing anywhere",           {0, 0, 0, 0, 0, 0, 0},  0,  "No focus"        },
    {"one is fleeting",            {1, 0, 0, 0, 0, 0, 0},  1,  "Fleeting"        },
    {"seven ones",                 {1, 1, 1, 1, 1, 1, 1},  7,  "Fleeting"        },
    {"eight is the next band",     {2, 1, 1, 1, 1, 1, 1},  8,  "Partly sustained"},
    {"fourteen",                   {2, 2, 2, 2, 2, 2, 2},  14, "Partly sustained"},
    {"fifteen",                    {3, 2, 2, 2, 2, 2, 2},  15, "Mostly sustained"},
    {"twenty-one",                 {3, 3, 3, 3, 3, 3, 3},  21, "Mostly sustained"},
    {"twenty-two",                 {4, 3, 3, 3, 3, 3, 3},  22, "Fully sustained" },
    {"all of it",                  {4, 4, 4, 4, 4, 4, 4},  28, "Fully sustained" },
    {"one left out gives no sum",  {4, 4, 4, 4, 4, 4, -1}, 0,  NULL              },
    {"the first left out neither", {-1, 4, 4, 4, 4, 4, 4}, 0,  NULL              },
};

static void check_total(void **state)
{
    const struct total_row *row = *state;
    const struct instrument_band *band = NULL;
    struct arena arena = {0};
    struct instrument in;
    int64_t sum = 0;
    bool there = false;

    read_shipped("engagement-scale", &arena, &in);
    assert_int_equal(in.text_count, 14);
    there = instrument_total(&in, row->chosen, &sum, &band);
    assert_int_equal(there, row->band != NULL);
    if (there) {
        assert_int_equal(sum, row->sum);
        assert_string_equal(band->label, row->band);
    }
    read_shipped("engagement-model", &arena, &in);
    assert_false(instrument_total(&in, row->chosen, &sum, &band)); /* never added up */
    arena_finish(&arena);
}

static void more_than_a_form_holds_is_refused(void **state)
{
    struct buf text = {0};
    struct arena arena = {0};
    struct instrument in;

    (void)state;
    buf_text(&text, "{\"id\":\"x\",\"items\":[");
    for (int i = 0; i < INSTRUMENT_ITEMS_MOST; i++) {
        buf_printf(&text, "%s{\"id\":\"i%d\",\"kind\":\"text\"}", i > 0 ? "," : "", i);
    }
    buf_text(&text, "]}");
    assert_int_equal(instrument_read(text.data, text.size, &arena, &in), STATUS_OK);
    assert_int_equal(in.text_count, INSTRUMENT_TEXTS_MOST);
    text.size -= 2;
    buf_text(&text, ",{\"id\":\"z\",\"kind\":\"text\"}]}");
    assert_int_equal(instrument_read(text.data, text.size, &arena, &in), STATUS_BAD_INPUT);
    assert_non_null(strstr(status_message(), "holds more than"));
    arena_finish(&arena);
    buf_finish(&text);
}

int main(void)
{
    struct CMUnitTest sums[sizeof totals / sizeof totals[0]];
    struct CMUnitTest tests[sizeof rows / sizeof rows[0]];
    const struct CMUnitTest rules[] = {
        cmocka_unit_test(every_shipped_one_is_read),
        cmocka_unit_test(the_engagement_model_is_five_areas_and_no_total),
        cmocka_unit_test(the_pupil_room_has_practice_and_a_way_out),
        cmocka_unit_test(more_than_a_form_holds_is_refused),
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        sums[i] = (struct CMUnitTest){
            .name = totals[i].name, .test_func = check_total, .initial_state = &totals[i]};
    }
    return cmocka_run_group_tests_name("totals", sums, NULL, NULL) +
           cmocka_run_group_tests_name("reading an instrument", tests, NULL, NULL) +
           cmocka_run_group_tests_name("instruments that ship", rules, NULL, NULL);
}
