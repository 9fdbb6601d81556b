/* What may stand in a field, row by row; the codes of DOMAIN.md with its own examples. */
#include "record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ID_A "018f0000-0000-7000-8000-00000000000a"

/* Who takes it: everybody, the hub alone (the shape is right), nobody. */
enum takes { ALL, HUB, NONE };
/* Two lines a row: the formatter would line them up far past the limit. */
/* clang-format off */
static struct row {
    const char *name;
    const char *type;
    const char *set;
    enum takes want;
    bool is_new;
    const char *want_in_sentence;
} rows[] = {
    {"a time will do for an observation", "observation", "{\"when\":1}",
     ALL, true, ""},
    {"a time must be a number", "observation", "{\"when\":\"noon\"}",
     NONE, true, "when"},
    {"a time is a whole number", "observation", "{\"when\":1.0}",
     NONE, true, "when"},
    {"a time is not before 1970", "observation", "{\"when\":-1}",
     HUB, true, "When"},
    {"a new record wants its needed fields", "observation", "{\"place\":\"Hall\"}",
     HUB, true, "When"},
    {"an edit does not", "observation", "{\"place\":\"Hall\"}",
     ALL, false, ""},
    {"a needed field is not emptied by null", "group", "{\"name\":null}",
     HUB, false, "Name"},
    {"nor by an empty text", "group", "{\"name\":\"\"}",
     HUB, false, "Name"},
    {"null empties what is optional", "observation", "{\"place\":null}",
     ALL, false, ""},
    {"a map is an object", "observation", "{\"engagement\":[]}",
     NONE, false, "engagement"},
    {"an object is a map", "observation", "{\"engagement\":{\"persistence\":\"sustained\"}}",
     ALL, false, ""},
    {"a list holds texts", "observation", "{\"targets\":[\"" ID_A "\",3]}",
     NONE, false, "targets"},
    {"a list of texts is one", "observation", "{\"targets\":[\"" ID_A "\"]}",
     ALL, false, ""},
    {"true is no text", "pupil", "{\"given\":true}",
     NONE, true, "given"},
    {"1 is no yes", "staff", "{\"left\":1}",
     NONE, false, "left"},
    {"true is", "staff", "{\"left\":true}",
     ALL, false, ""},
    {"a picture without its image is none", "picture",
     "{\"label\":\"Swing\",\"mark\":\"a\",\"added\":1}", HUB, true, "Picture"},
    {"a recording without its sound is none", "clip",
     "{\"phrase\":\"a\",\"language\":\"en\",\"words\":\"Yes\",\"speaker\":\"" ID_A
     "\",\"spoken\":1,\"ms\":900}", HUB, true, "Recording"},
    {"nor one that lasts too long", "clip",
     "{\"phrase\":\"a\",\"language\":\"en\",\"words\":\"Yes\",\"speaker\":\"" ID_A
     "\",\"spoken\":1,\"ms\":21001,\"sound\":\"QQ==\"}", HUB, true, "Length"},
    {"it can be named anew without", "picture", "{\"label\":\"Swing\"}",
     ALL, false, ""},
    {"an id has the shape of a text", "outcome", "{\"plan\":\"plan 1\"}",
     HUB, false, "Plan"},
    {"an id of a record will do", "outcome", "{\"plan\":\"" ID_A "\"}",
     ALL, false, ""},
    {"no 30th of February", "pupil", "{\"born\":\"2015-02-30\"}",
     HUB, false, "Date of birth"},
    {"a real day", "pupil", "{\"born\":\"2016-02-29\"}",
     ALL, false, ""},
    {"a number within its range", "pupil", "{\"year_group\":20}",
     ALL, false, ""},
    {"a number beyond it", "pupil", "{\"year_group\":21}",
     HUB, false, "Year group"},
    {"thirteen bytes fit a UPN", "pupil", "{\"upn\":\"B801200005001\"}",
     ALL, false, ""},
    {"fourteen do not", "pupil", "{\"upn\":\"B8012000050011\"}",
     HUB, false, "upn"},
    {"a map is measured as JSON", "access_profile", "{\"scanning\":{\"loops\":3}}",
     ALL, false, ""},
    {"an unknown field passes the hub only", "pupil", "{\"aura\":[1,{}]}",
     HUB, false, "aura"},
    {"void is known everywhere", "school", "{\"void\":\"twice\"}",
     ALL, false, ""},
    {"void is a text", "plan", "{\"void\":true}",
     NONE, false, "void"},
};
/* clang-format on */

