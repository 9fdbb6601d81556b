/* A central store that somebody has spoiled: one clear answer, and the hub goes on.
 *
 * Each row was found by fuzz_hub_store as a CHECK that ended the hub, or as an overflow.
 */
#include "tablet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void spoil(struct tablet_world *w, const char *text)
{
    struct hub_reading reading = {0};

    assert_int_equal(hub_read_begin(w->hub, &reading), STATUS_OK);
    assert_int_equal(sql_run(reading.sql, text), STATUS_OK);
    assert_int_equal(sql_commit(reading.sql), STATUS_OK); /* else it ends with the reading */
    hub_read_end(w->hub, &reading);
}

struct scene {
    struct tablet_world *world;
    struct tablet writes;
    struct tablet reads;
    struct id pupil;
};

static struct scene begin(void **state)
{
    struct scene s = {.world = *state};

    tablet_join(s.world, &s.writes, NULL);
    tablet_join(s.world, &s.reads, NULL);
    s.pupil = tablet_write_pupil(&s.writes);
    tablet_expect_push(&s.writes, 200, "acked");
    return s;
}

static void end(struct scene *s)
{
    tablet_finish(&s->writes);
    tablet_finish(&s->reads);
}

#define PULL "/v1/pull?after=0&limit=100&epoch="

static void rows_without_a_name_are_not_sealed(void **state)
{
    static const char *const texts[] = {
        "UPDATE log SET seq=-seq",    "UPDATE log SET dev='nobody' WHERE lsn=2",
        "UPDATE log SET line=NULL",   "UPDATE device SET id='x' || substr(id, 2)",
        "UPDATE device SET acked=-1", "UPDATE device SET acked=9223372036854775807",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct scene s = begin(state);
        tablet_expect_get(&s.reads, PULL, 200, "next");
        spoil(s.world, texts[i]);
        tablet_expect_get(&s.reads, PULL, 500, "fault of its own");
        tablet_expect_get(&s.reads, "/v1/hub", 200, "box_key");
        end(&s);
        (void)tablet_world_end(state);
        (void)tablet_world_make(state);
    }
}

static void a_school_without_its_last_number_takes_nothing(void **state)
{
    struct scene s = begin(state);

    spoil(s.world, "UPDATE school SET last=9223372036854775807");
    tablet_write_note(&s.writes, &s.pupil);
    tablet_expect_push(&s.writes, 500, "nothing was stored");
    spoil(s.world, "UPDATE school SET last=-9");
    tablet_expect_push(&s.writes, 500, "nothing was stored");
    spoil(s.world, "UPDATE school SET last=100");
    tablet_expect_push(&s.writes, 200, "\"acked\":2");
    end(&s);
}

static void a_clock_below_nought_counts_for_nothing(void **state)
{
    struct scene s = begin(state);
    struct hub_draft draft = {.type = "group", .set = "{\"name\":\"Oak\"}", .is_new = true};

    draft.rec = tablet_new_id(&s.writes);
    spoil(s.world, "UPDATE school SET clock_at=-5, clock_n=-1");
    assert_int_equal(hub_write(s.world->hub, &s.world->school, &draft, 1), STATUS_OK);
    end(&s);
}

static void a_change_without_its_place_is_not_folded(void **state)
{
    struct scene s = begin(state);
    int64_t changes = 0;

    spoil(s.world, "UPDATE log SET lsn='two' WHERE lsn=2");
    assert_int_equal(hub_rebuild(s.world->hub, &changes), STATUS_DAMAGED);
    assert_string_not_equal(status_message(), "");
    end(&s);
}

static void a_count_past_all_numbers_is_only_wrong(void **state)
{
    struct scene s = begin(state);

    spoil(s.world, "UPDATE tally SET n=9223372036854775807");
    tablet_expect_get(&s.reads, PULL, 200, "\"check\"");
    end(&s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, tablet_world_make, tablet_world_end)
    const struct CMUnitTest tests[] = {
        TEST(rows_without_a_name_are_not_sealed),
        TEST(a_school_without_its_last_number_takes_nothing),
        TEST(a_clock_below_nought_counts_for_nothing),
        TEST(a_change_without_its_place_is_not_folded),
        TEST(a_count_past_all_numbers_is_only_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
