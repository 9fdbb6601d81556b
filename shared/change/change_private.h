/* change_private — the one seal of this folder, on which boxes, blobs and key slots stand. */
#ifndef INSIDE_CHANGE
#error "change_private.h is for shared/change only"
#endif
#ifndef CHANGE_PRIVATE_H
#define CHANGE_PRIVATE_H

#include "change.h"

#define NONCE_SIZE 24
#define TAG_SIZE   16
#define FORM_PLAIN 0 /* the one form byte in use */

/* CHECKs that change_setup was called: without it chance would not be chance. */
void change_must_be_set_up(void);

#endif
