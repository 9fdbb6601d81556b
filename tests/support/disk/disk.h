/* disk — a disk that fails when a test says so: full, faulty, or without power; and one in memory.
 *
 * Shape    One for the whole program: it stands before SQLite's own way to the disk.
 * Units    A countdown counts writes, syncs and truncations of one database and its log.
 * Errors   None here; SQLite meets them.
 * Owns     The files in memory, until the program ends.
 * Needs    base, sqlite3. One thread.
 */
#ifndef DISK_H
#define DISK_H

#include "base.h"

enum fault_disk_kind {
    FAULT_DISK_FULL,  /* this write does not fit, later ones may */
    FAULT_DISK_FAULT, /* this write fails, having written the first half */
    FAULT_DISK_POWER, /* this write is torn, and nothing reaches the disk any more; of what was not
                       * synced some is there and some is not */
    FAULT_DISK_KINDS
};
/* Once, before the first database is opened. */
MUST_USE enum status fault_disk_setup(void);
/* The write numbered countdown (from 1) to path or its log fails. Whoever asks for files in order
 * gives chance (which unsynced writes last, at POWER): NULL keeps them all. */
void fault_disk_arm(const char *path, enum fault_disk_kind kind, int countdown, struct rng *chance);
/* A commit, from its first write to its sync, can lose the power at four points. */
enum fault_disk_point {
    FAULT_DISK_BEFORE,   /* nothing of it is written */
    FAULT_DISK_AMID,     /* some of it is, and one write is torn */
    FAULT_DISK_UNSYNCED, /* all of it is written, and nothing of that is promised */
    FAULT_DISK_AFTER,    /* it is on the disk, and nobody has been told */
    FAULT_DISK_POINTS
};
/* The power goes at that point of the commit numbered commit (from 1) to path; what was not synced
 * is there or not, by chance. One of fewer writes than were drawn is struck before its sync. */
void fault_disk_crash(const char *path, enum fault_disk_point point, int commit,
                      struct rng *chance);
/* Since then the power has gone, and where (or NULL): whatever the program still does, does not
 * happen. Until the disk is armed anew, killed or disarmed. */
bool fault_disk_has_crashed(enum fault_disk_point *at);
bool fault_disk_is_armed(void);
/* The program that writes to path is dead: what it wrote is there, and no more comes, not even when
 * its handles are closed. Until fault_disk_disarm. */
void fault_disk_kill(const char *path);
void fault_disk_disarm(void);
/* True: from now on it says that it has synced, and has not. A planted fault. */
void fault_disk_lie(bool does);

/* Every file that SQLite opens from now on lies in memory. Before fault_disk_setup, and instead of
 * the real disk: opening and locking costs no call of the system. */
MUST_USE enum status memory_disk_setup(void);
/* All files are remembered as they are; open ones must have no transaction. */
void memory_disk_mark(void);
/* All files are as they were marked. Those made since are gone, and must have been closed; whoever
 * has one of the others open goes on with it, and reads what is there now. */
void memory_disk_rewind(void);
/* Every file is gone, and must have been closed. */
void memory_disk_empty(void);

#endif
