/* sql_pg — what the PostgreSQL files here share: the connection, a statement, and its kept rows. */
#ifndef INSIDE_SQL
#error "sql_pg.h is for shared/sql only"
#endif
#ifndef SQL_PG_H
#define SQL_PG_H

#include "sql_private.h"

#include <libpq-fe.h>

#define SQL_PG_MESSAGE_ROOM 512

struct sql_pg {
    struct sql base;
    PGconn *conn;
    char *url;     /* may hold a password: never shown */
    uint32_t life; /* which connection it is: statements live and die with theirs */
    uint32_t last_number;
    struct sql_pg_many *kept; /* those with rows, in order of their first */
    struct sql_pg_many *kept_last;
    struct sql_pg_many *copying; /* whose COPY is asked for, and waits for its rows; NULL: none */
    bool is_copied;              /* rows and their end are on their way; the answer is not here */
    bool is_sending;
    struct buf dead; /* uint32_t: numbers of dropped statements that the server still keeps */
    int64_t changed;
    bool is_open; /* a transaction is */
    bool may_retry;
    enum status doom; /* what went wrong first in this transaction */
    char message[SQL_PG_MESSAGE_ROOM];
};
/* The types of columns, by the numbers that PostgreSQL gives them for ever. */
#define SQL_PG_BOOL  16
#define SQL_PG_BYTEA 17
#define SQL_PG_INT8  20
#define SQL_PG_INT2  21
#define SQL_PG_INT4  23
#define SQL_PG_TEXT  25
#define SQL_PG_UUID  2950

#define SQL_PG_ID_BYTES 16

struct sql_pg_value {
    struct buf bytes; /* of a number: its words, once they are wanted */
    int64_t number;
    bool is_null;
    bool is_binary;
    bool is_number;
    bool is_id; /* id is what the text says */
    uint8_t id[SQL_PG_ID_BYTES];
};
struct sql_pg_stmt {
    struct sql_stmt base;
    char *text;
    uint32_t number;
    uint32_t life; /* that of the connection it was prepared on; 0: on none */
    bool is_query; /* reads, and nothing else */
    struct sql_pg_value values[SQL_PARAMETERS_MAX];
    PGresult *result;
    int row;
    struct id *ids; /* room for a row's ids in words, one a column; NULL: no column is of ids */
    struct sql_pg_many *many; /* NULL until rows are first put */
};
extern const struct sql_engine sql_pg;

struct sql_pg *sql_pg_own(struct sql *db);

/* A connection that can be used now: made anew when the last was lost, but never within a
 * transaction, whose first half went with it. */
MUST_USE enum status sql_pg_ready(struct sql_pg *db);
MUST_USE enum status sql_pg_connect(struct sql_pg *db);
/* Runs statements without parameters. */
MUST_USE enum status sql_pg_run(struct sql_pg *db, const char *text);

/* STATUS_OK for a result that is good, else its fault with a sentence. Remembers the first fault of
 * a transaction. */
MUST_USE enum status sql_pg_judge(struct sql_pg *db, const PGresult *result);
bool sql_pg_is_lost(const struct sql_pg *db);
/* TEXT in CREATE TABLE sorts by bytes, ID_TEXT is a UUID; everything else is left as it is. */
void sql_pg_types(const char *text, struct buf *out);
/* An id's words, and the bytes of a UUID. False when text is no id. */
bool sql_pg_read_id(const char *text, uint8_t out[SQL_PG_ID_BYTES]);
void sql_pg_spell_id(const char *bytes, struct id *out);
#define SQL_PG_NAME_ROOM 16
void sql_pg_name(uint32_t number, char out[SQL_PG_NAME_ROOM]);
/* Makes it known to the server under its own name, on the connection that is there now. */
MUST_USE enum status sql_pg_prepare(struct sql_pg *db, struct sql_pg_stmt *stmt);

/* ---- rows that are kept, and sent as one ----------------------------------------------------- */

struct sql_pg_column {
    Oid type;
    struct buf values; /* each its size in 4 bytes, highest first, then its bytes; -1 for null */
    bool has_null;
};
struct sql_pg_many {
    bool is_known;
    int count; /* of columns, as many as there are parameters */
    struct sql_pg_column *columns;
    char *copy; /* NULL: the text says what is to be done with those in the way */
    int order[SQL_PARAMETERS_MAX]; /* which parameter is COPY's first, second … */
    char *text;                    /* with unnest */
    struct sql_stmt *unnest;       /* of it; NULL until it is first wanted */
    int64_t rows;                  /* that are kept */
    size_t size;
    bool is_orphan; /* its statement is gone */
    struct sql_pg_many *next;
};
/* Whether rows of text may be copied (then in which order), and how they are inserted otherwise.
 * Types and count are known. */
void sql_pg_plan_copy(struct sql_pg_many *many, const char *text);
void sql_pg_plan_unnest(struct sql_pg_many *many, const char *text);

/* As sql_put. */
MUST_USE enum status sql_pg_put(struct sql_stmt *stmt);
/* As sql_put_on. */
MUST_USE enum status sql_pg_put_on(struct sql *db);
/* Sends what is kept, if anything is, and learns what became of it. */
MUST_USE enum status sql_pg_send(struct sql_pg *db);
/* Throws away what is kept: its transaction is undone. */
void sql_pg_forget(struct sql_pg *db);
/* Its statement is dropped; rows that are kept are sent all the same. Accepts NULL. */
void sql_pg_many_drop(struct sql_pg_many *many);

#endif
