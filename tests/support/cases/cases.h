/* cases — what tables of tests share: the list of cases, golden files, every order of a few.
 *
 * Shape    One list a program, filled in main() and run once.
 * Units    count counts rows.
 * Errors   A golden that differs fails the test that asks, and says from which line on.
 * Owns     Names and rows are borrowed and must outlive cases_run: tables are static.
 * Needs    base, support, cmocka (which wants the four headers before it).
 */
#ifndef CASES_H
#define CASES_H

#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

void cases_add(const char *name, CMUnitTestFunction run);
/* One that gets a place of its own, opened before and closed after. */
void cases_add_placed(const char *name, CMUnitTestFunction run, CMFixtureFunction open,
                      CMFixtureFunction close);
/* One case a row; run finds the row in *state. A row begins with its name: const char *name. */
void cases_add_rows(CMUnitTestFunction run, const void *rows, size_t count, size_t row_size);
/* Runs all that was added; open and close, which may be NULL, stand around the whole group. */
int cases_run(const char *group, CMFixtureFunction open, CMFixtureFunction close);

/* Compares with a file of the source tree; with UPDATE_GOLDEN=1 it is written first. */
void cases_golden(const char *path, const struct buf *now);

/* The next order in the order of the alphabet, from the ascending one; false after the last. */
bool cases_next_order(size_t *order, size_t count);

#endif
