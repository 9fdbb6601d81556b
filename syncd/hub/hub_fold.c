/* Folding changes into what is worked out from the log: view, sums, places, scopes, clock.
 *
 * All of it can be thrown away and made again from the log alone, and hub_fold_all does. Whatever a
 * fold keeps elsewhere must therefore come from the change and nothing else: not from the batch
 * that it came in, nor from when it came.
 */
#include "hub_private.h"

#include <stdlib.h>
#include <string.h>

#define ALL_AT_ONCE 2000 /* changes in memory, and between two workings-out of scopes */

enum status hub_take_numbers(struct hub_db *db, const struct id *school, int64_t count,
                             int64_t *first)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const struct hub_arg args[] = {arg_id(school), arg_int(count)};
    static const char both[] = "UPDATE school SET last=last+$2 WHERE id=$1 RETURNING last";
    static const char move[] = "UPDATE school SET last=last+$2 WHERE id=$1";
    static const char look[] = "SELECT last FROM school WHERE id=$1";

    *first = 0;
    if (count == 0) {
        return STATUS_OK;
    }
    /* At the end of a wire each question is a wait; in a file RETURNING is a table of its own. */
    if (sql_locks_rows(db->sql)) {
        TRY(hub_ask_one(db, both, args, 2, &stmt));
    } else {
        TRY(hub_run(db, move, args, 2));
        TRY(hub_ask_one(db, look, args, 1, &stmt));
    }
    *first = sql_int(stmt, 0) - count + 1;
    if (*first < 1 || *first > SYNC_NUMBER_MAX) {
        TRY(FAIL(STATUS_DAMAGED, "A school has lost its last number in the central store."));
    }

done:
    sql_finish(stmt);
    return st;
}

enum status hub_fold_begin(struct hub_db *db, const struct id *school, struct hub_fold *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    /* A clock below 0 was spoiled, and counts for nothing. */
    static const char text[] = "SELECT CASE WHEN clock_at>0 THEN clock_at ELSE 0 END,"
                               " CASE WHEN clock_n>0 THEN clock_n ELSE 0 END,"
                               " last FROM school WHERE id=$1";

    *out = (struct hub_fold){.school = *school, .now_ms = hub_now_ms(db->hub)};
    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(school)}, 1, &stmt));
    out->clock = (struct stamp){.at = sql_int(stmt, 0), .n = sql_int(stmt, 1)};
    out->last = sql_int(stmt, 2);

done:
    sql_finish(stmt);
    return st;
}

bool hub_ids_have(const struct buf *ids, const struct id *id)
{
    const struct id *all = (const void *)ids->data;

    for (size_t i = 0; i < ids->size / sizeof *all; i++) {
        if (id_equal(&all[i], id)) {
            return true;
        }
    }
    return false;
}

static void add_once(struct buf *ids, const struct id *id)
{
    if (!hub_ids_have(ids, id)) {
        buf_add(ids, id, sizeof *id);
    }
}

enum status hub_fold_learn(struct hub_db *db, struct hub_fold *fold, const struct change *c)
{
    enum status st = STATUS_OK;
    bool known = false;
    bool erased = false;
    static const char text[] =
        "INSERT INTO pupil(school, id) VALUES($1, $2) ON CONFLICT(school, id) DO NOTHING";

    if (strcmp(c->type, "pupil") != 0 || id_is_none(&c->pupil) || !id_equal(&c->rec, &c->pupil)) {
        return STATUS_OK;
    }
    TRY(hub_pupil_is_known(db, &fold->school, &c->pupil, &known, &erased));
    if (!known) {
        TRY(hub_run(db, text, (struct hub_arg[]){arg_id(&fold->school), arg_id(&c->pupil)}, 2));
        add_once(&fold->pupils, &c->pupil);
    }

done:
    return st;
}

/* A change may take a record its type (the oldest says what it is), and so a place that it stood
 * for. A record that is new had none. */
static enum status note_member(struct hub_db *db, struct hub_fold *fold,
                               const struct view_item *item)
{
    struct sql_stmt *stmt = NULL;
    enum status st = STATUS_OK;
    const struct id *rec = &item->change->rec;
    static const char text[] = "SELECT 1 FROM place WHERE school=$1 AND rec=$2";

    if (strcmp(item->change->type, "membership") == 0) {
        add_once(&fold->members, rec);
    } else if (item->was_there) {
        st =
            hub_ask_one(db, text, (struct hub_arg[]){arg_id(&fold->school), arg_id(rec)}, 2, &stmt);
        if (st == STATUS_OK) {
            add_once(&fold->members, rec);
        }
        sql_finish(stmt);
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

enum status hub_fold_note(struct hub_db *db, struct hub_fold *fold, const struct view_item *items,
                          size_t count)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < count; i++) {
        const struct change *c = items[i].change;
        stamp_observe(&fold->clock, c->dot.stamp, fold->now_ms);
        hub_mix_add(&fold->mixes, c);
        TRY(note_member(db, fold, &items[i]));
    }

done:
    return st;
}

