/* A field that text is typed into.
 *
 * The text is the caller's and is edited in place while the widget is called; where the caret
 * lands from a tap or an up-arrow depends on how the lines break, which is known only when the
 * field is drawn, so those two wait for the drawing of the same frame. A secret field shows one
 * dot for each character; the caret is carried over by counting characters.
 */
#include "ui_private.h"

#include <math.h>
#include <string.h>

#define DOT "\xe2\x80\xa2"
static const float inner_pad_x = 16;
static const float inner_pad_y = 14;

/* ---- the widget ----------------------------------------------------------------------------- */

static const char *as_dots(struct ui *ui, const char *text)
{
    struct buf b = {0};
    size_t at = 0;
    const char *dots = NULL;

    while (text[at] != '\0') {
        at = ui_edit_step(text, at, 1);
        buf_text(&b, DOT);
    }
    dots = arena_text(ui->arena, buf_cstr(&b));
    buf_finish(&b);
    return dots;
}

/* The caret stays where it can stand, and behind the last letter when text came from elsewhere. */
static void settle_caret(struct ui *ui, struct ui_memory *m, int length)
{
    bool at_end = m->caret == m->length;

    bool comes = ui->caret_to_end && ui->focus == m->id;

    if ((length != m->length && at_end) || comes) {
        m->caret = length;
        m->anchor = length;
        m->side = SIDE_LAST;
        ui->caret_to_end = ui->caret_to_end && !comes;
    }
    m->caret = m->caret > length ? length : m->caret;
    m->anchor = m->anchor > length ? length : m->anchor;
    m->length = length;
}

/* What is selected, kept for Paste; a secret is not. */
static void copy(struct ui *ui, const struct ui_field *field, const struct ui_edit *edit)
{
    int from = edit->caret < edit->anchor ? edit->caret : edit->anchor;
    int to = edit->caret < edit->anchor ? edit->anchor : edit->caret;

    if (from == to || field->secret) {
        return;
    }
    buf_wipe(&ui->copied);
    buf_add(&ui->copied, edit->text + from, (size_t)(to - from));
}

/* Into one line, line ends go as spaces. */
static bool paste(struct ui *ui, struct ui_edit *edit)
{
    char *text = arena_text(ui->arena, buf_cstr(&ui->copied));

    for (char *c = text; *c != '\0' && !edit->many_lines; c++) {
        if (*c == '\n') {
            *c = ' ';
        }
    }
    return ui->copied.size > 0 && ui_edit_paste(edit, text);
}

static bool take_edit(struct ui *ui, const struct ui_field *field, struct ui_edit *edit,
                      float lines_w, const struct ui_event *event)
{
    struct ui_event erase = {.kind = UI_KEY, .key = UI_KEY_BACKSPACE};
    enum ui_key key = event->kind == UI_KEY ? event->key : UI_KEY_NONE;
    bool cuts = key == UI_KEY_CUT && edit->caret != edit->anchor && !field->secret;

    if (key == UI_KEY_CUT || key == UI_KEY_COPY) {
        copy(ui, field, edit);
        return cuts && ui_edit_event(edit, &erase);
    }
    if (key == UI_KEY_PASTE) {
        return paste(ui, edit);
    }
    if (!field->secret) {
        struct ui_type type = ui_type_of(UI_BODY);

        if (ui_caret_key(ui, &type, lines_w, edit, event)) {
            return false;
        }
    }
    return ui_edit_event(edit, event);
}

static enum ui_field_act take_edits(struct ui *ui, const struct ui_field *field,
                                    struct ui_memory *m)
{
    struct ui_edit edit = {.text = field->text,
                           .room = field->room,
                           .caret = m->caret,
                           .anchor = m->anchor,
                           .side = m->side,
                           .many_lines = field->lines > 1};
    enum ui_field_act act = UI_FIELD_NONE;

    for (int i = 0; i < ui->edit_count; i++) {
        const struct ui_event *event = &ui->edits[i];
        bool is_done = event->kind == UI_KEY && event->key == UI_KEY_ENTER && !edit.many_lines;

        if (is_done) {
            act = UI_FIELD_DONE;
        } else if (take_edit(ui, field, &edit, m->lines_w, event) && act == UI_FIELD_NONE) {
            act = UI_FIELD_CHANGED;
        }
    }
    m->caret = edit.caret;
    m->anchor = edit.anchor;
    m->side = edit.side;
    m->length = (int)strlen(field->text);
    return act;
}

static struct ui_node *open_frame(struct ui *ui, bool focused)
{
    return ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                            .radius = 16,
                                            .height = UI_TARGET,
                                            .fill = UI_SUNK,
                                            .edge = focused ? UI_ACCENT : UI_EDGE,
                                            .line = focused ? 3 : 2});
}

