/* support — what tests need from the machine: folders, files, a still clock, other programs.
 *
 * Shape    struct support_folder and struct support_child are values of the caller.
 * Units    *_ms is milliseconds; a wait has a limit, and reaching it is a failure.
 * Errors   STATUS_DISK for files, STATUS_NOT_FOUND for what is not there, STATUS_BUSY for a wait
 *          that reached its limit, STATUS_END when a child has no more to say.
 * Owns     support_folder_remove takes a folder back with all that is in it, support_child_end a
 *          child. Should the test die first, the machine ends its children; folders stay behind.
 * Needs    base, and POSIX.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "base.h"

#include <sys/types.h>

/* ---- folders and files --------------------------------------------------------------------- */

struct support_folder {
    char path[256];
};
/* Makes an empty folder in TMPDIR, else in /tmp. */
MUST_USE enum status support_folder_make(struct support_folder *out);
/* Removes it with everything in it, and follows no link. Accepts empty. */
void support_folder_remove(struct support_folder *f);
/* The path of name inside the folder; the caller frees it. */
char *support_folder_path(const struct support_folder *f, const char *name);
/* True when any file in it, however deep, holds these bytes: how canary words are looked for. */
bool support_folder_holds(const struct support_folder *f, const void *bytes, size_t size);

/* Appends the whole file. STATUS_NOT_FOUND when it is not there. */
MUST_USE enum status support_file_read(const char *path, struct buf *out);
MUST_USE enum status support_file_write(const char *path, const void *bytes, size_t size);

/* The path of a program in the build folder, or of a file of the source tree; caller frees. */
char *support_program(const char *name);
char *support_source(const char *path);

/* ---- ports --------------------------------------------------------------------------------- */

/* A clock that moves only when the test moves it. Chance comes from rng_port of base. */
struct support_clock {
    int64_t now_ms;
};
struct clock_port support_clock_port(struct support_clock *clock);

/* ---- programs ------------------------------------------------------------------------------- */

struct support_child {
    pid_t pid;       /* 0 when there is none */
    int out;         /* the reading end of its stdout */
    struct buf said; /* what was read from it and not yet taken as a line */
};
/* Starts argv[0] (a path; the list ends in NULL) with stdin empty and stderr shared. */
MUST_USE enum status support_child_start(const char *const argv[], struct support_child *out);
/* Reads the next line of its stdout, without the newline, into line (which it clears first). */
MUST_USE enum status support_child_line(struct support_child *c, int wait_ms, struct buf *line);
/* Asks it to end (SIGTERM), waits, and kills it when that has not helped within wait_ms. Returns
 * its exit status, or 128 + the signal that ended it. Accepts empty: 0. */
int support_child_end(struct support_child *c, int wait_ms);
/* Ends it as a dead battery would (SIGKILL), at once. */
void support_child_kill(struct support_child *c);
/* Runs argv to its end. out takes its stdout; *exit_code is as support_child_end says. */
MUST_USE enum status support_run(const char *const argv[], int wait_ms, struct buf *out,
                                 int *exit_code);

#endif
