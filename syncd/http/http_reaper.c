/* Why slow peers are cut, and how.
 *
 * The server library only knows a timeout of silence: a peer that sends one byte a second keeps
 * its place for ever, and a thousand such peers are all the places there are. One fixed deadline
 * would be as wrong, for it also cuts an honest tablet that pushes 4 MiB over a bad line. So each
 * connection has a deadline that moves with the bytes it has really sent, by the time those take at
 * the slowest speed that we serve, and never further than our patience from now: whoever hurries
 * first and then stands still gains nothing. While our own handler works on a request there is
 * none: that time is ours, not the peer's.
 *
 * Patience alone lets strangers who only hold a place keep everyone else out for as long as it
 * lasts. So a few places are kept free: past that, each newcomer ends the connection whose time
 * would run out first. Whoever is being served or keeps sending is never that one.
 *
 * What has gone leaves its heaps full of holes, which the C library keeps: so what is free is given
 * back a while after somebody was here.
 *
 * Cutting means shutdown() from a thread of our own; the library sees the end and closes. It must
 * never hit a socket number that has been closed and used again, so the list of lines and the
 * shutdown share one lock, and a line leaves the list before the library closes its socket.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_private.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#define TICK_MS_MIN  10
#define TICK_MS_MAX  1000
#define GIVE_BACK_MS 10000
/* One in eight: so many newcomers may come before the library has closed what was cut. */
#define PLACES_KEPT_FREE 8

struct http_line {
    struct http_line *next;
    struct http_line *previous;
    int fd;
    enum http_phase phase;
    size_t
        seen_late_size; /* of a reply: handed to the kernel, and who knows whether it travelled */
    int64_t deadline_ms;
    bool is_cut;
    bool has_settled; /* its own thread's */
};

struct http_reaper {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a first line, a phase, or the end */
    pthread_t thread;
    int64_t patience_ms;
    int64_t bytes_a_second_min;
    unsigned usual_count_max; /* lines past these are taken in another's place */
    unsigned count;           /* of lines that are not cut */
    struct http_line *first;
    bool has_holes;       /* somebody was here since memory was given back … */
    int64_t give_back_ms; /* … which is due then */
    bool is_stopping;
};

