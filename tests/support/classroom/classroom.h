/* classroom — what hub and daemon would do to a tablet's file, done by a test, without a network.
 *
 * Shape    struct classroom is a value: the school's ids, the hub's keys, its log so far.
 * Units    Times are ms since 1970 UTC.
 * Errors   As the store; STATUS_BAD_INPUT when the tablet has not asked for what is answered.
 * Owns     Nothing is allocated; the tablet's file is opened for each call.
 * Needs    base, change; store for the file.
 */
#ifndef CLASSROOM_H
#define CLASSROOM_H

#include "base.h"
#include "change.h"

enum { CLASSROOM_STAFF = 4, CLASSROOM_GROUPS = 2, CLASSROOM_PUPILS = 14, CLASSROOM_TARGETS = 3 };
struct classroom {
    struct rng rng;
    struct box_pair box;
    struct sign_pair sign;
    struct data_key data; /* of the tablet, once it is enrolled */
    struct id school;
    struct id device; /* of the tablet */
    struct id hub;    /* device that writes the school's records */
    struct id other;  /* another tablet */
    struct id staff[CLASSROOM_STAFF];
    struct id groups[CLASSROOM_GROUPS];
    struct id pupils[CLASSROOM_PUPILS];
    struct id targets[CLASSROOM_TARGETS]; /* of the first pupil */
    int64_t lsn;
    int64_t seq[2]; /* of hub and other */
    int64_t now_ms;
    char code[300]; /* what the person types */
};
void classroom_make(struct classroom *c, int64_t now_ms);
/* asked → keys. False keys are a hub that the code does not stand for. */
MUST_USE enum status classroom_bring_keys(struct classroom *c, const char *file, bool false_keys);
/* sealed → done. */
MUST_USE enum status classroom_finish_enrolment(struct classroom *c, const char *file);
MUST_USE enum status classroom_refuse(const char *file, const char *sentence);
/* The first pull: school, staff, groups, pupils, a few observations. */
MUST_USE enum status classroom_bring_school(struct classroom *c, const char *file);
/* All of it at once: slots for the first staff_count of the staff, and the school. */
MUST_USE enum status classroom_enrolled(struct classroom *c, const char *file,
                                        const char *passphrase, int staff_count);

struct classroom_change {
    bool from_hub; /* else from the other tablet */
    struct id by;
    struct id pupil;
    struct id rec;
    const char *type;
    const char *set;
    const char *over; /* NULL: none */
    int64_t at_ms;    /* 0: now */
};
MUST_USE enum status classroom_bring(struct classroom *c, const char *file,
                                     const struct classroom_change *changes, size_t count);
/* The hub has all that was written so far, and answered at now_ms. */
MUST_USE enum status classroom_acknowledge(struct classroom *c, const char *file);
/* A pupil is erased or has left. */
MUST_USE enum status classroom_erase(struct classroom *c, const char *file, const struct id *pupil);

/* The names that stand in the school, by index. */
const char *classroom_staff_name(int i);
const char *classroom_pupil_name(int i);

#endif
