/* Which way the ring goes from where it is.
 *
 * A row of choices, a row of chips, a list, a grid of cards and the own keyboard are a group each:
 * Tab goes past a group, arrows go on inside it. Were every choice a stop of its own, a hand that
 * has only keys would press hundreds of them for one observation. Tab comes back to where it was in
 * a group, else to what is chosen there, else to its first. Where a group ends, the arrows that
 * point out of it lead to what lies nearest, so that whoever has arrows alone gets everywhere, too;
 * but along its line a group holds, or the last of a row would throw the ring across the screen.
 */
#include "ui_private.h"

#include <math.h>

bool ui_can_focus(const struct ui *ui, const struct ui_area *a)
{
    return a->layer >= ui_top_layer(ui) &&
           (a->flags & (FLAG_PRESS | FLAG_FIELD | FLAG_READ)) != 0 &&
           (a->flags & (FLAG_DISABLED | FLAG_FINGERS)) == 0;
}

static bool is_member(const struct ui *ui, int i, int group)
{
    return ui->areas[i].group == group && ui_can_focus(ui, &ui->areas[i]);
}

/* ---- Tab ------------------------------------------------------------------------------------ */

static int where_it_was(const struct ui *ui, int group)
{
    for (int k = 0; k < BEEN_MAX && ui->ring.been[k] != 0; k++) {
        for (int i = 0; i < ui->area_count; i++) {
            if (ui->areas[i].id == ui->ring.been[k] && is_member(ui, i, group)) {
                return i;
            }
        }
    }
    return -1;
}

static int entry_of(const struct ui *ui, int found)
{
    int group = ui->areas[found].group;
    int first = -1;
    int at = group == 0 ? found : where_it_was(ui, group);

    if (at >= 0) {
        return at;
    }
    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *a = &ui->areas[i];

        if (!is_member(ui, i, group)) {
            continue;
        }
        if ((a->flags & FLAG_CHOSEN) != 0 && a->cap == NULL) {
            return i;
        }
        first = first < 0 ? i : first;
    }
    return first;
}

int ui_rove_next(const struct ui *ui, int at, int by)
{
    int count = ui->area_count;
    int group = at >= 0 ? ui->areas[at].group : 0;

    if (at < 0) {
        at = by > 0 ? -1 : count;
    }
    for (int i = 0; i < count; i++) {
        at = (at + by + count) % count;
        const struct ui_area *a = &ui->areas[at];

        if (ui_can_focus(ui, a) && a->cap == NULL && (group == 0 || a->group != group)) {
            return entry_of(ui, at);
        }
    }
    return -1;
}

int ui_rove_keys(const struct ui *ui)
{
    for (int i = 0; i < ui->area_count; i++) {
        if (ui->areas[i].cap != NULL && ui_can_focus(ui, &ui->areas[i])) {
            return entry_of(ui, i);
        }
    }
    return -1;
}

/* ---- arrows --------------------------------------------------------------------------------- */

static bool is_level(const struct ui_span *a, const struct ui_span *b)
{
    float apart = fabsf(a->y + a->h / 2 - (b->y + b->h / 2));

    return apart < fminf(a->h, b->h) / 2;
}

/* How far b lies from a in a direction; what lies aside counts double. Below 0: not there. */
static float distance(const struct ui_span *a, const struct ui_span *b, float dx, float dy)
{
    float x = b->x + b->w / 2 - (a->x + a->w / 2);
    float y = b->y + b->h / 2 - (a->y + a->h / 2);
    float along = x * dx + y * dy;
    float aside = fabsf(x * dy) + fabsf(y * dx);

    return along < 2 ? -1 : along + 2 * aside;
}

/* The nearest of a group, or of all for group 0; only_level: of those that stand level with it. */
static int nearest(const struct ui *ui, int at, float dx, float dy, int group, bool only_level)
{
    const struct ui_span *from = &ui->areas[at].at;
    int best = -1;
    float best_far = 0;

    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *a = &ui->areas[i];
        float far = distance(from, &a->at, dx, dy);
        bool is_of = (group != 0 ? a->group == group : a->cap == NULL) &&
                     (!only_level || is_level(from, &a->at));

        if (i != at && is_of && far > 0 && ui_can_focus(ui, a) && (best < 0 || far < best_far)) {
            best = i;
            best_far = far;
        }
    }
    return best;
}

/* One under the other: such a group has no line to hold on to. One that wraps has, though a long
 * word may stand alone in its line. */
static bool is_column(const struct ui *ui, int group)
{
    const struct ui_area *before = NULL;

    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *a = &ui->areas[i];

        if (a->group == group) {
            if (before != NULL && is_level(&before->at, &a->at)) {
                return false;
            }
            before = a;
        }
    }
    return true;
}

/* On from the end of a line to the next one, as one reads. */
static int along(const struct ui *ui, int at, int by, int group)
{
    for (int i = at + by; i >= 0 && i < ui->area_count; i += by) {
        if (is_member(ui, i, group)) {
            return i;
        }
    }
    return at;
}

int ui_rove_towards(const struct ui *ui, int at, float dx, float dy)
{
    int group = ui->areas[at].group;
    bool is_across = fabsf(dx) > 0;
    int to = group != 0 ? nearest(ui, at, dx, dy, group, is_across) : -1;

    if (to >= 0) {
        return to;
    }
    if (group != 0 && is_across && !is_column(ui, group)) {
        return along(ui, at, dx > 0 ? 1 : -1, group);
    }
    if (group != 0 && ui->areas[at].cap != NULL) {
        return at;
    }
    to = is_across ? nearest(ui, at, dx, dy, 0, true) : -1;
    return to >= 0 ? to : nearest(ui, at, dx, dy, 0, false);
}

int ui_rove_end(const struct ui *ui, int at, bool is_last)
{
    int group = ui->areas[at].group;
    int found = -1;

    for (int i = 0; i < ui->area_count && group != 0; i++) {
        if (is_member(ui, i, group) && (is_last || found < 0)) {
            found = i;
        }
    }
    return found;
}
