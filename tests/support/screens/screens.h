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
/* It is a row of tests/golden/screen/pictured.def, under this screen. */
void screens_is_listed(const char *golden, const char *screen);
/* What is shown keeps the rules of every screen: targets of 10 mm; in each theme 4.5:1 for text,
 * 3:1 for icons and for borders of what can be pressed. It draws the screen in each theme. */
void screens_rules(struct hand *h);

#endif
