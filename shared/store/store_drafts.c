/* Drafts and the snapshot: sealed blobs that are replaced, beside the log that never is.
 *
 * A draft is written at every tap, so it is one row by name and one small commit. The snapshot is
 * one row too: it spares the fold at unlock and can be lost at any time, because the log has it
 * all.
 */
#include "store_private.h"

static void bind_draft(struct sql_stmt *stmt, const void *with)
{
    const struct store_draft *draft = with;

    sql_bind_text(stmt, 1, draft->name);
    sql_bind_bytes(stmt, 2, draft->box, draft->size);
}

enum status store_draft_put(struct store *s, const struct store_draft *draft)
{
    const struct store_run run = {"INSERT INTO draft(name, box) VALUES($1, $2)"
                                  " ON CONFLICT(name) DO UPDATE SET box = excluded.box",
                                  bind_draft, draft};

    return store_run_one(s, &run);
}

static void bind_name(struct sql_stmt *stmt, const void *with)
{
    sql_bind_text(stmt, 1, with);
}

enum status store_draft_drop(struct store *s, const char *name)
{
    const struct store_run run = {"DELETE FROM draft WHERE name = $1", bind_name, name};

    return store_run_one(s, &run);
}

enum status store_drafts(struct store *s, struct arena *arena, struct store_draft_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_draft_rows){0};
    TRY(sql_prepare(s->db, "SELECT name, box FROM draft ORDER BY name", &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct store_draft *more = store_more(arena, out->rows, out->count, sizeof(*more));
        struct store_draft *draft = NULL;
        const void *bytes = NULL;
        out->rows = more != NULL ? more : out->rows;
        draft = &out->rows[out->count];
        draft->name = arena_text(arena, sql_text(stmt, 0));
        bytes = sql_bytes(stmt, 1, &draft->size);
        draft->box = arena_copy(arena, bytes, draft->size);
        out->count++;
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

static void bind_snapshot(struct sql_stmt *stmt, const void *with)
{
    const struct store_snapshot *snapshot = with;

    sql_bind_int(stmt, 1, snapshot->place);
    sql_bind_int(stmt, 2, snapshot->forgotten);
    sql_bind_bytes(stmt, 3, snapshot->box, snapshot->size);
    sql_bind_id(stmt, 4, &snapshot->dev);
}

enum status store_snapshot_put(struct store *s, const struct store_snapshot *snapshot)
{
    const struct store_run run = {"INSERT INTO snapshot(one, place, forgotten, box)"
                                  " SELECT 1, $1, $2, $3 WHERE ($4 IS NULL OR $4 ="
                                  " (SELECT value FROM setting WHERE name = 'device'))"
                                  " AND $2 >= (SELECT coalesce(max(number), 0) FROM forgotten)"
                                  " ON CONFLICT(one) DO UPDATE SET"
                                  " place = excluded.place, forgotten = excluded.forgotten,"
                                  " box = excluded.box",
                                  bind_snapshot, snapshot};

    return store_run_one(s, &run);
}

enum status store_snapshot_get(struct store *s, struct arena *arena, struct store_snapshot *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const void *bytes = NULL;

    *out = (struct store_snapshot){0};
    TRY(sql_prepare(s->db, "SELECT place, forgotten, box FROM snapshot", &stmt));
    st = sql_step(stmt);
    if (st == STATUS_END) {
        st = STATUS_NOT_FOUND; /* no fault: the first unlock has none */
        goto done;
    }
    if (st != STATUS_OK) {
        goto done;
    }
    out->place = sql_int(stmt, 0);
    out->forgotten = sql_int(stmt, 1);
    bytes = sql_bytes(stmt, 2, &out->size);
    out->box = arena_copy(arena, bytes, out->size);
done:
    sql_finish(stmt);
    return st;
}
