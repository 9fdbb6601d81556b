/* The snapshot: what spares the fold at unlock. It can be lost at any time, for the log has it all.
 *
 * It lies in pieces, so that a lock writes those that have changed and an unlock reads those that
 * it needs. That makes it a thing that could come to be of two halves: the daemon may take it away
 * (a pupil was erased) between two writes of the client, and pieces written on top of nothing would
 * be half a view. So whoever adds pieces names the head that the others belong to, and the head is
 * looked at in the same transaction.
 *
 * Years of pieces are not written in one go: a person is at the screen. They come some at a time,
 * each lot a transaction, beside those that the head speaks of; with the new head they become the
 * snapshot, and a plug that is pulled at any moment before that leaves the old one.
 */
#include "store_private.h"

#include <string.h>

/* A piece's two sides are two rows. */
static int64_t row_of(int64_t number, int side)
{
    CHECK(number >= 0 && (side == 0 || side == 1));
    return 2 * number + side;
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

enum status store_snapshot_read(struct store *s, int64_t number, int side, struct buf *box)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const void *bytes = NULL;
    size_t size = 0;

    buf_clear(box);
    TRY(sql_prepare(s->db, "SELECT box FROM piece WHERE number = $1", &stmt));
    sql_bind_int(stmt, 1, row_of(number, side));
    st = sql_step(stmt);
    if (st != STATUS_OK) {
        st = st == STATUS_END ? STATUS_NOT_FOUND : st;
        goto done;
    }
    bytes = sql_bytes(stmt, 0, &size);
    buf_add(box, bytes, size);
done:
    sql_finish(stmt);
    return st;
}

enum status store_snapshot_forget(struct store *s)
{
    enum status st = STATUS_OK;

    TRY(store_run_plain(s, "DELETE FROM snapshot"));
    TRY(store_run_plain(s, "DELETE FROM piece"));
done:
    return st;
}

enum status store_snapshot_drop(struct store *s)
{
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    TRY(store_snapshot_forget(s));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- keeping one ---------------------------------------------------------------------------- */

/* Nobody waits for the disk: the log has it all. The next tap's commit does, and then what was
 * written before it is on the disk too. */
static enum status hurries(struct store *s, bool on)
{
    return sql_run(s->db, on ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
}

/* Folded as whom the tablet is, and with nobody in it who was forgotten. */
static enum status is_of_today(struct store *s, const struct store_snapshot *snapshot, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT ($1 IS NULL OR $1 = (SELECT value FROM setting WHERE name = 'device'))"
                    " AND $2 >= (SELECT coalesce(max(number), 0) FROM forgotten)",
                    &stmt));
    sql_bind_id(stmt, 1, &snapshot->dev);
    sql_bind_int(stmt, 2, snapshot->forgotten);
    TRY(sql_step(stmt));
    *out = sql_int(stmt, 0) == 1;
done:
    sql_finish(stmt);
    return st;
}

static enum status is_head(struct store *s, const struct buf *head, bool *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_snapshot snapshot = {0};

    *out = false;
    st = store_snapshot_get(s, &arena, &snapshot);
    if (st == STATUS_OK) {
        *out = snapshot.size == head->size && memcmp(snapshot.box, head->data, head->size) == 0;
    }
    arena_finish(&arena);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

enum status store_snapshot_begin(struct store *s, const struct store_snapshot *snapshot,
                                 const struct buf *since, bool *may)
{
    enum status st = STATUS_OK;

    *may = false;
    TRY(hurries(s, true));
    TRY(sql_begin(s->db));
    TRY(is_of_today(s, snapshot, may));
    if (*may && since != NULL) {
        TRY(is_head(s, since, may));
    }
done:
    if (st != STATUS_OK || !*may) {
        store_snapshot_undo(s);
    }
    return st;
}

enum status store_snapshot_piece(struct store *s, int64_t number, int side, const void *box,
                                 size_t size)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "INSERT INTO piece(number, box) VALUES($1, $2)"
                    " ON CONFLICT(number) DO UPDATE SET box = excluded.box",
                    &stmt));
    sql_bind_int(stmt, 1, row_of(number, side));
    sql_bind_bytes(stmt, 2, box, size);
    TRY(sql_finish_run(stmt));
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
}

static void bind_count(struct sql_stmt *stmt, const void *with)
{
    sql_bind_int(stmt, 1, row_of(*(const int64_t *)with, 0));
}

enum status store_snapshot_ready(struct store *s)
{
    return sql_log_fold(s->db);
}

enum status store_snapshot_part(struct store *s)
{
    enum status st = STATUS_OK;

    TRY(sql_commit(s->db));
    TRY(hurries(s, false));
    TRY(sql_log_fold(
        s->db)); /* little by little: left alone, one commit in eight would do it all */
done:
    return st;
}

enum status store_snapshot_end(struct store *s, const struct store_snapshot *snapshot,
                               int64_t count)
{
    const struct store_run head = {"INSERT INTO snapshot(one, place, forgotten, box)"
                                   " VALUES(1, $1, $2, $3) ON CONFLICT(one) DO UPDATE SET"
                                   " place = excluded.place, forgotten = excluded.forgotten,"
                                   " box = excluded.box",
                                   bind_snapshot, snapshot};
    const struct store_run rest = {"DELETE FROM piece WHERE number >= $1", bind_count, &count};
    enum status st = STATUS_OK;

    TRY(store_run_one(s, &rest));
    TRY(store_run_one(s, &head));
    TRY(store_snapshot_part(s));
done:
    return st;
}

void store_snapshot_undo(struct store *s)
{
    sql_undo(s->db);
    if (hurries(s, false) != STATUS_OK) {
        CHECK(false); /* a setting of the connection: it needs neither file nor lock */
    }
}
