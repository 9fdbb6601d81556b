/* The hub's log, looked at after every act: it may only grow, and only rightly.
 *
 * What is new since the last look is small, so all of it can be checked each time, from the rows
 * themselves: that each device's changes follow one another, that their hashes chain and the last
 * one is signed, that the numbers of the school follow too, whatever is erased later, and that
 * nothing a person did once is there twice. Only a restore may take anything back; then the log is
 * read anew.
 */
#include "sim.h"

#include <inttypes.h>
#include <string.h>

/* ---- clocks ---------------------------------------------------------------------------------- */

bool world_check_stamp(struct world *w, const struct dot *dot, int64_t wall_ms)
{
    int64_t wall = wall_ms > 0 ? wall_ms : 0;

    return (dot->stamp.at >= wall && dot->stamp.at <= wall + STAMP_TRUST_MS) ||
           world_blame(w, "%s:%" PRId64 " is stamped %" PRId64 " at %" PRId64, dot->dev.text,
                       dot->seq, dot->stamp.at, wall);
}

/* ---- nothing twice --------------------------------------------------------------------------- */

static int *times_of(struct ledger *l, uint64_t name)
{
    size_t at = (size_t)name & (LEDGER_CONTENTS - 1);

    while (l->contents[at].times > 0 && l->contents[at].name != name) {
        at = (at + 1) & (LEDGER_CONTENTS - 1);
    }
    if (l->contents[at].times == 0) {
        l->content_count++;
        CHECK(l->content_count < LEDGER_CONTENTS / 2);
        l->contents[at].name = name;
    }
    return &l->contents[at].times;
}

/* Once. But a copy of a copy writes anew, under a name of its own, what the other does too: none of
 * them can know. The same when a restored hub knows none of several copies; and of a pupil out of
 * its scope a tablet cannot learn whether the restored hub has what it wrote under an earlier
 * name. */
static int times_allowed(const struct world *w)
{
    int copies = w->clone_count > 1 ? w->clone_count : 1;

    return w->restore_count == 0 ? copies : 1 + w->clone_count + w->restore_count;
}

static uint64_t name_of(const struct change *c)
{
    struct buf text = {0};
    struct hash hash;
    uint64_t name = 0;

    buf_text(&text, c->rec.text);
    json_print(c->set, &text);
    hash = change_digest(text.data, text.size);
    buf_finish(&text);
    memcpy(&name, hash.bytes, sizeof(name));
    return name;
}

static bool count_content(struct world *w, const char *line, size_t size)
{
    struct change change = {0};
    bool holds = true;
    int *times = NULL;

    if (change_decode(line, size, &change) != STATUS_OK) {
        return world_blame(w, "the hub holds what is no change: %s", status_message());
    }
    /* Of its own the hub writes nothing else; and its clock is what it was then. */
    if (!w->is_reread &&
        (strcmp(change.type, "membership") == 0 || strcmp(change.type, "erasure") == 0)) {
        holds = world_check_stamp(w, &change.dot, w->hub_clock.now_ms);
    }
    /* What the hub writes by itself it may well say twice: a pupil goes back to a group. */
    if (strcmp(change.type, "observation") == 0 || strcmp(change.type, "later_thing") == 0) {
        times = times_of(&w->ledger, name_of(&change));
        *times += 1;
        holds = (holds && *times <= times_allowed(w)) ||
                world_blame(w, "%s is there %d times: written once", change.rec.text, *times);
    }
    change_finish(&change);
    return holds;
}

/* ---- chains ---------------------------------------------------------------------------------- */

struct chain {
    struct id dev;
    int64_t acked;
    struct hash hash;
    uint8_t sign_key[32];
};

static void read_hash(const struct sql_stmt *stmt, int column, struct hash *out)
{
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, column, &size);

    memset(out, 0, sizeof(*out));
    if (size == sizeof(out->bytes)) {
        memcpy(out->bytes, bytes, size);
    }
}

