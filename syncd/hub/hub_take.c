/* Taking a batch in: stored whole, held where it cannot be folded, numbered, folded.
 *
 * An authentic change is never refused for its content: one bad record would block a tablet for
 * good. It is stored, its chain goes on, and it is held out of the view for a person. Three reasons
 * there are: `form` (no line, or another's), `school` (a pupil unknown here), `shape` (a known
 * field of the wrong kind). A pupil's own record may come from another tablet, later; it then sets
 * free what was held for want of it.
 *
 * A school's numbers must be gapless to a reader. So they are taken at once for the whole batch, by
 * one update: whoever comes second waits for the row. Where the school's row is locked from the
 * start, a large batch is written before that, while it is still being opened: nobody else can take
 * the numbers that its lines were given.
 */
#include "hub_private.h"

#include <stdlib.h>
#include <string.h>

#define HELD_FORM   "form"
#define HELD_SCHOOL "school"
#define HELD_SHAPE  "shape"

#define STANDINGS      256 /* pupils remembered while a batch is taken in: a school's, mostly */
#define STANDING_TRIES 8   /* places that each may have */

/* What a batch sets free: a row stored earlier, decoded again. */
struct freed {
    struct id dev;
    int64_t seq;
    int64_t lsn;
    struct change change;
};

/* What was looked up of a pupil. */
struct standing {
    struct id pupil;
    bool known;
    bool erased;
};

struct taking {
    struct hub_db *db;
    struct hub_intake *in;
    int64_t last; /* the last number that a line was given */
    int64_t now_ms;
    struct standing nobody;               /* of what is school-wide */
    struct standing standings[STANDINGS]; /* by the end of their ids */
    struct buf new_pupils;                /* struct id */
    struct buf freed;                     /* struct freed */
    struct hub_fold fold;
};

void hub_item_decode(struct hub_item *item, const struct id *dev)
{
    const struct change *c = &item->change;

    item->is_change =
        item->line != NULL && change_decode(item->line, item->size, &item->change) == STATUS_OK &&
        id_equal(&c->dot.dev, dev) && c->dot.seq == item->seq && id_equal(&c->pupil, &item->pupil);
    item->shape = item->is_change ? hub_shape_fault(c) : NULL;
}

const char *hub_shape_fault(const struct change *c)
{
    const struct record_type *type = record_type_find(c->type);

    if (type == NULL || record_check_shape(type, c->set) == STATUS_OK) {
        return NULL;
    }
    return HELD_SHAPE;
}

enum status hub_pupil_is_known(struct hub_db *db, const struct id *school, const struct id *pupil,
                               bool *known, bool *erased)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] = "SELECT (SELECT count(*) FROM pupil WHERE school=$1 AND id=$2),"
                               " (SELECT count(*) FROM erased WHERE school=$1 AND pupil=$2)";

    TRY(hub_ask_one(db, text, (struct hub_arg[]){arg_id(school), arg_id(pupil)}, 2, &stmt));
    *known = sql_int(stmt, 0) > 0;
    *erased = sql_int(stmt, 1) > 0;

done:
    sql_finish(stmt);
    return st;
}

/* Where a pupil is kept, or may be: the first of its places that is free, else the first. */
static struct standing *place_of(struct taking *t, const struct id *pupil)
{
    struct standing *first = NULL;
    size_t place = 0;

    for (size_t i = ID_ROOM - 5; i < ID_ROOM - 1; i++) {
        place = place * 31 + (uint8_t)pupil->text[i];
    }
    first = &t->standings[place % STANDINGS];
    for (size_t i = 0; i < STANDING_TRIES; i++) {
        struct standing *s = &t->standings[(place + i) % STANDINGS];
        if (id_is_none(&s->pupil) || id_equal(&s->pupil, pupil)) {
            return s;
        }
    }
    return first;
}

/* Asked once a pupil and batch: a class is a few pupils, a batch some thousand changes. */
static enum status look_up_pupil(struct taking *t, const struct id *pupil, struct standing **out)
{
    struct standing *standing = &t->nobody;

