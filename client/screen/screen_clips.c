/* Recorded phrases: self-assessments in a voice that the pupils know.
 *
 * Looks like   the self-assessments, each with how much of it is recorded; or the phrases of one,
 *              question by question; or the one phrase that is recorded now: its words, large, a
 *              button to record and to stop, how loud it is, and who has recorded it.
 * Reads        view->clips.
 * Says         CLIPS_WHOSE, CLIPS_SET, CLIP_OPEN, CLIP_RECORD, CLIP_STOP, CLIP_HEAR, CLIP_KEEP,
 *              CLIP_DROP, CLIP_OUT, BACK.
 */
#include "screen_private.h"

enum { THUMB = 64, METER_HEIGHT = 24, METER_BARS = 20 };

/* ---- the self-assessments -------------------------------------------------------------------- */

static void whose(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_clips *c = &view->clips;
    const char *tabs[] = {word_with(ui, view, WORD_CLIPS_THEIRS, c->first, NULL),
                          word(view, WORD_CLIPS_SCHOOLS)};
    int turned = ui_tabs(ui, tabs, 2, c->is_schools ? 1 : 0);

    say_number(said, turned >= 0, INTENT_CLIPS_WHOSE, turned);
    ui_text(ui, UI_SMALL,
            c->is_schools ? word(view, WORD_CLIPS_LEAD_SCHOOL)
                          : word_with(ui, view, WORD_CLIPS_LEAD, c->first, NULL));
}

static void set(struct ui *ui, const struct screen_clip_set *one, size_t number, struct said *said)
{
    bool pressed = false;

    ui_push_id(ui, one->key);
    pressed = ui_open_press(ui, one->label,
                            (struct ui_box){.flow = UI_ROW,
                                            .gap = 16,
                                            .pad_x = 16,
                                            .pad_y = 12,
                                            .height = 96,
                                            .radius = 20,
                                            .shadow = 1,
                                            .fill = UI_SURFACE});
    if (one->picture[0] != '\0') {
        ui_picture(ui, one->picture, THUMB);
    } else {
        ui_icon_tile(ui, "message-square", UI_ACCENT);
    }
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, one->label);
    ui_text(ui, UI_SMALL, one->sub);
    ui_close(ui);
    ui_close(ui);
    say_number(said, pressed, INTENT_CLIPS_SET, (int64_t)number);
    ui_pop_id(ui);
}

static void list(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_clips *c = &view->clips;

    whose(ui, view, said);
    if (c->has_begun &&
        ui_banner(ui, UI_WAIT, word(view, WORD_CLIPS_BEGUN), word(view, WORD_PICTURES_GO_ON))) {
        say_number(said, true, INTENT_CLIP_OPEN, -1);
    }
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 340});
    for (size_t i = 0; i < c->set_count; i++) {
        set(ui, &c->sets[i], i, said);
    }
    ui_close(ui);
}

/* ---- the phrases of one ---------------------------------------------------------------------- */

static void phrase(struct ui *ui, const struct screen_view *view, const struct screen_phrase *one,
                   struct said *said)
{
    bool is_there = one->who[0] != '\0';
    const char *by_none = one->gone[0] != '\0' ? one->gone : word(view, WORD_CLIP_NONE);
    struct ui_item item = {.key = one->key,
                           .title = one->words,
                           .sub = is_there ? one->who : by_none,
                           .icon = is_there ? "circle-check" : "mic",
                           .hue = is_there ? UI_GREEN : UI_ACCENT,
                           .leads = true};

    say_number(said, ui_item(ui, &item), INTENT_CLIP_OPEN, one->number);
}

static void group(struct ui *ui, const struct screen_view *view, const struct screen_phrases *g,
                  struct said *said)
{
    size_t first = 0;

    panel_open(ui);
    if (g->is_question && g->count > 0) {
        phrase(ui, view, &g->rows[first++], said);
        ui_pill(ui, g->is_whole ? UI_GOOD : UI_PLAIN, g->is_whole ? "volume-2" : "info", g->voice);
    }
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 8, .cell = 300});
    for (size_t i = first; i < g->count; i++) {
        phrase(ui, view, &g->rows[i], said);
    }
    ui_close(ui);
    ui_close(ui);
}

static void phrases(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_clips *c = &view->clips;

    if (c->group_count > 0 && c->groups[c->group_count - 1].is_question) {
        ui_text(ui, UI_SMALL, word(view, WORD_CLIPS_SET_LEAD));
    }
    if (c->is_all) {
        ui_pill(ui, UI_GOOD, "check", word(view, WORD_CLIPS_ALL));
    }
    for (size_t i = 0; i < c->group_count; i++) {
        ui_push_id(ui, ui_format(ui, "group-%zu", i));
        group(ui, view, &c->groups[i], said);
        ui_pop_id(ui);
    }
}

