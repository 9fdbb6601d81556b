/* sql — one small face over the database: SQLite, or PostgreSQL by the same calls.
 *
 * Shape    struct sql is one connection, struct sql_stmt one prepared statement of it.
 * Units    Integers are 64 bits; texts are UTF-8; columns count from 0, parameters from 1.
 * Errors   STATUS_DISK, STATUS_FULL (no room), STATUS_BUSY (another writer held on too long),
 *          STATUS_DAMAGED (no database, or broken), STATUS_EXISTS (a unique key is taken),
 *          STATUS_NETWORK (the server cannot be reached; the next use tries anew). A statement
 *          that fails has changed nothing; the transaction around it is the caller's, who undoes
 *          it: PostgreSQL refuses to go on, or to commit, after a fault.
 * Owns     sql_open/sql_close, sql_prepare/sql_finish. Column pointers live until the next
 *          sql_step, sql_reset or sql_finish of that statement.
 * Needs    base. A connection belongs to one thread at a time.
 */
#ifndef SQL_H
#define SQL_H

#include "base.h"

struct sql;
struct sql_stmt;

/* url: "sqlite:PATH" (made if need be, mode 0600), "sqlite::memory:". Files open in WAL with
 * synchronous=FULL, secure_delete on, a busy wait of 5 s, double-quoted strings refused, foreign
 * keys on. */
MUST_USE enum status sql_open(const char *url, struct sql **out);
/* A file ("sqlite:PATH") on a disk that is full: nothing can be made beside it, so that nobody else
 * may have it meanwhile. It is read; a write succeeds once there is room. */
MUST_USE enum status sql_open_alone(const char *url, struct sql **out);
/* As sql_open, with larger pages in a new file, for a central store; or
 * "postgresql://USER@HOST/NAME". A program that calls this one loads libpq. */
MUST_USE enum status sql_open_any(const char *url, struct sql **out);
void sql_close(struct sql *db); /* accepts NULL */

/* True when other programs may write while this one's transaction is open. What is read and then
 * written must then be locked first, by a row that stands for it (SELECT … FOR UPDATE). */
bool sql_locks_rows(const struct sql *db);
MUST_USE enum status sql_has_table(struct sql *db, const char *name, bool *out);
/* After a commit that deleted: what was deleted leaves the engine's files too, as far as it can.
 * Others who read may keep it from doing so. */
MUST_USE enum status sql_sweep(struct sql *db);

/* One or more statements without parameters or rows. In CREATE TABLE the types are TEXT, BIGINT,
 * BYTEA, and ID_TEXT for nothing but a struct id; texts sort by their bytes in both engines. What
 * is compared with an ID_TEXT is one: CAST(x AS TEXT) where it meets a text, CAST($1 AS ID_TEXT)
 * where the engine cannot tell what $1 will be. */
MUST_USE enum status sql_run(struct sql *db, const char *text);
/* Parameters are $1, $2 … and bound by name, so that both engines mean the same. A text is parsed
 * once a connection: statements are cached by the text's address, which must be a constant. */
MUST_USE enum status sql_prepare(struct sql *db, const char *text, struct sql_stmt **out);
void sql_finish(struct sql_stmt *stmt); /* back to the cache, reset and unbound; accepts NULL */
/* For generated texts: prepared afresh, freed by sql_finish. */
MUST_USE enum status sql_prepare_once(struct sql *db, const char *text, struct sql_stmt **out);

/* Binding copies. A parameter that the text does not name stops in a CHECK. */
void sql_bind_int(struct sql_stmt *stmt, int number, int64_t value);
void sql_bind_text(struct sql_stmt *stmt, int number, const char *text);  /* NULL binds null */
void sql_bind_id(struct sql_stmt *stmt, int number, const struct id *id); /* none binds null */
void sql_bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size);
void sql_bind_null(struct sql_stmt *stmt, int number);

/* STATUS_OK: a row is there. STATUS_END: no more rows. */
MUST_USE enum status sql_step(struct sql_stmt *stmt);
/* Runs to the end and resets; rows are passed over. The statement stays yours: sql_finish it. */
MUST_USE enum status sql_finish_run(struct sql_stmt *stmt);
void sql_reset(struct sql_stmt *stmt); /* keeps the bindings */

/* As sql_finish_run, for a row that nobody asks about yet, in a transaction: it is kept, and many
 * are sent as one. A fault may come with a later call, at the latest with sql_commit. For INSERT
 * INTO … VALUES(…) with parameters in VALUES alone; no key may come twice before something else is
 * asked, and rows of different statements may arrive in any order. Every other call that asks
 * something sends first what is kept. */
