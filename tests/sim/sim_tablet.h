/* sim_tablet — what a simulated tablet does: its daemon, its client, and the battery of both.
 *
 * Shape    struct tablet is sim.h's; the world is told of what does not hold.
 * Units    As sim.h.
 * Errors   As sim.h: false, and the world says why; a status only where a caller looks at it.
 * Owns     tablet_open/tablet_close have the file, the view and the machine.
 * Needs    sim.h.
 */
#ifndef SIM_TABLET_H
#define SIM_TABLET_H

#include "sim.h"

bool tablet_open_view(struct world *w, struct tablet *t);
bool tablet_open(struct world *w, struct tablet *t, const char *name);
void tablet_close(struct tablet *t);
/* By the real steps, under the keys it has; again under another name, when it had one. */
bool tablet_enrol(struct world *w, struct tablet *t);
/* What lies put by since then, as far as it may be done yet. */
enum status tablet_write_anew(struct world *w, struct tablet *t);
/* The ports and the machine, over the file that is open. */
void tablet_wire(struct world *w, struct tablet *t);
/* As SIGKILL would: what was written is there, and no handle tidies up. */
void tablet_kill(struct tablet *t);
/* What a client that starts has: the view of its snapshot. */
bool tablet_load(struct world *w, struct tablet *t);
bool tablet_reopen(struct world *w, struct tablet *t);
/* Folds from the start: nothing that was folded holds. */
bool tablet_fold_anew(struct world *w, struct tablet *t);
bool tablet_is_dead(const struct tablet *t);
void tablet_does(struct tablet *t, enum deed deed);
/* After its disk failed or its power went: started again from the file, and what it holds is what a
 * person was told. */
bool tablet_come_back(struct world *w, struct tablet *t);
/* Another name: all that was folded is folded anew. */
bool tablet_see_name(struct world *w, struct tablet *t);
/* The client's part of an enrolment, once the daemon has brought the hub's key. */
bool tablet_seal_key(struct world *w, struct tablet *t);
/* What a failing disk kept is what a person sees. */
bool tablet_recount(struct world *w, struct tablet *t);
enum status tablet_open_box(struct tablet *t, const struct store_box *box, struct buf *line);
void tablet_seal(struct world *w, struct tablet *t, const struct buf *line,
                 const struct hash *previous, struct buf *sealed, struct store_box *box);
/* Nothing but the file is left; but its handle stays open, as that is most of the cost. */
bool tablet_start_anew(struct world *w, struct tablet *t);
/* As after a crash: nothing but the file is left. */
bool tablet_restart(struct world *w, struct tablet *t);
/* Runs the machine until it rests, over a network with this much weather (0: fair). */
bool tablet_sync(struct world *w, struct tablet *t, uint32_t weather);
/* The daemon alone, as it does while the client is in the middle of something. */
bool tablet_daemon_round(struct world *w, struct tablet *t);
/* Folds what is new in the file. */
bool tablet_fold(struct world *w, struct tablet *t);
struct tablet_write {
    struct id rec;
    struct id pupil;
    struct id by;
    const char *type;
    const char *set;
    const char *over; /* or NULL */
    bool has_draft;   /* which the save ends */
};
bool tablet_save(struct world *w, struct tablet *t, const struct tablet_write *write);
/* All that lies in the file: what follows is said of it, so that it is read once. */
bool tablet_boxes(struct world *w, struct tablet *t, struct arena *arena,
                  struct store_box_rows *out);
/* Every record of the view as export lines. */
bool tablet_export(struct world *w, struct tablet *t, const struct store_box_rows *boxes,
                   struct buf *out);
/* The same from the boxes alone: each opened and folded in a random order. Of those fetched, only
 * what the hub is known to have, or all. */
bool tablet_refold(struct world *w, struct tablet *t, const struct store_box_rows *boxes,
                   bool is_all, struct buf *out);
struct sync_store tablet_planted_port(struct tablet *t);

#endif
