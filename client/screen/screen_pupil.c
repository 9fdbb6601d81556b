/* Pupil: the path so far, and what can be done from here.
 *
 * Looks like   who, at the top; on the left what to do next and, where there is room, the targets
 *              with their levels and how often staff wrote; on the right a tab each for what was
 *              seen (screen_entries.c), the areas and where each has held (screen_path.c), the
 *              targets half term by half term (screen_targets.c), and the pupil's own words
 *              (screen_voice.c).
 * Reads        view->pupil.
 * Says         OPEN_OBSERVE, OPEN_INTERVAL, HAND_OVER, OPEN_PICTURES, EDIT, HISTORY, PUT_BACK,
 *              ASK_TAKE_OUT, TAKE_OUT, PUPIL_TAB, PUPIL_AREA, PUPIL_KIND, PUPIL_PAGE, REVIEW_OPEN,
 *              REVIEW_OWN, REVIEW_AGREED, LOOK_OPEN, BACK.
 */
#include "screen_private.h"

float path_room(const struct ui *ui)
{
    const float margins = 88; /* of the page and of the panel */
    const float beside = (float)SIDE_WIDTH + 24;

    return ui_width(ui) / ui_text_size(ui) - margins - (is_narrow(ui) ? 0 : beside);
}

/* ---- what can be done from here -------------------------------------------------------------- */

/* Where there is little room the lesser ones are their icons, beside the first: the page is for
 * what was seen of the pupil. One name serves both. */
static bool side_button(struct ui *ui, enum ui_tone tone, const char *icon, const char *words)
{
    if (tone != UI_PRIMARY && ui_width(ui) < 720 * ui_text_size(ui)) {
        return ui_icon_button(ui, icon, words);
    }
    ui_next(ui, (struct ui_box){.across = UI_STRETCH, .grow = is_narrow(ui) ? 1 : 0});
    return ui_button(ui, tone, icon, words);
}

/* Close, so that all of them are in sight beside the first lines of the path. */
static void side_panel_open(struct ui *ui)
{
    ui_open(ui,
            (struct ui_box){
                .gap = 8, .pad_x = 20, .pad_y = 16, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
}

static void targets_now(struct ui *ui, const struct screen_view *view)
{
    const struct screen_pupil *p = &view->pupil;

    side_panel_open(ui);
    ui_text(ui, UI_STRONG, word(view, WORD_PUPIL_TARGETS_NOW));
    if (p->aim_count == 0) {
        ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_NO_TARGETS));
    }
    for (size_t i = 0; i < p->aim_count; i++) {
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .across = UI_START});
        ui_icon(ui, "target", 24 * ui_text_size(ui), UI_ACCENT);
        ui_next_grow(ui, 1);
        ui_open_column(ui, 0);
        ui_text_colour(ui, UI_SMALL, UI_INK, p->aims[i].target.title);
        if (p->aims[i].level[0] != '\0') {
            ui_text(ui, UI_SMALL, p->aims[i].level);
        }
        ui_close(ui);
        ui_close(ui);
    }
    ui_close(ui);
}

/* How often staff wrote: about them, and said so, for a line invites to be read as the pupil's. */
static void weeks(struct ui *ui, const struct screen_view *view)
{
    const struct screen_weeks *w = &view->pupil.weeks;

    if (w->title[0] == '\0') {
        return;
    }
    side_panel_open(ui);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = is_narrow(ui) ? 24 : 8, .narrow = 440});
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_sparkline(ui, &(struct ui_sparkline){.title = w->title,
                                            .value = w->now,
                                            .hue = UI_ACCENT,
                                            .counts = w->counts,
                                            .count = w->count,
                                            .is_open = true,
                                            .words = w->words});
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 4);
    ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_WEEKS_LEAD, view->pupil.first, NULL));
    if (w->has_gap) {
        ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_WEEKS_KEY, view->pupil.first, NULL));
    }
    ui_close(ui);
    ui_close(ui);
    ui_close(ui);
}

