/* What outlasts the store: pupils erased and tablets revoked since the backup that comes back.
 *
 * The verbs run in this process; what a tablet hears is asked of a hub on the same file.
 */
#define _POSIX_C_SOURCE 200809L
#include "shelf.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define YEAR_MS (365LL * 24 * 3600 * 1000)
#define AT_ONCE 12 /* tablets revoked by each of two verbs that run at the same time */

/* ---- what happens --------------------------------------------------------------------------- */

static void assert_heard(struct place *p, int status, const char *part)
{
    struct hub *hub = verbs_open(&p->hub);

    p->tablet.hub = hub;
    tablet_expect_get(&p->tablet, "/v1/pull?after=0&limit=9&epoch=", status, part);
    hub_destroy(hub);
}

static bool hub_says(struct place *p, const char *part)
{
    struct hub *hub = verbs_open(&p->hub);
    struct buf all = {0};
    const struct hub_sink sink = {place_add_line, &all};
    bool says = false;

    assert_int_equal(hub_export_records(hub, NULL, &sink), STATUS_OK);
    assert_int_equal(hub_export_changes(hub, NULL, &sink), STATUS_OK);
    says = strstr(buf_cstr(&all), part) != NULL;
    buf_finish(&all);
    hub_destroy(hub);
    return says;
}

/* ---- a lost disk: what was copied elsewhere is all there is, keys and lists among it --------- */

static struct mode {
    const char *name;
    const char *revoke; /* words after the tablet's id */
    const char *heard;
} modes[] = {
    {"revoked now, it stays so over a lost disk", "",             "\"mode\":\"now\"" },
    {"revoked to send, it stays so",              " --mode send", "\"mode\":\"send\""},
};

static void check_mode(void **state)
{
    const struct mode *mode = *state;
    void *made = NULL;
    struct place *p = NULL;

    assert_int_equal(place_make(&made), 0);
    p = made;
    assert_heard(p, 200, "\"next\"");
    place_run(p, "device revoke ", p->tablet.dev.text, mode->revoke, 0);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    assert_heard(p, 410, mode->heard);
    assert_int_equal(place_end(&made), 0);
}

static struct buf sent; /* by it */

/* A tablet that the backup has never heard of. */
static void join_later(struct place *p)
{
    struct hub *hub = verbs_open(&p->hub);

    tablet_finish(&p->tablet);
    place_enrol(p, hub, &p->tablet);
    tablet_write_note(&p->tablet, &p->pupil);
    buf_finish(&sent);
    buf_add(&sent, p->tablet.body.data, p->tablet.body.size);
    tablet_expect_push(&p->tablet, 200, "\"acked\":1");
    hub_destroy(hub);
}

static void check_later_mode(void **state)
{
    const struct mode *mode = *state;
    void *made = NULL;
    struct place *p = NULL;

    for (int by_hand = 0; by_hand < 2; by_hand++) {
        assert_int_equal(place_make(&made), 0);
        p = made;
        join_later(p);
        place_run(p, "device revoke ", p->tablet.dev.text, mode->revoke, 0);
        if (by_hand == 1) {
            place_put_store_back(p);
            assert_int_equal(place_serve_once(p), 0);
        } else {
            verbs_drop_store(&p->hub);
            place_run(p, "restore ", p->backup, "", 0);
        }
        assert_heard(p, 410, mode->heard);
        assert_int_equal(verbs_run(&p->hub, "verify"), 0);
        assert_int_equal(place_serve_once(p), 0); /* the store knows it by now */
        assert_heard(p, 410, mode->heard);
        assert_int_equal(place_end(&made), 0);
    }
}

static struct mode later_modes[] = {
    {"revoked now, one that came after the backup is wiped", "",             "\"mode\":\"now\"" },
    {"revoked to send, one that came later is to send",      " --mode send", "\"mode\":\"send\""},
};

static void learn_epoch(struct tablet *t)
{
    struct http_reply reply;
    struct json_value *body = NULL;

    tablet_get(t, "/v1/hub", &reply);
    assert_int_equal(json_parse(buf_cstr(&reply.body), reply.body.size, &body), STATUS_OK);
    text_copy(t->epoch, sizeof(t->epoch), json_member_text(body, "epoch"));
    json_free(body);
    http_reply_finish(&reply);
}

