/* hub_demo — a made-up school: its words, its people, its year; everything drawn from one seed.
 *
 * Shape    struct demo is one school under way; changes are put one by one and written in batches.
 * Units    at_ms is when a change was written, in the demo's own past.
 * Errors   As hub.h; STATUS_BAD_INPUT for words in assets that lack what is needed.
 * Owns     demo_words_read/demo_words_finish; the rest lives in the arena of struct demo.
 * Needs    hub_admin.h.
 */
#ifndef HUB_DEMO_H
#define HUB_DEMO_H
#ifndef INSIDE_HUB
#error "hub_demo.h belongs to syncd/hub"
#endif

#include "hub_admin.h"

#define DEMO_AREAS       5
#define DEMO_TARGETS     3
#define DEMO_INSTRUMENTS 6

struct demo_instrument {
    struct instrument in;
    char version[65];
};
/* What the assets say; read once for all schools. */
struct demo_words {
    struct json_value *people;
    struct json_value *school;
    struct json_value *targets;
    struct json_value *notes;
    struct demo_instrument engagement;
    struct demo_instrument note;
    struct demo_instrument prompts;
    struct demo_instrument levels;   /* of a target */
    struct demo_instrument feels[2]; /* three faces, five faces */
    struct demo_instrument went[2];
    struct arena arena;
};

struct demo_staff {
    struct id id;
    size_t group;
};
struct demo_group {
    struct id id;
    int64_t year_from;
    int64_t year_to;
};
struct demo_pupil {
    struct id id;
    size_t group;
    double level[DEMO_AREAS]; /* how established, 0 to 3 */
    double pace[DEMO_AREAS];  /* gained a school year */
    double often;             /* observed more or less than others */
    uint32_t taste;           /* which activities come up again and again */
    bool five_faces;
    bool by_switch; /* answers in the pupil room by one switch */
    struct id targets[DEMO_TARGETS];
    double progress[DEMO_TARGETS]; /* from the first level, 0 */
};

struct demo {
    struct hub *hub;
    const struct demo_words *words;
    struct rng rng;
    struct id school;
    int64_t now_ms;
    int64_t roster_ms; /* when the roster was written; 0: now */
    int64_t put_count; /* of the roster, so that each change has its own millisecond */
    struct demo_staff *staff;
    size_t staff_count;
    struct demo_group *groups;
    size_t group_count;
    struct demo_pupil *pupils;
    size_t pupil_count;
    struct arena kept;  /* the people */
    struct arena batch; /* texts of drafts not yet written */
    struct buf drafts;  /* struct hub_draft */
    struct buf set;
    struct json_writer w; /* of set, open between demo_open and demo_put */
    int64_t written;
};

struct id demo_id(struct demo *d, int64_t at_ms);
bool demo_chance(struct demo *d, double share);
const struct json_value *demo_pick(struct demo *d, const struct json_value *list);
/* Starts the fields of a record: write them to d->w. */
void demo_open(struct demo *d);
/* Ends them: the draft's set is what was written. */
MUST_USE enum status demo_put(struct demo *d, const struct hub_draft *draft);
MUST_USE enum status demo_flush(struct demo *d);
/* When the next record of the roster is written. */
int64_t demo_roster_at(struct demo *d);

MUST_USE enum status demo_people(struct demo *d);
MUST_USE enum status demo_plans(struct demo *d, struct demo_pupil *pupil);
MUST_USE enum status demo_history(struct demo *d, int64_t years);
/* On the last school day of a half term: every pupil's targets are reviewed. */
MUST_USE enum status demo_reviews(struct demo *d, struct date day);
/* Which half term ends on that day; false none. */
bool demo_half_term_ends(struct date day, int *number);
MUST_USE const struct id *demo_author(struct demo *d, size_t group);
/* "2026-1": {"from","to"} … of some academic years. */
void demo_put_half_terms(struct json_writer *w, int first_year, int last_year);

#endif
