/* The path so far: what was written about the pupil, newest first, month by month.
 *
 * One page of it is made at a time, so that a pupil with 2,000 observations opens as quickly as one
 * with three. Each entry says who saw what, when and where, in words; what was changed and what
 * was taken out are a tap away, for nothing is ever gone.
 */
#include "screen_private.h"

/* ---- one entry ------------------------------------------------------------------------------- */

static void marks(struct ui *ui, const struct screen_entry *e)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    for (size_t i = 0; i < e->mark_count; i++) {
        const struct screen_mark *m = &e->marks[i];
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 10});
        ui_icon_tile(ui, m->icon, m->hue);
        ui_open_column(ui, 0);
        ui_text(ui, UI_SMALL, m->area);
        ui_text_colour(ui, UI_STRONG, m->hue, m->choice);
        ui_close(ui);
        ui_close(ui);
    }
    ui_close(ui);
}

/* A line with what kind of words it is before it, or close above it. */
static void labelled(struct ui *ui, const char *label, const char *text)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .across = UI_START, .narrow = 480});
    ui_next(ui, (struct ui_box){.width = 184 * ui_text_size(ui)});
    ui_text(ui, UI_SMALL, label);
    ui_next_grow(ui, 1);
    ui_text_colour(ui, UI_SMALL, UI_INK, text);
    ui_close(ui);
}

/* How two who watched agree. */
static void agreed(struct ui *ui, enum ui_style style, const struct screen_entry *e)
{
    if (e->agreed[0] == '\0') {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
    ui_icon(ui, "users", 22 * ui_text_size(ui), UI_INK_SOFT);
    ui_next_grow(ui, 1);
    ui_text(ui, style, e->agreed);
    ui_close(ui);
}

static void observation(struct ui *ui, const struct screen_view *view, const struct screen_entry *e)
{
    if (e->scale[0] != '\0') {
        ui_text(ui, UI_SMALL_STRONG, e->scale);
    }
    if (e->mark_count > 0) {
        marks(ui, e);
    }
    for (size_t i = 0; i < e->said_count; i++) {
        labelled(ui, ui_format(ui, "%s · %s", e->said[i].item, e->said[i].label), e->said[i].text);
    }
    if (e->note[NOTE_OUTCOME][0] != '\0') {
        ui_text(ui, UI_BODY, e->note[NOTE_OUTCOME]);
    }
    if (e->note[NOTE_OBJECTIVE][0] != '\0') {
        labelled(ui, word(view, WORD_OBSERVE_OBJECTIVE), e->note[NOTE_OBJECTIVE]);
    }
    if (e->note[NOTE_ACTIVITY][0] != '\0') {
        labelled(ui, word(view, WORD_OBSERVE_ACTIVITY), e->note[NOTE_ACTIVITY]);
    }
    if (e->context[0] != '\0') {
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
        ui_icon(ui, "map-pin", 22 * ui_text_size(ui), UI_INK_SOFT);
        ui_next_grow(ui, 1);
        ui_text(ui, UI_SMALL, e->context);
        ui_close(ui);
    }
    agreed(ui, UI_SMALL, e);
}

static void self_assessment(struct ui *ui, const struct screen_view *view,
                            const struct screen_entry *e)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16});
    if (e->picture[0] != '\0') {
        ui_picture(ui, e->picture, 56);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 2);
    ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_SELF, view->pupil.first, NULL));
    ui_text(ui, UI_STRONG, e->note[NOTE_OUTCOME]);
    if (e->ways[0] != '\0') {
        ui_text(ui, UI_SMALL, e->ways);
    }
    ui_close(ui);
    ui_close(ui);
    if (e->care[0] != '\0') {
        ui_pill(ui, UI_WAIT, "eye", e->care);
    }
}

static void interval(struct ui *ui, const struct screen_view *view, const struct screen_entry *e)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 10});
    ui_icon_tile(ui, "timer", UI_ACCENT);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_SMALL, word(view, WORD_INTERVAL_TITLE));
    ui_text(ui, UI_STRONG, e->note[NOTE_OUTCOME]);
    ui_close(ui);
    ui_close(ui);
    ui_text(ui, UI_SMALL, e->context);
    agreed(ui, UI_SMALL_STRONG, e);
}

