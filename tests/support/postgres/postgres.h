/* postgres — a PostgreSQL server of a test program's own.
 *
 * Shape    One server a program, started by the first who asks and ended with the program.
 * Units    A wait has a limit, and reaching it is a failure.
 * Errors   STATUS_NOT_FOUND when PostgreSQL is not installed, STATUS_UNSUPPORTED and STATUS_BUSY
 *          when it does not start. The sentence says what to do.
 * Owns     Addresses live until the next postgres_fresh. The server's folder is removed when the
 *          program exits; should it be killed, the machine ends the server and the folder stays.
 * Needs    base, sql, support, util-linux. Not for several threads at once.
 */
#ifndef POSTGRES_H
#define POSTGRES_H

#include "base.h"

/* The address of a new and empty database. */
MUST_USE enum status postgres_fresh(const char **url);
/* The address of the last one, for a second connection. */
MUST_USE enum status postgres_again(const char **url);
/* CAIRN_TEST_STORE=postgresql asks for a fresh database of the server in place of `otherwise`. */
MUST_USE enum status postgres_store(const char *otherwise, const char **url);
/* Ends the server at once and starts it again on the same files, as a crash and its repair. */
MUST_USE enum status postgres_restart(void);

#endif
