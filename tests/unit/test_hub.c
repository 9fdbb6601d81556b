/* The hub by PROTOCOL section 4, without a socket: enrolment, push with its order of checks and its
 * holds, pull, scope, backfill, sums. Each test has a hub of its own, in memory.
 */
#include "hub.h"
#include "sync.h"
#include "tablet.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define START_MS 1789000000000LL /* September 2026 */

struct world {
    struct hub *hub;
    struct rng chance;
    int64_t now_ms;
    struct id school;
};

static int64_t world_now(void *ctx)
{
    return ((struct world *)ctx)->now_ms;
}

static int world_make(void **state)
{
    static struct world world;
    struct hub_options options = {.store = "sqlite::memory:"};
    struct random_port random = rng_port(&world.chance);

    world = (struct world){.chance = {7}, .now_ms = START_MS};
    assert_int_equal(change_setup(), STATUS_OK);
    options.clock = (struct clock_port){world_now, &world};
    options.random = random;
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    assert_int_equal(hub_create(&options, &world.hub), STATUS_OK);
    assert_int_equal(
        hub_school_add(world.hub, "{\"name\":\"Hill School\",\"urn\":\"100001\"}", &world.school),
        STATUS_OK);
    *state = &world;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    hub_destroy(w->hub);
    return 0;
}

/* A tablet for all pupils, or for one group. */
static void enrol(struct world *w, struct tablet *t, const struct id *group)
{
    struct hub_code code = {.school = w->school, .label = "T", .groups = group};
    struct buf secret = {0};
    struct http_reply reply;

    code.group_count = group != NULL ? 1 : 0;
    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    tablet_init(t, w->hub, &w->chance, &w->now_ms);
    tablet_enrol(t, buf_cstr(&secret), &reply);
    assert_int_equal(reply.status, 201);
    http_reply_finish(&reply);
    buf_finish(&secret);
}

static void assert_reply(struct http_reply *reply, int status, const char *part)
{
    if (reply->status != status || strstr(buf_cstr(&reply->body), part) == NULL) {
        fail_msg("wanted %d with %s, got %d %s", status, part, reply->status,
                 buf_cstr(&reply->body));
    }
    http_reply_finish(reply);
}

static void push(struct tablet *t, int status, const char *part)
{
    struct http_reply reply;

    tablet_push(t, &reply);
    assert_reply(&reply, status, part);
}

static void get(struct tablet *t, const char *target, int status, const char *part)
{
    struct http_reply reply;

    tablet_get(t, target, &reply);
    assert_reply(&reply, status, part);
}

static void page_of(struct tablet *t, const char *target, struct sync_page *page)
{
    struct http_reply reply;

    tablet_get(t, target, &reply);
    if (reply.status != 200) {
        fail_msg("%s: %d %s", target, reply.status, buf_cstr(&reply.body));
    }
    assert_int_equal(sync_read_page(reply.body.data, reply.body.size, page), STATUS_OK);
    http_reply_finish(&reply);
}

static struct id write_pupil(struct tablet *t)
{
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};

    d.rec = tablet_new_id(t);
    d.pupil = d.rec;
    tablet_write(t, &d);
    return d.pupil;
}

static void write_note(struct tablet *t, const struct id *pupil)
{
    struct tablet_draft d = {.type = "observation", .set = "{\"when\":1789000000000}"};

    d.rec = tablet_new_id(t);
    d.pupil = *pupil;
    tablet_write(t, &d);
}

/* ---- the outside -------------------------------------------------------------------------------- */

static struct outside_row {
    const char *name;
    const char *method;
    const char *target;
    int status;
    const char *part;
} outside_rows[] = {
    {"the hub says who it is",      "GET",  "/v1/hub",          200, "\"protocol\":1"},
    {"an unknown address",          "GET",  "/v1/nothing",      404, "\"not_found\"" },
    {"another method",              "POST", "/v1/hub",          405, "\"method\""    },
    {"a push without a token",      "POST", "/v1/push",         401, "\"token\""     },
    {"a pull without a token",      "GET",  "/v1/pull?limit=0", 401, "\"token\""     },
    {"an enrolment without a body", "POST", "/v1/enrol",        400, "\"malformed\"" },
};

