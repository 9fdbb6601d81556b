/* The own on-screen keyboard.
 *
 * School tablets under X11 or on the Web show none that could be relied on, so this one is always
 * there while a field has the focus, unless somebody types on real keys. A key acts in the very
 * frame in which it is pressed: it becomes an edit of the field in focus, as typed text does, and
 * never moves the focus. A sentence starts with a capital by itself, until Shift says no. Accents
 * come by holding a letter, and have a page of their own for whoever cannot hold: Welsh, Polish,
 * French, German, Spanish. Other scripts (ui_letters.c) are offered where they are wanted, by one
 * key that shows them all; a passphrase begins in Latin, whatever was written before it.
 */
#include "ui_keyboard_private.h"

#include <math.h>
#include <string.h>

static const float key_h = 64;
static const float key_gap = 8;
static const float keyboard_pad = 12;
static const float keyboard_max_w = 1120;
static const float words_h = 64; /* of the row of words */
static const float words_pad = 14;
static const float foot_w = 1000; /* in less its keys are evenly wide, none under 10 mm */
static const int64_t twice_ms = 400;

static const char *const signs[][LETTER_ROWS] = {
    [PAGE_SYMBOLS] = {"1 2 3 4 5 6 7 8 9 0",           "- / : ; ( ) £ & @ \"",          "! # % * + = _"          },
    [PAGE_ACCENTS] = {"â ê î ô û ŵ ŷ á é í", "ó ú à è ä ö ü ß ç ñ",  "ą ć ę ł ń ś ź ż"},
    [PAGE_ACCENTS_SHIFT] = {"Â Ê Î Ô Û Ŵ Ŷ Á É Í", "Ó Ú À È Ä Ö Ü ẞ Ç Ñ", "Ą Ć Ę Ł Ń Ś Ź Ż"},
};

static bool is_wanted(const struct ui *ui)
{
    return (ui->frame.keyboard || ui_scan_is_on(ui)) && ui_wants_text(ui) && !ui->hard_typing;
}

static const struct ui_letters *letters_of(const struct ui *ui)
{
    return &ui_letters[ui->script];
}

/* The page as it is shown: a sentence starts with a capital. */
static enum keyboard_page page_now(const struct ui *ui)
{
    const struct ui_typing *t = &ui->typing;
    bool starts = letters_of(ui)->capitals && t->prose && !ui->no_capital &&
                  ui_sentence_starts(t->text, t->caret);

    return ui->page == PAGE_LETTERS && (starts || ui->capitals) ? PAGE_SHIFT : ui->page;
}

/* ---- what a key does ------------------------------------------------------------------------ */

static void send_key(struct ui *ui, enum ui_key key)
{
    struct ui_event event = {.kind = UI_KEY, .key = key};

    ui_add_edit(ui, &event);
}

/* An event holds a few letters, so a phrase goes in pieces, each of whole letters. */
static void send_pieces(struct ui *ui, const char *text)
{
    while (*text != '\0') {
        struct ui_event event = {.kind = UI_TEXT};

        text_copy(event.text, sizeof(event.text), text);
        if (event.text[0] == '\0') {
            return;
        }
        ui_add_edit(ui, &event);
        text += strlen(event.text);
    }
}

static bool closes_up(const char *text)
{
    static const char *const signs_after[] = {".", ",", ";", ":", "?", "!",
                                              "،", "؛", "؟", "۔", "।", "॥"};

    for (size_t i = 0; i < sizeof(signs_after) / sizeof(signs_after[0]); i++) {
        if (text_equal(text, signs_after[i])) {
            return true;
        }
    }
    return false;
}

static void send_text(struct ui *ui, const char *text)
{
    if (ui->spaced && closes_up(text)) {
        send_key(ui, UI_KEY_BACKSPACE); /* the space that came with a word */
    }
    send_pieces(ui, text);
    ui->spaced = false;
    ui->no_capital = false;
    if (ui->page != PAGE_SYMBOLS) {
        ui->page = PAGE_LETTERS; /* a capital and an accent are for one letter */
    }
}

/* What was offered stands in for bytes of the text that was drawn. A tap before this frame's edits
 * were drawn would take others away: the next offers fit again. */
static void send_word(struct ui *ui, const struct ui_keycap *cap)
{
    struct ui_event erase = {.kind = UI_KEY, .key = UI_KEY_BACKSPACE, .bytes = cap->replaces};

    if (ui->edit_count > 0) {
        return;
    }
    if (cap->replaces > 0) {
        ui_add_edit(ui, &erase);
    }
    send_text(ui, cap->word);
    send_pieces(ui, " ");
    ui->spaced = true;
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
    case PAGE_SCRIPTS:
        return PAGE_SHIFT;
    }
    return PAGE_LETTERS;
}

