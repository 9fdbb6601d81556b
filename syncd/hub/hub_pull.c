/* GET /v1/pull, /v1/pupils and /v1/check: what a tablet may have and has not got yet.
 *
 * A page is read in one snapshot: its rows, its scope, its sums and how far it reaches all speak of
 * the same instant, or a cursor could pass a change that the page did not show. Rows are sealed for
 * the asking device as they are read, so no line lies open longer than it takes. Numbers are
 * gapless (see hub_take.c), so the last page may reach to the school's last number, whoever wrote
 * it.
 */
#include "hub_call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PULL_DEFAULT  1000
#define HEAD_SPARE    128 /* digits and words that the head may gain when it is written in full */
#define PUPILS_PREFIX "/v1/pupils/"
#define PUPILS_WIDE   "-"

struct asked {
    int64_t after;
    int64_t upto;
    int64_t limit;
};

struct pull {
    struct hub_call *call;
    struct hub_db *db;
    struct asked asked;
    struct arena arena;
    struct buf rows;
    size_t room; /* for the whole page */
    struct sync_head head;
    int64_t last_lsn; /* of the rows */
    bool is_cut;      /* there are more rows than fit */
    bool is_refused;  /* the refusal is written */
};

static bool read_query(struct hub_call *call, struct asked *asked)
{
    *asked = (struct asked){.after = 0, .upto = INT64_MAX, .limit = PULL_DEFAULT};
    if (http_query_int64(call->req, "after", 0, INT64_MAX, &asked->after) == STATUS_OK &&
        http_query_int64(call->req, "upto", 0, INT64_MAX, &asked->upto) == STATUS_OK &&
        http_query_int64(call->req, "limit", 1, SYNC_PULL_MAX, &asked->limit) == STATUS_OK) {
        return true;
    }
    hub_refuse(call->reply, 400, "malformed", status_message(), NULL);
    return false;
}

static enum status open_snapshot(struct pull *p)
{
    enum status st = STATUS_OK;
    struct hub_call *call = p->call;
    const char *token = http_bearer(call->req);

    TRY(token != NULL ? STATUS_OK : STATUS_NOT_FOUND);
    TRY(hub_reader(call->hub, &p->db));
    TRY(sql_begin_read(p->db->sql));
    TRY(hub_device_by_token(p->db, token, &call->device));

done:
    return st;
}

static void open_page(struct pull *p)
{
    p->call->reply->content_type = "application/x-ndjson";
    p->room = http_reply_room(p->call->reply, SYNC_BODY_MAX);
}

static bool is_of_today(const struct hub_call *call)
{
    return call->device.scope_day == hub_today(call->hub);
}

/* After something may have been written since the device was looked up. */
static enum status pull_begin(struct pull *p)
{
    enum status st = STATUS_OK;
    struct hub_call *call = p->call;

    TRY(is_of_today(call) ? STATUS_OK : hub_scope_new_day(call->hub, &call->device.school));
    /* Once more, in the snapshot: acked, etag and the last number belong to it. */
    p->is_refused = !hub_api_may_go_on(call, open_snapshot(p), false) ||
                    !hub_api_epoch_holds(call); /* revoked, restored since it was first asked */
    if (!p->is_refused) {
        open_page(p);
    }

done:
    return st;
}

/* In the snapshot that the device was looked up in; but on the first pull of a day scopes are
 * worked out first, and then in a newer one. */
static enum status pull_go_on(struct pull *p)
{
    if (is_of_today(p->call)) {
        open_page(p);
        return STATUS_OK;
    }
    hub_reader_back(p->call->hub, p->db);
    p->db = NULL;
    return pull_begin(p);
}

