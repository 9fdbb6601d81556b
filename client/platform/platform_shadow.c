/* Soft shadows.
 *
 * Blurring a mask as large as a card took 35 ms of the first frame, and keeping it cost as many
 * bytes as the card has pixels. A blurred box is the same all along its sides, so only a small
 * square with its four corners is blurred and kept; its middle row and column stand for all between
 * the corners. It is laid straight onto the window's pixels, in the very steps of rounding that
 * cairo takes. Nothing is drawn under the card itself, which would be painted over anyway.
 */
#include "platform_private.h"

#include <stdlib.h>
#include <string.h>

enum { PASSES = 3 };

/* A mean over 2 reach + 1 values is their sum times this over 2^32: the same as by division, for
 * sums as small as these, and far quicker. */
static uint32_t part_of_mean(int reach)
{
    uint64_t values = 2 * (uint64_t)reach + 1;

    return (uint32_t)((((uint64_t)1 << 32) + values - 1) / values);
}

static uint8_t mean(uint32_t sum, uint32_t part)
{
    return (uint8_t)((uint64_t)sum * part >> 32);
}

/* One pass of a running mean along a row. */
static void blur_row(const uint8_t *from, uint8_t *to, int side, int reach)
{
    const uint32_t part = part_of_mean(reach);
    uint32_t sum = 0;

    for (int x = 0; x <= reach && x < side; x++) {
        sum += from[x];
    }
    for (int x = 0; x < side; x++) {
        to[x] = mean(sum, part);
        sum += x + reach + 1 < side ? from[x + reach + 1] : 0U;
        sum -= x - reach >= 0 ? from[x - reach] : 0U;
    }
}

/* One pass down all columns, side by side. */
static void blur_down(const uint8_t *from, uint8_t *to, int side, int reach, uint32_t *sums)
{
    const uint32_t part = part_of_mean(reach);

    SDL_memset(sums, 0, (size_t)side * sizeof(*sums));
    for (int y = 0; y <= reach && y < side; y++) {
        for (int x = 0; x < side; x++) {
            sums[x] += from[y * side + x];
        }
    }
    for (int y = 0; y < side; y++) {
        const uint8_t *comes = y + reach + 1 < side ? from + (y + reach + 1) * side : NULL;
        const uint8_t *goes = y - reach >= 0 ? from + (y - reach) * side : NULL;

        for (int x = 0; x < side; x++) {
            to[y * side + x] = mean(sums[x], part);
        }
        for (int x = 0; comes != NULL && x < side; x++) {
            sums[x] += comes[x];
        }
        for (int x = 0; goes != NULL && x < side; x++) {
            sums[x] -= goes[x];
        }
    }
}