MUST_USE enum status sql_put(struct sql_stmt *stmt);
/* Before the caller turns to something else: rows that are kept go out now, as far as nobody need
 * wait until others have been taken. */
MUST_USE enum status sql_put_on(struct sql *db);
/* True at the end of a wire, where one question about many is better than many questions. */
bool sql_is_far(const struct sql *db);
/* True when ID_TEXT is 16 bytes, and no TEXT. */
bool sql_packs_ids(const struct sql *db);
/* True when CREATE TABLE … INHERITS (t) makes a table that has t's columns too, and whose rows are
 * t's for whoever asks t, or deletes from it. INSERT means the one table, and so does a key. */
bool sql_inherits(const struct sql *db);
/* What CREATE TABLE … (…) ends with when its rows are short and asked for by their primary key:
 * SQLite then keeps them in that key's tree, and not beside it. "" where they never are. */
const char *sql_keyed(const struct sql *db);

bool sql_is_null(const struct sql_stmt *stmt, int column);
int64_t sql_int(const struct sql_stmt *stmt, int column);
const char *sql_text(const struct sql_stmt *stmt, int column); /* "" for null */
struct id sql_id(const struct sql_stmt *stmt, int column);     /* none for null */
const void *sql_bytes(const struct sql_stmt *stmt, int column, size_t *size);
int64_t sql_changed(const struct sql *db); /* rows changed by the last statement */

/* Takes the write lock at once, where the engine has one: see sql_locks_rows. */
MUST_USE enum status sql_begin(struct sql *db);
/* A view of one instant, without the write lock. */
MUST_USE enum status sql_begin_read(struct sql *db);
MUST_USE enum status sql_commit(struct sql *db);
void sql_undo(struct sql *db); /* rolls back; harmless outside a transaction */
/* After a transaction that failed: it clashed with another's, or its connection was lost before the
 * commit was asked for. Nothing of it is there, and all of it may be done once more. */
bool sql_may_retry(const struct sql *db);

/* ---- SQLite's own: the tablet's view, and backups ------------------------------------------- */

/* A database in memory, in pieces of so many bytes. One that was kept elsewhere is fetched piece by
 * piece, each when it is first read; the last one's end is padding. */
#define SQL_PIECE 32768
struct sql_piece_port {
    /* Fills a whole piece; they count from 0. */
    enum status (*fetch)(void *ctx, int64_t number, void *piece);
    void *ctx;
};
/* size is what sql_image_size said when it was kept; 0: a new one, and port may be NULL. What
 * cannot be fetched, here or later, is STATUS_DISK, and the image is broken. */
MUST_USE enum status sql_image_open(const struct sql_piece_port *port, int64_t size,
                                    struct sql **out);
int64_t sql_image_size(const struct sql *db);
int64_t sql_image_pieces(const struct sql *db);
/* A piece that was written to since it was fetched or marked as kept; NULL for one that was not.
 * Not inside a transaction. */
const void *sql_image_changed(const struct sql *db, int64_t number);
/* It is kept, as it is now. */
void sql_image_keep(struct sql *db, int64_t number);
/* They are kept now, or (false) none that was fetched is. */
void sql_image_mark(struct sql *db, bool is_kept);
/* Fetches some that were not read yet; *more while there are others. STATUS_DAMAGED. */
MUST_USE enum status sql_image_fetch(struct sql *db, int64_t most, bool *more);
bool sql_image_is_broken(const struct sql *db);
/* A consistent copy beside live writers. STATUS_EXISTS when path is there; STATUS_UNSUPPORTED for a
 * server's database. */
MUST_USE enum status sql_copy_to(struct sql *db, const char *path);
/* Packs the file and cuts its log short, so that no byte of what was deleted is left. STATUS_BUSY
 * while another connection reads. Not inside a transaction. */
MUST_USE enum status sql_scrub(struct sql *db);
/* What is committed lies in the file's log until it is folded into the file, which costs a wait for
 * the disk. From now on no commit of this connection does that before the log has pages_max pages:
 * another connection is to do it beside it, by sql_log_fold. */
void sql_log_leave(struct sql *db, int pages_max);
int sql_log_pages(const struct sql *db); /* after the last commit since sql_log_leave */
MUST_USE enum status sql_log_fold(struct sql *db);
/* Changes whenever another connection commits to the file. */
MUST_USE enum status sql_version(struct sql *db, int64_t *out);

#endif
