/* view_private — what the sources of view share: the view itself, its tables, rows in an arena. */
#ifndef INSIDE_VIEW
#error "view_private.h is for the sources of view only"
#endif
#ifndef VIEW_PRIVATE_H
#define VIEW_PRIVATE_H

#include "view.h"

#define DATE_ROOM 16

/* The statements of one record type; NULL until they are first needed. */
struct view_type {
    struct sql_stmt *add; /* for a record that is new */
    struct sql_stmt *put;
    struct sql_stmt *drop;
    struct sql_stmt *forget; /* of one pupil */
};
struct view {
    struct sql *db;
    struct view_log log;
    view_ahead_fn ahead;     /* NULL: it does not want to know */
    struct view_type *types; /* as record_types */
    struct sql_stmt *insert; /* into record */
    struct sql_stmt *update;
    struct sql_stmt *find;
    struct sql_stmt *forget;
    struct sql_stmt *there; /* which of many are */
    struct sql_stmt *add;
    struct sql_stmt *put;
    struct sql_stmt *drop;       /* of a type that is not known, where tables inherit */
    struct buf scratch;          /* state, then each list or map of a row */
    char from_most[DATE_ROOM];   /* a place in a group counts when it began by this day … */
    char until_least[DATE_ROOM]; /* … and had not ended before this one */
};

/* ---- tables --------------------------------------------------------------------------------- */

/* The columns of `record`, what they are bound to, and how they replace what is there. */
#define VIEW_RECORD_COLUMNS                                                        \
    "school, rec, type, pupil, first_at, first_n, first_dev, first_seq, first_by," \
    " only_place, state, void, conflict, conflict_at"
#define VIEW_RECORD_VALUES "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14"
#define VIEW_RECORD_COUNT  14
#define VIEW_RECORD_AGAIN                                                        \
    "type=excluded.type, pupil=excluded.pupil, first_at=excluded.first_at,"      \
    " first_n=excluded.first_n, first_dev=excluded.first_dev,"                   \
    " first_seq=excluded.first_seq, first_by=excluded.first_by,"                 \
    " only_place=excluded.only_place, state=excluded.state, void=excluded.void," \
    " conflict=excluded.conflict, conflict_at=excluded.conflict_at"

/* INSERT of a row of the type's table, or its replacement where it may be there: $1 school, $2 rec,
 * $3 pupil, $4 void, then the COLUMN fields in order; or those of `record` before the fields, where
 * the table inherits from it. */
void view_put_text(const struct record_type *type, bool is_new, bool inherits, struct buf *text);

/* ---- the fold ------------------------------------------------------------------------------- */

/* STATUS_DAMAGED for one that has no place. */
MUST_USE enum status view_item_check(const struct id *school, const struct view_item *item);
/* view_apply, for an item, where tables do not inherit. */
MUST_USE enum status view_apply_item(struct view *v, const struct id *school,
                                     struct view_item *item);

/* Generated texts have no lasting address to be cached by, so the view holds their statements. */
MUST_USE enum status view_hold(struct view *v, const char *text, struct sql_stmt **stmt);
/* INSERT of a row of `record`, without what to do when it is there. */
extern const char view_record_insert[];
/* A record as its rows want it: merged, or the one change that is all there is of it. */
struct view_source {
    const struct merge_record *merged; /* or NULL, and then the rest */
    const struct change *only;         /* it replaces nothing */
    int64_t place;
};
/* Binds a record to a statement that numbers its parameters as view_record_insert does. */
void view_bind_record(struct view *v, struct sql_stmt *stmt, const struct id *school,
                      const struct view_source *from);
/* The statement that writes the row of its type's table, bound; NULL for a type without one. Where
 * tables inherit, that row is the record's too. */
MUST_USE enum status view_bind_columns(struct view *v, const struct id *school,
                                       const struct view_source *from, bool is_new,
                                       struct sql_stmt **out);
/* Takes the row of a type that the record no longer has out; where tables inherit, the record. */
MUST_USE enum status view_drop_columns(struct view *v, const struct id *school,
                                       const struct id *rec, const char *type_name);

/* ---- rows ----------------------------------------------------------------------------------- */

/* sql_step, with the end told apart from faults. */
MUST_USE enum status view_step(struct sql_stmt *stmt, bool *has_row);

/* Rows of one size that grow inside an arena. */
struct view_list {
    struct arena *arena;
    size_t row_size;
    void *rows;
    size_t count;
    size_t room;
};
struct view_list view_list_of(struct arena *arena, size_t row_size);
/* A zeroed row at the end of the list. */
void *view_list_add(struct view_list *list);
/* Fills the zeroed row `to` from the statement's; its texts go into the arena. */
typedef void (*view_row_fn)(const struct sql_stmt *stmt, struct arena *arena, void *to);
/* Adds the rows that are left of a statement, each by `read`. */
MUST_USE enum status view_list_read(struct view_list *list, struct sql_stmt *stmt,
                                    view_row_fn read);
/* Accepts an empty list. */
void view_list_sort(struct view_list *list, int (*order)(const void *, const void *));

/* The places in groups that count: $1 school, $2 from_most and $3 until_least of the view. */
#define VIEW_PLACES                                             \
    "m.school=$1 AND m.void=0 AND coalesce(m.\"from\", '')<=$2" \
    " AND (m.\"until\" IS NULL OR m.\"until\">=$3)"

/* Compares two names as people sort them: case and accents count for nothing. */
int view_name_order(const char *a, const char *b);

#endif
