/* The keyboard's way through a screen: a focus with a visible ring.
 *
 * Tab goes from group to group in reading order, arrows go inside one (ui_rove.c), Home and End
 * to its ends, Page Up and Page Down a windowful on, Enter and Space press. In a field the arrows
 * move the caret instead; up at its start and down at its end lead out. A key of the own keyboard
 * can have the ring, too; the field keeps the focus meanwhile, for that is where its letters go.
 *
 * Whoever works by keys must always see where they are. So when what had the ring is gone, the ring
 * goes back to where it was before, as after a sheet; on a new screen, to its first thing under the
 * bar. There a press that comes at once is not meant: the key was held, or pressed twice.
 */
#include "ui_private.h"

#include <math.h>
#include <string.h>

static const int64_t unmeant_ms = 400;
static const float page_part = 0.85F; /* of what is in sight */

uint32_t ui_ring_id(const struct ui *ui)
{
    return ui->ring.cap != 0 ? ui->ring.cap : ui->focus;
}

void ui_focus_been(struct ui *ui, uint32_t id)
{
    int at = 0;

    if (id == 0) {
        return;
    }
    ui->ring.unseen = 0;
    while (at < BEEN_MAX - 1 && ui->ring.been[at] != id) {
        at++;
    }
    memmove(&ui->ring.been[1], &ui->ring.been[0], sizeof(ui->ring.been[0]) * (size_t)at);
    ui->ring.been[0] = id;
}

/* Of what can be reached now; what is disabled is still a place to go on from. */
static int index_of(const struct ui *ui, uint32_t id)
{
    int top = ui_top_layer(ui);

    for (int i = 0; i < ui->area_count && id != 0; i++) {
        if (ui->areas[i].id == id && ui->areas[i].layer >= top) {
            return i;
        }
    }
    return -1;
}

static int ring_index(const struct ui *ui)
{
    int at = index_of(ui, ui_ring_id(ui));

    for (int k = 0; k < BEEN_MAX && at < 0 && ui->focus == 0; k++) {
        at = index_of(ui, ui->ring.been[k]); /* as after Escape out of a field */
    }
    return at;
}

static void set_focus(struct ui *ui, const struct ui_area *area)
{
    ui->focus_seen = true;
    ui->focus_moved = true;
    ui->again = true;
    ui->ring.homed = 0;
    ui_focus_been(ui, area->id);
    if (area->cap != NULL) {
        ui->ring.cap = area->id;
        return;
    }
    ui->ring.cap = 0;
    ui->focus = area->id;
    ui->focus_is_field = (area->flags & FLAG_FIELD) != 0;
    ui->caret_to_end = ui->focus_is_field;
    ui->reveal = area->id;
}

/* The own keyboard belongs to its field: it is the stop behind it, and goes with it. */
static int next_of(const struct ui *ui, int by)
{
    bool has_keys = ui_wants_text(ui) && ui->keyboard_h > 0;

    if (has_keys && ui->ring.cap == 0 && by > 0) {
        return ui_rove_keys(ui);
    }
    if (has_keys && ui->ring.cap != 0) {
        int field = index_of(ui, ui->focus);

        return by > 0 ? ui_rove_next(ui, field, by) : field;
    }
    return ui_rove_next(ui, ring_index(ui), by);
}

static void focus_next(struct ui *ui, int by)
{
    int to = next_of(ui, by);

    if (to >= 0) {
        set_focus(ui, &ui->areas[to]);
    }
}

static void focus_towards(struct ui *ui, float dx, float dy)
{
    int at = ring_index(ui);
    int to = -1;

    if (at < 0) {
        focus_next(ui, 1);
        return;
    }
    to = ui_rove_towards(ui, at, dx, dy);
    if (to >= 0) {
        set_focus(ui, &ui->areas[to]);
    }
}

/* A list that makes only what is in sight has to be brought to its end first. */
static void focus_end(struct ui *ui, bool is_last)
{
    int at = ring_index(ui);
    struct ui_memory *m = at >= 0 ? ui_recall(ui, ui->areas[at].scroll_id) : NULL;
    int to = at >= 0 ? ui_rove_end(ui, at, is_last) : -1;

    if (to >= 0 && m != NULL && m->row_used > 0) {
        m->offset = is_last ? m->limit : 0;
        m->velocity = 0;
        ui->ring.to_end = is_last ? 1 : -1;
        ui->ring.end_of = ui->areas[at].scroll_id;
        ui->focus_moved = true; /* no more keys before the end is there */
        ui->again = true;
    } else if (to >= 0) {
        set_focus(ui, &ui->areas[to]);
    }
}

/* What scrolls around the ring, else the largest thing that does. */
static const struct ui_area *page_of(struct ui *ui, int at)
{
    int top = ui_top_layer(ui);
    const struct ui_area *found = NULL;

    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *a = &ui->areas[i];
        bool is_round = at >= 0 && ui->areas[at].scroll_id == a->id;

        if ((a->flags & FLAG_SCROLL) == 0 || a->layer < top || !ui_scrolls(ui, a->id)) {
            continue;
        }
        if (is_round) {
            return a;
        }
        found = found == NULL || a->at.h > found->at.h ? a : found;
    }
    return found;
}