/* What it had sent is lost with the disk: it sends it again, and is wiped then. */
static void one_that_came_later_sends_first(void **state)
{
    struct place *p = *state;
    struct hub *hub = NULL;
    struct buf signature = {0};
    struct http_reply reply;

    join_later(p);
    place_run(p, "device revoke ", p->tablet.dev.text, " --mode send", 0);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    hub = verbs_open(&p->hub);
    p->tablet.hub = hub;
    tablet_expect_get(&p->tablet, "/v1/pull?after=0&limit=9&epoch=", 410, "\"send\"");
    learn_epoch(&p->tablet);
    tablet_sign(&p->tablet, &p->tablet.hash, &signature);
    tablet_push_body(&p->tablet, sent.data, sent.size, buf_cstr(&signature), &reply);
    tablet_assert_reply(&reply, 200, "\"acked\":1");
    tablet_expect_get(&p->tablet, "/v1/pull?after=0&limit=9&epoch=", 410, "\"send\"");
    hub_destroy(hub);
    buf_finish(&signature);
    buf_finish(&sent);
}

/* As a hub of an earlier version listed it. */
static void an_id_alone_revokes_who_is_known(void **state)
{
    struct place *p = *state;
    struct buf line = {0};

    join_later(p);
    buf_printf(&line, "{\"device\":\"%s\",\"mode\":\"now\"}\n", p->tablet.dev.text);
    verbs_write(&p->hub, "revocations.ndjson", line.data, line.size);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    assert_heard(p, 401, "token");
    buf_finish(&line);
}

static void the_last_word_on_a_tablet_counts(void **state)
{
    struct place *p = *state;

    place_run(p, "device revoke ", p->tablet.dev.text, " --mode send", 0);
    place_run(p, "device revoke ", p->tablet.dev.text, " --mode now", 0);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    assert_heard(p, 410, "\"mode\":\"now\"");
}

static void an_erased_pupil_stays_so_over_a_lost_disk(void **state)
{
    struct place *p = *state;

    assert_true(hub_says(p, CANARY));
    place_run(p, "erase --pupil ", p->pupil.text, "", 0);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    assert_false(hub_says(p, CANARY));
    assert_false(support_folder_holds(&p->hub.data, CANARY, strlen(CANARY))); /* no byte of it */
    assert_int_equal(verbs_run(&p->hub, "verify"), 0);
}

/* A list may have been left behind, while the store is there. */
static void what_the_store_knows_outlasts_it_too(void **state)
{
    struct place *p = *state;

    place_run(p, "erase --pupil ", p->pupil.text, "", 0);
    place_run(p, "device revoke ", p->tablet.dev.text, "", 0);
    verbs_drop(&p->hub, "erasures.ndjson");
    verbs_drop(&p->hub, "revocations.ndjson");
    place_run(p, "restore ", p->backup, "", 0);
    assert_false(hub_says(p, CANARY));
    assert_heard(p, 410, "\"mode\":\"now\"");
    verbs_drop_store(&p->hub); /* and is listed by then */
    place_run(p, "restore ", p->backup, "", 0);
    assert_false(hub_says(p, CANARY));
    assert_heard(p, 410, "\"mode\":\"now\"");
}

/* ---- an older store, put back by hand ------------------------------------------------------- */

static void serve_holds_an_older_store_to_its_lists(void **state)
{
    struct place *p = *state;

    place_run(p, "erase --pupil ", p->pupil.text, "", 0);
    place_run(p, "device revoke ", p->tablet.dev.text, " --mode send", 0);
    place_put_store_back(p);
    assert_true(hub_says(p, CANARY));
    assert_int_equal(place_serve_once(p), 0);
    assert_false(hub_says(p, CANARY));
    assert_false(support_folder_holds(&p->hub.data, CANARY, strlen(CANARY)));
    assert_heard(p, 410, "\"mode\":\"send\"");
    assert_int_equal(verbs_run(&p->hub, "verify"), 0);
}

/* It was revoked twice, and the copy is from between: seen to forget the second. */
static void a_store_from_between_hears_the_last_word(void **state)
{
    struct place *p = *state;
    char *before = p->backup;

    place_run(p, "device revoke ", p->tablet.dev.text, " --mode send", 0);
    p->backup = support_folder_path(&p->folder, "between");
    place_run(p, "backup ", p->backup, "", 0);
    place_run(p, "device revoke ", p->tablet.dev.text, " --mode now", 0);
    place_put_store_back(p);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(place_serve_once(p), 0);
        assert_heard(p, 410, "\"mode\":\"now\"");
    }
    free(p->backup);
    p->backup = before;
}

static void serve_lists_what_a_store_knows(void **state)
{
    struct place *p = *state;

    place_run(p, "erase --pupil ", p->pupil.text, "", 0);
    place_run(p, "device revoke ", p->tablet.dev.text, "", 0);
    verbs_drop(&p->hub, "erasures.ndjson");
    verbs_drop(&p->hub, "revocations.ndjson"); /* as of a hub that kept none */
    assert_int_equal(place_serve_once(p), 0);
    verbs_drop_store(&p->hub);
    place_run(p, "restore ", p->backup, "", 0);
    assert_false(hub_says(p, CANARY));
    assert_heard(p, 410, "\"mode\":\"now\"");
}

