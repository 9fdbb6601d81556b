/* change — one line of the change log: its form, clock, chain, signature and seal.
 *
 * Shape    struct change is a decoded line, open to read. Keys are plain byte arrays in structs
 *          that key_wipe empties. All bytes are as PROTOCOL.md sections 1, 3 and 4 say.
 * Units    at is milliseconds since 1970 UTC, n and seq count; sizes count bytes.
 * Errors   STATUS_BAD_INPUT for a line that is no change (the sentence says which rule),
 *          STATUS_DAMAGED for a box or a signature that does not open or match, STATUS_LOCKED for a
 *          passphrase that opens no slot, STATUS_NO_MEMORY when Argon2id cannot have its memory.
 * Owns     change_decode fills, change_finish empties; it copies the line's bytes. A struct buf
 *          handed in to be filled is emptied first, except where it says "appends".
 * Needs    base, json. change_setup once before anything that seals or signs. Chance for nonces,
 *          salts and keys comes in by struct random_port, so that a simulation can repeat itself.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include "base.h"
#include "json.h"

#define CHANGE_LINE_MAX       262144
#define CHANGE_HASH_SIZE      32
#define CHANGE_SIGNATURE_SIZE 64
#define CHANGE_KEY_SIZE       32
#define CHANGE_BOX_OVERHEAD   41 /* nonce 24, form byte 1, tag 16 */

/* Readies the cryptography; STATUS_UNSUPPORTED on a machine that cannot. */
MUST_USE enum status change_setup(void);
/* The system's own chance, for programs to hand on. */
struct random_port change_system_random(void);

/* ---- clock (section 1) --------------------------------------------------------------------- */

struct stamp {
    int64_t at; /* ms */
    int64_t n;
};
#define STAMP_TRUST_MS (24LL * 3600 * 1000)
/* The stamp of the next change; moves *last there. */
struct stamp stamp_next(struct stamp *last, int64_t wall_ms);
/* A change read from elsewhere moves *last forward, unless it is past the wall by more than
 * STAMP_TRUST_MS, which also lets go of a *last that is. */
void stamp_observe(struct stamp *last, struct stamp seen, int64_t wall_ms);

/* ---- a line -------------------------------------------------------------------------------- */

/* Where a change stands among all changes; the order that picks a value (section 2). */
struct dot {
    struct stamp stamp;
    struct id dev;
    int64_t seq;
};
/* < 0, 0, > 0 by (at, n, dev, seq); dev compares as text. */
int dot_order(const struct dot *a, const struct dot *b);

struct change {
    struct dot dot;
    struct id by;    /* none: null */
    struct id pupil; /* none: null */
    struct id rec;
    const char *type;
    const struct json_value *set;  /* object, one entry or more */
    const struct json_value *over; /* object or NULL */
    bool has_skew;
    int64_t skew_ms;
    struct json_value *root;
};
MUST_USE enum status change_decode(const char *line, size_t size, struct change *out);
void change_finish(struct change *c); /* accepts the zero value */
/* Reads "dev:seq"; false when it is none. */
bool change_parse_dot(const char *text, struct id *dev, int64_t *seq);

/* What a writer knows; set and over are JSON objects as text (over may be NULL). */
struct change_draft {
    struct dot dot;
    struct id by;
    struct id pupil;
    struct id rec;
    const char *type;
    const char *set;
    const char *over;
    bool has_skew;
    int64_t skew_ms;
};
/* The line, in the key order of section 1. STATUS_BAD_INPUT when it would be over the size. */
MUST_USE enum status change_encode(const struct change_draft *d, struct buf *line);
/* The same, and the line as it was read back, for a writer that folds it too: change_finish it. */
MUST_USE enum status change_encode_read(const struct change_draft *d, struct buf *line,
                                        struct change *back);

/* What "dev:seq" is called now: leaves what keeps its name as it is. */
struct change_names {
    void (*now)(void *ctx, struct id *dev, int64_t *seq);
    void *ctx;
};
/* A change written anew (section 4, "Fork"): dot and skew are the draft's, the numbers in `over`
 * are as names says, all else is as it was. */
MUST_USE enum status change_encode_again(const struct change *old, const struct change_draft *d,
                                         const struct change_names *names, struct buf *line);

/* ---- chain and signature ------------------------------------------------------------------- */

