/* What stands evenly: pictures on one line, and lines that are about as wide as each other.
 *
 * What a pupil may choose stands in the middle of its box, a picture with its words below. Words of
 * two lines would lift their picture over those beside it, and one face would stand out for no
 * other reason than its name. So in a line of such boxes each begins where the highest does.
 *
 * Tabs that need two lines must not leave the last of them alone in the second: they are wrapped
 * into less room than there is, as little as takes no further line.
 */
#include "ui_private.h"

#include <math.h>

static float held_h(const struct ui_node *node)
{
    float sum = 0;

    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        sum += c->pref_h + (c == node->first ? 0 : node->box.gap);
    }
    return sum;
}

void ui_even_line(struct ui_node *from, const struct ui_node *end)
{
    float highest = 0;

    for (const struct ui_node *c = from; c != end; c = c->next) {
        highest = (c->flags & FLAG_EVEN) != 0 ? fmaxf(highest, held_h(c)) : highest;
    }
    for (struct ui_node *c = from; c != end; c = c->next) {
        c->even_h = highest;
    }
}

static int lines_in(const struct ui_node *node, float room)
{
    float used = 0;
    int lines = 0;

    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        float w = fminf(c->pref_w, room);
        bool starts = c == node->first || used + node->box.gap + w > room + 0.5f;

        lines += starts ? 1 : 0;
        used = starts ? w : used + node->box.gap + w;
    }
    return lines;
}

float ui_even_room(const struct ui_node *node, float room)
{
    const float step = 8;
    int lines = lines_in(node, room);
    float widest = 0;

    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        widest = fmaxf(widest, c->pref_w);
    }
    while (lines > 1 && room - step > widest && lines_in(node, room - step) == lines) {
        room -= step;
    }
    return room;
}
