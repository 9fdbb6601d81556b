/* The answers of a pull, a backfill and a check: a head, then a line a change (PROTOCOL section 4).
 *
 * The head comes first and says how far the page reaches; the rows after it must ascend by lsn, for
 * a page that does not would let a cursor pass a change that was never stored. A backfill's head
 * says less than a pull's: what is missing stays zero, and has_… tells what was there.
 */
#include "sync_wire_private.h"

#include <string.h>

/* ---- writing ------------------------------------------------------------------------------- */

static void put_ids(struct json_writer *w, const char *key, const struct id *ids, size_t count)
{
    json_open_list(w, key);
    for (size_t i = 0; i < count; i++) {
        json_put_id(w, NULL, &ids[i]);
    }
    json_close_list(w);
}

static void put_check(struct json_writer *w, const struct sync_check *check)
{
    char hex[2 * sizeof check->sum + 1];

    text_hex(check->sum, sizeof check->sum, hex);
    json_put_int(w, "n", check->count);
    json_put_text(w, "sum", hex);
}

void sync_write_head(const struct sync_head *head, struct buf *body)
{
    struct json_writer w;
    char hex[65];

    hash_text(&head->hash, hex);
    json_begin(&w, body);
    json_open_object(&w, NULL);
    json_put_int(&w, "next", head->next);
    json_put_bool(&w, "more", head->more);
    json_put_text(&w, "etag", head->etag);
    json_put_text(&w, "epoch", head->epoch);
    json_put_int(&w, "time", head->time_ms);
    json_put_int(&w, "acked", head->acked);
    json_put_text(&w, "hash", hex);
    sync_put_held(&w, head->held, head->held_count);
    if (head->has_pupils) {
        put_ids(&w, "pupils", head->pupils, head->pupil_count);
    }
    if (head->erased_count > 0) {
        put_ids(&w, "erased", head->erased, head->erased_count);
    }
    if (head->has_check) {
        json_open_object(&w, "check");
        put_check(&w, &head->check);
        json_close_object(&w);
    }
    json_close_object(&w);
    buf_byte(body, '\n');
}

void sync_put_held(struct json_writer *w, const struct sync_held *held, size_t count)
{
    json_open_list(w, "held");
    for (size_t i = 0; i < count; i++) {
        json_open_object(w, NULL);
        json_put_int(w, "seq", held[i].seq);
        json_put_text(w, "reason", held[i].reason);
        json_close_object(w);
    }
    json_close_list(w);
}

void sync_write_backfill_head(int64_t next, bool more, struct buf *body)
{
    struct json_writer w;

    json_begin(&w, body);
    json_open_object(&w, NULL);
    json_put_int(&w, "next", next);
    json_put_bool(&w, "more", more);
    json_close_object(&w);
    buf_byte(body, '\n');
}

void sync_write_row(const struct sync_row *row, struct buf *body)
{
    struct json_writer w;

    json_begin(&w, body);
    json_open_object(&w, NULL);
    json_put_int(&w, "lsn", row->lsn);
    json_put_id(&w, "dev", &row->dev);
    json_put_int(&w, "seq", row->seq);
    json_put_id(&w, "pupil", &row->pupil);
    json_put_base64(&w, "box", row->box, row->size);
    json_close_object(&w);
    buf_byte(body, '\n');
}

void sync_write_pupil_check(const struct sync_pupil_check *line, struct buf *body)
{
    struct json_writer w;

    json_begin(&w, body);
    json_open_object(&w, NULL);
    json_put_id(&w, "pupil", &line->pupil);
    put_check(&w, &line->check);
    json_close_object(&w);
    buf_byte(body, '\n');
}

/* ---- reading ------------------------------------------------------------------------------- */

static enum status read_ids(const struct json_value *list, const char *what, struct arena *arena,
                            const struct id **out, size_t *count)
{
    size_t total = json_count(list);
    struct id *ids = arena_alloc(arena, (total + 1) * sizeof *ids);

    if (json_kind(list) != JSON_IS_LIST) {
        return FAIL(STATUS_BAD_INPUT, "%s must be a list of ids", what);
    }
    for (size_t i = 0; i < total; i++) {
        const char *text = json_text(json_item(list, i));
        if (text == NULL || id_parse(text, &ids[i]) != STATUS_OK) {
            return FAIL(STATUS_BAD_INPUT, "%s must be a list of ids", what);
        }
    }
    *out = ids;
    *count = total;
    return STATUS_OK;
}

static enum status sync_read_held(const struct json_value *list, struct arena *arena,
                                  const struct sync_held **out, size_t *count)
{
    enum status st = STATUS_OK;
    size_t total = json_count(list);
    struct sync_held *held = arena_alloc(arena, (total + 1) * sizeof *held);

    if (json_kind(list) != JSON_IS_LIST) {
        return FAIL(STATUS_BAD_INPUT, "held must be a list");
    }
    for (size_t i = 0; i < total; i++) {
        const struct json_value *item = json_item(list, i);
        TRY(wire_int(item, "seq", 1, &held[i].seq));
        held[i].reason = arena_text(arena, json_member_text(item, "reason"));
    }
    *out = held;
    *count = total;

done:
    return st;
}

static enum status read_check(const struct json_value *from, struct sync_check *out)
{
    const char *sum = json_text(json_member(from, "sum"));

    if (wire_int(from, "n", 0, &out->count) != STATUS_OK || sum == NULL ||
        !text_unhex(sum, out->sum, sizeof out->sum)) {
        return FAIL(STATUS_BAD_INPUT, "a check must have n and a sum of 32 hex digits");
    }
    return STATUS_OK;
}

