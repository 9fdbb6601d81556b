/* Own pictures: those of one pupil, and the school's.
 *
 * Looks like   the pictures that there are, as tiles; or the newest files of this tablet, to choose
 *              one; or the one that is being made: the picture, its words, whether it shows the
 *              pupil.
 * Reads        view->pictures, form->picture.
 * Says         PICTURES_WHOSE, PICTURE_LOOK, PICTURE_TAKE, PICTURE_OPEN, PICTURE_FACE,
 *              PICTURE_SAVE, PICTURE_OUT, TYPED, BACK.
 */
#include "screen_private.h"

enum { CELL = 208, THUMB = 132, PREVIEW = 360 };

static bool tile(struct ui *ui, const struct screen_view *view,
                 const struct screen_own_picture *one)
{
    bool pressed = ui_open_press(ui, one->label,
                                 (struct ui_box){.gap = 8,
                                                 .pad = 16,
                                                 .height = 208,
                                                 .radius = 20,
                                                 .shadow = 1,
                                                 .along = UI_CENTRE,
                                                 .across = UI_CENTRE,
                                                 .fill = UI_SURFACE});

    ui_picture(ui, one->picture, THUMB);
    ui_text_centred(ui, UI_STRONG, one->label);
    if (one->is_portrait) {
        ui_pill(ui, UI_PLAIN, "user", word(view, WORD_PICTURE_PORTRAIT));
    }
    ui_close(ui);
    return pressed;
}

/* A tile is as wide for one picture as for thirty. */
static void grid_open(struct ui *ui)
{
    const float gap = 16;
    float cell = CELL * (is_tight(ui) ? 1.25F : 1);
    int columns = (int)((ui_width(ui) - 48 + gap) / (cell + gap));

    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = gap, .columns = columns});
}

/* ---- those that there are -------------------------------------------------------------------- */

static void whose(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pictures *p = &view->pictures;
    const char *tabs[] = {word_with(ui, view, WORD_PICTURES_THEIRS, p->first, NULL),
                          word(view, WORD_PICTURES_SCHOOLS)};
    int turned = -1;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 520});
    ui_next_grow(ui, 1);
    turned = ui_tabs(ui, tabs, 2, p->is_schools ? 1 : 0);
    say_number(said, turned >= 0, INTENT_PICTURES_WHOSE, turned);
    say(said, ui_button(ui, UI_PRIMARY, "plus", word(view, WORD_PICTURES_ADD)),
        INTENT_PICTURE_LOOK);
    ui_close(ui);
    ui_text(ui, UI_SMALL,
            p->is_schools ? word(view, WORD_PICTURES_LEAD_SCHOOL)
                          : word_with(ui, view, WORD_PICTURES_LEAD, p->first, NULL));
}

static void list(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pictures *p = &view->pictures;

    whose(ui, view, said);
    if (p->has_begun &&
        ui_banner(ui, UI_WAIT, word(view, WORD_PICTURES_BEGUN), word(view, WORD_PICTURES_GO_ON))) {
        const struct id none = {""};
        say_id(said, true, INTENT_PICTURE_OPEN, &none);
    }
    if (p->count == 0) {
        empty_note(ui, "image", word(view, WORD_PICTURES_NONE), word(view, WORD_PICTURES_NONE_WHY));
    }
    grid_open(ui);
    for (size_t i = 0; i < p->count; i++) {
        ui_push_id(ui, p->rows[i].key);
        say_id(said, tile(ui, view, &p->rows[i]), INTENT_PICTURE_OPEN, &p->rows[i].rec);
        ui_pop_id(ui);
    }
    ui_close(ui);
}

/* ---- the files of this tablet ---------------------------------------------------------------- */

static void files(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pictures *p = &view->pictures;

    ui_text(ui, UI_HEADING, word(view, WORD_PICTURES_FILES));
    ui_text(ui, UI_SMALL, word(view, WORD_PICTURES_FILES_LEAD));
    if (p->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, p->fault, NULL);
    }
    if (p->is_busy) {
        ui_text(ui, UI_BODY, word(view, WORD_PICTURES_LOOKING));
    } else if (p->count == 0) {
        ui_text(ui, UI_BODY, word(view, WORD_PICTURES_NO_FILES));
    }
    grid_open(ui);
    for (size_t i = 0; i < p->count; i++) {
        ui_push_id(ui, p->rows[i].key);
        ui_next_disabled(ui, p->is_busy);
        say_number(said, tile(ui, view, &p->rows[i]), INTENT_PICTURE_TAKE, (int64_t)i);
        ui_pop_id(ui);
    }
    ui_close(ui);
}

