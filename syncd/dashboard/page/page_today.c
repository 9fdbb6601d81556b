/* Today: what has been seen on one day, group by group, in exact words.
 *
 * Two misreadings are near. A pupil in two groups counts in both, so the bars do not add up to the
 * school: the figures at the top count each observation once, and the page says so. And a tablet
 * that has not sent yet is missing from all of it: the page says until when it knows, and does not
 * call an empty day empty. The picture never stands alone; the table beside it says the same.
 */
#include "page_private.h"

#include <stdio.h>
#include <string.h>

#define DAY_ROOM             64
#define CLOCK_ROOM           16
#define PATH_ROOM            128
#define NAME_IN_PICTURE_ROOM 96
#define BAR_ROW_HEIGHT       44
#define BAR_TOP              24
#define BAR_HEIGHT           12

/* ---- which school, which day -------------------------------------------------------------- */

static void write_schools(struct html *h, const struct page_today *p)
{
    html_open_class(h, "div", "field");
    html_open(h, "label");
    html_attribute(h, "for", "school");
    html_text(h, "School");
    html_close(h, "label");
    html_open(h, "select");
    html_attribute(h, "id", "school");
    html_attribute(h, "name", "school");
    for (size_t i = 0; i < p->school_count; i++) {
        html_open(h, "option");
        html_attribute(h, "value", p->schools[i].id.text);
        if (id_equal(&p->schools[i].id, &p->school)) {
            html_flag(h, "selected");
        }
        html_text(h, p->schools[i].name);
        html_close(h, "option");
    }
    html_close(h, "select");
    html_close(h, "div");
}

/* A link to another day of the same school. */
static void write_day_link(struct html *h, const struct page_today *p, int64_t days,
                           const char *words)
{
    char day[16];
    char path[PATH_ROOM];

    date_text(date_from_days(days), day);
    (void)snprintf(path, sizeof path, "/today?school=%s&day=%s", p->school.text, day);
    html_open(h, "li");
    html_open(h, "a");
    html_path(h, "href", path);
    html_text(h, words);
    html_close(h, "a");
    html_close(h, "li");
}

static void write_choice(struct html *h, const struct page_today *p)
{
    int64_t days = date_to_days(p->day);
    int64_t today = date_to_days(moment_uk(p->now_ms).date);
    char value[16];
    char most[16];

    date_text(p->day, value);
    date_text(date_from_days(today), most);
    html_open_class(h, "div", "choice");
    html_open(h, "form");
    html_attribute(h, "method", "get");
    html_path(h, "action", "/today");
    if (p->school_count > 1) {
        write_schools(h, p);
    }
    html_open_class(h, "div", "field");
    html_open(h, "label");
    html_attribute(h, "for", "day");
    html_text(h, "Day");
    html_close(h, "label");
    html_void(h, "input");
    html_attribute(h, "type", "date");
    html_attribute(h, "id", "day");
    html_attribute(h, "name", "day");
    html_attribute(h, "value", value);
    html_attribute(h, "max", most);
    html_flag(h, "required");
    html_close(h, "div");
    html_element(h, "button", "second", "Show");
    html_close(h, "form");
    html_open_class(h, "ul", "days");
    write_day_link(h, p, days - 1, "Day before");
    if (days < today) {
        write_day_link(h, p, days + 1, "Day after");
        write_day_link(h, p, today, "Today");
    }
    html_close(h, "ul");
    html_close(h, "div");
}

/* ---- the figures -------------------------------------------------------------------------- */

static void write_figure(struct html *h, int64_t value, const char *before, const char *words)
{
    html_open_class(h, "div", "tile");
    html_element(h, "dt", NULL, words);
    html_open(h, "dd");
    html_textf(h, "%s%lld", before, (long long)value);
    html_close(h, "dd");
    html_close(h, "div");
}

