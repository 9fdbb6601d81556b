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

#include "change.h"
#include "view.h"

struct app;

struct app_card {
    const struct view_pupil *pupil;
    const char *name;     /* as short as tells them from all others here */
    const char *initials; /* of the whole name */
    const char *groups;   /* "" but where another has the very same name */
    const char *picture;  /* the portrait; "" there is none */
    size_t rank;          /* in order of name */
};
enum cards_stage { CARDS_NONE, CARDS_NAMED, CARDS_OBSERVED, CARDS_FRESH };
enum { CARDS_AT_ONCE = 500 };
struct app_cards {
    struct arena arena;
    enum cards_stage stage;
    bool by_name;
    struct id group;
    struct view_pupil_rows pupils; /* by name */
    struct app_card *rows;
    size_t count;
    const char *group_name;        /* "" for everyone */
    unsigned scripts;              /* that the names of all who were shown since the unlock need */
    bool has_groups;               /* they were asked for: who is in each takes as long to count */
    struct view_group_rows groups; /* of the school */
};

/* Of a school of more than CARDS_AT_ONCE they may be those that were known before (rows NULL: none
 * are), and cards_go_on is called between frames until the others are there. */
const struct app_cards *cards_known(struct app *a);
void cards_go_on(struct app *a);
/* One step of what cards_known does at once, each shorter than a frame; whether more is to do. */
bool cards_prepare(struct app *a);
/* Whether draft_find_where will show a class: which one, and in what order, stands in the place. */
bool place_shows_class(struct app *a);
/* The view has moved by this change alone, before which the cards stood at that stage: they are
 * as fresh again, where it only says that somebody was observed, or nothing that a card shows. */
void cards_heed(struct app *a, const struct change *c, enum cards_stage before);
void cards_close(struct app *a);

#endif