/* Twice, and capitals stay. Once where a capital came by itself: it goes. */
static void press_shift(struct ui *ui)
{
    int64_t now = ui->frame.now_ms;
    bool twice = now - ui->shifted_at_ms < twice_ms;

    ui->shifted_at_ms = now;
    if (ui->capitals) {
        ui->capitals = false;
        ui->page = PAGE_LETTERS;
    } else if (twice && (ui->page == PAGE_SHIFT || ui->page == PAGE_LETTERS)) {
        ui->capitals = true;
        ui->page = PAGE_LETTERS;
    } else if (ui->page == PAGE_LETTERS && page_now(ui) == PAGE_SHIFT) {
        ui->no_capital = true;
    } else {
        ui->page = shifted(ui->page);
    }
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
    case CAP_ACCENT:
        send_text(ui, cap->text);
        break;
    case CAP_WORD:
        send_word(ui, cap);
        break;
    case CAP_SHIFT:
        press_shift(ui);
        break;
    case CAP_PAGE:
        ui->page = ui->page == cap->page ? PAGE_LETTERS : cap->page;
        break;
    case CAP_SCRIPT:
        ui->script = cap->script;
        ui->page = PAGE_LETTERS;
        ui->capitals = false;
        ui->shifted_at_ms = ui->frame.now_ms - twice_ms;
        break;
    case CAP_KEY:
        send_key(ui, cap->key);
        ui->spaced = false;
        break;
    case CAP_DONE:
        if (!has_many_lines(ui)) {
            send_key(ui, UI_KEY_ENTER);
        }
        ui->blur_after = true;
        ui->page = PAGE_LETTERS;
        break;
    }
    if (cap->key != UI_KEY_ALL) {
        ui->popup = POPUP_NONE;
    }
}

bool ui_cap_is_space(const struct ui_keycap *cap)
{
    return cap != NULL && cap->act == CAP_TEXT && text_equal(cap->text, " ");
}

/* The finger that lies on the space bar moves the caret along with it. */
void ui_keyboard_drag(struct ui *ui, int steps)
{
    for (int i = 0; i < (steps < 0 ? -steps : steps); i++) {
        send_key(ui, steps < 0 ? UI_KEY_LEFT : UI_KEY_RIGHT);
    }
}

/* ---- how it looks --------------------------------------------------------------------------- */

/* What is on a key grows with the text, as far as the key has room. */
static const float growth_max = 1.4f;

struct ui_type keyboard_type(const struct ui *ui, float size)
{
    float text = ui->frame.text > growth_max ? growth_max / ui->frame.text : 1;

    return (struct ui_type){.size = size * text, .font = DRAW_REGULAR, .colour = UI_INK};
}

static void add_icon(struct ui *ui, const char *icon, enum ui_colour colour)
{
    ui_icon(ui, icon, 26 * fminf(ui->frame.text, growth_max), colour);
}

struct ui_node *keyboard_cap(struct ui *ui, struct ui_keycap cap, const char *label, float grow)
{
    struct ui_keycap *copy = arena_alloc(ui->arena, sizeof(*copy));
    bool plain = cap.act == CAP_TEXT || cap.act == CAP_ACCENT || cap.act == CAP_WORD;
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
    struct ui_keycap cap = keyboard_letter(ui->script, CAP_TEXT, letter);
    struct ui_type type = keyboard_type(ui, ui->script == UI_LATIN ? 25 : 27);

    type.even = true;
    (void)keyboard_cap(ui, cap, arena_text(ui->arena, letter), grow);
    (void)ui_words(ui, type, arena_text(ui->arena, letter), UI_CENTRE);
    ui_close(ui);
}

static void add_icon_cap(struct ui *ui, struct ui_keycap cap, const char *icon, const char *label,
                         float grow)
{
    struct ui_node *node = keyboard_cap(ui, cap, label, grow);
    enum keyboard_page page = page_now(ui);

    if (cap.key == UI_KEY_BACKSPACE) {
        node->flags |= FLAG_REPEAT;
    }
    if (cap.act == CAP_SHIFT && (page == PAGE_SHIFT || page == PAGE_ACCENTS_SHIFT)) {
        node->flags |= FLAG_CHOSEN;
        node->box.fill = UI_ACCENT_TINT;
        node->box.edge = UI_ACCENT;
        node->box.line = ui->capitals ? 5 : 2;
    }
    add_icon(ui, icon, UI_INK);
    ui_close(ui);
}

