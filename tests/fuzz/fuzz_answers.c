/* Any bytes as the answers that a tablet's machine gets, one after the other.
 *
 * A form feed parts the answers. The first letter of each says how it came: 2 is 200, m 400, 1 401,
 * 3 403, 4 404, 9 409, 0 410, l 413, b 503, e 201, X a line that broke, W another key, anything
 * else nobody; the rest is the body, with @E the epoch, @A and @H what the tablet wrote last and
 * its hash, @B and @I the same of its first, @D the tablet, @P a pupil. The first byte of all is
 * where the tablet stands: odd, it is enrolling. Whatever is answered, each step ends well or in a
 * sentence, the machine comes to rest, what the tablet wrote stays, and without the hub's signature
 * nothing is wiped.
 *
 * Seen to catch: an order to wipe that nobody signed; an acknowledgement of what was never written.
 */
#include "fuzz.h"

#include "agent.h"
#include "change.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_MS    1790000000000LL
#define WROTE     3
#define ASKS_MAX  96
#define URGES_MAX 8
#define DEV       "0199d000-0000-7000-8000-0000000000d1"
#define SCHOOL    "0199d000-0000-7000-8000-0000000000a1"
#define PUPIL     "0199d000-0000-7000-8000-0000000000b1"
#define EPOCH     "0199d000-0000-7000-8000-0000000000e1"
#define HUB_KEY   "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

static struct {
    struct support_folder folder;
    char *path;
    struct buf before;
    struct hash hashes[WROTE + 1];
} place;

static void leave(void)
{
    support_folder_remove(&place.folder);
}

/* A fault has its sentence. */
static bool went(enum status st)
{
    CHECK(st == STATUS_OK || status_message()[0] != '\0');
    return st == STATUS_OK;
}

static void write_some(struct store *s)
{
    for (int i = 1; i <= WROTE; i++) {
        struct store_box box = {.seq = i, .box = (const void *)"sealed", .size = 6};
        CHECK(id_parse(DEV, &box.dev) == STATUS_OK);
        box.digest = change_digest(&i, sizeof i);
        box.hash = chain_hash(&place.hashes[i - 1], &box.digest);
        place.hashes[i] = box.hash;
        CHECK(store_append(s, &box, 1, NULL) == STATUS_OK);
    }
}

static void make_place(void)
{
    static const struct store_value values[] = {
        {STORE_enrol_step,   "done"  },
        {STORE_device,       DEV     },
        {STORE_school,       SCHOOL  },
        {STORE_token,        "token" },
        {STORE_epoch,        EPOCH   },
        {STORE_hub_sign_key, HUB_KEY },
        {STORE_enrol_secret, "secret"},
    };
    struct store *s = NULL;

    CHECK(change_setup() == STATUS_OK);
    CHECK(support_folder_make(&place.folder) == STATUS_OK);
    (void)atexit(leave);
    place.path = support_folder_path(&place.folder, "tablet.db");
    CHECK(store_open(place.path, &s) == STATUS_OK);
    CHECK(store_set(s, values, sizeof values / sizeof values[0]) == STATUS_OK);
    write_some(s);
    store_close(s);
    CHECK(support_file_read(place.path, &place.before) == STATUS_OK);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void put_word(char letter, struct buf *out)
{
    char hex[65];

    switch (letter) {
    case 'A':
    case 'B':
        buf_printf(out, "%d", letter == 'A' ? WROTE : 1);
        break;
    case 'H':
    case 'I':
        hash_text(&place.hashes[letter == 'H' ? WROTE : 1], hex);
        buf_text(out, hex);
        break;
    case 'E':
        buf_text(out, EPOCH);
        break;
    case 'D':
        buf_text(out, DEV);
        break;
    case 'P':
        buf_text(out, PUPIL);
        break;
    default:
        buf_byte(out, '@');
        buf_byte(out, letter);
        break;
    }
}

static void fill_in(const char *text, size_t size, struct buf *out)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '@' && i + 1 < size) {
            put_word(text[++i], out);
        } else {
            buf_byte(out, text[i]);
        }
    }
}

static int status_of(char letter)
{
    static const char letters[] = "2e1349m0lb";
    static const int statuses[] = {200, 201, 401, 403, 404, 409, 400, 410, 413, 503};
    const char *at = letter == '\0' ? NULL : strchr(letters, letter);

    return at == NULL ? 0 : statuses[at - letters];
}

