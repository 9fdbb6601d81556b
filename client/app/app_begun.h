/* app_begun — words that a person has begun and that belong to no draft. Reached through
 * app_parts.h.
 *
 * Shape    A sealed row a name, in the tablet's file. The reason is in form.own_word.
 * Units    room is in bytes.
 * Errors   As the store's and the view's; what cannot be read was not begun.
 * Owns     Nothing.
 * Needs    app's state.
 */
#ifndef INSIDE_APP
#error "app_begun.h is app's own"
#endif
#ifndef APP_BEGUN_H
#define APP_BEGUN_H

#include "base.h"

struct app;
struct store_draft;

/* The words of such a row; false when it cannot be read. */
bool begun_open(struct app *a, const struct store_draft *row, struct buf *text);
/* False when there is none; text is then as it was. */
bool begun_read(struct app *a, const char *name, char *text, size_t room);
/* Words that say nothing take the row away. */
MUST_USE enum status begun_put(struct app *a, const char *name, const struct id *pupil,
                               const char *text);

/* Why something is taken out: as it was begun, when its sheet opens; sealed as it grows; gone once
 * it is given. */
void reason_open(struct app *a);
void reason_typed(struct app *a);
MUST_USE enum status reason_flush(struct app *a);
MUST_USE enum status reason_given(struct app *a, const struct id *rec);

#endif
