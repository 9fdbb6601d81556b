/* Folding a change into the tables.
 *
 * Nearly every change makes a new record, so that way must be the short one. Asking first whether
 * the record is there would cost a search that nearly always finds nothing; so the row is inserted,
 * and only when the key is taken is the record there read, restored from its log, merged with the
 * change and written back. A new record thus costs one row in `record` and one in its type's table,
 * and is not merged at all: of a change that replaces nothing, alone, everything is its own.
 *
 * The type's table holds what the merge says is the value now. A value whose kind does not fit its
 * column is stored as null: the hub holds such changes back, a tablet shows what it can.
 */
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_ROWS 256

#define RECORD_INSERT "INSERT INTO record(" VIEW_RECORD_COLUMNS ") VALUES(" VIEW_RECORD_VALUES ")"
const char view_record_insert[] = RECORD_INSERT;
static const char record_insert[] = RECORD_INSERT " ON CONFLICT(school, rec) DO NOTHING";
static const char record_update[] =
    "UPDATE record SET type=$3, pupil=$4, first_at=$5, first_n=$6, first_dev=$7, first_seq=$8,"
    " first_by=$9, only_place=$10, state=$11, void=$12, conflict=$13, conflict_at=$14"
    " WHERE school=$1 AND rec=$2";
/* The columns that read_kept reads, in its order. */
#define KEPT \
    "rec, type, pupil, first_at, first_n, first_dev, first_seq, first_by, only_place, state"
static const char record_find[] = "SELECT " KEPT " FROM record WHERE school=$1 AND rec=$2";
static const char record_page[] =
    "SELECT " KEPT " FROM record WHERE school=$1 AND rec>$2 ORDER BY rec LIMIT $3";

/* ---- statements held open ------------------------------------------------------------------- */

enum status view_hold(struct view *v, const char *text, struct sql_stmt **stmt)
{
    return *stmt != NULL ? STATUS_OK : sql_prepare_once(v->db, text, stmt);
}

static enum status hold_put(struct view *v, const struct record_type *type, bool is_new,
                            struct sql_stmt **stmt)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (*stmt == NULL) {
        view_put_text(type, is_new, sql_inherits(v->db), &text);
        st = view_hold(v, buf_cstr(&text), stmt);
        buf_finish(&text);
    }
    return st;
}

/* type NULL: of a record that has no row in a table of its type. */
static enum status hold_drop(struct view *v, const struct record_type *type, struct sql_stmt **stmt)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (*stmt == NULL) {
        buf_printf(&text, "DELETE FROM %s%s WHERE school=$1 AND rec=$2",
                   type == NULL ? "ONLY record" : "v_", type == NULL ? "" : type->name);
        st = view_hold(v, buf_cstr(&text), stmt);
        buf_finish(&text);
    }
    return st;
}

static struct view_type *type_of(struct view *v, const struct record_type *type)
{
    return &v->types[type - record_types];
}

/* ---- a row of the type's table -------------------------------------------------------------- */

static void bind_json(struct view *v, struct sql_stmt *stmt, int number,
                      const struct json_value *value)
{
    buf_clear(&v->scratch);
    json_print(value, &v->scratch);
    sql_bind_text(stmt, number, buf_cstr(&v->scratch));
}

static void bind_value(struct view *v, struct sql_stmt *stmt, int number,
                       const struct record_field *f, const struct json_value *value)
{
    const char *text = json_text(value);
    struct date date;

    if (json_kind(value) == JSON_IS_NULL || !record_fits_kind(f, value)) {
        sql_bind_null(stmt, number);
        return;
    }
    switch (f->kind) {
    case FIELD_TEXT:
        sql_bind_text(stmt, number, text);
        return;
    case FIELD_ID:
        sql_bind_text(stmt, number, id_is_valid(text) ? text : NULL);
        return;
    case FIELD_DATE:
        sql_bind_text(stmt, number, date_parse(text, &date) ? text : NULL);
        return;
    case FIELD_INT:
    case FIELD_TIME:
        sql_bind_int(stmt, number, json_int(value, 0));
        return;
    case FIELD_BOOL:
        sql_bind_int(stmt, number, json_is_true(value) ? 1 : 0);
        return;
    case FIELD_LIST:
    case FIELD_MAP:
        bind_json(v, stmt, number, value);
        return;
    }
}

static const char *type_name_of(const struct view_source *from)
{
    return from->merged != NULL ? from->merged->type : from->only->type;
}

/* The field's value; NULL for none. */
static const struct json_value *value_of(const struct view_source *from, const char *name)
{
    const struct merge_head *head = NULL;

    if (from->merged == NULL) {
        return json_member(from->only->set, name);
    }
    head = merge_value(merge_find(from->merged, name));
    return head != NULL ? head->value : NULL;
}

