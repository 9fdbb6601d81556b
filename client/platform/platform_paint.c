/* Carries out drawing commands, by cairo, inside the rectangles that changed.
 *
 * Each rectangle is painted by itself: every command that reaches it, in order, clipped to it. So
 * what a tap changes costs what lies under it and no more. The window is told once, at the end,
 * which parts to show.
 */
#include "platform_private.h"

static void paint_command(struct platform *p, cairo_t *cr, const struct draw_command *c)
{
    switch (c->kind) {
    case DRAW_CLEAR:
    case DRAW_FILL:
    case DRAW_EDGE:
        box_paint(p, cr, c);
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
    case DRAW_LINE:
        line_paint(cr, c);
        break;
    case DRAW_PICTURE:
        picture_paint(p, cr, c);
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