static void check_outside(void **state)
{
    const struct outside_row *row = *state;
    void *made = NULL;
    struct world *w = NULL;
    struct http_request req;
    struct http_reply reply;

    assert_int_equal(world_make(&made), 0);
    w = made;
    assert_int_equal(http_request_init(&req, row->method, row->target), STATUS_OK);
    http_reply_init(&reply);
    hub_handle(w->hub, &req, &reply);
    assert_reply(&reply, row->status, row->part);
    http_request_finish(&req);
    assert_int_equal(world_end(&made), 0);
}

/* ---- enrolment ---------------------------------------------------------------------------------- */

static void a_code_serves_one_key(void **state)
{
    struct world *w = *state;
    struct hub_code code = {.school = w->school, .label = "T"};
    struct buf secret = {0};
    struct tablet t;
    struct tablet other;
    struct http_reply reply;
    struct id first;
    char old_token[128];

    assert_int_equal(hub_code_make(w->hub, &code, &secret), STATUS_OK);
    tablet_init(&t, w->hub, &w->chance, &w->now_ms);
    tablet_init(&other, w->hub, &w->chance, &w->now_ms);
    tablet_enrol(&t, "wrong", &reply);
    assert_reply(&reply, 403, "\"code\"");
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    assert_reply(&reply, 201, "\"device\"");
    first = t.dev;
    text_copy(old_token, sizeof old_token, t.token);
    tablet_enrol(&t, buf_cstr(&secret), &reply); /* the answer was lost */
    assert_reply(&reply, 201, "\"device\"");
    assert_true(id_equal(&first, &t.dev));
    get(&t, "/v1/pull?epoch=", 200, "\"next\"");
    text_copy(t.token, sizeof t.token, old_token);
    get(&t, "/v1/pull?epoch=", 401, "\"token\"");
    tablet_enrol(&other, buf_cstr(&secret), &reply);
    assert_reply(&reply, 403, "\"code\"");
    w->now_ms += HUB_CODE_LIFE_MS;
    tablet_enrol(&t, buf_cstr(&secret), &reply);
    assert_reply(&reply, 403, "\"code\"");
    tablet_finish(&t);
    tablet_finish(&other);
    buf_finish(&secret);
}

/* ---- push ----------------------------------------------------------------------------------------- */

static void a_batch_is_taken_once(void **state)
{
    struct world *w = *state;
    struct tablet t;
    struct buf body = {0};
    struct buf signature = {0};
    struct http_reply reply;
    struct id pupil;

    enrol(w, &t, NULL);
    pupil = write_pupil(&t);
    write_note(&t, &pupil);
    buf_add(&body, t.body.data, t.body.size);
    tablet_sign(&t, &t.hash, &signature);
    push(&t, 200, "\"acked\":2");
    tablet_push_body(&t, body.data, body.size, buf_cstr(&signature), &reply);
    assert_reply(&reply, 200, "\"acked\":2");
    write_note(&t, &pupil);
    buf_add(&body, t.body.data, t.body.size); /* a retry that goes on */
    tablet_sign(&t, &t.hash, &signature);
    tablet_push_body(&t, body.data, body.size, buf_cstr(&signature), &reply);
    assert_reply(&reply, 200, "\"acked\":3");
    buf_finish(&signature);
    buf_finish(&body);
    tablet_finish(&t);
}

