/* How many bytes of what is long may be in memory at once, and who gives way.
 *
 * A thousand connections of 4 MiB each are more than any hub has. If a body took its room by what
 * its head says, two lines of 10 kB a second would hold 8 MB for minutes while almost nothing of
 * it has come, and a good tablet would be sent away meanwhile. So a body takes room as it comes, a
 * step at a time: whoever trickles holds the little that it has sent, and a slow but honest line
 * gets its 4 MiB through, for as long as nobody is short of room.
 *
 * But then all of a herd get half of theirs in and none could be answered. So where there is no
 * room for the next step, whoever has the longest still to go gives up what it has, be it the one
 * that asks. How long that is tells its pace: what it lacks, at the speed of what has come, and as
 * long again as it has been silent. Unless those that have arrived leave no room at all, the one
 * with the least to go never loses, so somebody always arrives; and whoever is quick passes
 * hundreds that are slow, at once, without waiting for them to be found out. The first bytes of a
 * line come in one breath, whatever its pace is, and so count as if they had taken a moment. A
 * newcomer has shown no pace: for its grace it is taken to be no slower than the fair one, and for
 * its first step to be quicker than that, or a crowd who all stop after theirs would leave nobody a
 * chance to show that he does not.
 *
 * What is of usual length finds room where what is long finds none: up to twice as much of it all,
 * and no more, for a stranger can send that too and then stand still.
 *
 * Bytes are freed here, under the lock, because the loser's own thread may not hear of it before
 * the peer's next drop. Of a parcel that is whole, nobody takes anything: it hangs on us. An answer
 * is whole at first, so it takes its room at once, and has to go what is not yet read.
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
/* What is of usual length may fill the room so many times over. */
#define USUAL_SHARE 2
/* A body's first step; each doubles what it has, up to so much more. */
#define STEP_SIZE_FIRST ((size_t)16 * 1024)
#define STEP_SIZE_MOST  ((size_t)256 * 1024)
/* What is larger has pages of its own: it grows without being copied, and leaves nothing behind. */
#define OWN_PAGES_SIZE ((size_t)512 * 1024)
/* So long, at the least, the first bytes count as having travelled. */
#define FIRST_MS 100
/* For its first step a body is hoped to come so many times as quickly as is fair. */
#define HOPE 8

struct http_parcel {
    struct http_parcel *next;
    struct http_parcel *previous;
    struct http_room *room;
    struct buf bytes;
    size_t size;      /* of the room that it has */
    size_t whole;     /* bytes that are to travel, at most */
    size_t travelled; /* of them: come, or gone */
    int64_t since_ms; /* when the first could */
    int64_t last_ms;  /* when the last did */
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

static int64_t at_fair_pace_ms(const struct http_room *room, size_t size)
{
    return (int64_t)size * 1000 / room->pace.bytes_a_second;
}

/* How long it will take yet, by what it has shown. */
static int64_t to_go_ms(const struct http_parcel *p, int64_t now_ms)
{
    size_t left = p->whole - p->travelled;
    int64_t took_ms = now_ms - p->since_ms;
    int64_t seen = p->travelled > 0 ? (int64_t)p->travelled : 1;
    int64_t shown_ms = (int64_t)left * (took_ms + FIRST_MS) / seen + now_ms - p->last_ms;
    int64_t fair_ms = at_fair_pace_ms(p->room, left);

    return took_ms < p->room->pace.grace_ms && fair_ms < shown_ms ? fair_ms : shown_ms;
}

static bool gives_way(const struct http_parcel *p, int64_t to_go, int64_t now_ms)
{
    return !p->is_waiting && !p->is_lost && to_go_ms(p, now_ms) > to_go;
}

static void lose(struct http_parcel *p)
{
    http_wipe(p->bytes.data, p->bytes.size);
    buf_finish(&p->bytes);
    p->room->size -= p->size;
    p->size = 0;
    p->is_lost = true;
}

/* For one of so many bytes in the whole. */
static size_t most_for(const struct http_room *room, size_t whole)
{
    return whole > HTTP_SIZE_USUAL ? room->size_max : USUAL_SHARE * room->size_max;
}

static size_t left_of(const struct http_room *room, size_t whole)
{
    size_t most = most_for(room, whole);

    return room->size < most ? most - room->size : 0;
}

/* What would be left if all gave way who have longer to go. */
static size_t could_be(const struct http_room *room, size_t whole, int64_t to_go, int64_t now_ms)
{
    size_t most = most_for(room, whole);
    size_t kept = room->size;

    for (const struct http_parcel *p = room->first; p != NULL; p = p->next) {
        kept -= gives_way(p, to_go, now_ms) ? p->size : 0;
    }
    return kept < most ? most - kept : 0;
}

/* For one of so many bytes in the whole, who has so long to go at that moment, or it would give way
 * to itself. False when there is not so much: nobody loses anything then. */
static bool make_room(struct http_room *room, size_t more, size_t whole, int64_t to_go,
                      int64_t now_ms)
{
    if (left_of(room, whole) < more && could_be(room, whole, to_go, now_ms) < more) {
        return false;
    }
    while (left_of(room, whole) < more) {
        struct http_parcel *last = NULL;
        for (struct http_parcel *p = room->first; p != NULL; p = p->next) {
            if (gives_way(p, last == NULL ? to_go : to_go_ms(last, now_ms), now_ms)) {
                last = p;
            }
        }
        CHECK(last != NULL);
        lose(last);
    }
    return true;
}

/* ---- taking and giving back ------------------------------------------------------------------ */

static struct http_parcel *add_parcel(struct http_room *room, size_t whole)
{
    struct http_parcel *p = mem_zero(1, sizeof *p);

