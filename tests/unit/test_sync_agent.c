/* The tablet's machine against a scripted hub: what each answer changes in a real tablet's file. */
#include "agent.h"
#include "support.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEV       "00000000-0000-7000-8000-00000000000a"
#define SCHOOL    "00000000-0000-7000-8000-00000000000c"
#define EPOCH     "00000000-0000-7000-8000-0000000000e1"
#define EPOCH_NEW "00000000-0000-7000-8000-0000000000e2"
#define NOW_MS    1790000000000LL

struct desk {
    struct support_folder folder;
    char *path;
    struct support_clock clock;
    struct rng rng;
    struct store *store;
    struct sync_store port;
    struct sync *sync;
    struct hash hashes[4]; /* of own changes 1, 2, 3 */
};

static int desk_open(void **state)
{
    static struct desk desk;
    struct sync_ports ports = {0};

    desk = (struct desk){.clock = {NOW_MS}, .rng = {1}};
    assert_int_equal(support_folder_make(&desk.folder), STATUS_OK);
    desk.path = support_folder_path(&desk.folder, "tablet.db");
    assert_int_equal(store_open(desk.path, &desk.store), STATUS_OK);
    desk.port = agent_store_port(desk.store);
    ports.store = &desk.port;
    ports.clock = support_clock_port(&desk.clock);
    ports.random = rng_port(&desk.rng);
    desk.sync = sync_create(&ports);
    *state = &desk;
    return 0;
}

static int desk_close(void **state)
{
    struct desk *desk = *state;

    sync_destroy(desk->sync);
    store_close(desk->store);
    support_folder_remove(&desk->folder);
    free(desk->path);
    return 0;
}

static void set(struct desk *desk, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};

    assert_int_equal(store_set(desk->store, &value, 1), STATUS_OK);
}

static void assert_setting(struct desk *desk, enum store_setting which, const char *want)
{
    struct buf text = {0};

    assert_int_equal(store_get(desk->store, which, &text), STATUS_OK);
    assert_string_equal(buf_cstr(&text), want);
    buf_finish(&text);
}

static void enrol(struct desk *desk, int changes)
{
    set(desk, STORE_enrol_step, "done");
    set(desk, STORE_device, DEV);
    set(desk, STORE_school, SCHOOL);
    set(desk, STORE_token, "token");
    set(desk, STORE_epoch, EPOCH);
    for (int i = 1; i <= changes; i++) {
        struct store_box box = {.seq = i, .box = "sealed", .size = 6};
        assert_int_equal(id_parse(DEV, &box.dev), STATUS_OK);
        box.digest = change_digest(&i, sizeof(i));
        box.hash = chain_hash(&desk->hashes[i - 1], &box.digest);
        desk->hashes[i] = box.hash;
        assert_int_equal(store_append(desk->store, &box, 1, NULL), STATUS_OK);
    }
}

static struct sync_ask ask(struct desk *desk)
{
    struct sync_ask ask;
    enum sync_step step = SYNC_REST;
    int64_t until = 0;

    assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    assert_int_equal(step, SYNC_ASK);
    return ask;
}

static int64_t rest(struct desk *desk)
{
    struct sync_ask ask;
    enum sync_step step = SYNC_ASK;
    int64_t until = 0;

    assert_int_equal(sync_next(desk->sync, &ask, &step, &until), STATUS_OK);
    assert_int_equal(step, SYNC_REST);
    return until - desk->clock.now_ms;
}

static void answer(struct desk *desk, int status, const char *body)
{
    const struct sync_answer answer = {
        .way = SYNC_ANSWERED, .status = status, .body = body, .size = strlen(body)};

    assert_int_equal(sync_take(desk->sync, &answer), STATUS_OK);
}

static void no_answer(struct desk *desk, enum sync_way way)
{
    const struct sync_answer answer = {.way = way, .body = ""};

    assert_int_equal(sync_take(desk->sync, &answer), STATUS_OK);
}

/* An acknowledgement or a gap that speaks of this own change's hash. */
static void answer_acked(struct desk *desk, int status, const char *error, int acked,
                         const struct hash *hash)
{
    char hex[65];
    char body[300];

    hash_text(hash, hex);
    (void)snprintf(body, sizeof(body),
                   "{\"error\":\"%s\",\"message\":\"m\",\"epoch\":\"" EPOCH_NEW
                   "\",\"acked\":%d,\"hash\":\"%s\",\"held\":[]}",
                   error, acked, hex);
    answer(desk, status, body);
}

