/* app_private — what the files of app do for each other. */
#ifndef INSIDE_APP
#error "app_private.h is app's own"
#endif
#ifndef APP_PRIVATE_H
#define APP_PRIVATE_H

#include "app_model.h"
#include "app_album.h"
#include "app_clips.h"
#include "app_join.h"
#include "app_scale.h"
#include "app_session.h"
#include "app_write.h"

/* ---- life ------------------------------------------------------------------------------------ */
void app_timer(struct app *a, enum app_timer which, int64_t in_ms); /* APP_NEVER stops it */
void app_changed(struct app *a);                                    /* the model is stale */
void app_toast(struct app *a, enum word words, bool can_undo);
void app_toast_say(struct app *a, const char *words); /* other words for the toast that stands */
void app_toast_drop(struct app *a);                   /* and what it could undo */
int64_t app_wall(const struct app *a);
struct id app_new_id(struct app *a);
/* A fault's sentence, in the tablet's language. */
void app_put_sentence(const struct app *a, char *out, size_t room, const char *english);
/* Notes the sentence of the last fault for the person. */
void app_tell(struct app *a, enum status st);
/* The disk was full when the tablet's file was opened, and nothing could be saved since. */
void app_tell_full(struct app *a);
MUST_USE enum status app_setting(struct app *a, enum store_setting which, char *out, size_t room);
/* 0 when it was never written, or is no number: what is plain in the file may be anything. */
int64_t app_number(const struct app *a, enum store_setting which);

/* ---- the pupil's page ------------------------------------------------------------------------ */
void pupil_begin(struct app *a); /* whoever opens it sees the latest first */
MUST_USE enum status pupil_said(struct app *a, const struct said *said);
/* The half term then, by the school's own dates. */
struct record_half_term pupil_half_term(struct app *a, int64_t at_ms);

/* ---- a conflict, being settled --------------------------------------------------------------- */
/* Opens it (none: closes), with the third text that the person had begun. */
MUST_USE enum status clash_open(struct app *a, const struct id *rec);
void clash_close(struct app *a);
MUST_USE enum status clash_said(struct app *a, const struct said *said);
void clash_typed(struct app *a);
/* The third text as it stands is sealed. */
MUST_USE enum status clash_flush(struct app *a);
/* The n-th field of a record that is in conflict; NULL when there are not so many. */
const struct merge_field *clash_field(const struct merge_record *r, int64_t number);

/* ---- pupil room ------------------------------------------------------------------------------ */
MUST_USE enum status room_resume(struct app *a);
void room_left(struct app *a);
void room_fill(struct app *a);

/* ---- interval observation -------------------------------------------------------------------- */
MUST_USE enum status interval_open(struct app *a, const struct id *pupils, size_t count);
MUST_USE enum status interval_resume(struct app *a);
MUST_USE enum status interval_said(struct app *a, const struct said *said);
MUST_USE enum status interval_tick(struct app *a);
MUST_USE enum status interval_undo(struct app *a);
MUST_USE enum status interval_go_on(struct app *a); /* the one that was stopped */
/* "14 of 20 looks: 70 % (48 to 85 %)", and what its method does to the figure. */
const char *interval_result(struct app *a, const char *samples);
enum word interval_bias(const char *method);
/* How another observer who watched the same pupil at the same time agrees; "" nobody did. */
const char *interval_agreement(struct app *a, const struct merge_record *r);
const char *scale_agreement(struct app *a, const struct merge_record *r);
/* ---- intents ---- */
void intent_carry_out(struct app *a, const struct said *said);
void place_go(struct app *a, enum screen_name on);
enum screen_name place_back(struct app *a); /* where Back leads from here */

#endif
