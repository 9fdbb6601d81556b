/* The view's tables: whatever the order of arrival, the same rows; unknown things kept; wrong kinds
 * null; nothing of a forgotten pupil left.
 *
 * Planted faults, each built once and seen to fail here: the row of the old type left behind when a
 * record changes its type; the conflict not written by the update; the state not written by it.
 */
#include "view.h"
#include "cases.h"

#include <stdlib.h>
#include <string.h>

#define SCHOOL       "018f0000-0000-7000-8000-000000000001"
#define OTHER_SCHOOL "018f0000-0000-7000-8000-000000000002"
#define DEV_A        "018f0000-0000-7000-8000-0000000000a1"
#define DEV_B        "018f0000-0000-7000-8000-0000000000b1"
#define DEV_C        "018f0000-0000-7000-8000-0000000000c1"
#define PUPIL_P      "018f0000-0000-7000-8000-00000000aaaa"
#define PUPIL_Q      "018f0000-0000-7000-8000-00000000bbbb"
#define REC_1        "018f0000-0000-7000-8000-00000000ee01"
#define REC_2        "018f0000-0000-7000-8000-00000000ee02"
#define LINES_MAX    400

static struct id as_id(const char *text)
{
    struct id id = {""};

    text_copy(id.text, sizeof id.text, text);
    return id;
}

/* ---- a log in memory, and the view over it -------------------------------------------------- */

struct told {
    const char *dev;
    int64_t seq;
    int64_t at;
    const char *type;
    const char *rec;
    const char *pupil; /* "": none */
    const char *set;
    const char *over;
};
struct world {
    struct sql *db;
    struct view *view;
    struct buf lines[LINES_MAX];
    size_t count;
    struct id school;
};

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    struct world *w = ctx;

    (void)school;
    if (place < 1 || place > (int64_t)w->count || w->lines[place - 1].size == 0) {
        return FAIL(STATUS_NOT_FOUND, "line %lld is not there", (long long)place);
    }
    buf_add(out, w->lines[place - 1].data, w->lines[place - 1].size);
    return STATUS_OK;
}

static bool open_view(struct world *w)
{
    struct view_log log = {read_line, w};
    bool stale = false;

    assert_int_equal(view_open(w->db, VIEW_ON_TABLET, &log, &w->view, &stale), STATUS_OK);
    return stale;
}

static int world_make(void **state)
{
    struct world *w = mem_zero(1, sizeof *w);

    assert_int_equal(sql_open("sqlite::memory:", &w->db), STATUS_OK);
    assert_false(open_view(w));
    w->school = as_id(SCHOOL);
    *state = w;
    return 0;
}

static int world_end(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < w->count; i++) {
        buf_finish(&w->lines[i]);
    }
    view_close(w->view);
    sql_close(w->db);
    free(w);
    return 0;
}

/* Writes a change into the log; its place is its number from 1. */
static int64_t tell(struct world *w, const struct told *told)
{
    struct change_draft draft = {
        .dot = {{told->at, 0}, as_id(told->dev), told->seq},
        .by = as_id(PUPIL_Q),
        .pupil = as_id(told->pupil),
        .rec = as_id(told->rec),
        .type = told->type,
        .set = told->set,
        .over = told->over,
    };

    assert_true(w->count < LINES_MAX);
    assert_int_equal(change_encode(&draft, &w->lines[w->count]), STATUS_OK);
    w->count++;
    return (int64_t)w->count;
}

static enum status fold(struct world *w, int64_t place)
{
    struct change c;
    const struct buf *line = &w->lines[place - 1];
    enum status st = STATUS_OK;

    assert_int_equal(change_decode(line->data, line->size, &c), STATUS_OK);
    assert_int_equal(sql_begin(w->db), STATUS_OK);
    st = view_apply(w->view, &w->school, &c, place);
    assert_int_equal(st == STATUS_OK ? sql_commit(w->db) : STATUS_OK, STATUS_OK);
    sql_undo(w->db);
    change_finish(&c);
    return st;
}

static void tell_and_fold(struct world *w, const struct told *told)
{
    assert_int_equal(fold(w, tell(w, told)), STATUS_OK);
}

/* ---- the tables as text --------------------------------------------------------------------- */

