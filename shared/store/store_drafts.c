/* Drafts: sealed blobs that are replaced, beside the log that never is.
 *
 * A draft is written at every tap, so it is one row by name and one small commit.
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
