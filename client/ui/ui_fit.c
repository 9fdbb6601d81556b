/* Words and pictures as large as the screen holds.
 *
 * In the pupil room nothing may lie out of sight: whoever scans, or cannot read, will not look for
 * an answer that is not there. So in a box that says so the words and the pictures of the screen
 * give way together, until nothing need be scrolled and no word is broken. Together, for an answer
 * in smaller letters, or with a smaller picture, would weigh less than its sisters.
 *
 * Who wants large words seldom sees small pictures well. So they give way in turns: words down to
 * a third more than usual while pictures keep a size that is seen from a chair, then pictures to
 * the least that they may have, then words, never below the usual size. What is left over goes to
 * the pictures, so that no room lies empty below answers that could be larger.
 */
#include "ui_private.h"

#include <math.h>

enum { PICTURE_WELL = 92, PICTURE_STEP = 4 };
static const float text_step = 0.05f;
static const float text_well = 1.35f;

/* ---- words of one box ------------------------------------------------------------------------ */

static bool fits_in_line(struct ui *ui, struct ui_node *node)
{
    float whole = node->type.size;
    float word = 0;
    float line = 0;

    for (; node->fits_line && node->type.size >= node->fit; node->type.size -= 1) {
        ui_wrap_bounds(ui, &node->type, node->text, &word, &line);
        if (line <= node->w * ui->frame.scale) {
            return true;
        }
    }
    node->type.size = whole;
    return false;
}

/* Words in a row of equal tiles: one long word makes its own letters smaller, down to a limit. */
void ui_fit_words(struct ui *ui, struct ui_node *node)
{
    float word = 0;
    float line = 0;

    if (fits_in_line(ui, node)) {
        return;
    }
    while (node->fit > 0 && node->type.size - 1 >= node->fit) {
        ui_wrap_bounds(ui, &node->type, node->text, &word, &line);
        if (word <= node->w * ui->frame.scale) {
            return;
        }
        node->type.size -= 1;
    }
}

/* ---- words of a screen ----------------------------------------------------------------------- */

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

void ui_fit_square(const struct ui *ui, struct ui_node *node)
{
    float size = node->grows * ui->frame.text;

    if (node->most > 0) {
        size = ui->fits == NULL ? node->most : fmaxf(node->least, fminf(node->most, ui->picture));
    }
    if (size > 0) {
        node->box.width = size;
        node->box.height = size;
    }
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
        if ((n->content == CONTENT_TEXT && n->min_w > n->w + 0.01f) || is_out_of_shape(n)) {
            return true;
        }
    }
    return false;
}

/* A screen that is laid out again and again, until it is right. */
struct trial {
    struct ui *ui;
    struct ui_node *root;
    struct ui_span at;
    float asked;       /* how large words are to be */
    float least, most; /* of all of its pictures; 0: it has none that gives way */
};

static bool holds(struct trial *t, float text, float picture)
{
    t->ui->frame.text = text;
    t->ui->picture = picture;
    ui_layout(t->ui, t->root, t->at);
    return !is_too_large(t->ui, t->root);
}

static void find_pictures(struct trial *t)
{
    for (const struct ui_node *n = t->root; n != NULL; n = after(n, t->root)) {
        if (n->most > 0) {
            t->least = t->least > 0 ? fminf(t->least, n->least) : n->least;
            t->most = fmaxf(t->most, n->most);
        }
    }
}

/* The largest words, from usual to asked, with pictures like these. */
static float words_that_fit(struct trial *t, float picture)
{
    int low = 0; /* steps above the usual size, where all fits or has to */
    int high = (int)ceilf((t->asked - 1) / text_step);

    while (high - low > 1) {
        int middle = (low + high) / 2;

        if (holds(t, 1 + text_step * (float)middle, picture)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return 1 + text_step * (float)low;
}

/* The largest pictures, from size on, with words like these. */
static float pictures_that_fit(struct trial *t, float text, float size)
{
    int low = 0;
    int high = (int)ceilf((t->most - size) / PICTURE_STEP);

    while (high - low > 1) {
        int middle = (low + high) / 2;

        if (holds(t, text, size + PICTURE_STEP * (float)middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return size + PICTURE_STEP * (float)low;
}

/* How far pictures give way before words are less than well. */
static float pictures_that_yield(struct trial *t)
{
    float text = fminf(t->asked, text_well);
    float size = fmaxf(t->least, fminf(t->most, PICTURE_WELL));

    while (size > t->least && !holds(t, text, size)) {
        size = fmaxf(t->least, size - PICTURE_STEP);
    }
    return size;
}

void ui_layout_fit(struct ui *ui, struct ui_node *root, struct ui_span at)
{
    struct trial t = {ui, root, at, ui->frame.text, 0, 0};
    float text = t.asked;
    float picture = 0;

    if (ui->fits == NULL) {
        ui_layout(ui, root, at);
        return;
    }
    find_pictures(&t);
    if (holds(&t, text, t.most)) {
        return;
    }
    picture = pictures_that_yield(&t);
    if (!holds(&t, text, picture)) {
        text = words_that_fit(&t, picture);
    }
    picture = pictures_that_fit(&t, text, picture);
    (void)holds(&t, text, picture);
}