/* ---- the one --------------------------------------------------------------------------------- */

static void face(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pictures *p = &view->pictures;
    const char *ways[] = {word(view, WORD_PICTURE_NO),
                          word_with(ui, view, WORD_PICTURE_YES, p->first, NULL)};
    int chosen = -1;

    ui_open_column(ui, 8);
    ui_text(ui, UI_STRONG, word_with(ui, view, WORD_PICTURE_FACE, p->first, NULL));
    chosen = ui_tabs(ui, ways, 2, p->is_portrait ? 1 : 0);
    say_number(said, chosen >= 0, INTENT_PICTURE_FACE, chosen);
    ui_text(ui, UI_SMALL, word(view, WORD_PICTURE_FACE_LEAD));
    ui_close(ui);
}

static void acts(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_pictures *p = &view->pictures;

    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 12});
    ui_next_disabled(ui, !p->can_save);
    say(said, ui_button(ui, UI_PRIMARY, "check", word(view, WORD_PICTURE_SAVE)),
        INTENT_PICTURE_SAVE);
    say(said, ui_button(ui, UI_SECONDARY, "image", word(view, WORD_PICTURE_ANOTHER)),
        INTENT_PICTURE_LOOK);
    say(said,
        ui_button(ui, UI_QUIET, p->is_new ? "x" : "trash-2",
                  word(view, p->is_new ? WORD_PICTURE_DROP : WORD_PICTURE_OUT)),
        INTENT_PICTURE_OUT);
    ui_close(ui);
}

static void words(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                  struct said *said)
{
    struct ui_field field = {.label = word(view, WORD_PICTURE_WORDS),
                             .hint = word(view, WORD_PICTURE_WORDS_HINT),
                             .text = form->picture,
                             .room = sizeof(form->picture),
                             .prose = true};

    /* Done closes the keyboard and saves nothing yet: below the words a question may stand. */
    say(said, ui_field(ui, &field) == UI_FIELD_CHANGED, INTENT_TYPED);
}

static void one(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                struct said *said)
{
    const struct screen_pictures *p = &view->pictures;

    ui_open(ui, (struct ui_box){.flow = is_narrow(ui) ? UI_COLUMN : UI_ROW,
                                .gap = 24,
                                .across = is_narrow(ui) ? UI_STRETCH : UI_START});
    ui_open(ui, (struct ui_box){
                    .pad = 20, .radius = 20, .shadow = 1, .across = UI_CENTRE, .fill = UI_SURFACE});
    ui_picture(ui, p->picture, is_tight(ui) ? 240 : PREVIEW);
    ui_close(ui);
    ui_next_grow(ui, 1);
    panel_open(ui);
    if (p->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, p->fault, NULL);
    }
    words(ui, view, form, said);
    if (!p->is_schools) {
        face(ui, view, said);
    }
    if (p->used[0] != '\0') {
        ui_text(ui, UI_SMALL, p->used);
    }
    acts(ui, view, said);
    ui_close(ui);
    ui_close(ui);
}

struct said screen_pictures(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    const struct screen_pictures *p = &view->pictures;
    enum word title = p->phase != PICTURES_ONE ? WORD_PICTURES
                      : p->is_new              ? WORD_PICTURE_NEW
                                               : WORD_PICTURE_CHANGE;

    page_open(ui);
    top_open(ui);
    top_back(ui, view, &said);
    top_title(ui, word(view, title), p->is_schools ? word(view, WORD_PICTURES_SCHOOLS) : p->name);
    top_state(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "pictures-%d-%d", view->visit, (int)p->phase));
    if (p->phase == PICTURES_LIST) {
        list(ui, view, &said);
    } else if (p->phase == PICTURES_FILES) {
        files(ui, view, &said);
    } else {
        one(ui, view, form, &said);
    }
    ui_close(ui);
    page_close(ui, view, &said);
    return said;
}
