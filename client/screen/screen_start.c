/* Start: the first minutes of a tablet.
 *
 * Looks like   a code, a name for the tablet and a passphrase; then four lines that tick themselves
 *              off; then the staff list, for one's own name.
 * Reads        view->start; form->code, label, passphrase.
 * Says         ENROL, READ_CODE, TYPED, ENROL_AGAIN, CHOOSE_NAME, SYNC_NOW; how the tablet is drawn
 *              and worked.
 */
#include "screen_private.h"

static void ask_code(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                     struct said *said)
{
    const struct screen_start *s = &view->start;
    struct ui_field label = {.label = word(view, WORD_START_NAME),
                             .hint = word(view, WORD_START_LABEL),
                             .text = form->label,
                             .room = sizeof(form->label)};

    ui_text(ui, UI_BIG, word(view, WORD_START_TITLE));
    ui_text(ui, UI_BODY, word(view, WORD_START_LEAD));
    code_field(ui, view, &s->code, form, said);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .across = UI_STRETCH, .narrow = 600});
    ui_open(ui, (struct ui_box){.grow = 1});
    say(said, ui_field(ui, &label) == UI_FIELD_CHANGED, INTENT_TYPED);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.grow = 1});
    say(said, secret_field(ui, word(view, WORD_START_PASSPHRASE), form), INTENT_ENROL);
    ui_close(ui);
    ui_close(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_START_PASSPHRASE_WHY));
    if (s->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, s->fault, NULL);
    }
    ui_next_disabled(ui, s->busy);
    say(said,
        ui_button(
            ui, UI_PRIMARY_LARGE, s->busy ? NULL : "log-in",
            word(view, s->busy && !s->code.is_reading ? WORD_START_WORKING : WORD_START_JOIN)),
        INTENT_ENROL);
}

/* A hub that is not there may be one that a mistyped code names: nobody waits for that for ever. */
static void waiting(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_start *s = &view->start;

    ui_text(ui, UI_BIG, word(view, WORD_START_WAITING));
    for (int i = 0; i < 4; i++) {
        bool is_done = i < s->done;
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .height = 48});
        ui_icon(ui, is_done ? "circle-check" : "hourglass", 30 * ui_text_size(ui),
                is_done ? UI_GREEN : UI_INK_SOFT);
        ui_next_grow(ui, 1);
        ui_text(ui, is_done ? UI_STRONG : UI_BODY, word(view, (enum word)(WORD_START_STEP_1 + i)));
        ui_close(ui);
    }
    if (s->fault[0] != '\0') {
        (void)ui_banner(ui, UI_WAIT, s->fault, NULL);
    }
    if (s->fault[0] != '\0' && s->is_asked) {
        ui_text(ui, UI_BODY, word(view, WORD_START_UNREACHED));
        ui_next(ui, (struct ui_box){.across = UI_START});
        say(said, ui_button(ui, UI_SECONDARY, "refresh-cw", word(view, WORD_START_AGAIN)),
            INTENT_ENROL_AGAIN);
    }
}

static void refused(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_text(ui, UI_BIG, word(view, WORD_START_REFUSED));
    (void)ui_banner(ui, UI_CARE, view->start.fault, NULL);
    say(said, ui_button(ui, UI_PRIMARY_LARGE, "refresh-cw", word(view, WORD_START_AGAIN)),
        INTENT_ENROL_AGAIN);
}

/* A school that is all new: nothing is wrong, and nobody here can go on alone. */
static void nobody(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_start *s = &view->start;

    ui_text(ui, UI_BIG, word(view, WORD_START_NOBODY));
    ui_text(ui, UI_BODY, word(view, WORD_START_NOBODY_WHY));
    if (s->fault[0] != '\0') {
        (void)ui_banner(ui, UI_WAIT, s->fault, NULL);
    } else if (s->busy) {
        (void)ui_banner(ui, UI_PLAIN, word(view, WORD_TABLET_ASKED), NULL);
    }
    say(said, ui_button(ui, UI_PRIMARY_LARGE, "refresh-cw", word(view, WORD_START_LOOK_AGAIN)),
        INTENT_SYNC_NOW);
}

static void own_name(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_people *people = &view->start.people;

    ui_text(ui, UI_BIG, word(view, WORD_START_WHO));
    ui_text(ui, UI_BODY, word(view, WORD_START_WHO_LEAD));
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 320});
    for (size_t i = 0; i < people->count; i++) {
        const struct screen_person *p = &people->rows[i];
        struct ui_tile tile = {
            .key = p->key, .name = p->name, .sub = p->role, .initials = p->initials};
        say_id(said, ui_tile(ui, &tile), INTENT_CHOOSE_NAME, &p->id);
    }
    ui_close(ui);
}

struct said screen_start(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    bool wide = view->start.step == START_NAME;
    bool asks = view->start.step == START_CODE;

    page_open(ui);
    ui_open_scroll(ui, wide ? "start-names" : "start",
                   (struct ui_box){.grow = 1,
                                   .gap = 8,
                                   .pad_x = 32,
                                   .pad_y = asks ? 16 : 32,
                                   .along = UI_CENTRE,
                                   .across = UI_CENTRE});
    ui_open(ui, (struct ui_box){.gap = 20,
                                .pad = wide ? 8 : 32,
                                .width = wide ? 1000 : 680,
                                .max_width = wide ? 1120 : 760,
                                .radius = 28,
                                .fill = wide ? UI_NO_COLOUR : UI_SURFACE,
                                .shadow = wide ? 0 : 1});
    switch (view->start.step) {
    case START_CODE:
        ask_code(ui, view, form, &said);
        break;
    case START_WAITING:
        waiting(ui, view, &said);
        break;
    case START_REFUSED:
        refused(ui, view, &said);
        break;
    case START_NAME:
        own_name(ui, view, &said);
        break;
    case START_NOBODY:
        nobody(ui, view, &said);
        break;
    }
    ui_close(ui);
    if (asks) {
        ui_next(ui, (struct ui_box){.across = UI_CENTRE});
        access_open(ui, view, &said);
    }
    ui_close(ui);
    /* Not between the fields and the keyboard; nor where there is nothing else to press, and a
     * light that comes to it again and again would be dark by the time that there is. */
    if (!asks && view->start.step != START_WAITING) {
        page_first(ui, view, &said);
    }
    page_close(ui, view, &said);
    access_sheet(ui, view, form, &said);
    return said;
}
