/* Icons and pictures: SVG files, drawn once for each size.
 *
 * nanosvg inside SDL_image knows no currentColor, and gives straight alpha where cairo wants it
 * multiplied in. An icon is kept as a mask, so that one drawing serves every colour; a picture in
 * one colour too, of which white parts are paper that covers what lies behind.
 */
#include "platform_private.h"

#include <stdlib.h>

static const size_t cache_bytes_max = (size_t)16 * 1024 * 1024;

static void drop_picture(void *thing)
{
    cairo_surface_destroy(thing);
}

void surface_drop(cairo_surface_t *surface)
{
    uint8_t *pixels = NULL;

    cairo_surface_flush(surface);
    pixels = cairo_image_surface_get_data(surface);
    if (pixels != NULL) {
        mem_wipe(pixels, (size_t)cairo_image_surface_get_stride(surface) *
                             (size_t)cairo_image_surface_get_height(surface));
        cairo_surface_mark_dirty(surface);
    }
    cairo_surface_destroy(surface);
}

void picture_open(struct platform *p)
{
    cache_init(&p->pictures, 1024, cache_bytes_max, drop_picture);
    cache_init(&p->icons, 1024, cache_bytes_max, drop_picture);
    cache_init(&p->shadows, 256, cache_bytes_max, free);
}

void picture_close(struct platform *p)
{
    cache_finish(&p->pictures);
    cache_finish(&p->icons);
    cache_finish(&p->shadows);
}

/* The SVG text with every currentColor made black. */
static void blacken(const struct buf *svg, struct buf *out)
{
    static const char word[] = "currentColor";
    const char *at = buf_cstr(svg);

    for (;;) {
        const char *found = SDL_strstr(at, word);

        if (found == NULL) {
            buf_text(out, at);
            return;
        }
        buf_add(out, at, (size_t)(found - at));
        buf_text(out, "#000000");
        at = found + sizeof(word) - 1;
    }
}

static SDL_Surface *load_svg(const struct platform *p, const char *folder, const char *name,
                             struct draw_rect at)
{
    struct buf path = {0};
    struct buf svg = {0};
    struct buf black = {0};
    SDL_RWops *file = NULL;
    SDL_Surface *loaded = NULL;
    SDL_Surface *argb = NULL;

    buf_printf(&path, "%s/%s.svg", folder, name);
    if (platform_read_asset(p, buf_cstr(&path), &svg) == STATUS_OK) {
        blacken(&svg, &black);
        file = SDL_RWFromConstMem(black.data, (int)black.size);
        loaded = IMG_LoadSizedSVG_RW(file, at.w, at.h);
        (void)SDL_RWclose(file); /* it is not closed by the loader */
    }
    if (loaded != NULL) {
        argb = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0);
        SDL_FreeSurface(loaded);
    }
    buf_finish(&path);
    buf_finish(&svg);
    buf_finish(&black);
    return argb;
}

static void copy_row(const uint8_t *from, uint8_t *to, int width, bool mask)
{
    if (!mask) {
        (void)SDL_PremultiplyAlpha(width, 1, SDL_PIXELFORMAT_ARGB8888, from, width * 4,
                                   SDL_PIXELFORMAT_ARGB8888, to, width * 4);
        return;
    }
    for (int x = 0; x < width; x++) {
        const uint8_t *bgra = from + (ptrdiff_t)4 * x;
        int light = (bgra[0] * 29 + bgra[1] * 150 + bgra[2] * 77) / 256;
        to[x] = (uint8_t)(bgra[3] * (255 - light) / 255);
    }
}

/* What could not be loaded becomes an empty picture, and is kept: it is not tried each frame. */
static cairo_surface_t *make(const struct platform *p, const char *folder,
                             const struct draw_command *c, bool mask)
{
    SDL_Surface *s = load_svg(p, folder, c->text, c->at);
    cairo_surface_t *out = cairo_image_surface_create(mask ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_ARGB32,
                                                      s == NULL ? 1 : s->w, s == NULL ? 1 : s->h);
    uint8_t *to = cairo_image_surface_get_data(out);
    int stride = cairo_image_surface_get_stride(out);

    for (int y = 0; s != NULL && to != NULL && y < s->h; y++) {
        copy_row((const uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch, to + (ptrdiff_t)y * stride,
                 s->w, mask);
    }
    cairo_surface_mark_dirty(out);
    SDL_FreeSurface(s);
    return out;
}

static cairo_surface_t *find(struct platform *p, struct cache *cache, const char *folder,
                             const struct draw_command *c)
{
    uint64_t key = hash_number(cache_hash_text(3, c->text), ((int64_t)c->at.w << 32) | c->at.h);
    cairo_surface_t *found = cache_find(cache, key);

    if (found == NULL) {
        found = make(p, folder, c, cache == &p->icons);
        cache_put(cache, key, found,
                  (size_t)cairo_image_surface_get_stride(found) *
                      (size_t)cairo_image_surface_get_height(found));
    }
    return found;
}

/* In whole pixels: a picture laid between two would blur. */
static int middle(int at, int room, int size)
{
    return at + (room - size) / 2;
}

static bool is_own(const char *name)
{
    return SDL_strchr(name, ':') != NULL;
}

/* The place of a picture that is not ready: to be seen on light paper and on dark. */
static void paint_empty(cairo_t *cr, const struct draw_command *c)
{
    double radius = c->radius > 0 ? (double)c->radius : c->at.h / 12.0;

    round_rect(cr, c->at.x, c->at.y, c->at.w, c->at.h, radius);
    set_colour(cr, 0x20808080);
    cairo_fill(cr);
}

static void mask_paint(struct platform *p, cairo_t *cr, const char *folder,
                       const struct draw_command *c)
{
    cairo_surface_t *s = find(p, &p->icons, folder, c);

    set_colour(cr, c->colour);
    cairo_mask_surface(cr, s, middle(c->at.x, c->at.w, cairo_image_surface_get_width(s)),
                       middle(c->at.y, c->at.h, cairo_image_surface_get_height(s)));
}

void picture_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    cairo_surface_t *s = NULL;

    if (c->at.w <= 0 || c->at.h <= 0) {
        return;
    }
    if (SDL_strncmp(c->text, DRAW_PLAIN, sizeof(DRAW_PLAIN) - 1) == 0) {
        mask_paint(p, cr, ".", c); /* the folder stands in the name */
        return;
    }
    s = is_own(c->text) ? own_find(p, c) : find(p, &p->pictures, "pictures", c);
    if (s == NULL) {
        paint_empty(cr, c);
        return;
    }
    cairo_set_source_surface(cr, s, middle(c->at.x, c->at.w, cairo_image_surface_get_width(s)),
                             middle(c->at.y, c->at.h, cairo_image_surface_get_height(s)));
    cairo_paint(cr);
}

void icon_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    if (c->at.w > 0 && c->at.h > 0) {
        mask_paint(p, cr, "icons", c);
    }
}
