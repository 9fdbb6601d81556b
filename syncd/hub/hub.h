/* hub — the centre: every school's log and view, the API that tablets speak, and administration.
 *
 * Shape    struct hub is opaque. hub_handle answers one request of PROTOCOL section 4 without any
 *          socket: the server, the tests and the simulation call the same function.
 * Units    *_ms is milliseconds since 1970 UTC; an lsn numbers a school's changes from 1.
 * Errors   As sql.h; STATUS_BAD_INPUT and STATUS_NOT_FOUND for what a person asked wrongly. A call
 *          that fails has changed nothing.
 * Owns     hub_create hands you a hub, hub_destroy takes it back. hub_handle may be called on
 * several
 *          threads at once after hub_threads_start, on one before.
 * Needs    base, sql, json, record, change, merge, view, sync, http. Clock and chance are ports.
 */
#ifndef HUB_H
#define HUB_H

#include "base.h"
#include "change.h"
#include "http.h"
#include "sql.h"
#include "view.h"

struct hub;

struct hub_keys {
    struct box_pair box;
    struct sign_pair sign;
};
struct hub_options {
    const char *store; /* "sqlite:PATH", "sqlite::memory:", "postgresql://…" */
    struct hub_keys keys;
    struct clock_port clock;
    struct random_port random;
};
/* Opens the central store, making tables and an epoch where there are none. On failure *out is
 * NULL. */
MUST_USE enum status hub_create(const struct hub_options *options, struct hub **out);
void hub_destroy(struct hub *hub); /* accepts NULL */
/* From here one thread writes, and commits many batches at once (never for a memory store). */
MUST_USE enum status hub_threads_start(struct hub *hub);

/* ---- the API -------------------------------------------------------------------------------- */

/* The largest body that this request may have. */
size_t hub_body_size_max(const struct http_request *head);
/* Before a large body is taken: false, and the refusal is written, when no device may send it. */
bool hub_admit(struct hub *hub, const struct http_request *head, struct http_reply *reply);
/* Answers what lies under /v1/. */
void hub_handle(struct hub *hub, const struct http_request *req, struct http_reply *reply);

/* ---- schools, devices, codes ---------------------------------------------------------------- */

struct hub_school {
    struct id id; /* the rec of its school record */
    char urn[8];
    char name[201];
};
struct hub_school_rows {
    struct hub_school *rows;
    size_t count;
};
/* fields is the JSON object of the school record, with urn and name. STATUS_EXISTS when the urn is
 * there already. */
MUST_USE enum status hub_school_add(struct hub *hub, const char *fields, struct id *out);
MUST_USE enum status hub_school_find(struct hub *hub, const char *urn, struct hub_school *out);
MUST_USE enum status hub_schools(struct hub *hub, struct arena *arena, struct hub_school_rows *out);

#define HUB_CODE_LIFE_MS  (24LL * 3600 * 1000)
#define HUB_CLOCK_STEP_MS (10LL * 60 * 1000) /* a right clock is put back by no more */
struct hub_code {
    struct id school;
    const char *label;
    const struct id *groups; /* none: every pupil of the school */
    size_t group_count;
};
/* Appends the one-time secret. */
MUST_USE enum status hub_code_make(struct hub *hub, const struct hub_code *code,
                                   struct buf *secret);

struct hub_device_row {
    struct id school;
    struct id id;
    const char *label;
    int64_t acked;
    int64_t seen_ms;     /* 0: never spoke */
    const char *revoked; /* "", "now", "send" */
    bool is_hub;
};
struct hub_device_rows {
    struct hub_device_row *rows;
    size_t count;
};
MUST_USE enum status hub_devices(struct hub *hub, struct arena *arena, struct hub_device_rows *out);
/* mode: "now" or "send". STATUS_NOT_FOUND. */
MUST_USE enum status hub_device_revoke(struct hub *hub, const struct id *dev, const char *mode);

/* ---- the hub's own writing ------------------------------------------------------------------ */

/* One change to write; set and over are JSON objects as text (over may be NULL). */
struct hub_draft {
    struct id rec;
    struct id pupil; /* none: school-wide */
    struct id by;    /* none: nobody, an import */
    const char *type;
    const char *set;
    const char *over;
    bool is_new;   /* it makes its record: every needed field must be in set */
    int64_t at_ms; /* 0: now; else an earlier instant (a demo's history) */
};
/* All of them or none, in one commit, on the chain of the school's hub device. STATUS_BAD_INPUT
 * when one breaks the rules of its type. */
MUST_USE enum status hub_write(struct hub *hub, const struct id *school,
                               const struct hub_draft *drafts, size_t count);

/* ---- looking and mending -------------------------------------------------------------------- */

/* Something to read with: a connection and its view, alone until given back. */
struct hub_reading {
    struct sql *sql;
    struct view *view;
    struct hub_db *db;
};
MUST_USE enum status hub_read_begin(struct hub *hub, struct hub_reading *out);
void hub_read_end(struct hub *hub, struct hub_reading *reading); /* accepts empty */

/* A line of output, with its newline; a status not OK stops the export. */
struct hub_sink {
    enum status (*line)(void *ctx, const char *line, size_t size);
    void *ctx;
};
/* One school, or all of them when school is NULL. */
MUST_USE enum status hub_export_records(struct hub *hub, const struct hub_school *school,
                                        const struct hub_sink *sink);
