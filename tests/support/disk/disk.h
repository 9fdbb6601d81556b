/* disk — a disk that fails when a test says so: full, faulty, or without power.
 *
 * Shape    One for the whole program: it stands before SQLite's own way to the disk.
 * Units    A countdown counts writes, syncs and truncations of one database and its log.
 * Errors   None here; SQLite meets them.
 * Owns     Nothing.
 * Needs    base, sqlite3.
 */
#ifndef DISK_H
#define DISK_H

#include "base.h"

enum fault_disk_kind {
    FAULT_DISK_FULL,  /* this write does not fit, later ones may */
    FAULT_DISK_FAULT, /* this write fails, having written the first half */
    FAULT_DISK_POWER, /* this write is torn, and nothing reaches the disk any more */
    FAULT_DISK_KINDS
};
/* Once, before the first database is opened. */
MUST_USE enum status fault_disk_setup(void);
/* The write numbered countdown (from 1) to path or its log fails. */
void fault_disk_arm(const char *path, enum fault_disk_kind kind, int countdown);
void fault_disk_disarm(void);

#endif
