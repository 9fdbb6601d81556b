/* The dashboard's pages, held to their goldens and to what no page may ever do.
 *
 * UPDATE_GOLDEN=1 writes the goldens anew; the difference is read before it is kept.
 */
#include "page.h"
#include "cases.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

#define AT(hour, minute) (1760396400000 + ((hour)*60 + (minute)) * 60000LL)

static const struct page_frame signed_in = {"Farah Whitlock", "token-of-the-session"};

static const struct page_school schools[] = {
    {{"0199d000-0000-7000-8000-000000000001"}, "Larkbeck Grove School"  },
    {{"0199d000-0000-7000-8000-000000000002"}, "O'Dell & Sons <Academy>"},
};

static const struct page_today_group groups[] = {
    {"Hazel",                                                   4,  3, 9 },
    {"Kingfisher",                                              0,  0, 8 },
    {"Rowan",                                                   12, 7, 8 },
    {"The Wednesday afternoon swimming and hydrotherapy group", 1,  1, 11},
    {"Willow <b>",                                              7,  5, 9 },
};

static const struct page_mark five[] = {
    {"Exploration",  "Sustained",   1},
    {"Realisation",  "Fleeting",    2},
    {"Anticipation", "Not seen",    3},
    {"Persistence",  "Established", 4},
    {"Initiation",   "Fleeting",    5},
};
static const struct page_mark unknown[] = {
    {"zest\"", "<4>", 0}
};

static const struct page_today_note notes[] = {
    {.when_ms = AT(10, 42),
     .pupil = "Amira",
     .by = "Ola Brandreth",
     .instrument = "Engagement model",
     .marks = five,
     .mark_count = COUNT(five),
     .objective = "",
     .activity = "",
     .outcome = "Dug both hands in the wet sand, then looked up and waited for the scoop.",
     .context = "Sand tray, Quiet area, with Ola"                                           },
    {.when_ms = AT(10, 5),
     .pupil = "Zo\xc3\xab O'Hara",
     .by = "",
     .instrument = "Note",
     .objective = "To choose between two",
     .activity = "Snack time",
     .outcome = "Pointed at the pear.\nThen said \"more\" & smiled.",
     .context = "",
     .in_conflict = true                                                                  },
    {.when_ms = AT(9,              0),
     .pupil = "<script>alert(1)</script>",
     .by = "\" onmouseover=\"x",
     .instrument = "a-newer-scale",
     .marks = unknown,
     .mark_count = COUNT(unknown),
     .objective = "",
     .activity = "",
     .outcome = "",
     .context = "\xd8\xb9\xd9\x85\xd8\xb1"},
};

static struct page_today full_day(void)
{
    return (struct page_today){
        .frame = signed_in,
        .school = schools[0].id,
        .school_name = schools[0].name,
        .schools = schools,
        .school_count = COUNT(schools),
        .day = {2025, 10, 14},
        .now_ms = AT(10, 45),
        .observations = 22,
        .pupils_observed = 14,
        .pupils = 96,
        .self_assessments = 3,
        .conflicts = 1,
        .groups = groups,
        .group_count = COUNT(groups),
        .notes = notes,
        .note_count = COUNT(notes),
    };
}

/* ---- the pages that have goldens ---------------------------------------------------------- */

static void write_full_day(struct buf *out)
{
    struct page_today p = full_day();

    page_write_today(&p, out);
}

static void write_empty_day(struct buf *out)
{
    struct page_today p = full_day();

    p.school_count = 1;
    p.day = (struct date){2025, 10, 12};
    p.observations = 0;
    p.pupils_observed = 0;
    p.self_assessments = 0;
    p.conflicts = 0;
    p.group_count = 0;
    p.note_count = 0;
    p.problem = "That is not a day of the calendar, so this is today.";
    page_write_today(&p, out);
}

static void write_login(struct buf *out)
{
    struct page_login p = {.csrf = "token", .problem = NULL, .user = ""};

    page_write_login(&p, out);
}

static void write_login_again(struct buf *out)
{
    struct page_login p = {
        .csrf = "token", .problem = "That is not right.", .user = "farah\"><script>"};

    page_write_login(&p, out);
}

static void write_not_found(struct buf *out)
{
    struct page_note p = {.frame = signed_in, .title = "Not found", .sentence = "No such thing."};

    page_write_note(&p, out);
}

static const struct page_row {
    const char *name; /* of the golden, too */
    void (*write)(struct buf *out);
} page_rows[] = {
    {"today",       write_full_day   },
    {"today-empty", write_empty_day  },
    {"login",       write_login      },
    {"login-again", write_login_again},
    {"not-found",   write_not_found  },
};

