/* Questions about what was written: notes, words for chips, conflicts.
 *
 * All of them look at a span of time or at a limited number of rows, found by an index, so that the
 * answer takes as long in the tenth year as in the first.
 */
#include "view_private.h"

#include <string.h>

/* ---- notes ---------------------------------------------------------------------------------- */

/* The kinds of note that match, newest first, then what is shown beside them. $1 school, $2
 * from, $3 until, $4 limit, $5 kind, $6 skip; which adds a condition on the pupil, $7. */
#define ONE_KIND(table, engagement, instrument, kind, voids, which)                     \
    "SELECT rec, pupil, \"when\" AS at, " engagement " AS engagement, " instrument      \
    " AS instrument FROM " table " WHERE school=$1 AND void=" voids " AND \"when\">=$2" \
    " AND \"when\"<$3 AND $5 IN (0," kind ")" which
#define SEEN(voids, which)  ONE_KIND("v_observation", "engagement", "instrument", "1", voids, which)
#define TIMED(voids, which) ONE_KIND("v_interval_observation", "NULL", "NULL", "2", voids, which)
#define SAID(voids, which)                                                 \
    ONE_KIND("v_self_assessment", "NULL", "instrument", "3", voids, which) \
    " AND coalesce(practice, 0)=0"
#define SHOWN                                                                              \
    "SELECT n.rec, n.pupil, r.first_by, r.type, n.at, p.preferred, p.given, n.engagement," \
    " n.instrument, r.conflict FROM ("
#define BESIDE                                              \
    " ORDER BY at DESC, rec DESC LIMIT $4 OFFSET $6) n"     \
    " JOIN record r ON r.school=$1 AND r.rec=n.rec"         \
    " LEFT JOIN v_pupil p ON p.school=$1 AND p.rec=n.pupil" \
    " ORDER BY n.at DESC, n.rec DESC"
#define NOTES(voids, which)                                                                     \
    SHOWN SEEN(voids, which) " UNION ALL " TIMED(voids, which) " UNION ALL " SAID(voids, which) \
        BESIDE

static const char notes_of_school[] = NOTES("0", "");
static const char notes_of_pupil[] = NOTES("0", " AND pupil=$7");
static const char voids_of_school[] = NOTES("1", "");
static const char voids_of_pupil[] = NOTES("1", " AND pupil=$7");

/* The preferred name, else the given one; "" for a pupil who is not here. */
static const char *shown_name(const struct sql_stmt *stmt, int preferred, struct arena *arena)
{
    const char *name = sql_text(stmt, preferred);

    return arena_text(arena, name[0] != '\0' ? name : sql_text(stmt, preferred + 1));
}

static void read_note(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_note *row = to;

    row->rec = sql_id(stmt, 0);
    row->pupil = sql_id(stmt, 1);
    row->by = sql_id(stmt, 2);
    row->type = arena_text(arena, sql_text(stmt, 3));
    row->when_ms = sql_int(stmt, 4);
    row->shown = shown_name(stmt, 5, arena);
    row->engagement = arena_text(arena, sql_text(stmt, 7));
    row->instrument = arena_text(arena, sql_text(stmt, 8));
    row->in_conflict = sql_int(stmt, 9) != 0;
}

struct asked {
    const char *text;
    const struct id *school;
    const struct id *pupil; /* NULL or none: everyone's */
    const struct view_span *span;
};

static bool is_one(const struct id *pupil)
{
    return pupil != NULL && !id_is_none(pupil);
}