/* ---- whose name the hub writes under --------------------------------------------------------- */

/* Else numbers of its chain would be used twice, which tablets hold already. */
static void a_restored_hub_writes_as_a_new_device_whatever_its_clock(void **state)
{
    struct place *p = *state;
    char *backup = support_folder_path(&p->folder, "second");
    struct id before;
    struct id after;

    p->hub.clock.now_ms = NOW_MS + 10 * YEAR_MS;
    place_run(p, "restore ", p->backup, "", 0);
    before = place_write_as_hub(p);
    place_run(p, "backup ", backup, "", 0);
    p->hub.clock.now_ms = NOW_MS; /* it is mended */
    place_run(p, "restore ", backup, "", 0);
    after = place_write_as_hub(p);
    assert_string_not_equal(before.text, after.text);
    assert_int_equal(verbs_run(&p->hub, "verify"), 0);
    free(backup);
}

/* ---- keys ---------------------------------------------------------------------------------- */

/* As somebody does who wants a second hub on one store. */
static void new_keys_on_a_store_make_no_hub(void **state)
{
    struct place *p = *state;
    struct verbs second;
    struct buf line = {0};

    verbs_begin(&second, NOW_MS);
    buf_printf(&line, "init --store sqlite:%s/cairn.db", p->hub.data.path);
    second.chance = (struct rng){17};
    assert_int_equal(verbs_run(&second, buf_cstr(&line)), 1);
    assert_non_null(strstr(status_message(), "another hub"));
    assert_int_equal(verbs_run(&second, "verify"), 1);
    verbs_end(&second);
    buf_finish(&line);
}

/* ---- the lists ------------------------------------------------------------------------------ */

#define LINE "{\"device\":\"%s\",\"mode\":\"now\"}"
static struct list {
    const char *name;
    const char *text; /* %s is the tablet */
    size_t nuls;      /* after it */
    int want;
    bool is_revoked;
} lists[] = {
    {"no list",                            NULL,                                       0, 0, false},
    {"an empty list",                      "",                                         0, 0, false},
    {"a line",                             LINE "\n",                                  0, 0, true },
    {"a last line without an end",         LINE,                                       0, 0, true },
    {"lines of a person's editor",         "\r\n" LINE "\r\n\r\n",                     0, 0, true },
    {"a line that was cut off",            LINE "\n{\"device\":\"0190aa",              0, 0, true },
    {"a line that never reached the disk", LINE "\n",                                  9, 0, true },
    {"a broken line",                      "{\"device\n" LINE "\n",                    0, 1, false},
    {"a line of no device",                "{\"mode\":\"now\"}\n" LINE "\n",           0, 1, false},
    {"a mode that there is not",           "{\"device\":\"%s\",\"mode\":\"later\"}\n", 0, 1, false},
    {"no JSON object",                     "[]\n",                                     0, 1, false},
};

static void check_list(void **state)
{
    const struct list *list = *state;
    void *made = NULL;
    struct place *p = NULL;
    struct buf text = {0};

    assert_int_equal(place_make(&made), 0);
    p = made;
    if (list->text != NULL) {
        const char *at = strstr(list->text, "%s");
        size_t before = at == NULL ? strlen(list->text) : (size_t)(at - list->text);
        buf_add(&text, list->text, before);
        buf_printf(&text, "%s%s", at == NULL ? "" : p->tablet.dev.text, at == NULL ? "" : at + 2);
        for (size_t i = 0; i < list->nuls; i++) {
            buf_byte(&text, '\0');
        }
        verbs_write(&p->hub, "revocations.ndjson", buf_cstr(&text), text.size);
    }
    assert_int_equal(place_serve_once(p), list->want);
    place_run(p, "restore ", p->backup, "", list->want);
    if (list->want != 0) {
        assert_heard(p, 200, "\"next\""); /* the hub is as it was */
    } else {
        assert_heard(p, list->is_revoked ? 410 : 409, "error"); /* 409: of another epoch */
    }
    buf_finish(&text);
    assert_int_equal(place_end(&made), 0);
}

