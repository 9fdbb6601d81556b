/* Observe: write one observation down, all on one screen.
 *
 * Looks like   who, at the top; the instrument's rows on the left (screen_scale.c); chips and
 *              targets on the right; the three parts of the note below; Clear, the path so far,
 *              the instrument, quick phrases and Save at the foot. One column when narrow.
 * Reads        view->observe; form->draft, which it writes into.
 * Says         DRAFT after a tap, TYPED after a letter, SAVE, CLEAR, OPEN_PUPIL, SHEET, LOCK, BACK.
 */
#include "screen_private.h"

#include <string.h>

/* The room inside the chips' card, and for the name of a row of them. */
static const float about_pad = 20;
static const float name_width = 104;

/* ---- the bar --------------------------------------------------------------------------------- */

/* Where the bar has room a fault stands in it, and takes nothing from the notes. */
static bool fits_in_bar(const struct ui *ui)
{
    return ui_width(ui) >= 1200 * ui_text_size(ui);
}

static void fault_in_bar(struct ui *ui, const struct screen_view *view)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 12,
                                .pad_x = 16,
                                .width = 500,
                                .height = 64,
                                .fixed = true,
                                .radius = 16,
                                .fill = UI_ROSE_TINT});
    ui_icon(ui, "triangle-alert", 24 * ui_text_size(ui), UI_ROSE);
    ui_next_grow(ui, 1);
    ui_text_colour(ui, UI_SMALL, UI_INK, view->fault);
    ui_close(ui);
}

/* Where there is room for one line, it is that nothing will be lost. */
static const char *under_name(const struct ui *ui, const struct screen_view *view)
{
    const struct screen_observe *o = &view->observe;

    if (is_tight(ui) && o->draft[0] != '\0') {
        return o->draft;
    }
    return o->is_edit ? word(view, WORD_OBSERVE_EDIT) : o->sub;
}

static void bar(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_observe *o = &view->observe;
    struct ui_person person = {id_is_none(&o->pupil) ? NULL : o->pupil.text, o->picture,
                               o->initials};

    top_open(ui);
    top_back(ui, view, said);
    if (!is_narrow(ui)) { /* the name has more need of the room */
        ui_avatar(ui, &person, 64);
    }
    top_title(ui, o->who, under_name(ui, view));
    if (o->draft[0] != '\0' && !is_tight(ui)) {
        ui_open(ui, (struct ui_box){.height = UI_TARGET, .along = UI_CENTRE});
        ui_pill(ui, UI_PLAIN, "check", o->draft);
        ui_close(ui);
    }
    if (view->fault[0] != '\0' && fits_in_bar(ui)) {
        fault_in_bar(ui, view);
    } else {
        top_sync(ui, view, said);
        if (!is_narrow(ui)) {
            ui_open(ui, (struct ui_box){.height = UI_TARGET, .along = UI_CENTRE, .across = UI_END});
            ui_text(ui, UI_STRONG, view->bar.date);
            ui_text(ui, UI_SMALL, view->bar.time);
            ui_close(ui);
        }
    }
    top_lock(ui, view, said);
    ui_close(ui);
}

/* ---- chips ----------------------------------------------------------------------------------- */

static const enum word context_labels[CONTEXT_COUNT] = {WORD_OBSERVE_DOING, WORD_OBSERVE_PLACE,
                                                        WORD_OBSERVE_WITH, WORD_OBSERVE_PROMPT};

void context_toggle(struct screen_draft *draft, enum screen_context which, const char *value)
{
    char *kept = draft->context[which];

    text_copy(kept, SCREEN_CONTEXT_ROOM, strcmp(kept, value) == 0 ? "" : value);
}

static size_t chosen_chip(const struct screen_chips *chips, const char *value)
{
    for (size_t i = 0; i < chips->count; i++) {
        if (strcmp(chips->rows[i].value, value) == 0) {
            return i;
        }
    }
    return chips->count;
}

/* The name of the row, which opens all its words. */
static bool more_button(struct ui *ui, const char *label)
{
    bool pressed = ui_open_press(
        ui, label,
        (struct ui_box){.flow = UI_ROW, .gap = 4, .height = 56, .width = name_width, .radius = 16});

    ui_text(ui, UI_SMALL_STRONG, label);
    ui_icon(ui, "chevron-down", 22 * ui_text_size(ui), UI_ACCENT_INK);
    ui_close(ui);
    return pressed;
}

/* What is left of a line for chips, beside the row's name. */
static float line_room(struct ui *ui)
{
    float all = ui_width(ui) - 2 * (24 + about_pad);

    return (is_narrow(ui) ? all : all - SCALE_WIDTH - 16) - name_width - 4;
}

static float chip_room(struct ui *ui, const char *words)
{
    return ui_chip_width(ui, words) + 8;
}

