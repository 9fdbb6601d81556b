/* The desk: each call is one step of a conversation, checked where it is made. */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SMALL = 6 }; /* bytes of a box */

static bool is_low(void *ctx)
{
    return ((struct desk *)ctx)->power_is_low;
}

static void start(struct desk *desk)
{
    struct sync_ports ports = {.store = &desk->port, .clock = support_clock_port(&desk->clock)};

    ports.random = rng_port(&desk->rng);
    ports.power = (struct sync_power){is_low, desk};
    desk->sync = sync_create(&ports);
}

void desk_restart(struct desk *desk)
{
    sync_destroy(desk->sync);
    start(desk);
}

int desk_open(void **state)
{
    static struct desk desk;

    desk = (struct desk){.clock = {NOW_MS}, .rng = {1}};
    assert_int_equal(support_folder_make(&desk.folder), STATUS_OK);
    desk.path = support_folder_path(&desk.folder, "tablet.db");
    assert_int_equal(store_open(desk.path, &desk.store), STATUS_OK);
    desk.port = agent_store_port(desk.store);
    start(&desk);
    *state = &desk;
    return 0;
}

int desk_close(void **state)
{
    struct desk *desk = *state;

    sync_destroy(desk->sync);
    store_close(desk->store);
    support_folder_remove(&desk->folder);
    free(desk->path);
    return 0;
}

void desk_set(struct desk *desk, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};

    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
}

void desk_expect(struct desk *desk, enum store_setting which, const char *want)
{
    struct buf text = {0};

    assert_int_equal(store_get(desk->store, which, &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), want);
    buf_finish(&text);
}

void desk_write(struct desk *desk, int seq, size_t size)
{
    static char bytes[DESK_PICTURE];
    struct store_box box = {.seq = seq, .box = bytes, .size = size};

    assert_in_range(seq, 1, DESK_CHANGES_MAX);
    assert_in_range(size, 1, DESK_PICTURE);
    assert_int_equal(id_parse(DEV, &box.dev), STATUS_OK);
    box.digest = change_digest(&seq, sizeof(seq));
    box.hash = chain_hash(&desk->hashes[seq - 1], &box.digest);
    desk->hashes[seq] = box.hash;
    assert_int_equal(store_append(desk->store, &box, 1, NULL), STATUS_OK);
}

static void enrol(struct desk *desk)
{
    desk_set(desk, STORE_enrol_step, "done");
    desk_set(desk, STORE_device, DEV);
    desk_set(desk, STORE_school, SCHOOL);
    desk_set(desk, STORE_token, "token");
    desk_set(desk, STORE_epoch, EPOCH);
}

void desk_enrol(struct desk *desk, int changes)
{
    enrol(desk);
    for (int seq = 1; seq <= changes; seq++) {
        desk_write(desk, seq, SMALL);
    }
}

void desk_enrol_large(struct desk *desk, int changes)
{
    enrol(desk);
    for (int seq = 1; seq <= changes; seq++) {
        desk_write(desk, seq, DESK_LARGE);
    }
}

void desk_enrol_mixed(struct desk *desk, const char *changes)
{
    enrol(desk);
    for (int seq = 1; changes[seq - 1] != '\0'; seq++) {
        desk_write(desk, seq, changes[seq - 1] == 'P' ? DESK_PICTURE : SMALL);
    }
}

struct sync_ask desk_ask(struct desk *desk)
{
    struct sync_ask ask;
    enum sync_step step = SYNC_REST;
    int64_t until = 0;

    assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    assert_int_equal(step, SYNC_ASK);
    return ask;
}

int64_t desk_rest(struct desk *desk)
{
    struct sync_ask ask;
    enum sync_step step = SYNC_ASK;
    int64_t until = 0;

    assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    assert_int_equal(step, SYNC_REST);
    return until - desk->clock.now_ms;
}

void desk_answer(struct desk *desk, int status, const char *body)
{
    const struct sync_answer answer = {
        .way = SYNC_ANSWERED, .status = status, .body = body, .size = strlen(body)};

    assert_int_equal(sync_take(desk->sync, &answer), STATUS_OK);
}

void desk_no_answer(struct desk *desk, enum sync_way way)
{
    const struct sync_answer answer = {.way = way, .body = ""};

    assert_int_equal(sync_take(desk->sync, &answer), STATUS_OK);
}

/* An acknowledgement or a gap that speaks of this own change's hash. */
void desk_answer_acked(struct desk *desk, int status, const char *error, int acked,
                       const struct hash *hash)
{
    char hex[65];
    char body[300];

    hash_text(hash, hex);
    (void)snprintf(body, sizeof(body),
                   "{\"error\":\"%s\",\"message\":\"m\",\"epoch\":\"" EPOCH_NEW
                   "\",\"acked\":%d,\"hash\":\"%s\",\"held\":[]}",
                   error, acked, hex);
    desk_answer(desk, status, body);
}

void desk_answer_empty_pull(struct desk *desk, int acked, int64_t time_ms)
{
    struct buf body = {0};
    struct sync_head head = {
        .etag = "e1", .epoch = EPOCH, .time_ms = time_ms, .acked = acked, .has_check = true};

    head.hash = desk->hashes[acked];
    sync_write_head(&head, &body);
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

void desk_answer_fork(struct desk *desk, int both)
{
    struct sync_ask ask;
    enum sync_step step = SYNC_ASK;
    int64_t until = 0;

    assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    for (int asks = 0; step == SYNC_ASK; asks++) {
        long long seq = 0;
        char body[200];
        assert_true(asks < 10);
        assert_int_equal(strncmp(ask.path, "/v1/push?", 9), 0);
        assert_int_equal(sscanf(ask.body, "{\"seq\":%lld", &seq), 1);
        (void)snprintf(body, sizeof(body), "{\"error\":\"%s\",\"acked\":9,\"hash\":\"\"}",
                       seq <= both ? "" : "fork");
        desk_answer(desk, seq <= both ? 200 : 409, body);
        assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    }
}
