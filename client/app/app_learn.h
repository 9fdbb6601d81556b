/* app_learn — what was written in each part of the note, for the words that the keyboard offers.
 * Reached through app_state.h.
 *
 * Shape    A buf of entries a part, the school's and those about the pupil who is open; and a
 *          queue of notes that are still to be read.
 * Units    Entries are counted in bytes, the queue in notes.
 * Errors   What cannot be read teaches nothing.
 * Owns     learn_forget overwrites and empties all of it.
 * Needs    app's state.
 */
#ifndef INSIDE_APP
#error "app_learn.h is app's own"
#endif
#ifndef APP_LEARN_H
#define APP_LEARN_H

#include "base.h"
#include "screen.h"

struct app;

enum { LEARN_QUEUE = 160 };
struct app_unread {
    struct id rec;
    bool is_own;
};
/* Entries, the heaviest first, of one weight in the order they came; the weight is a byte ahead. */
struct app_entries {
    const char **rows;
    size_t count;
};
struct app_learned {
    struct buf school[NOTE_COUNT], own[NOTE_COUNT]; /* entries: see app_learn.c */
    struct arena sorted;                            /* for the screen, until more is learned */
    struct app_entries school_sorted[NOTE_COUNT], own_sorted[NOTE_COUNT];
    bool is_sorted;
    struct id pupil;
    bool has_school;                      /* its notes are in the queue, or were */
    struct app_unread queue[LEARN_QUEUE]; /* read from its end */
    int left;
};

/* Begins to read what was written about this pupil, and what the school wrote. */
void learn_for(struct app *a, const struct id *pupil);
/* A few notes more. */
void learn_some(struct app *a);
void learn_saved(struct app *a, const struct screen_draft *d);
void learn_forget(struct app *a);
void suggest_fill(struct app *a, struct screen_observe *out);

#endif
