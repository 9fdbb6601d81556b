/* What UX.md asks of every screen, held by what was drawn.
 *
 * A finger finds whatever can be pressed: 10 mm each way. A chip may be drawn a little lower than
 * that where its neighbours leave it room, for a finger beside it counts as on it; so what is
 * measured is the room in which no other is meant, not the box. And in every theme letters stand
 * out from what lies under them, and so do icons and the borders of what can be pressed. Colours
 * are looked up where they were drawn: a pair that nobody put in a table is found as well.
 */
#include "screens.h"

#include "cases.h"
#include "contrast.h"

#include <math.h>
#include <string.h>

/* 10 mm of 160 dp an inch. */
static const float mm10 = 62.99f;
static const double text_least = 4.5;
static const double edge_least = 3.0;

/* ---- targets --------------------------------------------------------------------------------- */

struct stretch {
    float from, to;
};

static bool meet(int a, int a_size, int b, int b_size)
{
    return a < b + b_size && b < a + a_size;
}

/* Along one way: from the middle between it and its neighbour before to that behind. */
static void stay_clear(struct stretch *room, int at, int size, int other, int other_size)
{
    if (other >= at + size) {
        room->to = fminf(room->to, (float)(at + size + other) / 2);
    } else if (other + other_size <= at) {
        room->from = fmaxf(room->from, (float)(other + other_size + at) / 2);
    }
}

static struct stretch widened(int at, int size)
{
    float more = fmaxf(0, UI_TARGET - (float)size) / 2;

    return (struct stretch){(float)at - more, (float)(at + size) + more};
}

static void check_target(struct hand *h, const struct ui_place *place, const struct ui_place *all,
                         int count)
{
    struct draw_rect at = place->at;
    struct stretch wide = widened(at.x, at.w);
    struct stretch high = widened(at.y, at.h);

    for (int i = 0; i < count; i++) {
        struct draw_rect other = all[i].at;

        if (all[i].id == place->id || all[i].covered) {
            continue;
        }
        if (meet(at.y, at.h, other.y, other.h)) {
            stay_clear(&wide, at.x, at.w, other.x, other.w);
        } else if (meet(at.x, at.w, other.x, other.w)) {
            stay_clear(&high, at.y, at.h, other.y, other.h);
        }
    }
    if (wide.to - wide.from < mm10 || high.to - high.from < mm10) {
        fail_msg("%s: a finger has %.0f x %.0f dp for \"%s\"", app_screen(h->app),
                 (double)(wide.to - wide.from), (double)(high.to - high.from), place->label);
    }
}

static void check_targets(struct hand *h)
{
    int count = 0;
    const struct ui_place *all = ui_places(h->ui, &count);

    for (int i = 0; i < count; i++) {
        if (!all[i].covered) {
            check_target(h, &all[i], all, count);
        }
    }
}

/* ---- colours --------------------------------------------------------------------------------- */

static uint32_t blend(uint32_t under, uint32_t over)
{
    uint32_t alpha = over >> 24;
    uint32_t out = 0;

    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t a = (over >> shift) & 0xff;
        uint32_t b = (under >> shift) & 0xff;

        out |= ((a * alpha + b * (255 - alpha)) / 255) << shift;
    }
    return out | 0xff000000U;
}

/* What the first `count` commands leave at a point. */
static uint32_t colour_at(const struct draw_list *list, int count, int x, int y)
{
    uint32_t colour = 0;

    for (int i = 0; i < count; i++) {
        const struct draw_command *c = &list->commands[i];
        struct draw_rect seen = draw_rect_meet(c->at, c->clip);

        if ((c->kind == DRAW_FILL || c->kind == DRAW_CLEAR) && x >= seen.x && x < seen.x + seen.w &&
            y >= seen.y && y < seen.y + seen.h) {
            colour = blend(colour, c->colour);
        }
    }
    return colour;
}

struct drawn {
    struct hand *hand;
    enum ui_theme theme;
    const struct draw_command *command;
    const char *what;
};

static void expect_ratio(const struct drawn *d, uint32_t under, double least)
{
    const struct draw_command *c = d->command;
    double got = contrast_ratio(c->colour, under);

    if (got < least) {
        fail_msg("%s: %s \"%s\" at %d,%d is #%06x on #%06x, %.2f:1, in theme %d",
                 app_screen(d->hand->app), d->what, c->text, c->at.x, c->at.y,
                 (unsigned)(c->colour & 0xffffff), (unsigned)(under & 0xffffff), got,
                 (int)d->theme);
    }
}

static bool is_pressed_there(const struct ui_place *all, int count, struct draw_rect at)
{
    for (int i = 0; i < count; i++) {
        struct draw_rect p = all[i].at;

        if (!all[i].disabled && !all[i].covered && p.x == at.x && p.y == at.y && p.w == at.w &&
            p.h == at.h) {
            return true;
        }
    }
    return false;
}

/* A border counts where it differs from what is within or from what is around. */
static void check_edge(const struct drawn *d, int i)
{
    const struct draw_list *list = d->hand->list;
    const struct draw_command *c = d->command;
    uint32_t within = colour_at(list, i, c->at.x + c->at.w / 2, c->at.y + 4);
    uint32_t around = colour_at(list, i, c->at.x + c->at.w / 2, c->at.y - 2);

    expect_ratio(
        d, contrast_ratio(c->colour, within) > contrast_ratio(c->colour, around) ? within : around,
        edge_least);
}

static void check_colours(struct hand *h, enum ui_theme theme)
{
    int count = 0;
    const struct ui_place *all = ui_places(h->ui, &count);

    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        struct draw_rect seen = draw_rect_meet(c->at, c->clip);
        uint32_t under = colour_at(h->list, i, seen.x + seen.w / 2, seen.y + seen.h / 2);

        if (seen.w == 0 || seen.h == 0) {
            continue;
        }
        if (c->kind == DRAW_TEXT) {
            expect_ratio(&(struct drawn){h, theme, c, "the text"}, under, text_least);
        } else if (c->kind == DRAW_ICON) {
            expect_ratio(&(struct drawn){h, theme, c, "the icon"}, under, edge_least);
        } else if (c->kind == DRAW_EDGE && is_pressed_there(all, count, c->at)) {
            check_edge(&(struct drawn){h, theme, c, "the border"}, i);
        }
    }
}

void screens_rules(struct hand *h)
{
    check_targets(h);
    for (enum ui_theme theme = UI_LIGHT; theme < UI_THEME_COUNT; theme++) {
        hand_draw_in(h, theme);
        check_colours(h, theme);
    }
}
