/* Words as large as the screen holds.
 *
 * In the pupil room nothing may lie out of sight: whoever scans, or cannot read, will not look for
 * an answer that is not there. So where a pupil wants large words, a box that says so has all the
 * words of the screen shrink together, until nothing need be scrolled and no word is broken, but
 * never below the usual size. Together, for an answer in smaller letters would weigh less.
 */
#include "ui_private.h"

#include <math.h>

static const float step = 0.05f;

static const struct ui_node *after(const struct ui_node *node, const struct ui_node *root)
{
    if (node->first != NULL) {
        return node->first;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

/* Equal shares of a row that came out unequal, or more than there was room for. */
static bool is_out_of_shape(const struct ui_node *row)
{
    float sum = row->box.gap * -1;
    float share = 0;

    if (row->flow != UI_ROW) {
        return false;
    }
    for (const struct ui_node *c = row->first; c != NULL; c = c->next) {
        sum += c->w + row->box.gap;
        if (c->box.grow > 0 && share > 0 && fabsf(c->w / c->box.grow - share) > 1) {
            return true;
        }
        share = c->box.grow > 0 ? c->w / c->box.grow : share;
    }
    return sum > row->w - 2 * (row->box.pad_x > 0 ? row->box.pad_x : row->box.pad) + 1;
}

static bool is_too_large(const struct ui *ui, const struct ui_node *root)
{
    if (ui->fits->pref_h > ui->fits->h + 0.5f) {
        return true;
    }
    for (const struct ui_node *n = root; n != NULL; n = after(n, root)) {
        if ((n->content == CONTENT_TEXT && n->min_w > n->w + 1) || is_out_of_shape(n)) {
            return true;
        }
    }
    return false;
}

void ui_layout_fit(struct ui *ui, struct ui_node *root, struct ui_span at)
{
    int low = 0; /* steps above the usual size, where all fits or has to */
    int high = (int)ceilf((ui->frame.text - 1) / step);

    ui_layout(ui, root, at);
    if (ui->fits == NULL || high <= 0 || !is_too_large(ui, root)) {
        return;
    }
    while (high - low > 1) {
        int middle = (low + high) / 2;

        ui->frame.text = 1 + step * (float)middle;
        ui_layout(ui, root, at);
        if (is_too_large(ui, root)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    ui->frame.text = 1 + step * (float)low;
    ui_layout(ui, root, at);
}