struct hash {
    uint8_t bytes[CHANGE_HASH_SIZE];
};
struct hash change_digest(const void *line, size_t size); /* BLAKE2b-256 */
struct hash chain_hash(const struct hash *previous, const struct hash *digest);
bool hash_equal(const struct hash *a, const struct hash *b); /* in constant time */
void hash_text(const struct hash *h, char out[65]);
/* Of a JSON value, however its text was spaced: the version of an instrument. */
void hash_json(const struct json_value *value, char out[65]);
bool hash_parse(const char *hex, struct hash *out);
/* BLAKE2b-256 of a then b, for `keys` of an enrol code. */
struct hash hash_two(const void *a, size_t a_size, const void *b, size_t b_size);

struct sign_pair {
    uint8_t public_key[32];
    uint8_t secret_key[64];
};
struct signature {
    uint8_t bytes[CHANGE_SIGNATURE_SIZE];
};
void sign_pair_make(const struct random_port *random, struct sign_pair *out);
/* Over the 38 bytes "cairn1" then the hash. */
struct signature change_sign(const struct sign_pair *pair, const struct hash *chain);
bool change_signature_holds(const uint8_t public_key[32], const struct hash *chain,
                            const struct signature *sig);
/* Over "cairnwipe" then the device id (section 4). */
struct signature wipe_sign(const struct sign_pair *hub, const struct id *dev);
bool wipe_signature_holds(const uint8_t hub_key[32], const struct id *dev,
                          const struct signature *sig);

/* ---- seals --------------------------------------------------------------------------------- */

struct data_key {
    uint8_t bytes[CHANGE_KEY_SIZE];
};
/* What a box is bound to, beside its key. */
struct change_place {
    struct id dev;
    int64_t seq;
    struct id pupil; /* none: "-" */
};
void key_wipe(void *key, size_t size); /* not optimised away */
void data_key_make(const struct random_port *random, struct data_key *out);
/* The box of a change: nonce, then form byte 0 and the line under dev:seq:pupil (section 3). */
void change_seal(const struct data_key *key, const struct random_port *random,
                 const struct change_place *place, const void *line, size_t size, struct buf *box);
/* STATUS_DAMAGED when it does not open or the form byte is unknown; *line is cleared then. */
MUST_USE enum status change_open(const struct data_key *key, const struct change_place *place,
                                 const void *box, size_t size, struct buf *line);
/* The same seal for what is no change (drafts, the snapshot, keys): name is the additional data. */
void blob_seal(const struct data_key *key, const struct random_port *random, const char *name,
               const void *bytes, size_t size, struct buf *box);
MUST_USE enum status blob_open(const struct data_key *key, const char *name, const void *box,
                               size_t size, struct buf *bytes);

/* Sealed to the hub's X25519 key: crypto_box_seal. STATUS_BAD_INPUT when box_key is no key. */
#define HUB_SEAL_SIZE 48 /* so much longer than what is in it */
struct box_pair {
    uint8_t public_key[32];
    uint8_t secret_key[32];
};
void box_pair_make(const struct random_port *random, struct box_pair *out);
MUST_USE enum status hub_seal(const uint8_t box_key[32], const void *bytes, size_t size,
                              struct buf *out);
MUST_USE enum status hub_open(const struct box_pair *pair, const void *sealed, size_t size,
                              struct buf *out);

/* ---- key slots (DESIGN, "Enrolling, and who may unlock") ------------------------------------- */

/* What a slot keeps: both keys of the tablet. */
struct slot_keys {
    struct data_key data;
    struct sign_pair sign;
};
/* A row of the tablet's file, all plain: sealed is nonce + sealed keys. */
struct key_slot {
    uint8_t salt[16];
    int64_t memory_kib; /* at least 65,536 */
    int64_t passes;     /* at least 3 */
    uint8_t commitment[32];
    uint8_t sealed[24 + 32 + 96 + 16];
};
#define SLOT_MEMORY_KIB 65536
#define SLOT_PASSES     3
/* Argon2id takes 0.1 to 1 s: call both from a worker. */
MUST_USE enum status slot_make(const char *passphrase, const struct slot_keys *keys,
                               const struct random_port *random, struct key_slot *out);
MUST_USE enum status slot_open(const struct key_slot *slot, const char *passphrase,
                               struct slot_keys *out);

/* ---- passphrases of dashboard accounts, and secrets ------------------------------------------ */

/* An Argon2id verifier as text (at least the slot's cost), which it appends, and its check. */
MUST_USE enum status passphrase_keep(const char *passphrase, struct buf *out);
bool passphrase_holds(const char *kept, const char *passphrase);
/* BLAKE2b-256 of a token or a code, as hex: what is stored in its place. */
void secret_digest(const char *secret, char out[65]);
/* Appends size random bytes as unpadded base64url. */
void secret_make(const struct random_port *random, size_t size, struct buf *out);

#endif
