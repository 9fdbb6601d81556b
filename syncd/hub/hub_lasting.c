/* What outlasts the store: a pupil who was erased and a tablet that was revoked stay so, whatever
 * older copy takes its place.
 *
 * What is known of that comes from two sides. Lists lie outside the store, and survive it; and a
 * store that is about to be replaced knows some itself, should a list have been left behind. Both
 * are applied, in the transaction that brings the older rows, so that nobody can ask in between.
 */
#include "hub_private.h"

#include <string.h>

#define SIGN_KEY_SIZE 32

/* ---- what a store knows --------------------------------------------------------------------- */

static void read_erasure(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    (void)arena;
    *(struct hub_erasure *)row =
        (struct hub_erasure){.school = sql_id(stmt, 0), .pupil = sql_id(stmt, 1)};
}

static const char *base64_of(const struct sql_stmt *stmt, int column, struct arena *arena)
{
    struct buf text = {0};
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, column, &size);
    const char *copy = NULL;

    buf_base64(&text, bytes, size);
    copy = arena_text(arena, buf_cstr(&text));
    buf_finish(&text);
    return copy;
}

#define REVOCATION "SELECT id, revoked, school, label, token, sign_key, data_key FROM device WHERE "
static void read_revocation(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct hub_revocation *revocation = row;

    revocation->dev = sql_id(stmt, 0);
    text_copy(revocation->mode, sizeof revocation->mode, sql_text(stmt, 1));
    revocation->school = sql_id(stmt, 2);
    revocation->label = arena_text(arena, sql_text(stmt, 3));
    revocation->token = arena_text(arena, sql_text(stmt, 4));
    revocation->sign_key = base64_of(stmt, 5, arena);
    revocation->data_key = base64_of(stmt, 6, arena);
}

enum status hub_lasting_in(struct hub_db *db, struct arena *arena, struct hub_lasting *out)
{
    static const struct hub_question erasures = {.text = "SELECT school, pupil FROM erased",
                                                 .row_size = sizeof(struct hub_erasure),
                                                 .read = read_erasure};
    static const struct hub_question revocations = {.text = REVOCATION "revoked IN ('now', 'send')",
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
    out->is_shared = sql_locks_rows(db->sql);

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

enum status hub_revocation_of(struct hub *hub, struct arena *arena, struct hub_revocation *of)
{
    enum status st = STATUS_OK;
    const struct hub_arg arg = arg_id(&of->dev);
    const struct hub_question question = {.text = REVOCATION "id=$1 AND is_hub=0",
                                          .args = &arg,
                                          .arg_count = 1,
                                          .row_size = sizeof(struct hub_revocation),
                                          .read = read_revocation};
    struct hub_revocation found;
    struct hub_rows rows = {0};

    TRY(hub_read_rows(hub, &question, arena, &rows));
    if (rows.count == 0) {
        return STATUS_NOT_FOUND;
    }
    found = *(const struct hub_revocation *)rows.rows;
    text_copy(found.mode, sizeof found.mode, of->mode);
    *of = found;

done:
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

static bool read_keys(const struct hub_revocation *r, struct buf *sign_key, struct buf *data_key)
{
    return !id_is_none(&r->school) && r->token[0] != '\0' &&
           base64_decode(r->sign_key, strlen(r->sign_key), sign_key) == STATUS_OK &&
           base64_decode(r->data_key, strlen(r->data_key), data_key) == STATUS_OK &&
           sign_key->size == SIGN_KEY_SIZE &&
           data_key->size == sizeof(((struct hub_device *)NULL)->sealed_key);
}

/* A tablet that came after the backup. Unknown, it would hear that, and keep what it holds; known,
 * it hears the order to wipe itself, and may send what it wrote before, if it is to. */
static enum status add_revoked(struct hub_db *db, const struct hub_revocation *r)
{
    enum status st = STATUS_OK;
    const struct hash zero = {{0}};
    struct sql_stmt *stmt = NULL;
    struct buf sign_key = {0};
    struct buf data_key = {0};
    static const char insert[] =
        "INSERT INTO device(school, id, label, token, sign_key, data_key, acked, hash, revoked,"
        " is_hub, has_groups, etag, enrolled_ms, seen_ms)"
        " VALUES($1, $2, $3, $4, $5, $6, 0, $7, $8, 0, 1, '', $9, 0)";

    if (!read_keys(r, &sign_key, &data_key)) {
        goto done; /* a list of an earlier version knows its id alone */
    }
    st = hub_ask_one(db, "SELECT 1 FROM school WHERE id=$1", (struct hub_arg[]){arg_id(&r->school)},
                     1, &stmt);
    if (st == STATUS_NOT_FOUND) {
        st = STATUS_OK; /* its school came after the backup too */
        goto done;
    }
    TRY(st);
    TRY(hub_run(db, insert,
                (struct hub_arg[]){arg_id(&r->school), arg_id(&r->dev), arg_text(r->label),
                                   arg_text(r->token), arg_bytes(sign_key.data, sign_key.size),
                                   arg_bytes(data_key.data, data_key.size), arg_hash(&zero),
                                   arg_text(r->mode), arg_int(hub_now_ms(db->hub))},
                9));

done:
    sql_finish(stmt);
    buf_finish(&sign_key);
    buf_finish(&data_key);
    return st;
}

static enum status revoke_again(struct hub_db *db, const struct hub_revocation *revocation)
{
    enum status st = STATUS_OK;
    static const char text[] = "UPDATE device SET revoked=$2 WHERE id=$1 AND is_hub=0";

    TRY(hub_run(db, text, (struct hub_arg[]){arg_id(&revocation->dev), arg_text(revocation->mode)},
                2));
    if (sql_changed(db->sql) == 0) {
        TRY(add_revoked(db, revocation));
    }

done:
    return st;
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
