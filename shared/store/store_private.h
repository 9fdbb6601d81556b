#ifndef INSIDE_STORE
#error "store_private.h is for shared/store only"
#endif
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "sql.h"
#include "store.h"

struct store_unkept { /* a draft that the disk has no room for */
    char *name;
    void *box;
    size_t size;
};
struct store {
    struct sql *db;
    char *url;
    bool is_alone; /* opened on a full disk */
    struct store_unkept *unkept;
    size_t unkept_count;
};

void store_forget_unkept(struct store *s, const char *name); /* NULL: all */

/* Prepares, and runs to the end, a statement whose parameters bind sets. */
struct store_run {
    const char *text;
    void (*bind)(struct sql_stmt *stmt, const void *with);
    const void *with;
};
enum status store_run_one(struct store *s, const struct store_run *run);
/* A statement without parameters. */
enum status store_run_plain(struct store *s, const char *text);

/* Inside a transaction of the caller. */
enum status store_write_values(struct store *s, const struct store_value *values, size_t count);

enum status store_append_in(struct store *s, struct store_box *boxes, size_t count);
/* The lsn of a fetched change that was not seen yet in this epoch: held, read, not counted. */
#define STORE_LSN_UNSEEN "9007199254740991"

/* Inside a transaction of the caller: head and pieces go. */
enum status store_snapshot_forget(struct store *s);

/* Keeps what is about to come under the name of a box that was not seen yet in this epoch. */
enum status store_note_twins(struct store *s, const struct store_box *rows, size_t count);
enum status store_has_twins(struct store *s, bool *out);

/* Column order of every SELECT of boxes. */
#define BOX_COLUMNS "place, dev, seq, pupil, box, coalesce(lsn, 0), digest, hash, signature"
void store_read_box(const struct sql_stmt *stmt, struct arena *arena, struct store_box *out);
/* Steps to the end, a box a row. */
enum status store_gather_boxes(struct sql_stmt *stmt, int64_t bytes_max, struct arena *arena,
                               struct store_box_rows *out);

/* Room for one more in an arena's growing array: doubles by copying. */
void *store_more(struct arena *arena, const void *rows, size_t count, size_t size);

#endif
