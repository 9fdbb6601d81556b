/* One batch on two processors.
 *
 * A tablet sends a batch and waits, so while its boxes are opened and its lines read there is
 * nothing else for the second processor to do. The pieces are taken from one counter by whoever is
 * free: a helper that begins late, or that the system runs elsewhere, takes fewer, and nobody waits
 * for a half that was promised to it. When many tablets come at once every thread of the pool has
 * its own batch; then the helper is busy for all but one of them, and they do not wait for it.
 */
#include "hub_helper.h"

#include <stdatomic.h>
#include <stdlib.h>

#define AT_ONCE 32 /* pieces taken in one step: threads that meet at the counter slow each other */

struct hub_helper {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* for the helper: there is work, or an end */
    pthread_cond_t idle; /* for the caller: the helper has let go of its work */
    const struct hub_work *work;
    atomic_size_t next;
    bool is_lent;
    bool is_at_it;
    bool is_running;
    bool is_ending;
};

static void do_some(struct hub_helper *h, const struct hub_work *work, int hand)
{
    for (;;) {
        size_t from = atomic_fetch_add(&h->next, AT_ONCE);
        if (from >= work->count) {
            return;
        }
        size_t until = work->count - from > AT_ONCE ? from + AT_ONCE : work->count;
        for (size_t i = from; i < until; i++) {
            work->piece(work->ctx, hand, i);
        }
    }
}

static void *help(void *ctx)
{
    struct hub_helper *h = ctx;

    pthread_mutex_lock(&h->lock);
    for (;;) {
        while (h->work == NULL && !h->is_ending) {
            pthread_cond_wait(&h->wake, &h->lock);
        }
        if (h->work == NULL) {
            break;
        }
        const struct hub_work *work = h->work;
        h->is_at_it = true;
        pthread_mutex_unlock(&h->lock);
        do_some(h, work, 1);
        pthread_mutex_lock(&h->lock);
        h->is_at_it = false;
        h->work = NULL;
        pthread_cond_signal(&h->idle);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

enum status hub_helper_start(struct hub_helper **out)
{
    struct hub_helper *h = mem_zero(1, sizeof *h);

    CHECK(pthread_mutex_init(&h->lock, NULL) == 0);
    CHECK(pthread_cond_init(&h->wake, NULL) == 0);
    CHECK(pthread_cond_init(&h->idle, NULL) == 0);
    atomic_init(&h->next, 0);
    *out = h;
    if (pthread_create(&h->thread, NULL, help, h) != 0) {
        hub_helper_stop(h);
        *out = NULL;
        return FAIL(STATUS_NO_MEMORY, "The hub's helper could not be started.");
    }
    h->is_running = true;
    return STATUS_OK;
}

void hub_helper_stop(struct hub_helper *h)
{
    if (h == NULL) {
        return;
    }
    if (h->is_running) {
        pthread_mutex_lock(&h->lock);
        h->is_ending = true;
        pthread_cond_signal(&h->wake);
        pthread_mutex_unlock(&h->lock);
        pthread_join(h->thread, NULL);
    }
    pthread_cond_destroy(&h->idle);
    pthread_cond_destroy(&h->wake);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

static bool borrow(struct hub_helper *h, const struct hub_work *work)
{
    bool is_mine = false;

    pthread_mutex_lock(&h->lock);
    is_mine = !h->is_lent;
    if (is_mine) {
        h->is_lent = true;
        atomic_store(&h->next, 0);
        h->work = work;
        pthread_cond_signal(&h->wake);
    }
    pthread_mutex_unlock(&h->lock);
    return is_mine;
}

static void give_back(struct hub_helper *h)
{
    pthread_mutex_lock(&h->lock);
    if (!h->is_at_it) {
        h->work = NULL; /* it had not begun, and need not */
    }
    while (h->work != NULL) {
        pthread_cond_wait(&h->idle, &h->lock);
    }
    h->is_lent = false;
    pthread_mutex_unlock(&h->lock);
}

void hub_helper_do(struct hub_helper *h, const struct hub_work *work)
{
    if (h != NULL && work->count > AT_ONCE && borrow(h, work)) {
        do_some(h, work, 0);
        give_back(h);
        return;
    }
    for (size_t i = 0; i < work->count; i++) {
        work->piece(work->ctx, 0, i);
    }
}
