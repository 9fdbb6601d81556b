/* Sync and tablet: what waits, who may unlock, how it looks.
 *
 * Looks like   cards, in two columns where there is room: sync, the people of this tablet, its
 *              size, about; look, switches and motion.
 * Reads        view->tablet; form->passphrase, form->access.
 * Says         SYNC_NOW, PICK_COLLEAGUE, ADD_COLLEAGUE, CHANGE_PASSPHRASE, TEXT_SIZE, THEME,
 *              KEYBOARD, SCRIPT, ACCESS, LICENCE, BACK, LOCK.
 */
#include "screen_private.h"

static void panel(struct ui *ui)
{
    ui_open(ui,
            (struct ui_box){.gap = 16, .pad = 24, .radius = 20, .shadow = 1, .fill = UI_SURFACE});
}

static void card_open(struct ui *ui, const char *title)
{
    panel(ui);
    ui_text(ui, UI_HEADING, title);
}

/* The hub knows this tablet by its old name no more: a code, as on the first day. */
static void rejoin(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    if (t->is_rejoining) {
        (void)ui_banner(ui, UI_PLAIN, word(view, WORD_TABLET_REJOINING), NULL);
        return;
    }
    ui_text(ui, UI_BODY, word(view, WORD_TABLET_REJOIN_LEAD));
    code_field(ui, view, &t->code, form, said);
    if (t->rejoin_fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, t->rejoin_fault, NULL);
    }
    ui_next(ui, (struct ui_box){.across = UI_START});
    say(said, ui_button(ui, UI_PRIMARY, "log-in", word(view, WORD_TABLET_REJOIN)), INTENT_REJOIN);
}

static void sync(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                 struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    panel(ui);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 320});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HEADING, word(view, WORD_TABLET_SYNC));
    say(said, ui_button(ui, UI_PRIMARY, "refresh-cw", word(view, WORD_TABLET_SYNC_NOW)),
        INTENT_SYNC_NOW);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16});
    ui_icon_tile(ui, view->bar.sync_icon, UI_ACCENT);
    ui_next_grow(ui, 1);
    ui_open_column(ui, 2);
    ui_text(ui, UI_STRONG, t->waiting);
    ui_text(ui, UI_SMALL, word_with(ui, view, WORD_TABLET_CONTACT, t->contact, NULL));
    ui_close(ui);
    ui_close(ui);
    if (t->is_asking) {
        (void)ui_banner(ui, UI_PLAIN, word(view, WORD_TABLET_ASKED), NULL);
    }
    if (t->fault[0] != '\0') {
        (void)ui_banner(ui, UI_WAIT, t->fault, NULL);
    }
    if (t->clock[0] != '\0') {
        (void)ui_banner(ui, UI_WAIT, ui_format(ui, "%s. %s", word(view, WORD_LOOK_CLOCK), t->clock),
                        NULL);
    }
    if (t->parted[0] != '\0') {
        rejoin(ui, view, form, said);
    }
    ui_close(ui);
}

static void adding(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    static const struct id none = {""};
    const struct screen_tablet *t = &view->tablet;

    ui_text(ui, UI_STRONG, word_with(ui, view, WORD_TABLET_ADDING, t->adding->name, NULL));
    say(said, secret_field(ui, word(view, WORD_START_PASSPHRASE), form), INTENT_ADD_COLLEAGUE);
    ui_text(ui, UI_SMALL, word(view, WORD_START_PASSPHRASE_WHY));
    if (t->add_fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, t->add_fault, NULL);
    }
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16});
    say_id(said, ui_button(ui, UI_SECONDARY, NULL, word(view, WORD_CANCEL)), INTENT_PICK_COLLEAGUE,
           &none);
    ui_next_disabled(ui, t->busy);
    say(said,
        ui_button(ui, UI_PRIMARY, t->busy ? NULL : "user-plus",
                  word(view, t->busy ? WORD_START_WORKING : WORD_TABLET_ADD_GO)),
        INTENT_ADD_COLLEAGUE);
    ui_close(ui);
}

