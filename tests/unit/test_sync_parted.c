/* The machine where it and the hub part, do not agree, or part for good. */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- parted ---------------------------------------------------------------------------------- */

static void assert_parted(struct desk *desk, const char *word)
{
    struct buf text = {0};

    assert_int_equal(store_get(desk->store, STORE_parted, &text), STATUS_OK);
    if (word == NULL ? text.size > 0 : strstr(buf_cstr(&text), word) == NULL) {
        fail_msg("“%s” does not say “%s”", buf_cstr(&text), word == NULL ? "" : word);
    }
    buf_finish(&text);
}

static void a_fork_is_seen_wherever_the_hub_shows_it(void **state)
{
    static const struct {
        int status;
        const char *error;
        int acked; /* the answer speaks of this seq by the hash of another */
        const char *want;
    } answers[] = {
        {200, "",      2, "1"},
        {409, "gap",   1, "0"},
        {409, "fork",  2, "1"},
        {409, "epoch", 3, "2"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        void *inner = NULL;
        struct desk *desk = NULL;
        assert_int_equal(desk_open(&inner), 0);
        desk = inner;
        desk_enrol(desk, 3);
        desk_set(desk, STORE_acked, "1");
        (void)desk_ask(desk);
        desk_answer_acked(desk, answers[i].status, answers[i].error, answers[i].acked,
                          &desk->hashes[answers[i].acked - 1]);
        assert_parted(desk, "other changes");
        desk_answer_fork(desk, answers[i].acked - 1);
        assert_true(sync_report(desk->sync).failed);
        assert_parted(desk, "other changes");
        desk_expect(desk, STORE_acked, answers[i].want);
        (void)desk_close(&inner);
    }
}

/* A copy has sent some of what this tablet never sent, or the hub has lost some of it. */
static void where_they_parted_is_what_is_acknowledged(void **state)
{
    (void)state;
    for (int both = 0; both <= 2; both++) {
        for (int acked = 0; acked <= 2; acked++) {
            void *inner = NULL;
            struct desk *desk = NULL;
            char before[2] = {(char)('0' + acked), '\0'};
            char want[2] = {(char)('0' + both), '\0'};
            assert_int_equal(desk_open(&inner), 0);
            desk = inner;
            desk_enrol(desk, 3);
            desk_set(desk, STORE_acked, before);
            (void)desk_ask(desk);
            desk_answer_acked(desk, 409, "fork", 3, &desk->hashes[0]);
            desk_answer_fork(desk, both);
            desk_expect(desk, STORE_acked, want);
            (void)desk_close(&inner);
        }
    }
}

static void a_hub_that_falls_silent_while_it_is_looked_for_changes_nothing(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 3);
    desk_set(desk, STORE_acked, "1");
    (void)desk_ask(desk);
    desk_answer_acked(desk, 409, "fork", 3, &desk->hashes[0]);
    (void)desk_ask(desk);
    desk_answer(desk, 500, "");
    assert_true(sync_report(desk->sync).failed);
    assert_parted(desk, "other changes");
    desk_expect(desk, STORE_acked, "1");
}

static void a_copy_that_wrote_less_sees_it_in_a_pull(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 1);
    desk_set(desk, STORE_acked, "1");
    (void)desk_ask(desk);
    desk_answer_empty_pull(desk, 2, NOW_MS);
    desk_answer_fork(desk, 1);
    assert_parted(desk, "other changes");
    desk_expect(desk, STORE_acked, "1");
}

static void a_tablet_that_is_known_again_has_not_parted(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 0);
    (void)desk_ask(desk);
    desk_answer(desk, 401, "{\"error\":\"token\"}");
    assert_parted(desk, "no longer knows");
    sync_urge(desk->sync);
    (void)desk_ask(desk);
    desk_answer_empty_pull(desk, 0, NOW_MS);
    assert_parted(desk, NULL);
}

static void a_strange_answer_parts_nobody(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 2);
    (void)desk_ask(desk);
    desk_answer(desk, 200, "<html>hello</html>");
    assert_parted(desk, NULL);
}

#define DEV_NEW "00000000-0000-7000-8000-00000000000b"
static void join_anew(struct desk *desk, const char *epoch, const char *school)
{
    char body[300];

    desk_set(desk, STORE_enrol_step, "asked");
    sync_urge(desk->sync);
    assert_string_equal(desk_ask(desk).path, "/v1/hub");
    (void)snprintf(body, sizeof(body),
                   "{\"box_key\":\"Ym94\",\"sign_key\":\"c2lnbg==\",\"protocol\":1,"
                   "\"epoch\":\"%s\",\"time\":1790000000000}",
                   epoch);
    desk_answer(desk, 200, body);
    desk_set(desk, STORE_enrol_step, "sealed");
    sync_urge(desk->sync);
    assert_string_equal(desk_ask(desk).path, "/v1/enrol");
    (void)snprintf(body, sizeof(body),
                   "{\"device\":\"" DEV_NEW "\",\"school\":\"%s\",\"token\":\"fresh\"}", school);
    desk_answer(desk, 201, body);
}

