/* sql_pg — what the PostgreSQL files here share. */
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
    struct buf dead; /* uint32_t: numbers of dropped statements that the server still keeps */
    int64_t changed;
    bool is_open; /* a transaction is */
    bool may_retry;
    enum status doom; /* what went wrong first in this transaction */
    char message[SQL_PG_MESSAGE_ROOM];
};
struct sql_pg_value {
    struct buf bytes;
    bool is_null;
    bool is_binary;
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
/* TEXT in CREATE TABLE sorts by bytes; everything else is left as it is. */
void sql_pg_types(const char *text, struct buf *out);

#endif
