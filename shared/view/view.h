/* view — the tables of merged records, and what is asked of them; the same on tablet and hub.
 *
 * Shape    struct view works on a connection that it is lent. Its tables can be folded again at any
 *          time: `record` has the fold's book-keeping, `v_<type>` the COLUMN fields of record.def.
 * Units    *_ms since 1970 UTC; a place is the log's number for a line (an lsn on the hub).
 * Errors   As sql.h; STATUS_NOT_FOUND where a record is asked for by id and is not there. A call
 *          that fails leaves the transaction to its caller, who undoes it.
 * Owns     view_open/view_close; rows and texts are given in the caller's arena.
 * Needs    base, json, record, change, merge, sql. Every query names its school first.
 */
#ifndef VIEW_H
#define VIEW_H

#include "base.h"
#include "change.h"
#include "merge.h"
#include "record.h"
#include "sql.h"

struct view;

/* Where lines are read again: a record's values stay in the log, the view points there. */
struct view_log {
    enum status (*line)(void *ctx, const struct id *school, int64_t place, struct buf *out);
    void *ctx;
};

/* The side says which indexes there are: on the hub, a question about one pupil takes long. */
enum view_side { VIEW_ON_TABLET, VIEW_ON_HUB };

/* Makes the tables that are missing, in a transaction of its own. When the .def files have changed
 * since, they are dropped and *stale is true: the caller folds its log again from the start. */
MUST_USE enum status view_open(struct sql *db, enum view_side side, const struct view_log *log,
                               struct view **out, bool *stale);
void view_close(struct view *v); /* accepts NULL */
/* Where asking for many lines is better than many times for one: before the log is asked for the
 * lines at these places it is told of all of them, with the same ctx. */
typedef enum status (*view_ahead_fn)(void *ctx, const struct id *school, const int64_t *places,
                                     size_t count);
void view_set_ahead(struct view *v, view_ahead_fn ahead);
/* Empties the tables (of all schools). Needs a write transaction. */
MUST_USE enum status view_clear(struct view *v);
/* From now on a place in a group counts only on the days from its `from` to its `until`. NULL (as
 * after view_open): every place counts. The view reads no clock, so call it again each day. */
void view_set_today(struct view *v, const struct date *today);

/* Folds one change in. Needs a write transaction. Cheap for a new record: one row a table. */
MUST_USE enum status view_apply(struct view *v, const struct id *school, const struct change *c,
                                int64_t place);
/* Folds many in, as view_apply does one by one; a server is asked a few times for all of them. */
struct view_item {
    const struct change *change;
    int64_t place;
    bool was_there; /* set by the fold: its record had changes before this one */
};
MUST_USE enum status view_apply_all(struct view *v, const struct id *school,
                                    struct view_item *items, size_t count);
/* The same in two steps: the first only asks, so that the caller's own rows can be on their way to
 * the server while the second makes the view's. The items stay the caller's until the end. */
struct view_plan;
MUST_USE enum status view_plan_make(struct view *v, const struct id *school,
                                    struct view_item *items, size_t count, struct view_plan **out);
MUST_USE enum status view_plan_apply(struct view_plan *plan);
void view_plan_finish(struct view_plan *plan); /* accepts NULL */
/* Takes all of a pupil's records out (scope, erasure). */
MUST_USE enum status view_forget_pupil(struct view *v, const struct id *school,
                                       const struct id *pupil);

/* The merged record with every field, author and conflict, into an initialised one. Finish it, also
 * when this fails. */
MUST_USE enum status view_load(struct view *v, const struct id *school, const struct id *rec,
                               struct merge_record *out);
/* Every record of a school in order of rec, void ones too. Stops at the first status not OK. */
typedef enum status (*view_each_fn)(void *ctx, const struct merge_record *r);
MUST_USE enum status view_each(struct view *v, const struct id *school, view_each_fn each,
                               void *ctx);

/* ---- questions (void records are left out everywhere but in view_conflicts) ----------------- */
/* Names are sorted as people do: case and accents count for nothing. */

struct view_group {
    struct id id;
    const char *name;
    int64_t pupil_count;
};
struct view_staff {
    struct id id;
    const char *name, *role;
    bool has_left;
};
struct view_pupil {
    struct id id;
    const char *given, *family;
    const char *shown;        /* preferred name, else given */
    const char *groups;       /* of view_pupil_one: names, comma and space between; else "" */
    int64_t last_observed_ms; /* 0: not yet */
    int64_t observed_count;
};
struct view_instrument { /* a version of a school's own */
    struct id rec;
    const char *instrument, *label;
    bool is_retired;
};
struct view_picture {     /* its image is in the log: view_load */
    struct id rec, pupil; /* pupil none: the school's */
    const char *label, *mark;
    int64_t portrait_ms; /* since when it shows the pupil; 0 it does not */
};
struct view_target {
    struct id id;
    const char *title, *area;
};
/* What was judged of a target in one half term: the team's, or one reviewer's own. */
struct view_review {
    struct id rec, target;
    struct id staff; /* whose own judgement; none: the agreed one */
    int64_t year, half_term;
    const char *level, *version; /* "" none */
    bool in_conflict;
};
/* One record of a group observation. */
struct view_sister {
    struct id rec, pupil;
};
/* One observation or self-assessment, newest first in lists. */
struct view_note {
    struct id rec;
    struct id pupil;
    struct id by;
    const char *type;
    int64_t when_ms;
    const char *shown;      /* the pupil's shown name */
    const char *engagement; /* JSON object as text, "" when none */
    const char *instrument;
    bool in_conflict;
};
/* What one observation was answered, and under which circumstances; "" where it was not said. */
struct view_context {
    int64_t when_ms;
    const char *instrument, *version;
    const char *engagement; /* JSON object as text */
    const char *doing, *place, *with, *prompt;
};
struct view_conflict {
    struct id rec, pupil;
    const char *type;
    const char *shown;
    int64_t at_ms;
};
struct view_count {
    struct id group;
    const char *name;
    int64_t observations;
    int64_t pupils_observed;
    int64_t pupils;
};