static int64_t count_parted(struct desk *desk)
{
    struct store_counts counts;

    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    return counts.parted;
}

static void a_tablet_enrolled_anew_keeps_what_was_never_acknowledged(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 3);
    desk_set(desk, STORE_acked, "2");
    desk_set(desk, STORE_parted, "why");
    join_anew(desk, EPOCH, SCHOOL);
    desk_expect(desk, STORE_device, DEV_NEW);
    desk_expect(desk, STORE_acked, "0");
    desk_expect(desk, STORE_parted, "");
    desk_expect(desk, STORE_settling, "1");
    assert_int_equal(count_parted(desk), 1);
    assert_int_equal(strncmp(desk_ask(desk).path, "/v1/pull?after=0&", 17), 0);
}

static void a_hub_that_was_restored_gets_all_of_it(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 3);
    desk_set(desk, STORE_acked, "2");
    join_anew(desk, EPOCH_NEW, SCHOOL);
    assert_int_equal(count_parted(desk), 3);
    desk_expect(desk, STORE_epoch_ms, "1790000000000"); /* 14 days from the first contact on */
}

static void a_code_of_another_school_changes_nothing(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 3);
    join_anew(desk, EPOCH, "00000000-0000-7000-8000-00000000000d");
    desk_expect(desk, STORE_device, DEV);
    desk_expect(desk, STORE_enrol_step, "refused");
    assert_int_equal(count_parted(desk), 0);
}

/* ---- what does not agree --------------------------------------------------------------------- */

#define PUPIL "00000000-0000-7000-8000-0000000000a1"
#define OTHER "00000000-0000-7000-8000-00000000000f"

