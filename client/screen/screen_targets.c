/* The pupil's targets, half term by half term, and the review of one.
 *
 * A level is a word about the target in one half term. Levels of several half terms stand side by
 * side and no line joins them; each reviewer's own judgement is kept beside what was agreed, so
 * that it can be seen where people saw different things.
 */
#include "screen_private.h"

#include <string.h>

/* ---- a half term ----------------------------------------------------------------------------- */

static void conflict(struct ui *ui, const struct screen_view *view, const struct screen_term *t,
                     struct said *said)
{
    bool pressed = false;

    if (!id_is_none(&t->rec)) {
        pressed = ui_open_press(ui, word(view, WORD_PUPIL_CONFLICT),
                                (struct ui_box){.height = 64, .along = UI_CENTRE});
        ui_pill(ui, UI_CARE, "git-compare", word(view, WORD_PUPIL_CONFLICT));
        ui_close(ui);
        say_id(said, pressed, INTENT_LOOK_OPEN, &t->rec);
    }
}

/* Names stand where people saw different things; several who saw the same are a number. */
static void own_levels(struct ui *ui, const struct screen_view *view, const struct screen_term *t)
{
    bool is_same = t->own_count > 1;

    for (size_t i = 0; i < t->own_count; i++) {
        is_same = is_same && strcmp(t->own[i].level, t->level) == 0;
    }
    if (is_same) {
        ui_text(
            ui, UI_SMALL,
            word_with(ui, view, WORD_PUPIL_SAME_LEVEL, ui_format(ui, "%zu", t->own_count), NULL));
        return;
    }
    for (size_t i = 0; i < t->own_count; i++) {
        ui_text(ui, UI_SMALL,
                word_with(ui, view, WORD_PUPIL_OWN_LEVEL, t->own[i].who, t->own[i].level));
    }
}

static void term(struct ui *ui, const struct screen_view *view, const struct screen_term *t,
                 struct said *said)
{
    bool is_agreed = t->level[0] != '\0';

    ui_push_id(ui, t->key);
    ui_open(ui, (struct ui_box){.gap = 2,
                                .pad = 12,
                                .radius = 16,
                                .fill = is_agreed ? UI_ACCENT_TINT : UI_SUNK,
                                .edge = t->is_now ? UI_ACCENT : UI_LINE,
                                .line = t->is_now ? 2 : 1});
    ui_text(ui, UI_SMALL, t->name);
    ui_text_colour(ui, UI_STRONG, is_agreed ? UI_ACCENT_INK : UI_INK_SOFT,
                   is_agreed          ? t->level
                   : t->own_count > 0 ? word(view, WORD_PUPIL_NOT_AGREED)
                                      : word(view, WORD_PUPIL_NOT_JUDGED));
    own_levels(ui, view, t);
    conflict(ui, view, t, said);
    ui_close(ui);
    ui_pop_id(ui);
}

/* ---- a target -------------------------------------------------------------------------------- */

static void about(struct ui *ui, const char *label, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .across = UI_START, .narrow = 520});
    ui_next(ui, (struct ui_box){.width = 152 * ui_text_size(ui)});
    ui_text(ui, UI_SMALL, label);
    ui_next_grow(ui, 1);
    ui_text_colour(ui, UI_SMALL, UI_INK, text);
    ui_close(ui);
}

static const char *about_line(struct ui *ui, const struct screen_view *view,
                              const struct screen_aim *aim)
{
    const char *due =
        aim->due[0] != '\0' ? word_with(ui, view, WORD_PUPIL_DUE, aim->due, NULL) : "";

    return ui_format(ui, "%s%s%s", aim->area, aim->area[0] != '\0' && due[0] != '\0' ? " · " : "",
                     due);
}

/* Half terms are all as wide, however few a target has. */
static int term_columns(const struct ui *ui)
{
    const float least = 196;
    float room = path_room(ui);

    return room < 2 * least ? 1 : (int)(room / least);
}

