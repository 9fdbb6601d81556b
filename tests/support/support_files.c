/* Folders of a test's own.
 *
 * A test that shares a place with another passes or fails by luck, so each makes its own folder.
 * Removing is the dangerous half: it refuses any folder that it did not name itself, and works
 * with open folders and names relative to them, so that a link inside leads nowhere.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MARK "cairn-test-"
#define DEPTH_MAX   32
#define NAME_ROOM   256

enum status support_folder_make(struct support_folder *out)
{
    const char *base = getenv("TMPDIR");
    struct support_folder made = {""};

    *out = (struct support_folder){""};
    int size = snprintf(made.path, sizeof made.path, "%s/" FOLDER_MARK "XXXXXX",
                        base != NULL && base[0] != '\0' ? base : "/tmp");
    if (size < 0 || (size_t)size >= sizeof made.path) {
        return FAIL(STATUS_DISK, "The path of the folder for temporary files is too long.");
    }
    if (mkdtemp(made.path) == NULL) {
        return FAIL(STATUS_DISK, "No temporary folder could be made: %s.", strerror(errno));
    }
    *out = made;
    return STATUS_OK;
}

/* What is done with each entry: true ends the walk. Folders come after what is in them. */
struct visitor {
    bool (*visit)(int folder, const char *name, bool is_folder, void *ctx);
    void *ctx;
};

/* The open folders from the first down to the one being read. */
struct levels {
    int count;
    struct level {
        DIR *list;
        char name[NAME_ROOM];
    } at[DEPTH_MAX];
};

/* Takes the open folder. */
static void go_in(struct levels *levels, int folder, const char *name)
{
    CHECK(levels->count < DEPTH_MAX);
    struct level *level = &levels->at[levels->count++];

    level->list = fdopendir(folder);
    CHECK(level->list != NULL);
    text_copy(level->name, sizeof level->name, name);
}

static bool visit_next(struct levels *levels, const struct visitor *v)
{
    struct level *last = &levels->at[levels->count - 1];
    struct dirent *entry = readdir(last->list);
    struct stat info;

    if (entry == NULL) {
        (void)closedir(last->list);
        levels->count--;
        return levels->count > 0 &&
               v->visit(dirfd(levels->at[levels->count - 1].list), last->name, true, v->ctx);
    }
    if (text_equal(entry->d_name, ".") || text_equal(entry->d_name, "..") ||
        fstatat(dirfd(last->list), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return false;
    }
    if (!S_ISDIR(info.st_mode)) {
        return v->visit(dirfd(last->list), entry->d_name, false, v->ctx);
    }
    int inner =
        openat(dirfd(last->list), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner >= 0) {
        go_in(levels, inner, entry->d_name);
    }
    return false;
}

/* Takes the open folder. True when a visit ended the walk. */
static bool walk(int folder, const struct visitor *v)
{
    struct levels levels = {0};
    bool found = false;

    go_in(&levels, folder, "");
    while (levels.count > 0 && !found) {
        found = visit_next(&levels, v);
    }
    while (levels.count > 0) {
        (void)closedir(levels.at[--levels.count].list);
    }
    return found;
}

static bool remove_entry(int folder, const char *name, bool is_folder, void *ctx)
{
    (void)ctx;
    (void)unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0);
    return false;
}

void support_folder_remove(struct support_folder *f)
{
    if (f->path[0] == '\0') {
        return;
    }
    CHECK(strstr(f->path, FOLDER_MARK) != NULL);
    int folder = open(f->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) {
        (void)walk(folder, &(struct visitor){remove_entry, NULL});
        (void)rmdir(f->path);
    }
    *f = (struct support_folder){""};
}

char *support_folder_path(const struct support_folder *f, const char *name)
{
    struct buf path = {0};

    buf_printf(&path, "%s/%s", f->path, name);
    return path.data;
}

static enum status read_all(int file, struct buf *out)
{
    char block[8192];
    ssize_t size = 0;

    while ((size = read(file, block, sizeof block)) > 0) {
        buf_add(out, block, (size_t)size);
    }
    if (size < 0) {
        return FAIL(STATUS_DISK, "The file could not be read: %s.", strerror(errno));
    }
    return STATUS_OK;
}

struct wanted {
    const void *bytes;
    size_t size;
};

static bool holds_bytes(const struct buf *b, const struct wanted *w)
{
    for (size_t at = 0; at + w->size <= b->size; at++) {
        if (memcmp(b->data + at, w->bytes, w->size) == 0) {
            return true;
        }
    }
    return false;
}

static bool file_holds(int folder, const char *name, bool is_folder, void *ctx)
{
    struct buf content = {0};
    bool found = false;

    if (is_folder) {
        return false;
    }
    /* Without O_NONBLOCK a pipe left in the folder would hold the test up for ever. */
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0) {
        found = read_all(file, &content) == STATUS_OK && holds_bytes(&content, ctx);
        (void)close(file);
    }
    buf_finish(&content);
    return found;
}

bool support_folder_holds(const struct support_folder *f, const void *bytes, size_t size)
{
    struct wanted wanted = {bytes, size};
    int folder = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    CHECK(folder >= 0 && size > 0);
    return walk(folder, &(struct visitor){file_holds, &wanted});
}

enum status support_file_read(const char *path, struct buf *out)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0) {
        return FAIL(errno == ENOENT ? STATUS_NOT_FOUND : STATUS_DISK, "%s could not be opened: %s.",
                    path, strerror(errno));
    }
    enum status st = read_all(file, out);
    (void)close(file);
    return st;
}

enum status support_file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        return FAIL(STATUS_DISK, "%s could not be opened: %s.", path, strerror(errno));
    }
    bool written = size == 0 || fwrite(bytes, size, 1, file) == 1;
    if (fclose(file) != 0 || !written) {
        return FAIL(STATUS_DISK, "%s could not be written: %s.", path, strerror(errno));
    }
    return STATUS_OK;
}

char *support_program(const char *name)
{
    struct buf path = {0};

    buf_printf(&path, "%s/%s", SUPPORT_BUILD_FOLDER, name);
    return path.data;
}

char *support_source(const char *path)
{
    struct buf whole = {0};

    buf_printf(&whole, "%s/%s", SUPPORT_SOURCE_FOLDER, path);
    return whole.data;
}
