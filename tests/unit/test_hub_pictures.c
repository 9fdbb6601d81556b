/* A hub whose log is full of pictures: what is read of it in pages takes little memory, beside a
 * server too, whose rows come whole.
 *
 * Planted faults, each built once and seen to fail here: a pull, a backfill, an export, a check of
 * the chains, a backup and a rebuild whose pages a server bounds by rows alone; a page that ends
 * with its bytes and is called the last.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub.h"
#include "sql.h"
#include "support.h"
#include "tablet.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PICTURE_SIZE 200000 /* bytes of a line, about */
#define BATCH        12     /* a push stays under 4 MiB */
#define PICTURES     216
/* A page of 4 MiB, its rows, and what the libraries keep of both; all at once would be 43 MB. */
#define MOST_KB 20000
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KEEPS_WHAT_IS_FREED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KEEPS_WHAT_IS_FREED true
#endif
#endif
#ifndef KEEPS_WHAT_IS_FREED
#define KEEPS_WHAT_IS_FREED false /* a sanitizer's heap does, and tells nothing of the hub's */
#endif

struct full {
    struct tablet_world *world;
    struct tablet writer;
    struct tablet reader;
    struct id pupil;
    int64_t rows; /* that a sink was given */
};

static void ok(enum status st)
{
    if (st != STATUS_OK) {
        fail_msg("%s: %s", status_text(st), status_message());
    }
}

/* ---- memory ---------------------------------------------------------------------------------- */

static long peak_kb(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[200];
    long kb = -1;

    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            kb = strtol(line + 6, NULL, 10);
        }
    }
    (void)fclose(file);
    assert_true(kb > 0);
    return kb;
}

/* From here on; what the process has now. */
static long begin_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");

    assert_non_null(file);
    assert_true(fputs("5", file) >= 0);
    assert_int_equal(fclose(file), 0);
    return peak_kb();
}

static void assert_little(const char *what, long before_kb)
{
    long kb = peak_kb() - before_kb;

    print_message("%s: %ld kB\n", what, kb);
    if (!KEEPS_WHAT_IS_FREED && kb > MOST_KB) {
        fail_msg("%s took %ld kB", what, kb);
    }
}

/* ---- a school with pictures ------------------------------------------------------------------ */

static void write_pictures(struct full *f)
{
    struct buf set = {0};
    struct tablet_draft d = {.type = "kite", .pupil = f->pupil};

    for (int i = 0; i < BATCH; i++) {
        d.rec = tablet_new_id(&f->writer);
        buf_clear(&set);
        buf_printf(&set, "{\"tail\":\"%0*d\"}", PICTURE_SIZE, i);
        d.set = buf_cstr(&set);
        tablet_write(&f->writer, &d);
    }
    tablet_expect_push(&f->writer, 200, "\"acked\"");
    buf_finish(&set);
}

/* ---- reading all of it ----------------------------------------------------------------------- */

static void pull(struct full *f)
{
    struct sync_page page;
    bool more = true;
    int64_t pictures = 0;
    char target[100];

    for (int64_t after = 0; more;) {
        (void)snprintf(target, sizeof(target),
                       "/v1/pull?after=%" PRId64 "&limit=5000&epoch=", after);
        tablet_page(&f->reader, target, &page);
        pictures += (int64_t)page.count;
        after = page.head.next;
        more = page.head.more;
        sync_page_finish(&page);
    }
    assert_int_equal(pictures, PICTURES + 2); /* and the pupil, and the school */
}

static void backfill(struct full *f)
{
    struct sync_page page;
    bool more = true;
    int64_t pictures = 0;
    char target[200];

    for (int64_t after = 0; more;) {
        (void)snprintf(
            target, sizeof(target),
            "/v1/pupils/%s?after=%" PRId64 "&upto=10000&limit=5000&epoch=", f->pupil.text, after);
        tablet_page(&f->reader, target, &page);
        pictures += (int64_t)page.count;
        after = page.head.next;
        more = page.head.more;
        sync_page_finish(&page);
    }
    assert_int_equal(pictures, PICTURES + 1);
}

static enum status count_row(void *ctx, const char *line, size_t size)
{
    struct full *f = ctx;

    f->rows += size > PICTURE_SIZE && memchr(line, '\n', size) != NULL ? 1 : 0;
    return STATUS_OK;
}

static void export_changes(struct full *f)
{
    ok(hub_export_changes(f->world->hub, NULL, &(struct hub_sink){count_row, f}));
    assert_int_equal(f->rows, PICTURES);
}

static void export_records(struct full *f)
{
    ok(hub_export_records(f->world->hub, NULL, &(struct hub_sink){count_row, f}));
    assert_int_equal(f->rows, PICTURES);
}

static void verify(struct full *f)
{
    int64_t changes = 0;
    int64_t faults = 0;

    ok(hub_verify(f->world->hub, &(struct hub_sink){count_row, f}, &changes, &faults));
    assert_in_range(changes, PICTURES + 2, PICTURES + 20); /* and the pupil, and the school */
    assert_int_equal(faults, 0);
}

static void back_up(struct full *f)
{
    struct support_folder folder;
    char *path = NULL;
    struct sql *copy = NULL;
    struct sql_stmt *stmt = NULL;
    char url[600];

    (void)f;
    ok(support_folder_make(&folder));
    path = support_folder_path(&folder, "backup");
    ok(hub_backup(f->world->hub, path));
    (void)snprintf(url, sizeof(url), "sqlite:%s", path);
    ok(sql_open(url, &copy));
    ok(sql_prepare_once(copy, "SELECT count(*) FROM log WHERE length(line)>=$1", &stmt));
    sql_bind_int(stmt, 1, PICTURE_SIZE);
    ok(sql_step(stmt));
    assert_int_equal(sql_int(stmt, 0), PICTURES);
    sql_finish(stmt);
    sql_close(copy);
    free(path);
    support_folder_remove(&folder);
}

static void rebuild(struct full *f)
{
    int64_t changes = 0;

    ok(hub_rebuild(f->world->hub, &changes));
    assert_in_range(changes, PICTURES + 2, PICTURES + 20);
}

static void it_takes_little_memory(void **state)
{
    static const struct {
        const char *name;
        void (*read)(struct full *f);
    } ways[] = {
        {"a pull",         pull          },
        {"a backfill",     backfill      },
        {"export changes", export_changes},
        {"export records", export_records},
        {"verify",         verify        },
        {"a backup",       back_up       },
        {"a rebuild",      rebuild       },
    };
    struct full f = {.world = *state};

    tablet_join(f.world, &f.writer, NULL);
    tablet_join(f.world, &f.reader, NULL);
    f.pupil = tablet_write_pupil(&f.writer);
    for (int i = 0; i < PICTURES / BATCH; i++) {
        write_pictures(&f);
    }
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        long before = begin_peak();
        f.rows = 0;
        ways[i].read(&f);
        assert_little(ways[i].name, before);
    }
    tablet_finish(&f.writer);
    tablet_finish(&f.reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_takes_little_memory, tablet_world_make,
                                        tablet_world_end),
    };

    if (setenv("CAIRN_TEST_STORE", "postgresql", 1) != 0) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
