/* A tablet that is enrolled anew, and one that was withdrawn.
 *
 * A copied tablet, or one that a restored hub has forgotten, can no longer send under its name. All
 * stays as it is until a person types a new code; keys and key slots stay too, so colleagues go on
 * unlocking it. Once the daemon has the new name, what the hub never acknowledged lies put by, and
 * only here are the keys to write it anew: one change a commit, each with the row it stands for, so
 * that no crash writes one twice. What came back with the first pull is there already and is not
 * written again.
 *
 * A restored hub may also have taken another change under a name that the tablet holds, from a copy
 * of who wrote it. The hub's is the one that counts; only here can the two be told apart. What was
 * held is kept beside the log, for a person to look at (app_twin.c), before it goes out of it.
 *
 * A tablet that the hub has wiped has no keys left. Then nothing may be written any more, not even
 * the draft or the snapshot that a lock keeps.
 */
#include "app_private.h"

#include "store_twin.h"

#include <string.h>

#define REJOIN_SLICE 10

/* ---- a code for a tablet that has a name ----------------------------------------------------- */

enum status rejoin_ask(struct app *a)
{
    enum status st = STATUS_OK;

    CHECK(session_is_open(a));
    a->enrol_fault[0] = '\0';
    a->code_fault[0] = '\0';
    TRY(enrol_request(a, &a->session.keys));
    key_wipe(a->form.code, sizeof(a->form.code));
done:
    if (st != STATUS_OK) {
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), status_message());
    }
    app_changed(a);
    return STATUS_OK;
}

/* ---- what was put by, written anew --------------------------------------------------------- */

static void name_now(void *ctx, struct id *dev, int64_t *seq)
{
    struct app *a = ctx;
    struct id now_dev;
    int64_t now_seq = 0;

    if (store_again_of(a->store, dev, *seq, &now_dev, &now_seq) == STATUS_OK) {
        *dev = now_dev;
        *seq = now_seq;
    }
}

/* The line of a row that was put by, or of the change by its name that came with a pull. */
static bool open_line(const struct app *a, const struct store_box *box, struct buf *line)
{
    const struct change_place place = {box->dev, box->seq, box->pupil};

    return box->box != NULL &&
           change_open(&a->session.keys.data, &place, box->box, box->size, line) == STATUS_OK;
}

static enum status is_at_the_hub(struct app *a, const struct store_box *old, bool *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box came = {0};
    struct buf line = {0};
    struct hash digest;

    *out = false;
    st = store_box_of(a->store, &old->dev, old->seq, &arena, &came);
    if (st == STATUS_OK && open_line(a, &came, &line)) {
        digest = change_digest(line.data, line.size);
        *out = hash_equal(&digest, &old->digest);
    }
    st = st == STATUS_NOT_FOUND ? STATUS_OK : st;
    key_wipe(line.data, line.size);
    buf_finish(&line);
    arena_finish(&arena);
    return st;
}

static enum status append_anew(struct app *a, const struct store_box *old, const struct change *c)
{
    enum status st = STATUS_OK;
    const struct change_names names = {name_now, a};
    struct change_draft draft = {.dot.dev = a->session.dev};
    struct store_box box = {.dev = a->session.dev, .pupil = c->pupil};
    struct store_again again = {.place = old->place};
    struct stamp last = a->session.last;
    struct buf line = {0};
    struct buf sealed = {0};
    struct hash end;

    TRY(store_own_end(a->store, &again.seq, &end));
    again.seq++;
    box.seq = again.seq;
    draft.dot.seq = again.seq;
    draft.dot.stamp = stamp_next(&last, app_wall(a));
    capture_skew(a, &draft);
    TRY(change_encode_again(c, &draft, &names, &line));
    capture_seal(a, &line, &end, &sealed, &box);
    TRY(store_append_again(a->store, &box, 1, &again, 1));
    a->session.last = last;
done:
    key_wipe(line.data, line.size);
    buf_finish(&line);
    buf_finish(&sealed);
    return st;
}

static enum status write_anew(struct app *a, const struct store_box *old)
{
    enum status st = STATUS_OK;
    const struct store_again nothing = {.place = old->place};
    struct change change = {0};
    struct buf line = {0};
    bool is_there = false;

