/* app_model — filling what the screens are shown: what the files app_model_*.c and app_voice*.c do
 * for the rest of app. */
#ifndef INSIDE_APP
#error "app_model.h is app's own"
#endif
#ifndef APP_MODEL_H
#define APP_MODEL_H

#include "app_state.h"

void model_fill(struct app *a);
void model_fill_unlock(struct app *a);
void model_fill_start(struct app *a);
void model_fill_class(struct app *a);
void model_fill_observe(struct app *a);
/* "18 of 28: Mostly sustained", or how many are still to do before there is a sum; "" where the
 * instrument has none. */
const char *model_total(struct app *a, const struct instrument *in, const int *choices);
/* The pupil's targets that have not ended. */
size_t model_targets(struct app *a, const struct id *pupil, const struct screen_target **out);
void model_fill_interval(struct app *a);
void model_fill_pupil(struct app *a);
/* Who set what of a record, the latest first: while its sheet is open. */
void model_fill_history(struct app *a);
/* It has been changed since it was written. */
bool history_has_some(const struct merge_record *r);
/* A later change says of the same record what this one said: it was written anew. */
bool history_repeats(struct app *a, const struct change *was);
void model_fill_path(struct app *a); /* strips and matrix of the open pupil */
void model_fill_entries(struct app *a);
void model_fill_weeks(struct app *a); /* how often staff wrote about the open pupil */
void model_fill_entry(struct app *a, const struct view_note *note, struct screen_entry *out);
void model_fill_aims(struct app *a);
void model_fill_review(struct app *a);
void model_fill_voice(struct app *a);
/* Beside a self-assessment: what adults wrote of the same activity that day, or agreed of the
 * target in that half term. */
void model_fill_beside(struct app *a, const struct merge_record *r, struct screen_told *out);
/* "Developing · Autumn 1, 2026/27"; "" when nothing was agreed then. */
const char *model_agreed(struct app *a, const struct id *target, int64_t at_ms);
/* Which pictures there are in one colour; whether all of a question's are among them; and the name
 * by which one of them is drawn. */
MUST_USE enum status pictures_open(struct app *a);
bool pictures_are_plain(const struct app *a, const struct instrument_item *item);
const char *pictures_name(struct app *a, bool plain, const char *name);
/* "Read with care: very fast"; "" where there is nothing to bear in mind. */
const char *model_care(struct app *a, unsigned care, const struct merge_record *r);
/* "Answered by one switch"; "" where the record does not say. */
/* Of an access profile, as its sheet says it; NULL: it is another record's. */
const char *profile_label(const struct app *a, const char *type, const char *field);
const char *profile_value(struct app *a, const char *type, const char *field,
                          const struct json_value *value);
const char *model_ways(struct app *a, const struct merge_record *r);
/* Of one answer of it: what its way has to do with the time it took. */
void model_way_of(const struct merge_record *r, const struct json_value *answer,
                  struct record_answer *out);
/* In the pupil room: the access profile may have changed, and how the next frame is drawn. */
void room_follow(struct app *a);
MUST_USE enum status room_door_waited(struct app *a); /* closes the room's door */
/* What the pupil answered in this record, question by question. */
void model_fill_replies(struct app *a, const struct merge_record *r, struct screen_told *out);
/* "Ben", "Ben and Callum": those who were observed together with this record's pupil. */
const char *model_sisters(struct app *a, const struct merge_record *r, bool with_self);
void model_fill_look(struct app *a);
void model_fill_clash(struct app *a, struct screen_look *out);
/* What a field is called there, what a value of it says, and of whom and when it is. */
const char *clash_label(struct app *a, const struct merge_record *r,
                        const struct record_field *known, const char *name);
const char *clash_value(struct app *a, const struct merge_record *r,
                        const struct record_field *known, const struct json_value *value);
