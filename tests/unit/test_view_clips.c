/* Recorded phrases, as the view lists them: whose they are, who spoke them, and that the sound
 * itself stays in the log.
 *
 * Planted faults, each built once and seen to fail here: a pupil's listed with another; somebody
 * who has left told as known; the sound kept as a column.
 */
#include "cases.h"
#include "postgres.h"
#include "view_clips.h"

#include <stdlib.h>
#include <string.h>

/* Record 7 has the id …07. */
enum { SCHOOL = 1, ZOE, ADA, DANA, GONE, NOBODY, OLD, NEW, HERS, VOID, BARE, LEFT, DEVICE = 90 };

/* clang-format off */
#define SPOKEN(by, at) \
    "{\"phrase\":\"aa\",\"language\":\"en\",\"words\":\"Yes\",\"sound\":\"QQ==\",\"ms\":900," \
    "\"speaker\":\"018f0000-0000-7000-8000-0000000000" by "\",\"spoken\":" at
static const struct told {
    int rec;
    int pupil; /* 0: none */
    const char *type;
    const char *set;
} told[] = {
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
        .type = told[i].type,
        .set = told[i].set,
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

static struct view_clip_rows clips_of(int pupil)
{
    struct id id = id_of(pupil);
    struct view_clip_rows rows = {0};

    assert_int_equal(view_clips(world.view, &world.school, &id, &world.arena, &rows), STATUS_OK);
    return rows;
}

static void expect_recs(struct view_clip_rows rows, const int *recs, size_t count)
{
    assert_int_equal(rows.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(rows.rows[i].rec.text, id_of(recs[i]).text);
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
    assert_string_equal(clips_of(ZOE).rows[1].pupil.text, id_of(ZOE).text);
}

static void it_is_known_who_spoke(void **state)
{
    struct view_clip_rows c = clips_of(ZOE);

    (void)state;
    assert_string_equal(c.rows[0].name, "Dana Ashe");
    assert_string_equal(c.rows[0].speaker.text, id_of(DANA).text);
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
    struct id rec = id_of(NEW);
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
