/* What PostgreSQL's errors mean to the people and programs above.
 *
 * A fault dooms the transaction that it happened in: the server answers whatever follows with
 * "aborted", and a COMMIT with a silent ROLLBACK. So the first fault is remembered, and it is the
 * one that is told. Two faults mean only that two transactions met, and that the same again will
 * do: they, and a connection lost before the commit, may be retried.
 *
 * Of the server's words only the first line is told. Its details quote the row.
 */
#include "sql_pg.h"

#include <string.h>

static const struct row {
    const char *state; /* SQLSTATE, or the class that it begins with */
    enum status st;
    bool may_retry;
    const char *says;
} rows[] = {
    {"40001", STATUS_BUSY,      true,  "is being changed by others: try again"          },
    {"40P01", STATUS_BUSY,      true,  "is being changed by others: try again"          },
    {"55P03", STATUS_BUSY,      false, "was kept busy by others for too long: try again"},
    {"57014", STATUS_BUSY,      false, "was kept busy by others for too long: try again"},
    {"53300", STATUS_BUSY,      false, "has no connection left: try again"              },
    {"53100", STATUS_FULL,      false, "cannot save because its disk is full: make room"},
    {"53200", STATUS_NO_MEMORY, false, "has not enough memory"                          },
    {"23505", STATUS_EXISTS,    false, "holds such a row already"                       },
    {"42P07", STATUS_EXISTS,    false, "holds such a table already"                     },
    {"42710", STATUS_EXISTS,    false, "holds such a table already"                     },
    {"57P",   STATUS_NETWORK,   false, "cannot be reached: see whether it runs"         },
    {"08",    STATUS_NETWORK,   false, "cannot be reached: see whether it runs"         },
    {"25P03", STATUS_NETWORK,   false, "was left waiting, and hung up"                  },
    {"22",    STATUS_BAD_INPUT, false, "cannot take that row"                           },
    {"23",    STATUS_BAD_INPUT, false, "cannot take that row"                           },
    {"25006", STATUS_DISK,      false, "cannot be written: it is a copy that is read"   },
    {"42501", STATUS_DISK,      false, "may not be used so by this user"                },
    {"53",    STATUS_BUSY,      false, "is short of something: try again"               },
    {"58",    STATUS_DISK,      false, "cannot be read or written"                      },
    {"",      STATUS_DAMAGED,   false, "is damaged or no database of this program"      },
};

bool sql_pg_is_lost(const struct sql_pg *db)
{
    return PQstatus(db->conn) != CONNECTION_OK;
}

static const struct row *find_row(const char *state)
{
    size_t i = 0;

    while (strncmp(rows[i].state, state, strlen(rows[i].state)) != 0) {
        i++; /* the last begins every state */
    }
    return &rows[i];
}

static enum status fail(struct sql_pg *db, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const struct row *row = NULL;

    if (sql_pg_is_lost(db)) {
        state = "08000";
    } else if (state == NULL) {
        /* libpq's own: nothing but memory fails without the server having said so. */
        state = "53200";
    }
    why = why == NULL ? "the connection was lost" : why;
    row = find_row(state);
    db->may_retry = row->may_retry || (db->is_open && row->st == STATUS_NETWORK);
    return FAIL(row->st, "%s %s (%s)", db->base.name, row->says, why);
}

enum status sql_pg_judge(struct sql_pg *db, const PGresult *result)
{
    ExecStatusType how = PQresultStatus(result);
    enum status st = STATUS_OK;

    if (how == PGRES_COMMAND_OK || how == PGRES_TUPLES_OK || how == PGRES_EMPTY_QUERY) {
        return STATUS_OK;
    }
    if (db->is_open && db->doom != STATUS_OK && PQtransactionStatus(db->conn) == PQTRANS_INERROR) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        if (state != NULL && strcmp(state, "25P02") == 0) {
            return FAIL(db->doom, "%s", db->message);
        }
    }
    st = fail(db, result);
    if (db->is_open) {
        db->doom = st;
        text_copy(db->message, sizeof db->message, status_message());
    }
    return st;
}
