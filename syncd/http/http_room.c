/* How many bytes of what is long may be in memory at once, and who gives way.
 *
 * A thousand connections of 4 MiB each are more than any hub has. A body takes its room by what its
 * head says, before a byte of it counts: were it taken as bytes come, all of a herd would get half
 * of theirs in and none could be answered. Who finds no room is told to come again.
 *
 * But whoever takes a quarter of it all and then sends a drop at a time would keep the others out
 * for as long as a slow line is allowed. So where room is short, a parcel that has travelled slower
 * than a fair pace since its grace ended gives its room up, the slowest first, and only if that is
 * enough for whoever asks. Its bytes are freed here, under the lock, because its own thread may not
 * hear of it before the peer's next drop. Of a parcel that is whole, nobody takes anything.
 *
 * Working on a long body takes several times its size. So only so many bytes of them are worked on
 * at once, or a single one, and the other threads wait their turn, in the order they came in. It is
 * bytes that count and not bodies: a tablet's day is a fraction of what a body may be, and of fifty
 * that come home together as many as can should be in one commit. A large work leaves its heap full
 * of holes, which the C library keeps: so what is free is given back after it.
 */
#include "http_private.h"

#include <pthread.h>
#include <string.h>

#define AT_WORK_SIZE_MAX     ((size_t)4 * 1024 * 1024)
#define GIVE_BACK_SIZE_LEAST ((size_t)512 * 1024)
/* An answer may have this part of what is left, so that there always is some for the next one. */
#define PART_OF_REST 4

struct http_parcel {
    struct http_parcel *next;
    struct http_parcel *previous;
    struct http_room *room;
    struct buf bytes;
    size_t size;      /* of the room that it has */
    size_t travelled; /* bytes that have come, or gone */
    int64_t since_ms; /* when the first could */
    bool is_waiting;  /* nothing can travel yet, or all has: it hangs on us, not on the peer */
    bool is_lost;     /* its room is another's now */
};

struct http_room {
    pthread_mutex_t lock;
    pthread_cond_t is_done;
    struct http_pace pace;
    uint64_t turn;      /* whose turn it is to begin a work */
    uint64_t turn_next; /* of the next who comes */
    size_t at_work_size;
    size_t size;
    size_t size_max;
    struct http_parcel *first;
};

struct http_room *http_room_create(size_t size_max, const struct http_pace *pace)
{
    struct http_room *room = mem_zero(1, sizeof *room);

    room->size_max = size_max;
    room->pace = *pace;
    CHECK(pthread_mutex_init(&room->lock, NULL) == 0);
    CHECK(pthread_cond_init(&room->is_done, NULL) == 0);
    return room;
}

void http_room_destroy(struct http_room *room)
{
    if (room != NULL) {
        CHECK(room->size == 0 && room->first == NULL && room->at_work_size == 0);
        (void)pthread_cond_destroy(&room->is_done);
        (void)pthread_mutex_destroy(&room->lock);
        free(room);
    }
}

static void hold(struct http_room *room)
{
    CHECK(pthread_mutex_lock(&room->lock) == 0);
}

static void let_go(struct http_room *room)
{
    CHECK(pthread_mutex_unlock(&room->lock) == 0);
}

/* ---- giving way ---------------------------------------------------------------------------- */

static bool is_slow(const struct http_parcel *p, int64_t now_ms)
{
    const struct http_pace *pace = &p->room->pace;
    int64_t took_ms = now_ms - p->since_ms;

    return !p->is_waiting && !p->is_lost && took_ms >= pace->grace_ms &&
           (int64_t)p->travelled * 1000 < took_ms * pace->bytes_a_second;
}

/* The bytes a second of a are fewer than those of b. */
static bool is_slower(const struct http_parcel *a, const struct http_parcel *b, int64_t now_ms)
{
    return (double)a->travelled / (double)(now_ms - a->since_ms) <
           (double)b->travelled / (double)(now_ms - b->since_ms);
}

static void lose(struct http_parcel *p)
{
    http_wipe(p->bytes.data, p->bytes.size);
    buf_finish(&p->bytes);
    p->room->size -= p->size;
    p->size = 0;
    p->is_lost = true;
}

static bool make_room(struct http_room *room, size_t size)
{
    int64_t now_ms = http_now_ms();
    size_t could_be = room->size_max - room->size;

    for (const struct http_parcel *p = room->first; p != NULL; p = p->next) {
        could_be += is_slow(p, now_ms) ? p->size : 0;
    }
    if (could_be < size) {
        return false;
    }
    while (room->size_max - room->size < size) {
        struct http_parcel *slowest = NULL;
        for (struct http_parcel *p = room->first; p != NULL; p = p->next) {
            if (is_slow(p, now_ms) && (slowest == NULL || is_slower(p, slowest, now_ms))) {
                slowest = p;
            }
        }
        CHECK(slowest != NULL);
        lose(slowest);
    }
    return true;
}

