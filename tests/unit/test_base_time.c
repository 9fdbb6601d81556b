/* Days and United Kingdom time. The wanted values were worked out by another language's zone
 * library. */
#include "base.h"
#include "cases.h"

#include <stdio.h>
#include <string.h>

static struct day_row {
    const char *name;
    const char *text;
    int64_t days;
} day_rows[] = {
    {"day: the first of all",        "1970-01-01", 0      },
    {"day: the one before",          "1969-12-31", -1     },
    {"day: 2000 is a leap year",     "2000-02-29", 11016  },
    {"day: and goes on",             "2000-03-01", 11017  },
    {"day: 1900 is none",            "1900-02-28", -25509 },
    {"day: and goes on, too",        "1900-03-01", -25508 },
    {"day: the last of a leap year", "2024-12-31", 20088  },
    {"day: the year turns",          "2026-09-01", 20697  },
    {"day: the least year",          "0001-01-01", -719162},
    {"day: the greatest",            "9999-12-31", 2932896},
};

static void check_day(void **state)
{
    const struct day_row *row = *state;
    struct date d = {0};
    char text[16];

    assert_true(date_parse(row->text, &d));
    assert_true(date_to_days(d) == row->days);
    date_text(date_from_days(row->days), text);
    assert_string_equal(text, row->text);
}

static struct no_day_row {
    const char *name;
    const char *text;
} no_day_rows[] = {
    {"no day: 30 February",      "2024-02-30"   },
    {"no day: 29 February 2026", "2026-02-29"   },
    {"no day: 29 February 1900", "1900-02-29"   },
    {"no day: 31 April",         "2026-04-31"   },
    {"no day: month 13",         "2026-13-01"   },
    {"no day: month 0",          "2026-00-10"   },
    {"no day: day 0",            "2026-01-00"   },
    {"no day: day 32",           "2026-01-32"   },
    {"no day: year 0",           "0000-01-01"   },
    {"no day: one digit",        "2026-1-01"    },
    {"no day: the British way",  "01/09/2026"   },
    {"no day: a time after it",  "2026-09-01T00"},
    {"no day: a space before",   " 2026-09-01"  },
    {"no day: signs for digits", "+026-09-01"   },
    {"no day: letters",          "yyyy-mm-dd"   },
    {"no day: nothing",          ""             },
    {"no day: no text at all",   NULL           },
};

static void check_no_day(void **state)
{
    const struct no_day_row *row = *state;
    struct date d = {1, 2, 3};

    assert_false(date_parse(row->text, &d));
    assert_int_equal(d.year, 1);
    assert_int_equal(d.month, 2);
    assert_int_equal(d.day, 3);
}

/* want: yyyy-mm-dd hh:mm:ss and the weekday, 0 for Monday. */
static struct moment_row {
    const char *name;
    int64_t at_ms;
    const char *want;
} moment_rows[] = {
    {"moment: the last second of winter",   INT64_C(1774745999000), "2026-03-29 00:59:59 6"},
    {"moment: an hour is skipped",          INT64_C(1774746000000), "2026-03-29 02:00:00 6"},
    {"moment: a millisecond before",        INT64_C(1774745999999), "2026-03-29 00:59:59 6"},
    {"moment: the last second of summer",   INT64_C(1792889999000), "2026-10-25 01:59:59 6"},
    {"moment: an hour comes twice",         INT64_C(1792890000000), "2026-10-25 01:00:00 6"},
    {"moment: a leap day",                  INT64_C(1709210096000), "2024-02-29 12:34:56 3"},
    {"moment: past midnight in summer",     INT64_C(1782862200000), "2026-07-01 00:30:00 2"},
    {"moment: the last second of a year",   INT64_C(1767225599000), "2025-12-31 23:59:59 2"},
    {"moment: Sunday is the 31st",          INT64_C(828234000000),  "1996-03-31 02:00:00 6"},
    {"moment: half an hour of summer left", INT64_C(972779400000),  "2000-10-29 01:30:00 6"},
    {"moment: 2027 has its own Sunday",     INT64_C(1806195600000), "2027-03-28 02:00:00 6"},
    {"moment: the first of all",            0,                      "1970-01-01 00:00:00 3"},
    {"moment: a millisecond earlier",       -1,                     "1969-12-31 23:59:59 2"},
};

