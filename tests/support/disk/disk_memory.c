/* Files in memory, for a simulation that opens some thousands of them in a second.
 *
 * The system's calls for opening, locking and writing would be most of what a history costs, and
 * making the tables anew for each would be the rest. So files are bytes here, locks are numbers,
 * and a disk can be put back to where it was marked while its files are open: SQLite compares the
 * head of the index beside its log with the one that it last read, and drops its pages when they
 * differ.
 * One thread, one process: whoever finds a lock taken is told so at once.
 */
#include "disk_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define REGIONS_MAX 16
#define SECTOR      4096

struct bytes {
    uint8_t *at;
    int64_t size;
    int64_t room;
};

struct file {
    char *name;
    struct bytes now;
    struct bytes marked;
    int64_t dirty_from; /* the lowest byte written since the mark */
    bool is_marked;
    int handle_count;
    int shared_count; /* of the locks of a database file */
    const void *reserved;
    const void *exclusive;
    uint8_t *regions[REGIONS_MAX]; /* the index beside the log */
    uint8_t *marked_regions[REGIONS_MAX];
    int region_size;
    int map_count;
    int shm_shared[SQLITE_SHM_NLOCK];
    const void *shm_exclusive[SQLITE_SHM_NLOCK];
    struct file *next;
};

struct handle {
    sqlite3_file base;
    struct file *file;
    int level;
    bool is_mapped;
    bool is_private; /* goes when it is closed */
    unsigned shm_shared;
};

static struct file *files;
static sqlite3_vfs *system_vfs;
static sqlite3_vfs memory_vfs;

/* ---- bytes ----------------------------------------------------------------------------------- */

static void bytes_room(struct bytes *b, int64_t size)
{
    if (size > b->room) {
        b->room = size > 2 * b->room ? size : 2 * b->room;
        b->at = mem_grow(b->at, (size_t)b->room);
    }
}

static void bytes_resize(struct bytes *b, int64_t size)
{
    bytes_room(b, size);
    if (size > b->size) {
        memset(b->at + b->size, 0, (size_t)(size - b->size));
    }
    b->size = size;
}

static void bytes_copy(struct bytes *to, const struct bytes *from, int64_t first)
{
    bytes_resize(to, from->size);
    if (first < from->size) {
        memcpy(to->at + first, from->at + first, (size_t)(from->size - first));
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

static struct file *find(const char *name)
{
    for (struct file *f = files; f != NULL; f = f->next) {
        if (strcmp(f->name, name) == 0) {
            return f;
        }
    }
    return NULL;
}

static struct file *make(const char *name)
{
    struct file *f = mem_zero(1, sizeof(*f));

    f->name = mem_text(name);
    f->next = files;
    files = f;
    return f;
}

static void forget_regions(struct file *f)
{
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(f->regions[i]);
        f->regions[i] = NULL;
    }
}

static void drop(struct file *f)
{
    struct file **at = &files;

    while (*at != f) {
        at = &(*at)->next;
    }
    *at = f->next;
    forget_regions(f);
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(f->marked_regions[i]);
    }
    free(f->now.at);
    free(f->marked.at);
    free(f->name);
    free(f);
}

static struct handle *of(sqlite3_file *file)
{
    return (struct handle *)(void *)file;
}

static void touch(struct file *f, int64_t at)
{
    f->dirty_from = at < f->dirty_from ? at : f->dirty_from;
}

static int memory_close(sqlite3_file *file)
{
    struct handle *h = of(file);

    h->file->handle_count--;
    if (h->is_private) {
        drop(h->file);
    }
    return SQLITE_OK;
}

static int memory_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    const struct bytes *b = &of(file)->file->now;
    int64_t there = at < b->size ? b->size - at : 0;
    size_t count = (size_t)(there < size ? there : size);

    if (count > 0) {
        memcpy(to, b->at + at, count);
    }
    if (count < (size_t)size) {
        memset((char *)to + count, 0, (size_t)size - count);
        return SQLITE_IOERR_SHORT_READ;
    }
    return SQLITE_OK;
}

static int memory_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    struct file *f = of(file)->file;

    if (at > f->now.size) {
        bytes_resize(&f->now, at);
    }
    bytes_room(&f->now, at + size);
    memcpy(f->now.at + at, from, (size_t)size);
    f->now.size = at + size > f->now.size ? at + size : f->now.size;
    touch(f, at);
    return SQLITE_OK;
}

static int memory_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    touch(of(file)->file, size);
    bytes_resize(&of(file)->file->now, size);
    return SQLITE_OK;
}

