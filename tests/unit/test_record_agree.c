/* Cohen's kappa of two observers beside figures worked out by hand and published ones; and where it
 * is not defined. The weighted one beside figures by hand, and beside the other form of its
 * formula: shares of agreement, from 1 for the same down to 0 for both ends of the scale.
 * Planted, and seen to fail: no weights; squared weights; what one of them left out counts. */
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

/* ---- scales ---------------------------------------------------------------------------------- */

/* Both their answers, a digit a thing; "-" is none. By hand, with A steps apart of N answers to the
 * same things and E between all answers of one and all of the other: 1 - A N / E. */
static struct scale_row {
    const char *name;
    const char *one, *two;
    bool is_defined;
    double kappa;
} scales[] = {
    {"one step off, twice: A 2, N 4, E 14",      "0012",    "0021",    true,  3.0 / 7  },
    {"both ends, the wrong way round: A 8, E 8", "04",      "40",      true,  -1       },
    {"near: A 1, N 5, E 43",                     "01234",   "01244",   true,  38.0 / 43},
    {"far: A 4, N 5, E 40",                      "01234",   "41234",   true,  0.5      },
    {"all the same",                             "0123",    "0123",    true,  1        },
    {"what one left out does not count",         "00-12",   "001-2",   true,  1        },
    {"nor in what chance gives: A 1, N 4, E 28", "01-24",   "00124",   true,  24.0 / 28},
    {"one word all the time",                    "2222",    "2222",    false, 0        },
    {"nothing that both answered",               "1--",     "-1-",     false, 0        },
    {"one person always in the middle: chance",  "0123",    "1111",    true,  0        },
    {"seven indicators: A 3, N 7, E 69",         "0123443", "1123342", true,  48.0 / 69},
};

static size_t read_steps(const char *text, int *out)
{
    size_t count = 0;

    for (; text[count] != '\0'; count++) {
        out[count] = text[count] == '-' ? -1 : text[count] - '0';
    }
    return count;
}

/* (po - pe) / (1 - pe), an answer k steps off counting as 1 - k/4. */
static double by_agreement(const int *one, const int *two, size_t count)
{
    double seen = 0;
    double chance = 0;
    double answers = 0;

    for (size_t i = 0; i < count; i++) {
        answers += one[i] >= 0 && two[i] >= 0 ? 1 : 0;
    }
    for (int a = 0; a < 5; a++) {
        for (int b = 0; b < 5; b++) {
            double weight = 1 - fabs((double)(a - b)) / 4;
            double both = 0;
            double ones = 0;
            double twos = 0;
            for (size_t i = 0; i < count; i++) {
                bool counts = one[i] >= 0 && two[i] >= 0;
                both += counts && one[i] == a && two[i] == b ? 1 : 0;
                ones += counts && one[i] == a ? 1 : 0;
                twos += counts && two[i] == b ? 1 : 0;
            }
            seen += weight * both / answers;
            chance += weight * (ones / answers) * (twos / answers);
        }
    }
    return (seen - chance) / (1 - chance);
}

static void check_scale(void **state)
{
    const struct scale_row *row = *state;
    int one[16];
    int two[16];
    size_t count = read_steps(row->one, one);
    struct record_agreement got = {0, 0, false, 0};
    struct record_agreement turned = {0, 0, false, 0};

    assert_int_equal(read_steps(row->two, two), count);
    got = record_kappa_weighted(one, two, count);
    turned = record_kappa_weighted(two, one, count);
    assert_int_equal(got.is_defined, row->is_defined);
    assert_true(fabs(got.kappa - turned.kappa) < 1e-12);
    if (row->is_defined) {
        assert_true(fabs(got.kappa - by_agreement(one, two, count)) < 1e-9);
    }
    assert_true(fabs(got.kappa - row->kappa) < 0.000001);
}

/* A scale of two steps has no near and far. */
static void with_two_steps_it_is_the_plain_one(void **state)
{
    struct record_agreement plain = record_kappa("1100101", "1010001", 0);
    int one[] = {1, 1, 0, 0, 1, 0, 1};
    int two[] = {1, 0, 1, 0, 0, 0, 1};
    struct record_agreement got = record_kappa_weighted(one, two, 7);

    (void)state;
    assert_int_equal(got.looks, plain.looks);
    assert_int_equal(got.same, plain.same);
    assert_true(fabs(got.kappa - plain.kappa) < 1e-12);
}

int main(void)
{
    cases_add_rows(check_scale, scales, COUNT(scales), sizeof(scales[0]));
    cases_add("with two steps it is the plain one", with_two_steps_it_is_the_plain_one);
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    cases_add("whoever began later is shifted", whoever_began_later_is_shifted);
    return cases_run("agreement", NULL, NULL);
}
