/* Which part of the window must be painted again.
 *
 * Comparing two lists command by command fails as soon as one is put in between. So the window is
 * cut into squares, and each square hashes every command that touches it, in order: squares whose
 * hash is another than last time are painted. Squares next to each other become rectangles, and
 * when there are too many, those are joined that waste the least.
 */
#include "ui_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 32, RUNS_MAX = 256 };

static int most(int a, int b)
{
    return a > b ? a : b;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

struct draw_rect draw_rect_meet(struct draw_rect a, struct draw_rect b)
{
    int x = most(a.x, b.x);
    int y = most(a.y, b.y);

    return (struct draw_rect){x, y, most(0, least(a.x + a.w, b.x + b.w) - x),
                              most(0, least(a.y + a.h, b.y + b.h) - y)};
}

static struct draw_rect draw_rect_join(struct draw_rect a, struct draw_rect b)
{
    int x = least(a.x, b.x);
    int y = least(a.y, b.y);

    return (struct draw_rect){x, y, most(a.x + a.w, b.x + b.w) - x, most(a.y + a.h, b.y + b.h) - y};
}

struct draw_rect draw_command_bounds(const struct draw_command *c)
{
    int out = 0;
    struct draw_rect r = c->at;

    if (c->kind == DRAW_SHADOW) {
        out = (int)ceilf(c->blur * 2 + fabsf(c->drop)) + 2;
    } else if (c->kind == DRAW_TEXT) {
        out = c->size / 2 + 2;
    } else if (c->kind != DRAW_CLEAR) {
        out = (int)ceilf(c->line) + 1;
    }
    r = (struct draw_rect){r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out};
    return draw_rect_meet(r, c->clip);
}

/* ---- hashes --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, const void *bytes, size_t size)
{
    const uint8_t *b = bytes;

    for (size_t i = 0; i < size; i++) {
        /* The analyser loses sight of a number that is read by its bytes.
         * NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        h = (h ^ b[i]) * 1099511628211ULL;
    }
    return h;
}

static uint64_t hash_command(const struct draw_command *c)
{
    const int numbers[] = {(int)c->kind, c->at.x,   c->at.y,   c->at.w,   c->at.h,
                           c->clip.x,    c->clip.y, c->clip.w, c->clip.h, (int)c->font,
                           c->rtl,       c->urdu,   c->rises,  c->size,   c->baseline};
    const float measures[] = {c->radius, c->line, c->blur, c->drop};
    uint64_t h = 1469598103934665603ULL;

    h = mix(h, numbers, sizeof(numbers));
    h = mix(h, measures, sizeof(measures));
    h = mix(h, &c->colour, sizeof(c->colour));
    return mix(h, c->text, strlen(c->text));
}

static void hash_cells(const struct draw_list *list, uint64_t *cells, int columns, int rows)
{
    for (int i = 0; i < list->count; i++) {
        struct draw_rect r = draw_rect_meet(draw_command_bounds(&list->commands[i]),
                                            (struct draw_rect){0, 0, list->width, list->height});
        uint64_t h = 0;

        if (r.w == 0 || r.h == 0) {
            continue;
        }
        h = hash_command(&list->commands[i]);
        for (int y = r.y / CELL; y <= least((r.y + r.h - 1) / CELL, rows - 1); y++) {
            for (int x = r.x / CELL; x <= least((r.x + r.w - 1) / CELL, columns - 1); x++) {
                uint64_t *cell = &cells[y * columns + x];

                *cell = (*cell ^ h) * 1099511628211ULL + 1;
            }
        }
    }
}

/* ---- rectangles ----------------------------------------------------------------------------- */

struct runs {
    struct draw_rect rects[RUNS_MAX];
    int count;
};

static int64_t area(struct draw_rect r)
{
    return (int64_t)r.w * r.h;
}

static bool overlaps(struct draw_rect a, struct draw_rect b)
{
    struct draw_rect both = draw_rect_meet(a, b);

    return both.w > 0 && both.h > 0;
}

static void drop(struct runs *runs, int i)
{
    runs->count--;
    runs->rects[i] = runs->rects[runs->count];
}

/* Joins the two whose joined rectangle covers the least that neither covers. */
static void join_cheapest(struct runs *runs)
{
    int best_a = 0;
    int best_b = 1;
    int64_t best = INT64_MAX;

    for (int a = 0; a < runs->count; a++) {
        for (int b = a + 1; b < runs->count; b++) {
            int64_t waste = area(draw_rect_join(runs->rects[a], runs->rects[b])) -
                            area(runs->rects[a]) - area(runs->rects[b]);

            if (waste < best) {
                best = waste;
                best_a = a;
                best_b = b;
            }
        }
    }
    runs->rects[best_a] = draw_rect_join(runs->rects[best_a], runs->rects[best_b]);
    drop(runs, best_b);
}

/* A joined rectangle may have come to lie over a third one. */
static bool join_overlap(struct runs *runs)
{
    for (int a = 0; a < runs->count; a++) {
        for (int b = a + 1; b < runs->count; b++) {
            if (overlaps(runs->rects[a], runs->rects[b])) {
                runs->rects[a] = draw_rect_join(runs->rects[a], runs->rects[b]);
                drop(runs, b);
                return true;
            }
        }
    }
    return false;
}

/* Adds a run of squares, on top of the run above it when that is just as wide. */
static void add_run(struct runs *runs, struct draw_rect r)
{
    for (int i = 0; i < runs->count; i++) {
        struct draw_rect *above = &runs->rects[i];

        if (above->x == r.x && above->w == r.w && above->y + above->h == r.y) {
            above->h += r.h;
            return;
        }
    }
    if (runs->count == RUNS_MAX) {
        join_cheapest(runs);
    }
    runs->rects[runs->count++] = r;
}

static void find_runs(const uint64_t *old, const uint64_t *now, int columns, int rows,
                      struct runs *runs)
{
    for (int y = 0; y < rows; y++) {
        int x = 0;

        while (x < columns) {
            int from = x;

            while (x < columns && old[y * columns + x] != now[y * columns + x]) {
                x++;
            }
            if (x > from) {
                add_run(runs, (struct draw_rect){from * CELL, y * CELL, (x - from) * CELL, CELL});
            } else {
                x++;
            }
        }
    }
}

void draw_grid_finish(struct draw_grid *shown)
{
    free(shown->cells);
    *shown = (struct draw_grid){0};
}

int draw_grid_take(struct draw_grid *shown, const struct draw_list *now,
                   struct draw_rect out[DRAW_RECTS_MAX])
{
    struct draw_rect window = {0, 0, now->width, now->height};
    int columns = (now->width + CELL - 1) / CELL;
    int rows = (now->height + CELL - 1) / CELL;
    uint64_t *cells = NULL;
    struct runs runs = {.count = 0};

    if (now->width <= 0 || now->height <= 0) {
        return 0;
    }
    cells = mem_zero((size_t)columns * (size_t)rows, sizeof(*cells));
    hash_cells(now, cells, columns, rows);
    if (shown->cells == NULL || shown->width != now->width || shown->height != now->height) {
        runs.rects[runs.count++] = window;
    } else {
        find_runs(shown->cells, cells, columns, rows, &runs);
    }
    while (runs.count > DRAW_RECTS_MAX) {
        join_cheapest(&runs);
    }
    while (join_overlap(&runs)) {
    }
    free(shown->cells);
    *shown = (struct draw_grid){cells, now->width, now->height};
    for (int i = 0; i < runs.count; i++) {
        out[i] = draw_rect_meet(runs.rects[i], window);
    }
    return runs.count;
}
