/* A cache of made things by the hash of what they were made from.
 *
 * A hash of 64 bits stands for the key: two keys with one hash would show one word for another,
 * once in some ten thousand years of tapping. When the cache is full, the half of it goes that was
 * not asked for the longest: were it emptied whole, the next frame would have to make again all
 * that it shows, and be late; and what goes is gone at once, so that its memory is another's.
 */
#include "platform_private.h"

#include <stdlib.h>

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size)
{
    const uint8_t *b = bytes;
    uint64_t h = seed ^ 14695981039346656037ULL;

    for (size_t i = 0; i < size; i++) {
        h = (h ^ b[i]) * 1099511628211ULL;
    }
    return h ^ (h >> 29);
}

uint64_t hash_number(uint64_t seed, int64_t number)
{
    return hash_bytes(seed, &number, sizeof(number));
}

uint64_t cache_hash_text(uint64_t seed, const char *text)
{
    return hash_bytes(seed, text, SDL_strlen(text));
}

void cache_init(struct cache *c, int room, size_t bytes_max, void (*drop)(void *thing))
{
    CHECK(room > 0 && (room & (room - 1)) == 0);
    *c = (struct cache){.room = room, .bytes_max = bytes_max, .drop = drop};
    c->entries = mem_zero((size_t)room, sizeof(*c->entries));
}

void cache_clear(struct cache *c)
{
    for (int i = 0; i < c->room; i++) {
        if (c->entries[i].key != 0 && c->drop != NULL) {
            c->drop(c->entries[i].thing);
        }
        c->entries[i] = (struct cache_entry){0};
    }
    c->count = 0;
    c->bytes = 0;
}

void cache_finish(struct cache *c)
{
    if (c->entries != NULL) {
        cache_clear(c);
        free(c->entries);
    }
    *c = (struct cache){0};
}

static int slot_of(const struct cache *c, uint64_t key)
{
    int at = (int)(key & (uint64_t)(c->room - 1));

    while (c->entries[at].key != 0 && c->entries[at].key != key) {
        at = (at + 1) & (c->room - 1);
    }
    return at;
}

void *cache_find(struct cache *c, uint64_t key)
{
    struct cache_entry *e = &c->entries[slot_of(c, key == 0 ? 1 : key)];

    e->used = ++c->asked;
    return e->key == 0 ? NULL : e->thing;
}

static int latest_first(const void *a, const void *b)
{
    const struct cache_entry *left = a;
    const struct cache_entry *right = b;

    return left->used > right->used ? -1 : (left->used < right->used ? 1 : 0);
}

static void add(struct cache *c, struct cache_entry entry)
{
    int at = slot_of(c, entry.key);

    CHECK(c->entries[at].key == 0);
    c->entries[at] = entry;
    c->count++;
    c->bytes += entry.size;
}

static void drop_older_half(struct cache *c)
{
    struct cache_entry *all = mem_zero((size_t)c->count + 1, sizeof(*all));
    int count = 0;

    for (int i = 0; i < c->room; i++) {
        if (c->entries[i].key != 0) {
            all[count++] = c->entries[i];
        }
        c->entries[i] = (struct cache_entry){0};
    }
    qsort(all, (size_t)count, sizeof(*all), latest_first);
    c->count = 0;
    c->bytes = 0;
    for (int i = 0; i < count; i++) {
        if (c->count < c->room / 4 && c->bytes + all[i].size <= c->bytes_max / 2) {
            add(c, all[i]);
        } else if (c->drop != NULL) {
            c->drop(all[i].thing);
        }
    }
    free(all);
}

void cache_put(struct cache *c, uint64_t key, void *thing, size_t size)
{
    if (c->count >= c->room / 2 || c->bytes + size > c->bytes_max) {
        drop_older_half(c);
    }
    add(c, (struct cache_entry){key == 0 ? 1 : key, thing, size, ++c->asked});
}