int64_t http_now_ms(void)
{
    struct timespec t = {0};

    CHECK(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void hold(struct http_reaper *reaper)
{
    CHECK(pthread_mutex_lock(&reaper->lock) == 0);
}

static void let_go(struct http_reaper *reaper)
{
    CHECK(pthread_mutex_unlock(&reaper->lock) == 0);
}

static void wait_until(struct http_reaper *reaper, int64_t at_ms)
{
    struct timespec t = {.tv_sec = (time_t)(at_ms / 1000), .tv_nsec = at_ms % 1000 * 1000000};

    (void)pthread_cond_timedwait(&reaper->changed, &reaper->lock, &t);
}

static void cut(struct http_reaper *reaper, struct http_line *line)
{
    if (!line->is_cut) {
        line->is_cut = true;
        reaper->count--;
    }
    (void)shutdown(line->fd, SHUT_RDWR);
}

static void cut_the_late(struct http_reaper *reaper, int64_t now)
{
    for (struct http_line *line = reaper->first; line != NULL; line = line->next) {
        if (line->phase != HTTP_PHASE_WORK && now > line->deadline_ms) {
            cut(reaper, line);
        }
    }
}

/* Of those who rest or send, the one whose time would run out first. */
static void cut_for_another(struct http_reaper *reaper)
{
    struct http_line *last = NULL;

    for (struct http_line *line = reaper->first; line != NULL; line = line->next) {
        bool may_go = line->phase == HTTP_PHASE_REST || line->phase == HTTP_PHASE_HEAD;
        if (may_go && !line->is_cut && (last == NULL || line->deadline_ms < last->deadline_ms)) {
            last = line;
        }
    }
    if (last != NULL) {
        cut(reaper, last);
    }
}

/* Without the lock, for nobody is to wait for it. */
static void give_back(struct http_reaper *reaper)
{
    reaper->has_holes = false;
    let_go(reaper);
    mem_give_back();
    hold(reaper);
}

static void note_holes(struct http_reaper *reaper)
{
    if (!reaper->has_holes) {
        reaper->has_holes = true;
        reaper->give_back_ms = http_now_ms() + GIVE_BACK_MS;
    }
}

static void *reap(void *arg)
{
    struct http_reaper *reaper = arg;
    int64_t tick_ms = reaper->patience_ms / 8;

    tick_ms = tick_ms < TICK_MS_MIN ? TICK_MS_MIN : tick_ms;
    tick_ms = tick_ms > TICK_MS_MAX ? TICK_MS_MAX : tick_ms;
    hold(reaper);
    while (!reaper->is_stopping) {
        int64_t now = http_now_ms();
        if (reaper->first == NULL && !reaper->has_holes) {
            (void)pthread_cond_wait(&reaper->changed, &reaper->lock);
            continue;
        }
        if (reaper->has_holes && now >= reaper->give_back_ms) {
            give_back(reaper);
            continue;
        }
        cut_the_late(reaper, now);
        wait_until(reaper, now + tick_ms);
    }
    let_go(reaper);
    return NULL;
}

enum status http_reaper_start(int64_t patience_ms, int64_t bytes_a_second_min,
                              unsigned line_count_max, struct http_reaper **out)
{
    struct http_reaper *reaper = mem_zero(1, sizeof *reaper);
    pthread_condattr_t steady;

    reaper->patience_ms = patience_ms;
    reaper->bytes_a_second_min = bytes_a_second_min;
    reaper->usual_count_max = line_count_max - line_count_max / PLACES_KEPT_FREE;
    CHECK(pthread_mutex_init(&reaper->lock, NULL) == 0);
    CHECK(pthread_condattr_init(&steady) == 0);
    CHECK(pthread_condattr_setclock(&steady, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&reaper->changed, &steady) == 0);
    (void)pthread_condattr_destroy(&steady);
    *out = reaper;
    if (pthread_create(&reaper->thread, NULL, reap, reaper) != 0) {
        (void)pthread_cond_destroy(&reaper->changed);
        (void)pthread_mutex_destroy(&reaper->lock);
        free(reaper);
        *out = NULL;
        return FAIL(STATUS_NO_MEMORY, "the server's watch over slow connections did not start");
    }
    return STATUS_OK;
}

void http_reaper_stop(struct http_reaper *reaper)
{
    if (reaper == NULL) {
        return;
    }
    hold(reaper);
    CHECK(reaper->first == NULL);
    reaper->is_stopping = true;
    (void)pthread_cond_broadcast(&reaper->changed);
    let_go(reaper);
    CHECK(pthread_join(reaper->thread, NULL) == 0);
    (void)pthread_cond_destroy(&reaper->changed);
    (void)pthread_mutex_destroy(&reaper->lock);
    free(reaper);
}

struct http_line *http_reaper_add(struct http_reaper *reaper, int fd)
{
    struct http_line *line = mem_zero(1, sizeof *line);

    line->fd = fd;
    line->deadline_ms = http_now_ms() + reaper->patience_ms;
    hold(reaper);
    reaper->count++;
    if (reaper->count > reaper->usual_count_max) {
        cut_for_another(reaper);
    }
    line->next = reaper->first;
    if (line->next != NULL) {
        line->next->previous = line;
    }
    reaper->first = line;
    (void)pthread_cond_broadcast(&reaper->changed);
    let_go(reaper);
    return line;
}

void http_reaper_remove(struct http_reaper *reaper, struct http_line *line)
{
    hold(reaper);
    if (line->previous != NULL) {
        line->previous->next = line->next;
    } else {
        reaper->first = line->next;
    }
    if (line->next != NULL) {
        line->next->previous = line->previous;
    }
    if (!line->is_cut) {
        reaper->count--;
    }
    note_holes(reaper);
    (void)pthread_cond_broadcast(&reaper->changed);
    let_go(reaper);
    free(line);
}

bool http_line_settles(struct http_line *line)
{
    bool is_first = !line->has_settled;

    line->has_settled = true;
    return is_first;
}

/* How long so many bytes may take. */
static int64_t travel_ms(const struct http_reaper *reaper, size_t size)
{
    return (int64_t)size * 1000 / reaper->bytes_a_second_min;
}

void http_reaper_phase(struct http_reaper *reaper, struct http_line *line, enum http_phase phase,
                       size_t size)
{
    hold(reaper);
    line->phase = phase;
    line->seen_late_size = phase == HTTP_PHASE_REPLY ? size : 0;
    line->deadline_ms = http_now_ms() + reaper->patience_ms + travel_ms(reaper, size);
    if (phase == HTTP_PHASE_REST) {
        note_holes(reaper);
        (void)pthread_cond_broadcast(&reaper->changed);
    }
    let_go(reaper);
}

void http_reaper_bytes(struct http_reaper *reaper, struct http_line *line, size_t size)
{
    int64_t most_ms = http_now_ms() + reaper->patience_ms;

    hold(reaper);
    line->deadline_ms += travel_ms(reaper, size);
    most_ms += travel_ms(reaper, line->seen_late_size);
    line->deadline_ms = line->deadline_ms < most_ms ? line->deadline_ms : most_ms;
    let_go(reaper);
}

static bool is_all_at_rest(const struct http_reaper *reaper)
{
    for (const struct http_line *line = reaper->first; line != NULL; line = line->next) {
        if (line->phase != HTTP_PHASE_REST) {
            return false;
        }
    }
    return true;
}

void http_reaper_wait_rest(struct http_reaper *reaper)
{
    int64_t end_ms = http_now_ms() + reaper->patience_ms;

    hold(reaper);
    while (!is_all_at_rest(reaper) && http_now_ms() < end_ms) {
        wait_until(reaper, end_ms);
    }
    let_go(reaper);
}
