/* Who is let in.
 *
 * One thread listens and lets in whoever knocks: as many as there are places, and from one address
 * no more than its share. It does nothing else, so nobody waits for it. With every place taken it
 * opens no more, and who knocks waits outside until somebody has left.
 *
 * Of a thousand tablets that come home together all could be let in at once, and each would take
 * its memory and get no further, because there are two processors to greet them with. So who is
 * inside and has not yet asked for anything counts as a newcomer, and of those there are only so
 * many. But a newcomer who stays silent must not keep the others out: they come in all the same,
 * only not all at once.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_private.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAUSE_MS      100 /* before another try, when the system has no room for a connection */
#define NEWCOMERS_MAX 128
#define NEWCOMERS_MS  1 /* with so many of them, until the next is let in all the same */
#define IP_SIZE       16

struct household {
    uint8_t ip[IP_SIZE];
    unsigned count; /* of those inside */
};
struct http_door {
    int fd;
    unsigned places;
    unsigned places_an_ip;
    struct http_guests guests;
    int wake[2]; /* a pipe: somebody has left, or it is the end */
    pthread_t thread;
    bool is_open;
    pthread_mutex_t lock;
    struct household *households;
    unsigned household_count;
    unsigned count;     /* of all who are inside */
    unsigned newcomers; /* among them */
    bool is_waiting;    /* for one of them to leave */
    bool is_stopping;
};

/* ---- who is inside -------------------------------------------------------------------------- */

static void read_ip(const struct sockaddr *address, uint8_t ip[IP_SIZE])
{
    struct sockaddr_in6 six = {0};
    struct sockaddr_in four = {0};

    memset(ip, 0, IP_SIZE);
    if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof six);
        memcpy(ip, &six.sin6_addr, IP_SIZE);
    } else if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof four);
        memcpy(ip, &four.sin_addr, sizeof four.sin_addr);
    }
}

/* The one of that address, made when it is not there. */
static struct household *household_of(struct http_door *door, const struct sockaddr *address)
{
    uint8_t ip[IP_SIZE];
    struct household *h = door->households;

    read_ip(address, ip);
    for (; h < door->households + door->household_count; h++) {
        if (memcmp(h->ip, ip, IP_SIZE) == 0) {
            return h;
        }
    }
    CHECK(door->household_count < door->places);
    door->household_count++;
    memcpy(h->ip, ip, IP_SIZE);
    h->count = 0;
    return h;
}

static bool may_enter(struct http_door *door, const struct sockaddr *address)
{
    struct household *h = NULL;
    bool may = false;

    CHECK(pthread_mutex_lock(&door->lock) == 0);
    h = household_of(door, address);
    may = h->count < door->places_an_ip;
    if (may) {
        h->count++;
        door->count++;
        door->newcomers++;
    }
    CHECK(pthread_mutex_unlock(&door->lock) == 0);
    return may;
}

/* The pipe does not block: with a byte in it already, it wakes as well as with two. */
static void ring(const struct http_door *door)
{
    ssize_t written = write(door->wake[1], "", 1);

    (void)written;
}

/* Needs the lock. */
static void ring_if_waiting(struct http_door *door)
{
    if (door->is_waiting) {
        door->is_waiting = false;
        ring(door);
    }
}

void http_door_settle(struct http_door *door)
{
    CHECK(pthread_mutex_lock(&door->lock) == 0);
    door->newcomers--;
    ring_if_waiting(door);
    CHECK(pthread_mutex_unlock(&door->lock) == 0);
}

void http_door_leave(struct http_door *door, const struct sockaddr *address)
{
    struct household *h = NULL;

    CHECK(pthread_mutex_lock(&door->lock) == 0);
    h = household_of(door, address);
    CHECK(h->count > 0);
    h->count--;
    if (h->count == 0) {
        *h = door->households[--door->household_count];
    }
    door->count--;
    ring_if_waiting(door);
    CHECK(pthread_mutex_unlock(&door->lock) == 0);
}

/* ---- letting in ----------------------------------------------------------------------------- */

/* What to wait for before the next is let in. */
struct waiting {
    bool is_full;    /* for somebody to leave, and for nobody who knocks */
    bool is_crowded; /* for a newcomer to settle, or some time */
};