enum ui_field_act ui_field(struct ui *ui, const struct ui_field *field)
{
    uint32_t id = ui_id(ui, field->label);
    struct ui_memory *m = ui_remember(ui, id);
    struct field_look *look = arena_alloc(ui->arena, sizeof(*look));
    struct ui_node *node = NULL;
    struct ui_node *frame = NULL;
    enum ui_field_act act = UI_FIELD_NONE;
    bool secret = false;

    CHECK(field->text != NULL && field->room > 0);
    settle_caret(ui, m, (int)strlen(field->text));
    if (ui->focus == id) {
        act = take_edits(ui, field, m);
    }
    ui_push_id(ui, field->label);
    ui_open(ui, (struct ui_box){.gap = 8});
    if (!field->bare) {
        ui_text(ui, UI_STRONG, field->label);
    }
    frame = open_frame(ui, ui->focus == id);
    frame->box.grow = field->lines > 1 ? 1 : 0;
    node = ui_add(ui, (struct ui_box){.grow = 1, .radius = 16});
    node->self = UI_STRETCH;
    (void)ui_touch(ui, node, field->label, id);
    if (field->secret) {
        bool pressed = ui_button(ui, UI_QUIET, m->shown ? "eye-off" : "eye",
                                 m->shown ? ui_names(ui)->hide : ui_names(ui)->show);

        m->shown = m->shown != pressed;
        secret = !m->shown;
    }
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    look->id = node->id;
    look->plain = arena_text(ui->arena, field->text);
    if (ui->focus == id) {
        ui->typing =
            (struct ui_typing){.text = look->plain,
                               .caret = (size_t)m->caret,
                               .selected = (size_t)(m->caret > m->anchor ? m->caret - m->anchor
                                                                         : m->anchor - m->caret),
                               .prose = (field->prose || field->lines > 1) && !field->secret,
                               .secret = field->secret,
                               .lexicon = field->secret ? NULL : field->lexicon};
    }
    look->text = secret ? as_dots(ui, field->text) : look->plain;
    look->dots = secret;
    look->hint = field->hint == NULL ? "" : field->hint;
    look->lines = field->lines < 1 ? 1 : field->lines;
    node->content = CONTENT_FIELD;
    node->extra = look;
    node->type = ui_type_of(secret ? UI_TITLE : UI_BODY);
    node->type.tall = !secret && ui_holds_urdu(field->text);
    node->text = look->text;
    node->flags = (node->flags & ~(unsigned)FLAG_PRESS) | FLAG_FIELD |
                  (look->lines > 1 ? (unsigned)FLAG_SCROLL : 0U);
    return act;
}

/* ---- its place ------------------------------------------------------------------------------ */

void ui_field_measure(struct ui *ui, struct ui_node *node)
{
    const struct field_look *look = node->extra;
    float row = ui_type_line(ui, &node->type);
    int lines = node->lines.count > look->lines ? node->lines.count : look->lines;

    node->min_w = 120;
    node->pref_w = 320;
    node->min_h = row + 2 * inner_pad_y;
    node->pref_h = row * (float)(look->lines > 1 ? lines : 1) + 2 * inner_pad_y;
    if (look->lines > 1) {
        node->min_h = row * (float)(look->lines < 3 ? look->lines : 3) + 2 * inner_pad_y;
    }
}

void ui_field_wrap(struct ui *ui, struct ui_node *node)
{
    const struct field_look *look = node->extra;
    float width = look->lines > 1 ? (node->w - 2 * inner_pad_x) * ui->frame.scale : 1e9f;

    ui_remember(ui, node->id)->lines_w = width; /* for the keys of the next frame */
    node->lines = ui_wrap(ui, &node->type, look->text, width);
}

/* ---- the caret ------------------------------------------------------------------------------ */

static size_t seen_from_plain(const struct field_look *look, int caret)
{
    size_t at = 0;
    size_t dots = 0;

    if (!look->dots) {
        return (size_t)caret;
    }
    while (at < (size_t)caret && look->plain[at] != '\0') {
        at = ui_edit_step(look->plain, at, 1);
        dots += strlen(DOT);
    }
    return dots;
}

static int plain_from_seen(const struct field_look *look, size_t seen)
{
    size_t at = 0;

    if (!look->dots) {
        return (int)seen;
    }
    for (size_t dots = 0; dots < seen; dots += strlen(DOT)) {
        at = ui_edit_step(look->plain, at, 1);
    }
    return (int)at;
}