static void blur_square(uint8_t *mask, uint8_t *spare, int side, int reach)
{
    uint32_t *sums = mem_alloc((size_t)side * sizeof(*sums));

    for (int pass = 0; pass < PASSES; pass++) {
        for (int y = 0; y < side; y++) {
            blur_row(mask + y * side, spare + y * side, side, reach);
        }
        blur_down(spare, mask, side, reach, sums);
    }
    free(sums);
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

/* ---- the small square ------------------------------------------------------------------------ */

/* And one of its rows as it is laid, for hundreds of a card's rows are the same: what is left of
 * the pixel under it, and what is added, a byte for each channel. */
struct shadow {
    int side;
    int row; /* -1: none yet */
    uint32_t ink;
    uint8_t *rest, *more;
    uint32_t rest_of[256], more_of[256]; /* by the mask's byte, all four channels */
    uint8_t mask[];
};

static struct shadow *make(const struct draw_command *c, int margin, int side)
{
    int reach = SDL_max(1, (int)(c->blur / 2));
    size_t size = (size_t)side * (size_t)side;
    struct shadow *shadow = mem_zero(1, sizeof(*shadow) + size + 8 * (size_t)side);
    uint8_t *spare = mem_zero(size, 1);

    shadow->side = side;
    shadow->row = -1;
    shadow->rest = shadow->mask + size;
    shadow->more = shadow->rest + 4 * (size_t)side;
    draw_square(shadow->mask, side, margin, (double)c->radius);
    blur_square(shadow->mask, spare, side, reach);
    free(spare);
    return shadow;
}

static struct shadow *find(struct platform *p, const struct draw_command *c, int margin)
{
    int reach = SDL_max(1, (int)(c->blur / 2));
    int corner = (int)c->radius + PASSES * reach + 1;
    int side = 2 * margin + SDL_min(2 * corner, SDL_min(c->at.w, c->at.h));
    uint64_t key = 0;
    struct shadow *found = NULL;

    side -= side % 2;
    key = hash_number(hash_number(4, side),
                      ((int64_t)(c->radius * 16) << 32) | (int64_t)(c->blur * 16));
    found = cache_find(&p->shadows, key);
    if (found == NULL) {
        found = make(c, margin, side);
        cache_put(&p->shadows, key, found, (size_t)side * (size_t)side);
    }
    return found;
}

/* ---- onto the pixels ------------------------------------------------------------------------- */

/* Part of 255, as cairo rounds it. */
static uint8_t times(unsigned value, unsigned part)
{
    unsigned t = value * part + 128;

    return (uint8_t)((t + (t >> 8)) >> 8);
}

/* ink is multiplied by its alpha already. */
static void know_ink(struct shadow *s, uint32_t ink)
{
    s->ink = ink;
    s->row = -1;
    for (unsigned mask = 0; mask < 256; mask++) {
        s->rest_of[mask] = (255U - times(ink >> 24, mask)) * 0x01010101U;
        s->more_of[mask] = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            s->more_of[mask] |= (uint32_t)times((ink >> shift) & 0xff, mask) << shift;
        }
    }
}

static void know_row(struct shadow *s, int row, uint32_t ink)
{
    const uint8_t *mask = s->mask + (ptrdiff_t)row * s->side;

    if (s->rest_of[0] == 0 || s->ink != ink) { /* 0: not known yet */
        know_ink(s, ink);
    }
    if (s->row == row) {
        return;
    }
    s->row = row;
    for (int x = 0; x < s->side; x++) {
        memcpy(s->rest + (ptrdiff_t)4 * x, &s->rest_of[mask[x]], 4);
        memcpy(s->more + (ptrdiff_t)4 * x, &s->more_of[mask[x]], 4);
    }
}

/* A loop over bytes alone: it is done sixteen at a time. */
static void lay(uint8_t *pixels, const uint8_t *rest, const uint8_t *more, ptrdiff_t size)
{
    for (ptrdiff_t i = 0; i < size; i++) {
        uint16_t t = (uint16_t)(pixels[i] * rest[i] + 128);
        pixels[i] = (uint8_t)((uint16_t)(t + (t >> 8)) >> 8);
        pixels[i] = (uint8_t)(pixels[i] + more[i]);
    }
}

/* All of them under the same part of the shadow. */
static void lay_even(uint8_t *pixels, const uint8_t rest[4], const uint8_t more[4], int count)
{
    enum { PIECE = 64 };
    uint8_t rests[PIECE * 4];
    uint8_t mores[PIECE * 4];

    for (int i = 0; i < PIECE; i++) {
        memcpy(rests + (ptrdiff_t)4 * i, rest, 4);
        memcpy(mores + (ptrdiff_t)4 * i, more, 4);
    }
    for (int i = 0; i < count; i += PIECE) {
        lay(pixels + (ptrdiff_t)4 * i, rests, mores, (ptrdiff_t)4 * SDL_min(PIECE, count - i));
    }
}

/* A shadow of width by height over the window, whose rows are stride bytes apart. */
struct onto {
    struct shadow *shadow;
    uint8_t *pixels;
    ptrdiff_t stride;
    struct draw_rect whole; /* the shadow */
    uint32_t ink;
};

/* Where row i of the whole comes from in the small square. */
static int source_of(int i, int size, int side)
{
    int half = side / 2;

    if (i < half) {
        return i;
    }
    return i >= size - half ? side - (size - i) : half;
}