static int memory_sync(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return SQLITE_OK;
}

static int memory_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = of(file)->file->now.size;
    return SQLITE_OK;
}

/* ---- locks ----------------------------------------------------------------------------------- */

static bool may_lock(const struct file *f, const struct handle *h, int level)
{
    bool others_read = f->shared_count > (h->level >= SQLITE_LOCK_SHARED ? 1 : 0);

    if (f->exclusive != NULL && f->exclusive != h) {
        return false;
    }
    if (level >= SQLITE_LOCK_RESERVED && f->reserved != NULL && f->reserved != h) {
        return false;
    }
    return level < SQLITE_LOCK_EXCLUSIVE || !others_read;
}

static int memory_lock(sqlite3_file *file, int level)
{
    struct handle *h = of(file);
    struct file *f = h->file;

    if (h->level >= level) {
        return SQLITE_OK;
    }
    if (!may_lock(f, h, level)) {
        return SQLITE_BUSY;
    }
    f->shared_count += h->level < SQLITE_LOCK_SHARED ? 1 : 0;
    f->reserved = level >= SQLITE_LOCK_RESERVED ? h : f->reserved;
    f->exclusive = level >= SQLITE_LOCK_EXCLUSIVE ? h : f->exclusive;
    h->level = level;
    return SQLITE_OK;
}

static int memory_unlock(sqlite3_file *file, int level)
{
    struct handle *h = of(file);
    struct file *f = h->file;

    if (h->level <= level) {
        return SQLITE_OK;
    }
    f->reserved = f->reserved == h ? NULL : f->reserved;
    f->exclusive = f->exclusive == h ? NULL : f->exclusive;
    f->shared_count -= level < SQLITE_LOCK_SHARED ? 1 : 0;
    h->level = level;
    return SQLITE_OK;
}

static int memory_check(sqlite3_file *file, int *out)
{
    *out = of(file)->file->reserved != NULL;
    return SQLITE_OK;
}

static int memory_control(sqlite3_file *file, int what, void *with)
{
    (void)file;
    (void)what;
    (void)with;
    return SQLITE_NOTFOUND;
}

static int memory_sector(sqlite3_file *file)
{
    (void)file;
    return SECTOR;
}

static int memory_traits(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- the index beside the log ---------------------------------------------------------------- */

static int memory_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    struct handle *h = of(file);
    struct file *f = h->file;

    CHECK(page < REGIONS_MAX);
    f->map_count += h->is_mapped ? 0 : 1;
    h->is_mapped = true;
    f->region_size = size;
    if (f->regions[page] == NULL && extend != 0) {
        f->regions[page] = mem_zero(1, (size_t)size);
    }
    *out = f->regions[page];
    return SQLITE_OK;
}

static int memory_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    struct handle *h = of(file);
    struct file *f = h->file;

    for (int i = offset; i < offset + count; i++) {
        unsigned bit = 1U << (unsigned)i;
        bool is_mine = (h->shm_shared & bit) != 0;
        bool is_taken = f->shm_exclusive[i] != NULL && f->shm_exclusive[i] != h;
        bool is_read = f->shm_shared[i] > (is_mine ? 1 : 0);
        if ((flags & SQLITE_SHM_LOCK) != 0 &&
            (is_taken || ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && is_read))) {
            return SQLITE_BUSY;
        }
    }
    for (int i = offset; i < offset + count; i++) {
        unsigned bit = 1U << (unsigned)i;
        bool is_mine = (h->shm_shared & bit) != 0;
        if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
            f->shm_exclusive[i] = (flags & SQLITE_SHM_LOCK) != 0 ? h : NULL;
        } else if ((flags & SQLITE_SHM_LOCK) != 0 && !is_mine) {
            f->shm_shared[i]++;
            h->shm_shared |= bit;
        } else if ((flags & SQLITE_SHM_UNLOCK) != 0 && is_mine) {
            f->shm_shared[i]--;
            h->shm_shared &= ~bit;
        }
    }
    return SQLITE_OK;
}

static void memory_shm_barrier(sqlite3_file *file)
{
    (void)file;
}

