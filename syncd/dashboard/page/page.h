/* page — the dashboard's pages as pure functions: what is known goes in, HTML comes out.
 *
 * Shape    One struct and one function a page. Texts are plain (never HTML) and may hold anything.
 * Units    Dates and clock times are UK civil time; counts count records or pupils.
 * Errors   None: any content makes a page.
 * Owns     Nothing is kept; out is the caller's empty buffer.
 * Needs    base. No request, session, clock or database.
 */
#ifndef PAGE_H
#define PAGE_H

#include "base.h"

/* What stands around every page. */
struct page_frame {
    const char *person; /* who is signed in; NULL when nobody is */
    const char *csrf;   /* the session's form token; unused when nobody is signed in */
};

/* ---- signing in ----------------------------------------------------------------------------- */

struct page_login {
    const char *csrf;
    const char *problem; /* one sentence, or NULL */
    const char *user;    /* what was typed before, or "" */
};
void page_write_login(const struct page_login *p, struct buf *out);

/* ---- one sentence: not found, not now ------------------------------------------------------- */

struct page_note {
    struct page_frame frame;
    const char *title;
    const char *sentence;
};
void page_write_note(const struct page_note *p, struct buf *out);

/* ---- today ---------------------------------------------------------------------------------- */

struct page_school {
    struct id id;
    const char *name;
};
struct page_today_group {
    const char *name;
    int64_t observations;
    int64_t pupils_observed;
    int64_t pupils;
};
/* One area that was looked at. colour is 1 to 5 for the five areas, 0 for anything else. */
struct page_mark {
    const char *label;
    const char *choice;
    int colour;
};
struct page_today_note {
    int64_t when_ms;
    const char *pupil;
    const char *by;         /* "" when nobody is known */
    const char *instrument; /* "Engagement model" */
    const struct page_mark *marks;
    size_t mark_count;
    const char *objective; /* these four: "" when nothing was written */
    const char *activity;
    const char *outcome;
    const char *context; /* "Sand tray, playroom, with Ola" */
    bool in_conflict;
};
struct page_today {
    struct page_frame frame;
    const char *problem; /* one sentence about what was asked for, or NULL */
    struct id school;    /* the one shown */
    const char *school_name;
    const struct page_school *schools;
    size_t school_count;
    struct date day;
    int64_t now_ms;
    /* Each observation once, however many groups its pupil is in. */
    int64_t observations;
    int64_t pupils_observed;
    int64_t pupils;
    int64_t self_assessments;
    int64_t conflicts; /* records in conflict, of any day */
    bool is_more;      /* there are more observations than could be counted */
    const struct page_today_group *groups;
    size_t group_count;
    const struct page_today_note *notes; /* the latest first */
    size_t note_count;
};
void page_write_today(const struct page_today *p, struct buf *out);

#endif
