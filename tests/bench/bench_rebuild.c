/* How long a large log takes to be verified and to be folded again, on both stores, and that what
 * is exported afterwards is the same to the byte, on each store and on both.
 *
 * A hundred thousand changes of two tablets. Both hubs are told the same, so their records are the
 * same but for the ids that chance gave them: each store is held against itself, and the figures of
 * one against the other's.
 */
#include "bench_school.h"
#include "bench_tablet.h"
#include "postgres.h"
#include "support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 100000, BATCH = 2000, PUPILS = 96 };

struct figures {
    double verify_s;
    double rebuild_s;
    double export_s;
    int64_t records;
};

/* Records one after another, each by its digest and those before it: a chain of the export. */
struct exported {
    struct hash hash;
    int64_t count;
};

static enum status take_line(void *ctx, const char *line, size_t size)
{
    struct exported *e = ctx;
    struct hash digest = change_digest(line, size);

    e->hash = chain_hash(&e->hash, &digest);
    e->count++;
    return STATUS_OK;
}

static enum status refuse_line(void *ctx, const char *line, size_t size)
{
    (void)ctx;
    (void)fprintf(stderr, "bench: verify says %.*s", (int)size, line);
    return STATUS_OK;
}

static double since(int64_t begun_ns)
{
    return (double)(bench_now_ns() - begun_ns) / 1e9;
}

static struct exported export_all(struct hub *hub)
{
    struct exported e = {.count = 0};
    struct hub_sink sink = {take_line, &e};

    bench_must(hub_export_records(hub, NULL, &sink));
    return e;
}

static struct figures measure(const char *url)
{
    struct bench_school *b = mem_zero(1, sizeof *b);
    struct hub_sink sink = {refuse_line, NULL};
    struct exported before;
    struct exported after;
    struct figures f = {.records = 0};
    int64_t changes = 0;
    int64_t faults = 0;
    int64_t begun = 0;

    bench_school_make(b, url, 2, PUPILS);
    for (int64_t i = 0; i < CHANGES; i += BATCH) {
        struct bench_batch batch;
        struct tablet *t = &b->tablets[i / BATCH % 2];
        bench_school_write(b, t, BATCH, &batch);
        bench_school_push(t, &batch);
        bench_batch_finish(&batch);
    }
    begun = bench_now_ns();
    bench_must(hub_verify(b->hub, &sink, &changes, &faults));
    f.verify_s = since(begun);
    CHECK(faults == 0 && changes > CHANGES);
    begun = bench_now_ns();
    before = export_all(b->hub);
    f.export_s = since(begun);
    begun = bench_now_ns();
    bench_must(hub_rebuild(b->hub, &changes));
    f.rebuild_s = since(begun);
    after = export_all(b->hub);
    CHECK(after.count == before.count && hash_equal(&after.hash, &before.hash));
    f.records = after.count;
    bench_school_finish(b);
    free(b);
    return f;
}

static void tell(const char *store, const struct figures *f)
{
    printf("    %s: %" PRId64 " records, the same bytes after; verify %.2f s, rebuild %.2f s,"
           " export %.2f s\n",
           store, f->records, f->verify_s, f->rebuild_s, f->export_s);
    (void)fflush(stdout);
}

int main(void)
{
    struct support_folder folder;
    struct buf url = {0};
    const char *server = NULL;
    struct figures file;
    struct figures postgres;

    bench_must(support_folder_make(&folder));
    buf_printf(&url, "sqlite:%s/cairn.db", folder.path);
    file = measure(buf_cstr(&url));
    tell("SQLite", &file);
    bench_must(postgres_fresh(&server));
    postgres = measure(server);
    tell("PostgreSQL", &postgres);
    CHECK(file.records == postgres.records);
    bench_say_ratio("verify of 100,000 on PostgreSQL", postgres.verify_s, file.verify_s, 3.0, "s");
    bench_say_ratio("rebuild of 100,000 on PostgreSQL", postgres.rebuild_s, file.rebuild_s, 3.0,
                    "s");
    support_folder_remove(&folder);
    buf_finish(&url);
    return 0;
}
