/* Two lists beside the store: pupils erased, tablets revoked.
 *
 * A backup is older than what was erased and revoked after it, so that must be known without the
 * store. Both are text, a JSON object a line, and only grow:
 *
 *     erasures.ndjson      {"school":"<id>","pupil":"<id>"}
 *     revocations.ndjson   {"device":"<id>","mode":"now"}    or "send"; the last of a device counts
 *
 * A revocation goes on with "school", "label", "token" (its digest), "sign_key" and "data_key" (as
 * the store keeps it, sealed): what a store must know to order a tablet that came after it.
 *
 * They belong with keys.json to what is copied to another machine: whoever restores a backup there
 * puts them into its folder first. A line is on its list before it is done in the store: if the
 * machine stops in between, the worst is that a restore does what a person has already asked for.
 * So a last line that was cut off was never done, and counts for nothing. Any other line that is
 * none stops the verb: whom it spoke of nobody can say.
 */
#include "hub_admin.h"

#include <string.h>

#define ERASURES    "erasures.ndjson"
#define REVOCATIONS "revocations.ndjson"

/* ---- reading -------------------------------------------------------------------------------- */

struct list {
    const char *name;
    size_t row_size;
    bool (*read)(const struct json_value *line, struct arena *arena, void *row);
};

static bool read_erasure(const struct json_value *line, struct arena *arena, void *row)
{
    struct hub_erasure *erasure = row;

    (void)arena;
    return id_parse(json_member_text(line, "school"), &erasure->school) == STATUS_OK &&
           id_parse(json_member_text(line, "pupil"), &erasure->pupil) == STATUS_OK;
}

static bool read_revocation(const struct json_value *line, struct arena *arena, void *row)
{
    struct hub_revocation *revocation = row;
    const char *mode = json_member_text(line, "mode");

    if (id_parse(json_member_text(line, "school"), &revocation->school) != STATUS_OK) {
        revocation->school = (struct id){""};
    }
    revocation->label = arena_text(arena, json_member_text(line, "label"));
    revocation->token = arena_text(arena, json_member_text(line, "token"));
    revocation->sign_key = arena_text(arena, json_member_text(line, "sign_key"));
    revocation->data_key = arena_text(arena, json_member_text(line, "data_key"));
    text_copy(revocation->mode, sizeof revocation->mode, mode);
    return id_parse(json_member_text(line, "device"), &revocation->dev) == STATUS_OK &&
           (text_equal(mode, "now") || text_equal(mode, "send"));
}

static const struct list erasures = {ERASURES, sizeof(struct hub_erasure), read_erasure};
static const struct list revocations = {REVOCATIONS, sizeof(struct hub_revocation),
                                        read_revocation};

static bool is_blank(const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (strchr(" \t\r", line[i]) == NULL || line[i] == '\0') {
            return false;
        }
    }
    return true;
}

/* Adds the line's row; a blank line has none. */
static bool read_line(const struct list *list, const char *line, size_t size, struct arena *arena,
                      struct buf *rows)
{
    struct json_value *root = NULL;
    void *row = arena_alloc(arena, list->row_size);
    bool is_one = false;

    if (is_blank(line, size)) {
        return true;
    }
    memset(row, 0, list->row_size);
    is_one = json_parse(line, size, &root) == STATUS_OK && list->read(root, arena, row);
    if (is_one) {
        buf_add(rows, row, list->row_size);
    }
    json_free(root);
    return is_one;
}

static enum status read_list(struct admin *a, const struct list *list, struct hub_rows *out)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct buf rows = {0};
    size_t size = 0;
    int64_t number = 0;

    st = admin_read_file(admin_path(a, list->name), &text);
    TRY(st == STATUS_NOT_FOUND ? STATUS_OK : st);
    for (size_t at = 0; at < text.size; at += size + 1) {
        const char *line = text.data + at;
        const char *end = memchr(line, '\n', text.size - at);
        size = end != NULL ? (size_t)(end - line) : text.size - at;
        number++;
        if (!read_line(list, line, size, &a->arena, &rows) && end != NULL) {
            TRY(FAIL(STATUS_DAMAGED,
                     "Line %lld of %s is broken: put it right, or bring a whole copy.",
                     (long long)number, admin_path(a, list->name)));
        }
    }
    *out =
        (struct hub_rows){arena_copy(&a->arena, rows.data, rows.size), rows.size / list->row_size};

done:
    buf_finish(&rows);
    buf_finish(&text);
    return st;
}

enum status admin_lists_read(struct admin *a, struct hub_lasting *out)
{
    enum status st = STATUS_OK;
    struct hub_rows rows = {0};

    *out = (struct hub_lasting){0};
    TRY(read_list(a, &erasures, &rows));
    out->erasures = rows.rows;
    out->erasure_count = rows.count;
    TRY(read_list(a, &revocations, &rows));
    out->revocations = rows.rows;
    out->revocation_count = rows.count;

done:
    return st;
}

