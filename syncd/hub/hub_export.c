/* Exports: everything, in lines that another program can read and check.
 *
 * `records` is what the changes add up to, each record with all its fields and its conflicts named.
 * `changes` is the log itself: the line as it was written, its digest and hash, so that anyone can
 * walk a chain again without this program. A line that was held because it is no text at all cannot
 * stand in JSON as it is; it stands in line_b64.
 */
#include "hub_private.h"

#include <string.h>

#define PAGE_ROWS 1000

struct record_export {
    const struct hub_sink *sink;
    const char *urn;
    struct buf line;
};

static enum status export_record(void *ctx, const struct merge_record *r)
{
    struct record_export *e = ctx;

    buf_clear(&e->line);
    merge_export(r, e->urn, &e->line);
    if (e->line.size == 0 || e->line.data[e->line.size - 1] != '\n') {
        buf_byte(&e->line, '\n');
    }
    return e->sink->line(e->sink->ctx, e->line.data, e->line.size);
}

typedef enum status (*school_fn)(struct hub_reading *reading, const struct hub_school *school,
                                 const struct hub_sink *sink);

/* One school or all, each in one snapshot. */
static enum status each_school(struct hub *hub, const struct hub_school *school,
                               const struct hub_sink *sink, school_fn each)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct hub_school_rows schools = {0};
    struct hub_reading reading = {0};

    TRY(hub_schools(hub, &arena, &schools));
    TRY(hub_read_begin(hub, &reading));
    for (size_t i = 0; i < schools.count; i++) {
        if (school == NULL || id_equal(&school->id, &schools.rows[i].id)) {
            TRY(each(&reading, &schools.rows[i], sink));
        }
    }

done:
    hub_read_end(hub, &reading);
    arena_finish(&arena);
    return st;
}

static enum status school_records(struct hub_reading *reading, const struct hub_school *school,
                                  const struct hub_sink *sink)
{
    struct record_export e = {.sink = sink, .urn = school->urn};
    enum status st = view_each(reading->view, &school->id, export_record, &e);

    buf_finish(&e.line);
    return st;
}

enum status hub_export_records(struct hub *hub, const struct hub_school *school,
                               const struct hub_sink *sink)
{
    return each_school(hub, school, sink, school_records);
}

static void put_line(struct json_writer *w, const char *bytes, size_t size)
{
    struct buf text = {0};

    if (bytes == NULL) {
        json_put_null(w, "line");
    } else if (memchr(bytes, '\0', size) == NULL && text_is_utf8(bytes, size)) {
        buf_add(&text, bytes, size);
        json_put_text(w, "line", buf_cstr(&text));
    } else {
        json_put_null(w, "line");
        json_put_base64(w, "line_b64", bytes, size);
    }
    buf_finish(&text);
}

static void put_change(struct sql_stmt *stmt, struct buf *out)
{
    struct json_writer w;
    size_t size = 0;
    const uint8_t *bytes = NULL;
    char hex[129];

    buf_clear(out);
    json_begin(&w, out);
    json_open_object(&w, NULL);
    if (sql_is_null(stmt, 0)) {
        json_put_null(&w, "lsn");
    } else {
        json_put_int(&w, "lsn", sql_int(stmt, 0));
    }
    json_put_text(&w, "dev", sql_text(stmt, 1));
    json_put_int(&w, "seq", sql_int(stmt, 2));
    for (int column = 3; column <= 4; column++) {
        bytes = sql_bytes(stmt, column, &size);
        text_hex(bytes, size < 64 ? size : 64, hex);
        json_put_text(&w, column == 3 ? "digest" : "hash", hex);
    }
    json_put_text(&w, "held", sql_is_null(stmt, 5) ? NULL : sql_text(stmt, 5));
    bytes = sql_bytes(stmt, 6, &size);
    /* A line of no bytes is held for its form, and is not gone. */
    put_line(&w, sql_is_null(stmt, 6) ? NULL : size == 0 ? "" : (const char *)bytes, size);
    json_close_object(&w);
    buf_byte(out, '\n');
}

/* Where a page ended. */
struct export_mark {
    struct id dev;
    int64_t seq;
};

static enum status changes_page(struct hub_reading *reading, const struct hub_school *school,
                                const struct hub_sink *sink, struct export_mark *mark,
                                struct hub_page *page)
{
    enum status st = STATUS_OK;
    struct sql_stmt *stmt = NULL;
    struct buf line = {0};
#define CHANGES                                               \
    "SELECT lsn, dev, seq, digest, hash, held, line FROM log" \
    " WHERE school=$1 AND (dev, seq)>($2, $3) ORDER BY dev, seq LIMIT $4"
    static const char text[] = CHANGES;
    static const char some[] = HUB_SOME_OF(CHANGES, "dev, seq");

    *page = (struct hub_page){0};
    TRY(hub_ask(reading->db, hub_page_text(reading->db, text, some),
                (struct hub_arg[]){arg_id(&school->id), arg_text(mark->dev.text),
                                   arg_int(mark->seq), arg_int(PAGE_ROWS)},
                4, &stmt));
    while ((st = sql_step(stmt)) == STATUS_OK) {
        size_t size = 0;
        put_change(stmt, &line);
        TRY(sink->line(sink->ctx, line.data, line.size));
        *mark = (struct export_mark){sql_id(stmt, 1), sql_int(stmt, 2)};
        (void)sql_bytes(stmt, 6, &size);
        page->bytes += (int64_t)size;
        page->rows++;
    }
    TRY(st == STATUS_END ? STATUS_OK : st);

done:
    buf_finish(&line);
    sql_finish(stmt);
    return st;
}

/* The name of a row that somebody spoiled may not, and would be asked after for ever. */
static bool leads_on(const struct export_mark *before, const struct export_mark *mark)
{
    int order = strcmp(mark->dev.text, before->dev.text);

    return order > 0 || (order == 0 && mark->seq > before->seq);
}

static enum status school_changes(struct hub_reading *reading, const struct hub_school *school,
                                  const struct hub_sink *sink)
{
    enum status st = STATUS_OK;
    struct export_mark mark = {.dev = {ID_LEAST}};
    struct hub_page page = {0};
    struct export_mark before;

    do {
        before = mark;
        TRY(changes_page(reading, school, sink, &mark, &page));
        if (hub_page_is_full(&page, PAGE_ROWS) && !leads_on(&before, &mark)) {
            TRY(FAIL(STATUS_DAMAGED,
                     "A change's name is broken in the central store: run verify."));
        }
    } while (hub_page_is_full(&page, PAGE_ROWS));

done:
    return st;
}

enum status hub_export_changes(struct hub *hub, const struct hub_school *school,
                               const struct hub_sink *sink)
{
    return each_school(hub, school, sink, school_changes);
}
