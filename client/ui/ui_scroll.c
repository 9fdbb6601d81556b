/* Boxes that scroll under a finger, and go on for a while when it leaves.
 *
 * The speed is that of the last tenth of a second and dies away by itself; past an end the box
 * gives way a little and comes back. With still set nothing moves after the finger. What moves is
 * only an offset by id: the next layout puts the content there.
 *
 * Who touches a list that glides wants to stop it, and hits whatever happens to come by: so that
 * presses nothing. A list that comes back from beyond its end, or glides so slowly that it looks
 * still, is another matter: there a finger means what it comes down on, and the list waits for it.
 */
#include "ui_private.h"

#include <math.h>

static const float speed_max = 6000; /* dp a second */
static const float decay_s = 0.325f; /* to 1/e */
static const float give = 0.4f;      /* of the finger's way, past an end */
static const float spring_s = 0.48f; /* back to the end */
static const float speed_rest = 12;  /* slower than this is still */
static const float speed_seen = 60;  /* slower than this, a dp a frame, looks still */
static const int64_t trail_ms = 100; /* the speed is measured over this */

enum { CARET_MARGIN = 24 }; /* dp below the line of the caret: the field's edge shows */

static bool has_way(const struct ui_memory *m)
{
    return m != NULL && (m->limit >= 1 || m->offset >= 1);
}

bool ui_scrolls(struct ui *ui, uint32_t id)
{
    return has_way(ui_recall(ui, id));
}

void ui_scroll_start(struct ui *ui)
{
    struct ui_memory *m = ui_recall(ui, ui->press.scroll_id);

    if (!has_way(m)) {
        return;
    }
    ui->press.scrolling = true;
    ui->press.inside = false;
    ui->press.y0 = ui->press.y;
    ui->press.offset0 = m->offset;
    m->velocity = 0;
    ui->press.id = 0;
}

bool ui_scroll_touch(struct ui *ui, uint32_t id)
{
    struct ui_memory *m = ui->moving ? ui_recall(ui, id) : NULL;
    bool glides = m != NULL && fabsf(m->velocity) >= speed_seen;

    if (m != NULL) {
        m->velocity = 0;
    }
    return glides;
}

void ui_scroll_drag(struct ui *ui)
{
    struct ui_memory *m = ui_recall(ui, ui->press.scroll_id);
    float wished = 0;

    if (m == NULL) {
        return;
    }
    wished = ui->press.offset0 - (ui->press.y - ui->press.y0) / ui->frame.scale;
    if (wished < 0) {
        wished = ui->frame.still ? 0 : wished * give;
    } else if (wished > m->limit) {
        wished = m->limit + (ui->frame.still ? 0 : (wished - m->limit) * give);
    }
    m->offset = wished;
}

static float trail_speed(const struct ui *ui)
{
    const struct ui_press *p = &ui->press;
    int last = p->trail_count - 1;
    int from = last;
    float seconds = 0;

    while (from > 0 && ui->frame.now_ms - p->trail[from - 1].at_ms <= trail_ms) {
        from--;
    }
    seconds = (float)(p->trail[last].at_ms - p->trail[from].at_ms) / 1000;
    if (ui->frame.now_ms - p->trail[last].at_ms > trail_ms || seconds < 0.004f) {
        return 0;
    }
    return -(p->trail[last].y - p->trail[from].y) / seconds / ui->frame.scale;
}

void ui_scroll_release(struct ui *ui)
{
    struct ui_memory *m = ui_recall(ui, ui->press.scroll_id);

    ui->press.scrolling = false;
    if (m == NULL || ui->frame.still || ui->press.trail_count == 0) {
        return;
    }
    m->velocity = fmaxf(-speed_max, fminf(speed_max, trail_speed(ui)));
    ui->moving = fabsf(m->velocity) >= speed_rest || m->offset < 0 || m->offset > m->limit;
    ui->moved_at_ms = ui->frame.now_ms;
}

void ui_scroll_by(struct ui *ui, float x, float y, float amount)
{
    int top = ui_top_layer(ui);

    for (int i = ui->area_count - 1; i >= 0; i--) {
        const struct ui_area *a = &ui->areas[i];
        bool under = x >= a->at.x && x < a->at.x + a->at.w && y >= a->at.y && y < a->at.y + a->at.h;
        struct ui_memory *m = NULL;

        if ((a->flags & FLAG_SCROLL) == 0 || a->layer < top || !under) {
            continue;
        }
        m = ui_recall(ui, a->id);
        if (m != NULL && m->limit > 0) {
            m->offset = fmaxf(0, fminf(m->limit, m->offset + amount));
            return;
        }
    }
}

