/* A pupil's changes, asked for one page after the other: whole and in order, whether the trail has
 * been made, ends in the middle, or was thrown away. Seen to catch: a tail that is not looked
 * through, and a mark one too far.
 */
#include "sync.h"
#include "tablet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PUPILS = 3, FIRST = 2400, LATER = 70, PAGE = 300, CHANGES_MAX = 5000 };

struct story {
    struct tablet_world *world;
    struct tablet writer;
    struct tablet reader;
    struct id pupils[PUPILS];
    int64_t written[PUPILS][CHANGES_MAX]; /* seqs, ascending */
    size_t count[PUPILS];
};

static void note_seq(struct story *s, size_t pupil)
{
    s->written[pupil][s->count[pupil]++] = s->writer.seq;
}

static void write_notes(struct story *s, int count)
{
    for (int i = 0; i < count; i++) {
        size_t pupil = rng_below(&s->world->chance, PUPILS);
        tablet_write_note(&s->writer, &s->pupils[pupil]);
        note_seq(s, pupil);
    }
    tablet_expect_push(&s->writer, 200, "\"acked\"");
}

static void begin(struct story *s, void **state)
{
    s->world = *state;
    tablet_join(s->world, &s->writer, NULL);
    tablet_join(s->world, &s->reader, NULL);
    for (size_t i = 0; i < PUPILS; i++) {
        s->pupils[i] = tablet_write_pupil(&s->writer);
        note_seq(s, i);
    }
    write_notes(s, FIRST);
}

static void end(struct story *s)
{
    tablet_finish(&s->writer);
    tablet_finish(&s->reader);
}

static void expect_pupil(struct story *s, size_t pupil)
{
    struct sync_page page = {0};
    char target[128];
    int64_t after = 0;
    size_t seen = 0;
    bool more = true;

    while (more) {
        assert_true(snprintf(target, sizeof target, "/v1/pupils/%s?after=%lld&limit=%d&epoch=",
                             s->pupils[pupil].text, (long long)after, (int)PAGE) > 0);
        tablet_page(&s->reader, target, &page);
        for (size_t i = 0; i < page.count; i++) {
            assert_true(seen < s->count[pupil]);
            assert_true(page.rows[i].lsn > after);
            assert_int_equal(page.rows[i].seq, s->written[pupil][seen]);
            after = page.rows[i].lsn;
            seen++;
        }
        assert_true(page.head.next >= after);
        more = page.head.more;
        sync_page_finish(&page);
    }
    assert_int_equal(seen, s->count[pupil]);
}

static void expect_figures(struct story *s)
{
    struct http_reply reply;
    struct arena arena = {0};
    struct sync_pupil_check *lines = NULL;
    size_t count = 0;
    size_t found = 0;

    tablet_get(&s->reader, "/v1/check?epoch=", &reply);
    assert_int_equal(reply.status, 200);
    assert_int_equal(
        sync_read_pupil_checks(buf_cstr(&reply.body), reply.body.size, &arena, &lines, &count),
        STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < PUPILS; j++) {
            struct sync_check want = {.count = (int64_t)s->count[j]};
            if (!id_equal(&lines[i].pupil, &s->pupils[j])) {
                continue;
            }
            for (size_t k = 0; k < s->count[j]; k++) {
                sync_check_mix(&want, &s->writer.dev, s->written[j][k]);
            }
            assert_int_equal(lines[i].check.count, want.count);
            assert_memory_equal(lines[i].check.sum, want.sum, sizeof want.sum);
            found++;
        }
    }
    assert_int_equal(found, PUPILS);
    arena_finish(&arena);
    http_reply_finish(&reply);
}

static void expect_all(struct story *s)
{
    for (size_t i = 0; i < PUPILS; i++) {
        expect_pupil(s, i);
    }
    expect_figures(s);
}

static void pages_are_whole_wherever_the_trail_ends(void **state)
{
    static struct story s;
    int64_t changes = 0;

    s = (struct story){0};
    begin(&s, state);
    expect_all(&s); /* the first question makes the trail */
    write_notes(&s, LATER);
    expect_all(&s); /* some lie beyond its mark */
    write_notes(&s, FIRST);
    expect_figures(&s); /* and too many: it is made longer */
    expect_all(&s);
    assert_int_equal(hub_rebuild(s.world->hub, &changes), STATUS_OK);
    expect_all(&s);
    end(&s);
}

static void an_erased_pupil_leaves_it(void **state)
{
    static struct story s;
    struct hub_erasure erasure = {0};
    struct sync_page page = {0};
    char target[128];

    s = (struct story){0};
    begin(&s, state);
    expect_all(&s);
    erasure.school = s.world->school;
    erasure.pupil = s.pupils[1];
    assert_int_equal(hub_erase(s.world->hub, &erasure), STATUS_OK);
    expect_pupil(&s, 0);
    expect_pupil(&s, 2);
    assert_true(snprintf(target, sizeof target, "/v1/pupils/%s?epoch=", s.pupils[1].text) > 0);
    tablet_expect_get(&s.reader, target, 404, "scope");
    tablet_page(&s.reader, "/v1/pull?after=0&limit=5000&epoch=", &page);
    for (size_t i = 0; i < page.count; i++) {
        assert_false(id_equal(&page.rows[i].pupil, &s.pupils[1]));
    }
    sync_page_finish(&page);
    end(&s);
}

int main(void)
{
#define IN_A_SCHOOL(test) cmocka_unit_test_setup_teardown(test, tablet_world_make, tablet_world_end)
    const struct CMUnitTest tests[] = {
        IN_A_SCHOOL(pages_are_whole_wherever_the_trail_ends),
        IN_A_SCHOOL(an_erased_pupil_leaves_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
