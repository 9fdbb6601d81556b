/* A store that is older than it was: the hub sees it, and begins another life.
 *
 * Planted faults, each built once and seen to fail here: a store that is believed whatever it has;
 * a verb that does not look; a second life after restore; an epoch that is new, and the hub's own
 * devices are not.
 */
#include "shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct id epoch_of(struct place *p)
{
    struct hub *hub = verbs_open(&p->hub);
    struct http_reply reply;
    struct json_value *body = NULL;
    struct id epoch;

    p->tablet.hub = hub;
    tablet_get(&p->tablet, "/v1/hub", &reply);
    assert_int_equal(json_parse(buf_cstr(&reply.body), reply.body.size, &body), STATUS_OK);
    assert_int_equal(id_parse(json_member_text(body, "epoch"), &epoch), STATUS_OK);
    json_free(body);
    http_reply_finish(&reply);
    hub_destroy(hub);
    return epoch;
}

static void push_one(struct place *p)
{
    struct hub *hub = verbs_open(&p->hub);

    p->tablet.hub = hub;
    tablet_write_note(&p->tablet, &p->pupil);
    tablet_expect_push(&p->tablet, 200, "\"acked\"");
    hub_destroy(hub);
}

static void add_school(struct place *p)
{
    assert_int_equal(verbs_run(&p->hub, "school add --name Dale --urn 100002"), 0);
}

static void serve(struct place *p)
{
    assert_int_equal(place_serve_once(p), 0);
}

static struct id own; /* the hub's device before */

static void write_own(struct place *p)
{
    own = place_write_as_hub(p);
}

static struct past {
    const char *name;
    void (*before)(struct place *p); /* what is lost as the older store comes back */
    void (*then)(struct place *p);   /* what is asked of the hub first */
} pasts[] = {
    {"a tablet's changes are lost, and it is served",  push_one,  serve     },
    {"a tablet's changes are lost, and a verb writes", push_one,  add_school},
    {"the hub's own are lost, and it is served",       write_own, serve     },
    {"the hub's own are lost, and a verb writes",      write_own, add_school},
};

static void check_past(void **state)
{
    const struct past *past = *state;
    void *made = NULL;
    struct place *p = NULL;
    struct id epoch;
    struct id later;

    assert_int_equal(place_make(&made), 0);
    p = made;
    own = (struct id){""};
    past->before(p);
    serve(p);
    epoch = epoch_of(p);
    place_put_store_back(p); /* an older one: the first backup */
    past->then(p);
    later = epoch_of(p);
    assert_string_not_equal(later.text, epoch.text);
    later = place_write_as_hub(p);
    assert_string_not_equal(later.text, own.text);
    epoch = epoch_of(p);
    serve(p);
    later = epoch_of(p); /* once */
    assert_string_equal(later.text, epoch.text);
    assert_int_equal(verbs_run(&p->hub, "verify"), 0);
    assert_int_equal(place_end(&made), 0);
}

static void a_store_that_grows_lives_on(void **state)
{
    struct place *p = *state;
    struct id epoch = epoch_of(p);
    struct id later;

    for (int i = 0; i < 3; i++) {
        push_one(p);
        serve(p);
        (void)place_write_as_hub(p);
    }
    add_school(p);
    assert_int_equal(verbs_run(&p->hub, "rebuild"), 0);
    later = epoch_of(p);
    assert_string_equal(later.text, epoch.text);
    place_run(p, "restore ", p->backup, "", 0); /* that is a life of its own, and no second one */
    epoch = epoch_of(p);
    serve(p);
    later = epoch_of(p);
    assert_string_equal(later.text, epoch.text);
}

/* Then it is as before there was one; a verb does not fail for it. */
static void a_broken_memory_says_nothing(void **state)
{
    static const char *const texts[] = {"", "{\"epoch\":\"", "{\"epoch\":1}\n", "\n",
                                        "{\"school\":\"x\",\"last\":9}\n"};
    struct place *p = *state;
    struct id epoch = epoch_of(p);
    struct id later;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        verbs_write(&p->hub, "reach.ndjson", texts[i], strlen(texts[i]));
        serve(p);
        later = epoch_of(p);
        assert_string_equal(later.text, epoch.text);
    }
    push_one(p);
    serve(p); /* and is right again */
    place_put_store_back(p);
    serve(p);
    later = epoch_of(p);
    assert_string_not_equal(later.text, epoch.text);
}

#define COUNT(rows)       (sizeof(rows) / sizeof((rows)[0]))
#define WITH_PLACE(story) cmocka_unit_test_setup_teardown(story, place_make, place_end)

int main(void)
{
    struct CMUnitTest tests[COUNT(pasts)];
    const struct CMUnitTest stories[] = {
        WITH_PLACE(a_store_that_grows_lives_on),
        WITH_PLACE(a_broken_memory_says_nothing),
    };

    for (size_t i = 0; i < COUNT(pasts); i++) {
        tests[i] = (struct CMUnitTest){pasts[i].name, check_past, NULL, NULL, &pasts[i]};
    }
    return cmocka_run_group_tests_name("an older store", tests, NULL, NULL) +
           cmocka_run_group_tests_name("any other", stories, NULL, NULL);
}
