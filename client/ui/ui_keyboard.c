/* The own on-screen keyboard.
 *
 * School tablets under X11 or on the Web show none that could be relied on, so this one is always
 * there while a field has the focus, unless somebody types on real keys. A key acts in the very
 * frame in which it is pressed: it becomes an edit of the field in focus, as typed text does, and
 * never moves the focus. Accents have a page of their own (Welsh, Polish, French, German, Spanish).
 */
#include "ui_private.h"

#include <string.h>

enum cap_act { CAP_TEXT, CAP_SHIFT, CAP_PAGE, CAP_BACKSPACE, CAP_ENTER, CAP_DONE };

struct ui_keycap {
    enum cap_act act;
    enum keyboard_page page; /* of CAP_PAGE */
    char text[8];
};

enum { ROWS = 3 };
static const float key_h = 60;
static const float key_gap = 8;
static const float keyboard_pad = 12;
static const float keyboard_max_w = 1120;

static const char *const rows[][ROWS] = {
    [PAGE_LETTERS] = {"q w e r t y u i o p",           "a s d f g h j k l '",            "z x c v b n m"          },
    [PAGE_SHIFT] = {"Q W E R T Y U I O P",           "A S D F G H J K L '",            "Z X C V B N M"          },
    [PAGE_SYMBOLS] = {"1 2 3 4 5 6 7 8 9 0",           "- / : ; ( ) £ & @ \"",          "! # % * + = _"          },
    [PAGE_ACCENTS] = {"â ê î ô û ŵ ŷ á é í", "ó ú à è ä ö ü ß ç ñ",  "ą ć ę ł ń ś ź ż"},
    [PAGE_ACCENTS_SHIFT] = {"Â Ê Î Ô Û Ŵ Ŷ Á É Í", "Ó Ú À È Ä Ö Ü ẞ Ç Ñ", "Ą Ć Ę Ł Ń Ś Ź Ż"},
};

static bool ui_keyboard_is_wanted(const struct ui *ui)
{
    return (ui->frame.keyboard || ui_scan_is_on(ui)) && ui_wants_text(ui) && !ui->hard_typing;
}

/* ---- what a key does ------------------------------------------------------------------------ */

static void send_key(struct ui *ui, enum ui_key key)
{
    struct ui_event event = {.kind = UI_KEY, .key = key};

    ui_add_edit(ui, &event);
}

static void send_text(struct ui *ui, const char *text)
{
    struct ui_event event = {.kind = UI_TEXT};

    text_copy(event.text, sizeof(event.text), text);
    ui_add_edit(ui, &event);
    if (ui->page != PAGE_SYMBOLS) {
        ui->page = PAGE_LETTERS; /* a capital and an accent are for one letter */
    }
}

static enum keyboard_page shifted(enum keyboard_page page)
{
    switch (page) {
    case PAGE_LETTERS:
        return PAGE_SHIFT;
    case PAGE_SHIFT:
        return PAGE_LETTERS;
    case PAGE_ACCENTS:
        return PAGE_ACCENTS_SHIFT;
    case PAGE_ACCENTS_SHIFT:
        return PAGE_ACCENTS;
    case PAGE_SYMBOLS:
        return PAGE_SHIFT;
    }
    return PAGE_LETTERS;
}

static bool has_many_lines(const struct ui *ui)
{
    const struct ui_area *area = ui_area_of(ui, ui->focus);

    return area != NULL && (area->flags & FLAG_SCROLL) != 0;
}

void ui_keyboard_press(struct ui *ui, const struct ui_keycap *cap)
{
    ui->again = true;
    switch (cap->act) {
    case CAP_TEXT:
        send_text(ui, cap->text);
        break;
    case CAP_SHIFT:
        ui->page = shifted(ui->page);
        break;
    case CAP_PAGE:
        ui->page = ui->page == cap->page ? PAGE_LETTERS : cap->page;
        break;
    case CAP_BACKSPACE:
        send_key(ui, UI_KEY_BACKSPACE);
        break;
    case CAP_ENTER:
        send_key(ui, UI_KEY_ENTER);
        break;
    case CAP_DONE:
        if (!has_many_lines(ui)) {
            send_key(ui, UI_KEY_ENTER);
        }
        ui->blur_after = true;
        ui->page = PAGE_LETTERS;
        break;
    }
}

/* ---- how it looks --------------------------------------------------------------------------- */

static struct ui_type key_type(const struct ui *ui, float size)
{
    float text = ui->frame.text > 1.4f ? 1.4f / ui->frame.text : 1;

    return (struct ui_type){.size = size * text, .font = DRAW_REGULAR, .colour = UI_INK};
}

static struct ui_node *open_cap(struct ui *ui, struct ui_keycap cap, const char *label, float grow)
{
    struct ui_keycap *copy = arena_alloc(ui->arena, sizeof(*copy));
    bool plain = cap.act == CAP_TEXT;
    struct ui_node *node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                                            .along = UI_CENTRE,
                                                            .height = key_h,
                                                            .grow = grow,
                                                            .radius = 12,
                                                            .fill = plain ? UI_SURFACE : UI_GROUND,
                                                            .edge = UI_EDGE,
                                                            .line = 1});

    *copy = cap;
    (void)ui_touch(ui, node, label, ui_id(ui, label));
    node->cap = copy;
    return node;
}

