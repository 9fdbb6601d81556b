/* Pictures that people took: the newest of a folder, and one of them as grey pixels.
 *
 * What lies in a folder of pictures may come from anybody, and a decoder that is fed it is the
 * widest door of the program. So only PNG and JPEG are let near one, told by their first bytes and
 * not by their name; a file's size is looked at here, and what its head claims by client/photo,
 * before any decoder is; and it is done on the worker, so the screen never waits.
 */
#define _POSIX_C_SOURCE 200809L
#include "platform_photo.h"

#include "platform_own.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILE_BYTES_MOST = 32 * 1024 * 1024,
    HEAD_BYTES = 64,
    ENTRIES_MOST = 20000, /* in all: a card full of pictures */
    FOLDERS_MOST = 64     /* cameras put theirs into folders of their own */
};

/* ---- grey pixels ----------------------------------------------------------------------------- */

enum status photo_read_file(const char *path, struct buf *out)
{
    enum status st = STATUS_OK;
    SDL_RWops *file = SDL_RWFromFile(path, "rb");
    Sint64 size = file != NULL ? SDL_RWsize(file) : -1;

    if (size < 0) {
        st = FAIL(STATUS_NOT_FOUND, "This picture cannot be opened: use another one");
        goto done;
    }
    if (size > FILE_BYTES_MOST) {
        st = FAIL(STATUS_BAD_INPUT,
                  "This picture is too large to be looked at: make it smaller first");
        goto done;
    }
    buf_reserve(out, (size_t)size + 1);
    out->size = SDL_RWread(file, out->data, 1, (size_t)size);
done:
    if (file != NULL) {
        (void)SDL_RWclose(file);
    }
    return st;
}

/* ---- one that is read ------------------------------------------------------------------------ */

enum status photo_reading_all(struct photo_reading *r)
{
    Sint64 size = SDL_RWsize(r->from);

    if (r->bytes.size > 0) {
        return STATUS_OK;
    }
    if (size < 0 || size > FILE_BYTES_MOST) {
        return FAIL(STATUS_BAD_INPUT,
                    "This picture is too large to be looked at: make it smaller first");
    }
    (void)SDL_RWseek(r->from, 0, RW_SEEK_SET);
    buf_reserve(&r->bytes, (size_t)size + 1);
    r->bytes.size = SDL_RWread(r->from, r->bytes.data, 1, (size_t)size);
    (void)SDL_RWseek(r->from, 0, RW_SEEK_SET);
    return STATUS_OK;
}

/* A PNG says what it is in its head; of a JPEG the scans are counted to its end. */
static enum status read_claim(struct photo_reading *r)
{
    enum status st = STATUS_OK;
    uint8_t head[HEAD_BYTES] = {0};
    size_t size = SDL_RWread(r->from, head, 1, sizeof(head));

    (void)SDL_RWseek(r->from, 0, RW_SEEK_SET);
    r->claim = photo_read_claim(head, size);
    if (r->claim.kind != PHOTO_PNG || SDL_RWsize(r->from) > FILE_BYTES_MOST) {
        TRY(photo_reading_all(r));
        r->claim = photo_read_claim(r->bytes.data, r->bytes.size);
    }
done:
    return st;
}

enum status photo_open_file(const char *path, struct photo_reading *out)
{
    *out = (struct photo_reading){.from = SDL_RWFromFile(path, "rb")};
    return out->from != NULL
               ? read_claim(out)
               : FAIL(STATUS_NOT_FOUND, "This picture cannot be opened: use another one");
}

enum status photo_open_bytes(const struct buf *bytes, struct photo_reading *out)
{
    *out = (struct photo_reading){0};
    if (bytes->size > 0 && bytes->size <= FILE_BYTES_MOST) {
        out->from = SDL_RWFromConstMem(bytes->data, (int)bytes->size);
    }
    return out->from != NULL ? read_claim(out)
                             : FAIL(STATUS_DAMAGED, "This picture is damaged: use another one");
}

void photo_reading_finish(struct photo_reading *r)
{
    if (r->from != NULL) {
        (void)SDL_RWclose(r->from);
    }
    buf_wipe(&r->bytes);
    buf_finish(&r->bytes);
    *r = (struct photo_reading){0};
}

/* On white paper, where the picture is clear; every by times by pixels become one. */
static void make_grey(const SDL_Surface *argb, int by, struct platform_grey *out)
{
    out->width = argb->w / by;
    out->height = argb->h / by;
    out->pixels = mem_zero((size_t)out->width * (size_t)out->height + 1, 1);
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            unsigned sum = 0;
            for (int i = 0; i < by * by; i++) {
                const uint8_t *row =
                    (const uint8_t *)argb->pixels + (size_t)(y * by + i / by) * (size_t)argb->pitch;
                const uint8_t *p = row + (size_t)(x * by + i % by) * 4;
                unsigned grey = (p[0] * 29U + p[1] * 150U + p[2] * 77U) / 256;
                sum += (grey * p[3] + 255U * (255U - p[3])) / 255;
            }
            out->pixels[(size_t)y * (size_t)out->width + (size_t)x] =
                (uint8_t)(sum / (unsigned)(by * by));
        }
    }
}

/* ---- decoding -------------------------------------------------------------------------------- */

enum status photo_decode(const void *bytes, size_t size, struct photo_claim *claim,
                         SDL_Surface **out)
{
    enum status st = STATUS_OK;
    SDL_Surface *loaded = NULL;

    *out = NULL;
    *claim = photo_read_claim(bytes, size);
    TRY(photo_check_claim(claim));
    loaded = IMG_LoadTyped_RW(SDL_RWFromConstMem(bytes, (int)size), 1,
                              claim->kind == PHOTO_PNG ? "PNG" : "JPG");
    if (loaded == NULL || loaded->w != claim->width || loaded->h != claim->height) {
        st = FAIL(STATUS_DAMAGED, "This picture is damaged: use another one");
        goto done;
    }
    *out = loaded;
    loaded = NULL;
done:
    photo_drop(loaded);
    return st;
}

