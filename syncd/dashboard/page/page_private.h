/* page_private — what every page of this folder is built from.
 *
 * Shape    Functions that write a piece of a page.
 * Units    As page.h.
 * Errors   None.
 * Owns     Nothing.
 * Needs    base, html.
 */
#ifndef INSIDE_PAGE
#error "page_private.h belongs to syncd/dashboard/page: include page.h"
#endif
#ifndef PAGE_PRIVATE_H
#define PAGE_PRIVATE_H

#include "html.h"
#include "page.h"

/* Everything before and after a page's own content, which lies in <main>. */
void page_begin(struct html *h, const struct page_frame *frame, const char *title);
void page_end(struct html *h, const struct page_frame *frame);

/* A sentence that a person must not miss, said to a screen reader at once. Nothing when NULL. */
void page_problem(struct html *h, const char *sentence);

/* A part of the page under a title of its own, closed as "section". */
void page_open_card(struct html *h, const char *id, const char *title);

/* "Tuesday 14 October 2025" and "10:42", UK civil time; room is the size of out. */
void page_day_text(struct date day, char *out, size_t room);
void page_clock_text(int64_t at_ms, char *out, size_t room);

/* Value as per mille of most, for the length of a bar; 0 when most is 0. */
int64_t page_per_mille(int64_t value, int64_t most);

#endif
