/* The wire of PROTOCOL section 4: what is written reads back, what is not the protocol's is refused
 * with its line, and the judgement of a push tells a retry from a clone.
 */
#include "sync.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PUPIL  "0190aaaa-0000-7000-8000-000000000001"
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* ---- reading a push ------------------------------------------------------------------------ */

static struct push_row {
    const char *name;
    const char *body;
    enum status want;
    size_t bad_line;
    size_t count;
} push_rows[] = {
    {"an empty body is line 1",       "",                                                                  STATUS_BAD_INPUT, 1, 0},
    {"a blank line is no line",       "\n",                                                                STATUS_BAD_INPUT, 1, 0},
    {"a box with a pupil",            "{\"seq\":7,\"pupil\":\"" PUPIL "\",\"box\":\"AAEC\"}\n",            STATUS_OK,        0,
     1                                                                                                                           },
    {"the last newline may lack",     "{\"seq\":7,\"pupil\":null,\"box\":\"AAEC\"}",                       STATUS_OK,        0, 1},
    {"an unknown key is passed over", "{\"seq\":1,\"pupil\":null,\"box\":\"\",\"x\":1}",                   STATUS_OK,
     0,                                                                                                                         1},
    {"a digest in place of a box",    "{\"seq\":1,\"pupil\":null,\"digest\":\"" DIGEST "\"}",
     STATUS_OK,                                                                                                              0, 1},
    {"seqs ascend by one",
     "{\"seq\":1,\"pupil\":null,\"box\":\"\"}\n{\"seq\":2,\"pupil\":null,\"box\":\"\"}\n",                 STATUS_OK,        0, 2},
    {"a hole is named",
     "{\"seq\":1,\"pupil\":null,\"box\":\"\"}\n{\"seq\":3,\"pupil\":null,\"box\":\"\"}\n",                 STATUS_BAD_INPUT, 2, 0},
    {"a repeat is named",
     "{\"seq\":1,\"pupil\":null,\"box\":\"\"}\n{\"seq\":1,\"pupil\":null,\"box\":\"\"}\n",                 STATUS_BAD_INPUT, 2, 0},
    {"seq 0 is none",                 "{\"seq\":0,\"pupil\":null,\"box\":\"\"}",                           STATUS_BAD_INPUT, 1, 0},
    {"seq 1.0 is none",               "{\"seq\":1.0,\"pupil\":null,\"box\":\"\"}",                         STATUS_BAD_INPUT, 1, 0},
    {"a pupil must be said",          "{\"seq\":1,\"box\":\"\"}",                                          STATUS_BAD_INPUT, 1, 0},
    {"a pupil must be an id",         "{\"seq\":1,\"pupil\":\"x\",\"box\":\"\"}",                          STATUS_BAD_INPUT, 1, 0},
    {"a box must be base64",          "{\"seq\":1,\"pupil\":null,\"box\":\"A\"}",                          STATUS_BAD_INPUT, 1, 0},
    {"neither box nor digest",        "{\"seq\":1,\"pupil\":null}",                                        STATUS_BAD_INPUT, 1, 0},
    {"both box and digest",           "{\"seq\":1,\"pupil\":null,\"box\":\"\",\"digest\":\"" DIGEST "\"}",
     STATUS_BAD_INPUT,                                                                                                       1, 0},
    {"a short digest",                "{\"seq\":1,\"pupil\":null,\"digest\":\"00\"}",                      STATUS_BAD_INPUT, 1, 0},
    {"doubled keys",                  "{\"seq\":1,\"seq\":1,\"pupil\":null,\"box\":\"\"}",                 STATUS_BAD_INPUT, 1, 0},
    {"a list is no line",             "[]",                                                                STATUS_BAD_INPUT, 1, 0},
    {"cut in the middle",             "{\"seq\":1,\"pupil\":null,\"bo",                                    STATUS_BAD_INPUT, 1, 0},
};

static void check_push(void **state)
{
    const struct push_row *row = *state;
    struct sync_batch batch;
    size_t bad_line = 99;
    enum status st = sync_read_push(row->body, strlen(row->body), &batch, &bad_line);

    assert_string_equal(status_text(st), status_text(row->want));
    assert_int_equal(bad_line, row->bad_line);
    assert_int_equal(batch.count, row->count);
    sync_batch_finish(&batch);
}

