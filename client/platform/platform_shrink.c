/* From a picture as a camera makes it to one that may be kept and sent.
 *
 * A change may hold a picture of 180,000 bytes and no more, and a camera's has some millions. So it
 * is made smaller by averaging, turned upright and written anew as a JPEG, first well and large,
 * then less so, until it is small enough. Writing it anew is also what takes out all that a camera
 * notes beside the pixels: the place above all, which in a picture of a child says where they live.
 */
#include "platform_own.h"
#include "platform_photo.h"

enum { JPEG_ROOM = 2 * 1024 * 1024 };

static const struct attempt {
    int side, quality;
} attempts[] = {
    {PLATFORM_KEPT_SIDE, 90},
    {PLATFORM_KEPT_SIDE, 80},
    {PLATFORM_KEPT_SIDE, 65},
    {480,                75},
    {360,                75},
    {240,                70},
};

/* ---- as a JPEG ------------------------------------------------------------------------------- */

/* Does not fit: *jpeg is empty. */
static void write_jpeg(const struct photo_shrink *s, int quality, struct buf *jpeg)
{
    SDL_Surface *pixels = SDL_CreateRGBSurfaceWithFormatFrom(s->pixels, s->width, s->height, 32,
                                                             s->width * 4, SDL_PIXELFORMAT_BGRA32);
    SDL_RWops *to = NULL;
    Sint64 size = 0;

    buf_clear(jpeg);
    buf_reserve(jpeg, JPEG_ROOM);
    to = SDL_RWFromMem(jpeg->data, JPEG_ROOM);
    if (pixels != NULL && to != NULL && IMG_SaveJPG_RW(pixels, to, 0, quality) == 0) {
        size = SDL_RWtell(to);
    }
    jpeg->size = size > 0 && size <= PLATFORM_KEPT_BYTES ? (size_t)size : 0;
    if (to != NULL) {
        (void)SDL_RWclose(to);
    }
    SDL_FreeSurface(pixels);
}

static void make_smaller(const struct photo_shrink *from, int side, struct photo_shrink *out)
{
    photo_shrink_begin(out, from->width, from->height, side);
    for (int y = 0; y < from->height; y++) {
        photo_shrink_row(out, from->pixels + (size_t)y * (size_t)from->width * 4);
    }
}

static void attempt(const struct photo_shrink *from, const struct attempt *with, struct buf *jpeg)
{
    struct photo_shrink smaller = {0};

    if (with->side < PLATFORM_KEPT_SIDE) {
        make_smaller(from, with->side, &smaller);
    }
    write_jpeg(with->side < PLATFORM_KEPT_SIDE ? &smaller : from, with->quality, jpeg);
    photo_shrink_finish(&smaller);
}

enum status platform_shrink_photo(const char *path, struct buf *jpeg)
{
    enum status st = STATUS_OK;
    struct photo_reading file = {0};
    struct photo_shrink small = {0};

    buf_clear(jpeg);
    TRY(photo_open_file(path, &file));
    TRY(photo_make_small(&file, PLATFORM_KEPT_SIDE, &small));
    photo_reading_finish(&file);
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]) && jpeg->size == 0; i++) {
        attempt(&small, &attempts[i], jpeg);
    }
    if (jpeg->size == 0) {
        st = FAIL(STATUS_BAD_INPUT, "This picture cannot be made small enough to be sent: use "
                                    "another one");
    }
done:
    photo_shrink_finish(&small);
    photo_reading_finish(&file);
    return st;
}
