/* Which half term a day counts with; and what to bear in mind beside a pupil's answer. */
#include "cases.h"
#include "record.h"

#include <string.h>

/* ---- half terms ------------------------------------------------------------------------------ */

static const char own[] = "{\"2026-1\":{\"from\":\"2026-09-03\",\"to\":\"2026-10-16\"},"
                          "\"2026-2\":{\"from\":\"2026-11-02\",\"to\":\"2026-12-18\"},"
                          "\"x\":{\"from\":\"2026-09-01\"},\"2026-9\":{},\"2025-6\":{\"from\":"
                          "\"2026-06-08\",\"to\":\"2026-07-21\"}}";

static struct day_row {
    const char *name;
    const char *half_terms; /* "" none */
    const char *day;
    int year, number;
} days[] = {
    {"its first day",                        own, "2026-09-03", 2026, 1},
    {"a holiday counts with what ended",     own, "2026-10-28", 2026, 1},
    {"the next",                             own, "2026-11-02", 2026, 2},
    {"beyond its holiday: as most have it",  own, "2027-03-01", 2026, 4},
    {"the days before term count with July", own, "2026-09-01", 2025, 6},
    {"a year that was not said",             own, "2030-01-15", 2029, 3},
    {"as most have it: September",           "",  "2026-09-10", 2026, 1},
    {"November",                             "",  "2026-11-22", 2026, 2},
    {"January",                              "",  "2027-01-01", 2026, 3},
    {"March",                                "",  "2027-03-01", 2026, 4},
    {"May",                                  "",  "2027-05-05", 2026, 5},
    {"August counts with the summer",        "",  "2027-08-31", 2026, 6},
};

static void check_day(void **state)
{
    const struct day_row *row = *state;
    struct json_value *map = NULL;
    struct date day = {0, 0, 0};
    struct record_half_term got = {0, 0};

    if (row->half_terms[0] != '\0') {
        assert_int_equal(json_parse(row->half_terms, strlen(row->half_terms), &map), STATUS_OK);
    }
    assert_true(date_parse(row->day, &day));
    got = record_half_term_of(map, day);
    assert_int_equal(got.year, row->year);
    assert_int_equal(got.number, row->number);
    json_free(map);
}

/* ---- reading with care ----------------------------------------------------------------------- */

/* The latest first: place among the pictures, place on a scale of three. */
static struct care_row {
    const char *name;
    int64_t ms;
    bool is_helped;
    size_t count;
    int places[5], scale[5];
    unsigned want;
    enum { AS_USUAL, UNPRACTISED, LEFT } given;
} cares[] = {
    {"a calm answer",                  4000, false, 1, {0},             {1},             0,  AS_USUAL   },
    {"at once",                        999,  false, 1, {0},             {1},             1,  AS_USUAL   },
    {"not quite at once",              1000, false, 1, {0},             {1},             0,  AS_USUAL   },
    {"how fast is not known",          0,    false, 1, {0},             {1},             0,  AS_USUAL   },
    {"a lot of help",                  4000, true,  1, {0},             {1},             8,  AS_USUAL   },
    {"four at the left, each another", 4000, false, 4, {0, 0, 0, 0},    {0, 2, 1, 0},    2,  AS_USUAL   },
    {"three are no habit",             4000, false, 3, {0, 0, 0},       {0, 2, 1},       0,  AS_USUAL   },
    {"the same answer, never turned",  4000, false, 4, {1, 1, 1, 1},    {1, 1, 1, 1},    0,  AS_USUAL   },
    {"four at an end",                 4000, false, 4, {0, 2, 1, 0},    {0, 2, 0, 2},    4,  AS_USUAL   },
    {"one in the middle",              4000, false, 4, {0, 2, 1, 0},    {0, 1, 0, 2},    0,  AS_USUAL   },
    {"unsure is no end and no place",  4000, false, 4, {-1, 0, 0, 0},   {-1, 0, 0, 2},   0,  AS_USUAL   },
    {"only the last four count",       4000, false, 5, {0, 2, 1, 0, 0}, {2, 2, 0, 0, 1}, 4,  AS_USUAL   },
    {"all of it",                      1,    true,  4, {2, 2, 2, 2},    {0, 2, 2, 0},    15, AS_USUAL   },
    {"practice answered otherwise",    4000, false, 1, {0},             {1},             16, UNPRACTISED},
    {"left before the end",            4000, false, 1, {0},             {1},             32, LEFT       },
    {"no answer",                      1,    true,  0, {0},             {0},             0,  AS_USUAL   },
};

static void check_care(void **state)
{
    const struct care_row *row = *state;
    struct record_answer answers[5] = {{.ms = 0}};

    for (size_t i = 0; i < row->count; i++) {
        answers[i] = (struct record_answer){.ms = row->ms,
                                            .place = row->places[i],
                                            .scale = row->scale[i],
                                            .choices = 3,
                                            .is_helped = row->is_helped,
                                            .is_left = row->given == LEFT,
                                            .is_unpractised = row->given == UNPRACTISED};
    }
    assert_int_equal(record_care(answers, row->count), row->want);
}

/* How fast is told by the way it was answered. */
static struct fast_row {
    const char *name;
    int64_t ms, own_ms;
    int touches;
    bool is_scanned;
    unsigned want;
} fasts[] = {
    {"fast, less what it must be held",  1999, 1000, 1, false, RECORD_CARE_FAST},
    {"as long as it must be, and more",  2000, 1000, 1, false, 0               },
    {"eight cards in under 8 seconds",   7999, 0,    8, false, RECORD_CARE_FAST},
    {"a second for each card",           8000, 0,    8, false, 0               },
    {"each of eight cards must be held", 9999, 400,  8, false, RECORD_CARE_FAST},
    {"the light sets the time",          600,  500,  1, true,  0               },
};

static void check_fast(void **state)
{
    const struct fast_row *row = *state;
    struct record_answer answer = {.ms = row->ms,
                                   .choices = 3,
                                   .own_ms = row->own_ms,
                                   .touches = row->touches,
                                   .is_scanned = row->is_scanned};

    assert_int_equal(record_care(&answer, 1), row->want);
}

int main(void)
{
    cases_add_rows(check_day, days, COUNT(days), sizeof(days[0]));
    cases_add_rows(check_care, cares, COUNT(cares), sizeof(cares[0]));
    cases_add_rows(check_fast, fasts, COUNT(fasts), sizeof(fasts[0]));
    return cases_run("reading", NULL, NULL);
}