/* What only some heads have. */
static enum status read_head_extras(const struct json_value *root, struct arena *arena,
                                    struct sync_head *out)
{
    enum status st = STATUS_OK;
    const struct json_value *held = json_member(root, "held");
    const struct json_value *pupils = json_member(root, "pupils");
    const struct json_value *erased = json_member(root, "erased");
    const struct json_value *check = json_member(root, "check");

    if (held != NULL) {
        TRY(sync_read_held(held, arena, &out->held, &out->held_count));
    }
    if (pupils != NULL) {
        TRY(read_ids(pupils, "pupils", arena, &out->pupils, &out->pupil_count));
        out->has_pupils = true;
    }
    if (erased != NULL) {
        TRY(read_ids(erased, "erased", arena, &out->erased, &out->erased_count));
    }
    if (check != NULL) {
        TRY(read_check(check, &out->check));
        out->has_check = true;
    }

done:
    return st;
}

static enum status read_head(const char *text, size_t size, struct arena *arena,
                             struct sync_head *out)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;
    const struct json_value *more = NULL;

    TRY(json_parse(text, size, &root));
    TRY(wire_int(root, "next", 0, &out->next));
    if (out->next > SYNC_LSN_MAX) {
        TRY(FAIL(STATUS_BAD_INPUT, "next must be no more than 2^53 - 2"));
    }
    more = json_member(root, "more");
    if (more == NULL || json_kind(more) != JSON_IS_BOOL) {
        TRY(FAIL(STATUS_BAD_INPUT, "more must be true or false"));
    }
    out->more = json_is_true(more);
    out->etag = arena_text(arena, json_member_text(root, "etag"));
    out->epoch = arena_text(arena, json_member_text(root, "epoch"));
    if (json_member(root, "time") != NULL) {
        TRY(wire_int(root, "time", 0, &out->time_ms));
    }
    out->acked = json_int(json_member(root, "acked"), 0);
    if (json_member(root, "hash") != NULL) {
        TRY(wire_hash(root, "hash", &out->hash));
    }
    TRY(read_head_extras(root, arena, out));

done:
    json_free(root);
    return st;
}

static enum status read_row(const char *text, size_t size, struct arena *arena,
                            struct sync_row *out)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;

    *out = (struct sync_row){0};
    TRY(json_parse(text, size, &root));
    TRY(wire_int(root, "lsn", 1, &out->lsn));
    TRY(wire_id(root, "dev", &out->dev));
    TRY(wire_int(root, "seq", 1, &out->seq));
    TRY(wire_id_or_null(root, "pupil", &out->pupil));
    TRY(wire_bytes(root, "box", arena, &out->box, &out->size));

done:
    json_free(root);
    return st;
}

enum status sync_read_page(const char *body, size_t size, struct sync_page *out)
{
    enum status st = STATUS_OK;
    struct wire_walk walk = {.at = body, .end = body == NULL ? NULL : body + size};
    struct buf rows = {0};
    struct sync_row row;
    int64_t last = 0;

    *out = (struct sync_page){0};
    if (!wire_next(&walk)) {
        TRY(FAIL(STATUS_BAD_INPUT, "The hub's answer has no head."));
    }
    TRY(read_head(walk.line, walk.size, &out->arena, &out->head));
    while (wire_next(&walk)) {
        TRY(read_row(walk.line, walk.size, &out->arena, &row));
        if (row.lsn <= last || row.lsn > out->head.next) {
            TRY(FAIL(STATUS_BAD_INPUT, "The hub's answer is not in order."));
        }
        last = row.lsn;
        buf_add(&rows, &row, sizeof row);
        out->count++;
    }
    out->rows = arena_copy(&out->arena, rows.data, rows.size);

done:
    buf_finish(&rows);
    if (st != STATUS_OK) {
        sync_page_finish(out);
    }
    return st;
}

void sync_page_finish(struct sync_page *p)
{
    arena_finish(&p->arena);
    *p = (struct sync_page){0};
}

enum status sync_read_pupil_checks(const char *body, size_t size, struct arena *arena,
                                   struct sync_pupil_check **out, size_t *count)
{
    enum status st = STATUS_OK;
    struct wire_walk walk = {.at = body, .end = body == NULL ? NULL : body + size};
    struct json_value *root = NULL;
    struct buf lines = {0};
    struct sync_pupil_check line;

    *out = NULL;
    *count = 0;
    while (wire_next(&walk)) {
        line = (struct sync_pupil_check){0};
        TRY(json_parse(walk.line, walk.size, &root));
        TRY(wire_id_or_null(root, "pupil", &line.pupil));
        TRY(read_check(root, &line.check));
        json_free(root);
        root = NULL;
        buf_add(&lines, &line, sizeof line);
    }
    *count = lines.size / sizeof line;
    *out = arena_copy(arena, lines.data, lines.size);

done:
    json_free(root);
    buf_finish(&lines);
    return st;
}

/* ---- check sums ---------------------------------------------------------------------------- */

void sync_check_mix(struct sync_check *check, const struct id *dev, int64_t seq)
{
    char text[ID_ROOM + 1 + TEXT_INT64_ROOM];
    size_t size = strlen(dev->text);
    struct hash h;

    memcpy(text, dev->text, size);
    text[size++] = ':';
    size += text_int64(seq, text + size);
    h = change_digest(text, size);
    for (size_t i = 0; i < sizeof check->sum; i++) {
        check->sum[i] ^= h.bytes[i];
    }
}
