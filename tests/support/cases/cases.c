/* What tables of tests share.
 *
 * cmocka takes an array that is known when it is compiled, and a group name only from its macros;
 * a list that main() fills row by row needs the function behind them, so that is called here and
 * nowhere else.
 */
#include "cases.h"

#include "support.h"

#include <stdlib.h>
#include <string.h>

#define CASES_MAX 192

static struct CMUnitTest cases[CASES_MAX];
static size_t case_count;

void cases_add_placed(const char *name, CMUnitTestFunction run, CMFixtureFunction open,
                      CMFixtureFunction close)
{
    CHECK(case_count < CASES_MAX);
    cases[case_count++] = (struct CMUnitTest){name, run, open, close, NULL};
}

void cases_add(const char *name, CMUnitTestFunction run)
{
    cases_add_placed(name, run, NULL, NULL);
}

void cases_add_rows(CMUnitTestFunction run, const void *rows, size_t count, size_t row_size)
{
    const char *row = rows;

    for (size_t i = 0; i < count; i++, row += row_size) {
        union {
            const void *given;
            void *handed; /* cmocka would let a test write to it */
        } state = {row};
        const char *name = NULL;

        memcpy(&name, row, sizeof(name));
        cases_add(name, run);
        cases[case_count - 1].initial_state = state.handed;
    }
}

int cases_run(const char *group, CMFixtureFunction open, CMFixtureFunction close)
{
    return _cmocka_run_group_tests(group, cases, case_count, open, close);
}

/* ---- goldens -------------------------------------------------------------------------------- */

/* The number of the first line that differs, from 1. */
static int first_other_line(const char *a, const char *b)
{
    int line = 1;

    for (; *a != '\0' && *a == *b; a++, b++) {
        line += *a == '\n' ? 1 : 0;
    }
    return line;
}

void cases_golden(const char *path, const struct buf *now)
{
    char *whole = support_source(path);
    struct buf before = {0};

    if (getenv("UPDATE_GOLDEN") != NULL) {
        assert_int_equal(support_file_write(whole, buf_cstr(now), now->size), STATUS_OK);
    }
    assert_int_equal(support_file_read(whole, &before), STATUS_OK);
    if (!buf_equal(&before, now)) {
        fail_msg("%s differs from line %d on: look at it, then UPDATE_GOLDEN=1", path,
                 first_other_line(buf_cstr(now), buf_cstr(&before)));
    }
    buf_finish(&before);
    free(whole);
}

/* ---- orders --------------------------------------------------------------------------------- */

bool cases_next_order(size_t *order, size_t count)
{
    size_t low = count - 1;
    size_t high = count - 1;

    CHECK(count >= 1);
    while (low > 0 && order[low - 1] >= order[low]) {
        low--;
    }
    if (low == 0) {
        return false;
    }
    while (high > low && order[high] <= order[low - 1]) {
        high--;
    }
    size_t held = order[low - 1];
    order[low - 1] = order[high];
    order[high] = held;
    for (size_t i = low, j = count - 1; i < j; i++, j--) {
        held = order[i];
        order[i] = order[j];
        order[j] = held;
    }
    return true;
}