static bool is_void(const struct view_source *from)
{
    const char *reason = json_text(value_of(from, RECORD_VOID));

    return reason != NULL && reason[0] != '\0';
}

enum status view_bind_columns(struct view *v, const struct id *school,
                              const struct view_source *from, bool is_new, struct sql_stmt **out)
{
    enum status st = STATUS_OK;
    const struct record_type *type = record_type_find(type_name_of(from));
    struct sql_stmt **held = NULL;
    int number = sql_inherits(v->db) ? VIEW_RECORD_COUNT : 4;

    *out = NULL;
    if (type == NULL) {
        return STATUS_OK; /* kept in `record`, and exported */
    }
    held = is_new ? &type_of(v, type)->add : &type_of(v, type)->put;
    TRY(hold_put(v, type, is_new, held));
    *out = *held;
    if (sql_inherits(v->db)) {
        view_bind_record(v, *out, school, from);
    } else {
        sql_bind_id(*out, 1, school);
        sql_bind_id(*out, 2, from->merged != NULL ? &from->merged->rec : &from->only->rec);
        sql_bind_id(*out, 3, from->merged != NULL ? &from->merged->pupil : &from->only->pupil);
        sql_bind_int(*out, 4, is_void(from) ? 1 : 0);
    }
    for (size_t i = 0; i < type->field_count; i++) {
        const struct record_field *f = &type->fields[i];
        if (f->where == FIELD_COLUMN) {
            number++;
            bind_value(v, *out, number, f, value_of(from, f->name));
        }
    }

done:
    return st;
}

static enum status put_columns(struct view *v, const struct id *school,
                               const struct view_source *from, bool is_new)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(view_bind_columns(v, school, from, is_new, &stmt));
    TRY(stmt == NULL ? STATUS_OK : sql_finish_run(stmt));

done:
    return st;
}

enum status view_drop_columns(struct view *v, const struct id *school, const struct id *rec,
                              const char *type_name)
{
    enum status st = STATUS_OK;
    const struct record_type *type = record_type_find(type_name);
    struct sql_stmt *stmt = NULL;

    if (type == NULL && !sql_inherits(v->db)) {
        return STATUS_OK;
    }
    TRY(hold_drop(v, type, type == NULL ? &v->drop : &type_of(v, type)->drop));
    stmt = type == NULL ? v->drop : type_of(v, type)->drop;
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, rec);
    TRY(sql_finish_run(stmt));

done:
    return st;
}

/* ---- a row of `record` ---------------------------------------------------------------------- */

/* When the last of the words that are in conflict was written; false when there is no conflict. */
static bool find_conflict(const struct merge_record *r, int64_t *at_ms)
{
    bool found = false;

    *at_ms = 0;
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_field *f = &r->fields[i];
        if (f->head_count < 2 || !merge_in_conflict(f)) {
            continue;
        }
        found = true;
        if (f->heads[0].dot.stamp.at > *at_ms) {
            *at_ms = f->heads[0].dot.stamp.at;
        }
    }
    return found;
}

static void bind_whose(struct sql_stmt *stmt, const struct id *school, const struct id *rec,
                       const char *type, const struct id *pupil)
{
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, rec);
    sql_bind_text(stmt, 3, type);
    sql_bind_id(stmt, 4, pupil);
}

static void bind_first(struct sql_stmt *stmt, const struct dot *first, const struct id *by)
{
    sql_bind_int(stmt, 5, first->stamp.at);
    sql_bind_int(stmt, 6, first->stamp.n);
    sql_bind_id(stmt, 7, &first->dev);
    sql_bind_int(stmt, 8, first->seq);
    sql_bind_id(stmt, 9, by);
}

static void bind_merged(struct view *v, struct sql_stmt *stmt, const struct id *school,
                        const struct merge_record *r)
{
    int64_t conflict_at = 0;
    bool in_conflict = find_conflict(r, &conflict_at);

    buf_clear(&v->scratch);
    merge_keep(r, &v->scratch);
    bind_whose(stmt, school, &r->rec, r->type, &r->pupil);
    bind_first(stmt, &r->first, &r->first_by);
    sql_bind_int(stmt, 10, merge_only_place(r));
    sql_bind_text(stmt, 11, buf_cstr(&v->scratch));
    sql_bind_int(stmt, 13, in_conflict ? 1 : 0);
    if (in_conflict) {
        sql_bind_int(stmt, 14, conflict_at);
    } else {
        sql_bind_null(stmt, 14);
    }
}

