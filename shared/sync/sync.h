/* sync — the protocol (PROTOCOL.md section 4) as values and a state machine; both sides.
 *
 * Shape    Wire: push lines, pull heads and rows. Agent: a machine that says the next request and
 *          is given the answer, without socket or clock. Hub: the judgement of a push.
 * Units    lsn and seq count from 1; times are ms since 1970 UTC; sizes count bytes.
 * Errors   STATUS_BAD_INPUT for bytes that are not the protocol's; the agent keeps its own sentence
 *          for a person in struct sync_report.
 * Owns     Readers fill arenas or documents that the caller finishes; sync_create/sync_destroy.
 * Needs    base, json, change. Store, clock and chance are ports.
 */
#ifndef SYNC_H
#define SYNC_H

#include "base.h"
#include "change.h"
#include "json.h"

#define SYNC_BODY_MAX     (4 * 1024 * 1024)
#define SYNC_PULL_MAX     5000
#define SYNC_CLOCK_FAR_MS (5LL * 60 * 1000) /* a tablet clock this far off is named to people */

/* ---- wire: push ------------------------------------------------------------------------------ */

struct sync_line {
    int64_t seq;
    struct id pupil;
    bool is_gone;       /* only the digest is left */
    struct hash digest; /* when gone */
    const uint8_t *box;
    size_t size;
};
struct sync_batch {
    struct sync_line *lines;
    size_t count;
    struct arena arena;
};
/* The whole body or nothing: on STATUS_BAD_INPUT *bad_line is the number of the first bad line
 * (from 1; an empty body is line 1). seqs ascend by one. */
MUST_USE enum status sync_read_push(const char *body, size_t size, struct sync_batch *out,
                                    size_t *bad_line);
void sync_batch_finish(struct sync_batch *b); /* accepts empty */
void sync_write_push(const struct sync_line *line, struct buf *body);

/* ---- wire: pull ------------------------------------------------------------------------------ */

struct sync_held {
    int64_t seq;
    const char *reason;
};
struct sync_check {
    int64_t count;
    uint8_t sum[16];
};
/* Adds a change to (or takes it out of) a check sum: XOR of the first 16 bytes of BLAKE2b-256 of
 * the text dev:seq; count is the caller's. */
void sync_check_mix(struct sync_check *check, const struct id *dev, int64_t seq);
struct sync_head {
    int64_t next;
    bool more;
    const char *etag;
    const char *epoch;
    int64_t time_ms;
    int64_t acked;
    struct hash hash;
    const struct sync_held *held;
    size_t held_count;
    bool has_pupils;
    const struct id *pupils;
    size_t pupil_count;
    const struct id *erased;
    size_t erased_count;
    bool has_check;
    struct sync_check check;
};
struct sync_row {
    int64_t lsn;
    struct id dev;
    int64_t seq;
    struct id pupil;
    const uint8_t *box;
    size_t size;
};
struct sync_page {
    struct sync_head head;
    struct sync_row *rows;
    size_t count;
    struct arena arena;
};
void sync_write_head(const struct sync_head *head, struct buf *body);
/* The head of a backfill says only this; sync_read_page leaves the rest of it zero. */
void sync_write_backfill_head(int64_t next, bool more, struct buf *body);
void sync_write_row(const struct sync_row *row, struct buf *body);
MUST_USE enum status sync_read_page(const char *body, size_t size, struct sync_page *out);
void sync_page_finish(struct sync_page *p); /* accepts empty */
/* "held" of a push's answer and of a pull's head. */
void sync_put_held(struct json_writer *w, const struct sync_held *held, size_t count);
MUST_USE enum status sync_read_held(const struct json_value *list, struct arena *arena,
                                    const struct sync_held **out, size_t *count);
/* A line of GET /v1/check; pupil none for what is school-wide. */
struct sync_pupil_check {
    struct id pupil;
    struct sync_check check;
};
void sync_write_pupil_check(const struct sync_pupil_check *line, struct buf *body);
MUST_USE enum status sync_read_pupil_checks(const char *body, size_t size, struct arena *arena,
                                            struct sync_pupil_check **out, size_t *count);

