/* In which weeks staff wrote about a pupil, row by row: what counts, by the calendar here, and
 * where nobody could have written.
 *
 * Planted faults, each built once and seen to fail here: void observations counted; weeks as spans
 * of seven times 24 hours; what lies after now counted; a week before the pupil came as nought.
 */
#include "cases.h"
#include "told.h"
#include "view_weeks.h"

#include <stdlib.h>
#include <string.h>

enum { ZOE = 2, ADA, SAID_MOST = 8 };

/* Thursday 5 November 2026, 10:00: the first of the twelve weeks begins on Monday 17 August, and
 * the clocks went back in the night to Sunday 25 October. */
#define NOW      "2026-11-05"
#define NOW_HOUR 10

struct saying {
    const char *type;
    int rec;
    int pupil;
    const char *day; /* of when; NULL: set says all */
    int hour, minute;
    const char *set; /* all of it, or what follows when */
};

#define HERE                                                 \
    {                                                        \
        "pupil", ZOE, ZOE, NULL, 0, 0, "{\"given\":\"Zoe\"}" \
    }
#define SEEN     "observation"
#define WATCHED  "interval_observation"
#define SAID     "self_assessment"
#define ANSWERED ",\"instrument\":\"faces\",\"answers\":{}"
#define COUNTED  ",\"method\":\"momentary\",\"interval_s\":15,\"length_s\":300,\"samples\":\"11\""