/* One step of one box; true while it moves. */
static bool advance(struct ui_memory *m, float seconds)
{
    float end = m->offset < 0 ? 0 : m->limit;
    bool outside = m->offset < 0 || m->offset > m->limit;

    if (outside) {
        float left = (m->offset - end) * expf(-seconds * 5 / spring_s);

        m->velocity = 0;
        m->offset = fabsf(left) < 0.5f ? end : end + left;
        return fabsf(left) >= 0.5f;
    }
    if (fabsf(m->velocity) < speed_rest) {
        m->velocity = 0;
        return false;
    }
    m->offset += m->velocity * seconds;
    m->velocity *= expf(-seconds / decay_s);
    return true;
}

void ui_scroll_advance(struct ui *ui)
{
    float seconds = fminf(0.1f, (float)(ui->frame.now_ms - ui->moved_at_ms) / 1000);
    bool moving = false;

    if (!ui->moving) {
        return;
    }
    ui->moved_at_ms = ui->frame.now_ms;
    for (int i = 0; i < MEMORY_MAX; i++) {
        struct ui_memory *m = &ui->memory[i];
        bool touched = ui->press.down && ui->press.scroll_id == m->id;
        bool waits = touched && !ui->press.scrolling && (m->offset < 0 || m->offset > m->limit);

        if (m->id != 0 && !touched && m->limit > 0 && advance(m, seconds)) {
            moving = true;
        }
        moving = moving || waits; /* it goes on when the finger is lifted */
    }
    ui->moving = moving;
}

/* Where what is in sight of a box ends: a toast may lie over it. Pixels. */
static float end_of(const struct ui *ui, const struct ui_area *box)
{
    float s = ui->frame.scale;
    struct ui_span at = {box->at.x / s, box->at.y / s, box->at.w / s, box->at.h / s};

    return box->at.y + box->at.h - ui_toast_over(ui, &at) * s;
}

void ui_reveal(struct ui *ui, uint32_t id)
{
    ui->reveal = id;
    ui->again = true;
}

void ui_scroll_reveal(struct ui *ui)
{
    const struct ui_area *a = ui->reveal != 0 ? ui_area_of(ui, ui->reveal) : NULL;
    const struct ui_area *box = NULL;
    struct ui_memory *m = NULL;
    float margin = 12 * ui->frame.scale;
    float by = 0;

    if (a == NULL) {
        return;
    }
    ui->reveal = 0;
    box = a->scroll_id != 0 ? ui_area_of(ui, a->scroll_id) : NULL;
    m = box != NULL ? ui_recall(ui, box->id) : NULL;
    if (m == NULL) {
        return;
    }
    if (a->at.y < box->at.y + margin) {
        by = a->at.y - box->at.y - margin;
    } else if (a->at.y + a->at.h > end_of(ui, box) - margin) {
        by = fminf(a->at.y - box->at.y - margin, a->at.y + a->at.h - end_of(ui, box) + margin);
    }
    if (fabsf(by) >= 1) {
        m->velocity = 0;
        m->offset = fmaxf(0, fminf(m->limit, m->offset + by / ui->frame.scale));
        ui->again = true;
        ui->caret_scroll = 0; /* where the caret is then is looked at in the next frame */
        ui->caret_seen = a->id == ui->focus ? 0 : ui->caret_seen;
    }
}

void ui_scroll_to_caret(struct ui *ui)
{
    const struct ui_area *box = ui->caret_scroll != 0 ? ui_area_of(ui, ui->caret_scroll) : NULL;
    struct ui_memory *m = box != NULL ? ui_recall(ui, box->id) : NULL;
    float margin = CARET_MARGIN * ui->frame.scale;
    float by = 0;

    ui->caret_scroll = 0;
    if (m == NULL) {
        return;
    }
    by = fmaxf(0, ui->caret.y + ui->caret.h + margin - end_of(ui, box));
    by = fminf(by, ui->caret.y - box->at.y); /* never so far that its own line goes at the top */
    if (ui->caret.y < box->at.y) {
        by = ui->caret.y - box->at.y - fminf(margin, (box->at.h - ui->caret.h) / 2);
    }
    if (fabsf(by) >= 1) {
        m->velocity = 0;
        m->offset = fmaxf(0, fminf(m->limit, m->offset + by / ui->frame.scale));
        ui->again = true;
    }
}
