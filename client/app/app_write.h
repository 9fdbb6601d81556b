/* app_write — how what is begun, saved, changed and taken back gets into the store. */
#ifndef INSIDE_APP
#error "app_write.h is app's own"
#endif
#ifndef APP_WRITE_H
#define APP_WRITE_H

#include "app_state.h"

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
/* The one about just these, of that record or a new one; NULL: there is none. */
const struct app_draft_row *draft_of_pupils(const struct app *a, const struct id *pupils,
                                            size_t count, const struct id *rec);
MUST_USE enum status draft_read(struct app *a, const struct id *id, struct json_value **out);
void draft_typed(struct app *a);
void draft_tapped(struct app *a);
/* They were erased: no draft is about them any more. */
MUST_USE enum status draft_forget_pupil(struct app *a, const struct id *pupil);
MUST_USE enum status draft_keep_where(struct app *a);
void draft_find_where(struct app *a);
MUST_USE enum status draft_seal(struct app *a, const char *name, const struct buf *text);

/* ---- capture --------------------------------------------------------------------------------- */
struct app_change {
    struct id rec;
    struct id pupil;
    const char *type;
    const char *set;
    const char *over; /* NULL: all that a record, unless it is new, says now in these fields */
    bool is_new;
    const struct id *by; /* NULL: whoever is unlocked */
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

#endif
