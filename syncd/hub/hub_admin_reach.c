/* What the folder remembers of how far its store was, in reach.ndjson:
 *
 *     {"epoch":"<id>"}
 *     {"school":"<id>","last":91}      the last number of its log
 *
 * It is written after each verb that writes and, while serving, each minute. It never says more
 * than was so: a store that has less is an older copy. Then, before anything else is written, the
 * store begins another life. A file that is missing, broken, or could not be written says nothing,
 * and the next one is right: it is an aid, and a verb does not fail for it.
 */
#include "hub_admin.h"
#include "hub_reach.h"

#include <stdio.h>
#include <string.h>

#define REACH "reach.ndjson"

/* ---- the file ------------------------------------------------------------------------------- */

static void write_rows(const struct hub_reach_rows *reach, struct buf *out)
{
    buf_printf(out, "{\"epoch\":\"%s\"}\n", reach->epoch.text);
    for (size_t i = 0; i < reach->count; i++) {
        const struct hub_reach *row = &reach->rows[i];
        buf_printf(out, "{\"school\":\"%s\",\"last\":%lld}\n", row->school.text,
                   (long long)row->last);
    }
}

static bool read_row(const char *line, size_t size, struct hub_reach_rows *out)
{
    struct json_value *root = NULL;
    struct hub_reach *row = &out->rows[out->count];
    bool is_one = json_parse(line, size, &root) == STATUS_OK;

    if (is_one && json_member(root, "epoch") != NULL) {
        is_one = id_parse(json_member_text(root, "epoch"), &out->epoch) == STATUS_OK;
    } else if (is_one) {
        is_one = id_parse(json_member_text(root, "school"), &row->school) == STATUS_OK;
        row->last = json_int(json_member(root, "last"), 0);
        out->count += is_one ? 1 : 0;
    }
    json_free(root);
    return is_one;
}

/* False where there is none that can be read. */
static bool read_rows(struct admin *a, struct hub_reach_rows *out)
{
    struct buf text = {0};
    size_t lines = 0;
    size_t size = 0;
    bool is_whole = admin_read_file(admin_path(a, REACH), &text) == STATUS_OK;

    for (size_t i = 0; i < text.size; i++) {
        lines += text.data[i] == '\n' ? 1 : 0;
    }
    *out = (struct hub_reach_rows){.rows = arena_alloc(&a->arena, (lines + 2) * sizeof *out->rows)};
    for (size_t at = 0; is_whole && at < text.size; at += size + 1) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size = end != NULL ? (size_t)(end - (text.data + at)) : text.size - at;
        is_whole = read_row(text.data + at, size, out);
    }
    buf_finish(&text);
    return is_whole && !id_is_none(&out->epoch);
}

/* ---- older than it was ---------------------------------------------------------------------- */

static const struct hub_reach *find_row(const struct hub_reach_rows *in,
                                        const struct hub_reach *like)
{
    for (size_t i = 0; i < in->count; i++) {
        if (id_equal(&in->rows[i].school, &like->school)) {
            return &in->rows[i];
        }
    }
    return NULL;
}

static bool has_gone_back(const struct hub_reach_rows *was, const struct hub_reach_rows *is)
{
    if (!id_equal(&was->epoch, &is->epoch)) {
        return !is->is_shared;
    }
    for (size_t i = 0; i < was->count; i++) {
        const struct hub_reach *row = find_row(is, &was->rows[i]);
        if (row == NULL || row->last < was->rows[i].last) {
            return true;
        }
    }
    return false;
}

enum status admin_reach_hold(struct admin *a)
{
    enum status st = STATUS_OK;
    struct hub_reach_rows was;
    struct hub_reach_rows is;
    bool is_known = read_rows(a, &was); /* first: others may write on */

    TRY(hub_reach(a->hub, &a->arena, &is));
    if (is_known && has_gone_back(&was, &is)) {
        TRY(hub_begin_life(a->hub));
        (void)fprintf(stderr, "cairn-hub: The store is older than it was, as if a copy had been "
                              "put in its place. Tablets send again what it lacks, as after "
                              "restore; what they do not hold is lost.\n");
        admin_reach_keep(a);
    }

done:
    return st;
}

static enum status keep(const struct admin *a, struct arena *arena)
{
    enum status st = STATUS_OK;
    const char *path = arena_printf(arena, "%s/" REACH, a->data);
    struct hub_reach_rows is;
    struct buf text = {0};
    struct buf before = {0};

    TRY(hub_reach(a->hub, arena, &is));
    write_rows(&is, &text);
    if (admin_read_file(path, &before) != STATUS_OK || !buf_equal(&before, &text)) {
        TRY(admin_write_file(path, text.data, text.size));
    }

done:
    buf_finish(&before);
    buf_finish(&text);
    return st;
}

void admin_reach_keep(const struct admin *a)
{
    struct arena arena = {0}; /* not the program's: serve comes here each minute */
    enum status st = keep(a, &arena);

    (void)st; /* what was remembered before is less, and still so */
    arena_finish(&arena);
}
