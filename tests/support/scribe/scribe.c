/* scribe FOLDER PASSPHRASE COUNT BYTES BATCH — writes into an enrolled tablet as its client does,
 * without a screen: COUNT changes of about BYTES, BATCH of them a commit. Each is told as
 * `saved story <record id>` once its commit is durable. A daemon may run beside it, and it may be
 * killed at any moment.
 */
#define _POSIX_C_SOURCE 200809L

#include "change.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH_MAX 32

struct scribe {
    struct store *store;
    struct slot_keys keys;
    struct random_port random;
    struct clock_port clock;
    struct id dev;
    struct id staff;
    struct stamp last;
    const char *words; /* what each change says */
};

static int64_t wall_ms(void *ctx)
{
    struct timespec now;

    (void)ctx;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status unlock(struct scribe *s, const char *passphrase)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct store_slot_rows slots = {0};
    struct buf device = {0};

    TRY(store_slots(s->store, &arena, &slots));
    TRY(store_get(s->store, STORE_device, &device));
    if (slots.count == 0 || device.size == 0) {
        TRY(FAIL(STATUS_NOT_FOUND, "this tablet has not been enrolled"));
    }
    TRY(slot_open(&slots.rows[0].slot, passphrase, &s->keys));
    text_copy(s->dev.text, sizeof s->dev.text, buf_cstr(&device));
    s->staff = slots.rows[0].staff;
done:
    buf_finish(&device);
    arena_finish(&arena);
    return st;
}

static enum status write_line(struct scribe *s, const struct id *rec, int64_t seq, struct buf *line)
{
    enum status st = STATUS_OK;
    struct buf set = {0};
    struct json_writer w;
    struct change_draft draft = {
        .dot = {stamp_next(&s->last, wall_ms(NULL)), s->dev, seq},
        .by = s->staff,
        .rec = *rec,
        .type = "story"
    };

    json_begin(&w, &set);
    json_open_object(&w, NULL);
    json_put_text(&w, "said", s->words);
    json_close_object(&w);
    draft.set = buf_cstr(&set);
    TRY(change_encode(&draft, line));
done:
    buf_finish(&set);
    return st;
}

/* So many changes, one commit. */
static enum status write_batch(struct scribe *s, size_t count)
{
    enum status st = STATUS_OK;
    struct store_box boxes[BATCH_MAX] = {{0}};
    struct buf sealed[BATCH_MAX] = {{0}};
    struct id recs[BATCH_MAX];
    struct buf line = {0};
    struct hash end = {{0}};
    int64_t seq = 0;

    TRY(store_own_end(s->store, &seq, &end));
    for (size_t i = 0; i < count; i++) {
        struct store_box *box = &boxes[i];
        *box = (struct store_box){.dev = s->dev, .seq = seq + 1 + (int64_t)i};
        const struct change_place place = {box->dev, box->seq, box->pupil};
        recs[i] = id_new(&s->clock, &s->random);
        buf_clear(&line);
        TRY(write_line(s, &recs[i], box->seq, &line));
        change_seal(&s->keys.data, &s->random, &place, line.data, line.size, &sealed[i]);
        box->box = sealed[i].data;
        box->size = sealed[i].size;
        box->digest = change_digest(line.data, line.size);
        box->hash = chain_hash(&end, &box->digest);
        box->signature = change_sign(&s->keys.sign, &box->hash);
        end = box->hash;
    }
    TRY(store_append(s->store, boxes, count, NULL));
    for (size_t i = 0; i < count; i++) {
        (void)printf("saved story %s\n", recs[i].text);
    }
    (void)fflush(stdout);
done:
    for (size_t i = 0; i < count; i++) {
        buf_finish(&sealed[i]);
    }
    buf_finish(&line);
    return st;
}

static bool read_count(const char *text, int64_t most, int64_t *out)
{
    return text_to_int64(text, out) == STATUS_OK && *out > 0 && *out <= most;
}

int main(int argc, char **argv)
{
    enum status st = STATUS_OK;
    struct scribe s = {
        .clock = {wall_ms, NULL}
    };
    struct buf file = {0};
    struct buf words = {0};
    int64_t count = 0;
    int64_t bytes = 0;
    int64_t batch = 0;

    if (argc != 6 || !read_count(argv[3], 1000000, &count) ||
        !read_count(argv[4], 250000, &bytes) || !read_count(argv[5], BATCH_MAX, &batch)) {
        (void)fprintf(stderr, "usage: scribe FOLDER PASSPHRASE COUNT BYTES BATCH\n");
        return 2;
    }
    for (int64_t i = 0; i < bytes; i++) {
        buf_byte(&words, (char)('a' + i % 26));
    }
    s.words = buf_cstr(&words);
    buf_printf(&file, "%s/tablet.db", argv[1]);
    TRY(change_setup());
    s.random = change_system_random();
    TRY(store_open(buf_cstr(&file), &s.store));
    TRY(unlock(&s, argv[2]));
    while (count > 0) {
        int64_t now = count < batch ? count : batch;
        TRY(write_batch(&s, (size_t)now));
        count -= now;
    }
done:
    if (st != STATUS_OK) {
        (void)fprintf(stderr, "scribe: %s\n", status_message());
    }
    key_wipe(&s.keys, sizeof s.keys);
    store_close(s.store);
    buf_finish(&file);
    buf_finish(&words);
    return st == STATUS_OK ? 0 : 1;
}
