/* What a tablet may see, worked out when it is written and not when it is asked for.
 *
 * A tablet enrolled for groups sees the pupils who have a place in one of them today; one without
 * groups sees every pupil of its school. A place is a membership record, whose merged state
 * decides: two people may have edited it, and one may have voided it. Its days matter too, so each
 * new day looks again at places that begin or end.
 *
 * The etag of a scope is the XOR of its pupils' digests: the same pupils have the same etag in
 * whatever order they came, and a change costs one step. A device that was told of etag A, and
 * meets A again after a B it never heard of, has missed nothing, for its cursor has not moved
 * meanwhile.
 */
#include "hub_private.h"

#include <string.h>

#define DAY_FIRST (-1000000000LL)
#define DAY_LAST  1000000000LL
#define ETAG_SIZE 16

/* ---- places --------------------------------------------------------------------------------- */

static const char *member_text(const struct merge_record *r, const char *name)
{
    const struct merge_field *field = merge_find(r, name);
    const struct merge_head *head = field == NULL ? NULL : merge_value(field);

    return head == NULL ? NULL : json_text(head->value);
}

static int64_t member_day(const struct merge_record *r, const char *name, int64_t otherwise)
{
    const char *text = member_text(r, name);
    struct date day;

    return text != NULL && date_parse(text, &day) ? date_to_days(day) : otherwise;
}

static void want_pupil(struct hub_fold *fold, const struct id *pupil)
{
    if (!hub_ids_have(&fold->pupils, pupil)) {
        buf_add(&fold->pupils, pupil, sizeof *pupil);
    }
}

