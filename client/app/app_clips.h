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
/* Reads which there are, where that is not known. */
void clips_refresh(struct app *a, struct app_clips *c);
/* Whose voice the answers of a question have, without reading a sound; NULL: the tablet's. */
const char *clips_voice_of(struct app *a, struct app_clips *c, const struct instrument_item *item);

/* ---- recording ------------------------------------------------------------------------------- */

MUST_USE enum status record_open(struct app *a, const struct said *said);
MUST_USE enum status record_resume(struct app *a);
MUST_USE enum status record_said(struct app *a, const struct said *said);
/* One step back within the screen; false: out of it. */
bool record_back(struct app *a);
void record_close(struct app *a);
void record_hidden(struct app *a); /* whatever is being heard is let go */
MUST_USE enum status record_tick(struct app *a);
void record_run(struct app_job *job); /* on the worker */
void record_worked(struct app *a, struct app_job *job);
bool record_has_begun(const struct app *a);
/* The name of a phrase's take, the same for the same phrase of the same pupil. */
struct id record_take(const struct id *pupil, bool is_schools, const char *instrument,
                      const char *words);
/* What the microphone hears, and what of it is not kept yet; _let_go leaves its draft. */
MUST_USE enum status take_begin(struct app *a, const struct said *said);
MUST_USE enum status take_end(struct app *a, const struct said *said);
void take_shut(struct app *a);
void take_let_go(struct app *a);
MUST_USE enum status take_drop(struct app *a);
/* Begun last for the pupil who is open; begun of the phrase on the screen. NULL: none. */
const struct app_draft_row *take_begun_last(const struct app *a);
const struct app_draft_row *take_begun(const struct app *a);
MUST_USE enum status take_read(struct app *a, const struct app_draft_row *row); /* accepts NULL */
void record_show(struct app *a, enum screen_clips_phase phase);
void record_hush(struct app *a);
/* The recordings that the screen speaks of. */
void record_clips(struct app *a);
/* The self-assessment at that place of the list; "" what is said in all; NULL there is none. */
const char *record_set_id(struct app *a, int64_t number);
/* What can be recorded of the set that is open. */
enum { RECORD_PHRASES_MOST = 320 };
struct record_phrase {
    const char *words;
    int item;                      /* -1: it is of none */
    bool is_mine;                  /* whoever is unlocked has recorded it, for those pupils */
    const struct view_clip *heard; /* NULL: nobody's is */
};
struct record_phrases {
    struct instrument *in;
    struct record_phrase *rows;
    size_t count;
};
/* They live until the log moves or another set is open. */
const struct record_phrases *record_phrases(struct app *a);
void model_fill_clips(struct app *a);

#endif
