/* sync_agent — the tablet's side of the protocol: a machine that says the next request and is given
 * the answer.
 *
 * Shape    struct sync is opaque; what it knows of the tablet's file comes by struct sync_store.
 * Units    lsn and seq count from 1; times are ms since 1970 UTC; sizes count bytes.
 * Errors   A status is about the file; what the hub or the network does wrong is a sentence for a
 *          person in struct sync_report.
 * Owns     sync_create/sync_destroy. Texts of a state live in the arena of the call.
 * Needs    base, json, change. Store, clock and chance are ports.
 */
#ifndef SYNC_AGENT_H
#define SYNC_AGENT_H

#include "sync.h"

#define SYNC_CLOCK_FAR_MS (5LL * 60 * 1000) /* a tablet clock this far off is named to people */

/* What the tablet's file says, as the machine needs it: read at the start of every round. */
enum sync_standing { SYNC_NOT_ENROLLED, SYNC_CODE_GIVEN, SYNC_KEY_SEALED, SYNC_ENROLLED };
struct sync_state {
    enum sync_standing standing;
    const char *secret; /* of the code, while enrolling */
    const char *label;
    const char *sign_key; /* base64 */
    const char *data_key; /* base64, sealed to the hub */
    const char *token;
    struct id device;
    const char *hub_sign_key; /* base64 */
    const char *epoch;
    const char *etag; /* of the scope; "" before the first pull */
    int64_t cursor;
    int64_t acked;
    int64_t own_end; /* the last own seq */
    bool is_parted;
    bool owes_anew; /* changes of an earlier enrolment wait for the client to write them anew */
};
/* Own changes to push, ascending; the signature is the last one's. */
struct sync_own {
    struct sync_line *lines;
    size_t count;
    struct signature signature;
};
struct sync_owed {
    struct id pupil; /* none: what is school-wide */
    int64_t after;
    int64_t upto;
};
/* What a round learned, for the people who look at the tablet. */
struct sync_note {
    int64_t contact_ms; /* 0: the hub did not answer */
    int64_t skew_ms;    /* with contact: the hub's clock less the tablet's */
    bool up_to_date;
    const char *fault; /* one sentence, "" when all is well */
};
/* The tablet's file as verbs; each is one transaction that is durable when it returns. The daemon
 * binds them to shared/store, the simulation to the same. */
struct sync_store {
    void *ctx;
    enum status (*load)(void *ctx, struct arena *arena, struct sync_state *out);
    enum status (*own_after)(void *ctx, int64_t seq, int64_t rows, int64_t bytes,
                             struct arena *arena, struct sync_own *out);
    /* STATUS_NOT_FOUND when the tablet never wrote that seq; zero for seq 0. */
    enum status (*own_hash)(void *ctx, int64_t seq, struct hash *out);
    enum status (*set_acked)(void *ctx, int64_t acked, const struct sync_held *held,
                             size_t held_count);
    enum status (*take)(void *ctx, const struct sync_page *page);
    enum status (*owed)(void *ctx, struct sync_owed *out); /* STATUS_NOT_FOUND: nothing */
    enum status (*take_owed)(void *ctx, const struct sync_owed *owed, const struct sync_page *page);
    /* By both clocks of one moment: how long anything is ago, either of them may have wrong. */
    enum status (*drop_left)(void *ctx, int64_t here_ms, int64_t hub_ms);
    /* A sum for what is school-wide and for each pupil in scope. */
    enum status (*sums)(void *ctx, int64_t upto_lsn, struct arena *arena,
                        struct sync_pupil_check **out, size_t *count);
    /* All of these pupils' changes up to an lsn are to be fetched again. */
    enum status (*owe)(void *ctx, const struct id *pupils, size_t count, int64_t upto_lsn);
    enum status (*set_epoch)(void *ctx, const char *epoch, int64_t acked);
    enum status (*set_keys)(void *ctx, const char *box_key, const char *sign_key,
                            const char *epoch);
    /* STATUS_REFUSED: a tablet that has been enrolled before cannot change its school. */
    enum status (*set_enrolled)(void *ctx, const char *device, const char *school,
                                const char *token);
    enum status (*set_refused)(void *ctx, const char *sentence);
    /* The hub and this tablet have parted: a person must enrol it anew; "" once they have not. */
    enum status (*set_parted)(void *ctx, const char *sentence);
    /* What was put by may be written anew, though no pull has said what of it the hub has. */
    enum status (*end_settling)(void *ctx);
    /* Destroys all that the tablet holds, and keeps the sentence. */
    enum status (*wipe)(void *ctx, const char *sentence);
    enum status (*note)(void *ctx, const struct sync_note *note);
};
/* Whether the battery must be saved: then a round is one small push and one small page, unless a
 * person asked for it, and the rest waits for the charger; what is large by itself (a picture) goes
 * only where something waits behind it, one each quarter of an hour. is_low NULL: it never must. */
struct sync_power {
    bool (*is_low)(void *ctx);
    void *ctx;
};
struct sync_ports {
    const struct sync_store *store;
    struct clock_port clock;
    struct random_port random;
    struct sync_power power;
};
struct sync;
struct sync *sync_create(const struct sync_ports *ports);
void sync_destroy(struct sync *s); /* accepts NULL */

struct sync_ask {
    const char *method;
    const char *path;      /* with query, from "/" */
    const char *token;     /* "" for none */
    const char *signature; /* header Cairn-Signature, "" for none */
    const char *type;      /* content type of the body */
    const void *body;
    size_t size;
    int64_t most; /* of the answer's bytes: a longer one is to be broken off; 0: any */
};
/* SYNC_TOO_LONG: longer than the most that was asked for. */
enum sync_way { SYNC_ANSWERED, SYNC_UNREACHABLE, SYNC_WRONG_PIN, SYNC_BROKEN_OFF, SYNC_TOO_LONG };
struct sync_answer {
    enum sync_way way;
    int status;
    int64_t retry_after_s; /* 0: none given */
    const char *body;
    size_t size;
};
/* SYNC_ASK: send *ask and give the answer to sync_take (ask lives until then). SYNC_REST: nothing
 * to do until *until_ms, or until sync_poke. */
enum sync_step { SYNC_ASK, SYNC_REST };
MUST_USE enum status sync_next(struct sync *s, struct sync_ask *ask, enum sync_step *step,
                               int64_t *until_ms);
MUST_USE enum status sync_take(struct sync *s, const struct sync_answer *answer);
/* There is something new to send: a machine at rest begins a round, one that backs off waits on. */
void sync_poke(struct sync *s);
/* A person asked, or gave a code: at once, whatever the back-off or the battery says. */
void sync_urge(struct sync *s);

struct sync_report {
    int64_t pushed; /* changes acknowledged since sync_create */
    int64_t pulled; /* changes fetched since sync_create */
    bool up_to_date;
    bool failed; /* the last round ended in a fault */
    bool saves;  /* the last round was cut short to save the battery */
    bool clock_is_far;
    const char *sentence; /* for a person; "" when all is well */
};
struct sync_report sync_report(const struct sync *s);

#endif
