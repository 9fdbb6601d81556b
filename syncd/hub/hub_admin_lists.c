/* Two lists beside the store: pupils erased, tablets revoked.
 *
 * A backup is older than what was erased and revoked after it, so that must be known without the
 * store. Both are text, a JSON object a line, and only grow:
 *
 *     erasures.ndjson      {"school":"<id>","pupil":"<id>"}
 *     revocations.ndjson   {"device":"<id>","mode":"now"}    or "send"; the last of a device counts
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
    bool (*read)(const struct json_value *line, void *row);
};

static bool read_erasure(const struct json_value *line, void *row)
{
    struct hub_erasure *erasure = row;

    return id_parse(json_member_text(line, "school"), &erasure->school) == STATUS_OK &&
           id_parse(json_member_text(line, "pupil"), &erasure->pupil) == STATUS_OK;
}

static bool read_revocation(const struct json_value *line, void *row)
{
    struct hub_revocation *revocation = row;
    const char *mode = json_member_text(line, "mode");

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
    is_one = json_parse(line, size, &root) == STATUS_OK && list->read(root, row);
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
    const char *line = arena_printf(&a->arena, "{\"device\":\"%s\",\"mode\":\"%s\"}\n",
                                    revocation->dev.text, revocation->mode);

    return admin_add_line(admin_path(a, REVOCATIONS), line);
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

/* The mode that counts; NULL for none. */
static const char *mode_of(const struct hub_lasting *in, const struct id *dev)
{
    for (size_t i = in->revocation_count; i > 0; i--) {
        if (id_equal(&in->revocations[i - 1].dev, dev)) {
            return in->revocations[i - 1].mode;
        }
    }
    return NULL;
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
        if (mode_of(known, &listed->revocations[i].dev) == NULL) {
            revoke[out.revocation_count++] = listed->revocations[i];
        }
    }
    return out;
}

/* A hub of an earlier version kept no list of revocations, and a list may be left behind. */
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
        const char *mode = mode_of(listed, &known.revocations[i].dev);
        if (mode == NULL || !text_equal(mode, known.revocations[i].mode)) {
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
