/* sim — a hub and its tablets in one process, and the weather between them.
 *
 * Shape    struct tablet runs the real store, sync machine and view on a file of its own; struct
 *          world has the hub (the real one), the clocks and the network. A world is made once and
 *          begun again for each history.
 * Units    Simulated time in ms; seeds, acts, steps and weeks are counts.
 * Errors   The first thing that does not hold is told once by world_blame; all go on returning.
 * Owns     world_create/world_destroy have the tablets and the folder of their files.
 * Needs    agent, hub, http, store, sync, view, merge, change, json, base, support, disk.
 */
#ifndef SIM_H
#define SIM_H

#include "disk.h"
#include "hub.h"
#include "store.h"
#include "support.h"
#include "sync_agent.h"
#include "view.h"

#define TABLETS_MAX  56 /* with their copies */
#define STAFF_COUNT  4
#define CLONES_MAX   2
#define BACKUPS_MAX  2
#define RESTORES_MAX 2
#define REVOKES_MAX  1
#define ERASURES_MAX 2
#define PUPIL_COUNT  6
#define GROUP_COUNT  2
#define LETTERS_MAX  4 /* requests that the network brings once more, later */

enum plant {
    PLANT_NOTHING,
#define PLANT(name) PLANT_##name,
#include "plant.def"
    PLANT_COUNT
};
enum deed {
    DEED_NOTHING,
#define DEED(name, words) DEED_##name,
#include "deed.def"
    DEED_COUNT
};
#define SIM_DRAFT "observation"

/* How far a tablet was when its fold was last compared. */
struct tablet_mark {
    struct id dev;
    int64_t last_place;
    int64_t forgotten;
    int64_t own;
};

/* The power goes at the next commit of that deed, whenever it comes. */
struct doom {
    enum deed deed; /* or DEED_NOTHING */
    enum fault_disk_point point;
    bool is_armed; /* the deed is under way */
};

struct tablet {
    struct world *world;
    struct doom doom;
    char *path;
    struct support_clock clock; /* its wall clock: the world's time and an error */
    int64_t clock_error_ms;
    struct store *store;
    struct sync_store port;
    struct sync_store planted; /* the port, or the port with a fault in it */
    struct sync *sync;
    /* The view stands in one open transaction over what was folded when the world was made: a crash
     * undoes it, as a client that starts again has its snapshot and nothing else. */
    struct sql *memory;
    struct view *view;
    struct view_log log;
    const struct store_box_rows *lines; /* what the view's lines are read of just now, or NULL */
    bool has_base;                      /* what the view goes back to holds still */
    int64_t base;                       /* the last place folded in it */
    struct stamp base_last;
    int64_t folded;         /* the last place folded */
    int64_t forgotten;      /* the last forgotten number seen */
    int64_t forgotten_most; /* before a crash, too */
    struct stamp last;
    struct slot_keys keys;
    struct id dev;
    struct id school;
    bool is_cut_off;
    bool is_low;         /* its battery, and nobody asks it to sync */
    bool is_scoped;      /* knows one group only */
    bool is_wiped;       /* by the hub's order */
    bool is_revoked_now; /* what it has not sent may be lost */
    bool is_faulty;      /* its disk is about to fail */
    bool has_failed;     /* the last answer could not be taken */
    bool is_due;         /* for a round, before it can be at its end */
    bool was_saved;      /* the last save was seen as saved */
    enum deed deed;      /* that its disk was asked for last */
    enum { DRAFT_NONE, DRAFT_ASKED, DRAFT_KEPT } draft; /* of what is being saved */
    enum plant plant;
    struct tablet_mark checked;
    size_t own_count; /* changes under its present name that a person saw as saved */
};

/* A record that a person saw as saved: made once, by one tablet. */
struct saved {
    struct id rec;
    struct id pupil;
    size_t tablet;
    bool is_lost; /* by an order or a restore that nobody could help */
};

/* What the hub's log was when it was last looked at: what it may only grow from. */
#define LEDGER_DEVICES  160
#define LEDGER_CONTENTS 4096 /* a power of 2 */
struct ledger {
    struct {
        struct id dev;
        int64_t seq;
        struct hash hash;
    } devices[LEDGER_DEVICES];
    size_t device_count;
    int64_t last_lsn;
    struct {
        uint64_t name; /* of a record and what was set in it */
        int times;
    } contents[LEDGER_CONTENTS];
    size_t content_count;
};

