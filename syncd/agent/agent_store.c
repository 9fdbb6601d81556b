/* The machine's store port over the tablet's file: each verb is one transaction of shared/store. */
#include "agent.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEADY_STEP_MS_MAX (24LL * 3600 * 1000)

static enum sync_standing standing_of(const char *step)
{
    static const struct {
        const char *step;
        enum sync_standing standing;
    } rows[] = {
        {"asked",  SYNC_CODE_GIVEN},
        {"sealed", SYNC_KEY_SEALED},
        {"done",   SYNC_ENROLLED  },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (text_equal(step, rows[i].step)) {
            return rows[i].standing;
        }
    }
    return SYNC_NOT_ENROLLED;
}

/* The client may be reading just now: the next round tries again. */
static enum status scrub_if_due(struct store *s)
{
    enum status st = store_scrub(s);

    return st == STATUS_BUSY ? STATUS_OK : st;
}

static enum status number_of(const char *text, int64_t *out)
{
    *out = 0;
    return text[0] == '\0' ? STATUS_OK : text_to_int64(text, out);
}

static enum status port_load(void *ctx, struct arena *arena, struct sync_state *out)
{
    enum status st = STATUS_OK;
    const char *values[STORE_SETTING_COUNT];
    struct store_counts counts;

    *out = (struct sync_state){0};
    TRY(store_get_all(ctx, arena, values));
    if (values[STORE_scrub][0] != '\0') {
        TRY(scrub_if_due(ctx));
    }
    out->standing = standing_of(values[STORE_enrol_step]);
    out->secret = values[STORE_enrol_secret];
    out->label = values[STORE_enrol_label];
    out->sign_key = values[STORE_enrol_sign_key];
    out->data_key = values[STORE_enrol_data_key];
    out->token = values[STORE_token];
    out->hub_sign_key = values[STORE_hub_sign_key];
    out->epoch = values[STORE_epoch];
    out->etag = values[STORE_etag];
    out->is_parted = values[STORE_parted][0] != '\0';
    text_copy(out->device.text, sizeof(out->device.text), values[STORE_device]);
    TRY(number_of(values[STORE_cursor], &out->cursor));
    TRY(number_of(values[STORE_acked], &out->acked));
    TRY(store_count(ctx, &counts));
    out->own_end = counts.own;
    out->owes_anew = counts.parted > 0;
done:
    return st;
}

static enum status port_own_after(void *ctx, int64_t seq, int64_t rows, int64_t bytes,
                                  struct arena *arena, struct sync_own *out)
{
    enum status st = STATUS_OK;
    struct store_box_rows boxes = {0};

    *out = (struct sync_own){0};
    TRY(store_own_after(ctx, seq, rows, bytes, arena, &boxes));
    out->lines = arena_alloc(arena, (boxes.count + 1) * sizeof(*out->lines));
    for (size_t i = 0; i < boxes.count; i++) {
        const struct store_box *box = &boxes.rows[i];
        out->lines[i] = (struct sync_line){
            .seq = box->seq,
            .pupil = box->pupil,
            .is_gone = box->box == NULL,
            .digest = box->digest,
            .box = box->box,
            .size = box->size,
        };
        out->signature = box->signature;
    }
    out->count = boxes.count;
done:
    return st;
}

static enum status port_own_hash(void *ctx, int64_t seq, struct hash *out)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_box box = {0};

    memset(out, 0, sizeof(*out));
    if (seq > 0) {
        TRY(store_own_at(ctx, seq, &arena, &box));
        *out = box.hash;
    }
done:
    arena_finish(&arena);
    return st;
}

/* The held list of the file: what the hub named before and has not let go, and what it names
 * now. */
static void write_held(const struct sync_held *held, size_t count, struct buf *out)
{
    struct json_writer w;

    json_begin(&w, out);
    json_open_list(&w, NULL);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&w, NULL);
        json_put_int(&w, "seq", held[i].seq);
        json_put_text(&w, "reason", held[i].reason);
        json_close_object(&w);
    }
    json_close_list(&w);
}