static void answer_empty_pull(struct desk *desk, int acked, int64_t time_ms)
{
    struct buf body = {0};
    struct sync_head head = {
        .etag = "e1", .epoch = EPOCH, .time_ms = time_ms, .acked = acked, .has_check = true};

    head.hash = desk->hashes[acked];
    sync_write_head(&head, &body);
    answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static void a_tablet_without_a_code_rests(void **state)
{
    assert_true(rest(*state) > 0);
}

static void nothing_to_sync_is_one_small_request(void **state)
{
    struct desk *desk = *state;
    struct sync_ask pull;

    enrol(desk, 0);
    pull = ask(desk);
    assert_string_equal(pull.method, "GET");
    assert_int_equal(strncmp(pull.path, "/v1/pull?after=0&", 17), 0);
    assert_true(strlen(pull.path) + pull.size < 500);
    answer_empty_pull(desk, 0, NOW_MS);
    assert_true(rest(desk) > 60000);
    assert_true(sync_report(desk->sync).up_to_date);
    assert_setting(desk, STORE_up_to_date, "1");
}

static void what_waits_goes_first_and_is_then_acknowledged(void **state)
{
    struct desk *desk = *state;
    struct sync_ask push;

    enrol(desk, 2);
    push = ask(desk);
    assert_string_equal(push.path, "/v1/push?epoch=" EPOCH);
    assert_string_equal(push.token, "token");
    assert_true(push.signature[0] != '\0');
    answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    assert_setting(desk, STORE_acked, "2");
    assert_int_equal(strncmp(ask(desk).path, "/v1/pull", 8), 0);
}

static void an_acknowledgement_with_another_hash_is_not_believed(void **state)
{
    struct desk *desk = *state;

    enrol(desk, 2);
    (void)ask(desk);
    answer_acked(desk, 200, "", 2, &desk->hashes[1]);
    assert_setting(desk, STORE_acked, "");
    assert_true(sync_report(desk->sync).failed);
}

static void a_gap_goes_back_to_where_the_hub_is(void **state)
{
    struct desk *desk = *state;

    enrol(desk, 3);
    set(desk, STORE_acked, "2");
    (void)ask(desk);
    answer_acked(desk, 409, "gap", 1, &desk->hashes[1]);
    assert_setting(desk, STORE_acked, "1");
    assert_non_null(strstr(ask(desk).body, "\"seq\":2"));
}

static void another_epoch_starts_the_cursor_anew(void **state)
{
    struct desk *desk = *state;

    enrol(desk, 3);
    set(desk, STORE_acked, "3");
    set(desk, STORE_cursor, "50");
    (void)ask(desk);
    answer_acked(desk, 409, "epoch", 1, &desk->hashes[1]);
    assert_setting(desk, STORE_epoch, EPOCH_NEW);
    assert_setting(desk, STORE_cursor, "0");
    assert_string_equal(ask(desk).path, "/v1/push?epoch=" EPOCH_NEW);
}

static void too_large_halves_the_batch(void **state)
{
    struct desk *desk = *state;
    size_t whole = 0;

    enrol(desk, 3);
    whole = ask(desk).size;
    for (int tries = 0; tries < 30; tries++) {
        size_t size = 0;
        answer(desk, 413, "{\"error\":\"too_large\",\"message\":\"m\"}");
        size = ask(desk).size;
        assert_true(size > 0);
        if (size < whole) {
            return;
        }
    }
    fail_msg("the batch never grew smaller");
}

static void a_pull_that_speaks_of_more_than_was_written_is_a_fork(void **state)
{
    struct desk *desk = *state;

    enrol(desk, 1);
    set(desk, STORE_acked, "1");
    (void)ask(desk);
    answer_empty_pull(desk, 2, NOW_MS);
    assert_true(sync_report(desk->sync).failed);
    assert_setting(desk, STORE_cursor, "");
}

static void a_clock_that_is_far_is_named(void **state)
{
    struct desk *desk = *state;

    enrol(desk, 0);
    (void)ask(desk);
    answer_empty_pull(desk, 0, NOW_MS + 3600000);
    assert_true(sync_report(desk->sync).clock_is_far);
    assert_setting(desk, STORE_skew_ms, "3600000");
}

/* ---- enrolling ------------------------------------------------------------------------------- */

static void enrolling_goes_on_from_the_rows(void **state)
{
    struct desk *desk = *state;

    set(desk, STORE_enrol_step, "asked");
    set(desk, STORE_enrol_secret, "secret");
    assert_string_equal(ask(desk).path, "/v1/hub");
    answer(desk, 200,
           "{\"box_key\":\"Ym94\",\"sign_key\":\"c2lnbg==\",\"protocol\":1,\"epoch\":\"" EPOCH
           "\",\"time\":1790000000000}");
    assert_setting(desk, STORE_enrol_step, "keys");
    (void)rest(desk);
    set(desk, STORE_enrol_step, "sealed");
    sync_urge(desk->sync);
    assert_non_null(strstr(ask(desk).body, "\"code\":\"secret\""));
    answer(desk, 201, "{\"device\":\"" DEV "\",\"school\":\"" SCHOOL "\",\"token\":\"fresh\"}");
    assert_setting(desk, STORE_enrol_step, "done");
    assert_setting(desk, STORE_enrol_secret, "");
    assert_string_equal(ask(desk).token, "fresh");
}

static void a_dead_code_is_told_in_words(void **state)
{
    struct desk *desk = *state;
    struct buf fault = {0};

    set(desk, STORE_enrol_step, "sealed");
    (void)ask(desk);
    answer(desk, 403, "{\"error\":\"code\",\"message\":\"m\"}");
    assert_setting(desk, STORE_enrol_step, "refused");
    assert_int_equal(store_get(desk->store, STORE_enrol_fault, &fault), STATUS_OK);
    assert_non_null(strstr(buf_cstr(&fault), "24 hours"));
    buf_finish(&fault);
}

/* ---- faults: one sentence and a back-off each ------------------------------------------------ */

static struct row {
    const char *name;
    enum sync_way way;
    int status;
    const char *body;
    const char *word; /* that the sentence has */
} rows[] = {
    {"no hub",              SYNC_UNREACHABLE, 0,   "",                          "cannot be reached"},
    {"another key",         SYNC_WRONG_PIN,   0,   "",                          "not the hub"      },
    {"cut off",             SYNC_BROKEN_OFF,  0,   "",                          "broke off"        },
    {"no longer known",     SYNC_ANSWERED,    401, "{\"error\":\"token\"}",     "enrolment code"   },
    {"does not open",       SYNC_ANSWERED,    403, "{\"error\":\"seal\"}",      "sealed"           },
    {"does not match",      SYNC_ANSWERED,    403, "{\"error\":\"signature\"}", "signature"        },
    {"parted",              SYNC_ANSWERED,    409, "{\"error\":\"fork\"}",      "other changes"    },
    {"withdrawn",           SYNC_ANSWERED,    410, "{\"error\":\"revoked\"}",   "withdrawn"        },
    {"busy",                SYNC_ANSWERED,    503, "",                          "busy"             },
    {"a page of something", SYNC_ANSWERED,    200, "<html>hello</html>",        "not understand"   },
    {"nothing at all",      SYNC_ANSWERED,    200, "",                          "not understand"   },
    {"a server's trouble",  SYNC_ANSWERED,    500, "oh",                        "not understand"   },
};

static void check_row(void **state)
{
    const struct row *row = *state;
    void *inner = NULL;
    struct desk *desk = NULL;
    struct buf fault = {0};

    assert_int_equal(desk_open(&inner), 0);
    desk = inner;
    enrol(desk, 0);
    (void)ask(desk);
    if (row->way == SYNC_ANSWERED) {
        answer(desk, row->status, row->body);
    } else {
        no_answer(desk, row->way);
    }
    assert_int_equal(store_get(desk->store, STORE_sync_fault, &fault), STATUS_OK);
    if (strstr(buf_cstr(&fault), row->word) == NULL) {
        fail_msg("“%s” does not say “%s”", buf_cstr(&fault), row->word);
    }
    assert_true(rest(desk) >= 1000);
    sync_poke(desk->sync);
    assert_true(rest(desk) >= 1000); /* taps do not shorten a back-off; a person does */
    sync_urge(desk->sync);
    (void)ask(desk);
    buf_finish(&fault);
    (void)desk_close(&inner);
}

static void retry_after_is_heeded_and_waits_grow(void **state)
{
    struct desk *desk = *state;
    const struct sync_answer busy = {
        .way = SYNC_ANSWERED, .status = 503, .retry_after_s = 120, .body = ""};
    int64_t longest = 0;

    enrol(desk, 0);
    (void)ask(desk);
    assert_int_equal(sync_take(desk->sync, &busy), STATUS_OK);
    assert_true(rest(desk) >= 120000);
    for (int i = 0; i < 40; i++) {
        int64_t wait = rest(desk);
        longest = wait > longest ? wait : longest;
        assert_true(wait <= 20 * 60000LL);
        desk->clock.now_ms += wait;
        (void)ask(desk);
        no_answer(desk, SYNC_UNREACHABLE);
    }
    assert_true(longest > 5 * 60000LL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)
#define ROW_COUNT  (sizeof(rows) / sizeof(rows[0]))

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_tablet_without_a_code_rests),
        CASE(nothing_to_sync_is_one_small_request),
        CASE(what_waits_goes_first_and_is_then_acknowledged),
        CASE(an_acknowledgement_with_another_hash_is_not_believed),
        CASE(a_gap_goes_back_to_where_the_hub_is),
        CASE(another_epoch_starts_the_cursor_anew),
        CASE(too_large_halves_the_batch),
        CASE(a_pull_that_speaks_of_more_than_was_written_is_a_fork),
        CASE(a_clock_that_is_far_is_named),
        CASE(enrolling_goes_on_from_the_rows),
        CASE(a_dead_code_is_told_in_words),
        CASE(retry_after_is_heeded_and_waits_grow),
    };
    struct CMUnitTest faults[ROW_COUNT] = {0};
    int failed = 0;

    if (change_setup() != STATUS_OK) {
        return 1;
    }
    for (size_t i = 0; i < ROW_COUNT; i++) {
        faults[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check_row, .initial_state = &rows[i]};
    }
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + cmocka_run_group_tests(faults, NULL, NULL);
}