    TRY(is_at_the_hub(a, old, &is_there));
    if (is_there || !open_line(a, old, &line) ||
        change_decode(line.data, line.size, &change) != STATUS_OK) {
        st = store_append_again(a->store, NULL, 0, &nothing, 1);
    } else {
        st = append_anew(a, old, &change);
    }
done:
    change_finish(&change);
    key_wipe(line.data, line.size);
    buf_finish(&line);
    return st;
}

enum status rejoin_goes_on(struct app *a)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box_rows rows = {0};

    TRY(store_parted(a->store, REJOIN_SLICE, &arena, &rows));
    for (size_t i = 0; i < rows.count && st == STATUS_OK; i++) {
        st = write_anew(a, &rows.rows[i]);
    }
    /* The daemon was quicker: a pupil was erased, or the name is another. The next slice looks. */
    TRY(st == STATUS_EXISTS ? STATUS_OK : st);
    if (rows.count > 0) {
        a->session.is_behind = true;
        app_timer(a, TIMER_FOLD, 0);
    }
done:
    arena_finish(&arena);
    return st;
}

/* ---- another change under a name that is held ----------------------------------------------- */

static bool is_other(const struct app *a, const struct store_twin *twin)
{
    struct buf held = {0};
    struct buf came = {0};
    /* What does not open takes nothing's place. */
    bool other = open_line(a, &twin->came, &came) &&
                 (!open_line(a, &twin->held, &held) || !buf_equal(&held, &came));

    key_wipe(held.data, held.size);
    key_wipe(came.data, came.size);
    buf_finish(&held);
    buf_finish(&came);
    return other;
}

enum status rejoin_settle_twins(struct app *a, bool *more)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_twin_rows twins = {0};
    bool is_any_other = false;

    *more = false;
    TRY(store_twins(a->store, APP_FOLD_SLICE, &arena, &twins));
    if (twins.count > 0) {
        for (size_t i = 0; i < twins.count; i++) {
            twins.rows[i].is_other = is_other(a, &twins.rows[i]);
            if (twins.rows[i].is_other) {
                TRY(twin_keep(a, &twins.rows[i].held));
                is_any_other = true;
            }
        }
        TRY(store_twins_settle(a->store, &twins));
        *more = true;
    }
    if (is_any_other) {
        TRY(twin_list(a));
        TRY(fold_again(a));
    }
done:
    arena_finish(&arena);
    return st;
}

/* ---- another name, or none ----------------------------------------------------------------- */

static void begin_again(struct app *a)
{
    struct store_slot slot = a->session.slot;
    struct slot_keys keys = a->session.keys;

    if (session_is_open(a)) {
        app_tell(a, draft_flush(a));
        app_tell(a, draft_keep_where(a));
    }
    fold_close(a);
    key_wipe(&a->session, sizeof(a->session)); /* the log is folded from its start */
    app_tell(a, session_begin(a, &slot, &keys));
    key_wipe(&keys, sizeof(keys));
}

enum status rejoin_watch(struct app *a)
{
    enum status st = STATUS_OK;
    char dev[64] = "";
    char sentence[240] = "";

    TRY(app_setting(a, STORE_device, dev, sizeof(dev)));
    TRY(app_setting(a, STORE_withdrawn, sentence, sizeof(sentence)));
    if (sentence[0] != '\0' && a->place.on != SCREEN_START) {
        session_forget(a);
        app_put_sentence(a, a->enrol_fault, sizeof(a->enrol_fault), sentence);
        a->place.on = SCREEN_START;
    } else if ((a->session.state == SESSION_OPEN || a->session.state == SESSION_OPENING) &&
               strcmp(dev, a->session.dev.text) != 0) {
        begin_again(a);
    }
done:
    return st;
}

/* ---- what the screen of the tablet says of it ------------------------------------------------ */

void model_fill_rejoin(struct app *a, struct screen_tablet *out)
{
    const char *step = model_setting(a, STORE_enrol_step);

    out->parted = model_fault(a, STORE_parted);
    out->code = model_code(a);
    out->is_rejoining =
        strcmp(step, "asked") == 0 || strcmp(step, "keys") == 0 || strcmp(step, "sealed") == 0;
    out->rejoin_fault =
        strcmp(step, "refused") == 0 ? model_fault(a, STORE_enrol_fault) : a->enrol_fault;
}