static void refusals_store_nothing(void **state)
{
    struct world *w = *state;
    struct tablet t;
    struct tablet clone;
    struct buf signature = {0};
    struct http_reply reply;
    struct id pupil;
    char epoch[ID_ROOM];

    enrol(w, &t, NULL);
    pupil = write_pupil(&t);
    push(&t, 200, "\"acked\":1");
    clone = t;
    clone.body = (struct buf){0};

    tablet_push_body(&t, "", 0, "x", &reply);
    assert_reply(&reply, 400, "\"line\":1");
    write_note(&t, &pupil);
    tablet_push_body(&t, t.body.data, t.body.size, NULL, &reply);
    assert_reply(&reply, 403, "\"signature\"");
    tablet_push_body(&t, t.body.data, t.body.size, "garbled", &reply);
    assert_reply(&reply, 403, "\"acked\":1");
    text_copy(epoch, sizeof epoch, t.epoch);
    t.epoch[0] = t.epoch[0] == 'a' ? 'b' : 'a';
    push(&t, 409, "\"epoch\"");
    tablet_push_body(&t, "x\n", 2, NULL, &reply); /* form comes before epoch */
    assert_reply(&reply, 400, "\"malformed\"");
    text_copy(t.epoch, sizeof t.epoch, epoch);
    push(&t, 200, "\"acked\":2");

    write_note(&clone, &pupil); /* another change under seq 2 */
    push(&clone, 409, "\"fork\"");
    buf_clear(&clone.body);
    clone.seq = 7;
    write_note(&clone, &pupil);
    push(&clone, 409, "\"gap\"");
    buf_clear(&t.body);
    t.data_key.bytes[0] ^= 1;
    write_note(&t, &pupil);
    push(&t, 403, "\"seal\"");
    get(&clone, "/v1/pull?epoch=", 200, "\"acked\":2");
    buf_finish(&signature);
    tablet_finish(&clone);
    tablet_finish(&t);
}

static void bad_content_is_held_and_not_refused(void **state)
{
    struct world *w = *state;
    struct tablet t;
    struct tablet_draft d = {.type = "observation", .set = "{\"when\":\"noon\"}"};
    struct id pupil;
    struct id stranger;
    struct sync_page page;
    struct http_reply reply;

    enrol(w, &t, NULL);
    pupil = write_pupil(&t);
    stranger = tablet_new_id(&t);
    write_note(&t, &stranger);
    d.rec = tablet_new_id(&t);
    d.pupil = pupil;
    tablet_write(&t, &d);
    tablet_write_raw(&t, &pupil, "no line\0at all", 14);
    tablet_write_gone(&t, &pupil, "gone", 4);
    tablet_push(&t, &reply);
    assert_reply(&reply, 200,
                 "\"held\":[{\"seq\":2,\"reason\":\"school\"},{\"seq\":3,\"reason\":\"shape\"},"
                 "{\"seq\":4,\"reason\":\"form\"}]");
    page_of(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 3);
    assert_int_equal(page.head.acked, 5);
    assert_true(hash_equal(&page.head.hash, &t.hash));
    sync_page_finish(&page);

    d = (struct tablet_draft){.type = "pupil", .set = "{\"given\":\"Wren\"}"};
    d.rec = stranger;
    d.pupil = stranger;
    tablet_write(&t, &d); /* now the stranger is known, and seq 2 is free */
    push(&t, 200, "\"held\":[]");
    page_of(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 2);
    sync_page_finish(&page);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 4), STATUS_REFUSED);
    assert_int_equal(hub_held_set_aside(w->hub, &t.dev, 4), STATUS_OK);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 3), STATUS_OK);
    assert_int_equal(hub_held_release(w->hub, &t.dev, 2), STATUS_NOT_FOUND);
    page_of(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 0);
    sync_page_finish(&page);
    tablet_finish(&t);
}

/* ---- pull -------------------------------------------------------------------------------------------- */

static void a_page_opens_and_sums_agree(void **state)
{
    struct world *w = *state;
    struct tablet a;
    struct tablet b;
    struct id pupil;
    struct sync_page page;
    struct sync_check sum = {0};
    struct buf line = {0};

    enrol(w, &a, NULL);
    enrol(w, &b, NULL);
    pupil = write_pupil(&a);
    for (int i = 0; i < 5; i++) {
        write_note(&a, &pupil);
    }
    push(&a, 200, "\"acked\":6");
    page_of(&b, "/v1/pull?limit=4&epoch=", &page);
    assert_int_equal(page.count, 4); /* the school's own record is the first of all */
    assert_true(page.head.more);
    assert_false(page.head.has_check);
    assert_int_equal(page.head.next, page.rows[3].lsn);
    assert_int_equal(page.head.pupil_count, 1);
    sync_page_finish(&page);
    page_of(&b, "/v1/pull?after=0&limit=5000&epoch=", &page);
    assert_int_equal(page.count, 7);
    assert_false(page.head.more);
    for (size_t i = 0; i < page.count; i++) {
        const struct sync_row *row = &page.rows[i];
        struct change_place place = {.dev = row->dev, .seq = row->seq, .pupil = row->pupil};
        assert_int_equal(change_open(&b.data_key, &place, row->box, row->size, &line), STATUS_OK);
        sync_check_mix(&sum, &row->dev, row->seq);
        sum.count++;
        assert_int_equal(row->lsn, (int64_t)i + 1);
    }
    assert_true(page.head.has_check);
    assert_int_equal(page.head.check.count, sum.count);
    assert_memory_equal(page.head.check.sum, sum.sum, sizeof sum.sum);
    sync_page_finish(&page);
    page_of(&a, "/v1/pull?epoch=", &page); /* never its own */
    assert_int_equal(page.count, 1);
    assert_int_equal(page.head.next, 7);
    sync_page_finish(&page);
    buf_finish(&line);
    tablet_finish(&a);
    tablet_finish(&b);
}

