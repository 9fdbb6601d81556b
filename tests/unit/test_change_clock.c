/* The hybrid clock: the next stamp, what is learnt from others, the day's trust, and the order. */
#include "change.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define NOON        1790000000000LL
#define DAY         (24LL * 3600 * 1000)

static struct next_row {
    const char *name;
    struct stamp last;
    int64_t wall;
    struct stamp want;
} nexts[] = {
    {"the first of all",         {0, 0},              NOON,  {NOON, 0}       },
    {"time has passed",          {NOON - 1, 9},       NOON,  {NOON, 0}       },
    {"the same millisecond",     {NOON, 0},           NOON,  {NOON, 1}       },
    {"the clock was set back",   {NOON + 5000, 4},    NOON,  {NOON + 5000, 5}},
    {"a day ahead is believed",  {NOON + DAY, 4},     NOON,  {NOON + DAY, 5} },
    {"a day and 1 ms is not",    {NOON + DAY + 1, 4}, NOON,  {NOON, 0}       },
    {"years ahead are not",      {INT64_MAX, 4},      NOON,  {NOON, 0}       },
    {"a counter at its end",     {NOON, INT64_MAX},   NOON,  {NOON + 1, 0}   },
    {"a clock before the epoch", {0, 0},              -5000, {0, 1}          },
    {"a flat battery's clock",   {NOON, 0},           0,     {0, 0}          },
};

static void next_holds(void **state)
{
    const struct next_row *row = *state;
    struct stamp last = row->last;
    struct stamp got = stamp_next(&last, row->wall);

    assert_true(got.at == row->want.at);
    assert_true(got.n == row->want.n);
    assert_true(last.at == got.at && last.n == got.n);
}

static struct seen_row {
    const char *name;
    struct stamp last;
    struct stamp seen;
    struct stamp want;
} seens[] = {
    {"a later one moves us",        {NOON, 3},           {NOON + 10, 1},      {NOON + 10, 1}     },
    {"a greater counter does",      {NOON, 3},           {NOON, 8},           {NOON, 8}          },
    {"an earlier one does not",     {NOON, 3},           {NOON - 10, 99},     {NOON, 3}          },
    {"the same does not",           {NOON, 3},           {NOON, 3},           {NOON, 3}          },
    {"a day ahead is believed",     {NOON, 3},           {NOON + DAY, 0},     {NOON + DAY, 0}    },
    {"a day and 1 ms is not",       {NOON, 3},           {NOON + DAY + 1, 0}, {NOON, 3}          },
    {"the year 2262 is not",        {NOON, 3},           {INT64_MAX, 0},      {NOON, 3}          },
    {"our own poison gives way",    {NOON + 9 * DAY, 3}, {NOON + 10, 1},      {NOON + 10, 1}     },
    {"poison does not heal poison", {NOON + 9 * DAY, 3}, {NOON + 2 * DAY, 1}, {NOON + 9 * DAY, 3}},
};

static void seen_holds(void **state)
{
    const struct seen_row *row = *state;
    struct stamp last = row->last;

    stamp_observe(&last, row->seen, NOON);
    assert_true(last.at == row->want.at);
    assert_true(last.n == row->want.n);
}

/* What the rule is for: an answer sorts after its question, though its writer's clock is behind. */
static void an_answer_sorts_after_its_question(void **state)
{
    struct stamp ahead = {0, 0};
    struct stamp behind = {0, 0};
    struct dot question = {
        {0, 0},
        {"b"},
        1
    };
    struct dot answer = {
        {0, 0},
        {"a"},
        1
    };

    (void)state;
    question.stamp = stamp_next(&ahead, NOON + 3600000);
    stamp_observe(&behind, question.stamp, NOON);
    answer.stamp = stamp_next(&behind, NOON);
    assert_true(dot_order(&question, &answer) < 0);
}

/* After one wrong date everybody is back at the wall clock, the one with the wrong date too. */
static void one_wrong_date_poisons_no_clock(void **state)
{
    struct stamp wrong = {0, 0};
    struct stamp right = {NOON - 1000, 0};
    struct stamp poison = stamp_next(&wrong, NOON + 3650 * DAY);

    (void)state;
    stamp_observe(&right, poison, NOON);
    assert_true(stamp_next(&right, NOON).at == NOON);
    assert_true(stamp_next(&wrong, NOON + 5).at == NOON + 5); /* the date was put right */
    assert_true(wrong.n == 0);
}

static struct order_row {
    const char *name;
    struct dot a;
    struct dot b;
    int want;
} orders[] = {
    {"at decides",            {{1, 9}, {"b"}, 9},  {{2, 0}, {"a"}, 1},         -1},
    {"then n",                {{1, 2}, {"a"}, 9},  {{1, 10}, {"a"}, 1},        -1},
    {"then dev, as text",     {{1, 1}, {"a9"}, 9}, {{1, 1}, {"b"}, 1},         -1},
    {"then seq, as a number", {{1, 1}, {"a"}, 9},  {{1, 1}, {"a"}, 10},        -1},
    {"the same is the same",  {{1, 1}, {"a"}, 9},  {{1, 1}, {"a"}, 9},         0 },
    {"far apart",             {{0, 0}, {"a"}, 1},  {{INT64_MAX, 0}, {"a"}, 1}, -1},
};

static void order_holds(void **state)
{
    const struct order_row *row = *state;
    int forth = dot_order(&row->a, &row->b);
    int back = dot_order(&row->b, &row->a);

    assert_int_equal((forth > 0) - (forth < 0), row->want);
    assert_int_equal((back > 0) - (back < 0), -row->want);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(nexts) + COUNT(seens) + COUNT(orders)];
    const struct CMUnitTest rest[] = {
        cmocka_unit_test(an_answer_sorts_after_its_question),
        cmocka_unit_test(one_wrong_date_poisons_no_clock),
    };
    size_t n = 0;

    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT(nexts); i++, n++) {
        tests[n].name = nexts[i].name;
        tests[n].test_func = next_holds;
        tests[n].initial_state = &nexts[i];
    }
    for (size_t i = 0; i < COUNT(seens); i++, n++) {
        tests[n].name = seens[i].name;
        tests[n].test_func = seen_holds;
        tests[n].initial_state = &seens[i];
    }
    for (size_t i = 0; i < COUNT(orders); i++, n++) {
        tests[n].name = orders[i].name;
        tests[n].test_func = order_holds;
        tests[n].initial_state = &orders[i];
    }
    return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(rest, NULL, NULL);
}
