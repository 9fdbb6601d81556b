/* Questions about a school: groups, staff, its own instruments, pupils and their targets.
 *
 * A class screen asks for its pupils each time it is opened, so this must be quick for a school of
 * thousands. How often and when a pupil was observed is read off an index in one pass (asking the
 * index once a pupil took three times as long), and nothing is counted up beforehand that an edit
 * or an undo could leave wrong.
 */
#include "view_observed.h"
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- groups and staff ----------------------------------------------------------------------- */

static int group_order(const void *a, const void *b)
{
    const struct view_group *left = a;
    const struct view_group *right = b;
    int order = view_name_order(left->name, right->name);

    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

static void read_group(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_group *row = to;

    row->id = sql_id(stmt, 0);
    row->name = arena_text(arena, sql_text(stmt, 1));
    row->pupil_count = sql_int(stmt, 2);
}

enum status view_groups(struct view *v, const struct id *school, struct arena *arena,
                        struct view_group_rows *out)
{
    static const char text[] =
        "WITH gone AS MATERIALIZED (SELECT rec FROM v_pupil WHERE school=$1 AND void<>0)"
        " SELECT g.rec, g.name, (SELECT count(DISTINCT m.pupil) FROM v_membership m"
        " WHERE m.\"group\"=g.rec AND " VIEW_PLACES
        " AND NOT EXISTS(SELECT 1 FROM gone WHERE gone.rec=m.pupil))"
        " FROM v_group g WHERE g.school=$1 AND g.void=0";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_group));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_group_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_text(stmt, 2, v->from_most);
    sql_bind_text(stmt, 3, v->until_least);
    TRY(view_list_read(&list, stmt, read_group));
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

static void read_staff(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_staff *row = to;

    row->id = sql_id(stmt, 0);
    row->name = arena_text(arena, sql_text(stmt, 1));
    row->role = arena_text(arena, sql_text(stmt, 2));
    row->has_left = sql_int(stmt, 3) != 0;
}

enum status view_staff_list(struct view *v, const struct id *school, struct arena *arena,
                            struct view_staff_rows *out)
{
    static const char text[] =
        "SELECT rec, name, role, \"left\" FROM v_staff WHERE school=$1 AND void=0";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_staff));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_staff_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    TRY(view_list_read(&list, stmt, read_staff));
    view_list_sort(&list, staff_order);
    *out = (struct view_staff_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

static void read_instrument(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_instrument *row = to;

    row->rec = sql_id(stmt, 0);
    row->instrument = arena_text(arena, sql_text(stmt, 1));
    row->label = arena_text(arena, sql_text(stmt, 2));
    row->is_retired = sql_int(stmt, 3) != 0;
}

enum status view_instruments(struct view *v, const struct id *school, struct arena *arena,
                             struct view_instrument_rows *out)
{
    static const char text[] = "SELECT rec, instrument, label, retired FROM v_instrument"
                               " WHERE school=$1 AND void=0 ORDER BY added DESC, rec DESC";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_instrument));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_instrument_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    TRY(view_list_read(&list, stmt, read_instrument));
    *out = (struct view_instrument_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

/* ---- own pictures --------------------------------------------------------------------------- */

#define PICTURES                                              \
    "SELECT rec, pupil, label, mark, portrait FROM v_picture" \
    " WHERE school=$1 AND void=0 AND mark IS NOT NULL AND "
#define LATEST_FIRST " ORDER BY added DESC, rec DESC"

/* pupil NULL: the text asks for none. */
static enum status list_pictures(struct view *v, const char *text, const struct id *school,
                                 const struct id *pupil, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    if (pupil != NULL) {
        sql_bind_id(stmt, 2, pupil);
    }
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct view_picture *row = view_list_add(list);
        row->rec = sql_id(stmt, 0);
        row->pupil = sql_id(stmt, 1);
        row->label = arena_text(list->arena, sql_text(stmt, 2));
        row->mark = arena_text(list->arena, sql_text(stmt, 3));
        row->portrait_ms = sql_int(stmt, 4);
    }

done:
    sql_finish(stmt);
    return st;
}

