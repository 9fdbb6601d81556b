/* Connecting to PostgreSQL, and again when the connection is lost.
 *
 * A server is restarted at night while the hub lives on. So a connection that is gone is made anew
 * by whoever needs it next; only a transaction cannot be carried over, and says so. What the
 * program was promised must hold whatever the server's settings say: a commit is on the disk when
 * it returns, a lock is waited for a bounded time, and a program that was stopped in the middle of
 * a transaction does not keep its school locked for ever.
 */
#include "sql_pg.h"

#include <stdlib.h>
#include <string.h>

#define POSTGRES_PREFIX "postgresql:"
#define VERSION_MIN     120000
/* A central store takes in much at once: every page costs two calls, however large it is. */
#define STORE_PAGE_SIZE 8192

static void ignore(void *ctx, const PGresult *result)
{
    (void)ctx;
    (void)result;
}

/* "the database NAME on HOST": never the address itself, which may hold a password. */
static void take_name(struct sql_pg *db)
{
    struct buf name = {0};
    const char *host = PQhost(db->conn);
    const char *base = PQdb(db->conn);

    buf_printf(&name, "the database %s on %s", base == NULL ? "" : base, host == NULL ? "" : host);
    free(db->base.name);
    db->base.name = mem_text(buf_cstr(&name));
    buf_finish(&name);
}

static enum status refuse_connection(const struct sql_pg *db)
{
    struct buf why = {0};
    const char *said = PQerrorMessage(db->conn);

    buf_add(&why, said, strcspn(said, "\n"));
    enum status st = FAIL(STATUS_NETWORK, "%s cannot be reached (%s): see whether it runs",
                          db->base.name, buf_cstr(&why));
    buf_finish(&why);
    return st;
}

static enum status set_up(struct sql_pg *db)
{
    enum status st = STATUS_OK;

    if (PQserverVersion(db->conn) < VERSION_MIN) {
        TRY(FAIL(STATUS_UNSUPPORTED, "%s is too old: PostgreSQL 12 or later is needed",
                 db->base.name));
    }
    /* A plan is made once a connection, when a table may still be empty and nothing is known of it,
     * and kept: it must be the one that is right for the large table. So no table is read whole, or
     * gathered and sorted, where a key has the order; and no plan is compiled for looking dear. */
    TRY(sql_pg_run(db, "SET client_min_messages=error; SET lock_timeout='30s';"
                       "SET enable_seqscan=off; SET enable_bitmapscan=off; SET jit=off;"
                       "SELECT set_config('synchronous_commit', 'on', false)"
                       " WHERE current_setting('synchronous_commit')='off'"));

done:
    return st;
}

enum status sql_pg_connect(struct sql_pg *db)
{
    enum status st = STATUS_OK;
    /* What stands before dbname may be set otherwise by the address, what stands after it not. */
    static const char *const names[] = {"connect_timeout",
                                        "keepalives_idle",
                                        "tcp_user_timeout",
                                        "dbname",
                                        "client_encoding",
                                        "application_name",
                                        NULL};
    const char *values[] = {"10", "30", "30000", db->url, "UTF8", "cairn", NULL};

    PQfinish(db->conn);
    db->conn = PQconnectdbParams(names, values, 1);
    db->life++;
    buf_clear(&db->dead);
    if (db->conn == NULL) {
        return FAIL(STATUS_NO_MEMORY, "there is not enough memory to reach the database");
    }
    (void)PQsetNoticeReceiver(db->conn, ignore, NULL);
    take_name(db);
    if (sql_pg_is_lost(db)) {
        return refuse_connection(db);
    }
    TRY(set_up(db));

done:
    return st;
}

enum status sql_pg_ready(struct sql_pg *db)
{
    if (!sql_pg_is_lost(db)) {
        return sql_pg_send(db);
    }
    sql_pg_forget(db);
    if (db->is_open) {
        db->may_retry = true;
        return FAIL(STATUS_NETWORK, "%s was lost, and what was not yet saved with it: try again",
                    db->base.name);
    }
    return sql_pg_connect(db);
}

/* libpq's own words about an address that it cannot read may quote the password. */
static enum status check_address(const char *url)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);

    if (options == NULL) {
        return FAIL(STATUS_BAD_INPUT, "that is no address of a database: give one of the form "
                                      "postgresql://USER@HOST/NAME");
    }
    PQconninfoFree(options);
    return STATUS_OK;
}

enum status sql_open_any(const char *url, struct sql **out)
{
    enum status st = STATUS_OK;
    struct sql_pg *db = NULL;

    CHECK(url != NULL && out != NULL);
    *out = NULL;
    if (strncmp(url, POSTGRES_PREFIX, strlen(POSTGRES_PREFIX)) != 0) {
        return sql_open_file(url, STORE_PAGE_SIZE, out);
    }
    TRY(check_address(url));
    db = mem_zero(1, sizeof *db);
    db->base.engine = &sql_pg;
    db->url = mem_text(url);
    TRY(sql_pg_connect(db));
    *out = &db->base;
    db = NULL;

done:
    sql_close(db == NULL ? NULL : &db->base);
    return st;
}
