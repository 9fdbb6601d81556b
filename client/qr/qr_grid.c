/* Where each square of a code lies in the picture.
 *
 * A photograph is taken at an angle, so three corners are not enough: the far side is smaller. The
 * mark near the fourth corner is looked for around where it would be without an angle, and then all
 * four points are moved a little, one after the other, as long as more of the squares whose colour
 * is known (corners, lines, marks) are as they must be. What comes out is right to a fraction of a
 * square even where the photograph is soft.
 */
#include "qr_private.h"

#include <math.h>
#include <string.h>

enum { POINTS = 4, UNKNOWNS = 8, PASSES = 7, REACH = 6 };

/* Of a fit, in thousandths. Of a wrong version, and of no code at all, it stays low: from pass to
 * pass more is asked for, so that little time is lost on them. */
enum { HOPE_MARK = 100, HOPE_FIRST = 150, HOPE_MORE = 80, SURE = 600 };

struct view { /* x = (a u + b v + c) / (g u + h v + 1), and so on */
    double m[UNKNOWNS];
};
struct known { /* a square whose colour is known */
    uint8_t x, y, dark;
};
enum { KNOWN_MOST = 1600 };
struct frame {
    const struct qr_bits *bits;
    const struct qr_plan *plan;
    struct known known[KNOWN_MOST];
    int known_count;
    struct qr_point squares[POINTS]; /* in squares: corner, right, below, and the mark */
    struct qr_point at[POINTS];      /* in pixels */
};

/* ---- four points make a view ----------------------------------------------------------------- */

static bool solve(double rows[UNKNOWNS][UNKNOWNS + 1], double out[UNKNOWNS])
{
    for (int i = 0; i < UNKNOWNS; i++) {
        int best = i;
        for (int r = i + 1; r < UNKNOWNS; r++) {
            best = fabs(rows[r][i]) > fabs(rows[best][i]) ? r : best;
        }
        if (fabs(rows[best][i]) < 1e-9) {
            return false;
        }
        for (int c = 0; c <= UNKNOWNS; c++) {
            double kept = rows[i][c];
            rows[i][c] = rows[best][c];
            rows[best][c] = kept;
        }
        for (int r = 0; r < UNKNOWNS; r++) {
            double by = r == i ? 0 : rows[r][i] / rows[i][i];
            for (int c = i; c <= UNKNOWNS; c++) {
                rows[r][c] -= by * rows[i][c];
            }
        }
    }
    for (int i = 0; i < UNKNOWNS; i++) {
        out[i] = rows[i][UNKNOWNS] / rows[i][i];
    }
    return true;
}

static bool view_of(const struct frame *f, struct view *out)
{
    double rows[UNKNOWNS][UNKNOWNS + 1];

    for (int i = 0; i < POINTS; i++) {
        double u = (double)f->squares[i].x;
        double v = (double)f->squares[i].y;
        double x = (double)f->at[i].x;
        double y = (double)f->at[i].y;
        const double across[] = {u, v, 1, 0, 0, 0, -u * x, -v * x, x};
        const double down[] = {0, 0, 0, u, v, 1, -u * y, -v * y, y};
        memcpy(rows[(size_t)i * 2], across, sizeof(across));
        memcpy(rows[(size_t)i * 2 + 1], down, sizeof(down));
    }
    return solve(rows, out->m);
}

static bool is_dark_at(const struct frame *f, const struct view *view, double u, double v)
{
    const double *m = view->m;
    double by = m[6] * u + m[7] * v + 1;
    double x = (m[0] * u + m[1] * v + m[2]) / by;
    double y = (m[3] * u + m[4] * v + m[5]) / by;

    return by > 1e-6 && x >= 0 && y >= 0 && x < f->bits->width && y < f->bits->height &&
           qr_is_dark(f->bits, (int)x, (int)y);
}

/* ---- how well it fits ------------------------------------------------------------------------ */

static const double around[][2] = {
    {0.5,  0.5 },
    {0.25, 0.25},
    {0.75, 0.25},
    {0.25, 0.75},
    {0.75, 0.75}
};
enum { AROUND = sizeof(around) / sizeof(around[0]) };

static void list_known(struct frame *f)
{
    for (int i = 0; i < f->plan->side * f->plan->side; i++) {
        uint8_t kind = f->plan->kind[i];
        if ((kind == QR_LIGHT || kind == QR_DARK) && f->known_count < KNOWN_MOST) {
            struct known *k = &f->known[f->known_count++];
            k->x = (uint8_t)(i % f->plan->side);
            k->y = (uint8_t)(i / f->plan->side);
            k->dark = kind == QR_DARK;
        }
    }
}

/* In thousandths: how many more looks are as they must be than are not. */
static int fit(const struct frame *f)
{
    struct view view;
    int good = 0;

    if (f->known_count == 0 || !view_of(f, &view)) {
        return -1000;
    }
    for (int k = 0; k < f->known_count; k++) {
        const struct known *one = &f->known[k];
        for (int i = 0; i < AROUND; i++) {
            bool dark = is_dark_at(f, &view, one->x + around[i][0], one->y + around[i][1]);
            good += dark == (one->dark != 0) ? 1 : -1;
        }
    }
    return good * 1000 / (f->known_count * AROUND);
}