enum status view_pictures(struct view *v, const struct id *school, const struct id *pupil,
                          struct arena *arena, struct view_picture_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_picture));
    bool is_schools = id_is_none(pupil);

    *out = (struct view_picture_rows){0};
    TRY(list_pictures(
        v, is_schools ? PICTURES "pupil IS NULL" LATEST_FIRST : PICTURES "pupil=$2" LATEST_FIRST,
        school, is_schools ? NULL : pupil, &list));
    *out = (struct view_picture_rows){list.rows, list.count};

done:
    return st;
}

enum status view_portraits(struct view *v, const struct id *school, struct arena *arena,
                           struct view_picture_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_picture));

    *out = (struct view_picture_rows){0};
    TRY(list_pictures(v,
                      PICTURES "portrait>0 AND pupil IS NOT NULL ORDER BY portrait DESC, rec DESC",
                      school, NULL, &list));
    *out = (struct view_picture_rows){list.rows, list.count};

done:
    return st;
}

/* ---- pupils --------------------------------------------------------------------------------- */

#define IN_GROUP " IN (SELECT m.pupil FROM v_membership m WHERE m.\"group\"=$4 AND " VIEW_PLACES ")"
#define PUPILS                                                    \
    "SELECT p.rec, p.given, p.family, p.preferred FROM v_pupil p" \
    " WHERE p.school=$1 AND p.void=0"
#define OBSERVED                                                     \
    "SELECT o.pupil, max(o.\"when\"), count(*) FROM v_observation o" \
    " WHERE o.school=$1 AND o.void=0"
#define NAMES                                                                 \
    "SELECT m.pupil, g.name FROM v_membership m"                              \
    " JOIN v_group g ON g.school=m.school AND g.rec=m.\"group\" AND g.void=0" \
    " WHERE " VIEW_PLACES

/* Three lists in order of pupil, joined in one pass: of the school, of one group, of one pupil. */
enum whose { OF_SCHOOL, OF_GROUP, OF_PUPIL, WHOSE_COUNT };
static const char *const pupils_texts[WHOSE_COUNT] = {
    PUPILS " ORDER BY p.rec", PUPILS " AND p.rec" IN_GROUP " ORDER BY p.rec",
    PUPILS " AND p.rec=$2"};
static const char *const observed_texts[WHOSE_COUNT] = {
    OBSERVED " GROUP BY o.pupil ORDER BY o.pupil",
    OBSERVED " AND o.pupil" IN_GROUP " GROUP BY o.pupil ORDER BY o.pupil",
    OBSERVED " AND o.pupil=$2 GROUP BY o.pupil"};
static const char *const names_texts[WHOSE_COUNT] = {NAMES, NAMES " AND m.pupil" IN_GROUP,
                                                     NAMES " AND m.pupil=$4"};

struct observed {
    struct id pupil;
    int64_t last_ms;
    int64_t count;
};
struct group_name {
    struct id pupil;
    const char *name;
};

/* Whose rows are asked for. */
struct asked {
    struct view *view;
    const struct id *school;
    enum whose whose;
    const struct id *one; /* the group or the pupil */
};

/* Each text names its days and whom it is about only where it needs them. */
static enum status ask(const struct asked *a, const char *const texts[WHOSE_COUNT],
                       struct sql_stmt **stmt)
{
    enum status st = STATUS_OK;
    bool has_days = texts == names_texts || a->whose == OF_GROUP;

    TRY(sql_prepare(a->view->db, texts[a->whose], stmt));
    sql_bind_id(*stmt, 1, a->school);
    if (has_days) {
        sql_bind_text(*stmt, 2, a->view->from_most);
        sql_bind_text(*stmt, 3, a->view->until_least);
    }
    if (a->whose != OF_SCHOOL) {
        sql_bind_id(*stmt, has_days ? 4 : 2, a->one);
    }

done:
    return st;
}

