/* hand_records — what the tablet's records say, for tests. Reached beside hand.h.
 *
 * Shape    A record is looked up by its id in the export of the view.
 * Units    None.
 * Errors   None: what is not so stops the test and shows the record.
 * Owns     Nothing.
 * Needs    hand.
 */
#ifndef HAND_RECORDS_H
#define HAND_RECORDS_H

#include "hand.h"

/* The record's line of the export holds this part; or does not. */
void hand_assert_says(struct hand *h, const struct id *rec, const char *part);
void hand_assert_says_not(struct hand *h, const struct id *rec, const char *part);

#endif
