/* What was seen of a pupil and in which context, as the view lists it for the matrix: the latest
 * first, so that a limit leaves out what is old; and how many of a group were seen, however often.
 * Seen to fail when the oldest came first, and when a pupil who was seen twice was counted once.
 */
#include "cases.h"
#include "told.h"

#include <string.h>

enum { ZOE = 2, ADA, OAK };

/* clang-format off */
static const struct row {
    int rec, pupil;
    const char *set;
} said[] = {
    {11, ZOE, "{\"when\":3000,\"place\":\"Pool\",\"engagement\":{\"persistence\":\"fleeting\"}}"},
    {12, ZOE, "{\"when\":1000,\"place\":\"Hall\",\"engagement\":{\"persistence\":\"not-seen\"}}"},
    {13, ZOE, "{\"when\":5000,\"place\":\"Yard\",\"engagement\":{\"initiation\":\"sustained\"}}"},
    {14, ZOE, "{\"when\":4000,\"place\":\"Bus\",\"outcome\":\"Nothing was looked for\"}"},
    {15, ZOE, "{\"when\":6000,\"place\":\"Gate\",\"void\":\"twice\",\"engagement\":{\"initiation\":\"fleeting\"}}"},
    {16, ADA, "{\"when\":7000,\"place\":\"Room\",\"engagement\":{\"initiation\":\"fleeting\"}}"},
};
/* clang-format on */

static void tell(struct told *world, int rec, int pupil, const char *type, const char *set)
{
    told_fold(world, &(struct change_draft){
                         .pupil = told_id(pupil), .rec = told_id(rec), .type = type, .set = set});
}

static void open_world(struct told *world)
{
    struct buf set = {0};

    told_open(world);
    buf_printf(&set, "{\"group\":\"%s\"}", told_id(OAK).text);
    tell(world, OAK, 0, "group", "{\"name\":\"Oak\"}");
    tell(world, ZOE, ZOE, "pupil", "{\"given\":\"Zoe\"}");
    tell(world, ADA, ADA, "pupil", "{\"given\":\"Ada\"}");
    tell(world, 20, ZOE, "membership", buf_cstr(&set));
    tell(world, 21, ADA, "membership", buf_cstr(&set));
    for (size_t i = 0; i < COUNT(said); i++) {
        tell(world, said[i].rec, said[i].pupil, "observation", said[i].set);
    }
    buf_finish(&set);
}

static void who_was_seen_twice_is_one_pupil(void **state)
{
    struct told world;
    struct view_span span = {.from_ms = 0, .until_ms = 6500};
    struct view_count_rows rows = {0};

    (void)state;
    open_world(&world);
    assert_int_equal(view_counts_by_group(world.view, &world.school, &span, &world.arena, &rows),
                     STATUS_OK);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].pupils, 2);
    assert_int_equal(rows.rows[0].pupils_observed, 1);
    assert_int_equal(rows.rows[0].observations, 4);
    told_close(&world);
}

static void the_latest_come_first(void **state)
{
    static const char *const places[] = {"Yard", "Pool", "Hall"};
    struct told world;
    struct id zoe = told_id(ZOE);
    struct view_context_rows rows = {0};

    (void)state;
    open_world(&world);
    for (int64_t most = 1; most <= 4; most++) {
        size_t want = most < 3 ? (size_t)most : 3;
        assert_int_equal(view_contexts(world.view, &world.school, &zoe, most, &world.arena, &rows),
                         STATUS_OK);
        assert_int_equal(rows.count, want);
        for (size_t i = 0; i < want; i++) {
            assert_string_equal(rows.rows[i].place, places[i]);
        }
    }
    told_close(&world);
}

int main(void)
{
    cases_add("the latest come first", the_latest_come_first);
    cases_add("who was seen twice is one pupil", who_was_seen_twice_is_one_pupil);
    return cases_run("contexts", NULL, NULL);
}