static enum status read_rows(const struct asked *a, const char *const texts[WHOSE_COUNT],
                             view_row_fn read, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(ask(a, texts, &stmt));
    TRY(view_list_read(list, stmt, read));

done:
    sql_finish(stmt);
    return st;
}

static void read_pupil(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct view_pupil *pupil = row;
    const char *preferred = sql_text(stmt, 3);

    pupil->id = sql_id(stmt, 0);
    pupil->given = arena_text(arena, sql_text(stmt, 1));
    pupil->family = arena_text(arena, sql_text(stmt, 2));
    pupil->shown = preferred[0] != '\0' ? arena_text(arena, preferred) : pupil->given;
    pupil->groups = "";
}

static void read_observed(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct observed *observed = row;

    (void)arena;
    observed->pupil = sql_id(stmt, 0);
    observed->last_ms = sql_int(stmt, 1);
    observed->count = sql_int(stmt, 2);
}

static void read_name(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct group_name *name = row;

    name->pupil = sql_id(stmt, 0);
    name->name = arena_text(arena, sql_text(stmt, 1));
}

static int group_name_order(const void *a, const void *b)
{
    const struct group_name *left = a;
    const struct group_name *right = b;
    int order = strcmp(left->pupil.text, right->pupil.text);

    return order != 0 ? order : view_name_order(left->name, right->name);
}

static void join_observed(const struct view_list *pupils, const struct view_list *list)
{
    struct view_pupil *rows = pupils->rows;
    const struct observed *observed = list->rows;
    size_t at = 0;

    for (size_t i = 0; i < pupils->count; i++) {
        while (at < list->count && strcmp(observed[at].pupil.text, rows[i].id.text) < 0) {
            at++;
        }
        if (at < list->count && id_equal(&observed[at].pupil, &rows[i].id)) {
            rows[i].last_observed_ms = observed[at].last_ms;
            rows[i].observed_count = observed[at].count;
        }
    }
}

