/* Schools: a row that numbers their changes, a chain of the hub's own, and a record like any other.
 *
 * The id of a school is the id of its school record, so a tablet that knows its school knows where
 * to read its name. A URN belongs to one school: two rows for one school would part its pupils.
 */
#include "hub_private.h"

#include <string.h>

struct school_job {
    const struct hub_draft *draft;
    const char *urn;
    const char *name;
};

/* The newest of a school's is the one that writes; a clock that was years ahead when the last one
 * was made must not keep it so, or its numbers would be used twice. */
static enum status after_all_others(struct hub_db *db, const struct id *school, int64_t *at_ms)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int64_t last_ms = 0;
    static const char text[] =
        "SELECT coalesce(max(enrolled_ms), 0) FROM device WHERE school=$1 AND is_hub=1";

    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(school)}, 1, &stmt));
    last_ms = sql_int(stmt, 0);
    *at_ms = hub_now_ms(db->hub);
    if (*at_ms <= last_ms && last_ms < INT64_MAX) {
        *at_ms = last_ms + 1;
    }

done:
    sql_finish(stmt);
    return st;
}

enum status hub_add_own_device(struct hub_db *db, const struct id *school)
{
    enum status st = STATUS_OK;
    struct hub *hub = db->hub;
    struct id dev = id_new(&hub->clock, &hub->random);
    struct hash zero = {{0}};
    int64_t at_ms = 0;
    static const char text[] =
        "INSERT INTO device(school, id, label, sign_key, acked, hash, revoked, is_hub, has_groups,"
        " etag, enrolled_ms, seen_ms) VALUES($1, $2, 'hub', $3, 0, $4, '', 1, 0, '', $5, 0)";

    TRY(after_all_others(db, school, &at_ms));
    TRY(hub_run(
        db, text,
        (struct hub_arg[]){arg_id(school), arg_id(&dev),
                           arg_bytes(hub->keys.sign.public_key, sizeof hub->keys.sign.public_key),
                           arg_hash(&zero), arg_int(at_ms)},
        5));

done:
    return st;
}

static enum status add_rows(struct hub_db *db, const struct school_job *job)
{
    enum status st = STATUS_OK;
    static const char school[] =
        "INSERT INTO school(id, urn, name, last, clock_at, clock_n, scope_day)"
        " VALUES($1, $2, $3, 0, 0, 0, $4)";

    st = hub_run(db, school,
                 (struct hub_arg[]){arg_id(&job->draft->rec), arg_text(job->urn),
                                    arg_text(job->name), arg_int(hub_today(db->hub))},
                 4);
    if (st == STATUS_EXISTS) {
        st = FAIL(STATUS_EXISTS, "A school with the URN %s is there already.", job->urn);
    }
    TRY(st);
    TRY(hub_add_own_device(db, &job->draft->rec));

done:
    return st;
}

static enum status add_school(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct school_job *job = ctx;

    TRY(add_rows(db, job));
    TRY(hub_write_in(db, &job->draft->rec, job->draft, 1));

done:
    return st;
}

enum status hub_school_write(struct hub *hub, const struct hub_draft *draft)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;
    struct school_job job = {.draft = draft};

    TRY(json_parse(draft->set, strlen(draft->set), &root));
    job.urn = json_member_text(root, "urn");
    job.name = json_member_text(root, "name");
    if (!record_urn_is_valid(job.urn)) {
        TRY(FAIL(STATUS_BAD_INPUT, "A URN is six digits, such as 123456."));
    }
    TRY(hub_submit(hub, NULL, add_school, &job));

done:
    json_free(root);
    return st;
}

enum status hub_school_add(struct hub *hub, const char *fields, struct id *out)
{
    struct hub_draft draft = {.type = "school", .set = fields, .is_new = true};
    enum status st = STATUS_OK;

    draft.rec = id_new(&hub->clock, &hub->random);
    st = hub_school_write(hub, &draft);
    if (st == STATUS_OK) {
        *out = draft.rec;
    }
    return st;
}

enum status hub_school_find(struct hub *hub, const char *urn, struct hub_school *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT id, urn, name FROM school WHERE urn=$1";

    TRY(hub_reader(hub, &db));
    st = hub_ask_one(db, text, (struct hub_arg[]){arg_text(urn)}, 1, &stmt);
    if (st == STATUS_NOT_FOUND) {
        st = FAIL(STATUS_NOT_FOUND, "The hub has no school with the URN %s.", urn);
    }
    TRY(st);
    out->id = sql_id(stmt, 0);
    text_copy(out->urn, sizeof out->urn, sql_text(stmt, 1));
    text_copy(out->name, sizeof out->name, sql_text(stmt, 2));

done:
    sql_finish(stmt);
    hub_reader_back(hub, db);
    return st;
}

static void read_school(const struct sql_stmt *stmt, struct arena *arena, void *row)
{
    struct hub_school *school = row;

    (void)arena;
    school->id = sql_id(stmt, 0);
    text_copy(school->urn, sizeof school->urn, sql_text(stmt, 1));
    text_copy(school->name, sizeof school->name, sql_text(stmt, 2));
}

enum status hub_school_list(struct hub_db *db, const char *text, const struct hub_arg *args,
                            size_t count, struct arena *arena, struct hub_school_rows *out)
{
    const struct hub_question asked = {.text = text,
                                       .args = args,
                                       .arg_count = count,
                                       .row_size = sizeof *out->rows,
                                       .read = read_school};
    struct hub_rows found = {0};
    enum status st = hub_ask_rows(db, &asked, arena, &found);

    *out = (struct hub_school_rows){found.rows, found.count};
    return st;
}

enum status hub_schools(struct hub *hub, struct arena *arena, struct hub_school_rows *out)
{
    enum status st = STATUS_OK;
    struct hub_db *db = NULL;

    *out = (struct hub_school_rows){0};
    TRY(hub_reader(hub, &db));
    TRY(hub_school_list(db, "SELECT id, urn, name FROM school ORDER BY urn", NULL, 0, arena, out));

done:
    hub_reader_back(hub, db);
    return st;
}
