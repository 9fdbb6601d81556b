/* The log: own changes as they are written, and any box by its place.
 *
 * The battery may die one second after a tap, and the tap must not be lost; nor may it come back
 * twice, once as a draft and once as saved. So the boxes of one act and the end of their draft are
 * one transaction. The own end is read inside it: should another program have written for this
 * device meanwhile, the seqs would not follow, and a chain that forks is never made here.
 */
#include "store_private.h"

#include <string.h>

void store_read_box(const struct sql_stmt *stmt, struct arena *arena, struct store_box *out)
{
    struct {
        int column;
        void *to;
        size_t room;
    } fixed[] = {
        {6, out->digest.bytes,    sizeof(out->digest.bytes)   },
        {7, out->hash.bytes,      sizeof(out->hash.bytes)     },
        {8, out->signature.bytes, sizeof(out->signature.bytes)},
    };
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, 4, &size);

    out->place = sql_int(stmt, 0);
    out->dev = sql_id(stmt, 1);
    out->seq = sql_int(stmt, 2);
    out->pupil = sql_id(stmt, 3);
    out->box = NULL;
    out->size = 0;
    if (!sql_is_null(stmt, 4)) {
        out->box = arena_copy(arena, bytes, size);
        out->size = size;
    }
    out->lsn = sql_int(stmt, 5);
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        bytes = sql_bytes(stmt, fixed[i].column, &size);
        memset(fixed[i].to, 0, fixed[i].room);
        if (size == fixed[i].room) {
            memcpy(fixed[i].to, bytes, size);
        }
    }
}

enum status store_gather_boxes(struct sql_stmt *stmt, int64_t bytes_max, struct arena *arena,
                               struct store_box_rows *out)
{
    enum status st = STATUS_OK;
    int64_t bytes = 0;

    *out = (struct store_box_rows){0};
    while ((st = sql_step(stmt)) == STATUS_OK) {
        size_t size = 0;
        struct store_box *more = NULL;
        (void)sql_bytes(stmt, 4, &size);
        bytes += (int64_t)size;
        if (out->count > 0 && bytes > bytes_max) {
            return STATUS_OK;
        }
        more = store_more(arena, out->rows, out->count, sizeof(*more));
        out->rows = more != NULL ? more : out->rows;
        store_read_box(stmt, arena, &out->rows[out->count]);
        out->count++;
    }
    return st == STATUS_END ? STATUS_OK : st;
}

static enum status lost_hash(void)
{
    return FAIL(STATUS_DAMAGED, "the last change of this tablet has lost its hash; "
                                "send the tablet to whoever looks after it");
}

/* dev is none when nothing was written under the name that the tablet has now. */
static enum status read_own_end(struct store *s, struct id *dev, int64_t *seq, struct hash *hash)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    size_t size = 0;
    const void *bytes = NULL;

    *dev = (struct id){""};
    *seq = 0;
    memset(hash, 0, sizeof(*hash));
    TRY(sql_prepare(s->db,
                    "SELECT seq, hash, dev FROM box WHERE dev ="
                    " (SELECT value FROM setting WHERE name = 'device') ORDER BY seq DESC LIMIT 1",
                    &stmt));
    st = sql_step(stmt);
    if (st == STATUS_END) {
        st = STATUS_OK;
        goto done;
    }
    if (st != STATUS_OK) {
        goto done;
    }
    bytes = sql_bytes(stmt, 1, &size);
    if (size != sizeof(hash->bytes)) {
        st = lost_hash();
        goto done;
    }
    *dev = sql_id(stmt, 2);
    *seq = sql_int(stmt, 0);
    memcpy(hash->bytes, bytes, size);
done:
    sql_finish(stmt);
    return st;
}

enum status store_own_end(struct store *s, int64_t *seq, struct hash *hash)
{
    struct id dev;

    return read_own_end(s, &dev, seq, hash);
}

static void bind_own(struct sql_stmt *stmt, const struct store_box *box)
{
    sql_bind_id(stmt, 1, &box->dev);
    sql_bind_int(stmt, 2, box->seq);
    sql_bind_id(stmt, 3, &box->pupil);
    sql_bind_bytes(stmt, 4, box->box, box->size);
    sql_bind_bytes(stmt, 5, box->digest.bytes, sizeof(box->digest.bytes));
    sql_bind_bytes(stmt, 6, box->hash.bytes, sizeof(box->hash.bytes));
    sql_bind_bytes(stmt, 7, box->signature.bytes, sizeof(box->signature.bytes));
}

