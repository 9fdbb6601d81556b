/* sim — a hub and three tablets in one process, and the weather between them.
 *
 * Shape    struct tablet runs the real store, sync machine, crypto and view on a file of its own;
 *          struct world has the hub (the real one, in memory), the clocks and the acts.
 * Units    Simulated time in ms; seeds and acts are counts.
 * Errors   The first thing that does not hold is told once by world_blame; all go on returning.
 * Owns     world_open/world_close have the tablets and the folder of their files.
 * Needs    agent, hub, http, store, sync, view, merge, change, json, base, support.
 */
#ifndef SIM_H
#define SIM_H

#include "hub.h"
#include "store.h"
#include "support.h"
#include "sync_agent.h"
#include "view.h"

#define TABLET_COUNT 3
#define PUPIL_COUNT  6
#define GROUP_COUNT  2

/* Faults that can be planted, to see that the checks are worth something. */
enum plant {
    PLANT_NOTHING,
    PLANT_CURSOR_PASSES_A_ROW, /* a page is taken without its last row */
    PLANT_ACK_BEFORE_THE_HUB,  /* the tablet counts one more change than the hub acknowledged */
    PLANT_OVER_FORGOTTEN,      /* one tablet's fold leaves every `over` out */
    PLANT_COUNT
};

struct own_change {
    struct hash digest;
};
struct tablet {
    char *path;
    struct support_clock clock; /* its wall clock: the world's time and an error */
    int64_t clock_error_ms;
    struct store *store;
    struct sync_store port;
    struct sync_store planted; /* the port, or the port with a fault in it */
    struct sync *sync;
    struct sql *memory;
    struct view *view;
    struct view_log log;
    int64_t folded;    /* the last place folded */
    int64_t forgotten; /* the last forgotten number seen */
    struct stamp last;
    struct slot_keys keys;
    struct id dev;
    struct id school;
    bool is_cut_off;
    enum plant plant;
    struct own_change *own; /* what a person saw as saved */
    size_t own_count;
};

struct world {
    struct rng rng;
    int64_t now_ms;
    struct support_clock hub_clock;
    struct support_folder folder;
    struct hub *hub;
    struct hub_keys hub_keys;
    struct id school;
    struct id groups[GROUP_COUNT];
    struct id pupils[PUPIL_COUNT];
    struct id memberships[PUPIL_COUNT];
    struct tablet tablets[TABLET_COUNT];
    enum plant plant;
    bool is_telling; /* prints each act */
    char blame[512]; /* "" while all holds */
};

/* The first fault is kept. Always false. */
bool world_blame(struct world *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
void world_tell(const struct world *w, const char *fmt, ...) PRINTF_LIKE(2, 3);

bool world_open(struct world *w, uint64_t seed, enum plant plant);
void world_close(struct world *w);
/* One random act. */
bool world_act(struct world *w);
/* What must hold after every act. */
bool world_check(struct world *w);
/* Mends the network and the clocks, lets everyone sync until all is quiet, and checks that all who
 * may know the same know the same. */
bool world_settle(struct world *w);

bool tablet_open(struct world *w, struct tablet *t, const char *name);
void tablet_close(struct tablet *t);
/* As after a crash: nothing but the file is left. */
bool tablet_restart(struct world *w, struct tablet *t);
/* Runs the machine until it rests, over a network with this much weather (0: fair). */
bool tablet_sync(struct world *w, struct tablet *t, uint32_t weather);
/* Folds what is new in the file. */
bool tablet_fold(struct world *w, struct tablet *t);
struct tablet_write {
    struct id rec;
    struct id pupil;
    const char *type;
    const char *set;
    const char *over; /* or NULL */
};
bool tablet_save(struct world *w, struct tablet *t, const struct tablet_write *write);
/* Every record of the view as export lines. */
bool tablet_export(struct world *w, struct tablet *t, struct buf *out);
/* The same from the file alone: every box opened and folded in a random order. */
bool tablet_refold(struct world *w, struct tablet *t, struct buf *out);
struct sync_store tablet_planted_port(struct tablet *t);

#endif
