/* Which half term a day counts with.
 *
 * Each school says its own dates, and a review written in the holidays is still of the half term
 * that has just ended. Where the school has said nothing about the year, the day counts as it would
 * in most schools: a review must not wait for a calendar.
 */
#include "record.h"

#include <stdlib.h>
#include <string.h>

enum { HALF_TERMS = 6 };

/* The first day of each as most schools in England have it (check). */
static const struct {
    int month, day;
} usual[HALF_TERMS] = {
    {9,  1 },
    {11, 1 },
    {1,  1 },
    {2,  19},
    {4,  8 },
    {6,  1 }
};

static struct date usual_start(int year, int number)
{
    int month = usual[number - 1].month;

    return (struct date){month >= 9 ? year : year + 1, month, usual[number - 1].day};
}

/* "2026-1" */
static bool read_key(const char *key, struct record_half_term *out)
{
    char *end = NULL;
    long year = strtol(key, &end, 10);

    if (end - key != 4 || *end != '-' || end[1] < '1' || end[1] > '6' || end[2] != '\0') {
        return false;
    }
    *out = (struct record_half_term){(int)year, end[1] - '0'};
    return true;
}

/* Days after its last day that still count with it: a holiday, the summer's for the last. */
static int64_t holiday_after(int number)
{
    return number == HALF_TERMS ? 60 : 25;
}

/* The latest of the school's own that has begun; false when the day lies beyond its holiday, for
 * then the school has not said the next one yet. */
static bool own_half_term(const struct json_value *half_terms, struct date day,
                          struct record_half_term *out)
{
    struct json_walk walk = {0};
    int64_t today = date_to_days(day);
    int64_t best = INT64_MIN;
    int64_t until = INT64_MAX;

    while (json_next(half_terms, &walk)) {
        struct record_half_term one = {0, 0};
        struct date from = {0, 0, 0};
        struct date to = {0, 0, 0};
        if (!read_key(walk.key, &one) || !date_parse(json_member_text(walk.value, "from"), &from) ||
            !date_parse(json_member_text(walk.value, "to"), &to)) {
            continue;
        }
        if (date_to_days(from) <= today && date_to_days(from) > best) {
            best = date_to_days(from);
            until = date_to_days(to) + holiday_after(one.number);
            *out = one;
        }
    }
    return best > INT64_MIN && today <= until;
}

struct record_half_term record_half_term_of(const struct json_value *half_terms, struct date day)
{
    struct record_half_term out = {academic_year(day), 1};

    if (half_terms != NULL && json_kind(half_terms) == JSON_IS_OBJECT &&
        own_half_term(half_terms, day, &out)) {
        return out;
    }
    out = (struct record_half_term){academic_year(day), 1};
    for (int i = 2; i <= HALF_TERMS; i++) {
        if (date_to_days(usual_start(out.year, i)) <= date_to_days(day)) {
            out.number = i;
        }
    }
    return out;
}
