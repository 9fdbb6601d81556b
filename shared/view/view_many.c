/* Folding many changes at once.
 *
 * One by one, each change begins and ends three statements, and beside a server waits as often. So
 * all changes of a record are put together here first, which records are there already is asked for
 * a hundred at a time, and what they come to is written by rows that the engine keeps and takes as
 * one. The fold is the same for every order of arrival, so going record by record ends where going
 * change by change does.
 */
#include "view_private.h"

#include <stdlib.h>
#include <string.h>

#define ASKED_MAX        120 /* records in one question */
#define ASKED_SINGLY_MAX 40  /* so few take less one by one, in a file */
#define SPAN_ROWS        500 /* records that are there, in one look at a span */
#define LOADED_MAX       64  /* records that are there, in memory at once */
#define NONE             SIZE_MAX

static const char put_end[] = " ON CONFLICT(school, rec) DO UPDATE SET " VIEW_RECORD_AGAIN;

/* The changes of one record, in their order. */
struct entry {
    const struct id *rec;
    size_t first;
    size_t last;
    bool is_there;
    bool is_in_span; /* looked for among all that lie there */
};
struct view_plan {
    struct view *view;
    struct id school;
    struct view_item *items;
    size_t item_count;
    size_t *next; /* an item's next of the same record; NONE */
    struct entry *entries;
    size_t count;
    size_t *slots; /* into entries, by rec; NONE */
    size_t slot_count;
};

/* ---- which changes are of one record -------------------------------------------------------- */

/* Where the entry of rec is, or would be. */
static size_t *slot_of(const struct view_plan *m, const struct id *rec)
{
    uint64_t place = 14695981039346656037U;

    for (const char *at = rec->text; *at != '\0'; at++) {
        place = (place ^ (uint8_t)*at) * 1099511628211U;
    }
    for (place ^= place >> 32;; place++) {
        size_t *slot = &m->slots[place & (m->slot_count - 1)];
        if (*slot == NONE || id_equal(m->entries[*slot].rec, rec)) {
            return slot;
        }
    }
}

static void add_item(struct view_plan *m, size_t index)
{
    const struct id *rec = &m->items[index].change->rec;
    size_t *slot = slot_of(m, rec);

    m->next[index] = NONE;
    if (*slot == NONE) {
        *slot = m->count;
        m->entries[m->count++] = (struct entry){.rec = rec, .first = index, .last = index};
        return;
    }
    m->next[m->entries[*slot].last] = index;
    m->entries[*slot].last = index;
}

static void group(struct view_plan *m, size_t count)
{
    m->slot_count = 8;
    while (m->slot_count < count * 2) {
        m->slot_count *= 2;
    }
    m->next = mem_zero(count, sizeof *m->next);
    m->entries = mem_zero(count, sizeof *m->entries);
    m->slots = mem_zero(m->slot_count, sizeof *m->slots);
    for (size_t i = 0; i < m->slot_count; i++) {
        m->slots[i] = NONE;
    }
    for (size_t i = 0; i < count; i++) {
        add_item(m, i);
    }
}

void view_plan_finish(struct view_plan *plan)
{
    if (plan == NULL) {
        return;
    }
    free(plan->next);
    free(plan->entries);
    free(plan->slots);
    free(plan);
}

/* ---- which records are there ---------------------------------------------------------------- */

/* Counted one by one: of `rec IN (…)` PostgreSQL may make a reading of the whole school, when it
 * plans while the table is still small, and it plans once. */
static enum status hold_there(struct view *v)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (v->there == NULL) {
        buf_text(&text, "SELECT q.column1 FROM (VALUES");
        for (int i = 0; i < ASKED_MAX; i++) {
            buf_printf(&text, i == 0 ? "(CAST($%d AS ID_TEXT))" : ", ($%d)", i + 2);
        }
        buf_text(&text, ") q WHERE (SELECT count(*) FROM record r WHERE r.school=$1"
                        " AND r.rec=q.column1)>0");
        st = view_hold(v, buf_cstr(&text), &v->there);
        buf_finish(&text);
    }
    return st;
}

/* Marks the records of the rows. *rows counts them. */
static enum status mark_there(struct view_plan *m, struct sql_stmt *stmt, int64_t *rows)
{
    enum status st = STATUS_OK;
    bool has_row = false;

    for (*rows = 0;; *rows += 1) {
        TRY(view_step(stmt, &has_row));
        if (!has_row) {
            break;
        }
        struct id rec = sql_id(stmt, 0);
        size_t *slot = slot_of(m, &rec);
        if (*slot != NONE) {
            m->entries[*slot].is_there = true;
        }
    }

done:
    sql_reset(stmt);
    return st;
}

