/* app_twin — words that others took the place of after the hub was restored, until a person has
 * settled it. Reached through app_parts.h.
 *
 * Shape    A sealed row each, in the tablet's file; what is shown of them is kept in app's twins.
 * Units    at_ms is when the words were written, by the tablet that wrote them.
 * Errors   As the store's. twin_keep fails where the row is not durable: then nothing may go.
 * Owns     twins.rows is app's, until twin_forget.
 * Needs    app's state.
 */
#ifndef INSIDE_APP
#error "app_twin.h is app's own"
#endif
#ifndef APP_TWIN_H
#define APP_TWIN_H

#include "base.h"

enum { TWIN_NAME_ROOM = 128 };
struct app;
struct screen_look;
struct store_box;

struct app_twin {
    char name[TWIN_NAME_ROOM]; /* of its row */
    struct id dev;             /* under this and the number other words stand now */
    int64_t seq;
    struct id rec, pupil, by;
    char type[40];
    int64_t at_ms;
};
struct app_twins {
    struct app_twin *rows; /* the oldest first */
    size_t count;
    char open[TWIN_NAME_ROOM]; /* the one that is looked at; "" none */
};

/* The words of a box that is about to go. Doing it twice is harmless. */
MUST_USE enum status twin_keep(struct app *a, const struct store_box *held);
/* Reads which there are. */
MUST_USE enum status twin_list(struct app *a);
void twin_forget(struct app *a);
/* All is folded: what came in again under another name is no matter any more. */
MUST_USE enum status twin_heed(struct app *a);
/* One that is not there is none. */
void twin_open(struct app *a, const char *name);
/* The open one: its words are written anew, or let go. */
MUST_USE enum status twin_settle(struct app *a, bool bring_back);
/* What was let go last waits again. */
MUST_USE enum status twin_put_back(struct app *a);

const char *model_twin_title(struct app *a, const struct app_twin *twin);
const char *model_twin_sub(struct app *a, const struct app_twin *twin);
void model_fill_twin(struct app *a, struct screen_look *out);
void model_fill_replaced(struct app *a); /* on the open pupil's path */

/* For app_model_twin.c: both changes of the open one, each false where it cannot be read. The
 * caller finishes them. */
struct change;
bool twin_read_was(struct app *a, const char *name, struct change *out);
bool twin_read_now(struct app *a, const struct app_twin *twin, struct change *out);
const struct app_twin *twin_find(const struct app *a, const char *name);

#endif
