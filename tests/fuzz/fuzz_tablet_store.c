/* A tablet's file that somebody has spoiled, opened by the real daemon and the real client.
 *
 * The bytes say what was spoiled (tamper.h). The daemon then makes two rounds against a hub that
 * answers by the book, and the client is started, unlocked, looked through, written with and
 * locked. Either may refuse in words; neither falls over. Argon2id's slowness is no part of the
 * question, so a quick hash stands in for it (fuzz_quick.c).
 *
 * Seen to catch: an enrolled tablet without its name, whose unlocking went round for ever.
 */
#include "fuzz.h"

#include "agent.h"
#include "hand.h"
#include "tamper.h"

#include <stdlib.h>
#include <string.h>

#define ASKS_MAX 24
#define EPOCH    "0199d000-0000-7000-8000-0000000000e1"

static struct hand the_hand;
static struct buf before;

static void leave(void)
{
    support_folder_remove(&the_hand.folder);
}

static void make_place(struct hand *h)
{
    hand_open_enrolled(h, 2);
    (void)atexit(leave);
    hand_unlock(h, classroom_staff_name(0));
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
    CHECK(classroom_acknowledge(&h->room, h->file) == STATUS_OK);
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
    hand_tap(h, "Haris M.");
    hand_tap(h, "Exploration/Fleeting"); /* a draft is left behind */
    hand_stop(h);
    CHECK(support_file_read(h->file, &before) == STATUS_OK);
}

/* A fault has its sentence. */
static bool went(enum status st)
{
    CHECK(st == STATUS_OK || status_message()[0] != '\0');
    return st == STATUS_OK;
}

/* ---- the daemon ------------------------------------------------------------------------------ */

static void put_chain(struct store *s, struct sync_head *head)
{
    if (store_own_end(s, &head->acked, &head->hash) != STATUS_OK) {
        head->acked = 0;
        memset(&head->hash, 0, sizeof head->hash);
    }
}

static void answer_push(const struct sync_head *head, struct buf *body)
{
    char hex[65];

    hash_text(&head->hash, hex);
    buf_printf(body, "{\"acked\":%lld,\"hash\":\"%s\",\"held\":[]}", (long long)head->acked, hex);
}

static void answer_page(struct hand *h, struct sync_head head, struct buf *body)
{
    head.next = 1000;
    head.etag = "tag";
    head.epoch = EPOCH;
    head.time_ms = h->clock.now_ms;
    head.has_pupils = true;
    head.pupils = h->room.pupils;
    head.pupil_count = CLASSROOM_PUPILS - 1;
    head.erased = &h->room.pupils[CLASSROOM_PUPILS - 1];
    head.erased_count = 1;
    head.has_check = true;
    head.check.count = 1;
    sync_write_head(&head, body);
}

static void answer_check(struct hand *h, struct buf *body)
{
    struct sync_pupil_check line = {.check = {.count = 1}};

    sync_write_pupil_check(&line, body);
    line.pupil = h->room.pupils[0];
    sync_write_pupil_check(&line, body);
}

static void answer_by_the_book(struct hand *h, struct store *s, const char *path, struct buf *body)
{
    struct sync_head head = {0};

    put_chain(s, &head);
    if (strstr(path, "/v1/push") == path) {
        answer_push(&head, body);
    } else if (strstr(path, "/v1/pull") == path) {
        answer_page(h, head, body);
    } else if (strstr(path, "/v1/check") == path) {
        answer_check(h, body);
    } else if (strstr(path, "/v1/pupils") == path) {
        sync_write_backfill_head(1000, false, body);
    } else {
        buf_text(body, "{}");
    }
}

static bool one_step(struct hand *h, struct store *s, struct sync *sync)
{
    struct sync_ask ask;
    struct buf body = {0};
    struct sync_answer answer = {.way = SYNC_ANSWERED, .status = 200};
    enum sync_step step = SYNC_REST;
    int64_t until_ms = 0;
    bool goes_on = went(sync_next(sync, &ask, &step, &until_ms)) && step == SYNC_ASK;

    if (goes_on) {
        answer_by_the_book(h, s, ask.path, &body);
        answer.body = buf_cstr(&body);
        answer.size = body.size;
        goes_on = went(sync_take(sync, &answer));
    }
    buf_finish(&body);
    return goes_on;
}

static void play_daemon(struct hand *h)
{
    struct store *s = NULL;
    struct sync_store port;
    struct sync_ports ports = {.clock = support_clock_port(&h->clock)};
    struct sync *sync = NULL;

    if (!went(store_open(h->file, &s))) {
        return;
    }
    port = agent_store_port(s);
    ports.random = rng_port(&h->rng);
    ports.store = &port;
    sync = sync_create(&ports);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < ASKS_MAX && one_step(h, s, sync); i++) {
        }
        sync_urge(sync);
    }
    CHECK(!sync_report(sync).failed || sync_report(sync).sentence[0] != '\0');
    sync_destroy(sync);
    store_close(s);
}

/* ---- the client ------------------------------------------------------------------------------ */

static bool tap_if_there(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);
    bool is_there = place != NULL && !place->covered && !place->disabled;

    if (is_there) {
        hand_tap(h, label);
    }
    return is_there;
}

static void unlock(struct hand *h)
{
    (void)tap_if_there(h, classroom_staff_name(0));
    if (tap_if_there(h, "Passphrase") && ui_wants_text(h->ui)) {
        hand_type(h, HAND_PASSPHRASE);
        (void)tap_if_there(h, "Unlock");
    }
}

static void look_through(struct hand *h)
{
    struct buf all = {0};

    (void)tap_if_there(h, "Haris M.");
    (void)tap_if_there(h, "Exploration/Fleeting");
    (void)tap_if_there(h, "Save");
    (void)went(app_export(h->app, &all));
    app_lock(h->app);
    hand_settle(h);
    buf_finish(&all);
}

static void play_client(struct hand *h)
{
    if (went(hand_try(h))) {
        unlock(h);
        if (app_is(h->app, APP_IS_UNLOCKED)) {
            look_through(h);
        }
    }
    hand_stop(h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct hand *h = &the_hand;

    if (before.size == 0) {
        make_place(h);
    }
    h->saved_count = 0;
    h->clock.now_ms = HAND_NOW_MS + 1000000;
    hand_put_back(h, &before);
    tamper_file(h->file, data, size);
    if (size % 2 == 0) {
        play_daemon(h);
        play_client(h);
    } else {
        play_client(h);
        play_daemon(h);
    }
    return 0;
}