enum status hub_fold_items(struct hub_db *db, struct hub_fold *fold, struct view_item *items,
                           size_t count)
{
    enum status st = STATUS_OK;

    TRY(view_apply_all(db->view, &fold->school, items, count));
    TRY(hub_fold_note(db, fold, items, count));

done:
    return st;
}

enum status hub_fold_end(struct hub_db *db, struct hub_fold *fold)
{
    enum status st = STATUS_OK;
    static const char text[] = "UPDATE school SET clock_at=$2, clock_n=$3 WHERE id=$1";

    TRY(hub_mixes_store(db, &fold->school, &fold->mixes));
    TRY(hub_scope_members(db, fold));
    TRY(hub_scope_pupils(db, fold));
    TRY(hub_run(
        db, text,
        (struct hub_arg[]){arg_id(&fold->school), arg_int(fold->clock.at), arg_int(fold->clock.n)},
        3));
    buf_clear(&fold->members);
    buf_clear(&fold->pupils);
    buf_clear(&fold->mixes);

done:
    return st;
}

void hub_fold_finish(struct hub_fold *fold)
{
    buf_finish(&fold->mixes);
    buf_finish(&fold->pupils);
    buf_finish(&fold->members);
}

/* ---- everything again ----------------------------------------------------------------------- */

/* Some changes of a school's log, decoded. */
struct page {
    struct change *changes;
    struct view_item *items;
    size_t count;
    bool is_last;
};

static void page_finish(struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        change_finish(&page->changes[i]);
    }
    free(page->changes);
    free(page->items);
}

/* A log may be larger than memory, and a line may be a picture. */
static enum status read_page(struct hub_db *db, const struct id *school, int64_t *last,
                             struct page *page)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    int64_t bytes = 0;
#define FOLDED "SELECT lsn, line FROM log WHERE school=$1 AND lsn>$2 ORDER BY lsn LIMIT $3"
    static const char text[] = FOLDED;
    static const char some[] = HUB_SOME_OF(FOLDED, "lsn");

    page->changes = mem_zero(ALL_AT_ONCE, sizeof *page->changes);
    page->items = mem_zero(ALL_AT_ONCE, sizeof *page->items);
    TRY(hub_ask(db, hub_page_text(db, text, some),
                (struct hub_arg[]){arg_id(school), arg_int(*last), arg_int(ALL_AT_ONCE)}, 3,
                &stmt));
    while (bytes < HUB_PAGE_BYTES && (st = sql_step(stmt)) == STATUS_OK) {
        struct change *c = &page->changes[page->count];
        size_t size = 0;
        const char *line = sql_bytes(stmt, 1, &size);
        if (sql_int(stmt, 0) <= *last) {
            FAIL(STATUS_DAMAGED, "A change's number is broken in the central store: run verify.");
        }
        *last = sql_int(stmt, 0);
        TRY(change_decode(line, size, c));
        page->items[page->count] = (struct view_item){c, *last, false};
        page->count++;
        bytes += (int64_t)size;
    }
    page->is_last = st == STATUS_END && page->count < ALL_AT_ONCE;
    st = st == STATUS_END ? STATUS_OK : st;

done:
    sql_finish(stmt);
    return st;
}

/* Where a school's fold is: after its number `last`. */
struct mark {
    int64_t last;
    bool is_last;
};

static enum status fold_page(struct hub_db *db, struct hub_fold *fold, struct mark *mark,
                             int64_t *changes)
{
    enum status st = STATUS_OK;
    struct page page = {.count = 0};

    TRY(read_page(db, &fold->school, &mark->last, &page));
    for (size_t i = 0; i < page.count; i++) {
        TRY(hub_fold_learn(db, fold, &page.changes[i]));
    }
    TRY(hub_fold_items(db, fold, page.items, page.count));
    TRY(hub_fold_end(db, fold));
    *changes += (int64_t)page.count;
    mark->is_last = page.is_last;

done:
    page_finish(&page);
    return st;
}

static enum status fold_school(struct hub_db *db, const struct id *school, int64_t *changes)
{
    enum status st = STATUS_OK;
    struct hub_fold fold = {0};
    struct mark mark = {.last = 0};

    TRY(hub_fold_begin(db, school, &fold));
    while (!mark.is_last) {
        TRY(fold_page(db, &fold, &mark, changes));
    }

done:
    hub_fold_finish(&fold);
    return st;
}

enum status hub_fold_all(struct hub_db *db, int64_t *changes)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    *changes = 0;
    TRY(hub_lock_all(db));
    TRY(view_clear(db->view));
    TRY(sql_run(db->sql, "DELETE FROM pupil; DELETE FROM place; DELETE FROM scope;"
                         "DELETE FROM tally; DELETE FROM trail; UPDATE device SET etag=''"));
    TRY(hub_ask(db, "SELECT id FROM school ORDER BY id", NULL, 0, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id school = sql_id(stmt, 0);
        TRY(fold_school(db, &school, changes));
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

static enum status rebuild(void *ctx, struct hub_db *db)
{
    return hub_fold_all(db, ctx);
}

enum status hub_rebuild(struct hub *hub, int64_t *changes)
{
    return hub_submit(hub, NULL, rebuild, changes);
}
