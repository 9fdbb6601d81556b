/* merge — the fold: merge(record state, change) → record state (PROTOCOL section 2).
 *
 * Shape    A record is fields, a field is a multi-value register: its heads, and the numbers of the
 *          changes that were replaced. The end state is the same for every order of arrival.
 * Units    A place is the caller's number for where a change's line lies in its log, above 0.
 * Errors   Applying cannot fail. merge_restore passes on what its port says.
 * Owns     merge_init/merge_finish; values are kept by the record until then. Pointers into a
 *          record live until the next merge_apply or merge_finish on it.
 * Needs    base, json, change. No SQL, no clock, no I/O.
 */
#ifndef MERGE_H
#define MERGE_H

#include "base.h"
#include "change.h"
#include "json.h"

struct merge_head {
    struct dot dot;
    struct id by;
    int64_t place;
    struct json_value *value;
};
/* A change of this field that another one replaced, whether it has arrived or not: remembered for
 * good, or two edits of the same change would fold by their order of arrival. */
struct merge_gone {
    struct id dev;
    int64_t seq;
};
struct merge_field {
    char *name;
    struct merge_head *heads; /* greatest dot first */
    size_t head_count;
    struct merge_gone *gone; /* by device and number, each once */
    size_t gone_count;
};
struct merge_record {
    struct id rec;
    char *type;       /* of the change with the least dot */
    struct id pupil;  /* of the same; none for a school-wide record */
    struct dot first; /* that change */
    struct id first_by;
    struct merge_field *fields; /* by name */
    size_t field_count;
};

void merge_init(struct merge_record *r);
void merge_finish(struct merge_record *r); /* accepts the zero value */
/* A change whose rec is the record's (any, for an empty record). Applying one twice is harmless. */
void merge_apply(struct merge_record *r, const struct change *c, int64_t place);

/* NULL when the record has no such field. */
const struct merge_field *merge_find(const struct merge_record *r, const char *name);
/* The head with the greatest dot; NULL when the field has none. */
const struct merge_head *merge_value(const struct merge_field *f);
/* Two heads hold different JSON values. */
bool merge_in_conflict(const struct merge_field *f);
/* The reason in the field void, or NULL when the record counts: no such field, null, an empty text
 * or no text at all. */
const char *merge_void_reason(const struct merge_record *r);
/* The `over` of a change that replaces all heads of these fields, as a JSON object; a field that
 * has none is left out. Returns false (and adds nothing) when that leaves no entry. */
bool merge_over(const struct merge_record *r, const char *const *fields, size_t count,
                struct buf *over);

/* ---- keeping a record beside its log -------------------------------------------------------- */

/* Adds which places hold the heads, and what is gone, as text; values stay in the log. Adds nothing
 * when one change holds every head and nothing is gone: merge_only_place then says it all. */
void merge_keep(const struct merge_record *r, struct buf *state);
/* The place of the one change that holds every head; 0 when merge_keep has something to say. */
int64_t merge_only_place(const struct merge_record *r);
/* Decodes the line at a place; merge_restore finishes it. */
struct merge_log {
    enum status (*line)(void *ctx, int64_t place, struct change *out);
    void *ctx;
};
/* The record again, from what merge_keep wrote, its rec, type, pupil, first and first_by (set in an
 * initialised r by the caller) and its only place (used when state is ""). STATUS_DAMAGED when they
 * do not fit the log; finish r then too. */
MUST_USE enum status merge_restore(struct merge_record *r, const char *state, int64_t only_place,
                                   const struct merge_log *log);

/* ---- export --------------------------------------------------------------------------------- */

/* {"rec","type","pupil","school","fields":{…},"conflicts":[…]}: a line of `export records`, fields
 * and conflicts in order of name. school is what the caller says (the URN). */
void merge_export(const struct merge_record *r, const char *school, struct buf *line);

#endif
