/* The view's lines, read again from the log.
 *
 * A record points at its lines, and is put together from them when it is looked at. One line is one
 * question, which beside a file costs next to nothing, and at the end of a wire a wait: an export
 * of a hundred thousand records waited as often. So where rows are put many at a time, lines are
 * read many at a time too: the view says which it will want, and they are kept until the next
 * page, or until the connection is given back.
 */
#include "hub_lines.h"

#include <stdlib.h>

#define ASKED_MAX       32
#define AHEAD_BYTES_MAX (4U << 20) /* what more is wanted is read when it is asked for */

struct line {
    int64_t place;
    size_t at; /* in bytes */
    size_t size;
};
struct hub_lines {
    struct id school;
    struct buf bytes;
    struct buf rows; /* struct line, by place once all are there */
};

struct hub_lines *hub_lines_make(void)
{
    return mem_zero(1, sizeof(struct hub_lines));
}

void hub_lines_close(struct hub_lines *lines)
{
    if (lines != NULL) {
        buf_finish(&lines->bytes);
        buf_finish(&lines->rows);
        free(lines);
    }
}

void hub_lines_forget(struct hub_db *db)
{
    buf_clear(&db->lines->bytes);
    buf_clear(&db->lines->rows);
}

static int by_place(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

static const struct line *find_line(const struct hub_lines *lines, const struct id *school,
                                    int64_t place)
{
    const struct line key = {.place = place};

    if (lines->rows.size == 0 || !id_equal(&lines->school, school)) {
        return NULL;
    }
    return bsearch(&key, lines->rows.data, lines->rows.size / sizeof key, sizeof key, by_place);
}

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = ctx;
    const struct line *line = find_line(db->lines, school, place);
    struct sql_stmt *stmt = NULL;
    const void *bytes = NULL;
    size_t size = 0;
    static const char text[] = "SELECT line FROM log WHERE school=$1 AND lsn=$2";

    buf_clear(out);
    if (line != NULL) {
        buf_add(out, db->lines->bytes.data + line->at, line->size);
        return STATUS_OK;
    }
    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(school), arg_int(place)}, 2, &stmt));
    bytes = sql_bytes(stmt, 0, &size);
    buf_add(out, bytes, size);

done:
    sql_finish(stmt);
    return st;
}

/* Looked up one by one, for the reason that view_many.c gives. */
static enum status read_some(struct hub_db *db, const int64_t *places, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct hub_arg args[1 + ASKED_MAX];
    static const char text[] =
        "SELECT q.column1, (SELECT l.line FROM log l WHERE l.school=$1 AND l.lsn=q.column1) FROM"
        " (VALUES(CAST($2 AS BIGINT)), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11),"
        " ($12), ($13), ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23),"
        " ($24), ($25), ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33)) q";

    args[0] = arg_id(&db->lines->school);
    for (size_t i = 0; i < ASKED_MAX; i++) {
        args[1 + i] = arg_int(i < count ? places[i] : 0); /* no line has the number 0 */
    }
    TRY(hub_ask(db, text, args, 1 + ASKED_MAX, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct line line = {.place = sql_int(stmt, 0), .at = db->lines->bytes.size};
        const void *bytes = sql_bytes(stmt, 1, &line.size);
        if (!sql_is_null(stmt, 1)) {
            buf_add(&db->lines->bytes, bytes, line.size);
            buf_add(&db->lines->rows, &line, sizeof line);
        }
    }
    st = st == STATUS_END ? STATUS_OK : st;

done:
    sql_finish(stmt);
    return st;
}

static enum status read_ahead(void *ctx, const struct id *school, const int64_t *places,
                              size_t count)
{
    enum status st = STATUS_OK;
    struct hub_db *db = ctx;

    hub_lines_forget(db);
    db->lines->school = *school;
    for (size_t i = 0; i < count && db->lines->bytes.size < AHEAD_BYTES_MAX; i += ASKED_MAX) {
        TRY(read_some(db, places + i, count - i < ASKED_MAX ? count - i : ASKED_MAX));
    }
    if (db->lines->rows.size > 0) {
        qsort(db->lines->rows.data, db->lines->rows.size / sizeof(struct line), sizeof(struct line),
              by_place);
    }

done:
    if (st != STATUS_OK) {
        hub_lines_forget(db);
    }
    return st;
}

enum status hub_lines_open(struct hub_db *db, bool *stale)
{
    enum status st = STATUS_OK;
    struct view_log log = {.line = read_line, .ctx = db};

    TRY(view_open(db->sql, VIEW_ON_HUB, &log, &db->view, stale));
    if (sql_is_far(db->sql)) {
        view_set_ahead(db->view, read_ahead);
    }

done:
    return st;
}
