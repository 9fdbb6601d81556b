/* The voice for whoever does not see where the focus is.
 *
 * On the staff's screens it is a switch in the settings. In the pupil room it goes with scanning,
 * for the light alone tells little to whoever cannot read; but it never breaks into the question.
 */
#include "app_private.h"

static bool is_wanted(const struct app *a)
{
    bool in_room = a->place.on == SCREEN_ROOM && a->room.phase != ROOM_LEAVING;

    if (a->host.say == NULL || a->look.silent) {
        return false;
    }
    return in_room ? a->room.scan.way != UI_SCAN_OFF && !a->room.is_muted : a->look.voiced;
}

static bool is_asking(const struct app *a)
{
    int from = 0;
    int size = 0;

    return a->place.on == SCREEN_ROOM && a->room.asks_aloud && a->host.mark != NULL &&
           a->host.mark(a->host.ctx, &from, &size);
}

static void write(const struct app *a, const struct ui_spoken *s, struct buf *out)
{
    if (s->leads_back) {
        buf_text(out, word_of(a, WORD_VOICE_BACK));
        return;
    }
    if (s->name != NULL) {
        buf_printf(out, "%s, ", s->name);
    }
    buf_text(out, s->label);
    if (s->is_chosen) {
        buf_printf(out, ", %s", word_of(a, WORD_VOICE_CHOSEN));
    }
    if (s->is_disabled) {
        buf_printf(out, ", %s", word_of(a, WORD_VOICE_DISABLED));
    }
    if (s->is_field) {
        buf_printf(out, ", %s", word_of(a, WORD_VOICE_FIELD));
    }
    if (s->text != NULL) {
        buf_printf(out, ": %s", s->text[0] == '\0' ? word_of(a, WORD_VOICE_EMPTY) : s->text);
    }
    buf_byte(out, '.');
}

void voice_frame(struct app *a, struct ui *ui)
{
    struct ui_spoken spoken;
    struct buf text = {0};
    bool moved = ui_spoken(ui, &spoken);
    bool in_room = a->place.on == SCREEN_ROOM;

    if (!moved || !is_wanted(a) || is_asking(a)) {
        return;
    }
    write(a, &spoken, &text);
    a->room.asks_aloud = false;
    a->host.say(a->host.ctx, buf_cstr(&text),
                in_room && a->room.voice[0] != '\0' ? a->room.voice : "en",
                in_room ? a->room.rate : 0);
    buf_wipe(&text);
    buf_finish(&text);
}
