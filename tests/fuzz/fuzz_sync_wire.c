/* Any bytes as what travels: the body of a push, a page of a pull, check sums, an enrol code.
 *
 * Each reader gets all of the input, for none of them knows what another would make of it. What is
 * let in keeps the order that the machine builds on, and a push that is written again is the same.
 * Seen to catch: a push with a hole in its seqs that is let in.
 */
#include "fuzz.h"

#include "sync.h"

#include <string.h>

static void as_push(const char *body, size_t size)
{
    struct sync_batch batch = {0};
    struct sync_batch back = {0};
    struct buf again = {0};
    size_t bad_line = 0;
    enum status st = sync_read_push(body, size, &batch, &bad_line);

    CHECK((st == STATUS_OK) == (bad_line == 0));
    CHECK((st == STATUS_OK) == (batch.count > 0));
    for (size_t i = 0; i < batch.count; i++) {
        CHECK(batch.lines[i].seq >= 1);
        CHECK(i == 0 || batch.lines[i].seq - 1 == batch.lines[i - 1].seq);
        sync_write_push(&batch.lines[i], &again);
    }
    if (st == STATUS_OK) {
        CHECK(sync_read_push(again.data, again.size, &back, &bad_line) == STATUS_OK);
        CHECK(back.count == batch.count);
    }
    for (size_t i = 0; i < back.count; i++) {
        const struct sync_line *a = &batch.lines[i];
        const struct sync_line *b = &back.lines[i];
        CHECK(a->seq == b->seq && id_equal(&a->pupil, &b->pupil) && a->is_gone == b->is_gone);
        CHECK(a->size == b->size && (a->size == 0 || memcmp(a->box, b->box, a->size) == 0));
    }
    sync_batch_finish(&batch);
    sync_batch_finish(&back);
    buf_finish(&again);
}

static void as_page(const char *body, size_t size)
{
    struct sync_page page = {0};

    if (sync_read_page(body, size, &page) != STATUS_OK) {
        CHECK(page.count == 0 && status_message()[0] != '\0');
    }
    for (size_t i = 0; i < page.count; i++) {
        CHECK(page.rows[i].lsn <= page.head.next);
        CHECK(i == 0 || page.rows[i].lsn > page.rows[i - 1].lsn);
        CHECK(id_is_valid(page.rows[i].dev.text));
    }
    sync_page_finish(&page);
}

static void as_checks(const char *body, size_t size)
{
    struct arena arena = {0};
    struct sync_pupil_check *checks = NULL;
    size_t count = 0;

    if (sync_read_pupil_checks(body, size, &arena, &checks, &count) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            CHECK(id_is_none(&checks[i].pupil) || id_is_valid(checks[i].pupil.text));
        }
    }
    arena_finish(&arena);
}

static void as_code(const char *text, size_t size)
{
    struct arena arena = {0};
    struct sync_code code;

    if (sync_read_code(arena_span(&arena, text, size), &code) == STATUS_OK) {
        CHECK(strncmp(code.url, "https://", 8) == 0);
        CHECK(code.secret[0] != '\0' && code.pin[0] != '\0' && code.keys[0] != '\0');
    }
    arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    const char *text = (const char *)data;

    as_push(text, size);
    as_page(text, size);
    as_checks(text, size);
    as_code(text, size);
    return 0;
}