#define VIEW_ROWS(name)    \
    struct name##_rows {   \
        struct name *rows; \
        size_t count;      \
    }
VIEW_ROWS(view_group);
VIEW_ROWS(view_staff);
VIEW_ROWS(view_pupil);
VIEW_ROWS(view_instrument);
VIEW_ROWS(view_picture);
VIEW_ROWS(view_target);
VIEW_ROWS(view_review);
VIEW_ROWS(view_sister);
VIEW_ROWS(view_note);
VIEW_ROWS(view_context);
VIEW_ROWS(view_conflict);
VIEW_ROWS(view_count);

MUST_USE enum status view_groups(struct view *v, const struct id *school, struct arena *arena,
                                 struct view_group_rows *out);
/* By name, those who have left too: old records bear their name. */
MUST_USE enum status view_staff_list(struct view *v, const struct id *school, struct arena *arena,
                                     struct view_staff_rows *out);
/* The latest first. */
MUST_USE enum status view_instruments(struct view *v, const struct id *school, struct arena *arena,
                                      struct view_instrument_rows *out);
/* Of a pupil, or of the school (none), latest first; those that show a pupil now, each first. */
MUST_USE enum status view_pictures(struct view *v, const struct id *school, const struct id *pupil,
                                   struct arena *arena, struct view_picture_rows *out);
MUST_USE enum status view_portraits(struct view *v, const struct id *school, struct arena *arena,
                                    struct view_picture_rows *out);
enum view_order { VIEW_LEAST_RECENT_FIRST, VIEW_BY_NAME, VIEW_NAMES_ONLY };
/* Pupils of a group; every pupil of the school when group is none. VIEW_NAMES_ONLY: by name, and
 * nobody looks when they were observed, which on the hub means reading the whole school. */
MUST_USE enum status view_pupils(struct view *v, const struct id *school, const struct id *group,
                                 enum view_order order, struct arena *arena,
                                 struct view_pupil_rows *out);
/* Every name of pupils (given, family, preferred) and of staff, in no order; some are "". */
MUST_USE enum status view_each_name(struct view *v, const struct id *school,
                                    void (*each)(void *ctx, const char *name), void *ctx);
/* One pupil's row, without reading the others'. STATUS_NOT_FOUND leaves "" texts in *out. */
MUST_USE enum status view_pupil_one(struct view *v, const struct id *school, const struct id *pupil,
                                    struct arena *arena, struct view_pupil *out);
/* The pupil's targets that have not ended, by title. */
MUST_USE enum status view_targets(struct view *v, const struct id *school, const struct id *pupil,
                                  struct arena *arena, struct view_target_rows *out);
/* Of the pupil's targets: the latest half term first, the agreed before each one's own. */
MUST_USE enum status view_reviews(struct view *v, const struct id *school, const struct id *pupil,
                                  struct arena *arena, struct view_review_rows *out);
/* The records of one group observation: tied by together, all seen at when_ms. */
MUST_USE enum status view_sisters(struct view *v, const struct id *school, int64_t when_ms,
                                  const struct id *together, struct arena *arena,
                                  struct view_sister_rows *out);
enum view_kind { VIEW_EVERY_KIND, VIEW_OBSERVATIONS, VIEW_INTERVALS, VIEW_SELF };
struct view_span {
    int64_t from_ms;
    int64_t until_ms; /* exclusive */
    int64_t limit;    /* 0: all */
    int64_t skip;     /* so many of the newest */
    enum view_kind kind;
};
/* Of one pupil, or of the whole school when pupil is none. Practice answers are no notes. */
MUST_USE enum status view_notes(struct view *v, const struct id *school, const struct id *pupil,
                                const struct view_span *span, struct arena *arena,
                                struct view_note_rows *out);
/* Those that were made void, and no others. */
MUST_USE enum status view_void_notes(struct view *v, const struct id *school,
                                     const struct id *pupil, const struct view_span *span,
                                     struct arena *arena, struct view_note_rows *out);
/* The pupil's latest observations that have answers, newest first. */
MUST_USE enum status view_contexts(struct view *v, const struct id *school, const struct id *pupil,
                                   int64_t limit, struct arena *arena,
                                   struct view_context_rows *out);
/* The few words most used lately in a COLUMN text of observations, the pupil's own first: for
 * context chips. pupil none: the school's. count: how often the pupil, else the school used it. */
struct view_word {
    const char *text;
    int64_t count;
};
VIEW_ROWS(view_word);
#define VIEW_WORDS_MOST      8
#define VIEW_WORDS_LOOK_BACK 2000 /* observations */
MUST_USE enum status view_words(struct view *v, const struct id *school, const struct id *pupil,
                                const char *field, struct arena *arena, struct view_word_rows *out);
MUST_USE enum status view_conflicts(struct view *v, const struct id *school, struct arena *arena,
                                    struct view_conflict_rows *out);
/* Observations a group between two instants, groups by name; a pupil in two groups counts in both.
 * limit is not used. */
MUST_USE enum status view_counts_by_group(struct view *v, const struct id *school,
                                          const struct view_span *span, struct arena *arena,
                                          struct view_count_rows *out);
#endif
