/* Fewer pixels, from as many as a camera makes.
 *
 * The picture is fed row by row, so that of a large one no second copy is in memory. Each pixel
 * that comes out covers a rectangle of those that go in, whose edges lie within pixels; what lies
 * half under it counts by half. To have no fractions, a pixel that goes in is as long as there are
 * pixels to come out, and the other way round: then all edges are whole numbers and the average is
 * exact, so a grey that goes in is the grey that comes out.
 */
#include "photo.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 3, WHITE = 255 };

/* The other side, in the picture's shape; at least a pixel. */
static int in_shape(int64_t long_in, int64_t short_in, int64_t long_out)
{
    int64_t out = (short_in * long_out + long_in / 2) / long_in;

    return out < 1 ? 1 : (int)out;
}

void photo_shrink_begin(struct photo_shrink *s, int in_width, int in_height, int side_most)
{
    int side = in_width > in_height ? in_width : in_height;

    CHECK(in_width > 0 && in_height > 0 && in_width <= PHOTO_SIDE_MOST &&
          in_height <= PHOTO_SIDE_MOST && side_most > 0);
    *s = (struct photo_shrink){
        .in_width = in_width, .in_height = in_height, .width = in_width, .height = in_height};
    if (side > side_most) {
        bool is_wide = in_width == side;
        s->width = is_wide ? side_most : in_shape(in_height, in_width, side_most);
        s->height = is_wide ? in_shape(in_width, in_height, side_most) : side_most;
    }
    s->sums = mem_zero((size_t)s->width * PARTS, sizeof(*s->sums));
    s->line = mem_zero((size_t)s->width * PARTS, sizeof(*s->line));
    s->pixels = mem_zero((size_t)s->width * (size_t)s->height, 4);
}

/* One row, made narrow; the sums are of in_width pixels each. */
static void narrow(struct photo_shrink *s, const uint8_t *row)
{
    uint32_t *out = s->line;
    uint32_t room = (uint32_t)s->in_width; /* left in the pixel that is being filled */

    memset(s->line, 0, (size_t)s->width * PARTS * sizeof(*s->line));
    for (int x = 0; x < s->in_width; x++) {
        const uint8_t *p = row + (size_t)x * 4;
        uint32_t left = (uint32_t)s->width; /* of the pixel that goes in */
        uint32_t paper = WHITE * (uint32_t)(WHITE - p[3]);
        while (left > 0) {
            uint32_t part = left < room ? left : room;
            for (int i = 0; i < PARTS; i++) {
                out[i] += part * ((p[i] * (uint32_t)p[3] + paper + WHITE / 2) / WHITE);
            }
            left -= part;
            room -= part;
            if (room == 0) {
                room = (uint32_t)s->in_width;
                out += PARTS;
            }
        }
    }
}

static void put_row(struct photo_shrink *s)
{
    uint64_t area = (uint64_t)s->in_width * (uint64_t)s->in_height;
    uint8_t *to = s->pixels + (size_t)s->rows_out * (size_t)s->width * 4;

    for (int x = 0; x < s->width; x++) {
        for (int i = 0; i < PARTS; i++) {
            to[x * 4 + i] = (uint8_t)((s->sums[x * PARTS + i] + area / 2) / area);
        }
        to[x * 4 + 3] = WHITE;
    }
    memset(s->sums, 0, (size_t)s->width * PARTS * sizeof(*s->sums));
    s->rows_out++;
}

static void add_line(struct photo_shrink *s, uint64_t part)
{
    for (int i = 0; i < s->width * PARTS; i++) {
        s->sums[i] += part * s->line[i];
    }
}

void photo_shrink_row(struct photo_shrink *s, const uint8_t *row)
{
    uint64_t from = (uint64_t)s->rows_in * (uint64_t)s->height;
    uint64_t until = from + (uint64_t)s->height;

    CHECK(s->rows_in < s->in_height);
    narrow(s, row);
    while (from < until) {
        uint64_t edge = ((uint64_t)s->rows_out + 1) * (uint64_t)s->in_height;
        uint64_t to = until < edge ? until : edge;
        add_line(s, to - from);
        if (to == edge) {
            put_row(s);
        }
        from = to;
    }
    s->rows_in++;
}

/* The pixels may be of a person: what is let go of is overwritten. */
static void drop_rows(struct photo_shrink *s)
{
    size_t parts = (size_t)s->width * PARTS;

    mem_wipe(s->sums, s->sums != NULL ? parts * sizeof(*s->sums) : 0);
    mem_wipe(s->line, s->line != NULL ? parts * sizeof(*s->line) : 0);
    free(s->sums);
    free(s->line);
    s->sums = NULL;
    s->line = NULL;
}

/* ---- upright --------------------------------------------------------------------------------- */

/* Where the pixel that is to stand at x, y lies. */
static size_t lies_at(const struct photo_shrink *s, int turn, int x, int y)
{
    const int right = s->width - 1;
    const int low = s->height - 1;
    const struct {
        int x, y;
    } places[PHOTO_TURNS + 1] = {
        {x,         y      },
        {x,         y      },
        {right - x, y      },
        {right - x, low - y},
        {x,         low - y},
        {y,         x      },
        {y,         low - x},
        {right - y, low - x},
        {right - y, x      },
    };

    return ((size_t)places[turn].y * (size_t)s->width + (size_t)places[turn].x) * 4;
}

void photo_shrink_turn(struct photo_shrink *s, int turn)
{
    bool lies = turn > 4; /* on its side */
    int width = lies ? s->height : s->width;
    int height = lies ? s->width : s->height;
    uint8_t *upright = NULL;

    CHECK(turn >= PHOTO_UPRIGHT && turn <= PHOTO_TURNS && s->rows_in == s->in_height);
    if (turn == PHOTO_UPRIGHT) {
        return;
    }
    upright = mem_zero((size_t)width * (size_t)height, 4);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            memcpy(upright + ((size_t)y * (size_t)width + (size_t)x) * 4,
                   s->pixels + lies_at(s, turn, x, y), 4);
        }
    }
    drop_rows(s); /* they are as long as it was wide */
    mem_wipe(s->pixels, (size_t)width * (size_t)height * 4);
    free(s->pixels);
    s->pixels = upright;
    s->width = width;
    s->height = height;
}

void photo_shrink_finish(struct photo_shrink *s)
{
    drop_rows(s);
    mem_wipe(s->pixels, (size_t)s->width * (size_t)s->height * 4);
    free(s->pixels);
    *s = (struct photo_shrink){0};
}