static void side(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;
    bool is_wide = !is_narrow(ui);
    bool pressed = false;

    if (is_wide) {
        ui_next(ui, (struct ui_box){.width = SIDE_WIDTH * ui_text_size(ui),
                                    .max_width = SIDE_WIDTH * ui_text_size(ui)});
    }
    ui_open_column(ui, 12);
    ui_open(ui, (struct ui_box){.flow = is_wide ? UI_COLUMN : UI_WRAP, .gap = is_wide ? 8 : 12});
    pressed = side_button(ui, UI_PRIMARY, "pencil",
                          word(view, p->has_draft ? WORD_PUPIL_DRAFT : WORD_PUPIL_OBSERVE));
    say_id(said, pressed, INTENT_OPEN_OBSERVE, &p->id);
    pressed = side_button(ui, UI_SECONDARY, "timer", word(view, WORD_INTERVAL_COUNT));
    say_id(said, pressed, INTENT_OPEN_INTERVAL, &p->id);
    pressed = side_button(ui, UI_SECONDARY, "smile",
                          word_with(ui, view, WORD_PUPIL_HAND_OVER, p->first, NULL));
    say(said, pressed, INTENT_HAND_OVER);
    pressed = side_button(ui, UI_SECONDARY, "image", word(view, WORD_PICTURES));
    say(said, pressed, INTENT_OPEN_PICTURES);
    ui_close(ui);
    if (is_wide && p->tab != PUPIL_TARGETS) {
        targets_now(ui, view);
    }
    if (is_wide && p->tab == PUPIL_PATH) {
        weeks(ui, view);
    }
    ui_close(ui);
}

/* ---- the tabs -------------------------------------------------------------------------------- */

static void tab(struct ui *ui, const struct screen_view *view, struct said *said)
{
    bool is_high = is_upright(ui) && !is_tight(ui); /* room above what was seen of the pupil */

    switch (view->pupil.tab) {
    case PUPIL_PATH:
        if (is_high) {
            weeks(ui, view);
        }
        path_entries(ui, view, said);
        if (is_narrow(ui) && !is_high) {
            weeks(ui, view);
        }
        break;
    case PUPIL_AREAS:
        path_areas(ui, view);
        break;
    case PUPIL_HELD:
        path_held(ui, view, said);
        break;
    case PUPIL_TARGETS:
        path_targets(ui, view, said);
        break;
    case PUPIL_VOICE:
        path_voice(ui, view, said);
        break;
    case PUPIL_TAB_COUNT:
        break;
    }
}

static void path(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const char *tabs[] = {word(view, WORD_PUPIL_PATH), word(view, WORD_PUPIL_AREAS),
                          word(view, WORD_PUPIL_HELD), word(view, WORD_PUPIL_TARGETS),
                          word(view, WORD_PUPIL_VOICE)};
    int turned = -1;

    ui_open(ui, (struct ui_box){.gap = 16, .grow = is_narrow(ui) ? 0 : 1});
    turned = ui_tabs(ui, tabs, PUPIL_TAB_COUNT, (int)view->pupil.tab);
    say_number(said, turned >= 0, INTENT_PUPIL_TAB, turned);
    tab(ui, view, said);
    ui_close(ui);
}

/* ---- the screen ------------------------------------------------------------------------------ */

static void sheets(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    if (view->sheet == SHEET_REASONS) {
        reasons_sheet(ui, view, form, said);
    } else if (view->sheet == SHEET_HAND_OVER) {
        hand_over_sheet(ui, view, said);
    } else if (view->sheet == SHEET_PROFILE) {
        profile_sheet(ui, view, form, said);
    } else if (view->sheet == SHEET_REVIEW) {
        review_sheet(ui, view, said);
    } else {
        entries_sheets(ui, view, said);
    }
}

struct said screen_pupil(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    const struct screen_pupil *p = &view->pupil;
    struct ui_person person = {p->id.text, p->picture, p->initials};

    page_open(ui);
    top_open(ui);
    top_back(ui, view, &said);
    if (!is_tight(ui)) {
        ui_avatar(ui, &person, 64);
    }
    top_title(ui, p->name, p->sub);
    top_state(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "pupil-%d-%d-%d", view->visit, (int)p->tab, p->page));
    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_COLUMN : UI_ROW,
                                .gap = 24,
                                .across = is_narrow(ui) ? UI_STRETCH : UI_START});
    side(ui, view, &said);
    path(ui, view, &said);
    ui_close(ui);
    ui_close(ui);
    page_close(ui, view, &said);
    sheets(ui, view, form, &said);
    return said;
}
