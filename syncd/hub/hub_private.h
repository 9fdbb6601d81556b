/* hub_private — what the files of the hub share: connections, jobs of the writer, rows.
 *
 * Shape    struct hub_db is one connection with its view; one of them writes, the rest read.
 * Units    As hub.h. A day counts since 1970-01-01, United Kingdom time.
 * Errors   As hub.h.
 * Owns     hub_reader lends a connection until hub_reader_back.
 * Needs    What hub.h needs, and threads.
 */
#ifndef HUB_PRIVATE_H
#define HUB_PRIVATE_H
#ifndef INSIDE_HUB
#error "hub_private.h belongs to syncd/hub"
#endif

#include "hub.h"
#include "hub_ask.h"
#include "sync.h"

#include <pthread.h>

/* ---- connections ---------------------------------------------------------------------------- */

struct hub_db {
    struct sql *sql;
    struct view *view; /* NULL until a reader needs one */
    struct hub_lines *lines;
    struct hub *hub;
    struct hub_db *next;
};
struct hub_writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct hub_job *first, *last;
    bool is_running;
    bool is_ending;
    bool is_busy; /* with jobs that are no longer in the queue */
};
struct hub {
    struct clock_port clock;
    struct random_port random; /* guards what it was given: seeded chance is no shared thing */
    struct random_port given_random;
    pthread_mutex_t random_lock;
    struct hub_keys keys;
    char *store;
    bool in_memory;
    struct hub_db *write_db;
    struct hub_writer writer;
    struct hub_keeper *keeper; /* NULL without threads, as the helper is */
    struct hub_helper *helper;
    pthread_mutex_t readers_lock;
    struct hub_db *readers; /* not in use */
    char *nobody;           /* a verifier that no passphrase opens; NULL until first asked for */
    struct hub_tries *tries;
};

MUST_USE enum status hub_db_open(struct hub *hub, bool writes, struct hub_db **out);
void hub_db_close(struct hub_db *db); /* accepts NULL */
MUST_USE enum status hub_reader(struct hub *hub, struct hub_db **out);
void hub_reader_back(struct hub *hub, struct hub_db *db); /* accepts NULL */
MUST_USE enum status hub_db_view(struct hub_db *db);
/* The epoch, read afresh: a restore beside a running serve changes it. */
MUST_USE enum status hub_epoch(struct hub_db *db, char out[ID_ROOM]);
/* A device of the hub's own for a school: with its first record, and after every restore. */
MUST_USE enum status hub_add_own_device(struct hub_db *db, const struct id *school);
/* In a new database. */
MUST_USE enum status hub_tables_make(struct sql *db);
#define HUB_FILE_VERSION "1" /* of a file's tables, as its hub_meta says */
/* Empties to's tables and fills them with what cannot be worked out again. place stands before the
 * names of from's tables: "" or "old.". Needs a write transaction of to. */
MUST_USE enum status hub_copy(struct sql *from, const char *place, struct sql *to);
/* Into a new SQLite file, in one snapshot. STATUS_EXISTS, without a sentence. */
MUST_USE enum status hub_copy_to_file(struct hub_db *db, const char *path);
/* Whether the store was written with the keys that the hub has. One spoiled row does not decide. */
MUST_USE enum status hub_keys_fit(struct hub *hub, bool *out);
/* Today in the United Kingdom. */
int64_t hub_today(const struct hub *hub);

/* ---- the writer ----------------------------------------------------------------------------- */

struct hub_job {
    const struct id *school; /* whose rows it writes; NULL for none, or when it finds out itself */
    enum status (*run)(void *ctx, struct hub_db *db);
    void *ctx;
    enum status st;
    char message[256];
    bool is_done;
    pthread_cond_t done;
    struct hub_job *next;
};
/* Runs it in a write transaction, alone with its school, until that is durable, or nothing of it is
 * there. It may be run more than once, each time as if it were the first. */