static int memory_shm_unmap(sqlite3_file *file, int delete_it)
{
    struct handle *h = of(file);

    (void)delete_it;
    if (h->is_mapped) {
        h->is_mapped = false;
        h->file->map_count--;
        if (h->file->map_count == 0) {
            forget_regions(h->file); /* made anew from the log, as after a start of the machine */
        }
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods memory_methods = {
    .iVersion = 2,
    .xClose = memory_close,
    .xRead = memory_read,
    .xWrite = memory_write,
    .xTruncate = memory_truncate,
    .xSync = memory_sync,
    .xFileSize = memory_size,
    .xLock = memory_lock,
    .xUnlock = memory_unlock,
    .xCheckReservedLock = memory_check,
    .xFileControl = memory_control,
    .xSectorSize = memory_sector,
    .xDeviceCharacteristics = memory_traits,
    .xShmMap = memory_shm_map,
    .xShmLock = memory_shm_lock,
    .xShmBarrier = memory_shm_barrier,
    .xShmUnmap = memory_shm_unmap,
};

/* ---- the disk -------------------------------------------------------------------------------- */

static int memory_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct handle *h = of(file);
    struct file *f = name == NULL ? NULL : find(name);

    (void)vfs;
    *h = (struct handle){.is_private = name == NULL};
    if (f == NULL && (flags & SQLITE_OPEN_CREATE) == 0) {
        return SQLITE_CANTOPEN;
    }
    h->file = f != NULL ? f : make(name == NULL ? "" : name);
    h->file->handle_count++;
    h->base.pMethods = &memory_methods;
    if (out != NULL) {
        *out = flags;
    }
    return SQLITE_OK;
}

static int memory_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    struct file *f = find(name);

    (void)vfs;
    (void)sync_folder;
    if (f == NULL) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    CHECK(f->handle_count == 0);
    if (f->is_marked) {
        touch(f, 0); /* it comes back with the mark */
        f->now.size = 0;
    } else {
        drop(f);
    }
    return SQLITE_OK;
}

static int memory_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    const struct file *f = find(name);

    (void)vfs;
    (void)flags;
    *out = f != NULL && f->now.size > 0;
    return SQLITE_OK;
}

static int memory_full_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    text_copy(out, (size_t)room, name);
    return SQLITE_OK;
}

enum status memory_disk_setup(void)
{
    if (system_vfs != NULL) {
        return STATUS_OK;
    }
    /* Neither locks against other threads nor a count of memory: before SQLite begins. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    disk_heap_setup();
    system_vfs = sqlite3_vfs_find(NULL);
    if (system_vfs == NULL) {
        return FAIL(STATUS_UNSUPPORTED, "SQLite has no way to the disk here");
    }
    memory_vfs = *system_vfs;
    memory_vfs.zName = "memory-disk";
    memory_vfs.szOsFile = (int)sizeof(struct handle);
    memory_vfs.pNext = NULL;
    memory_vfs.xOpen = memory_open;
    memory_vfs.xDelete = memory_delete;
    memory_vfs.xAccess = memory_access;
    memory_vfs.xFullPathname = memory_full_name;
    return sqlite3_vfs_register(&memory_vfs, 1) == SQLITE_OK
               ? STATUS_OK
               : FAIL(STATUS_UNSUPPORTED, "SQLite takes no other way to the disk");
}

void memory_disk_mark(void)
{
    for (struct file *f = files; f != NULL; f = f->next) {
        f->is_marked = true;
        f->dirty_from = INT64_MAX;
        bytes_copy(&f->marked, &f->now, 0);
        for (int i = 0; i < REGIONS_MAX; i++) {
            free(f->marked_regions[i]);
            f->marked_regions[i] = NULL;
            if (f->regions[i] != NULL) {
                f->marked_regions[i] = mem_zero(1, (size_t)f->region_size);
                memcpy(f->marked_regions[i], f->regions[i], (size_t)f->region_size);
            }
        }
    }
}

static void rewind_regions(struct file *f)
{
    for (int i = 0; i < REGIONS_MAX; i++) {
        if (f->regions[i] != NULL && f->marked_regions[i] != NULL) {
            memcpy(f->regions[i], f->marked_regions[i], (size_t)f->region_size);
        } else if (f->regions[i] != NULL) {
            memset(f->regions[i], 0, (size_t)f->region_size);
        }
    }
}

void memory_disk_rewind(void)
{
    struct file *next = NULL;

    for (struct file *f = files; f != NULL; f = next) {
        next = f->next;
        if (!f->is_marked) {
            CHECK(f->handle_count == 0);
            drop(f);
            continue;
        }
        if (f->dirty_from != INT64_MAX || f->now.size != f->marked.size) {
            bytes_copy(&f->now, &f->marked, f->dirty_from);
            f->dirty_from = INT64_MAX;
        }
        rewind_regions(f);
    }
}

void memory_disk_empty(void)
{
    while (files != NULL) {
        CHECK(files->handle_count == 0);
        drop(files);
    }
}