/* The pupil whose place it was must be looked at too: a merge can move a record's pupil. */
static enum status drop_place(struct hub_db *db, struct hub_fold *fold, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "DELETE FROM place WHERE school=$1 AND rec=$2 RETURNING pupil";

    TRY(hub_ask(db, text, (struct hub_arg[]){arg_id(&fold->school), arg_id(rec)}, 2, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id pupil = sql_id(stmt, 0);
        want_pupil(fold, &pupil);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

static enum status work_out_place(struct hub_db *db, struct hub_fold *fold, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    const char *group = NULL;
    static const char text[] = "INSERT INTO place(school, pupil, rec, grp, from_day, until_day)"
                               " VALUES($1, $2, $3, $4, $5, $6)";

    merge_init(&r);
    TRY(drop_place(db, fold, rec));
    TRY(view_load(db->view, &fold->school, rec, &r));
    group = member_text(&r, "group");
    if (strcmp(r.type, "membership") != 0 || id_is_none(&r.pupil) || group == NULL ||
        merge_void_reason(&r) != NULL) {
        goto done;
    }
    want_pupil(fold, &r.pupil);
    TRY(hub_run(db, text,
                (struct hub_arg[]){arg_id(&fold->school), arg_id(&r.pupil), arg_id(rec),
                                   arg_text(group), arg_int(member_day(&r, "from", DAY_FIRST)),
                                   arg_int(member_day(&r, "until", DAY_LAST))},
                6));

done:
    merge_finish(&r);
    return st;
}

enum status hub_scope_members(struct hub_db *db, struct hub_fold *fold)
{
    enum status st = STATUS_OK;
    struct id rec;

    for (size_t at = 0; at < fold->members.size; at += sizeof rec) {
        memcpy(&rec, fold->members.data + at, sizeof rec);
        TRY(work_out_place(db, fold, &rec));
    }

done:
    return st;
}

/* ---- scopes --------------------------------------------------------------------------------- */

struct scoping {
    struct hub_db *db;
    const struct id *school;
    const struct id *dev;
    uint8_t etag[ETAG_SIZE];
    bool has_changed;
};

static void mix_etag(struct scoping *s, const struct id *pupil)
{
    struct hash h = change_digest(pupil->text, strlen(pupil->text));

    for (size_t i = 0; i < ETAG_SIZE; i++) {
        s->etag[i] ^= h.bytes[i];
    }
    s->has_changed = true;
}

static enum status should_see(struct scoping *s, const struct id *pupil, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] =
        "SELECT 1 FROM device d JOIN pupil p ON p.school=d.school AND p.id=$3"
        " WHERE d.school=$1 AND d.id=$2"
        " AND NOT EXISTS(SELECT 1 FROM erased e WHERE e.school=$1 AND e.pupil=$3)"
        " AND (d.has_groups=0 OR EXISTS(SELECT 1 FROM place l JOIN device_group g"
        "  ON g.school=l.school AND g.grp=l.grp WHERE l.school=$1 AND l.pupil=$3 AND g.dev=$2"
        "  AND l.from_day<=$4 AND l.until_day>=$4))";

    st = hub_ask_one(s->db, text,
                     (struct hub_arg[]){arg_id(s->school), arg_id(s->dev), arg_id(pupil),
                                        arg_int(hub_today(s->db->hub))},
                     4, &stmt);
    *out = st == STATUS_OK;
    sql_finish(stmt);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status scope_one(struct scoping *s, const struct id *pupil)
{
    enum status st = STATUS_OK;
    bool want = false;
    struct hub_arg args[] = {arg_id(s->school), arg_id(s->dev), arg_id(pupil)};
    static const char add[] = "INSERT INTO scope(school, dev, pupil) VALUES($1, $2, $3)"
                              " ON CONFLICT(school, dev, pupil) DO NOTHING";
    static const char drop[] = "DELETE FROM scope WHERE school=$1 AND dev=$2 AND pupil=$3";

    TRY(should_see(s, pupil, &want));
    TRY(hub_run(s->db, want ? add : drop, args, 3));
    if (sql_changed(s->db->sql) > 0) {
        mix_etag(s, pupil);
    }

done:
    return st;
}

static enum status scoping_begin(struct scoping *s)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT etag FROM device WHERE school=$1 AND id=$2";

    TRY(hub_ask_one(s->db, text, (struct hub_arg[]){arg_id(s->school), arg_id(s->dev)}, 2, &stmt));
    if (!text_unhex(sql_text(stmt, 0), s->etag, sizeof s->etag)) {
        memset(s->etag, 0, sizeof s->etag); /* never worked out before */
        s->has_changed = true;
    }

done:
    sql_finish(stmt);
    return st;
}

static enum status scoping_end(struct scoping *s)
{
    char hex[2 * ETAG_SIZE + 1];
    static const char text[] = "UPDATE device SET etag=$3 WHERE school=$1 AND id=$2";

    if (!s->has_changed) {
        return STATUS_OK;
    }
    text_hex(s->etag, sizeof s->etag, hex);
    return hub_run(s->db, text,
                   (struct hub_arg[]){arg_id(s->school), arg_id(s->dev), arg_text(hex)}, 3);
}

static enum status list_ids(struct hub_db *db, const char *text, const struct hub_arg *args,
                            size_t count, struct buf *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(hub_ask(db, text, args, count, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id id = sql_id(stmt, 0);
        buf_add(out, &id, sizeof id);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

static enum status scope_device(struct hub_db *db, const struct id *school, const struct id *dev,
                                const struct buf *pupils)
{
    enum status st = STATUS_OK;
    struct scoping s = {.db = db, .school = school, .dev = dev};
    struct id pupil;

    TRY(scoping_begin(&s));
    for (size_t at = 0; at < pupils->size; at += sizeof pupil) {
        memcpy(&pupil, pupils->data + at, sizeof pupil);
        TRY(scope_one(&s, &pupil));
    }
    TRY(scoping_end(&s));

done:
    return st;
}

/* Whose place begins or ends between the day of the scopes and today. All scopes of a school are of
 * one day, whichever way the hub's clock was put; else a place that a wrong clock ended would stay
 * ended when the clock is right again. */
static enum status see_day(struct hub_db *db, struct hub_fold *fold)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int64_t today = hub_today(db->hub);
    int64_t day = 0;
    static const char ask[] = "SELECT scope_day FROM school WHERE id=$1";
    static const char turn[] =
        "SELECT DISTINCT pupil FROM place WHERE school=$1"
        " AND ((from_day>$2 AND from_day<=$3) OR (until_day>=$2 AND until_day<$3))";
    static const char keep[] = "UPDATE school SET scope_day=$2 WHERE id=$1";

    TRY(hub_ask_one(db, ask, (struct hub_arg[]){arg_id(&fold->school)}, 1, &stmt));
    day = sql_int(stmt, 0);
    if (day != today) {
        TRY(list_ids(db, turn,
                     (struct hub_arg[]){arg_id(&fold->school), arg_int(day < today ? day : today),
                                        arg_int(day < today ? today : day)},
                     3, &fold->pupils));
        TRY(hub_run(db, keep, (struct hub_arg[]){arg_id(&fold->school), arg_int(today)}, 2));
    }

done:
    sql_finish(stmt);
    return st;
}

enum status hub_scope_pupils(struct hub_db *db, struct hub_fold *fold)
{
    enum status st = STATUS_OK;
    struct buf devices = {0};
    struct id dev;
    static const char text[] = "SELECT id FROM device WHERE school=$1 AND is_hub=0";

    TRY(see_day(db, fold));
    if (fold->pupils.size == 0) {
        return STATUS_OK;
    }
    TRY(list_ids(db, text, (struct hub_arg[]){arg_id(&fold->school)}, 1, &devices));
    for (size_t at = 0; at < devices.size; at += sizeof dev) {
        memcpy(&dev, devices.data + at, sizeof dev);
        TRY(scope_device(db, &fold->school, &dev, &fold->pupils));
    }

done:
    buf_finish(&devices);
    return st;
}

enum status hub_scope_device(struct hub_db *db, const struct id *school, const struct id *dev)
{
    enum status st = STATUS_OK;
    struct buf pupils = {0};
    struct hub_fold fold = {.school = *school};
    static const char text[] = "SELECT id FROM pupil WHERE school=$1";

    TRY(hub_scope_pupils(db, &fold)); /* the others' scopes are of the same day */
    TRY(list_ids(db, text, (struct hub_arg[]){arg_id(school)}, 1, &pupils));
    TRY(scope_device(db, school, dev, &pupils));

done:
    hub_fold_finish(&fold);
    buf_finish(&pupils);
    return st;
}

/* ---- a new day ------------------------------------------------------------------------------ */

static enum status turn_day(void *ctx, struct hub_db *db)
{
    enum status st = STATUS_OK;
    const struct id *school = ctx;
    struct hub_fold fold = {0};

    TRY(hub_fold_begin(db, school, &fold));
    TRY(hub_scope_pupils(db, &fold));

done:
    hub_fold_finish(&fold);
    return st;
}

enum status hub_scope_new_day(struct hub *hub, const struct id *school)
{
    struct id copy = *school;

    return hub_submit(hub, &copy, turn_day, &copy);
}
