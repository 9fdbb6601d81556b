/* What pops up: accents over a letter that is held, and Cut, Copy, Paste over selected words.
 *
 * Whoever slides to an accent and lifts has it in one go; whoever lifts on the letter itself finds
 * the accents still there, to be tapped. What was copied stays inside this program: another one
 * has no business with what is written about a pupil, and a secret is never copied at all.
 */
#include "ui_keyboard_private.h"

#include <math.h>
#include <string.h>

bool ui_cap_has_more(const struct ui_keycap *cap)
{
    return cap != NULL && cap->act == CAP_TEXT && cap->more != NULL && cap->more[0] != '\0';
}

bool ui_cap_pops(const struct ui_keycap *cap)
{
    return cap != NULL && cap->act == CAP_ACCENT;
}

void ui_popup_accents(struct ui *ui, const struct ui_area *area)
{
    ui->popup = POPUP_ACCENTS;
    text_copy(ui->popup_letter, sizeof(ui->popup_letter), area->cap->text);
    ui->popup_at = area->at;
    ui->again = true;
}

/* ---- how it looks --------------------------------------------------------------------------- */

static void open_layer(struct ui *ui)
{
    struct ui_node *root = ui_layer_open(ui, LAYER_POPUP,
                                         (struct ui_box){.flow = UI_WRAP,
                                                         .gap = 8,
                                                         .pad = 8,
                                                         .radius = 20,
                                                         .fill = UI_SURFACE,
                                                         .edge = UI_EDGE,
                                                         .line = 2,
                                                         .shadow = 2});

    root->flags |= FLAG_SOLID;
    root->id = ui_id(ui, "popup");
    ui_push_id(ui, "popup");
}

static void close_layer(struct ui *ui)
{
    ui_pop_id(ui);
    ui->depth--;
}

static void build_accents(struct ui *ui)
{
    const char *at = keyboard_letter(ui->script, CAP_TEXT, ui->popup_letter).more;

    open_layer(ui);
    while (*at != '\0') {
        size_t size = strcspn(at, " ");
        const char *letter = arena_span(ui->arena, at, size);
        struct ui_keycap cap = keyboard_letter(ui->script, CAP_ACCENT, letter);
        struct ui_type type = keyboard_type(ui, 28);
        struct ui_node *node = NULL;
        bool is_under = false;

        type.even = true;
        ui_next(ui, (struct ui_box){.width = UI_TARGET, .fixed = true, .height = UI_TARGET});
        node = keyboard_cap(ui, cap, letter, 0);
        is_under = ui_is_pressed(ui, node->id);
        node->box.fill = is_under ? UI_ACCENT : UI_SUNK; /* the finger's place is plain to see */
        type.colour = is_under ? UI_ON_ACCENT : UI_INK;
        (void)ui_words(ui, type, letter, UI_CENTRE);
        ui_close(ui);
        at += size + (at[size] == ' ' ? 1 : 0);
    }
    close_layer(ui);
}

static void add_act(struct ui *ui, const char *words, enum ui_key key)
{
    struct ui_keycap cap = {.act = CAP_KEY, .key = key};
    struct ui_node *node = keyboard_cap(ui, cap, words, 0);

    node->box.pad_x = 20;
    node->box.edge = UI_NO_COLOUR;
    node->box.fill = UI_SUNK;
    node->flags |= FLAG_HUG;
    (void)ui_words(ui, ui_type_of(UI_BODY), words, UI_START);
    ui_close(ui);
}

static void build_edit(struct ui *ui)
{
    const struct ui_typing *t = &ui->typing;
    const struct ui_names *names = ui_names(ui);
    bool has_text = t->text[0] != '\0';
    bool can_copy = t->selected > 0 && !t->secret;
    bool can_paste = ui->copied.size > 0;

    if (!can_copy && !can_paste && !has_text) {
        return;
    }
    open_layer(ui);
    if (can_copy) {
        add_act(ui, names->cut, UI_KEY_CUT);
        add_act(ui, names->copy, UI_KEY_COPY);
    }
    if (can_paste) {
        add_act(ui, names->paste, UI_KEY_PASTE);
    }
    if (has_text && t->selected < strlen(t->text)) {
        add_act(ui, names->all, UI_KEY_ALL);
    }
    close_layer(ui);
}

void ui_popup_build(struct ui *ui)
{
    if (ui->popup == POPUP_NONE) {
        return;
    }
    if (!ui_wants_text(ui)) {
        ui->popup = POPUP_NONE;
    } else if (ui->popup == POPUP_ACCENTS && ui->keyboard_h > 0) {
        build_accents(ui);
    } else if (ui->popup == POPUP_EDIT && ui->typing.text != NULL) {
        build_edit(ui);
    }
}

/* Above what it belongs to, or below where there is no room. */
struct ui_span ui_popup_place(const struct ui *ui, float w, float h)
{
    float s = ui->frame.scale;
    struct ui_span of = ui->popup == POPUP_EDIT ? ui->caret_at : ui->popup_at;
    float x = (of.x + of.w / 2) / s - w / 2;
    float y = of.y / s - h - 10;

    x = fmaxf(8, fminf(x, ui_width(ui) - w - 8));
    if (y < 8) {
        y = (of.y + of.h) / s + 10;
    }
    return (struct ui_span){x, y, w, h};
}