    if (!id_is_none(pupil)) {
        standing = place_of(t, pupil);
    }
    *out = standing;
    if (id_equal(pupil, &standing->pupil)) {
        return STATUS_OK;
    }
    *standing = (struct standing){.pupil = *pupil};
    return hub_pupil_is_known(t->db, &t->in->school, pupil, &standing->known, &standing->erased);
}

#define ASKED_MAX 32
#define ASKED                                                                               \
    "(VALUES(CAST($2 AS ID_TEXT)), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11)," \
    " ($12), ($13), ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23),"  \
    " ($24), ($25), ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33)) q"

static enum status ask_pupils(struct taking *t, struct standing *const asked[], size_t count)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct hub_arg args[1 + ASKED_MAX];
    struct standing unused;
    static const char text[] =
        "SELECT q.column1, (SELECT count(*) FROM pupil WHERE school=$1 AND id=q.column1),"
        " (SELECT count(*) FROM erased WHERE school=$1 AND pupil=q.column1) FROM " ASKED;

    args[0] = arg_id(&t->in->school);
    for (size_t i = 0; i < ASKED_MAX; i++) {
        args[1 + i] = arg_id(i < count ? &asked[i]->pupil : NULL);
    }
    TRY(hub_ask(t->db, text, args, 1 + ASKED_MAX, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        struct id pupil = sql_id(stmt, 0);
        struct standing *standing = id_is_none(&pupil) ? &unused : place_of(t, &pupil);
        standing->known = sql_int(stmt, 1) > 0;
        standing->erased = sql_int(stmt, 2) > 0;
    }
    st = st == STATUS_END ? STATUS_OK : st;

done:
    sql_finish(stmt);
    return st;
}

/* Where each question is a wait, the pupils of the batch are asked for together. Those who find no
 * free place are looked up one by one. */
static enum status look_up_pupils(struct taking *t)
{
    enum status st = STATUS_OK;
    struct standing *asked[ASKED_MAX];
    size_t count = 0;

    if (!sql_is_far(t->db->sql)) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < t->in->count; i++) {
        const struct id *pupil = &t->in->items[i].pupil;
        struct standing *standing = id_is_none(pupil) ? NULL : place_of(t, pupil);
        if (standing == NULL || !id_is_none(&standing->pupil)) {
            continue;
        }
        standing->pupil = *pupil;
        asked[count++] = standing;
        if (count == ASKED_MAX) {
            TRY(ask_pupils(t, asked, count));
            count = 0;
        }
    }
    TRY(count == 0 ? STATUS_OK : ask_pupils(t, asked, count));

done:
    return st;
}

static bool makes_pupil_known(const struct change *c)
{
    return strcmp(c->type, "pupil") == 0 && !id_is_none(&c->pupil) && id_equal(&c->rec, &c->pupil);
}

static enum status learn_pupil(struct taking *t, const struct id *pupil)
{
    enum status st = STATUS_OK;
    static const char text[] =
        "INSERT INTO pupil(school, id) VALUES($1, $2) ON CONFLICT(school, id) DO NOTHING";

    TRY(hub_run(t->db, text, (struct hub_arg[]){arg_id(&t->in->school), arg_id(pupil)}, 2));
    buf_add(&t->new_pupils, pupil, sizeof *pupil);

done:
    return st;
}

/* Whether an item is folded, held or only its digest kept. */
static enum status settle(struct taking *t, struct hub_item *item)
{
    enum status st = STATUS_OK;
    struct standing *standing = NULL;

    item->held = NULL;
    TRY(look_up_pupil(t, &item->pupil, &standing));
    if (standing->erased) {
        item->line = NULL;
    }
    if (item->line == NULL) {
        return STATUS_OK;
    }
    if (!item->is_change) {
        item->held = HELD_FORM;
        return STATUS_OK;
    }
    item->held = item->shape;
    if (!standing->known && item->held == NULL && makes_pupil_known(&item->change)) {
        TRY(learn_pupil(t, &item->pupil));
        standing->known = true;
    } else if (!standing->known) {
        item->held = HELD_SCHOOL;
    }

done:
    return st;
}

