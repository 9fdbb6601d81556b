/* The machine's requests, one a phase. */
#include "sync_private.h"

#include <inttypes.h>

static void ask_plain(struct sync *s, struct sync_ask *ask, const char *method, const char *type)
{
    ask->method = method;
    ask->path = buf_cstr(&s->path);
    ask->type = type;
    ask->body = buf_cstr(&s->body);
    ask->size = s->body.size;
}

static void ask_enrol(struct sync *s, struct sync_ask *ask)
{
    struct json_writer w;

    json_begin(&w, &s->body);
    json_open_object(&w, NULL);
    json_put_text(&w, "code", s->state.secret);
    json_put_text(&w, "label", s->state.label);
    json_put_text(&w, "sign_key", s->state.sign_key);
    json_put_text(&w, "data_key", s->state.data_key);
    json_close_object(&w);
    buf_text(&s->path, "/v1/enrol");
    ask_plain(s, ask, "POST", "application/json");
}

/* How much of the most is asked for on a line that breaks, or to save the battery; one at least. */
static int64_t part_of(const struct sync *s, int64_t most, int64_t most_saving)
{
    int64_t part = s->saves && most > most_saving ? most_saving : most;

    part = part >> (2 * s->line_shift);
    return part > 0 ? part : 1;
}

static int64_t page_rows(const struct sync *s)
{
    return part_of(s, SYNC_PULL_MAX, SAVING_PAGE_ROWS >> (2 * s->page_shift));
}

static enum status own_after(struct sync *s, int64_t after, int64_t rows, struct sync_own *own)
{
    enum status st = STATUS_OK;

    TRY(s->ports.store->own_after(s->ports.store->ctx, after, rows,
                                  part_of(s, s->batch_bytes, SAVING_BYTES), &s->task, own));
    CHECK(own->count > 0);
done:
    return st;
}

static void push(struct sync *s, struct sync_ask *ask, const struct sync_own *own)
{
    for (size_t i = 0; i < own->count; i++) {
        sync_write_push(&own->lines[i], &s->body);
    }
    buf_base64(&s->signature, own->signature.bytes, sizeof(own->signature.bytes));
    buf_printf(&s->path, "/v1/push?epoch=%s", s->state.epoch);
    ask_plain(s, ask, "POST", "application/x-ndjson");
    ask->token = s->state.token;
    ask->signature = buf_cstr(&s->signature);
}

/* At rest when there is nothing small enough to ask for. */
static enum status ask_pull(struct sync *s, struct sync_ask *ask)
{
    if (sync_page_waits(s)) {
        return sync_round_saved(s);
    }
    buf_printf(&s->path, "/v1/pull?after=%" PRId64 "&limit=%" PRId64 "&scope=%s&epoch=%s",
               s->state.cursor, page_rows(s), s->state.etag, s->state.epoch);
    ask_plain(s, ask, "GET", "");
    ask->token = s->state.token;
    ask->most = sync_page_most(s);
    return STATUS_OK;
}

static enum status ask_push(struct sync *s, struct sync_ask *ask)
{
    enum status st = STATUS_OK;
    struct sync_own own = {0};
    int64_t acked = s->state.acked;

    /* With nothing new the last one goes again, so that the hub says whether it still has it. */
    TRY(own_after(s, acked < s->state.own_end ? acked : s->state.own_end - 1,
                  part_of(s, s->batch_rows, SAVING_PUSH_ROWS), &own));
    if (sync_push_waits(s, &own)) {
        s->phase = PHASE_PULL;
        return ask_pull(s, ask);
    }
    push(s, ask, &own);
done:
    return st;
}

/* A change that the hub holds too is taken for a retry, and nothing is stored. */
enum status sync_ask_fork(struct sync *s, struct sync_ask *ask)
{
    enum status st = STATUS_OK;
    struct sync_own own = {0};

    TRY(own_after(s, (s->fork_low + s->fork_high) / 2 - 1, 1, &own));
    push(s, ask, &own);
done:
    return st;
}

static void ask_backfill(struct sync *s, struct sync_ask *ask)
{
    buf_printf(&s->path,
               "/v1/pupils/%s?after=%" PRId64 "&upto=%" PRId64 "&limit=%" PRId64 "&epoch=%s",
               id_is_none(&s->owed.pupil) ? "-" : s->owed.pupil.text, s->owed.after, s->owed.upto,
               part_of(s, SYNC_PULL_MAX, SAVING_PAGE_ROWS), s->state.epoch);
    ask_plain(s, ask, "GET", "");
    ask->token = s->state.token;
}

static void ask_check(struct sync *s, struct sync_ask *ask)
{
    buf_printf(&s->path, "/v1/check?upto=%" PRId64 "&epoch=%s", s->check_upto, s->state.epoch);
    ask_plain(s, ask, "GET", "");
    ask->token = s->state.token;
}

enum status sync_ask_phase(struct sync *s, struct sync_ask *ask)
{
    switch (s->phase) {
    case PHASE_HUB_KEYS:
        buf_text(&s->path, "/v1/hub");
        ask_plain(s, ask, "GET", "");
        return STATUS_OK;
    case PHASE_ENROL:
        ask_enrol(s, ask);
        return STATUS_OK;
    case PHASE_PUSH:
        return ask_push(s, ask);
    case PHASE_PULL:
        return ask_pull(s, ask);
    case PHASE_BACKFILL:
        ask_backfill(s, ask);
        return STATUS_OK;
    case PHASE_CHECK:
        ask_check(s, ask);
        return STATUS_OK;
    case PHASE_FORK:
        return sync_ask_fork(s, ask);
    case PHASE_REST:
        break;
    }
    CHECK(s->phase != PHASE_REST); /* nothing is asked while at rest */
    return STATUS_OK;
}
