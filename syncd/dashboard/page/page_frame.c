/* What stands around every page: head, skip link, banner, navigation, foot.
 *
 * All of it works without scripts. The skip link comes first, so that a keyboard user reaches the
 * content in one step; signing out is a form and not a link, so that no page elsewhere can do it.
 */
#include "page_private.h"

#include <stdio.h>

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static void write_head(struct html *h, const char *title)
{
    HTML_CONSTANT(h, "<!doctype html>\n");
    html_open(h, "html");
    html_attribute(h, "lang", "en-GB");
    html_open(h, "head");
    html_void(h, "meta");
    html_attribute(h, "charset", "utf-8");
    html_void(h, "meta");
    html_attribute(h, "name", "viewport");
    html_attribute(h, "content", "width=device-width, initial-scale=1");
    html_void(h, "meta");
    html_attribute(h, "name", "color-scheme");
    html_attribute(h, "content", "light dark");
    html_open(h, "title");
    html_textf(h, "%s – Cairn", title);
    html_close(h, "title");
    html_void(h, "link");
    html_attribute(h, "rel", "stylesheet");
    html_path(h, "href", "/assets/cairn.css");
    html_void(h, "link");
    html_attribute(h, "rel", "icon");
    html_attribute(h, "type", "image/svg+xml");
    html_path(h, "href", "/assets/favicon.svg");
    html_close(h, "head");
}

/* Four stones on each other: decoration, the word stands beside it. */
static void write_mark(struct html *h)
{
    HTML_CONSTANT(h, "<svg class=\"mark\" viewBox=\"0 0 32 32\" width=\"32\" height=\"32\" "
                     "aria-hidden=\"true\" focusable=\"false\">"
                     "<ellipse cx=\"16\" cy=\"26.5\" rx=\"13\" ry=\"4.5\"/>"
                     "<ellipse cx=\"15\" cy=\"18.5\" rx=\"9.5\" ry=\"3.6\"/>"
                     "<ellipse cx=\"17\" cy=\"11.8\" rx=\"6.6\" ry=\"2.9\"/>"
                     "<ellipse cx=\"16\" cy=\"6\" rx=\"4\" ry=\"2.4\"/></svg>\n");
}

static void write_person(struct html *h, const struct page_frame *frame)
{
    html_open_class(h, "div", "person");
    html_open(h, "span");
    html_element(h, "span", "unseen", "Signed in as ");
    html_name(h, frame->person);
    html_close(h, "span");
    html_open(h, "form");
    html_attribute(h, "method", "post");
    html_path(h, "action", "/logout");
    html_void(h, "input");
    html_attribute(h, "type", "hidden");
    html_attribute(h, "name", "csrf");
    html_attribute(h, "value", frame->csrf);
    html_open_class(h, "button", "quiet");
    html_text(h, "Sign out");
    html_close(h, "button");
    html_close(h, "form");
    html_close(h, "div");
}

static void write_nav(struct html *h)
{
    html_open(h, "nav");
    html_attribute(h, "aria-label", "Pages");
    html_open(h, "ul");
    html_open(h, "li");
    html_open(h, "a");
    html_path(h, "href", "/today");
    html_attribute(h, "aria-current", "page");
    html_text(h, "Today");
    html_close(h, "a");
    html_close(h, "li");
    html_close(h, "ul");
    html_close(h, "nav");
}

void page_begin(struct html *h, const struct page_frame *frame, const char *title)
{
    write_head(h, title);
    html_open(h, "body");
    html_open_class(h, "a", "skip");
    html_path(h, "href", "#main");
    html_text(h, "Skip to the content");
    html_close(h, "a");
    html_open_class(h, "header", "banner");
    html_open_class(h, "div", "width");
    html_open_class(h, "p", "brand");
    write_mark(h);
    html_element(h, "span", NULL, "Cairn");
    html_close(h, "p");
    if (frame->person != NULL) {
        write_nav(h);
        write_person(h, frame);
    }
    html_close(h, "div");
    html_close(h, "header");
    html_open_class(h, "main", "width");
    html_attribute(h, "id", "main");
    html_attribute(h, "tabindex", "-1");
}

void page_end(struct html *h, const struct page_frame *frame)
{
    html_close(h, "main");
    html_open_class(h, "footer", "foot");
    html_open_class(h, "div", "width");
    html_element(h, "p", NULL,
                 frame->person != NULL
                     ? "Cairn shows what staff and pupils wrote down. It makes no judgement."
                     : "Cairn: the small steps of pupils, written down by those who saw them.");
    html_close(h, "div");
    html_close(h, "footer");
    html_close(h, "body");
    html_close(h, "html");
}

void page_problem(struct html *h, const char *sentence)
{
    if (sentence != NULL) {
        html_open_class(h, "p", "problem");
        html_attribute(h, "role", "alert");
        html_text(h, sentence);
        html_close(h, "p");
    }
}

void page_open_card(struct html *h, const char *id, const char *title)
{
    html_open_class(h, "section", "card");
    html_attribute(h, "aria-labelledby", id);
    html_open(h, "h2");
    html_attribute(h, "id", id);
    html_text(h, title);
    html_close(h, "h2");
}

void page_day_text(struct date day, char *out, size_t room)
{
    int64_t days = date_to_days(day);
    int weekday = (int)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */

    (void)snprintf(out, room, "%s %d %s %d", weekdays[weekday], day.day, months[day.month - 1],
                   day.year);
}

void page_clock_text(int64_t at_ms, char *out, size_t room)
{
    struct moment m = moment_uk(at_ms);

    (void)snprintf(out, room, "%02d:%02d", m.hour, m.minute);
}

int64_t page_per_mille(int64_t value, int64_t most)
{
    return most <= 0 || value <= 0 ? 0 : (value >= most ? 1000 : value * 1000 / most);
}

void page_write_note(const struct page_note *p, struct buf *out)
{
    struct html h = {0};

    page_begin(&h, &p->frame, p->title);
    html_element(&h, "h1", NULL, p->title);
    html_element(&h, "p", "lead", p->sentence);
    html_open(&h, "p");
    html_open(&h, "a");
    html_path(&h, "href", "/today");
    html_text(&h, "Go to Today");
    html_close(&h, "a");
    html_close(&h, "p");
    page_end(&h, &p->frame);
    html_take(&h, out);
}
