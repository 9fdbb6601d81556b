/* How the sealed log becomes something to read: a view in memory, folded from the boxes.
 *
 * Folding a year from the start takes a second, so the view is kept as a sealed image beside the
 * log, and an unlock folds only what came after it. The image knows by itself how far it goes
 * (fold_state lies in it): a number in the plain part of the file could be put back by anyone, and
 * a change would be folded twice or never. Own changes are in the view at once, though the daemon
 * may have written others before them that are not folded yet: their places are noted (fold_ahead)
 * and passed over later. A box that does not open is counted and left: one bad box blocks nothing.
 *
 * Lines are not copied into the view. What a record needs of them is read from the log again and
 * opened, so the image stays small, and a line that the hub takes back is gone at once.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- the log, opened ------------------------------------------------------------------------- */

enum status fold_open_box(const struct app *a, const struct store_box *box, struct buf *line)
{
    struct change_place place = {box->dev, box->seq, box->pupil};

    if (id_is_none(&place.dev) || place.seq < 1) {
        return FAIL(STATUS_DAMAGED, "a record on this tablet has lost its name");
    }
    return change_open(&a->session.keys.data, &place, box->box, box->size, line);
}

static enum status read_line(void *ctx, const struct id *school, int64_t place, struct buf *out)
{
    enum status st = STATUS_OK;
    struct app *a = ctx;
    struct arena arena = {0};
    struct store_box box = {0};

    (void)school;
    TRY(store_box_at(a->store, place, &arena, &box));
    if (box.box == NULL) {
        st = FAIL(STATUS_NOT_FOUND, "This record is not on the tablet any more");
        goto done;
    }
    TRY(fold_open_box(a, &box, out));
done:
    arena_finish(&arena);
    return st;
}

/* ---- state of the fold ----------------------------------------------------------------------- */

static enum status keep_state(struct app *a)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    const struct app_session *s = &a->session;

    TRY(sql_prepare(s->db,
                    "INSERT OR REPLACE INTO fold_state(one, place, forgotten, at, n, unreadable)"
                    " VALUES(1, $1, $2, $3, $4, $5)",
                    &stmt));
    sql_bind_int(stmt, 1, s->place);
    sql_bind_int(stmt, 2, s->forgotten);
    sql_bind_int(stmt, 3, s->last.at);
    sql_bind_int(stmt, 4, s->last.n);
    sql_bind_int(stmt, 5, s->unreadable);
    TRY(sql_finish_run(stmt));
done:
    sql_finish(stmt);
    return st;
}

static enum status read_state(struct app *a)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct app_session *s = &a->session;

    TRY(sql_prepare(s->db, "SELECT place, forgotten, at, n, unreadable FROM fold_state", &stmt));
    st = sql_step(stmt);
    if (st == STATUS_OK) {
        s->place = sql_int(stmt, 0);
        s->forgotten = sql_int(stmt, 1);
        s->last = (struct stamp){sql_int(stmt, 2), sql_int(stmt, 3)};
        s->unreadable = sql_int(stmt, 4);
    }
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

static enum status start_again(struct app *a, bool is_stale)
{
    a->session.place = 0;
    a->session.forgotten = 0;
    a->session.unreadable = 0;
    return is_stale ? sql_run(a->session.db, "DELETE FROM fold_state; DELETE FROM fold_ahead")
                    : STATUS_OK;
}

enum status fold_again(struct app *a)
{
    enum status st = STATUS_OK;
    struct app_session *s = &a->session;

    TRY(sql_begin(s->db));
    TRY(view_clear(s->view));
    TRY(start_again(a, true));
    TRY(sql_commit(s->db));
    s->snapshot_place = 0;
    s->first_place = 0;
    s->is_behind = true;
    known_forget(a);
done:
    if (st != STATUS_OK) {
        sql_undo(s->db);
    }
    return st;
}

/* A flat battery sets a tablet's clock back to its first day, before any pupil was in any group.
 * What the tablet has seen since says that it is later: the hub's last answer, and the last
 * change. */
