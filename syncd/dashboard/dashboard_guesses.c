/* How often a passphrase may be guessed.
 *
 * Ten guesses in five minutes, then a rest (Cyber Essentials). A guess is counted before it is
 * checked, or a hundred sent at once would all be checked before the first is counted. A count
 * starts again only after five minutes without a guess, so no window of five minutes ever holds
 * more than ten. Guesses are counted for the user name and for the address: the first stops one
 * account being tried from many places, the second many accounts from one place.
 */
#include "dashboard_private.h"

#include <stdlib.h>
#include <string.h>

void dashboard_guesses_open(struct dashboard_guesses *g)
{
    CHECK(pthread_mutex_init(&g->lock, NULL) == 0);
    g->entries = mem_zero(DASHBOARD_GUESS_ENTRIES, sizeof g->entries[0]);
}

void dashboard_guesses_close(struct dashboard_guesses *g)
{
    free(g->entries);
    (void)pthread_mutex_destroy(&g->lock);
}

/* Small letters for capitals: the accounts may not tell them apart, so neither do we. */
static void make_key(char kind, const char *text, uint8_t key[20])
{
    struct buf b = {0};

    buf_byte(&b, kind);
    for (; *text != '\0'; text++) {
        bool capital = *text >= 'A' && *text <= 'Z';
        uint8_t letter = (uint8_t)((unsigned char)*text + (capital ? 'a' - 'A' : 0));
        buf_add(&b, &letter, 1);
    }
    sha1(b.data, b.size, key);
    buf_finish(&b);
}

/* The entry of the key; else a free one, or the one longest at rest, made ready for it. */
static struct dashboard_guess *entry_of(struct dashboard_guesses *g, const uint8_t key[20],
                                        int64_t now_ms)
{
    struct dashboard_guess *spare = &g->entries[0];

    for (size_t i = 0; i < DASHBOARD_GUESS_ENTRIES; i++) {
        struct dashboard_guess *e = &g->entries[i];
        if (e->count > 0 && now_ms - e->last_ms > DASHBOARD_GUESS_REST_MS) {
            e->count = 0;
        }
        if (e->count > 0 && memcmp(e->key, key, sizeof e->key) == 0) {
            return e;
        }
        if (spare->count > 0 && (e->count == 0 || e->last_ms < spare->last_ms)) {
            spare = e;
        }
    }
    memcpy(spare->key, key, sizeof spare->key);
    spare->count = 0;
    spare->last_ms = now_ms;
    return spare;
}

static void count_one(struct dashboard_guess *e, int64_t now_ms)
{
    e->count++;
    e->last_ms = now_ms;
}

bool dashboard_guesses_take(struct dashboard_guesses *g, const char *user, const char *peer,
                            int64_t now_ms)
{
    uint8_t user_key[20];
    uint8_t peer_key[20];
    bool may = false;

    make_key('u', user, user_key);
    make_key('p', peer, peer_key);
    CHECK(pthread_mutex_lock(&g->lock) == 0);
    struct dashboard_guess *by_user = entry_of(g, user_key, now_ms);
    may = by_user->count < DASHBOARD_GUESSES_MAX;
    if (may) {
        count_one(by_user, now_ms);
        struct dashboard_guess *by_peer = entry_of(g, peer_key, now_ms);
        may = by_peer->count < DASHBOARD_GUESSES_A_PEER_MAX;
        if (may) {
            count_one(by_peer, now_ms);
        } else {
            by_user->count--;
        }
    }
    CHECK(pthread_mutex_unlock(&g->lock) == 0);
    return may;
}

void dashboard_guesses_right(struct dashboard_guesses *g, const char *user, const char *peer)
{
    uint8_t key[20];

    CHECK(pthread_mutex_lock(&g->lock) == 0);
    make_key('u', user, key);
    for (size_t i = 0; i < DASHBOARD_GUESS_ENTRIES; i++) {
        if (g->entries[i].count > 0 && memcmp(g->entries[i].key, key, sizeof key) == 0) {
            g->entries[i].count = 0;
        }
    }
    make_key('p', peer, key);
    for (size_t i = 0; i < DASHBOARD_GUESS_ENTRIES; i++) {
        if (g->entries[i].count > 0 && memcmp(g->entries[i].key, key, sizeof key) == 0) {
            g->entries[i].count--;
        }
    }
    CHECK(pthread_mutex_unlock(&g->lock) == 0);
}
