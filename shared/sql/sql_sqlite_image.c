/* A database in memory, made of pieces that may still lie elsewhere.
 *
 * The tablet's view rests on the disk sealed, and is wanted the moment a passphrase is right. Read
 * whole, a year of it took four copies and a third of a second, for a screen that asks for a tenth
 * of it. So SQLite reads and writes here through a file system of our own: a piece is fetched when
 * it is first touched, the rest between frames, and each piece knows whether it was written to
 * since it was last kept, so that keeping the view costs what has changed and not what there is.
 *
 * Every image has a file system to itself, named by its address: nothing is shared between two.
 */
#include "sql_sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct piece {
    unsigned char *bytes; /* NULL: not fetched, or all zero */
    bool is_changed;
};

struct sql_image {
    sqlite3_vfs vfs;
    char vfs_name[48];
    sqlite3_vfs *system;
    struct sql_piece_port port;
    int64_t size; /* bytes */
    int64_t kept; /* pieces that can be fetched: those before it */
    struct piece *pieces;
    int64_t room;
    int64_t looked; /* every piece before it has been fetched */
    bool is_broken;
};

struct image_file {
    sqlite3_file base;
    struct sql_image *image;
};

static int64_t pieces_of(int64_t size)
{
    return (size + SQL_PIECE - 1) / SQL_PIECE;
}

/* ---- pieces --------------------------------------------------------------------------------- */

static void make_room(struct sql_image *image, int64_t count)
{
    int64_t room = image->room == 0 ? 64 : image->room;

    if (count <= image->room) {
        return;
    }
    while (room < count) {
        room *= 2;
    }
    image->pieces = mem_grow(image->pieces, (size_t)room * sizeof image->pieces[0]);
    memset(image->pieces + image->room, 0, (size_t)(room - image->room) * sizeof image->pieces[0]);
    image->room = room;
}

/* NULL when it could not be fetched. */
static struct piece *get_piece(struct sql_image *image, int64_t number)
{
    struct piece *piece = NULL;

    make_room(image, number + 1);
    piece = &image->pieces[number];
    if (piece->bytes != NULL) {
        return piece;
    }
    piece->bytes = mem_zero(1, SQL_PIECE);
    if (number < image->kept &&
        image->port.fetch(image->port.ctx, number, piece->bytes) != STATUS_OK) {
        image->is_broken = true;
        free(piece->bytes);
        piece->bytes = NULL;
        return NULL;
    }
    return piece;
}

static void drop_pieces(struct sql_image *image, int64_t from)
{
    for (int64_t i = from; i < image->room; i++) {
        if (image->pieces[i].bytes != NULL) {
            memset(image->pieces[i].bytes, 0, SQL_PIECE);
            free(image->pieces[i].bytes);
        }
        image->pieces[i] = (struct piece){0};
    }
    image->kept = image->kept < from ? image->kept : from;
    image->looked = image->looked < from ? image->looked : from;
}

/* ---- the file ------------------------------------------------------------------------------- */

static struct sql_image *image_of(sqlite3_file *file)
{
    return ((struct image_file *)file)->image;
}

static int file_close(sqlite3_file *file)
{
    (void)file;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
    struct sql_image *image = image_of(file);
    unsigned char *to = out;
    int64_t left = size;

    while (left > 0 && at < image->size) {
        const struct piece *piece = get_piece(image, at / SQL_PIECE);
        int64_t part = SQL_PIECE - at % SQL_PIECE;

        part = part < left ? part : left;
        part = part < image->size - at ? part : image->size - at;
        if (piece == NULL) {
            return SQLITE_IOERR_READ;
        }
        memcpy(to, piece->bytes + at % SQL_PIECE, (size_t)part);
        to += part;
        at += part;
        left -= part;
    }
    if (left > 0) {
        memset(to, 0, (size_t)left);
        return SQLITE_IOERR_SHORT_READ;
    }
    return SQLITE_OK;
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    struct sql_image *image = image_of(file);
    const unsigned char *from = bytes;
    int64_t left = size;

    while (left > 0) {
        struct piece *piece = get_piece(image, at / SQL_PIECE);
        int64_t part = SQL_PIECE - at % SQL_PIECE;

        part = part < left ? part : left;
        if (piece == NULL) {
            return SQLITE_IOERR_WRITE;
        }
        memcpy(piece->bytes + at % SQL_PIECE, from, (size_t)part);
        piece->is_changed = true;
        from += part;
        at += part;
        left -= part;
    }
    image->size = at > image->size ? at : image->size;
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct sql_image *image = image_of(file);

    image->size = size < image->size ? size : image->size;
    drop_pieces(image, pieces_of(image->size));
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *out)
{
    *out = image_of(file)->size;
    return SQLITE_OK;
}