void view_bind_record(struct view *v, struct sql_stmt *stmt, const struct id *school,
                      const struct view_source *from)
{
    const struct change *c = from->only;

    if (from->merged != NULL) {
        bind_merged(v, stmt, school, from->merged);
    } else {
        bind_whose(stmt, school, &c->rec, c->type, &c->pupil);
        bind_first(stmt, &c->dot, &c->by);
        sql_bind_int(stmt, 10, from->place);
        sql_bind_text(stmt, 11, "");
        sql_bind_int(stmt, 13, 0);
        sql_bind_null(stmt, 14);
    }
    sql_bind_int(stmt, 12, is_void(from) ? 1 : 0);
}

/* insert and update number their parameters alike. */
static enum status write_record(struct view *v, struct sql_stmt *stmt, const struct id *school,
                                const struct view_source *from)
{
    view_bind_record(v, stmt, school, from);
    return sql_finish_run(stmt);
}

struct kept {
    struct id rec;
    const char *type;
    struct id pupil;
    struct dot first;
    struct id first_by;
    int64_t only_place;
    const char *state;
};

/* Texts live in the arena. */
static struct kept read_kept(const struct sql_stmt *stmt, struct arena *arena)
{
    struct kept k = {
        .rec = sql_id(stmt, 0),
        .type = arena_text(arena, sql_text(stmt, 1)),
        .pupil = sql_id(stmt, 2),
        .first = {{sql_int(stmt, 3), sql_int(stmt, 4)}, sql_id(stmt, 5), sql_int(stmt, 6)},
        .first_by = sql_id(stmt, 7),
        .only_place = sql_int(stmt, 8),
        .state = arena_text(arena, sql_text(stmt, 9)),
    };

    return k;
}

/* ---- restoring ------------------------------------------------------------------------------ */

struct reading {
    struct view *view;
    const struct id *school;
    struct buf line;
};

static enum status read_change(void *ctx, int64_t place, struct change *out)
{
    struct reading *reading = ctx;
    struct view_log *log = &reading->view->log;
    enum status st = STATUS_OK;

    buf_clear(&reading->line);
    st = log->line(log->ctx, reading->school, place, &reading->line);
    if (st != STATUS_OK) {
        return st;
    }
    return change_decode(reading->line.data, reading->line.size, out);
}

static enum status restore(struct view *v, const struct id *school, const struct kept *k,
                           struct merge_record *out)
{
    enum status st = STATUS_OK;
    struct reading reading = {.view = v, .school = school};
    struct merge_log port = {.line = read_change, .ctx = &reading};

    CHECK(out->type == NULL && out->field_count == 0);
    out->rec = k->rec;
    out->type = mem_text(k->type);
    out->pupil = k->pupil;
    out->first = k->first;
    out->first_by = k->first_by;
    st = merge_restore(out, k->state, k->only_place, &port);
    buf_finish(&reading.line);
    return st;
}

enum status view_load(struct view *v, const struct id *school, const struct id *rec,
                      struct merge_record *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct kept kept = {0};
    bool has_row = false;

    CHECK(v != NULL && school != NULL && rec != NULL && out != NULL);
    TRY(view_hold(v, record_find, &v->find));
    sql_bind_id(v->find, 1, school);
    sql_bind_id(v->find, 2, rec);
    TRY(view_step(v->find, &has_row));
    if (!has_row) {
        st = FAIL(STATUS_NOT_FOUND, "There is no record %s here.", rec->text);
        goto done;
    }
    kept = read_kept(v->find, &arena);
    sql_reset(v->find);
    TRY(restore(v, school, &kept, out));

done:
    if (v->find != NULL) {
        sql_reset(v->find);
    }
    arena_finish(&arena);
    return st;
}

/* ---- folding -------------------------------------------------------------------------------- */

static enum status insert_record(struct view *v, const struct id *school,
                                 const struct view_source *from, bool *is_new)
{
    enum status st = STATUS_OK;

    TRY(view_hold(v, record_insert, &v->insert));
    TRY(write_record(v, v->insert, school, from));
    *is_new = sql_changed(v->db) == 1;

done:
    return st;
}

/* The record is there: what it was, merged with the change, is what it is. */
static enum status merge_in(struct view *v, const struct id *school, const struct change *c,
                            int64_t place)
{
    enum status st = STATUS_OK;
    struct merge_record r;
    const struct view_source from = {.merged = &r};
    char *type_before = NULL;

    merge_init(&r);
    TRY(view_load(v, school, &c->rec, &r));
    type_before = mem_text(r.type);
    merge_apply(&r, c, place);
    TRY(view_hold(v, record_update, &v->update));
    TRY(write_record(v, v->update, school, &from));
    if (strcmp(type_before, r.type) != 0) {
        TRY(view_drop_columns(v, school, &r.rec, type_before));
    }
    TRY(put_columns(v, school, &from, false));

done:
    free(type_before);
    merge_finish(&r);
    return st;
}

enum status view_item_check(const struct id *school, const struct view_item *item)
{
    if (id_is_none(school) || item->place <= 0) { /* both come from rows, which may be spoiled */
        return FAIL(STATUS_DAMAGED, "A change has lost its place in the log: run verify.");
    }
    return STATUS_OK;
}

