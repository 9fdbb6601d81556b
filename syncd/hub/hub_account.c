/* The people who may see the dashboard: names, Argon2id verifiers, one-time codes.
 *
 * A login must take as long for a name that nobody has as for one that somebody has, or the time
 * alone would list the staff. So there is always a verifier to check, if only one made of chance. A
 * code of the second step counts once: whoever looks over a shoulder has thirty seconds else.
 */
#include "hub_private.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#define TOTP_SECRET_SIZE 20
#define TOTP_STEP_S      30
#define TOTP_WINDOW      1
#define TOTP_DIGITS      6
#define NAME_SIZE_MAX    60

static void fold_name(const char *typed, struct buf *out)
{
    buf_clear(out);
    for (const char *c = typed; *c != '\0'; c++) {
        buf_byte(out, hub_lower(*c));
    }
}

static bool name_is_plain(const char *name)
{
    size_t size = strlen(name);

    if (size == 0 || size > NAME_SIZE_MAX || !text_is_utf8(name, size)) {
        return false;
    }
    for (const char *c = name; *c != '\0'; c++) {
        if ((unsigned char)*c <= ' ') {
            return false;
        }
    }
    return true;
}

/* ---- adding --------------------------------------------------------------------------------- */

struct add_job {
    const struct hub_account *account;
    const char *name;
    const char *verifier;
    const char *totp; /* base32, "" for none */
};

static enum status add_account(void *ctx, struct hub_db *db)
{
    const struct add_job *job = ctx;
    const struct id *school = &job->account->school;
    enum status st = STATUS_OK;
    static const char text[] = "INSERT INTO account(name, role, school, verifier, totp, totp_last)"
                               " VALUES($1, $2, $3, $4, $5, 0)";

    st = hub_run(db, text,
                 (struct hub_arg[]){arg_text(job->name), arg_text(job->account->role),
                                    arg_text(school->text), arg_text(job->verifier),
                                    arg_text(job->totp)},
                 5);
    return st == STATUS_EXISTS ? FAIL(st, "There is an account of that name already.") : st;
}

static enum status make_totp(struct hub *hub, const char *name, struct buf *base32,
                             struct buf *address)
{
    enum status st = STATUS_OK;
    char secret[TOTP_SECRET_SIZE];
    char *text = NULL;
    size_t size = 0;

    hub->random.fill(hub->random.ctx, secret, sizeof secret);
    if (oath_base32_encode(secret, sizeof secret, &text, &size) != OATH_OK) {
        TRY(FAIL(STATUS_NO_MEMORY, "The second step's secret could not be made."));
    }
    buf_add(base32, text, size);
    buf_text(address, "otpauth://totp/Cairn:");
    http_percent_encode(address, name);
    buf_printf(address, "?secret=%s&issuer=Cairn", buf_cstr(base32));

done:
    if (text != NULL) {
        key_wipe(text, size);
    }
    free(text);
    key_wipe(secret, sizeof secret);
    return st;
}

enum status hub_account_add(struct hub *hub, const struct hub_account *account,
                            const char *passphrase, struct buf *totp)
{
    enum status st = STATUS_OK;
    struct buf name = {0};
    struct buf verifier = {0};
    struct buf base32 = {0};
    struct add_job job = {.account = account};

    fold_name(account->name, &name);
    if (!name_is_plain(buf_cstr(&name))) {
        TRY(FAIL(STATUS_BAD_INPUT, "A user name has no blanks and at most %d letters.",
                 NAME_SIZE_MAX));
    }
    if (strlen(passphrase) < HUB_PASSPHRASE_MIN) {
        TRY(FAIL(STATUS_BAD_INPUT, "A passphrase has at least %d letters: three words will do.",
                 HUB_PASSPHRASE_MIN));
    }
    TRY(passphrase_keep(passphrase, &verifier));
    if (totp != NULL) {
        TRY(make_totp(hub, buf_cstr(&name), &base32, totp));
    }
    job.name = buf_cstr(&name);
    job.verifier = buf_cstr(&verifier);
    job.totp = buf_cstr(&base32);
    TRY(hub_submit(hub, NULL, add_account, &job));

done:
    buf_finish(&name);
    buf_finish(&verifier);
    buf_finish(&base32);
    return st;
}

static void read_account(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    *(struct hub_account *)row = (struct hub_account){.name = arena_text(arena, sql_text(stmt, 0)),
                                                      .role = arena_text(arena, sql_text(stmt, 1)),
                                                      .school = sql_id(stmt, 2),
                                                      .has_totp = sql_text(stmt, 3)[0] != '\0'};
}

enum status hub_accounts(struct hub *hub, struct arena *arena, struct hub_account_rows *out)
{
    static const struct hub_question all = {
        .text = "SELECT name, role, school, totp FROM account ORDER BY name",
        .row_size = sizeof *out->rows,
        .read = read_account};
    struct hub_rows found = {0};
    enum status st = hub_read_rows(hub, &all, arena, &found);

