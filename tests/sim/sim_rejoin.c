/* A simulated tablet that is enrolled anew: the daemon's rows, and what the client does with them.
 *
 * The file, the machine and the cryptography are the real ones; the few steps of the client in
 * between are its own, told here once more without a screen.
 */
#include "sim_story.h"

#define SLICE       10
#define NEWS_ONE_IN 4

/* ---- by the steps of DESIGN ------------------------------------------------------------------ */

bool tablet_seal_key(struct world *w, struct tablet *t)
{
    struct buf box_key = {0};
    struct buf raw = {0};
    struct buf sealed = {0};
    struct buf text = {0};
    struct store_value values[] = {
        {STORE_enrol_data_key, NULL    },
        {STORE_enrol_step,     "sealed"},
    };
    bool holds = store_get(t->store, STORE_hub_box_key, &box_key) == STATUS_OK &&
                 base64_decode(buf_cstr(&box_key), box_key.size, &raw) == STATUS_OK &&
                 raw.size == 32;

    if (holds) {
        holds = hub_seal((const uint8_t *)raw.data, t->keys.data.bytes, sizeof(t->keys.data.bytes),
                         &sealed) == STATUS_OK;
        buf_base64(&text, sealed.data, sealed.size);
        values[0].text = buf_cstr(&text);
        tablet_does(t, DEED_SEALED);
        holds = holds && store_set(t->store, values, 2) == STATUS_OK;
    }
    buf_finish(&box_key);
    buf_finish(&raw);
    buf_finish(&sealed);
    buf_finish(&text);
    return holds || t->is_faulty || w->is_hub_faulty ||
           world_blame(w, "the hub's key did not come: %s", status_message());
}

static bool ask_for_name(struct world *w, struct tablet *t)
{
    const struct hub_code code = {.school = w->school,
                                  .label = "Tablet",
                                  .groups = w->groups,
                                  .group_count = t->is_scoped ? 1 : 0};
    struct buf secret = {0};
    struct buf sign_key = {0};
    struct store_value values[] = {
        {STORE_enrol_secret,   NULL    },
        {STORE_enrol_sign_key, NULL    },
        {STORE_enrol_label,    "Tablet"},
        {STORE_enrol_step,     "asked" },
    };
    bool holds = true;

    hub_does(w, DEED_CODE);
    holds = hub_code_make(w->hub, &code, &secret) == STATUS_OK && !hub_is_dead(w);
    buf_base64(&sign_key, t->keys.sign.public_key, sizeof(t->keys.sign.public_key));
    values[0].text = buf_cstr(&secret);
    values[1].text = buf_cstr(&sign_key);
    tablet_does(t, DEED_TYPED);
    holds = holds && store_set(t->store, values, 4) == STATUS_OK;
    buf_finish(&secret);
    buf_finish(&sign_key);
    return holds || t->is_faulty || w->is_hub_faulty ||
           world_blame(w, "no code could be typed: %s", status_message());
}

bool tablet_enrol(struct world *w, struct tablet *t)
{
    const struct id before = t->dev;
    bool was_cut_off = t->is_cut_off;
    bool holds = ask_for_name(w, t);

    t->is_cut_off = false;
    if (holds && t->plant == PLANT_WRITTEN_TWICE) {
        const struct store_value nothing = {STORE_acked, "0"};
        holds = store_set(t->store, &nothing, 1) == STATUS_OK;
    }
    holds = holds && tablet_sync(w, t, 0) && tablet_sync(w, t, 0);
    t->is_cut_off = was_cut_off;
    return (holds && !id_equal(&before, &t->dev)) || t->is_faulty || w->is_hub_faulty ||
           world_blame(w, "a tablet did not enrol: %s, %s", status_message(),
                       sync_report(t->sync).sentence);
}

/* ---- written anew ---------------------------------------------------------------------------- */

static void name_now(void *ctx, struct id *dev, int64_t *seq)
{
    struct tablet *t = ctx;
    struct id now_dev;
    int64_t now_seq = 0;

    if (store_again_of(t->store, dev, *seq, &now_dev, &now_seq) == STATUS_OK) {
        *dev = now_dev;
        *seq = now_seq;
    }
}