enum status view_apply_item(struct view *v, const struct id *school, struct view_item *item)
{
    enum status st = STATUS_OK;
    struct merge_record r;
    struct view_source from = {.only = item->change, .place = item->place};
    bool is_new = false;

    merge_init(&r);
    TRY(view_item_check(school, item));
    if (item->change->over != NULL) {
        merge_apply(&r, item->change, item->place);
        from = (struct view_source){.merged = &r};
    }
    TRY(insert_record(v, school, &from, &is_new));
    item->was_there = !is_new;
    if (is_new) {
        TRY(put_columns(v, school, &from, true));
    } else {
        TRY(merge_in(v, school, item->change, item->place));
    }

done:
    merge_finish(&r);
    return st;
}

enum status view_apply(struct view *v, const struct id *school, const struct change *c,
                       int64_t place)
{
    struct view_item item = {c, place, false};

    CHECK(v != NULL && school != NULL && c != NULL);
    return sql_inherits(v->db) ? view_apply_all(v, school, &item, 1)
                               : view_apply_item(v, school, &item);
}

/* prefix and name make the table's. */
static enum status hold_forget(struct view *v, const char *prefix, const char *name,
                               struct sql_stmt **stmt)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (*stmt == NULL) {
        buf_printf(&text, "DELETE FROM %s%s WHERE school=$1 AND pupil=$2", prefix, name);
        st = view_hold(v, buf_cstr(&text), stmt);
        buf_finish(&text);
    }
    return st;
}

static enum status forget(struct sql_stmt *stmt, const struct id *school, const struct id *pupil)
{
    sql_bind_id(stmt, 1, school);
    sql_bind_id(stmt, 2, pupil);
    return sql_finish_run(stmt);
}

enum status view_forget_pupil(struct view *v, const struct id *school, const struct id *pupil)
{
    enum status st = STATUS_OK;

    CHECK(v != NULL && school != NULL && pupil != NULL && !id_is_none(pupil));
    TRY(hold_forget(v, "", "record", &v->forget));
    TRY(forget(v->forget, school, pupil));
    for (size_t i = 0; i < record_type_count; i++) {
        struct sql_stmt **held = &v->types[i].forget;
        TRY(hold_forget(v, "v_", record_types[i].name, held));
        TRY(forget(*held, school, pupil));
    }

done:
    return st;
}

/* ---- every record --------------------------------------------------------------------------- */

/* Whole pages are read before the first record is handed out, so that `each` may use the connection
 * and even write to it. */
static enum status read_page(struct view *v, const struct id *school, const struct id *after,
                             struct view_list *page)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    bool has_row = false;

    TRY(sql_prepare(v->db, record_page, &stmt));
    sql_bind_id(stmt, 1, school);
    sql_bind_text(stmt, 2, after->text);
    sql_bind_int(stmt, 3, PAGE_ROWS);
    for (;;) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct kept *k = view_list_add(page);
        *k = read_kept(stmt, page->arena);
    }

done:
    sql_finish(stmt);
    return st;
}

/* Most records lie in one line; the others ask for theirs when it is their turn. */
static enum status tell_ahead(struct view *v, const struct id *school, const struct view_list *page)
{
    const struct kept *rows = page->rows;
    int64_t places[PAGE_ROWS];
    size_t count = 0;

    for (size_t i = 0; i < page->count && v->ahead != NULL; i++) {
        if (rows[i].only_place > 0) {
            places[count++] = rows[i].only_place;
        }
    }
    return count == 0 ? STATUS_OK : v->ahead(v->log.ctx, school, places, count);
}

static enum status hand_out(struct view *v, const struct id *school, const struct kept *k,
                            view_each_fn each, void *ctx)
{
    enum status st = STATUS_OK;
    struct merge_record r;

    merge_init(&r);
    TRY(restore(v, school, k, &r));
    TRY(each(ctx, &r));

done:
    merge_finish(&r);
    return st;
}

enum status view_each(struct view *v, const struct id *school, view_each_fn each, void *ctx)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct id after = {ID_LEAST};
    struct view_list page = {0};

    CHECK(v != NULL && school != NULL && each != NULL);
    do {
        arena_reset(&arena);
        page = (struct view_list){.arena = &arena, .row_size = sizeof(struct kept)};
        TRY(read_page(v, school, &after, &page));
        TRY(tell_ahead(v, school, &page));
        const struct kept *rows = page.rows;
        for (size_t i = 0; i < page.count; i++) {
            TRY(hand_out(v, school, &rows[i], each, ctx));
            after = rows[i].rec;
        }
    } while (page.count == PAGE_ROWS);

done:
    arena_finish(&arena);
    return st;
}
