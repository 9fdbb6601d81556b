/* Memory that is always there, and bytes that grow.
 *
 * A tablet that cannot give a few kilobytes is past saving by us; carrying that case through
 * every caller would hide the faults that people can do something about. So these end the
 * program where it happens, and sizes that would wrap around count as no memory.
 */
#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define BUF_ROOM_MIN 64
#ifdef __GLIBC__
/* With fewer, threads that open their batches wait for each other; a heap for each thread keeps the
 * holes that its largest batch has left. */
#define HEAPS 8
/* What is larger has pages of its own. Once told, the C library no longer raises this whenever
 * something larger is freed, which would move all that is large into the heaps. */
#define OWN_PAGES_SIZE (512 * 1024)
/* So much may lie free at the end of a heap: given back after each batch, it would be asked for
 * again, page by page, with the next. */
#define KEPT_SIZE (256 * 1024)
#endif

void *mem_alloc(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);

    CHECK(memory != NULL);
    return memory;
}

void *mem_zero(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

    CHECK(memory != NULL);
    return memory;
}

void *mem_grow(void *old, size_t size)
{
    void *memory = realloc(old, size > 0 ? size : 1);

    CHECK(memory != NULL);
    return memory;
}

char *mem_text(const char *text)
{
    CHECK(text != NULL);
    size_t size = strlen(text) + 1;
    char *copy = mem_alloc(size);

    memcpy(copy, text, size);
    return copy;
}

/* Through a volatile pointer: what is never read again would else be left as it is. */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;

void mem_wipe(void *memory, size_t size)
{
    if (size > 0) {
        (void)overwrite(memory, 0, size);
    }
}

void buf_wipe(struct buf *b)
{
    mem_wipe(b->data, b->room);
    b->size = 0;
}

void buf_finish(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->size = 0;
    if (b->data != NULL) {
        b->data[0] = '\0';
    }
}

void buf_fit(struct buf *b)
{
    if (b->data != NULL) {
        b->room = b->size + 1;
        b->data = mem_grow(b->data, b->room);
    }
}

void buf_reserve(struct buf *b, size_t more)
{
    CHECK(more < SIZE_MAX / 2 && b->size < SIZE_MAX / 2);
    size_t need = b->size + more + 1;

    if (need <= b->room) {
        return;
    }
    /* Doubling keeps the cost of many small additions in proportion to their sum. */
    size_t room = b->room < BUF_ROOM_MIN ? BUF_ROOM_MIN : b->room;
    while (room < need) {
        room = room > SIZE_MAX / 2 ? need : room * 2;
    }
    b->data = mem_grow(b->data, room);
    b->room = room;
    b->data[b->size] = '\0';
}

/* Whether so much fits, and the NUL after it; an empty buf has room for nothing. */
static bool has_room(const struct buf *b, size_t size)
{
    return size < b->room - b->size;
}

void buf_add(struct buf *b, const void *bytes, size_t size)
{
    if (!has_room(b, size)) {
        buf_reserve(b, size);
    }
    if (size > 0) {
        memcpy(b->data + b->size, bytes, size);
    }
    b->size += size;
    b->data[b->size] = '\0';
}

void buf_text(struct buf *b, const char *text)
{
    CHECK(text != NULL);
    buf_add(b, text, strlen(text));
}

void buf_byte(struct buf *b, char byte)
{
    if (!has_room(b, 1)) {
        buf_reserve(b, 1);
    }
    b->data[b->size] = byte;
    b->size++;
    b->data[b->size] = '\0';
}

void buf_vprintf(struct buf *b, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int size = vsnprintf(NULL, 0, fmt, args);
    CHECK(size >= 0);
    buf_reserve(b, (size_t)size);
    int wrote = vsnprintf(b->data + b->size, (size_t)size + 1, fmt, again);
    va_end(again);
    CHECK(wrote == size);
    b->size += (size_t)size;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    buf_vprintf(b, fmt, args);
    va_end(args);
}

bool buf_equal(const struct buf *a, const struct buf *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

const char *buf_cstr(const struct buf *b)
{
    return b->data != NULL ? b->data : "";
}

void mem_share(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_ARENA_MAX, HEAPS);
    (void)mallopt(M_MMAP_THRESHOLD, OWN_PAGES_SIZE);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_SIZE);
#endif
}

void mem_give_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
