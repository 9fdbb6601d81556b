/* Memory for SQLite while its files lie in memory too: what is given back is given out again.
 *
 * SQLite is built here without its own short lists, so each value that is bound and each table that
 * is opened asks the system's heap: ten thousand times in a short history. One thread only, so a
 * list of pieces a size does. Where every access is watched it stays the system's, which knows what
 * was given back.
 */
#include "disk_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#if defined(DISK_IS_WATCHED)

void disk_heap_setup(void)
{
}

#else

#define STEP    64
#define CLASSES 144 /* the largest holds a page of 8 KiB with what SQLite keeps beside it */
#define HEAD    16  /* keeps what follows aligned */

struct piece {
    struct piece *next; /* of those that are free */
    int size;           /* of what follows the head */
};

static struct piece *spare[CLASSES];

static struct piece *piece_of(void *at)
{
    return (struct piece *)(void *)((char *)at - HEAD);
}

static int heap_round(int size)
{
    return (size + STEP - 1) / STEP * STEP;
}

static void *heap_take(int size)
{
    int room = heap_round(size);
    int which = room / STEP;
    struct piece *piece = NULL;

    if (which < CLASSES && spare[which] != NULL) {
        piece = spare[which];
        spare[which] = piece->next;
    } else {
        piece = mem_alloc(HEAD + (size_t)room);
        piece->size = room;
    }
    return (char *)piece + HEAD;
}

static void heap_give_back(void *at)
{
    struct piece *piece = at == NULL ? NULL : piece_of(at);

    if (piece != NULL && piece->size / STEP < CLASSES) {
        piece->next = spare[piece->size / STEP];
        spare[piece->size / STEP] = piece;
    } else {
        free(piece);
    }
}

static int heap_size(void *at)
{
    return at == NULL ? 0 : piece_of(at)->size;
}

static void *heap_retake(void *at, int size)
{
    void *more = NULL;

    if (size <= heap_size(at)) {
        return at;
    }
    more = heap_take(size);
    memcpy(more, at, (size_t)heap_size(at));
    heap_give_back(at);
    return more;
}

static int heap_begin(void *ctx)
{
    (void)ctx;
    return SQLITE_OK;
}

static void heap_end(void *ctx)
{
    (void)ctx;
}

void disk_heap_setup(void)
{
    static const sqlite3_mem_methods heap = {
        .xMalloc = heap_take,
        .xFree = heap_give_back,
        .xRealloc = heap_retake,
        .xSize = heap_size,
        .xRoundup = heap_round,
        .xInit = heap_begin,
        .xShutdown = heap_end,
    };

    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &heap);
}

#endif