/* A last page that says what the hub has of a pupil: changes 1 to count of another device. */
static void answer_page(struct desk *desk, int next, int count, int rows)
{
    struct buf body = {0};
    struct id pupil;
    struct sync_head head = {.next = next, .etag = "e1", .epoch = EPOCH, .time_ms = NOW_MS};

    assert_int_equal(id_parse(PUPIL, &pupil), STATUS_OK);
    head.has_pupils = true;
    head.pupils = &pupil;
    head.pupil_count = 1;
    head.has_check = true;
    head.check.count = count;
    for (int i = 1; i <= count; i++) {
        struct id dev;
        assert_int_equal(id_parse(OTHER, &dev), STATUS_OK);
        sync_check_mix(&head.check, &dev, i);
    }
    sync_write_head(&head, &body);
    for (int i = 1; i <= rows; i++) {
        struct sync_row row = {
            .lsn = i, .seq = i, .pupil = pupil, .box = (const uint8_t *)"b", .size = 1};
        assert_int_equal(id_parse(OTHER, &row.dev), STATUS_OK);
        sync_write_row(&row, &body);
    }
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

static void answer_checks(struct desk *desk, int count)
{
    struct buf body = {0};
    struct sync_pupil_check wide = {.check = {0}};
    struct sync_pupil_check line = {.check = {.count = count}};
    struct id dev;

    assert_int_equal(id_parse(OTHER, &dev), STATUS_OK);
    assert_int_equal(id_parse(PUPIL, &line.pupil), STATUS_OK);
    for (int i = 1; i <= count; i++) {
        sync_check_mix(&line.check, &dev, i);
    }
    sync_write_pupil_check(&wide, &body);
    sync_write_pupil_check(&line, &body);
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

static void answer_backfill(struct desk *desk, int count)
{
    struct buf body = {0};

    sync_write_backfill_head(count, false, &body);
    for (int i = 1; i <= count; i++) {
        struct sync_row row = {.lsn = i, .seq = i, .box = (const uint8_t *)"b", .size = 1};
        assert_int_equal(id_parse(OTHER, &row.dev), STATUS_OK);
        assert_int_equal(id_parse(PUPIL, &row.pupil), STATUS_OK);
        sync_write_row(&row, &body);
    }
    desk_answer(desk, 200, buf_cstr(&body));
    buf_finish(&body);
}

static void a_row_that_was_lost_is_fetched_again(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 0);
    (void)desk_ask(desk);
    answer_page(desk, 3, 3, 2); /* one is lost on the way */
    assert_string_equal(desk_ask(desk).path, "/v1/check?upto=3&epoch=" EPOCH);
    answer_checks(desk, 3);
    assert_int_equal(strncmp(desk_ask(desk).path, "/v1/pupils/" PUPIL "?after=0&upto=3&", 61), 0);
    answer_backfill(desk, 3);
    assert_int_equal(strncmp(desk_ask(desk).path, "/v1/pull?after=3&", 17), 0);
    answer_page(desk, 3, 3, 0);
    (void)desk_rest(desk);
    assert_true(sync_report(desk->sync).up_to_date);
}

static void what_the_hub_lacks_is_kept_and_not_counted(void **state)
{
    struct desk *desk = *state;
    struct store_counts counts;

    desk_enrol(desk, 0);
    (void)desk_ask(desk);
    answer_page(desk, 3, 3, 3);
    (void)desk_rest(desk);
    sync_urge(desk->sync);
    (void)desk_ask(desk);
    answer_page(desk, 3, 2, 0); /* it has forgotten the third */
    (void)desk_ask(desk);
    answer_checks(desk, 2);
    (void)desk_ask(desk);
    answer_backfill(desk, 2);
    (void)desk_ask(desk);
    answer_page(desk, 3, 2, 0);
    (void)desk_rest(desk);
    assert_true(sync_report(desk->sync).up_to_date);
    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(counts.last_place, 3);
}

static void sums_that_never_agree_end_the_round(void **state)
{
    struct desk *desk = *state;

    desk_enrol(desk, 0);
    (void)desk_ask(desk);
    answer_page(desk, 3, 3, 2);
    (void)desk_ask(desk);
    answer_checks(desk, 3);
    (void)desk_ask(desk);
    answer_backfill(desk, 2);
    (void)desk_ask(desk);
    answer_page(desk, 3, 3, 0);
    assert_true(desk_rest(desk) > 60 * 1000);
    assert_false(sync_report(desk->sync).up_to_date);
    desk_expect(desk, STORE_up_to_date, "0");
}

/* ---- withdrawn ------------------------------------------------------------------------------- */

#define CANARY "a sealed canary"
static void be_withdrawable(struct desk *desk, struct sign_pair *hub)
{
    const struct store_draft draft = {"note", CANARY, sizeof(CANARY)};
    struct random_port random = rng_port(&desk->rng);
    struct buf key = {0};
    struct store_slot slot = {
        .name = "Sam Okoro", .slot = {.memory_kib = 65536, .passes = 3}
    };

    sign_pair_make(&random, hub);
    buf_base64(&key, hub->public_key, sizeof(hub->public_key));
    desk_set(desk, STORE_hub_sign_key, buf_cstr(&key));
    assert_int_equal(store_draft_put(desk->store, &draft), STATUS_OK);
    assert_int_equal(store_slot_put(desk->store, &slot), STATUS_OK);
    buf_finish(&key);
}

static void answer_withdrawn(struct desk *desk, const struct sign_pair *hub, const char *mode)
{
    struct id dev;
    struct signature wipe;
    struct buf body = {0};

    assert_int_equal(id_parse(DEV, &dev), STATUS_OK);
    wipe = wipe_sign(hub, &dev);
    buf_printf(&body, "{\"error\":\"revoked\",\"message\":\"m\",\"mode\":\"%s\",\"wipe\":\"", mode);
    buf_base64(&body, wipe.bytes, sizeof(wipe.bytes));
    buf_text(&body, "\"}");
    desk_answer(desk, 410, buf_cstr(&body));
    buf_finish(&body);
}

static void assert_wiped(struct desk *desk, bool wiped)
{
    struct store_counts counts;
    struct store_slot_rows slots;
    struct arena arena = {0};

    assert_int_equal(store_count(desk->store, &counts), STATUS_OK);
    assert_int_equal(store_slots(desk->store, &arena, &slots), STATUS_OK);
    assert_int_equal(slots.count, wiped ? 0 : 1);
    assert_int_equal(counts.drafts, wiped ? 0 : 1);
    assert_int_equal(support_folder_holds(&desk->folder, CANARY, sizeof(CANARY)), !wiped);
    assert_int_equal(support_folder_holds(&desk->folder, "Sam Okoro", 9), !wiped);
    if (wiped) {
        desk_expect(desk, STORE_device, "");
        desk_expect(desk, STORE_token, "");
        assert_int_equal(counts.own, 0);
        assert_true(desk_rest(desk) > 0);
    }
    arena_finish(&arena);
}

static void a_signed_order_leaves_no_byte(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk_enrol(desk, 2);
    be_withdrawable(desk, &hub);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "now");
    assert_wiped(desk, true);
    assert_non_null(strstr(sync_report(desk->sync).sentence, "has been wiped"));
}