static void dump_rows(struct world *w, const char *text, int columns, struct buf *out)
{
    struct sql_stmt *stmt = NULL;

    assert_int_equal(sql_prepare_once(w->db, text, &stmt), STATUS_OK);
    while (sql_step(stmt) == STATUS_OK) {
        for (int i = 0; i < columns; i++) {
            buf_printf(out, "%s%s", i > 0 ? "|" : "",
                       sql_is_null(stmt, i) ? "-" : sql_text(stmt, i));
        }
        buf_byte(out, '\n');
    }
    sql_finish(stmt);
}

static void dump_type(struct world *w, const struct record_type *type, struct buf *out)
{
    struct buf text = {0};
    int columns = 4;

    buf_text(&text, "SELECT school, rec, pupil, void");
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].where == FIELD_COLUMN) {
            buf_printf(&text, ", \"%s\"", type->fields[i].name);
            columns++;
        }
    }
    buf_printf(&text, " FROM v_%s ORDER BY school, rec", type->name);
    buf_printf(out, "[%s]\n", type->name);
    dump_rows(w, buf_cstr(&text), columns, out);
    buf_finish(&text);
}

static void dump(struct world *w, struct buf *out)
{
    buf_clear(out);
    dump_rows(w,
              "SELECT school, rec, type, pupil, first_at, first_n, first_dev, first_seq, first_by,"
              " only_place, state, void, conflict, conflict_at FROM record ORDER BY school, rec",
              14, out);
    for (size_t i = 0; i < record_type_count; i++) {
        dump_type(w, &record_types[i], out);
    }
}

/* One text of one row; "-" for null, "" when there is no row. */
static void ask(struct world *w, const char *text, struct buf *out)
{
    struct sql_stmt *stmt = NULL;

    buf_clear(out);
    assert_int_equal(sql_prepare_once(w->db, text, &stmt), STATUS_OK);
    if (sql_step(stmt) == STATUS_OK) {
        buf_text(out, sql_is_null(stmt, 0) ? "-" : sql_text(stmt, 0));
    }
    sql_finish(stmt);
}

static void assert_says(struct world *w, const char *text, const char *want)
{
    struct buf out = {0};

    ask(w, text, &out);
    if (strcmp(buf_cstr(&out), want) != 0) {
        fail_msg("%s: %s, not %s", text, buf_cstr(&out), want);
    }
    buf_finish(&out);
}

static void assert_exports(struct world *w, const char *rec, const char *want)
{
    struct merge_record r;
    struct id id = as_id(rec);
    struct buf line = {0};

    merge_init(&r);
    assert_int_equal(view_load(w->view, &w->school, &id, &r), STATUS_OK);
    merge_export(&r, "100001", &line);
    assert_string_equal(buf_cstr(&line), want);
    merge_finish(&r);
    buf_finish(&line);
}

/* ---- order of arrival ----------------------------------------------------------------------- */

/* clang-format off */
static const struct told weather[] = {
    /* two concurrent edits of one observation, and each adds a field of its own */
    {DEV_A, 1, 100, "observation", REC_1, PUPIL_P,
     "{\"when\":5,\"place\":\"Hall\",\"with\":\"Jo\"}", NULL},
    {DEV_A, 2, 200, "observation", REC_1, PUPIL_P,
     "{\"place\":\"Pool\",\"void\":\"twice\"}", "{\"place\":[\"" DEV_A ":1\"]}"},
    {DEV_B, 1, 300, "observation", REC_1, PUPIL_P,
     "{\"place\":\"Yard\",\"aura\":[1]}", "{\"place\":[\"" DEV_A ":1\"]}"},
    /* created twice, with another type and pupil: it moves between tables */
    {DEV_B, 2, 301, "self_assessment", REC_2, PUPIL_Q,
     "{\"when\":7,\"instrument\":\"faces\"}", NULL},
    {DEV_C, 1, 250, "target", REC_2, PUPIL_P, "{\"title\":\"Asks for help\"}", NULL},
};
/* clang-format on */
#define WEATHER_COUNT (sizeof weather / sizeof weather[0])