static void add_word_cap(struct ui *ui, struct ui_keycap cap, const char *words, float grow)
{
    (void)keyboard_cap(ui, cap, words, grow);
    (void)ui_words(ui, keyboard_type(ui, 20), words, UI_CENTRE);
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

static bool is_narrow(const struct ui *ui)
{
    return ui_width(ui) < foot_w;
}

static void add_pages(struct ui *ui)
{
    const struct ui_letters *letters = letters_of(ui);
    bool plain = ui->page == PAGE_LETTERS || ui->page == PAGE_SHIFT;
    float wide = is_narrow(ui) ? 1 : 1.5f;

    add_word_cap(ui, (struct ui_keycap){.act = CAP_PAGE, .page = PAGE_SYMBOLS},
                 ui->page == PAGE_SYMBOLS ? letters->first : "123", wide);
    if (ui->script == UI_LATIN) {
        add_word_cap(ui, (struct ui_keycap){.act = CAP_PAGE, .page = PAGE_ACCENTS},
                     plain || ui->page == PAGE_SYMBOLS || ui->page == PAGE_SCRIPTS ? "âéł" : "abc",
                     wide);
    }
    if (ui->frame.scripts != 0) {
        add_icon_cap(ui, (struct ui_keycap){.act = CAP_PAGE, .page = PAGE_SCRIPTS}, "languages",
                     ui_names(ui)->letters, 1);
    }
}

static void add_foot(struct ui *ui)
{
    const struct ui_letters *letters = letters_of(ui);
    struct ui_node *done = NULL;
    struct ui_type type = keyboard_type(ui, 20);

    add_pages(ui);
    add_letter(ui, letters->comma, 1);
    (void)keyboard_cap(ui, (struct ui_keycap){.act = CAP_TEXT, .text = " "}, ui_names(ui)->space,
                       is_narrow(ui) ? 2.5f : 5);
    ui_close(ui);
    add_letter(ui, letters->stop, 1);
    add_letter(ui, letters->ask, 1);
    if (has_many_lines(ui)) {
        add_icon_cap(ui, (struct ui_keycap){.act = CAP_KEY, .key = UI_KEY_ENTER},
                     "corner-down-left", ui_names(ui)->new_line, is_narrow(ui) ? 1 : 1.5f);
    }
    done = keyboard_cap(ui, (struct ui_keycap){.act = CAP_DONE}, ui_names(ui)->done,
                        is_narrow(ui) ? 1.3f : 2);
    done->box.fill = UI_ACCENT;
    done->box.edge = UI_ACCENT;
    type.font = DRAW_BOLD;
    type.colour = UI_ON_ACCENT;
    (void)ui_words(ui, type, ui_names(ui)->done, UI_CENTRE);
    ui_close(ui);
}

/* As many as stand side by side in one line each, none of them torn. */
static int count_fitting(const struct ui *ui, const struct ui_suggestion *words, int count)
{
    float room = fminf(ui_width(ui), keyboard_max_w) - 2 * keyboard_pad;
    int fitting = 0;

    while (fitting < count) {
        float width = ui_words_width(ui, keyboard_type(ui, 20), words[fitting].word);

        room -= ceilf(width) + 2 * words_pad + (fitting > 0 ? key_gap : 0);
        if (room < 0) {
            break;
        }
        fitting++;
    }
    return fitting > 0 || count == 0 ? fitting : 1; /* one that is too long has smaller letters */
}

/* The row keeps its height when there is nothing to offer: no key moves under a finger. */
static void add_suggestions(struct ui *ui)
{
    struct ui_suggestion words[SUGGESTIONS_MAX];
    int count = count_fitting(ui, words, ui_suggest(ui, &ui->typing, words));

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = key_gap, .height = words_h, .fixed = true});
    for (int i = 0; i < count; i++) {
        struct ui_keycap cap = {
            .act = CAP_WORD, .word = words[i].word, .replaces = words[i].replaces};
        float width = ui_words_width(ui, keyboard_type(ui, 20), words[i].word);
        struct ui_node *node = NULL;

        node = keyboard_cap(ui, cap, words[i].word, ceilf(width) + 2 * words_pad);
        node->box.height = words_h;
        node->box.radius = words_h / 2;
        node->box.pad_x = words_pad - 2;
        ui_words_fit(ui_words(ui, keyboard_type(ui, 20), words[i].word, UI_CENTRE));
        ui_close(ui);
    }
    ui_close(ui);
}

