/* Lists too long to be made whole.
 *
 * What is above and below the window is room and nothing else, so a frame costs as much for 5,000
 * rows as for 50. The room is counted in rows, and how high a row is comes from the frame before,
 * for the words in it decide: the tallest seen so far, since the last change of width. When that
 * grows, the place in the list is kept and not the pixel.
 *
 * A light that walks over 5,000 cards one row a second would be back at the first after half an
 * hour. So while a screen is scanned, whatever is longer than two windowfuls is gone through by
 * pages: the light walks over what is in sight, and a button above and one below turn the page.
 * Each is a line by itself, so one press of the switch a page is all it takes to go on.
 */
#include "ui_private.h"

#include <math.h>

enum { ROWS_ASIDE = 2 }; /* made beyond both ends, for the focus and for a quick finger */

/* As many columns as fit, evenly filled: as a grid of all of it would have. */
static int columns_of(const struct ui *ui, const struct ui_list *list, float width)
{
    float cell = list->cell * ui->frame.text;
    int columns = list->cell > 0 ? (int)floorf((width + list->gap) / (cell + list->gap)) : 1;
    int lines = 0;

    columns = columns < 1 ? 1 : columns;
    lines = (list->count + columns - 1) / columns;
    return lines > 0 ? (list->count + lines - 1) / lines : 1;
}

/* From row to row, as far as their height is known; the offset follows when that changes. */
static float pitch_of(const struct ui_list *list, struct ui_memory *m, float width)
{
    float known = fabsf(m->row_w - width) < 0.5f ? m->row : 0;
    float row = fmaxf(list->row, known);

    if (m->row_used > 0 && fabsf(row - m->row_used) > 0.1f) {
        m->offset *= (row + list->gap) / (m->row_used + list->gap);
    }
    m->row = row;
    m->row_used = row;
    m->row_w = width;
    return row + list->gap;
}

static struct ui_range range_of(const struct ui_list *list, const struct ui_memory *m, float pitch,
                                int columns, float height)
{
    int lines = (list->count + columns - 1) / columns;
    int first = (int)floorf((m->offset - list->pad_y) / pitch) - ROWS_ASIDE;
    int last = (int)ceilf((m->offset - list->pad_y + height) / pitch) + ROWS_ASIDE;

    first = first < 0 ? 0 : (first > lines ? lines : first);
    last = last > lines ? lines : last;
    last = last < first ? first : last;
    return (struct ui_range){first * columns,
                             last * columns < list->count ? last * columns : list->count};
}

static const float page_part = 0.85f; /* of what is in sight, where rows have no one height */

static void turn(struct ui *ui, const struct ui_list *list, struct ui_memory *m, float by)
{
    float pitch = m->row_used + list->gap;
    float page =
        m->row_used > 0 ? fmaxf(1, floorf(m->view_h / pitch)) * pitch : m->view_h * page_part;
    const char *words = by < 0 ? ui_names(ui)->further_up : ui_names(ui)->further_down;

    ui_open(ui, (struct ui_box){.pad_x = list->pad_x, .pad_y = 4});
    ui_next(ui, (struct ui_box){.across = UI_STRETCH});
    ui_next_disabled(ui, by < 0 ? m->offset < 1 : m->offset > m->limit - 1);
    if (ui_button(ui, UI_SECONDARY, by < 0 ? "arrow-up" : "arrow-down", words)) {
        m->offset = fmaxf(0, fminf(m->limit, m->offset + by * page));
        m->velocity = 0;
        ui->again = true;
    }
    ui_close(ui);
}

static void open_pages(struct ui *ui, const struct ui_list *list)
{
    uint32_t id = ui_id(ui, list->key);
    struct ui_memory *m = ui_recall(ui, id);

    ui->listing.paged = 0;
    if (m != NULL) {
        m->paged = ui_scan_is_on(ui) && ui->keyboard_h <= 0 && m->limit > m->view_h;
        ui->listing.paged = m->paged ? id : 0;
    }
    if (ui->listing.paged != 0) {
        ui->listing.list = *list;
        turn(ui, list, m, -1);
    }
}

struct ui_range ui_open_list(struct ui *ui, const struct ui_list *list)
{
    struct ui_box box = {.grow = 1, .pad_x = list->pad_x, .pad_y = list->pad_y};
    struct ui_range range = {0, list->count};
    struct ui_memory *m = NULL;
    float width = 0;
    float pitch = 0;
    int columns = 1;

    CHECK(ui->listing.grid == NULL && list->count >= 0 && list->row > 0);
    open_pages(ui, list);
    ui_open_scroll(ui, list->key, box);
    m = ui_recall(ui, ui_id(ui, list->key));
    CHECK(m != NULL);
    width = m->view_w > 0 ? m->view_w : ui_width(ui) - 2 * list->pad_x;
    width = list->max_width > 0 ? fminf(width, list->max_width) : width;
    columns = columns_of(ui, list, width);
    ui->listing.rest = list->foot;
    if (list->count > UI_LIST_WHOLE) {
        int lines = (list->count + columns - 1) / columns;
        int above = 0;
        int below = 0;

        pitch = pitch_of(list, m, width);
        range = range_of(list, m, pitch, columns, m->view_h > 0 ? m->view_h : ui_height(ui));
        above = range.from / columns;
        below = lines - (range.to + columns - 1) / columns;
        ui->listing.rest += pitch * (float)below;
        ui_next(ui, (struct ui_box){.height = pitch * (float)above, .fixed = true});
        (void)ui_add(ui, (struct ui_box){0});
    }
    ui_next(ui, (struct ui_box){.max_width = list->max_width});
    ui->listing.grid = ui_node_open(ui, (struct ui_box){.flow = UI_GRID,
                                                        .gap = list->gap,
                                                        .cell = list->cell,
                                                        .columns = columns,
                                                        .roves = true,
                                                        .line_h = m->row});
    return range;
}

void ui_close_list(struct ui *ui)
{
    CHECK(ui->listing.grid != NULL);
    ui_close(ui);
    if (ui->listing.rest > 0) {
        ui_next(ui, (struct ui_box){.height = ui->listing.rest, .fixed = true});
        (void)ui_add(ui, (struct ui_box){0});
    }
    ui->listing.grid = NULL;
    ui_close(ui);
    if (ui->listing.paged != 0) {
        turn(ui, &ui->listing.list, ui_recall(ui, ui->listing.paged), 1);
    }
}