static void write_figures(struct html *h, const struct page_today *p)
{
    const char *before = p->is_more ? "over " : "";

    html_open_class(h, "dl", "tiles");
    write_figure(h, p->observations, before, "Observations");
    html_open_class(h, "div", "tile");
    html_element(h, "dt", NULL, "Pupils observed");
    html_open(h, "dd");
    html_textf(h, "%s%lld", before, (long long)p->pupils_observed);
    html_open_class(h, "span", "of");
    html_textf(h, " of %lld", (long long)p->pupils);
    html_close(h, "span");
    html_close(h, "dd");
    html_close(h, "div");
    write_figure(h, p->self_assessments, before, "Pupils’ own answers");
    write_figure(h, p->conflicts, "", "Records to settle, any day");
    html_close(h, "dl");
}

static void write_meaning(struct html *h, const struct page_today *p)
{
    char clock[CLOCK_ROOM];

    page_clock_text(p->now_ms, clock, sizeof clock);
    html_open_class(h, "details", "meaning");
    html_element(h, "summary", NULL, "What these figures count");
    html_open(h, "ul");
    html_element(h, "li", NULL,
                 "An observation counts on the day it was seen, UK time, whenever it was saved or "
                 "sent. One entered in error no longer counts.");
    html_element(h, "li", NULL,
                 "An observation of several pupils is one record for each pupil, and counts once "
                 "for each.");
    html_element(h, "li", NULL,
                 "A pupil in two groups counts in both, so the groups can add up to more than the "
                 "school.");
    html_element(h, "li", NULL,
                 "Pupils’ own answers are self-assessments; practice is left out. They are not "
                 "counted as observations.");
    html_element(h, "li", NULL,
                 "A record to settle is one that two people changed at the same time, in different "
                 "words. Nobody’s words are lost.");
    html_open(h, "li");
    html_textf(h, "This is what the hub had received by %s. What tablets still hold is missing.",
               clock);
    html_close(h, "li");
    html_close(h, "ul");
    html_close(h, "details");
}

/* ---- by group: picture and table ---------------------------------------------------------- */

static int64_t most_of(const struct page_today *p)
{
    int64_t most = 0;

    for (size_t i = 0; i < p->group_count; i++) {
        most = p->groups[i].observations > most ? p->groups[i].observations : most;
    }
    return most;
}

/* A name of a hundred letters would run into its number: the whole stands in the table. */
static void short_name(const char *name, char *out, size_t room)
{
    const char *at = name;
    int letters = 0;

    while (letters < 22 && text_next(&at) != 0) {
        letters++;
    }
    text_copy(out, room, name);
    if (*at != '\0' && (size_t)(at - name) + sizeof "…" <= room) {
        (void)snprintf(out + (at - name), room - (size_t)(at - name), "…");
    }
}

static void write_rect(struct html *h, const char *class_name, int64_t y, int64_t per_mille)
{
    html_open_class(h, "rect", class_name);
    html_attribute_int(h, "x", 0);
    html_attribute_int(h, "y", y);
    html_attribute_percent(h, "width", per_mille);
    html_attribute_int(h, "height", BAR_HEIGHT);
    html_attribute_int(h, "rx", 4);
    html_close(h, "rect");
}

static void write_bar(struct html *h, const struct page_today_group *g, size_t index, int64_t most)
{
    int64_t top = (int64_t)index * BAR_ROW_HEIGHT;
    char name[NAME_IN_PICTURE_ROOM];

    short_name(g->name, name, sizeof name);
    html_open_class(h, "text", "name");
    html_attribute_int(h, "x", 0);
    html_attribute_int(h, "y", top + 17);
    html_text(h, name);
    html_close(h, "text");
    html_open_class(h, "text", "value");
    html_attribute(h, "x", "100%");
    html_attribute_int(h, "y", top + 17);
    html_attribute(h, "text-anchor", "end");
    html_textf(h, "%lld", (long long)g->observations);
    html_close(h, "text");
    write_rect(h, "track", top + BAR_TOP, 1000);
    if (g->observations > 0) {
        write_rect(h, "bar", top + BAR_TOP, page_per_mille(g->observations, most));
    }
}

