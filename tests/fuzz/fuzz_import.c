/* Any bytes as a file that a school brings: its list of pupils, or a scale of its own.
 *
 * Either comes from somebody who is no programmer, by way of a spreadsheet or an editor. What
 * begins as JSON is added as an instrument, the rest is imported as a roster, by the hub's own
 * verbs. Whatever is in it, the verb ends with 0 or 1, never with a wrong command line; the same
 * file a second time changes nothing any more; and the chains hold afterwards.
 *
 * Seen to catch: a pupil who is not known again, and so is new each time. Found: an instrument that
 * was offered already, and was written once more each time.
 */
#include "fuzz.h"

#include "hub.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>

#define NOW_MS 1789000000000LL

struct place {
    struct support_folder folder;
    char *data;
    char *file;
    char *store;
    struct buf before; /* the store, before any list */
    struct support_clock clock;
    struct rng chance;
};
static struct place place;

static int run(const char *const words[], size_t count)
{
    struct hub_world world = {.clock = support_clock_port(&place.clock), .assets = ""};
    char name[] = "cairn-hub";
    char option[] = "--data";
    char *argv[16] = {name, option, place.data};
    int code = 0;

    CHECK(count + 4 <= sizeof argv / sizeof argv[0]);
    for (size_t i = 0; i < count; i++) {
        argv[i + 3] = mem_text(words[i]);
    }
    place.chance = (struct rng){3};
    world.random = rng_port(&place.chance);
    code = hub_main((int)count + 3, argv, &world);
    for (size_t i = 0; i < count; i++) {
        free(argv[i + 3]);
    }
    return code;
}

static void leave(void)
{
    support_folder_remove(&place.folder);
}

static void make_place(void)
{
    const char *const init[] = {"init", "--host", "hub.test"};
    const char *const school[] = {"school", "add",      "--name",    "Hill",   "--urn",
                                  "100001", "--region", "E12000001", "--kind", "special"};

    place.clock.now_ms = NOW_MS;
    CHECK(change_setup() == STATUS_OK);
    CHECK(support_folder_make(&place.folder) == STATUS_OK);
    (void)atexit(leave);
    place.data = support_folder_path(&place.folder, "hub");
    place.file = support_folder_path(&place.folder, "roster.csv");
    place.store = support_folder_path(&place.folder, "hub/cairn.db");
    CHECK(run(init, sizeof init / sizeof init[0]) == 0);
    CHECK(run(school, sizeof school / sizeof school[0]) == 0);
    CHECK(support_file_read(place.store, &place.before) == STATUS_OK);
}

static enum status add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void look(struct buf *records)
{
    struct hub_options options = {.clock = support_clock_port(&place.clock)};
    struct hub *hub = NULL;
    struct buf store = {0};
    struct buf words = {0};
    struct hub_sink sink = {add_line, records};
    struct hub_sink to_words = {add_line, &words};
    int64_t changes = 0;
    int64_t faults = 0;

    buf_printf(&store, "sqlite:%s", place.store);
    options.store = buf_cstr(&store);
    options.random = rng_port(&place.chance);
    CHECK(hub_create(&options, &hub) == STATUS_OK);
    CHECK(hub_export_records(hub, NULL, &sink) == STATUS_OK);
    CHECK(hub_verify(hub, &to_words, &changes, &faults) == STATUS_OK && faults == 0);
    hub_destroy(hub);
    buf_finish(&words);
    buf_finish(&store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    const char *words[] = {"import", "roster", NULL, "--school", "100001"};
    bool is_instrument = size > 0 && data[0] == '{';
    struct buf once = {0};
    struct buf twice = {0};
    int code = 0;

    if (place.data == NULL) {
        make_place();
    }
    words[0] = is_instrument ? "instrument" : words[0];
    words[1] = is_instrument ? "add" : words[1];
    words[2] = place.file;
    CHECK(support_file_write(place.store, place.before.data, place.before.size) == STATUS_OK);
    CHECK(support_file_write(place.file, data, size) == STATUS_OK);
    code = run(words, sizeof words / sizeof words[0]);
    CHECK(code == 0 || code == 1);
    look(&once);
    CHECK(run(words, sizeof words / sizeof words[0]) == code);
    look(&twice);
    CHECK(buf_equal(&once, &twice));
    buf_finish(&once);
    buf_finish(&twice);
    return 0;
}
