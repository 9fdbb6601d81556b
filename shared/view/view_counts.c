/* How much was observed in each group between two instants.
 *
 * The places in groups and the observations of the span are read apart and joined here: joined by
 * the database, the observations are counted once a place, or all that the school ever made are
 * read for the few of today.
 */
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

/* One row a place in a group, or one without a pupil for an empty group. */
static const char places_text[] =
    "SELECT g.rec, g.name, p.rec FROM v_group g"
    " LEFT JOIN v_membership m ON m.\"group\"=g.rec AND " VIEW_PLACES
    " LEFT JOIN v_pupil p ON p.school=$1 AND p.rec=m.pupil AND p.void=0"
    " WHERE g.school=$1 AND g.void=0 ORDER BY g.rec, p.rec NULLS LAST";
/* Counted here and not by GROUP BY: that would be answered from the index by pupil, which reads
 * every observation that the school ever made, and not only those of the span. */
static const char observed_text[] = "SELECT pupil FROM v_observation WHERE school=$1 AND void=0"
                                    " AND \"when\">=$2 AND \"when\"<$3 ORDER BY \"when\"";

struct tally {
    struct id pupil;
    int64_t count;
};

static int count_order(const void *a, const void *b)
{
    const struct view_count *left = a;
    const struct view_count *right = b;
    int order = view_name_order(left->name, right->name);

    return order != 0 ? order : strcmp(left->group.text, right->group.text);
}

static int tally_order(const void *a, const void *b)
{
    const struct tally *left = a;
    const struct tally *right = b;

    return strcmp(left->pupil.text, right->pupil.text);
}

/* Puts the rows of one pupil together, in order of pupil. */
static void add_up(struct view_list *list)
{
    struct tally *rows = list->rows;
    size_t kept = 0;

    view_list_sort(list, tally_order);
    for (size_t i = 0; i < list->count; i++) {
        if (kept > 0 && id_equal(&rows[kept - 1].pupil, &rows[i].pupil)) {
            rows[kept - 1].count += rows[i].count;
        } else {
            rows[kept] = rows[i];
            kept++;
        }
    }
    list->count = kept;
}

static void read_tally(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct tally *row = to;

    (void)arena;
    row->pupil = sql_id(stmt, 0);
    row->count = 1;
}

static enum status read_observed(struct view *v, const struct id *school,
                                 const struct view_span *span, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(v->db, observed_text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_int(stmt, 2, span->from_ms);
    sql_bind_int(stmt, 3, span->until_ms);
    TRY(view_list_read(list, stmt, read_tally));
    add_up(list);

done:
    sql_finish(stmt);
    return st;
}

/* A place of this pupil in the group that is counted now. */
static void count_pupil(struct view_count *row, const struct id *pupil,
                        const struct view_list *observed)
{
    struct tally key = {.pupil = *pupil};
    const struct tally *found = NULL;

    if (observed->count > 0) {
        found = bsearch(&key, observed->rows, observed->count, sizeof key, tally_order);
    }
    row->pupils++;
    if (found != NULL) {
        row->observations += found->count;
        row->pupils_observed++;
    }
}

/* Rows come group by group, and there pupil by pupil, so a second place follows the first. */
static enum status count_places(struct view *v, const struct id *school,
                                const struct view_list *observed, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct view_count *row = NULL;
    struct sql_stmt *stmt = NULL;
    struct id last = {""};
    bool has_row = false;

    TRY(sql_prepare(v->db, places_text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_text(stmt, 2, v->from_most);
    sql_bind_text(stmt, 3, v->until_least);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct id group = sql_id(stmt, 0);
        struct id pupil = sql_id(stmt, 2);
        if (row == NULL || !id_equal(&row->group, &group)) {
            row = view_list_add(list);
            row->group = group;
            row->name = arena_text(list->arena, sql_text(stmt, 1));
            last = (struct id){""};
        }
        if (!id_is_none(&pupil) && !id_equal(&pupil, &last)) {
            count_pupil(row, &pupil, observed);
        }
        last = pupil;
    }

done:
    sql_finish(stmt);
    return st;
}

enum status view_counts_by_group(struct view *v, const struct id *school,
                                 const struct view_span *span, struct arena *arena,
                                 struct view_count_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list observed = view_list_of(arena, sizeof(struct tally));
    struct view_list list = view_list_of(arena, sizeof(struct view_count));

    *out = (struct view_count_rows){0};
    TRY(read_observed(v, school, span, &observed));
    TRY(count_places(v, school, &observed, &list));
    view_list_sort(&list, count_order);
    *out = (struct view_count_rows){list.rows, list.count};

done:
    return st;
}
