/* app_room — the pupil room: what is asked, what was answered, and what can be handed over. */
#ifndef INSIDE_APP
#error "app_room.h is app's own"
#endif
#ifndef APP_ROOM_H
#define APP_ROOM_H

#include "app_private.h"

/* ---- one answer ------------------------------------------------------------------------------ */
void answer_blank(struct app_room_answer *out);
/* How many of the choices do not stand apart; they come first. */
size_t answer_scale(const struct instrument_item *item);
int answer_choice_of(const struct instrument_item *item, const char *id); /* -1: there is none */
/* The first card that lies in no column; -1: all of them do. */
int answer_next_card(const struct instrument_item *item, const struct app_room_answer *answer);
/* words: those of a journal page. */
bool answer_is_there(const struct instrument_item *item, const struct app_room_answer *answer,
                     const char *words);
/* The same, or a board that is sorted in part. */
bool answer_has_some(const struct instrument_item *item, const struct app_room_answer *answer,
                     const char *words);
/* A touch of a choice: it is taken, or given back where several may be; card goes there. */
void answer_touch(const struct instrument_item *item, struct app_room_answer *answer, int choice,
                  int card);
bool answer_is_right(const struct instrument_item *item, const struct app_room_answer *answer);
struct answer_shown {
    bool is_mirrored;
    bool is_coloured; /* though the pupil's pictures are plain */
    bool is_draft;    /* what waits behind "I don't know" is written, too */
    const char *words;
};
/* A member under the item's id, as a record has it. */
void answer_write(const struct instrument_item *item, const struct app_room_answer *answer,
                  const struct answer_shown *shown, struct json_writer *w);
/* What is not in the item is passed over. json may be NULL. */
void answer_read(const struct instrument_item *item, const struct json_value *json,
                 struct app_room_answer *out);
/* The same, part by part: words of a choice or a card are a part of their own. */
struct answer_part {
    const char *words;
    int choice, card; /* -1: they are of none */
};
void answer_parts(const struct instrument_item *item, const struct app_room_answer *answer,
                  const char *words, void (*take)(void *ctx, const struct answer_part *part),
                  void *ctx);
/* "Okay"; "Calm, Tired"; "I like it: Music; Not sure: Maths". */
void answer_words(const struct instrument_item *item, const struct app_room_answer *answer,
                  const char *words, struct buf *out);

/* ---- by what way it was answered ---------------------------------------------------------- */
/* A bit: of what was touched just now, by this profile. */
unsigned way_now(const struct app *a, const struct screen_profile *is);
void ways_write(struct json_writer *w, unsigned ways);
unsigned ways_read(const struct json_value *list);
/* What held of the profile, where it says more than is usual. */
void access_write(struct json_writer *w, const struct screen_profile *is);

/* ---- what can be asked ----------------------------------------------------------------------- */
struct room_offer {
    const struct app_instrument *one;
    struct id about; /* of an observation or a target; none */
    const char *about_words;
};
struct room_offers {
    struct room_offer *rows;
    size_t count;
};
/* For the pupil who is open: of each family the one with as many faces as their profile says. */
void room_offered(struct app *a, struct arena *arena, struct room_offers *out);
void room_fill_offers(struct app *a);

/* ---- the pupil's access profile -------------------------------------------------------------- */
/* One pupil's: the only place that reads it. What nobody chose is as usual. */
void profile_read(struct app *a, const struct id *pupil, struct app_profile *out);
void profile_fill(struct app *a); /* the sheet, with what is true now */
MUST_USE enum status profile_open(struct app *a, const struct said *said);
MUST_USE enum status profile_said(struct app *a, const struct said *said); /* saves what changed */

/* ---- trying it out --------------------------------------------------------------------------- */
MUST_USE enum status trial_open(struct app *a, const struct said *said);
MUST_USE enum status trial_listen(struct app *a, const struct said *said); /* the pupil's voice */
void trial_end(struct app *a);                                             /* back to the sheet */

/* ---- own pictures ---------------------------------------------------------------------------- */
/* In place of the names of the school's: those that are drawn. */
void room_show_schools(struct app *a);
/* The self-assessments in which that picture stands, one after another; "" in none. */
const char *room_asked_with(struct app *a, const struct id *rec, const char *name);
/* How many that it names are not among the school's on this tablet. */
size_t room_missing(const struct view_picture_rows *rows, struct arena *arena,
                    const struct instrument *in);
/* The pupil's, into the questions that take them. */
void room_add_own(struct app *a, const struct id *pupil, struct instrument *in,
                  struct arena *arena);

/* ---- the room -------------------------------------------------------------------------------- */
/* The pupil, and what is asked, with blank answers. */
MUST_USE enum status room_start(struct app *a, const struct id *pupil,
                                const struct app_instrument *one);
MUST_USE enum status room_open(struct app *a, const struct said *said);
void room_enter(struct app *a); /* into the pupil's hands, with what was begun */
MUST_USE enum status room_said(struct app *a, const struct said *said);
void room_close(struct app *a); /* lets go of what was asked, and overwrites it */
/* The item that is on the screen, and its answer. */
const struct instrument_item *room_item(const struct app *a);
size_t room_choice_at(const struct app *a, const struct instrument_item *item, size_t place);
/* The card in the pupil's hand; -1: none. */
int room_card(const struct app *a);
/* The item's question, with what it is about in it; about: as that is shown, or said. */
const char *room_question(const struct instrument_item *item, const char *about,
                          struct arena *arena);
bool room_is_skipped(const struct app *a, size_t item);

/* From an item on, this one itself counted; the count of items when all are behind. */
size_t room_asked_from(const struct app *a, size_t at);
MUST_USE enum status room_keep(struct app *a); /* seals what was touched */
/* What a record of it says. */
void room_write_help(const struct app *a, struct json_writer *w); /* nothing where none is marked */
void room_write_set(struct app *a, bool is_unfinished, struct buf *out);
/* The room as it was sealed. */
MUST_USE enum status room_read(struct app *a, const struct app_draft_row *row);

/* ---- left before the end --------------------------------------------------------------------- */
bool room_has_said(const struct app *a); /* something that is no practice */
bool room_is_saved(const struct app *a, const struct id *rec);
MUST_USE enum status room_put_help(struct app *a);
/* What was said so far is saved, and can be gone on with. */
MUST_USE enum status room_put_by(struct app *a);
/* What was put by and is not to be gone on with any more, now that the pupil is asked anew. */
MUST_USE enum status room_drop_put_by(struct app *a);
/* The latest that the pupil who is open can go on with. */
bool room_find_put_by(struct app *a, struct screen_offer *out);
MUST_USE enum status room_go_on(struct app *a);

/* ---- what is said ---------------------------------------------------------------------------- */
void room_say_question(struct app *a);
void room_say_back(struct app *a);
void room_say_touch(struct app *a, int choice);
void room_say_card(struct app *a, int card);
void room_say_thanks(struct app *a);
void room_hush(struct app *a);

/* ---- turns ----------------------------------------------------------------------------------- */
MUST_USE enum status room_show(struct app *a, size_t at, enum screen_room_phase phase);
MUST_USE enum status room_answer(struct app *a, int choice);
MUST_USE enum status room_take_up(struct app *a, int64_t card);
MUST_USE enum status room_change(struct app *a, int64_t item);
MUST_USE enum status room_next(struct app *a, int64_t number);
bool room_can_go_back(const struct app *a);
MUST_USE enum status room_back(struct app *a, int64_t number);
MUST_USE enum status room_say_again(struct app *a, int64_t number);

#endif