/* What was cut off is gone for good, and what comes after it is a line of its own. */
static void a_list_goes_on_after_what_was_cut_off(void **state)
{
    struct place *p = *state;
    static const char cut[] = "{\"device\":\"0190aa";
    char *path = support_folder_path(&p->hub.data, "revocations.ndjson");
    struct buf text = {0};
    struct buf start = {0};
    size_t size = 0;

    buf_printf(&start, "{\"device\":\"%s\",\"mode\":\"now\"", p->tablet.dev.text);
    verbs_write(&p->hub, "revocations.ndjson", cut, sizeof cut - 1);
    place_run(p, "device revoke ", p->tablet.dev.text, "", 0);
    assert_int_equal(support_file_read(path, &text), STATUS_OK);
    size = text.size;
    assert_int_equal(strncmp(buf_cstr(&text), buf_cstr(&start), start.size), 0);
    assert_ptr_equal(strchr(buf_cstr(&text), '\n'), text.data + size - 1);
    verbs_write(&p->hub, "revocations.ndjson", text.data, size - 1); /* by an editor */
    place_run(p, "device revoke ", p->tablet.dev.text, "", 0);
    buf_clear(&text);
    assert_int_equal(support_file_read(path, &text), STATUS_OK);
    assert_int_equal(text.size, 2 * size);
    assert_int_equal(strncmp(text.data + size, buf_cstr(&start), start.size), 0);
    buf_finish(&text);
    buf_finish(&start);
    free(path);
}

static void revoke_all(struct place *p, const struct tablet *tablets)
{
    for (size_t i = 0; i < AT_ONCE; i++) {
        struct buf line = {0};
        buf_printf(&line, "device revoke %s", tablets[i].dev.text);
        if (verbs_run(&p->hub, buf_cstr(&line)) != 0) {
            _exit(1);
        }
        buf_finish(&line);
    }
    _exit(0);
}

static void two_verbs_at_once_list_all(void **state)
{
    struct place *p = *state;
    static struct tablet tablets[2 * AT_ONCE];
    struct hub *hub = verbs_open(&p->hub);
    char *path = support_folder_path(&p->hub.data, "revocations.ndjson");
    struct buf text = {0};
    pid_t pids[2];

    for (size_t i = 0; i < 2 * AT_ONCE; i++) {
        place_enrol(p, hub, &tablets[i]);
    }
    hub_destroy(hub);
    (void)fflush(stdout);
    for (int i = 0; i < 2; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0) {
            revoke_all(p, tablets + (size_t)i * AT_ONCE);
        }
    }
    for (int i = 0; i < 2; i++) {
        int how = 0;
        assert_int_equal(waitpid(pids[i], &how, 0), pids[i]);
        assert_int_equal(how, 0);
    }
    assert_int_equal(support_file_read(path, &text), STATUS_OK);
    for (size_t i = 0; i < 2 * AT_ONCE; i++) {
        assert_non_null(strstr(buf_cstr(&text), tablets[i].dev.text));
        tablet_finish(&tablets[i]);
    }
    buf_finish(&text);
    free(path);
}

#define COUNT(rows)       (sizeof(rows) / sizeof((rows)[0]))
#define WITH_PLACE(story) cmocka_unit_test_setup_teardown(story, place_make, place_end)

int main(void)
{
    struct CMUnitTest tests[COUNT(modes) + COUNT(later_modes) + COUNT(lists)];
    const struct CMUnitTest stories[] = {
        WITH_PLACE(one_that_came_later_sends_first),
        WITH_PLACE(an_id_alone_revokes_who_is_known),
        WITH_PLACE(the_last_word_on_a_tablet_counts),
        WITH_PLACE(an_erased_pupil_stays_so_over_a_lost_disk),
        WITH_PLACE(what_the_store_knows_outlasts_it_too),
        WITH_PLACE(serve_holds_an_older_store_to_its_lists),
        WITH_PLACE(a_store_from_between_hears_the_last_word),
        WITH_PLACE(serve_lists_what_a_store_knows),
        WITH_PLACE(a_restored_hub_writes_as_a_new_device_whatever_its_clock),
        WITH_PLACE(new_keys_on_a_store_make_no_hub),
        WITH_PLACE(a_list_goes_on_after_what_was_cut_off),
        WITH_PLACE(two_verbs_at_once_list_all),
    };
    size_t n = 0;

    for (size_t i = 0; i < COUNT(modes); i++) {
        tests[n++] = (struct CMUnitTest){modes[i].name, check_mode, NULL, NULL, &modes[i]};
    }
    for (size_t i = 0; i < COUNT(later_modes); i++) {
        tests[n++] =
            (struct CMUnitTest){later_modes[i].name, check_later_mode, NULL, NULL, &later_modes[i]};
    }
    for (size_t i = 0; i < COUNT(lists); i++) {
        tests[n++] = (struct CMUnitTest){lists[i].name, check_list, NULL, NULL, &lists[i]};
    }
    return cmocka_run_group_tests_name("lists", tests, NULL, NULL) +
           cmocka_run_group_tests_name("what outlasts the store", stories, NULL, NULL);
}