/* What came in this batch before the pupil's own record did. */
static void free_in_batch(struct taking *t)
{
    for (size_t i = 0; i < t->in->count; i++) {
        struct hub_item *item = &t->in->items[i];
        if (item->held != NULL && strcmp(item->held, HELD_SCHOOL) == 0 &&
            hub_ids_have(&t->new_pupils, &item->pupil)) {
            item->held = item->shape;
        }
    }
}

/* A stored row whose pupil is known now: folded, or held for its shape. */
static enum status free_row(struct taking *t, struct sql_stmt *stmt)
{
    enum status st = STATUS_OK;
    struct freed f = {.dev = sql_id(stmt, 0), .seq = sql_int(stmt, 1)};
    size_t size = 0;
    const char *line = sql_bytes(stmt, 2, &size);
    static const char hold[] =
        "UPDATE log SET held='" HELD_SHAPE "' WHERE school=$1 AND dev=$2 AND seq=$3";

    TRY(change_decode(line, size, &f.change));
    if (hub_shape_fault(&f.change) == NULL) {
        buf_add(&t->freed, &f, sizeof f);
        return STATUS_OK;
    }
    change_finish(&f.change);
    TRY(hub_run(t->db, hold,
                (struct hub_arg[]){arg_id(&t->in->school), arg_id(&f.dev), arg_int(f.seq)}, 3));

done:
    return st;
}

static enum status free_stored(struct taking *t, const struct id *pupil)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    static const char text[] =
        "SELECT dev, seq, line FROM log WHERE school=$1 AND pupil=$2 AND held IS NOT NULL"
        " AND held='" HELD_SCHOOL "' AND set_aside=0 AND line IS NOT NULL ORDER BY dev, seq";

    TRY(hub_ask(t->db, text, (struct hub_arg[]){arg_id(&t->in->school), arg_id(pupil)}, 2, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        TRY(free_row(t, stmt));
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    sql_finish(stmt);
    return st;
}

static void bind_bytes(struct sql_stmt *stmt, int number, const void *bytes, size_t size)
{
    if (bytes == NULL) {
        sql_bind_null(stmt, number);
    } else {
        sql_bind_bytes(stmt, number, bytes, size);
    }
}

static bool is_folded(const struct hub_item *item)
{
    return item->line != NULL && item->held == NULL;
}

/* What is one for the whole batch stays bound from row to row. */
static enum status begin_items(struct taking *t, struct sql_stmt **stmt)
{
    static const char text[] =
        "INSERT INTO log(school, dev, seq, lsn, pupil, digest, hash, line, held, set_aside,"
        " signature, received_ms) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $12, $10, $11)";
    const struct hub_arg same[] = {arg_id(&t->in->school), arg_id(&t->in->dev)};
    enum status st = hub_ask(t->db, text, same, 2, stmt);

    if (st == STATUS_OK) {
        sql_bind_null(*stmt, 10);
        sql_bind_int(*stmt, 11, t->now_ms);
        sql_bind_int(*stmt, 12, 0);
    }
    return st;
}

static enum status put_item(const struct taking *t, struct sql_stmt *stmt,
                            const struct hub_item *item)
{
    const struct signature *sig = t->in->signature;

    sql_bind_int(stmt, 3, item->seq);
    if (item->lsn > 0) {
        sql_bind_int(stmt, 4, item->lsn);
    } else {
        sql_bind_null(stmt, 4);
    }
    sql_bind_id(stmt, 5, &item->pupil);
    sql_bind_bytes(stmt, 6, item->digest.bytes, sizeof item->digest.bytes);
    sql_bind_bytes(stmt, 7, item->hash.bytes, sizeof item->hash.bytes);
    bind_bytes(stmt, 8, item->line, item->size);
    sql_bind_text(stmt, 9, item->held);
    if (item == &t->in->items[t->in->count - 1]) {
        bind_bytes(stmt, 10, sig == NULL ? NULL : sig->bytes, sizeof sig->bytes);
    }
    return sql_put(stmt);
}

static enum status insert_items(struct taking *t)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(begin_items(t, &stmt));
    for (size_t i = 0; i < t->in->count; i++) {
        TRY(put_item(t, stmt, &t->in->items[i]));
    }
    TRY(sql_put_on(t->db->sql));

done:
    sql_finish(stmt);
    return st;
}