static struct query_row {
    const char *name;
    const char *target;
    int status;
    const char *part;
} query_rows[] = {
    {"limit 0",                           "/v1/pull?limit=0&epoch=",                                400, "\"malformed\""},
    {"limit 5001",                        "/v1/pull?limit=5001&epoch=",                             400, "\"malformed\""},
    {"after -1",                          "/v1/pull?after=-1&epoch=",                               400, "\"malformed\""},
    {"after in words",                    "/v1/pull?after=all&epoch=",                              400, "\"malformed\""},
    {"form before epoch",                 "/v1/pull?limit=0",                                       400, "\"malformed\""},
    {"no epoch is another",               "/v1/pull",                                               409, "\"acked\":0"  },
    {"another epoch",                     "/v1/pull?epoch=0190aaaa-0000-7000-8000-000000000001",    409, "\"epoch\""    },
    {"a pupil out of scope",              "/v1/pupils/0190aaaa-0000-7000-8000-000000000001?epoch=", 404,
     "\"scope\""                                                                                                        },
    {"the pupil's epoch comes first",     "/v1/pupils/x",                                           409, "\"epoch\""    },
    {"what is school-wide",               "/v1/pupils/-?epoch=",                                    200, "\"next\":1"   },
    {"upto -1",                           "/v1/check?upto=-1&epoch=",                               400, "\"malformed\""},
    {"a check of nothing but the school", "/v1/check?upto=9&epoch=",                                200,
     "{\"pupil\":null,\"n\":1,"                                                                                         },
};

static void check_query(void **state)
{
    const struct query_row *row = *state;
    void *made = NULL;
    struct tablet t;

    assert_int_equal(world_make(&made), 0);
    enrol(made, &t, NULL);
    get(&t, row->target, row->status, row->part);
    tablet_finish(&t);
    assert_int_equal(world_end(&made), 0);
}

/* ---- scope --------------------------------------------------------------------------------------------- */

static void place_pupil(struct tablet *t, const struct id *rec, const struct id *pupil,
                        const char *set)
{
    struct tablet_draft d = {.type = "membership", .rec = *rec, .pupil = *pupil, .set = set};

    tablet_write(t, &d);
    push(t, 200, "\"held\":[]");
}

static size_t seen(struct tablet *t, char etag[40])
{
    struct sync_page page;
    size_t count = 0;

    page_of(t, "/v1/pull?epoch=", &page);
    assert_true(page.head.has_pupils);
    count = page.head.pupil_count;
    text_copy(etag, 40, page.head.etag);
    sync_page_finish(&page);
    return count;
}

