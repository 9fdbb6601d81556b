/* A picture as rows, from the top, straight into one that is small.
 *
 * A camera's picture is some 36 MB once it is decoded, half of what the whole program may hold. So
 * it never stands in memory: its decoder gives a row, which is averaged away at once. A JPEG is
 * made of blocks whose coarse half can be had alone, at a quarter of the work: it is asked for what
 * is twice as large as is wanted, so that the averaging still decides. Only a PNG whose rows lie in
 * another order (interlaced, which is rare) is decoded whole.
 *
 * A decoder that is lost jumps back here; all that it uses hangs on one struct, so nothing that was
 * changed meanwhile lives in a register.
 */
#include "platform_own.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

/* jpeglib.h wants stdio.h before it. */
#include <jpeglib.h>
#include <png.h>

enum { PIXEL = 4, FINER = 2 };
/* A progressive file is kept whole at its full size, however small it is to become. */
enum { PROGRESSIVE_MOST = 64 * 1024 * 1024 };

static enum status damaged(void)
{
    return FAIL(STATUS_DAMAGED, "This picture is damaged: use another one");
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

struct jpeg {
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr error;
    jmp_buf back;
    uint8_t *row;
    size_t row_bytes;
    bool is_done;
};

static void jpeg_lost(j_common_ptr d)
{
    struct jpeg *j = d->client_data;

    longjmp(j->back, 1); /* NOLINT */
}

static void jpeg_says(j_common_ptr d)
{
    (void)d; /* a person is told in words of ours */
}

/* 1, 2, 4 or 8. */
static unsigned coarser(int width, int height, int side_most)
{
    int side = width > height ? width : height;
    unsigned by = 1;

    while (by < 8 && side / (int)(by * 2) >= side_most * FINER) {
        by *= 2;
    }
    return by;
}

static void jpeg_rows(struct jpeg *j, const struct photo_reading *from, int side_most,
                      struct photo_shrink *out)
{
    jpeg_create_decompress(&j->d);
    j->d.mem->max_memory_to_use = PROGRESSIVE_MOST; /* past it, libjpeg gives up */
    jpeg_mem_src(&j->d, (const unsigned char *)from->bytes.data, (unsigned long)from->bytes.size);
    (void)jpeg_read_header(&j->d, TRUE);
    if ((int)j->d.image_width != from->claim.width ||
        (int)j->d.image_height != from->claim.height) {
        return;
    }
    j->d.out_color_space = JCS_EXT_BGRA;
    j->d.scale_num = 1;
    j->d.scale_denom = coarser(from->claim.width, from->claim.height, side_most);
    (void)jpeg_start_decompress(&j->d);
    photo_shrink_begin(out, (int)j->d.output_width, (int)j->d.output_height, side_most);
    j->row_bytes = (size_t)j->d.output_width * PIXEL;
    j->row = mem_zero(j->row_bytes, 1);
    while (j->d.output_scanline < j->d.output_height) {
        (void)jpeg_read_scanlines(&j->d, &j->row, 1);
        photo_shrink_row(out, j->row);
    }
    j->is_done = true;
}

static enum status read_jpeg(const struct photo_reading *from, int side_most,
                             struct photo_shrink *out)
{
    struct jpeg *j = mem_zero(1, sizeof(*j));
    bool is_done = false;

