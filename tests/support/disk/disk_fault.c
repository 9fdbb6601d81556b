/* A file system before the real one: it counts the writes to one database, and lets one of them
 * fail.
 *
 * A torn write is the case that matters: half of a page of the log is there, and whoever opens the
 * file next must see that the commit never was. And what was written but not synced may be there or
 * not, in any order: so while a fault is armed, what a write overwrote is kept until the next sync.
 * The memory shared between connections is not a file to us: it is made anew when the last one
 * closes.
 */
#include "disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct shim {
    sqlite3_file base;
    const char *name; /* of a database or its log, else NULL */
    /* the real file follows */
};

#define UNSYNCED_MAX 256
#define WRITES_DRAWN 12 /* a commit is torn in one of its first so many writes */

/* A write that no sync has followed yet. */
struct unsynced {
    sqlite3_file *file; /* below */
    sqlite3_int64 at;
    sqlite3_int64 size_before; /* of the file */
    int size;
    uint8_t *before;
    uint8_t *after;
};

static bool lies; /* says that it has synced, and has not */
static sqlite3_vfs *real;
static sqlite3_vfs shim_vfs;
static struct {
    char path[512];
    enum fault_disk_kind kind;
    int countdown;
    bool is_armed;
    bool is_dark; /* the power is gone */
    struct rng *chance;
    struct {
        bool is_armed;
        bool has_struck;
        bool is_written; /* since the last sync */
        enum fault_disk_point point;
        int commits; /* until the one that is struck; 0: this one */
        int writes;  /* of it, until one is torn */
    } crash;
    struct unsynced unsynced[UNSYNCED_MAX];
    size_t unsynced_count;
} fault;

static sqlite3_file *below(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)((char *)file + sizeof(struct shim));
}

static bool is_watched(const sqlite3_file *file)
{
    const struct shim *shim = (const struct shim *)(const void *)file;

    return fault.is_armed && shim->name != NULL &&
           strncmp(shim->name, fault.path, strlen(fault.path)) == 0;
}

static bool strikes(const sqlite3_file *file)
{
    if (!is_watched(file) || fault.is_dark || fault.crash.is_armed) {
        return false;
    }
    fault.countdown--;
    if (fault.countdown != 0) {
        return false;
    }
    fault.is_dark = fault.kind == FAULT_DISK_POWER;
    return true;
}

static bool is_dark(const sqlite3_file *file)
{
    return fault.is_dark && is_watched(file);
}

/* ---- what is not synced yet ------------------------------------------------------------------ */

static void forget_unsynced(const sqlite3_file *file)
{
    size_t kept = 0;

    for (size_t i = 0; i < fault.unsynced_count; i++) {
        if (file != NULL && fault.unsynced[i].file != file) {
            fault.unsynced[kept] = fault.unsynced[i];
            kept++;
            continue;
        }
        free(fault.unsynced[i].before);
        free(fault.unsynced[i].after);
    }
    fault.unsynced_count = kept;
}

static void note_unsynced(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    struct unsynced *u = &fault.unsynced[fault.unsynced_count];

    if (fault.chance == NULL || fault.unsynced_count == UNSYNCED_MAX) {
        return;
    }
    *u = (struct unsynced){.file = file, .at = at, .size = size};
    u->before = mem_zero(1, (size_t)size);
    u->after = mem_zero(1, (size_t)size);
    memcpy(u->after, from, (size_t)size);
    (void)file->pMethods->xRead(file, u->before, size, at);
    (void)file->pMethods->xFileSize(file, &u->size_before);
    fault.unsynced_count++;
}

/* Each of them has reached the disk or not, whatever their order. */
static void lose_unsynced(void)
{
    for (size_t i = fault.unsynced_count; i > 0; i--) {
        const struct unsynced *u = &fault.unsynced[i - 1];
        (void)u->file->pMethods->xWrite(u->file, u->before, u->size, u->at);
        (void)u->file->pMethods->xTruncate(u->file, u->size_before);
    }
    for (size_t i = 0; i < fault.unsynced_count; i++) {
        const struct unsynced *u = &fault.unsynced[i];
        if (rng_below(fault.chance, 2) == 0) {
            (void)u->file->pMethods->xWrite(u->file, u->after, u->size, u->at);
        }
    }
    forget_unsynced(NULL);
}

/* ---- a crash at a point of a commit ---------------------------------------------------------- */

static bool awaits_crash(const sqlite3_file *file)
{
    return fault.crash.is_armed && is_watched(file) && !fault.is_dark;
}

static void go_dark(enum fault_disk_point point)
{
    fault.is_dark = true;
    fault.crash.has_struck = true;
    fault.crash.point = point;
    lose_unsynced();
}

/* False: nothing of this write happens. */
static bool may_begin(void)
{
    if (!fault.crash.is_written) {
        fault.crash.is_written = true;
        fault.crash.commits--;
    }
    if (fault.crash.commits == 0 && fault.crash.point == FAULT_DISK_BEFORE) {
        go_dark(FAULT_DISK_BEFORE);
        return false;
    }
    return true;
}

static bool is_torn(void)
{
    if (fault.crash.commits != 0 || fault.crash.point != FAULT_DISK_AMID) {
        return false;
    }
    fault.crash.writes--;
    if (fault.crash.writes == 0) {
        go_dark(FAULT_DISK_AMID);
    }
    return fault.is_dark;
}

