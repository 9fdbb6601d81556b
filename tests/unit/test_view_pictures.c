/* Own pictures, as the view lists them: whose they are, which show a pupil, and that the image
 * itself stays in the log, however often it is replaced.
 *
 * Planted faults, each built once and seen to fail here: a picture of one pupil listed with
 * another's; the image kept as a column.
 */
#include "cases.h"
#include "postgres.h"
#include "view.h"

#include <stdlib.h>
#include <string.h>

/* Record 7 has the id …07. */
enum { SCHOOL = 1, ZOE, ADA, SWING, FACE, HALL, DEVICE = 90 };

/* clang-format off */
static const struct told {
    int rec;
    int pupil; /* 0: none */
    const char *set;
    const char *over; /* NULL: none */
} told[] = {
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

static struct world {
    struct sql *db;
    struct view *view;
    struct arena arena;
    struct buf lines[COUNT(told)];
    struct id school;
} world;

static struct id id_of(int number)
{
    struct id id = {""};
    struct buf text = {0};

    if (number != 0) {
        buf_printf(&text, "018f0000-0000-7000-8000-0000000000%02d", number);
        text_copy(id.text, sizeof(id.text), buf_cstr(&text));
        buf_finish(&text);
    }
    return id;
}

static void assert_id(struct id id, int number)
{
    assert_string_equal(id.text, id_of(number).text);
}

static enum status read_line(void *ctx, const struct id *of, int64_t place, struct buf *out)
{
    const struct world *w = ctx;

    (void)of;
    buf_add(out, w->lines[place - 1].data, w->lines[place - 1].size);
    return STATUS_OK;
}

static void fold(size_t i)
{
    struct change c;
    struct change_draft draft = {
        .dot = {{1000 * (int64_t)i, 0}, id_of(DEVICE), (int64_t)i + 1},
        .pupil = id_of(told[i].pupil),
        .rec = id_of(told[i].rec),
        .type = "picture",
        .set = told[i].set,
        .over = told[i].over,
    };

    assert_int_equal(change_encode(&draft, &world.lines[i]), STATUS_OK);
    assert_int_equal(change_decode(world.lines[i].data, world.lines[i].size, &c), STATUS_OK);
    assert_int_equal(sql_begin(world.db), STATUS_OK);
    assert_int_equal(view_apply(world.view, &world.school, &c, (int64_t)i + 1), STATUS_OK);
    assert_int_equal(sql_commit(world.db), STATUS_OK);
    change_finish(&c);
}

static int open_world(void **state)
{
    struct view_log log = {read_line, &world};
    const char *url = NULL;
    bool stale = false;

    (void)state;
    world.school = id_of(SCHOOL);
    assert_int_equal(postgres_store("sqlite::memory:", &url), STATUS_OK);
    assert_int_equal(sql_open_any(url, &world.db), STATUS_OK);
    assert_int_equal(view_open(world.db, VIEW_ON_TABLET, &log, &world.view, &stale), STATUS_OK);
    for (size_t i = 0; i < COUNT(told); i++) {
        fold(i);
    }
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(told); i++) {
        buf_finish(&world.lines[i]);
    }
    arena_finish(&world.arena);
    view_close(world.view);
    sql_close(world.db);
    return 0;
}

static struct view_picture_rows pictures_of(int pupil)
{
    struct id id = id_of(pupil);
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
    struct id hall = id_of(HALL);
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