/* False when it is the end. */
static bool look_around(struct http_door *door, struct waiting *out)
{
    bool goes_on = false;
    char bytes[64];

    CHECK(pthread_mutex_lock(&door->lock) == 0);
    /* Here and nowhere else: what was rung for must be seen by the look that follows. */
    while (read(door->wake[0], bytes, sizeof bytes) > 0) {
    }
    out->is_full = door->count >= door->places;
    out->is_crowded = door->newcomers >= NEWCOMERS_MAX;
    door->is_waiting = out->is_full || out->is_crowded;
    goes_on = !door->is_stopping;
    CHECK(pthread_mutex_unlock(&door->lock) == 0);
    return goes_on;
}

/* Until something is written into the pipe, or somebody knocks, or so much time has passed. */
static void wait_for_somebody(const struct http_door *door, bool whoever_knocks, int ms)
{
    struct pollfd at[2] = {
        {.fd = door->wake[0], .events = POLLIN},
        {.fd = door->fd,      .events = POLLIN}
    };

    (void)poll(at, whoever_knocks ? 2 : 1, ms);
}

/* Of one who was let in and could not be served. */
static void turn_out(struct http_door *door, const struct sockaddr *address)
{
    http_door_settle(door);
    http_door_leave(door, address);
}

/* Waits when nobody knocks, or none can be taken just now. */
static void let_one_in(struct http_door *door)
{
    struct sockaddr_storage from = {0};
    const struct sockaddr *address = (const struct sockaddr *)&from;
    socklen_t size = sizeof from;
    int fd = accept(door->fd, (struct sockaddr *)&from, &size);

    if (fd < 0) {
        /* Whatever else it is may last, and whoever knocks makes poll return at once. */
        bool is_brief = errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
        wait_for_somebody(door, is_brief, is_brief ? -1 : PAUSE_MS);
        return;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (!may_enter(door, address)) {
        (void)close(fd);
    } else if (!door->guests.come_in(door->guests.ctx, fd, address, size)) {
        turn_out(door, address);
    }
}

static void *keep_door(void *ctx)
{
    struct http_door *door = ctx;
    struct waiting waiting;

    while (look_around(door, &waiting)) {
        if (waiting.is_full) {
            wait_for_somebody(door, false, -1);
            continue;
        }
        if (waiting.is_crowded) {
            wait_for_somebody(door, false, NEWCOMERS_MS);
        }
        let_one_in(door);
    }
    return NULL;
}

/* ---- life ----------------------------------------------------------------------------------- */

struct http_door *http_door_create(int fd, unsigned places, unsigned places_an_ip)
{
    struct http_door *door = mem_zero(1, sizeof *door);

    CHECK(places > 0);
    door->fd = fd;
    door->places = places;
    door->places_an_ip = places_an_ip;
    door->wake[0] = door->wake[1] = -1;
    door->households = mem_zero(places, sizeof *door->households);
    CHECK(pthread_mutex_init(&door->lock, NULL) == 0);
    return door;
}

unsigned http_door_places(const struct http_door *door)
{
    return door->places;
}

enum status http_door_open(struct http_door *door, const struct http_guests *guests)
{
    door->guests = *guests;
    if (pipe(door->wake) != 0) {
        return FAIL(STATUS_NO_MEMORY, "the server's door did not open");
    }
    for (int i = 0; i < 2; i++) {
        (void)fcntl(door->wake[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(door->wake[i], F_SETFL, O_NONBLOCK);
    }
    if (pthread_create(&door->thread, NULL, keep_door, door) != 0) {
        return FAIL(STATUS_NO_MEMORY, "the server's door did not open");
    }
    door->is_open = true;
    return STATUS_OK;
}

void http_door_close(struct http_door *door)
{
    if (door == NULL || !door->is_open) {
        return;
    }
    CHECK(pthread_mutex_lock(&door->lock) == 0);
    door->is_stopping = true;
    ring(door);
    CHECK(pthread_mutex_unlock(&door->lock) == 0);
    CHECK(pthread_join(door->thread, NULL) == 0);
    door->is_open = false;
}

void http_door_destroy(struct http_door *door)
{
    if (door == NULL) {
        return;
    }
    CHECK(!door->is_open && door->count == 0 && door->newcomers == 0);
    for (int i = 0; i < 2; i++) {
        if (door->wake[i] >= 0) {
            (void)close(door->wake[i]);
        }
    }
    (void)pthread_mutex_destroy(&door->lock);
    free(door->households);
    free(door);
}
