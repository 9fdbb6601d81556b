/* Words that others took the place of, after the hub was put back to an earlier copy.
 *
 * A hub that was restored may hold another change under a name that this tablet knows (store_twin).
 * The hub's is the one that counts; were that all, what a colleague wrote would be gone from one
 * day to the next, and nobody would hear of it. So the line that goes is sealed in a row of its own
 * before it goes, in two commits of which the second alone takes it out of the log: a battery that
 * dies in between leaves both, and the row is written again under the same name. It waits under
 * Needs a look on each tablet that held it.
 *
 * Where the tablet that wrote it sends it anew under another name, as it does once it has a new
 * code, nothing is missing, and the row goes by itself. Else a person lets the words go or writes
 * them anew. They come back as their author's, for it is they who wrote them; where another has
 * written in their place, that is changed by whoever settles it, and its history shows both.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const char prefix[] = "twin:";

/* ---- the rows -------------------------------------------------------------------------------- */

enum status twin_keep(struct app *a, const struct store_box *held)
{
    enum status st = STATUS_OK;
    struct buf line = {0};
    struct buf name = {0};
    struct hash digest;
    char hex[65] = "";

    if (held->box == NULL || fold_open_box(a, held, &line) != STATUS_OK) {
        goto done; /* there are no words to keep */
    }
    digest = change_digest(line.data, line.size);
    hash_text(&digest, hex);
    buf_printf(&name, "%s%s:%lld:%.16s", prefix, held->dev.text, (long long)held->seq, hex);
    TRY(begun_put(a, buf_cstr(&name), &held->pupil, buf_cstr(&line)));
    if (store_unkept_drafts(a->store) > 0) {
        st = FAIL(STATUS_FULL, "What another record takes the place of could not be kept");
    }
done:
    buf_wipe(&line);
    buf_finish(&line);
    buf_finish(&name);
    return st;
}

static bool read_row(struct app *a, const struct store_draft *row, struct change *out)
{
    struct buf line = {0};
    bool is_read = strncmp(row->name, prefix, sizeof(prefix) - 1) == 0 &&
                   begun_open(a, row, &line) &&
                   change_decode(line.data, line.size, out) == STATUS_OK;

    buf_wipe(&line);
    buf_finish(&line);
    return is_read;
}

static void note(struct app *a, const char *name, const struct change *c)
{
    struct app_twins *twins = &a->twins;
    struct app_twin *twin = NULL;

    twins->rows = mem_grow(twins->rows, (twins->count + 1) * sizeof(*twins->rows));
    twin = &twins->rows[twins->count++];
    *twin = (struct app_twin){.dev = c->dot.dev,
                              .seq = c->dot.seq,
                              .rec = c->rec,
                              .pupil = c->pupil,
                              .by = c->by,
                              .at_ms = c->dot.stamp.at};
    text_copy(twin->name, sizeof(twin->name), name);
    text_copy(twin->type, sizeof(twin->type), c->type);
}

