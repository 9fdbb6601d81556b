/* Which square of a code is what (ISO/IEC 18004): three corners with a light edge, a line of dark
 * and light between them, small marks all over larger codes, and squares kept for saying how the
 * rest is written. All others are data. */
#include "qr_private.h"

#include <string.h>

static void put(struct qr_plan *p, int x, int y, enum qr_kind kind)
{
    if (x >= 0 && y >= 0 && x < p->side && y < p->side) {
        p->kind[y * p->side + x] = (uint8_t)kind;
    }
}

static int larger(int a, int b)
{
    int left = a < 0 ? -a : a;
    int right = b < 0 ? -b : b;

    return left > right ? left : right;
}

/* Rings around a middle: of a corner to the fourth, which is its light edge; of a mark to the
 * second. */
static void put_rings(struct qr_plan *p, int x, int y, int rings)
{
    for (int dy = -rings; dy <= rings; dy++) {
        for (int dx = -rings; dx <= rings; dx++) {
            int ring = larger(dx, dy);
            bool light = rings == 4 ? ring == 2 || ring == 4 : ring == 1;
            put(p, x + dx, y + dy, light ? QR_LIGHT : QR_DARK);
        }
    }
}

static void put_marks(struct qr_plan *p)
{
    int count = p->version / 7 + 2;
    int step = (p->version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;

    for (int i = 0; p->version > 1 && i < count; i++) {
        for (int j = 0; j < count; j++) {
            bool first = i == 0 && j == 0;
            bool corner = first || (i == 0 && j == count - 1) || (j == 0 && i == count - 1);
            int x = i == 0 ? 6 : p->side - 7 - (count - 1 - i) * step;
            int y = j == 0 ? 6 : p->side - 7 - (count - 1 - j) * step;
            if (!corner) {
                put_rings(p, x, y, 2);
            }
        }
    }
}

static void put_reserved(struct qr_plan *p)
{
    for (int i = 0; i < 9; i++) {
        if (i != 6) {
            put(p, i, 8, QR_RESERVED);
            put(p, 8, i, QR_RESERVED);
        }
    }
    for (int i = 0; i < 8; i++) {
        put(p, p->side - 1 - i, 8, QR_RESERVED);
        put(p, 8, p->side - 1 - i, QR_RESERVED);
    }
    put(p, 8, p->side - 8, QR_DARK);
    for (int i = 0; p->version >= 7 && i < 18; i++) {
        put(p, p->side - 11 + i % 3, i / 3, QR_RESERVED);
        put(p, i / 3, p->side - 11 + i % 3, QR_RESERVED);
    }
}

void qr_plan_make(struct qr_plan *plan, int version)
{
    memset(plan, 0, sizeof(*plan));
    plan->version = version;
    plan->side = 4 * version + 17;
    for (int i = 0; i < plan->side; i++) {
        put(plan, i, 6, i % 2 == 0 ? QR_DARK : QR_LIGHT);
        put(plan, 6, i, i % 2 == 0 ? QR_DARK : QR_LIGHT);
    }
    put_rings(plan, 3, 3, 4);
    put_rings(plan, plan->side - 4, 3, 4);
    put_rings(plan, 3, plan->side - 4, 4);
    put_marks(plan);
    put_reserved(plan);
}
