/* Verifying: every chain walked again from its first change, as if nothing were believed.
 *
 * A line must come to its digest, a digest and the hash before it to the next hash, a signature
 * must hold for the hash it stands beside, the device must end where its row says, and the sums
 * kept a pupil must be those of the log. Whatever does not agree is named in a line; the walk goes
 * on from what is stored, so that one fault is one line and not a thousand.
 */
#include "hub_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PAGE_ROWS 1000

struct verifying {
    struct hub_db *db;
    const struct hub_sink *sink;
    int64_t changes;
    int64_t faults;
    struct id school;
    struct id dev;
    uint8_t sign_key[32];
    int64_t last_seq;
    struct hash before;
};

static enum status say(struct verifying *v, int64_t seq, const char *what)
{
    char line[256];
    int size = snprintf(line, sizeof line, "%s:%" PRId64 " %s\n", v->dev.text, seq, what);

    v->faults++;
    CHECK(size > 0 && (size_t)size < sizeof line);
    return v->sink->line(v->sink->ctx, line, (size_t)size);
}

static bool take_hash(struct sql_stmt *stmt, int column, struct hash *out)
{
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, column, &size);

    if (size != sizeof out->bytes) {
        return false;
    }
    memcpy(out->bytes, bytes, size);
    return true;
}

static bool signature_holds(const struct verifying *v, struct sql_stmt *stmt,
                            const struct hash *hash)
{
    struct signature sig;
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, 4, &size);

    if (sql_is_null(stmt, 4)) {
        return true;
    }
    if (size != sizeof sig.bytes) {
        return false;
    }
    memcpy(sig.bytes, bytes, size);
    return change_signature_holds(v->sign_key, hash, &sig);
}

/* columns: seq, digest, hash, line, signature */
static enum status verify_change(struct verifying *v, struct sql_stmt *stmt)
{
    enum status st = STATUS_OK;
    int64_t seq = sql_int(stmt, 0);
    struct hash digest;
    struct hash hash;
    struct hash again;
    size_t size = 0;
    const void *line = sql_bytes(stmt, 3, &size);

    v->changes++;
    if (seq != v->last_seq + 1) {
        TRY(say(v, seq, "comes after a hole"));
    }
    v->last_seq = seq;
    if (!take_hash(stmt, 1, &digest) || !take_hash(stmt, 2, &hash)) {
        return say(v, seq, "has a broken digest or hash");
    }
    again = change_digest(line, size);
    if (!sql_is_null(stmt, 3) && !hash_equal(&again, &digest)) {
        TRY(say(v, seq, "has a line that is not its digest's"));
    }
    again = chain_hash(&v->before, &digest);
    if (!hash_equal(&again, &hash)) {
        TRY(say(v, seq, "does not follow the change before it"));
    }
    if (!signature_holds(v, stmt, &hash)) {
        TRY(say(v, seq, "has a signature that does not hold"));
    }
    v->before = hash;

done:
    return st;
}

static enum status verify_page(struct verifying *v, struct hub_page *page)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
#define CHAIN                                            \
    "SELECT seq, digest, hash, line, signature FROM log" \
    " WHERE school=$1 AND dev=$2 AND seq>$3 ORDER BY seq LIMIT $4"
    static const char text[] = CHAIN;
    static const char some[] = HUB_SOME_OF(CHAIN, "seq");

    *page = (struct hub_page){0};
    TRY(hub_ask(v->db, hub_page_text(v->db, text, some),
                (struct hub_arg[]){arg_id(&v->school), arg_id(&v->dev), arg_int(v->last_seq),
                                   arg_int(PAGE_ROWS)},
                4, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        size_t size = 0;
        TRY(verify_change(v, stmt));
        (void)sql_bytes(stmt, 3, &size);
        page->bytes += (int64_t)size;
        page->rows++;
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

/* device: school, id, sign_key, acked, hash */
static enum status verify_device(struct verifying *v, struct sql_stmt *device)
{
    enum status st = STATUS_OK;
    struct hash end = {{0}};
    size_t size = 0;
    const void *key = sql_bytes(device, 2, &size);
    struct hub_page page = {0};
    int64_t before = 0; /* a spoiled number may not lead on */

    v->school = sql_id(device, 0);
    v->dev = sql_id(device, 1);
    v->last_seq = 0;
    v->before = (struct hash){{0}};
    if (size != sizeof v->sign_key) {
        return say(v, 0, "has a broken signing key");
    }
    memcpy(v->sign_key, key, size);
    do {
        before = v->last_seq;
        TRY(verify_page(v, &page));
    } while (hub_page_is_full(&page, PAGE_ROWS) && v->last_seq > before);
    if (sql_int(device, 3) != v->last_seq || !take_hash(device, 4, &end) ||
        !hash_equal(&end, &v->before)) {
        TRY(say(v, v->last_seq, "is not where its device ends"));
    }

done:
    return st;
}

/* The sums of the log, a pupil and device, less those that are kept: nothing must be left. */
static enum status verify_sums(struct verifying *v)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct hub_device nobody = {0};
    struct sync_check counted = {0};
    struct sync_check kept = {0};
    static const char text[] =
        "SELECT l.dev, l.seq FROM log l WHERE l.school=$1 AND l.lsn IS NOT NULL"
        " AND l.pupil IS NULL";

    nobody.school = v->school;
    text_copy(nobody.id.text, sizeof nobody.id.text, ID_LEAST);
    TRY(hub_ask(v->db, text, (struct hub_arg[]){arg_id(&v->school)}, 1, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id dev = sql_id(stmt, 0);
        sync_check_mix(&counted, &dev, sql_int(stmt, 1));
        counted.count++;
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    TRY(hub_check_total(v->db, &nobody, &kept));
    if (kept.count != counted.count || memcmp(kept.sum, counted.sum, sizeof kept.sum) != 0) {
        TRY(say(v, 0, "is the last device of a school whose kept sums are not the log's"));
    }

done:
    sql_finish(stmt);
    return st;
}

static enum status verify_all(struct verifying *v)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct id school = {{0}};
    static const char text[] =
        "SELECT school, id, sign_key, acked, hash FROM device ORDER BY school, id";

    TRY(hub_ask(v->db, text, NULL, 0, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id next = sql_id(stmt, 0);
        if (!id_is_none(&school) && !id_equal(&school, &next)) {
            TRY(verify_sums(v));
        }
        school = next;
        TRY(verify_device(v, stmt));
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    if (!id_is_none(&school)) {
        TRY(verify_sums(v));
    }

done:
    sql_finish(stmt);
    return st;
}

enum status hub_verify(struct hub *hub, const struct hub_sink *sink, int64_t *changes,
                       int64_t *faults)
{
    enum status st = STATUS_OK;
    struct hub_reading reading = {0};
    struct verifying v = {.sink = sink};

    TRY(hub_read_begin(hub, &reading));
    v.db = reading.db;
    TRY(verify_all(&v));
    *changes = v.changes;
    *faults = v.faults;

done:
    hub_read_end(hub, &reading);
    return st;
}
