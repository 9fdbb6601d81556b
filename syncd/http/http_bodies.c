/* How many bytes of large bodies may be in memory at once.
 *
 * A thousand connections of 4 MiB each are more than any hub has. Room is taken by what a head
 * says, before a byte of the body counts: were it taken as bytes come, all of a herd would get half
 * of theirs in and none could be answered. Who finds no room is told to come again.
 *
 * Working on a large body takes several times its size. So only a few are worked on at once, and
 * the other threads wait their turn: they would only wait for the same processors.
 */
#include "http_private.h"

#include <pthread.h>

#define AT_WORK_MAX 4

struct http_bodies {
    pthread_mutex_t lock;
    pthread_cond_t is_done;
    int at_work;
    size_t size;
    size_t size_max;
};

struct http_bodies *http_bodies_create(size_t size_max)
{
    struct http_bodies *bodies = mem_zero(1, sizeof *bodies);

    bodies->size_max = size_max;
    CHECK(pthread_mutex_init(&bodies->lock, NULL) == 0);
    CHECK(pthread_cond_init(&bodies->is_done, NULL) == 0);
    return bodies;
}

void http_bodies_destroy(struct http_bodies *bodies)
{
    if (bodies != NULL) {
        CHECK(bodies->size == 0 && bodies->at_work == 0);
        (void)pthread_cond_destroy(&bodies->is_done);
        (void)pthread_mutex_destroy(&bodies->lock);
        free(bodies);
    }
}

bool http_bodies_take(struct http_bodies *bodies, size_t size)
{
    bool fits = false;

    CHECK(pthread_mutex_lock(&bodies->lock) == 0);
    fits = size <= bodies->size_max - bodies->size;
    bodies->size += fits ? size : 0;
    CHECK(pthread_mutex_unlock(&bodies->lock) == 0);
    return fits;
}

void http_bodies_give_back(struct http_bodies *bodies, size_t size)
{
    CHECK(pthread_mutex_lock(&bodies->lock) == 0);
    CHECK(bodies->size >= size);
    bodies->size -= size;
    CHECK(pthread_mutex_unlock(&bodies->lock) == 0);
}

void http_bodies_begin(struct http_bodies *bodies)
{
    CHECK(pthread_mutex_lock(&bodies->lock) == 0);
    while (bodies->at_work == AT_WORK_MAX) {
        (void)pthread_cond_wait(&bodies->is_done, &bodies->lock);
    }
    bodies->at_work++;
    CHECK(pthread_mutex_unlock(&bodies->lock) == 0);
}

void http_bodies_end(struct http_bodies *bodies)
{
    CHECK(pthread_mutex_lock(&bodies->lock) == 0);
    bodies->at_work--;
    CHECK(pthread_cond_signal(&bodies->is_done) == 0);
    CHECK(pthread_mutex_unlock(&bodies->lock) == 0);
}
