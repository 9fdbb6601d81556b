/* script_act — one act, between script.c (reading, waiting) and script_acts.c (doing).
 *
 * Shape    A parsed line, and the table of kinds of act.
 * Units    seconds, until an act has failed.
 * Errors   ACT_FAILED with the sentence in status_message.
 * Owns     Words live in the script's arena.
 * Needs    script.
 */
#ifndef SCRIPT_ACT_H
#define SCRIPT_ACT_H

#include "script.h"

enum { SCRIPT_WORDS_MAX = 4 };
struct script_act {
    int line;
    int count;
    const char *word[SCRIPT_WORDS_MAX];
    bool quoted[SCRIPT_WORDS_MAX];
};
enum act_result { ACT_DONE, ACT_NOT_YET, ACT_ENDS, ACT_FAILED };

struct act_kind {
    const char *name;
    int least; /* words after the name */
    int most;
    int seconds; /* until it has failed */
    enum act_result (*run)(const struct script_act *act, const struct script_world *world);
};
const struct act_kind *act_find(const char *name);

#endif
