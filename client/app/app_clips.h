/* app_clips — phrases that members of staff have recorded: found and read, to be played; and the
 * screen on which they are recorded. Reached through app_private.h.
 *
 * Shape    Bytes as clip.h has them, or NULL: the tablet's own voice says it.
 * Units    None.
 * Errors   A recording that cannot be read or is no clip is not there.
 * Owns     The bytes live until clips_close.
 * Needs    app's state.
 */
#ifndef INSIDE_APP
#error "app_clips.h is app's own"
#endif
#ifndef APP_CLIPS_H
#define APP_CLIPS_H

#include "app_state.h"

/* By what a phrase is known: the hash of its language and its exact words. Of a voice such as
 * "en-gb+f2" the language alone counts. */
void clip_phrase(const char *voice, const char *words, char out[65]);
void clip_language(const char *voice, char out[36]);

/* ---- playing --------------------------------------------------------------------------------- */

/* Whose, in which language; what was read before is kept. */
void clips_for(struct app_clips *c, const struct id *pupil, const char *voice);
void clips_changed(struct app_clips *c); /* others may be there now */
void clips_close(struct app_clips *c);   /* overwrites them; accepts empty */
/* What one question is said by: its answers and its cards by one speaker, or none of them. */
struct clips_item {
    const struct buf *question;
    const struct buf *choices[INSTRUMENT_CHOICES_MOST];
    const struct buf *cards[INSTRUMENT_CARDS_MOST];
};
void clips_of_item(struct app *a, struct app_clips *c, const struct instrument_item *item,
                   struct clips_item *out);
/* A phrase that belongs to no question. */
const struct buf *clips_of_phrase(struct app *a, struct app_clips *c, const char *words);
/* The bytes of a record; false: it is no clip. */
bool clip_load(struct app *a, const struct id *rec, struct buf *out);

#endif