/* ---- adding --------------------------------------------------------------------------------- */

enum status admin_list_erasure(struct admin *a, const struct hub_erasure *erasure)
{
    const char *line = arena_printf(&a->arena, "{\"school\":\"%s\",\"pupil\":\"%s\"}\n",
                                    erasure->school.text, erasure->pupil.text);

    return admin_add_line(admin_path(a, ERASURES), line);
}

enum status admin_list_revocation(struct admin *a, const struct hub_revocation *revocation)
{
    enum status st = STATUS_OK;
    struct buf line = {0};
    struct json_writer w;

    json_begin(&w, &line);
    json_open_object(&w, NULL);
    json_put_text(&w, "device", revocation->dev.text);
    json_put_text(&w, "mode", revocation->mode);
    if (!id_is_none(&revocation->school)) {
        json_put_text(&w, "school", revocation->school.text);
        json_put_text(&w, "label", revocation->label);
        json_put_text(&w, "token", revocation->token);
        json_put_text(&w, "sign_key", revocation->sign_key);
        json_put_text(&w, "data_key", revocation->data_key);
    }
    json_close_object(&w);
    buf_byte(&line, '\n');
    st = admin_add_line(admin_path(a, REVOCATIONS), buf_cstr(&line));
    buf_finish(&line);
    return st;
}

/* ---- list and store ------------------------------------------------------------------------- */

static bool has_erasure(const struct hub_lasting *in, const struct hub_erasure *erasure)
{
    for (size_t i = 0; i < in->erasure_count; i++) {
        if (id_equal(&in->erasures[i].pupil, &erasure->pupil) &&
            id_equal(&in->erasures[i].school, &erasure->school)) {
            return true;
        }
    }
    return false;
}

/* The one that counts; NULL for none. */
static const struct hub_revocation *last_of(const struct hub_lasting *in, const struct id *dev)
{
    for (size_t i = in->revocation_count; i > 0; i--) {
        if (id_equal(&in->revocations[i - 1].dev, dev)) {
            return &in->revocations[i - 1];
        }
    }
    return NULL;
}

/* A tablet's last line was written before its store was, and so a store that says otherwise is
 * older; but a store that other hubs share hears of theirs first. */
static bool has_heard(const struct hub_lasting *known, const struct hub_revocation *word)
{
    const struct hub_revocation *has = last_of(known, &word->dev);

    return has != NULL && (known->is_shared || text_equal(has->mode, word->mode));
}

/* What the lists know and the store does not. */
static struct hub_lasting unknown_to_store(struct admin *a, const struct hub_lasting *listed,
                                           const struct hub_lasting *known)
{
    struct hub_erasure *erase = arena_alloc(&a->arena, (listed->erasure_count + 1) * sizeof *erase);
    struct hub_revocation *revoke =
        arena_alloc(&a->arena, (listed->revocation_count + 1) * sizeof *revoke);
    struct hub_lasting out = {.erasures = erase, .revocations = revoke};

    for (size_t i = 0; i < listed->erasure_count; i++) {
        if (!has_erasure(known, &listed->erasures[i])) {
            erase[out.erasure_count++] = listed->erasures[i];
        }
    }
    for (size_t i = 0; i < listed->revocation_count; i++) {
        const struct hub_revocation *word = &listed->revocations[i];
        if (word == last_of(listed, &word->dev) && !has_heard(known, word)) {
            revoke[out.revocation_count++] = *word;
        }
    }
    return out;
}

/* A hub of an earlier version kept no list of revocations, or their ids alone, and a list may be
 * left behind. */
enum status admin_lists_follow(struct admin *a, const struct hub_lasting *listed)
{
    enum status st = STATUS_OK;
    struct hub_lasting known;

    TRY(hub_lasting(a->hub, &a->arena, &known));
    for (size_t i = 0; i < known.erasure_count; i++) {
        if (!has_erasure(listed, &known.erasures[i])) {
            TRY(admin_list_erasure(a, &known.erasures[i]));
        }
    }
    for (size_t i = 0; i < known.revocation_count; i++) {
        const struct hub_revocation *last = last_of(listed, &known.revocations[i].dev);
        if (last == NULL || !text_equal(last->mode, known.revocations[i].mode) ||
            id_is_none(&last->school)) {
            TRY(admin_list_revocation(a, &known.revocations[i]));
        }
    }

done:
    return st;
}

enum status admin_lists_hold(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_lasting listed;
    struct hub_lasting known;
    struct hub_lasting unknown;

    TRY(admin_lists_read(a, &listed));
    TRY(hub_lasting(a->hub, &a->arena, &known));
    unknown = unknown_to_store(a, &listed, &known);
    TRY(hub_hold_to(a->hub, &unknown));
    TRY(admin_lists_follow(a, &listed));

done:
    return st;
}