static enum status port_set_acked(void *ctx, int64_t acked, const struct sync_held *held,
                                  size_t held_count)
{
    enum status st = STATUS_OK;
    struct buf list = {0};

    write_held(held, held_count, &list);
    /* A batch names its own only; the whole list comes with the next pull. */
    TRY(store_set_acked(ctx, acked, held_count > 0 ? buf_cstr(&list) : NULL));
done:
    buf_finish(&list);
    return st;
}

static struct store_box *boxes_of(const struct sync_page *page, struct arena *arena)
{
    struct store_box *boxes = arena_alloc(arena, (page->count + 1) * sizeof(*boxes));

    for (size_t i = 0; i < page->count; i++) {
        const struct sync_row *row = &page->rows[i];
        boxes[i] = (struct store_box){
            .dev = row->dev,
            .seq = row->seq,
            .pupil = row->pupil,
            .box = row->box,
            .size = row->size,
            .lsn = row->lsn,
        };
    }
    return boxes;
}

/* The settings that go with a page; the last one ends the settling of a new enrolment. */
static size_t settings_of(const struct sync_head *head, struct arena *arena,
                          struct store_value values[5])
{
    size_t count = 3;

    values[0] = (struct store_value){STORE_cursor, arena_printf(arena, "%" PRId64, head->next)};
    values[1] = (struct store_value){STORE_etag, head->etag};
    values[2] = (struct store_value){STORE_epoch, head->epoch};
    if (!head->more) {
        values[count] = (struct store_value){STORE_settling, ""};
        count++;
    }
    return count;
}

static enum status port_take(void *ctx, const struct sync_page *page)
{
    enum status st = STATUS_OK;
    const struct sync_head *head = &page->head;
    struct arena arena = {0};
    struct buf held = {0};
    struct store_value values[5];
    struct store_page taken = {
        .rows = boxes_of(page, &arena),
        .count = page->count,
        .values = values,
        .scope = head->pupils,
        .scope_count = head->pupil_count,
        .has_scope = head->has_pupils,
        .erased = head->erased,
        .erased_count = head->erased_count,
    };

    write_held(head->held, head->held_count, &held);
    taken.value_count = settings_of(head, &arena, values);
    values[taken.value_count] = (struct store_value){STORE_held, buf_cstr(&held)};
    taken.value_count++;
    TRY(store_take(ctx, &taken));
    if (head->erased_count > 0) {
        TRY(scrub_if_due(ctx));
    }
done:
    buf_finish(&held);
    arena_finish(&arena);
    return st;
}

static enum status port_owed(void *ctx, struct sync_owed *out)
{
    struct store_owed owed;
    enum status st = store_owed(ctx, &owed);

    *out = (struct sync_owed){owed.pupil, owed.after, owed.upto};
    return st;
}

static enum status port_take_owed(void *ctx, const struct sync_owed *owed,
                                  const struct sync_page *page)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    const struct store_owed next = {owed->pupil, page->head.next, owed->upto};

    TRY(store_take_owed(ctx, &next, boxes_of(page, &arena), page->count, !page->head.more));
done:
    arena_finish(&arena);
    return st;
}

/* What a contact is counted on from. */
enum { STEADY_MS, CONTACT_MS, SKEW_MS, EPOCH_MS, COUNTED };
static const enum store_setting counted[COUNTED] = {
    [STEADY_MS] = STORE_steady_ms,
    [CONTACT_MS] = STORE_contact_ms,
    [SKEW_MS] = STORE_skew_ms,
    [EPOCH_MS] = STORE_epoch_ms,
};

/* Days are counted by a clock of their own, for the hub's may be wrong by years, and the tablet's
 * too: it goes on by the time that both of them say has gone by since they last spoke. Both may
 * have stood in 1970 and be mended together, where the power fails every morning: so one contact
 * counts as a day at most. What must be kept for 14 days is kept for as many days on which the two
 * have spoken; later does no harm, and sooner would. */
