/* Recorded phrases: those of one pupil, and the school's.
 *
 * A voice that a pupil knows is a person's. Whoever has left the school, or was never of it, is
 * told apart here, so that no question is asked in the voice of somebody who is gone.
 */
#include "view_clips.h"

#include "view_private.h"

#include <string.h>

#define CLIPS                                                             \
    "SELECT c.rec, c.pupil, c.speaker, c.phrase, c.spoken, c.ms, s.name," \
    " CASE WHEN s.rec IS NULL OR s.void<>0 OR coalesce(s.\"left\", 0)<>0" \
    " THEN 0 ELSE 1 END"                                                  \
    " FROM v_clip c LEFT JOIN v_staff s"                                  \
    " ON s.school=c.school AND s.rec=c.speaker"                           \
    " WHERE c.school=$1 AND c.void=0 AND c.phrase IS NOT NULL"            \
    " AND c.speaker IS NOT NULL AND "

static void read_clip(const struct sql_stmt *stmt, struct arena *arena, void *to)
{
    struct view_clip *row = to;

    row->rec = sql_id(stmt, 0);
    row->pupil = sql_id(stmt, 1);
    row->speaker = sql_id(stmt, 2);
    row->phrase = arena_text(arena, sql_text(stmt, 3));
    row->spoken_ms = sql_int(stmt, 4);
    row->length_ms = sql_int(stmt, 5);
    row->name = arena_text(arena, sql_text(stmt, 6));
    row->is_known = sql_int(stmt, 7) != 0;
}

static int latest_first(const void *a, const void *b)
{
    const struct view_clip *left = a;
    const struct view_clip *right = b;

    if (left->spoken_ms != right->spoken_ms) {
        return left->spoken_ms > right->spoken_ms ? -1 : 1;
    }
    return strcmp(right->rec.text, left->rec.text);
}

static enum status add_clips(struct view *v, const char *text, const struct id *school,
                             const struct id *pupil, struct view_list *list)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(v->db, text, &stmt));
    sql_bind_id(stmt, 1, school);
    if (pupil != NULL) {
        sql_bind_id(stmt, 2, pupil);
    }
    TRY(view_list_read(list, stmt, read_clip));
done:
    sql_finish(stmt);
    return st;
}

enum status view_clips(struct view *v, const struct id *school, const struct id *pupil,
                       struct arena *arena, struct view_clip_rows *out)
{
    enum status st = STATUS_OK;
    struct view_list list = view_list_of(arena, sizeof(struct view_clip));

    *out = (struct view_clip_rows){0};
    TRY(add_clips(v, CLIPS "c.pupil IS NULL", school, NULL, &list));
    if (!id_is_none(pupil)) {
        TRY(add_clips(v, CLIPS "c.pupil=$2", school, pupil, &list));
    }
    view_list_sort(&list, latest_first);
    *out = (struct view_clip_rows){list.rows, list.count};
done:
    return st;
}
