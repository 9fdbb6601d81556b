/* Unlock: whose tablet it is for the next minutes.
 *
 * Looks like   the tablet's staff as tiles; then one name, the passphrase and Unlock.
 * Reads        view->unlock; form->passphrase.
 * Says         PICK_SLOT, UNLOCK; how the tablet is drawn and worked.
 */
#include "screen_private.h"

static void tiles(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_people *people = &view->unlock.people;

    ui_text_centred(ui, UI_BIG, word(view, WORD_UNLOCK_TITLE));
    ui_text_centred(ui, UI_BODY, word(view, WORD_UNLOCK_LEAD));
    ui_gap(ui, 16);
    ui_open(ui, (struct ui_box){.flow = UI_GRID, .gap = 16, .cell = 320});
    for (size_t i = 0; i < people->count; i++) {
        const struct screen_person *p = &people->rows[i];
        struct ui_tile tile = {.key = p->key, .name = p->name, .initials = p->initials};
        say_number(said, ui_tile(ui, &tile), INTENT_PICK_SLOT, p->slot);
    }
    ui_close(ui);
}

static const char *state_words(struct ui *ui, const struct screen_view *view)
{
    const struct screen_unlock *u = &view->unlock;

    if (u->wait_s > 0 && !u->busy) {
        return word_with(ui, view, WORD_UNLOCK_WAIT, ui_format(ui, "%d", u->wait_s), NULL);
    }
    if (u->per_cent > 0) {
        return word_with(ui, view, WORD_UNLOCK_FOLDING, ui_format(ui, "%d", u->per_cent), NULL);
    }
    return u->fault;
}

static void passphrase(struct ui *ui, const struct screen_view *view, struct screen_form *form,
                       struct said *said)
{
    const struct screen_unlock *u = &view->unlock;
    const struct screen_person *p = &u->people.rows[u->chosen];
    const char *state = state_words(ui, view);
    struct ui_person person = {p->key, NULL, p->initials};

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 12, .narrow = 440});
    ui_next_grow(ui, 1);
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 20});
    ui_avatar(ui, &person, 72);
    ui_next_grow(ui, 1);
    ui_text_title(ui, UI_TITLE, p->name);
    ui_close(ui);
    if (u->people.count == 1 && !u->busy) { /* the foot is under the keyboard at once */
        say_number(said, ui_icon_button(ui, "accessibility", word(view, WORD_ACCESS_OPEN)),
                   INTENT_SHEET, SHEET_ACCESS);
    }
    if (u->people.count > 1 && !u->busy) {
        say_number(said, ui_button(ui, UI_QUIET, "users", word(view, WORD_UNLOCK_OTHER)),
                   INTENT_PICK_SLOT, 0);
    }
    ui_close(ui);
    if (state[0] != '\0') { /* above the field: under it is the keyboard */
        (void)ui_banner(ui, u->busy ? UI_PLAIN : UI_CARE, state, NULL);
    }
    say(said, secret_field(ui, word(view, WORD_UNLOCK_PASSPHRASE), form), INTENT_UNLOCK);
    if (u->demo[0] != '\0') {
        ui_text(ui, UI_SMALL, word_with(ui, view, WORD_UNLOCK_DEMO, u->demo, NULL));
    }
    if (view->fault[0] != '\0') {
        (void)ui_banner(ui, UI_WAIT, view->fault,
                        NULL); /* not at the foot: the keyboard is there */
    }
    ui_next(ui, (struct ui_box){.across = UI_STRETCH});
    ui_next_disabled(ui, u->busy || u->wait_s > 0);
    say(said,
        ui_button(ui, UI_PRIMARY_LARGE, u->busy ? NULL : "lock-open",
                  word(view, u->busy ? WORD_UNLOCK_WORKING : WORD_UNLOCK_GO)),
        INTENT_UNLOCK);
}

struct said screen_unlock(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    struct said said = said_nothing();
    bool one = view->unlock.chosen >= 0;

    page_open(ui);
    /* One name stands high, so that the keyboard leaves all of it in sight. */
    ui_open_scroll(ui, one ? "unlock-one" : "unlock-tiles",
                   (struct ui_box){.grow = 1,
                                   .pad_x = 32,
                                   .pad_y = one ? 56 : 32,
                                   .along = one ? UI_START : UI_CENTRE,
                                   .across = UI_CENTRE});
    ui_open(ui, (struct ui_box){.gap = 20,
                                .pad = one ? 40 : 8,
                                .width = one ? 560 : 720,
                                .max_width = one ? 640 : 1040,
                                .radius = 28,
                                .fill = one ? UI_SURFACE : UI_NO_COLOUR,
                                .shadow = one ? 1 : 0});
    if (one) {
        passphrase(ui, view, form, &said);
    } else {
        tiles(ui, view, &said);
    }
    ui_close(ui);
    ui_close(ui);
    if (!one) {
        page_fault(ui, view);
        page_first(ui, view, &said);
    }
    page_end(ui, view, &said);
    access_sheet(ui, view, form, &said);
    return said;
}