static enum status number_all(struct taking *t)
{
    enum status st = STATUS_OK;
    struct freed *freed = (void *)t->freed.data;
    size_t freed_count = t->freed.size / sizeof *freed;
    int64_t lsn = 0;
    int64_t wanted = (int64_t)freed_count;

    for (size_t i = 0; i < t->in->count; i++) {
        wanted += is_folded(&t->in->items[i]) ? 1 : 0;
    }
    TRY(hub_take_numbers(t->db, &t->in->school, wanted, &lsn));
    for (size_t i = 0; i < t->in->count; i++) {
        struct hub_item *item = &t->in->items[i];
        item->lsn = is_folded(item) ? lsn++ : 0;
    }
    for (size_t i = 0; i < freed_count; i++) {
        freed[i].lsn = lsn++;
    }

done:
    return st;
}

static enum status release_freed(struct taking *t)
{
    enum status st = STATUS_OK;
    const struct freed *freed = (void *)t->freed.data;
    static const char text[] =
        "UPDATE log SET held=NULL, lsn=$4 WHERE school=$1 AND dev=$2 AND seq=$3";

    for (size_t i = 0; i < t->freed.size / sizeof *freed; i++) {
        TRY(hub_run(t->db, text,
                    (struct hub_arg[]){arg_id(&t->in->school), arg_id(&freed[i].dev),
                                       arg_int(freed[i].seq), arg_int(freed[i].lsn)},
                    4));
    }

done:
    return st;
}

/* Those lines that have a number now are to be folded. */
static size_t list_numbered(const struct taking *t, struct view_item *items)
{
    size_t count = 0;

    for (size_t i = 0; i < t->in->count; i++) {
        const struct hub_item *item = &t->in->items[i];
        if (item->lsn > 0) {
            items[count++] = (struct view_item){&item->change, item->lsn, false};
        }
    }
    return count;
}

static size_t list_freed(const struct taking *t, struct view_item *items)
{
    const struct freed *freed = (void *)t->freed.data;
    size_t count = t->freed.size / sizeof *freed;

    for (size_t i = 0; i < count; i++) {
        items[i] = (struct view_item){&freed[i].change, freed[i].lsn, false};
    }
    return count;
}

/* Rows first, then the fold: a record that is touched again reads its lines from the log. What the
 * fold must ask first it asks before either, so that nothing keeps the rows from being sent while
 * it works. */
static enum status store_and_fold(struct taking *t)
{
    enum status st = STATUS_OK;
    struct view_item *items =
        mem_zero(t->in->count + t->freed.size / sizeof(struct freed), sizeof *items);
    size_t count = list_numbered(t, items);
    struct view_plan *plan = NULL;

    count += list_freed(t, items + count);
    TRY(release_freed(t));
    TRY(view_plan_make(t->db->view, &t->in->school, items, count, &plan));
    TRY(insert_items(t));
    TRY(view_plan_apply(plan));
    TRY(hub_fold_note(t->db, &t->fold, items, count));

done:
    view_plan_finish(plan);
    free(items);
    return st;
}

/* ---- while it is still being opened --------------------------------------------------------- */

/* Of pupils who are known nothing is asked on the way, and nothing that comes later alters what a
 * line is. */
static bool may_begin(struct taking *t)
{
    if (t->in->more == NULL || t->fold.last < 0 || t->fold.last > SYNC_NUMBER_MAX) {
        return false;
    }
    for (size_t i = 0; i < t->in->count; i++) {
        const struct id *pupil = &t->in->items[i].pupil;
        const struct standing *standing = id_is_none(pupil) ? &t->nobody : place_of(t, pupil);
        if (!standing->known || !id_equal(&standing->pupil, pupil)) {
            return false;
        }
    }
    return true;
}

