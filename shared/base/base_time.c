/* Days, and United Kingdom clock time, without asking the machine.
 *
 * A school day is a UK calendar day wherever the server stands and whatever zone a tablet was set
 * to, so the rule is written out here instead of trusting the zone files of seven kinds of device.
 * Days are counted in years that begin in March: the odd day of a leap year then comes last and
 * months follow one formula. Every 400 years the calendar repeats after 146,097 days.
 */
#include "base.h"

#include <string.h>

#define DAYS_400_YEARS  146097
#define DAYS_TO_1970    719468 /* from 1 March of the year 0 */
#define DAYS_MAX        INT64_C(700000000000)
#define SECONDS_A_DAY   86400
#define SECONDS_AN_HOUR 3600
#define MS_A_SECOND     1000
#define WEEKDAY_OF_1970 3 /* a Thursday */

/* Division that rounds down, so that times before 1970 fall on the right day. */
static int64_t floor_divide(int64_t a, int64_t b)
{
    int64_t whole = a / b;

    return a % b < 0 ? whole - 1 : whole;
}

int64_t date_to_days(struct date d)
{
    CHECK(d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31);
    int64_t year = (int64_t)d.year - (d.month <= 2 ? 1 : 0);
    int64_t era = floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month = (d.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_400_YEARS + day_of_era - DAYS_TO_1970;
}

struct date date_from_days(int64_t days)
{
    CHECK(days > -DAYS_MAX && days < DAYS_MAX);
    int64_t shifted = days + DAYS_TO_1970;
    int64_t era = floor_divide(shifted, DAYS_400_YEARS);
    int64_t day_of_era = shifted - era * DAYS_400_YEARS;
    /* Takes out the leap days (one in 1,460, less one in 36,524, plus the last of the era). */
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct date d = {0};

    d.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    d.month = (int)(month < 10 ? month + 3 : month - 9);
    d.year = (int)(year_of_era + era * 400 + (d.month <= 2 ? 1 : 0));
    return d;
}

/* Reads count digits; -1 when one is none. */
static int read_digits(const char *text, size_t count)
{
    int value = 0;

    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, struct date *out)
{
    if (text == NULL || strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    struct date d = {read_digits(text, 4), read_digits(text + 5, 2), read_digits(text + 8, 2)};
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31) {
        return false;
    }
    /* 30 February counts on into March: a real day comes back as itself. */
    struct date back = date_from_days(date_to_days(d));
    if (back.month != d.month || back.day != d.day) {
        return false;
    }
    *out = d;
    return true;
}

static void write_digits(char *to, size_t count, int value)
{
    for (size_t i = count; i > 0; i--) {
        to[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

void date_text(struct date d, char out[16])
{
    int year = d.year;

    /* A wrong clock can name any year. The text has room for four digits and never breaks. */
    if (year < 0) {
        year = 0;
    }
    if (year > 9999) {
        year = 9999;
    }
    CHECK(d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31);
    write_digits(out, 4, year);
    out[4] = '-';
    write_digits(out + 5, 2, d.month);
    out[7] = '-';
    write_digits(out + 8, 2, d.day);
    out[10] = '\0';
}

static int weekday_of(int64_t days)
{
    int64_t counted = days + WEEKDAY_OF_1970;

    return (int)(counted - floor_divide(counted, 7) * 7);
}

/* 01:00 UTC on the last Sunday of a month of 31 days, in seconds since 1970. */
static int64_t last_sunday_s(int year, int month)
{
    int64_t last = date_to_days((struct date){year, month, 31});
    int64_t sunday = last - (weekday_of(last) + 1) % 7;

    return sunday * SECONDS_A_DAY + SECONDS_AN_HOUR;
}

static bool is_summer_time(int64_t at_s)
{
    int year = date_from_days(floor_divide(at_s, SECONDS_A_DAY)).year;

    return at_s >= last_sunday_s(year, 3) && at_s < last_sunday_s(year, 10);
}

struct moment moment_uk(int64_t at_ms)
{
    int64_t at_s = floor_divide(at_ms, MS_A_SECOND);
    int64_t local_s = at_s + (is_summer_time(at_s) ? SECONDS_AN_HOUR : 0);
    int64_t days = floor_divide(local_s, SECONDS_A_DAY);
    int64_t rest = local_s - days * SECONDS_A_DAY;

    return (struct moment){
        .date = date_from_days(days),
        .hour = (int)(rest / SECONDS_AN_HOUR),
        .minute = (int)(rest % SECONDS_AN_HOUR / 60),
        .second = (int)(rest % 60),
        .weekday = weekday_of(days),
    };
}

int64_t moment_uk_start_ms(struct date d)
{
    int64_t midnight_s = date_to_days(d) * SECONDS_A_DAY;
    int64_t hour_before_s = midnight_s - SECONDS_AN_HOUR;

    /* The clocks change at 01:00 UTC, so the hour before midnight UTC tells which midnight the
     * people of this day saw. */
    return (is_summer_time(hour_before_s) ? hour_before_s : midnight_s) * MS_A_SECOND;
}

int academic_year(struct date d)
{
    return d.month >= 9 ? d.year : d.year - 1;
}
