/* What the Today page was asked for: which school, which day.
 *
 * A school that is not the person's and a school that does not exist get the same answer, or a
 * stranger with one account could list all schools. A day that is none shows today and says so: a
 * page that only complains helps nobody.
 */
#include "dashboard_private.h"

#include <string.h>

static bool pick_school(const struct dashboard_visit *v,
                        const struct dashboard_school_rows *schools,
                        const struct dashboard_school **out)
{
    const char *asked = http_query(v->req, "school");

    *out = &schools->rows[0];
    if (asked == NULL) {
        return true;
    }
    for (size_t i = 0; i < schools->count; i++) {
        if (strcmp(schools->rows[i].id.text, asked) == 0) {
            *out = &schools->rows[i];
            return http_query_count(v->req, "school") == 1;
        }
    }
    return false;
}

/* NULL, or the sentence that says why today is shown instead. */
static const char *pick_day(const struct dashboard_visit *v, struct date *out)
{
    const char *asked = http_query(v->req, "day");
    struct date today = moment_uk(v->now_ms).date;
    struct date day = {0};

    *out = today;
    if (asked == NULL) {
        return NULL;
    }
    if (http_query_count(v->req, "day") != 1 || !date_parse(asked, &day)) {
        return "That is not a day of the calendar, so this is today.";
    }
    if (date_to_days(day) > date_to_days(today)) {
        return "That day has not come yet, so this is today.";
    }
    *out = day;
    return NULL;
}

static void copy_schools(struct dashboard_visit *v, const struct dashboard_school_rows *schools,
                         struct page_today *p)
{
    struct page_school *rows = arena_alloc(v->arena, schools->count * sizeof rows[0]);

    for (size_t i = 0; i < schools->count; i++) {
        rows[i].id = schools->rows[i].id;
        rows[i].name = schools->rows[i].name;
    }
    p->schools = rows;
    p->school_count = schools->count;
}

static void show_school(struct dashboard_visit *v, const struct dashboard_school_rows *schools,
                        const struct dashboard_school *school)
{
    struct page_today p = {
        .frame = dashboard_frame(v),
        .school = school->id,
        .school_name = school->name,
        .now_ms = v->now_ms,
    };

    p.problem = pick_day(v, &p.day);
    copy_schools(v, schools, &p);
    if (dashboard_ask_today(v, &p) != STATUS_OK) {
        dashboard_say(v, 503, "Not just now",
                      "The hub could not read its records just now. Please try again in a moment.");
        return;
    }
    page_write_today(&p, &v->reply->body);
    dashboard_is_html(v, p.problem == NULL ? 200 : 400);
}

void dashboard_show_today(struct dashboard_visit *v)
{
    struct dashboard_school_rows schools = {0};
    const struct dashboard_school *school = NULL;
    enum status st =
        v->d->accounts.schools(v->d->accounts.ctx, v->who->person.key, v->arena, &schools);

    if (st == STATUS_NOT_FOUND) {
        dashboard_sessions_end(&v->d->sessions, v->who->token);
        http_reply_redirect(v->reply, "/login");
    } else if (st != STATUS_OK) {
        dashboard_say(v, 503, "Not just now",
                      "The hub could not read its records just now. Please try again in a moment.");
    } else if (schools.count == 0) {
        dashboard_say(v, 403, "No school yet",
                      "Your account has no school yet. Whoever looks after the hub can add one.");
    } else if (!pick_school(v, &schools, &school)) {
        dashboard_say(v, 404, "Not found", "There is no such school among yours.");
    } else {
        show_school(v, &schools, school);
    }
}