static void pull_finish(struct pull *p)
{
    hub_reader_back(p->call->hub, p->db);
    arena_finish(&p->arena);
    buf_finish(&p->rows);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* A row that somebody spoiled has no name that a box could be sealed under. */
static enum status add_row(struct pull *p, struct sql_stmt *stmt, struct buf *box)
{
    struct sync_row row = {.lsn = sql_int(stmt, 0),
                           .dev = sql_id(stmt, 1),
                           .seq = sql_int(stmt, 2),
                           .pupil = sql_id(stmt, 3)};
    struct change_place place = {.dev = row.dev, .seq = row.seq, .pupil = row.pupil};
    enum status st = STATUS_OK;
    size_t size = 0;
    const void *line = sql_bytes(stmt, 4, &size);

    if (id_is_none(&row.dev) || row.seq < 1 || line == NULL) {
        return FAIL(STATUS_DAMAGED, "A change is broken in the central store: run verify.");
    }
    TRY(hub_device_open_key(p->call->hub, &p->call->device));
    change_seal(&p->call->device.data_key, &p->call->hub->random, &place, line, size, box);
    row.box = (const uint8_t *)box->data;
    row.size = box->size;
    sync_write_row(&row, &p->rows);
    p->last_lsn = row.lsn;

done:
    return st;
}

/* For the rows beside such a head; where nothing is left, one row goes all the same. */
static size_t rest_of(const struct pull *p, size_t head_size)
{
    size_t taken = head_size + HEAD_SPARE;

    return p->room > taken ? p->room - taken : 0;
}

/* As many as the limit and room allow; is_cut says that there are more. Rows that end since they
 * hold HUB_PAGE_BYTES have filled the room before: a row is longer than its line, and no room has
 * more. */
static enum status add_rows(struct pull *p, struct sql_stmt *stmt, size_t room)
{
    enum status st = STATUS_OK;
    struct buf box = {0};
    int64_t count = 0;

    while ((st = sql_step(stmt)) == STATUS_OK) {
        size_t before = p->rows.size;
        int64_t last = p->last_lsn;
        if (count == p->asked.limit) {
            p->is_cut = true;
            break;
        }
        st = add_row(p, stmt, &box);
        if (st != STATUS_OK) {
            break;
        }
        if (count > 0 && p->rows.size > room) {
            p->rows.size = before;
            p->rows.data[before] = '\0';
            p->last_lsn = last;
            p->is_cut = true;
            break;
        }
        count++;
    }
    buf_finish(&box);
    return st == STATUS_END ? STATUS_OK : st;
}

/* ---- pull ----------------------------------------------------------------------------------- */

static enum status list_ids(struct pull *p, const char *text, const struct hub_arg *args,
                            size_t arg_count, const struct id **out, size_t *count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf ids = {0};
    struct id *copy = NULL;

    TRY(hub_ask(p->db, text, args, arg_count, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id id = sql_id(stmt, 0);
        buf_add(&ids, &id, sizeof id);
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    copy = arena_alloc(&p->arena, ids.size + 1);
    if (ids.size > 0) {
        memcpy(copy, ids.data, ids.size);
    }
    *out = copy;
    *count = ids.size / sizeof *copy;

done:
    buf_finish(&ids);
    sql_finish(stmt);
    return st;
}

/* All of the head that does not hang on the rows. */
static enum status begin_head(struct pull *p)
{
    enum status st = STATUS_OK;
    const struct hub_device *device = &p->call->device;
    const char *etag = http_query(p->call->req, "scope");
    const int64_t all[2] = {1, device->acked};
    struct sync_held *held = NULL;
    static const char pupils[] =
        "SELECT pupil FROM scope WHERE school=$1 AND dev=$2 ORDER BY pupil";
    static const char erased[] =
        "SELECT pupil FROM erased WHERE school=$1 AND lsn>$2 ORDER BY pupil";

    p->head = (struct sync_head){.etag = device->etag,
                                 .epoch = device->epoch,
                                 .time_ms = hub_now_ms(p->call->hub),
                                 .acked = device->acked,
                                 .hash = device->hash};
    TRY(hub_device_held(p->db, device, all, &p->arena, &held, &p->head.held_count));
    p->head.held = held;
    if (etag == NULL || strcmp(etag, device->etag) != 0) {
        p->head.has_pupils = true;
        TRY(list_ids(p, pupils, (struct hub_arg[]){arg_id(&device->school), arg_id(&device->id)}, 2,
                     &p->head.pupils, &p->head.pupil_count));
    }
    TRY(list_ids(p, erased, (struct hub_arg[]){arg_id(&device->school), arg_int(p->asked.after)}, 2,
                 &p->head.erased, &p->head.erased_count));

done:
    return st;
}

static enum status pull_rows(struct pull *p)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf head = {0};
    const struct hub_device *device = &p->call->device;
#define PAGE                                                                        \
    "SELECT l.lsn AS lsn, l.dev, l.seq, l.pupil, l.line FROM log l"                 \
    " WHERE l.school=$1 AND l.lsn>$3 AND l.dev<>$2 AND (l.pupil IS NULL OR EXISTS(" \
    "SELECT 1 FROM scope s WHERE s.school=$1 AND s.dev=$2 AND s.pupil=l.pupil))"    \
    " ORDER BY l.lsn LIMIT $4"
    static const char text[] = PAGE;
    static const char some[] = HUB_SOME_OF(PAGE, "lsn");

    sync_write_head(&p->head, &head);
    TRY(hub_ask(p->db, hub_page_text(p->db, text, some),
                (struct hub_arg[]){arg_id(&device->school), arg_id(&device->id),
                                   arg_int(p->asked.after), arg_int(p->asked.limit + 1)},
                4, &stmt));
    TRY(add_rows(p, stmt, rest_of(p, head.size)));

done:
    buf_finish(&head);
    sql_finish(stmt);
    return st;
}

static enum status pull_page(struct pull *p)
{
    enum status st = STATUS_OK;
    const struct hub_device *device = &p->call->device;

    TRY(pull_go_on(p));
    if (p->is_refused) {
        return STATUS_OK;
    }
    TRY(begin_head(p));
    TRY(pull_rows(p));
    p->head.more = p->is_cut;
    p->head.next = p->is_cut ? p->last_lsn : device->school_last;
    if (!p->is_cut) {
        p->head.has_check = true;
        TRY(hub_check_total(p->db, device, &p->head.check));
    }
    sync_write_head(&p->head, &p->call->reply->body);
    buf_add(&p->call->reply->body, buf_cstr(&p->rows), p->rows.size);

done:
    return st;
}

static void answer_page(struct pull *p, enum status st)
{
    if (st == STATUS_NOT_FOUND) {
        hub_refuse(p->call->reply, 401, "token", "The hub does not know this token.", NULL);
    } else if (st != STATUS_OK) {
        hub_refuse_fault(p->call->reply, st);
    }
}

void hub_api_pull(struct hub_call *call)
{
    struct pull p = {.call = call};

    if (hub_api_may_go_on(call, open_snapshot(&p), false) && read_query(call, &p.asked) &&
        hub_api_epoch_holds(call)) {
        answer_page(&p, pull_page(&p));
    }
    pull_finish(&p);
}

/* ---- one pupil, from the beginning ---------------------------------------------------------- */

static enum status in_scope(struct pull *p, const char *pupil, bool *out)
{
    struct sql_stmt *stmt = NULL;
    const struct hub_device *device = &p->call->device;
    static const char text[] = "SELECT 1 FROM scope WHERE school=$1 AND dev=$2 AND pupil=$3";
    enum status st = STATUS_OK;

    *out = strcmp(pupil, PUPILS_WIDE) == 0;
    if (*out || !id_is_valid(pupil)) {
        return STATUS_OK;
    }
    st = hub_ask_one(
        p->db, text,
        (struct hub_arg[]){arg_id(&device->school), arg_id(&device->id), arg_text(pupil)}, 3,
        &stmt);
    *out = st == STATUS_OK;
    sql_finish(stmt);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* Where the trail ends, in the snapshot of the question: see hub_trail.c. A second bound of the
 * same kind is written +l.lsn, or SQLite may begin there. */
#define BEYOND_MARK "(SELECT coalesce(max(m.lsn), 0) FROM trail m WHERE m.school=$1 AND m.pupil='')"

static enum status pupil_rows(struct pull *p, const char *pupil)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
#define PUPIL_PAGE                                                             \
    "SELECT t.lsn AS lsn, l.dev, l.seq, l.pupil, l.line FROM trail t"          \
    " JOIN log l ON l.school=t.school AND l.lsn=t.lsn"                         \
    " WHERE t.school=$1 AND t.pupil=$2 AND t.lsn>$3 AND t.lsn<=$4"             \
    " UNION ALL SELECT l.lsn AS lsn, l.dev, l.seq, l.pupil, l.line FROM log l" \
    " WHERE l.school=$1 AND l.lsn>" BEYOND_MARK                                \
    " AND +l.lsn>$3 AND l.lsn<=$4 AND coalesce(CAST(l.pupil AS TEXT), '-')=$2" \
    " ORDER BY lsn LIMIT $5"
    static const char text[] = PUPIL_PAGE;
    static const char some[] = HUB_SOME_OF(PUPIL_PAGE, "lsn");

    TRY(hub_ask(p->db, hub_page_text(p->db, text, some),
                (struct hub_arg[]){arg_id(&p->call->device.school), arg_text(pupil),
                                   arg_int(p->asked.after), arg_int(p->asked.upto),
                                   arg_int(p->asked.limit + 1)},
                5, &stmt));
    TRY(add_rows(p, stmt, rest_of(p, 0)));

done:
    sql_finish(stmt);
    return st;
}

static enum status pupil_page(struct pull *p, const char *pupil)
{
    enum status st = STATUS_OK;
    int64_t end = 0;
    bool may_see = false;

    TRY(hub_trail_follow(p->call->hub, &p->call->device.school));
    TRY(pull_begin(p));
    if (p->is_refused) {
        return STATUS_OK;
    }
    TRY(in_scope(p, pupil, &may_see));
    if (!may_see) {
        hub_refuse(p->call->reply, 404, "scope",
                   "This pupil is not in the tablet's scope: pull again.", NULL);
        return STATUS_OK;
    }
    TRY(pupil_rows(p, pupil));
    end = p->asked.upto < p->call->device.school_last ? p->asked.upto : p->call->device.school_last;
    sync_write_backfill_head(p->is_cut ? p->last_lsn : end, p->is_cut, &p->call->reply->body);
    buf_add(&p->call->reply->body, buf_cstr(&p->rows), p->rows.size);

done:
    return st;
}

void hub_api_pupil(struct hub_call *call)
{
    struct pull p = {.call = call};
    const char *pupil = call->req->path + strlen(PUPILS_PREFIX);

    if (!hub_api_enter(call, false) || !read_query(call, &p.asked) || !hub_api_epoch_holds(call)) {
        return;
    }
    answer_page(&p, pupil_page(&p, pupil));
    pull_finish(&p);
}

/* ---- sums a pupil --------------------------------------------------------------------------- */

/* Every pupil in scope has a line, and what is school-wide; counted from the log itself, so that a
 * sum kept wrongly is found out. Rows come in order of pupil, school-wide first. */
static enum status check_lines(struct pull *p)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct sync_pupil_check line = {0};
    const struct hub_device *device = &p->call->device;
    static const char text[] =
        "SELECT '' AS whose, l.dev, l.seq FROM trail t JOIN log l ON l.school=t.school"
        " AND l.lsn=t.lsn WHERE t.school=$1 AND t.pupil='-' AND t.lsn<=$3 AND l.dev<>$2"
        " UNION ALL SELECT CAST(s.pupil AS TEXT) AS whose, l.dev, l.seq FROM scope s JOIN trail t"
        " ON t.school=s.school AND t.pupil=CAST(s.pupil AS TEXT) AND t.lsn<=$3"
        " JOIN log l ON l.school=t.school AND l.lsn=t.lsn AND l.dev<>$2"
        " WHERE s.school=$1 AND s.dev=$2"
        " UNION ALL SELECT coalesce(CAST(l.pupil AS TEXT), '') AS whose, l.dev, l.seq FROM log l"
        " WHERE l.school=$1 AND l.lsn>" BEYOND_MARK
        " AND l.lsn<=$3 AND l.dev<>$2 AND (l.pupil IS NULL OR EXISTS("
        "SELECT 1 FROM scope s WHERE s.school=$1 AND s.dev=$2 AND s.pupil=l.pupil))"
        " UNION ALL SELECT CAST(s.pupil AS TEXT) AS whose, NULL, NULL FROM scope s"
        " WHERE s.school=$1 AND s.dev=$2 ORDER BY 1";

    TRY(hub_ask(
        p->db, text,
        (struct hub_arg[]){arg_id(&device->school), arg_id(&device->id), arg_int(p->asked.upto)}, 3,
        &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id pupil = sql_id(stmt, 0);
        struct id dev = sql_id(stmt, 1);
        if (!id_equal(&pupil, &line.pupil)) {
            sync_write_pupil_check(&line, &p->call->reply->body);
            line = (struct sync_pupil_check){.pupil = pupil};
        }
        if (!id_is_none(&dev)) {
            sync_check_mix(&line.check, &dev, sql_int(stmt, 2));
            line.check.count++;
        }
    }
    TRY(st == STATUS_END ? STATUS_OK : st);
    sync_write_pupil_check(&line, &p->call->reply->body);

done:
    sql_finish(stmt);
    return st;
}

void hub_api_check(struct hub_call *call)
{
    struct pull p = {.call = call};
    enum status st = STATUS_OK;

    if (!hub_api_enter(call, false) || !read_query(call, &p.asked) || !hub_api_epoch_holds(call)) {
        return;
    }
    st = hub_trail_follow(call->hub, &call->device.school);
    if (st == STATUS_OK) {
        st = pull_begin(&p);
    }
    if (st == STATUS_OK && !p.is_refused) {
        st = check_lines(&p);
    }
    answer_page(&p, st);
    pull_finish(&p);
}
