/* Whether a store was written with the keys that lie beside it.
 *
 * Copied from the wrong folder, keys look as good as any. A hub that went on with them would sign
 * its changes so that its own chains verify no more, and could open no tablet's key. What the store
 * says tells: its own devices have the public half of one, and each tablet's data key lies sealed
 * to the other. A disk may have spoiled a row, so one that fits is enough.
 */
#include "hub_private.h"

#include <string.h>

#define TRIES_MAX 50 /* tablets whose key is tried */

static bool is_own_sign_key(const struct hub *hub, const struct sql_stmt *stmt)
{
    size_t size = 0;
    const void *key = sql_bytes(stmt, 0, &size);

    return size == sizeof hub->keys.sign.public_key &&
           memcmp(key, hub->keys.sign.public_key, size) == 0;
}

static bool opens_data_key(const struct hub *hub, const struct sql_stmt *stmt)
{
    struct buf key = {0};
    size_t size = 0;
    const void *sealed = sql_bytes(stmt, 0, &size);
    bool opens = hub_open(&hub->keys.box, sealed, size, &key) == STATUS_OK;

    if (key.data != NULL) {
        key_wipe(key.data, key.size);
    }
    buf_finish(&key);
    return opens;
}

/* One of the rows fits, or there is none. */
static enum status any_fits(struct hub_db *db, const char *text,
                            bool (*fits)(const struct hub *hub, const struct sql_stmt *stmt),
                            bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int tries = 0;

    *out = true;
    TRY(hub_ask(db, text, NULL, 0, &stmt));
    while (tries < TRIES_MAX && (st = sql_step(stmt)) == STATUS_OK) {
        tries++;
        *out = fits(db->hub, stmt);
        if (*out) {
            break;
        }
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

enum status hub_keys_fit(struct hub *hub, bool *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    bool opens = false;

    *out = false;
    TRY(hub_reader(hub, &db));
    TRY(any_fits(db, "SELECT sign_key FROM device WHERE is_hub=1", is_own_sign_key, out));
    TRY(any_fits(db, "SELECT data_key FROM device WHERE is_hub=0", opens_data_key, &opens));
    *out = *out && opens;

done:
    hub_reader_back(hub, db);
    return st;
}
