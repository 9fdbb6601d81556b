/* A share of few looks and how sure it is, beside published figures: Newcombe, Statistics in
 * Medicine 17 (1998), table I, method 3, to four places; and the ends. */
#include "record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>

#include <cmocka.h>

static struct row {
    const char *name;
    int64_t seen, count;
    double low, high;
} rows[] = {
    {"81 of 263",            81, 263, 0.2553, 0.3662},
    {"15 of 148",            15, 148, 0.0624, 0.1605},
    {"none of 20",           0,  20,  0,      0.1611},
    {"1 of 29",              1,  29,  0.0061, 0.1718},
    {"half of 20 looks",     10, 20,  0.2993, 0.7007},
    {"all of 10",            10, 10,  0.7225, 1     },
    {"one look says little", 1,  1,   0.2065, 1     },
    {"no look says nothing", 0,  0,   0,      1     },
};

static void check_row(void **state)
{
    const struct row *row = *state;
    struct record_share share = record_wilson(row->seen, row->count);
    struct record_share other = record_wilson(row->count - row->seen, row->count);

    assert_true(fabs(share.low - row->low) < 0.00006);
    assert_true(fabs(share.high - row->high) < 0.00006);
    if (row->count > 0) { /* what was not seen mirrors what was */
        assert_true(fabs(share.low - (1 - other.high)) < 1e-12);
    }
}

static void looks_that_nobody_made_do_not_count(void **state)
{
    int64_t seen = 0;
    int64_t count = 0;

    (void)state;
    record_count_samples("1-0-11", &seen, &count);
    assert_int_equal(seen, 3);
    assert_int_equal(count, 4);
    record_count_samples("", &seen, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    struct CMUnitTest tests[sizeof rows / sizeof rows[0]];
    const struct CMUnitTest rules[] = {cmocka_unit_test(looks_that_nobody_made_do_not_count)};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    return cmocka_run_group_tests_name("shares", tests, NULL, NULL) +
           cmocka_run_group_tests_name("looks", rules, NULL, NULL);
}
