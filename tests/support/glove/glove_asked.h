/* glove_asked — every self-assessment of assets/instruments, and one way to answer each to its end.
 * Reached beside glove.h.
 *
 * Shape    The folder is read, so that a new file is there by itself. A step is one thing to take
 *          (by its label), or words to write into the field of this label.
 * Units    turn picks other answers: the first, the second, and so on round.
 * Errors   None: a file that cannot be read stops the test.
 * Owns     All of it lives in the arena.
 * Needs    glove, record, json.
 */
#ifndef GLOVE_ASKED_H
#define GLOVE_ASKED_H

#include "glove.h"
#include "json.h"
#include "record.h"

enum { ASKED_MOST = 32, ASKED_STEPS_MOST = 80 };
struct asked {
    const char *name; /* of the file, without .json */
    struct instrument in;
};
size_t asked_all(struct arena *arena, struct asked out[ASKED_MOST]);
/* By which it is known on the sheet of what can be handed over. */
const char *asked_label(const struct asked *one);
/* From the pupil's page, without the sheet's practice being changed. */
void asked_open(struct glove *g, const struct asked *one);
void asked_take(struct glove *g, const struct asked *one); /* on the sheet */

struct asked_step {
    const char *label;
    const char *words;                  /* NULL: it is taken */
    const struct instrument_item *item; /* NULL: after the last question */
};
/* All questions, practice answered as it is known, up to Yes. */
size_t asked_steps(const struct asked *one, int turn, struct asked_step out[ASKED_STEPS_MOST]);
/* Whether its choices stand on the screen in the other order. */
bool asked_is_mirrored(struct glove *g, const struct instrument_item *item);
struct asked_want {
    int turn;
    bool is_mirrored; /* as they stood on the screen */
    const char *way;  /* the one by which all was answered */
    int64_t hold_ms;  /* of the profile */
};
/* The record that was saved last has the answers of the steps, given like that; else the test
 * stops. */
void asked_check(struct glove *g, const struct asked *one, const struct asked_want *want);

#endif