/* As much further as is in sight, less a little by which one finds one's place again. */
static void focus_page(struct ui *ui, int by)
{
    int at = ring_index(ui);
    const struct ui_area *page = page_of(ui, at);
    struct ui_memory *m = page != NULL ? ui_recall(ui, page->id) : NULL;
    const struct ui_span *from = NULL;
    float far = 0;
    float before = 0;

    if (m == NULL) {
        return;
    }
    far = page->at.h / ui->frame.scale * page_part;
    before = m->offset;
    m->offset = fmaxf(0, fminf(m->limit, m->offset + (float)by * far));
    m->velocity = 0;
    ui->ring.pages = fabsf(m->offset - before) >= 1;
    ui->ring.to_end = by;
    ui->ring.end_of = page->id;
    from = at >= 0 && ui->areas[at].scroll_id == page->id ? &ui->areas[at].at : &page->at;
    ui->ring.x = from->x + from->w / 2;
    ui->ring.y = from->y + from->h / 2;
    ui->focus_moved = true;
    ui->again = true;
}

static float far_from(const struct ui_span *a, float x, float y)
{
    return fabsf(a->x + a->w / 2 - x) + fabsf(a->y + a->h / 2 - y);
}

void ui_focus_arrive(struct ui *ui)
{
    const struct ui_ring *r = &ui->ring;
    int to = -1;

    for (int i = 0; i < ui->area_count && r->to_end != 0; i++) {
        const struct ui_area *a = &ui->areas[i];
        bool is_nearer =
            to < 0 || far_from(&a->at, r->x, r->y) < far_from(&ui->areas[to].at, r->x, r->y);

        if (a->scroll_id != r->end_of || !ui_can_focus(ui, a) || (a->group == 0 && !r->pages)) {
            continue;
        }
        to = r->pages ? (is_nearer ? i : to) : (to < 0 || r->to_end > 0 ? i : to);
    }
    ui->ring.to_end = 0;
    ui->ring.pages = false;
    if (to >= 0) {
        set_focus(ui, &ui->areas[to]);
    }
}

static void press_focus(struct ui *ui)
{
    uint32_t id = ui_ring_id(ui);
    int at = index_of(ui, id != 0 ? id : ui->ring.unseen);
    const struct ui_area *a = at >= 0 ? &ui->areas[at] : NULL;

    if (a == NULL) {
        return;
    }
    if (a->id == ui->ring.homed && ui->frame.now_ms - ui->ring.homed_at_ms < unmeant_ms) {
        ui->ring.homed_at_ms = ui->frame.now_ms; /* as long as the key is held */
        return;
    }
    ui->ring.homed = 0;
    ui->means = UI_BY_KEY;
    ui_activate(ui, a, a->at.x + a->at.w / 2, a->at.y + a->at.h / 2);
    ui->focus_seen = true;
}

/* ---- a place for the ring ------------------------------------------------------------------- */

static int been_before(const struct ui *ui)
{
    for (int k = 0; k < BEEN_MAX && ui->ring.been[k] != 0; k++) {
        int at = index_of(ui, ui->ring.been[k]);

        if (at >= 0 && ui_can_focus(ui, &ui->areas[at]) && ui->areas[at].cap == NULL) {
            return at;
        }
    }
    return -1;
}

/* Not a field, where the own keyboard would come up unasked; and on a page without a bar, none. */
static int first_place(const struct ui *ui)
{
    bool is_sheet = ui_top_layer(ui) > 0;

    for (int i = 0; i < ui->area_count && (is_sheet || ui->head != NULL); i++) {
        const struct ui_area *a = &ui->areas[i];
        bool is_first = is_sheet ? a->scroll_id != 0 : !a->in_head;

        if (is_first && ui_can_focus(ui, a) && (a->flags & FLAG_FIELD) == 0 && a->cap == NULL) {
            int at = ui_rove_next(ui, i > 0 ? i - 1 : -1, 1); /* as Tab comes to it */

            return at >= 0 ? at : i;
        }
    }
    return -1;
}

static void find_place(struct ui *ui)
{
    int at = been_before(ui);
    bool was_here = at >= 0;

    at = !was_here && ui->ring.by_key && !ui_scan_is_on(ui) ? first_place(ui) : at;
    if (at < 0) {
        return;
    }
    if (ui->ring.by_key) {
        set_focus(ui, &ui->areas[at]);
        ui->ring.homed = was_here ? 0 : ui->focus;
        ui->ring.homed_at_ms = ui->frame.now_ms;
    } else if ((ui->areas[at].flags & FLAG_FIELD) == 0) {
        ui->focus = ui->areas[at].id; /* Tab goes on from here */
    }
}

