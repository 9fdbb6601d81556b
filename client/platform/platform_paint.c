/* Carries out drawing commands, by cairo, inside the rectangles that changed.
 *
 * Each rectangle is painted by itself: every command that reaches it, in order, clipped to it. So
 * what a tap changes costs what lies under it and no more. The window is told once, at the end,
 * which parts to show.
 */
#include "platform_private.h"

#include <math.h>

void set_colour(cairo_t *cr, uint32_t colour)
{
    cairo_set_source_rgba(cr, ((colour >> 16) & 0xff) / 255.0, ((colour >> 8) & 0xff) / 255.0,
                          (colour & 0xff) / 255.0, (colour >> 24) / 255.0);
}

void round_rect(cairo_t *cr, double x, double y, double w, double h, double radius)
{
    static const double quarter = 1.57079632679489661923;
    double r = fmin(radius, fmin(w, h) / 2);

    if (r < 0.5) {
        cairo_rectangle(cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -quarter, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, quarter);
    cairo_arc(cr, x + r, y + h - r, r, quarter, 2 * quarter);
    cairo_arc(cr, x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
}

static void paint_fill(cairo_t *cr, const struct draw_command *c)
{
    set_colour(cr, c->colour);
    round_rect(cr, c->at.x, c->at.y, c->at.w, c->at.h, (double)c->radius);
    cairo_fill(cr);
}

/* The line lies inside the box: half its width in from the edge. */
static void paint_edge(cairo_t *cr, const struct draw_command *c)
{
    double half = (double)c->line / 2;

    set_colour(cr, c->colour);
    cairo_set_line_width(cr, (double)c->line);
    round_rect(cr, c->at.x + half, c->at.y + half, c->at.w - 2 * half, c->at.h - 2 * half,
               fmax(0, (double)c->radius - half));
    cairo_stroke(cr);
}

static void paint_points(cairo_t *cr, const struct draw_command *c)
{
    for (int i = 0; i < c->point_count; i++) {
        cairo_line_to(cr, (double)c->points[i].x, (double)c->points[i].y);
    }
    set_colour(cr, c->colour);
    if (c->kind == DRAW_AREA) {
        cairo_close_path(cr);
        cairo_fill(cr);
        return;
    }
    cairo_set_line_width(cr, (double)c->line);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
}

static void paint_arc(cairo_t *cr, const struct draw_command *c)
{
    static const double turn = 6.28318530717958647692;
    double radius = (fmin(c->at.w, c->at.h) - (double)c->line) / 2;

    cairo_new_sub_path(cr);
    cairo_arc(cr, c->at.x + c->at.w / 2.0, c->at.y + c->at.h / 2.0, fmax(0, radius),
              ((double)c->from - 0.25) * turn, ((double)c->to - 0.25) * turn);
    set_colour(cr, c->colour);
    cairo_set_line_width(cr, (double)c->line);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
}

static void paint_command(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    switch (c->kind) {
    case DRAW_CLEAR:
    case DRAW_FILL:
        paint_fill(cr, c);
        break;
    case DRAW_EDGE:
        paint_edge(cr, c);
        break;
    case DRAW_SHADOW:
        shadow_paint(p, cr, c);
        break;
    case DRAW_TEXT:
        text_paint(p, cr, c);
        break;
    case DRAW_ICON:
        icon_paint(p, cr, c);
        break;
    case DRAW_PICTURE:
        picture_paint(p, cr, c);
        break;
    case DRAW_LINE:
    case DRAW_AREA:
        paint_points(cr, c);
        break;
    case DRAW_ARC:
        paint_arc(cr, c);
        break;
    }
}

static bool same(struct draw_rect a, struct draw_rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static void paint_rect(struct platform *p, cairo_t *cr, const struct draw_list *list,
                       struct draw_rect dirty)
{
    struct draw_rect clip = {0};

    for (int i = 0; i < list->count; i++) {
        const struct draw_command *c = &list->commands[i];
        struct draw_rect seen = draw_rect_meet(c->clip, dirty);
        struct draw_rect touched = draw_rect_meet(draw_command_bounds(c), seen);

        if (touched.w == 0 || touched.h == 0) {
            continue;
        }
        if (!same(seen, clip)) {
            cairo_reset_clip(cr);
            cairo_rectangle(cr, seen.x, seen.y, seen.w, seen.h);
            cairo_clip(cr);
            clip = seen;
        }
        paint_command(p, cr, c);
    }
    cairo_reset_clip(cr);
}

static void show(struct platform *p, const SDL_Rect *rects, int count)
{
    for (int i = 0; p->canvas != p->shown && i < count; i++) {
        SDL_Rect to = rects[i];

        (void)SDL_BlitSurface(p->canvas, &rects[i], p->shown, &to);
    }
    if (SDL_UpdateWindowSurfaceRects(p->window, rects, count) != 0) {
        p->lost = true; /* the surface has gone: another size, or another screen */
    }
}

void platform_paint(struct platform *p, const struct draw_list *list, const struct draw_rect *rects,
                    int count)
{
    SDL_Rect shown[DRAW_RECTS_MAX];
    struct draw_rect window = {0, 0, p->canvas->w, p->canvas->h};
    cairo_t *cr = NULL;
    int used = 0;

    CHECK(count <= DRAW_RECTS_MAX);
    if (count == 0) {
        return;
    }
    cr = cairo_create(p->paper);
    for (int i = 0; i < count; i++) {
        struct draw_rect r = draw_rect_meet(rects[i], window);

        if (r.w > 0 && r.h > 0) {
            paint_rect(p, cr, list, r);
            shown[used++] = (SDL_Rect){r.x, r.y, r.w, r.h};
        }
    }
    cairo_destroy(cr);
    cairo_surface_flush(p->paper);
    show(p, shown, used);
    cairo_surface_mark_dirty(p->paper);
}
