/* Recorded phrases, as the view lists them: whose they are, who spoke them, and that the sound
 * itself stays in the log.
 *
 * Planted faults, each built once and seen to fail here: a pupil's listed with another; somebody
 * who has left told as known; the sound kept as a column.
 */
#include "cases.h"
#include "told.h"
#include "view_clips.h"

#include <stdlib.h>
#include <string.h>

/* Record 7 has the id …07. */
enum { ZOE = 2, ADA, DANA, GONE, NOBODY, OLD, NEW, HERS, VOID, BARE, LEFT };

/* clang-format off */
#define SPOKEN(by, at) \
    "{\"phrase\":\"aa\",\"language\":\"en\",\"words\":\"Yes\",\"sound\":\"QQ==\",\"ms\":900," \
    "\"speaker\":\"018f0000-0000-7000-8000-0000000000" by "\",\"spoken\":" at
static const struct row {
    int rec;
    int pupil; /* 0: none */
    const char *type;
    const char *set;
} said[] = {
    {DANA, 0, "staff", "{\"name\":\"Dana Ashe\"}"},
    {GONE, 0, "staff", "{\"name\":\"Sam Lowe\",\"left\":true}"},
    {OLD,  0, "clip", SPOKEN("04", "5}")},
    {NEW,  0, "clip", SPOKEN("04", "9}")},
    {HERS, ZOE, "clip", SPOKEN("06", "7}")},
    {VOID, ZOE, "clip", SPOKEN("04", "8,\"void\":\"not wanted\"}")},
    {BARE, 0, "clip", "{\"language\":\"en\"}"},
    {LEFT, ADA, "clip", SPOKEN("05", "6}")},
};
/* clang-format on */

static struct told world;

static int open_world(void **state)
{
    (void)state;
    told_open(&world);
    for (size_t i = 0; i < COUNT(said); i++) {
        told_fold(&world, &(struct change_draft){.pupil = told_id(said[i].pupil),
                                                 .rec = told_id(said[i].rec),
                                                 .type = said[i].type,
                                                 .set = said[i].set});
    }
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    told_close(&world);
    return 0;
}

static struct view_clip_rows clips_of(int pupil)
{
    struct id id = told_id(pupil);
    struct view_clip_rows rows = {0};

    assert_int_equal(view_clips(world.view, &world.school, &id, &world.arena, &rows), STATUS_OK);
    return rows;
}

static void expect_recs(struct view_clip_rows rows, const int *recs, size_t count)
{
    assert_int_equal(rows.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(rows.rows[i].rec.text, told_id(recs[i]).text);
    }
}

static void a_pupil_hears_theirs_and_the_schools(void **state)
{
    static const int hers[] = {NEW, HERS, OLD};
    static const int schools[] = {NEW, OLD};

    (void)state;
    expect_recs(clips_of(ZOE), hers, COUNT(hers));
    expect_recs(clips_of(0), schools, COUNT(schools));
    assert_true(id_is_none(&clips_of(0).rows[0].pupil));
    assert_string_equal(clips_of(ZOE).rows[1].pupil.text, told_id(ZOE).text);
}

static void it_is_known_who_spoke(void **state)
{
    struct view_clip_rows c = clips_of(ZOE);

    (void)state;
    assert_string_equal(c.rows[0].name, "Dana Ashe");
    assert_string_equal(c.rows[0].speaker.text, told_id(DANA).text);
    assert_string_equal(c.rows[0].phrase, "aa");
    assert_int_equal(c.rows[0].spoken_ms, 9);
    assert_int_equal(c.rows[0].length_ms, 900);
    assert_true(c.rows[0].is_known);
    assert_false(c.rows[1].is_known); /* whom nobody knows */
    c = clips_of(ADA);
    assert_string_equal(c.rows[1].name, "Sam Lowe");
    assert_false(c.rows[1].is_known); /* and who has left */
}

static void the_sound_is_in_the_log_alone(void **state)
{
    struct merge_record r = {0};
    struct id rec = told_id(NEW);
    const struct record_type *type = record_type_find("clip");

    (void)state;
    assert_int_equal(record_field_find(type, "sound")->where, FIELD_LINE);
    merge_init(&r);
    assert_int_equal(view_load(world.view, &world.school, &rec, &r), STATUS_OK);
    assert_string_equal(json_text(merge_value(merge_find(&r, "sound"))->value), "QQ==");
    merge_finish(&r);
}

int main(void)
{
    cases_add("a pupil hears theirs and the school's", a_pupil_hears_theirs_and_the_schools);
    cases_add("it is known who spoke", it_is_known_who_spoke);
    cases_add("the sound is in the log alone", the_sound_is_in_the_log_alone);
    return cases_run("view_clips", open_world, close_world);
}