static void every_order_gives_the_same_tables(void **state)
{
    struct world *w = *state;
    size_t order[WEATHER_COUNT] = {0, 1, 2, 3, 4};
    struct buf first = {0};
    struct buf now = {0};

    for (size_t i = 0; i < WEATHER_COUNT; i++) {
        (void)tell(w, &weather[i]);
    }
    do {
        assert_int_equal(view_clear(w->view), STATUS_OK);
        for (size_t i = 0; i < WEATHER_COUNT; i++) {
            assert_int_equal(fold(w, (int64_t)order[i] + 1), STATUS_OK);
        }
        dump(w, &now);
        if (first.size == 0) {
            buf_text(&first, buf_cstr(&now));
        }
        assert_string_equal(buf_cstr(&now), buf_cstr(&first));
    } while (cases_next_order(order, WEATHER_COUNT));
    assert_says(w, "SELECT place FROM v_observation", "Yard");
    assert_says(w, "SELECT void FROM v_observation", "1");
    assert_says(w, "SELECT conflict_at FROM record WHERE conflict=1", "300");
    assert_says(w, "SELECT title FROM v_target", "Asks for help");
    assert_says(w, "SELECT count(*) FROM v_self_assessment", "0");
    assert_exports(w, REC_1,
                   "{\"rec\":\"" REC_1 "\",\"type\":\"observation\",\"pupil\":\"" PUPIL_P
                   "\",\"school\":\"100001\",\"fields\":{\"aura\":[1],\"place\":\"Yard\","
                   "\"void\":\"twice\",\"when\":5,\"with\":\"Jo\"},\"conflicts\":[\"place\"]}");
    buf_finish(&first);
    buf_finish(&now);
}

/* ---- one record ----------------------------------------------------------------------------- */

static void a_new_record_points_at_its_only_line(void **state)
{
    struct world *w = *state;
    struct told edit = {DEV_B,
                        1,
                        200,
                        "observation",
                        REC_1,
                        PUPIL_P,
                        "{\"place\":\"Pool\"}",
                        "{\"place\":[\"" DEV_A ":1\"]}"};

    tell_and_fold(w, &weather[0]);
    assert_says(w, "SELECT only_place FROM record", "1");
    assert_says(w, "SELECT state FROM record", "");
    tell_and_fold(w, &edit);
    assert_says(w, "SELECT only_place FROM record", "0");
    assert_says(w, "SELECT conflict FROM record", "0");
    assert_says(w, "SELECT place FROM v_observation", "Pool");
    assert_says(w, "SELECT \"with\" FROM v_observation", "Jo");
}

static void unknown_types_and_fields_are_kept(void **state)
{
    struct world *w = *state;
    struct told dragon = {DEV_A, 1, 100, "dragon", REC_1, PUPIL_P, "{\"fire\":{\"hot\":1.0}}",
                          NULL};
    struct told more = {DEV_A, 2, 200, "dragon", REC_1, PUPIL_P, "{\"wings\":2}", NULL};
    struct told field = {DEV_A, 3, 300, "plan", REC_2, "", "{\"kind\":\"EHC plan\",\"moon\":[]}",
                         NULL};

    tell_and_fold(w, &dragon);
    tell_and_fold(w, &more);
    tell_and_fold(w, &field);
    assert_exports(w, REC_1,
                   "{\"rec\":\"" REC_1 "\",\"type\":\"dragon\",\"pupil\":\"" PUPIL_P
                   "\",\"school\":\"100001\",\"fields\":{\"fire\":{\"hot\":1.0},\"wings\":2},"
                   "\"conflicts\":[]}");
    assert_exports(w, REC_2,
                   "{\"rec\":\"" REC_2 "\",\"type\":\"plan\",\"pupil\":null,\"school\":\"100001\","
                   "\"fields\":{\"kind\":\"EHC plan\",\"moon\":[]},\"conflicts\":[]}");
    assert_says(w, "SELECT kind FROM v_plan", "EHC plan");
}