/* Columns from to to of the whole, which are column at and its neighbours of the small square. */
static void lay_part(const struct onto *o, uint8_t *row, int from, int to, int at)
{
    const struct shadow *s = o->shadow;

    if (from < to) {
        lay(row + (ptrdiff_t)4 * (o->whole.x + from), s->rest + (ptrdiff_t)4 * at,
            s->more + (ptrdiff_t)4 * at, (ptrdiff_t)4 * (to - from));
    }
}

static void lay_run(const struct onto *o, int y, int from, int to)
{
    const struct shadow *s = o->shadow;
    int half = s->side / 2;
    int right = o->whole.w - half; /* from here on its right part */
    int first = from - o->whole.x;
    int last = to - o->whole.x;
    int even = SDL_max(first, half);
    int rest = SDL_max(first, right);
    uint8_t *row = o->pixels + y * o->stride;

    if (first >= last) {
        return;
    }
    know_row(o->shadow, source_of(y - o->whole.y, o->whole.h, s->side), o->ink);
    lay_part(o, row, first, SDL_min(last, half), first);
    if (even < SDL_min(last, right)) {
        lay_even(row + (ptrdiff_t)4 * (o->whole.x + even), s->rest + (ptrdiff_t)4 * half,
                 s->more + (ptrdiff_t)4 * half, SDL_min(last, right) - even);
    }
    lay_part(o, row, rest, last, s->side - (o->whole.w - rest));
}

/* Everything of seen but the inside of the card. */
static void lay_ring(const struct onto *o, struct draw_rect seen, struct draw_rect inside)
{
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        int end = seen.x + seen.w;
        if (y < inside.y || y >= inside.y + inside.h || inside.w <= 0) {
            lay_run(o, y, seen.x, end);
        } else {
            lay_run(o, y, seen.x, SDL_min(end, inside.x));
            lay_run(o, y, SDL_max(seen.x, inside.x + inside.w), end);
        }
    }
}

/* As cairo makes it of four fractions. */
static uint32_t ink_of(uint32_t colour)
{
    double alpha = (colour >> 24) / 255.0;
    uint32_t ink = (uint32_t)(alpha * 65535.0 + 0.5) >> 8 << 24;

    for (int shift = 0; shift < 24; shift += 8) {
        double part = ((colour >> shift) & 0xff) / 255.0;
        ink |= (uint32_t)(part * alpha * 65535.0 + 0.5) >> 8 << shift;
    }
    return ink;
}

static struct draw_rect clip_of(cairo_t *cr)
{
    double left = 0;
    double top = 0;
    double right = 0;
    double foot = 0;

    cairo_clip_extents(cr, &left, &top, &right, &foot); /* whole pixels: it is a rectangle's */
    return (struct draw_rect){(int)left, (int)top, (int)(right - left), (int)(foot - top)};
}

void shadow_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    int margin = (int)c->blur * 2 + 2;
    int inset = (int)(c->radius * 0.3f) + 1;
    struct draw_rect inside = {c->at.x + inset, c->at.y + inset, c->at.w - 2 * inset,
                               c->at.h - 2 * inset};
    struct onto onto = {.ink = ink_of(c->colour)};
    struct draw_rect seen = {0};

    if (c->at.w <= 0 || c->at.h <= 0) {
        return;
    }
    onto.whole = (struct draw_rect){c->at.x - margin, c->at.y - margin + (int)c->drop,
                                    c->at.w + 2 * margin, c->at.h + 2 * margin};
    seen = draw_rect_meet(onto.whole, clip_of(cr));
    if (seen.w <= 0 || seen.h <= 0) {
        return;
    }
    onto.shadow = find(p, c, margin);
    cairo_surface_flush(p->paper);
    onto.pixels = cairo_image_surface_get_data(p->paper);
    onto.stride = cairo_image_surface_get_stride(p->paper);
    inside.w = inside.h > 0 ? inside.w : 0;
    lay_ring(&onto, seen, inside);
    cairo_surface_mark_dirty(p->paper);
}
