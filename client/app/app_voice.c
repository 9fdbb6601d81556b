/* The voice for whoever does not see where the focus is.
 *
 * On the staff's screens it is a switch in the settings. In the pupil room it goes with scanning,
 * for the light alone tells little to whoever cannot read; but it never breaks into the question.
 * A sentence that comes by itself (what went wrong, what was done) has no focus that could come to
 * it, so on the staff's screens it is said as it comes, before what has the focus.
 * A classroom hears it: so a name is said by its first letter and of a note only how long it is,
 * until the person who is unlocked has said that they use headphones. Names are taken out of the
 * finished sentence, not kept out of it: a screen that is yet to be written cannot forget to.
 */
#include "app_private.h"

#include <string.h>

static bool is_wanted(const struct app *a)
{
    bool in_room = a->place.on == SCREEN_ROOM && a->room.phase != ROOM_LEAVING;

    if (a->host.say == NULL || a->look.silent || a->recording.is_listening) {
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

/* ---- what comes by itself -------------------------------------------------------------------- */

static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261U;

    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 16777619U;
    }
    return hash;
}

/* The sentences that were not there in the frame before; true when there is one. */
static bool write_news(struct app *a, struct buf *out)
{
    const char *const sentences[] = {a->fault, a->lock_fault, a->enrol_fault, a->toast};

    CHECK(sizeof(sentences) / sizeof(sentences[0]) == sizeof(a->told) / sizeof(a->told[0]));
    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
        uint32_t hash = hash_of(sentences[i]);
        if (hash != a->told[i] && sentences[i][0] != '\0') {
            size_t size = strlen(sentences[i]);
            buf_printf(out, "%s%s ", sentences[i],
                       strchr(".?!", sentences[i][size - 1]) != NULL ? "" : ".");
        }
        a->told[i] = hash;
    }
    return out->size > 0;
}

/* ---- in whose voice -------------------------------------------------------------------------- */

/* An answer that has a recording is told by it, here too: the pupil knows it by that voice. */
static void say(struct app *a, const char *label, const char *text)
{
    bool in_room = a->place.on == SCREEN_ROOM;
    struct app_clip clip = {0, strlen(label), in_room ? room_heard_as(a, label) : NULL};
    bool is_heard = clip.bytes != NULL && strncmp(text, label, clip.size) == 0;

    room_speak(a, &(struct app_words){.text = text,
                                      .voice = in_room ? a->room.profile.voice : "en",
                                      .rate = in_room ? a->room.profile.is.rate : VOICE_RATE_USUAL,
                                      .clips = &clip,
                                      .clip_count = is_heard ? 1 : 0});
}

void voice_frame(struct app *a, struct ui *ui)
{
    struct ui_spoken spoken;
    struct buf whole = {0};
    struct buf text = {0};
    bool moved = ui_spoken(ui, &spoken);
    bool in_room = a->place.on == SCREEN_ROOM;
    bool has_news = false;
    bool is_open = in_room && a->room.phase != ROOM_LEAVING ? a->room.about_words[0] == '\0'
                                                            : a->place.says_names;

    has_news = write_news(a, &whole) && !in_room;
    if (!(moved || has_news) || !is_wanted(a) || is_asking(a) ||
        (!is_open && voice_names(a) != STATUS_OK)) { /* what cannot be left out is not said */
        goto done;
    }
    if (!has_news) {
        buf_clear(&whole);
    }
    if (moved) {
        write(a, &spoken, &whole);
    }
    if (is_open) {
        buf_text(&text, buf_cstr(&whole));
    } else {
        voice_hide_names(&a->spoken, buf_cstr(&whole), &text);
    }
    a->room.asks_aloud = false;
    say(a, moved ? spoken.label : "", buf_cstr(&text));
done:
    buf_wipe(&whole);
    buf_finish(&whole);
    buf_wipe(&text);
    buf_finish(&text);
}
