/* sync — the protocol (PROTOCOL.md section 4) as values and both sides' judgement.
 *
 * Shape    Wire: push lines, pull heads and rows. Hub: the judgement of a push. The tablet's
 *          machine has a header of its own, sync_agent.h.
 * Units    lsn and seq count from 1; times are ms since 1970 UTC; sizes count bytes.
 * Errors   STATUS_BAD_INPUT for bytes that are not the protocol's.
 * Owns     Readers fill arenas or documents that the caller finishes.
 * Needs    base, json, change.
 */
#ifndef SYNC_H
#define SYNC_H

#include "base.h"
#include "change.h"
#include "json.h"

#define SYNC_BODY_MAX   (4 * 1024 * 1024)
#define SYNC_PULL_MAX   5000
#define SYNC_NUMBER_MAX (1LL << 53) /* of a seq or an lsn: a store that says more was spoiled */
#define SYNC_LSN_MAX    (SYNC_NUMBER_MAX - 2) /* a tablet's file gives the next one a meaning */

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
    size_t hashed;       /* so many of them are there already */
    size_t fresh;        /* index of the first line that is not stored yet */
    enum sync_verdict verdict;
};
/* Checks in PROTOCOL's order: gap, (opening is the caller's, before), fork, signature of the last
 * line (NULL: it sent none). digests are the lines', opened or sent. */
MUST_USE enum status sync_judge(const struct sync_chain *chain, const struct sync_batch *batch,
                                const struct hash *digests, const struct signature *signature,
                                const struct sync_stored *stored, struct sync_judgement *out);

#endif
