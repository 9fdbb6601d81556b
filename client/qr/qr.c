/* Which attempts are made, and in which order.
 *
 * A code is looked for in the picture made small (soft pictures, and quick) and then less so; dark
 * and light are told apart by windows of several sizes, for no one of them suits a sheet of paper
 * and a glaring screen. Corners that could belong together are tried by how square they stand. The
 * number of tries is bounded, so a picture full of false corners costs seconds and not hours.
 */
#include "qr_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIPLES_MOST = 24, SPOTS_USED = 10, TRIES_MOST = 160 };

struct triple {
    struct qr_corners at;
    int version; /* as it seems */
    float off;   /* how far from square; 0 is best */
};
struct look {
    struct qr_bits bits;
    struct qr_plan *plan;
    uint8_t *squares;
    const char *start;
    struct buf *out;
    bool found_other; /* a code, but not one that begins as wanted */
    int tries;
};

static float far(struct qr_point a, struct qr_point b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}

/* ---- corners that belong together ------------------------------------------------------------ */

/* Rows and columns of pixels cross a turned code at a slant: its squares are smaller than seen. */
static float straight(struct qr_point from, struct qr_point to)
{
    float way = far(from, to);
    float across = fabsf(to.x - from.x);
    float down = fabsf(to.y - from.y);

    return way > 0 ? (across > down ? across : down) / way : 1;
}

static struct qr_point point_of(const struct qr_spot *s)
{
    return (struct qr_point){s->x, s->y};
}

static bool make_triple(const struct qr_spot *a, const struct qr_spot *b, const struct qr_spot *c,
                        struct triple *out)
{
    struct qr_point corner = point_of(a);
    struct qr_point right = point_of(b);
    struct qr_point below = point_of(c);
    float turn =
        (right.x - corner.x) * (below.y - corner.y) - (right.y - corner.y) * (below.x - corner.x);
    float one = far(corner, right);
    float other = far(corner, below);
    float square = (a->square + b->square + c->square) / 3 * straight(corner, right);
    float squares = 0;

    if (turn < 0 || square <= 0 || one <= 0 || other <= 0) {
        return false;
    }
    squares = (one + other) / 2 / square + 7;
    out->at = (struct qr_corners){corner, right, below, square};
    out->version = (int)lroundf((squares - 17) / 4);
    out->off = fabsf(logf(one / other)) + fabsf(logf(far(right, below) / hypotf(one, other))) +
               fabsf(logf(a->square / b->square)) / 2 + fabsf(logf(a->square / c->square)) / 2;
    return out->off < 1.2F && out->version >= -1 && out->version <= QR_VERSION_MOST + 4;
}

static int by_off(const void *a, const void *b)
{
    const struct triple *left = a;
    const struct triple *right = b;

    return left->off < right->off ? -1 : (left->off > right->off ? 1 : 0);
}

static int all_triples(const struct qr_spot *spots, int count, struct triple *out)
{
    int made = 0;

    for (int i = 0; i < count * count * count; i++) {
        int a = i / (count * count);
        int b = i / count % count;
        int c = i % count;
        bool differ = a != b && a != c && b != c;
        if (differ && make_triple(&spots[a], &spots[b], &spots[c], &out[made])) {
            made++;
        }
    }
    qsort(out, (size_t)made, sizeof(*out), by_off);
    return made < TRIPLES_MOST ? made : TRIPLES_MOST;
}

/* ---- tries ----------------------------------------------------------------------------------- */

static bool begins(const struct buf *text, const char *start)
{
    size_t size = strlen(start);

    return text->size >= size && memcmp(text->data, start, size) == 0 &&
           text_is_utf8(text->data, text->size) && memchr(text->data, '\0', text->size) == NULL;
}

static bool try_version(struct look *l, const struct triple *t, int version)
{
    struct buf text = {0};
    bool good = false;

    if (version < 1 || version > QR_VERSION_MOST || l->tries >= TRIES_MOST) {
        return false;
    }
    l->tries++;
    qr_plan_make(l->plan, version);
    if (qr_sample(&l->bits, l->plan, &t->at, l->squares) && qr_text(l->plan, l->squares, &text)) {
        good = begins(&text, l->start);
        l->found_other = l->found_other || !good;
    }
    if (good) {
        buf_add(l->out, text.data, text.size);
    }
    buf_wipe(&text);
    buf_finish(&text);
    return good;
}