/* ---- taking and giving back ------------------------------------------------------------------ */

static struct http_parcel *add_parcel(struct http_room *room, size_t size)
{
    struct http_parcel *p = mem_zero(1, sizeof *p);

    p->room = room;
    p->size = size;
    p->since_ms = http_now_ms();
    p->next = room->first;
    if (p->next != NULL) {
        p->next->previous = p;
    }
    room->first = p;
    room->size += size;
    return p;
}

struct http_parcel *http_parcel_take(struct http_room *room, size_t size)
{
    struct http_parcel *p = NULL;

    hold(room);
    if (make_room(room, size)) {
        p = add_parcel(room, size);
    }
    let_go(room);
    return p;
}

struct http_parcel *http_parcel_take_part(struct http_room *room, size_t least, size_t *size)
{
    struct http_parcel *p = NULL;

    hold(room);
    size_t part = (room->size_max - room->size) / PART_OF_REST;
    *size = part < *size ? part : *size;
    if (*size > least) {
        p = add_parcel(room, *size);
        p->is_waiting = true;
    } else {
        *size = least;
    }
    let_go(room);
    return p;
}

void http_parcel_finish(struct http_parcel *p)
{
    if (p == NULL) {
        return;
    }
    struct http_room *room = p->room;
    hold(room);
    if (p->previous != NULL) {
        p->previous->next = p->next;
    } else {
        room->first = p->next;
    }
    if (p->next != NULL) {
        p->next->previous = p->previous;
    }
    if (!p->is_lost) {
        lose(p);
    }
    let_go(room);
    free(p);
}

/* ---- a body comes ---------------------------------------------------------------------------- */

void http_parcel_reserve(struct http_parcel *p, size_t size)
{
    hold(p->room);
    if (!p->is_lost) {
        buf_reserve(&p->bytes, size);
    }
    let_go(p->room);
}

bool http_parcel_add(struct http_parcel *p, const char *bytes, size_t size)
{
    hold(p->room);
    bool is_ours = !p->is_lost;
    if (is_ours) {
        buf_add(&p->bytes, bytes, size);
        p->travelled += size;
    }
    let_go(p->room);
    return is_ours;
}

bool http_parcel_unpack(struct http_parcel *p, struct buf *out)
{
    hold(p->room);
    bool is_ours = !p->is_lost;
    if (is_ours) {
        *out = p->bytes;
        memset(&p->bytes, 0, sizeof p->bytes);
        p->is_waiting = true;
    }
    let_go(p->room);
    return is_ours;
}

/* ---- an answer goes -------------------------------------------------------------------------- */

bool http_parcel_pack(struct http_parcel *p, struct buf *bytes)
{
    struct http_room *room = p->room;

    hold(room);
    CHECK(!p->is_lost);
    bool fits = bytes->size <= p->size || make_room(room, bytes->size - p->size);
    if (fits) {
        room->size = room->size - p->size + bytes->size;
        p->size = bytes->size;
        p->bytes = *bytes;
        memset(bytes, 0, sizeof *bytes);
        p->since_ms = http_now_ms();
        p->is_waiting = false;
    }
    let_go(room);
    return fits;
}

bool http_parcel_read(struct http_parcel *p, size_t from, char *out, size_t size)
{
    hold(p->room);
    bool is_ours = !p->is_lost;
    if (is_ours) {
        CHECK(from <= p->bytes.size && size <= p->bytes.size - from);
        memcpy(out, p->bytes.data + from, size);
        p->travelled += size;
    }
    let_go(p->room);
    return is_ours;
}

/* ---- the work on a body ---------------------------------------------------------------------- */

void http_room_begin_work(struct http_room *room, size_t size)
{
    uint64_t turn = 0;

    hold(room);
    turn = room->turn_next++;
    while (turn != room->turn ||
           (room->at_work_size > 0 && room->at_work_size + size > AT_WORK_SIZE_MAX)) {
        (void)pthread_cond_wait(&room->is_done, &room->lock);
    }
    room->turn++;
    room->at_work_size += size;
    CHECK(pthread_cond_broadcast(&room->is_done) == 0); /* the next may fit beside it */
    let_go(room);
}

void http_room_end_work(struct http_room *room, size_t size)
{
    hold(room);
    room->at_work_size -= size;
    CHECK(pthread_cond_broadcast(&room->is_done) == 0);
    let_go(room);
    if (size >= GIVE_BACK_SIZE_LEAST) {
        mem_give_back();
    }
}