static int64_t latest_known_ms(struct app *a)
{
    int64_t latest = app_wall(a);
    int64_t contact = app_number(a, STORE_contact_ms);

    latest = contact > latest ? contact : latest;
    return a->session.last.at > latest ? a->session.last.at : latest;
}

void fold_new_day(struct app *a)
{
    struct date today = moment_uk(latest_known_ms(a)).date;
    int64_t day = date_to_days(today);

    if (a->session.view != NULL && day != a->session.day) {
        a->session.day = day;
        view_set_today(a->session.view, &today);
        known_forget(a);
    }
}

static enum status open_view(struct app *a, bool use_kept)
{
    enum status st = STATUS_OK;
    struct app_session *s = &a->session;
    struct view_log log = {read_line, a};
    bool is_stale = false;

    TRY(image_open(a, use_kept));
    TRY(sql_run(s->db, "CREATE TABLE IF NOT EXISTS fold_state(one INTEGER PRIMARY KEY,"
                       " place INTEGER, forgotten INTEGER, at INTEGER, n INTEGER,"
                       " unreadable INTEGER);"
                       "CREATE TABLE IF NOT EXISTS fold_ahead(place INTEGER PRIMARY KEY)"));
    TRY(view_open(s->db, VIEW_ON_TABLET, &log, &s->view, &is_stale));
    TRY(start_again(a, is_stale));
    TRY(read_state(a));
done:
    if (st != STATUS_OK) {
        fold_close(a);
    }
    return st;
}

static void begin_fold(struct app *a)
{
    a->session.day = 0;
    fold_new_day(a);
    a->session.snapshot_place = a->session.place;
    a->session.first_place = a->session.place;
    a->session.is_behind = true;
    a->session.is_near = false;
}

enum status fold_open(struct app *a)
{
    enum status st = STATUS_OK;

    if (open_view(a, true) != STATUS_OK) {
        TRY(open_view(a, false)); /* the log has it all: fold from the start */
    }
    begin_fold(a);
done:
    return st;
}

enum status fold_mend(struct app *a)
{
    enum status st = STATUS_OK;

    fold_close(a);
    if (store_snapshot_drop(a->store) != STATUS_OK) {
        /* No room to do it now: the next unlock finds it as broken as this one did. */
    }
    TRY(open_view(a, false));
    begin_fold(a);
done:
    return st;
}

void fold_close(struct app *a)
{
    view_close(a->session.view);
    a->session.view = NULL;
    image_close(a);
}

enum status fold_keep_all(struct app *a)
{
    enum status st = STATUS_OK;
    bool more = a->session.place > a->session.snapshot_place;

    while (more) {
        TRY(image_keep(a, INT64_MAX, &more));
    }
done:
    return st;
}

/* ---- folding --------------------------------------------------------------------------------- */

static enum status is_ahead(struct app *a, int64_t place, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(a->session.db, "DELETE FROM fold_ahead WHERE place = $1", &stmt));
    sql_bind_int(stmt, 1, place);
    TRY(sql_finish_run(stmt));
    *out = sql_changed(a->session.db) > 0;
done:
    sql_finish(stmt);
    return st;
}

static enum status note_ahead(struct app *a, int64_t place)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(a->session.db, "INSERT INTO fold_ahead(place) VALUES($1)", &stmt));
    sql_bind_int(stmt, 1, place);
    TRY(sql_finish_run(stmt));
done:
    sql_finish(stmt);
    return st;
}

/* The hub has erased a pupil: see PROTOCOL section 4. */
static enum status heed_erasure(struct app *a, const struct change *c)
{
    struct id pupil = {""};

    if (strcmp(c->type, "erasure") != 0 ||
        id_parse(json_member_text(c->set, "erased"), &pupil) != STATUS_OK) {
        return STATUS_OK;
    }
    return draft_forget_pupil(a, &pupil);
}

/* One box, opened and read: no change where there is nothing to fold. What cannot be read is
 * counted and passed over. */
