/* Where everything goes, in five walks over the tree.
 *
 * Widths come first, because the height of a paragraph depends on its width and never the other
 * way round: (1) from the leaves up, the least and the wished width of each node; (2) from the root
 * down, the width it gets; then text is wrapped; (3) from the leaves up the heights, (4) from the
 * root down the heights given, and (5) the places. A row shares its room so that equal shares give
 * equal widths, whatever the words inside; a column gives what is left over, or takes what is
 * missing from the boxes that scroll. The walks call themselves, no deeper than DEPTH_MAX boxes.
 */
/* NOLINTBEGIN(misc-no-recursion) */
#include "ui_private.h"

#include <math.h>

static float most(float a, float b)
{
    return a > b ? a : b;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

static float pad_x(const struct ui_node *node)
{
    return node->box.pad_x > 0 ? node->box.pad_x : node->box.pad;
}

static float pad_y(const struct ui_node *node)
{
    return node->box.pad_y > 0 ? node->box.pad_y : node->box.pad;
}

static float inner_w(const struct ui_node *node)
{
    return most(0, node->w - 2 * pad_x(node));
}

static int child_count(const struct ui_node *node)
{
    int count = 0;

    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        count++;
    }
    return count;
}

static bool is_stretched(const struct ui_node *parent, const struct ui_node *child)
{
    enum ui_align align = child->self != UI_AUTO ? child->self : parent->box.across;

    if (align != UI_AUTO) {
        return align == UI_STRETCH;
    }
    return parent->flow == UI_COLUMN ? (child->flags & FLAG_HUG) == 0 : parent->flow == UI_GRID;
}

/* ---- 1: least and wished widths ------------------------------------------------------------ */

static void measure_content_w(struct ui *ui, struct ui_node *node)
{
    float word = 0;
    float line = 0;

    if (node->content == CONTENT_FIELD) {
        ui_field_measure(ui, node);
    }
    ui_fit_square(ui, node);
    if (node->content != CONTENT_TEXT && node->content != CONTENT_QUESTION) {
        return;
    }
    ui_wrap_bounds(ui, &node->type, node->text, &word, &line);
    node->min_w = word / ui->frame.scale * (node->fit > 0 ? 0.5f : 1);
    node->pref_w = line / ui->frame.scale;
}

static void bound_w(struct ui_node *node)
{
    const struct ui_box *box = &node->box;

    if (box->fixed && box->width > 0) {
        node->min_w = box->width;
        node->pref_w = box->width;
        return;
    }
    node->pref_w = most(node->pref_w, most(box->width, node->min_w));
    if (box->max_width > 0) {
        node->min_w = least(node->min_w, box->max_width);
        node->pref_w = least(node->pref_w, box->max_width);
    }
}

static void measure_w(struct ui *ui, struct ui_node *node)
{
    float sum_min = 0;
    float sum = 0;
    float widest_min = 0;
    float widest = 0;
    float gaps = node->box.gap * most(0, (float)child_count(node) - 1);
    bool narrows = node->box.narrow > 0;

    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        measure_w(ui, c);
        sum_min += c->min_w;
        sum += c->pref_w;
        widest_min = most(widest_min, c->min_w);
        widest = most(widest, c->pref_w);
    }
    node->flow = node->box.flow;
    if (node->flow == UI_ROW) {
        node->min_w = narrows ? widest_min : sum_min + gaps;
        node->pref_w = sum + gaps;
    } else if (node->flow == UI_WRAP) {
        node->min_w = widest_min;
        node->pref_w = sum + gaps;
    } else if (node->flow == UI_GRID) {
        node->min_w = widest_min;
        node->pref_w = node->box.cell * ui->frame.text * (float)child_count(node) + gaps;
    } else {
        node->min_w = widest_min;
        node->pref_w = widest;
    }
    node->min_w += 2 * pad_x(node);
    node->pref_w += 2 * pad_x(node);
    measure_content_w(ui, node);
    bound_w(node);
}

/* ---- 2: the widths given -------------------------------------------------------------------- */

static void give_w(struct ui *ui, struct ui_node *node, float w);

/* The width that a growing child gets when one share is worth unit. */
static float grown_w(const struct ui_node *c, float unit)
{
    float w = most(c->min_w, c->box.grow * unit);

    return c->box.max_width > 0 ? least(w, c->box.max_width) : w;
}

static float row_w_at(const struct ui_node *row, float unit, float squeeze)
{
    float sum = 0;

    for (const struct ui_node *c = row->first; c != NULL; c = c->next) {
        sum += c->box.grow > 0 ? grown_w(c, unit) : c->pref_w - (c->pref_w - c->min_w) * squeeze;
    }
    return sum;
}