static void a_place_in_a_group_opens_the_scope(void **state)
{
    struct world *w = *state;
    struct tablet all;
    struct tablet some;
    struct id group;
    struct id rec;
    struct id pupil;
    struct buf set = {0};
    struct sync_page page;
    char before[40];
    char after[40];
    char target[128];

    enrol(w, &all, NULL);
    group = tablet_new_id(&all);
    rec = tablet_new_id(&all);
    enrol(w, &some, &group);
    pupil = write_pupil(&all);
    write_note(&all, &pupil);
    push(&all, 200, "\"acked\":2");
    assert_int_equal(seen(&some, before), 0);
    assert_int_equal(seen(&all, after), 1);
    buf_printf(&set, "{\"group\":\"%s\",\"until\":\"2026-09-30\"}", group.text);
    place_pupil(&all, &rec, &pupil, buf_cstr(&set));
    assert_int_equal(seen(&some, after), 1);
    assert_string_not_equal(before, after);
    assert_true(snprintf(target, sizeof target, "/v1/pull?scope=%s&epoch=", after) > 0);
    page_of(&some, target, &page);
    assert_false(page.head.has_pupils);
    sync_page_finish(&page);
    assert_true(snprintf(target, sizeof target, "/v1/pupils/%s?epoch=", pupil.text) > 0);
    page_of(&some, target, &page);
    assert_int_equal(page.count, 3);
    sync_page_finish(&page);

    w->now_ms += 60LL * 24 * 3600 * 1000; /* the last day has passed */
    assert_int_equal(seen(&some, after), 0);
    assert_string_equal(before, after);
    get(&some, target, 404, "\"scope\"");
    place_pupil(&all, &rec, &pupil, "{\"until\":null}");
    buf_finish(&set);
    tablet_finish(&all);
    tablet_finish(&some);
}

static void a_void_place_closes_it(void **state)
{
    struct world *w = *state;
    struct tablet all;
    struct tablet some;
    struct id group;
    struct id rec;
    struct id pupil;
    struct buf set = {0};
    char etag[40];

    enrol(w, &all, NULL);
    group = tablet_new_id(&all);
    rec = tablet_new_id(&all);
    enrol(w, &some, &group);
    pupil = write_pupil(&all);
    buf_printf(&set, "{\"group\":\"%s\"}", group.text);
    place_pupil(&all, &rec, &pupil, buf_cstr(&set));
    assert_int_equal(seen(&some, etag), 1);
    place_pupil(&all, &rec, &pupil, "{\"void\":\"entered in error\"}");
    assert_int_equal(seen(&some, etag), 0);
    buf_finish(&set);
    tablet_finish(&all);
    tablet_finish(&some);
}

/* ---- mending ------------------------------------------------------------------------------------------- */

static enum status count_line(void *ctx, const char *line, size_t size)
{
    int *count = ctx;

    assert_int_equal(line[size - 1], '\n');
    *count += 1;
    return STATUS_OK;
}

