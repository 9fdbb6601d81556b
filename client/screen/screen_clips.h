/* screen_clips — what the screen of recorded phrases shows. Reached through screen.h.
 *
 * Shape    One struct: the self-assessments, the phrases of one, or the phrase that is recorded.
 * Units    Numbers count from 0; loudness is 0 to 100.
 * Errors   None; fault is a sentence for a person, "" when all is well.
 * Owns     Texts live in app's memory until after the frame. A text is never NULL.
 * Needs    base.
 */
#ifndef SCREEN_CLIPS_H
#define SCREEN_CLIPS_H

#include "base.h"

enum screen_clips_phase { CLIPS_LIST, CLIPS_SET, CLIPS_ONE };
struct screen_clip_set {
    const char *key, *label, *picture;
    const char *sub; /* how many of its phrases are recorded */
};
struct screen_phrase {
    const char *key, *words;
    const char *who;  /* by whom; "" nobody */
    const char *gone; /* where it is by none but somebody who has left; "" it is not */
    int number;       /* in the set */
};
/* A question and its answers, or what is said in every self-assessment. */
struct screen_phrases {
    bool is_question;  /* the first row is, and the others are its answers */
    const char *voice; /* whose the answers are heard in */
    bool is_whole;     /* one person has recorded all of them */
    const struct screen_phrase *rows;
    size_t count;
};
struct screen_clip {
    struct id rec;
    const char *key, *who, *sub;
    const char *gone; /* what became of it, now that who spoke it has left; "" they are here */
};
struct screen_clips {
    enum screen_clips_phase phase;
    const char *first, *name; /* of the pupil from whose page it was opened */
    bool is_schools;          /* whose are shown */
    bool has_begun;           /* one that is not kept yet waits */
    const struct screen_clip_set *sets;
    size_t set_count;
    const char *title; /* of the set that is open */
    const struct screen_phrases *groups;
    size_t group_count;
    bool is_all; /* every phrase of it is recorded */
    /* the one */
    const char *words, *where; /* the question that it answers; "" none */
    const struct screen_clip *rows;
    size_t count;
    bool is_listening, is_busy, has_take;
    const char *seconds; /* of what is heard, or was */
    int loudness;
    const char *fault;
};

#endif
