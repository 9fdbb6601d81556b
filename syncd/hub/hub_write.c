/* The hub writes too: schools, imports, demos. It does so as a device among devices.
 *
 * A school record that came from nowhere could not be proved, merged or sent; so the hub has a
 * chain of its own in each school, signed by its own key, and what it writes goes the same way as
 * what a tablet sends: a line, a digest, a hash, stored, numbered, folded. The only thing it is
 * spared is the seal.
 */
#include "hub_private.h"

#include <stdlib.h>
#include <string.h>

struct writing {
    struct hub_db *db;
    const struct id *school;
    const struct hub_draft *drafts;
    size_t count;
    struct id dev;
    struct sync_chain chain;
    struct stamp clock;
    struct hub_item *items;
    struct buf *lines; /* one an item */
};

static enum status find_chain(struct writing *w)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] =
        "SELECT d.id, CASE WHEN s.clock_at>0 THEN s.clock_at ELSE 0 END,"
        " CASE WHEN s.clock_n>0 THEN s.clock_n ELSE 0 END FROM device d JOIN school s ON "
        "s.id=d.school"
        " WHERE d.school=$1 AND d.is_hub=1 ORDER BY d.enrolled_ms DESC, d.id DESC LIMIT 1";

    st = hub_ask_one(w->db, text, (struct hub_arg[]){arg_id(w->school)}, 1, &stmt);
    if (st == STATUS_NOT_FOUND) {
        st = FAIL(STATUS_NOT_FOUND, "The hub has no such school.");
    }
    TRY(st);
    w->dev = sql_id(stmt, 0);
    w->clock = (struct stamp){.at = sql_int(stmt, 1), .n = sql_int(stmt, 2)};
    TRY(hub_device_chain(w->db, w->school, &w->dev, &w->chain));

done:
    sql_finish(stmt);
    return st;
}

static enum status check_draft(const struct hub_draft *draft)
{
    enum status st = STATUS_OK;
    const struct record_type *type = record_type_find(draft->type);
    struct json_value *set = NULL;

    TRY(json_parse(draft->set, strlen(draft->set), &set));
    if (type != NULL) {
        TRY(record_validate(type, set, draft->is_new));
    }

done:
    json_free(set);
    return st;
}

static enum status write_one(struct writing *w, size_t index)
{
    enum status st = STATUS_OK;
    const struct hub_draft *draft = &w->drafts[index];
    struct hub_item *item = &w->items[index];
    struct buf *line = &w->lines[index];
    int64_t wall_ms = draft->at_ms != 0 ? draft->at_ms : hub_now_ms(w->db->hub);
    struct change_draft d = {.by = draft->by,
                             .pupil = draft->pupil,
                             .rec = draft->rec,
                             .type = draft->type,
                             .set = draft->set,
                             .over = draft->over};

    TRY(check_draft(draft));
    d.dot = (struct dot){
        .stamp = stamp_next(&w->clock, wall_ms), .dev = w->dev, .seq = w->chain.acked + 1};
    TRY(change_encode(&d, line));
    item->seq = d.dot.seq;
    item->pupil = draft->pupil;
    item->line = line->data;
    item->size = line->size;
    item->digest = change_digest(line->data, line->size);
    item->hash = chain_hash(&w->chain.hash, &item->digest);
    hub_item_decode(item, &w->dev);
    CHECK(item->is_change); /* what we encode, we can read */
    w->chain.acked = item->seq;
    w->chain.hash = item->hash;

done:
    return st;
}

enum status hub_write_in(struct hub_db *db, const struct id *school, const struct hub_draft *drafts,
                         size_t count)
{
    enum status st = STATUS_OK;
    struct writing w = {.db = db, .school = school, .drafts = drafts, .count = count};
    struct hub_intake in = {.school = *school, .count = count};
    struct signature signature;

    w.items = mem_zero(count + 1, sizeof *w.items);
    w.lines = mem_zero(count + 1, sizeof *w.lines);
    TRY(find_chain(&w));
    for (size_t i = 0; i < count; i++) {
        TRY(write_one(&w, i));
    }
    signature = change_sign(&db->hub->keys.sign, &w.chain.hash);
    in.dev = w.dev;
    in.items = w.items;
    in.signature = &signature;
    TRY(hub_take(db, &in));

done:
    for (size_t i = 0; i < count; i++) {
        change_finish(&w.items[i].change);
        buf_finish(&w.lines[i]);
    }
    free(w.items);
    free(w.lines);
    return st;
}

struct write_job {
    const struct id *school;
    const struct hub_draft *drafts;
    size_t count;
};

static enum status write_drafts(void *ctx, struct hub_db *db)
{
    const struct write_job *job = ctx;

    return hub_write_in(db, job->school, job->drafts, job->count);
}

enum status hub_write(struct hub *hub, const struct id *school, const struct hub_draft *drafts,
                      size_t count)
{
    struct write_job job = {.school = school, .drafts = drafts, .count = count};

    return hub_submit(hub, school, write_drafts, &job);
}