static void wrong_kinds_are_null_in_their_column(void **state)
{
    struct world *w = *state;
    struct told wrong = {DEV_A,
                         1,
                         100,
                         "observation",
                         REC_1,
                         PUPIL_P,
                         "{\"when\":\"noon\",\"place\":7,\"engagement\":[],\"targets\":[1],"
                         "\"together\":\"no id\",\"with\":\"Jo\"}",
                         NULL};
    struct told pupil = {DEV_A,
                         2,
                         200,
                         "pupil",
                         PUPIL_P,
                         PUPIL_P,
                         "{\"given\":\"Ada\",\"born\":\"2015-02-30\",\"year_group\":true}",
                         NULL};
    struct told right = {DEV_A,
                         3,
                         300,
                         "observation",
                         REC_2,
                         PUPIL_P,
                         "{\"when\":9,\"engagement\":{\"b\":1,\"a\":2},\"targets\":[\"x\"],"
                         "\"together\":\"" REC_1 "\"}",
                         NULL};

    tell_and_fold(w, &wrong);
    tell_and_fold(w, &pupil);
    tell_and_fold(w, &right);
    assert_says(w,
                "SELECT count(*) FROM v_observation WHERE rec='" REC_1 "' AND \"when\" IS NULL"
                " AND place IS NULL AND engagement IS NULL AND targets IS NULL"
                " AND together IS NULL AND \"with\"='Jo'",
                "1");
    assert_says(w, "SELECT count(*) FROM v_pupil WHERE born IS NULL AND year_group IS NULL", "1");
    assert_says(w, "SELECT engagement FROM v_observation WHERE rec='" REC_2 "'",
                "{\"a\":2,\"b\":1}");
    assert_says(w, "SELECT targets FROM v_observation WHERE rec='" REC_2 "'", "[\"x\"]");
    assert_says(w, "SELECT together FROM v_observation WHERE rec='" REC_2 "'", REC_1);
}

static void schools_are_apart(void **state)
{
    struct world *w = *state;
    struct id rec = as_id(REC_1);
    struct merge_record r;

    tell_and_fold(w, &weather[0]);
    w->school = as_id(OTHER_SCHOOL);
    merge_init(&r);
    assert_int_equal(view_load(w->view, &w->school, &rec, &r), STATUS_NOT_FOUND);
    merge_finish(&r);
    tell_and_fold(w, &weather[2]);
    assert_says(w, "SELECT count(*) FROM record", "2");
    assert_says(w, "SELECT place FROM v_observation WHERE school='" SCHOOL "'", "Hall");
    assert_says(w, "SELECT place FROM v_observation WHERE school='" OTHER_SCHOOL "'", "Yard");
}

static void a_line_that_is_lost_is_said(void **state)
{
    struct world *w = *state;
    struct buf before = {0};
    struct buf after = {0};

    tell_and_fold(w, &weather[0]);
    (void)tell(w, &weather[1]);
    dump(w, &before);
    buf_clear(&w->lines[0]);
    assert_int_equal(fold(w, 2), STATUS_NOT_FOUND);
    dump(w, &after);
    assert_string_equal(buf_cstr(&after), buf_cstr(&before));
    buf_finish(&before);
    buf_finish(&after);
}

/* ---- many records --------------------------------------------------------------------------- */

static void nothing_is_left_of_a_forgotten_pupil(void **state)
{
    struct world *w = *state;
    struct id pupil = as_id(PUPIL_P);
    struct told own = {DEV_A, 9, 500, "pupil", PUPIL_P, PUPIL_P, "{\"given\":\"Ada\"}", NULL};
    struct told dragon = {DEV_A, 10, 600, "dragon", REC_2, PUPIL_P, "{\"fire\":1}", NULL};
    struct told other = {DEV_A, 11, 700, "pupil", PUPIL_Q, PUPIL_Q, "{\"given\":\"Bo\"}", NULL};
    struct buf left = {0};

    tell_and_fold(w, &weather[0]);
    tell_and_fold(w, &own);
    tell_and_fold(w, &dragon);
    tell_and_fold(w, &other);
    assert_int_equal(view_forget_pupil(w->view, &w->school, &pupil), STATUS_OK);
    dump(w, &left);
    assert_null(strstr(buf_cstr(&left), PUPIL_P));
    assert_says(w, "SELECT count(*) FROM record", "1");
    assert_says(w, "SELECT given FROM v_pupil", "Bo");
    buf_finish(&left);
}