const char *clash_who(struct app *a, const struct id *by);
const char *clash_when(struct app *a, int64_t at_ms);
void model_fill_tablet(struct app *a);
MUST_USE enum status model_fill_licences(struct app *a, struct screen_tablet *out);
MUST_USE enum status licence_said(struct app *a, const struct said *said);
struct screen_code model_code(const struct app *a);
/* How much of what this unlock found is folded; 0 when it is about all. */
int model_folded_per_cent(struct app *a);
const char *model_initials(struct app *a, const char *name);
const char *model_initials_in(struct arena *arena, const char *name);
const char *model_when(struct app *a, int64_t at_ms);     /* "Today 10:42", "Tue 14 Oct" */
const char *model_day(struct app *a, int64_t at_ms);      /* "Tue 14 Oct" */
const char *model_span_day(struct app *a, int64_t at_ms); /* and its year, where it is another */
const char *model_date(struct app *a, int64_t at_ms);     /* "14 Oct", "14 Oct 2025" */
const char *model_since(struct app *a, int64_t at_ms);    /* "3 days ago" */
const char *model_month(struct app *a, int64_t at_ms);    /* "October 2026" */
/* "Autumn 1, 2026/27" */
const char *model_term(struct app *a, int64_t year, int64_t number);
const char *model_staff_name(struct app *a, const struct id *staff);
/* The shown text of a field's value. */
const char *model_value(struct app *a, const struct merge_record *r, const char *field,
                        const struct json_value *value);
/* What the record was answered by; NULL when this tablet does not have it. */
const struct instrument *model_scale(const struct app *a, const struct merge_record *r);
/* The value that is shown of a field; NULL when it is not set. */
const struct json_value *model_field(const struct merge_record *r, const char *field);
const char *model_setting(struct app *a, enum store_setting which);
/* The same, of a sentence that the daemon left. */
const char *model_fault(struct app *a, enum store_setting which);
const char *word_of(const struct app *a, enum word which);
/* A pupil's shown name; "" when the view does not know them. */
const char *model_pupil_name(struct app *a, const struct id *pupil, const char **family);
/* A pupil's row ("" texts when the view does not know them) and the words used in a field, asked
 * once; they live until another pupil is asked for, or after known_forget any. */
const struct view_pupil *known_pupil(struct app *a, const struct id *pupil);
const struct view_word_rows *known_words(struct app *a, const struct id *pupil,
                                         enum screen_context which, const char *field);
void known_forget(struct app *a); /* the view has changed */
void known_close(struct app *a);
/* What waits for a person, beside the conflicts that the view counts. */
size_t look_count(struct app *a);
const char *model_type_label(const char *name);
/* How far this tablet's clock is behind (more than 0) or ahead; 0 while nothing says so. */
int64_t model_clock_off_ms(const struct app *a);
/* The same in words, with what to do; "" when it is right. */
const char *model_clock_words(struct app *a);
/* When the hub last answered, by the clock as it is now; 0 never. */
int64_t model_contact_ms(const struct app *a);

/* ---- the voice ------------------------------------------------------------------------------- */
enum { VOICE_RATE_USUAL = 140 }; /* words a minute, for whoever chose no other */
/* In the pupil room: by the recordings that are among it, if any. */
void room_speak(struct app *a, const struct app_words *words);
/* What the label of an answer is said by; NULL: by the tablet's own voice. */
const struct buf *room_heard_as(struct app *a, const char *label);
/* Says what the focus has come to in this frame, where that is wanted. */
void voice_frame(struct app *a, struct ui *ui);
/* The words of every name that this tablet knows, put into a->spoken; and let go of. Names in text
 * become their first letters. */
MUST_USE enum status voice_names(struct app *a);
void voice_names_forget(struct app *a);
void voice_hide_names(const struct app_names *names, const char *text, struct buf *out);
/* As many bytes as before: each word stays where it was. */
void voice_blank_names(const struct app_names *names, const char *text, struct buf *out);

#endif