static void pill_button(struct ui *ui, enum ui_mood mood, const char *icon, const char *words,
                        bool *pressed)
{
    *pressed = ui_open_press(ui, words, (struct ui_box){.height = 64, .along = UI_CENTRE});
    ui_pill(ui, mood, icon, words);
    ui_close(ui);
}

static void acts(struct ui *ui, const struct screen_view *view, const struct screen_entry *e,
                 struct said *said)
{
    bool pressed = false;

    if (e->in_conflict) {
        pill_button(ui, UI_CARE, "git-compare", word(view, WORD_PUPIL_CONFLICT), &pressed);
        say_id(said, pressed, INTENT_LOOK_OPEN, &e->rec);
    }
    if (e->is_changed) {
        pill_button(ui, UI_PLAIN, "history", word(view, WORD_PUPIL_CHANGED), &pressed);
        say_id(said, pressed, INTENT_HISTORY, &e->rec);
    }
    if (e->is_observation) {
        say_id(said, ui_button(ui, UI_QUIET, "pencil", word(view, WORD_PUPIL_EDIT)), INTENT_EDIT,
               &e->rec);
    } else {
        say_id(said, ui_button(ui, UI_QUIET, "trash-2", word(view, WORD_PUPIL_TAKE_OUT)),
               INTENT_ASK_TAKE_OUT, &e->rec);
    }
}

static void who_and_when(struct ui *ui, const struct screen_view *view,
                         const struct screen_entry *e)
{
    ui_text(ui, UI_STRONG, e->when);
    ui_text(ui, UI_SMALL, e->who);
    if (e->together[0] != '\0') {
        ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_TOGETHER, e->together, NULL));
    }
}

static void what(struct ui *ui, const struct screen_view *view, const struct screen_entry *e)
{
    if (e->is_observation) {
        observation(ui, view, e);
    } else if (e->is_interval) {
        interval(ui, view, e);
    } else {
        self_assessment(ui, view, e);
    }
}

/* When and who at the left, what at the right; below one another where there is no room. */
static void entry(struct ui *ui, const struct screen_view *view, const struct screen_entry *e,
                  struct said *said)
{
    bool has_many = e->in_conflict || e->is_changed;

    ui_push_id(ui, e->key);
    ui_push_name(ui, e->when);
    ui_open(ui,
            (struct ui_box){
                .gap = 4, .pad_x = 20, .pad_y = 16, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .across = UI_START, .narrow = 640});
    ui_open(ui,
            (struct ui_box){.width = 192 * ui_text_size(ui), .max_width = 192 * ui_text_size(ui)});
    who_and_when(ui, view, e);
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 10);
    what(ui, view, e);
    ui_close(ui);
    if (!has_many) {
        acts(ui, view, e, said);
    }
    ui_close(ui);
    if (has_many) {
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
        acts(ui, view, e, said);
        ui_close(ui);
    }
    ui_close(ui);
    ui_pop_id(ui);
    ui_pop_id(ui);
}

/* ---- what was before ------------------------------------------------------------------------- */

static void step(struct ui *ui, const struct screen_view *view, const struct screen_step *s)
{
    ui_open(ui,
            (struct ui_box){.gap = 8, .pad = 16, .radius = 16, .fill = UI_SUNK, .edge = UI_LINE});
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, s->when);
    ui_text(ui, UI_SMALL, s->who);
    ui_close(ui);
    if (s->is_first) {
        ui_pill(ui, UI_PLAIN, "pencil", word(view, WORD_PUPIL_FIRST));
    }
    ui_close(ui);
    for (size_t i = 0; i < s->said_count; i++) {
        ui_open_column(ui, 0);
        ui_text(ui, UI_SMALL_STRONG, s->said[i].label);
        ui_text(ui, UI_BODY, s->said[i].text);
        ui_close(ui);
    }
    ui_close(ui);
}

static void history(struct ui *ui, const struct screen_view *view, struct said *said)
{
    say_number(said, ui_open_sheet(ui, word(view, WORD_PUPIL_HISTORY), 760), INTENT_SHEET,
               SHEET_NONE);
    for (size_t i = 0; i < view->pupil.step_count; i++) {
        step(ui, view, &view->pupil.steps[i]);
    }
    ui_close(ui);
}

