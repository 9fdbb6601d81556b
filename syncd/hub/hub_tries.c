/* How often an enrolment code may be tried in vain.
 *
 * A code cannot be guessed, but whoever tries costs the hub a seal to open and a turn of its one
 * writer each time, and tablets wait behind that. So an address has thirty tries, and one more
 * every ten seconds: a whole school may share it, and only codes that do not work are counted. A
 * try is taken before the code is looked up, or many sent at once would all be looked up before
 * the first is counted, and given back when the code was good.
 *
 * One number an address is enough: the moment at which all of its tries have come back.
 */
#include "hub_tries.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define TRIES_MAX     30
#define TRY_BACK_MS   10000
#define ADDRESSES_MAX 256
#define ADDRESS_ROOM  46

struct hub_try {
    char address[ADDRESS_ROOM];
    int64_t whole_ms; /* 0: the place is free */
};
struct hub_tries {
    pthread_mutex_t lock;
    struct hub_try rows[ADDRESSES_MAX];
};

struct hub_tries *hub_tries_create(void)
{
    struct hub_tries *t = mem_zero(1, sizeof *t);

    CHECK(pthread_mutex_init(&t->lock, NULL) == 0);
    return t;
}

void hub_tries_destroy(struct hub_tries *t)
{
    if (t != NULL) {
        (void)pthread_mutex_destroy(&t->lock);
        free(t);
    }
}

/* The address's place; else the one whose tries are back first. */
static struct hub_try *place_of(struct hub_tries *t, const char *address)
{
    struct hub_try *spare = &t->rows[0];

    for (size_t i = 0; i < ADDRESSES_MAX; i++) {
        struct hub_try *row = &t->rows[i];
        if (row->whole_ms > 0 && strcmp(row->address, address) == 0) {
            return row;
        }
        if (row->whole_ms < spare->whole_ms) {
            spare = row;
        }
    }
    text_copy(spare->address, sizeof spare->address, address);
    spare->whole_ms = 0;
    return spare;
}

int64_t hub_tries_take(struct hub_tries *t, const char *address, int64_t now_ms)
{
    int64_t all_ms = (int64_t)TRIES_MAX * TRY_BACK_MS;
    int64_t wait_s = 0;

    CHECK(pthread_mutex_lock(&t->lock) == 0);
    struct hub_try *row = place_of(t, address);
    /* A clock that was set back must not keep an address out for years. */
    if (row->whole_ms < now_ms || row->whole_ms > now_ms + all_ms) {
        row->whole_ms = now_ms;
    }
    int64_t over_ms = row->whole_ms + TRY_BACK_MS - now_ms - all_ms;
    if (over_ms > 0) {
        wait_s = (over_ms + 999) / 1000;
    } else {
        row->whole_ms += TRY_BACK_MS;
    }
    CHECK(pthread_mutex_unlock(&t->lock) == 0);
    return wait_s;
}

void hub_tries_give_back(struct hub_tries *t, const char *address)
{
    CHECK(pthread_mutex_lock(&t->lock) == 0);
    struct hub_try *row = place_of(t, address);
    if (row->whole_ms > 0) {
        row->whole_ms -= TRY_BACK_MS;
    }
    CHECK(pthread_mutex_unlock(&t->lock) == 0);
}