/* What a tablet writes anew has ids of the days since it last pushed, and what others wrote then is
 * often not yet here: one look at the span says it of all of them. *is_known is false when too much
 * lies there. */
static enum status look_up_span(struct view_plan *m, bool *is_known)
{
    enum status st = STATUS_OK;
    const struct id *least = NULL;
    const struct id *most = NULL;
    struct sql_stmt *stmt = NULL;
    int64_t rows = 0;
    static const char text[] = "SELECT rec FROM record WHERE school=$1 AND rec>=$2 AND rec<=$3"
                               " ORDER BY rec LIMIT $4";

    for (size_t i = 0; i < m->count; i++) {
        struct entry *e = &m->entries[i];
        e->is_in_span = m->items[e->first].change->over == NULL; /* others are surely there */
        if (e->is_in_span) {
            least = least == NULL || strcmp(e->rec->text, least->text) < 0 ? e->rec : least;
            most = most == NULL || strcmp(e->rec->text, most->text) > 0 ? e->rec : most;
        }
    }
    *is_known = false;
    if (least == NULL) {
        return STATUS_OK;
    }
    TRY(sql_prepare(m->view->db, text, &stmt));
    sql_bind_id(stmt, 1, &m->school);
    sql_bind_id(stmt, 2, least);
    sql_bind_id(stmt, 3, most);
    sql_bind_int(stmt, 4, SPAN_ROWS);
    TRY(mark_there(m, stmt, &rows));
    *is_known = rows < SPAN_ROWS;

done:
    sql_finish(stmt);
    return st;
}

static enum status look_up_some(struct view_plan *m, const struct id *const recs[], size_t count)
{
    struct sql_stmt *stmt = m->view->there;
    int64_t rows = 0;

    sql_bind_id(stmt, 1, &m->school);
    for (size_t i = 0; i < ASKED_MAX; i++) {
        sql_bind_id(stmt, (int)i + 2, i < count ? recs[i] : NULL);
    }
    return mark_there(m, stmt, &rows);
}

static enum status look_up_one(struct view_plan *m, const struct id *rec)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int64_t rows = 0;

    TRY(sql_prepare(m->view->db, "SELECT rec FROM record WHERE school=$1 AND rec=$2", &stmt));
    sql_bind_id(stmt, 1, &m->school);
    sql_bind_id(stmt, 2, rec);
    TRY(mark_there(m, stmt, &rows));

done:
    sql_finish(stmt);
    return st;
}

/* The last of them. In a file a few are asked for one by one: the question about many takes as long
 * for one. */
static enum status look_up_rest(struct view_plan *m, const struct id *const recs[], size_t count)
{
    enum status st = STATUS_OK;

    if (count >= ASKED_SINGLY_MAX || sql_locks_rows(m->view->db)) {
        return count == 0 ? STATUS_OK : look_up_some(m, recs, count);
    }
    for (size_t i = 0; i < count; i++) {
        TRY(look_up_one(m, recs[i]));
    }

done:
    return st;
}

static enum status look_up(struct view_plan *m)
{
    enum status st = STATUS_OK;
    const struct id *recs[ASKED_MAX];
    size_t count = 0;
    bool is_known = false;

    TRY(look_up_span(m, &is_known));
    TRY(hold_there(m->view));
    for (size_t i = 0; i < m->count; i++) {
        if (is_known && m->entries[i].is_in_span) {
            continue;
        }
        recs[count++] = m->entries[i].rec;
        if (count == ASKED_MAX) {
            TRY(look_up_some(m, recs, count));
            count = 0;
        }
    }
    TRY(look_up_rest(m, recs, count));

done:
    return st;
}

/* ---- writing what they come to -------------------------------------------------------------- */

static enum status hold_record(struct view *v, bool is_new)
{
    enum status st = STATUS_OK;
    struct buf text = {0};

    if (is_new) {
        return view_hold(v, view_record_insert, &v->add);
    }
    if (v->put == NULL) {
        buf_printf(&text, "%s%s", view_record_insert, put_end);
        st = view_hold(v, buf_cstr(&text), &v->put);
        buf_finish(&text);
    }
    return st;
}

static enum status write_entry(struct view_plan *m, const struct view_source *from, bool is_new)
{
    enum status st = STATUS_OK;
    struct view *v = m->view;
    struct sql_stmt *columns = NULL;
    struct sql_stmt *record = NULL;

