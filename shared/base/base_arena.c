/* Memory of one lifetime.
 *
 * A frame asks for thousands of small pieces and forgets them all together. Pieces come from
 * blocks, the newest first in the list and each at least twice its forerunner. A reset keeps the
 * newest, so that after a few frames of the same kind one block holds everything and a frame asks
 * the machine for nothing.
 */
#include "base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most tasks are small: what the heap keeps at hand (glibc: up to a kilobyte) is had at once. */
#define BLOCK_ROOM_MIN 960

struct arena_block {
    struct arena_block *next;
    size_t room;
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_finish(struct arena *a)
{
    free_blocks(a->first);
    *a = (struct arena){0};
}

void arena_wipe(struct arena *a)
{
    for (struct arena_block *block = a->first; block != NULL; block = block->next) {
        mem_wipe(block->data, block->room);
    }
    arena_finish(a);
}

void arena_reset(struct arena *a)
{
    if (a->first != NULL) {
        free_blocks(a->first->next);
        a->first->next = NULL;
        a->first->used = 0;
    }
    a->used = 0;
}

static void add_block(struct arena *a, size_t need)
{
    size_t room = a->first != NULL ? a->first->room : BLOCK_ROOM_MIN / 2;

    room = room > SIZE_MAX / 4 ? need : room * 2;
    if (room < need) {
        room = need;
    }
    struct arena_block *block = mem_alloc(sizeof *block + room);
    block->next = a->first;
    block->room = room;
    block->used = 0;
    a->first = block;
}

/* The next piece of that size, with whatever lies there. */
static void *take_piece(struct arena *a, size_t size)
{
    const size_t step = alignof(max_align_t);
    void *piece = NULL;

    CHECK(size < SIZE_MAX / 4);
    /* Even nothing gets a place of its own, so that two pieces never share an address. */
    size_t need = (size > 0 ? size + step - 1 : step) / step * step;
    if (a->first == NULL || a->first->room - a->first->used < need) {
        add_block(a, need);
    }
    piece = a->first->data + a->first->used;
    a->first->used += need;
    a->used += need;
    return piece;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *piece = take_piece(a, size);

    memset(piece, 0, size);
    return piece;
}

void *arena_copy(struct arena *a, const void *bytes, size_t size)
{
    char *copy = take_piece(a, size + 1);

    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    copy[size] = '\0';
    return copy;
}

char *arena_text(struct arena *a, const char *text)
{
    CHECK(text != NULL);
    return arena_span(a, text, strlen(text));
}

char *arena_span(struct arena *a, const char *text, size_t size)
{
    return arena_copy(a, text, size);
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_list again;

    va_start(args, fmt);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    CHECK(size >= 0);
    char *text = arena_alloc(a, (size_t)size + 1);
    int wrote = vsnprintf(text, (size_t)size + 1, fmt, again);
    va_end(again);
    CHECK(wrote == size);
    return text;
}
