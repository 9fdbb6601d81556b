/* plug — put before a program by LD_PRELOAD, it pulls the plug (SIGKILL) at one chosen act of the
 * program on its database, so that a test can walk through all of them: 1, 2, 3 … until it lives.
 *
 *     PLUG_AT=N       the act at which it dies, from 1; without it nothing happens
 *     PLUG_FILE=TEXT  only files with TEXT in their path count
 *     PLUG_WRITES=1   every write, truncation and removal is an act; else only commits are
 *
 * A commit is three acts, for what the disk holds differs: before its first write, when there is
 * nothing of it; before its sync, when all is written and nothing is promised; and after it, when
 * all is durable and nobody has been told. The shipped programs know nothing of this; they die as
 * by a dead battery, in the middle of what they do.
 */
#define _GNU_SOURCE /* RTLD_NEXT, pwrite64 */

#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define PATH_ROOM 4096

static atomic_long acts;
static atomic_bool is_written; /* since the last sync */

static bool is_watched(const char *path)
{
    const char *file = getenv("PLUG_FILE");

    return getenv("PLUG_AT") != NULL && (file == NULL || strstr(path, file) != NULL);
}

static bool is_open_watched(int fd)
{
    char link[64];
    char path[PATH_ROOM] = "";
    ssize_t size = 0;

    if (getenv("PLUG_AT") == NULL) {
        return false;
    }
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = readlink(link, path, sizeof path - 1);
    return size > 0 && is_watched(path);
}

static void act(void)
{
    if (atomic_fetch_add(&acts, 1) + 1 == strtol(getenv("PLUG_AT"), NULL, 10)) {
        (void)kill(getpid(), SIGKILL);
        for (;;) { /* whoever else runs, this thread does nothing more */
            (void)pause();
        }
    }
}

static void act_of_write(bool is_one)
{
    if (is_one && (getenv("PLUG_WRITES") != NULL || !atomic_exchange(&is_written, true))) {
        act();
    }
}

static void act_of_sync(bool is_one, bool is_after)
{
    if (is_one) {
        act();
        if (is_after) {
            atomic_store(&is_written, false);
        }
    }
}

/* A pointer to data is no pointer to a function in C, so its bytes are copied. */
static void find(const char *name, void *real, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);

    memcpy(real, &found, size);
}

int fdatasync(int fd)
{
    int (*real)(int) = NULL;
    bool is_one = is_open_watched(fd);
    int rc = 0;

    find("fdatasync", &real, sizeof real);
    act_of_sync(is_one, false);
    rc = real(fd);
    act_of_sync(is_one, true);
    return rc;
}

int fsync(int fd)
{
    int (*real)(int) = NULL;
    bool is_one = is_open_watched(fd);
    int rc = 0;

    find("fsync", &real, sizeof real);
    act_of_sync(is_one, false);
    rc = real(fd);
    act_of_sync(is_one, true);
    return rc;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = NULL;

    find("pwrite64", &real, sizeof real);
    act_of_write(is_open_watched(fd));
    return real(fd, bytes, size, at);
}

int ftruncate64(int fd, off64_t size)
{
    int (*real)(int, off64_t) = NULL;

    find("ftruncate64", &real, sizeof real);
    act_of_write(is_open_watched(fd));
    return real(fd, size);
}

int unlink(const char *path)
{
    int (*real)(const char *) = NULL;

    find("unlink", &real, sizeof real);
    act_of_write(is_watched(path));
    return real(path);
}