static void push_reads_back(void **state)
{
    struct sync_line line = {.seq = 41, .box = (const uint8_t *)"\0box", .size = 4};
    struct buf body = {0};
    struct sync_batch batch;
    size_t bad_line = 0;

    (void)state;
    assert_int_equal(id_parse(PUPIL, &line.pupil), STATUS_OK);
    sync_write_push(&line, &body);
    line = (struct sync_line){.seq = 42, .is_gone = true};
    assert_true(hash_parse(DIGEST, &line.digest));
    sync_write_push(&line, &body);
    assert_int_equal(sync_read_push(body.data, body.size, &batch, &bad_line), STATUS_OK);
    assert_int_equal(batch.count, 2);
    assert_string_equal(batch.lines[0].pupil.text, PUPIL);
    assert_int_equal(batch.lines[0].size, 4);
    assert_memory_equal(batch.lines[0].box, "\0box", 4);
    assert_true(batch.lines[1].is_gone);
    assert_true(hash_equal(&batch.lines[1].digest, &line.digest));
    assert_true(id_is_none(&batch.lines[1].pupil));
    sync_batch_finish(&batch);
    buf_finish(&body);
}

/* ---- pages --------------------------------------------------------------------------------- */

static void page_reads_back(void **state)
{
    struct sync_held held = {.seq = 3, .reason = "school"};
    struct id pupil;
    struct sync_head head = {.next = 9, .more = false, .etag = "e1", .epoch = "ep", .time_ms = 77};
    struct sync_row row = {.lsn = 9, .seq = 2, .box = (const uint8_t *)"xyz", .size = 3};
    struct buf body = {0};
    struct sync_page page;

    (void)state;
    assert_int_equal(id_parse(PUPIL, &pupil), STATUS_OK);
    row.dev = pupil;
    head.acked = 5;
    head.held = &held;
    head.held_count = 1;
    head.has_pupils = true;
    head.pupils = &pupil;
    head.pupil_count = 1;
    head.erased = &pupil;
    head.erased_count = 1;
    head.has_check = true;
    head.check.count = 4;
    head.check.sum[15] = 0xab;
    sync_write_head(&head, &body);
    sync_write_row(&row, &body);
    assert_int_equal(sync_read_page(body.data, body.size, &page), STATUS_OK);
    assert_int_equal(page.head.next, 9);
    assert_false(page.head.more);
    assert_string_equal(page.head.etag, "e1");
    assert_int_equal(page.head.acked, 5);
    assert_int_equal(page.head.held_count, 1);
    assert_string_equal(page.head.held[0].reason, "school");
    assert_int_equal(page.head.pupil_count, 1);
    assert_int_equal(page.head.erased_count, 1);
    assert_true(page.head.has_check);
    assert_int_equal(page.head.check.sum[15], 0xab);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].lsn, 9);
    assert_memory_equal(page.rows[0].box, "xyz", 3);
    sync_page_finish(&page);
    buf_finish(&body);
}

static struct page_row {
    const char *name;
    const char *body;
} bad_pages[] = {
    {"no head",                           ""                                               },
    {"no next",                           "{\"more\":false}\n"                             },
    {"more is no bool",                   "{\"next\":1,\"more\":0}\n"                      },
    {"rows out of order",
     "{\"next\":9,\"more\":false}\n"
     "{\"lsn\":2,\"dev\":\"" PUPIL "\",\"seq\":1,\"pupil\":null,\"box\":\"\"}\n"
     "{\"lsn\":2,\"dev\":\"" PUPIL "\",\"seq\":2,\"pupil\":null,\"box\":\"\"}\n"           },
    {"a row past next",
     "{\"next\":1,\"more\":false}\n"
     "{\"lsn\":2,\"dev\":\"" PUPIL "\",\"seq\":1,\"pupil\":null,\"box\":\"\"}\n"           },
    {"a row cut short",                   "{\"next\":1,\"more\":false}\n{\"lsn\":1,"       },
    {"the number that stands for unseen", "{\"next\":9007199254740991,\"more\":false}\n"   },
    {"the greatest next",                 "{\"next\":9223372036854775807,\"more\":false}\n"},
};

static void check_bad_page(void **state)
{
    const struct page_row *row = *state;
    struct sync_page page;

    assert_int_equal(sync_read_page(row->body, strlen(row->body), &page), STATUS_BAD_INPUT);
    assert_int_equal(page.count, 0);
}

static void the_last_number_of_all_reads(void **state)
{
    static const char body[] =
        "{\"next\":9007199254740990,\"more\":false}\n"
        "{\"lsn\":9007199254740990,\"dev\":\"" PUPIL "\",\"seq\":1,\"pupil\":null,\"box\":\"\"}\n";
    struct sync_page page;

    (void)state;
    assert_int_equal(sync_read_page(body, sizeof body - 1, &page), STATUS_OK);
    assert_int_equal(page.rows[0].lsn, 9007199254740990LL);
    sync_page_finish(&page);
}