static void write_picture(struct html *h, const struct page_today *p)
{
    int64_t most = most_of(p);

    html_open_class(h, "figure", "picture");
    html_open(h, "figcaption");
    html_attribute(h, "id", "picture-name");
    html_text(h, "Observations in each group");
    html_close(h, "figcaption");
    html_open_class(h, "svg", "bars");
    html_attribute(h, "role", "img");
    html_attribute(h, "aria-labelledby", "picture-name picture-about");
    html_attribute(h, "width", "100%");
    html_attribute_int(h, "height", (int64_t)p->group_count * BAR_ROW_HEIGHT);
    html_open(h, "desc");
    html_attribute(h, "id", "picture-about");
    html_textf(h,
               "A bar for each of %zu groups, from 0 to %lld observations. The table has the "
               "same numbers.",
               p->group_count, (long long)most);
    html_close(h, "desc");
    for (size_t i = 0; i < p->group_count; i++) {
        write_bar(h, &p->groups[i], i, most);
    }
    html_close(h, "svg");
    html_close(h, "figure");
}

static void write_column(struct html *h, const char *words, const char *class_name)
{
    html_open(h, "th");
    html_attribute(h, "scope", "col");
    if (class_name != NULL) {
        html_attribute(h, "class", class_name);
    }
    html_text(h, words);
    html_close(h, "th");
}

static void write_number(struct html *h, int64_t value)
{
    html_open_class(h, "td", "number");
    html_textf(h, "%lld", (long long)value);
    html_close(h, "td");
}

static void write_table(struct html *h, const struct page_today *p)
{
    html_open_class(h, "details", "table");
    html_flag(h, "open");
    html_element(h, "summary", NULL, "As a table");
    html_open(h, "table");
    html_element(h, "caption", "unseen", "Observations and pupils observed, by group");
    html_open(h, "thead");
    html_open(h, "tr");
    write_column(h, "Group", NULL);
    write_column(h, "Observa\u00adtions", "number"); /* a soft hyphen, for narrow windows */
    write_column(h, "Pupils observed", "number");
    html_close(h, "tr");
    html_close(h, "thead");
    html_open(h, "tbody");
    for (size_t i = 0; i < p->group_count; i++) {
        const struct page_today_group *g = &p->groups[i];
        html_open(h, "tr");
        html_open(h, "th");
        html_attribute(h, "scope", "row");
        html_name(h, g->name);
        html_close(h, "th");
        write_number(h, g->observations);
        html_open_class(h, "td", "number");
        html_textf(h, "%lld of %lld", (long long)g->pupils_observed, (long long)g->pupils);
        html_close(h, "td");
        html_close(h, "tr");
    }
    html_close(h, "tbody");
    html_close(h, "table");
    html_close(h, "details");
}

static void write_groups(struct html *h, const struct page_today *p)
{
    page_open_card(h, "groups", "By group");
    if (p->group_count == 0) {
        html_element(h, "p", "empty",
                     "This school has no groups yet. They come with the roster import, or with the "
                     "first tablet that makes one.");
    } else {
        html_open_class(h, "div", "beside");
        write_picture(h, p);
        write_table(h, p);
        html_close(h, "div");
    }
    html_close(h, "section");
}

/* ---- the latest observations -------------------------------------------------------------- */

static void write_marks(struct html *h, const struct page_today_note *n)
{
    static const char *const classes[] = {"area",        "area area-1", "area area-2",
                                          "area area-3", "area area-4", "area area-5"};

    html_open_class(h, "ul", "areas");
    for (size_t i = 0; i < n->mark_count; i++) {
        const struct page_mark *m = &n->marks[i];
        html_open_class(h, "li", classes[m->colour >= 1 && m->colour <= 5 ? m->colour : 0]);
        html_element(h, "span", "area-name", m->label);
        html_text(h, " ");
        html_element(h, "span", "area-choice", m->choice);
        html_close(h, "li");
    }
    html_close(h, "ul");
}

