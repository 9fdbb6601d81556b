/* What was judged of targets, half term by half term; and the records of one group observation. */
#include "view_private.h"

/* $1 school, $2 pupil. */
#define JUDGED(staff, table)                                                                    \
    "SELECT t.rec AS rec, t.target AS target, " staff " AS staff, t.year AS year,"              \
    " t.half_term AS half_term, t.level AS level, t.version AS version, r.conflict AS conflict" \
    " FROM " table " t JOIN record r ON r.school=t.school AND r.rec=t.rec"                      \
    " WHERE t.school=$1 AND t.pupil=$2 AND t.void=0"

static void read_review(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_review *row = to;

    row->rec = sql_id(stmt, 0);
    row->target = sql_id(stmt, 1);
    row->staff = sql_id(stmt, 2);
    row->year = sql_int(stmt, 3);
    row->half_term = sql_int(stmt, 4);
    row->level = arena_text(arena, sql_text(stmt, 5));
    row->version = arena_text(arena, sql_text(stmt, 6));
    row->in_conflict = sql_int(stmt, 7) != 0;
}

enum status view_reviews(struct view *v, const struct id *school, const struct id *pupil,
                         struct arena *arena, struct view_review_rows *out)
{
    static const char text[] = "SELECT * FROM (" JUDGED("NULL", "v_target_review") //
        " UNION ALL " JUDGED("t.staff", "v_target_judgement")                      //
        ") j ORDER BY year DESC, half_term DESC, coalesce(CAST(staff AS TEXT), ''), rec";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_review));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_review_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    TRY(view_list_read(&list, stmt, read_review));
    *out = (struct view_review_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

static void read_sister(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_sister *row = to;

    (void)arena;
    row->rec = sql_id(stmt, 0);
    row->pupil = sql_id(stmt, 1);
}

enum status view_sisters(struct view *v, const struct id *school, int64_t when_ms,
                         const struct id *together, struct arena *arena,
                         struct view_sister_rows *out)
{
    static const char text[] = "SELECT rec, pupil FROM v_observation WHERE school=$1 AND void=0"
                               " AND \"when\"=$2 AND together=$3 ORDER BY rec";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_sister));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_sister_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_int(stmt, 2, when_ms);
    sql_bind_id(stmt, 3, together);
    TRY(view_list_read(&list, stmt, read_sister));
    *out = (struct view_sister_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}