static bool is_at_the_hub(struct tablet *t, const struct store_box *old)
{
    struct arena arena = {0};
    struct store_box came = {0};
    struct buf line = {0};
    bool is_there = false;

    if (t->plant != PLANT_WRITTEN_TWICE &&
        store_box_of(t->store, &old->dev, old->seq, &arena, &came) == STATUS_OK &&
        came.box != NULL && tablet_open_box(t, &came, &line) == STATUS_OK) {
        struct hash digest = change_digest(line.data, line.size);
        is_there = hash_equal(&digest, &old->digest);
    }
    buf_finish(&line);
    arena_finish(&arena);
    return is_there;
}

/* The daemon goes on while the client has a change in hand; what it hears may be of that pupil. */
static bool news_come(struct world *w, struct tablet *t, const struct store_box *old)
{
    bool may_be_erased = w->erasure_count < ERASURES_MAX &&
                         id_equal(&old->pupil, &w->pupils[w->erasure_count]) && !w->is_hub_faulty;

    if (t->is_faulty || rng_below(&w->rng, NEWS_ONE_IN) != 0) {
        return true;
    }
    t->is_due = true;
    return (!may_be_erased || (world_check_log(w) && act_erase(w, t))) && tablet_daemon_round(w, t);
}

/* As a client does that believes what it saw. */
static void forget_erasure(struct tablet *t, const struct store_box *old)
{
    struct sql *db = NULL;
    struct buf url = {0};
    struct buf text = {0};

    buf_printf(&url, "sqlite:%s", t->path);
    buf_printf(&text, "UPDATE reissue SET again_seq = NULL WHERE place = %lld AND box IS NULL",
               (long long)old->place);
    CHECK(sql_open(buf_cstr(&url), &db) == STATUS_OK && sql_run(db, buf_cstr(&text)) == STATUS_OK);
    sql_close(db);
    buf_finish(&url);
    buf_finish(&text);
}

static enum status append_anew(struct world *w, struct tablet *t, const struct store_box *old,
                               const struct change *c)
{
    enum status st = STATUS_OK;
    const struct change_names names = {name_now, t};
    struct change_draft draft = {.dot.dev = t->dev};
    struct store_box box = {.dev = t->dev, .pupil = c->pupil};
    struct store_again again = {.place = old->place};
    struct buf line = {0};
    struct buf sealed = {0};
    struct hash end;

    TRY(store_own_end(t->store, &again.seq, &end));
    again.seq++;
    box.seq = again.seq;
    draft.dot.seq = again.seq;
    draft.dot.stamp = stamp_next(&t->last, t->clock.now_ms);
    TRY(change_encode_again(c, &draft, &names, &line));
    tablet_seal(w, t, &line, &end, &sealed, &box);
    if (!news_come(w, t, old)) {
        TRY(STATUS_DISK); /* the world has been told why */
    }
    if (t->plant == PLANT_ERASED_ANEW) {
        forget_erasure(t, old);
    }
    tablet_does(t, DEED_ANEW);
    TRY(store_append_again(t->store, &box, 1, &again, 1));
    t->own_count++;
done:
    buf_finish(&line);
    buf_finish(&sealed);
    return st;
}

static enum status write_anew(struct world *w, struct tablet *t, const struct store_box *old)
{
    enum status st = STATUS_OK;
    const struct store_again nothing = {.place = old->place};
    struct change change = {0};
    struct buf line = {0};

    if (t->plant == PLANT_NOT_WRITTEN_ANEW || is_at_the_hub(t, old) || old->box == NULL ||
        tablet_open_box(t, old, &line) != STATUS_OK ||
        change_decode(line.data, line.size, &change) != STATUS_OK) {
        tablet_does(t, DEED_ANEW);
        st = store_append_again(t->store, NULL, 0, &nothing, 1);
    } else {
        st = append_anew(w, t, old, &change);
    }
    change_finish(&change);
    buf_finish(&line);
    return st;
}

enum status tablet_write_anew(struct world *w, struct tablet *t)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box_rows rows = {0};

    do {
        arena_reset(&arena);
        TRY(store_parted(t->store, SLICE, &arena, &rows));
        for (size_t i = 0; i < rows.count && st == STATUS_OK; i++) {
            st = write_anew(w, t, &rows.rows[i]);
        }
        st = st == STATUS_EXISTS ? STATUS_OK : st; /* the daemon was quicker: looks again */
        TRY(st);
    } while (rows.count > 0);
done:
    arena_finish(&arena);
    return st;
}