static size_t known_device(struct world *w, const struct id *dev)
{
    struct ledger *l = &w->ledger;

    for (size_t i = 0; i < l->device_count; i++) {
        if (id_equal(&l->devices[i].dev, dev)) {
            return i;
        }
    }
    CHECK(l->device_count < LEDGER_DEVICES);
    memset(&l->devices[l->device_count], 0, sizeof(l->devices[0]));
    l->devices[l->device_count].dev = *dev;
    l->device_count++;
    return l->device_count - 1;
}

/* A row after the one of seq and hash before. */
static bool check_row(struct world *w, const struct sql_stmt *stmt, const struct id *dev,
                      int64_t before, struct hash *hash)
{
    struct hash digest;
    struct hash kept;
    struct hash next;
    size_t size = 0;
    const char *line = sql_bytes(stmt, 3, &size);

    read_hash(stmt, 1, &digest);
    read_hash(stmt, 2, &kept);
    next = chain_hash(hash, &digest);
    *hash = next;
    if (sql_int(stmt, 0) != before + 1) {
        return world_blame(w, "after %s:%" PRId64 " the hub has %" PRId64, dev->text, before,
                           sql_int(stmt, 0));
    }
    if (!hash_equal(&kept, &next)) {
        return world_blame(w, "the chain of %s breaks at %" PRId64, dev->text, before + 1);
    }
    if (sql_is_null(stmt, 3)) {
        return true;
    }
    kept = change_digest(line, size);
    return (hash_equal(&kept, &digest) ||
            world_blame(w, "%s:%" PRId64 " has another digest", dev->text, before + 1)) &&
           count_content(w, line, size);
}

static bool is_signed(const struct sql_stmt *stmt, const struct chain *chain,
                      const struct hash *hash)
{
    struct signature signature;
    size_t size = 0;
    const void *bytes = sql_bytes(stmt, 4, &size);

    if (size != sizeof(signature.bytes)) {
        return false;
    }
    memcpy(signature.bytes, bytes, size);
    return change_signature_holds(chain->sign_key, hash, &signature);
}

static bool check_chain(struct world *w, struct hub_reading *reading, const struct chain *chain)
{
    struct sql_stmt *stmt = NULL;
    size_t at = known_device(w, &chain->dev);
    int64_t seq = w->ledger.devices[at].seq;
    struct hash hash = w->ledger.devices[at].hash;
    bool holds = true;
    bool signed_end = true;

    if (seq > chain->acked) {
        return world_blame(w, "the hub has lost changes of %s: %" PRId64 " of %" PRId64,
                           chain->dev.text, chain->acked, seq);
    }
    holds = sql_prepare(reading->sql,
                        "SELECT seq, digest, hash, line, signature FROM log WHERE school = $1"
                        " AND dev = $2 AND seq > $3 ORDER BY seq",
                        &stmt) == STATUS_OK;
    if (holds) {
        sql_bind_id(stmt, 1, &w->school);
        sql_bind_id(stmt, 2, &chain->dev);
        sql_bind_int(stmt, 3, seq);
    }
    while (holds && sql_step(stmt) == STATUS_OK) {
        holds = check_row(w, stmt, &chain->dev, seq, &hash);
        signed_end = is_signed(stmt, chain, &hash);
        seq++;
    }
    sql_finish(stmt);
    if (holds && (seq != chain->acked || !hash_equal(&hash, &chain->hash) || !signed_end)) {
        holds = world_blame(w, "the chain of %s does not end as its device says", chain->dev.text);
    }
    w->ledger.devices[at].seq = seq;
    w->ledger.devices[at].hash = hash;
    return holds;
}

static bool is_news(struct world *w, const struct chain *chain)
{
    size_t at = known_device(w, &chain->dev);

    return w->ledger.devices[at].seq != chain->acked ||
           !hash_equal(&w->ledger.devices[at].hash, &chain->hash);
}

