/* Enrolling a tablet: a one-time code becomes a device with a token.
 *
 * The answer may be lost on the way, and the tablet then asks again with the same code and the same
 * key. So a code works for one signing key rather than once: asked again it gives the same device,
 * with the latest data key and a new token, and the token of the lost answer dies. To anyone with
 * another key the code is spent. The code's secret and the token carry their school in front; only
 * digests of both are kept.
 */
#include "hub_call.h"
#include "hub_tries.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SECRET_SIZE    18 /* bytes of chance: 24 letters */
#define TOKEN_SIZE     32
#define LABEL_SIZE_MAX 200

/* ---- making a code -------------------------------------------------------------------------- */

struct code_job {
    const struct hub_code *code;
    const char *digest;
    const char *groups;
};

static enum status keep_code(void *ctx, struct hub_db *db)
{
    const struct code_job *job = ctx;
    static const char drop[] = "DELETE FROM code WHERE school=$1 AND ends_ms<$2";
    static const char text[] = "INSERT INTO code(school, digest, label, groups, ends_ms)"
                               " VALUES($1, $2, $3, $4, $5)";
    int64_t now_ms = hub_now_ms(db->hub);
    enum status st = STATUS_OK;

    TRY(hub_run(db, drop, (struct hub_arg[]){arg_id(&job->code->school), arg_int(now_ms)}, 2));
    TRY(hub_run(db, text,
                (struct hub_arg[]){arg_id(&job->code->school), arg_text(job->digest),
                                   arg_text(job->code->label), arg_text(job->groups),
                                   arg_int(now_ms + HUB_CODE_LIFE_MS)},
                5));

done:
    return st;
}

/* The school's number in the secret: a code is found by it among one school's. */
static void add_school(const struct id *school, struct buf *to)
{
    uint8_t bytes[16];
    char plain[33];
    size_t n = 0;

    for (const char *c = school->text; *c != '\0'; c++) {
        if (*c != '-') {
            plain[n++] = *c;
        }
    }
    plain[n] = '\0';
    CHECK(text_unhex(plain, bytes, sizeof bytes));
    buf_base64url(to, bytes, sizeof bytes);
}

enum status hub_code_make(struct hub *hub, const struct hub_code *code, struct buf *secret)
{
    enum status st = STATUS_OK;
    struct buf made = {0};
    struct buf groups = {0};
    char digest[65];
    struct code_job job = {.code = code, .digest = digest};

    add_school(&code->school, &made);
    secret_make(&hub->random, SECRET_SIZE, &made);
    secret_digest(buf_cstr(&made), digest);
    for (size_t i = 0; i < code->group_count; i++) {
        buf_printf(&groups, "%s%s", i > 0 ? "," : "", code->groups[i].text);
    }
    job.groups = buf_cstr(&groups);
    TRY(hub_submit(hub, &code->school, keep_code, &job));
    buf_add(secret, made.data, made.size);

done:
    buf_finish(&groups);
    buf_finish(&made);
    return st;
}

/* ---- using one ------------------------------------------------------------------------------ */

struct enrolment {
    struct id school;
    char digest[65];
    const char *label;
    struct buf sign_key;
    struct buf data_key; /* as sealed */
    struct buf token;
    char token_digest[65];
    struct id dev;
    bool is_refused;
    struct json_value *root;
};

static void enrolment_finish(struct enrolment *e)
{
    buf_finish(&e->sign_key);
    buf_finish(&e->data_key);
    buf_finish(&e->token);
    json_free(e->root);
}

static bool read_school(const char *code, struct id *out)
{
    struct buf bytes = {0};
    char hex[33];
    char text[ID_ROOM];
    size_t n = 0;
    bool ok = strlen(code) > 22;

    if (ok) {
        char front[23];
        text_copy(front, sizeof front, code);
        ok = base64url_decode(front, strlen(front), &bytes) == STATUS_OK && bytes.size == 16;
    }
    if (ok) {
        text_hex((const uint8_t *)bytes.data, bytes.size, hex);
        for (size_t i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                text[n++] = '-';
            }
            text[n++] = hex[i];
        }
        text[n] = '\0';
        ok = id_parse(text, out) == STATUS_OK;
    }
    buf_finish(&bytes);
    return ok;
}

