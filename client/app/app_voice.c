/* The voice for whoever does not see where the focus is.
 *
 * On the staff's screens it is a switch in the settings. In the pupil room it goes with scanning,
 * for the light alone tells little to whoever cannot read; but it never breaks into the question.
 * A classroom hears it: so a name is said by its first letter and of a note only how long it is,
 * until the person who is unlocked has said that they use headphones. Names are taken out of the
 * finished sentence, not kept out of it: a screen that is yet to be written cannot forget to.
 */
#include "app_private.h"

#include <string.h>

static bool is_wanted(const struct app *a)
{
    bool in_room = a->place.on == SCREEN_ROOM && a->room.phase != ROOM_LEAVING;

    if (a->host.say == NULL || a->look.silent) {
        return false;
    }
    if (!in_room) {
        return a->look.voiced;
    }
    return a->room.profile.is.scan.way != UI_SCAN_OFF && a->room.profile.is.muted == 0;
}

static bool is_asking(const struct app *a)
{
    int from = 0;
    int size = 0;

    return a->place.on == SCREEN_ROOM && a->room.asks_aloud && a->host.mark != NULL &&
           a->host.mark(a->host.ctx, &from, &size);
}

static int64_t words_in(const char *text)
{
    static const char blanks[] = " \n\t";
    int64_t count = 0;

    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        text += strcspn(text, blanks);
        count++;
    }
    return count;
}

static void write_text(struct app *a, const char *text, struct buf *out)
{
    int64_t count = words_in(text);

    buf_text(out, ": ");
    if (count == 0) {
        buf_text(out, word_of(a, WORD_VOICE_EMPTY));
    } else if (a->place.says_names) {
        buf_text(out, text);
    } else {
        buf_text(out, words_count(&a->words, count == 1 ? WORD_VOICE_WORD : WORD_VOICE_WORDS,
                                  &a->model, count));
    }
}

static void write(struct app *a, const struct ui_spoken *s, struct buf *out)
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
        write_text(a, s->text, out);
    }
    buf_byte(out, '.');
}

void voice_frame(struct app *a, struct ui *ui)
{
    struct ui_spoken spoken;
    struct buf whole = {0};
    struct buf text = {0};
    bool moved = ui_spoken(ui, &spoken);
    bool in_room = a->place.on == SCREEN_ROOM;
    bool is_open = in_room && a->room.phase != ROOM_LEAVING ? a->room.about_words[0] == '\0'
                                                            : a->place.says_names;

    if (!moved || !is_wanted(a) || is_asking(a)) {
        return;
    }
    if (!is_open && voice_names(a) != STATUS_OK) {
        return; /* what cannot be left out is not said */
    }
    write(a, &spoken, &whole);
    if (is_open) {
        buf_text(&text, buf_cstr(&whole));
    } else {
        voice_hide_names(&a->spoken, buf_cstr(&whole), &text);
    }
    a->room.asks_aloud = false;
    a->host.say(a->host.ctx, buf_cstr(&text), in_room ? a->room.profile.voice : "en",
                in_room ? a->room.profile.is.rate : VOICE_RATE_USUAL);
    buf_wipe(&whole);
    buf_finish(&whole);
    buf_wipe(&text);
    buf_finish(&text);
}
