/* Round boxes, the same to the last pixel whatever part of them is painted.
 *
 * A path filled by cairo gives edge pixels that differ by one, now and then, with the rectangle it
 * is clipped to; so a window painted in parts would not quite be the window painted whole, and
 * no picture of it could be compared. Here corners are drawn once, unclipped, into small masks by
 * radius and line, and the straight parts between them are whole pixels. Small boxes, whose corners
 * meet, are one mask each.
 */
#include "platform_private.h"

#include <math.h>
#include <stdlib.h>

enum { CORNERS = 4 };

struct corners {
    cairo_surface_t *part[CORNERS]; /* upper left, upper right, lower left, lower right */
};

static void drop_corners(void *thing)
{
    struct corners *c = thing;

    for (int i = 0; i < CORNERS; i++) {
        cairo_surface_destroy(c->part[i]);
    }
    free(c);
}

static void drop_mask(void *thing)
{
    cairo_surface_destroy(thing);
}

void box_open(struct platform *p)
{
    cache_init(&p->corners, 256, SIZE_MAX, drop_corners);
    cache_init(&p->masks, 1024, (size_t)8 * 1024 * 1024, drop_mask);
}

void box_close(struct platform *p)
{
    cache_finish(&p->corners);
    cache_finish(&p->masks);
}

void set_colour(cairo_t *cr, uint32_t colour)
{
    cairo_set_source_rgba(cr, ((colour >> 16) & 0xff) / 255.0, ((colour >> 8) & 0xff) / 255.0,
                          (colour & 0xff) / 255.0, (colour >> 24) / 255.0);
}

void round_rect(cairo_t *cr, double x, double y, double w, double h, double radius)
{
    static const double quarter = 1.57079632679489661923;
    double r = fmin(radius, fmin(w, h) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -quarter, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, quarter);
    cairo_arc(cr, x + r, y + h - r, r, quarter, 2 * quarter);
    cairo_arc(cr, x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
}

/* A mask of w by h of the box whose upper left corner lies at -x, -y in it. A line of 0 fills. */
static cairo_surface_t *draw_mask(struct draw_rect box, double radius, double line, int w, int h)
{
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, w, h);
    cairo_t *cr = cairo_create(mask);
    double half = line / 2;

    round_rect(cr, box.x + half, box.y + half, box.w - line, box.h - line, fmax(0, radius - half));
    if (line > 0) {
        cairo_set_line_width(cr, line);
        cairo_stroke(cr);
    } else {
        cairo_fill(cr);
    }
    cairo_destroy(cr);
    return mask;
}

static uint64_t key_of(const struct draw_command *c, int w, int h)
{
    double line = c->kind == DRAW_EDGE ? (double)c->line : 0;

    return hash_number(hash_number(5, ((int64_t)w << 32) | h),
                       ((int64_t)((double)c->radius * 16) << 32) | (int64_t)(line * 16));
}

static const struct corners *find_corners(struct platform *p, const struct draw_command *c,
                                          int side)
{
    uint64_t key = key_of(c, 0, 0);
    struct corners *found = cache_find(&p->corners, key);
    double line = c->kind == DRAW_EDGE ? (double)c->line : 0;

    if (found != NULL) {
        return found;
    }
    found = mem_zero(1, sizeof(*found));
    for (int i = 0; i < CORNERS; i++) {
        struct draw_rect box = {i % 2 == 0 ? 0 : -3 * side, i < 2 ? 0 : -3 * side, 4 * side,
                                4 * side};

        found->part[i] = draw_mask(box, (double)c->radius, line, side, side);
    }
    cache_put(&p->corners, key, found, 0);
    return found;
}

static void add_sides(cairo_t *cr, struct draw_rect at, int side, int line)
{
    cairo_rectangle(cr, at.x + side, at.y, at.w - 2 * side, line);
    cairo_rectangle(cr, at.x + side, at.y + at.h - line, at.w - 2 * side, line);
    cairo_rectangle(cr, at.x, at.y + side, line, at.h - 2 * side);
    cairo_rectangle(cr, at.x + at.w - line, at.y + side, line, at.h - 2 * side);
}

static void add_cross(cairo_t *cr, struct draw_rect at, int side)
{
    cairo_rectangle(cr, at.x + side, at.y, at.w - 2 * side, side);
    cairo_rectangle(cr, at.x, at.y + side, at.w, at.h - 2 * side);
    cairo_rectangle(cr, at.x + side, at.y + at.h - side, at.w - 2 * side, side);
}

static void paint_small(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    uint64_t key = key_of(c, c->at.w, c->at.h);
    cairo_surface_t *mask = cache_find(&p->masks, key);

    if (mask == NULL) {
        mask = draw_mask((struct draw_rect){0, 0, c->at.w, c->at.h}, (double)c->radius,
                         c->kind == DRAW_EDGE ? (double)c->line : 0, c->at.w, c->at.h);
        cache_put(&p->masks, key, mask,
                  (size_t)cairo_image_surface_get_stride(mask) * (size_t)c->at.h);
    }
    cairo_mask_surface(cr, mask, c->at.x, c->at.y);
}

void box_paint(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    int line = c->kind == DRAW_EDGE ? (int)ceilf(c->line) : 0;
    int side = SDL_max((int)ceilf(c->radius), line);
    struct draw_rect at = c->at;
    const struct corners *corners = NULL;

    if (at.w <= 0 || at.h <= 0) {
        return;
    }
    set_colour(cr, c->colour);
    if (side == 0) {
        cairo_rectangle(cr, at.x, at.y, at.w, at.h);
        cairo_fill(cr);
        return;
    }
    if (2 * side > at.w || 2 * side > at.h) {
        paint_small(p, cr, c);
        return;
    }
    corners = find_corners(p, c, side);
    if (line > 0) {
        add_sides(cr, at, side, line);
    } else {
        add_cross(cr, at, side);
    }
    cairo_fill(cr);
    for (int i = 0; i < CORNERS; i++) {
        cairo_mask_surface(cr, corners->part[i], i % 2 == 0 ? at.x : at.x + at.w - side,
                           i < 2 ? at.y : at.y + at.h - side);
    }
}

void line_paint(cairo_t *cr, const struct draw_command *c)
{
    double top = c->rises ? c->at.y + c->at.h : c->at.y;
    double foot = c->rises ? c->at.y : c->at.y + c->at.h;

    set_colour(cr, c->colour);
    cairo_set_line_width(cr, (double)c->line);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_move_to(cr, c->at.x, top);
    cairo_line_to(cr, c->at.x + c->at.w, foot);
    cairo_stroke(cr);
}
