/* Questions about people: groups, staff, pupils and their targets.
 *
 * A class screen asks for its pupils each time it is opened, so this must be quick for a school of
 * thousands: how often and when a pupil was observed is read off an index, a few steps a pupil,
 * and nothing is counted up beforehand that an edit or an undo could leave wrong.
 */
#include "view_private.h"

#include <string.h>

/* ---- groups and staff ----------------------------------------------------------------------- */

static int group_order(const void *a, const void *b)
{
    const struct view_group *left = a;
    const struct view_group *right = b;
    int order = view_name_order(left->name, right->name);

    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

enum status view_groups(struct view *v, const struct id *school, struct arena *arena,
                        struct view_group_rows *out)
{
    static const char text[] =
        "SELECT g.rec, g.name, (SELECT count(DISTINCT m.pupil) FROM v_membership m"
        " JOIN v_pupil p ON p.school=m.school AND p.rec=m.pupil AND p.void=0"
        " WHERE m.\"group\"=g.rec AND " VIEW_PLACES(
            "$2", "$3") ")"
                        " FROM v_group g WHERE g.school=$1 AND g.void=0";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_group));
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    *out = (struct view_group_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_text(stmt, 2, v->from_most);
    sql_bind_text(stmt, 3, v->until_least);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct view_group *row = view_list_add(&list);
        row->id = sql_id(stmt, 0);
        row->name = arena_text(arena, sql_text(stmt, 1));
        row->pupil_count = sql_int(stmt, 2);
    }
    view_list_sort(&list, group_order);
    *out = (struct view_group_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

static int staff_order(const void *a, const void *b)
{
    const struct view_staff *left = a;
    const struct view_staff *right = b;
    int order = view_name_order(left->name, right->name);

    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

enum status view_staff_list(struct view *v, const struct id *school, struct arena *arena,
                            struct view_staff_rows *out)
{
    static const char text[] =
        "SELECT rec, name, role, \"left\" FROM v_staff WHERE school=$1 AND void=0";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_staff));
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    *out = (struct view_staff_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct view_staff *row = view_list_add(&list);
        row->id = sql_id(stmt, 0);
        row->name = arena_text(arena, sql_text(stmt, 1));
        row->role = arena_text(arena, sql_text(stmt, 2));
        row->has_left = sql_int(stmt, 3) != 0;
    }
    view_list_sort(&list, staff_order);
    *out = (struct view_staff_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

/* ---- pupils --------------------------------------------------------------------------------- */

#define PUPIL_COLUMNS                                            \
    "SELECT p.rec, p.given, p.family, p.preferred,"              \
    " (SELECT max(o.\"when\") FROM v_observation o"              \
    "  WHERE o.school=p.school AND o.pupil=p.rec AND o.void=0)," \
    " (SELECT count(*) FROM v_observation o"                     \
    "  WHERE o.school=p.school AND o.pupil=p.rec AND o.void=0)"  \
    " FROM v_pupil p WHERE p.school=$1 AND p.void=0"
#define IN_GROUP \
    "(SELECT m.pupil FROM v_membership m WHERE m.\"group\"=$4 AND " VIEW_PLACES("$2", "$3") ")"
#define GROUP_NAMES                                                           \
    "SELECT m.pupil, g.name FROM v_membership m"                              \
    " JOIN v_group g ON g.school=m.school AND g.rec=m.\"group\" AND g.void=0" \
    " WHERE m.pupil IS NOT NULL AND " VIEW_PLACES("$2", "$3")

static const char pupils_of_school[] = PUPIL_COLUMNS " ORDER BY p.rec";
static const char pupils_of_group[] = PUPIL_COLUMNS " AND p.rec IN " IN_GROUP " ORDER BY p.rec";
static const char names_of_school[] = GROUP_NAMES;
static const char names_of_group[] = GROUP_NAMES " AND m.pupil IN " IN_GROUP;

/* The school's text takes $1; the group's takes the days and the group too. */
static enum status ask_places(struct view *v, const char *text, const struct id *school,
                              const struct id *group, struct sql_stmt **stmt)
{
    enum status st = STATUS_OK;

    TRY(sql_prepare(v->db, text, stmt));
    sql_bind_id(*stmt, 1, school);
    if (text != pupils_of_school) {
        sql_bind_text(*stmt, 2, v->from_most);
        sql_bind_text(*stmt, 3, v->until_least);
    }
    if (!id_is_none(group)) {
        sql_bind_id(*stmt, 4, group);
    }

done:
    return st;
}

static void read_pupil(const struct sql_stmt *stmt, struct arena *arena, struct view_pupil *row)
{
    const char *preferred = sql_text(stmt, 3);

    row->id = sql_id(stmt, 0);
    row->given = arena_text(arena, sql_text(stmt, 1));
    row->family = arena_text(arena, sql_text(stmt, 2));
    row->shown = preferred[0] != '\0' ? arena_text(arena, preferred) : row->given;
    row->groups = "";
    row->last_observed_ms = sql_int(stmt, 4);
    row->observed_count = sql_int(stmt, 5);
}

/* In order of id. */
static enum status read_pupils(struct view *v, const struct id *school, const struct id *group,
                               struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(ask_places(v, id_is_none(group) ? pupils_of_school : pupils_of_group, school, group,
                   &stmt));
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        read_pupil(stmt, list->arena, view_list_add(list));
    }

done:
    sql_finish(stmt);
    return st;
}

struct group_name {
    struct id pupil;
    const char *name;
};

static int group_name_order(const void *a, const void *b)
{
    const struct group_name *left = a;
    const struct group_name *right = b;
    int order = strcmp(left->pupil.text, right->pupil.text);

    return order != 0 ? order : view_name_order(left->name, right->name);
}

/* By pupil, then by name. */
static enum status read_group_names(struct view *v, const struct id *school, const struct id *group,
                                    struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(ask_places(v, id_is_none(group) ? names_of_school : names_of_group, school, group, &stmt));
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct group_name *row = view_list_add(list);
        row->pupil = sql_id(stmt, 0);
        row->name = arena_text(list->arena, sql_text(stmt, 1));
    }
    view_list_sort(list, group_name_order);

done:
    sql_finish(stmt);
    return st;
}

