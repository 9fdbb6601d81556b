/* The tablet's side of PROTOCOL section 4 in a few calls, for tests of the hub.
 *
 * It keeps no store: what it wrote waits in one body, and a test decides when that is sent, sent
 * twice, cut or forgotten.
 */
#include "tablet.h"
#include "sync.h"

#include <string.h>

static void ask(struct tablet *t, struct http_request *req, struct http_reply *reply)
{
    http_reply_init(reply);
    hub_handle(t->hub, req, reply);
    http_request_finish(req);
}

static void begin(struct http_request *req, const char *method, const char *target)
{
    CHECK(http_request_init(req, method, target) == STATUS_OK);
}

static void add_token(const struct tablet *t, struct http_request *req)
{
    char value[160];
    struct buf b = {0};

    buf_printf(&b, "Bearer %s", t->token);
    text_copy(value, sizeof value, buf_cstr(&b));
    buf_finish(&b);
    CHECK(http_request_add_header(req, "Authorization", value) == STATUS_OK);
}

static struct json_value *reply_json(const struct http_reply *reply)
{
    struct json_value *root = NULL;

    CHECK(json_parse(buf_cstr(&reply->body), reply->body.size, &root) == STATUS_OK);
    return root;
}

void tablet_init(struct tablet *t, struct hub *hub, struct rng *chance, const int64_t *now_ms)
{
    struct http_request req;
    struct http_reply reply;
    struct random_port random = rng_port(chance);
    struct json_value *root = NULL;

    *t = (struct tablet){.hub = hub, .chance = chance, .now_ms = now_ms};
    data_key_make(&random, &t->data_key);
    sign_pair_make(&random, &t->sign);
    begin(&req, "GET", "/v1/hub");
    ask(t, &req, &reply);
    root = reply_json(&reply);
    text_copy(t->epoch, sizeof t->epoch, json_member_text(root, "epoch"));
    json_free(root);
    http_reply_finish(&reply);
}

void tablet_finish(struct tablet *t)
{
    buf_finish(&t->body);
}

static void hub_box_key(struct tablet *t, uint8_t out[32])
{
    struct http_request req;
    struct http_reply reply;
    struct json_value *root = NULL;
    struct buf key = {0};
    const char *text = NULL;

    begin(&req, "GET", "/v1/hub");
    ask(t, &req, &reply);
    root = reply_json(&reply);
    text = json_member_text(root, "box_key");
    CHECK(base64_decode(text, strlen(text), &key) == STATUS_OK && key.size == 32);
    memcpy(out, key.data, 32);
    buf_finish(&key);
    json_free(root);
    http_reply_finish(&reply);
}

void tablet_enrol(struct tablet *t, const char *secret, struct http_reply *reply)
{
    struct http_request req;
    struct json_writer w;
    struct buf sealed = {0};
    struct json_value *root = NULL;
    uint8_t box_key[32];

    hub_box_key(t, box_key);
    CHECK(hub_seal(box_key, t->data_key.bytes, sizeof t->data_key.bytes, &sealed) == STATUS_OK);
    begin(&req, "POST", "/v1/enrol");
    json_begin(&w, &req.body);
    json_open_object(&w, NULL);
    json_put_text(&w, "code", secret);
    json_put_text(&w, "label", "Tablet");
    json_put_base64(&w, "sign_key", t->sign.public_key, sizeof t->sign.public_key);
    json_put_base64(&w, "data_key", sealed.data, sealed.size);
    json_close_object(&w);
    ask(t, &req, reply);
    if (reply->status == 201) {
        root = reply_json(reply);
        CHECK(id_parse(json_member_text(root, "device"), &t->dev) == STATUS_OK);
        CHECK(id_parse(json_member_text(root, "school"), &t->school) == STATUS_OK);
        text_copy(t->token, sizeof t->token, json_member_text(root, "token"));
        json_free(root);
    }
    buf_finish(&sealed);
}

static void add_line(struct tablet *t, const struct id *pupil, const void *line, size_t size)
{
    struct hash digest = change_digest(line, size);
    struct change_place place = {.dev = t->dev, .seq = t->seq + 1, .pupil = *pupil};
    struct sync_line out = {.seq = t->seq + 1, .pupil = *pupil};
    struct random_port random = rng_port(t->chance);
    struct buf box = {0};

    change_seal(&t->data_key, &random, &place, line, size, &box);
    out.box = (const uint8_t *)box.data;
    out.size = box.size;
    sync_write_push(&out, &t->body);
    buf_finish(&box);
    t->seq++;
    t->hash = chain_hash(&t->hash, &digest);
}

void tablet_write_raw(struct tablet *t, const struct id *pupil, const void *line, size_t size)
{
    add_line(t, pupil, line, size);
}

void tablet_write_gone(struct tablet *t, const struct id *pupil, const void *line, size_t size)
{
    struct sync_line out = {.seq = t->seq + 1, .pupil = *pupil, .is_gone = true};

    out.digest = change_digest(line, size);
    sync_write_push(&out, &t->body);
    t->seq++;
    t->hash = chain_hash(&t->hash, &out.digest);
}

void tablet_write(struct tablet *t, const struct tablet_draft *draft)
{
    struct buf line = {0};
    struct change_draft d = {.rec = draft->rec,
                             .pupil = draft->pupil,
                             .type = draft->type,
                             .set = draft->set,
                             .over = draft->over};

    d.dot =
        (struct dot){.stamp = stamp_next(&t->clock, *t->now_ms), .dev = t->dev, .seq = t->seq + 1};
    CHECK(change_encode(&d, &line) == STATUS_OK);
    add_line(t, &draft->pupil, line.data, line.size);
    buf_finish(&line);
}

void tablet_sign(const struct tablet *t, const struct hash *hash, struct buf *out)
{
    struct signature sig = change_sign(&t->sign, hash);

    buf_clear(out);
    buf_base64(out, sig.bytes, sizeof sig.bytes);
}

void tablet_push_body(struct tablet *t, const void *body, size_t size, const char *signature,
                      struct http_reply *reply)
{
    struct http_request req;
    char target[80] = "/v1/push?epoch=";

    CHECK(strlen(target) + strlen(t->epoch) < sizeof target);
    memcpy(target + strlen(target), t->epoch, strlen(t->epoch) + 1);
    begin(&req, "POST", target);
    add_token(t, &req);
    if (signature != NULL) {
        CHECK(http_request_add_header(&req, "Cairn-Signature", signature) == STATUS_OK);
    }
    buf_add(&req.body, body, size);
    ask(t, &req, reply);
}

void tablet_push(struct tablet *t, struct http_reply *reply)
{
    struct buf signature = {0};

    tablet_sign(t, &t->hash, &signature);
    tablet_push_body(t, t->body.data, t->body.size, buf_cstr(&signature), reply);
    buf_finish(&signature);
    if (reply->status == 200) {
        buf_clear(&t->body);
    }
}

void tablet_get(struct tablet *t, const char *target, struct http_reply *reply)
{
    struct http_request req;
    struct buf whole = {0};
    size_t size = strlen(target);

    buf_text(&whole, target);
    if (size > 6 && strcmp(target + size - 6, "epoch=") == 0) {
        buf_text(&whole, t->epoch);
    }
    begin(&req, "GET", buf_cstr(&whole));
    add_token(t, &req);
    ask(t, &req, reply);
    buf_finish(&whole);
}

struct id tablet_new_id(struct tablet *t)
{
    uint8_t chance[10];
    struct random_port random = rng_port(t->chance);

    random.fill(random.ctx, chance, sizeof chance);
    return id_v7(*t->now_ms, chance);
}