static enum status make_more(struct taking *t, size_t least, size_t *ready)
{
    return t->in->more == NULL ? STATUS_OK : t->in->more(t->in->ctx, least, ready);
}

/* Each line is on its way while the next is opened. */
static enum status put_lines(struct taking *t)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    size_t ready = 0;

    TRY(begin_items(t, &stmt));
    for (size_t i = 0; i < t->in->count; i++) {
        struct hub_item *item = &t->in->items[i];
        TRY(i < ready ? STATUS_OK : make_more(t, i + 1, &ready));
        TRY(settle(t, item));
        item->lsn = is_folded(item) ? ++t->last : 0;
        TRY(put_item(t, stmt, item));
    }
    TRY(sql_put_on(t->db->sql));

done:
    sql_finish(stmt);
    return st;
}

/* Nobody else can have taken the numbers meanwhile: the school is locked. */
static enum status take_ahead(struct taking *t)
{
    enum status st = STATUS_OK;
    struct view_item *items = mem_zero(t->in->count, sizeof *items);
    int64_t first = 0;

    t->last = t->fold.last;
    TRY(put_lines(t));
    TRY(hub_fold_items(t->db, &t->fold, items, list_numbered(t, items)));
    TRY(hub_take_numbers(t->db, &t->in->school, t->last - t->fold.last, &first));
    CHECK(t->last == t->fold.last || first == t->fold.last + 1);

done:
    free(items);
    return st;
}

static enum status move_chain(struct taking *t)
{
    const struct hub_item *last = &t->in->items[t->in->count - 1];
    static const char text[] =
        "UPDATE device SET acked=$3, hash=$4, seen_ms=$5 WHERE school=$1 AND id=$2";

    return hub_run(t->db, text,
                   (struct hub_arg[]){arg_id(&t->in->school), arg_id(&t->in->dev),
                                      arg_int(last->seq), arg_hash(&last->hash),
                                      arg_int(t->now_ms)},
                   5);
}

static void taking_finish(struct taking *t)
{
    struct freed *freed = (void *)t->freed.data;

    for (size_t i = 0; i < t->freed.size / sizeof *freed; i++) {
        change_finish(&freed[i].change);
    }
    buf_finish(&t->freed);
    buf_finish(&t->new_pupils);
    hub_fold_finish(&t->fold);
}

static enum status settle_all(struct taking *t)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < t->in->count; i++) {
        TRY(settle(t, &t->in->items[i]));
    }
    free_in_batch(t);
    for (size_t at = 0; at < t->new_pupils.size; at += sizeof(struct id)) {
        struct id pupil;
        memcpy(&pupil, t->new_pupils.data + at, sizeof pupil);
        TRY(free_stored(t, &pupil));
        buf_add(&t->fold.pupils, &pupil, sizeof pupil);
    }

done:
    return st;
}

static enum status take_all(struct taking *t)
{
    enum status st = STATUS_OK;
    size_t ready = 0;

    TRY(make_more(t, t->in->count, &ready));
    TRY(settle_all(t));
    TRY(number_all(t));
    TRY(store_and_fold(t));

done:
    return st;
}

enum status hub_take(struct hub_db *db, struct hub_intake *in)
{
    enum status st = STATUS_OK;
    struct taking t = {
        .db = db, .in = in, .now_ms = hub_now_ms(db->hub), .nobody = {.known = true}};

    if (in->count == 0) {
        return STATUS_OK;
    }
    TRY(hub_fold_begin(db, &in->school, &t.fold));
    TRY(look_up_pupils(&t));
    if (may_begin(&t)) {
        TRY(take_ahead(&t));
    } else {
        TRY(take_all(&t));
    }
    TRY(hub_fold_end(db, &t.fold));
    TRY(move_chain(&t));

done:
    taking_finish(&t);
    return st;
}
