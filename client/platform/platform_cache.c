/* A cache of made things by the hash of what they were made from.
 *
 * A hash of 64 bits stands for the key: two keys with one hash would show one word for another,
 * once in some ten thousand years of tapping. When the cache is full it is emptied whole; the next
 * frame makes again the few hundred things that it shows, and nothing old is ever in the way.
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

void *cache_find(const struct cache *c, uint64_t key)
{
    const struct cache_entry *e = &c->entries[slot_of(c, key == 0 ? 1 : key)];

    return e->key == 0 ? NULL : e->thing;
}

void cache_put(struct cache *c, uint64_t key, void *thing, size_t size)
{
    int at = 0;

    key = key == 0 ? 1 : key;
    if (c->count >= c->room / 2 || c->bytes + size > c->bytes_max) {
        cache_clear(c);
    }
    at = slot_of(c, key);
    CHECK(c->entries[at].key == 0);
    c->entries[at] = (struct cache_entry){key, thing, size};
    c->count++;
    c->bytes += size;
}
