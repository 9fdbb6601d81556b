/* Two boxes under one name, after the hub was restored.
 *
 * A copied tablet writes under the name of the first one. Before the restore the hub took the one's
 * change, and this tablet fetched it; afterwards it took the other's. What is held would agree with
 * the hub's figures, which run over names only, and would say something else for ever. The daemon
 * cannot open a box, and boxes of one line differ as much as boxes of two. So it keeps both, and
 * whoever has the key says what they are.
 *
 * What came takes a new place, so that no reader who has passed the old one takes it for read.
 */
#include "store_twin.h"

#include "store_private.h"

static enum status exists(struct store *s, const char *text, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = false;
    TRY(sql_prepare(s->db, text, &stmt));
    TRY(sql_step(stmt));
    *out = sql_int(stmt, 0) != 0;
done:
    sql_finish(stmt);
    return st;
}

enum status store_has_twins(struct store *s, bool *out)
{
    return exists(s, "SELECT EXISTS(SELECT 1 FROM twin)", out);
}

enum status store_note_twins(struct store *s, const struct store_box *rows, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_unseen = false;

    TRY(exists(s, "SELECT EXISTS(SELECT 1 FROM box WHERE lsn = " STORE_LSN_UNSEEN ")",
               &has_unseen));
    for (size_t i = 0; i < count && has_unseen; i++) {
        TRY(sql_prepare(s->db,
                        "INSERT OR REPLACE INTO twin(place, pupil, box) SELECT place, $3, $4"
                        " FROM box WHERE dev = $1 AND seq = $2 AND lsn = " STORE_LSN_UNSEEN,
                        &stmt));
        sql_bind_id(stmt, 1, &rows[i].dev);
        sql_bind_int(stmt, 2, rows[i].seq);
        sql_bind_id(stmt, 3, &rows[i].pupil);
        sql_bind_bytes(stmt, 4, rows[i].box, rows[i].size);
        TRY(sql_finish_run(stmt));
        sql_finish(stmt);
        stmt = NULL;
    }
done:
    sql_finish(stmt);
    return st;
}

/* ---- settling -------------------------------------------------------------------------------- */

static enum status gather(struct store *s, const char *text, int64_t limit, struct arena *arena,
                          struct store_box_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, text, &stmt));
    sql_bind_int(stmt, 1, limit);
    TRY(store_gather_boxes(stmt, INT64_MAX, arena, out));
done:
    sql_finish(stmt);
    return st;
}

enum status store_twins(struct store *s, int64_t limit, struct arena *arena,
                        struct store_twin_rows *out)
{
    enum status st = STATUS_OK;
    struct store_box_rows held = {0};
    struct store_box_rows came = {0};
    bool is_any = false;

    *out = (struct store_twin_rows){0};
    TRY(store_has_twins(s, &is_any));
    if (!is_any) {
        return STATUS_OK;
    }
    TRY(sql_begin_read(s->db));
    TRY(gather(s,
               "SELECT " BOX_COLUMNS " FROM box WHERE place IN (SELECT place FROM twin"
               " ORDER BY place LIMIT $1) ORDER BY place",
               limit, arena, &held));
    TRY(gather(s,
               "SELECT t.place, b.dev, b.seq, t.pupil, t.box, b.lsn, NULL, NULL, NULL FROM twin t"
               " JOIN box b ON b.place = t.place ORDER BY t.place LIMIT $1",
               limit, arena, &came));
    out->rows = arena_alloc(arena, (came.count + 1) * sizeof(*out->rows));
    for (size_t i = 0; i < came.count && i < held.count; i++) {
        out->rows[i] = (struct store_twin){.held = held.rows[i], .came = came.rows[i]};
        out->count++;
    }
done:
    sql_undo(s->db);
    return st;
}

static void bind_twin(struct sql_stmt *stmt, const void *with)
{
    const struct store_box *came = with;

    sql_bind_int(stmt, 1, came->place);
    sql_bind_bytes(stmt, 2, came->box, came->size);
}

static enum status put_came(struct store *s, const struct store_box *came)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, "INSERT INTO box(dev, seq, pupil, box, lsn) VALUES($1, $2, $3, $4, $5)",
                    &stmt));
    sql_bind_id(stmt, 1, &came->dev);
    sql_bind_int(stmt, 2, came->seq);
    sql_bind_id(stmt, 3, &came->pupil);
    sql_bind_bytes(stmt, 4, came->box, came->size);
    sql_bind_int(stmt, 5, came->lsn);
    TRY(sql_finish_run(stmt));
done:
    sql_finish(stmt);
    return st;
}

/* Since the caller looked, the daemon may have dropped the pupil, or met one more epoch: then what
 * came is not the same box any more, and will be looked at again. */
static enum status settle(struct store *s, const struct store_twin *twin)
{
    enum status st = STATUS_OK;
    const struct store_run same = {"DELETE FROM twin WHERE place = $1 AND box = $2", bind_twin,
                                   &twin->came};
    const struct store_run other = {"DELETE FROM box WHERE place = $1"
                                    " AND EXISTS(SELECT 1 FROM twin WHERE place = $1 AND box = $2)",
                                    bind_twin, &twin->came};

    if (twin->is_other) {
        TRY(store_run_one(s, &other));
        if (sql_changed(s->db) > 0) {
            TRY(put_came(s, &twin->came));
            TRY(store_snapshot_forget(s));
        }
    }
    TRY(store_run_one(s, &same));
done:
    return st;
}

enum status store_twins_settle(struct store *s, const struct store_twin_rows *twins)
{
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    for (size_t i = 0; i < twins->count; i++) {
        TRY(settle(s, &twins->rows[i]));
    }
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}
