/* The place of tests about stores that are lost, put back, and restored. */
#define _POSIX_C_SOURCE 200809L
#include "shelf.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void place_enrol(struct place *p, struct hub *hub, struct tablet *t)
{
    const struct hub_code code = {.school = p->school, .label = "T"};
    struct buf secret = {0};
    struct http_reply reply;

    assert_int_equal(hub_code_make(hub, &code, &secret), STATUS_OK);
    tablet_init(t, hub, &p->hub.chance, &p->hub.clock.now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    tablet_assert_reply(&reply, 201, "token");
    buf_finish(&secret);
}

static void write_pupil(struct place *p)
{
    struct tablet_draft said = {.type = "observation", .set = "{\"outcome\":\"" CANARY "\"}"};

    p->pupil = tablet_write_pupil(&p->tablet);
    said.rec = tablet_new_id(&p->tablet);
    said.pupil = p->pupil;
    tablet_write(&p->tablet, &said);
    tablet_expect_push(&p->tablet, 200, "\"held\":[]");
}

/* A hub in a folder, a tablet, a pupil of whom it wrote, and a backup of that. */
int place_make(void **state)
{
    static struct place place;
    struct hub *hub = NULL;
    struct hub_school school;
    struct buf line = {0};

    place = (struct place){0};
    assert_int_equal(support_folder_make(&place.folder), STATUS_OK);
    verbs_begin(&place.hub, NOW_MS);
    place.backup = support_folder_path(&place.folder, "backup");
    assert_int_equal(verbs_run(&place.hub, "init --host hub.test"), 0);
    assert_int_equal(verbs_run(&place.hub, "school add --name Hill --urn 100001"), 0);
    hub = verbs_open(&place.hub);
    assert_int_equal(hub_school_find(hub, "100001", &school), STATUS_OK);
    place.school = school.id;
    place_enrol(&place, hub, &place.tablet);
    write_pupil(&place);
    hub_destroy(hub);
    buf_printf(&line, "backup %s", place.backup);
    assert_int_equal(verbs_run(&place.hub, buf_cstr(&line)), 0);
    buf_finish(&line);
    *state = &place;
    return 0;
}

int place_end(void **state)
{
    struct place *p = *state;

    tablet_finish(&p->tablet);
    support_folder_remove(&p->folder);
    verbs_end(&p->hub);
    free(p->backup);
    return 0;
}

enum status place_add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

void place_run(struct place *p, const char *before, const char *word, const char *after, int want)
{
    struct buf line = {0};

    buf_printf(&line, "%s%s%s", before, word, after);
    assert_int_equal(verbs_run(&p->hub, buf_cstr(&line)), want);
    buf_finish(&line);
}

void place_put_store_back(struct place *p)
{
    struct buf bytes = {0};

    verbs_drop_store(&p->hub);
    assert_int_equal(support_file_read(p->backup, &bytes), STATUS_OK);
    verbs_write(&p->hub, "cairn.db", bytes.data, bytes.size);
    buf_finish(&bytes);
}

int place_serve_once(struct place *p)
{
    sigset_t ends;
    int code = 0;

    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, &ends, NULL), 0);
    assert_int_equal(raise(SIGTERM), 0);
    code = verbs_run(&p->hub, "serve");
    if (code != 0) {
        int got = 0;
        assert_int_equal(sigwait(&ends, &got), 0);
    }
    return code;
}

struct id place_write_as_hub(struct place *p)
{
    struct hub *hub = verbs_open(&p->hub);
    struct hub_draft draft = {.type = "group", .set = "{\"name\":\"Oak\"}", .is_new = true};
    const struct clock_port clock = support_clock_port(&p->hub.clock);
    const struct random_port random = rng_port(&p->hub.chance);
    struct buf all = {0};
    const struct hub_sink sink = {place_add_line, &all};
    struct json_value *line = NULL;
    struct id dev;

    draft.rec = id_new(&clock, &random);
    assert_int_equal(hub_write(hub, &p->school, &draft, 1), STATUS_OK);
    assert_int_equal(hub_export_changes(hub, NULL, &sink), STATUS_OK);
    hub_destroy(hub);
    for (const char *at = all.data; line == NULL && at != NULL; at = strchr(at, '\n') + 1) {
        size_t size = strcspn(at, "\n");
        const char *found = strstr(at, draft.rec.text);
        if (found != NULL && found < at + size) {
            assert_int_equal(json_parse(at, size, &line), STATUS_OK);
        }
    }
    assert_int_equal(id_parse(json_member_text(line, "dev"), &dev), STATUS_OK);
    json_free(line);
    buf_finish(&all);
    return dev;
}