/* As many as one line holds, the chosen one always; the rest are behind the row's name. */
static void context(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                    enum screen_context which, struct said *said)
{
    const struct screen_chips *chips = &view->observe.context[which];
    size_t chosen = chosen_chip(chips, draft->context[which]);
    float room =
        line_room(ui) - (chosen < chips->count ? chip_room(ui, chips->rows[chosen].shown) : 0);

    ui_push_id(ui, word(view, context_labels[which]));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    say_number(said, more_button(ui, word(view, context_labels[which])), INTENT_SHEET,
               SHEET_CONTEXT + (int)which);
    for (size_t i = 0; i < chips->count; i++) {
        float needs = i == chosen ? 0 : chip_room(ui, chips->rows[i].shown);
        if (needs > room) {
            continue;
        }
        room -= needs;
        if (ui_chip(ui, chips->rows[i].shown, i == chosen)) {
            context_toggle(draft, which, chips->rows[i].value);
            say(said, true, INTENT_DRAFT);
        }
    }
    ui_close(ui);
    ui_pop_id(ui);
}

/* ---- targets --------------------------------------------------------------------------------- */

static bool has_target(const struct screen_draft *draft, const struct id *target)
{
    for (size_t i = 0; i < draft->target_count; i++) {
        if (id_equal(&draft->targets[i], target)) {
            return true;
        }
    }
    return false;
}

/* False where there are as many as an observation takes. */
static bool target_toggle(struct screen_draft *draft, const struct id *target)
{
    for (size_t i = 0; i < draft->target_count; i++) {
        if (id_equal(&draft->targets[i], target)) {
            draft->targets[i] = draft->targets[--draft->target_count];
            return true;
        }
    }
    if (draft->target_count == SCREEN_TARGETS_MAX) {
        return false;
    }
    draft->targets[draft->target_count++] = *target;
    return true;
}

void target_chip(struct ui *ui, const struct screen_target *target, struct screen_draft *draft,
                 struct said *said)
{
    ui_push_id(ui, target->key);
    if (ui_chip(ui, target->title, has_target(draft, &target->id))) {
        bool fits = target_toggle(draft, &target->id);
        say_number(said, true, INTENT_DRAFT, fits ? 0 : 1);
    }
    ui_pop_id(ui);
}

/* The lines that the chips marked in shown need, of which the first has so much room. */
static int target_lines(struct ui *ui, const struct screen_observe *o, const bool *shown,
                        float first)
{
    float all = line_room(ui) + name_width + 4;
    float room = first;
    int lines = 1;

    for (size_t i = 0; i < o->target_count; i++) {
        float needs = shown[i] ? chip_room(ui, o->targets[i].title) : 0;

        if (needs > room) {
            lines++;
            room = all;
        }
        room -= needs;
    }
    return lines;
}

/* Beside the scale there is room for three lines: what is chosen, and the first of the others. True
 * when some are left out; then the name of the row opens all of them. */
static bool choose_targets(struct ui *ui, const struct screen_observe *o,
                           const struct screen_draft *draft, bool *shown)
{
    const int most = 3;
    size_t count = o->target_count;

    for (size_t i = 0; i < count; i++) {
        shown[i] = true;
    }
    if (is_narrow(ui) || target_lines(ui, o, shown, line_room(ui) + name_width + 4) <= most) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        shown[i] = has_target(draft, &o->targets[i].id);
    }
    for (size_t i = 0; i < count; i++) {
        if (!shown[i]) {
            shown[i] = true;
            shown[i] = target_lines(ui, o, shown, line_room(ui)) <= most;
        }
    }
    return true;
}

static void targets(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                    struct said *said)
{
    const struct screen_observe *o = &view->observe;
    bool *shown = ui_room(ui, (o->target_count + 1) * sizeof(*shown));
    bool is_short = false;

    if (o->target_count == 0) {
        return;
    }
    is_short = choose_targets(ui, o, draft, shown);
    ui_push_id(ui, word(view, WORD_OBSERVE_TARGETS));
    if (!is_short) {
        ui_text(ui, UI_SMALL_STRONG, word(view, WORD_OBSERVE_TARGETS));
    }
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    if (is_short) {
        say_number(said, more_button(ui, word(view, WORD_OBSERVE_TARGETS)), INTENT_SHEET,
                   SHEET_TARGETS);
    }
    for (size_t i = 0; i < o->target_count; i++) {
        if (shown[i]) {
            target_chip(ui, &o->targets[i], draft, said);
        }
    }
    ui_close(ui);
    ui_pop_id(ui);
}

static void about(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    ui_open(ui, (struct ui_box){.gap = 8,
                                .pad_x = about_pad,
                                .pad_y = 12,
                                .radius = 20,
                                .shadow = 1,
                                .grow = 1,
                                .fill = UI_SURFACE});
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        context(ui, view, &form->draft, (enum screen_context)i, said);
    }
    targets(ui, view, &form->draft, said);
    ui_close(ui);
}

/* ---- the note -------------------------------------------------------------------------------- */

