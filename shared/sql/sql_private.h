/* sql_private — what the files here share: a connection, a statement, and the verbs of an engine.
 *
 * Each engine has a struct of its own that begins with the one here, and one table of verbs. What
 * both do the same way (the cache, the end that stays the end) is written once, above the table.
 */
#ifndef INSIDE_SQL
#error "sql_private.h is for shared/sql only"
#endif
#ifndef SQL_PRIVATE_H
#define SQL_PRIVATE_H

#include "sql.h"

#define SQL_PARAMETERS_MAX 128
#define SQL_CACHE_BUCKETS  64

struct sql_engine;

struct sql_stmt {
    struct sql *db;
    const char *text; /* its address is the key in the cache; NULL for one that is not cached */
    bool is_cached;
    bool is_lent;  /* out of the cache, with a caller */
    bool is_begun; /* stepped since the last reset */
    bool is_ended; /* has said that there are no more rows */
    int parameter_count;
    struct sql_stmt *next; /* of the same bucket, or of those not cached */
};

struct sql {
    const struct sql_engine *engine;
    char *name; /* the database as people know it, for sentences */
    struct sql_stmt *cached[SQL_CACHE_BUCKETS];
    struct sql_stmt *once;
};

struct sql_engine {
    bool locks_rows;
    bool packs_ids;                /* as sql_packs_ids */
    bool is_far;                   /* as sql_is_far */
    bool inherits;                 /* as sql_inherits */
    void (*close)(struct sql *db); /* its statements are dropped already */
    enum status (*run)(struct sql *db, const char *text);
    enum status (*begin)(struct sql *db);
    enum status (*begin_read)(struct sql *db);
    enum status (*commit)(struct sql *db);
    void (*undo)(struct sql *db);
    bool (*may_retry)(const struct sql *db);
    int64_t (*changed)(const struct sql *db);
    const char *has_table; /* a query with the table's name as $1 */
    const char *sweep;
    const char *keyed; /* as sql_keyed */

    /* lasts: it will be asked often. Fills in all but the cache's own. */
    enum status (*parse)(struct sql *db, const char *text, bool lasts, struct sql_stmt **out);
    const char *(*text_of)(const struct sql_stmt *stmt); /* the engine's own copy */
    void (*drop)(struct sql_stmt *stmt);
    enum status (*step)(struct sql_stmt *stmt); /* as sql_step */
    enum status (*put)(struct sql_stmt *stmt);  /* as sql_put */
    enum status (*put_on)(struct sql *db);      /* as sql_put_on; NULL: nothing is on its way */
    void (*reset)(struct sql_stmt *stmt);
    void (*unbind)(struct sql_stmt *stmt);
    void (*bind_int)(struct sql_stmt *stmt, int number, int64_t value);
    void (*bind_text)(struct sql_stmt *stmt, int number, const char *text, size_t size);
    void (*bind_bytes)(struct sql_stmt *stmt, int number, const void *bytes, size_t size);
    void (*bind_null)(struct sql_stmt *stmt, int number);
    bool (*is_null)(const struct sql_stmt *stmt, int column);
    int64_t (*int_at)(const struct sql_stmt *stmt, int column);
    const char *(*text_at)(const struct sql_stmt *stmt, int column); /* NULL for null */
    const void *(*bytes_at)(const struct sql_stmt *stmt, int column, size_t *size);
};
extern const struct sql_engine sql_sqlite;

#define SQL_PAGE_SIZE 4096
/* sql_open, and how large the pages of a new file are. */
MUST_USE enum status sql_open_file(const char *url, int page_size, struct sql **out);

#endif