    *out = (struct hub_account_rows){found.rows, found.count};
    return st;
}

/* ---- checking ------------------------------------------------------------------------------- */

struct check {
    struct hub *hub;
    const char *name;
    struct buf verifier;
    struct buf totp;
    int64_t totp_last;
    uint64_t counter; /* the step that the code was of */
};

static enum status find_account(struct check *c, bool *found)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT verifier, totp, totp_last FROM account WHERE name=$1";

    TRY(hub_reader(c->hub, &db));
    st = hub_ask_one(db, text, (struct hub_arg[]){arg_text(c->name)}, 1, &stmt);
    *found = st == STATUS_OK;
    if (st == STATUS_NOT_FOUND) {
        st = STATUS_OK;
        goto done;
    }
    TRY(st);
    buf_text(&c->verifier, sql_text(stmt, 0));
    buf_text(&c->totp, sql_text(stmt, 1));
    c->totp_last = sql_int(stmt, 2);

done:
    sql_finish(stmt);
    hub_reader_back(c->hub, db);
    return st;
}

/* A verifier of no account, the same for the hub's whole life. */
static enum status nobody(struct check *c)
{
    enum status st = STATUS_OK;
    struct buf secret = {0};

    pthread_mutex_lock(&c->hub->readers_lock);
    if (c->hub->nobody == NULL) {
        secret_make(&c->hub->random, TOTP_SECRET_SIZE, &secret);
        TRY(passphrase_keep(buf_cstr(&secret), &c->verifier));
        c->hub->nobody = mem_text(buf_cstr(&c->verifier));
    } else {
        buf_text(&c->verifier, c->hub->nobody);
    }

done:
    pthread_mutex_unlock(&c->hub->readers_lock);
    buf_finish(&secret);
    return st;
}

static bool code_holds(struct check *c, const char *code)
{
    char *secret = NULL;
    size_t size = 0;
    int64_t now_s = hub_now_ms(c->hub) / 1000;
    int off = 0;
    bool holds = false;

    if (c->totp.size == 0) {
        return true;
    }
    if (strlen(code) == TOTP_DIGITS &&
        oath_base32_decode(buf_cstr(&c->totp), c->totp.size, &secret, &size) == OATH_OK) {
        int found = oath_totp_validate2(secret, size, (time_t)now_s, TOTP_STEP_S, 0, TOTP_WINDOW,
                                        &off, code);
        c->counter = (uint64_t)(now_s / TOTP_STEP_S + off);
        holds = found >= 0 && (int64_t)c->counter > c->totp_last;
        key_wipe(secret, size);
    }
    free(secret);
    return holds;
}

/* False when another login has used this code meanwhile. */
static enum status use_code(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct check *c = ctx;
    static const char text[] = "UPDATE account SET totp_last=$2 WHERE name=$1 AND totp_last<$2";

    TRY(hub_run(db, text, (struct hub_arg[]){arg_text(c->name), arg_int((int64_t)c->counter)}, 2));
    if (sql_changed(db->sql) == 0) {
        TRY(FAIL(STATUS_LOCKED, "This code was used already: wait for the next one."));
    }

done:
    return st;
}

enum status hub_account_check(struct hub *hub, const char *typed, const char *passphrase,
                              const char *code, struct buf *name)
{
    enum status st = STATUS_OK;
    struct check c = {.hub = hub};
    bool found = false;
    bool holds = false;

    fold_name(typed, name);
    c.name = buf_cstr(name);
    TRY(find_account(&c, &found));
    if (!found) {
        TRY(nobody(&c));
    }
    holds = passphrase_holds(buf_cstr(&c.verifier), passphrase);
    if (!found || !holds || !code_holds(&c, code)) {
        TRY(FAIL(STATUS_LOCKED, "The user name, passphrase or code is not right."));
    }
    if (c.totp.size > 0) {
        TRY(hub_submit(hub, NULL, use_code, &c));
    }

done:
    if (c.totp.data != NULL) {
        key_wipe(c.totp.data, c.totp.size);
    }
    buf_finish(&c.verifier);
    buf_finish(&c.totp);
    return st;
}

enum status hub_account_schools(struct hub *hub, const char *name, struct arena *arena,
                                struct hub_school_rows *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    struct sql_stmt *stmt = NULL;
    static const char exists[] = "SELECT 1 FROM account WHERE name=$1";
    static const char text[] = "SELECT s.id, s.urn, s.name FROM school s JOIN account a"
                               " ON a.school IN ('', CAST(s.id AS TEXT))"
                               " WHERE a.name=$1 ORDER BY s.name";

    *out = (struct hub_school_rows){0};
    TRY(hub_reader(hub, &db));
    TRY(hub_ask_one(db, exists, (struct hub_arg[]){arg_text(name)}, 1, &stmt));
    TRY(hub_school_list(db, text, (struct hub_arg[]){arg_text(name)}, 1, arena, out));

done:
    sql_finish(stmt);
    hub_reader_back(hub, db);
    return st;
}