static int64_t steady_now(const int64_t before[COUNTED], int64_t here_ms, int64_t hub_ms)
{
    int64_t steady_ms = before[STEADY_MS];
    int64_t here = 0;
    int64_t there = 0;

    if (steady_ms <= 0) {
        return hub_ms > 0 ? hub_ms : 1; /* what was marked by the hub's clock before goes on */
    }
    if (before[CONTACT_MS] > 0) {
        here = here_ms - before[CONTACT_MS];
        there = hub_ms - (before[CONTACT_MS] + before[SKEW_MS]);
        here = here < there ? here : there;
        here = here < STEADY_STEP_MS_MAX ? here : STEADY_STEP_MS_MAX;
        steady_ms += here > 0 ? here : 0;
    }
    return steady_ms;
}

static enum status port_drop_left(void *ctx, int64_t here_ms, int64_t hub_ms)
{
    enum status st = STATUS_OK;
    int64_t before[COUNTED];
    bool is_any = false;

    /* Every pull ends here, and mostly nobody has left: then the client's taps wait for no lock. */
    TRY(store_any_left(ctx, &is_any));
    if (is_any) {
        TRY(store_get_4(ctx, counted, before));
        TRY(store_drop_left(ctx, steady_now(before, here_ms, hub_ms)));
    }
done:
    return st;
}

struct sums {
    struct sync_pupil_check *rows; /* school-wide first, then pupils in order of their ids */
    size_t count;
};

static int by_pupil(const void *a, const void *b)
{
    const struct sync_pupil_check *x = a;
    const struct sync_pupil_check *y = b;

    return strcmp(x->pupil.text, y->pupil.text);
}

static void mix(void *ctx, const struct id *pupil, const struct id *dev, int64_t seq)
{
    struct sums *sums = ctx;
    const struct sync_pupil_check key = {.pupil = *pupil};
    struct sync_pupil_check *row =
        bsearch(&key, sums->rows, sums->count, sizeof(*sums->rows), by_pupil);

    /* Who is in scope no more counts for nothing; so does a spoiled row, which names nobody, and
     * the sums then ask for what it was. */
    if (row != NULL && !id_is_none(dev)) {
        sync_check_mix(&row->check, dev, seq);
        row->check.count++;
    }
}

static enum status port_sums(void *ctx, int64_t upto_lsn, struct arena *arena,
                             struct sync_pupil_check **out, size_t *count)
{
    enum status st = STATUS_OK;
    struct store_scope scope = {0};
    struct sums sums = {0};
    const struct store_visit visit = {mix, &sums};

    TRY(store_scope(ctx, arena, &scope));
    sums.count = scope.count + 1;
    sums.rows = arena_alloc(arena, sums.count * sizeof(*sums.rows));
    for (size_t i = 0; i < scope.count; i++) {
        sums.rows[i + 1].pupil = scope.pupils[i];
    }
    TRY(store_each_fetched(ctx, upto_lsn, &visit));
    *out = sums.rows;
    *count = sums.count;
done:
    return st;
}

static enum status port_owe(void *ctx, const struct id *pupils, size_t count, int64_t upto_lsn)
{
    return store_owe(ctx, pupils, count, upto_lsn);
}

static enum status port_set_epoch(void *ctx, const char *epoch, int64_t acked)
{
    return store_set_epoch(ctx, epoch, acked);
}

/* A tablet that is enrolled anew may meet another incarnation of its hub. */
static enum status see_epoch(struct store *s, const char *epoch)
{
    enum status st = STATUS_OK;
    struct buf device = {0};
    struct buf known = {0};

    TRY(store_get(s, STORE_device, &device));
    TRY(store_get(s, STORE_epoch, &known));
    if (device.size > 0 && !text_equal(buf_cstr(&known), epoch)) {
        TRY(store_set_epoch(s, epoch, 0)); /* nothing of ours is known to be there */
    }
done:
    buf_finish(&device);
    buf_finish(&known);
    return st;
}