/* Finds the value in [0, high] at which the row is just as wide as there is room. */
static float find_unit(const struct ui_node *row, float room, float high)
{
    float low = 0;

    for (int i = 0; i < 24; i++) {
        float middle = (low + high) / 2;

        if (row_w_at(row, middle, 0) > room) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return low;
}

static void give_row_w(struct ui *ui, struct ui_node *row)
{
    float gaps = row->box.gap * most(0, (float)child_count(row) - 1);
    float room = most(0, inner_w(row) - gaps);
    float at_most = row_w_at(row, 0, 0);
    float at_least = row_w_at(row, 0, 1);
    float squeeze = 0;
    float unit = 0;

    if (at_most > room) {
        squeeze = at_most > at_least ? least(1, (at_most - room) / (at_most - at_least)) : 1;
    } else {
        unit = find_unit(row, room, room * 8);
    }
    for (struct ui_node *c = row->first; c != NULL; c = c->next) {
        if (c->box.grow > 0) {
            give_w(ui, c, grown_w(c, unit));
        } else {
            give_w(ui, c, c->pref_w - (c->pref_w - c->min_w) * squeeze);
        }
    }
}

/* What a line of a wrap has left over goes to those in it that grow. */
static void grow_line(struct ui *ui, struct ui_node *from, const struct ui_node *end, float rest)
{
    float grow = 0;

    for (const struct ui_node *c = from; c != end; c = c->next) {
        grow += c->box.grow;
    }
    for (struct ui_node *c = from; c != end && grow > 0 && rest > 0; c = c->next) {
        if (c->box.grow > 0) {
            give_w(ui, c, c->w + rest * c->box.grow / grow);
        }
    }
}

static void give_wrap_w(struct ui *ui, struct ui_node *node)
{
    float room = node->box.even ? ui_even_room(node, inner_w(node)) : inner_w(node);
    float used = 0;
    struct ui_node *line = node->first;

    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        float w = least(c->pref_w, room);

        c->line_start = c == node->first || used + node->box.gap + w > room + 0.5f;
        if (c->line_start && c != node->first) {
            grow_line(ui, line, c, room - used);
            line = c;
        }
        used = c->line_start ? w : used + node->box.gap + w;
        give_w(ui, c, w);
    }
    grow_line(ui, line, NULL, room - used);
}

static void give_grid_w(struct ui *ui, struct ui_node *node)
{
    float room = inner_w(node);
    float gap = node->box.gap;
    float cell = node->box.cell * ui->frame.text;
    int count = child_count(node);
    int columns = (int)floorf((room + gap) / most(1, cell + gap));
    int index = 0;

    columns = columns < 1 ? 1 : columns;
    if (node->box.columns > 0) {
        columns = node->box.columns;
    } else if (count > 0) {
        int lines = (count + columns - 1) / columns;

        columns = (count + lines - 1) / lines; /* as many lines, evenly filled */
    }
    node->columns = columns;
    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        c->line_start = index % columns == 0;
        index++;
        give_w(ui, c, (room - gap * (float)(columns - 1)) / (float)columns);
    }
}

static void give_column_w(struct ui *ui, struct ui_node *node)
{
    float room = inner_w(node);
    bool turned = node->box.flow == UI_ROW; /* a row too narrow: its limits were for a row */

    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        float w = is_stretched(node, c) ? room : least(c->pref_w, room);

        if (c->box.fixed && c->box.width > 0) {
            w = least(c->box.width, room);
        }
        if (c->box.max_width > 0 && !turned) {
            w = least(w, c->box.max_width);
        }
        give_w(ui, c, w);
    }
}

static void give_w(struct ui *ui, struct ui_node *node, float w)
{
    bool narrow = node->box.narrow > 0 && w < node->box.narrow * ui->frame.text;

    node->w = w;
    node->flow = node->box.flow == UI_ROW && narrow ? UI_COLUMN : node->box.flow;
    if (node->flow == UI_ROW) {
        give_row_w(ui, node);
    } else if (node->flow == UI_WRAP) {
        give_wrap_w(ui, node);
    } else if (node->flow == UI_GRID) {
        give_grid_w(ui, node);
    } else {
        give_column_w(ui, node);
    }
    if (node->content == CONTENT_TEXT || node->content == CONTENT_QUESTION) {
        ui_fit_words(ui, node);
        node->lines = ui_wrap(ui, &node->type, node->text, w * ui->frame.scale);
    } else if (node->content == CONTENT_FIELD) {
        ui_field_wrap(ui, node);
    }
}

/* ---- 3: least and wished heights ------------------------------------------------------------ */

/* The end of the line that starts at c, in a wrap or a grid. */
static struct ui_node *line_end(struct ui_node *c)
{
    struct ui_node *end = c->next;

