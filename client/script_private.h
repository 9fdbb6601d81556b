/* script_private — a parsed act, between script.c (reading, waiting) and script_acts.c (doing). */
#ifndef SCRIPT_PRIVATE_H
#define SCRIPT_PRIVATE_H

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
