/* A central store that somebody has spoiled, opened and used by the real hub.
 *
 * The bytes say what was spoiled (tamper.h). The hub may refuse to open it, may answer that it is
 * broken, and may count faults; it says so in words and it does not fall over, because on the
 * morning after a bad disk a school needs the sentence, and the export of what is left. Then the
 * same file comes as a backup to a hub that is whole: it is restored and can be used, or it is
 * refused and the hub is byte for byte what it was.
 *
 * Seen to catch: a device without an id, whose boxes ended the hub; a last number at the end of all
 * numbers; a refused backup that had begun already.
 */
#include "fuzz.h"

#include "support.h"
#include "tablet.h"
#include "tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MS 1789000000000LL

static struct {
    struct support_folder folder;
    char *path;
    char *backup;
    struct buf url;
    struct buf before;
    struct hub_options options;
    struct tablet_world world;
    struct tablet tablet;
    struct tablet other;
    struct id pupil;
} place;

static int64_t now(void *ctx)
{
    (void)ctx;
    return place.world.now_ms;
}

static void leave(void)
{
    support_folder_remove(&place.folder);
}

static void write_some(void)
{
    struct id stranger = tablet_new_id(&place.tablet);

    place.pupil = tablet_write_pupil(&place.tablet);
    tablet_write_note(&place.tablet, &place.pupil);
    tablet_write_note(&place.tablet, &stranger); /* held */
    tablet_expect_push(&place.tablet, 200, "held");
    tablet_write_note(&place.other, &place.pupil);
    tablet_expect_push(&place.other, 200, "acked");
}

static void make_place(void)
{
    const struct hub_account account = {.name = "head", .role = "head"};
    struct random_port random = rng_port(&place.world.chance);

    place.world = (struct tablet_world){.chance = {7}, .now_ms = START_MS};
    CHECK(change_setup() == STATUS_OK);
    CHECK(support_folder_make(&place.folder) == STATUS_OK);
    (void)atexit(leave);
    place.path = support_folder_path(&place.folder, "cairn.db");
    place.backup = support_folder_path(&place.folder, "backup");
    buf_printf(&place.url, "sqlite:%s", place.path);
    place.options = (struct hub_options){.store = buf_cstr(&place.url)};
    place.options.clock = (struct clock_port){now, NULL};
    place.options.random = random;
    box_pair_make(&random, &place.options.keys.box);
    sign_pair_make(&random, &place.options.keys.sign);
    CHECK(hub_create(&place.options, &place.world.hub) == STATUS_OK);
    CHECK(hub_school_add(place.world.hub, "{\"name\":\"Hill\",\"urn\":\"100001\"}",
                         &place.world.school) == STATUS_OK);
    CHECK(hub_account_add(place.world.hub, &account, "three calm stones", NULL) == STATUS_OK);
    tablet_join(&place.world, &place.tablet, NULL);
    tablet_join(&place.world, &place.other, NULL);
    write_some();
    hub_destroy(place.world.hub);
    CHECK(support_file_read(place.path, &place.before) == STATUS_OK);
}

static void put_back(const char *path)
{
    char tail[2][8] = {"-wal", "-shm"};
    struct buf name = {0};

    for (int i = 0; i < 2; i++) {
        buf_clear(&name);
        buf_printf(&name, "%s%s", path, tail[i]);
        (void)remove(buf_cstr(&name));
    }
    CHECK(support_file_write(path, place.before.data, place.before.size) == STATUS_OK);
    buf_finish(&name);
}

/* A fault has its sentence. */
static bool went(enum status st)
{
    CHECK(st == STATUS_OK || status_message()[0] != '\0');
    return st == STATUS_OK;
}

static void hear(struct http_reply *reply)
{
    CHECK(reply->status >= 200 && reply->status < 600);
    if (reply->status >= 400) {
        CHECK(strstr(buf_cstr(&reply->body), "\"message\"") != NULL);
    }
    http_reply_finish(reply);
}

static void ask(struct tablet t, const char *target)
{
    struct http_reply reply;

    tablet_get(&t, target, &reply);
    hear(&reply);
}