static void check_row(void **state)
{
    const struct row *row = *state;
    const struct record_type *type = record_type_find(row->type);
    struct json_value *set = NULL;

    assert_non_null(type);
    assert_int_equal(json_parse(row->set, strlen(row->set), &set), STATUS_OK);
    assert_string_equal(status_text(record_check_shape(type, set)),
                        status_text(row->want == NONE ? STATUS_BAD_INPUT : STATUS_OK));
    assert_string_equal(status_text(record_validate(type, set, row->is_new)),
                        status_text(row->want == ALL ? STATUS_OK : STATUS_BAD_INPUT));
    if (row->want != ALL) {
        assert_non_null(strstr(status_message(), row->want_in_sentence));
    }
    json_free(set);
}

/* most counts bytes: the last that fits and the first that does not, for a text and for a map. */
static void room_is_measured_in_bytes(void **state)
{
    const struct record_type *type = record_type_find("staff");
    struct buf set = {0};

    (void)state;
    for (int size = 100; size <= 101; size++) {
        struct json_value *value = NULL;
        buf_clear(&set);
        buf_text(&set, "{\"name\":\"");
        for (int i = 0; i < size - 2; i++) {
            buf_byte(&set, 'x');
        }
        buf_text(&set, "é\"}");
        assert_int_equal(json_parse(set.data, set.size, &value), STATUS_OK);
        assert_int_equal(record_validate(type, value, true),
                         size == 100 ? STATUS_OK : STATUS_BAD_INPUT);
        json_free(value);
    }
    buf_finish(&set);
}

static void tables_hold_together(void **state)
{
    (void)state;
    assert_true(record_type_count >= 11);
    for (size_t i = 0; i < record_type_count; i++) {
        const struct record_type *type = &record_types[i];
        assert_ptr_equal(record_type_find(type->name), type);
        assert_true(type->field_count > 0);
        assert_non_null(record_field_find(type, RECORD_VOID));
        for (size_t j = 0; j < type->field_count; j++) {
            /* finds itself: no name stands twice */
            assert_ptr_equal(record_field_find(type, type->fields[j].name), &type->fields[j]);
            assert_true(type->fields[j].most > 0 || type->fields[j].kind == FIELD_TIME);
        }
    }
    assert_null(record_type_find("dragon"));
    assert_null(record_field_find(record_type_find("pupil"), "dragon"));
    assert_int_equal(record_check_shape(NULL, NULL), STATUS_OK);
}

static struct upn_row {
    const char *upn;
    bool want;
} upn_rows[] = {
    {"B801200005001",  true },
    {"P207000016049",  true },
    {"M80120000500A",  true },
    {"A801200005001",  false},
    {"B801200005010",  false},
    {"b801200005001",  false},
    {"B80120000500I",  false},
    {"B8012A0005001",  false},
    {"B80120000500",   false},
    {"B8012000050011", false},
    {"",               false},
};

static void a_upn_has_a_check_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof upn_rows / sizeof upn_rows[0]; i++) {
        if (record_upn_is_valid(upn_rows[i].upn) != upn_rows[i].want) {
            fail_msg("%s", upn_rows[i].upn);
        }
    }
}

static void a_urn_is_six_digits(void **state)
{
    (void)state;
    assert_true(record_urn_is_valid("012345"));
    assert_false(record_urn_is_valid("12345"));
    assert_false(record_urn_is_valid("1234567"));
    assert_false(record_urn_is_valid("12345x"));
}

static void codes_have_labels(void **state)
{
    (void)state;
    assert_string_equal(record_provision_label("E"), "EHC plan");
    assert_string_equal(record_need_label("AUT"), record_need_label("ASD"));
    assert_string_equal(record_region_label("E12000007"), "London");
    assert_null(record_provision_label("SEMH"));
    assert_null(record_need_label("K"));
    assert_null(record_need_label(""));
    assert_null(record_region_label("E12000010"));
}

int main(void)
{
    struct CMUnitTest tests[sizeof rows / sizeof rows[0]];
    const struct CMUnitTest rules[] = {
        cmocka_unit_test(room_is_measured_in_bytes), cmocka_unit_test(tables_hold_together),
        cmocka_unit_test(a_upn_has_a_check_letter),  cmocka_unit_test(a_urn_is_six_digits),
        cmocka_unit_test(codes_have_labels),
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    return cmocka_run_group_tests_name("what may stand in a field", tests, NULL, NULL) +
           cmocka_run_group_tests_name("codes and tables", rules, NULL, NULL);
}
