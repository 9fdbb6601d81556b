/* Pupil: the path so far, and what can be done from here.
 *
 * Looks like   who, at the top; on the left what to do next and the targets; on the right what was
 *              seen, newest first, in words; or the five areas, or where each has held
 *              (screen_path.c).
 * Reads        view->pupil.
 * Says         OPEN_OBSERVE, OPEN_INTERVAL, HAND_OVER, EDIT, HISTORY, PUT_BACK, PUPIL_TAB,
 *              PUPIL_AREA, LOOK_OPEN, BACK.
 */
#include "screen_private.h"

static bool side_button(struct ui *ui, enum ui_tone tone, const char *icon, const char *words)
{
    ui_next(ui, (struct ui_box){.across = UI_STRETCH, .grow = is_narrow(ui) ? 1 : 0});
    return ui_button(ui, tone, icon, words);
}

static void side(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;
    bool pressed = false;

    ui_open(ui, (struct ui_box){.gap = 16, .grow = is_narrow(ui) ? 0 : 2});
    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_WRAP : UI_COLUMN, .gap = 16});
    pressed = side_button(ui, UI_PRIMARY, "pencil",
                          word(view, p->has_draft ? WORD_PUPIL_DRAFT : WORD_PUPIL_OBSERVE));
    say_id(said, pressed, INTENT_OPEN_OBSERVE, &p->id);
    pressed = side_button(ui, UI_SECONDARY, "timer", word(view, WORD_INTERVAL_COUNT));
    say_id(said, pressed, INTENT_OPEN_INTERVAL, &p->id);
    pressed = side_button(ui, UI_SECONDARY, "smile",
                          word_with(ui, view, WORD_PUPIL_HAND_OVER, p->first, NULL));
    say(said, pressed, INTENT_HAND_OVER);
    ui_close(ui);
    ui_open(ui,
            (struct ui_box){.gap = 12, .pad = 20, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_text(ui, UI_HEADING, word(view, WORD_PUPIL_TARGETS));
    if (p->target_count == 0) {
        ui_text(ui, UI_BODY, word(view, WORD_PUPIL_NO_TARGETS));
    }
    for (size_t i = 0; i < p->target_count; i++) {
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
        ui_icon(ui, "target", 24, UI_ACCENT);
        ui_next_grow(ui, 1);
        ui_text(ui, UI_BODY, p->targets[i].title);
        ui_close(ui);
    }
    ui_close(ui);
    ui_close(ui);
}

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

static void observation(struct ui *ui, const struct screen_entry *e)
{
    if (e->scale[0] != '\0') {
        ui_text(ui, UI_SMALL_STRONG, e->scale);
    }
    if (e->mark_count > 0) {
        marks(ui, e);
    }
    for (size_t i = 0; i < e->said_count; i++) {
        ui_text(ui, UI_SMALL,
                ui_format(ui, "%s · %s: %s", e->said[i].item, e->said[i].label, e->said[i].text));
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        if (e->note[i][0] != '\0') {
            ui_text(ui, i == NOTE_OUTCOME ? UI_BODY : UI_SMALL, e->note[i]);
        }
    }
    if (e->context[0] != '\0') {
        ui_text(ui, UI_SMALL, e->context);
    }
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
    ui_close(ui);
    ui_close(ui);
}

static void entry(struct ui *ui, const struct screen_view *view, const struct screen_entry *e,
                  struct said *said)
{
    ui_push_id(ui, e->key);
    ui_open(ui,
            (struct ui_box){.gap = 12, .pad = 20, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, e->when);
    ui_text(ui, UI_SMALL, e->who);
    ui_close(ui);
    if (e->in_conflict) {
        bool pressed = ui_open_press(ui, word(view, WORD_PUPIL_CONFLICT),
                                     (struct ui_box){.height = 64, .along = UI_CENTRE});
        ui_pill(ui, UI_CARE, "git-compare", word(view, WORD_PUPIL_CONFLICT));
        ui_close(ui);
        say_id(said, pressed, INTENT_LOOK_OPEN, &e->rec);
    }
    if (e->is_changed) {
        bool pressed = ui_open_press(ui, word(view, WORD_PUPIL_CHANGED),
                                     (struct ui_box){.height = 64, .along = UI_CENTRE});
        ui_pill(ui, UI_PLAIN, "history", word(view, WORD_PUPIL_CHANGED));
        ui_close(ui);
        say_id(said, pressed, INTENT_HISTORY, &e->rec);
    }
    if (e->is_observation) {
        say_id(said, ui_button(ui, UI_QUIET, "pencil", word(view, WORD_PUPIL_EDIT)), INTENT_EDIT,
               &e->rec);
    }
    ui_close(ui);
    if (e->is_observation) {
        observation(ui, e);
    } else if (e->is_interval) {
        ui_text(ui, UI_SMALL_STRONG, word(view, WORD_INTERVAL_TITLE));
        ui_text(ui, UI_BODY, e->note[NOTE_OUTCOME]);
        ui_text(ui, UI_SMALL, e->context);
    } else {
        self_assessment(ui, view, e);
    }
    ui_close(ui);
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

static void taken_out(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    say_number(said, ui_open_sheet(ui, word(view, WORD_PUPIL_TAKEN_TITLE), 760), INTENT_SHEET,
               SHEET_NONE);
    for (size_t i = 0; i < p->gone_count; i++) {
        const struct screen_entry *e = &p->gone[i];
        ui_push_id(ui, e->key);
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
        if (e->is_observation) {
            observation(ui, e);
        }
        ui_close(ui);
        ui_pop_id(ui);
    }
    ui_close(ui);
}

/* ---- the path -------------------------------------------------------------------------------- */

static void entries(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->entry_count == 0) {
        ui_text(ui, UI_BODY, word(view, WORD_PUPIL_NOTHING));
    }
    for (size_t i = 0; i < p->entry_count; i++) {
        entry(ui, view, &p->entries[i], said);
    }
    if (p->gone_count > 0) {
        ui_next(ui, (struct ui_box){.across = UI_START});
        say_number(said,
                   ui_button(ui, UI_QUIET, "history",
                             word_with(ui, view, WORD_PUPIL_TAKEN_OUT,
                                       ui_format(ui, "%zu", p->gone_count), NULL)),
                   INTENT_SHEET, SHEET_TAKEN_OUT);
    }
}

static void path(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;
    const char *tabs[] = {word(view, WORD_PUPIL_PATH), word(view, WORD_PUPIL_AREAS),
                          word(view, WORD_PUPIL_HELD)};
    int turned = -1;

    ui_open(ui, (struct ui_box){.gap = 16, .grow = is_narrow(ui) ? 0 : 5});
    turned = ui_tabs(ui, tabs, PUPIL_TAB_COUNT, (int)p->tab);
    say_number(said, turned >= 0, INTENT_PUPIL_TAB, turned);
    switch (p->tab) {
    case PUPIL_PATH:
        entries(ui, view, said);
        break;
    case PUPIL_AREAS:
        path_areas(ui, view);
        break;
    case PUPIL_HELD:
        path_held(ui, view, said);
        break;
    case PUPIL_TAB_COUNT:
        break;
    }
    ui_close(ui);
}

struct said screen_pupil(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    const struct screen_pupil *p = &view->pupil;
    struct ui_person person = {p->id.text, NULL, p->initials};

    (void)form;
    page_open(ui);
    top_open(ui);
    top_back(ui, view, &said);
    if (!is_tight(ui)) {
        ui_avatar(ui, &person, 64);
    }
    top_title(ui, p->name, p->sub);
    top_state(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "pupil-%d", view->visit));
    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_COLUMN : UI_ROW,
                                .gap = 24,
                                .across = is_narrow(ui) ? UI_STRETCH : UI_START});
    side(ui, view, &said);
    path(ui, view, &said);
    ui_close(ui);
    ui_close(ui);
    page_close(ui, view, &said);
    if (view->sheet == SHEET_HISTORY) {
        history(ui, view, &said);
    } else if (view->sheet == SHEET_TAKEN_OUT) {
        taken_out(ui, view, &said);
    }
    return said;
}