static void add_rows(struct ui *ui)
{
    enum keyboard_page page = page_now(ui);
    bool own = page == PAGE_LETTERS || page == PAGE_SHIFT;

    for (int i = 0; i < LETTER_ROWS; i++) {
        ui_open_row(ui, key_gap);
        if (i == LETTER_ROWS - 1) {
            add_icon_cap(ui, (struct ui_keycap){.act = CAP_SHIFT}, "shift", ui_names(ui)->shift,
                         1.5f);
        }
        add_letters(ui, own ? letters_of(ui)->rows[i + (page == PAGE_SHIFT ? LETTER_ROWS : 0)]
                            : signs[page][i]);
        if (i == LETTER_ROWS - 1) {
            add_icon_cap(ui, (struct ui_keycap){.act = CAP_KEY, .key = UI_KEY_BACKSPACE}, "delete",
                         ui_names(ui)->backspace, 1.5f);
        }
        ui_close(ui);
    }
}

/* ---- the scripts ---------------------------------------------------------------------------- */

static bool is_offered(const struct ui *ui, enum ui_script script)
{
    return script == UI_LATIN || (ui->frame.scripts & 1U << script) != 0;
}

/* In its readers' words, for whoever reads it, and in the staff's. */
static void add_script(struct ui *ui, enum ui_script script)
{
    const char *words = ui_names(ui)->scripts[script];
    struct ui_node *node = keyboard_cap(
        ui, (struct ui_keycap){.act = CAP_SCRIPT, .script = script, .name = words}, words, 1);
    struct ui_type type = keyboard_type(ui, 25);

    node->box.height = key_h * LETTER_ROWS + key_gap * (LETTER_ROWS - 1);
    node->box.fill = UI_SURFACE;
    if (script == ui->script) {
        node->flags |= FLAG_CHOSEN;
        node->box.fill = UI_ACCENT_TINT;
        node->box.edge = UI_ACCENT;
        node->box.line = 2;
        type.font = DRAW_BOLD;
    }
    type.even = true;
    ui_open(ui, (struct ui_box){.gap = key_gap, .along = UI_CENTRE, .across = UI_CENTRE});
    if (script == ui->script) {
        add_icon(ui, "check", UI_ACCENT_INK);
    }
    (void)ui_words(ui, type, ui_letters[script].own, UI_CENTRE);
    if (!text_equal(words, ui_letters[script].own)) {
        (void)ui_words(ui, keyboard_type(ui, 18), words, UI_CENTRE);
    }
    ui_close(ui);
    ui_close(ui);
}

static void add_scripts(struct ui *ui)
{
    ui_open_row(ui, key_gap);
    for (int i = 0; i < UI_SCRIPT_COUNT; i++) {
        if (is_offered(ui, (enum ui_script)i)) {
            add_script(ui, (enum ui_script)i);
        }
    }
    ui_close(ui);
}

/* What is not offered any more is Latin, and so is a secret when it is come to. */
static void settle_script(struct ui *ui)
{
    bool comes = ui->focus != ui->script_in;

    ui->script_in = ui->focus;
    if ((comes && ui->typing.secret) || !is_offered(ui, ui->script)) {
        ui->script = UI_LATIN;
    }
    if (ui->page == PAGE_SCRIPTS && (comes || ui->frame.scripts == 0)) {
        ui->page = PAGE_LETTERS;
    }
}

static void build(struct ui *ui)
{
    bool suggests = ui->typing.lexicon != NULL;
    struct ui_node *root = NULL;

    settle_script(ui);
    ui->keyboard_h = key_h * (LETTER_ROWS + 1) + key_gap * LETTER_ROWS + 2 * keyboard_pad +
                     (suggests ? words_h + key_gap : 0);
    root = ui_layer_open(
        ui, LAYER_KEYBOARD,
        (struct ui_box){.pad = keyboard_pad,
                        .fill = ui_theme_is_stark(ui->frame.theme) ? UI_GROUND : UI_LINE,
                        .shadow = 1,
                        .roves = true});
    root->flags |= FLAG_SOLID;
    root->box.across = UI_CENTRE;
    root->id = ui_id(ui, "keyboard");
    ui_push_id(ui, "keyboard");
    ui_next(ui, (struct ui_box){.width = ui_width(ui), .max_width = keyboard_max_w});
    ui_open(ui, (struct ui_box){.gap = key_gap});
    if (suggests) {
        add_suggestions(ui);
    }
    if (ui->page == PAGE_SCRIPTS) {
        add_scripts(ui);
    } else {
        add_rows(ui);
    }
    ui_open_row(ui, key_gap);
    add_foot(ui);
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    ui->depth--;
}

void ui_keyboard_build(struct ui *ui)
{
    float before = ui->keyboard_h;

    ui->keyboard_h = 0;
    if (is_wanted(ui)) {
        build(ui);
    }
    if (before <= 0 && ui->keyboard_h > 0) {
        ui->reveal = ui->focus;
    }
    ui_popup_build(ui);
}