/* The next answer; false when there are no more. */
static bool next_answer(const char **at, const char *end, struct buf *body,
                        struct sync_answer *answer)
{
    size_t left = (size_t)(end - *at);
    const char *stop = left == 0 ? NULL : memchr(*at, '\f', left);

    if (left == 0) {
        return false;
    }
    stop = stop == NULL ? end : stop;
    *answer = (struct sync_answer){.way = SYNC_UNREACHABLE, .body = ""};
    if (stop > *at) {
        buf_clear(body);
        fill_in(*at + 1, (size_t)(stop - *at) - 1, body);
        answer->status = status_of(**at);
        answer->way = answer->status > 0 ? SYNC_ANSWERED
                      : **at == 'X'      ? SYNC_BROKEN_OFF
                      : **at == 'W'      ? SYNC_WRONG_PIN
                                         : SYNC_UNREACHABLE;
        answer->body = buf_cstr(body);
        answer->size = body->size;
        answer->retry_after_s = answer->status == 503 ? 5 : 0;
    }
    *at = stop < end ? stop + 1 : end;
    return true;
}

/* ---- the machine ----------------------------------------------------------------------------- */

/* Until it rests, or has had all of them: then nobody answers any more. */
static void play(struct sync *sync, const char *at, const char *end)
{
    struct buf body = {0};
    bool rests = false;
    int urges = 0;

    for (int i = 0; i < ASKS_MAX && !rests; i++) {
        struct sync_ask ask;
        struct sync_answer answer = {.way = SYNC_UNREACHABLE, .body = ""};
        enum sync_step step = SYNC_REST;
        int64_t until_ms = 0;

        if (!went(sync_next(sync, &ask, &step, &until_ms))) {
            break;
        }
        rests = step == SYNC_REST;
        if (!rests && i + 1 < ASKS_MAX) {
            (void)next_answer(&at, end, &body, &answer);
            (void)went(sync_take(sync, &answer));
        }
        if (rests && at < end && urges < URGES_MAX) {
            urges++; /* a person asks again, as long as there is somebody to answer */
            sync_urge(sync);
            rests = false;
        }
    }
    CHECK(rests);
    CHECK(!sync_report(sync).failed || sync_report(sync).sentence[0] != '\0');
    buf_finish(&body);
}

static void look(struct store *s)
{
    struct store_counts counts;
    struct buf withdrawn = {0};
    int64_t acked = -1;

    CHECK(store_count(s, &counts) == STATUS_OK);
    CHECK(counts.own + counts.parted == WROTE);
    CHECK(store_get_int(s, STORE_acked, &acked) == STATUS_OK && acked >= 0 && acked <= WROTE);
    CHECK(store_get(s, STORE_withdrawn, &withdrawn) == STATUS_OK && withdrawn.size == 0);
    buf_finish(&withdrawn);
}

static void put_back(bool enrols)
{
    static const char *const tails[] = {"-wal", "-shm"};
    const struct store_value asked = {STORE_enrol_step, "asked"};
    struct store *s = NULL;

    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        struct buf name = {0};
        buf_printf(&name, "%s%s", place.path, tails[i]);
        (void)remove(buf_cstr(&name));
        buf_finish(&name);
    }
    CHECK(support_file_write(place.path, place.before.data, place.before.size) == STATUS_OK);
    if (enrols) {
        CHECK(store_open(place.path, &s) == STATUS_OK);
        CHECK(store_set(s, &asked, 1) == STATUS_OK);
        store_close(s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct support_clock clock = {NOW_MS};
    struct rng chance = {5};
    struct sync_store port;
    struct sync_ports ports = {.clock = support_clock_port(&clock), .random = rng_port(&chance)};
    struct store *s = NULL;
    struct sync *sync = NULL;

    if (place.path == NULL) {
        make_place();
    }
    if (size < 1) {
        return 0;
    }
    put_back(data[0] % 2 == 1);
    CHECK(store_open(place.path, &s) == STATUS_OK);
    port = agent_store_port(s);
    ports.store = &port;
    sync = sync_create(&ports);
    play(sync, (const char *)data + 1, (const char *)data + size);
    look(s);
    sync_destroy(sync);
    store_close(s);
    return 0;
}
