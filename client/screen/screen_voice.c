/* In the pupil's own words: what they answered by pictures, and the pages of their journal.
 *
 * Answers stand as the pictures that were touched, each version of a set of questions by itself:
 * three faces and five are not one row. Of one question each answer is a small card; of several
 * each sitting is a row, its questions in columns, so that an eye going down sees how one went over
 * time. Where adults have a view of the same activity it stands beside. Nothing is counted or
 * averaged. How an answer was given stands with it where an adult should know.
 */
#include "screen_private.h"

enum { WHEN_WIDTH = 152, ADULTS_WIDTH = 264, ANSWER_WIDTH = 128 }; /* dp at text 100 % */

/* ---- one answer ------------------------------------------------------------------------------ */

static void touched(struct ui *ui, const struct screen_reply *r, float size)
{
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 6});
    for (size_t i = 0; i < r->picture_count; i++) {
        ui_picture(ui, r->pictures[i], r->picture_count == 1 ? size : 44);
    }
    ui_close(ui);
}

/* Beside its picture, or under its pictures. */
static void reply(struct ui *ui, const struct screen_reply *r, bool asks)
{
    bool is_one = r->picture_count == 1;

    ui_open(ui, (struct ui_box){.flow = is_one ? UI_ROW : UI_COLUMN, .gap = is_one ? 12 : 4});
    touched(ui, r, 64);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 0);
    if (asks && r->question[0] != '\0') {
        ui_text(ui, UI_SMALL, r->question);
    }
    ui_text(ui, UI_STRONG, r->words);
    ui_close(ui);
    ui_close(ui);
}

static void care(struct ui *ui, const char *words)
{
    if (words[0] == '\0') {
        return;
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8, .across = UI_START});
    ui_icon(ui, "eye", 22 * ui_text_size(ui), UI_AMBER);
    ui_next_grow(ui, 1);
    ui_text_colour(ui, UI_SMALL_STRONG, UI_AMBER, words);
    ui_close(ui);
}

static void when(struct ui *ui, const struct screen_view *view, const struct screen_told *t)
{
    ui_text(ui, UI_SMALL_STRONG, t->when);
    if (t->about[0] != '\0') {
        ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_VOICE_ABOUT, t->about, NULL));
    }
    if (t->ways[0] != '\0') {
        ui_text(ui, UI_SMALL, t->ways);
    }
    care(ui, t->care);
}

static bool has_adults(const struct screen_asked *a)
{
    return a->adults[0] != '\0';
}

/* ---- beside it ------------------------------------------------------------------------------- */

static void seen(struct ui *ui, const struct screen_entry *e)
{
    ui_push_id(ui, e->key);
    ui_open_column(ui, 4);
    ui_text(ui, UI_SMALL, ui_format(ui, "%s · %s", e->who, e->when));
    for (size_t i = 0; i < e->mark_count; i++) {
        const struct screen_mark *m = &e->marks[i];
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 8});
        ui_icon(ui, m->icon[0] != '\0' ? m->icon : "circle-dot", 22 * ui_text_size(ui), m->hue);
        ui_next_grow(ui, 1);
        ui_text(ui, UI_SMALL_STRONG, ui_format(ui, "%s: %s", m->area, m->choice));
        ui_close(ui);
    }
    if (e->note[NOTE_OUTCOME][0] != '\0') {
        ui_text(ui, UI_BODY, e->note[NOTE_OUTCOME]);
    }
    ui_close(ui);
    ui_pop_id(ui);
}

static void adults(struct ui *ui, const struct screen_view *view, const struct screen_told *t)
{
    for (size_t i = 0; i < t->beside_count; i++) {
        seen(ui, &t->beside[i]);
    }
    if (t->agreed[0] != '\0') {
        ui_text(ui, UI_SMALL_STRONG, word_with(ui, view, WORD_PUPIL_AGREED, t->agreed, NULL));
    } else if (t->beside_count == 0) {
        ui_text(ui, UI_SMALL,
                word(view, t->is_of_target ? WORD_PUPIL_AGREED_NONE : WORD_PUPIL_ADULTS_NONE));
    }
}

/* ---- sittings -------------------------------------------------------------------------------- */

static void told_open(struct ui *ui, enum ui_flow flow)
{
    ui_open(ui, (struct ui_box){.flow = flow,
                                .gap = flow == UI_ROW ? 16 : 8,
                                .pad = 14,
                                .radius = 16,
                                .fill = UI_SUNK,
                                .edge = UI_LINE,
                                .line = 1,
                                .across = flow == UI_ROW ? UI_START : UI_AUTO});
}

/* All of one sitting, one thing under the other. */
static void told(struct ui *ui, const struct screen_view *view, const struct screen_asked *a,
                 const struct screen_told *t)
{
    bool is_board = a->question_count == 1 && t->reply_count > 1;

    told_open(ui, UI_COLUMN);
    ui_open(ui, (struct ui_box){.flow = is_board ? UI_GRID : UI_COLUMN, .gap = 12, .cell = 200});
    for (size_t i = 0; i < t->reply_count; i++) {
        reply(ui, &t->replies[i], a->question_count != 1);
    }
    ui_close(ui);
    when(ui, view, t);
    if (has_adults(a)) {
        ui_divider(ui);
        ui_text(ui, UI_SMALL_STRONG, a->adults);
        adults(ui, view, t);
    }
    ui_close(ui);
}