MUST_USE enum status hub_export_changes(struct hub *hub, const struct hub_school *school,
                                        const struct hub_sink *sink);
/* Walks every chain again: digests, hashes, signatures, sums. *faults counts what does not agree;
 * each is a line of the sink. */
MUST_USE enum status hub_verify(struct hub *hub, const struct hub_sink *sink, int64_t *changes,
                                int64_t *faults);
/* Drops the view and folds every log again. */
MUST_USE enum status hub_rebuild(struct hub *hub, int64_t *changes);

struct hub_held_row {
    struct id school;
    struct id dev;
    int64_t seq;
    struct id pupil;
    const char *reason;
    int64_t received_ms;
};
struct hub_held_rows {
    struct hub_held_row *rows;
    size_t count;
};
MUST_USE enum status hub_held_list(struct hub *hub, struct arena *arena, struct hub_held_rows *out);
/* STATUS_NOT_FOUND; STATUS_REFUSED for a `form`, which cannot be folded. */
MUST_USE enum status hub_held_release(struct hub *hub, const struct id *dev, int64_t seq);
MUST_USE enum status hub_held_set_aside(struct hub *hub, const struct id *dev, int64_t seq);

/* A consistent copy of the store beside whoever writes. STATUS_EXISTS when path is there. */
MUST_USE enum status hub_backup(struct hub *hub, const char *path);

struct hub_erasure {
    struct id school;
    struct id pupil;
};
/* Adds to schools, as struct id, each that knows the pupil or holds something that was written
 * about them. STATUS_NOT_FOUND when none does. */
MUST_USE enum status hub_pupil_schools(struct hub *hub, const struct id *pupil,
                                       struct buf *schools);
/* Drops every line of a pupil and says so to every device of the school; chains still verify. */
MUST_USE enum status hub_erase(struct hub *hub, const struct hub_erasure *erasure);
struct hub_revocation {
    struct id dev;
    char mode[8];     /* "now", "send" */
    struct id school; /* none: it and the rest are not known */
    const char *label;
    const char *token;    /* as it is kept */
    const char *sign_key; /* base64, as the next, which is sealed to the hub */
    const char *data_key;
};
/* What the store knows of a tablet; the mode is the caller's. STATUS_NOT_FOUND. */
MUST_USE enum status hub_revocation_of(struct hub *hub, struct arena *arena,
                                       struct hub_revocation *of);
/* What holds whatever older copy takes the store's place. */
struct hub_lasting {
    const struct hub_erasure *erasures;
    size_t erasure_count;
    const struct hub_revocation *revocations; /* of a device the last counts */
    size_t revocation_count;
    bool is_shared; /* of a store: by hubs that keep lists of their own */
};
/* What the store knows of it, in the arena. */
MUST_USE enum status hub_lasting(struct hub *hub, struct arena *arena, struct hub_lasting *out);
/* Erases and revokes once more, whom the store does not know for it. */
MUST_USE enum status hub_hold_to(struct hub *hub, const struct hub_lasting *lasting);
/* Puts a backup in the store's place, as one act: a new epoch, a new device of the hub's own in
 * each school, held to what is given and to what the replaced store knows. Not for a hub with
 * threads. */
MUST_USE enum status hub_restore(struct hub *hub, const char *path,
                                 const struct hub_lasting *lasting);

/* ---- people who may see the dashboard ------------------------------------------------------- */

#define HUB_PASSPHRASE_MIN 12
struct hub_account {
    const char *name; /* what the person types; lower case does not matter */
    const char *role;
    struct id school; /* none: every school */
    bool has_totp;
};
struct hub_account_rows {
    struct hub_account *rows;
    size_t count;
};
/* totp, when not NULL, takes the otpauth:// address of the second step's secret. STATUS_EXISTS. */
MUST_USE enum status hub_account_add(struct hub *hub, const struct hub_account *account,
                                     const char *passphrase, struct buf *totp);
MUST_USE enum status hub_accounts(struct hub *hub, struct arena *arena,
                                  struct hub_account_rows *out);
/* STATUS_LOCKED when name, passphrase or code is wrong, never saying which, and as slowly for a
 * name that does not exist. name takes what the account is kept under. */
MUST_USE enum status hub_account_check(struct hub *hub, const char *typed, const char *passphrase,
                                       const char *code, struct buf *name);
/* The schools that it may see now, by name. STATUS_NOT_FOUND when the account is gone. */
MUST_USE enum status hub_account_schools(struct hub *hub, const char *name, struct arena *arena,
                                         struct hub_school_rows *out);

/* ---- the command line ----------------------------------------------------------------------- */

/* What serve shows beside the API: the dashboard, handed in by main. */
struct hub_pages {
    enum status (*open)(void *ctx, struct hub *hub, const char *assets);
    bool (*handle)(void *ctx, const struct http_request *req, struct http_reply *reply);
    void (*close)(void *ctx);
    void *ctx;
};
struct hub_world {
    struct clock_port clock;
    struct random_port random;
    const char *assets; /* the folder of assets, unless --assets names another */
    struct hub_pages pages;
};
/* cairn-hub --data DIR VERB …, as DESIGN says. Returns the exit status. */
int hub_main(int argc, char **argv, const struct hub_world *world);

int64_t hub_now_ms(const struct hub *hub);
struct random_port hub_random(const struct hub *hub);
#endif
