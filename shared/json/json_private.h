/* json_private — what the printer and the writer share: how a text and a number look in bytes. */
#ifndef INSIDE_JSON
#error "json_private.h is for shared/json only"
#endif
#ifndef JSON_PRIVATE_H
#define JSON_PRIVATE_H

#include "json.h"

/* Quoted and escaped; bytes that are no UTF-8 become U+FFFD, so that the result is always JSON. */
void json_add_text(struct buf *to, const char *text);
/* 15 to 17 digits, as few as read back as the same double; always with a point or an exponent. */
void json_add_double(struct buf *to, double value);

#endif
