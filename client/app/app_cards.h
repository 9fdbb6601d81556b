/* app_cards — the pupils of the group that is shown, for their cards. Reached through app_state.h.
 *
 * Shape    Rows in the order they are shown in, each with what never changes between two changes of
 *          the log; cards_known asks for them only when the log, the group or the order has moved.
 * Units    As the view's.
 * Errors   A query that fails leaves no rows, and says its sentence.
 * Owns     Rows live until the next cards_known that finds something changed, or cards_close.
 * Needs    app's state.
 */
#ifndef INSIDE_APP
#error "app_cards.h is app's own"
#endif
#ifndef APP_CARDS_H
#define APP_CARDS_H

#include "view.h"

struct app;

struct app_card {
    const struct view_pupil *pupil;
    const char *name;     /* as short as tells them from all others here */
    const char *initials; /* of the whole name */
    const char *groups;   /* "" but where another has the very same name */
    size_t rank;          /* in order of name */
};
struct app_cards {
    struct arena arena;
    bool is_fresh, by_name;
    struct id group;
    struct app_card *rows;
    size_t count;
    const char *group_name;        /* "" for everyone */
    bool has_groups;               /* they were asked for: who is in each takes as long to count */
    struct view_group_rows groups; /* of the school */
};

const struct app_cards *cards_known(struct app *a);
void cards_close(struct app *a);

#endif