    while (end != NULL && !end->line_start) {
        end = end->next;
    }
    return end;
}

/* All lines of a grid are as high as its tallest cell, unless it says that each is by itself. */
static float line_h(const struct ui_node *node, const struct ui_node *from,
                    const struct ui_node *end)
{
    float h = node->box.line_h;

    if (node->flow == UI_GRID && !node->box.by_line) {
        from = node->first;
        end = NULL;
    }
    for (const struct ui_node *c = from; c != end; c = c->next) {
        h = most(h, c->pref_h);
    }
    return h;
}

static void measure_lines_h(struct ui_node *node)
{
    float sum = 0;

    for (struct ui_node *c = node->first; c != NULL; c = line_end(c)) {
        sum += line_h(node, c, line_end(c)) + (c == node->first ? 0 : node->box.gap);
    }
    node->pref_h = sum;
    node->min_h = sum;
}

static void measure_h(struct ui *ui, struct ui_node *node)
{
    float sum = 0;
    float sum_min = 0;
    float tallest = 0;
    float tallest_min = 0;
    float gaps = node->box.gap * most(0, (float)child_count(node) - 1);

    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        measure_h(ui, c);
        sum += c->pref_h;
        sum_min += c->min_h;
        tallest = most(tallest, c->pref_h);
        tallest_min = most(tallest_min, c->min_h);
    }
    if (node->flow == UI_ROW) {
        node->pref_h = tallest;
        node->min_h = tallest_min;
    } else if (node->flow == UI_COLUMN) {
        node->pref_h = sum + gaps;
        node->min_h = sum_min + gaps;
    } else {
        measure_lines_h(node);
    }
    if (node->lines.count > 0) {
        node->pref_h = (float)node->lines.count * ui_type_line(ui, &node->type);
        node->min_h = node->pref_h;
    }
    if (node->content == CONTENT_FIELD) {
        ui_field_measure(ui, node);
    }
    node->pref_h += 2 * pad_y(node);
    node->min_h += 2 * pad_y(node);
    if ((node->flags & FLAG_SCROLL) != 0) {
        node->min_h = least(node->min_h, 96);
    }
    node->pref_h = most(node->pref_h, node->box.height);
    node->min_h = most(node->min_h, node->box.height);
    if (node->box.fixed && node->box.height > 0) {
        node->pref_h = node->box.height;
        node->min_h = node->box.height;
    }
}

/* ---- 4 and 5: heights given, and places ----------------------------------------------------- */

static void place(struct ui *ui, struct ui_node *node, float x, float y, float h);

static float across_at(const struct ui_node *parent, const struct ui_node *c, float room,
                       float size)
{
    enum ui_align align = c->self != UI_AUTO ? c->self : parent->box.across;

    if (align == UI_AUTO) {
        align = parent->flow == UI_COLUMN ? UI_START : UI_CENTRE;
    }
    if (align == UI_CENTRE) {
        return (room - size) / 2;
    }
    return align == UI_END ? room - size : 0;
}

/* How much goes before the first and between the others, from what is left over. */
static void spread(const struct ui_node *node, float rest, int count, float *before, float *between)
{
    *before = 0;
    *between = 0;
    if (rest <= 0) {
        return;
    }
    if (node->box.along == UI_CENTRE) {
        *before = rest / 2;
    } else if (node->box.along == UI_END) {
        *before = rest;
    } else if (node->box.along == UI_SPREAD && count > 1) {
        *between = rest / (float)(count - 1);
    }
}

/* Places one line of a row, wrap or grid; returns its height. */
static void place_line(struct ui *ui, struct ui_node *node, struct ui_node *from,
                       const struct ui_node *end, struct ui_span at)
{
    float used = 0;
    float before = 0;
    float between = 0;
    float x = at.x;
    int count = 0;

    for (const struct ui_node *c = from; c != end; c = c->next) {
        used += c->w;
        count++;
    }
    used += node->box.gap * (float)(count - 1);
    spread(node, at.w - used, count, &before, &between);
    x += before;
    ui_even_line(from, end);
    for (struct ui_node *c = from; c != end; c = c->next) {
        float h = is_stretched(node, c) ? at.h : least(c->pref_h, most(c->min_h, at.h));

        place(ui, c, x, at.y + across_at(node, c, at.h, h), h);
        x += c->w + node->box.gap + between;
    }
}

static void place_lines(struct ui *ui, struct ui_node *node, struct ui_span at)
{
    float y = at.y;

    for (struct ui_node *c = node->first; c != NULL; c = line_end(c)) {
        struct ui_node *end = line_end(c);
        struct ui_span line = {at.x, y, at.w, line_h(node, c, end)};

        place_line(ui, node, c, end, line);
        y += line.h + node->box.gap;
    }
}