    TRY(view_bind_columns(v, &m->school, from, is_new, &columns));
    TRY(columns == NULL ? STATUS_OK : sql_put(columns));
    if (columns == NULL || !sql_inherits(v->db)) {
        TRY(hold_record(v, is_new));
        record = is_new ? v->add : v->put;
        view_bind_record(v, record, &m->school, from);
        TRY(sql_put(record));
    }

done:
    return st;
}

static void apply_entry(const struct view_plan *m, const struct entry *entry,
                        struct merge_record *r)
{
    for (size_t i = entry->first; i != NONE; i = m->next[i]) {
        merge_apply(r, m->items[i].change, m->items[i].place);
        m->items[i].was_there = entry->is_there || i != entry->first;
    }
}

/* Of a change that replaces nothing, alone, everything is its own. */
static enum status fold_one_new(struct view_plan *m, const struct entry *entry)
{
    enum status st = STATUS_OK;
    struct view_item *item = &m->items[entry->first];
    const struct view_source only = {.only = item->change, .place = item->place};
    struct merge_record r;
    const struct view_source merged = {.merged = &r};

    if (entry->first == entry->last && item->change->over == NULL) {
        item->was_there = false;
        return write_entry(m, &only, true);
    }
    merge_init(&r);
    apply_entry(m, entry, &r);
    st = write_entry(m, &merged, true);
    merge_finish(&r);
    return st;
}

static enum status fold_new(struct view_plan *m)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; st == STATUS_OK && i < m->count; i++) {
        if (!m->entries[i].is_there) {
            st = fold_one_new(m, &m->entries[i]);
        }
    }
    return st;
}

static enum status load(struct view_plan *m, const struct entry *entry, struct merge_record *r)
{
    enum status st = STATUS_OK;
    char *type_before = NULL;

    TRY(view_load(m->view, &m->school, entry->rec, r));
    type_before = mem_text(r->type);
    apply_entry(m, entry, r);
    if (strcmp(type_before, r->type) != 0) {
        TRY(view_drop_columns(m->view, &m->school, &r->rec, type_before));
    }

done:
    free(type_before);
    return st;
}

/* Some are read before the first of them is written: a question in between would send each row by
 * itself. */
static enum status fold_some(struct view_plan *m, const size_t *which, size_t count)
{
    enum status st = STATUS_OK;
    struct merge_record *records = mem_zero(count, sizeof *records);

    for (size_t i = 0; i < count; i++) {
        merge_init(&records[i]);
    }
    for (size_t i = 0; i < count; i++) {
        TRY(load(m, &m->entries[which[i]], &records[i]));
    }
    for (size_t i = 0; i < count; i++) {
        TRY(write_entry(m, &(struct view_source){.merged = &records[i]}, false));
    }

done:
    for (size_t i = 0; i < count; i++) {
        merge_finish(&records[i]);
    }
    free(records);
    return st;
}

static enum status fold_there(struct view_plan *m)
{
    enum status st = STATUS_OK;
    size_t which[LOADED_MAX];
    size_t count = 0;

    for (size_t i = 0; i < m->count; i++) {
        if (m->entries[i].is_there) {
            which[count++] = i;
        }
        if (count == LOADED_MAX) {
            TRY(fold_some(m, which, count));
            count = 0;
        }
    }
    TRY(count == 0 ? STATUS_OK : fold_some(m, which, count));

done:
    return st;
}

/* ---- both steps ----------------------------------------------------------------------------- */

enum status view_plan_make(struct view *v, const struct id *school, struct view_item *items,
                           size_t count, struct view_plan **out)
{
    enum status st = STATUS_OK;
    struct view_plan *m = mem_zero(1, sizeof *m);

    CHECK(v != NULL && school != NULL && out != NULL);
    *m = (struct view_plan){.view = v, .school = *school, .items = items, .item_count = count};
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        TRY(view_item_check(school, &items[i]));
    }
    if (count > 0) {
        group(m, count);
        TRY(look_up(m));
    }
    *out = m;
    m = NULL;

done:
    view_plan_finish(m);
    return st;
}

enum status view_plan_apply(struct view_plan *plan)
{
    enum status st = STATUS_OK;

    CHECK(plan != NULL);
    TRY(fold_there(plan));
    TRY(fold_new(plan));

done:
    return st;
}

enum status view_apply_all(struct view *v, const struct id *school, struct view_item *items,
                           size_t count)
{
    enum status st = STATUS_OK;
    struct view_plan *plan = NULL;

    TRY(view_plan_make(v, school, items, count, &plan));
    TRY(view_plan_apply(plan));

done:
    view_plan_finish(plan);
    return st;
}