static void check_golden(void **state)
{
    const struct page_row *row = *state;
    struct buf out = {0};
    char name[64];

    (void)snprintf(name, sizeof name, "tests/golden/page/%s.html", row->name);
    row->write(&out);
    cases_golden(name, &out);
    buf_finish(&out);
}

/* What must hold on every page, whatever its content. */
static void check_manners(void **state)
{
    const struct page_row *row = *state;
    struct buf out = {0};

    row->write(&out);
    assert_memory_equal(out.data, "<!doctype html>\n<html lang=\"en-GB\">", 35);
    assert_null(strstr(out.data, "<script"));
    assert_null(strstr(out.data, "<style"));
    assert_null(strstr(out.data, " style="));
    assert_null(strstr(out.data, "onmouseover=\""));
    assert_non_null(strstr(out.data, "<a class=\"skip\" href=\"#main\">"));
    assert_non_null(strstr(out.data, "id=\"main\""));
    assert_true(text_is_utf8(out.data, out.size));
    const char *h1 = strstr(out.data, "<h1>");
    assert_non_null(h1);
    assert_null(strstr(h1 + 1, "<h1>"));
    assert_null(strchr(out.data, '!') == NULL ? NULL : strchr(strchr(out.data, '!') + 1, '!'));
    buf_finish(&out);
}

/* ---- single facts ------------------------------------------------------------------------- */

struct fact_row {
    const char *name;
    void (*change)(struct page_today *p);
    const char *there;  /* must stand on the page */
    const char *absent; /* must not; NULL for nothing */
};

static void change_nothing(struct page_today *p)
{
    (void)p;
}

static void one_school_only(struct page_today *p)
{
    p->school_count = 1;
}

static void yesterday(struct page_today *p)
{
    p->day = (struct date){2025, 10, 13};
}

static void more_than_counted(struct page_today *p)
{
    p->is_more = true;
    p->observations = 5001;
}

static void after_the_clocks_change(struct page_today *p)
{
    p->day = (struct date){2025, 12, 31};
    p->now_ms = 1767225599000; /* 23:59:59 GMT on that day */
}

static const struct fact_row fact_rows[] = {
  /* Aligned by columns, the rows would be too wide to read. */
  /* clang-format off */
    {"today is called today", change_nothing,
     "<h1>Today, Tuesday 14 October 2025</h1>", "Day after"},
    {"times are of the UK", change_nothing, ">10:42</span>", ">09:42</span>"},
    {"it says until when it knows", change_nothing, "received by 10:45.", NULL},
    {"no day after today can be picked", change_nothing, "max=\"2025-10-14\"", NULL},
    {"the longest bar is whole", change_nothing,
     "<rect class=\"bar\" x=\"0\" y=\"112\" width=\"100.0%\"", NULL},
    {"a third of it is a third", change_nothing,
     "<rect class=\"bar\" x=\"0\" y=\"24\" width=\"33.3%\"", NULL},
    {"none has no bar", change_nothing,
     "y=\"68\" width=\"100.0%\"", "<rect class=\"bar\" x=\"0\" y=\"68\""},
    {"a long name is short in the picture and whole in the table", change_nothing,
     "The Wednesday afternoo\xe2\x80\xa6</text>", "swimming and hydrotherapy group</text>"},
    {"several schools can be switched", change_nothing, "<select id=\"school\"", NULL},
    {"a single one cannot", one_school_only, "Larkbeck Grove School", "<select"},
    {"the latest are counted", change_nothing, "The latest 3 of 22.", NULL},
    {"what is past counting is said so", more_than_counted, "The latest 3 of over 5001.", NULL},
    {"another day is not called today", yesterday,
     "<h1>Monday 13 October 2025</h1>", "<h1>Today"},
    {"from another day there is a way back", yesterday, ">Today</a>", NULL},
    {"winter time", after_the_clocks_change, "received by 23:59.", NULL},
  /* clang-format on */
};

static void check_fact(void **state)
{
    const struct fact_row *row = *state;
    struct page_today p = full_day();
    struct buf out = {0};

    row->change(&p);
    page_write_today(&p, &out);
    assert_non_null(strstr(buf_cstr(&out), row->there));
    if (row->absent != NULL) {
        assert_null(strstr(buf_cstr(&out), row->absent));
    }
    buf_finish(&out);
}

/* ---- all of it ---------------------------------------------------------------------------- */

int main(void)
{
    cases_add_rows(check_golden, page_rows, COUNT(page_rows), sizeof page_rows[0]);
    cases_add_rows(check_manners, page_rows, COUNT(page_rows), sizeof page_rows[0]);
    cases_add_rows(check_fact, fact_rows, COUNT(fact_rows), sizeof fact_rows[0]);
    return cases_run("page", NULL, NULL);
}