MUST_USE enum status hub_submit(struct hub *hub, const struct id *school,
                                enum status (*run)(void *ctx, struct hub_db *db), void *ctx);
/* Whether the writer is better given unfinished work: he has nothing else to do, and what he makes
 * of it a server stores meanwhile. */
bool hub_writer_is_ahead(struct hub *hub);
/* In a job that was not submitted for the school, before it reads what it writes. */
MUST_USE enum status hub_lock_school(struct hub_db *db, const struct id *school);
MUST_USE enum status hub_lock_all(struct hub_db *db);
void hub_writer_stop(struct hub *hub);

/* ---- devices -------------------------------------------------------------------------------- */

struct hub_device {
    struct id school;
    struct id id;
    int64_t acked;
    struct hash hash;
    uint8_t sign_key[32];
    uint8_t sealed_key[sizeof(struct data_key) + HUB_SEAL_SIZE];
    struct data_key data_key; /* once has_key; wipe with key_wipe */
    bool has_key;
    char revoked[8];
    char etag[33];
    char epoch[ID_ROOM]; /* the store's, when this was read */
    int64_t school_last; /* the school's last lsn */
    int64_t scope_day;   /* the day its scopes were worked out for */
};
/* STATUS_NOT_FOUND when no device has the token. */
MUST_USE enum status hub_device_by_token(struct hub_db *db, const char *token,
                                         struct hub_device *out);
/* Before its first box is sealed or opened; STATUS_DAMAGED. */
MUST_USE enum status hub_device_open_key(const struct hub *hub, struct hub_device *device);
MUST_USE enum status hub_device_chain(struct hub_db *db, const struct id *school,
                                      const struct id *dev, struct sync_chain *out);
/* The hash kept of a device's seq; STATUS_DAMAGED when the row is missing. */
MUST_USE enum status hub_log_hash(struct hub_db *db, const struct id *school, const struct id *dev,
                                  int64_t seq, struct hash *out);
/* What is held of a device's own changes between two seqs, in the arena. */
MUST_USE enum status hub_device_held(struct hub_db *db, const struct hub_device *device,
                                     const int64_t span[2], struct arena *arena,
                                     struct sync_held **out, size_t *count);

/* ---- taking changes in ---------------------------------------------------------------------- */
struct hub_item {
    int64_t seq;
    struct id pupil;
    struct hash digest;
    struct hash hash;
    const char *line; /* NULL: gone for good */
    size_t size;
    bool is_change; /* change below is decoded, and agrees with the outside */
    struct change change;
    const char *shape; /* of such a change: what hub_shape_fault says */
    const char *held;  /* set by hub_take */
    int64_t lsn;       /* set by hub_take; 0: none */
};
/* A batch of one device that follows its chain. */
struct hub_intake {
    struct id school;
    struct id dev;
    struct hub_item *items;
    size_t count;
    const struct signature *signature; /* of the last */
    /* NULL: the items are there. Else only their seq and pupil are; it makes the first `least` of
     * them, and *ready says how many are made. With the last of them the batch is judged:
     * STATUS_REFUSED when it is not to be stored after all. */
    enum status (*more)(void *ctx, size_t least, size_t *ready);
    void *ctx;
};
/* On any thread: decodes item->line into item->change when it is one of dev; then its shape. */
void hub_item_decode(struct hub_item *item, const struct id *dev);
/* In the writer's transaction: stores, holds, numbers, folds, works out scopes. */
MUST_USE enum status hub_take(struct hub_db *db, struct hub_intake *in);
/* Changes that are folded now, in one school: numbers are taken, rows are there. */
struct hub_fold {
    struct id school;
    struct stamp clock; /* the school's, moved along */
    int64_t last;       /* the school's last lsn when this began */
    int64_t now_ms;
    struct buf mixes;   /* struct hub_mix, for the sums */
    struct buf pupils;  /* struct id: scopes to work out again */
    struct buf members; /* struct id: membership records that changed */
};
MUST_USE enum status hub_fold_begin(struct hub_db *db, const struct id *school,
                                    struct hub_fold *out);
