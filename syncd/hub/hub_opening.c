/* The boxes of a batch, opened.
 *
 * This is what a push costs most, next to storing it. Two processors share it where they have
 * nothing else to do; where a server stores the first lines meanwhile, on a processor of its own,
 * it is done piece by piece.
 */
#include "hub_opening.h"

#include <stdlib.h>

void hub_opening_start(struct hub_opening *o, const struct hub_device *device,
                       const struct sync_batch *batch, const struct hash *before)
{
    *o = (struct hub_opening){.device = device, .batch = batch, .before = before};
    o->items = mem_zero(batch->count, sizeof *o->items);
    o->digests = mem_zero(batch->count, sizeof *o->digests);
    o->hashes = mem_zero(batch->count, sizeof *o->hashes);
    atomic_init(&o->has_sealed, false);
    for (size_t i = 0; i < batch->count; i++) {
        o->items[i].seq = batch->lines[i].seq;
        o->items[i].pupil = batch->lines[i].pupil;
    }
}

void hub_opening_finish(struct hub_opening *o)
{
    for (size_t i = 0; o->items != NULL && i < o->batch->count; i++) {
        change_finish(&o->items[i].change);
    }
    for (size_t i = 0; i < HUB_HANDS; i++) {
        arena_finish(&o->hands[i].arena);
        buf_finish(&o->hands[i].line);
    }
    free(o->items);
    free(o->digests);
    free(o->hashes);
}

/* Nothing here is another line's affair: two threads open and read a batch. What is stored already
 * is read in vain, which only a retry pays for. */
static void open_line(void *ctx, int hand, size_t piece)
{
    struct hub_opening *o = ctx;
    struct hub_opening_hand *h = &o->hands[hand];
    const size_t index = o->ready + piece;
    const struct sync_line *from = &o->batch->lines[index];
    struct hub_item *item = &o->items[index];
    struct change_place place = {.dev = o->device->id, .seq = from->seq, .pupil = from->pupil};

    if (from->is_gone) {
        item->digest = from->digest;
    } else if (change_open(&o->device->data_key, &place, from->box, from->size, &h->line) ==
               STATUS_OK) {
        item->line = arena_span(&h->arena, buf_cstr(&h->line), h->line.size);
        item->size = h->line.size;
        item->digest = change_digest(h->line.data, h->line.size);
        hub_item_decode(item, &o->device->id);
    } else {
        atomic_store(&o->has_sealed, true);
    }
    o->digests[index] = item->digest;
}

bool hub_opening_run(struct hub_opening *o, struct hub_helper *helper, size_t until)
{
    struct hub_work work = {.piece = open_line, .ctx = o};

    CHECK(until <= o->batch->count);
    if (until > o->ready) {
        work.count = until - o->ready;
        hub_helper_do(helper, &work);
    }
    for (; o->ready < until; o->ready++) {
        const size_t i = o->ready;
        if (o->before != NULL) {
            o->hashes[i] = chain_hash(i == 0 ? o->before : &o->hashes[i - 1], &o->digests[i]);
            o->items[i].hash = o->hashes[i];
        }
    }
    return !atomic_load(&o->has_sealed);
}
