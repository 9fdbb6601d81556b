/* What the view says about the pupil who is open: asked once, not at every tap.
 *
 * A tap on the observe screen fills the model anew, and the words learned from a year's use take
 * milliseconds to find. They do not change while a person taps, so they are kept until the log has
 * moved or another pupil is open. Forgetting only marks: what was said stays readable until it is
 * asked anew, because the screen's model still points to it.
 */
#include "app_private.h"

static void know(struct app *a, const struct id *pupil)
{
    struct app_known *k = &a->known;

    if (k->is_fresh && id_equal(&k->pupil, pupil)) {
        return;
    }
    arena_wipe(&k->arena);
    *k = (struct app_known){.arena = k->arena, .is_fresh = true, .pupil = *pupil};
}

const struct view_pupil *known_pupil(struct app *a, const struct id *pupil)
{
    struct app_known *k = &a->known;

    know(a, pupil);
    if (!k->has_row) {
        enum status st =
            view_pupil_one(a->session.view, &a->session.school, pupil, &k->arena, &k->row);
        k->has_row = true;
        app_tell(a, st == STATUS_NOT_FOUND ? STATUS_OK : st);
    }
    return &k->row;
}

const struct view_word_rows *known_words(struct app *a, const struct id *pupil,
                                         enum screen_context which, const char *field)
{
    struct app_known *k = &a->known;

    know(a, pupil);
    if (!k->has_words[which]) {
        k->has_words[which] = true;
        app_tell(a, view_words(a->session.view, &a->session.school, pupil, field, &k->arena,
                               &k->words[which]));
    }
    return &k->words[which];
}

void known_forget(struct app *a)
{
    a->known.is_fresh = false;
    a->cards.stage = CARDS_NONE;
    a->coming.stage = CARDS_NONE;
    a->spoken.is_fresh = false;
    a->scales.is_fresh = false;
    clips_changed(&a->recording.clips);
}

void known_close(struct app *a)
{
    cards_close(a);
    arena_wipe(&a->known.arena);
    key_wipe(&a->known, sizeof(a->known));
}
