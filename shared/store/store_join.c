/* Enrolled, enrolled anew, withdrawn: the three times when the tablet's name changes.
 *
 * A tablet that was copied, or that a restored hub no longer knows, cannot go on under its old
 * name. It is enrolled anew, and what it wrote and nobody acknowledged must be written again under
 * the new one. The daemon has no key for that, so here such changes are only put by; the client
 * writes them anew when it is unlocked. Each row keeps what was written in its place, so that a
 * battery that dies between two of them loses none and writes none twice, and so that a later
 * change which replaces an earlier one finds its new number. They go when all of it is
 * acknowledged.
 */
#include "store_private.h"

#include <inttypes.h>
#include <stdio.h>

#define RENAMES_MAX 1000 /* enrolments in a row: far more than a tablet lives through */

/* ---- a new name ------------------------------------------------------------------------------ */

struct part {
    const char *old;
    int64_t acked;
};

static void bind_part(struct sql_stmt *stmt, const void *with)
{
    const struct part *part = with;

    sql_bind_text(stmt, 1, part->old);
    sql_bind_int(stmt, 2, part->acked);
}

static void bind_old(struct sql_stmt *stmt, const void *with)
{
    const struct part *part = with;

    sql_bind_text(stmt, 1, part->old);
}

/* Acknowledged rows that are gone or left come again from the hub if the new scope has them. */
static enum status put_by(struct store *s, const struct part *part)
{
    const struct store_run runs[] = {
        {"INSERT INTO reissue(place, dev, seq, pupil, box, digest, again_seq)"
         " SELECT place, dev, seq, pupil, box, digest, CASE WHEN box IS NULL THEN 0 END"
         " FROM box WHERE dev = $1 AND seq > $2",                                      bind_part, part},
        {"DELETE FROM box WHERE dev = $1 AND (seq > $2 OR box IS NULL OR left_ms IS NOT NULL)",
         bind_part,                                                                                        part},
        {"UPDATE box SET lsn = " STORE_LSN_UNSEEN " WHERE lsn IS NOT NULL OR dev = $1",         bind_old,
         part                                                                                                  },
        {"DELETE FROM owed",                                                                    NULL,      NULL},
        {"DELETE FROM twin",                                                                    NULL,      NULL},
    };
    static const struct store_value values[] = {
        {STORE_acked,    "0"},
        {STORE_cursor,   "0"},
        {STORE_etag,     "" },
        {STORE_held,     "" },
        {STORE_settling, "1"},
    };
    enum status st = STATUS_OK;

    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
        TRY(store_run_one(s, &runs[i]));
    }
    TRY(store_snapshot_forget(s));
    TRY(store_write_values(s, values, sizeof(values) / sizeof(values[0])));
done:
    return st;
}

static enum status check_school(struct store *s, const struct store_joined *joined)
{
    enum status st = STATUS_OK;
    struct buf school = {0};

    TRY(store_get(s, STORE_school, &school));
    if (school.size > 0 && !text_equal(buf_cstr(&school), joined->school)) {
        st = FAIL(STATUS_REFUSED, "This code is for another school. Nothing is lost; ask your own "
                                  "school for a new one.");
    }
done:
    buf_finish(&school);
    return st;
}

enum status store_join(struct store *s, const struct store_joined *joined)
{
    /* The code is spent: what is left of it has no business on the tablet. */
    const struct store_value values[] = {
        {STORE_device,         joined->device},
        {STORE_school,         joined->school},
        {STORE_token,          joined->token },
        {STORE_enrol_secret,   ""            },
        {STORE_enrol_data_key, ""            },
        {STORE_enrol_fault,    ""            },
        {STORE_parted,         ""            },
        {STORE_withdrawn,      ""            },
        {STORE_enrol_step,     "done"        },
    };
    enum status st = STATUS_OK;
    struct part part = {"", 0};
    struct buf old = {0};

    TRY(sql_begin(s->db));
    TRY(check_school(s, joined));
    TRY(store_get(s, STORE_device, &old));
    TRY(store_get_int(s, STORE_acked, &part.acked));
    part.old = buf_cstr(&old);
    if (old.size > 0 && !text_equal(part.old, joined->device)) {
        TRY(put_by(s, &part));
    }
    TRY(store_write_values(s, values, sizeof(values) / sizeof(values[0])));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    buf_finish(&old);
    return st;
}

/* ---- written anew ---------------------------------------------------------------------------- */

/* Not while the first pull since has not reached its end, nor while a box may be either of two. */
static enum status may_write_anew(struct store *s, bool *out)
{
    enum status st = STATUS_OK;
    int64_t settling = 0;
    bool has_twins = false;

    TRY(store_get_int(s, STORE_settling, &settling));
    TRY(store_has_twins(s, &has_twins));
    *out = settling == 0 && !has_twins;
done:
    return st;
}

