/* told — a view into which a test folds a list of changes of its own.
 *
 * Shape    struct told is open to read; records are known by small numbers.
 * Units    Changes are numbered from 1, in the order they are told in.
 * Errors   None: what cannot be folded stops the test in a CHECK.
 * Owns     told_open/told_close; rows that are read into the arena live as long as it.
 * Needs    base, change, sql, view, postgres.
 */
#ifndef TOLD_H
#define TOLD_H

#include "base.h"
#include "change.h"
#include "sql.h"
#include "view.h"

enum { TOLD_MOST = 32, TOLD_SCHOOL = 1, TOLD_DEVICE = 90 };
struct told {
    struct sql *db;
    struct view *view;
    struct arena arena;
    struct id school;
    struct buf lines[TOLD_MOST]; /* the log: what the view reads again */
    size_t count;
};
/* Record 7 has the id …07, and that of a device or of the school is made alike; 0 is none. */
struct id told_id(int number);
void told_open(struct told *t);
void told_close(struct told *t);
/* Who made it and its number are set here, and unless it says a time of its own, that too. */
void told_fold(struct told *t, const struct change_draft *draft);

#endif