static enum status port_set_keys(void *ctx, const char *box_key, const char *sign_key,
                                 const char *epoch)
{
    enum status st = STATUS_OK;
    const struct store_value values[] = {
        {STORE_hub_box_key,  box_key },
        {STORE_hub_sign_key, sign_key},
        {STORE_epoch,        epoch   },
        {STORE_enrol_step,   "keys"  },
    };

    TRY(see_epoch(ctx, epoch));
    TRY(store_set(ctx, values, sizeof(values) / sizeof(values[0])));
done:
    return st;
}

static enum status port_set_enrolled(void *ctx, const char *device, const char *school,
                                     const char *token)
{
    const struct store_joined joined = {device, school, token};

    return store_join(ctx, &joined);
}

static enum status port_set_refused(void *ctx, const char *sentence)
{
    const struct store_value values[] = {
        {STORE_enrol_step,  "refused"},
        {STORE_enrol_fault, sentence },
    };

    return store_set(ctx, values, sizeof(values) / sizeof(values[0]));
}

static enum status port_set_parted(void *ctx, const char *sentence)
{
    const struct store_value value = {STORE_parted, sentence};

    return store_set(ctx, &value, 1);
}

static enum status port_end_settling(void *ctx)
{
    const struct store_value value = {STORE_settling, ""};

    return store_set(ctx, &value, 1);
}

static enum status port_wipe(void *ctx, const char *sentence)
{
    enum status st = STATUS_OK;

    TRY(store_wipe(ctx, sentence));
    TRY(scrub_if_due(ctx));
done:
    return st;
}

static enum status note_contact(struct store *s, const struct sync_note *note, struct arena *arena,
                                struct store_value values[6], size_t *count)
{
    enum status st = STATUS_OK;
    int64_t before[COUNTED];
    int64_t steady_ms = 0;

    TRY(store_get_4(s, counted, before));
    steady_ms = steady_now(before, note->contact_ms, note->contact_ms + note->skew_ms);
    values[2] =
        (struct store_value){STORE_contact_ms, arena_printf(arena, "%" PRId64, note->contact_ms)};
    values[3] = (struct store_value){STORE_skew_ms, arena_printf(arena, "%" PRId64, note->skew_ms)};
    values[4] = (struct store_value){STORE_steady_ms, arena_printf(arena, "%" PRId64, steady_ms)};
    values[5] = (struct store_value){STORE_epoch_ms, values[4].text};
    *count = before[EPOCH_MS] < 0 ? 6 : 5;
done:
    return st;
}

/* The first contact of an epoch says when that began. */
static enum status port_note(void *ctx, const struct sync_note *note)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    size_t count = 2;
    struct store_value values[6] = {
        {STORE_sync_fault, note->fault                 },
        {STORE_up_to_date, note->up_to_date ? "1" : "0"},
    };

    TRY(note->contact_ms > 0 ? note_contact(ctx, note, &arena, values, &count) : STATUS_OK);
    TRY(store_set(ctx, values, count));
done:
    arena_finish(&arena);
    return st;
}

struct sync_store agent_store_port(struct store *s)
{
    return (struct sync_store){
        .ctx = s,
        .load = port_load,
        .own_after = port_own_after,
        .own_hash = port_own_hash,
        .set_acked = port_set_acked,
        .take = port_take,
        .owed = port_owed,
        .take_owed = port_take_owed,
        .drop_left = port_drop_left,
        .sums = port_sums,
        .owe = port_owe,
        .set_epoch = port_set_epoch,
        .set_keys = port_set_keys,
        .set_enrolled = port_set_enrolled,
        .set_refused = port_set_refused,
        .set_parted = port_set_parted,
        .end_settling = port_end_settling,
        .wipe = port_wipe,
        .note = port_note,
    };
}
