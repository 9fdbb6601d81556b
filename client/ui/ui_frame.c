/* The life of a ui, and the order of one frame.
 *
 * ui_begin takes events against where things lay in the frame before; the screen's widgets then
 * ask whether they were meant; ui_end lays the new tree out, draws it, and keeps where things lie
 * now. If more than one activation were taken in a frame, a screen would answer the second with
 * what was true before the first; so the input stops at one, and the frame after it takes none,
 * because only then does the window show what the first one caused.
 */
#include "ui_private.h"

#include <stdlib.h>
#include <string.h>

static const int64_t hold_step_ms = 33; /* between two frames of a ring that grows */

static void begin(struct ui *ui, struct text_port text)
{
    ui->port = text;
    ui->arena = &ui->arenas[0];
    ui->frame.scale = 1;
    ui->frame.text = 1;
}

struct ui *ui_create(struct text_port text)
{
    struct ui *ui = mem_zero(1, sizeof(*ui));

    CHECK(text.width != NULL);
    begin(ui, text);
    return ui;
}

void ui_destroy(struct ui *ui)
{
    if (ui == NULL) {
        return;
    }
    arena_finish(&ui->arenas[0]);
    arena_finish(&ui->arenas[1]);
    draw_grid_finish(&ui->shown);
    buf_finish(&ui->words);
    buf_finish(&ui->copied);
    free(ui->list.commands);
    free(ui);
}

void ui_forget(struct ui *ui)
{
    struct text_port port = ui->port;
    bool hard_typing = ui->hard_typing;
    bool by_key = ui->ring.by_key;
    size_t commands = (size_t)ui->list.room * sizeof(*ui->list.commands);

    arena_wipe(&ui->arenas[0]);
    arena_wipe(&ui->arenas[1]);
    draw_grid_finish(&ui->shown);
    buf_wipe(&ui->words);
    buf_finish(&ui->words);
    buf_wipe(&ui->copied);
    buf_finish(&ui->copied);
    mem_wipe(ui->list.commands, commands);
    free(ui->list.commands);
    mem_wipe(ui, sizeof(*ui));
    begin(ui, port);
    ui->hard_typing = hard_typing;
    ui->ring.by_key = by_key;
    ui->ring.is_new = true;
}

void ui_feed(struct ui *ui, const struct ui_event *event)
{
    int at = 0;

    CHECK(event != NULL);
    if (ui->event_count == EVENTS_MAX) {
        return;
    }
    at = (ui->event_from + ui->event_count) % EVENTS_MAX;
    ui->events[at] = *event;
    ui->event_count++;
}

static void start_tree(struct ui *ui)
{
    ui->arena = ui->arena == &ui->arenas[0] ? &ui->arenas[1] : &ui->arenas[0];
    arena_reset(ui->arena);
    ui->layer_count = 0;
    ui->depth = 0;
    ui->head = NULL;
    ui->foot = NULL;
    ui->fits = NULL;
    ui->foot_gap = NULL;
    ui->sheet_depth = 0;
    ui->id_depth = 0;
    ui->ids[0] = 0;
    ui->scope = -1;
    ui->touched_count = 0;
    ui->scope_count = 0;
    ui->next = (struct ui_box){0};
    ui->next_disabled = false;
    ui->typing = (struct ui_typing){0};
    ui_layer_open(ui, LAYER_BASE, (struct ui_box){.fill = UI_GROUND});
}

void ui_begin(struct ui *ui, const struct ui_frame *frame)
{
    CHECK(frame->scale > 0 && frame->text > 0);
    if (frame->width != ui->frame.width || frame->height != ui->frame.height) {
        ui_forget_drawn(ui);
        ui->press = (struct ui_press){0}; /* all has moved away from under the finger */
    }
    ui->settle = ui->activated != 0;
    ui->frame = *frame;
    ui->frame_number++;
    ui->activated = 0;
    ui->edit_count = 0;
    ui->rows_moved = 0;
    ui->tapped = false;
    ui->tap_select = false;
    ui->again = false;
    ui->focus_moved = false;
    ui_scroll_advance(ui);
    ui_focus_arrive(ui);
    if (!ui->settle) {
        ui_input_run(ui);
    }
    start_tree(ui);
}

const struct draw_list *ui_end(struct ui *ui)
{
    CHECK(ui->depth == 1); /* every ui_open has its ui_close */
    ui_keyboard_build(ui);
    ui_paint(ui);
    ui_scroll_reveal(ui);
    ui_scroll_to_caret(ui);
    ui_note_places(ui);
    return &ui->list;
}

int ui_take_dirty(struct ui *ui, struct draw_rect out[DRAW_RECTS_MAX])
{
    return draw_grid_take(&ui->shown, &ui->list, out);
}

void ui_forget_drawn(struct ui *ui)
{
    draw_grid_finish(&ui->shown);
}

int64_t ui_wake_ms(const struct ui *ui)
{
    int64_t now = ui->frame.now_ms;
    int64_t wake = INT64_MAX;

    if (ui->event_count > 0 || ui->activated != 0 || ui->again || ui->frame_number == 0) {
        return now;
    }
    if (ui->moving) {
        return now + 16;
    }
    if (ui->press.down && ui->press.repeat_at_ms != 0) {
        wake = ui->press.repeat_at_ms;
    }
    if (ui->press.down && ui->press.long_at_ms != 0 && ui->press.long_at_ms < wake) {
        wake = ui->press.long_at_ms;
    }
    if (ui->press.down && ui->press.inside && ui->press.id != 0 &&
        now - ui->press.at_ms < ui->frame.hold_ms) {
        int64_t full = ui->press.at_ms + ui->frame.hold_ms;
        int64_t next = ui->frame.still || full < now + hold_step_ms ? full : now + hold_step_ms;

        wake = next < wake ? next : wake;
    }
    return ui_scan_due_ms(&ui->scan) < wake ? ui_scan_due_ms(&ui->scan) : wake;
}

const struct ui_names *ui_names(const struct ui *ui)
{
    static const struct ui_names english = {.close = "Close",
                                            .show = "Show",
                                            .hide = "Hide",
                                            .done = "Done",
                                            .new_line = "new line",
                                            .space = "space",
                                            .backspace = "backspace",
                                            .further_up = "Further up",
                                            .further_down = "Further down",
                                            .shift = "shift",
                                            .cut = "Cut",
                                            .copy = "Copy",
                                            .paste = "Paste",
                                            .all = "Select all",
                                            .letters = "other letters",
                                            .scripts = {"abc", "Arabic", "Urdu", "Bengali",
                                                        "Punjabi"}};

    return ui->frame.names != NULL ? ui->frame.names : &english;
}

bool ui_wants_text(const struct ui *ui)
{
    return ui->focus != 0 && ui->focus_is_field;
}

void ui_blur(struct ui *ui)
{
    ui->focus = 0;
    ui->focus_is_field = false;
    ui->focus_seen = false;
    ui->ring.cap = 0;
}

void ui_leave(struct ui *ui)
{
    ui_blur(ui);
    memset(ui->ring.been, 0, sizeof(ui->ring.been));
    ui->ring.is_new = true;
}

float ui_width(const struct ui *ui)
{
    return (float)ui->frame.width / ui->frame.scale;
}

float ui_height(const struct ui *ui)
{
    return (float)ui->frame.height / ui->frame.scale;
}

float ui_text_size(const struct ui *ui)
{
    return ui->frame.text;
}