static void target(struct ui *ui, const struct screen_view *view, const struct screen_aim *aim,
                   struct said *said)
{
    const char *line = about_line(ui, view, aim);

    ui_push_id(ui, aim->target.key);
    ui_push_name(ui, aim->target.title);
    panel_open(ui);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 480});
    ui_next_grow(ui, 1);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12});
    ui_icon_tile(ui, "target", UI_ACCENT);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, aim->target.title);
    if (line[0] != '\0') {
        ui_text(ui, UI_SMALL, line);
    }
    ui_close(ui);
    ui_close(ui);
    say_id(said, ui_button(ui, UI_SECONDARY, "list-checks", word(view, WORD_PUPIL_REVIEW)),
           INTENT_REVIEW_OPEN, &aim->target.id);
    ui_close(ui);
    about(ui, word(view, WORD_PUPIL_CRITERIA), aim->criteria);
    about(ui, word(view, WORD_PUPIL_STRATEGIES), aim->strategies);
    ui_open(ui, (struct ui_box){
                    .flow = UI_GRID, .gap = 12, .columns = term_columns(ui), .by_line = true});
    for (size_t i = 0; i < aim->term_count; i++) {
        term(ui, view, &aim->terms[i], said);
    }
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    ui_pop_id(ui);
}

void path_targets(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->aim_count == 0) {
        empty_note(ui, "target", word(view, WORD_PUPIL_TARGETS_NONE),
                   word(view, WORD_PUPIL_TARGETS_NONE_WHY));
        return;
    }
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_TARGETS_LEAD));
    for (size_t i = 0; i < p->aim_count; i++) {
        target(ui, view, &p->aims[i], said);
    }
}

/* ---- the review ------------------------------------------------------------------------------ */

static int levels(struct ui *ui, const struct screen_view *view, enum word name, int chosen)
{
    const struct instrument_item *item = view->pupil.review.item;
    const char **words = ui_room(ui, (item->choice_count + 1) * sizeof(*words));
    int touched = -1;

    for (size_t i = 0; i < item->choice_count; i++) {
        words[i] = item->choices[i].label;
    }
    ui_text(ui, UI_STRONG, word(view, name));
    ui_push_id(ui, word(view, name));
    touched = ui_choices(ui, &(struct ui_choices){.name = word(view, name),
                                                  .hue = UI_ACCENT,
                                                  .words = words,
                                                  .count = (int)item->choice_count,
                                                  .chosen = chosen,
                                                  .bare = true});
    ui_pop_id(ui);
    if (chosen >= 0) {
        ui_text(ui, UI_SMALL, item->choices[chosen].about);
    }
    return touched;
}

void review_sheet(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_review *r = &view->pupil.review;
    int touched = -1;

    say_number(
        said, ui_open_sheet(ui, word(view, WORD_REVIEW_TITLE), ui_text_size(ui) > 1.2F ? 960 : 800),
        INTENT_SHEET, SHEET_NONE);
    sheet_fault(ui, view);
    ui_text(ui, UI_HEADING, r->title);
    ui_text(ui, UI_SMALL, r->term);
    ui_text(ui, UI_BODY,
            r->before[0] != '\0' ? word_with(ui, view, WORD_REVIEW_BEFORE, r->before, NULL)
                                 : word(view, WORD_REVIEW_FIRST));
    if (r->item != NULL) {
        touched = levels(ui, view, WORD_REVIEW_OWN, r->own);
        say_number(said, touched >= 0, INTENT_REVIEW_OWN, touched);
        if (r->other_count > 0) {
            ui_text(ui, UI_STRONG, word(view, WORD_REVIEW_OTHERS));
        }
        for (size_t i = 0; i < r->other_count; i++) {
            ui_text(
                ui, UI_BODY,
                word_with(ui, view, WORD_PUPIL_OWN_LEVEL, r->others[i].who, r->others[i].level));
        }
        touched = levels(ui, view, WORD_REVIEW_AGREED, r->agreed);
        say_number(said, touched >= 0, INTENT_REVIEW_AGREED, touched);
    }
    ui_close(ui);
}