struct field_view {
    struct ui *ui;
    const struct ui_node *node;
    const struct field_look *look;
    struct ui_memory *memory;
    struct ui_span inner; /* where the first line starts, scrolling taken off */
    float row_h;
};

static struct ui_cells cells_of(const struct field_view *v, int line)
{
    const struct ui_line *l = &v->node->lines.line[line];
    float left = ui_line_x(v->node, l, v->inner) - v->inner.x;

    return ui_cells_of(v->ui, &v->node->type, v->look->text, l, left);
}

/* The caret's line, and where it stands in it. */
static float caret_x(const struct field_view *v, int *line)
{
    size_t seen = seen_from_plain(v->look, v->memory->caret);
    struct ui_cells cells = {0};

    *line = ui_caret_line(&v->node->lines, seen, v->memory->side);
    cells = cells_of(v, *line);
    return ui_caret_x(&cells, seen, v->memory->side);
}

static void select_word(struct ui_memory *m, const char *text)
{
    size_t from = 0;
    size_t to = 0;

    ui_edit_word_around(text, (size_t)m->caret, &from, &to);
    m->anchor = (int)from;
    m->caret = (int)to;
    m->side = SIDE_LAST;
}

static void place_caret(const struct field_view *v)
{
    struct ui *ui = v->ui;
    struct ui_memory *m = v->memory;
    const struct ui_lines *lines = &v->node->lines;
    int line = 0;
    float x = caret_x(v, &line);
    size_t seen = 0;
    struct ui_cells cells = {0};

    if (ui->tapped) {
        line = (int)floorf((ui->tap_y - v->inner.y) / v->row_h);
        x = ui->tap_x - v->inner.x;
    } else {
        line += ui->rows_moved;
        if ((line < 0 || line >= lines->count) && !ui->rows_select) {
            m->caret = line < 0 ? 0 : (int)strlen(v->look->plain);
            m->anchor = m->caret; /* from there the next such key leads out */
            ui->again = true;
            return;
        }
    }
    line = line < 0 ? 0 : line;
    line = line >= lines->count ? lines->count - 1 : line;
    cells = cells_of(v, line);
    ui_caret_near(&cells, x, &seen, &m->side);
    if (line == lines->count - 1 && seen == lines->line[line].to) {
        seen = strlen(v->look->text); /* the blank behind the last word, which no line shows */
    }
    m->caret = plain_from_seen(v->look, seen);
    if (ui->tapped ? !ui->tap_select : !ui->rows_select) {
        m->anchor = m->caret;
    }
    if (ui->tapped && ui->tap_word && !v->look->dots) {
        select_word(m, v->look->plain);
    }
    ui->again = true; /* the keyboard follows the caret: a capital, other words */
}

/* ---- drawing -------------------------------------------------------------------------------- */

static struct ui_span row_of(const struct field_view *v, int line)
{
    return (struct ui_span){v->inner.x, v->inner.y + v->row_h * (float)line, v->inner.w, v->row_h};
}

/* In a line of two directions what is selected may lie in several stretches. */
static void paint_marked(const struct field_view *v, int line, size_t from, size_t to)
{
    struct ui_cells cells = cells_of(v, line);
    float left = 0;
    float right = 0;
    int next = ui_cells_marked(&cells, 0, from, to, &left, &right);

    while (next >= 0) {
        struct ui_span row = row_of(v, line);

        row.x += left;
        row.w = right - left;
        ui_draw(v->ui, DRAW_FILL, row, UI_SELECT)->radius = 4 * v->ui->frame.scale;
        next = ui_cells_marked(&cells, next, from, to, &left, &right);
    }
}

static void paint_selection(const struct field_view *v)
{
    size_t a = seen_from_plain(v->look, v->memory->anchor);
    size_t b = seen_from_plain(v->look, v->memory->caret);
    size_t from = a < b ? a : b;
    size_t to = a < b ? b : a;

    for (int i = 0; i < v->node->lines.count && from != to; i++) {
        const struct ui_line *line = &v->node->lines.line[i];

        if (from < line->to && to > line->from) {
            paint_marked(v, i, from, to);
        }
    }
}

static struct ui_span caret_span(const struct field_view *v)
{
    int line = 0;
    float x = caret_x(v, &line);
    struct ui_span row = row_of(v, line);
    float s = v->ui->frame.scale;

    if (v->look->lines > 1) {
        x = fmaxf(0, fminf(x, v->inner.w)); /* spaces that hang over the line's end */
    }
    row.x += roundf(x) - s;
    row.w = fmaxf(2, roundf(2.5f * s));
    row.y += 2 * s;
    row.h -= 4 * s;
    return row;
}