struct sums {
    float wished, least, grow;
    int count;
};

static struct sums column_sums(const struct ui_node *node)
{
    struct sums sums = {0};

    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        sums.wished += c->pref_h;
        sums.least += c->min_h;
        sums.grow += c->box.grow;
        sums.count++;
    }
    return sums;
}

static void place_column(struct ui *ui, struct ui_node *node, struct ui_span at)
{
    struct sums sums = column_sums(node);
    float rest = at.h - sums.wished - node->box.gap * (float)(sums.count - 1);
    float squeeze = 0;
    float before = 0;
    float between = 0;
    float y = at.y;

    if (rest < 0 && sums.wished > sums.least && (node->flags & FLAG_SCROLL) == 0) {
        squeeze = least(1, -rest / (sums.wished - sums.least));
    }
    if (sums.grow <= 0) {
        spread(node, rest, sums.count, &before, &between);
    }
    if ((node->flags & FLAG_EVEN) != 0 && node->even_h > 0) {
        before = most(0, (at.h - node->even_h) / 2);
    }
    y += before;
    for (struct ui_node *c = node->first; c != NULL; c = c->next) {
        float h = c->pref_h - (c->pref_h - c->min_h) * squeeze;

        if (rest > 0 && sums.grow > 0) {
            h += rest * c->box.grow / sums.grow;
        }
        place(ui, c, at.x + across_at(node, c, at.w, c->w), y, h);
        y += h + node->box.gap + between;
    }
}

enum { END_NEAR = 24 }; /* dp: who sees the last line is at the end */
/* How high the rows of a list came out: its room above and below is counted in them. */
static void learn_row(struct ui *ui, const struct ui_node *node, struct ui_memory *m)
{
    for (const struct ui_node *c = node->first; c != NULL && m->row_used > 0; c = c->next) {
        if (c->box.columns > 0 && c->first != NULL && line_h(c, c->first, NULL) > m->row + 0.1f) {
            m->row = line_h(c, c->first, NULL);
            ui->again = true;
        }
    }
}

/* What a toast lies over can be scrolled out, too; what grows fills the box with little. */
static float limit_of(const struct ui *ui, const struct ui_node *node)
{
    struct ui_span box = {node->x, node->y, node->w, node->h};
    float high = node->pref_h;
    for (const struct ui_node *c = node->first; c != NULL; c = c->next) {
        high = c->box.grow > 0 ? most(high, node->h) : high;
    }
    return most(0, high - node->h + ui_toast_over(ui, &box));
}

/* Keeps the offset of a box that scrolls inside what there is to scroll. */
static float scrolled(struct ui *ui, const struct ui_node *node)
{
    struct ui_memory *m = ui_remember(ui, node->id);
    float limit = limit_of(ui, node);
    bool held = ui->press.down && ui->press.scrolling && ui->press.scroll_id == node->id;
    float shrunk = m->view_h > 0 ? m->view_h - node->h : 0;
    bool grew = limit - m->limit > shrunk + 1; /* it holds something else now */

    if (node->box.keeps_end && shrunk > 1 && !grew && m->offset >= m->limit - END_NEAR) {
        m->offset += shrunk;
    }
    m->limit = limit;
    m->view_w = inner_w(node);
    m->view_h = node->h;
    learn_row(ui, node, m);
    if (!held && !ui->moving) {
        float kept = most(0, least(m->offset, limit));

        ui->again = ui->again || fabsf(kept - m->offset) > 0.5f;
        m->offset = kept;
    }
    return roundf(m->offset * ui->frame.scale) / ui->frame.scale;
}

static void place(struct ui *ui, struct ui_node *node, float x, float y, float h)
{
    struct ui_span inner = {0};

    node->x = x;
    node->y = y;
    node->h = h;
    inner = (struct ui_span){x + pad_x(node), y + pad_y(node), inner_w(node),
                             most(0, h - 2 * pad_y(node))};
    if ((node->flags & FLAG_SCROLL) != 0) {
        inner.y -= scrolled(ui, node);
        inner.h = most(inner.h, node->pref_h - 2 * pad_y(node));
    }
    if (node->flow == UI_ROW) {
        place_line(ui, node, node->first, NULL, inner);
    } else if (node->flow == UI_COLUMN) {
        place_column(ui, node, inner);
    } else {
        place_lines(ui, node, inner);
    }
}

void ui_layout_height(struct ui *ui, struct ui_node *root, float width)
{
    measure_w(ui, root);
    give_w(ui, root, width);
    measure_h(ui, root);
}

void ui_layout(struct ui *ui, struct ui_node *root, struct ui_span at)
{
    ui_layout_height(ui, root, at.w);
    place(ui, root, at.x, at.y, at.h);
}
/* NOLINTEND(misc-no-recursion) */
