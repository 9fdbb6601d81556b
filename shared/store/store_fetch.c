/* What the daemon fetched: pages, backfills, and pupils who come and go.
 *
 * A cursor that moved without its rows would lose changes for ever, and a list of pupils kept
 * without the backfills it owes would leave holes that nobody sees. So a page, its cursor, the new
 * scope and the list of what is owed are one transaction. A pupil who left is only put up for
 * dropping here: rows go when nothing of the tablet's own is waiting, because what it holds is
 * pushed first.
 */
#include "store_private.h"

#include <stdio.h>
#include <string.h>

#define LSN_MOST     9007199254740990LL
#define KEEP_LEFT_MS (14LL * 24 * 3600 * 1000)

static void bind_id_only(struct sql_stmt *stmt, const void *with)
{
    sql_bind_id(stmt, 1, with);
}

/* For statements with one id ($1). */
static enum status store_run_for(struct store *s, const char *text, const struct id *id)
{
    const struct store_run run = {text, bind_id_only, id};

    return store_run_one(s, &run);
}

static void bind_fetched(struct sql_stmt *stmt, const struct store_box *box)
{
    sql_bind_id(stmt, 1, &box->dev);
    sql_bind_int(stmt, 2, box->seq);
    sql_bind_id(stmt, 3, &box->pupil);
    sql_bind_bytes(stmt, 4, box->box, box->size);
    sql_bind_int(stmt, 5, box->lsn);
}

static enum status insert_fetched(struct store *s, const struct store_box *rows, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf own = {0};

    TRY(store_get(s, STORE_device, &own));
    TRY(store_note_twins(s, rows, count));
    TRY(sql_prepare(s->db,
                    "INSERT INTO box(dev, seq, pupil, box, lsn) VALUES($1, $2, $3, $4, $5)"
                    " ON CONFLICT(dev, seq) DO UPDATE SET lsn = excluded.lsn"
                    " WHERE box.lsn IS NOT NULL AND box.lsn <> excluded.lsn",
                    &stmt));
    for (size_t i = 0; i < count; i++) {
        CHECK(rows[i].lsn > 0);
        /* A copy of this tablet may have written under its name: the next pull finds that out. Here
         * it would be taken for an own change without a hash. */
        if (!text_equal(buf_cstr(&own), rows[i].dev.text)) {
            bind_fetched(stmt, &rows[i]);
            TRY(sql_finish_run(stmt));
        }
    }
done:
    buf_finish(&own);
    sql_finish(stmt);
    return st;
}

/* ---- scope ---------------------------------------------------------------------------------- */

static enum status has_left_rows(struct store *s, const struct id *pupil, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, "SELECT 1 FROM box WHERE pupil = $1 AND left_ms IS NOT NULL", &stmt));
    sql_bind_id(stmt, 1, pupil);
    st = sql_step(stmt);
    *out = st == STATUS_OK;
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

/* A pull from the start brings all but the tablet's own changes: who comes back after a restore is
 * owed those, however far they reach; also when the restore before has brought them back into the
 * scope, and their backfill had not come yet. */
static enum status owe_if_new(struct store *s, const struct id *pupil, int64_t cursor)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool comes_back = false;

    if (cursor == 0) {
        TRY(has_left_rows(s, pupil, &comes_back));
        cursor = comes_back ? LSN_MOST : 0;
    }
    if (cursor > 0) {
        TRY(sql_prepare(s->db,
                        "INSERT INTO owed(pupil, after, upto) SELECT $1, 0, $2 WHERE $3 OR"
                        " NOT EXISTS (SELECT 1 FROM scope WHERE pupil = $1)"
                        " ON CONFLICT(pupil) DO UPDATE SET after = 0, upto = excluded.upto",
                        &stmt));
        sql_bind_id(stmt, 1, pupil);
        sql_bind_int(stmt, 2, cursor);
        sql_bind_int(stmt, 3, comes_back ? 1 : 0);
        TRY(sql_finish_run(stmt));
    }
    TRY(store_run_for(s, "DELETE FROM leaving WHERE pupil = $1", pupil));
done:
    sql_finish(stmt);
    return st;
}

static enum status take_scope(struct store *s, const struct store_page *page)
{
    enum status st = STATUS_OK;
    int64_t cursor = 0;

