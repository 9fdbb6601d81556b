/* The body of a push: NDJSON, a line a change, seqs ascending by one (PROTOCOL section 4).
 *
 * A batch is stored whole or not at all, so its body is read whole or not at all: the number of the
 * first bad line travels back, because a tablet that can name the line can be helped, and one that
 * only hears "malformed" sends the same batch for ever.
 */
#include "sync_wire_private.h"

static enum status read_fields(const struct json_value *root, struct arena *arena,
                               struct sync_line *out)
{
    enum status st = STATUS_OK;
    bool has_box = json_member(root, "box") != NULL;
    bool has_digest = json_member(root, "digest") != NULL;

    if (json_kind(root) != JSON_IS_OBJECT) {
        return FAIL(STATUS_BAD_INPUT, "A line of a push must be a JSON object.");
    }
    TRY(wire_int(root, "seq", 1, &out->seq));
    TRY(wire_id_or_null(root, "pupil", &out->pupil));
    if (has_box == has_digest) {
        return FAIL(STATUS_BAD_INPUT, "A line of a push must have a box or a digest.");
    }
    out->is_gone = has_digest;
    if (has_digest) {
        TRY(wire_hash(root, "digest", &out->digest));
    } else {
        TRY(wire_bytes(root, "box", arena, &out->box, &out->size));
    }

done:
    return st;
}

static enum status read_line(const char *text, size_t size, struct arena *arena,
                             struct sync_line *out)
{
    enum status st = STATUS_OK;
    struct json_value *root = NULL;

    *out = (struct sync_line){0};
    TRY(json_parse(text, size, &root));
    TRY(read_fields(root, arena, out));

done:
    json_free(root);
    return st;
}

enum status sync_read_push(const char *body, size_t size, struct sync_batch *out, size_t *bad_line)
{
    enum status st = STATUS_OK;
    struct wire_walk walk = {.at = body, .end = body == NULL ? NULL : body + size};
    struct buf lines = {0};
    struct sync_line line;
    int64_t last = 0;

    *out = (struct sync_batch){0};
    *bad_line = 1;
    while (wire_next(&walk)) {
        *bad_line = walk.number;
        TRY(read_line(walk.line, walk.size, &out->arena, &line));
        if (out->count > 0 && line.seq - 1 != last) {
            TRY(FAIL(STATUS_BAD_INPUT, "The seqs of a push must ascend by one."));
        }
        last = line.seq;
        buf_add(&lines, &line, sizeof line);
        out->count++;
    }
    if (out->count == 0) {
        TRY(FAIL(STATUS_BAD_INPUT, "The body of a push must have a line."));
    }
    CHECK(lines.data != NULL);
    out->lines = arena_copy(&out->arena, lines.data, lines.size);
    *bad_line = 0;

done:
    buf_finish(&lines);
    if (st != STATUS_OK) {
        sync_batch_finish(out);
    }
    return st;
}

void sync_batch_finish(struct sync_batch *b)
{
    arena_finish(&b->arena);
    *b = (struct sync_batch){0};
}

void sync_write_push(const struct sync_line *line, struct buf *body)
{
    struct json_writer w;
    char hex[65];

    json_begin(&w, body);
    json_open_object(&w, NULL);
    json_put_int(&w, "seq", line->seq);
    json_put_id(&w, "pupil", &line->pupil);
    if (line->is_gone) {
        hash_text(&line->digest, hex);
        json_put_text(&w, "digest", hex);
    } else {
        json_put_base64(&w, "box", line->box, line->size);
    }
    json_close_object(&w);
    buf_byte(body, '\n');
}