/* Only one connection ever sees the file. */
static int file_lock(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int file_is_locked(sqlite3_file *file, int *out)
{
    (void)file;
    *out = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int what, void *with)
{
    (void)file;
    (void)what;
    (void)with;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

static int file_traits(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static const sqlite3_io_methods file_verbs = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_is_locked,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

/* ---- the file system ------------------------------------------------------------------------ */

static const struct sql_image *image_of_vfs(const sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* Journals and temporary tables are told to stay in memory; nothing but the image is opened. */
static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                    int *out_flags)
{
    struct image_file *made = (struct image_file *)file;

    (void)name;
    made->base.pMethods = NULL;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
        return SQLITE_CANTOPEN;
    }
    made->base.pMethods = &file_verbs;
    made->image = vfs->pAppData;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    (void)name;
    (void)sync;
    return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    (void)name;
    (void)flags;
    *out = 0;
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    text_copy(out, (size_t)room, name);
    return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *out)
{
    sqlite3_vfs *system = image_of_vfs(vfs)->system;

    return system->xRandomness(system, size, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us; /* there is nobody to wait for */
}

static int vfs_time(sqlite3_vfs *vfs, double *out)
{
    sqlite3_vfs *system = image_of_vfs(vfs)->system;

    return system->xCurrentTime(system, out);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    (void)size;
    (void)out;
    return 0;
}

/* ---- life ----------------------------------------------------------------------------------- */

static struct sql_image *make_image(const struct sql_piece_port *port, int64_t size)
{
    struct sql_image *image = mem_zero(1, sizeof *image);

    (void)sqlite3_initialize();
    image->system = sqlite3_vfs_find(NULL);
    CHECK(image->system != NULL);
    image->size = size;
    image->kept = pieces_of(size);
    if (port != NULL) {
        image->port = *port;
    }
    (void)snprintf(image->vfs_name, sizeof image->vfs_name, "cairn-%p", (void *)image);
    image->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct image_file),
        .mxPathname = 64,
        .zName = image->vfs_name,
        .pAppData = image,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_last_error,
    };
    CHECK(sqlite3_vfs_register(&image->vfs, 0) == SQLITE_OK);
    return image;
}

void sql_sqlite_image_free(struct sql_image *image)
{
    if (image != NULL) {
        CHECK(sqlite3_vfs_unregister(&image->vfs) == SQLITE_OK);
        drop_pieces(image, 0);
        free(image->pieces);
        free(image);
    }
}

static struct sql_image *image_in(const struct sql *db)
{
    struct sql_image *image = sql_sqlite_image(db);

    CHECK(image != NULL);
    return image;
}

enum status sql_image_open(const struct sql_piece_port *port, int64_t size, struct sql **out)
{
    struct sql_image *image = NULL;

    CHECK(out != NULL && size >= 0 && (port != NULL || size == 0));
    *out = NULL;
    sql_sqlite_config();
    image = make_image(port, size);
    return sql_sqlite_open_image(image, image->vfs_name, out);
}

int64_t sql_image_size(const struct sql *db)
{
    return image_in(db)->size;
}

int64_t sql_image_pieces(const struct sql *db)
{
    return pieces_of(image_in(db)->size);
}

const void *sql_image_changed(const struct sql *db, int64_t number)
{
    const struct sql_image *image = image_in(db);

    CHECK(sqlite3_get_autocommit(sql_sqlite_handle(db)) != 0);
    if (number >= image->room || !image->pieces[number].is_changed) {
        return NULL;
    }
    return image->pieces[number].bytes;
}

void sql_image_keep(struct sql *db, int64_t number)
{
    struct sql_image *image = image_in(db);

    CHECK(number >= 0 && number < image->room);
    image->pieces[number].is_changed = false;
}

void sql_image_mark(struct sql *db, bool is_kept)
{
    struct sql_image *image = image_in(db);
    int64_t count = pieces_of(image->size);

    for (int64_t i = 0; i < count && i < image->room; i++) {
        image->pieces[i].is_changed = !is_kept && image->pieces[i].bytes != NULL;
    }
    if (is_kept) {
        image->kept = count;
    }
}

enum status sql_image_fetch(struct sql *db, int64_t most, bool *more)
{
    struct sql_image *image = image_in(db);
    int64_t count = pieces_of(image->size);

    count = count < image->kept ? count : image->kept;
    for (int64_t i = 0; i < most && image->looked < count; i++) {
        if (get_piece(image, image->looked) == NULL) {
            *more = false;
            return FAIL(STATUS_DAMAGED, "a part of what was kept cannot be read any more");
        }
        image->looked++;
    }
    *more = image->looked < count;
    return STATUS_OK;
}

bool sql_image_is_broken(const struct sql *db)
{
    return image_in(db)->is_broken;
}