/* Places are given out one after the other, so the last one tells them all; RETURNING would make a
 * table for each answer, and take longer than the insert. */
static enum status read_places(struct store *s, struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, "SELECT last_insert_rowid()", &stmt));
    TRY(sql_step(stmt));
    for (size_t i = 0; i < count; i++) {
        boxes[i].place = sql_int(stmt, 0) - (int64_t)(count - 1 - i);
    }
done:
    sql_finish(stmt);
    return st;
}

static enum status insert_own(struct store *s, struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "INSERT INTO box(dev, seq, pupil, box, digest, hash, signature)"
                    " VALUES($1, $2, $3, $4, $5, $6, $7)",
                    &stmt));
    for (size_t i = 0; i < count; i++) {
        bind_own(stmt, &boxes[i]);
        TRY(sql_finish_run(stmt));
    }
    TRY(read_places(s, boxes, count));
done:
    sql_finish(stmt);
    return st;
}

/* A pupil who left the scope while something of theirs was still to be written leaves once more. */
static enum status note_leaving(struct store *s, const struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "INSERT INTO leaving(pupil) SELECT $1 WHERE $1 IS NOT NULL"
                    " AND NOT EXISTS(SELECT 1 FROM scope WHERE pupil = $1)"
                    " ON CONFLICT(pupil) DO NOTHING",
                    &stmt));
    for (size_t i = 0; i < count; i++) {
        sql_bind_id(stmt, 1, &boxes[i].pupil);
        TRY(sql_finish_run(stmt));
    }
done:
    sql_finish(stmt);
    return st;
}

static void bind_name(struct sql_stmt *stmt, const void *with)
{
    sql_bind_text(stmt, 1, with);
}

static enum status is_own_name(struct store *s, const struct id *dev, bool *out)
{
    enum status st = STATUS_OK;
    struct buf own = {0};

    TRY(store_get(s, STORE_device, &own));
    *out = text_equal(buf_cstr(&own), dev->text);
done:
    buf_finish(&own);
    return st;
}

enum status store_append_in(struct store *s, struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    int64_t end = 0;
    struct hash hash;
    struct id dev;
    bool is_own = false;

    TRY(read_own_end(s, &dev, &end, &hash));
    is_own = id_equal(&dev, &boxes[0].dev);
    TRY(id_is_none(&dev) ? is_own_name(s, &boxes[0].dev, &is_own) : STATUS_OK);
    if (!is_own || boxes[0].seq != end + 1) {
        st = FAIL(STATUS_EXISTS, "another program has written on this tablet meanwhile; try again");
        goto done;
    }
    TRY(insert_own(s, boxes, count));
    TRY(note_leaving(s, boxes, count));
done:
    return st;
}

enum status store_append(struct store *s, struct store_box *boxes, size_t count, const char *draft)
{
    const struct store_run drop = {"DELETE FROM draft WHERE name = $1", bind_name, draft};
    enum status st = STATUS_OK;

    CHECK(count > 0);
    TRY(sql_begin(s->db));
    TRY(store_append_in(s, boxes, count));
    if (draft != NULL) {
        TRY(store_run_one(s, &drop));
    }
    TRY(sql_commit(s->db));
    if (draft != NULL) {
        store_forget_unkept(s, draft);
    }
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

static void bind_place(struct sql_stmt *stmt, const void *with)
{
    const int64_t *place = with;

    sql_bind_int(stmt, 1, *place);
}

enum status store_mark_rotten(struct store *s, int64_t place)
{
    const struct store_run run = {"UPDATE box SET box = NULL WHERE place = $1 AND lsn IS NULL"
                                  " AND digest IS NOT NULL",
                                  bind_place, &place};

    return store_run_one(s, &run);
}

/* ---- reading -------------------------------------------------------------------------------- */

struct span {
    int64_t after, limit, bytes;
};

static enum status boxes_after(struct store *s, const char *text, const struct span *span,
                               struct arena *arena, struct store_box_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, text, &stmt));
    sql_bind_int(stmt, 1, span->after);
    sql_bind_int(stmt, 2, span->limit);
    TRY(store_gather_boxes(stmt, span->bytes, arena, out));
done:
    sql_finish(stmt);
    return st;
}

enum status store_boxes(struct store *s, int64_t after, int64_t limit, struct arena *arena,
                        struct store_box_rows *out)
{
    return store_some_boxes(s, after, limit, INT64_MAX, arena, out);
}