/* As it seems, and its neighbours: an angle makes the squares look larger or smaller. */
static bool try_bits(struct look *l)
{
    static const int beside[] = {0, 1, -1, 2, -2, 3, -3};
    struct qr_spot *spots = mem_zero(QR_SPOTS_MOST, sizeof(*spots));
    struct triple *triples =
        mem_zero((size_t)SPOTS_USED * SPOTS_USED * SPOTS_USED, sizeof(*triples));
    int count = qr_find(&l->bits, spots);
    bool good = false;

    count = all_triples(spots, count < SPOTS_USED ? count : SPOTS_USED, triples);
    l->tries = 0;
    for (int i = 0; i < count && !good; i++) {
        for (size_t n = 0; n < sizeof(beside) / sizeof(beside[0]) && !good; n++) {
            good = try_version(l, &triples[i], triples[i].version + beside[n]);
        }
    }
    free(triples);
    free(spots);
    return good;
}

static bool try_picture(struct look *l, const struct qr_picture *p)
{
    static const struct {
        int part, per_cent;
    } ways[] = {
        {8,  90},
        {4,  95},
        {16, 95},
        {2,  97}
    };
    size_t size = (size_t)p->width * (size_t)p->height;
    uint32_t *sums = mem_zero(((size_t)p->width + 1) * ((size_t)p->height + 1), sizeof(*sums));
    int side = p->width < p->height ? p->width : p->height;
    bool good = false;

    l->bits = (struct qr_bits){mem_zero(size, 1), p->width, p->height};
    qr_sum(p, sums);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !good; i++) {
        qr_darken(p, sums, side / ways[i].part, ways[i].per_cent, &l->bits);
        good = try_bits(l);
    }
    free(sums);
    free(l->bits.dark);
    return good;
}

/* Smaller by whole steps: each pixel is the mean of by times by. */
static void shrink(const struct qr_picture *p, int by, uint8_t *grey, struct qr_picture *out)
{
    *out = (struct qr_picture){grey, p->width / by, p->height / by};
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            unsigned sum = 0;
            for (int i = 0; i < by * by; i++) {
                size_t row = (size_t)(y * by + i / by);
                sum += p->grey[row * (size_t)p->width + (size_t)(x * by + i % by)];
            }
            grey[(size_t)y * (size_t)out->width + (size_t)x] = (uint8_t)(sum / (unsigned)(by * by));
        }
    }
}

enum status qr_read(const struct qr_picture *picture, const char *start, struct buf *out)
{
    static const int sides[] = {900, 1800};
    struct look l = {.start = start, .out = out};
    struct qr_picture small = {0};
    uint8_t *grey = NULL;
    int side = picture->width > picture->height ? picture->width : picture->height;
    int last = 0;
    bool good = false;

    if (picture->width < 21 || picture->height < 21 || side > QR_SIDE_MOST) {
        return FAIL(STATUS_BAD_INPUT, "This picture is too small or too large to hold a code");
    }
    l.plan = mem_zero(1, sizeof(*l.plan));
    l.squares = mem_zero((size_t)QR_SQUARES_MOST * QR_SQUARES_MOST, 1);
    grey = mem_zero((size_t)picture->width * (size_t)picture->height, 1);
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]) && !good; i++) {
        int by = (side + sides[i] - 1) / sides[i];
        if (by != last) {
            shrink(picture, by, grey, &small);
            good = try_picture(&l, &small);
            last = by;
        }
    }
    free(grey);
    free(l.squares);
    free(l.plan);
    if (good) {
        return STATUS_OK;
    }
    return l.found_other
               ? FAIL(STATUS_BAD_INPUT, "The code in this picture is not one for joining a school")
               : FAIL(STATUS_NOT_FOUND, "No code can be read in this picture: hold the tablet "
                                        "straight before it, near, without glare");
}
