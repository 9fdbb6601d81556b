/* Own pictures, as the view lists them: whose they are, which show a pupil, and that the image
 * itself stays in the log, however often it is replaced.
 *
 * Planted faults, each built once and seen to fail here: a picture of one pupil listed with
 * another's; the image kept as a column.
 */
#include "cases.h"
#include "told.h"
#include "view.h"

#include <stdlib.h>
#include <string.h>

/* Record 7 has the id …07. */
enum { ZOE = 2, ADA, SWING, FACE, HALL };

/* clang-format off */
static const struct row {
    int rec;
    int pupil; /* 0: none */
    const char *set;
    const char *over; /* NULL: none */
} said[] = {
    {SWING, ZOE, "{\"label\":\"Swing\",\"mark\":\"aa\",\"added\":5,\"image\":\"QQ==\"}", NULL},
    {FACE, ZOE,
     "{\"label\":\"Me\",\"mark\":\"bb\",\"added\":9,\"image\":\"QQ==\",\"portrait\":7}", NULL},
    {20, ZOE,
     "{\"label\":\"Ali\",\"mark\":\"cc\",\"added\":7,\"void\":\"not Zoë\",\"portrait\":9}", NULL},
    {HALL, 0, "{\"label\":\"Hall\",\"mark\":\"dd\",\"added\":1,\"image\":\"QQ==\"}", NULL},
    {21, ADA, "{\"label\":\"of which no image came yet\",\"portrait\":9}", NULL},
    {HALL, 0, "{\"mark\":\"ee\",\"image\":\"Qg==\"}",
     "{\"mark\":[\"018f0000-0000-7000-8000-000000000090:4\"],"
     "\"image\":[\"018f0000-0000-7000-8000-000000000090:4\"]}"},
};
/* clang-format on */

static struct told world;

static void assert_id(struct id id, int number)
{
    assert_string_equal(id.text, told_id(number).text);
}

static int open_world(void **state)
{
    (void)state;
    told_open(&world);
    for (size_t i = 0; i < COUNT(said); i++) {
        told_fold(&world, &(struct change_draft){.pupil = told_id(said[i].pupil),
                                                 .rec = told_id(said[i].rec),
                                                 .type = "picture",
                                                 .set = said[i].set,
                                                 .over = said[i].over});
    }
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    told_close(&world);
    return 0;
}

static struct view_picture_rows pictures_of(int pupil)
{
    struct id id = told_id(pupil);
    struct view_picture_rows rows = {0};

    assert_int_equal(view_pictures(world.view, &world.school, &id, &world.arena, &rows), STATUS_OK);
    return rows;
}

static void a_pupils_are_theirs_the_latest_first(void **state)
{
    struct view_picture_rows p = pictures_of(ZOE);

    (void)state;
    assert_int_equal(p.count, 2);
    assert_id(p.rows[0].rec, FACE);
    assert_int_equal(p.rows[0].portrait_ms, 7);
    assert_id(p.rows[1].rec, SWING);
    assert_id(p.rows[1].pupil, ZOE);
    assert_int_equal(p.rows[1].portrait_ms, 0);
    assert_string_equal(p.rows[1].label, "Swing");
    assert_string_equal(p.rows[1].mark, "aa");
    assert_int_equal(pictures_of(ADA).count, 0);
}

static void the_schools_are_nobodys(void **state)
{
    struct view_picture_rows p = pictures_of(0);

    (void)state;
    assert_int_equal(p.count, 1);
    assert_string_equal(p.rows[0].label, "Hall");
    assert_string_equal(p.rows[0].mark, "ee"); /* it was replaced, and kept its words */
    assert_true(id_is_none(&p.rows[0].pupil));
}

static void those_that_show_a_pupil(void **state)
{
    struct view_picture_rows p = {0};

    (void)state;
    assert_int_equal(view_portraits(world.view, &world.school, &world.arena, &p), STATUS_OK);
    assert_int_equal(p.count, 1);
    assert_id(p.rows[0].rec, FACE);
}

static void the_image_is_in_the_log_alone(void **state)
{
    struct merge_record r = {0};
    struct id hall = told_id(HALL);
    const struct merge_head *head = NULL;
    const struct record_type *type = record_type_find("picture");

    (void)state;
    assert_int_equal(record_field_find(type, "image")->where, FIELD_LINE);
    merge_init(&r);
    assert_int_equal(view_load(world.view, &world.school, &hall, &r), STATUS_OK);
    head = merge_value(merge_find(&r, "image"));
    assert_string_equal(json_text(head->value), "Qg==");
    merge_finish(&r);
}

int main(void)
{
    cases_add("a pupil's are theirs, the latest first", a_pupils_are_theirs_the_latest_first);
    cases_add("the school's are nobody's", the_schools_are_nobodys);
    cases_add("those that show a pupil", those_that_show_a_pupil);
    cases_add("the image is in the log alone", the_image_is_in_the_log_alone);
    return cases_run("view_pictures", open_world, close_world);
}
