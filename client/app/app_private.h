/* app_private — what the files of app do for each other. */
#ifndef INSIDE_APP
#error "app_private.h is app's own"
#endif
#ifndef APP_PRIVATE_H
#define APP_PRIVATE_H

#include "app_model.h"
#include "app_album.h"
#include "app_clips.h"

/* ---- life ------------------------------------------------------------------------------------ */
void app_timer(struct app *a, enum app_timer which, int64_t in_ms); /* APP_NEVER stops it */
void app_changed(struct app *a);                                    /* the model is stale */
void app_toast(struct app *a, enum word words, bool can_undo);
void app_toast_say(struct app *a, const char *words); /* other words for the toast that stands */
void app_toast_drop(struct app *a);                   /* and what it could undo */
int64_t app_wall(const struct app *a);
struct id app_new_id(struct app *a);
/* Notes the sentence of the last fault for the person. */
void app_tell(struct app *a, enum status st);
/* The disk was full when the tablet's file was opened, and nothing could be saved since. */
void app_tell_full(struct app *a);
MUST_USE enum status app_setting(struct app *a, enum store_setting which, char *out, size_t room);
/* 0 when it was never written, or is no number: what is plain in the file may be anything. */
int64_t app_number(const struct app *a, enum store_setting which);

/* ---- session --------------------------------------------------------------------------------- */
MUST_USE enum status session_pick(struct app *a, int64_t number);
MUST_USE enum status session_unlock(struct app *a, enum app_job_kind kind);
void session_lock(struct app *a);
/* The same, and nothing is kept: what it was to be sealed with is gone. */
void session_forget(struct app *a);
/* The keys are known: go on with enrolling, or fold. */
MUST_USE enum status session_begin(struct app *a, const struct store_slot *slot,
                                   const struct slot_keys *keys);
/* The log is folded: the place where the person was. */
void session_ready(struct app *a);
bool session_is_open(const struct app *a);
int session_wait_s(const struct app *a, const struct store_slot *slot);
/* One try more at a passphrase, counted before it is made. */
MUST_USE enum status session_count_try(struct app *a, struct store_slot *slot);
MUST_USE enum status session_find_slot(struct app *a, int64_t number, struct store_slot *out);
MUST_USE enum status app_job_start(struct app *a);
void app_job_wipe(struct app *a);

/* ---- fold ------------------------------------------------------------------------------------ */
MUST_USE enum status fold_open(struct app *a);
/* The line in a sealed box. STATUS_DAMAGED when it does not open. */
MUST_USE enum status fold_open_box(const struct app *a, const struct store_box *box,
                                   struct buf *line);
/* Whoever left a group before today is not in it any more: at each unlock, and as days begin. */
void fold_new_day(struct app *a);
MUST_USE enum status fold_slice(struct app *a, int64_t most, bool *more);
/* Something in the log is another than was folded: all of it is folded once more. */
MUST_USE enum status fold_again(struct app *a);
MUST_USE enum status fold_own(struct app *a, const struct change *c, int64_t place);
/* Own changes further on are folded before the rest: whoever edits must see their own words. */
MUST_USE enum status fold_own_first(struct app *a);
MUST_USE enum status fold_keep_all(struct app *a); /* what is not kept yet, in one go */
void fold_close(struct app *a);
/* The kept view turned out broken: it goes, and the log is folded from its start. */
MUST_USE enum status fold_mend(struct app *a);

/* ---- the kept view --------------------------------------------------------------------------- */
/* Opens a->session.db on what was kept; on nothing where that is not to be used. */
MUST_USE enum status image_open(struct app *a, bool use_kept);
MUST_USE enum status image_fetch(struct app *a);
/* Some pieces, and at last the head. None, and no fault, when the log has moved away. */
MUST_USE enum status image_keep(struct app *a, int64_t most, bool *more);
bool image_is_small(const struct app *a); /* it can be kept in one go */
void image_close(struct app *a);

/* ---- capture --------------------------------------------------------------------------------- */
struct app_change {
    struct id rec;
    struct id pupil;
    const char *type;
    const char *set;
    const char *over; /* NULL: none */
    bool is_new;
};
/* All or none, durable, then in the view; the draft named (or NULL) goes with them. */
MUST_USE enum status capture_commit(struct app *a, const struct app_change *changes, size_t count,
                                    const char *draft);
/* The line as a sealed and signed box, after the change with that hash; dev, seq and pupil are set
 * by the caller. The box points into sealed. */
void capture_seal(struct app *a, const struct buf *line, const struct hash *previous,
                  struct buf *sealed, struct store_box *box);
void capture_skew(struct app *a, struct change_draft *draft);
MUST_USE enum status capture_save(struct app *a);

/* ---- edits, undo ----------------------------------------------------------------------------- */
/* Saves the draft's change of its record, and of its sisters where it is for all. kept gets the
 * names of those whose own correction was left as it is. */
MUST_USE enum status edit_save(struct app *a, char kept[SCREEN_CONTEXT_ROOM]);
/* Settles one field of a record by a value that replaces all its heads; the draft named (or NULL)
 * goes with it. */
MUST_USE enum status edit_settle(struct app *a, const struct id *rec, const char *field,
                                 const struct json_value *value, const char *draft);
/* The values that the undo notes, in one commit. */
MUST_USE enum status edit_put_back(struct app *a);
/* The records of the same group observation, itself among them; 0: it was of one pupil. */
size_t edit_sisters(struct app *a, const struct merge_record *r, struct arena *arena,
                    struct view_sister_rows *out);
