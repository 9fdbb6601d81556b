/* Pictures that stand on one line.
 *
 * What a pupil may choose stands in the middle of its box, a picture with its words below. Words of
 * two lines would lift their picture over those beside it, and one face would stand out for no
 * other reason than its name. So in a line of such boxes each begins where the highest does.
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