/* An edit must not come back before what it is an edit of: see older_waits. */
static int oldest_first(const void *a, const void *b)
{
    const struct app_twin *left = a;
    const struct app_twin *right = b;

    if (left->at_ms != right->at_ms) {
        return left->at_ms < right->at_ms ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

enum status twin_list(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};

    a->twins.count = 0;
    TRY(store_drafts(a->store, &arena, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct change c = {0};
        if (read_row(a, &rows.rows[i], &c)) {
            note(a, rows.rows[i].name, &c);
        }
        change_finish(&c);
    }
    if (a->twins.count > 1) {
        qsort(a->twins.rows, a->twins.count, sizeof(*a->twins.rows), oldest_first);
    }
    if (twin_find(a, a->twins.open) == NULL) {
        a->twins.open[0] = '\0';
    }
    app_changed(a);
done:
    arena_finish(&arena);
    return st;
}

void twin_forget(struct app *a)
{
    free(a->twins.rows);
    a->twins = (struct app_twins){0};
}

const struct app_twin *twin_find(const struct app *a, const char *name)
{
    for (size_t i = 0; i < a->twins.count; i++) {
        if (strcmp(a->twins.rows[i].name, name) == 0) {
            return &a->twins.rows[i];
        }
    }
    return NULL;
}

void twin_open(struct app *a, const char *name)
{
    const struct app_twin *twin = twin_find(a, name);

    text_copy(a->twins.open, sizeof(a->twins.open), twin != NULL ? twin->name : "");
}

/* ---- both changes ---------------------------------------------------------------------------- */

bool twin_read_was(struct app *a, const char *name, struct change *out)
{
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    bool is_read = false;

    *out = (struct change){0};
    if (store_drafts(a->store, &arena, &rows) == STATUS_OK) {
        for (size_t i = 0; i < rows.count && !is_read; i++) {
            is_read = strcmp(rows.rows[i].name, name) == 0 && read_row(a, &rows.rows[i], out);
        }
    }
    arena_finish(&arena);
    return is_read;
}

bool twin_read_now(struct app *a, const struct app_twin *twin, struct change *out)
{
    struct arena arena = {0};
    struct store_box box = {0};
    struct buf line = {0};
    bool is_read = false;

    *out = (struct change){0};
    is_read = store_box_of(a->store, &twin->dev, twin->seq, &arena, &box) == STATUS_OK &&
              box.box != NULL && fold_open_box(a, &box, &line) == STATUS_OK &&
              change_decode(line.data, line.size, out) == STATUS_OK;
    buf_wipe(&line);
    buf_finish(&line);
    arena_finish(&arena);
    return is_read;
}

/* ---- settling -------------------------------------------------------------------------------- */

enum status twin_heed(struct app *a)
{
    enum status st = STATUS_OK;
    size_t gone = 0;

    for (size_t i = 0; i < a->twins.count && st == STATUS_OK; i++) {
        struct change was = {0};
        if (twin_read_was(a, a->twins.rows[i].name, &was) && history_repeats(a, &was)) {
            st = store_draft_drop(a->store, a->twins.rows[i].name);
            gone++;
        }
        change_finish(&was);
    }
    if (st == STATUS_OK && gone > 0) {
        st = twin_list(a);
    }
    return st;
}

/* What came first comes back first, or it would take the place of what was written after it. */
static bool older_waits(const struct app *a, const struct app_twin *twin)
{
    for (const struct app_twin *row = a->twins.rows; strcmp(row->name, twin->name) != 0; row++) {
        if (id_equal(&row->rec, &twin->rec)) {
            return true;
        }
    }
    return false;
}

/* An edit alone is no record: nothing would show it, and it would be out of sight for good. */
static enum status check_whole(const struct change *was)
{
    enum status st = STATUS_OK;
    const struct record_type *type = record_type_find(was->type);

    TRY(record_validate(type, was->set, false));
    if (record_validate(type, was->set, true) != STATUS_OK) {
        st = FAIL(STATUS_NOT_FOUND, "These words change a record that is not on this tablet: they "
                                    "stay here until it is, or you leave them as they are");
    }
done:
    return st;
}

/* Nobody but who wrote these words has written where they go. */
static bool is_all_theirs(const struct merge_record *r, const struct change *was)
{
    struct json_walk walk = {0};
    bool is_so = true;

    while (json_next(was->set, &walk)) {
        const struct merge_field *f = merge_find(r, walk.key);
        for (size_t i = 0; f != NULL && i < f->head_count; i++) {
            is_so = is_so && id_equal(&f->heads[i].by, &was->by);
        }
    }
    return is_so;
}

/* Over all that the record says in these fields now, if it is there. */
static enum status write_anew(struct app *a, const struct change *was, const char *name)
{
    enum status st = STATUS_OK;
    struct merge_record r = {0};
    struct buf set = {0};
    struct app_change change = {.rec = was->rec, .pupil = was->pupil, .type = was->type};

    merge_init(&r);
    if (record_type_find(was->type) == NULL) {
        st = FAIL(STATUS_UNSUPPORTED,
                  "This tablet's program does not know this kind of record yet: it stays here");
        goto done;
    }
    json_print(was->set, &set);
    change.set = buf_cstr(&set);
    st = view_load(a->session.view, &a->session.school, &was->rec, &r);
    if (st == STATUS_NOT_FOUND) {
        TRY(check_whole(was));
    } else if (st != STATUS_OK) {
        goto done;
    }
    change.by = is_all_theirs(&r, was) ? &was->by : NULL;
    TRY(capture_commit(a, &change, 1, name));
done:
    merge_finish(&r);
    buf_wipe(&set);
    buf_finish(&set);
    return st;
}

/* The words are noted, so that they can wait again. */
static enum status let_go(struct app *a, const struct app_twin *twin)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_draft_rows rows = {0};
    struct buf line = {0};
    bool is_read = false;

    TRY(store_drafts(a->store, &arena, &rows));
    for (size_t i = 0; i < rows.count && !is_read; i++) {
        is_read = strcmp(rows.rows[i].name, twin->name) == 0 && begun_open(a, &rows.rows[i], &line);
    }
    TRY(store_draft_drop(a->store, twin->name));
    undo_begin(a, UNDO_TWIN, "");
    undo_note(a, &twin->rec, &twin->pupil, buf_cstr(&line));
    a->undo.parked = mem_text(twin->name);
done:
    buf_wipe(&line);
    buf_finish(&line);
    arena_finish(&arena);
    return st;
}

enum status twin_put_back(struct app *a)
{
    enum status st = STATUS_OK;

    TRY(begun_put(a, a->undo.parked, &a->undo.pupils[0], a->undo.sets[0]));
    TRY(twin_list(a));
    twin_open(a, a->undo.parked);
    TRY(draft_keep_where(a));
done:
    return st;
}

enum status twin_settle(struct app *a, bool bring_back)
{
    enum status st = STATUS_OK;
    const struct app_twin *found = twin_find(a, a->twins.open);
    struct app_twin twin = found != NULL ? *found : (struct app_twin){.name = ""};
    struct change was = {0};

    if (found == NULL) {
        return STATUS_OK;
    }
    if (bring_back && a->session.is_behind) {
        /* What the record says now, and whether it is there, is not known before that. */
        return FAIL(STATUS_NOT_FOUND, "The records are still being read: try again in a moment");
    }
    if (bring_back && older_waits(a, found)) {
        return FAIL(STATUS_EXISTS, "Older words of this record wait here too: settle those first");
    }
    if (bring_back && !twin_read_was(a, twin.name, &was)) {
        TRY(FAIL(STATUS_DAMAGED, "These words cannot be read any more: look again"));
    }
    TRY(bring_back ? write_anew(a, &was, twin.name) : let_go(a, &twin));
    TRY(twin_list(a));
    TRY(draft_keep_where(a));
    app_toast(a, bring_back ? WORD_TWIN_BROUGHT : WORD_TWIN_LEFT, !bring_back);
done:
    change_finish(&was);
    return st;
}
