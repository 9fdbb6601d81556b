/* screen_pictures — what the screen of own pictures shows. Reached through screen.h.
 *
 * Shape    One struct: the list, the files to choose from, or the one that is being made.
 * Units    Numbers count from 0.
 * Errors   None; fault is a sentence for a person, "" when all is well.
 * Owns     Texts live in app's memory until after the frame. A text is never NULL.
 * Needs    base.
 */
#ifndef SCREEN_PICTURES_H
#define SCREEN_PICTURES_H

#include "base.h"

enum { SCREEN_LABEL_ROOM = 61 }; /* the longest that picture.def takes, and its end */

enum screen_pictures_phase { PICTURES_LIST, PICTURES_FILES, PICTURES_ONE };
struct screen_own_picture {
    struct id rec;
    const char *key, *label, *picture;
    bool is_portrait;
};
struct screen_pictures {
    enum screen_pictures_phase phase;
    const char *first, *name;              /* of the pupil from whose page it was opened */
    bool is_schools;                       /* whose are shown */
    const struct screen_own_picture *rows; /* own ones, or files */
    size_t count;
    bool is_busy;   /* files are looked for, or one is made small */
    bool has_begun; /* one that is not saved yet waits */
    /* the one */
    const char *picture; /* "" none yet */
    bool is_new, is_portrait, can_save;
    const char *used; /* where it is, and what is there once it is taken out; "" nothing yet */
    const char *fault;
};

#endif