/* Both lists are in order of pupil, so one pass joins them. */
static void join_group_names(const struct view_list *pupils, const struct view_list *names)
{
    struct view_pupil *rows = pupils->rows;
    const struct group_name *name = names->rows;
    const struct group_name *end = names->count > 0 ? name + names->count : name;

    for (size_t i = 0; i < pupils->count; i++) {
        const char *last = "";
        while (name != end && strcmp(name->pupil.text, rows[i].id.text) < 0) {
            name++;
        }
        for (; name != end && id_equal(&name->pupil, &rows[i].id); name++) {
            if (strcmp(name->name, last) == 0) {
                continue; /* two places in one group */
            }
            rows[i].groups = rows[i].groups[0] == '\0' ? name->name
                                                       : arena_printf(pupils->arena, "%s, %s",
                                                                      rows[i].groups, name->name);
            last = name->name;
        }
    }
}

static int pupil_by_name(const void *a, const void *b)
{
    const struct view_pupil *left = a;
    const struct view_pupil *right = b;
    int order = view_name_order(left->shown, right->shown);

    if (order == 0) {
        order = view_name_order(left->family, right->family);
    }
    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

static int pupil_by_time(const void *a, const void *b)
{
    const struct view_pupil *left = a;
    const struct view_pupil *right = b;

    if (left->last_observed_ms != right->last_observed_ms) {
        return left->last_observed_ms < right->last_observed_ms ? -1 : 1;
    }
    return pupil_by_name(a, b);
}

enum status view_pupils(struct view *v, const struct id *school, const struct id *group,
                        enum view_order order, struct arena *arena, struct view_pupil_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list pupils = view_list_of(arena, sizeof(struct view_pupil));
    struct view_list names = view_list_of(arena, sizeof(struct group_name));
    struct id every = {""};

    group = group != NULL ? group : &every;
    *out = (struct view_pupil_rows){0};
    TRY(read_pupils(v, school, group, &pupils));
    TRY(read_group_names(v, school, group, &names));
    join_group_names(&pupils, &names);
    view_list_sort(&pupils, order == VIEW_BY_NAME ? pupil_by_name : pupil_by_time);
    *out = (struct view_pupil_rows){pupils.rows, pupils.count};

done:
    return st;
}

/* ---- targets -------------------------------------------------------------------------------- */

static int target_order(const void *a, const void *b)
{
    const struct view_target *left = a;
    const struct view_target *right = b;
    int order = view_name_order(left->title, right->title);

    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

enum status view_targets(struct view *v, const struct id *school, const struct id *pupil,
                         struct arena *arena, struct view_target_rows *out)
{
    static const char text[] = "SELECT rec, title, area FROM v_target WHERE school=$1 AND pupil=$2"
                               " AND void=0 AND coalesce(ended, '')=''";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_target));
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    *out = (struct view_target_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct view_target *row = view_list_add(&list);
        row->id = sql_id(stmt, 0);
        row->title = arena_text(arena, sql_text(stmt, 1));
        row->area = arena_text(arena, sql_text(stmt, 2));
    }
    view_list_sort(&list, target_order);
    *out = (struct view_target_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}