    TRY(store_get_int(s, STORE_cursor, &cursor));
    for (size_t i = 0; i < page->scope_count; i++) {
        TRY(owe_if_new(s, &page->scope[i], cursor));
    }
    TRY(store_run_plain(s, "INSERT INTO leaving(pupil) SELECT pupil FROM scope WHERE true"
                           " ON CONFLICT(pupil) DO NOTHING"));
    TRY(store_run_plain(s, "DELETE FROM scope"));
    for (size_t i = 0; i < page->scope_count; i++) {
        TRY(store_run_for(s, "INSERT INTO scope(pupil) VALUES($1) ON CONFLICT(pupil) DO NOTHING",
                          &page->scope[i]));
        TRY(store_run_for(s, "DELETE FROM leaving WHERE pupil = $1", &page->scope[i]));
    }
    TRY(store_run_plain(s, "DELETE FROM owed WHERE pupil <> '-' AND"
                           " pupil NOT IN (SELECT pupil FROM scope)"));
done:
    return st;
}

static enum status forget(struct store *s, const struct id *pupil)
{
    enum status st = STATUS_OK;

    TRY(store_run_for(s, "DELETE FROM box WHERE pupil = $1 AND lsn IS NOT NULL", pupil));
    TRY(store_run_for(
        s, "DELETE FROM twin WHERE pupil = $1 OR place NOT IN (SELECT place FROM box)", pupil));
    TRY(store_run_for(s, "INSERT INTO forgotten(pupil) VALUES($1)", pupil));
    /* The snapshot was folded with the pupil in it; the log still has what it is made from. */
    TRY(store_snapshot_forget(s));
done:
    return st;
}

static enum status erase(struct store *s, const struct id *pupil)
{
    enum status st = STATUS_OK;

    TRY(forget(s, pupil));
    TRY(store_run_for(s, "UPDATE box SET box = NULL WHERE pupil = $1", pupil));
    /* Nothing of it can be written anew: nobody need unlock the tablet for it, or wait for it. */
    TRY(store_run_for(
        s, "UPDATE reissue SET box = NULL, again_seq = coalesce(again_seq, 0) WHERE pupil = $1",
        pupil));
    TRY(store_run_for(s, "DELETE FROM scope WHERE pupil = $1", pupil));
    TRY(store_run_for(s, "DELETE FROM owed WHERE pupil = $1", pupil));
    TRY(store_run_for(s, "DELETE FROM leaving WHERE pupil = $1", pupil));
done:
    return st;
}

enum status store_take(struct store *s, const struct store_page *page)
{
    const struct store_value scrub = {STORE_scrub, "1"};
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    TRY(insert_fetched(s, page->rows, page->count));
    if (page->has_scope) {
        TRY(take_scope(s, page)); /* before the new cursor is written: backfills end at the old */
    }
    for (size_t i = 0; i < page->erased_count; i++) {
        TRY(erase(s, &page->erased[i]));
    }
    if (page->erased_count > 0) {
        TRY(store_write_values(s, &scrub, 1));
    }
    TRY(store_write_values(s, page->values, page->value_count));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

enum status store_set_epoch(struct store *s, const char *epoch, int64_t acked)
{
    enum status st = STATUS_OK;
    char text[24];
    const struct store_value values[] = {
        {STORE_epoch,    epoch},
        {STORE_epoch_ms, "-1" },
        {STORE_cursor,   "0"  },
        {STORE_etag,     ""   },
        {STORE_acked,    text },
        {STORE_settling, "1"  },
    };

    (void)snprintf(text, sizeof(text), "%lld", (long long)acked);
    TRY(sql_begin(s->db));
    TRY(store_run_plain(s, "UPDATE box SET lsn = " STORE_LSN_UNSEEN " WHERE lsn IS NOT NULL"));
    TRY(store_run_plain(s, "INSERT OR IGNORE INTO reissue(place, dev, seq, pupil, box, digest)"
                           " SELECT place, dev, seq, pupil, box, digest FROM box WHERE"
                           " lsn IS NOT NULL AND digest IS NOT NULL AND box IS NOT NULL"));
    TRY(store_run_plain(s, "DELETE FROM owed"));
    TRY(store_run_plain(s, "DELETE FROM twin"));
    TRY(store_write_values(s, values, sizeof(values) / sizeof(values[0])));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- backfills ------------------------------------------------------------------------------- */

enum status store_owed(struct store *s, struct store_owed *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_owed){0};
    TRY(sql_prepare(s->db, "SELECT pupil, after, upto FROM owed ORDER BY pupil LIMIT 1", &stmt));
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        out->pupil = sql_id(stmt, 0);
        out->after = sql_int(stmt, 1);
        out->upto = sql_int(stmt, 2);
    } else if (st == STATUS_END) {
        st = STATUS_NOT_FOUND; /* no fault: nothing is owed */
    }
done:
    sql_finish(stmt);
    return st;
}