static enum status read_key(const struct json_value *root, const char *name, struct buf *out)
{
    const char *text = json_text(json_member(root, name));

    if (text == NULL || base64_decode(text, strlen(text), out) != STATUS_OK) {
        return FAIL(STATUS_BAD_INPUT, "%s must be base64.", name);
    }
    return STATUS_OK;
}

static enum status read_enrolment(const struct hub *hub, const struct buf *body,
                                  struct enrolment *e)
{
    enum status st = STATUS_OK;
    struct buf opened = {0};
    const char *code = NULL;

    TRY(json_parse(buf_cstr(body), body->size, &e->root));
    code = json_text(json_member(e->root, "code"));
    e->label = json_text(json_member(e->root, "label"));
    if (code == NULL || e->label == NULL || strlen(e->label) > LABEL_SIZE_MAX) {
        TRY(FAIL(STATUS_BAD_INPUT, "An enrolment must have a code and a label."));
    }
    TRY(read_key(e->root, "sign_key", &e->sign_key));
    TRY(read_key(e->root, "data_key", &e->data_key));
    if (e->sign_key.size != 32) {
        TRY(FAIL(STATUS_BAD_INPUT, "sign_key must be 32 bytes."));
    }
    if (hub_open(&hub->keys.box, e->data_key.data, e->data_key.size, &opened) != STATUS_OK ||
        opened.size != CHANGE_KEY_SIZE) {
        TRY(FAIL(STATUS_BAD_INPUT, "data_key must be 32 bytes sealed to the hub's box_key."));
    }
    secret_digest(code, e->digest);
    e->is_refused = !read_school(code, &e->school);

done:
    if (opened.data != NULL) {
        key_wipe(opened.data, opened.size);
    }
    buf_finish(&opened);
    return st;
}

static enum status add_groups(struct hub_db *db, const struct enrolment *e, const char *groups)
{
    enum status st = STATUS_OK;
    struct id group;
    static const char text[] = "INSERT INTO device_group(school, dev, grp) VALUES($1, $2, $3)"
                               " ON CONFLICT(school, dev, grp) DO NOTHING";

    for (const char *at = groups; *at != '\0';
         at += at[ID_ROOM - 1] == ',' ? ID_ROOM : ID_ROOM - 1) {
        text_copy(group.text, sizeof group.text, at);
        TRY(hub_run(db, text,
                    (struct hub_arg[]){arg_id(&e->school), arg_id(&e->dev), arg_id(&group)}, 3));
    }

done:
    return st;
}

static enum status add_device(struct hub_db *db, struct enrolment *e, const char *label,
                              const char *groups)
{
    enum status st = STATUS_OK;
    struct hash zero = {{0}};
    static const char insert[] =
        "INSERT INTO device(school, id, label, token, sign_key, data_key, acked, hash, revoked,"
        " is_hub, has_groups, etag, enrolled_ms, seen_ms)"
        " VALUES($1, $2, $3, $4, $5, $6, 0, $7, '', 0, $8, '', $9, 0)";
    static const char use[] = "UPDATE code SET sign_key=$3, dev=$4 WHERE school=$1 AND digest=$2";

    e->dev = id_new(&db->hub->clock, &db->hub->random);
    TRY(hub_run(db, insert,
                (struct hub_arg[]){arg_id(&e->school), arg_id(&e->dev), arg_text(label),
                                   arg_text(e->token_digest),
                                   arg_bytes(e->sign_key.data, e->sign_key.size),
                                   arg_bytes(e->data_key.data, e->data_key.size), arg_hash(&zero),
                                   arg_int(groups[0] != '\0'), arg_int(hub_now_ms(db->hub))},
                9));
    TRY(hub_run(db, use,
                (struct hub_arg[]){arg_id(&e->school), arg_text(e->digest),
                                   arg_bytes(e->sign_key.data, e->sign_key.size), arg_id(&e->dev)},
                4));
    TRY(add_groups(db, e, groups));
    TRY(hub_scope_device(db, &e->school, &e->dev));

done:
    return st;
}

static enum status renew_device(struct hub_db *db, const struct enrolment *e)
{
    static const char text[] = "UPDATE device SET token=$3, data_key=$4"
                               " WHERE school=$1 AND id=$2";