/* The old one too: whoever finds the tablet unlocked must not make it theirs. */
static void changing(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                     struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    ui_text(ui, UI_STRONG, word(view, WORD_CHANGE));
    if (t->add_fault[0] != '\0') { /* above the fields: under them is the keyboard */
        (void)ui_banner(ui, UI_CARE, t->add_fault, NULL);
    }
    (void)secret_in(ui, word(view, WORD_CHANGE_OLD), form->old_passphrase);
    say_number(said, secret_in(ui, word(view, WORD_CHANGE_NEW), form->passphrase),
               INTENT_CHANGE_PASSPHRASE, 2);
    ui_text(ui, UI_SMALL, word(view, WORD_START_PASSPHRASE_WHY));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    say_number(said, ui_button(ui, UI_SECONDARY, NULL, word(view, WORD_CANCEL)),
               INTENT_CHANGE_PASSPHRASE, 0);
    ui_next_disabled(ui, t->busy);
    say_number(said,
               ui_button(ui, UI_PRIMARY, t->busy ? NULL : "key-round",
                         word(view, t->busy ? WORD_START_WORKING : WORD_CHANGE_GO)),
               INTENT_CHANGE_PASSPHRASE, 2);
    ui_close(ui);
}

enum { FEW_PEOPLE = 6 };

static void names(struct ui *ui, const struct screen_people *people)
{
    bool is_few = people->count <= FEW_PEOPLE;

    ui_open(ui, (struct ui_box){
                    .flow = is_few ? UI_WRAP : UI_GRID, .gap = is_few ? 16 : 8, .cell = 200});
    for (size_t i = 0; i < people->count; i++) {
        struct ui_person person = {people->rows[i].key, NULL, people->rows[i].initials};
        ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .height = 56});
        ui_avatar(ui, &person, 48);
        ui_next_grow(ui, is_few ? 0 : 1);
        ui_text(ui, is_few ? UI_BODY : UI_SMALL, people->rows[i].name);
        ui_close(ui);
    }
    ui_close(ui);
}

static void people_acts(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                        struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    if (t->adding != NULL) {
        adding(ui, view, form, said);
    } else if (t->is_changing) {
        changing(ui, view, form, said);
    } else {
        ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
        ui_next_grow(ui, 1);
        say_number(said, ui_button(ui, UI_SECONDARY, "user-plus", word(view, WORD_TABLET_ADD)),
                   INTENT_SHEET, SHEET_GROUPS);
        ui_next_grow(ui, 1);
        say_number(said, ui_button(ui, UI_SECONDARY, "key-round", word(view, WORD_CHANGE)),
                   INTENT_CHANGE_PASSPHRASE, 1);
        ui_close(ui);
    }
}

/* Under thirty names nobody would look for what can be done. */
static void people(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    bool is_few = view->tablet.people.count <= FEW_PEOPLE;

    card_open(ui, word(view, WORD_TABLET_PEOPLE));
    if (!is_few) {
        people_acts(ui, view, form, said);
    }
    names(ui, &view->tablet.people);
    if (is_few) {
        people_acts(ui, view, form, said);
    }
    ui_close(ui);
}

/* Each by its name, and as many as are wanted. */
static void scripts(struct ui *ui, const struct screen_view *view, struct said *said)
{
    ui_text(ui, UI_STRONG, word(view, WORD_TABLET_SCRIPTS));
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 8});
    for (int i = UI_LATIN + 1; i < UI_SCRIPT_COUNT; i++) {
        bool chosen = (view->tablet.scripts & 1U << i) != 0;
        say_number(said, ui_chip(ui, word(view, (enum word)(WORD_SCRIPT_LATIN + i)), chosen),
                   INTENT_SCRIPT, i);
    }
    ui_close(ui);
    ui_text(ui, UI_SMALL, word(view, WORD_TABLET_SCRIPTS_LEAD));
}

static void look(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;
    const char *boards[] = {word(view, WORD_TABLET_KEYBOARD_ON),
                            word(view, WORD_TABLET_KEYBOARD_OFF)};
    const char *sounds[] = {word(view, WORD_TABLET_SOUND_ON), word(view, WORD_TABLET_SOUND_OFF)};
    int chosen = -1;

    card_open(ui, word(view, WORD_TABLET_LOOK));
    tablet_look(ui, view, said);
    ui_text(ui, UI_STRONG, word(view, WORD_TABLET_KEYBOARD));
    chosen = ui_tabs(ui, boards, 2, t->keyboard ? 0 : 1);
    say_number(said, chosen >= 0, INTENT_KEYBOARD, chosen == 0 ? 1 : 0);
    if (t->keyboard) {
        scripts(ui, view, said);
    }
    ui_text(ui, UI_STRONG, word(view, WORD_TABLET_SOUND));
    chosen = ui_tabs(ui, sounds, 2, t->silent ? 1 : 0);
    say_number(said, chosen >= 0, INTENT_SOUND, chosen == 0 ? 1 : 0);
    ui_close(ui);
}

