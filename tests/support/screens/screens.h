/* screens — a screen against its golden file.
 *
 * Shape    A row is one screen in one size, and how a hand gets there.
 * Units    Sizes in pixels at scale 1.
 * Errors   None: another picture stops the test and says where it differs.
 * Owns     Nothing outlives screens_check.
 * Needs    hand, cases.
 */
#ifndef SCREENS_H
#define SCREENS_H

#include "hand.h"

struct screens_row {
    const char *name;
    void (*go)(struct hand *h);
    int width;
    int height;
    bool is_new; /* a tablet that is not enrolled */
};

/* For cases_add_rows: *state is the row. */
void screens_check(void **state);

#endif
