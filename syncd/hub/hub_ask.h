/* hub_ask — statements of the hub with their arguments, in one call, and rows out of them.
 *
 * Shape    struct hub_question is a text, what is bound to it, and what a row of it becomes.
 * Units    A count is of arguments or of rows; row_size is bytes.
 * Errors   As sql.h.
 * Owns     What hub_ask hands out is for sql_finish; rows and their texts are the arena's.
 * Needs    A connection of the caller's; hub_read_rows borrows one.
 */
#ifndef HUB_ASK_H
#define HUB_ASK_H
#ifndef INSIDE_HUB
#error "hub_ask.h belongs to syncd/hub"
#endif

#include "hub.h"

struct hub_db;

struct hub_arg {
    enum { ARG_INT, ARG_TEXT, ARG_BYTES } kind;
    int64_t number;
    const char *text;  /* NULL binds null */
    const void *bytes; /* NULL binds null */
    size_t size;
};
struct hub_arg arg_int(int64_t number);
struct hub_arg arg_text(const char *text);
struct hub_arg arg_id(const struct id *id); /* NULL and none bind null */
struct hub_arg arg_bytes(const void *bytes, size_t size);
struct hub_arg arg_hash(const struct hash *h);
/* Prepares a constant text and binds $1 … $count. sql_finish it. */
MUST_USE enum status hub_ask(struct hub_db *db, const char *text, const struct hub_arg *args,
                             size_t count, struct sql_stmt **out);
/* The same, stepped to its first row. STATUS_NOT_FOUND when there is none; *out is NULL then. */
MUST_USE enum status hub_ask_one(struct hub_db *db, const char *text, const struct hub_arg *args,
                                 size_t count, struct sql_stmt **out);
/* The same, run to its end. */
MUST_USE enum status hub_run(struct hub_db *db, const char *text, const struct hub_arg *args,
                             size_t count);

/* A server's rows come whole, and a line may be a picture. So where lines are asked for there, it
 * counts their bytes: of a page's rows, in this order, so many as hold 4 MiB, and one at least. */
#define HUB_PAGE_BYTES 4194304
#define HUB_SOME_OF(rows, order)                                                              \
    "SELECT * FROM (SELECT p.*, sum(coalesce(length(p.line), 0)) OVER (ORDER BY " order       \
    " ROWS UNBOUNDED PRECEDING) - coalesce(length(p.line), 0) AS before FROM (" rows ") p) q" \
    " WHERE before < 4194304 ORDER BY " order
struct hub_page {
    int rows;
    int64_t bytes; /* of lines */
};
/* Whether more may follow a page of so many rows at most. Not by its last row's key: a row that
 * somebody spoiled has none that leads on. */
bool hub_page_is_full(const struct hub_page *page, int rows_max);
/* The one or the other, as the engine hands over its rows. */
const char *hub_page_text(const struct hub_db *db, const char *one_by_one, const char *whole);

/* A question with rows of one size; read fills a zeroed one, its texts go into the arena. */
struct hub_question {
    const char *text;
    const struct hub_arg *args;
    size_t arg_count;
    size_t row_size;
    void (*read)(const struct sql_stmt *stmt, struct arena *arena, void *row);
};
struct hub_rows {
    void *rows;
    size_t count;
};
MUST_USE enum status hub_ask_rows(struct hub_db *db, const struct hub_question *q,
                                  struct arena *arena, struct hub_rows *out);
/* The same, on a reader's connection. */
MUST_USE enum status hub_read_rows(struct hub *hub, const struct hub_question *q,
                                   struct arena *arena, struct hub_rows *out);

/* Of ASCII letters only, whatever the locale. */
char hub_lower(char c);
char hub_upper(char c);

#endif