/* True: what was written before is on the disk. */
static bool sync_comes_through(sqlite3_file *file)
{
    bool is_this_one = fault.crash.is_written && fault.crash.commits == 0;

    fault.crash.is_written = false;
    if (is_this_one && fault.crash.point != FAULT_DISK_AFTER) {
        go_dark(FAULT_DISK_UNSYNCED);
        return false;
    }
    if (!lies) {
        forget_unsynced(below(file));
    }
    if (is_this_one) {
        go_dark(FAULT_DISK_AFTER);
    }
    return true;
}

/* ---- a file ---------------------------------------------------------------------------------- */

static int shim_close(sqlite3_file *file)
{
    forget_unsynced(below(file));
    return below(file)->pMethods->xClose(below(file));
}

static int shim_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    return below(file)->pMethods->xRead(below(file), to, size, at);
}

static int shim_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    if (is_dark(file) || (awaits_crash(file) && !may_begin())) {
        return SQLITE_IOERR_WRITE;
    }
    if (awaits_crash(file) && is_torn()) {
        (void)below(file)->pMethods->xWrite(below(file), from, size / 2, at);
        return SQLITE_IOERR_WRITE;
    }
    if (strikes(file)) {
        if (fault.kind == FAULT_DISK_FULL) {
            return SQLITE_FULL;
        }
        if (fault.is_dark && fault.chance != NULL) {
            lose_unsynced();
        }
        (void)below(file)->pMethods->xWrite(below(file), from, size / 2, at);
        return SQLITE_IOERR_WRITE;
    }
    if (is_watched(file)) {
        note_unsynced(below(file), from, size, at);
    }
    return below(file)->pMethods->xWrite(below(file), from, size, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (is_dark(file) || strikes(file) || (awaits_crash(file) && !may_begin())) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return below(file)->pMethods->xTruncate(below(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    if (is_dark(file)) {
        return SQLITE_IOERR_FSYNC;
    }
    if (awaits_crash(file)) {
        return sync_comes_through(file) ? below(file)->pMethods->xSync(below(file), flags)
                                        : SQLITE_IOERR_FSYNC;
    }
    if (strikes(file)) {
        if (fault.is_dark && fault.chance != NULL) {
            lose_unsynced();
        }
        return SQLITE_IOERR_FSYNC;
    }
    if (!lies) {
        forget_unsynced(below(file));
    }
    return below(file)->pMethods->xSync(below(file), flags);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return below(file)->pMethods->xFileSize(below(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int shim_check(sqlite3_file *file, int *out)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), out);
}

static int shim_control(sqlite3_file *file, int what, void *with)
{
    return below(file)->pMethods->xFileControl(below(file), what, with);
}

static int shim_sector(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int shim_traits(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int shim_shm_unmap(sqlite3_file *file, int delete_it)
{
    return below(file)->pMethods->xShmUnmap(below(file), delete_it);
}

static const sqlite3_io_methods shim_methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_check,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_traits,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct shim *shim = (struct shim *)(void *)file;
    int code = SQLITE_OK;

    (void)vfs;
    *shim = (struct shim){.name = NULL};
    if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0) {
        shim->name = name; /* SQLite keeps it until the file is closed */
    }
    code = real->xOpen(real, name, below(file), flags, out);
    if (below(file)->pMethods != NULL) {
        file->pMethods = &shim_methods;
    }
    return code;
}

enum status fault_disk_setup(void)
{
    if (real != NULL) {
        return STATUS_OK;
    }
    real = sqlite3_vfs_find(NULL);
    if (real == NULL) {
        return FAIL(STATUS_UNSUPPORTED, "SQLite has no way to the disk here");
    }
    shim_vfs = *real;
    shim_vfs.zName = "fault-disk";
    shim_vfs.szOsFile = real->szOsFile + (int)sizeof(struct shim);
    shim_vfs.pNext = NULL;
    shim_vfs.xOpen = shim_open;
    return sqlite3_vfs_register(&shim_vfs, 1) == SQLITE_OK
               ? STATUS_OK
               : FAIL(STATUS_UNSUPPORTED, "SQLite takes no other way to the disk");
}

void fault_disk_arm(const char *path, enum fault_disk_kind kind, int countdown, struct rng *chance)
{
    fault_disk_disarm();
    fault.chance = chance;
    text_copy(fault.path, sizeof(fault.path), path);
    fault.kind = kind;
    fault.countdown = countdown;
    fault.is_armed = true;
}

void fault_disk_crash(const char *path, enum fault_disk_point point, int commit, struct rng *chance)
{
    CHECK(commit > 0 && chance != NULL);
    fault_disk_arm(path, FAULT_DISK_POWER, 0, chance);
    fault.crash.is_armed = true;
    fault.crash.point = point;
    fault.crash.commits = commit;
    fault.crash.writes = 1 + (int)rng_below(chance, WRITES_DRAWN);
}

bool fault_disk_has_crashed(enum fault_disk_point *at)
{
    if (fault.crash.has_struck && at != NULL) {
        *at = fault.crash.point;
    }
    return fault.crash.has_struck;
}

bool fault_disk_is_armed(void)
{
    return fault.is_armed;
}

void fault_disk_kill(const char *path)
{
    fault_disk_arm(path, FAULT_DISK_POWER, 0, NULL);
    fault.is_dark = true;
}

void fault_disk_disarm(void)
{
    fault.is_armed = false;
    fault.is_dark = false;
    fault.chance = NULL;
    fault.path[0] = '\0';
    memset(&fault.crash, 0, sizeof(fault.crash));
    forget_unsynced(NULL);
}

void fault_disk_lie(bool does)
{
    lies = does;
}
