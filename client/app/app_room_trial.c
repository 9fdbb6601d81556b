/* Trying out how a pupil is asked: a practice question in the room, with these settings.
 *
 * Staff see what the pupil will see before the tablet is handed over. Nothing of it is kept or
 * saved, only questions whose answer is known are asked, and no passphrase is wanted on the way
 * back: the tablet is still in the hands of whoever unlocked it.
 */
#include "app_room.h"

static const struct instrument_item *first_practice(const struct instrument *in, size_t *at)
{
    for (*at = 0; *at < in->item_count; (*at)++) {
        if (in->items[*at].practice) {
            return &in->items[*at];
        }
    }
    return NULL;
}

enum status trial_open(struct app *a, const struct said *said)
{
    enum status st = STATUS_OK;
    struct arena arena = {0};
    struct room_offers offers = {0};
    size_t at = 0;

    (void)said;
    room_offered(a, &arena, &offers);
    for (size_t i = 0; i < offers.count; i++) {
        if (first_practice(&offers.rows[i].one->in, &at) == NULL) {
            continue;
        }
        TRY(room_start(a, &a->place.pupil, offers.rows[i].one));
        a->room.is_trial = true;
        a->room.at = at;
        app_toast_drop(a);
        place_go(a, SCREEN_ROOM);
        room_say_question(a);
        break;
    }
done:
    arena_finish(&arena);
    return st;
}

void trial_end(struct app *a)
{
    if (a->host.hush != NULL) {
        a->host.hush(a->host.ctx);
    }
    room_close(a);
    place_go(a, SCREEN_PUPIL);
    a->view.sheet = SHEET_PROFILE;
}

enum status trial_listen(struct app *a, const struct said *said)
{
    struct app_profile profile;

    (void)said;
    profile_read(a, &a->place.pupil, &profile);
    if (a->host.say != NULL && !a->look.silent) {
        a->host.say(a->host.ctx, word_of(a, WORD_PROFILE_SAMPLE), profile.voice, profile.is.rate);
    }
    return STATUS_OK;
}