    j->d.err = jpeg_std_error(&j->error);
    j->error.error_exit = jpeg_lost;
    j->error.output_message = jpeg_says;
    j->d.client_data = j;
    if (setjmp(j->back) == 0) { /* NOLINT */
        jpeg_rows(j, from, side_most, out);
    }
    jpeg_destroy_decompress(&j->d);
    mem_wipe(j->row, j->row_bytes);
    free(j->row);
    is_done = j->is_done;
    free(j);
    return is_done ? STATUS_OK : damaged();
}

/* ---- PNG ------------------------------------------------------------------------------------- */

struct png {
    png_structp d;
    png_infop info;
    SDL_RWops *from;
    uint8_t *row;
    size_t row_bytes;
    bool is_done, is_interlaced;
};

static void png_lost(png_structp d, const char *why)
{
    (void)why;
    png_longjmp(d, 1);
}

static void png_says(png_structp d, const char *what)
{
    (void)d;
    (void)what;
}

static void png_more(png_structp d, png_bytep to, size_t size)
{
    struct png *p = png_get_io_ptr(d);

    if (SDL_RWread(p->from, to, 1, size) != size) {
        png_error(d, "it ends too soon");
    }
}

/* It keeps rows of its own, and gives them back as they are: in front of each lies how long it is,
 * so that it can be overwritten. */
enum { LENGTH_ROOM = 16 };

static png_voidp png_take(png_structp d, png_alloc_size_t size)
{
    uint8_t *at = mem_alloc((size_t)size + LENGTH_ROOM);
    size_t length = (size_t)size;

    (void)d;
    SDL_memcpy(at, &length, sizeof(length));
    return at + LENGTH_ROOM;
}

static void png_give(png_structp d, png_voidp memory)
{
    size_t length = 0;

    (void)d;
    if (memory != NULL) {
        uint8_t *at = (uint8_t *)memory - LENGTH_ROOM;
        SDL_memcpy(&length, at, sizeof(length));
        mem_wipe(at, length + LENGTH_ROOM);
        free(at);
    }
}

/* Whatever its way to say a colour, as blue, green, red and how little is seen through. */
static void png_as_pixels(struct png *p)
{
    png_set_expand(p->d);
    png_set_scale_16(p->d);
    png_set_gray_to_rgb(p->d);
    png_set_bgr(p->d);
    png_set_add_alpha(p->d, 0xff, PNG_FILLER_AFTER);
    png_read_update_info(p->d, p->info);
}

static void png_rows(struct png *p, const struct photo_claim *claim, int side_most,
                     struct photo_shrink *out)
{
    png_set_user_limits(p->d, PHOTO_SIDE_MOST, PHOTO_SIDE_MOST);
    png_set_read_fn(p->d, p, png_more);
    png_read_info(p->d, p->info);
    if (png_get_interlace_type(p->d, p->info) != PNG_INTERLACE_NONE) {
        p->is_interlaced = true;
        return;
    }
    png_as_pixels(p);
    p->row_bytes = (size_t)claim->width * PIXEL;
    if ((int)png_get_image_width(p->d, p->info) != claim->width ||
        (int)png_get_image_height(p->d, p->info) != claim->height ||
        png_get_rowbytes(p->d, p->info) != p->row_bytes) {
        return;
    }
    photo_shrink_begin(out, claim->width, claim->height, side_most);
    p->row = mem_zero(p->row_bytes, 1);
    for (int y = 0; y < claim->height; y++) {
        png_read_row(p->d, p->row, NULL);
        photo_shrink_row(out, p->row);
    }
    p->is_done = true;
}

static enum status read_png(const struct photo_reading *from, int side_most, bool *is_interlaced,
                            struct photo_shrink *out)
{
    struct png *p = mem_zero(1, sizeof(*p));
    bool is_done = false;

    p->from = from->from;
    p->d = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, p, png_lost, png_says, NULL, png_take,
                                    png_give);
    p->info = p->d != NULL ? png_create_info_struct(p->d) : NULL;
    if (p->info != NULL && setjmp(png_jmpbuf(p->d)) == 0) { /* NOLINT */
        png_rows(p, &from->claim, side_most, out);
    }
    png_destroy_read_struct(&p->d, &p->info, NULL);
    mem_wipe(p->row, p->row_bytes);
    free(p->row);
    is_done = p->is_done;
    *is_interlaced = p->is_interlaced;
    free(p);
    return is_done || *is_interlaced ? STATUS_OK : damaged();
}

/* ---- all of it at once ----------------------------------------------------------------------- */

/* Row by row, so that a large picture is in memory once. */
static void feed(const SDL_Surface *loaded, struct photo_shrink *out)
{
    uint8_t *row = mem_zero((size_t)loaded->w, PIXEL);

    for (int y = 0; y < loaded->h; y++) {
        (void)SDL_ConvertPixels(loaded->w, 1, loaded->format->format,
                                (const uint8_t *)loaded->pixels + (ptrdiff_t)y * loaded->pitch,
                                loaded->pitch, SDL_PIXELFORMAT_BGRA32, row, loaded->w * PIXEL);
        photo_shrink_row(out, row);
    }
    mem_wipe(row, (size_t)loaded->w * PIXEL);
    free(row);
}

static enum status read_whole(struct photo_reading *from, int side_most, struct photo_shrink *out)
{
    enum status st = STATUS_OK;
    SDL_Surface *loaded = NULL;

    TRY(photo_reading_all(from));
    TRY(photo_decode(from->bytes.data, from->bytes.size, &from->claim, &loaded));
    if (SDL_ISPIXELFORMAT_INDEXED(loaded->format->format)) {
        SDL_Surface *plain = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_BGRA32, 0);
        photo_drop(loaded);
        loaded = plain;
    }
    if (loaded == NULL) {
        st = damaged();
        goto done;
    }
    photo_shrink_begin(out, loaded->w, loaded->h, side_most);
    feed(loaded, out);
done:
    photo_drop(loaded);
    return st;
}

enum status photo_make_small(struct photo_reading *from, int side_most, struct photo_shrink *out)
{
    enum status st = STATUS_OK;
    bool is_interlaced = false;

    *out = (struct photo_shrink){0};
    TRY(photo_check_claim(&from->claim));
    TRY(from->claim.kind == PHOTO_PNG ? read_png(from, side_most, &is_interlaced, out)
                                      : read_jpeg(from, side_most, out));
    if (is_interlaced) {
        TRY(read_whole(from, side_most, out));
    }
    photo_shrink_turn(out, from->claim.turn);
done:
    return st;
}