/* A request that is still on its way somewhere. */
struct letter {
    char *method, *path, *token, *signature;
    struct buf body;
};

struct world {
    struct rng rng;
    int64_t now_ms;
    struct support_clock hub_clock;
    int64_t hub_clock_error_ms;
    int64_t restored_ms; /* when, by right clocks */
    int leap_count;      /* of the hub's clock, forward, since then */
    struct support_folder folder;
    struct buf hub_path;
    struct hub *hub;
    struct hub_keys hub_keys;
    struct id school;
    struct id groups[GROUP_COUNT];
    struct id pupils[PUPIL_COUNT];
    struct id memberships[PUPIL_COUNT];
    struct id staff[STAFF_COUNT];
    struct tablet tablets[TABLETS_MAX];
    size_t tablet_count;
    struct tablet start[TABLETS_MAX]; /* as they were made */
    size_t start_count;
    struct ledger ledger;
    struct ledger ledger_start;
    struct saved *saved;
    size_t saved_count;
    struct hub_erasure erasures[ERASURES_MAX];
    size_t erasure_count;
    char *backup;
    int64_t backup_ms; /* when it was made */
    struct letter letters[LETTERS_MAX];
    size_t letter_count;
    int backup_count, clone_count, restore_count, revoke_count;
    int word_count; /* no two edits say the same */
    int picture_count;
    struct hub_revocation revocations[REVOKES_MAX];
    bool is_withdrawn;  /* the hub has said so of the last of them */
    bool has_moved_hub; /* to another disk, since the world was made */
    bool is_hub_faulty;
    struct doom doom;
    enum deed deed;                             /* that the hub's disk was asked for last */
    long struck[DEED_COUNT][FAULT_DISK_POINTS]; /* crashes, in all histories */
    bool was_hub_asked;                         /* since the last step: its log may have grown */
    bool is_reread;   /* old changes may be among what is read of the log */
    bool is_thorough; /* folds are compared after every act, not only at the end */
    enum plant plant;
    bool is_telling; /* prints each act */
    char blame[512]; /* "" while all holds */
};

/* The first fault is kept. Always false. */
bool world_blame(struct world *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
void world_tell(const struct world *w, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* A school on a hub, with so many tablets that have synced once; on the memory disk, alone there.
 * False is told by w->blame; to be destroyed then, too. */
bool world_create(struct world *w, size_t tablets);
void world_destroy(struct world *w);
/* As it was made, but for its chance. */
bool world_begin(struct world *w, uint64_t seed, enum plant plant);
struct id world_new_id(struct world *w);
/* Time goes by for everyone. */
void world_pass(struct world *w, int64_t ms);
/* The hub's clock is off by so much from now on. */
void world_set_hub_clock(struct world *w, int64_t error_ms);
/* Mends the network and the clocks, lets everyone sync until all is quiet, and checks that all who
 * may know the same know the same. */
bool world_settle(struct world *w);
/* What must hold after every act, of the tablet that acted. */
bool world_check(struct world *w, struct tablet *t);
/* A wrong date poisons no clock: no stamp lies more than a day past its writer's wall clock, nor
 * before it. */
bool world_check_stamp(struct world *w, const struct dot *dot, int64_t wall_ms);
/* Of the hub's log, since it was looked at last: chains, signatures, numbers, nothing twice. */
bool world_check_log(struct world *w);
/* The hub may have another log: no comparing with what it was. */
bool world_reread_log(struct world *w);
/* The hub's order has been carried out: nothing may be left of what the tablet held. */
bool world_see_wiped(struct world *w, struct tablet *t);
bool world_is_erased(const struct world *w, const struct id *pupil);
/* The battery of the machine that the hub runs on: dead, and back. */
bool world_restart_hub(struct world *w);

/* The backup is taken over again; whoever may have lost what it wrote since is excused. */
bool world_restore(struct world *w);
/* By a crash, since its disk was armed: nothing it does happens any more. */
bool hub_is_dead(const struct world *w);
void hub_does(struct world *w, enum deed deed);
/* Whoever met its doom in what was just done, this tablet or the hub, is started again. */
bool world_revive(struct world *w, struct tablet *t);
/* What no crash has met, in words; NULL when each deed and each point was met. */
const char *world_never_struck(const struct world *w);
void world_print_struck(const struct world *w);

void letters_finish(struct world *w);

#endif