static void backfill_head_reads(void **state)
{
    struct buf body = {0};
    struct sync_page page;

    (void)state;
    sync_write_backfill_head(12, true, &body);
    assert_string_equal(buf_cstr(&body), "{\"next\":12,\"more\":true}\n");
    assert_int_equal(sync_read_page(body.data, body.size, &page), STATUS_OK);
    assert_int_equal(page.head.next, 12);
    assert_true(page.head.more);
    assert_false(page.head.has_check);
    sync_page_finish(&page);
    buf_finish(&body);
}

static void check_lines_read_back(void **state)
{
    struct sync_pupil_check line = {.check = {.count = 2}};
    struct sync_pupil_check *read = NULL;
    struct arena arena = {0};
    struct buf body = {0};
    size_t count = 0;

    (void)state;
    sync_check_mix(&line.check, &(struct id){.text = PUPIL}, 1);
    sync_write_pupil_check(&line, &body);
    assert_int_equal(sync_read_pupil_checks(body.data, body.size, &arena, &read, &count),
                     STATUS_OK);
    assert_int_equal(count, 1);
    assert_memory_equal(&read[0].check, &line.check, sizeof line.check);
    sync_check_mix(&line.check, &(struct id){.text = PUPIL}, 1);
    for (size_t i = 0; i < sizeof line.check.sum; i++) {
        assert_int_equal(line.check.sum[i], 0); /* mixing twice takes it out again */
    }
    arena_finish(&arena);
    buf_finish(&body);
}

/* The sums of PROTOCOL section 4: over the text dev:seq, whatever the number. */
static void sums_are_of_the_text(void **state)
{
    static const struct {
        int64_t seq;
        const char *text;
    } rows[] = {
        {1,         PUPIL ":1"                  },
        {10,        PUPIL ":10"                 },
        {INT64_MAX, PUPIL ":9223372036854775807"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sync_check check = {.count = 0};
        struct hash want = change_digest(rows[i].text, strlen(rows[i].text));
        sync_check_mix(&check, &(struct id){.text = PUPIL}, rows[i].seq);
        assert_memory_equal(check.sum, want.bytes, sizeof check.sum);
        assert_int_equal(check.count, 0); /* that is the caller's */
    }
}

/* ---- codes --------------------------------------------------------------------------------- */

#define PIN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct code_row {
    const char *name;
    const char *text;
    enum status want;
} code_rows[] = {
    {"a whole code",    "cairn:https://127.0.0.1:8443#c2VjcmV0." PIN "." PIN,   STATUS_OK       },
    {"any secret",      "cairn:https://hub:1#AZql_W-1." PIN "." PIN,            STATUS_OK       },
    {"no secret: (",    "cairn:https://hub:1#AZ(1." PIN "." PIN,                STATUS_BAD_INPUT},
    {"space around it", " \n cairn:https://hub:1#c2VjcmV0." PIN "." PIN "\r\n", STATUS_OK       },
    {"nothing",         "",                                                     STATUS_BAD_INPUT},
    {"another word",    "https://hub:1#c2VjcmV0." PIN "." PIN,                  STATUS_BAD_INPUT},
    {"no TLS",          "cairn:http://hub:1#c2VjcmV0." PIN "." PIN,             STATUS_BAD_INPUT},
    {"no host",         "cairn:https://#c2VjcmV0." PIN "." PIN,                 STATUS_BAD_INPUT},
    {"no secret",       "cairn:https://hub:1#." PIN "." PIN,                    STATUS_BAD_INPUT},
    {"a short pin",     "cairn:https://hub:1#c2VjcmV0.AAAA." PIN,               STATUS_BAD_INPUT},
    {"no keys",         "cairn:https://hub:1#c2VjcmV0." PIN,                    STATUS_BAD_INPUT},
    {"cut keys",        "cairn:https://hub:1#c2VjcmV0." PIN ".AAAA",            STATUS_BAD_INPUT},
    {"a part too many", "cairn:https://hub:1#c2VjcmV0." PIN "." PIN ".x",       STATUS_BAD_INPUT},
};

static void check_code(void **state)
{
    const struct code_row *row = *state;
    struct sync_code code;

    assert_string_equal(status_text(sync_read_code(row->text, &code)), status_text(row->want));
    assert_int_equal(code.url[0] != '\0', row->want == STATUS_OK);
}

/* ---- judging a push ------------------------------------------------------------------------ */