void note_field(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                const struct note_look *look, struct said *said)
{
    static const enum word labels[NOTE_COUNT] = {WORD_OBSERVE_OBJECTIVE, WORD_OBSERVE_ACTIVITY,
                                                 WORD_OBSERVE_OUTCOME};
    struct ui_field field = {.label = word(view, labels[look->part]),
                             .hint = look->is_bare ? word(view, labels[look->part]) : NULL,
                             .text = draft->note[look->part],
                             .room = SCREEN_NOTE_ROOM,
                             .lines = look->lines,
                             .bare = look->is_bare,
                             .lexicon = &view->observe.lexicon[look->part]};

    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
}

/* The three parts side by side, under the scale. */
static void note(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                 struct said *said)
{
    ui_open(ui, (struct ui_box){
                    .flow = is_narrow(ui) ? UI_COLUMN : UI_ROW, .gap = 12, .across = UI_STRETCH});
    for (int i = 0; i < NOTE_COUNT; i++) {
        struct note_look look = {(enum screen_note)i, is_narrow(ui) && i == NOTE_OUTCOME ? 3 : 2,
                                 true};
        ui_next_grow(ui, i == NOTE_OUTCOME ? 2 : 1);
        note_field(ui, view, draft, &look, said);
    }
    ui_close(ui);
}

/* ---- a group observation that is changed ----------------------------------------------------- */

static void for_whom(struct ui *ui, const struct screen_view *view, struct screen_draft *draft,
                     struct said *said)
{
    const struct screen_observe *o = &view->observe;
    const char *words[] = {o->only, o->all};
    int turned = -1;

    if (o->all[0] == '\0') {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    ui_text(ui, UI_STRONG, word(view, WORD_OBSERVE_FOR));
    turned = ui_tabs(ui, words, 2, draft->for_all ? 1 : 0);
    ui_text(ui, UI_SMALL, o->sisters);
    ui_close(ui);
    if (turned >= 0) {
        draft->for_all = turned == 1;
        say(said, true, INTENT_DRAFT);
    }
}

/* ---- the foot -------------------------------------------------------------------------------- */

/* Where the foot has two lines, its buttons share each of them. */
static void foot_button(struct ui *ui, float width)
{
    ui_next(ui, (struct ui_box){.width = width, .grow = is_tight(ui) ? 1 : 0});
}

static void foot(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_observe *o = &view->observe;

    ui_open(ui, (struct ui_box){.flow = is_tight(ui) ? UI_WRAP : UI_ROW,
                                .gap = is_tight(ui) ? 8 : 16,
                                .pad_x = 24,
                                .pad_y = 12,
                                .foot = true});
    ui_next_disabled(ui, o->draft[0] == '\0');
    foot_button(ui, 0);
    say(said, ui_button(ui, UI_SECONDARY, "undo-2", word(view, WORD_OBSERVE_CLEAR)), INTENT_CLEAR);
    foot_button(ui, 0);
    if (o->is_edit) {
        say_number(said, ui_button(ui, UI_SECONDARY, "trash-2", word(view, WORD_OBSERVE_TAKE_OUT)),
                   INTENT_SHEET, SHEET_REASONS);
    } else if (!id_is_none(&o->pupil)) {
        say_id(said, ui_button(ui, UI_SECONDARY, "route", word(view, WORD_OBSERVE_PATH)),
               INTENT_OPEN_PUPIL, &o->pupil);
    }
    if (!is_narrow(ui)) {
        scale_buttons(ui, view, said);
    }
    if (!is_tight(ui)) {
        ui_spacer(ui);
    }
    foot_button(ui, is_narrow(ui) ? 320 : 240);
    ui_next_disabled(ui, !o->can_save);
    say(said,
        ui_button(ui, UI_PRIMARY_LARGE, "check",
                  word(view, o->is_edit ? WORD_OBSERVE_SAVE_EDIT : WORD_SAVE)),
        INTENT_SAVE);
    ui_close(ui);
}

struct said screen_observe(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    float between = scale_is_long(ui, view) ? 8 : 12;

    page_open(ui);
    bar(ui, view, &said);
    ui_open_scroll(ui, ui_format(ui, "observe-%d", view->visit),
                   (struct ui_box){.grow = 1, .keeps_end = true});
    ui_open(ui, (struct ui_box){.gap = between, .pad_x = 24, .pad_y = between, .grow = 1});
    for_whom(ui, view, &form->draft, &said);
    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_COLUMN : UI_ROW,
                                .gap = 16,
                                .grow = 1,
                                .across = UI_STRETCH});
    scale_card(ui, view, &form->draft, &said);
    about(ui, view, form, &said);
    ui_close(ui);
    if (is_narrow(ui)) {
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
        scale_buttons(ui, view, &said);
        ui_close(ui);
    }
    if (!view->observe.is_note) {
        note(ui, view, &form->draft, &said);
    }
    ui_close(ui);
    ui_close(ui);
    if (!fits_in_bar(ui)) {
        page_fault(ui, view);
    }
    foot(ui, view, &said);
    page_end(ui, view, &said);
    observe_sheets(ui, view, form, &said);
    return said;
}