enum status store_some_boxes(struct store *s, int64_t after, int64_t limit, int64_t bytes,
                             struct arena *arena, struct store_box_rows *out)
{
    return boxes_after(s,
                       "SELECT " BOX_COLUMNS " FROM box WHERE place > $1 AND left_ms IS NULL"
                       " ORDER BY place LIMIT $2",
                       &(struct span){after, limit, bytes}, arena, out);
}

enum status store_own_boxes(struct store *s, int64_t after, int64_t limit, struct arena *arena,
                            struct store_box_rows *out)
{
    /* By place, as the tail is short; the index of dev would walk all that the tablet wrote. */
    return boxes_after(s,
                       "SELECT " BOX_COLUMNS " FROM box WHERE place > $1 AND left_ms IS NULL"
                       " AND +dev = (SELECT value FROM setting WHERE name = 'device')"
                       " ORDER BY place LIMIT $2",
                       &(struct span){after, limit, INT64_MAX}, arena, out);
}

static enum status only_box(struct store *s, const char *text, int64_t number, struct arena *arena,
                            struct store_box *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db, text, &stmt));
    sql_bind_int(stmt, 1, number);
    st = sql_step(stmt);
    if (st == STATUS_END) {
        st = FAIL(STATUS_NOT_FOUND, "change %lld is not on this tablet", (long long)number);
        goto done;
    }
    if (st == STATUS_OK) {
        store_read_box(stmt, arena, out);
    }
done:
    sql_finish(stmt);
    return st;
}

enum status store_box_at(struct store *s, int64_t place, struct arena *arena, struct store_box *out)
{
    return only_box(s, "SELECT " BOX_COLUMNS " FROM box WHERE place = $1", place, arena, out);
}

enum status store_own_at(struct store *s, int64_t seq, struct arena *arena, struct store_box *out)
{
    return only_box(s,
                    "SELECT " BOX_COLUMNS " FROM box WHERE seq = $1 AND dev ="
                    " (SELECT value FROM setting WHERE name = 'device')",
                    seq, arena, out);
}

enum status store_box_of(struct store *s, const struct id *dev, int64_t seq, struct arena *arena,
                         struct store_box *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT " BOX_COLUMNS " FROM box WHERE dev = $1 AND seq = $2"
                    " AND (lsn IS NULL OR lsn <> " STORE_LSN_UNSEEN ")",
                    &stmt));
    sql_bind_id(stmt, 1, dev);
    sql_bind_int(stmt, 2, seq);
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        store_read_box(stmt, arena, out);
    }
    st = st == STATUS_END ? STATUS_NOT_FOUND : st; /* no fault: it has not come */
done:
    sql_finish(stmt);
    return st;
}

enum status store_own_after(struct store *s, int64_t after, int64_t rows, int64_t bytes,
                            struct arena *arena, struct store_box_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT " BOX_COLUMNS " FROM box WHERE seq > $1 AND dev ="
                    " (SELECT value FROM setting WHERE name = 'device') ORDER BY seq LIMIT $2",
                    &stmt));
    sql_bind_int(stmt, 1, after);
    sql_bind_int(stmt, 2, rows);
    TRY(store_gather_boxes(stmt, bytes, arena, out));
done:
    sql_finish(stmt);
    return st;
}

/* One statement: the screen asks for every frame, and the daemon several times a round. */
enum status store_count(struct store *s, struct store_counts *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int64_t acked = 0;

    *out = (struct store_counts){0};
    TRY(sql_prepare(s->db,
                    "SELECT (SELECT max(place) FROM box),"
                    " (SELECT count(*) FROM draft),"
                    " (SELECT count(*) FROM reissue WHERE again_seq IS NULL),"
                    " (SELECT value FROM setting WHERE name = 'acked'),"
                    " (SELECT CASE WHEN length(hash) = 32 THEN seq ELSE -1 END FROM box WHERE dev ="
                    " (SELECT value FROM setting WHERE name = 'device') ORDER BY seq DESC LIMIT 1)",
                    &stmt));
    TRY(sql_step(stmt));
    out->last_place = sql_int(stmt, 0);
    out->drafts = sql_int(stmt, 1);
    out->parted = sql_int(stmt, 2);
    if (sql_text(stmt, 3)[0] != '\0') {
        TRY(text_to_int64(sql_text(stmt, 3), &acked));
    }
    out->own = sql_int(stmt, 4);
    TRY(out->own < 0 ? lost_hash() : STATUS_OK);
    out->waiting = (out->own > acked ? out->own - acked : 0) + out->parted;
done:
    sql_finish(stmt);
    return st;
}