#define STORED   3
#define SENT_MAX 4

struct judge_world {
    struct sign_pair pair;
    struct hash digests[STORED + SENT_MAX]; /* of seqs 1, 2 … */
    struct hash hashes[STORED + SENT_MAX];
};

static enum status stored_hash(void *ctx, int64_t seq, struct hash *out)
{
    const struct judge_world *world = ctx;

    assert_true(seq >= 1 && seq <= STORED);
    *out = world->hashes[seq - 1];
    return STATUS_OK;
}

static struct judge_row {
    const char *name;
    int64_t first;
    size_t count;
    int64_t spoil; /* a seq whose line is another's; 0: none */
    bool wrong_signature;
    enum sync_verdict want;
    size_t fresh;
} judge_rows[] = {
    {"what follows is taken",                  4, 2, 0, false, SYNC_TAKE,      0},
    {"a retry of all is taken",                1, 3, 0, false, SYNC_TAKE,      3},
    {"a retry that goes on is taken",          2, 4, 0, false, SYNC_TAKE,      2},
    {"a hole is a gap",                        5, 1, 0, false, SYNC_GAP,       0},
    {"another line at a stored seq is a fork", 3, 2, 3, false, SYNC_FORK,      1},
    {"a signature of another line",            4, 2, 0, true,  SYNC_SIGNATURE, 0},
    {"a retry with a wrong signature",         2, 2, 0, true,  SYNC_SIGNATURE, 2},
};

static void check_judge(void **state)
{
    const struct judge_row *row = *state;
    struct rng chance = {5};
    struct random_port random = rng_port(&chance);
    struct judge_world world;
    struct sync_stored stored = {.hash = stored_hash, .ctx = &world};
    struct sync_line lines[SENT_MAX] = {{0}};
    struct sync_batch batch = {.lines = lines, .count = row->count};
    struct sync_chain chain = {.acked = STORED};
    struct hash digests[SENT_MAX];
    struct hash hashes[SENT_MAX];
    struct hash before = {{0}};
    struct sync_judgement judgement = {.hashes = hashes, .fresh = 99};

    assert_int_equal(change_setup(), STATUS_OK);
    sign_pair_make(&random, &world.pair);
    for (size_t i = 0; i < STORED + SENT_MAX; i++) {
        world.digests[i] = change_digest(&i, sizeof i);
        world.hashes[i] = chain_hash(&before, &world.digests[i]);
        before = world.hashes[i];
    }
    chain.hash = world.hashes[STORED - 1];
    memcpy(chain.sign_key, world.pair.public_key, sizeof chain.sign_key);
    for (size_t i = 0; i < row->count; i++) {
        lines[i].seq = row->first + (int64_t)i;
        digests[i] = world.digests[lines[i].seq - 1];
        if (lines[i].seq == row->spoil) {
            digests[i].bytes[0] ^= 1;
        }
    }
    before = world.hashes[row->first + (int64_t)row->count - (row->wrong_signature ? 1 : 2)];
    struct signature signature = change_sign(&world.pair, &before);
    assert_int_equal(sync_judge(&chain, &batch, digests, &signature, &stored, &judgement),
                     STATUS_OK);
    assert_int_equal(judgement.verdict, row->want);
    assert_int_equal(judgement.fresh, row->fresh);
}

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

int main(void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test(push_reads_back),
        cmocka_unit_test(page_reads_back),
        cmocka_unit_test(the_last_number_of_all_reads),
        cmocka_unit_test(backfill_head_reads),
        cmocka_unit_test(check_lines_read_back),
        cmocka_unit_test(sums_are_of_the_text),
    };
    size_t n = 4;

    for (size_t i = 0; i < COUNT(push_rows); i++) {
        tests[n++] = (struct CMUnitTest){push_rows[i].name, check_push, NULL, NULL, &push_rows[i]};
    }
    for (size_t i = 0; i < COUNT(bad_pages); i++) {
        tests[n++] =
            (struct CMUnitTest){bad_pages[i].name, check_bad_page, NULL, NULL, &bad_pages[i]};
    }
    for (size_t i = 0; i < COUNT(code_rows); i++) {
        tests[n++] = (struct CMUnitTest){code_rows[i].name, check_code, NULL, NULL, &code_rows[i]};
    }
    for (size_t i = 0; i < COUNT(judge_rows); i++) {
        tests[n++] =
            (struct CMUnitTest){judge_rows[i].name, check_judge, NULL, NULL, &judge_rows[i]};
    }
    return _cmocka_run_group_tests("sync_wire", tests, n, NULL, NULL);
}