void undo_forget(struct app *a);
/* What was done from here on is what Undo undoes; set: the values before, NULL for a new record. */
void undo_begin(struct app *a, enum app_undo_kind kind, const char *type);
void undo_note(struct app *a, const struct id *rec, const struct id *pupil, const char *set);
MUST_USE enum status undo_last(struct app *a);
/* The observation that is being changed, else rec, is made void and says why. */
MUST_USE enum status undo_take_out(struct app *a, const struct id *rec, const char *reason);
/* What was made void counts again. */
MUST_USE enum status undo_put_back(struct app *a, const struct id *rec);

/* ---- the pupil's page ------------------------------------------------------------------------ */
void pupil_begin(struct app *a); /* whoever opens it sees the latest first */
MUST_USE enum status pupil_said(struct app *a, const struct said *said);
/* The half term then, by the school's own dates. */
struct record_half_term pupil_half_term(struct app *a, int64_t at_ms);

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

/* ---- draft ----------------------------------------------------------------------------------- */
void draft_blank(struct screen_draft *d);
void draft_close(struct app *a); /* the form's, with what was put by beside it */
bool draft_has_some(const struct app *a, const struct screen_draft *d);
bool draft_says_something(const char *text); /* a text of blanks says nothing */
void draft_put_words(struct json_writer *w, const char *name, const char *text);
/* Opens the one that waits for these pupils, or a blank one. */
MUST_USE enum status draft_open(struct app *a, const struct id *pupils, size_t count,
                                const struct id *rec);
MUST_USE enum status draft_flush(struct app *a);
MUST_USE enum status draft_drop(struct app *a);
/* The words of `set` for the draft. */
void draft_write_set(const struct app *a, const struct screen_draft *d, struct buf *out);
/* Fills a blank draft with what its rec says now. */
MUST_USE enum status draft_from_record(struct app *a, struct screen_draft *d);
void draft_name(const struct id *id, char out[64]);
MUST_USE enum status draft_list(struct app *a);
const struct app_draft_row *draft_of_pupil(const struct app *a, const struct id *pupil);
MUST_USE enum status draft_read(struct app *a, const struct id *id, struct json_value **out);
void draft_typed(struct app *a);
void draft_tapped(struct app *a);
/* They were erased: no draft is about them any more. */
MUST_USE enum status draft_forget_pupil(struct app *a, const struct id *pupil);
MUST_USE enum status draft_keep_where(struct app *a);
void draft_find_where(struct app *a);
MUST_USE enum status draft_seal(struct app *a, const char *name, const struct buf *text);

/* ---- enrolling, sync ------------------------------------------------------------------------- */
MUST_USE enum status enrol_ask(struct app *a);
MUST_USE enum status enrol_again(struct app *a);
/* The code comes out of a picture: asked for, read on the worker, put on the form. */
MUST_USE enum status enrol_from_picture(struct app *a);
void enrol_read_picture(struct app_job *job);
void enrol_pictured(struct app *a, const struct app_job *job);
/* Leaves the request that the code on the form asks for. */
MUST_USE enum status enrol_request(struct app *a, const struct slot_keys *keys);
/* A tablet that was enrolled before: a new code; what is to be written anew; a name that changed
 * or went. */
MUST_USE enum status rejoin_ask(struct app *a);
MUST_USE enum status rejoin_goes_on(struct app *a);
/* A slice of store_twins; more when there may be others. */
MUST_USE enum status rejoin_settle_twins(struct app *a, bool *more);
MUST_USE enum status rejoin_watch(struct app *a);
void model_fill_rejoin(struct app *a, struct screen_tablet *out);
MUST_USE enum status enrol_goes_on(struct app *a);
MUST_USE enum status enrol_name(struct app *a, const struct id *staff);
MUST_USE enum status enrol_colleague(struct app *a);
void enrol_made(struct app *a, struct app_job *job);
MUST_USE enum status enrol_check_passphrase(const char *text);
/* The slots of those whom the staff list says to have left go. It may lock. */
MUST_USE enum status staff_heed_list(struct app *a);
/* Another passphrase for whoever is unlocked: asked for, made on the worker, kept. */
void staff_change_begin(struct app *a, bool on);
MUST_USE enum status staff_change(struct app *a);
void staff_run_change(struct app_job *job);
void staff_changed(struct app *a, struct app_job *job);
MUST_USE enum status sync_watch(struct app *a);
MUST_USE enum status sync_ask_now(struct app *a);
void look_read(struct app *a);
MUST_USE enum status look_keep(struct app *a);
/* The ruler's bar was too short (1), too long (-1); 0: as the screen reports it. */
MUST_USE enum status look_measure(struct app *a, int64_t steps);
void look_to_form(struct app *a);
MUST_USE enum status look_from_form(struct app *a);
/* Scanning as JSON has it; NULL and what is missing: as is usual, and off. */
void look_scan_write(struct json_writer *w, const char *key, const struct ui_scan_settings *with);
struct ui_scan_settings look_scan_read(const struct json_value *json);

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
/* "14 of 20 looks: 70 % (48 to 85 %)", and what its method does to the figure. */
const char *interval_result(struct app *a, const char *samples);
enum word interval_bias(const char *method);
/* How another observer who watched the same pupil at the same time agrees; "" nobody did. */
const char *interval_agreement(struct app *a, const struct merge_record *r);
const char *scale_agreement(struct app *a, const struct merge_record *r);
/* ---- intents ---- */
void intent_carry_out(struct app *a, const struct said *said);
void place_go(struct app *a, enum screen_name on);

#endif
