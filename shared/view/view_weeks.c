/* How often staff wrote something about a pupil, week by week.
 *
 * The figure is about the adults' attention, so a week in which nobody could write must not look
 * like one in which nobody did. Before the pupil came, after they left, and in a holiday that the
 * school has named there is no figure at all, unless somebody wrote something all the same. Weeks
 * are counted by days of the calendar and not by spans of seven times 24 hours, for two of them a
 * year are an hour longer or shorter.
 */
#include "view_weeks.h"

#include "view_private.h"

/* Between two half terms: a longer time means that the school has left one out. */
enum { HOLIDAY_DAYS_MOST = 60, WEEK_DAYS = 7 };

struct days { /* since 1970 */
    int64_t first, last;
};

static int64_t day_of(int64_t at_ms)
{
    return date_to_days(moment_uk(at_ms).date);
}

static int64_t day_read(const char *text, int64_t otherwise)
{
    struct date date = {0, 0, 0};

    return date_parse(text, &date) ? date_to_days(date) : otherwise;
}

/* ---- whether anybody could write ------------------------------------------------------------- */

/* The week lies between two half terms of which the school has said the dates. */
static bool is_holiday(const struct json_value *half_terms, struct days week)
{
    struct json_walk walk = {0};
    int64_t before = INT64_MIN;
    int64_t after = INT64_MAX;

    if (half_terms == NULL || json_kind(half_terms) != JSON_IS_OBJECT) {
        return false;
    }
    while (json_next(half_terms, &walk)) {
        int64_t from = day_read(json_member_text(walk.value, "from"), INT64_MAX);
        int64_t to = day_read(json_member_text(walk.value, "to"), INT64_MIN);
        if (from > to) {
            continue;
        }
        if (from <= week.last && to >= week.first) {
            return false;
        }
        before = to < week.first && to > before ? to : before;
        after = from > week.last && from < after ? from : after;
    }
    return before > INT64_MIN && after < INT64_MAX && after - before <= HOLIDAY_DAYS_MOST;
}

/* The first row of what is asked about a pupil, if there is one. */
static enum status ask(struct view *v, const char *text, const struct id *school,
                       const struct id *pupil, struct sql_stmt **stmt, bool *has_row)
{
    enum status st = STATUS_OK;

    TRY(sql_prepare(v->db, text, stmt));
    sql_bind_id(*stmt, 1, school);
    sql_bind_id(*stmt, 2, pupil);
    st = view_step(*stmt, has_row);
done:
    return st;
}

/* The days that the pupil was here, as far as anybody has said. */
static enum status read_stay(struct view *v, const struct id *school, const struct id *pupil,
                             struct days *out)
{
    static const char text[] = "SELECT p.entered, p.\"left\", r.first_at FROM v_pupil p"
                               " JOIN record r ON r.school=p.school AND r.rec=p.rec"
                               " WHERE p.school=$1 AND p.rec=$2";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    *out = (struct days){INT64_MIN, INT64_MAX};
    TRY(ask(v, text, school, pupil, &stmt, &has_row));
    if (has_row) {
        int64_t known = day_of(sql_int(stmt, 2));
        int64_t entered = day_read(sql_text(stmt, 0), INT64_MIN);
        *out = (struct days){entered > known ? entered : known,
                             day_read(sql_text(stmt, 1), INT64_MAX)};
    }

done:
    sql_finish(stmt);
    return st;
}

/* The day of the first record that counts; today when there is none. */
static enum status read_first(struct view *v, const struct id *school, const struct id *pupil,
                              int64_t now_ms, int64_t *day)
{
    static const char text[] = "SELECT min(at) FROM (SELECT min(\"when\") AS at FROM v_observation"
                               " WHERE school=$1 AND pupil=$2 AND void=0 UNION ALL"
                               " SELECT min(\"when\") FROM v_interval_observation"
                               " WHERE school=$1 AND pupil=$2 AND void=0) n WHERE at IS NOT NULL";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    *day = day_of(now_ms);
    TRY(ask(v, text, school, pupil, &stmt, &has_row));
    if (has_row && !sql_is_null(stmt, 0) && day_of(sql_int(stmt, 0)) < *day) {
        *day = day_of(sql_int(stmt, 0));
    }

done:
    sql_finish(stmt);
    return st;
}

/* ---- what was written ------------------------------------------------------------------------ */

static enum status add_written(struct view *v, const struct id *school, const struct id *pupil,
                               int64_t first, int64_t now_ms, struct view_weeks *out)
{
    static const char text[] =
        "SELECT \"when\" FROM v_observation WHERE school=$1 AND pupil=$2 AND void=0"
        " AND \"when\">=$3 AND \"when\"<=$4 UNION ALL"
        " SELECT \"when\" FROM v_interval_observation WHERE school=$1 AND pupil=$2 AND void=0"
        " AND \"when\">=$3 AND \"when\"<=$4";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    sql_bind_int(stmt, 3, moment_uk_start_ms(date_from_days(first)));
    sql_bind_int(stmt, 4, now_ms);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        int64_t week = (day_of(sql_int(stmt, 0)) - first) / WEEK_DAYS;
        CHECK(week >= 0 && week < VIEW_WEEKS);
        out->written[week]++;
    }

done:
    sql_finish(stmt);
    return st;
}

enum status view_weeks(struct view *v, const struct id *school, const struct id *pupil,
                       const struct json_value *half_terms, int64_t now_ms, struct view_weeks *out)
{
    enum status st = STATUS_OK;
    struct moment now = moment_uk(now_ms);
    int64_t first = date_to_days(now.date) - now.weekday - (VIEW_WEEKS - 1) * WEEK_DAYS;
    int64_t first_record = 0;
    struct days stay = {0, 0};

    *out = (struct view_weeks){{0}};
    TRY(read_stay(v, school, pupil, &stay));
    TRY(read_first(v, school, pupil, now_ms, &first_record));
    TRY(add_written(v, school, pupil, first, now_ms, out));
    stay.first = first_record < stay.first ? first_record : stay.first;
    for (int i = 0; i < VIEW_WEEKS; i++) {
        struct days week = {first + i * WEEK_DAYS, first + i * WEEK_DAYS + WEEK_DAYS - 1};
        bool could =
            week.last >= stay.first && week.first <= stay.last && !is_holiday(half_terms, week);
        out->written[i] = out->written[i] == 0 && !could ? -1 : out->written[i];
    }

done:
    return st;
}
