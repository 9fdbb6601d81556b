/* hand_clips — recorded phrases that another tablet brings, for tests. Reached beside hand.h.
 *
 * Shape    struct hand_clip is one of them.
 * Units    spoken counts up: a later one is greater.
 * Errors   None: what cannot be done stops the test.
 * Owns     Nothing.
 * Needs    hand, clip, change.
 */
#ifndef HAND_CLIPS_H
#define HAND_CLIPS_H

#include "hand.h"

enum { HAND_SCHOOL = -1 };
struct hand_clip {
    const char *words;
    int speaker, pupil;   /* HAND_SCHOOL: for every pupil */
    const char *language; /* NULL: English */
    int spoken;
    const struct buf *sound; /* NULL: some that nobody has to hear */
    bool is_broken, is_void;
};
/* A clip whose form is right, and whose sound is none. */
void hand_make_sound(struct buf *clip);
/* It comes from the hub, and is seen once the tablet has looked. */
void hand_bring_clip(struct hand *h, const struct hand_clip *clip);

#endif