/* A field that is too small for its text shows the part around the caret. */
static void follow_caret(struct field_view *v, struct ui_span at)
{
    struct ui_memory *m = v->memory;
    struct ui_span caret = caret_span(v);
    float pad = inner_pad_x * v->ui->frame.scale;
    float foot = caret.y + caret.h + 6 - (at.y + at.h);
    float head = at.y + 6 - caret.y;
    float right = caret.x + caret.w - (at.x + at.w - pad);
    float left = at.x + pad - caret.x;

    if (v->look->lines > 1) {
        float by = foot > 0 ? foot : (head > 0 ? -head : 0);

        m->offset = fmaxf(0, m->offset + by / v->ui->frame.scale);
        v->inner.y -= by;
    } else {
        float by = right > 0 ? right : (left > 0 && m->offset > 0 ? -fminf(left, m->offset) : 0);

        m->offset = fmaxf(0, m->offset + by);
        v->inner.x -= by;
    }
}

/* The caret has moved, or the room around it: a person who scrolls away is not called back. */
static void note_caret(const struct field_view *v)
{
    struct ui *ui = v->ui;
    const float where[] = {(float)v->memory->caret, (float)strlen(v->look->plain),
                           (float)v->node->lines.count, ui->clip.h};
    uint64_t seen = 1469598103934665603ULL ^ v->node->id;

    for (size_t i = 0; i < sizeof(where) / sizeof(where[0]); i++) {
        seen = (seen ^ (uint64_t)(int64_t)where[i]) * 1099511628211ULL;
    }
    if (seen != ui->caret_seen) {
        ui->caret = caret_span(v);
        ui->caret_scroll = ui->scroll_id;
    }
    ui->caret_seen = seen;
}

static void paint_hint(const struct field_view *v)
{
    struct ui_node hint = *v->node;
    float width = v->inner.w;

    hint.text = v->look->hint;
    hint.type = ui_type_of(UI_BODY);
    hint.type.colour = UI_INK_SOFT;
    hint.lines = ui_wrap(v->ui, &hint.type, hint.text, width);
    for (int i = 0; i < hint.lines.count; i++) {
        ui_paint_line(v->ui, &hint, &hint.lines.line[i], row_of(v, i));
    }
}

static struct field_view view_of(struct ui *ui, struct ui_node *node, struct ui_span at)
{
    const struct field_look *look = node->extra;
    float s = ui->frame.scale;
    struct field_view v = {.ui = ui, .node = node, .look = look};

    v.memory = ui_remember(ui, node->id);
    v.row_h = ui_type_line(ui, &node->type) * s;
    v.inner = (struct ui_span){at.x + inner_pad_x * s, at.y + inner_pad_y * s,
                               at.w - 2 * inner_pad_x * s, at.h - 2 * inner_pad_y * s};
    if (look->lines > 1) {
        v.inner.y -= roundf(v.memory->offset * s);
    } else {
        v.inner.y = roundf(at.y + (at.h - v.row_h) / 2);
        v.inner.x -= v.memory->offset;
    }
    return v;
}

static void note_words(struct ui *ui, const struct field_look *look)
{
    buf_text(&ui->words, look->text[0] == '\0' ? look->hint : look->text);
    buf_byte(&ui->words, '\n');
}

void ui_field_paint(struct ui *ui, struct ui_node *node, struct ui_span at)
{
    struct field_view v = view_of(ui, node, at);
    struct ui_span clip = ui->clip;
    float edge = 3 * ui->frame.scale;
    bool focused = ui->focus == node->id;

    if (focused && (ui->tapped || ui->rows_moved != 0)) {
        place_caret(&v);
    }
    if (focused && !(ui->press.down && ui->press.scrolling)) {
        follow_caret(&v, at);
        note_caret(&v);
    }
    ui->clip = (struct ui_span){fmaxf(clip.x, at.x + edge), fmaxf(clip.y, at.y + edge), 0, 0};
    ui->clip.w = fmaxf(0, fminf(clip.x + clip.w, at.x + at.w - edge) - ui->clip.x);
    ui->clip.h = fmaxf(0, fminf(clip.y + clip.h, at.y + at.h - edge) - ui->clip.y);
    if (focused) {
        paint_selection(&v);
    }
    if (v.look->text[0] == '\0') {
        paint_hint(&v);
    }
    for (int i = 0; i < node->lines.count; i++) {
        ui_paint_line(ui, node, &node->lines.line[i], row_of(&v, i));
    }
    if (focused) {
        ui_draw(ui, DRAW_FILL, caret_span(&v), UI_ACCENT);
        ui->caret_at = caret_span(&v);
    }
    note_words(ui, v.look);
    ui->clip = clip;
}
