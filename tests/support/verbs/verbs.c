/* Running verbs where a debugger and a fuzzer see them: hub_main is what main calls. */
#include "verbs.h"

#include "change.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 16
#define LINE_ROOM 640

static enum status open_pages(void *ctx, struct hub *hub, const char *assets)
{
    (void)ctx;
    (void)hub;
    (void)assets;
    return STATUS_OK;
}

static bool handle_no_page(void *ctx, const struct http_request *req, struct http_reply *reply)
{
    (void)ctx;
    (void)req;
    (void)reply;
    return false;
}

static void close_pages(void *ctx)
{
    (void)ctx;
}

void verbs_begin(struct verbs *v, int64_t now_ms)
{
    *v = (struct verbs){.clock = {now_ms}, .chance = {3}};
    CHECK(change_setup() == STATUS_OK);
    CHECK(support_folder_make(&v->data) == STATUS_OK);
}

void verbs_end(struct verbs *v)
{
    support_folder_remove(&v->data);
}

int verbs_run(struct verbs *v, const char *line)
{
    struct hub_world world = {.clock = support_clock_port(&v->clock), .assets = ""};
    char words[LINE_ROOM];
    char *argv[3 + WORDS_MAX] = {NULL};
    int argc = 0;
    char name[] = "cairn-hub";
    char data[] = "--data";

    CHECK(strlen(line) < sizeof words);
    world.random = rng_port(&v->chance);
    world.pages = (struct hub_pages){open_pages, handle_no_page, close_pages, NULL};
    text_copy(words, sizeof words, line);
    argv[argc++] = name;
    argv[argc++] = data;
    argv[argc++] = v->data.path;
    for (char *at = words; *at != '\0';) {
        size_t size = strcspn(at, " ");
        bool last = at[size] == '\0';
        CHECK(argc < 3 + WORDS_MAX);
        at[size] = '\0';
        argv[argc++] = at;
        at += last ? size : size + 1;
    }
    return hub_main(argc, argv, &world);
}

static void take_key(const struct json_value *root, const char *name, uint8_t *out, size_t size)
{
    struct buf bytes = {0};
    const char *text = json_member_text(root, name);

    CHECK(base64_decode(text, strlen(text), &bytes) == STATUS_OK && bytes.size == size);
    memcpy(out, bytes.data, size);
    buf_finish(&bytes);
}

static void read_keys(const struct verbs *v, struct hub_keys *out)
{
    char *path = support_folder_path(&v->data, "keys.json");
    struct buf text = {0};
    struct json_value *root = NULL;

    CHECK(support_file_read(path, &text) == STATUS_OK);
    CHECK(json_parse(buf_cstr(&text), text.size, &root) == STATUS_OK);
    take_key(root, "box_public", out->box.public_key, sizeof out->box.public_key);
    take_key(root, "box_secret", out->box.secret_key, sizeof out->box.secret_key);
    take_key(root, "sign_public", out->sign.public_key, sizeof out->sign.public_key);
    take_key(root, "sign_secret", out->sign.secret_key, sizeof out->sign.secret_key);
    json_free(root);
    buf_finish(&text);
    free(path);
}

struct hub *verbs_open(struct verbs *v)
{
    struct hub_options options = {.clock = support_clock_port(&v->clock)};
    struct buf store = {0};
    struct hub *hub = NULL;

    options.random = rng_port(&v->chance);
    buf_printf(&store, "sqlite:%s/cairn.db", v->data.path);
    options.store = buf_cstr(&store);
    read_keys(v, &options.keys);
    CHECK(hub_create(&options, &hub) == STATUS_OK);
    buf_finish(&store);
    return hub;
}

void verbs_write(const struct verbs *v, const char *name, const void *bytes, size_t size)
{
    char *path = support_folder_path(&v->data, name);

    CHECK(support_file_write(path, bytes, size) == STATUS_OK);
    free(path);
}

void verbs_drop(const struct verbs *v, const char *name)
{
    char *path = support_folder_path(&v->data, name);

    (void)remove(path);
    free(path);
}

void verbs_drop_store(const struct verbs *v)
{
    verbs_drop(v, "cairn.db");
    verbs_drop(v, "cairn.db-wal");
    verbs_drop(v, "cairn.db-shm");
}