/* clang-format off */
static struct row {
    const char *name;
    struct saying told[SAID_MOST];
    const char *known;      /* the day on which the pupil's own record was made */
    const char *half_terms; /* NULL: the school has said none */
    int want[VIEW_WEEKS];
} rows[] = {
    {"nothing written is nought in each week",
     {HERE}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"observations and intervals count",
     {HERE, {SEEN, 10, ZOE, NOW, 9, 0, ""}, {WATCHED, 11, ZOE, NOW, 9, 30, COUNTED},
      {SEEN, 12, ZOE, "2026-10-14", 9, 0, ""}}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2}},
    {"what the pupil said is not staff's, nor is practice",
     {HERE, {SAID, 10, ZOE, NOW, 9, 0, ANSWERED},
      {SAID, 11, ZOE, NOW, 9, 0, ANSWERED ",\"practice\":true"}}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"void does not count",
     {HERE, {SEEN, 10, ZOE, NOW, 9, 0, ",\"void\":\"twice\""},
      {WATCHED, 11, ZOE, NOW, 9, 30, COUNTED ",\"void\":\"twice\""}}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"of another pupil does not count",
     {HERE, {SEEN, 10, ADA, NOW, 9, 0, ""}}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"later than now does not count, today or next year",
     {HERE, {SEEN, 10, ZOE, NOW, 10, 1, ""}, {SEEN, 11, ZOE, NOW, 10, 0, ""},
      {SEEN, 12, ZOE, "2027-11-05", 9, 0, ""}}, "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"a week turns in the night to Monday, in summer and in winter",
     {HERE, {SEEN, 10, ZOE, "2026-10-04", 23, 59, ""}, {SEEN, 11, ZOE, "2026-10-05", 0, 0, ""},
      {SEEN, 12, ZOE, "2026-10-25", 23, 59, ""}, {SEEN, 13, ZOE, "2026-10-26", 0, 0, ""}},
     "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0}},
    {"the first week begins on its Monday",
     {HERE, {SEEN, 10, ZOE, "2026-08-16", 23, 59, ""}, {SEEN, 11, ZOE, "2026-08-17", 0, 0, ""}},
     "2026-01-05", NULL,
     {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"before the pupil was known here nobody could",
     {HERE}, "2026-10-07", NULL,
     {-1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0}},
    {"before the pupil was on roll nobody could",
     {{"pupil", ZOE, ZOE, NULL, 0, 0, "{\"given\":\"Zoe\",\"entered\":\"2026-10-12\"}"}},
     "2026-01-05", NULL,
     {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0}},
    {"after the last day on roll nobody could",
     {{"pupil", ZOE, ZOE, NULL, 0, 0, "{\"given\":\"Zoe\",\"left\":\"2026-10-16\"}"}},
     "2026-01-05", NULL,
     {0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1}},
    {"whoever wrote, could",
     {HERE, {SEEN, 10, ZOE, "2026-09-09", 9, 0, ""}}, "2026-11-05", NULL,
     {-1, -1, -1, 1, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"a void record is no first one",
     {HERE, {SEEN, 10, ZOE, "2026-09-09", 9, 0, ",\"void\":\"wrong pupil\""}}, "2026-11-05", NULL,
     {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0}},
    {"a pupil entered under a clock that was ahead is here now",
     {HERE}, "2031-01-05", NULL,
     {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0}},
    {"in a holiday that the school has named nobody could, unless somebody did",
     {HERE, {SEEN, 10, ZOE, "2026-08-26", 9, 0, ""}}, "2026-01-05",
     "{\"2025-6\":{\"from\":\"2026-06-01\",\"to\":\"2026-07-21\"},"
     "\"2026-1\":{\"from\":\"2026-09-03\",\"to\":\"2026-10-23\"},"
     "\"2026-2\":{\"from\":\"2026-11-02\",\"to\":\"2026-12-18\"}}",
     {-1, 1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0}},
    {"a half term that is left out is no holiday",
     {HERE}, "2026-01-05",
     "{\"2025-5\":{\"from\":\"2026-04-13\",\"to\":\"2026-05-22\"},"
     "\"2026-2\":{\"from\":\"2026-11-02\",\"to\":\"2026-12-18\"}}",
     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
};
/* clang-format on */

static struct told world;

static int64_t instant(const char *day, int hour, int minute)
{
    struct date date = {0, 0, 0};

    assert_true(date_parse(day, &date));
    return moment_uk_start_ms(date) + (hour * 60LL + minute) * 60000;
}

/* By the clock on the wall: 23:59 is 24 hours and 59 minutes after the day began, once a year. */
static int64_t on_wall(const struct saying *t)
{
    int64_t at_ms = instant(t->day, t->hour, t->minute);
    int hour = moment_uk(at_ms).hour;

    return at_ms + (t->hour - hour) * 3600000LL;
}

static void fold(const struct row *row, size_t i)
{
    const struct saying *t = &row->told[i];
    struct buf set = {0};

    if (t->day == NULL) {
        buf_text(&set, t->set);
    } else {
        buf_printf(&set, "{\"when\":%lld%s}", (long long)on_wall(t), t->set);
    }
    told_fold(&world, &(struct change_draft){
                          .dot = {.stamp = {instant(row->known, 12, 0), (int)i}},
                          .pupil = told_id(t->pupil),
                          .rec = told_id(t->rec),
                          .type = t->type,
                          .set = buf_cstr(&set),
                      });
    buf_finish(&set);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct id pupil = told_id(ZOE);
    struct json_value *half_terms = NULL;
    struct view_weeks weeks = {{0}};

    told_open(&world);
    for (size_t i = 0; i < SAID_MOST && row->told[i].type != NULL; i++) {
        fold(row, i);
    }
    if (row->half_terms != NULL) {
        assert_int_equal(json_parse(row->half_terms, strlen(row->half_terms), &half_terms),
                         STATUS_OK);
    }
    assert_int_equal(view_weeks(world.view, &world.school, &pupil, half_terms,
                                instant(NOW, NOW_HOUR, 0), &weeks),
                     STATUS_OK);
    for (int i = 0; i < VIEW_WEEKS; i++) {
        if (weeks.written[i] != row->want[i]) {
            fail_msg("week %d: %d and not %d", i, weeks.written[i], row->want[i]);
        }
    }
    json_free(half_terms);
    told_close(&world);
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("weeks", NULL, NULL);
}
