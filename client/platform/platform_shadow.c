/* Soft shadows.
 *
 * Blurring a mask as large as a card took 35 ms of the first frame. A blurred box is the same all
 * along its sides, so only a small square with its four corners is blurred, and its middle row and
 * column are stretched into the large mask; that is kept by its measures. Nothing is drawn under
 * the card itself, which would be painted over anyway.
 */
#include "platform_private.h"

#include <stdlib.h>

enum { PASSES = 3 };

/* One pass of a running mean over a line of size values that lie step apart. */
static void blur_line(const uint8_t *from, uint8_t *to, ptrdiff_t size, ptrdiff_t step,
                      ptrdiff_t reach)
{
    ptrdiff_t sum = 0;

    for (ptrdiff_t i = -reach; i <= reach; i++) {
        sum += i >= 0 && i < size ? from[i * step] : 0;
    }
    for (ptrdiff_t i = 0; i < size; i++) {
        to[i * step] = (uint8_t)(sum / (2 * reach + 1));
        sum += i + reach + 1 < size ? from[(i + reach + 1) * step] : 0;
        sum -= i - reach >= 0 ? from[(i - reach) * step] : 0;
    }
}

static void blur_square(uint8_t *mask, uint8_t *spare, int side, int reach)
{
    for (int pass = 0; pass < PASSES; pass++) {
        for (int y = 0; y < side; y++) {
            blur_line(mask + (ptrdiff_t)y * side, spare + (ptrdiff_t)y * side, side, 1, reach);
        }
        for (int x = 0; x < side; x++) {
            blur_line(spare + x, mask + x, side, side, reach);
        }
    }
}

/* A round box of white in the middle of a black square. */
static void draw_square(uint8_t *mask, int side, int margin, double radius)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_t *cr = cairo_create(s);
    const uint8_t *data = NULL;
    int stride = cairo_image_surface_get_stride(s);

    round_rect(cr, margin, margin, side - 2 * margin, side - 2 * margin, radius);
    cairo_fill(cr);
    cairo_destroy(cr);
    cairo_surface_flush(s);
    data = cairo_image_surface_get_data(s);
    for (int y = 0; data != NULL && y < side; y++) {
        SDL_memcpy(mask + (ptrdiff_t)y * side, data + (ptrdiff_t)y * stride, (size_t)side);
    }
    cairo_surface_destroy(s);
}

/* Where row or column i of the large mask comes from in the small one. */
static int source_of(int i, int size, int side)
{
    int half = side / 2;

    if (i < half) {
        return i;
    }
    return i >= size - half ? side - (size - i) : half;
}

static void stretch(const uint8_t *small, int side, cairo_surface_t *large)
{
    uint8_t *to = cairo_image_surface_get_data(large);
    int stride = cairo_image_surface_get_stride(large);
    int width = cairo_image_surface_get_width(large);
    int height = cairo_image_surface_get_height(large);
    int half = side / 2;

    for (int y = 0; to != NULL && y < height; y++) {
        const uint8_t *row = small + (ptrdiff_t)source_of(y, height, side) * side;
        uint8_t *out = to + (ptrdiff_t)y * stride;

        SDL_memcpy(out, row, (size_t)half);
        SDL_memset(out + half, row[half], (size_t)(width - 2 * half));
        SDL_memcpy(out + width - half, row + side - half, (size_t)half);
    }
    cairo_surface_mark_dirty(large);
}

static cairo_surface_t *make(const struct draw_command *c, int margin)
{
    int reach = SDL_max(1, (int)(c->blur / 2));
    int least = SDL_min(c->at.w, c->at.h);
    int corner = (int)c->radius + PASSES * reach + 1;
    int side = 2 * margin + SDL_min(2 * corner, least);
    uint8_t *mask = NULL;
    uint8_t *spare = NULL;
    cairo_surface_t *large =
        cairo_image_surface_create(CAIRO_FORMAT_A8, c->at.w + 2 * margin, c->at.h + 2 * margin);

    side -= side % 2;
    mask = mem_zero((size_t)side * (size_t)side, 1);
    spare = mem_zero((size_t)side * (size_t)side, 1);
    draw_square(mask, side, margin, (double)c->radius);
    blur_square(mask, spare, side, reach);
    stretch(mask, side, large);
    free(mask);
    free(spare);
    return large;
}

/* Everything but the inside of the card. */
static void clip_outside(cairo_t *cr, const struct draw_command *c, int margin)
{
    int inset = (int)(c->radius * 0.3f) + 1;
    int drop = (int)c->drop;

    cairo_rectangle(cr, c->at.x - margin, c->at.y - margin + drop, c->at.w + 2 * margin,
                    c->at.h + 2 * margin);
    if (c->at.w > 2 * inset && c->at.h > 2 * inset) {
        cairo_rectangle(cr, c->at.x + inset, c->at.y + inset, c->at.w - 2 * inset,
                        c->at.h - 2 * inset);
    }
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(cr);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
}

void shadow_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    int margin = (int)c->blur * 2 + 2;
    uint64_t key = hash_number(4, ((int64_t)c->at.w << 32) | c->at.h);
    cairo_surface_t *mask = NULL;

    if (c->at.w <= 0 || c->at.h <= 0) {
        return;
    }
    key = hash_number(key, ((int64_t)(c->radius * 16) << 32) | (int64_t)(c->blur * 16));
    mask = cache_find(&p->shadows, key);
    if (mask == NULL) {
        mask = make(c, margin);
        cache_put(&p->shadows, key, mask,
                  (size_t)cairo_image_surface_get_stride(mask) *
                      (size_t)cairo_image_surface_get_height(mask));
    }
    cairo_save(cr);
    clip_outside(cr, c, margin);
    set_colour(cr, c->colour);
    cairo_mask_surface(cr, mask, c->at.x - margin, c->at.y - margin + (int)c->drop);
    cairo_restore(cr);
}
