/* What outlasts the store: a pupil who was erased and a tablet that was revoked stay so, whatever
 * older copy takes its place.
 *
 * What is known of that comes from two sides. Lists lie outside the store, and survive it; and a
 * store that is about to be replaced knows some itself, should a list have been left behind. Both
 * are applied, in the transaction that brings the older rows, so that nobody can ask in between.
 */
#include "hub_private.h"

/* ---- what a store knows --------------------------------------------------------------------- */

static void read_erasure(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    (void)arena;
    *(struct hub_erasure *)row =
        (struct hub_erasure){.school = sql_id(stmt, 0), .pupil = sql_id(stmt, 1)};
}

static void read_revocation(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct hub_revocation *revocation = row;

    (void)arena;
    revocation->dev = sql_id(stmt, 0);
    text_copy(revocation->mode, sizeof revocation->mode, sql_text(stmt, 1));
}

enum status hub_lasting_in(struct hub_db *db, struct arena *arena, struct hub_lasting *out)
{
    static const struct hub_question erasures = {.text = "SELECT school, pupil FROM erased",
                                                 .row_size = sizeof(struct hub_erasure),
                                                 .read = read_erasure};
    static const struct hub_question revocations = {
        .text = "SELECT id, revoked FROM device WHERE revoked IN ('now', 'send')",
        .row_size = sizeof(struct hub_revocation),
        .read = read_revocation};
    enum status st = STATUS_OK;
    struct hub_rows rows = {0};

    *out = (struct hub_lasting){0};
    TRY(hub_ask_rows(db, &erasures, arena, &rows));
    out->erasures = rows.rows;
    out->erasure_count = rows.count;
    TRY(hub_ask_rows(db, &revocations, arena, &rows));
    out->revocations = rows.rows;
    out->revocation_count = rows.count;

done:
    return st;
}

enum status hub_lasting(struct hub *hub, struct arena *arena, struct hub_lasting *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    *out = (struct hub_lasting){0};
    TRY(hub_reader(hub, &db));
    TRY(hub_lasting_in(db, arena, out));

done:
    hub_reader_back(hub, db);
    return st;
}

/* ---- holding a store to it ------------------------------------------------------------------ */

static enum status erase_again(struct hub_db *db, const struct hub_erasure *erasure)
{
    enum status st = STATUS_OK;
    bool known = false;
    bool erased = false;

    TRY(hub_pupil_is_known(db, &erasure->school, &erasure->pupil, &known, &erased));
    if (!erased) {
        st = hub_erase_in(db, erasure);
        /* A school that came after the backup is not there, and neither are its pupils. */
        st = st == STATUS_NOT_FOUND ? STATUS_OK : st;
    }

done:
    return st;
}

/* A tablet that came after the backup is not there: its token opens nothing. */
static enum status revoke_again(struct hub_db *db, const struct hub_revocation *revocation)
{
    static const char text[] = "UPDATE device SET revoked=$2 WHERE id=$1 AND is_hub=0";

    return hub_run(db, text,
                   (struct hub_arg[]){arg_id(&revocation->dev), arg_text(revocation->mode)}, 2);
}

enum status hub_lasting_apply(struct hub_db *db, const struct hub_lasting *lasting)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < lasting->revocation_count; i++) {
        TRY(revoke_again(db, &lasting->revocations[i]));
    }
    for (size_t i = 0; i < lasting->erasure_count; i++) {
        TRY(erase_again(db, &lasting->erasures[i]));
    }

done:
    return st;
}

static enum status hold(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;

    TRY(hub_lock_all(db));
    TRY(hub_lasting_apply(db, ctx));

done:
    return st;
}

enum status hub_hold_to(struct hub *hub, const struct hub_lasting *lasting)
{
    enum status st = STATUS_OK;
    struct hub_lasting copy = *lasting;

    if (lasting->erasure_count + lasting->revocation_count > 0) {
        TRY(hub_submit(hub, NULL, hold, &copy));
        hub_sweep(hub);
    }

done:
    return st;
}
