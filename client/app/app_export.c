/* The whole view as the hub would print it: how a tablet and a hub are compared, field by field. */
#include "app_private.h"

struct export
{
    struct buf *out;
    const char *urn;
};

static enum status export_one(void *ctx, const struct merge_record *r)
{
    struct export *e = ctx;
    struct buf line = {0};

    merge_export(r, e->urn, &line);
    buf_add(e->out, line.data, line.size);
    if (e->out->size > 0 && e->out->data[e->out->size - 1] != '\n') {
        buf_byte(e->out, '\n');
    }
    buf_finish(&line);
    return STATUS_OK;
}

enum status app_export(struct app *a, struct buf *out)
{
    enum status st = STATUS_OK;
    struct merge_record school = {0};
    struct export e = {out, ""};
    const struct merge_field *f = NULL;

    if (!session_is_open(a)) {
        return FAIL(STATUS_LOCKED, "Unlock the tablet before an export");
    }
    merge_init(&school);
    st = view_load(a->session.view, &a->session.school, &a->session.school, &school);
    if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
        goto done;
    }
    f = merge_find(&school, "urn");
    if (f != NULL && merge_value(f) != NULL && json_text(merge_value(f)->value) != NULL) {
        e.urn = json_text(merge_value(f)->value);
    }
    TRY(view_each(a->session.view, &a->session.school, export_one, &e));
done:
    merge_finish(&school);
    return st;
}