static enum status read_box(struct app *a, const struct store_box *box, struct buf *line,
                            struct change *out)
{
    enum status st = STATUS_OK;
    bool done_before = false;

    *out = (struct change){0};
    TRY(is_ahead(a, box->place, &done_before));
    if (done_before || box->box == NULL) {
        goto done;
    }
    if (box->place == a->session.skip_place) {
        a->session.unreadable++;
        goto done;
    }
    st = fold_open_box(a, box, line);
    if (st == STATUS_DAMAGED && id_equal(&box->dev, &a->session.dev)) {
        /* The hub would refuse it, and all that comes after it: its digest goes in its place. */
        TRY(store_mark_rotten(a->store, box->place));
        st = STATUS_DAMAGED;
    }
    if (st == STATUS_OK) {
        st = change_decode(line->data, line->size, out);
    }
    if (st == STATUS_DAMAGED || st == STATUS_BAD_INPUT) {
        a->session.unreadable++;
        st = STATUS_OK;
    }
done:
    return st;
}

static enum status fold_box(struct app *a, const struct store_box *box, struct buf *line)
{
    enum status st = STATUS_OK;
    struct change change = {0};

    TRY(read_box(a, box, line, &change));
    if (change.root != NULL) {
        stamp_observe(&a->session.last, change.dot.stamp, app_wall(a));
        TRY(view_apply(a->session.view, &a->session.school, &change, box->place));
        TRY(heed_erasure(a, &change));
    }
done:
    change_finish(&change);
    return st;
}

static enum status fold_singly(struct app *a, const struct store_box_rows *boxes, struct buf *line)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < boxes->count; i++) {
        a->session.failed_place = boxes->rows[i].place;
        TRY(fold_box(a, &boxes->rows[i], line));
        a->session.place = boxes->rows[i].place;
    }
done:
    return st;
}

/* Box by box, a record that many have edited is read back from the log for each of its changes; so
 * it is once a slice. */
static enum status fold_together(struct app *a, const struct store_box_rows *boxes,
                                 struct buf *line)
{
    enum status st = STATUS_OK;
    struct change *changes = mem_zero(boxes->count, sizeof(*changes));
    struct view_item *items = mem_zero(boxes->count, sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < boxes->count; i++) {
        struct change *change = &changes[count];
        TRY(read_box(a, &boxes->rows[i], line, change));
        if (change->root != NULL) {
            stamp_observe(&a->session.last, change->dot.stamp, app_wall(a));
            items[count] = (struct view_item){.change = change, .place = boxes->rows[i].place};
            count++;
        }
        a->session.place = boxes->rows[i].place;
    }
    TRY(view_apply_all(a->session.view, &a->session.school, items, count));
    for (size_t i = 0; i < count; i++) {
        TRY(heed_erasure(a, &changes[i]));
    }
done:
    for (size_t i = 0; i < boxes->count; i++) {
        change_finish(&changes[i]);
    }
    free(changes);
    free(items);
    return st;
}

static enum status forget_some(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_forgotten_rows rows = {0};

    TRY(store_forgotten(a->store, a->session.forgotten, &arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        a->session.forgotten = rows.rows[i].number;
        if (id_is_none(&rows.rows[i].pupil)) {
            continue; /* a spoiled row names nobody */
        }
        TRY(view_forget_pupil(a->session.view, &a->session.school, &rows.rows[i].pupil));
        a->has_let_go = true;
        cards_close(a); /* nobody is shown until others are known */
        a->lost_count = 0;
        app_changed(a); /* the screen may show them still */
    }
done:
    arena_finish(&arena);
    return st;
}

static enum status fold_some(struct app *a, int64_t most, bool *more)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box_rows boxes = {0};
    struct buf line = {0};
    int64_t bytes = 0;

    TRY(sql_begin(a->session.db));
    TRY(forget_some(a));
    TRY(store_some_boxes(a->store, a->session.place, most, APP_FOLD_BYTES, &arena, &boxes));
    TRY(a->session.folds_singly ? fold_singly(a, &boxes, &line) : fold_together(a, &boxes, &line));
    for (size_t i = 0; i < boxes.count; i++) {
        bytes += (int64_t)boxes.rows[i].size;
    }
    TRY(keep_state(a));
    TRY(sql_commit(a->session.db));
    known_forget(a);
    a->session.folds_singly = false;
    a->session.failed_place = 0;
    *more = boxes.count == (size_t)most || bytes > APP_FOLD_BYTES - 2 * CHANGE_LINE_MAX;
    a->session.is_behind = *more;
done:
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return st;
}