static enum status gather(struct view *v, const struct asked *asked, struct arena *arena,
                          struct view_note_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_note));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_note_rows){0};
    TRY(sql_prepare(v->db, asked->text, &stmt));
    sql_bind_id(stmt, 1, asked->school);
    sql_bind_int(stmt, 2, asked->span->from_ms);
    sql_bind_int(stmt, 3, asked->span->until_ms);
    sql_bind_int(stmt, 4, asked->span->limit > 0 ? asked->span->limit : INT64_MAX);
    sql_bind_int(stmt, 5, asked->span->kind);
    sql_bind_int(stmt, 6, asked->span->skip);
    if (is_one(asked->pupil)) {
        sql_bind_id(stmt, 7, asked->pupil);
    }
    TRY(view_list_read(&list, stmt, read_note));
    *out = (struct view_note_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

enum status view_notes(struct view *v, const struct id *school, const struct id *pupil,
                       const struct view_span *span, struct arena *arena,
                       struct view_note_rows *out)
{
    struct asked asked = {is_one(pupil) ? notes_of_pupil : notes_of_school, school, pupil, span};

    return gather(v, &asked, arena, out);
}

enum status view_void_notes(struct view *v, const struct id *school, const struct id *pupil,
                            const struct view_span *span, struct arena *arena,
                            struct view_note_rows *out)
{
    struct asked asked = {is_one(pupil) ? voids_of_pupil : voids_of_school, school, pupil, span};

    return gather(v, &asked, arena, out);
}

static void read_context(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_context *row = to;

    row->when_ms = sql_int(stmt, 0);
    row->instrument = arena_text(arena, sql_text(stmt, 1));
    row->version = arena_text(arena, sql_text(stmt, 2));
    row->engagement = arena_text(arena, sql_text(stmt, 3));
    row->doing = arena_text(arena, sql_text(stmt, 4));
    row->place = arena_text(arena, sql_text(stmt, 5));
    row->with = arena_text(arena, sql_text(stmt, 6));
    row->prompt = arena_text(arena, sql_text(stmt, 7));
}

enum status view_contexts(struct view *v, const struct id *school, const struct id *pupil,
                          int64_t limit, struct arena *arena, struct view_context_rows *out)
{
    static const char text[] =
        "SELECT \"when\", instrument, version, engagement, doing, place, \"with\", prompt"
        " FROM v_observation WHERE school=$1 AND pupil=$2 AND void=0 AND \"when\" IS NOT NULL"
        " AND engagement<>'' ORDER BY \"when\" DESC, rec DESC LIMIT $3";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_context));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_context_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    sql_bind_int(stmt, 3, limit);
    TRY(view_list_read(&list, stmt, read_context));
    *out = (struct view_context_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* The words of a field in the latest observations, most used first; of one pupil ($4) or all. */
static void words_text(const char *field, bool of_pupil, struct buf *text)
{
    buf_printf(
        text,
        "SELECT w.word, count(*) FROM (SELECT \"%s\" AS word FROM v_observation"
        " WHERE school=$1 AND void=0%s AND \"when\" IS NOT NULL ORDER BY \"when\" DESC LIMIT $2) w"
        " WHERE w.word<>'' GROUP BY w.word"
        " ORDER BY count(*) DESC, w.word LIMIT $3",
        field, of_pupil ? " AND pupil=$4" : "");
}

static bool has_word(const struct view_list *list, const char *word)
{
    const struct view_word *rows = list->rows;

    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(rows[i].text, word) == 0) {
            return true;
        }
    }
    return false;
}

static enum status add_words(struct view *v, const struct id *school, const struct id *pupil,
                             const char *field, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf text = {0};
    bool has_row = false;

    words_text(field, pupil != NULL, &text);
    TRY(sql_prepare_once(v->db, buf_cstr(&text), &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_int(stmt, 2, VIEW_WORDS_LOOK_BACK);
    sql_bind_int(stmt, 3, VIEW_WORDS_MOST);
    if (pupil != NULL) {
        sql_bind_id(stmt, 4, pupil);
    }
    while (list->count < VIEW_WORDS_MOST) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        if (has_word(list, sql_text(stmt, 0))) {
            continue;
        }
        struct view_word *row = view_list_add(list);
        row->text = arena_text(list->arena, sql_text(stmt, 0));
        row->count = sql_int(stmt, 1);
    }

done:
    sql_finish(stmt);
    buf_finish(&text);
    return st;
}

enum status view_words(struct view *v, const struct id *school, const struct id *pupil,
                       const char *field, struct arena *arena, struct view_word_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_word));
    const struct record_field *f = record_field_find(record_type_find("observation"), field);

    CHECK(f != NULL && f->kind == FIELD_TEXT && f->where == FIELD_COLUMN);
    *out = (struct view_word_rows){0};
    if (pupil != NULL && !id_is_none(pupil)) {
        TRY(add_words(v, school, pupil, field, &list));
    }
    TRY(add_words(v, school, NULL, field, &list));
    *out = (struct view_word_rows){list.rows, list.count};

done:
    return st;
}

/* ---- conflicts ------------------------------------------------------------------------------ */

static void read_conflict(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_conflict *row = to;

    row->rec = sql_id(stmt, 0);
    row->pupil = sql_id(stmt, 1);
    row->type = arena_text(arena, sql_text(stmt, 2));
    row->shown = shown_name(stmt, 3, arena);
    row->at_ms = sql_int(stmt, 5);
}

enum status view_conflicts(struct view *v, const struct id *school, struct arena *arena,
                           struct view_conflict_rows *out)
{
    static const char text[] =
        "SELECT r.rec, r.pupil, r.type, p.preferred, p.given, r.conflict_at FROM record r"
        " LEFT JOIN v_pupil p ON p.school=r.school AND p.rec=r.pupil"
        " WHERE r.school=$1 AND r.conflict=1 ORDER BY r.conflict_at DESC, r.rec";
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_conflict));
    struct sql_stmt *stmt = NULL;

    *out = (struct view_conflict_rows){0};
    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    TRY(view_list_read(&list, stmt, read_conflict));
    *out = (struct view_conflict_rows){list.rows, list.count};

done:
    sql_finish(stmt);
    return st;
}