/* A pupil's own record makes the pupil known, where it is not yet. */
MUST_USE enum status hub_fold_learn(struct hub_db *db, struct hub_fold *fold,
                                    const struct change *c);
/* Each item's place is its lsn. */
MUST_USE enum status hub_fold_items(struct hub_db *db, struct hub_fold *fold,
                                    struct view_item *items, size_t count);
/* All of it but the view. */
MUST_USE enum status hub_fold_note(struct hub_db *db, struct hub_fold *fold,
                                   const struct view_item *items, size_t count);
/* Sums, memberships, scopes, the clock. */
MUST_USE enum status hub_fold_end(struct hub_db *db, struct hub_fold *fold);
void hub_fold_finish(struct hub_fold *fold); /* accepts empty */
/* Drops all that was worked out from the log, and works it out again. */
MUST_USE enum status hub_fold_all(struct hub_db *db, int64_t *changes);
/* Whether a list of struct id has this one. */
bool hub_ids_have(const struct buf *ids, const struct id *id);
/* Takes count numbers; *first is the first of them. */
MUST_USE enum status hub_take_numbers(struct hub_db *db, const struct id *school, int64_t count,
                                      int64_t *first);
/* NULL when nothing speaks against folding it but, perhaps, the school; else "shape". */
const char *hub_shape_fault(const struct change *c);
MUST_USE enum status hub_pupil_is_known(struct hub_db *db, const struct id *school,
                                        const struct id *pupil, bool *known, bool *erased);

/* hub_write and hub_erase, in a job of the writer. */
MUST_USE enum status hub_write_in(struct hub_db *db, const struct id *school,
                                  const struct hub_draft *drafts, size_t count);
MUST_USE enum status hub_erase_in(struct hub_db *db, const struct hub_erasure *erasure);
/* What was overwritten must not stay in the store's log, nor old rows in a server's tables. */
void hub_sweep(struct hub *hub);
/* hub_lasting and hub_hold_to, in a job of the writer that has locked all schools. */
MUST_USE enum status hub_lasting_in(struct hub_db *db, struct arena *arena,
                                    struct hub_lasting *out);
MUST_USE enum status hub_lasting_apply(struct hub_db *db, const struct hub_lasting *lasting);
/* The schools that a query names by id, urn, name. */
MUST_USE enum status hub_school_list(struct hub_db *db, const char *text,
                                     const struct hub_arg *args, size_t count, struct arena *arena,
                                     struct hub_school_rows *out);
/* The draft of a school's record: its rec becomes the school. */
MUST_USE enum status hub_school_write(struct hub *hub, const struct hub_draft *draft);

/* ---- sums (PROTOCOL "Check") ---------------------------------------------------------------- */
struct hub_mix {
    struct id pupil;
    struct id dev;
    struct sync_check check;
};
void hub_mix_add(struct buf *mixes, const struct change *c);
MUST_USE enum status hub_mixes_store(struct hub_db *db, const struct id *school, struct buf *mixes);
/* Over everything by others that the device should hold. */
MUST_USE enum status hub_check_total(struct hub_db *db, const struct hub_device *device,
                                     struct sync_check *out);

/* ---- scopes --------------------------------------------------------------------------------- */
MUST_USE enum status hub_scope_members(struct hub_db *db, struct hub_fold *fold);
MUST_USE enum status hub_scope_pupils(struct hub_db *db, struct hub_fold *fold);
/* All pupils of a school for one new device. */
MUST_USE enum status hub_scope_device(struct hub_db *db, const struct id *school,
                                      const struct id *dev);
/* When a day has passed, places in groups begin and end by themselves. Submits a write. */
MUST_USE enum status hub_scope_new_day(struct hub *hub, const struct id *school);
#endif
