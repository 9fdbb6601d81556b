/* In the pupil's own words: what they answered by pictures, and the pages of their journal.
 *
 * Answers stand as the pictures that were touched, each version of a set of questions by itself:
 * three faces and five are not one row. Nothing is counted or averaged. How an answer was given
 * stands beside it where an adult should know.
 */
#include "screen_private.h"

static void reply(struct ui *ui, const struct screen_reply *r)
{
    bool is_one = r->picture_count == 1;

    ui_open(ui, (struct ui_box){.flow = is_one ? UI_ROW : UI_COLUMN, .gap = is_one ? 12 : 4});
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    for (size_t i = 0; i < r->picture_count; i++) {
        ui_picture(ui, r->pictures[i], is_one ? 64 : 48);
    }
    ui_close(ui);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    if (r->question[0] != '\0') {
        ui_text(ui, UI_SMALL, r->question);
    }
    ui_text(ui, UI_STRONG, r->words);
    ui_close(ui);
    ui_close(ui);
}

static void told(struct ui *ui, const struct screen_told *t)
{
    ui_open(ui,
            (struct ui_box){
                .gap = 8, .pad = 14, .radius = 16, .fill = UI_SUNK, .edge = UI_LINE, .line = 1});
    for (size_t i = 0; i < t->reply_count; i++) {
        reply(ui, &t->replies[i]);
    }
    ui_text(ui, UI_SMALL, t->when);
    if (t->care[0] != '\0') {
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
        ui_icon(ui, "eye", 22, UI_AMBER);
        ui_next_grow(ui, 1);
        ui_text_colour(ui, UI_SMALL_STRONG, UI_AMBER, t->care);
        ui_close(ui);
    }
    ui_close(ui);
}

static void asked(struct ui *ui, const struct screen_view *view, const struct screen_asked *a)
{
    ui_push_id(ui, a->key);
    panel_open(ui);
    ui_text(ui, UI_HEADING, a->name);
    ui_text(ui, UI_SMALL, a->span);
    if (a->is_earlier) {
        ui_text(ui, UI_SMALL_STRONG, word(view, WORD_PUPIL_VOICE_EARLIER));
    }
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 12, .cell = 232});
    for (size_t i = 0; i < a->count; i++) {
        told(ui, &a->rows[i]);
    }
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
}

static void page(struct ui *ui, const struct screen_page *p)
{
    ui_open(ui,
            (struct ui_box){
                .gap = 8, .pad = 16, .radius = 16, .fill = UI_SUNK, .edge = UI_LINE, .line = 1});
    ui_text(ui, UI_SMALL, p->when);
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    for (size_t i = 0; i < p->picture_count; i++) {
        ui_picture(ui, p->pictures[i], 88);
    }
    ui_close(ui);
    if (p->text[0] != '\0') {
        ui_text(ui, UI_STRONG, p->text);
    }
    if (p->labels[0] != '\0') {
        ui_text(ui, UI_SMALL, p->labels);
    }
    ui_close(ui);
}

void path_voice(struct ui *ui, const struct screen_view *view)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->asked_count == 0 && p->page_count == 0) {
        panel_open(ui);
        ui_text(ui, UI_BODY, word_with(ui, view, WORD_PUPIL_VOICE_NONE, p->first, NULL));
        ui_close(ui);
        return;
    }
    ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_VOICE_LEAD, p->first, NULL));
    if (p->page_count > 0) {
        panel_open(ui);
        ui_text(ui, UI_HEADING, word(view, WORD_PUPIL_JOURNAL));
        for (size_t i = 0; i < p->page_count; i++) {
            page(ui, &p->pages[i]);
        }
        ui_close(ui);
    }
    for (size_t i = 0; i < p->asked_count; i++) {
        asked(ui, view, &p->asked[i]);
    }
    if (p->has_more_told) {
        ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_VOICE_MORE));
    }
}
