/* app_album — own pictures: adding them, and where others show them. Reached through
 * app_private.h. */
#ifndef INSIDE_APP
#error "app_album.h is app's own"
#endif
#ifndef APP_ALBUM_H
#define APP_ALBUM_H

#include "app_state.h"

MUST_USE enum status album_open(struct app *a, const struct said *said);
MUST_USE enum status album_resume(struct app *a);
MUST_USE enum status album_said(struct app *a, const struct said *said);
/* One step back within the screen; false: out of it. */
bool album_back(struct app *a);
void album_close(struct app *a);
void album_typed(struct app *a);
MUST_USE enum status album_flush(struct app *a); /* what was typed is sealed */
void album_run(struct app_job *job);             /* on the worker */
void album_worked(struct app *a, struct app_job *job);
/* The name by which a picture of the log is drawn. */
const char *picture_name(struct arena *arena, const struct id *rec, const char *mark);
const char *picture_of_image(struct arena *arena, const char *image);
/* What of the name says which image it is, "record:mark"; NULL: it names none of the log. */
const char *picture_image(const char *name);
void picture_mark(const struct buf *jpeg, char mark[33]);
/* Which image of an own picture counts: the one of that change. */
MUST_USE enum status edit_settle_image(struct app *a, const struct id *rec, const struct dot *dot);
/* The school's own pictures, for what the school's own questions name. Which of them a name stands
 * for, as it is drawn: itself where it is one that ships, "" where there is none. */
MUST_USE enum status album_schools(struct app *a, struct arena *arena,
                                   struct view_picture_rows *out);
const char *album_schools_name(const struct view_picture_rows *rows, struct arena *arena,
                               const char *name);
/* One that cannot be drawn is not drawn again before the tablet locks. */
bool album_is_lost(const struct app *a, const char *name);
/* What an answer names that is no choice of its instrument: an own picture of the pupil's or, where
 * that was taken out, that it was one. False: it is something else. */
struct album_picture {
    const char *label, *picture;
};
bool album_find(struct app *a, const struct id *pupil, const char *choice,
                struct album_picture *out);
void model_fill_pictures(struct app *a);
/* The picture that shows the pupil; "" there is none. */
const char *model_portrait(struct app *a, const struct id *pupil);

#endif
