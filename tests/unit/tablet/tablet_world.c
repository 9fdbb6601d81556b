/* A hub with one school, tablets that join it, and what a test expects to hear. Its store lies in
 * memory, or where the environment asks for it (postgres.h).
 *
 * What a hub answered is part of every failure: a wrong status alone tells nobody why.
 */
#include "postgres.h"
#include "tablet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define START_MS 1789000000000LL /* September 2026 */

static int64_t world_now(void *ctx)
{
    return ((struct tablet_world *)ctx)->now_ms;
}

int tablet_world_make(void **state)
{
    static struct tablet_world world;
    struct hub_options options = {.store = NULL};
    struct random_port random = rng_port(&world.chance);

    world = (struct tablet_world){.chance = {7}, .now_ms = START_MS};
    assert_int_equal(change_setup(), STATUS_OK);
    options.clock = (struct clock_port){world_now, &world};
    options.random = random;
    box_pair_make(&random, &options.keys.box);
    sign_pair_make(&random, &options.keys.sign);
    if (postgres_store("sqlite::memory:", &options.store) != STATUS_OK ||
        hub_create(&options, &world.hub) != STATUS_OK) {
        fail_msg("%s", status_message());
    }
    assert_int_equal(
        hub_school_add(world.hub, "{\"name\":\"Hill School\",\"urn\":\"100001\"}", &world.school),
        STATUS_OK);
    *state = &world;
    return 0;
}

int tablet_world_end(void **state)
{
    struct tablet_world *w = *state;

    hub_destroy(w->hub);
    return 0;
}

/* A tablet for all pupils, or for one group. */
void tablet_join(struct tablet_world *w, struct tablet *t, const struct id *group)
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

void tablet_assert_reply(struct http_reply *reply, int status, const char *part)
{
    if (reply->status != status || strstr(buf_cstr(&reply->body), part) == NULL) {
        fail_msg("wanted %d with %s, got %d %s", status, part, reply->status,
                 buf_cstr(&reply->body));
    }
    http_reply_finish(reply);
}

void tablet_expect_push(struct tablet *t, int status, const char *part)
{
    struct http_reply reply;

    tablet_push(t, &reply);
    tablet_assert_reply(&reply, status, part);
}

void tablet_expect_get(struct tablet *t, const char *target, int status, const char *part)
{
    struct http_reply reply;

    tablet_get(t, target, &reply);
    tablet_assert_reply(&reply, status, part);
}

void tablet_page(struct tablet *t, const char *target, struct sync_page *page)
{
    struct http_reply reply;

    tablet_get(t, target, &reply);
    if (reply.status != 200) {
        fail_msg("%s: %d %s", target, reply.status, buf_cstr(&reply.body));
    }
    assert_int_equal(sync_read_page(reply.body.data, reply.body.size, page), STATUS_OK);
    http_reply_finish(&reply);
}

struct id tablet_write_pupil(struct tablet *t)
{
    struct tablet_draft d = {.type = "pupil", .set = "{\"given\":\"Robin\"}"};

    d.rec = tablet_new_id(t);
    d.pupil = d.rec;
    tablet_write(t, &d);
    return d.pupil;
}

void tablet_write_note(struct tablet *t, const struct id *pupil)
{
    struct tablet_draft d = {.type = "observation", .set = "{\"when\":1789000000000}"};

    d.rec = tablet_new_id(t);
    d.pupil = *pupil;
    tablet_write(t, &d);
}