/* ---- the one --------------------------------------------------------------------------------- */

/* As many bars as it is loud. */
static void meter(struct ui *ui, const struct screen_clips *c)
{
    int on = (c->loudness * METER_BARS + 99) / 100;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 4});
    for (int i = 0; i < METER_BARS; i++) {
        ui_open(ui, (struct ui_box){.width = 14,
                                    .max_width = 14,
                                    .height = METER_HEIGHT,
                                    .fixed = true,
                                    .radius = 4,
                                    .fill = i < on ? UI_ACCENT : UI_SUNK,
                                    .edge = UI_EDGE,
                                    .line = 1});
        ui_close(ui);
    }
    ui_close(ui);
}

static void taking(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_clips *c = &view->clips;

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    if (c->is_listening) {
        say(said, ui_button(ui, UI_PRIMARY_LARGE, "square", word(view, WORD_CLIP_STOP)),
            INTENT_CLIP_STOP);
    } else {
        ui_next_disabled(ui, c->is_busy);
        say(said,
            ui_button(ui, c->has_take ? UI_SECONDARY_LARGE : UI_PRIMARY_LARGE, "mic",
                      word(view, c->has_take ? WORD_CLIP_AGAIN : WORD_CLIP_RECORD)),
            INTENT_CLIP_RECORD);
    }
    if (c->has_take && !c->is_listening) {
        const struct id none = {""};
        say_id(said, ui_button(ui, UI_SECONDARY_LARGE, "play", word(view, WORD_CLIP_HEAR)),
               INTENT_CLIP_HEAR, &none);
        say(said, ui_button(ui, UI_PRIMARY_LARGE, "check", word(view, WORD_CLIP_KEEP)),
            INTENT_CLIP_KEEP);
        say(said, ui_button(ui, UI_QUIET, "x", word(view, WORD_PICTURE_DROP)), INTENT_CLIP_DROP);
    }
    ui_close(ui);
    if (c->is_listening || c->seconds[0] != '\0') {
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16, .height = 32});
        if (c->is_listening) {
            meter(ui, c);
        }
        ui_text(ui, UI_SMALL, c->seconds);
        ui_close(ui);
    }
}

static void spoken(struct ui *ui, const struct screen_view *view, const struct screen_clip *one,
                   struct said *said)
{
    ui_push_name(ui, one->who);
    ui_push_id(ui, one->key);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 420});
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    ui_text(ui, UI_STRONG, one->who);
    ui_text(ui, UI_SMALL, one->sub);
    if (one->gone[0] != '\0') {
        ui_text(ui, UI_SMALL, one->gone);
    }
    ui_close(ui);
    ui_open_row(ui, 8);
    say_id(said, ui_button(ui, UI_SECONDARY, "play", word(view, WORD_CLIP_HEAR)), INTENT_CLIP_HEAR,
           &one->rec);
    say_id(said, ui_button(ui, UI_QUIET, "trash-2", word(view, WORD_PICTURE_OUT)), INTENT_CLIP_OUT,
           &one->rec);
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
    ui_pop_id(ui);
}

static void one(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_clips *c = &view->clips;

    panel_open(ui);
    if (c->where[0] != '\0') {
        ui_text(ui, UI_SMALL, c->where);
    }
    ui_text(ui, UI_HUGE, c->words);
    if (c->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, c->fault, NULL);
    }
    taking(ui, view, said);
    ui_divider(ui); /* advice below: what is touched and watched stays in sight in large words */
    ui_text(ui, UI_SMALL, word(view, WORD_CLIP_LEAD));
    ui_text(ui, UI_SMALL, word(view, WORD_CLIP_NAMES));
    ui_close(ui);
    if (c->count > 0) {
        panel_open(ui);
        ui_text(ui, UI_HEADING, word(view, WORD_CLIP_THERE));
        for (size_t i = 0; i < c->count; i++) {
            spoken(ui, view, &c->rows[i], said);
        }
        ui_close(ui);
    }
}

struct said screen_clips(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    const struct screen_clips *c = &view->clips;

    (void)form;
    page_open(ui);
    top_open(ui);
    top_back(ui, view, &said);
    top_title(ui, c->phase == CLIPS_LIST ? word(view, WORD_CLIPS) : c->title,
              c->is_schools ? word(view, WORD_CLIPS_SCHOOLS) : c->name);
    top_state(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "clips-%d-%d", view->visit, (int)c->phase));
    if (c->phase == CLIPS_LIST) {
        list(ui, view, &said);
    } else if (c->phase == CLIPS_SET) {
        phrases(ui, view, &said);
    } else {
        one(ui, view, &said);
    }
    ui_close(ui);
    page_close(ui, view, &said);
    return said;
}