static void join_names(const struct view_list *pupils, const struct view_list *list)
{
    struct view_pupil *rows = pupils->rows;
    const struct group_name *names = list->rows;
    size_t at = 0;

    for (size_t i = 0; i < pupils->count; i++) {
        const char *last = "";
        while (at < list->count && strcmp(names[at].pupil.text, rows[i].id.text) < 0) {
            at++;
        }
        for (; at < list->count && id_equal(&names[at].pupil, &rows[i].id); at++) {
            const char *name = names[at].name;
            if (strcmp(name, last) == 0) {
                continue; /* two places in one group */
            }
            rows[i].groups = last[0] == '\0'
                                 ? name
                                 : arena_printf(pupils->arena, "%s, %s", rows[i].groups, name);
            last = name;
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

/* In order of id. */
static enum status find_pupils(const struct asked *asked, bool wants_observed,
                               struct view_list *pupils)
{
    enum status st = STATUS_OK;
    struct view_list observed = view_list_of(pupils->arena, sizeof(struct observed));

    TRY(read_rows(asked, pupils_texts, read_pupil, pupils));
    TRY(wants_observed ? read_rows(asked, observed_texts, read_observed, &observed) : STATUS_OK);
    join_observed(pupils, &observed);

done:
    return st;
}

enum status view_pupils(struct view *v, const struct id *school, const struct id *group,
                        enum view_order order, struct arena *arena, struct view_pupil_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list pupils = view_list_of(arena, sizeof(struct view_pupil));
    bool is_all = group == NULL || id_is_none(group);
    struct asked asked = {v, school, is_all ? OF_SCHOOL : OF_GROUP, group};

    *out = (struct view_pupil_rows){0};
    TRY(find_pupils(&asked, order != VIEW_NAMES_ONLY, &pupils));
    view_list_sort(&pupils, order == VIEW_LEAST_RECENT_FIRST ? pupil_by_time : pupil_by_name);
    *out = (struct view_pupil_rows){pupils.rows, pupils.count};

done:
    return st;
}

static int observed_of(const void *pupil, const void *observed)
{
    return strcmp(((const struct id *)pupil)->text,
                  ((const struct observed *)observed)->pupil.text);
}

enum status view_observed(struct view *v, const struct id *school, const struct id *group,
                          struct arena *arena, struct view_pupil_rows *rows)
{
    enum status st = STATUS_OK;
    struct view_list observed = view_list_of(arena, sizeof(struct observed));
    bool is_all = group == NULL || id_is_none(group);
    struct asked asked = {v, school, is_all ? OF_SCHOOL : OF_GROUP, group};

    TRY(read_rows(&asked, observed_texts, read_observed, &observed));
    for (size_t i = 0; i < rows->count && observed.count > 0; i++) {
        struct view_pupil *row = &rows->rows[i];
        const struct observed *of =
            bsearch(&row->id, observed.rows, observed.count, sizeof(struct observed), observed_of);
        row->last_observed_ms = of != NULL ? of->last_ms : 0;
        row->observed_count = of != NULL ? of->count : 0;
    }

done:
    return st;
}

enum status view_has_more_pupils(struct view *v, const struct id *school, int64_t than, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = false;
    TRY(sql_prepare(v->db, "SELECT 1 FROM v_pupil WHERE school=$1 LIMIT 1 OFFSET $2", &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_int(stmt, 2, than);
    TRY(view_step(stmt, out));

done:
    sql_finish(stmt);
    return st;
}

enum status view_pupil_one(struct view *v, const struct id *school, const struct id *pupil,
                           struct arena *arena, struct view_pupil *out)
{
    enum status st = STATUS_OK;
    struct view_list pupils = view_list_of(arena, sizeof(struct view_pupil));
    struct view_list names = view_list_of(arena, sizeof(struct group_name));
    struct asked asked = {v, school, OF_PUPIL, pupil};

    *out = (struct view_pupil){.given = "", .family = "", .shown = "", .groups = ""};
    TRY(find_pupils(&asked, true, &pupils));
    if (pupils.count == 0) {
        st = FAIL(STATUS_NOT_FOUND, "There is no pupil %s here.", pupil->text);
        goto done;
    }
    TRY(read_rows(&asked, names_texts, read_name, &names));
    view_list_sort(&names, group_name_order);
    join_names(&pupils, &names);
    *out = *(const struct view_pupil *)pupils.rows;

done:
    return st;
}

enum status view_each_name(struct view *v, const struct id *school,
                           void (*each)(void *ctx, const char *name), void *ctx)
{
    static const char text[] =
        "SELECT given, family, preferred FROM v_pupil WHERE school=$1 AND void=0"
        " UNION ALL SELECT name, '', '' FROM v_staff WHERE school=$1 AND void=0";
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        for (int column = 0; column < 3; column++) {
            each(ctx, sql_text(stmt, column));
        }
    }

done:
    sql_finish(stmt);
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

static void read_target(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_target *row = to;

    row->id = sql_id(stmt, 0);
    row->title = arena_text(arena, sql_text(stmt, 1));
    row->area = arena_text(arena, sql_text(stmt, 2));
}

enum status view_targets(struct view *v, const struct id *school, const struct id *pupil,
                         struct arena *arena, struct view_target_rows *out)
{
    static const char text[] = "SELECT rec, title, area FROM v_target WHERE school=$1 AND pupil=$2"
                               " AND void=0 AND coalesce(ended, '')=''";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_target));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_target_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    TRY(view_list_read(&list, stmt, read_target));
    view_list_sort(&list, target_order);
    *out = (struct view_target_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}
