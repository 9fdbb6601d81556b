/* Paths, assets, clocks and chance: the ports that the pure parts are handed. */
#define _POSIX_C_SOURCE 200809L
#include "platform_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ASSET_BYTES_MAX = 32 * 1024 * 1024 };

/* One line: root and name; caller frees. */
static char *asset_path(const struct platform *p, const char *name)
{
    struct buf b = {0};
    char *path = NULL;

    buf_printf(&b, "%s/%s", p->assets, name);
    path = mem_text(buf_cstr(&b));
    buf_finish(&b);
    return path;
}

enum status platform_read_asset(const struct platform *p, const char *name, struct buf *out)
{
    enum status st = STATUS_OK;
    char *path = asset_path(p, name);
    SDL_RWops *file = SDL_RWFromFile(path, "rb");
    Sint64 size = 0;

    if (file == NULL) {
        st = FAIL(STATUS_NOT_FOUND, "The file %s is missing. Build the program again.", path);
        goto done;
    }
    size = SDL_RWsize(file);
    if (size < 0 || size > ASSET_BYTES_MAX) {
        st = FAIL(STATUS_DAMAGED, "The file %s is too large to be one of the program.", path);
        goto done;
    }
    buf_reserve(out, (size_t)size + 1);
    if (SDL_RWread(file, out->data + out->size, 1, (size_t)size) != (size_t)size) {
        st = FAIL(STATUS_DISK, "The file %s could not be read.", path);
        goto done;
    }
    out->size += (size_t)size;
    out->data[out->size] = '\0';

done:
    if (file != NULL) {
        (void)SDL_RWclose(file);
    }
    free(path);
    return st;
}

const char *platform_data_folder(struct platform *p)
{
    if (p->data_folder == NULL) {
        char *folder = SDL_GetPrefPath("cairn", "cairn");

        p->data_folder = mem_text(folder == NULL ? "" : folder);
        SDL_free(folder);
    }
    return p->data_folder;
}

/* SDL's own ticks stand still while a tablet sleeps: one that was put into a bag unlocked would be
 * as unlocked an hour later. */
int64_t platform_ticks_ms(void)
{
#ifdef CLOCK_BOOTTIME
    struct timespec now = {0};

    if (clock_gettime(CLOCK_BOOTTIME, &now) == 0) {
        return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    }
#endif
    return (int64_t)SDL_GetTicks64();
}

static int64_t now_ms(void *ctx)
{
    struct timespec now = {0};

    (void)ctx;
    CHECK(timespec_get(&now, TIME_UTC) == TIME_UTC);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct clock_port platform_clock(void)
{
    return (struct clock_port){.now_ms = now_ms, .ctx = NULL};
}

/* Keys are made from this: without chance the program must not go on. */
static void fill_random(void *ctx, void *bytes, size_t size)
{
    FILE *chance = fopen("/dev/urandom", "rb");

    (void)ctx;
    CHECK(chance != NULL);
    CHECK(fread(bytes, 1, size, chance) == size);
    (void)fclose(chance);
}

struct random_port platform_random(void)
{
    return (struct random_port){.fill = fill_random, .ctx = NULL};
}
