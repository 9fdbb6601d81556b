/* From a wish to a durable change: validated, encoded, chained, signed, sealed, appended.
 *
 * All changes of one Save, and the end of its draft, are one commit of the tablet's file: with
 * two, a battery that dies in between would leave a draft of what is saved already, or half a
 * group. Only after that commit does the view learn of them, and only then does anyone hear the
 * word "saved". Should the view fail to take them, the log has them, and the fold comes by again.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

struct made { /* one change on its way */
    struct buf line;
    struct buf box;
    struct change change;
};

void capture_skew(struct app *a, struct change_draft *draft)
{
    draft->skew_ms = app_number(a, STORE_skew_ms);
    draft->has_skew = app_number(a, STORE_contact_ms) > 0;
}

/* What a record that is there says of the fields written: all of it is replaced, for beside it the
 * new words would be a conflict of a person with themselves. */
static enum status find_over(struct app *a, const struct app_change *c, struct buf *over)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct merge_record r = {0};
    struct json_value *set = NULL;
    struct json_walk walk = {0};
    const char **fields = NULL;
    size_t count = 0;

    merge_init(&r);
    st = view_load(a->session.view, &a->session.school, &c->rec, &r);
    if (st != STATUS_OK) {
        st = st == STATUS_NOT_FOUND ? STATUS_OK : st;
        goto done;
    }
    TRY(json_parse(c->set, strlen(c->set), &set));
    fields = arena_alloc(&arena, (json_count(set) + 1) * sizeof(*fields));
    while (json_next(set, &walk)) {
        fields[count++] = walk.key;
    }
    (void)merge_over(&r, fields, count, over);
done:
    json_free(set);
    merge_finish(&r);
    arena_finish(&arena);
    return st;
}

static enum status encode(struct app *a, const struct app_change *c, const struct dot *dot,
                          struct made *made)
{
    enum status st = STATUS_OK;
    struct change_draft draft = {.dot = *dot,
                                 .by = c->by != NULL ? *c->by : a->session.slot.staff,
                                 .pupil = c->pupil,
                                 .rec = c->rec,
                                 .type = c->type,
                                 .set = c->set,
                                 .over = c->over};
    const struct record_type *type = record_type_find(c->type);
    struct buf over = {0};

    CHECK(type != NULL);
    capture_skew(a, &draft);
    if (!c->is_new && c->over == NULL) {
        TRY(find_over(a, c, &over));
        draft.over = over.size > 0 ? buf_cstr(&over) : NULL;
    }
    TRY(change_encode_read(&draft, &made->line, &made->change));
    TRY(record_validate(type, made->change.set, c->is_new));
done:
    buf_finish(&over);
    return st;
}

void capture_seal(struct app *a, const struct buf *line, const struct hash *previous,
                  struct buf *sealed, struct store_box *box)
{
    const struct change_place place = {box->dev, box->seq, box->pupil};

    change_seal(&a->session.keys.data, &a->host.random, &place, line->data, line->size, sealed);
    box->box = sealed->data;
    box->size = sealed->size;
    box->digest = change_digest(line->data, line->size);
    box->hash = chain_hash(previous, &box->digest);
    box->signature = change_sign(&a->session.keys.sign, &box->hash);
}

static void seal(struct app *a, struct made *made, const struct hash *previous,
                 struct store_box *box)
{
    const struct change *c = &made->change;

    *box = (struct store_box){.dev = c->dot.dev, .seq = c->dot.seq, .pupil = c->pupil};
    capture_seal(a, &made->line, previous, &made->box, box);
}

static enum status show_in_view(struct app *a, const struct made *made,
                                const struct store_box *boxes, size_t count)
{
    enum status st = STATUS_OK;
    int64_t place = a->session.place;

    TRY(sql_begin(a->session.db));
    for (size_t i = 0; i < count; i++) {
        TRY(fold_own(a, &made[i].change, boxes[i].place));
    }
    TRY(sql_commit(a->session.db));
done:
    if (st != STATUS_OK) {
        sql_undo(a->session.db);
        a->session.place = place;
        a->session.is_behind = true;
        app_timer(a, TIMER_FOLD, 0);
    }
    return st;
}

static enum status append(struct app *a, const struct app_change *changes, size_t count,
                          const char *draft, struct made *made)
{
    enum status st = STATUS_OK;
    struct store_box boxes[APP_GROUP_CHANGES_MAX] = {{0}};
    struct stamp last = a->session.last;
    struct hash end = {{0}};
    int64_t seq = 0;

    TRY(store_own_end(a->store, &seq, &end));
    for (size_t i = 0; i < count; i++) {
        struct dot dot = {stamp_next(&last, app_wall(a)), a->session.dev, seq + 1 + (int64_t)i};
        TRY(encode(a, &changes[i], &dot, &made[i]));
        seal(a, &made[i], &end, &boxes[i]);
        end = boxes[i].hash;
    }
    TRY(store_append(a->store, boxes, count, draft));
    a->session.last = last;
    for (size_t i = 0; i < count && a->host.saved != NULL; i++) {
        a->host.saved(a->host.ctx, changes[i].type, &changes[i].rec);
    }
    TRY(show_in_view(a, made, boxes, count));
done:
    return st;
}