    p->room = room;
    p->whole = whole;
    p->since_ms = p->last_ms = http_now_ms();
    p->next = room->first;
    if (p->next != NULL) {
        p->next->previous = p;
    }
    room->first = p;
    return p;
}

/* So much has it now, for which there is room. */
static void set_size(struct http_parcel *p, size_t size)
{
    p->room->size = p->room->size - p->size + size;
    p->size = size;
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

struct http_parcel *http_parcel_expect(struct http_room *room, size_t size)
{
    struct http_parcel *p = NULL;
    size_t step = size < STEP_SIZE_FIRST ? size : STEP_SIZE_FIRST;

    hold(room);
    if (make_room(room, step, size, at_fair_pace_ms(room, size) / HOPE, http_now_ms())) {
        p = add_parcel(room, size);
        set_size(p, step);
    }
    let_go(room);
    return p;
}

/* Copied once or twice while it is small; what it was copied from is wiped. */
static void grow(struct buf *b, size_t room)
{
    struct buf bigger = {.room = room};

    if (b->room > OWN_PAGES_SIZE) {
        b->data = mem_grow(b->data, room);
        b->room = room;
        return;
    }
    bigger.data = mem_alloc(room);
    buf_add(&bigger, b->data, b->size);
    http_wipe(b->data, b->size);
    buf_finish(b);
    *b = bigger;
}

/* One step more of its room, so that size bytes fit. */
static bool has_room_for(struct http_parcel *p, size_t size, int64_t now_ms)
{
    size_t want = p->size;

    while (want < size) {
        want += want < STEP_SIZE_MOST ? want : STEP_SIZE_MOST;
    }
    want = want < p->whole ? want : p->whole;
    if (want > p->size &&
        !make_room(p->room, want - p->size, p->whole, to_go_ms(p, now_ms), now_ms)) {
        return false;
    }
    set_size(p, want);
    if (p->bytes.room <= want) {
        grow(&p->bytes, want + 1); /* a NUL ends it */
    }
    return true;
}

bool http_parcel_add(struct http_parcel *p, const char *bytes, size_t size)
{
    int64_t now_ms = http_now_ms();

    hold(p->room);
    if (!p->is_lost) {
        CHECK(size <= p->whole - p->travelled);
        p->travelled += size;
        p->last_ms = now_ms;
        if (has_room_for(p, p->travelled, now_ms)) {
            buf_add(&p->bytes, bytes, size);
        } else {
            lose(p);
        }
    }
    bool is_ours = !p->is_lost;
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

struct http_parcel *http_parcel_take_part(struct http_room *room, size_t least, size_t *size)
{
    struct http_parcel *p = NULL;
    int64_t now_ms = http_now_ms();

    hold(room);
    size_t most = *size;
    int64_t to_go = at_fair_pace_ms(room, most);
    size_t part = could_be(room, most, to_go, now_ms) / PART_OF_REST;
    *size = part < most ? part : most;
    if (*size > least && make_room(room, *size, most, to_go, now_ms)) {
        p = add_parcel(room, *size);
        set_size(p, *size);
        p->is_waiting = true;
    } else {
        *size = least;
    }
    let_go(room);
    return p;
}

/* With all of the answer and just the room that it needs, it waits for its reader. */
static void send_off(struct http_parcel *p, struct buf *bytes)
{
    set_size(p, bytes->size);
    p->whole = bytes->size;
    p->bytes = *bytes;
    memset(bytes, 0, sizeof *bytes);
    p->since_ms = p->last_ms = http_now_ms();
    p->is_waiting = false;
}

bool http_parcel_pack(struct http_room *room, struct http_parcel **p, struct buf *bytes)
{
    hold(room);
    size_t has = *p != NULL ? (*p)->size : 0;
    size_t more = bytes->size > has ? bytes->size - has : 0;
    bool fits =
        make_room(room, more, bytes->size, at_fair_pace_ms(room, bytes->size), http_now_ms());
    if (fits) {
        *p = *p != NULL ? *p : add_parcel(room, 0);
        send_off(*p, bytes);
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
        p->travelled = from + size;
        p->last_ms = http_now_ms();
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
