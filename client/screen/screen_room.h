/* screen_room — what the pupil room shows, and what can be handed over. Reached through screen.h.
 *
 * Shape    struct screen_room one frame of the room, struct screen_offer a row of the sheet.
 * Units    Numbers count from 0; a number below 0 means that there is none.
 * Errors   None; fault is a sentence for a person, "" when all is well.
 * Owns     Texts live in app's memory until after the frame. A text is never NULL.
 * Needs    base, record.
 */
#ifndef SCREEN_ROOM_H
#define SCREEN_ROOM_H

#include "base.h"
#include "record.h"

/* Something that the pupil can be asked, as the adult chooses it. */
struct screen_offer {
    const char *key;
    const char *label, *sub; /* sub: what it is about */
    const char *picture;
    const char *note; /* what staff should know before they ask it; "" nothing */
    struct id about;
    int number; /* -1: what was left before its end goes on */
};

struct screen_sorted {
    const char *words;
    const char *picture;
    int number;
};
struct screen_answer {
    const char *words;
    const char *picture;
    bool chosen;
    const struct screen_sorted *cards; /* of a board: what lies in this column */
    size_t card_count;
};
/* What was answered to one question, to be read back. */
struct screen_back {
    const char *question;
    const char *said;
    const char *const *pictures;
    size_t picture_count;
    const struct screen_answer *columns; /* of a board */
    size_t column_count;
    int number; /* of the item */
};
enum screen_room_phase { ROOM_ASK, ROOM_READ_BACK, ROOM_THANKS, ROOM_LEAVING };
struct screen_room {
    enum screen_room_phase phase;
    enum instrument_way way;
    bool is_practice;
    bool tries_again;     /* the practice question is asked once more */
    const char *question; /* on a board: with the card that is in the hand */
    const char *picture;
    bool is_plain;            /* pictures are in the colour of the words */
    int mark_from, mark_size; /* the spoken word, bytes of question */
    bool is_speaking;
    const struct screen_answer *answers;
    size_t answer_count;
    bool has_card; /* a board: a card is in the hand, and the columns take it */
    bool is_answered, can_go_back;
    bool unsure, not_now;
    const struct screen_back *backs;
    size_t back_count;
    int step, steps, help;
    bool has_said; /* something that is data: how much help was given can be marked */
    bool is_trial; /* staff try it out: nothing is kept, and no passphrase is wanted */
    const char *staff;
    const char *fault;
    int wait_s;
    bool busy;
};

#endif
