/* Drafts: sealed blobs that are replaced, beside the log that never is.
 *
 * A draft is written at every tap, so it is one row by name and one small commit. A disk that is
 * full takes none; then the sealed blob waits in memory, so that a person may go on, look elsewhere
 * and come back, and lose it only to the battery. Who asks for drafts cannot tell the two apart.
 */
#include "store_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- in memory ------------------------------------------------------------------------------- */

void store_forget_unkept(struct store *s, const char *name)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->unkept_count; i++) {
        struct store_unkept *draft = &s->unkept[i];
        if (name != NULL && strcmp(draft->name, name) != 0) {
            s->unkept[kept++] = *draft;
            continue;
        }
        free(draft->box);
        free(draft->name);
    }
    s->unkept_count = kept;
}

static void forget_first(struct store *s)
{
    free(s->unkept[0].box);
    free(s->unkept[0].name);
    s->unkept[0] = s->unkept[--s->unkept_count];
}

static void keep_in_memory(struct store *s, const struct store_draft *draft)
{
    void *box = mem_alloc(draft->size);

    memcpy(box, draft->box, draft->size);
    store_forget_unkept(s, draft->name);
    s->unkept = mem_grow(s->unkept, (s->unkept_count + 1) * sizeof(*s->unkept));
    s->unkept[s->unkept_count++] = (struct store_unkept){mem_text(draft->name), box, draft->size};
}

static const struct store_unkept *find_unkept(const struct store *s, const char *name)
{
    for (size_t i = 0; i < s->unkept_count; i++) {
        if (strcmp(s->unkept[i].name, name) == 0) {
            return &s->unkept[i];
        }
    }
    return NULL;
}

size_t store_unkept_drafts(const struct store *s)
{
    return s->unkept_count;
}

/* ---- on the disk ----------------------------------------------------------------------------- */

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
    enum status st = store_run_one(s, &run);

    if (st == STATUS_OK) {
        store_forget_unkept(s, draft->name);
    } else if (st == STATUS_FULL || st == STATUS_DISK) {
        keep_in_memory(s, draft);
    }
    return st;
}

enum status store_keep_drafts(struct store *s)
{
    enum status st = STATUS_OK;

    while (s->unkept_count > 0 && st == STATUS_OK) {
        const struct store_draft draft = {s->unkept[0].name, s->unkept[0].box, s->unkept[0].size};
        const struct store_run run = {"INSERT INTO draft(name, box) VALUES($1, $2)"
                                      " ON CONFLICT(name) DO UPDATE SET box = excluded.box",
                                      bind_draft, &draft};
        st = store_run_one(s, &run);
        if (st == STATUS_OK) {
            forget_first(s);
        }
    }
    return st;
}

static void bind_name(struct sql_stmt *stmt, const void *with)
{
    sql_bind_text(stmt, 1, with);
}

enum status store_draft_drop(struct store *s, const char *name)
{
    const struct store_run run = {"DELETE FROM draft WHERE name = $1", bind_name, name};
    enum status st = STATUS_OK;

    store_forget_unkept(s, name);
    st = store_run_one(s, &run);
    return st;
}

static void add_draft(struct arena *arena, const struct store_draft *from,
                      struct store_draft_rows *out)
{
    struct store_draft *more = store_more(arena, out->rows, out->count, sizeof(*more));

    out->rows = more != NULL ? more : out->rows;
    out->rows[out->count] = (struct store_draft){
        arena_text(arena, from->name), arena_copy(arena, from->box, from->size), from->size};
    out->count++;
}

enum status store_drafts(struct store *s, struct arena *arena, struct store_draft_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_draft_rows){0};
    TRY(sql_prepare(s->db, "SELECT name, box FROM draft ORDER BY name", &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct store_draft draft = {.name = sql_text(stmt, 0)};
        draft.box = sql_bytes(stmt, 1, &draft.size);
        if (find_unkept(s, draft.name) == NULL) {
            add_draft(arena, &draft, out);
        }
    }
    st = st == STATUS_END ? STATUS_OK : st;
    for (size_t i = 0; i < s->unkept_count; i++) {
        const struct store_unkept *draft = &s->unkept[i];
        add_draft(arena, &(struct store_draft){draft->name, draft->box, draft->size}, out);
    }
done:
    sql_finish(stmt);
    return st;
}