static void cell(struct ui *ui, const struct screen_told *t, size_t column)
{
    ui_next_grow(ui, 1);
    ui_open_column(ui, 8);
    for (size_t i = 0; i < t->reply_count; i++) {
        if ((size_t)t->replies[i].column == column) {
            touched(ui, &t->replies[i], 52);
            ui_text(ui, UI_SMALL_STRONG, t->replies[i].words);
        }
    }
    ui_close(ui);
}

static void first_column(struct ui *ui)
{
    float width = (float)WHEN_WIDTH * ui_text_size(ui);

    ui_next(ui, (struct ui_box){.width = width, .max_width = width});
    ui_open_column(ui, 4);
}

static void last_column(struct ui *ui)
{
    float width = (float)ADULTS_WIDTH * ui_text_size(ui);

    ui_next(ui, (struct ui_box){.width = width, .max_width = width});
    ui_open_column(ui, 10);
}

static void head(struct ui *ui, const struct screen_view *view, const struct screen_asked *a)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .pad_x = 14, .across = UI_END});
    first_column(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_VOICE_OWN));
    ui_close(ui);
    for (size_t i = 0; i < a->question_count; i++) {
        ui_next_grow(ui, 1);
        ui_open_column(ui, 0);
        ui_text(ui, UI_SMALL, a->questions[i]);
        ui_close(ui);
    }
    if (has_adults(a)) {
        last_column(ui);
        ui_text(ui, UI_SMALL, a->adults);
        ui_close(ui);
    }
    ui_close(ui);
}

static void sitting(struct ui *ui, const struct screen_view *view, const struct screen_asked *a,
                    const struct screen_told *t)
{
    told_open(ui, UI_ROW);
    first_column(ui);
    when(ui, view, t);
    ui_close(ui);
    for (size_t i = 0; i < a->question_count; i++) {
        cell(ui, t, i);
    }
    if (has_adults(a)) {
        last_column(ui);
        adults(ui, view, t);
        ui_close(ui);
    }
    ui_close(ui);
}

static bool has_columns(const struct ui *ui, const struct screen_asked *a)
{
    float room = (float)WHEN_WIDTH + (has_adults(a) ? (float)ADULTS_WIDTH + 16 : 0);

    for (size_t i = 0; i < a->question_count; i++) {
        room += (float)ANSWER_WIDTH + 16;
    }
    return (a->question_count > 1 || has_adults(a)) && room <= path_room(ui);
}

static void asked(struct ui *ui, const struct screen_view *view, const struct screen_asked *a)
{
    bool columns = has_columns(ui, a);

    ui_push_id(ui, a->key);
    panel_open(ui);
    ui_text(ui, UI_HEADING, a->name);
    ui_text(ui, UI_SMALL,
            a->question_count == 1 ? ui_format(ui, "%s · %s", a->questions[0], a->span) : a->span);
    if (a->is_earlier) {
        ui_text(ui, UI_SMALL_STRONG, word(view, WORD_PUPIL_VOICE_EARLIER));
    }
    if (columns) {
        head(ui, view, a);
    }
    ui_open(ui, (struct ui_box){.flow = columns ? UI_COLUMN : UI_GRID, .gap = 12, .cell = 232});
    for (size_t i = 0; i < a->count; i++) {
        if (columns) {
            sitting(ui, view, a, &a->rows[i]);
        } else {
            told(ui, view, a, &a->rows[i]);
        }
    }
    ui_close(ui);
    ui_close(ui);
    ui_pop_id(ui);
}

/* ---- the journal ----------------------------------------------------------------------------- */

static void page(struct ui *ui, const struct screen_page *p)
{
    ui_open(ui,
            (struct ui_box){
                .gap = 8, .pad = 16, .radius = 16, .fill = UI_SUNK, .edge = UI_LINE, .line = 1});
    ui_text(ui, UI_SMALL, p->when);
    care(ui, p->care);
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

static void journal(struct ui *ui, const struct screen_view *view)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->page_count == 0) {
        return;
    }
    panel_open(ui);
    ui_text(ui, UI_HEADING, word(view, WORD_PUPIL_JOURNAL));
    for (size_t i = 0; i < p->page_count; i++) {
        page(ui, &p->pages[i]);
    }
    ui_close(ui);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool some_have_adults(const struct screen_pupil *p)
{
    for (size_t i = 0; i < p->asked_count; i++) {
        if (has_adults(&p->asked[i])) {
            return true;
        }
    }
    return false;
}

void path_voice(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pupil *p = &view->pupil;

    if (p->asked_count == 0 && p->page_count == 0) {
        empty_note(ui, "smile", word(view, WORD_PUPIL_VOICE_NONE),
                   word_with(ui, view, WORD_PUPIL_VOICE_NONE_WHY, p->first, NULL));
        return;
    }
    ui_text(ui, UI_SMALL, word_with(ui, view, WORD_PUPIL_VOICE_LEAD, p->first, NULL));
    if (some_have_adults(p)) {
        ui_text(ui, UI_SMALL, word(view, WORD_PUPIL_VOICE_ADULTS));
    }
    for (size_t i = 0; i < p->asked_count; i++) {
        asked(ui, view, &p->asked[i]);
    }
    journal(ui, view);
    path_turn(ui, view, said);
}