/* Own changes come back with a backfill. The reader of the log has forgotten their pupil, and reads
 * forward only: so they move to a new place, box and all. That is one no row ever had: after the
 * greatest there is would not do, for later ones may have been read, and gone with a pupil. */
static enum status revive_own(struct store *s, const struct store_box *rows, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "INSERT OR REPLACE INTO box(dev, seq, pupil, box, digest, hash, signature)"
                    " SELECT dev, seq, pupil, coalesce(box, $3), digest, hash, signature FROM box"
                    " WHERE dev = $1 AND seq = $2 AND lsn IS NULL AND left_ms IS NOT NULL",
                    &stmt));
    for (size_t i = 0; i < count; i++) {
        sql_bind_id(stmt, 1, &rows[i].dev);
        sql_bind_int(stmt, 2, rows[i].seq);
        sql_bind_bytes(stmt, 3, rows[i].box, rows[i].size);
        TRY(sql_finish_run(stmt));
    }
done:
    sql_finish(stmt);
    return st;
}

static const char *owed_name(const struct id *pupil)
{
    return id_is_none(pupil) ? "-" : pupil->text;
}

static void bind_owed(struct sql_stmt *stmt, const void *with)
{
    const struct store_owed *owed = with;

    sql_bind_text(stmt, 1, owed_name(&owed->pupil));
    sql_bind_int(stmt, 2, owed->after);
}

static void bind_owed_name(struct sql_stmt *stmt, const void *with)
{
    const struct store_owed *owed = with;

    sql_bind_text(stmt, 1, owed_name(&owed->pupil));
}

enum status store_take_owed(struct store *s, const struct store_owed *owed,
                            const struct store_box *rows, size_t count, bool done_all)
{
    const struct store_run step = {"UPDATE owed SET after = $2 WHERE pupil = $1", bind_owed, owed};
    const struct store_run drop = {"DELETE FROM owed WHERE pupil = $1", bind_owed_name, owed};
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    TRY(revive_own(s, rows, count));
    TRY(insert_fetched(s, rows, count));
    TRY(store_run_one(s, done_all ? &drop : &step));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- what does not agree --------------------------------------------------------------------- */

static enum status owe_one(struct store *s, const struct id *pupil, int64_t upto)
{
    enum status st = STATUS_OK;
    struct sql_stmt *unsee = NULL;
    struct sql_stmt *owe = NULL;

    TRY(sql_prepare(s->db,
                    "UPDATE box SET lsn = " STORE_LSN_UNSEEN " WHERE lsn <= $2 AND pupil IS $1",
                    &unsee));
    sql_bind_id(unsee, 1, pupil);
    sql_bind_int(unsee, 2, upto);
    TRY(sql_finish_run(unsee));
    TRY(sql_prepare(s->db,
                    "INSERT INTO owed(pupil, after, upto) VALUES($1, 0, $2)"
                    " ON CONFLICT(pupil) DO UPDATE SET after = 0, upto = excluded.upto",
                    &owe));
    sql_bind_text(owe, 1, owed_name(pupil));
    sql_bind_int(owe, 2, upto);
    TRY(sql_finish_run(owe));
done:
    sql_finish(unsee);
    sql_finish(owe);
    return st;
}

enum status store_owe(struct store *s, const struct id *pupils, size_t count, int64_t upto)
{
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    for (size_t i = 0; i < count; i++) {
        TRY(owe_one(s, &pupils[i], upto));
    }
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- pupils who left ------------------------------------------------------------------------- */

static enum status next_leaving(struct store *s, struct id *pupil)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, "SELECT pupil FROM leaving LIMIT 1", &stmt));
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        *pupil = sql_id(stmt, 0);
    }
done:
    sql_finish(stmt);
    return st;
}

struct left {
    const struct id *pupil;
    int64_t at_ms;
};