enum status store_parted(struct store *s, int64_t limit, struct arena *arena,
                         struct store_box_rows *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool may = false;

    *out = (struct store_box_rows){0};
    TRY(may_write_anew(s, &may));
    if (!may) {
        return STATUS_OK;
    }
    TRY(sql_prepare(s->db,
                    "SELECT place, dev, seq, pupil, box, 0, digest, NULL, NULL FROM reissue"
                    " WHERE again_seq IS NULL ORDER BY place LIMIT $1",
                    &stmt));
    sql_bind_int(stmt, 1, limit);
    TRY(store_gather_boxes(stmt, INT64_MAX, arena, out));
done:
    sql_finish(stmt);
    return st;
}

/* Since the caller looked, the daemon may have taken an erasure, and then nothing of that pupil may
 * be written again; or the hub was restored, and a pull must first say what it has. */
static enum status note_again(struct store *s, const struct store_again *again)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "UPDATE reissue SET again_seq = $2, again_dev ="
                    " (SELECT value FROM setting WHERE name = 'device') WHERE place = $1"
                    " AND again_seq IS NULL",
                    &stmt));
    sql_bind_int(stmt, 1, again->place);
    sql_bind_int(stmt, 2, again->seq);
    TRY(sql_finish_run(stmt));
    if (sql_changed(s->db) == 0) {
        st = FAIL(STATUS_EXISTS, "this change needs no writing anew any more; look again");
    }
done:
    sql_finish(stmt);
    return st;
}

enum status store_append_again(struct store *s, struct store_box *boxes, size_t count,
                               const struct store_again *agains, size_t again_count)
{
    enum status st = STATUS_OK;
    bool may = false;

    TRY(sql_begin(s->db));
    TRY(may_write_anew(s, &may));
    if (!may) {
        TRY(FAIL(STATUS_EXISTS, "the hub must first say what it has of this; look again"));
    }
    if (count > 0) {
        TRY(store_append_in(s, boxes, count));
    }
    for (size_t i = 0; i < again_count; i++) {
        TRY(note_again(s, &agains[i]));
    }
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

static enum status again_once(struct store *s, struct id *dev, int64_t *seq)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(s->db,
                    "SELECT again_dev, again_seq FROM reissue"
                    " WHERE dev = $1 AND seq = $2 AND again_seq > 0",
                    &stmt));
    sql_bind_id(stmt, 1, dev);
    sql_bind_int(stmt, 2, *seq);
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        *dev = sql_id(stmt, 0);
        *seq = sql_int(stmt, 1);
    }
done:
    sql_finish(stmt);
    return st;
}

enum status store_again_of(struct store *s, const struct id *dev, int64_t seq, struct id *now_dev,
                           int64_t *now_seq)
{
    enum status st = STATUS_OK;
    bool found = false;

    *now_dev = *dev;
    *now_seq = seq;
    for (int i = 0; i < RENAMES_MAX && st == STATUS_OK; i++) {
        st = again_once(s, now_dev, now_seq);
        found = found || st == STATUS_OK;
    }
    if (st == STATUS_OK || st == STATUS_END) {
        st = found ? STATUS_OK : STATUS_NOT_FOUND;
    }
    return st;
}

enum status store_set_acked(struct store *s, int64_t acked, const char *held)
{
    enum status st = STATUS_OK;
    char number[24];
    const struct store_value values[] = {
        {STORE_acked, number},
        {STORE_held,  held  },
    };

    (void)snprintf(number, sizeof(number), "%" PRId64, acked);
    TRY(sql_begin(s->db));
    TRY(store_write_values(s, values, held != NULL ? 2 : 1));
    TRY(store_run_plain(s, "DELETE FROM reissue WHERE NOT EXISTS(SELECT 1 FROM reissue WHERE"
                           " again_seq IS NULL OR (again_dev ="
                           " (SELECT value FROM setting WHERE name = 'device') AND again_seq >"
                           " (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'acked')))"));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* ---- the end --------------------------------------------------------------------------------- */

enum status store_wipe(struct store *s, const char *sentence)
{
    static const char *const tables[] = {
        "DELETE FROM slot",
        "DELETE FROM draft",
        "DELETE FROM snapshot",
        "DELETE FROM piece",
        "DELETE FROM box",
        "DELETE FROM reissue",
        "DELETE FROM scope",
        "DELETE FROM leaving",
        "DELETE FROM owed",
        "DELETE FROM forgotten",
        "DELETE FROM setting WHERE name <> 'look'",
        "DELETE FROM twin",
    };
    const struct store_value values[] = {
        {STORE_withdrawn, sentence},
        {STORE_scrub,     "1"     },
    };
    enum status st = STATUS_OK;

    TRY(sql_begin(s->db));
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        TRY(store_run_plain(s, tables[i]));
    }
    TRY(store_write_values(s, values, sizeof(values) / sizeof(values[0])));
    TRY(sql_commit(s->db));
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

enum status store_scrub(struct store *s)
{
    enum status st = STATUS_OK;
    const struct store_value done_once = {STORE_scrub, ""};
    int64_t is_due = 0;

    TRY(store_get_int(s, STORE_scrub, &is_due));
    if (is_due != 0) {
        TRY(sql_scrub(s->db));
        TRY(store_set(s, &done_once, 1));
    }
done:
    return st;
}
