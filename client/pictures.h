/* pictures — the pictures on this tablet: the code for joining a school out of the newest, and
 * those that could be added.
 *
 * Shape    Two calls.
 * Units    None.
 * Errors   STATUS_NOT_FOUND or STATUS_BAD_INPUT with one sentence that says which picture and what
 *          to do.
 * Owns     The texts and rows are the caller's.
 * Needs    base, app, platform, qr. It may run on the worker.
 */
#ifndef PICTURES_H
#define PICTURES_H

#include "app.h"
#include "base.h"

/* place is a folder or a picture, NULL: where pictures are by custom. name is the picture's own. */
MUST_USE enum status pictures_code(const char *place, struct buf *code, struct buf *name);
/* The newest of the place, the newest first. */
MUST_USE enum status pictures_files(const char *place, struct app_files *out);

#endif