/* Every point is moved as long as that helps, by less each time. */
static int settle(struct frame *f, float step)
{
    int best = fit(f);

    for (int pass = 0; pass < PASSES && best >= HOPE_FIRST + pass * HOPE_MORE; pass++) {
        for (int i = 0; i < POINTS * 4; i++) {
            struct qr_point *p = &f->at[POINTS - 1 - i / 4];
            struct qr_point kept = *p;
            float by = i % 2 == 0 ? step : -step;
            int now = 0;
            p->x += i % 4 < 2 ? by : 0;
            p->y += i % 4 < 2 ? 0 : by;
            now = fit(f);
            if (now > best) {
                best = now;
            } else {
                *p = kept;
            }
        }
        step *= 0.6F;
    }
    return best;
}

/* ---- the fourth point ------------------------------------------------------------------------ */

static int mark_fits(const struct frame *f, struct qr_point at, struct qr_point right,
                     struct qr_point below)
{
    int good = 0;

    for (int v = -2; v <= 2; v++) {
        for (int u = -2; u <= 2; u++) {
            float x = at.x + (float)u * right.x + (float)v * below.x;
            float y = at.y + (float)u * right.y + (float)v * below.y;
            bool light = (u == 0 || u == 1 || u == -1) && (v == 0 || v == 1 || v == -1) &&
                         (u != 0 || v != 0);
            good += qr_is_dark(f->bits, (int)floorf(x), (int)floorf(y)) != light ? 1 : 0;
        }
    }
    return good;
}

/* Where the mark is, around at: by half squares, the nearest of those that fit best. */
static struct qr_point find_mark(const struct frame *f, struct qr_point at, struct qr_point right,
                                 struct qr_point below)
{
    struct qr_point best = at;
    int reach = 2 * (REACH + f->plan->side / 12);
    int most = -1;

    for (int v = -reach; v <= reach; v++) {
        for (int u = -reach; u <= reach; u++) {
            float du = (float)u / 2;
            float dv = (float)v / 2;
            struct qr_point one = {at.x + du * right.x + dv * below.x,
                                   at.y + du * right.y + dv * below.y};
            int good = mark_fits(f, one, right, below) * 400 - u * u - v * v;
            best = good > most ? one : best;
            most = good > most ? good : most;
        }
    }
    return best;
}

static void place_points(struct frame *f, const struct qr_corners *c)
{
    float side = (float)f->plan->side;
    float last = f->plan->version > 1 ? side - 6.5F : side - 3.5F;
    float part = (last - 3.5F) / (side - 7);
    struct qr_point right = {(c->right.x - c->corner.x) / (side - 7),
                             (c->right.y - c->corner.y) / (side - 7)};
    struct qr_point below = {(c->below.x - c->corner.x) / (side - 7),
                             (c->below.y - c->corner.y) / (side - 7)};
    int without = 0;

    f->squares[0] = (struct qr_point){3.5F, 3.5F};
    f->squares[1] = (struct qr_point){side - 3.5F, 3.5F};
    f->squares[2] = (struct qr_point){3.5F, side - 3.5F};
    f->squares[3] = (struct qr_point){last, last};
    f->at[0] = c->corner;
    f->at[1] = c->right;
    f->at[2] = c->below;
    f->at[3].x = c->corner.x + part * (c->right.x + c->below.x - 2 * c->corner.x);
    f->at[3].y = c->corner.y + part * (c->right.y + c->below.y - 2 * c->corner.y);
    without = fit(f);
    if (f->plan->version > 1 && without >= HOPE_MARK) {
        struct qr_point plain = f->at[3];
        f->at[3] = find_mark(f, plain, right, below);
        f->at[3] = fit(f) > without ? f->at[3] : plain;
    }
}

/* ---- looking --------------------------------------------------------------------------------- */

bool qr_sample(const struct qr_bits *bits, const struct qr_plan *plan, const struct qr_corners *at,
               uint8_t *squares)
{
    struct frame f = {.bits = bits, .plan = plan};
    struct view view;

    list_known(&f);
    place_points(&f, at);
    if (settle(&f, at->square) < SURE || !view_of(&f, &view)) {
        return false;
    }
    for (int y = 0; y < plan->side; y++) {
        for (int x = 0; x < plan->side; x++) {
            int dark =
                is_dark_at(&f, &view, x + 0.5, y + 0.5) ? 1 : 0; /* the middle counts twice */
            for (int i = 0; i < AROUND; i++) {
                dark += is_dark_at(&f, &view, x + around[i][0], y + around[i][1]) ? 1 : 0;
            }
            squares[y * plan->side + x] = dark * 2 > AROUND ? 1 : 0;
        }
    }
    return true;
}
