/* pictures — the code for joining a school, out of the newest pictures on this tablet.
 *
 * Shape    One call.
 * Units    None.
 * Errors   STATUS_NOT_FOUND or STATUS_BAD_INPUT with one sentence that says which picture and what
 *          to do.
 * Owns     The texts are the caller's.
 * Needs    base, platform, qr. It may run on the worker.
 */
#ifndef PICTURES_H
#define PICTURES_H

#include "base.h"

/* place is a folder or a picture, NULL: where pictures are by custom. name is the picture's own. */
MUST_USE enum status pictures_code(const char *place, struct buf *code, struct buf *name);

#endif