static void write_words(struct html *h, const char *label, const char *words)
{
    if (words[0] != '\0') {
        html_open_class(h, "p", "words");
        html_element(h, "span", "label", label);
        html_text(h, " ");
        html_open(h, "span");
        html_attribute(h, "dir", "auto");
        html_text(h, words);
        html_close(h, "span");
        html_close(h, "p");
    }
}

static void write_by(struct html *h, const struct page_today_note *n)
{
    if (n->context[0] == '\0' && n->by[0] == '\0') {
        return;
    }
    html_open_class(h, "p", "by");
    if (n->context[0] != '\0') {
        html_name(h, n->context);
        html_text(h, n->by[0] != '\0' ? " · " : "");
    }
    if (n->by[0] != '\0') {
        html_text(h, "Written down by ");
        html_name(h, n->by);
    }
    html_close(h, "p");
}

static void write_note(struct html *h, const struct page_today_note *n)
{
    char clock[CLOCK_ROOM];

    page_clock_text(n->when_ms, clock, sizeof clock);
    html_open_class(h, "li", "note");
    html_open_class(h, "div", "note-head");
    html_element(h, "span", "when", clock);
    html_open_class(h, "h3", "pupil");
    html_name(h, n->pupil);
    html_close(h, "h3");
    html_element(h, "span", "instrument", n->instrument);
    if (n->in_conflict) {
        html_element(h, "span", "flag", "To settle: written differently by two people");
    }
    html_close(h, "div");
    if (n->mark_count > 0) {
        write_marks(h, n);
    }
    write_words(h, "Objective:", n->objective);
    write_words(h, "Activity:", n->activity);
    write_words(h, "Outcome:", n->outcome);
    write_by(h, n);
    html_close(h, "li");
}

static void write_notes(struct html *h, const struct page_today *p)
{
    page_open_card(h, "latest", "Latest observations");
    if (p->note_count == 0) {
        html_element(h, "p", "empty",
                     "Nothing has reached the hub for this day. Tablets send what they hold at "
                     "night, and whenever they are asked to.");
    } else {
        if ((int64_t)p->note_count < p->observations) {
            html_open_class(h, "p", "hint");
            html_textf(h, "The latest %zu of %s%lld.", p->note_count, p->is_more ? "over " : "",
                       (long long)p->observations);
            html_close(h, "p");
        }
        html_open_class(h, "ol", "notes");
        for (size_t i = 0; i < p->note_count; i++) {
            write_note(h, &p->notes[i]);
        }
        html_close(h, "ol");
    }
    html_close(h, "section");
}

/* ---- the page ----------------------------------------------------------------------------- */

void page_write_today(const struct page_today *p, struct buf *out)
{
    struct html h = {0};
    char day[DAY_ROOM];
    char title[DAY_ROOM + 32];
    bool is_today = date_to_days(p->day) == date_to_days(moment_uk(p->now_ms).date);

    page_day_text(p->day, day, sizeof day);
    (void)snprintf(title, sizeof title, "%s%s", is_today ? "Today, " : "", day);
    page_begin(&h, &p->frame, title);
    html_open_class(&h, "div", "title");
    html_open(&h, "div");
    html_element(&h, "h1", NULL, title);
    html_open_class(&h, "p", "lead");
    html_name(&h, p->school_name);
    html_close(&h, "p");
    html_close(&h, "div");
    write_choice(&h, p);
    html_close(&h, "div");
    page_problem(&h, p->problem);
    write_figures(&h, p);
    write_meaning(&h, p);
    write_groups(&h, p);
    write_notes(&h, p);
    page_end(&h, &p->frame);
    html_take(&h, out);
}
