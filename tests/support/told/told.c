/* A log in memory, and the view over it. Each change goes through its line, as one that was fetched
 * would, for what is not kept in columns is read from there again. */
#include "told.h"

#include "postgres.h"

struct id told_id(int number)
{
    struct id id = {""};
    struct buf text = {0};

    if (number != 0) {
        buf_printf(&text, "018f0000-0000-7000-8000-0000000000%02d", number);
        text_copy(id.text, sizeof(id.text), buf_cstr(&text));
        buf_finish(&text);
    }
    return id;
}

static enum status read_line(void *ctx, const struct id *of, int64_t place, struct buf *out)
{
    const struct told *t = ctx;

    (void)of;
    buf_add(out, t->lines[place - 1].data, t->lines[place - 1].size);
    return STATUS_OK;
}

void told_open(struct told *t)
{
    struct view_log log = {read_line, t};
    const char *url = NULL;
    bool stale = false;

    *t = (struct told){.school = told_id(TOLD_SCHOOL)};
    CHECK(postgres_store("sqlite::memory:", &url) == STATUS_OK);
    CHECK(sql_open_any(url, &t->db) == STATUS_OK);
    CHECK(view_open(t->db, VIEW_ON_TABLET, &log, &t->view, &stale) == STATUS_OK);
}

void told_close(struct told *t)
{
    for (size_t i = 0; i < t->count; i++) {
        buf_finish(&t->lines[i]);
    }
    arena_finish(&t->arena);
    view_close(t->view);
    sql_close(t->db);
    *t = (struct told){.count = 0};
}

void told_fold(struct told *t, const struct change_draft *draft)
{
    struct change_draft d = *draft;
    struct buf *line = &t->lines[t->count];
    struct change c;

    CHECK(t->count < TOLD_MOST);
    d.dot.dev = told_id(TOLD_DEVICE);
    d.dot.seq = (int64_t)t->count + 1;
    if (d.dot.stamp.at == 0) {
        d.dot.stamp = (struct stamp){1000 * (int64_t)t->count, 0};
    }
    CHECK(change_encode(&d, line) == STATUS_OK);
    CHECK(change_decode(line->data, line->size, &c) == STATUS_OK);
    CHECK(sql_begin(t->db) == STATUS_OK);
    CHECK(view_apply(t->view, &t->school, &c, d.dot.seq) == STATUS_OK);
    CHECK(sql_commit(t->db) == STATUS_OK);
    change_finish(&c);
    t->count++;
}