static void an_order_that_another_signed_wipes_nothing(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;
    struct sign_pair other;
    struct random_port random = rng_port(&desk->rng);

    desk_enrol(desk, 2);
    be_withdrawable(desk, &hub);
    sign_pair_make(&random, &other);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &other, "now");
    assert_wiped(desk, false);
    assert_non_null(strstr(sync_report(desk->sync).sentence, "nothing was wiped"));
}

static void it_sends_what_it_holds_first_when_asked_to(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk_enrol(desk, 2);
    desk_set(desk, STORE_acked, "2");
    be_withdrawable(desk, &hub);
    (void)desk_ask(desk); /* a pull; meanwhile the person writes on */
    desk_set(desk, STORE_acked, "1");
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, false);
    assert_string_equal(desk_ask(desk).path, "/v1/push?epoch=" EPOCH);
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, true);
}

/* With an almost empty battery too, and what is large, for it may not be heard of again. */
static void it_sends_its_pictures_whatever_the_battery_says(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk->power_is_low = true;
    desk_enrol_mixed(desk, "P");
    be_withdrawable(desk, &hub);
    assert_int_equal(strncmp(desk_ask(desk).path, "/v1/pull?", 9), 0);
    answer_withdrawn(desk, &hub, "send");
    assert_string_equal(desk_ask(desk).path, "/v1/push?epoch=" EPOCH);
    desk_answer_acked(desk, 200, "", 1, &desk->hashes[1]);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, true);
}

/* It holds nothing new, and asks by its last change whether the hub still has all of it. */
static void a_tablet_that_sent_all_asks_before_it_is_wiped(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk_enrol(desk, 2);
    desk_set(desk, STORE_acked, "2");
    be_withdrawable(desk, &hub);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_non_null(strstr(desk_ask(desk).body, "\"seq\":2"));
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    assert_wiped(desk, false);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, true);
}

/* The hub was restored since it acknowledged: it wants this tablet gone before it says so. */
static void a_restored_hub_gets_it_all_before_the_wipe(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk_enrol(desk, 2);
    desk_set(desk, STORE_acked, "2");
    be_withdrawable(desk, &hub);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_non_null(strstr(desk_ask(desk).body, "\"seq\":2"));
    desk_answer_acked(desk, 409, "epoch", 1, &desk->hashes[1]);
    assert_wiped(desk, false);
    assert_string_equal(desk_ask(desk).path, "/v1/push?epoch=" EPOCH_NEW);
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, true);
}

static void it_is_not_wiped_while_something_waits_for_its_person(void **state)
{
    struct desk *desk = *state;
    struct sign_pair hub;

    desk_enrol(desk, 3);
    be_withdrawable(desk, &hub);
    desk_set(desk, STORE_acked, "2");
    assert_int_equal(store_join(desk->store, &(struct store_joined){DEV_NEW, SCHOOL, "t"}),
                     STATUS_OK);
    assert_int_equal(count_parted(desk), 1);
    assert_int_equal(store_join(desk->store, &(struct store_joined){DEV, SCHOOL, "t"}), STATUS_OK);
    desk_set(desk, STORE_acked, "1");
    (void)desk_ask(desk);
    desk_answer_acked(desk, 200, "", 2, &desk->hashes[2]);
    (void)desk_ask(desk);
    answer_withdrawn(desk, &hub, "send");
    assert_wiped(desk, false);
    assert_non_null(strstr(sync_report(desk->sync).sentence, "Unlock it once"));
    desk_expect(desk, STORE_settling, ""); /* no pull will come: it may be written anew now */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fork_is_seen_wherever_the_hub_shows_it),
        cmocka_unit_test(where_they_parted_is_what_is_acknowledged),
        CASE(a_hub_that_falls_silent_while_it_is_looked_for_changes_nothing),
        CASE(a_copy_that_wrote_less_sees_it_in_a_pull),
        CASE(a_tablet_that_is_known_again_has_not_parted),
        CASE(a_strange_answer_parts_nobody),
        CASE(a_tablet_enrolled_anew_keeps_what_was_never_acknowledged),
        CASE(a_hub_that_was_restored_gets_all_of_it),
        CASE(a_code_of_another_school_changes_nothing),
        CASE(a_row_that_was_lost_is_fetched_again),
        CASE(what_the_hub_lacks_is_kept_and_not_counted),
        CASE(sums_that_never_agree_end_the_round),
        CASE(a_signed_order_leaves_no_byte),
        CASE(an_order_that_another_signed_wipes_nothing),
        CASE(it_sends_what_it_holds_first_when_asked_to),
        CASE(it_sends_its_pictures_whatever_the_battery_says),
        CASE(a_tablet_that_sent_all_asks_before_it_is_wiped),
        CASE(a_restored_hub_gets_it_all_before_the_wipe),
        CASE(it_is_not_wiped_while_something_waits_for_its_person),
    };

    return change_setup() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