/* A line that went while it was being folded (a pupil who left) is forgotten in the next slice.
 * That one goes box by box, to see where it fails; what stops two of them at the same place is
 * passed over: one bad box must block nothing. */
static bool may_go_on(struct app *a, enum status st, int64_t failed_before)
{
    if (st != STATUS_NOT_FOUND && st != STATUS_DAMAGED) {
        return false;
    }
    if (!a->session.folds_singly) {
        a->session.folds_singly = true;
        return true;
    }
    if (a->session.failed_place == 0) {
        return false;
    }
    if (a->session.failed_place == failed_before) {
        a->session.skip_place = failed_before;
    }
    return true;
}

enum status fold_slice(struct app *a, int64_t most, bool *more)
{
    int64_t place = a->session.place;
    int64_t forgotten = a->session.forgotten;
    int64_t unreadable = a->session.unreadable;
    int64_t failed = a->session.failed_place;
    enum status st = STATUS_OK;

    *more = false;
    st = fold_some(a, most, more);
    if (st != STATUS_OK) {
        sql_undo(a->session.db);
        a->session.place = place;
        a->session.forgotten = forgotten;
        a->session.unreadable = unreadable;
    }
    if (may_go_on(a, st, failed)) {
        *more = true;
        st = STATUS_OK;
    }
    return st;
}

enum status fold_own(struct app *a, const struct change *c, int64_t place)
{
    enum status st = STATUS_OK;
    enum cards_stage cards = a->cards.stage;

    known_forget(a);
    TRY(view_apply(a->session.view, &a->session.school, c, place));
    cards_heed(a, c, cards);
    if (place == a->session.place + 1) {
        a->session.place = place;
    } else {
        TRY(note_ahead(a, place));
    }
    TRY(keep_state(a));
done:
    return st;
}

static enum status was_folded(struct app *a, int64_t place, bool *out)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;

    TRY(sql_prepare(a->session.db, "SELECT 1 FROM fold_ahead WHERE place = $1", &stmt));
    sql_bind_int(stmt, 1, place);
    st = sql_step(stmt);
    *out = st == STATUS_OK;
    st = st == STATUS_END ? STATUS_OK : st;
done:
    sql_finish(stmt);
    return st;
}

static enum status fold_ahead(struct app *a, const struct store_box *box, struct buf *line)
{
    enum status st = STATUS_OK;
    struct change change = {0};
    bool is_there = false;

    TRY(was_folded(a, box->place, &is_there));
    if (is_there || box->box == NULL || fold_open_box(a, box, line) != STATUS_OK ||
        change_decode(line->data, line->size, &change) != STATUS_OK) {
        goto done; /* what cannot be read is counted when its turn comes */
    }
    stamp_observe(&a->session.last, change.dot.stamp, app_wall(a));
    TRY(view_apply(a->session.view, &a->session.school, &change, box->place));
    TRY(note_ahead(a, box->place));
done:
    change_finish(&change);
    return st;
}

enum status fold_own_first(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box_rows boxes = {0};
    struct buf line = {0};

    TRY(store_own_boxes(a->store, a->session.place, INT64_MAX, &arena, &boxes));
    TRY(sql_begin(a->session.db));
    for (size_t i = 0; i < boxes.count; i++) {
        TRY(fold_ahead(a, &boxes.rows[i], &line));
    }
    TRY(keep_state(a));
    TRY(sql_commit(a->session.db));
done:
    if (st != STATUS_OK && a->session.db != NULL) {
        sql_undo(a->session.db);
    }
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return st;
}