    return hub_run(db, text,
                   (struct hub_arg[]){arg_id(&e->school), arg_id(&e->dev),
                                      arg_text(e->token_digest),
                                      arg_bytes(e->data_key.data, e->data_key.size)},
                   4);
}

static enum status enrol(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    struct enrolment *e = ctx;
    struct sql_stmt *stmt = NULL;
    size_t size = 0;
    const void *key = NULL;
    static const char ask[] = "SELECT c.sign_key, c.dev, c.label, c.groups, d.revoked FROM code c"
                              " LEFT JOIN device d ON d.school=c.school AND d.id=c.dev"
                              " WHERE c.school=$1 AND c.digest=$2 AND c.ends_ms>$3"
                              " AND c.ends_ms<=$4";
    int64_t now_ms = hub_now_ms(db->hub);
    /* A code that a wrong clock made in years to come must not live until then. */
    int64_t last_ms = now_ms + HUB_CODE_LIFE_MS + HUB_CLOCK_STEP_MS;

    e->is_refused = false;
    st = hub_ask_one(db, ask,
                     (struct hub_arg[]){arg_id(&e->school), arg_text(e->digest), arg_int(now_ms),
                                        arg_int(last_ms)},
                     4, &stmt);
    if (st == STATUS_NOT_FOUND) {
        e->is_refused = true;
        return STATUS_OK;
    }
    TRY(st);
    if (sql_is_null(stmt, 0)) {
        TRY(add_device(db, e, e->label[0] != '\0' ? e->label : sql_text(stmt, 2),
                       sql_text(stmt, 3)));
        goto done;
    }
    key = sql_bytes(stmt, 0, &size);
    e->dev = sql_id(stmt, 1);
    e->is_refused = size != e->sign_key.size || memcmp(key, e->sign_key.data, size) != 0 ||
                    sql_text(stmt, 4)[0] != '\0';
    if (!e->is_refused) {
        TRY(renew_device(db, e));
    }

done:
    sql_finish(stmt);
    return st;
}

static void answer_enrolled(struct hub_call *call, const struct enrolment *e)
{
    struct json_writer w;

    call->reply->status = 201;
    call->reply->content_type = "application/json";
    json_begin(&w, &call->reply->body);
    json_open_object(&w, NULL);
    json_put_id(&w, "device", &e->dev);
    json_put_id(&w, "school", &e->school);
    json_put_text(&w, "token", buf_cstr(&e->token));
    json_close_object(&w);
}

/* False, and the refusal is written, when this address has tried too many codes in vain. */
static bool has_a_try(struct hub_call *call)
{
    char seconds[24];
    int64_t wait_s = hub_tries_take(call->hub->tries, call->req->peer, hub_now_ms(call->hub));

    if (wait_s == 0) {
        return true;
    }
    (void)snprintf(seconds, sizeof seconds, "%" PRId64, wait_s);
    http_reply_add_header(call->reply, "Retry-After", seconds);
    hub_refuse(call->reply, 429, "busy",
               "Too many codes that do not work were tried from here: try again later.", NULL);
    return false;
}

void hub_api_enrol(struct hub_call *call)
{
    struct enrolment e = {0};
    enum status st = read_enrolment(call->hub, &call->req->body, &e);

    if (st != STATUS_OK) {
        hub_refuse(call->reply, 400, "malformed", status_message(), NULL);
        enrolment_finish(&e);
        return;
    }
    if (!has_a_try(call)) {
        enrolment_finish(&e);
        return;
    }
    if (!e.is_refused) {
        buf_printf(&e.token, "%s.", e.school.text);
        secret_make(&call->hub->random, TOKEN_SIZE, &e.token);
        secret_digest(buf_cstr(&e.token), e.token_digest);
        st = hub_submit(call->hub, &e.school, enrol, &e);
    }
    if (st != STATUS_OK || !e.is_refused) {
        hub_tries_give_back(call->hub->tries, call->req->peer);
    }
    if (st != STATUS_OK) {
        hub_refuse_fault(call->reply, st);
    } else if (e.is_refused) {
        hub_refuse(call->reply, 403, "code", "This code is unknown, used or too old.", NULL);
    } else {
        answer_enrolled(call, &e);
    }
    enrolment_finish(&e);
}
