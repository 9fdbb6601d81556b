/* Any bytes in the files that lie beside the hub's store: its keys, the lists that outlast the
 * store, how far that was, and where it was served.
 *
 * A person copies them to another machine, by an editor or a bad stick. The first line of the bytes
 * names the file, the rest is what is in it; a word such as @device stands for what no fuzzer can
 * guess. Whatever is in the file, a verb ends with 0 or with 1 and a sentence; a hub that was
 * restored holds to every whole line of its lists; and with the right keys back, every chain
 * verifies: a verb that took the wrong ones has written nothing.
 *
 * Found: keys of another hub, which wrote a change that did not verify; halves of two pairs; an
 * address without a port.
 */
#include "fuzz.h"

#include "tablet.h"
#include "verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_MS 1789000000000LL
#define CANARY "canary-5d20b7"

static const char *const names[] = {"keys.json", "erasures.ndjson", "revocations.ndjson",
                                    "reach.ndjson", "address"};
enum { KEYS, ERASURES, REVOCATIONS, REACH, ADDRESS, NAME_COUNT };

static struct {
    struct verbs hub;
    struct support_folder folder;
    char *backup;
    struct buf store; /* as it was */
    struct buf keys;
    struct tablet tablet;
    struct id school;
    struct id pupil;
    struct buf stands[8]; /* for the names below */
} place;

static const char *const words[] = {"@box_public",        "@box_secret",       "@sign_public",
                                    "@sign_secret",       "@other_public",     "@other_secret",
                                    "@other_sign_public", "@other_sign_secret"};

static void leave(void)
{
    support_folder_remove(&place.folder);
    verbs_end(&place.hub);
}

static int run(const char *fmt, const char *word)
{
    struct buf line = {0};
    int code = 0;

    buf_text(&line, fmt);
    buf_text(&line, word);
    code = verbs_run(&place.hub, buf_cstr(&line));
    buf_finish(&line);
    return code;
}

/* The values of keys.json, and those of another hub. */
static void learn_keys(void)
{
    static const char *const members[] = {"box_public", "box_secret", "sign_public", "sign_secret"};
    struct random_port random = rng_port(&place.hub.chance);
    struct json_value *root = NULL;
    struct hub_keys other;

    CHECK(json_parse(buf_cstr(&place.keys), place.keys.size, &root) == STATUS_OK);
    for (int i = 0; i < 4; i++) {
        buf_text(&place.stands[i], json_member_text(root, members[i]));
    }
    json_free(root);
    box_pair_make(&random, &other.box);
    sign_pair_make(&random, &other.sign);
    buf_base64(&place.stands[4], other.box.public_key, sizeof other.box.public_key);
    buf_base64(&place.stands[5], other.box.secret_key, sizeof other.box.secret_key);
    buf_base64(&place.stands[6], other.sign.public_key, sizeof other.sign.public_key);
    buf_base64(&place.stands[7], other.sign.secret_key, sizeof other.sign.secret_key);
}

static void read_file(const char *name, struct buf *out)
{
    char *path = support_folder_path(&place.hub.data, name);

    CHECK(support_file_read(path, out) == STATUS_OK);
    free(path);
}

static void write_some(struct hub *hub)
{
    struct tablet_draft said = {.type = "observation", .set = "{\"outcome\":\"" CANARY "\"}"};
    struct hub_code code = {.label = "T"};
    struct hub_school school;
    struct buf secret = {0};
    struct http_reply reply;

    CHECK(hub_school_find(hub, "100001", &school) == STATUS_OK);
    place.school = school.id;
    code.school = school.id;
    CHECK(hub_code_make(hub, &code, &secret) == STATUS_OK);
    tablet_init(&place.tablet, hub, &place.hub.chance, &place.hub.clock.now_ms);
    tablet_enrol(&place.tablet, buf_cstr(&secret), &reply);
    http_reply_finish(&reply);
    place.pupil = tablet_write_pupil(&place.tablet);
    said.rec = tablet_new_id(&place.tablet);
    said.pupil = place.pupil;
    tablet_write(&place.tablet, &said);
    tablet_expect_push(&place.tablet, 200, "\"held\":[]");
    buf_finish(&secret);
}

static void make_place(void)
{
    struct hub *hub = NULL;

    verbs_begin(&place.hub, NOW_MS);
    CHECK(support_folder_make(&place.folder) == STATUS_OK);
    (void)atexit(leave);
    place.backup = support_folder_path(&place.folder, "backup");
    CHECK(verbs_run(&place.hub, "init --host hub.test") == 0);
    CHECK(verbs_run(&place.hub, "school add --name Hill --urn 100001") == 0);
    hub = verbs_open(&place.hub);
    write_some(hub);
    hub_destroy(hub);
    CHECK(run("backup ", place.backup) == 0);
    read_file("cairn.db", &place.store);
    read_file("keys.json", &place.keys);
    learn_keys();
}

