/* hub_import — a roster file on its way into records: cells, columns, values, matches.
 *
 * Shape    struct csv is the file as cells; struct roster is one import under way.
 * Units    Rows count from 1, the header included, as a spreadsheet shows them.
 * Errors   STATUS_BAD_INPUT with the row where there is one.
 * Owns     Cells and texts live in the arena that the caller hands in.
 * Needs    hub_admin.h.
 */
#ifndef HUB_IMPORT_H
#define HUB_IMPORT_H
#ifndef INSIDE_HUB
#error "hub_import.h belongs to syncd/hub"
#endif

#include "hub_admin.h"

struct csv {
    const char **cells; /* row by row, column_count each; "" where a row is short */
    size_t *numbers;    /* of each row, as a spreadsheet shows it */
    size_t row_count;   /* the header is row 0 */
    size_t column_count;
};
/* Commas, semicolons or tabs; quotes as RFC 4180; a byte order mark and blanks around cells are
 * passed over, empty rows left out. */
MUST_USE enum status csv_read(const char *text, size_t size, struct arena *arena, struct csv *out);
const char *csv_cell(const struct csv *csv, size_t row, size_t column);

enum roster_column {
    ROSTER_UPN,
    ROSTER_NAME, /* all of it in one */
    ROSTER_GIVEN,
    ROSTER_FAMILY,
    ROSTER_PREFERRED,
    ROSTER_BORN,
    ROSTER_GENDER,
    ROSTER_YEAR_GROUP,
    ROSTER_PROVISION,
    ROSTER_NEED,
    ROSTER_NEED_SECOND,
    ROSTER_ENTERED,
    ROSTER_LEFT,
    ROSTER_GROUPS,
    ROSTER_COLUMNS
};
#define ROSTER_NOWHERE SIZE_MAX
enum roster_order { ORDER_DAY_FIRST, ORDER_MONTH_FIRST };
struct roster_layout {
    size_t at[ROSTER_COLUMNS]; /* which column of the file; ROSTER_NOWHERE */
    enum roster_order order[ROSTER_COLUMNS];
};
/* Which columns the header names, and how dates are written in each. */
MUST_USE enum status roster_layout_read(const struct csv *csv, struct roster_layout *out);
/* A column's cell as its field's value; "" when there is none. *bad says what was left out. */
const char *roster_value(const struct csv *csv, const struct roster_layout *layout, size_t row,
                         enum roster_column column, struct arena *arena, const char **bad);
/* The field of a pupil record that the column fills; NULL for NAME and GROUPS. */
const char *roster_field(enum roster_column column);

/* Names as they are compared: case, blanks and kinds of apostrophe do not matter. */
const char *roster_key(struct arena *arena, const char *given, const char *family,
                       const char *born);

struct roster_pupil {
    struct id id;
    const char *upn;
    const char *key; /* full name and birth date; "" without a birth date */
    size_t row;      /* of this file; 0: was there before */
};
struct roster_group {
    struct id id;
    const char *name;
};
struct roster_place {
    struct id pupil;
    struct id group;
    bool is_over;
};
/* What the school has already. */
struct roster_known {
    struct buf pupils; /* struct roster_pupil */
    struct buf groups; /* struct roster_group */
    struct buf places; /* struct roster_place */
};
MUST_USE enum status roster_known_read(struct admin *a, const struct id *school,
                                       struct roster_known *out);
void roster_known_finish(struct roster_known *k);
struct roster_pupil *roster_find(struct roster_known *k, const char *upn, const char *key);
#endif