static void what_is_stored_verifies_and_folds_again(void **state)
{
    struct world *w = *state;
    struct tablet t;
    struct id pupil;
    struct sync_page before;
    struct sync_page after;
    int lines = 0;
    int64_t changes = 0;
    int64_t faults = 9;
    struct hub_sink sink = {count_line, &lines};

    enrol(w, &t, NULL);
    pupil = write_pupil(&t);
    write_note(&t, &pupil);
    push(&t, 200, "\"acked\":2");
    assert_int_equal(hub_verify(w->hub, &sink, &changes, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(changes, 3);
    assert_int_equal(hub_export_changes(w->hub, NULL, &sink), STATUS_OK);
    assert_int_equal(lines, 3);
    lines = 0;
    assert_int_equal(hub_export_records(w->hub, NULL, &sink), STATUS_OK);
    assert_int_equal(lines, 3);
    page_of(&t, "/v1/pull?epoch=", &before);
    assert_int_equal(hub_rebuild(w->hub, &changes), STATUS_OK);
    assert_int_equal(changes, 3);
    page_of(&t, "/v1/pull?epoch=", &after);
    assert_string_equal(before.head.etag, after.head.etag);
    assert_memory_equal(&before.head.check, &after.head.check, sizeof before.head.check);
    sync_page_finish(&before);
    sync_page_finish(&after);
    tablet_finish(&t);
}

static void a_revoked_tablet_is_told(void **state)
{
    struct world *w = *state;
    struct tablet t;

    enrol(w, &t, NULL);
    (void)write_pupil(&t);
    assert_int_equal(hub_device_revoke(w->hub, &t.dev, "send"), STATUS_OK);
    get(&t, "/v1/pull?limit=0", 410, "\"mode\":\"send\"");
    push(&t, 200, "\"acked\":1");
    assert_int_equal(hub_device_revoke(w->hub, &t.dev, "now"), STATUS_OK);
    write_note(&t, &t.school);
    push(&t, 410, "\"wipe\"");
    tablet_finish(&t);
}

static void an_erased_pupil_is_gone(void **state)
{
    struct world *w = *state;
    struct tablet a;
    struct tablet b;
    struct hub_erasure erasure;
    struct sync_page page;
    struct sync_check before;
    struct hub_sink sink = {count_line, &(int){0}};
    int64_t changes = 0;
    int64_t faults = 9;

    enrol(w, &a, NULL);
    enrol(w, &b, NULL);
    page_of(&b, "/v1/pull?epoch=", &page);
    before = page.head.check;
    sync_page_finish(&page);
    erasure.pupil = write_pupil(&a);
    write_note(&a, &erasure.pupil);
    push(&a, 200, "\"acked\":2");
    assert_int_equal(hub_pupil_school(w->hub, &erasure.pupil, &erasure.school), STATUS_OK);
    assert_true(id_equal(&erasure.school, &w->school));
    assert_int_equal(hub_erase(w->hub, &erasure), STATUS_OK);
    page_of(&b, "/v1/pull?after=1&epoch=", &page);
    assert_int_equal(page.head.erased_count, 1);
    assert_true(id_equal(&page.head.erased[0], &erasure.pupil));
    assert_int_equal(page.head.pupil_count, 0);
    assert_int_equal(page.count, 1); /* the erasure itself */
    assert_int_equal(page.head.check.count, before.count + 1);
    sync_page_finish(&page);
    write_note(&a, &erasure.pupil);
    push(&a, 200, "\"held\":[]");
    page_of(&b, "/v1/pull?after=1&epoch=", &page);
    assert_int_equal(page.count, 1);
    sync_page_finish(&page);
    assert_int_equal(hub_verify(w->hub, &sink, &changes, &faults), STATUS_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(changes, 5);
    tablet_finish(&a);
    tablet_finish(&b);
}

static void letting_a_pupil_go_frees_what_waited(void **state)
{
    struct world *w = *state;
    struct tablet t;
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":7}"};
    struct sync_page page;

    enrol(w, &t, NULL);
    d.rec = tablet_new_id(&t);
    d.pupil = d.rec;
    tablet_write(&t, &d); /* of the wrong shape, so nobody knows the pupil */
    write_note(&t, &d.pupil);
    push(&t, 200, "{\"seq\":2,\"reason\":\"school\"}");
    assert_int_equal(hub_held_release(w->hub, &t.dev, 1), STATUS_OK);
    page_of(&t, "/v1/pull?epoch=", &page);
    assert_int_equal(page.head.held_count, 0);
    assert_int_equal(page.head.next, 3);
    assert_int_equal(page.head.pupil_count, 1);
    sync_page_finish(&page);
    tablet_finish(&t);
}

#define COUNT(rows)      (sizeof(rows) / sizeof((rows)[0]))
#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, world_make, world_end)

int main(void)
{
    const struct CMUnitTest stories[] = {
        WITH_WORLD(a_code_serves_one_key),
        WITH_WORLD(a_batch_is_taken_once),
        WITH_WORLD(refusals_store_nothing),
        WITH_WORLD(bad_content_is_held_and_not_refused),
        WITH_WORLD(a_page_opens_and_sums_agree),
        WITH_WORLD(a_place_in_a_group_opens_the_scope),
        WITH_WORLD(a_void_place_closes_it),
        WITH_WORLD(what_is_stored_verifies_and_folds_again),
        WITH_WORLD(a_revoked_tablet_is_told),
        WITH_WORLD(an_erased_pupil_is_gone),
        WITH_WORLD(letting_a_pupil_go_frees_what_waited),
    };
    struct CMUnitTest rows[COUNT(outside_rows) + COUNT(query_rows)];
    size_t n = 0;

    for (size_t i = 0; i < COUNT(outside_rows); i++) {
        rows[n++] =
            (struct CMUnitTest){outside_rows[i].name, check_outside, NULL, NULL, &outside_rows[i]};
    }
    for (size_t i = 0; i < COUNT(query_rows); i++) {
        rows[n++] =
            (struct CMUnitTest){query_rows[i].name, check_query, NULL, NULL, &query_rows[i]};
    }
    return cmocka_run_group_tests_name("the hub from outside", rows, NULL, NULL) +
           cmocka_run_group_tests_name("the hub's stories", stories, NULL, NULL);
}