static void check_moment(void **state)
{
    const struct moment_row *row = *state;
    struct moment m = moment_uk(row->at_ms);
    struct buf text = {0};
    char day[16];

    date_text(m.date, day);
    buf_printf(&text, "%s %02d:%02d:%02d %d", day, m.hour, m.minute, m.second, m.weekday);
    assert_string_equal(buf_cstr(&text), row->want);
    buf_finish(&text);
}

static struct start_row {
    const char *name;
    struct date day;
    int64_t want_ms;
} start_rows[] = {
    {"start: before the clocks go on",   {2026, 3, 28},  INT64_C(1774656000000)},
    {"start: the day they go on",        {2026, 3, 29},  INT64_C(1774742400000)},
    {"start: the day after",             {2026, 3, 30},  INT64_C(1774825200000)},
    {"start: before the clocks go back", {2026, 10, 24}, INT64_C(1792796400000)},
    {"start: the day they go back",      {2026, 10, 25}, INT64_C(1792882800000)},
    {"start: the day after that",        {2026, 10, 26}, INT64_C(1792972800000)},
    {"start: in winter",                 {2026, 1, 1},   INT64_C(1767225600000)},
    {"start: in summer",                 {2026, 7, 1},   INT64_C(1782860400000)},
};

static void check_start(void **state)
{
    const struct start_row *row = *state;
    struct moment m = moment_uk(row->want_ms);

    assert_true(moment_uk_start_ms(row->day) == row->want_ms);
    assert_int_equal(m.date.day, row->day.day);
    assert_int_equal(m.hour + m.minute + m.second, 0);
    assert_int_not_equal(moment_uk(row->want_ms - 1).date.day, row->day.day);
}

static struct year_row {
    const char *name;
    struct date day;
    int want;
} year_rows[] = {
    {"year: the last day of 2025/26", {2026, 8, 31},  2025},
    {"year: the first of 2026/27",    {2026, 9, 1},   2026},
    {"year: at Christmas",            {2026, 12, 31}, 2026},
    {"year: after Christmas",         {2027, 1, 1},   2026},
};

static void check_year(void **state)
{
    const struct year_row *row = *state;

    assert_int_equal(academic_year(row->day), row->want);
}

static void every_day_comes_back(void **state)
{
    char before[16] = "";
    char text[16];

    (void)state;
    /* 1880 to 2120: every month length, leap year and century that a school can meet. */
    for (int64_t days = -32872; days < 54787; days++) {
        struct date d = date_from_days(days);
        struct date parsed = {0};
        assert_true(date_to_days(d) == days);
        date_text(d, text);
        assert_true(date_parse(text, &parsed));
        assert_memory_equal(&parsed, &d, sizeof d);
        assert_true(strcmp(before, text) < 0);
        text_copy(before, sizeof before, text);
    }
}

static void every_uk_day_has_one_start(void **state)
{
    (void)state;
    for (int64_t days = 10000; days < 25000; days++) {
        int64_t start_ms = moment_uk_start_ms(date_from_days(days));
        int64_t length_h = (moment_uk_start_ms(date_from_days(days + 1)) - start_ms) / 3600000;
        assert_in_range(length_h, 23, 25);
        assert_true(date_to_days(moment_uk(start_ms).date) == days);
        assert_true(date_to_days(moment_uk(start_ms - 1).date) == days - 1);
    }
}

static void a_hostile_time_breaks_nothing(void **state)
{
    char text[16];

    (void)state;
    date_text(moment_uk(INT64_MAX).date, text);
    assert_string_equal(text, "9999-08-17");
    date_text(moment_uk(INT64_MIN).date, text);
    assert_string_equal(text, "0000-05-16");
}

int main(void)
{
    cases_add_rows(check_day, day_rows, COUNT(day_rows), sizeof day_rows[0]);
    cases_add_rows(check_no_day, no_day_rows, COUNT(no_day_rows), sizeof no_day_rows[0]);
    cases_add_rows(check_moment, moment_rows, COUNT(moment_rows), sizeof moment_rows[0]);
    cases_add_rows(check_start, start_rows, COUNT(start_rows), sizeof start_rows[0]);
    cases_add_rows(check_year, year_rows, COUNT(year_rows), sizeof year_rows[0]);
    cases_add("every day comes back", every_day_comes_back);
    cases_add("every uk day has one start", every_uk_day_has_one_start);
    cases_add("a hostile time breaks nothing", a_hostile_time_breaks_nothing);
    return cases_run("base time", NULL, NULL);
}
