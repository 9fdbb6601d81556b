/* Devices: who speaks, how far its chain goes, and what of it is held.
 *
 * A token carries its school in front of the secret, so that finding its device touches one school.
 * Only a digest of the whole token is kept. The data key lies sealed to the hub's own box key and
 * is opened where a box is: a tablet that asks and is told that there is nothing costs no
 * multiplication on a curve.
 */
#include "hub_private.h"

#include <string.h>

static enum status take_chain(struct sql_stmt *stmt, int column, struct hub_device *out)
{
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, column, &size);

    out->acked = sql_int(stmt, column + 1);
    if (out->acked < 0 || out->acked > SYNC_NUMBER_MAX) {
        return FAIL(STATUS_DAMAGED, "A device's last number is broken in the central store.");
    }
    if (size != sizeof out->sign_key) {
        return FAIL(STATUS_DAMAGED, "A device's signing key is broken in the central store.");
    }
    memcpy(out->sign_key, bytes, size);
    bytes = sql_bytes(stmt, column + 2, &size);
    if (size != sizeof out->hash.bytes) {
        return FAIL(STATUS_DAMAGED, "A device's hash is broken in the central store.");
    }
    memcpy(out->hash.bytes, bytes, size);
    return STATUS_OK;
}

static enum status take_sealed_key(struct sql_stmt *stmt, int column, struct hub_device *out)
{
    size_t size = 0;
    const void *sealed = sql_bytes(stmt, column, &size);

    if (size != sizeof out->sealed_key) {
        return FAIL(STATUS_DAMAGED, "A device's data key is broken in the central store.");
    }
    memcpy(out->sealed_key, sealed, size);
    return STATUS_OK;
}

enum status hub_device_open_key(const struct hub *hub, struct hub_device *device)
{
    enum status st = STATUS_OK;
    struct buf key = {0};

    if (device->has_key) {
        return STATUS_OK;
    }
    TRY(hub_open(&hub->keys.box, device->sealed_key, sizeof device->sealed_key, &key));
    CHECK(key.size == sizeof device->data_key.bytes);
    memcpy(device->data_key.bytes, key.data, key.size);
    device->has_key = true;

done:
    if (key.data != NULL) {
        key_wipe(key.data, key.size);
    }
    buf_finish(&key);
    return st;
}

enum status hub_device_by_token(struct hub_db *db, const char *token, struct hub_device *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const char *dot = strchr(token, '.');
    char digest[65];
    char school[ID_ROOM];
    static const char text[] =
        "SELECT d.id, d.sign_key, d.acked, d.hash, d.revoked, d.etag, d.data_key, s.last,"
        " s.scope_day, (SELECT value FROM hub_meta WHERE name='epoch')"
        " FROM device d JOIN school s ON s.id=d.school"
        " WHERE d.school=$1 AND d.token=$2";

    memset(out, 0, sizeof *out);
    if (dot == NULL || dot - token != ID_ROOM - 1) {
        return STATUS_NOT_FOUND;
    }
    text_copy(school, sizeof school, token);
    TRY(id_parse(school, &out->school) == STATUS_OK ? STATUS_OK : STATUS_NOT_FOUND);
    secret_digest(token, digest);
    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_text(school), arg_text(digest)}, 2, &stmt));
    out->id = sql_id(stmt, 0);
    if (id_is_none(&out->id)) {
        TRY(FAIL(STATUS_DAMAGED, "A device's id is broken in the central store."));
    }
    TRY(take_chain(stmt, 1, out));
    text_copy(out->revoked, sizeof out->revoked, sql_text(stmt, 4));
    text_copy(out->etag, sizeof out->etag, sql_text(stmt, 5));
    TRY(take_sealed_key(stmt, 6, out));
    out->school_last = sql_int(stmt, 7);
    out->scope_day = sql_int(stmt, 8);
    text_copy(out->epoch, sizeof out->epoch, sql_text(stmt, 9));

done:
    sql_finish(stmt);
    return st;
}

enum status hub_device_chain(struct hub_db *db, const struct id *school, const struct id *dev,
                             struct sync_chain *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct hub_device device;
    static const char text[] = "SELECT sign_key, acked, hash FROM device WHERE school=$1 AND id=$2";

    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(school), arg_id(dev)}, 2, &stmt));
    TRY(take_chain(stmt, 0, &device));
    out->acked = device.acked;
    out->hash = device.hash;
    memcpy(out->sign_key, device.sign_key, sizeof out->sign_key);

done:
    sql_finish(stmt);
    return st;
}

enum status hub_log_hash(struct hub_db *db, const struct id *school, const struct id *dev,
                         int64_t seq, struct hash *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const void *bytes = NULL;
    size_t size = 0;
    static const char text[] = "SELECT hash FROM log WHERE school=$1 AND dev=$2 AND seq=$3";

    st = hub_ask_one(db, text, (struct hub_arg[]){arg_id(school), arg_id(dev), arg_int(seq)}, 3,
                     &stmt);
    if (st == STATUS_NOT_FOUND) {
        st = FAIL(STATUS_DAMAGED, "A change is missing from the central store: run verify.");
    }
    TRY(st);
    bytes = sql_bytes(stmt, 0, &size);
    if (size != sizeof out->bytes) {
        TRY(FAIL(STATUS_DAMAGED, "A hash is broken in the central store: run verify."));
    }
    memcpy(out->bytes, bytes, size);

done:
    sql_finish(stmt);
    return st;
}

static void read_held(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    *(struct sync_held *)row =
        (struct sync_held){.seq = sql_int(stmt, 0), .reason = arena_text(arena, sql_text(stmt, 1))};
}

enum status hub_device_held(struct hub_db *db, const struct hub_device *device,
                            const int64_t span[2], struct arena *arena, struct sync_held **out,
                            size_t *count)
{
    const struct hub_arg args[] = {arg_id(&device->school), arg_id(&device->id), arg_int(span[0]),
                                   arg_int(span[1])};
    static const char text[] = "SELECT seq, held FROM log WHERE school=$1 AND dev=$2 AND seq"
                               " BETWEEN $3 AND $4 AND held IS NOT NULL AND set_aside=0"
                               " ORDER BY seq";
    /* By the index of what is held, which is little: SQLite would walk all that the device ever
     * wrote, each time it pulls. */
    static const char in_file[] = "SELECT seq, held FROM log WHERE school=$1 AND +dev=$2 AND +seq"
                                  " BETWEEN $3 AND $4 AND held IS NOT NULL AND set_aside=0"
                                  " ORDER BY seq";
    const struct hub_question held = {.text = sql_locks_rows(db->sql) ? text : in_file,
                                      .args = args,
                                      .arg_count = sizeof args / sizeof *args,
                                      .row_size = sizeof **out,
                                      .read = read_held};
    struct hub_rows found = {0};
    enum status st = hub_ask_rows(db, &held, arena, &found);

    *out = found.rows;
    *count = found.count;
    return st;
}
