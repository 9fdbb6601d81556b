/* The door of the pupil room: the passphrase of whoever handed the tablet over leads out.
 *
 * Looks like   once something was saved, how much help was given; the passphrase; then back into
 *              the room, lock, or out.
 * Reads        view->room; form->passphrase.
 * Says         ROOM_HELP, ROOM_UNLOCK, ROOM_STAY, LOCK.
 */
#include "screen_private.h"

static void help(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const char *words[] = {word(view, WORD_ROOM_HELP_1), word(view, WORD_ROOM_HELP_2),
                           word(view, WORD_ROOM_HELP_3)};
    int chosen = -1;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 480});
    ui_next_grow(ui, 1);
    ui_text(ui, UI_STRONG, word(view, WORD_ROOM_HELP));
    chosen = ui_tabs(ui, words, 3, view->room.help - 1);
    say_number(said, chosen >= 0, INTENT_ROOM_HELP, (int64_t)chosen + 1);
    ui_close(ui);
}

static void door(struct ui *ui, const struct screen_view *view, struct said *said)
{
    const struct screen_room *r = &view->room;

    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = 16, .narrow = 480});
    say(said, ui_button(ui, UI_SECONDARY, "arrow-left", word(view, WORD_ROOM_STAY)),
        INTENT_ROOM_STAY);
    say(said, ui_button(ui, UI_SECONDARY, "lock", word(view, WORD_LOCK)), INTENT_LOCK);
    ui_next_grow(ui, 1);
    ui_next_disabled(ui, r->busy || r->wait_s > 0);
    say(said,
        ui_button(ui, UI_PRIMARY, "lock-open",
                  word(view, r->busy ? WORD_UNLOCK_WORKING : WORD_ROOM_LEAVE_GO)),
        INTENT_ROOM_UNLOCK);
    ui_close(ui);
}

void room_door(struct ui *ui, const struct screen_view *view, struct screen_form *form,
               struct said *said)
{
    const struct screen_room *r = &view->room;
    const char *wait = word_with(ui, view, WORD_UNLOCK_WAIT, ui_format(ui, "%d", r->wait_s), NULL);

    ui_open(ui, (struct ui_box){.gap = 12,
                                .pad_x = 32,
                                .pad_y = 24,
                                .width = 620,
                                .max_width = 720,
                                .radius = 28,
                                .shadow = 1,
                                .fill = UI_SURFACE});
    ui_text(ui, UI_TITLE, word(view, WORD_ROOM_LEAVE));
    ui_text(ui, UI_BODY, word_with(ui, view, WORD_ROOM_LEAVE_LEAD, r->staff, NULL));
    if (r->has_said) {
        help(ui, view, said);
    }
    say(said, secret_field(ui, word(view, WORD_UNLOCK_PASSPHRASE), form), INTENT_ROOM_UNLOCK);
    if (r->wait_s > 0 && !r->busy) {
        (void)ui_banner(ui, UI_CARE, wait, NULL);
    } else if (r->fault[0] != '\0') {
        (void)ui_banner(ui, UI_CARE, r->fault, NULL);
    }
    door(ui, view, said);
    ui_close(ui);
}