static void add_letter(struct ui *ui, const char *letter, float grow)
{
    struct ui_keycap cap = {.act = CAP_TEXT};

    text_copy(cap.text, sizeof(cap.text), letter);
    (void)open_cap(ui, cap, arena_text(ui->arena, letter), grow);
    (void)ui_words(ui, key_type(ui, 25), arena_text(ui->arena, letter), UI_CENTRE);
    ui_close(ui);
}

static void add_icon_cap(struct ui *ui, struct ui_keycap cap, const char *icon, const char *label)
{
    struct ui_node *node = open_cap(ui, cap, label, 1.5f);

    if (cap.act == CAP_BACKSPACE) {
        node->flags |= FLAG_REPEAT;
    }
    if (cap.act == CAP_SHIFT && (ui->page == PAGE_SHIFT || ui->page == PAGE_ACCENTS_SHIFT)) {
        node->flags |= FLAG_CHOSEN;
        node->box.fill = UI_ACCENT_TINT;
        node->box.edge = UI_ACCENT;
        node->box.line = 2;
    }
    ui_icon(ui, icon, 26, UI_INK);
    ui_close(ui);
}

static void add_word_cap(struct ui *ui, struct ui_keycap cap, const char *words, float grow)
{
    (void)open_cap(ui, cap, words, grow);
    (void)ui_words(ui, key_type(ui, 20), words, UI_CENTRE);
    ui_close(ui);
}

static void add_letters(struct ui *ui, const char *row)
{
    const char *at = row;

    while (*at != '\0') {
        const char *end = strchr(at, ' ');
        size_t size = end == NULL ? strlen(at) : (size_t)(end - at);

        add_letter(ui, arena_span(ui->arena, at, size), 1);
        at += size + (end == NULL ? 0 : 1);
    }
}

static void add_foot(struct ui *ui)
{
    struct ui_node *done = NULL;
    struct ui_type type = key_type(ui, 20);
    bool letters = ui->page == PAGE_LETTERS || ui->page == PAGE_SHIFT;

    add_word_cap(ui, (struct ui_keycap){.act = CAP_PAGE, .page = PAGE_SYMBOLS},
                 ui->page == PAGE_SYMBOLS ? "abc" : "123", 1.5f);
    add_word_cap(ui, (struct ui_keycap){.act = CAP_PAGE, .page = PAGE_ACCENTS},
                 letters || ui->page == PAGE_SYMBOLS ? "âéł" : "abc", 1.5f);
    add_letter(ui, ",", 1);
    (void)open_cap(ui, (struct ui_keycap){.act = CAP_TEXT, .text = " "}, "space", 5);
    ui_close(ui);
    add_letter(ui, ".", 1);
    add_letter(ui, "?", 1);
    if (has_many_lines(ui)) {
        add_icon_cap(ui, (struct ui_keycap){.act = CAP_ENTER}, "corner-down-left", "new line");
    }
    done = open_cap(ui, (struct ui_keycap){.act = CAP_DONE}, "Done", 2);
    done->box.fill = UI_ACCENT;
    done->box.edge = UI_ACCENT;
    type.font = DRAW_BOLD;
    type.colour = UI_ON_ACCENT;
    (void)ui_words(ui, type, "Done", UI_CENTRE);
    ui_close(ui);
}

void ui_keyboard_build(struct ui *ui)
{
    float before = ui->keyboard_h;
    struct ui_node *root = NULL;

    ui->keyboard_h = 0;
    if (ui_keyboard_is_wanted(ui)) {
        ui->keyboard_h = key_h * (ROWS + 1) + key_gap * ROWS + 2 * keyboard_pad;
        root = ui_layer_open(ui, LAYER_KEYBOARD,
                             (struct ui_box){.pad = keyboard_pad, .fill = UI_LINE, .shadow = 1});
        root->flags |= FLAG_SOLID;
        root->box.across = UI_CENTRE;
        root->id = ui_id(ui, "keyboard");
        ui_push_id(ui, "keyboard");
        ui_next(ui, (struct ui_box){.width = ui_width(ui), .max_width = keyboard_max_w});
        ui_open(ui, (struct ui_box){.gap = key_gap});
        for (int i = 0; i < ROWS; i++) {
            ui_open_row(ui, key_gap);
            if (i == ROWS - 1) {
                add_icon_cap(ui, (struct ui_keycap){.act = CAP_SHIFT}, "shift", "shift");
            }
            add_letters(ui, rows[ui->page][i]);
            if (i == ROWS - 1) {
                add_icon_cap(ui, (struct ui_keycap){.act = CAP_BACKSPACE}, "delete", "backspace");
            }
            ui_close(ui);
        }
        ui_open_row(ui, key_gap);
        add_foot(ui);
        ui_close(ui);
        ui_close(ui);
        ui_pop_id(ui);
        ui->depth--;
    }
    if ((before > 0) != (ui->keyboard_h > 0) && ui->keyboard_h > 0) {
        ui->reveal = ui->focus;
    }
}
