/* Cohen's kappa of two observers beside figures worked out by hand and published ones; and where it
 * is not defined. */
#include "cases.h"
#include "record.h"

#include <math.h>

/* So many looks of each pair: both yes, first only, second only, both no. */
static struct row {
    const char *name;
    int both, first, second, none;
    bool is_defined;
    double kappa;
} rows[] = {
    {"a textbook case: 20, 5, 10, 15",        20, 5,  10, 15, true,  0.4     },
    {"45, 15, 25, 15",                        45, 15, 25, 15, true,  0.130435},
    {"25, 35, 5, 35: as many the same, more", 25, 35, 5,  35, true,  0.259259},
    {"all the same, both kinds",              12, 0,  0,  8,  true,  1       },
    {"never the same",                        0,  10, 10, 0,  true,  -1      },
    {"as often the same as chance has it",    25, 25, 25, 25, true,  0       },
    {"one never says no: what chance gives",  9,  0,  1,  0,  true,  0       },
    {"both said one word all the time",       20, 0,  0,  0,  false, 0       },
    {"the other word",                        0,  0,  0,  20, false, 0       },
    {"no look of both",                       0,  0,  0,  0,  false, 0       },
};

static void add(char *one, char *two, size_t *at, int count, const char *pair)
{
    for (int i = 0; i < count; i++) {
        one[*at] = pair[0];
        two[*at] = pair[1];
        (*at)++;
    }
}

static void check_row(void **state)
{
    const struct row *row = *state;
    char one[128] = "";
    char two[128] = "";
    size_t at = 0;
    struct record_agreement got = {0, 0, false, 0};
    struct record_agreement turned = {0, 0, false, 0};

    add(one, two, &at, row->both, "11");
    add(one, two, &at, 3, "-1"); /* a look of one alone is no look of both */
    add(one, two, &at, row->first, "10");
    add(one, two, &at, row->second, "01");
    add(one, two, &at, 2, "0-");
    add(one, two, &at, row->none, "00");
    got = record_kappa(one, two, 0);
    turned = record_kappa(two, one, 0);
    assert_int_equal(got.looks, row->both + row->first + row->second + row->none);
    assert_int_equal(got.same, row->both + row->none);
    assert_int_equal(got.is_defined, row->is_defined);
    assert_true(fabs(got.kappa - row->kappa) < 0.000001);
    assert_true(fabs(got.kappa - turned.kappa) < 1e-12); /* whoever is named first */
}

static void whoever_began_later_is_shifted(void **state)
{
    struct record_agreement got = record_kappa("0110", "110", -1);

    (void)state;
    assert_int_equal(got.looks, 3);
    assert_int_equal(got.same, 3);
    got = record_kappa("110", "0110", 1);
    assert_int_equal(got.same, 3);
    got = record_kappa("110", "0110", 9);
    assert_int_equal(got.looks, 0);
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    cases_add("whoever began later is shifted", whoever_began_later_is_shifted);
    return cases_run("agreement", NULL, NULL);
}
