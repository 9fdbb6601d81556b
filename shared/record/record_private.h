/* record_private.h — what the files of record share, and nobody else needs.
 *
 * Shape   Checks of an instrument that has been read.
 * Units   None.
 * Errors  A check says with STATUS_BAD_INPUT which item is wrong and how.
 * Owns    Nothing.
 * Needs   Nothing.
 */
#ifndef INSIDE_RECORD
#error "record_private.h is for the files of record alone."
#endif
#ifndef RECORD_PRIVATE_H
#define RECORD_PRIVATE_H

#include "record.h"

/* Whether a practice item says which answer is known to be right, in its kind's own way. */
bool instrument_practice_is_known(const struct instrument_item *item);
/* What a pupil is asked by must hold more than what staff fill in: each kind of question has its
 * own room on the screen, and I don't know and Not now are always there. Others pass. */
MUST_USE enum status instrument_check_asked(const struct instrument *in);

#endif