struct seen {
    struct world *world;
    char last[ID_ROOM];
    int count;
    int stop_after;
};

static enum status see(void *ctx, const struct merge_record *r)
{
    struct seen *seen = ctx;

    assert_true(strcmp(seen->last, r->rec.text) < 0);
    text_copy(seen->last, sizeof seen->last, r->rec.text);
    seen->count++;
    /* the connection is free for other uses meanwhile */
    assert_int_equal(sql_run(seen->world->db, "UPDATE record SET void=void"), STATUS_OK);
    return seen->count == seen->stop_after ? STATUS_BUSY : STATUS_OK;
}

static void each_record_comes_once_in_order(void **state)
{
    struct world *w = *state;
    struct seen all = {.world = w};
    struct seen some = {.world = w, .stop_after = 3};
    char rec[ID_ROOM] = REC_1;

    for (int i = 0; i < 300; i++) {
        struct told told = {DEV_A,
                            i + 1,
                            100,
                            i % 2 == 0 ? "plan" : "dragon",
                            rec,
                            "",
                            "{\"kind\":\"x\",\"void\":\"yes\"}",
                            NULL};
        rec[34] = "0123456789abcdef"[i * 7 % 16];
        rec[33] = "0123456789abcdef"[i / 16 % 16];
        rec[32] = "0123456789abcdef"[i / 256];
        tell_and_fold(w, &told);
    }
    assert_int_equal(view_each(w->view, &w->school, see, &all), STATUS_OK);
    assert_int_equal(all.count, 300);
    assert_int_equal(view_each(w->view, &w->school, see, &some), STATUS_BUSY);
    assert_int_equal(some.count, 3);
}

/* ---- the tables themselves ------------------------------------------------------------------ */

static void other_tables_are_noticed(void **state)
{
    struct world *w = *state;

    tell_and_fold(w, &weather[0]);
    view_close(w->view);
    assert_false(open_view(w));
    assert_says(w, "SELECT count(*) FROM record", "1");
    view_close(w->view);
    /* as an older program would have left them, with a type that is no more */
    assert_int_equal(sql_run(w->db, "CREATE TABLE v_dragon(rec TEXT);"
                                    "UPDATE view_meta SET value='old' WHERE name='hash';"
                                    "UPDATE view_meta SET value=value||' v_dragon'"
                                    " WHERE name='names'"),
                     STATUS_OK);
    assert_true(open_view(w));
    assert_says(w, "SELECT count(*) FROM record", "0");
    assert_says(w, "SELECT count(*) FROM sqlite_master WHERE name='v_dragon'", "0");
    tell_and_fold(w, &weather[0]);
    view_close(w->view);
    assert_false(open_view(w));
    assert_says(w, "SELECT count(*) FROM v_observation", "1");
}

static void no_field_takes_a_name_of_ours(void **state)
{
    static const char *const ours[] = {"school", "rec", "pupil", "void"};

    (void)state;
    for (size_t i = 0; i < record_type_count; i++) {
        for (size_t j = 0; j < record_types[i].field_count; j++) {
            for (size_t k = 0; k < sizeof ours / sizeof ours[0]; k++) {
                assert_string_not_equal(record_types[i].fields[j].name, ours[k]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_order_gives_the_same_tables, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_new_record_points_at_its_only_line, world_make,
                                        world_end),
        cmocka_unit_test_setup_teardown(unknown_types_and_fields_are_kept, world_make, world_end),
        cmocka_unit_test_setup_teardown(wrong_kinds_are_null_in_their_column, world_make,
                                        world_end),
        cmocka_unit_test_setup_teardown(schools_are_apart, world_make, world_end),
        cmocka_unit_test_setup_teardown(a_line_that_is_lost_is_said, world_make, world_end),
        cmocka_unit_test_setup_teardown(nothing_is_left_of_a_forgotten_pupil, world_make,
                                        world_end),
        cmocka_unit_test_setup_teardown(each_record_comes_once_in_order, world_make, world_end),
        cmocka_unit_test_setup_teardown(other_tables_are_noticed, world_make, world_end),
        cmocka_unit_test(no_field_takes_a_name_of_ours),
    };

    return cmocka_run_group_tests_name("the view's tables", tests, NULL, NULL);
}