/* ---- one file -------------------------------------------------------------------------------- */

static const char *stand_for(const char *at, size_t left, size_t *size)
{
    const struct {
        const char *word;
        const char *text;
    } ids[] = {
        {"@device", place.tablet.dev.text},
        {"@pupil",  place.pupil.text     },
        {"@school", place.school.text    },
    };

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        *size = strlen(ids[i].word);
        if (left >= *size && memcmp(at, ids[i].word, *size) == 0) {
            return ids[i].text;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        *size = strlen(words[i]);
        if (left >= *size && memcmp(at, words[i], *size) == 0) {
            return buf_cstr(&place.stands[i]);
        }
    }
    *size = 1;
    return NULL;
}

static void fill_in(const char *text, size_t size, struct buf *out)
{
    size_t taken = 0;

    for (size_t at = 0; at < size; at += taken) {
        const char *stand = stand_for(text + at, size - at, &taken);
        if (stand != NULL) {
            buf_text(out, stand);
        } else {
            buf_add(out, text + at, 1);
        }
    }
}

/* A line of its own, as the hub writes it. */
static bool has_line(const struct buf *text, const char *line)
{
    size_t size = strlen(line);

    for (size_t at = 0; at + size < text->size; at++) {
        if ((at == 0 || text->data[at - 1] == '\n') && memcmp(text->data + at, line, size) == 0 &&
            text->data[at + size] == '\n') {
            return true;
        }
    }
    return false;
}

static void put_back(void)
{
    verbs_drop_store(&place.hub);
    verbs_write(&place.hub, "cairn.db", place.store.data, place.store.size);
    verbs_write(&place.hub, "keys.json", place.keys.data, place.keys.size);
    verbs_drop(&place.hub, names[ERASURES]);
    verbs_drop(&place.hub, names[REVOCATIONS]);
    verbs_drop(&place.hub, names[REACH]);
    verbs_drop(&place.hub, names[ADDRESS]);
}

/* True when it went well. */
static bool went(int code)
{
    CHECK(code == 0 || (code == 1 && status_message()[0] != '\0'));
    return code == 0;
}

static enum status add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void check_held(size_t which, const struct buf *text)
{
    struct hub *hub = verbs_open(&place.hub);
    struct buf revoked = {0};
    struct buf erased = {0};
    struct buf all = {0};
    const struct hub_sink sink = {add_line, &all};
    struct http_reply reply;

    buf_printf(&revoked, "{\"device\":\"%s\",\"mode\":\"now\"}", place.tablet.dev.text);
    buf_printf(&erased, "{\"school\":\"%s\",\"pupil\":\"%s\"}", place.school.text,
               place.pupil.text);
    place.tablet.hub = hub;
    tablet_get(&place.tablet, "/v1/pull?after=0&limit=9&epoch=", &reply);
    CHECK(which != REVOCATIONS || !has_line(text, buf_cstr(&revoked)) || reply.status == 410);
    http_reply_finish(&reply);
    CHECK(hub_export_changes(hub, NULL, &sink) == STATUS_OK);
    CHECK(which != ERASURES || !has_line(text, buf_cstr(&erased)) ||
          strstr(buf_cstr(&all), CANARY) == NULL);
    hub_destroy(hub);
    buf_finish(&revoked);
    buf_finish(&erased);
    buf_finish(&all);
}

static void check_chains(void)
{
    struct hub *hub = verbs_open(&place.hub);
    struct buf said = {0};
    const struct hub_sink sink = {add_line, &said};
    int64_t changes = 0;
    int64_t faults = 0;

    CHECK(hub_verify(hub, &sink, &changes, &faults) == STATUS_OK && faults == 0);
    hub_destroy(hub);
    buf_finish(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    const char *text = (const char *)data;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    size_t skip = end != NULL ? (size_t)(end - text) + 1 : size;
    struct buf bytes = {0};
    size_t which = 0;

    if (place.backup == NULL) {
        make_place();
    }
    while (which < NAME_COUNT - 1 && (end == NULL || strlen(names[which]) != skip - 1 ||
                                      memcmp(names[which], text, skip - 1) != 0)) {
        which++;
    }
    put_back();
    fill_in(text + skip, size - skip, &bytes);
    verbs_write(&place.hub, names[which], buf_cstr(&bytes), bytes.size);
    (void)went(verbs_run(&place.hub, "enrol --school 100001 --label T"));
    if (which != KEYS && went(run("restore ", place.backup))) {
        check_held(which, &bytes);
    }
    (void)went(run("erase --pupil ", place.pupil.text));
    (void)went(run("device revoke ", place.tablet.dev.text));
    verbs_write(&place.hub, "keys.json", place.keys.data, place.keys.size);
    check_chains();
    buf_finish(&bytes);
    return 0;
}