static void bind_left(struct sql_stmt *stmt, const void *with)
{
    const struct left *left = with;

    sql_bind_id(stmt, 1, left->pupil);
    sql_bind_int(stmt, 2, left->at_ms);
}

static void bind_time(struct sql_stmt *stmt, const void *with)
{
    const int64_t *at_ms = with;

    sql_bind_int(stmt, 1, *at_ms);
}

/* After a restore the hub's lists of pupils may be old ones, and it may need our boxes again. */
static enum status may_drop(struct store *s, int64_t now_ms, bool *out)
{
    enum status st = STATUS_OK;
    int64_t epoch_ms = 0;

    TRY(store_get_int(s, STORE_epoch_ms, &epoch_ms));
    *out = epoch_ms == 0 || (epoch_ms > 0 && now_ms - epoch_ms >= KEEP_LEFT_MS);
done:
    return st;
}

enum status store_any_left(struct store *s, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT EXISTS(SELECT 1 FROM leaving) OR"
                    " EXISTS(SELECT 1 FROM box WHERE left_ms IS NOT NULL AND box IS NOT NULL)",
                    &stmt));
    TRY(sql_step(stmt));
    *out = sql_int(stmt, 0) != 0;
done:
    sql_finish(stmt);
    return st;
}

static enum status drop_leaving(struct store *s, int64_t now_ms)
{
    enum status st = STATUS_OK;
    struct store_counts counts;
    struct id pupil;

    TRY(store_count(s, &counts));
    if (counts.waiting > 0) {
        return STATUS_OK;
    }
    while ((st = next_leaving(s, &pupil)) == STATUS_OK) {
        const struct left left = {&pupil, now_ms};
        const struct store_run mark = {"UPDATE box SET left_ms = $2 WHERE pupil = $1", bind_left,
                                       &left};
        TRY(forget(s, &pupil));
        TRY(store_run_one(s, &mark));
        TRY(store_run_for(s, "DELETE FROM leaving WHERE pupil = $1", &pupil));
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    return st;
}

enum status store_drop_left(struct store *s, int64_t now_ms)
{
    const int64_t old_ms = now_ms - KEEP_LEFT_MS;
    const struct store_run expire = {
        "UPDATE box SET box = NULL WHERE left_ms < $1 AND box IS NOT NULL", bind_time, &old_ms};
    enum status st = STATUS_OK;
    bool may = false;

    TRY(may_drop(s, now_ms, &may));
    if (!may) {
        return STATUS_OK;
    }
    TRY(sql_begin(s->db));
    TRY(drop_leaving(s, now_ms));
    TRY(store_run_one(s, &expire));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

enum status store_forgotten(struct store *s, int64_t after, struct arena *arena,
                            struct store_forgotten_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_forgotten_rows){0};
    TRY(sql_prepare(s->db, "SELECT number, pupil FROM forgotten WHERE number > $1 ORDER BY number",
                    &stmt));
    sql_bind_int(stmt, 1, after);
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct store_forgotten *more = store_more(arena, out->rows, out->count, sizeof(*more));
        out->rows = more != NULL ? more : out->rows;
        out->rows[out->count].number = sql_int(stmt, 0);
        out->rows[out->count].pupil = sql_id(stmt, 1);
        out->count++;
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

enum status store_each_fetched(struct store *s, int64_t upto_lsn, const struct store_visit *visit)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    /* From end to end: nearly all there is was fetched, and by the index each row is a search. */
    TRY(sql_prepare(s->db, "SELECT pupil, dev, seq FROM box WHERE +lsn <= $1 AND box IS NOT NULL",
                    &stmt));
    sql_bind_int(stmt, 1, upto_lsn);
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id pupil = sql_id(stmt, 0);
        struct id dev = sql_id(stmt, 1);
        visit->change(visit->ctx, &pupil, &dev, sql_int(stmt, 2));
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

enum status store_scope(struct store *s, struct arena *arena, struct store_scope *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *out = (struct store_scope){0};
    TRY(sql_prepare(s->db, "SELECT pupil FROM scope ORDER BY pupil", &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id *more = store_more(arena, out->pupils, out->count, sizeof(*more));
        out->pupils = more != NULL ? more : out->pupils;
        out->pupils[out->count] = sql_id(stmt, 0);
        out->count++;
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}
