/* verbs — a hub in a folder, and the verbs of its command line, without starting a program.
 *
 * Shape    struct verbs is open to read; the clock stands still unless a test moves it.
 * Units    As hub.h.
 * Errors   verbs_run gives the exit status of cairn-hub; what only a bug in a test can cause stops
 *          in a CHECK.
 * Owns     verbs_begin/verbs_end; what is returned as char * the caller frees.
 * Needs    base, hub, support.
 */
#ifndef VERBS_H
#define VERBS_H

#include "hub.h"
#include "support.h"

struct verbs {
    struct support_folder data;
    struct support_clock clock;
    struct rng chance;
};
/* The folder is empty: init makes a hub in it. */
void verbs_begin(struct verbs *v, int64_t now_ms);
void verbs_end(struct verbs *v);
/* Words parted by blanks, at most 16 of them; the folder is named by itself. */
int verbs_run(struct verbs *v, const char *line);
/* A hub on the folder's file, with the keys that lie beside it: what tablets speak to. */
struct hub *verbs_open(struct verbs *v);

void verbs_write(const struct verbs *v, const char *name, const void *bytes, size_t size);
void verbs_drop(const struct verbs *v, const char *name);
/* cairn.db and what SQLite keeps beside it. */
void verbs_drop_store(const struct verbs *v);
#endif