void photo_drop(SDL_Surface *decoded)
{
    if (decoded != NULL && decoded->pixels != NULL) {
        mem_wipe(decoded->pixels, (size_t)decoded->pitch * (size_t)decoded->h);
    }
    SDL_FreeSurface(decoded);
}

enum status platform_read_photo(const char *path, int side_most, struct platform_grey *out)
{
    enum status st = STATUS_OK;
    struct buf file = {0};
    struct photo_claim claim = {.kind = PHOTO_NONE};
    SDL_Surface *loaded = NULL;
    SDL_Surface *argb = NULL;
    int side = 0;

    *out = (struct platform_grey){0};
    TRY(photo_read_file(path, &file));
    TRY(photo_decode(file.data, file.size, &claim, &loaded));
    argb = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_BGRA32, 0);
    if (argb == NULL) {
        st = FAIL(STATUS_DAMAGED, "This picture is damaged: use another one");
        goto done;
    }
    side = argb->w > argb->h ? argb->w : argb->h;
    make_grey(argb, (side + side_most - 1) / side_most, out);
done:
    SDL_FreeSurface(argb);
    SDL_FreeSurface(loaded);
    buf_finish(&file);
    return st;
}

void platform_photo_finish(struct platform_grey *grey)
{
    free(grey->pixels);
    *grey = (struct platform_grey){0};
}

/* ---- the newest ------------------------------------------------------------------------------ */

static bool is_picture(const char *name)
{
    static const char *const ends[] = {".png", ".jpg", ".jpeg"};
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]) && name[0] != '.'; i++) {
        size_t end = strlen(ends[i]);
        if (size > end && SDL_strcasecmp(name + size - end, ends[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Among the newest, if it is one of them. */
static void note(struct platform_photos *p, const char *path, int64_t at_s)
{
    int place = p->count < p->most ? p->count : p->most - 1;

    if (p->count == p->most && p->rows[place].at_s >= at_s) {
        return;
    }
    p->count = place + 1;
    while (place > 0 && p->rows[place - 1].at_s < at_s) {
        p->rows[place] = p->rows[place - 1];
        place--;
    }
    p->rows[place].at_s = at_s;
    text_copy(p->rows[place].path, sizeof(p->rows[0].path), path);
}

/* Folders still to be looked into, in the order in which they were found. */
struct folders {
    char path[FOLDERS_MOST][PLATFORM_PATH_ROOM];
    int count;
};

static void note_entry(struct platform_photos *p, struct folders *f, const char *path,
                       const char *name)
{
    struct stat about;

    if (name[0] == '.' || strlen(path) >= PLATFORM_PATH_ROOM || stat(path, &about) != 0) {
        return;
    }
    if (S_ISDIR(about.st_mode) && f->count < FOLDERS_MOST) {
        text_copy(f->path[f->count++], PLATFORM_PATH_ROOM, path);
    } else if (S_ISREG(about.st_mode) && is_picture(name)) {
        note(p, path, (int64_t)about.st_mtime);
    }
}

static void look_into(struct platform_photos *p, const char *place)
{
    struct folders *f = mem_zero(1, sizeof(*f));
    struct buf path = {0};
    int left = ENTRIES_MOST;

    text_copy(f->path[f->count++], PLATFORM_PATH_ROOM, place);
    for (int i = 0; i < f->count; i++) {
        DIR *dir = opendir(f->path[i]);
        const struct dirent *entry = NULL;
        while (dir != NULL && left-- > 0 && (entry = readdir(dir)) != NULL) { /* NOLINT */
            buf_clear(&path);
            buf_printf(&path, "%s/%s", f->path[i], entry->d_name);
            note_entry(p, f, buf_cstr(&path), entry->d_name);
        }
        if (dir != NULL) {
            (void)closedir(dir);
        }
    }
    buf_finish(&path);
    free(f);
}

void platform_newest_photos(const char *place, int most, struct platform_photos *out)
{
    struct stat about;

    CHECK(most > 0);
    *out = (struct platform_photos){.most = most};
    out->rows = mem_zero((size_t)most, sizeof(*out->rows));
    if (stat(place, &about) == 0 && S_ISREG(about.st_mode)) {
        note(out, place, 0);
    } else {
        look_into(out, place);
    }
}

void platform_photos_finish(struct platform_photos *photos)
{
    free(photos->rows);
    *photos = (struct platform_photos){0};
}

/* ---- where pictures are ---------------------------------------------------------------------- */

/* Desktops let a person choose: XDG_PICTURES_DIR="$HOME/Bilder". */
static void read_chosen(const char *home, struct buf *out)
{
    static const char key[] = "XDG_PICTURES_DIR=\"$HOME/";
    struct buf path = {0};
    struct buf text = {0};
    const char *at = NULL;

    buf_printf(&path, "%s/.config/user-dirs.dirs", home);
    if (photo_read_file(buf_cstr(&path), &text) == STATUS_OK) {
        at = strstr(buf_cstr(&text), key);
    }
    if (at != NULL) {
        at += sizeof(key) - 1;
        buf_printf(out, "%s/%.*s", home, (int)strcspn(at, "\"\n"), at);
    }
    buf_finish(&path);
    buf_finish(&text);
}

void platform_photos_folder(struct buf *out)
{
    const char *home = SDL_getenv("HOME");

    if (home == NULL || home[0] == '\0') {
        return;
    }
    read_chosen(home, out);
    if (out->size == 0) {
        buf_printf(out, "%s/Pictures", home);
    }
}
