/* app_scale — instruments: those that ship, the school's own, and the answers by them. */
#ifndef INSIDE_APP
#error "app_scale.h is app's own"
#endif
#ifndef APP_SCALE_H
#define APP_SCALE_H

#include "app_state.h"

/* ---- scales ---------------------------------------------------------------------------------- */
MUST_USE enum status scale_open(struct app *a);
void scale_close(struct app *a);
MUST_USE enum status scale_read_asset(struct app *a, const char *name, struct app_instrument *out);
/* Reads the school's own anew if they have changed. What was found before may be gone then. */
void scale_refresh(struct app *a);
/* That very version, else the latest of the id; both "": the engagement model. NULL: unknown. */
MUST_USE enum status scale_copy(struct app *a, const struct app_instrument *one,
                                struct arena *arena, struct app_instrument *out);
const struct app_instrument *scale_of(const struct app *a, const char *id, const char *version);
const struct instrument *scale_of_draft(const struct app *a, const struct screen_draft *d);
const struct instrument *scale_prompts(const struct app *a);
const struct instrument *scale_note(const struct app *a);
const struct app_instrument *scale_levels(const struct app *a); /* of targets */
/* Which of the note's parts the item is, -1 none; and whether all of its items are. */
const char *scale_note_field(enum screen_note part);
int scale_note_part(const char *item);
bool scale_is_note(const struct instrument *in);
/* The latest of each that an observation may be answered by. */
size_t scale_offered(const struct app *a, const struct app_instrument *out[SCALE_OFFERED_MAX]);
bool scale_has_answers(const struct instrument *in, const struct screen_draft *d);
/* The members `engagement` and `texts` of an open object; and from one, over blank answers. */
void scale_write(const struct instrument *in, const struct screen_draft *d, struct json_writer *w);
void scale_read(const struct instrument *in, const struct json_value *set, struct screen_draft *d);
/* Another instrument for the open draft, by its place among those offered. */
MUST_USE enum status scale_pick(struct app *a, int64_t number);
void scale_forget_parked(struct app *a);

#endif