/* ---- the code of an enrolment ---------------------------------------------------------------- */

struct sync_code {
    char url[256]; /* https://host:port */
    char secret[64];
    char pin[64];  /* base64url */
    char keys[64]; /* base64url */
};
/* cairn:<https url>#<secret>.<pin>.<keys>; white space around it is forgiven. */
MUST_USE enum status sync_read_code(const char *text, struct sync_code *out);

/* ---- the hub's judgement of a push ----------------------------------------------------------- */

enum sync_verdict { SYNC_TAKE, SYNC_GAP, SYNC_FORK, SYNC_SIGNATURE };
struct sync_chain {
    int64_t acked;
    struct hash hash; /* at acked */
    uint8_t sign_key[32];
};
/* Answers the hash that is kept of a stored seq. */
struct sync_stored {
    enum status (*hash)(void *ctx, int64_t seq, struct hash *out);
    void *ctx;
};
struct sync_judgement {
    struct hash *hashes; /* the caller's, one a line: the chain as it is worked out */
    size_t fresh;        /* index of the first line that is not stored yet */
    enum sync_verdict verdict;
};
/* Checks in PROTOCOL's order: gap, (opening is the caller's, before), fork, signature of the last
 * line (NULL: it sent none). digests are the lines', opened or sent. */
MUST_USE enum status sync_judge(const struct sync_chain *chain, const struct sync_batch *batch,
                                const struct hash *digests, const struct signature *signature,
                                const struct sync_stored *stored, struct sync_judgement *out);

/* ---- the tablet's machine -------------------------------------------------------------------- */

/* What the tablet's file says, as the machine needs it: read at the start of every round. Texts are
 * in the arena of the call. */
enum sync_standing { SYNC_NOT_ENROLLED, SYNC_CODE_GIVEN, SYNC_KEY_SEALED, SYNC_ENROLLED };
struct sync_state {
    enum sync_standing standing;
    const char *secret; /* of the code, while enrolling */
    const char *label;
    const char *sign_key; /* base64 */
    const char *data_key; /* base64, sealed to the hub */
    const char *token;
    const char *epoch;
    const char *etag; /* of the scope; "" before the first pull */
    int64_t cursor;
    int64_t acked;
    int64_t own_end; /* the last own seq */
};
/* Own changes to push, ascending; the signature is the last one's. */
struct sync_own {
    struct sync_line *lines;
    size_t count;
    struct signature signature;
};
struct sync_owed {
    struct id pupil;
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
    enum status (*take)(void *ctx, const struct sync_page *page, int64_t now_ms);
    enum status (*owed)(void *ctx, struct sync_owed *out); /* STATUS_NOT_FOUND: nothing */
    enum status (*take_owed)(void *ctx, const struct sync_owed *owed, const struct sync_page *page);
    enum status (*drop_left)(void *ctx, int64_t now_ms);
    enum status (*sum)(void *ctx, int64_t upto_lsn, struct sync_check *out);
    enum status (*set_epoch)(void *ctx, const char *epoch, int64_t acked);
    enum status (*set_keys)(void *ctx, const char *box_key, const char *sign_key,
                            const char *epoch);
    enum status (*set_enrolled)(void *ctx, const char *device, const char *school,
                                const char *token);
    enum status (*set_refused)(void *ctx, const char *sentence);
    enum status (*note)(void *ctx, const struct sync_note *note);
};
struct sync_ports {
    const struct sync_store *store;
    struct clock_port clock;
    struct random_port random;
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
};
enum sync_way { SYNC_ANSWERED, SYNC_UNREACHABLE, SYNC_WRONG_PIN, SYNC_BROKEN_OFF };
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
/* A person asked, or gave a code: at once, whatever the back-off says. */
void sync_urge(struct sync *s);

struct sync_report {
    int64_t pushed; /* changes acknowledged since sync_create */
    int64_t pulled; /* changes fetched since sync_create */
    bool up_to_date;
    bool failed; /* the last round ended in a fault */
    bool clock_is_far;
    const char *sentence; /* for a person; "" when all is well */
};
struct sync_report sync_report(const struct sync *s);

#endif
