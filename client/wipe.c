/* Memory is overwritten as it is given back.
 *
 * A name or a word of a note passes through many hands on its way to the screen: SQLite's pages,
 * the lines of JSON, shaped text, the queues of the window. Each gives its memory back as it is,
 * and there it stays until somebody else happens to write over it, long after the tablet was
 * locked. To follow every one of them into libraries would never be done; all of them end in the
 * same two functions, and those are here. The C library allows a program to bring its own.
 *
 * What is still in use at a lock is forgotten by its owners (session_forget, ui_forget,
 * platform_forget). On another platform this file is left out or written anew: nothing calls it.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Called by nobody in particular: the compiler may not drop what it overwrites. */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;
static void (*give_back)(void *memory);

/* The first call comes before main, from the loader, while there is one thread. */
static bool find_next(void)
{
    static bool is_looking;
    void *next = NULL;

    if (is_looking) {
        return false; /* what looking itself gives back stays where it is */
    }
    is_looking = true;
    next = dlsym(RTLD_NEXT, "free");
    memcpy(&give_back, &next, sizeof(give_back));
    is_looking = false;
    return give_back != NULL;
}

void free(void *memory)
{
    if (memory == NULL || (give_back == NULL && !find_next())) {
        return;
    }
    (void)overwrite(memory, 0, malloc_usable_size(memory));
    give_back(memory);
}

/* Always by a copy, for the one below would leave the old bytes behind where it moves. */
void *realloc(void *memory, size_t size)
{
    size_t room = memory == NULL ? 0 : malloc_usable_size(memory);
    void *moved = NULL;

    if (size <= room && size > room / 2) {
        return memory;
    }
    moved = malloc(size > 0 ? size : 1);
    if (moved != NULL && memory != NULL) {
        memcpy(moved, memory, room < size ? room : size);
        free(memory);
    }
    return moved;
}