void ui_focus_keep(struct ui *ui)
{
    const struct ui_area *area = NULL;
    bool had = ui->focus != 0;

    if (ui->blur_after) {
        ui->blur_after = false;
        ui->again = true;
        ui_blur(ui);
        had = false;
    }
    ui->ring.cap = ui_area_of(ui, ui->ring.cap) != NULL ? ui->ring.cap : 0;
    area = ui_area_of(ui, ui->focus);
    if (area != NULL && area->layer >= ui_top_layer(ui)) {
        bool is_field = (area->flags & FLAG_FIELD) != 0;

        ui->again = ui->again || is_field != ui->focus_is_field;
        ui->focus_is_field = is_field;
        ui->ring.is_new = false;
        return;
    }
    if (had || ui->ring.is_new) {
        ui->again = ui->again || ui->keyboard_h > 0;
        ui_blur(ui);
        find_place(ui);
    }
    ui->ring.is_new = false;
}

static void dismiss(struct ui *ui)
{
    for (int i = ui->area_count - 1; i >= 0; i--) {
        if ((ui->areas[i].flags & FLAG_DISMISS) != 0) {
            ui_activate(ui, &ui->areas[i], 0, 0);
            return;
        }
    }
}

/* Up at the start of all lines and down at their end lead out. */
static bool is_at_edge(struct ui *ui, const struct ui_event *event)
{
    const struct ui_memory *m = ui_recall(ui, ui->focus);

    return m != NULL && !event->shift && ui->edit_count == 0 &&
           m->caret == (event->key == UI_KEY_UP ? 0 : m->length);
}

/* True when the field in focus takes the key. */
static bool field_key(struct ui *ui, const struct ui_event *event)
{
    const struct ui_area *area = ui_area_of(ui, ui->focus);
    bool many = area != NULL && (area->flags & FLAG_SCROLL) != 0;

    switch (event->key) {
    case UI_KEY_UP:
    case UI_KEY_DOWN:
        if (!many || is_at_edge(ui, event)) {
            return false;
        }
        ui->rows_moved = event->key == UI_KEY_UP ? -1 : 1;
        ui->rows_select = event->shift;
        return true;
    case UI_KEY_ESCAPE:
        ui_blur(ui);
        ui->again = true;
        return true;
    case UI_KEY_SPACE:
        return true; /* it comes as text too */
    case UI_KEY_TAB:
    case UI_KEY_PAGE_UP:
    case UI_KEY_PAGE_DOWN:
    case UI_KEY_NONE:
        return false;
    case UI_KEY_LEFT:
    case UI_KEY_RIGHT:
    case UI_KEY_HOME:
    case UI_KEY_END:
    case UI_KEY_ENTER:
    case UI_KEY_BACKSPACE:
    case UI_KEY_DELETE:
    case UI_KEY_ALL:
    case UI_KEY_CUT:
    case UI_KEY_COPY:
    case UI_KEY_PASTE:
        ui_add_edit(ui, event);
        return true;
    }
    return false;
}

/* True when the key was done with on the own keyboard. A space is written, as it comes as text. */
static bool cap_key(struct ui *ui, enum ui_key key)
{
    if (key == UI_KEY_ESCAPE) {
        ui->ring.cap = 0;
        ui->again = true;
    }
    return key == UI_KEY_ESCAPE || key == UI_KEY_SPACE;
}

void ui_key_event(struct ui *ui, const struct ui_event *event)
{
    ui->ring.by_key = true;
    if (ui->ring.cap != 0 && cap_key(ui, event->key)) {
        return;
    }
    if (ui->ring.cap == 0 && ui_wants_text(ui) && field_key(ui, event)) {
        return;
    }
    switch (event->key) {
    case UI_KEY_TAB:
        focus_next(ui, event->shift ? -1 : 1);
        break;
    case UI_KEY_LEFT:
        focus_towards(ui, -1, 0);
        break;
    case UI_KEY_RIGHT:
        focus_towards(ui, 1, 0);
        break;
    case UI_KEY_UP:
        focus_towards(ui, 0, -1);
        break;
    case UI_KEY_DOWN:
        focus_towards(ui, 0, 1);
        break;
    case UI_KEY_ENTER:
    case UI_KEY_SPACE:
        press_focus(ui);
        break;
    case UI_KEY_ESCAPE:
        dismiss(ui);
        break;
    case UI_KEY_HOME:
    case UI_KEY_END:
        focus_end(ui, event->key == UI_KEY_END);
        break;
    case UI_KEY_PAGE_UP:
    case UI_KEY_PAGE_DOWN:
        focus_page(ui, event->key == UI_KEY_PAGE_DOWN ? 1 : -1);
        break;
    case UI_KEY_NONE:
    case UI_KEY_BACKSPACE:
    case UI_KEY_DELETE:
    case UI_KEY_ALL:
    case UI_KEY_CUT:
    case UI_KEY_COPY:
    case UI_KEY_PASTE:
        break;
    }
}

void ui_focus_unseen(struct ui *ui, uint32_t id)
{
    ui->ring.unseen = ui->focus == 0 ? id : 0;
}

void ui_focus(struct ui *ui, uint32_t id)
{
    const struct ui_area *area = ui_area_of(ui, id);

    if (area != NULL && ui_can_focus(ui, area)) {
        bool seen = ui->focus_seen;

        set_focus(ui, area);
        ui->focus_seen = seen;
        ui->hard_typing = false;
    }
}