/* A card is 85.6 mm long, and a dp is a 160th of an inch: so long is the bar when the scale is
 * right. It is the same on every theme and text size, or no hand could trust it. */
static const float card_dp = 85.6F / 25.4F * 160;

static void ruler(struct ui *ui, const struct screen_view *view, struct said *said)
{
    card_open(ui, word(view, WORD_TABLET_RULER));
    ui_text(ui, UI_BODY, word(view, WORD_TABLET_RULER_LEAD));
    ui_next(ui, (struct ui_box){.across = UI_START});
    ui_open(ui, (struct ui_box){
                    .width = card_dp, .height = 32, .fixed = true, .fill = UI_ACCENT, .radius = 4});
    ui_close(ui);
    ui_open(ui, (struct ui_box){.flow = UI_WRAP, .gap = 16});
    say_number(said, ui_button(ui, UI_SECONDARY, "minus", word(view, WORD_TABLET_SHORTER)),
               INTENT_RULER, -1);
    say_number(said, ui_button(ui, UI_SECONDARY, "plus", word(view, WORD_TABLET_LONGER)),
               INTENT_RULER, 1);
    say_number(said, ui_button(ui, UI_QUIET, "ruler", word(view, WORD_TABLET_RULER_AUTO)),
               INTENT_RULER, 0);
    ui_close(ui);
    ui_close(ui);
}

static void colleagues(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_people *all = &view->tablet.colleagues;

    say_number(said, ui_open_sheet(ui, word(view, WORD_TABLET_ADD), 640), INTENT_SHEET, SHEET_NONE);
    ui_text(ui, UI_BODY, word(view, all->count > 0 ? WORD_TABLET_ADD_LEAD : WORD_TABLET_ALL_ADDED));
    for (size_t i = 0; i < all->count; i++) {
        struct ui_item item = {.key = all->rows[i].key,
                               .title = all->rows[i].name,
                               .sub = all->rows[i].role[0] != '\0' ? all->rows[i].role : NULL,
                               .icon = "user",
                               .leads = true};
        say_id(said, ui_item(ui, &item), INTENT_PICK_COLLEAGUE, &all->rows[i].id);
    }
    ui_close(ui);
}

static void about(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_tablet *t = &view->tablet;

    card_open(ui, word(view, WORD_TABLET_ABOUT));
    ui_text(ui, UI_BODY, word_with(ui, view, WORD_TABLET_ABOUT_TEXT, t->version, t->label));
    ui_text(ui, UI_BODY, word(view, WORD_TABLET_LICENCE));
    ui_text(ui, UI_SMALL, word(view, WORD_LICENCES_LEAD));
    ui_next(ui, (struct ui_box){.across = UI_START});
    say_number(said, ui_button(ui, UI_SECONDARY, "file-text", word(view, WORD_LICENCES)),
               INTENT_LICENCE, -1);
    ui_close(ui);
}

/* Side by side: the tablet and its people, as wide as the ruler needs; how it looks and listens. */
static void in_two(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                   struct said *said)
{
    const float width = card_dp + 2 * 24;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .across = UI_START});
    ui_open(ui, (struct ui_box){.gap = 16, .width = width, .max_width = width});
    sync(ui, view, form, said);
    people(ui, view, form, said);
    ruler(ui, view, said);
    about(ui, view, said);
    ui_close(ui);
    ui_open(ui, (struct ui_box){.gap = 16, .grow = 1});
    look(ui, view, said);
    tablet_access(ui, view, form, said);
    ui_close(ui);
    ui_close(ui);
}

struct said screen_tablet(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();

    page_open(ui);
    top_open(ui);
    top_back(ui, view, &said);
    top_title(ui, word(view, WORD_BAR_TABLET), view->bar.staff);
    top_lock(ui, view, &said);
    ui_close(ui);
    body_open(ui, ui_format(ui, "tablet-%d", view->visit));
    if (is_narrow(ui)) {
        sync(ui, view, form, &said);
        people(ui, view, form, &said);
        look(ui, view, &said);
        ruler(ui, view, &said);
        tablet_access(ui, view, form, &said);
        about(ui, view, &said);
    } else {
        in_two(ui, view, form, &said);
    }
    ui_close(ui);
    page_close(ui, view, &said);
    if (view->sheet == SHEET_GROUPS) {
        colleagues(ui, view, &said);
    } else if (view->sheet == SHEET_LICENCES) {
        licences_sheet(ui, view, &said);
    }
    return said;
}