static void gone(struct ui *ui, const struct screen_view *view, const struct screen_entry *e,
                 struct said *said)
{
    ui_push_id(ui, e->key);
    ui_push_name(ui, e->when);
    ui_open(ui, (struct ui_box){.gap = 8, .pad = 16, .radius = 16, .fill = UI_SUNK});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 480});
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, e->when);
    ui_text(ui, UI_SMALL, ui_format(ui, "%s · %s", e->who, e->reason));
    ui_close(ui);
    say_id(said, ui_button(ui, UI_SECONDARY, "undo-2", word(view, WORD_PUPIL_PUT_BACK)),
           INTENT_PUT_BACK, &e->rec);
    ui_close(ui);
    what(ui, view, e);
    ui_close(ui);
    ui_pop_id(ui);
    ui_pop_id(ui);
}

static void taken_out(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    say_number(said, ui_open_sheet(ui, word(view, WORD_PUPIL_TAKEN_TITLE), 760), INTENT_SHEET,
               SHEET_NONE);
    sheet_fault(ui, view);
    for (size_t i = 0; i < p->gone_count; i++) {
        gone(ui, view, &p->gone[i], said);
    }
    ui_close(ui);
}

void entries_sheets(struct ui *ui, const struct screen_view *view, struct said *said)
{
    if (view->sheet == SHEET_HISTORY) {
        history(ui, view, said);
    } else if (view->sheet == SHEET_TAKEN_OUT) {
        taken_out(ui, view, said);
    }
}

/* ---- a page of them -------------------------------------------------------------------------- */

static void kinds(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    ui_push_id(ui, word(view, WORD_PUPIL_KINDS));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    for (int i = 0; i < PUPIL_KINDS; i++) {
        say_number(said, ui_chip(ui, word(view, (enum word)(WORD_PUPIL_KIND_1 + i)), i == p->kind),
                   INTENT_PUPIL_KIND, i);
    }
    ui_pop_id(ui);
    if (p->gone_count > 0) {
        say_number(said,
                   ui_button(ui, UI_QUIET, "history",
                             word_with(ui, view, WORD_PUPIL_TAKEN_OUT,
                                       ui_format(ui, "%zu", p->gone_count), NULL)),
                   INTENT_SHEET, SHEET_TAKEN_OUT);
    }
    ui_close(ui);
}

void path_turn(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->page == 0 && !p->has_earlier) {
        return;
    }
    ui_push_id(ui, ui_format(ui, "page-%d", p->page)); /* what was pressed stays behind */
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    if (p->page > 1) {
        say_number(said, ui_button(ui, UI_SECONDARY, "arrow-up", word(view, WORD_PUPIL_LATEST)),
                   INTENT_PUPIL_PAGE, 0);
    }
    if (p->page > 0) {
        say_number(said, ui_button(ui, UI_SECONDARY, "chevron-left", word(view, WORD_PUPIL_LATER)),
                   INTENT_PUPIL_PAGE, p->page - 1);
    }
    if (p->has_earlier) {
        say_number(said,
                   ui_button(ui, UI_SECONDARY, "chevron-right", word(view, WORD_PUPIL_EARLIER)),
                   INTENT_PUPIL_PAGE, p->page + 1);
    }
    ui_close(ui);
    ui_pop_id(ui);
}

/* Until a person has settled it, the path says whose words are not in it, and why. */
static void replaced(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    for (size_t i = 0; i < p->replaced_count; i++) {
        const struct screen_replaced *one = &p->replaced[i];
        ui_push_id(ui, one->key);
        say_number(said, ui_banner(ui, UI_WAIT, one->words, word(view, WORD_TWIN_SEE)),
                   INTENT_LOOK_TWIN, one->number);
        ui_pop_id(ui);
    }
}

void path_entries(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    replaced(ui, view, said);
    if (p->kind != 0 || p->page > 0 || p->entry_count > 0 || p->gone_count > 0) {
        kinds(ui, view, said);
    }
    if (p->entry_count == 0) {
        empty_note(ui, "route",
                   word(view, p->kind != 0 ? WORD_PUPIL_NOTHING_KIND : WORD_PUPIL_NOTHING),
                   p->kind != 0 ? "" : word(view, WORD_PUPIL_NOTHING_WHY));
    }
    for (size_t i = 0; i < p->entry_count; i++) {
        if (p->entries[i].month[0] != '\0') {
            ui_text(ui, UI_HEADING, p->entries[i].month);
        }
        entry(ui, view, &p->entries[i], said);
    }
    path_turn(ui, view, said);
}
