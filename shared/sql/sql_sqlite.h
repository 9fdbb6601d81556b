/* sql_sqlite — what the SQLite files here share. */
#ifndef INSIDE_SQL
#error "sql_sqlite.h is for shared/sql only"
#endif
#ifndef SQL_SQLITE_H
#define SQL_SQLITE_H

#include "sql_private.h"

#include <sqlite3.h>

#define SQL_BUSY_WAIT_MS 5000

struct sql_image;
struct sql_sqlite_many;
struct sql_sqlite {
    struct sql base;
    sqlite3 *handle;
    int log_pages;           /* after the last commit; counted from sql_log_leave on */
    int log_pages_max;       /* from here on a commit folds the log itself */
    struct sql_image *image; /* NULL for a file, or memory that is made of no pieces */
    struct sql_sqlite_many *kept, *kept_last; /* with rows that were put */
    const struct sql_sqlite_many *sending;    /* is inserted just now */
    enum status put_fault; /* of rows that were put: not to be committed without them */
};
struct sql_sqlite_value {
    int type; /* SQLite's word for it; 0: not known */
    int64_t number;
    struct buf bytes;
};
#define SQL_SHORT_ROOM 40 /* for an id, a hash, a number in words */
struct sql_sqlite_stmt {
    struct sql_stmt base;
    sqlite3_stmt *handle;
    uint8_t place[SQL_PARAMETERS_MAX + 1]; /* $n → SQLite's own number */
    char (*shorts)[SQL_SHORT_ROOM];        /* by place; NULL until something short is bound */
    struct sql_sqlite_value *values;       /* of one that was put, kept until it runs; else NULL */
    int unknown_count;                     /* of them: bound before there were any */
    struct sql_sqlite_many *many;          /* its rows, too */
    bool is_running;                       /* stepped, and not reset since */
};

/* The connection as SQLite knows it; stops in a CHECK when another engine holds it. */
sqlite3 *sql_sqlite_handle(const struct sql *db);
struct sql_sqlite *sql_sqlite_own(struct sql *db);

struct sql_image *sql_sqlite_image(const struct sql *db);

/* alone: its index of the log lies in memory, and no other connection gets in. */
MUST_USE enum status sql_sqlite_open(const char *path, int page_size, bool alone, struct sql **out);
/* The connection owns the image from now on, also when this fails. */
MUST_USE enum status sql_sqlite_open_image(struct sql_image *image, const char *vfs,
                                           struct sql **out);
void sql_sqlite_image_free(struct sql_image *image); /* accepts NULL */
/* What SQLite is told before its first use. */
void sql_sqlite_config(void);

/* Turns SQLite's code into a status with a sentence that names the file. SQLITE_OK is STATUS_OK. */
MUST_USE enum status sql_sqlite_fault(const struct sql *db, int code);

/* ---- rows put: sql_sqlite_put.c ------------------------------------------------------------- */

MUST_USE enum status sql_sqlite_put_open(struct sql_sqlite *db);
/* Whether the statement keeps what is bound to it; if not, or not yet all of it, SQLite is told. */
bool sql_sqlite_keep(struct sql_sqlite_stmt *stmt, int number, int type, int64_t value);
bool sql_sqlite_keep_bytes(struct sql_sqlite_stmt *stmt, int number, int type, const void *bytes,
                           size_t size);
/* Before it runs. */
void sql_sqlite_bind_kept(const struct sql_sqlite_stmt *stmt);
void sql_sqlite_unbind_kept(struct sql_sqlite_stmt *stmt);
void sql_sqlite_drop_kept(struct sql_sqlite_stmt *stmt);
/* As sql_put. */
MUST_USE enum status sql_sqlite_put(struct sql_stmt *stmt);
/* Before anything else is asked. */
MUST_USE enum status sql_sqlite_send(struct sql_sqlite *db);
/* All is undone: what is kept, and its fault. */
void sql_sqlite_forget(struct sql_sqlite *db);
void sql_sqlite_many_drop(struct sql_sqlite_many *many); /* accepts NULL */

#endif