/* All rows first: one statement at a time walks the log. */
static size_t read_news(struct world *w, struct hub_reading *reading, struct chain *out)
{
    struct sql_stmt *stmt = NULL;
    size_t count = 0;

    if (sql_prepare(reading->sql, "SELECT id, acked, hash, sign_key FROM device WHERE school = $1",
                    &stmt) != STATUS_OK) {
        (void)world_blame(w, "no devices: %s", status_message());
        return 0;
    }
    sql_bind_id(stmt, 1, &w->school);
    while (sql_step(stmt) == STATUS_OK) {
        struct chain *chain = &out[count];
        size_t size = 0;
        const void *key = sql_bytes(stmt, 3, &size);
        chain->dev = sql_id(stmt, 0);
        chain->acked = sql_int(stmt, 1);
        read_hash(stmt, 2, &chain->hash);
        CHECK(size == sizeof(chain->sign_key) && count + 1 < LEDGER_DEVICES);
        memcpy(chain->sign_key, key, size);
        count += is_news(w, chain) ? 1 : 0;
    }
    sql_finish(stmt);
    return count;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static bool check_numbers(struct world *w, struct hub_reading *reading)
{
    struct sql_stmt *stmt = NULL;
    int64_t last = w->ledger.last_lsn;
    int64_t count = 0;
    bool holds = sql_prepare(reading->sql,
                             "SELECT count(*), coalesce(min(lsn), 0), coalesce(max(lsn), 0),"
                             " (SELECT last FROM school WHERE id = $1)"
                             " FROM log WHERE school = $1 AND lsn > $2",
                             &stmt) == STATUS_OK;

    if (!holds) {
        return world_blame(w, "no numbers: %s", status_message());
    }
    sql_bind_id(stmt, 1, &w->school);
    sql_bind_int(stmt, 2, last);
    holds = sql_step(stmt) == STATUS_OK;
    count = holds ? sql_int(stmt, 0) : 0;
    if (count > 0 && (sql_int(stmt, 1) != last + 1 || sql_int(stmt, 2) != last + count)) {
        holds = world_blame(w, "after lsn %" PRId64 " there are %" PRId64 " changes up to %" PRId64,
                            last, count, sql_int(stmt, 2));
    }
    if (holds && sql_int(stmt, 3) != last + count) {
        holds = world_blame(w, "the school's last number is %" PRId64 ", the log's %" PRId64,
                            sql_int(stmt, 3), last + count);
    }
    w->ledger.last_lsn = last + count;
    sql_finish(stmt);
    return holds;
}

static int64_t school_last(struct hub_reading *reading, const struct id *school)
{
    struct sql_stmt *stmt = NULL;
    int64_t last = 0;

    if (sql_prepare(reading->sql, "SELECT last FROM school WHERE id = $1", &stmt) == STATUS_OK) {
        sql_bind_id(stmt, 1, school);
        last = sql_step(stmt) == STATUS_OK ? sql_int(stmt, 0) : 0;
    }
    sql_finish(stmt);
    return last;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool look(struct world *w, bool is_anew)
{
    static struct chain news[LEDGER_DEVICES];
    struct hub_reading reading = {0};
    size_t count = 0;
    bool holds = hub_read_begin(w->hub, &reading) == STATUS_OK ||
                 world_blame(w, "the hub cannot be read: %s", status_message());

    w->is_reread = is_anew;
    if (holds && is_anew) { /* its erased lines have left gaps in the numbers */
        memset(&w->ledger, 0, sizeof(w->ledger));
        w->ledger.last_lsn = school_last(&reading, &w->school);
    }
    count = holds ? read_news(w, &reading, news) : 0;
    for (size_t i = 0; holds && i < count; i++) {
        holds = check_chain(w, &reading, &news[i]);
    }
    holds = holds && check_numbers(w, &reading);
    hub_read_end(w->hub, &reading);
    return holds && w->blame[0] == '\0';
}

bool world_check_log(struct world *w)
{
    return look(w, false);
}

bool world_reread_log(struct world *w)
{
    return look(w, true);
}