enum status capture_commit(struct app *a, const struct app_change *changes, size_t count,
                           const char *draft)
{
    enum status st = STATUS_OK;
    struct made made[APP_GROUP_CHANGES_MAX] = {0};

    CHECK(session_is_open(a) && count > 0 && count <= APP_GROUP_CHANGES_MAX);
    st = append(a, changes, count, draft, made);
    for (size_t i = 0; i < count; i++) {
        change_finish(&made[i].change);
        key_wipe(made[i].line.data, made[i].line.size);
        buf_finish(&made[i].line);
        buf_finish(&made[i].box);
    }
    app_changed(a);
    return st;
}

/* ---- a new observation ----------------------------------------------------------------------- */

static void write_new(const struct app *a, const struct screen_draft *d, struct buf *set)
{
    struct buf plain = {0};
    struct json_value *some = NULL;
    struct json_writer w = {0};
    struct json_walk walk = {0};
    const struct app_instrument *scale = scale_of(a, d->instrument, d->version);

    draft_write_set(a, d, &plain);
    CHECK(json_parse(plain.data, plain.size, &some) == STATUS_OK);
    json_begin(&w, set);
    json_open_object(&w, NULL);
    json_put_int(&w, "when", d->when_ms);
    if (scale != NULL) {
        json_put_text(&w, "instrument", scale->in.id);
        json_put_text(&w, "version", scale->version);
    }
    while (json_next(some, &walk)) {
        json_put_value(&w, walk.key, walk.value);
    }
    if (d->pupil_count > 1) {
        json_put_id(&w, "together", &d->id);
    }
    json_close_object(&w);
    json_free(some);
    buf_finish(&plain);
}

static enum status save_new(struct app *a)
{
    enum status st = STATUS_OK;
    const struct screen_draft *d = &a->form.draft;
    struct app_change changes[APP_GROUP_CHANGES_MAX] = {
        {{""}, {""}, NULL, NULL, NULL, false, NULL}
    };
    struct buf set = {0};
    char name[64] = "";

    write_new(a, d, &set);
    draft_name(&d->id, name);
    for (size_t i = 0; i < d->pupil_count; i++) {
        changes[i].rec = app_new_id(a);
        changes[i].pupil = d->pupils[i];
        changes[i].type = "observation";
        changes[i].set = buf_cstr(&set);
        changes[i].is_new = true;
    }
    TRY(capture_commit(a, changes, d->pupil_count, name));
    undo_begin(a, UNDO_NEW, "observation");
    for (size_t i = 0; i < d->pupil_count; i++) {
        undo_note(a, &changes[i].rec, &changes[i].pupil, NULL);
    }
done:
    buf_finish(&set);
    return st;
}

/* ---- Save ------------------------------------------------------------------------------------ */

/* Whose own correction was left as it is: said, for nobody's words go or stay unseen. */
static void toast_saved(struct app *a, const char *kept)
{
    struct arena arena = {0};

    if (a->undo.count > 0) {
        app_toast(a, a->undo.count > 1 ? WORD_SAVED_GROUP : WORD_SAVED, true);
    }
    if (kept[0] != '\0') {
        app_toast_say(a, words_fill(&a->words, WORD_SAVED_KEPT, &arena, kept, NULL));
    }
    arena_finish(&arena);
}

enum status capture_save(struct app *a)
{
    enum status st = STATUS_OK;
    struct screen_draft *d = &a->form.draft;
    bool is_edit = !id_is_none(&d->rec);
    struct id pupil = d->pupils[0];
    char kept[SCREEN_CONTEXT_ROOM] = "";

    if (!draft_has_some(a, d)) {
        return STATUS_OK;
    }
    if (id_is_none(&d->id)) {
        d->id = app_new_id(a);
    }
    d->when_ms = d->when_ms == 0 ? app_wall(a) : d->when_ms;
    TRY(is_edit ? edit_save(a, kept) : save_new(a));
    a->undo.draft = *d;
    learn_saved(a, d);
    draft_close(a);
    a->draft_dirty = false;
    app_timer(a, TIMER_DRAFT, APP_NEVER);
    TRY(draft_list(a));
    a->chosen_count = 0;
    a->is_selecting = false;
    toast_saved(a, kept);
    a->place.pupil = pupil;
    place_go(a, is_edit ? SCREEN_PUPIL : SCREEN_CLASS);
done:
    return st;
}
