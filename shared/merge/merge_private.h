/* merge_private — what the sources of merge share. */
#ifndef INSIDE_MERGE
#error "merge_private.h is for the sources of merge only"
#endif
#ifndef MERGE_PRIVATE_H
#define MERGE_PRIVATE_H

#include "merge.h"

/* The field of that name, made without heads where it is missing. */
struct merge_field *merge_field_at(struct merge_record *r, const char *name);
/* Adds without order or care for doubles; merge_gone_settle puts that right after the last one. */
void merge_gone_add(struct merge_field *f, const struct id *dev, int64_t seq);
void merge_gone_settle(struct merge_field *f);

#endif
