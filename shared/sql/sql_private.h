/* sql_private — what the files here share: the connection, the statement, the faults. */
#ifndef INSIDE_SQL
#error "sql_private.h is for shared/sql only"
#endif
#ifndef SQL_PRIVATE_H
#define SQL_PRIVATE_H

#include "sql.h"

#include <sqlite3.h>

#define SQL_PARAMETERS_MAX 128
#define SQL_CACHE_BUCKETS  64
#define SQL_BUSY_WAIT_MS   5000

struct sql_stmt {
    struct sql *db;
    sqlite3_stmt *handle;
    const char *text; /* its address is the key in the cache */
    bool is_cached;
    bool is_lent;  /* out of the cache, with a caller */
    bool is_begun; /* stepped since the last reset */
    bool is_ended; /* has said that there are no more rows */
    int parameter_count;
    uint8_t place[SQL_PARAMETERS_MAX + 1]; /* $n → SQLite's own number */
    struct sql_stmt *next;                 /* of the same bucket, or of those not cached */
};

struct sql {
    sqlite3 *handle;
    char *name; /* the file as people know it, for sentences */
    struct sql_stmt *cached[SQL_CACHE_BUCKETS];
    struct sql_stmt *once;
};

/* Turns SQLite's code into a status with a sentence that names the file. SQLITE_OK is STATUS_OK. */
MUST_USE enum status sql_fault(const struct sql *db, int code);

#endif