static void ask_all(struct tablet t)
{
    struct buf target = {0};
    struct http_reply reply;

    ask(t, "/v1/hub");
    ask(t, "/v1/pull?after=0&limit=100&scope=x&epoch=");
    ask(t, "/v1/pull?after=2&limit=1&epoch=");
    ask(t, "/v1/check?upto=100&epoch=");
    buf_printf(&target, "/v1/pupils/%s?after=0&upto=100&limit=9&epoch=", place.pupil.text);
    ask(t, buf_cstr(&target));
    t.body = (struct buf){0};
    tablet_write_note(&t, &place.pupil);
    tablet_push(&t, &reply);
    hear(&reply);
    buf_finish(&t.body);
    buf_finish(&target);
}

static enum status count_line(void *ctx, const char *line, size_t size)
{
    CHECK(size == 0 || line != NULL);
    *(size_t *)ctx += size;
    return STATUS_OK;
}

static void mend(struct hub *hub)
{
    struct arena arena = {0};
    struct hub_held_rows held = {0};
    const struct hub_erasure erasure = {place.world.school, place.pupil};
    int64_t changes = 0;

    if (went(hub_held_list(hub, &arena, &held)) && held.count > 0) {
        (void)went(hub_held_release(hub, &held.rows[0].dev, held.rows[0].seq));
        (void)went(hub_held_set_aside(hub, &held.rows[0].dev, held.rows[0].seq));
    }
    (void)went(hub_device_revoke(hub, &place.other.dev, "send"));
    (void)went(hub_rebuild(hub, &changes));
    (void)went(hub_erase(hub, &erasure));
    arena_finish(&arena);
}

static void look(struct hub *hub)
{
    struct arena arena = {0};
    struct hub_school_rows schools = {0};
    struct hub_device_rows devices = {0};
    struct hub_account_rows accounts = {0};
    size_t total = 0;
    struct hub_sink sink = {count_line, &total};
    int64_t changes = 0;
    int64_t faults = 0;

    (void)went(hub_schools(hub, &arena, &schools));
    (void)went(hub_devices(hub, &arena, &devices));
    (void)went(hub_accounts(hub, &arena, &accounts));
    (void)went(hub_account_schools(hub, "head", &arena, &schools));
    (void)went(hub_verify(hub, &sink, &changes, &faults));
    (void)went(hub_export_records(hub, NULL, &sink));
    (void)went(hub_export_changes(hub, NULL, &sink));
    arena_finish(&arena);
}

/* ---- as a backup ----------------------------------------------------------------------------- */

static enum status add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void export_all(struct hub *hub, struct buf *out)
{
    struct hub_sink sink = {add_line, out};

    CHECK(hub_export_records(hub, NULL, &sink) == STATUS_OK);
    CHECK(hub_export_changes(hub, NULL, &sink) == STATUS_OK);
}

static void restore(const uint8_t *data, size_t size)
{
    struct hub *hub = NULL;
    struct http_reply reply;
    struct buf was = {0};
    struct buf is = {0};
    const struct hub_erasure erasure = {place.world.school, place.pupil};
    const struct hub_revocation revocation = {.dev = place.other.dev, .mode = "now"};
    const struct hub_lasting lasting = {.erasures = &erasure,
                                        .erasure_count = 1,
                                        .revocations = &revocation,
                                        .revocation_count = 1};

    put_back(place.path);
    put_back(place.backup);
    tamper_file(place.backup, data, size);
    CHECK(hub_create(&place.options, &hub) == STATUS_OK);
    place.tablet.hub = hub;
    place.other.hub = hub;
    export_all(hub, &was);
    if (went(hub_restore(hub, place.backup, &lasting))) {
        look(hub);
        ask_all(place.tablet);
        tablet_get(&place.other, "/v1/pull?after=0&limit=100&epoch=", &reply);
        CHECK(reply.status != 200); /* revoked, as its list says */
        hear(&reply);
    } else {
        export_all(hub, &is);
        CHECK(buf_equal(&was, &is));
    }
    hub_destroy(hub);
    buf_finish(&was);
    buf_finish(&is);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct hub *hub = NULL;

    if (place.path == NULL) {
        make_place();
    }
    put_back(place.path);
    tamper_file(place.path, data, size);
    if (went(hub_create(&place.options, &hub))) {
        place.tablet.hub = hub;
        place.other.hub = hub;
        look(hub);
        ask_all(place.tablet);
        mend(hub);
        ask_all(place.other);
        look(hub);
    }
    hub_destroy(hub);
    restore(data, size);
    return 0;
}
